"""Quality against speed as an SVG, light and dark: how often the counts are right, and how many texts a second.

    Compared rows ── draw() ──> text of an SVG file

Points carry their names, whiskers are 95% intervals, the scale of speed is logarithmic. Colours follow the reader's
scheme by a media query; ours is told by its shape and its weight too, not by colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from evals.peers import OURS, Compared

WIDTH, HEIGHT = 960, 400
TOP, BOTTOM, PANEL, LEFT, GAP = 74, 64, 382, 70, 96  # of the drawing, in its own units
SHORT = {OURS: OURS, "spacy": "spaCy + rules", "quantulum3": "quantulum3", "recognizers": "Recognizers-Text"}
PANELS = (
    ("gtd2021", "both", "Short incident reports (GTD)", "killed and wounded both exact, share of texts"),
    ("muc", "counts", "News messages (MUC, test)", "counts of killed and of wounded, F1"),
)
STYLE = """
  text { font: 15px system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; fill: #24292f; }
  .title { font-weight: 600; font-size: 17px; }
  .small { font-size: 13.5px; fill: #57606a; }
  .ours { fill: #0b5cad; font-weight: 600; }
  .grid { stroke: #d0d7de; } .axis { stroke: #57606a; } .ground { fill: #ffffff; }
  .peer { fill: #ffffff; stroke: #57606a; stroke-width: 2; } .whisker { stroke: #57606a; stroke-width: 1.5; }
  .thread { stroke: #57606a; stroke-width: 1; stroke-dasharray: 1.5 3; }
  .mark { fill: #0b5cad; stroke: #0b5cad; } .own { stroke: #0b5cad; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .small { fill: #9da7b3; } .ours { fill: #79b8ff; }
    .grid { stroke: #30363d; } .axis { stroke: #9da7b3; } .ground { fill: #0d1117; }
    .peer { fill: #0d1117; stroke: #9da7b3; } .whisker { stroke: #9da7b3; } .thread { stroke: #9da7b3; }
    .mark { fill: #79b8ff; stroke: #79b8ff; } .own { stroke: #79b8ff; }
  }
"""


def _text(x: float, y: float, words: str, kind: str = "small", anchor: str = "middle") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


Box = tuple[float, float, float, float]  # left, top, right, bottom


def _clear(box: Box, taken: Sequence[Box]) -> bool:
    return all(box[2] < b[0] or b[2] < box[0] or box[3] < b[1] or b[3] < box[1] for b in taken)


def _placed(x: float, y: float, words: str, taken: Sequence[Box], within: Box) -> tuple[float, float, str]:
    """Where the name of the point (x, y) covers nothing: beside it, else above or below it; with its anchor."""
    wide = 7.9 * len(words)
    sides = (("start", 13.0), ("end", -13.0))
    for away in (0, 44, -44, 66, -66, 88, -88):
        for anchor, dx in (("middle", 0.0), *sides) if away else sides:
            left = x + dx - (wide if anchor == "end" else wide / 2 if anchor == "middle" else 0)
            box = (left, y + away - 8, left + wide, y + away + 8)
            if within[0] <= left and box[2] <= within[2] and within[1] <= box[1] and box[3] <= within[3]:
                if _clear(box, taken):
                    return x + dx, y + away, anchor
    return x + 13, y, "start"


def _panel(rows: Sequence[Compared], metric: str, left: float, title: str, axis: str) -> list[str]:
    floor, right = HEIGHT - BOTTOM, left + PANEL
    rates = [row.rate for row in rows]
    low, high = math.floor(math.log10(min(rates))), math.ceil(math.log10(max(rates)))

    def across(rate: float) -> float:
        return left + 14 + (math.log10(rate) - low) / max(1, high - low) * (PANEL - 28)

    def up(share: float) -> float:
        return floor - share * (floor - TOP)

    parts = [_text(left, TOP - 36, title, "title", "start"), _text(left, TOP - 15, axis, "small", "start")]
    for tenth in range(0, 11, 2):
        parts += [_line(left, up(tenth / 10), right, up(tenth / 10), "grid")]
        parts += [_text(left - 9, up(tenth / 10) + 5, f"{tenth / 10:.1f}", anchor="end")]
    for power in range(low, high + 1):
        x = across(10.0**power)
        parts += [_line(x, floor, x, floor + 5, "axis"), _text(x, floor + 22, f"{10**power:,}")]
    parts += [_line(left, floor, right, floor, "axis")]
    parts += [_text((left + right) / 2, floor + 46, "texts a second on one core (logarithmic)")]
    drawn = []
    for row in rows:
        told = row.metrics[metric]
        drawn.append((row, across(row.rate), next(iter(told.values())), told["low"], told["high"]))
    taken: list[Box] = []
    for row, x, value, least, most in drawn:
        own = row.tool == OURS
        parts += [_line(x, up(least), x, up(most), "own" if own else "whisker")]
        if own:
            parts += [f'<rect class="mark" x="{x - 6:.1f}" y="{up(value) - 6:.1f}" width="12" height="12"/>']
        else:
            parts += [f'<circle class="peer" cx="{x:.1f}" cy="{up(value):.1f}" r="5.5"/>']
        taken += [(x - 8, up(value) - 8, x + 8, up(value) + 8), (x - 3, up(most), x + 3, up(least))]
    for row, x, value, _, _ in sorted(drawn, key=lambda point: -point[1]):
        words = f"{SHORT[row.tool]} {value:.2f}"
        tx, ty, anchor = _placed(x, up(value), words, taken, (left, TOP, right + 20, floor))
        if abs(ty - up(value)) > 10:  # a thread from the point to its name
            parts += [
                _line(
                    x, up(value) + math.copysign(8, ty - up(value)), tx, ty - math.copysign(9, ty - up(value)), "thread"
                )
            ]
        parts += [_text(tx, ty + 5, words, "ours" if row.tool == OURS else "name", anchor)]
        wide = 7.9 * len(words)
        start = tx - (wide if anchor == "end" else wide / 2 if anchor == "middle" else 0)
        taken += [(start, ty - 8, start + wide, ty + 8)]
    return parts


def described(compared: Sequence[Compared]) -> str:
    """The drawing in words, for those who do not see it."""
    told = []
    for texts, metric, title, axis in PANELS:
        rows = [row for row in compared if row.texts == texts]
        values = "; ".join(
            f"{SHORT[row.tool]} {next(iter(row.metrics[metric].values())):.2f} at {row.rate:,.0f} texts a second"
            for row in rows
        )
        told.append(f"{title}, {axis}: {values}.")
    return " ".join(told)


def draw(compared: Sequence[Compared]) -> str:
    """The two panels as an SVG file."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'role="img" aria-labelledby="told">',
        f'<title id="told">{escape(described(compared))}</title>',
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" rx="6"/>',
    ]
    for number, (texts, metric, title, axis) in enumerate(PANELS):
        rows = [row for row in compared if row.texts == texts]
        if rows:
            parts += _panel(rows, metric, LEFT + number * (PANEL + GAP), title, axis)
    return "\n".join([*parts, "</svg>", ""])
