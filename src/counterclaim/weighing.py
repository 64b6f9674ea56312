"""Where grammar leaves a choice: the signs for each answer, weighed.

A choice has named answers: the sides a text speaks of, or none of them; people or personnel. Each answer has signs,
plain words for what speaks for it ("the only side of the sentence"). The language's ``weights.toml`` gives each sign a
weight, fitted on our own gold by ``python -m evals.weights``; the answer with the greatest sum wins, and the signs
that decided are kept among the rules of the claim. It is the conditional logit of McFadden (1974): the odds of two
answers are the exponential of the difference of their sums.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

from counterclaim.tables import PACKAGE, read_tables

OPEN = "open"  # the answer that none of the others is told

Signs = Mapping[str, Sequence[str]]
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice as it was put: what about, where its number starts, the signs of each answer and the one taken."""

    about: str
    start: int
    signs: Signs
    taken: str


class Scales:
    """The weights of a language by what a choice is about; ``choices``, where given, takes each choice as it is met."""

    def __init__(self, weights: Mapping[str, Weights], choices: list[Choice] | None = None) -> None:
        """``weights`` has a table for each kind of choice; a sign "window: so far" is that of one answer alone."""
        self.weights = weights
        self.choices = choices
        self._own = {about: _by_answer(table) for about, table in weights.items()}

    def knows(self, about: str) -> bool:
        """Whether signs of this kind are worth collecting: there are weights for them, or somebody watches."""
        return about in self.weights or self.choices is not None

    def weigh(
        self,
        about: str,
        start: int,
        signs: Signs,
        ruled: str | None,
        common: Sequence[str] = (),
        least: float = 0.0,
    ) -> tuple[str | None, str]:
        """The answer that its signs speak for, and what decided; "" where it is that of the rules.

        ``start`` is where the number stands in the text; ``ruled`` is the answer of grammar, ``None`` an open one.
        ``common`` are signs that every answer has and weighs by a table of its own. An answer with less than ``least``
        of the odds is none: then that of grammar stands.
        """
        answer, because = ruled, ""
        weights = self.weights.get(about)
        if weights:
            sums = weigh(signs, weights)
            own = self._own[about]
            if common:
                sums = {each: value + _worth(common, own.get(each, {})) for each, value in sums.items()}
            taken = max(sums, key=sums.__getitem__)
            weighed = None if taken == OPEN else taken
            if weighed != ruled and (odds := share_of(taken, sums)) >= least:
                told = expanded(taken, signs[taken], common)
                strongest = max(told, key=lambda sign: weights.get(sign, 0.0), default="")
                answer, because = weighed, f"{about} by weight ({odds:.2f}): {strongest}"
        if self.choices is not None:
            whole = {each: expanded(each, told, common) for each, told in signs.items()}
            self.choices.append(Choice(about, start, whole, answer or OPEN))
        return answer, because


def expanded(answer: str, told: Sequence[str], common: Sequence[str]) -> list[str]:
    """All signs of an answer as the table of weights names them."""
    return [*told, *(f"{answer}: {sign}" for sign in common)]


def _by_answer(weights: Weights) -> dict[str, Weights]:
    """What signs that every answer has are worth to each that has weights of its own for them."""
    found: dict[str, Weights] = {}
    for sign, weight in weights.items():
        answer, colon, rest = sign.partition(": ")
        if colon:
            found.setdefault(answer, {})[rest] = weight
    return found


@lru_cache(maxsize=8)
def load_scales(language: str) -> Scales:
    """The scales of a language, or those of the pack it says it is like: signs are of no language.

    Where a pack has no ``weights.toml`` they are empty, so that grammar alone decides.
    """
    path = PACKAGE / "languages" / language / "weights.toml"
    tables = read_tables(path) if path.is_file() else {}
    return load_scales(tables["like"]["pack"]) if "like" in tables else Scales(tables)


def weigh(signs: Signs, weights: Weights) -> dict[str, float]:
    """What the signs of each answer are worth together; a sign without a weight is worth nothing."""
    return {answer: _worth(told, weights) for answer, told in signs.items()}


def _worth(told: Sequence[str], weights: Weights) -> float:
    return sum(map(weights.get, told, repeat(0.0)), 0.0)


def share_of(answer: str, sums: Mapping[str, float]) -> float:
    """The share of the odds that an answer has among all, 0 to 1."""
    return 1.0 / sum(math.exp(other - sums[answer]) for other in sums.values())
