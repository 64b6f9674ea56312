"""Of whom: which object and unit a number speaks of; the side is told in ``sides.py``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterclaim.context import Context as Context
from counterclaim.context import Sides as Sides
from counterclaim.context import says_we
from counterclaim.context import speaker_side as speaker_side
from counterclaim.language import Sentence
from counterclaim.parts import called_as
from counterclaim.shapes import PERSONS, Number

if TYPE_CHECKING:
    pass

_EITHER = frozenset({"losses", "captured", "destroyed", "damaged", "abandoned"})  # of people or of things
_BODILY = frozenset({"killed", "wounded", "casualties", "missing", "captured", "surrendered", "deserted", "mobilised"})
_FORCE = frozenset({"losses", "strength", "remaining", "deployed", "mobilised", "deserted", "surrendered"})


def resolve_object(sentence: Sentence, number: Number, context: Context, side: str | None) -> str | None:
    """What was counted; ``None`` when the number counts formations or things outside the vocabulary."""
    measure = number.measure or ""
    noun = noun_of(sentence, number)
    if noun is None and number.by == "own" and number.harm is not None and number.amount is not None:
        noun = next((t for t in range(number.harm - 1, number.last, -1) if sentence.kind(t, "object")), None)
    if noun is None and number.form == "bulletin":
        noun = number.harm
        if noun is not None and sentence.kind(noun, "form") == "lists":
            return None
    called = called_as(sentence, number, context.reading.language.has_articles)
    if called is not None:
        return called
    if noun is None and number.increment and context.last_object is not None:
        return context.last_object
    if noun is None and measure in ("strength", "remaining") and _of_a_unit(sentence, number):
        return "personnel"
    if noun is not None and sentence.kind(noun, "men") == "others" and context.last_object in PERSONS:
        return context.last_object
    if noun is not None and sentence.kind(noun, "men") == "either" and context.last_object == "personnel":
        return "personnel"
    if noun is not None:
        found = sentence.kind(noun, "object")
        other = _second_noun(sentence, number, noun, context.reading.language.has_articles)
        if found is not None and other is not None and other != found:
            if found in PERSONS and other in PERSONS:
                return "people" if "people" in (found, other) or "personnel" in (found, other) else "civilian"
            return "equipment"
        if found is None and sentence.kind(noun, "unit") == "unit" and measure in _EITHER:
            items = _items(sentence, number, noun, context)
            if items is not None:
                return items
        if found is None and sentence.kind(noun, "unit") is not None:
            share = number.amount is not None and number.amount.quantity.unit == "share"
            of_one = sentence.words[noun - 1] != "" and number.last < noun and _passes_of(sentence, number.last, noun)
            return "personnel" if share or of_one else None
        if found == "child" and any(number.first <= t <= noun and form == "our" for t, form in sentence.places("form")):
            return "personnel"  # "our boys" are soldiers
        if found == "people":
            if any(number.first <= t <= number.noun_end and form == "enemy" for t, form in sentence.places("form")):
                return "personnel"
            found = _person(sentence, number, noun, measure, side)
        if found == "personnel" and _has_wings(sentence, number, noun):
            return "aircraft"
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
    if noun is None and number.form == "done" and number.by == "left" and not context.reading.language.has_articles:
        told = _object_before(sentence, number)
        if told is not None:
            return told
    if noun is None and measure in _BODILY and not context.reading.language.has_articles:
        if number.last + 1 < len(sentence.words) and sentence.kind(number.last + 1, "form") == "our":
            return "personnel"  # "погибли двое наших"
    if noun is None and measure in _BODILY:
        if any(number.last < t <= number.last + 3 and form == "enemy" for t, form in sentence.places("form")):
            return "personnel"  # "eleven of the enemy were killed"
    if noun is None and measure in _BODILY and context.sentence_object is not None:
        index, before = context.sentence_object
        if index == sentence.index and before in PERSONS:
            return before
    if noun is None and _counts_persons(sentence, number):
        return "personnel" if measure in _FORCE or context.last_object == "personnel" else "people"
    if noun is None and measure in _EITHER:
        counted = _counted_out_of(sentence, number, context)
        if counted is not None:
            return counted
        index, before = context.sentence_object or (-9, "")
        if before not in PERSONS and sentence.index - index <= 1 and before:
            return before
        listed = context.reading.language.has_articles and any(at < number.first for at, _ in context.phrases)
        if listed and context.last_object is not None and context.last_object not in PERSONS:
            return context.last_object  # "nine were shot down and two captured", of drones
    if noun is None and number.harm is not None and sentence.words[number.harm] in sentence.small["felled"]:
        return next((kind for kind in _things_before(sentence, number, context) if kind in _FLYING), "aircraft")
    if measure in _OF_THINGS or (measure == "losses" and context.last_object is not None):
        thing = None
        if number.carried is None and noun is None and measure == "destroyed":
            thing = _thing_before(sentence, number, context)
        if number.carried is None and noun is None and (thing or context.last_object) is not None:
            return thing or context.last_object
        if measure != "losses":
            return "equipment"
    if measure == "captured" and noun is None and number.carried is None and _things_fared(sentence, number):
        if context.last_object is not None and context.last_object not in PERSONS:
            return context.last_object  # "tanks: 771 destroyed, 129 damaged, 244 captured"
    bodily = measure in _BODILY and context.last_object == "personnel" and noun is None and number.form != "noun"
    if measure in _FORCE or bodily:
        if context.last_object in PERSONS or context.last_object is None:
            return "personnel" if measure in _FORCE else context.last_object
        return "personnel" if measure == "losses" else context.last_object
    return "people"


_OF_THINGS = frozenset({"destroyed", "damaged", "abandoned"})  # what befalls things alone


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


_FLYING = frozenset({"aircraft", "helicopter", "uav", "missile"})
_THINGS_BACK = 3  # sentences within which a thing told is still the one of which a bare number was felled


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


def noun_of(sentence: Sentence, number: Number) -> int | None:
    """The noun that says what was counted: that of those who make up a share of the dead, else the number's own."""
    if number.first > 1 and sentence.kind(number.first - 1, "form") == "accounts":
        return next((t for t in range(number.first - 2, -1, -1) if sentence.kind(t, "object")), number.noun)
    return number.noun


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


