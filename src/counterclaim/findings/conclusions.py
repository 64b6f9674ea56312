"""CC1: what a share concludes: of those who are left, and of a force that the figures before it are not of.

"120 strong, 18 are left, a quarter of it"                 share-does-not-follow
"34 of the 62 on the list. Half the division is thus dead"  wrong-base
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue
from counterclaim.findings.rule import number, said
from counterclaim.findings.shares import SHARE_DOES_NOT_FOLLOW, WRONG_BASE
from counterclaim.findings.terms import is_loss, is_state, objects_meet, rank_of, scope_of
from counterclaim.findings.tolerance import computation, follows, interval
from counterclaim.model import Claim, Finding, Proof

APART = 6  # sentences between a share and the figures it is concluded from


def find(case: Case) -> Iterator[Finding]:
    """Every conclusion of a share that its figures do not bear."""
    for claim in case.claims:
        if claim.quantity.unit == "share":
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
