"""Telephone calls made of real prompts: two speakers, pauses and overlap, the telephone's band, G.711, noise.

One speaker is a person, whose 8 kHz telephone prompts and their texts Debian's packages asterisk-core-sounds-ru-wav and
-en-wav bring; the other is a voice of Festival reading other texts of the same list. Which words are said when by whom
is known, so that words, seconds and speakers can all be scored. Nothing is downloaded: what is not installed is named.
"""

from __future__ import annotations

import gzip
import random
import re
import shutil
import subprocess
import tempfile
import wave
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

RATE = 8_000
SOUNDS = Path("/usr/share/asterisk/sounds")
TEXTS = Path("/usr/share/doc")
MUSIC = Path("/usr/share/asterisk/moh")
VOICES = {"ru": "voice_msu_ru_nsh_clunits", "en": "voice_kal_diphone"}
PACKAGES = {
    "ru": "asterisk-core-sounds-ru-wav festival festvox-ru",
    "en": "asterisk-core-sounds-en-wav festival festvox-kallpc16k",
}
PERSON, FESTIVAL = "person", "festival"


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a person says, and the file in which it is heard."""

    text: str
    path: Path


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn of a made call: who says what from when to when (seconds)."""

    speaker: str
    start: float
    end: float
    text: str


@dataclass
class Call:
    """A made call: samples at 8 kHz, a channel a speaker before they are mixed, and who says what."""

    language: str
    channels: dict[str, Samples]
    turns: list[Spoken] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(next(iter(self.channels.values()))) / RATE

    def mixed(self, noise: float | None = None, seed: int = 0) -> Samples:
        """Both speakers on one line as a telephone carries it, with noise at so many decibels below the speech."""
        return telephone(np.sum(list(self.channels.values()), axis=0, dtype=np.float32), noise, seed)


def missing(language: str) -> str:
    """What is not installed that the calls of a language need, as a sentence; empty where all is there."""
    if not prompts(language) or shutil.which("text2wave") is None or festival("1", language) is None:
        return f"calls in '{language}' need Debian's {PACKAGES[language]}"
    return ""


@cache
def prompts(language: str) -> tuple[Prompt, ...]:
    """The prompts of five words or more whose text has neither digits nor directions for the speaker."""
    listed = TEXTS / f"asterisk-core-sounds-{language}" / f"core-sounds-{language}.txt.gz"
    if not listed.is_file():
        return ()
    found = []
    for line in gzip.decompress(listed.read_bytes()).decode("utf-8", "replace").splitlines():
        match = re.match(r"([\w/-]+):\s+(.+)", line)
        if match is None or re.search(r"[\[\]0-9<>/…]|\.\.\.", match[2]) or len(match[2].split()) < 5:
            continue
        path = SOUNDS / language / f"{match[1]}.wav"
        if path.is_file() and path.stat().st_size > 16_000:
            found.append(Prompt(match[2].strip(), path))
    return tuple(found)


