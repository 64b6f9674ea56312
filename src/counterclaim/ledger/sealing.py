"""Personal data encrypted per document, by a key that the ledger never holds (extra ``signing``).

    key_given       the key from a file or from COUNTERCLAIM_SEAL_KEY
    seal, unseal    bytes of one document, encrypted and back
    sealed_values   what of a document's text is personal, ready to stand in its row; values_of takes it back

AES-SIV (RFC 5297) with a key of 64 bytes that HKDF-SHA256 (RFC 5869) makes of the given key and the document's id: the
same document seals to the same bytes, so that reading it again adds nothing, and no nonce can be used twice.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from counterclaim.model import CounterclaimError, Document

VARIABLE = "COUNTERCLAIM_SEAL_KEY"
NEEDS = "sealing personal data needs cryptography: python -m pip install 'counterclaim[signing]'"
HOW = (
    "make a key with “openssl rand -hex 32 > seal.key”, keep it away from the ledger, and name it with --seal-key "
    f"seal.key or put its 64 hexadecimal digits into {VARIABLE}"
)
_LABEL = b"counterclaim seal 1: "


class SealedError(CounterclaimError):
    """Something is sealed, and the key is missing or another one."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """The user's key: 32 bytes. It is never shown; ``name`` tells it from another one."""

    raw: bytes

    @property
    def name(self) -> str:
        """Eight hexadecimal digits of a hash, from which the key cannot be had."""
        return sha256(b"counterclaim seal key" + self.raw).hexdigest()[:8]


def key_given(file: Path | None = None) -> Key | None:
    """The key in a file, else in the environment, else ``None``; the error says how to make one."""
    if file is not None:
        try:
            told, where = file.read_text("ascii", errors="replace"), str(file)
        except OSError as error:
            raise CounterclaimError(f"the key {file} cannot be read: {error.strerror or error}; {HOW}") from error
    else:
        told, where = os.environ.get(VARIABLE, ""), VARIABLE
        if not told.strip():
            return None
    try:
        raw = bytes.fromhex(told.strip())
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise CounterclaimError(f"{where} holds no key of 64 hexadecimal digits; {HOW}")
    return Key(raw)


@lru_cache(maxsize=64)
def _cipher(raw: bytes, document: str) -> Any:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF
    except ImportError as error:
        raise CounterclaimError(NEEDS) from error
    return AESSIV(HKDF(SHA256(), 64, None, _LABEL + document.encode()).derive(raw))


def seal(content: bytes, document: str, key: Key) -> bytes:
    """Bytes that belong to a document (or to the recording with this hash), encrypted."""
    return bytes(_cipher(key.raw, document).encrypt(b"\1" + content, [document.encode()]))


def unseal(sealed: bytes, document: str, key: Key) -> bytes:
    """The bytes that ``seal`` encrypted; ``SealedError`` where the key is another one or a bit was changed."""
    from cryptography.exceptions import InvalidTag

    try:
        return bytes(_cipher(key.raw, document).decrypt(sealed, [document.encode()])[1:])
    except InvalidTag:
        raise SealedError(
            f"what is sealed of {document} does not open with the key {key.name}: it was sealed with another key, or "
            "it was changed since"
        ) from None


def sealed_values(document: Document, key: Key) -> dict[str, str]:
    """What of a document is personal, as its row holds it: text, title and author before anything was masked."""
    values = [document.text[start:end] for start, end, _, _ in document.marks or ()]
    told = orjson.dumps({"values": values, "title": document.title, "author": document.author})
    return {"key": key.name, "data": b64encode(seal(told, document.id, key)).decode("ascii")}


def values_of(sealed: Mapping[str, str], document: str, key: Key | None) -> Mapping[str, Any]:
    """``values`` in the order of the marks, ``title`` and ``author`` of a document whose row is sealed."""
    if key is None:
        raise SealedError(f"document {document} is sealed with the key {sealed['key']}: give it with --seal-key FILE")
    if key.name != sealed["key"]:
        raise SealedError(f"document {document} is sealed with the key {sealed['key']}, and this is {key.name}")
    found: Mapping[str, Any] = orjson.loads(unseal(b64decode(sealed["data"]), document, key))
    return found


def unmasked(text: str, hidden: tuple[tuple[int, int, str, str], ...], values: list[str]) -> str:
    """A masked text with its values in their places again."""
    parts, at = [], 0
    for (start, end, _, _), value in zip(hidden, values, strict=True):
        parts += [text[at:start], value]
        at = end
    return "".join([*parts, text[at:]])
