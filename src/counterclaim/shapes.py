"""A sentence as a line of letters, one a token, and its numbers, spoken and unspoken.

The letters are explained in ``languages/en/grammar.toml``; ``shape()`` writes them, ``imply()`` puts a ``Q`` where an
unspoken one stands ("a soldier and his driver").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterclaim.language import Phrase, Sentence
from counterclaim.quantities import Amount, NotAmount

_FORM_LETTER: Mapping[str, str] = {
    "be": "B",
    "modal": "M",
    "article": "D",
    "of": "o",
    "by": "b",
    "in": "i",
    "at": "a",
    "among": "@",
    "to": ">",
    "relative": "q",
    "and": "c",
    "besides": "c",
    "but": "k",
    "including": "K",
    "not": "n",
    "its": "P",
    "it": "p",
    "him": "r",
    "our": "W",
    "we": "w",
    "your": "y",
    "rose": "R",
    "fell": "R",
    "band": "D",
    "material": "x",
    "wreck": "x",
    "send": "x",
    "arrive": "x",
    "cross": "x",
    "minus": "x",
    "trophy": "x",
    "tells": "x",
    "tumble": "x",
    "homecoming": "x",
    "number": "T",
    "enemy": "g",
    "other": "z",
    "howmany": "h",
    "rescued": "h",
    "event": "x",
    "deed": "x",
    "thing": "x",
    "this": "d",
    "every": "!",
    "lists": "v",
    "as": "s",
    "accounts": "x",
    "claims": "Z",
    "leave": "<",
    "admit": "V",
}
_HARM_LETTER: Mapping[str, str] = {
    "done": "A",
    "doing": "I",
    "self": "S",
    "lose": "L",
    "suffer": "l",
    "noun": "N",
    "state": "J",
    "to": "C",
    "lives": "j",
    "captives": "f",
    "hold": "m",
    "have": "H",
    "there": "E",
}
PERSONS = frozenset({"people", "personnel", "civilian", "child", "medic", "journalist"})
_FORCE_MEASURES = frozenset({"strength", "remaining", "deployed"})


class Number:
    """A number in a sentence on its way to a claim: an amount, or an implied one, and what reached it.

    ``first`` and ``last`` are its tokens, hedge included, ``position`` its place in the shape. What the rules tell of
    it is filled in where it is told: this is no dataclass, as those are slow to make.
    """

    measure: str | None = None
    form: str = ""
    harm: int | None = None  # token that told what happened
    by: str = ""
    reach: tuple[int, int] | None = None  # first and last token of what the rule read
    negated: bool = False
    carried: Number | None = None  # the number this one took its measure from
    part_of: Number | None = None
    out_of: Number | None = None
    base: bool = False  # "Of the 360,000 soldiers, …": what others are counted out of
    aside: bool = False  # tells again who the one before is: "Dammang, a councillor, was killed"
    increment: bool = False  # the day's own figure behind a running total: "790 (+6)"
    running: bool = False  # such a running total
    unknown: bool = False  # counts something for which the pack has no word
    bare: bool = False  # an implied one without an article: "General"
    listed: bool = False  # a bare one that ends a headline's list: "three civilians, soldier"

    def __init__(
        self,
        amount: Amount | None,
        first: int,
        last: int,
        position: int,
        noun: int | None = None,
        noun_end: int = -1,
        unnamed: bool = False,
    ) -> None:
        self.amount, self.first, self.last, self.position = amount, first, last, position
        self.noun = noun  # token of the head noun, where the number has one of its own
        self.noun_end = noun_end  # last token of the noun phrase
        self.unnamed = unnamed  # an implied one whose noun the pack does not know
        self.rules: list[str] = []

    @property
    def implied(self) -> bool:
        """Whether the number is an unspoken one: "a soldier"."""
        return self.amount is None


@dataclass(slots=True)
class Shape:
    """A sentence as letters, with the token behind each letter."""

    letters: str
    tokens: list[int]
    numbers: list[Number]


_MARKS: Mapping[str, str] = {";": "k", "[": "(", "]": ")"}
_letter_of: dict[int, tuple[Phrase, str]] = {}


def letter(phrase: Phrase) -> str:
    """The grammar's letter for a phrase of the pack."""
    had = _letter_of.get(id(phrase))
    if had is not None:
        return had[1]
    kinds = phrase.kinds
    made = ""
    if "harm" in kinds:
        measure, form = kinds["harm"].split(".")
        if measure in _FORCE_MEASURES and form in ("state", "noun"):
            made = "Y" if form == "state" else "F"
        else:
            made = _HARM_LETTER[form]
    elif "object" in kinds:
        made = "e" if phrase.number == "sg" else "O"
    elif "unit" in kinds:
        made = "U"
    elif "side" in kinds:
        made = "G"
    elif "form" in kinds:
        made = _FORM_LETTER[kinds["form"]]
    elif kinds.keys() & {"month", "weekday", "timeword", "season"}:
        made = "t"
    elif "cue" in kinds:
        made = "V"
    elif "hedge" in kinds:
        made = "~"
    else:
        made = "x"
    _letter_of[id(phrase)] = (phrase, made)
    return made


