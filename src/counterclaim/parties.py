"""Who fights whom in a text, and whom a word means that names a party only there.

"The rebels", "the garrison", "they", "its own", "the attackers" have no side of their own. The model of a text keeps
its states and groups, who attacked whom last and what each sentence speaks of; from it such words are resolved, and
the subject of "killed" or "lost" is found. What a loss tells of them is in ``references``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.language import Language, Sentence, fold
from counterclaim.model import Link
from counterclaim.shapes import Number
from counterclaim.vocabulary import is_state

if TYPE_CHECKING:
    from counterclaim.context import Context

Whose = tuple[str | None, str]  # a side, where one is told, and the name of the rule: "" where it does not tell
NOBODY: Whose = (None, "")

_OBLIQUE = frozenset({"of", "in", "at", "to", "among", "as", "including", "besides"})
_VERBS = frozenset({"be", "modal", "tells", "admit", "claims", "send", "rose"})
ACTIVE = frozenset({"done", "doing", "lose", "suffer", "have"})


class Actor(NamedTuple):
    """A party as a sentence has it: its token, its side where known, how it is named and where it stands."""

    token: int
    side: str | None
    how: str  # name, role, it, we, enemy
    stands: str  # subject, agent, beside, counted, owner


@dataclass(slots=True)
class Parties:
    """The parties of one text, made when its first claim asks."""

    state: str | None
    group: str | None
    alone: bool  # whether ``group`` is the only one that the text names
    between_states: bool
    words: dict[str, frozenset[str]]
    attacker: str | None = None
    attacked: str | None = None
    fought_in: int = -9  # the sentence that told of the last attack
    actors: dict[int, list[Actor]] = field(default_factory=dict)
    recalled: set[int] = field(default_factory=set)  # the sentences for which those before were read
    _told: dict[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, context: Context) -> Parties:
        """Rank the sides that a text names: the state at war, the group that fights it."""
        counts = [side for side, _ in context.main_sides().most_common()]
        places = [country for country, _ in context.main_countries().most_common(2)]
        groups = [side for side in counts if not is_state(side) and side not in _BODIES]
        states = [side for side in counts if is_state(side)]
        home = next((s for s in (*states, *places) if any(g in context.opponents(s) for g in groups)), None)
        state = home or next((s for s in states if context.at_war(s)), next(iter((*states, *places)), None))
        group = next((g for g in groups if state in context.opponents(g)), groups[0] if groups else None)
        between = any(other in states for side in states for other in context.opponents(side))
        return cls(state, group, len(groups) == 1, between, _words_of(context.reading.language))

    def roles_in(self, sentence: Sentence) -> frozenset[str]:
        """The kinds of all words of a sentence that name a party, or say whose one is: most have few or none."""
        found = self._told.get(sentence.index)
        if found is None:
            kinds = [self.words[word] for word in sentence.words if word in self.words]
            found = self._told[sentence.index] = frozenset[str]().union(*kinds)
        return found

    def role(self, word: str, own: str | None, enemy: str | None) -> Whose:
        """Whom a word that names a party only in its text means, and what told it; ``own`` is the speaker's side."""
        kinds = self.words.get(word)
        if kinds is None:
            return None, ""
        if "attacker" in kinds:
            return self.attacker, "attacker"
        if "defender" in kinds:
            return self.attacked, "defender"
        if "kin" in kinds and own is not None:
            return own, "kin"
        if "rebel" in kinds:
            if "foe" in kinds and enemy is not None and own != self.group:
                return enemy, "foe"
            if own is not None and own == self.group:
                return own, "rebel, the speaker's"
            return self.group, "rebel, alone" if self.alone else "rebel"
        if "foe" in kinds and enemy is not None:
            return enemy, "foe"
        if "state" in kinds:
            if own is not None and (self.between_states or own == self.state):
                return own, "state, the speaker's"
            return (None, "") if self.between_states else (self.state, "state")
        return None, ""

    def spoken_for(self, name: str, language: Language) -> str | None:
        """For whom one speaks who is named by a role: "the army's spokesman" in a war within one state, "a rebel"."""
        for word in language.parse(name).words:
            kinds = self.words.get(word, frozenset())
            if "rebel" in kinds:
                return self.group if self.alone else None
            if "state" in kinds:
                return None if self.between_states else self.state
        return None


