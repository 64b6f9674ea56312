"""The process that parses one feed: bytes on standard input, JSON on standard output, and nothing else in its reach.

Run by path, so that it imports nothing of ours. Arguments: bytes of memory, seconds, and the server's Content-Type.
"""

from __future__ import annotations

import codecs
import importlib
import io
import json
import re
import runpy
import sys
from pathlib import Path
from typing import Any

_WARM = (
    b"<?xml version='1.0' encoding='windows-1251'?><rss version='2.0'><channel><title>a</title><item><title>&mdash;b"
    b"</title><pubDate>Wed, 13 Dec 2023 08:00:00 GMT</pubDate></item></channel></rss>"
)
_MAX_ENTRIES = 10_000
_REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]{1,4000}|[0-9]{1,4000})")


def main() -> None:
    """Read one feed and print what ``entries_of`` returns."""
    content = sys.stdin.buffer.read()
    for encoding in ("utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-8", "latin-1", "cp1251", "cp1252", "koi8-u"):
        codecs.lookup(encoding)  # loaded from a file at first use, which will not be possible later
    entries_of(_WARM, None)
    fence = runpy.run_path(str(Path(__file__).with_name("fence.py")))
    fence["give_up_privileges"](int(sys.argv[1]), int(sys.argv[2]))
    try:
        print(json.dumps(entries_of(content, sys.argv[3] or None)))
    except MemoryError:
        raise
    except Exception as error:
        print(json.dumps({"failed": f"{type(error).__name__}: {error}"[:200]}))


def entries_of(content: bytes, media_type: str | None) -> dict[str, Any]:
    """``{"feed", "title", "link", "language", "entries": [{…}, …], "broken", "count"}``; ``feed`` is false for none."""
    feedparser: Any = importlib.import_module("feedparser")
    content = _REFERENCE.sub(_possible, content)  # the library fails on a character that cannot be
    headers = {"content-type": media_type} if media_type else {}
    read: Any = feedparser.parse(
        io.BytesIO(content), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    wrong = read.get("bozo_exception") if read.get("bozo") else None
    broken = None
    if wrong is not None and type(wrong).__name__ == "SAXParseException":
        broken = f"line {wrong.getLineNumber()}: {wrong.getMessage()}"
    channel = read.feed
    return {
        "feed": bool(read.get("version") or read.entries),
        "title": _text(channel.get("title")),
        "link": _text(channel.get("link")),
        "language": _text(channel.get("language")),
        "entries": [_entry(entry) for entry in read.entries[:_MAX_ENTRIES]],
        "count": len(read.entries),
        "broken": broken,
    }


def _possible(reference: re.Match[bytes]) -> bytes:
    number = int(reference[1][1:], 16) if reference[1][:1] in b"xX" else int(reference[1])
    return reference[0] if number < 0x110000 and not 0xD800 <= number < 0xE000 else b"&#xFFFD;"


def _entry(entry: Any) -> dict[str, Any]:
    bodies = [*entry.get("content", []), entry.get("summary_detail") or {}]
    marked = [(str(b.get("value") or ""), b.get("type") != "text/plain") for b in bodies if b.get("value")]
    body, is_html = max(marked, key=lambda each: len(each[0]), default=("", False))
    when = dict.get(entry, "published") or dict.get(entry, "updated")  # the library's own get mixes the two up
    clock = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    return {
        "id": _text(entry.get("id")),
        "link": _text(entry.get("link")),
        "title": _text(entry.get("title")),
        "title_is_html": (entry.get("title_detail") or {}).get("type") != "text/plain",
        "author": _text(entry.get("author")),
        "outlet": _text((entry.get("source") or {}).get("title")),
        "when": _text(when),
        "day": "{:04}-{:02}-{:02}".format(*clock[:3]) if clock else "",
        "body": body,
        "is_html": is_html,
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


if __name__ == "__main__":
    main()
