"""CC3: who and what a number is of, and over which time."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case
from counterclaim.findings.scope import (
    deaths,
    kinds,
    overall,
    reach,
    sides,
    spans,
    stretches,
    swaps,
    units,
    wholes,
)
from counterclaim.findings.scope.fates import CASUALTIES_AS_DEATHS
from counterclaim.findings.scope.kinds import KIND_DIFFERS
from counterclaim.findings.scope.reach import HEADLINE_GENERALISES
from counterclaim.findings.scope.sides import SIDE_FLIPPED
from counterclaim.findings.scope.stretches import COUNTED_SINCE_ANOTHER_DAY
from counterclaim.findings.scope.totals import CUMULATIVE_AS_DAILY, DAILY_AS_CUMULATIVE
from counterclaim.findings.scope.wholes import PART_AS_WHOLE
from counterclaim.model import Finding

RULES = (
    HEADLINE_GENERALISES, CUMULATIVE_AS_DAILY, DAILY_AS_CUMULATIVE, CASUALTIES_AS_DEATHS,
    PART_AS_WHOLE, SIDE_FLIPPED, KIND_DIFFERS, COUNTED_SINCE_ANOTHER_DAY,
)  # fmt: skip


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    yield from list(units.find(case)) or reach.find(case)
    for family in (overall, spans, stretches, deaths, wholes, sides, kinds, swaps):
        yield from family.find(case)
