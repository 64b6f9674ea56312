"""What a ledger shows: the one place where personal data is hidden in all that leaves it.

Everything asked of a ledger comes through here: claims, documents, findings, refusals, verdicts and grades, and so all
commands, exports, pages and searches. ``Asking.whole`` goes around it, for ``verify`` and ``reveal`` alone.

    redactors         which documents of some have personal data, and how it is hidden
    kept_shown        a claim with all that belongs to it
    finding_shown     a finding, by the documents that its evidence is from
    Guard             how a document that is added is kept: what is stored of its personal data, and what is shown
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import ColumnElement, Connection, select

from counterclaim.ledger import bodies, rows, tables
from counterclaim.ledger.among import among
from counterclaim.ledger.filters import Filter
from counterclaim.ledger.rows import Row
from counterclaim.ledger.words import holds
from counterclaim.model import Document, Finding, Grade, Judgement, Kept, Personal, Refusal, Report, Sighting
from counterclaim.redaction import Redactor, is_private, redactor_of
from counterclaim.redaction.reports import (
    redacted_claim,
    redacted_document,
    redacted_finding,
    redacted_refusal,
    redacted_report,
)

if TYPE_CHECKING:
    from counterclaim.ledger.sealing import Key

Shown = tuple[Document, tuple[Sighting, ...], Redactor | None]  # a document masked, where it was seen, what masks it
_LOOKED = '%"marks":[],%'  # in the row of a document in which nothing personal was found
_GONE = '%,"personal":"%'  # in the row of one that does not hold it readable


def redactors(
    connection: Connection,
    documents: Sequence[str],
    standing: Sequence[ColumnElement[bool]],
    readable: bool = False,
) -> dict[str, Redactor]:
    """The redactors of those documents, of a few hundred by id, that have anything to hide.

    With ``readable`` only of those whose rows hold it as it was read.
    """
    log, flat = tables.entries, tables.documents
    asked = select(log.c.body).join(flat, log.c.seq == flat.c.seq)
    asked = asked.where(among(connection, flat.c.id, documents), log.c.body.not_like(_LOOKED), *standing)
    if readable:
        asked = asked.where(log.c.body.not_like(_GONE))
    found = {}
    for body in connection.execute(asked).scalars():
        document = bodies.document_from(orjson.loads(body))
        redactor = redactor_of(document)
        if redactor:
            found[document.id] = redactor
    return found


def holds_readable(connection: Connection, there: Sequence[ColumnElement[bool]]) -> bool:
    """Whether rows of a ledger hold personal data as it was read."""
    log, flat = tables.entries, tables.documents
    asked = (
        select(log.c.body)
        .join(flat, log.c.seq == flat.c.seq)
        .where(log.c.body.not_like(_LOOKED), log.c.body.not_like(_GONE), *there)
    )
    with connection.execute(asked.execution_options(yield_per=100)) as answer:
        return any(redactor_of(bodies.document_from(orjson.loads(body))) for body in answer.scalars())


def row_shown(kind: str, body: Mapping[str, Any], redactor: Redactor) -> Row:
    """A row of a document with personal data hidden, to leave the ledger as part of an export."""
    name: str = body["document"] if kind == "sighting" else body["id"]
    if kind == "document":
        masked, _, _ = document_shown(bodies.document_from(body), ())
        row = rows.document_row(masked, None, "drop")
    elif kind == "claim":
        claim = redacted_claim(bodies.claim_from(body), redactor)
        day = body["published"]
        row = rows.claim_row(claim, None if day is None else date.fromisoformat(day))
    elif kind == "finding":
        found = rows.finding_row(redacted_finding(bodies.finding_from(body), redactor), body["document"])
        row = rows.make_row("finding", name, orjson.loads(found.body) | {"id": name})
    elif kind == "reading":
        reading = bodies.reading_from(body)
        refusals = refusals_shown(reading.refusals, redactor)
        row = rows.reading_row(replace(reading, refusals=refusals, personal="drop"))
    elif kind == "sighting":
        seen = bodies.sighting_from(body)
        row = rows.sighting_row(replace(seen, place=redactor.hide(seen.place)), body["run"])
    elif kind == "judgement":
        row = rows.judgement_row(_judgement(bodies.judgement_from(body), redactor))
    else:
        row = rows.grade_row(_grade(bodies.grade_from(body), redactor))
    return row


def document_shown(document: Document, sightings: Sequence[Sighting]) -> Shown:
    """A document, and where it was seen, as they may be shown."""
    redactor = redactor_of(document)
    if not redactor:
        return document, tuple(sightings), redactor
    masked = redacted_document(document, redactor)
    places = tuple(replace(sighting, place=redactor.hide(sighting.place)) for sighting in sightings)
    return replace(masked, path=redactor.hide(masked.path), url=_hide(masked.url, redactor)), places, redactor


def _hide(words: str | None, redactor: Redactor) -> str | None:
    return redactor.hide(words) if words else words


def kept_shown(kept: Kept, redactor: Redactor) -> Kept:
    """A claim, whose document is masked already, with what people said of it."""
    if not redactor:
        return kept
    claim = redacted_claim(kept.claim, redactor)
    judgements = tuple(_judgement(judgement, redactor) for judgement in kept.judgements)
    return replace(kept, claim=claim, judgements=judgements, grades=tuple(_grade(g, redactor) for g in kept.grades))


def _judgement(judgement: Judgement, redactor: Redactor) -> Judgement:
    fields = {name: redactor.hide(v) if isinstance(v, str) else v for name, v in judgement.fields.items()}
    return replace(judgement, fields=fields, note=redactor.hide(judgement.note))


def _grade(grade: Grade, redactor: Redactor) -> Grade:
    return replace(grade, subject=redactor.hide(grade.subject), note=redactor.hide(grade.note))


def still_fits(kept: Kept, wanted: Filter) -> bool:
    """Whether a masked claim is still what was asked for: nobody finds a claim by words that are hidden in it."""
    claim = kept.claim
    if wanted.text is not None and not holds(_words(kept), wanted.text):
        return False
    if wanted.place is not None and claim.place != wanted.place:
        return False
    if wanted.unit is not None and claim.unit != wanted.unit:
        return False
    speaker = claim.speaker
    return wanted.source is None or speaker is None or (speaker.id or speaker.name) == wanted.source


def _words(kept: Kept) -> str:
    """What of a masked claim a search looks in: its quote, who says it, and the title of its document."""
    from counterclaim.sources import load_register

    sources = load_register().sources
    links = kept.claim.attribution
    told = [kept.claim.evidence.exact, kept.document.title, kept.document.outlet, kept.document.author]
    told += [name for link in links for name in (link.name, link.id)]
    told += [sources[link.id].label for link in links if link.id is not None and link.id in sources]
    return " ".join(filter(None, told))


def finding_shown(finding: Finding, hiding: Mapping[str, Redactor]) -> Finding:
    """A finding with the values of every document that its evidence is from hidden."""
    for document in dict.fromkeys(evidence.document for evidence in finding.evidence):
        if document in hiding:
            finding = redacted_finding(finding, hiding[document])
    return finding


def refusals_shown(refusals: Sequence[Refusal], redactor: Redactor) -> tuple[Refusal, ...]:
    """Refused numbers of one document."""
    return tuple(redacted_refusal(refusal, redactor) for refusal in refusals)


# ----------------------------------------------------------------------------------------------------- when adding


@dataclass(frozen=True, slots=True)
class Guard:
    """A reading of a document as its rows hold it, and as the tables that are searched show it.

    ``private`` tells whether the original must not lie readable; ``sealed`` is what stands in the row of the document.
    """

    kept: Report
    shown: Report
    redactor: Redactor
    private: bool = False
    sealed: dict[str, str] | None = None

    @property
    def hides(self) -> bool:
        """Whether anything personal was found."""
        return bool(self.kept.document.marks)

    def place(self, place: str) -> str:
        """The place of the document as it may be kept."""
        return self.redactor.hide(place)


def guarded(report: Report, personal: Personal, key: Key | None) -> Guard:
    """How a reading is kept: masked for ``drop`` and ``seal``, as it is for ``keep``; shown it is masked always."""
    redactor = redactor_of(report.document)
    hidden = tuple((mark.start, mark.end, mark.kind, mark.pseudonym) for mark in redactor.marks)
    report = replace(report, document=replace(report.document, marks=hidden))
    private = is_private(report.document)
    if not redactor:
        return Guard(report, report, redactor, private)
    shown = redacted_report(report, redactor)
    shown = replace(shown, document=replace(shown.document, url=_hide(shown.document.url, redactor)))
    if personal == "keep":
        return Guard(report, shown, redactor, private)
    sealed: dict[str, Any] | None = None
    if personal == "seal":
        from counterclaim.ledger.sealing import HOW, SealedError, sealed_values

        if key is None:
            raise SealedError(f"sealing needs a key: {HOW}")
        sealed = sealed_values(report.document, key)
    return Guard(shown, shown, redactor, private, sealed)
