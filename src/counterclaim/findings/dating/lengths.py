"""CC504: a length of time that is not that of the dates it is told with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from counterclaim.findings.case import Case, Length
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import Rule, days, number
from counterclaim.model import Finding, Proof

LENGTH_DOES_NOT_FIT = Rule(
    "CC504", "length-does-not-fit", "warning", "A stated length of time is not that of the dates it is told with."
)
# the days of a unit of time, and by how many a stated length may miss the span of its dates, one end counted or both
_UNITS = {"day": (1.0, 0.5), "night": (1.0, 1.5), "week": (7.0, 2.5), "month": (30.4, 6.0)}


def find(case: Case) -> Iterator[Finding]:
    """ "In the ten days from 26 to 30 January"."""
    for index in range(len(case.reading)):
        for length in _stretches(case, index):
            unit, slack = _UNITS.get(length.unit, (0.0, 0.0))
            found = next((dates for find in _DATES if (dates := find(case, index, length)) is not None), None)
            found = found if unit else None
            if found is None:
                continue
            first, last, start, end = found
            span = (last - first).days
            if span < 2 or abs(length.value * unit - span - 0.5) <= slack:
                continue
            words = case.between(start, end)
            yield LENGTH_DOES_NOT_FIT.finding(
                f"{days(first, last)} are {span + 1} days, not {number(length.value)} {length.unit}s",
                [claim for claim in case.claims if abs(case.sentence_of(claim) - index) <= 1],
                Proof((f"{days(first, last)}: {span + 1} days, both ends counted", f"told: “{words}”")),
                [case.quote(start, end)],
            )


def _stretches(case: Case, index: int) -> list[Length]:
    """The lengths that a sentence states, those of one unit too: "in the week from 1 to 22 August"."""
    stated = case.lengths(index)
    start = case.reading.bounds[index][0]
    for unit in ("week", "month") if case.tells_in(index, "week", "month") else ():
        one_of = shape(rf"(?<!\w)<over-time>\s+(?:the\s+)?<{unit}>(?!\w)")
        for found in one_of.finditer(case.words(index)) if case.tells_in(index, "over-time") else ():
            stated.append(Length(1.0, unit, start + found.start(), start + found.end()))
    return stated if stated and case.times_in(index) else []


def _dates_before(case: Case, index: int, length: Length) -> tuple[date, date, int, int] | None:
    """The same of "from 3 to 10 May, that is three weeks": the dates right before a length that stands apart."""
    sentence = case.sentence(index)
    if not shape(r"^(?:\s*<a-total-of>)?\s*[,;:.)-]").match(case.between(length.end, length.end + 24)):
        return None
    for one in case.times_in(index):
        start, end = sentence.starts[one.first], sentence.ends[one.last]
        if one.kind not in ("days", "span") or one.total or one.start is None or one.end is None or end > length.start:
            continue
        if shape(r"^\s*(?:\(|-|,|(?:,\s*)?<or>)\s*(?:<over-time>\s*)?$").match(case.between(end, length.start)):
            return one.start, one.end, start, length.end
    return None


def _dates_told(case: Case, index: int, length: Length) -> tuple[date, date, int, int] | None:
    """The same of "It began on 2 June and ended on 12 June. In those ten days": the two days of the sentence before."""
    start = case.reading.bounds[index][0]
    opens = shape(r"^\W*<of-those>(?!\w)").match(case.between(start, length.end))
    if not index or opens is None or length.start - start > opens.end() + 1:
        return None
    if case.reading.bounds[index - 1][2] != case.reading.bounds[index][2]:
        return None
    sentence, times = case.sentence(index - 1), [one for one in case.times_in(index - 1) if not one.reporting]
    days_told = [one for one in times if one.kind == "day" and one.start is not None and one.start == one.end]
    if len(times) != 2 or len(days_told) != 2:
        return None
    first, last = (one.start for one in days_told)
    if first is None or last is None or first >= last:
        return None
    if not (cue("began").search(case.words(index - 1)) and cue("ended").search(case.words(index - 1))):
        return None
    return first, last, sentence.starts[days_told[0].first], length.end


def _dates_behind(case: Case, index: int, length: Length) -> tuple[date, date, int, int] | None:
    """The first and the last of the two dates right behind a stated length, and where both begin and end."""
    sentence, times = case.sentence(index), [one for one in case.times_in(index) if not one.total]
    for at, one in enumerate(times):
        start, end = sentence.starts[one.first], sentence.ends[one.last]
        if start < length.end or one.start is None or one.end is None:
            continue
        if not shape(r"^\s*(?:\(\s*|,\s*)?(?:<between-dates>\s*)?$").match(case.between(length.end, start)):
            continue
        if one.start != one.end:  # "the last ten days of May" are not all of it
            told = shape(r"\d+").findall(case.between(start, end))
            return (one.start, one.end, length.start, end) if len(told) > 1 else None
        other = times[at + 1] if at + 1 < len(times) else None
        if other is None or other.start is None or other.start != other.end:
            return None
        if not shape(r"^\s*(?:<to-date>|--?)\s*$").match(case.between(end, sentence.starts[other.first])):
            return None
        yearless = one.kind == "day" and one.start.day < 29 and not shape(r"\d{4}").search(case.between(start, end))
        first = one.start.replace(year=other.start.year) if yearless else one.start
        ends = sentence.ends[other.last]
        return (first, other.start, length.start, ends) if first < other.start else None
    return None


_DATES = (_dates_behind, _dates_before, _dates_told)
