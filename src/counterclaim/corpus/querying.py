"""DuckDB over the Parquet files of a corpus: a view a table, only files that the manifest names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from counterclaim.corpus.folder import Folder
from counterclaim.corpus.schemas import TABLES, schema
from counterclaim.model import CounterclaimError

MEMORY = "1GB"  # what DuckDB may hold before it uses the disk
_KEYS = {"claims": "id", "evidence": "claim"}
_NONE = {  # what the grouped tables are called before anything is grouped
    "copies": "''::VARCHAR AS document, ''::VARCHAR AS origin",
    "sightings": "''::VARCHAR AS telling, ''::VARCHAR AS claim, ''::VARCHAR AS document, ''::VARCHAR AS path, "
    "''::VARCHAR AS url, ''::VARCHAR AS site, NULL::DATE AS published",
    "tellings": "''::VARCHAR AS telling, 0::BIGINT AS sightings, 0::BIGINT AS documents, 0::BIGINT AS sites, "
    "NULL::DATE AS first, NULL::DATE AS last",
}


def duckdb() -> Any:
    """DuckDB; what to install where it is missing."""
    try:
        import duckdb as found
    except ImportError as error:
        raise CounterclaimError("asking a corpus takes DuckDB: python -m pip install 'counterclaim[corpus]'") from error
    return found


def once(table: str) -> str:
    """The number of a row among those of one claim, where a table may hold one twice: its page is in two archives."""
    if table not in _KEYS:
        return ""
    return f"row_number() OVER (PARTITION BY {_KEYS[table]} ORDER BY published)"


@contextmanager
def opened(folder: Folder, spill: Path | None = None) -> Iterator[Any]:
    """A connection in which the corpus is views: documents, claims, evidence, refusals, and the grouped tables.

    With ``spill``, a folder for what does not fit into memory, it may write; without, nothing can be written, no
    other file be opened and nothing be fetched.
    """
    book = duckdb().connect(":memory:")
    try:
        book.execute(f"SET memory_limit = '{MEMORY}'; SET TimeZone = 'UTC'")
        rows = folder.rows()
        allowed: list[str] = []
        for table in TABLES:
            files = [str(path) for path in folder.files(table, rows)]
            allowed += files
            number = once(table)
            if not files:
                book.register(f"no_{table}", schema(table).empty_table())
                shard = "" if number else ", '' AS shard"
                book.execute(f"CREATE VIEW {table} AS SELECT *{shard} FROM no_{table}")
                continue
            told = f" QUALIFY {number} = 1" if number else ""
            named = "false" if number else "true"
            source = f"read_parquet({_listed(files)}, hive_partitioning = false, filename = {named})"
            columns = "*" if number else "* EXCLUDE (filename), parse_filename(filename, true) AS shard"
            book.execute(f"CREATE VIEW {table} AS SELECT {columns} FROM {source}{told}")
        if spill is not None:
            book.execute(f"SET temp_directory = {_listed([str(spill)])[1:-1]}")
            yield book
            return
        for table, nothing in _NONE.items():
            files = [str(path) for path in sorted((folder.path / "grouped" / table).glob("*.parquet"))]
            allowed += files
            source = f"read_parquet({_listed(files)})" if files else f"(SELECT {nothing} WHERE false)"
            book.execute(f"CREATE VIEW {table} AS SELECT * FROM {source}")
        book.execute(f"SET allowed_paths = {_listed(allowed)}; SET enable_external_access = false")
        book.execute("SET lock_configuration = true")
        yield book
    except duckdb().Error as error:
        said = str(error).strip().split("\n\n")[0]
        raise CounterclaimError(f"{folder.path}: DuckDB cannot answer that: {said}") from None
    finally:
        book.close()


def _listed(files: Sequence[str]) -> str:
    return "[" + ", ".join("'" + file.replace("'", "''") + "'" for file in files) + "]"


def ask(folder: Folder, sql: str) -> Any:
    """The answer to a question in SQL as an Arrow table; ``CounterclaimError`` for what DuckDB cannot answer."""
    with opened(folder) as book:
        return book.execute(sql).to_arrow_table()


def write_answer(answer: Any, path: Path) -> None:
    """An answer as a Parquet file."""
    from counterclaim.corpus.shards import parquet

    parquet().write_table(answer, path, compression="zstd")
