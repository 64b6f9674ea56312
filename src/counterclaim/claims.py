"""From a document to its claims: the gate and the reader, whose drafts ``anchoring`` makes claims.

may_hold_claims()   one Aho–Corasick pass: can this text hold a claim at all?
opened()            the text, where it passes that gate
extract()           sentences that pass the gate → drafts → claims and refusals
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counterclaim.anchoring import Draft, anchor
from counterclaim.attribution import find_attribution, is_speaker, names_speaker
from counterclaim.bulletins import heading_attribution, is_given_away, list_line, may_be_listed, note_heading
from counterclaim.context import Context, Heading
from counterclaim.fates import Earlier, told_before, weigh_fates
from counterclaim.fitness import event_of, measure_of, unfit, unfit_itself, why_not
from counterclaim.gate import load_gate
from counterclaim.gate import may_hold_claims as may_hold_claims
from counterclaim.grammar import load_grammar
from counterclaim.joining import join
from counterclaim.language import Reading, Sentence, fold, load_language
from counterclaim.lists import OF_BEFORE, TOTAL
from counterclaim.model import (
    Claim,
    Coverage,
    Document,
    Link,
    Refusal,
    Stance,
)
from counterclaim.places import place_for, places_in
from counterclaim.quantities import NotAmount, numbers_in
from counterclaim.resolution import note_units, resolve_object, resolve_unit
from counterclaim.shapes import PERSONS, Number, shape
from counterclaim.sides import TOLD, infer_side, resolve_side
from counterclaim.signs import is_plain, names_parties, object_signs, side_signs
from counterclaim.tenses import period_of
from counterclaim.weighing import OPEN, Scales, load_scales

NUMBERS_PER_SENTENCE = 400  # more numbers than this in one sentence is a table or an attack, and is refused aloud
FULL_OF_LOSSES = 5  # strong words of the gate in a text; in such a one numbers that no rule reaches are weighed
SENTENCE_LENGTH = 20_000  # code points; a longer "sentence" is no sentence


def opened(document: Document, language: str = "en") -> Reading | None:
    """A document's text on its way through the reader; ``None`` where the gate finds that it can hold no claim."""
    if document.coverage.state == "failed" or not document.text:
        return None
    folded = fold(document.text)
    hits = load_gate(language).hits(folded)
    if not hits:
        return None
    headline = (document.headline.start, document.headline.end) if document.headline else None
    reading = Reading(document.text, load_language(language), headline, folded)
    reading.hits = hits
    return reading