_BODIES = frozenset({"UN", "EU", "NATO"})


@cache
def _words_of(language: Language) -> dict[str, frozenset[str]]:
    """The words of a pack that name a party only in their text, each with its kinds."""
    table: dict[str, set[str]] = {}
    for kind, words in language.settings.get("settings", {}).get("parties", {}).items():
        for word in words:
            table.setdefault(fold(word), set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in table.items()}


def actors_of(sentence: Sentence, context: Context, own: str | None, enemy: str | None) -> list[Actor]:
    """The parties of a sentence in order, pronouns among them; who attacks whom is noted on the way."""
    parties = context.parties
    had = parties.actors.get(sentence.index)
    if had is not None:
        return had
    recall_attack(sentence, context)
    return _read_actors(sentence, context, own, enemy)


_RECENT = 2  # sentences within which an attack is still the one that "the attackers" means


def recall_attack(sentence: Sentence, context: Context) -> None:
    """Read the sentences before for who attacked, where no claim has asked for them and a word here means them."""
    parties = context.parties
    if sentence.index in parties.recalled:
        return
    parties.recalled.add(sentence.index)
    if parties.roles_in(sentence).isdisjoint(("attacker", "defender")):
        return
    for index in range(max(0, sentence.index - _RECENT), sentence.index):
        if index not in parties.actors:
            _read_actors(context.reading.sentence(index), context, None, None)


def _read_actors(sentence: Sentence, context: Context, own: str | None, enemy: str | None) -> list[Actor]:
    parties = context.parties
    named = dict(context.sides_of(sentence.index).named)
    found: list[Actor] = []
    words, phrases = sentence.words, sentence.phrases
    table = parties.words
    for token, word in enumerate(words):
        phrase = phrases[token]
        side = named.get(token)
        if side is not None:
            found.append(Actor(token, side, "name", _stands(sentence, token, context)))
            continue
        form = phrase.kinds.get("form") if phrase is not None else None
        if form in ("it", "its", "we", "our", "enemy"):
            side = own if form in ("we", "our") else enemy if form == "enemy" else None
            found.append(Actor(token, side, form, _stands(sentence, token, context)))
        kinds = table.get(word)
        if kinds is None:
            continue
        if found and found[-1].how == "name" and _heads(sentence, found[-1].token, token, table):
            continue  # "the Malian army", "Gaza's fighters", "a Malian army security post": told by the name
        if "attack" in kinds:
            _note_attack(sentence, token, found, context, own, enemy)
        side, how = parties.role(word, own, enemy)
        if "sides" in kinds and token and "opposing" in table.get(words[token - 1], ()):
            side, how = enemy or context.against(_spoken_of(sentence, found, context)), "opponent"
        if how:
            found.append(Actor(token, side, f"role {how.partition(',')[0]}", _stands(sentence, token, context)))
    parties.actors[sentence.index] = found
    return found


def _spoken_of(sentence: Sentence, found: list[Actor], context: Context) -> str | None:
    """Of whom a text was speaking last: "the other side" is their enemy."""
    before = next((actor.side for actor in reversed(found) if actor.side is not None), None)
    return before or context.last_side or (topic_of(sentence.index - 1, context) if sentence.index else None)


def _heads(sentence: Sentence, name: int, token: int, table: dict[str, frozenset[str]]) -> bool:
    """Whether a word that names a party stands in the phrase of a name before it, and means the same party."""
    kinds = table[sentence.words[token]]
    if token - name <= 2:
        return not kinds.isdisjoint(("state", "rebel"))
    if token - name > _LONGEST_PHRASE or kinds.isdisjoint(("state", "rebel", "defender")):
        return False
    return all(_describes(sentence, t, table) for t in range(name + 1, token))


_LONGEST_PHRASE = 4  # tokens from a name to the noun that it describes


def _describes(sentence: Sentence, token: int, table: dict[str, frozenset[str]]) -> bool:
    """Whether a word may stand before a noun and describe it: "security", "army" in "the army security post"."""
    word, phrase = sentence.words[token], sentence.phrases[token]
    if not word.isalpha():
        return False
    return phrase is None or not phrase.kinds.keys() & {"form", "harm", "side", "place", "outside"}


