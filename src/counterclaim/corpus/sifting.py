"""The second look: whether the words of a page, before its article is sought, can come to a claim at all.

    the gate (gate.py)    a word of harm or war, alone or beside a number, anywhere in the text
    may_come_to_claims    a number that a rule of the grammar joins to such a word, in one sentence

Most pages that hold a word of the gate hold it for another reason: a player killed the ball, shares lost a tenth. The
look is the first half of the reader's own work on the plain text of a page, so what it stops the reader would not have
kept: no rule reaches a number there. It ends at the first number that one reaches.
"""

from __future__ import annotations

from counterclaim.claims import FULL_OF_LOSSES, NUMBERS_PER_SENTENCE, SENTENCE_LENGTH
from counterclaim.gate import Hits, load_gate
from counterclaim.grammar import load_grammar
from counterclaim.joining import join
from counterclaim.language import Reading, Sentence, fold, load_language
from counterclaim.quantities import find_amounts
from counterclaim.shapes import Number, shape


def may_come_to_claims(text: str, language: str = "en", convention: str = "ours") -> bool:
    """Whether a rule joins a number of the text to a word of harm or war; ``text`` has a paragraph a line."""
    folded = fold(text)
    hits = load_gate(language).hits(folded)
    if len(hits.strong) >= FULL_OF_LOSSES:
        return True  # the reader weighs what no rule reaches in a text so full of losses
    return bool(hits) and _reaches(text, folded, hits, language, convention)


def _reaches(text: str, folded: str, hits: Hits, language: str, convention: str) -> bool:
    pack, grammar = load_language(language), load_grammar(language)
    if any(phrase in folded for phrase in pack.values["form"]["howmany"]):
        return True  # a number may answer what was asked some sentences before
    reading = Reading(text, pack, None, folded)
    bounds = reading.bounds
    told: int | None = None
    listed: int | None = None
    for index, (start, end, _) in enumerate(bounds):
        telling = hits.tells(start, end)
        if not telling and not hits.invites(bounds, index, told):
            continue
        if end - start > SENTENCE_LENGTH:
            return True  # no sentence: the reader says so
        sentence = reading.sentence(index)
        amounts, others = find_amounts(sentence, pack, convention)
        if len(amounts) > NUMBERS_PER_SENTENCE:
            return True
        line = shape(sentence, amounts, others)
        numbers = join(sentence, line, grammar)
        if any(number.measure is not None for number in numbers):
            return True
        if listed is not None and index - listed <= 1 and numbers and grammar.line.fullmatch(line.letters):
            return True  # a line of a list under a heading
        if _heads(sentence, numbers):
            listed = index
            told = index if telling else told
    return False


def _heads(sentence: Sentence, numbers: list[Number]) -> bool:
    """Whether a sentence speaks of losses, so that a list of figures may follow it."""
    forms = (value.split(".")[1] for _, value in sentence.places("harm"))
    return any(form == "noun" or (form in ("lose", "done") and numbers) for form in forms)
