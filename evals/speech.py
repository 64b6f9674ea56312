"""Telephone speech: words, speakers, speed, and what is made of silence, music and noise.

Calls of two speakers (``calls``) in Russian and English, clean and with noise 20 and 10 dB below the speech, are
transcribed by the program as a user has it. Scored are

    words        1 − word error rate over all words of the call, in the order in which they are said
    speakers     1 − the share of the time in which one speaks alone that is given to the wrong speaker
    no words     the share of sounds without speech of which nothing is written down
    speed        processor seconds a second of recording, start and model included; a second figure is the clock's
"""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals import calls

Metric = dict[str, float]
SEEDS = (11, 12)
SECONDS = 60.0
NOISES = (None, 20.0, 10.0)
LANGUAGES = ("ru", "en")
STEP = 0.05  # seconds in which time is counted


def normalised(text: str) -> list[str]:
    """The words of a text as they are compared: small letters, no marks, ё as е."""
    return re.sub(r"[^\w ]", " ", text.lower().replace("ё", "е").replace("-", " ")).split()


def errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """The least number of words to put in, leave out or change (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row[0] = row[:], i
        for j, other in enumerate(heard, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (word != other))
    return row[-1]


def confusion(turns: Sequence[calls.Spoken], heard: Sequence[dict[str, Any]]) -> tuple[float, float]:
    """Seconds given to the wrong speaker, and seconds compared: those in which one speaks alone and is heard."""
    size = int(max(turn.end for turn in turns) / STEP) + 1
    truth: list[set[str]] = [set() for _ in range(size)]
    for turn in turns:
        for k in range(int(turn.start / STEP), int(turn.end / STEP)):
            truth[k].add(turn.speaker)
    told: list[str | None] = [None] * size
    for one in heard:
        for word in one["words"]:
            for k in range(int(word["start"] / STEP), min(size, int(word["end"] / STEP) + 1)):
                told[k] = one["speaker"]
    names = sorted({name for name in told if name}) or ["?"]
    pairs = [(next(iter(t)), h) for t, h in zip(truth, told, strict=True) if len(t) == 1 and h]
    best = 0
    for chosen in itertools.permutations([*names, None, None], 2):
        own = dict(zip((calls.PERSON, calls.FESTIVAL), chosen, strict=True))
        best = max(best, sum(own[t] == h for t, h in pairs))
    return (len(pairs) - best) * STEP, len(pairs) * STEP


def transcribed(paths: Sequence[Path], folder: Path, *options: str) -> tuple[dict[str, Any], float, float, int]:
    """What the command makes of recordings: JSON by name, seconds of the clock and of processors, most bytes."""
    command = [sys.executable, "-m", "counterclaim.cli", "transcribe", *map(str, paths), "--output", str(folder)]
    began = time.monotonic()
    with tempfile.TemporaryFile() as told:
        child = subprocess.Popen([*command, "--format", "json", *options], stdout=subprocess.DEVNULL, stderr=told)
        _, status, used = os.wait4(child.pid, 0)  # of this process alone: Festival, which ran before, needs more memory
        child.returncode = os.waitstatus_to_exitcode(status)
        took = time.monotonic() - began
        told.seek(0)
        if child.returncode not in (0, 2):
            raise RuntimeError(told.read()[-2000:].decode("utf-8", "replace"))
    found = {path.stem: folder / f"{path.stem}.json" for path in paths}
    return (
        {name: json.loads(p.read_text("utf-8")) if p.exists() else None for name, p in found.items()},
        took,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss * 1024,
    )


def silences(folder: Path) -> list[Path]:
    """Sounds in which nobody speaks: silence, noise, hum, tones, clicks, and the music that Debian's package brings."""
    size = calls.RATE * 20
    at = np.arange(size) / calls.RATE
    chance = np.random.default_rng(7)
    made = {
        "silence": np.zeros(size),
        "hiss": chance.standard_normal(size) * 0.1,
        "faint-hiss": chance.standard_normal(size) * 0.01,
        "hum": 0.1 * np.sin(2 * np.pi * 50 * at) + 0.05 * np.sin(2 * np.pi * 150 * at),
        "ringing": 0.2 * np.sin(2 * np.pi * 425 * at) * ((at % 4) < 1),
        "keys": 0.2 * (np.sin(2 * np.pi * 697 * at) + np.sin(2 * np.pi * 1209 * at)) * ((at % 0.5) < 0.2),
        "clicks": (chance.random(size) < 0.0005) * 0.8,
    }
    found = {name: np.asarray(sound, np.float32) for name, sound in made.items()}
    for path in sorted(calls.MUSIC.glob("*.wav")):
        found[path.stem] = calls.heard(path)[calls.RATE * 20 : calls.RATE * 50]
    return [calls.write(calls.telephone(sound), folder / f"{name}.wav") for name, sound in found.items()]


def score(limit: int | None = None, shown: int = 0) -> dict[str, dict[str, Any]]:
    """Scores by language and noise; empty where nothing is installed to make calls of."""
    scores: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for language in LANGUAGES:
            why = calls.missing(language)
            if why:
                print(f"speech: skipped, {why}", file=sys.stderr)
                continue
            made = [calls.make_call(language, SECONDS, seed) for seed in SEEDS[:limit]]
            for noise in NOISES:
                name = f"{language} {'clean' if noise is None else f'{noise:g} dB'}"
                scores[name] = _scored(made, noise, language, folder, shown)
        if scores:
            quiet = silences(folder)
            heard, *_ = transcribed(quiet, folder / "quiet")
            spoken = [name for name, told in heard.items() if told]
            for name in spoken[:shown]:
                print(f"{name}: {json.dumps(heard[name]['turns'], ensure_ascii=False)[:300]}", file=sys.stderr)
            scores["no speech"] = {"n": len(quiet), "no words": {"share": 1 - len(spoken) / len(quiet)}}
    return scores


def _scored(made: Sequence[calls.Call], noise: float | None, language: str, folder: Path, shown: int) -> dict[str, Any]:
    paths = []
    for seed, call in zip(SEEDS, made, strict=False):
        paths.append(calls.write(call.mixed(noise, seed), folder / f"{language}-{seed}-{noise}.wav"))
    heard, took, worked, used = transcribed(paths, folder / "heard", "--language", language)
    wrong = said = 0
    confused = alone = 0.0
    for path, call in zip(paths, made, strict=True):
        turns = (heard[path.stem] or {"turns": []})["turns"]
        words = normalised(" ".join(word["word"] for turn in turns for word in turn["words"]))
        truth = normalised(" ".join(turn.text for turn in call.turns))
        wrong, said = wrong + errors(truth, words), said + len(truth)
        mistaken, compared = confusion(call.turns, turns)
        confused, alone = confused + mistaken, alone + compared
        if shown:
            print(f"{path.stem}\n  said:  {' '.join(truth)}\n  heard: {' '.join(words)}", file=sys.stderr)
    length = sum(call.seconds for call in made)
    return {
        "n": said,
        "words": {"1-wer": max(0.0, 1 - wrong / said)},
        "speakers": {"1-confusion": 1 - confused / max(alone, 1e-9)},
        "real-time factor": {"factor": worked / length, "by the clock": took / length},
        "megabytes": {"peak": used / 1e6},
    }


def can_run() -> str:
    """Why the set cannot be scored here; empty where it can."""
    from counterclaim.calls.decoding import need_calls
    from counterclaim.calls.models import find_model
    from counterclaim.model import CounterclaimError

    try:
        need_calls()
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        find_model("base")
    except CounterclaimError as error:
        return str(error)
    return ""
