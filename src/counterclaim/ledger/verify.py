"""Whether a ledger's rows are as they were added: every hash, every flat line, every head; with originals if asked.

    verify    re-hashes all, compares the flat tables with the log, and the tree with every head it ever had
    deep      reads every document again from its original and compares every quote

A large ledger is checked by as many processes as there are cores, each a stretch of the log at a time: a stretch of
2^14 rows that begins at a multiple of that is a full subtree, so its root is all that the others need of it. A fault
names the row it is in; rows past a fault are checked too.
"""

from __future__ import annotations

import gc
import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from counterclaim.ledger import indexes, tables, words
from counterclaim.ledger.alike import doubted
from counterclaim.ledger.chain import Tree
from counterclaim.ledger.copies import seal_fault
from counterclaim.ledger.databases import Database, open_database, told
from counterclaim.ledger.flat import flat_lines, line_of_claim
from counterclaim.ledger.sealing import Key
from counterclaim.ledger.standing import superseded_rows
from counterclaim.ledger.store import Head, Ledger
from counterclaim.ledger.workers import Apart, follow_parent
from counterclaim.model import CounterclaimError

_FLATS = {
    name: table for name, table in tables.metadata.tables.items() if name not in ("entries", "heads", "superseded")
}
_STRETCH = 1 << 14  # rows; a power of two
_BLOCK = 1 << 12  # rows in memory at once
_MANY = 1_000  # faults that are told; more are only counted
_ALONE = 1 << 15  # rows up to which starting processes takes longer than it saves


@dataclass
class Verification:
    """What was checked, and every fault as a sentence that names the row.

    ``dropped`` and ``sealed`` are originals that could not be read again: not kept, and encrypted without the key.
    """

    rows: int = 0
    root: bytes = b""
    documents: int = 0
    quotes: int = 0
    dropped: int = 0
    sealed: int = 0
    faults: list[str] = field(default_factory=list)
    untold: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.faults

    def fault(self, *sentences: str) -> None:
        """Notes what is wrong."""
        room = max(_MANY - len(self.faults), 0)
        self.faults.extend(sentences[:room])
        self.untold += len(sentences[room:])

    def briefly(self, limit: int = 20) -> Sequence[str]:
        """The first faults, and how many more there are."""
        more = len(self.faults) + self.untold - limit
        return [*self.faults[:limit], *([f"and {more:,} more"] if more > 0 else [])]


class _Stretch(NamedTuple):
    """What one stretch of the log came to: its tree's right edge, those at heads within it, and faults."""

    first: int
    size: int
    edge: list[bytes]
    at_heads: dict[int, tuple[str, bytes, bytes]]  # the time of the last row; the edge's root, and the edge
    faults: list[str]


