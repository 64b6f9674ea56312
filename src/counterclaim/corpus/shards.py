"""Shards: inputs are cut into pieces that one worker reads at a time, the same way on every run.

    plan        files, folders and path lists → shards
    contents    a shard → the bytes of its pages, in the order of the input

A shard is some small files, a stretch of lines of a JSON-lines file, some row groups of a Parquet file, or one file
that holds many documents (a web archive, a table, a mailbox). Cutting reads no page; only lines are counted.
"""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Literal

from counterclaim.documents import Content, files_of, open_contents
from counterclaim.documents.archives import Limits
from counterclaim.documents.bundles import HEAD, bundle_kind, open_bundle
from counterclaim.documents.columns import Columns, named_columns, open_lines, row_item
from counterclaim.documents.content import inside
from counterclaim.model import CounterclaimError, UnreadableError

Kind = Literal["files", "lines", "packed", "table", "bundle", "kept", "missing"]

PIECE = 64_000_000  # bytes of JSON lines or of a Parquet file in a shard
TOGETHER, TOGETHER_BYTES = 1_000, 32_000_000  # small files in a shard, and their bytes
SMALL = 4_000_000  # bytes up to which a file goes together with others
ARCHIVE = Limits(total=100_000_000_000, members=5_000_000)  # a crawl's archive holds tens of thousands of pages
RATIO = 200  # times its size that packed lines may unpack to
_FREE = 20_000_000  # unpacked bytes before the ratio counts
_ALONE = (".html", ".htm", ".xhtml", ".txt", ".md", ".pdf", ".eml")  # one document each, whatever is in them
_BLOCK = 1 << 20
_LINE = 4_096  # bytes of a line of a list of paths


