"""``counterclaim transcribe``: recordings, or transcripts to be joined to turns, become VTT, JSON and RTTM."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim.console import NOTHING, UNREAD, complain, writing
from counterclaim.keeping import (
    LedgerPath,
    Originals,
    PersonalDataGiven,
    SealKey,
    ask_provenance,
    open_ledger,
    origin_given,
    seal_key_given,
    who,
)
from counterclaim.model import CounterclaimError, UnreadableError

if TYPE_CHECKING:
    from counterclaim.calls.listening import Listener
    from counterclaim.documents.heard import Heard
    from counterclaim.ledger.sealing import Key
    from counterclaim.model import Personal, Provenance, Transcript


_PIECE = 1 << 20  # bytes from which memory is given back as soon as it is not used


class TranscriptFormat(StrEnum):
    """How a transcript is written."""

    vtt = "vtt"
    json = "json"
    rttm = "rttm"


class Tongue(StrEnum):
    """What can be translated into."""

    en = "en"


def transcribe(
    recordings: Annotated[
        list[Path], typer.Argument(metavar="AUDIO...", help="Recordings; with --turns also a transcript with times.")
    ],
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="The language spoken, as ru; heard unless given.")
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FOLDER", envvar="COUNTERCLAIM_WHISPER", help="A faster-whisper model: a folder or a name."
        ),
    ] = None,
    sha256: Annotated[str | None, typer.Option(metavar="HEX", help="The hash that the model must have.")] = None,
    fetch: Annotated[bool, typer.Option("--fetch", help="Let the model be downloaded once, by its name.")] = False,
    speakers: Annotated[
        int | None,
        typer.Option(min=1, max=8, metavar="N", help="How many speak; told apart by their voices unless given."),
    ] = None,
    turns: Annotated[
        Path | None, typer.Option(metavar="FILE.rttm", help="Who speaks when, where that is known already.")
    ] = None,
    translate: Annotated[
        Tongue | None, typer.Option(help="Show English beside the original, by the model's own ear.")
    ] = None,
    translator: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Show English beside the original, by a text model (CTranslate2)."),
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published the call.")] = None,
    provenance: Annotated[
        Path | None, typer.Option(metavar="FILE", help="TOML with publisher, address, published, selection.")
    ] = None,
    format: Annotated[
        list[TranscriptFormat] | None, typer.Option(help="What to write; VTT to the screen, all three to a folder.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Write into this folder.")
    ] = None,
    ledger: LedgerPath = None,
    originals: Originals = None,
    personal: PersonalDataGiven = None,
    seal_key: SealKey = None,
) -> None:
    """Write down what is said in published recordings: words with seconds and doubt, speakers, languages.

    Everything happens on this machine. Speakers are told apart within one recording and are letters; no voice is
    matched to a person or to another recording. Numbers are heard twice; where the two differ, both are kept and
    neither is evidence.

    \b
    Examples:
      counterclaim transcribe call.mp3 --publisher "Security Service of Ukraine"
      counterclaim transcribe --model large-v3-turbo --translate en --output calls/ *.wav
      counterclaim transcribe call.ogg --ledger war.db
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the voices' small matrices are slower on several cores
    _share_memory()
    origin = origin_given(publisher, provenance)
    formats = [one.value for one in format or ()] or (["vtt"] if output is None else ["vtt", "json", "rttm"])
    if output is None and len(formats) * len(recordings) > 1:
        raise CounterclaimError("several transcripts do not fit on one screen: name a folder with --output")
    if output is not None:
        _make_folder(output)
    key = seal_key_given(seal_key)
    hearing = _Hearing(language, speakers, turns, translate is not None, translator, model, sha256, fetch)
    failed = 0
    for path in recordings:
        try:
            made = _one(path, hearing, origin, formats, output)
        except UnreadableError as error:
            failed += 1
            complain(f"{path} could not be transcribed: {error}")
            continue
        if ledger:
            _keep(path, made, ledger, originals, origin, None if personal is None else personal.value, key)
    raise typer.Exit(UNREAD if failed else NOTHING)


def _share_memory() -> None:
    """Lets all threads take memory from one place and give large pieces back at once, where glibc is used.

    By itself glibc keeps what the model's file was read into, and a place of its own for each thread: a fifth more.
    """
    import ctypes

    try:
        option = ctypes.CDLL(None).mallopt
        for name, value in ((-8, 1), (-3, _PIECE), (-1, _PIECE)):  # M_ARENA_MAX, M_MMAP_ and M_TRIM_THRESHOLD, malloc.h
            option(name, value)
    except (OSError, AttributeError, TypeError):
        return


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CounterclaimError(f"{folder} cannot be a folder to write into: {error.strerror or error}") from None


