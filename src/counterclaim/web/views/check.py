"""The front page: a text, a file or an address in, a report with an address of its own out."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from counterclaim import cells, formats
from counterclaim.lookups import day_given
from counterclaim.model import CounterclaimError, Report
from counterclaim.web.answers import Answer, Elsewhere, File
from counterclaim.web.asked import Asked
from counterclaim.web.checks import Given
from counterclaim.web.shown import report_shown

SHOWN_SAMPLES = 6
CITED = 12  # quotes in the list to cite from
PREFILLED = 8_000  # characters that an address may bring into the form


def ask(asked: Asked) -> Answer | Elsewhere:
    """The form, with samples to try; the public, who may not ask for work, begins with the claims."""
    if asked.person.means == "public":
        return Elsewhere("/claims")
    from counterclaim.lookups import samples

    offered = [{"name": name, "shows": shows} for name, (_, shows) in list(samples().items())[:SHOWN_SAMPLES]]
    return Answer(
        "check.html", {"samples": offered, "fetch": asked.site.settings.fetch}, {"text": asked.one("text")[:PREFILLED]}
    )


def read(asked: Asked) -> Elsewhere:
    """Keeps what was given and shows its report."""
    content, given = _given(asked)
    return Elsewhere(f"/checks/{asked.site.checks.keep(content, given)}")


def _given(asked: Asked) -> tuple[bytes, Given]:
    published = day_given(asked.typed("published") or None)
    day = published.isoformat() if published else None
    text, address = asked.form.get("text", ""), asked.typed("address")
    if asked.files:
        file = asked.files[0]
        return file.content, Given(file.name, file.media_type, published=day)
    if address:
        if not asked.site.settings.fetch:
            raise CounterclaimError("addresses are not fetched here; paste the text, or start serve with --fetch")
        from counterclaim.documents import fetch

        page = fetch(address)
        return page.content, Given(address, page.media_type, page.final_url, day)
    if asked.typed("sample"):
        from counterclaim.lookups import samples

        known = samples()
        if asked.typed("sample") not in known:
            raise CounterclaimError(f"there is no sample “{asked.typed('sample')}”")
        file_of, _ = known[asked.typed("sample")]
        return file_of.read_bytes(), Given(file_of.name, published=day)
    if not text.strip():
        raise CounterclaimError(asked.words("check.nothing"))
    return text.encode("utf-8", "replace"), Given(asked.words("check.pasted"), "text/plain; charset=utf-8", None, day)


def shown(asked: Asked) -> Answer:
    """The report of a check: the text with its claims marked, the findings beside it, what was refused."""
    from counterclaim.page import sheet_of

    ident = asked.parts["check"]
    report = report_shown(asked.site.checks.report(ident))
    record = asked.site.record()
    return Answer(
        "report.html",
        {"check": ident, "documents": [formats.report_fields(report)]},
        {
            "sheet": sheet_of(report, "d1", record.series.get),
            "kept": _is_kept(asked, report),
            "citations": citations(report),
        },
        others={
            "csv": lambda: File(_csv(report), "text/csv; charset=utf-8", f"{ident}.csv"),
            "html-file": lambda: File(_page(asked, report), "text/html; charset=utf-8", f"{ident}.html"),
        },
    )


def add(asked: Asked) -> Elsewhere:
    """Adds what was checked to the ledger, and shows it there."""
    from counterclaim.documents import Content
    from counterclaim.ledger.ingest import Options
    from counterclaim.ledger.ingest import add as add_all

    given, content = asked.site.checks.given(asked.parts["check"])
    found = Content(given.name, content, given.media_type, given.url)
    options = Options(published=day_given(given.published))
    added = add_all(
        asked.site.book(), [given.name], by=asked.person.name, options=options, contents=lambda *_: iter([found])
    )
    if added.failed:
        raise CounterclaimError(f"{added.failed[0][0]} could not be added: {added.failed[0][1]}")
    return Elsewhere(f"/documents/{asked.site.checks.report(asked.parts['check']).document.id}")


def _is_kept(asked: Asked, report: Report) -> bool:
    """Whether the ledger has the document already."""
    return asked.site.ledger is not None and bool(asked.site.ledger.readings([report.document.id]))


def _csv(report: Report) -> Iterable[str]:
    lines = formats.Lines(report.document.text)
    yield cells.csv_header()
    for claim in report.claims:
        yield cells.csv_line(report.document, lines, claim)


def _page(asked: Asked, report: Report) -> bytes:
    from counterclaim import __version__, page

    return page.render([report], asked.site.record().series.get, None, __version__).encode("utf-8", "replace")


def citations(report: Report) -> list[dict[str, str]]:
    """The first claims as one may cite them: quote, title, outlet, day; and a link to the words where there is one."""
    document = report.document
    where = [document.title or "", document.outlet or "", document.published.isoformat() if document.published else ""]
    told = ", ".join(part for part in where if part)
    safe = document.url if document.url and document.url.startswith(("http://", "https://")) else ""
    return [
        {
            "words": f"“{claim.evidence.exact}”" + (f" ({told})" if told else ""),
            "link": safe.split("#")[0] + fragment(claim.evidence.exact) if safe else "",
        }
        for claim in report.claims[:CITED]
    ]


def fragment(quote_of: str) -> str:
    """A text fragment that leads a browser to the words of a quote on the page they are from."""
    words = quote_of.split()
    if len(words) > 12:
        start, end = " ".join(words[:5]), " ".join(words[-5:])
        return f"#:~:text={_part(start)},{_part(end)}"
    return f"#:~:text={_part(' '.join(words))}"


def _part(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")
