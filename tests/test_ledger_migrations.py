"""A ledger of an earlier version becomes one of this: the same rows, and no more is asked of its owner than to open it.

``ledger_0001.sql`` is a ledger that the first version made, as SQLite writes it out. It is never made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine

from counterclaim.ledger import Ledger, tables
from counterclaim.ledger.databases import APPLICATION, upgrade
from counterclaim.ledger.ingest import Options
from counterclaim.ledger.migrations.versions import r0001_rows
from counterclaim.ledger.verify import verify
from counterclaim.model import CounterclaimError
from ledgers import KINDS, Place, places

OLD = Path(__file__).with_name("ledger_0001.sql")
HEAD = "a6128d51626d2509b6902a2c64024a77e5efd9544b4d3b562729ecd41b905d6d"


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from places(request.param, tmp_path)


def old_file(path: Path) -> None:
    """The old ledger as a file."""
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.executescript(OLD.read_text())
    connection.close()


def old_ledger(place: Place) -> None:
    """The old ledger at a place: a file as it was, or the same tables and rows on a server."""
    if place.kind == "sqlite":
        old_file(Path(place.address))
        return
    file = place.folder / "old.db"
    old_file(file)
    engine = create_engine(place.address.replace("postgresql://", "postgresql+psycopg://"))
    with sqlite3.connect(file) as old, engine.begin() as connection:
        upgrade(connection, "0001")
        for name, table in r0001_rows.metadata.tables.items():
            columns = [column.name for column in table.c]
            lines = old.execute(f"SELECT {', '.join(map(quoted, columns))} FROM {name}").fetchall()
            if lines:
                connection.execute(table.insert(), [dict(zip(columns, line, strict=True)) for line in lines])
    old.close()
    engine.dispose()


def quoted(name: str) -> str:
    return f'"{name}"'


def version(connection: Connection) -> str:
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def test_a_ledger_of_the_first_version_is_brought_up_to_date_when_it_is_opened_and_loses_nothing(
    place: Place, tmp_path: Path
) -> None:
    old_ledger(place)
    ledger = place.open()
    assert ledger.head().root.hex() == HEAD
    with ledger.database.reading() as connection:
        assert version(connection) == tables.VERSION
    assert verify(ledger).whole
    assert [kept.claim.quantity.text for kept in ledger.claims()] == ["20", "14", "3"]
    assert [one.verdict for one in ledger.judgements()] == ["accept", "undo"]
    assert [one.grade for one in ledger.grades()] == ["B", "2"]
    more = tmp_path / "more.txt"
    more.write_text("The Interior Ministry of Ukraine said that 9 civilians were killed in Lyman on 6 May 2023.\n")
    ledger.add(str(more), by="tests", workers=1, options=Options())
    assert ledger.count() == 4
    with pytest.raises(CounterclaimError, match="never edited"), ledger.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM comparisons")
    assert verify(ledger).whole


def test_the_transcripts_of_an_old_ledger_are_found_when_it_is_brought_up_to_date(place: Place, tmp_path: Path) -> None:
    call = tmp_path / "call.vtt"
    call.write_text("WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ivan>They killed forty of ours near Lyman.</v>\n")
    plain = tmp_path / "plain.txt"
    plain.write_text('The mayor said "transcript":{ and that 9 civilians were killed in Lyman on 6 May 2023.\n')
    ledger = place.open()
    ledger.add(str(call), str(plain), by="tests", workers=1)
    (there,) = ledger.transcripts()
    with ledger.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE transcripts")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0004'")
    ledger.close()
    again = place.open()
    assert again.transcripts() == [there]
    assert verify(again).whole


def test_an_old_ledger_that_cannot_be_written_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old_file(path)
    content = path.read_bytes()
    seal = path.with_name("old.db.sha256")
    seal.write_text("a seal\n")
    with pytest.raises(CounterclaimError, match="of an older version and cannot be written"):
        Ledger(path, read_only=True)
    seal.unlink()
    assert path.read_bytes() == content


def is_no_index_of_words(name: str | None, kind: str, _: object) -> bool:
    """The index of words is no table of rows: each kind of database has its own."""
    return kind != "table" or name is None or not name.startswith(("claim_words", "document_words"))


def test_the_migrations_make_the_tables_that_the_program_asks(place: Place) -> None:
    with place.open().database.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": is_no_index_of_words}
        )
        assert compare_metadata(context, tables.metadata) == []


def test_a_new_ledger_and_one_brought_up_to_date_have_the_same_tables(tmp_path: Path) -> None:
    old_file(tmp_path / "old.db")
    found = []
    for name in ("old.db", "new.db"):
        with Ledger(tmp_path / name) as ledger, ledger.database.reading() as connection:
            asked = "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2"
            found.append([tuple(row) for row in connection.exec_driver_sql(asked)])
    assert found[0] == found[1]
