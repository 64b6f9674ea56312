"""CC1: a rate, a length of time and a total, of which each follows from the other two.

"At 200 a day for 50 days, that would mean 30,000"        the total is made of the rate
"The difference is 6,000. Over 30 days that is 350 a day"   the rate is made of the total
"in 30 days 6,000 men, or 350 a day"                        the rate is made of the total
"350 a day. … 6,000 men in these 30 days"                   the total is made of the rate
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from counterclaim.findings.arithmetic.portions import akin, noun_of
from counterclaim.findings.case import Case, Length, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import Rule, number, said
from counterclaim.findings.terms import counts_meet, is_loss, is_state
from counterclaim.findings.tolerance import SLIP, interval, may_be_slip
from counterclaim.model import Finding, Proof

RATE_DOES_NOT_FOLLOW = Rule(
    "CC104", "rate-does-not-follow", "warning", "A rate multiplied by its time does not give the total told."
)

NEAR = 40  # characters between a total and the time it is of
LOOSE = 0.1  # a rate is an average and rounded: its product may miss the total by a tenth
AROUND = 5  # sentences around a claim in which a rate is looked at
APART = 2  # sentences between a rate and the total made of it
UNITS = ("day", "night", "week", "month", "hour", "year")  # for each of which a number may be told
# the words for each of them before a number
AHEAD = (
    ("day", "daily-rate"), ("week", "weekly-rate"), ("month", "monthly-rate"), ("hour", "hourly-rate"),
    ("year", "yearly-rate"),
)  # fmt: skip
_ANY_BEHIND = r"^(?:\s+[\w'-]+){0,3}?\s+<per>\s+(?:" + "|".join(f"<{unit}>" for unit in UNITS) + r")(?!\w)"
_EACH_DAY = r"(?<!\w)<each-day>(?!\w)[^.,;:!?\d]{0,60}$"
_ANY_AHEAD = [name for _, name in AHEAD]
DAYS = {
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "night": 1.0,
    "week": 7.0,
    "month": 30.4,
    "year": 365.25,
}  # of a unit of time
MADE = 12.0  # times that a rate may miss a total told to be made of it: by a digit
LAST = 3  # sentences before an average in which the time and the total are told that it is of
BEHIND = 30  # characters behind a rate in which the word for what it counts stands
_CLAUSE = re.compile(r"[,;:()]|--?\s")  # where a clause ends


@dataclass(frozen=True, slots=True)
class Rate:
    """A number told for each of a unit of time."""

    told: Told
    unit: str

    @property
    def days(self) -> float:
        """The days of its unit."""
        return DAYS[self.unit]


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which something went on: how many days, and where the words of it stand."""

    days: float
    start: int
    end: int
    index: int


def find(case: Case) -> Iterator[Finding]:
    """Every rate that does not make the total told of its time."""
    for index in case.about(AROUND, AROUND):
        rates = rates_in(case, index)
        if len({rate.told.value for rate in rates}) == 1 and rates[0].told.quantity.hedge != "vague":
            yield from _judge(case, rates[-1])


def _judge(case: Case, rate: Rate) -> Iterator[Finding]:
    """A rate against each total and time that its words can mean; one that fits is enough."""
    meant, far = _meant(case, rate)
    if not meant or any(_makes(rate, window, total) for total, window in [*meant, *_around(case, rate)]):
        return
    near = [(total, window) for total, window in meant if may_be_slip(total.value, _times(rate, window), far)]
    if near:
        yield _finding(rate, *near[0], case)


def _around(case: Case, rate: Rate) -> Iterator[tuple[Told, Window]]:
    """Every total and every time about a rate, however they are told; further off, the losses of its own time."""
    at, last = rate.told.index, len(case.reading)
    near = range(max(0, at - 1), min(last, at + 2))
    totals = [one for index in near for one in _totals(case, index, rate)]
    yield from ((total, window) for index in near for window in windows_in(case, index) for total in totals)
    far = range(max(0, at - AROUND), min(last, at + AROUND + 1))
    others = [
        one for index in far for one in _totals(case, index, rate) if one.claim is not None and is_loss(one.claim)
    ]
    yield from ((total, window) for window in windows_in(case, at) if rate.told.claim is not None for total in others)


