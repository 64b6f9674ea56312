"""``counterclaim redact``: a transcript and its recording without personal data, with a log of kinds and places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counterclaim.console import NOTHING, UNREAD, complain, writing
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.model import Document
    from counterclaim.redaction import Redactor


def redact(
    targets: Annotated[
        list[str], typer.Argument(metavar="PATH|-...", help="Transcripts, dialogues or other texts, or - for input.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="Write the texts there, one a document, not here."),
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write what was hidden there, as JSON lines: kinds and places, no values."),
    ] = None,
    audio: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The recording of the one transcript: a WAV with a tone over it is written."),
    ] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="The language of the text, as uk.")] = None,
    call_signs: Annotated[bool, typer.Option("--call-signs", help="Hide radio names of people as well.")] = False,
    published: Annotated[
        bool, typer.Option("--published", help="Texts written for publication: names stay, the rest is hidden.")
    ] = False,
) -> None:
    """Write transcripts with pseudonyms in place of personal data, and a log that says where what kind was hidden.

    Whatever is given is taken for speech, names of private persons included, unless --published says otherwise. The
    recording keeps its length: a tone stands over the seconds of every hidden word.

    \b
    Examples:
      counterclaim redact call.txt
      counterclaim redact call.vtt --audio call.mp3 --output redacted --log redacted.jsonl
    """
    from counterclaim.documents import open_documents
    from counterclaim.redaction import Redactor, marks
    from counterclaim.redaction.sound import hidden_seconds

    if audio is not None and (len(targets) != 1 or output is None):
        raise CounterclaimError("--audio takes one transcript and an --output folder: name both")
    if output is not None:
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CounterclaimError(f"{output} is no folder to write to: {error.strerror or error}") from error
    failed = False
    logged: list[dict[str, Any]] = []
    for target in targets:
        for document in open_documents(target, language=language):
            if document.coverage.state == "failed":
                complain(f"{document.path} could not be read: {document.coverage.reason}")
                failed = True
                continue
            found = marks(document.text, document.language, call=not published, call_signs=call_signs)
            redactor = Redactor(document.text, found)
            hidden = hidden_seconds(document, redactor)
            logged += log_lines(document, redactor)
            place = None if output is None else output / f"{Path(document.path).stem or 'input'}.redacted.txt"
            with writing(place, targets, machine=True) as stream:
                stream.write(redactor.shown.rstrip("\n") + "\n")
            if audio is not None and output is not None:
                _sound(audio, document, redactor, hidden, output)
    if log is not None:
        with writing(log, targets, machine=True) as stream:
            stream.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in logged)
    raise typer.Exit(UNREAD if failed else NOTHING)


def _sound(
    audio: Path, document: Document, redactor: Redactor, hidden: tuple[tuple[float, float], ...], folder: Path
) -> None:
    from counterclaim.redaction.sound import silence

    if redactor and not hidden:
        raise CounterclaimError(
            f"{document.path} has no times, so nobody knows where in {audio} its words are; give a timed transcript"
        )
    silence(audio, hidden, folder / f"{audio.stem}.redacted.wav")


def log_lines(document: Document, redactor: Redactor) -> list[dict[str, Any]]:
    """What was hidden in a document: kind, pseudonym, code points, seconds; never a value."""
    from counterclaim.redaction.showing import Redactor as One
    from counterclaim.redaction.sound import hidden_seconds

    return [
        {
            "document": document.sha256,
            "kind": mark.kind,
            "pseudonym": mark.pseudonym,
            "start": mark.start,
            "end": mark.end,
            "seconds": [list(span) for span in hidden_seconds(document, One(document.text, (mark,)))],
        }
        for mark in redactor.marks
    ]