def _stands(sentence: Sentence, token: int, context: Context) -> str:
    """Where in its clause a party stands, as far as the words around it and its case tell."""
    if any(first <= token <= last for first, last in context.phrases):
        return "counted"
    words = sentence.words
    cases = context.reading.language.cases(words[token])
    if cases and "n" not in cases:
        if token and sentence.kind(token - 1, "form") == "in":
            return "beside"
        return "agent" if is_agent(sentence, token, context) else "owner" if "g" in cases else "object"
    after = token + 1
    if after < len(words) and (sentence.kind(after, "placetype") or words[after] == "-"):
        return "beside"
    if token and sentence.tags[token - 1] in "dn":
        return "counted"
    if after < len(words) and (sentence.kind(after, "harm") or "").endswith((".noun", ".state")):
        return "owner"
    if after + 1 < len(words) and words[after] == "'s":
        if (sentence.kind(after + 1, "harm") or "").endswith((".noun", ".state")):
            return "owner"
    before = token - 1
    while before >= 0 and token - before <= 3:
        form = sentence.kind(before, "form")
        if form == "by":
            return "agent"
        if form in _OBLIQUE or sentence.kind(before, "outside") is not None or sentence.kind(before, "lossto"):
            return "beside"
        harm = sentence.kind(before, "harm")
        if harm is not None and harm.partition(".")[2] in ACTIVE:
            return "object"
        if form in _VERBS or "attack" in context.parties.words.get(words[before], ()):
            return "subject" if form == "tells" else "object"
        if form not in ("article", "its") and (not words[before].isalpha() or before == token - 2):
            break
        before -= 1
    return "subject"


def _note_attack(
    sentence: Sentence, verb: int, found: list[Actor], context: Context, own: str | None, enemy: str | None
) -> None:
    """Remember who went against whom: "stormed", "was shelled by", "the attack of the rebels on the town"."""
    parties = context.parties
    before = next((a.side for a in reversed(found) if a.stands == "subject" and a.side), None)
    after: str | None = None
    named = dict(context.sides_of(sentence.index).named)
    agent = False
    for token in range(verb + 1, min(verb + 9, len(sentence.words))):
        form = sentence.kind(token, "form")
        agent = agent or form == "by"
        side = named.get(token) or parties.role(sentence.words[token], own, enemy)[0]
        if side is None:
            place = sentence.kind(token, "place")
            side = place if place is not None and sentence.caps[token] else None
        if side is not None:
            after = side
            break
    if agent:
        before, after = after, before
    if before is not None:
        parties.attacker = before
        parties.attacked = after if after != before and after is not None else context.against(before)
        parties.fought_in = sentence.index
    elif after is not None:
        parties.attacked, parties.attacker = after, context.against(after)
        parties.fought_in = sentence.index


# Ways in which a pronoun is told that may as well mean somebody else.
DOUBTFUL = frozenset({"it, the last", "it, the topic", "it, the last and topic", "it, the speaker"})


def is_nominal(sentence: Sentence, verb: int, context: Context) -> bool:
    """Whether a word of harm is a noun with its object, "the destruction of 12 tanks", whose subject tells nothing."""
    if "nominal" in context.parties.words.get(sentence.words[verb], ()):
        return True
    words = sentence.words[verb].split()
    return len(words) > 1 and words[-1] in context.reading.language.values["form"].get("of", ())


def is_agent(sentence: Sentence, token: int, context: Context) -> bool:
    """Whether a party stands in the case of who does it, and behind no preposition: "взяты русскими войсками"."""
    cases = context.reading.language.cases(sentence.words[token])
    if "i" not in cases or not {"n", "g", "a"}.isdisjoint(cases):
        return False
    return not token or sentence.kind(token - 1, "form") not in ("in", "among", "besides", "and")


def is_subject(sentence: Sentence, token: int, context: Context) -> bool:
    """Whether a party is known by its case to be the subject of its clause, or may be for all that is known."""
    cases = context.reading.language.cases(sentence.words[token])
    if token and sentence.kind(token - 1, "form") in ("in", "among"):
        return False
    if token and "oblique" in context.parties.words.get(sentence.words[token - 1], ()):
        return False
    return not cases or "n" in cases


