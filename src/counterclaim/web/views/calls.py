"""Calls: every transcript in the ledger, and one with its turns, its claims and, where it is kept, its sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from counterclaim import formats
from counterclaim.model import Document, Report, Turn
from counterclaim.page import file_name
from counterclaim.web.answers import Answer, Table
from counterclaim.web.asked import Asked, NoSuchPage
from counterclaim.web.ranges import Ranged
from counterclaim.web.shown import report_shown
from counterclaim.web.sounds import copy_of, heard_at
from counterclaim.web.views.documents import report_of

COLUMNS = ("id", "title", "publisher", "published", "language", "seconds", "speakers", "turns", "claims", "maker",
           "sound")  # fmt: skip
ROWS = 50  # calls on a page


def listed(asked: Asked) -> Answer:
    """The documents that are transcripts, the newest first, so many on a page."""
    names = [] if asked.site.ledger is None else asked.site.book().transcripts()
    pages = max((len(names) + ROWS - 1) // ROWS, 1)
    page = asked.number("page", 1, 1, pages)
    return Answer(
        "calls.html",
        {
            "calls": list(_rows(asked, names[(page - 1) * ROWS : page * ROWS])),
            "total": len(names),
            "page": page,
            "pages": pages,
            "next": asked.link("json", page=str(page + 1)) if page < pages else None,
        },
        table=lambda: Table(COLUMNS, ([row[name] for name in COLUMNS] for row in _rows(asked, names))),
    )


def _rows(asked: Asked, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What the list says of each call."""
    if not names:
        return
    book = asked.site.book()
    claims = book.claims_in(names)
    for document, _ in book.documents(names):
        masked = report_shown(Report(document)).document
        yield _row(masked, claims.get(document.id, 0)) | {"sound": heard_at(asked.site, masked).source or None}


def _row(document: Document, claims: int) -> dict[str, Any]:
    transcript = document.transcript
    assert transcript is not None
    ends = [turn.seconds[1] for turn in transcript.turns if turn.seconds]
    recorded = transcript.recording.seconds if transcript.recording else None
    return {
        "id": document.id,
        "title": document.title or file_name(document.path),
        "publisher": transcript.provenance.publisher,
        "published": document.published.isoformat() if document.published else None,
        "language": document.language,
        "seconds": recorded or max(ends, default=None),
        "speakers": len(transcript.speakers),
        "turns": len(transcript.turns),
        "claims": claims,
        "maker": transcript.maker,
    }


def one(asked: Asked) -> Answer:
    """A transcript, turn by turn."""
    from counterclaim.page import sheet_of

    report = report_shown(report_of(asked))
    document = report.document
    if document.transcript is None:
        raise NoSuchPage(f"the document {document.id} is no transcript; it is at /documents/{document.id}")
    turns = [_turn(document, turn) for turn in document.transcript.turns]
    sound = heard_at(asked.site, document)
    return Answer(
        "call.html",
        {
            **_row(document, len(report.claims)),
            "sound": sound.source or None,
            "documents": [formats.report_fields(report)],
            "lines": turns,
        },
        {"sheet": sheet_of(report, "d1", asked.site.record().series.get, sound)},
    )


def sound(asked: Asked) -> Ranged:
    """A call's recording with a tone over what is hidden."""
    return copy_of(asked.site, report_shown(Report(report_of(asked).document)).document)


def _turn(document: Document, turn: Turn) -> dict[str, Any]:
    return {
        "speaker": turn.speaker,
        "start": turn.seconds[0] if turn.seconds else None,
        "end": turn.seconds[1] if turn.seconds else None,
        "text": document.text[turn.span.start : turn.span.end],
        "from": turn.span.start,
        "to": turn.span.end,
        "language": turn.language,
        "translation": turn.translation,
    }
