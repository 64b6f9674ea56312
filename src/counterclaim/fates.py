"""What happened to those a number counts, where no rule of the grammar reaches it: the words around, weighed.

"Eleven pickups and a jeep, all of them ours, had that morning been set on fire": the rules know how a sentence is
usually built. Where they reach no word, every word of harm in the sentence and the numbers beside it may each tell
what happened, or none of them; their signs are weighed as those of sides are (``weighing``).
"""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.context import Context
from counterclaim.language import Sentence
from counterclaim.shapes import PERSONS, Number, Shape
from counterclaim.weighing import OPEN

_FAR = ((1, "a step"), (3, "near"), (6, "in reach"), (12, "far"))  # tokens between a number and a word
_ASKED = "strength"  # a force may be counted without any word that says so: "4,000 soldiers manned the line"


def weigh_fates(sentence: Sentence, line: Shape, numbers: Sequence[Number], context: Context) -> None:
    """Let the words around decide for every number that no rule has reached."""
    harms = sentence.places("harm")
    for at, number in enumerate(numbers):
        if number.amount is None or number.measure is not None or number.aside or number.base:
            continue
        before = next((n for n in reversed(numbers[:at]) if n.measure), None)
        after = next((n for n in numbers[at + 1 :] if n.measure), None)
        signs, tokens = _signs(sentence, line, number, harms, before, after)
        if len(signs) == 1:
            continue
        measure, because = context.scales.weigh("fate", number.amount.quantity.start, signs, None)
        if measure is None:
            continue
        token = tokens.get(measure)
        number.measure = measure
        if token is not None:
            number.harm, number.form = token, (sentence.kind(token, "harm") or "").partition(".")[2]
            number.by = "left" if token < number.first else "right"
        elif before is not None and before.measure == measure:
            number.harm, number.form, number.by, number.carried = before.harm, before.form, before.by, before
        else:
            number.form, number.by = "state", "of"
        number.rules.append(because)


def _signs(
    sentence: Sentence,
    line: Shape,
    number: Number,
    harms: Sequence[tuple[int, str]],
    before: Number | None,
    after: Number | None,
) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Each measure that could be meant, and none of them, with its signs; and the word that tells each."""
    kind, letters = _kind_of(sentence, number), line.letters
    last = max(number.noun_end, number.last)
    left = letters[max(0, number.position - 2) : number.position] or "^"
    right = "".join(letters[at] for at, token in enumerate(line.tokens) if token > last)[:2] or "$"
    signs: dict[str, list[str]] = {}
    tokens: dict[str, int] = {}
    nearest = min(harms, key=lambda row: _apart(row[0], number.first, last), default=None)
    for token, value in sorted(harms, key=lambda row: _apart(row[0], number.first, last)):
        measure, form = value.split(".")
        if measure in signs or number.first <= token <= last:
            continue
        side = "before" if token < number.first else "after"
        between = _between(line, token, number, last)
        told = [f"word {side}", f"{form} {side}", f"{form} {side}, {kind}", f"{measure}, {kind}"]
        told += [f"{form} {side}, {_far(_apart(token, number.first, last))}", f"{measure} {side}"]
        told.append(f"word {side}, {_far(_apart(token, number.first, last))}, {kind}")
        told.append(f"{form} {side}: {between}" if len(between) <= 4 else f"{side} by {_marks(between)}")
        if form == "done":
            told.append(f"{_voice(line, token)} {side}, {kind}")
        if nearest is not None and token == nearest[0]:
            told.append(f"nearest, {side}, {form}")
        if any(n.harm == token for n in line.numbers):
            told.append(f"told of another, {side}, {form}")
        signs[measure], tokens[measure] = told, token
    for other, where in ((before, "before"), (after, "after")):
        if other is not None and other.measure:
            between = _between(line, other.first, number, last)
            told = signs.setdefault(other.measure, [f"no word, {kind}"])
            told += [f"like the one {where}", f"like the one {where}, {kind}", f"like the one {where}, {other.form}"]
            told.append(f"like the one {where}: {between}" if len(between) <= 4 else f"{where} by {_marks(between)}")
            told.append(f"like the one {where}, {'as named' if other.noun is not None else 'nothing named'}, {kind}")
    asked = signs.setdefault(_ASKED, [f"no word, {kind}"])
    asked += [f"{_ASKED}, {kind}", f"{_ASKED}, behind {left[-1]}", f"{_ASKED}, then {right[0]}"]
    if number.noun is not None:
        asked.append(f"{_ASKED}, {sentence.words[number.noun]}")
    unit = "" if number.amount is None else number.amount.quantity.unit
    here = "words" if harms else "no words"
    signs[OPEN] = [
        "open", f"open, {kind}", f"open, {unit}", f"open, behind {left}", f"open, behind {left[-1]}, {kind}",
        f"open, then {right}", f"open, then {right[0]}, {kind}", f"open, {here} here, {kind}",
        f"open, {'others' if before or after else 'no others'} told, {kind}",
    ]  # fmt: skip
    if last + 1 < len(sentence.words):
        signs[OPEN].append(f"open, then “{sentence.words[last + 1]}”")
    if number.first:
        signs[OPEN].append(f"open, behind “{sentence.words[number.first - 1]}”")
    return signs, tokens


def _kind_of(sentence: Sentence, number: Number) -> str:
    """What kind of thing the number counts: "force", "people", "things", "unknown" or "no noun"."""
    if number.noun is None:
        return "unknown" if number.unknown else "no noun"
    found = sentence.kind(number.noun, "object")
    if found is None:
        return "unit" if sentence.kind(number.noun, "unit") is not None else "named"
    return {"personnel": "force", "people": "people"}.get(found, "civil" if found in PERSONS else "things")


def _voice(line: Shape, token: int) -> str:
    """How a participle stands: "were killed", "killed a farmer", or neither ("12 killed in the raid")."""
    at = line.tokens.index(token)
    if "B" in line.letters[max(0, at - 3) : at]:
        return "passive"
    return "active" if line.letters[at + 1 : at + 2] in _OBJECTS else "bare"


_OBJECTS = frozenset("DPWGgeOQXz")


def _apart(token: int, first: int, last: int) -> int:
    return first - token if token < first else token - last


def _far(tokens: int) -> str:
    return next((name for most, name in _FAR if tokens <= most), "out of reach")


def _between(line: Shape, token: int, number: Number, last: int) -> str:
    """The letters between a word and the number's phrase."""
    low, high = (token, number.first) if token < number.first else (last, token)
    return "".join(letter for letter, at in zip(line.letters, line.tokens, strict=True) if low < at < high)


def _marks(letters: str) -> str:
    """What stands between that may part a number from a word: a number, another harm, a comma, a full clause."""
    parts = [name for name, some in _PARTING if not some.isdisjoint(letters)]
    return " and ".join(parts) or "nothing"


_PARTING = (
    ("a number", frozenset("Q")),
    ("harm", frozenset("ALSNIJ")),
    ("a comma", frozenset(",")),
    ("a clause", frozenset("k;:.")),
    ("and", frozenset("c")),
    ("a verb", frozenset("BMHV")),
)
