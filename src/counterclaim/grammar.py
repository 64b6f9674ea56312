"""The grammar of a language: rules over a sentence written as one letter per token.

``shapes`` writes the letters, which are explained in ``languages/en/grammar.toml``; the rules of a pack are regular
expressions over them. ``joining`` lets them reach the numbers, ``lists`` carries what was reached.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from counterclaim.model import VocabularyError
from counterclaim.nouns import dataclass
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
