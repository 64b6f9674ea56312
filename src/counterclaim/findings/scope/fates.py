"""CC304 within one text: the dead of one sentence who are, in another, the dead with the wounded, missing or captured.

their sum               "57,470 dead" over 19,240 killed, 35,493 wounded, 2,152 missing and 585 captured
a whole with its dead   "131,000 dead" beside up to 131,000, of whom 17,500 were killed
a count of every fate   "45,720 killed" over a count that is said to be of the killed and wounded
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.echoes import about, differences, echoes, may_retell
from counterclaim.findings.parties import parties
from counterclaim.findings.rule import Rule, listed, number, said
from counterclaim.findings.tables import LEAST
from counterclaim.findings.terms import PERSONS, is_guessed, objects_meet
from counterclaim.model import Claim, Finding, Proof

CASUALTIES_AS_DEATHS = Rule(
    "CC304", "casualties-as-deaths", "warning", "Killed and wounded, or losses of every kind, are told as killed."
)

SLACK = 0.01  # by how much a headline may round a sum
NEAR = 0.1  # of a headline's dead, within which another count of the dead may be meant
BEHIND = 60  # characters behind a number in which it is told of the dead
_BESIDE_THE_DEAD = ("wounded", "missing", "captured")
_DEAD = ("killed", "losses")
_EXACT, _ROUNDED = frozenset({"exact"}), frozenset({"exact", "at least", "over"})


def find(case: Case) -> Iterator[Finding]:
    """Each count of the dead that another sentence tells of more than the dead."""
    for dead in case.claims:
        counted = dead.quantity.unit == "count" and dead.object in PERSONS and dead.stance == "asserts"
        if (
            dead.measure != "killed"
            or not counted
            or (dead.quantity.figure or 0.0) < LEAST
            or may_be_victims(case, dead)
        ):
            continue
        finding = _by_sum(case, dead) or _with_its_dead(case, dead) or _of_every_fate(case, dead)
        if finding is not None:
            yield finding


def may_be_victims(case: Case, claim: Claim) -> bool:
    """Whether a number is told of "victims", who in reports of the wounded too may be both."""
    return bool(cue("victims").search(case.words(case.sentence_of(claim))))


# --------------------------------------------------------------------------------------------------------- a sum


def _by_sum(case: Case, dead: Claim) -> Finding | None:
    value, bold = dead.quantity.figure or 0.0, case.in_headline(dead)
    slack = SLACK * value if bold else 0.0
    others = [
        one for one in case.claims if one is not dead and one.measure == "killed" and one.quantity.unit == "count"
    ]
    if bold and any(abs((one.quantity.figure or 0.0) - value) <= NEAR * value for one in others):
        return None
    if dead.quantity.hedge != "exact" and not bold:
        return None
    own = case.sentence_of(dead)
    for index in case.about(0, 0):
        for parts in _fates_in(case, index, dead) if index != own and may_retell(case, dead, index) else ():
            total = sum(one.quantity.figure or 0.0 for one in parts)
            if abs(total - value) > slack or _is_of_another(dead, parts[0]):
                continue
            told = listed(f"{said(one.quantity)} {one.measure}" for one in parts)
            return CASUALTIES_AS_DEATHS.finding(
                f"{said(dead.quantity)} killed are {told} of the text together",
                [dead, *parts],
                Proof((" + ".join(number(one.quantity.figure or 0.0) for one in parts) + f" = {number(total)}",)),
            )
    return None


def _is_of_another(dead: Claim, part: Claim) -> bool:
    """Whether two figures are told by a party each, or of a side each: they are no one count."""
    mine, its = parties(dead), parties(part)
    return bool(mine and its and mine.isdisjoint(its)) or len({dead.side, part.side} - {None}) > 1


def _fates_in(case: Case, index: int, dead: Claim) -> Iterator[Sequence[Claim]]:
    """The dead of a sentence with one or more of the other fates told beside them, here or in the sentence before."""
    hedges, own = _ROUNDED if case.in_headline(dead) else _EXACT, case.sentence_of(dead)
    near = [
        one
        for at in (index - 1, index)
        for one in (case.claims_in(at) if at != own else ())
        if not case.in_headline(one)
        and one.quantity.unit == "count"
        and one.quantity.hedge in hedges
        and (one.quantity.figure or 0.0) > 1
        and one.object in PERSONS
    ]
    for first in (one for one in near if one.measure in _DEAD):
        if not any(case.sentence_of(one) == index for one in near):
            return
        rest = [next((one for one in near if one.measure == fate), None) for fate in _BESIDE_THE_DEAD]
        beside = [one for one in rest if one is not None]
        for size in range(len(beside), 0, -1):
            for chosen in combinations(beside, size):
                yield first, *chosen


# ------------------------------------------------------------------------------------------ a whole with its dead


def _with_its_dead(case: Case, dead: Claim) -> Finding | None:
    """The dead who elsewhere are a whole, and told of it how many were killed, fewer than that."""
    for whole in echoes(case, dead):
        if _is_surely_killed(whole) or _speaks_of_the_dead(case, whole):
            continue
        part = _dead_of(case, whole)
        if part is None or (part.quantity.interval[1] >= (dead.quantity.figure or 0.0)):
            continue
        return CASUALTIES_AS_DEATHS.finding(
            f"{said(dead.quantity)} killed are a whole in the text, of which {said(part.quantity)} were killed",
            [dead, *(one.claim for one in (whole, part) if one.claim is not None)],
            Proof((f"here: {said(dead.quantity)}, killed", f"there: {said(part.quantity)} of {said(whole.quantity)}")),
            [case.quote(one.start, one.end) for one in (whole, part)],
        )
    return None


def _dead_of(case: Case, whole: Told) -> Told | None:
    """The number, right behind a whole, of those of it who were killed."""
    told = [one for at in (whole.index, whole.index + 1) if at < len(case.reading) for one in case.told(at)]
    part = next((one for one in told if one.start >= whole.end and one.count), None)
    if part is None or part.quantity.interval[1] >= whole.quantity.interval[0]:
        return None
    if part.claim is not None and part.claim.object not in ("people", whole.claim.object if whole.claim else "people"):
        return None  # "12,000, among them 900 civilians killed"
    if shape(r"(?<!\w)<slain>(?!\w)").search(_before(case, whole, part)):
        return None
    end = case.reading.bounds[part.index][1]
    of = cue("of-a-whole").search(case.between(whole.end, min(end, part.end + 12)))
    return part if of and _says_killed(case.between(part.end, min(end, part.end + BEHIND))) else None


def _before(case: Case, whole: Told, part: Told) -> str:
    """The words before the number of a part, from the sentence of its whole on, without those of casualties."""
    return cue("every-fate").sub("", case.between(case.reading.bounds[whole.index][0], part.start))


def _says_killed(words: str) -> bool:
    return bool(shape(r"^(?:[^\d.;:]*?)(?<!\w)<slain>(?!\w)").match(words))


def _speaks_of_the_dead(case: Case, one: Told) -> bool:
    """Whether a number is told of the dead by the word behind it, before any other number."""
    end = case.reading.bounds[one.index][1]
    return bool(shape(r"^\s*(?:\w+\s+){0,3}?<slain>(?!\w)").match(case.between(one.end, min(end, one.end + BEHIND))))


def _is_surely_killed(one: Told) -> bool:
    return one.claim is not None and one.claim.measure == "killed" and not is_guessed(one.claim)


# -------------------------------------------------------------------------------------------------- every fate


def _of_every_fate(case: Case, dead: Claim) -> Finding | None:
    """The dead of a headline or lead whose count the text says to be one of the killed and wounded."""
    if not case.in_opening(dead):
        return None
    told = echoes(case, dead)
    pairs = [] if told else list(differences(case, dead))[:1]
    if not told and not pairs:
        return None
    if any(
        _is_surely_killed(one) or _speaks_of_the_dead(case, one)
        for one in (*told, *(one for pair in pairs for one in pair))
    ):
        return None
    if any(_is_count_of_dead(case, one, dead) for one in case.claims):
        return None
    for one in told or [other for _, other in pairs]:
        for index in about(case, one):
            mixed = cue("every-fate").search(case.words(index))
            if mixed is None:
                continue
            start = case.reading.bounds[index][0]
            return CASUALTIES_AS_DEATHS.finding(
                f"{said(dead.quantity)} killed are in the text a count of more than the dead: “{mixed[0]}”",
                [dead],
                Proof((f"here: {said(dead.quantity)}, killed", f"there: “{mixed[0]}”")),
                [case.quote(one.start, one.end), case.quote(start + mixed.start(), start + mixed.end())],
            )
    return None


def _is_count_of_dead(case: Case, one: Claim, dead: Claim) -> bool:
    """Whether the text counts the dead by as much, or by more: a number that a headline may round."""
    near = abs((one.quantity.figure or 0.0) - (dead.quantity.figure or 0.0)) <= NEAR * (dead.quantity.figure or 0.0)
    return one is not dead and one.measure == "killed" and near and objects_meet(one.object, dead.object)
