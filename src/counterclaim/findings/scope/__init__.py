"""CC3: who and what a number is of, and over which time."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case
from counterclaim.findings.scope import (
    deaths,
    fates,
    kinds,
    overall,
    reach,
    sides,
    spans,
    stretches,
    swaps,
    totals,
    units,
    wholes,
)
from counterclaim.model import Finding

RULES = (
    reach.HEADLINE_GENERALISES, totals.CUMULATIVE_AS_DAILY, totals.DAILY_AS_CUMULATIVE, fates.CASUALTIES_AS_DEATHS,
    wholes.PART_AS_WHOLE, sides.SIDE_FLIPPED, kinds.KIND_DIFFERS,
)  # fmt: skip


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    yield from list(units.find(case)) or reach.find(case)
    for family in (overall, spans, stretches, deaths, wholes, sides, kinds, swaps):
        yield from family.find(case)
