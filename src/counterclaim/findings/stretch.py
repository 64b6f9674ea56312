"""The days that a claim is told of, as the rows of a table would have them, and whether that time is its own."""

from __future__ import annotations

from datetime import date, timedelta

from counterclaim.findings.case import Case
from counterclaim.model import Claim

SLACK = timedelta(days=1)  # a day's bulletin tells of the day before


def stretch_of(case: Case, claim: Claim) -> tuple[date, date] | None:
    """The first and the last day of the stretch that a claim is told of, as the rows of a table would have them."""
    span, end = claim.period, claim.period.end
    if span.kind == "window" and end is None and span.start is None and case.day is not None:
        length = _length_before(case, claim)
        return (case.day - timedelta(days=length), case.day) if length else None
    if span.kind != "window" or end is None or (case.day is not None and end > case.day):
        return None
    length = 1 if case.is_daily(claim) or span.start == end else case.stated_days(claim)
    if length:
        return end - timedelta(days=length), end
    return None if span.start is None else (span.start, end)


def _length_before(case: Case, claim: Claim) -> int | None:
    """The length of time that opens the sentence of a claim: "in four weeks 1,200 fell"."""
    index = case.sentence_of(claim)
    sentence = case.sentence(index)
    lengths = [one for one in case.times_in(index) if one.kind == "duration" and one.days]
    if len(lengths) != 1 or sentence.ends[lengths[0].last] > claim.quantity.start:
        return None
    between = range(sentence.ends[lengths[0].last], claim.quantity.start)
    return None if any(one.start in between for one in case.told(index)) else lengths[0].days


def has_own_time(case: Case, claim: Claim) -> bool:
    """Whether the sentence of a claim names one time, or the nearest number to the one before it is the claim's."""
    index, at = case.sentence_of(claim), claim.quantity.start
    sentence = case.sentence(index)
    times = [(sentence.starts[one.first], sentence.ends[one.last]) for one in case.times_in(index) if not one.reporting]
    before = [(start, end) for start, end in times if end <= at]
    if before:
        start, end = max(before)
        if ";" in case.between(end, at) or any(end <= one.start < at for one in case.told(index)):
            return False
        return "," not in case.between(end, at) or not any(one.end <= start for one in case.told(index))
    behind = [start for start, _ in times if start >= claim.quantity.end]
    return bool(behind) and not any(claim.quantity.end <= one.start < min(behind) for one in case.told(index))
