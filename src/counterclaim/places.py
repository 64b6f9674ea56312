"""Where: the places a sentence names, and the sides its words stand for.

A gazetteer in the pack (``[place]``, ``[region]``, ``[placetype]``) knows the places of recent wars; any other name is a
place where the words before or behind it say so ("in the village of X", "near X", "X Oblast").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterclaim.language import Language, Sentence

_AT = frozenset({"in", "near", "at", "outside", "around", "inside", "across", "throughout", "within", "over", "on"})
_FREE = frozenset({"in", "near", "outside", "around", "inside", "at"})  # before a name that no gazetteer knows
_COUNTRY = frozenset({"in", "inside", "across", "throughout", "within"})
_CONNECTORS = frozenset({"al", "el", "ad", "as", "de", "del", "da", "di", "la", "las", "los", "bin", "ben", "e", "i"})
_OFFICES = frozenset(
    "health ministry government authorities officials mayor governor police administration hospital hospitals "
    "said says militants".split()
)
_BREAKS = frozenset({";", ":", "while", "whereas", "but", "although"})
_SAYS = frozenset({"said", "says", "told", "reported", "announced", "claimed", "confirmed", "stated", "added"})


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """One place named in a sentence, as in the text, from token ``first`` to token ``last``.

    ``country`` is ISO 3166-1 alpha-2 where the gazetteer knows it; ``rank`` is 0 for a country, 1 for a region, 2 for
    a town or anything smaller.
    """

    first: int
    last: int
    name: str
    country: str | None
    rank: int


def side_of(sentence: Sentence, token: int) -> str | None:
    """The side a token stands for, or ``None``: "Russians" and "Kremlin" are RU, "turkey" and "us" are nobody."""
    phrase = sentence.phrases[token]
    if phrase is None:
        return None
    kinds = phrase.kinds
    side = kinds.get("side")
    if side is not None:
        return side if sentence.caps[token] or kinds.get("proper") != "caps" else None
    acronym = kinds.get("acronym")
    if acronym is not None:
        exact = sentence.exact(token, token)
        if exact.isupper() and not sentence.text.isupper():
            return acronym
    return None
