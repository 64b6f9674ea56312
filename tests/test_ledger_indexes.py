"""An index that has other rows than its table is found, and a row that it lacks is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from counterclaim.ledger import Ledger
from counterclaim.ledger.indexes import faults
from counterclaim.ledger.verify import verify
from ledgers import Place
from test_ledger_alike import PLAIN, filled

CLAIMS = (PLAIN, replace(PLAIN, side=None, place=None), replace(PLAIN, stance="denies"))  # rows 2 to 4
# what changes of a row → the index that does not hear of it, and the rows that it lacks
CHANGED = (
    ("UPDATE claims SET id = 'other' WHERE seq = 3", "claims_by_id", (3,)),
    ("UPDATE claims SET side = 'RU'", "claims_by_question", (2, 3, 4)),
    ("UPDATE claims SET side = NULL WHERE seq = 2", "claims_by_question", (2,)),
    ("UPDATE claims SET day = '2023-05-02' WHERE seq = 4", "claims_by_measure", (4,)),
    ("UPDATE claims SET document = document || 'x' WHERE seq = 2", "claims_by_document", (2,)),
    ("UPDATE claims SET seq = 9 WHERE seq = 2", "claims_by_document", (9,)),
    ("UPDATE claims SET stance = 'denies' WHERE seq = 3", "claims_denying", (3,)),
    ("UPDATE readings SET document = 'other'", "readings_by_document", (5,)),
)
COUNTED = (
    ("DELETE FROM claims WHERE seq = 3", "claims_by_id", "3 entries for 2 rows"),
    ("UPDATE claims SET stance = 'asserts' WHERE seq = 4", "claims_denying", "1 entries for 0 rows"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    filled(Place("sqlite", tmp_path), *CLAIMS).close()
    (found,) = tmp_path.glob("*.db")
    return found


@contextmanager
def unheard(file: Path, index: str) -> Iterator[sqlite3.Connection]:
    """A connection whose changes an index of the file does not hear of."""
    with closing(sqlite3.connect(file, isolation_level=None)) as before:
        triggers = before.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        line = before.execute("SELECT * FROM sqlite_schema WHERE name = ?", (index,)).fetchone()
        for name, _ in triggers:
            before.execute(f"DROP TRIGGER {name}")
        before.execute("PRAGMA writable_schema = ON")
        before.execute("DELETE FROM sqlite_schema WHERE name = ?", (index,))
    with closing(sqlite3.connect(file, isolation_level=None)) as meanwhile:
        yield meanwhile
        for _, made_by in triggers:
            meanwhile.execute(made_by)
        meanwhile.execute("PRAGMA writable_schema = ON")
        meanwhile.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", line)


def told(file: Path) -> list[str]:
    """What is said of the file's indexes."""
    with Ledger(file) as ledger:
        with ledger.database.reading() as connection:
            found = list(faults(connection))
        assert set(found) <= set(verify(ledger).faults)
    return found


def test_of_indexes_that_have_the_rows_of_their_tables_nothing_is_said(file: Path) -> None:
    assert told(file) == []


@pytest.mark.parametrize(("deed", "index", "rows"), CHANGED)
def test_rows_that_an_index_lacks_are_named(file: Path, deed: str, index: str, rows: tuple[int, ...]) -> None:
    with unheard(file, index) as connection:
        connection.execute(deed)
    table = index.partition("_")[0]
    assert [one for one in told(file) if "lacks" in one] == [
        f"the index {index} lacks row {row} of the table {table}" for row in rows
    ]


@pytest.mark.parametrize(("deed", "index", "counted"), COUNTED)
def test_entries_that_stand_for_no_row_are_counted(file: Path, deed: str, index: str, counted: str) -> None:
    with unheard(file, index) as connection:
        connection.execute(deed)
    assert told(file) == [f"the index {index} has {counted} of the table claims"]
