"""Whose losses a text is speaking of: its words of loss with their owners, which bare numbers behind them count on.

    told_losses     the words of loss of one sentence → those that have an owner, and how the owner is told
    topic_signs     what stands before a number → sides with their signs, for the weighing of a side

"The losses of the enemy", "Russian dead", "our wounded"; a ministry that names losses of nobody may name its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from counterclaim.antecedents import side_of_pronoun
from counterclaim.attribution import find_attribution
from counterclaim.context import Context
from counterclaim.doers import without_speakers
from counterclaim.language import Sentence
from counterclaim.model import Link
from counterclaim.parties import stands_as_place
from counterclaim.shapes import Number

_BEFORE, _BEHIND = 3, 4  # tokens from a word of loss to its owner
_NOUNS = (".noun", ".state")  # what is told of the dead and the losses; verbs have subjects and objects
_OWNERS = frozenset({"our", "enemy", "its"})  # forms that stand for an owner
_PARTED = frozenset(",;:()")
_FAR = 12  # sentences over which a topic is looked back for
_TELLERS = frozenset({"military", "ministry", "government", "official", "armed-group"})
Reference = tuple[str, str]  # a side, and the sign that speaks for it


class Told(NamedTuple):
    """A word of loss whose owner is known: where it stands, whose it is, and how that is told."""

    token: int
    side: str
    how: str  # named, our, enemy, its; or the role of one who tells of losses without an owner


def told_losses(index: int, context: Context) -> list[Told]:
    """The words of loss of sentence ``index`` that have an owner, in order; kept with the text."""
    had = context.losses_told.get(index)
    if had is None:
        sentence = context.reading.sentence(index)
        nouns = [token for token, harm in sentence.places("harm") if harm.endswith(_NOUNS)]
        had = context.losses_told[index] = [told for token in nouns for told in _told(sentence, token, context)]
    return had


def _told(sentence: Sentence, token: int, context: Context) -> list[Told]:
    links = _links(sentence, token, context)
    named = dict(without_speakers(sentence, context.sides_of(sentence.index), links).named)
    for at in _around(sentence, token):
        if at in named and not stands_as_place(sentence, at):
            return [Told(token, named[at], "named")]
        if sentence.kind(at, "form") in _OWNERS:
            side, rule = side_of_pronoun(sentence, at, context, links)
            return [Told(token, side, sentence.kind(at, "form") or "")] if rule and side is not None else []
    side = context.voice(links) if links and links[-1].role in _TELLERS else None
    return [Told(token, side, links[-1].role)] if side is not None else []


def _links(sentence: Sentence, token: int, context: Context) -> tuple[Link, ...]:
    start, end = sentence.starts[token], sentence.ends[token]
    return find_attribution(context.reading, sentence.index, start, end).links


def _around(sentence: Sentence, token: int) -> list[int]:
    """Where an owner of a word of loss may stand: right before it, or behind, within its clause."""
    found: list[int] = []
    for steps in (range(token - 1, token - 1 - _BEFORE, -1), range(token + 1, token + 1 + _BEHIND)):
        for at in steps:
            if not 0 <= at < len(sentence.words) or sentence.words[at] in _PARTED:
                break
            if sentence.kind(at, "harm") is not None or sentence.words[at][0].isdigit():
                break
            found.append(at)
    return found


def topic_signs(sentence: Sentence, number: Number, kind: str, free: bool, context: Context) -> list[Reference]:
    """Whose losses the text spoke of before a number: last, over the text, and alone so far."""
    own = told_losses(sentence.index, context)
    before = [(sentence.index, told) for told in reversed(own) if told.token < number.first]
    for index in range(sentence.index - 1, max(-1, sentence.index - _FAR), -1):
        before += [(index, told) for told in reversed(_kept(index, context))]
    head = _kept(0, context) if sentence.index else []
    here = "named here" if free else "none named here"
    signs: list[Reference] = []
    for index, told in _last_of_each(before):
        far = _how_far(index, sentence, context)
        if told.how in _TELLERS:
            signs += [
                (told.side, f"losses told by its {told.how}"),
                (told.side, f"losses told by its own, {far}, {here}"),
            ]
        else:
            signs += [(told.side, f"losses told last, {far}"), (told.side, f"losses told last, {far}, {here}, {kind}")]
    signs += [(told.side, f"losses of the heading, {_owned(told)}, {kind}") for told in head[:1]]
    sides = {told.side for _, told in before if told.how not in _TELLERS}
    if len(sides) == 1:
        signs.append((sides.pop(), f"losses told of it alone, {here}, {kind}"))
    return signs


def topic_before(sentence: Sentence, context: Context) -> str | None:
    """Whose losses the sentence before it in its paragraph spoke of by name: "данные о потерях российской армии"."""
    index = sentence.index - 1
    if context.reading.language.has_articles or index < 0 or context.reading.bounds[index][2] != sentence.paragraph:
        return None
    owned = [told.side for told in told_losses(index, context) if told.how not in _TELLERS]
    return owned[-1] if owned else None


def _owned(told: Told) -> str:
    return "by its teller" if told.how in _TELLERS else "owned"


def _kept(index: int, context: Context) -> list[Told]:
    """Those of a sentence before, where it tells of anything at all."""
    hits, (start, end, _) = context.reading.hits, context.reading.bounds[index]
    return told_losses(index, context) if hits is None or hits.tells(start, end) else []


def _last_of_each(before: Sequence[tuple[int, Told]]) -> list[tuple[int, Told]]:
    """The last word of loss with an owner, and the last without one that somebody told."""
    owned = next((row for row in before if row[1].how not in _TELLERS), None)
    tellers = next((row for row in before if row[1].how in _TELLERS), None)
    return [row for row in (owned, tellers) if row is not None]


def _how_far(index: int, sentence: Sentence, context: Context) -> str:
    if index == sentence.index:
        return "here"
    return "same paragraph" if context.reading.bounds[index][2] == sentence.paragraph else "earlier"
