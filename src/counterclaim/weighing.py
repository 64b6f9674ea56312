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

from counterclaim.tables import PACKAGE, read_tables

OPEN = "open"  # the answer that none of the others is told

Signs = Mapping[str, Sequence[str]]
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice as it was put: what about, where its number starts, the signs of each answer and the one taken."""

    about: str
    start: int
    signs: Signs
    taken: str


@dataclass(frozen=True, slots=True)
class Scales:
    """The weights of a language by what a choice is about; ``choices``, where given, takes each choice as it is met."""

    weights: Mapping[str, Weights]
    choices: list[Choice] | None = None

    def knows(self, about: str) -> bool:
        """Whether signs of this kind are worth collecting: there are weights for them, or somebody watches."""
        return about in self.weights or self.choices is not None

    def weigh(self, about: str, start: int, signs: Signs, ruled: str | None) -> tuple[str | None, str]:
        """The answer that its signs speak for, and what decided; "" where it is that of the rules.

        ``start`` is where the number stands in the text; ``ruled`` is the answer of grammar, ``None`` an open one.
        """
        answer, because = ruled, ""
        weights = self.weights.get(about)
        if weights:
            taken, share, sign = weigh(signs, weights)
            answer = None if taken == OPEN else taken
            if answer != ruled:
                because = f"{about} by weight ({share:.2f}): {sign}"
        if self.choices is not None:
            self.choices.append(Choice(about, start, signs, answer or OPEN))
        return answer, because


@lru_cache(maxsize=8)
def load_scales(language: str) -> Scales:
    """The scales of a language; empty where its pack has no ``weights.toml``, so that grammar alone decides."""
    path = PACKAGE / "languages" / language / "weights.toml"
    return Scales(read_tables(path) if path.is_file() else {})


def weigh(signs: Signs, weights: Weights) -> tuple[str, float, str]:
    """The answer with the greatest sum, its share of the odds (0 to 1), and the sign that spoke most for it."""
    sums = {answer: sum(weights.get(sign, 0.0) for sign in told) for answer, told in signs.items()}
    taken = max(sums, key=sums.__getitem__)
    best = sums[taken]
    share = 1.0 / sum(math.exp(other - best) for other in sums.values())
    strongest = max(signs[taken], key=lambda sign: weights.get(sign, 0.0), default="")
    return taken, share, strongest
