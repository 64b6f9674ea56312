"""Words that no rule decides: what speaks for a name, an address or a birth, weighed.

Rules take a word where something near it says what it is. Where they are silent, all that stands around it is told as
signs (``signs.py``), each with a weight for each kind of personal data (``weights.toml``, fitted on our own gold by
``python -m evals.redaction_weights``); the odds of a kind are the exponential of the sum. It is a logistic regression.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from counterclaim.redaction.mark import Found, Kind
from counterclaim.redaction.names import Names
from counterclaim.redaction.signs import Sign, Signs
from counterclaim.tables import read_tables

WEIGHED: tuple[Kind, ...] = ("name", "address", "birth")
# The least share of the odds with which a word is hidden: what is hidden in vain costs less than what is told.
LEAST: dict[Kind, float] = {"name": 0.3, "address": 0.3, "birth": 0.7}
ALWAYS = ("always", "")  # the sign of every word
_TABLE = Path(__file__).with_name("weights.toml")

Weights = Mapping[str, Mapping[str, Sequence[float]]]  # by place and sign, one number a kind


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The weights of all signs."""
    weights: Weights = read_tables(_TABLE)
    return weights


def weighed(names: Names, found: Iterable[Found], weights: Weights | None = None) -> Iterator[Found]:
    """What the signs around words speak for, beside what the rules have found; what goes on with that is joined."""
    signs = Signs(names, found)
    table = load_weights() if weights is None else weights
    starts, ends = names.spoken.starts, names.spoken.ends
    for first, last, kind in _stretches(signs, table):
        one = names.as_found(first, last) if kind == "name" else Found(starts[first], ends[last], kind)
        joined = [one, *_beside(signs, first, last, kind)]
        yield one._replace(start=min(each.start for each in joined), end=max(each.end for each in joined))


def _stretches(signs: Signs, weights: Weights) -> Iterator[tuple[int, int, Kind]]:
    """Words of one kind in a row, small words between them too; no number and no "district" alone."""
    spoken, numbers = signs.spoken, signs.lexicon.numbers
    kinds = [kind_of(signs, at, weights) for at in range(len(spoken.words))]
    last = -1
    for first, kind in enumerate(kinds):
        if kind is None or first <= last:
            continue
        last = at = first
        while at < len(kinds) and spoken.turns[at] == spoken.turns[first] and (kinds[at] == kind or signs.is_small(at)):
            last, at = at if kinds[at] == kind else last, at + 1
        told = spoken.words[first : last + 1]
        bare = all(word in numbers or word.isdigit() or signs.only_leads(word) for word in told)
        if not bare or any(_beside(signs, first, last, kind)):
            yield first, last, kind


def _beside(signs: Signs, first: int, last: int, kind: Kind) -> Iterator[Found]:
    """What the rules have found of the same kind right before and behind a stretch, in its turn."""
    turns = signs.spoken.turns
    for at in (first - 1, last + 1):
        one = signs.found[at] if 0 <= at < len(turns) and turns[at] == turns[first] else None
        if one is not None and one.kind == kind:
            yield one


def kind_of(signs: Signs, at: int, weights: Weights) -> Kind | None:
    """What a word is by the odds; ``None`` where it is hidden already, or where they speak for nothing."""
    if signs.hidden[at] or signs.is_small(at):
        return None
    ruled_out = (signs.names.is_nobody(at), signs.is_no_home(at), signs.is_no_birth(at))
    if all(ruled_out):
        return None
    sums = summed((ALWAYS, *signs.of(at)), weights)
    most, kind = max((worth, kind) for worth, kind, out in zip(sums, WEIGHED, ruled_out, strict=True) if not out)
    return kind if 1 / (1 + math.exp(-most)) >= LEAST[kind] else None


def summed(signs: Iterable[Sign], weights: Weights) -> list[float]:
    """What signs are worth together for each kind."""
    sums = [0.0] * len(WEIGHED)
    for place, sign in signs:
        worth = weights.get(place, {}).get(sign)
        if worth is not None:
            for at, weight in enumerate(worth):
                sums[at] += weight
    return sums
