"""Two numbers of one thing at two times, by the words around them, whether or not they were read as claims.

"In February 45 were wounded. … In March there were 29"      one that names its time, and nothing that it counts
"72 a day. A week earlier it had been 60"                    … or another time by "earlier"
"72 a day, up from 60"                                       one that is told against the other
"""

from __future__ import annotations

from collections.abc import Iterable

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import shape

BEFORE = 6  # sentences before a change in which the two numbers of it stand
LEAST = 3.0  # fewer are told of much else
_TIMES = frozenset({"day", "days", "month", "season", "year", "weekday", "relative-day", "relative"})
_NO_NOUN = r"^\s*(?:[.,;:!?)\"»”–-]|$|(?:<and>|<in-time>)\s)"


def counterparts(case: Case, index: int) -> list[tuple[Told, Told]]:
    """The pairs of numbers of one thing at two times that stand in a sentence or before it, the earlier told first."""
    paragraph = case.reading.bounds[index][2]
    reach = [at for at in range(max(0, index - BEFORE), index + 1) if case.reading.bounds[at][2] >= paragraph - 2]
    told = [one for at in reach for one in case.told(at) if is_count(one)]
    pairs = []
    for at, other in enumerate(told):
        before = [one for one in told[:at] if other.index - one.index <= 1]
        if before and is_echo(case, other) and before[-1].value != other.value:
            pairs.append((before[-1], other))
    return pairs


def is_count(one: Told) -> bool:
    """Whether a number counts more than a few, and says how many."""
    return one.count and one.value >= LEAST and one.quantity.hedge != "vague"


def is_echo(case: Case, one: Told) -> bool:
    """Whether a number tells how many they were at another time, without saying again what it counts."""
    start, end, _ = case.reading.bounds[one.index]
    before, behind = case.between(start, one.start), case.between(one.end, end)
    if not shape(_NO_NOUN).match(behind):
        return False
    if shape(r"(?<!\w)<as-against>\s*(?:<before-share>\s+)*$").search(before):
        return True
    return bool(shape(r"(?<!\w)<they-were>\s*(?:<before-share>\s+)*$").search(before)) and _has_other_time(case, one)


def _has_other_time(case: Case, one: Told) -> bool:
    """Whether the sentence of a number names a month, a year … or one before another."""
    if shape(r"(?<!\w)<other-time>(?!\w)").search(case.words(one.index)):
        return True
    return any(
        time.start is not None and time.kind in _TIMES and not time.reporting for time in case.times_in(one.index)
    )


def explains(told: Iterable[Told], least: float, most: float) -> bool:
    """Whether some two of these numbers stand to each other as a change says."""
    values = sorted({one.value for one in told})
    return any(least <= high / low <= most for at, low in enumerate(values) for high in values[at + 1 :])
