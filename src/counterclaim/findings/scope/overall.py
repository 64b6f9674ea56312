"""CC302 and CC303 by a table: the whole that it has told of some days, and what some days added told as the whole.

"31,700 in the past month", "on Sunday alone", "since May"   where the table stood at 31,700     total of days
"5,410 since the invasion"                                   what it added in three days          days as total
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import day, days, number, said, source_name
from counterclaim.findings.scope.stretches import month_ends, named_starts, proof_of_days
from counterclaim.findings.scope.totals import CUMULATIVE_AS_DAILY, DAILY_AS_CUMULATIVE, tells, times_of
from counterclaim.findings.scope.totals import find as find_totals
from counterclaim.findings.stretch import SLACK, has_own_time, stretch_of
from counterclaim.findings.tables import (
    BACK,
    LEAST,
    added_in,
    day_told,
    is_borne_out,
    row_at,
    row_proof,
    rows_near,
    running_totals,
)
from counterclaim.findings.terms import is_loss, scope_of
from counterclaim.model import Claim, Finding, Series
from counterclaim.vocabulary import label

MANY = 1_000  # smaller figures are those of some days by chance
MOST = 0.9  # of a running total, what the days it is told of added: more, and it may be meant
SLIGHT = 0.25  # of the time of a table, what a rough length of time may be short of all of it
LONG = 60  # days that a total counts at least
LENGTHS = range(2, 32)  # days that are told as the whole
RECENT = timedelta(days=70)  # a month that lies in so many days is one of the last two
MONTHS = range(27, 32)
FRACTION = 0.2  # of a total, what a month of it is at most
_OF_WHOLE = "period of its whole"
_EVENT = re.compile(r"^(?:<lost>|<harmed>) <n> <object>|^<n> <object> (?:be )?<(?:harmed|killed|died)>")


def find(case: Case) -> Iterator[Finding]:
    """Each figure told of the wrong one of the two: by the table that its time asks for, then by its source's."""
    found = list(_by_time(case))
    known = {claim for finding in found for claim in finding.claims}
    found += (one for one in find_totals(case) if known.isdisjoint(one.claims) and not _is_of_other_days(case, one))
    yield from (one for one in found if not _stands_beside_total(case, one))


def _by_time(case: Case) -> Iterator[Finding]:
    for claim in case.claims:
        day_of = day_told(case, claim)
        if not _is_to_weigh(claim) or day_of is None or is_borne_out(case, claim, day_of):
            continue
        told = _days_told(case, claim)
        finding = _total_of_days(case, claim, told) if told is not None else None
        finding = finding or _days_as_total(case, claim)
        if finding is not None:
            yield finding


def _is_to_weigh(claim: Claim) -> bool:
    """Whether a figure is a plain count of the losses of a whole side."""
    value, quantity = claim.quantity.figure or 0.0, claim.quantity
    plain = quantity.unit == "count" and quantity.hedge in ("exact", "about", "over", "nearly") and value >= LEAST
    return plain and is_loss(claim) and scope_of(claim) is None and claim.stance != "denies"


# ----------------------------------------------------------------------------------------------- the total of days


def _days_told(case: Case, claim: Claim) -> tuple[date, date] | None:
    """The first and the last day of what a claim is told of, where these are some days: a stretch, or since a day."""
    start, end = claim.period.start, claim.period.end or case.day
    if claim.period.kind != "cumulative":
        apart = case.is_beside_less(claim) or ";" in case.words(case.sentence_of(claim))
        told = None if apart and not has_own_time(case, claim) else stretch_of(case, claim)
        return told if told is None or (told[1] - told[0]).days > 1 or _happened(case, claim) else None
    if _since_of_a_part(case, claim):
        return None
    if start is None or end is None or _OF_WHOLE in claim.rules or start not in named_starts(case, claim, end):
        return None
    return start, end


def _happened(case: Case, claim: Claim) -> bool:
    """Whether a loss is told to have come about on a day, and not how it stood then, as it would of a count."""
    words = case.words(case.sentence_of(claim))
    return any(_EVENT.search(rule) for rule in claim.rules) and not cue("overall").search(words)


def _total_of_days(case: Case, claim: Claim, told: tuple[date, date]) -> Finding | None:
    """ "On Sunday alone 31,700": all whom the table has."""
    start, end = told
    alone = timedelta(days=0 if (end - start).days == 1 and not case.is_daily(claim) else BACK)
    until = end + SLACK if case.day is None else min(end + SLACK, max(end, case.day))
    for series, column in running_totals(case, claim):
        before = row_at(series, column, start)
        if before is None or before[0] < start - timedelta(days=LONG) or is_nearly_all(series, told):
            continue
        for when, total, _ in rows_near(series, column, until):
            if total == claim.quantity.figure and when > end - alone and total - before[1] < total * MOST:
                if tells(case, claim, total - before[1]):
                    return None
                step = f"{number(total)} − {number(before[1])} on {day(before[0])}"
                return CUMULATIVE_AS_DAILY.finding(
                    f"{said(claim.quantity)} of {days(start, end)} is the running total of {day(when)} "
                    f"({source_name(series.source)}); these days added {number(total - before[1])}",
                    [claim],
                    row_proof(series, column, when, total, step),
                    times_of(case, claim),
                )
    return None


