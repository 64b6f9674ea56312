"""CC1: totals of a passage against what they are made of.

killed and wounded = killed + wounded    (and missing, captured) "74 casualties. … 23 were killed and 41 wounded"
total     = part + part                  "a combined 81 dead. … 37 in the first village, … 44 in the second"
total     = part + part + part           "four in one district, six in another, two in the third. In all, thus, 15"
now       = before + more                "another four burned; the count rose to 33, from 29 in the morning"
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from counterclaim.findings.arithmetic.counts import tells_more
from counterclaim.findings.arithmetic.equations import (
    FREE,
    MOST,
    REACH,
    Broken,
    Equation,
    between,
    has_rest,
    is_closed,
    is_meant,
    results,
    sums_of,
)
from counterclaim.findings.arithmetic.figures import EVERY, HARMED, Figure, Figures, days_meet, may_meet
from counterclaim.findings.arithmetic.partitions import is_slip
from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue, shape

WIDE = 2.5  # times that what was added may miss the growth of a total; more, and it is of something else
NEAR = 2  # and in which the total before a running total, and what was added, stand
WEEK = 7  # days between a total and its parts, as far as words tell these
LISTED = 3  # parts, at least, of a total that is told to be made of them
CLOSE = 0.25  # of a total that is told so, by which it may miss them
MAIN = 0.8  # of a total: a part that is more
_TOLD = frozenset({"before", "lost", *FREE})  # roles of numbers that may be meant by another one
_NOW = shape(r"(?<!\w)<now-at>(?!\w)(?:[^,;]{0,50}|,[^,;]{1,40},[^,;]{0,20})$")


def _harmed(case: Case, figures: Figures) -> Iterator[Broken]:
    """ "74 casualties. … Twenty-three were killed and 41 wounded" """
    for total in results(figures, "lost"):
        whole, index = total.fates >= HARMED, total.told.index
        if not (whole or total.fates == {"losses"}):
            continue
        near = [
            one
            for one in figures.around(index, REACH)
            if (one.role == "lost" or (one.role == "part" and 0 <= one.told.index - index <= 1))
            and one.told is not total.told
            and may_meet(one, total)
            and days_meet(one, total)
        ]
        parts = _killed_and_wounded(near)
        others = [one for one in near if one not in parts and one.fates <= EVERY and not one.fates >= HARMED]
        if not parts or not all(one.sure for one in parts) or total.value in sums_of([*parts, *others]):
            continue
        made, words = sum(one.value for one in parts), between(case, (total, *parts))
        closed = (whole and is_slip(made, total.value)) or is_closed(words)
        if (
            not cue("unfinished").search(words)
            and not has_rest(case, (total, *parts))
            and is_meant(made, total.value, closed)
        ):
            yield Broken("harmed", total, tuple((1, one) for one in parts), made)


def _killed_and_wounded(near: list[Figure]) -> list[Figure]:
    """The one number of the killed and the one of the wounded, or those that stand in one sentence."""
    killed, wounded = (
        [one for one in told if one.role == "lost"] or told
        for told in ([one for one in near if one.fates == {fate}] for fate in ("killed", "wounded"))
    )
    pairs = [[one, other] for one in killed for other in wounded]
    beside = [pair for pair in pairs if pair[0].told.index == pair[1].told.index]
    pairs = beside or pairs
    return pairs[0] if len(pairs) == 1 else []


def _grown(case: Case, figures: Figures) -> Iterator[Broken]:
    """ "Another four burned; the count rose to 35, from 29 in the morning" """
    for now in results(figures, "lost", *FREE):
        near = [
            one
            for one in figures.around(now.told.index, NEAR)
            if one.told is not now.told and one.role in {"lost", *FREE} and may_meet(one, now)
        ]
        half = now.value / 2
        once = [one for one in near if half < one.value < now.value and one.sure and _is_once(case, one, now)]
        if len({one.value for one in once}) != 1:
            continue
        more = [one for one in near if one.value < half and _is_more(one, once[0], now)]
        more = _nearest([one for one in more if not _is_of_other_days(case, one, now)], now)
        same = [one for one in near if one.role == "lost" or one is once[0] or one in more]
        if not 1 <= len(more) <= 2 or not all(one.sure for one in more) or now.value in sums_of(same):
            continue
        added = sum(one.value for one in more)
        made, grown = once[0].value + added, now.value - once[0].value
        if not added / WIDE <= grown <= added * WIDE or _is_told(case, made):
            continue  # "59,921 on Monday, 60,034 on Tuesday; 22 were killed at a well"
        if is_meant(made, now.value, True) and not has_rest(case, (now, once[0], *more)):
            yield Broken("grown", now, ((1, once[0]), *((1, one) for one in more)), made)


def _is_of_other_days(case: Case, one: Figure, now: Figure) -> bool:
    """Whether a number is told of a month or a year that the sentence of a total does not name: "430,790 in 2024"."""
    if one.told.index == now.told.index or _is_called_more(one):
        return False
    named = {(time.start, time.end) for time in case.times_in(now.told.index)}
    own = [
        time
        for time in case.times_in(one.told.index)
        if time.kind in ("month", "months", "year") and not time.reporting
    ]
    return any((time.start, time.end) not in named for time in own)


def _is_told(case: Case, value: float) -> bool:
    """Whether any number of a text is a sum: then that is the total which is meant."""
    return any(one.count and one.value == value for index in case.about(1, 1) for one in case.told(index))


def _is_brought(now: Figure) -> bool:
    return bool(shape(r"(?<!\w)<brings-to>(?!\w).*\s<up-to-total>\s*$").search(now.ahead))


def _nearest(more: list[Figure], now: Figure) -> list[Figure]:
    """Of numbers that may be what was added: those called so or beside the total, else those told before it."""
    beside = [one for one in more if _is_called_more(one) or one.told.index == now.told.index]
    return beside or [one for one in more if one.told.start < now.told.start] or more


def _is_called_more(one: Figure) -> bool:
    return bool(shape(r"(?<!\w)<one-more>\s*$").search(one.ahead))


def _is_once(case: Case, one: Figure, now: Figure) -> bool:
    """Whether a number is told of a time before: by its clause, or by the words or the time of another sentence."""
    if not _of_one_fate(one, now):
        return False
    to = shape(r"^\s*<up-to-total>\s*$").match(now.ahead)  # from 48 to 55
    if not (to or _NOW.search(now.ahead) or _is_brought(now)):
        return bool(cue("once-at").search(one.ahead)) and bool(one.fates) and one.fates == now.fates
    if shape(r"(?<!\w)<once-was>\s*$").search(one.ahead):
        return True
    if one.told.index == now.told.index:
        return bool(cue("once-at").search(one.ahead + " " + one.behind))
    times = [time for time in case.times_in(one.told.index) if not time.reporting]
    return bool(times or cue("once-at").search(case.words(one.told.index)))


def _is_more(one: Figure, once: Figure, now: Figure) -> bool:
    """Whether a number is told as added: "another five", the lost of the same fate, or people beside the new total."""
    if shape(r"^\s*<up-to-total>\s*$").match(now.ahead):
        return _is_called_more(one) or bool(shape(r"^\s*<one-more>(?!\w)").match(one.behind))
    risen = _is_brought(now) or shape(r"(?<!\w)<now-at>\s*$").search(now.ahead)
    if risen and one.told.index == now.told.index and one.kind is not None and one.fates <= {"wounded", *once.fates}:
        return True  # of the wounded, too, some die
    return _of_one_fate(one, once) and bool(one.fates or _is_called_more(one))


def _of_one_fate(one: Figure, other: Figure) -> bool:
    a, b = one.fates, other.fates
    return may_meet(one, other) and (not a or not b or a == b or {"losses"} in (a, b))


def _joined(case: Case, figures: Figures) -> Iterator[Broken]:
    """ "Two villages buried a combined 71 dead. … Its mayor counted 37. … In the second there were 44" """
    for total in results(figures, "lost", "other"):
        parts = _tolls(figures, total)
        if not 2 <= len(parts) <= MOST or not all(one.sure for one in parts) or total.value in sums_of(parts):
            continue
        if not any(one.role == "lost" and _of_one_fate(one, total) and one.fates != {"losses"} for one in parts):
            continue  # only what else stands around it: "five widows came in a car that carried eleven"
        of_two = _is_brought(total) or _is_of_some(case, figures, total, len(parts)) or _are_counted_off(case, parts)
        made = sum(one.value for one in parts)
        if not of_two and (made < total.value or total.role == "other" or not _is_sum(total)):
            continue  # "120 soldiers and 60 policemen fell. In all 190 people died": ten were neither
        first, last = (edge(one.told.start for one in (total, *parts)) for edge in (min, max))
        if tells_more(case, first, last):
            continue  # "four in the first village, six in the second; a further attack was reported later"
        if _is_growth(total, parts) or not all(may_meet(one, other) for one, other in combinations(parts, 2)):
            continue
        if has_rest(case, (total, *parts)):
            continue
        if is_slip(made, total.value) and is_meant(made, total.value, len(parts) == 2):
            yield Broken("joined", total, tuple((1, one) for one in parts), made)


def _listed(case: Case, figures: Figures) -> Iterator[Broken]:
    """ "Four were hurt in Adra, six in Duma, two in Harasta. In all, thus, 15", and the same with the total first."""
    for total in results(figures, "lost"):
        near = [one for one in figures.around(total.told.index, REACH) if one.told is not total.told]
        for parts in (_summed_up(case, near, total), _told_out(near, total)):
            if len(parts) < LISTED or not all(one.sure for one in parts):
                continue
            if not all(may_meet(one, other) for one, other in combinations([total, *parts], 2)):
                continue
            smaller = [one for one in near if one.role in _TOLD and one.sure and one.value < total.value]
            made = sum(one.value for one in parts)
            if total.value in sums_of(smaller) or has_rest(case, (total, *parts[:-1])):
                continue
            if _are_parts_of_others(made, [total, *near], parts):
                continue
            if is_meant(made, total.value, True) or abs(made - total.value) <= CLOSE * total.value:
                yield Broken("joined", total, tuple((1, one) for one in parts), made)
                break


def _are_parts_of_others(made: float, told: list[Figure], parts: list[Figure]) -> bool:
    """Whether what parts make is another number, or what two others leave: "had 28 men and brought out 11"."""
    values = [one.value for one in told if one not in parts and one.sure and one.role in _TOLD]
    return made in values or any(abs(one - other) == made for one, other in combinations(values, 2))


def _summed_up(case: Case, near: list[Figure], total: Figure) -> list[Figure]:
    """The losses of one fate told right before a total that the words call what they make."""
    start = case.reading.bounds[total.told.index][0]
    if not (_is_sum(total) and cue("thus").search(case.between(start, total.told.start))):
        return []
    parts = [one for one in near if one.role == "lost" and one.fates == total.fates]
    if any(one.told.start > total.told.start or one.value >= total.value for one in parts):
        return []
    return parts


def _told_out(near: list[Figure], total: Figure) -> list[Figure]:
    """The losses told behind a total, of which the last are "the remaining three"."""
    behind = [one for one in near if one.told.start > total.told.start]
    last = next((at for at, one in enumerate(behind) if _closes_list(one)), None)
    if last is None:
        return []
    listed = [one for one in behind[:last] if one.role == "lost" and _of_one_fate(one, total) and one.sure]
    return [*listed, behind[last]] if all(one.value < total.value for one in listed) else []


def _closes_list(one: Figure) -> bool:
    return bool(shape(r"(?<!\w)(?:<the-remaining>|<as-the-rest>)\s*$").search(one.ahead))


def _tolls(figures: Figures, total: Figure) -> list[Figure]:
    """The tolls around a total that may be its parts: of its fate, or numbers that go with such a one."""
    if total.role == "other" and total.kind is None:
        return []
    near = [
        one
        for one in figures.around(total.told.index, REACH)
        if one.told is not total.told
        and one.value < total.value
        and may_meet(one, total)
        and days_meet(one, total, WEEK)
    ]
    parts = [one for one in near if one.role == "lost" and _of_one_fate(one, total)]
    return parts + [one for one in near if one.role in FREE and (one.kind or one.told.claim or _is_beside(one, parts))]


def _is_beside(one: Figure, parts: list[Figure]) -> bool:
    """Whether a number without a noun stands beside a part: "14 died in the first, in the second 17"."""
    return any(part.told.index == one.told.index and part.told.start < one.told.start for part in parts)


def _is_of_some(case: Case, figures: Figures, total: Figure, many: int) -> bool:
    """Whether a total is told as that of so many things together: "bombs in two markets", "on both sides"."""
    words = case.words(total.told.index)
    if cue("of-two").search(words):
        return True
    if shape(r"(?<!\w)<the-two>\s+(?:[\w'-]+\s+){0,2}?<sites>(?!\w)").search(words):
        return True
    return any(one.value == many and one.role == "apart" for one in figures.of(total.told.index))


def _are_counted_off(case: Case, parts: list[Figure]) -> bool:
    """Whether two parts are told one as the first, one as the second: "the other attack killed six"."""
    words = [case.words(one.told.index) for one in parts]
    return len(parts) == 2 and bool(cue("the-first").search(words[0]) and cue("the-second").search(words[1]))


def _is_growth(total: Figure, parts: list[Figure]) -> bool:
    """Whether one part is nearly all: the total of a time before, it may be, which other words must tell."""
    return _is_brought(total) and max(one.value for one in parts) > MAIN * total.value


def _is_sum(total: Figure) -> bool:
    """Whether a number is told as that of two things together: "a combined 71", "71 in all"."""
    return bool(
        cue("in-both").search(total.ahead + " " + total.told.quantity.text.casefold())
        or shape(r"^(?:\s+[\w'-]+){0,2}?\s+<in-both>(?!\w)").match(total.behind)
    )


EQUATIONS: tuple[Equation, ...] = (_harmed, _grown, _joined, _listed)
