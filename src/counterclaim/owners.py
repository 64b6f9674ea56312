"""Whose a loss is by who owns it or pays for it: "Hezbollah's three dead", "the rebels' dead", "at a cost of 40 men".

side_of_owner   the words beside a loss → its side and the name of the rule, "" where they name nobody
"""

from __future__ import annotations

from counterclaim.context import Context, Sides
from counterclaim.language import Sentence
from counterclaim.model import Link
from counterclaim.parties import actors_of, stands_for, subject_of
from counterclaim.shapes import Number

_POSSESSIVE = frozenset({"'s", "'", "s'"})
_OF_A_STATE = frozenset({"military", "ministry", "government", "police", "official"})  # who speak for it
_OF_A_SIDE = frozenset({"military", "ministry", "government", "armed-group"})  # who count their own
_NEAR = 6  # tokens between a price and what was paid


def side_of_owner(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """Who owns or pays what was lost, by the words right before the number or before the loss itself."""
    if not context.reading.language.has_articles:
        return None, ""
    for told in (_possessor, _owner_of_loss, _his_side, _of_its, _payer):
        side, rule = told(sentence, number, sides, context, links)
        if side is not None:
            return side, rule
    return None, ""


def _possessor(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """The name or the party whose the number is: "Hezbollah's three dead", "the militia's 14 tanks"."""
    if number.first < 2 or sentence.words[number.first - 1] not in _POSSESSIVE:
        return None, ""
    owner = number.first - 2
    if sentence.kind(owner, "metonym") is not None:
        return None, ""  # "Ankara's 1,266 terrorists" are those it claims
    named = next((side for token, side in sides.named if token == owner), None)
    if named is not None:
        return named, "<side>'s <n>"
    return _role(sentence, owner, context, links), "<party>'s <n>"


def _owner_of_loss(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """The party whose the dead or losses are: "put the rebels' dead at 90", "the army's losses were 12 men"."""
    harm = number.harm
    if harm and sentence.kind(harm - 1, "form") == "enemy" and context.voice(links) is None and links:
        state = context.parties.state if links[-1].role in _OF_A_STATE else None
        return context.against(state), "the enemy of the state"
    if harm is None or harm < 2 or number.form not in ("state", "noun") or harm >= number.first:
        return None, ""
    words = sentence.words
    before = harm - 1
    while before > 1 and words[before] not in _POSSESSIVE and harm - before <= 2 and sentence.phrases[before] is None:
        before -= 1  # "the army's confirmed losses"
    if words[before] not in _POSSESSIVE:
        return None, ""
    return _role(sentence, before - 1, context, links), "<party>'s <losses>"


def _his_side(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """The one who speaks, of whose side he tells: "he said his side had lost 15 men"."""
    own = context.voice(links)
    harm = number.harm
    if own is None or not links or harm is None or number.form not in ("lose", "have", "suffer"):
        return None, ""
    for token in range(min(harm, number.first) - 2, max(-1, harm - 6), -1):
        if sentence.kind(token, "form") != "its" or sentence.starts[token] < links[-1].end <= sentence.start:
            continue
        kinds = context.parties.words.get(sentence.words[token + 1], frozenset())
        if "sides" in kinds or sentence.kind(token + 1, "unit") is not None:
            return own, "<lost> by the speaker's side"
    return None, ""


def _of_its(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """The one who speaks, of whose own the number is: "Turkey said two of its drones were shot down"."""
    own = context.voice(links)
    of, its = number.last + 1, number.last + 2
    if own is None or not links or links[-1].role not in _OF_A_SIDE:
        return None, ""  # an intelligence service counts others' losses
    if its >= len(sentence.words) or sentence.kind(its, "form") != "its":
        return None, ""
    said = links[-1].end
    if not sentence.start <= links[-1].start < said <= sentence.starts[number.first]:
        return None, ""
    between = any(said <= sentence.starts[t] and t < number.first for t, _ in context.sides_of(sentence.index).named)
    if sentence.kind(of, "form") != "of" or between:
        return None, ""
    return own, "<n> of the speaker's own"


def _payer(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """Who paid with what was lost: "took the hill at a cost of 40", "the raid cost the army 18 dead"."""
    roles, words = context.parties.words, sentence.words
    first = max(0, number.first - _NEAR)
    paid = next((t for t in range(number.first - 1, first - 1, -1) if "price" in roles.get(words[t], ())), None)
    if paid is None or (sentence.kind(paid, "harm") is not None and not _is_paid(sentence, paid)):
        return None, ""
    between = range(paid + 1, number.first)
    if any(words[t] in (",", ";", ":") or sentence.kind(t, "form") == "and" for t in between):
        return None, ""
    own = context.voice(links)
    actors = actors_of(sentence, context, own, context.against(own))
    payer = next((a for a in actors if a.token in between), None)
    if payer is None and sentence.kind(paid + 1, "form") in ("of", "in"):
        payer = subject_of(actors, paid)  # "at a cost of", "paid with"; what cost 18 dead has not paid them
    if payer is None:
        return None, ""
    side, how = stands_for(payer, actors, sentence, context, own, links)
    return side, "<side> pays <n>" if how == "name" else "<party> pays <n>"


def _is_paid(sentence: Sentence, token: int) -> bool:
    """Whether a loss is told as a price: "for the loss of", "with the loss of"; it may as well be told for itself."""
    before = token - 1 - (sentence.kind(token - 1, "form") == "article" if token else 0)
    return before >= 0 and sentence.kind(before, "form") in ("in", "at")


def _role(sentence: Sentence, token: int, context: Context, links: tuple[Link, ...]) -> str | None:
    """Whom a word means that names a party only in its text: "the rebels", "the army"."""
    own = context.voice(links)
    return context.parties.role(sentence.words[token], own, context.against(own))[0]
