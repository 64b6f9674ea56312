"""What a rule has reached, carried on: along lists, from a total to its parts, to what is told again or left out.

"12 soldiers, 3 civilians and a driver were killed": one number was reached by a rule, the others by standing in one
list with it.
"""

from __future__ import annotations

import itertools
import re

from counterclaim.grammar import Grammar
from counterclaim.language import Sentence
from counterclaim.shapes import PERSONS, Number, Shape

TOTAL = "<total> is <n>"  # the rule by which a total tells again what the sentence before told
OF_BEFORE = "of the <object>, <n>"  # the rule by which a part is told of what a sentence before told
ELLIPSIS = "<lost> <n>, <side> - <n>"  # the rule by which a dash stands for what the number before was told of
WHOLE = "whole"  # the form of a force that is told by what befell a part of it, and stands in no list
_CARGO = re.compile(r"[-GgUOe]{0,4}")


def carry_cargo(sentence: Sentence, line: Shape, grammar: Grammar) -> None:
    """ "у нас один двести", "восемь оккупантов – «200»": a number of the dead by the name of what carries them."""
    kept = list(line.numbers)
    for number, cargo in itertools.pairwise(line.numbers):
        measure = grammar.cargo.get(sentence.words[cargo.first]) if cargo.first == cargo.last else None
        if measure is None or cargo.noun is not None or number.measure is not None or number.amount is None:
            continue
        if _CARGO.fullmatch(line.letters, number.position + 1, cargo.position):
            number.measure, number.form, number.harm, number.by = measure, "state", cargo.first, "right"
            number.rules.append("<n> <cargo>")
            kept.remove(cargo)
    line.numbers = kept


def _in_brackets(sentence: Sentence, line: Shape, number: Number, gap: str, before: Number) -> bool:
    """Whether a bare figure in brackets is the day's own behind a total, or the total: "790 (6)", "6 (всего 790)"."""
    if line.letters[number.position + 1 : number.position + 2] != ")":
        return False
    told = range(number.first, number.last + 1)
    total = any(sentence.words[token] in sentence.small["running"] for token in told)
    return (gap == "(" and before.form == "bulletin") or (gap.endswith("(") and total)


def _among_them(sentence: Sentence, line: Shape, number: Number, grammar: Grammar) -> bool:
    """Whether "among them" stands behind a part: "63 were killed, a governor among them"."""
    match = grammar.noun.match(line.letters, number.position)
    at = match.end() if match is not None else number.position + 1
    if number.noun is not None and number.noun in line.tokens:
        at = max(at, line.tokens.index(number.noun) + 1)  # "the battalion's commander"
    place = _BEFORE_THEM.match(line.letters, at)
    at = at if place is None else place.end()
    if line.letters[at : at + 1] != "K" or line.letters[at + 1 : at + 2] not in ("", ",", ".", "k", ")", "-"):
        return False
    return sentence.words[line.tokens[at]].startswith(tuple(sentence.small["among"]))


_BEFORE_THEM = re.compile(r"i[XxGD]{1,3}(?=K)|,[^Q,;.ASLN]{1,10},(?=K)")  # "a clerk in Arbin among them"
_PAIR = re.compile(r"[eXxGU]{1,3}c[DPWz]{0,2}")


def _is_pair(one: Number, gap: str) -> bool:
    """Whether an unspoken one and the number behind it are told together: "a mother and her two sons"."""
    return one.implied and one.measure is None and _PAIR.fullmatch(gap) is not None


_OWN_VERB = re.compile(r"[MH]{0,2}B[BMHn]{0,3}x(?![AJISN])")


def _has_own_verb(line: Shape, number: Number, grammar: Grammar) -> bool:
    """Whether a verb without loss is told of a number: "73 people were injured and 39 people had been rescued"."""
    match = grammar.noun.match(line.letters, number.position)
    return match is not None and number.noun is not None and _OWN_VERB.match(line.letters, match.end()) is not None


