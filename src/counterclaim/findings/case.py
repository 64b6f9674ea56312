"""One document on the table: its claims in order, their sentences, what stands together, and what the record has.

Case
├── sentence_of, numbers_in, times_in    the text around a claim, read when a rule asks
├── groups()                             figures that stand together: one speaker, one side, one kind of time
├── sourced()                            each group with the best match of the record
└── record                               loaded when the first rule asks, never for a document without claims
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from counterclaim.findings.cues import cue
from counterclaim.language import Reading, Sentence, fold, load_language
from counterclaim.model import (
    Claim,
    Document,
    Evidence,
    Figure,
    PeriodKind,
    Quantity,
    Refusal,
    Statement,
)
from counterclaim.quantities import Amount, NotAmount, find_amounts
from counterclaim.sources import identify, line_of, load_register, names_of
from counterclaim.vocabulary import broader, includes, load_vocabulary

if TYPE_CHECKING:
    from counterclaim.findings.dating import Dating
    from counterclaim.series import Record
    from counterclaim.times import Clock, Mention
    from counterclaim.tracing import Match

MANY = 400  # claims; of a longer list only so many are held against the record, so that a table does not take minutes
WHOLE = 8  # the rank from which a unit stands for the whole force
APART = 2  # sentences between figures that may still stand together
# Roles whose bodies publish figures of their own; an agency or a newspaper passes on those of others.
_PUBLISHERS = frozenset({"government", "ministry", "military", "intelligence", "official", "armed-group", "hospital"})
_INDEPENDENT = frozenset({"research", "ngo", "international"})
_STATES = frozenset({"strength", "remaining", "deployed"})
_NOT_LOST = _STATES | {"mobilised", "released", "detained", "displaced", "abducted"}


@lru_cache(maxsize=1024)
def party_of(source: str | None) -> str | None:
    """Whose figures a source publishes: a side for its state or armed group, else the body; ``None`` for a relay."""
    if source is None:
        return None
    register = load_register()
    source = register.aliases.get(source, source)
    role, side = register.role_of(source), register.side_of(source)
    if role is None and source.endswith("-ministry"):
        head = source.partition("-")[0]
        return head.upper() if len(head) == 2 else _side_of_table(source)
    if role in _PUBLISHERS:
        return side
    return source.partition("-")[0] if role in _INDEPENDENT else None


def _side_of_table(source: str) -> str | None:
    """The side of a source known only as the publisher of one of the record's tables about its own side."""
    from counterclaim.series import load_record

    return next((table.side for table in load_record().series.values() if table.source == source), None)


def parties(claim: Claim) -> frozenset[str]:
    """Everyone in a claim's chain who publishes figures."""
    return frozenset(party for link in claim.attribution if (party := party_of(link.id)) is not None)


@lru_cache(maxsize=1024)
def body_of(name: str, language: str = "en") -> str | None:
    """The kind of body that a name without a country names ("the health ministry" is ``health``), or ``None``."""
    folded = fold(name)
    line = line_of(name, folded, 0, len(name))
    return identify(line, 0, len(line.words), names_of(load_language(language)), load_register()).body


def is_body(source: str, body: str | None) -> bool:
    """Whether a source is a body of that kind, of whatever country."""
    if body is None:
        return False
    return source.endswith(f"-{body}") or (source.endswith("-ministry") and f"-{body}-" in source)


def credits(claim: Claim, source: str) -> bool:
    """Whether a claim names a source, another body of its party, or a body of its kind without a country."""
    party = party_of(source)
    for link in claim.attribution:
        if link.id == source or (party is not None and party_of(link.id) == party):
            return True
        if link.id is None and is_body(source, body_of(link.name)):
            return True
    return False


def speaker_key(claim: Claim) -> str | None:
    """What makes two claims of one speaker: the ultimate source's id, else its name; ``None`` for no source."""
    speaker = claim.speaker
    return None if speaker is None else (speaker.id or speaker.name.casefold())


