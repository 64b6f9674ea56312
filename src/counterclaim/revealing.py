"""``counterclaim reveal``: what is hidden of one document, shown to a person with a reason that is kept.

reveal           a ledger, a document, who and why → the hidden words, after a row of custody was added
log_revealing    the row: who, when, why, what; never a value
reveal_document  the verb
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counterclaim.console import NOTHING, writing
from counterclaim.keeping import LedgerPath, SealKey, open_ledger, seal_key_given, who
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger
    from counterclaim.ledger.sealing import Key
    from counterclaim.model import Document

LONGEST = 500  # characters of a reason


@dataclass(frozen=True, slots=True)
class Hidden:
    """Hidden words of a document: where they stand, their kind and pseudonym, when they are heard, and themselves."""

    start: int
    end: int
    kind: str
    pseudonym: str
    words: str
    seconds: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Revealed:
    """A document as it was read, and what of it is hidden elsewhere."""

    document: Document
    hidden: tuple[Hidden, ...]


def reveal(ledger: Ledger, document: str, *, by: str, reason: str, key: Key | None = None) -> Revealed:
    """What is hidden of a document; who asks, when and why becomes a row before anything is shown.

    ``CounterclaimError`` where there is no reason, nothing hidden, nothing kept (dropped), or no fitting key (sealed).
    """
    from counterclaim.ledger.sealing import unmasked, values_of
    from counterclaim.redaction import redactor_of

    if not reason.strip():
        raise CounterclaimError("why? personal data is shown for a reason: give one")
    found = next(iter(ledger.whole().documents([document])), None)
    if found is None:
        raise CounterclaimError(f"there is no document {document} in {ledger.name}")
    kept = found[0]
    redactor = redactor_of(kept)
    if not redactor:
        raise CounterclaimError(f"nothing is hidden in document {document}")
    personal, sealed = ledger.guarding(document)
    if personal == "drop":
        raise CounterclaimError(
            f"personal data of document {document} was dropped when it was added: this ledger does not hold it"
        )
    if sealed is not None:
        told = values_of(sealed, document, key)
        text = unmasked(kept.text, kept.marks or (), told["values"])
        kept = replace(kept, text=text, title=told["title"], author=told["author"])
        redactor = redactor_of(kept)
    log_revealing(ledger, redactor.hide(reason), by, {"document": document})
    hidden = tuple(
        Hidden(m.start, m.end, m.kind, m.pseudonym, kept.text[m.start : m.end], _seconds(kept, m.start, m.end))
        for m in redactor.marks
    )
    return Revealed(kept, hidden)


def _seconds(document: Document, start: int, end: int) -> tuple[float, float] | None:
    from counterclaim.calls.citing import seconds_of

    return None if document.transcript is None else seconds_of(document.transcript, start, end)


def log_revealing(book: Ledger, reason: str, by: str, what: dict[str, Any]) -> None:
    """Keeps a row of who showed which personal data and why; never the data itself."""
    told = " ".join(reason.split())[:LONGEST]
    if not told:
        raise CounterclaimError("why? personal data is shown for a reason: give one")
    book.log("reveal", by=by, with_what={"reason": told, **what})


def note_revealing(reason: str, targets: list[str]) -> None:
    """Keeps in the ledger of COUNTERCLAIM_LEDGER, where there is one, who showed personal data and why."""
    if not reason.strip():
        raise CounterclaimError("why? --reveal takes the reason for which personal data is shown")
    address = os.environ.get("COUNTERCLAIM_LEDGER")
    if address:
        with open_ledger(address) as book:
            log_revealing(book, reason, who(), {"targets": targets[:100]})


def reveal_document(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The document, by its id.")],
    reason: Annotated[str, typer.Option(metavar="WORDS", help="Why you must see it; kept in the ledger.")],
    ledger: LedgerPath = None,
    seal_key: SealKey = None,
    text: Annotated[
        bool, typer.Option("--text", help="The whole text as it was read, not only what is hidden.")
    ] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there.")] = None,
) -> None:
    """Show what is hidden of one document. A row of the ledger keeps who asked, when and why; never what was shown.

    \b
    Examples:
      counterclaim reveal d27e247c3bb47b1ed --reason "the family asks whether it is him" --ledger war.db
      counterclaim reveal d27e247c3bb47b1ed --reason "checking the translation" --text --seal-key seal.key
    """
    with open_ledger(ledger) as book:
        shown = reveal(book, document, by=who(), reason=reason, key=seal_key_given(seal_key))
    with writing(output) as stream:
        if text:
            stream.write(shown.document.text.rstrip("\n") + "\n")
        else:
            stream.writelines(_line(one) for one in shown.hidden)
    raise typer.Exit(NOTHING)


def _line(one: Hidden) -> str:
    from counterclaim.documents.cues import clock
    from counterclaim.terminal import one_line

    at = clock(one.seconds[0]) if one.seconds else f"{one.start}"
    return f"{at:>9}  {one.kind:<9} {one.pseudonym:<14} {one_line(one.words, 400)}\n"
