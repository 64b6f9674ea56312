"""One figure told twice in a text: its other tellings, and the words about them.

echoes        the numbers of the text that are a claim's own, or the end of a range
differences   two numbers that stand together and make it, one taken from the other
about         the words about a number: its sentence, and those of its paragraph beside it that count nothing
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from counterclaim.findings.case import Case, Told
from counterclaim.model import Claim

BESIDE = 2  # sentences behind a number in which it is explained
CLOSE = 8  # sentences within which a small number is told again
LARGE = 1_000  # a number that is told again at any distance
TELLING = 3  # digits before its last noughts from which a difference is hardly met by chance


def echoes(case: Case, claim: Claim) -> list[Told]:
    """The numbers of other sentences that are a claim's, or that a range ends with."""
    value, at = claim.quantity.figure or 0.0, case.sentence_of(claim)
    return [
        one
        for index in range(len(case.reading))
        if index != at and may_retell(case, claim, index) and not _is_headline(case, index)
        for one in case.told(index)
        if one.quantity.unit == claim.quantity.unit and is_at(one, value)
    ]


def _is_headline(case: Case, index: int) -> bool:
    headline = case.document.headline
    return headline is not None and headline.start <= case.reading.bounds[index][0] < headline.end


def may_retell(case: Case, claim: Claim, index: int) -> bool:
    """Whether a claim may tell again what sentence ``index`` tells: it opens the text, is large, or stands close by."""
    large = (claim.quantity.figure or 0.0) >= LARGE
    return large or case.in_opening(claim) or abs(case.sentence_of(claim) - index) <= CLOSE


def is_at(one: Told, value: float) -> bool:
    """Whether a number is a value, or a range of which it is one end."""
    return one.value == value or value in (one.quantity.low, one.quantity.high)


def differences(case: Case, claim: Claim) -> Iterator[tuple[Told, Told]]:
    """Two exact counts of a sentence, or of two that follow each other, whose difference is a claim's figure."""
    value, own = claim.quantity.figure or 0.0, case.sentence_of(claim)
    if len(str(int(value)).rstrip("0")) < TELLING:
        return
    for index in range(len(case.reading)):
        if index == own:
            continue
        first = index - 1 if index and index - 1 != own else index
        told = [one for at in range(first, index + 1) for one in case.told(at) if one.count and one.exact]
        for one, other in combinations(told, 2):
            if other.index == index and abs(one.value - other.value) == value and min(one.value, other.value) > value:
                yield one, other


def about(case: Case, one: Told) -> list[int]:
    """The sentences about a number: its own, and those behind it that count nothing, the next paragraph's first too."""
    found, paragraphs = [one.index], {case.reading.bounds[one.index][2]}
    for index in range(one.index + 1, min(one.index + 1 + BESIDE, len(case.reading))):
        paragraphs.add(case.reading.bounds[index][2])
        if len(paragraphs) > 2 or any(other.count for other in case.told(index)):
            break
        found.append(index)
    return found
