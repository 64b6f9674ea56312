"""Which of many rules a line of letters can satisfy at all, told by the letters that stand in it.

A rule needs letters: of each of some sets the line must have one, the set with the fewest first. Rules are looked up by
the letters of that first set and not tried one by one; lines of the same letters share the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

Needs = tuple[frozenset[str], ...]
T = TypeVar("T")

_REMEMBERED = 5_000  # sets of letters


class Sieve(Generic[T]):
    """Rules in their order, each with what it needs."""

    def __init__(self, rules: Iterable[tuple[T, Needs]]) -> None:
        self._rules = list(rules)
        self._free: list[int] = []  # the rules that need nothing
        self._by_letter: dict[str, list[int]] = {}
        self._fitting: dict[frozenset[str], list[T]] = {}
        for at, (_, needs) in enumerate(self._rules):
            if not needs:
                self._free.append(at)
            for letter in needs[0] if needs else ():
                self._by_letter.setdefault(letter, []).append(at)

    def fitting(self, letters: str) -> list[T]:
        """The rules whose letters stand in a line, in order."""
        present = frozenset(letters)
        found = self._fitting.get(present)
        if found is None:
            if len(self._fitting) >= _REMEMBERED:
                self._fitting.clear()
            found = self._fitting[present] = self._sift(present)
        return found

    def _sift(self, present: frozenset[str]) -> list[T]:
        begun = set(self._free)
        for letter in present:
            begun.update(self._by_letter.get(letter, ()))
        rules = [self._rules[at] for at in sorted(begun)]
        return [rule for rule, needs in rules if not any(map(present.isdisjoint, needs[1:]))]
