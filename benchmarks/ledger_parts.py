"""Where the time of a load and of verify goes: microseconds of processor a row, each part alone in one process.

    parts    of a loaded ledger on SQLite and the lines it was loaded from
    bare     what SQLite and SHA-256 take for the bytes of such lines when nothing else is done: no ledger is below it

A part is measured on the same rows several times, and the least is taken. What starts processes and hands rows from one
to another is not among the parts.
"""

from __future__ import annotations

import gc
import time
from collections import deque
from collections.abc import Callable
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

ROWS = 20_000  # of the middle of the ledger
TIMES = 3


def parts(database: Path, lines: Path, rows: int) -> dict[str, dict[str, float]]:
    """Microseconds of processor a row by what is done and by part; ``rows`` is how many rows the ledger has."""
    gc.collect()
    gc.disable()
    try:
        return {"verify": _verifying(database, rows), "load": _loading(database, lines, rows)}
    finally:
        gc.enable()


def _least(work: Callable[[], Any], rows: int, times: int = TIMES) -> float:
    found = []
    for _ in range(times):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found) / rows * 1e6


def bare(lines: Path, rows: int) -> dict[str, float]:
    """Microseconds of processor a row for the bytes of lines alone; ``rows`` is how many rows they have."""
    from counterclaim.ledger.sqlite import sqlite_module

    with lines.open("rb") as stream:
        taken = list(islice(stream, rows // 2, rows // 2 + ROWS))
    numbered = list(enumerate(taken, 1))
    with TemporaryDirectory(dir=lines.parent) as folder:

        def inserted() -> None:
            file = Path(folder) / "bare.db"
            connection = sqlite_module()[0].connect(file, isolation_level=None)
            connection.execute("PRAGMA page_size=8192")
            connection.execute("CREATE TABLE bare (number INTEGER PRIMARY KEY, line BLOB NOT NULL)")
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO bare VALUES (?, ?)", numbered)
            connection.execute("COMMIT")
            connection.close()
            file.unlink()

        alone: dict[str, Callable[[], Any]] = {
            "bare insert of the same bytes: one table, one column, committed": inserted,
            "bare SHA-256 of the same bytes": lambda: deque(map(sha256, taken), maxlen=0),
            "bare parsing of the same bytes by orjson": lambda: deque(map(orjson.loads, taken), maxlen=0),
        }
        return {name: _least(work, len(taken)) for name, work in alone.items()}


def _verifying(database: Path, rows: int) -> dict[str, float]:
    from counterclaim.ledger import indexes
    from counterclaim.ledger.alike import doubted
    from counterclaim.ledger.chain import Tree
    from counterclaim.ledger.databases import open_database

    opened = open_database(str(database), create=False, read=True)
    first = max(rows // 2 - ROWS // 2, 1)
    within = range(first, first + ROWS)
    with opened.reading() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA mmap_size={database.stat().st_size}")  # as the processes of verify have it

        def log() -> list[tuple[Any, ...]]:
            asked = "SELECT seq, at, kind, key, body, leaf FROM entries WHERE seq >= ? AND seq < ?"
            found: list[tuple[Any, ...]] = driver.execute(asked, (within.start, within.stop)).fetchall()
            return found

        kept = log()
        told = [f'\0{{"at":"{at}","body":{body},"key":"{key}","kind":"{kind}"}}' for _, at, kind, key, body, _ in kept]
        leaves = [row[5] for row in kept]
        claims = sum(row[2] == "claim" for row in kept)
        found = {
            "SQLite's own check of pages, columns and words": _least(
                lambda: driver.execute("PRAGMA quick_check").fetchall(), rows, times=1
            ),
            "indexes against their tables": _least(lambda: list(indexes.faults(connection)), rows, times=1),
            "rows out of the log": _least(log, len(kept)),
            "their hashes": _least(lambda: [sha256(row.encode()).digest() for row in told], len(kept)),
            "their tree": _least(lambda: Tree().extend(leaves), len(kept)),
            "claims compared with their lines": _least(lambda: doubted(connection, within, claims), len(kept)),
        }
    opened.close()
    return found


def _loading(database: Path, lines: Path, rows: int) -> dict[str, float]:
    from counterclaim.ledger.blocks import parse
    from counterclaim.ledger.sqlite import sqlite_module

    with lines.open("rb") as stream:
        taken = list(islice(stream, rows // 2, rows // 2 + ROWS))
    block = parse(taken, 1, 1)
    indexes = "SELECT sql FROM sqlite_schema WHERE tbl_name IN ({}) AND type = ? AND sql IS NOT NULL"
    with TemporaryDirectory(dir=database.parent) as folder:
        connection = sqlite_module()[0].connect(Path(folder) / "parts.db", isolation_level=None)
        connection.execute("PRAGMA page_size=8192")
        source = sqlite_module()[0].connect(f"file:{database}?mode=ro", uri=True)
        tables = [name for name in block.lines if not name.endswith("_words")]
        marks = ", ".join(f"'{name}'" for name in (*tables, "claim_words", "document_words"))
        for (made_by,) in source.execute(indexes.format(marks), ("table",)).fetchall():
            connection.execute(made_by)
        made = [row[0] for row in source.execute(indexes.format(marks), ("index",)).fetchall()]
        source.close()

        def put(names: list[str]) -> None:
            for name in names:
                own = block.lines[name]
                columns = " (rowid, words)" if name.endswith("_words") else ""
                places = ", ".join("?" * len(own[0]))
                connection.executemany(f"INSERT INTO {name}{columns} VALUES ({places})", own)

        connection.execute("BEGIN")
        found = {
            "a line: checked, hashed, its columns and words": _least(lambda: parse(taken, 1, 1), block.size),
            "into tables": _least(lambda: put(tables), block.size, times=1),
            "into the index of words": _least(
                lambda: put([name for name in block.lines if name.endswith("_words")]), block.size, times=1
            ),
            "the other indexes": _least(lambda: [connection.execute(one) for one in made], block.size, times=1),
        }
        connection.execute("ROLLBACK")
        connection.close()
    return found


def told(
    found: dict[str, dict[str, float]], limits: dict[str, float], targets: dict[str, float], cores: int
) -> list[str]:
    """The lines of the page; ``limits`` are what is ``bare``, ``targets`` are rows a second."""
    lines = ["| µs of processor a row, SQLite | |", "|---|--:|"]
    for what, own in found.items():
        left = cores / targets[what] * 1e6
        lines += [f"| {what}: {name} | {value:.1f} |" for name, value in own.items()]
        lines.append(f"| {what}: all of it | {sum(own.values()):.1f} |")
        lines.append(f"| {what}: what {targets[what]:,.0f} rows a second on {cores} cores leave | {left:.1f} |")
    return lines + [f"| {name} | {value:.1f} |" for name, value in limits.items()]
