"""What a number counts: which object of the vocabulary, by its noun or, where it has none, by what was told before.

resolve_object   the number → an object, ``None`` for formations; asked by ``_QUESTIONS``, in the order that decides
noun_of          the noun that says what was counted
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from counterclaim.context import Context
from counterclaim.language import Sentence
from counterclaim.parts import called_as
from counterclaim.shapes import PERSONS, Number

_EITHER = frozenset({"losses", "captured", "destroyed", "damaged", "abandoned"})  # of people or of things
_BODILY = frozenset({"killed", "wounded", "casualties", "missing", "captured", "surrendered", "deserted", "mobilised"})
_FORCE = frozenset({"losses", "strength", "remaining", "deployed", "mobilised", "deserted", "surrendered"})
_OF_THINGS = frozenset({"destroyed", "damaged", "abandoned"})  # what befalls things alone
_FLYING = frozenset({"aircraft", "helicopter", "uav", "missile"})
_BEHIND_LOSS = frozenset({"done", "self", "state", "lose"})  # forms of a loss before whose word the object may stand
_FORMATIONS = ""  # units and lists, which are no object
_THINGS_BACK = 3  # sentences within which a thing told is still the one of which a bare number was felled


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number with its noun, where it has one, and what was told of it."""

    sentence: Sentence
    number: Number
    context: Context
    side: str | None
    measure: str
    noun: int | None

    @property
    def articles(self) -> bool:
        """Whether the language has articles, and tells by the order of words what others tell by case."""
        return self.context.reading.language.has_articles

    @property
    def last(self) -> str | None:
        """The object told of last."""
        return self.context.last_object

    def has_form(self, form: str, first: int, last: int) -> bool:
        """Whether a word of a form stands from token ``first`` to token ``last``."""
        return any(first <= token <= last and told == form for token, told in self.sentence.places("form"))


def resolve_object(sentence: Sentence, number: Number, context: Context, side: str | None) -> str | None:
    """What was counted; ``None`` when the number counts formations or things outside the vocabulary."""
    noun = noun_of(sentence, number)
    if noun is None and number.by == "own" and number.harm is not None and number.amount is not None:
        noun = next((t for t in range(number.harm - 1, number.last, -1) if sentence.kind(t, "object")), None)
    if noun is None and number.form == "bulletin":
        noun = number.harm
        if noun is not None and sentence.kind(noun, "form") == "lists":
            return None
    counted = _Counted(sentence, number, context, side, number.measure or "", noun)
    for question in _QUESTIONS:
        found = question(counted)
        if found is not None:
            return found or None
    return "people"


def noun_of(sentence: Sentence, number: Number) -> int | None:
    """The noun that says what was counted: that of those who make up a share of the dead, else the number's own."""
    if number.first > 1 and sentence.kind(number.first - 1, "form") == "accounts":
        return next((t for t in range(number.first - 2, -1, -1) if sentence.kind(t, "object")), number.noun)
    return number.noun


# -- by its noun ------------------------------------------------------------------------------------------------------


def _called_so(counted: _Counted) -> str | None:
    """What the whole or a word of its part calls them."""
    return called_as(counted.sentence, counted.number, counted.articles)


def _more_of_them(counted: _Counted) -> str | None:
    """ "12 more": of what was told last."""
    return counted.last if counted.noun is None and counted.number.increment else None


def _left_of_unit(counted: _Counted) -> str | None:
    """ "The battalion has 240 left"."""
    strength = counted.noun is None and counted.measure in ("strength", "remaining")
    return "personnel" if strength and _of_a_unit(counted.sentence, counted.number) else None


def _others(counted: _Counted) -> str | None:
    """ "Two others", of the persons told of last; "the men", who are soldiers where those were."""
    men = counted.sentence.kind(counted.noun, "men") if counted.noun is not None else None
    alike = (men == "others" and counted.last in PERSONS) or (men == "either" and counted.last == "personnel")
    return counted.last if alike else None


def _of_two_nouns(counted: _Counted) -> str | None:
    """ "12 soldiers and civilians", who are people and neither alone."""
    if counted.noun is None:
        return None
    found = counted.sentence.kind(counted.noun, "object")
    other = _second_noun(counted.sentence, counted.number, counted.noun, counted.articles)
    if found is None or other is None or other == found:
        return None
    if found in PERSONS and other in PERSONS:
        return "people" if not {"people", "personnel"}.isdisjoint((found, other)) else "civilian"
    return "equipment"


