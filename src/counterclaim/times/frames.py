"""What the rules around points in time mean: openings of events, since, between, until, before, after, during."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from counterclaim.times.calendars import days_later, safe_date
from counterclaim.times.clauses import says_then
from counterclaim.times.hits import Hit
from counterclaim.times.moments import Mention


def _opening(hit: Hit) -> Mention:
    occasion, told = hit.occasion(), hit.mention("t")
    start = occasion.start if occasion is not None else None
    event = occasion.id if occasion is not None else "?"
    month, day = (told.month, told.day) if told is not None else (None, None)
    if told is not None:
        agrees = start is not None and (month is None or month == start.month) and (day is None or day == start.day)
        if not agrees or (told.start is not None and start is not None and not _within(start, told)):
            # The text's own date stands; a yearless one is not filled from an event that began on another day.
            fixed = told.start if told.kind == "day" or (told.month and not day) else None
            start = fixed if told.start is None or start is None or told.month else start
    return hit.made("opening", (start, start), month=month, day=day, event=event, total=True)


def _within(day: date, told: Mention) -> bool:
    return told.start is not None and told.start <= day <= (told.end or told.start)


def _since(hit: Hit) -> Mention | None:
    told, occasion = hit.mention("t"), hit.occasion()
    anchor = hit.clock.anchor
    if told is None:
        start = occasion.start if occasion is not None else None
        event = occasion.id if occasion is not None else "?"
        return hit.made("since", (start, anchor), event=event, total=True)
    if told.kind in ("duration", "rate", "so-far", "now"):
        return None
    if says_then(told.last + 1, hit.sentence, hit.grammar):
        return replace(told, first=hit.words[hit.begin].first, reporting=True)
    end = anchor if told.start is None or anchor is None or anchor >= told.start else None
    total = told.total or told.kind == "year" or told.start in hit.grammar.occasions.starts
    return hit.made("since", (told.start, end), month=told.month, day=told.day, event=told.event, total=total)


def _since_then(hit: Hit) -> Mention:
    return hit.made("since", (None, hit.clock.anchor), total=True)


def _span(hit: Hit) -> Mention | None:
    first, last, occasion = hit.mention("t"), hit.mention("t2"), hit.occasion()
    if last is None or last.kind in ("duration", "rate"):
        return None
    if first is not None and first.kind == "duration" and first.days and last.end is not None:
        return hit.made(
            "duration", (days_later(last.end, -first.days), last.end), days=first.days
        )  # "the week to Friday"
    if first is not None and first.kind in ("duration", "rate", "so-far", "now"):
        return None
    start = first.start if first is not None else occasion.start if occasion is not None else None
    end = last.end
    if start is not None and end is not None and start > end:
        # "between 28 December and 3 January": the year belongs to the later day.
        if first is not None and first.kind in ("day", "month") and start.year == end.year:
            start = safe_date(start.year - 1, start.month, start.day)
        else:
            return None
    event = first.event if first is not None else occasion.id if occasion is not None else "?"
    total = event is not None or (start is not None and start in hit.grammar.occasions.starts)
    return hit.made("span", (start, end), month=last.month, day=last.day, event=event, total=total)


def _until(hit: Hit) -> Mention | None:
    told = hit.mention("t")
    if told is None or told.kind in ("duration", "rate", "since", "span"):
        return None
    return hit.made("until", (None, told.end), month=told.month, day=told.day, total=told.total)


def _before(hit: Hit) -> Mention | None:
    told, occasion = hit.mention("t"), hit.occasion()
    if told is not None and told.kind in ("duration", "rate"):
        return None
    start = told.start if told is not None else occasion.start if occasion is not None else None
    event = told.event if told is not None else occasion.id if occasion is not None else "?"
    return hit.made("before", (None, days_later(start, -1) if start is not None else None), event=event)


def _after(hit: Hit) -> Mention | None:
    told, occasion = hit.mention("t"), hit.occasion()
    if told is not None and told.kind in ("duration", "rate"):
        return None
    start = told.start if told is not None else occasion.start if occasion is not None else None
    event = told.event if told is not None else occasion.id if occasion is not None else "?"
    return hit.made("after", (start, None), event=event)


def _during(hit: Hit) -> Mention | None:
    occasion, anchor = hit.occasion(), hit.clock.anchor
    if hit.scattered():
        return None  # "killed in fighting with the rebels" is no whole war
    if occasion is None:
        return hit.made("event", event="?", total=True)
    going = occasion.end is None or (anchor is not None and occasion.end >= anchor)
    end = anchor if going else occasion.end
    return hit.made("event", (occasion.start, end), event=occasion.id, total=going)


FRAMES: Mapping[str, Callable[[Hit], Mention | None]] = {
    "since-then": _since_then,
    "opening": _opening,
    "since": _since,
    "span": _span,
    "until": _until,
    "before": _before,
    "after": _after,
    "during": _during,
}
