"""CC1: one figure told twice in a text, with two of its digits exchanged: "3,472 sailors … the 3,742 sailors".

It is one figure by what it counts: the noun behind it, and what befell them. It is silent where the two are of two
times or of two sources, or where a text tells how a count went on.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.parties import parties
from counterclaim.findings.rule import Rule, said
from counterclaim.findings.terms import measures_meet, objects_nest
from counterclaim.model import Claim, Finding, Proof
from counterclaim.tracing.slips import slips

TOLD_TWICE = Rule("CC113", "told-twice", "warning", "A text tells one figure twice, with two digits exchanged.")

LEAST = 1_000  # smaller numbers are often like one another by chance
DIGITS = 3  # of a figure that are not nought
STEM = 5  # letters by which two nouns are the same in two cases
_NOUN = shape(r"^\s*([\w'-]{5,})")


def find(case: Case) -> Iterator[Finding]:
    """Each pair of numbers that are one but for two digits in turn."""
    head = case.document.headline.end if case.document.headline is not None else 0  # of which CC405 speaks
    told = [one for at in range(len(case.reading)) for one in case.told(at) if one.start >= head and _is_telling(one)]
    for one, other in combinations(told, 2):
        if one.index == other.index or slips(int(other.value)).get(int(one.value)) != "digits-swapped":
            continue
        if _count_the_same(case, one, other) and not _are_of_two_times(case, one, other):
            yield _finding(case, one, other)
            return


def _is_telling(one: Told) -> bool:
    """Whether a number is long enough to be known again."""
    return one.count and one.exact and one.value >= LEAST and len(f"{one.value:.0f}".replace("0", "")) >= DIGITS


def _count_the_same(case: Case, one: Told, other: Told) -> bool:
    """Whether two numbers count the same: by the noun behind both, and by their claims where both make one."""
    nouns = [_NOUN.match(case.between(each.end, each.end + 40)) for each in (one, other)]
    alike = all(nouns) and len({noun[1][:STEM] for noun in nouns if noun}) == 1
    if one.claim is None or other.claim is None:
        return alike
    return _tell_the_same(one.claim, other.claim) and (alike or one.claim.side is not None)


def _tell_the_same(one: Claim, other: Claim) -> bool:
    """Whether two claims are of one side, one fate and one kind, and no two parties make them."""
    if not (measures_meet(one.measure, other.measure) and objects_nest(one.object, other.object)):
        return False
    if one.side != other.side or one.unit != other.unit:
        return False
    mine, theirs = parties(one), parties(other)
    return not mine or not theirs or bool(mine & theirs)


def _are_of_two_times(case: Case, one: Told, other: Told) -> bool:
    """Whether the words around two numbers set them apart: another day, "earlier", "rose to", "more than before"."""
    for each in (one, other):
        words = case.words(each.index)
        if any(cue(name).search(words) for name in ("earlier", "other-time", "newest", "growth", "gained")):
            return True
    times = [{(t.start, t.end) for t in case.times_in(each.index) if t.start is not None} for each in (one, other)]
    return bool(times[0] and times[1] and times[0].isdisjoint(times[1]))


def _finding(case: Case, one: Told, other: Told) -> Finding:
    return TOLD_TWICE.finding(
        f"{said(one.quantity)} and {said(other.quantity)} are one figure, told with two digits exchanged",
        [each.claim for each in (one, other) if each.claim is not None],
        Proof((f"first: {said(one.quantity)}", f"then: {said(other.quantity)}")),
        [case.quote(one.start, one.end), case.quote(other.start, other.end)],
    )
