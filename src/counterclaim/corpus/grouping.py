"""Copies across shards: a claim told in a thousand pages is one claim with a thousand sightings.

    copies       document → origin: the documents that are copies of each other, each with the first of them
    sightings    telling, claim, document, path: every page that tells a claim
    tellings     a claim a row, the first that told it, with how many pages and sites tell it from when to when

Documents are copies when 7 of 10 numbers of their MinHash signatures agree (rensa, as ``comparing.echoes``). Candidates
are found by bands of the signature. In a band that thousands share, each is held against the first few only: the work
grows with the pages, not with their square. The same SQL runs in DuckDB and in Spark; ``Dialect`` has what differs.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from counterclaim.comparing.echoes import ALIKE, BANDS, PERMUTATIONS
from counterclaim.corpus.folder import NEW, Folder, Row, write_beside

GROUPED = {"copies": "document", "sightings": "telling, path, claim", "tellings": "telling"}  # and their order
NEAR = 8  # documents of a band that each other is held against
ROUNDS = 50  # of passing labels on; each halves what is left of a chain at least
_ROWS = PERMUTATIONS // BANDS
_SAME = (  # of copies; not the day, which "on Monday" leaves to the day each was published
    "origin, exact, quantity, low, best, high, quantity_unit, object, measure, side, unit, place, stance, speaker"
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between two kinds of SQL: the bands of a signature, how many numbers of two agree, a site's name."""

    bands: str
    alike: str


DUCKDB = Dialect(
    f"SELECT id, b, signature[b * {_ROWS} + 1 : b * {_ROWS} + {_ROWS}] AS key FROM signed, range({BANDS}) AS t(b)",
    "list_sum([(z[1] = z[2])::INT FOR z IN list_zip(one.signature, other.signature)])",
)
SPARK = Dialect(
    f"SELECT id, b, slice(signature, b * {_ROWS} + 1, {_ROWS}) AS key FROM signed "
    f"LATERAL VIEW explode(sequence(0, {BANDS - 1})) AS b",
    "aggregate(zip_with(one.signature, other.signature, (x, y) -> IF(x = y, 1, 0)), 0, (s, x) -> s + x)",
)


def steps(dialect: Dialect) -> dict[str, str]:
    """The tables up to the pairs of copies, in order, each with its query."""
    return {
        "signed": "SELECT DISTINCT id, signature FROM documents WHERE signature IS NOT NULL",
        "banded": f"SELECT id, b, key, row_number() OVER (PARTITION BY b, key ORDER BY id) AS n FROM ({dialect.bands})",
        "candidates": "SELECT DISTINCT near.id AS one, far.id AS other FROM banded AS near JOIN banded AS far "
        f"ON near.b = far.b AND near.key = far.key AND near.n <= {NEAR} AND near.n < far.n",
        "pairs": "SELECT c.one, c.other FROM candidates AS c JOIN signed AS one ON one.id = c.one "
        f"JOIN signed AS other ON other.id = c.other WHERE {dialect.alike} >= {ALIKE * PERMUTATIONS}",
        "edges": "SELECT one AS here, other AS there FROM pairs UNION SELECT other, one FROM pairs",
    }


FIRST_LABELS = "SELECT DISTINCT here AS id, here AS label FROM edges"
PASSED_ON = (
    "SELECT own.id, least(own.label, min(near.label)) AS label FROM labels AS own JOIN edges ON edges.here = own.id "
    "JOIN labels AS near ON near.id = edges.there GROUP BY own.id, own.label"
)
COPIES = "SELECT id AS document, label AS origin FROM labels"
TOLD = (
    "SELECT claims.*, evidence.exact, coalesce(copies.origin, claims.document) AS origin FROM claims "
    "JOIN evidence ON evidence.claim = claims.id LEFT JOIN copies ON copies.document = claims.document"
)
FIRSTS = (
    f"SELECT id, document, first_value(id) OVER (PARTITION BY {_SAME} ORDER BY coalesce(published, DATE '9999-12-31'), "
    "id) AS telling FROM told"
)
SIGHTINGS = (
    "SELECT DISTINCT f.telling, f.id AS claim, f.document, d.path, d.url, "
    "regexp_extract(coalesce(d.url, ''), '^https?://(?:www[.])?([^/:?#]+)', 1) AS site, d.published "
    "FROM firsts AS f JOIN documents AS d ON d.id = f.document"
)
TELLINGS = (
    "SELECT telling, count(DISTINCT path) AS sightings, count(DISTINCT document) AS documents, "
    "count(DISTINCT nullif(site, '')) AS sites, min(published) AS first, max(published) AS last "
    "FROM sightings GROUP BY telling"
)


