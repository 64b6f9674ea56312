"""CC1: lists of lines, a number a line, against the total they are the parts of.

"The 61 dead are:" and lines            parts-do-not-sum
lines, one of them "Total: 61"          parts-do-not-sum
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape

LINES = 3  # of a list
CLOSE = 0.15  # a sum that misses a number by more is of something else
BEFORE = 4  # sentences before a list in which its total stands
LEAST = 10.0  # of a total


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
