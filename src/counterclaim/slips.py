"""Near misses: what a figure that stands nowhere in the record may be a slip of, where chance would hardly do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from math import comb

from counterclaim.chances import Target, bits, cell_of, expected_rows
from counterclaim.matches import UNLIKELY, Fit, Match, MatchedFigure, chance_over, entry_at, match_at, matched_at
from counterclaim.columns import Place, Wanted, hits_at, places_for
from counterclaim.series import Record


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
    wanted: Sequence[Wanted], record: Record, span: tuple[date, date] | None, windows_only: bool
) -> list[Match]:
    """Rows that some figures fall on while others miss by a slip, or stand elsewhere; only what chance hardly gives."""
    places = places_for(wanted, record, span, flip=False, missing=True)
    if windows_only:
        places = [place for place in places if place.table.first is None]
    chance = chance_over(places)
    found: list[Match] = []
    for place in places:
        masks = [hits_at(place, at, one.targets) & place.within for at, one in enumerate(wanted)]
        if len(wanted) == 1:
            found += _one_slip(wanted[0], record, place, places)
            continue
        union = 0
        for mask in masks:
            union |= mask
        best = (0, 0)
        kept: list[tuple[int, list[int], dict[int, MatchedFigure]]] = []
        for row in bits(union):
            held = [at for at, mask in enumerate(masks) if mask >> row & 1]
            missed = [at for at in range(len(wanted)) if at not in held]
            entries = {at: entry for at in missed if (entry := _slip_at(record, place, at, wanted[at], row))}
            score = (len(held) + len(entries), len(held))
            if score > best:
                best, kept = score, []
            if score == best:
                kept.append((row, held, entries))
        if best[0] < 2 or best[1] == 0:
            continue
        for row, held, entries in kept[:20]:
            exact = {
                at: bool(wanted[at].exact) and bool(hits_at(place, at, wanted[at].targets[:1]) >> row & 1)
                for at in held
            }
            targets = [(one.exact if exact[at] else one.loose) if at in held else None for at, one in enumerate(wanted)]
            expected = chance(targets) * comb(len(wanted), best[0]) * comb(best[0], best[1])
            for at in entries:
                expected *= min(1.0, _family(place, at, wanted[at]) / cell_of(wanted[at].targets[0].value).size)
            if expected > UNLIKELY:
                continue
            matched = [
                matched_at(record, place, at, wanted[at], row, ()) if at in held else entries.get(at)
                for at in range(len(wanted))
            ]
            unmatched = tuple(one.figure for at, one in enumerate(wanted) if matched[at] is None)
            present = tuple(one for one in matched if one is not None)
            found.append(match_at(record, place, row, row, present, unmatched, expected, places))
    return found


def _one_slip(one: Wanted, record: Record, place: Place, places: Sequence[Place]) -> list[Match]:
    """A single figure that misses a row by a slip, where so few values stand near that chance would hardly do it."""
    if one.exact is None or not place.views[0]:
        return []
    hits = []
    for true, fit in slips(one.exact.value).items():
        for rows in place.rows(0):
            hits += [(row, true, fit) for row in bits(rows.by_value.get(true, 0) & place.within)]
    if not hits:
        return []
    expected = 0.0
    for true in slips(one.exact.value):
        for other in places:
            if other.views[0] and expected <= UNLIKELY:
                expected += expected_rows([other.rows(0)], [Target(true)], other.within)
    if expected > UNLIKELY:
        return []
    return [
        match_at(
            record, place, row, row, (matched_at(record, place, 0, one, row, [(true, fit)]),), (), expected, places
        )
        for row, true, fit in hits
    ]


def _slip_at(record: Record, place: Place, at: int, one: Wanted, row: int) -> MatchedFigure | None:
    """What the figure may be a near miss of at one row: a slip of its own column, or another column's value."""
    if one.exact is None:
        return None
    near = slips(one.exact.value)
    for rows in place.rows(at):
        for value in rows.given(row):
            if value in near:
                return matched_at(record, place, at, one, row, [(value, near[value])])
    lag = place.lags[at]
    for column in _neighbours(place, at, one):
        rows = place.table.lag(column, lag) if lag else place.table.rows(column)
        value = rows.accepts(one.exact, row)
        if value is not None:
            return entry_at(record, place.table, column, one, row, value, "category-swapped", "same", lag)
    return None


def _neighbours(place: Place, at: int, one: Wanted) -> list[int]:
    """The columns of the table, on the figure's side, that the figure does not name."""
    table, side = place.table, one.figure.side
    taken = set(place.views[at])
    return [
        column
        for column in range(len(table.columns))
        if column not in taken and (side is None or table.sides[column] == side) and not table.columns[column].label
        and table.shares[column] is one.share
    ]  # fmt: skip


def _family(place: Place, at: int, one: Wanted) -> int:
    """How many values a figure would be called a near miss of, at one row."""
    near = slips(one.exact.value) if one.exact else {}
    return len(near) + (len(_neighbours(place, at, one)) if place.table.first is not None else 4)
