"""What the rules for points in time mean: words matched in, a ``Mention`` out, or ``None`` where it is no time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from counterclaim.times.calendars import (
    days_later,
    decade_span,
    fraction_span,
    full_year,
    latest,
    length,
    month_span,
    moved,
    safe_date,
    season_span,
    week_of,
    weekday_before,
    year_span,
)
from counterclaim.times.grammar import DATE
from counterclaim.times.hits import Hit
from counterclaim.times.moments import Mention

LONG = 5  # years that are told of a war long over as well as up to now
EPOCH = 1_000  # what is at least so many years is a year's own number


def _part(hit: Hit) -> str | None:
    return hit.value("p", "PART")


def _which(word: str, hit: Hit) -> str | None:
    """Whether a word means the one before (last), this one or the one to come (next)."""
    return hit.grammar.value("WHICH", word)


def _follows(hit: Hit, tags: str) -> bool:
    """Whether the word behind the match has one of the tags."""
    if hit.end >= len(hit.words):
        return False
    token = hit.words[hit.end].first
    return token < len(hit.sentence.tags) and hit.sentence.tags[token] in tags


def _month_day(hit: Hit, month: int, day: int, year: int | None) -> Mention | None:
    if safe_date(2000, month, day) is None:
        return None
    clock = hit.clock
    if year is not None:
        found = safe_date(year, month, day)
    elif clock.anchor is not None:
        found = latest(month, day, clock.anchor)
    else:
        found = safe_date(clock.year, month, day) if clock.year is not None else None
    return hit.made("day", (found, found), month=month, day=day)


def _day(hit: Hit) -> Mention | None:
    month, day, year = hit.number("m", "MONTH"), hit.number("d"), hit.number("y")
    if month is None or day is None:
        return None
    last = hit.words[hit.end - 1]
    if year is None and last is hit.words[hit.named["d"]] and _follows(hit, "omukd%") and last.text.isdigit():
        return None  # "in May 20 soldiers were killed"
    return _month_day(hit, month, day, year)


def _short_day(hit: Hit) -> Mention | None:
    month, day, year = hit.number("m", "MONTH"), hit.number("d"), hit.number("yy")
    if hit.end < len(hit.words) and hit.words[hit.end].text[0].isalnum():
        return None  # "on 3 May 90 soldiers"
    if month is None or day is None or year is None:
        return None
    return _month_day(hit, month, day, full_year(year))


def _day_last_year(hit: Hit) -> Mention | None:
    month, day, anchor = hit.number("m", "MONTH"), hit.number("d"), hit.clock.anchor
    if month is None or day is None:
        return None
    if anchor is None:
        return hit.made("day", month=month, day=day)
    return _month_day(hit, month, day, anchor.year - 1)


def _numeric(hit: Hit) -> Mention | None:
    match = DATE.match(hit.words[hit.begin].text)
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups())
    return _month_day(hit, month, day, year if year > 99 else full_year(year)) if month <= 12 else None


def _slashed(hit: Hit) -> Mention | None:
    day, month, year = hit.number("d"), hit.number("m"), hit.number("y")
    if day is None or month is None:
        return None
    if month > 12:
        day, month = month, day
    return _month_day(hit, month, day, year) if month <= 12 else None


def _days(hit: Hit) -> Mention | None:
    month, year = hit.number("m", "MONTH"), hit.number("y")
    first, last = hit.number("d"), hit.number("d2")
    if month is None or first is None or last is None or first >= last:
        return None
    if year is None and hit.words[hit.end - 1] is hit.words[hit.named["d2"]] and _follows(hit, "omukd%"):
        return None
    until = _month_day(hit, month, last, year)
    if until is None:
        return None
    since = safe_date(until.end.year, month, first) if until.end is not None else None
    return hit.made("days", (since, until.end), month=month, day=last, days=last - first + 1)


def _month_that_year(hit: Hit) -> Mention | None:
    """ "In December of that year": of a year told before, which is not that of the text's day."""
    month = hit.number("m", "MONTH")
    return hit.made("month", month=month) if month is not None else None


def _month(hit: Hit) -> Mention | None:
    month, year = hit.number("m", "MONTH"), hit.number("y")
    if month is None:
        return None
    if year is None and (hit.clock.anchor is not None):
        anchor = hit.clock.anchor
        year = anchor.year if month <= anchor.month else anchor.year - 1
    elif year is None:
        year = hit.clock.year
    return hit.made("month", month_span(year, month, _part(hit)) if year is not None else None, month=month)