_THE_DEAD = re.compile(r"(?:(?<=[DPWGg])|(?<=[DPWGg][xU]))J(?![QOe])")  # "its dead", "Argentina's dead": a noun


def _count_alike(sentence: Sentence, letters: list[str], tokens: Sequence[int]) -> None:
    """Make a noun that is alike in both numbers a singular behind an article: "a light aircraft"."""
    alike, one = sentence.small["alike"], sentence.small["indefinite"]
    if alike.isdisjoint(sentence.words):
        return
    for at, token in enumerate(tokens):
        if letters[at] != "O" or sentence.words[token] not in alike:
            continue
        before = at - 1
        while before > 0 and at - before < _ADJECTIVES and letters[before] in "xXGU":
            before -= 1
        if before >= 0 and sentence.words[tokens[before]] in one:
            letters[at] = "e"


def _count_uninflected(sentence: Sentence, letters: list[str], tokens: Sequence[int]) -> None:
    """Make a thing that no ending counts one, amid a list or behind what befell it: "два танка, БТР", "збила Су-35"."""
    if not sentence.small["uninflected"]:
        return
    for at, token in enumerate(tokens):
        if letters[at] != "O" or not at or not _has_no_number(sentence, token):
            continue
        before, behind = letters[at - 1], letters[at + 1 : at + 2]
        listed = before in ",c" and "Q" in letters[:at] and (not behind or behind[0] in ",.ckgGiu(")
        felled = before in "AI" and not sentence.words[tokens[at - 1]].endswith(_PLURAL)
        if listed or (felled and behind and behind[0] in ",.ckiu("):
            letters[at] = "e"


def _has_no_number(sentence: Sentence, token: int) -> bool:
    """Whether a thing is alike in both numbers: an abbreviation of the pack, or a type told by its figures."""
    thing = sentence.kind(token, "object")
    if thing is None or thing in PERSONS:
        return False
    word = sentence.words[token]
    return word in sentence.small["uninflected"] or word[-1].isdecimal()


_PLURAL = ("ы", "і")  # endings of participles that more than one thing has
_ADJECTIVES = 5  # tokens from a noun back to its article


def _is_age(sentence: Sentence, amount: Amount) -> bool:
    """ "Vera Novak, 74, signed": a bare number after a name, between commas."""
    value, before, after = amount.quantity.best, amount.first - 1, amount.last + 1
    if value is None or value > 115 or amount.first != amount.last or before < 1 or after >= len(sentence.words):
        return False
    if sentence.words[before] != "," or sentence.words[after] != ",":
        return False
    phrase = sentence.phrases[before - 1]
    return sentence.words[before - 1][0].isalpha() and (phrase is None or phrase.number != "pl")


