"""95% intervals of any score of summed counts, from drawing whole texts anew."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence

RESAMPLES = 1000

Counts = tuple[float, ...]  # what one text adds: right, read, gold, or whatever the score is made of


def add_up(rows: Sequence[Counts]) -> Counts:
    """The counts of several texts together."""
    return tuple(map(sum, zip(*rows, strict=True)))


def interval_of(rows: Sequence[Counts], score: Callable[[Counts], float]) -> dict[str, float]:
    """The ``low`` and ``high`` end of ``score`` over ``RESAMPLES`` draws of as many texts as there are (seed 0)."""
    draw = random.Random(0)
    kinds = sorted(Counter(rows).items())  # texts that count alike are drawn as one kind
    values = [counts for counts, _ in kinds]
    weights = [n for _, n in kinds]
    scores = []
    for _ in range(RESAMPLES):
        drawn = Counter(draw.choices(values, weights, k=len(rows)))
        sums = tuple(sum(counts[i] * n for counts, n in drawn.items()) for i in range(len(values[0])))
        scores.append(score(sums))
    scores.sort()
    return {"low": round(scores[25], 4), "high": round(scores[974], 4)}


def f1_of(counts: Counts) -> float:
    """F1 of right, read and gold; the plain share right where read and gold are the same."""
    right, read, gold = counts
    return 2 * right / (read + gold) if read + gold else 0.0


def scored(rows: Sequence[Counts], kind: str) -> dict[str, float]:
    """F1, or the share right, over all texts; ``rows`` hold right, read and gold of each, ``kind`` is "f1" or "em".

    ``n`` is how many the gold has.
    """
    right, read, gold = add_up(rows)
    made = {kind: round(f1_of((right, read, gold)), 4)} | interval_of(rows, f1_of) | {"n": gold}
    if kind == "f1":
        made |= {"precision": round(right / max(1, read), 4), "recall": round(right / max(1, gold), 4)}
    return made
