"""CC1: totals that fall (what is left of a force is an equation of the passage).

a running total and a later, lower one     total-falls
"951 dead … the toll had risen to 888"     total-falls
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from counterclaim.findings.case import Case
from counterclaim.findings.cues import shape
from counterclaim.findings.parties import speaker_key
from counterclaim.findings.rule import Rule, day, number, said
from counterclaim.findings.terms import counts_meet, is_loss, is_state
from counterclaim.model import Claim, Finding, Proof

REMAINDER_DOES_NOT_FOLLOW = Rule(
    "CC108", "remainder-does-not-follow", "warning", "What is left is not a strength less the losses told of it."
)
TOTAL_FALLS = Rule(
    "CC109", "total-falls", "warning", "A running total is lower than one that the same source gave before."
)
RULES = (REMAINDER_DOES_NOT_FOLLOW, TOTAL_FALLS)

APART = 2  # sentences between a total told as a rise and the one before it
FALL = 0.5  # a total that is less than half of the one before is of something else


def find(case: Case) -> Iterator[Finding]:
    """Totals that fall."""
    counted = [
        c for c in case.claims if c.quantity.unit == "count" and c.quantity.hedge != "vague" and c.quantity.figure
    ]
    counted = [claim for claim in counted if claim.stance == "asserts" and not case.in_headline(claim)]
    yield from _falls(case, counted)
    yield from _rises(case, counted)


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