@lru_cache(maxsize=256)
def rank_of(unit: str | None) -> int | None:
    """The rank of a unit by the vocabulary's words, 0 (squad) to 9 (army); ``None`` where no rank is named."""
    if unit is None:
        return None
    words = unit.casefold().split()
    ranks = load_vocabulary()["unit"]
    return min((ranks[word] for word in (w.rstrip("s") for w in words) if word in ranks), default=None)


def scope_of(claim: Claim) -> str | None:
    """The unit a claim is of where it is less than a whole force; an army, or units in general, is a whole."""
    rank = rank_of(claim.unit)
    return None if rank is None or rank >= WHOLE else claim.unit


def objects_meet(one: str, other: str) -> bool:
    """Whether two counts may be of the same things: equal, or one within the other and no equipment in general."""
    if one == other:
        return True
    return (one in broader(other) or other in broader(one)) and "equipment" not in (one, other)


def measures_meet(one: str, other: str) -> bool:
    """Whether one measure is the other or includes it."""
    return includes(one, other) or includes(other, one)


def is_loss(claim: Claim) -> bool:
    """Whether a claim counts losses of any kind, not a state or a movement."""
    return claim.measure not in _NOT_LOST


def is_state(claim: Claim) -> bool:
    """Whether a claim counts a force as it stands or stood."""
    return claim.measure in _STATES


@dataclass(frozen=True, slots=True)
class Told:
    """A number of the text, from ``start`` to ``end`` in sentence ``index``, with the claim that it makes, if any."""

    quantity: Quantity
    start: int
    end: int
    index: int
    claim: Claim | None

    @property
    def value(self) -> float:
        """The one number to compute with."""
        return self.quantity.figure or 0.0

    @property
    def exact(self) -> bool:
        """Whether the number is told as it is, without a hedge."""
        return self.quantity.hedge == "exact"

    @property
    def count(self) -> bool:
        """Whether the number counts things, and is no share."""
        return self.quantity.unit == "count"


