"""Running totals of one voice: where they fall, and where they lie on a straight line.

running_totals   claims of one question → a line for each voice, a figure a day
falls            dips of one figure, and new levels that stay
straight_runs    stretches on one line, with how likely that is by chance
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import pi, sqrt

from counterclaim.comparing.questions import moment_of, voice_of
from counterclaim.model import Kept

Line = list[tuple[date, float, Kept]]
Points = Sequence[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure (number ``at``) below the one before it; ``stays`` where the count goes on from the lower level."""

    at: int
    stays: bool
    why: str


@dataclass(frozen=True, slots=True)
class Run:
    """Figures ``start`` up to ``end``, not included, on one straight line; ``chance``: how many such chance gives."""

    start: int
    end: int
    chance: float


def running_totals(kepts: Iterable[Kept]) -> Mapping[tuple[str, date | None], Line]:
    """The running total of each voice, day by day, by voice and first day of the count; claims of one question.

    Only named speakers and figures above nothing; days on which a figure is told in several numbers are left out.
    """
    told: dict[tuple[str, date | None], dict[date, list[Kept]]] = {}
    for kept in kepts:
        end, quantity = moment_of(kept).end, kept.claim.quantity
        plain = bool(quantity.best) and quantity.unit == "count" and kept.claim.stance == "asserts"
        if end is not None and plain and kept.claim.attribution:
            told.setdefault((voice_of(kept), kept.claim.period.start), {}).setdefault(end, []).append(kept)
    return {
        key: [
            (when, there[0].claim.quantity.best or 0.0, there[0])
            for when, there in sorted(days.items())
            if len({one.claim.quantity.best for one in there}) == 1
        ]
        for key, days in told.items()
    }


def falls(points: Points, resets: Collection[date] = ()) -> Iterator[Fall]:
    """Where a running total of at least three figures is lower than before.

    ``resets`` are the days on which the record says that the count began anew.
    """
    if len(points) < 3:
        return
    for at in range(1, len(points)):
        (before, high), (when, low) = points[at - 1], points[at]
        if low >= high:
            continue
        after = points[at + 1 :]
        if any(before < reset <= when for reset in resets):
            yield Fall(at, True, "the record counts anew in between")
        elif at > 1 and points[at - 2][1] <= low:
            yield Fall(at, False, "so that the figure before stands alone")
        elif not after:
            yield Fall(at, False, "the last figure known")
        elif after[0][1] >= high:
            yield Fall(at, False, "and is then again as high")
        else:
            yield Fall(at, True, "and stays there")


def grain_of(values: Iterable[float]) -> int:
    """The largest power of ten that divides all figures: what they are rounded to; 1 for no figures."""
    found = [value for value in values if value]
    grain = 1
    while found and all(value % (grain * 10) == 0 for value in found):
        grain *= 10
    return grain


def coincidence(points: Points, at: int, grain: int) -> float:
    """How likely the figure ``at`` falls by chance on the line through the two before it.

    As if what was added were counts that scatter like a Poisson's, which is less than real ones do: the difference
    between what was added and what the line gives has variance d₂ + k²d₁, with k the ratio of the two stretches of
    time.
    """
    (first, a), (second, b), (third, c) = points[at - 2 : at + 1]
    k = (third - second).days / (second - first).days
    spread = max(c - b, grain) + k * k * max(b - a, grain)
    return float(min(1.0, grain / sqrt(2 * pi * spread)))


def on_line(points: Points, at: int) -> bool:
    """Whether the line through the two figures before gives the figure ``at`` exactly, and rises."""
    (first, a), (second, b), (third, c) = points[at - 2 : at + 1]
    return b > a and (c - b) * (second - first).days == (b - a) * (third - second).days


def straight_runs(points: Points) -> Iterator[Run]:
    """The longest stretches on a line, of three figures or more.

    Two figures make a line; the chances of each further one are multiplied, and by the number of figures looked at.
    """
    grain = grain_of(value for _, value in points)
    at = 2
    while at < len(points):
        end, chance = at, float(len(points) - 2)
        while end < len(points) and on_line(points, end):
            chance *= coincidence(points, end, grain)
            end += 1
        if end > at:
            yield Run(at - 2, end, chance)
        at = max(end, at + 1)