def stands_as_place(sentence: Sentence, token: int) -> bool:
    """Whether a side at a token is only where something was: "в Ираке", "у центрі Сектору Гази", "біля Фолклендів"."""
    before = token - 1
    while before >= 0 and token - before <= _PLACE_NOUNS and _may_be_place(sentence, before):
        before -= 1
    if before < 0 or sentence.kind(before, "form") not in ("in", "at"):
        return False
    after = token + 1
    return after >= len(sentence.words) or (
        sentence.kind(after, "object") is None and sentence.kind(after, "unit") is None
    )


def _may_be_place(sentence: Sentence, token: int) -> bool:
    """Whether a word may stand between "in" and a country: "в центре Ирака", "в провинции"."""
    if sentence.caps[token]:
        return False
    return sentence.phrases[token] is None or sentence.kind(token, "placetype") is not None


_PLACE_NOUNS = 3  # tokens from "in" to the name of a place: "у центрі Сектору Гази"


def is_passive(number: Number, context: Context) -> bool:
    """Whether the word that tells of a loss is a participle that only a passive has: "уничтожены", "вбито"."""
    return number.form == "done" and not context.reading.language.has_articles


def subject_of(actors: list[Actor], verb: int) -> Actor | None:
    """The subject of a verb: the nearest party before it that no preposition, number or other verb owns."""
    for actor in reversed(actors):
        if actor.token < verb and actor.stands == "subject":
            return actor
    return None


def stands_for(
    actor: Actor, actors: list[Actor], sentence: Sentence, context: Context, own: str | None, links: tuple[Link, ...]
) -> Whose:
    """Whom a party of a sentence is: its side, or that of the one its pronoun stands for, and how it is told."""
    if actor.how not in ("it", "its"):
        return actor.side, actor.how
    if (
        own is not None
        and links
        and links[-1].id
        and "sides" in context.parties.words.get(_word_behind(sentence, actor.token), ())
    ):
        return own, "its side"
    speaks = links[-1].start if links else -1
    here = own is not None and sentence.start <= speaks < sentence.starts[actor.token]
    for other in reversed(actors):
        if other.token < actor.token and other.stands == "subject" and other.how not in ("it", "its"):
            if here and sentence.starts[other.token] < links[-1].end:
                return own, "it, the speaker before"
            return other.side, "it, a subject"
    if here:
        return own, "it, the speaker before"
    if own is not None and links and "reflexive" in context.parties.words.get(sentence.words[actor.token], ()):
        return own, "it, the speaker"
    topic = topic_of(sentence.index - 1, context) if sentence.index else None
    if context.last_side is not None and (context.sentence_side or (-9,))[0] >= sentence.index - 1:
        return context.last_side, "it, the last and topic" if topic == context.last_side else "it, the last"
    if topic is not None:
        return topic, "it, the topic"
    return (own, "it, the speaker") if links else (context.last_side, "it, the last")


def _word_behind(sentence: Sentence, token: int) -> str:
    return sentence.words[token + 1] if token + 1 < len(sentence.words) else ""


def topic_of(index: int, context: Context) -> str | None:
    """The first party that a sentence before speaks of, where it was read."""
    actors = context.parties.actors.get(index)
    if actors is None:
        named = context.sides_of(index).named
        return named[0][1] if named else None
    return next((actor.side for actor in actors if actor.side is not None and actor.stands == "subject"), None)


def called(sentence: Sentence, number: Number, context: Context) -> str | bool | None:
    """What those counted are called tells of their side: which one, whether it is a state, or nothing."""
    recall_attack(sentence, context)
    parties = context.parties
    if parties.roles_in(sentence).isdisjoint(("attacker", "rebel", "state")):
        return None
    for token in range(number.first, max(number.noun_end, number.last) + 1):
        kinds = parties.words.get(sentence.words[token], frozenset())
        if "attacker" in kinds and parties.attacker is not None:
            return parties.attacker
        if "rebel" in kinds and parties.group is not None:
            return False
        if "state" in kinds and parties.state is not None:
            return True
    return None


def is_called(side: str, calls: str | bool | None) -> bool:
    """Whether those who are ``called`` so may be of a side: rebels are of no state, police of no group."""
    if calls is None:
        return True
    return side == calls if isinstance(calls, str) else is_state(side) is calls
