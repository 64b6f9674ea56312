"""CC1: a rate, a length of time and a total, of which each follows from the other two.

"At 200 a day for 50 days, that would mean 30,000"        the total is made of the rate
"The difference is 6,000. Over 30 days that is 350 a day"   the rate is made of the total
"in 30 days 6,000 men, or 350 a day"                        the rate is made of the total
"350 a day. … 6,000 men in these 30 days"                   the total is made of the rate
"18 in 24 hours, one every 40 minutes"                      the time from one to the next is made of the total
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from counterclaim.findings.case import Case, Length, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import Rule, number, said
from counterclaim.findings.terms import is_state, measures_meet
from counterclaim.findings.tolerance import interval
from counterclaim.model import Finding, Proof

RATE_DOES_NOT_FOLLOW = Rule(
    "CC104", "rate-does-not-follow", "warning", "A rate multiplied by its time does not give the total told."
)

LEAST = 5.0  # of whom it is told how often one comes
NEAR = 40  # characters between a total and the time it is of
WIDER = 0.25  # by which a round time from one to the next may miss
LOOSE = 0.1  # a rate is an average and rounded: its product may miss the total by a tenth
APART = 2  # sentences between a rate and the total made of it
UNITS = ("day", "night", "week", "month", "hour", "year")  # for each of which a number may be told
# the words for each of them before a number
AHEAD = (
    ("day", "daily-rate"), ("week", "weekly-rate"), ("month", "monthly-rate"), ("hour", "hourly-rate"),
    ("year", "yearly-rate"),
)  # fmt: skip
DAYS = {
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "night": 1.0,
    "week": 7.0,
    "month": 30.4,
    "year": 365.25,
}  # of a unit of time
WIDE = 2.5  # times that a rate may miss the total it is made of; more, and it is of something else


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long something lasted: how many of which unit."""

    value: float
    unit: str


def find(case: Case) -> Iterator[Finding]:
    """Every total that its rate does not make, and every rate that its total does not."""
    spoken = {case.sentence_of(claim) for claim in case.claims}
    near = {index + step for index in spoken for step in (0, 1, 2)}
    rates: list[tuple[Told, str]] = []
    for index in sorted(index for index in near if index < len(case.reading)):
        here = [(one, unit) for one in case.told(index) if one.count and (unit := _unit_of(case, one))]
        if {index, index - 1} & spoken:
            yield from _totals(case, index, here or rates[-2:])
            yield from _sums(case, index, rates)
            yield from _intervals(case, index)
        yield from _averages(case, index, here)
        rates += here


def _unit_of(case: Case, one: Told) -> str:
    """The unit of time that a number is told for each of, by the words behind it or before it; empty for no rate."""
    behind = case.between(one.end, min(len(case.document.text), one.end + 60))
    before = case.between(case.reading.bounds[one.index][0], one.start)
    for unit in UNITS:
        if shape(rf"^(?:\s+[\w'-]+){{0,3}}?\s+<per>\s+<{unit}>(?!\w)").match(behind):
            return unit
    for unit, name in AHEAD:
        if shape(rf"(?<!\w)<{name}>(?:\s+[\w'-]+){{0,4}}\s*$").search(before):
            return unit
    return "day" if shape(r"(?<!\w)<each-day>(?!\w)[^.,;:!?\d]{0,60}$").search(before) and _is_first(case, one) else ""


def _is_first(case: Case, one: Told) -> bool:
    """Whether a number is the first of its sentence."""
    return not any(other.end <= one.start for other in case.told(one.index))


def _same_unit(one: str, other: str) -> bool:
    days = {"day", "night"}
    return one == other or (one in days and other in days)


# ------------------------------------------------------------------------------------------- a total made of a rate


def _totals(case: Case, index: int, rates: list[tuple[Told, str]]) -> Iterator[Finding]:
    """A rate, how long it lasted, and the total that the text says it makes."""
    lengths = case.lengths(index)
    if len(lengths) != 1 or lengths[0].value < 2:
        return
    length = lengths[0]
    known = [(rate, unit) for rate, unit in rates if _same_unit(unit, length.unit)]
    behind = [one for one in case.told(index) if one.count and one.start > length.end]
    totals = [one for one in behind if not _unit_of(case, one) and not _is_average(case, one)]
    if not known or not totals:
        return
    rate, unit = known[-1]
    if len({one.value for one, _ in known if one.index == rate.index}) > 1 or rate.index < index - APART:
        return
    total = totals[0]
    if total.value <= rate.value:
        return  # another average: "865 a month … over 46 months gives 615"
    gap = case.between(max(length.end, rate.end if rate.index == index else 0), total.start)
    if len(gap) <= 60 and cue("makes").search(gap) and not _makes(rate, length.value, total, total.quantity.interval):
        yield _finding(case, rate, Lasting(length.value, unit), total)


def _is_average(case: Case, one: Told) -> bool:
    """Whether a number is itself an average, of whatever time: "in the 53 months before, the average was 70"."""
    start = case.reading.bounds[one.index][0]
    return bool(shape(r"(?<!\w)<average>(?:\s+[\w'-]+){0,3}\s*$").search(case.between(start, one.start)))


