"""CC4: a count that is taken up again as known, "the 32 who died", "all 19 wounded", and is not the one told before.

What is taken up may be told with another fate ("23 laid down their arms. … All 23 dead …"), or in another number
("killed 23 men. … The 32 men who died"). Both rest on a text that knows one count of these dead; where numbers
around make what is taken up, or a time of its own sets it apart, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import shape
from counterclaim.findings.parties import parties
from counterclaim.findings.rule import Rule, said
from counterclaim.findings.terms import PERSONS, is_guessed, is_part, measures_meet, objects_nest
from counterclaim.model import Claim, Finding, Proof
from counterclaim.vocabulary import label

TAKEN_UP_DIFFERENTLY = Rule(
    "CC410", "taken-up-differently", "warning", "A count that is taken up as known is not the one told before."
)

LEAST = 3.0  # of a count that is taken up: "the two" are told of much
MOST = 2_000.0  # of what one event's dead are: larger counts are of wars, and told by several
FAR = 3.0  # times that a count taken up may be another: more, and it is of other people
# fates that exclude each other: who is told of with one is not taken up with the other; the missing are found dead
APART = {
    "killed": ("wounded", "captured", "surrendered", "released"),
    "wounded": ("killed", "missing"),
    "captured": ("killed",),
}


def find(case: Case) -> Iterator[Finding]:
    """Each count taken up as known that the text before it does not tell."""
    for claim in case.claims:
        if not _is_taken_up(case, claim):
            continue
        finding = _with_another_fate(case, claim) or _in_another_number(case, claim)
        if finding is not None:
            yield finding
            return


# ---------------------------------------------------------------------------------------------- what is taken up

_AHEAD = r"(?<!\w)<taken-up>\s+(?:<of>\s+(?:<the-known>\s+)?)?$"
_OF = r"(?<!\w)<of>\s+$"
_ALL = r"(?<!\w)<every-one>\s+(?:<of>\s+(?:<the-known>\s+)?)?$"
_PREDICATE = r",|(?<!\w)<be>(?!\w)"  # where the phrase of those who are counted ends
_CLOSED = r"^\s*(?:[.,;!?–-]|$|<be>(?!\w))"


def _is_taken_up(case: Case, claim: Claim) -> bool:
    """Whether a count of the lost is told as one that is known, by the words before it."""
    value = claim.quantity.figure or 0.0
    counted = claim.quantity.unit == "count" and claim.quantity.hedge == "exact" and LEAST <= value <= MOST
    if not counted or claim.measure not in APART or claim.object not in PERSONS:
        return False
    if claim.stance != "asserts" or is_guessed(claim) or case.in_headline(claim):
        return False
    ahead = _ahead(case, claim)
    known = shape(_AHEAD).search(ahead)
    if known is None or shape(_OF).search(ahead[: known.start()]):
        return False  # "a third of the 240 killed": a whole may be told first with its part
    return not _has_a_time(case, claim)


def _ahead(case: Case, claim: Claim) -> str:
    start = case.reading.bounds[case.sentence_of(claim)][0]
    return case.between(max(start, claim.quantity.start - 40), claim.quantity.start)


def _has_a_time(case: Case, claim: Claim) -> bool:
    """Whether those taken up are told with a time that no sentence before names: they may be of something else."""
    index, sentence = case.sentence_of(claim), case.sentence(case.sentence_of(claim))
    behind = shape(_PREDICATE).search(case.between(claim.evidence.end, case.reading.bounds[index][1]))
    end = claim.evidence.end + behind.start() if behind else case.reading.bounds[index][1]
    before = {(one.start, one.end) for at in range(index) for one in case.times_in(at)}
    own = [one for one in case.times_in(index) if not one.reporting and sentence.starts[one.first] < end]
    return any((one.start, one.end) not in before for one in own)


# ------------------------------------------------------------------------------------------------- another fate


def _with_another_fate(case: Case, claim: Claim) -> Finding | None:
    """ "23 laid down their arms. … All 23 dead …" """
    again = [one for one in _told(case) if one.value == claim.quantity.figure and one.start != claim.quantity.start]
    others = [one.claim for one in again if one.claim is not None and one.claim.measure in APART[claim.measure]]
    if not again or len(others) != len(again) or not all(_may_be_of_one(claim, one) for one in others):
        return None
    first = others[0]
    if first.quantity.start > claim.quantity.start or is_guessed(first):
        return None
    told, was = label("measure", claim.measure), label("measure", first.measure)
    return TAKEN_UP_DIFFERENTLY.finding(
        f"{said(claim.quantity)} {told} are {was} where the text first tells of them",
        [claim, first],
        Proof((f"first: {said(first.quantity)}, {was}", f"then: {said(claim.quantity)}, {told}")),
    )


# ------------------------------------------------------------------------------------------------ another number


def _in_another_number(case: Case, claim: Claim) -> Finding | None:
    """ "killed 23 men. … The 32 men who died at the camp …" """
    value = claim.quantity.figure or 0.0
    told = [one for one in _told(case) if one.start != claim.quantity.start]
    if any(one.value == value or _may_be(one, claim) for one in told):
        return None
    before = [one for one in case.claims if one.quantity.start < claim.quantity.start and one.measure == claim.measure]
    before = [one for one in before if one.quantity.unit == "count" and one.quantity.figure and not is_part(one)]
    if len({one.quantity.figure for one in before}) != 1 or not all(_may_be_of_one(claim, one) for one in before):
        return None
    first, known = before[0], before[0].quantity.figure or 0.0
    if known < LEAST or first.quantity.hedge != "exact" or is_guessed(first):
        return None
    if max(known, value) > FAR * min(known, value):
        return None
    if value < known and not _is_whole(case, claim, first):
        return None
    alike = [one.value for one in told if one.claim is None or measures_meet(one.claim.measure, claim.measure)]
    if _is_made(value, alike):
        return None
    was = label("measure", claim.measure)
    return TAKEN_UP_DIFFERENTLY.finding(
        f"{said(claim.quantity)} {was} are taken up as known; before, the text has {said(first.quantity)}",
        [claim, first],
        Proof((f"first: {said(first.quantity)} {was}", f"then: {said(claim.quantity)} {was}")),
    )


def _told(case: Case) -> list[Told]:
    """The counts of the text."""
    return [one for index in range(len(case.reading)) for one in case.told(index) if one.count and one.value]


def _may_be_of_one(one: Claim, other: Claim) -> bool:
    """Whether two counts may be of the same people: their kind, their side and their tellers do not set them apart."""
    mine, its = parties(one), parties(other)
    return (
        objects_nest(one.object, other.object)
        and (one.side == other.side or None in (one.side, other.side))
        and not (mine and its and mine.isdisjoint(its))
    )


def _may_be(one: Told, claim: Claim) -> bool:
    """Whether a number is told so loosely that a claim may be it: "at least 14 dead", "between 20 and 30"."""
    loose = one.claim is None or measures_meet(one.claim.measure, claim.measure)
    low, high = one.quantity.interval
    bounded = one.claim is not None or high < float("inf")  # "at least four shells" bound nobody's dead
    return loose and bounded and low <= (claim.quantity.figure or 0.0) <= high


def _is_whole(case: Case, claim: Claim, first: Claim) -> bool:
    """Whether a smaller number is told of all of them: by its words, or as no words behind it narrow it."""
    if shape(_ALL).search(_ahead(case, claim)):
        return True
    end = case.reading.bounds[case.sentence_of(claim)][1]
    return claim.object == first.object and bool(shape(_CLOSED).match(case.between(claim.evidence.end, end)))


def _is_made(value: float, others: list[float]) -> bool:
    """Whether others make a number: two by their sum or difference, or a few in a row."""
    if any(value in (one + other, abs(one - other)) for one, other in combinations(others, 2)):
        return True
    return any(sum(others[at : at + many]) == value for many in (3, 4, 5) for at in range(len(others)))
