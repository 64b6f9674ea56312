"""The table of ``compare``: every claim that was asked for, how it stands, and the record behind.

is_asked       whether a claim fits what is compared: the ledger's filter, and sources
lay            claims and record → Comparison: rows, lines of the record, the days on which counts began anew
disagreements  one speaker, one time, different figures: what transcriptions disagree on
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from counterclaim.comparing.ladder import Standing, stand
from counterclaim.comparing.questions import (
    Moment,
    Question,
    Stated,
    group,
    group_stated,
    moment_of,
    said_on,
    voice_label,
    voice_of,
)
from counterclaim.ledger.filters import Filter
from counterclaim.model import Kept, PeriodKind, Statement

if TYPE_CHECKING:
    from counterclaim.series import Record

# Which standing a row shows where a claim meets several others.
SHOWN = ("conflict", "denial", "fell", "reset", "revision", "agreement", "echo", "mismatch", "apart", "gap")


def is_asked(kept: Kept, wanted: Filter, sources: Collection[str] = ()) -> bool:
    """Whether a claim fits a filter and is told by one of the sources, where any are named.

    Its day is the one it holds for, a place is the same whatever its case, and a source may stand anywhere in the chain
    of who says it. Which rules found something about a claim is not known here: the filter's ``finding`` asks nothing.
    """
    claim, verdict = kept.claim, kept.verdict
    told = {
        "side": claim.side,
        "object": claim.object,
        "measure": claim.measure,
        "unit": claim.unit,
        "period": claim.period.kind,
        "certainty": claim.certainty,
        "document": claim.document,
        "language": kept.document.language,
        "verdict": None if verdict is None else verdict.verdict,
    }
    if any(getattr(wanted, name) not in (None, value) for name, value in told.items()):
        return False
    if wanted.place is not None and wanted.place.casefold() != (claim.place or "").casefold():
        return False
    if wanted.text is not None and not _holds(kept, wanted.text):
        return False
    named = {*sources, *([wanted.source] if wanted.source is not None else [])}
    return wanted.within(day_of(kept)) and (not named or _is_told_by(kept, named))


def _holds(kept: Kept, words: str) -> bool:
    """Whether the words stand in the quote, in who says it or in the title, as the ledger finds them."""
    from counterclaim.ledger.words import holds

    document, chain = kept.document, kept.claim.attribution
    told = [word for link in chain for word in (link.name, link.id, voice_label(link.id) if link.id else None)]
    told += [kept.claim.evidence.exact, document.title, document.outlet, document.author]
    return holds(" ".join(filter(None, told)), words)


def _is_told_by(kept: Kept, sources: Collection[str]) -> bool:
    """Whether one of the sources is the voice of a claim, or stands in its chain."""
    named = {source.casefold() for source in sources}
    chain = {word.casefold() for link in kept.claim.attribution for word in (link.id, link.name) if word}
    return voice_of(kept).casefold() in named or not chain.isdisjoint(named)


@dataclass(frozen=True, slots=True)
class Row:
    """One claim of the table: when it holds, who says it, how it stands, and its ratio to a line of the record."""

    kept: Kept
    question: Question
    day: date | None
    voice: str
    standing: Standing
    against: str | None  # the id of the claim it stands so against
    line: str | None  # the source in the record with a figure for that day
    ratio: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A column of the record that answers what was asked: its points, and the days on which it began anew."""

    series: str
    source: str
    column: str
    side: str
    object: str
    measure: str
    kind: PeriodKind
    points: tuple[tuple[date, float], ...]
    resets: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was asked, the claims that answer it, and the record behind them."""

    wanted: Filter
    rows: tuple[Row, ...]
    lines: tuple[Line, ...] = ()
    statements: tuple[Statement, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def resets(self) -> tuple[date, ...]:
        """The days on which some line of the record began anew."""
        return tuple(sorted({when for line in self.lines for when in line.resets}))


def day_of(kept: Kept) -> date | None:
    """The day a claim is put on: the last it holds for, else the day it was said."""
    return moment_of(kept).end or said_on(kept)


def record_lines(wanted: Filter, record: Record, sources: Collection[str] = ()) -> tuple[Line, ...]:
    """The columns of the record that count what was asked, without those that count a part of it."""
    from counterclaim.series import parse_column

    found: list[Line] = []
    for table in record.series.values():
        if wanted.side not in (None, table.side) or (sources and table.source not in sources):
            continue
        for key, cells in table.columns.items():
            column = parse_column(key, table)
            if column.label or column.measure != wanted.measure or wanted.object not in (None, column.object):
                continue
            if wanted.period not in (None, column.kind):
                continue
            points = tuple(
                (when, float(value))
                for when, value in zip(table.dates, cells, strict=True)
                if value is not None and wanted.within(when)
            )
            if points:
                resets = tuple(when for when in table.resets if wanted.within(when))
                found.append(
                    Line(
                        table.id,
                        table.source,
                        key,
                        table.side,
                        column.object,
                        column.measure,
                        column.kind,
                        points,
                        resets,
                    )
                )
    return tuple(found)


def record_statements(wanted: Filter, record: Record, sources: Collection[str] = ()) -> tuple[Statement, ...]:
    """The single figures of the record that answer what was asked, by date."""
    found = [
        one
        for one in record.statements
        if one.measure == wanted.measure
        and wanted.side in (None, one.side)
        and wanted.object in (None, one.object)
        and wanted.period in (None, one.period.kind)
        and wanted.place is None
        and (not sources or one.source in sources)
        and wanted.within(one.period.end or one.date)
    ]
    return tuple(sorted(found, key=lambda one: (one.date, one.id)))


def lay(
    kepts: Iterable[Kept],
    wanted: Filter,
    record: Record | None = None,
    twins: Container[frozenset[str]] = (),
    sources: Collection[str] = (),
) -> Comparison:
    """The claims that answer what was asked, each with how it stands among them, and the record behind.

    Of the record only what counts the same things of the same sides as some claim; without claims, all of it.
    """
    chosen = group_stated(kept for kept in kepts if is_asked(kept, wanted, sources))
    counted = {(question.side, question.object) for question in chosen}
    lines = record_lines(wanted, record, sources) if record is not None else ()
    statements = record_statements(wanted, record, sources) if record is not None else ()
    if counted:
        lines = tuple(line for line in lines if (line.side, line.object) in counted)
        statements = tuple(one for one in statements if (one.side, one.object) in counted)
    behind: dict[tuple[str | None, str, str], list[tuple[str, dict[date, float]]]] = {}
    for line in lines:
        behind.setdefault((line.side, line.object, line.kind), []).append((line.source, dict(line.points)))
    rows: list[Row] = []
    denied = _denials(chosen)
    for question, told in chosen.items():
        resets = {when for line in lines if line.side == question.side for when in line.resets}
        whole = question.force is None and question.place is None
        known = behind.get((question.side, question.object, question.kind), []) if whole else []
        for one, against, standing in _standings(told, twins, resets):
            kept = one.kept
            if kept.claim.id in denied and standing.level != "conflict":
                against, standing = denied[kept.claim.id]
            when = one.moment.end or one.said
            source, ratio = _beside(kept, when, one.voice, known)
            rows.append(Row(kept, question, when, one.voice, standing, against, source, ratio))
    rows.sort(key=lambda row: (row.day or date.max, row.question.key, row.voice, row.kept.claim.id))
    return Comparison(wanted, tuple(rows), lines, statements, tuple(sources))


def _beside(
    kept: Kept, when: date | None, voice: str, known: Iterable[tuple[str, dict[date, float]]]
) -> tuple[str | None, float | None]:
    """The source in the record with a figure for that day, the speaker's own first, and the ratio to its figure."""
    figure = kept.claim.quantity.figure
    for source, values in sorted(known, key=lambda pair: pair[0] != voice):
        value = values.get(when) if when is not None else None
        if value and figure is not None:
            return source, figure / value
    return None, None


