"""Whether other numbers of a passage make a number: then what is told of it is told of these."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations

from counterclaim.findings.case import Case, Told

REACH = 6  # sentences around a number in which those stand that may make it
ROW = 6  # numbers in a row whose sum may be told
LEAST = 10.0  # of a total whose parts stand beside it: smaller ones are made by chance
DIGITS = 3  # of a number that others hardly make by chance


def is_made_elsewhere(case: Case, told: Told, used: Collection[int] = ()) -> bool:
    """Whether others around a number make it: two by their sum or difference, not both ``used``, or more in a row.

    ``used`` are the places where the numbers begin that were held against it. Only of a number of three digits that
    count: smaller and rounder ones are made by chance.
    """
    if len(f"{told.value:.0f}".rstrip("0")) < DIGITS:
        return False
    near = range(max(0, told.index - REACH), min(len(case.reading), told.index + REACH + 1))
    around = [one for at in near for one in case.told(at) if one.count and one.exact and one.start != told.start]
    if any(
        told.value in (one.value + other.value, abs(one.value - other.value))
        for one, other in combinations(around, 2)
        if not (one.start in used and other.start in used)
    ):
        return True
    rows = (around[at : at + many] for many in range(3, ROW + 1) for at in range(len(around) - many + 1))
    return any(sum(one.value for one in row) == told.value for row in rows)


def is_part_beside(case: Case, told: Told) -> bool:
    """Whether a number is one of some in a row that make another one of its sentence: "29 died: 14 here, 9 and 6"."""
    here = [one for one in case.told(told.index) if one.count and one.exact]
    at = next((at for at, one in enumerate(here) if one.start == told.start), None)
    if at is None:
        return False
    rows = (here[low:high] for low in range(at + 1) for high in range(max(at + 1, low + 2), len(here) + 1))
    totals = [(one.start, one.value) for one in here if one.value >= LEAST]
    return any(
        sum(one.value for one in row) == value and start not in {one.start for one in row}
        for row in rows
        if len(row) <= ROW
        for start, value in totals
    )
