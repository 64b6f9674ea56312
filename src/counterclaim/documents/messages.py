"""Messages: mail (a single one, or an mbox of many) and a Telegram channel's export.

open_mbox, open_mail      bytes of messages, and of attachments that are documents themselves
read_mail                 one message as a text: subject, body, sender, day
open_telegram             the posts of ``result.json``, streamed
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from importlib import import_module
from typing import IO, Any

from counterclaim.documents.content import ITEM, MAIL, MAX_BYTES, Content, inside
from counterclaim.documents.dates import read_date
from counterclaim.documents.encoding import decode
from counterclaim.documents.items import item_bytes, on_one_line, titled
from counterclaim.documents.text import Reading
from counterclaim.model import Coverage, UnreadableError

_LINE = 1_000_000
_MAX_PARTS = 1_000
_SEPARATOR = re.compile(rb"From \S.{0,200}\b\d{4}\s*$", re.DOTALL)
_FULL_SEPARATOR = re.compile(rb"From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d .{0,20}\d{4}$")
_ATTACHED = re.compile(rb"^content-disposition:\s*attachment|^content-type:\s*(?:message/rfc822|application/)",
                       re.IGNORECASE | re.MULTILINE)  # fmt: skip
_LONG = 1_000_000
_RUN = re.compile(rb"(?:[A-Za-z0-9+/]{40,76}={0,2}+\r?\n){500,}+")  # lines of base64
_ASIDE = b"==set-aside=="
_READABLE = ("text/plain", "text/html", "text/csv", "text/markdown", "application/pdf", MAIL, "application/xhtml+xml")
_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
               "application/ms-tnef", "text/calendar", "text/x-vcard", "text/vcard")  # fmt: skip


# ---------------------------------------------------------------------------------------------------------- mail


def open_mbox(stream: IO[bytes], path: str) -> Iterator[Content]:
    """The messages of an mbox in their order, numbered from 1, each followed by its attachments."""
    number = size = 0
    lines: list[bytes] = []
    blank = start = True
    while True:
        line = stream.readline(_LINE)
        fresh = start and line.startswith(b"From ") and (_SEPARATOR if blank else _FULL_SEPARATOR).match(line.rstrip())
        if fresh or not line:
            if number:
                message = b"".join(lines) if size > MAX_BYTES else b"".join(lines).rstrip(b"\r\n") + b"\n"
                yield from open_mail(message, inside(path, str(number)))
            if not line:
                return
            number, size, lines = number + 1, 0, []
        else:
            if size <= MAX_BYTES:  # one line more than there is room for tells that it is too large
                lines.append(line)
            size += len(line)
        blank = start and line in (b"\n", b"\r\n")
        start = line.endswith(b"\n")


def open_mail(content: bytes, path: str, depth: int = 0) -> Iterator[Content]:
    """One message, then those of its attachments that are documents, by their number in it from 1."""
    if len(content) > MAX_BYTES:
        yield Content(path, None, problem=f"the message is larger than {MAX_BYTES // 1_000_000} MB")
        return
    yield Content(path, content, MAIL)
    if _ATTACHED.search(content) is None:
        return
    try:
        parts = list(_attachments(_parsed(content)))
    except (UnreadableError, RecursionError):
        return  # the message itself says so when it is read
    for number, part in enumerate(parts, 1):
        kind = part.get_content_type()
        if kind not in _READABLE:
            continue
        place = inside(path, f"{number}") if "#" not in path else f"{path}.{number}"
        body = _bytes_of(part)
        charset = part.get_content_charset()
        if body and kind == MAIL and depth < 2:
            yield from open_mail(body, place, depth + 1)
        elif body:
            yield Content(place, body, f"{kind}; charset={charset}" if charset else kind)
        else:
            yield Content(place, None, problem=f"the attachment “{_name(part)}” is empty or damaged")


def read_mail(content: bytes) -> tuple[Reading, Coverage]:
    """The text of a message: its subject, a blank line, its body; attachments are documents of their own.

    Where a body is given twice, as text and as HTML, the text is read unless it is a stub. The day is the sender's.
    """
    message = _parsed(content)
    losses = [defect for defect in map(_defect, _defects(message)) if defect]
    bodies, body_losses = _bodies(message)
    unread = [f"“{_name(p)}” ({p.get_content_type()})" for p in _attachments(message) if _is_lost(p)]
    if unread:
        losses.append(f"not read: the attached {', '.join(unread[:5])}" + (" and others" if len(unread) > 5 else ""))
    losses += body_losses
    subject = on_one_line(_field(message, "Subject"))
    sender = on_one_line(_field(message, "From")) or ""
    stated = _field(message, "Date")
    text = "\n\n".join(bodies).strip()
    if not text and not subject:
        raise UnreadableError("the message has no subject and no text" + (f"; {losses[0]}" if losses else ""))
    named = re.match(r"\s*\"?([^\"<]{2,}?)\"?\s*<", sender)
    day = read_date(re.sub(r"\s*\([^)]*\)\s*$", "", stated).strip())
    if stated and day is None:
        losses.append(f"its date, “{stated[:40]}”, could not be read")
    reading = titled(subject, text)
    reading = replace(
        reading,
        author=(named[1] if named else sender) or None,
        published=day or reading.published,
        from_metadata=day is not None,
    )
    return reading, Coverage("partial", "; ".join(dict.fromkeys(losses))) if losses else Coverage()


def _parsed(content: bytes) -> EmailMessage:
    """A message taken apart. Long attachments are set aside before, because the library is slow with many lines."""
    runs: list[bytes] = []

    def set_aside(run: re.Match[bytes]) -> bytes:
        runs.append(run[0])
        return b"%s%d\n" % (_ASIDE, len(runs) - 1)

    if len(content) > _LONG and _ASIDE not in content:
        content = _RUN.sub(set_aside, content)
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    for part in message.walk() if runs else ():
        body = part.get_payload() if not part.is_multipart() else None
        if isinstance(body, str) and (aside := re.search(rf"{_ASIDE.decode()}(\d+)", body)):
            whole = body[: aside.start()].encode("ascii", "replace") + runs[int(aside[1])]
            part.set_payload((whole + body[aside.end() :].encode("ascii", "replace")).decode("ascii", "replace"))
    return message


def _field(message: EmailMessage, name: str) -> str:
    """A field's words; the library raises for some malformed ones, which are then given as they stand."""
    try:
        return str(message.get(name, "") or "")
    except Exception:
        raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
        return str(raw).encode("utf-8", "replace").decode("utf-8", "replace")


