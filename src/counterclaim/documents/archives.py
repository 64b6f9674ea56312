"""Web archives: the pages, texts and PDFs of a WARC or a WACZ, opened by FastWARC in a fenced child process.

A document's path ends in its record's number, from 1 (in a WACZ after the name of the WARC inside). Records that are
no documents (requests, pictures, scripts, redirects, errors) are passed over. A damaged record is told and the next
one is looked for. Payloads are given as they were sent, their transfer and content encodings taken off.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from counterclaim.documents.children import fate
from counterclaim.documents.content import MAX_BYTES, Content, inside

MEMORY = 1 << 30  # bytes of address space for the child
SECONDS = 60  # of processor time, and one more for each megabyte of the archive
_CHILD = Path(__file__).with_name("archive_child.py")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may come out of one archive: bytes of a document, bytes of all, documents, times the archive's size."""

    each: int = MAX_BYTES
    total: int = 2_000_000_000
    members: int = 10_000
    ratio: int = 200


LIMITS = Limits()


def archive_kind(head: bytes, tail: bytes) -> str | None:
    """``warc`` or ``wacz`` by a file's first and last bytes, else ``None``."""
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"\x1f\x8b"):
        try:
            return "warc" if zlib.decompressobj(47).decompress(head, 64).startswith(b"WARC/") else None
        except zlib.error:
            return None
    if head.startswith(b"PK\x03\x04"):
        names = head + tail
        in_folder = b"archive/" in names and b".warc" in names
        return "wacz" if in_folder or (b"datapackage.json" in names and b"pages/" in names) else None
    return None


def open_archive(stream: IO[bytes], kind: str, path: str, limits: Limits = LIMITS) -> Iterator[Content]:
    """The documents of an archive, and what of it could not be read; ``stream`` may be closed while it is at work."""
    with TemporaryFile() as copy:
        try:
            stream.fileno()
        except OSError:  # in memory
            while block := stream.read(1 << 20):
                copy.write(block)
            copy.seek(0)
            stream = copy
        stream.seek(0, 2)
        size = stream.tell()
        stream.seek(0)
        yield from _opened(stream, size, kind, path, limits)


def _opened(stream: IO[bytes], size: int, kind: str, path: str, limits: Limits) -> Iterator[Content]:
    seconds = SECONDS + size // 1_000_000
    words = [str(word) for word in (MEMORY, seconds, limits.each, limits.total, limits.members, limits.ratio)]
    try:
        child = subprocess.Popen(
            [sys.executable, "-P", str(_CHILD), kind, *words],
            stdin=stream,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        yield Content(path, None, problem=f"the reader of archives could not be started: {error}")
        return
    assert child.stdout is not None
    last = ""
    try:
        while (answer := _answer(child.stdout, limits)) is not None:
            said, content = answer
            if "end" in said:
                return
            last = str(said.get("place") or last)
            place = inside(path, said["place"]) if said.get("place") else path
            url = str(said.get("url") or "")
            url = url if url.startswith(("http://", "https://")) else ""
            if said.get("problem"):
                yield Content(place, None, url=url or None, problem=str(said["problem"]))
            else:
                yield Content(place, content, said.get("type") or None, url or None, loss=str(said.get("loss") or ""))
        child.wait()
        after = f"after record {last}" if last else "before its first record"
        problem = f"the archive brought its reader down ({fate(child.returncode)}) {after}; what follows was not read"
        yield Content(path, None, problem=problem)
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _answer(stream: IO[bytes], limits: Limits) -> tuple[dict[str, Any], bytes] | None:
    lengths = stream.read(16)
    if len(lengths) < 16:
        return None
    header, size = struct.unpack(">QQ", lengths)
    if header > 10_000_000 or size > limits.each:
        return None
    words = stream.read(header)
    content = stream.read(size)
    if len(words) < header or len(content) < size:
        return None
    try:
        said: dict[str, Any] = json.loads(words)
    except ValueError:
        return None
    return said, content
