"""Incidents: reports of one event grouped, with low, best and high under a chosen convention, and where it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from counterclaim.choosing import filter_of
from counterclaim.comparing.conventions import CONVENTIONS
from counterclaim.comparing.incidents import MEASURES, Incident, range_of
from counterclaim.model import Kept
from counterclaim.web.answers import Answer, File, Table
from counterclaim.web.asked import Asked
from counterclaim.web.mapping import Point, drawn, place_of
from counterclaim.web.sentences import name_of
from counterclaim.web.shown import claims_shown
from counterclaim.web.stretches import cut_of, stretch_of

MOST = 200  # claims of one measure that are grouped on one page
SHOWN = 200  # incidents on a page
COLUMNS = ("start", "end", "place", "sides", "objects", "measure", "low", "best", "high", "convention", "documents",
           "claims")  # fmt: skip


def grouped(asked: Asked) -> Answer:
    """The incidents of the days and the side asked for."""
    from counterclaim.comparing.echoes import twins_of
    from counterclaim.comparing.incidents import incidents

    convention = asked.one("convention") or "ucdp"
    range_of((), convention)  # an unknown name is an error before anything is read
    browser = asked.site.browser()
    asked_for = {
        "start": asked.one("from"),
        "end": asked.one("to"),
        "side": asked.one("side"),
        "place": asked.one("place"),
    }
    kepts: list[Kept] = []
    stretches = [
        stretch_of(browser, filter_of(measure=measure, **{k: value or None for k, value in asked_for.items()}), MOST)
        for measure in MEASURES
    ]
    cut = max((one for one in stretches if one.days), key=lambda one: one.days or (), default=None)
    total = sum(one.total for one in stretches)
    for one in stretches:  # all measures of the same days
        wanted = one.filter if cut is None else replace(one.filter, start=cut.filter.start, end=cut.filter.end)
        kepts += browser.page(wanted, "-day", 10 * MOST)
    found = incidents(kepts, convention, twins_of(kepts)) if kepts else ()
    found = tuple(sorted(found, key=lambda one: (one.end, one.start), reverse=True))
    picture = drawn(_points(found), asked.words("incidents.map-of", n=len(found)))
    return Answer(
        "incidents.html",
        {
            "convention": convention,
            "incidents": [_fields(one) for one in found],
            "reports": len(kepts),
            "total": total,
            "from": cut.filter.start.isoformat() if cut and cut.filter.start else asked_for["start"] or None,
            "to": cut.filter.end.isoformat() if cut and cut.filter.end else asked_for["end"] or None,
        },
        {
            "cut": cut_of(asked, replace(cut, total=total), len(kepts)) if cut else None,
            "found": [replace(one, claims=tuple(claims_shown(one.claims))) for one in found[:SHOWN]],
            "conventions": tuple(CONVENTIONS),
            "measures": MEASURES,
            "names": name_of,
            "map": _markup(picture),
            "unplaced": sum(1 for one in found if place_of(one.place) is None),
        },
        others={
            "csv": lambda: File(
                Table(COLUMNS, _rows(found)).lines(),
                "text/csv; charset=utf-8",
                cut.name("incidents.csv") if cut else "incidents.csv",
            ),
            "svg": lambda: File(_alone(picture), "image/svg+xml"),
        },
    )


def _fields(one: Incident) -> dict[str, Any]:
    where = place_of(one.place)
    return {
        "place": one.place,
        "longitude": where[0] if where else None,
        "latitude": where[1] if where else None,
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "sides": list(one.sides),
        "objects": list(one.objects),
        "documents": list(one.documents),
        "claims": [kept.claim.id for kept in one.claims],
        "ranges": {
            measure: {"low": r.low, "best": r.best, "high": r.high, "convention": r.convention}
            for measure, r in one.ranges.items()
        },
    }


def _rows(found: tuple[Incident, ...]) -> list[list[str | float | None]]:
    return [
        [
            one.start.isoformat(), one.end.isoformat(), one.place, " ".join(one.sides), " ".join(one.objects), measure,
            r.low, r.best, r.high, r.convention, len(one.documents), " ".join(kept.claim.id for kept in one.claims),
        ]
        for one in found
        for measure, r in one.ranges.items()
    ]  # fmt: skip


def _points(found: tuple[Incident, ...]) -> list[Point]:
    """One circle a place: its killed, or its wounded where nobody tells of killed, added over its incidents."""
    points: dict[str, tuple[tuple[float, float], float, int]] = {}
    for one in found:
        where = place_of(one.place)
        if where is None:
            continue
        told = one.ranges.get("killed") or one.ranges.get("wounded")
        _, number, count = points.get(one.place, (where, 0.0, 0))
        points[one.place] = (where, number + (told.best if told else 0), count + 1)
    return [
        Point(where[0], where[1], number, f"{name}: {number:,.0f}, {count}", f"#place-{name.replace(' ', '-')}")
        for name, (where, number, count) in points.items()
    ]


def _markup(picture: str) -> Any:
    from markupsafe import Markup

    return Markup(picture)


_STYLE = (
    "<style>.sea{fill:#eef2f5}.land{fill:#fdfcfa;stroke:#b9b5aa}"
    ".place{fill:#9a1b1b;fill-opacity:.35;stroke:#9a1b1b}</style>"
)


def _alone(picture: str) -> bytes:
    opened = picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return opened.replace('<rect class="sea"', f'{_STYLE}<rect class="sea"', 1).encode()
