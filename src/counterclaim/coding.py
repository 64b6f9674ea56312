"""Themes of calls in a ledger: what the reader coded, what people confirm, reject and add, and how far they agree.

    lines_of     the codings of a ledger with their words, when they are heard, and what people said of them
    add          a person codes words of a call with a theme
    heard        in how many calls each theme is heard, without the codings that people rejected
    agreement    Krippendorff's alpha, over all themes and theme by theme
    codings      the verb

A verdict is a row, and so is taking it back; what one coder adds, another can confirm or reject.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counterclaim.console import NOTHING, writing
from counterclaim.keeping import LedgerPath, open_ledger, who
from counterclaim.model import Coded, CounterclaimError, Document, Judgement, Verdict

if TYPE_CHECKING:
    from counterclaim.agreeing import Agreement
    from counterclaim.ledger import Ledger
    from counterclaim.testimony import Share

BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Line:
    """A coding as people see it: with its words, personal data hidden, who says them when, and all verdicts on it."""

    coded: Coded
    document: Document
    words: str
    speaker: str | None
    seconds: tuple[float, float] | None
    judgements: tuple[Judgement, ...]

    @property
    def verdict(self) -> Judgement | None:
        """The last verdict that stands."""
        gone = {judgement.supersedes for judgement in self.judgements}
        standing = [j for j in self.judgements if j.verdict != "undo" and j.id not in gone]
        return max(standing, key=lambda judgement: judgement.at, default=None)

    @property
    def stands(self) -> bool:
        """Whether nobody's last word is that it is not so."""
        return self.verdict is None or self.verdict.verdict != "reject"

    def fields(self) -> dict[str, Any]:
        """The coding as JSON has it."""
        coded, verdict = self.coded, self.verdict
        return {
            "id": coded.id, "document": coded.document, "theme": coded.theme, "exact": self.words,
            "start": coded.start, "end": coded.end, "seconds": None if self.seconds is None else list(self.seconds),
            "speaker": self.speaker, "rule": coded.rule, "confidence": coded.confidence, "by": coded.by,
            "verdict": None if verdict is None else verdict.verdict,
            "judged_by": None if verdict is None else verdict.by,
        }  # fmt: skip


def lines_of(ledger: Ledger, document: str | None = None, theme: str | None = None) -> Iterator[Line]:
    """The codings that stand in a ledger, by document and place, those that were rejected among them."""
    from counterclaim.calls.citing import seconds_of, turn_at

    names = None if document is None else [document]
    chosen = [one for one in ledger.codings(names) if theme is None or one.theme == theme]
    said: dict[str, list[Judgement]] = {}
    ids = {one.id for one in chosen}
    for judgement in ledger.judgements() if chosen else ():
        if judgement.subject in ids:
            said.setdefault(judgement.subject, []).append(judgement)
    documents = {one.id: one for one, _ in ledger.documents(sorted({one.document for one in chosen}))}
    for one in chosen:
        home = documents[one.document]
        transcript = home.transcript
        turn = None if transcript is None else turn_at(transcript, one.start)
        seconds = None if transcript is None else seconds_of(transcript, one.start, one.end)
        speaker = None if turn is None else turn.speaker
        yield Line(one, home, home.text[one.start : one.end], speaker, seconds, tuple(said.get(one.id, ())))


def judge(ledger: Ledger, coding: str, verdict: Verdict, *, by: str, note: str = "") -> Judgement:
    """Keeps a person's verdict on a coding, or takes their last one back; either is a new row."""
    from counterclaim.judging import of_coder

    if verdict not in ("accept", "reject", "unsure", "undo"):
        raise CounterclaimError(f"“{verdict}” is no verdict on a coding; there is accept, reject, unsure and undo")
    if not coding.startswith("t"):
        raise CounterclaimError(f"{coding} is no coding: its id begins with t, as counterclaim codings lists them")
    before = of_coder(ledger.judgements(coding), by)
    if verdict == "undo" and before is None:
        raise CounterclaimError(f"there is nothing to undo: {by} has not judged {coding}")
    return ledger.judge(coding, verdict, by=by, note=note, supersedes=None if before is None else before.id)


def add(ledger: Ledger, document: str, theme: str, quote: str, *, by: str) -> Coded:
    """Codes the words of a call that are quoted, as they are shown, with a theme; they stand in one turn."""
    from counterclaim.ledger.by_hand import as_written
    from counterclaim.testimony import themes, turns_of

    if theme not in themes():
        raise CounterclaimError(f"there is no theme “{theme}”; there is {', '.join(themes())}")
    found = next(iter(ledger.documents([document])), None)
    if found is None:
        raise CounterclaimError(f"there is no document {document} in {ledger.name}")
    call = found[0]
    if call.transcript is None:
        raise CounterclaimError(f"document {document} is no transcript: themes are of calls")
    words = as_written(call.text, quote)
    if words is None:
        raise CounterclaimError("the quote does not stand in the transcript")
    start = call.text.index(words)
    end = start + len(words)
    if not any(first <= start and end <= last for first, last in turns_of(call)):
        raise CounterclaimError("the quote goes beyond one turn: quote what one speaker says")
    return ledger.add_coding(document, theme, start, end, by=by)