# ----------------------------------------------------------------------------------- rates, totals, and their times


def rates_in(case: Case, index: int) -> list[Rate]:
    """The numbers of a sentence that are told for each of a unit of time."""
    return [Rate(one, unit) for one in case.told(index) if one.count and one.value > 1 and (unit := unit_of(case, one))]


def unit_of(case: Case, one: Told) -> str:
    """The unit of time that a number is told for each of, by the words behind it or before it; empty for no rate."""
    start, end, _ = case.reading.bounds[one.index]
    before, behind = case.between(start, one.start), case.between(one.end, min(end, one.end + 60))
    may_follow = case.tells_in(one.index, *UNITS) and shape(_ANY_BEHIND).match(behind)  # one question before the many
    for unit in UNITS if may_follow else ():
        if shape(rf"^(?:\s+[\w'-]+){{0,3}}?\s+<per>\s+<{unit}>(?!\w)").match(behind):
            return unit
    if shape(r"(?<!\w)<or>\s+$").search(before):
        return ""  # "after a day or two"
    for unit, name in AHEAD if case.tells_in(one.index, *_ANY_AHEAD) else ():
        if shape(rf"(?<!\w)<{name}>(?:,[^,.;:]{{1,24}},)?(?:\s+[\w'-]+){{0,4}}\s*$").search(before):
            return unit
    if case.tells_in(one.index, "on-average") and cue("on-average").search(before):
        for unit in UNITS:
            over = rf"<over-time>\s+(?:[\w'-]+\s+)?<{unit}>(?!\w)"
            if shape(rf"(?<!\w)(?:{over}[^.;:\d]*<on-average>|<on-average>\s+{over})[^.,;:\d]{{0,40}}$").search(before):
                return unit
    if case.tells_in(one.index, "each-day") and shape(_EACH_DAY).search(before):
        return "day"
    return ""


def _totals(case: Case, index: int, rate: Rate) -> list[Told]:
    """The counts of a sentence that a rate may make."""
    start = case.reading.bounds[index][0]
    return [
        one
        for one in case.told(index)
        if one.count
        and one.value > rate.told.value
        and one.quantity.hedge != "vague"
        and not unit_of(case, one)
        and not shape(r"(?<!\w)<average>(?:\s+[\w'-]+){0,3}\s*$").search(case.between(start, one.start))
        and _may_be_of(case, rate.told, one)
    ]


def _may_be_of(case: Case, rate: Told, total: Told) -> bool:
    """Whether a total may count whom a rate counts: both tell of losses the same, or one of them tells of none."""
    one, other = rate.claim, total.claim
    if one is None and _counts_others(case, rate, total):
        return False
    if one is None or other is None or is_state(one) or is_state(other):
        return True
    sides = {one.side, other.side} - {None}
    return len(sides) < 2 and counts_meet(one, other)


def _counts_others(case: Case, rate: Told, total: Told) -> bool:
    """Whether a rate names what it counts, which no list has, and which a total does not: "eight shells a day"."""
    noun = shape(r"^\s+(?!(?:<per>|<each-behind>|<bare-behind>|<for-each-of>)(?!\w))([^\W\d_][\w'-]{2,})")
    named = noun.match(case.between(rate.end, case.reading.bounds[rate.index][1]))
    sentence, end = case.sentence(rate.index), rate.end + BEHIND
    near = [token for token in range(len(sentence.words)) if rate.end <= sentence.starts[token] < end]
    if named is None or any(sentence.kind(token, "object") for token in near):
        return False
    other = noun_of(case, total)
    return bool(other) and not any(akin(named[1], its) for its in other)