def _months(hit: Hit) -> Mention | None:
    first, last, year = hit.number("m", "MONTH"), hit.number("m2", "MONTH"), hit.number("y")
    if first is None or last is None:
        return None
    if year is None:
        anchor = hit.clock.anchor
        if anchor is None and hit.clock.year is None:
            return hit.made("span", month=first)
        year = hit.clock.year if anchor is None else anchor.year if last <= anchor.month else anchor.year - 1
    assert year is not None
    begin = year if first <= last else year - 1
    return hit.made("span", (month_span(begin, first)[0], month_span(year, last)[1]), month=first)


def _month_of(hit: Hit, years: int) -> Mention | None:
    month, anchor = hit.number("m", "MONTH"), hit.clock.anchor
    if month is None:
        return None
    return hit.made("month", month_span(anchor.year + years, month) if anchor else None, month=month)


def _last_month_name(hit: Hit) -> Mention | None:
    month, anchor = hit.number("m", "MONTH"), hit.clock.anchor
    if month is None:
        return None
    if anchor is None:
        return hit.made("month", month=month)
    return hit.made("month", month_span(anchor.year - (month >= anchor.month), month), month=month)


def _year(hit: Hit) -> Mention | None:
    year = hit.number("y")
    if year is None:
        return None
    if _part(hit) is None:
        before = hit.words[hit.begin - 1] if hit.begin else None
        after = hit.words[hit.end] if hit.end < len(hit.words) else None
        said = before is not None and hit.grammar.has(before.letter, "YEARLY")
        closed = after is not None and after.text == ")" and before is not None and before.text in {"(", ","}
        owned = after is not None and after.text == "'s"
        if said and before is not None and hit.grammar.value("YEARLY", before.text) == "joined":
            other = hit.words[hit.begin - 2].text if hit.begin > 1 else ""
            said = hit.end - hit.begin > 1 or (other.isdecimal() and len(other) == 4)  # "в 1994 и 1995"
        if not (said or closed or owned) or _follows(hit, "omuk%n"):
            return None
        if before is not None and before.text == "-" and not (hit.begin > 1 and "=mid" in _classes(hit, 2)):
            return None
    return hit.made("year", year_span(year, _part(hit)))


def _classes(hit: Hit, back: int) -> frozenset[str]:
    return hit.grammar.classes.get(hit.words[hit.begin - back].letter, frozenset())


def _years(hit: Hit) -> Mention | None:
    first, last, short = hit.number("y"), hit.number("y2"), hit.number("yy")
    if first is None or _follows(hit, "omuk%"):
        return None
    if last is None:
        last = first - first % 100 + short if short is not None else first
        last += 100 if last < first else 0
    return hit.made("span", (date(first, 1, 1), date(last, 12, 31))) if last > first else None


def _decade(hit: Hit) -> Mention | None:
    year = hit.number("y")
    return hit.made("decade", decade_span(year, _part(hit))) if year is not None and year % 10 == 0 else None


def _season(hit: Hit) -> Mention | None:
    season, year, short = hit.value("q", "SEASON"), hit.number("y"), hit.number("yy")
    anchor = hit.clock.anchor
    if season is None:
        return None
    if year is not None:
        until = None if short is None else year - year % 100 + short + (100 if short < year % 100 else 0)
        return hit.made("season", season_span(season, year, until))
    if anchor is None:
        return hit.made("season")
    for back in range(-1, 3):
        first, last = season_span(season, anchor.year - back, anchor.year - back + 1)
        if first <= anchor and (_which(hit.words[hit.begin].text, hit) == "this" or last < anchor):
            return hit.made("season", (first, last))
    return None


def _part_of_year(hit: Hit, parts: int) -> Mention | None:
    year, ordinal = hit.number("y"), hit.number("o", "ORDINAL")
    if year is None or ordinal is None:
        return None
    span = fraction_span(year, ordinal, parts)
    return hit.made("span", span) if span is not None else None


