"""Where a figure may stand in the record: tables as an index, columns that can hold a figure, rows to search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from counterclaim.model import Figure, Quantity, Statement
from counterclaim.series import Column, Record, parse_column
from counterclaim.tracing.chances import Rows, Table, Target, cell_of
from counterclaim.vocabulary import load_vocabulary

Relation = Literal["same", "looser", "tighter"]

_KEPT = 4_096  # kinds of figures whose columns are remembered
SHARE = 1000  # shares are compared in thousandths


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure made ready: what it equals, what it may be rounded from, and where it may stand."""

    figure: Figure
    exact: Target | None
    loose: Target | None
    share: bool

    @property
    def targets(self) -> tuple[Target, ...]:
        """What the record may have in its place: the figure itself, then what it may be rounded from."""
        exact, loose = self.exact, self.loose
        if exact is None:
            return () if loose is None else (loose,)
        return (exact,) if loose is None else (exact, loose)


@dataclass(frozen=True, slots=True)
class Place:
    """A table with, for each figure, the columns it may be in, and the rows that are searched."""

    table: Table
    views: tuple[tuple[int, ...], ...]
    lags: tuple[int, ...]
    within: int

    def rows(self, at: int) -> list[Rows]:
        """The columns of the figure at ``at``, as totals or as differences over its window."""
        return self.table.seen(self.views[at], self.lags[at])


def is_window(figure: Figure) -> bool:
    """Whether a figure counts a stretch of time: said to, or given a length."""
    return figure.kind == "window" or (figure.kind == "open" and figure.days is not None)


def stated_days(figure: Figure, together: Iterable[Wanted]) -> int | None:
    """The stated length of a figure's window; one said for its neighbour counts for it too."""
    if figure.days is not None:
        return figure.days
    return next((one.figure.days for one in together if one.figure.days is not None), None)


def wanted_from(figure: Figure) -> Wanted | None:
    """A figure as whole numbers (shares in thousandths), with the interval that its hedge and its roundness allow."""
    quantity = figure.quantity
    scale = SHARE if quantity.unit == "share" else 1
    value = quantity.figure
    if value is None or value * scale < 1 or value * scale > 1e12:
        return None
    whole = round(value * scale)
    exact = Target(whole) if abs(whole - value * scale) < 1e-6 and quantity.hedge not in ("between", "vague") else None
    return Wanted(figure, exact, _loose(quantity, whole, scale), scale == SHARE)


def _loose(quantity: Quantity, whole: int, scale: int) -> Target | None:
    if quantity.hedge in ("between", "vague"):
        low, high = quantity.interval
        least = max(1, round(low * scale))
        return Target(least, 0, round(high * scale) - least) if high != float("inf") else None
    if quantity.unit == "share":
        grid = 50 if quantity.hedge != "exact" else 10
        return _around(whole, grid, quantity.hedge)
    grid = cell_of(whole).grid
    while grid > 1 and grid * 10 > whole:
        grid //= 10
    if grid == 1:
        return None
    return _around(whole, grid, quantity.hedge)


