"""CC1: a month told as the worst since a time, or as the first above a number, against the months of the same text.

"the deadliest month of the year", 34 dead, and March had 41            not-the-highest (CC111)
"for the first time since 2004 more than 300", and July 2009 had 327    not-the-highest (CC111)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from counterclaim.findings.arithmetic.peaks import NOT_THE_HIGHEST, last_day
from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import day, number, said
from counterclaim.findings.terms import is_guessed, is_loss
from counterclaim.model import Finding, Proof
from counterclaim.places import find_places
from counterclaim.vocabulary import broader

LEAST = 5.0  # smaller numbers are told of much else
NAME = 8  # characters from a rank to the year that it is of
NEAR = 25  # characters behind a number in which its place stands
_ANYBODY = {"people", "civilian"}
_DEAD = {"killed", "losses"}  # "lost 40" may be the dead


@dataclass(frozen=True, slots=True)
class _Month:
    """What a text tells of a whole month: its first day, and the number."""

    first: date
    told: Told


@dataclass(frozen=True, slots=True)
class _Boast:
    """Words that make a month the worst, or the first above a number; and the last day before those it is held to."""

    start: int
    end: int
    index: int
    bound: date
    above: Told | None


def find(case: Case) -> Iterator[Finding]:
    """Each month that is not what it is called, by another month of the text."""
    boasting = (at for at in range(len(case.reading)) if case.tells_in(at, "worst", "unmatched", "first-time"))
    boasts = [one for index in boasting if (one := _boast(case, index)) is not None]
    months = [one for index in range(len(case.reading)) for one in _months(case, index)] if boasts else []
    for boast in boasts:
        mine = _meant(case, boast, months)
        if mine is None:
            continue
        least = mine.told.value if boast.above is None else boast.above.value
        others = [one for one in months if boast.bound < one.first < mine.first and _is_alike(case, mine, one, months)]
        higher = max(others, key=lambda one: one.told.value, default=None)
        if higher is None or higher.told.value <= least:
            continue
        words = " ".join(case.document.text[boast.start : boast.end].split())
        claims = [one.told.claim for one in (mine, higher) if one.told.claim is not None]
        yield NOT_THE_HIGHEST.finding(
            f"“{words}”, {said(mine.told.quantity)}: {_named(higher.first)} had {said(higher.told.quantity)}",
            claims or [claim for claim in case.claims if case.sentence_of(claim) == boast.index] or case.claims[:1],
            Proof(
                (
                    f"{_named(mine.first)}: {number(mine.told.value)}",
                    f"{_named(higher.first)}: {number(higher.told.value)}",
                )
            ),
            [case.quote(boast.start, boast.end), *(case.quote(one.told.start, one.told.end) for one in (mine, higher))],
        )


def _named(first: date) -> str:
    return day(first).split(" ", 1)[1]


# ------------------------------------------------------------------------------------------------- what is boasted


def _boast(case: Case, index: int) -> _Boast | None:
    """A month's rank that a sentence tells, where the words say among which months."""
    words, start = case.words(index), case.reading.bounds[index][0]
    worst = shape(r"(?<!\w)<worst>\s+(?:\w+\s+){0,2}?<month-word>(?!\w)").search(words)
    worst = worst or cue("unmatched").search(words)
    match = worst or cue("first-time").search(words)
    if match is None:
        return None
    above: Told | None = None
    if worst is None:
        over = [one for one in case.told(index) if one.count and one.quantity.hedge == "over" and one.value >= LEAST]
        if len(over) != 1 or over[0].start < start + match.end() or not cue("month-word").search(words):
            return None
        above = over[0]
    found = _bound(case, index, start + match.end())
    if found is None and cue("unmatched").fullmatch(match[0]):
        found = _bound_around(case, index)
    if found is None:
        return None
    return _Boast(start + match.start(), max(found[1], start + match.end()), index, found[0], above)


def _bound(case: Case, index: int, position: int) -> tuple[date, int] | None:
    """The last day before the months that a rank is among, and where the words that tell it end."""
    sentence, behind = case.sentence(index), case.between(position, case.reading.bounds[index][1])
    year = shape(r"^\s*<of-the-year>(?!\w)").match(behind)
    if year is not None and case.day is not None:
        return date(case.day.year, 1, 1) - timedelta(days=1), position + year.end()
    for time in case.times_in(index):
        begins = sentence.starts[time.first]
        if time.kind == "year" and time.start is not None and 0 < begins - position <= NAME:
            return time.start - timedelta(days=1), sentence.ends[time.last]
        if time.kind == "since" and sentence.starts[time.first] >= position:
            if time.start is None:
                return None
            return last_day(time.start, sentence.words[time.first : time.last + 1]), sentence.ends[time.last]
    scope = cue("on-record").search(behind)
    if scope is None or shape(r"(?<!\w)<since>(?!\w)").search(behind):
        return None
    return date.min, position + scope.end()


