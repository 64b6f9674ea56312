"""Dates that a page or a text states outright; never a guess, never today."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import islice

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
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
    r"|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)"
)
_CLOCK = (
    r"(?:\s*(?:года?|г\.|року|р\.))?"
    r"(?:(?:\s*[,|·•–-]|\s+at|T)?\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:Z|UTC|GMT|[A-Z]{2,4})?\s*(?:[+-]\d{2}:?\d{2})?)?"
)
_TIME = rf"{_CLOCK}[\s.]*$"
_LIVES = frozenset({"born", "died", "killed", "buried", "lost", "sunk"})  # a line of a life or a loss, not of a report
_COMPACT = r"\s*(?P<y3>\d{4})(?P<m3>\d{2})(?P<d3>\d{2})(?:T?\d{4,6}Z?)?\s*$"
_PUBLISHED = (
    r"(?:first\s+)?(?:published|posted|publication\s+date|date|issued|released"
    r"|опубликовано|опубліковано|дата)\s*(?:on\s+|:\s*|at\s+)?$"
)
_NAME = r"[^\W\d_a-zа-яіїєґ][\w.'’/-]*"
# "By Jane Doe and Piet de Boer in Kyiv, …": names, then nothing or a separator and the rest.
_JOINING = "and|in|for|of|de|von|van|der"
_BY = ("By", "BY", "by", "Автор")
_ROLE = (
    r"(?:(?:by|from)\s+)?(?:(?:our|an?|the)\s+)?(?:own\s+|staff\s+|special\s+|foreign\s+|war\s+|defen[cs]e\s+|news\s+)*"
    r"(?:correspondents?|reporters?|writers?|staff|desk|agencies|editors?|report|analysis|(?:press|news)\s+release|statement)"
)
_READ = r"\d{1,2}[\s-]min(?:ute)?s?(?:\s+read)?"
# what may stand beside a day in a line of its own: names of places, people and outlets, or what wrote it
_LABEL = (
    rf"\s*(?:{_READ}|(?i:{_ROLE})(?:\s+in\s+{_NAME}(?:\s+{_NAME})?)?"
    rf"|(?:(?:By|From)\s+)?{_NAME}(?:\s+(?:{_JOINING}|{_NAME}|&)){{0,6}}|[«“„\"][^«»“”„\"]{{2,40}}[»”“\"])\s*$"
)
_BETWEEN = r"[,|·•–—/.]|\s-\s"
_AUTHOR = rf"(?:By|BY|by|Автор:?)\s+{_NAME}(?:,?\s+(?:{_JOINING}|{_NAME})){{0,9}}\s*(?:[,|·•–—-].{{0,60}})?$"
_PLACE = r"[^\W\d_a-zа-яіїєґ][^\d\n]{1,60}?,\s+$"
# "JANE DOE, Gulf Press Writer Friday, March 26, 2004": who wrote it, in capitals, and the day
_CREDIT = rf"{_NAME}(?:,?\s+{_NAME}){{1,8}},?\s*$"
_WRITES = r"\b(?:Writer|Correspondent|Reporter|Press|Staff|Bureau|Agency)\b"
_AGENCY = r"(?:\s*\([^()\n]{2,40}\))?\s*[-–—:]"


@cache
def _days() -> re.Pattern[str]:
    """A day with its year, in any of the spellings that leave no doubt which is the month; made at first use."""
    names = "|".join(sorted(_MONTHS, key=len, reverse=True))
    return re.compile(
        rf"(?<!\d)(?:"
        rf"(?P<d1>\d{{1,2}})(?:(?:st|nd|rd|th)?\s+(?:of\s+)?|-)(?P<m1>{names})(?:\.?,?\s+|-)(?P<y1>\d{{4}})"
        rf"|(?P<m2>{names})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
        rf"|(?P<y3>\d{{4}})[-/](?P<m3>\d{{2}})[-/](?P<d3>\d{{2}})"
        rf"|(?P<d4>\d{{1,2}})\.(?P<m4>\d{{1,2}})\.(?P<y4>\d{{4}})"
        rf")(?!\d)",
        re.IGNORECASE,
    )


def _split(line: str) -> tuple[str, re.Match[str], str] | None:
    """What stands before the first day in a line (its weekday left out), the day, and what stands after it."""
    if not re.search(r"(?:19|20|21)\d\d", line):
        return None
    match = _days().search(line)
    if match is None:
        return None
    before, after = line[: match.start()], line[match.end() :]
    if (bare := before.rstrip()).endswith("(") and after.startswith(")"):  # "LYMAN, Friday (June 9, 2023)"
        opening = bare[:-1].rstrip()
        before, after = opening and f"{opening}, ", after[1:]
    before = re.sub(rf"(?:\b|^){_WEEKDAY},?\s+$", "", before, flags=re.IGNORECASE)
    return before, match, after


def read_date(text: str) -> date | None:
    """The day that ``text`` consists of (a metadata value, perhaps with a time after it), as the page writes it.

    Times and zones are left aside: the day is the publisher's own.
    """
    parts = _split(text[:80])
    if parts and not parts[0].strip() and re.match(_TIME, parts[2], re.IGNORECASE):
        return _day(parts[1])
    compact = re.match(_COMPACT, text[:80])
    return _day(compact) if compact else None


def stated_date(lines: list[str]) -> date | None:
    """The publication day told in the opening ``lines`` of a text.

    Only an explicit line counts: "Published: …", a date alone or beside names ("Kyiv, 3 June 2023 | World"), a byline
    that ends in one, or a dateline such as "KYIV, 18 April 2022 (Agency) -" and "18 April 2022 - The army". A line of
    the first kind counts before the others; several lines that begin with a day are the entries of a chronicle.
    """
    near = list(islice((bare[:120] for line in lines if (bare := line.strip())), 12))
    dated = [(number, parts) for number, line in enumerate(near) if (parts := _split(line)) is not None]
    for _, (before, day, after) in dated:
        if re.match(_PUBLISHED, before, re.IGNORECASE) and len(after) < 60:
            return _day(day)
    for number, (before, day, after) in dated:
        if number < 8 and not before and re.match(_TIME, after, re.IGNORECASE):
            return _day(day)
    for number, (before, day, after) in dated:
        if number < 8 and _stands_with_labels(before, after):
            return _day(day)
    leading = [(number, day) for number, (before, day, after) in dated if _leads(before, after)]
    if len(leading) == 1 and leading[0][0] < 4:  # several are the entries of a chronicle
        return _day(leading[0][1])
    for number, (before, day, after) in dated:
        byline = _is_byline(near[number]) and re.search(r"[,|·•–—-]\s*$", before) and re.match(_TIME, after, re.I)
        byline = byline or (
            re.match(_CREDIT, before) and re.search(_WRITES, before, re.I) and re.match(_TIME, after, re.I)
        )
        if number < 8 and (byline or (re.match(_PLACE, before) and re.match(_AGENCY, after))):
            return _day(day)
    return None


def _stands_with_labels(before: str, after: str) -> bool:
    """Whether beside the day of a line stand only names and the like: "Kyiv, 3 June 2023 | World"."""
    time = re.match(_CLOCK, after, re.IGNORECASE)
    behind = after[time.end() :] if time else after
    parts = [*re.split(_BETWEEN, before.strip().lstrip("(")), *re.split(_BETWEEN, behind.strip().rstrip(")"))]
    told = [part for part in parts if part.strip()]
    if not told or len(told) > 4 or len(before) + len(after) > 90:
        return False
    if before.strip() and not re.search(rf"(?:{_BETWEEN}|:)\s*$", before):
        return False
    return all(re.match(_LABEL, part) and part.split()[0].casefold() not in _LIVES for part in told)


def _leads(before: str, after: str) -> bool:
    """Whether a text begins behind a day and a dash: "3 June 2023 - The army", "(Kyiv, 3 June 2023) - The army"."""
    placed = not before or re.match(r"\([^\d()]{1,60},\s+$", before)
    return bool(placed and re.match(r"\)?\s*(?:\s[-–]|—)\s*[^\W\d_]", after))


def is_date_line(line: str) -> bool:
    """Whether a line says nothing but when, or by whom and when, something was published."""
    line = line.strip()[:120]
    if _is_byline(line):
        return True
    parts = _split(line)
    if parts is None:
        return False
    before, _, after = parts
    return bool(re.match(_PUBLISHED, before, re.I) or (not before and re.match(_TIME, after, re.I)))


def _is_byline(line: str) -> bool:
    if len(line) >= 120 or not line.startswith(_BY):
        return False
    return bool(re.match(_AUTHOR, line)) and not re.match(rf"by\s+{_WEEKDAY}\b", line, re.IGNORECASE)


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
