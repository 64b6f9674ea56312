"""Where a document's figures come from: what stands together, traced together, then by sentence, then one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from counterclaim.findings.parties import parties, party_of, says, speaker_key
from counterclaim.findings.terms import counts_meet, is_loss, is_state, objects_meet, scope_of
from counterclaim.model import Claim, Figure, Statement
from counterclaim.series import parse_column
from counterclaim.tracing import Match, trace

if TYPE_CHECKING:
    from counterclaim.findings.case import Case

MANY = 400  # claims; of a longer list only so many are held against the record, so that a table does not take minutes
TOGETHER = 16  # figures traced at once
BEFORE = 4  # days before the one a figure is told of in which it may have been published
OWN = 1 / 10  # the chance up to which a figure of one who is named is taken to be that one's statement
APART = 2  # sentences between figures that may still stand together

Counted = tuple[str | None, str]  # a side, and an object


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that stand together, and the best match of the record for all of them (``None`` where it has none)."""

    claims: tuple[Claim, ...]
    match: Match | None = None


class Origins:
    """The record's answer to a document: groups of claims with their matches, and the reports that the text repeats."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.record = case.record
        self._groups: tuple[tuple[Claim, ...], ...] | None = None
        self._reports: Mapping[str, tuple[Statement, ...]] | None = None
        self._sourced: tuple[Group, ...] | None = None
        self._tellable: dict[str, bool] = {}  # by a claim's id

    def near(self, claims: Iterable[Claim]) -> date | tuple[date, date] | None:
        """When figures were told: the days they speak of and those after, else publication, else about a report."""
        ends = [claim.period.end for claim in claims if claim.period.end is not None and not is_state(claim)]
        if ends:
            return min(ends) - timedelta(days=BEFORE), max(ends) + timedelta(days=1)
        if self.case.day is None and self.reports:
            newest = max(told[0].date for told in self.reports.values())
            return newest - timedelta(days=10), newest + timedelta(days=20)
        return self.case.day

    def figure_of(self, claim: Claim) -> Figure:
        """A claim as a figure to trace, with the length of its window where it is known."""
        kind = self.case.kind_of(claim)
        days = None
        if kind == "window":
            span = claim.period
            days = self.case.stated_days(claim) or (
                (span.end - span.start).days if span.start is not None and span.end is not None else None
            )
            days = days or (1 if self.case.is_daily(claim) else None)
        return Figure(claim.quantity, claim.object, claim.measure, claim.side, kind, days or None)

    def traceable(self, claim: Claim) -> bool:
        """Whether a claim says a figure that could be somebody's: asserted, counted, not a word like "dozens"."""
        quantity = claim.quantity
        if claim.stance == "denies" or quantity.hedge == "vague" or quantity.figure is None:
            return False
        return quantity.unit == "count" and quantity.figure >= 2

    @property
    def groups(self) -> tuple[tuple[Claim, ...], ...]:
        """Figures that stand together, largest groups first told apart by speaker, side and kind of time."""
        if self._groups is None:
            self._groups = self._find_groups()
        return self._groups

    def _find_groups(self) -> tuple[tuple[Claim, ...], ...]:
        blocks: list[list[Claim]] = []
        for claim in [claim for claim in self.case.claims if self.traceable(claim)][:MANY]:
            for block in reversed(blocks[-6:]):
                taken = any((one.object, one.measure) == (claim.object, claim.measure) for one in block)
                if not taken and len(block) < TOGETHER and self._together(block[-1], claim):
                    block.append(claim)
                    break
            else:
                blocks.append([claim])
        return tuple(tuple(block) for block in blocks)

    def _together(self, one: Claim, other: Claim) -> bool:
        gap = self.case.sentence_of(other) - self.case.sentence_of(one)
        if one.side != other.side and (gap or (one.side is not None and other.side is not None)):
            return False
        if scope_of(one) != scope_of(other) or self.case.in_headline(one) != self.case.in_headline(other):
            return False
        if is_state(one) != is_state(other) or is_loss(one) != is_loss(other):
            return False
        kinds = {self.case.kind_of(one), self.case.kind_of(other)}
        if len(kinds) > 1 and kinds != {"open", "cumulative"}:
            return False
        if kinds == {"window"} and gap and one.period != other.period:
            return False
        same = speaker_key(one) == speaker_key(other)
        if gap == 0:
            return same or speaker_key(one) is None or speaker_key(other) is None
        return gap <= APART and same and (speaker_key(one) is not None or kinds == {"cumulative"})

    @property
    def reports(self) -> Mapping[str, tuple[Statement, ...]]:
        """The reports of the record that the text repeats: at least two of their figures, credited to their source."""
        if self._reports is None:
            self._reports = self._find_reports()
        return self._reports

    def _find_reports(self) -> Mapping[str, tuple[Statement, ...]]:
        found: dict[str, dict[str, Statement]] = {}
        for claim in self.case.claims:
            value = claim.quantity.figure
            if claim.stance == "denies" or value is None:
                continue
            ids = {link.id for link in claim.attribution}
            for statement in self.record.stated(value):
                if statement.side != claim.side:
                    continue
                own = statement.source in ids or party_of(statement.source) in parties(claim)
                near = counts_meet(statement, claim)
                if near and (own or is_state(claim)):
                    found.setdefault(self.record.group_of(statement), {})[statement.id] = statement
        told = {report: tuple(figures.values()) for report, figures in found.items() if len(figures) > 1}
        return {report: figures for report, figures in told.items() if self._is_credited(figures)}

    def _is_credited(self, figures: Sequence[Statement]) -> bool:
        source = figures[0].source
        return any(source in {link.id for link in claim.attribution} for claim in self.case.claims)

    @property
    def sourced(self) -> tuple[Group, ...]:
        """Every group with its match; a group that matches nothing as one falls into sentences, then single figures."""
        if self._sourced is None:
            self._sourced = tuple(group for block in self.groups for group in self._trace(block))
        return self._sourced

    def _trace(self, block: tuple[Claim, ...]) -> list[Group]:
        found = self._searched(block)
        match = self._best(found, block)
        if match is not None:
            return [Group(block, match)]
        if len(block) == 1:
            return [Group(block)]
        parted = self._parted(found, block)
        if parted:
            return parted
        by_sentence: dict[int, list[Claim]] = {}
        for claim in block:
            by_sentence.setdefault(self.case.sentence_of(claim), []).append(claim)
        parts = list(by_sentence.values()) if len(by_sentence) > 1 else [[claim] for claim in block]
        return [group for part in parts for group in self._trace(tuple(part))]

    def _parted(self, found: Sequence[Match], block: tuple[Claim, ...]) -> list[Group]:
        """Figures of which most are of one day: they with their match, and each other one without."""
        for match in found:
            told = [one.figure for one in match.figures if one.fit == "exact"]
            if len(told) < 2 or len(told) != len(match.figures) or match.others or not match.telling:
                continue
            if match.kind == "row" and match.unmatched:
                own = tuple(claim for claim in block if self.figure_of(claim) in told)
                others = [claim for claim in block if claim not in own]
                return [Group(own, replace(match, unmatched=())), *(g for one in others for g in self._trace((one,)))]
        return []

    def _is_worth(self, claims: Sequence[Claim]) -> bool:
        """Whether a search can prove anything: somebody of the record is named, or the figures are large or several."""
        sides, published = self._known
        if not any(claim.side is None or claim.side in sides for claim in claims):
            return False
        if len(claims) == 1 and not self._may_stand(claims[0]):
            return False
        if any(party_of(link.id) in published or link.id is None for c in claims for link in c.attribution):
            return True
        figures = sorted(claim.quantity.figure or 0 for claim in claims)
        if figures[-1] >= 1000 or (len(figures) > 1 and figures[-2] >= 100):
            return True
        return figures[-1] >= 100 and self._may_be_told(claims[0])

    def _may_stand(self, claim: Claim) -> bool:
        """Whether one figure alone may be found: its slips are looked for apart, in the rows of its own source."""
        value = claim.quantity.figure or 0.0
        if self.case.kind_of(claim) == "window":
            return value >= 1000
        if claim.quantity.hedge == "exact" and value % 100:
            return self._stands_somewhere(claim, value)
        return self._may_be_told(claim) or self._is_of_speaker(claim, value)

    def _may_be_told(self, claim: Claim) -> bool:
        """Whether a claim may be credited to anybody whose figures the record has."""
        known = self._tellable.get(claim.id)
        if known is None:
            known = self._tellable[claim.id] = any(self.case.may_credit(claim, source) for source in self._sources)
        return known

    def _is_of_speaker(self, claim: Claim, value: float) -> bool:
        """Whether a person whom the claim names said the figure."""
        return any(one.speaker and says(claim, one) for one in self.record.stated(value))

    @property
    def _sources(self) -> frozenset[str]:
        """Everybody whose figures the record has."""
        index = self.record.index
        if "sources" not in index:
            told = {one.source for one in self.record.series.values()} | {one.source for one in self.record.statements}
            index["sources"] = frozenset(told)
        sources: frozenset[str] = index["sources"]
        return sources

    def _stands_somewhere(self, claim: Claim, value: float) -> bool:
        """Whether some table or statement has a value for such things at all."""
        told, counted = self._values
        where = told.get(value, 0)
        return bool(where) and any(
            where >> at & 1 and (side is None or claim.side in (None, side)) and objects_meet(thing, claim.object)
            for at, (side, thing) in enumerate(counted)
        )

    @property
    def _values(self) -> tuple[Mapping[float, int], Sequence[Counted]]:
        """The values of the record, each with the bits of what it counts. Statements are held against any side."""
        index = self.record.index
        if "values" not in index:
            found: dict[float, int] = {}
            counted: dict[Counted, int] = {}

            def note(thing: Counted, values: Iterable[float | None]) -> None:
                bit = 1 << counted.setdefault(thing, len(counted))
                for value in values:
                    if value is not None:
                        found[value] = found.get(value, 0) | bit

            for series in self.record.series.values():
                for key, values in series.columns.items():
                    note((series.side, parse_column(key, series).object), values)
            for one in self.record.statements:
                note((None, one.object), (one.low, one.best, one.high))
            index["values"] = found, list(counted)
        made: tuple[Mapping[float, int], Sequence[Counted]] = index["values"]
        return made

    @property
    def _known(self) -> tuple[frozenset[str], frozenset[str | None]]:
        """The sides the record tells of, and whose figures it has."""
        index = self.record.index
        if "known" not in index:
            rows = [(one.side, one.source) for one in self.record.series.values()]
            rows += [(one.side, one.source) for one in self.record.statements]
            index["known"] = frozenset(side for side, _ in rows), frozenset(party_of(source) for _, source in rows)
        known: tuple[frozenset[str], frozenset[str | None]] = index["known"]
        return known

    def _searched(self, claims: Sequence[Claim]) -> list[Match]:
        """What the record has for claims taken together; nothing where no search can prove anything."""
        if not self._is_worth(claims):
            return []
        return trace([self.figure_of(claim) for claim in claims], self.record, near=self.near(claims), limit=4)

    def window_of(self, claims: Sequence[Claim]) -> Match | None:
        """The days over which figures that are told as totals were added together, where there are such."""
        if not self._is_worth(claims):
            return None
        figures = [replace(self.figure_of(claim), kind="window", days=None) for claim in claims]
        found = trace(figures, self.record, near=self.near(claims), limit=1)
        return found[0] if found and found[0].kind == "window" and not found[0].others else None

    def _best(self, found: Sequence[Match], claims: Sequence[Claim]) -> Match | None:
        """The match of all the claims that chance would hardly give, their own source's before another."""
        best: Match | None = None
        for match in found:
            if match.unmatched or not (match.telling or self._is_own(match, claims)):
                continue
            if best is None or (self._credit(match, claims) > self._credit(best, claims) and not match.slips):
                best = match
        return best

    def _is_own(self, match: Match, claims: Sequence[Claim]) -> bool:
        """Whether a speaker's own statement has the very figures: naming them, the text leaves little to chance."""
        exact = match.kind == "statement" and all(one.fit == "exact" for one in match.figures)
        own = exact and not match.other_side and match.timing in ("within", "older")
        by_name = any(
            one.statement is not None and says(claim, one.statement) for one in match.figures for claim in claims
        )
        return own and (by_name or (match.expected <= OWN and self._credit(match, claims)))

    def _credit(self, match: Match, claims: Sequence[Claim]) -> bool:
        """Whether the source of a match is one of those the claims name."""
        return any(self.case.may_credit(claim, match.source) for claim in claims)
