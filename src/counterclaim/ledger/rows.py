"""What the ledger keeps, as rows: each noun as canonical JSON. And back: ``bodies``. Lines of the tables: ``flat``.

    document_row … custody_row      a noun becomes a Row
    rows_of                         all that one reading of a document gives

A row's body is one JSON object. Days are ISO 8601, times UTC with microseconds, shares fractions of one. ``shown`` in a
body is what differs where personal data is hidden; the flat tables, which are searched, have that and never the values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Literal, NamedTuple, get_args

from counterclaim import formats
from counterclaim.ledger.chain import fast_canonical, plain
from counterclaim.ledger.flat import Line, flat_lines
from counterclaim.ledger.words import words_lines
from counterclaim.model import (
    Claim,
    Coded,
    CounterclaimError,
    Document,
    Finding,
    Grade,
    Judgement,
    Personal,
    Provenance,
    Refusal,
    Report,
    Sighting,
)

Kind = Literal[
    "document", "sighting", "reading", "claim", "finding", "coding", "comparison", "judgement", "grade", "custody"
]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Row(NamedTuple):
    """One row before it has a number: its kind, the id of what it is about, canonical JSON, lines of the tables."""

    kind: Kind
    key: str
    body: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one version of the reader made of a document under given options: the claims and findings by id.

    ``partial`` where only some of its claims were taken over from another ledger; ``personal`` is what was done with
    personal data.
    """

    id: str
    document: str
    reader: str
    convention: str = "ours"
    given_published: date | None = None
    given_language: str | None = None
    given_provenance: Provenance | None = None
    claims: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    partial: bool = False
    personal: Personal = "keep"
    codings: tuple[Coded, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the rules over many documents made of the first ``upto`` rows: findings by id, new ones and withdrawn ones.

    A finding that no longer holds, or says something else now, is withdrawn and stands no longer.
    """

    id: str
    reader: str
    upto: int
    findings: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Custody:
    """Who did what to the ledger, with which version; ``run`` joins the beginning and the end of one doing."""

    id: str
    did: str
    by: str
    version: str
    at: datetime
    run: str | None = None
    with_what: Mapping[str, Any] | None = None


# ----------------------------------------------------------------------------------------------- plain forms


def stamp(moment: datetime) -> str:
    """A time as the ledger writes it: UTC with microseconds, ``2026-11-22T08:00:00.000000Z``."""
    if moment.tzinfo is None:
        raise ValueError("a time in the ledger needs its zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(text: str) -> datetime:
    """The time that ``stamp`` wrote."""
    return datetime.fromisoformat(text)


def identity(letter: str, *parts: object) -> str:
    """A content hash as an id: a letter that tells the kind, and sixteen hexadecimal digits."""
    said = "\x1f".join("" if part is None else str(part) for part in parts)
    return letter + sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _readable(text: str) -> str:
    """``text`` without halves of characters, which no file can carry; they are shown as escapes."""
    return text if text.isprintable() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def make_row(kind: Kind, key: str, body: Mapping[str, Any]) -> Row:
    """A row from its body, whose numbers are ``plain`` and whose keys are ASCII."""
    return Row(kind, key, fast_canonical(body).decode("utf-8"), (*flat_lines(kind, body), *words_lines(kind, body)))


# ----------------------------------------------------------------------------------------------- nouns to rows


def document_row(
    document: Document,
    shown: Document | None = None,
    personal: Personal = "keep",
    sealed: Mapping[str, str] | None = None,
) -> Row:
    """The document as read, text included; its place is told by its sightings.

    ``shown`` is the same document with personal data hidden, ``sealed`` that data where it is kept encrypted, and
    ``personal`` says whether ``document`` still has it.
    """
    body: dict[str, Any] = {
        "id": document.id,
        "sha256": document.sha256,
        "title": document.title,
        "outlet": document.outlet,
        "author": document.author,
        "url": None if document.url is None else _readable(document.url),
        "published": _day(document.published),
        "published_basis": document.published_basis,
        "language": document.language,
        "media_type": document.media_type,
        "coverage": {
            "state": document.coverage.state,
            "reason": None if document.coverage.reason is None else _readable(document.coverage.reason),
            "share": plain(document.coverage.share),
        },
        "headline": None if document.headline is None else [document.headline.start, document.headline.end],
        "repeats": [[span.start, span.end] for span in document.repeats],
        "text": document.text,
    }
    if document.transcript is not None:
        body["transcript"] = _plain(formats.transcript_fields(document.transcript))
    if document.marks is not None:
        body["marks"] = [list(mark) for mark in document.marks]
    if personal != "keep":
        body["personal"] = personal
    if sealed is not None:
        body["sealed"] = dict(sealed)
    if shown is not None:
        url = None if shown.url is None else _readable(shown.url)
        _add_shown(body, {"title": shown.title, "author": shown.author, "url": url})
    return make_row("document", document.id, body)


def _add_shown(body: dict[str, Any], told: Mapping[str, Any], among: Mapping[str, Any] | None = None) -> None:
    """Notes in a body what is shown instead of what it holds, where that differs."""
    differing = {name: value for name, value in told.items() if value != (among or body)[name]}
    if differing:
        body["shown"] = differing


def _plain(value: Any) -> Any:
    """A value of JSON with its numbers as rows have them."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return plain(value) if isinstance(value, float) else value


def sighting_row(sighting: Sighting, run: str | None = None) -> Row:
    """Where and when a document was seen; bytes of a path that are no text are kept beside it."""
    place = _readable(sighting.place)
    body: dict[str, Any] = {"document": sighting.document, "place": place, "at": stamp(sighting.at), "run": run}
    if place != sighting.place:
        body["place_bytes"] = sighting.place.encode("utf-8", "surrogateescape").hex()
    return make_row("sighting", sighting.document, body)


def claim_row(claim: Claim, published: date | None, shown: Claim | None = None) -> Row:
    """A claim as the contract has it, with the day its document was published; ``shown`` has no personal data."""
    body = formats.claim_fields(claim)
    quantity = body["quantity"]
    for bound in ("low", "best", "high"):
        quantity[bound] = plain(quantity[bound])
    if claim.evidence.seconds is not None:
        body["evidence"]["seconds"] = [plain(second) for second in claim.evidence.seconds]
    body["published"] = _day(published)
    if shown is not None:
        _add_shown(body, _told_of(shown), _told_of(claim))
    return make_row("claim", claim.id, body)


def _told_of(claim: Claim) -> dict[str, Any]:
    """What the flat table and the index of words have of a claim's words."""
    speaker = claim.speaker
    source = None if speaker is None else speaker.id or speaker.name
    names = [link.name for link in claim.attribution]
    told = {"exact": claim.evidence.exact, "unit": claim.unit, "place": claim.place}
    return {**told, "source": source, "names": names}


def finding_id(finding: Finding, document: str | None) -> str:
    """A content hash of what a finding says, of which document and claims."""
    return identity("f", document, finding.code, *finding.claims, finding.message)


def finding_row(finding: Finding, document: str | None, shown: Finding | None = None) -> Row:
    """A finding with its proof; ``document`` is ``None`` for one that rests on several."""
    body = formats.finding_fields(finding)
    for fields, evidence in zip(body["evidence"], finding.evidence, strict=True):
        fields["document"] = evidence.document
        if evidence.seconds is not None:
            fields["seconds"] = [plain(second) for second in evidence.seconds]
    proof = body["proof"]
    # names of values are free, so they are kept as pairs: the keys of a row's objects are ASCII
    proof["values"] = [[name, plain(value)] for name, value in finding.proof.values.items()]
    proof["chance"] = plain(finding.proof.chance)
    body |= {"id": finding_id(finding, document), "document": document}
    if shown is not None:
        _add_shown(body, {"message": shown.message})
    return make_row("finding", body["id"], body)


def reading_row(reading: Reading, shown: Sequence[Refusal] = ()) -> Row:
    """What a reading made of a document; refused numbers are part of it, ``shown`` without personal data."""
    body: dict[str, Any] = {
        "id": reading.id,
        "document": reading.document,
        "reader": reading.reader,
        "convention": reading.convention,
        "given_published": _day(reading.given_published),
        "given_language": reading.given_language,
        "claims": list(reading.claims),
        "findings": list(reading.findings),
        "refusals": [{**formats.refusal_fields(refusal), "reader": refusal.reader} for refusal in reading.refusals],
    }
    if (given := reading.given_provenance) is not None:
        body["given_provenance"] = {
            "publisher": given.publisher,
            "address": given.address,
            "published": _day(given.published),
            "selection": given.selection,
        }
    for refused, seen in zip(body["refusals"], shown, strict=False):
        _add_shown(refused, {"text": seen.text, "reason": seen.reason})
    if reading.partial:
        body["partial"] = True
    if reading.personal != "keep":
        body["personal"] = reading.personal
    if reading.codings:
        body["codings"] = [_coding_fields(coding) for coding in reading.codings]
    return make_row("reading", reading.id, body)


def _coding_fields(coding: Coded) -> dict[str, Any]:
    return {
        "id": coding.id, "theme": coding.theme, "start": coding.start, "end": coding.end, "rule": coding.rule,
        "confidence": plain(coding.confidence),
    }  # fmt: skip


def coding_id(document: str, theme: str, start: int, end: int, by: str) -> str:
    """A content hash of who codes which words with what; of a reader the version is left out."""
    return identity("t", document, theme, start, end, by.split(" ")[0] if by.startswith("counterclaim ") else by)


def coding_row(coding: Coded) -> Row:
    """A theme that a person adds."""
    body = {**_coding_fields(coding), "document": coding.document, "by": coding.by}
    return make_row("coding", coding.id, body)


def comparison_row(comparison: Comparison) -> Row:
    """What only many documents show, and what they no longer show."""
    body = {
        "id": comparison.id,
        "reader": comparison.reader,
        "upto": comparison.upto,
        "findings": list(comparison.findings),
        "withdrawn": list(comparison.withdrawn),
    }
    return make_row("comparison", comparison.id, body)


def judgement_row(judgement: Judgement) -> Row:
    """A person's verdict; the corrected fields are kept as pairs."""
    body = {
        "id": judgement.id,
        "subject": judgement.subject,
        "verdict": judgement.verdict,
        "by": judgement.by,
        "at": stamp(judgement.at),
        "fields": [[name, _tidy(value)] for name, value in judgement.fields.items()],
        "note": judgement.note,
        "supersedes": judgement.supersedes,
    }
    return make_row("judgement", judgement.id, body)


def grade_row(grade: Grade) -> Row:
    """A person's grade of a source or a claim."""
    body = {
        "id": grade.id,
        "subject": grade.subject,
        "grade": grade.grade,
        "by": grade.by,
        "at": stamp(grade.at),
        "note": grade.note,
        "supersedes": grade.supersedes,
    }
    return make_row("grade", grade.id, body)


def custody_row(custody: Custody) -> Row:
    """Who did what."""
    body = {
        "id": custody.id,
        "did": custody.did,
        "by": custody.by,
        "version": custody.version,
        "at": stamp(custody.at),
        "run": custody.run,
        "with": _tidy(dict(custody.with_what or {})),
    }
    return make_row("custody", custody.id, body)


def _tidy(value: Any) -> Any:
    """A JSON value whose numbers are ``plain`` and texts readable; days become texts, other kinds are refused."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _readable(value) if not value.isascii() else value
    if isinstance(value, (int, float)):
        return plain(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) and name.isascii() for name in value):
            raise CounterclaimError(f"a field's name must be plain text: {', '.join(map(repr, value))}")
        return {name: _tidy(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_tidy(part) for part in value]
    raise CounterclaimError(f"{value!r} cannot be kept in a ledger: give text, a number, a day, a list or a table")


def rows_of(
    document: Document,
    claims: Sequence[Claim],
    findings: Sequence[Finding],
    reading: Reading,
    shown: Report | None = None,
    sealed: Mapping[str, str] | None = None,
) -> list[Row]:
    """Everything that one reading of a document gives, in the order in which it is kept.

    ``shown`` is the same, item by item, with personal data hidden; ``sealed`` that data, encrypted.
    """
    seen = shown or Report(document, tuple(claims), tuple(findings), reading.refusals)
    rows = [document_row(document, seen.document, reading.personal, sealed)]
    rows += [claim_row(one, document.published, other) for one, other in zip(claims, seen.claims, strict=True)]
    rows += [finding_row(one, document.id, other) for one, other in zip(findings, seen.findings, strict=True)]
    rows.append(reading_row(reading, seen.refusals))
    return rows
