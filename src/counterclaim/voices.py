"""Whom a whole text names and with whose words: its sides, its lands, and the names that one side has for the other.

Nothing is cut into sentences for it: every name of a pack is looked for by one automaton over the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.language import Language, Reading, fold
from counterclaim.packs import kept

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_QUOTED = re.compile(r'"[^"\n]*"')


@lru_cache(maxsize=8)
def words_of_arms(language: Language) -> re.Pattern[str] | None:
    """The words of arms, armies and violence as one pattern; ``None`` where the pack lists none."""
    arms = language.values.get("arms")
    if not arms:
        return None
    begins, words = ("|".join(map(re.escape, arms[kind])) for kind in ("begins", "words"))
    return re.compile(rf"\b(?:{begins}|(?:{words})\b)")


def count_sides(reading: Reading) -> Counter[str]:
    """How often a text names each side, by one automaton over the whole text; no sentence is tokenised for it."""
    automaton, sides = _side_names(reading.language)
    before = _places_come_after(reading.language)
    shouted = reading.text.isupper()
    counts: Counter[str] = Counter()
    for index, start, end in _names_in(automaton, reading):
        side, capitals, town = sides[index]
        written = reading.text[start:end]
        if capitals == "all" and (shouted or not written.isupper()):
            continue
        if capitals == "first" and not written[0].isupper():
            continue
        if town and reading.folded[max(0, start - 12) : start].rstrip().rpartition(" ")[2] in before:
            continue  # "clashes in Tripoli"
        counts[side] += 1
    return counts


def count_lands(reading: Reading) -> Counter[str]:
    """How often a text names places of each country."""
    automaton, countries = _place_names(reading.language)
    named = _names_in(automaton, reading)
    return Counter(countries[index] for index, start, _ in named if reading.text[start].isupper())


def takes_a_side(reading: Reading) -> bool:
    """Whether a text speaks of the enemy or of "our troops" in its own words, and not in a quotation."""
    return bool(_partisan_words(reading.language).count(_QUOTED.sub(" ", reading.folded)))


def told_by_words(reading: Reading) -> str | None:
    """The side whose names for the other a text uses most; ``None`` where it uses none."""
    counts: Counter[str] = Counter()
    for side, named in _voices(reading.language):
        counts[side] = named.count(reading.folded)
    told = counts.most_common(2)
    return told[0][0] if told and told[0][1] and (len(told) < 2 or told[0][1] > told[1][1]) else None


class _Wording:
    """A few words that most texts have none of: their letters are looked for before the words as wholes."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(map(fold, words), key=len, reverse=True)
        self._whole = re.compile(rf"\b(?:{'|'.join(map(re.escape, self._words))})\b")

    def count(self, folded: str) -> int:
        """How often one of the words stands in a folded text."""
        for word in self._words:
            if word in folded:
                return len(self._whole.findall(folded))
        return 0


@lru_cache(maxsize=8)
def _partisan_words(language: Language) -> _Wording:
    """The words by which a text takes a side: "the enemy", "our troops"."""
    return _Wording(language.settings.get("settings", {}).get("voice", {}).get("partisan", ()))


@lru_cache(maxsize=8)
def _voices(language: Language) -> list[tuple[str, _Wording]]:
    """Each side with the names that it has for the others."""
    says = language.settings.get("settings", {}).get("voice", {}).get("says", {})
    return [(side, _Wording(words)) for side, words in says.items()]


@lru_cache(maxsize=8)
def _places_come_after(language: Language) -> frozenset[str]:
    """The words behind which a capital is a town and no government: in, at, near."""
    forms = language.values.get("form", {})
    return frozenset(fold(word) for kind in ("in", "at") for word in forms.get(kind, ()))


def _names_in(automaton: AhoCorasick, reading: Reading) -> Iterator[tuple[int, int, int]]:
    """Whole words of the text that the automaton knows: the number of its pattern, first and last code point."""
    folded, size = reading.folded, len(reading.text)
    for index, start, end in automaton.find_matches_as_indexes(folded):
        if not ((start and folded[start - 1].isalnum()) or (end < size and folded[end].isalnum())):
            yield index, start, end


@lru_cache(maxsize=8)
def _place_names(language: Language) -> tuple[AhoCorasick, list[str]]:
    """Every place of the gazetteer, in one automaton, with its country."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    names = kept(language, "places-told", ("voices.py",), lambda: _countries(language))
    return AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest), list(names.values())


def _countries(language: Language) -> dict[str, str]:
    return {
        fold(form): country
        for country, phrases in language.values.get("place", {}).items()
        for phrase in phrases
        for form in phrase.split("|")
    }


@lru_cache(maxsize=8)
def _side_names(language: Language) -> tuple[AhoCorasick, list[tuple[str, str, bool]]]:
    """Every name of a side, in one automaton: the capitals it needs (first, all or none), and whether it is a town."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    names = kept(language, "sides-told", ("voices.py",), lambda: _sides_by_name(language))
    return AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest), list(names.values())


def _sides_by_name(language: Language) -> dict[str, tuple[str, str, bool]]:
    proper = {fold(form) for phrase in language.values.get("proper", {}).get("caps", ()) for form in phrase.split("|")}
    capitals = language.values.get("metonym", {}).get("capital", ())
    towns = {fold(form) for phrase in capitals for form in phrase.split("|")}
    names: dict[str, tuple[str, str, bool]] = {}
    for kind in ("side", "acronym"):
        for side, phrases in language.values.get(kind, {}).items():
            for phrase in phrases:
                for form in map(fold, phrase.split("|")):
                    need = "all" if kind == "acronym" else ("first" if form in proper else "")
                    names.setdefault(form, (side, need, form in towns))
    return names
