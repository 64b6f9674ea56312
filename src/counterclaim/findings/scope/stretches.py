"""CC3: a figure told of another stretch of time than the one that its source counted it over.

since a day    a statement, or a table that began anew, counts from another day than the one it is told since
length         what a table added in a week, a month or a year is told of a day, a month, a year
month          what it added in a month is told of a later one
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from counterclaim.findings.case import Case
from counterclaim.findings.parties import says
from counterclaim.findings.proofs import proof_of
from counterclaim.findings.provenance.staleness import STALE_FIGURE
from counterclaim.findings.rule import Rule, day, days, number, said, source_name
from counterclaim.findings.scope.totals import CUMULATIVE_AS_DAILY, DAILY_AS_CUMULATIVE
from counterclaim.findings.stretch import SLACK, has_own_time, stretch_of
from counterclaim.findings.tables import added_in, running_totals
from counterclaim.findings.terms import is_loss, is_part, scope_of
from counterclaim.model import Claim, Finding, Proof, Series
from counterclaim.series import parse_column
from counterclaim.times import Mention
from counterclaim.tracing import Match, MatchedFigure

COUNTED_SINCE_ANOTHER_DAY = Rule(
    "CC308",
    "counted-since-another-day",
    "note",
    "A figure is told since another day than the one that its source counts from.",
)

MANY = 1_000  # smaller figures are those of some days by chance
APART = 60  # days between the day that a figure is told since and the one that its source counts from
MONTH = 31
LATE = 3  # days behind what a source said in which it is reported
CLOSE = 0.05  # of a figure, what the days it is told of may differ from it
YEAR = 366
MONTHS = range(27, 32)  # days of a month, as it is told or as a table has it
LENGTHS = (1, 7, 14, *range(28, 32), *range(89, 93), *range(181, 185), 365, 366)  # days that reports add up
_OF_WHOLE = "period of its whole"


def find(case: Case) -> Iterator[Finding]:
    """Figures of the record told since another day, or of a stretch of another length."""
    for group in case.sourced:
        match = group.match
        if match is None or match.slips or match.others or match.other_side:
            continue
        for claim, one in zip(group.claims, match.figures, strict=False):
            yield from _since_another_day(case, claim, match, one)
    for claim in case.claims:
        yield from _of_another_length(case, claim)


# -------------------------------------------------------------------------------------------------- since a day


def _since_another_day(case: Case, claim: Claim, match: Match, one: MatchedFigure) -> Iterator[Finding]:
    start, own = claim.period.start, _counted_from(case, match, one)
    if (
        start is None
        or own is None
        or one.fit != "exact"
        or not is_loss(claim)
        or _OF_WHOLE in claim.rules
        or is_part(claim)
    ):
        return
    if claim.quantity.figure != one.figure.quantity.figure or (claim.quantity.figure or 0.0) < MANY:
        return
    if not (case.may_credit(claim, match.source) or (one.statement is not None and says(claim, one.statement))):
        return
    if (start.month, start.day) == (1, 1) and start.year == own.year:
        return  # "since 1956"
    times = case.times_in(case.sentence_of(claim))
    counted = any(time.start == start and time.kind in ("since", "so-far", "span") for time in times)
    if not counted and any(_may_be_when_said(time, match.end) for time in times):
        return
    if (own - start).days >= APART and claim.period.kind == "cumulative":
        if one.statement is None and start not in named_starts(case, claim, match.end):
            return  # an event of that name began long before, and may have begun anew
        rule = DAILY_AS_CUMULATIVE
    elif (start - own).days >= APART and start == min(named_starts(case, claim, match.end), default=None):
        rule = CUMULATIVE_AS_DAILY
    else:
        return
    if not (counted and has_own_time(case, claim)):
        rule = COUNTED_SINCE_ANOTHER_DAY  # the day may be of another number
    yield rule.finding(
        f"{said(claim.quantity)} since {day(start)}: {source_name(match.source)} counts from {day(own)}",
        [claim],
        proof_of(match),
    )


def _may_be_when_said(time: Mention, said_on: date) -> bool:
    """Whether a time may be that at which a source spoke: by its days, or by its month where no year is told."""
    if time.start is not None and _is_about(time.start, said_on) and time.kind != "since":
        return True
    return time.kind in ("month", "day") and time.month == said_on.month


def _is_about(start: date, said_on: date) -> bool:
    """Whether a time begins in the month before a source spoke, or a few days behind it, as it was reported."""
    return -LATE <= (said_on - start).days <= MONTH


def _counted_from(case: Case, match: Match, one: MatchedFigure) -> date | None:
    """The day that a source counts from: a statement's own, or the last on which a table began anew."""
    if one.statement is not None:
        return one.statement.period.start
    if match.kind != "row" or parse_column(one.column, case.record.series[match.series]).label:
        return None
    return max((when for when in case.record.series[match.series].resets if when <= match.end), default=None)


