"""Why a number that some word has reached is still no claim: what was only meant, scores, things, nobody's losses."""

from __future__ import annotations

from itertools import pairwise

from counterclaim.attribution import speech_of
from counterclaim.context import Context
from counterclaim.language import Sentence
from counterclaim.shapes import PERSONS, Number

# Measures that a state can have: a force stands, remains, is deployed; nothing happened in a window.
STATES = frozenset({"strength", "remaining", "deployed"})
_EITHER = frozenset({"losses", "captured", "destroyed", "damaged", "abandoned", "released", "mobilised", "deployed"})
# What can be told of somebody without a number: "a soldier was killed".
_UNSPOKEN = frozenset({"killed", "wounded", "casualties", "captured", "missing", "abducted", "losses"})
_IMPLIED_EQUIPMENT = frozenset({"destroyed", "captured", "damaged", "losses", "abandoned"})


def why_not(sentence: Sentence, number: Number) -> str:
    """Why no word reached a number: it counts those who acted, or nothing tells what happened."""
    for token in range(number.noun_end + 1, min(number.noun_end + 4, len(sentence.words))):
        value = sentence.kind(token, "harm")
        if value is not None and value.endswith((".done", ".doing")):
            return "those who acted, not those who suffered"
    return "no word tells what happened to them"


def is_military(sentence: Sentence, noun: int) -> bool:
    """Whether a noun names soldiers, a unit or equipment."""
    found = sentence.kind(noun, "object")
    return sentence.kind(noun, "unit") is not None or (found is not None and found not in PERSONS - {"personnel"})


_VERBS = frozenset({"done", "doing", "self", "lose", "suffer"})


def event_of(sentence: Sentence, number: Number) -> int | None:
    """Where in the document the verb stands that tells what happened; ``None`` where a noun or a state tells it."""
    if number.harm is None or number.form not in _VERBS:
        return None
    return sentence.starts[number.harm]


def unfit_itself(sentence: Sentence, number: Number, measure: str, context: Context) -> str:
    """Why a number that some word reached is no claim, whatever it counts and whoever lost it, or ""."""
    if number.unnamed and measure not in ("killed", "wounded"):
        return "an unspoken one"
    if number.unknown and (measure in _EITHER or _counts_things(sentence, number)):
        return "things outside the vocabulary"
    if number.noun is None and measure in _EITHER and _follows_things(number):
        return "things outside the vocabulary"
    if _compares(sentence, number):
        return "a ratio without a count"
    if _is_of_a_poll(sentence, number):
        return "a share of those asked"
    if measure == "strength" and number.noun is not None and sentence.words[number.noun] in sentence.small["kin"]:
        return "kin, and no force"
    if number.implied and measure not in _UNSPOKEN and measure not in _IMPLIED_EQUIPMENT:
        return "an unspoken one"
    if _lost_by_nobody(sentence, number, measure, context):
        return "nobody who fights has lost it"
    return _only_meant(sentence, number, measure, context)


def _is_of_a_poll(sentence: Sentence, number: Number) -> bool:
    """Whether a share is one of opinions, in a sentence that tells of those asked: "61 per cent of those polled"."""
    share = number.amount is not None and number.amount.quantity.unit == "share"
    words, polled = sentence.words, sentence.small["polled"]
    return share and any(f"{one} {other}" in polled for one, other in pairwise(words))


def _follows_things(number: Number) -> bool:
    """Whether a bare number follows upon one of unknown things: "four districts, one in Gao, three in Kidal"."""
    source: Number | None = number
    for _ in range(4):  # numbers may lean on one another
        source = source.carried or source.part_of if source is not None else None
        if source is None or source.noun is not None or source.unknown:
            break
    return source is not None and source.unknown


def _compares(sentence: Sentence, number: Number) -> bool:
    """Whether a share only compares two numbers: "the figure is half the number of men lost in the spring"."""
    if number.amount is None or number.amount.quantity.unit != "share" or not number.first:
        return False
    behind = number.last + 1
    if behind < len(sentence.words) and sentence.words[behind] in sentence.small["compares"]:
        return True  # "nine per cent above their figure"
    if behind >= len(sentence.words) or sentence.kind(number.first - 1, "form") != "be":
        return False
    return sentence.kind(behind, "form") == "number" and " " in sentence.words[behind]


