"""The gate: one Aho–Corasick pass decides whether a text, and which of its sentences, can hold a claim at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.language import Language, fold, load_language
from counterclaim.packs import kept

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


@dataclass(frozen=True, slots=True)
class Hits:
    """What the gate found: where words stand that make a sentence worth reading, ascending.

    ``strong`` words tell alone; ``weak`` ones have a number nearby and tell with one in their sentence. ``soft`` are
    all words that could be weak, with a number or none. ``numbers`` is where number words stand.
    """

    folded: str
    strong: list[int]
    weak: list[int]
    soft: list[int]
    numbers: list[int]

    def __bool__(self) -> bool:
        """Whether the text can hold a claim at all."""
        return bool(self.strong or self.weak)

    def tells(self, start: int, end: int) -> bool:
        """Whether a sentence is worth reading by its own words: a strong one, or a weak one and a number."""
        return stands_in(self.strong, start, end) or (stands_in(self.weak, start, end) and self.counts(start, end))

    def counts(self, start: int, end: int) -> bool:
        """Whether a number begins from ``start`` on and before ``end``."""
        return stands_in(self.numbers, start, end) or _DIGIT.search(self.folded, max(0, start), end) is not None

    def invites(self, bounds: Sequence[tuple[int, int, int]], index: int, told: int | None) -> bool:
        """Whether sentence ``index``, which tells nothing by its own words, may be part of what others tell.

        ``told`` is the last sentence that told something. In a text that tells of losses in several places every number
        may count; otherwise one just behind that sentence, or just before one with a strong word.
        """
        if not self.strong and told is None:
            return False
        start, end, _ = bounds[index]
        if self.strong and stands_in(self.soft, start, end):
            return True
        near = (told is not None and index - told <= _NEARBY) or len(self.strong) >= _SEVERAL
        if not near and not (index + 1 < len(bounds) and stands_in(self.strong, *bounds[index + 1][:2])):
            return False
        return self.counts(start, end)


_NEARBY = 2  # sentences after a telling one in which a number is worth reading: "I saw four of them."
_SEVERAL = 2  # strong words by which a text is one that tells of losses


def stands_in(places: list[int], start: int, end: int) -> bool:
    """Whether one of ascending places is ``start`` or after it, and before ``end``."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


_STRONG, _WEAK, _PLAIN, _SIDE, _NUMBER = 4, 3, 2, 1, 0
_BESIDE = 48  # code points on either side in which a number, or another word, counts as beside a word
_SILENT = frozenset({"have", "there", "suffer"})  # forms that tell nothing without an object of their own
_SHORT = 240  # code points; a text as short may have no room for more than one word that tells
_PRONOUNS = frozenset({"us", "it", "is", "who"})  # sides only in capitals
_DIGIT = re.compile("[0-9]")


class Gate:
    """The words a claim cannot do without, in one automaton.

    A strong word ("killed", "brigade") tells alone, a weak one ("lost", "missing") beside a number. A plain one
    ("people", "police") tells nothing alone. In a text without a strong word a weak one tells only beside a plain one
    or the name of a side: teams and shares lose, too.
    """

    def __init__(self, language: Language) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        words, counting = kept(language, "gate", ("gate.py",), lambda: _words_of(language))
        self._signs = [(words[word], word in counting) for word in words]  # a couple: people, and a number
        self._automaton: AhoCorasick = AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest)

    def hits(self, folded: str) -> Hits:
        """One pass over folded text."""
        strong: list[int] = []
        numbers: list[int] = []
        soft: list[tuple[int, int]] = []
        whose: list[int] = []
        size = len(folded)
        signs = self._signs
        for index, start, end in self._automaton.find_matches_as_indexes(folded):
            if (start and folded[start - 1].isalpha()) or (end < size and folded[end].isalpha()):
                continue
            strength, counts = signs[index]
            if counts:
                numbers.append(start)
            if strength == _STRONG:
                strong.append(start)
            elif strength == _WEAK:
                soft.append((start, end))
            if _SIDE <= strength <= _PLAIN:
                whose.append(start)
        found = Hits(folded, strong, [], [start for start, _ in soft], numbers)
        alone = not strong and size > _SHORT
        for start, end in soft:
            first, last = start - _BESIDE, end + _BESIDE
            if (not alone or stands_in(whose, first, last)) and found.counts(first, last):
                found.weak.append(start)
        return found


def _words_of(language: Language) -> tuple[dict[str, int], frozenset[str]]:
    """Every word of the gate with how strongly it tells, and which of them are numbers."""
    numbers = language.values["gate"]["number"] or _number_words(language)
    words: dict[str, int] = dict.fromkeys(numbers, _NUMBER)

    def put(phrases: list[str], strength: int) -> None:
        for phrase in phrases:
            for word in fold(phrase).split("|"):
                words[word] = max(words.get(word, 0), strength)

    weak = {fold(word) for word in language.values["gate"]["weak"]}
    # a pack may read every sentence that counts people: "в роте девяносто человек" tells without a word of harm
    people = _WEAK if "people" in language.values["gate"].get("tells", ()) else _PLAIN
    for value, phrases in language.values["object"].items():
        put(phrases, people if value in ("people", "civilian", "child", "vehicle") else _STRONG)
    for unit, phrases in language.values["unit"].items():
        put(phrases, _STRONG if unit in ("army", "garrison", "brigade", "regiment", "battalion") else _PLAIN)
    for word in weak & words.keys():
        words[word] = _PLAIN
    for value, phrases in language.values["harm"].items():
        measure, form = value.split(".")
        if form in _SILENT:
            continue
        soft = measure in ("released", "detained", "remaining", "displaced", "strength") or (
            form == "state" and measure != "killed"
        )
        put([p for p in phrases if fold(p) not in weak], _WEAK if soft else _STRONG)
        put([p for p in phrases if fold(p) in weak], _WEAK)
    put(language.values["gate"]["also"], _STRONG)
    for kind in ("side", "acronym"):
        for phrases in language.values.get(kind, {}).values():
            for name in {fold(form) for phrase in phrases for form in phrase.split("|")} - _PRONOUNS:
                words[name] = max([_SIDE, *(words.get(word, 0) for word in (name, *name.split()))])
    return words, frozenset(numbers)


_COUNTING = ("number", "scale", "vague", "fraction", "share")  # tables of a pack whose words are numbers


def _number_words(language: Language) -> list[str]:
    """Every number word of a pack that lists none for the gate."""
    tables = (language.values.get(kind, {}) for kind in _COUNTING)
    words = {fold(form) for table in tables for phrases in table.values() for p in phrases for form in p.split("|")}
    return sorted(word for word in words if word[0].isalpha())


@lru_cache(maxsize=8)
def load_gate(code: str) -> Gate:
    """The gate of a language pack; cached."""
    return Gate(load_language(code))


def may_hold_claims(text: str, language: str = "en") -> bool:
    """Whether a text can hold a claim at all: the gate of the cascade."""
    return bool(load_gate(language).hits(fold(text)))
