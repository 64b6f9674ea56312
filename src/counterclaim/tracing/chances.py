"""The record as an index, and how many matches chance alone would give.

A table's rows are bits of an integer: calendar days from the table's first, or single reports. A column keeps, for
each value, the rows that carry it, so figures that must match together are the bitwise *and* of their rows.

The chance. A figure is compared with every figure a writer might have put in its place: those of its own *cell*, of
about the same size and written to the same precision (3,980 to 5,010 in tens for 4,320; 2,000 and 7,000 alike for
3,000). ``expected`` is the number of matches a figure drawn evenly from its cell finds in the rows searched; for
figures that stand together each is drawn from its own cell, and a row counts where all of them fall on it. Cells are
fixed, not centred on the figure, so the expectation is the exact average over a cell: no more, no less, is claimed.
Equal neighbouring rows are one match, not several.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from counterclaim.series import Column

SAMPLE = 600  # windows looked at one by one to learn what share of them lies on a figure's grid
KEPT = 512  # spans of time, and lengths of windows, that a table remembers what it made for
STARTS = 160  # rows, or starts of windows, that are looked at one by one; of more, each n-th


TENS = (10, 16, 25, 40, 63, 100)  # a decade in five about equal steps


@dataclass(frozen=True, slots=True)
class Cell:
    """The figures a writer might have put instead: multiples of ``grid`` in ``low`` ≤ u < ``high``, no rounder ones."""

    low: int
    high: int
    grid: int
    size: int

    def holds(self, value: int) -> bool:
        """Whether ``value`` is one of the cell's figures."""
        return self.low <= value < self.high and value % self.grid == 0 and value % (10 * self.grid) != 0

    def count(self, low: int, high: int) -> int:
        """How many of the cell's figures lie in ``low`` ≤ u ≤ ``high``."""
        first, last = max(low, self.low), min(high, self.high - 1)
        if last < first:
            return 0
        wide = 10 * self.grid
        return last // self.grid - (first - 1) // self.grid - (last // wide - (first - 1) // wide)


@lru_cache(maxsize=4096)
def cell_of(value: int) -> Cell:
    """The cell of a figure ≥ 1: a decade for one significant digit, a fifth of one for two, a tenth for more."""
    grid = 1
    while value % (10 * grid) == 0:
        grid *= 10
    digits = value // grid
    decade = 10 ** (len(str(digits)) - 1)
    if digits < 10:
        low, high = 1, 10
    elif digits < 100:
        at = bisect_right(TENS, digits) - 1
        low, high = TENS[at], TENS[at + 1]
    else:
        edges = [round(decade * 10 ** (step / 10)) for step in range(11)]
        at = bisect_right(edges, digits) - 1
        low, high = edges[at], edges[at + 1]
    cell = Cell(low * grid, high * grid, grid, 0)
    return Cell(cell.low, cell.high, cell.grid, cell.count(cell.low, cell.high))


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure allows: values from ``value`` + ``under`` to ``value`` + ``over``; an exact figure only itself."""

    value: int
    under: int = 0
    over: int = 0

    @property
    def exact(self) -> bool:
        """Whether only the figure itself will do."""
        return self.under == 0 == self.over

    @property
    def cell(self) -> Cell:
        """The figures it is compared with."""
        return cell_of(self.value)

    def ways(self, value: int) -> int:
        """How many of the cell's figures would accept ``value``."""
        if self.exact:
            return int(self.cell.holds(value))
        return self.cell.count(value - self.over, value - self.under)

    def ways_both(self, one: int, other: int) -> int:
        """How many of the cell's figures would accept both values."""
        if self.exact:
            return self.ways(one) if one == other else 0
        low, high = min(one, other), max(one, other)
        return self.cell.count(high - self.over, low - self.under)


