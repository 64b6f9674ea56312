"""``export ftm``: FollowTheMoney entities, one JSON object a line, as Aleph and its tools read them.

    Event        a claim: what is said to have happened, when and where, in words
    Article      the document, the event's ``proof``
    LegalEntity  the ultimate speaker, where the register of sources knows it; the event's ``involved``
    Note         the first line: what the export rests on

Schemata and properties as in followthemoney 4; every value is a list of texts. Ids are made of ours and stay the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from counterclaim.exports.basis import Basis
from counterclaim.exports.saying import sentence_of, speaker_words
from counterclaim.exports.whereabouts import whereabouts
from counterclaim.model import Document, Kept, Link
from counterclaim.sources import load_register

# ISO 639-3, which FollowTheMoney wants, for the ISO 639-1 of documents; a language that is not here is left out.
_LANGUAGES = {
    "ar": "ara", "az": "aze", "be": "bel", "de": "deu", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra",
    "he": "heb", "hy": "hye", "it": "ita", "ka": "kat", "pl": "pol", "pt": "por", "ru": "rus", "tr": "tur", "uk": "ukr",
}  # fmt: skip
_NOT_COUNTRIES = frozenset({"IS", "UN", "EU"})  # sides of two letters that are no country here

COLUMNS = {
    "Event": "name (the claim in words), description (the quote), startDate, endDate, location, country, keywords "
    "(object, measure, side), notes (certainty, stance, verdict), recordId (the claim's id), proof, involved",
    "Article": "title, fileName, author, publisher, publishedAt, sourceUrl, language, mimeType",
    "LegalEntity": "name, country",
    "Note": "name, description: the program, the ledger's head and the filters",
}


def _entity(id: str, schema: str, properties: dict[str, Iterable[str | None]]) -> dict[str, Any]:
    kept = {name: [value for value in values if value] for name, values in properties.items()}
    return {"id": f"counterclaim-{id}", "schema": schema, "properties": {n: v for n, v in sorted(kept.items()) if v}}


def article_of(document: Document) -> dict[str, Any]:
    """The document as an Article."""
    address = next((a for a in (document.url, document.path) if a and a.startswith(("http://", "https://"))), None)
    name = document.path.rsplit("/", 1)[-1] if document.path and not address else None
    return _entity(
        f"document-{document.id}",
        "Article",
        {
            "title": [document.title or name or document.id],
            "fileName": [name],
            "author": [document.author],
            "publisher": [document.outlet],
            "publishedAt": [document.published.isoformat() if document.published else None],
            "sourceUrl": [address],
            "language": [_LANGUAGES.get((document.language or "").split("-")[0])],
            "mimeType": [document.media_type],
        },
    )


def speaker_of(link: Link) -> dict[str, Any]:
    """A speaker that the register knows as a LegalEntity."""
    known = load_register().sources[link.id or ""]
    side = known.side if known.side and len(known.side) == 2 and known.side not in _NOT_COUNTRIES else None
    return _entity(f"source-{link.id}", "LegalEntity", {"name": [known.label], "country": [side and side.lower()]})


def event_of(kept: Kept) -> dict[str, Any]:
    """A claim as an Event."""
    claim, verdict = kept.claim, kept.verdict
    country = whereabouts(claim.place).country if claim.place else None
    speaker = claim.speaker
    known = speaker is not None and speaker.id in load_register().sources
    notes = [f"certainty: {claim.certainty}", f"stance: {claim.stance}", f"period: {claim.period.kind}"]
    notes += [f"said by {speaker_words(speaker)}"] if speaker is not None else []
    notes += [f"verdict of {verdict.by}: {verdict.verdict}"] if verdict is not None else []
    return _entity(
        f"claim-{claim.id}",
        "Event",
        {
            "name": [sentence_of(kept)],
            "description": [claim.evidence.exact],
            "startDate": [claim.period.start.isoformat() if claim.period.start else None],
            "endDate": [claim.period.end.isoformat() if claim.period.end else None],
            "location": [claim.place],
            "country": [country and country.lower()],
            "keywords": [claim.object, claim.measure, claim.side],
            "notes": notes,
            "recordId": [claim.id],
            "proof": [f"counterclaim-document-{claim.document}"],
            "involved": [f"counterclaim-source-{speaker.id}" if known and speaker is not None else None],
        },
    )


def entities(kepts: Iterable[Kept], basis: Basis) -> Iterator[dict[str, Any]]:
    """The basis, then each claim behind its document and its speaker, which come once."""
    yield _entity("basis", "Note", {"name": ["What this export rests on"], "description": [basis.words()]})
    told: set[str] = set()
    for kept in kepts:
        before = [article_of(kept.document)]
        speaker = kept.claim.speaker
        if speaker is not None and speaker.id in load_register().sources:
            before.append(speaker_of(speaker))
        for entity in before:
            if entity["id"] not in told:
                told.add(entity["id"])
                yield entity
        yield event_of(kept)


def write(kepts: Iterable[Kept], stream: TextIO, basis: Basis) -> int:
    """An entity a line; returns the number of claims."""
    claims = 0
    for entity in entities(kepts, basis):
        claims += entity["schema"] == "Event"
        stream.write(json.dumps(entity, ensure_ascii=False) + "\n")
    return claims
