"""CC405: a headline's bound or round number against the figure of its text.

"Toll tops 9,000" over 8,640        passed by no figure of the text
"Up to 560" over "more than 560"    a floor told as a ceiling, or the reverse
"Nearly 600" over 524               the one figure of its kind is too far off to be rounded so
"Dozens killed" over seven          the one figure of its kind is far below what the word begins with
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import shape
from counterclaim.findings.rule import Rule, number, said
from counterclaim.findings.terms import counts_meet, is_guessed, measures_meet
from counterclaim.model import Claim, Finding, Period, Proof, Quantity

HEADLINE_OUTRUNS_TEXT = Rule(
    "CC405",
    "headline-outruns-text",
    "warning",
    "The headline's bound or round number is not that of the text's figure.",
)

OPENING = 60  # sentences in which a headline's number is looked for
NEAR = 0.9  # of a bound, from which a figure of the text is the one that it is a bound of
_PART = "<n>, including <n>"  # the rule that reads a part of the figure before it
FLOORS, CEILINGS = frozenset({"over", "at least"}), frozenset({"up to", "under", "nearly"})
# what a rounded headline may be of, as parts of itself
ROUNDED = {"nearly": (0.9, 1.01), "about": (0.9, 1.1), "over": (1.0, 1e9), "at least": (1.0, 1e9)}
FARTHEST = 2.0  # times by which the one figure of its kind may differ, and still be what a headline rounds
DOZENS = 20.0  # what a vague number of a headline is at least, that one figure may be far below
FEW = 2  # digits of a round floor, which may be passed by far
ABOVE = 1.5  # times by which it may
MANY = 20  # numbers of a text that add up to almost anything


def find(case: Case, bold: Claim, value: float) -> Iterator[Finding]:
    """What a headline makes of a figure's bound, or of the figure by rounding it."""
    found = next(iter(_outruns(case, bold, value)), None) or _flipped(case, bold, value) or _far_off(case, bold, value)
    if found is not None:
        yield found


def told_below(case: Case) -> Iterator[Told]:
    """The counts of the text under its headline, whether or not the reader made claims of them."""
    for index in range(first_below(case), min(OPENING, len(case.reading))):
        yield from (one for one in case.told(index) if one.count)


def first_below(case: Case) -> int:
    """The number of the first sentence under the headline."""
    headline = case.document.headline
    return 0 if headline is None else sum(start < headline.end for start, _, _ in case.reading.bounds)


def _outruns(case: Case, bold: Claim, value: float) -> Iterator[Finding]:
    """ "Toll tops 9,000" over a text that has 8,640 and no more."""
    if not _is_bound(case, bold):
        return
    mine = [
        claim
        for claim in case.below(bold)
        if claim.quantity.unit == "count"
        and (claim.side == bold.side or None in (claim.side, bold.side))
        and not is_guessed(claim)
    ]
    near = [claim for claim in mine if NEAR * value <= (claim.quantity.figure or 0.0) < value]
    if not near or any(claim.quantity.hedge not in {"exact", "nearly", "up to", "under", *FLOORS} for claim in near):
        return
    if any(reach(claim.quantity)[1] >= value for claim in mine):
        return
    if any(one.claim is None and value <= one.value <= value / NEAR for one in told_below(case)):
        return
    highest = max(near, key=lambda claim: claim.quantity.figure or 0.0)
    if _adds_up(case, mine, highest, value):
        return
    yield HEADLINE_OUTRUNS_TEXT.finding(
        f"the headline has more than {number(value)}; the highest figure of the text is {said(highest.quantity)}",
        [bold, highest],
        Proof((f"headline: more than {number(value)}", f"text: {said(highest.quantity)}, less than {number(value)}")),
    )


def reach(quantity: Quantity) -> tuple[float, float]:
    """The values that a text's number bears out: of a floor little more than its own, the less the rounder it is."""
    low, high = quantity.interval
    if quantity.hedge not in FLOORS:
        return low, high
    return low, low if digits(low) > FEW else low * ABOVE


def digits(value: float) -> int:
    """How many digits a number has before its last noughts."""
    return len(str(int(value)).rstrip("0"))


def _is_bound(case: Case, bold: Claim) -> bool:
    """Whether a headline's number is one that is passed: "more than 9,000", "tops 9,000"."""
    if bold.quantity.hedge in ("over", "at least"):
        return True
    start = case.reading.bounds[case.sentence_of(bold)][0]
    before = case.between(start, bold.quantity.start)
    return bold.quantity.hedge == "exact" and bool(shape(r"(?<!\w)<passes>\s*$").search(before))