def named_starts(case: Case, claim: Claim, said_on: date) -> set[date]:
    """The days from which the times of a claim's sentence run, by their dates and not by an event.

    A time that begins about when the source spoke may be when it did.
    """
    return {
        one.start
        for one in case.times_in(case.sentence_of(claim))
        if one.start is not None and one.event is None and not one.reporting and not _is_about(one.start, said_on)
    }


# ------------------------------------------------------------------------------------------------------- length


def _of_another_length(case: Case, claim: Claim) -> Iterator[Finding]:
    """ "In the past day 10,679 drones": what the table added in a week."""
    value = claim.quantity.figure or 0.0
    if claim.quantity.hedge != "exact" or value < MANY or value % 100 == 0:
        return
    if not is_loss(claim) or scope_of(claim) is not None or claim.stance == "denies":
        return
    told = stretch_of(case, claim)
    if told is None or not has_own_time(case, claim):
        return
    for series, column in running_totals(case, claim):
        finding = _length_of(series, column, claim, told)
        if finding is not None:
            yield finding
            return


def proof_of_days(series: Series, column: str, stretch: tuple[date, date], value: float, beside: str) -> Proof:
    """What some days of a table added, and what stands beside it there."""
    steps = (f"{column}, {days(*stretch)}: {number(value)}", beside, f"source: {series.title} ({series.url})")
    return Proof(steps, series.id, column, *stretch, {column: value})


def _length_of(series: Series, column: str, claim: Claim, told: tuple[date, date]) -> Finding | None:
    value, length = claim.quantity.figure or 0.0, (told[1] - told[0]).days
    ends = [told[1] + SLACK * step for step in (0, 1, -1)]
    added = [made for end in ends for step in (0, 1) if (made := added_in(series, column, end, length + step))]
    if not added or any(abs(made - value) <= CLOSE * value for made in added):
        return None
    beside = f"{column}, {days(*told)}: {number(added[0])}"
    for end in (*ends, *month_ends(*told)):
        for other in LENGTHS:
            if abs(other - length) > 1 and added_in(series, column, end, other) == value:
                start = end - timedelta(days=other)
                rule = CUMULATIVE_AS_DAILY if other > length else DAILY_AS_CUMULATIVE
                return rule.finding(
                    f"{said(claim.quantity)} of {days(*told)} is what {days(start, end)} added "
                    f"({source_name(series.source)}); the days it is told of added {number(added[0])}",
                    [claim],
                    proof_of_days(series, column, (start, end), value, beside),
                )
    return _of_month_before(series, column, claim, told, beside) if length in MONTHS else None


def _of_month_before(series: Series, column: str, claim: Claim, told: tuple[date, date], beside: str) -> Finding | None:
    """ "In October 38,130 were lost": what the table added in September."""
    value = claim.quantity.figure or 0.0
    for end in month_ends(told[0] - timedelta(days=YEAR), told[0]):
        for length in MONTHS:
            start = end - timedelta(days=length)
            if start.day == 1 and added_in(series, column, end, length) == value:
                return STALE_FIGURE.finding(
                    f"{said(claim.quantity)} of {days(*told)} is what {days(start, end)} added "
                    f"({source_name(series.source)})",
                    [claim],
                    proof_of_days(series, column, (start, end), value, beside),
                )
    return None


def month_ends(start: date, end: date) -> list[date]:
    """The mornings after the months that lie in a stretch, on which a table has what they added."""
    days = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    return [when for when in days if when.day == 1]
