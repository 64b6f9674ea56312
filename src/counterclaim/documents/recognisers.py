"""What speech recognisers write as JSON, as heard pieces.

ours             {"format": "counterclaim transcript", "turns": [{"speaker", "words": [{"word", "start", "end", …}]}]}
Whisper          {"text", "segments": [{"start", "end", "text", "words": [{"word", "start", "end", "probability"}]}]}
faster-whisper   the same, or the list of segments alone
WhisperX         the same; segments and words may have a "speaker"
Vosk             {"text", "result": [{"word", "start", "end", "conf"}]}: one, a list of them, or one after another
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from counterclaim.documents.heard import Heard, Piece, Said
from counterclaim.model import Recording, UnreadableError

FORMAT = "counterclaim transcript"
_DEEPEST = 200_000  # words


def read_json(text: str) -> Heard:
    """The transcript in JSON of any of the recognisers; raises ``UnreadableError`` where it is of none."""
    found = _parse(text)
    if isinstance(found, dict) and found.get("format") == FORMAT:
        return _ours(found)
    if isinstance(found, dict) and isinstance(found.get("segments"), list):
        pieces = [piece for segment in found["segments"] for piece in _segment(segment)]
        return _made(pieces, "Whisper", _text(found.get("language")))
    if isinstance(found, list) and any(isinstance(one, dict) and "start" in one and "text" in one for one in found):
        return _made([piece for segment in found for piece in _segment(segment)], "Whisper", None)
    results = found if isinstance(found, list) else [found]
    return _made([piece for result in results for piece in _vosk(result)], "Vosk", None)


def is_transcript(head: str) -> bool:
    """Whether JSON that begins with ``head`` is what a recogniser writes."""
    bare = head.lstrip("\ufeff \t\r\n")
    if not bare.startswith(("{", "[")):
        return False
    named = {name for name in ("segments", "result", "turns", "text", "start", "end", "word", "conf", "alternatives",
                               "partial", "words") if f'"{name}"' in bare}  # fmt: skip
    if FORMAT in bare and "turns" in named:
        return True
    timed = {"start", "end"} <= named
    return timed and ({"segments", "text"} <= named or {"result", "word"} <= named or "alternatives" in named
                      or (bare.startswith("[") and "text" in named))  # fmt: skip


def _parse(text: str) -> Any:
    """One value, or the list of those that stand one after another."""
    decoder = json.JSONDecoder()
    found = []
    bare = text.lstrip("\ufeff")
    at = 0
    try:
        while at < len(bare):
            while at < len(bare) and bare[at] in " \t\r\n,":
                at += 1
            if at == len(bare):
                break
            value, at = decoder.raw_decode(bare, at)
            found.append(value)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableError(f"this transcript is no whole JSON{where}: it is damaged or cut short") from None
    return found[0] if len(found) == 1 else found


def _made(pieces: list[Piece], tool: str, language: str | None) -> Heard:
    if not pieces:
        raise UnreadableError("this looks like a recogniser's JSON but holds no words with times: write it with word "
                              "or segment times")  # fmt: skip
    return Heard(tuple(pieces), {}, "machine", tool, language)


def _segment(segment: Any) -> Iterator[Piece]:
    """A segment of Whisper: its words where it has any, a piece a speaker."""
    if not isinstance(segment, dict):
        return
    start, end = _seconds(segment.get("start")), _seconds(segment.get("end"))
    speaker, language = _text(segment.get("speaker")), _text(segment.get("language"))
    words = [(word, _said(word, "word", "probability")) for word in _list(segment.get("words"))]
    heard = [(_text(word.get("speaker")) or speaker, said) for word, said in words if said is not None]
    if not heard:
        whole = _text(segment.get("text"))
        if whole:
            yield Piece(speaker, start, end, (Said(whole, start, end),), language)
        return
    group: list[Said] = []
    for number, (name, said) in enumerate(heard):
        group.append(said)
        if number + 1 == len(heard) or heard[number + 1][0] != name:
            times = [s for word in group for s in (word.start, word.end) if s is not None]
            yield Piece(name, min(times, default=start), max(times, default=end), tuple(group), language)
            group = []


def _vosk(result: Any) -> Iterator[Piece]:
    if not isinstance(result, dict):
        return
    options = _list(result.get("alternatives"))
    if options and isinstance(options[0], dict):
        result = options[0]
    said = [made for word in _list(result.get("result")) if (made := _said(word, "word", "conf")) is not None]
    times = [s for word in said for s in (word.start, word.end) if s is not None]
    if said:
        spaced = tuple(said)
        yield Piece(_text(result.get("speaker")), min(times, default=None), max(times, default=None), spaced)
    elif _text(result.get("text")) and "start" in result:
        whole, start, end = str(result["text"]), _seconds(result.get("start")), _seconds(result.get("end"))
        yield Piece(None, start, end, (Said(whole, start, end),))


def _said(word: Any, name: str, confidence: str) -> Said | None:
    if not isinstance(word, dict):
        return None
    text = word.get(name, word.get("text", word.get("punctuated_word")))
    if not isinstance(text, str) or not text.strip():
        return None
    sure = word.get(confidence, word.get("score", word.get("confidence")))
    known = isinstance(sure, int | float) and not isinstance(sure, bool) and math.isfinite(sure)
    other = word.get("other")
    return Said(
        text,
        _seconds(word.get("start")),
        _seconds(word.get("end")),
        min(1.0, max(0.0, float(sure))) if known and sure is not None else None,
        other if isinstance(other, str) else None,
    )


def _ours(found: Mapping[str, Any]) -> Heard:
    pieces = []
    for turn in _list(found.get("turns")):
        if not isinstance(turn, dict):
            continue
        said = [made for word in _list(turn.get("words")) if (made := _said(word, "word", "confidence")) is not None]
        if said:
            pieces.append(
                Piece(
                    _text(turn.get("speaker")),
                    _seconds(turn.get("start")),
                    _seconds(turn.get("end")),
                    tuple(said),
                    _text(turn.get("language")),
                    _text(turn.get("translation")),
                    new=True,
                )
            )
    provenance = found.get("provenance")
    maker = found.get("maker")
    return Heard(
        tuple(pieces),
        provenance if isinstance(provenance, dict) else {},
        maker if maker in ("machine", "person") else "unknown",
        _text(found.get("tool")),
        _text(found.get("language")),
        _recording(found.get("recording")),
    )


def _recording(told: Any) -> Recording | None:
    if not isinstance(told, dict) or not isinstance(told.get("sha256"), str):
        return None
    whole = [told.get(name) if isinstance(told.get(name), int) else 0 for name in ("rate", "channels")]
    faults = tuple(fault for fault in _list(told.get("faults")) if isinstance(fault, str))
    name, kind = _text(told.get("path")) or "", _text(told.get("media_type")) or ""
    return Recording(
        name, told["sha256"], _seconds(told.get("seconds")) or 0.0, whole[0] or 0, whole[1] or 0, kind, faults
    )


def _list(value: Any) -> list[Any]:
    return value[:_DEEPEST] if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return " ".join(value.split())[:10_000] or None if isinstance(value, str) else None


def _seconds(value: Any) -> float | None:
    known = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if known and 0 <= value < 1e6 else None
