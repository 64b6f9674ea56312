"""The bytes of documents as they came, each under its SHA-256 in a folder beside the ledger.

ab/abcdef…           one file a document, never written twice; a file is whole or not there
ab/abcdef….sealed    the same of a document with personal data, encrypted (see ``sealing``)
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING

from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from counterclaim.ledger.sealing import Key

_BLOCK = 1 << 20  # bytes of a file that are copied at once
_AT_ONCE = 8  # files that are waited for together


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
        _keep(folder, [(digest, [content], place_of(folder, digest))])
        return digest
    place = sealed_place_of(folder, digest)
    if place.exists():
        return digest
    from counterclaim.ledger.sealing import seal

    _keep(folder, [(digest, [seal(content, "d" + digest[:16], key)], place)])
    return digest


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
            _keep(folder, [(name, iter(lambda: file.read(_BLOCK), b""), place_of(folder, name))])
            return name
    except OSError as error:
        raise CounterclaimError(f"{path} could not be read: {error.strerror or error}") from error


def keep_all(folder: Path, contents: Sequence[bytes]) -> None:
    """Keeps many as ``keep`` does: they go to the disk together, which takes hardly longer than one alone."""
    named = {sha256(content).hexdigest(): content for content in contents}
    _keep(folder, [(digest, [content], place_of(folder, digest)) for digest, content in named.items()])


def _keep(folder: Path, wanted: Iterable[tuple[str, Iterable[bytes], Path]]) -> None:
    """Writes what is not there yet, each under its digest at its place; all of it is on the disk in the end."""
    with ExitStack() as opened:
        written: list[tuple[IO[bytes], Path, Path]] = []
        try:
            for digest, blocks, place in wanted:
                if place.exists():
                    continue
                new = place.with_name(f".{digest}.{os.getpid()}.new")
                place.parent.mkdir(parents=True, exist_ok=True)
                file: IO[bytes] = new.open("wb")
                opened.callback(new.unlink, missing_ok=True)
                opened.enter_context(file)
                file.writelines(blocks)
                file.flush()
                written.append((file, new, place))
            _settle([file.fileno() for file, _, _ in written])
            for file, new, place in written:
                file.close()
                os.replace(new, place)
            _settle_folders({place.parent for _, _, place in written})
        except OSError as error:
            raise CounterclaimError(
                f"the original could not be kept in {folder}: {error.strerror or error}; nothing was recorded of it"
            ) from error


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


def _settle(handles: Sequence[int]) -> None:
    """Puts open files on the disk; many at once, as one write to the disk does for all who wait for it."""
    if len(handles) < 2:
        for handle in handles:
            os.fsync(handle)
        return
    from concurrent.futures import wait

    for settled in wait([_threads().submit(os.fsync, handle) for handle in handles]).done:
        settled.result()


@cache
def _threads() -> ThreadPoolExecutor:
    """Threads that wait for the disk; they stay, for one reading after another needs them."""
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(_AT_ONCE, "originals")


if hasattr(os, "register_at_fork"):  # a process that is forked has none of its parent's threads
    os.register_at_fork(after_in_child=_threads.cache_clear)


def _settle_folders(folders: Iterable[Path]) -> None:
    """Puts the new names of folders on the disk."""
    if os.name != "posix":
        return
    with ExitStack() as opened:
        handles = []
        for folder in folders:
            handles.append(os.open(folder, os.O_RDONLY))
            opened.callback(os.close, handles[-1])
        _settle(handles)
