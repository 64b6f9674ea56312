"""How numbers are told in calls: runs of number words, and the figures that each of them tells.

"восемь девятьсот семнадцать пятьсот пятьдесят пять сорок три двадцать один" is one run of number words, read group by
group as people dictate them: a hundred takes tens and ones after it, tens take ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from counterclaim.redaction.lexicon import Lexicon
from counterclaim.redaction.speech import Spoken

_FILLERS = 3  # small words between two numbers of one run
_MOST_ALIKE = 9  # figures alike that are told by their number, "four sevens"; "forty fives" are none
_TIMES = {"double": 2, "triple": 3}
_OH = frozenset(["oh", "o"])


@dataclass(frozen=True, slots=True)
class Run:
    """Number words from ``first`` to ``last``; ``groups`` are the figures of each number told."""

    first: int
    last: int
    groups: tuple[str, ...]

    @property
    def digits(self) -> str:
        """All figures of the run."""
        return "".join(self.groups)


def runs(spoken: Spoken, lexicon: Lexicon) -> Iterator[Run]:
    """The longest stretches of number words, with small words between them and none at either end."""
    fillers = lexicon.list("around_numbers.fillers")
    at, size = 0, len(spoken.words)
    while at < size:
        if not is_number(spoken, at, lexicon):
            at += 1
            continue
        first = last = at
        skipped = 0
        at += 1
        while at < size and skipped <= _FILLERS:
            if _broken(spoken, at):
                break
            if is_number(spoken, at, lexicon):
                last, skipped = at, 0
            elif spoken.words[at] in fillers:
                skipped += 1
            else:
                break
            at += 1
        at = last + 1
        yield Run(first, last, _groups(spoken, first, last, lexicon))


def _broken(spoken: Spoken, at: int) -> bool:
    """Whether what stands before a word ends a run: a sentence's end, or a new turn."""
    return "\n" in spoken.gaps[at] or (
        spoken.gaps[at].strip(" ,-–—") not in ("...", "…")
        and bool(re.search(r"[!?;:%$€]|\.(?!\d)$", spoken.gaps[at]))
        and spoken.gaps[at] != "."
    )


def is_number(spoken: Spoken, at: int, lexicon: Lexicon) -> bool:
    """Whether a word tells figures, there where it stands."""
    word = spoken.words[at]
    if word.isdigit() or word in lexicon.numbers:
        return not (
            word in ("раз", "один", "одна", "одно", "одну", "одной", "одного", "one")
            and not _by_number(spoken, at, lexicon)
        )
    if word in _TIMES or word in _OH or word == "hundred":
        return _by_number(spoken, at, lexicon)
    if word in _repeated(lexicon):
        return at > 0 and 1 < lexicon.numbers.get(spoken.words[at - 1], 0) < _MOST_ALIKE
    if word in lexicon.list("around_numbers.thousands"):
        return 0 < at < len(spoken.words) - 1 and all(spoken.words[k] in lexicon.numbers for k in (at - 1, at + 1))
    return False


def _by_number(spoken: Spoken, at: int, lexicon: Lexicon) -> bool:
    """Whether a number word stands beside a word that may be none."""
    return any(
        0 <= near < len(spoken.words) and (spoken.words[near].isdigit() or spoken.words[near] in lexicon.numbers
                                           or spoken.words[near] in _TIMES or spoken.words[near] in _OH)
        for near in (at - 1, at + 1)
    )  # fmt: skip


def _repeated(lexicon: Lexicon) -> dict[str, str]:
    """Words for several of one figure, "noughts", "тройки", and the figure."""
    return _pairs(lexicon.list("around_numbers.repeated").whole)


@lru_cache(maxsize=4)
def _pairs(told: frozenset[str]) -> dict[str, str]:
    return dict(pair.split("=") for pair in told)


def _groups(spoken: Spoken, first: int, last: int, lexicon: Lexicon) -> tuple[str, ...]:
    """The figures as they are told: "сто двадцать три" is one group of three, "ноль пять" two of one."""
    figures = _Figures(lexicon)
    for word in spoken.words[first : last + 1]:
        figures.hear(word)
    figures.close()
    return tuple(figures.groups)


class _Figures:
    """The figures of one run, heard word by word."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.groups: list[str] = []
        self._numbers = lexicon.numbers
        self._repeated, self._thousands = _repeated(lexicon), lexicon.list("around_numbers.thousands")
        self._value, self._room = 0, 0  # the number under way, and under which the next word must be to belong to it
        self._times = 1  # how often the next figure is told

    def hear(self, word: str) -> None:
        """Take the next word; one that tells no figures parts two groups."""
        if word in _TIMES:
            self.close()
            self._times = _TIMES[word]
        elif word.isdigit():
            self.close()
            self.groups.append(word)
        elif word == "hundred":
            self._value, self._room = self._value * 100, 100
        elif not self._several(word) and not self._thousand(word):
            told = 0 if word in _OH else self._numbers.get(word)
            if told is None:
                self.close()
            else:
                self._add(told)

    def close(self) -> None:
        """End the number under way."""
        if self._room or self._value:
            self.groups.append(str(self._value))
        self._value, self._room = 0, 0

    def _several(self, word: str) -> bool:
        """Take a word for several of one figure: "six noughts", "три тройки"."""
        figure = self._repeated.get(word)
        if figure is not None and self._value:
            self.groups.append(figure * min(self._value, 9))
            self._value = 0
            return True
        if figure is not None and self.groups and len(self.groups[-1]) == 1:
            self.groups[-1] = figure * int(self.groups[-1])
            return True
        return False

    def _thousand(self, word: str) -> bool:
        """Take "thousand", where a number went before."""
        if word not in self._thousands or not (self._value or self.groups):
            return False
        self._value, self._room = (self._value or int(self.groups.pop())) * 1000, 1000
        return True

    def _add(self, told: int) -> None:
        """Take a number word: to the number under way if that has room for it, else as the beginning of the next."""
        if told == 0 or self._times > 1:
            self.close()
            self.groups.append(str(told) * self._times)
            self._times = 1
            return
        if told >= self._room:
            self.close()
        self._value += told
        self._room = 100 if told >= 100 else 10 if told >= 20 and told % 10 == 0 else 0
        if not self._room:
            self.close()
