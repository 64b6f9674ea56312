"""CC1: more parts behind a comma than their whole has: "67 people were killed, 40 in the north, 35 in the south"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.terms import is_loss
from counterclaim.tracing.slips import slips
from counterclaim.vocabulary import broader

WIDE = 1.6  # times a whole that its parts make at most: more, and they are of something else
KIND = 20  # characters behind a number in which the word for its kind of people stands
GAP = 60  # characters between a whole and its first part, and between two parts


def find(case: Case) -> Iterator[tuple[Told, list[Told]]]:
    """Each whole with the parts that are more than it."""
    for index in case.about(0, 1):
        yield from _apposed(case, index)


def is_slip(made: float, total: float, another: bool = True) -> bool:
    """Whether a sum is a number but for one slip: digits swapped, one dropped or doubled, or ``another`` digit."""
    if min(made, total) <= 0:
        return False
    if int(total) in slips(int(made)) or int(made) in slips(int(total)):
        return True
    one, other = f"{made:.0f}", f"{total:.0f}"
    return another and len(one) == len(other) > 1 and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _apposed(case: Case, index: int) -> Iterator[tuple[Told, list[Told]]]:
    """More parts behind a comma than their whole has: each with no noun of its own, or of a narrower kind."""
    told = [one for one in case.told(index) if one.count]
    if len(told) < 3 or not told[0].exact or told[0].claim is None or not is_loss(told[0].claim):
        return
    whole, parts = told[0], told[1:]
    words = case.between(whole.end, parts[-1].end)
    of_kinds = [shape(r"^\s+<a-kind-of-people>(?!\w)").match(case.between(one.end, one.end + KIND)) for one in told]
    if of_kinds[0] and any(of_kinds[1:]):
        return  # "17 men, 12 women and nine children"
    gaps = [case.between(one.end, other.start) for one, other in pairwise(told)]
    if shape(r"(?<!\w)<in-place>\s[^,]*,").search(gaps[0]):
        return  # "six died at the mill, four at the well and five on the road"
    if any(len(gap) > GAP or any(mark in gap for mark in ".;:!?(") for gap in gaps) or "," not in gaps[0]:
        return
    if cue("including").search(words) or cue("further").search(words) or not all(one.exact for one in parts):
        return
    made = sum(one.value for one in parts)
    if all(_is_within(case, whole, part) for part in parts):
        if max(one.value for one in parts) < whole.value < made <= whole.value * WIDE:
            yield whole, parts


def _is_within(case: Case, whole: Told, part: Told) -> bool:
    """Whether a number must be of those of the whole: it tells a place alone, or a kind of them, of the same fate."""
    one, other = whole.claim, part.claim
    if one is None or (other is not None and other.measure != one.measure):
        return False
    end = case.reading.bounds[part.index][1]
    placed = shape(r"^\s+(?:<of-them>\s+)?<in-place>(?!\w)").match(case.between(part.end, end))
    return bool(placed) or (other is not None and one.object in broader(other.object))
