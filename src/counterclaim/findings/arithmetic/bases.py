"""What a share with its part is of: the whole that the words join to the part, name, or tell before it.

joined    "120 of the 480", "Of the 480 men, 120 were lost", "a third of the 480", a list with all its parts
named     "a third of the wounded", where the text has 480 wounded
before    the greatest number of the sentences before that may hold the part
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from counterclaim.findings.arithmetic.portions import (
    LEAST,
    Name,
    akin,
    any_whole,
    clause_of,
    counts_around,
    fate_of,
    fates_in,
    is_of_fate,
    is_said_again,
    noun_of,
)
from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.terms import is_loss
from counterclaim.findings.tolerance import follows, interval
from counterclaim.model import Claim

BEFORE, BEHIND = 3, 3  # sentences around a share in which its operands stand
AROUND = 4  # sentences around it in which another whole may explain it
NAME = 6  # words of the name of a whole
BOUNDS = frozenset({"over", "at least", "up to", "under"})
_FATES = frozenset({"killed", "wounded", "missing", "captured"})


@dataclass(frozen=True, slots=True)
class Operands:
    """A share with the numbers that together are its part, and with its whole; ``joined`` where words bind the two."""

    share: Told
    parts: tuple[Told, ...]
    whole: Told
    joined: bool = False

    @property
    def made(self) -> float:
        """The part as one number."""
        return sum(one.value for one in self.parts)

    @property
    def holds(self) -> bool:
        """Whether the share follows."""
        low, high = (sum(interval(one.quantity)[end] for one in self.parts) for end in (0, 1))
        return follows(self.share.quantity, (low, high), interval(self.whole.quantity))


def with_whole(case: Case, share: Told, parts: tuple[Told, ...], name: Name) -> Operands | None:
    """The parts with the whole that the words join to them: by its number, by its name, else the greatest before."""
    made, part = sum(one.value for one in parts), parts[0]
    inside = [one for one in case.told(share.index) if one.count and name.start <= one.start < name.end]
    if name.said and inside:
        return Operands(share, parts, inside[0], joined=True) if inside[0].value > made else None
    own = [one for one in case.told(part.index) if one.count and one.value > made and one not in parts]
    joined = [one for one in own if is_part_of(case, part, one) or (one.end < part.start and is_led(case, one, part))]
    again = is_told_again(case, part)
    if joined and (not name.said or is_said_again(case.between(part.end, share.start))):
        return Operands(share, parts, joined[-1], joined=True)
    before = [one for one in own if one.end < part.start]
    if name.said and again and before and names_noun(case, before[-1], name):
        return Operands(share, parts, before[-1], joined=True)
    near = [one for one in counts_around(case, share, BEFORE, BEHIND) if one.value > made and one not in parts]
    near = [one for one in near if not _is_beside(case, one, parts) and not _has_own_share(case, one)]
    if name.said:
        near = [one for one in near if _is_named(case, one, name, share)]
        if all(word in any_whole() for word in shape(r"\w{5,}").findall(name.words)):  # "the force that went in"
            near = [one for one in near if one.start < max(share.start, part.start)]
    else:
        near = [one for one in near if one.start < part.start and _may_hold(case, one, part)]
    if not near:
        return None
    last = max(near, key=lambda one: (one.index if again else 0, one.value))
    return Operands(share, parts, max((one for one in near if one.index == last.index), key=lambda one: one.value))


def _has_own_share(case: Case, one: Told) -> bool:
    """Whether a number is told with a share of its own, as parts are: "861 shells (35 per cent)"."""
    behind = (case.between(one.end, share.start) for share in case.told(one.index) if share.quantity.unit == "share")
    return any(shape(r"^(?:\s+[\w'-]+){0,3}?\s*\($").match(gap) for gap in behind)


def is_part_of(case: Case, part: Told, whole: Told) -> bool:
    """Whether a number stands as a part of the next: "120 of the 480"."""
    return bool(shape(r"^\s*<of>\s+(?:<before-whole>\s+)*$").match(case.between(part.end, whole.start)))


def is_led(case: Case, whole: Told, part: Told) -> bool:
    """Whether a whole leads its part: "of the 480 men, 120 were lost", "of the 480 dead 120 were men"."""
    gap = case.between(whole.end, part.start)
    beside = shape(r"^(?:\s+[\w'-]+){0,2}\s+$").match(gap) and not shape(r"(?<!\w)<and>(?!\w)").search(gap)
    return _is_of(case, whole) and ("," in gap or bool(beside))


def _is_of(case: Case, whole: Told) -> bool:
    """Whether "of" stands before a number: of the 480 men."""
    start = case.reading.bounds[whole.index][0]
    return bool(shape(r"(?:^|[\s,;])<of>\s+(?:<before-whole>\s+)*$").search(case.between(start, whole.start)))


def is_told_again(case: Case, part: Told) -> bool:
    """Whether a part is told of some whom the text has spoken of: "of last month's patients 103", "103 of them"."""
    start, end, _ = case.reading.bounds[part.index]
    ahead = shape(r"^\W*(?:<of>|<of-the>|<some-parts>)\s[^.;:!?\d]{0,48}$").match(case.between(start, part.start))
    behind = shape(r"^[^.;:!?,\d]{0,24}\s*<part-behind>(?!\w)").match(case.between(part.end, end))
    return bool(ahead or behind)


def _may_hold(case: Case, whole: Told, part: Told) -> bool:
    """Whether a number before a part may be told as its whole: of the same words, or of no other fate."""
    if whole.quantity.hedge == "vague":
        return False
    one, other = whole.claim, part.claim
    if not is_told_again(case, part) and one is not None and other is not None:
        if one.measure != other.measure and {one.measure, other.measure} <= _FATES:
            return False
    return one is not None or _counts_some(case, whole) or _are_akin(case, whole, part)


def _counts_some(case: Case, one: Told) -> bool:
    """Whether the pack knows the noun behind a number for people or things that wars take."""
    sentence = case.sentence(one.index)
    behind = [token for token in range(len(sentence.words)) if sentence.starts[token] >= one.end][:2]
    return any(sentence.kind(token, "object") is not None for token in behind)


def _are_akin(case: Case, one: Told, other: Told) -> bool:
    """Whether words of two numbers' clauses have a stem in common."""
    return any(akin(word, its) for word in clause_of(case, one) for its in clause_of(case, other))