_AHEAD = 2  # sentences


def _tells_of_captives(sentence: Sentence, context: Context) -> bool:
    """Whether those who come home were held: this sentence or the one before tells of captives or their release."""
    reach = 0 if context.reading.language.has_articles else _AHEAD  # "Додому повернулися 103" opens news of an exchange
    last = min(sentence.index + 1 + reach, len(context.reading.bounds))
    for index in range(max(0, sentence.index - 1 - reach), last):
        near = context.reading.sentence(index)
        for token, harm in near.places("harm"):
            freed = harm.startswith("released") and near.kind(token, "form") != "homecoming"
            if harm.endswith(".captives") or harm == "captured.state" or freed:
                return True
    return False


def unfit(sentence: Sentence, number: Number, measure: str, found: str, side: str | None, context: Context) -> str:
    """Why a number that some word reached is still no claim, or ""."""
    equipment = found not in PERSONS
    if number.unknown and equipment:
        return "things outside the vocabulary"
    if measure in _ALSO_IN_PEACE and not context.of_arms() and _in_peace(sentence, number, measure, found, context):
        return "nothing here tells of a force"
    share = number.amount is not None and number.amount.quantity.unit == "share"
    if share and number.form == "noun" and number.noun is None and side is None and measure == "losses":
        return "a share of nothing that is named"
    if measure in STATES and number.unknown and number.form in ("state", "have", "there"):
        return "things outside the vocabulary"
    material = number.harm is not None and sentence.kind(number.harm, "form") == "material"
    if material and (not equipment or number.unknown):
        return "people are not " + sentence.words[number.harm or 0]
    wreck = number.harm is not None and sentence.kind(number.harm, "form") == "wreck"
    if wreck and (number.unknown or number.unnamed):
        return "things outside the vocabulary"
    if measure == "released":
        captives = number.noun is not None and (sentence.kind(number.noun, "harm") or "").endswith(".captives")
        captives = captives or "<n> captured <object> <released>" in number.rules
        captives = captives or _tells_of_captives(sentence, context)
        if equipment or (sentence.kind(number.harm or 0, "form") == "homecoming" and not captives):
            return "not prisoners"
    if number.form == "captives" and number.by == "own" and not context.of_war():
        return "prisoners of no war"
    if measure in ("strength", "deployed") and number.form == "self" and not equipment and found != "personnel":
        took = number.harm is not None and sentence.kind(number.harm, "took") is not None
        if measure == "strength" or (took and not context.of_war()):
            return "not a force"  # "5,000 people took part in the rally"
    if measure in STATES and number.form in ("have", "there", "noun", "state"):
        whose = _unit_speaks(sentence, number)
        strong = number.form == "state" and measure == "strength"
        told = sentence.words[number.harm] if number.harm is not None else ""
        of_us = number.form == "there" and any(form == "we" for t, form in sentence.places("form") if t <= number.first)
        force = (
            strong
            or (of_us and (number.noun is None or sentence.kind(number.noun, "men") is not None))
            or number.form == "noun"
            or (
                number.noun is None
                and not number.unknown
                and whose
                and told in ("number", "numbered", "numbers", "numbering")
            )
            or (
                number.noun is not None
                and (whose or is_military(sentence, number.noun) or _in_a_unit(sentence, number))
            )
            or (context.of_war() and _of_a_party(sentence, number, context))
        )
        own = any(sentence.kind(t, "form") == "we" for t in range(number.first, number.noun_end + 1))
        carried = (
            number.noun is None and not number.unknown and number.form in ("state", "there") and (found == "personnel")
        )
        if not (force or own or carried):
            return "not a force"
        if number.form == "have" and side is None and not whose and not (found == "personnel" and context.of_war()):
            return "no word tells whose force it is"
    if (
        measure == "remaining"
        and number.form == "self"
        and not _is_left(sentence, number, context)
        and (number.noun is None or not is_military(sentence, number.noun))
    ):
        return "those who lived"
    if equipment and number.implied:
        new = sentence.words[number.first] in sentence.small["indefinite"] or not context.reading.language.has_articles
        new = new or _is_first_told(sentence, number, context)
        return "" if new and measure in _IMPLIED_EQUIPMENT else "an unspoken one"
    if equipment and measure in ("wounded", "deserted", "mobilised", "surrendered", "detained", "displaced"):
        return "things cannot be " + measure
    if not equipment and measure in ("damaged", "abandoned"):
        return "people are not " + measure
    if number.implied and measure not in _UNSPOKEN:
        return "an unspoken one"
    return ""


