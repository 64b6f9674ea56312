"""A source's portrait: what it claimed, who repeats it, how it stands to the record over time, what it corrected.

There is no score of truth. The ratio to a reference series is that of two claims about the same thing on the same day;
it says how far apart two sources are and not which is right. A running ratio is summed up by the median of its
logarithms, with a 95% interval by resampling whole calendar months (cluster bootstrap, percentile, 1,000 resamples),
because the figures of neighbouring days repeat each other. From fewer than three months no interval is given.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import mul
from statistics import median
from typing import TYPE_CHECKING

from counterclaim.comparing.echoes import Twins, origins
from counterclaim.comparing.ladder import Pair
from counterclaim.comparing.questions import Moment, Question, group, moment_of, outlet_of, said_on, voice_of
from counterclaim.comparing.totals import Fall, falls, running_totals
from counterclaim.model import Kept
from counterclaim.vocabulary import label

if TYPE_CHECKING:
    from counterclaim.series import Record

RESAMPLES, SEED = 1000, 0
MONTHS = 3  # calendar months from which an interval is given
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Ratio:
    """A source beside one reference series of one question: by day, the source's figure over the reference's."""

    series: str
    source: str
    side: str
    object: str
    measure: str
    points: tuple[tuple[date, float], ...]
    middle: float  # exp of the median log-ratio
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A source that changed its own figure: for the same time, or by counting on from a lower total."""

    question: Question
    day: date
    before: float
    after: float
    why: str
    claims: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Portrait:
    """What is known of one voice from a body of claims and the record; counts of things, no judgement."""

    voice: str
    first: date | None
    last: date | None
    claims: tuple[str, ...]
    questions: Mapping[Question, int]
    certainty: Mapping[str, int]
    repeated: int  # its figures that at least one other outlet repeats
    repeats: int  # documents that repeat one of its figures, the first of each left out
    outlets: Mapping[str, int]  # where its figures are told, by number of claims
    denied: int
    ratios: tuple[Ratio, ...]
    corrections: tuple[Correction, ...]


def middle_of(points: Sequence[tuple[date, float]]) -> tuple[float, float | None, float | None]:
    """The middle of dated ratios and its 95% interval; see the first lines of this file."""
    return _middle_of(tuple(points))


@lru_cache(maxsize=512)  # resampling takes time, and the record's own ratios are the same for every page
def _middle_of(points: tuple[tuple[date, float], ...]) -> tuple[float, float | None, float | None]:
    months: dict[tuple[int, int], list[float]] = {}
    for day, ratio in points:
        months.setdefault((day.year, day.month), []).append(math.log(ratio))
    every = [value for values in months.values() for value in values]
    centre = math.exp(median(every))
    if len(months) < MONTHS:
        return centre, None, None
    medians = sorted(_medians([months[key] for key in sorted(months)]))
    ends = (1 - LEVEL) / 2
    return centre, math.exp(medians[int(ends * RESAMPLES)]), math.exp(medians[int((1 - ends) * RESAMPLES) - 1])


@lru_cache(maxsize=64)
def _resamples(clusters: int) -> tuple[tuple[int, ...], ...]:
    """How often each of so many clusters is drawn, resample by resample."""
    draw, found = random.Random(SEED), []
    for _ in range(RESAMPLES):
        often = [0] * clusters
        for at in draw.choices(range(clusters), k=clusters):
            often[at] += 1
        found.append(tuple(often))
    return tuple(found)


