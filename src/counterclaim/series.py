"""The record: dated tables and single statements of what sources published, bundled and the user's own.

    Record
    ├── series          Series, one a table: columns named ``object[/measure][@window][:label]``
    ├── statements      Statement, one a figure; figures given together share ``Record.group_of``
    ├── disagreements   where two transcriptions of one series differ: both values
    └── restatements    days on which a source changed its own running total

A table is a tab-separated file under ``# key: value`` lines; statements are ``statements.toml`` or, for a user's own,
``*.csv``. A value is what the source claimed on that day, never what happened.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from counterclaim.model import Figure, Period, RecordError, Series, Statement
from counterclaim.tables import built, read_tables

if TYPE_CHECKING:
    from counterclaim.tracing import Match

FOLDER = Path(__file__).parent / "record"
ColumnKind = Literal["cumulative", "window"]

_KEY = re.compile(r"(?P<object>[\w-]+)(?:/(?P<measure>[\w-]+))?(?:@(?P<kind>window))?(?::(?P<label>.+))?")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a series counts. ``kind`` window is a count of the day, cumulative a running total."""

    key: str
    object: str
    measure: str
    kind: ColumnKind
    label: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two transcriptions of one bulletin that differ: both values, and the one the table keeps."""

    date: date
    column: str
    first: int
    second: int
    kept: int


@dataclass(frozen=True, slots=True)
class Restatement:
    """A day on which the source changed its running total by ``by``, beyond the losses of that day."""

    date: date
    column: str
    by: int


@dataclass(frozen=True)
class Record:
    """Everything known to have been published: tables by id, statements, and where transcriptions differ."""

    series: Mapping[str, Series]
    statements: tuple[Statement, ...]
    disagreements: Mapping[str, tuple[Disagreement, ...]] = field(default_factory=dict)
    restatements: Mapping[str, tuple[Restatement, ...]] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    index: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def group_of(self, statement: Statement) -> str:
        """The report a statement was given in: figures of one report stand together."""
        return self.groups.get(statement.id, statement.id)

    def stated(self, value: float | None) -> Sequence[Statement]:
        """The statements that give a value, as their figure or as an end of their range; by an index made once."""
        by_value: dict[float, list[Statement]] | None = self.index.get("stated")
        if by_value is None:
            by_value = self.index["stated"] = {}
            for statement in self.statements:
                ends = (statement.low, statement.best, statement.high)
                for given in {one for one in ends if one is not None}:
                    by_value.setdefault(given, []).append(statement)
        return () if value is None else by_value.get(value, ())

    def value(self, series: str, column: str, day: date) -> float | None:
        """What a series says on a day; ``None`` where it gives nothing."""
        table = self.series[series]
        cells = table.columns[column]
        try:
            return cells[table.dates.index(day)]
        except ValueError:
            return None

    def address(self, series: str, day: date) -> str:
        """The address of the bulletin of that day where it is known, else of the series."""
        return _addresses(series).get(day.isoformat(), self.series[series].url)


def parse_column(key: str, series: Series) -> Column:
    """What the column ``key`` of ``series`` counts; the series' own measure where the key names none."""
    return _column(key, series.id, series.measure)


@lru_cache(maxsize=2048)
def _column(key: str, series: str, measure: str) -> Column:
    found = _KEY.fullmatch(key)
    if found is None:
        raise RecordError(f"{series}: '{key}' is not a column name; write object, object/measure or object:label.")
    kind: ColumnKind = "window" if found["kind"] else "cumulative"
    return Column(key, found["object"], found["measure"] or measure, kind, found["label"] or "")


def record_folder() -> Path:
    """Where a user's own tables and statements are kept: ``$COUNTERCLAIM_RECORD``, else the XDG data folder."""
    if own := os.environ.get("COUNTERCLAIM_RECORD"):
        return Path(own)
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "counterclaim" / "record"


def load_record(user: Path | None = None) -> Record:
    """The bundled record and the user's own (``user`` or ``record_folder()``); read once until a file changes."""
    folder = record_folder() if user is None else user
    own = sorted([*folder.glob("*.tsv"), *folder.glob("*.csv")]) if folder.is_dir() else []
    return _load(tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in own))


@lru_cache(maxsize=4)
def _load(own: tuple[tuple[Path, int, int], ...]) -> Record:
    tables = [path for path in sorted(FOLDER.glob("*.tsv")) if path.stem.count(".") == 0]
    tables += [path for path, _, _ in own if path.suffix == ".tsv"]
    series: dict[str, Series] = {}
    for path in tables:
        table = read_series(path)
        if table.id in series:
            raise RecordError(f"{path.name}: a series '{table.id}' is already in the record; give yours another id.")
        series[table.id] = table
    statements, groups = read_statements(FOLDER / "statements.toml")
    for path, _, _ in own:
        if path.suffix == ".csv":
            from counterclaim.additions import statements_of

            statements += statements_of(path)
    known: set[str] = set()
    for statement in statements:
        if statement.id in known:
            raise RecordError(f"a statement '{statement.id}' is already in the record; give yours another id.")
        known.add(statement.id)
    return Record(series, tuple(statements), _disagreements(), _restatements(), groups)


Columns = dict[str, tuple[int | None, ...]]


