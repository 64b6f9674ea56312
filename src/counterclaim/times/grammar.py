"""How times are said in a language: ``grammar_times.toml`` of a pack, compiled.

Every word of a sentence becomes one letter that stands for all the classes the word is in; a rule is a regular
expression over such letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from counterclaim.language import Language, fold, load_language
from counterclaim.model import VocabularyError
from counterclaim.packs import grammar_tables, kept
from counterclaim.patterns import Packed, packed, unpacked
from counterclaim.sieves import Sieve
from counterclaim.times.occasions import Occasions, named_events, occasions_of, occasions_source


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the grammar; its name shows its shape."""

    name: str
    means: str
    pattern: re.Pattern[str]  # over letters
    needs: tuple[frozenset[str], ...]  # of each of these a sentence must have a letter; the fewest letters first


@dataclass(slots=True)
class TimeGrammar:
    """A pack's grammar of times, compiled: words to letters, and rules over letters by stage."""

    letters: dict[str, str]
    numerals: dict[str, str]
    classes: dict[str, frozenset[str]]  # letter → the classes it stands for
    values: Mapping[str, Mapping[str, str]]
    stages: dict[str, Sieve[Rule]]
    triggers: frozenset[str]
    occasions: Occasions
    months: Mapping[str, int] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()

    def value(self, kind: str, word: str) -> str | None:
        """What a word means in a class ("early" in PART), or ``None``."""
        return self.values.get(kind, {}).get(word)

    def letter(self, word: str) -> str:
        """The letter of a word: its own, that of its kind of numeral, or a dot."""
        known = self.letters.get(word)
        if known is not None:
            return known
        return self.numerals[numeral(word)] if word[0].isdecimal() else "."

    def has(self, letter: str, kind: str) -> bool:
        """Whether a letter stands for a class."""
        return kind in self.classes.get(letter, frozenset())


_NUMERALS: Mapping[str, frozenset[str]] = {
    "MM": frozenset({"MM", "DAY", "COUNT", "YY"}),
    "DAY": frozenset({"DAY", "COUNT", "YY"}),
    "00": frozenset({"YY"}),
    "MM0": frozenset({"MM", "DAY", "YY"}),
    "TH": frozenset({"DAY"}),
    "YY": frozenset({"YY", "COUNT"}),
    "YEAR": frozenset({"YEAR", "COUNT"}),
    "DATE": frozenset({"DATE"}),
    "COUNT": frozenset({"COUNT"}),
    "": frozenset(),
}
DATE = re.compile(r"(\d{1,2})[.,](\d{1,2})[.,](\d{4}|\d{2})$")


@lru_cache(maxsize=4096)
def numeral(word: str) -> str:
    """The kind of numeral a word that begins with a digit is: a day, a month, a year, a count, a whole date."""
    if word.isdecimal():
        number = int(word) if len(word) <= 4 else 0
        if len(word) <= 2:
            if word[0] == "0" and len(word) == 2:
                return "MM0" if number else "00"
            return "MM" if 1 <= number <= 12 else "DAY" if number <= 31 else "YY"
        if len(word) == 4 and 1900 <= number <= 2100:
            return "YEAR"
        return "COUNT" if len(word) <= 4 else ""
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", word):
        return "TH" if 1 <= int(word[:-2]) <= 31 else ""
    return "DATE" if DATE.match(word) else ""


# Classes of which a word must stand in a sentence that names a time.
_HEADS = ("UNIT", "SEASON", "MONTH", "WEEKDAY", "STRIFE", "FRAME", "OFF", "RATE")

_TERM = re.compile(r"(?:([a-z]\w*):)?(\([^)]*\)|[A-Z]+|[^\W\d_A-Z]+(?:'[^\W\d_A-Z]+)?|'s|[^\s\w])(\?)?")


