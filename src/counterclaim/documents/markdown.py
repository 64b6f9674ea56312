"""Markdown: its marks are taken out line by line, so that a claim can still be cited by line."""

from __future__ import annotations

import html
import re

from counterclaim.documents.dates import read_date, stated_date
from counterclaim.documents.text import OPENING, Reading, find_headline, find_repeats, folded
from counterclaim.model import Span

_MATTER_LINES = 60
_MATTER_KEY = re.compile(r"([A-Za-z_][\w-]{0,40})\s*:\s*(.*)$")
_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,2000})\]"
    r"\((?:<[^<>\n]{0,2000}>|[^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?)"
    r"(?:\s+(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?\s*\)"
)
_REFERENCE = re.compile(r"!?\[([^\[\]\n]{1,2000})\]\[[^\[\]\n]{0,200}\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\n]{1,60}\]")
_DEFINITION = re.compile(r"\s{0,3}\[[^\[\]\n]{1,200}\]:\s+\S.*$")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]{1,2000}>")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,500}>")
_STARS = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^\n*]{1,1000})(?<=[^\s\\])\1(?![\w*])")
_LOW_LINES = re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])([^\n_]{1,1000})(?<=[^\s\\])\1(?!\w)")
_BULLET = re.compile(r"\s{0,12}(?:[-*+]\s+|>\s?)+")
_ORDERED = re.compile(r"^\s{0,12}\d{1,3}[.)]\s+")  # a year at the start of a wrapped line is no list number
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-+)\s*$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")


def looks_like_markdown(text: str) -> bool:
    """Whether an undeclared text opens with front matter or a level-one heading."""
    start = text[:4000].lstrip("\n ")
    return bool(re.match(r"# \S", start)) or _front_matter(start.split("\n"))[1] > 0


def read_markdown(text: str) -> Reading:
    """Markdown with its marks taken out line by line; addresses of links and front matter leave no digits behind.

    Every line keeps its number. A title given only in the front matter stands on the line where it was given.
    """
    lines = text.split("\n")
    matter, ends = _front_matter(lines)
    out: list[str] = [""] * ends
    title: str | None = None
    title_line: int | None = None
    fenced = False
    for number in range(ends, len(lines)):
        line = lines[number]
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
            out.append("")
            continue
        if fenced:
            out.append(line)
            continue
        heading = _HEADING.match(line) if len(line) < 2000 else None
        if heading:
            clean = _strip_marks(heading[2])
            if title is None and len(heading[1]) == 1 and clean:
                title, title_line = clean, number
            out.append(clean)
            continue
        if _UNDERLINE.match(line):
            above = out[-1] if out else ""
            if "=" in line and title is None and above.strip() and number - ends < 12:
                title, title_line = above.strip(), number - 1
            out.append("")
            continue
        opens_block = not (out and out[-1].strip()) or bool(_ORDERED.match(lines[number - 1]))
        out.append(_strip_marks(line, ordered=opens_block))
    given = matter.get("title")
    if given and (title is None or folded(given) != folded(title)) and title_line is None:
        title, title_line = given, _line_of(lines, "title", ends)
        out[title_line] = given
    clean_text = "\n".join(out)
    headline = None
    if title_line is not None and title:
        start = sum(len(line) + 1 for line in out[:title_line])
        start += len(out[title_line]) - len(out[title_line].lstrip())
        headline = Span(start, start + len(title))
    else:
        headline = find_headline(clean_text)
        title = clean_text[headline.start : headline.end] if headline else given
    given_date = next(
        (day for key in ("date", "published", "pubdate") if (day := read_date(matter.get(key, "")))), None
    )
    return Reading(
        clean_text,
        title=title,
        outlet=next((matter[key] for key in ("outlet", "source", "publisher", "site") if matter.get(key)), None),
        author=next((matter[key] for key in ("author", "authors", "byline") if matter.get(key)), None),
        published=given_date or stated_date(clean_text[:OPENING].split("\n")),
        from_metadata=given_date is not None,
        language=next((matter[key] for key in ("language", "lang") if matter.get(key)), None),
        url=next(
            (matter[key] for key in ("url", "link") if matter.get(key, "").startswith(("http://", "https://"))), None
        ),
        headline=headline,
        repeats=find_repeats(clean_text, headline),
    )


def _front_matter(lines: list[str]) -> tuple[dict[str, str], int]:
    """The simple ``key: value`` pairs between two ``---`` lines at the top, and how many lines they take."""
    if not lines or lines[0].rstrip() != "---":
        return {}, 0
    pairs: dict[str, str] = {}
    for number, line in enumerate(lines[1:_MATTER_LINES], 1):
        if line.rstrip() in ("---", "..."):
            return (pairs, number + 1) if pairs else ({}, 0)
        match = _MATTER_KEY.match(line[:1000])
        if match:
            value = match[2].strip()
            if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            pairs[match[1].lower()] = value.strip("[] ") if match[1].lower() in ("author", "authors") else value
    return {}, 0


def _line_of(lines: list[str], key: str, ends: int) -> int:
    return next(n for n, line in enumerate(lines[:ends]) if re.match(rf"{key}\s*:", line, re.IGNORECASE))


def _strip_marks(line: str, *, ordered: bool = False) -> str:
    if len(line) > 200_000:
        return line
    if _DEFINITION.match(line) and not line.lstrip().startswith("[^"):
        return ""
    bullet = _BULLET.match(line)
    if bullet:
        line = line[bullet.end() :]
    elif ordered:
        line = _ORDERED.sub("", line, count=1)
    if "[" in line:
        line = _FOOTNOTE.sub("", line)
        line = _REFERENCE.sub(r"\1", _LINK.sub(r"\1", line))
        line = _LINK.sub(r"\1", line)  # an image inside a link
    if "<" in line:
        line = _TAG.sub("", _AUTOLINK.sub("", line))
    if "*" in line:
        line = _STARS.sub(r"\2", _STARS.sub(r"\2", line))  # twice: emphasis inside strong emphasis
    if "_" in line:
        line = _LOW_LINES.sub(r"\2", _LOW_LINES.sub(r"\2", line))
    if "&" in line:
        line = html.unescape(line).replace("\n", " ")
    return _ESCAPE.sub(r"\1", line)
