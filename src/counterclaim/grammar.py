"""The grammar of a language: rules over a sentence written as one letter per token.

``shapes`` writes the letters, which are explained in ``languages/en/grammar.toml``; the rules of a pack are regular
expressions over them. ``joining`` lets them reach the numbers, ``lists`` carries what was reached.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from counterclaim.model import VocabularyError
from counterclaim.patterns import BUILT_BY, packed, unpacked
from counterclaim.sieves import Sieve
from counterclaim.tables import PACKAGE, built, read_tables


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a grammar: its name shows its shape, its pattern reads it."""

    name: str
    by: str  # right, left or own: from where the number is reached
    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]  # of each of these a line must have a letter; the fewest letters first
    implied: bool
    strength: bool
    bulletin: bool
    dashed: bool  # whether a dash behind the number stands for its verb
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
    dated: re.Pattern[str]
    those: re.Pattern[str]
    says: re.Pattern[str]
    gapped: re.Pattern[str]
    dashed: re.Pattern[str]
    instead: re.Pattern[str]
    one: re.Pattern[str]  # an unspoken one by its noun
    cargo: Mapping[str, str]  # numbers that stand for the dead and the wounded behind another number
    unnamed: re.Pattern[str] | None  # an unspoken one by name alone; a language without articles has none
    reaching: Sieve[Rule]  # the same rules by the letters that they need


_NEVER = "(?!)"
_MAKERS = [Path(__file__).with_name(name) for name in ("grammar.py", "patterns.py")]
_OF_LISTS = ("follows", "part", "again", "of", "line", "dated", "those", "says", "gapped", "dashed", "instead")


@lru_cache(maxsize=8)
def load_grammar(code: str) -> Grammar:
    """Compile ``languages/<code>/grammar.toml``, or that of the pack it says it is like; cached."""
    path = PACKAGE / "languages" / code / "grammar.toml"
    tables = built(f"grammar-{code}", (path, *_MAKERS), lambda: _compiled(code), BUILT_BY)
    like, rules, patterns, unnamed, cargo = tables
    if like:
        return load_grammar(like)
    made = tuple(Rule(name, by, unpacked(pattern), *rest) for name, by, pattern, *rest in rules)
    named: dict[str, re.Pattern[str]] = {name: unpacked(pattern) for name, pattern in patterns.items()}
    sieve = Sieve((rule, rule.needs) for rule in made)
    return Grammar(made, reaching=sieve, cargo=cargo, unnamed=None if unnamed is None else unpacked(unnamed), **named)


def _compiled(code: str) -> tuple[Any, ...]:
    """The fields of ``Rule`` and ``Grammar`` as plain tables; ``VocabularyError`` where a pattern is none."""
    tables = read_tables(PACKAGE / "languages" / code / "grammar.toml")
    if "like" in tables:
        return tables["like"]["pack"], (), {}, None, {}
    macros: dict[str, str] = {}

    def expand(pattern: str) -> str:
        for name, value in macros.items():
            pattern = pattern.replace("{" + name + "}", value)
        return pattern

    for name, value in tables["macro"].items():
        macros[name] = expand(value)
    rules = []
    for row in tables["rule"]:
        pattern = expand(row["pattern"])
        try:
            kept = packed(pattern)
        except re.error as error:
            raise VocabularyError(f"languages/{code}/grammar.toml: rule '{row['name']}': {error}") from error
        flags = (bool(row.get(flag, False)) for flag in ("implied", "strength", "bulletin", "dashed"))
        words = row.get("form", ""), row.get("means", ""), frozenset(row.get("noun", ())), row.get("ending", "")
        rules.append((row["name"], row["by"], kept, needed(pattern), *flags, *words, row["example"]))
    implied = tables.get("implied", {})
    patterns = {"noun": packed(expand("Q" + macros["np"])), "one": packed(implied.get("one", _NEVER))}
    patterns |= {name: packed(expand(tables["list"][name])) for name in _OF_LISTS}
    unnamed = packed(implied["unnamed"]) if "unnamed" in implied else None
    cargo = {word: measure for measure, words in tables.get("cargo", {}).items() for word in words}
    return "", rules, patterns, unnamed, cargo


_PIECE = re.compile(
    r"\\(?P<sign>.)|\[(?P<but>\^?)(?P<letters>[^]]+)\]|\((?:\?(?:P<\w+>|:|(?P<look><?[=!])))?|(?P<letter>.)"
)
_RANGE = re.compile(r"\w-\w")
_OPTIONAL = re.compile(r"[?*]|\{0?,")
_QUANTITY = re.compile(r"(?:[?*+]|\{[\d,]+\})\??")


def needed(pattern: str) -> tuple[frozenset[str], ...]:
    """Letters of which one each must stand in a line that a pattern fits, the fewest first; of "Q" one always does.

    Groups with alternatives need nothing here: what this leaves out is merely searched for.
    """
    open_groups: list[tuple[bool, list[frozenset[str]]]] = [(False, [])]  # whether one only looks; what it needs
    at = 0
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        assert piece is not None, pattern
        at = piece.end()
        here: list[frozenset[str]] = []
        if piece["letters"] and (piece["but"] or _RANGE.search(piece["letters"])):
            pass
        elif piece["sign"] or piece["letters"]:
            here = [frozenset(piece["sign"] or piece["letters"].replace("\\", ""))]
        elif piece["letter"] == "|":
            open_groups[-1] = (True, [])
            continue
        elif piece["letter"] == ")":
            looks, inside = open_groups.pop()
            here = [] if looks else inside
        elif piece["letter"]:
            here = [] if piece["letter"] in "^$" else [frozenset(piece["letter"])]
        else:
            open_groups.append((piece["look"] is not None, []))
            continue
        if not _OPTIONAL.match(pattern, at):
            open_groups[-1][1].extend(here)
        quantity = _QUANTITY.match(pattern, at)
        at = quantity.end() if quantity else at
    looks, found = open_groups.pop()
    return (
        ()
        if looks
        else tuple(sorted({one for one in found if "Q" not in one}, key=lambda one: (len(one), sorted(one))))
    )
