"""The stretch of a published series that a finding rests on, as a small SVG chart.

    Series ── stretch() ──> Stretch ── svg() ──> text

The matched day or window is shaded and its two values are written out, so that the subtraction can be done by eye.
Colours are left to the page (classes and ``currentColor``); the chart is legible in black and white.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from counterclaim.model import PeriodKind, Series

WIDTH, HEIGHT = 640, 216
RIGHT, TOP, BOTTOM = 16, 30, 34
LABEL_WIDTH = 130  # the widest a day gets, in the large type of a small screen
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive rows of one column, and the matched days among them (``start`` = ``end`` for a single day).

    ``kind`` is cumulative (drawn as a line) or window (one bar a day).
    """

    title: str
    points: tuple[tuple[date, float], ...]
    start: date
    end: date
    kind: PeriodKind = "cumulative"

    def at(self, day: date) -> float | None:
        """The value published for ``day``, or ``None``."""
        return next((value for when, value in self.points if when == day), None)


def stretch(
    series: Series, column: str, start: date, end: date, title: str = "", kind: PeriodKind = "cumulative"
) -> Stretch | None:
    """The rows of ``column`` about the days matched, with a margin on each side; ``None`` if those days have none."""
    if column not in series.columns:
        return None
    margin = max(timedelta(days=7), (end - start) * 0.4)
    rows = zip(series.dates, series.columns[column], strict=True)
    points = tuple((day, value) for day, value in rows if value is not None and start - margin <= day <= end + margin)
    days = {day for day, _ in points}
    if len(points) < 2 or start not in days or end not in days:
        return None
    return Stretch(title or column, points, start, end, kind)


def spelled(day: date, year: bool = True) -> str:
    """``6 Dec 2023``, or ``6 Dec``."""
    return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def ticks(low: float, high: float, wanted: int = 4) -> tuple[float, ...]:
    """Round values from at or below ``low`` to at or above ``high``, about ``wanted`` steps of 1, 2 or 5 × 10ⁿ."""
    span = high - low or max(abs(high), 1.0)
    rough = span / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    if float(low).is_integer() and float(high).is_integer():
        step = max(step, 1.0)
    first, last = math.floor(low / step), math.ceil(high / step)
    if first == last:
        last += 1
    return tuple(step * n for n in range(first, last + 1))


def _said(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:,.4g}"