def _of_units(counted: _Counted) -> str | None:
    """ "19 units of armour" are pieces, a share of a brigade its men; else a number of units counts formations."""
    sentence, number, noun = counted.sentence, counted.number, counted.noun
    unit = sentence.kind(noun, "unit") if noun is not None else None
    if noun is None or unit is None or sentence.kind(noun, "object") is not None:
        return None
    items = _items(sentence, number, noun, counted.context) if unit == "unit" and counted.measure in _EITHER else None
    if items is not None:
        return items
    share = number.amount is not None and number.amount.quantity.unit == "share"
    of_one = sentence.words[noun - 1] != "" and number.last < noun and _passes_of(sentence, number.last, noun)
    return "personnel" if share or of_one else _FORMATIONS


def _by_noun(counted: _Counted) -> str | None:
    """What the noun is; people who are soldiers by whose they are, "fighters" that fly."""
    sentence, number, noun = counted.sentence, counted.number, counted.noun
    found = sentence.kind(noun, "object") if noun is not None else None
    if noun is None or found is None:
        return None
    if found == "child" and counted.has_form("our", number.first, noun):
        return "personnel"  # "our boys" are soldiers
    if found == "people":
        if counted.has_form("enemy", number.first, number.noun_end):
            return "personnel"
        found = _person(sentence, number, noun, counted.measure, counted.side)
    return "aircraft" if found == "personnel" and _has_wings(sentence, number, noun) else found


def _of_whole(counted: _Counted) -> str | None:
    """What the number counts of which this one is a part."""
    whole = counted.number.part_of
    if whole is None or counted.number.noun is not None or whole.noun is None:
        return None
    return counted.sentence.kind(whole.noun, "object")


# -- by the word of its loss ------------------------------------------------------------------------------------------


def _beside_loss(counted: _Counted) -> str | None:
    """ "Tank losses: 40", "танки: уничтожено 40"."""
    number = counted.number
    if counted.noun is not None or number.harm is None:
        return None
    reached = number.by == "left" and number.reach is not None and number.reach[0] < number.harm
    if number.form != "noun" and not (reached and number.form in _BEHIND_LOSS):
        return None
    return _object_beside(counted.sentence, number.harm, number.first)


def _before_loss(counted: _Counted) -> str | None:
    """ "Танков уничтожено 40"."""
    number = counted.number
    if counted.noun is not None or number.form != "done" or number.by != "left" or counted.articles:
        return None
    return _object_before(counted.sentence, number)


def _of_persons(counted: _Counted) -> str | None:
    """Of whom "40 were killed" is said: ours, the enemy's, the persons told of before in the sentence."""
    sentence, number = counted.sentence, counted.number
    if counted.noun is not None or counted.measure not in _BODILY:
        return None
    behind = number.last + 1
    if not counted.articles and behind < len(sentence.words) and sentence.kind(behind, "form") == "our":
        return "personnel"  # "погибли двое наших"
    if counted.has_form("enemy", behind, number.last + 3):
        return "personnel"  # "eleven of the enemy were killed"
    index, before = counted.context.sentence_object or (-9, "")
    return before if index == sentence.index and before in PERSONS else None


def _nobody(counted: _Counted) -> str | None:
    """ "Nobody was killed", "шестеро"."""
    if counted.noun is not None or not _counts_persons(counted.sentence, counted.number):
        return None
    return "personnel" if counted.measure in _FORCE or counted.last == "personnel" else "people"


def _of_told(counted: _Counted) -> str | None:
    """Of which things told before some were lost: "Of 26 tanks 20 were burnt"."""
    if counted.noun is not None or counted.measure not in _EITHER:
        return None
    sentence, context = counted.sentence, counted.context
    out_of = _counted_out_of(sentence, counted.number, context)
    if out_of is not None:
        return out_of
    index, before = context.sentence_object or (-9, "")
    if before not in PERSONS and sentence.index - index <= 1 and before:
        return before
    listed = counted.articles and any(at < counted.number.first for at, _ in context.phrases)
    if listed and counted.last not in PERSONS:
        return counted.last  # "nine were shot down and two captured", of drones
    return None


def _felled(counted: _Counted) -> str | None:
    """What flies, where a bare number was shot down."""
    sentence, harm = counted.sentence, counted.number.harm
    if counted.noun is not None or harm is None or sentence.words[harm] not in sentence.small["felled"]:
        return None
    told = _things_before(sentence, counted.number, counted.context)
    return next((kind for kind in told if kind in _FLYING), "aircraft")


