"""The chain that makes a ledger's rows answer for each other: RFC 8785 bytes, RFC 6962 Merkle tree.

    canonical / fast_canonical      one JSON value as the only bytes it can have
    leaf_hash, node_hash            SHA-256 with the prefixes 0x00 and 0x01
    Tree                            the right edge of a growing tree: append, root
    inclusion_proof, is_included    a row is in the tree of this head
    consistency_proof, is_consistent   a later head has everything an earlier one had, unchanged

Hashes are 32 bytes. Conventions: RFC 6962 section 2.1 (the empty tree is the hash of nothing); RFC 9162 section 2.1.3.2
and 2.1.4.2 for checking proofs.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import orjson

EMPTY = sha256(b"").digest()
_LARGEST = 2**53 - 1


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of any JSON value; ``ValueError`` for what JSON cannot carry (NaN, lone surrogates)."""
    import rfc8785

    try:
        return rfc8785.dumps(value)
    except UnicodeEncodeError as error:
        raise ValueError("a text holds half a character (a lone surrogate), which no file can carry") from error


class Extreme(float):
    """A number at which JSON writers differ: ``fast_canonical`` leaves it to ``canonical``."""


def plain(number: float | None) -> float | int | None:
    """A number in the form whose usual JSON is what RFC 8785 asks for, whole ones as int; else an ``Extreme``.

    ``ValueError`` for NaN and infinities, which JSON cannot carry.
    """
    if number is None:
        return None
    if abs(number) <= _LARGEST and number == int(number):
        return int(number)
    if not abs(number) < float("inf"):
        raise ValueError(f"{number} cannot be kept as a number")
    return number if 1e-4 <= abs(number) < _LARGEST else Extreme(number)


def fast_canonical(value: Any) -> bytes:
    """``canonical`` for a value whose keys are ASCII and whose numbers are ``plain``, several times as fast."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        return canonical(value)


def leaf_hash(row: bytes) -> bytes:
    """The hash of one row's bytes."""
    return sha256(b"\0" + row).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\1" + left + right).digest()


class Tree:
    """The right edge of a Merkle tree that only grows: the roots of its full subtrees, largest first."""

    __slots__ = ("edge", "size")

    def __init__(self, size: int = 0, edge: Sequence[bytes] = ()) -> None:
        if len(edge) != size.bit_count():
            raise ValueError(f"a tree of {size} rows has {size.bit_count()} full subtrees, not {len(edge)}")
        self.size = size
        self.edge = list(edge)

    def append(self, leaf: bytes) -> None:
        """Adds the hash of one more row."""
        edge, size = self.edge, self.size
        while size & 1:
            leaf = sha256(b"\1" + edge.pop() + leaf).digest()
            size >>= 1
        edge.append(leaf)
        self.size += 1

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Adds the hashes of many rows; whole subtrees among them level by level."""
        at, end = 0, len(leaves)
        while at < end:
            width = 1 << ((end - at).bit_length() - 1)
            if self.size:
                width = min(width, self.size & -self.size)
            level = leaves[at : at + width]
            at += width
            while len(level) > 1:
                pairs = iter(level)
                level = [sha256(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
            self._join(level[0], width)

    def _join(self, root: bytes, width: int) -> None:
        """Adds a full subtree of ``width`` rows, which divides the size."""
        edge, size = self.edge, self.size // width
        while size & 1:
            root = sha256(b"\1" + edge.pop() + root).digest()
            size >>= 1
        edge.append(root)
        self.size += width

    def root(self) -> bytes:
        """The tree's hash."""
        return self.folded(self.edge)

    @staticmethod
    def folded(edge: Sequence[bytes]) -> bytes:
        """The hash of the tree with this right edge."""
        if not edge:
            return EMPTY
        found = edge[-1]
        for left in edge[-2::-1]:
            found = sha256(b"\1" + left + found).digest()
        return found


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The hash of a tree given all its leaves' hashes."""
    tree = Tree()
    tree.extend(leaves)
    return tree.root()


def _split(size: int) -> int:
    """The largest power of two smaller than ``size``, which is at least two."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """PATH(index, leaves) of RFC 6962: what is needed to get from one leaf to the root, bottom first."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"row {index} is not among {len(leaves)}")
    proof: list[bytes] = []
    while len(leaves) > 1:
        half = _split(len(leaves))
        if index < half:
            proof.append(root_of(leaves[half:]))
            leaves = leaves[:half]
        else:
            proof.append(root_of(leaves[:half]))
            leaves, index = leaves[half:], index - half
    return proof[::-1]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``proof`` leads from the leaf at ``index`` to the root of a tree of ``size``."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            found = node_hash(found, step)
        at >>= 1
        last >>= 1
    return last == 0 and found == root


def consistency_proof(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """PROOF(first, leaves) of RFC 6962: that the tree of the first rows is the beginning of this one."""
    if not 0 <= first <= len(leaves):
        raise ValueError(f"a tree of {len(leaves)} rows has no beginning of {first}")
    return [] if first in (0, len(leaves)) else _subproof(first, leaves, True)


def _subproof(first: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [root_of(leaves)]
    half = _split(len(leaves))
    if first <= half:
        return [*_subproof(first, leaves[:half], whole), root_of(leaves[half:])]
    return [*_subproof(first - half, leaves[half:], False), root_of(leaves[:half])]


def is_consistent(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that the tree of ``first`` rows is the beginning of that of ``second``."""
    if first > second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == EMPTY
    steps = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not steps:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at >>= 1
        last >>= 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            new = node_hash(new, step)
        at >>= 1
        last >>= 1
    return last == 0 and old == first_root and new == second_root
