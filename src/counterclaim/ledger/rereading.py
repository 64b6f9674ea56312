"""The deep part of ``verify``: every original read again, every quote compared with the words of its document."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from counterclaim.ledger import originals
from counterclaim.ledger.sealing import SealedError
from counterclaim.redaction import redactor_of

if TYPE_CHECKING:
    from counterclaim.ledger.rows import Reading
    from counterclaim.ledger.sealing import Key
    from counterclaim.ledger.store import Ledger
    from counterclaim.ledger.verify import Verification
    from counterclaim.model import Document


def check_originals(ledger: Ledger, found: Verification, key: Key | None = None) -> None:
    """Adds what is wrong with originals, texts and quotes to ``found``.

    Originals that were dropped are counted, and so are those that are sealed where the ``key`` is missing.
    """
    book = ledger.whole()
    readings = book.readings()
    folder = book.originals
    for document, _ in book.documents():
        reading = readings.get(document.id)
        told = f"document {document.id} ({document.path})"
        try:
            content = None if folder is None else originals.load(folder, document.sha256, key)
        except SealedError as error:
            if key is None:
                found.sealed += 1
            else:
                found.fault(f"the original of {told}: {error}")
            continue
        if content is None and reading is not None and reading.personal == "drop":
            found.dropped += 1
            continue
        found.documents += 1
        if content is None:
            found.fault(f"the original of {told} is not in {folder}")
        elif sha256(content).hexdigest() != document.sha256:
            found.fault(f"the original of {told} is not as it was kept")
        elif document.text and _text_of(content, document, reading) != document.text:
            found.fault(f"{told} reads otherwise today than when it was added")
    for kept in book.claims():
        found.quotes += 1
        claim, text = kept.claim, kept.document.text
        said = [text[each.start : each.end] for each in (claim.evidence, claim.quantity)]
        if said != [claim.evidence.exact, claim.quantity.text]:
            found.fault(f"the quote of claim {claim.id} does not stand in document {kept.document.id}")


def _text_of(content: bytes, document: Document, reading: Reading | None) -> str:
    """The text as it is read today, masked where the ledger holds it masked."""
    from counterclaim.documents import read_document

    again = read_document(
        content,
        path=document.path,
        media_type=document.media_type,
        url=document.url,
        language=None if reading is None else reading.given_language,
        provenance=None if reading is None else reading.given_provenance,
    )
    if reading is None or reading.personal == "keep":
        return again.text
    return redactor_of(replace(document, text=again.text)).masked