def _of_whom(sentence: Sentence, line: Shape, whole: Number, part: Number) -> bool:
    """Whether the part has a clause of its own: "launched 71 drones, of which 58 were shot down"."""
    between = range(whole.position + 1, min(part.position + 2, len(line.tokens)))
    return any(line.letters[at] == "K" and sentence.words[line.tokens[at]].startswith("of ") for at in between)


WHOLE_OF = "<n> of which <n>"  # a whole that takes what happened from its part
OPENING = 3  # tokens before a whole that opens a sentence: a quotation mark, "out", "of"

# Between a name and who it is: a comma alone, and the second must not be followed by "and".
_SAME = re.compile(r"(?:[xXGUeO]|\([^)]*\)|o[DPW]?){0,8},")


def tell_asides(line: Shape) -> None:
    """Who an implied one is, told behind it: "killed Said Karim, a former councillor, in Capiton"."""
    for i, (number, after) in enumerate(zip(line.numbers, line.numbers[1:], strict=False)):
        if _is_one_called(line, number, after):
            number.noun, number.noun_end, after.aside = after.noun, after.noun_end, True
            if number.measure is None:
                number.measure, number.form, number.harm, number.by = after.measure, after.form, after.harm, after.by
                number.rules += after.rules
            continue
        if number.measure is None or not (number.implied and after.implied) or after.measure is not None:
            continue
        if not _SAME.fullmatch(line.letters, number.position + 1, after.position):
            continue
        following = line.numbers[i + 2].position if i + 2 < len(line.numbers) else len(line.letters)
        if "c" not in line.letters[after.position : following + 1]:
            after.aside = True


_CALLED = re.compile(r"K|,?")


def _is_one_called(line: Shape, number: Number, after: Number) -> bool:
    """Whether an unspoken one only says who one told by a number is: "one of them a nurse", "one, a driver, died"."""
    if number.amount is None or number.noun is not None or not after.implied or number.amount.quantity.best != 1:
        return False
    between = line.letters[number.position + 1 : after.position]
    if _CALLED.fullmatch(between) is None:
        return False
    return between != "," or _CLOSED.match(line.letters, after.position + 1) is not None


_CLOSED = re.compile(r"[^,QASLINc;.]{0,8},(?!c)")

# What may stand between the members of an apposition: their own noun phrases and a comma, a colon, "and" or a dash.
_FIRST_LISTED = re.compile(r"[^Q;.k]{0,16}(?:,|:|-|\()[DPWzx]{0,3}")
_LISTED = re.compile(r"[^QASLIN;.]{0,12}(?:,c?|c|:|-|\()[DPWzx]{0,3}")


