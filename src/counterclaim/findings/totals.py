"""CC3: totals told as a day's figures, and a day's figures told as totals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue
from counterclaim.findings.misses import rows_near
from counterclaim.findings.rule import Rule, day, number, said, source_name
from counterclaim.findings.terms import counts_meet, is_loss
from counterclaim.model import Claim, Finding, Proof, Series
from counterclaim.series import parse_column

CUMULATIVE_AS_DAILY = Rule("CC302", "cumulative-as-daily", "error", "A running total is told as the figure of a day.")
DAILY_AS_CUMULATIVE = Rule("CC303", "daily-as-cumulative", "error", "The figure of a day is told as a running total.")

PERSONS = frozenset({"people", "personnel", "civilian"})
LEAST = 50  # smaller figures are a day's or a total's by chance
BEHIND = 60  # characters behind a number in which "in 24 hours" is of it
FRACTION = 0.2  # a day's figure is at most this part of the total it is told as


def tables_of(case: Case, claim: Claim) -> Iterator[tuple[Series, str]]:
    """The running totals of those a claim names, of the thing and the side it tells of."""
    for series in case.record.series.values():
        if claim.side not in (None, series.side) or not case.may_credit(claim, series.source):
            continue
        for column in series.columns:
            yield series, column


def day_told(case: Case, claim: Claim) -> date | None:
    """The last day a claim speaks of, else the day it was published."""
    return claim.period.end or case.day


def find(case: Case) -> Iterator[Finding]:
    """Totals told as a day's, and a day's figures told as totals, by the table of the source they are credited to."""
    for group in case.sourced:
        if group.match is not None and (group.match.slips or group.match.kind == "statement"):
            continue
        for claim in group.claims:
            value = claim.quantity.figure or 0.0
            told = day_told(case, claim)
            if told is None or not is_loss(claim) or claim.quantity.hedge != "exact" or value < LEAST:
                continue
            finding = _total_as_day(case, claim, value, told) or _day_as_total(case, claim, value, told)
            if finding is not None:
                yield finding


def _total_as_day(case: Case, claim: Claim, value: float, told: date) -> Finding | None:
    if not case.is_daily(claim):
        return None
    for series, column in tables_of(case, claim):
        kept = parse_column(column, series)
        if kept.label or not counts_meet(kept, claim):
            continue
        for when, total, change in rows_near(series, column, told):
            if total == value and change is not None and change < value * FRACTION:
                return CUMULATIVE_AS_DAILY.finding(
                    f"{said(claim.quantity)} of a day is the running total of {day(when)} "
                    f"({source_name(series.source)}); that day added {number(change)}",
                    [claim],
                    row_proof(series, column, when, total, f"change on that day: {number(change)}"),
                )
    return None


def _day_as_total(case: Case, claim: Claim, value: float, told: date) -> Finding | None:
    since = cue("since-start").search(_around(case, claim))
    if case.is_daily(claim) or (claim.period.kind != "cumulative" and not since):
        return None
    start, at, end = case.reading.bounds[case.sentence_of(claim)][0], claim.quantity.start, claim.quantity.end
    before = max((one.end for one in case.told(case.sentence_of(claim)) if one.end <= at), default=start)
    if cue("daily").search(case.between(before, at)) or cue("daily").search(case.between(end, end + BEHIND)):
        return None  # "83 killed in 24 hours, bringing the toll since October to 30,800"
    for series, column in tables_of(case, claim):
        kept = parse_column(column, series)
        if kept.label or not counts_meet(kept, claim):
            continue
        for when, total, change in rows_near(series, column, told):
            if change == value and value < total * FRACTION:
                return DAILY_AS_CUMULATIVE.finding(
                    f"{said(claim.quantity)} as a total is what {day(when)} added ({source_name(series.source)}); "
                    f"the total was {number(total)}",
                    [claim],
                    row_proof(series, column, when, total, f"change on that day: {number(value)}"),
                )
    return None


def _around(case: Case, claim: Claim) -> str:
    """The words of a claim's sentence from the number before it to the one behind: "13 and 18, or 31 in all"."""
    index, at = case.sentence_of(claim), claim.quantity.start
    start, end, _ = case.reading.bounds[index]
    told = case.told(index)
    before = max((one.end for one in told if one.end <= at), default=start)
    return case.between(before, min((one.start for one in told if one.start > at), default=end))


def row_proof(series: Series, column: str, when: date, total: float, *extra: str) -> Proof:
    """The computation behind a day of a table."""
    steps = (f"running total on {day(when)}: {number(total)}", *extra, f"source: {series.title} ({series.url})")
    return Proof(steps, series.id, column, when, when, {column: total})