def bits(mask: int) -> Iterator[int]:
    """The positions of a mask's ones, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Rows:
    """One column's values by row, indexed: ``values`` has one a row (``None`` where none was given).

    ``others`` are second values of a row: what another transcription has, or a statement's further bounds.
    """

    def __init__(self, values: Sequence[int | None], others: Iterable[tuple[int, int]] = ()) -> None:
        """Indexes the values; ``others`` are (row, value) pairs."""
        self.values = values
        found: dict[int, int] = {}
        same, last, bit = 0, None, 1
        for value in values:
            if value is None or value == last:
                same |= bit
            if value is not None:
                found[value] = found.get(value, 0) | bit
                last = value
            bit <<= 1
        self.others: dict[int, list[int]] = {}
        for row, value in others:
            found[value] = found.get(value, 0) | 1 << row
            self.others.setdefault(row, []).append(value)
        self.by_value = found
        self.same = same
        self.sorted = sorted(found)
        self._cells: dict[tuple[int, int, int, int], int] = {}
        self._climb: list[int] | None = None

    def hits(self, target: Target) -> int:
        """The rows the target accepts."""
        if target.exact:
            return self.by_value.get(target.value, 0)
        return self.between(target.value + target.under, target.value + target.over)

    def between(self, low: int, high: int) -> int:
        """The rows with a value from ``low`` to ``high``."""
        mask = 0
        for value in self.sorted[bisect_left(self.sorted, low) : bisect_right(self.sorted, high)]:
            mask |= self.by_value[value]
        return mask

    def cell_rows(self, target: Target) -> int:
        """The rows that some figure of the target's cell would accept."""
        cell = target.cell
        key = (cell.low, cell.grid, target.under, target.over)
        mask = self._cells.get(key)
        if mask is None:
            if target.exact:
                mask = 0
                for value in self.sorted[bisect_left(self.sorted, cell.low) : bisect_left(self.sorted, cell.high)]:
                    if cell.holds(value):
                        mask |= self.by_value[value]
            else:
                mask = self.between(cell.low + target.under, cell.high - 1 + target.over)
            self._cells[key] = mask
        return mask

    @property
    def climb(self) -> list[int]:
        """The running maximum, a value for every row: a running total without its gaps and small corrections."""
        if self._climb is None:
            top, climb = 0, []
            for value in self.values:
                if value is not None and value > top:
                    top = value
                climb.append(top)
            self._climb = climb
        return self._climb

    def accepts(self, target: Target, row: int) -> int | None:
        """The row's value that the target accepts, or ``None``."""
        low, high = target.value + target.under, target.value + target.over
        return next((value for value in self.given(row) if low <= value <= high), None)

    def given(self, row: int) -> list[int]:
        """Every value of a row: the table's own, then what another transcription has."""
        own = self.values[row]
        return [*([] if own is None else [own]), *self.others.get(row, ())]


@dataclass(slots=True)
class Table:
    """One table to search: a series by day, or all single statements by report.

    ``sides`` is that of each column. ``first`` is the day of row 0 (``None`` for statements, whose ``dates`` say it).
    """

    id: str
    columns: tuple[Column, ...]
    sides: tuple[str, ...]
    shares: tuple[bool, ...]
    make: Callable[[int], Rows]
    length: int
    first: date | None
    dates: tuple[date, ...] = ()
    breaks: tuple[int, ...] = ()
    _within: dict[tuple[date | None, date | None], int] = field(default_factory=dict)
    _rows: dict[int, Rows] = field(default_factory=dict)
    _lags: dict[tuple[int, int], Rows] = field(default_factory=dict)
    _seen: dict[tuple[tuple[int, ...], int], list[Rows]] = field(default_factory=dict)

    def rows(self, column: int) -> Rows:
        """A column's rows, indexed when first asked for."""
        found = self._rows.get(column)
        if found is None:
            found = self._rows[column] = self.make(column)
        return found

    def seen(self, columns: tuple[int, ...], days: int) -> list[Rows]:
        """Several columns as totals, or as differences over ``days`` days: most figures are looked for in the same."""
        found = self._seen.get((columns, days))
        if found is None:
            found = [self.lag(column, days) if days else self.rows(column) for column in columns]
            if len(self._seen) > KEPT:
                self._seen.clear()
            self._seen[columns, days] = found
        return found

    def day(self, row: int) -> date:
        """The day of a row."""
        return self.dates[row] if self.first is None else self.first + timedelta(days=row)

    def within(self, start: date | None, end: date | None) -> int:
        """The rows from ``start`` to ``end``, both inclusive."""
        if self.first is None:  # days in no order
            known = self._within.get((start, end))
            if known is None:
                days = enumerate(self.dates)
                known = sum(1 << row for row, day in days if (start or day) <= day <= (end or day))
                if len(self._within) > KEPT:
                    self._within.clear()
                self._within[start, end] = known
            return known
        low = max(0, (start - self.first).days) if start else 0
        high = min(self.length, (end - self.first).days + 1) if end else self.length
        return ((1 << (high - low)) - 1) << low if high > low else 0

    def lag(self, column: int, days: int) -> Rows:
        """The differences over ``days`` days, by the row of the last one; none across a reset."""
        rows = self._lags.get((column, days))
        if rows is None:
            base = self.rows(column)
            last = base.values
            spans: list[int | None] = [None] * min(days, len(last))
            spans += [
                b - a if a is not None and b is not None and b >= a else None
                for a, b in zip(last, last[days:], strict=False)
            ]
            for row in self.breaks:
                spans[row : row + days] = [None] * len(spans[row : row + days])
            extra = []
            for row, values in base.others.items():
                before = last[row - days] if row >= days else None
                after = last[row + days] if row + days < len(last) else None
                extra += [(row, value - before) for value in values if before is not None and value > before]
                extra += [(row + days, after - value) for value in values if after is not None and after > value]
            rows = Rows(spans, [pair for pair in extra if spans[pair[0]] is not None])
            still = base.same
            rows.same = still & (still << days)
            if len(self._lags) > KEPT:
                self._lags.clear()
            self._lags[column, days] = rows
        return rows