def _things(counted: _Counted) -> str | None:
    """What was destroyed or lost, where no noun says it: the thing told of last, or some equipment."""
    measure, bare = counted.measure, counted.noun is None and counted.number.carried is None
    if measure not in _OF_THINGS and not (measure == "losses" and counted.last is not None):
        return None
    if bare and measure == "destroyed":
        thing = _thing_before(counted.sentence, counted.number, counted.context)
        if thing:
            return thing
    if bare and counted.last is not None:
        return counted.last
    return "equipment" if measure != "losses" else None


def _captured_things(counted: _Counted) -> str | None:
    """ "Guns: 61 destroyed, 20 damaged, nine captured": of the things that the sentence tells of."""
    number = counted.number
    if counted.measure != "captured" or counted.noun is not None or number.carried is not None:
        return None
    return counted.last if counted.last not in PERSONS and _things_fared(counted.sentence, number) else None


def _of_force(counted: _Counted) -> str | None:
    """Soldiers, where a force is counted; or what was told of last."""
    measure, last = counted.measure, counted.last
    if measure in _FORCE:
        return "personnel" if measure == "losses" or last is None or last in PERSONS else last
    bodily = measure in _BODILY and counted.noun is None and counted.number.form != "noun"
    return last if bodily and last == "personnel" else None


_QUESTIONS: tuple[Callable[[_Counted], str | None], ...] = (
    _called_so,
    _more_of_them,
    _left_of_unit,
    _others,
    _of_two_nouns,
    _of_units,
    _by_noun,
    _of_whole,
    _beside_loss,
    _before_loss,
    _of_persons,
    _nobody,
    _of_told,
    _felled,
    _things,
    _captured_things,
    _of_force,
)

# -- what single words tell -------------------------------------------------------------------------------------------


def _things_fared(sentence: Sentence, number: Number) -> bool:
    """Whether a sentence tells before a number what befell things, and so goes on to tell of them."""
    return any(at < number.first and harm.partition(".")[0] in _OF_THINGS for at, harm in sentence.places("harm"))


def _counts_persons(sentence: Sentence, number: Number) -> bool:
    """Whether a number by itself is one of persons: "nobody", "no losses", "шестеро"."""
    if number.amount is None:
        return False
    if sentence.kind(number.last, "alone") is not None or sentence.words[number.last] in sentence.small["persons"]:
        return True
    return number.amount.quantity.high == 0 and number.form == "noun" and number.measure == "losses"


def _has_wings(sentence: Sentence, number: Number, noun: int) -> bool:
    """Whether "fighters" and "bombers" are aircraft: behind their type ("two F-16 fighters"), or felled."""
    if sentence.words[noun] not in sentence.small["wings"]:
        return False
    typed = noun > number.first and sentence.kind(noun - 1, "object") in _FLYING
    return typed or (number.harm is not None and sentence.words[number.harm] in sentence.small["felled"])


def _things_before(sentence: Sentence, number: Number, context: Context) -> Iterator[str]:
    """The things told before a number, the last first, those of the sentences just before among them."""
    yield from reversed([kind for t, kind in sentence.places("object") if t < number.first and kind not in PERSONS])
    for index in range(sentence.index - 1, max(-1, sentence.index - _THINGS_BACK), -1):
        before = context.reading.sentence(index)
        yield from reversed([kind for _, kind in before.places("object") if kind not in PERSONS])


def _thing_before(sentence: Sentence, number: Number, context: Context) -> str | None:
    """The thing told last of which some were destroyed, told or not: "выпущено 65 ракет, 52 сбиты"."""
    if context.reading.language.has_articles:
        return None
    here = [kind for t, kind in sentence.places("object") if t < number.first and kind not in PERSONS]
    if here or not sentence.index:
        return here[-1] if here else None
    before = context.reading.sentence(sentence.index - 1)
    if before.paragraph != sentence.paragraph:
        return None
    return next((kind for _, kind in reversed(list(before.places("object"))) if kind not in PERSONS), None)


def _counted_out_of(sentence: Sentence, number: Number, context: Context) -> str | None:
    """What a number without a noun is out of: "Of 26 tanks in the town 20 were burnt", "It shot down 58 of them"."""
    if sentence.words and sentence.kind(0, "form") == "of" and number.first > 0:
        return next((kind for t, kind in sentence.places("object") if t < number.first), None)
    if sentence.index and sentence.kind(number.last + 1, "form") == "including":
        told = list(context.reading.sentence(sentence.index - 1).places("object"))
        return told[-1][1] if told else None
    return None


