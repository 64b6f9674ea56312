"""Whose those counted are by the words in and beside their noun phrase: "40 Peruvian soldiers", "both British".

side_in_phrase       who stands in the phrase of a number, or is told right behind it to be served
side_beside_phrase   who stands before a number without a verb, or is said to be those counted
"""

from __future__ import annotations

from counterclaim.context import Context, Sides
from counterclaim.doers import find_doer, is_after_by
from counterclaim.language import Sentence
from counterclaim.model import Link
from counterclaim.owners import POSSESSIVE
from counterclaim.parties import NOBODY, Whose, actors_of
from counterclaim.shapes import PERSONS, Number

IN_PHRASE = "side in <n> <side> <object>"

_LEAVES = frozenset({"displaced", "released", "deserted"})  # from where, not of whom
_OF_THEM = frozenset({"of", "him", "this", "be", "modal", "article", "other"})  # forms from a number to whose men
_PREDICATE = 6  # tokens from a number to who its men are said to be


def side_in_phrase(
    sentence: Sentence, number: Number, last: int, sides: Sides, context: Context, links: tuple[Link, ...]
) -> Whose:
    """Who stands in the phrase that ends with token ``last``; two together are neither. ``sides`` are no speakers'."""
    within = [
        (t, s)
        for t, s in context.sides_of(sentence.index).between(number.first, last)
        if not is_after_by(sentence, number.first, t) and not _only_made(sentence, t, context)
    ]
    if context.reading.language.has_articles and (
        _of_both_sides(sentence, number, context) or _joined(sentence, within)
    ):
        return None, "of both sides"
    if within and not _is_make(sentence, number, within[0], context, links):
        return within[0][1], IN_PHRASE
    behind = _serving(sentence, number, last, sides, context) or _joint(sentence, number, last, sides)
    return (behind, IN_PHRASE) if behind is not None else NOBODY


def side_beside_phrase(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> Whose:
    """Who stands right before a number without a verb, or is said to be those counted."""
    gapped = _gapped(sentence, number, sides, context, links)
    if gapped is not None:
        return gapped, "<side> <n>"
    said = _said_to_be(sentence, number, sides, context)
    return (said, "<n> are <side>") if said is not None else NOBODY


def _only_made(sentence: Sentence, token: int, context: Context) -> bool:
    """Whether a country only made what was lost: "two German-made tanks"."""
    words = sentence.words
    if token + 2 < len(words) and words[token + 1] == "-":
        return "made" in context.parties.words.get(words[token + 2], ())
    return "-" in words[token] and "made" in context.parties.words.get(words[token].rpartition("-")[2], ())


def _is_make(
    sentence: Sentence, number: Number, named: tuple[int, str], context: Context, links: tuple[Link, ...]
) -> bool:
    """Whether a side before a weapon only made it: "two German Leopard tanks" in a war of others."""
    found = sentence.kind(number.noun, "object") if number.noun is not None else None
    if found is None or found in PERSONS or number.noun is None or named[0] >= number.noun:
        return False
    own = context.voice(links) or find_doer(sentence, number, context, links)
    enemy = context.against(own)
    return own is not None and enemy is not None and named[1] not in (own, enemy)


def _of_both_sides(sentence: Sentence, number: Number, context: Context) -> bool:
    """Whether those counted are of both sides together: "nearly 70 soldiers died on both sides"."""
    if "both" not in context.parties.roles_in(sentence):
        return False
    roles, words = context.parties.words, sentence.words
    last = max(number.noun_end, number.last, number.harm if number.harm is not None else -1)
    for token in range(number.first, min(last + 4, len(words) - 1)):
        if "both" in roles.get(words[token], ()) and "sides" in roles.get(words[token + 1], ()):
            inside = sentence.kind(token - 1, "form") in ("in", "of", "among") if token else False
            return inside and token > number.last
    return False


def _joined(sentence: Sentence, within: list[tuple[int, str]]) -> bool:
    """Whether a phrase names two sides together: "50 Afghan and Pakistani soldiers"."""
    if len({side for _, side in within}) < 2:
        return False
    (one, _), (other, _) = within[0], within[1]
    return any(sentence.kind(t, "form") == "and" for t in range(one + 1, other))


def _serving(sentence: Sentence, number: Number, last: int, sides: Sides, context: Context) -> str | None:
    """Whom those counted fight for: "more than 900 men fighting for the Ethiopian army"; or "three from Malawi"."""
    words = sentence.words
    if last + 2 >= len(words) or not context.reading.language.has_articles:
        return None
    if words[last + 1] in sentence.small["from"] and number.measure not in _LEAVES:
        behind = last + 2 + (sentence.kind(last + 2, "form") == "article")
        return next((side for token, side in sides.named if token == behind), None)
    if "serving" not in context.parties.words.get(words[last + 1], ()):
        return None
    return next((side for token, side in sides.named if last + 1 < token <= last + 4), None)


def _joint(sentence: Sentence, number: Number, last: int, sides: Sides) -> str | None:
    """Whose men two numbers share whose noun stands behind the second: "six dead and 40 wounded Peruvian soldiers"."""
    joined = max(last, number.harm or 0) + 1
    if number.noun is not None or sentence.kind(joined, "form") != "and":
        return None
    token = joined + 1
    while token < len(sentence.words) and sentence.tags[token] in "dn":
        token += 1
    if token == joined + 1 or sentence.kind(token, "harm") is None:
        return None
    counted = sentence.kind(token + 2, "object") is not None
    return next((side for at, side in sides.named if at == token + 1 and counted), None)


def _gapped(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> str | None:
    """Who stands before a number whose verb is left out: "Russia lost 40 tanks, Ukraine 12", "the rebels' at 90"."""
    words = sentence.words
    if number.carried is None or not number.first or number.carried.first > number.first:
        return None
    token = number.first - 1 - (words[number.first - 1] == "-")
    if context.reading.language.has_articles:
        token -= sentence.kind(token, "form") == "at"
        token -= words[token] in POSSESSIVE
        token -= (sentence.kind(token, "harm") or "").endswith((".noun", ".state")) or sentence.kind(
            token, "object"
        ) is not None
    named = next((side for at, side in sides.named if at == token), None)
    if named is not None or not context.reading.language.has_articles or token <= number.carried.last:
        return named
    own = context.voice(links)
    actors = actors_of(sentence, context, own, context.against(own))
    return next((a.side for a in actors if a.token == token and a.how.startswith("role")), None)


def _said_to_be(sentence: Sentence, number: Number, sides: Sides, context: Context) -> str | None:
    """Whose men those of a number are said to be: "of whom fourteen were Iraqis", "two more, both British"."""
    if not context.reading.language.has_articles:
        return None
    words, told = sentence.words, False
    for token in range(number.last + 1, min(number.last + 1 + _PREDICATE, len(words))):
        named = next((side for at, side in sides.named if at == token), None)
        if named is not None:
            return named if told else None
        form = sentence.kind(token, "form")
        all_of_them = "both" in context.parties.words.get(words[token], ())
        told = told or form == "be" or all_of_them
        if not (form in _OF_THEM or all_of_them or words[token] == "," or words[token] in sentence.small["those"]):
            return None
    return None
