"""CC301: a headline or lead that tells of many what one man said of his unit."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.parties import is_private
from counterclaim.findings.rule import listed, percent, said
from counterclaim.findings.scope.reach import HEADLINE_GENERALISES
from counterclaim.findings.tables import LEAST
from counterclaim.findings.terms import (
    WHOLE,
    is_loss,
    is_state,
    measures_meet,
    objects_meet,
    rank_of,
    scope_of,
)
from counterclaim.findings.tolerance import follows, interval
from counterclaim.model import Claim, Finding, Proof, Quantity

MOST = 60  # sentences in which a share is looked for that no claim tells
_OF_THE_SPEAKER = frozenset({"our is the speaker's", "side of the speaker"})  # on a tape that a body made public, its
FEW = 10  # men of a unit of which a share is told
BEHIND = 2  # sentences behind the strength of a unit in which the number of those left is looked for
NEAR = 80  # characters between a number and the unit it is of


def find(case: Case) -> Iterator[Finding]:
    """Shares, and then counts, told of a force that only one unit of it bears out."""
    yield from _generalises(case)
    yield from _generalises_count(case)


def _generalises(case: Case) -> Iterator[Finding]:
    """A share of a whole force in the headline or lead that the text has only of a unit."""
    told = [
        claim
        for claim in case.claims
        if claim.quantity.unit == "share"
        and (case.in_headline(claim) or case.in_lead(claim))
        and scope_of(claim) is None
        and not _names_unit(case, claim)
    ]
    if not any(case.in_headline(claim) for claim in told):
        return
    for first in [claim for claim in told if case.in_headline(claim)]:
        same = [claim for claim in told if _alike(claim, first)]
        body = [claim for claim in case.claims if claim not in told and not case.in_headline(claim)]
        mine = [
            claim
            for claim in body
            if objects_meet(claim.object, first.object)
            and (claim.side in (None, first.side) or not _OF_THE_SPEAKER.isdisjoint(claim.rules))
        ]
        if any(_alike(claim, first) and not _unit_told(case, claim) for claim in mine):
            continue
        units = [claim for claim in mine if _alike(claim, first) and _unit_told(case, claim)]
        if not units:
            units = _who_is_left(case, mine) or _lost_of_unit(case, first, mine)
        spoken = [] if units else _spoken_of_unit(case, first)
        if not units and not spoken and not any(map(_is_vouched, same)):
            spoken = _left_of_unit(case, first, body)
        if not units and not spoken:
            continue
        unit = _unit_told(case, units[0]) if units else spoken[0][1]
        speaker = next((claim.speaker for claim in units if claim.speaker is not None), None)
        by = f", told by {' '.join(speaker.name.split())}" if speaker else ""
        yield HEADLINE_GENERALISES.finding(
            f"{percent(first.quantity.figure or 0)} is told of a whole force; the text has it only of one "
            f"{' '.join(unit.split())}{by}",
            [*same, *units],
            Proof(
                (
                    f"headline or lead: {listed(said(claim.quantity) for claim in same)} of a whole force",
                    f"text: {listed(map(said, _distinct(units, spoken)))}, {unit}",
                )
            ),
            [case.quote(one.start, one.end) for one, _ in spoken],
        )
        return


def _is_vouched(claim: Claim) -> bool:
    """Whether somebody is named for a share who speaks for more than himself."""
    return bool(claim.attribution) and not is_private(claim)


def _distinct(units: list[Claim], spoken: list[tuple[Told, str]]) -> list[Quantity]:
    """The numbers that the text has of a unit, each value once."""
    quantities = [claim.quantity for claim in units] or [one.quantity for one, _ in spoken]
    return list({quantity.figure: quantity for quantity in quantities}.values())


def _generalises_count(case: Case) -> Iterator[Finding]:
    """ "The army has lost 900 men" over a prisoner's word that his brigade lost 900."""
    for bold in case.claims:
        value = bold.quantity.figure or 0.0
        if not case.in_headline(bold) or bold.quantity.unit != "count" or value < LEAST or not is_loss(bold):
            continue
        words = case.words(case.sentence_of(bold))
        if _names_unit(case, bold) or scope_of(bold) is not None or not cue("whole-force").search(words):
            continue
        same = [
            claim
            for claim in case.claims
            if not case.in_headline(claim)
            and claim.quantity.figure == value
            and is_loss(claim)
            and objects_meet(claim.object, bold.object)
        ]
        if not same or not all(_is_of_unit(case, claim) and is_private(claim) for claim in same):
            continue
        speaker = same[0].speaker
        by = f", told by {' '.join(speaker.name.split())}" if speaker else ""
        yield HEADLINE_GENERALISES.finding(
            f"{said(bold.quantity)} is told of a whole force; the text has it only of a part of it{by}",
            [bold, *same],
            Proof((f"headline: {said(bold.quantity)} of a whole force", f"text: {said(same[0].quantity)}, of a unit")),
        )
        return


def _is_of_unit(case: Case, claim: Claim) -> bool:
    """Whether a claim is of a unit, or its sentence speaks of one and of no whole force."""
    if scope_of(claim) is not None:
        return True
    return _names_unit(case, claim) and not cue("whole-force").search(case.words(case.sentence_of(claim)))


def _alike(one: Claim, other: Claim) -> bool:
    return (
        one.quantity.unit == other.quantity.unit
        and abs((one.quantity.figure or 0) - (other.quantity.figure or 0)) < 0.005
        and objects_meet(one.object, other.object)
    )


