"""The words that rules look for around numbers, from ``words.toml``, as compiled patterns over folded text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from counterclaim.language import fold
from counterclaim.tables import PACKAGE, read_tables


@lru_cache(maxsize=1)
def load_cues() -> Mapping[str, Sequence[str]]:
    """The lists of ``words.toml``, those of all languages together, whose letters keep them apart."""
    lists: dict[str, list[str]] = {}
    for table in read_tables(PACKAGE / "findings" / "words.toml").values():
        for name, phrases in table.items():
            lists.setdefault(name, []).extend(phrases)
    return lists


def either(name: str) -> str:
    """A list as a group of a regular expression, longest phrase first; an asterisk stands for any ending."""
    phrases = sorted(map(fold, load_cues()[name]), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(phrase).replace(r"\*", r"\w*") for phrase in phrases) + ")"


@lru_cache(maxsize=64)
def cue(name: str) -> re.Pattern[str]:
    """A pattern that finds any phrase of a list as whole words."""
    return re.compile(rf"(?<!\w){either(name)}(?!\w)")


@lru_cache(maxsize=64)
def shape(template: str) -> re.Pattern[str]:
    """A pattern with the lists in it: ``<of>`` stands for any phrase of the list "of"."""
    return re.compile(re.sub(r"<([a-z-]+)>", lambda found: either(found[1]), template))