def _is_named(case: Case, whole: Told, name: Name, share: Told) -> bool:
    """Whether all the words that a share is of are told with a whole, or stand for any."""
    words = shape(r"[^\W\d_]{3,}").findall(name.words)
    if not words or len(words) > NAME:
        return False
    fates = fates_in(name)
    if fates and fate_of(whole) not in fates:
        return False
    same = whole.index == share.index
    known = clause_of(case, whole) if same else shape(r"[^\W\d_]{3,}").findall(case.words(whole.index))
    return all(
        word in any_whole() or (fates and is_of_fate(word)) or any(akin(word, its) for its in known) for word in words
    )


def names_noun(case: Case, whole: Told, name: Name) -> bool:
    """Whether what a share is of is called by the noun that a whole counts."""
    words = shape(r"[^\W\d_]{4,}").findall(name.words)
    return any(akin(word, its) for word in words for its in noun_of(case, whole))


def partitions(case: Case, share: Told) -> Iterator[tuple[Told, tuple[Told, ...]]]:
    """Numbers that follow each other and together make one before them: all its parts."""
    around = counts_around(case, share, BEFORE, BEHIND)
    for at, whole in enumerate(around):
        for count in range(2, 6):
            for first in range(at + 1, len(around) - count + 1):
                parts = around[first : first + count]
                if sum(one.value for one in parts) == whole.value and all(one.value >= LEAST for one in parts):
                    yield whole, tuple(parts)


def listed_whole(case: Case, parts: tuple[Told, ...], name: Name) -> Told | None:
    """The whole of a list that the parts stand in with all others, unless it is of another fate than the one named."""
    for whole, told in partitions(case, parts[0]):
        fates = fates_in(name)
        if all(part in told for part in parts) and (whole.claim is None or not fates or fate_of(whole) in fates):
            return whole
    return None


def _is_beside(case: Case, one: Told, parts: tuple[Told, ...]) -> bool:
    """Whether a number is another part of the same list, which makes a whole with the parts."""
    if one.index not in {part.index for part in parts}:
        return False
    return any(one in told and any(part in told for part in parts) for _, told in partitions(case, parts[0]))


def bases_of(case: Case, found: Operands, name: Name) -> list[tuple[float, float]]:
    """Every whole that the part of a share may be of: a greater number around, or two told together."""
    around, fates = counts_around(case, found.share, AROUND, AROUND), fates_in(name)
    others = [
        one
        for one in around
        if one.value > found.made
        and not _is_beside(case, one, found.parts)
        and not (fates and one.claim is not None and one.claim.measure not in fates)
    ]
    if found.share.quantity.hedge in BOUNDS:  # most numbers are more than half of some other
        return [interval(found.whole.quantity), *(interval(one.quantity) for one in others if one.claim is not None)]
    both = [
        one.value + other.value
        for one, other in pairwise(around)
        if one.claim is not None and other.claim is not None and _are_listed(case, one, other)
    ]
    far = [claim.quantity for claim in case.claims if claim.quantity.unit == "count" and _is_total(claim, found.made)]
    known = [one.quantity for one in (found.whole, *others)]
    return [interval(one) for one in (*known, *far)] + [(value, value) for value in both]


def _is_total(claim: Claim, part: float) -> bool:
    """Whether a claim is one of the losses that a text may come back to when it tells shares: "450,664 were killed"."""
    return is_loss(claim) and (claim.quantity.figure or 0.0) > part and claim.quantity.hedge != "vague"


def _are_listed(case: Case, one: Told, other: Told) -> bool:
    """Whether two numbers stand side by side, neither a part of the other: "35 soldiers and 70 policemen"."""
    gap = case.between(one.end, other.start)
    beside = one.index == other.index and shape(r"^[^.;:!?()]{0,60}?(?:,|(?<!\w)<and>)[^.;:!?(),]{0,24}$").match(gap)
    return bool(beside) and not cue("part-behind").search(gap) and not cue("including").search(gap)
