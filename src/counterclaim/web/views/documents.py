"""One document of the ledger: its text with the claims marked, where it comes from, and what the reader missed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from counterclaim import cells, formats
from counterclaim.judging import corrected
from counterclaim.model import CounterclaimError, PeriodKind, Refusal, Report
from counterclaim.vocabulary import load_vocabulary
from counterclaim.web.answers import Answer, Elsewhere, File
from counterclaim.web.asked import Asked, NoSuchPage
from counterclaim.web.shown import report_shown
from counterclaim.web.sounds import heard_at


def report_of(asked: Asked) -> Report:
    """The document that an address names, as the ledger holds it: rejected claims are left out of the text's marks."""
    name = asked.parts["document"]
    book = asked.site.book()
    found = next(iter(book.documents([name])), None)
    if found is None:
        raise NoSuchPage(f"there is no document {name} in this ledger")
    document, _ = found
    kepts = [kept for kept in book.claims(document=name) if kept.verdict is None or kept.verdict.verdict != "reject"]
    claims = tuple(corrected(kept) for kept in kepts)
    findings = tuple(finding for _, _, finding in book.findings(name))
    reading = book.readings([name]).get(name)
    return Report(document, claims, findings, reading.refusals if reading else ())


def one(asked: Asked) -> Answer:
    """The document with its claims, its provenance and its readings."""
    return _page(asked, report_shown(report_of(asked)))


def _page(asked: Asked, report: Report, refused: str = "", status: int = 200) -> Answer:
    from counterclaim.page import sheet_of

    name = report.document.id
    browser = asked.site.browser()
    sightings = next(iter(asked.site.book().documents([name])))[1]
    seen = [{"place": s.place, "at": f"{s.at:%Y-%m-%d %H:%M} UTC"} for s in sightings]
    readings: list[dict[str, Any]] = [
        {**row, "at": row["at"][:16].replace("T", " ") + " UTC", "replaced": row["replaced_by"] is not None}
        for row in browser.readings(name)
    ]
    vocabulary = load_vocabulary()
    sound = heard_at(asked.site, report.document) if report.document.transcript is not None else None
    return Answer(
        "document.html",
        {
            "documents": [formats.report_fields(report)],
            "sha256": report.document.sha256,
            "sightings": seen,
            "readings": readings,
        },
        {
            "sheet": sheet_of(report, "d1", asked.site.record().series.get, sound),
            "objects": _terms(vocabulary["object"]),
            "measures": _terms(vocabulary["measure"]),
            "refused": refused,
        },
        others={
            "csv": lambda: File(_csv(report), "text/csv; charset=utf-8", f"{name}.csv"),
            "html-file": lambda: File(_alone(asked, report), "text/html; charset=utf-8", f"{name}.html"),
        },
        status=status,
    )


def _terms(table: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, str(row.get("label", name)) if isinstance(row, dict) else str(row)) for name, row in table.items()]


def _csv(report: Report) -> Iterable[str]:
    lines = formats.Lines(report.document.text)
    yield cells.csv_header()
    for claim in report.claims:
        yield cells.csv_line(report.document, lines, claim)


def _alone(asked: Asked, report: Report) -> bytes:
    from counterclaim import __version__, page

    return page.render([report], asked.site.record().series.get, None, __version__).encode("utf-8", "replace")


def missed(asked: Asked) -> Answer | Elsewhere:
    """Adds a claim that the reader missed, through the same gate; what the gate refuses is said on the page."""
    from counterclaim.ledger.by_hand import keep
    from counterclaim.ledger.by_hand import missed as marked

    report = report_of(asked)
    object, measure, period = asked.typed("object"), asked.typed("measure"), asked.typed("period") or "open"
    vocabulary = load_vocabulary()
    for table, term in (("object", object), ("measure", measure)):
        if term not in vocabulary[table]:
            raise CounterclaimError(f"there is no {table} “{term}”; there is: {', '.join(sorted(vocabulary[table]))}")
    if period not in get_args(PeriodKind):
        raise CounterclaimError(f"“{period}” is no period; there is {', '.join(get_args(PeriodKind))}")
    found = marked(
        report.document,
        asked.typed("quote"),
        asked.typed("number"),
        by=asked.person.name,
        object=object,
        measure=measure,
        side=asked.typed("side")[:40] or None,
        speaker=asked.typed("speaker") or None,
        period=period,  # type: ignore[arg-type]
    )
    if isinstance(found, Refusal):
        return _page(asked, report_shown(report), f"“{found.text}”: {found.reason}", 400)
    keep(asked.site.book(), found, report.document, by=asked.person.name)
    return Elsewhere(f"/claims/{found.id}")