def windows_in(case: Case, index: int) -> list[Window]:
    """The times in which a sentence says that something went on: lengths, spans between two ends, whole months."""
    found = [
        Window(one.value * DAYS[one.unit], one.start, one.end, index)
        for one in case.lengths(index)
        if one.unit in DAYS and _is_of_going_on(case, one, index)
    ]
    if found:
        return found
    sentence = case.sentence(index)
    for one in case.times_in(index):
        if one.start is None or one.reporting:
            continue
        if one.kind in ("span", "days") and one.end is not None:
            days = (one.end - one.start).days + 1.0
        elif one.kind == "duration" and one.end is not None and (one.end - one.start).days > 1:
            days = float((one.end - one.start).days)  # "in a year", without a number
        elif one.kind == "year" and one.end is not None and (case.day is None or case.day > one.end):
            start = case.reading.bounds[index][0]
            if not shape(r"(?<!\w)<over-time>\s+$").search(case.between(start, sentence.starts[one.first])):
                continue  # "in what remained of 2022"
            days = DAYS["year"]
        elif one.kind == "month" and (case.day is None or case.day >= _next_month(one.start)):
            days = float((_next_month(one.start) - one.start).days)
        else:
            continue  # a month that goes on has fewer days yet
        found.append(Window(days, sentence.starts[one.first], sentence.ends[one.last], index))
    return found


def _is_of_going_on(case: Case, length: Length, index: int) -> bool:
    """Whether a stated length is one in which something went on: "over the thirty days", not "thirty days ago"."""
    start, end, _ = case.reading.bounds[index]
    before, behind = case.between(start, length.start), case.between(length.end, end)
    if shape(r"^\s*<ago>(?!\w)").match(behind):
        return False
    return bool(
        shape(r"(?<!\w)(?:<over-time>|<lasted>)(?:\s+[\w'-]+){0,2}\s*$").search(before)
        or shape(r"^<over-time>(?!\w)").match(case.between(length.start, length.end))  # a hedge to the reader
        or shape(r"^(?:\s+<of>)?(?:\s+[\w'-]+){1,2}?\s+<lasted>(?!\w)").match(behind)
    )


def _next_month(first: date) -> date:
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


# ------------------------------------------------------------------------------- the total and the time of one rate


def _meant(case: Case, rate: Rate) -> tuple[list[tuple[Told, Window]], float]:
    """The totals and times that the words tell with a rate, of the first way that gives any, how far they may miss."""
    for way, far in ((_made_of_it, MADE), (_of_growth, SLIP), (_beside, SLIP), (_of_that, SLIP)):
        found = [(total, window) for total, window in way(case, rate) if _lasts(rate, window)]
        if found:
            return found, far
    return [], SLIP


def _lasts(rate: Rate, window: Window) -> bool:
    return window.days >= 2 * rate.days


def _of_growth(case: Case, rate: Rate) -> list[tuple[Told, Window]]:
    """ "rose from 12,100 on 1 May to 12,720 on 1 June, an increase of 620, or 20 a day": of the days between two."""
    index = rate.told.index
    start = case.reading.bounds[index][0]
    grown = shape(r"(?<!\w)(?:<growth>|<difference-of>|<gain-of>)(?:\s+[\w'-]+){0,3}?\s+$")
    told = [one for one in _totals(case, index, rate) if one.end <= rate.told.start]
    totals = [one for one in told if _is_difference(one, told) or grown.search(case.between(start, one.start))]
    if len(totals) != 1 or windows_in(case, index):
        return []
    for at in (index, index - 1):
        if at < 0 or (at < index and not _is_joined_to_last(case, index)):
            break
        days = sorted({one.start for one in case.times_in(at) if one.kind == "day" and one.start is not None})
        if len(days) == 2:
            length = float((days[1] - days[0]).days)
            return [(totals[0], Window(length, *case.reading.bounds[at][:2], at))]
        if days:
            break
    return []


