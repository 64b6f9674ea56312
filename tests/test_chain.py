"""The chain: the bytes of RFC 8785 and the tree of RFC 6962, on published vectors and on whatever else there is."""

from __future__ import annotations

import json
import math
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.ledger.chain import (
    EMPTY,
    Tree,
    canonical,
    consistency_proof,
    fast_canonical,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    plain,
    root_of,
)

# The vectors of the Certificate Transparency reference implementation (transparency-dev/merkle, testonly/constants.go).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): INCLUSION[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
HASHES = [leaf_hash(leaf) for leaf in LEAVES]


def unhex(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots(size: int) -> None:
    tree = Tree()
    tree.extend(HASHES[:size])
    assert tree.root().hex() == root_of(HASHES[:size]).hex() == ROOTS[size]
    assert Tree(size, tree.edge).root() == tree.root()


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_published_proofs_of_inclusion(index: int, size: int) -> None:
    proof = inclusion_proof(HASHES[:size], index)
    assert proof == unhex(INCLUSION[index, size])
    assert is_included(HASHES[index], index, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("first", "second"), CONSISTENCY)
def test_the_published_proofs_of_consistency(first: int, second: int) -> None:
    proof = consistency_proof(HASHES[:second], first)
    assert proof == unhex(CONSISTENCY[first, second])
    assert is_consistent(first, second, bytes.fromhex(ROOTS[first]), bytes.fromhex(ROOTS[second]), proof)


leaves = st.lists(st.integers(0, 255).map(lambda n: leaf_hash(bytes([n]))), min_size=1, max_size=70)


def reference_root(hashes: list[bytes]) -> bytes:
    """The definition of RFC 6962 section 2.1, word by word."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return sha256(b"\1" + reference_root(hashes[:half]) + reference_root(hashes[half:])).digest()


@given(leaves, st.data())
def test_every_row_is_proved_and_no_other(hashes: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(hashes) - 1))
    root = root_of(hashes)
    assert root == reference_root(hashes)
    proof = inclusion_proof(hashes, index)
    assert is_included(hashes[index], index, len(hashes), proof, root)
    assert not is_included(leaf_hash(b"another"), index, len(hashes), proof, root)
    assert not is_included(hashes[index], index, len(hashes), [*proof, root], root)
    if proof:
        assert not is_included(hashes[index], index, len(hashes), proof[:-1], root)
    assert not is_included(hashes[index], len(hashes), len(hashes), proof, root)


@given(leaves, st.data())
def test_a_beginning_is_proved_and_a_changed_one_is_not(hashes: list[bytes], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(hashes)))
    old, new = root_of(hashes[:first]), root_of(hashes)
    proof = consistency_proof(hashes, first)
    assert is_consistent(first, len(hashes), old, new, proof)
    if first:
        at = data.draw(st.integers(0, first - 1))
        changed = [*hashes[:at], leaf_hash(b"changed"), *hashes[at + 1 :]]
        later = consistency_proof(changed, first)
        assert not is_consistent(first, len(hashes), old, root_of(changed), later)
    assert not is_consistent(len(hashes) + 1, len(hashes), old, new, proof)


def test_the_empty_tree_is_the_hash_of_nothing() -> None:
    assert Tree().root() == EMPTY
    with pytest.raises(ValueError, match="full subtrees"):
        Tree(3, [EMPTY])
    with pytest.raises(ValueError, match="not among"):
        inclusion_proof([], 0)
    with pytest.raises(ValueError, match="no beginning"):
        consistency_proof([EMPTY], 2)


# ---------------------------------------------------------------------------------------------------------- RFC 8785

# Sections 3.2.2 to 3.2.4 and appendix B.
SAMPLE = """{
  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
  "literals": [null, true, false]
}"""
SAMPLE_BYTES = (
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
    '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
)
NUMBERS = {
    0.0: "0", 5e-324: "5e-324", 1.7976931348623157e308: "1.7976931348623157e+308",
    9007199254740992.0: "9007199254740992", 295147905179352830000.0: "295147905179352830000",
    9.999999999999997e22: "9.999999999999997e+22", 1e23: "1e+23", 999999999999999700000.0: "999999999999999700000",
    333333333.3333332: "333333333.3333332", 0.000001: "0.000001", 1e21: "1e+21",
    -0.0000033333333333333333: "-0.0000033333333333333333", 1424953923781206.2: "1424953923781206.2",
}  # fmt: skip


def test_the_sample_of_the_standard() -> None:
    assert canonical(json.loads(SAMPLE)).decode() == SAMPLE_BYTES


@pytest.mark.parametrize(("number", "written"), NUMBERS.items())
def test_the_numbers_of_the_standard(number: float, written: str) -> None:
    assert canonical(number).decode() == written
    assert fast_canonical([plain(number)]).decode() == f"[{written}]"


@pytest.mark.parametrize("wrong", [math.nan, math.inf, "half \ud800"])
def test_what_json_cannot_carry_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(wrong)
    with pytest.raises(ValueError, match=r"."):
        fast_canonical([plain(wrong) if isinstance(wrong, float) else wrong])


numbers = st.one_of(
    st.integers(-(2**60), 2**60), st.floats(allow_nan=False, allow_infinity=False), st.floats(0, 1), st.just(1e16)
).map(plain)
texts = st.text(st.characters(codec="utf-8"))
values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(
        st.lists(inner), st.dictionaries(st.text(st.characters(codec="ascii")), inner)
    ),
    max_leaves=20,
)  # fmt: skip


@given(values)
def test_the_fast_way_writes_the_same_bytes(value: Any) -> None:
    assert fast_canonical(value) == rfc8785.dumps(value)


@given(values)
def test_canonical_json_reads_back_and_stays_as_it_is(value: Any) -> None:
    written = canonical(value)
    assert canonical(_floats(json.loads(written))) == written


def _floats(value: Any) -> Any:
    """Whole numbers beyond 2^53 as floats, which is what a reader of JSON in other languages makes of them."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53 - 1:
        return float(value)
    if isinstance(value, list):
        return [_floats(part) for part in value]
    if isinstance(value, dict):
        return {name: _floats(part) for name, part in value.items()}
    return value


@given(st.lists(st.integers(0, 40), max_size=8))
def test_rows_added_many_at_once_give_the_tree_of_rows_added_one_by_one(parts: list[int]) -> None:
    one, many = Tree(), Tree()
    number = 0
    for size in parts:
        leaves = [leaf_hash(str(number + at).encode()) for at in range(size)]
        number += size
        for leaf in leaves:
            one.append(leaf)
        many.extend(leaves)
        assert (many.size, many.edge) == (one.size, one.edge)
