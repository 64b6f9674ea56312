"""How a language joins a number to what happened: a sentence as a line of letters, and rules over the letters.

``shape()`` writes one letter per token (the letters are explained in ``languages/en/grammar.toml``), the rules of the
pack are regular expressions over them, and ``join()`` returns which number was reached by which word through which
rule. Lists, parts and repeats are carried afterwards: "12 soldiers, 3 civilians and a driver were killed" is reached
once and told three times.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from counterclaim.language import Sentence
from counterclaim.model import VocabularyError
from counterclaim.shapes import PERSONS, Shape, imply
from counterclaim.shapes import Number as Number
from counterclaim.shapes import shape as shape
from counterclaim.tables import PACKAGE, read_tables


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a grammar: its name shows its shape, its pattern reads it."""

    name: str
    by: str  # right, left or own: from where the number is reached
    pattern: re.Pattern[str]
    needs: str
    implied: bool
    strength: bool
    bulletin: bool
    form: str  # which kind of word the one must be that tells what happened, where its letter does not say it
    means: str  # what such a word means, measure and form, where it is no word of harm by itself
    noun: frozenset[str]  # what the number must count, where the word alone does not tell
    ending: str  # how the word ends that the pattern calls "i": a participle
    example: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """A pack's rules, compiled."""

    rules: tuple[Rule, ...]
    noun: re.Pattern[str]
    follows: re.Pattern[str]
    part: re.Pattern[str]
    again: re.Pattern[str]
    of: re.Pattern[str]
    line: re.Pattern[str]
    those: re.Pattern[str]
    says: re.Pattern[str]
    gapped: re.Pattern[str]
    instead: re.Pattern[str]
    one: re.Pattern[str]  # an unspoken one by its noun
    cargo: Mapping[str, str]  # numbers that stand for the dead and the wounded behind another number
    unnamed: re.Pattern[str] | None  # an unspoken one by name alone; a language without articles has none


_NEVER = "(?!)"


@lru_cache(maxsize=8)
def load_grammar(code: str) -> Grammar:
    """Compile ``languages/<code>/grammar.toml``, or that of the pack it says it is like; cached."""
    tables = read_tables(PACKAGE / "languages" / code / "grammar.toml")
    if "like" in tables:
        return load_grammar(tables["like"]["pack"])
    macros: dict[str, str] = {}

    def expand(pattern: str) -> str:
        for name, value in macros.items():
            pattern = pattern.replace("{" + name + "}", value)
        return pattern

    for name, value in tables["macro"].items():
        macros[name] = expand(value)
    rules = []
    for row in tables["rule"]:
        try:
            pattern = re.compile(expand(row["pattern"]))
        except re.error as error:
            raise VocabularyError(f"languages/{code}/grammar.toml: rule '{row['name']}': {error}") from error
        letters = re.search(r"\(\?P<m>\[?([A-Za-z]+)\]?\)", row["pattern"])
        rules.append(
            Rule(
                row["name"],
                row["by"],
                pattern,
                letters[1] if letters else "",
                bool(row.get("implied", False)),
                bool(row.get("strength", False)),
                bool(row.get("bulletin", False)),
                row.get("form", ""),
                row.get("means", ""),
                frozenset(row.get("noun", ())),
                row.get("ending", ""),
                row["example"],
            )
        )
    implied = tables.get("implied", {})
    return Grammar(
        tuple(rules),
        re.compile(expand("Q" + macros["np"])),
        re.compile(expand(tables["list"]["follows"])),
        re.compile(expand(tables["list"]["part"])),
        re.compile(expand(tables["list"]["again"])),
        re.compile(expand(tables["list"]["of"])),
        re.compile(expand(tables["list"]["line"])),
        re.compile(expand(tables["list"]["those"])),
        re.compile(expand(tables["list"]["says"])),
        re.compile(expand(tables["list"]["gapped"])),
        re.compile(expand(tables["list"]["instead"])),
        re.compile(implied.get("one", _NEVER)),
        {word: measure for measure, words in tables.get("cargo", {}).items() for word in words},
        re.compile(implied["unnamed"]) if "unnamed" in implied else None,
    )