def _first_of(hit: Hit) -> Mention | None:
    count, unit = hit.number("n", "COUNT"), hit.value("u", "UNIT")
    if unit is None:
        return None
    year, month, occasion = hit.number("y"), hit.number("m", "MONTH"), hit.occasion()
    start = occasion.start if occasion is not None else None
    if month is not None:
        known = _month(hit)
        start = known.start if known is not None else None
    elif year is not None:
        start = date(year, 1, 1)
    end = days_later(moved(start, count, unit), -1) if start is not None and count else None
    event = occasion.id if occasion is not None else None
    stated = length(count, unit) if count and unit in ("day", "week") else None
    return hit.made("span", (start, end), days=stated, event=event)


def _week_of(hit: Hit) -> Mention | None:
    """A week of a month, counted from its first day; without a number the last."""
    month, ordinal = _month(hit), hit.number("o", "ORDINAL")
    if month is None or month.start is None or month.end is None:
        return hit.made("span")
    start = days_later(month.start, 7 * (ordinal - 1)) if ordinal is not None else days_later(month.end, -6)
    return hit.made("span", (start, min(days_later(start, 6), month.end)), days=7)


def _weekday(hit: Hit) -> Mention | None:
    weekday, anchor = hit.number("w", "WEEKDAY"), hit.clock.anchor
    if weekday is None:
        return None
    said = hit.value("r", "WHICH")
    if anchor is None:
        return hit.made("weekday")
    found = weekday_before(anchor, weekday, strictly=said == "last")
    if said == "next":
        found = days_later(found, 7)
    return hit.made("weekday", (found, found))


_DAYS_OFF = {"today": (0, 0), "tonight": (0, 0), "yesterday": (-1, -1), "overnight": (-1, 0), "tomorrow": (1, 1)}


def _off(hit: Hit, first: int, last: int) -> Mention:
    anchor = hit.clock.anchor
    span = (days_later(anchor, first), days_later(anchor, last)) if anchor is not None else None
    return hit.made("relative-day", span)


def _calendar(hit: Hit) -> Mention | None:
    said, unit, anchor = hit.value("r", "WHICH"), hit.value("u", "UNIT"), hit.clock.anchor
    if said is None or unit not in ("week", "month", "year") or (said == "this" and _follows(hit, "om")):
        return None
    if anchor is None:
        return hit.made("relative")
    step = {"last": -1, "this": 0, "next": 1}[said]
    if unit == "week":
        first = days_later(week_of(anchor), 7 * step)
        last = days_later(first, 6)
    elif unit == "month":
        moment = moved(anchor.replace(day=1), step, "month")
        first, last = month_span(moment.year, moment.month)
    else:
        first, last = year_span(anchor.year + step)
    if step == 0:
        later = hit.value("r2", "WHICH") == "later"
        first, last = (anchor, last) if later else (first, min(last, anchor))
    return hit.made("relative", (first, last))


def _weekend(hit: Hit) -> Mention:
    anchor = hit.clock.anchor
    if anchor is None:
        return hit.made("relative", days=2)
    saturday = weekday_before(anchor, 5)
    return hit.made("relative", (saturday, days_later(saturday, 1)), days=2)


def _ago(hit: Hit) -> Mention | None:
    unit, anchor = hit.value("u", "UNIT"), hit.clock.anchor
    count = hit.number("n", "COUNT") if "n" in hit.named else 1
    if unit is None or not count or anchor is None:
        return hit.made("relative")
    moment = moved(anchor, -count, unit)
    if unit in ("year", "decade"):
        return hit.made("relative", year_span(moment.year))
    if unit == "month":
        return hit.made("relative", month_span(moment.year, moment.month))
    return hit.made("relative", (moment, moment))


def _is_of_longer(hit: Hit) -> bool:
    """Whether a stretch is told as that of a longer one: "of the month", "of April"."""
    for word in hit.words[hit.end : hit.end + 3]:
        classes = hit.grammar.classes.get(word.letter, frozenset())
        if classes & {"UNIT", "MONTH"}:
            return True
        if hit.sentence.kind(word.first, "form") not in ("of", "article", "its") and "DETERMINER" not in classes:
            return False
    return False


def _is_past(hit: Hit) -> bool:
    """Whether a stretch is told as the last one, up to now."""
    words = hit.words[hit.begin : hit.end]
    return any("PAST" in hit.grammar.classes.get(word.letter, frozenset()) for word in words)


