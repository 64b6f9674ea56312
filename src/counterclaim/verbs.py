"""The verbs of the command line as Python functions: ``read``, ``check``, ``trace``."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.model import CounterclaimError, Document, Figure, Report

if TYPE_CHECKING:
    from counterclaim.language import Reading
    from counterclaim.series import Record
    from counterclaim.tracing import Match


def _documents(target: str | Path | Document, published: date | None) -> Iterator[Document]:
    if isinstance(target, Document):
        yield target
    else:
        from counterclaim.documents import open_documents

        yield from open_documents(str(target), published=published)


def read(target: str | Path | Document, *, published: date | None = None, convention: str = "ours") -> Iterator[Report]:
    """Read a path, a folder, an address, ``-`` or a ``Document``: a report a document, with claims and refusals.

    ``convention`` names what vague words stand for: ours, acled, newsquant or duckling (see ``vocabulary.toml``).
    """
    return (report for report, _ in _read(target, published, convention))


def check(
    target: str | Path | Document, *, published: date | None = None, convention: str = "ours"
) -> Iterator[Report]:
    """Like ``read``, and hold the claims against each other and against the record: reports with findings too."""
    from counterclaim.findings import check as find

    for report, reading in _read(target, published, convention):
        if report.document.coverage.state == "failed":
            yield report
        else:
            yield find(report.document, report.claims, report.refusals, reading=reading)


def _read(
    target: str | Path | Document, published: date | None, convention: str
) -> Iterator[tuple[Report, Reading | None]]:
    """Each document's report, and its text as the reader left it."""
    from counterclaim.claims import extract, opened, read_in_part
    from counterclaim.tongue import has_rules, language_of, unread

    for document in _documents(target, published):
        language = language_of(document)
        if document.text and not has_rules(language):
            yield Report(unread(document, language)), None
            continue
        reading = opened(document, language)
        claims, refusals = extract(document, convention, language, reading=reading) if reading else ([], [])
        yield Report(read_in_part(document, refusals), tuple(claims), (), tuple(refusals)), reading
        if reading is not None:
            reading.close()


def figures_of(text: str, convention: str = "ours", language: str = "en") -> list[Figure]:
    """The numbers of a short text typed by hand, with what they count, as far as the text says."""
    from counterclaim.grammar import load_grammar
    from counterclaim.joining import join
    from counterclaim.language import load_language
    from counterclaim.quantities import find_amounts
    from counterclaim.shapes import shape
    from counterclaim.times import Clock, find_times, resolve_period

    pack = load_language(language)
    sentence = pack.parse(text)
    amounts, others = find_amounts(sentence, pack, convention)
    clock = Clock(None, None, ())
    mentions = find_times(sentence, pack, clock)
    found = []
    for number in join(sentence, shape(sentence, amounts, others), load_grammar(language)):
        if number.amount is None:
            continue
        kind = None if number.noun is None else sentence.kind(number.noun, "object")
        when = resolve_period(mentions, clock, at=number.first)
        measure = number.measure if number.form not in ("have", "there", "bulletin") else None
        found.append(
            Figure(
                number.amount.quantity,
                object=None if kind == "people" else kind,
                measure=measure,
                kind="window" if when.days else when.period.kind,
                days=when.days,
            )
        )
    return found


def near_of(text: str | None) -> tuple[date, date] | None:
    """A day, a month or a year as its first and last day: ``2023-12-09``, ``2023-12``, ``2023``."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text.strip())
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        first = date(year, month or 1, day or 1)
        if day:
            return first, first
        last_month = month or 12
        return first, date(year, last_month, calendar.monthrange(year, last_month)[1])
    except ValueError:
        raise CounterclaimError(f"'{text}' is no date; write 2023-12-09, 2023-12 or 2023") from None


def trace(
    figures: str | Sequence[Figure],
    near: str | tuple[date, date] | None = None,
    *,
    record: Record | None = None,
    limit: int = 10,
) -> list[Match]:
    """Which source, on which day or over which window, figures come from: best first, each with its chance.

    ``figures`` is a text ("4,320 soldiers and 51 tanks in three days") or figures; ``near`` a day, a month or a year.
    """
    from counterclaim.series import trace as trace_figures

    wanted = figures_of(figures) if isinstance(figures, str) else list(figures)
    if not wanted:
        raise CounterclaimError("no figure to trace: write a number and what it counts, as in '790 tanks'")
    between = near_of(near) if isinstance(near, str) or near is None else near
    return trace_figures(wanted, record, near=between, limit=limit)