def join(sentence: Sentence, line: Shape, grammar: Grammar, before: Number | None = None) -> list[Number]:
    """Let the rules reach the numbers of a sentence, then carry what was reached along lists and parts.

    ``before`` is the last number of the text that was reached: "Among the dead were 12 children" is a part of it.
    """
    if not _MAY_IMPLY.isdisjoint(line.letters):
        imply(sentence, line, grammar.one, grammar.unnamed)
    if not line.numbers:
        return []
    for number in line.numbers:
        _find_noun(sentence, line, number, grammar)
    _share_nouns(sentence, line)
    at = {number.position: number for number in line.numbers}
    corrected = _corrections(line, grammar, at) if "n" in line.letters else ()
    letters, tokens = line.letters, line.tokens
    present = set(letters)
    for rule in grammar.rules:
        if rule.needs and not present.intersection(rule.needs):
            continue
        position = 0
        while True:
            match = rule.pattern.search(letters, position)
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
            if not _agrees(sentence, line, number, rule, match):
                continue
            _reach(sentence, number, rule, harm, "n" in letters[match.start() : match.end()])
            number.reach = (tokens[match.start()], tokens[match.end() - 1])
            if rule.by == "right" and _speaks_of_one(sentence, number, harm):
                for other in line.numbers:
                    if where < other.position < match.start("m") and other.implied:
                        other.aside = True
    _carry_cargo(sentence, line, grammar)
    _tell_asides(line)
    first = line.numbers[0] if line.numbers else None
    if first is not None and first.measure is None and before is not None and before.measure is not None:
        if grammar.of.fullmatch(letters, 0, first.position) or (
            letters[first.position + 1 : first.position + 2] == "K"
            and letters[first.position + 2 : first.position + 3] != "M"
        ):
            _make_part(sentence, first, before, "of the <object>, <n>")
            first.carried, first.part_of, first.by, first.harm = None, None, "of", None
        elif _says_again(sentence, line, first):
            _copy(sentence, first, before, "<source> says <n>")
            first.carried, first.by, first.harm = None, "of", None
    _carry(sentence, line, grammar)
    for denied, said in corrected:
        if said.measure is None and denied.measure is not None:
            _copy(sentence, said, denied, "not <n> but <n>")
        elif denied.measure is None and said.measure is not None:
            _copy(sentence, denied, said, "not <n> but <n>")
        denied.negated = True
        if denied.noun is None or said.noun is None:  # both count what one of them names
            denied.noun = said.noun = said.noun if denied.noun is None else denied.noun
    return line.numbers


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


_MAY_IMPLY = frozenset("eASIN")
_PLURAL = frozenset({"were", "are", "have been"})


def _agrees(sentence: Sentence, line: Shape, number: Number, rule: Rule, match: re.Match[str]) -> bool:
    """Whether subject and verb agree, a participle is one, and "'s" belongs to a deed, where the rule asks for it."""
    first, harm = match.end("q"), match.start("m")
    if rule.by == "right" and line.letters[first] == "-":
        if sentence.starts[line.tokens[first]] != sentence.ends[number.last]:
            return False  # "kills three - operational command": a dash, not a hyphen
    if rule.form and sentence.kind(line.tokens[harm], "form") != rule.form:
        return False
    if rule.form == "deed" and sentence.words[line.tokens[harm - 1]] not in ("'s", "'"):
        return False
    if rule.noun and not _counts_these(sentence, number, rule):
        return False
    if rule.bulletin and line.letters[harm] == "v" and number.noun is None:
        return False  # "the group counts 1,054": of what was told before
    if rule.by == "own" and line.letters[harm] == "I" and not sentence.words[line.tokens[harm]].endswith(" of"):
        return False
    if rule.ending:
        if not sentence.words[line.tokens[match.start("i")]].endswith(rule.ending):
            return False
        if any(n.amount is not None and first <= n.position < harm for n in line.numbers):
            return False
    if number.implied and rule.by == "right" and line.letters[number.position - 1 : number.position] != "c":
        return not any(
            line.letters[at] == "B" and sentence.words[line.tokens[at]] in _PLURAL for at in range(first, harm)
        )
    return True


