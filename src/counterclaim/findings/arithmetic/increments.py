"""CC1: a running total with what it grew by in brackets, "6,695 (+17)", against the total of the day before.

the total before, told in the text      where another line of the same two lists holds
the total before, of the record         where the total told is the source's own of some day
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from counterclaim.findings.case import Case
from counterclaim.findings.cues import shape
from counterclaim.findings.rule import Rule, day, number, said, source_name
from counterclaim.findings.tables import day_told, row_proof, rows_near, tables_of
from counterclaim.findings.terms import is_loss
from counterclaim.model import Claim, Finding, Proof, Series
from counterclaim.series import parse_column

INCREMENT_DOES_NOT_FOLLOW = Rule(
    "CC110", "increment-does-not-follow", "warning", "What a running total is said to have grown by is not its growth."
)


def find(case: Case) -> Iterator[Finding]:
    """Each total whose increment in brackets is not the difference to the total before."""
    pairs = list(_pairs(case))
    held = [(one, grown, before) for one, grown in pairs if (before := _told_before(case, one)) is not None]
    makes = [_value(before) + _value(grown) == _value(one) for one, grown, before in held]
    known = {one.id for one, _, _ in held} if any(makes) else set()
    if any(makes):
        for (one, grown, before), right in zip(held, makes, strict=True):
            if not right:
                yield _of_text(one, grown, before)
    yield from _of_record(case, [(one, grown) for one, grown in pairs if one.id not in known])


def _pairs(case: Case) -> Iterator[tuple[Claim, Claim]]:
    """The running totals with what they grew by, in brackets right behind them."""
    for one, other in pairwise(case.claims):
        if (one.object, one.measure) != (other.object, other.measure) or not is_loss(one):
            continue
        if one.period.kind != "cumulative" or not 0 < _value(other) < _value(one):
            continue
        exact = one.quantity.hedge in ("exact", "about") and other.quantity.hedge == "exact"
        if exact and shape(r"^[^()]{0,40}\([^()]{0,16}$").match(case.between(one.quantity.end, other.quantity.start)):
            yield one, other


def _told_before(case: Case, one: Claim) -> Claim | None:
    """The last total of the same thing that the text tells in a sentence before, less than this one."""
    told = [
        claim
        for claim in case.claims
        if claim.quantity.start < one.quantity.start
        and case.sentence_of(claim) < case.sentence_of(one)
        and (claim.object, claim.measure, claim.side) == (one.object, one.measure, one.side)
        and not case.in_headline(claim)
        and claim.quantity.hedge in ("exact", "about")
        and 0.5 * _value(one) < _value(claim) <= _value(one)
    ]
    return told[-1] if told else None


def _of_text(one: Claim, grown: Claim, before: Claim) -> Finding:
    made = _value(one) - _value(before)
    return INCREMENT_DOES_NOT_FOLLOW.finding(
        f"from {said(before.quantity)} to {said(one.quantity)} is {number(made)} more, not {said(grown.quantity)}",
        [one, grown, before],
        Proof((f"{number(_value(one))} − {number(_value(before))} = {number(made)}", f"told: {said(grown.quantity)}")),
    )


def _of_record(case: Case, pairs: list[tuple[Claim, Claim]]) -> Iterator[Finding]:
    """Lines of one day's list, known by at least one whose total and increment both are the source's own."""
    lists: dict[tuple[str, date], list[tuple[_Line, Claim, Claim]]] = {}
    for one, grown in pairs:
        line = _line_of(case, one)
        if line is not None:
            lists.setdefault((line.series.id, line.when), []).append((line, one, grown))
    for lines in lists.values():
        if not any(line.change == _value(grown) for line, _, grown in lines):
            continue
        for line, one, grown in lines:
            if line.change != _value(grown):
                yield INCREMENT_DOES_NOT_FOLLOW.finding(
                    f"{said(one.quantity)} was {number(line.change)} more than the day before, not "
                    f"{said(grown.quantity)} ({source_name(line.series.source)}, {day(line.when)})",
                    [one, grown],
                    row_proof(line.series, line.column, line.when, _value(one), f"change: {number(line.change)}"),
                )


@dataclass(frozen=True, slots=True)
class _Line:
    """Where a total stands in the record: the table, its column and day, and the change to the day before."""

    series: Series
    column: str
    when: date
    change: float


def _line_of(case: Case, one: Claim) -> _Line | None:
    told = day_told(case, one)
    if told is None:
        return None
    for series, column in tables_of(case, one):
        kept = parse_column(column, series)
        if kept.label or kept.object != one.object or series.id not in case.record.restatements:
            continue  # where it is not known when a source changed its own total, its growth is not the day's own
        restated = {fix.date for fix in case.record.restatements[series.id] if fix.column == column}
        rows = rows_near(series, column, told)
        days = {when for when, *_ in rows} - restated
        for when, total, change in rows:
            if total == _value(one) and change and when in days and when - timedelta(days=1) in days | restated:
                return _Line(series, column, when, change)
    return None


def _value(claim: Claim) -> float:
    return claim.quantity.figure or 0.0
