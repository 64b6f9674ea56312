"""Copies and their origins: which documents repeat which, and how many independent origins a figure has.

twins_of   pairs of documents that are copies of each other, by their words (MinHash)
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from counterclaim.model import Document, Kept

SHINGLE = 4  # words
ALIKE = 0.7  # estimated share of common shingles from which two texts are copies
PERMUTATIONS = 128
BANDS = 32
LEAST = 20  # words a text must have to be compared

_WORD = re.compile(r"\w+")


def shingles(text: str) -> list[str]:
    """The text's runs of four words, folded; none for a text too short to be called a copy."""
    words = _WORD.findall(text.casefold())
    if len(words) < LEAST:
        return []
    return [" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)]


def twins_of(kepts: Iterable[Kept]) -> frozenset[frozenset[str]]:
    """Pairs of ids of documents that are copies of each other but for a few words.

    Two texts are copies from an estimated Jaccard similarity of their four-word shingles of 0.7 on (128 permutations,
    standard error 0.04); candidates are found by locality-sensitive hashing.
    """
    documents: dict[str, Document] = {kept.document.id: kept.document for kept in kepts}
    signed = {name: shingles(documents[name].text) for name in sorted(documents)}
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
        if other > at and minhash.jaccard(hashes[other]) >= ALIKE
    )