def _is_difference(one: Told, told: list[Told]) -> bool:
    """Whether a number is by how much two before it differ."""
    before = [other for other in told if other.end <= one.start]
    return any(abs(other.value - another.value) == one.value for other, another in combinations(before, 2))


def _beside(case: Case, rate: Rate) -> list[tuple[Told, Window]]:
    """ "In 30 days the army lost 450 men, 15 a day": all in the rate's sentence."""
    windows = windows_in(case, rate.told.index)
    if len({window.days for window in windows}) != 1 or _has_own_time(case, rate, windows[0]):
        return []
    start, totals = case.reading.bounds[rate.told.index][0], _totals(case, rate.told.index, rate)
    led = shape(r"(?<!\w)<from-number>\s+(?:<before-share>\s+)*$")
    if any(led.search(case.between(start, one.start)) for one in totals):
        # "grew from 22,400 to 24,500, or by 300 a day": the rate is of what lies between, where that is told
        grown = shape(r"(?<!\w)(?:<growth>|<difference-of>)(?:\s+[\w'-]+){0,2}\s+$")
        totals = [one for one in totals if grown.search(case.between(start, one.start))]
    return [(total, windows[0]) for total in totals]


def _of_that(case: Case, rate: Rate) -> list[tuple[Told, Window]]:
    """ "The army lost 450 men in 30 days. That is 15 a day": of the total in the sentence before."""
    index = rate.told.index
    before = case.between(case.reading.bounds[index][0], rate.told.start)
    says_it = shape(r"(?:^|[,;:]\s*|[^.;:!?]{0,60}\s)<that-is>\s+(?:<average>\s+)?(?:<before-share>\s+)*$").match(
        before
    )
    averages = shape(r"^[^.;:!?]{0,60}?(?<!\w)(?:<on-average>|<each-day>)(?!\w)[^.,;:!?]{0,40}$").match(before)
    if not (says_it or averages) or not _is_joined_to_last(case, index) or _totals(case, index, rate):
        return []
    if averages and not windows_in(case, index) and not windows_in(case, index - 1):
        return _told_last(case, rate)
    here = windows_in(case, index)
    windows = here or windows_in(case, index - 1)
    if len({window.days for window in windows}) != 1 or (not says_it and not here and _has_own_time(case, rate, None)):
        return []
    if here and not says_it and windows_in(case, index - 1):
        return []  # "In those 31 days 62 died. In October six died a day on average"
    return [(total, windows[0]) for total in _totals(case, index - 1, rate)]


def _told_last(case: Case, rate: Rate) -> list[tuple[Told, Window]]:
    """The one total of the last sentence before a rate that tells one time, of some sentences before."""
    for index in range(rate.told.index - 1, max(-1, rate.told.index - 1 - LAST), -1):
        windows, totals = windows_in(case, index), _totals(case, index, rate)
        if windows:
            alone = len(windows) == len(totals) == 1 and not _has_own_time(case, rate, None)
            return [(totals[0], windows[0])] if alone else []
    return []


def _made_of_it(case: Case, rate: Rate) -> list[tuple[Told, Window]]:
    """ "35 wounded a day. … Over these sixteen days more than 650": the total is told of the rate, after it."""
    for index in range(rate.told.index, min(rate.told.index + APART + 1, len(case.reading))):
        start = case.reading.bounds[index][0]
        if index > rate.told.index and rates_in(case, index):
            return []
        for length in case.lengths(index):
            if length.unit not in DAYS or length.start < rate.told.start:
                continue
            window = Window(length.value * DAYS[length.unit], length.start, length.end, index)
            totals = [one for one in _totals(case, index, rate) if one.start > rate.told.end]
            made = [one for one in totals if one.start > length.end and _is_made(case, length.end, one.start)]
            if made:
                return [(made[0], window)]
            if _has_own_time(case, rate, window):
                continue
            again = shape(r"(?<!\w)<these-days>\s+(?:[\w'-]+\s+)?$").search(case.between(start, length.start))
            told = [one for one in totals if _is_joined(case, one, length)]
            if index > rate.told.index and again and len(told) == 1:
                return [(told[0], window)]
    return []