def carry(sentence: Sentence, line: Shape, grammar: Grammar) -> None:
    """Give every number of a list, and every part of a total, the word that reached its neighbour."""
    numbers = [number for number in line.numbers if not number.aside and number.form != WHOLE]
    gaps: list[str] = []
    for one, two in itertools.pairwise(numbers):
        gaps.append(line.letters[one.position + 1 : two.position])

    def follow(i: int) -> bool:
        """Whether number ``i`` stands in one list with the one before it; an unspoken one needs an "and" as well."""
        if numbers[i - 1].base or not grammar.follows.fullmatch(gaps[i - 1]):
            return False
        if numbers[i].unknown and numbers[i - 1].by == "own" and numbers[i - 1].noun is None:
            return False  # "four murders, nine cases of torture"
        if _has_own_verb(line, numbers[i], grammar):
            return False
        if not numbers[i].implied or "c" in gaps[i - 1]:
            return True
        if _in_headline(line, numbers[i]):
            return True
        if i >= len(gaps) or grammar.follows.fullmatch(gaps[i]) is None:
            return False
        return "c" in gaps[i] or _is_bare_thing(sentence, numbers[i])

    for number in numbers:
        if number.out_of is not None and number.out_of.measure is not None:
            make_part(sentence, number, number.out_of, "<n> of <n>")
    for i in range(1, len(numbers)):
        number, before = numbers[i], numbers[i - 1]
        of_them = line.letters[number.position + 1 : number.position + 2] == "K"
        if of_them and ("," in gaps[i - 1] or (number.measure is None and "k" in gaps[i - 1])):
            make_part(sentence, number, before, "<n> of them")
        elif "," in gaps[i - 1] and _among_them(sentence, line, number, grammar):
            make_part(sentence, number, before.part_of or before, "<n> among them")
        elif i > 1 and "," in gaps[i - 2] and _is_pair(before, gaps[i - 1]):
            if _among_them(sentence, line, number, grammar):
                for one in (before, number):
                    make_part(sentence, one, numbers[i - 2].part_of or numbers[i - 2], "<n> among them")
        elif grammar.part.fullmatch(gaps[i - 1]) and not _is_greater(number, before):
            make_part(sentence, number, before, "<n>, including <n>")
        elif before.part_of is not None and _LISTED.fullmatch(gaps[i - 1]) and _still_inside(line, number, gaps[i - 1]):
            make_part(sentence, number, before.part_of, "<n>, including <n>")
        elif number.measure is None and before.measure is not None and before.by != "right":
            if follow(i):
                take_over(sentence, number, before, "<n> and <n>")
    _appositions(sentence, numbers, gaps)
    for part in numbers:
        whole = part.part_of
        if whole is not None and whole.measure is None and part.by == "right" and part.carried is None:
            if part.measure is not None and not _of_whom(sentence, line, whole, part):
                take_over(sentence, whole, part, WHOLE_OF)
    for i in range(len(numbers) - 2, -1, -1):
        number, after = numbers[i], numbers[i + 1]
        if number.measure is None and after.measure is not None and after.by == "right" and after.part_of is not number:
            listed = (
                line.letters[number.position - 1 : number.position] == "c"
                or "c" in gaps[i]
                or (i + 1 < len(gaps) and "c" in gaps[i + 1])
                or not number.implied
            )
            if listed and not _is_opening_whole(sentence, number) and follow(i + 1):
                take_over(sentence, number, after, "<n> and <n>")
                if number.part_of is not None and number.part_of.measure is None:
                    take_over(sentence, number.part_of, after, "<n> and <n>")
    for i in range(1, len(numbers)):
        number, before = numbers[i], numbers[i - 1]
        if (
            number.measure is None
            and before.measure is not None
            and (_GROWN.search(gaps[i - 1]) or _in_brackets(sentence, line, number, gaps[i - 1], before))
        ):
            take_over(sentence, number, before, "<n> (+<n>)")
            number.noun = before.noun
            if not _is_share(number):  # "861 shells (35 %)" is no running total
                _tell_totals(before, number)
        elif number.measure is None and (before.increment or before.running) and _goes_on(grammar, gaps[i - 1]):
            take_over(sentence, number, numbers[i - 2], "<n> and <n>")
        elif number.measure is None and before.measure is not None and _CHANGE.search(gaps[i - 1]):
            take_over(sentence, number, before, "from <n> to <n>")
        elif number.measure is None and before.measure is not None and before.by == "right":
            letter_after = line.letters[number.position + 1 : number.position + 2]
            share = number.amount is not None and number.amount.quantity.unit == "share"
            formation = (
                before.noun is not None and sentence.kind(before.noun, "unit") is not None and "," in gaps[i - 1]
            )
            ends = letter_after in ("", ",", ".", ")", ";")
            if (formation or (share and ends)) and _TOLD_AGAIN.search(gaps[i - 1]):
                take_over(sentence, number, before, "<n>, <share>" if share else "<n> <unit>, <n> <object>")
                number.noun = before.noun if number.noun is None else number.noun
                continue
            besides = sentence.kind(number.first - 1, "form") == "besides"
            if (besides or letter_after in ("i", "a")) and grammar.again.fullmatch(gaps[i - 1]):
                take_over(sentence, number, before, "<n> and <n>")
    for i in range(1, len(numbers)):
        number, before = numbers[i], numbers[i - 1]
        if number.measure is None and before.measure is not None and follow(i):
            take_over(sentence, number, _head_of(before, gaps[i - 1]), "<n> and <n>")
    for i in range(1, len(numbers)):
        _elide(sentence, line, grammar, numbers[i], numbers[i - 1], gaps[i - 1])


