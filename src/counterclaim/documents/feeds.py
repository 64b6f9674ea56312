"""RSS and Atom: the items of a feed, parsed by feedparser in a fenced child process.

A feed is opened once; each item is a document of its own, whose path ends in the item's id or link. A feed that the
parser cannot take apart is kept as one text, its words without its structure, and said to be read in part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from counterclaim.documents.children import ask_child
from counterclaim.documents.content import ITEM, MAX_BYTES, Content, inside
from counterclaim.documents.dates import read_date
from counterclaim.documents.items import item_bytes
from counterclaim.model import UnreadableError

MEMORY = 1 << 30  # bytes of address space for the child
SECONDS = 20  # of processor time for one feed; a feed of 5,000 items takes about 5
MAX_FEED = 20_000_000  # bytes
_CHILD = Path(__file__).with_name("feed_child.py")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,32});")


def open_feed(
    content: bytes, path: str, *, media_type: str | None = None, url: str | None = None, seconds: int = SECONDS
) -> Iterator[Content]:
    """The items of a feed, an item each; ``url`` is where the feed was fetched, for links that are relative to it."""
    if not content.strip():
        yield Content(path, None, problem="the feed is empty")
        return
    if len(content) > min(MAX_FEED, MAX_BYTES):
        yield Content(path, None, problem=f"the feed is larger than {MAX_FEED // 1_000_000} MB: split it first")
        return
    try:
        read: dict[str, Any] = ask_child(
            _CHILD, content, what="the feed", memory=MEMORY, seconds=seconds, words=(media_type or "",)
        )
    except UnreadableError as error:
        yield Content(path, content, media_type, url, loss=f"{error}; it was read as one text")
        return
    if "failed" in read:
        loss = f"the feed could not be taken apart ({read['failed']}); it was read as one text"
        yield Content(path, content, media_type, url, loss=loss)
        return
    if not read["feed"]:
        yield Content(path, content, media_type, url)
        return
    broken = read["broken"]
    loss = f"the feed is not well-formed ({broken}): items were told apart as far as that goes" if broken else ""
    words = 0
    taken: dict[str, int] = {}
    for number, entry in enumerate(read["entries"], 1):
        item = _item(entry, read, url)
        words += sum(len((item.get(name) or "").split()) for name in ("title", "text", "html"))
        link = item["url"]
        place = item["id"] or link or f"no. {number}"
        taken[place] = taken.get(place, 0) + 1
        if taken[place] > 1:
            place = f"{place}~{taken[place]}"
        if not (item["text"] or item["html"] or item["title"]):
            yield Content(inside(path, place), None, url=link, problem="the item has no title and no text")
            continue
        yield Content(inside(path, place), item_bytes(**item), ITEM, link, loss=loss)
    if not read["entries"] and not broken:
        return  # a feed may be empty for a day
    if read["count"] > len(read["entries"]):
        more = f"the feed has {read['count']:,} items; the first {len(read['entries']):,} were read"
        yield Content(path, None, problem=more)
    if broken and words * 2 < _words_of(content, media_type):
        yield Content(path, content, media_type, url, loss=f"{loss}; the rest was read as one text")


def _item(entry: dict[str, Any], feed: dict[str, Any], url: str | None) -> dict[str, str | None]:
    body, title = entry["body"], entry["title"]
    is_html = entry["is_html"] and _MARKUP.search(body) is not None
    if entry["title_is_html"] and _MARKUP.search(title):
        from counterclaim.documents.pages import bare_text

        title = bare_text(title)
    link = entry["link"] or (entry["id"] if entry["id"].startswith(("http://", "https://")) else "")
    if link:
        try:
            link = urljoin(feed["link"] or url or "", link)
        except ValueError:
            link = ""
    when = entry["when"] if read_date(entry["when"]) else entry["day"] or entry["when"]
    return {
        "text": None if is_html else body,
        "html": body if is_html else None,
        "title": title,
        "author": entry["author"],
        "outlet": entry["outlet"] or feed["title"],
        "published": when,
        "url": link if link.startswith(("http://", "https://")) else None,
        "language": feed["language"],
        "id": entry["id"],
    }


def _words_of(content: bytes, media_type: str | None) -> int:
    """How many words stand between the tags of a feed."""
    from counterclaim.documents.encoding import declared_charset, decode
    from counterclaim.documents.pages import bare_text

    try:
        text = decode(content, declared_charset(content)).text
    except UnreadableError:
        return 0
    return len(bare_text(re.sub(r"<!\[CDATA\[|\]\]>", "", text)).split())
