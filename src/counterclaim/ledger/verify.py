"""Whether a ledger's rows are as they were added: every hash, every flat line, every head; with originals if asked.

    verify    re-hashes all, compares the flat tables with the log, and the tree with every head it ever had
    deep      reads every document again from its original and compares every quote

A fault names the row it is in. Rows past a fault are checked too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import DBAPIError

from counterclaim.ledger import originals, rows, tables
from counterclaim.ledger.chain import Tree
from counterclaim.ledger.databases import told
from counterclaim.ledger.store import Head, Ledger

_FLATS = tuple(table for table in tables.metadata.sorted_tables if table.name not in ("entries", "heads", "superseded"))
_MANY = 1_000  # faults that are told; more are only counted


@dataclass
class Verification:
    """What was checked, and every fault as a sentence that names the row."""

    rows: int = 0
    root: bytes = b""
    documents: int = 0
    quotes: int = 0
    faults: list[str] = field(default_factory=list)
    untold: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.faults

    def fault(self, sentence: str) -> None:
        """Notes one."""
        if len(self.faults) < _MANY:
            self.faults.append(sentence)
        else:
            self.untold += 1


def verify(
    ledger: Ledger,
    *,
    deep: bool = False,
    head: Head | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Checks a ledger; ``head`` is one kept elsewhere, whose rows must all be there unchanged."""
    found = Verification()
    roots: dict[int, bytes] = {}
    try:
        with ledger.database.reading() as connection:
            _check_file(connection, found)
            roots = {row.size: bytes(row.root) for row in connection.execute(select(tables.heads))}
            wanted = dict(roots)
            if head is not None:
                wanted[head.size] = head.root
            _check_rows(connection, found, wanted, progress)
    except DBAPIError as error:
        found.fault(str(told(error, ledger.name)))
        return found
    if found.rows and found.rows not in roots:
        found.fault(
            f"the last row is {found.rows}, but no head of the tree was kept for it: rows were cut off or added"
        )
    if head is not None and head.size > found.rows:
        found.fault(f"the head kept elsewhere has {head.size} rows, the ledger {found.rows}: rows were cut off")
    if deep:
        _check_originals(ledger, found)
    return found


def _check_file(connection: Connection, found: Verification) -> None:
    """What SQLite can say of its own file: pages, and indexes that agree with their tables."""
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check(100)"):
        if said != "ok":
            found.fault(f"SQLite's own check: {said}")


def _check_rows(
    connection: Connection,
    found: Verification,
    roots: Mapping[int, bytes],
    progress: Callable[[int, int], None] | None,
) -> None:
    flats = {table.name: _Flat(connection, table) for table in _FLATS}
    tree = Tree()
    total = connection.execute(select(func.max(tables.entries.c.seq))).scalar() or 0
    log = _stream(connection, tables.entries)
    expected = 0
    for seq, at, kind, key, body, leaf in log:
        expected += 1
        if seq != expected:
            found.fault(f"row {expected} is missing" if seq > expected else f"row {seq} stands twice")
            expected = seq
        again = sha256(f'\0{{"at":"{at}","body":{body},"key":"{key}","kind":"{kind}"}}'.encode()).digest()
        if again != leaf:
            found.fault(f"row {seq} ({kind} {key}) is not as it was added: its hash differs")
        tree.append(again)
        if seq in roots and tree.root() != roots[seq]:
            found.fault(f"rows 1 to {seq} are not those of the head that was kept for them")
        _check_lines(seq, kind, key, body, flats, found)
        if progress is not None and not seq % 10_000:
            progress(seq, total)
    for flat in flats.values():
        for line in flat.rest():
            found.fault(f"the table {flat.name} has a line for row {line[0]} that the log does not have")
    found.rows, found.root = tree.size, tree.root()


def _check_lines(seq: int, kind: str, key: str, body: str, flats: Mapping[str, _Flat], found: Verification) -> None:
    try:
        expected = list(rows.flat_lines(kind, orjson.loads(body)))
    except (ValueError, KeyError, TypeError):
        found.fault(f"row {seq} ({kind} {key}) cannot be read")
        return
    if not expected:
        found.fault(f"row {seq} is of a kind that is not known: {kind}")
    for name, cells in expected:
        line = flats[name].next_for(seq)
        if line is None:
            found.fault(f"the table {name} lacks row {seq} ({kind} {key})")
        elif line[1:] != cells:
            found.fault(f"the table {name} shows row {seq} ({kind} {key}) other than it was added")


class _Flat:
    """The lines of a flat table in the order of the log."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self.name = table.name
        self._lines = _stream(connection, table)
        self._next = next(self._lines, None)

    def next_for(self, seq: int) -> tuple[Any, ...] | None:
        """The next line of row ``seq``; ``None`` where it is missing."""
        line = self._next
        if line is None or line[0] != seq:
            return None
        self._next = next(self._lines, None)
        return line

    def rest(self) -> Iterator[tuple[Any, ...]]:
        """The lines that no row has asked for."""
        while self._next is not None:
            yield self._next
            self._next = next(self._lines, None)


def _stream(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    asked = select(table).order_by(*table.primary_key.columns)
    for part in connection.execution_options(yield_per=2_000).execute(asked).partitions():
        for row in part:
            yield tuple(row)


def _check_originals(ledger: Ledger, found: Verification) -> None:
    """Reads each document again from its original: the hash, the text, and the words of every quote."""
    from counterclaim.documents import read_document

    readings = ledger.readings()
    folder = ledger.originals
    for document, _ in ledger.documents():
        found.documents += 1
        content = None if folder is None else originals.load(folder, document.sha256)
        if content is None:
            found.fault(f"the original of document {document.id} ({document.path}) is not in {folder}")
            continue
        if sha256(content).hexdigest() != document.sha256:
            found.fault(f"the original of document {document.id} ({document.path}) is not as it was kept")
            continue
        reading = readings.get(document.id)
        again = read_document(
            content,
            path=document.path,
            media_type=document.media_type,
            url=document.url,
            language=None if reading is None else reading.given_language,
        )
        if document.text and again.text != document.text:
            found.fault(f"document {document.id} ({document.path}) reads otherwise today than when it was added")
    for kept in ledger.claims():
        found.quotes += 1
        evidence = kept.claim.evidence
        if kept.document.text[evidence.start : evidence.end] != evidence.exact:
            found.fault(f"the quote of claim {kept.claim.id} does not stand in document {kept.document.id}")


def told_briefly(found: Verification, limit: int = 20) -> Sequence[str]:
    """The first faults, and how many more there are."""
    more = len(found.faults) + found.untold - limit
    return [*found.faults[:limit], *([f"and {more:,} more"] if more > 0 else [])]


__all__ = ["Verification", "told_briefly", "verify"]
