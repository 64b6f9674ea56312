"""The tables of the record that a claim may be of: their columns, their rows by day, and the proof of a row.

day_told      the day to look them up by
tables_of     every column of those that a claim names, about its side
columns_of    of these the ones that count what it counts
is_borne_out  whether one of these that counts just that has the figure, as its total or as what it added
columns_meeting  every one of the record that counts what a claim counts
running_totals  those that count it, of whoever is named in the paragraph of a claim that names nobody
rows_near     the rows of the days up to one, each with what it added
row_at        the last row up to a day
added_in      what one grew by over so many days
row_proof     the computation behind a row
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from counterclaim.findings.case import Case
from counterclaim.findings.parties import is_body, parties, party_of
from counterclaim.findings.rule import day, number
from counterclaim.findings.terms import counts_meet
from counterclaim.model import Claim, Proof, Series
from counterclaim.series import Column, Record, parse_column

LEAST = 50  # smaller figures are a day's, a total's and their neighbours' by chance
BACK = 3  # days before a figure was told in which it may have stood


def day_told(case: Case, claim: Claim) -> date | None:
    """The last day a claim speaks of, else the day it was published."""
    return claim.period.end or case.day


def tables_of(case: Case, claim: Claim) -> Iterator[tuple[Series, str]]:
    """The running totals of those a claim names, of the thing and the side it tells of."""
    for series in case.record.series.values():
        if claim.side not in (None, series.side) or not case.may_credit(claim, series.source):
            continue
        for column in series.columns:
            yield series, column


def columns_of(case: Case, claim: Claim) -> Iterator[tuple[Series, str, Column]]:
    """Those of ``tables_of`` that may count what a claim counts, each with what it counts; none of a part by itself."""
    asked, may = None, False
    for series, name, column in columns_meeting(case.record, claim):
        if series is not asked:  # the columns of a table follow each other
            asked, may = series, claim.side in (None, series.side) and case.may_credit(claim, series.source)
        if may:
            yield series, name, column


def columns_meeting(record: Record, claim: Claim) -> Sequence[tuple[Series, str, Column]]:
    """Every column of the record that may count what a claim counts, and no part by itself; looked for once."""
    key = f"columns of {claim.object}, {claim.measure}"
    found: list[tuple[Series, str, Column]] | None = record.index.get(key)
    if found is None:
        columns = ((series, name) for series in record.series.values() for name in series.columns)
        parsed = [(series, name, parse_column(name, series)) for series, name in columns]
        found = [row for row in parsed if not row[2].label and counts_meet(row[2], claim)]
        record.index[key] = found
    return found


def is_borne_out(case: Case, claim: Claim, told: date) -> bool:
    """Whether a table that a claim names has its figure for the time told: of parts, others may have it by chance."""
    return any(
        claim.quantity.figure in _had_then(case, claim, series, name, told)
        for series, name, column in columns_of(case, claim)
        if (column.object, column.measure) == (claim.object, claim.measure)
    )


def _had_then(case: Case, claim: Claim, series: Series, name: str, told: date) -> set[float | None]:
    """What a column has for the time that a claim is of: its totals of these days, or what it added in them."""
    if case.is_daily(claim):
        return {change for _, _, change in rows_near(series, name, told)}
    span = claim.period
    if span.kind != "window" or span.start is None:
        return {total for _, total, _ in rows_near(series, name, told)}
    length = (told - span.start).days
    ends = [told + timedelta(days=step) for step in (-1, 0, 1)]
    return {added_in(series, name, end, length + step) for end in ends for step in (0, 1)}


def running_totals(case: Case, claim: Claim) -> Iterator[tuple[Series, str]]:
    """The running totals that may count what a claim does, of those it names, or its paragraph where it names none."""
    for series in case.record.series.values():
        if claim.side not in (None, series.side) or not _may_be_of(case, claim, series.source):
            continue
        for name in series.columns:
            column = parse_column(name, series)
            if not column.label and column.kind != "window" and counts_meet(column, claim):
                yield series, name


def _may_be_of(case: Case, claim: Claim, source: str) -> bool:
    """Whether a claim is credited to a source, or to nobody in a paragraph that names it, or behind one that does."""
    if case.may_credit(claim, source):
        return True
    if parties(claim):
        return False
    paragraph = case.paragraph_of(claim)
    own, before = ([i for i, (_, _, at) in enumerate(case.reading.bounds) if at == paragraph - back] for back in (0, 1))
    silent = not any(kind for index in own for kind in case.named_in(index))
    return any(_names(case, index, source) for index in (before if silent else own))


def _names(case: Case, index: int, source: str) -> bool:
    """Whether a sentence names a source, another body of its party, or its kind of body without a country."""
    (sources, bodies), party = case.named_in(index), party_of(source)
    return any(party is not None and party_of(one) == party for one in sources) or any(
        is_body(source, body) for body in bodies
    )


def rows_near(series: Series, column: str, told: date) -> list[tuple[date, float, float | None]]:
    """The rows of the days up to ``told``: the day, its running total, and the change from the row before."""
    last = bisect_right(series.dates, told)
    first = bisect_left(series.dates, told - timedelta(days=BACK))
    cells = series.columns[column]
    found: list[tuple[date, float, float | None]] = []
    before = next((cells[at] for at in range(first - 1, -1, -1) if cells[at] is not None), None)
    for at in range(first, last):
        value = cells[at]
        if value is not None:
            found.append((series.dates[at], value, None if before is None else value - before))
            before = value
    return found


def row_at(series: Series, column: str, told: date) -> tuple[date, float] | None:
    """The last row of a column up to a day: its day and its running total."""
    cells = series.columns[column]
    for at in range(bisect_right(series.dates, told) - 1, -1, -1):
        value = cells[at]
        if value is not None:
            return series.dates[at], value
    return None


def added_in(series: Series, column: str, end: date, length: int) -> float | None:
    """What a running total grew by over so many days; ``None`` where it has no row of either day, or began anew."""
    start = end - timedelta(days=length)
    first, last = row_at(series, column, start), row_at(series, column, end)
    if first is None or last is None or first[0] != start or last[0] != end:
        return None
    return None if any(start < when <= end for when in series.resets) else last[1] - first[1]


def row_proof(series: Series, column: str, when: date, total: float, *extra: str) -> Proof:
    """The computation behind a day of a table."""
    steps = (f"running total on {day(when)}: {number(total)}", *extra, f"source: {series.title} ({series.url})")
    return Proof(steps, series.id, column, when, when, {column: total})
