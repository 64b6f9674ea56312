"""CC1: a rate, a length of time and a total, of which each follows from the other two.

"At 200 a day for 50 days, that would mean 30,000"        the total is made of the rate
"The difference is 6,000. Over 30 days that is 350 a day"   the rate is made of the total
"in 30 days 6,000 men, or 350 a day"                        the rate is made of the total
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from counterclaim.findings.case import Case, Length, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import Rule, number, said
from counterclaim.findings.tolerance import interval
from counterclaim.model import Finding, Proof

RATE_DOES_NOT_FOLLOW = Rule(
    "CC104", "rate-does-not-follow", "warning", "A rate multiplied by its time does not give the total told."
)

LOOSE = 0.1  # a rate is an average and rounded: its product may miss the total by a tenth
APART = 2  # sentences between a rate and the total made of it
DAYS = {"day": 1.0, "night": 1.0, "week": 7.0, "month": 30.4, "year": 365.25}  # of a unit of time
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
        yield from _averages(case, index, here)
        rates += here


def _unit_of(case: Case, one: Told) -> str:
    """The unit of time that a number is told for each of, by the words behind it or before it; empty for no rate."""
    behind = case.between(one.end, min(len(case.document.text), one.end + 60))
    before = case.between(case.reading.bounds[one.index][0], one.start)
    for unit in ("day", "night", "week", "month"):
        if shape(rf"^(?:\s+[\w'-]+){{0,3}}?\s+<per>\s+<{unit}>(?!\w)").match(behind):
            return unit
    return "day" if shape(r"(?<!\w)<daily-rate>(?:\s+[\w'-]+){0,4}\s*$").search(before) else ""


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
    if not opens or not rate.index or case.reading.bounds[rate.index - 1][2] < paragraph - 1:
        return []
    return [one for one in case.told(rate.index - 1) if one.count and one.value > 1]


def _lasted(case: Case, rate: Told, unit: str) -> Lasting | None:
    """How long it lasted: the one length of the rate's sentence, else of the one before, else its one month."""
    alone = not any(one.count and one is not rate for one in case.told(rate.index))
    here = (rate.index, rate.index - 1) if alone and rate.index else (rate.index,)
    for at in here:
        lengths = {one.value * DAYS[one.unit] for one in case.lengths(at) if _is_window(case, one)}
        if lengths:
            return Lasting(lengths.pop() / DAYS[unit], unit) if len(lengths) == 1 else None
    months = {one.start for at in here for one in case.times_in(at) if one.kind == "month" and not one.reporting}
    first = months.pop() if len(months) == 1 else None
    if first is None or (case.day is not None and case.day < _next_month(first)):
        return None  # a month that goes on has fewer days yet
    return Lasting((_next_month(first) - first).days / DAYS[unit], unit)


def _is_window(case: Case, length: Length) -> bool:
    """Whether a stated length is one in which something went on: "over the thirty days", not "thirty days ago"."""
    before = case.between(max(0, length.start - 24), length.start)
    opens = shape(r"(?<!\w)<over-time>(?:\s+[\w'-]+){0,2}\s*$").search(before)
    return length.unit in DAYS and opens is not None


def _next_month(first: date) -> date:
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


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