def runs(hits: int, same: int, exact: bool) -> list[tuple[int, int]]:
    """First and last row of each run of hits: days with nothing new given, and for intervals neighbouring days."""
    found: list[tuple[int, int]] = []
    for row in bits(hits):
        if found and (same >> row & 1 or (not exact and found[-1][1] == row - 1)):
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


def expected_rows(views: Sequence[Sequence[Rows]], targets: Sequence[Target], within: int) -> float:
    """Matches expected by chance: for each figure the columns it may be in, what it allows, and the rows searched."""
    rows, still, size = within, -1, 1.0
    for view, target in zip(views, targets, strict=True):
        mask, same = 0, -1
        for column in view:
            mask |= column.cell_rows(target)
            same &= column.same
        rows &= mask
        still &= same
        size *= target.cell.size
    if not rows:
        return 0.0
    still &= ~(rows & -rows)
    if all(target.exact for target in targets):
        return (rows & ~still).bit_count() / size
    total = 0
    listed = list(bits(rows))
    step = max(1, len(listed) // STARTS)
    tests = [
        (target, target.cell.low + target.under, target.cell.high + target.over, view)
        for view, target in zip(views, targets, strict=True)
    ]
    for row in listed[step // 2 :: step]:
        product, shared, follows = 1, 1, row and rows >> (row - 1) & 1
        for target, low, high, view in tests:
            ways = both = 0
            for column in view:
                value = column.values[row]
                if value is None or not low <= value < high:
                    continue
                ways += target.ways(value)
                before = column.values[row - 1] if follows else None
                both += target.ways_both(value, before) if before is not None else 0
            product *= ways
            shared *= both
        total += product - min(shared, product)
    return total * step / size


def expected_windows(
    columns: Sequence[Rows], targets: Sequence[Target], ends: int, longest: int, breaks: Sequence[int] = ()
) -> list[float]:
    """Windows expected by chance to fit all figures, by length: item n counts those of up to n days.

    They end in the rows ``ends``. Every starting row (or each n-th, above ``STARTS``) is paired with the ends that
    running totals allow; of those at most ``SAMPLE``, evenly spread, are looked at one by one, and where not all are,
    one more is added so that none is ever called impossible. Windows that differ by days without news are one.
    """
    size, length = 1.0, len(columns[0].values)
    for target in targets:
        size *= target.cell.size
    expected = [0.0] * (longest + 1)
    first_end, last_end = (ends & -ends).bit_length() - 1, ends.bit_length() - 1
    from_row = max(0, first_end - longest)
    stride = max(1, (last_end - from_row) // STARTS)
    reach = [
        (t.cell.low + t.under, t.cell.high - 1 + t.over, column.values, column.climb)
        for column, t in zip(columns, targets, strict=True)
    ]
    spans: list[tuple[int, int, int]] = []
    total = 0
    for start in range(from_row, last_end, stride):
        low, high = max(start + 1, first_end), min(start + longest, last_end) + 1
        for least, most, values, climb in reach:
            value = values[start]
            if value is None:
                break
            low = bisect_left(climb, value + least, low, high) if low < high else low
            high = bisect_right(climb, value + most, low, high) if low < high else low
        else:
            if low < high:
                spans.append((start, low, high))
                total += high - low
    step = max(1.0, total / SAMPLE)
    weight = step * stride / size
    seen, turn = 0, step / 2
    pairs = list(zip(columns, targets, strict=True))
    for start, low, high in spans:
        while turn < seen + high - low:
            end = low + int(turn - seen)
            turn += step
            ways, opens, closes = 1, False, False
            for column, target in pairs:
                a, b = column.values[start], column.values[end]
                ways *= target.ways(b - a) if a is not None and b is not None else 0
                if not ways:
                    break
                opens = opens or start + 1 >= length or column.values[start + 1] != a
                closes = closes or column.values[end - 1] != b
            if ways and opens and closes and not any(start < row <= end for row in breaks):
                expected[end - start] += ways * weight
        seen += high - low
    running = weight if step * stride > 1 else 0.0
    for days, more in enumerate(expected):
        running += more
        expected[days] = running
    return expected