def extract(
    document: Document,
    convention: str = "ours",
    language: str = "en",
    scales: Scales | None = None,
    reading: Reading | None = None,
) -> tuple[list[Claim], list[Refusal]]:
    """Read every claim of a document, in the order of the text, and every number that was refused, with the reason.

    ``scales`` weigh what grammar leaves open; those of the language where none are given. ``reading`` is the document
    as ``opened``, where somebody else wants it too.
    """
    given = reading
    if reading is None or reading.hits is None:
        reading = opened(document, language)
    if reading is None or reading.hits is None:
        return [], []
    pack, folded, hits = reading.language, reading.folded, reading.hits
    context = Context(reading, scales or load_scales(language), document.published)
    claims: list[Claim] = []
    refusals: list[Refusal] = []
    grammar = load_grammar(language)
    last: Number | None = None
    earlier: list[Earlier] = []
    told: int | None = None  # the last sentence that told something
    weighing = len(hits.strong) >= FULL_OF_LOSSES and context.scales.knows("fate")
    asked = any(phrase in folded for phrase in pack.values["form"]["howmany"])
    for index, (start, end, _) in enumerate(reading.bounds):
        telling = hits.tells(start, end)
        if not telling and not hits.invites(reading.bounds, index, told):
            continue
        if document.repeats and _repeated(document, start, end):
            continue
        if end - start > SENTENCE_LENGTH:
            quote = document.text[start : start + 60]
            refusals.append(Refusal(document.id, quote, start, start + len(quote), _TOO_LONG))
            continue
        sentence = reading.sentence(index)
        amounts, others = numbers_in(reading, index, convention)
        if len(amounts) > NUMBERS_PER_SENTENCE:
            refusals.append(Refusal(document.id, sentence.text[:60], start, start + 60, f"{len(amounts)} {_TOO_MANY}"))
            continue
        line = shape(sentence, amounts, others)
        numbers = join(sentence, line, grammar, last, told is not None and index - told <= 2)
        _free(sentence, numbers)
        if asked:
            _answer(reading, index, numbers)
        if weighing and not sentence.text.isupper():  # capitals throughout say too little of what a word is
            weigh_fates(sentence, line, numbers, context, earlier)
        earlier = told_before(sentence, numbers, earlier)
        last = next((n for n in reversed(numbers) if n.measure is not None and n.part_of is None), last)
        note_units(sentence, context)
        context.number_sides.clear()
        context.number_acts.clear()
        context.weighed.clear()
        context.number_periods.clear()
        context.phrases = [(number.first, number.noun_end) for number in numbers]
        if context.heading is not None and index - context.listed <= 1 and grammar.line.fullmatch(line.letters):
            list_line(numbers)
            context.listed = index
        if any(number.form == "bulletin" for number in numbers):
            context.listed = index
        listed = next((number for number in numbers if number.form == "bulletin"), None)
        if listed is not None and any(token < listed.first for token, _ in sentence.places("harm")):
            note_heading(sentence, [], context, listed.first)  # in one sentence: "Russian losses: tanks – 9"
        if any(number.measure is not None for number in numbers):
            for number in numbers:
                draft = _read_number(document, sentence, number, context)
                made = anchor(document, draft, pack, convention) if isinstance(draft, Draft) else draft
                if isinstance(made, Claim):
                    claims.append(made)
                elif made is not None:
                    refusals.append(made)
        else:
            refusals.extend(
                _refusal(document, sentence, number, "no word tells what happened to them")
                for number in numbers
                if number.amount is not None
            )
        refusals.extend(_not_counted(document, sentence, other) for other in others)
        note_heading(sentence, numbers, context, listed.first if listed is not None else 0)
        if telling and (asked or context.listed == index or any(n.measure is not None for n in numbers)):
            told = index
    if reading is not given:
        reading.close()
    return claims, refusals


def _repeated(document: Document, start: int, end: int) -> bool:
    return any(span.start <= start and end <= span.end for span in document.repeats)


def _not_counted(document: Document, sentence: Sentence, other: NotAmount) -> Refusal:
    start, end = sentence.starts[other.first], sentence.ends[other.last]
    return Refusal(document.id, document.text[start:end], start, end, f"not a count: {other.reason}")


def _refusal(document: Document, sentence: Sentence, number: Number, reason: str) -> Refusal:
    start, end = sentence.starts[number.first], sentence.ends[number.last]
    return Refusal(document.id, document.text[start:end], start, end, reason)


_TOO_LONG, _TOO_MANY = "too long to be a sentence", "numbers in one sentence"


def read_in_part(document: Document, refusals: Sequence[Refusal]) -> Document:
    """The document, marked partial where a stretch of it was refused unread: nothing is passed over in silence."""
    unread = sum(refusal.reason.endswith((_TOO_LONG, _TOO_MANY)) for refusal in refusals)
    if not unread or document.coverage.state != "complete":
        return document
    reason = f"{unread} {'stretch' if unread == 1 else 'stretches'} without the end of a sentence not read"
    return replace(document, coverage=Coverage("partial", reason))


def _others_again(sentence: Sentence, number: Number, found: str, context: Context) -> bool:
    """Whether "two others" follow upon those whose kind was told: "killed a nurse and injured two others"."""
    after = number.last + 1
    said = after < len(sentence.words) and sentence.kind(after, "men") == "others"
    said = said or (number.amount is not None and "another" in number.amount.rules and number.noun is None)
    return said and found == context.last_object and found in ("medic", "journalist")


