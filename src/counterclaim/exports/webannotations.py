"""``export annotations``: W3C Web Annotations (JSON-LD), a quote a target, a person's verdict an assessment of it.

Web Annotation Data Model, W3C Recommendation of 23 February 2017. A target is its document with two selectors that
mean the same words: TextQuoteSelector and TextPositionSelector (code points of the text that was read, which need not
be those of the page); speech has a FragmentSelector in seconds besides (Media Fragments, ``t=``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, TextIO
from urllib.parse import quote

from counterclaim.exports.basis import NAMESPACE, Basis
from counterclaim.exports.saying import sentence_of
from counterclaim.formats import claim_fields
from counterclaim.model import Document, Judgement, Kept

CONTEXT: list[Any] = [
    "http://www.w3.org/ns/anno.jsonld",
    {"basis": {"@id": f"{NAMESPACE}basis", "@type": "@json"}},
]
COLUMNS = {
    "id": "urn:counterclaim:claim: and the claim's id",
    "motivation": "describing for a claim, assessing for a verdict",
    "body": "what is claimed: a sentence (purpose describing), its object, measure and side (tagging), the whole claim "
    "as JSON (identifying)",
    "target.source": "the document's address, or urn:counterclaim:document: and its id",
    "target.selector": "TextQuoteSelector and TextPositionSelector; FragmentSelector t= for speech",
    "creator, created": "who gave a verdict, and when",
}


def source_of(document: Document) -> str:
    """An address that names the document: its own, else one of ours."""
    for address in (document.url, document.path):
        if address and address.startswith(("http://", "https://")):
            return quote(address, safe="%/:=&?~#+!$,;'@()*[]")
    return f"{NAMESPACE}document:{quote(document.id, safe='')}"


def claim_address(claim: str) -> str:
    """The name of a claim as an address."""
    return f"{NAMESPACE}claim:{quote(claim, safe='')}"


def selectors(kept: Kept) -> list[dict[str, Any]]:
    """The ways to find the words again, the surest first."""
    evidence = kept.claim.evidence
    found: list[dict[str, Any]] = [
        {
            "type": "TextQuoteSelector",
            "exact": evidence.exact,
            "prefix": evidence.prefix,
            "suffix": evidence.suffix,
        },
        {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end},
    ]
    if evidence.seconds is not None:
        start, end = evidence.seconds
        found.append(
            {
                "type": "FragmentSelector",
                "conformsTo": "http://www.w3.org/TR/media-frags/",
                "value": f"t={start:g},{end:g}",
            }
        )
    return found


def annotation_of(kept: Kept) -> dict[str, Any]:
    """One claim as an annotation."""
    claim = kept.claim
    tags = [term for term in (claim.object, claim.measure, claim.side) if term]
    bodies: list[dict[str, Any]] = [
        {
            "type": "TextualBody",
            "purpose": "describing",
            "format": "text/plain",
            "language": "en",
            "value": sentence_of(kept),
        }
    ]
    bodies += [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags]
    bodies.append(
        {
            "type": "TextualBody",
            "purpose": "identifying",
            "format": "application/json",
            "value": json.dumps(claim_fields(claim), ensure_ascii=False),
        }
    )
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": source_of(kept.document),
        "selector": selectors(kept),
    }
    made = {"id": claim_address(claim.id), "type": "Annotation", "motivation": "describing"}
    return {**made, "body": bodies, "target": target}


def assessment_of(judgement: Judgement) -> dict[str, Any]:
    """A person's verdict as an annotation on the annotation of the claim."""
    body = {
        "type": "TextualBody",
        "purpose": "assessing",
        "format": "text/plain",
        "value": judgement.verdict + (f": {judgement.note}" if judgement.note else ""),
    }
    return {
        "id": f"{NAMESPACE}judgement:{quote(judgement.id, safe='')}",
        "type": "Annotation",
        "motivation": "assessing",
        "creator": {"type": "Person", "name": judgement.by},
        "created": _time(judgement.at),
        "body": body,
        "target": claim_address(judgement.subject),
    }


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _annotations(kepts: Iterable[Kept]) -> Iterator[dict[str, Any]]:
    for kept in kepts:
        yield annotation_of(kept)
        yield from (assessment_of(j) for j in sorted(kept.judgements, key=lambda j: (j.at, j.id)))


def write(kepts: Iterable[Kept], stream: TextIO, basis: Basis) -> int:
    """An AnnotationCollection with all annotations on its one page; returns the number of claims."""
    held = list(kepts)
    items = list(_annotations(held))
    page = {"id": f"{NAMESPACE}annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": items}
    collection = {
        "@context": CONTEXT,
        "id": f"{NAMESPACE}annotations",
        "type": "AnnotationCollection",
        "label": "Claims about losses in war",
        "generator": {"type": "Software", "name": f"counterclaim {basis.version}"},
        "basis": basis.fields(claims=len(held)),
        "total": len(items),
        "first": page,
    }
    stream.write(json.dumps(collection, ensure_ascii=False, indent=1) + "\n")
    return len(held)
