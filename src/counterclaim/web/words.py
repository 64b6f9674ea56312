"""The words of the interface: one TOML file a language, every key in every file.

    words("check.title")                a text
    words("sheet.refused", n=1204)      with values, and in the plural form that the number asks for

The words of documents and of the vocabulary are not here: these are as the text and the codebook have them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES: Mapping[str, str] = {"en": "English", "uk": "Українська", "ru": "Русский"}


def _english(n: int) -> str:
    return "one" if n == 1 else "many"


def _slavic(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else "many"


# Which plural form a number takes; after the Unicode CLDR's rules for whole numbers.
PLURALS: Mapping[str, Callable[[int], str]] = {"en": _english, "uk": _slavic, "ru": _slavic}
FORMS: Mapping[str, frozenset[str]] = {
    "en": frozenset({"one", "many"}),
    "uk": frozenset({"one", "few", "many"}),
    "ru": frozenset({"one", "few", "many"}),
}


class Words:
    """The interface in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        text = (files("counterclaim.web") / "strings" / f"{language}.toml").read_text(encoding="utf-8")
        self.table: Mapping[str, Mapping[str, Any]] = tomllib.loads(text)

    def __call__(self, key: str, /, **values: Any) -> str:
        """The words of a key ``table.name``; ``n`` chooses the plural form. ``KeyError`` for a key there is not."""
        table, _, name = key.partition(".")
        found = self.table[table][name]
        if isinstance(found, dict):
            found = found[PLURALS[self.language](abs(int(values["n"])))]
        shown = {k: f"{v:,}" if isinstance(v, int) and not isinstance(v, bool) else v for k, v in values.items()}
        return str(found).format(**shown) if values else str(found)


@cache
def load_words(language: str) -> Words:
    """The words of a language of ``LANGUAGES``."""
    return Words(language)


def language_for(wanted: str, accepted: str) -> str:
    """The language chosen (a cookie's word), else the first that the browser accepts and we have, else English."""
    if wanted in LANGUAGES:
        return wanted
    offers = []
    for at, part in enumerate(accepted.split(",")[:20]):
        code, _, weight = part.strip().partition(";q=")
        try:
            rank = float(weight or 1)
        except ValueError:
            rank = 0.0
        offers.append((-rank, at, code.split("-")[0].lower()))
    return next((code for rank, _, code in sorted(offers) if rank < 0 and code in LANGUAGES), "en")