def _counts_these(sentence: Sentence, number: Number, rule: Rule) -> bool:
    """Whether a number counts what the rule asks for; "men" do for soldiers, and nothing named for the fallen."""
    if number.noun is None:
        return rule.form == "fell" and not number.unknown
    if sentence.kind(number.noun, "object") in rule.noun:
        return True
    return "personnel" in rule.noun and (
        sentence.kind(number.noun, "men") == "men"
        or (rule.form == "fell" and sentence.kind(number.noun, "unit") is not None)
    )


_NOUNS = re.compile(r"[OeUf]+")
_SINGULAR = frozenset({"was", "is", "has been", "has"})


def _speaks_of_one(sentence: Sentence, number: Number, harm: int) -> bool:
    """Whether the verb is singular, so that all that stands before it is one person: "Mrere, the chief, was killed"."""
    amount = number.amount
    if amount is not None and amount.quantity.low != 1.0:
        return False
    return any(sentence.words[t] in _SINGULAR for t in range(number.last + 1, harm))


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
    if number.noun is None and _UNKNOWN.match(line.letters, number.position + 1):
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


_COUNTED = re.compile(r"[xXGgUeO]{0,3}[JN]")
_OUT_OF = re.compile(r"o[DPWU]{0,4}")
_SHARE_OF = re.compile(r"o?[DPWU]{0,4}")
_OPENING_OF = re.compile(r"o[DPWz]{0,2}")


def _share_nouns(sentence: Sentence, line: Shape) -> None:
    """ "47 of 62 drones": the first counts what the second does, and the second is only what it is out of."""
    for number, base in itertools.pairwise(line.numbers):
        share = number.amount is not None and number.amount.quantity.unit == "share"
        between = _SHARE_OF if share else _OUT_OF
        if between.fullmatch(line.letters, number.position + 1, base.position) and not base.implied:
            number.noun, number.noun_end, number.unknown = base.noun, base.noun_end, base.unknown
            if _COUNTED.match(line.letters, base.position + 1):
                number.out_of = base  # "123 of the 255 dead": the whole is told too
            else:
                base.aside = True
                line.letters = line.letters[: base.position] + "u" + line.letters[base.position + 1 :]
    if line.numbers and _OPENING_OF.fullmatch(line.letters, 0, line.numbers[0].position):
        line.numbers[0].base = True
    line.numbers = [n for n in line.numbers if n.noun is not None or sentence.words[n.first] != "both"]


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
    number.measure, number.form, number.harm = _with_its_pair(sentence, harm, measure), form, harm
    number.by, number.negated = rule.by, negated
    number.rules.append(rule.name)


_CARGO = re.compile(r"[-GgUOe]{0,4}")


def _carry_cargo(sentence: Sentence, line: Shape, grammar: Grammar) -> None:
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


def _in_brackets(line: Shape, number: Number, before: Number, gap: str) -> bool:
    """Whether a bare figure in brackets is the day's own, behind the total of a bulletin: "790 (6)"."""
    closed = line.letters[number.position + 1 : number.position + 2] == ")"
    return gap == "(" and closed and before.form == "bulletin"


def _among_them(sentence: Sentence, line: Shape, number: Number, grammar: Grammar) -> bool:
    """Whether "among them" stands behind a part: "63 were killed, a governor among them"."""
    match = grammar.noun.match(line.letters, number.position)
    at = match.end() if match is not None else number.position + 1
    if line.letters[at : at + 1] != "K" or line.letters[at + 1 : at + 2] not in ("", ",", ".", "k", ")", "-"):
        return False
    return sentence.words[line.tokens[at]].startswith("among")