_CRAFT = frozenset({"ship", "submarine", "aircraft", "helicopter"})  # of which few are lost, and each is told


def _is_first_told(sentence: Sentence, number: Number, context: Context) -> bool:
    """Whether a thing behind "the" is one craft told for the first time: by its name, or as the text has not before."""
    noun = number.noun
    if noun is None or sentence.kind(noun, "object") not in _CRAFT:
        return False
    after = noun + 1
    if after < len(sentence.words) and sentence.caps[after] and sentence.phrases[after] is None:
        return True
    return sentence.words[noun] not in context.reading.folded[: sentence.starts[number.first]]


def _is_left(sentence: Sentence, number: Number, context: Context) -> bool:
    """Whether what remains of a force is told ("39 are left"), not who lived through an attack."""
    if number.harm is None or (number.unknown and not _unit_speaks(sentence, number)):
        return False
    if sentence.kind(number.harm, "left") == "stays":
        return number.noun is None and context.unit_paragraph == sentence.paragraph
    return sentence.kind(number.harm, "left") is not None or sentence.kind(number.harm, "form") == "rose"


# What firms, teams, storms and councils do too; people killed, hurt or driven out are told of whatever did it.
_ALSO_IN_PEACE = STATES | {"losses", "captured", "destroyed", "damaged", "released", "mobilised"}


_CIVIL_TOO = frozenset({"vehicle", "ship", "aircraft", "helicopter", "equipment"})


def _in_peace(sentence: Sentence, number: Number, measure: str, found: str, context: Context) -> bool:
    """Whether a text without a word of arms tells of no force: cars and jobs, or a firm that goes by a unit's word."""
    firm = any(sentence.kind(token, "firm") is not None for token, _ in sentence.places("unit"))
    if found not in PERSONS:
        by_weather = any(sentence.kind(token, "weather") is not None for token in range(len(sentence.words)))
        return by_weather or (found in _CIVIL_TOO and (firm or (measure in STATES and not context.of_war())))
    if measure in ("mobilised", "released", "captured", "deployed"):
        return found != "personnel" and sentence.kind(number.noun or 0, "men") is None and not context.of_war()
    if measure in STATES:
        return number.unknown or (firm and number.noun is not None and not is_military(sentence, number.noun))
    return firm and number.noun is None and found in PERSONS and number.form == "lose"


_PARTY_WORDS = frozenset({"we", "our", "enemy", "it", "this"})  # forms that stand for a party or its people
_INSIDE = frozenset({"of", "in"})


def _lost_by_nobody(sentence: Sentence, number: Number, measure: str, context: Context) -> bool:
    """Whether "lost 12" says neither what was lost nor that a party lost it: the species, the team, the shares did.

    A bare number or share behind "lost" is a loss only where a party, a unit, people or what stands for them has lost
    it. Where a text tells of parties, one that no pack knows may lose a count, but no score and no share; so may whom
    a language without articles leaves unsaid: "за ночь потеряли 40".
    """
    if measure != "losses" or number.form != "lose" or number.amount is None or number.harm is None:
        return False
    if number.noun is not None or number.by != "left" or not number.harm:
        return False
    before = range(number.harm - 1, -1, -1)
    if any(_is_party(sentence, t) for t in before):
        return False
    quantity = number.amount.quantity
    unknown = sentence.phrases[number.harm - 1] is None
    if quantity.unit == "count" and quantity.hedge != "between" and context.of_war():
        if (unknown and sentence.caps[number.harm - 1]) or not context.reading.language.has_articles:
            return False
    if not unknown and not context.reading.language.has_articles:
        return False
    behind = range(number.last + 1, len(sentence.words)) if "," in sentence.words[number.last :] else range(0)
    between = range(number.harm + 1, number.first)
    return not any(_is_party(sentence, t) for t in (*between, *behind))


