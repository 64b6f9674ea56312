"""CC2: a row of a table told in one paragraph, with a slip in one of its numbers, be they claims to the reader or not.

Two numbers from a thousand on that stand in one row prove which row it is; a third that its column has on no day, and
that is a slip of a cell left over, is meant for that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from counterclaim.findings.case import Case, Told
from counterclaim.findings.provenance.misses import SLIPS
from counterclaim.findings.rule import day, number, said, source_name
from counterclaim.findings.tables import BACK
from counterclaim.findings.terms import objects_meet
from counterclaim.model import Finding, Proof, Series
from counterclaim.series import parse_column
from counterclaim.tracing.slips import slips
from counterclaim.vocabulary import label

MANY = 1_000  # smaller numbers stand in any row
PROVED = 2  # numbers of a paragraph that tell their row
DIGITS = 4  # of a sentence with such a number
LATELY = timedelta(days=45)
MOST = 400  # sentences that are looked at


def find(case: Case, known: Collection[int]) -> Iterator[Finding]:
    """The slips of numbers that stand with others of one row; those that begin at ``known`` are told of already."""
    if case.day is None or not case.claims:
        return
    paragraphs: dict[int, list[Told]] = {}
    for index, (_, _, paragraph) in enumerate(case.reading.bounds[:MOST]):
        if sum(map(str.isdigit, case.words(index))) >= DIGITS:
            told = [one for one in case.told(index) if one.count and one.exact]
            paragraphs.setdefault(paragraph, []).extend(one for one in told if one.value >= MANY and one.value % 100)
    for told in paragraphs.values():
        if len(told) > PROVED:
            yield from _slip_in(case, told, case.day, known)


def _slip_in(case: Case, told: list[Told], published: date, known: Collection[int]) -> Iterator[Finding]:
    values = {one.value for one in told}
    for series in case.record.series.values():
        for when, row in _rows(series, published):
            held = values & set(row.values())
            if len(held) < PROVED:
                continue
            left = {value: name for name, value in row.items() if value not in held and value >= MANY}
            for one in told:
                meant = [(right, fit) for right, fit in slips(int(one.value)).items() if float(right) in left]
                if len(meant) != 1 or one.value in held or one.start in known or meant[0][1] not in SLIPS:
                    continue
                column = left[float(meant[0][0])]
                if not _given_lately(series, column, one.value, when) and _may_be_of(one, series, column):
                    yield _finding(case, one, series, when, column, *meant[0])
            return


def _given_lately(series: Series, column: str, value: float, when: date) -> bool:
    """Whether a number stands in the column on any day, or anywhere in the rows of the weeks before: it is of these."""
    last = bisect_right(series.dates, when)
    first = bisect_right(series.dates, when - LATELY)
    return value in series.columns[column] or any(value in cells[first:last] for cells in series.columns.values())


def _may_be_of(one: Told, series: Series, column: str) -> bool:
    """Whether a number may count what a column does: no claim was made of it, or one of such things."""
    return one.claim is None or objects_meet(one.claim.object, parse_column(column, series).object)


def _rows(series: Series, published: date) -> Iterator[tuple[date, dict[str, float]]]:
    """The rows of the days up to the one of publication, the latest first; each cell under its column."""
    for at in range(bisect_right(series.dates, published) - 1, -1, -1):
        if series.dates[at] < published - timedelta(days=BACK):
            return
        cells = {name: values[at] for name, values in series.columns.items()}
        yield series.dates[at], {name: value for name, value in cells.items() if value is not None}


def _finding(case: Case, one: Told, series: Series, when: date, column: str, right: int, fit: str) -> Finding:
    rule, how = SLIPS[fit]
    if fit == "factor-of-ten":
        how = "times ten" if one.value > right else "divided by ten"
    name = label("object", parse_column(column, series).object)
    return rule.finding(
        f"{said(one.quantity)} is {number(right)} {how} ({source_name(series.source)}, {day(when)})",
        [one.claim] if one.claim is not None else [],
        Proof(
            (f"{name} on {day(when)}: {number(right)}", f"source: {series.title} ({series.url})"),
            series.id,
            column,
            when,
            when,
            {column: right},
        ),
        [case.quote(one.start, one.end)],
    )
