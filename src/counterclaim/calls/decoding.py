"""A recording's samples: decoded in a process of its own, and looked at for what spoils a hearing.

decode(path) → Sound: 16 kHz, one or two channels, with the Recording (hash, length, faults)
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterclaim.documents.children import fate
from counterclaim.documents.content import MAX_BYTES
from counterclaim.model import CounterclaimError, Recording, UnreadableError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.int16]

RATE = 16_000  # Hz
LONGEST = 4 * 3600  # seconds of one recording
SHORTEST = 0.1  # seconds; less is no sound
MEMORY = 1 << 30  # bytes for the decoder
CHILD = Path(__file__).with_name("decode_child.py")
_DEAD = 1e-3  # of full scale, -60 dB: a channel that never gets louder is dead
_CLIPPED = 0.001  # the share of samples at full scale from which a recording counts as clipped
_SAME = 0.999  # the correlation from which two channels are one
_NO_SOUND = (
    "it is no recording that can be decoded: it is damaged, a playlist that points elsewhere, or no sound at all"
)
INSTALL = "recordings need the extra 'calls': pip install 'counterclaim[calls]'"


@dataclass(frozen=True, slots=True)
class Sound:
    """The samples of a recording by channel (dead ones left out, equal ones once), at 16 kHz, 16 bit."""

    recording: Recording
    channels: tuple[Samples, ...]
    names: tuple[str, ...]  # of the channels as the recording has them, from 1

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.recording.seconds


def need_calls() -> None:
    """Raises ``CounterclaimError`` where the extra for recordings is not installed."""
    if any(find_spec(name) is None for name in ("av", "numpy", "faster_whisper")):
        raise CounterclaimError(INSTALL)


def decode(path: Path) -> Sound:
    """The sound of a file; ``UnreadableError`` with the reason where there is none."""
    need_calls()
    import numpy as np

    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnreadableError("this is a folder: name the recordings in it")
        if size > MAX_BYTES * 10:
            raise UnreadableError(f"it is larger than {MAX_BYTES // 100_000_000} GB: cut it into parts first")
        if size == 0:
            raise UnreadableError("the file is empty")
        digest = sha256()
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
            file.seek(0)
            told, samples, fault = _ask(file)
    except OSError as error:
        what = "there is no such file: check the path" if isinstance(error, FileNotFoundError) else error.strerror
        raise UnreadableError(str(what or error)) from None
    channels = 2 if told["channels"] == 2 else 1
    whole = np.frombuffer(samples[: len(samples) // (2 * channels) * 2 * channels], dtype="<i2").reshape(-1, channels)
    seconds = len(whole) / RATE
    if seconds < SHORTEST:
        raise UnreadableError(f"it holds no sound: {seconds:.2f} seconds were decoded")
    faults = [fault] if fault else []
    if told["video"]:
        faults.append("it is a film: only its sound was heard")
    if told.get("streams", 1) > 1:
        faults.append(f"it holds {told['streams']} sound tracks: only the first was heard")
    kept, names = _living(whole, faults)
    recording = Recording(
        path.name,
        digest.hexdigest(),
        round(seconds, 3),
        int(told["rate"]),
        int(told["channels"]),
        f"{told['format']} ({told.get('codec', 'unknown')})",
        tuple(faults),
    )
    return Sound(recording, kept, names)


def _ask(file: Any) -> tuple[dict[str, Any], bytes, str]:
    """What the child says of a file, its samples, and what it found wrong."""
    limit = 600 + LONGEST // 20
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(CHILD), str(MEMORY), str(limit), str(LONGEST)],
            stdin=file,
            capture_output=True,
            timeout=limit + 5,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError(f"it took longer than {limit} seconds to decode and was given up") from None
    line, _, samples = done.stdout.partition(b"\n")
    try:
        told = json.loads(line)
    except ValueError:
        raise UnreadableError(
            f"it brought its decoder down ({fate(done.returncode)}): it is damaged or made to do so"
        ) from None
    problem = told.get("error")
    if problem == "too long":
        raise UnreadableError(_too_long(told["seconds"]))
    if problem == "not audio":
        raise UnreadableError(_NO_SOUND)
    if problem:
        raise UnreadableError(problem)
    try:
        fault = json.loads(done.stderr.strip().rsplit(b"\n", 1)[-1])["fault"]
    except (ValueError, KeyError, TypeError):
        fault = f"its decoder stopped early ({fate(done.returncode)})"
    if fault == "too long":
        raise UnreadableError(_too_long(LONGEST))
    return told, samples, fault


def _too_long(seconds: float) -> str:
    return f"it lasts {seconds / 3600:.1f} hours or more, over {LONGEST // 3600}: cut it into parts first"


def _living(whole: Samples, faults: list[str]) -> tuple[tuple[Samples, ...], tuple[str, ...]]:
    """The channels that somebody can be heard in, with their names; what is wrong is added to ``faults``."""
    import numpy as np

    columns = [np.ascontiguousarray(whole[:, k]) for k in range(whole.shape[1])]
    names = [str(k + 1) for k in range(len(columns))]
    loud = [_level(column) for column in columns]
    full = max(float(np.mean(np.abs(column.astype(np.int32)) >= 32_700)) for column in columns)
    if full > _CLIPPED:
        faults.append(f"it is clipped: {full:.1%} of it stands at full scale, so words may be misheard")
    if max(loud) < _DEAD:
        faults.append("it is silent")
        return (columns[0],), (names[0],)
    if len(columns) == 2:
        dead = [k for k in range(2) if loud[k] < _DEAD]
        if dead:
            faults.append(f"channel {dead[0] + 1} is dead: only the other was heard")
            return (columns[1 - dead[0]],), (names[1 - dead[0]],)
        if _alike(columns[0], columns[1]) > _SAME:
            return (columns[0],), ("1+2",)
    return tuple(columns), tuple(names)


def _level(column: Samples) -> float:
    """How loud the loudest tenth of a second is, as a fraction of full scale (root mean square)."""
    import numpy as np

    size = RATE // 10
    blocks = column[: len(column) // size * size].reshape(-1, size) if len(column) >= size else column[None]
    most = 0.0
    for part in np.array_split(blocks, max(1, len(blocks) // 600)):
        most = max(most, float(np.sqrt(np.mean(part.astype(np.float32) ** 2, axis=1)).max(initial=0.0)))
    return most / 32768


def _alike(left: Samples, right: Samples) -> float:
    """The correlation of two channels, on every seventh sample."""
    import numpy as np

    a, b = left[::7].astype(np.float32), right[::7].astype(np.float32)
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale else 0.0
