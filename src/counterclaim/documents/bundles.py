"""Files that hold many documents: told by how they begin, and opened one inside another.

bundle_kind      warc, wacz, mbox, mail, telegram, feed, csv, lines; or None: one document
open_bundle      its documents, those of bundles inside of it too
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import IO, TYPE_CHECKING

from counterclaim.documents.content import ITEM, Content

if TYPE_CHECKING:
    from counterclaim.documents.archives import Limits
    from counterclaim.documents.columns import Columns

HEAD = 65_536  # bytes by which a bundle is told
MAX_NESTING = 3
_PROLOG = re.compile(
    rb"\s*(?:<\?[^>]{0,500}\?>\s*|<!--.{0,5000}?-->\s*|<!DOCTYPE[^>\[]{0,500}(?:\[.{0,5000}?\]\s*)?>\s*)*",
    re.DOTALL | re.IGNORECASE,
)
_FEED = re.compile(rb"<(?:[a-zA-Z]{1,20}:)?(?:rss|feed|RDF)[\s>]")
_MESSAGES = re.compile(rb"\"messages\"\s*:\s*\[")
_TELEGRAM = re.compile(rb"\"(?:text_entities|date_unixtime|date|from_id|text|type)\"\s*:")
# the kinds of chat that Telegram's programs export
_CHAT = re.compile(
    rb"\"type\"\s*:\s*\"(?:personal_chat|bot_chat|saved_messages|(?:private|public)_(?:group|supergroup|channel))\""
)
_SEPARATOR = re.compile(rb"From \S.{0,200}\b\d{4}\s*$", re.DOTALL)
_FIELD = re.compile(rb"[!-9;-~]{1,80}[ \t]*:")
_KNOWN = re.compile(rb"^(?:date|message-id|received|subject|to|mime-version):", re.IGNORECASE | re.MULTILINE)
_SPEECH = re.compile(rb"\s*(?:WEBVTT|\d+\s*\n\s*\d+:\d|SPEAKER\s|SPKR-INFO|;;|[{\[])")  # how a transcript may begin
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def bundle_kind(
    head: bytes, path: str, media_type: str | None = None, columns: Columns | None = None, tail: bytes = b""
) -> str | None:
    """What kind of bundle begins with ``head`` (``HEAD`` bytes or fewer), or ``None`` where it is one document."""
    if media_type == ITEM or (columns is None and speech_kind(head) is not None):
        return None
    if head[:2] in (b"WA", b"\x1f\x8b", b"PK"):
        from counterclaim.documents.archives import archive_kind

        kind = archive_kind(head, tail)
        if kind:
            return kind
    if is_mbox(head):
        return "mbox"
    if is_mail(head):
        return "mail"
    bare = head
    for mark in _MARKS:
        bare = bare.removeprefix(mark)
    bare = bare.lstrip()
    if bare.startswith(b"<"):
        plain = bare.replace(b"\0", b"")  # UTF-16 that is mostly ASCII
        prolog = _PROLOG.match(plain)
        return "feed" if _FEED.match(plain, prolog.end() if prolog else 0) else None
    if bare.startswith(b"{") and (_CHAT.search(bare[:1000]) or (_MESSAGES.search(bare) and _TELEGRAM.search(bare))):
        return "telegram"
    if columns is None and b"text" not in head[:1000].replace(b"\0", b"").split(b"\n", 1)[0] and not path.endswith("l"):
        return None  # neither a heading called text nor JSON lines
    if media_type and (not media_type.startswith("text/") and "json" not in media_type):
        return None
    if media_type and media_type.startswith(("text/html", "text/markdown")):
        return None
    from counterclaim.documents.columns import fits

    return fits(head, columns, path)


def speech_kind(head: bytes) -> str | None:
    """The media type of a timed transcript that begins with ``head``; ``None`` for anything else."""
    bare = head
    for mark in _MARKS:
        bare = bare.removeprefix(mark)
    if not _SPEECH.match(bare[:400].replace(b"\0", b"")):
        return None
    from counterclaim.documents.transcripts import transcript_kind

    return transcript_kind(head)


def is_mbox(head: bytes) -> bool:
    """Whether a file begins as an mbox does: a "From " line, then the fields of a message."""
    if not head.startswith(b"From "):
        return False
    first, _, rest = head.partition(b"\n")
    return _SEPARATOR.match(first.rstrip(b"\r")) is not None and _FIELD.match(rest) is not None


def is_mail(head: bytes) -> bool:
    """Whether a file begins with the fields of a message: whole lines of them, a sender and another known one."""
    if b":" not in head[:100]:
        return False
    fields = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    if not re.search(rb"^from:", fields, re.IGNORECASE | re.MULTILINE) or len(_KNOWN.findall(fields)) < 2:
        return False
    lines = fields.splitlines()
    if len(fields) == len(head):  # cut in the middle of a line
        lines = lines[:-1]
    return bool(lines) and all(line[:1] in b" \t" or _FIELD.match(line) for line in lines)


def open_bundle(
    kind: str,
    stream: IO[bytes],
    path: str,
    *,
    media_type: str | None = None,
    url: str | None = None,
    columns: Columns | None = None,
    depth: int = 1,
    limits: Limits | None = None,
) -> Iterator[Content]:
    """The documents of a bundle; those of a bundle inside of it as well, up to three deep.

    ``limits`` are those of an archive that is the bundle itself; what lies inside of one has the usual ones.
    """
    for found in _open(kind, stream, path, media_type, url, columns, limits):
        if found.content is None or found.media_type == ITEM or found.path == path:
            yield found
            continue
        inner = bundle_kind(found.content[:HEAD], found.path, found.media_type, tail=found.content[-HEAD:])
        if inner is None or (inner == "mail" and kind in ("mail", "mbox")):
            yield found
        elif depth >= MAX_NESTING:
            problem = f"files inside files are opened {MAX_NESTING} deep, and this lies deeper: take it out first"
            yield Content(found.path, None, problem=problem)
        else:
            stream = BytesIO(found.content)
            yield from open_bundle(
                inner, stream, found.path, media_type=found.media_type, url=found.url, depth=depth + 1
            )


def _open(
    kind: str,
    stream: IO[bytes],
    path: str,
    media_type: str | None,
    url: str | None,
    columns: Columns | None,
    limits: Limits | None,
) -> Iterator[Content]:
    if kind in ("warc", "wacz"):
        from counterclaim.documents.archives import LIMITS, open_archive

        return open_archive(stream, kind, path, limits or LIMITS)
    if kind in ("mbox", "mail", "telegram"):
        from counterclaim.documents import messages

        if kind == "mail":
            return messages.open_mail(stream.read(), path)
        return messages.open_mbox(stream, path) if kind == "mbox" else messages.open_telegram(stream, path)
    if kind == "feed":
        from counterclaim.documents.feeds import MAX_FEED, open_feed

        return open_feed(stream.read(MAX_FEED + 1), path, media_type=media_type, url=url)
    from counterclaim.documents.columns import open_csv, open_lines

    return (open_csv if kind == "csv" else open_lines)(stream, path, columns)