class _Hearing:
    """How recordings are to be heard; the model is loaded when the first one needs it."""

    def __init__(
        self,
        language: str | None,
        speakers: int | None,
        turns: Path | None,
        translate: bool,
        translator: Path | None,
        model: str | None,
        sha256: str | None,
        fetch: bool,
    ) -> None:
        from counterclaim.calls.transcribing import Wishes

        self.translator = translator
        known: Sequence[tuple[float, float, str]] = ()
        if turns is not None:
            from counterclaim.documents.cues import read_rttm

            try:
                known = read_rttm(turns.read_text("utf-8", errors="replace"))
            except OSError as error:
                raise CounterclaimError(f"{turns} could not be read: {error.strerror or error}") from None
            except UnreadableError as error:
                raise CounterclaimError(f"{turns}: {error}") from None
        self.wishes = Wishes(language.lower() if language else None, speakers, tuple(known), translate)
        self._model, self._sha256, self._fetch = model, sha256, fetch
        self._listener: Listener | None = None

    def listener(self) -> Listener:
        """The model, loaded."""
        if self._listener is None:
            from counterclaim.calls.listening import Listener
            from counterclaim.calls.models import find_model

            model = find_model(self._model, fetch=self._fetch, expected=self._sha256)
            self._listener = Listener(model, threads=min(os.cpu_count() or 1, 4))
        return self._listener

    def hear(self, path: Path) -> Heard:
        """The pieces of a recording, or of a transcript whose speakers are given."""
        from counterclaim.calls.transcribing import transcribe as hear_all
        from counterclaim.documents.bundles import HEAD, speech_kind
        from counterclaim.documents.cues import join_turns

        try:
            with path.open("rb") as file:
                kind = speech_kind(file.read(HEAD))
        except OSError:
            kind = None  # the decoder says why
        if kind is not None:
            if not self.wishes.turns:
                raise UnreadableError(
                    "this is a transcript already: counterclaim read reads it, --turns gives it speakers"
                )
            from counterclaim.documents.encoding import decode
            from counterclaim.documents.transcripts import read_heard

            return join_turns(read_heard(decode(path.read_bytes(), None).text, kind), self.wishes.turns)
        from counterclaim.calls.decoding import decode as samples_of

        sound = samples_of(path)
        for fault in sound.recording.faults:
            complain(f"{path}: {fault}")
        listener = self.listener()
        with _Telling(path) as told:
            return hear_all(sound, listener, self.wishes, told)


class _Telling:
    """A line on a terminal that says how far the hearing is."""

    def __init__(self, path: Path) -> None:
        self._path, self._shown = path, False

    def __enter__(self) -> _Telling:
        return self

    def __call__(self, share: float, doing: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{doing} {self._path.name}: {min(share, 1):.0%}")
            sys.stderr.flush()
            self._shown = True

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _one(
    path: Path, hearing: _Hearing, origin: Provenance | None, formats: Sequence[str], output: Path | None
) -> tuple[Transcript, str, str | None]:
    """Transcribes one recording and writes it; the transcript with its text and language."""
    from dataclasses import replace

    from counterclaim.calls.citing import differing_numbers
    from counterclaim.calls.writing import write
    from counterclaim.documents.cues import clock
    from counterclaim.documents.transcripts import laid_out

    heard = hearing.hear(path)
    if hearing.translator is not None:
        from counterclaim.calls.translation import translated

        heard = translated(heard, hearing.translator)
    reading, transcript = laid_out(replace(heard, pieces=heard.pieces), origin)
    ask_provenance(str(path), transcript)
    for turn in transcript.turns:
        if wrong := differing_numbers(turn, reading.text, heard.language):
            at = f" at {clock(turn.seconds[0])}" if turn.seconds else ""
            complain(f"{path}: the translation{at} has other numbers than the original: {wrong}")
    for kind in formats:
        written = write(transcript, reading.text, kind, path.stem, heard.language)
        target = None if output is None else output / f"{path.stem}.{kind}"
        with writing(target, [str(path)], machine=True) as stream:
            stream.write(written)
    return transcript, reading.text, heard.language


def _keep(
    path: Path,
    made: tuple[Transcript, str, str | None],
    ledger: str,
    originals: Path | None,
    origin: Provenance | None,
    personal: Personal | None,
    key: Key | None,
) -> None:
    """Adds a transcript to a ledger, and the recording itself to its originals, as is chosen for personal data."""
    from counterclaim.calls.writing import as_json
    from counterclaim.documents.content import Content, inside
    from counterclaim.ledger import originals as kept
    from counterclaim.ledger.ingest import Options, add
    from counterclaim.terminal import plural

    transcript, text, language = made
    place = inside(str(path), "transcript.json")
    content = as_json(transcript, text, language).encode("utf-8")
    with open_ledger(ledger, originals, create=True) as book:
        options = Options(provenance=origin, personal=personal, key=key)
        chosen = personal or ("keep" if key is None else "seal")
        if chosen != "drop" and book.originals is not None and transcript.recording is not None:
            kept.keep_file(book.originals, path, key if chosen == "seal" else None)  # a voice tells who speaks
        added = add(
            book,
            [place],
            by=who(),
            options=options,
            contents=lambda target, left_out: iter([] if target in left_out else [Content(target, content)]),
        )
        for _, reason in added.failed:
            complain(f"{path}: the ledger could not keep its transcript: {reason}")
        claims = plural(added.tally.rows.get("claim", 0), "claim")
        what = "kept with its transcript" if transcript.recording is not None else "kept"
        print(f"{book.name}: {path.name} {what}; {claims}.", file=sys.stderr)
