"""A comparison as a Vega-Lite chart, rendered to SVG, PNG or a page of its own, without network.

    specification   comparison → the chart of ``chart.vl.json`` with its rows filled in
    render          the same as SVG text, PNG bytes or HTML text (extra ``charts``)

Points are claims: a triangle up is "at least", down "up to", a bar goes from low to high. Lines are the record, cut
where a count began anew. A dashed line with a band is an estimate, where one was asked for.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from counterclaim.comparing.plots import band
from counterclaim.comparing.questions import told, voice_label
from counterclaim.model import CounterclaimError
from counterclaim.terminal import visible

if TYPE_CHECKING:
    from counterclaim.comparing.estimate import Estimate
    from counterclaim.comparing.laying import Comparison, Line

Picture = Literal["svg", "png", "html"]
_SNIPPET = """
const chart = JSON.parse(document.getElementById("rows").textContent);
vegaEmbed("#chart", chart, { actions: { export: true, source: false, compiled: false, editor: false } });
"""
_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body>
<div id="chart"></div>
<script type="application/json" id="rows">{rows}</script>
<script type="module">{bundle}</script>
</body>
</html>
"""
SCALE = 2.0  # pixels a point of a PNG
POINTS = 2000  # of a line; longer ones are thinned, their last point kept
COLOURS = 18  # sources with a colour of their own; the legend tells the others as one
NAME = 60  # code points of a source's name in the legend


def specification(comparison: Comparison, title: str = "", estimate: Estimate | None = None) -> dict[str, Any]:
    """The Vega-Lite specification of a comparison, with its rows in ``datasets``."""
    chart: dict[str, Any] = json.loads((files("counterclaim.comparing") / "chart.vl.json").read_text(encoding="utf-8"))
    if title:
        chart["title"] = title
    claims, record = _claims(comparison), [row for line in comparison.lines for row in _line(line)]
    _colour(claims, len({row["source"] for row in record}))
    chart["datasets"] = {
        "claims": claims,
        "record": record,
        "resets": [{"day": when.isoformat(), "said": f"counted anew from {when}"} for when in comparison.resets],
        "estimate": _estimate(estimate),
    }
    return chart


def _claims(comparison: Comparison) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for row in comparison.rows:
        quantity = row.kept.claim.quantity
        if row.day is None or quantity.figure is None or row.kept.claim.stance == "denies":
            continue
        low, high = band(quantity)
        bound = "up to" if quantity.hedge in ("up to", "under") else "exact"
        bound = "at least" if quantity.hedge in ("over", "at least") else bound
        total = row.question.kind == "cumulative"
        rows.append(
            {
                "day": row.day.isoformat(),
                "value": quantity.figure,
                "low": low if bound == "exact" else None,
                "high": high if bound == "exact" else None,
                "source": voice_label(row.voice),
                "told": told(quantity),
                "bound": bound,
                "line": f"{row.voice} {row.question}" if total else None,
                "stands": row.standing.level,
                "document": row.kept.document.path,
                "claim": row.kept.claim.id,
            }
        )
    for one in comparison.statements:
        values = [value for value in (one.best, one.low, one.high) if value is not None]
        rows.append(
            {
                "day": (one.period.end or one.date).isoformat(),
                "value": values[0],
                "low": one.low,
                "high": one.high,
                "source": voice_label(one.source),
                "told": one.wording,
                "bound": "exact" if one.best is not None or len(values) > 1 else "at least" if one.low else "up to",
                "line": None,
                "stands": "the record",
                "document": one.url,
            }
        )
    return rows


def _colour(claims: list[dict[str, Any]], lines: int) -> None:
    """Names each claim's colour: its source where few have as many claims, else one for all the others."""
    counted = Counter(row["source"] for row in claims)
    ranked = sorted(counted, key=lambda name: (-counted[name], name))
    own = set(ranked if len(ranked) + lines <= COLOURS else ranked[: max(COLOURS - lines, 4)])
    for row in claims:
        name = str(row["source"])
        row["colour"] = name if name in own else f"{len(counted) - len(own)} other sources"
        if len(row["colour"]) > NAME:
            row["colour"] = row["colour"][: NAME - 1] + "…"


def _line(line: Line) -> list[dict[str, Any]]:
    step = len(line.points) // POINTS + 1
    last = len(line.points) - 1
    name = f"{voice_label(line.source)}, {line.side} {line.object} (record)"

    def stretch(when: date) -> str:
        return f"{line.series} {line.column} {sum(1 for reset in line.resets if reset <= when)}"

    return [
        {"day": when.isoformat(), "value": value, "source": name, "colour": name, "stretch": stretch(when)}
        for at, (when, value) in enumerate(line.points)
        if at % step == 0 or at == last
    ]


def _estimate(estimate: Estimate | None) -> list[dict[str, Any]]:
    if estimate is None:
        return []
    rows = zip(estimate.days, estimate.low, estimate.best, estimate.high, strict=True)
    return [{"day": day.isoformat(), "low": low, "best": best, "high": high} for day, low, best, high in rows]


def render(chart: dict[str, Any], picture: Picture) -> str | bytes:
    """The chart as SVG or HTML text or PNG bytes; the page holds all it needs and asks nothing of the network.

    Characters that are not seen are written out: the renderer ends its process over those that XML does not have.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise CounterclaimError(
            'a chart needs vl-convert-python, which is not installed; run: python -m pip install "counterclaim[charts]"'
        ) from error
    chart = _seen(chart)
    if picture == "svg":
        return str(vl_convert.vegalite_to_svg(chart, vl_version="5.21", allowed_base_urls=[]))
    if picture == "png":
        return bytes(vl_convert.vegalite_to_png(chart, vl_version="5.21", scale=SCALE, allowed_base_urls=[]))
    bundle = vl_convert.javascript_bundle(_SNIPPET, vl_version="5.21")
    title = escape(str(chart.get("title") or "counterclaim compare"))
    rows = json.dumps(chart, ensure_ascii=False).replace("<", "\\u003c")  # no text of an article can end the script
    return _PAGE.format(title=title, rows=rows, bundle=str(bundle).replace("</script", "<\\/script"))


def _seen(value: Any) -> Any:
    """A chart whose texts hold nothing but what can be seen."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {name: _seen(inner) for name, inner in value.items()}
    return [_seen(inner) for inner in value] if isinstance(value, list | tuple) else value
