"""The corpus of a run: documents of one size, made from the project's own samples and from ordinary news.

    mixed   80 % ordinary news without a victim, 10 % news of accidents, 10 % war reports: what an archive looks like
    dense   war reports alone, every paragraph full of claims: the reader's worst case
    pages   the mixed documents as HTML pages, with menus, metadata and footers in several layouts

Figures are drawn anew for every document, so that nothing a reader remembers from one helps it with the next. The same
seed gives the same corpus.
"""

from __future__ import annotations

import html
import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

SIZE = 2048  # bytes of UTF-8 of a document, a few more or less
WAR, TOLL = 0.10, 0.10  # shares of the mixed corpus; the rest is ordinary news
NUMBERED = (
    0.4  # share of the sentences of ordinary news that hold a number; political news has fewer, business news more
)
MIX = (
    f"{1 - WAR - TOLL:.0%} ordinary news whose numbers count no victims, {TOLL:.0%} news of accidents, "
    f"{WAR:.0%} war reports"
)

_SLOT = re.compile(r"\{(\w+)\}")
_DIGITS = re.compile(r"(?<![\d.,$€£])(\d{1,3}(?:,\d{3})+|\d{3})(?![\d.,]*\d|[a-z])")


@dataclass(frozen=True, slots=True)
class Text:
    """One document of the corpus: its kind (``ordinary``, ``toll``, ``war``, ``given``), title and text."""

    kind: str
    title: str
    body: str

    @property
    def whole(self) -> str:
        """The document as plain text, title first."""
        return f"{self.title}\n\n{self.body}" if self.title else self.body