# ------------------------------------------------------------------------------------------- a rate made of a total


def _averages(case: Case, index: int, rates: list[tuple[Told, str]]) -> Iterator[Finding]:
    """The rate that a total is said to be over a length of time."""
    for rate, unit in rates if len(rates) == 1 else ():
        totals = _totals_of(case, rate)
        lasted = _lasted(case, rate, unit)
        if not totals or lasted is None or lasted.value < 2:
            continue
        if any(_makes(rate, lasted.value, one, interval(one.quantity)) for one in totals):
            continue
        meant = [one for one in totals if 1 / WIDE < rate.value * lasted.value / one.value < WIDE]
        if meant:
            yield _average(case, rate, lasted, meant[-1] if meant[-1].index == rate.index else meant[0])


def _totals_of(case: Case, rate: Told) -> list[Told]:
    """The counts that a rate may be made of: those before "or 350 a day", or before "Over 30 days that is 350"."""
    start, end, paragraph = case.reading.bounds[rate.index]
    before, behind = case.between(start, rate.start), case.between(rate.end, end)
    if not shape(r"^(?:\s+[\w'-]+){0,3}?\s+<per>\s+\w+(?:\s+<average>)?\s*(?:[.,;:)!]|$)").match(behind):
        return []  # "350 a day in its first week"
    here = [one for one in case.told(rate.index) if one.start < rate.start and one.count and one.value > 1]
    if here:
        apposed = shape(r"(?:,|--?|\()\s*(?:<or>\s+)?(?:<average>\s+)?(?:<before-share>\s+)*$").search(before)
        return here if apposed else []
    opens = shape(r"(?:^|[,;:]\s*|[^.;:!?]{0,60}\s)<that-is>\s+(?:<average>\s+)?(?:<before-share>\s+)*$").match(before)
    means = shape(r"^[^.;:!?]{0,30}?(?<!\w)<on-average>(?!\w)[^.,;:!?]{0,40}$").match(before)
    if not (opens or means) or not rate.index or case.reading.bounds[rate.index - 1][2] < paragraph - 1:
        return []
    return [one for one in case.told(rate.index - 1) if one.count and one.value > 1]


def _lasted(case: Case, rate: Told, unit: str) -> Lasting | None:
    """How long it lasted, by the rate's sentence, else the one before: the one length, its dates, or its month."""
    alone = not any(one.count and one is not rate for one in case.told(rate.index))
    here = (rate.index, rate.index - 1) if alone and rate.index else (rate.index,)
    for at in here:
        lengths = _windows(case, at)
        if lengths:
            return Lasting(lengths.pop() / DAYS[unit], unit) if len(lengths) == 1 else None
    months = {one.start for at in here for one in case.times_in(at) if one.kind == "month" and not one.reporting}
    first = months.pop() if len(months) == 1 else None
    if first is None or (case.day is not None and case.day < _next_month(first)):
        return None  # a month that goes on has fewer days yet
    return Lasting((_next_month(first) - first).days / DAYS[unit], unit)


def _windows(case: Case, index: int) -> set[float]:
    """The times in days in which a sentence says that something went on, as lengths or else by their two ends."""
    lengths = {one.value * DAYS[one.unit] for one in case.lengths(index) if _is_window(case, one)}
    spans = {
        (one.end - one.start).days + 1.0
        for one in case.times_in(index)
        if one.kind == "span" and one.start is not None and one.end is not None and not one.reporting
    }
    return lengths or spans


def _is_window(case: Case, length: Length) -> bool:
    """Whether a stated length is one in which something went on: "over the thirty days", not "thirty days ago"."""
    before = case.between(max(0, length.start - 24), length.start)
    opens = shape(r"(?<!\w)<over-time>(?:\s+[\w'-]+){0,2}\s*$").search(before)
    return length.unit in DAYS and opens is not None


def _next_month(first: date) -> date:
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


# ------------------------------------------------------------------------------------ a total told after its rate


def _sums(case: Case, index: int, rates: list[tuple[Told, str]]) -> Iterator[Finding]:
    """ "35 wounded a day. … Over these sixteen days more than 650": the one rate before, and the total of its time."""
    before = [(rate, unit) for rate, unit in rates if index - APART <= rate.index < index]
    lengths = [one for one in case.lengths(index) if _is_window(case, one)]
    if len(before) != 1 or len(lengths) != 1 or lengths[0].value < 2:
        return
    (rate, unit), length = before[0], lengths[0]
    if not shape(r"(?<!\w)<these-days>\s+(?:[\w'-]+\s+)?$").search(
        case.between(case.reading.bounds[index][0], length.start)
    ):
        return  # "in the ten days before": of another time than the rate's
    totals = [one for one in case.told(index) if one.count and one.value > rate.value and _is_joined(case, one, length)]
    if len(totals) != 1 or _unit_of(case, totals[0]) or not _may_be_of(rate, totals[0]):
        return
    total, times = totals[0], length.value * DAYS[length.unit] / DAYS[unit]
    meant = 1 / WIDE < rate.value * times / max(total.value, 1.0) < WIDE
    if meant and not _makes(rate, times, total, total.quantity.interval):
        yield _finding(case, rate, Lasting(times, unit), total)


