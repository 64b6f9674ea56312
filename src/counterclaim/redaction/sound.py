"""A recording with a tone over the seconds in which personal data is spoken."""

from __future__ import annotations

import wave
from collections.abc import Iterable
from pathlib import Path

from counterclaim.model import CounterclaimError, Document
from counterclaim.redaction.showing import Redactor

TONE = 1000.0  # Hz: the tone that broadcasters lay over words
LOUDNESS = 0.1  # of full scale
AROUND = 0.15  # seconds before and after: recognisers time words no more exactly
NEEDS = "redacting sound needs PyAV and numpy: pip install 'counterclaim[calls]'"


def hidden_seconds(document: Document, redactor: Redactor) -> tuple[tuple[float, float], ...]:
    """The stretches of the recording in which marked words are heard, joined where they touch.

    A word of the mark gives its own seconds; where a transcript times whole turns only, the whole turn is hidden.
    """
    found: list[tuple[float, float]] = []
    turns = () if document.transcript is None else document.transcript.turns
    for mark in redactor.marks:
        for turn in turns:
            if not (turn.span.start < mark.end and mark.start < turn.span.end):
                continue
            own = [w.seconds for w in turn.words if w.seconds and w.span.start < mark.end and mark.start < w.span.end]
            found += own or ([turn.seconds] if turn.seconds else [])
    joined: list[tuple[float, float]] = []
    for start, end in sorted((max(0.0, start - AROUND), end + AROUND) for start, end in found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def silence(recording: Path, hidden: Iterable[tuple[float, float]], to: Path) -> float:
    """Writes a WAV of the recording with a tone over ``hidden``, in seconds; the length of the recording.

    Raises ``CounterclaimError`` where the recording cannot be decoded or the file cannot be written.
    """
    try:
        import av
        import numpy as np
    except ImportError:
        raise CounterclaimError(NEEDS) from None
    parts = []
    try:
        with av.open(str(recording), options={"protocol_whitelist": "file"}) as container:
            if not container.streams.audio:
                raise CounterclaimError(f"{recording} holds no sound")
            stream = container.streams.audio[0]
            rate, channels = stream.rate, min(stream.channels, 2)
            layout = "mono" if channels == 1 else "stereo"
            resampler = av.AudioResampler(format="s16", layout=layout, rate=rate)
            for frame in container.decode(stream):
                parts += [piece.to_ndarray() for piece in resampler.resample(frame)]
            parts += [piece.to_ndarray() for piece in resampler.resample(None)]
    except (av.FFmpegError, OSError) as error:
        raise CounterclaimError(f"{recording} could not be read as sound: {error}") from None
    if not parts:
        raise CounterclaimError(f"{recording} holds no sound")
    sound = np.concatenate([part.reshape(-1, channels) for part in parts]).copy()
    for start, end in hidden:
        first, last = max(0, int(start * rate)), min(len(sound), int(end * rate) + 1)
        at = np.arange(first, last)
        tone = np.sin(2 * np.pi * TONE * at / rate) * LOUDNESS * 32767
        sound[first:last] = tone.astype(np.int16)[:, None]
    try:
        with wave.open(str(to), "wb") as file:
            file.setnchannels(channels)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(sound.astype("<i2").tobytes())
    except OSError as error:
        raise CounterclaimError(f"{to} could not be written: {error.strerror or error}") from error
    return float(len(sound) / rate)
