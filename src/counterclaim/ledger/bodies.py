"""What a ledger's rows say: the body of a row, parsed, becomes the noun that ``rows`` made it of.

    document_from … custody_from    one body becomes one noun

Where a row has ``shown``, that is for the tables that are searched: the noun is as it was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from counterclaim import formats
from counterclaim.ledger.rows import Custody, Reading, moment_of
from counterclaim.model import (
    Claim,
    Coded,
    Coverage,
    Document,
    Evidence,
    Finding,
    Grade,
    Judgement,
    Proof,
    Provenance,
    Refusal,
    Sighting,
    Span,
)


def date_of(text: str | None) -> date | None:
    """The day that a row has as text."""
    return None if text is None else date.fromisoformat(text)


def document_from(body: Mapping[str, Any], place: str = "") -> Document:
    """The document of a row, seen at ``place``."""
    coverage, headline = body["coverage"], body["headline"]
    return Document(
        id=body["id"],
        text=body["text"],
        path=place,
        title=body["title"],
        outlet=body["outlet"],
        author=body["author"],
        url=body["url"],
        published=date_of(body["published"]),
        published_basis=body["published_basis"],
        language=body["language"],
        media_type=body["media_type"],
        sha256=body["sha256"],
        coverage=Coverage(coverage["state"], coverage["reason"], coverage["share"]),
        headline=None if headline is None else Span(*headline),
        repeats=tuple(Span(*span) for span in body["repeats"]),
        transcript=None if body.get("transcript") is None else formats.transcript_from(body["transcript"]),
        marks=None if body.get("marks") is None else tuple((m[0], m[1], m[2], m[3]) for m in body["marks"]),
    )


def sighting_from(body: Mapping[str, Any]) -> Sighting:
    """The sighting of a row."""
    raw = body.get("place_bytes")
    place = body["place"] if raw is None else bytes.fromhex(raw).decode("utf-8", "surrogateescape")
    return Sighting(body["document"], place, moment_of(body["at"]))


def claim_from(body: Mapping[str, Any]) -> Claim:
    """The claim of a row."""
    return formats.claim_from(body)


def finding_from(body: Mapping[str, Any]) -> Finding:
    """The finding of a row."""
    proof = body["proof"]
    return Finding(
        code=body["code"],
        name=body["name"],
        severity=body["severity"],
        message=body["message"],
        claims=tuple(body["claims"]),
        evidence=tuple(_evidence_from(fields) for fields in body["evidence"]),
        proof=Proof(
            steps=tuple(proof["steps"]),
            series=proof["series"],
            column=proof["column"],
            start=date_of(proof["start"]),
            end=date_of(proof["end"]),
            values=dict(proof["values"]),
            chance=proof["chance"],
        ),
    )


def _evidence_from(fields: Mapping[str, Any]) -> Evidence:
    seconds = fields["seconds"]
    return Evidence(
        fields["document"],
        fields["start"],
        fields["end"],
        fields["exact"],
        fields["prefix"],
        fields["suffix"],
        None if seconds is None else (seconds[0], seconds[1]),
        fields.get("transcribed"),
    )


def _provenance_from(told: Mapping[str, Any] | None) -> Provenance | None:
    if told is None:
        return None
    return Provenance(told["publisher"], told["address"], date_of(told["published"]), told["selection"])


def reading_from(body: Mapping[str, Any]) -> Reading:
    """The reading of a row."""
    document = body["document"]
    return Reading(
        id=body["id"],
        document=document,
        reader=body["reader"],
        convention=body["convention"],
        given_published=date_of(body["given_published"]),
        given_language=body["given_language"],
        given_provenance=_provenance_from(body.get("given_provenance")),
        claims=tuple(body["claims"]),
        findings=tuple(body["findings"]),
        refusals=tuple(
            Refusal(document, r["text"], r["start"], r["end"], r["reason"], r["reader"]) for r in body["refusals"]
        ),
        partial=body.get("partial", False),
        personal=body.get("personal", "keep"),
        codings=tuple(
            Coded(c["id"], document, c["theme"], c["start"], c["end"], c["rule"], c["confidence"], body["reader"])
            for c in body.get("codings", ())
        ),
    )


def judgement_from(body: Mapping[str, Any]) -> Judgement:
    """The judgement of a row."""
    return Judgement(
        id=body["id"],
        subject=body["subject"],
        verdict=body["verdict"],
        by=body["by"],
        at=moment_of(body["at"]),
        fields=dict(body["fields"]),
        note=body["note"],
        supersedes=body["supersedes"],
    )


def grade_from(body: Mapping[str, Any]) -> Grade:
    """The grade of a row."""
    at = moment_of(body["at"])
    return Grade(body["id"], body["subject"], body["grade"], body["by"], at, body["note"], body["supersedes"])


def custody_from(body: Mapping[str, Any]) -> Custody:
    """The custody row."""
    at = moment_of(body["at"])
    return Custody(body["id"], body["did"], body["by"], body["version"], at, body["run"], body["with"])
