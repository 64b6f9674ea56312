"""What a web page says about itself: JSON-LD, OpenGraph, meta tags, ``<time>``; nothing is guessed from its prose."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from counterclaim.documents.dates import read_date
from counterclaim.documents.text import folded

_TITLE_KEYS = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title")
_OUTLET_KEYS = ("og:site_name", "application-name", "dc.publisher", "publisher", "citation_publisher")
_AUTHOR_KEYS = ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "citation_author")
_DATE_KEYS = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publication_date",
    "pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "date",
)
_ARTICLES = ("article", "report", "posting", "pressrelease", "transcript", "claimreview")
_PAGES = ("webpage", "itempage", "creativework")
_SEPARATOR = re.compile(r"\s+[|–—\-·»:]+\s+")
_NO_TEXT = [
    "script",
    "style",
    "noscript",
    "template",
    "button",
    "select",
    "svg",
    "iframe",
    "head",
    "nav",
    "footer",
    "aside",
]
_MAX_JSON = 2_000_000


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Title, outlet, author, day of publication, language and canonical address, as the page declares them."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    language: str | None = None
    url: str | None = None


def cheap_title(page: str) -> str | None:
    """The ``<title>`` of a page that is not parsed."""
    match = re.search(r"<title[^>]{0,200}>([^<]{1,1000})</title", page[:200_000], re.IGNORECASE)
    return _clean(match[1]) if match else None


def read_metadata(page: str, url: str | None = None) -> tuple[PageMetadata, str, int]:
    """The metadata of a page, the page without scripts, menus and footers, and how many words that shows.

    The count is this (the second) parser's own, to hold against the first one's.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page)
    tags: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        content = attributes.get("content")
        for key in ("property", "name", "itemprop"):
            name = attributes.get(key)
            if name and content and content.strip():
                tags.setdefault(name.strip().lower(), content.strip())
    linked = list(_linked(node.text() for node in tree.css('script[type="application/ld+json"]')))
    outlet = _clean(_first(tags, _OUTLET_KEYS[:1]) or _publisher(linked) or _first(tags, _OUTLET_KEYS[1:]))
    metadata = PageMetadata(
        title=_title(tree, tags, linked, outlet, url),
        outlet=outlet,
        author=_author(tree, tags, linked),
        published=_published(tree, tags, linked),
        language=_language(tree, tags, linked),
        url=_canonical(tree, tags),
    )
    tree.strip_tags(_NO_TEXT)
    root = tree.root
    if root is None:
        return metadata, "", 0
    return metadata, root.html or "", len(root.text(separator=" ").split())


def _title(
    tree: Any, tags: dict[str, str], linked: list[dict[str, Any]], outlet: str | None, url: str | None
) -> str | None:
    head = tree.css_first("head > title") or tree.css_first("title")
    window = _clean(head.text()) if head is not None else None
    declared = _clean(_first(tags, _TITLE_KEYS)) or next(
        (title for entry in linked if (title := _clean(entry.get("headline")))), None
    )
    headings = [text for node in tree.css("h1")[:10] if (text := _clean(node.text(separator=" ")))]
    known = folded(f"{declared or ''} {window or ''}")
    for heading in headings:
        if len(heading.split()) >= 3 and folded(heading) in known:
            return heading
    if len(headings) == 1 and len(headings[0].split()) >= 4 and folded(headings[0]) != folded(outlet or ""):
        return headings[0]
    if declared:
        return _without_outlet(declared, outlet, url)
    return _without_outlet(window, outlet, url) if window else (headings[0] if headings else None)


def _without_outlet(title: str, outlet: str | None, url: str | None) -> str:
    """A window title without " | Outlet" at its end."""
    parts = list(_SEPARATOR.finditer(title))
    if not parts:
        return title
    rest, last = title[: parts[-1].start()], title[parts[-1].end() :]
    host = folded((urlsplit(url).hostname or "").removeprefix("www.").split(".")[0]) if url else ""
    same = folded(last).replace(" ", "")
    names = {folded(name).replace(" ", "") for name in (outlet or "", host) if name}
    named = any(same == name or (len(name) > 3 and same.startswith(name)) for name in names)
    barred = "|" in parts[-1][0] and len(last.split()) <= 4 <= len(rest.split())
    return rest if rest and (named or barred) else title


