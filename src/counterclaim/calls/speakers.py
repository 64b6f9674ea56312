"""Who speaks when on one channel: windows of speech, a vector each, grouped; then smoothed along time.

    speech (seconds) → windows of 1.6 s every 0.4 s → vectors → groups (average linkage) → Viterbi → turns

Speakers are letters in the order in which they are first heard. They mean nothing outside of their recording.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.calls.voices import WINDOW, vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Samples = NDArray[np.int16]

RATE = 16_000
STEP = 0.4  # seconds between windows
MOST = 8  # speakers
ALIKE = 0.65  # groups whose windows are less alike than this, on average, are two speakers
SHORTEST = 2.0  # seconds that a speaker is heard at least; who is heard less is taken for the next alike
_LOYALTY = 0.25  # what a change of speaker costs within speech, in units of likeness
_ACROSS = 0.02  # and across a pause
_MANY = 1_500  # windows that are grouped; of more, every second or third is, and the others join their group


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of speech that one vector stands for: seconds, and the number of its stretch of speech."""

    start: float
    end: float
    stretch: int


def tell_apart(
    sound: Samples, speech: Sequence[tuple[float, float]], count: int | None = None
) -> list[tuple[float, float, str]]:
    """Turns of speakers: start, end, letter. ``count`` is how many there are, where that is known."""
    if not speech or count == 1:
        return [(start, end, "A") for start, end in speech]
    import numpy as np

    windows = _windows(speech)
    found = vectors(sound, [round(window.start * RATE) for window in windows])
    groups = _grouped(found, windows, count)
    for _ in range(3):
        centres = _centres(found, windows, groups)
        again = _smoothed(found @ centres.T, windows)
        if np.array_equal(again, groups):
            break
        groups = again
    return _turns(windows, groups.tolist(), speech)


def _windows(speech: Sequence[tuple[float, float]]) -> list[Window]:
    found = []
    for number, (start, end) in enumerate(speech):
        at = start
        while at + WINDOW < end:
            found.append(Window(at, at + WINDOW, number))
            at += STEP
        found.append(Window(max(start, end - WINDOW), end, number))
    return found


def _weights(windows: Sequence[Window]) -> Array:
    """Short windows say less of a voice."""
    import numpy as np

    return np.asarray([min(1.0, (w.end - w.start) / WINDOW) ** 2 for w in windows], np.float32)


def _grouped(found: Array, windows: Sequence[Window], count: int | None) -> NDArray[np.int64]:
    """Average linkage on likeness, from one window a group down to ``count`` groups or to groups that are unlike."""
    import numpy as np

    every = -(-len(found) // _MANY)
    sure = np.flatnonzero(_weights(windows) >= 0.3)[::every]
    if len(sure) < 2:
        sure = np.arange(len(found))
    members = [[int(k)] for k in sure]
    likeness = found[sure] @ found[sure].T
    sizes = np.ones(len(sure))
    alive = np.ones(len(sure), bool)
    np.fill_diagonal(likeness, -np.inf)
    while alive.sum() > (count or 1):
        best = int(np.argmax(likeness))
        i, j = divmod(best, len(sure))
        if count is None and likeness[i, j] < ALIKE:
            break
        merged = (sizes[i] * likeness[i] + sizes[j] * likeness[j]) / (sizes[i] + sizes[j])
        likeness[i], likeness[:, i] = merged, merged
        likeness[i, i] = -np.inf
        likeness[j], likeness[:, j] = -np.inf, -np.inf
        sizes[i] += sizes[j]
        alive[j] = False
        members[i] += members[j]
        members[j] = []
    groups = sorted((group for group in members if group), key=len, reverse=True)
    kept = [group for group in groups if len(group) * STEP * every >= SHORTEST] or groups[:1]
    kept = kept[: count or MOST]
    centres = np.stack([_centre(found[group]) for group in kept])
    return np.asarray(np.argmax(found @ centres.T, axis=1), np.int64)


def _centre(found: Array) -> Array:
    import numpy as np

    mean = found.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def _centres(found: Array, windows: Sequence[Window], groups: NDArray[np.int64]) -> Array:
    import numpy as np

    weights = _weights(windows)[:, None]
    return np.stack([_centre((found * weights)[groups == k]) for k in sorted(set(groups.tolist()))])


def _smoothed(likeness: Array, windows: Sequence[Window]) -> NDArray[np.int64]:
    """The most likely way through the windows where a change of speaker costs something (Viterbi)."""
    import numpy as np

    count = likeness.shape[1]
    score = likeness[0].astype(np.float64)
    back = np.zeros(likeness.shape, np.int64)
    for t in range(1, len(windows)):
        cost = _LOYALTY if windows[t].stretch == windows[t - 1].stretch else _ACROSS
        changed = int(np.argmax(score))
        stay = score >= score[changed] - cost
        back[t] = np.where(stay, np.arange(count), changed)
        score = np.where(stay, score, score[changed] - cost) + likeness[t]
    path = np.zeros(len(windows), np.int64)
    path[-1] = int(np.argmax(score))
    for t in range(len(windows) - 1, 0, -1):
        path[t - 1] = back[t][path[t]]
    return path


def _turns(
    windows: Sequence[Window], groups: Sequence[int], speech: Sequence[tuple[float, float]]
) -> list[tuple[float, float, str]]:
    """Turns out of labelled windows: within speech the change lies between the middles of two windows."""
    letters: dict[int, str] = {}
    turns: list[tuple[float, float, str]] = []
    for k, (window, group) in enumerate(zip(windows, groups, strict=True)):
        letter = letters.setdefault(group, chr(ord("A") + len(letters)))
        first = k == 0 or windows[k - 1].stretch != window.stretch
        last = k + 1 == len(windows) or windows[k + 1].stretch != window.stretch
        middle = (window.start + window.end) / 2
        start, end = speech[window.stretch]
        begin = start if first else (middle + (windows[k - 1].start + windows[k - 1].end) / 2) / 2
        stop = end if last else (middle + (windows[k + 1].start + windows[k + 1].end) / 2) / 2
        if turns and not first and turns[-1][2] == letter:
            turns[-1] = (turns[-1][0], stop, letter)
        else:
            turns.append((begin, stop, letter))
    return turns