def _items(sentence: Sentence, number: Number, noun: int, context: Context) -> str | None:
    """What "units" count where they are pieces of equipment: "19 units of armour", or equipment was told before."""
    if not number.first < noun or sentence.caps[noun]:
        return None
    if noun + 1 < len(sentence.words) and sentence.kind(noun + 1, "form") == "of":
        told = [sentence.kind(t, "object") for t in range(noun + 2, min(noun + 8, number.noun_end + 1))]
        kinds = [kind for kind in told if kind is not None]
        return None if not kinds or not PERSONS.isdisjoint(kinds) else kinds[0] if len(set(kinds)) == 1 else "equipment"
    before = context.last_object
    return "equipment" if before is not None and before not in PERSONS else None


def _of_a_unit(sentence: Sentence, number: Number) -> bool:
    """Whether a bare number is said of a unit or of "us": "the battalion has 240 left"."""
    if any(t < number.first for t, _ in sentence.places("unit")):
        return True
    return any(t <= number.noun_end + 2 and form in ("we", "our") for t, form in sentence.places("form"))


def _second_noun(sentence: Sentence, number: Number, noun: int, articles: bool) -> str | None:
    """The other half of "12 soldiers and civilians", which are people and neither alone."""
    for token in range(noun + 2, min(number.noun_end, noun + 5) + 1):
        if sentence.kind(noun + 1, "form") == "and" and sentence.kind(token, "object"):
            phrase = sentence.phrases[token]
            if not articles and phrase is not None and phrase.number == "sg":
                return None  # "девять детей и врач": the second is one of its own
            return sentence.kind(token, "object")
    return None


def _passes_of(sentence: Sentence, first: int, last: int) -> bool:
    return any(sentence.kind(t, "form") == "of" for t in range(first + 1, last))


def _person(sentence: Sentence, number: Number, noun: int, measure: str, side: str | None) -> str:
    """Men lost by an army are its personnel; members of an armed group are fighters; else people."""
    if any(sentence.kind(token, "object") == "civilian" for token in range(number.last + 1, noun)):
        return "civilian"  # "12 civilian workers", "мирных иракцев"
    for token in range(noun + 1, min(noun + 6, len(sentence.words))):
        if token <= number.noun_end:
            kind = sentence.kind(token, "object")
            if kind is not None and kind != "people":
                return kind
            group = sentence.kind(token, "side")
            if group is not None and not (len(group) == 2 and group.isupper()):
                return "personnel"
    verb = sentence.kind(number.first - 1, "harm") if number.first else None
    lost = number.form in ("lose", "suffer", "to") or (verb is not None and verb.endswith((".lose", ".suffer")))
    known = side is not None or any(t < number.first and form == "enemy" for t, form in sentence.places("form"))
    known = known or any(t < number.first for t, _ in sentence.places("unit"))  # "the army lost 90 men"
    return "personnel" if lost and known and sentence.kind(noun, "men") == "men" else "people"


def _object_before(sentence: Sentence, number: Number) -> str | None:
    """The object right before the word of its loss and the number behind: "танков уничтожено 40"."""
    at = (number.harm or 0) - 1
    if at < 0 or number.harm is None or number.first - number.harm > 2:
        return None
    opens = at == 0 or not sentence.words[at - 1].isalpha() or sentence.kind(at - 1, "form") == "and"
    return sentence.kind(at, "object") if opens else None


# forms that part a word of loss from what stands before it: "officials put the death toll", "tanks and losses"
_NO_DESCRIPTION = frozenset({"by", "in", "and", "rose", "fell", "tells", "admit", "claims", "lists"})


def _object_beside(sentence: Sentence, harm: int, stop: int) -> str | None:
    """The object named just before a word like "losses", or after it and "of": tank losses, losses of tanks."""
    for token in range(harm - 1, max(-1, harm - 5), -1):
        kind = sentence.kind(token, "object")
        if kind is not None:
            return kind
        if sentence.words[token] in ",;:" or sentence.kind(token, "form") in _NO_DESCRIPTION:
            break
        if not sentence.small["change"].isdisjoint(sentence.words[token].split()) or sentence.kind(token, "cue"):
            break  # "the governor revised the toll": who counts
    bodily = (sentence.kind(harm, "harm") or "").startswith(("killed", "wounded", "missing"))
    for token in range(harm + 1, min(stop, harm + 7)):
        if bodily and sentence.kind(token, "form") in ("in", "by"):
            break  # "the number of dead in a drone attack"
        kind = sentence.kind(token, "object")
        if kind is not None:
            return kind
    return None
