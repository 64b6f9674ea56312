"""Where figures come from: the day, the window of days or the statement of the record that they equal.

    figures → what each allows → rows of a table that all of them fall on → Match, with the matches chance would give

A cumulative figure equals a row, a window the difference of two rows, a hedged figure lies in an interval. Figures
that stand together must match together, in one table. Where nothing fits, near misses are named, but only those that
chance would hardly give (``UNLIKELY``). A match says what a source published, never that it is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from math import prod

from counterclaim.model import Figure
from counterclaim.series import Record, load_record
from counterclaim.tracing.chances import Rows, Target, bits, expected_windows, runs
from counterclaim.tracing.columns import (
    Place,
    Wanted,
    hits_at,
    is_window,
    places_for,
    relation_of,
    stated_days,
    wanted_from,
)
from counterclaim.tracing.matches import Chances, Fit, Match, MatchedFigure, Timing, entry_at, match_at, matched_at
from counterclaim.tracing.slips import near_misses

__all__ = ["Fit", "Match", "MatchedFigure", "Timing", "chance", "trace"]

LOOK_BACK = timedelta(days=31)  # how far before a known date a daily series is still news
CHOICES = 16  # choices of columns in one table up to which windows of any length are searched
WINDOWS = 10  # windows of any length that are shown, the shortest


def trace(
    figures: Sequence[Figure],
    record: Record | None = None,
    *,
    near: tuple[date, date] | date | None = None,
    limit: int = 10,
) -> list[Match]:
    """Where these figures, taken together, come from: the best matches first, at most ``limit``.

    ``near`` is when the figures were told: a day (a daily series is searched a month back) or a first and a last day.
    Nothing found there, the rest of the record is searched and the match marked older or later.
    """
    record = load_record() if record is None else record
    wanted = [ready for figure in figures if (ready := wanted_from(figure)) is not None]
    if not wanted:
        return []
    free = [one for one in wanted if is_window(one.figure) and not stated_days(one.figure, wanted)]
    fixed = [one for one in wanted if one not in free]
    span = _span(near)
    found: list[Match] = []
    for group in (fixed, free):
        if group:
            found += _search(group, record, span, group is free, limit)
    if all(one.figure.kind == "open" for one in wanted) and not any(match.telling for match in found):
        found += _free_windows(wanted, record, span)
    found.sort(key=_rank)
    return [replace(match, others=max(match.others, _equals(match, found))) for match in found[:limit]]


def chance(
    figures: Sequence[Figure], record: Record | None = None, *, near: tuple[date, date] | date | None = None
) -> float:
    """How many full matches chance gives figures like these: drawn evenly from numbers of their size and precision.

    Rows, statements and windows of a stated length are counted, exactly where the figures are not hedged, else within
    what the hedge allows; it is the ``expected`` of a match, known before there is one.
    """
    record = load_record() if record is None else record
    wanted = [ready for figure in figures if (ready := wanted_from(figure)) is not None]
    exact = [one.exact if one.figure.quantity.hedge == "exact" else one.loose or one.exact for one in wanted]
    return Chances(places_for(wanted, record, _span(near), flip=False)).expected(exact) if wanted else 0.0


def _rank(match: Match) -> tuple[object, ...]:
    loose = sum(matched.fit == "rounded" for matched in match.figures)
    unlike = sum(matched.relation != "same" for matched in match.figures)
    outside = match.timing in ("older", "later")
    return (
        len(match.unmatched),
        len(match.slips),
        match.other_side,
        outside,
        loose,
        unlike,
        match.expected,
        match.days,
    )


def _equals(match: Match, found: Sequence[Match]) -> int:
    def standing(one: Match) -> tuple[object, ...]:
        return (_rank(one)[:5], one.kind == "window")

    return sum(standing(one) == standing(match) for one in found) - 1


def _span(near: tuple[date, date] | date | None) -> tuple[date, date] | None:
    if near is None or isinstance(near, tuple):
        return near
    return near - LOOK_BACK, near + timedelta(days=1)


def _search(
    wanted: Sequence[Wanted], record: Record, span: tuple[date, date] | None, windows_only: bool, limit: int
) -> list[Match]:
    """Full matches; failing those outside the known time; failing those near misses; failing those the other side."""
    spans = [span] if span is None else [span, None]
    for flip in (False, True):
        if flip and all(one.figure.side is None for one in wanted):
            break
        for tried in spans:
            found = _together(wanted, record, tried, flip, windows_only, limit, sure=flip or tried != span)
            if windows_only:
                found += _free_windows(wanted, record, tried, flip)
            if flip or tried != span:
                found = [match for match in found if match.telling]
            if found:
                if not flip and all(match.unmatched for match in found):
                    found += near_misses(wanted, record, tried, windows_only)
                return [_timed(match, span, flip) for match in found]
        for tried in spans if not flip else []:
            if found := near_misses(wanted, record, tried, windows_only):
                return [_timed(match, span, flip) for match in found]
    return []


def _timed(match: Match, span: tuple[date, date] | None, flip: bool) -> Match:
    timing: Timing = "open"
    if span is not None:
        inside = match.end <= span[1] and (match.kind == "statement" or match.until >= span[0])
        timing = "within" if inside else "older" if match.end <= span[1] else "later"
    return replace(match, timing=timing, other_side=flip)


def _together(
    wanted: Sequence[Wanted],
    record: Record,
    span: tuple[date, date] | None,
    flip: bool,
    statements_only: bool,
    limit: int,
    sure: bool,
) -> list[Match]:
    """Rows on which all figures fall, in every table that can hold them; ``sure`` takes an unhedged one at its word."""
    places = places_for(wanted, record, span, flip)
    if statements_only:
        places = [place for place in places if place.table.first is None]
    chances = Chances(places)
    found = []
    for place in places:
        hits = _all_hits(place, wanted, strict=True)
        hits = hits if hits or sure else _all_hits(place, wanted, strict=False)
        if not hits:
            continue
        still = -1
        exact = all(one.loose is None or _hits_exactly(place, at, one, hits) for at, one in enumerate(wanted))
        for at in range(len(wanted)):
            for rows in place.rows(at):
                still &= rows.same
        fitting = runs(hits, still, exact)
        if len(fitting) > limit:
            best = hits if exact else _all_hits(place, [replace(one, loose=None) for one in wanted], strict=True)
            fitting.sort(key=lambda run, best=best: not best >> run[0] & 1)  # type: ignore[misc]
        for first, last in fitting[:limit]:
            on = [bool(one.exact and hits_at(place, at, (one.exact,)) >> first & 1) for at, one in enumerate(wanted)]
            targets = tuple(one.exact if hit else one.loose for hit, one in zip(on, wanted, strict=True))
            matched = tuple(matched_at(record, place, at, one, first, ()) for at, one in enumerate(wanted))
            match = match_at(record, place, first, last, matched, (), chances.expected(targets), places)
            found.append(replace(match, others=len(fitting) - 1))
    return found


def _all_hits(place: Place, wanted: Sequence[Wanted], strict: bool) -> int:
    """The rows that hold all figures; ``strict`` takes a figure that is not hedged at its word."""
    hits = place.within
    for at, one in enumerate(wanted):
        plain = strict and one.exact is not None and one.figure.quantity.hedge == "exact"
        hits &= hits_at(place, at, one.targets[:1] if plain else one.targets)
        if not hits:
            break
    return hits


def _hits_exactly(place: Place, at: int, one: Wanted, hits: int) -> bool:
    """Whether a figure falls exactly on every row of ``hits``."""
    return one.exact is not None and not hits & ~hits_at(place, at, (one.exact,))


def _free_windows(
    wanted: Sequence[Wanted], record: Record, span: tuple[date, date] | None, flip: bool = False
) -> list[Match]:
    """Windows of any length that all figures fit: the shortest first, each with the chance of one so short.

    A single figure of unknown length fits some window nearly always, so at least two are wanted, and an unhedged one
    must fit exactly.
    """
    if len(wanted) < 2:
        return []
    wanted = [replace(one, loose=None) if one.figure.quantity.hedge == "exact" else one for one in wanted]
    found: list[tuple[int, Place, tuple[int, ...], int]] = []
    searched: list[tuple[Place, tuple[int, ...], list[Rows]]] = []
    seen = 0
    windows = [replace(one, figure=replace(one.figure, kind="window")) for one in wanted]
    for place in places_for(windows, record, span, flip):
        table = place.table
        if table.first is None or prod(map(len, place.views)) > CHOICES:
            continue
        for columns in product(*place.views):
            if len(set(columns)) < len(columns):
                continue
            rows = [table.rows(column) for column in columns]
            searched.append((place, columns, rows))
            fitting = _fitting(rows, wanted, place.within, table.breaks)
            found += [(end - start, place, columns, end) for start, end in fitting]
    found.sort(key=lambda one: (one[0], one[3]))
    chances: dict[tuple[Target | None, ...], list[float]] = {}
    matches = []
    kept = found[:WINDOWS]
    for length, place, columns, end in kept:
        matched = [_over(record, place, column, one, end, length) for one, column in zip(wanted, columns, strict=True)]
        targets = [one.exact if entry.fit == "exact" else one.loose for one, entry in zip(wanted, matched, strict=True)]
        key = tuple(targets)
        if key not in chances:
            chances[key] = _window_chance(searched, targets, kept[-1][0])
        seen = sum(one.within.bit_count() * length for one, _, _ in searched)
        match = match_at(record, place, end, end, tuple(matched), (), chances[key][length], (), length, seen)
        matches.append(replace(match, others=len(found) - 1))
    return matches


def _over(record: Record, place: Place, column: int, one: Wanted, end: int, length: int) -> MatchedFigure:
    """The figure beside the difference that a column shows over ``length`` days to the row ``end``."""
    values = place.table.rows(column).values
    value = (values[end] or 0) - (values[end - length] or 0)
    fit: Fit = "exact" if one.exact is not None and one.exact.value == value else "rounded"
    relation = relation_of(one.figure.measure, place.table.columns[column].measure) or "same"
    return entry_at(record, place.table, column, one, end, value, fit, relation, length)


def _window_chance(
    searched: Sequence[tuple[Place, tuple[int, ...], list[Rows]]], targets: Sequence[Target | None], longest: int
) -> list[float]:
    if not any(targets):
        return [float("inf")] * (longest + 1)
    total = [0.0] * (longest + 1)
    kept = [target for target in targets if target is not None]
    for place, _, rows in searched:
        counted = [column for column, target in zip(rows, targets, strict=True) if target is not None]
        each = expected_windows(counted, kept, place.within, longest, place.table.breaks)
        total = [a + b for a, b in zip(total, each, strict=True)]
    return total


def _fitting(
    columns: Sequence[Rows], wanted: Sequence[Wanted], ends: int, breaks: Sequence[int]
) -> list[tuple[int, int]]:
    """Windows (start row, end row) that every figure fits; of those that differ by days without news the shortest."""
    lead = min(range(len(wanted)), key=lambda at: (wanted[at].exact is None, -wanted[at].targets[0].value))
    rows = columns[lead]
    tests = [
        (column.values, [(t.value + t.under, t.value + t.over) for t in one.targets])
        for at, (column, one) in enumerate(zip(columns, wanted, strict=True))
        if at != lead
    ]
    found: list[tuple[int, int]] = []
    for target in wanted[lead].targets:
        for value, mask in _steps(rows, target):
            for start in bits(rows.by_value[value]):
                for end in bits((mask & ends) >> (start + 1) << (start + 1)):
                    if _all_fit(tests, start, end):
                        found.append((start, end))
    kept = []
    for start, end in dict.fromkeys(found):
        opens = start + 1 >= len(rows.values) or any(one.values[start + 1] != one.values[start] for one in columns)
        closes = any(one.values[end - 1] != one.values[end] for one in columns)
        if opens and closes and not any(start < row <= end for row in breaks):
            kept.append((start, end))
    return kept


def _steps(rows: Rows, target: Target) -> list[tuple[int, int]]:
    """The values of a column from which one step of the target leads to others, each with the rows of those."""
    by_value, step = rows.by_value, target.value
    if target.exact:
        return [(value, by_value[value + step]) for value in rows.sorted if value + step in by_value]
    low, high = step + target.under, step + target.over
    return [(value, mask) for value in rows.sorted if (mask := rows.between(value + low, value + high))]


def _all_fit(tests: Iterable[tuple[Sequence[int | None], Sequence[tuple[int, int]]]], start: int, end: int) -> bool:
    """Whether each column's step from one row to another lies in one of the intervals that its figure allows."""
    for values, allowed in tests:
        a, b = values[start], values[end]
        if a is None or b is None:
            return False
        step = b - a
        for low, high in allowed:
            if low <= step <= high:
                break
        else:
            return False
    return True