def _parts(message: Any, depth: int = 0) -> Iterator[tuple[Any, list[Any]]]:
    """Parts that hold something, each with the other versions of it; messages within are not gone into."""
    if not message.is_multipart() or message.get_content_type() == MAIL:
        yield message, []
        return
    if depth > 50:
        raise UnreadableError("the message nests its parts more than 50 deep")
    inner = [part for part in message.get_payload() if hasattr(part, "get_content_type")][:_MAX_PARTS]
    if message.get_content_type() == "multipart/alternative" and inner:
        versions = [leaf for part in inner for leaf, _ in _parts(part, depth + 1)]
        yield versions[0], versions[1:]
        return
    for part in inner:
        yield from _parts(part, depth + 1)


def _disposition(part: Any) -> str:
    try:
        return str(part.get_content_disposition() or "")
    except Exception:
        return ""


def _name(part: Any) -> str:
    try:
        name = str(part.get_filename() or "")
    except Exception:
        name = ""
    return "".join(letter for letter in name if letter.isprintable())[:80] or "without a name"


def _is_body(part: Any) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and _disposition(part) != "attachment"


def _attachments(message: EmailMessage) -> Iterator[Any]:
    for part, others in _parts(message):
        if not _is_body(part) and not any(map(_is_body, others)):
            yield part


def _is_lost(part: Any) -> bool:
    """Whether an attachment could hold words and is not read: no picture, sound or signature."""
    kind = part.get_content_type()
    named = _disposition(part) == "attachment" or _name(part) != "without a name"
    words = not kind.startswith(("image/", "audio/", "video/", "multipart/")) and kind not in _SIGNATURES
    return named and words and kind not in _READABLE


def _bodies(message: EmailMessage) -> tuple[list[str], list[str]]:
    texts, losses = [], []
    for part, others in _parts(message):
        versions = [version for version in (part, *others) if _is_body(version)]
        read = []
        for version in versions:
            try:
                text, lost = _text_of(version)
            except UnreadableError as error:
                text, lost = "", str(error)
            if lost:
                losses.append(lost)
            read.append(text.strip())
        if read:
            texts.append(read[0] if len(read[0]) * 3 >= max(map(len, read)) else max(read, key=len))
    return [text for text in texts if text], losses


def _text_of(part: Any) -> tuple[str, str | None]:
    body = _bytes_of(part)
    if not body.strip():
        return "", None
    decoded = decode(body, part.get_content_charset())
    if part.get_content_type() != "text/html":
        return decoded.text, decoded.loss
    from counterclaim.documents.pages import fragment_text

    text, odd = fragment_text(decoded.text)
    return text, decoded.loss or (f"its HTML {odd}; its words were read without their structure" if odd else None)


def _bytes_of(part: Any) -> bytes:
    if part.get_content_type() == MAIL and part.is_multipart():
        try:
            return bytes(part.get_payload(0))
        except Exception:
            return b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _defects(message: Any) -> Iterator[Any]:
    for part in message.walk():
        yield from part.defects