def _spoken_of_unit(case: Case, share: Claim) -> list[tuple[Told, str]]:
    """The same share in the text, beside a unit's name, where the reader made no claim of it."""
    claims = {claim.quantity.start for claim in case.claims}
    found: list[tuple[Told, str]] = []
    headline = case.document.headline
    for index, (start, _, _) in enumerate(case.reading.bounds[:MOST]):
        if headline is not None and start < headline.end:
            continue
        for one in case.told(index):
            if one.count or one.start in claims or abs(one.value - (share.quantity.figure or 0)) >= 0.005:
                continue
            words = case.between(case.reading.bounds[index][0], one.end + NEAR).partition(".")[0]
            units = [word for word in shape(r"[a-z]+").findall(words) if (rank_of(word) or WHOLE) < WHOLE]
            if not units:
                return []
            found.append((one, units[-1]))
    return found


def _unit_told(case: Case, claim: Claim) -> str:
    """The unit that a claim is of, or that its sentence names near the number; empty for a whole force."""
    if scope_of(claim) is not None:
        return " ".join((claim.unit or "").split())
    index = case.sentence_of(claim)
    start, end, _ = case.reading.bounds[index]
    words = case.between(max(start, claim.quantity.start - NEAR), min(end, claim.quantity.end + NEAR))
    return next((word for word in shape(r"[a-z]+").findall(words) if (rank_of(word) or WHOLE) < WHOLE), "")


def _names_unit(case: Case, claim: Claim) -> bool:
    """Whether the sentence of a claim names a unit smaller than the whole force."""
    return any(
        (rank_of(word) or WHOLE) < WHOLE for word in shape(r"[a-z]+").findall(case.words(case.sentence_of(claim)))
    )


def _who_is_left(case: Case, claims: list[Claim]) -> list[Claim]:
    """What a unit was and what is left of it, where nothing else in the text could carry a share of the force."""
    if any(claim.quantity.unit == "share" for claim in claims):
        return []
    left = [claim for claim in claims if claim.measure == "remaining" and scope_of(claim) is not None]
    if not left:
        return []
    one = left[0]
    before = [
        claim
        for claim in claims
        if claim.measure == "strength" and claim.unit == one.unit and case.paragraph_of(claim) == case.paragraph_of(one)
    ]
    whole = [claim for claim in claims if is_state(claim) and scope_of(claim) is None]
    return [*before, one] if before and not whole else []


def _lost_of_unit(case: Case, share: Claim, claims: list[Claim]) -> list[Claim]:
    """What a unit was and what it lost, where that is the headline's share: "of his company of 90, sixty fell"."""
    if any(claim.quantity.unit == "share" or (is_state(claim) and scope_of(claim) is None) for claim in claims):
        return []
    for whole in claims:
        if whole.measure != "strength" or scope_of(whole) is None or not whole.quantity.figure:
            continue
        for part in claims:
            near = case.paragraph_of(part) == case.paragraph_of(whole) and scope_of(part) in (None, scope_of(whole))
            if near and is_loss(part) and measures_meet(part.measure, share.measure) and part.quantity.figure:
                if follows(share.quantity, interval(part.quantity), interval(whole.quantity)):
                    return [whole, part]
    return []


def _left_of_unit(case: Case, share: Claim, claims: list[Claim]) -> list[tuple[Told, str]]:
    """What a unit was, and behind it the bare number of those left, where they make the headline's share, and nothing
    told of the whole force does: "we were 800 in the regiment. … 200 at the last roll-call"."""
    if not is_loss(share) or _is_of_force(case, share, claims):
        return []
    for claim in claims:
        value = claim.quantity.figure or 0.0
        if claim.measure != "strength" or value < FEW:
            continue
        unit = scope_of(claim) or _unit_before(case, claim)
        if not unit:
            continue
        at = case.sentence_of(claim)
        for index in range(at, min(at + BEHIND + 1, len(case.reading))):
            if case.reading.bounds[index][2] != case.paragraph_of(claim):
                break
            told = case.told(index)
            whole = [one for one in told if one.claim is claim]
            for one in told:
                bare = one.count and one.exact and one.start > claim.quantity.start and 1 < one.value < value
                left = one.claim is None or one.claim.measure in ("remaining", "strength")
                lost = (value - one.value,) * 2
                if bare and left and follows(share.quantity, lost, (value, value)):
                    return [*((each, unit) for each in whole), (one, unit)]
    return []


def _unit_before(case: Case, claim: Claim) -> str:
    """The unit that the sentence before names, of which one who speaks for himself says "we"; empty where none is."""
    index = case.sentence_of(claim)
    if claim.unit is not None or not is_private(claim) or not index:
        return ""
    words = case.words(index - 1)
    return next((word for word in shape(r"[^\W\d_]+").findall(words) if (rank_of(word) or WHOLE) < WHOLE), "")


def _is_of_force(case: Case, share: Claim, claims: list[Claim]) -> bool:
    """Whether two figures of no unit make a share: two claims, or two numbers of a sentence."""
    wide = [claim for claim in claims if claim.quantity.unit == "count" and scope_of(claim) is None]
    losses = [claim.quantity for claim in wide if is_loss(claim)]
    pairs = [(loss, claim.quantity) for claim in wide if is_state(claim) for loss in losses]
    for index in range(min(MOST, len(case.reading))):
        told = [one for one in case.told(index) if one.count and not (one.claim and scope_of(one.claim))]
        pairs += [(one.quantity, other.quantity) for one in told for other in told if one.value < other.value]
    return any(
        follows(share.quantity, interval(part), interval(whole))
        for part, whole in pairs
        if part.figure and whole.figure
    )
