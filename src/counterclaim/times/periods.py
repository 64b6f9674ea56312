"""From the times of a sentence to the ``Period`` of one claim in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterclaim.model import Period
from counterclaim.times.moments import Clock, Mention

_POINTS = frozenset({"day", "days", "month", "season", "year", "decade", "weekday", "relative-day", "relative"})
_BOUNDED = _POINTS | {"span", "duration", "event", "after"}
_COUNTING = frozenset({"since", "so-far"})


@dataclass(frozen=True, slots=True)
class When:
    """The period of a claim; ``days`` is a stated length of time; ``mentions`` are the times it was made of."""

    period: Period
    days: int | None = None
    mentions: tuple[Mention, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of the rules that read the times."""
        return tuple(mention.rule for mention in self.mentions)


def resolve_period(
    mentions: Sequence[Mention],
    clock: Clock,
    *,
    at: int = 0,
    cumulative: bool | None = None,
    state: bool = False,
    clause: tuple[int, int] | None = None,
    carried: Sequence[Mention] = (),
) -> When:
    """When the number at token ``at`` is of, from the times of its sentence.

    ``cumulative`` says that the claim is a running total (true), an incident (false), or neither known; ``state`` that
    it is a strength. ``clause`` limits the times to those of the number's own clause (first and last token), unless
    there are none. ``carried`` are times of earlier sentences that still hold, the nearest last; only an incident
    takes them. A state is a point; a total counts from ``start`` to ``end``; everything else bounded is a window.
    """
    own = [m for m in mentions if m.kind != "rate"]
    if clause is not None:
        own = [m for m in own if clause[0] <= m.first <= clause[1]] or own
    own.sort(key=lambda m: _distance(m, at))
    spoken = [m for m in own if m.reporting and m.kind in _POINTS]
    own = [m for m in own if not (m.reporting and m.kind in _POINTS)]
    if state:
        return _point(own, spoken, clock)
    counting = next((m for m in own if m.total and m.kind in ("since", "so-far", "span", "event")), None)
    if cumulative is None and counting is not None and own[0].kind == "duration" and _parted(own[0], counting, at):
        counting = None  # "in the past day 12 tanks, and since the war began 3,400"
    if cumulative is True or (cumulative is None and counting is not None):
        return _total(own, spoken, counting, clock)
    for mention in own:
        if mention.kind in _BOUNDED or mention.kind == "since":
            other = _limit(own, mention)
            start, end = mention.start, mention.end if other is None else other.end
            used = (mention,) if other is None else (mention, other)
            return When(Period("window", start, end), _stated(own), used)
        if mention.kind in ("until", "before"):
            return When(Period("window", None, mention.end), _stated(own), (mention,))
    if counting is not None:  # an incident told with "so far"
        return When(Period("window", counting.start, counting.end), None, (counting,))
    if cumulative is False:
        for mention in reversed(carried):
            if mention.kind in _POINTS | {"span"} and not mention.reporting and mention.start is not None:
                return When(Period("window", mention.start, mention.end), None, (mention,))
        if spoken:
            return When(Period("window", None, spoken[0].end), None, (spoken[0],))
    if spoken:  # told on a day, and not since when
        return When(Period("open", None, spoken[0].end), None, (spoken[0],))
    return When(Period())


def _parted(near: Mention, counting: Mention, at: int) -> bool:
    """Whether a number stands behind one time and before another, which is told of a later number, then."""
    return near.last < at < counting.first


def _point(own: Sequence[Mention], spoken: Sequence[Mention], clock: Clock) -> When:
    for mention in own:
        if mention.kind in ("before", "until"):
            return When(Period("point", None, mention.end), None, (mention,))
        if mention.kind in _POINTS | {"now", "span", "event", "after"}:
            return When(Period("point", mention.start, mention.end), None, (mention,))
    if spoken:
        return When(Period("point", spoken[0].start, spoken[0].end), None, (spoken[0],))
    return When(Period("point"))


def _total(own: Sequence[Mention], spoken: Sequence[Mention], counting: Mention | None, clock: Clock) -> When:
    """A running total: where it begins, if that is said, and the day it was told for."""
    begin = counting if counting is not None else next((m for m in own if m.kind == "since"), None)
    if begin is not None and begin.kind == "span":
        return When(Period("cumulative", begin.start, begin.end), None, (begin,))
    start = begin.start if begin is not None else None
    used = [] if begin is None else [begin]
    told = next((m for m in own if m.kind == "until"), None)
    if told is None and begin is None:
        # "As told on 25 March", "the toll on Monday": the day the total was told for.
        told = next((m for m in own if m.kind in _POINTS), None) or next((m for m in own if m.kind == "span"), None)
    told = told or next(iter(spoken), None)
    if told is not None and told.end is not None and (start is None or told.end >= start):
        return When(Period("cumulative", start, told.end), _stated(own), (*used, told))
    if told is not None:
        return When(Period("cumulative", start, None), _stated(own), (*used, told))
    return When(Period("cumulative", start, begin.end if begin is not None else None), _stated(own), tuple(used))


def _limit(own: Sequence[Mention], mention: Mention) -> Mention | None:
    """What ends a window that began with "since" or a length of time."""
    if mention.kind not in ("since", "duration"):
        return None
    return next((m for m in own if m.kind == "until" and m.end is not None), None)


def _stated(own: Sequence[Mention]) -> int | None:
    return next((m.days for m in own if m.days is not None), None)


def _distance(mention: Mention, at: int) -> tuple[int, int]:
    distance = mention.first - at if mention.first > at else max(0, at - mention.last)
    return distance, mention.first
