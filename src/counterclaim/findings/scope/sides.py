"""CC306: whose losses a text says figures are, against whose the record has them for."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case
from counterclaim.findings.credits import SINGLE, is_credited, is_rival
from counterclaim.findings.parties import are_opposed, parties
from counterclaim.findings.proofs import proof_of, where
from counterclaim.findings.rule import Rule, listed, said, source_name
from counterclaim.findings.terms import (
    is_guessed,
    is_loss,
    is_part,
)
from counterclaim.model import Claim, Finding, Proof

SIDE_FLIPPED = Rule("CC306", "side-flipped", "error", "The losses of one side are told as those of the other.")
RIVALS = 1 / 100  # the chance at which several figures that a rival is said to tell are its enemy's own
_OF_PLACE = frozenset(
    {"people of <place>", "civilians of <place>", "side of <object>", "people of the land"}
)  # where, and not whose
_ENEMY = "the enemy of"  # how rules begin that tell a side by who did it or who speaks
_CARRIED = frozenset({"side of the heading", "side of the one before", "side of the sentence before"})


def find(case: Case) -> Iterator[Finding]:
    """Figures of one side, by the record, that the text tells as the other's."""
    for group in case.sourced:
        match = group.match
        if (
            match is None
            or not match.other_side
            or match.slips
            or match.others
            or not any(map(_tells_side, group.claims))
        ):
            continue
        if not any(claim.side and are_opposed(claim.side, match.side) for claim in group.claims if match.side):
            continue  # figures of Ukraine's civilians told "by the UN" are not the UN's
        credited = is_credited(case, group, match)
        if not credited and not is_rival(case, group, match):
            continue
        exact = sum(one.fit == "exact" for one in match.figures)
        if (exact >= 2 and (credited or match.expected <= RIVALS)) or (exact == 1 and match.expected <= SINGLE):
            yield SIDE_FLIPPED.finding(
                f"{listed(' '.join(c.quantity.text.split()) for c in group.claims)} told of {group.claims[0].side}: "
                f"{source_name(match.source)} gave them for {match.side} ({where(match)})",
                group.claims,
                proof_of(match),
            )
    yield from _speakers_flipped(case)
    for bold in case.claims:
        if not case.in_headline(bold) or bold.side is None or (bold.quantity.figure or 0) < 2 or not is_loss(bold):
            continue
        if not _tells_side(bold):
            continue
        same = [
            claim
            for claim in case.below(bold)
            if claim.quantity.figure == bold.quantity.figure and claim.quantity.unit == bold.quantity.unit
        ]
        others = [c for c in same if c.side is not None and are_opposed(c.side, bold.side) and _tells_side(c)]
        if others and len(others) == len(same):
            yield SIDE_FLIPPED.finding(
                f"the headline's {said(bold.quantity)} of {bold.side} are {others[0].side}'s in the text",
                [bold, *others],
                Proof((f"headline: {bold.side}", f"text: {others[0].side}")),
            )


def _is_carried(claim: Claim) -> bool:
    """Whether a side is only carried, from a heading or from the number or sentence before."""
    return not _CARRIED.isdisjoint(claim.rules)


def _tells_side(claim: Claim) -> bool:
    """Whether the words of a claim tell both what happened and to whom."""
    inferred = any(rule in _OF_PLACE or rule.startswith(_ENEMY) for rule in claim.rules)
    return not (inferred or _is_carried(claim) or is_part(claim) or is_guessed(claim))


def _speakers_flipped(case: Case) -> Iterator[Finding]:
    """A headline that has one side admit what the text has the other side say of itself."""
    for bold in case.claims:
        if not case.in_headline(bold) or not parties(bold) or not is_loss(bold) or bold.quantity.unit == "share":
            continue
        same = [claim for claim in case.below(bold) if claim.quantity.figure == bold.quantity.figure]
        if (
            not same
            or bold.side is not None
            or not all(
                claim.side in parties(claim) and any(are_opposed(claim.side or "", one) for one in parties(bold))
                for claim in same
            )
        ):
            continue
        yield SIDE_FLIPPED.finding(
            f"the headline gives {said(bold.quantity)} to {listed(sorted(parties(bold)))}; in the text "
            f"{same[0].side} says it of itself",
            [bold, *same],
            Proof((f"headline: said by {listed(sorted(parties(bold)))}", f"text: losses of {same[0].side}, by itself")),
        )
