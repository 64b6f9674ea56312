"""What a watch has seen, and when it looks again."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from counterclaim.model import CounterclaimError
from counterclaim.watching.plan import Source


class Memory:
    """What was seen and when to look again, in an SQLite file that one watch at a time has open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._book = sqlite3.connect(path, isolation_level=None, timeout=1.0)
            self._book.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._book.execute("BEGIN EXCLUSIVE")
            self._book.execute("CREATE TABLE IF NOT EXISTS seen (source TEXT, what TEXT, PRIMARY KEY (source, what))")
            columns = "source TEXT PRIMARY KEY, due REAL, etag TEXT, modified TEXT, failures INT"
            self._book.execute(f"CREATE TABLE IF NOT EXISTS look ({columns})")
            self._book.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise CounterclaimError(f"another watch is at work with {path}: end it first") from None
            raise CounterclaimError(f"{path} could not be opened to remember what was seen: {error}") from None
        except sqlite3.DatabaseError:
            raise CounterclaimError(f"{path} is not what a watch remembers by: name another file as state") from None

    def close(self) -> None:
        """Lets the file go."""
        self._book.close()

    def knows(self, source: Source, what: str) -> bool:
        """Whether something of a source was handed on."""
        asked = "SELECT 1 FROM seen WHERE source = ? AND what = ?"
        return self._book.execute(asked, (source.name, what)).fetchone() is not None

    def remember(self, source: Source, seen: Sequence[str]) -> None:
        """Keeps what was handed on."""
        self._book.execute("BEGIN")
        self._book.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", [(source.name, what) for what in seen])
        self._book.execute("COMMIT")

    def look(self, source: Source) -> tuple[float, str | None, str | None, int]:
        """When to look at a source again (seconds since 1970), its ETag and Last-Modified, and how often it failed."""
        row = self._book.execute(
            "SELECT due, etag, modified, failures FROM look WHERE source = ?", (source.name,)
        ).fetchone()
        return tuple(row) if row else (0.0, None, None, 0)

    def plan(self, source: Source, due: float, etag: str | None, modified: str | None, failures: int) -> None:
        """Keeps when to look at a source again, and what to ask with."""
        row = (source.name, due, etag, modified, failures)
        self._book.execute("INSERT OR REPLACE INTO look VALUES (?, ?, ?, ?, ?)", row)
