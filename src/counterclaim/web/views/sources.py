"""Sources: what each claims, how it stands to the record over time, who repeats it, and grades that people set."""

from __future__ import annotations

from datetime import date
from typing import Any

from counterclaim.charts import Stretch, svg
from counterclaim.grading import SOURCE_GRADES, source_grade
from counterclaim.ledger.filters import Filter
from counterclaim.lookups import day_given
from counterclaim.model import CounterclaimError, Grade, Kept
from counterclaim.vocabulary import label
from counterclaim.web.answers import Answer, Elsewhere, Table
from counterclaim.web.asked import Asked, NoSuchPage
from counterclaim.web.sentences import name_of
from counterclaim.web.stretches import cut_of, stretch_of

MOST = 500  # claims of one source that its portrait is made of
LISTED = 300


def grades_of(asked: Asked) -> dict[str, Grade]:
    """The grade of each source that stands: the last that was given."""
    if asked.site.ledger is None:
        return {}
    return {grade.subject: grade for grade in asked.site.book().grades() if not grade.grade.isdigit()}


def listed(asked: Asked) -> Answer:
    """Every source of the ledger with its number of claims, and those that only the record knows."""
    counts = asked.site.browser().counts(Filter())
    grades = grades_of(asked)
    in_ledger = [(value, count) for value, count in counts.facets["source"] if value is not None]
    record = asked.site.record()
    series: dict[str, int] = {}
    for table in record.series.values():
        series[table.source] = series.get(table.source, 0) + 1
    known = dict(in_ledger)
    rows = [
        {
            "id": value,
            "name": name_of("source", value),
            "claims": known.get(value, 0),
            "series": series.get(value, 0),
            "grade": grades[value].grade if value in grades else None,
        }
        for value in [*known, *(name for name in series if name not in known)]
    ]
    unnamed = next((count for value, count in counts.facets["source"] if value is None), 0)
    columns = ("id", "name", "claims", "series", "grade")
    pages = max((len(rows) + LISTED - 1) // LISTED, 1)
    page = asked.number("page", 1, 1, pages)
    return Answer(
        "sources.html",
        {
            "sources": rows[(page - 1) * LISTED : page * LISTED],
            "without": unnamed,
            "total": len(rows),
            "page": page,
            "pages": pages,
            "next": asked.link("json", page=str(page + 1)) if page < pages else None,
        },
        {"grades": SOURCE_GRADES},
        table=lambda: Table(columns, ([row[name] for name in columns] for row in rows)),
    )


def one(asked: Asked) -> Answer:
    """The portrait of one source: its id or its name stands in the path or in ``name``."""
    from markupsafe import Markup

    from counterclaim.comparing.portraits import portrait
    from counterclaim.comparing.questions import voice_label
    from counterclaim.sources import load_register

    named = asked.parts.get("source") or asked.one("name")
    voice = load_register().aliases.get(named, named)
    kepts: list[Kept] = []
    stretch = None
    if asked.site.ledger is not None:
        browser = asked.site.browser()
        days = (day_given(asked.one("from") or None), day_given(asked.one("to") or None))
        known = voice if browser.counts(Filter(source=voice)).total else named
        stretch = stretch_of(browser, Filter(source=known, start=days[0], end=days[1]), MOST)
        kepts = browser.page(stretch.filter, "-day", 10 * MOST)
    shown = portrait(kepts, voice, asked.site.record())
    if not shown.claims and kepts:
        shown = portrait(kepts, named.casefold(), asked.site.record())
    published = [table for table in asked.site.record().series.values() if table.source == voice]
    if not (shown.claims or shown.ratios or kepts or published):
        raise NoSuchPage(f"nothing is known of a source “{named}”")
    every = list(asked.site.book().grades(voice)) if asked.site.ledger is not None else []
    charts = [
        (one, Markup(svg(drawing, f"ratio-{at}")))
        for at, one in enumerate(shown.ratios)
        if (drawing := _ratio(one.points, f"{voice} / {one.source}")) is not None
    ]
    return Answer(
        "source.html",
        {
            "id": voice,
            "name": voice_label(voice),
            "claims": stretch.total if stretch else 0,
            "shown": len(kepts),
            "first": shown.first.isoformat() if shown.first else None,
            "last": shown.last.isoformat() if shown.last else None,
            "certainty": dict(shown.certainty),
            "denied": shown.denied,
            "repeated": shown.repeated,
            "repeats": shown.repeats,
            "outlets": dict(shown.outlets),
            "questions": [
                {"question": str(question), "claims": count}
                for question, count in sorted(shown.questions.items(), key=lambda pair: (-pair[1], pair[0].key))
            ],
            "ratios": [
                {
                    "series": r.series, "source": r.source, "side": r.side, "object": r.object, "measure": r.measure,
                    "days": len(r.points), "middle": r.middle, "low": r.low, "high": r.high,
                }
                for r in shown.ratios
            ],
            "corrections": [
                {
                    "day": c.day.isoformat(), "question": str(c.question), "before": c.before, "after": c.after,
                    "why": c.why, "claims": list(c.claims),
                }
                for c in shown.corrections
            ],
            "grades": [_grade(grade) for grade in every],
        },
        {
            "charts": charts,
            "meanings": SOURCE_GRADES,
            "label": label,
            "published": published,
            "cut": cut_of(asked, stretch, len(kepts)) if stretch else None,
        },
    )  # fmt: skip


def _grade(grade: Grade) -> dict[str, Any]:
    return {"grade": grade.grade, "by": grade.by, "at": f"{grade.at:%Y-%m-%d %H:%M} UTC", "note": grade.note}


def _ratio(points: tuple[tuple[date, float], ...], title: str) -> Stretch | None:
    """A ratio over time as a line; the last day is marked."""
    if len(points) < 2 or points[0][0] == points[-1][0]:
        return None
    step = len(points) // 400 + 1
    kept = (*points[:-1:step], points[-1])
    return Stretch(title, kept, kept[-1][0], kept[-1][0], "cumulative")


def grade(asked: Asked) -> Elsewhere:
    """Keeps a person's grade of a source as a new row."""
    subject = asked.typed("source")
    if not subject:
        raise CounterclaimError("a grade needs a source")
    asked.site.book().grade(
        subject, source_grade(asked.typed("grade")), by=asked.person.name, note=asked.typed("note")[:2000]
    )
    from urllib.parse import urlencode

    return Elsewhere(f"/source?{urlencode({'name': subject})}")
