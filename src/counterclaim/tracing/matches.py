"""What a trace finds: matches, the figures in them, and the chance of as many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from counterclaim.model import Figure, Statement
from counterclaim.series import Record
from counterclaim.tracing.chances import Table, Target, expected_rows
from counterclaim.tracing.columns import SHARE, Place, Relation, Wanted, relation_of

Fit = Literal[
    "exact", "rounded", "digits-swapped", "digit-dropped", "digit-doubled", "factor-of-ten", "category-swapped"
]
Timing = Literal["within", "older", "later", "open"]

UNLIKELY = 0.05  # a near miss is offered only where chance gives at most one in twenty


@dataclass(frozen=True, slots=True)
class MatchedFigure:
    """One figure and what the record has in its place.

    ``relation``: the record's measure is the same, looser (losses, where the figure says killed) or tighter.
    ``value`` is the record's own; for a window the difference of ``before`` and ``after``. ``other`` is what another
    transcription of the same bulletin has. Shares are fractions of one.
    """

    figure: Figure
    fit: Fit
    relation: Relation
    object: str
    measure: str
    column: str
    value: float
    before: float | None = None
    after: float | None = None
    other: float | None = None
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A day, window or statement that figures come from.

    ``start`` to ``end`` is the window; for a row both are its day, and ``until`` the last day it still stood.
    ``expected`` is the number of matches as good as this that chance gives in all that was searched, ``searched`` the
    rows or windows. ``others`` is how many more fit as well as this one. ``timing`` is against the known date.
    """

    kind: Literal["row", "window", "statement"]
    series: str
    source: str
    title: str
    url: str
    side: str
    start: date
    end: date
    until: date
    figures: tuple[MatchedFigure, ...]
    unmatched: tuple[Figure, ...]
    expected: float
    searched: int
    others: int = 0
    timing: Timing = "open"
    other_side: bool = False

    @property
    def days(self) -> int:
        """The length of a window in days; 0 for a row."""
        return (self.end - self.start).days

    @property
    def telling(self) -> bool:
        """Whether chance would hardly give it."""
        return self.expected <= UNLIKELY

    @property
    def slips(self) -> tuple[MatchedFigure, ...]:
        """The figures that are near misses."""
        return tuple(matched for matched in self.figures if matched.fit not in ("exact", "rounded"))

    @property
    def odds(self) -> str:
        """The chance in words: "1 in 300 by chance", or how many such matches chance gives."""
        if self.expected > 0.5:
            return (
                f"chance gives {self.expected:,.0f} such matches"
                if self.expected >= 1.5
                else "chance gives one such match"
            )
        if self.expected <= 1e-6:
            return "less than 1 in a million by chance"
        exact = 1 / self.expected
        digits = 10 ** max(0, len(str(int(exact))) - 2)
        return f"1 in {int(exact / digits) * digits:,} by chance"


class Chances:
    """The matches chance gives in all of some places together, each question answered once."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._known: dict[tuple[Target | None, ...], float] = {}

    def expected(self, targets: Sequence[Target | None]) -> float:
        """How many there are for what each figure allows; ``None`` leaves one out."""
        asked = tuple(targets)
        known = self._known.get(asked)
        if known is None:
            known = 0.0
            for place in self._places:
                known += self._of(place, asked)
            self._known[asked] = known
        return known

    def _of(self, place: Place, targets: Sequence[Target | None]) -> float:
        kept = [(at, target) for at, target in enumerate(targets) if target is not None]
        if not all(place.views[at] for at, _ in kept):
            return 0.0
        return expected_rows([place.rows(at) for at, _ in kept], [target for _, target in kept], place.within)


def matched_at(
    record: Record, place: Place, at: int, one: Wanted, row: int, slipped: Iterable[tuple[int, Fit]]
) -> MatchedFigure:
    """The figure with the column and value that stands at ``row``; ``slipped`` are values it may be a near miss of."""
    best: MatchedFigure | None = None
    lag = place.lags[at]
    tries: list[tuple[Target, Fit]] = [(Target(value), fit) for value, fit in slipped]
    if not tries:
        tries = [(one.exact, "exact")] if one.exact else []
        tries += [(one.loose, "rounded")] if one.loose else []
    for target, fit in tries:
        for column, rows in zip(place.views[at], place.rows(at), strict=True):
            value = rows.accepts(target, row)
            if value is None:
                continue
            relation = relation_of(one.figure.measure, place.table.columns[column].measure) or "same"
            new = entry_at(record, place.table, column, one, row, value, fit, relation, lag)
            if best is None or (best.relation != "same" and relation == "same" and best.fit == fit):
                best = new
        if best is not None:
            return best
    raise LookupError("no column holds the figure")  # a caller passed a row that its hits do not have


def entry_at(
    record: Record,
    table: Table,
    column: int,
    one: Wanted,
    row: int,
    value: int,
    fit: Fit,
    relation: Relation,
    lag: int,
) -> MatchedFigure:
    """A figure beside the value that one column has at ``row``, over ``lag`` days where it is a window."""
    told = table.columns[column]
    scale = SHARE if one.share else 1
    rows = table.rows(column)
    statement: Statement | None = None
    before = after = other = None
    if table.first is None:
        given: list[Statement] = record.index["statements"][column, row]
        for statement in given:
            if value in [round(v * scale) for v in (statement.best, statement.low, statement.high) if v is not None]:
                break
    elif lag:
        after, start = rows.values[row], rows.values[row - lag]
        before = start
    else:
        values = [v for v in rows.given(row) if v != value]
        other = values[0] if values else None
    key = statement.id if statement else told.key
    return MatchedFigure(
        one.figure,
        fit,
        relation,
        told.object,
        told.measure,
        key,
        value / scale if one.share else value,
        before,
        after,
        other,
        statement,
    )


def match_at(
    record: Record,
    place: Place,
    row: int,
    last: int,
    matched: tuple[MatchedFigure, ...],
    unmatched: tuple[Figure, ...],
    expected: float,
    places: Sequence[Place],
    lag: int | None = None,
    searched: int | None = None,
) -> Match:
    """A match at a row of a place; ``places`` is all that was searched, ``lag`` the length of a window."""
    table = place.table
    end = table.day(row)
    lag = max(place.lags, default=0) if lag is None else lag
    searched = sum(one.within.bit_count() for one in places) if searched is None else searched
    statement = next((one.statement for one in matched if one.statement), None)
    if statement is not None:
        return Match(
            "statement", statement.id, statement.source, statement.title, statement.url, statement.side, end, end, end,
            matched, unmatched, expected, searched,
        )  # fmt: skip
    series = record.series[table.id]
    return Match(
        "window" if lag else "row", series.id, series.source, series.title, record.address(series.id, end), series.side,
        end - timedelta(days=lag), end, table.day(last), matched, unmatched, expected, searched,
    )  # fmt: skip
