"""Dates that a page or a text states outright; never a guess, never today."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan", "января", "січня"),
            ("february", "feb", "февраля", "лютого"),
            ("march", "mar", "марта", "березня"),
            ("april", "apr", "апреля", "квітня"),
            ("may", "мая", "травня"),
            ("june", "jun", "июня", "червня"),
            ("july", "jul", "июля", "липня"),
            ("august", "aug", "августа", "серпня"),
            ("september", "sept", "sep", "сентября", "вересня"),
            ("october", "oct", "октября", "жовтня"),
            ("november", "nov", "ноября", "листопада"),
            ("december", "dec", "декабря", "грудня"),
        ),
        1,
    )
    for name in names
}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
    r"|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)"
)
_DAY_FIRST = rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_NAMES})\.?,?\s+(?P<y1>\d{{4}})"
_MONTH_FIRST = rf"(?P<m2>{_NAMES})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
_ISO = r"(?P<y3>\d{4})[-/](?P<m3>\d{2})[-/](?P<d3>\d{2})(?!\d)"
_DOTTED = r"(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>\d{4})"
_DAY_ONLY = rf"(?:{_WEEKDAY},?\s+)?(?:{_DAY_FIRST}|{_MONTH_FIRST}|{_ISO}|{_DOTTED})(?!\d)"
_TIME = (
    r"(?:\s*(?:года?|року|р\.))?"
    r"(?:(?:\s*[,|·•–-]|\s+at|T)?\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:Z|UTC|GMT|[A-Z]{2,4})?\s*(?:[+-]\d{2}:?\d{2})?)?"
)
_WHOLE = re.compile(rf"\s*{_DAY_ONLY}{_TIME}[\s.]*$", re.IGNORECASE)
_COMPACT = re.compile(r"\s*(?P<y3>\d{4})(?P<m3>\d{2})(?P<d3>\d{2})(?:T?\d{4,6}Z?)?\s*$")
_PUBLISHED = re.compile(
    rf"(?:first\s+)?(?:published|posted|publication\s+date|date|опубликовано|опубліковано|дата)"
    rf"\s*(?:on\s+|:\s*|at\s+)?{_DAY_ONLY}(?P<rest>.*)$",
    re.IGNORECASE,
)
_BYLINE = re.compile(rf"(?:by\s+)?[^\d|·•]{{3,60}}?\s*[,|·•–—-]\s*{_DAY_ONLY}{_TIME}[\s.]*$", re.IGNORECASE)
_DATELINE = re.compile(
    rf"[^\W\d_a-zа-яіїєґ][^\d\n]{{1,60}}?,\s+(?i:{_DAY_ONLY})(?:\s*\([^()\n]{{2,40}}\))?\s*[-–—:]", re.UNICODE
)
# "By Jane Doe", "By Jane Doe and Piet de Boer in Kyiv, 3 March 2023": names, then nothing or a separator and the rest.
_AUTHOR = re.compile(
    r"(?:By|BY|by|Автор:?)\s+[^\W\d_a-zа-яіїєґ][\w.'’-]*(?:,?\s+(?:and|in|for|of|de|von|van|der|[^\W\d_a-zа-яіїєґ][\w.'’-]*)){0,9}"
    r"\s*(?:[,|·•–—-].{0,60})?$"
)


def read_date(text: str) -> date | None:
    """The day that ``text`` consists of (a metadata value, perhaps with a time after it), as the page writes it.

    Times and zones are left aside: the day is the publisher's own.
    """
    text = text[:80]
    match = _WHOLE.match(text) or _COMPACT.match(text)
    return _day(match) if match else None


def stated_date(lines: list[str]) -> date | None:
    """The publication day told in the opening ``lines`` of a text.

    Only an explicit line counts: "Published: …", a date alone, a byline that ends in one, or a dateline such as
    "KYIV, 18 April 2022 (Agency) -".
    """
    near = [line.strip() for line in lines if line.strip()][:12]
    for line in near:
        match = _PUBLISHED.match(line[:200])
        if match and len(match["rest"]) < 60:
            return _day(match)
    for line in near[:8]:
        match = _WHOLE.match(line[:120])
        if match:
            return _day(match)
    for line in near[:8]:
        match = (_BYLINE.match(line) if len(line) < 120 and _is_byline(line) else None) or _DATELINE.match(line[:160])
        if match:
            return _day(match)
    return None


def is_date_line(line: str) -> bool:
    """Whether a line says nothing but when, or by whom and when, something was published."""
    line = line.strip()
    return bool(_WHOLE.match(line[:120]) or _PUBLISHED.match(line[:200]) or _is_byline(line))


def _is_byline(line: str) -> bool:
    return len(line) < 120 and bool(_AUTHOR.match(line)) and not re.match(rf"by\s+{_WEEKDAY}\b", line, re.IGNORECASE)


def _day(match: re.Match[str]) -> date | None:
    found = match.groupdict()
    for number in "1234":
        year = found.get("y" + number)
        if year:
            month = found["m" + number]
            named = _MONTHS.get(month.lower())
            try:
                day = date(int(year), named or int(month), int(found["d" + number]))
            except ValueError:
                return None
            return day if 1900 <= day.year <= 2200 else None
    return None
