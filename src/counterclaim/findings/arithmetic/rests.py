"""CC1: who remains of a number when the others are told, where the text calls them the rest.

rest      = whole − part − part          "The list has 87 names. Fifty-two are soldiers; the remaining 45 are civilians"
          one slip of a digit from it    "64 lorries. Nineteen were burned, seven broke down. Forty-eight reached …"

The whole is the first number before that all others up to the rest may be of; the words bind the two ("of the 87",
"of them"), or both count the same. It is silent where any other reading makes the rest, and where the text speaks of
some without a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counterclaim.findings.arithmetic.counts import (
    Count,
    count_of,
    counts_before,
    counts_behind,
    is_near,
    may_join,
    sums_of,
    tells_more,
)
from counterclaim.findings.arithmetic.equations import Broken, Equation
from counterclaim.findings.arithmetic.figures import Figure, Figures, may_be_left
from counterclaim.findings.arithmetic.partitions import is_slip
from counterclaim.findings.case import Case
from counterclaim.findings.cues import shape

REACH = 4  # sentences before the rest in which the whole stands
FAR = 10  # and those in which another whole may explain it
PARTS = 5  # told of a whole
LEAST = 2.0  # by which a rest misses: one person may be told without a number
_REST = shape(r"(?<!\w)<as-those-left>\s+(?:<before-share>\s+)?$")
_LEFT = shape(r"(?<!\w)<are-left>\s+(?:<before-share>\s+)?$")
_REACHED = shape(r"^(?:\s+[\w'-]+)?\s+<left-behind>(?!\w)")
_OF = shape(r"(?<!\w)<of>\s+(?:<before-whole>\s+)*$")


@dataclass(frozen=True, slots=True)
class Chain:
    """A whole with those of its parts that are told before the rest."""

    whole: Count
    parts: tuple[Count, ...]

    @property
    def made(self) -> float:
        """What the parts leave of the whole."""
        return self.whole.value - sum(one.value for one in self.parts)

    @property
    def sure(self) -> bool:
        """Whether all are told as they are."""
        return all(one.sure for one in (self.whole, *self.parts))


def _rest(case: Case, figures: Figures) -> Iterator[Broken]:
    """ "87 names … fifty-two of them are soldiers; the remaining 45 are civilians" """
    for index in range(len(case.reading)):
        if not case.tells_in(index, "as-those-left", "are-left", "left-behind") and not may_be_left(case, index):
            continue
        for told in figures.of(index):
            called = bool(_REST.search(told.ahead + " "))
            if told.sure and told.value > 1 and (called or _is_left(told)):
                yield from _judged(case, figures, told, called)


def _is_left(told: Figure) -> bool:
    """Whether the words say that so many are left, though not of whom: "38 reached the camp"."""
    return told.role == "left" or bool(_LEFT.search(told.ahead + " ") or _REACHED.match(told.behind))


def _judged(case: Case, figures: Figures, told: Figure, called: bool) -> Iterator[Broken]:
    """The one way in which a number can be what parts before it leave of a whole, where it is not that."""
    rest, before = count_of(case, told), counts_before(figures, told, REACH)
    behind = [one.value for one in counts_behind(figures, told)]
    chains = [one for one in _chains(rest, before) if _misses(one, rest)]
    if not chains or _is_explained(rest, counts_before(figures, told, FAR), behind):
        return
    widest, alone = chains[-1], called and len(chains) == 1
    if not alone and not is_slip(widest.made, rest.value):
        return
    if not called and rest.value < widest.made:
        return  # fewer may have other reasons
    whole, parts = widest.whole, widest.parts
    if not widest.sure or _is_of_money(case, whole.index):
        return
    if any(part.value == rest.value for part in parts):
        return  # "seventeen we sent away … I was among these seventeen": one of the parts again
    if not tells_more(case, whole.start, told.told.start):
        yield Broken("left", told, ((1, whole.figure), *((-1, one.figure) for one in parts)), widest.made)


def _misses(one: Chain, rest: Count) -> bool:
    return is_near(one.made, rest.value) and abs(one.made - rest.value) >= LEAST


def _chains(rest: Count, before: list[Count]) -> Iterator[Chain]:
    """Each whole with its parts, in the order they are told: the parts are all numbers between it and the rest."""
    parts: list[Count] = []
    for one in reversed(before):
        nested = any(part.inside for part in parts[1:])
        if parts and not nested and one.value > max([rest.value, *(part.value for part in parts)]):
            bound = bool(parts[0].inside or _OF.search(one.figure.ahead + " "))
            alike = may_join(one, rest, bound) and all(
                may_join(one, part, bound and part.index == one.index) for part in parts
            )
            if alike and (bound or one.paragraph == rest.paragraph):
                yield Chain(one, tuple(parts))
        parts.insert(0, one)
        if len(parts) > PARTS:
            return


def _is_of_money(case: Case, index: int) -> bool:
    """Whether a sentence or the one before tells a sum of money: what is left may be of that."""
    near = (at for at in (index - 1, index) if at >= 0)
    return any(one.reason == "money" for at in near for one in case.numbers_in(at)[1])


def _is_explained(rest: Count, before: list[Count], behind: list[float]) -> bool:
    """Whether the rest is what some numbers before it leave of another one, but for one told behind it."""
    told = {rest.value, *(rest.value - one for one in behind), *(rest.value + one for one in behind)}
    sums = sums_of(before)
    return any(whole.value - made in told for whole in before for made in sums if made)


EQUATIONS: tuple[Equation, ...] = (_rest,)
