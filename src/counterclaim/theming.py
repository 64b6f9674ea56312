"""``counterclaim themes``: what calls are about, turn by turn, and in how many of them each theme is heard."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counterclaim.console import NOTHING, UNREAD, complain, writing

if TYPE_CHECKING:
    from counterclaim.model import Document
    from counterclaim.testimony import Coding, Share


class ThemesFormat(StrEnum):
    """How codings are written."""

    text = "text"
    jsonl = "jsonl"


def themes(
    targets: Annotated[list[str], typer.Argument(metavar="PATH|-...", help="Transcripts, folders, or - for input.")],
    format: Annotated[
        ThemesFormat, typer.Option(help="Text to look at, or a JSON line a coding for a program.")
    ] = ThemesFormat.text,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="The language of the text, as uk.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there, not to the screen.")
    ] = None,
) -> None:
    """Code calls with the themes of the codebook, and show how many calls have each, by publisher and month.

    Published calls were chosen by whoever published them: the shares describe what was published, and the text says so.
    Personal data is hidden in the words shown.

    \b
    Examples:
      counterclaim themes call.vtt
      counterclaim themes calls/ --format jsonl > codings.jsonl
    """
    from counterclaim.documents import open_documents
    from counterclaim.redaction import Redactor, marks
    from counterclaim.redaction.reports import redacted_document
    from counterclaim.testimony import CAUTION, code, prevalence

    failed = False
    calls: list[Document] = []
    with writing(output, targets, machine=format is ThemesFormat.jsonl) as stream:
        for target in targets:
            for document in open_documents(target, language=language):
                if document.coverage.state == "failed":
                    complain(f"{document.path} could not be read: {document.coverage.reason}")
                    failed = True
                    continue
                if document.transcript is None:
                    complain(f"{document.path} is no transcript, so it was not coded")
                    continue
                found = marks(document.text, document.language)
                shown = redacted_document(document, Redactor(document.text, found))
                calls.append(shown)
                codings = code(shown)
                if format is ThemesFormat.jsonl:
                    stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(shown, codings))
                else:
                    stream.write(f"{shown.path}\n" + "".join(lines(shown, codings)))
        if calls and format is ThemesFormat.text:
            stream.write("\n" + "".join(table(prevalence(calls))) + f"\n{CAUTION}\n")
    raise typer.Exit(UNREAD if failed else NOTHING)


def rows(document: Document, codings: Iterable[Coding]) -> Iterator[dict[str, Any]]:
    """Codings as JSON has them: where, which theme, by which cue, how sure, and when it is heard."""
    from counterclaim.calls.citing import seconds_of, turn_at

    for coding in codings:
        transcript = document.transcript
        turn = None if transcript is None else turn_at(transcript, coding.start)
        seconds = None if transcript is None else seconds_of(transcript, coding.start, coding.end)
        yield {
            "document": document.id,
            "theme": coding.theme,
            "exact": document.text[coding.start : coding.end],
            "start": coding.start,
            "end": coding.end,
            "seconds": None if seconds is None else list(seconds),
            "speaker": None if turn is None else turn.speaker,
            "rule": coding.rule,
            "confidence": coding.confidence,
        }


def lines(document: Document, codings: Iterable[Coding]) -> Iterator[str]:
    """Codings as people read them, a line each."""
    from counterclaim.terminal import one_line
    from counterclaim.testimony import themes as titles

    for row in rows(document, codings):
        sure = "" if row["confidence"] >= 0.8 else " (likely)"
        who = f"{row['speaker']}: " if row["speaker"] else ""
        words = one_line(row["exact"], 80)
        yield f"    {titles()[row['theme']]}{sure}: {who}“{words}”\n"


def table(shares: Iterable[Share]) -> Iterator[str]:
    """Shares as lines of text: of each publisher and month the calls, then theme by theme with the interval."""
    from counterclaim.terminal import plural
    from counterclaim.testimony import themes as titles

    last = None
    for share in shares:
        if last != (share.publisher, share.month):
            last = (share.publisher, share.month)
            whose = f"{share.publisher or 'publisher unknown'}, {share.month or 'month unknown'}"
            yield f"{whose}: {plural(share.calls, 'call')}\n"
        part = f"{share.heard / share.calls:.0%}"
        interval = f"{share.low:.0%} to {share.high:.0%}"
        yield f"  {titles()[share.theme]:<28} {share.heard:>4}  {part:>4}  ({interval})\n"
