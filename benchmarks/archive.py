"""A realistic archive of any size: pages in varied templates, few with claims, copies, junk and broken records.

    5 %    war reports, every one with claims      10 %   copies of an earlier page in another template
    3 %    junk: no text, a script, a picture called a page        0.5 %  broken records
    the rest ordinary news that counts no victims, though three in five use a word of war or harm for something else

The same seed gives the same archive, as WARC files of so many pages each.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks import corpus

CLAIMS, COPIES, JUNK, BROKEN = 0.05, 0.10, 0.03, 0.005
PER_FILE = 500  # pages of a WARC file; a crawl has tens of thousands, which cost less each
REMEMBERED = 500  # earlier pages that copies are taken of

_TOLD = "nobody came to harm"  # in news.toml: a count of victims, though it is nought
_JUNK = (b"<!doctype html><html><body><script>start()</script></body></html>", b"\x89PNG\r\n\x1a\n" + bytes(400), b" ")


def texts(pages: int, seed: int = 0) -> Iterator[tuple[str, corpus.Text | None]]:
    """What each page is, ``claims``, ``news``, ``copy``, ``junk`` or ``broken``, and its text."""
    draw = random.Random(f"archive {seed}")
    earlier: list[corpus.Text] = []
    for _ in range(pages):
        chance = draw.random()
        if chance < BROKEN:
            yield "broken", None
        elif chance < BROKEN + JUNK:
            yield "junk", None
        elif chance < BROKEN + JUNK + COPIES and earlier:
            yield "copy", draw.choice(earlier)
        else:
            kind = "claims" if draw.random() < CLAIMS / (1 - BROKEN - JUNK - COPIES) else "news"
            text = corpus.make("war" if kind == "claims" else "ordinary", draw)
            while kind == "news" and _TOLD in text.body:
                text = corpus.make("ordinary", draw)
            earlier.append(text)
            if len(earlier) > REMEMBERED:
                earlier.pop(draw.randrange(len(earlier)))
            yield kind, text


def write(folder: Path, pages: int, seed: int = 0, bulk: int = 0) -> list[Path]:
    """The archive as files in ``folder``, each page with ``bulk`` more bytes around it; files that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / f"{at:06d}.warc.gz" for at in range((pages + PER_FILE - 1) // PER_FILE)]
    if all(path.exists() for path in made):
        return made
    numbered = enumerate(texts(pages, seed))
    for path in made:
        new = path.with_suffix(".new")
        with new.open("wb") as stream:
            for _ in range(min(PER_FILE, pages)):
                at, (kind, text) = next(numbered, (0, ("", None)))
                if not kind:
                    break
                body = _around(corpus.page(text, at), bulk, at).encode() if text is not None else _JUNK[at % len(_JUNK)]
                packed = gzip.compress(_record(f"https://site{at % 997}.example/{at}", body), 6, mtime=0)
                stream.write(packed[: len(packed) // 2] if kind == "broken" else packed)
        new.replace(path)
    return made


def _around(page: str, bulk: int, number: int) -> str:
    """The page with what most of a page of the web is: half of it scripts and styles, half menus and lists of links."""
    if not bulk:
        return page
    draw = random.Random(number)
    script = "".join(f"window.a{n}={{id:{draw.randrange(10**9)},on:function(e){{return e.x<{n}}}}};" for n in range(99))
    style = "".join(f".c{n}>a:hover{{margin:{n}px;color:#{draw.randrange(1 << 24):06x}}}" for n in range(99))
    block = f"<script>{script}</script><style>{style}</style>"
    head = block * (bulk // (2 * len(block)) + 1)
    item = '<div class="item c{0}"><a class="link" data-id="{0}" href="/{0}/{1}"><span>Page {1}</span></a></div>'
    items = "".join(item.format(n, draw.randrange(10**6)) for n in range(bulk // (2 * len(item))))
    return page.replace("</head>", head + "</head>", 1).replace("</body>", f"<nav>{items}</nav></body>", 1)


def _record(url: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    fields = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{int(url.rsplit('/', 1)[1]):012d}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(head) + len(body)}\r\n\r\n"
    )
    return fields.encode() + head + body + b"\r\n\r\n"