def _denials(chosen: Mapping[Question, tuple[Stated, ...]]) -> dict[str, tuple[str, Standing]]:
    """Claims that deny another, or are denied: a denial may leave open whose loss it was and when."""
    every = [one for told in chosen.values() for one in told]
    found: dict[str, tuple[str, Standing]] = {}
    for denial in (one for one in every if one.kept.claim.stance == "denies"):
        denying = denial.kept.claim
        for one in every:
            claim = one.kept.claim
            if claim.stance == "asserts" and claim.object == denying.object:
                standing = stand(one, denial)
                if standing.level == "denial":
                    found.setdefault(claim.id, (denying.id, standing))
                    found.setdefault(denying.id, (claim.id, standing))
    return found


def _standings(
    told: tuple[Stated, ...], twins: Container[frozenset[str]], resets: Collection[date]
) -> Iterable[tuple[Stated, str | None, Standing]]:
    """How each claim stands to the last of its own voice, and to the first of each other voice for the same time."""
    last: dict[str, Stated] = {}
    firsts: dict[Moment, dict[str, Stated]] = {}
    for stated in told:
        voice = stated.voice
        there = firsts.setdefault(stated.moment, {})
        others = [one for other, one in there.items() if other != voice]
        if voice in there:
            others.append(there[voice])
        elif voice in last:
            others.append(last[voice])
        judged = [(stand(one, stated, twins, resets), one.kept.claim.id) for one in others]
        best = min(judged, key=lambda pair: SHOWN.index(pair[0].level), default=None)
        if best is None:
            yield stated, None, stand(stated, None)
        else:
            yield stated, best[1], best[0]
        there.setdefault(voice, stated)
        last[voice] = stated


# -------------------------------------------------------------------------------------------------- transcriptions


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One speaker's figure for one time, told in different numbers: each number with the claims that tell it.

    ``levels`` are how the first claims of each two numbers stand.
    """

    question: Question
    moment: Moment
    voice: str
    figures: Mapping[float, tuple[Kept, ...]]
    levels: frozenset[str]


def disagreements(kepts: Iterable[Kept]) -> tuple[Disagreement, ...]:
    """Where documents give different figures as one speaker's for one time; revisions said later are among them."""
    found: list[Disagreement] = []
    for question, kepts_of in group(kepts).items():
        told: dict[tuple[Moment, str], dict[float, list[Kept]]] = {}
        for kept in kepts_of:
            moment, figure = moment_of(kept), kept.claim.quantity.figure
            if moment.known and figure is not None and kept.claim.attribution and kept.claim.stance == "asserts":
                told.setdefault((moment, voice_of(kept)), {}).setdefault(figure, []).append(kept)
        for (moment, voice), figures in told.items():
            firsts = [Stated(group_of[0]) for group_of in figures.values()]
            levels = frozenset(stand(one, other).level for one, other in combinations(firsts, 2))
            if levels & {"conflict", "revision"}:
                kept_of = {figure: tuple(figures[figure]) for figure in sorted(figures)}
                found.append(Disagreement(question, moment, voice, kept_of, levels))
    return tuple(sorted(found, key=lambda one: (one.moment.end or date.min, one.question.key, one.voice)))
