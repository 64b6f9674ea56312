"""CC4: a headline that outruns its text.

a bound or a round number that the text does not bear out   headline-outruns-text (CC405), in ``bounds``
a body named for what only an unverified voice says         voice-as-official (CC406)
a number with a slip in its digits                          headline-slips (CC407)
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.attribution.bounds import (
    FLOORS,
    HEADLINE_OUTRUNS_TEXT,
    OPENING,
    digits,
    first_below,
    reach,
    told_below,
)
from counterclaim.findings.attribution.bounds import find as find_outrun
from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.parties import PUBLISHERS, body_of, is_private, parties, party_of
from counterclaim.findings.retellings import is_quoted
from counterclaim.findings.rule import Rule, number, said
from counterclaim.findings.terms import is_loss
from counterclaim.language import fold
from counterclaim.model import Claim, Finding, Link, Proof, Quantity
from counterclaim.tracing.slips import slips

VOICE_AS_OFFICIAL = Rule(
    "CC406",
    "voice-as-official",
    "warning",
    "The headline credits a body with what only an unverified voice says in the text.",
)
HEADLINE_SLIPS = Rule(
    "CC407", "headline-slips", "warning", "The headline's figure is one of the text with a slip in its digits."
)
RULES = (HEADLINE_OUTRUNS_TEXT, VOICE_AS_OFFICIAL, HEADLINE_SLIPS)

LEAST = 10  # smaller figures meet by chance
TELLING = 100  # smaller figures have too many neighbours by a slip
SAME = 0.03  # by how much a rounded figure may miss the one that it rounds
ROUND = 0.05  # by how much a body's own figure may miss the headline's, and still be the one it rounds
_DEAD = {"killed", "losses"}  # "lost 900 men" may be the dead
AROUND = 3  # sentences around a quotation in which its recording is named


def find(case: Case) -> Iterator[Finding]:
    """What a headline says beyond its text."""
    for bold in case.claims:
        value = bold.quantity.figure or bold.quantity.low or 0.0
        if not case.in_headline(bold) or bold.quantity.unit != "count" or value < LEAST:
            continue
        if is_loss(bold) and bold.stance == "asserts":
            yield from list(_slips(case, bold, value)) or find_outrun(case, bold, value)
            yield from _credited_up(case, bold, value)


# ------------------------------------------------------------------------------------------------------ speakers


def _credited_up(case: Case, bold: Claim, value: float) -> Iterator[Finding]:
    """ "The ministry admits 900 dead" over a call in which somebody says that 900 are dead."""
    bodies = [link for link in bold.attribution if _is_body(case, link)]
    told = [one for one in told_below(case) if one.value == value]
    if not bodies or is_private(bold) or not told or not all(_is_a_voice(case, one, bodies) for one in told):
        return
    if any(_is_about(claim, value) and not is_private(claim) and claim.attribution for claim in case.below(bold)):
        return
    name = " ".join(bodies[-1].name.split())
    yield VOICE_AS_OFFICIAL.finding(
        f"the headline credits {said(bold.quantity)} to “{name}”; in the text only an unverified voice says it",
        [bold, *(one.claim for one in told if one.claim is not None)],
        Proof((f"headline: {said(bold.quantity)}, “{name}”", f"text: {said(told[0].quantity)}, an unverified voice")),
        [case.quote(one.start, one.end) for one in told],
    )


def _is_body(case: Case, link: Link) -> bool:
    """Whether a link is a body that publishes figures, known by its country or by its kind."""
    return party_of(link.id) is not None or (link.role in PUBLISHERS and body_of(link.name, case.language) is not None)


def _is_about(claim: Claim, value: float) -> bool:
    return abs((claim.quantity.figure or 0.0) - value) <= ROUND * value


def _is_a_voice(case: Case, one: Told, bodies: list[Link]) -> bool:
    """Whether a number is told by a voice that the text could not verify, and none of the bodies is named before it."""
    near = range(max(first_below(case), one.index - AROUND), one.index + 1)
    mine = {party_of(link.id) for link in bodies} - {None}
    if one.claim is not None:
        heard = is_private(one.claim) and mine.isdisjoint(parties(one.claim))
    else:
        heard = is_quoted(case, one) and not any(_names(case, index, bodies, mine) for index in near)
    return heard and is_in_doubt(case) and any(cue("recording").search(case.words(index)) for index in near)


def _names(case: Case, index: int, bodies: list[Link], mine: set[str | None]) -> bool:
    """Whether a sentence names one of these bodies or its party, or has a longer word of its name."""
    if not mine.isdisjoint(map(party_of, case.named_in(index)[0])):
        return True
    words = set(shape(r"\w{5,}").findall(case.words(index)))
    return any(not words.isdisjoint(shape(r"\w{5,}").findall(fold(link.name))) for link in bodies)


def is_heard_of(case: Case, one: Told) -> bool:
    """Whether nobody but a recording tells a number: its sentence speaks of one, or the words are quoted from one."""
    if one.claim is not None and one.claim.attribution and not is_private(one.claim):
        return False
    sources, bodies = case.named_in(one.index)
    if any(party_of(source) for source in sources) or bodies - {"media"}:
        return False
    near = range(max(first_below(case), one.index - AROUND), one.index + 1) if is_quoted(case, one) else [one.index]
    return any(cue("recording").search(case.words(index)) for index in near)


def is_in_doubt(case: Case) -> bool:
    """Whether the text says of a recording that nobody has verified it, or that nobody can."""
    return any(
        cue("recording").search(words)
        and (cue("unverified").search(words) or (cue("verify").search(words) and cue("cannot").search(words)))
        for words in map(case.words, range(min(OPENING, len(case.reading))))
    )


# -------------------------------------------------------------------------------------------------------- digits


def _slips(case: Case, bold: Claim, value: float) -> Iterator[Finding]:
    """ "4,210 killed" over a text that has 4,120 killed and 4,210 nowhere."""
    if bold.quantity.hedge not in {"exact", *FLOORS} or not _is_telling(value):
        return
    told = list(told_below(case))
    values = {one.value for one in told}
    if any(_may_be(one.quantity, value) for one in told) or _is_made_of(values, value):
        return
    wrong = slips(int(value))
    right = [
        claim
        for claim in case.below(bold)
        if _figure(claim) in wrong
        and _is_telling(_figure(claim))
        and (claim.measure == bold.measure or {claim.measure, bold.measure} == _DEAD)
        and (claim.side == bold.side or None in (claim.side, bold.side))
    ]
    if len({claim.quantity.figure for claim in right}) != 1:
        return
    yield HEADLINE_SLIPS.finding(
        f"the headline's {said(bold.quantity)} stands nowhere in the text, which has {said(right[0].quantity)}",
        [bold, right[0]],
        Proof((f"headline: {number(value)}", f"text: {said(right[0].quantity)}: {wrong[int(_figure(right[0]))]}")),
    )


def _figure(claim: Claim) -> float:
    return claim.quantity.figure or 0.0


def _is_telling(value: float) -> bool:
    """Whether a number has two digits or more that are not its last noughts, and is no small one."""
    return value >= TELLING and float(value).is_integer() and digits(value) > 1


def _may_be(quantity: Quantity, value: float) -> bool:
    """Whether a number of the text may be a headline's: the same, one it rounds, or a range that takes it in."""
    low, high = reach(quantity)
    slack = SAME if quantity.hedge not in {"exact", *FLOORS} or digits(value) < digits(low) else 0.0
    return low * (1 - slack) <= value <= high * (1 + slack)


def _is_made_of(values: set[float], value: float) -> bool:
    """Whether two numbers of the text make a headline's, added or taken from each other."""
    return any(value - one in values - {one} or one - value in values for one in values)
