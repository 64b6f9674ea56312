"""A force that is told by what befell a part of it: "of its 90 marines sixteen were dead", "killed 40 of the 300 men".

No word says how many there were but the number itself, and the codebook counts such a whole as a strength.
"""

from __future__ import annotations

import re

from counterclaim.language import Sentence
from counterclaim.lists import WHOLE
from counterclaim.shapes import Number, Shape

_TOLD_BY = frozenset(
    {"killed", "wounded", "casualties", "losses", "destroyed", "damaged", "abandoned", "captured"}
    | {"missing", "deserted", "surrendered", "remaining"}
)  # what befalls parts of a force
_FORCE = frozenset(
    {"personnel", "tank", "afv", "artillery", "mlrs", "air-defence", "helicopter", "ship", "submarine"}
    | {"vehicle", "equipment"}
)  # of missiles, drones and bombers those are told who were launched
_OPENS = re.compile(r"(?:^|[,.:k(-])[xt]{0,2}o[DPWzUGXx]{0,4}$")  # "Of the company's 80 men, …"
_OUT_OF = re.compile(r"(?:^|[^QNJALIeO])[oi]$")  # a preposition that says only this: "в роте из 80 бойцов осталось 27"


def tell_wholes(sentence: Sentence, line: Shape) -> None:
    """Let every number that others are counted out of be a strength, where it counts a force and they were lost."""
    for at, whole in enumerate(line.numbers):
        if whole.implied or not _is_count(whole):
            continue
        part = _part_of(sentence, line, at, whole)
        if part is None or (whole.measure is not None and whole.harm != part.harm):
            continue
        if whole.unknown:
            part.unknown = part.noun is None  # "of 30 houses nine burned down"
        if whole.unknown or not _is_force(sentence, whole, part):
            continue
        whole.measure, whole.form, whole.by, whole.aside = "strength", WHOLE, "of", False
        whole.rules.append("<n> of <force>")
        if part.noun is None and not part.unknown:
            part.noun = whole.noun


def _is_count(number: Number) -> bool:
    return number.amount is not None and number.amount.quantity.unit == "count" and number.amount.quantity.high != 0


def _part_of(sentence: Sentence, line: Shape, at: int, whole: Number) -> Number | None:
    """The number that tells what befell a part of the whole: the next, or the one that "of" joins to it."""
    if whole.aside:  # "40 of the 300 men"
        part = line.numbers[at - 1] if at else None
    elif _stands_apart(sentence, line, whole):
        part = next((n for n in line.numbers[at + 1 :] if n.measure is not None), None)
    else:
        return None
    if part is None or part.measure not in _TOLD_BY or part.implied or part.carried is not None:
        return None  # what befell it must be told of the part itself
    return part if part.noun is None or part.noun == whole.noun else None


def _stands_apart(sentence: Sentence, line: Shape, whole: Number) -> bool:
    """Whether "of" before a number says what others are counted out of, and not whose or of what something is."""
    before = line.letters[: whole.position]
    if _OPENS.search(before):
        return True
    return sentence.kind(whole.first - 1, "outof") is not None and _OUT_OF.search(before) is not None


def _is_force(sentence: Sentence, whole: Number, part: Number) -> bool:
    """Whether a whole counts soldiers or arms, or is one of a unit: "of 440 in the regiment's first echelon"."""
    if whole.noun is None:
        until = part.first if part.first > whole.last else len(sentence.words)
        return any(whole.last < token < until for token, _ in sentence.places("unit"))
    found = sentence.kind(whole.noun, "object")
    if found == "medic" and part.measure == "remaining":
        return True  # the staff of a hospital is counted like a unit
    return found in _FORCE or sentence.kind(whole.noun, "men") == "men"
