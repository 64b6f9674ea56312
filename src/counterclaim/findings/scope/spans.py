"""CC302 and CC303 within one text: one figure told of two lengths of time.

"12,129 vehicles in a week" over a total that stood at 12,129          a running total as a week's
"8,650 men a day" over 8,650 in the course of the week                 a week's as a day's
"since the war began 78" beside an overall count of 3,365              a day's as a running total
"the war that took 16,899" over 16,899 in 1968, and more than 58,000   a year's as a running total
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import Cue, cue, shape
from counterclaim.findings.echoes import echoes
from counterclaim.findings.rule import number, said
from counterclaim.findings.scope.totals import CUMULATIVE_AS_DAILY, DAILY_AS_CUMULATIVE
from counterclaim.findings.terms import is_guessed, is_loss
from counterclaim.model import Claim, Finding, Proof
from counterclaim.places import is_wide
from counterclaim.times.calendars import length

UNITS = ("day", "week", "month", "year")
ABOUT = 1.5  # times that a stretch between two dates may be longer or shorter than the unit by which it is called
LENGTHS = (*UNITS, "total")
_NAMED = {"total": "a running total"}
BEHIND, BEFORE = 60, 60  # characters about a number in which its length of time stands
COMMA = 20  # characters for which a comma between a number and its time counts,
LEAST = 20.0  # smaller numbers are told again of other things
FACTOR = 2.0  # times by which the total at least surpasses what some days added
GROWN = 0.8  # of a running total, what it was a while before
AFTER = 2  # sentences behind a number in which its total is told


def find(case: Case) -> Iterator[Finding]:
    """Each figure of the headline, the lead or a later sentence that the text has of another length of time."""
    for claim in case.claims:
        if claim.quantity.unit != "count" or (claim.quantity.figure or 0.0) < LEAST or not is_loss(claim):
            continue
        if case.in_opening(claim):
            finding = _of_another_time(case, claim) or _beside_the_total(case, claim) or _of_one_year(case, claim)
            if finding is not None:
                yield finding


# ------------------------------------------------------------------------------------------------- another time


def _of_another_time(case: Case, claim: Claim) -> Finding | None:
    """ "8,650 men a day" over 8,650 in a week, or over a running total; "since the war began 78" over 78 in a day."""
    index = case.sentence_of(claim)
    unit = unit_of(case, *_span(claim), index)
    if unit is None and cue("since-the-war").search(case.words(index)):
        unit = "total"
    told = echoes(case, claim)
    times = [_time_of(case, one) for one in told]
    if unit is None or not told or any(time is None or time == unit for time in times):
        return None
    if unit in UNITS and any(_is_so_long(case, one, length(1, unit)) for one in told):
        return None  # "in a month", which is all that the war has lasted
    time = times[0] or "total"
    rule = CUMULATIVE_AS_DAILY if LENGTHS.index(time) > LENGTHS.index(unit) else DAILY_AS_CUMULATIVE
    mine, other = (_NAMED.get(one, f"of a {one}") for one in (unit, time))
    return rule.finding(
        f"{said(claim.quantity)}, told as {mine}, is {other} in the text",
        [claim, *(each.claim for each in told if each.claim is not None)],
        Proof((f"here: {said(claim.quantity)}, {mine}", f"there: {said(told[0].quantity)}, {other}")),
        [case.quote(each.start, each.end) for each in told],
    )


def _is_so_long(case: Case, one: Told, days: int) -> bool:
    """Whether the dates of a number's sentence, or of its claim, are about so many days apart."""
    times = [(time.start, time.end) for time in case.times_in(one.index)]
    if one.claim is not None:
        times.append((one.claim.period.start, one.claim.period.end or case.day))
    dates = sorted(when for pair in times for when in pair if when is not None)
    return bool(dates) and days / ABOUT <= (dates[-1] - dates[0]).days <= days * ABOUT


def _time_of(case: Case, one: Told) -> str | None:
    """The length of time that a number of the text is told of: a unit, ``total``, or ``None`` where none is told."""
    unit = unit_of(case, one.start, one.end, one.index)
    if unit is not None:
        return unit
    return "total" if _is_total(case, one) else None


def unit_of(case: Case, start: int, end: int, index: int) -> str | None:
    """The unit of time that stands beside a number, no other number between: "in a week", "a day", "weekly"."""
    first, last, _ = case.reading.bounds[index]
    told = [one for one in case.told(index) if not (one.start < end and start < one.end)]
    low = max([first, start - BEFORE, *(one.end for one in told if one.end <= start)])
    high = min([last, end + BEHIND, *(one.start for one in told if one.start >= end)])
    behind, before = case.between(end, high), case.between(low, start)
    found = {unit: match.start() for unit in UNITS if (match := _spells(unit).search(behind))}
    found = {unit: at + COMMA * behind.count(",", 0, at) for unit, at in found.items()}
    for unit in UNITS:
        for match in _spells(unit).finditer(before):
            found[unit] = min(found.get(unit, BEFORE), len(before) - match.end())
    return min(found, key=lambda unit: found[unit], default=None)