def _bound_around(case: Case, index: int) -> tuple[date, int] | None:
    """The same of words that stand anywhere beside a record: this year, the only year that is named."""
    start = case.reading.bounds[index][0]
    scope = cue("of-the-year").search(case.words(index))
    if scope is not None and case.day is not None:
        return date(case.day.year, 1, 1) - timedelta(days=1), start + scope.end()
    return None


# ---------------------------------------------------------------------------------------------- what months had


def _months(case: Case, index: int) -> Iterator[_Month]:
    """The months of a sentence with their numbers, where each part of it has as many of both."""
    start, end, _ = case.reading.bounds[index]
    sentence = case.sentence(index)
    times = [
        (sentence.starts[one.first], one.start)
        for one in case.times_in(index)
        if one.kind == "month"
        and one.start is not None
        and not one.reporting
        and not one.total
        and _is_whole(one.start, one.end)
    ]
    if not times:
        return
    told = [one for one in case.told(index) if _counts(case, one, end)]
    cuts = [start, *(start + match.end() for match in shape(r";").finditer(case.words(index))), end]
    for first, last in pairwise(cuts):
        months = [(at, month) for at, month in times if first <= at < last]
        numbers = [one for one in told if first <= one.start < last]
        if len({month for _, month in months}) == 1:
            months = months[-1:]
        if len(months) == len(numbers):
            yield from (_Month(month, one) for (_, month), one in zip(months, numbers, strict=True))
        elif months and numbers and months[0][0] < numbers[0].start:  # each month before its number
            ends = [*(at for at, _ in months[1:]), last]
            for (at, month), until in zip(months, ends, strict=True):
                yield from (
                    _Month(month, one) for one in numbers if at < one.start < until and one is _next(numbers, at)
                )


def _next(numbers: list[Told], position: int) -> Told:
    return min((one for one in numbers if one.start > position), key=lambda one: one.start)


def _is_whole(start: date, end: date | None) -> bool:
    return start.day == 1 and end is not None and (end + timedelta(days=1)).day == 1


def _counts(case: Case, one: Told, end: int) -> bool:
    """Whether a number counts losses, or stands alone for what was counted before: "March had 41"."""
    if not one.count or not one.exact or one.value < LEAST or _is_rate(case, one, end):
        return False
    if one.claim is not None and not is_guessed(one.claim):
        return is_loss(one.claim)
    alone = shape(r"^\s*(?:[,.;:)!?]|(?:<and>|<of>|<in-month>|<everybody>)(?!\w)|$)").match(
        case.between(one.end, min(end, one.end + 12))
    )
    return alone is not None or (one.claim is not None and is_loss(one.claim))


def _is_rate(case: Case, one: Told, end: int) -> bool:
    """Whether a number is one of each day, or an average."""
    behind = case.between(one.end, min(end, one.end + 24))
    before = case.between(max(case.reading.bounds[one.index][0], one.start - 24), one.start)
    each = shape(r"^(?:\s+\w+)?\s+<per>\s+(?:<day>|<week>|<night>)(?!\w)").match(behind)
    return bool(each or shape(r"(?<!\w)<average>\s+$").search(before))


def _meant(case: Case, boast: _Boast, months: list[_Month]) -> _Month | None:
    """The month that a rank is told of: in its sentence or the next, or in the paragraph below a headline."""
    headline = case.document.headline
    if headline is not None and boast.start < headline.end:
        near = [one for one in months if case.reading.bounds[one.told.index][2] == case.lead]
    else:
        near = [one for one in months if one.told.index == boast.index]
        near = near or [one for one in months if one.told.index == boast.index - 1]
        near = near or [one for one in months if one.told.index == boast.index + 1]
    if boast.above is not None:
        near = [one for one in near if one.told.value >= boast.above.value]
    named = {one.start for one in case.times_in(boast.index) if one.kind == "month"}
    if not near or (named and near[0].first not in named) or any(one.first != near[0].first for one in near):
        return None
    return near[0]


def _is_alike(case: Case, mine: _Month, other: _Month, months: list[_Month]) -> bool:
    """Whether a month's number is of the same kind and of no other place or side."""
    if _has_place(case, other):
        return False
    one, its = mine.told.claim, other.told.claim
    if its is None or is_guessed(its):
        return True
    if one is None or is_guessed(one) or not is_loss(one):
        fates = {
            month.told.claim.measure for month in months if month.first != mine.first and month.told.claim is not None
        }
        return len(fates) == 1
    if (one.measure != its.measure and {one.measure, its.measure} != _DEAD) or (
        one.side and its.side and one.side != its.side
    ):
        return False
    if one.place and its.place and one.place != its.place:
        return False
    return one.object == its.object or one.object in broader(its.object) or {one.object, its.object} == _ANYBODY


def _has_place(case: Case, month: _Month) -> bool:
    """Whether a place is named right behind a month's number: "March brought 41 in the port"."""
    index, last = month.told.index, month.told.end + NEAR
    sentence = case.sentence(index)
    return any(
        month.told.end <= sentence.starts[place.first] < last
        and not shape(r"[,;.:]").search(case.between(month.told.end, sentence.starts[place.first]))
        for place in find_places(sentence, case.reading.language)
    )
