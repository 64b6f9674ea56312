"""Of whom: which object, side and unit a number speaks of.

The side is who suffered the loss or owns the force, never who speaks. It is looked for where grammar puts it: in the
number's own noun phrase, in a possessive, in the subject of "lost", beside "losses"; then in the number whose word was
carried; it stays open when none of these names one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.grammar import PERSONS, Number
from counterclaim.language import Language, Reading, Sentence, fold
from counterclaim.model import Link, Period
from counterclaim.places import side_of
from counterclaim.sources import load_register
from counterclaim.vocabulary import OPPONENTS

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_EITHER = frozenset({"losses", "captured", "destroyed", "damaged", "abandoned"})  # of people or of things
_BODILY = frozenset({"killed", "wounded", "casualties", "missing", "captured", "surrendered", "deserted", "mobilised"})
_FORCE = frozenset({"losses", "strength", "remaining", "deployed", "mobilised", "deserted", "surrendered"})


@dataclass(slots=True)
class Sides:
    """The sides a sentence names, in order: (token, side)."""

    named: list[tuple[int, str]]

    @classmethod
    def of(cls, sentence: Sentence) -> Sides:
        """Collect the sides of a sentence."""
        named = []
        for token, phrase in enumerate(sentence.phrases):
            if phrase is not None and ("side" in phrase.kinds or "acronym" in phrase.kinds):
                if phrase.kinds.get("metonym") == "capital" and _is_place(sentence, token):
                    continue  # "clashes in Tripoli" names a town, "Tripoli said" a side
                side = side_of(sentence, token)
                if side is not None:
                    named.append((token, side))
        return cls(named)

    def between(self, first: int, last: int) -> list[tuple[int, str]]:
        """The sides named from token ``first`` to token ``last``, both included."""
        return [(t, s) for t, s in self.named if first <= t <= last]


def _is_place(sentence: Sentence, token: int) -> bool:
    return token > 0 and sentence.kind(token - 1, "form") in ("in", "at")


@dataclass(frozen=True, slots=True)
class Heading:
    """A sentence that says what the figures of a list count: its measure, its side, where it stands."""

    measure: str
    side: str | None
    sentence: int
    token: int


@dataclass(slots=True)
class Context:
    """What earlier sentences leave behind for later ones."""

    reading: Reading
    last_side: str | None = None
    last_object: str | None = None
    last_unit: str | None = None
    unit_paragraph: int = -1
    heading: Heading | None = None
    listed: int = -9  # the last sentence that belonged to the heading's list
    phrases: list[tuple[int, int]] = field(default_factory=list)  # the noun phrases of this sentence's numbers
    sentence_side: tuple[int, str] | None = None  # sentence and side of the last number that had one
    sentence_object: tuple[int, str] | None = None  # sentence and object of the last number with a noun of its own
    sides: dict[int, Sides] = field(default_factory=dict)
    counts: Counter[str] | None = None
    last_total: Period | None = None  # the running total that was told last, and in which paragraph
    total_paragraph: int = -2

    def sides_of(self, index: int) -> Sides:
        """The sides of sentence ``index``, cached."""
        had = self.sides.get(index)
        if had is None:
            had = self.sides[index] = Sides.of(self.reading.sentence(index))
        return had

    def main_sides(self) -> Counter[str]:
        """How often the text names each side."""
        if self.counts is None:
            self.counts = _count_sides(self.reading)
        return self.counts

    def enemy_of_source(self, index: int) -> str | None:
        """The enemy in sentence ``index``: the other side of the one whose source is named there or before."""
        from counterclaim.attribution import find_attribution

        start, end, _ = self.reading.bounds[index]
        return self.against(
            speaker_side(find_attribution(self.reading, index, start, end).links, self.reading.language)
        )

    def against(self, side: str | None) -> str | None:
        """The other side of ``side`` in this text: the one named most, else its opponent in the vocabulary's table."""
        if side is None:
            return None
        known = OPPONENTS.get(side, ())
        for other, _ in self.main_sides().most_common():
            if other != side and (other in known or not known):
                return other
        return known[0] if len(known) == 1 else None


