"""What is hidden of one document, shown to an editor who says why; the reason becomes a row of the ledger first."""

from __future__ import annotations

from counterclaim.ledger.sealing import key_given
from counterclaim.model import CounterclaimError
from counterclaim.revealing import reveal
from counterclaim.web.answers import Answer
from counterclaim.web.asked import Asked, NoSuchPage


def revealed(asked: Asked) -> Answer:
    """The hidden words of a document with their places, and its text as it was read."""
    if asked.person.means == "token":
        raise CounterclaimError("a program is shown no personal data: open the document in a browser")
    book, name = asked.site.book(), asked.parts["document"]
    if next(iter(book.documents([name])), None) is None:
        raise NoSuchPage(f"there is no document {name} in this ledger")
    shown = reveal(book, name, by=asked.person.name, reason=asked.typed("reason"), key=key_given())
    return Answer("revealed.html", {}, {"found": shown}, private=True)
