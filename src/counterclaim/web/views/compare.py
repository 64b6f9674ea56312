"""Compare: one question over time, each source a colour, the record behind; every point leads to its claim."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Container
from dataclasses import replace
from threading import Lock
from typing import Any

import orjson

from counterclaim.comparing.laying import Comparison
from counterclaim.ledger.filters import Filter
from counterclaim.lookups import day_given
from counterclaim.model import CounterclaimError
from counterclaim.vocabulary import load_vocabulary
from counterclaim.web.answers import Answer, File, Table
from counterclaim.web.asked import Asked
from counterclaim.web.sentences import name_of
from counterclaim.web.stretches import cut_of, stretch_of
from counterclaim.web.views.claims import Choice

MOST = 400  # claims that are laid beside each other on one page
_UNNAMED = re.compile(
    r'<g( class="mark-[^"]*") role="graphics-symbol" aria-roledescription="[^"]*"(/?)>'
)  # groups: no symbols
HERE = "https://this-site.invalid"  # taken out again before the chart is shown
REMEMBERED = 40  # charts kept in memory
DRAWN = 40  # rows of the table on the page
_charts: OrderedDict[bytes, str] = OrderedDict()
_curves: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_lock = Lock()
COLUMNS = ("claim", "day", "claimed", "of", "says", "stands", "record", "document")


def question_of(asked: Asked) -> Filter:
    """What an address asks to compare."""
    measure = asked.one("measure") or "losses"
    for table, term in (("measure", measure), ("object", asked.one("object"))):
        known = load_vocabulary()[table]
        if term and term not in known:
            raise CounterclaimError(f"there is no {table} “{term}”; there is: {', '.join(sorted(known))}")
    first, last = day_given(asked.one("from") or None), day_given(asked.one("to") or None)
    side, object, place = (asked.one(name) or None for name in ("side", "object", "place"))
    if not asked.query:
        measure, side, object = _most_told(asked)
    return Filter(side, object, measure, place=place, start=first, end=last)


def _most_told(asked: Asked) -> tuple[str, str | None, str | None]:
    """The measure, side and object that most claims are of: what is shown where nothing is asked."""
    browser = asked.site.browser()
    chosen: dict[str, str] = {}
    for name in ("measure", "side", "object"):
        counted = browser.counts(Filter(**chosen)).facets[name]  # type: ignore[arg-type]
        value = next((value for value, _ in counted if value is not None), None)
        if value is not None:
            chosen[name] = value
    return chosen.get("measure", "losses"), chosen.get("side"), chosen.get("object")


def compared(asked: Asked) -> Answer:
    """The chart, the toggles, and the table below it."""
    from counterclaim.comparing.command import one_question
    from counterclaim.comparing.echoes import twins_of
    from counterclaim.comparing.laying import lay

    question = question_of(asked)
    browser = asked.site.browser()
    counts = browser.counts(Filter(measure=question.measure, side=question.side, object=question.object))
    wanted = Filter(
        side=question.side, object=question.object, measure=question.measure, start=question.start, end=question.end
    )
    stretch = stretch_of(browser, wanted, MOST)
    wanted = stretch.filter
    question = replace(question, start=wanted.start, end=wanted.end)
    kepts = browser.page(wanted, "-day", 10 * MOST)
    record = asked.site.record() if asked.one("record", "1") != "0" else None
    twins = twins_of(kepts)
    comparison = lay(kepts, question, record, twins, asked.every("source"))
    estimated = asked.one("estimate") == "1"
    if estimated:
        one_question(comparison)  # there is one, or this is an error; the curve itself is drawn with the picture

    def curve() -> Any:
        return _curve(asked, comparison, twins) if estimated else None

    cells = rows(comparison)
    return Answer(
        "compare.html",
        {
            "measure": question.measure,
            "side": question.side,
            "object": question.object,
            "claims": len(comparison.rows),
            "total": stretch.total,
            "from": question.start.isoformat() if question.start else None,
            "to": question.end.isoformat() if question.end else None,
            "lines": len(comparison.lines),
            "statements": len(comparison.statements),
            "resets": [day.isoformat() for day in comparison.resets],
            "rows": [dict(zip(COLUMNS, row, strict=True)) for row in cells],
        },
        {
            "drawable": bool(comparison.rows or comparison.lines),
            "shown_rows": cells[:DRAWN],
            "names": name_of,
            "choices": {
                "measure": _toggles(asked, question, "measure", counts.facets["measure"], keep=True),
                "side": _toggles(asked, question, "side", counts.facets["side"]),
                "object": _toggles(asked, question, "object", counts.facets["object"]),
                "source": _sources(asked, counts.facets["source"]),
            },
            "with_record": record is not None,
            "with_estimate": estimated,
            "sentences": list(
                dict.fromkeys(
                    row.standing.sentence
                    for row in comparison.rows
                    if row.standing.level in ("conflict", "denial", "fell", "reset", "revision")
                )
            )[:12],
            "cut": cut_of(asked, stretch, len(comparison.rows)),
        },
        others={
            "csv": lambda: File(Table(COLUMNS, cells).lines(), "text/csv; charset=utf-8", stretch.name("compare.csv")),
            "svg": lambda: File(
                _inline(comparison, curve()).encode()
                if asked.one("inline") == "1"
                else _picture(asked, comparison, curve(), "svg"),
                "image/svg+xml",
            ),
            "png": lambda: File(_picture(asked, comparison, curve(), "png"), "image/png"),
            "vl": lambda: File(_vega(asked, comparison, curve()), "application/json", "compare.vl.json"),
        },
    )


def rows(comparison: Comparison) -> list[list[str]]:
    """The comparison as a table of texts, the claim's id first."""
    from counterclaim.comparing.plots import table_rows

    ids = [row.kept.claim.id for row in comparison.rows]
    found = []
    for name, (day, claimed, of, says, stands, beside, _), row in zip(
        ids, table_rows(comparison), comparison.rows, strict=True
    ):
        document = row.kept.document
        found.append([name, day, claimed, of, says, stands, beside, document.title or document.path])
    return found