def _medians(clusters: Sequence[Sequence[float]]) -> Iterable[float]:
    """The median of each resample of whole clusters.

    Values are sorted once, not in every resample: each median is looked for from where the one before it was.
    """
    ranked = sorted((value, at) for at, values in enumerate(clusters) for value in values)
    before, counts = [[0] * len(clusters)], [0] * len(clusters)  # by rank: of each cluster how many values are lower
    for _, home in ranked:
        counts[home] += 1
        before.append(counts.copy())
    at = len(ranked) // 2
    for often in _resamples(len(clusters)):
        total = sum(map(mul, often, counts))
        lower = sum(map(mul, often, before[at]))
        found = []
        for wanted in ((total - 1) // 2, total // 2):
            while lower > wanted:
                at -= 1
                lower -= often[ranked[at][1]]
            while lower + often[ranked[at][1]] <= wanted:
                lower += often[ranked[at][1]]
                at += 1
            found.append(ranked[at][0])
        yield found[0] if total % 2 else (found[0] + found[1]) / 2


def portrait(kepts: Iterable[Kept], voice: str, record: Record | None = None, twins: Twins = ()) -> Portrait:
    """The portrait of one voice (an id, or a name as in the text), from every claim that is known."""
    body = group(kepts)
    own = {question: [kept for kept in there if voice_of(kept) == voice] for question, there in body.items()}
    own = {question: there for question, there in own.items() if there}
    claims = [kept for there in own.values() for kept in there]
    days = [day for kept in claims if (day := said_on(kept)) is not None]
    trees = [origin for origin in origins(claims, twins) if voice_of(origin.first) == voice]
    outlets = Counter(outlet_of(kept) for kept in claims)
    copies = [len({outlet_of(kept) for kept in origin.claims}) - 1 for origin in trees]
    return Portrait(
        voice,
        min(days, default=None),
        max(days, default=None),
        tuple(sorted(kept.claim.id for kept in claims)),
        {question: len(there) for question, there in own.items()},
        dict(sorted(Counter(kept.claim.certainty for kept in claims).items())),
        sum(1 for count in copies if count > 0),
        sum(max(len(origin.documents) - 1, 0) for origin in trees),
        dict(sorted(outlets.items(), key=lambda pair: (-pair[1], pair[0]))),
        sum(1 for kept in claims if kept.claim.stance == "denies"),
        tuple(_ratios(own, voice, record)) if record is not None else (),
        tuple(_corrections(own)),
    )


def _ratios(own: Mapping[Question, Sequence[Kept]], voice: str, record: Record) -> Iterable[Ratio]:
    """Beside every column of the record that counts the same, of another source; the source's own columns count too."""
    from counterclaim.comparing.laying import record_lines
    from counterclaim.ledger.filters import Filter

    asked = {(q.side, q.object, q.measure) for q in own if q.kind == "cumulative"} | set(_published(voice, record))
    found = {key: record_lines(Filter(*key, period="cumulative"), record) for key in asked if key[0] is not None}
    lines = {(side, counted, measure): there for (side, counted, measure), there in found.items() if side and there}
    for key in sorted(lines):
        side, counted, measure = key
        values: dict[date, float] = {}
        for question, kepts in own.items():
            if (question.side, question.object, question.measure, question.kind) != (
                side,
                counted,
                measure,
                "cumulative",
            ):
                continue
            if question.place is None and question.force is None and question.unit == "count":
                values |= {
                    day: kept.claim.quantity.figure
                    for kept in kepts
                    if (day := moment_of(kept).end) and kept.claim.quantity.figure and kept.claim.stance == "asserts"
                }
        for line in lines[key]:
            if line.source == voice:
                values = dict(line.points) | values
        for line in lines[key]:
            if line.source == voice:
                continue
            there = dict(line.points)
            points = tuple((day, values[day] / there[day]) for day in sorted(values) if there.get(day) and values[day])
            if points:
                yield Ratio(line.series, line.source, side, counted, measure, points, *middle_of(points))


def _published(voice: str, record: Record) -> Iterator[tuple[str | None, str, str]]:
    """Side, object and measure of every running total in the record that is the source's own."""
    from counterclaim.series import parse_column

    for table in record.series.values():
        if table.source == voice:
            for column in (parse_column(key, table) for key in table.columns):
                if column.kind == "cumulative" and not column.label:
                    yield table.side, column.object, column.measure


def _corrections(own: Mapping[Question, Sequence[Kept]]) -> Iterable[Correction]:
    for question, kepts in own.items():
        told: dict[Moment, list[Kept]] = {}
        for kept in kepts:
            moment = moment_of(kept)
            if moment.known and kept.claim.quantity.figure is not None and kept.claim.stance == "asserts":
                told.setdefault(moment, []).append(kept)
        for moment, there in told.items():
            standing = there[0]
            for kept in there[1:]:
                pair = Pair(standing, kept)
                if pair.later and not pair.same_figure:
                    yield _correction(question, moment.end or date.min, standing, kept, "changed later")
                    standing = kept
        if question.kind == "cumulative":
            for line in running_totals(kepts).values():
                found: Iterable[Fall] = falls([(when, value) for when, value, _ in line])
                for fall in found:
                    if fall.stays:
                        (_, _, one), (when, _, other) = line[fall.at - 1], line[fall.at]
                        yield _correction(question, when, one, other, "counted on from a lower total")


def _correction(question: Question, day: date, one: Kept, other: Kept, why: str) -> Correction:
    before, after = (kept.claim.quantity.figure or 0.0 for kept in (one, other))
    return Correction(question, day, before, after, why, (one.claim.id, other.claim.id))


# -------------------------------------------------------------------------------------------------------- as text


def portrait_text(shown: Portrait, name: str, graded: str = "") -> str:
    """The portrait as lines of plain text; ``graded`` is what people have said of the source's reliability."""
    from counterclaim.terminal import columns, plural

    lines = [f"{name}: {plural(len(shown.claims), 'claim')}"]
    if shown.first is not None:
        lines[0] += f" said from {shown.first} to {shown.last}"
    if graded:
        lines.append(f"Graded by people: {graded}")
    if shown.claims:
        lines.append(
            f"{plural(shown.repeated, 'figure')} repeated by other outlets, in {plural(shown.repeats, 'document')}; "
            f"{plural(shown.denied, 'denial')}; " + ", ".join(f"{n:,} {word}" for word, n in shown.certainty.items())
        )
        rows = sorted(shown.questions.items(), key=lambda pair: (-pair[1], pair[0].key))
        lines += ["", "What it claims:", columns([(f"  {count:,}", str(question)) for question, count in rows[:12]])]
        lines += [f"  and {len(rows) - 12} more questions", ""] if len(rows) > 12 else []
    if shown.ratios:
        lines += ["Beside the record (its figure over the other's on the same day; median, 95% interval by months):"]
        rows_of = []
        for one in shown.ratios:
            ends = (
                f"{one.low:.2f} to {one.high:.2f}" if one.low is not None and one.high is not None else "too few months"
            )
            what = f"{one.side} {label('object', one.object)}, {label('measure', one.measure)}"
            last = f"{one.points[-1][1]:.2f} on {one.points[-1][0]}"
            rows_of.append((f"  {one.source}", what, f"{one.middle:.2f}", ends, plural(len(one.points), "day"), last))
        lines.append(columns(rows_of))
    if shown.corrections:
        lines += ["Corrections:"]
        lines += [
            f"  {one.day}: {one.before:,.0f} → {one.after:,.0f}, {one.question}, {one.why}" for one in shown.corrections
        ]
    return "\n".join(lines).rstrip("\n") + "\n"
