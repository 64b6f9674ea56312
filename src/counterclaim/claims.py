"""From a document to its claims: the gate, the reader, and the one place where a draft becomes a claim.

    may_hold_claims()   one Aho–Corasick pass: can this text hold a claim at all?
    extract()           sentences that pass the gate → drafts → claims and refusals
    anchor()            a draft's quotes are found verbatim and its number is read again from its own words

Every reader, ours or another, hands its drafts to ``anchor()``; what does not re-read to the same value is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.attribution import Attribution, find_attribution
from counterclaim.context import Context, Heading
from counterclaim.fates import weigh_fates
from counterclaim.fitness import event_of, is_military, measure_of, unfit, unfit_itself, why_not
from counterclaim.gate import Hits, load_gate, stands_in
from counterclaim.gate import may_hold_claims as may_hold_claims
from counterclaim.grammar import Number, join, load_grammar, shape
from counterclaim.language import Language, Reading, Sentence, fold, load_language
from counterclaim.model import (
    Certainty,
    Claim,
    Coverage,
    Cue,
    Document,
    Evidence,
    Link,
    Period,
    Quantity,
    Refusal,
    Stance,
)
from counterclaim.places import find_places, place_for
from counterclaim.quantities import NotAmount, find_amounts, read_quantity
from counterclaim.resolution import note_units, resolve_object, resolve_unit
from counterclaim.sides import TOLD, infer_side, resolve_side
from counterclaim.signs import is_plain, names_parties, object_signs, side_signs
from counterclaim.tenses import period_of
from counterclaim.weighing import OPEN, Scales, load_scales

if TYPE_CHECKING:
    pass

READER = "rules-en/1"  # that of the language pack "en"; every pack has its own
CONTEXT_LENGTH = 32  # code points of prefix and suffix around a quote, as Hypothesis does for W3C TextQuote selectors
NUMBERS_PER_SENTENCE = 400  # more numbers than this in one sentence is a table or an attack, and is refused aloud
FULL_OF_LOSSES = 5  # strong words of the gate in a text; in such a one numbers that no rule reaches are weighed
SENTENCE_LENGTH = 20_000  # code points; a longer "sentence" is no sentence


NO_PERIOD = Period()


@dataclass(frozen=True, slots=True)
class Draft:
    """A reader's proposal, made of quoted strings; ``start`` hints where the evidence stands, if the reader knows."""

    evidence: str
    number: str  # the number's own words, hedge included; they stand inside the evidence
    low: float | None
    best: float | None
    high: float | None
    object: str
    measure: str
    side: str | None = None
    unit: str | None = None
    place: str | None = None
    period: Period = NO_PERIOD
    attribution: tuple[Link, ...] = ()
    stance: Stance = "asserts"
    certainty: Certainty = "stated"
    cues: tuple[Cue, ...] = ()
    rules: tuple[str, ...] = ()
    start: int | None = None
    number_start: int | None = None
    reader: str = READER


def extract(
    document: Document, convention: str = "ours", language: str = "en", scales: Scales | None = None
) -> tuple[list[Claim], list[Refusal]]:
    """Read every claim of a document, in the order of the text, and every number that was refused, with the reason.

    ``scales`` weigh what grammar leaves open; those of the language where none are given.
    """
    pack = load_language(language)
    if document.coverage.state == "failed" or not document.text:
        return [], []
    folded = fold(document.text)
    hits = load_gate(language).hits(folded)
    if not hits:
        return [], []
    headline = (document.headline.start, document.headline.end) if document.headline else None
    reading = Reading(document.text, pack, headline, folded)
    context = Context(reading, scales or load_scales(language), document.published)
    claims: list[Claim] = []
    refusals: list[Refusal] = []
    grammar = load_grammar(language)
    last: Number | None = None
    told = -_NEARBY - 1
    weighing = len(hits.strong) >= FULL_OF_LOSSES and context.scales.knows("fate")
    asked = any(phrase in folded for phrase in pack.values["form"]["howmany"])
    for index, (start, end, _) in enumerate(reading.bounds):
        telling = hits.tells(start, end)
        if not telling and not _worth_reading(hits, reading, index, told):
            continue
        if document.repeats and _repeated(document, start, end):
            continue
        if end - start > SENTENCE_LENGTH:
            quote = document.text[start : start + 60]
            refusals.append(Refusal(document.id, quote, start, start + len(quote), _TOO_LONG))
            continue
        sentence = reading.sentence(index)
        amounts, others = find_amounts(sentence, pack, convention)
        if len(amounts) > NUMBERS_PER_SENTENCE:
            refusals.append(Refusal(document.id, sentence.text[:60], start, start + 60, f"{len(amounts)} {_TOO_MANY}"))
            continue
        line = shape(sentence, amounts, others)
        numbers = join(sentence, line, grammar, last)
        if weighing and not sentence.text.isupper():  # capitals throughout say too little of what a word is
            weigh_fates(sentence, line, numbers, context)
        last = next((n for n in reversed(numbers) if n.measure is not None and n.part_of is None), last)
        note_units(sentence, context)
        context.number_sides.clear()
        context.phrases = [(number.first, number.noun_end) for number in numbers]
        if asked:
            _answer(reading, index, numbers)
        if context.heading is not None and index - context.listed <= 1 and grammar.line.fullmatch(line.letters):
            _list_line(numbers)
        if any(number.form == "bulletin" for number in numbers):
            context.listed = index
        listed = next((number for number in numbers if number.form == "bulletin"), None)
        if listed is not None and any(token < listed.first for token, _ in sentence.places("harm")):
            _note_heading(sentence, [], context)  # heading and list in one sentence: "Russian losses: tanks – 9"
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
        _note_heading(sentence, numbers, context)
        if telling and (asked or context.listed == index or any(n.measure is not None for n in numbers)):
            told = index
    return claims, refusals


