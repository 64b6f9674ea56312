"""Tables of texts: CSV and JSON lines with a row a text, read by a mapping from the user's own columns.

parse_columns        "text=body,published=date" or a TOML file → Columns
open_csv, open_lines rows become items; a bad row is told and the next is read
row_item             one row of any table
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from counterclaim.documents.content import ITEM, MAX_BYTES, Content, inside
from counterclaim.documents.encoding import decode
from counterclaim.documents.items import FIELDS, item_bytes
from counterclaim.model import CounterclaimError, UnreadableError

_DELIMITERS = ",;\t|"
_MAX_ROW = 5_000_000  # characters of a row of CSV; one opened by a stray quotation mark would go on to the file's end
_PATIENCE = 100  # lines of JSON without a text after which a mapping is taken to fit none
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # marks of UTF-16


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what: ``named`` maps our names (``items.FIELDS``) to the user's headings."""

    named: Mapping[str, str]

    def __post_init__(self) -> None:
        known = ", ".join(FIELDS)
        for name in self.named:
            if name not in FIELDS:
                raise CounterclaimError(f"a text has no “{name}”; columns can be named for {known}")
        if "text" not in self.named and "html" not in self.named:
            raise CounterclaimError("the mapping names no column for the text: write text=…, or html=… for HTML")


def parse_columns(given: str) -> Columns:
    """A mapping as typed, ``text=body,published=date``, or the name of a TOML file with such lines.

    Raises ``CounterclaimError`` for what is neither.
    """
    if "=" not in given:
        try:
            fields = tomllib.loads(Path(given).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            shape = "write text=body,published=date, or the name of a TOML file with such lines"
            raise CounterclaimError(f"“{given}” is no mapping of columns ({error}): {shape}") from None
        fields = fields.get("columns", fields)
        return columns_of(fields, given)
    pairs = (part.partition("=") for part in given.split(",") if part.strip())
    return columns_of({name.strip(): heading.strip() for name, _, heading in pairs}, "--columns")


def columns_of(fields: Any, where: str) -> Columns:
    """A mapping from a table of strings; ``where`` names it in the error."""
    if not isinstance(fields, dict) or not all(isinstance(heading, str) and heading for heading in fields.values()):
        raise CounterclaimError(f'{where}: each column is named by a word, as in text = "body"')
    return Columns(fields)


def fits(head: bytes, columns: Columns | None, path: str) -> str | None:
    """``csv`` or ``lines`` where a file begins as a table of texts does, else ``None``.

    A file is one when its first row has the columns that are mapped (or, without a mapping, one called text), or when
    its name ends as a table's does and a mapping is given.
    """
    if head.startswith(_WIDE):
        head = head.decode("utf-16", "ignore").encode()
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0].strip()
    name = path.lower().partition("?")[0]
    if first.startswith(b"{") and (name.endswith((".jsonl", ".ndjson")) or _is_object(first)):
        keys = set(re.findall(rb"\"([^\"\\]{1,80})\"\s*:", first))
        wanted = {b"text"} if columns is None else {heading.encode() for heading in columns.named.values()}
        return "lines" if columns is not None or name.endswith((".jsonl", ".ndjson")) or wanted <= keys else None
    if columns is not None and name.endswith((".csv", ".tsv")):
        return "csv"
    if any(mark.encode() in first for mark in _DELIMITERS):
        headings = _headings(first.decode("utf-8", "replace"))[0]
        wanted_headings = {"text"} if columns is None else set(columns.named.values())
        return "csv" if len(headings) > 1 and wanted_headings <= set(headings) else None
    return None


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _headings(line: str) -> tuple[list[str], str]:
    delimiter = max(_DELIMITERS, key=line.count)
    try:
        row = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:  # a stray carriage return, or worse
        row = line.split(delimiter)
    return [name.strip().lstrip("\ufeff") for name in row], delimiter


# ------------------------------------------------------------------------------------------------------------ CSV


