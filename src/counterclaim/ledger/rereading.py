"""The deep part of ``verify``: every original read again, every quote compared with the words of its document."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from counterclaim.ledger import originals

if TYPE_CHECKING:
    from counterclaim.ledger.store import Ledger
    from counterclaim.ledger.verify import Verification


def check_originals(ledger: Ledger, found: Verification) -> None:
    """Adds what is wrong with originals, texts and quotes to ``found``."""
    from counterclaim.documents import read_document

    readings = ledger.readings()
    folder = ledger.originals
    for document, _ in ledger.documents():
        found.documents += 1
        told = f"document {document.id} ({document.path})"
        content = None if folder is None else originals.load(folder, document.sha256)
        if content is None:
            found.fault(f"the original of {told} is not in {folder}")
            continue
        if sha256(content).hexdigest() != document.sha256:
            found.fault(f"the original of {told} is not as it was kept")
            continue
        reading = readings.get(document.id)
        again = read_document(
            content,
            path=document.path,
            media_type=document.media_type,
            url=document.url,
            language=None if reading is None else reading.given_language,
            provenance=None if reading is None else reading.given_provenance,
        )
        if document.text and again.text != document.text:
            found.fault(f"{told} reads otherwise today than when it was added")
    for kept in ledger.claims():
        found.quotes += 1
        claim, text = kept.claim, kept.document.text
        said = [text[each.start : each.end] for each in (claim.evidence, claim.quantity)]
        if said != [claim.evidence.exact, claim.quantity.text]:
            found.fault(f"the quote of claim {claim.id} does not stand in document {kept.document.id}")
