"""Near misses: what a figure that stands nowhere in the record may be a slip of, where chance would hardly do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from math import comb

from counterclaim.series import Record
from counterclaim.tracing.chances import Cell, Target, bits, cell_of, expected_rows
from counterclaim.tracing.columns import Place, Wanted, hits_at, places_for
from counterclaim.tracing.matches import (
    UNLIKELY,
    Chances,
    Fit,
    Match,
    MatchedFigure,
    entry_at,
    match_at,
    matched_at,
)

KINDS = 5  # kinds of slip looked for: each must be so much the less likely by chance
SLIPS = 2  # figures of one row that may have slipped
ROWS = 200  # rows looked at for slips, those that hold most figures first


@cache
def slips(value: int) -> Mapping[int, Fit]:
    """The true values that ``value`` may be a slip of, and the slip: a digit lost, doubled, two swapped, a factor."""
    digits = str(value)
    found: dict[int, Fit] = {value * 10: "factor-of-ten"}
    if value % 10 == 0:
        found[value // 10] = "factor-of-ten"
    for at in range(len(digits) - 1):
        one, other = digits[at], digits[at + 1]
        if one != other and not (at == 0 and other == "0"):
            found.setdefault(int(digits[:at] + other + one + digits[at + 2 :]), "digits-swapped")
        if one == other:
            found.setdefault(int(digits[:at] + digits[at + 1 :]), "digit-doubled")
    for at in range(len(digits) + 1):
        for digit in "0123456789":
            if at or digit != "0":
                found.setdefault(int(digits[:at] + digit + digits[at:]), "digit-dropped")
    found.pop(value, None)
    found.pop(0, None)
    return found


def near_misses(
    wanted: Sequence[Wanted], record: Record, span: tuple[date, date] | None, statements_only: bool
) -> list[Match]:
    """Rows that some figures fall on while others miss by a slip, or stand elsewhere; only what chance hardly gives."""
    places = places_for(wanted, record, span, flip=False, missing=True)
    if statements_only:
        places = [place for place in places if place.table.first is None]
    whole = Chances(places)
    found: list[Match] = []
    chances: dict[Fit, float] = {}
    for place in places:
        if len(wanted) == 1:
            found += _one_slip(wanted[0], record, place, places, chances)
            continue
        for row, held, missed in _candidates(wanted, record, place):
            present = {**{at: matched_at(record, place, at, wanted[at], row, ()) for at in held}, **missed}
            targets = [
                (one.exact if present[at].fit == "exact" else one.loose) if at in held else None
                for at, one in enumerate(wanted)
            ]
            ways = float(comb(len(wanted), len(present)) * comb(len(present), len(held)))
            for at, entry in missed.items():
                ways *= min(1.0, _ways(place, at, wanted[at], entry) / cell_of(wanted[at].targets[0].value).size)
            least = [target and wanted[at].exact for at, target in enumerate(targets)]
            if whole.expected(least) * ways > UNLIKELY:
                continue  # what a figure taken at its word meets by chance is the least of it
            expected = whole.expected(targets) * ways
            if expected <= UNLIKELY:
                told = tuple(present[at] for at in sorted(present))
                unmatched = tuple(one.figure for at, one in enumerate(wanted) if at not in present)
                found.append(match_at(record, place, row, row, told, unmatched, expected, places))
    return found


def _candidates(
    wanted: Sequence[Wanted], record: Record, place: Place
) -> list[tuple[int, list[int], dict[int, MatchedFigure]]]:
    """The rows that hold the most figures, exactly or by a slip: the row, the figures held, and those that slipped."""
    masks = [hits_at(place, at, one.targets) & place.within for at, one in enumerate(wanted)]
    union = 0
    for mask in masks:
        union |= mask
    held_at = [(row, [at for at, mask in enumerate(masks) if mask >> row & 1]) for row in bits(union)]
    held_at.sort(key=lambda one: -len(one[1]))
    near = [_slipped_rows(place, at, one) if union & ~masks[at] else 0 for at, one in enumerate(wanted)]
    best = (2, 1)
    kept: list[tuple[int, list[int], dict[int, MatchedFigure]]] = []
    for row, held in held_at[:ROWS]:
        if len(held) + SLIPS < best[0] or ((len(held), len(held)) < best and len(held) == len(wanted)):
            break
        missed: dict[int, MatchedFigure] = {}
        for at in range(len(wanted)):
            if at in held or len(missed) == SLIPS or not near[at] >> row & 1:
                continue
            if entry := _slip_at(record, place, at, wanted[at], row):
                missed[at] = entry
        score = (len(held) + len(missed), len(held))
        if score > best:
            best, kept = score, []
        if score == best:
            kept.append((row, held, missed))
    return kept[:20]


def _one_slip(
    one: Wanted, record: Record, place: Place, places: Sequence[Place], chances: dict[Fit, float]
) -> list[Match]:
    """A single figure that misses a row by a slip, where so few values stand near that chance would hardly do it.

    ``chances`` keeps how many of each slip chance would give in all the places.
    """
    if one.exact is None or one.figure.object is None or not place.views[0]:
        return []
    near = slips(one.exact.value)
    found = []
    rows_of: dict[int, int] = {}
    for rows in place.rows(0):
        for value in near.keys() & rows.by_value.keys():
            rows_of[value] = rows_of.get(value, 0) | rows.by_value[value]
    for true, fit in near.items() if rows_of else ():
        for row in bits(rows_of.get(true, 0) & place.within):
            if fit not in chances:
                chances[fit] = _chance_of_slip([value for value, kind in near.items() if kind == fit], places)
            if chances[fit] <= UNLIKELY:
                told = (matched_at(record, place, 0, one, row, [(true, fit)]),)
                found.append(match_at(record, place, row, row, told, (), chances[fit], places))
    return found


def _chance_of_slip(values: Sequence[int], places: Sequence[Place]) -> float:
    """How often chance gives one of the values that a slip may be of, in all places; at least, where not unlikely."""
    made = 0.0
    for cell, times in Counter(map(cell_of, values)).items():
        for place in places:
            if place.views[0]:
                made += times * expected_rows([place.rows(0)], [Target(cell.low + _step(cell))], place.within)
                if KINDS * made > UNLIKELY:
                    return KINDS * made
    return KINDS * made


def _step(cell: Cell) -> int:
    """From a cell's lower end to its first figure: the end itself may be a rounder number."""
    return 0 if cell.holds(cell.low) else cell.grid