class _Lines:
    """The lines of a table as text, each with its number; one that is not UTF-8 is read in the encoding it looks like.

    ``losses`` has the numbers of lines in which characters could not be decoded.
    """

    def __init__(self, stream: IO[bytes], head: bytes, first: int = 1) -> None:
        if head.startswith(_WIDE):
            stream = BytesIO(stream.read(MAX_BYTES).decode("utf-16", "replace").encode())
        self._stream = stream
        self._number = first - 1
        self._back: list[str] = []
        self._legacy: str | None = None

    def push(self, lines: list[str]) -> None:
        """Puts lines back, to be given again."""
        self._back = lines + self._back
        self._number -= len(lines)

    def next(self) -> str | None:
        """The next line with its end, or ``None``."""
        self._number += 1
        if self._back:
            return self._back.pop(0)
        line = self._decoded(self._stream.readline(MAX_BYTES))
        if self._number == 1:
            line = line.removeprefix("\ufeff")
        return line or None

    @property
    def number(self) -> int:
        """The number of the line given last, from 1."""
        return self._number

    def _decoded(self, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            pass
        if self._legacy is None:
            try:
                self._legacy = decode(line).encoding
            except UnreadableError:
                self._legacy = "cp1252"
        return line.decode(self._legacy, "replace")


def open_csv(stream: IO[bytes], path: str, columns: Columns | None) -> Iterator[Content]:
    """The rows of a CSV, numbered as a spreadsheet does: the heading is row 1."""
    csv.field_size_limit(MAX_BYTES)
    head = stream.read(4)
    stream.seek(0)
    lines = _Lines(stream, head)
    first = lines.next()
    headings, delimiter = _headings(first or "")
    named, problem = named_columns(headings, columns)
    if problem:
        yield Content(path, None, problem=problem)
        return
    row = 1
    for cells, line, wrong in _rows(lines, delimiter):
        row += 1
        place = inside(path, str(row))
        if wrong or len(cells) != len(headings):
            said = wrong or f"it has {len(cells)} cells where the heading has {len(headings)}"
            yield Content(place, None, problem=f"row {row} (line {line}): {said}")
            continue
        yield row_item(dict(zip(headings, cells, strict=True)), named, place, f"row {row}")
    if row == 1:
        yield Content(path, None, problem="the table has no rows under its heading")


def _rows(lines: _Lines, delimiter: str) -> Iterator[tuple[list[str], int, str]]:
    """Rows with the line they begin in, and what is wrong with them. A row goes on while a quotation mark is open."""
    while (line := lines.next()) is not None:
        if not line.strip():
            continue
        began, parts, size = lines.number, [line], len(line)
        quotes = line.count('"')
        while quotes % 2 and size < _MAX_ROW and (more := lines.next()) is not None:
            parts.append(more)
            quotes += more.count('"')
            size += len(more)
        try:
            cells = next(csv.reader(parts, delimiter=delimiter, strict=quotes % 2 == 0 and quotes > 0))
        except (csv.Error, StopIteration) as error:
            cells, wrong = [], f"it is not CSV ({error})"
        else:
            wrong = "a quotation mark is opened in it and never closed" if quotes % 2 else ""
        if wrong and len(parts) > 1:
            lines.push(parts[1:])
        yield cells, began, wrong


def named_columns(headings: list[str], columns: Columns | None) -> tuple[Mapping[str, str], str]:
    """The mapping for a table with these headings, and what is wrong where it does not fit."""
    shown = _listed(headings)
    if columns is None:
        named = {name: name for name in FIELDS if name in headings}
        if "text" in named or "html" in named:
            return named, ""
        return {}, f"no column is called text: name the one that holds it with --columns text=…; there is {shown}"
    missing = [f"“{heading}” (for {name})" for name, heading in columns.named.items() if heading not in headings]
    if missing:
        return {}, f"the mapping names {' and '.join(missing)}, which is no column of it; there is {shown}"
    return columns.named, ""


def row_item(row: Mapping[str, Any], named: Mapping[str, str], place: str, where: str) -> Content:
    """The text in a row of a table; its problem where the row holds none."""
    fields: dict[str, str] = {}
    for name, heading in named.items():
        value = row.get(heading)
        if value is None or value == "":
            continue
        if isinstance(value, bool | dict | list):
            return Content(place, None, problem=f"{where}: its “{heading}” is no text")
        fields[name] = str(value)
    if not any(fields.get(name, "").strip() for name in ("text", "html")):
        return Content(place, None, problem=f"{where}: its “{named.get('text') or named.get('html')}” is empty")
    return Content(place, item_bytes(**fields), ITEM, fields.get("url"))


# ----------------------------------------------------------------------------------------------------- JSON lines


def open_lines(stream: IO[bytes], path: str, columns: Columns | None, first: int = 1) -> Iterator[Content]:
    """The objects of a file of JSON lines, numbered by their line; ``first`` is the number of the stream's first."""
    head = stream.read(4)
    stream.seek(0)
    lines = _Lines(stream, head, first)
    wanted = dict(columns.named) if columns else {name: name for name in FIELDS}
    body = [wanted[name] for name in ("text", "html") if name in wanted]
    seen: dict[str, None] = {}
    unfit: list[Content] = []
    fitting = 0
    while (line := lines.next()) is not None:
        if not line.strip():
            continue
        found, fits_it = _line_item(line, wanted, body, inside(path, str(lines.number)), lines.number, seen)
        fitting += fits_it
        if fitting:
            yield from unfit
            unfit = []
            yield found
        else:
            unfit.append(found)
            if len(unfit) >= _PATIENCE:
                break
    if fitting:
        missing = [f"“{heading}” (for {name})" for name, heading in wanted.items() if columns and heading not in seen]
        if missing:
            yield Content(path, None, problem=f"no line of it has {' or '.join(missing)}; there is {_listed(seen)}")
    elif seen:
        yield Content(path, None, problem=named_columns(list(seen), columns)[1] or f"no line of it has “{body[0]}”")
    elif unfit:
        yield from unfit
    else:
        yield Content(path, None, problem="the file has no lines")


def _line_item(
    line: str, named: Mapping[str, str], body: list[str], place: str, number: int, seen: dict[str, None]
) -> tuple[Content, bool]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        said = " ".join(str(error).split())[:100]
        return Content(place, None, problem=f"line {number} is not JSON ({said})"), False
    if not isinstance(row, dict):
        return Content(place, None, problem=f"line {number} is no object with columns"), False
    if len(seen) < 1_000:
        seen.update(dict.fromkeys(row))
    if not any(heading in row for heading in body):
        return Content(place, None, problem=f"line {number} has no “{body[0]}”; there is {_listed(row)}"), False
    return row_item(row, named, place, f"line {number}"), True


def _listed(names: Iterable[str]) -> str:
    return ", ".join(str(name)[:40] for name in list(names)[:30] if name) or "none"