def is_nearly_all(series: Series, told: tuple[date, date]) -> bool:
    """Whether a stretch, as roughly as a text may tell it, is all that a table has: "in seven months of war"."""
    return (told[0] - series.dates[0]).days <= SLIGHT * (told[1] - series.dates[0]).days


def _is_of_other_days(case: Case, finding: Finding) -> bool:
    """Whether a total that a finding says to be told of some days is of nearly all of them, or stands beside theirs."""
    series = case.record.series.get(finding.proof.series or "")
    claims = [case.by_id[one] for one in finding.claims]
    if series is None or finding.code != CUMULATIVE_AS_DAILY.code:
        return False
    spans = [(one.period.start, one.period.end) for one in claims]
    near = any(start and end and is_nearly_all(series, (start, end)) for start, end in spans)
    return near or any(case.is_beside_less(one) for one in claims)


def _stands_beside_total(case: Case, finding: Finding) -> bool:
    """Whether the text of what some days added, found to be told as a total, tells the table's own total as well."""
    series, column = case.record.series.get(finding.proof.series or ""), finding.proof.column
    if series is None or column is None or finding.code != DAILY_AS_CUMULATIVE.code:
        return False
    days = {one for one in (finding.proof.end, case.day) if one is not None}
    totals = {total for one in days for _, total, _ in rows_near(series, column, one)}
    own = {case.sentence_of(case.by_id[one]) for one in finding.claims}
    if all(_counts_the_war(case, index) for index in own):
        spoken = own
    else:
        spoken = {case.sentence_of(claim) for claim in case.claims}
    return any(one.value in totals for index in spoken for one in case.told(index))


def _counts_the_war(case: Case, index: int) -> bool:
    """Whether a sentence opens with the whole of a war as the time of what it counts: "Since the invasion, …"."""
    start, words = case.reading.bounds[index][0], case.words(index)
    since = cue("since-the-war").search(words)
    first = min((one.start for one in case.told(index)), default=start)
    return since is not None and start + since.end() <= first


def _since_of_a_part(case: Case, claim: Claim) -> bool:
    """Whether the day behind a claim is a part's: "3,287 have been killed, most of them since September"."""
    end = claim.quantity.end
    behind = case.between(end, case.reading.bounds[case.sentence_of(claim)][1])
    return bool(shape(r"(?<!\w)<of>\s+<these>\s+<since>(?!\w)").search(behind))


# ------------------------------------------------------------------------------------------------ days as the total


def _days_as_total(case: Case, claim: Claim) -> Finding | None:
    """ "Since the invasion 5,410": what a few days before added, where the total is many times as large."""
    value, told = claim.quantity.figure or 0.0, claim.period.end or case.day
    if told is None or value < MANY or claim.quantity.hedge != "exact" or not _is_of_the_war(case, claim, told):
        return None
    for series, column in running_totals(case, claim):
        now = row_at(series, column, told)
        if now is None or value > FRACTION * now[1]:
            continue
        for end, length in _stretches(told):
            if added_in(series, column, end, length) == value:
                return _told_as_total(claim, series, column, (end - timedelta(days=length), end), now)
    return None


def _told_as_total(
    claim: Claim, series: Series, column: str, stretch: tuple[date, date], now: tuple[date, float]
) -> Finding:
    beside = f"{label('object', claim.object)}, {day(now[0])}: {number(now[1])}"
    return DAILY_AS_CUMULATIVE.finding(
        f"{said(claim.quantity)} as a total is what {days(*stretch)} added ({source_name(series.source)}); "
        f"the total was {number(now[1])}",
        [claim],
        proof_of_days(series, column, stretch, claim.quantity.figure or 0.0, beside),
    )


def _is_of_the_war(case: Case, claim: Claim, told: date) -> bool:
    """Whether a claim counts since a day long before, or since the war began, as a total would."""
    if claim.period.kind != "cumulative" or _OF_WHOLE in claim.rules:
        return False
    if any(one.kind == "duration" and not one.total for one in case.times_in(case.sentence_of(claim))):
        return False
    if claim.period.start is not None:
        return (told - claim.period.start).days > LONG
    words = case.words(case.sentence_of(claim))
    return any(cue(name).search(words) for name in ("since-start", "since-the-war", "the-war-took"))


def _stretches(told: date) -> Iterator[tuple[date, int]]:
    """The last day and the length of what may be told as all: some days about ``told``, or one of the last months."""
    for step in (0, 1, -1):
        yield from ((told + SLACK * step, length) for length in LENGTHS)
    yield from ((end, length) for end in month_ends(told - RECENT, told) for length in MONTHS)
