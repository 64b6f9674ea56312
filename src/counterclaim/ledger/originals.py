"""The bytes of documents as they came, each under its SHA-256 in a folder beside the ledger.

ab/abcdef…    one file a document, never written twice; a file is whole or not there
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from counterclaim.model import CounterclaimError


def place_of(folder: Path, digest: str) -> Path:
    """Where the bytes with this SHA-256 are kept."""
    return folder / digest[:2] / digest


def keep(folder: Path, content: bytes, digest: str | None = None) -> str:
    """Keeps bytes under their SHA-256, on the disk before this returns; the digest in hexadecimal."""
    digest = digest or sha256(content).hexdigest()
    place = place_of(folder, digest)
    if place.exists():
        return digest
    new = place.with_name(f".{digest}.{os.getpid()}.new")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with new.open("wb") as file:
            file.write(content)
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


def load(folder: Path, digest: str) -> bytes | None:
    """The bytes kept under a SHA-256, or ``None``; whether they still have it is for the caller to see."""
    try:
        return place_of(folder, digest).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CounterclaimError(
            f"the original {digest} in {folder} cannot be read: {error.strerror or error}"
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