def _curve(asked: Asked, comparison: Comparison, twins: Container[frozenset[str]]) -> Any:
    """The estimate, which takes seconds: kept for the other pictures of the same question, until a row is added."""
    stands = asked.site.stands_at()
    key = (asked.site.book().address, stands, comparison.wanted, comparison.sources, asked.one("record", "1"))
    with _lock:
        if key in _curves:
            return _curves[key]
    from counterclaim.comparing.command import estimate_of

    found = estimate_of(comparison, twins)
    with _lock:
        _curves[key] = found
        while len(_curves) > REMEMBERED:
            _curves.popitem(last=False)
    return found


def _toggles(
    asked: Asked, question: Filter, name: str, counted: tuple[tuple[str | None, int], ...], keep: bool = False
) -> list[Choice]:
    """The values of one part of the question as links; choosing the chosen one takes it away, unless it is needed."""
    chosen = getattr(question, name)
    found = []
    whole = {"measure": question.measure, "side": question.side, "object": question.object}
    for value, count in counted[:14]:
        if value is not None:
            here = value == chosen
            link = asked.link(**(whole | {name: value if keep or not here else None}))
            found.append(Choice(value, name_of(name, value), count, here, link))
    return found


def _sources(asked: Asked, counted: tuple[tuple[str | None, int], ...]) -> list[Choice]:
    """Sources as switches: several may be on; none on means all."""
    from urllib.parse import urlencode

    on = asked.every("source")
    rest = [(key, value) for key, value in asked.query if key != "source" and value]
    found = []
    for value, count in counted[:14]:
        if value is None:
            continue
        changed = [one for one in on if one != value] if value in on else [*on, value]
        query = urlencode([*rest, *(("source", one) for one in changed)])
        found.append(Choice(value, name_of("source", value), count, value in on, f"{asked.path}?{query}"))
    return found


# ------------------------------------------------------------------------------------------------------ the picture


def _specification(base: str, comparison: Comparison, curve: Any) -> dict[str, Any]:
    """The chart with an address behind every point, a whole one: Vega does not keep a bare path."""
    from counterclaim.comparing.drawing import specification

    question = comparison.wanted
    parts = (name_of("side", question.side), name_of("object", question.object), name_of("measure", question.measure))
    chart = specification(comparison, ", ".join(part for part in parts if part), curve)
    for row in chart["datasets"]["claims"]:
        if row.get("claim"):
            row["href"] = f"{base}/claims/{row['claim']}"
    for layer in chart["layer"]:
        if layer.get("name") == "claims":
            layer["encoding"]["href"] = {"field": "href", "type": "nominal"}
    return chart


def _picture(asked: Asked, comparison: Comparison, curve: Any, kind: Any) -> bytes:
    from counterclaim.web.pictures import drawn_apart

    made = drawn_apart(_specification(asked.base, comparison, curve), kind)
    return made if isinstance(made, bytes) else made.encode()


def _vega(asked: Asked, comparison: Comparison, curve: Any) -> bytes:
    from counterclaim.formats import json_line

    return (json_line(_specification(asked.base, comparison, curve)) + "\n").encode()


def _inline(comparison: Comparison, curve: Any) -> str:
    """The chart for the page, its paper and ink the page's own.

    Drawing takes a few tenths of a second, so the page does not wait for it and asks for it by its address. A chart is
    kept by what is drawn, so it holds while the ledger grows elsewhere.
    """
    chart = _specification(HERE, comparison, curve)
    chart["background"] = "transparent"
    chart.pop("title", None)
    key = hashlib.sha256(orjson.dumps(chart)).digest()
    with _lock:
        if key in _charts:
            _charts.move_to_end(key)
            return _charts[key]
    from counterclaim.web.pictures import drawn_apart

    drawn = _UNNAMED.sub(r"<g\1\2>", str(drawn_apart(chart, "svg")))
    made = drawn.replace('class="marks"', 'class="marks vega"', 1).replace(f'"{HERE}/', '"/')
    with _lock:
        _charts[key] = made
        while len(_charts) > REMEMBERED:
            _charts.popitem(last=False)
    return made