_PART_TOLD = re.compile(r"[AJ][^Q]*,c")


def _head_of(before: Number, gap: str) -> Number:
    """Of which number a list goes on: behind a part with a word of its own the whole's, "lost 40 men, 9 of them killed,
    and two guns".
    """
    whole = before.part_of
    if whole is None or whole.measure is None or before.carried is not None or not _PART_TOLD.match(gap.lstrip("K")):
        return before
    return whole


def _is_opening_whole(sentence: Sentence, number: Number) -> bool:
    """Whether a sentence opens with a whole: "Out of 120 men, 40 are dead"; not "The bodies of 12 men and 4 women"."""
    if sentence.kind(number.first - 1, "form") != "of":
        return False
    return number.first <= OPENING and not any(
        sentence.kind(token, kind) for token in range(number.first - 1) for kind in ("harm", "object", "men", "unit")
    )


def _goes_on(grammar: Grammar, gap: str) -> bool:
    """Whether a list goes on behind the day's own figure in its brackets: "790 men (+6), 12 tanks (+2)"."""
    inside, closed, behind = gap.partition(")")
    return bool(closed) and len(inside) <= 4 and grammar.follows.fullmatch(behind) is not None


def _is_share(number: Number) -> bool:
    return number.amount is not None and number.amount.quantity.unit == "share"


def _tell_totals(one: Number, other: Number) -> None:
    """Of two figures of a list, "790 (+6)", the greater is the running total and the smaller the day's own."""
    sizes = [number.amount.quantity.best or 0.0 for number in (one, other) if number.amount is not None]
    total, day = (other, one) if len(sizes) == 2 and sizes[1] > sizes[0] else (one, other)
    total.running, day.increment = True, True


def _is_bare_thing(sentence: Sentence, number: Number) -> bool:
    """Whether an implied one is a thing told without an article amid a list: "40 военнослужащих, танк, две машины"."""
    if number.noun is None or number.noun != number.first:
        return False
    thing = sentence.kind(number.noun, "object")
    return thing is not None and thing not in PERSONS


def _elide(sentence: Sentence, line: Shape, grammar: Grammar, number: Number, before: Number, gap: str) -> None:
    """Give a bare number the word of the one before it: "not 40 but 12 died", "it lost 90 men, the enemy 400"."""
    if before.measure is None and number.measure is not None and gap == "k":
        if line.letters[before.position - 1 : before.position] == "n" and not before.implied:
            take_over(sentence, before, number, "not <n> but <n>")
            before.negated, before.noun = True, before.noun or number.noun
        return
    if number.measure is not None or before.measure is None or number.implied or number.unknown:
        return
    if before.form != "bulletin" and grammar.dashed.fullmatch(gap) and _is_named(sentence, line, before, number):
        take_over(sentence, number, before, ELLIPSIS)
        number.noun = before.noun if number.noun is None else number.noun
        return
    if number.noun is not None or not _ENDS.match(line.letters, number.position + 1):
        return
    if number.amount is None or number.amount.quantity.unit != "count":
        return
    for name, pattern in (("<those> … <n>", grammar.those), ("<source> says <n>", grammar.says)):
        if pattern.search(gap) and (gap[-1] not in "xq" or _tells(sentence, number)):
            take_over(sentence, number, before, name)
            return
    if before.by == "left" and before.form in ("lose", "suffer", "have") and grammar.gapped.fullmatch(gap):
        take_over(sentence, number, before, "<lost> <n>, <side> <n>")


