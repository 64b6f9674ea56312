"""CC1: what one day added, told as the highest since some time, against the days of its source's table since then."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import Rule, day, number, said, source_name
from counterclaim.findings.tables import row_proof, rows_near
from counterclaim.findings.terms import counts_meet
from counterclaim.model import Finding, Series
from counterclaim.series import parse_column

NOT_THE_HIGHEST = Rule(
    "CC111",
    "not-the-highest",
    "warning",
    "A figure is told as the highest since a time, and a later one is higher.",
)

LEAST = 50.0  # smaller figures are those of many days
# the seasons by their lists of words, and the month after each
SEASONS = (("spring", 6), ("summer", 9), ("autumn", 12), ("winter", 3))


def find(case: Case) -> Iterator[Finding]:
    """Each day's figure told as the highest since a time, of which its source's own table has a higher one after it."""
    paragraphs = {case.paragraph_of(claim) for claim in case.claims}
    for index, (_, end, paragraph) in enumerate(case.reading.bounds):
        if paragraph not in paragraphs or not cue("highest").search(case.words(index)):
            continue
        for one in case.told(index):
            if not one.count or one.value < LEAST or not _is_of_a_day(case, one):
                continue
            since = _since(case, one, end)
            finding = None if since is None else _judge(case, one, since)
            if finding is not None:
                yield finding


def _is_of_a_day(case: Case, one: Told) -> bool:
    if one.claim is not None and case.is_daily(one.claim):
        return True
    words = case.words(one.index)
    return bool(cue("daily").search(words) or cue("of-a-day").search(words))


def _since(case: Case, one: Told, end: int) -> date | None:
    """The last day of the time since which a number is told as the highest, where the words behind it say so."""
    behind = case.between(one.end, end)
    highest = cue("highest").search(behind)
    if highest is None or any(one.end < other.start < one.end + highest.start() for other in case.told(one.index)):
        return None
    sentence, position = case.sentence(one.index), one.end + highest.end()
    for time in case.times_in(one.index):
        if time.kind == "since" and time.start is not None and sentence.starts[time.first] >= position:
            return last_day(time.start, sentence.words[time.first : time.last + 1])
    for name, month in SEASONS:
        pattern = rf"^[^.;:!?]{{0,40}}?(?<!\w)<since>\s+(?:the\s+)?<{name}>(?!\w)"
        if case.day is not None and shape(pattern).match(behind[highest.end() :]):
            after = date(case.day.year, month, 1)
            return (after if after <= case.day else date(case.day.year - 1, month, 1)) - timedelta(days=1)
    return None


def last_day(start: date, words: Sequence[str]) -> date:
    """The last day of a time that began on a day: that day where it is said, else its month's or its year's last."""
    if start.day != 1 or "1" in words:
        return start
    if start.month == 1:
        return date(start.year, 12, 31)  # of January or of the whole year
    return (start + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _judge(case: Case, one: Told, since: date) -> Finding | None:
    told = one.claim.period.end if one.claim is not None and one.claim.period.end is not None else case.day
    if told is None:
        return None
    near = [claim for claim in case.claims if case.paragraph_of(claim) == case.reading.bounds[one.index][2]]
    for series in case.record.series.values():
        own = [claim for claim in near if claim.side in (None, series.side) and case.may_credit(claim, series.source)]
        for column in series.columns if own else ():
            kept = parse_column(column, series)
            counted = own if one.claim is None else [one.claim]
            if kept.label or kept.kind == "window" or not any(counts_meet(kept, claim) for claim in counted):
                continue
            held = [row for row in rows_near(series, column, told) if row[2] == one.value]
            higher = _highest(case, series, column, since, held[-1][0]) if held else None
            if higher is not None and higher[1] > one.value:
                return NOT_THE_HIGHEST.finding(
                    f"{said(one.quantity)} is not the highest since: {day(higher[0])} added {number(higher[1])} "
                    f"({source_name(series.source)})",
                    [one.claim] if one.claim is not None else own[-1:],
                    row_proof(series, column, *higher[::2], f"change on that day: {number(higher[1])}"),
                    [case.quote(one.start, one.end)],
                )
    return None


def _highest(case: Case, series: Series, column: str, since: date, told: date) -> tuple[date, float, float] | None:
    """The day after a time and before another on which most was added: the day, what it added, and its total."""
    restated = {fix.date for fix in case.record.restatements.get(series.id, ()) if fix.column == column}
    cells = series.columns[column]
    found: list[tuple[date, float, float]] = []
    for at in range(max(1, bisect_right(series.dates, since)), len(series.dates)):
        when, total, before = series.dates[at], cells[at], cells[at - 1]
        if when >= told:
            break
        next_day = when - series.dates[at - 1] == timedelta(days=1)
        if total is not None and before is not None and next_day and when not in restated:
            found.append((when, total - before, total))
    return max(found, key=lambda row: row[1], default=None)
