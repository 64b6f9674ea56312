"""Web pages: the article's text, checked against a second parser so that nothing drops out unseen.

    page → shape → resiliparse (all visible text) → gate → trafilatura (the article) → compare → text + coverage

lxml, under trafilatura, silently drops whatever stands deeper than 255 elements; resiliparse and selectolax do not.
Some pages make even those slow (tens of thousands of nested or misnested tags): such a page loses its structure here
and is reported as read in part.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any

from counterclaim.documents.dates import stated_date
from counterclaim.documents.encoding import compose
from counterclaim.documents.metadata import PageMetadata, cheap_title, read_metadata
from counterclaim.documents.text import Reading, find_repeats, folded, is_again
from counterclaim.model import Coverage, Span

Gate = Callable[[str], bool]

_TRUSTED_TAGS = 5_000  # a page this small cannot be slow, however its tags are nested
_TRUSTED_CHARACTERS = 200_000
_MAX_CHARACTERS = 20_000_000
_MAX_TAGS = 300_000
_MAX_DEPTH = 2_000
_MAX_OPEN_FORMATTING = 500
_MAX_ATTRIBUTES = 1_000
_ARTICLE_CHARACTERS = 3_000_000  # above these trafilatura takes seconds; resiliparse's main text is used
_ARTICLE_TAGS = 30_000
_FULLER_BELOW = 0.7  # share of the page's sentences below which another extraction is tried
_COMPLETE_FROM = 0.9
_ASIDE = ["nav", "footer", "aside", "menu", "dialog", "[role=navigation]", "[role=contentinfo]"]
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)((?:\"[^\"]*+\"|'[^']*+'|[^>\"'])*+)>?")
_ATTRIBUTE = re.compile(r"[^\s\"'>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++))?+")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_SELF_CLOSING = frozenset(
    [
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dd",
        "dt",
        "option",
        "optgroup",
        "thead",
        "tbody",
        "tfoot",
        "rp",
        "rt",
        "colgroup",
        "caption",
    ]
)
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
_RAW = frozenset(["script", "style", "textarea", "title", "xmp", "noembed", "noframes", "iframe"])
_BLOCK = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "td",
        "th",
        "table",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
        "aside",
        "nav",
        "main",
        "title",
        "dd",
        "dt",
        "dl",
        "pre",
        "figure",
        "figcaption",
        "hr",
        "option",
        "form",
    ]
)
_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class _Shape:
    tags: int
    odd: str | None


def read_page(page: str, *, url: str | None = None, gate: Gate | None = None) -> tuple[Reading, Coverage]:
    """The text and metadata of an HTML page, and how much of its visible sentences that text holds.

    ``gate`` says whether a text can hold a claim at all; a page that fails it keeps all its visible text and is
    spared the search for the article in it.
    """
    shape = _shape(page)
    if shape.odd:
        text = bare_text(page)
        reason = f"the page {shape.odd}; its words were read without its structure, menus and footers included"
        return _compose(_paragraphs(text), PageMetadata(title=cheap_title(page))), Coverage("partial", reason, None)

    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(page)
    visible: str = extract_plain_text(tree, main_content=False, alt_texts=False, list_bullets=False)
    metadata, pruned, words = read_metadata(page, url)
    lines = _paragraphs(visible)
    if gate is not None and not gate("\n\n".join(filter(None, (metadata.title, *lines)))):
        return _compose(lines, metadata), _against(words, visible)
    reference = _sentences(
        extract_plain_text(tree, main_content=False, alt_texts=False, list_bullets=False, skip_elements=_ASIDE)
    )
    best: list[str] = []
    share = -1.0
    for extract in (_article, _main, _everything):
        if extract is _article and (len(page) > _ARTICLE_CHARACTERS or shape.tags > _ARTICLE_TAGS):
            continue
        paragraphs = _paragraphs(extract(pruned, tree, visible))
        kept = _kept(reference, [*paragraphs, metadata.title or ""])
        if paragraphs and kept > share + (0.1 if best else 0.0):
            best, share = paragraphs, kept
        if best and share >= _FULLER_BELOW:
            break
    if best and reference and share < _COMPLETE_FROM:
        reason = f"about {1 - share:.0%} of the page's sentences stand outside what was recognised as the article"
        return _compose(best, metadata), Coverage("partial", reason, round(share, 3))
    return _compose(best, metadata), _against(words, visible)


def bare_text(page: str) -> str:
    """The characters of a page between its tags, in one pass; scripts, styles and comments left out."""
    out: list[str] = []
    at = 0
    while True:
        opens = page.find("<", at)
        if opens < 0:
            break
        out.append(page[at:opens])
        if page.startswith("<!--", opens):
            ends = page.find("-->", opens + 4)
            at = ends + 3 if ends >= 0 else len(page)
            continue
        match = _TAG.match(page, opens)
        if match is None:
            if page.startswith(("<!", "<?", "</"), opens):
                ends = page.find(">", opens)
                at = ends + 1 if ends >= 0 else len(page)
            else:
                out.append("<")
                at = opens + 1
            continue
        name = match[2].lower()
        at = match.end()
        if not match[1] and name in ("script", "style", "template", "noscript"):
            closing = re.compile(rf"</{name}\b", re.IGNORECASE).search(page, at)
            at = closing.start() if closing else len(page)
        elif name in _BLOCK:
            out.append("\n")
    out.append(page[at:])
    lines = (" ".join(line.split()) for line in entities.unescape("".join(out)).split("\n"))
    return "\n".join(line for line in lines if line)


def _shape(page: str) -> _Shape:
    """What could make a parser slow: size, nesting, formatting never closed, tags with thousands of attributes."""
    if len(page) > _MAX_CHARACTERS:
        return _Shape(0, f"has {len(page):,} characters")
    rough = page.count("<")
    if rough <= _TRUSTED_TAGS and len(page) <= _TRUSTED_CHARACTERS:
        return _Shape(rough, None)
    tags = depth = deepest = formatting = most_formatting = attributes = 0
    at = 0
    while (match := _TAG.search(page, at)) is not None:
        at = match.end()
        tags += 1
        name = match[2].lower()
        if at - match.start() > 2_000:
            attributes = max(attributes, sum(1 for _ in _ATTRIBUTE.finditer(match[3])))
        step = -1 if match[1] else 1
        if name in _FORMATTING:
            formatting = max(0, formatting + step)
            most_formatting = max(most_formatting, formatting)
        if name in _RAW and not match[1]:
            closing = page.find("</", at)
            while closing >= 0 and page[closing + 2 : closing + 2 + len(name)].lower() != name:
                closing = page.find("</", closing + 2)
            at = closing if closing >= 0 else len(page)
            depth += 1
        elif name not in _VOID and name not in _SELF_CLOSING and not match[3].endswith("/"):
            depth = max(0, depth + step)
        deepest = max(deepest, depth)
    if tags > _MAX_TAGS:
        return _Shape(tags, f"has {tags:,} tags")
    if deepest > _MAX_DEPTH:
        return _Shape(tags, f"nests its elements {deepest:,} deep")
    if most_formatting > _MAX_OPEN_FORMATTING:
        return _Shape(tags, f"leaves {most_formatting:,} formatting tags open")
    if attributes > _MAX_ATTRIBUTES:
        return _Shape(tags, f"has a tag with {attributes:,} attributes")
    return _Shape(tags, None)


@cache
def _options() -> Any:
    """What is asked of trafilatura; to read its configuration for each page takes time."""
    from trafilatura.settings import Extractor

    return Extractor(output_format="python", fast=True, with_metadata=False, comments=False)


def _article(pruned: str, tree: Any, visible: str) -> str:
    import logging

    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs what we say in the coverage
    try:
        found: Any = bare_extraction(pruned, fast=True, options=copy(_options()))
    except Exception:  # whatever lxml makes of a broken page: the other parsers are still to come
        return ""
    return (found.text or "") if found is not None else ""


def _main(pruned: str, tree: Any, visible: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    text: str = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False)
    return text


def _everything(pruned: str, tree: Any, visible: str) -> str:
    return visible


def _paragraphs(text: str) -> list[str]:
    if not text.isascii():
        text, _ = compose(text)  # character references can bring decomposed letters back
    return [line for line in (part.strip() for part in text.split("\n")) if line]


def _sentences(text: str) -> list[list[str]]:
    """The lines of a page that read like prose, as words: eight words or more, ending as a sentence does."""
    lines = [(line, line.split()) for line in _paragraphs(text)]
    prose = [words for line, words in lines if len(words) >= 8 and _SENTENCE_END.search(line[-8:])]
    return prose or [words for _, words in lines if len(words) >= 8]


def _kept(reference: list[list[str]], paragraphs: list[str]) -> float:
    """The share of the reference's words whose line is found again, by its first or its last five words."""
    total = sum(map(len, reference))
    if not total:
        return 1.0 if any(paragraphs) else 0.0
    words = " ".join(paragraphs).split()
    windows = set(zip(words, words[1:], words[2:], words[3:], words[4:], strict=False))
    kept = sum(len(line) for line in reference if tuple(line[:5]) in windows or tuple(line[-5:]) in windows)
    return kept / total


