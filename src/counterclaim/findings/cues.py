"""The words that rules look for around numbers, from ``words.toml``, as compiled patterns over folded text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.language import fold
from counterclaim.tables import PACKAGE, built, read_tables

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_WORDS = PACKAGE / "findings" / "words.toml"
_KEPT = 1024  # patterns: every one that the rules ask for, some hundreds, each dear to write out and to compile


@lru_cache(maxsize=1)
def load_cues() -> Mapping[str, Sequence[str]]:
    """The lists of ``words.toml``, those of all languages together, whose letters keep them apart."""
    lists: dict[str, list[str]] = {}
    for table in read_tables(_WORDS).values():
        for name, phrases in table.items():
            lists.setdefault(name, []).extend(phrases)
    return lists


# --------------------------------------------------------------------------------------------------- one pass for all

_SHORT = 3  # letters; a phrase of fewer stands within nearly every word, and is looked for among words so short
_SHORT_WORD = re.compile(r"(?<!\w)\w{1,2}(?!\w)")
_MADE_OF = (_WORDS, Path(__file__), *(PACKAGE / name for name in ("language.py", "damage.py")))


class Finder:
    """All phrases of all lists in one automaton, each up to its asterisk."""

    def __init__(self) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        table = built("findings-phrases", _MADE_OF, _lists_by_phrase)
        self._lists = [frozenset(lists) for phrase, lists in table if len(phrase) >= _SHORT]
        self._short = {phrase: frozenset(lists) for phrase, lists in table if len(phrase) < _SHORT}
        phrases = [phrase for phrase, _ in table if len(phrase) >= _SHORT]
        self._automaton: AhoCorasick = AhoCorasick(phrases, matchkind=MatchKind.Standard)

    def lists_in(self, folded: str, opens: Sequence[int]) -> dict[int, set[str]]:
        """The lists that each sentence may tell a phrase of, by where the sentences of a text open.

        A phrase that is told begins where a word does.
        """
        found: dict[int, set[str]] = {}
        for at, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if start and ((before := folded[start - 1]).isalnum() or before == "_"):
                continue
            index = bisect_right(opens, start) - 1
            if index in found:
                found[index] |= self._lists[at]
            else:
                found[index] = set(self._lists[at])
        for word in _SHORT_WORD.finditer(folded):
            if word[0] in self._short:
                found.setdefault(bisect_right(opens, word.start()) - 1, set()).update(self._short[word[0]])
        return found


def _lists_by_phrase() -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for name, phrases in load_cues().items():
        for phrase in phrases:
            found.setdefault(fold(phrase).partition("*")[0], []).append(name)
    return list(found.items())


@lru_cache(maxsize=1)
def load_finder() -> Finder:
    """The finder of every phrase, made when a text first asks for it."""
    return Finder()


# ------------------------------------------------------------------------------------------------------------ patterns


class Cue:
    """A pattern over folded text with lists in it: ``<of>`` stands for any phrase of the list "of".

    It is compiled when it is first asked, for the text it meets: no phrase with another letter stands in ASCII, and
    without those of the other languages a pattern is a third as long.
    """

    def __init__(self, template: str) -> None:
        self._template = template
        self._made: dict[bool, re.Pattern[str]] = {}  # for text in ASCII, and for any

    def _for(self, text: str) -> re.Pattern[str]:
        plain = text.isascii()
        made = self._made.get(plain)
        if made is None:
            made = self._made[plain] = _compiled(self._template, plain)
        return made

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in the text that the pattern fits."""
        return self._for(text).search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """Whether the text begins as the pattern says."""
        return self._for(text).match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Whether the whole text is as the pattern says."""
        return self._for(text).fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every place that the pattern fits."""
        return self._for(text).finditer(text)

    def findall(self, text: str) -> list[str]:
        """What stands in every place that the pattern fits."""
        return self._for(text).findall(text)

    def sub(self, by: str, text: str) -> str:
        """The text with something else in every such place."""
        return self._for(text).sub(by, text)


@lru_cache(maxsize=_KEPT)
def cue(name: str) -> Cue:
    """A pattern that finds any phrase of a list as whole words."""
    return Cue(rf"(?<!\w)<{name}>(?!\w)")


@lru_cache(maxsize=_KEPT)
def shape(template: str) -> Cue:
    """A pattern with the lists that it names in it."""
    return Cue(template)


_OPENS = re.compile(r"\(\?<!\\w\)(?:<([a-z-]+)>|\(\?:((?:<[a-z-]+>\|?)+)\))")  # a word begins here, with a list
_LIST = re.compile(r"<([a-z-]+)>")


def _compiled(template: str, ascii_only: bool) -> re.Pattern[str]:
    written = _OPENS.sub(lambda found: _opening(_LIST.findall(found[0]), ascii_only), template)
    return re.compile(_LIST.sub(lambda found: _either(found[1], ascii_only), written))


@lru_cache(maxsize=_KEPT)
def _phrases(name: str, ascii_only: bool) -> Sequence[str]:
    """The phrases of a list, longest first."""
    phrases = (folded for folded in map(fold, load_cues()[name]) if folded.isascii() or not ascii_only)
    return sorted(phrases, key=len, reverse=True)


def _either(name: str, ascii_only: bool) -> str:
    """A list as a group of a regular expression, each first letter once; an asterisk stands for any ending."""
    return _group(first + _group(rest) for first, rest in _by_letter([name], ascii_only).items())


def _opening(names: Sequence[str], ascii_only: bool) -> str:
    """Lists where a word must begin: each letter before what asks so, as the places where one stands are found fast."""
    behind = _by_letter(names, ascii_only)
    return _group(f"{first}(?<!\\w{first}){_group(rest)}" for first, rest in behind.items())


def _by_letter(names: Sequence[str], ascii_only: bool) -> dict[str, list[str]]:
    """What stands behind the first letters of the phrases of some lists, longest first."""
    behind: dict[str, list[str]] = {}
    for name in names:
        for phrase in _phrases(name, ascii_only):
            behind.setdefault(_written(phrase[0]), []).append(_written(phrase[1:]))
    return behind


def _group(written: Iterable[str]) -> str:
    either = list(written)
    return f"(?:{'|'.join(either)})" if either else "(?!)"


def _written(phrase: str) -> str:
    return re.escape(phrase).replace(r"\*", r"\w*")
