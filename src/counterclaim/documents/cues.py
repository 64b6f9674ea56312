"""Timed text: WebVTT and SubRip become heard pieces; RTTM says who speaks when, and is joined to words by time.

W3C WebVTT (Candidate Recommendation, 4 April 2019): <v Name> is the speaker, <00:00:01.000> times a word,
NOTE blocks before the first cue are the head. NIST RTTM (RT-09): SPEAKER file channel start duration … name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from typing import Any

from counterclaim.documents.heard import Heard, Piece, Said
from counterclaim.documents.provenance import head_fields
from counterclaim.model import UnreadableError

_TAG = re.compile(r"<(/?)([^<>\s./]*)((?:\.[^<>\s]*)?)(?:[ \t\n]+([^<>]*))?>")
_TIME = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})")
_LABEL = re.compile(r"\s*(?:[-–—]\s*)?([^\W\d_][\w .’'-]{0,40}?)\s*:\s+(?=\S)")
_DASH = re.compile(r"^\s*[-–—]\s+", re.MULTILINE)
_OTHER = re.compile(r"^heard also:\s*([\d:.,]+)\s+(.*?)\s*$", re.MULTILINE)
_TOLERANCE = 0.05  # seconds: times are written to thousandths, and rounded differently


def read_cues(text: str, kind: str) -> Heard:
    """The cues of WebVTT or SubRip; raises ``UnreadableError`` where there are none."""
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    name = "WebVTT" if kind == "text/vtt" else "SubRip"
    try:
        captions: Any = webvtt.from_buffer(StringIO(text), format="vtt" if kind == "text/vtt" else "srt")
    except (MalformedFileError, MalformedCaptionError) as error:
        raise UnreadableError(f"this is called {name} but is not: {str(error)[:120]}") from None
    notes = [*captions.header_comments, *(note for caption in captions for note in caption.comments)]
    head = head_fields("\n".join(captions.header_comments))
    cues = [_cue(caption.raw_text, _seconds(caption.start), _seconds(caption.end)) for caption in captions]
    pieces = [piece for cue in _with_labels(cues) for piece in cue]
    if not pieces:
        raise UnreadableError(
            f"this {name} file holds no words: are its times written as 00:00:01.000 --> 00:00:02.000?"
        )
    other = {round(_seconds(at), 2): words for note in notes for at, words in _OTHER.findall(note)}
    if other:
        pieces = [_with_other(piece, other) for piece in pieces]
    return Heard(tuple(pieces), head)


def _seconds(stamp: str) -> float:
    found = _TIME.fullmatch(stamp.strip())
    if found is None:
        return 0.0
    hours, minutes, seconds, part = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(part.ljust(3, "0")) / 1000


def _cue(raw: str, start: float, end: float) -> list[Piece]:
    """The pieces of one cue: a speaker each, words with their own times where the cue has any."""
    pieces: list[Piece] = []
    speaker, language, doubtful = None, None, False
    at, timed, buffer = start, False, list[tuple[str, float, bool]]()

    def close() -> None:
        if "".join(words for words, _, _ in buffer).strip():
            pieces.append(_piece(speaker, language, buffer, end, timed))
        buffer.clear()

    position = 0
    for tag in _TAG.finditer(raw):
        if tag.start() > position:
            buffer.append((html.unescape(raw[position : tag.start()]), at, doubtful))
        position = tag.end()
        closing, name, classes, argument = tag[1] == "/", tag[2], tag[3], (tag[4] or "").strip()
        if name == "v" and not closing:
            close()
            speaker = html.unescape(argument) or None
        elif name == "lang":
            language = None if closing else argument.split("-")[0].lower() or None
        elif name == "c":
            doubtful = not closing and ".low" in classes
        elif stamp := _TIME.fullmatch(raw[tag.start() + 1 : tag.end() - 1]):
            at, timed = _seconds(stamp[0]), True
    if position < len(raw):
        buffer.append((html.unescape(raw[position:]), at, doubtful))
    close()
    return [part for piece in pieces for part in _dashed(piece)]


def _piece(
    speaker: str | None, language: str | None, buffer: Sequence[tuple[str, float, bool]], end: float, timed: bool
) -> Piece:
    start = buffer[0][1]
    if not timed and not any(doubtful for _, _, doubtful in buffer):
        whole = "".join(words for words, _, _ in buffer)
        return Piece(speaker, start, end, (Said(whole, start, end),), language)
    said = []
    for number, (words, at, doubtful) in enumerate(buffer):
        until = next((later for _, later, _ in buffer[number + 1 :] if later > at), end)
        if words.strip():
            said.append(Said(words, at, until, LOW if doubtful else None))
    return Piece(speaker, start, end, tuple(said), language)


LOW = 0.3  # the confidence of a word that is marked as doubtful without a figure


def _dashed(piece: Piece) -> list[Piece]:
    """A cue of two speakers, each line behind a dash, as two pieces of unknown speakers."""
    whole = piece.said[0].text
    if piece.speaker is not None or len(piece.said) > 1 or len(_DASH.findall(whole)) < 2:
        return [piece]
    lines = [line for line in re.split(r"\n(?=\s*[-–—]\s+)", whole) if line.strip()]
    return [replace(piece, said=(replace(piece.said[0], text=line),), new=True) for line in lines]


def _with_labels(cues: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Cues whose words begin with "NAME: " where that is how the file names its speakers."""
    alone = [piece for cue in cues for piece in cue]
    labels = [_LABEL.match(piece.said[0].text) for piece in alone]
    names = [label[1] for label in labels if label]
    if any(piece.speaker for piece in alone) or 2 * len(names) < len(alone) or len(set(names)) > len(names) / 2 + 1:
        return list(cues)
    made = []
    current: str | None = None
    for piece, label in zip(alone, labels, strict=True):
        first = piece.said[0]
        if label:
            current = label[1]
            piece = replace(piece, said=(replace(first, text=first.text[label.end() :]), *piece.said[1:]), new=True)
        made.append([replace(piece, speaker=current)])
    return made