def _parsed(path: Path) -> tuple[dict[str, list[str]], tuple[str, ...], Columns]:
    """A table's header lines, its days and its columns."""
    header: dict[str, list[str]] = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    at = 0
    while at < len(lines) and lines[at].startswith("#"):
        key, _, value = lines[at][1:].partition(":")
        header.setdefault(key.strip(), []).append(value.strip())
        at += 1
    missing = [key for key in ("id", "source", "title", "side", "measure", "licence", "url") if key not in header]
    if missing or at == len(lines):
        raise RecordError(f"{path.name}: the header has no {', '.join(missing) or 'table under it'}.")
    names = lines[at].split("\t")[1:]
    rows = [line.split("\t") for line in lines[at + 1 :] if line]
    for number, row in enumerate(rows, at + 2):
        if len(row) != len(names) + 1:
            raise RecordError(f"{path.name}, line {number}: {len(row)} cells where the header names {len(names) + 1}.")
    try:
        days, *cells = zip(*rows, strict=True) if rows else [(), *([()] * len(names))]
        for day in days:
            date.fromisoformat(day)
        columns: Columns = {
            name: tuple(map(int, column)) if "" not in column else tuple([int(v) if v else None for v in column])
            for name, column in zip(names, cells, strict=True)
        }
    except ValueError as error:
        raise RecordError(f"{path.name}: a cell cannot be read ({error}).") from error
    return header, tuple(days), columns


def read_series(path: Path) -> Series:
    """One table: its header lines, then a row a day with tabs between cells and nothing where nothing was given.

    A table of the package is kept parsed between runs.
    """
    ours = path.parent == FOLDER
    sources = (path, Path(__file__))
    header, days, columns = built(f"series-{path.stem}", sources, lambda: _parsed(path)) if ours else _parsed(path)
    dates = tuple(map(date.fromisoformat, days))
    table = Series(
        id=header["id"][0],
        source=header["source"][0],
        title=header["title"][0],
        side=header["side"][0],
        measure=header["measure"][0],
        licence=header["licence"][0],
        origin=header.get("origin", [""])[0],
        url=header["url"][0],
        retrieved=date.fromisoformat(header["retrieved"][0]) if "retrieved" in header else dates[-1],
        dates=dates,
        columns=columns,
        resets=tuple(date.fromisoformat(day) for day in header.get("reset", [])),
        notes=tuple(header.get("note", [])),
    )
    for name in columns:
        parse_column(name, table)
    return table


def _rows(suffix: str) -> Iterator[tuple[str, list[str]]]:
    for path in sorted(FOLDER.glob(f"*.{suffix}.tsv")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        for line in lines[1:]:
            yield path.name.partition(".")[0], line.split("\t")


def _disagreements() -> dict[str, tuple[Disagreement, ...]]:
    found: dict[str, list[Disagreement]] = {}
    for series, (day, column, first, second, kept) in _rows("disagreements"):
        row = Disagreement(date.fromisoformat(day), column, int(first), int(second), int(kept))
        found.setdefault(series, []).append(row)
    return {series: tuple(rows) for series, rows in found.items()}


def _restatements() -> dict[str, tuple[Restatement, ...]]:
    found: dict[str, list[Restatement]] = {}
    for series, (day, column, by) in _rows("restatements"):
        found.setdefault(series, []).append(Restatement(date.fromisoformat(day), column, int(by)))
    return {series: tuple(rows) for series, rows in found.items()}


@cache
def _addresses(series: str) -> Mapping[str, str]:
    path = FOLDER / f"{series}.addresses.tsv"
    if not path.exists():
        return {}
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row[0]: row[1] for row in rows[1:]}


# ---------------------------------------------------------------------------------------------------- statements


def read_statements(path: Path) -> tuple[list[Statement], dict[str, str]]:
    """The statements of a TOML file and the report each was given in.

    A ``[[report]]`` has id, source, date, side, title, url, maybe speaker, note, period, start, end; its ``figures``
    have object, measure, wording and ``best`` (exact), ``about`` (best alone), ``low``, ``high``, and may override
    those.
    """
    statements: list[Statement] = []
    groups: dict[str, str] = {}
    for report in read_tables(path).get("report", []):
        for figure in report["figures"]:
            told = {**report, **figure}
            best = told.get("best")
            end = told.get("end", told["date"])
            share = "/share" if told.get("unit") == "share" else ""
            name = told.get("name") or f"{told['object']}/{told['measure']}{share}"
            statement = Statement(
                id=f"{report['id']}/{name}",
                source=told["source"],
                date=told["date"],
                side=told["side"],
                object=told["object"],
                measure=told["measure"],
                low=told.get("low", best),
                best=told.get("about", best),
                high=told.get("high", best),
                unit=told.get("unit", "count"),
                period=Period(told.get("period", "cumulative"), told.get("start"), end),
                wording=told["wording"],
                title=told["title"],
                url=told["url"],
                note=told.get("note", ""),
                speaker=told.get("speaker", ""),
            )
            statements.append(statement)
            groups[statement.id] = report["id"]
    return statements, groups


def trace(
    figures: Sequence[Figure],
    record: Record | None = None,
    *,
    near: tuple[date, date] | date | None = None,
    limit: int = 10,
) -> list[Match]:
    """Where these figures come from; see ``counterclaim.tracing.trace``."""
    from counterclaim.tracing import trace as search

    return search(figures, record, near=near, limit=limit)
