"""What an estimate is fed with: one observation an independent origin of a question, and the lines of the record.

A source whose running total was rebased is another source from that day on ("… from 2024-05-03"). A line of the record
is thinned to at most 60 days: what is said daily says little more than what is said weekly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from counterclaim.comparing.echoes import Twins, origins
from counterclaim.comparing.estimate import Observation
from counterclaim.comparing.questions import allowed, voice_of
from counterclaim.comparing.totals import falls, running_totals
from counterclaim.model import Kept, Statement

if TYPE_CHECKING:
    from counterclaim.comparing.laying import Line

THINNED = 60  # days of a line of the record


def observations_of(
    kepts: Sequence[Kept],
    lines: Iterable[Line] = (),
    statements: Iterable[Statement] = (),
    twins: Twins = (),
    resets: Collection[date] = (),
) -> list[Observation]:
    """Observations of claims that answer one question, and of lines and statements of the record that do."""
    found: dict[tuple[str, date, float, float], Observation] = {}
    cuts: dict[str, list[date]] = {}
    for (voice, _), line in running_totals(kepts).items():
        points = [(when, value) for when, value, _ in line]
        cuts.setdefault(voice, []).extend(points[fall.at][0] for fall in falls(points, resets) if fall.stays)
    for own in lines:
        cuts.setdefault(own.source, []).extend(own.resets)
        step = len(own.points) // THINNED + 1
        for when, value in own.points[(len(own.points) - 1) % step :: step]:
            source = _stretch(own.source, when, cuts[own.source])
            found[source, when, value, value] = Observation(source, when, value, value)
    for one in statements:
        if one.unit == "count" and (one.low or one.best or one.high):
            low = one.low if one.low is not None else one.best or 0.0
            high = one.high if one.high is not None else one.best or float("inf")
            when = one.period.end or one.date
            found.setdefault((one.source, when, low, high), Observation(one.source, when, low, high))
    for origin in origins([kept for kept in kepts if kept.claim.stance == "asserts"], twins):
        last, claim = origin.moment.end, origin.first.claim
        if last is None or claim.quantity.unit != "count":
            continue
        low, high = allowed(claim.quantity)
        source = _stretch(voice_of(origin.first), last, cuts.get(voice_of(origin.first), []))
        found.setdefault((source, last, low, high), Observation(source, last, low, high, claim.id))
    return sorted(found.values(), key=lambda one: (one.day, one.source, one.low, one.high))


def _stretch(voice: str, when: date, cuts: Iterable[date]) -> str:
    begun = [cut for cut in cuts if cut <= when]
    return f"{voice}, from {max(begun)}" if begun else voice
