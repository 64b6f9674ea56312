"""Date arithmetic for times as people say them; spans include both ends."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}


def _held(year: int) -> int:
    """A year inside the calendar."""
    return min(max(year, 1), 9999)


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or ``None`` where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(two_digits: int) -> int:
    """The year that two digits mean: 1940 to 2039."""
    return two_digits + (1900 if two_digits >= 40 else 2000)


def month_span(year: int, month: int, part: str | None = None) -> tuple[date, date]:
    """A month, or its early (1-10), mid (11-20) or late (21-) third."""
    year = _held(year)
    last = monthrange(year, month)[1]
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}.get(part or "", (1, last))
    return date(year, month, first), date(year, month, last)


def year_span(year: int, part: str | None = None) -> tuple[date, date]:
    """A year, or its early (January-March), mid (May-August) or late (October-December) part."""
    first, last = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}.get(part or "", (1, 12))
    return date(_held(year), first, 1), month_span(year, last)[1]


def decade_span(year: int, part: str | None = None) -> tuple[date, date]:
    """Ten years from ``year``, or the early, mid or late ones of them."""
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part or "", (0, 9))
    return date(_held(year + first), 1, 1), date(_held(year + last), 12, 31)


def season_span(season: str, year: int, until: int | None = None) -> tuple[date, date]:
    """A season of the northern half; a winter told by one year is read wide, from the December before it."""
    if season == "winter":
        begin, end = (year, until) if until is not None else (year - 1, year + 1)
        return date(_held(begin), 12, 1), month_span(end, 2)[1]
    first, last = _SEASONS[season]
    return date(_held(year), first, 1), month_span(year, last)[1]


def fraction_span(year: int, ordinal: int, parts: int) -> tuple[date, date] | None:
    """The ``ordinal``-th of the equal ``parts`` of a year (4 quarters, 2 halves), from 1."""
    if not 1 <= ordinal <= parts:
        return None
    months = 12 // parts
    return date(year, (ordinal - 1) * months + 1, 1), month_span(year, ordinal * months)[1]


def months_later(day: date, months: int) -> date:
    """The same day of the month ``months`` later (earlier if negative), or the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return day
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_later(day: date, days: int) -> date:
    """``day`` moved by ``days``; the ends of the calendar hold."""
    number = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(number)


def moved(day: date, count: int, unit: str) -> date:
    """``day`` moved by ``count`` of a unit of time (hours count as the days they begin)."""
    if unit in ("month", "year", "decade"):
        return months_later(day, count * {"month": 1, "year": 12, "decade": 120}[unit])
    return days_later(day, length(abs(count), unit) * (1 if count >= 0 else -1))


def length(count: int, unit: str) -> int:
    """How many days ``count`` of a unit are; months of 30 and years of 365 days, hours rounded up to days."""
    if unit == "hour":
        return max(1, -(-count // 24))
    return count * {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3652}[unit]


def week_of(day: date) -> date:
    """The Monday of the week of ``day``."""
    return days_later(day, -day.weekday())


def weekday_before(anchor: date, weekday: int, strictly: bool = False) -> date:
    """The latest such weekday on ``anchor`` or before it; before it where ``strictly``."""
    back = (anchor.weekday() - weekday) % 7
    return days_later(anchor, -(back or 7 if strictly else back))


def latest(month: int, day: int, anchor: date) -> date | None:
    """The latest such day of any year that is not after ``anchor`` (one day late is allowed, for time zones)."""
    for year in range(anchor.year + 1, anchor.year - 9, -1):
        found = safe_date(year, month, day) if 1 <= year <= 9999 else None
        if found is not None and found <= days_later(anchor, 1):
            return found
    return None
