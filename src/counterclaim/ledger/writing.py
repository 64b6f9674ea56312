"""Rows going into the log and the flat tables, within one transaction: numbered, chained, with the tree's new head."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from counterclaim.ledger import rows, tables
from counterclaim.ledger.chain import Tree, leaf_hash
from counterclaim.ledger.rows import Row

_MANY = 8  # lines from which PostgreSQL takes them sooner by COPY than one by one


class Writer:
    """Numbers rows, chains them and puts them into the log and the flat tables, within one transaction."""

    def __init__(self, connection: Connection, inserts: dict[str, str]) -> None:
        self.connection = connection
        self.counts: dict[str, int] = {}
        self._inserts = inserts
        self._lines: dict[str, list[tuple[Any, ...]]] = {}
        found = last_head(connection, None)
        self._began = 0 if found is None else found[0]
        edge = b"" if found is None else found[2]
        self.tree = Tree(self._began, [edge[at : at + 32] for at in range(0, len(edge), 32)])
        now = rows.stamp(datetime.now(UTC))
        # a clock set back must not put a row before the one it follows
        self.at = now if found is None else max(now, found[3])

    @property
    def size(self) -> int:
        """The number of the row added last."""
        return self.tree.size

    def add(self, row: Row, at: str | None = None) -> int:
        """Adds a row; its number."""
        at = at or self.at
        leaf = leaf_hash(f'{{"at":"{at}","body":{row.body},"key":"{row.key}","kind":"{row.kind}"}}'.encode())
        self.tree.append(leaf)
        seq = self.tree.size
        lines = self._lines
        lines.setdefault("entries", []).append((seq, at, row.kind, row.key, row.body, leaf))
        for name, cells in row.lines:
            lines.setdefault(name, []).append((seq, *cells))
        self.counts[row.kind] = self.counts.get(row.kind, 0) + 1
        if len(lines["entries"]) >= 5_000:
            self.flush()
        return seq

    def supersede(self, seq: int, by: int) -> None:
        """Notes that row ``seq`` no longer stands since row ``by``; the rows themselves say so too."""
        self._lines.setdefault("superseded", []).append((seq, by))

    def flush(self) -> None:
        """Sends what was added to the database, still in the transaction."""
        for name, lines in self._lines.items():
            self.put(name, lines)
        self._lines.clear()

    def put(self, name: str, lines: list[tuple[Any, ...]]) -> None:
        """Sends lines of one table to the database."""
        if self.connection.dialect.name == "postgresql" and len(lines) > _MANY:
            with self._copying(name) as copy:
                for line in lines:
                    copy.write_row(line)
        elif lines:
            self.connection.exec_driver_sql(self._insert(name), lines)

    def copy(self, name: str, text: bytes) -> None:
        """Sends lines of one table as COPY takes them, to PostgreSQL."""
        with self._copying(name) as copy:
            copy.write(text)

    @contextmanager
    def _copying(self, name: str) -> Iterator[Any]:
        driver = self.connection.connection.driver_connection
        assert driver is not None
        with driver.cursor() as cursor, cursor.copy(f"COPY {name} ({self._columns(name)}) FROM STDIN") as copy:
            yield copy

    def _columns(self, name: str) -> str:
        if name not in tables.metadata.tables:
            return "rowid, words"
        quote = self.connection.dialect.identifier_preparer.quote
        return ", ".join(quote(column.name) for column in tables.metadata.tables[name].c)

    def finish(self) -> None:
        """Writes the new head of the tree."""
        self.flush()
        if self.tree.size > self._began:
            self.keep_head(self.at)

    @property
    def is_ended(self) -> bool:
        """Whether a head was kept for the last row."""
        return self.tree.size == self._began

    def keep_head(self, at: str) -> None:
        """Writes the head of the tree as it is now."""
        self.put("heads", [self.head_line(at)])

    def head_line(self, at: str) -> tuple[Any, ...]:
        """The line of the tree's head as it is now, for whoever puts many at once."""
        self._began = self.tree.size
        return self.tree.size, at, self.tree.root(), b"".join(self.tree.edge)

    def _insert(self, name: str) -> str:
        if name not in self._inserts:
            columns = self._columns(name)
            mark = "?" if self.connection.dialect.name == "sqlite" else "%s"
            marks = ", ".join([mark] * (columns.count(",") + 1))
            self._inserts[name] = f"INSERT INTO {name} ({columns}) VALUES ({marks})"
        return self._inserts[name]


def last_head(connection: Connection, until: int | None) -> tuple[int, bytes, bytes, str] | None:
    """Size, root, right edge and time of the last head; of the last of at most ``until`` rows."""
    heads = tables.heads
    asked = select(heads.c.size, heads.c.root, heads.c.edge, heads.c.at).order_by(heads.c.size.desc()).limit(1)
    found = connection.execute(asked if until is None else asked.where(heads.c.size <= until)).first()
    return None if found is None else (found.size, bytes(found.root), bytes(found.edge), found.at)