# -------------------------------------------------------------------------------------- how often, and how far alike


def heard(ledger: Ledger, lines: Iterable[Line]) -> tuple[Share, ...]:
    """In how many calls of each publisher and month a theme is heard; every call of the ledger counts."""
    from counterclaim.testimony import shares

    themes: dict[str, set[str]] = {}
    for line in lines:
        if line.stands:
            themes.setdefault(line.coded.document, set()).add(line.coded.theme)
    return shares((call, themes.get(call.id, ())) for call, _ in ledger.documents(ledger.transcripts()))


def agreement(lines: Iterable[Line], coders: Sequence[str] | None = None) -> list[Agreement]:
    """How far people agree on whether a theme is in a turn: over all themes, then theme by theme.

    A unit is a theme of a turn that anybody coded. Who added or accepted a coding says that it is there, who rejected
    it that it is not; who said neither gives no value. Alpha is as for claims.
    """
    from counterclaim.agreeing import agreement_of
    from counterclaim.testimony import themes

    units: dict[tuple[str, str, int], dict[str, bool]] = {}
    for line in lines:
        key = (line.coded.theme, line.coded.document, _turn_of(line))
        for by, there in _said(line).items():
            unit = units.setdefault(key, {})
            unit[by] = unit.get(by, False) or there
    people = tuple(coders) if coders is not None else tuple(sorted({by for unit in units.values() for by in unit}))
    if len(people) < 2:
        raise CounterclaimError("agreement needs what at least two people said of codings")
    found = []
    for name in ("all themes", *themes()):
        own = [unit for (theme, _, _), unit in sorted(units.items()) if name in ("all themes", theme)]
        table = [[None if by not in unit else "there" if unit[by] else "not there" for unit in own] for by in people]
        if own:
            found.append(agreement_of(name, "nominal", table))
    return found


def _turn_of(line: Line) -> int:
    from counterclaim.testimony import turns_of

    spans = turns_of(line.document)
    return next((first for first, last in spans if first <= line.coded.start < last), line.coded.start)


def _said(line: Line) -> Mapping[str, bool]:
    """Who says of a coding that its theme is there, and who that it is not."""
    from counterclaim.judging import of_coder

    said = {line.coded.by: True} if line.coded.rule == BY_HAND else {}
    for by in dict.fromkeys(judgement.by for judgement in line.judgements):
        verdict = of_coder(line.judgements, by)
        if verdict is not None and verdict.verdict in ("accept", "reject"):
            said[by] = verdict.verdict == "accept"
    return said


# ------------------------------------------------------------------------------------------------------------ the verb


class CodingsFormat(StrEnum):
    """How codings are written."""

    text = "text"
    jsonl = "jsonl"


def codings(
    ledger: LedgerPath = None,
    document: Annotated[str | None, typer.Option(metavar="ID", help="Only those of this call.")] = None,
    theme: Annotated[str | None, typer.Option(metavar="THEME", help="Only of this theme, or the one to add.")] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who judges; your account's name unless said.")] = None,
    review: Annotated[
        bool, typer.Option("--review", help="Judge, key by key, those that you have not judged.")
    ] = False,
    accept: Annotated[list[str] | None, typer.Option(metavar="ID", help="Confirm a coding.")] = None,
    reject: Annotated[list[str] | None, typer.Option(metavar="ID", help="The theme is not there.")] = None,
    unsure: Annotated[list[str] | None, typer.Option(metavar="ID", help="Somebody else should look.")] = None,
    undo: Annotated[list[str] | None, typer.Option(metavar="ID", help="Take your last verdict on it back.")] = None,
    quote: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Add: words of --document that tell of --theme.")
    ] = None,
    prevalence: Annotated[
        bool, typer.Option("--prevalence", help="In how many calls each theme is heard, by publisher and month.")
    ] = False,
    agreed: Annotated[bool, typer.Option("--agreement", help="How far people agree, theme by theme.")] = False,
    format: Annotated[
        CodingsFormat, typer.Option(help="Text to look at, or a JSON line a coding for a program.")
    ] = CodingsFormat.text,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there.")] = None,
) -> None:
    """List the themes that the calls of a ledger are coded with; confirm, reject or add codings.

    Every verdict and every added coding is a new row, and so is taking a verdict back. What people rejected is not
    counted by --prevalence. Published calls were chosen by whoever published them: the shares describe those.

    \b
    Examples:
      counterclaim codings --ledger war.db
      counterclaim codings --ledger war.db --review --by Ada
      counterclaim codings --ledger war.db --reject t0c1d2e3f4a5b6c7d
      counterclaim codings --ledger war.db --document d27e247c3bb47b1ed --theme supply --quote "not one tourniquet"
      counterclaim codings --ledger war.db --prevalence
    """
    from counterclaim.testimony import CAUTION, themes

    if theme is not None and theme not in themes():
        raise CounterclaimError(f"there is no theme “{theme}”; there is {', '.join(themes())}")
    name = (by or who()).strip()
    given: list[tuple[Verdict, str]] = [("accept", one) for one in accept or ()]
    given += [("reject", one) for one in reject or ()] + [("unsure", one) for one in unsure or ()]
    given += [("undo", one) for one in undo or ()]
    with open_ledger(ledger, read_only=not (given or quote or review)) as book:
        for verdict, coding in given:
            judge(book, coding, verdict, by=name)
        if quote is not None:
            if document is None or theme is None:
                raise CounterclaimError("--quote adds a coding: say of which --document, and with which --theme")
            made = add(book, document, theme, quote, by=name)
            print(f"{made.id}: {theme} added.")
        elif given:
            print(f"{len(given)} kept.")
        elif review:
            waiting = [line for line in lines_of(book, document, theme) if name not in _said(line)]
            _sit(book, waiting, name)
        else:
            found = list(lines_of(book, document, theme))
            with writing(output, machine=format is CodingsFormat.jsonl) as stream:
                if agreed:
                    stream.writelines(_agreement_lines(agreement(found)))
                elif prevalence:
                    from counterclaim.theming import table

                    stream.write("".join(table(heard(book, found))) + f"\n{CAUTION}\n")
                elif format is CodingsFormat.jsonl:
                    stream.writelines(json.dumps(line.fields(), ensure_ascii=False) + "\n" for line in found)
                else:
                    stream.writelines(_text(found))
    raise typer.Exit(NOTHING)