def verify(
    ledger: Ledger,
    *,
    deep: bool = False,
    head: Head | None = None,
    key: Key | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Checks a ledger; ``head`` is one kept elsewhere, whose rows must all be there unchanged.

    ``key`` opens what is sealed, to be read again.
    """
    found = Verification()
    file = ledger.database.file
    broken = None if file is None else seal_fault(file)
    if broken is not None:
        found.fault(broken)
    try:
        _check(ledger, found, head, workers or os.cpu_count() or 1, progress)
    except DBAPIError as error:
        found.fault(str(told(error, ledger.name)))
    except CounterclaimError as error:
        found.fault(str(error))
    except BrokenExecutor:
        found.fault(f"{ledger.name}: a process that checked rows was ended: the disk is failing, or memory is short")
    if deep:
        from counterclaim.ledger.rereading import check_originals

        try:
            check_originals(ledger, found, key)
            with ledger.database.reading() as connection:
                found.fault(*words.differing(connection))
        except (DBAPIError, CounterclaimError, ValueError, KeyError, TypeError) as error:
            found.fault(f"the documents could not all be read again: {error}")
    return found


def _check(
    ledger: Ledger,
    found: Verification,
    head: Head | None,
    workers: int,
    progress: Callable[[int, int], None] | None,
) -> None:
    database = ledger.database
    with database.reading() as connection:
        roots = {
            row.size: (row.at, bytes(row.root), bytes(row.edge)) for row in connection.execute(select(tables.heads))
        }
        total = connection.execute(select(func.max(tables.entries.c.seq))).scalar() or 0
        wanted = sorted(roots.keys() | ({head.size} if head is not None else set()))
        if total > _ALONE and workers > 1:
            stretches = _in_processes(ledger, total, wanted, workers, found)
        else:
            stretches = _in_turn(connection, total, wanted, found)
        _check_tree(stretches, roots, head, found, total, progress)
    if total and total not in roots:
        found.fault(f"the last row is {total}, but no head was kept for it: rows were cut off or added")
    if roots and max(roots) > total:
        found.fault(f"a head was kept for {max(roots)} rows, but there are {total}: rows were cut off")
    if head is not None and head.size > total:
        found.fault(f"the head kept elsewhere has {head.size} rows, the ledger {total}: rows were cut off")


def _check_tree(
    stretches: Iterable[_Stretch],
    heads: Mapping[int, tuple[str, bytes, bytes]],
    head: Head | None,
    found: Verification,
    total: int,
    progress: Callable[[int, int], None] | None,
) -> None:
    whole = Tree()  # of the roots of full stretches, each standing for 2^14 rows
    last = Tree()
    for stretch in stretches:
        found.fault(*stretch.faults)
        before = b"".join(whole.edge)
        for size, (at, folded, within) in stretch.at_heads.items():
            if size % _STRETCH:
                root, edge = Tree.folded([*whole.edge, folded]), before + within
            else:  # a full subtree, which may join others
                joined = Tree(whole.size, whole.edge)
                joined.append(folded)
                root, edge = joined.root(), b"".join(joined.edge)
            if size in heads and (at, root, edge) != heads[size]:
                found.fault(f"rows 1 to {size} are not those of the head that was kept for them")
            if head is not None and size == head.size and root != head.root:
                found.fault(f"rows 1 to {size} are not those of the head that was kept elsewhere")
        last = Tree(stretch.size, stretch.edge)
        if stretch.size == _STRETCH:
            whole.append(stretch.edge[0])
            last = Tree()
        found.rows += stretch.size
        if progress is not None:
            progress(found.rows, total)
    found.root = Tree.folded([*whole.edge, *last.edge])


# ------------------------------------------------------------------------------------------- a stretch of rows


def _in_turn(connection: Connection, total: int, heads: Sequence[int], found: Verification) -> Iterator[_Stretch]:
    for number in range(len(_BESIDE)):
        found.fault(*_beside(connection, number))
    for first in range(1, total + 1, _STRETCH):
        yield _stretch(connection, first, heads)


def _stretch(connection: Connection, first: int, heads: Sequence[int]) -> _Stretch:
    """Checks the rows of one stretch: numbers, hashes, flat lines."""
    faults: list[str] = []
    tree = Tree()
    at_heads: dict[int, tuple[str, bytes, bytes]] = {}
    end = first + _STRETCH
    upcoming = list(heads[bisect_left(heads, first) : bisect_left(heads, end)])[::-1]
    for start in range(first, end, _BLOCK):
        rows = range(start, min(start + _BLOCK, end))
        log = _lines(connection, "entries", rows, faults)
        if not log:
            continue
        numbers = [row[0] for row in log]
        faults += _misnumbered(numbers, first + tree.size)
        leaves = [
            sha256(f'\0{{"at":"{at}","body":{body},"key":"{key}","kind":"{kind}"}}'.encode()).digest()
            for _, at, kind, key, body, _ in log
        ]
        if leaves != [row[5] for row in log]:
            faults += [
                f"row {seq} ({kind} {key}) is not as it was added: its hash differs"
                for (seq, _, kind, key, _, leaf), again in zip(log, leaves, strict=True)
                if leaf != again
            ]
        done = 0
        while upcoming and upcoming[-1] <= numbers[-1]:
            size = upcoming.pop()
            at = bisect_left(numbers, size)
            if numbers[at] == size:
                tree.extend(leaves[done : at + 1])
                done = at + 1
                at_heads[size] = (log[at][1], tree.root(), b"".join(tree.edge))
        tree.extend(leaves[done:])
        _compare(connection, log, rows, faults)
    return _Stretch(first, tree.size, tree.edge, at_heads, faults)


def _misnumbered(numbers: Sequence[int], first: int) -> Iterator[str]:
    """Where the numbers of some rows do not follow each other from ``first``."""
    if numbers == list(range(first, first + len(numbers))):
        return
    for seq in numbers:
        if seq != first:
            yield f"row {first} is missing" if seq > first else f"row {seq} stands twice"
        first = seq + 1


def _compare(connection: Connection, log: Sequence[tuple[Any, ...]], rows: range, faults: list[str]) -> None:
    """Compares the flat tables with some rows of the log; of claims those that the database finds plainly alike."""
    claims = sum(row[2] == "claim" for row in log)
    doubts: Sequence[int] | None = doubted(connection, rows, claims) if claims else None
    looked = rows if doubts is None else frozenset(doubts)
    expected: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _FLATS}
    for seq, _, kind, key, body, _ in log:
        if kind == "claim" and seq not in looked:
            continue
        try:
            line = line_of_claim(body) if kind == "claim" else None
            if line is not None:
                expected["claims"].append((seq, *line))
                continue
            for name, cells in flat_lines(kind, orjson.loads(body)):
                expected[name].append((seq, *cells))
        except (ValueError, KeyError, TypeError, IndexError):
            faults.append(f"row {seq} ({kind} {key}) cannot be read")
    for name, lines in expected.items():
        there = _lines(connection, name, rows if name != "claims" or doubts is None else doubts, faults)
        if there != lines:
            faults += _differences(name, lines, there)


def _lines(connection: Connection, name: str, rows: Sequence[int], faults: list[str]) -> list[tuple[Any, ...]]:
    """``_fetch``; in a damaged file the lines that can be read, and a fault for each row whose cannot."""
    try:
        return _fetch(connection, name, rows) if rows else []
    except connection.dialect.loaded_dbapi.Error as error:
        if connection.dialect.name != "sqlite":
            raise DBAPIError.instance(f"rows of {name}", {}, error, Exception) from error
        if len(rows) > 1:
            middle = len(rows) // 2
            return [line for half in (rows[:middle], rows[middle:]) for line in _lines(connection, name, half, faults)]
        faults.append(f"the table {name} cannot be read at row {rows[0]}: {' '.join(str(error).split())[:200]}")
        return []


def _fetch(connection: Connection, name: str, rows: Sequence[int]) -> list[tuple[Any, ...]]:
    """The lines of a table for some rows, in their order, straight from the driver."""
    table = tables.metadata.tables[name]
    order = ", ".join(column.name for column in table.primary_key.columns)
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(column.name) for column in table.columns)
    within = (
        f"seq >= {rows.start} AND seq < {rows.stop}"
        if isinstance(rows, range)
        else f"seq IN ({', '.join(map(str, rows))})"
    )
    driver = connection.connection.driver_connection
    assert driver is not None
    cursor = driver.cursor()
    try:
        found: list[tuple[Any, ...]] = cursor.execute(
            f"SELECT {columns} FROM {name} WHERE {within} ORDER BY {order}"
        ).fetchall()
    finally:
        cursor.close()
    return found


def _differences(name: str, expected: list[tuple[Any, ...]], there: list[tuple[Any, ...]]) -> Iterator[str]:
    wanted, kept = {line[0]: line for line in expected}, {line[0]: line for line in there}
    told = False
    for seq in sorted(wanted.keys() | kept.keys(), key=str):
        if seq not in kept:
            yield f"the table {name} lacks row {seq}"
        elif seq not in wanted:
            yield f"the table {name} has a line for row {seq} that the log does not have"
        elif wanted[seq] != kept[seq]:
            yield f"the table {name} shows row {seq} other than it was added"
        else:
            continue
        told = True
    if not told:
        yield f"the table {name} has other lines near row {next(iter(wanted or kept))} than the log"


# --------------------------------------------------------------------------------------------- many processes


def _in_processes(
    ledger: Ledger, total: int, heads: Sequence[int], workers: int, found: Verification
) -> Iterator[_Stretch]:
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers, Apart(), _open_here, (ledger.address, ledger.originals)) as pool:
        beside = [pool.submit(_beside_here, number) for number in range(len(_BESIDE))]
        parts = []
        for first in range(1, total + 1, _STRETCH):
            within = heads[bisect_left(heads, first) : bisect_left(heads, first + _STRETCH)]
            parts.append(pool.submit(_stretch_here, first, within))
        for part in parts:
            yield part.result()
        for told_beside in beside:
            found.fault(*told_beside.result())


_here: Database | None = None


def _open_here(address: str, originals: Path | None) -> None:
    global _here
    follow_parent()
    gc.disable()  # rows have no cycles
    _here = open_database(address, originals=originals, create=False, read=True)


@contextmanager
def _reading_here() -> Iterator[Connection]:
    """A connection that looks at a file as at memory: a fifth sooner than copying pages, and all of them are read.

    A disk that fails ends this process then, where it would be an error: ``verify`` tells of either.
    """
    assert _here is not None
    with _here.reading() as connection:
        if _here.file is not None:
            connection.exec_driver_sql(f"PRAGMA mmap_size={_here.file.stat().st_size}")
        yield connection


def _stretch_here(first: int, heads: Sequence[int]) -> _Stretch:
    with _reading_here() as connection:
        return _stretch(connection, first, heads)


def _beside_here(number: int) -> list[str]:
    with _reading_here() as connection:
        return _beside(connection, number)


# -------------------------------------------------------------------------------------- what is beside the log


def _beside(connection: Connection, number: int) -> list[str]:
    """What one of ``_BESIDE`` finds; where a damaged file lets it go no further, that too."""
    found: list[str] = []
    try:
        for fault in _BESIDE[number](connection):
            found.append(fault)
    except DBAPIError as error:
        found.append(f"what is beside the log could not all be checked ({' '.join(str(error.orig).split())})")
    return found


def _file_faults(connection: Connection) -> Iterator[str]:
    """What SQLite can say of its own file: pages, columns, and the index of words; and the tables' shapes."""
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("PRAGMA quick_check(100)"):
        if said != "ok":
            yield f"SQLite's own check: {said}"
    told_of = {tuple(row) for row in connection.exec_driver_sql(_SCHEMA)}
    for kind, name, _ in sorted(_schema_of_a_new_ledger() - told_of):
        yield f"the {kind} {name} is missing or not as it was made"


_SCHEMA = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema"


@cache
def _schema_of_a_new_ledger() -> frozenset[tuple[str, ...]]:
    new = open_database("", memory=True)
    try:
        with new.reading() as connection:
            return frozenset(tuple(row) for row in connection.exec_driver_sql(_SCHEMA))
    finally:
        new.close()


def _beyond(connection: Connection) -> Iterator[str]:
    """Lines of flat tables for rows that are not in the log at all."""
    total = connection.execute(select(func.max(tables.entries.c.seq))).scalar() or 0
    for name, table in _FLATS.items():
        for (seq,) in connection.execute(
            select(table.c.seq).where((table.c.seq > total) | (table.c.seq < 1)).distinct().limit(100)
        ):
            yield f"the table {name} has a line for row {seq} that the log does not have"


def _superseded_faults(connection: Connection) -> Iterator[str]:
    """Whether the table of superseded rows is what readings and comparisons say."""
    gone = tables.superseded
    there = {row.seq: row.by_seq for row in connection.execute(select(gone))}
    try:
        expected = superseded_rows(connection)
    except (KeyError, ValueError):  # the text of a reading is none of ours; which row it is, the check of rows says
        yield "the text of a reading is damaged: which rows stand cannot be told"
        return
    for seq in sorted(there.keys() | expected.keys()):
        if there.get(seq) != expected.get(seq):
            yield f"whether row {seq} stands is not told as the readings and comparisons tell it"


# the longest first, so that others have time to go on beside it
_BESIDE: tuple[Callable[[Connection], Iterator[str]], ...] = (
    indexes.faults,
    _file_faults,
    words.faults,
    _superseded_faults,
    _beyond,
)
