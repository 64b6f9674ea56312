"""CC1: a whole and its parts where nothing but the parts themselves says that they are all.

"67 people were killed, 40 in the north, 35 in the south"            more parts than the whole has
"Of the 412, 97 were killed and the other 335 came back"             the last part is told as the rest
"It had 412 men. It lost 97, leaving 335"                            the same
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.listings import is_near
from counterclaim.findings.terms import is_loss
from counterclaim.tracing.slips import slips
from counterclaim.vocabulary import broader

MOST = 4  # parts of a whole with a rest
WIDE = 1.6  # times a whole that its parts make at most: more, and they are of something else
FATES = ["killed", "wounded"]
GAP = 60  # characters between a whole and its first part, and between two parts


def find(case: Case, done: set[int]) -> Iterator[tuple[Told, list[Told]]]:
    """Each whole with the parts that do not make it; none whose rest is among ``done``, the starts of numbers."""
    spoken = {case.sentence_of(claim) for claim in case.claims}
    near = {index + step for index in spoken for step in (0, 1)}
    for index in sorted(index for index in near if index < len(case.reading)):
        yield from _apposed(case, index)
        yield from (found for found in _with_rest(case, index) if found[1][-1].start not in done)


def is_slip(made: float, total: float, another: bool = True) -> bool:
    """Whether a sum is a number but for one slip: digits swapped, one dropped or doubled, or ``another`` digit."""
    if int(total) in slips(int(made)) or int(made) in slips(int(total)):
        return True
    one, other = f"{made:.0f}", f"{total:.0f}"
    return another and len(one) == len(other) > 1 and sum(a != b for a, b in zip(one, other, strict=True)) == 1


# ------------------------------------------------------------------------------------- parts behind a whole


def _apposed(case: Case, index: int) -> Iterator[tuple[Told, list[Told]]]:
    """More parts behind a comma than their whole has: each with no noun of its own, or of a narrower kind."""
    told = [one for one in case.told(index) if one.count]
    if len(told) < 3 or not told[0].exact or told[0].claim is None or not is_loss(told[0].claim):
        return
    whole, parts = told[0], told[1:]
    words = case.between(whole.end, parts[-1].end)
    gaps = [case.between(one.end, other.start) for one, other in pairwise(told)]
    if any(len(gap) > GAP or any(mark in gap for mark in ".;:!?(") for gap in gaps) or "," not in gaps[0]:
        return
    if cue("including").search(words) or cue("further").search(words) or not all(one.exact for one in parts):
        return
    made = sum(one.value for one in parts)
    if all(_is_within(case, whole, part) for part in parts):
        if max(one.value for one in parts) < whole.value < made <= whole.value * WIDE:
            yield whole, parts
    elif (
        _are_fates(whole, parts) and made != whole.value and (is_near(made, whole.value) or is_slip(made, whole.value))
    ):
        yield whole, parts


def _is_within(case: Case, whole: Told, part: Told) -> bool:
    """Whether a number must be of those of the whole: it tells a place alone, or a kind of them, of the same fate."""
    one, other = whole.claim, part.claim
    if one is None or (other is not None and other.measure != one.measure):
        return False
    end = case.reading.bounds[part.index][1]
    placed = shape(r"^\s+(?:<of-them>\s+)?<in-place>(?!\w)").match(case.between(part.end, end))
    return bool(placed) or (other is not None and one.object in broader(other.object))


def _are_fates(whole: Told, parts: list[Told]) -> bool:
    """Whether the parts are the killed and the wounded of one number for both."""
    fates = [one.claim.measure if one.claim is not None else None for one in parts]
    return whole.claim is not None and whole.claim.measure == "casualties" and sorted(map(str, fates)) == FATES


# ------------------------------------------------------------------------------------------ the rest of a whole


def _with_rest(case: Case, index: int) -> Iterator[tuple[Told, list[Told]]]:
    """A part told as all that was left of a whole, with the other parts between the two."""
    start, _, paragraph = case.reading.bounds[index]
    here = [one for one in case.told(index) if one.count]
    for rest in here:
        if not rest.exact or not shape(r"(?<!\w)<as-the-rest>\s*$").search(case.between(start, rest.start)):
            continue
        own = [one for one in here if one.start < rest.start]
        beside = index > 0 and case.reading.bounds[index - 1][2] == paragraph
        before = [one for one in case.told(index - 1) if one.count] if beside else []
        cuts = [cut for told in (own, [*before, *own]) if (cut := _cut(case, told, rest)) is not None]
        if any(_leaves(whole, parts, rest) for whole, parts in cuts):
            continue
        meant = [(whole, [*parts, rest]) for whole, parts in cuts if _is_meant(whole, parts, rest)]
        yield from meant[:1]


def _cut(case: Case, told: list[Told], rest: Told) -> tuple[Told, list[Told]] | None:
    """The whole and the parts before a rest: the greatest of the numbers, and the others."""
    if not 2 <= len(told) <= MOST or not all(one.exact for one in told):
        return None
    whole = max(told, key=lambda one: one.value)
    if whole.value <= rest.value or cue("reinforced").search(case.between(whole.start, rest.end)):
        return None
    return whole, [one for one in told if one is not whole]


def _leaves(whole: Told, parts: list[Told], rest: Told) -> bool:
    """Whether a whole less some of its parts leaves the rest."""
    some = (taken for size in range(1, len(parts) + 1) for taken in combinations(parts, size))
    return any(whole.value - sum(one.value for one in taken) == rest.value for taken in some)


def _is_meant(whole: Told, parts: list[Told], rest: Told) -> bool:
    made = sum(one.value for one in parts) + rest.value
    return is_near(made, whole.value) or is_slip(made, whole.value)
