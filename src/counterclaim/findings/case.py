"""One document on the table: its claims in order, the text around them, and the record.

Case
├── sentence_of, told, lengths, times_in    the text around a claim, read when a rule asks
├── kind_of, is_daily, may_credit           what the rules take a claim to say
├── record                                  loaded when the first rule asks, never for a document without claims
└── sourced                                 figures that stand together, with their match (``origins``)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from counterclaim.findings.cues import cue, load_finder, shape
from counterclaim.findings.parties import credits, is_body, last_name, parties, party_of, says
from counterclaim.findings.terms import as_told, counts_meet
from counterclaim.language import Reading, Sentence, load_language
from counterclaim.model import (
    Claim,
    Document,
    Evidence,
    PeriodKind,
    Quantity,
    Refusal,
    Statement,
)
from counterclaim.quantities import Amount, NotAmount, numbers_in, timed_sentences
from counterclaim.sources import line_of, names_of
from counterclaim.tracing import Match

if TYPE_CHECKING:
    from counterclaim.findings.origins import Group, Origins
    from counterclaim.series import Record
    from counterclaim.times import Clock, Mention


FRACTION = 0.2  # of a total, what some days that its sentence tells of too are at most
_NONE: frozenset[str] = frozenset()
NEXT = 30  # characters between a stretch of time and the number behind it that is of it


@dataclass(frozen=True, slots=True)
class Told:
    """A number of the text, from ``start`` to ``end`` in sentence ``index``, with the claim that it makes, if any.

    ``value`` is the one number to compute with.
    """

    quantity: Quantity
    start: int
    end: int
    index: int
    claim: Claim | None
    value: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", self.quantity.figure or 0.0)  # once: every rule asks for it

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
class Dating:
    """The day that figures give a document: their match, and where their numbers stand."""

    match: Match
    starts: tuple[int, ...]


def _language_of(document: Document) -> str:
    from counterclaim.tongue import DEFAULT, has_rules, language_of

    code = language_of(document)
    return code if has_rules(code) else DEFAULT


class Case:
    """A document with its claims, and everything the rules ask about them."""

    def __init__(
        self,
        document: Document,
        claims: Sequence[Claim],
        refusals: Sequence[Refusal],
        record: Record | None = None,
        reading: Reading | None = None,
    ) -> None:
        self.document = document
        self.read = tuple(sorted(claims, key=lambda c: (c.quantity.start, c.evidence.start)))  # as the reader made them
        self.refusals = tuple(refusals)
        self.reading = (
            self._opened() if reading is None else reading
        )  # the text cut into sentences; as the reader left it, where that is given
        self.language = self.reading.language.code  # that of the pack that read the claims
        self._starts = [start for start, _, _ in self.reading.bounds]
        self._record = record
        self._clock: Clock | None = None
        self._origins: Origins | None = None
        self._credit: dict[tuple[str, str], bool] = {}
        self._told: dict[int, list[Told]] = {}
        self._said: dict[tuple[date, timedelta], Sequence[Statement]] = {}
        self._named: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
        self._beside: dict[str, tuple[frozenset[str | None], frozenset[str]]] = {}  # by a claim's id
        self.dating: Dating | None = None
        self._stated: dict[int, int | None] = {}
        self._sentence_of: dict[int, int] = {}  # by where a claim's number begins
        self._lists_in = load_finder().lists_in(self.reading.folded, self._starts)  # of words that a sentence may tell
        self._lists = frozenset[str]().union(*self._lists_in.values())
        self._timed: frozenset[int] | None = None
        self._about: dict[tuple[int, int], list[int]] = {}
        self.claims = tuple(self._as_meant(as_told(claim)) for claim in self.read)
        self.by_id = {claim.id: claim for claim in self.claims}
        self._by_sentence: dict[int, list[Claim]] = {}
        for claim in self.claims:
            self._by_sentence.setdefault(self.sentence_of(claim), []).append(claim)
        self.lead = self._find_lead()  # the paragraph that opens the text after its headline

    def _as_meant(self, claim: Claim) -> Claim:
        """The claim as denied where the text says that nobody said so: "NATO did not say 40,000", "That is false".

        A figure that the next sentence puts right is not the text's either.
        """
        index = self.sentence_of(claim)
        behind = self.words(index + 1) if index + 1 < len(self.reading) else ""
        if self.tells("not-said") and cue("not-said").search(self.words(index)):
            return replace(claim, stance="denies")
        if self.tells("this-is-false") and shape(r"^\W*<this-is-false>(?!\w)").match(behind):
            return replace(claim, stance="denies")
        if self.tells("is-corrected") and cue("is-corrected").search(behind):
            return replace(claim, stance="denies")
        return claim

    # ------------------------------------------------------------------------------------------------- the text

    def _opened(self) -> Reading:
        headline = self.document.headline
        span = (headline.start, headline.end) if headline else None
        return Reading(self.document.text, load_language(_language_of(self.document)), span)

    def sentence_at(self, position: int) -> int:
        """The number of the sentence that a position of the text stands in."""
        return max(0, bisect_right(self._starts, position) - 1)

    def sentence_of(self, claim: Claim) -> int:
        """The number of the sentence that a claim's number stands in."""
        start = claim.quantity.start
        index = self._sentence_of.get(start)
        if index is None:
            index = self._sentence_of[start] = self.sentence_at(start)
        return index

    def paragraph_of(self, claim: Claim) -> int:
        """The number of the paragraph that a claim's number stands in."""
        return self.reading.bounds[self.sentence_of(claim)][2]

    def about(self, before: int, behind: int) -> list[int]:
        """The numbers of the sentences with a claim, of so many before each, and of so many behind."""
        found = self._about.get((before, behind))
        if found is None:
            near = {index + step for index in self._by_sentence for step in range(-before, behind + 1)}
            found = self._about[before, behind] = sorted(index for index in near if 0 <= index < len(self.reading))
        return found

    def tells(self, *lists: str) -> bool:
        """Whether the text may tell a phrase of one of some lists: else no sentence need be asked for it."""
        return not self._lists.isdisjoint(lists)

    def tells_in(self, index: int, *lists: str) -> bool:
        """Whether sentence ``index`` may tell a phrase of one of some lists."""
        return not self._lists_in.get(index, _NONE).isdisjoint(lists)

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
        return numbers_in(self.reading, index)

    def place(self, index: int, amount: Amount) -> tuple[int, int]:
        """Where an amount of sentence ``index`` stands in the document."""
        sentence = self.sentence(index)
        return sentence.starts[amount.first], sentence.ends[amount.last]

    def claims_in(self, index: int) -> Sequence[Claim]:
        """The claims whose number stands in sentence ``index``, in their order."""
        return self._by_sentence.get(index, ())

    def told(self, index: int) -> list[Told]:
        """The amounts of a sentence from left to right, each with its claim."""
        if index in self._told:
            return self._told[index]
        claims = self.claims_in(index)
        found = self._told.setdefault(index, [])
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
        """Whether a claim is credited to a source, or names nobody where its sentence, or the one before, does."""
        known = self._credit.get((claim.id, source))
        if known is None:
            known = self._credit[claim.id, source] = credits(claim, source) or self._is_beside(claim, source)
        return known

    def may_say(self, claim: Claim, statement: Statement) -> bool:
        """Whether a claim names who made a statement, or his side while the text names him."""
        if says(claim, statement):
            return True
        name = last_name(statement.speaker)
        own = bool(name) and party_of(statement.source) in parties(claim)
        return own and bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self.reading.folded))

    def _is_beside(self, claim: Claim, source: str) -> bool:
        beside = self._beside.get(claim.id)
        if beside is None:
            beside = self._beside[claim.id] = self._named_beside(claim)
        party, (named, bodies) = party_of(source), beside
        return (party is not None and party in named) or any(is_body(source, body) for body in bodies)

    def _named_beside(self, claim: Claim) -> tuple[frozenset[str | None], frozenset[str]]:
        """The parties and the bodies that a claim's sentence or the one before names; none where it names its own."""
        if parties(claim):
            return frozenset(), frozenset()
        index = self.sentence_of(claim)
        sources, bodies = self.named_in(index)
        if index and self.reading.bounds[index - 1][2] == self.reading.bounds[index][2]:
            before = self.named_in(index - 1)
            sources, bodies = sources | before[0], bodies | before[1]
        return frozenset(map(party_of, sources)), bodies

    def lengths(self, index: int) -> list[Length]:
        """The stretches of time that a sentence states."""
        if self._timed is None:
            self._timed = timed_sentences(self.reading)
        if index not in self._timed:
            return []
        sentence = self.sentence(index)
        return [
            Length(other.value, other.unit, sentence.starts[other.first], sentence.ends[other.last])
            for other in self.numbers_in(index)[1]
            if other.reason == "duration" and other.value is not None and other.unit is not None
        ]

    @property
    def clock(self) -> Clock:
        """What anchors the text's relative times."""
        if self._clock is None:
            from counterclaim.times import read_clock

            self._clock = read_clock(self.reading, self.document.published)
        return self._clock

    def times_in(self, index: int) -> list[Mention]:
        """The times that a sentence names: those the reader took them for, where it looked."""
        times, key = self.reading.times, (index, self.day)
        if key not in times:
            from counterclaim.times import find_times

            times[key] = find_times(self.sentence(index), load_language(self.language), self.clock)
        return times[key]

    def quote(self, start: int, end: int) -> Evidence:
        """The words from ``start`` to ``end`` as evidence."""
        text, transcript = self.document.text, self.document.transcript
        prefix, suffix = text[max(0, start - 32) : start], text[end : end + 32]
        evidence = Evidence(self.document.id, start, end, text[start:end], prefix, suffix)
        if transcript is None:
            return evidence
        from counterclaim.calls.citing import seconds_of

        return replace(evidence, seconds=seconds_of(transcript, start, end), transcribed=transcript.maker)

    def in_headline(self, claim: Claim) -> bool:
        """Whether a claim stands in the document's headline."""
        headline = self.document.headline
        return headline is not None and headline.start <= claim.quantity.start < headline.end

    def below(self, bold: Claim) -> list[Claim]:
        """The claims below the headline that may count what one of the headline counts."""
        return [claim for claim in self.claims if not self.in_headline(claim) and counts_meet(claim, bold)]

    def _find_lead(self) -> int | None:
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

    def in_opening(self, claim: Claim) -> bool:
        """Whether a claim stands in the headline or the lead; in the first paragraph, where there is no headline."""
        if self.document.headline is None:
            return self.paragraph_of(claim) == self.reading.bounds[0][2] != self.reading.bounds[-1][2]
        return self.in_headline(claim) or self.in_lead(claim)

    # ------------------------------------------------------------------------------------------------ the record

    @property
    def record(self) -> Record:
        """The record: the one given, else the bundled one with the user's own."""
        if self._record is None:
            from counterclaim.series import load_record

            self._record = load_record()
        return self._record

    @property
    def day(self) -> date | None:
        """The day the document was published, as far as known."""
        return self.document.published

    def said_about(self, told: date, back: timedelta) -> Sequence[Statement]:
        """The counts that anybody stated on the day ``told`` or within ``back`` before it, looked for once."""
        known = self._said.get((told, back))
        if known is None:
            stated = self.record.statements
            known = [one for one in stated if told - back <= one.date <= told and one.unit == "count"]
            self._said[told, back] = known
        return known

    def kind_of(self, claim: Claim) -> PeriodKind:
        """The kind of time a claim is told of; open where only its last day is known and no length is stated."""
        span = claim.period
        length = self.stated_days(claim)
        if length and span.kind == "cumulative" and span.start is None:
            since = cue("since-start").search(self.words(self.sentence_of(claim)))
            return "cumulative" if since else "window"
        if span.kind != "window" or length or self.is_daily(claim):
            return span.kind
        return "open" if span.start is None or span.start == span.end else "window"

    def is_daily(self, claim: Claim) -> bool:
        """Whether a claim is told of one day, by its period or by a word of its sentence."""
        span = claim.period
        if span.kind == "cumulative":
            return False
        if span.start is not None and span.end is not None and (span.end - span.start).days == 1:
            return True
        if self.between(claim.quantity.start - 1, claim.quantity.start) == "+":  # a change in brackets: (+12)
            return True
        if self.is_beside_less(claim):
            return False
        index = self.sentence_of(claim)
        start, end, _ = self.reading.bounds[index]
        start = max(start, claim.quantity.start - 80)
        for found in cue("daily").finditer(self.between(start, end)):
            at, behind = start + found.start(), start + found.end()
            if self._is_of_change(index, claim, at) or self._is_of_next(index, claim, behind):
                continue
            if ";" in self.between(claim.quantity.end, at) or ";" in self.between(behind, claim.quantity.start):
                continue  # "173,990 in all; 630 were added overnight"
            if not cue("part-behind").search(self.between(claim.quantity.end, at)):  # "7,485 tanks, 31 of them today"
                return True
        return False

    def is_beside_less(self, claim: Claim) -> bool:
        """Whether the sentence of a claim has a far smaller count of the same, of which a stretch of time is, then."""
        value = claim.quantity.figure or 0.0
        return any(
            other is not claim
            and other.quantity.unit == "count"
            and 0 < (other.quantity.figure or 0.0) <= FRACTION * value
            and other.side in (None, claim.side)
            and counts_meet(other, claim)
            for other in self.claims_in(self.sentence_of(claim))
        )

    def _is_of_next(self, index: int, claim: Claim, at: int) -> bool:
        """Whether the day told before ``at`` is that of the number behind it: "997,000 in all, in a day - 970"."""
        if at <= claim.quantity.end:
            return False
        behind = [one.start for one in self.told(index) if one.start >= at]
        return bool(behind) and behind[0] - at <= NEXT and not re.search(r"[,.;]", self.between(at, behind[0]))

    def _is_of_change(self, index: int, claim: Claim, at: int) -> bool:
        """Whether the day told at ``at`` is that of what another number grew by: "90,090, up 650 in a day"."""
        before = [one for one in self.told(index) if one.end <= at]
        if not before or before[-1].claim is claim:
            return False
        start, end = before[-1].start, before[-1].end
        ahead = shape(r"(?<!\w)(?:<rise-of>|<fall-of>)\s*(?:<roughly>\s*)?$").search(
            self.between(max(0, start - 40), start)
        )
        behind = shape(r"^(?:\s+\w+)?\s+(?:<more-by>|<fewer-by>)(?!\w)").match(self.between(end, end + 40))
        return bool(ahead or behind)

    def is_rough(self, claim: Claim) -> bool:
        """Whether the last day of a claim is the end of a month or a year that its sentence names without the day."""
        end = claim.period.end
        if end is None or (end + timedelta(days=1)).day != 1:
            return False
        return not re.search(rf"(?<!\d){end.day}(?!\d)", self.words(self.sentence_of(claim)))

    def stated_days(self, claim: Claim) -> int | None:
        """The length in days of the window that a claim's sentence states, where it states one."""
        index = self.sentence_of(claim)
        if index not in self._stated:
            self._stated[index] = self._days_stated(index)
        return self._stated[index]

    def _days_stated(self, index: int) -> int | None:
        days = {"day": 1, "night": 1, "week": 7}
        stated = [
            length
            for length in self.lengths(index)
            if not cue("elapsed").search(self.between(max(0, length.start - 12), length.start))
            and not shape(r"^\s*<elapsed-behind>(?!\w)").match(self.between(length.end, length.end + 16))
        ]
        lengths = {round(length.value * days[length.unit]) for length in stated if length.unit in days}
        return lengths.pop() if len(lengths) == 1 else None

    @property
    def origins(self) -> Origins:
        """Where the figures come from."""
        if self._origins is None:
            from counterclaim.findings.origins import Origins

            self._origins = Origins(self)
        return self._origins

    @property
    def sourced(self) -> tuple[Group, ...]:
        """Figures that stand together, each group with the best match of the record."""
        return self.origins.sourced
