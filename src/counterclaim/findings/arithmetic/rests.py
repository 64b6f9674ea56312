"""CC1: who remains of a number when the others are told, where the text calls them the rest.

rest      = whole − part − part          "The list has 87 names. Fifty-two are soldiers; the remaining 45 are civilians"

The whole is the last number before that all others up to the rest may be of; the words bind the two ("of the 87",
"of them"), or both count the same. It is silent where any other reading makes the rest, and where the text speaks of
some without a number.
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.arithmetic.counts import (
    Count,
    count_of,
    counts_before,
    is_near,
    may_join,
    sums_of,
    tells_more,
)
from counterclaim.findings.arithmetic.equations import Broken, Equation
from counterclaim.findings.arithmetic.figures import Figure, Figures
from counterclaim.findings.case import Case
from counterclaim.findings.cues import shape

REACH = 4  # sentences before the rest in which the whole stands
FAR = 10  # and those in which another whole may explain it
PARTS = 5  # told of a whole
LEAST = 2.0  # by which a rest misses: one person may be told without a number
_REST = shape(r"(?<!\w)<as-those-left>\s+(?:<before-share>\s+)?$")
_OF = shape(r"(?<!\w)<of>\s+(?:<before-whole>\s+)*$")


def _rest(case: Case, figures: Figures) -> Iterator[Broken]:
    """ "87 names … fifty-two of them are soldiers; the remaining 45 are civilians" """
    for index in range(len(case.reading)) if case.tells("as-those-left") else ():
        for told in figures.of(index):
            if told.sure and told.value > 1 and _REST.search(told.ahead + " "):
                broken = _judged(case, figures, told)
                if broken is not None:
                    yield broken


def _judged(case: Case, figures: Figures, told: Figure) -> Broken | None:
    rest, before = count_of(case, told), counts_before(figures, told, REACH)
    around = counts_before(figures, told, FAR)
    found = _chain(rest, before)
    if found is None:
        return None
    whole, parts = found
    made = whole.value - sum(one.value for one in parts)
    if not is_near(made, rest.value) or abs(made - rest.value) < LEAST or _is_explained(rest, around):
        return None
    if (
        not all(one.sure for one in (whole, *parts))
        or _is_of_money(case, whole.index)
        or tells_more(case, whole.start, told.told.start)
    ):
        return None
    terms = ((1, whole.figure), *((-1, one.figure) for one in parts))
    return Broken("left", told, terms, made)


def _chain(rest: Count, before: list[Count]) -> tuple[Count, list[Count]] | None:
    """The whole and its parts, in the order they are told: the parts are all numbers between the whole and the rest."""
    parts: list[Count] = []
    for one in reversed(before):
        if one.value > max([rest.value, *(part.value for part in parts)]) and parts:
            whole = one
            break
        parts.insert(0, one)
    else:
        return None
    nested = any(part.inside for part in parts[1:])
    if len(parts) > PARTS or nested:
        return None
    bound = parts[0].inside or _OF.search(whole.figure.ahead + " ")
    alike = may_join(whole, rest, bool(bound)) and all(may_join(whole, one) for one in parts)
    return (whole, parts) if alike and (bound or whole.paragraph == rest.paragraph) else None


def _is_of_money(case: Case, index: int) -> bool:
    """Whether a sentence or the one before tells a sum of money: what is left may be of that."""
    near = (at for at in (index - 1, index) if at >= 0)
    return any(one.reason == "money" for at in near for one in case.numbers_in(at)[1])


def _is_explained(rest: Count, before: list[Count]) -> bool:
    """Whether the rest is what some numbers before it leave of another one."""
    return any(whole.value - made == rest.value for whole in before for made in sums_of(before) if made)


EQUATIONS: tuple[Equation, ...] = (_rest,)