def _is_made(case: Case, start: int, end: int) -> bool:
    """Whether the words between a time and a total say that it makes it: "over thirty days that is"."""
    gap = case.between(start, end)
    return len(gap) <= 60 and bool(cue("makes").search(gap))


def _is_joined(case: Case, one: Told, length: Length) -> bool:
    """Whether a number and a length of time stand together, without a comma."""
    gap = case.between(one.end, length.start) + case.between(length.end, one.start)
    return len(gap) <= NEAR and not any(mark in gap for mark in ",.;:!?()")


def _is_joined_to_last(case: Case, index: int) -> bool:
    return index > 0 and case.reading.bounds[index - 1][2] >= case.reading.bounds[index][2] - 1


def _has_own_time(case: Case, rate: Rate, window: Window | None) -> bool:
    """Whether the clause of a rate names a time of its own: "350 a day in its first week", "now 20 a day"."""
    start, end, _ = case.reading.bounds[rate.told.index]
    before, behind = case.between(start, rate.told.start), case.between(rate.told.end, end)
    low = start + max((mark.end() for mark in _CLAUSE.finditer(before)), default=0)
    stop = _CLAUSE.search(behind)
    high = rate.told.end + (stop.start() if stop else len(behind))
    if any(cue(name).search(case.between(low, high)) for name in ("newest", "peak", "in-other-times")):
        return True
    sentence = case.sentence(rate.told.index)
    times = [
        (sentence.starts[one.first], sentence.ends[one.last])
        for one in case.times_in(rate.told.index)
        if not one.reporting and one.kind != "rate"
    ]
    times += [(one.start, one.end) for one in case.lengths(rate.told.index)]
    units = "|".join(f"<{unit}>" for unit in UNITS)
    named = shape(rf"(?<!\w)<over-time>\s+(?:[\w'-]+\s+){{1,2}}?(?:{units})(?!\w)")
    averaged = shape(r"(?<!\w)<on-average>\s+$")  # "on average in a day of November": this is the rate itself
    for found in named.finditer(case.between(low, high)):
        if not averaged.search(case.between(low, low + found.start())):
            times.append((low + found.start(), low + found.end()))
    own = [(a, b) for a, b in times if low <= a < high and not (window and a < window.end and window.start < b)]
    return bool(own)


# -------------------------------------------------------------------------------------------------------- the verdict


def _times(rate: Rate, window: Window) -> float:
    """The total that a rate makes in a time."""
    return rate.told.value * window.days / rate.days


def _makes(rate: Rate, window: Window, total: Told) -> bool:
    (low, high), span = rate.told.quantity.interval, interval(total.quantity)
    times = window.days / rate.days
    return span[0] <= high * times * (1 + LOOSE) and low * times * (1 - LOOSE) <= span[1]


def _finding(rate: Rate, total: Told, window: Window, case: Case) -> Finding:
    """Told by what stands last, the total or the rate."""
    lasted = number(round(window.days / rate.days, 1))
    over = f"over {lasted} {rate.unit}s"
    if total.start > rate.told.start:
        made = number(round(_times(rate, window)))
        message = f"{number(rate.told.value)} a {rate.unit} {over} is {made}, not {said(total.quantity)}"
        step, told = f"{number(rate.told.value)} × {lasted} = {made}", total
    else:
        made = number(round(total.value * rate.days / window.days))
        message = f"{number(total.value)} {over} is {made} a {rate.unit}, not {said(rate.told.quantity)}"
        step, told = f"{number(total.value)} ÷ {lasted} = {made}", rate.told
    return RATE_DOES_NOT_FOLLOW.finding(
        message,
        [one.claim for one in (rate.told, total) if one.claim is not None],
        Proof((step, f"told: {said(told.quantity)}")),
        [case.quote(one.start, one.end) for one in (rate.told, total)],
    )
