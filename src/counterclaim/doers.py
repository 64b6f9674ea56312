"""Who did it: who destroyed, took or struck what is counted, told by voice, case and weapon; never who only speaks.

Its enemy is the loser where nothing tells more; what a side does with its own (``OWN_DEEDS``) is excepted.
"""

from __future__ import annotations

from counterclaim.context import Context, Sides, says_we
from counterclaim.language import Sentence
from counterclaim.model import Link
from counterclaim.parties import (
    DOUBTFUL,
    actors_of,
    is_agent,
    is_nominal,
    is_passive,
    stands_for,
    subject_of,
)
from counterclaim.shapes import Number
from counterclaim.vocabulary import is_state

# What a side does with its own, so that the enemy of the doer is none of its owners.
OWN_DEEDS = frozenset({"abandoned", "mobilised", "deployed", "strength", "remaining", "surrendered", "deserted"})


def is_own_deed(sentence: Sentence, number: Number, context: Context) -> bool:
    """Whether the verb is said of a side's own: "has sent 11,000 men", "buried 133 of its men", "lost 40"."""
    if number.form in ("lose", "suffer", "have") or number.measure in OWN_DEEDS or regains(sentence, number, context):
        return True
    return number.harm is not None and "bury" in context.parties.words.get(sentence.words[number.harm], ())


def regains(sentence: Sentence, number: Number, context: Context) -> bool:
    """Whether the verb is said of those who get their own back: "вернула из плена 103 солдата"."""
    if number.measure != "released" or number.harm is None:
        return False
    words = context.parties.words
    return any("regain" in words.get(word, ()) for word in sentence.words[number.harm].split())


def find_doer(sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...]) -> str | None:
    """Whose forces did it: the subject of "destroyed 12 tanks", the one after "by"; ``None`` where nobody is named."""
    verb = taking_verb(sentence, number)
    if verb is None:
        verb = number.harm
    if verb is None:
        return None
    free = not context.reading.language.has_articles
    if free and number.form in ("done", "self", "doing", "state"):
        agent = _agent(sentence, number, context, links)
        if agent is not None:
            return agent
    if is_own_deed(sentence, number, context) or is_passive(number, context):
        return None
    if (
        (number.by == "left" or free)
        and (number.form in ("done", "doing") or verb != number.harm)
        and not is_nominal(sentence, verb, context)
    ):
        own = context.voice(links)
        actors = actors_of(sentence, context, own, context.against(own))
        subject = subject_of(actors, verb)
        if subject is None:
            return own if free and _we_did(sentence, number, own, context, links) else None
        if _has_own_subject(sentence, subject.token, verb):
            return None
        side, how = stands_for(subject, actors, sentence, context, own, links)
        return side if how not in DOUBTFUL else None
    if number.by == "right" and number.form in ("done", "self"):
        for token, side in context.sides_of(sentence.index).named:
            if token > verb and is_after_by(sentence, verb, token) and token - verb <= 5:
                return None if _names_rebels(sentence, token, context) else side
        return None if free else _striker(sentence, number, context, links)
    return None


def _has_own_subject(sentence: Sentence, party: int, verb: int) -> bool:
    """Whether words stand between a colon and a verb, whose subject a party before the colon is not, then."""
    colon = next((token for token in range(verb - 1, party, -1) if sentence.words[token] == ":"), None)
    return colon is not None and verb - colon > _OPENING


def _we_did(sentence: Sentence, number: Number, own: str | None, context: Context, links: tuple[Link, ...]) -> bool:
    """Whether those who speak of "us" took prisoners, where no subject stands: "одного взяли живым"."""
    harm, cases = number.harm, context.reading.language.cases
    if own is None or harm is None or number.measure != "captured" or number.form != "doing":
        return False
    near = range(min(number.first, harm), harm + 4)
    if any(
        token in near and "n" in cases(sentence.words[token]) for token, _ in context.sides_of(sentence.index).named
    ):
        return False
    ours = context.first_person == own or says_we(sentence)
    if not ours and links and links[-1].role not in ("soldier", "military"):
        return False
    return any(word.endswith(_PLURAL_PAST) for word in sentence.words[harm].split())