@lru_cache(maxsize=4)
def load_times(code: str, meanings: frozenset[str]) -> TimeGrammar:
    """The grammar of times of the pack ``code``, compiled; ``VocabularyError`` where a rule cannot be read."""
    language = load_language(code)
    tables = kept(language, "times", ("times/grammar.py", "packs.py", "patterns.py"), lambda: _compiled(language))
    letters, numerals, classes, values, rules, triggers, months, ambiguous = tables
    stages = {
        stage: [Rule(name, means, unpacked(pattern), needs) for name, means, pattern, needs in rows]
        for stage, rows in rules.items()
    }
    unknown = [rule.means for stage in stages.values() for rule in stage if rule.means not in meanings]
    if unknown:
        raise VocabularyError(f"languages/{code}/grammar_times.toml: no meaning {unknown[0]!r}")
    common = frozenset(values["DETERMINER"])
    makers = ("times/occasions.py", "times/grammar.py", "packs.py", "record/events.toml")
    events = kept(language, "events", makers, lambda: named_events(occasions_source(), code, values["STRIFE"], common))
    occasions = occasions_of(*events)
    sieves = {stage: Sieve((rule, rule.needs) for rule in found) for stage, found in stages.items()}
    return TimeGrammar(letters, numerals, classes, values, sieves, triggers, occasions, months, ambiguous)


def _compiled(language: Language) -> tuple[Any, ...]:
    """The fields of ``TimeGrammar`` but its events, as plain tables."""
    code = language.code
    try:
        tables = grammar_tables(code, "grammar_times.toml")
    except (OSError, ValueError) as error:
        raise VocabularyError(f"languages/{code}/grammar_times.toml: {error}") from error
    values = {kind: {w: v for v, ws in table.items() for w in ws} for kind, table in tables["words"].items()}
    kinds: dict[str, set[str]] = {}
    for kind, table in values.items():
        for word in table:
            kinds.setdefault(word, set()).add(kind)
    for kind in ("month", "weekday"):
        named = values.setdefault(kind.upper(), {})
        for value, phrases in language.values.get(kind, {}).items():
            for phrase in phrases:
                named[fold(phrase)] = value
                kinds.setdefault(fold(phrase), set()).add(kind.upper())
    parsed: dict[str, list[tuple[str, str, list[tuple[str | None, list[str], bool]]]]] = {}
    for stage in ("point", "opening", "frame"):
        for row in tables[stage]:
            terms = []
            for name, term, optional in _TERM.findall(row["rule"]):
                options = term[1:-1].split("|") if len(term) > 1 and term[0] == "(" else [term]
                terms.append((name or None, options, bool(optional)))
                for option in options:
                    if not option.isupper():
                        kinds.setdefault(option, set()).add("=" + option)
            parsed.setdefault(stage, []).append((row["rule"], row["means"], terms))
    sets: dict[frozenset[str], str] = {}

    def letter_of(classes: frozenset[str]) -> str:
        return sets.setdefault(classes, chr(0xE000 + len(sets)))

    letters = {word: letter_of(frozenset(classes)) for word, classes in kinds.items()}
    numerals = {name: letter_of(classes) if classes else "." for name, classes in _NUMERALS.items()}
    for special in ("SIDE", "E", "T"):
        letters["\0" + special] = letter_of(frozenset({special}))

    def accepted(options: Sequence[str]) -> str:
        wanted = {option if option.isupper() else "=" + option for option in options}
        return "".join(letter for classes, letter in sets.items() if classes & wanted)

    stages: dict[str, list[tuple[str, str, Packed, tuple[frozenset[str], ...]]]] = {}
    for stage, rows in parsed.items():
        rules = []
        for rule, means, terms in rows:
            text, needs = "", list[str]()
            for name, options, optional in terms:
                here = accepted(options)
                if not here:
                    raise VocabularyError(f"languages/{code}/grammar_times.toml: no word is {options} in {rule!r}")
                text += f"(?P<{name}>[{here}])" if name else f"[{here}]"
                text += "?" if optional else ""
                if not optional:
                    needs.append(here)
            needs.sort(key=len)
            rules.append((rule, means, packed(text), tuple(map(frozenset, needs))))
        stages[stage] = rules
    heads = {w for k in _HEADS for w in values[k]}
    heads |= {option for _, _, terms in parsed["point"] for option in _telling(terms)}
    triggers = frozenset(heads)
    classes = {letter: found for found, letter in sets.items()}
    months = {word: int(value) for word, value in values["MONTH"].items()}
    ambiguous = frozenset(fold(word) for word in language.values.get("proper", {}).get("caps", ()))
    return letters, numerals, classes, values, stages, triggers, months, ambiguous


def _telling(terms: Sequence[tuple[str | None, list[str], bool]]) -> list[str]:
    """The words of a rule of which one must stand in the sentence, where it has no class that tells more."""
    if any(option.isupper() for _, options, _ in terms for option in options):
        return []
    spoken = [options for _, options, optional in terms if not optional and all(len(o) > 2 for o in options)]
    return min(spoken, key=lambda options: -min(len(o) for o in options), default=[])
