"""CC1: numbers told one after another, of anything that is counted, against the total that the words make of them.

total     = part + part + part           "nine on Monday, fourteen on Tuesday, another eleven. In all, 44 bodies …"
                                         "Three villages were hit. Two died in Kobani, three in Tel Tamr, one in …"

A total is told so ("in all", "thus"), or as many places are told of as there are parts. It is silent where some other
numbers around make it, where its sentence tells a time of its own, and where the text speaks of some without a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from counterclaim.findings.arithmetic.counts import (
    Count,
    count_of,
    counts_before,
    is_each,
    may_join,
    sums_of,
    tells_more,
)
from counterclaim.findings.arithmetic.equations import Broken, Equation
from counterclaim.findings.arithmetic.figures import EVERY, Figure, Figures
from counterclaim.findings.arithmetic.partitions import is_slip
from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue, shape

REACH = 4  # sentences before a total in which its parts stand
FAR = 8  # and those in which others may explain it
MANY = 6  # parts of a total
LEAST = 5.0  # of a total
MISS = 2.0  # by which a total misses its parts: one may be told without a number
MAIN = 0.8  # of a total: a part that is more
WIDE = 0.4  # of a total, by which it may miss them; more, and they are of something else
_AHEAD = shape(r"(?:^|,)\W*(?:<thus>,?\s+)?<in-all-of-them>(?!\w|\s+<with>)[^.;:]*$")
_JOINED = shape(r",\W*(?:<thus>,?\s+)?<in-all-of-them>(?!\w|\s+<with>)[^.;:]*$")
_THUS = shape(r"(?<!\w)<thus>(?!\w)[^.;:]{0,40}$")
_ALL = shape(r"^\W*<all-the-so-many>\s*$")
_PLACED = shape(r"^\s+(?:<of-them>\s+|[\w'-]+\s+)?<in-place>(?!\w)")
_BEHIND = shape(r"^(?:\s+[\w'-]+){0,3}?,?\s+<in-all-of-them>\s*(?:[.,;:)!]|$)")


def _row(case: Case, figures: Figures) -> Iterator[Broken]:
    """ "nine on Monday, fourteen on Tuesday, another eleven. In all, 44" """
    spoken = set(figures.spoken)
    sites = [at for at in range(len(case.reading)) if case.tells_in(at, "sites")]
    behind_sites = {at + step for at in sites for step in range(REACH + 1)}
    for index in range(len(case.reading)):
        if index not in behind_sites and not case.tells_in(index, "in-all-of-them", "thus", "all-the-so-many"):
            continue
        near = index in spoken or cue("in-all-of-them").search(case.words(index))
        for told in figures.of(index) if near else ():
            if told.sure and told.value >= LEAST and told.role != "part":
                broken = _judged(case, figures, told) or _spread(case, figures, told)
                if broken is not None:
                    yield broken


def _judged(case: Case, figures: Figures, told: Figure) -> Broken | None:
    total, before = count_of(case, told), counts_before(figures, told, REACH)
    if _JOINED.search(told.ahead) or _BEHIND.match(told.behind):
        before = [one for one in before if one.index == total.index] or before
    said = _is_called_total(case, told)
    if not said and not any(_sites(one) for one in before):
        return None
    parts = _parts(case, total, before)
    if not 2 <= len(parts) <= MANY or not all(one.sure for one in parts):
        return None
    if not (_is_complete(case, total, parts, before) if not said else _is_summed(case, total, parts, before)):
        return None
    made = sum(one.value for one in parts)
    if not _is_meant(made, told.value) or told.value in sums_of(_around(figures, total)):
        return None
    if tells_more(case, parts[0].start, told.told.start) or _are_counted_twice(made, total, before):
        return None
    only_thus = _THUS.search(told.ahead) and not _AHEAD.search(told.ahead)
    if only_thus and told.value in _differences(counts_before(figures, told, REACH)):
        return None  # "of his 34 men twelve fell, seven were sent down: so he had fifteen"
    return Broken("joined", told, tuple((1, one.figure) for one in parts), made)


def _are_counted_twice(made: float, total: Count, before: Sequence[Count]) -> bool:
    """Whether a total leaves out some who are told as parts of a part: "60 and 45, 18 of them again: 87 in all"."""
    return any(one.inside and made - one.value == total.value for one in before)


def _differences(counts: Sequence[Count]) -> set[float]:
    """What some of the last numbers make when others are taken from them."""
    made = {0.0}
    for one in counts[-MANY:]:
        made |= {other + sign * one.value for other in made for sign in (-1, 1)}
    return made


def _spread(case: Case, figures: Figures, told: Figure) -> Broken | None:
    """ "48 died in the three attacks, 14 of them in Mosul, 15 in Kirkuk, nine in Baquba": as many parts as places."""
    here = [count_of(case, one) for one in figures.of(told.told.index)]
    sites = [one.value for one in here if _sites(one)]
    parts = [one for one in here if one.start > told.told.start and not _sites(one)]
    if len(sites) != 1 or sites[0] != len(parts) or len(parts) < 3 or not all(one.sure for one in parts):
        return None
    total, made = count_of(case, told), sum(one.value for one in parts)
    if not all(one.value < told.value and _may_hold(total, one) and _PLACED.match(one.figure.behind) for one in parts):
        return None
    if not _is_meant(made, told.value) or tells_more(case, told.told.start, case.reading.bounds[total.index][1]):
        return None
    return Broken("joined", told, tuple((1, one.figure) for one in parts), made)


def _is_called_total(case: Case, told: Figure) -> bool:
    """Whether words call a number a total: "in all, 44", "44 altogether", "thus … 44", "All 44 were buried"."""
    ahead = _AHEAD.search(told.ahead) or _THUS.search(told.ahead) or _ALL.search(told.ahead)
    return bool(ahead or _BEHIND.match(told.behind))


def _sites(one: Count) -> bool:
    """Whether a number counts places, days or attacks: "three villages"."""
    return bool(shape(r"^\s+(?:[\w'-]+\s+)?<sites>(?!\w)").match(one.figure.behind))


def _parts(case: Case, total: Count, before: Sequence[Count]) -> list[Count]:
    """The numbers before a total, up to one that is greater, that may be parts of it."""
    parts: list[Count] = []
    for one in reversed(before):
        if one.inside or _sites(one):
            continue
        if is_each(one):
            return []
        if one.paragraph < total.paragraph - 1 or one.value >= total.value:
            break
        if _may_hold(total, one):
            parts.insert(0, one)
    listed = len({one.index for one in parts}) == 1 and not any(map(_is_named, parts))
    while parts and not listed and not _is_named(parts[0]):
        parts.pop(0)  # "there were nineteen missions": of what came before
    alike = all(may_join(one, other) for one, other in combinations(parts, 2))
    return parts if alike and max((one.value for one in parts), default=0) <= MAIN * total.value else []


def _is_named(one: Count) -> bool:
    """Whether a number tells itself what it counts, or what happened to them."""
    return bool(one.figure.kind or one.figure.fates or one.nouns)


def _around(figures: Figures, total: Count) -> list[Count]:
    """The counts before a total that may be of it, and those behind it in its sentence, but for parts of others."""
    behind = [count_of(figures.case, one) for one in figures.of(total.index) if one.told.start > total.start]
    around = [*counts_before(figures, total.figure, FAR), *behind]
    return [one for one in around if not one.inside and not _sites(one) and _may_hold(total, one)]


def _may_hold(total: Count, one: Count) -> bool:
    """Whether a number may be of those of a total: the same are counted, with the same fate."""
    whole, part = total.figure, one.figure
    if not may_join(total, one) or (whole.kind and part.role == "apart" and one.nouns):
        return False  # "four houses" among the dead
    return not whole.fates or not part.fates or part.fates <= whole.fates or not whole.fates <= EVERY


def _is_summed(case: Case, total: Count, parts: Sequence[Count], before: Sequence[Count]) -> bool:
    """Whether a total that is called so must be that of the parts: of no time of its own."""
    start = case.reading.bounds[total.index][0]
    if cue("thus").search(case.between(start, total.start)):
        return True
    if _ALL.search(total.figure.ahead):
        return parts[-1].index == total.index - 1 and len(parts) > 2
    if sum(one.value for one in parts) < total.value and not _is_all(case, parts, before):
        return False
    first = max(0, parts[0].index - 1)
    known = {time for at in range(first, parts[-1].index + 1) for time in _times(case, at)}
    return _times(case, total.index) <= known


def _is_all(case: Case, parts: Sequence[Count], before: Sequence[Count]) -> bool:
    """Whether nobody else need be counted: three of one kind or more, or two told as the first and the second."""
    if len({one.figure.kind for one in parts if one.nouns}) > 1:
        return False  # "120 soldiers and 60 policemen fell. In all, 190 died": ten were neither
    if any(_sites(one) and one.start < parts[0].start and one.value > len(parts) for one in before):
        return False  # "Five villages were burned", and three of them told
    words = case.between(case.reading.bounds[parts[0].index][0], case.reading.bounds[parts[-1].index][1])
    return len(parts) > 2 or bool(cue("the-first").search(words) and cue("the-second").search(words))


def _times(case: Case, index: int) -> set[tuple[object, ...]]:
    """The times that a sentence names, but for its days, and the lengths of time."""
    named = {(one.start, one.end) for one in case.times_in(index) if not one.reporting and one.kind != "day"}
    return named | {(one.value, one.unit) for one in case.lengths(index)}


def _is_complete(case: Case, total: Count, parts: Sequence[Count], before: Sequence[Count]) -> bool:
    """Whether there are as many parts as the text has places, with a fate that the total has too."""
    many = [one.value for one in before if _sites(one) and one.start < parts[0].start]
    return (
        many == [len(parts)]
        and len(parts) > 2
        and bool(total.figure.fates)
        and parts[0].figure.fates == total.figure.fates
    )


def _is_meant(made: float, told: float) -> bool:
    """Whether a total must be meant for a sum that it misses."""
    if made == told or abs(made - told) < MISS:
        return False
    return abs(made - told) <= WIDE * max(made, told) or is_slip(made, told)


EQUATIONS: tuple[Equation, ...] = (_row,)