def _is_named(sentence: Sentence, line: Shape, before: Number, number: Number) -> bool:
    """Whether a name or a time stands before a dash that stands for the verb: "lost 240, in Kursk – 230"."""
    if number.amount is None or number.amount.quantity.unit != "count":
        return False
    comma = line.letters.rfind(",", before.position, number.position)
    between = range(max(comma, before.position) + 1, number.position)
    return any(sentence.caps[line.tokens[at]] or line.letters[at] == "t" for at in between)


def says_again(sentence: Sentence, line: Shape, first: Number, beside: bool = False) -> bool:
    """Whether a sentence tells another figure of what the one before told: "Relatives speak of more than 80."

    Words that tell less plainly that it is of the same do so only ``beside`` it, in one paragraph: "говорят о девяти".
    """
    amount = first.amount
    if amount is None or first.noun is not None or first.unknown or amount.quantity.unit != "count":
        return False
    if amount.quantity.high == 1 or not _ENDS.match(line.letters, first.position + 1):
        return False
    told = _tells(sentence, first) or (beside and _tells_of(sentence, first))
    return told and not re.search("[QASLNJ]", line.letters[: first.position])


def totals_again(sentence: Sentence, line: Shape, first: Number, before: Number) -> bool:
    """Whether a sentence tells a total of what the one before told: "Its total has now climbed to 1,240." """
    amount = first.amount
    if amount is None or first.unknown or amount.quantity.unit != "count" or amount.quantity.high == 1:
        return False
    if first.noun is None:
        if _ENDS.match(line.letters, first.position + 1) is None:
            return False
    elif before.measure != "losses" and sentence.kind(first.noun, "object") not in PERSONS:
        return False
    if sentence.kind(first.first, "total") is not None:
        return not sentence.small["running"].isdisjoint(sentence.words[max(0, first.first - 2) : first.first + 1])
    at = max((t for t, _ in sentence.places("total") if t < first.first), default=None)
    position = line.tokens.index(at) if at in line.tokens else None
    return position is not None and _CAME_TO.fullmatch(line.letters, position + 1, first.position) is not None


_CAME_TO = re.compile(r"(?:[iaHM][^QASLNIJk;.,]{0,12}?)?(?:R[^QASLNIJk;.,]{0,3}|B[x~]?)")  # "… for May has climbed to"


def _tells(sentence: Sentence, number: Number) -> bool:
    """Whether a word of telling stands before a number: "the rebels spoke of 85", "says that 40"."""
    at = number.first - 1
    if sentence.kind(at, "form") == "relative":
        at -= 1
    return at >= 0 and sentence.kind(at, "form") in ("tells", "admit", "lists", "claims")


def _tells_of(sentence: Sentence, number: Number) -> bool:
    """Whether a figure is told of or announced before a dash: "говорят о девяти", "Киев назвал цифру: 300"."""
    at = number.first - 1
    if at < 1:
        return False
    if sentence.words[at] in ("-", ":"):
        return _names_a_figure(sentence, at)
    return sentence.words[at] in sentence.small["told_of"] and sentence.kind(at - 1, "form") in ("tells", "admit")


def _names_a_figure(sentence: Sentence, until: int) -> bool:
    """Whether another figure is announced before a dash or a colon: "Киев называет большую цифру: 300"."""
    before = range(max(0, until - _ANNOUNCED), until)
    tells = [token for token in before if sentence.kind(token, "form") in ("tells", "admit", "claims")]
    return bool(tells) and any(
        sentence.words[token] in sentence.small["figure"] for token in before if token > tells[0]
    )


_ANNOUNCED = 9  # tokens from who tells a figure to the dash before it
_ENDS = re.compile(r"[,.;k)i]|$")


_ENDS_LIST = re.compile(r"[A(-]|[iB][^,]|$")