def _of_whom(sentence: Sentence, line: Shape, whole: Number, part: Number) -> bool:
    """Whether the part has a clause of its own: "launched 71 drones, of which 58 were shot down"."""
    between = range(whole.position + 1, min(part.position + 2, len(line.tokens)))
    return any(line.letters[at] == "K" and sentence.words[line.tokens[at]].startswith("of ") for at in between)


# Between a name and who it is: a comma alone, and the second must not be followed by "and".
_SAME = re.compile(r"(?:[xXGUeO]|\([^)]*\)|o[DPW]?){0,8},")


def _tell_asides(line: Shape) -> None:
    """Who an implied one is, told behind it: "killed Said Karim, a former councillor, in Capiton"."""
    for i, (number, after) in enumerate(zip(line.numbers, line.numbers[1:], strict=False)):
        if number.measure is None or not (number.implied and after.implied) or after.measure is not None:
            continue
        if not _SAME.fullmatch(line.letters, number.position + 1, after.position):
            continue
        following = line.numbers[i + 2].position if i + 2 < len(line.numbers) else len(line.letters)
        if "c" not in line.letters[after.position : following + 1]:
            after.aside = True


# What may stand between the members of an apposition: their own noun phrases and a comma, a colon, "and" or a dash.
_FIRST_LISTED = re.compile(r"[^Q;.k]{0,16}(?:,|:|-|\()[DPWzx]{0,3}")
_LISTED = re.compile(r"[^QASLIN;.]{0,12}(?:,c?|c|:|-|\()[DPWzx]{0,3}")


