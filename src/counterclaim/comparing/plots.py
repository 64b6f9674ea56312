"""A comparison as text: the table, and a chart of letters for a terminal.

*  A B C …   sources, one letter each       .  the record behind       |  from low to high
!            a day on which a count began anew
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from counterclaim.comparing.estimate import SETTLED, Estimate
from counterclaim.comparing.laying import Comparison, Row
from counterclaim.comparing.questions import allowed, told, voice_label
from counterclaim.findings.rule import number
from counterclaim.model import Quantity
from counterclaim.terminal import columns

HEIGHT = 14  # rows of a chart
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LINES = ".:,'`~^"  # the lines of the record, the longest first; the last stands for all that follow


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure of a source on a day: what is drawn, from ``low`` to ``high`` where these are known."""

    voice: str
    day: date
    value: float
    low: float | None
    high: float | None
    record: bool = False


def marks_of(comparison: Comparison) -> list[Mark]:
    """Every figure of a comparison that has a day: claims, statements of the record, then its lines."""
    found: list[Mark] = []
    for row in comparison.rows:
        quantity = row.kept.claim.quantity
        if row.day is not None and quantity.figure is not None and row.kept.claim.stance == "asserts":
            low, high = band(quantity)
            found.append(Mark(row.voice, row.day, quantity.figure, low, high))
    for one in comparison.statements:
        told_values = [value for value in (one.best, one.low, one.high) if value is not None]
        found.append(Mark(one.source, one.period.end or one.date, told_values[0], one.low, one.high))
    for line in comparison.lines:
        name = f"{voice_label(line.source)}, {line.side} {line.object}"
        found += [Mark(name, when, value, None, None, record=True) for when, value in line.points]
    return found


def band(quantity: Quantity) -> tuple[float | None, float | None]:
    """From where to where a figure may be drawn; an open end is ``None``."""
    low, high = allowed(quantity)
    return (low if low > 0 else None), (high if math.isfinite(high) else None)


# -------------------------------------------------------------------------------------------------------- the table


def table_rows(comparison: Comparison) -> list[tuple[str, ...]]:
    """The rows of the table: when, figure, of what, who says it, how it stands, beside the record, where it is told."""
    return [
        (
            str(row.day or "–"),
            told(row.kept.claim.quantity) + (" denied" if row.kept.claim.stance == "denies" else ""),
            what(row),
            voice_label(row.voice),
            row.standing.level,
            f"{row.ratio:.2f} × {row.line}" if row.ratio is not None else "–",
            row.kept.document.path,
        )
        for row in comparison.rows
    ]


HEAD = ("day", "claimed", "of", "says", "stands", "record", "document")


def what(row: Row) -> str:
    """``RU personnel, at Bakhmut, running total``."""
    question = row.question
    parts = [f"{question.side or '?'} {question.object}"]
    parts += [question.force] if question.force else []
    parts += [f"at {question.place}"] if question.place else []
    parts += {"cumulative": ["total"], "window": [], "point": ["state"], "open": ["when?"]}[question.kind]
    return ", ".join(parts)


# -------------------------------------------------------------------------------------------------------- the chart