def _count_sides(reading: Reading) -> Counter[str]:
    """How often a text names each side, by one automaton over the whole text; no sentence is tokenised for it."""
    automaton, sides = _side_names(reading.language)
    text, folded, size = reading.text, reading.folded, len(reading.text)
    counts: Counter[str] = Counter()
    for index, start, end in automaton.find_matches_as_indexes(folded):
        if (start and folded[start - 1].isalnum()) or (end < size and folded[end].isalnum()):
            continue
        side, capitals = sides[index]
        written = text[start:end]
        if (capitals == "all" and not written.isupper()) or (capitals == "first" and not written[0].isupper()):
            continue
        counts[side] += 1
    return counts


@lru_cache(maxsize=8)
def _side_names(language: Language) -> tuple[AhoCorasick, list[tuple[str, str]]]:
    """Every name of a side, in one automaton, with the capitals it needs to be read as one: first, all or none."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    proper = {fold(form) for phrase in language.values.get("proper", {}).get("caps", ()) for form in phrase.split("|")}
    names: dict[str, tuple[str, str]] = {}
    for kind in ("side", "acronym"):
        for side, phrases in language.values.get(kind, {}).items():
            for phrase in phrases:
                for form in map(fold, phrase.split("|")):
                    need = "all" if kind == "acronym" else ("first" if form in proper else "")
                    names.setdefault(form, (side, need))
    return AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest), list(names.values())


@lru_cache(maxsize=2048)
def _side_in(name: str, language: Language) -> str | None:
    sentence = language.parse(name)
    named = Sides.of(sentence).named
    return named[0][1] if named else None


def speaker_side(links: tuple[Link, ...], language: Language) -> str | None:
    """The side for which the ultimate speaker says "we": told by the name, else by the register of sources."""
    register = load_register()
    for link in reversed(links):
        side = (register.side_of(link.id) if link.id else None) or _side_in(link.name, language)
        if side is not None:
            return side
    return None


def resolve_object(sentence: Sentence, number: Number, context: Context, side: str | None) -> str | None:
    """What was counted; ``None`` when the number counts formations or things outside the vocabulary."""
    measure = number.measure or ""
    noun = number.noun
    if number.first > 1 and sentence.kind(number.first - 1, "form") == "accounts":
        noun = next((t for t in range(number.first - 2, -1, -1) if sentence.kind(t, "object")), noun)
    if noun is None and number.by == "own" and number.harm is not None and number.amount is not None:
        noun = next((t for t in range(number.harm - 1, number.last, -1) if sentence.kind(t, "object")), None)
    if noun is None and number.form == "bulletin":
        noun = number.harm
        if noun is not None and sentence.kind(noun, "form") == "lists":
            return None
    if noun is not None:
        found = sentence.kind(noun, "object")
        other = _second_noun(sentence, number, noun)
        if found is not None and other is not None and other != found:
            return "people" if found in PERSONS and other in PERSONS else "equipment"
        if found is None and sentence.kind(noun, "unit") is not None:
            share = number.amount is not None and number.amount.quantity.unit == "share"
            of_one = sentence.words[noun - 1] != "" and number.last < noun and _passes_of(sentence, number.last, noun)
            return "personnel" if share or of_one else None
        if found == "people":
            found = _person(sentence, number, noun, measure, side)
        if found is not None:
            return found
    if number.part_of is not None and number.noun is None and number.part_of.noun is not None:
        whole = sentence.kind(number.part_of.noun, "object")
        if whole is not None:
            return whole
    if noun is None and number.harm is not None and number.form == "noun":
        about = _object_beside(sentence, number.harm, number.first)
        if about is not None:
            return about
    if noun is None and number.harm is not None and number.by == "left" and number.reach is not None:
        if number.form in ("done", "self", "state", "lose") and number.reach[0] < number.harm:
            about = _object_beside(sentence, number.harm, number.first)
            if about is not None:
                return about
    if noun is None and measure in _BODILY and context.sentence_object is not None:
        index, before = context.sentence_object
        if index == sentence.index and before in PERSONS:
            return before
    if noun is None and measure in _EITHER:
        index, before = context.sentence_object or (-9, "")
        if before not in PERSONS and sentence.index - index <= 1 and before:
            return before
    if measure in ("destroyed", "damaged", "abandoned") or (measure == "losses" and context.last_object is not None):
        if number.carried is None and noun is None and context.last_object is not None:
            return context.last_object
        if measure != "losses":
            return "equipment"
    bodily = measure in _BODILY and context.last_object == "personnel" and noun is None and number.form != "noun"
    if measure in _FORCE or bodily:
        if context.last_object in PERSONS or context.last_object is None:
            return "personnel" if measure in _FORCE else context.last_object
        return "personnel" if measure == "losses" else context.last_object
    return "people"


def _second_noun(sentence: Sentence, number: Number, noun: int) -> str | None:
    """The other half of "12 soldiers and civilians", which are people and neither alone."""
    for token in range(noun + 2, min(number.noun_end, noun + 5) + 1):
        if sentence.kind(noun + 1, "form") == "and" and sentence.kind(token, "object"):
            return sentence.kind(token, "object")
    return None


def _passes_of(sentence: Sentence, first: int, last: int) -> bool:
    return any(sentence.kind(t, "form") == "of" for t in range(first + 1, last))


def _person(sentence: Sentence, number: Number, noun: int, measure: str, side: str | None) -> str:
    """Men lost by an army are its personnel; members of an armed group are fighters; else people."""
    for token in range(noun + 1, min(noun + 6, len(sentence.words))):
        if token <= number.noun_end:
            kind = sentence.kind(token, "object")
            if kind is not None and kind != "people":
                return kind
            group = sentence.kind(token, "side")
            if group is not None and not (len(group) == 2 and group.isupper()):
                return "personnel"
    verb = sentence.kind(number.first - 1, "harm") if number.first else None
    lost = number.form in ("lose", "suffer") or (verb is not None and verb.endswith((".lose", ".suffer")))
    return "personnel" if lost and side is not None and sentence.words[noun] == "men" else "people"


def _object_beside(sentence: Sentence, harm: int, stop: int) -> str | None:
    """The object named just before a word like "losses", or after it and "of": tank losses, losses of tanks."""
    for token in range(harm - 1, max(-1, harm - 5), -1):
        kind = sentence.kind(token, "object")
        if kind is not None:
            return kind
        if sentence.words[token] in ",;:" or sentence.kind(token, "form") in ("by", "in"):
            break
    for token in range(harm + 1, min(stop, harm + 7)):
        kind = sentence.kind(token, "object")
        if kind is not None:
            return kind
    return None


def resolve_side(
    sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...], asked: int = 0
) -> tuple[str | None, str]:
    """Who suffered the loss or owns the force, and the name of the rule that found it ("" when none)."""
    sides = context.sides_of(sentence.index)
    spoken = _without_speakers(sentence, sides, links)
    language = context.reading.language
    own_last = max(number.noun_end, number.noun if number.noun is not None else -1)
    if number.by == "own" and number.harm is not None:
        own_last = max(own_last, number.harm)
    within = [(t, s) for t, s in sides.between(number.first, own_last) if not _after_by(sentence, number.first, t)]
    if within:
        return within[0][1], "side in <n> <side> <object>"
    gapped = next((s for t, s in spoken.named if t == number.first - 1), None)
    if gapped is not None and number.carried is not None:
        return gapped, "<side> <n>"  # "Russia lost 40 tanks, Ukraine 12"
    for token in range(number.first, own_last + 1):
        side, rule = _pronoun_side(sentence, token, context, links)
        if rule:
            return side, rule
    if number.by == "own" or number.form in ("noun", "bulletin"):
        found = _beside(sentence, number, spoken, context, links)
        if found[1]:
            return found
    before = sentence.kind(number.first - 1, "harm") if number.first else None
    owned = before is not None and before.endswith((".have", ".lose"))
    if number.form in ("lose", "suffer", "have") or owned or _has_subject(sentence, number):
        found = _subject(sentence, number, spoken, context, links)
        if found[1]:
            return found
    if number.measure in _FORCE and number.form in ("doing", "noun") and number.measure != "losses":
        found = _subject(sentence, number, spoken, context, links)
        if found[1]:
            return found
    if number.reach is not None and number.reach[0] < number.first:
        for token, side in sides.between(number.reach[0], number.first):
            if not _after_by(sentence, number.reach[0], token):
                return side, "side of <object>"
    other = number.carried or number.part_of
    if other is not None and asked < 3:
        side, rule = resolve_side(sentence, other, context, links, asked + 1)
        if rule:
            return side, rule
    if number.form in ("state", "noun") and links and links[-1].cue and _admits(sentence, number, links[-1]):
        return speaker_side(links, language), "<side> admits <n> <dead>"
    for token in range(number.first - 1, max(-1, number.first - 5), -1):
        value = sentence.kind(token, "harm")
        if value is not None and value.endswith(".noun"):
            found = _beside(sentence, replace(number, harm=token), spoken, context, links)
            if found[1]:
                return found
    if number.noun is None and context.sentence_side is not None and context.sentence_side[0] == sentence.index:
        return context.sentence_side[1], "side of the one before"
    if number.form == "bulletin" and context.heading is not None and context.heading.side is not None:
        return context.heading.side, "side of the heading"
    if number.form in ("there", "state") and number.measure in ("strength", "remaining"):
        speaker = speaker_side(links, language) if links else None
        if speaker is not None and number.noun is None:
            return speaker, "side of the speaker"
    return None, ""


def _admits(sentence: Sentence, number: Number, speaker: Link) -> bool:
    """Whether the speaker owns up to losses of his own: "China has acknowledged about 183,000 dead"."""
    return any(
        t < number.first and form == "admit" and sentence.starts[t] >= speaker.end
        for t, form in sentence.places("form")
    )


def _without_speakers(sentence: Sentence, sides: Sides, links: tuple[Link, ...]) -> Sides:
    """The sides that are not part of the name of somebody who speaks: "according to Shoigu" loses nothing."""
    return Sides([(t, s) for t, s in sides.named if not any(k.start <= sentence.starts[t] < k.end for k in links)])


def _after_by(sentence: Sentence, first: int, token: int) -> bool:
    return any(first <= t < token and form == "by" for t, form in sentence.places("form"))


def _pronoun_side(sentence: Sentence, token: int, context: Context, links: tuple[Link, ...]) -> tuple[str | None, str]:
    form = sentence.kind(token, "form")
    if form in ("our", "we"):
        side = speaker_side(links, context.reading.language)
        return side, "our is the speaker's" if side else ""
    if form == "enemy":
        side = context.against(speaker_side(links, context.reading.language))
        return side, "the enemy of the speaker" if side else ""
    if form in ("its", "it"):
        if sentence.words[token] in ("his", "her", "he", "she"):
            return None, ""
        side = _antecedent(sentence, token, context)
        return side, "its is <side>'s" if side else ""
    return None, ""


def _antecedent(sentence: Sentence, token: int, context: Context) -> str | None:
    """The side a pronoun stands for: the nearest named before it that is no agent, else the last one spoken of."""
    before = [(t, s) for t, s in context.sides_of(sentence.index).named if t < token]
    for t, side in reversed(before):
        previous = sentence.kind(t - 1, "form") if t else None
        if previous != "by" and sentence.words[t - 1 : t] != ["against"] and sentence.words[t - 1 : t] != ["in"]:
            return side
    if before:
        return before[-1][1]
    if context.last_side is not None:
        return context.last_side
    if sentence.index:
        earlier = context.sides_of(sentence.index - 1).named
        return earlier[0][1] if earlier else None
    return None


def _has_subject(sentence: Sentence, number: Number) -> bool:
    """Whether the number stands behind a verb of suffering: "suffered 300 casualties"."""
    for token in range(number.first - 1, max(-1, number.first - 6), -1):
        value = sentence.kind(token, "harm")
        if value is not None and value.endswith(".suffer"):
            return True
    return False


def _beside(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """The side next to a word like "losses": Russian losses, the losses of the enemy, deaths among Israelis."""
    harm = number.harm
    if harm is None:
        return None, ""
    for token in range(harm - 1, max(-1, harm - 7), -1):
        if sentence.words[token] in (",", ";", '"') or sentence.kind(token, "form") == "by":
            break
        named = next((s for t, s in sides.named if t == token), None)
        if named is not None:
            return named, "<side> <losses>"
        side, rule = _pronoun_side(sentence, token, context, links)
        if rule:
            return side, rule
    stop = number.first if number.first > harm else len(sentence.words)
    for token in range(harm + 1, min(stop, harm + 9)):
        if sentence.words[token] in (",", ";"):
            break
        named = next((s for t, s in sides.named if t == token), None)
        if named is not None and not _after_by(sentence, harm, token):
            link = sentence.kind(token - 1, "form")
            if link in ("of", "article", "its") or sentence.words[token - 1] in ("for", "to", "suffered"):
                return named, "<losses> of <side>"
        side, rule = _pronoun_side(sentence, token, context, links)
        if rule and sentence.kind(token, "form") == "enemy":
            return side, rule
    return None, ""


def _subject(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """The subject of "lost", "suffered", "had": the nearest side or pronoun before the verb."""
    harm = number.harm if number.form in ("lose", "suffer", "have") and number.harm is not None else number.first
    if number.form == "lose" and harm > number.first:
        return None, ""
    for token in range(harm - 1, -1, -1):
        named = next((s for t, s in sides.named if t == token), None)
        if named is not None:
            previous = sentence.kind(token - 1, "form") if token else None
            counted = any(first <= token <= last for first, last in context.phrases if last < harm)
            if (counted or previous in ("by", "in", "of")) and any(t < token for t, _ in sides.named):
                continue  # "Hamas killed 12 Israeli soldiers and lost 40": not the soldiers lost
            return named, "<side> <lost>"
        side, rule = _pronoun_side(sentence, token, context, links)
        if rule:
            return side, rule
        if sentence.words[token] == ";":
            break
    return None, ""


def resolve_unit(sentence: Sentence, number: Number, context: Context) -> str | None:
    """The unit as the text names it ("331st Regiment", "regiment"), or ``None``."""
    own_last = max(number.noun_end, number.harm or 0 if number.by == "own" else 0)
    for token in range(number.first, min(own_last + 1, len(sentence.words))):
        if sentence.kind(token, "unit"):
            return _unit_name(sentence, token)
    for token in range(own_last + 1, min(own_last + 7, len(sentence.words))):
        if token == own_last + 1 and sentence.words[token] not in ("from", "of"):
            break
        if sentence.kind(token, "unit"):
            return _unit_name(sentence, token)
        if sentence.kind(token, "harm") or sentence.kind(token, "form") == "be":
            break
    form = number.form
    verb = sentence.kind(number.first - 1, "harm") if number.first else None
    if form in ("lose", "suffer", "have", "noun", "state", "there") or (verb or "").endswith((".lose", ".have")):
        start = number.harm if form in ("lose", "have") and number.harm is not None else number.first
        for token in range(min(start, number.first) - 1, -1, -1):
            if sentence.kind(token, "unit"):
                return _unit_name(sentence, token)
            if sentence.words[token] == ";":
                break
        speaks = any(form in ("we", "our") for _, form in sentence.places("form"))
        if (
            speaks or form == "there" or number.measure == "remaining"
        ) and context.unit_paragraph == sentence.paragraph:
            return context.last_unit
    return None


def _unit_name(sentence: Sentence, token: int) -> str:
    first = token
    while first > 0 and (
        sentence.words[first - 1][0].isdigit()
        or (sentence.caps[first - 1] and sentence.kind(first - 1, "form") is None and first - 1 > 0)
    ):
        first -= 1
    if first == token:
        return sentence.kind(token, "unit") or sentence.words[token]
    return sentence.exact(first, token)


def note_units(sentence: Sentence, context: Context) -> None:
    """Remember the unit a sentence speaks of, for "there were a few thousand of us" in the next one."""
    for token, unit in sentence.places("unit"):
        if unit != "army":
            context.last_unit = _unit_name(sentence, token)
            context.unit_paragraph = sentence.paragraph
            return
