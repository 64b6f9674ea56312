"""Whose loss the words around a number tell: signs for the weighing of a side, one for each way of telling it.

    references    what a sentence says of a counted loss → sides with their signs

By the verb and its subject, by an owner ("its own men"), by what the counted are called ("the rebels"), and by what the
text was speaking of. Words that name a party only in their text are resolved by ``parties``.
"""

from __future__ import annotations

from typing import NamedTuple

from counterclaim.context import Context
from counterclaim.doers import is_own_deed
from counterclaim.language import Sentence, fold
from counterclaim.model import Link
from counterclaim.parties import ACTIVE, Actor, actors_of, is_nominal, is_passive, stands_for, subject_of, topic_of
from counterclaim.shapes import Number
from counterclaim.vocabulary import is_state
from counterclaim.weighing import OPEN

OWNERS = frozenset({"military", "ministry", "government", "official", "armed-group", "soldier"})  # who own up to losses
Reference = tuple[str, str]  # a side or OPEN, and the sign that speaks for it


class Loss(NamedTuple):
    """A counted loss where it stands: what is lost (``kind``), who tells it (``own``) and whom they fight."""

    sentence: Sentence
    number: Number
    kind: str
    own: str | None
    enemy: str | None
    foe: str | None  # the enemy, where the words are quoted
    actors: list[Actor]
    context: Context
    links: tuple[Link, ...]


def references(
    sentence: Sentence,
    number: Number,
    kind: str,
    own: str | None,
    enemy: str | None,
    context: Context,
    links: tuple[Link, ...],
) -> list[Reference]:
    """Whose loss the words of a sentence tell, one sign for each way in which they tell it."""
    actors = actors_of(sentence, context, own, enemy)
    foe = enemy if _is_quoted(sentence, number, context) else None
    loss = Loss(sentence, number, kind, own, enemy, foe, actors, context, links)
    return [*_by_verb(loss), *_by_owner(loss), *_by_name(loss), *_by_course(loss)]


def _by_verb(loss: Loss) -> list[Reference]:
    """The one who lost, and the enemy of the one who did it."""
    sentence, number, context, links = loss.sentence, loss.number, loss.context, loss.links
    told: list[Reference] = []
    verb = number.harm
    if verb is None or number.carried is not None:
        return told
    words = context.parties.words
    active = number.form in ACTIVE and not is_passive(number, context) and not is_nominal(sentence, verb, context)
    if active and (verb < number.first or not context.reading.language.has_articles):
        own_deed = is_own_deed(sentence, number, context)
        subject = subject_of(loss.actors, verb)
        if subject is not None:
            side, how = stands_for(subject, loss.actors, sentence, context, loss.own, links)
            if loss.foe is not None and "plural" in words.get(sentence.words[subject.token], ()):
                side, how = loss.foe, "they, in quotes"
        else:
            side, how = (loss.own, "nobody but the speaker") if links else (None, "")
        if side is None:
            return told
        if own_deed:
            return [(side, f"loses, {how}"), (side, f"loses, {number.form}")]
        return _deed(side, how, loss.kind, context)
    if (verb >= number.first or is_passive(number, context)) and number.form == "done":
        reach = range(verb - 5 if is_passive(number, context) else verb + 1, verb + 6)
        agent = next((a for a in loss.actors if a.token in reach and a.stands == "agent"), None)
        if agent is not None and agent.side is not None:
            return _deed(agent.side, "by", loss.kind, context)
    return told


def _deed(side: str, how: str, kind: str, context: Context) -> list[Reference]:
    told = [(side, f"does it, {kind}"), (side, f"does it, {how}")]
    other = context.against(side)
    if other is not None:
        told += [(other, f"suffers it, {kind}")]
        if kind in ("force", "things"):
            told += [(other, f"suffers it, {how}")]
    return told


def _by_owner(loss: Loss) -> list[Reference]:
    """Whose the counted are: "of its own men", "our dead", "of theirs", "the army's losses"."""
    sentence, number = loss.sentence, loss.number
    told: list[Reference] = []
    words = loss.context.parties.words
    last = max(number.noun_end, number.last)
    near = number.first - (4 if number.form in ("noun", "bulletin") or number.by == "own" else 2)
    for actor in loss.actors:
        if not near <= actor.token <= last + 4 or actor.how == "name":
            continue
        where = "before" if actor.token < number.first else "within" if actor.token <= last else "after"
        word = sentence.words[actor.token]
        if loss.foe is not None and "plural" in words.get(word, ()):
            told.append((loss.foe, f"they in quotes, {where}"))
            continue
        if actor.how.startswith("role") and where != "before":
            continue
        side, how = stands_for(actor, loss.actors, sentence, loss.context, loss.own, loss.links)
        if side is None:
            continue
        mine = "own" if "reflexive" in words.get(word, ()) else actor.how
        told += [(side, f"{mine}, {where}"), (side, f"{mine}, {how}"), (side, f"{mine}, {where}, {how}")]
        if mine == "own":
            told.append((side, "its own"))
            if loss.own is not None and loss.links:
                told.append((loss.own, "its own, the speaker"))
    return told


