"""A call as a page shows it: turns of words that lead to their second of sound, under bars, marks and doubts.

    call_of(report, ident, marks)   turns, speakers, themes, what is hidden → CallSheet; ``None`` for what is no call
    Sound                           where the page hears the recording, or why it cannot

Every word with a time is a link into the recording (W3C Media Fragments URI 1.0: ``#t=41.2,44``), which works without a
script; ``listening.js`` plays it on the page instead and lets the text follow the sound.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from counterclaim.calls.citing import UNSURE, differing_numbers, is_call
from counterclaim.model import Document, Report, Span, Transcript, Turn, Word
from counterclaim.page.marks import Mark, Paragraph, Piece, paragraphs, pieces_of
from counterclaim.redaction.mark import BAR, MASK
from counterclaim.testimony import Coding, code, themes

_NOTE = re.compile(r"\[[^\[\]\n]{2,60}\]")  # what a writer puts in brackets: [unintelligible], [noise]
_PEOPLE = {"S": "Speaker", "R": "Relative", "P": "Person"}  # other values are long enough for their stand-ins
_SHORT = re.compile(r"([SRP])([A-Z0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Sound:
    """Where a page hears a recording, with a tone over what is hidden.

    ``source`` is the player's address and ``link`` what the words' links begin with: empty where the sound stands in
    the page itself. ``silent`` is why there is none: the key of a sentence.
    """

    source: str = ""
    link: str = ""
    silent: str = ""


@dataclass(frozen=True, slots=True)
class Bit:
    """A run of a turn that is drawn alike: a piece of the marks, part of at most one word.

    ``fragment`` is the word's place in the sound ("41.2,44"), ``start`` its second; ``kind`` is hidden (a bar), aside
    (in brackets), low (the recogniser was unsure) or plain; ``sure`` a confidence, ``other`` a second hearing.
    """

    piece: Piece
    kind: str = "plain"
    fragment: str = ""
    start: str = ""
    sure: str = ""
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One turn: who speaks when, the words, and the translation as runs of hidden and open words."""

    ident: str
    speaker: str
    start: float | None
    end: float | None
    bits: tuple[Bit, ...]
    language: str
    translation: tuple[tuple[str, bool], ...]
    differs: str  # the numbers that the translation does not share; empty where they agree


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme that is heard: its name, and where."""

    ident: str
    theme: str
    title: str
    places: tuple[tuple[str, str, float], ...]  # the anchor in the text, the words, how sure


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker: how many turns, and for how many seconds where that is known."""

    name: str
    turns: int
    seconds: float


@dataclass(frozen=True, slots=True)
class CallSheet:
    """What a page shows of one call besides its claims and findings."""

    ident: str
    transcript: Transcript
    head: tuple[Paragraph, ...]  # what stands before the first turn
    lines: tuple[Line, ...]
    voices: tuple[Voice, ...]
    themes: tuple[Theme, ...]
    sound: Sound
    hidden: int
    doubtful: int
    translated: bool
    differing: int
    length: float | None


