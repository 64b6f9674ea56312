"""What claims count, in the vocabulary's terms: which may be compared, and how large the force is they are told of."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from counterclaim.lists import WHOLE_OF
from counterclaim.model import Claim
from counterclaim.vocabulary import broader, includes, load_vocabulary

WHOLE = 8  # the rank from which a unit stands for the whole force
PERSONS = frozenset({"people", "personnel", "civilian"})
_STATES = frozenset({"strength", "remaining", "deployed"})
_NOT_LOST = _STATES | {"mobilised", "released", "detained", "displaced", "abducted"}

_OF_A_WHOLE = frozenset({"<n>, including <n>", "<part> of <whole>"})  # rules that read a part
_FATES = frozenset({"killed", "wounded", "casualties"})  # where weights guess one of them, only a loss is sure


def as_told(claim: Claim) -> Claim:
    """The claim without a side or a fate that was only weighed: a finding rests on what the words tell."""
    if is_side_weighed(claim):
        claim = replace(claim, side=None)
    if claim.measure in _FATES and any(rule.startswith("fate by weight") for rule in claim.rules):
        claim = replace(claim, measure="losses")
    return claim


def has_own_words(claim: Claim) -> bool:
    """Whether what happened is told right with the number: no other number and no clause stands between them."""
    rest = claim.evidence.exact.replace(claim.quantity.text, "", 1)
    return not any(mark.isdigit() or mark == ";" for mark in rest)


def is_part(claim: Claim) -> bool:
    """Whether a claim is told as a part of another number."""
    return not _OF_A_WHOLE.isdisjoint(claim.rules)


def tells_own_fate(claim: Claim) -> bool:
    """Whether a claim's own words tell what happened, and not those of its part: "21,793, of whom 8,173 died"."""
    return has_own_words(claim) and WHOLE_OF not in claim.rules


@lru_cache(maxsize=256)
def rank_of(unit: str | None) -> int | None:
    """The rank of a unit by the vocabulary's words, 0 (squad) to 9 (army); ``None`` where no rank is named."""
    if unit is None:
        return None
    words = unit.casefold().split()
    ranks = load_vocabulary()["unit"]
    return min((ranks[word] for word in (w.rstrip("s") for w in words) if word in ranks), default=None)


def scope_of(claim: Claim) -> str | None:
    """The unit a claim is of where it is less than a whole force; an army, or units in general, is a whole."""
    return part_of_a_force(claim.unit)


def part_of_a_force(unit: str | None) -> str | None:
    """A unit where it is less than a whole force."""
    rank = rank_of(unit)
    return None if rank is None or rank >= WHOLE else unit


def objects_meet(one: str, other: str) -> bool:
    """Whether two counts may be of the same things: equal, or one within the other and no equipment in general."""
    return one == other or (objects_nest(one, other) and "equipment" not in (one, other))


def objects_nest(one: str, other: str) -> bool:
    """Whether one thing is the other or takes it in, as equipment in general takes in tanks."""
    return one == other or one in broader(other) or other in broader(one)


def measures_meet(one: str, other: str) -> bool:
    """Whether one measure is the other or includes it."""
    return includes(one, other) or includes(other, one)


class Counted(Protocol):
    """What counts something: a claim, a statement, a column of a table."""

    @property
    def object(self) -> str:
        """What is counted, a term of the vocabulary."""

    @property
    def measure(self) -> str:
        """What happened to it, a term of the vocabulary."""


def counts_meet(one: Counted, other: Counted) -> bool:
    """Whether two may count the same: their objects and their measures meet."""
    return objects_meet(one.object, other.object) and measures_meet(one.measure, other.measure)


def is_loss(claim: Claim) -> bool:
    """Whether a claim counts losses of any kind, not a state or a movement."""
    return claim.measure not in _NOT_LOST


def is_state(claim: Claim) -> bool:
    """Whether a claim counts a force as it stands or stood."""
    return claim.measure in _STATES


def digits_told(value: float) -> int:
    """How many digits of a number tell something: two of 31,000."""
    return len(f"{value:.0f}".rstrip("0"))


def is_guessed(claim: Claim) -> bool:
    """Whether no word, only weights, told what happened to those whom a claim counts."""
    return any(rule.startswith("fate by weight") for rule in claim.rules)


def is_side_weighed(claim: Claim) -> bool:
    """Whether no word, only weights, told whose a claim's losses are."""
    return claim.side is not None and any(rule.startswith("side by weight") for rule in claim.rules)
