"""``export claimreview``: schema.org ClaimReview for claims that a person has judged, and no others.

A verdict here is on the *reading*: whether the document says so. Whether it is true is another question, which a figure
held against a record can bear on but no reader settles. ``reviewAspect`` says that in every review. Undone verdicts and
claims without one are not in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any, TextIO

from counterclaim.exports.basis import NAMESPACE, Basis
from counterclaim.exports.saying import sentence_of, speaker_words
from counterclaim.exports.webannotations import claim_address, source_of
from counterclaim.model import Kept

ASPECT = "whether the document makes this claim, not whether the claim is true"
# verdict → (rating from 0 to 1, the words for it); an unsure verdict has words but no rating
RATINGS: dict[str, tuple[int | None, str]] = {
    "accept": (1, "The document says so"),
    "correct": (1, "The document says so, with corrections"),
    "reject": (0, "The document does not say so"),
    "unsure": (None, "A person could not decide"),
}
_PERSONS = frozenset({"person", "soldier", "witness"})  # roles
COLUMNS = {
    "claimReviewed": "the claim in words",
    "itemReviewed": "a Claim: its exact words, who says it, where it appears and when that was published",
    "reviewAspect": ASPECT,
    "reviewRating": "1 accepted or corrected, 0 rejected, no value where unsure; alternateName has the words",
    "reviewBody": "the person's note and corrections",
    "author, datePublished": "who judged, and when",
}


def review_of(kept: Kept) -> dict[str, Any] | None:
    """The review of a judged claim; ``None`` for any other."""
    verdict = kept.verdict
    if verdict is None or verdict.verdict not in RATINGS:
        return None
    claim, document = kept.claim, kept.document
    value, words = RATINGS[verdict.verdict]
    rating: dict[str, Any] = {"@type": "Rating", "bestRating": 1, "worstRating": 0, "alternateName": words}
    if value is not None:
        rating["ratingValue"] = value
    appearance: dict[str, Any] = {"@type": "CreativeWork", "url": source_of(document)}
    if document.title:
        appearance["headline"] = document.title
    if document.outlet:
        appearance["publisher"] = {"@type": "Organization", "name": document.outlet}
    item: dict[str, Any] = {"@type": "Claim", "text": claim.evidence.exact, "appearance": appearance}
    if claim.speaker is not None:
        kind = "Person" if claim.speaker.role in _PERSONS else "Organization"
        item["author"] = {"@type": kind, "name": speaker_words(claim.speaker)}
    if document.published:
        item["datePublished"] = appearance["datePublished"] = document.published.isoformat()
    corrections = "; ".join(f"{name}: {value}" for name, value in sorted(verdict.fields.items()))
    body = ". ".join(part for part in (verdict.note, corrections and f"Corrected: {corrections}") if part)
    review = {
        "@type": "ClaimReview",
        "@id": f"{NAMESPACE}judgement:{verdict.id}",
        "url": claim_address(claim.id),
        "datePublished": verdict.at.astimezone(UTC).date().isoformat(),
        "author": {"@type": "Person", "name": verdict.by},
        "claimReviewed": sentence_of(kept),
        "reviewAspect": ASPECT,
        "reviewRating": rating,
        "itemReviewed": item,
    }
    return review | ({"reviewBody": body} if body else {})


def write(kepts: Iterable[Kept], stream: TextIO, basis: Basis) -> int:
    """A JSON-LD graph of reviews behind the Dataset that they rest on; returns the number of reviews."""
    reviews = [review for review in map(review_of, kepts) if review is not None]
    dataset: dict[str, Any] = {
        "@type": "Dataset",
        "@id": f"{NAMESPACE}basis",
        "name": "What these reviews rest on",
        "description": basis.words(),
    }
    if basis.head:
        dataset["identifier"] = basis.head
    for review in reviews:
        review["isBasedOn"] = {"@id": f"{NAMESPACE}basis"}
    graph = {"@context": "https://schema.org", "@graph": [dataset, *reviews]}
    stream.write(json.dumps(graph, ensure_ascii=False, indent=1) + "\n")
    return len(reviews)
