"""Rows whose column is one of many values: a condition that a database parses once, however many values there are.

A list written out as so many parameters is what asking costs most: it is compiled, sent and planned anew each time. One
parameter takes its place: an array on PostgreSQL, a text of JSON in SQLite.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ARRAY, ColumnElement, Connection, bindparam, func, select


def among(connection: Connection, column: ColumnElement[Any], values: Sequence[str] | Sequence[int]) -> Any:
    """The condition that ``column`` is one of ``values``, as the database of ``connection`` takes it."""
    if connection.dialect.name == "postgresql":
        return column == func.any(bindparam(None, list(values), type_=ARRAY(column.type)))
    told = func.json_each(orjson.dumps(list(values)).decode()).table_valued("value")
    return column.in_(select(told.c.value))
