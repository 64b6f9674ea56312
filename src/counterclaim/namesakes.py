"""Names that mean a side only in the texts of its war: "Tigers" in Sri Lanka, "Reds" in Spain.

namesakes   the words that do so in a text, by the sides and lands that it names otherwise
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache

from counterclaim.language import Language, Sentence, fold
from counterclaim.vocabulary import OPPONENTS


@lru_cache(maxsize=8)
def _table(language: Language) -> Mapping[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Each side that has such names: the lands of its war, and the names."""
    told = language.settings.get("settings", {}).get("namesakes", {})
    return {side: (frozenset(lands), tuple(names)) for side, (lands, names) in told.items()}


def namesakes(language: Language, known: Collection[str]) -> dict[str, str]:
    """The names that mean a side in a text that tells of the sides and lands ``known``; folded."""
    found: dict[str, str] = {}
    for side, (lands, names) in _table(language).items():
        if any(other in lands or other == side or other in OPPONENTS.get(side, ()) for other in known):
            for name in names:
                found.setdefault(fold(name), side)
    return found


def count_namesakes(text: str, names: Mapping[str, str]) -> Counter[str]:
    """How often a text writes each of these sides so, with a capital."""
    words = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    return Counter(names[fold(hit.group())] for hit in words.finditer(text) if hit.group()[0].isupper())


def is_namesake(sentence: Sentence, token: int) -> bool:
    """Whether a word stands for itself: with a capital, and no part of a longer name ("Fascist Italy")."""
    if not sentence.caps[token] or sentence.text.isupper():
        return False
    after = token + 1
    return after >= len(sentence.words) or not (sentence.caps[after] and sentence.phrases[after] is None)