class _Frame:
    """Days and values to places in the drawing, in its own units."""

    def __init__(self, drawn: Stretch) -> None:
        values = [value for _, value in drawn.points]
        self.first, self.last = drawn.points[0][0], drawn.points[-1][0]
        self.ticks = ticks(min(values) if drawn.kind == "cumulative" else 0.0, max(values))
        self.low, self.high = self.ticks[0], self.ticks[-1]
        self.left = 20 + 10 * max(len(_said(tick)) for tick in self.ticks)
        self.bar = 0.0
        if drawn.kind == "window":  # a bar stands about its day, so the first and last days need half a bar's room
            self.bar = max((WIDTH - self.left - RIGHT) / ((self.last - self.first).days + 1) * 0.7, 1.0)

    def x(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        inset = self.bar * 0.7
        return round(self.left + inset + share * (WIDTH - self.left - RIGHT - 2 * inset), 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _text(x: float, y: float, words: str, anchor: str = "middle", kind: str = "label") -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'


def _days_labelled(drawn: Stretch, frame: _Frame) -> list[tuple[float, str, bool]]:
    """What to write under the axis and where: the matched days, then the ends where they do not collide."""
    x1, x2 = frame.x(drawn.start), frame.x(drawn.end)
    if x2 - x1 < LABEL_WIDTH:
        same = drawn.start == drawn.end
        words = spelled(drawn.end) if same else f"{spelled(drawn.start, year=False)} → {spelled(drawn.end)}"
        taken = LABEL_WIDTH * (0.5 if same else 0.85)
        labelled = [((x1 + x2) / 2, words, True)]
    else:
        taken = LABEL_WIDTH * 0.5
        labelled = [(x1, spelled(drawn.start), True), (x2, spelled(drawn.end), True)]
    for day in (frame.first, frame.last):
        if all(abs(frame.x(day) - x) > taken + LABEL_WIDTH * 0.9 for x, _, _ in labelled):
            labelled.append((frame.x(day), spelled(day), False))
    return labelled


def _value_labels(drawn: Stretch, frame: _Frame) -> list[str]:
    """The matched values beside their points, and what was added between them above the shaded window."""
    before, after = drawn.at(drawn.start), drawn.at(drawn.end)
    if before is None or after is None:
        return []
    parts = []
    x1, x2 = frame.x(drawn.start), frame.x(drawn.end)
    if drawn.start == drawn.end:
        parts.append(_text(min(max(x2, frame.left + 40), WIDTH - RIGHT - 40), TOP - 12, _said(after), kind="value"))
    elif drawn.kind == "window":
        parts += [_text(x, frame.y(v) - 6, _said(v), kind="value") for x, v in ((x1, before), (x2, after))]
    else:
        rising = 1 if after >= before else -1  # the line leaves room above on the left and below on the right
        for x, value, side in ((x1, before, -1), (x2, after, 1)):
            room = x + side * LABEL_WIDTH * 0.6
            way = side if frame.left < room < WIDTH - RIGHT else -side
            y = min(max(frame.y(value) + (19 if way * rising > 0 else -9), TOP + 12), HEIGHT - BOTTOM - 5)
            parts.append(_text(x + way * 9, y, _said(value), "start" if way > 0 else "end", "value"))
        change = f"{'+' if after >= before else '−'}{_said(abs(after - before))}"
        parts.append(_text((x1 + x2) / 2, TOP - 12, change, kind="value change"))
    return parts


def describe(drawn: Stretch) -> str:
    """The chart in one sentence, for those who do not see it."""
    before, after = drawn.at(drawn.start), drawn.at(drawn.end)
    if before is None or after is None:
        return drawn.title
    if drawn.start == drawn.end:
        return f"{drawn.title}: {_said(after)} on {spelled(drawn.end)}."
    change = f", a change of {_said(after - before)}" if drawn.kind == "cumulative" else ""
    return f"{drawn.title}: {_said(before)} on {spelled(drawn.start)}, {_said(after)} on {spelled(drawn.end)}{change}."


def _line(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def svg(drawn: Stretch, ident: str) -> str:
    """``drawn`` as an SVG element of its own; ``ident`` must be unique in the page."""
    frame = _Frame(drawn)
    floor = HEIGHT - BOTTOM
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{escape(ident)}">',
        f'<title id="{escape(ident)}">{escape(describe(drawn))}</title>',
    ]
    x1, x2 = frame.x(drawn.start), frame.x(drawn.end)
    wide = max(x2 - x1, 3)
    parts.append(
        f'<rect class="window" x="{x1 - (wide > x2 - x1) * 1.5:g}" y="{TOP}" width="{wide:g}" height="{floor - TOP}"/>'
    )
    for tick in frame.ticks:
        y = frame.y(tick)
        parts.append(f'<line class="grid" x1="{frame.left}" x2="{WIDTH - RIGHT}" y1="{y:g}" y2="{y:g}"/>')
        parts.append(_text(frame.left - 8, y + 4, _said(tick), "end"))
    if drawn.kind == "cumulative":
        parts.append(
            f'<polyline class="series" points="{_line([(frame.x(d), frame.y(v)) for d, v in drawn.points])}"/>'
        )
    else:
        for day, value in drawn.points:
            kind = "bar matched" if drawn.start <= day <= drawn.end else "bar"
            x, y = frame.x(day) - frame.bar / 2, frame.y(value)
            parts.append(
                f'<rect class="{kind}" x="{x:.1f}" y="{y:g}" width="{frame.bar:.1f}" height="{floor - y:.1f}"/>'
            )
    if len(drawn.points) <= 60 and drawn.kind == "cumulative":
        parts += [f'<circle class="day" cx="{frame.x(d):g}" cy="{frame.y(v):g}" r="2.2"/>' for d, v in drawn.points]
    for day in sorted({drawn.start, drawn.end}):
        value_at = drawn.at(day)
        if value_at is not None and drawn.kind == "cumulative":
            parts.append(f'<circle class="matched" cx="{frame.x(day):g}" cy="{frame.y(value_at):g}" r="5"/>')
    parts += _value_labels(drawn, frame)
    parts.append(f'<line class="axis" x1="{frame.left}" x2="{WIDTH - RIGHT}" y1="{floor}" y2="{floor}"/>')
    for day in sorted({drawn.start, drawn.end}):
        x = frame.x(day)
        parts.append(f'<line class="axis" x1="{x:g}" x2="{x:g}" y1="{floor}" y2="{floor + 5}"/>')
    for x, words, matched in _days_labelled(drawn, frame):
        anchor = "start" if x < frame.left + 50 else "end" if x > WIDTH - RIGHT - 50 else "middle"
        parts.append(_text(x, floor + 22, words, anchor, "label matched" if matched else "label"))
    parts.append("</svg>")
    return "".join(parts)
