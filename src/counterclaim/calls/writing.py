"""A transcript as WebVTT, as JSON that keeps everything, and as RTTM.

WebVTT holds speakers, words' times, doubtful words (class ``low``) and second hearings (NOTE blocks); both it and the
JSON are read back by ``counterclaim read``.
"""

from __future__ import annotations

import html
import json
from typing import Any

from counterclaim.calls.citing import UNSURE
from counterclaim.documents.recognisers import FORMAT
from counterclaim.formats import json_line, recording_fields
from counterclaim.model import Transcript, Turn, Word

FORMATS = ("vtt", "json", "rttm")
LONGEST_CUE = 7.0  # seconds: what people can read while it is heard


def write(transcript: Transcript, text: str, kind: str, name: str, language: str | None = None) -> str:
    """The transcript of ``text`` in a format; ``name`` is that of the recording, for RTTM."""
    if kind == "vtt":
        return as_vtt(transcript, text)
    return as_rttm(transcript, name) if kind == "rttm" else as_json(transcript, text, language)


def as_vtt(transcript: Transcript, text: str) -> str:
    """WebVTT: a cue for every few seconds of a turn, the head and what is in doubt as notes."""
    blocks = ["WEBVTT", "NOTE\n" + "\n".join(f"{key}: {_note(value)}" for key, value in _head(transcript))]
    for turn in transcript.turns:
        for words in _cues(turn):
            times = [second for word in words if word.seconds for second in word.seconds]
            if not times:
                continue
            notes = [
                f"NOTE heard also: {stamp(word.seconds[0])} {_note(word.other)}".rstrip()
                for word in words
                if word.other is not None and word.seconds
            ]
            body = ""
            for number, word in enumerate(words):
                shown = html.escape(text[word.span.start : word.span.end], quote=False)
                if word.confidence is not None and word.confidence < UNSURE:
                    shown = f"<c.low>{shown}</c>"
                glued = number > 0 and words[number - 1].span.end == word.span.start
                timed = f"<{stamp(word.seconds[0])}>" if number and word.seconds else ""
                body += f"{'' if glued or not number else ' '}{timed}{shown}"
            voice = f"<v {html.escape(turn.speaker, quote=False)}>" if turn.speaker else ""
            blocks += [*notes, f"{stamp(min(times))} --> {stamp(max(times))}\n{voice}{body}"]
    return "\n\n".join(blocks) + "\n"


def _head(transcript: Transcript) -> list[tuple[str, str]]:
    told = transcript.provenance
    by = "person" if transcript.maker == "person" else transcript.tool or transcript.maker
    known = [("transcribed by", by), ("publisher", told.publisher), ("address", told.address)]
    known += [("published", told.published.isoformat() if told.published else None), ("selection", told.selection)]
    if transcript.recording is not None:
        known.append(("recording", f"{transcript.recording.path} sha256 {transcript.recording.sha256}"))
        known += [("fault", fault) for fault in transcript.recording.faults]
    return [(key, value) for key, value in known if value]


def _note(words: str | None) -> str:
    return " ".join((words or "").replace("-->", "→").split())


def _cues(turn: Turn) -> list[list[Word]]:
    """The words of a turn in cues short enough to be read, cut where the pause is longest within reach."""
    cues: list[list[Word]] = [[]]
    for word in turn.words:
        first = next((w.seconds for w in cues[-1] if w.seconds), None)
        if first is not None and word.seconds and word.seconds[1] - first[0] > LONGEST_CUE:
            cues.append([])
        cues[-1].append(word)
    return [cue for cue in cues if cue]


def as_rttm(transcript: Transcript, name: str) -> str:
    """NIST RTTM: a SPEAKER line a turn."""
    file = "".join(letter if not letter.isspace() else "_" for letter in name) or "recording"
    lines = []
    for turn in transcript.turns:
        if turn.seconds is not None:
            start, end = turn.seconds
            speaker = "_".join((turn.speaker or "unknown").split())
            lines.append(f"SPEAKER {file} 1 {start:.3f} {end - start:.3f} <NA> <NA> {speaker} <NA> <NA>\n")
    return "".join(lines)


def as_json(transcript: Transcript, text: str, language: str | None = None) -> str:
    """All of a transcript; read back it gives the same turns, words, doubts and provenance."""
    provenance, recording = transcript.provenance, transcript.recording
    told: dict[str, Any] = {
        "format": FORMAT,
        "version": 1,
        "maker": transcript.maker,
        "tool": transcript.tool,
        "language": language,
        "provenance": {
            "publisher": provenance.publisher,
            "address": provenance.address,
            "published": provenance.published.isoformat() if provenance.published else None,
            "selection": provenance.selection,
        },
        "recording": recording_fields(recording),
        "turns": [_turn(turn, text) for turn in transcript.turns],
    }
    head = {key: value for key, value in told.items() if key != "turns"}
    lines = ",\n".join(json_line(turn) for turn in told["turns"])
    opening = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    return f'{opening},\n "turns": [\n{lines}\n ]\n}}\n'


def _turn(turn: Turn, text: str) -> dict[str, Any]:
    words = []
    for number, word in enumerate(turn.words):
        glued = number > 0 and turn.words[number - 1].span.end == word.span.start
        shown: dict[str, Any] = {"word": ("" if glued else " ") + text[word.span.start : word.span.end]}
        if word.seconds is not None:
            shown |= {"start": word.seconds[0], "end": word.seconds[1]}
        if word.confidence is not None:
            shown["confidence"] = word.confidence
        if word.other is not None:
            shown["other"] = word.other
        words.append(shown)
    start, end = turn.seconds or (None, None)
    return {
        "speaker": turn.speaker,
        "start": start,
        "end": end,
        "language": turn.language,
        "translation": turn.translation,
        "words": words,
    }


def stamp(seconds: float) -> str:
    """Seconds as WebVTT has them: 00:00:41.200."""
    thousandths = round(max(0.0, seconds) * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
