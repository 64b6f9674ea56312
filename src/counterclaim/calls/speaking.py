"""The sample call: an invented conversation as a transcript, and, where the voice is installed, spoken on the spot.

    write_sample    sample-call.json into a folder, and sample-call.wav where Festival can speak it

Debian's packages festival and festvox-ru speak Russian. One voice is both speakers: the second one's is played faster.
The words' seconds are those that Festival gives. The transcript that is bundled has the seconds of such a recording.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

NAME = "sample-call"
RATE = 8_000  # Hz: what a telephone carries
VOICE = "voice_msu_ru_nsh_clunits"
FASTER = {"B": 1.16}  # how much faster, and so higher, a speaker's voice is played
PAUSE = 0.6  # seconds between two turns
PATIENCE = 120  # seconds for all turns


def sample() -> dict[str, Any]:
    """The bundled transcript."""
    text = (files("counterclaim") / "samples" / f"{NAME}.json").read_text(encoding="utf-8")
    told: dict[str, Any] = json.loads(text)
    return told


def write_sample(folder: Path) -> tuple[Path, Path | None]:
    """Writes the sample call to a folder; the transcript, and the recording where it could be made."""
    told = sample()
    folder.mkdir(parents=True, exist_ok=True)
    transcript, recording = folder / f"{NAME}.json", folder / f"{NAME}.wav"
    sound = spoken(told["turns"])
    if sound is not None:
        with wave.open(str(recording), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(_bytes(sound))
        told["recording"] = {
            "path": recording.name,
            "sha256": sha256(recording.read_bytes()).hexdigest(),
            "seconds": round(len(sound) / RATE, 3),
            "rate": RATE,
            "channels": 1,
            "media_type": "wav (pcm_s16le)",
            "faults": [],
        }
    transcript.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return transcript, recording if sound is not None else None


def spoken(turns: Sequence[dict[str, Any]]) -> array[int] | None:
    """The turns as samples, their seconds set to when they are heard; ``None`` where there is no such voice."""
    said = _say(["".join(word["word"] for word in turn["words"]) for turn in turns])
    if said is None:
        return None
    sound = array("h", bytes(2 * RATE // 2))
    for turn, (samples, ends) in zip(turns, said, strict=True):
        speed = FASTER.get(turn["speaker"], 1.0)
        start, heard = len(sound) / RATE, _faster(samples, speed)
        _set_times(turn, start, len(heard) / RATE, [end / speed for end in ends])
        sound += heard
        sound += array("h", bytes(2 * int(PAUSE * RATE)))
    return sound


def _set_times(turn: dict[str, Any], start: float, length: float, ends: Sequence[float]) -> None:
    """Gives a turn's words their seconds; where the voice counts words otherwise, by their letters."""
    words = turn["words"]
    if len(ends) != len(words):
        letters = [len(word["word"]) for word in words]
        ends = [length * sum(letters[: at + 1]) / sum(letters) for at in range(len(words))]
    before = 0.0
    for word, end in zip(words, ends, strict=True):
        end = min(max(end, before), length)
        word["start"], word["end"] = round(start + before, 3), round(start + end, 3)
        before = end
    turn["start"], turn["end"] = words[0]["start"], words[-1]["end"]


def _say(texts: Sequence[str]) -> list[tuple[array[int], list[float]]] | None:
    """What Festival makes of texts, at ``RATE``, and when each of their words ends."""
    if shutil.which("festival") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "say.scm")
        targets = [Path(folder, f"{at}.wav") for at in range(len(texts))]
        lines = [f"({VOICE})"]
        for text, target in zip(texts, targets, strict=True):
            plain = "".join(letter if letter.isalnum() or letter in ",.?!- " else " " for letter in text)
            lines += [
                f'(set! utt (utt.synth (Utterance Text "{" ".join(plain.split())}")))',
                f'(utt.save.wave utt "{target}" \'riff)',
                "(mapcar (lambda (w) (format t \"%f \" (item.feat w 'word_end))) (utt.relation.items utt 'Word))",
                '(format t "\\n")',
            ]
        script.write_text("\n".join(lines) + "\n", encoding="utf-8")
        try:
            done = subprocess.run(
                ["festival", "-b", str(script)], capture_output=True, text=True, check=True, timeout=PATIENCE
            )
            ends = [[float(end) for end in line.split()] for line in done.stdout.splitlines()]
            sounds = [_read(target) for target in targets]
        except (OSError, ValueError, EOFError, subprocess.SubprocessError, wave.Error):
            return None
    return list(zip(sounds, ends, strict=True)) if len(ends) == len(sounds) and all(sounds) else None


def _read(path: Path) -> array[int]:
    """The samples of a WAV that Festival wrote, at ``RATE``."""
    with wave.open(str(path)) as file:
        samples = array("h")
        samples.frombytes(file.readframes(file.getnframes()))
        rate = file.getframerate()
    if sys.byteorder == "big":
        samples.byteswap()
    return _faster(samples, rate / RATE)


def _faster(samples: array[int], speed: float) -> array[int]:
    """Samples played ``speed`` times as fast, so higher too; those between two samples are taken on a line."""
    if speed == 1.0:
        return samples
    made = array("h")
    last = len(samples) - 1
    for at in range(int(len(samples) / speed)):
        place = at * speed
        left = int(place)
        right = min(left + 1, last)
        share = place - left
        made.append(round(samples[left] * (1 - share) + samples[right] * share))
    return made


def _bytes(samples: array[int]) -> bytes:
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    return samples.tobytes()
