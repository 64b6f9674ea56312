"""CC1: who is left of a force and who was lost of it, against how many there were.

left      = before − lost + added        "went in with 871 men. … It lost 512. … It was relieved with 359"
lost      = before − left                the same three, where the losses are told last
lost      ≤ before                       "142 men went in, and nobody came to them. … 71 were killed and 82 wounded"
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from counterclaim.findings.arithmetic.equations import (
    FREE,
    LEAST,
    MOST,
    REACH,
    Broken,
    Equation,
    between,
    is_closed,
    is_meant,
    results,
    sums_of,
)
from counterclaim.findings.arithmetic.figures import EVERY, HARMED, Figure, Figures, may_meet, same_kind
from counterclaim.findings.arithmetic.partitions import is_slip
from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue

_FORCES = ("before", "state", "count")  # roles of a number that may be of a force
WIDE = 2.0  # times a force that its losses may be told as; more, and they are of another


def _left(case: Case, figures: Figures) -> Iterator[Broken]:
    """ "871 men went in, 512 were lost, 459 came out", with those who came to them between."""
    for left in results(figures, *FREE):
        near = figures.around(left.told.index, REACH)
        before = _force_before(near, left)
        if before is None:
            continue
        lost = [one for one in near if one.role == "lost" and one.value < before.value and may_meet(one, before)]
        added = [one for one in near if one.role == "added" and same_kind(one, before)]
        if not 1 <= len(lost) <= MOST or len(added) > 2 or not all(one.sure for one in (*lost, *added)):
            continue
        if any(before.value - down + up == left.value for down in sums_of(lost) for up in sums_of(added)):
            continue
        closed = bool(added) or is_closed(between(case, (before, left, *lost)))
        for taken in _readings(lost):
            made = before.value - sum(one.value for one in taken) + sum(one.value for one in added)
            if left.value in {one.value for one in taken} or any(one.value == made for one in near):
                continue  # "these seventeen" are some of the lost again; or who is left is told, by another number
            over = left.value > made > 0 and not added and _is_story(case, before, taken, left, near)
            closes = closed and (left.role != "other" or is_slip(made, left.value))
            if over or is_meant(made, left.value, closes):
                terms = ((1, before), *((-1, one) for one in taken), *((1, one) for one in added))
                yield Broken("left", left, terms, made)
                break


def _spent(case: Case, figures: Figures) -> Iterator[Broken]:
    """ "142 men went in, and no replacements reached them. … It had 71 killed and 82 wounded": more than there were."""
    for before in results(figures, "before", "state"):
        near = [one for one in figures.around(before.told.index, REACH) if one.told.start > before.told.start]
        lost = [one for one in near if one.role == "lost" and one.value >= LEAST and may_meet(one, before)]
        lost = [one for one in lost if one.fates and one.fates <= EVERY]
        if not lost or not all(one.sure for one in lost) or any(one.role in ("before", "added") for one in near):
            continue
        taken = lost if _are_of_fates(lost) else [one for one in lost if one.fates >= HARMED]
        made = sum(one.value for one in taken)
        if len(taken) not in range(1, MOST) or len({one.told.index for one in taken}) > 1 or made <= before.value:
            continue
        if any(one.role in _FORCES and one.value >= made for one in figures.around(before.told.index, REACH)):
            continue  # "a company of 112 … its third platoon had 31": of the company, then
        if made <= WIDE * before.value and is_closed(between(case, (before, *taken))):
            yield Broken("spent", before, tuple((1, one) for one in taken), made)


def _are_of_fates(lost: list[Figure]) -> bool:
    """Whether numbers are told of different fates, one of each: so many killed, so many wounded."""
    return len(lost) > 1 and _are_apart(lost) and all(len(one.fates) == 1 for one in lost)


def _is_story(case: Case, before: Figure, lost: list[Figure], left: Figure, near: list[Figure]) -> bool:
    """Whether one paragraph tells who there were, who was lost and who is left, in this order, and of nobody new."""
    if left.role != "left" or not _are_apart(lost):
        return False
    ordered = all(before.told.start < one.told.start < left.told.start for one in lost)
    beside = case.reading.bounds[before.told.index][2] == case.reading.bounds[left.told.index][2]
    words = between(case, near)
    return ordered and beside and (is_closed(words) or not cue("reinforced").search(words))


def _readings(lost: list[Figure]) -> Iterator[list[Figure]]:
    """Who may be all of the lost: one number for every fate, or numbers for different fates."""
    tops = [one for one in lost if not any(one.fates < other.fates for other in lost)]
    if _are_apart([one for one in tops if one.fates != {"losses"}]) or len({one.told.index for one in tops}) == 1:
        yield tops
    for one in tops:
        if len(tops) > 1 and (one.fates >= HARMED or one.fates == {"losses"}):
            yield [one]


def _are_apart(lost: list[Figure]) -> bool:
    """Whether each of the lost has a fate of its own, so that nobody is counted twice."""
    open_ends = len(lost) > 1 and any(one.fates == {"losses"} for one in lost)
    return not open_ends and all(one.fates.isdisjoint(other.fates) for one, other in combinations(lost, 2))


def _force_before(near: list[Figure], left: Figure) -> Figure | None:
    """The one figure of a force as it was that a figure of who is left can be of."""
    wholes = [
        one
        for one in near
        if one.role in ("before", "state", "count")
        and one.told is not left.told
        and (one.role == "before" or left.role == "left")
        and (one.role != "count" or one.kind is not None)
        and one.sure
        and one.value > left.value
        and may_meet(one, left)
    ]
    here = [one for one in near if one.told.index == left.told.index and one.told.start < left.told.start]
    if any(one.of_which and one not in wholes for one in here):
        return None  # "Of its 86 nurses 31 are left": of these, whatever they are
    same = [one for one in wholes if one.told.index == left.told.index]
    wholes = same or [one for one in wholes if one.role == "before"] or wholes
    return wholes[0] if len({one.value for one in wholes}) == 1 else None


EQUATIONS: tuple[Equation, ...] = (_left, _spent)
