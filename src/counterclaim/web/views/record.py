"""The record: each series with its source, licence, chart and disagreements, and the single statements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from counterclaim.charts import Stretch, svg
from counterclaim.lookups import day_given
from counterclaim.series import parse_column
from counterclaim.vocabulary import label
from counterclaim.web.answers import Answer, File, Table
from counterclaim.web.asked import Asked, NoSuchPage

if TYPE_CHECKING:
    from counterclaim.model import Series

ROWS = 60  # days on a page


def listed(asked: Asked) -> Answer:
    """Every series and every statement."""
    record = asked.site.record()
    series = [_about(table) for _, table in sorted(record.series.items())]
    statements = [
        {
            "id": s.id, "date": s.date.isoformat(), "source": s.source, "side": s.side, "object": s.object,
            "measure": s.measure, "low": s.low, "best": s.best, "high": s.high, "unit": s.unit, "wording": s.wording,
            "title": s.title, "url": s.url,
        }
        for s in sorted(record.statements, key=lambda s: (s.date, s.id))
    ]  # fmt: skip
    columns = ("id", "source", "title", "side", "measure", "first", "last", "days", "licence", "url")
    return Answer(
        "record.html",
        {"series": series, "statements": statements},
        table=lambda: Table(columns, ([row[name] for name in columns] for row in series)),
    )


def _about(table: Series) -> dict[str, Any]:
    return {
        "id": table.id, "source": table.source, "title": table.title, "side": table.side, "measure": table.measure,
        "licence": table.licence, "origin": table.origin, "url": table.url, "retrieved": table.retrieved.isoformat(),
        "first": table.dates[0].isoformat(), "last": table.dates[-1].isoformat(), "days": len(table.dates),
        "columns": list(table.columns), "resets": [day.isoformat() for day in table.resets], "notes": list(table.notes),
    }  # fmt: skip


def series(asked: Asked) -> Answer:
    """One series: its chart, its rows between two days, and where transcriptions of it differ."""
    from markupsafe import Markup

    record = asked.site.record()
    table = record.series.get(asked.parts["series"])
    if table is None:
        raise NoSuchPage(f"there is no series “{asked.parts['series']}”")
    names = list(table.columns)
    chosen = asked.one("column") or names[0]
    if chosen not in table.columns:
        raise NoSuchPage(f"{table.id} has no column “{chosen}”; it has {', '.join(names)}")
    first, last = day_given(asked.one("from") or None), day_given(asked.one("to") or None)
    kept = [
        at for at, day in enumerate(table.dates) if (first is None or first <= day) and (last is None or day <= last)
    ]
    rows = [[table.dates[at].isoformat(), *(table.columns[name][at] for name in names)] for at in kept]
    drawing = drawn(table, chosen, first, last)
    differ = [d for d in record.disagreements.get(table.id, ()) if d.column == chosen]
    restated = [r for r in record.restatements.get(table.id, ()) if r.column == chosen]
    picture = svg(drawing, "series-chart") if drawing else ""
    return Answer(
        "series.html",
        {
            **_about(table),
            "column": chosen,
            "rows": rows,
            "disagreements": [
                {"date": d.date.isoformat(), "first": d.first, "second": d.second, "kept": d.kept} for d in differ
            ],
            "restatements": [{"date": r.date.isoformat(), "by": r.by} for r in restated],
        },
        {"chart": Markup(picture), "shown_rows": rows[-ROWS:], "names": names, "from": first, "to": last},
        table=lambda: Table(["date", *names], rows),
        others={"svg": lambda: File(_alone(picture), "image/svg+xml")},
    )


def drawn(table: Series, name: str, first: date | None, last: date | None) -> Stretch | None:
    """A column as a line or bars over the days asked for."""
    column = parse_column(name, table)
    points = tuple(
        (day, float(value))
        for day, value in zip(table.dates, table.columns[name], strict=True)
        if value is not None and (first is None or first <= day) and (last is None or day <= last)
    )
    if len(points) < 2:
        return None
    title = f"{label('object', column.object)}, {label('measure', column.measure)}"
    return Stretch(title, points, points[-1][0], points[-1][0], column.kind)


_STYLE = (
    "<style>text{font:13px sans-serif;fill:#575a61}.series{fill:none;stroke:#3a3d44;stroke-width:1.8}"
    ".window{fill:none}.grid{stroke:#d9d6cf}.axis{stroke:#575a61}.bar{fill:#8b8778}"
    ".matched{fill:#1c1d20}</style>"
)


def _alone(picture: str) -> bytes:
    """A chart as a file of its own: with a name space and its colours."""
    opened = picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return opened.replace("</title>", f"</title>{_STYLE}", 1).encode()
