"""Feeds, archives, mailboxes, exports and tables, made as their programs make them, for the tests."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from hashlib import sha256
from typing import Any

STORY = "Forty tanks were lost in one night near the river, the army said on Monday in a statement."


def page(number: int = 1) -> bytes:
    """A page with a title and a sentence, each with the number."""
    head = f"<head><meta charset=utf-8><title>Report {number} from the river</title></head>"
    return f"<!doctype html><html lang=en>{head}<body><p>Report {number}: {STORY}</p></body></html>".encode()


# ------------------------------------------------------------------------------------------------------- archives


def record(
    url: str,
    body: bytes,
    *,
    media_type: str = "text/html",
    length: int | None = None,
    http: bool = True,
    kind: str = "response",
    headers: Mapping[str, str] | None = None,
    status: str = "200 OK",
) -> bytes:
    """A WARC record, by WARC/1.1; ``length`` is told instead of the real one."""
    content, of = body, media_type
    if http:
        lines = {"Content-Type": media_type, "Content-Length": str(len(body)), **(headers or {})}
        fields = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        content = f"HTTP/1.1 {status}\r\n{fields}\r\n".encode() + body
        of = "application/http; msgtype=response"
    told = len(content) if length is None else length
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{sha256(url.encode()).hexdigest()[:8]}-0000-4000-8000-000000000000>",
        "WARC-Date": "2023-12-13T08:00:00Z",
        "WARC-Target-URI": url,
        "Content-Type": of,
        "Content-Length": str(told),
    }
    fields = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/1.1\r\n{fields}\r\n".encode() + content + b"\r\n\r\n"


def records(count: int) -> list[bytes]:
    """Pages as records, numbered from 1."""
    return [record(f"https://herald.example/{n}", page(n)) for n in range(1, count + 1)]


def packed(all_of_them: Iterable[bytes]) -> bytes:
    """Records as a packed WARC has them: each compressed for itself."""
    return b"".join(gzip.compress(one, mtime=0) for one in all_of_them)


def wacz(warc: bytes, *, told: str | None = None, name: str = "archive/data.warc.gz") -> bytes:
    """A WACZ around a WARC; ``told`` is the hash that its table of contents gives."""
    contents = {"resources": [{"path": name, "hash": f"sha256:{told or sha256(warc).hexdigest()}"}]}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, warc)
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
        archive.writestr("datapackage.json", json.dumps(contents))
    return made.getvalue()


# ---------------------------------------------------------------------------------------------------------- feeds


def rss_item(number: int) -> str:
    """An item with a title, an address, an id, a day and a text in HTML."""
    text = f"&lt;p&gt;Report {number}: {STORY}&lt;/p&gt;&lt;p&gt;Twelve men &amp;amp; more were killed.&lt;/p&gt;"
    return (
        f"<item><title>Report {number} from the river</title><link>/story/{number}</link>"
        f"<guid isPermaLink='false'>id-{number}</guid><description>{text}</description>"
        f"<pubDate>Wed, 13 Dec 2023 23:50:00 +0200</pubDate></item>"
    )


def rss(items: Iterable[str], end: str = "</channel></rss>") -> bytes:
    """An RSS 2.0 feed of a paper."""
    channel = "<title>The Herald</title><link>https://herald.example/</link><language>en</language>"
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{channel}{''.join(items)}{end}".encode()


def atom(title: str, text: str, encoding: str = "utf-8") -> bytes:
    """An Atom feed with one entry."""
    entry = (
        f"<entry><title>{title}</title><id>https://herald.example/1</id><updated>2023-12-13T08:00:00Z</updated>"
        f"<content type='html'>&lt;p&gt;{text}&lt;/p&gt;</content></entry>"
    )
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>The Herald</title><id>x</id>{entry}</feed>"
    return f"<?xml version='1.0' encoding='{encoding}'?>{feed}".encode(encoding)


# ------------------------------------------------------------------------------------------------ mail, Telegram


def mail(number: int = 1) -> EmailMessage:
    """A message with a text and the same as HTML."""
    message = EmailMessage()
    message["From"] = "Jane Doe <jane@herald.example>"
    message["To"] = "desk@herald.example"
    message["Subject"] = f"Report {number} from the river – потери"
    message["Date"] = "Wed, 13 Dec 2023 23:50:00 +0200"
    message["Message-ID"] = f"<{number}@herald.example>"
    message.set_content(f"Report {number}: {STORY}\n\nДвенадцать убитых.\n")
    message.add_alternative(f"<p>Report {number}: {STORY}</p>", subtype="html")
    return message


def mbox(messages: Iterable[EmailMessage]) -> bytes:
    """Messages as an mbox has them."""
    line = b"From jane@herald.example Wed Dec 13 23:50:00 2023\n"
    return b"".join(line + message.as_bytes() + b"\n" for message in messages)


def post(number: int, text: Any = STORY, **more: Any) -> dict[str, Any]:
    """A post of a channel as Telegram Desktop exports it; ``None`` takes a field away."""
    fields = {
        "id": number, "type": "message", "date": "2023-12-14T01:00:00", "date_unixtime": "1702504800",
        "from": "The Channel", "from_id": "channel1", "text": text, "text_entities": [],
    }  # fmt: skip
    return {name: value for name, value in {**fields, **more}.items() if value is not None}


def export(posts: Sequence[Any]) -> bytes:
    """``result.json`` of a channel."""
    whole = {"name": "The Channel", "type": "public_channel", "id": 1, "messages": posts}
    return json.dumps(whole, indent=1, ensure_ascii=False).encode()
