"""CC1: a share of what was told sentences before.

"412 set out. … 97 of them are dead. … Almost one in three of those who set out is dead"      a part and its whole
"514 were called up, 40 per cent; 321 had signed, a quarter. … The others make up a third"    what its parts leave of it
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import combinations, pairwise

from counterclaim.findings.arithmetic.bases import is_led, is_part_of
from counterclaim.findings.arithmetic.shares import SHARE_DOES_NOT_FOLLOW
from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import number, said
from counterclaim.findings.terms import is_loss, is_state
from counterclaim.findings.tolerance import computation, follows, interval, may_be_slip
from counterclaim.model import Finding, Proof

BEFORE = 8  # sentences before a share in which its part and its whole stand
LEAST = 3.0  # fewer are told of much else
NEAR = 40  # characters between a part and its own share


def find(case: Case, held: Container[int]) -> Iterator[Finding]:
    """Each share of what was told before that does not follow; ``held`` is where those stand that were looked at."""
    for index in case.about(0, 1):
        for share in case.told(index):
            if not share.count and 0 < share.value <= 1 and share.start not in held and share.quantity.hedge != "vague":
                finding = _of_the_rest(case, share) or _of_those_before(case, share)
                if finding is not None:
                    yield finding


# ------------------------------------------------------------------------------------------- a part and its whole


def _of_those_before(case: Case, share: Told) -> Finding | None:
    """A share of "those who set out" against the only part and whole that are told before it and go together."""
    behind = case.between(share.end, case.reading.bounds[share.index][1])
    lost = share.claim is not None and is_loss(share.claim)
    if not (lost or cue("the-dead").search(behind)) or not _is_of_those(share, behind):
        return None
    if any(_counts(one) for one in case.told(share.index)):
        return None
    before = [one for at in range(max(0, share.index - BEFORE), share.index) for one in case.told(at) if _counts(one)]
    parts = [one for one in before if not _has_own_share(case, one)]
    pairs = {(part.value, whole.value): [part, whole] for part, whole in _natural(case, share.index) if part in parts}
    if cue("sum-of-them").search(case.between(case.reading.bounds[share.index][0], share.start)):
        pairs = _summed(pairs)
    if len(pairs) != 1 or _explains(share, parts, before):
        return None
    (made, base), told = next(iter(pairs.items()))
    if not may_be_slip(share.value, made / base):
        return None
    return _finding(case, share, told, computation(made, base))


def _summed(pairs: dict[tuple[float, float], list[Told]]) -> dict[tuple[float, float], list[Told]]:
    """Two parts or more of one whole together, as "women and children together" are told."""
    wholes = {whole for _, whole in pairs}
    parts = [told[0] for told in pairs.values()]
    if len(wholes) != 1 or len(parts) < 2:
        return {}
    return {(sum(part.value for part in parts), wholes.pop()): [*parts, next(iter(pairs.values()))[1]]}


def _explains(share: Told, parts: list[Told], wholes: list[Told]) -> bool:
    """Whether some part, two parts together, or what a part leaves, is that share of some whole."""
    made = {part.value for part in parts} | {one.value + other.value for one, other in combinations(parts, 2)}
    return any(
        0 < value < whole.value and follows(share.quantity, (value, value), interval(whole.quantity))
        for whole in wholes
        for value in made | {whole.value - one for one in made}
    )


def _is_of_those(share: Told, behind: str) -> bool:
    """Whether a share is told of those whom the text has spoken of: "of those who set out", "of the men"."""
    if share.quantity.text.rstrip().casefold().endswith(" of"):
        behind = " of " + behind
    return bool(shape(r"^\s*<of>\s+(?:<those>|<these>|<before-whole>)(?!\w)").match(behind))


def _counts(one: Told) -> bool:
    return one.count and one.value >= LEAST and one.quantity.hedge != "vague"


def _has_own_share(case: Case, one: Told) -> bool:
    """Whether a share is told right behind a number: "31 of the crosses, nearly a third"."""
    return any(not share.count and 0 <= share.start - one.end <= NEAR for share in case.told(one.index))


def _natural(case: Case, index: int) -> Iterator[tuple[Told, Told]]:
    """The parts that are told with the whole that they are of, in the sentences before one."""
    for at in range(max(0, index - BEFORE), index):
        told = [one for one in case.told(at) if _counts(one)]
        for one, other in pairwise(told):
            if is_part_of(case, one, other) and one.value < other.value:
                yield one, other
            elif is_led(case, one, other) and other.value < one.value:
                yield other, one
                yield from ((part, one) for part in _joined(case, told, other) if part.value < one.value)
        before = [one for one in case.told(at - 1) if _counts(one)] if at else []
        largest = max(before, key=lambda one: one.value, default=None)
        for part in told:
            behind = case.between(part.end, min(part.end + 16, case.reading.bounds[at][1]))
            if largest is not None and largest.value > part.value and shape(r"^\s*<part-behind>(?!\w)").match(behind):
                yield part, largest
        forces = [one for one in told + before if one.claim is not None and is_state(one.claim)]
        lost = [one for one in told if one.claim is not None and one.claim.measure == "killed"]
        if len(forces) == len(lost) == 1 and forces[0].value > lost[0].value:
            yield lost[0], forces[0]


def _joined(case: Case, told: list[Told], part: Told) -> Iterator[Told]:
    """The numbers of a sentence that go on from a part: "of the 300, 120 were women and 40 children"."""
    for one, other in pairwise(one for one in told if one.start >= part.start):
        if not shape(r"^[^.;:!?]{0,60}?(?:,|(?<!\w)<and>)\s*$").match(case.between(one.end, other.start)):
            return
        yield other


def _follows(share: Told, part: Told, whole: Told) -> bool:
    return part.value < whole.value and follows(share.quantity, interval(part.quantity), interval(whole.quantity))


# ------------------------------------------------------------------------------------------- what the parts leave


def _of_the_rest(case: Case, share: Told) -> Finding | None:
    """The share that "the others" are told to make up, against what the parts before it leave of their whole."""
    start, _, paragraph = case.reading.bounds[share.index]
    opens = shape(r"(?:^|[,;:]\s*)\W*(?:<and>\s+)?<the-rest>(?!\w)[^;:!?]*$").search(case.between(start, share.start))
    if opens is None:
        return None
    own = start + opens.start()
    near = [
        at for at in range(max(0, share.index - BEFORE), share.index + 1) if case.reading.bounds[at][2] >= paragraph - 1
    ]
    told = [one for at in near for one in case.told(at) if one.start < own and (one.value >= 1 or not one.count)]
    if any(one.count and own < one.start < share.start for one in case.told(share.index)):
        return None
    parts = [
        (one, other)
        for one, other in pairwise(told)
        if one.count and not other.count and one.index == other.index and other.start - one.end <= 2 * NEAR
    ]
    if len(parts) < 2:
        return None
    first = parts[0][0]
    wholes = {
        one.value: one
        for at in range(max(0, first.index - BEFORE), first.index + 1)
        for one in case.told(at)
        if one.count and one.exact and one.start < first.start and all(_follows(s, p, one) for p, s in parts)
    }
    if len(wholes) != 1 or [one for one in told if one.count and one.start >= first.start] != [p for p, _ in parts]:
        return None
    whole = next(iter(wholes.values()))
    rest = whole.value - sum(part.value for part, _ in parts)
    if rest <= 0 or follows(share.quantity, (rest, rest), interval(whole.quantity)):
        return None
    left = " − ".join(number(one.value) for one in (whole, *(part for part, _ in parts)))
    return _finding(
        case,
        share,
        [whole, *(part for part, _ in parts)],
        f"{left} = {number(rest)}; " + computation(rest, whole.value),
    )


# -------------------------------------------------------------------------------------------------------- the verdict


def _finding(case: Case, share: Told, others: list[Told], computed: str) -> Finding:
    told = [share, *others]
    return SHARE_DOES_NOT_FOLLOW.finding(
        f"{computed}, not {said(share.quantity)}",
        [one.claim for one in told if one.claim is not None],
        Proof((computed, f"told: {said(share.quantity)}")),
        [case.quote(one.start, one.end) for one in told],
    )
