"""Speech written down: told by how a file begins, read as a text with its turns.

    text/vtt, application/x-subrip       cues
    application/json                     recognisers
    text/plain that is a dialogue        here: "A: …" or "– …", the text left as it is

What comes from timed files is laid out anew, a turn a line; see ``heard``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from counterclaim.documents.cues import check_times, read_cues
from counterclaim.documents.heard import Heard, lay_out
from counterclaim.documents.provenance import head_fields, joined, provenance_from
from counterclaim.documents.recognisers import is_transcript, read_json
from counterclaim.documents.text import Reading
from counterclaim.model import Provenance, Recording, Span, Transcript, Turn, UnreadableError

VTT, SRT, JSON, RTTM = "text/vtt", "application/x-subrip", "application/json", "text/x-rttm"
KINDS = frozenset([VTT, SRT, JSON, RTTM])
_SRT = re.compile(r"\s*\d{1,9}[ \t]*\r?\n[ \t]*\d{1,4}:\d{1,2}:\d{1,2}[.,]\d{1,3}[ \t]+-->")
_RTTM = re.compile(r"(?:(?:;;|SPKR-INFO)[^\n]*\n)*SPEAKER[ \t]+\S+[ \t]+\S+[ \t]+[\d.]+[ \t]+[\d.]+[ \t]")
_RECORDING = re.compile(r"(\S.*?) sha256 ([0-9a-f]{64})")
_PERSON = frozenset(["person", "a person", "hand", "by hand"])

# A line of a dialogue: perhaps its time, then a speaker's name and a colon, or a dash.
_STAMP = r"(?:[\[(]?((?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[\])]?[ \t]*[-–—]?[ \t]*)?"
_BOLD = "(?:[*_]{2})?"
_LINE = re.compile(rf"^[ \t]*{_STAMP}(?:{_BOLD}([^\W\d_][\w .,’'()-]{{0,40}}?){_BOLD}:{_BOLD}[ \t]+"
                   r"|([-–—])[ \t]+)(?=\S)", re.MULTILINE)  # fmt: skip
_MOST = 0.7  # of the lines from the first turn on are turns, where a text is a dialogue
_HEAD_LINES = 12


def transcript_kind(head: bytes) -> str | None:
    """The media type of a transcript that begins with ``head``; ``None`` for anything else, dialogues included."""
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace").lstrip("\ufeff")
    if re.match(r"WEBVTT(?:[ \t\r\n]|$)", text):
        return VTT
    if _SRT.match(text):
        return SRT
    if _RTTM.match(text):
        return RTTM
    return JSON if is_transcript(text) else None


def read_transcript(text: str, kind: str, given: Provenance | None = None) -> tuple[Reading, Transcript]:
    """A timed transcript as a text with turns; raises ``UnreadableError`` where its words or times cannot be."""
    return laid_out(read_heard(text, kind), given)


def read_heard(text: str, kind: str) -> Heard:
    """The pieces of a timed transcript as its file has them."""
    if kind == RTTM:
        raise UnreadableError("this is RTTM: who speaks when, without the words; join it to a transcript with "
                              "counterclaim transcribe WORDS.json --turns THIS.rttm")  # fmt: skip
    return read_json(text) if kind == JSON else read_cues(text, kind)


def laid_out(heard: Heard, given: Provenance | None = None) -> tuple[Reading, Transcript]:
    """Heard pieces as a text with turns. What is given of its provenance beats what its head says."""
    check_times(heard)
    text, turns = lay_out(heard.pieces)
    if not turns:
        raise UnreadableError("this transcript holds no words")
    told = {key: value for key, value in heard.head.items() if isinstance(key, str)}
    provenance = joined(given, provenance_from(told))
    maker, tool = heard.maker, heard.tool
    by = str(told.get("transcribed by") or "").strip()
    if by:
        maker, tool = ("person" if by.lower() in _PERSON else "machine"), by
    language = heard.language or str(told.get("language") or "") or None
    transcript = Transcript(turns, provenance, maker, tool, heard.recording or _recording(told.get("recording")))
    reading = Reading(text, published=provenance.published, from_metadata=provenance.published is not None)
    return replace(reading, language=language, url=provenance.address), transcript


def _recording(told: object) -> Recording | None:
    """The recording that the head of a WebVTT file names, by its name and hash."""
    found = _RECORDING.fullmatch(str(told or ""))
    return None if found is None else Recording(found[1], found[2], 0.0, 0, 0)


class _Line(NamedTuple):
    start: int
    end: int
    words: int
    speaker: Span | None
    seconds: float | None


def read_dialogue(text: str, given: Provenance | None = None) -> Transcript | None:
    """The turns of a plain text that is a dialogue from its first turn to its end; ``None`` for any other."""
    found = _lines(text)
    if len(found) < 2:
        return None
    first = found[0].start
    before = [line for line in text[:first].splitlines() if line.strip()]
    rest = [line for line in text[first:].splitlines() if line.strip()]
    if len(before) > _HEAD_LINES or len(found) < _MOST * len(rest):
        return None
    names = [text[line.speaker.start : line.speaker.end] for line in found if line.speaker]
    figures = sum(text[line.words].isdigit() for line in found if line.speaker)
    if names and (len(set(names)) == len(names) or 2 * figures > len(names)):
        return None  # a list of figures, or of headings
    turns = []
    ends = [*(line.start for line in found[1:]), len(text)]
    starts = [line.seconds for line in found[1:]] + [None]
    for line, end, until in zip(found, ends, starts, strict=True):
        stop = line.words + len(text[line.words : end].rstrip())
        speaker = text[line.speaker.start : line.speaker.end] if line.speaker else None
        seconds = None
        if line.seconds is not None and until is not None and until >= line.seconds:
            seconds = (line.seconds, until)
        turns.append(Turn(speaker, Span(line.words, stop), seconds, (), line.speaker))
    head = head_fields(text[:first])
    provenance = joined(given, provenance_from(head))
    by = head.get("transcribed by", "").lower()
    return Transcript(tuple(turns), provenance, "unknown" if not by else "person" if by in _PERSON else "machine")


def _lines(text: str) -> list[_Line]:
    found = []
    keys = {"publisher", "address", "url", "published", "date", "selection", "source", "transcribed by", "language"}
    for match in _LINE.finditer(text):
        if match[2] and match[2].lower() in keys:
            continue
        end = text.find("\n", match.end())
        seconds = _stamp(match[1]) if match[1] else None
        speaker = Span(*match.span(2)) if match[2] else None
        found.append(_Line(match.start(), len(text) if end < 0 else end, match.end(), speaker, seconds))
    return found


def _stamp(stamp: str) -> float:
    parts = [float(part.replace(",", ".")) for part in stamp.split(":")]
    return sum(part * 60.0**power for power, part in enumerate(reversed(parts)))