def group(folder: Folder, make: Callable[[str, str], None], count: Callable[[str], int], dialect: Dialect) -> None:
    """Makes the tables ``copies``, ``sightings`` and ``tellings``.

    ``make`` makes a table of a name from a query, in place of one of that name; ``count`` answers with one number.
    """
    for name, query in steps(dialect).items():
        make(name, query)
    make("labels", FIRST_LABELS)
    for _ in range(ROUNDS):
        make("passed", PASSED_ON)
        changed = count(
            "SELECT count(*) FROM passed JOIN labels ON labels.id = passed.id WHERE labels.label <> passed.label"
        )
        make("labels", "SELECT * FROM passed")
        if not changed:
            break
    for name, query in (
        ("copies", COPIES), ("told", TOLD), ("firsts", FIRSTS), ("sightings", SIGHTINGS), ("tellings", TELLINGS),
    ):  # fmt: skip
        make(name, query)


def is_grouped(folder: Folder, rows: Sequence[Row]) -> bool:
    """Whether the grouped tables are those of the manifest as it is."""
    try:
        done = json.loads((folder.path / "grouped" / "of.json").read_bytes())
    except (OSError, ValueError):
        return False
    return bool(done == {"manifest": _digest(rows)})


def _digest(rows: Sequence[Row]) -> str:
    marks = (f"{file['path']} {file['sha256']}" for row in rows for file in row.files)
    return sha256("\n".join(sorted(marks)).encode()).hexdigest()


def group_here(folder: Folder) -> None:
    """Groups on this machine, with DuckDB; does nothing where nothing has changed."""
    from counterclaim.corpus.querying import opened

    rows = folder.rows()
    if is_grouped(folder, rows):
        return
    new = folder.path / NEW / f"grouped.{os.getpid()}"
    new.mkdir(parents=True)
    with opened(folder, new) as book:

        def make(name: str, query: str) -> None:
            book.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

        def count(query: str) -> int:
            return int(book.execute(query).fetchone()[0])

        group(folder, make, count, DUCKDB)
        for name, order in GROUPED.items():
            (new / name).mkdir()
            place = str(new / name / "part-0.parquet").replace("'", "''")
            book.execute(
                f"COPY (SELECT * FROM {name} ORDER BY {order}) TO '{place}' (FORMAT parquet, COMPRESSION zstd)"
            )
    _put(folder, new, rows)


def group_on_spark(folder: Folder, spark: Any) -> None:
    """Groups on a cluster, with the same SQL; does nothing where nothing has changed."""
    rows = folder.rows()
    if is_grouped(folder, rows):
        return
    from counterclaim.corpus.querying import once
    from counterclaim.corpus.schemas import TABLES

    new = folder.path / NEW / f"grouped.{os.getpid()}"
    new.mkdir(parents=True)
    for table in TABLES:
        files = [str(path.absolute()) for path in folder.files(table, rows)]
        if not files:
            files = [str(_empty(table, new))]
        spark.read.parquet(*files).createOrReplaceTempView(f"all_{table}")
        columns = f"SELECT * EXCEPT (n) FROM (SELECT *, {once(table)} AS n FROM all_{table}) WHERE n = 1"
        spark.sql(columns if once(table) else f"SELECT * FROM all_{table}").createOrReplaceTempView(table)

    def make(name: str, query: str) -> None:
        spark.sql(query).localCheckpoint().createOrReplaceTempView(name)

    def count(query: str) -> int:
        return int(spark.sql(query).first()[0])

    group(folder, make, count, SPARK)
    for name, order in GROUPED.items():
        ordered = spark.sql(f"SELECT * FROM {name} ORDER BY {order}")
        ordered.write.option("compression", "zstd").parquet(str((new / name).absolute()))
    _put(folder, new, rows)


def _empty(table: str, new: Path) -> Path:
    from counterclaim.corpus.schemas import schema
    from counterclaim.corpus.shards import parquet

    path = (new / f"no_{table}.parquet").absolute()
    parquet().write_table(schema(table).empty_table(), path)
    return path


def _put(folder: Folder, new: Path, rows: Sequence[Row]) -> None:
    """Puts the grouped tables in place of those before."""
    place = folder.path / "grouped"
    for name in [each.name for each in new.iterdir() if each.name not in GROUPED]:
        path = new / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    write_beside(new / "of.json", json.dumps({"manifest": _digest(rows)}).encode() + b"\n")
    before = folder.path / NEW / f"before.{os.getpid()}"
    if place.exists():
        os.replace(place, before)
    os.replace(new, place)
    shutil.rmtree(before, ignore_errors=True)
