"""Plain text: the lines stay where they are, so that a claim can be cited by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from counterclaim.documents.dates import is_date_line, stated_date
from counterclaim.model import Span

OPENING = 6_000  # characters in which a headline, a byline and a date are looked for


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with what it says about itself; the spans point into ``text``."""

    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    from_metadata: bool = False
    language: str | None = None
    url: str | None = None
    headline: Span | None = None
    repeats: tuple[Span, ...] = ()


def read_plain(text: str) -> Reading:
    """A plain text: its headline where it has one, a publication line, and the headline said twice."""
    headline = find_headline(text)
    return Reading(
        text,
        title=text[headline.start : headline.end] if headline else None,
        published=stated_date(text[:OPENING].split("\n")),
        headline=headline,
        repeats=find_repeats(text, headline),
    )


def find_headline(text: str) -> Span | None:
    """The opening line of ``text`` where it stands as a headline: short, no final full stop, set off from the rest."""
    lines = text[:OPENING].split("\n")
    at = 0
    for number, line in enumerate(lines[:8]):
        bare = line.strip()
        if not bare or is_date_line(bare):
            at += len(line) + 1
            continue
        rest = lines[number + 1 :]
        if not any(other.strip() for other in rest) or not _like_headline(bare):
            return None
        following = rest[0].strip()
        set_off = not following or (len(bare) <= 140 and len(following) > max(140, len(bare) * 3 // 2))
        start = at + len(line) - len(line.lstrip())
        return Span(start, start + len(bare)) if set_off else None
    return None


def find_repeats(text: str, headline: Span | None) -> tuple[Span, ...]:
    """Where the headline is said again, word for word, as one of the first paragraphs."""
    if headline is None:
        return ()
    said = folded(text[headline.start : headline.end])
    found = []
    at = headline.end
    for line in text[headline.end : headline.end + OPENING].split("\n")[:9]:
        bare = line.strip()
        if bare and at > headline.end and is_again(bare, said):
            start = at + len(line) - len(line.lstrip())
            found.append(Span(start, start + len(bare)))
        at += len(line) + 1
    return tuple(found)


def _like_headline(line: str) -> bool:
    if not 8 <= len(line) <= 220 or len(line.split()) < 3:
        return False
    ending = line.rstrip("\"'”’»)")
    return bool(ending) and ending[-1] not in ".,:;" and not line.startswith(("http://", "https://"))


def is_again(line: str, said: str) -> bool:
    """Whether a line has the words of ``said``, which is ``folded``; what is far longer is not looked into."""
    return len(line) <= 2 * len(said) + 40 and folded(line) == said


def folded(text: str) -> str:
    """A key for comparing two lines; never used for offsets."""
    return " ".join(re.findall(r"\w+", text.casefold()))