def _against(words: int, visible: str) -> Coverage:
    """Whether two parsers agree on how many words the page shows."""
    seen = len(visible.split())
    if not seen and not words:
        return Coverage("failed", "the page shows no text: it may be built by scripts; save it from a browser as text")
    if words > 200 and seen < 0.5 * words:
        reason = "two HTML parsers disagree on the page's text; the shorter one was read"
        return Coverage("partial", reason, round(seen / words, 3))
    return Coverage()


def _compose(paragraphs: list[str], metadata: PageMetadata) -> Reading:
    """The title once, a blank line, the body; a heading that is the title again is the title."""
    title = metadata.title
    headline = None
    if title:
        key = folded(title)
        again = next((n for n, line in enumerate(paragraphs[:12]) if is_again(line, key)), None)
        if again is not None:
            paragraphs = paragraphs[:again] + paragraphs[again + 1 :]
        headline = Span(0, len(title))
        paragraphs = [title, *paragraphs]
    text = "\n\n".join(paragraphs)
    published = metadata.published or stated_date(paragraphs[:12])
    return Reading(
        text,
        title=title,
        outlet=metadata.outlet,
        author=metadata.author,
        published=published,
        from_metadata=metadata.published is not None,
        language=metadata.language,
        url=metadata.url,
        headline=headline,
        repeats=find_repeats(text, headline),
    )


def fragment_text(fragment: str) -> tuple[str, str | None]:
    """The visible text of a piece of HTML, and what made it too odd for a parser, where something did."""
    shape = _shape(fragment)
    if shape.odd:
        return "\n\n".join(_paragraphs(bare_text(fragment))), shape.odd
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(f"<!doctype html><html><body>{fragment}</body></html>")
    visible: str = extract_plain_text(tree, main_content=False, alt_texts=False, list_bullets=False)
    return "\n\n".join(_paragraphs(visible)), None
