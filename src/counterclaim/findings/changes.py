"""CC1: what is left of a force, and totals that fall.

a strength, its losses, what is left       remainder-does-not-follow
a running total and a later, lower one     total-falls
"951 dead … the toll had risen to 888"     total-falls
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.parties import speaker_key
from counterclaim.findings.rule import Rule, day, number, said
from counterclaim.findings.terms import counts_meet, is_loss, is_state, objects_meet, scope_of
from counterclaim.findings.tolerance import interval
from counterclaim.model import Claim, Finding, Proof

REMAINDER_DOES_NOT_FOLLOW = Rule(
    "CC108", "remainder-does-not-follow", "warning", "More are left than a strength less the losses told of it."
)
TOTAL_FALLS = Rule(
    "CC109", "total-falls", "warning", "A running total is lower than one that the same source gave before."
)
RULES = (REMAINDER_DOES_NOT_FOLLOW, TOTAL_FALLS)

APART = 2  # sentences between a total told as a rise and the one before it
LEAST = 10.0  # who are told to be left
BEHIND = 16  # characters behind a number in which "of them" stands
FALL = 0.5  # a total that is less than half of the one before is of something else


def find(case: Case) -> Iterator[Finding]:
    """Remainders, totals that fall."""
    counted = [
        c for c in case.claims if c.quantity.unit == "count" and c.quantity.hedge != "vague" and c.quantity.figure
    ]
    counted = [claim for claim in counted if claim.stance == "asserts" and not case.in_headline(claim)]
    yield from _remainders(case, counted)
    yield from _falls(case, counted)
    yield from _rises(case, counted)


# ----------------------------------------------------------------------------------------------------- remainders


def _remainders(case: Case, counted: list[Claim]) -> Iterator[Finding]:
    """ "The battalion had 480 men; 210 were killed and 140 wounded; 230 are left." """
    for left in _rests(case, counted):
        whole = _whole_of(case, counted, left)
        if whole is None or cue("reinforced").search(case.between(whole.start, case.reading.bounds[left.index][1])):
            continue
        sides = {None} | {one.claim.side for one in (left, whole) if one.claim is not None}
        lost = [
            claim
            for claim in counted
            if whole.start < claim.quantity.start < left.start
            and "<n>, including <n>" not in claim.rules
            and claim.measure in ("killed", "wounded", "missing", "captured", "losses", "casualties")
            and (left.claim is None or objects_meet(claim.object, left.claim.object))
            and (claim.side in sides or len(sides) == 1)
        ]
        measures = [claim.measure for claim in lost]
        several = len(lost) > 1 and not {"losses", "casualties"}.isdisjoint(measures)
        if not lost or several or len(set(measures)) != len(measures):
            continue
        most = interval(whole.quantity)[1] - sum(interval(claim.quantity)[0] for claim in lost)
        if left.value <= most:
            continue
        sums = " − ".join(number(value) for value in (whole.value, *(c.quantity.figure or 0.0 for c in lost)))
        claims = [claim for claim in (whole.claim, *lost, left.claim) if claim is not None]
        yield REMAINDER_DOES_NOT_FOLLOW.finding(
            f"{said(left.quantity)} are told to be left; {sums} leaves at most {number(max(most, 0))}",
            claims,
            Proof((f"{sums} = {number(most)}", f"told: {said(left.quantity)}")),
            [case.quote(left.start, left.end)],
        )


def _rests(case: Case, counted: list[Claim]) -> Iterator[Told]:
    """The numbers that tell who is left: by their measure, or behind "the remaining" or "there survived"."""
    for index in sorted({case.sentence_of(claim) + step for claim in counted for step in (0, 1)}):
        for one in case.told(index) if index < len(case.reading) else ():
            if not one.count or one.quantity.hedge not in ("exact", "over", "at least"):
                continue
            before = case.between(case.reading.bounds[index][0], one.start)
            if one.claim is not None and one.claim.measure == "remaining":
                if one.claim in counted:
                    yield one
            elif one.value >= LEAST and shape(r"(?<!\w)(?:<the-remaining>|<left>)\s*$").search(before):
                yield one


def _whole_of(case: Case, counted: list[Claim], left: Told) -> Told | None:
    """What a force was before: its strength in the paragraph of who is left, or what the lost are told to be of."""
    paragraph, of = case.reading.bounds[left.index][2], left.claim
    near = [c for c in counted if case.paragraph_of(c) == paragraph and c.quantity.start < left.start]
    before = [
        claim
        for claim in near
        if claim.measure in ("strength", "deployed")
        and claim.quantity.hedge == "exact"
        and (of is None or objects_meet(claim.object, of.object))
        and (of is None or None in (scope_of(claim), scope_of(of)) or scope_of(claim) == scope_of(of))
    ]
    if before:
        return _told_of(case, before[0]) if len(before) == 1 else None
    for claim in near:
        index = case.sentence_of(claim)
        behind = case.between(claim.quantity.end, claim.quantity.end + BEHIND)
        if not is_loss(claim) or not index or not shape(r"^\s*<part-behind>(?!\w)").match(behind):
            continue
        wholes = [one for one in case.told(index - 1) if one.count and one.exact]
        if len(wholes) == 1 and wholes[0].value > (claim.quantity.figure or 0.0):
            lost = wholes[0].claim is not None and is_loss(wholes[0].claim)  # "five of these": of the enemy's dead
            return None if lost else wholes[0]
    return None


def _told_of(case: Case, claim: Claim) -> Told | None:
    return next((one for one in case.told(case.sentence_of(claim)) if one.start == claim.quantity.start), None)


# -------------------------------------------------------------------------------------------------- totals that fall


def _falls(case: Case, counted: list[Claim]) -> Iterator[Finding]:
    """ "1,134 since 1 July, the ministry said on Tuesday. … On Friday its total climbed to 1,097." """
    totals = [c for c in counted if c.period.kind == "cumulative" and c.quantity.hedge == "exact" and is_loss(c)]
    for one, other in combinations(totals, 2):
        same = (one.object, one.measure, one.side, one.place) == (other.object, other.measure, other.side, other.place)
        if not same and not _goes_on(one, other):
            continue
        if one.period.start != other.period.start and None not in (one.period.start, other.period.start):
            continue
        key = speaker_key(one)
        if key is None or key != speaker_key(other) or case.sentence_of(one) == case.sentence_of(other):
            continue
        first, last = one.period.end, other.period.end
        if first is None or last is None or first == last:
            continue
        if any(case.is_rough(claim) and not _is_of_end(case, claim) for claim in (one, other)):
            continue  # "in last year's war" and "in April" do not tell which was said first
        early, late = (one, other) if first < last else (other, one)
        a, b = early.quantity.figure or 0.0, late.quantity.figure or 0.0
        if b >= a or b < a * FALL or is_state(early) or case.is_daily(late):
            continue
        yield TOTAL_FALLS.finding(
            f"{said(late.quantity)} by {day(max(first, last))} is less than the {said(early.quantity)} that the same "
            f"source gave by {day(min(first, last))}",
            [early, late],
            Proof((f"{number(b)} < {number(a)}: a running total does not fall",)),
        )


def _is_of_end(case: Case, claim: Claim) -> bool:
    """Whether a sentence names the end of the month or year that a total is of: "by the end of August"."""
    return any(one.kind == "until" and one.end == claim.period.end for one in case.times_in(case.sentence_of(claim)))


def _goes_on(one: Claim, other: Claim) -> bool:
    """Whether a total that tells less of itself can be that of the other."""
    return (
        counts_meet(one, other)
        and (one.side == other.side or None in (one.side, other.side))
        and (one.place == other.place or None in (one.place, other.place))
    )


def _rises(case: Case, counted: list[Claim]) -> Iterator[Finding]:
    """ "951 had been killed, the ministry said on Friday. By Sunday the number of dead had risen to 888." """
    exact = [claim for claim in counted if claim.quantity.hedge == "exact" and is_loss(claim)]
    yield from _rises_from(case, exact)
    for late in exact:
        index, value = case.sentence_of(late), late.quantity.figure or 0.0
        start = case.reading.bounds[index][0]
        if not shape(r"(?<!\w)<risen-to>\s*$").search(case.between(start, late.quantity.start)):
            continue
        before = [
            one
            for one in exact
            if one.quantity.start < late.quantity.start
            and index - case.sentence_of(one) <= APART
            and (one.measure == late.measure or "losses" in (one.measure, late.measure))
            and _goes_on(one, late)
            and speaker_key(one) is not None
            and speaker_key(one) == speaker_key(late)
            and not (one.period.end and late.period.end and one.period.end > late.period.end)
        ]
        early = before[-1] if before else None
        if early is not None and value < (early.quantity.figure or 0.0) <= value / FALL:
            yield TOTAL_FALLS.finding(
                f"{said(late.quantity)} are told as a rise, and are less than the {said(early.quantity)} before them",
                [early, late],
                Proof(
                    (f"{number(value)} < {number(early.quantity.figure or 0.0)}: what has risen is more than before",)
                ),
            )


def _rises_from(case: Case, exact: list[Claim]) -> Iterator[Finding]:
    """ "The toll has risen from 951 to 888." """
    for early in exact:
        index, end = case.sentence_of(early), early.quantity.end
        start = case.reading.bounds[index][0]
        late = next((one for one in case.told(index) if one.start >= end), None)
        if late is None or not shape(r"(?<!\w)<risen-from>\s*$").search(case.between(start, early.quantity.start)):
            continue
        joined = shape(r"^(?:\s+[\w'-]+){0,4}?\s+<up-to>\s+$").match(case.between(end, late.start))
        before = early.quantity.figure or 0.0
        if joined and late.exact and late.count and late.value < before <= late.value / FALL:
            yield TOTAL_FALLS.finding(
                f"from {said(early.quantity)} to {said(late.quantity)} is told as a rise",
                [early] if late.claim is None else [early, late.claim],
                Proof((f"{number(late.value)} < {number(before)}: what has risen is more than before",)),
                [case.quote(late.start, late.end)],
            )