def heard(path: Path) -> Samples:
    """A wave file of 8 or 16 kHz at 8 kHz."""
    with wave.open(str(path)) as file:
        samples: Samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32)
        samples = np.asarray(samples / 32768, np.float32)
        rate = file.getframerate()
    return samples if rate == RATE or not len(samples) else resampled(samples, rate, RATE)


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """Samples at another rate, through the spectrum."""
    spectrum = np.fft.rfft(samples)
    size = round(len(samples) * wanted / rate)
    return np.asarray(np.fft.irfft(spectrum[: size // 2 + 1], size) * (size / len(samples)), np.float32)


@cache
def festival(text: str, language: str) -> Samples | None:
    """What Festival makes of a text; ``None`` where it or its voice is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        said, made = Path(folder, "text"), Path(folder, "made.wav")
        said.write_text(text, "utf-8")
        try:
            subprocess.run(["text2wave", "-eval", f"({VOICES[language]})", said, "-o", made],
                           capture_output=True, check=True, timeout=120)  # fmt: skip
            sound = heard(made)
            return sound if len(sound) > RATE // 10 else None
        except (OSError, EOFError, subprocess.SubprocessError, wave.Error):
            return None


def make_call(language: str, seconds: float, seed: int) -> Call:
    """A call of about so many seconds: turns in alternation, most with a pause between them, some that overlap."""
    chance = random.Random(seed)
    texts = list(prompts(language))
    chance.shuffle(texts)
    turns: list[tuple[Spoken, Samples]] = []
    at, who = 0.6, chance.choice((PERSON, FESTIVAL))
    while texts and at < seconds:
        parts, words, length = [], [], 0.0
        while texts and length < chance.uniform(2.0, 6.0):
            prompt = texts.pop()
            sound = heard(prompt.path) if who == PERSON else festival(prompt.text, language)
            if sound is None:  # a text that its voice cannot say
                continue
            parts += [trimmed(sound), np.zeros(round(chance.uniform(0.15, 0.5) * RATE), np.float32)]
            words.append(prompt.text)
            length += len(sound) / RATE
        if not words:
            break
        sound = np.concatenate(parts[:-1])
        level = float(np.sqrt(np.mean(sound * sound))) or 1.0
        sound = sound * np.float32(10 ** ((-24 if who == PERSON else -27) / 20) / level)
        turns.append((Spoken(who, at, at + len(sound) / RATE, " ".join(words)), sound))
        gap = -chance.uniform(0.1, 0.4) if chance.random() < 0.15 else chance.uniform(0.3, 1.2)
        at = max(at, at + len(sound) / RATE + gap)
        who = FESTIVAL if who == PERSON else PERSON
    size = round((turns[-1][0].end + 0.6) * RATE)
    channels = {name: np.zeros(size, np.float32) for name in (PERSON, FESTIVAL)}
    for turn, sound in turns:
        start = round(turn.start * RATE)
        channels[turn.speaker][start : start + len(sound)] += sound
    return Call(language, channels, [turn for turn, _ in turns])


def trimmed(sound: Samples) -> Samples:
    """A sound without the silence around it."""
    loud = np.flatnonzero(np.abs(sound) > 0.01)
    return sound[max(0, loud[0] - 400) : loud[-1] + 400] if len(loud) else sound


def telephone(samples: Samples, noise: float | None = None, seed: int = 0) -> Samples:
    """As a telephone line carries it: noise at so many decibels below the speech, 300–3,400 Hz, G.711 (A-law)."""
    if noise is not None:
        loud = samples[np.abs(samples) > 0.005]
        level = float(np.sqrt(np.mean(loud * loud))) if len(loud) else 0.1
        hiss = np.random.default_rng(seed).standard_normal(len(samples)).astype(np.float32)
        spectrum = np.fft.rfft(hiss)
        frequencies = np.fft.rfftfreq(len(hiss), 1 / RATE)
        hiss = np.asarray(np.fft.irfft(spectrum / np.sqrt(np.maximum(frequencies, 50)), len(hiss)), np.float32)
        samples = samples + hiss * np.float32(level * 10 ** (-noise / 20) / float(np.std(hiss)))
    spectrum = np.fft.rfft(samples)
    frequencies = np.fft.rfftfreq(len(samples), 1 / RATE)
    spectrum[(frequencies < 300) | (frequencies > 3400)] = 0
    return a_law(np.asarray(np.fft.irfft(spectrum, len(samples)), np.float32))


def a_law(samples: Samples) -> Samples:
    """Samples through the A-law companding of ITU-T G.711: 8 bits and back."""
    a = 87.6
    scale = 1 + np.log(a)
    x = np.clip(np.abs(samples), 0, 1)
    small = x < 1 / a
    coded = np.where(small, a * x, 1 + np.log(np.maximum(a * x, 1))) / scale
    coded = np.round(coded * 127) / 127
    back = np.where(coded < 1 / scale, coded * scale / a, np.exp(coded * scale - 1) / a)
    return np.asarray(np.sign(samples) * back, np.float32)


def write(samples: Samples | list[Samples], path: Path, rate: int = RATE) -> Path:
    """A wave file of 16 bits, a channel for each array."""
    columns = samples if isinstance(samples, list) else [samples]
    whole = np.clip(np.stack(columns, axis=1) * 32767, -32768, 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(columns))
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(whole.tobytes())
    return path