def shape(sentence: Sentence, amounts: Sequence[Amount], others: Sequence[NotAmount]) -> Shape:
    """Write the sentence as letters; each amount is one ``Q``, each other number one ``u`` (``t`` for times)."""
    cover: dict[int, tuple[int, str, Amount | None]] = {}
    for other in others:
        cover[other.first] = (other.last, "t" if other.reason in ("date", "time", "duration", "year") else "u", None)
    for amount in amounts:
        age = _is_age(sentence, amount)
        cover[amount.first] = (amount.last, "u" if age else "Q", None if age else amount)
    letters: list[str] = []
    tokens: list[int] = []
    numbers: list[Number] = []
    phrases, words, caps = sentence.phrases, sentence.words, sentence.caps
    i, n = 0, len(words)
    while i < n:
        covered = cover.get(i)
        if covered is not None:
            last, sign, amount_ = covered
            if amount_ is not None:
                numbers.append(Number(amount_, i, last, len(letters), noun_end=last))
            letters.append(sign)
            tokens.append(i)
            i = last + 1
            continue
        if words[i] == "-" and 0 < i < n - 1 and i + 1 not in cover and letters and letters[-1] != "Q":
            if sentence.ends[i - 1] == sentence.starts[i] and sentence.ends[i] == sentence.starts[i + 1]:
                i += 1  # pro-government: one word to the rules
                continue
        if words[i] == '"':
            i += 1  # a word in quotation marks stands in its sentence like another
            continue
        phrase = phrases[i]
        if phrase is not None:
            named = "object" in phrase.kinds and letters[-1:] in _NOUNS and _designates(sentence, tokens[-1], i)
            named = named or (letters[-1:] == ["e"] and words[i][0] == '"' and "object" in phrase.kinds)
            letters.append("u" if named else letter(phrase))  # "самолёт Су-25": which one it is
        else:
            first = words[i][0]
            if first.isalpha():
                letters.append("X" if caps[i] else "x")
            elif first.isdigit():
                letters.append("u")
            elif first in ",:;()-.!?\"'/+[]":
                letters.append(_MARKS.get(first, first))
            elif words[i] == "'s":
                letters.append("'")
            else:
                letters.append("x")
        tokens.append(i)
        i += 1
    for number in numbers:
        if number.position and sentence.kind(tokens[number.position - 1], "joins") is not None:
            letters[number.position - 1] = "K"
        elif _adds_to_verb(sentence, letters, tokens, number.position):
            letters[number.position - 1] = "x"
    _count_alike(sentence, letters, tokens)
    _count_uninflected(sentence, letters, tokens)
    line = "".join(letters).replace("'", "D") if "'" in letters else "".join(letters)
    if "J" in line:
        line = _THE_DEAD.sub("N", line)
    return Shape(line, tokens, numbers)


def _adds_to_verb(sentence: Sentence, letters: Sequence[str], tokens: Sequence[int], at: int) -> bool:
    """Whether "also" stands between a verb and its number and joins nothing: "Знищено також 12 танків"."""
    if at < 2 or letters[at - 1] != "c" or letters[at - 2] not in "AISL":
        return False
    return sentence.kind(tokens[at - 1], "form") == "besides"


def _designates(sentence: Sentence, noun: int, token: int) -> bool:
    """Whether a type behind a noun says which one it is; behind people it is the thing: "a Pakistani F-16"."""
    return _DESIGNATION.search(sentence.words[token]) is not None and sentence.kind(noun, "object") not in PERSONS


_NOUNS = (["e"], ["O"], ["U"])
_DESIGNATION = re.compile(r"\w-\d|\w\d+$")
_BARE = ("i", "o", "p", "h")  # names without an article: "the murder of …", "…'s murder", "… killed in" of headlines


_HEAD = re.compile(r"[xXGUO]{0,4}?e(?![eUON])")  # what goes on behind an adjective: "Salvadoran presidency minister"


