"""Items: one text with what is said of it, taken out of a feed, a channel's export or a table; JSON, read like a file.

Fields: ``text`` or ``html``; ``title``, ``author``, ``outlet``, ``published``, ``url``, ``language``, ``id``; all are
strings, those not known are left out. ``published`` is a day or a time as it was written, or seconds since 1970.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

from counterclaim.documents.dates import read_date
from counterclaim.documents.encoding import tidy
from counterclaim.documents.text import Reading, find_headline, find_repeats, folded, read_plain
from counterclaim.model import Coverage, Span, UnreadableError

FIELDS = ("text", "html", "title", "author", "outlet", "published", "url", "language", "id")


def item_bytes(**fields: str | None) -> bytes:
    """The bytes of an item: the same fields give the same bytes."""
    known = {name: _whole(value) for name in FIELDS if (value := fields.get(name))}
    return json.dumps(known, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def read_item(content: bytes) -> tuple[Reading, Coverage]:
    """The text of an item under its title, with what it says of itself."""
    try:
        item = json.loads(content)
        assert isinstance(item, dict)
    except (ValueError, AssertionError):
        raise UnreadableError("this is called an item of a collection but is not one") from None
    losses: list[str] = []
    body = str(item.get("text") or "")
    if item.get("html"):
        from counterclaim.documents.pages import fragment_text

        body, odd = fragment_text(str(item["html"]))
        if odd:
            losses.append(f"its HTML {odd}; its words were read without their structure")
    decoded = tidy(body.strip(), "utf-8", 0)
    if decoded.loss:
        losses.append(decoded.loss)
    title = on_one_line(str(item.get("title") or ""))
    reading = titled(title, decoded.text)
    published = None
    stated = str(item.get("published") or "").strip()
    if stated:
        published = day_of(stated)
        if published is None:
            losses.append(f"its day, “{stated[:40]}”, could not be read as a date")
    reading = replace(
        reading,
        title=title or reading.title,
        outlet=on_one_line(str(item.get("outlet") or "")),
        author=on_one_line(str(item.get("author") or "")),
        published=published or reading.published,
        from_metadata=published is not None,
        language=item.get("language"),
        url=item.get("url"),
    )
    return reading, Coverage("partial", "; ".join(losses), decoded.share) if losses else Coverage()


def titled(title: str | None, body: str) -> Reading:
    """A body under its title; one that begins with the title, as many do, is left as it is."""
    if not title:
        return read_plain(body)
    opening = body.lstrip().split("\n", 1)[0].strip()
    key = folded(title)
    if not body.strip():
        return Reading(title, title=title)
    if folded(opening) == key or (key and folded(body[: 2 * len(title) + 20]).startswith(key) and len(key) > 40):
        headline = find_headline(body)
        text = body
    else:
        text = f"{title}\n\n{body}"
        headline = Span(0, len(title))
    return Reading(text, title=title, headline=headline, repeats=find_repeats(text, headline))


def day_of(stated: str) -> date | None:
    """A day written as a date, a time, or seconds (or thousandths of one) since 1970, these in UTC."""
    if re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{12,13}", stated):
        seconds = float(stated) / (1000 if len(stated.split(".")[0]) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC).date()
    return read_date(stated)


def on_one_line(words: str) -> str | None:
    """A title or a name without line ends and what no text can hold; ``None`` where nothing is left."""
    return " ".join(tidy(_whole(words), "utf-8", 0).text.split())[:1_000] or None


def _whole(text: str) -> str:
    """Text without halves of characters, which JSON can hold and UTF-8 cannot."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
