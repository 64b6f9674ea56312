"""CC1: an average for each of so many things, against their number and what it was in all (for each day: ``rates``).

average   = total ÷ number               "The 12 flights brought 216 wounded, on average 28 a flight"
          = mean of a list               "The four companies lost 21, 24, 18 and 25, an average of 32 each"

The words name what it is for each of ("a flight", "each"); one number counts them, another is the total. It is silent
where any total and any number around make the average.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from counterclaim.findings.arithmetic.counts import Count, count_of, counts_before, is_near, may_join
from counterclaim.findings.arithmetic.figures import Figure, Figures
from counterclaim.findings.arithmetic.portions import akin
from counterclaim.findings.arithmetic.rates import RATE_DOES_NOT_FOLLOW, rates_in
from counterclaim.findings.case import Case
from counterclaim.findings.cues import shape
from counterclaim.findings.rule import number, said
from counterclaim.model import Finding, Proof

REACH = 1  # sentences before an average in which its operands stand
FAR = 4  # and those in which others may explain it
ROUND = 0.1  # of an average: it is rounded
_AVERAGE = shape(r"(?<!\w)<on-average>(?:,?\s+[^\W\d]+){0,3}\s*$")
_UNIT = shape(r"^((?:\s+(?!<for-each-of>(?!\w))[^\W\d][\w'-]*){0,2})\s+<for-each-of>\s+([^\W\d][\w'-]+)")
_EACH = shape(r"^(?:\s+[^\W\d][\w'-]*){0,2},?\s+(?:<for-each-of>\s+)?<each-behind>\s*(?:[.,;:)!]|$)")


@dataclass(frozen=True, slots=True)
class Average:
    """A number told for each of some things; ``unit`` is their noun, empty where the words do not repeat it."""

    told: Count
    unit: str


@dataclass(frozen=True, slots=True)
class Division:
    """What an average is made of: the numbers that make the total, and how many share it."""

    parts: tuple[Count, ...]
    among: Count

    @property
    def made(self) -> float:
        """The average that they make."""
        return sum(one.value for one in self.parts) / self.among.value


def find(case: Case, figures: Figures) -> Iterator[Finding]:
    """Every average that is not what its total makes for each."""
    for index in case.about(FAR, FAR):
        if not case.tells_in(index, "on-average", "each-behind"):
            continue
        timed = {rate.told.start for rate in rates_in(case, index)}
        for one in figures.of(index):
            average = _average(case, one) if one.told.start not in timed else None
            division = _division(figures, average) if average is not None else None
            if average is not None and division is not None:
                yield _finding(case, average, division)


def _average(case: Case, one: Figure) -> Average | None:
    """A number as an average, by the words around it: "on average 28 a flight", "18 in each"."""
    if one.told.quantity.hedge == "vague" or one.value <= 1:
        return None
    told = count_of(case, one)
    if _EACH.match(one.behind):
        return Average(told, "")
    unit = _UNIT.match(one.behind) if _AVERAGE.search(one.ahead) else None
    return Average(replace(told, nouns=tuple(unit[1].split())), unit[2]) if unit is not None else None


def _division(figures: Figures, average: Average) -> Division | None:
    """The one total and the one number of things that an average must be of, where it fails."""
    told = average.told
    if any(_makes(other, told) for other in _any_divisions(counts_before(figures, told.figure, FAR))):
        return None
    before = [one for one in counts_before(figures, told.figure, REACH) if one.sure and not one.inside]
    for at in (told.index, told.index - 1):
        here = [one for one in before if one.index == at]
        among = [one for one in here if _is_among(average, one)]
        others = [one for one in here if one not in among and one.value > 1]
        if len(among) != 1 or not others:
            continue
        parts = tuple(one for one in others if may_join(one, told) and may_join(one, others[0]))
        if len(parts) != len(others) or len(parts) not in (1, int(among[0].value)):
            return None
        division = Division(parts, among[0])
        return division if is_near(division.made, told.value) and not _makes(division.made, told) else None
    return None


def _is_among(average: Average, one: Count) -> bool:
    """Whether a number counts the things that an average is for each of."""
    if average.unit:
        return any(akin(word, average.unit, 3) for word in one.nouns)
    return bool(one.nouns and shape(r"^\s+(?:[\w'-]+\s+)?(?:<sites>|<carriers>)(?!\w)").match(one.figure.behind))


def _any_divisions(counts: Sequence[Count]) -> Iterator[float]:
    """What any number around makes of any greater one, or of some told in a row."""
    values = [one.value for one in counts if one.value]
    for many in values:
        yield from (value / many for value in values if value > many)
    for first in range(len(values)):
        for last in range(first + 2, len(values) + 1):
            yield sum(values[first:last]) / (last - first)


def _makes(made: float, told: Count) -> bool:
    low, high = told.figure.told.quantity.interval
    return low * (1 - ROUND) <= made <= high * (1 + ROUND) or low - 1 < made < high + 1


def _finding(case: Case, average: Average, division: Division) -> Finding:
    told, among = average.told.figure.told, division.among.figure.told
    parts = [one.figure.told for one in division.parts]
    total = " + ".join(number(one.value) for one in parts)
    dividend = f"({total})" if len(parts) > 1 else total
    made = number(round(division.made, 1))
    return RATE_DOES_NOT_FOLLOW.finding(
        f"{total} among {number(among.value)} is {made} each, not {said(told.quantity)}",
        [one.claim for one in (told, among, *parts) if one.claim is not None],
        Proof((f"{dividend} ÷ {number(among.value)} = {made}", f"told: {said(told.quantity)}")),
        [case.quote(one.start, one.end) for one in (told, among, *parts)],
    )
