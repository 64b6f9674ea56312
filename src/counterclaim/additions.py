"""A user's own additions to the record: a CSV as a series, or as statements, checked row by row.

Every refusal names the file, the row and the column, and says what to write there instead.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import cast

from counterclaim.model import Period, PeriodKind, RecordError, Series, Statement, Unit
from counterclaim.series import FOLDER, load_record, parse_column, record_folder
from counterclaim.vocabulary import load_vocabulary

_NUMBER = re.compile(r"\d{1,3}(?:[ ,\u00a0\u202f'’]\d{3})+|\d+")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")

STATEMENT_FIELDS = ("source", "date", "side", "object", "measure", "low", "best", "high", "wording", "title", "url")
OPTIONAL_FIELDS = ("id", "unit", "period", "start", "end", "note", "speaker")


def statements_of(path: Path) -> list[Statement]:
    """The statements of a user's CSV, a row a figure: ``STATEMENT_FIELDS`` and maybe ``OPTIONAL_FIELDS``."""
    statements: list[Statement] = []
    for where, row in _csv_rows(path, STATEMENT_FIELDS):
        day = _day(row["date"], f"{where}, column 'date'")
        numbers = {name: _share_or_number(row, name, where) for name in ("low", "best", "high")}
        if all(value is None for value in numbers.values()):
            raise RecordError(f"{where}: no figure; fill at least one of low, best and high.")
        best = numbers["best"]
        low = numbers["low"] if numbers["low"] is not None or numbers["high"] is not None else best
        high = numbers["high"] if numbers["low"] is not None or numbers["high"] is not None else best
        if low is not None and high is not None and low > high:
            raise RecordError(f"{where}, column 'low': {low:g} is more than high, {high:g}.")
        _check_term("object", row["object"], f"{where}, column 'object'")
        _check_term("measure", row["measure"], f"{where}, column 'measure'")
        for name in ("source", "side", "title", "wording"):
            if not row[name]:
                raise RecordError(f"{where}, column '{name}': empty; every statement names its {name}.")
        _check_address(row["url"], f"{where}, column 'url'")
        kind = row.get("period") or "cumulative"
        if kind not in ("cumulative", "window", "point", "open"):
            raise RecordError(f"{where}, column 'period': '{kind}' is not cumulative, window, point or open.")
        start = _day(row["start"], f"{where}, column 'start'") if row.get("start") else None
        end = _day(row["end"], f"{where}, column 'end'") if row.get("end") else day
        own = row.get("id") or f"{row['source']}-{day.isoformat()}/{row['object']}/{row['measure']}/{row['side']}"
        period = Period(cast(PeriodKind, kind), start, end)
        statements.append(
            Statement(own, row["source"], day, row["side"], row["object"], row["measure"], low, best, high,
                      cast(Unit, row.get("unit") or "count"), period, row["wording"], row["title"], row["url"],
                      row.get("note", ""), row.get("speaker", ""))
        )  # fmt: skip
    return statements


# ------------------------------------------------------------------------------------------------ a user's additions


@dataclass(frozen=True, slots=True)
class SeriesMapping:
    """How a user's CSV becomes a series: which column is the date, which columns count what, and where it is from.

    ``columns`` maps a CSV heading to ``object[/measure][@window][:label]``. ``measure`` is that of columns that name
    none; ``date_format`` is ``strptime``'s, ISO dates by default.
    """

    id: str
    source: str
    title: str
    side: str
    measure: str
    licence: str
    url: str
    columns: Mapping[str, str]
    date_column: str = "date"
    date_format: str | None = None
    origin: str = ""
    retrieved: date | None = None
    resets: tuple[date, ...] = ()
    notes: tuple[str, ...] = ()


def read_mapping(path: Path) -> SeriesMapping:
    """A mapping from a TOML file with the fields of ``SeriesMapping``; ``columns`` is a table."""
    try:
        import tomllib

        fields = tomllib.loads(path.read_text(encoding="utf-8"))
        for name in ("resets", "notes"):
            if name in fields:
                fields[name] = tuple(fields[name])
        return SeriesMapping(**fields)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise RecordError(f"{path.name}: the mapping cannot be read ({error}).") from error
    except TypeError as error:
        wanted = "id, source, title, side, measure, licence, url and a [columns] table"
        raise RecordError(
            f"{path.name}: not a mapping ({str(error).partition(') ')[2] or error}); it needs {wanted}."
        ) from error


