"""The two figures that something is told of: by the words that join them, the time one is told against, or their kind.

"from 1,200 to 1,450"                                      the two ends of a change
"360, five times as many as in April, when 120 were"       two of one kind in one sentence
"360 in May, five times as many as in April. … In April 120 were"    the other by its time
"… 43 more than in August. Then there were 131"            the other by "then", with no noun of its own
"has risen by half … There were 66 … a year before 48"     the first two of one kind behind it
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Protocol

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.terms import PERSONS, counts_meet, is_loss, measures_meet
from counterclaim.times import Mention

REACH = 6  # sentences around what is told of two figures in which they stand
LEAST = 3.0  # fewer are told of much else
APART = 20  # times that one figure of a pair may be the other
NEAR = 24  # characters behind a relation in which its own fate is named
FATES = (("the-dead", "killed"), ("hurt", "wounded"), ("toll", "casualties"))
STEM = 5  # letters that tell a noun from another, whatever its ending


class Relation(Protocol):
    """What is told of two figures: where, and by which number if by one."""

    @property
    def index(self) -> int:
        """The sentence."""

    @property
    def start(self) -> int:
        """Where its words begin."""

    @property
    def end(self) -> int:
        """Where they end."""

    @property
    def told(self) -> Told | None:
        """The number that tells it."""

    @property
    def by_count(self) -> bool:
        """Whether it tells by how many they differ."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures, the lower one first."""

    low: Told
    high: Told


def pair_of(case: Case, relation: Relation) -> Pair | None:
    """The two figures that the words tell a relation of; ``None`` where they leave it open."""
    against = _against(case, relation)
    ends = _ends(case, relation)
    if ends is not None:
        return ends
    here = _figures(case, relation, relation.index)
    if any(one.quantity.hedge in ("between", "vague") for one in here):
        return None
    ways = (_in_sentence, _across) if here else (_before, _behind)
    for way in ways:
        found = way(case, relation, here, against)
        if found is not None:
            low, high = sorted(found, key=lambda one: one.value)
            may = low.value < high.value <= low.value * APART and _may_be_of(case, relation, found)
            return Pair(low, high) if may else None
    return None


def _may_be_of(case: Case, relation: Relation, pair: tuple[Told, Told]) -> bool:
    """Whether a relation may be of two figures: of their fate, where its words name one, and told of them."""
    fates = {one.claim.measure for one in pair if one.claim is not None and is_loss(one.claim)}
    own = relation.told.claim.measure if relation.told is not None and relation.told.claim is not None else None
    if fates and own is not None and not any(measures_meet(own, fate) for fate in fates):
        return False
    start, end, _ = case.reading.bounds[relation.index]
    if relation.index in (pair[0].index, pair[1].index):
        start, end = relation.start, min(end, relation.end + NEAR)
    words = case.between(start, end)
    named = {measure for name, measure in FATES if cue(name).search(words)}
    if {"killed", "wounded"} <= named:
        return False  # "four times as many wounded as killed": of one figure of either
    if fates and named:
        return any(measures_meet(one, fate) for one in named for fate in fates)
    return not cue("no-toll").search(words)


def explaining(case: Case, relation: Relation) -> Iterator[tuple[Told, Told]]:
    """Every two figures of one kind around a relation, the lower one first."""
    near = range(max(0, relation.index - REACH), min(len(case.reading), relation.index + REACH + 1))
    told = [one for index in near for one in _figures(case, relation, index)]
    for one, other in combinations(told, 2):
        if are_kin(case, one, other) or _may_be_told_so(one, other):
            low, high = sorted((one, other), key=lambda each: each.value)
            yield low, high


def _may_be_told_so(one: Told, other: Told) -> bool:
    """Whether two losses may be compared though one is wider: "22,100 losses … 15,000 killed, 7,000 fewer"."""
    if one.claim is None or other.claim is None or one.value == other.value:
        return False
    return is_loss(one.claim) and is_loss(other.claim) and counts_meet(one.claim, other.claim)


# ------------------------------------------------------------------------------------------------------- the ways


def _in_sentence(case: Case, relation: Relation, here: list[Told], against: _Against) -> tuple[Told, Told] | None:
    """Both in the sentence: the only two, or the nearest of one kind, behind "than" if one stands there."""
    kin = [(one, other) for one, other in combinations(here, 2) if are_kin(case, one, other)]
    behind = [one for one in here if against.told and against.start <= one.start]
    if against.told and not behind and against.times and not any(_is_of(case, one, against) for one in here):
        return None
    if len(here) == 2:
        return kin[0] if kin else None
    if behind:
        kin = [(one, other) for one, other in kin if behind[0] in (one, other)]
    near = [(one, other) for one, other in kin if not any(one.start < mid.start < other.start for mid in here)]
    joined = [pair for pair in near or kin if pair[0].end <= relation.start or pair[0].start >= relation.end]
    return joined[-1] if joined and behind else None