_OPENING = 2  # tokens behind a colon that are no subject yet: "army: have destroyed 12 tanks"
_FIGHTERS = frozenset({"people", "personnel"})
_PLURAL_PAST = ("ли", "лись")


def _names_rebels(sentence: Sentence, token: int, context: Context) -> bool:
    """Whether a state only owns the rebels that are meant: "by Colombia's biggest rebel group"."""
    words, roles = sentence.words, context.parties.words
    if words[token + 1 : token + 2] != ["'s"]:
        return False
    return any("rebel" in roles.get(word, ()) for word in words[token + 2 : token + 6])


def _striker(sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...]) -> str | None:
    """Who did it where the strike tells: "were killed in an Israeli air strike", "because of Israel's shelling"."""
    words, roles = sentence.words, context.parties.words
    for token, side in without_speakers(sentence, context.sides_of(sentence.index), links).named:
        if any(first <= token <= last for first, last in context.phrases):
            continue
        owned = token + 1 + (words[token + 1 : token + 2] == ["'s"])
        if any("strike" in roles.get(word, ()) for word in words[owned : owned + 2]):
            return side
    return None


def _agent(sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...]) -> str | None:
    """Who did it where its case or its weapon tells: "by Russian troops" in one word, "the strike of the army"."""
    harm = number.harm
    assert harm is not None
    words, roles = sentence.words, context.parties.words
    for token, side in without_speakers(sentence, context.sides_of(sentence.index), links).named:
        if abs(token - harm) > 12 or any(first <= token <= last for first, last in context.phrases):
            continue
        if is_agent(sentence, token, context) and number.form == "done":
            return side
        near = (*range(token + 1, min(token + 3, len(words))), *range(max(0, token - 1), token))
        if any("strike" in roles.get(words[t], ()) for t in near):
            return side
    return _attacker(sentence, number, context, links)


def _attacker(sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...]) -> str | None:
    """The group that fell upon others in the same sentence: "боевики напали на колонну: 23 военных убиты"."""
    noun = number.noun
    if noun is None or (sentence.kind(noun, "own") is None and sentence.kind(noun, "object") in _FIGHTERS):
        return None
    before = min(number.first, number.harm if number.harm is not None else number.first)
    roles = context.parties.words
    attack = next((t for t in range(before - 1, 0, -1) if "attack" in roles.get(sentence.words[t], ())), None)
    if attack is None:
        return None
    own = context.voice(links)
    subject = subject_of(actors_of(sentence, context, own, context.against(own)), attack)
    if subject is None or subject.side is None or subject.how != "name" or is_state(subject.side):
        return None
    return subject.side


def without_speakers(sentence: Sentence, sides: Sides, links: tuple[Link, ...]) -> Sides:
    """The sides that are not part of the name of somebody who speaks: "according to Shoigu" loses nothing."""
    return Sides([(t, s) for t, s in sides.named if not any(k.start <= sentence.starts[t] < k.end for k in links)])


def is_after_by(sentence: Sentence, first: int, token: int) -> bool:
    """Whether a party stands behind "by" in the phrase of a number: who did it."""
    return any(first <= t < token and form == "by" for t, form in sentence.places("form"))


def taking_verb(sentence: Sentence, number: Number) -> int | None:
    """The verb of those who took what is counted, "took 60 prisoners", "took 12 tanks"; others take losses with it."""
    if number.measure != "captured" or number.by != "left" or number.reach is None or number.harm is None:
        return None
    verb = number.harm if number.form == "done" else number.reach[0]
    return verb if (sentence.kind(verb, "harm") or "").endswith(".suffer") else None


def launcher_of(sentence: Sentence, context: Context) -> str | None:
    """Who launched the drones of which a sentence tells, as it or the one before says: "РФ запустила 315"."""
    for index in (sentence.index, sentence.index - 1):
        if index < 0 or context.reading.bounds[index][2] != sentence.paragraph:
            return None
        told = context.reading.sentence(index)
        verb = next((t for t, word in enumerate(told.words) if word in sentence.small["launched"]), None)
        if verb is not None:
            before = [side for token, side in context.sides_of(index).named if verb - _LAUNCHING <= token < verb]
            return before[-1] if before else None
    return None


_LAUNCHING = 6  # tokens from who launches to the verb
