"""DuckDB over the Parquet files of a corpus: a view a table, only files that the manifest names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from counterclaim.corpus.folder import Folder
from counterclaim.corpus.schemas import TABLES, schema
from counterclaim.model import CounterclaimError

MEMORY = "1GB"  # what DuckDB may hold before it uses the disk

# A claim or a page that stands in two shards (the same bytes in two archives) is one row of these.
_ONCE = {"claims": "id", "evidence": "claim"}


def duckdb() -> Any:
    """DuckDB; what to install where it is missing."""
    try:
        import duckdb as found
    except ImportError as error:
        raise CounterclaimError(
            "to query a corpus takes DuckDB: python -m pip install 'counterclaim[corpus]'"
        ) from error
    return found


def connect(folder: Folder) -> Any:
    """A connection in which the corpus is views: documents, claims, evidence, refusals, and the grouped tables.

    It writes nothing, opens no other file and fetches nothing once the views are made.
    """
    book = duckdb().connect(":memory:")
    book.execute(f"SET memory_limit = '{MEMORY}'; SET preserve_insertion_order = true; SET TimeZone = 'UTC'")
    rows = folder.rows()
    allowed: list[str] = []
    for table in TABLES:
        files = [str(path) for path in folder.files(table, rows)]
        allowed += files
        once = (
            f" QUALIFY row_number() OVER (PARTITION BY {_ONCE[table]} ORDER BY published) = 1" if table in _ONCE else ""
        )
        if files:
            source = f"read_parquet({_listed(files)}, hive_partitioning = false)"
            book.execute(f"CREATE VIEW {table} AS SELECT * FROM {source}{once}")
        else:
            book.register(f"no_{table}", schema(table).empty_table())
            book.execute(f"CREATE VIEW {table} AS SELECT * FROM no_{table}")
    book.execute(f"SET allowed_paths = {_listed(allowed)}; SET enable_external_access = false")
    book.execute("SET lock_configuration = true")
    return book


def _listed(files: Sequence[str]) -> str:
    return "[" + ", ".join("'" + file.replace("'", "''") + "'" for file in files) + "]"


def ask(folder: Folder, sql: str) -> Any:
    """The answer to a question in SQL as an Arrow table; ``CounterclaimError`` for what DuckDB cannot answer."""
    book = connect(folder)
    try:
        return book.execute(sql).to_arrow_table()
    except duckdb().Error as error:
        said = str(error).strip().split("\n\n")[0]
        raise CounterclaimError(f"DuckDB cannot answer that: {said}") from None
    finally:
        book.close()


def write_answer(answer: Any, path: Path) -> None:
    """An answer as a Parquet file."""
    from counterclaim.corpus.shards import parquet

    parquet().write_table(answer, path, compression="zstd")
