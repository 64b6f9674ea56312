"""Where figures come from: the day, the window of days or the statement of the record that they equal.

    figures → what each allows → rows of a table that all of them fall on → Match, with the matches chance would give

A cumulative figure equals a row, a window the difference of two rows, a hedged figure lies in an interval. Figures
that stand together must match together, in one table. Where nothing fits, near misses are named, but only those that
chance would hardly give (``UNLIKELY``). A match says what a source published, never that it is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from counterclaim.chances import Rows, Target, bits, expected_windows, runs
from counterclaim.matches import Fit, Match, MatchedFigure, Timing, chance_over, entry_at, match_at, matched_at
from counterclaim.model import Figure
from counterclaim.columns import Place, Wanted, hits_at, is_window, places_for, relation_of, stated_days, wanted_from
from counterclaim.series import Record, load_record
from counterclaim.slips import near_misses

__all__ = ["Fit", "Match", "MatchedFigure", "Timing", "trace"]

LOOK_BACK = timedelta(days=31)  # how far before a known date a daily series is still news
CHOICES = 64  # choices of columns tried for one search of windows of any length


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
            found += _search(group, record, span, windows_only=group is free)
    if all(one.figure.kind == "open" for one in wanted) and not any(match.telling for match in found):
        found += _free_windows(wanted, record, span)
    found.sort(key=_rank)
    return [replace(match, others=_equals(match, found)) for match in found[:limit]]


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
    wanted: Sequence[Wanted], record: Record, span: tuple[date, date] | None, windows_only: bool
) -> list[Match]:
    """Full matches; failing those outside the known time; failing those near misses; failing those the other side."""
    spans = [span] if span is None else [span, None]
    for flip in (False, True):
        if flip and all(one.figure.side is None for one in wanted):
            break
        for tried in spans:
            found = (
                _together(wanted, record, tried, flip)
                if not windows_only
                else _statements_only(wanted, record, tried, flip)
            )
            if windows_only:
                found += _free_windows(wanted, record, tried, flip)
            if found:
                return [_timed(match, span, flip) for match in found]
        if not flip:
            for tried in spans:
                found = near_misses(wanted, record, tried, windows_only)
                if found:
                    return [_timed(match, span, flip) for match in found]
    return []


def _timed(match: Match, span: tuple[date, date] | None, flip: bool) -> Match:
    timing: Timing = "open"
    if span is not None:
        inside = match.end <= span[1] and (match.kind == "statement" or match.until >= span[0])
        timing = "within" if inside else "older" if match.end <= span[1] else "later"
    return replace(match, timing=timing, other_side=flip)


def _statements_only(
    wanted: Sequence[Wanted], record: Record, span: tuple[date, date] | None, flip: bool
) -> list[Match]:
    return _together(
        wanted, record, span, flip, [p for p in places_for(wanted, record, span, flip) if p.table.first is None]
    )


def _together(
    wanted: Sequence[Wanted],
    record: Record,
    span: tuple[date, date] | None,
    flip: bool,
    places: list[Place] | None = None,
) -> list[Match]:
    """Rows on which all figures fall, in every table that can hold them all."""
    places = places_for(wanted, record, span, flip) if places is None else places
    chance = chance_over(places)
    found = []
    for place in places:
        hits = place.within
        for at, one in enumerate(wanted):
            hits &= hits_at(place, at, one.targets)
            if not hits:
                break
        if not hits:
            continue
        still = -1
        for at in range(len(wanted)):
            for rows in place.rows(at):
                still &= rows.same
        for first, last in runs(hits, still)[:200]:
            exact = [bool(one.exact and hits_at(place, at, (one.exact,)) >> first & 1) for at, one in enumerate(wanted)]
            targets = tuple(one.exact if hit else one.loose for hit, one in zip(exact, wanted, strict=True))
            matched = tuple(matched_at(record, place, at, one, first, ()) for at, one in enumerate(wanted))
            found.append(match_at(record, place, first, last, matched, (), chance(targets), places))
    return found


def _free_windows(
    wanted: Sequence[Wanted], record: Record, span: tuple[date, date] | None, flip: bool = False
) -> list[Match]:
    """Windows of any length that all figures fit; shorter ones first, each with the chance of one so short."""
    places = [
        place
        for place in places_for(
            [replace(one, figure=replace(one.figure, kind="window")) for one in wanted], record, span, flip
        )
        if place.table.first is not None
    ]
    found: list[tuple[int, Place, tuple[int, ...], int, int]] = []
    for place in places:
        table = place.table
        choices = product(*place.views)
        for tried, columns in enumerate(choices):
            if tried >= CHOICES or len(set(columns)) < len(columns):
                continue
            rows = [table.rows(column) for column in columns]
            for start, end in _fitting(rows, wanted, place.within, table.breaks):
                found.append((end - start, place, columns, start, end))
    found.sort(key=lambda one: (one[0], one[4]))
    matches = []
    chances: dict[tuple[int, tuple[Target | None, ...]], float] = {}
    for length, place, columns, start, end in found[:50]:
        matched, targets = [], []
        for one, column in zip(wanted, columns, strict=True):
            rows_at = place.table.rows(column)
            after, before = rows_at.values[end] or 0, rows_at.values[start] or 0
            hit = one.exact is not None and one.exact.value == after - before
            relation = relation_of(one.figure.measure, place.table.columns[column].measure) or "same"
            entry = entry_at(
                record, place.table, column, one, end, after - before, "exact" if hit else "rounded", relation, length
            )
            matched.append(entry)
            targets.append(one.exact if hit else one.loose)
        key = (length, tuple(targets))
        if key not in chances:
            chances[key] = sum(_window_chance(one, targets, length) for one in places)
        seen = sum(min(one.within.bit_count() * length, one.within.bit_count() ** 2) for one in places)
        matches.append(
            match_at(record, place, end, end, tuple(matched), (), chances[key], places, lag=length, searched=seen)
        )
    return matches


def _window_chance(place: Place, targets: Sequence[Target | None], longest: int) -> float:
    kept = [target for target in targets if target is not None]
    total = 0.0
    for tried, columns in enumerate(product(*place.views)):
        if tried >= CHOICES or len(set(columns)) < len(columns):
            continue
        rows = [place.table.rows(column) for column in columns]
        total += expected_windows(rows, kept, place.within, longest, place.table.breaks)
    return total


def _fitting(
    columns: Sequence[Rows], wanted: Sequence[Wanted], ends: int, breaks: Sequence[int]
) -> list[tuple[int, int]]:
    """Windows (start row, end row) that every figure fits; of those that differ by days without news the shortest."""
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at].loose is not None, -(wanted[at].targets[0].value)))
    lead = order[0]
    rows = columns[lead]
    found: list[tuple[int, int]] = []
    for target in wanted[lead].targets[:1] if len(wanted) == 1 else wanted[lead].targets:
        for start, value in enumerate(rows.values):
            if value is None:
                continue
            if target.exact:
                mask = rows.by_value.get(value + target.value)
            else:
                mask = rows.between(value + target.value + target.under, value + target.value + target.over)
            if not mask:
                continue
            mask = (mask & ends) >> (start + 1) << (start + 1)
            for end in bits(mask):
                if _all_fit(columns, wanted, range(len(wanted)), start, end):
                    found.append((start, end))
    kept = []
    for start, end in dict.fromkeys(found):
        opens = start + 1 >= len(rows.values) or any(one.values[start + 1] != one.values[start] for one in columns)
        closes = any(one.values[end - 1] != one.values[end] for one in columns)
        if opens and closes and not any(start < row <= end for row in breaks):
            kept.append((start, end))
    return kept


def _all_fit(columns: Sequence[Rows], wanted: Sequence[Wanted], rest: Sequence[int], start: int, end: int) -> bool:
    for at in rest:
        a, b = columns[at].values[start], columns[at].values[end]
        if a is None or b is None:
            return False
        if not any(t.value + t.under <= b - a <= t.value + t.over for t in wanted[at].targets):
            return False
    return True