def _rolling(hit: Hit) -> Mention | None:
    unit, anchor = hit.value("u", "UNIT"), hit.clock.anchor
    count = hit.number("n", "COUNT") if "n" in hit.named else 1
    if unit is None or (count and count >= EPOCH):
        return None  # "за 2025 год": in that year
    if "n" not in hit.named and _is_of_longer(hit):
        return None  # "by the last day of the month"
    if not count:
        return hit.made("duration", (None, anchor))
    if unit == "year" and count >= LONG and not _is_past(hit):
        return hit.made("duration", days=length(count, unit))  # "за дев'ять років": of a war long over, it may be
    start = moved(anchor, -count, unit) if anchor is not None else None
    return hit.made("duration", (start, anchor), days=length(count, unit))


def _duration(hit: Hit) -> Mention | None:
    count, unit = hit.number("n", "COUNT"), hit.value("u", "UNIT")
    behind = [word.text for word in hit.words[hit.end : hit.end + 2]]
    moved_away = [hit.grammar.value("AGO", word) is not None for word in behind]
    if unit is None or moved_away[:1] == [True] or (behind[:1] == ["-"] and moved_away[1:] == [True]):
        return None
    return hit.made("duration", days=length(count, unit) if count else None)


def _rate(hit: Hit) -> Mention | None:
    unit = hit.value("u", "UNIT")
    return hit.made("rate", days=length(1, unit)) if unit is not None else None


def _rate_a(hit: Hit) -> Mention | None:
    """ "30 tanks a day": only straight behind what is counted."""
    token = hit.words[hit.begin].first
    after = hit.words[hit.end].text if hit.end < len(hit.words) else ""
    if token == 0 or hit.sentence.tags[token - 1] not in "omukdn" or hit.grammar.value("AGO", after) is not None:
        return None
    return _rate(hit)


def _rate_word(hit: Hit) -> Mention:
    return hit.made("rate", days={"daily": 1, "weekly": 7, "monthly": 30}[hit.value("r", "RATE") or "daily"])


def _start_of(hit: Hit) -> Mention | None:
    """The first day of this year or month: "since the start of the year", where an article is not said."""
    unit, anchor = hit.value("u", "UNIT"), hit.clock.anchor
    if unit not in ("year", "month"):
        return None
    if anchor is None:
        return hit.made("day", total=True)
    day = anchor.replace(day=1) if unit == "month" else date(anchor.year, 1, 1)
    return hit.made("day", (day, day), total=True)


def _month_which_year(hit: Hit) -> Mention | None:
    return _month_of(hit, {"last": -1, "next": 1}.get(hit.value("r", "WHICH") or "", 0))


POINTS: Mapping[str, Callable[[Hit], Mention | None]] = {
    "day": _day,
    "short-day": _short_day,
    "day-last-year": _day_last_year,
    "numeric": _numeric,
    "slashed": _slashed,
    "days": _days,
    "month": _month,
    "month-that-year": _month_that_year,
    "months": _months,
    "month-last-year": lambda hit: _month_of(hit, -1),
    "month-this-year": lambda hit: _month_of(hit, 0),
    "last-month-name": _last_month_name,
    "year": _year,
    "years": _years,
    "decade": _decade,
    "season": _season,
    "quarter": lambda hit: _part_of_year(hit, 4),
    "half": lambda hit: _part_of_year(hit, 2),
    "first-of": _first_of,
    "week-of": _week_of,
    "weekday": _weekday,
    "relative-day": lambda hit: _off(hit, *_DAYS_OFF[hit.value("r", "OFF") or "today"]),
    "today": lambda hit: _off(hit, 0, 0),
    "overnight": lambda hit: _off(hit, -1, 0),
    "day-before-yesterday": lambda hit: _off(hit, -2, -2),
    "calendar": _calendar,
    "weekend": _weekend,
    "ago": _ago,
    "rolling": _rolling,
    "duration": _duration,
    "rate": _rate,
    "rate-a": _rate_a,
    "rate-per": lambda hit: hit.made("rate", days=length(1, hit.value("u", "PERUNIT") or "day")),
    "rate-word": _rate_word,
    "start-of": _start_of,
    "month-which-year": _month_which_year,
    "so-far": lambda hit: hit.made("so-far", (None, hit.clock.anchor), total=True),
    "now": lambda hit: hit.made("now", (hit.clock.anchor, hit.clock.anchor)),
}