def _adds_up(case: Case, claims: list[Claim], highest: Claim, value: float) -> bool:
    """Whether figures told beside the highest bring it to the bound: the dead of two towns."""
    at = case.paragraph_of(highest)
    beside = [
        one
        for one in claims
        if one is not highest
        and _PART not in one.rules
        and abs(case.paragraph_of(one) - at) <= 1
        and _may_be_then(one.period, highest.period)
    ]
    return sum((one.quantity.figure or 0.0) for one in (highest, *beside)) >= value


def _may_be_then(one: Period, other: Period) -> bool:
    """Whether two figures may be of one time, so that both are of what a headline tells."""
    return one.start is None or other.start is None or (one.start, one.end) == (other.start, other.end)


def _flipped(case: Case, bold: Claim, value: float) -> Finding | None:
    """ "Up to 560 children killed" over a text that has more than 560 and nothing else of that number."""
    mine = next((one for one in (FLOORS, CEILINGS) if bold.quantity.hedge in one), None)
    told = [one for one in told_below(case) if value in (one.value, one.quantity.low, one.quantity.high)]
    if mine is None or not told:
        return None
    other = CEILINGS if mine is FLOORS else FLOORS
    if any(one.quantity.hedge not in other for one in told):
        return None
    held = next((one for one in told if one.claim is not None and _may_be_of(one.claim, bold)), None)
    if held is None or held.claim is None:
        return None
    return HEADLINE_OUTRUNS_TEXT.finding(
        f"the headline has {said(bold.quantity)}, the text {said(held.quantity)}",
        [bold, held.claim],
        Proof((f"headline: {said(bold.quantity)}", f"text: {said(held.quantity)}")),
        [case.quote(held.start, held.end)],
    )


def _may_be_of(claim: Claim, bold: Claim) -> bool:
    return counts_meet(claim, bold) and (claim.side == bold.side or None in (claim.side, bold.side))


def _far_off(case: Case, bold: Claim, value: float) -> Finding | None:
    """ "Nearly 600 soldiers died" over a text that counts 524 dead soldiers and nobody else like them."""
    span = _span(bold.quantity)
    if span is None:
        return None
    low, high = span
    told = [one for one in told_below(case) if one.value > 1 and _may_count(one, bold)]
    if len(told) > MANY or any(_meets(one, low, high) for one in told):
        return None
    values = [one.value for one in told]
    if any(low <= sum(some) <= high for size in (2, 3) for some in combinations(values, size)):
        return None
    if any(low <= abs(one - other) <= high for one, other in combinations(values, 2)):
        return None
    side = next(read.side for one, read in zip(case.claims, case.read, strict=True) if one is bold)
    same = [
        one
        for one, read in zip(case.claims, case.read, strict=True)
        if not case.in_headline(one)
        and one.quantity.unit == "count"
        and not is_guessed(one)
        and _may_be_of(one, bold)
        and read.side in (None, side)  # a side that is only weighed tells it from the other's figures
    ]
    then = [one for one in same if _may_be_then(one.period, bold.period)]
    same = then or same
    figures = {one.quantity.figure for one in same}
    if len(figures) != 1 or same[0].measure != bold.measure or same[0].quantity.hedge not in {"exact", *FLOORS}:
        return None
    figure = same[0].quantity.figure or 0.0
    loose = bold.quantity.hedge == "vague"
    if not _is_of_place(same[0], bold) or (figure > low / FARTHEST if loose else not _is_close(figure, value)):
        return None
    return HEADLINE_OUTRUNS_TEXT.finding(
        f"the headline's {said(bold.quantity)} is {said(same[0].quantity)} in the text",
        [bold, *same],
        Proof((f"headline: {said(bold.quantity)}, from {number(low)} on", f"text: {said(same[0].quantity)}")),
    )


def _span(quantity: Quantity) -> tuple[float, float] | None:
    """What a headline's rounded or vague number may be of; ``None`` where it is told as it is."""
    if quantity.hedge == "vague" and quantity.low is not None and quantity.low >= DOZENS:
        return quantity.low, quantity.high or float("inf")
    allowed = ROUNDED.get(quantity.hedge)
    value = quantity.figure or 0.0
    return None if allowed is None else (allowed[0] * value, allowed[1] * value)


def _is_close(figure: float, value: float) -> bool:
    return value / FARTHEST <= figure <= value * FARTHEST


def _may_count(one: Told, bold: Claim) -> bool:
    """Whether a number may count what a headline does: no claim, or one of such a fate."""
    return one.claim is None or is_guessed(one.claim) or measures_meet(one.claim.measure, bold.measure)


def _meets(one: Told, low: float, high: float) -> bool:
    least, most = reach(one.quantity)
    return least <= high and low <= most


def _is_of_place(claim: Claim, bold: Claim) -> bool:
    return claim.place == bold.place or None in (claim.place, bold.place)