def chart(comparison: Comparison, width: int = 78, height: int = HEIGHT) -> str:
    """The figures over time as lines of text at most ``width`` wide; empty where no figure has a day.

    The scale is logarithmic where the largest figure is more than 30 times the smallest.
    """
    marks = marks_of(comparison)
    if not marks:
        return ""
    ends = [v for mark in marks for v in (mark.value, mark.low, mark.high) if v is not None]
    low, high = min(ends), max(ends)
    steep = low > 0 and high / low > 30
    if not steep and low > 0 and low < high / 2:
        low = 0.0
    if low == high:
        low, high = (low * 0.9, high * 1.1) if high else (0.0, 1.0)
    labels = {0: number(round(high)), height - 1: number(round(low))}
    labels[height // 2] = number(round(_between(low, high, 1 - (height // 2) / (height - 1), steep)))
    left = max(len(words) for words in labels.values()) + 1
    across = max(width - left - 2, 20)
    first, last = min(mark.day for mark in marks), max(mark.day for mark in marks)
    letters = letters_of(marks)

    def column(when: date) -> int:
        return round((when - first).days / max((last - first).days, 1) * (across - 1))

    def row(value: float) -> int:
        share = math.log(value / low) / math.log(high / low) if steep else (value - low) / (high - low)
        return round((1 - min(max(share, 0.0), 1.0)) * (height - 1))

    cells = [[" "] * across for _ in range(height)]
    for when in comparison.resets:
        if first <= when <= last:
            for cells_of in cells:
                cells_of[column(when)] = "!"
    signs = signs_of(marks)
    for mark in marks:
        if mark.record:
            cells[row(mark.value)][column(mark.day)] = signs[mark.voice]
    for mark in marks:
        if not mark.record and mark.low is not None and mark.high is not None:
            for at in range(row(mark.high), row(mark.low) + 1):
                if cells[at][column(mark.day)] in f" {LINES}":
                    cells[at][column(mark.day)] = "|"
    for mark in marks:
        if not mark.record:
            cell = cells[row(mark.value)][column(mark.day)]
            own = letters[mark.voice]
            cells[row(mark.value)][column(mark.day)] = own if cell in f" |!{LINES}" or cell == own else "*"
    drawn = [
        f"{labels.get(at, ''):>{left}} {'+' if at in labels else '|'}{''.join(line)}".rstrip()
        for at, line in enumerate(cells)
    ]
    ends_line = f"{first}{last!s:>{max(across - 10, 11)}}"
    drawn += [f"{'':>{left}} +{'-' * across}", f"{'':>{left}}  {ends_line}"]
    return "\n".join(drawn) + "\n" + _legend(marks, letters, comparison, steep)


def _between(low: float, high: float, share: float, steep: bool) -> float:
    return low * (high / low) ** share if steep else low + (high - low) * share


def letters_of(marks: Sequence[Mark]) -> dict[str, str]:
    """A letter for each source, the same for the same sources; ``*`` from the 27th on."""
    voices = sorted({mark.voice for mark in marks if not mark.record})
    return {voice: LETTERS[at] if at < len(LETTERS) else "*" for at, voice in enumerate(voices)}


def signs_of(marks: Sequence[Mark]) -> dict[str, str]:
    """A sign for each line of the record."""
    lines = dict.fromkeys(mark.voice for mark in marks if mark.record)
    return {line: LINES[min(at, len(LINES) - 1)] for at, line in enumerate(lines)}


def estimate_text(curve: Estimate, shown: int = 8) -> str:
    """The estimate on a few of its days, each source's factor, and what it cannot know."""
    step = max((len(curve.days) - 1) // (shown - 1), 1)
    chosen = sorted({*range(len(curve.days) - 1, -1, -step)})
    rows: list[tuple[str, ...]] = [("day", "low", "middle", "high")]
    rows += [
        (str(curve.days[at]), *(number(round(v[at])) for v in (curve.low, curve.best, curve.high))) for at in chosen
    ]
    factors = [
        (f"  {voice_label(one.source)}", f"× {one.best:.2f}", f"({one.low:.2f} to {one.high:.2f})")
        for one in curve.factors
    ]
    return (
        "\nA curve through all sources, with the ends of its 90% band:\n"
        + columns(rows)
        + "\nHow each source stands to it:\n"
        + columns(factors)
        + "\nIt is the middle of the sources; a lean that they all share cannot be seen in it.\n"
        + (
            ""
            if curve.settled < SETTLED
            else f"The chains have not settled (R-hat {curve.settled:.2f}): do not use it.\n"
        )
    )


def _legend(marks: Sequence[Mark], letters: dict[str, str], comparison: Comparison, steep: bool) -> str:
    lines = [f"  {letter}  {voice_label(voice)}" for voice, letter in letters.items()]
    lines += [f"  {sign}  {line}, the record" for line, sign in signs_of(marks).items()]
    lines += [f"  !  counted anew from {', '.join(map(str, comparison.resets))}"] if comparison.resets else []
    lines += ["  *  several sources on one spot"] if len(letters) > 1 else []
    lines += ["  the scale is logarithmic"] if steep else []
    return "\n".join(lines) + "\n"