def _around(whole: int, grid: int, hedge: str) -> Target:
    """A rounded figure: one step of its rounding below or above, by its hedge, else half a step either way."""
    if hedge == "nearly":
        return Target(whole, -grid, -1)
    if hedge in ("over", "at least"):
        return Target(whole, 0, grid - 1)
    if hedge in ("up to", "under"):
        return Target(whole, 1 - grid, 0)
    if hedge == "about" and grid == 50:
        return Target(whole, -grid, grid)
    return Target(whole, -(grid // 2), grid // 2)


def tables_of(record: Record) -> list[Table]:
    """The record as tables to search: every series, then all statements in one; made once a record."""
    found: list[Table] | None = record.index.get("tables")
    if found is None:
        found = [_series_table(record, id) for id in record.series]
        found.append(_statement_table(record))
        record.index["tables"] = found
    return found


def _series_table(record: Record, id: str) -> Table:
    series = record.series[id]
    columns = tuple(parse_column(key, series) for key in series.columns)
    counts = any(column.kind == "window" for column in columns)
    first = series.dates[0] - timedelta(days=1) if counts else series.dates[0]
    length = (series.dates[-1] - first).days + 1
    offsets = [(day - first).days for day in series.dates]
    breaks = {(day - first).days for day in series.resets}
    if counts:
        breaks |= {row for row in range(1, length) if row not in set(offsets)}

    def make(at: int) -> Rows:
        values: list[int | None] = [None] * length
        total = 0
        if columns[at].kind == "window":
            values[0] = 0
        for row, value in zip(offsets, series.columns[columns[at].key], strict=True):
            if value is not None:
                total = total + int(value) if columns[at].kind == "window" else int(value)
                values[row] = total
        others = [
            ((one.date - first).days, one.second if one.kept == one.first else one.first)
            for one in record.disagreements.get(id, ())
            if one.column == columns[at].key
        ]
        return Rows(values, others)

    shares = (False,) * len(columns)
    return Table(id, columns, (series.side,) * len(columns), shares, make, length, first, breaks=tuple(sorted(breaks)))


def _statement_table(record: Record) -> Table:
    keys: dict[tuple[str, str, str, bool], int] = {}
    reports: dict[str, int] = {}
    dates: list[date] = []
    cells: dict[int, list[tuple[int, int]]] = {}
    where: dict[tuple[int, int], list[Statement]] = {}
    for statement in record.statements:
        report = record.group_of(statement)
        if report not in reports:
            reports[report] = len(dates)
            dates.append(statement.date)
        share = statement.unit == "share"
        at = keys.setdefault((statement.side, statement.object, statement.measure, share), len(keys))
        row = reports[report]
        where.setdefault((at, row), []).append(statement)
        for value in dict.fromkeys((statement.best, statement.low, statement.high)):
            if value is not None:
                cells.setdefault(at, []).append((row, round(value * (SHARE if share else 1))))
    record.index["statements"] = where

    def make(at: int) -> Rows:
        values: list[int | None] = [None] * len(dates)
        others: list[tuple[int, int]] = []
        for row, value in cells.get(at, ()):
            if values[row] is None:
                values[row] = value
            elif values[row] != value:
                others.append((row, value))
        rows = Rows(values, others)
        rows.same = 0
        return rows

    columns = tuple(Column(f"{thing}/{measure}", thing, measure, "cumulative", "") for _, thing, measure, _ in keys)
    sides, shares = tuple(key[0] for key in keys), tuple(key[3] for key in keys)
    return Table("statements", columns, sides, shares, make, len(dates), None, tuple(dates))


@cache
def _wider(table: str, term: str) -> frozenset[str]:
    """Every term of the vocabulary that includes ``term``, itself left out."""
    words: Mapping[str, Mapping[str, str]] = load_vocabulary()[table]
    also: Mapping[str, str] = load_vocabulary().get("also_within", {}) if table == "measure" else {}
    found: set[str] = set()
    queue = [term]
    while queue:
        at = queue.pop()
        for parent in (words.get(at, {}).get("within"), also.get(at)):
            if parent and parent not in found:
                found.add(parent)
                queue.append(parent)
    return frozenset(found)


def relation_of(figure: str | None, series: str) -> Relation | None:
    """How the series' measure stands to the figure's: the same, wider, narrower, or ``None`` when neither holds."""
    if figure is None or figure == series:
        return "same"
    if series in _wider("measure", figure):
        return "looser"
    return "tighter" if figure in _wider("measure", series) else None


@cache
def _objects_meet(figure: str, series: str) -> bool:
    """Whether a count of one may be meant by the other: people and soldiers, never all equipment and tanks."""
    if figure == series:
        return True
    words = load_vocabulary()["object"]
    one, other = words.get(figure, {}).get("within"), words.get(series, {}).get("within")
    return (one == series or other == figure) and "equipment" not in (one, other)


Views = tuple[tuple[Table, tuple[tuple[int, ...], ...]], ...]  # tables, and the columns each figure may be in


def columns_for(table: Table, one: Wanted, flip: bool, totals: bool) -> tuple[int, ...]:
    """The columns a figure may be in; ``totals`` allows running totals as rows, a count of the day is only a window."""
    figure = one.figure
    return tuple(
        at
        for at, column in enumerate(table.columns)
        if (figure.side is None or (figure.side == table.sides[at]) is not flip)
        and table.shares[at] is one.share
        and relation_of(figure.measure, column.measure) is not None
        and not (totals and column.kind == "window")
        and (_objects_meet(figure.object, column.object) if figure.object is not None else not column.label)
    )


def _views(wanted: Sequence[Wanted], record: Record, flip: bool, missing: bool) -> Views:
    """The tables that can hold all the figures, or with ``missing`` one; remembered, for many figures are alike."""
    kept: dict[tuple[object, ...], Views] = record.index.setdefault("views", {})
    key = (
        flip,
        missing,
        *((f.object, f.measure, f.side, one.share, is_window(f)) for one in wanted for f in (one.figure,)),
    )
    found = kept.get(key)
    if found is None:
        made = []
        for table in tables_of(record):
            views = tuple(
                columns_for(table, one, flip, totals=table.first is not None and not is_window(one.figure))
                for one in wanted
            )
            if any(views) if missing else all(views):
                made.append((table, views))
        if len(kept) > _KEPT:
            kept.clear()
        found = kept[key] = tuple(made)
    return found


def places_for(
    wanted: Sequence[Wanted], record: Record, span: tuple[date, date] | None, flip: bool, missing: bool = False
) -> list[Place]:
    """Every table that can hold all the figures (or, with ``missing``, at least one), for each length of window."""
    found = []
    windows = [is_window(one.figure) for one in wanted]
    lengths: list[int | None] = [None]
    if any(windows):
        stated = next((days for one in wanted if (days := stated_days(one.figure, wanted)) is not None), None)
        lengths = _lengths(stated)
    start, end = span or (None, None)
    for table, views in _views(wanted, record, flip, missing):
        within = table.within(start if table.first is not None else None, end)
        if within:
            for length in lengths if table.first is not None else (None,):
                lags = tuple((length or 0) if window else 0 for window in windows)
                found.append(Place(table, views, lags, within))
    return found


def _lengths(stated: int | None) -> list[int | None]:
    """The lengths a stated one may mean: short ones to the day, a month or a year give or take two days."""
    if stated is None or stated <= 10:
        return [stated]
    return list(range(stated - 2, stated + 3))


def hits_at(place: Place, at: int, targets: Iterable[Target]) -> int:
    """The rows of a place where the figure at ``at`` stands, in any of its columns."""
    hits = 0
    for rows in place.rows(at):
        for target in targets:
            hits |= rows.hits(target)
    return hits