_NEARBY = 2  # sentences after a telling one in which a number is worth reading: "I saw four of them."
_SEVERAL = 2  # strong words by which a text is one that tells of losses


def _worth_reading(hits: Hits, reading: Reading, index: int, told: int) -> bool:
    """Whether a sentence that tells nothing by its own words may be part of what others tell.

    In a text that tells of losses in several places every number may count; otherwise one just behind a sentence that
    told something, or just before a telling one.
    """
    start, end, _ = reading.bounds[index]
    if hits.strong and stands_in(hits.soft, start, end):
        return True
    if not hits.counts(start, end):
        return False
    if index - told <= _NEARBY or len(hits.strong) >= _SEVERAL:
        return True
    if index + 1 == len(reading.bounds):
        return False
    start, end, _ = reading.bounds[index + 1]
    return stands_in(hits.strong, start, end)


def _repeated(document: Document, start: int, end: int) -> bool:
    return any(span.start <= start and end <= span.end for span in document.repeats)


def _not_counted(document: Document, sentence: Sentence, other: NotAmount) -> Refusal:
    start, end = sentence.starts[other.first], sentence.ends[other.last]
    return Refusal(document.id, document.text[start:end], start, end, f"not a count: {other.reason}")


def _refusal(document: Document, sentence: Sentence, number: Number, reason: str) -> Refusal:
    start, end = sentence.starts[number.first], sentence.ends[number.last]
    return Refusal(document.id, document.text[start:end], start, end, reason)


def _note_heading(sentence: Sentence, numbers: list[Number], context: Context) -> None:
    """A sentence that speaks of losses heads the list of figures that follows it ("Losses of the enemy: tanks – 9")."""
    for token, value in sentence.places("harm"):
        measure, form = value.split(".")
        if form != "noun" and not (form in ("lose", "done") and numbers):
            continue
        if form == "noun" and measure != "losses" and any(n.form == "bulletin" for n in numbers):
            continue
        side = _side_of_heading(sentence, token, context)
        if side is None and numbers:
            side = context.last_side
        context.heading = Heading(measure, side, sentence.index, token)
        context.listed = sentence.index
        return


def _side_of_heading(sentence: Sentence, token: int, context: Context) -> str | None:
    """Whose losses a heading tells of: the side or "the enemy" nearest to the word, and no one who only speaks."""
    named = context.sides_of(sentence.index).named
    enemy = [t for t, form in sentence.places("form") if form == "enemy"]
    if len(named) > 1 or (named and enemy):
        start, end = sentence.starts[token], sentence.ends[token]
        links = find_attribution(context.reading, sentence.index, start, end).links
        told = [(t, s) for t, s in named if not any(k.start <= sentence.starts[t] < k.end for k in links)]
        if enemy and (not told or abs(enemy[0] - token) < min(abs(t - token) for t, _ in told)):
            return context.enemy_of_source(sentence.index)
        behind = [s for t, s in told if token < t <= token + 3]
        return behind[0] if behind else next((s for _, s in told or named), None)
    if named:
        return named[0][1]
    return context.enemy_of_source(sentence.index) if enemy else None


