"""The bytes of documents as they came, each under its SHA-256 in a folder beside the ledger.

ab/abcdef…    one file a document, never written twice; a file is whole or not there
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from counterclaim.model import CounterclaimError

_BLOCK = 1 << 20  # bytes of a file that are copied at once


def place_of(folder: Path, digest: str) -> Path:
    """Where the bytes with this SHA-256 are kept."""
    return folder / digest[:2] / digest


def keep(folder: Path, content: bytes, digest: str | None = None) -> str:
    """Keeps bytes under their SHA-256, on the disk before this returns; the digest in hexadecimal."""
    return _keep(folder, digest or sha256(content).hexdigest(), [content])


def keep_file(folder: Path, path: Path) -> str:
    """Keeps the bytes of a file as ``keep`` does, however large it is; the file stays where it is."""
    try:
        digest = sha256()
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
            file.seek(0)
            return _keep(folder, digest.hexdigest(), iter(lambda: file.read(_BLOCK), b""))
    except OSError as error:
        raise CounterclaimError(f"{path} could not be read: {error.strerror or error}") from error


def _keep(folder: Path, digest: str, blocks: Iterable[bytes]) -> str:
    place = place_of(folder, digest)
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
