"""A text as redaction looks at it: its words with where they stand, and which of them begin a turn."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from counterclaim.language import fold

_WORD = re.compile(r"\d+|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of a text, folded, as parallel lists with an item per word.

    ``gap`` is what stands before each word: "" after nothing but blanks, else the signs; "\\n" where a line begins.
    ``turn`` counts lines. ``upper`` tells which words begin with a capital; ``cased`` whether sentences do, so that a
    small letter says something.
    """

    text: str
    folded: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    gaps: tuple[str, ...]
    turns: tuple[int, ...]
    upper: tuple[bool, ...]
    cased: bool

    def word(self, at: int) -> str:
        """The word number ``at``; "" beyond either end."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def joined(self, at: int) -> bool:
        """Whether nothing but blanks stands between word ``at`` and the one before it."""
        return 0 < at < len(self.words) and self.gaps[at] == ""

    def opens(self, at: int) -> bool:
        """Whether a sentence or a turn begins with word ``at``."""
        return at == 0 or any(sign in self.gaps[at] for sign in "\n.!?:…")

    def turn(self, number: int, last: int | None = None) -> range:
        """The words of turn ``number``, or of all turns from it to before ``last``."""
        return range(bisect_left(self.turns, number), bisect_left(self.turns, number + 1 if last is None else last))

    def sentences(self, at: int) -> bool:
        """Whether a mark that ends sentences stands before word ``at``, on its own line."""
        return at > 0 and any(sign in self.gaps[at] for sign in ".!?…")


@lru_cache(maxsize=8)
def spoken(text: str) -> Spoken:
    """The words of a text."""
    folded = fold(text)
    words, starts, ends, gaps, turns = [], [], [], [], []
    last = turn = 0
    for match in _WORD.finditer(folded):
        gap = folded[last : match.start()]
        turn += gap.count("\n")
        words.append(match[0])
        starts.append(match.start())
        ends.append(match.end())
        gaps.append(gap.strip(" ") if "\n" not in gap else "\n" + gap.strip())
        turns.append(turn)
        last = match.end()
    upper = tuple(text[start].isupper() for start in starts)
    openings = [at for at in range(len(words)) if at == 0 or "\n" in gaps[at]]
    capital = sum(upper[at] for at in openings)
    cased = bool(openings) and 2 * capital > len(openings)
    return Spoken(text, folded, tuple(words), tuple(starts), tuple(ends), tuple(gaps), tuple(turns), upper, cased)
