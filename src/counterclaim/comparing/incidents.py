"""Reports of one event, grouped, and its low, best and high under a named convention (``conventions``).

    meeting      claims → those of one place and the same days: the one rule, for incidents and for tables of events
    incidents    the same, parted by whose victims they are, with a range of each measure

A report is what one speaker tells in one document. Its total is what its claims of one measure add up to: parts of a
total are left out, repeats count once.
Reports of a time longer than a month are used where there are no others; those of more than a month after the first
are of another event. Every result names the claims it rests on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from counterclaim.comparing.conventions import Convention, Toll, convention_named, under
from counterclaim.comparing.echoes import Twins, origins
from counterclaim.comparing.questions import in_order, moment_of, outlet_of, said_on, voice_of
from counterclaim.judging import corrected
from counterclaim.model import Claim, Kept
from counterclaim.places import is_wide
from counterclaim.tongue import DEFAULT, has_rules, language_of
from counterclaim.vocabulary import includes

MONTH = 31  # days
NEAR = timedelta(days=1)  # what reports of one event may differ by, as nights and time zones do
MEASURES = ("killed", "wounded")
PARTS = ("<n>, including <n>", "<n>: <n> and <n>", "<n> of them")  # rules that read a part of a total
_NOT_PEOPLE = ("tank", "vehicle")


@dataclass(frozen=True, slots=True)
class Range:
    """Low, best and high of one measure under a convention, and the claims they rest on."""

    low: int
    best: int
    high: int
    convention: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """Reports of one event: where, when, whose victims, and the range of each measure that any report tells."""

    place: str
    start: date
    end: date
    sides: tuple[str, ...]
    objects: tuple[str, ...]
    documents: tuple[str, ...]
    ranges: Mapping[str, Range]
    claims: tuple[Kept, ...]


# --------------------------------------------------------------------------------------------- what one report tells


def tally(claims: Iterable[Claim], measure: str) -> int:
    """The count of ``measure`` in one short report: its numbers added, parts of a total left out, repeats once."""
    told = list(claims)
    seen: set[tuple[float, str, str | None]] = set()
    known: set[str] = set()
    total = 0.0
    incident = any(claim.measure == measure and claim.period.kind != "cumulative" for claim in told)
    for claim in told:
        if incident and claim.period.kind == "cumulative":
            continue
        if claim.measure != measure or claim.quantity.unit != "count" or claim.object in _NOT_PEOPLE:
            continue
        if claim.stance == "denies" or any(rule in PARTS for rule in claim.rules):
            continue
        figure = claim.quantity.figure or 0.0
        key = (figure, claim.object, claim.side)
        if key in seen and figure > 1:
            continue
        seen.add(key)
        if figure == 1 and "implied one" in claim.rules:
            noun = claim.evidence.exact[claim.quantity.end - claim.evidence.start :].split(" ")[-1]
            if claim.quantity.text.lower() == "the" and noun in known:
                continue
            known.add(noun)
        total += figure
    return int(total)


def is_long(claim: Claim) -> bool:
    """Whether a claim is of a window longer than a month."""
    period = claim.period
    if period.kind != "window" or period.start is None or period.end is None:
        return False
    return (period.end - period.start).days > MONTH


def toll_of(
    claims: Sequence[Claim],
    measure: str,
    *,
    outlet: str,
    day: date | None,
    side_of: Callable[[Claim], str | None] = lambda claim: claim.side,
    increment: Callable[[Claim], bool] = lambda claim: False,
    origin: str = "",
    language: str = "en",
) -> Toll | None:
    """What a report's claims tell of one measure, or ``None`` where they tell no number.

    ``side_of`` may know a side that a claim leaves open; ``increment`` says whether a claim adds to an earlier toll.
    ``language`` is that in which the claims name places.
    """
    total = tally(claims, measure)
    told = [c for c in claims if c.measure == measure and c.quantity.unit == "count" and c.quantity.figure]
    if not total or not told:
        return None
    parties: Counter[tuple[str, str | None]] = Counter()
    for claim in told:
        if claim.object != "people" and not any(rule in PARTS for rule in claim.rules):
            armed = "personnel" if claim.object == "personnel" else "civilian"
            parties[armed, side_of(claim)] += int(claim.quantity.figure or 0)
    incident = any(not increment(claim) and not is_long(claim) for claim in told)
    groups = tuple(int(claim.quantity.figure or 0) for claim in told)
    ids = tuple(claim.id for claim in told)
    wide = any(_is_sum_of_days(claim) for claim in told) or all(_is_of_region(claim, language) for claim in told)
    return Toll(outlet, day, total, groups, dict(parties), incident, ids, origin, wide=wide)


def _is_of_region(claim: Claim, language: str) -> bool:
    return claim.place is not None and is_wide(claim.place, language)


def _is_sum_of_days(claim: Claim) -> bool:
    start, end = claim.period.start, claim.period.end
    return claim.period.kind == "window" and start is not None and end is not None and start < end


# ------------------------------------------------------------------------------------------------------ one figure


def range_of(tolls: Iterable[Toll], convention: str = "ucdp") -> Range | None:
    """Low, best and high of one event, or ``None`` without a toll; ``CounterclaimError`` for an unknown convention."""
    rule = convention_named(convention)
    every = list(tolls)
    told = [one for one in every if one.incident] or every
    if not told:
        return None
    told.sort(key=lambda one: one.day or date.min)
    first = next((one.day for one in told if one.day is not None), None)
    if first is not None:  # what is told more than a month later is of another event
        told = [one for one in told if one.day is None or (one.day - first).days <= MONTH]
    low, best, high = rule.of_reports(told)
    return Range(low, best, high, convention, tuple(dict.fromkeys(name for one in told for name in one.claims)))


# -------------------------------------------------------------------------------------------------------- grouping


def meeting(kepts: Iterable[Kept]) -> list[list[Kept]]:
    """Claims that may be of one event: told of the same place and the same days, by day and place.

    Days that are one apart at either end are the same where no speaker tells one measure of both: who tells the dead
    of two days tells of two events. The first days told are what others are held against, so that daily reports of a
    town make no chain. A claim that names no place meets those of its own document alone.
    """
    same: dict[tuple[str, str, date, date], list[Kept]] = {}
    for kept in in_order(kepts):
        start, end = _days(kept)
        place = " ".join((kept.claim.place or "").split()).casefold()
        same.setdefault((place, "" if place else kept.document.id, start, end), []).append(kept)
    groups: list[tuple[tuple[str, str, date, date], list[Kept], set[tuple[str, str]]]] = []
    for key, own in sorted(same.items(), key=lambda pair: pair[0]):
        voices = {(voice_of(kept), kept.claim.measure) for kept in own}
        for first, there, heard in reversed(groups):
            if first[:2] != key[:2] or key[2] - first[2] > NEAR:
                groups.append((key, own, voices))
                break
            if abs(key[3] - first[3]) <= NEAR and voices.isdisjoint(heard):
                there += own
                heard |= voices
                break
        else:
            groups.append((key, own, voices))
    groups.sort(key=lambda group: (*group[0][2:], *group[0][:2]))
    return [own for _, own, _ in groups]


def incidents(kepts: Iterable[Kept], convention: str = "ucdp", twins: Twins = ()) -> tuple[Incident, ...]:
    """Claims of killed and wounded at a named place over the same days (see ``meeting``), grouped to events.

    Two claims that meet are of one event where their sides are not two different ones, and their victims not two
    different kinds (soldiers and civilians; people may be either). What names no place or no day is in no incident.
    """
    groups: list[list[Kept]] = []
    rule = convention_named(convention)
    told = [kept for kept in (_counted(kept, rule) for kept in in_order(kepts)) if _of_event(kept)]
    for together in meeting(told):
        there: list[list[Kept]] = []
        for kept in sorted(together, key=lambda kept: (_days(kept), (said_on(kept) or date.min), kept.claim.id)):
            home = next((one for one in there if _fits(kept, one)), None)
            if home is None:
                there.append([kept])
            else:
                home.append(kept)
        groups += there
    found = [_incident(in_order(group), convention, twins) for group in groups]
    return tuple(sorted((one for one in found if one.ranges), key=lambda one: (one.start, one.place, one.sides)))


def _counted(kept: Kept, rule: Convention) -> Kept:
    """The claim as a person corrected it, its vague words as the convention counts them."""
    claim = corrected(kept)
    quantity = under(claim.quantity, rule)
    if quantity is claim.quantity:
        return kept if claim is kept.claim else replace(kept, claim=claim)
    return replace(kept, claim=replace(claim, quantity=quantity))


def _of_event(kept: Kept) -> bool:
    claim, verdict = kept.claim, kept.verdict
    if verdict is not None and verdict.verdict == "reject":
        return False
    if claim.measure not in MEASURES or claim.quantity.unit != "count" or claim.stance == "denies" or not claim.place:
        return False
    return claim.period.kind == "window" and claim.period.end is not None and not is_long(claim)


def _days(kept: Kept) -> tuple[date, date]:
    moment = moment_of(kept)
    end = moment.end or date.min
    return moment.start or end, end


def _fits(kept: Kept, group: Sequence[Kept]) -> bool:
    """Whether a claim is of the victims of a group that it meets."""
    sides = {one.claim.side for one in group if one.claim.side}
    if kept.claim.side and sides and kept.claim.side not in sides:
        return False
    kinds = {one.claim.object for one in group}
    return any(includes(kind, kept.claim.object) or includes(kept.claim.object, kind) for kind in kinds)


def _incident(kepts: Sequence[Kept], convention: str, twins: Twins) -> Incident:
    root = {kept.claim.id: origin.first.claim.id for origin in origins(kepts, twins) for kept in origin.claims}
    reports: dict[tuple[str, str], list[Kept]] = {}  # two speakers of one document are two reports
    for kept in kepts:
        reports.setdefault((kept.claim.document, voice_of(kept)), []).append(kept)
    told = []
    for there in reports.values():
        code = language_of(there[0].document)
        language = code if has_rules(code) else DEFAULT
        told.append(([kept.claim for kept in there], outlet_of(there[0]), said_on(there[0]), language))
    ranges: dict[str, Range] = {}
    for measure in MEASURES:
        tolls = []
        for claims, outlet, day, language in told:
            first = next((claim.id for claim in claims if claim.measure == measure), None)
            if first is None:
                continue
            origin = root.get(first, "")
            toll = toll_of(claims, measure, outlet=outlet, day=day, origin=origin, language=language)
            if toll is not None:
                tolls.append(toll)
        found = range_of(tolls, convention)
        if found is not None:
            ranges[measure] = found
    return Incident(
        kepts[0].claim.place or "",
        min(_days(kept)[0] for kept in kepts),
        max(_days(kept)[1] for kept in kepts),
        tuple(sorted({kept.claim.side for kept in kepts if kept.claim.side})),
        tuple(sorted({kept.claim.object for kept in kepts})),
        tuple(dict.fromkeys(kept.claim.document for kept in kepts)),
        ranges,
        tuple(kepts),
    )
