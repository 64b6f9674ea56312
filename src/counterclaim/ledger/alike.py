"""Whether the table of claims shows what the log says, asked of SQLite: both are read where they lie.

    doubted     some rows → those of their claims whose line is not plainly what their text says

SQLite compares a claim's text with its line in half the time that it takes to read both and to compare them here; to
PostgreSQL, which parses JSON for longer than that takes, the question is not put. What SQLite says is only that a line
is plainly the same: all that it doubts is compared exactly by ``verify``. It doubts more than is wrong: fractions,
texts with control characters, what is shown instead of personal data.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

# What each column shows of a claim's text; those that are made of several parts are told in ``_QUESTION``.
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

# A fraction is told as a word, which no figure is.
_CELLS = [f"c.{name}" for name in _TEXTS] + [
    f"CASE WHEN c.{name} = CAST(c.{name} AS INTEGER) THEN CAST(c.{name} AS INTEGER) "
    f"WHEN c.{name} IS NOT NULL THEN 'fraction' END"
    for name in _FIGURES
]
_PLACES = ", ".join(f"'$.{place}'" for place in (*_TEXTS.values(), *_FIGURES.values(), "shown"))
# Both sides as one JSON text: the same text is the same values.
_QUESTION = f"""
    SELECT seq FROM entries AS e LEFT JOIN claims AS c USING (seq)
    WHERE seq >= ? AND seq < ? AND e.kind = 'claim' AND (
        json_extract(e.body, {_PLACES}) IS NOT json_array({", ".join(_CELLS)}, NULL)
        OR c.source IS NOT coalesce(
            nullif(json_extract(e.body, '$.attribution[#-1].id'), ''),
            json_extract(e.body, '$.attribution[#-1].name')
        )
        OR c.day IS NOT coalesce(c.period_end, c.period_start, c.published)
    )
    ORDER BY seq
"""


def doubted(connection: Connection, rows: range, claims: int) -> list[int] | None:
    """The claims among some rows of the log whose lines must be looked at, in order.

    ``None`` where all must be: on a server, where the table has not as many lines as the log has ``claims``, and where
    one of them cannot be compared.
    """
    if connection.dialect.name != "sqlite":
        return None
    driver = connection.connection.driver_connection
    assert driver is not None
    within = rows.start, rows.stop
    cursor = driver.cursor()
    try:
        if cursor.execute("SELECT count(*) FROM claims WHERE seq >= ? AND seq < ?", within).fetchone()[0] != claims:
            return None
        return [seq for (seq,) in cursor.execute(_QUESTION, within)]
    except connection.dialect.loaded_dbapi.Error:
        return None
    finally:
        cursor.close()
