"""Which unit a number speaks of, as the text names it: "331st Regiment", "the brigade"."""

from __future__ import annotations

from counterclaim.context import Context, says_we
from counterclaim.language import Sentence
from counterclaim.shapes import Number


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


def note_units(sentence: Sentence, context: Context) -> None:
    """Remember the unit a sentence speaks of, for "there were a few thousand of us" in the next one."""
    for token, unit in sentence.places("unit"):
        if unit != "army":
            context.last_unit = _unit_name(sentence, token)
            context.unit_paragraph = sentence.paragraph
            return


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