_TOO_LONG, _TOO_MANY = "too long to be a sentence", "numbers in one sentence"


def read_in_part(document: Document, refusals: Sequence[Refusal]) -> Document:
    """The document, marked partial where a stretch of it was refused unread: nothing is passed over in silence."""
    unread = sum(refusal.reason.endswith((_TOO_LONG, _TOO_MANY)) for refusal in refusals)
    if not unread or document.coverage.state != "complete":
        return document
    reason = f"{unread} {'stretch' if unread == 1 else 'stretches'} without the end of a sentence not read"
    return replace(document, coverage=Coverage("partial", reason))


def _list_line(numbers: list[Number]) -> None:
    """A line of a list, "610 tanks", under a heading that says what it counts."""
    for number in numbers:
        if number.measure is None and number.amount is not None and number.noun is not None:
            number.measure, number.form, number.by, number.harm = "", "bulletin", "left", number.noun
            number.rules.append("<n> <object> in a list")


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
        start, end = sentence.starts[number.first], sentence.ends[number.last]
    measure = number.measure
    reason = unfit_itself(sentence, number, measure, context)
    if reason:
        return None if amount is None else _refusal(document, sentence, number, reason)
    event = event_of(sentence, number)
    attribution = find_attribution(context.reading, sentence.index, start, end, event)
    links = attribution.links
    outer: tuple[Link, ...] = ()
    if document.transcript is not None:
        links, outer = _in_call(document, start, links, context)
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
        if context.heading is None or (number.noun is not None and not is_military(sentence, number.noun)):
            return _refusal(document, sentence, number, "a figure of a list without a heading that says what it counts")
        measure = context.heading.measure
        if not links:
            attribution = _heading_attribution(context)
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
    object_rule = ""
    if context.scales.knows("object") and is_plain(sentence, number, found) and context.of_war():
        persons, common = object_signs(sentence, number, found, side, unit, context, links)
        taken, object_rule = context.scales.weigh("object", start, persons, found, common)
        found = taken or found
    elif found == "people" and (unit is not None or _counted_by_an_army(sentence, number, links)):
        found = "personnel"
    measure = measure_of(measure, found)
    places = find_places(sentence, context.reading.language)
    place = place_for(sentence, number.first, context.reading.language, places)
    if side is None:
        country = next((p.country for p in places if p.name == place), None)
        side, side_rule = infer_side(sentence, number, found, country, context, links)
    if side_rule not in TOLD and context.scales.knows("side") and names_parties(sentence, context, links):
        signs = side_signs(sentence, number, found, (side, side_rule), places, place, unit, context, links)
        side, because = context.scales.weigh("side", start, signs, side)
        side_rule = because or side_rule
    period, period_rule = period_of(sentence, number, measure, found, start, context)
    first, last = _evidence_tokens(sentence, number)
    evidence_start, evidence_end = sentence.starts[first], max(end, sentence.ends[last])
    denied = attribution.stance == "denies" and not _is_given(sentence, number)
    stance: Stance = "denies" if number.negated or denied else "asserts"
    rules = (*(amount.rules if amount is not None else ("implied one",)), *number.rules)
    rules = (*rules, *filter(None, (object_rule, side_rule, period_rule)))
    context.number_sides[number.position] = side or OPEN
    if side is not None:
        context.last_side, context.sentence_side = side, (sentence.index, side)
        if unit is not None:
            context.unit_sides[unit] = side
    else:
        context.open_side = sentence.index
    context.last_object = found
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


def _is_given(sentence: Sentence, number: Number) -> bool:
    """Whether it is told as given: who denies "any part in the murder of two monks" does not deny the murder."""
    return number.form == "doing" and number.harm is not None and sentence.words[number.harm].endswith(" of")


_ARMIES = frozenset({"military", "soldier", "armed-group"})


def _counted_by_an_army(sentence: Sentence, number: Number, links: tuple[Link, ...]) -> bool:
    """Whether "men", "the dead" or a bare number is told by those who count their soldiers (the codebook)."""
    if not links or (number.noun is not None and sentence.kind(number.noun, "men") is None):
        return False
    speaker = links[-1]
    return speaker.role in _ARMIES or (speaker.id or "").endswith("-mod")


def _heading_attribution(context: Context) -> Attribution:
    heading = context.heading
    assert heading is not None
    sentence = context.reading.sentence(heading.sentence)
    return find_attribution(
        context.reading, heading.sentence, sentence.starts[heading.token], sentence.ends[heading.token]
    )


