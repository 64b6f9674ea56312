"""A tree's head as a text to keep elsewhere: the checkpoint format of transparency logs, plain or signed.

    counterclaim/ledger           the origin
    253                           rows
    Bdf4Vz9B…=                    the root, base64
    2026-11-22T08:00:00.000000Z   when the last of them was added

    — name Zm9v…                  a signature, where there is one

Formats: C2SP tlog-checkpoint and signed-note (Ed25519).
"""

from __future__ import annotations

import base64
import binascii
from hashlib import sha256
from pathlib import Path
from typing import Any

from counterclaim.ledger.store import Head
from counterclaim.model import CounterclaimError

ORIGIN = "counterclaim/ledger"
_ED25519 = b"\x01"


def head_text(head: Head) -> str:
    """The head as text, without a signature."""
    return f"{ORIGIN}\n{head.size}\n{base64.b64encode(head.root).decode()}\n{head.at}\n"


def head_from(text: str, name: str = "the head") -> Head:
    """The head of a text, signed or not; ``CounterclaimError`` where it is none."""
    lines = text.replace("\r\n", "\n").split("\n")
    try:
        if lines[0] != ORIGIN:
            raise ValueError("its first line is not " + ORIGIN)
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
        if len(root) != 32 or size < 0:
            raise ValueError("its root is not 32 bytes")
        return Head(size, root, lines[3])
    except (ValueError, IndexError, binascii.Error) as error:
        raise CounterclaimError(f"{name} is not a head as counterclaim head prints it: {error}") from error


def signed(text: str, key: Path, name: str) -> str:
    """The text with a signature by an Ed25519 private key in a PEM file; ``name`` says whose it is."""
    if not name or any(letter.isspace() or letter == "+" for letter in name):
        raise CounterclaimError(f"“{name}” cannot name a signer: use a word without spaces, as archive.example.org")
    private = _loaded(key, private=True)
    public = private.public_key().public_bytes_raw()
    mark = base64.b64encode(_key_id(name, public) + private.sign(text.encode())).decode()
    return f"{text}\n— {name} {mark}\n"


def is_signed(text: str, key: Path) -> bool:
    """Whether one of the text's signatures is by the Ed25519 public key in a PEM file."""
    from cryptography.exceptions import InvalidSignature

    public = _loaded(key, private=False)
    said, _, marks = text.replace("\r\n", "\n").rpartition("\n\n")
    for line in marks.splitlines():
        if not line.startswith("— ") or line.count(" ") != 2:
            continue
        _, name, mark = line.split(" ")
        try:
            raw = base64.b64decode(mark, validate=True)
            if raw[:4] == _key_id(name, public.public_bytes_raw()):
                public.verify(raw[4:], (said + "\n").encode())
                return True
        except (InvalidSignature, binascii.Error):
            continue
    return False


def _key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def _loaded(key: Path, private: bool) -> Any:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise CounterclaimError(
            "signatures need one more package; run: python -m pip install 'counterclaim[signing]'"
        ) from None
    try:
        content = key.read_bytes()
        if private:
            found: Any = serialization.load_pem_private_key(content, None)
            wanted: Any = ed25519.Ed25519PrivateKey
        else:
            found = serialization.load_pem_public_key(content)
            wanted = ed25519.Ed25519PublicKey
    except OSError as error:
        raise CounterclaimError(f"the key {key} cannot be read: {error.strerror or error}") from error
    except (ValueError, TypeError) as error:
        raise CounterclaimError(f"{key} is not an unlocked key in PEM: {error}") from error
    if not isinstance(found, wanted):
        raise CounterclaimError(f"{key} is a key of another kind: an Ed25519 {'private' if private else 'public'} key")
    return found
