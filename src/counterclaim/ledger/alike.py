"""Whether the table of claims shows what the log says, asked of the database: both are read where they lie.

    doubted     some rows → those of their claims whose line is not plainly what their text says

A database compares a claim's text with its line in half the time that it takes to read both and to compare them here.
What it says is only that a line is plainly the same: all that it doubts is compared exactly by ``verify``. It doubts
more than is wrong: fractions, texts with control characters, what is shown instead of personal data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from sqlalchemy import Connection

# What each column shows of a claim's text; the columns that are made of several parts are told by ``_sqlite`` and
# ``_postgresql``.
_TEXTS: Mapping[str, str] = {
    "id": "id",
    "document": "document",
    "side": "side",
    "object": "object",
    "measure": "measure",
    "quantity_unit": "quantity.unit",
    "hedge": "quantity.hedge",
    "stance": "stance",
    "certainty": "certainty",
    "unit": "unit",
    "place": "place",
    "period": "period.kind",
    "period_start": "period.start",
    "period_end": "period.end",
    "published": "published",
    "quote": "evidence.exact",
}
_FIGURES: Mapping[str, str] = {"low": "quantity.low", "best": "quantity.best", "high": "quantity.high"}
_DAY = "c.day IS DISTINCT FROM coalesce(c.period_end, c.period_start, c.published)"


def doubted(connection: Connection, rows: range, claims: int) -> list[int] | None:
    """The claims among some rows of the log whose lines must be looked at, in order.

    ``None`` where all must be: the table has not as many lines as the log has ``claims``, or one cannot be compared.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    within = f"seq >= {rows.start} AND seq < {rows.stop}"
    cursor = driver.cursor()
    try:
        cursor.execute("SAVEPOINT alike")
        try:
            cursor.execute(f"SELECT count(*) FROM claims WHERE {within}")
            if cursor.fetchone()[0] != claims:
                return None
            cursor.execute(_question(connection.dialect.name).format(within=within))
            return sorted(seq for (seq,) in cursor.fetchall())
        except connection.dialect.loaded_dbapi.Error:
            cursor.execute("ROLLBACK TO alike")
            return None
        finally:
            cursor.execute("RELEASE alike")
    finally:
        cursor.close()


@cache
def _question(dialect: str) -> str:
    made: Mapping[str, Callable[[], str]] = {"sqlite": _sqlite, "postgresql": _postgresql}
    return made[dialect]()


def _sqlite() -> str:
    """Both sides as one JSON text: the same text is the same values, and no text has two readings.

    A fraction has no such text, so it is told as a word.
    """
    columns = [f"c.{name}" for name in _TEXTS] + [
        f"CASE WHEN c.{name} = CAST(c.{name} AS INTEGER) THEN CAST(c.{name} AS INTEGER) "
        f"WHEN c.{name} IS NOT NULL THEN 'fraction' END"
        for name in _FIGURES
    ]
    places = ", ".join(f"'$.{place}'" for place in (*_TEXTS.values(), *_FIGURES.values(), "shown"))
    return (
        "SELECT seq FROM entries AS e LEFT JOIN claims AS c USING (seq) "
        f"WHERE {{within}} AND e.kind = 'claim' AND (json_extract(e.body, {places}) IS NOT "
        f"json_array({', '.join(columns)}, NULL) OR c.source IS NOT coalesce("
        "nullif(json_extract(e.body, '$.attribution[#-1].id'), ''), "
        f"json_extract(e.body, '$.attribution[#-1].name')) OR {_DAY})"
    )


def _postgresql() -> str:
    """Column by column; a NUL, which no text of PostgreSQL can hold, is doubted before the text is parsed."""

    def part(place: str) -> str:
        return f"e.told #>> '{{{{{place.replace('.', ',')}}}}}'"

    pairs = [(f"c.{name}", part(place)) for name, place in _TEXTS.items()]
    pairs += [(f"c.{name}", f"({part(place)})::float8") for name, place in _FIGURES.items()]
    source = f"coalesce(nullif({part('attribution.-1.id')}, ''), {part('attribution.-1.name')})"
    pairs += [("c.source", source), ("NULL", part("shown"))]
    left, right = (", ".join(side) for side in zip(*pairs, strict=True))
    whole = "kind = 'claim' AND {within}"
    nul = r"strpos(body, '\u0000')"
    return (
        f"SELECT seq FROM (SELECT seq, body::jsonb AS told FROM entries WHERE {whole} AND {nul} = 0 OFFSET 0) AS e "
        f"LEFT JOIN claims AS c USING (seq) WHERE ({left}) IS DISTINCT FROM ({right}) OR {_DAY} "
        f"UNION ALL SELECT seq FROM entries WHERE {whole} AND {nul} > 0"
    )