def number(seconds: float) -> str:
    """Seconds as a media fragment has them: no more digits than are known."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")


def call_of(
    report: Report,
    ident: str,
    marks: Sequence[Mark],
    sound: Sound | None = None,
    codings: Iterable[Coding] | None = None,
) -> CallSheet | None:
    """The call that a report is of; ``marks`` are those of its claims and findings, ``codings`` its themes."""
    document, transcript = report.document, report.document.transcript
    if transcript is None or not transcript.turns or not is_call(transcript):
        return None
    heard, theme_marks = _themes(document, ident, code(document) if codings is None else codings)
    every = sorted([*marks, *theme_marks], key=lambda mark: (mark.start, -mark.end))
    anchored: set[str] = set()
    lines = [_line(document, turn, f"{ident}t{at}", every, anchored) for at, turn in enumerate(transcript.turns, 1)]
    ends = [turn.seconds[1] for turn in transcript.turns if turn.seconds]
    recorded = transcript.recording.seconds if transcript.recording else 0.0
    return CallSheet(
        ident=f"{ident}-call",
        transcript=transcript,
        head=_head(document, every),
        lines=tuple(lines),
        voices=tuple(_voices(transcript)),
        themes=heard,
        sound=sound or Sound(silent="no-recording" if transcript.timed else "no-times"),
        hidden=len(document.hidden),
        doubtful=sum(bit.kind == "low" or bit.other is not None for line in lines for bit in line.bits),
        translated=any(line.translation for line in lines),
        differing=sum(bool(line.differs) for line in lines),
        length=recorded or max(ends, default=None),
    )


def _head(document: Document, marks: Sequence[Mark]) -> tuple[Paragraph, ...]:
    assert document.transcript is not None
    first = document.transcript.turns[0]
    until = first.label.start if first.label else first.span.start
    before = document.text[: document.text.rfind("\n", 0, until) + 1]
    return paragraphs(before, [mark for mark in marks if mark.end <= len(before)])[0]


def _voices(transcript: Transcript) -> Iterator[Voice]:
    for name in transcript.speakers:
        own = [turn for turn in transcript.turns if turn.speaker == name]
        yield Voice(name, len(own), sum(turn.seconds[1] - turn.seconds[0] for turn in own if turn.seconds))


def _themes(document: Document, ident: str, codings: Iterable[Coding]) -> tuple[tuple[Theme, ...], list[Mark]]:
    """The themes in the order of the codebook, and a mark for each of their places."""
    titles = themes()
    places: dict[str, list[tuple[str, str, float]]] = {}
    marks = []
    for at, coding in enumerate(sorted(codings), 1):
        anchor, card = f"{ident}h{at}", f"{ident}-theme-{coding.theme}"
        words = _shown(document, Span(coding.start, coding.end))
        places.setdefault(coding.theme, []).append((anchor, words, coding.confidence))
        marks.append(Mark(coding.start, coding.end, card, coding.theme, "theme", anchor))
    told = [
        Theme(f"{ident}-theme-{name}", name, title, tuple(places[name]))
        for name, title in titles.items()
        if name in places
    ]
    return tuple(told), marks


def _shown(document: Document, span: Span) -> str:
    """The words of a stretch on one line, with the name of its kind for each value that is hidden."""
    text, at, shown = document.text, span.start, ""
    for one in sorted(document.hidden, key=lambda one: one.start):
        if one.start < span.end and at < one.end:
            shown += f"{text[at : max(at, one.start)]}[{bar(text[one.start : one.end])}]"
            at = one.end
    return " ".join((shown + text[at : span.end]).split())


def _line(document: Document, turn: Turn, ident: str, marks: Sequence[Mark], anchored: set[str]) -> Line:
    text, span = document.text, turn.span
    own = [mark for mark in marks if mark.start < span.end and span.start < mark.end]
    hidden = [one for one in document.hidden if one.start < span.end and span.start < one.end]
    notes = [Span(*match.span()) for match in _NOTE.finditer(text, span.start, span.end)]
    edges = [edge for one in (*hidden, *notes, *(word.span for word in turn.words)) for edge in (one.start, one.end)]
    bits, at = list[Bit](), span.start
    ends = turn.seconds[1] if turn.seconds else None
    covered: Span | None = None
    for piece in pieces_of(text, span.start, span.end, own, anchored, edges):
        place = Span(at, at + len(piece.text))
        at = place.end
        under = next((one for one in hidden if one.start < place.end and place.start < one.end), None)
        if under is None:
            bits.append(_bit(piece, place, turn.words, hidden, notes, ends))
            continue
        again = under == covered and bits[-1].piece.classes == piece.classes  # the words of one value are one bar
        shown = "" if under == covered else bar(text[under.start : under.end])
        covered = under
        if again:
            bits[-1] = replace(bits[-1], piece=_joined(bits[-1].piece, piece))
        else:
            bits.append(Bit(replace(piece, text=shown), "hidden"))
    start, end = turn.seconds or (None, None)
    plain = "".join(_without(text[span.start : span.end], (_within(one, span) for one in hidden)))
    translation = tuple(_told(turn.translation or ""))
    compared = Turn(
        turn.speaker, Span(0, len(plain)), language=turn.language, translation=_without_masks(turn.translation)
    )
    return Line(
        ident=ident,
        speaker=turn.speaker or "",
        start=start,
        end=end,
        bits=tuple(bits),
        language=turn.language or document.language or "",
        translation=translation,
        differs=differing_numbers(compared, plain, document.language),
    )


def bar(mask: str) -> str:
    """What a bar shows of a mask: the pseudonym, written out where the mask had no room for it; else nothing."""
    told = mask.rstrip(BAR)
    short = _SHORT.fullmatch(told)
    return f"{_PEOPLE[short[1]]} {short[2]}" if short else told or "\u2003"


def _joined(one: Piece, other: Piece) -> Piece:
    return Piece(one.text, one.classes, one.anchors + other.anchors, one.references + other.references)


def _bit(
    piece: Piece, place: Span, words: Sequence[Word], hidden: Sequence[Span], notes: Sequence[Span], ends: float | None
) -> Bit:
    at = bisect_right(words, place.start, key=lambda word: word.span.start) - 1
    word = words[at] if at >= 0 and place.start < words[at].span.end else None
    kind = "aside" if any(one.start <= place.start < one.end for one in notes) else "plain"
    if word is None or any(one.start < word.span.end and word.span.start < one.end for one in hidden):
        return Bit(piece, kind)
    fragment = start = ""
    if word.seconds is not None:
        start = number(word.seconds[0])
        fragment = f"{start},{number(max(ends or 0.0, word.seconds[1]))}"
    unsure = word.confidence is not None and word.confidence < UNSURE
    return Bit(
        piece,
        "low" if unsure and kind == "plain" else kind,
        fragment,
        start,
        f"{word.confidence:.2f}" if unsure else "",
        word.other if place.end == word.span.end else None,
    )


def _within(one: Span, span: Span) -> Span:
    return Span(max(one.start, span.start) - span.start, min(one.end, span.end) - span.start)


def _without(words: str, places: Iterable[Span]) -> Iterator[str]:
    """Words with blanks where something is hidden: a stand-in's own number is nobody's."""
    at = 0
    for place in places:
        yield words[at : place.start]
        yield " " * (place.end - max(at, place.start))
        at = place.end
    yield words[at:]


def _without_masks(words: str | None) -> str | None:
    return None if words is None else MASK.sub(lambda mask: " " * len(mask[0]), words)


def _told(words: str) -> Iterator[tuple[str, bool]]:
    """Translated words as runs, and whether each is a bar."""
    at = 0
    for mask in MASK.finditer(words):
        if mask.start() > at:
            yield words[at : mask.start()], False
        yield bar(mask[0]), True
        at = mask.end()
    if at < len(words):
        yield words[at:], False
