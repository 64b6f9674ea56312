"""What a page may show of a document and its claims: personal data under masks of its own length, in every rendering.

kept_shown     one claim of the ledger with its document
claims_shown   many, one after the other
report_shown   a whole report
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from counterclaim.model import Document, Kept, Report
from counterclaim.redaction import Redactor, redactor_of
from counterclaim.redaction.reports import redacted_report


@lru_cache(maxsize=4_096)
def _redactor(document: Document) -> Redactor:
    """The redactor of a document, made once; two readings of one document are two keys."""
    return redactor_of(document)


def kept_shown(kept: Kept) -> Kept:
    """A claim as a page may show it; the claim itself where nothing in its document is personal."""
    redactor = _redactor(kept.document)
    if not redactor:
        return kept
    masked = redacted_report(Report(kept.document, (kept.claim,)), redactor)
    return replace(kept, claim=masked.claims[0], document=masked.document)


def claims_shown(kepts: Iterable[Kept]) -> Iterator[Kept]:
    """Claims as pages and files may show them."""
    return (kept_shown(kept) for kept in kepts)


def report_shown(report: Report) -> Report:
    """A report as a page may show it."""
    return redacted_report(report, _redactor(report.document))