def _across(case: Case, relation: Relation, here: list[Told], against: _Against) -> tuple[Told, Told] | None:
    """One in the sentence and one in another: by the time told against, by "then", or the only one beside it."""
    if against.told and any(against.start <= one.start for one in here):
        others = _sentence_before(case, relation)  # "This is 43 more than in August, when there were 131"
        main = [one for one in others if may_be_kin(one, here[-1])]
        return (main[0], here[-1]) if len(here) == 1 and main and _says_it(case, relation) else None
    own = [one for one in here if one.end <= relation.start]
    first = own[-1] if own else here[0]
    near = sorted(_around(case, relation), key=lambda one: (abs(one.index - relation.index), one.start))
    if against.told and (against.times or against.earlier):
        named = [one for one in near if may_be_kin(one, first) and _is_of(case, one, against)]
        return (named[0], first) if named else None
    near = [one for one in near if are_kin(case, one, first)]
    echoes = [one for one in near if is_echo(case, one) and _is_taken_up(case, relation, one)]
    if echoes:
        return echoes[0], first
    if against.told:
        return None
    beside = [one for one in near if one.index == relation.index - 1]
    return (beside[0], first) if len(beside) == 1 == len(here) and not _has_own_time(case, relation) else None


def _is_taken_up(case: Case, relation: Relation, one: Told) -> bool:
    """Whether a figure stands right behind a relation, or in words that its sentence shares: "the count of buses"."""
    apart = one.index - relation.index
    if 0 < apart <= 2:
        return True
    words = [set(shape(r"[^\W\d_]{6,}").findall(case.words(index))) for index in (one.index, relation.index)]
    return apart > 0 and not words[0].isdisjoint(words[1])


def _before(case: Case, relation: Relation, here: list[Told], against: _Against) -> tuple[Told, Told] | None:
    """No figure in the sentence: the only two of one kind in the sentences before, where it speaks of them."""
    if against.told and against.times:
        return _by_times(case, relation, against)
    told = _sentence_before(case, relation)
    if len(told) == 1 and relation.index > 1:
        told = [*_figures(case, relation, relation.index - 2), *told]
    own = _has_own_time(case, relation) or _has_time_ahead(case, relation)
    if len(told) == 2 and are_kin(case, *told) and not own and (_says_it(case, relation) or not relation.told):
        return told[0], told[1]
    return None if relation.by_count else _echoed(case, relation)


