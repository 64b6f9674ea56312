"""CC3: who and what a number is of, and over which time."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings import deaths, fates, kinds, overall, reach, spans, stretches, swaps, totals, wholes
from counterclaim.findings.case import Case, Told
from counterclaim.findings.credits import SINGLE, is_credited, is_rival
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.parties import is_private, parties
from counterclaim.findings.proofs import proof_of, where
from counterclaim.findings.reach import HEADLINE_GENERALISES
from counterclaim.findings.rule import Rule, listed, percent, said, source_name
from counterclaim.findings.tables import LEAST
from counterclaim.findings.terms import (
    WHOLE,
    is_guessed,
    is_loss,
    is_state,
    measures_meet,
    objects_meet,
    rank_of,
    scope_of,
)
from counterclaim.findings.tolerance import follows, interval
from counterclaim.model import Claim, Finding, Proof, Quantity
from counterclaim.vocabulary import OPPONENTS

SIDE_FLIPPED = Rule("CC306", "side-flipped", "error", "The losses of one side are told as those of the other.")
RULES = (
    HEADLINE_GENERALISES, totals.CUMULATIVE_AS_DAILY, totals.DAILY_AS_CUMULATIVE, fates.CASUALTIES_AS_DEATHS,
    wholes.PART_AS_WHOLE, SIDE_FLIPPED, kinds.KIND_DIFFERS,
)  # fmt: skip

RIVALS = 1 / 100  # the chance at which several figures that a rival is said to tell are its enemy's own
MOST = 60  # sentences in which a share is looked for that no claim tells
_OF_PLACE = frozenset({"people of <place>", "civilians of <place>", "side of <object>"})  # where, and not whose
_CARRIED = frozenset({"side of the heading", "side of the one before", "side of the sentence before"})
_OF_THE_SPEAKER = frozenset({"our is the speaker's", "side of the speaker"})  # on a tape that a body made public, its
FEW = 10  # men of a unit of which a share is told
BEHIND = 2  # sentences behind the strength of a unit in which the number of those left is looked for
NEAR = 80  # characters between a number and the unit it is of


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    generalised = [*_generalises(case), *_generalises_count(case)]
    yield from generalised or reach.find(case)
    of_days = list(overall.find(case))
    known = {claim for finding in of_days for claim in finding.claims}
    by_table = [one for one in totals.find(case) if known.isdisjoint(one.claims)]
    by_table = of_days + [one for one in by_table if not overall.is_of_other_days(case, one)]
    yield from (one for one in by_table if not overall.stands_beside_total(case, one))
    yield from spans.find(case)
    yield from stretches.find(case)
    yield from deaths.find(case)
    yield from wholes.find(case)
    yield from _sides(case)
    yield from kinds.find(case)
    yield from swaps.find(case)


# -------------------------------------------------------------------------------------------- headline and unit


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
        unit, value = scope_of(claim), claim.quantity.figure or 0.0
        if claim.measure != "strength" or unit is None or value < FEW:
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


# --------------------------------------------------------------------------------------------------------- sides


def _sides(case: Case) -> Iterator[Finding]:
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
        if not any(claim.side and _opposed(claim.side, match.side) for claim in group.claims if match.side):
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
        others = [c for c in same if c.side is not None and _opposed(c.side, bold.side) and _tells_side(c)]
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
    return not (_is_carried(claim) or is_guessed(claim)) and _OF_PLACE.isdisjoint(claim.rules)


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
                claim.side in parties(claim) and any(_opposed(claim.side or "", one) for one in parties(bold))
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


def _opposed(one: str, other: str) -> bool:
    return other in OPPONENTS.get(one, ()) or one in OPPONENTS.get(other, ())
