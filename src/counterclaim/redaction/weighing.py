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
# The least share of the odds with which words are hidden. Of snippets left out of the fit, what goes on with something
# that the rules have found is right in four of five cases down to a share of 0.1; of all else one of three is between
# 0.3 and 0.4 (names) or 0.2 and 0.3 (addresses), and fewer below; births are right or wrong whatever is near them.
LEAST: dict[Kind, float] = {"name": 0.4, "address": 0.3, "birth": 0.5}
BESIDE = 0.1
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
    """Words of one kind in a row that are told as such; fewer of them where nothing that was found stands beside."""
    told = [odds_of(signs, at, weights) for at in range(len(signs.spoken.words))]
    for first, last, kind in _rows(signs, told, range(len(told)), dict.fromkeys(WEIGHED, BESIDE)):
        if any(_beside(signs, first, last, kind)):
            yield first, last, kind
            continue
        for row in _rows(signs, told, range(first, last + 1), LEAST):
            words = range(row[0], row[1] + 1)
            bare = all(map(signs.only_leads, words))
            if not bare and (kind != "address" or any(map(signs.names_a_place, words))):
                yield row


def _rows(
    signs: Signs, told: Sequence[tuple[Kind, float]], among: range, least: Mapping[Kind, float]
) -> Iterator[tuple[int, int, Kind]]:
    """Words of one kind in a row whose odds are enough, small words between them too."""
    turns, last = signs.spoken.turns, -1
    for first in among:
        kind, share = told[first]
        if share < least[kind] or first <= last:
            continue
        last = at = first
        while at in among and turns[at] == turns[first]:
            goes_on = told[at][0] == kind and told[at][1] >= least[kind]
            if not (goes_on or signs.is_small(at)):
                break
            last, at = at if goes_on else last, at + 1
        yield first, last, kind


def _beside(signs: Signs, first: int, last: int, kind: Kind) -> Iterator[Found]:
    """What the rules have found of the same kind right before and behind a stretch, in its turn."""
    turns = signs.spoken.turns
    for at in (first - 1, last + 1):
        one = signs.found[at] if 0 <= at < len(turns) and turns[at] == turns[first] else None
        if one is not None and one.kind == kind:
            yield one


def odds_of(signs: Signs, at: int, weights: Weights) -> tuple[Kind, float]:
    """What a word is by the odds, and their share; of one that is hidden already or can be nothing, none."""
    if signs.hidden[at] or signs.is_small(at):
        return WEIGHED[0], 0.0
    ruled_out = (signs.names.is_nobody(at), signs.is_no_home(at), signs.is_no_birth(at))
    if all(ruled_out):
        return WEIGHED[0], 0.0
    sums = summed((ALWAYS, *signs.of(at)), weights)
    most, kind = max((worth, kind) for worth, kind, out in zip(sums, WEIGHED, ruled_out, strict=True) if not out)
    return kind, 1 / (1 + math.exp(-most))


def summed(signs: Iterable[Sign], weights: Weights) -> list[float]:
    """What signs are worth together for each kind."""
    sums = [0.0] * len(WEIGHED)
    for place, sign in signs:
        worth = weights.get(place, {}).get(sign)
        if worth is not None:
            for at, weight in enumerate(worth):
                sums[at] += weight
    return sums