def _told_again(sentence: Sentence, number: Number, measure: str, context: Context) -> tuple[str | None, bool]:
    """The side of a figure that is told again, and if it was weighed: "the 15 killed" are the 15 soldiers before."""
    if number.amount is None or not number.first or sentence.kind(number.first - 1, "form") != "article":
        return None, False
    best = number.amount.quantity.best
    return (None, False) if best is None or best < 2 else context.told.get((best, measure), (None, False))


_HELD = frozenset({"captured", "detained", "abducted"})
_NEAR = 6  # tokens between those held and the verb that frees them


def _free(sentence: Sentence, numbers: list[Number]) -> None:
    """The held who are let go are told as released: "handed over 205 captured soldiers"."""
    for number in numbers:
        if number.measure not in _HELD or number.by != "own" or number.form not in ("done", "captives"):
            continue
        last = max(number.noun_end, number.last, number.harm or 0)
        for token, value in sentence.places("harm"):
            measure, form = value.split(".")
            near = last < token <= last + _NEAR or number.first - 3 <= token < number.first
            if measure == "released" and near:
                number.measure, number.form, number.harm = measure, form, token
                number.by = "right" if token > last else "left"
                number.rules.append("<n> captured <object> <released>")
                break


def _answer(reading: Reading, index: int, numbers: list[Number]) -> None:
    """A number that answers "how many …?" takes what was asked: "How many are in hospital? – More than 500 people!"."""
    if not index or not numbers or any(number.measure is not None for number in numbers):
        return
    sentence = reading.sentence(index)
    number = next((n for n in numbers if n.amount is not None), None)
    if number is None or _has_verb(sentence, number):
        return
    for back in range(index - 1, max(-1, index - 3), -1):
        question = reading.sentence(back)
        asked = next((t for t, form in question.places("form") if form == "howmany"), None)
        if asked is None:
            continue
        for token, value in question.places("harm"):
            if token > asked:
                number.measure, number.form = value.split(".")
                number.by, number.harm = "asked", None
                number.rules.append("how many <object> <harmed>? <n>")
                return


def _has_verb(sentence: Sentence, number: Number) -> bool:
    after = range(number.last + 1, len(sentence.words))
    return any(sentence.kind(t, "form") in ("be", "modal", "rose") or sentence.kind(t, "harm") for t in after)


