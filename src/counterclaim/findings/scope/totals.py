"""CC3: totals told as the figures of a day or of some days, and such figures told as totals."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.proofs import proof_of
from counterclaim.findings.rule import Rule, day, days, listed, number, said, source_name
from counterclaim.findings.stretch import has_own_time
from counterclaim.findings.tables import LEAST, columns_of, day_told, is_borne_out, row_proof, rows_near
from counterclaim.findings.terms import is_guessed, is_loss
from counterclaim.model import Claim, Evidence, Finding, Series

CUMULATIVE_AS_DAILY = Rule(
    "CC302", "cumulative-as-daily", "error", "A running total, or what more days added, is told of some days."
)
DAILY_AS_CUMULATIVE = Rule(
    "CC303", "daily-as-cumulative", "error", "What some days added is told as a running total, or of more days."
)

BEHIND = 60  # characters behind a number in which "in 24 hours" is of it
FRACTION = 0.2  # a day's figure is at most this part of the total it is told as
MANY = 1_000  # from here on a figure of some days is no running total by chance
MOST = 0.9  # of a running total, what the days it is told of added: more, and it may be meant
MORNING = timedelta(days=1)  # a table has what a stretch added on the morning after it
FEW = 10.0  # smaller numbers are what a day added of anything
LONG = 7  # days before a window since which its figures are told as totals


def find(case: Case) -> Iterator[Finding]:
    """Totals told as a day's or some days', and the reverse, by the table of the source they are credited to."""
    yield from _days_as_totals(case)
    for group in case.sourced:
        if group.match is not None and (group.match.slips or group.match.kind == "statement"):
            continue
        for claim in group.claims:
            value = claim.quantity.figure or 0.0
            told = day_told(case, claim)
            if told is None or not is_loss(claim) or claim.quantity.hedge not in ("exact", "about") or value < LEAST:
                continue
            if is_borne_out(case, claim, told):
                continue
            finding = _total_as_window(case, claim, value, told)
            if finding is None and claim.quantity.hedge == "exact":
                finding = _total_as_day(case, claim, value, told) or _day_as_total(case, claim, value, told)
            if finding is not None:
                yield finding


def _total_as_day(case: Case, claim: Claim, value: float, told: date) -> Finding | None:
    start, at = case.reading.bounds[case.sentence_of(claim)][0], claim.quantity.start
    if (
        not case.is_daily(claim)
        or is_guessed(claim)
        or shape(r"(?<!\w)<stands-at>\s+(?:\w+\s+)?$").search(case.between(start, at))
    ):
        return None  # "a day earlier it had stood at 796"
    for series, column, _ in columns_of(case, claim):
        for when, total, change in rows_near(series, column, told):
            if total == value and change is not None and change < value * FRACTION:
                if tells(case, claim, change):
                    return None  # "51,715 destroyed, 136 more than the day before"
                return CUMULATIVE_AS_DAILY.finding(
                    f"{said(claim.quantity)} of a day is the running total of {day(when)} "
                    f"({source_name(series.source)}); that day added {number(change)}",
                    [claim],
                    row_proof(series, column, when, total, f"change on that day: {number(change)}"),
                )
    return None


def tells(case: Case, claim: Claim, change: float) -> bool:
    """Whether the sentence of a claim has what some days added as well, or the total before them.

    Then the claim is the total, and told so: "rose from 1,142,730 to 1,151,070".
    """
    known = {change, (claim.quantity.figure or 0.0) - change}
    return change != 0 and any(one.value in known for one in case.told(case.sentence_of(claim)))


def _total_as_window(case: Case, claim: Claim, value: float, told: date) -> Finding | None:
    """ "Over the past twelve months Russia has lost 868,230": all it lost since the war began."""
    span = claim.period
    if span.kind != "window" or span.start is None or value < MANY or (told - span.start).days < 2:
        return None
    if case.times_in(case.sentence_of(claim)) and not has_own_time(case, claim):
        return None  # "173,990 in all; 630 in a day, and 67,270 so far this year"
    for series, column, kept in columns_of(case, claim):
        if kept.kind == "window":
            continue
        cells = series.columns[column]
        until = bisect_right(series.dates, span.start)
        before = next((cell for cell in reversed(cells[:until]) if cell), None)
        for when, total, _ in rows_near(series, column, min(told + MORNING, case.day or told)):
            if when > span.start + MORNING and total == value and before is not None and total - before < value * MOST:
                return CUMULATIVE_AS_DAILY.finding(
                    f"{said(claim.quantity)} since {day(span.start)} is the running total of {day(when)} "
                    f"({source_name(series.source)}); these days added {number(total - before)}",
                    [claim],
                    row_proof(series, column, when, total, f"{number(total)} − {number(before)} on {day(span.start)}"),
                    times_of(case, claim),
                )
    return None


def _days_as_totals(case: Case) -> Iterator[Finding]:
    """Figures that a source gave together for some days, told as all since a day long before these."""
    for block in case.origins.groups:
        claims = [
            claim
            for claim in block
            if is_loss(claim) and claim.period.kind == "cumulative" and claim.period.start is not None
        ]
        if len(claims) < 2 or any(case.is_daily(claim) for claim in claims):
            continue
        sources = {series.source for series in case.record.series.values()}
        if not any(case.may_credit(claim, source) for source in sources for claim in claims):
            continue
        match = case.origins.window_of(claims)
        if match is None or not match.telling or match.timing != "within" or match.slips or match.unmatched:
            continue
        first = max(claim.period.start for claim in claims if claim.period.start is not None)
        if (match.start - first).days < LONG or not any(case.may_credit(claim, match.source) for claim in claims):
            continue
        if all(one.value < (one.after or 0.0) * FRACTION for one in match.figures):
            figures = listed(said(claim.quantity) for claim in claims)
            totals = listed(number(one.after or 0.0) for one in match.figures)
            yield DAILY_AS_CUMULATIVE.finding(
                f"{figures} as totals are what {days(match.start, match.end)} added ({source_name(match.source)}); "
                f"the totals were {totals}",
                claims,
                proof_of(match),
            )


def _day_as_total(case: Case, claim: Claim, value: float, told: date) -> Finding | None:
    since = cue("since-start").search(_around(case, claim))
    if case.is_daily(claim) or (claim.period.kind != "cumulative" and not since):
        return None
    start, at, end = case.reading.bounds[case.sentence_of(claim)][0], claim.quantity.start, claim.quantity.end
    before = max((one.end for one in case.told(case.sentence_of(claim)) if one.end <= at), default=start)
    if cue("daily").search(case.between(before, at)) or cue("daily").search(case.between(end, end + BEHIND)):
        return None  # "83 killed in 24 hours, bringing the toll since October to 30,800"
    for series, column, _ in columns_of(case, claim):
        for when, total, change in rows_near(series, column, told):
            if claim.period.start is None and not since and _tells_other_changes(case, claim, series, column, when):
                continue
            if change == value and value < total * FRACTION:
                return DAILY_AS_CUMULATIVE.finding(
                    f"{said(claim.quantity)} as a total is what {day(when)} added ({source_name(series.source)}); "
                    f"the total was {number(total)}",
                    [claim],
                    row_proof(series, column, when, total, f"change on that day: {number(value)}"),
                    times_of(case, claim, ("since",)),
                )
    return None


def _tells_other_changes(case: Case, claim: Claim, series: Series, column: str, when: date) -> bool:
    """Whether the sentence of a claim has what the same day added of other things: it tells of that day."""
    told = {one.value for one in case.told(case.sentence_of(claim)) if one.claim is not claim and one.value >= FEW}
    changes = (rows_near(series, other, when)[-1:] for other in series.columns if other != column)
    return any(row[0][0] == when and row[0][2] in told for row in changes if row)


def times_of(case: Case, claim: Claim, kinds: Collection[str] = ()) -> list[Evidence]:
    """The words of a claim's sentence that tell of which time it is; only those of ``kinds``, where any are given."""
    index = case.sentence_of(claim)
    sentence = case.sentence(index)
    times = [one for one in case.times_in(index) if not one.reporting and (not kinds or one.kind in kinds)]
    return [case.quote(sentence.starts[one.first], sentence.ends[one.last]) for one in times]


def _around(case: Case, claim: Claim) -> str:
    """The words of a claim's sentence from the number before it to the one behind: "13 and 18, or 31 in all"."""
    index, at = case.sentence_of(claim), claim.quantity.start
    start, end, _ = case.reading.bounds[index]
    told = case.told(index)
    before = max((one.end for one in told if one.end <= at), default=start)
    return case.between(before, min((one.start for one in told if one.start > at), default=end))
