"""What a target yields before it is read: bytes with their place, or the reason why there are none."""

from __future__ import annotations

from dataclasses import dataclass

ITEM = "application/vnd.counterclaim.item+json"  # one text out of a feed, an export or a table
MAIL = "message/rfc822"
MAX_BYTES = 200_000_000  # of one document


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one document before they are read, or why there are none; ``media_type`` is a server's word.

    ``path`` says where it is from: a file, an address, or either with ``#`` and the place inside of it. ``loss`` is
    what of the document is missing already, where it stood in something that was damaged.
    """

    path: str
    content: bytes | None
    media_type: str | None = None
    url: str | None = None
    problem: str = ""
    loss: str = ""


def inside(path: str, place: str) -> str:
    """The path of something inside of a file: ``path#place``, on one line and not too long."""
    shown = "".join(letter if letter.isprintable() and letter != " " else "_" for letter in place[:300])
    return f"{path}#{shown}"