def _by_name(loss: Loss) -> list[Reference]:
    """What the counted are called: soldiers, rebels, attackers, terrorists."""
    sentence, number, own = loss.sentence, loss.number, loss.own
    told: list[Reference] = []
    parties = loss.context.parties
    named = [actor.side for actor in loss.actors if actor.how == "name" and actor.token < number.first]
    last = max(number.noun_end, number.last)
    for token in range(number.first, min(last + 4, len(sentence.words))):
        if token > last and (sentence.kind(token, "harm") is not None or not sentence.words[token].isalpha()):
            break
        kinds = parties.words.get(sentence.words[token])
        if kinds is None:
            continue
        side, how = parties.role(sentence.words[token], own, loss.enemy)
        where = "called" if token <= last else "behind"
        if how:
            told.append((side or OPEN, f"{where} {how}"))
            if side is not None:
                told.append((OPEN, f"open, {where} {how}"))
        if "state" in kinds:
            near = [side for side in named if is_state(side or "")]
            if near:
                told.append((near[-1] or OPEN, "called state, last state before"))
                told.append((near[0] or OPEN, "called state, first state before"))
            if own is not None and not parties.between_states:
                told.append((own, f"called state, the speaker a {'state' if is_state(own) else 'group'}"))
        elif "rebel" in kinds:
            near = [side for side in named if not is_state(side or "")]
            if near:
                told.append((near[-1] or OPEN, "called rebel, last group before"))
            if own is not None:
                told.append((own, f"called rebel, the speaker a {'state' if is_state(own) else 'group'}"))
    return told


def _by_course(loss: Loss) -> list[Reference]:
    """What the text was speaking of: the number before, the sentence before, the last attack, the verb of saying."""
    sentence, number, kind, context = loss.sentence, loss.number, loss.kind, loss.context
    told: list[Reference] = []
    parties = context.parties
    before = [(position, side) for position, side in context.number_sides.items() if position < number.position]
    if before:
        last = max(before)
        since = next((n for n in reversed(context.phrases) if n[1] < number.first), (0, 0))[1]
        between = [a for a in loss.actors if since < a.token < number.first]
        what = "nobody" if not between else "a pronoun" if all(a.how in ("it", "its") for a in between) else "a party"
        if any(
            word == ";" or sentence.kind(t, "form") == "but"
            for t, word in enumerate(sentence.words[since : number.first], since)
        ):
            what += ", a turn"
        acts = context.number_acts
        same = "same act" if acts.get(last[0]) == number.by + number.form else "other act"
        told.append((last[1], f"the number before, {what} between, {same}"))
        told += [
            (last[1], f"the number before, {what} between"),
            (last[1], f"the number before, {what} between, {kind}"),
        ]
    elif context.sentence_side is not None and sentence.index - context.sentence_side[0] == 1:
        subjects = [a for a in loss.actors if a.token < number.first and a.how not in ("it", "its")]
        told.append(
            (context.sentence_side[1], f"the sentence before, {'a party' if subjects else 'nobody'} before it here")
        )
    if loss.links:
        cue = fold(loss.links[-1].cue or "").split()
        kinds = frozenset[str]().union(*(parties.words.get(word, ()) for word in cue))
        if loss.own is not None and "admit" in kinds and loss.links[-1].role in OWNERS:
            told.append((loss.own, "admits"))
            told.append((loss.own, f"admits, {kind}"))
        elif loss.enemy is not None and "boast" in kinds:
            told.append((loss.enemy, "boasts"))
            told.append((loss.enemy, f"boasts, {kind}"))
    far = sentence.index - parties.fought_in
    if far <= 2:
        here = "here" if far == 0 else "before"
        for side, role in ((parties.attacker, "attacker"), (parties.attacked, "attacked")):
            if side is not None:
                told.append((side, f"{role} {here}, {kind}"))
    if sentence.index:
        topic = topic_of(sentence.index - 1, context)
        if topic is not None:
            told.append((topic, f"topic before, {kind}"))
    return told


def _is_quoted(sentence: Sentence, number: Number, context: Context) -> bool:
    """Whether a number stands in direct speech: an odd count of quotation marks since its paragraph began."""
    reading = context.reading
    start = reading.folded.rfind("\n", 0, sentence.start) + 1
    return reading.folded.count('"', start, sentence.starts[number.first]) % 2 == 1