def _carry(sentence: Sentence, line: Shape, grammar: Grammar) -> None:
    """Give every number of a list, and every part of a total, the word that reached its neighbour."""
    numbers = [number for number in line.numbers if not number.aside]
    gaps: list[str] = []
    for one, two in itertools.pairwise(numbers):
        gaps.append(line.letters[one.position + 1 : two.position])

    def follow(i: int) -> bool:
        """Whether number ``i`` stands in one list with the one before it; an unspoken one needs an "and" as well."""
        if numbers[i - 1].base or not grammar.follows.fullmatch(gaps[i - 1]):
            return False
        if numbers[i].unknown and numbers[i - 1].by == "own" and numbers[i - 1].noun is None:
            return False  # "four murders, nine cases of torture"
        if not numbers[i].implied or "c" in gaps[i - 1]:
            return True
        if _in_headline(line, numbers[i]):
            return True
        if i >= len(gaps) or grammar.follows.fullmatch(gaps[i]) is None:
            return False
        return "c" in gaps[i] or _is_bare_thing(sentence, numbers[i])

    for number in numbers:
        if number.out_of is not None and number.out_of.measure is not None:
            _make_part(sentence, number, number.out_of, "<n> of <n>")
    for i in range(1, len(numbers)):
        number, before = numbers[i], numbers[i - 1]
        if line.letters[number.position + 1 : number.position + 2] == "K" and "," in gaps[i - 1]:
            _make_part(sentence, number, before, "<n> of them")
        elif "," in gaps[i - 1] and _among_them(sentence, line, number, grammar):
            _make_part(sentence, number, before.part_of or before, "<n> among them")
        elif grammar.part.fullmatch(gaps[i - 1]):
            _make_part(sentence, number, before, "<n>, including <n>")
        elif before.part_of is not None and _LISTED.fullmatch(gaps[i - 1]) and _still_inside(line, number, gaps[i - 1]):
            _make_part(sentence, number, before.part_of, "<n>, including <n>")
        elif number.measure is None and before.measure is not None and before.by != "right":
            if follow(i):
                _copy(sentence, number, before, "<n> and <n>")
    _appositions(sentence, numbers, gaps)
    for part in numbers:
        whole = part.part_of
        if whole is not None and whole.measure is None and part.by == "right" and part.carried is None:
            if part.measure is not None and not _of_whom(sentence, line, whole, part):
                _copy(sentence, whole, part, "<n>, including <n>")
    for i in range(len(numbers) - 2, -1, -1):
        number, after = numbers[i], numbers[i + 1]
        if number.measure is None and after.measure is not None and after.by == "right" and after.part_of is not number:
            listed = (
                line.letters[number.position - 1 : number.position] == "c"
                or "c" in gaps[i]
                or (i + 1 < len(gaps) and "c" in gaps[i + 1])
                or not number.implied
            )
            if listed and follow(i + 1):
                _copy(sentence, number, after, "<n> and <n>")
                if number.part_of is not None and number.part_of.measure is None:
                    _copy(sentence, number.part_of, after, "<n> and <n>")
    for i in range(1, len(numbers)):
        number, before = numbers[i], numbers[i - 1]
        if (
            number.measure is None
            and before.measure is not None
            and (gaps[i - 1].endswith("(+") or _in_brackets(line, number, before, gaps[i - 1]))
        ):
            _copy(sentence, number, before, "<n> (+<n>)")
            number.noun, number.increment = before.noun, True
        elif number.measure is None and before.measure is not None and _CHANGE.search(gaps[i - 1]):
            _copy(sentence, number, before, "from <n> to <n>")
        elif number.measure is None and before.measure is not None and before.by == "right":
            letter_after = line.letters[number.position + 1 : number.position + 2]
            share = number.amount is not None and number.amount.quantity.unit == "share"
            formation = (
                before.noun is not None and sentence.kind(before.noun, "unit") is not None and "," in gaps[i - 1]
            )
            ends = letter_after in ("", ",", ".", ")", ";")
            if (formation or (share and ends)) and _TOLD_AGAIN.search(gaps[i - 1]):
                _copy(sentence, number, before, "<n>, <share>" if share else "<n> <unit>, <n> <object>")
                number.noun = before.noun if number.noun is None else number.noun
                continue
            besides = sentence.kind(number.first - 1, "form") == "besides"
            if (besides or letter_after in ("i", "a")) and grammar.again.fullmatch(gaps[i - 1]):
                _copy(sentence, number, before, "<n> and <n>")
    for i in range(1, len(numbers)):
        number, before = numbers[i], numbers[i - 1]
        if number.measure is None and before.measure is not None and follow(i):
            _copy(sentence, number, before, "<n> and <n>")
    for i in range(1, len(numbers)):
        _elide(sentence, line, grammar, numbers[i], numbers[i - 1], gaps[i - 1])


def _is_bare_thing(sentence: Sentence, number: Number) -> bool:
    """Whether an implied one is a thing told without an article amid a list: "40 военнослужащих, танк, две машины"."""
    if number.noun is None or number.noun != number.first:
        return False
    return sentence.kind(number.noun, "object") not in (None, *PERSONS)


def _elide(sentence: Sentence, line: Shape, grammar: Grammar, number: Number, before: Number, gap: str) -> None:
    """Give a bare number the word of the one before it: "not 40 but 12 died", "it lost 90 men, the enemy 400"."""
    if before.measure is None and number.measure is not None and gap == "k":
        if line.letters[before.position - 1 : before.position] == "n" and not before.implied:
            _copy(sentence, before, number, "not <n> but <n>")
            before.negated, before.noun = True, before.noun or number.noun
        return
    if number.measure is not None or before.measure is None or number.implied or number.unknown:
        return
    if number.noun is not None or not _ENDS.match(line.letters, number.position + 1):
        return
    if number.amount is None or number.amount.quantity.unit != "count":
        return
    for name, pattern in (("<those> … <n>", grammar.those), ("<source> says <n>", grammar.says)):
        if pattern.search(gap) and (gap[-1] not in "xq" or _tells(sentence, number)):
            _copy(sentence, number, before, name)
            return
    if before.by == "left" and before.form in ("lose", "suffer", "have") and grammar.gapped.fullmatch(gap):
        _copy(sentence, number, before, "<lost> <n>, <side> <n>")