@dataclass(frozen=True, slots=True)
class Length:
    """A stated length of time: how many of which unit (day, night, week …), and where it stands."""

    value: float
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that stand together, and the best match of the record for all of them (``None`` where it has none)."""

    claims: tuple[Claim, ...]
    match: Match | None = None


class Case:
    """A document with its claims, and everything the rules ask about them."""

    def __init__(
        self, document: Document, claims: Sequence[Claim], refusals: Sequence[Refusal], record: Record | None = None
    ) -> None:
        self.document = document
        self.claims = tuple(sorted(claims, key=lambda c: (c.quantity.start, c.evidence.start)))
        self.refusals = tuple(refusals)
        self.by_id = {claim.id: claim for claim in self.claims}
        self._record = record
        self._named: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
        self.dating: Dating | None = None
        self._numbers: dict[int, tuple[list[Amount], list[NotAmount]]] = {}

    # ------------------------------------------------------------------------------------------------- the text

    @cached_property
    def language(self) -> str:
        """The pack that read the claims; only English has one so far."""
        return "en"

    @cached_property
    def reading(self) -> Reading:
        """The text cut into sentences."""
        headline = self.document.headline
        span = (headline.start, headline.end) if headline else None
        return Reading(self.document.text, load_language(self.language), span)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _, _ in self.reading.bounds]

    def sentence_at(self, position: int) -> int:
        """The number of the sentence that a position of the text stands in."""
        return max(0, bisect_right(self._starts, position) - 1)

    def sentence_of(self, claim: Claim) -> int:
        """The number of the sentence that a claim's number stands in."""
        return self.sentence_at(claim.quantity.start)

    def paragraph_of(self, claim: Claim) -> int:
        """The number of the paragraph that a claim's number stands in."""
        return self.reading.bounds[self.sentence_of(claim)][2]

    def words(self, index: int) -> str:
        """The words of sentence ``index``, folded: one code point for one."""
        start, end, _ = self.reading.bounds[index]
        return self.reading.folded[start:end]

    def between(self, start: int, end: int) -> str:
        """The folded words from one position to another."""
        return self.reading.folded[start:end]

    def sentence(self, index: int) -> Sentence:
        """Sentence ``index``, tokenised."""
        return self.reading.sentence(index)

    def numbers_in(self, index: int) -> tuple[list[Amount], list[NotAmount]]:
        """The amounts of a sentence, and its numbers that count nothing (durations among them)."""
        if index not in self._numbers:
            self._numbers[index] = find_amounts(self.sentence(index), load_language(self.language))
        return self._numbers[index]

    def place(self, index: int, amount: Amount) -> tuple[int, int]:
        """Where an amount of sentence ``index`` stands in the document."""
        sentence = self.sentence(index)
        return sentence.starts[amount.first], sentence.ends[amount.last]

    def told(self, index: int) -> list[Told]:
        """The amounts of a sentence from left to right, each with its claim."""
        claims = [claim for claim in self.claims if self.sentence_of(claim) == index]
        found: list[Told] = []
        for amount in self.numbers_in(index)[0]:
            start, end = self.place(index, amount)
            own = [c for c in claims if c.quantity.start < end and start < c.quantity.end]
            found.append(Told(amount.quantity, start, end, index, own[0] if own else None))
        return found

    def named_in(self, index: int) -> tuple[frozenset[str], frozenset[str]]:
        """The sources, and the bodies without a country, that a sentence names anywhere: who may be meant."""
        if index in self._named:
            return self._named[index]
        start, end, _ = self.reading.bounds[index]
        line = line_of(self.document.text, self.reading.folded, start, end)
        found = names_of(load_language(self.language)).find(line, 0, len(line.words))
        self._named[index] = (
            frozenset(match.value for match in found if match.kind == "source"),
            frozenset(match.value for match in found if match.kind == "body"),
        )
        return self._named[index]

    def may_credit(self, claim: Claim, source: str) -> bool:
        """Whether a claim is credited to a source, or names nobody and its sentence speaks of that source."""
        if credits(claim, source):
            return True
        if parties(claim):
            return False
        sources, bodies = self.named_in(self.sentence_of(claim))
        party = party_of(source)
        return any(party is not None and party_of(one) == party for one in sources) or any(
            is_body(source, body) for body in bodies
        )

    def lengths(self, index: int) -> list[Length]:
        """The stretches of time that a sentence states."""
        sentence = self.sentence(index)
        return [
            Length(other.value, other.unit, sentence.starts[other.first], sentence.ends[other.last])
            for other in self.numbers_in(index)[1]
            if other.reason == "duration" and other.value is not None and other.unit is not None
        ]

    @cached_property
    def clock(self) -> Clock:
        """What anchors the text's relative times."""
        from counterclaim.times import read_clock

        return read_clock(self.reading, self.document.published)

    def times_in(self, index: int) -> list[Mention]:
        """The times that a sentence names."""
        from counterclaim.times import find_times

        return find_times(self.sentence(index), load_language(self.language), self.clock)

    def quote(self, start: int, end: int) -> Evidence:
        """The words from ``start`` to ``end`` as evidence."""
        text = self.document.text
        return Evidence(
            self.document.id, start, end, text[start:end], text[max(0, start - 32) : start], text[end : end + 32]
        )

    def in_headline(self, claim: Claim) -> bool:
        """Whether a claim stands in the document's headline."""
        headline = self.document.headline
        return headline is not None and headline.start <= claim.quantity.start < headline.end

    @cached_property
    def lead(self) -> int | None:
        """The number of the paragraph that opens the text after its headline; ``None`` without a headline."""
        headline = self.document.headline
        if headline is None:
            return None
        for start, _, paragraph in self.reading.bounds:
            if start >= headline.end and not any(r.start <= start < r.end for r in self.document.repeats):
                return paragraph
        return None

    def in_lead(self, claim: Claim) -> bool:
        """Whether a claim stands in the paragraph after the headline."""
        return self.lead is not None and not self.in_headline(claim) and self.paragraph_of(claim) == self.lead

    # ------------------------------------------------------------------------------------------------ the record

    @cached_property
    def record(self) -> Record:
        """The record: the one given, else the bundled one with the user's own."""
        if self._record is not None:
            return self._record
        from counterclaim.series import load_record

        return load_record()

    @property
    def day(self) -> date | None:
        """The day the document was published, as far as known."""
        return self.document.published

    def near(self, claims: Iterable[Claim]) -> date | tuple[date, date] | None:
        """When figures were told: the days they speak of and those after, else publication, else about a report."""
        ends = [claim.period.end for claim in claims if claim.period.end is not None and not is_state(claim)]
        if ends and self.day is None:
            return min(ends) - timedelta(days=4), max(ends) + timedelta(days=4)
        if ends and self.day is not None and max(ends) < self.day:
            return min(ends) - timedelta(days=4), self.day + timedelta(days=1)
        if self.day is None and self.reports:
            newest = max(told[0].date for told in self.reports.values())
            return newest - timedelta(days=10), newest + timedelta(days=20)
        return self.day

    def figure_of(self, claim: Claim) -> Figure:
        """A claim as a figure to trace, with the length of its window where it is known."""
        kind = self.kind_of(claim)
        days = None
        if kind == "window":
            span = claim.period
            days = self._stated_days(claim) or (
                (span.end - span.start).days if span.start is not None and span.end is not None else None
            )
            days = days or (1 if self.is_daily(claim) else None)
        return Figure(claim.quantity, claim.object, claim.measure, claim.side, kind, days or None)

    def kind_of(self, claim: Claim) -> PeriodKind:
        """The kind of time a claim is told of; open where only its last day is known and no length is stated."""
        span = claim.period
        if span.kind != "window" or self._stated_days(claim) or self.is_daily(claim):
            return span.kind
        return "open" if span.start is None or span.start == span.end else "window"

    def is_daily(self, claim: Claim) -> bool:
        """Whether a claim is told of one day, by its period or by a word of its sentence."""
        span = claim.period
        if span.kind == "cumulative":
            return False
        if span.start is not None and span.end is not None and (span.end - span.start).days == 1:
            return True
        start, end, _ = self.reading.bounds[self.sentence_of(claim)]
        return bool(cue("daily").search(self.between(max(start, claim.quantity.start - 80), end)))

    def _stated_days(self, claim: Claim) -> int | None:
        days = {"day": 1, "night": 1, "week": 7}
        stated = self.lengths(self.sentence_of(claim))
        lengths = {round(length.value * days[length.unit]) for length in stated if length.unit in days}
        return lengths.pop() if len(lengths) == 1 else None

    def traceable(self, claim: Claim) -> bool:
        """Whether a claim says a figure that could be somebody's: asserted, counted, not a word like "dozens"."""
        quantity = claim.quantity
        if claim.stance == "denies" or quantity.hedge == "vague" or quantity.figure is None:
            return False
        return quantity.unit == "count" and quantity.figure >= 2

    @cached_property
    def groups(self) -> tuple[tuple[Claim, ...], ...]:
        """Figures that stand together, largest groups first told apart by speaker, side and kind of time."""
        blocks: list[list[Claim]] = []
        for claim in [claim for claim in self.claims if self.traceable(claim)][:MANY]:
            for block in reversed(blocks[-6:]):
                if self._together(block[-1], claim) and len(block) < 16:
                    block.append(claim)
                    break
            else:
                blocks.append([claim])
        return tuple(tuple(block) for block in blocks)

    def _together(self, one: Claim, other: Claim) -> bool:
        gap = self.sentence_of(other) - self.sentence_of(one)
        if one.side != other.side and (gap or (one.side is not None and other.side is not None)):
            return False
        if scope_of(one) != scope_of(other) or self.in_headline(one) != self.in_headline(other):
            return False
        if is_state(one) != is_state(other) or is_loss(one) != is_loss(other):
            return False
        kinds = {self.kind_of(one), self.kind_of(other)}
        if len(kinds) > 1 and kinds != {"open", "cumulative"}:
            return False
        if kinds == {"window"} and gap and one.period != other.period:
            return False
        same = speaker_key(one) == speaker_key(other)
        if gap == 0:
            return same or speaker_key(one) is None or speaker_key(other) is None
        return gap <= APART and same and (speaker_key(one) is not None or kinds == {"cumulative"})

    @cached_property
    def reports(self) -> Mapping[str, tuple[Statement, ...]]:
        """The reports of the record that the text repeats: at least two of their figures, credited to their source."""
        found: dict[str, dict[str, Statement]] = {}
        for claim in self.claims:
            value = claim.quantity.figure
            if claim.stance == "denies" or value is None:
                continue
            ids = {link.id for link in claim.attribution}
            for statement in self._statements.get((claim.side, value), ()):
                own = statement.source in ids or party_of(statement.source) in parties(claim)
                near = objects_meet(statement.object, claim.object) and measures_meet(statement.measure, claim.measure)
                if near and (own or is_state(claim)):
                    found.setdefault(self.record.group_of(statement), {})[statement.id] = statement
        told = {report: tuple(figures.values()) for report, figures in found.items() if len(figures) > 1}
        return {report: figures for report, figures in told.items() if self._is_credited(figures)}

    def _is_credited(self, figures: Sequence[Statement]) -> bool:
        source = figures[0].source
        return any(source in {link.id for link in claim.attribution} for claim in self.claims)

    @cached_property
    def _statements(self) -> Mapping[tuple[str | None, float], list[Statement]]:
        by_value: dict[tuple[str | None, float], list[Statement]] = {}
        for statement in self.record.statements:
            for value in {statement.best, statement.low, statement.high}:
                if value is not None:
                    by_value.setdefault((statement.side, value), []).append(statement)
        return by_value

    @cached_property
    def sourced(self) -> tuple[Group, ...]:
        """Every group with its match; a group that matches nothing as one falls into sentences, then single figures."""
        found: list[Group] = []
        for block in self.groups:
            found += self._trace(block)
        return tuple(found)

    def _trace(self, block: tuple[Claim, ...]) -> list[Group]:
        match = self.trace(block)
        if match is not None:
            return [Group(block, match)]
        if len(block) == 1:
            return [Group(block)]
        by_sentence: dict[int, list[Claim]] = {}
        for claim in block:
            by_sentence.setdefault(self.sentence_of(claim), []).append(claim)
        parts = list(by_sentence.values()) if len(by_sentence) > 1 else [[claim] for claim in block]
        return [group for part in parts for group in self._trace(tuple(part))]

    def _is_worth(self, claims: Sequence[Claim]) -> bool:
        """Whether a search can prove anything: somebody of the record is named, or the figures are large or several."""
        sides, published = self._known
        if not any(claim.side is None or claim.side in sides for claim in claims):
            return False
        if any(party_of(link.id) in published or link.id is None for c in claims for link in c.attribution):
            return True
        figures = sorted(claim.quantity.figure or 0 for claim in claims)
        return figures[-1] >= 1000 or (len(figures) > 1 and figures[-2] >= 100)

    @cached_property
    def _known(self) -> tuple[frozenset[str], frozenset[str | None]]:
        """The sides the record tells of, and whose figures it has."""
        index = self.record.index
        if "known" not in index:
            rows = [(one.side, one.source) for one in (*self.record.series.values(), *self.record.statements)]
            index["known"] = frozenset(side for side, _ in rows), frozenset(party_of(source) for _, source in rows)
        known: tuple[frozenset[str], frozenset[str | None]] = index["known"]
        return known

    def trace(self, claims: Sequence[Claim]) -> Match | None:
        """The best match of claims taken together, if chance would hardly give it and no other fits as well."""
        from counterclaim.tracing import trace

        if not self._is_worth(claims):
            return None

        figures = [self.figure_of(claim) for claim in claims]
        best: Match | None = None
        for match in trace(figures, self.record, near=self.near(claims), limit=4):
            if match.unmatched or not match.telling:
                continue
            if best is None or (self._credit(match, claims) > self._credit(best, claims) and not match.slips):
                best = match
        return best

    def _credit(self, match: Match, claims: Sequence[Claim]) -> bool:
        """Whether the source of a match is one of those the claims name."""
        return any(self.may_credit(claim, match.source) for claim in claims)
