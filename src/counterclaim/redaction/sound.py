"""A recording with a tone over the seconds in which personal data is spoken.

A WAV of 16-bit samples is copied by the standard library alone; anything else is decoded in the fenced process that
``transcribe`` uses too, at 16 kHz. Neither holds a whole recording in memory.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import wave
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from counterclaim.model import CounterclaimError, Document, Span
from counterclaim.redaction.mark import Mark
from counterclaim.redaction.showing import Redactor

TONE = 1000.0  # Hz: the tone that broadcasters lay over words
LOUDNESS = 0.1  # of full scale
AROUND = 0.15  # seconds before and after: recognisers time words no more exactly
NEEDS = "redacting sound that is no plain WAV needs PyAV: pip install 'counterclaim[calls]'"
_BLOCK = 1 << 14  # samples of a channel that are copied at once
_MOST = 2  # channels of a copy


@dataclass(frozen=True, slots=True)
class _Sound:
    """Samples of 16 bits, channels interleaved, as they come."""

    rate: int
    channels: int
    blocks: Iterator[bytes]


def hidden_seconds(document: Document, redactor: Redactor) -> tuple[tuple[float, float], ...]:
    """The stretches of the recording in which marked words are heard, joined where they touch."""
    return seconds_under(document, redactor.marks)


def seconds_under(document: Document, places: Iterable[Span | Mark]) -> tuple[tuple[float, float], ...]:
    """When the words at ``places`` are heard, with ``AROUND`` on either side, joined where they touch.

    A word gives its own seconds; where a transcript times whole turns only, the whole turn is meant.
    """
    found = [seconds for place in places for seconds in _heard(document, place)]
    joined: list[tuple[float, float]] = []
    for start, end in sorted((max(0.0, start - AROUND), end + AROUND) for start, end in found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _heard(document: Document, place: Span | Mark) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for turn in () if document.transcript is None else document.transcript.turns:
        if turn.span.start < place.end and place.start < turn.span.end:
            own = [w.seconds for w in turn.words if w.seconds and w.span.start < place.end and place.start < w.span.end]
            found += own or ([turn.seconds] if turn.seconds else [])
    return found


def is_placed(document: Document, places: Iterable[Span | Mark]) -> bool:
    """Whether it is known of all that is said at ``places`` when it is heard, so that it can be silenced."""
    turns = () if document.transcript is None else document.transcript.turns
    return all(
        _heard(document, place)
        for place in places
        if any(turn.span.start < place.end and place.start < turn.span.end for turn in turns)
    )


def silence(recording: Path, hidden: Iterable[tuple[float, float]], to: Path) -> float:
    """Writes a WAV of the recording with a tone over ``hidden``, in seconds; the length of the recording.

    Raises ``CounterclaimError`` where the recording cannot be decoded or the file cannot be written.
    """
    stretches = sorted(hidden)
    with _opened(recording) as sound:
        try:
            with wave.open(str(to), "wb") as file:
                file.setnchannels(sound.channels)
                file.setsampwidth(2)
                file.setframerate(sound.rate)
                at = 0
                for block in sound.blocks:
                    file.writeframesraw(_with_tone(block, at, sound, stretches))
                    at += len(block) // (2 * sound.channels)
        except OSError as error:
            raise CounterclaimError(f"{to} could not be written: {error.strerror or error}") from error
    if not at:
        raise CounterclaimError(f"{recording} holds no sound")
    return at / sound.rate


def _with_tone(block: bytes, at: int, sound: _Sound, stretches: Sequence[tuple[float, float]]) -> bytes:
    """A block of samples that begins with sample ``at``, with the tone where a stretch reaches into it."""
    length = len(block) // (2 * sound.channels)
    told = [
        (max(0, int(start * sound.rate) - at), min(length, int(end * sound.rate) + 1 - at)) for start, end in stretches
    ]
    told = [(first, last) for first, last in told if first < last]
    if not told:
        return block
    samples = array("h")
    samples.frombytes(block[: length * 2 * sound.channels])
    if sys.byteorder == "big":
        samples.byteswap()
    step = 2 * math.pi * TONE / sound.rate
    for first, last in told:
        tone = [round(math.sin(step * (at + k)) * LOUDNESS * 32767) for k in range(first, last)]
        for channel in range(sound.channels):
            samples[first * sound.channels + channel : last * sound.channels : sound.channels] = array("h", tone)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


@contextmanager
def _opened(recording: Path) -> Iterator[_Sound]:
    try:
        file = wave.open(str(recording), "rb")  # noqa: SIM115
    except (wave.Error, EOFError):
        with _decoded(recording) as sound:
            yield sound
        return
    except OSError as error:
        raise CounterclaimError(f"{recording} could not be read as sound: {error.strerror or error}") from None
    with file:
        if file.getsampwidth() == 2 and 1 <= file.getnchannels() <= _MOST and file.getframerate() > 0:
            blocks = iter(lambda: file.readframes(_BLOCK), b"")
            yield _Sound(file.getframerate(), file.getnchannels(), blocks)
            return
    with _decoded(recording) as sound:
        yield sound


@contextmanager
def _decoded(recording: Path) -> Iterator[_Sound]:
    """The sound of any recording, from the process that is given the file and nothing else."""
    import json

    from counterclaim.calls import decoding

    if find_spec("av") is None:
        raise CounterclaimError(NEEDS)
    limit = 600 + decoding.LONGEST // 20
    command = [sys.executable, "-P", str(decoding.CHILD), str(decoding.MEMORY), str(limit), str(decoding.LONGEST)]
    with recording.open("rb") as file, open(os.devnull, "wb") as nothing:
        child = subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=nothing)
        try:
            assert child.stdout is not None
            try:
                told = json.loads(child.stdout.readline())
            except ValueError:
                told = {"error": "its decoder died on it"}
            if told.get("error"):
                raise CounterclaimError(f"{recording} could not be read as sound: {told['error']}")
            channels = 2 if told["channels"] == 2 else 1
            size = _BLOCK * 2 * channels
            yield _Sound(decoding.RATE, channels, iter(lambda: _whole(child, size), b""))
        finally:
            child.kill()
            child.wait()
            if child.stdout is not None:
                child.stdout.close()


def _whole(child: subprocess.Popen[bytes], size: int) -> bytes:
    assert child.stdout is not None
    return child.stdout.read(size)