def resolve_unit(sentence: Sentence, number: Number, context: Context) -> str | None:
    """The unit as the text names it ("331st Regiment", "regiment"), or ``None``."""
    own_last = max(number.noun_end, number.harm or 0 if number.by == "own" else 0)
    for token in range(number.last + 1, min(own_last + 1, len(sentence.words))):
        if _is_unit(sentence, token):
            return _unit_name(sentence, token)
    for token in range(own_last + 1, min(own_last + 7, len(sentence.words))):
        if token == own_last + 1 and sentence.words[token] not in sentence.small["unit_of"]:
            break
        if _is_unit(sentence, token):
            return _unit_name(sentence, token)
        if sentence.kind(token, "harm") or sentence.kind(token, "form") == "be":
            break
    form = number.form
    verb = sentence.kind(number.first - 1, "harm") if number.first else None
    if form in ("lose", "suffer", "have", "noun", "state", "there") or (verb or "").endswith((".lose", ".have")):
        start = number.harm if form in ("lose", "have") and number.harm is not None else number.first
        for token in range(min(start, number.first) - 1, -1, -1):
            if _is_unit(sentence, token):
                return _unit_name(sentence, token)
            if sentence.words[token] == ";":
                break
        speaks = says_we(sentence)
        if (
            speaks or form == "there" or number.measure == "remaining"
        ) and context.unit_paragraph == sentence.paragraph:
            return context.last_unit
    return None


def _is_unit(sentence: Sentence, token: int) -> bool:
    """Whether a word names a unit: no whole army ("the Malian army") but one of several ("the 3rd Army"), no count."""
    unit = sentence.kind(token, "unit")
    if unit is None:
        return False
    before = sentence.words[token - 1] if token else ""
    if unit != "army":
        return not (before.replace(",", "").isdecimal() and not sentence.caps[token])
    following = token + 1 < len(sentence.words) and sentence.caps[token + 1] and sentence.phrases[token + 1] is None
    numbered = before[:1].isdigit() or (token > 0 and sentence.kind(token - 1, "fraction") is not None)
    if token > 2 and _ordinal_before(sentence, token) < token:
        return True
    return sentence.caps[token] and (numbered or following)


def _unit_name(sentence: Sentence, token: int) -> str:
    first, last = token, token
    while first > 0 and (
        sentence.words[first - 1][0].isdigit()
        or (sentence.caps[first - 1] and sentence.kind(first - 1, "form") is None and first - 1 > 0)
    ):
        first -= 1
    first = _ordinal_before(sentence, first) if first == token else first
    if sentence.words[token + 1 : token + 2] == ['"'] and token + 2 < len(sentence.words) and sentence.caps[token + 2]:
        closed = sentence.words[token + 2 : token + 7]
        last = token + 2 + closed.index('"') if '"' in closed else last  # "полка «Скала»"
    if first == last:
        return sentence.kind(token, "unit") or sentence.words[token]
    return sentence.exact(first, last)


def _ordinal_before(sentence: Sentence, token: int) -> int:
    """Where the number of a unit stands that is written with its ending: "24-й отдельной бригады"; else ``token``."""
    words, starts, ends = sentence.words, sentence.starts, sentence.ends
    for at in range(token - 1, max(1, token - 4), -1):
        glued = words[at - 1] == "-" and ends[at - 2] == starts[at - 1] and ends[at - 1] == starts[at]
        if glued and words[at - 2].isdecimal() and len(words[at]) <= 3:
            return at - 2
        if not words[at].isalpha() or sentence.phrases[at] is not None:
            break
    return token


def note_units(sentence: Sentence, context: Context) -> None:
    """Remember the unit a sentence speaks of, for "there were a few thousand of us" in the next one."""
    for token, unit in sentence.places("unit"):
        if unit != "army":
            context.last_unit = _unit_name(sentence, token)
            context.unit_paragraph = sentence.paragraph
            return