def _read_number(document: Document, sentence: Sentence, number: Number, context: Context) -> Draft | Refusal | None:
    """Everything about one number that some word has reached; a refusal with its reason where it is no claim."""
    amount = number.amount
    if number.measure is None:
        if amount is None:
            return None
        return _refusal(document, sentence, number, why_not(sentence, number))
    if amount is not None:
        start, end = amount.quantity.start, amount.quantity.end
    else:
        first, last = _told_one(number, context)
        start, end = sentence.starts[first], sentence.ends[last]
    measure = number.measure
    if amount is None and names_speaker(context.reading, sentence.index, start):
        return None  # "… – a captured soldier": who says it
    if OF_BEFORE in number.rules and is_speaker(context.reading, sentence.index, start):
        return _refusal(document, sentence, number, "who says it")  # "one of them said"
    reason = unfit_itself(sentence, number, measure, context)
    if reason:
        return None if amount is None else _refusal(document, sentence, number, reason)
    event = event_of(sentence, number)
    attribution = find_attribution(context.reading, sentence.index, start, end, event)
    links = attribution.links
    outer: tuple[Link, ...] = ()
    if document.transcript is not None:
        links, outer = _in_call(document, start, links, context)
    lead = context.lead_of(links, sentence.index)
    if TOTAL in number.rules:  # of what the same source told last, and of a list its first
        if lead is None:
            return _refusal(document, sentence, number, "no word tells what happened to them")
        measure = lead[1]
    side, side_rule = resolve_side(sentence, number, context, links)
    if number.form == "bulletin":
        if number.harm is not None and number.noun is not None and sentence.kind(number.noun, "object") == "people":
            if sentence.kind(number.harm, "object") not in (None, "people"):
                number.noun = number.harm  # "personnel: 790 men"
        if (
            context.heading is None
            and number.harm is not None
            and links
            and _counted_by_an_army(sentence, number, links)
        ):
            if sentence.kind(number.harm, "form") == "claims":
                context.heading = Heading("losses", None, sentence.index, number.harm)
        if context.heading is None and (number.running or number.increment) and not is_given_away(sentence, context):
            enemy = context.enemy_of_source(sentence.index)
            context.heading = Heading("losses", enemy, sentence.index, number.harm or number.first)
        if context.heading is None or not may_be_listed(sentence, number, context.heading):
            return _refusal(document, sentence, number, "a figure of a list without a heading that says what it counts")
        measure = context.heading.measure
        if not links:
            attribution = heading_attribution(context)
            links = attribution.links
            if document.transcript is not None:
                links, outer = _in_call(document, start, links, context)
            side, side_rule = resolve_side(sentence, number, context, links)
    found = resolve_object(sentence, number, context, side)
    if found is None:
        return _refusal(document, sentence, number, "counts formations, not people or equipment")
    reason = unfit(sentence, number, measure, found, side, context)
    if reason:
        return None if amount is None else _refusal(document, sentence, number, reason)
    unit = resolve_unit(sentence, number, context)
    places = places_in(context.reading, sentence.index)
    place = place_for(sentence, number.first, context.reading.language, places)
    country = next((p.country for p in places if p.name == place), None)
    object_rule = ""
    if _others_again(sentence, number, found, context):
        object_rule = "<n> others"
    elif context.scales.knows("object") and is_plain(sentence, number, found) and context.of_war():
        persons, common = object_signs(sentence, number, found, side, unit, place, context, links)
        taken, object_rule = context.scales.weigh("object", start, persons, found, common)
        found = taken or found
    elif found == "people" and (unit is not None or _counted_by_an_army(sentence, number, links)):
        found = "personnel"
    if TOTAL in number.rules and number.noun is None and lead is not None:
        found = lead[2]
    measure = measure_of(measure, found)
    again, guessed = _told_again(sentence, number, measure, context)
    if again is not None and side_rule not in TOLD:
        side, side_rule = again, "side by weight, the <n> told before" if guessed else "the <n> told before"
    if side is None and side_rule not in TOLD:
        side, side_rule = infer_side(sentence, number, found, country, context, links)
    other, joint = _same_owner(number, found)
    whole = context.number_sides.get(other.position) if other is not None else None
    if OF_BEFORE in number.rules and context.whole is not None:
        whole, joint = context.whole[0], _PART
    if whole is not None and side_rule not in TOLD:
        side, side_rule = None if whole == OPEN else whole, joint
    elif (
        side_rule not in TOLD
        and again is None
        and context.scales.knows("side")
        and names_parties(sentence, found, context, links)
    ):
        signs = side_signs(sentence, number, found, (side, side_rule), places, place, unit, context, links)
        if found not in _THEIRS and len(signs) > 1 and not context.reading.language.has_articles:
            del signs[OPEN]  # soldiers and arms are somebody's, and here a party is named
        weighed, because = context.scales.weigh("side", start, signs, side)
        named = {one for _, one in context.sides_of(sentence.index).named}
        if found not in _THEIRS or country is None or weighed in {None, side, country, *named}:
            side, side_rule = weighed, because or side_rule  # else people of a place in another country than theirs
    if side_rule in _CARRIED:
        whose = other.position if other is not None and side_rule == joint else -1
        if context.weighed.get(whose, context.last_weighed):
            side_rule = f"side by weight, {side_rule}"  # what is carried on from a guess is one
    period, period_rule = period_of(sentence, number, measure, found, start, context, links)
    first, last = _evidence_tokens(sentence, number)
    evidence_start, evidence_end = sentence.starts[first], max(end, sentence.ends[last])
    contested = len(attribution.links) > 1  # another's claim of it is what is denied
    denied = attribution.stance == "denies" and (contested or not _is_given(sentence, number))
    stance: Stance = "denies" if number.negated or denied else "asserts"
    rules = (*(amount.rules if amount is not None else ("implied one",)), *number.rules)
    rules = (*rules, *filter(None, (object_rule, side_rule, period_rule)))
    context.number_sides[number.position] = side or OPEN
    if side is not None:
        context.weighed[number.position] = context.last_weighed = side_rule.startswith("side by weight")
    context.number_acts[number.position] = number.by + number.form
    if number.part_of is None and OF_BEFORE not in number.rules:
        context.whole = side or OPEN, period
    if amount is not None and amount.quantity.best is not None:
        context.told[amount.quantity.best, measure] = side, side_rule.startswith("side by weight")
    if side is not None:
        context.last_side, context.sentence_side = side, (sentence.index, side)
        if unit is not None:
            context.unit_sides[unit] = side
    else:
        context.open_side = sentence.index
    context.last_object = found
    context.note_lead(links, sentence.index, measure, found)
    if number.noun is not None:
        context.sentence_object = (sentence.index, found)
    quantity = amount.quantity if amount is not None else None
    return Draft(
        evidence=document.text[evidence_start:evidence_end],
        number=document.text[start:end],
        low=quantity.low if quantity else 1.0,
        best=quantity.best if quantity else 1.0,
        high=quantity.high if quantity else 1.0,
        object=found,
        measure=measure,
        side=side,
        unit=unit,
        place=place,
        period=period,
        attribution=(*outer, *links),
        stance=stance,
        certainty=attribution.certainty,
        cues=attribution.cues,
        rules=(*rules, *attribution.rules),
        start=evidence_start,
        number_start=start,
        reader=f"rules-{context.reading.language.code}/1",
    )


