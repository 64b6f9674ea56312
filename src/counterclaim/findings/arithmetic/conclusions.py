"""CC1: what a share concludes: of those who are left, and of a force that the figures before it are not of.

"120 strong, 18 are left, a quarter of it"                 share-does-not-follow
a share lost, a strength, what is left                      left ÷ (1 − share) is the strength it would take
"90 dead, 40 of them women. Women make up 31% of the dead"  share-does-not-follow
"34 of the 62 on the list. Half the division is thus dead"  wrong-base
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from counterclaim.findings.arithmetic.shares import SHARE_DOES_NOT_FOLLOW, WRONG_BASE
from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue
from counterclaim.findings.parties import speaker_key
from counterclaim.findings.rule import number, percent, said
from counterclaim.findings.terms import is_loss, is_state, objects_meet, rank_of, scope_of
from counterclaim.findings.tolerance import allowed, computation, follows, interval
from counterclaim.model import Claim, Finding, Proof

APART = 6  # sentences between a share and the figures it is concluded from
_TINY = 1e-9


def find(case: Case, held: Container[int]) -> Iterator[Finding]:
    """Every conclusion of a share that its figures do not bear.

    ``held`` is where the numbers stand that were held against a part and a whole: those say no more of who is left.
    """
    shares = [claim for claim in case.claims if claim.quantity.unit == "share"]
    yield from _left(case, [claim for claim in shares if claim.side and claim.quantity.start not in held])
    for claim in shares:
        yield from _survived(case, claim)
        yield from _of_others(case, claim)


def _survived(case: Case, share: Claim) -> Iterator[Finding]:
    """ "The company was 120 strong; 18 are left, a quarter of it": neither who is left nor who is lost."""
    if share.measure != "remaining":
        return
    near = [c for c in case.claims if c.quantity.unit == "count" and _is_before(case, c, share)]
    before = [c for c in near if c.measure == "strength" and c.quantity.hedge == "exact"]
    left = [c for c in near if c.measure == "remaining" and c.quantity.hedge == "exact"]
    if len(before) != 1 or len(left) != 1 or not objects_meet(before[0].object, left[0].object):
        return
    r, s = left[0].quantity.figure or 0.0, before[0].quantity.figure or 0.0
    if not 0 < r < s or any(follows(share.quantity, (part, part), (s, s)) for part in (r, s - r)):
        return
    yield SHARE_DOES_NOT_FOLLOW.finding(
        f"{computation(r, s)}, not {said(share.quantity)}",
        [share, left[0], before[0]],
        Proof((computation(r, s), f"told to be left: {said(share.quantity)}")),
    )


def _is_before(case: Case, claim: Claim, share: Claim) -> bool:
    apart = case.sentence_of(share) - case.sentence_of(claim)
    return claim.quantity.start < share.quantity.start and 0 <= apart <= 2 and not case.in_headline(claim)


def _of_others(case: Case, share: Claim) -> Iterator[Finding]:
    """ "Of the 62 on the list 34 are dead. More than half of the division is thus dead", which has 5,000 men."""
    index, unit = case.sentence_of(share), scope_of(share)
    if unit is None or not is_loss(share) or not cue("thus").search(case.words(index)):
        return
    own = [c for c in case.claims if c.unit is not None and c.quantity.unit == "count" and _same_unit(c.unit, unit)]
    wholes = [c for c in own if is_state(c) and c.measure != "remaining" and c.quantity.figure]
    if len({c.quantity.figure for c in wholes}) != 1:
        return
    whole = wholes[0].quantity.figure or 0.0
    told = [
        one
        for at in range(max(0, index - APART), index)
        for one in case.told(at)
        if one.count and one.exact and one.value > 1
    ]
    if any(follows(share.quantity, (one.value, one.value), interval(wholes[0].quantity)) for one in told):
        return
    pairs = [
        (part, base)
        for base in told
        for part in told
        if part.value < base.value < whole / 2
        and abs(part.index - base.index) <= 1
        and follows(share.quantity, (part.value, part.value), (base.value, base.value))
    ]
    if len(pairs) != 1:
        return
    part, base = pairs[0]
    yield WRONG_BASE.finding(
        f"{said(share.quantity)} of {number(whole)}: {number(part.value)} is that share of {number(base.value)} only",
        [share, wholes[0]],
        Proof((computation(part.value, base.value), f"{' '.join(unit.split())}: {said(wholes[0].quantity)}")),
        [case.quote(one.start, one.end) for one in (part, base)],
    )


def _same_unit(one: str, other: str) -> bool:
    return one.casefold() == other.casefold() or rank_of(one) == rank_of(other) is not None


# ------------------------------------------------------------------------------------ lost, by who is left


def _left(case: Case, shares: list[Claim]) -> Iterator[Finding]:
    """ "There were a few thousand of us, four hundred are left" against a share of losses told of a whole force."""
    for left in case.claims:
        if not _is_rest(case, left) or left.quantity.unit != "count" or not left.quantity.figure:
            continue
        before = [
            claim
            for claim in case.claims
            if claim.measure == "strength"
            and claim is not left
            and claim.quantity.unit == "count"
            and claim.unit == left.unit
            and objects_meet(claim.object, left.object)
            and (claim.quantity.figure or 0) > left.quantity.figure
            and (speaker_key(claim) == speaker_key(left) or left.measure == "strength")
            and case.paragraph_of(claim) == case.paragraph_of(left)
        ]
        told = [
            claim
            for claim in shares
            if is_loss(claim)
            and objects_meet(claim.object, left.object)
            and (claim.side == left.side or left.side is None)
            and (claim.unit == left.unit or rank_of(left.unit) is not None or _of_this_unit(case, claim, left))
            and (
                claim.unit is not None or case.in_opening(claim) or case.paragraph_of(claim) == case.paragraph_of(left)
            )
        ]
        if len(before) != 1 or not told or len({claim.quantity.figure for claim in told}) != 1:
            continue
        finding = _judge_left(told, before[0], left)
        if finding is not None:
            yield finding


def _is_rest(case: Case, claim: Claim) -> bool:
    """Whether a claim tells what is left: by its measure, or as the strength of now ("now the list says 240")."""
    if claim.measure != "strength":
        return claim.measure == "remaining"
    return cue("newest").search(case.words(case.sentence_of(claim))) is not None


def _of_this_unit(case: Case, share: Claim, left: Claim) -> bool:
    """Whether a share of a unit is of those who said "we" before it: a unit of no other name, a few sentences on."""
    return (
        left.unit is None and scope_of(share) is not None and 0 < case.sentence_of(share) - case.sentence_of(left) <= 6
    )


def _judge_left(told: list[Claim], before: Claim, left: Claim) -> Finding | None:
    share = told[0].quantity
    remained, strength = interval(left.quantity), interval(before.quantity)
    if strength[1] == float("inf") or strength[0] <= 0 or remained[1] >= strength[0] * (1 + _TINY) * 1e6:
        return None
    lost_low = 1 - min(1.0, remained[1] / strength[0])
    lost_high = 1 - min(1.0, remained[0] / strength[1])
    low, high = allowed(share)
    if lost_low <= high + _TINY and low <= lost_high + _TINY:
        return None
    r, s = left.quantity.figure or 0.0, share.figure or 0.0
    needed = r / (1 - s) if s < 1 else float("inf")
    span = number(strength[0]) if strength[0] == strength[1] else f"{number(strength[0])} to {number(strength[1])}"
    lost = f"{percent(1 - r / strength[0])} to {percent(1 - r / strength[1])}"
    if strength[0] == strength[1]:
        lost = percent(1 - r / strength[0])
    return SHARE_DOES_NOT_FOLLOW.finding(
        f"{said(before.quantity)} of whom {said(left.quantity)} are left is not {percent(s)} lost, "
        f"unless there were some {number(round(needed, -2) if needed > 1000 else round(needed))}",
        [*told, before, left],
        Proof(
            (
                f"{said(before.quantity)} is read as {span}; {number(r)} left of them is {lost} lost",
                f"{number(r)} ÷ (1 − {s:.2f}) = {number(round(needed))}: the strength that {percent(s)} would need",
            )
        ),
    )
