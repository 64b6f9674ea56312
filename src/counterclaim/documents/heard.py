"""Speech as any reader finds it, before it is a text: pieces of one speaker, made of words with their seconds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from counterclaim.model import Maker, Recording, Span, Turn, Word

PAUSE = 2.0  # seconds of silence after which the same speaker's words are a new turn
BREATH = 0.6  # seconds of silence that end a sentence where nobody has written full stops
_ENDING = re.compile(r"[.!?…][\"'”’»)]*$")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Said:
    """A word or a few, as written, with seconds; ``confidence`` from 0 to 1; ``other`` is a second hearing."""

    text: str
    start: float | None = None
    end: float | None = None
    confidence: float | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one speaker that belong together: a cue, a segment, an utterance. ``new`` begins a new turn."""

    speaker: str | None
    start: float | None
    end: float | None
    said: tuple[Said, ...]
    language: str | None = None
    translation: str | None = None
    new: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """All pieces in the order of the file, with what its head says and who or what wrote it."""

    pieces: tuple[Piece, ...]
    head: Mapping[str, object] = field(default_factory=dict)
    maker: Maker = "unknown"
    tool: str | None = None
    language: str | None = None
    recording: Recording | None = None


def lay_out(pieces: Sequence[Piece]) -> tuple[str, tuple[Turn, ...]]:
    """The text of the pieces, a turn a line behind its speaker's name, and the turns in it."""
    written = any(_ENDING.search(piece.said[-1].text.strip()) for piece in pieces if piece.said)
    lines: list[str] = []
    turns: list[Turn] = []
    at = 0
    for group in turns_of(pieces):
        speaker = _tidy(group[0].speaker or "") or None
        label = f"{speaker}: " if speaker else ""
        body, words = _body(group, at + len(label), written)
        if not body:
            continue
        starts = [piece.start for piece in group if piece.start is not None]
        ends = [piece.end for piece in group if piece.end is not None]
        turns.append(
            Turn(
                speaker,
                Span(at + len(label), at + len(label) + len(body)),
                (starts[0], max(ends)) if starts and ends else None,
                words,
                Span(at, at + len(speaker)) if speaker else None,
                next((piece.language for piece in group if piece.language), None),
                " ".join(piece.translation for piece in group if piece.translation) or None,
            )
        )
        lines.append(label + body)
        at += len(label) + len(body) + 1
    return "\n".join(lines) + "\n" if lines else "", tuple(turns)


def turns_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces of one speaker that follow on one another, with no long silence between them."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        last = groups[-1][-1] if groups else None
        same = last is not None and last.speaker == piece.speaker and last.language == piece.language
        same = same and not (piece.speaker is None and last is not None and last.new)
        silent = (
            last is not None and last.end is not None and piece.start is not None and piece.start - last.end > PAUSE
        )
        if same and not silent and not piece.new:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _body(group: Sequence[Piece], at: int, written: bool) -> tuple[str, tuple[Word, ...]]:
    """The words of a turn that begins at offset ``at``; without full stops a breath ends the line."""
    text = ""
    words: list[Word] = []
    before: float | None = None
    for piece in group:
        glued = any(word.text[:1].isspace() for word in piece.said[1:])
        for number, word in enumerate(piece.said):
            shown = _tidy(word.text)
            if not shown:
                continue
            apart = number == 0 or not glued or word.text[:1].isspace() or unicodedata.combining(shown[0]) > 0
            breath = before is not None and word.start is not None and word.start - before >= BREATH
            text += "" if not text else "\n" if breath and not written else " " if apart else ""
            start = at + len(text)
            text += shown
            seconds = (
                (word.start, max(word.start, word.end)) if word.start is not None and word.end is not None else None
            )
            words.append(Word(Span(start, at + len(text)), seconds, word.confidence, word.other))
            before = word.end
    return text, tuple(words)


def _tidy(words: str) -> str:
    """One line of NFC without what no text can hold."""
    kept = "".join(c if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn") else " " for c in words)
    return _SPACE.sub(" ", unicodedata.normalize("NFC", kept)).strip()