def imply(sentence: Sentence, line: Shape, one: re.Pattern[str], unnamed: re.Pattern[str] | None) -> None:
    """Put a ``Q`` where an unspoken one stands, so that the rules see it like any other number.

    ``one`` finds it by its noun (the groups named "e…"), ``unnamed`` by a name or a word the pack does not know.
    """
    letters, small = list(line.letters), sentence.small
    if unnamed is not None and not {"A", "S", "N", "I"}.isdisjoint(letters):
        for match in unnamed.finditer(line.letters):
            kind = match.lastgroup or ""
            begin, end = match.span(kind)
            first, last = line.tokens[begin], line.tokens[end - 1]
            if sentence.words[first] == "'s" or (kind == "z" and sentence.words[first] not in small["another"]):
                continue
            if kind in _BARE and not _names_one(sentence, line, kind, first, last, end):
                continue
            if sentence.words[last].endswith("s") and not sentence.caps[last]:
                continue  # a plural of nobody knows how many
            if kind == "v" and (
                sentence.words[first] in small["definite"] or "B" in line.letters[max(0, begin - 4) : begin]
            ):
                continue  # "killed the amendment"; "were killed an hour later"
            if any(sentence.kind(t, "form") == "thing" for t in line.tokens[begin:end]):
                continue
            if kind == "w" and not _harms_people(sentence, line, match.end()):
                continue  # "a drone that was correcting his fire was shot down"
            joined = line.letters[begin - 1 : begin] == "c" and line.letters[begin] in "DPW"
            if (
                kind == "w"
                and not joined
                and any(sentence.words[t] in small["plural"] for t in line.tokens[match.end() : match.end() + 3])
            ):
                continue
            line.numbers.append(Number(None, first, first, begin, noun=last, noun_end=last, unnamed=True))
            letters[begin] = "Q"
    for match in one.finditer(line.letters):
        begin = match.start()
        if letters[begin] == "Q" or line.letters[begin - 2 : begin] == "QA":
            continue  # told by a number before: "один разбитый вертолёт"
        end = match.end()
        head = match.start(match.lastgroup or "e")
        noun = line.tokens[head]
        if line.letters[begin - 1 : begin] == "o" and line.letters[begin - 2 : begin - 1] in ("O", "e", "U", "f"):
            continue  # "two members of his escort": whose they are, not who was lost
        if sentence.kind(noun, "side") and _describes(sentence, line, end):
            further = _HEAD.match(line.letters, end)
            if further is None:
                continue  # "Russian losses", "the Azerbaijani side": an adjective, not a Russian
            end = further.end()
            noun = line.tokens[end - 1]
        if sentence.words[line.tokens[begin]] == "'s":
            begin = _possessor(line, begin)
            owned = next((n for n in line.numbers if n.position == begin and n.implied), None)
            if owned is not None:
                owned.noun = owned.noun_end = noun
                owned.unnamed = False
            if owned is not None or letters[begin] not in "XGeDPW":
                continue
        first = line.tokens[begin]
        if sentence.kind(noun, "mass") is not None:
            continue  # "гибель личного состава": not one
        if sentence.kind(noun, "side") and begin == head:
            continue  # "Russian losses"
        number = Number(None, first, first, begin, noun=noun, noun_end=noun)
        if begin == head or line.letters[begin] in "u-:":  # "a 74-year-old man": an age is no mark of one
            number.first = number.last = noun
            number.bare = unnamed is not None
        letters[begin] = "Q"
        line.numbers.append(number)
    line.letters = "".join(letters)
    line.numbers.sort(key=lambda n: n.position)


def _harms_people(sentence: Sentence, line: Shape, start: int) -> bool:
    """Whether the next word of harm says that somebody is killed or wounded."""
    for at in range(start, len(line.letters)):
        if line.letters[at] in "AS":
            return (sentence.kind(line.tokens[at], "harm") or "").startswith(("killed", "wounded"))
    return False


def _describes(sentence: Sentence, line: Shape, after: int) -> bool:
    """Whether a word for a people is an adjective: a noun that the pack does not know, or a name, goes on behind it."""
    if after >= len(line.tokens) or line.letters[after] not in "xXA":
        return False
    if line.letters[after] == "A":
        return line.letters[after + 1 : after + 2] in ("S", "B", "M")  # "the Argentine wounded died"
    return not sentence.words[line.tokens[after]].endswith("ly")


def _names_one(sentence: Sentence, line: Shape, kind: str, first: int, last: int, end: int) -> bool:
    """Whether capitals behind "the murder of" or before "'s murder" are one person's name."""
    word = sentence.words[line.tokens[end]] if end < len(line.tokens) else ""
    if kind == "p":
        deed = line.tokens[end + 1]
        if word != "'s" or sentence.kind(deed, "form") != "deed":
            return False
    elif kind == "h":
        if sentence.text.isupper():
            return False
    else:
        at = line.tokens.index(first) - (1 if kind == "i" else 2)
        if kind == "i" and line.letters[at] == "u":
            at -= 1  # "the killing of 42-year-old Josef Tamm"
        deed = line.tokens[at]
        if kind == "i" and not sentence.words[deed].endswith(" of"):
            return False
        if kind == "o" and sentence.kind(deed, "form") != "deed":
            return False
    length = last - first + 1
    if sentence.words[last].endswith("s") and length < 3:
        return False  # a plural, or nobody can tell
    return length > 1 or not sentence.text.isupper() or kind == "p"


def _possessor(line: Shape, at: int) -> int:
    """Where the one begins whose "'s" stands at ``at``: "the minister's driver", "Delgado's driver"."""
    while at > 0 and line.letters[at - 1] in "XxGeU":
        at -= 1
    if at > 0 and line.letters[at - 1] in "DPW":
        at -= 1
    return at