def add_series(file: Path, mapping: SeriesMapping, user: Path | None = None) -> Series:
    """Adds a CSV to the user's record as a series and returns it; ``RecordError`` names the row and column at fault."""
    if not _ID.fullmatch(mapping.id):
        raise RecordError(f"id '{mapping.id}': use small Latin letters, digits and hyphens.")
    for name in ("source", "title", "side", "licence"):
        if not getattr(mapping, name):
            raise RecordError(f"the mapping's {name} is empty; every series names its {name}.")
    _check_term("measure", mapping.measure, "the mapping's measure")
    _check_address(mapping.url, "the mapping's url")
    if not mapping.columns:
        raise RecordError("the mapping has no columns; map at least one heading to what it counts.")
    days: dict[date, str] = {}
    cells: dict[str, dict[date, int | None]] = {key: {} for key in mapping.columns.values()}
    if len(cells) < len(mapping.columns):
        raise RecordError("the mapping sends two headings to one column; tell them apart with a label (object:label).")
    for where, row in _csv_rows(file, (mapping.date_column, *mapping.columns)):
        day = _day(row[mapping.date_column], f"{where}, column '{mapping.date_column}'", mapping.date_format)
        if day in days:
            raise RecordError(f"{where}, column '{mapping.date_column}': {day} is given already in {days[day]}.")
        days[day] = where.rpartition(", ")[2]
        for heading, key in mapping.columns.items():
            cells[key][day] = _number(row[heading], f"{where}, column '{heading}'")
    if not days:
        raise RecordError(f"{file.name}: no rows under the heading.")
    dates = tuple(sorted(days))
    table = Series(
        mapping.id, mapping.source, mapping.title, mapping.side, mapping.measure, mapping.licence,
        mapping.origin or mapping.source, mapping.url, mapping.retrieved or date.today(), dates,
        {key: tuple(column[day] for day in dates) for key, column in cells.items()}, mapping.resets, mapping.notes,
    )  # fmt: skip
    for key in table.columns:
        column = parse_column(key, table)
        _check_term("object", column.object, f"the mapping's column '{key}'")
        _check_term("measure", column.measure, f"the mapping's column '{key}'")
    folder = record_folder() if user is None else user
    if (FOLDER / f"{mapping.id}.tsv").exists() or (folder / f"{mapping.id}.tsv").exists():
        raise RecordError(
            f"a series '{mapping.id}' is already in the record; give yours another id, or remove it first."
        )
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / f"{mapping.id}.tsv", _text_of(table))
    return table


def add_statements(file: Path, user: Path | None = None) -> tuple[Statement, ...]:
    """Adds a CSV of statements to the user's record and returns them; ``RecordError`` names the row at fault."""
    statements = statements_of(file)
    if not statements:
        raise RecordError(f"{file.name}: no rows under the heading.")
    folder = record_folder() if user is None else user
    known = {statement.id for statement in load_record(folder).statements}
    seen: set[str] = set()
    for number, statement in enumerate(statements, 2):
        if statement.id in known or statement.id in seen:
            raise RecordError(f"{file.name}, row {number}: a statement '{statement.id}' is already in the record.")
        seen.add(statement.id)
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / f"{file.stem}.csv", file.read_text(encoding="utf-8-sig"))
    return tuple(statements)


def _text_of(table: Series) -> str:
    fields = ("id", "source", "title", "side", "measure", "licence", "origin", "url")
    header = [(name, str(getattr(table, name))) for name in fields]
    header += [("retrieved", table.retrieved.isoformat()), *(("reset", day.isoformat()) for day in table.resets)]
    header += [("note", note) for note in table.notes]
    lines = [f"# {key}: {' '.join(value.split())}" for key, value in header]
    lines.append("\t".join(["date", *table.columns]))
    for day, *cells in zip(table.dates, *table.columns.values(), strict=True):
        lines.append("\t".join([day.isoformat(), *("" if value is None else f"{value:.0f}" for value in cells)]))
    return "\n".join(lines) + "\n"


def _replace(path: Path, text: str) -> None:
    """Writes a file whole or not at all: a reader never sees half a table."""
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)


def _csv_rows(path: Path, wanted: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RecordError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise RecordError(f"{path.name}: not UTF-8 text; save the table as CSV in UTF-8.") from error
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(text.splitlines(), delimiter=delimiter)
    names = [name.strip() for name in next(reader, [])]
    missing = [name for name in wanted if name not in names]
    if missing:
        raise RecordError(
            f"{path.name}, row 1: no column '{missing[0]}'; the columns are {', '.join(names) or 'none'}."
        )
    for number, cells in enumerate(reader, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            raise RecordError(f"{path.name}, row {number}: {len(cells)} cells where the heading has {len(names)}.")
        yield f"{path.name}, row {number}", {name: cell.strip() for name, cell in zip(names, cells, strict=True)}


def _day(text: str, where: str, pattern: str | None = None) -> date:
    try:
        return datetime.strptime(text, pattern).date() if pattern else date.fromisoformat(text)
    except ValueError:
        raise RecordError(f"{where}: '{text}' is not a date as {pattern or 'YYYY-MM-DD'}.") from None


def _number(text: str, where: str) -> int | None:
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise RecordError(f"{where}: '{text}' is not a whole number; leave the cell empty where the source gave none.")
    return int(re.sub(r"\D", "", text))


def _share_or_number(row: Mapping[str, str], name: str, where: str) -> float | None:
    unit = row.get("unit") or "count"
    if unit == "count":
        return _number(row[name], f"{where}, column '{name}'")
    if unit != "share":
        raise RecordError(f"{where}, column 'unit': '{unit}' is not count or share.")
    if not row[name]:
        return None
    try:
        share = float(row[name])
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise RecordError(f"{where}, column '{name}': '{row[name]}' is not a share; write 87% as 0.87.")
    return share


def _check_address(text: str, where: str) -> None:
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(?:/\S*)?", text):
        raise RecordError(f"{where}: '{text}' is not a web address; give the page where the figure can be read.")


def _check_term(table: str, term: str, where: str) -> None:
    terms = load_vocabulary()[table]
    if term not in terms:
        raise RecordError(f"{where}: '{term}' is no {table} of the vocabulary; it has {', '.join(terms)}.")