@lru_cache(maxsize=1)
def _news() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("news.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _paragraphs() -> tuple[str, ...]:
    """Paragraphs of the samples that hold a figure of losses, by the samples' own text; lists stay whole."""
    from counterclaim.claims import extract
    from counterclaim.documents import read_document

    kept: list[str] = []
    for file in sorted((resources.files("counterclaim") / "samples").iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            continue
        document = read_document(file.read_bytes(), path=file.name)
        at = {claim.quantity.start for claim in extract(document)[0]}
        start = 0
        for block in document.text.split("\n\n"):
            if len(block) > 60 and any(start <= place < start + len(block) for place in at):
                kept.append(block)
            start += len(block) + 2
    return tuple(kept)


_NUMBERS: Mapping[str, Callable[[random.Random], str]] = {
    "digit": lambda draw: str(draw.randint(2, 9)),
    "small": lambda draw: str(draw.randint(11, 96)),
    "large": lambda draw: str(draw.randint(101, 999)),
    "thousands": lambda draw: f"{draw.randint(1_000, 98_999):,}",
    "tenths": lambda draw: f"{draw.randint(11, 989) / 10:.1f}",
    "percent": lambda draw: str(draw.randint(3, 97)),
    "age": lambda draw: str(draw.randint(19, 84)),
    "year": lambda draw: str(draw.randint(1961, 2024)),
    "day": lambda draw: str(draw.randint(1, 28)),
    "hour": lambda draw: str(draw.randint(5, 23)),
    "minute": lambda draw: str(draw.randint(10, 59)),
}


def _fill(sentence: str, draw: random.Random) -> str:
    slots = _news()["slots"]

    def value(match: re.Match[str]) -> str:
        make = _NUMBERS.get(match[1])
        return make(draw) if make else draw.choice(slots[match[1]])

    filled = _SLOT.sub(value, sentence)
    return filled[0].upper() + filled[1:]


def _other_figures(paragraph: str, draw: random.Random) -> str:
    """The paragraph with other figures of the same length; years, dates and small numbers stay."""

    def other(match: re.Match[str]) -> str:
        kept = 2 if len(match[1]) > 3 else 1  # so that a range stays a range
        return "".join(str(draw.randint(0, 9)) if n >= kept and c.isdigit() else c for n, c in enumerate(match[1]))

    return _DIGITS.sub(other, paragraph)


def _upto(size: int, blocks: Iterator[str]) -> str:
    """Blocks as paragraphs until ``size`` bytes are reached; the end is cut at a sentence where it would run over."""
    taken: list[str] = []
    room = size
    for block in blocks:
        cost = len(block.encode()) + 2
        if cost > room:
            sentences = re.split(r"(?<=[.!?]) (?=[A-Z\"])", block)
            while sentences and len(" ".join(sentences).encode()) + 2 > room + 60:
                sentences.pop()
            if sentences:
                taken.append(" ".join(sentences))
            break
        taken.append(block)
        room -= cost
    return "\n\n".join(taken)


def _ordinary(draw: random.Random, topics: Sequence[str]) -> Iterator[str]:
    news = _news()
    while True:
        for topic in topics:
            length = draw.randint(2, 5)
            numbered = sum(draw.random() < NUMBERED for _ in range(length))
            chosen = draw.sample(news[topic]["sentences"], numbered)
            chosen += draw.sample(news[topic]["plain"], length - numbered)
            draw.shuffle(chosen)
            yield " ".join(_fill(sentence, draw) for sentence in chosen)


def _war(draw: random.Random) -> Iterator[str]:
    while True:
        for paragraph in draw.sample(_paragraphs(), len(_paragraphs())):
            yield _other_figures(paragraph, draw)


def _make(kind: str, draw: random.Random, size: int) -> Text:
    calm = [topic for topic in _news() if topic not in ("slots", "toll")]
    title = _fill(f"{{place}}: a {{word}} {{weekday}} in {{month}}, No. {draw.randint(1, 10**6)}", draw)
    room = size - len(title) - 2
    if kind == "war":
        return Text(kind, title, _upto(room, _war(draw)))
    topics = draw.sample(calm, 2)
    return Text(kind, title, _upto(room, _ordinary(draw, ["toll", *topics] if kind == "toll" else topics)))


def make(kind: str, draw: random.Random, size: int = SIZE) -> Text:
    """One document of a kind: ``ordinary``, ``toll`` or ``war``."""
    return _make(kind, draw, size)


def mixed(documents: int, seed: int = 0, size: int = SIZE) -> list[Text]:
    """An archive's mix of documents (see ``MIX``), spread evenly, in random order within each ten."""
    draw = random.Random(f"mixed {seed}")
    made: list[Text] = []
    while len(made) < documents:
        ten = ["war"] * round(WAR * 10) + ["toll"] * round(TOLL * 10)
        ten += ["ordinary"] * (10 - len(ten))
        draw.shuffle(ten)
        made.extend(_make(kind, draw, size) for kind in ten)
    return made[:documents]


def dense(documents: int, seed: int = 0, size: int = SIZE) -> list[Text]:
    """War reports alone, each paragraph with a claim."""
    draw = random.Random(f"dense {seed}")
    return [_make("war", draw, size) for _ in range(documents)]


def numbered_share(texts: Sequence[Text]) -> float:
    """The share of sentences, roughly cut, that hold a digit."""
    sentences = [part for text in texts for part in re.split(r"(?<=[.!?])\s+|\n+", text.body) if part]
    return sum(bool(re.search(r"\d", part)) for part in sentences) / max(1, len(sentences))


def from_folder(folder: Path, documents: int) -> list[Text]:
    """The texts and pages under a folder of the user's, as plain text, at most ``documents`` of them."""
    from counterclaim.documents import open_documents

    made: list[Text] = []
    for document in open_documents(str(folder)):
        if document.coverage.state != "failed":
            made.append(Text("given", "", document.text))
        if len(made) >= documents:
            break
    return made


_MENU = [
    "Home",
    "World",
    "Politics",
    "Business",
    "Sport",
    "Culture",
    "Science",
    "Weather",
    "Opinion",
    "Video",
    "Archive",
]
_STYLE = "body{margin:0;font:16px/1.5 serif}.c{max-width:40em;margin:auto}nav a{padding:.5em}.s{float:right;width:18em}"
_SCRIPT = "window.q=window.q||[];function t(){q.push(arguments)}t('js',new Date());t('view',{id:%d,kind:'article'});"


def page(text: Text, seed: int = 0) -> str:
    """A document as an HTML page of a news site: one of four layouts, with menus, metadata and footer."""
    draw = random.Random(f"page {seed} {text.title}")
    day = f"{draw.randint(2015, 2024)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
    title = html.escape(text.title or "Untitled")
    paragraphs = "".join(f"<p>{html.escape(part)}</p>\n" for part in text.body.split("\n\n"))
    menu = "".join(f'<li><a href="/{name.lower()}/">{name}</a></li>' for name in _MENU)
    related = "".join(
        f'<li><a href="/story/{draw.randint(10**5, 10**6)}"><img src="/i/{n}.jpg" alt="">'
        f"{html.escape(_fill('{place}: a {word} {weekday} for {team}', draw))}</a></li>"
        for n in range(draw.randint(5, 15))
    )
    head = (
        f'<meta charset="utf-8"><title>{title} | The {draw.choice(_MENU)} Post</title>'
        f'<meta name="viewport" content="width=device-width"><meta property="og:title" content="{title}">'
        f'<meta property="og:type" content="article"><meta property="article:published_time" content="{day}T08:00:00Z">'
        f'<link rel="canonical" href="https://news.example/{day}/{draw.randint(1, 10**6)}">'
        f"<style>{_STYLE * draw.randint(1, 6)}</style><script>{_SCRIPT % draw.randint(1, 10**6)}</script>"
    )
    foot = (
        '<footer><ul><li><a href="/about">About us</a></li><li><a href="/privacy">Privacy</a></li>'
        '<li><a href="/contact">Contact</a></li></ul><p>© The publisher. All rights reserved.</p></footer>'
    )
    byline = f'<p class="byline">By {draw.choice(_news()["slots"]["name"])}, <time datetime="{day}">{day}</time></p>'
    layouts = (
        f"<header><nav><ul>{menu}</ul></nav></header><main><article><h1>{title}</h1>{byline}{paragraphs}</article>"
        f"<aside><h2>More</h2><ul>{related}</ul></aside></main>{foot}",
        f'<div id="top"><ul class="menu">{menu}</ul></div><div class="c"><div class="s"><h3>Most read</h3><ol>{related}'
        f'</ol></div><h1>{title}</h1>{byline}<div class="article-body">{paragraphs}</div></div>{foot}',
        f"<nav>{menu}</nav><section><h1>{title}</h1>{byline}<figure><img src='/p.jpg' alt='View of the town'>"
        f"<figcaption>A view of the town.</figcaption></figure><div class='story'>{paragraphs}</div>"
        f"<div class='newsletter'><p>Sign up for our letter.</p></div></section><section>{related}</section>{foot}",
        f"<table width='100%'><tr><td class='l'><ul>{menu}</ul></td><td><h1>{title}</h1>{byline}{paragraphs}</td>"
        f"<td class='s'><ul>{related}</ul></td></tr></table>{foot}",
    )
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{draw.choice(layouts)}</body></html>'
