"""The year of a text that gives no full date: "летом 1984 года", "в октябре сорок второго".

year_told   the years a text tells by their own words → the last of them, where they are of one time
past_year   the same → the first of those it looks back on, where it was published long after most of them
"""

from __future__ import annotations

import re
from functools import lru_cache

from counterclaim.language import Language, Reading, fold, load_language
from counterclaim.times.calendars import full_year

_TOGETHER = 5  # years within which a text tells of one time
_OUTWEIGHS = 3  # mentions of past years to one of a recent year in a text that looks back
_OFTEN = 2  # mentions by which a text looks back on a year that its head does not tell
_HEAD = 300  # characters
_BESIDE = 24  # characters between a year and the word that somebody was born
_LONG_AGO = 8  # years after which a text looks back


def year_told(reading: Reading) -> int | None:
    """The last of the years that a text tells, or ``None`` where it tells none or those of several times."""
    years = _told(reading)
    return max(years) if years and max(years) - min(years) <= _TOGETHER else None


def past_year(reading: Reading, published: int) -> int | None:
    """The year on which a text of the year ``published`` looks back: "the battle of 1944", told eighty years later."""
    years = _told(reading)
    past = [year for year in years if published - year >= _LONG_AGO]
    if not past or len(past) < _OUTWEIGHS * (len(years) - len(past)):
        return None
    near = {year: sum(abs(other - year) <= _TOGETHER for other in past) for year in past}
    if max(near.values()) < _OFTEN and past[0] not in _told(reading, _HEAD):
        return None
    return next(year for year in past if near[year] == max(near.values()))


def _told(reading: Reading, until: int | None = None) -> list[int]:
    """The years a text tells, in its order, but those in which somebody was born."""
    pattern, values = _pattern(reading.language.code)
    years: list[int] = []
    if pattern is None:
        return years
    born = tuple(reading.language.settings["settings"]["years"].get("born", ()))
    for told in pattern.finditer(reading.folded, 0, len(reading.folded) if until is None else until):
        around = reading.folded[max(0, told.start() - _BESIDE) : told.end() + _BESIDE]
        if any(word in around for word in born):
            continue
        spelled = told["tens"] is not None
        digits = told["digits"] or told["ordinal"] or told["dated"]
        years.append(full_year(values[told["tens"]] + values[told["unit"]]) if spelled else int(digits))
    return years


@lru_cache(maxsize=4)
def _pattern(code: str) -> tuple[re.Pattern[str] | None, dict[str, int]]:
    """How a pack tells a year (``[settings.years]`` of its times), with what its words are worth."""
    language: Language = load_language(code)
    tables = language.settings.get("settings", {}).get("years", {})
    if not tables:
        return None, {}
    kinds = {kind: {fold(w): int(n) for n, words in tables[kind].items() for w in words} for kind in ("tens", "unit")}
    tens, units = ("|".join(map(re.escape, kinds[kind])) for kind in ("tens", "unit"))
    behind, before, endings = (
        "|".join(map(re.escape, map(fold, tables[kind]))) for kind in ("year", "before", "endings")
    )
    pattern = re.compile(
        rf"\b(?P<digits>(?:19|20)\d\d)(?:-\w{{1,3}})? (?:{behind})(?!\w)"
        rf"|\b(?P<ordinal>(?:19|20)\d\d)-(?:{endings})(?!\w)"
        rf"|\b(?:{before}) (?P<dated>(?:19|20)\d\d)(?!\w|[.,]\d)"
        rf"|(?:(?P<led>\b(?:{before}) )?\b(?P<tens>{tens}) (?P<unit>{units})\b)(?(led)| (?:{behind})(?!\w))"
    )
    return pattern, {**kinds["tens"], **kinds["unit"]}
