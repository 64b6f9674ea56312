"""CC2: what a table added over the days that a figure is told of, and the figure with a slip in it.

"Between 1 and 30 November 47,520"      where the table added 45,720
"11,300 in the past day"                where it added 1,130
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from counterclaim.findings.case import Case
from counterclaim.findings.provenance.misses import Row, changed_digit, rounds, slip_of
from counterclaim.findings.stretch import SLACK, has_own_time, stretch_of
from counterclaim.findings.tables import added_in, running_totals
from counterclaim.findings.terms import is_loss, scope_of
from counterclaim.model import Claim, Finding

LEAST = 100.0  # smaller figures are a slip of each other by chance
APART = 0.1  # of what some days added, by which a figure with one digit changed is not what other days did
STALE = 10  # days around those that a figure is told of, of which it may be instead


def find(case: Case) -> Iterator[Finding]:
    """Each count of some days that is a slip of what the table of its source added in them."""
    for claim in case.claims:
        if _is_to_weigh(case, claim):
            found = _slip_of_days(case, claim)
            if found is not None:
                yield found


def _is_to_weigh(case: Case, claim: Claim) -> bool:
    """Whether a figure is a plain count of the losses of a whole side in some days."""
    value, quantity = claim.quantity.figure or 0.0, claim.quantity
    plain = quantity.unit == "count" and quantity.hedge in ("exact", "about") and value >= LEAST
    told = plain and is_loss(claim) and scope_of(claim) is None and claim.stance != "denies" and value == int(value)
    return told and (case.is_daily(claim) or has_own_time(case, claim))


def _slip_of_days(case: Case, claim: Claim) -> Finding | None:
    value, told = claim.quantity.figure or 0.0, stretch_of(case, claim)
    if told is None:
        return None
    rows: list[Row] = []
    length = (told[1] - told[0]).days
    for series, name in running_totals(case, claim):
        if value in series.columns[name]:
            return None  # a total, told of days: another rule's
        for end, days in _stretches(told, length):
            added = added_in(series, name, end, days)
            if added is not None:
                rows.append((added, series.source, end, series.title, series.url, f"{series.id} {name}"))
        if any(added_in(series, name, told[1] + timedelta(days=step), length) == value for step in range(-STALE, 2)):
            return None
    if not rows or any(right == value or rounds(claim, right) for right, *_ in rows):
        return None
    return slip_of(claim, int(value), rows) or changed_digit(case, claim, int(value), rows, APART)


def _stretches(told: tuple[date, date], length: int) -> Iterator[tuple[date, int]]:
    """The days told, and those that a table dated a day later or earlier would have for them."""
    for step in (0, 1, -1):
        for days in (length, length + 1):
            yield told[1] + SLACK * step, days
