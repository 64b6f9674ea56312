"""A shard's rows as Parquet: by table and year, beside their place and then renamed; its row of the manifest last.

The same shard gives the same bytes: rows are ordered by day and then as they stand in the input, and nothing in a file
tells when or where it was written.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Container
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterclaim.corpus.folder import NEW, Row, write_row
from counterclaim.corpus.reading import Options, Read, batches, read_batch
from counterclaim.corpus.schemas import TABLES, arrow, schema
from counterclaim.corpus.shards import Shard, contents, parquet
from counterclaim.documents import Content

if TYPE_CHECKING:
    import pyarrow

NO_YEAR = "__HIVE_DEFAULT_PARTITION__"  # how Hive, Spark and DuckDB name the partition without a value
FLUSH = 20_000  # rows held before they are written
REASONS = 200  # different reasons kept in a row of the manifest
DIED = "its reader died on it: it is made to do so, or asks too much memory"


def read_shard(
    shard: Shard,
    options: Options,
    out: Path,
    *,
    skip: Container[int] = (),
    one_by_one: bool = False,
    met: Callable[[int], None] = lambda page: None,
) -> Row:
    """Reads a shard into the corpus at ``out`` and returns its row of the manifest, which is in its place by then.

    Pages in ``skip`` (by their number from 0) are told as failed: their reader died on them. ``met`` hears the number
    of each page before it is read. ``OSError`` where the disk is full; then nothing of the shard counts.
    """
    began, number = time.process_time(), 0
    pieces = _Pieces(shard, out)

    def next_page() -> None:
        nonlocal number
        met(number)
        number += 1

    def pages() -> Any:
        for at, found in enumerate(contents(shard, options.mapping)):
            yield Content(found.path, None, url=found.url, problem=DIED) if at in skip else found

    try:
        for batch in batches(pages(), *((1,) if one_by_one else ())):
            pieces.add(read_batch(batch, options, next_page))
        row = pieces.finish()
    finally:
        pieces.close()
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    row = replace(row, seconds=round(time.process_time() - began, 3), peak=usage)
    write_row(out, row)
    return row


def write_shard(shard: Shard, read: Read, out: Path) -> Row:
    """Writes what was read of a shard already, as ``read_shard`` does."""
    pieces = _Pieces(shard, out)
    try:
        pieces.add(read)
        row = pieces.finish()
    finally:
        pieces.close()
    write_row(out, row)
    return row


class _Pieces:
    """The open files of a shard, one a table and year, and what is counted of it."""

    def __init__(self, shard: Shard, out: Path) -> None:
        self._shard, self._out = shard, out
        self._new = out / NEW / f"{shard.id}.{os.getpid()}"
        self._held: dict[str, list[pyarrow.RecordBatch]] = {table: [] for table in TABLES}
        self._writers: dict[tuple[str, str], Any] = {}
        self._rows: Counter[tuple[str, str]] = Counter()
        self._fates: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._numbers: Counter[str] = Counter()
        self._pages = self._claims = self._partial = self._waiting = 0

    def add(self, read: Read) -> None:
        """Takes what came of a batch."""
        documents = read.documents
        self._pages += documents.num_rows
        self._claims += read.claims.num_rows
        fates = documents.column("fate").to_pylist()
        states, reasons = documents.column("state").to_pylist(), documents.column("reason").to_pylist()
        self._fates.update(fates)
        self._partial += sum(
            fate in ("read", "passed") and state == "partial" for fate, state in zip(fates, states, strict=True)
        )
        _count(self._reasons, (f"{fate}: {why}" for fate, why in zip(fates, reasons, strict=True) if why))
        _count(self._numbers, read.refusals.column("reason").to_pylist())
        for table in TABLES:
            batch = getattr(read, table)
            if batch.num_rows:
                self._held[table].append(batch)
                self._waiting += batch.num_rows
        if self._waiting >= FLUSH:
            self._flush()

    def _flush(self) -> None:
        pa = arrow()
        import pyarrow.compute as pc

        for table, held in self._held.items():
            if not held:
                continue
            rows = pa.Table.from_batches(held, schema(table))
            held.clear()
            years = pc.year(rows.column("published"))
            for year in sorted(set(years.to_pylist()), key=lambda one: one or 0):
                one_year = rows.filter(pc.is_null(years) if year is None else pc.equal(years, year))
                order = pc.sort_indices(one_year, [("published", "ascending")])  # stable: of one day as in the input
                name = NO_YEAR if year is None else f"{year:04d}"
                self._writer(table, name).write_table(one_year.take(order))
                self._rows[table, name] += one_year.num_rows
        self._waiting = 0

    def _writer(self, table: str, year: str) -> Any:
        if (table, year) not in self._writers:
            self._new.mkdir(parents=True, exist_ok=True)
            place = self._new / f"{table}.{year}"
            self._writers[table, year] = parquet().ParquetWriter(place, schema(table), compression="zstd")
        return self._writers[table, year]

    def finish(self) -> Row:
        """Closes the files and puts each in its place; the row has yet to be put into the manifest."""
        self._flush()
        shard, files = self._shard, []
        for writer in self._writers.values():
            writer.close()
        before = self._out / "manifest" / f"{shard.id}.json"
        before.unlink(missing_ok=True)  # from here on until its new row the shard does not count
        for table, year in sorted(self._writers):
            new = self._new / f"{table}.{year}"
            with new.open("rb") as stream:
                digest = sha256()
                while block := stream.read(1 << 20):
                    digest.update(block)
                os.fsync(stream.fileno())
            place = f"{table}/year={year}/{shard.id}.parquet"
            size = new.stat().st_size
            (self._out / place).parent.mkdir(parents=True, exist_ok=True)
            os.replace(new, self._out / place)
            files.append({"path": place, "bytes": size, "rows": self._rows[table, year], "sha256": digest.hexdigest()})
        return Row(
            shard.id, shard.name, shard.paths, shard.stamp, "whole", "", self._pages, dict(self._fates),
            dict(self._reasons), self._partial, self._claims, dict(self._numbers), tuple(files),
        )  # fmt: skip

    def close(self) -> None:
        """Leaves nothing behind beside the files that are in their place."""
        for writer in self._writers.values():
            try:
                writer.close()
            except OSError:
                continue
        shutil.rmtree(self._new, ignore_errors=True)


def _count(counter: Counter[str], reasons: Any) -> None:
    """Counts reasons, numbers in them left out so that one reason is one row; past ``REASONS`` all in one."""
    for reason in reasons:
        plain = _plain(reason)
        counter[plain if plain in counter or len(counter) < REASONS else "other reasons"] += 1


def _plain(reason: str) -> str:
    import re

    return re.sub(r"\d[\d,.]*", "N", reason)[:200]
