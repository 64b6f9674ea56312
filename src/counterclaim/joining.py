"""How a number is joined to what happened: the rules of the grammar, tried in order on a sentence's letters.

``join()`` tells which number was reached by which word through which rule. Lists, parts and repeats are carried
afterwards (``lists``): "12 soldiers, 3 civilians and a driver were killed" is reached once and told three times.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

from counterclaim.changes import tell_changes
from counterclaim.fitness import STATES
from counterclaim.grammar import Grammar, Rule
from counterclaim.language import Sentence
from counterclaim.lists import (
    OF_BEFORE,
    TOTAL,
    carry,
    carry_cargo,
    make_part,
    says_again,
    take_over,
    tell_asides,
    totals_again,
)
from counterclaim.retellings import tell_kinds_of_dead, tell_on, tell_ratios, tell_with_others
from counterclaim.shapes import PERSONS, Number, Shape, imply
from counterclaim.wholes import tell_wholes


def join(
    sentence: Sentence,
    line: Shape,
    grammar: Grammar,
    before: Number | None = None,
    near: bool = False,
    beside: bool = False,
) -> list[Number]:
    """Let the rules reach the numbers of a sentence, then carry what was reached along lists and parts.

    ``before`` is the last number of the text that was reached: "Among the dead were 12 children" is a part of it;
    ``near`` says that it stands in one of the two sentences before, ``beside`` that it stands in the same paragraph.
    """
    if not _MAY_IMPLY.isdisjoint(line.letters):
        imply(sentence, line, grammar.one, grammar.unnamed)
    if not line.numbers:
        return []
    for number in line.numbers:
        _find_noun(sentence, line, number, grammar)
    _share_nouns(sentence, line)
    tell_ratios(sentence, line)
    at = {number.position: number for number in line.numbers}
    corrected = _corrections(line, grammar, at) if "n" in line.letters else ()
    letters, tokens = line.letters, line.tokens
    forms = sentence.values("form")
    for rule in grammar.reaching.fitting(letters):
        if rule.form and rule.form not in forms:
            continue  # a letter of many words stands for the one it asks for
        pattern = rule.pattern
        position = 0
        while True:
            match = pattern.search(letters, position)
            if match is None:
                break
            where = match.start("q")
            position = match.start() + 1
            if where not in at:
                continue
            number = at[where]
            if rule.strength and number.amount is not None and number.amount.quantity.high == 0:
                continue
            if number.measure is not None or number.aside or (number.implied and not rule.implied):
                continue
            harm = tokens[match.start("m")]
            if not _agrees(sentence, line, number, rule, match, grammar):
                continue
            nobody = (
                number.amount is not None and number.amount.quantity.high == 0
            )  # "никого не осталось" denies nothing
            _reach(sentence, number, rule, harm, not nobody and "n" in letters[match.start() : match.end()])
            number.reach = (tokens[match.start()], tokens[match.end() - 1])
            if rule.by == "right" and _speaks_of_one(sentence, number, harm):
                for other in line.numbers:
                    if where < other.position < match.start("m") and other.implied:
                        other.aside = True
    carry_cargo(sentence, line, grammar)
    tell_asides(line)
    tell_changes(sentence, line)
    first = line.numbers[0] if line.numbers else None
    if first is not None and first.measure is not None and before is not None and near:
        if grammar.of.fullmatch(letters, 0, first.position):
            first.rules.append(OF_BEFORE)  # "Of them 800 were destroyed": told by its own word, theirs in all else
    if first is not None and first.measure is None and before is not None and before.measure is not None:
        if grammar.of.fullmatch(letters, 0, first.position) or _is_of_them(sentence, line, first, before, near):
            make_part(sentence, first, before, OF_BEFORE)
            first.carried, first.part_of, first.by, first.harm = None, None, "of", None
            befell = _befell(sentence, first)
            if befell is not None:
                first.measure = befell
        elif says_again(sentence, line, first, near and beside):
            take_over(sentence, first, before, "<source> says <n>")
            first.carried, first.by, first.harm = None, "of", None
        elif near and before.form in _TOTALLED and totals_again(sentence, line, first, before):
            take_over(sentence, first, before, TOTAL)
            first.carried, first.by, first.harm = None, "of", None
        elif near:
            tell_on(sentence, line, first, before)
    for told, number in itertools.pairwise(line.numbers):
        if number.measure is None and told.measure == "killed":
            tell_on(sentence, line, number, told, told.position + 1)
    if before is not None and near and before.measure == "killed":
        tell_kinds_of_dead(sentence, line, before)
    if len(line.numbers) > 1:
        tell_wholes(sentence, line)
    if "K" in letters:
        for number in line.numbers:
            _tell_among(sentence, line, number)
    carry(sentence, line, grammar)
    for denied, said in corrected:
        if said.measure is None and denied.measure is not None:
            take_over(sentence, said, denied, "not <n> but <n>")
        elif denied.measure is None and said.measure is not None:
            take_over(sentence, denied, said, "not <n> but <n>")
        denied.negated = True
        if denied.noun is None or said.noun is None:  # both count what one of them names
            denied.noun = said.noun = said.noun if denied.noun is None else denied.noun
    tell_with_others(sentence, line.numbers)
    for number in line.numbers:
        if number.measure in ("killed", "losses") and _has_the_wounded(sentence, number):
            number.measure = "casualties"
    return line.numbers


def _has_the_wounded(sentence: Sentence, number: Number) -> bool:
    """Whether a number is told with the wounded in it: "half a million with the wounded"."""
    at = max(number.last, number.noun_end, number.noun if number.noun is not None else -1) + 1
    if sentence.words[at : at + 1] and sentence.words[at] in sentence.small["together"]:
        at += 1
    if at + 1 >= len(sentence.words) or sentence.words[at] not in sentence.small["counted_with"]:
        return False
    at += 1
    at += sentence.words[at] in sentence.small["definite"]
    return at < len(sentence.words) and (sentence.kind(at, "harm") or "").startswith("wounded.")


def _befell(sentence: Sentence, part: Number) -> str | None:
    """What befell those of whom a part is told, where the words in front say it: "Among the dead are 12 children"."""
    for token in range(part.first):
        told = sentence.kind(token, "among") or sentence.kind(token, "harm") or ""
        measure, _, form = told.partition(".")
        if measure and form in ("", "state"):
            return measure
    return None


def _of_others(sentence: Sentence, number: Number) -> bool:
    """Whether a part is one of others than were told before: "40 per cent of those asked"."""
    behind = number.last + 2
    return (
        sentence.kind(number.last + 1, "narrowed") is not None
        and behind < len(sentence.words)
        and sentence.phrases[behind] is None
        and sentence.words[behind][0].isalpha()
    )


def _corrections(line: Shape, grammar: Grammar, at: Mapping[int, Number]) -> list[tuple[Number, Number]]:
    """Numbers denied and said instead: "not 40 but 12". The "not" is taken out of the line: it denies nothing more."""
    found = []
    for match in grammar.instead.finditer(line.letters):
        kind = "" if match["said"] else "_after"
        denied, said = at.get(match.start("denied" + kind)), at.get(match.start("said" + kind))
        if denied is None or said is None or said.amount is None or denied.amount is None:
            continue
        if denied.amount.numeral[0] != denied.first:
            continue  # not only 40 but 12
        place = match.start("not" + kind)
        line.letters = line.letters[:place] + "x" + line.letters[place + 1 :]
        found.append((denied, said))
    return found


_BEHIND_AMONG = re.compile(r"K[BE:]?[xXGgPWut-]{0,3}$")


def _tell_among(sentence: Sentence, line: Shape, number: Number) -> None:
    """A number right behind those of whom it is: "уточнили, что среди погибших двое детей"."""
    if number.measure is not None or number.aside:
        return
    match = _BEHIND_AMONG.search(line.letters, max(0, number.position - 5), number.position)
    told = sentence.kind(line.tokens[match.start()], "among") if match is not None else None
    if told is not None:
        number.measure, number.form, number.by = told, "among", "of"
        number.rules.append("among the <dead> <n>")


def _is_of_them(sentence: Sentence, line: Shape, first: Number, before: Number, near: bool) -> bool:
    """Whether the first number of a sentence is of those told before: "12 of them …", "the mayor was among them"."""
    behind = line.letters[first.position + 1 : first.position + 3]
    if behind.startswith("K") and behind != "KM" and not _of_others(sentence, first):
        return True
    if not first.implied or not near or before.measure not in ("killed", "losses"):
        return False
    return _IS_AMONG.match(line.letters, first.position + 1) is not None


_IS_AMONG = re.compile(r"[xXGUeD']{1,8}(?:u|,u,)?[MH]?BK(?=[,.k]|$)")  # "the mayor was among them"
_TOTALLED = frozenset({"done", "self", "noun", "lose", "state", "suffer"})  # what totals are told of
_MAY_IMPLY = frozenset("eASIN")


def _agrees(
    sentence: Sentence, line: Shape, number: Number, rule: Rule, match: re.Match[str], grammar: Grammar
) -> bool:
    """Whether subject and verb agree, a participle is one, and "'s" belongs to a deed, where the rule asks for it."""
    first, harm = match.end("q"), match.start("m")
    if rule.by == "right" and line.letters[first] == "-" and not rule.dashed:
        if sentence.starts[line.tokens[first]] != sentence.ends[number.last]:
            return False  # "kills three - operational command": a dash, not a hyphen
    if sentence.kind(number.last, "alone") is not None:
        told = line.tokens[harm]
        if rule.by == "own" or (line.letters[harm] == "J" and sentence.phrases[told - 1] is None):
            return False  # "nobody counted the wounded"
    if rule.form and sentence.kind(line.tokens[harm], "form") != rule.form:
        return False
    if rule.form == "deed" and sentence.words[line.tokens[harm - 1]] not in ("'s", "'"):
        return False
    if rule.noun and not _counts_these(sentence, number, rule):
        return False
    if line.letters[harm] == "S" and "J" in line.letters[first:harm]:
        if (sentence.kind(line.tokens[harm], "harm") or "").partition(".")[0] in STATES:
            return False  # "300 wounded passed through the clinics" are wounded, and no force
    if rule.bulletin and line.letters[harm] == "v" and not _is_listed(sentence, line, number, grammar):
        return False
    dashed = line.letters[number.position - 1] == "-" and rule.means == "strength.have"
    if line.letters[harm] == "U" and (dashed or rule.bulletin):
        if any(n.measure and n.position < harm for n in line.numbers):
            return False  # "lost 240 men, in the area of the group “West” – 230": neither a list nor what a group has
    if rule.bulletin and any(
        sentence.kind(token, "form") in _TELLING for token in range(line.tokens[harm] + 1, number.first)
    ):
        return False  # "officials said: 14 soldiers"
    if rule.by == "own" and line.letters[harm] == "I" and not sentence.words[line.tokens[harm]].endswith(" of"):
        return False
    if rule.ending:
        if not sentence.words[line.tokens[match.start("i")]].endswith(rule.ending):
            return False
        if any(n.amount is not None and first <= n.position < harm for n in line.numbers):
            return False
    if number.implied and rule.by == "right" and line.letters[number.position - 1 : number.position] != "c":
        return not any(
            line.letters[at] == "B" and sentence.words[line.tokens[at]] in sentence.small["plural"]
            for at in range(first, harm)
        )
    return True


def _is_listed(sentence: Sentence, line: Shape, number: Number, grammar: Grammar) -> bool:
    """Whether a number under "lists" has no word of its own: not "gives 60 guns and 18 lorries lost"."""
    if number.noun is None or (sentence.kind(number.noun, "harm") or "").endswith(".captives"):
        return False
    after = next((n for n in line.numbers if n.position > number.position), None)
    if after is None or after.measure is None or after.by != "right":
        return True
    return grammar.follows.fullmatch(line.letters, number.position + 1, after.position) is None


def _counts_these(sentence: Sentence, number: Number, rule: Rule) -> bool:
    """Whether a number counts what the rule asks for; "men" do for soldiers, and nothing named for the fallen."""
    if number.noun is None:
        return rule.form == "fell" and not number.unknown
    if rule.form == "arrive":
        return sentence.kind(number.noun, "own") is not None  # gunmen who arrive are no reinforcement
    if sentence.kind(number.noun, "object") in rule.noun:
        return True
    if rule.name == "<hold> <n> <object>" and sentence.kind(number.noun, "side") is not None:
        return True  # "says it holds 240 Russians"
    return "personnel" in rule.noun and (
        sentence.kind(number.noun, "men") == "men"
        or (rule.form == "fell" and sentence.kind(number.noun, "unit") is not None)
    )


_TELLING = frozenset({"tells", "admit", "lists", "claims"})
_NOUNS = re.compile(r"[OeUf]+")


def _speaks_of_one(sentence: Sentence, number: Number, harm: int) -> bool:
    """Whether the verb is singular, so that all that stands before it is one person: "Mrere, the chief, was killed"."""
    amount = number.amount
    if amount is not None and amount.quantity.low != 1.0:
        return False
    return any(sentence.words[t] in sentence.small["singular"] for t in range(number.last + 1, harm))


_UNKNOWN = re.compile(r"(?:o[DPW]?)?[xX]")


def _counts_events(sentence: Sentence, number: Number) -> bool:
    """Whether a number counts attacks and the like, and nobody: "three explosions rocked the town"."""
    if number.amount is None:
        return False
    for token in range(number.last + 1, min(number.last + 3, len(sentence.words))):
        if sentence.kind(token, "form") == "event":
            return sentence.words[token].endswith("s")
        if sentence.phrases[token] is not None or not sentence.words[token].isalpha():
            return False
    return False


def _find_noun(sentence: Sentence, line: Shape, number: Number, grammar: Grammar) -> None:
    unknown = _UNKNOWN.match(line.letters, number.position + 1) if number.noun is None else None
    if unknown is not None and sentence.words[line.tokens[unknown.end() - 1]] not in sentence.small["adverbs"]:
        number.unknown = True
    if _counts_events(sentence, number):
        number.aside = True
        return
    match = grammar.noun.match(line.letters, number.position)
    if match is None:
        return
    last = match.end() - 1
    while last > number.position and line.letters[last] in "DzPWoTy":
        last -= 1
    number.noun_end = max(number.noun_end, line.tokens[last])
    if number.noun is None:
        # the first run of nouns is the head; what follows "and" or "of" only describes it
        run = _NOUNS.search(line.letters, number.position + 1, match.end())
        if run is not None:
            number.noun, number.unknown = line.tokens[run.end() - 1], False
            if grammar.unnamed is None and _owns(sentence, number.noun, line.tokens[run.start()]):
                number.noun = line.tokens[run.start()]  # "12 танков боевиков": theirs, not they
        elif not number.implied and not number.unknown:
            number.noun = _noun_ahead(sentence, line, number)


def _noun_ahead(sentence: Sentence, line: Shape, number: Number) -> int | None:
    """The noun that stands before the verb, in the genitive: "танков осталось восемь"; its token."""
    endings = sentence.small["no_genitive"]
    ahead = _NOUN_AHEAD.search(line.letters, 0, number.position) if endings else None
    if ahead is None:
        return None
    token = line.tokens[ahead.start("noun")]
    return None if sentence.words[token].endswith(tuple(endings)) else token


_NOUN_AHEAD = re.compile(r"(?:^|[,.:])[xXGPW]{0,2}(?P<noun>O)[xtYP]{0,3}[SA][xt]?$")  # "танков осталось восемь"


def _owns(sentence: Sentence, last: int, first: int) -> bool:
    """Whether the last of several nouns is whose the first are: the tanks of fighters, the soldiers of a battalion."""
    counted, owner = sentence.kind(first, "object"), sentence.kind(last, "object")
    if owner is None:
        return counted is not None and sentence.kind(last, "unit") is not None
    in_a_unit = first != last and sentence.kind(first, "unit") is not None
    return owner in PERSONS and (counted not in {None, *PERSONS} or in_a_unit)


_COUNTED = re.compile(r"[xXGgUeO]{0,3}[JN]")
_OUT_OF = re.compile(r"o[DPWU]{0,4}")
_SHARE_OF = re.compile(r"o?[DPWU]{0,4}")
_OPENING_OF = re.compile(r"o[DPWz]{0,2}")


def _is_out_of(sentence: Sentence, line: Shape, number: Number, base: Number) -> bool:
    """Whether a preposition with many meanings says here what a number is out of: "28 з 74 безпілотників"."""
    at = number.position + 1
    return base.position == at + 1 and sentence.kind(line.tokens[at], "outof") is not None


def _is_out_of_these(line: Shape, number: Number, base: Number) -> bool:
    """Whether "of these" between two numbers leads the whole of the first: "twelve of these sixty soldiers"."""
    if line.letters[number.position + 1 : base.position] != "K" or base.noun is None:
        return False
    one, whole = (each.amount.quantity.best if each.amount is not None else None for each in (number, base))
    return one is not None and whole is not None and one < whole


def _share_nouns(sentence: Sentence, line: Shape) -> None:
    """ "47 of 62 drones": the first counts what the second does, and the second is only what it is out of."""
    for number, base in itertools.pairwise(line.numbers):
        share = number.amount is not None and number.amount.quantity.unit == "share"
        between = _SHARE_OF if share else _OUT_OF
        if base.implied:
            continue
        if (
            between.fullmatch(line.letters, number.position + 1, base.position)
            or (not share and _is_out_of(sentence, line, number, base))
            or _is_out_of_these(line, number, base)
        ):
            number.noun, number.noun_end, number.unknown = base.noun, base.noun_end, base.unknown
            if _COUNTED.match(line.letters, base.position + 1):
                number.out_of = base  # "123 of the 255 dead": the whole is told too
            else:
                base.aside = True
                line.letters = line.letters[: base.position] + "u" + line.letters[base.position + 1 :]
    if line.numbers and _OPENING_OF.fullmatch(line.letters, 0, line.numbers[0].position):
        line.numbers[0].base = True
    both = sentence.small["both"]
    line.numbers = [n for n in line.numbers if n.noun is not None or sentence.words[n.first] not in both]


_PAIR = frozenset({"killed", "wounded"})


def _with_its_pair(sentence: Sentence, harm: int, measure: str) -> str:
    """ "died or were put out of action by wounds": one number of both, so casualties."""
    at = harm + 1
    if measure not in _PAIR or at >= len(sentence.words) or sentence.kind(at, "form") != "and":
        return measure
    at += 1
    while at < len(sentence.words) and sentence.kind(at, "form") in ("be", "modal"):
        at += 1
    other = sentence.kind(at, "harm") if at < len(sentence.words) else None
    if (
        other is None
        or other.partition(".")[0] not in _PAIR - {measure}
        or (
            at + 1 < len(sentence.words)
            and (sentence.tags[at + 1] in "dnvk" or sentence.kind(at + 1, "form") in ("article", "other", "its"))
        )
    ):
        return measure  # "killed 12 and wounded 30": each has its own
    return "casualties"


def _reach(sentence: Sentence, number: Number, rule: Rule, harm: int, negated: bool) -> None:
    value = rule.means or sentence.kind(harm, "harm")
    if value:
        measure, form = value.split(".")
    elif rule.bulletin:
        measure, form = "", "bulletin"
    else:
        return
    held = sentence.kind(number.noun, "harm") or "" if number.noun is not None else ""
    if measure == "remaining" and held.endswith(".captives"):
        measure, form = held.split(".")  # "в Газе остаются 73 заложника": held, not left over
    number.measure, number.form, number.harm = _with_its_pair(sentence, harm, measure), form, harm
    number.by, number.negated = rule.by, negated
    number.rules.append(rule.name)