@dataclass(frozen=True, slots=True)
class Shard:
    """What one worker reads at a time.

    ``start`` and ``end`` are bytes of lines or row groups of a table, ``first`` is the number of the first line or
    row. ``stamp`` changes when a file does. ``id`` stays while the shard begins at the same place.
    """

    id: str
    kind: Kind
    paths: tuple[str, ...]
    start: int = 0
    end: int = 0
    first: int = 1
    size: int = 0
    stamp: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        """The shard as a person knows it: its file, or its first and how many more."""
        more = f" and {len(self.paths) - 1:,} more" if len(self.paths) > 1 else ""
        where = f", from line {self.first:,}" if self.kind == "lines" and self.start else ""
        where = f", from row {self.first:,}" if self.kind == "table" and self.start else where
        return self.paths[0] + more + where

    def fields(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def shard_from(fields: dict[str, Any]) -> Shard:
    """The shard that ``fields`` wrote."""
    return Shard(**{**fields, "paths": tuple(fields["paths"])})


def _shard(kind: Kind, paths: Iterable[str], start: int = 0, end: int = 0, first: int = 1, size: int = 0,
           problem: str = "") -> Shard:  # fmt: skip
    paths = tuple(paths)
    marks = [_mark(path) for path in paths]
    name = sha256("\0".join((kind, str(start), *paths)).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    stamp = sha256("\0".join((*marks, str(end))).encode()).hexdigest()[:16]
    return Shard(name, kind, paths, start, end, first, size or sum(map(_size, paths)), stamp, problem)


def _mark(path: str) -> str:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return "-"
    return f"{status.st_size} {status.st_mtime_ns}"


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return 0


# ---------------------------------------------------------------------------------------------------------- cutting


def plan(targets: Iterable[str], columns: Columns | None = None, base: str | None = None) -> list[Shard]:
    """The shards of files, folders and path lists; a file that is there twice is read once.

    A path list (``*.paths``, ``*.paths.gz``) has a path a line, as Common Crawl publishes; the files are looked for
    under ``base``, else beside the list. What cannot be opened is a shard with its problem.
    """
    shards: list[Shard] = []
    small: list[str] = []
    weight = 0
    met: set[str] = set()

    def together() -> None:
        nonlocal small, weight
        if small:
            shards.append(_shard("files", small))
        small, weight = [], 0

    for target in targets:
        for path, problem in _files(target, base):
            if path in met:
                continue
            met.add(path)
            if problem:
                shards.append(_shard("missing", [path], problem=problem))
                continue
            size = _size(path)
            cut = list(_cut(path, size, columns))
            if cut:
                shards += cut
                continue
            small.append(path)
            weight += size
            if len(small) >= TOGETHER or weight >= TOGETHER_BYTES:
                together()
        together()
    return shards


def _files(target: str, base: str | None) -> Iterator[tuple[str, str | None]]:
    if "://" in target or target == "-":
        raise CounterclaimError(f"{target}: a corpus is read from files and folders; fetch what it needs first")
    if not os.path.exists(target):
        raise CounterclaimError(f"{target}: there is no such file or folder: check the path")
    for path, problem in files_of(os.path.abspath(target)):
        if not path.endswith((".paths", ".paths.gz")):
            yield path, problem
            continue
        folder = os.path.abspath(base) if base else os.path.dirname(path)
        for line in _listed(path):
            if line.startswith(("https://", "http://", "s3://")):  # the host that serves the list's files
                line = line.split("://", 1)[1].partition("/")[2]
            places = (os.path.join(folder, line), os.path.join(folder, os.path.basename(line)))
            found = next((place for place in places if os.path.isfile(place)), None)
            yield (found, None) if found else (places[0], f"{line} is in the list and not in {folder}: fetch it first")


def _listed(path: str) -> Iterator[str]:
    """The lines of a path list; one that would leave its folder is an error."""
    try:
        with gzip.open(path, "rb") if path.endswith(".gz") else Path(path).open("rb") as stream:
            number = 0
            while line := stream.readline(_LINE):
                number += 1
                name = line.decode("utf-8", "replace").strip()
                if len(line) == _LINE or ".." in name.split("/") or name.startswith("/"):
                    raise CounterclaimError(f"{path}, line {number}: this is no path below a folder")
                if name:
                    yield name
    except (OSError, EOFError, zlib.error) as error:
        raise CounterclaimError(f"the path list {path} cannot be read: {error}") from error


def _cut(path: str, size: int, columns: Columns | None) -> Iterator[Shard]:
    """The shards of a file that does not go together with others; none for one that does."""
    if path.lower().endswith(_ALONE):
        return
    try:
        with Path(path).open("rb") as file:
            head = file.read(HEAD)
            tail = b""
            if head.startswith((b"PK", b"PAR1")) and size > HEAD:
                file.seek(-HEAD, os.SEEK_END)
                tail = file.read()
    except (OSError, ValueError) as error:
        yield _shard("missing", [path], problem=f"it could not be opened: {error}")
        return
    if head.startswith(b"PAR1"):
        yield from _cut_table(path)
    elif head.startswith(b"\x1f\x8b") and path.lower().endswith((".jsonl.gz", ".ndjson.gz", ".json.gz")):
        yield _shard("packed", [path])
    else:
        kind = bundle_kind(head, path, None, columns, tail)
        if kind == "lines" and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
            yield from _cut_lines(path)
        elif kind in ("warc", "wacz") or (kind is not None and size > SMALL):
            yield _shard("bundle", [path])


def _cut_lines(path: str) -> Iterator[Shard]:
    """Stretches of whole lines of ``PIECE`` bytes or a little more, each with the number of its first line."""
    start, first, lines, at = 0, 1, 0, 0
    with Path(path).open("rb") as file:
        while block := file.read(_BLOCK):
            if at + len(block) - start >= PIECE and (end := block.find(b"\n", max(0, start + PIECE - at))) >= 0:
                lines += block.count(b"\n", 0, end + 1)
                stop = at + end + 1
                yield _shard("lines", [path], start, stop, first, stop - start)
                start, first = stop, first + lines
                lines = block.count(b"\n", end + 1)
            else:
                lines += block.count(b"\n")
            at += len(block)
    if at > start or not start:
        yield _shard("lines", [path], start, at, first, at - start)


def _cut_table(path: str) -> Iterator[Shard]:
    try:
        footer = parquet().ParquetFile(path).metadata
        groups = [footer.row_group(at) for at in range(footer.num_row_groups)]
    except Exception as error:  # whatever pyarrow makes of a damaged footer
        yield _shard("missing", [path], problem=f"it is called Parquet and cannot be opened as such: {error}"[:300])
        return
    start, weight, first, rows = 0, 0, 1, 0
    for at, group in enumerate(groups):
        weight += group.total_byte_size
        rows += group.num_rows
        if weight >= PIECE or at == len(groups) - 1:
            yield _shard("table", [path], start, at + 1, first, weight)
            start, weight, first = at + 1, 0, rows + 1


def parquet() -> Any:
    """The reader of Parquet; what to install where it is missing."""
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise CounterclaimError("corpora need pyarrow: python -m pip install 'counterclaim[corpus]'") from error
    return pyarrow.parquet


# ---------------------------------------------------------------------------------------------------------- opening


class _Stretch(io.RawIOBase):
    """The bytes of a file from ``start`` up to, not including, ``end``; begins at 0."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        self._file, self._start, self._end = file, start, end
        file.seek(start)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(self._start + offset) - self._start

    def tell(self) -> int:
        return self._file.tell() - self._start

    def readinto(self, buffer: Any) -> int:
        block = self._file.read(min(len(buffer), self._end - self._file.tell()))
        buffer[: len(block)] = block
        return len(block)


class _Unpacked(io.RawIOBase):
    """What a gzip file unpacks to, read forward; ``UnreadableError`` for more than ``RATIO`` times its size."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._stream = gzip.GzipFile(fileobj=file)
        self._most, self._given = max(_FREE, RATIO * size), 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        try:
            block = self._stream.read(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableError(f"it is cut short or damaged as gzip ({error}); what follows was not read") from None
        self._given += len(block)
        if self._given > self._most:
            said = f"it unpacks to more than {RATIO} times its size, as a file made to do harm does"
            raise UnreadableError(f"{said}; what follows was not read")
        buffer[: len(block)] = block
        return len(block)


def contents(shard: Shard, columns: Columns | None = None) -> Iterator[Content]:
    """The pages of a shard, opened one after the other; what cannot be opened is told in its place."""
    path = shard.paths[0]
    if shard.kind == "missing":
        yield Content(path, None, problem=shard.problem)
        return
    if shard.kind == "files":
        for each in shard.paths:
            yield from open_contents(each, columns=columns)
        return
    try:
        if shard.kind == "kept":
            for batch in parquet().ParquetFile(path).iter_batches(batch_size=64):
                yield from (Content(**row) for row in batch.to_pylist())
            return
        if shard.kind == "table":
            yield from _rows(path, shard, columns)
            return
        with Path(path).open("rb") as file:
            if shard.kind == "lines":
                stretch = io.BufferedReader(_Stretch(file, shard.start, shard.end), _BLOCK)
                yield from open_lines(stretch, path, columns, first=shard.first)
            elif shard.kind == "packed":
                yield from open_lines(io.BufferedReader(_Unpacked(file, shard.size), _BLOCK), path, columns)
            else:
                head = file.read(HEAD)
                file.seek(-min(HEAD, shard.size), os.SEEK_END)
                kind = bundle_kind(head, path, None, columns, file.read())
                file.seek(0)
                if kind is None:
                    yield from open_contents(path, columns=columns)
                else:
                    yield from open_bundle(kind, file, path, columns=columns, limits=ARCHIVE)
    except UnreadableError as error:
        yield Content(path, None, problem=str(error))
    except OSError as error:
        yield Content(path, None, problem=f"it could not be read: {error.strerror or error}")


def _rows(path: str, shard: Shard, columns: Columns | None) -> Iterator[Content]:
    table = parquet().ParquetFile(path)
    headings = list(table.schema_arrow.names)
    named, problem = named_columns(headings, columns)
    if problem:
        yield Content(path, None, problem=problem)
        return
    wanted = [name for name in dict.fromkeys(named.values()) if name in headings]
    number = shard.first
    try:
        for batch in table.iter_batches(batch_size=256, row_groups=range(shard.start, shard.end), columns=wanted):
            for row in batch.to_pylist():
                yield row_item(row, named, inside(path, str(number)), f"row {number:,}")
                number += 1
    except Exception as error:  # whatever pyarrow makes of a damaged page of the file
        problem = f"the table is damaged after row {number - 1:,} ({type(error).__name__}: {error})"[:300]
        yield Content(path, None, problem=f"{problem}; what follows of these row groups was not read")
