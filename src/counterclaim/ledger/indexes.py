"""Whether each index of a SQLite ledger has just the rows of its table, asked of SQLite.

    faults     rows that an index lacks, and indexes with more or fewer entries than their table has rows

``PRAGMA integrity_check`` asks the same in half as much time again, of all indexes at once and in one process. What it
asks besides, ``PRAGMA quick_check`` asks too, all but whether the values of a key are there once; keys of flat tables
are compared with the log. A row is looked for in the index as every question looks for it: one whose entry is damaged,
or where nobody finds it, is lacking. If none is, and there are as many entries as rows, there are no others.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

_MOST = 100  # rows that are named of one index


def faults(connection: Connection) -> Iterator[str]:
    """What is wrong with the indexes; of a server nothing is asked."""
    if connection.dialect.name != "sqlite":
        return
    asked = "SELECT name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE type = 'index'"
    for index, table, made_by in connection.exec_driver_sql(asked).all():
        try:
            yield from _faults_of(connection, index, table, made_by.partition(" WHERE ")[2] or "TRUE")
        except DBAPIError as error:
            yield f"the index {index} cannot be read: {' '.join(str(error.orig).split())[:200]}"


def _faults_of(connection: Connection, index: str, table: str, within: str) -> Iterator[str]:
    """The same of one index, which has the rows of ``table`` that are ``within``."""
    columns = [row[2] for row in connection.exec_driver_sql(f'PRAGMA index_info("{index}")')]
    alike = " AND ".join(f'entry."{column}" IS line."{column}"' for column in ["rowid", *columns])
    lacking = f"""
        SELECT line.rowid FROM (SELECT rowid, * FROM "{table}" NOT INDEXED WHERE {within}) AS line
        LEFT JOIN (SELECT rowid, * FROM "{table}" INDEXED BY "{index}" WHERE {within}) AS entry ON {alike}
        WHERE entry.rowid IS NULL LIMIT {_MOST}
    """
    for (row,) in connection.exec_driver_sql(lacking):
        yield f"the index {index} lacks row {row} of the table {table}"
    rows, entries = (
        connection.exec_driver_sql(f'SELECT count(*) FROM "{table}" {by} WHERE {within}').scalar_one()
        for by in ("NOT INDEXED", f'INDEXED BY "{index}"')
    )
    if rows != entries:
        yield f"the index {index} has {entries:,} entries for {rows:,} rows of the table {table}"
