"""Claims as CSV: one claim a row, flat; cells cannot start a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from counterclaim.formats import Lines, number
from counterclaim.model import Claim, Document

# What a spreadsheet may take for the start of a formula, also in full width; apostrophes before it count as ours.
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")

CSV_COLUMNS: Mapping[str, str] = {
    "id": "the claim's id: a hash of what it says and where",
    "document": "the document's id",
    "path": "the document's path or address as given",
    "title": "the document's title",
    "published": "the day the document was published, ISO 8601",
    "line": "line of the document's text, from 1",
    "start": "where the quote starts, in code points of the document's text",
    "end": "where it ends, not included",
    "seconds": "when the words begin in their recording, for speech",
    "transcribed": "who wrote speech down: machine, person or unknown; empty for what was written",
    "quote": "the exact words",
    "quantity": "the number's own words, hedge included",
    "low": "lowest value said; empty when none was",
    "best": "the value said; empty when none was",
    "high": "highest value said; empty when none was",
    "quantity_unit": "count, or share (a fraction of one)",
    "hedge": "exact, about, nearly, over, at least, up to, under, between, vague",
    "object": "what was lost or counted",
    "measure": "how",
    "side": "who suffered the loss or owns the force",
    "unit": "company … army, where one is named",
    "place": "where, where it is told",
    "period": "cumulative, window, point or open",
    "period_start": "first day, ISO 8601",
    "period_end": "last day, ISO 8601",
    "sources": "the chain of speakers as named, outermost first, joined by ' › '",
    "source_ids": "their ids, joined by ' › '; ? for one in no register",
    "source_roles": "their roles, joined by ' › '",
    "stance": "asserts or denies",
    "certainty": "stated, hedged or unconfirmed",
    "cues": "the words that say so, joined by ' | '",
    "rules": "the rules that read the claim, joined by ' | '",
    "reader": "what read it",
}


def cell(value: str | float | date | None) -> str | int | float:
    """A table cell: a number stays a number, and text cannot start a formula (an apostrophe goes before it)."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return value
    text = value.isoformat() if isinstance(value, date) else value
    return "'" + text if _FORMULA.match(text) else text


def uncell(text: str) -> str:
    """The text that ``cell`` guarded."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def csv_row(values: list[str | int | float]) -> str:
    """One row of CSV with its line end; the values are cells as ``cell`` makes them."""
    import csv
    import io

    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(values)  # so that a lone CR in a cell is quoted too
    return line.getvalue().removesuffix("\r\n") + "\n"


def csv_header() -> str:
    """The first row of ``read --format csv``."""
    return csv_row(list(CSV_COLUMNS))


def csv_line(document: Document, lines: Lines, claim: Claim) -> str:
    """One row of ``read --format csv``, line end included."""
    quantity, chain = claim.quantity, claim.attribution
    values: dict[str, str | float | date | None] = {
        "id": claim.id,
        "document": claim.document,
        "path": document.path,
        "title": document.title,
        "published": document.published,
        "line": lines(claim.evidence.start),
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "seconds": None if claim.evidence.seconds is None else claim.evidence.seconds[0],
        "transcribed": claim.evidence.transcribed,
        "quote": claim.evidence.exact,
        "quantity": quantity.text,
        "low": number(quantity.low, quantity.unit),
        "best": number(quantity.best, quantity.unit),
        "high": number(quantity.high, quantity.unit),
        "quantity_unit": quantity.unit,
        "hedge": quantity.hedge,
        "object": claim.object,
        "measure": claim.measure,
        "side": claim.side,
        "unit": claim.unit,
        "place": claim.place,
        "period": claim.period.kind,
        "period_start": claim.period.start,
        "period_end": claim.period.end,
        "sources": " › ".join(link.name for link in chain),
        "source_ids": " › ".join(link.id or "?" for link in chain),
        "source_roles": " › ".join(link.role for link in chain),
        "stance": claim.stance,
        "certainty": claim.certainty,
        "cues": " | ".join(cue.exact for cue in claim.cues),
        "rules": " | ".join(claim.rules),
        "reader": claim.reader,
    }
    return csv_row([cell(values[column]) for column in CSV_COLUMNS])
