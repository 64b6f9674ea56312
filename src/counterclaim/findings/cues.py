"""The words that rules look for around numbers, from ``words.toml``, as compiled patterns over folded text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from counterclaim.model import VocabularyError
from counterclaim.tables import PACKAGE, read_tables


@lru_cache(maxsize=4)
def load_cues(language: str) -> Mapping[str, Sequence[str]]:
    """The lists of ``words.toml`` for one language; ``VocabularyError`` where it has none."""
    tables = read_tables(PACKAGE / "findings" / "words.toml")
    if language not in tables:
        raise VocabularyError(f"findings/words.toml has no words for the language '{language}'")
    lists: Mapping[str, Sequence[str]] = tables[language]
    return lists


def either(name: str, language: str = "en") -> str:
    """A list as a group of a regular expression, longest phrase first."""
    phrases = sorted(load_cues(language)[name], key=len, reverse=True)
    return "(?:" + "|".join(re.escape(phrase) for phrase in phrases) + ")"


@lru_cache(maxsize=64)
def cue(name: str, language: str = "en") -> re.Pattern[str]:
    """A pattern that finds any phrase of a list as whole words."""
    return re.compile(rf"(?<!\w){either(name, language)}(?!\w)")


@lru_cache(maxsize=64)
def shape(template: str, language: str = "en") -> re.Pattern[str]:
    """A pattern with the lists in it: ``<of>`` stands for any phrase of the list "of"."""
    return re.compile(re.sub(r"<([a-z-]+)>", lambda found: either(found[1], language), template))
