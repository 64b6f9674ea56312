"""What a text goes on to tell of losses without saying again what happened: bulletins retold in prose, lists of names.

"They told of twelve tanks too (6,758 in all)"      of what the sentence before told as lost
"The list has grown by 1,293 names"                 of the dead whom it told
"volunteers in the list – 20,000, convicts – 16,000" parts of them
"for one killed there are three wounded"            a ratio, which counts nobody
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from counterclaim.language import Sentence
from counterclaim.lists import OF_BEFORE, make_part, take_over
from counterclaim.shapes import PERSONS, Number, Shape

SAID_TOO = "<source> says <n> <object> too"  # the rule by which a sentence goes on with what the one before told
_RATIO = re.compile(
    r"(?<=i)(?:!|(?P<one>Q))[zxXGgUOe]{0,2}J(?:[^QASLIN;.]{0,4},[^,.;QASLIN]{1,20},)?[xXt]{0,3}(?P<two>Q)[zxXGgUOe]{0,2}J"
)
_TELLS_ON = re.compile(r"[^QASLINJFHElmjf;]*")
_BEHIND = re.compile(r"[XxuG]{0,2}(?:[(,.;c]|$)")
_TELLING = frozenset({"tells", "lists"})
_BODILY = frozenset({"killed", "wounded", "missing", "captured"})
_BACK = 4  # tokens from a number back to the word that tells it


def tell_ratios(sentence: Sentence, line: Shape) -> None:
    """ "На одного убитого приходится трое раненых": the numbers of a ratio count nobody."""
    if "i" not in line.letters or "J" not in line.letters or sentence.small["per_each"].isdisjoint(sentence.words):
        return
    at = {number.position: number for number in line.numbers}
    for match in _RATIO.finditer(line.letters):
        if sentence.words[line.tokens[match.start() - 1]] in sentence.small["per_each"]:
            for kind in ("one", "two"):
                if match.start(kind) in at:
                    at[match.start(kind)].aside = True


def tell_on(sentence: Sentence, line: Shape, first: Number, before: Number, begin: int = 0) -> bool:
    """Let the first number of a sentence take what ``before`` was told of, where its words go on with it."""
    if first.amount is None or first.amount.quantity.unit != "count":
        return False
    if before.measure == "killed" and _counts_names(sentence, line, first, begin):
        take_over(sentence, first, before, "the list of <dead> has <n> names")
        grown = sentence.words[first.first - 1] not in sentence.small["changed_to"]
        first.increment, first.running = grown, not grown
        first.noun = None  # names are those of the dead
    elif before.measure in ("losses", "destroyed") and _goes_on(sentence, line, first):
        take_over(sentence, first, before, SAID_TOO)
    else:
        return False
    first.carried, first.by, first.harm = None, "of", None
    return True


def _counts_names(sentence: Sentence, line: Shape, number: Number, begin: int = 0) -> bool:
    """Whether a number counts names put on a list in the letters from ``begin`` on: "список вырос на 1293 имени"."""
    named = any(word in sentence.small["names"] for word in sentence.words[number.last + 1 : number.last + 3])
    if not named or sentence.small["grows"].isdisjoint(sentence.words):
        return False
    letters = line.letters[begin:]
    return "T" in letters and not re.search("[ASLINJ]", letters)


def _goes_on(sentence: Sentence, line: Shape, first: Number) -> bool:
    """Whether arms or soldiers are told of, and no word says what became of them: "Сообщили также о 12 танках"."""
    if first.noun is None or sentence.kind(first.noun, "object") in PERSONS - {"personnel"}:
        return False
    if _TELLS_ON.fullmatch(line.letters.replace("Q", "")) is None or first.noun not in line.tokens:
        return False
    if _BEHIND.match(line.letters, line.tokens.index(first.noun) + 1) is None:
        return False
    before = first.first - 1
    if sentence.words[before] not in sentence.small["told_of"] and sentence.kind(before, "form") not in _TELLING:
        return False
    for token in range(before, max(-1, before - _BACK), -1):
        if sentence.kind(token, "form") in _TELLING:
            return True
        if not sentence.words[token][0].isalpha():
            return False
    return False


def tell_with_others(sentence: Sentence, numbers: Sequence[Number]) -> None:
    """Make one measure of those told together: "погибших и пропавших — 112", "а вместе с ранеными — до 500 тысяч"."""
    if not sentence.small["counted_along"]:
        return
    for number in numbers:
        harm = number.harm
        if harm is None or number.by != "left" or number.measure not in _BODILY or harm < 1:
            continue
        if sentence.words[harm - 1] in sentence.small["counted_along"]:
            first = harm  # "together with the wounded and the missing"
        elif sentence.kind(harm - 1, "form") == "and" and number.form == "state":
            first = harm - 2
        else:
            continue
        told = {
            value.partition(".")[0]
            for token in range(max(0, first), number.first)
            if (value := sentence.kind(token, "harm")) is not None
        }
        if first == harm:
            told.add("killed")
        if len(told) > 1 and told <= _BODILY:
            number.measure = "casualties" if told <= {"killed", "wounded"} else "losses"


def tell_kinds_of_dead(sentence: Sentence, line: Shape, before: Number) -> None:
    """Make the items of a sentence parts of the dead told before: "добровольцев в списке 200, мобилизованных — 11"."""
    if not sentence.small["names"]:
        return
    listed = [number for number in line.numbers if number.form == "bulletin" and number.harm is not None]
    if not listed or not {"T", "K"} & set(line.letters[: listed[-1].position]):
        return
    for number in listed:
        if sentence.kind(number.harm or 0, "object") not in PERSONS or number.noun not in (None, number.harm):
            continue
        number.noun, number.measure = None, None  # of what kind they are, not what they were: soldiers
        make_part(sentence, number, before, OF_BEFORE)
        number.carried, number.part_of, number.by, number.harm = None, None, "of", None
