"""CC307 for a pair: two figures of a passage that stand in each other's place in another.

"nine killed and 44 wounded … with 44 dead and nine wounded"        fates
"14 soldiers and 38 rebels … with 38 soldiers and 14 rebels dead"   those who are counted
"71 Azerbaijanis and 49 Armenians … 49 Azerbaijani and 71 …"        sides
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue
from counterclaim.findings.rule import listed, said
from counterclaim.findings.scope.kinds import KIND_DIFFERS
from counterclaim.findings.terms import is_guessed, is_loss
from counterclaim.language import fold
from counterclaim.model import Claim, Finding, Proof
from counterclaim.places import find_places
from counterclaim.vocabulary import label

STEM = 5  # letters by which a name of a place is known in any of its forms
NEAR = 1  # sentences within which two figures are a pair
LARGE = 6  # the larger of a pair is at least this; two small numbers change places by chance

_DAYS = frozenset({"day", "weekday", "relative-day"})
_Pair = tuple[Claim, Claim]
_FATES = frozenset({"killed", "wounded", "missing", "captured"})
_OTHERS = frozenset({"personnel", "civilian"})


def find(case: Case) -> Iterator[Finding]:
    """The first pair of a text whose figures have changed places, of each kind."""
    claims = [(case.sentence_of(one), one) for one in case.claims if _is_to_weigh(one)]
    pairs = [(one, other) for (at, one), (then, other) in combinations(claims, 2) if 0 <= then - at <= NEAR]
    for kind_of in _KINDS:
        found = next(_exchanged(case, pairs, kind_of), None)
        if found is not None:
            yield found


def _is_to_weigh(claim: Claim) -> bool:
    quantity = claim.quantity
    return quantity.unit == "count" and quantity.hedge == "exact" and is_loss(claim) and not is_guessed(claim)


# ------------------------------------------------------------------------------------------------- in what two differ


def _fate(one: Claim, other: Claim) -> tuple[str, str] | None:
    """The fates of two counts of the same people."""
    apart = one.measure != other.measure and {one.measure, other.measure} <= _FATES
    return (one.measure, other.measure) if apart and _may_be(one.side, other.side) else None


def _others(one: Claim, other: Claim) -> tuple[str, str] | None:
    """The people of two counts of the same fate: soldiers and civilians."""
    apart = one.object != other.object and {one.object, other.object} <= _OTHERS
    return (one.object, other.object) if apart and one.measure == other.measure else None


def _sides(one: Claim, other: Claim) -> tuple[str, str] | None:
    """The sides of two counts of the same fate."""
    if one.side is None or other.side is None or one.side == other.side or one.measure != other.measure:
        return None
    return one.side, other.side


_KINDS: tuple[Callable[[Claim, Claim], tuple[str, str] | None], ...] = (_fate, _others, _sides)


def _may_be(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


# ---------------------------------------------------------------------------------------------------- changed places


def _exchanged(
    case: Case, pairs: list[_Pair], kind_of: Callable[[Claim, Claim], tuple[str, str] | None]
) -> Iterator[Finding]:
    """Each pair whose figures an earlier pair has of the other kind."""
    told: dict[tuple[float, float], list[tuple[tuple[str, str], _Pair]]] = {}
    for pair in pairs:
        kinds, values = kind_of(*pair), (_value(pair[0]), _value(pair[1]))
        if kinds is None or values[0] == values[1] or max(values) < LARGE:
            continue
        if kinds[0] > kinds[1]:
            kinds, values, pair = (kinds[1], kinds[0]), (values[1], values[0]), (pair[1], pair[0])
        first = [(its, earlier) for its, earlier in told.get((values[1], values[0]), ()) if its == kinds]
        told.setdefault(values, []).append((kinds, pair))
        if first and not any(its == kinds for its, _ in told[values][:-1]) and _may_be_one(case, first[0][1], pair):
            yield _finding(first[0][1], pair, kinds)


def _value(claim: Claim) -> float:
    return claim.quantity.figure or 0.0


def _may_be_one(case: Case, first: _Pair, again: _Pair) -> bool:
    """Whether two pairs may be of one event: no other place or day is told of the second, and no sentence has both."""
    if {case.sentence_of(one) for one in first} & {case.sentence_of(one) for one in again}:
        return False
    if cue("their-side").search(case.words(case.sentence_of(again[0]))):
        return False
    for one, other in zip(first, again, strict=True):
        days = [(claim.period.start, claim.period.end) for claim in (one, other)]
        if None not in days[0] + days[1] and days[0] != days[1]:
            return False
        if not _may_be(one.place, other.place) or not _may_be(one.unit, other.unit):
            return False
    return not _is_elsewhere(case, case.sentence_of(first[0]), case.sentence_of(again[0]))


def _is_elsewhere(case: Case, first: int, again: int) -> bool:
    """Whether the sentence of the second pair names a place or a day that nothing up to the first one's does."""
    before = "".join(case.words(index) for index in range(first + 1))
    places = find_places(case.sentence(again), case.reading.language)
    if any(fold(place.name)[:STEM] not in before for place in places):
        return True
    days = {time.start for time in case.times_in(first)}
    return any(time.kind in _DAYS and not time.reporting and time.start not in days for time in case.times_in(again))


def _finding(first: _Pair, again: _Pair, kinds: tuple[str, str]) -> Finding:
    names = [_name(kind) for kind in kinds]
    here, there = (
        listed(f"{said(claim.quantity)} {name}" for claim, name in zip(pair, names, strict=True))
        for pair in (again, first)
    )
    return KIND_DIFFERS.finding(
        f"{here}: in the text above {there}", [*again, *first], Proof((f"first: {there}", f"then: {here}"))
    )


def _name(kind: str) -> str:
    """What a kind is called: a fate, those who are counted, or a side by its own name."""
    table = "measure" if kind in _FATES else "object" if kind in _OTHERS else None
    return kind if table is None else label(table, kind)
