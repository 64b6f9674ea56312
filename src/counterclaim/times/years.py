"""The year of a text that gives no full date: "летом 1984 года", "в октябре сорок второго".

year_told   the years a text tells by their own words → the last of them, where they are of one time
"""

from __future__ import annotations

import re
from functools import lru_cache

from counterclaim.language import Language, Reading, fold, load_language
from counterclaim.times.calendars import full_year

_TOGETHER = 5  # years within which a text tells of one time


def year_told(reading: Reading) -> int | None:
    """The last of the years that a text tells, or ``None`` where it tells none or those of several times."""
    pattern, values = _pattern(reading.language.code)
    if pattern is None:
        return None
    years = []
    for told in pattern.finditer(reading.folded):
        spelled = told["tens"] is not None
        digits = told["digits"] or told["ordinal"] or told["dated"]
        years.append(full_year(values[told["tens"]] + values[told["unit"]]) if spelled else int(digits))
    return max(years) if years and max(years) - min(years) <= _TOGETHER else None


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
