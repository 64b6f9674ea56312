"""Copies and their origins: which claims repeat which, and how many independent origins a figure has.

    twins_of    pairs of documents that are copies of each other, by their words (MinHash)
    origins     claims → trees, each from the earliest sighting to its copies
    supporters  how many independent origins give the figure of a claim; copies never count

A claim is a copy of an earlier one that answers the same question for the same time with the same figure when their
documents are copies, when their words are the same, or when both name the same ultimate speaker.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from counterclaim.comparing.ladder import TINY, Pair
from counterclaim.comparing.questions import Moment, Question, allowed, group, moment_of, outlet_of, voice_of
from counterclaim.model import Document, Kept, Stance

SHINGLE = 4  # words
ALIKE = 0.7  # estimated share of common shingles from which two texts are copies
PERMUTATIONS = 128
BANDS = 32
LEAST = 20  # words a text must have to be compared

_WORD = re.compile(r"\w+")

Twins = Collection[frozenset[str]]


def shingles(text: str) -> list[str]:
    """The text's runs of four words, folded; none for a text too short to be called a copy."""
    words = _WORD.findall(text.casefold())
    if len(words) < LEAST:
        return []
    return [" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)]


def twins_of(kepts: Iterable[Kept]) -> frozenset[frozenset[str]]:
    """Pairs of ids of documents that are copies of each other but for a few words, and whose figures may be equal.

    Only claims that tell one number can be copies, so documents without a number in common are not compared.

    Two texts are copies from an estimated Jaccard similarity of their four-word shingles of 0.7 on (128 permutations,
    standard error 0.04); candidates are found by locality-sensitive hashing.
    """
    documents: dict[str, Document] = {}
    told: dict[str, tuple[float, float]] = {}  # from the least to the most that the claims of a document allow
    for kept in kepts:
        least, most = allowed(kept.claim.quantity)
        name = kept.document.id
        documents[name] = kept.document
        low, high = told.get(name, (least, most))
        told[name] = (min(low, least), max(high, most))
    signed = {name: shingles(documents[name].text) for name in sorted(_overlapping(told))}
    signed = {name: words for name, words in signed.items() if words}
    if len(signed) < 2:
        return frozenset()
    from rensa import RMinHash, RMinHashLSH

    names = list(signed)
    index = RMinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS, num_bands=BANDS)
    hashes = []
    for at, name in enumerate(names):
        minhash = RMinHash(num_perm=PERMUTATIONS, seed=42)
        minhash.update(signed[name])
        index.insert(at, minhash)
        hashes.append(minhash)
    return frozenset(
        frozenset((names[at], names[other]))
        for at, minhash in enumerate(hashes)
        for other in index.query(minhash)
        if other > at and _meet(told[names[at]], told[names[other]]) and minhash.jaccard(hashes[other]) >= ALIKE
    )


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] + TINY and other[0] <= one[1] + TINY


def _overlapping(told: Mapping[str, tuple[float, float]]) -> set[str]:
    """The names whose stretch meets that of another."""
    found: set[str] = set()
    farthest, reach = "", -1.0  # what reaches highest of all that begin lower
    for name, (low, high) in sorted(told.items(), key=lambda item: item[1]):
        if low <= reach + TINY:
            found |= {name, farthest}
        if high > reach:
            farthest, reach = name, high
    return found


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


def copied_by(one: Kept, other: Kept, twins: Twins = ()) -> str | None:
    """Why a claim is a copy of an earlier one of the same question and time, or ``None``."""
    pair = Pair(one, other, twins)
    if not (pair.same_figure and pair.same_stance):
        return None
    if frozenset((one.claim.document, other.claim.document)) in twins:
        return "the documents are copies"
    if one.claim.document == other.claim.document and pair.same_voice:
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
    for question, kepts_of in group(kepts).items():
        places: dict[tuple[Moment, Stance], list[Kept]] = {}
        for kept in kepts_of:
            places.setdefault((moment_of(kept), kept.claim.stance), []).append(kept)
        for (moment, _), there in places.items():
            for first, copies in _trees(there, twins):
                found.append(Origin(question, moment, first, copies))
    return tuple(found)


def _trees(kepts: Sequence[Kept], twins: Twins) -> Iterable[tuple[Kept, tuple[Copy, ...]]]:
    trees: list[list[Kept]] = []
    copies: dict[str, list[Copy]] = {}
    by_voice: dict[tuple[str, float | None], list[Kept]] = {}
    for kept in kepts:
        key = (voice_of(kept), kept.claim.quantity.figure)
        reasons: Mapping[str, str] = {}
        if key in by_voice:  # most copies name the speaker; only what is left is compared with every tree
            own = by_voice[key]
            reasons = {own[0].claim.id: copied_by(own[0], kept, twins) or ""}
            reasons = {name: why for name, why in reasons.items() if why}
        if not reasons:
            near = [(one, copied_by(one, kept, twins)) for tree in trees for one in tree[:8]]
            reasons = {one.claim.id: why for one, why in near if why}
        home = next((tree for tree in trees if any(one.claim.id in reasons for one in tree)), None)
        by_voice.setdefault(key, []).append(kept)
        if home is None:
            trees.append([kept])
            continue
        named = _names(kept)
        cited = [one for one in home if outlet_of(one).casefold() in named]
        parent = cited[0] if cited else next(one for one in home if one.claim.id in reasons)
        why = f"it names {outlet_of(parent)}" if cited else reasons[parent.claim.id]
        copies.setdefault(home[0].claim.id, []).append(Copy(kept, parent.claim.id, why))
        home.append(kept)
    return [(tree[0], tuple(copies.get(tree[0].claim.id, ()))) for tree in trees]


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
