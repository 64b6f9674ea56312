"""From a document to its claims: the gate and the reader, whose drafts ``anchoring`` makes claims.

may_hold_claims()   one Aho–Corasick pass: can this text hold a claim at all?
opened()            the text, where it passes that gate
extract()           sentences that pass the gate → drafts → claims and refusals
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counterclaim.anchoring import Draft, anchor
from counterclaim.bulletins import dated_line, list_line, note_heading
from counterclaim.context import Context
from counterclaim.drafting import UNTOLD, draft_of, refusal
from counterclaim.fates import Earlier, told_before, weigh_fates
from counterclaim.gate import load_gate
from counterclaim.gate import may_hold_claims as may_hold_claims
from counterclaim.grammar import load_grammar
from counterclaim.joining import join
from counterclaim.language import Reading, Sentence, fold, load_language
from counterclaim.model import Claim, Coverage, Document, Refusal
from counterclaim.quantities import NotAmount, numbers_in
from counterclaim.shapes import Number, shape
from counterclaim.units import note_units
from counterclaim.weighing import Scales, load_scales

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
        beside = told is not None and reading.bounds[told][2] == sentence.paragraph
        numbers = join(sentence, line, grammar, last, told is not None and index - told <= 2, beside)
        _free(sentence, numbers)
        if context.heading is not None and index - context.listed <= 1 and grammar.dated.fullmatch(line.letters):
            dated_line(numbers)
            context.listed = index
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
                draft = draft_of(document, sentence, number, context)
                made = anchor(document, draft, pack, convention) if isinstance(draft, Draft) else draft
                if isinstance(made, Claim):
                    claims.append(made)
                elif made is not None:
                    refusals.append(made)
        else:
            refusals.extend(
                refusal(document, sentence, number, UNTOLD) for number in numbers if number.amount is not None
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


_TOO_LONG, _TOO_MANY = "too long to be a sentence", "numbers in one sentence"


def read_in_part(document: Document, refusals: Sequence[Refusal]) -> Document:
    """The document, marked partial where a stretch of it was refused unread: nothing is passed over in silence."""
    unread = sum(one.reason.endswith((_TOO_LONG, _TOO_MANY)) for one in refusals)
    if not unread or document.coverage.state != "complete":
        return document
    reason = f"{unread} {'stretch' if unread == 1 else 'stretches'} without the end of a sentence not read"
    return replace(document, coverage=Coverage("partial", reason))


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