def _defect(defect: Any) -> str:
    """A fault of a message in words, where it can have cost some of its text."""
    kind = type(defect).__name__
    if kind in ("CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect"):
        return "the message is cut short: the end of its parts is missing"
    if kind.startswith("InvalidBase64") and kind != "InvalidBase64PaddingDefect":
        return "a part of the message is damaged (its base64 is)"
    return ""


# ------------------------------------------------------------------------------------------------------ Telegram


def open_telegram(stream: IO[bytes], path: str) -> Iterator[Content]:
    """The posts of a Telegram export (``result.json``) by their ids; in one of many chats, after the chat's number.

    Posts without words (pictures, notes of the service) are no documents. A forwarded post has the channel it is from
    as its author. Days are in UTC, from ``date_unixtime``, else as the exporting program wrote them.
    """
    ijson: Any = import_module("ijson")
    chat, opened, number, found, chats = "", "", 0, 0, 0
    builder: Any = None
    try:
        for prefix, event, value in ijson.parse(stream, use_float=True):
            if builder is not None:
                builder.event(event, value)
                if prefix == opened and event in ("end_map", "end_array"):
                    post, builder = builder.value, None
                    for content in _post(post, chat, chats, number, path):
                        found += 1
                        yield content
            elif prefix in ("messages.item", "chats.list.item.messages.item"):
                number, opened = number + 1, prefix
                if event in ("start_map", "start_array"):
                    builder = ijson.ObjectBuilder()
                    builder.event(event, value)
                else:
                    yield from _post(value, chat, chats, number, path)
            elif prefix in ("name", "chats.list.item.name"):
                chat = str(value or "")
            elif prefix == "chats.list.item" and event == "start_map":
                chat, chats = "", chats + 1
    except (ijson.JSONError, UnicodeDecodeError, ValueError) as error:
        said = " ".join(str(error).split())[:120]
        where = f"after its message {number:,}" if number else "at its beginning"
        yield Content(
            path, None, problem=f"the export is damaged or cut short {where}, and was read up to there ({said})"
        )
        return
    if not found and not number:
        yield Content(path, None, problem="the export holds no messages")


def _post(post: Any, chat: str, chats: int, number: int, path: str) -> Iterator[Content]:
    if not isinstance(post, dict):
        yield Content(inside(path, f"no. {number}"), None, problem=f"message no. {number} of the export is no message")
        return
    if post.get("type") == "service":
        return
    name = post.get("id")
    known = isinstance(name, int | str) and not isinstance(name, bool)
    place = inside(path, f"{f'{chats}/' if chats else ''}{name if known else f'no. {number}'}")
    losses = [] if known else ["it has no id"]
    text, lost = _words(post)
    if text is None:
        yield Content(place, None, problem="the message has neither text nor a picture or file: a field is missing")
        return
    if not text.strip():
        return
    if lost:
        losses.append(lost)
    when = _when(post)
    if not when:
        losses.append("it has no date")
    names = [post.get(field) for field in ("forwarded_from", "author", "from")]
    writers = [name.strip() for name in names if isinstance(name, str) and name.strip()]
    content = item_bytes(
        text=text,
        author=next((writer for writer in writers if writer != chat), None),
        outlet=chat or (writers[-1] if writers else None),
        published=when,
        id=str(name) if known else None,
    )
    yield Content(place, content, ITEM, loss=f"in the export: {', '.join(losses)}" if losses else "")


def _words(post: dict[str, Any]) -> tuple[str | None, str]:
    """The text of a post, a poll's question and answers with it; ``None`` where no field holds one."""
    said = post.get("text")
    if said is None:
        said = post.get("text_entities") or None
    parts: list[str] = []
    lost = 0
    for part in [said] if isinstance(said, str) else said if isinstance(said, list) else []:
        if isinstance(part, dict):
            part = part.get("text")
        if isinstance(part, str):
            parts.append(part)
        else:
            lost += 1
    poll = post.get("poll")
    if isinstance(poll, dict):
        answers = [a.get("text") for a in poll.get("answers") or [] if isinstance(a, dict)]
        parts += ["\n", *(f"{line}\n" for line in [poll.get("question"), *answers] if isinstance(line, str))]
    silent = ("photo", "file", "media_type", "poll", "location_information", "contact_information", "game_title")
    if not isinstance(said, str | list) and not parts:
        return ("" if any(field in post for field in silent) else None), ""
    return "".join(parts), "part of its text is neither words nor an entity" if lost else ""


def _when(post: dict[str, Any]) -> str | None:
    """The time of a post as ISO 8601 in UTC, or its day as the export has it."""
    try:
        return datetime.fromtimestamp(int(post["date_unixtime"]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return _day(post)


def _day(post: dict[str, Any]) -> str | None:
    stated = post.get("date")
    return stated if isinstance(stated, str) and read_date(stated) else None
