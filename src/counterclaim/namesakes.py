"""Names that mean a side only in the texts of its war: "Tigers" in Sri Lanka, "Reds" in Spain.

namesakes   the words that do so in a text, by the sides and lands that it names otherwise
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache

from counterclaim.language import Language, Reading, Sentence, fold
from counterclaim.vocabulary import OPPONENTS


@lru_cache(maxsize=8)
def _table(language: Language) -> Mapping[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Each side that has such names: itself, its enemies and the lands of its war, and the names, folded."""
    told = language.settings.get("settings", {}).get("namesakes", {})
    return {
        side: (frozenset((side, *lands, *OPPONENTS.get(side, ()))), tuple(map(fold, names)))
        for side, (lands, names) in told.items()
    }


def namesakes(language: Language, known: Collection[str]) -> dict[str, str]:
    """The names that mean a side in a text that tells of the sides and lands ``known``; folded."""
    found: dict[str, str] = {}
    for side, (around, names) in _table(language).items():
        if not around.isdisjoint(known):
            for name in names:
                found.setdefault(name, side)
    return found


def count_namesakes(reading: Reading, names: Mapping[str, str]) -> Counter[str]:
    """How often a text writes each of these sides so, with a capital."""
    told = [name for name in names if name in reading.folded]
    if not told:
        return Counter()
    words = re.compile(rf"\b(?:{'|'.join(map(re.escape, told))})\b")
    return Counter(names[hit.group()] for hit in words.finditer(reading.folded) if reading.text[hit.start()].isupper())


def is_namesake(sentence: Sentence, token: int) -> bool:
    """Whether a word stands for itself: with a capital, and no part of a longer name ("Fascist Italy")."""
    if not sentence.caps[token] or sentence.text.isupper():
        return False
    after = token + 1
    return after >= len(sentence.words) or not (sentence.caps[after] and sentence.phrases[after] is None)
