"""What a part is said to have been: "13 of the dead were children", "one of them a nurse", "треть из них — дети"."""

from __future__ import annotations

from counterclaim.language import Sentence
from counterclaim.shapes import PERSONS, Number

# forms between a part and what it is called; "of them" is one word of the pack
_OF_THE_DEAD = frozenset({"of", "article", "him", "this", "among", "including"})
_FAR = 6  # tokens from a part to what it is called, those of an aside and of a second part not counted
_ASIDE = 10  # tokens of an aside between commas: "28 of them, nearly all on Sunday, were nurses"
_OF_AGE = 18  # the codebook's: a child is under it


def called_as(sentence: Sentence, number: Number, articles: bool) -> str | None:
    """Who those of a part are called, where that is more than people."""
    own = sentence.kind(number.noun, "object") if number.noun is not None else None
    if own not in (None, "people"):
        return None
    if _is_under_age(sentence, number):
        return "child"
    if _is_whole_of_part(sentence, number):
        return None  # "31 of the 84 dead were soldiers": not the 84
    size = len(sentence.words)
    start = number.last if number.out_of is None else number.out_of.last
    token = start + 1
    until = start + _FAR
    while token < size and token <= until:
        form, word = sentence.kind(token, "form"), sentence.words[token]
        if form == "be":
            return _told_behind(sentence, token)
        if word == "-" and (token > start + 1 or _is_of_them(sentence, number.first - 1)):
            return _named(sentence, token + 1)  # "треть из них — дети", "из них двое — дети"
        if word == ",":
            closed = _end_of_aside(sentence, token)
            if closed is None:
                return None
            until += closed - token + 1
            token = closed + 1
            continue
        if form == "and" and _goes_on(sentence, token + 1):
            until += 3  # "14 of the dead and nine of the injured were children"
            token += 2
            continue
        if not articles and token > start + 1 and _is_of_them(sentence, token - 1):
            found = _named(sentence, token)
            if found is not None:
                return found  # "каждый пятый из них ребёнок"
        known = form in _OF_THE_DEAD or sentence.kind(token, "harm") is not None
        if not known and sentence.kind(token, "object") != "people" and word not in sentence.small["those"]:
            return None
        token += 1
    return None


def _told_behind(sentence: Sentence, verb: int) -> str | None:
    """Who they are called behind "were": "children and women" are neither alone."""
    at = verb + 1
    if at < len(sentence.words) and sentence.kind(at, "form") == "article":
        at += 1
    if at < len(sentence.words) and sentence.words[at] == "under" and _is_age_of_a_child(sentence, at + 1):
        return "child"
    found = _named(sentence, at)
    if found is not None and at + 2 < len(sentence.words) and sentence.kind(at + 1, "form") == "and":
        other = sentence.kind(at + 2, "object")
        if other in PERSONS and other != found:
            return None if "people" in (found, other) or "personnel" in (found, other) else "civilian"
    return found


def _named(sentence: Sentence, token: int) -> str | None:
    found = sentence.kind(token, "object") if 0 <= token < len(sentence.words) else None
    return found if found in PERSONS and found != "people" else None


def _is_of_them(sentence: Sentence, token: int) -> bool:
    return token >= 0 and sentence.kind(token, "form") == "including"


def _end_of_aside(sentence: Sentence, comma: int) -> int | None:
    """The comma that closes an aside, where a verb goes on behind it."""
    for token in range(comma + 1, min(comma + _ASIDE, len(sentence.words) - 1)):
        if sentence.words[token] == ",":
            return token if sentence.kind(token + 1, "form") == "be" else None
        if sentence.kind(token, "harm") or sentence.kind(token, "form") == "be":
            return None
    return None


def _goes_on(sentence: Sentence, token: int) -> bool:
    """Whether a second number stands here, of which the same is told."""
    return token + 1 < len(sentence.words) and sentence.tags[token] in "dnkvf"


def _is_under_age(sentence: Sentence, number: Number) -> bool:
    """Whether a part of the dead is told by how young they were: "eight of them under five", "under the age of ten"."""
    words, at = sentence.words, number.last + 1
    if at + 2 >= len(words):
        return False
    if sentence.kind(at, "form") == "including":
        at += 1
    elif number.part_of is None:
        return False
    return words[at].startswith("under") and _is_age_of_a_child(sentence, at + 1)


def _is_age_of_a_child(sentence: Sentence, at: int) -> bool:
    words = sentence.words
    at += words[at : at + 1] == ["the"]
    at += 2 if words[at : at + 1] == ["age"] else 0
    if at >= len(words) or (at + 1 < len(words) and words[at + 1].isalpha() and sentence.kind(at + 1, "form") != "and"):
        return False  # "under 12 years of fire": no age
    told = sentence.kind(at, "number") or words[at]
    return told.isdecimal() and int(told) <= _OF_AGE


def _is_whole_of_part(sentence: Sentence, number: Number) -> bool:
    """Whether another number is told out of this one: "31 of the 84 dead"."""
    at = number.first - 1
    while at > 0 and sentence.kind(at, "form") in ("article", "its", "our"):
        at -= 1
    return at > 0 and sentence.words[at] in sentence.small["of"] and sentence.tags[at - 1] in "dnkvf"
