"""What a count changed from, by how much and to what: "raised its count of the dead from 1,200 to 1,450".

A verb of change has ends, numbers behind "from", "by" and "to" in any order. They count what one of them was reached
by, or what the clause tells of the verb: its toll, its prisoners, its force. A change by a share is no count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from counterclaim.language import Sentence
from counterclaim.lists import take_over
from counterclaim.shapes import PERSONS, Number, Shape

FROM_TO = "from <n> to <n>"  # the rule by which an end of a change counts what another one does
OF_ANOTHER_TIME = "<n>, against <n>"
_FROM, _TO, _BY = "changed_from", "changed_to", "changed_by"

_CLOSED = re.compile("[;.kSLq:]")  # what ends a clause, or tells another thing, between a verb and its first end
_CLOSED_BEHIND = re.compile("[;.kASLIq:]")  # and between its ends
_BETWEEN = re.compile("[DxzToP~]")  # what may stand between a preposition and its number: "to a total of 64"
_TOLD = "NJfFC"
_ENDS = re.compile(r"G?(?:[,.;kitd)]|$)")  # what may stand behind a bare number, or one of a people


def tell_changes(sentence: Sentence, line: Shape) -> None:
    """Give the ends of each change what is counted, and what is held against it of another time."""
    changing, words = sentence.small["change"], sentence.words
    for at, token in enumerate(line.tokens):
        word = words[token]
        if word in changing or (" " in word and not changing.isdisjoint(word.split())):
            if sentence.kind(token, "form") != "accounts":  # "made up 80 per cent of the dead"
                _tell_ends(sentence, line, at)
    for before, number in zip(line.numbers, line.numbers[1:], strict=False):
        if number.measure is None and before.measure is not None and _is_against(sentence, line, before, number):
            take_over(sentence, number, before, OF_ANOTHER_TIME)
            number.noun = before.noun if number.noun is None else number.noun


def _tell_ends(sentence: Sentence, line: Shape, verb: int) -> None:
    """Give the ends of one change what is counted."""
    ends = _ends(sentence, line, verb)
    for number, end in list(ends):
        if end == _BY and _is_share(number):
            number.measure, number.aside = None, True  # "rose by a third"
            ends.remove((number, end))
    if not ends:
        return
    of = next((number for number, _ in ends if number.measure is not None), None)
    if of is None:
        of = _before(line, verb) if sentence.words[line.tokens[verb]] in sentence.small["adverbs_of_change"] else None
    told = None if of is not None else _counted(sentence, line, verb, ends)
    if of is None and (told is None or not _is_firm(sentence, line, verb, ends)):
        return
    for number, end in ends:
        number.increment = number.increment or end == _BY
        if number.measure is not None:
            continue
        if of is not None:
            take_over(sentence, number, of, FROM_TO)
            number.noun, number.reach = (of.noun if number.noun is None else number.noun), of.reach
        elif told is not None:
            (number.measure, number.form), number.harm = told[1].split("."), told[0]
            number.by, number.reach = "left", (max(0, told[0] - 1), number.first)
            number.rules.append("<deaths> rose from <n> to <n>")


def _is_firm(sentence: Sentence, line: Shape, verb: int, ends: Sequence[tuple[Number, str]]) -> bool:
    """Whether ends are those of a change: several, a "to", or what stands right behind the verb: "rose by six"."""
    number, end = ends[0]
    return len(ends) > 1 or end == _TO or _preposition(sentence, line, number)[1] == line.tokens[verb] + 1


def _ends(sentence: Sentence, line: Shape, verb: int) -> list[tuple[Number, str]]:
    """The numbers behind a verb of change that a preposition makes one of its ends, and which."""
    found: list[tuple[Number, str]] = []
    since = verb + 1
    for number in line.numbers:
        if number.position <= verb or number.implied:
            continue
        gap = line.letters[since : number.position]
        if (_CLOSED_BEHIND if found else _CLOSED).search(gap):
            break
        end, _ = _preposition(sentence, line, number)
        if number.position == verb + 1 and _is_share(number):
            end = _BY  # "rose 50 per cent"
        if end and not number.unknown and not number.aside and end not in [had for _, had in found]:
            found.append((number, end))
        since = number.position + 1
    return found


def _is_share(number: Number) -> bool:
    return number.amount is not None and number.amount.quantity.unit == "share"


def _preposition(sentence: Sentence, line: Shape, number: Number) -> tuple[str, int]:
    """Which end of a change a number is by the preposition before it, and the token of that."""
    for at in range(number.position - 1, max(-1, number.position - 5), -1):
        token = line.tokens[at]
        word = sentence.words[token].rpartition(" ")[2]
        for end in (_FROM, _TO, _BY):
            if word in sentence.small[end]:
                return end, token
        if not _BETWEEN.match(line.letters[at]):
            break
    return "", -1


def _before(line: Shape, verb: int) -> Number | None:
    """The number that is told right before "up" or "down": "The toll was 45, up from 40"."""
    before = [n for n in line.numbers if n.position < verb]
    if not before or re.search("[;.kLI]", line.letters[before[-1].position : verb]):
        return None
    return before[-1] if before[-1].measure is not None else None


def _counted(sentence: Sentence, line: Shape, verb: int, ends: Sequence[tuple[Number, str]]) -> tuple[int, str] | None:
    """The word for what changed, and what it tells: the object of the verb, or else its subject."""
    letters = line.letters
    manned = any(n.noun is not None and sentence.kind(n.noun, "object") in PERSONS for n, _ in ends)
    for at in [*range(ends[0][0].position - 1, verb, -1), *range(verb - 1, -1, -1)]:
        if at < verb and letters[at] in ",;.k:Q":
            return None
        token = line.tokens[at]
        if letters[at] in _TOLD and not _is_governed(letters, at, verb):
            value = sentence.kind(token, "harm")
            return (token, value) if value else None
        numbered = letters[at] == "O" and "T" in letters[max(0, at - 3) : at]
        numbered = numbered and sentence.kind(token, "object") == "personnel"
        if (numbered or (letters[at] == "U" and manned)) and not _is_governed(letters, at, verb):
            return token, "strength.noun"
    return None


_OPENS = re.compile("[DPWxXGgToNOeU@i]")


def _is_governed(letters: str, at: int, verb: int) -> bool:
    """Whether a preposition stands before a phrase, so that it is neither subject nor object of the verb."""
    while at > 0 and at - 1 != verb and _OPENS.match(letters[at - 1]):
        at -= 1
        if letters[at] in "i@":
            return True
    return letters[at - 1 : at] in ("a", "b")


def _is_against(sentence: Sentence, line: Shape, before: Number, number: Number) -> bool:
    """Whether a number is held against the one before it: "180 died in May, against 120 in April"."""
    held = sentence.small["against"]
    if number.amount is None or number.unknown or number.amount.quantity.unit != "count":
        return False
    if number.noun is not None or not _ENDS.match(line.letters, number.position + 1):
        return False
    for length in (1, 2, 3):
        first = number.first - length
        if first > before.last and " ".join(sentence.words[first : number.first]) in held:
            gap = range(before.last + 1, first)
            return not any(sentence.words[token] in (";", ":", ".") for token in gap) and len(gap) <= 9
    return False