def _author(tree: Any, tags: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    for entry in linked:
        names = [name for name in _names(entry.get("author")) if not name.startswith("http")]
        if names:
            return ", ".join(dict.fromkeys(names))
    for key in _AUTHOR_KEYS:
        name = _clean(tags.get(key))
        if name and not name.startswith(("http", "@", "/")):
            return name
    node = tree.css_first('[rel="author"], [itemprop="author"]')
    name = _clean(node.text(separator=" ")) if node is not None else None
    return name if name and len(name) <= 100 else None


def _published(tree: Any, tags: dict[str, str], linked: list[dict[str, Any]]) -> date | None:
    for entry in linked:
        day = read_date(str(entry.get("datePublished") or ""))
        if day:
            return day
    for key in _DATE_KEYS:
        day = read_date(tags.get(key, ""))
        if day:
            return day
    for selector in ('[itemprop="datePublished"]', "time[pubdate]", "time.published, time.entry-date, time.post-date"):
        node = tree.css_first(selector)
        if node is not None:
            attributes = node.attributes
            day = read_date(attributes.get("datetime") or attributes.get("content") or node.text().strip())
            if day:
                return day
    times = tree.css("article time[datetime], main time[datetime]") or tree.css("time[datetime]")
    days = {read_date(node.attributes.get("datetime") or "") for node in times}
    return days.pop() if len(days) == 1 else None  # several different times: the page does not say which is its own


def _language(tree: Any, tags: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    root = tree.css_first("html")
    found = (root.attributes.get("lang") or root.attributes.get("xml:lang")) if root is not None else None
    found = found or tags.get("og:locale") or tags.get("content-language") or tags.get("dc.language")
    found = found or next((entry["inLanguage"] for entry in linked if isinstance(entry.get("inLanguage"), str)), None)
    match = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", (found or "").strip())
    return match[0].lower() if match else None


def _canonical(tree: Any, tags: dict[str, str]) -> str | None:
    node = tree.css_first('link[rel="canonical"]')
    for address in ((node.attributes.get("href") if node is not None else None), tags.get("og:url")):
        if address and re.match(r"https?://[^\s<>\"']{1,2000}$", address.strip()):
            return address.strip()
    return None


def _linked(scripts: Iterator[str]) -> Iterator[dict[str, Any]]:
    """The JSON-LD entries of a page, articles first."""
    found: list[tuple[int, dict[str, Any]]] = []
    for script in scripts:
        if len(script) > _MAX_JSON:
            continue
        try:
            queue: list[Any] = [json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while queue and len(found) < 500:
            entry = queue.pop(0)
            if isinstance(entry, list):
                queue.extend(entry[:200])
            elif isinstance(entry, dict):
                kind = " ".join(map(str, kinds)) if isinstance(kinds := entry.get("@type"), list) else str(kinds or "")
                rank = 0 if kind.lower().endswith(_ARTICLES) else 1 if kind.lower().endswith(_PAGES) else 2
                found.append((rank, entry))
                queue.extend(entry[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in entry)
    return (entry for rank, entry in sorted(found, key=lambda pair: pair[0]) if rank < 2)


def _publisher(linked: list[dict[str, Any]]) -> str | None:
    return next((names[0] for entry in linked if (names := _names(entry.get("publisher")))), None)


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    texts = (entry.get("name") if isinstance(entry, dict) else entry for entry in values[:20])
    return [name for text in texts if isinstance(text, str) and (name := _clean(text))]


def _first(tags: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((tags[key] for key in keys if tags.get(key)), None)


def _clean(text: object) -> str | None:
    """One line, NFC, entities read; ``None`` when nothing is left or it is too long to be a name or a title."""
    if not isinstance(text, str) or len(text) > 2_000:
        return None
    line = " ".join(unicodedata.normalize("NFC", unescape(text).replace("\0", "\ufffd")).split())
    return line if line and len(line) <= 500 else None