def _echoed(case: Case, relation: Relation) -> tuple[Told, Told] | None:
    """The only two before a relation of which the second is told without its noun: "72 a day. A week earlier 60"."""
    told = [one for at in range(max(0, relation.index - REACH), relation.index) for one in _figures(case, relation, at)]
    found = {
        (one.value, other.value): (one, other)
        for one, other in pairwise(told)
        if other.index - one.index == 1
        and is_echo(case, other)
        and may_be_kin(one, other)
        and (_are_losses(one, other) or _is_in_paragraph(case, relation, one))
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _are_losses(*told: Told) -> bool:
    return any(one.claim is not None and is_loss(one.claim) for one in told)


def _is_in_paragraph(case: Case, relation: Relation, one: Told) -> bool:
    return case.reading.bounds[one.index][2] == case.reading.bounds[relation.index][2]


def _by_times(case: Case, relation: Relation, against: _Against) -> tuple[Told, Told] | None:
    """ "fewer than in May", both figures elsewhere: the one told of May, and the one of one kind beside it."""
    near = _around(case, relation)
    named = [one for one in near if _is_of(case, one, against)]
    mains = [one for one in near if named and one not in named and are_kin(case, one, named[0])]
    mains.sort(key=lambda one: (abs(one.index - relation.index), one.start))
    return (named[0], mains[0]) if named and mains else None


def _behind(case: Case, relation: Relation, here: list[Told], against: _Against) -> tuple[Told, Told] | None:
    """No figure in the sentence or before it: the first one behind it, and the next that tells of another time."""
    if any(_figures(case, relation, at) for at in range(max(0, relation.index - 2), relation.index)):
        return None
    last = min(len(case.reading), relation.index + REACH + 1)
    told = [one for at in range(relation.index + 1, last) for one in _figures(case, relation, at)]
    others = [
        one
        for one in told[1:]
        if (is_echo(case, one) and may_be_kin(told[0], one))
        or (are_kin(case, told[0], one) and _are_apart(case, told[0], one))
    ]
    return (told[0], others[0]) if others and others[0].index - told[0].index <= 2 else None


# ------------------------------------------------------------------------------------------------- what it is against


@dataclass(frozen=True, slots=True)
class _Against:
    """The words behind "than": where they stand, and the times that they name; ``told`` whether there are any."""

    told: bool
    start: int
    end: int
    times: tuple[Mention, ...]
    earlier: bool


def _against(case: Case, relation: Relation) -> _Against:
    """What a relation is told against, up to the end of its sentence: "than in April, when 120 were"."""
    end = case.reading.bounds[relation.index][1]
    low = max(relation.start, relation.end - 12)
    than = shape(r"(?<!\w)(?:<told-against>|<as-many-as>)(?!\w)").search(case.between(low, end))
    if than is None or low + than.start() > relation.end + 120:
        return _Against(False, relation.end, end, (), False)
    start = low + than.end()
    sentence = case.sentence(relation.index)
    times = tuple(
        one
        for one in case.times_in(relation.index)
        if not one.reporting and one.kind != "rate" and start <= sentence.starts[one.first] < end
    )
    earlier = bool(shape(r"(?<!\w)<other-time>(?!\w)").search(case.between(start, end)))
    return _Against(True, start, end, times[:1], earlier)


def _is_of(case: Case, one: Told, against: _Against) -> bool:
    """Whether a figure is told of the time that something is told against."""
    if any(_same_time(mine, other) for mine in times_of(case, one) for other in against.times):
        return True
    if against.earlier or (against.times and against.times[0].kind == "relative"):
        return is_echo(case, one) or bool(shape(r"(?<!\w)<other-time>(?!\w)").search(case.words(one.index)))
    return False


def _same_time(one: Mention, other: Mention) -> bool:
    if one.start is not None and other.start is not None:
        return (one.start, one.end) == (other.start, other.end)
    return one.kind == other.kind and one.month is not None and (one.month, one.day) == (other.month, other.day)


def times_of(case: Case, one: Told) -> list[Mention]:
    """The times told with a figure: those of its sentence with no other figure between."""
    sentence, told = case.sentence(one.index), [other for other in case.told(one.index) if other.start != one.start]
    found = []
    for time in case.times_in(one.index):
        low, high = sorted((sentence.starts[time.first], one.start))
        if not time.reporting and time.kind != "rate" and not any(low < other.start < high for other in told):
            found.append(time)
    return found


def _are_apart(case: Case, one: Told, other: Told) -> bool:
    """Whether two figures are told of two times."""
    mine, its = times_of(case, one), times_of(case, other)
    return bool(its) and not any(_same_time(a, b) for a in mine for b in its)


def _has_own_time(case: Case, relation: Relation) -> bool:
    """Whether the words behind a relation tell the time of its own: "a rise of 770 in a day"."""
    end = case.reading.bounds[relation.index][1]
    if shape(r"(?<!\w)<told-against>(?!\w)").search(case.between(relation.end, end)):
        return False
    here = case.sentence(relation.index)
    times = (here.starts[time.first] for time in case.times_in(relation.index) if not time.reporting)
    lengths = (length.start for length in case.lengths(relation.index))
    return any(relation.end <= at < end for at in (*times, *lengths))


def _has_time_ahead(case: Case, relation: Relation) -> bool:
    """Whether the words before a relation tell the time of its own: "In May the toll was three times as high"."""
    starts = case.sentence(relation.index).starts
    times = (starts[time.first] for time in case.times_in(relation.index) if not time.reporting)
    return any(at < relation.start for at in times)


def _says_it(case: Case, relation: Relation) -> bool:
    """Whether a relation opens its sentence: "The difference is 250", "That is 250 more", "250 more than …"."""
    before = case.between(case.reading.bounds[relation.index][0], relation.start)
    return bool(
        shape(
            r"^(?:\W*|[^.;:!?]{0,60}[\s,](?=<that-is>))(?:<that-is>|<difference-of>)?\s*(?:<before-share>\s+)*(?:\w{1,3}\s+)?(?:<gain-of>\s+|<loss-of>\s+)?$"
        ).match(before)
    )


# ------------------------------------------------------------------------------------------------- figures of one kind


def _figures(case: Case, relation: Relation, index: int) -> list[Told]:
    """The counts of a sentence, but for the one that tells their relation."""
    own = relation.told
    return [
        one for one in case.told(index) if one.count and one.value >= LEAST and (own is None or one.start != own.start)
    ]


def _sentence_before(case: Case, relation: Relation) -> list[Told]:
    """The figures of the sentence before, where it stands in the same paragraph or the one before."""
    at = relation.index
    if not at or case.reading.bounds[at][2] - case.reading.bounds[at - 1][2] > 1:
        return []
    told = _figures(case, relation, at - 1)
    return [] if any(one.quantity.hedge in ("between", "vague") for one in told) else told


def _around(case: Case, relation: Relation) -> list[Told]:
    """The figures of the sentences around a relation, without its own."""
    near = range(max(0, relation.index - REACH), min(len(case.reading), relation.index + REACH + 1))
    told = [one for at in near if at != relation.index for one in _figures(case, relation, at)]
    return [one for one in told if one.quantity.hedge not in ("between", "vague")]


def are_kin(case: Case, one: Told, other: Told) -> bool:
    """Whether two figures count one kind: by what both are told of, by their noun, or where one has no noun."""
    if any(_is_part(case, each) for each in (one, other)) or one.value == other.value:
        return False
    if one.claim is not None and other.claim is not None:
        sides = {one.claim.side, other.claim.side} - {None}
        alike = counts_meet(one.claim, other.claim) and one.claim.measure == other.claim.measure
        return alike and is_loss(one.claim) and (len(sides) < 2 or one.index == other.index)
    if any(each.claim is not None and not is_loss(each.claim) for each in (one, other)):
        return False
    mine, its = noun_of(case, one), noun_of(case, other)
    return not mine or not its or mine == its


def may_be_kin(one: Told, other: Told) -> bool:
    """Whether nothing that two figures are told of keeps them from being of one kind: people or things, and a fate."""
    if one.claim is None or other.claim is None or one.value == other.value:
        return one.value != other.value
    people = {each.object in PERSONS for each in (one.claim, other.claim)}
    return len(people) == 1 and one.claim.measure == other.claim.measure


def _is_part(case: Case, one: Told) -> bool:
    """Whether a number is told as a part: "43 tanks, nine of which", "of which nine"."""
    before = case.between(case.reading.bounds[one.index][0], one.start)
    if shape(r"(?<!\w)(?:<part-behind>|<of-such>)\s+(?:<before-share>\s+)*$").search(before):
        return True
    return bool(shape(r"^[^.;:!?,]{0,24},?\s*<part-behind>(?!\w)").match(case.between(one.end, one.end + 40)))


def noun_of(case: Case, one: Told) -> str:
    """The stem of the noun behind a number; empty where it stands without one."""
    behind = case.between(one.end, case.reading.bounds[one.index][1])
    if shape(r"^\s*(?:[^\w\s]|$|(?:<behind-bare>|<as-against>)(?!\w))").match(behind):
        return ""
    word = shape(r"^\s*([^\W\d_]+)").match(behind)
    return word[1][:STEM] if word is not None else ""


def is_echo(case: Case, one: Told) -> bool:
    """Whether a number tells how many they were at another time, without saying again what it counts."""
    start = case.reading.bounds[one.index][0]
    if noun_of(case, one):
        return False
    before = case.between(start, one.start)
    if shape(r"(?<!\w)<as-against>\s*(?:<before-share>\s+)*$").search(before):
        return True
    if shape(r"(?<!\w)<other-time>(?!\w)").search(case.words(one.index)):
        return True
    return any(time.kind not in ("duration", "since") for time in times_of(case, one))


def _ends(case: Case, relation: Relation) -> Pair | None:
    """The two of "from 1,200 to 1,450", which the reader takes for a range."""
    spans = [one for one in _figures(case, relation, relation.index) if one.quantity.hedge == "between"]
    if len(spans) != 1:
        return None
    claims = [one.claim for one in (spans[0], relation.told) if one is not None and one.claim is not None]
    if not all(map(is_loss, claims)) or not (claims or cue("toll").search(case.words(relation.index))):
        return None
    low, high, start, end = spans[0].quantity.low, spans[0].quantity.high, spans[0].start, spans[0].end
    if low is None or high is None or not shape(r"^<from-number>(?!\w)").match(case.between(start, end)):
        return None
    return Pair(_exactly(spans[0], low), _exactly(spans[0], high))


def _exactly(span: Told, value: float) -> Told:
    return replace(span, quantity=replace(span.quantity, low=value, best=value, high=value, hedge="exact"))