def _with_other(piece: Piece, other: dict[float, str]) -> Piece:
    said = tuple(
        replace(word, other=other[round(word.start, 2)])
        if word.start is not None and round(word.start, 2) in other
        else word
        for word in piece.said
    )
    return replace(piece, said=said)


def read_rttm(text: str) -> list[tuple[float, float, str]]:
    """The turns of an RTTM file: start, end, speaker, by start; raises ``UnreadableError`` where there are none."""
    turns = []
    for number, line in enumerate(text.splitlines(), 1):
        fields = line.split()
        if not fields or fields[0] != "SPEAKER":
            continue
        try:
            start, duration, name = float(fields[3]), float(fields[4]), fields[7]
        except (IndexError, ValueError):
            raise UnreadableError(f"line {number} of the RTTM is no SPEAKER line: “{line[:60]}”") from None
        if not (0 <= start < 1e6 and 0 <= duration < 1e6):
            raise UnreadableError(f"line {number} of the RTTM has a time that is none: “{line[:60]}”")
        turns.append((start, start + duration, name))
    if not turns:
        raise UnreadableError("this RTTM file holds no SPEAKER line")
    return sorted(turns)


def join_turns(heard: Heard, turns: Sequence[tuple[float, float, str]]) -> Heard:
    """Words with the speakers of an RTTM file: each word goes to the turn that covers most of it, else the nearest."""
    pieces: list[Piece] = []
    for piece in heard.pieces:
        said: list[Said] = []
        speaker: str | None = None
        for word in piece.said:
            name = _speaker_at(word, turns)
            if said and name != speaker:
                pieces.append(_part(piece, speaker, said))
                said = []
            speaker = name
            said.append(word)
        if said:
            pieces.append(_part(piece, speaker, said))
    return replace(heard, pieces=tuple(pieces))


def _part(piece: Piece, speaker: str | None, said: Sequence[Said]) -> Piece:
    return replace(piece, speaker=speaker, start=said[0].start, end=said[-1].end, said=tuple(said))


_NEAR = 1.0  # seconds between a word and the turn it is given to


def _speaker_at(word: Said, turns: Sequence[tuple[float, float, str]]) -> str | None:
    if word.start is None or word.end is None:
        return None
    best, most = None, 0.0
    for start, end, name in turns:
        if start > word.end:
            break
        shared = min(end, word.end) - max(start, word.start)
        if shared > most:
            best, most = name, shared
    if best is not None:
        return best
    middle = (word.start + word.end) / 2
    distance, name = min((max(start - middle, middle - end, 0.0), name) for start, end, name in turns)
    return name if distance <= _NEAR else None


def check_times(heard: Heard) -> None:
    """Raises ``UnreadableError`` where times run backwards, or one speaker speaks twice at once."""
    last: Piece | None = None
    ends: dict[str | None, tuple[float, Piece]] = {}
    for piece in heard.pieces:
        if piece.start is None or piece.end is None:
            continue
        if piece.end < piece.start - _TOLERANCE:
            raise UnreadableError(f"its times run backwards: {_quoted(piece)} ends at {clock(piece.end)}, before it "
                                  f"begins at {clock(piece.start)}; correct the times and read it again")  # fmt: skip
        if last is not None and last.start is not None and piece.start < last.start - _TOLERANCE:
            raise UnreadableError(f"its times run backwards: {_quoted(piece)} begins at {clock(piece.start)}, before "
                                  f"{_quoted(last)} at {clock(last.start)}, which stands above it; put the cues in the "
                                  "order of their times and read it again")  # fmt: skip
        before = ends.get(piece.speaker)
        if before is not None and piece.start < before[0] - _OVERLAP and not piece.new:
            whose = f"of {piece.speaker}" if piece.speaker else "without a speaker"
            raise UnreadableError(f"two cues {whose} overlap: {_quoted(before[1])} until {clock(before[0])} and "
                                  f"{_quoted(piece)} from {clock(piece.start)}; so each number may stand there twice. "
                                  "Name the speakers, or leave out captions that repeat each other")  # fmt: skip
        if before is None or piece.end >= before[0]:
            ends[piece.speaker] = (piece.end, piece)
        last = piece


_OVERLAP = 0.5  # seconds by which cues of one speaker may overlap: recognisers round and pad


def _quoted(piece: Piece) -> str:
    words = " ".join("".join(word.text for word in piece.said).split())
    return f"“{words[:40]}{'…' if len(words) > 40 else ''}”"


def clock(seconds: float) -> str:
    """Seconds as people write them: ``1:02:03.4``, ``0:41.2``."""
    tenths = round(max(0.0, seconds) * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest / 10:04.1f}" if hours else f"{minutes}:{rest / 10:04.1f}"
