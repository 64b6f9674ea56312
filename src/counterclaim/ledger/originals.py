"""The bytes of documents as they came, each under its SHA-256 in a folder beside the ledger.

ab/abcdef…           one file a document, never written twice; a file is whole or not there
ab/abcdef….sealed    the same of a document with personal data, encrypted (see ``sealing``)
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.ledger.sealing import Key

_BLOCK = 1 << 20  # bytes of a file that are copied at once


def place_of(folder: Path, digest: str) -> Path:
    """Where the bytes with this SHA-256 are kept."""
    return folder / digest[:2] / digest


def sealed_place_of(folder: Path, digest: str) -> Path:
    """Where the bytes with this SHA-256 are kept encrypted."""
    return folder / digest[:2] / f"{digest}.sealed"


def keep(folder: Path, content: bytes, digest: str | None = None, key: Key | None = None) -> str:
    """Keeps bytes under their SHA-256, on the disk before this returns; the digest in hexadecimal.

    With a ``key`` they are kept encrypted.
    """
    digest = digest or sha256(content).hexdigest()
    if key is None:
        return _keep(folder, digest, [content], place_of(folder, digest))
    place = sealed_place_of(folder, digest)
    if place.exists():
        return digest
    from counterclaim.ledger.sealing import seal

    return _keep(folder, digest, [seal(content, "d" + digest[:16], key)], place)


def keep_file(folder: Path, path: Path, key: Key | None = None) -> str:
    """Keeps the bytes of a file as ``keep`` does, however large it is; the file stays where it is."""
    try:
        if key is not None:
            return keep(folder, path.read_bytes(), key=key)
        digest = sha256()
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
            file.seek(0)
            name = digest.hexdigest()
            return _keep(folder, name, iter(lambda: file.read(_BLOCK), b""), place_of(folder, name))
    except OSError as error:
        raise CounterclaimError(f"{path} could not be read: {error.strerror or error}") from error


def _keep(folder: Path, digest: str, blocks: Iterable[bytes], place: Path) -> str:
    if place.exists():
        return digest
    new = place.with_name(f".{digest}.{os.getpid()}.new")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with new.open("wb") as file:
            file.writelines(blocks)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, place)
        _settle(place.parent)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise CounterclaimError(
            f"the original could not be kept in {folder}: {error.strerror or error}; nothing was recorded of it"
        ) from error
    return digest


def load(folder: Path, digest: str, key: Key | None = None) -> bytes | None:
    """The bytes kept under a SHA-256, or ``None``; whether they still have it is for the caller to see.

    ``SealedError`` where they are kept encrypted and the key is missing or another one.
    """
    content = _bytes_at(place_of(folder, digest), digest)
    if content is not None:
        return content
    sealed = _bytes_at(sealed_place_of(folder, digest), digest)
    if sealed is None:
        return None
    from counterclaim.ledger.sealing import SealedError, unseal

    if key is None:
        raise SealedError(f"the original {digest[:16]}… is sealed: give its key with --seal-key FILE")
    return unseal(sealed, "d" + digest[:16], key)


def _bytes_at(place: Path, digest: str) -> bytes | None:
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CounterclaimError(
            f"the original {digest} in {place.parent.parent} cannot be read: {error.strerror or error}"
        ) from error


def _settle(folder: Path) -> None:
    """Puts a folder's new names on the disk."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
