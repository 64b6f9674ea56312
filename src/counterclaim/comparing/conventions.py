"""How figures of several reports become one: named conventions, for ``incidents`` and for tables of events alike.

Toll          what one report tells of one measure
CONVENTIONS   by name: the table of vague words, the rule in words, and the rule
under         a told number under a convention's table of vague words
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from counterclaim.model import CounterclaimError, Quantity

Figures = tuple[int, int, int]  # low, best, high


@dataclass(frozen=True, slots=True)
class Toll:
    """What one report tells of one measure; ``groups`` are its single counts, ``parties`` those by kind and side.

    ``incident`` is false for an increment or the sum of a long time; ``wide`` is true for a sum of several days or of a
    whole region or country, of which one event may be a part. ``most`` is the total where its numbers are taken as high
    as they allow, if that is more.
    """

    outlet: str
    day: date | None
    total: int
    groups: tuple[int, ...]
    parties: Mapping[tuple[str, str | None], int] = field(default_factory=dict)
    incident: bool = True
    claims: tuple[str, ...] = ()
    origin: str = ""  # reports of one origin share it; empty where only the outlet is known
    most: int = 0
    wide: bool = False

    @property
    def high(self) -> int:
        """The largest total that it allows."""
        return max(self.total, self.most)


@dataclass(frozen=True, slots=True)
class Convention:
    """``vague`` names the table of vague words; ``of_reports`` makes low, best and high of reports in order of days."""

    name: str
    vague: str
    words: str
    of_reports: Callable[[Sequence[Toll]], Figures]


_LITTLE_MORE = 1.1  # by how much the dead of each party together may pass a total and still be the same dead


def _ucdp(tolls: Sequence[Toll]) -> Figures:
    standing = [
        one
        for at, one in enumerate(tolls)
        if not any(later.outlet == one.outlet and later.total > one.total for later in tolls[at + 1 :])
    ]
    raised = [
        one
        for at, one in enumerate(tolls)
        if any(earlier.outlet == one.outlet and earlier.total < one.total for earlier in tolls[:at])
    ]
    counted = Counter(one.total for one in standing)
    often = max(counted.values())
    best = min(total for total, count in counted.items() if count == often)
    risen = max(one.total for one in tolls if one.day == tolls[-1].day)
    if often == 1 and all(one.total < risen for one in tolls if one.day != tolls[-1].day):
        best = best if tolls[0].day == tolls[-1].day else risen
    best = next((one.total for one in reversed(raised) if one in standing), best)
    whole = _of_all_parties(tolls)
    bare = [one.total for one in tolls if not one.parties and one.total > 1]  # of nobody in particular: a whole
    if best == 1 and bare:
        best = min(bare)  # one victim, told apart, is among them
    elif best in bare and best < whole <= best * _LITTLE_MORE:
        best = whole  # what the parties tell of their own comes to a little more
    low = 1 if all(one.wide for one in tolls) else min(best, *(min(one.groups) for one in tolls))
    return low, best, max(*(one.high for one in tolls), best, _of_all_parties(tolls))


def _of_all_parties(tolls: Sequence[Toll]) -> int:
    """The largest counts of each side's soldiers and civilians together; those of no side are of one that is named."""
    largest: Counter[tuple[str, str | None]] = Counter()
    for one in tolls:
        for party, count in one.parties.items():
            largest[party] = max(largest[party], count)
    named = {armed for armed, side in largest if side is not None}
    return sum(count for (armed, side), count in largest.items() if side is not None or armed not in named)


def _acled(tolls: Sequence[Toll]) -> Figures:
    last = tolls[-1].day
    least = min(one.total for one in tolls if one.day == last)
    return least, least, max(one.high for one in tolls)


def _median(tolls: Sequence[Toll]) -> Figures:
    latest = sorted({one.origin or one.outlet: one.total for one in tolls}.values())
    return latest[0], latest[(len(latest) - 1) // 2], latest[-1]


def _ibc(tolls: Sequence[Toll]) -> Figures:
    totals = sorted(one.total for one in tolls)
    return min(min(one.groups) for one in tolls), totals[(len(totals) - 1) // 2], max(one.high for one in tolls)


CONVENTIONS: Mapping[str, Convention] = {
    convention.name: convention
    for convention in (
        Convention(
            "ucdp",
            "ours",
            "best is the last figure to which an outlet raised its own; where none did, the one told most often, of "
            "several told equally often the smallest, unless the toll rose from day to day: then that of the last "
            "day. A single victim told apart is among those of a total; where the dead of the "
            "parties together are up to a tenth more than a total, best is they. low is the smallest count of any one "
            "group in any report, but 1 where all are sums of days, regions "
            "or countries; high the largest total, or the largest counts of all parties together",
            _ucdp,
        ),
        Convention(
            "acled",
            "acled",
            "best and low are the smallest total of the last day on which one was told, high the largest total; "
            "dozens 12, hundreds 100, several, few and many 3",
            _acled,
        ),
        Convention(
            "ibc",
            "ours",
            "low is the smallest count and high the largest total of any report, best the median of the totals, the "
            "lower of two in the middle",
            _ibc,
        ),
        Convention(
            "median",
            "ours",
            "best is the median of the last totals of independent origins, the lower of two in the middle; low and "
            "high are the smallest and the largest of these",
            _median,
        ),
    )
}


def convention_named(name: str) -> Convention:
    """A convention by its name; ``CounterclaimError`` names those there are."""
    if name not in CONVENTIONS:
        raise CounterclaimError(f"there is no convention “{name}”; there is: {', '.join(CONVENTIONS)}")
    return CONVENTIONS[name]


def under(quantity: Quantity, convention: Convention) -> Quantity:
    """A told number with its vague words as the convention counts them."""
    if quantity.hedge != "vague" or convention.vague == "ours":
        return quantity
    return _read_again(quantity.text, convention.vague) or quantity


@lru_cache(maxsize=1024)
def _read_again(text: str, vague: str) -> Quantity | None:
    from counterclaim.language import load_language
    from counterclaim.quantities import find_amounts

    pack = load_language("en")
    amounts, _ = find_amounts(pack.parse(text), pack, vague)
    return amounts[0].quantity if amounts else None
