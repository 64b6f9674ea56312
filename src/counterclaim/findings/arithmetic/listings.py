"""CC1: lists of numbers against the total they are the parts of.

"The 61 dead are:" and lines                        parts-do-not-sum
lines, one of them "Total: 61"                      parts-do-not-sum
"44 vehicles set off. … There were 10 tanks, 28 …"  parts-do-not-sum
sentences, the last of "the remaining 11"           parts-do-not-sum
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.terms import PERSONS

LINES = 3  # of a list
CLOSE = 0.15  # a sum that misses a number by more is of something else
BEFORE = 4  # sentences before a list in which its total stands
LEAST = 10.0  # of a total
REACH = 6  # sentences before the first part in which the total of a list over sentences stands
BEHIND = 20  # characters behind a number in which the word for what it counts stands
MANY = 14  # numbers of which every sum is tried


def find(case: Case) -> Iterator[tuple[Told, list[Told]]]:
    """Each total with the lines that are its parts, where they add up to nearly it and not to it."""
    for first, lines in _lists(case):
        total = _line_of_total(case, lines)
        parts = [one for one in lines if one is not total]
        wholes = [total] if total is not None else _told_before(case, first, parts)
        made = sum(part.value for part in parts)
        if len(parts) < LINES - 1 or any(whole.value == made for whole in wholes):
            continue
        near = {whole.value: whole for whole in wholes if is_near(made, whole.value)}
        if len(near) == 1:
            yield next(iter(near.values())), parts


def is_near(made: float, total: float) -> bool:
    """Whether a sum is near enough to a number to be meant for it."""
    return abs(total - made) <= CLOSE * total


def _lists(case: Case) -> Iterator[tuple[int, list[Told]]]:
    """Runs of lines with one number each: where they begin, and the numbers."""
    numbers = {index: _line(case, index) for index in range(len(case.reading))}
    for is_line, run in groupby(numbers, key=lambda index: numbers[index] is not None):
        indices = list(run)
        told = [one for index in indices if (one := numbers[index]) is not None]
        if is_line and len(told) >= LINES:
            yield indices[0], told


def _line(case: Case, index: int) -> Told | None:
    """The one number of a line that stands by itself, at its beginning or its end; exact, and a count."""
    start, end, _ = case.reading.bounds[index]
    text = case.document.text
    alone = (start == 0 or "\n" in text[max(0, start - 4) : start]) and "\n" in (text[end : end + 2] or "\n")
    told = case.told(index) if alone and end - start <= 160 else []
    if len(told) != 1 or not told[0].exact or not told[0].count:
        return None
    one = told[0]
    opens = shape(r"^[\s\-*•·–—+]*$").match(case.between(start, one.start))
    closes = shape(r"(?::|--?)\s*$").search(case.between(start, one.start))
    parts = cue("including").search(case.words(index)) or shape(r"(?<!\w)<part-behind>(?!\w)").search(case.words(index))
    return one if (opens or closes) and not parts else None


def _line_of_total(case: Case, lines: list[Told]) -> Told | None:
    """The line at an end of a list that says it is the total."""
    for one in (lines[-1], lines[0]):
        start = case.reading.bounds[one.index][0]
        if shape(r"^\W*<total>(?!\w)").match(case.between(start, one.start)):
            return one
    return None


def _told_before(case: Case, first: int, parts: list[Told]) -> list[Told]:
    """The numbers before a list that is led by a colon, each larger than every line of it."""
    if first == 0 or not case.words(first - 1).rstrip().endswith(":"):
        return []
    opening = case.words(first - 1)
    if cue("including").search(opening) or cue("left-out").search(opening):
        return []
    kinds = {(part.claim.object, part.claim.measure) for part in parts if part.claim is not None}
    most = max(part.value for part in parts)
    return [
        one
        for index in range(max(0, first - BEFORE), first)
        for one in case.told(index)
        if one.exact
        and one.count
        and one.claim is not None
        and one.value > max(most, LEAST)
        and (not kinds or any(one.claim.measure == measure for _, measure in kinds))
    ]


# ------------------------------------------------------------------------------------- parts told over sentences


def across(case: Case) -> Iterator[tuple[Told, list[Told]]]:
    """Each total with the parts that the sentences after it tell, where they add up to nearly it and not to it."""
    if not case.tells("there-were", "comprise", "finally"):
        return
    spoken = {case.paragraph_of(claim) + step for claim in case.claims for step in range(-1, REACH)}
    for index, (_, _, paragraph) in enumerate(case.reading.bounds):
        if paragraph not in spoken:
            continue
        parts = _enumerated(case, index) or _closed(case, index)
        if not parts:
            continue
        here = [one for at in range(parts[0].index, index + 1) for one in case.told(at) if one.count and one.value]
        wholes = _wholes(case, parts)
        made = sum(part.value for part in parts)
        near = {one.value for one in wholes if is_near(made, one.value)}
        if len(near) == 1 and not any(_makes(here, one.value) for one in wholes if one.value in near | {made}):
            yield next(one for one in wholes if one.value in near), parts


def _enumerated(case: Case, index: int) -> list[Told]:
    """The parts of a sentence that lists them all: "There were ten tanks, 28 armoured carriers and eight lorries"."""
    told = [one for one in case.told(index) if one.count]
    if len(told) < LINES or not all(one.exact and _counted(case, one) for one in told):
        return []
    start = case.reading.bounds[index][0]
    opening = case.between(start, told[0].start)
    there = shape(r"^\W*<there-were>\s+$").match(opening) and all(one.claim is not None for one in told)
    opens = there or shape(r"^[^,:;]{0,50}(?<!\w)<comprise>\s+$").match(opening)
    joined = all(_is_joined(case, one, other) for one, other in pairwise(told))
    return told if opens and joined else []


def _is_joined(case: Case, one: Told, other: Told) -> bool:
    return bool(shape(r"^[^.;:!?()]{0,60}?(?:,|(?<!\w)<and>)\s*$").match(case.between(one.end, other.start)))


def _closed(case: Case, index: int) -> list[Told]:
    """The first numbers of the sentences of a paragraph up to one that is told as the last: "the remaining eleven"."""
    last = _first(case, index)
    start, _, paragraph = case.reading.bounds[index]
    if last is None or not shape(r"(?:^|[,;]\s*)\W*(?:<and>\s+)?<finally>,?\s*$").search(
        case.between(start, last.start)
    ):
        return []
    parts = [last]
    for at in range(index - 1, -1, -1):
        one = _first(case, at)
        if case.reading.bounds[at][2] != paragraph or one is None:
            break
        parts.insert(0, one)
    return parts if len(parts) >= LINES else []


def _first(case: Case, index: int) -> Told | None:
    """The first number of a sentence, where it is an exact count."""
    told = case.told(index)
    return told[0] if told and told[0].exact and told[0].count and told[0].value else None


def _wholes(case: Case, parts: list[Told]) -> list[Told]:
    """The exact counts before the parts of a total, each larger than every one of them and of what they count."""
    first, paragraph = parts[0].index, case.reading.bounds[parts[0].index][2]
    near = [at for at in range(max(0, first - REACH), first) if case.reading.bounds[at][2] >= paragraph - 2]
    largest = max(part.value for part in parts)
    told = [one for at in near for one in case.told(at) if one.exact and one.count and one.value >= LEAST]
    return [one for one in told if one.value > largest and _may_take_in(case, one, parts)]


def _may_take_in(case: Case, total: Told, parts: list[Told]) -> bool:
    """Whether a total counts people where its parts do, or equipment where they do; it may say neither."""
    kinds = {part.claim.object in PERSONS for part in parts if part.claim is not None}
    own = {_counted(case, total)} if total.claim is None else {total.claim.object}
    return not kinds or all(one is None or {one in PERSONS} == kinds for one in own)


def _counted(case: Case, one: Told) -> str | None:
    """What a number without a claim counts, by the word behind it."""
    sentence = case.sentence(one.index)
    behind = [token for token in range(len(sentence.words)) if one.end <= sentence.starts[token] <= one.end + BEHIND]
    return next((found for token in behind if (found := sentence.kind(token, "object"))), None)


def _makes(told: list[Told], total: float) -> bool:
    """Whether some of these numbers add up to a total."""
    sums = {0.0}
    for one in told[:MANY]:
        sums |= {made + one.value for made in sums}
    return total in sums