def _in_call(
    document: Document, start: int, links: tuple[Link, ...], context: Context
) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Whoever is heard at ``start`` in a call, with whom they cite; and the call with its publisher around them."""
    from counterclaim.calls import citing

    transcript = document.transcript
    if transcript is None or not citing.is_call(transcript):
        return links, ()
    code = context.reading.language.code
    return citing.voices(document, start, links, code), citing.published(transcript, code)


def _told_one(number: Number, context: Context) -> tuple[int, int]:
    """The tokens of an unspoken one: its article, or in a language without any its noun (the codebook)."""
    if context.reading.language.has_articles or number.noun is None:
        return number.first, number.last
    return number.noun, number.noun


def _is_given(sentence: Sentence, number: Number) -> bool:
    """Whether it is told as given: who denies "any part in the murder of two monks" does not deny the murder."""
    return number.form == "doing" and number.harm is not None and sentence.words[number.harm].endswith(" of")


_PART = "<part> of <whole>"
_LOST = "<lost> <n> and <n>"
_CARRIED = frozenset(
    {_PART, _LOST, "side of the one before", "side of the sentence before"}
)  # by a side that may be weighed
_THEIRS = PERSONS - {"personnel"}  # who, counted among others, are of the others' side


def _same_owner(number: Number, found: str) -> tuple[Number | None, str]:
    """The number whose side a number has too, and why: the children among the dead, tanks lost beside soldiers."""
    if number.part_of is not None and (found in _THEIRS or number.noun is None):
        return number.part_of, _PART
    if number.carried is not None and number.form in ("lose", "suffer"):
        return number.carried, _LOST
    return None, ""


_ARMIES = frozenset({"military", "soldier", "armed-group"})


def _counted_by_an_army(sentence: Sentence, number: Number, links: tuple[Link, ...]) -> bool:
    """Whether "men", "the dead" or a bare number is told by those who count their soldiers (the codebook)."""
    if not links or (number.noun is not None and sentence.kind(number.noun, "men") is None):
        return False
    speaker = links[-1]
    return speaker.role in _ARMIES or (speaker.id or "").endswith("-mod")


def _evidence_tokens(sentence: Sentence, number: Number) -> tuple[int, int]:
    """The words that make the claim: the number, its noun and, where near, the word that tells what happened."""
    first, last = number.first, max(number.last, number.noun_end)
    if number.harm is not None and number.carried is None:
        low, high = min(first, number.harm), max(last, number.harm)
        if high - low <= 30:
            first, last = low, high
    return first, last
