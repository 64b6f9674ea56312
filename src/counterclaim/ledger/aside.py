"""Files beside a SQLite ledger that is filled: rows are put aside there by other processes, and taken in from there.

    opened     a new file to put rows aside in
    taken_in   the rows of blocks become rows of the ledger, and their words its index of words

SQLite copies rows between tables of one shape without looking into them. Words are indexed in one more file meanwhile,
by a thread, as SQLite works without Python's lock; then the tables in which FTS5 keeps that index are copied too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterclaim.ledger import tables, words
from counterclaim.ledger.sqlite import sqlite_module

if TYPE_CHECKING:
    from counterclaim.ledger.blocks import Block

_PARTS = "SELECT name FROM {}.sqlite_schema WHERE type = 'table' AND name LIKE ? ESCAPE '!'"  # of the index of words


def opened(file: Path, page_size: int) -> Any:
    """A connection to a file of which nothing need outlast a failure."""
    connection = sqlite_module()[0].connect(file, isolation_level=None)
    for setting in (f"page_size={page_size}", "journal_mode=OFF", "synchronous=OFF", "cache_size=-32768"):
        connection.execute(f"PRAGMA {setting}")
    return connection


def made_by(connection: Any, names: Sequence[str]) -> dict[str, str]:
    """The SQL that made these tables of a ledger."""
    told = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {name: sql for name, sql in told if name in names}


@contextmanager
def taken_in(ledger: Any, blocks: Sequence[Block]) -> Iterator[None]:
    """Copies what was put aside through a connection to the ledger; the index of words is there when this is left."""
    page_size = ledger.execute("PRAGMA page_size").fetchone()[0]
    with ThreadPoolExecutor(1, "words") as beside:
        indexed = beside.submit(_indexed, blocks, page_size, made_by(ledger, list(words.metadata.tables)))
        for table, put_aside in _parts(ledger, blocks, list(tables.metadata.tables)):
            ledger.execute(f"INSERT INTO main.{table} SELECT * FROM {put_aside}")
        yield
        ledger.execute("ATTACH ? AS words", (str(indexed.result()),))
        for name in words.metadata.tables:
            for (part,) in ledger.execute(_PARTS.format("words"), (f"{name}!_%",)).fetchall():
                ledger.execute(f"DELETE FROM main.{part}")
                ledger.execute(f"INSERT INTO main.{part} SELECT * FROM words.{part}")


def _indexed(blocks: Sequence[Block], page_size: int, made_by: Mapping[str, str]) -> Path:
    """The file in which the words of blocks are indexed by tables that are made as those of the ledger."""
    first = blocks[0].file
    assert first is not None
    file = first.with_name("words.db")
    with closing(opened(file, page_size)) as index:
        for made in made_by.values():
            index.execute(made)
        index.execute("BEGIN")
        for table, put_aside in _parts(index, blocks, list(made_by)):
            index.execute(f"INSERT INTO main.{table} (rowid, words) SELECT * FROM {put_aside}")
        index.execute("COMMIT")
    return file


def _parts(connection: Any, blocks: Sequence[Block], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Which tables have been put aside for those of these names, block by block; their files are attached."""
    attached: dict[Path | None, str] = {}
    for block in blocks:
        if block.file not in attached:
            attached[block.file] = f"aside{len(attached)}"
            connection.execute(f"ATTACH ? AS {attached[block.file]}", (str(block.file),))
        for name in block.tables.keys() & names:
            yield name, f"{attached[block.file]}.{block.tables[name]}"
