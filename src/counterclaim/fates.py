"""What happened to those a number counts, where no rule of the grammar reaches it: the words around, weighed.

"Eleven pickups and a jeep, all of them ours, had that morning been set on fire": the rules know how a sentence is
usually built. Where they reach no word, every word of harm in the sentence, the numbers beside it and what the text
told last may each tell what happened, or none of them; their signs are weighed as those of sides are (``weighing``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from counterclaim.attribution import is_speaker
from counterclaim.context import Context
from counterclaim.fitness import is_military
from counterclaim.language import Sentence
from counterclaim.shapes import PERSONS, Number, Shape
from counterclaim.weighing import OPEN

_FAR = ((1, "a step"), (3, "near"), (6, "in reach"), (12, "far"))  # tokens between a number and a word
_AWAY = ((1, "the next sentence"), (2, "two on"), (4, "soon"))  # sentences from what was told last to a number
_LONG = ((6, "a few words"), (12, "a short sentence"), (24, "a sentence"))  # tokens of a sentence
_TIMES = ((0.34, "a part"), (0.999, "less"), (1.001, "as many"), (3.0, "more"))  # a number by the one told last
_OWN_NOUN = 4  # tokens behind a number in which a noun may tell what happened: "12 soldiers were among the dead"
_ENDING = 3  # letters by which a verb form is told
_ASKED = "strength"  # a force may be counted without any word that says so: "4,000 soldiers manned the line"


class Earlier(NamedTuple):
    """What an earlier sentence told, of a number or with a word alone: another number may tell of the same."""

    measure: str
    form: str
    kind: str  # of what the number counts; "a word" where there was none
    sentence: int
    size: float = 0.0


_KEPT = 2  # measures of earlier numbers, and of earlier words, among which a number may find its own


def told_before(sentence: Sentence, numbers: Sequence[Number], earlier: Sequence[Earlier]) -> list[Earlier]:
    """What later sentences may tell again, the last first: a measure for each, of numbers and of words."""
    here = [
        Earlier(n.measure, n.form, _kind_of(sentence, n), sentence.index, _size(n))
        for n in reversed(numbers)
        if n.measure
    ]
    for _, value in reversed(sentence.places("harm")):
        measure, _, form = value.partition(".")
        here.append(Earlier(measure, form, _WORD, sentence.index))
    if not here:
        return list(earlier)
    kept: list[Earlier] = []
    of_words: list[str] = []
    of_numbers: list[str] = []
    for one in (*here, *earlier):
        measures = of_words if one.kind == _WORD else of_numbers
        if len(measures) < _KEPT and one.measure not in measures:
            measures.append(one.measure)
            kept.append(one)
    return kept


def weigh_fates(
    sentence: Sentence, line: Shape, numbers: Sequence[Number], context: Context, earlier: Sequence[Earlier] = ()
) -> None:
    """Let the words around, and what was told ``earlier``, decide for every number that no rule has reached.

    An answer with fewer odds than the pack's ``[settings.fates] least`` is not told.
    """
    least = context.reading.language.settings.get("settings", {}).get("fates", {}).get("least", 0.0)
    harms = sentence.places("harm")
    for at, number in enumerate(numbers):
        if number.amount is None or number.aside or number.base or not _is_open(sentence, number):
            continue
        if _is_passed_over(sentence, line, number, context):
            continue
        before = next((n for n in reversed(numbers[:at]) if n.measure), None)
        after = next((n for n in numbers[at + 1 :] if n.measure), None)
        signs, tokens = _signs(sentence, line, number, harms, before, after)
        _tell_again(sentence, line, number, earlier, signs)
        _words_beside(sentence, number, signs)
        if len(signs) == 1:
            continue
        if number.measure:
            signs[number.measure].append(f"by rule, {_kind_of(sentence, number)}")
        measure, because = context.scales.weigh("fate", number.amount.quantity.start, signs, None, least=least)
        if measure is None or measure == number.measure:
            continue
        token = tokens.get(measure)
        number.measure = measure
        if token is not None:
            number.harm, number.form = token, (sentence.kind(token, "harm") or "").partition(".")[2]
            number.by = "left" if token < number.first else "right"
        elif before is not None and before.measure == measure:
            number.harm, number.form, number.by, number.carried = before.harm, before.form, before.by, before
        else:
            number.form = next((one.form for one in earlier if one.measure == measure), "state")
            number.by = "of"
        number.rules.append(because)
    _along_lists(sentence, line, numbers)


def _along_lists(sentence: Sentence, line: Shape, numbers: Sequence[Number]) -> None:
    """Give all things of a list the fate that two or more of them have: "310 tanks, 402 carriers and 95 guns"."""
    things = [
        n for n in numbers if n.amount is not None and not (n.aside or n.base) and _kind_of(sentence, n) == "things"
    ]
    runs: list[list[Number]] = []
    for number in things:
        if runs and _is_joined(line, runs[-1][-1], number):
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        told = [one for one in run if one.measure]
        if len(told) < _SURE or len({one.measure for one in told}) > 1:
            continue
        like = told[0]
        for one in run:
            if one.measure is None:
                one.measure, one.harm, one.form, one.by, one.carried = like.measure, like.harm, like.form, "of", like
                one.rules.append("<n> and <n>")


def _is_joined(line: Shape, one: Number, other: Number) -> bool:
    """Whether nothing but marks and "and" stands between the noun of one number and the next number."""
    between = [
        letter for token, letter in zip(line.tokens, line.letters, strict=True) if one.noun_end < token < other.first
    ]
    return bool(between) and set(between) <= {",", "c", ";"}


_SURE = 2  # things of a list that have one fate, so that the others have it too


def _is_passed_over(sentence: Sentence, line: Shape, number: Number, context: Context) -> bool:
    """Whether a number tells by whom something was done or said, or names again those told before: "the couple"."""
    assert number.amount is not None
    if line.letters[number.position - 1 : number.position] == "b":
        return True
    if "couple" in number.amount.rules and line.letters[number.position + 1 : number.position + 2] != "o":
        return not sentence.small["definite"].isdisjoint(sentence.words[max(0, number.first - 2) : number.first])
    return is_speaker(context.reading, sentence.index, number.amount.quantity.start)


_SAID_TOO = frozenset({"have", "there"})  # forms of strength that are said of anything: "the hospital has 75"


def _is_open(sentence: Sentence, number: Number) -> bool:
    """Whether no rule has reached a number, or only one of having something, of which no force is told."""
    if number.measure is None:
        return True
    named = number.noun is not None and is_military(sentence, number.noun)
    behind = range(number.last + 1, min(number.last + 3, len(sentence.words)))
    named = named or any(sentence.kind(token, "form") in ("our", "we") for token in behind)  # "there were sixty of us"
    return number.form in _SAID_TOO and number.measure == _ASKED and not named and number.carried is None


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
        if measure in signs or number.first <= token <= last or (token > last and _acts(line, token, form)):
            continue
        if form == "noun" and token > last + _OWN_NOUN:
            continue  # "two guards, talking of the losses"
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
    if number.noun is not None:
        signs[OPEN].append(f"open, {sentence.words[number.noun]}")
    if number.measure is not None:
        signs[OPEN].append(f"open, {number.form}, {kind}")
    if last + 1 < len(sentence.words) and sentence.phrases[last + 1] is None:
        signs[OPEN].append(f"open, then “…{sentence.words[last + 1][-_ENDING:]}”")
    if number.amount is not None and number.amount.quantity.high in (0.0, 1.0):
        signs[OPEN].append(f"open, “{sentence.words[number.last]}”")
    return signs, tokens


def _words_beside(sentence: Sentence, number: Number, signs: dict[str, list[str]]) -> None:
    """Add to every answer the words on either side: "with" 900 men is a strength, 40 "hostage" were abducted."""
    last = max(number.noun_end, number.last)
    words = [f"then “{word}”" for word in sentence.words[last + 1 : last + 2]]
    words += [f"behind “{word}”" for word in sentence.words[max(0, number.first - 1) : number.first]]
    kind = _kind_of(sentence, number)
    for answer, told in signs.items():
        for word in words:
            told += [f"{answer}, {word}", f"{answer}, {word}, {kind}"]


def _tell_again(
    sentence: Sentence, line: Shape, number: Number, earlier: Sequence[Earlier], signs: dict[str, list[str]]
) -> None:
    """Add what speaks for a number telling again of what an earlier sentence told: "The rebels have eighty." """
    kind, last = _kind_of(sentence, number), max(number.noun_end, number.last)
    behind = _behind(sentence, number)
    then = "".join(letter for letter, token in zip(line.letters, line.tokens, strict=True) if token > last)[:1] or "$"
    words = (
        "words here" if any(not number.first <= token <= last for token, _ in sentence.places("harm")) else "no words"
    )
    long = _named(len(sentence.words), _LONG, "a long sentence")
    only = "one of several" if len(line.numbers) > 1 else "the only number"
    unit = "" if number.amount is None else number.amount.quantity.unit
    met: set[str] = set()
    for one in earlier:
        name = "spoken of before" if one.kind == _WORD else "told before"
        away = _named(sentence.index - one.sentence, _AWAY, "later")
        again = f"{kind} after {one.kind}"
        told = signs.setdefault(one.measure, [f"no word, {kind}"])
        told += [name, f"{name}, {again}", f"{name}, {one.form}", f"{name}, {one.measure}, {kind}"]
        told += [f"{name}, {away}, {words}", f"{name}, {'again' if name in met else 'last'}, {words}"]
        if one.kind != _WORD:
            told += [f"{name}, {_times(number, one)}, {kind}", f"{name}, {unit}, {kind}"]
        met.add(name)
    for measure in {one.measure for one in earlier}:
        signs[measure] += [f"from before, behind {behind}", f"from before, behind {behind}, {kind}"]
        signs[measure] += [f"from before, then {then}", f"from before, then {then}, {kind}", f"from before, {words}"]
        signs[measure] += [f"from before, {long}, {kind}", f"from before, {only}, {kind}"]


_WORD = "a word"


def _size(number: Number) -> float:
    """How many a number tells of; an unspoken one is 1."""
    return 1.0 if number.amount is None else number.amount.quantity.best or number.amount.quantity.low or 0.0


def _times(number: Number, one: Earlier) -> str:
    """How many times an earlier number a number is, in words."""
    if number.amount is not None and number.amount.quantity.unit == "share":
        return "a share"
    return _named(_size(number) / one.size, _TIMES, "many more") if one.size else "of nothing"


def _behind(sentence: Sentence, number: Number) -> str:
    """What kind of word a number stands behind, hedges and articles passed over."""
    for token in range(number.first - 1, max(-1, number.first - 5), -1):
        for kind in ("form", "harm", "unit", "side", "object"):
            value = sentence.kind(token, kind)
            if kind == "form" and value in ("article", "other", "its"):
                break
            if value is not None:
                return value if kind == "form" else kind
        else:
            if sentence.kind(token, "cue") is not None:
                return "a word of telling"
            if sentence.kind(token, "hedge") is None:
                word = sentence.words[token]
                return ("a name" if sentence.caps[token] else "a word") if word[0].isalpha() else word
    return "^"


def _named(value: float, steps: Sequence[tuple[float, str]], beyond: str) -> str:
    return next((name for most, name in steps if value <= most), beyond)


def _kind_of(sentence: Sentence, number: Number) -> str:
    """What kind of thing the number counts: "force", "people", "things", "unknown" or "no noun"."""
    if number.noun is None:
        return "unknown" if number.unknown else "no noun"
    found = sentence.kind(number.noun, "object")
    if found is None:
        return "unit" if sentence.kind(number.noun, "unit") is not None else "named"
    return {"personnel": "force", "people": "people"}.get(found, "civil" if found in PERSONS else "things")


def _acts(line: Shape, token: int, form: str) -> bool:
    """Whether a word behind a number tells what those it counts did to others: "two bombers …, killing 60"."""
    if form in ("doing", "have"):
        return True
    voice = _voice(line, token)
    return (form == "done" and voice == "active") or (form in ("lose", "suffer") and voice != "passive")


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
    return _named(tokens, _FAR, "out of reach")


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