def _says_again(sentence: Sentence, line: Shape, first: Number) -> bool:
    """Whether a sentence tells another figure of what the one before told: "Relatives speak of more than 80." """
    amount = first.amount
    if amount is None or first.noun is not None or first.unknown or amount.quantity.unit != "count":
        return False
    if amount.quantity.high == 1 or not _ENDS.match(line.letters, first.position + 1):
        return False
    return not re.search("[QASLNJ]", line.letters[: first.position]) and _tells(sentence, first)


def _tells(sentence: Sentence, number: Number) -> bool:
    """Whether a word of telling stands before a number: "the rebels spoke of 85", "says that 40"."""
    at = number.first - 1
    if sentence.kind(at, "form") == "relative":
        at -= 1
    return at >= 0 and sentence.kind(at, "form") in ("tells", "admit", "lists", "claims")


_ENDS = re.compile(r"[,.;k)i]|$")


_ENDS_LIST = re.compile(r"[A(-]|[iB][^,]|$")


def _in_headline(line: Shape, number: Number) -> bool:
    """Whether a bare one behind a comma ends a headline's list: "kills three civilians, soldier"."""
    if number.bare and line.letters[number.position - 1] == "," and _ENDS_LIST.match(line.letters, number.position + 1):
        number.listed = True
    return number.listed


_CHANGE = re.compile(r"^>$|Ri$")  # "from 40 to 45"; "at 44, up from 31"
_TOLD_AGAIN = re.compile(r"(?:,c?|\(|-)$")  # "215,000 were killed, nearly 90 per cent"


def _still_inside(line: Shape, number: Number, gap: str) -> bool:
    """Whether ", and <n>" still belongs to an "including …", which then closes with a comma behind it."""
    if ",c" not in gap:
        return True
    rest = line.letters[number.position + 1 :]
    closed = re.match(r"[^QASLIN,;.]*,", rest)
    return closed is not None


def _make_part(sentence: Sentence, number: Number, whole: Number, name: str) -> None:
    """Tell a number as a part of a total; a part takes the total's measure unless it has its own."""
    number.part_of = whole
    if number.measure is None and whole.measure is not None:
        _copy(sentence, number, whole, name)
    else:
        number.rules.append(name)


def _appositions(sentence: Sentence, numbers: list[Number], gaps: list[str]) -> None:
    """A total told again by its members: "two people, an officer and a driver, were killed"."""
    for i, whole in enumerate(numbers):
        if whole.part_of is not None or whole.amount is None:
            continue
        quantity = whole.amount.quantity
        count = quantity.best if quantity.best is not None else quantity.low
        if count is None or count < 2:
            continue
        total, j = 0.0, i + 1
        while j < len(numbers) and total < count and (_FIRST_LISTED if j == i + 1 else _LISTED).fullmatch(gaps[j - 1]):
            amount = numbers[j].amount
            total += 1.0 if amount is None else (amount.quantity.best or 0.0)
            j += 1
        if total == count and j - i > 2:
            for part in numbers[i + 1 : j]:
                _make_part(sentence, part, whole, "<n>: <n> and <n>")


def _copy(sentence: Sentence, number: Number, other: Number, name: str) -> None:
    if number.bare and not number.listed:
        return  # "killed 12, General Lisov said": a title in the list is nobody's loss
    number.measure, number.form, number.harm = other.measure, other.form, other.harm
    captives = sentence.kind(number.noun, "harm") if number.noun is not None else None
    if captives is not None and captives.endswith(".captives"):
        number.measure = captives.partition(".")[0]  # "200 dead and 1,100 prisoners"
    number.by, number.negated, number.carried = other.by, other.negated, other
    number.rules.append(name)
