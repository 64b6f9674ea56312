"""CC1: the time from one to the next, which a total and its time make.

"18 in 24 hours, one every 40 minutes"     24 hours ÷ 18
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.arithmetic.rates import AROUND, DAYS, RATE_DOES_NOT_FOLLOW, unit_of, windows_in
from counterclaim.findings.case import Case, Length, Told
from counterclaim.findings.cues import shape
from counterclaim.findings.rule import number
from counterclaim.model import Finding, Proof

LEAST = 5.0  # of whom it is told how often one comes
WIDER = 0.25  # by which a round time from one to the next may miss


def find(case: Case) -> Iterator[Finding]:
    """Every time from one to the next that no total makes."""
    for index in case.about(AROUND, AROUND):
        yield from _of_sentence(case, index)


def _of_sentence(case: Case, index: int) -> Iterator[Finding]:
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
    windows = {
        days for at in before[:1] for days in {one.days for one in windows_in(case, at)} or _by_the_clock(case, at)
    }
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
    return one.count and one.exact and one.value >= LEAST and one.end < length.start and not unit_of(case, one)


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