def _text(lines: Sequence[Line]) -> Iterator[str]:
    from counterclaim.terminal import one_line, plural

    last = None
    for line in lines:
        if line.document.id != last:
            last = line.document.id
            yield f"{one_line(line.document.title or line.document.path, 200)} ({last})\n"
        yield f"  {_told(line)}\n"
    yield f"{plural(len(lines), 'coding')}.\n"


def _told(line: Line) -> str:
    from counterclaim.documents.cues import clock
    from counterclaim.terminal import one_line
    from counterclaim.testimony import themes

    verdict = f" [{line.verdict.verdict}, {line.verdict.by}]" if line.verdict else ""
    hand = f" (added by {line.coded.by})" if line.coded.rule == BY_HAND else ""
    sure = " (likely)" if line.coded.confidence < 0.8 else ""
    at = f"{clock(line.seconds[0])} " if line.seconds else ""
    who_says = f"{line.speaker}: " if line.speaker else ""
    words = one_line(line.words, 80)
    return f"{line.coded.id}  {themes()[line.coded.theme]}{sure}{hand}{verdict}: {at}{who_says}“{words}”"


def _agreement_lines(found: Iterable[Agreement]) -> Iterator[str]:
    yield "Krippendorff's alpha: 1 is agreement, 0 is chance.\n"
    for row in found:
        same = f"{row.same:.0%} alike" if row.same is not None else ""
        why = row.why.replace("claims", "codings").replace("claim", "coding")
        told = f"{row.alpha:.3f}" if row.alpha is not None else f"not defined: {why}"
        yield f"{row.field:<12} {row.claims:>5} codings  {same:>10}  {told}\n"


_KEYS: Mapping[str, Verdict] = {"a": "accept", "x": "reject", "u": "unsure"}


def _sit(book: Ledger, waiting: Sequence[Line], by: str) -> None:
    """Shows codings one by one; a key judges, s goes on, z takes the last verdict back, q ends."""
    from counterclaim.reviewing import single_keys

    at, given = 0, 0
    judged: list[int] = []
    with single_keys() as (keys, _):
        while at < len(waiting):
            line = waiting[at]
            start, end = line.coded.start, line.coded.end
            before, after = line.document.text[max(0, start - 120) : start], line.document.text[end : end + 120]
            unseen = replace(line, judgements=())  # what others said would lead
            print(f"\n{at + 1} of {len(waiting)}  {_told(unseen)}\n  … {_flat(before)}[{line.words}]{_flat(after)} …")
            print("[a accept, x reject, u unsure, s skip, z undo, q quit] ", end="", flush=True)
            key = keys()
            print()
            if key in ("", "q", "\x04"):
                break
            if key in _KEYS:
                judge(book, line.coded.id, _KEYS[key], by=by)
                judged.append(at)
                given += 1
                at += 1
            elif key == "s":
                at += 1
            elif key == "z" and judged:
                at = judged.pop()
                judge(book, waiting[at].coded.id, "undo", by=by)
                given -= 1
    print(f"{given} judged, {len(waiting) - at} left.", file=sys.stdout)


def _flat(words: str) -> str:
    from counterclaim.terminal import visible

    return visible(words.replace("\n", " / "))
