"""Tables as CSV in a folder with a Frictionless data package (``datapackage.json``, specs.frictionlessdata.io v1).

A cell that is text cannot start a formula; numbers stay numbers. ``datapackage.json`` names each column's type and
meaning, each file's sha256, and what the export rests on. ``tags`` is a second row under the header (HXL's hashtags).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from counterclaim.cells import cell, csv_row
from counterclaim.exports.basis import Basis
from counterclaim.exports.columns import Column, Value

PROFILE = "tabular-data-package"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One CSV file to be: its name without suffix, its columns, its rows' subjects, and how its columns join others.

    ``keys`` maps a column of this table to (table, column) of another.
    """

    name: str
    title: str
    columns: tuple[Column[Any], ...]
    rows: Iterable[Any]
    primary: str | None = None
    keys: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    tags: tuple[str, ...] = ()


def cells(columns: Iterable[Column[Any]], subject: Any) -> list[str | int | float]:
    """One row, ready to be written; times end in Z."""
    return [cell(_time(column.value(subject))) for column in columns]


def _time(value: Value) -> Value:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value


def write_package(folder: Path, name: str, title: str, sheets: Iterable[Sheet], basis: Basis, **more: Any) -> int:
    """Write the sheets and their ``datapackage.json``; returns the number of rows of the first sheet."""
    resources: list[dict[str, Any]] = []
    first = 0
    for sheet in sheets:
        path = folder / f"{sheet.name}.csv"
        rows = 0
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
            stream.write(csv_row([column.name for column in sheet.columns]))
            if sheet.tags:
                stream.write(csv_row(list(sheet.tags)))
            for subject in sheet.rows:
                stream.write(csv_row(cells(sheet.columns, subject)))
                rows += 1
        first = first if resources else rows
        with path.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        resources.append(_resource(sheet, digest, path.stat().st_size))
    package = {
        "profile": PROFILE,
        "name": name,
        "title": title,
        "description": basis.words(),
        "counterclaim": basis.fields(rows=first, **more),
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8", errors="replace", newline="\n")
    return first


def _resource(sheet: Sheet, digest: str, size: int) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in sheet.columns],
        "missingValues": [""],
    }
    if sheet.primary:
        schema["primaryKey"] = [sheet.primary]
    if sheet.keys:
        schema["foreignKeys"] = [
            {"fields": [here], "reference": {"resource": table, "fields": [there]}}
            for here, (table, there) in sheet.keys.items()
        ]
    dialect: dict[str, Any] = {"delimiter": ",", "lineTerminator": "\n", "header": True}
    if sheet.tags:
        dialect["commentRows"] = [2]
    return {
        "profile": "tabular-data-resource",
        "name": sheet.name,
        "title": sheet.title,
        "path": f"{sheet.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "dialect": dialect,
        "schema": schema,
    }


def _field(column: Column[Any]) -> dict[str, Any]:
    described: dict[str, Any] = {"name": column.name, "type": column.kind, "description": column.words}
    constraints: dict[str, Any] = {}
    if column.needed:
        constraints["required"] = True
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    return described | ({"constraints": constraints} if constraints else {})