def _is_party(sentence: Sentence, token: int) -> bool:
    """Whether a word names who may lose people: a side, a unit, people, or a word that stands for them."""
    phrase = sentence.phrases[token]
    if phrase is None:
        return False
    kinds = phrase.kinds
    if kinds.get("form") in _PARTY_WORDS or "unit" in kinds or kinds.get("object") in PERSONS:
        return True
    return "side" in kinds and not _owns_or_holds(sentence, token)


def _owns_or_holds(sentence: Sentence, token: int) -> bool:
    """Whether a side only says whose, or where, a thing is: "Kenya's currency", "shares in a Danish firm"."""
    words, phrases = sentence.words, sentence.phrases
    if token + 2 < len(words) and words[token + 1] in ("'s", "'") and phrases[token + 2] is None:
        return True
    at = token - 1
    while at > 0 and sentence.kind(at, "form") == "article":
        at -= 1
    return at > 0 and sentence.kind(at, "form") in _INSIDE and phrases[at - 1] is None


def _unit_speaks(sentence: Sentence, number: Number) -> bool:
    """Whether a unit, "we" or "it" is the subject of what a force is said to have."""
    until = number.harm if number.harm is not None else number.first
    if any(t <= until for t, _ in sentence.places("unit")):
        return True
    return any(t < until and form in ("our", "we", "it") for t, form in sentence.places("form"))


def _of_a_party(sentence: Sentence, number: Number, context: Context) -> bool:
    """Whether a text of war tells how many men a party has, or how many a unit has without saying of what."""
    if number.noun is not None:
        if sentence.kind(number.noun, "men") != "men":
            return False
        within = range(number.noun, number.noun_end + 1)
        return number.form == "have" or any(
            sentence.kind(t, "unit") or sentence.kind(t, "side") or sentence.caps[t] for t in within
        )
    if number.form != "have" or number.unknown or number.harm is None:
        return False
    return context.unit_paragraph == sentence.paragraph or any(t < number.harm for t, _ in sentence.places("unit"))


def _in_a_unit(sentence: Sentence, number: Number) -> bool:
    """Whether men are told to have been in a unit: "there had been 500 men in his battalion"."""
    noun = number.noun
    if number.form != "there" or noun is None or sentence.kind(noun, "men") is None:
        return False
    near = [form for t, form in sentence.places("form") if noun < t <= noun + 1]
    return "in" in near and any(noun + 1 < t <= noun + 3 for t, _ in sentence.places("unit"))


_MEANT = "what was meant, threatened or averted"


def _counts_things(sentence: Sentence, number: Number) -> bool:
    return any(number.last < t <= number.last + 4 and form == "thing" for t, form in sentence.places("form"))


def _only_meant(sentence: Sentence, number: Number, measure: str, context: Context) -> str:
    """Whether the verb is told as no fact: "to kill 12", "would have killed", "failed to kill". Calling up and sending
    are plans, and stay claims; so does what is plainly negated, as a denial, and what is thought or may be.
    """
    event = event_of(sentence, number)
    if event is None or number.form not in ("done", "self", "doing") or measure in ("mobilised", "deployed"):
        return ""
    told, _ = speech_of(context.reading).told(
        sentence.index, event, sentence.starts[number.first], sentence.ends[number.last]
    )
    if number.form == "doing" and told.rule != "thing":
        return ""
    return _MEANT if told.reality == "meant" or told.averted else ""


def measure_of(measure: str, found: str) -> str:
    """People destroyed are losses, and so are the casualties among things (the codebook's convention)."""
    if found in PERSONS and measure == "destroyed":
        return "losses"
    if measure == "deserted" and found in PERSONS and found != "personnel":
        return "displaced"  # who runs away and bears no arms
    if found not in PERSONS and measure in ("casualties", "killed"):
        return "losses" if measure == "casualties" else "destroyed"
    return measure
