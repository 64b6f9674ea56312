"""The gate: one Aho–Corasick pass decides whether a text, and which of its sentences, can hold a claim at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.language import Language, fold, load_language

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


@dataclass(frozen=True, slots=True)
class Hits:
    """What the gate found: where words stand that make a sentence worth reading, ascending.

    ``strong`` words tell alone, ``weak`` ones with a number in their sentence, ``plain`` ones only beside a sentence
    that told something.
    """

    strong: list[int]
    weak: list[int]
    plain: list[int]

    def __bool__(self) -> bool:
        """Whether the text can hold a claim at all."""
        return bool(self.strong or self.weak)


_STRONG, _WEAK, _PLAIN = 2, 1, 0
_BESIDE = 48  # code points on either side in which a number counts as beside a word
_SILENT = frozenset({"have", "there", "suffer"})  # forms that tell nothing without an object of their own


class Gate:
    """The words a claim cannot do without, in one automaton.

    A strong word ("killed", "brigade") tells alone, a weak one ("lost", "missing") beside a number. A plain one
    ("people", "police") tells nothing alone, but beside a number and near a telling one its sentence is read.
    """

    def __init__(self, language: Language) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        words: dict[str, int] = {}

        def put(phrases: list[str], strength: int) -> None:
            for phrase in phrases:
                for word in fold(phrase).split("|"):
                    words[word] = max(words.get(word, 0), strength)

        weak = {fold(word) for word in language.values["gate"]["weak"]}
        for value, phrases in language.values["object"].items():
            put(phrases, _PLAIN if value in ("people", "civilian", "child", "vehicle") else _STRONG)
        for unit, phrases in language.values["unit"].items():
            put(phrases, _STRONG if unit in ("army", "brigade", "regiment", "battalion") else _PLAIN)
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
        self._words = list(words)
        self._strength = [words[word] for word in self._words]
        self._automaton: AhoCorasick = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)
        numbers = "|".join(language.values["gate"]["number"])
        self._number = re.compile(rf"\d|(?<!\w)(?:{numbers})(?!\w)")

    def hits(self, folded: str) -> Hits:
        """One pass over folded text."""
        found: tuple[list[int], list[int], list[int]] = ([], [], [])
        size = len(folded)
        number_at = -1  # the next number not before the last hit's window; -1: not looked for yet
        strengths = self._strength
        for index, start, end in self._automaton.find_matches_as_indexes(folded):
            if (start and folded[start - 1].isalpha()) or (end < size and folded[end].isalpha()):
                continue
            strength = strengths[index]
            if strength != _STRONG:
                if number_at < start - _BESIDE:
                    match = self._number.search(folded, max(0, start - _BESIDE))
                    number_at = match.start() if match else size + _BESIDE
                if number_at > end + _BESIDE:
                    continue
            found[strength].append(start)
        return Hits(found[_STRONG], found[_WEAK], found[_PLAIN])

    def has_number(self, folded: str, start: int, end: int) -> bool:
        """Whether a number stands in a stretch of folded text."""
        return self._number.search(folded, start, end) is not None


@lru_cache(maxsize=8)
def load_gate(code: str) -> Gate:
    """The gate of a language pack; cached."""
    return Gate(load_language(code))


def may_hold_claims(text: str, language: str = "en") -> bool:
    """Whether a text can hold a claim at all: the gate of the cascade."""
    return bool(load_gate(language).hits(fold(text)))
