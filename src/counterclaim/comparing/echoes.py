"""Copies and their origins: which claims repeat which, and how many independent origins a figure has.

    twins_of    pairs of documents that are copies of each other, by their words (MinHash)
    origins     claims → trees, each from the earliest sighting to its copies
    supporters  how many independent origins give the figure of a claim; copies never count

A claim is a copy of an earlier one that answers the same question for the same time with the same figure when their
documents are copies, when their words are the same, or when both name the same ultimate speaker.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import eq
from threading import Lock

from counterclaim.comparing.ladder import TINY, Pair
from counterclaim.comparing.questions import (
    Moment,
    Question,
    Stated,
    allowed,
    group_stated,
    moment_of,
    outlet_of,
)
from counterclaim.model import Document, Kept, Stance

SHINGLE = 4  # words
ALIKE = 0.7  # estimated share of common shingles from which two texts are copies
PERMUTATIONS = 128
BANDS = 32
LEAST = 20  # words a text must have to be compared
SKETCHES = 20_000  # of documents that are kept; about 4 kB each

_WORD = re.compile(r"\w+")

Twins = Container[frozenset[str]]


def shingles(text: str) -> list[str]:
    """The text's runs of four words, folded; none for a text too short to be called a copy."""
    words = _WORD.findall(text.casefold())
    if len(words) < LEAST:
        return []
    return [" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)]


def twins_of(kepts: Iterable[Kept]) -> Twinned:
    """Which documents of claims are copies of each other but for a few words, as far as their figures may be equal.

    Only claims that tell one number can be copies, so documents without a number in common are none.
    """
    told: dict[str, tuple[Document, float, float]] = {}  # with the least and the most that its claims allow
    for kept in kepts:
        low, high = allowed(kept.claim.quantity)
        name = kept.document.id
        if name in told:
            _, least, most = told[name]
            low, high = min(low, least), max(high, most)
        told[name] = (kept.document, low, high)
    return Twinned(told)


class Twinned(Container[frozenset[str]]):
    """Pairs of ids of documents that are copies of each other, told when a pair is asked for.

    Few pairs are: those with claims of one figure. So a text is read when the first of its pairs is, and once.

    Two texts are copies from an estimated Jaccard similarity of their four-word shingles of 0.7 on (128 permutations,
    standard error 0.04), where locality-sensitive hashing makes them candidates: four permutations of one band agree.
    """

    def __init__(self, told: Mapping[str, tuple[Document, float, float]]) -> None:
        self._told = told

    def __contains__(self, pair: object) -> bool:
        if not isinstance(pair, frozenset) or len(pair) != 2 or not pair <= self._told.keys():
            return False
        (one, low, high), (other, least, most) = (self._told[name] for name in pair)
        if low > most + TINY or least > high + TINY:
            return False
        return _alike(_sketch(one), _sketch(other))


Sketch = tuple[int, ...]  # MinHash: of each permutation the least hash of the shingles; empty for a text too short
_ROWS = PERMUTATIONS // BANDS
_sketches: OrderedDict[tuple[str, int, int], Sketch] = OrderedDict()
_lock = Lock()


def _sketch(document: Document) -> Sketch:
    """The sketch of a document's text, kept for the documents asked for last; a text read anew is another one."""
    key = (document.id, len(document.text), hash(document.text))
    with _lock:
        if key in _sketches:
            _sketches.move_to_end(key)
            return _sketches[key]
    words = shingles(document.text)
    found: Sketch = ()
    if words:
        from rensa import RMinHash

        made = RMinHash(num_perm=PERMUTATIONS, seed=42)
        made.update(words)
        found = tuple(made.digest())
    with _lock:
        _sketches[key] = found
        while len(_sketches) > SKETCHES:
            _sketches.popitem(last=False)
    return found


def _alike(one: Sketch, other: Sketch) -> bool:
    if not one or not other:
        return False
    if sum(map(eq, one, other)) / PERMUTATIONS < ALIKE:
        return False
    return any(one[at : at + _ROWS] == other[at : at + _ROWS] for at in range(0, PERMUTATIONS, _ROWS))


# ------------------------------------------------------------------------------------------------------- origins


@dataclass(frozen=True, slots=True)
class Copy:
    """A claim that repeats another: ``parent`` is the id of the claim it repeats, ``why`` says by what it is known."""

    kept: Kept
    parent: str
    why: str


@dataclass(frozen=True, slots=True)
class Origin:
    """One origin of a figure: its earliest sighting, and the copies in the order they were said."""

    question: Question
    moment: Moment
    first: Kept
    copies: tuple[Copy, ...] = ()

    @property
    def claims(self) -> tuple[Kept, ...]:
        """The first and its copies."""
        return (self.first, *(copy.kept for copy in self.copies))

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents that tell it."""
        return tuple(dict.fromkeys(kept.claim.document for kept in self.claims))


def copied_by(one: Kept | Stated, other: Kept | Stated, twins: Twins = ()) -> str | None:
    """Why a claim is a copy of an earlier one of the same question and time, or ``None``."""
    pair = Pair(one, other, twins)
    if not (pair.same_figure and pair.same_stance):
        return None
    documents = frozenset((pair.first.claim.document, pair.second.claim.document))
    if documents in twins:
        return "the documents are copies"
    if len(documents) == 1 and pair.same_voice:
        return "told again in the same document"
    if pair.same_words:
        return "the same words"
    return "the same speaker" if pair.same_voice else None


def _names(kept: Kept) -> frozenset[str]:
    return frozenset(word.casefold() for link in kept.claim.attribution for word in (link.id, link.name) if word)


def origins(kepts: Iterable[Kept], twins: Twins = ()) -> tuple[Origin, ...]:
    """The independent origins of claims, each a tree from the earliest sighting.

    The parent of a copy is the outlet that it names, where that is in the tree, else the earliest claim it repeats.
    """
    found: list[Origin] = []
    for question, told in group_stated(kepts).items():
        places: dict[tuple[Moment, Stance], list[Stated]] = {}
        for one in told:
            places.setdefault((one.moment, one.kept.claim.stance), []).append(one)
        for (moment, _), there in places.items():
            for first, copies in _trees(there, twins):
                found.append(Origin(question, moment, first, copies))
    return tuple(found)


def _trees(told: Sequence[Stated], twins: Twins) -> Iterable[tuple[Kept, tuple[Copy, ...]]]:
    trees: list[list[Stated]] = []
    copies: dict[str, list[Copy]] = {}
    by_voice: dict[tuple[str, float | None], Stated] = {}  # the first of each voice and figure
    for stated in told:
        key = (stated.voice, stated.kept.claim.quantity.figure)
        reasons: Mapping[str, str] = {}
        if key in by_voice:  # most copies name the speaker; only what is left is compared with every tree
            own = by_voice[key]
            reasons = {own.kept.claim.id: copied_by(own, stated, twins) or ""}
            reasons = {name: why for name, why in reasons.items() if why}
        if not reasons:
            near = [(one.kept, copied_by(one, stated, twins)) for tree in trees for one in tree[:8]]
            reasons = {one.claim.id: why for one, why in near if why}
        home = next((tree for tree in trees if any(one.kept.claim.id in reasons for one in tree)), None)
        by_voice.setdefault(key, stated)
        if home is None:
            trees.append([stated])
            continue
        named = _names(stated.kept)
        cited = next((one.kept for one in home if outlet_of(one.kept).casefold() in named), None)
        parent = cited or next(one.kept for one in home if one.kept.claim.id in reasons)
        why = f"it names {outlet_of(parent)}" if cited else reasons[parent.claim.id]
        copies.setdefault(home[0].kept.claim.id, []).append(Copy(stated.kept, parent.claim.id, why))
        home.append(stated)
    return [(tree[0].kept, tuple(copies.get(tree[0].kept.claim.id, ()))) for tree in trees]


def supporters(kept: Kept, found: Iterable[Origin]) -> tuple[Origin, ...]:
    """The origins that answer the question of a claim for the same time with a figure that meets its own."""
    return tuple(
        origin
        for origin in found
        if origin.moment == moment_of(kept)
        and origin.moment.known
        and Pair(kept, origin.first).questions[0] == origin.question == Pair(kept, origin.first).questions[1]
        and Pair(kept, origin.first).meets
        and origin.first.claim.stance == kept.claim.stance
    )