def _evidence_tokens(sentence: Sentence, number: Number) -> tuple[int, int]:
    """The words that make the claim: the number, its noun and, where near, the word that tells what happened."""
    first, last = number.first, max(number.last, number.noun_end)
    if number.harm is not None and number.carried is None:
        low, high = min(first, number.harm), max(last, number.harm)
        if high - low <= 30:
            first, last = low, high
    return first, last


@lru_cache(maxsize=65536)
def _reread(text: str, code: str, convention: str) -> Quantity | None:
    return read_quantity(text, load_language(code), convention)


def anchor(document: Document, draft: Draft, language: Language, convention: str = "ours") -> Claim | Refusal:
    """Find a draft's quote verbatim, read its number again from the quote's own words, and make the claim.

    The quote must stand in the text (at ``draft.start`` when given, else exactly once), the number must stand in the
    quote, and must re-read to the values the draft gives; otherwise a ``Refusal`` says which of these failed.
    """
    text = document.text
    start = draft.start
    if start is None or text[start : start + len(draft.evidence)] != draft.evidence:
        start = text.find(draft.evidence)
        if not draft.evidence or start < 0:
            return Refusal(
                document.id, draft.evidence[:200], 0, 0, "the quote does not stand in the text", draft.reader
            )
        if text.find(draft.evidence, start + 1) >= 0:
            return Refusal(document.id, draft.evidence, start, start, "the quote stands more than once", draft.reader)
    end = start + len(draft.evidence)
    number_start = draft.number_start
    if number_start is None or text[number_start : number_start + len(draft.number)] != draft.number:
        inside = draft.evidence.find(draft.number)
        if not draft.number or inside < 0:
            return Refusal(
                document.id, draft.number, start, end, "the number does not stand in the quote", draft.reader
            )
        number_start = start + inside
    number_end = number_start + len(draft.number)
    again = _reread(draft.number, language.code, convention)
    if again is None and draft.low == draft.best == draft.high == 1.0:
        again = Quantity(1.0, 1.0, 1.0, "count", "exact", draft.number, 0, 0)  # an unspoken one has no digits to read
    if again is None or (again.low, again.best, again.high) != (draft.low, draft.best, draft.high):
        return Refusal(
            document.id,
            draft.number,
            number_start,
            number_end,
            "the number does not re-read to this value",
            draft.reader,
        )
    quantity = Quantity(
        again.low, again.best, again.high, again.unit, again.hedge, draft.number, number_start, number_end
    )
    prefix, suffix = text[max(0, start - CONTEXT_LENGTH) : start], text[end : end + CONTEXT_LENGTH]
    evidence = Evidence(document.id, start, end, draft.evidence, prefix, suffix)
    cues = draft.cues
    if document.transcript is not None:
        from counterclaim.calls import citing

        otherwise = citing.heard_otherwise(document.transcript, number_start, number_end)
        if otherwise:
            return Refusal(document.id, draft.number, number_start, number_end, otherwise, draft.reader)
        seconds = citing.seconds_of(document.transcript, start, end)
        evidence = replace(evidence, seconds=seconds, transcribed=document.transcript.maker)
        cues = (*cues, *citing.doubts(document, start, end))
    claim_id = _claim_id(document.id, draft, start, end, number_start)
    return Claim(
        claim_id,
        document.id,
        draft.reader,
        evidence,
        quantity,
        draft.object,
        draft.measure,
        draft.side,
        draft.unit,
        draft.place,
        draft.period,
        draft.attribution,
        draft.stance,
        draft.certainty,
        cues,
        draft.rules,
    )


def _claim_id(document_id: str, draft: Draft, start: int, end: int, number_start: int) -> str:
    """A content hash: what is claimed and where it stands, so that reading twice gives the same id."""
    chain = "|".join(f"{link.start}:{link.end}:{link.id or link.name}" for link in draft.attribution)
    parts = (
        document_id, start, end, number_start, *map(_written, (draft.low, draft.best, draft.high)),
        draft.object, draft.measure, draft.side, draft.unit, draft.place,
        draft.period.kind, draft.period.start, draft.period.end, chain,
        draft.stance, draft.certainty, draft.reader,
    )  # fmt: skip
    return "c" + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def _written(value: float | None) -> str:
    """A value as it goes into an id: 4 and 4.0 are one."""
    return "None" if value is None else f"{value:.12g}"