def _in_headline(line: Shape, number: Number) -> bool:
    """Whether a bare one behind a comma ends a headline's list: "kills three civilians, soldier"."""
    if number.bare and line.letters[number.position - 1] == "," and _ENDS_LIST.match(line.letters, number.position + 1):
        number.listed = True
    return number.listed


_GROWN = re.compile(r"\((?:\+|Rb?)$")  # "790 (+6)", "790 (up by 6)"
_CHANGE = re.compile(r"^>$|Ri$")  # "from 40 to 45"; "at 44, up from 31"
_TOLD_AGAIN = re.compile(r"(?:,c?|\(|-)$")  # "215,000 were killed, nearly 90 per cent"


def _still_inside(line: Shape, number: Number, gap: str) -> bool:
    """Whether ", and <n>" still belongs to an "including …", which then closes with a comma behind it."""
    if ",c" not in gap:
        return True
    rest = line.letters[number.position + 1 :]
    closed = re.match(r"[^QASLIN,;.]*,", rest)
    return closed is not None


def make_part(sentence: Sentence, number: Number, whole: Number, name: str) -> None:
    """Tell a number as a part of a total; a part takes the total's measure unless it has its own."""
    number.part_of = whole
    if number.measure is None and whole.measure is not None:
        take_over(sentence, number, whole, name)
    else:
        number.rules.append(name)


def _is_greater(number: Number, whole: Number) -> bool:
    """Whether a number is greater than what would be its whole: "He thinks 14,000, with 16,000 wounded"."""
    if number.amount is None or whole.amount is None:
        return False
    part, total = number.amount.quantity, whole.amount.quantity
    return part.unit == total.unit == "count" and part.interval[0] > total.interval[1]


def _appositions(sentence: Sentence, numbers: list[Number], gaps: list[str]) -> None:
    """A total told again by its members: "two people, an officer and a driver, were killed"."""
    for i, whole in enumerate(numbers):
        if whole.part_of is not None or whole.amount is None:
            continue
        quantity = whole.amount.quantity
        count = quantity.best if quantity.best is not None else quantity.low
        if count is None or count < 2:
            continue
        first, gap = _first_member(numbers, gaps, i)
        total, j = 0.0, first
        told = ":" in gap  # behind a colon the members are told, right or wrong
        while j < len(numbers) and (told or total < count):
            if not (_FIRST_LISTED.fullmatch(gap) if j == first else _LISTED.fullmatch(gaps[j - 1])):
                break
            amount = numbers[j].amount
            total += 1.0 if amount is None else (amount.quantity.best or 0.0)
            j += 1
        if j - first > 1 and (total == count or (told and abs(total - count) <= count / 4)):
            for part in numbers[first:j]:
                make_part(sentence, part, whole, "<n>: <n> and <n>")


def _first_member(numbers: list[Number], gaps: list[str], i: int) -> tuple[int, str]:
    """The number behind a total that may be its first member, and what stands between the two.

    An unspoken one before the colon is none: "ten were killed when an aircraft fell: nine men and a boy".
    """
    gap = gaps[i] if i < len(gaps) else ""
    if i + 1 < len(gaps) and numbers[i + 1].implied and ":" not in gap and ":" in gaps[i + 1]:
        return i + 2, gap + "e" + gaps[i + 1]
    return i + 1, gap


def take_over(sentence: Sentence, number: Number, other: Number, name: str) -> None:
    """Let a number have what another was reached by; ``name`` is the rule by which it does."""
    if number.bare and not number.listed:
        return  # "killed 12, General Lisov said": a title in the list is nobody's loss
    number.measure, number.form, number.harm = other.measure, other.form, other.harm
    captives = sentence.kind(number.noun, "harm") if number.noun is not None else None
    if captives is not None and captives.endswith(".captives"):
        number.measure = captives.partition(".")[0]  # "200 dead and 1,100 prisoners"
    number.by, number.negated, number.carried = other.by, other.negated, other
    number.rules.append(name)