def _is_joined(case: Case, one: Told, length: Length) -> bool:
    """Whether a number and a length of time stand together, without a comma."""
    gap = case.between(one.end, length.start) + case.between(length.end, one.start)
    return len(gap) <= NEAR and not any(mark in gap for mark in ",.;:!?()")


def _may_be_of(rate: Told, total: Told) -> bool:
    """Whether a total may count whom a rate counts: both tell of losses the same, or one of them tells of none."""
    one, other = rate.claim, total.claim
    return one is None or other is None or is_state(one) or is_state(other) or measures_meet(one.measure, other.measure)


# ------------------------------------------------------------------------------- the time from one to the next


def _intervals(case: Case, index: int) -> Iterator[Finding]:
    """ "In those 24 hours 18 were brought in. That is one every forty minutes." """
    start = case.reading.bounds[index][0]
    spoken = shape(r"(?<!\w)<one>(?:\s+[\w'-]+){0,4}?\s+<every>\s+(?:<before-share>\s+)*$")
    found = [
        (one.start(), length)
        for length in case.lengths(index)
        if length.unit in DAYS and (one := spoken.search(case.between(start, length.start)))
    ]
    if len(found) != 1:
        return  # "one body every half hour, and a new patient every ten minutes"
    opens, length = found[0]
    before = [at for at in (index, index - 1) if at >= 0 and any(_is_total(case, one, length) for one in case.told(at))]
    totals = [one for at in before[:1] for one in case.told(at) if _is_total(case, one, length)]
    windows = {window for at in before[:1] for window in _windows(case, at) or _by_the_clock(case, at)}
    if len(totals) != 1 or len(windows) != 1:
        return
    total, window = totals[0], windows.pop()
    told, made = length.value * DAYS[length.unit], window / total.value
    if max(told, made) > min(told, made) * (1 + WIDER):
        each, words = number(round(made / DAYS[length.unit])), case.document.text[length.start : length.end]
        yield RATE_DOES_NOT_FOLLOW.finding(
            f"{number(total.value)} in {number(round(window * 24))} hours is one every {each} {length.unit}s, "
            f"not “{words}”",
            [total.claim] if total.claim is not None else [],
            Proof((f"{number(round(window / DAYS[length.unit]))} ÷ {number(total.value)} = {each}",)),
            [case.quote(total.start, total.end), case.quote(start + opens, length.end)],
        )


def _is_total(case: Case, one: Told, length: Length) -> bool:
    return one.count and one.exact and one.value >= LEAST and one.end < length.start and not _unit_of(case, one)


def _by_the_clock(case: Case, index: int) -> set[float]:
    """Whole days from an hour of one day to the same hour of another: "from six on Sunday to six on Monday"."""
    sentence = case.sentence(index)
    hours = [
        " ".join(sentence.words[one.first : one.last + 1]) for one in case.numbers_in(index)[1] if one.reason == "time"
    ]
    days = [one.start for one in case.times_in(index) if one.start is not None and one.start == one.end]
    if len(hours) != 2 or len(set(hours)) != 1 or len(days) != 2:
        return set()
    return {float((days[1] - days[0]).days)} - {0.0}


# -------------------------------------------------------------------------------------------------------- the verdict


def _makes(rate: Told, times: float, total: Told, span: tuple[float, float]) -> bool:
    low, high = rate.quantity.interval
    return span[0] <= high * times * (1 + LOOSE) and low * times * (1 - LOOSE) <= span[1]


def _finding(case: Case, rate: Told, lasted: Lasting, total: Told) -> Finding:
    times, made = number(lasted.value), number(rate.value * lasted.value)
    return RATE_DOES_NOT_FOLLOW.finding(
        f"{number(rate.value)} a {lasted.unit} over {times} {lasted.unit}s is {made}, not {said(total.quantity)}",
        [one.claim for one in (rate, total) if one.claim is not None],
        Proof((f"{number(rate.value)} × {times} = {made}", f"told: {said(total.quantity)}")),
        [case.quote(one.start, one.end) for one in (rate, total)],
    )


def _average(case: Case, rate: Told, lasted: Lasting, total: Told) -> Finding:
    times, made = number(round(lasted.value, 1)), number(round(total.value / lasted.value))
    return RATE_DOES_NOT_FOLLOW.finding(
        f"{number(total.value)} over {times} {lasted.unit}s is {made} a {lasted.unit}, not {said(rate.quantity)}",
        [one.claim for one in (total, rate) if one.claim is not None],
        Proof((f"{number(total.value)} ÷ {times} = {made}", f"told: {said(rate.quantity)}")),
        [case.quote(one.start, one.end) for one in (total, rate)],
    )