def _spells(unit: str) -> Cue:
    return shape(rf"(?<!\w)(?:<in-a>\s+(?:<this-one>\s+){{0,2}}<of-{unit}>|<{unit}ly>)(?!\w)")


def _is_total(case: Case, one: Told) -> bool:
    """Whether a number is told as where a count stands: "stood at 12,129", "since the war began 12,129"."""
    first, end, _ = case.reading.bounds[one.index]
    told = case.told(one.index)
    low = max([first, *(other.end for other in told if other.end <= one.start)])
    high = min([end, *(other.start for other in told if other.start >= one.end)])
    before, behind = case.between(low, one.start), case.between(one.end, high)
    if shape(r"(?<!\w)<stands-at>\s+(?:\w+\s+)?$").search(before):
        return True
    if cue("since-start").search(before) or shape(r"^[^,;:]{0,40}(?<!\w)<since-start>").match(behind):
        return True
    return _stands_before_less(case, one)


def _stands_before_less(case: Case, one: Told) -> bool:
    """Whether a number a little less is told of an earlier time, in its sentence or beside it: a count that grew."""
    for index in range(max(0, one.index - 1), min(one.index + 2, len(case.reading))):
        if cue("other-time").search(case.words(index)) or cue("earlier").search(case.words(index)):
            if any(GROWN * one.value <= other.value < one.value for other in case.told(index) if other.count):
                return True
    return False


# ------------------------------------------------------------------------------------------------- a whole war


def _beside_the_total(case: Case, claim: Claim) -> Finding | None:
    """ "Since the war began 78 have been killed" beside an overall count of 3,365 killed."""
    index = case.sentence_of(claim)
    first = case.reading.bounds[index][0]
    since = cue("since-the-war").search(case.words(index))
    if since is None or unit_of(case, *_span(claim), index) is not None:
        return None
    if any(not _is_of_less(case, one) for one in echoes(case, claim)):
        return None
    for total in case.claims:
        at = case.sentence_of(total)
        wide = (total.object, total.measure) == (claim.object, claim.measure) and not is_guessed(total)
        if at <= index or not wide or (total.quantity.figure or 0.0) < FACTOR * (claim.quantity.figure or 0.0):
            continue
        same = all(
            one == other or None in (one, other)
            for one, other in ((claim.side, total.side), (claim.place, total.place))
        )
        sentence = case.reading.bounds[at][0]
        if not same or not _is_wide(case, claim) or any(time.kind == "since" for time in case.times_in(at)):
            continue
        if not cue("overall").search(case.between(sentence, total.quantity.start)):
            continue
        return DAILY_AS_CUMULATIVE.finding(
            f"{said(claim.quantity)} since the beginning: the text's overall count is {said(total.quantity)}",
            [claim, total],
            Proof((f"here: {said(claim.quantity)}, since the beginning", f"there: {said(total.quantity)}, overall")),
            [case.quote(first + since.start(), first + since.end())],
        )
    return None


def _is_wide(case: Case, claim: Claim) -> bool:
    """Whether a claim is of no town alone: of a country, a region, or of no place that is told."""
    return claim.place is None or is_wide(claim.place, case.language)


def _is_of_less(case: Case, one: Told) -> bool:
    return unit_of(case, one.start, one.end, one.index) is not None


def _span(claim: Claim) -> tuple[int, int]:
    return claim.quantity.start, claim.quantity.end


def _of_one_year(case: Case, claim: Claim) -> Finding | None:
    """ "The war that took 16,899 lives" over 16,899 in 1968 and more than 58,000 in all."""
    index = case.sentence_of(claim)
    if not cue("the-war-took").search(case.words(index)):
        return None
    told = echoes(case, claim)
    if not told or not all(_has_year(case, one) for one in told):
        return None
    for one in told:
        for at in range(one.index, min(one.index + 1 + AFTER, len(case.reading))):
            for total in case.told(at):
                behind = case.between(total.end, min(case.reading.bounds[at][1], total.end + BEHIND))
                larger = total.count and total.start > one.end and total.value >= FACTOR * one.value
                if larger and shape(r"^\W*(?:<of-a-whole>|<overall>)(?!\w)").match(behind):
                    return DAILY_AS_CUMULATIVE.finding(
                        f"{said(claim.quantity)} of the whole war are in the text those of one year; it has "
                        f"{said(total.quantity)} in all",
                        [claim],
                        Proof((f"here: {said(claim.quantity)}, the war", f"there: {number(one.value)}, a year")),
                        [case.quote(each.start, each.end) for each in (one, total)],
                    )
    return None


def _has_year(case: Case, one: Told) -> bool:
    """Whether a year stands before a number in its sentence, no other number between."""
    start = case.reading.bounds[one.index][0]
    before = case.between(max([start, *(o.end for o in case.told(one.index) if o.end <= one.start)]), one.start)
    return bool(shape(r"(?<![\d,.])(?:1[6-9]|20)\d\d(?![\d,.]*\d)").search(before))