def _slipped_rows(place: Place, at: int, one: Wanted) -> int:
    """The rows that the figure may be a near miss of, all at once: what ``_slip_at`` then looks at one by one."""
    if one.exact is None or one.figure.object is None:
        return 0
    found, near = 0, slips(one.exact.value)
    for rows in place.rows(at):
        for value in near.keys() & rows.by_value.keys():
            found |= rows.by_value[value]
    lag = place.lags[at]
    for column in _neighbours(place, at, one):
        found |= (place.table.lag(column, lag) if lag else place.table.rows(column)).hits(one.exact)
    return found


def _slip_at(record: Record, place: Place, at: int, one: Wanted, row: int) -> MatchedFigure | None:
    """What the figure may be a near miss of at one row: a slip of its own column, or a neighbouring column's value."""
    if one.exact is None or one.figure.object is None:
        return None
    near = slips(one.exact.value)
    for rows in place.rows(at):
        for value in rows.given(row):
            if value in near:
                return matched_at(record, place, at, one, row, [(value, near[value])])
    lag = place.lags[at]
    for column in _neighbours(place, at, one):
        beside = place.table.lag(column, lag) if lag else place.table.rows(column)
        found = beside.accepts(one.exact, row)
        if found is not None:
            return entry_at(record, place.table, column, one, row, found, "category-swapped", "same", lag)
    return None


def _neighbours(place: Place, at: int, one: Wanted) -> list[int]:
    """The columns beside the figure's own: other categories of a table, other measures of a statement's object."""
    table, side, own = place.table, one.figure.side, place.views[at]
    free = [
        column
        for column in range(len(table.columns))
        if column not in own
        and not table.columns[column].label
        and table.shares[column] is one.share
        and (side is None or table.sides[column] == side)
    ]
    if table.first is None:
        return [column for column in free if one.figure.object in (None, table.columns[column].object)]
    return free


def _ways(place: Place, at: int, one: Wanted, entry: MatchedFigure) -> int:
    """How many figures would be called this kind of near miss of one value, times the kinds that are looked for.

    A slip into the next category of a table is one of two; one into any other is one of all there are.
    """
    if entry.fit == "category-swapped":
        keys = [column.key for column in place.table.columns]
        beside = entry.column in keys and not {keys.index(entry.column) + step for step in (-1, 1)}.isdisjoint(
            place.views[at]
        )
        near = place.table.first is None or beside
        return KINDS * (2 if near else max(2, len(_neighbours(place, at, one))))
    same_kind = sum(kind == entry.fit for kind in slips(one.exact.value if one.exact else 1).values())
    return KINDS * same_kind * len(place.views[at])
