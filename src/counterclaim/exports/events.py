"""Reports of killings grouped into events, and one event's toll under a named convention.

    grouped       claims → events and what was left out, with the reason
    toll_of       low, best and high of an event's dead, by who they were, under a convention of comparing/conventions

Which claims are of one event is told by ``comparing.incidents.meeting``: one place and the same days; where no place
is told, an event is of one document. Running totals, denials, shares, states and rejected claims are in no event;
corrected claims are as corrected. No voice is weighed against another: what disagrees is shown as low and high.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Literal

from counterclaim.comparing.conventions import Convention, Figures, Toll, under
from counterclaim.comparing.incidents import meeting
from counterclaim.comparing.questions import moment_of, outlet_of, said_on, voice_of
from counterclaim.judging import corrected
from counterclaim.model import Kept, Quantity
from counterclaim.vocabulary import main_opponent

Victims = Literal["a", "b", "civilians", "unknown", "all"]
CIVILIANS = frozenset({"civilian", "child", "medic", "journalist"})
PEOPLE = CIVILIANS | {"people", "personnel"}
LONGEST = 366  # days; what lasts longer is no event
_REASONS: tuple[tuple[str, Callable[[Kept], bool]], ...] = (
    ("not of people killed", lambda k: k.claim.measure != "killed" or k.claim.object not in PEOPLE),
    ("a share", lambda k: k.claim.quantity.unit == "share"),
    ("denied", lambda k: k.claim.stance == "denies"),
    ("rejected by a person", lambda k: k.verdict is not None and k.verdict.verdict == "reject"),
    ("a running total", lambda k: k.claim.period.kind == "cumulative"),
    ("of no known day", lambda k: not moment_of(k).known),
    ("longer than a year", lambda k: _length(k) > LONGEST),
    ("of nobody dead", lambda k: k.claim.quantity.interval[1] == 0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """Claims of killed people at one place over the same days; ``sides`` are those named, the state first."""

    place: str | None
    start: date
    end: date
    sides: tuple[str, ...]
    claims: tuple[Kept, ...]

    @property
    def id(self) -> str:
        """The same for the same claims, whatever order they came in."""
        return sha256("\n".join(sorted(kept.claim.id for kept in self.claims)).encode()).hexdigest()[:16]

    @property
    def days(self) -> int:
        """How many days it may have lasted, from 1."""
        return (self.end - self.start).days + 1

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who published it, sorted."""
        return tuple(sorted({outlet_of(kept) for kept in self.claims}))

    @property
    def voices(self) -> tuple[str, ...]:
        """Who says it, sorted: what several outlets quote from one speaker is one voice."""
        return tuple(sorted({voice_of(kept) for kept in self.claims}))


def _length(kept: Kept) -> int:
    moment = moment_of(kept)
    if moment.start is None or moment.end is None:
        return 1
    return (moment.end - moment.start).days + 1


def grouped(kepts: Iterable[Kept]) -> tuple[list[Event], dict[str, int]]:
    """Events by day and place, and how many claims are in none, by the reason."""
    told: list[Kept] = []
    left: dict[str, int] = {}
    for given in kepts:
        kept = replace(given, claim=corrected(given))
        reason = next((words for words, holds in _REASONS if holds(kept)), None)
        if reason is None:
            told.append(kept)
        else:
            left[reason] = left.get(reason, 0) + 1
    events = [_event(own) for own in meeting(told)]
    events.sort(key=lambda event: (event.start, event.end, event.place or "", event.id))
    return events, dict(sorted(left.items()))


def _event(own: Iterable[Kept]) -> Event:
    claims = sorted(own, key=lambda k: (str(said_on(k) or ""), k.claim.document, k.claim.quantity.start, k.claim.id))
    places = sorted({" ".join(k.claim.place.split()) for k in claims if k.claim.place})
    named = {k.claim.side for k in claims if k.claim.side}
    if len(named) == 1:
        other = main_opponent(next(iter(named)))
        named |= {other} if other else set()
    sides = sorted(named, key=lambda side: (not is_state(side), side))
    moments = [moment_of(kept) for kept in claims]
    ends = [moment.end for moment in moments if moment.end is not None]
    starts = [moment.start for moment in moments if moment.start is not None]
    return Event(places[0] if places else None, min(starts + ends), max(ends), tuple(sides), tuple(claims))


def is_state(side: str) -> bool:
    """Whether a side is a state: its ISO code has two capital letters."""
    return len(side) == 2 and side.isupper() and side not in ("IS", "UN", "EU")


def victims_of(kept: Kept, event: Event) -> Victims:
    """Who the dead of a claim are: soldiers of either side, civilians, of a side not known, or everybody together."""
    if kept.claim.object in CIVILIANS:
        return "civilians"
    if kept.claim.object == "people":
        return "all"
    for letter, side in zip(("a", "b"), event.sides, strict=False):
        if kept.claim.side == side:
            return letter  # type: ignore[return-value]  # one of the two literals above
    return "unknown"


def bounds_of(quantity: Quantity, convention: Convention) -> Figures:
    """A told number as low, best and high: what nobody said is what was said; vague words by the convention."""
    quantity = under(quantity, convention)
    told = [value for value in (quantity.low, quantity.best, quantity.high) if value is not None]
    if not told:
        return 0, 0, 0
    low = quantity.low if quantity.low is not None else min(told)
    high = quantity.high if quantity.high is not None else max(told)
    best = quantity.best if quantity.best is not None else low
    return int(low), int(best), int(high)


@dataclass(frozen=True, slots=True)
class Dead:
    """The dead of an event: soldiers of either side, civilians, others; ``best`` is their sum."""

    a: int
    b: int
    civilians: int
    unknown: int
    low: int
    best: int
    high: int


def toll_of(event: Event, convention: Convention) -> Dead:
    """The toll under a convention.

    Of one voice the last document counts, and in it for each group of victims the greatest figure: a part is never
    more than its whole. "Everybody together" is held against the sum of the groups, and the greater of the two stands,
    bound by bound; what it has more than the groups is ``unknown``.
    """
    groups: dict[Victims, list[Toll]] = {}
    days = {voice_of(kept): said_on(kept) for kept in event.claims}
    for voice, told in _told(event, convention).items():
        for victims, (low, best, high) in told.items():
            report = Toll(voice, days[voice], best, (low,), origin=voice, most=high)
            groups.setdefault(victims, []).append(report)
    by_group = {
        victims: convention.of_reports(sorted(found, key=lambda one: one.day or date.min))
        for victims, found in groups.items()
    }
    everybody = by_group.pop("all", (0, 0, 0))
    parts = [sum(bounds[at] for bounds in by_group.values()) for at in range(3)]
    low, best, high = (max(part, whole) for part, whole in zip(parts, everybody, strict=True))
    a, b, civilians = (by_group.get(victims, (0, 0, 0))[1] for victims in ("a", "b", "civilians"))
    return Dead(a, b, civilians, best - a - b - civilians, low, best, high)


def _told(event: Event, convention: Convention) -> Mapping[str, Mapping[Victims, Figures]]:
    last: dict[str, str] = {}
    for kept in event.claims:  # in the order they were said
        last[voice_of(kept)] = kept.claim.document
    told: dict[str, dict[Victims, Figures]] = {}
    for kept in event.claims:
        voice = voice_of(kept)
        if kept.claim.document != last[voice]:
            continue
        victims, bounds = victims_of(kept, event), bounds_of(kept.claim.quantity, convention)
        own = told.setdefault(voice, {})
        own[victims] = max(own.get(victims, (0, 0, 0)), bounds, key=lambda found: (found[1], found[2], found[0]))
    return told
