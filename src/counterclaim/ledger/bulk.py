"""Putting many rows back at once: their hashes are checked as they come, and indexes are made when all are there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from counterclaim.ledger import tables, words
from counterclaim.ledger.aside import made_by, taken_in
from counterclaim.ledger.blocks import Block, Packing
from counterclaim.ledger.databases import LedgerError
from counterclaim.ledger.standing import superseded_rows

if TYPE_CHECKING:
    from counterclaim.ledger.writing import Writer

_SORTING = "256MB"  # what a server may use to make one index


def restore(writer: Writer, blocks: Callable[[Packing], Iterable[Block]]) -> int:
    """Adds the rows of blocks to a ledger that is empty or holds the first of them; how many were added.

    ``blocks`` gives them, packed in the way that it is told. A SQLite ledger has the files that were made beside it
    attached afterwards: its connection must not be used for another load.
    """
    with _packing(writer) as packing:
        return _restore(writer, blocks(packing))


@contextmanager
def _packing(writer: Writer) -> Iterator[Packing]:
    """How the rows are best handed over; for files in a folder beside the ledger, which goes when they are there."""
    connection = writer.connection
    if writer.size:
        yield Packing()
    elif connection.dialect.name == "postgresql":
        yield Packing("copy")
    else:
        where = {name: file for _, name, file in connection.exec_driver_sql("PRAGMA database_list")}["main"]
        if not where:
            yield Packing()
            return
        page_size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
        shapes = made_by(connection.connection.driver_connection, list(tables.metadata.tables))
        file = Path(where)
        beginning = f".{file.name}.loading-"
        for left in [one for one in file.parent.iterdir() if one.name.startswith(beginning)]:
            shutil.rmtree(left, ignore_errors=True)  # of a load that was killed: there is one writer, and that is us
        with TemporaryDirectory(dir=file.parent, prefix=beginning, ignore_cleanup_errors=True) as folder:
            yield Packing("file", Path(folder), page_size, shapes)


def _restore(writer: Writer, blocks: Iterable[Block]) -> int:
    began = writer.size
    remade = [] if began else _without_indexes(writer.connection)
    here = {seq: bytes(leaf) for seq, leaf in writer.connection.execute(select(_log.c.seq, _log.c.leaf))}
    chain = _Chain(writer, here)
    aside: list[Block] = []
    for block in blocks:
        chain.add(block)
        for name, lines in block.lines.items():
            writer.put(name, [line for line in lines if line[0] > began] if began else lines)
        for name, text in block.text.items():
            writer.copy(name, text)
        if block.file is not None:
            aside.append(replace(block, leaves=b"", heads=[]))
    chain.end()
    server = writer.connection.dialect.name == "postgresql"
    if server and remade:
        writer.connection.exec_driver_sql(f"SET LOCAL maintenance_work_mem = '{_SORTING}'")
    with taken_in(writer.connection.connection.driver_connection, aside) if aside else nullcontext():
        for sql in remade:
            writer.connection.exec_driver_sql(sql)
    _supersede(writer)
    if server and remade:
        _look(writer.connection)
    return max(chain.ended - began, 0)


def _look(connection: Connection) -> None:
    """Has a server look at how much its tables hold: until it has, it plans as for empty ones and reads all of them."""
    for table in (*tables.metadata.tables, *words.metadata.tables):
        if connection.exec_driver_sql(f"SELECT EXISTS (SELECT 1 FROM {table})").scalar():
            connection.exec_driver_sql(f"ANALYZE {table}" + (" (seq, kind)" if table == "entries" else ""))


_log = tables.entries


def _without_indexes(connection: Connection) -> list[str]:
    """Drops the indexes of an empty ledger's tables; the SQL that makes each again, as it was."""
    named = {*tables.metadata.tables, *words.metadata.tables}
    if connection.dialect.name == "sqlite":
        asked = "SELECT name, sql, tbl_name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
    else:
        asked = (
            "SELECT i.indexname, i.indexdef, i.tablename FROM pg_indexes i WHERE i.schemaname = current_schema() "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"
        )
    found = [row for row in connection.exec_driver_sql(asked).all() if row[2] in named]
    for name, _, _ in found:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return [sql for _, sql, _ in found]


class _Chain:
    """Chains the rows of blocks as they come, checks every head, and keeps the heads of rows that are new."""

    def __init__(self, writer: Writer, here: dict[int, bytes]) -> None:
        self.ended = 0  # rows met
        self._writer, self._here, self._began = writer, here, writer.size

    def add(self, block: Block) -> None:
        """Adds the rows of one block, and checks its heads."""
        writer, at, heads = self._writer, 0, []
        for head in block.heads:
            rest = max(head.size - self.ended, 0)
            at = self._append(block, at, at + rest)
            if head.size != self.ended:
                raise LedgerError(
                    f"the file has a head of {head.size:,} rows after row {self.ended:,}: a line is missing"
                )
            if self.ended > self._began:
                _, _, root, _ = line = writer.head_line(head.at)
                if root != head.root:
                    raise LedgerError(f"the first {self.ended:,} rows of the file are not those of the head after them")
                heads.append(line)
        self._append(block, at, block.size)
        writer.put("heads", heads)

    def _append(self, block: Block, at: int, end: int) -> int:
        """Chains the block's rows from ``at`` up to ``end``, or to its last; where it came to."""
        end = min(end, block.size)
        leaves = [block.leaves[32 * row : 32 * row + 32] for row in range(at, end)]
        known = min(max(self._began - self.ended, 0), len(leaves))
        for number, leaf in enumerate(leaves[:known], self.ended + 1):
            if self._here[number] != leaf:
                raise LedgerError(f"row {number} of the file is not row {number} of the ledger: import into a new one")
        self._writer.tree.extend(leaves[known:])
        self.ended += len(leaves)
        return end

    def end(self) -> None:
        """What remains to be checked when the last block has been added."""
        if self.ended > self._began and not self._writer.is_ended:
            raise LedgerError(f"the file is cut short: no head follows its last row, {self.ended:,}")


def _supersede(writer: Writer) -> None:
    gone = tables.superseded
    there = set(writer.connection.execute(select(gone.c.seq)).scalars())
    missing: list[tuple[Any, ...]] = [
        pair for pair in sorted(superseded_rows(writer.connection).items()) if pair[0] not in there
    ]
    writer.put("superseded", missing)
