"""Mutated input: a few hundred files of each format at every run, 10,000 with COUNTERCLAIM_TEST_SIZES=whole.

Whatever is thrown at it, an item ends complete, partial or failed with a reason, nothing is raised, nothing hangs.
"""

from __future__ import annotations

import io
import json
import os
import random
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from counterclaim.documents import Content, apart, archive_child, feed_child, read_content
from counterclaim.documents.columns import Columns
from counterclaim.documents.content import ITEM
from counterclaim.documents.items import item_bytes
from example_inputs import STORY, atom, export, mail, mbox, packed, page, post, record, records, rss, rss_item

WHOLE = os.environ.get("COUNTERCLAIM_TEST_SIZES") == "whole"
NOISE = [
    b"<", b">", b'"', b"\0", b"\xff", b"\n", b"\r\n\r\n", b"&#x110000;", b"]]>", b"<!--", b"--\n", b"From ", b"{", b"[",
    b"\\ud800", b"-1", b"99999999999999999999", b"\xef\xbb\xbf", b"\xff\xfe", b"WARC/1.1\r\n", b"\x1f\x8b\x08", b"%",
    b"Content-Length: ", b"charset=utf-7", b"\xcc\x81" * 40, b"=?utf-8?B?", b"<![CDATA[", b"e\xcc",
]  # fmt: skip


def mutations(samples: list[bytes], few: int, seed: int) -> Iterator[bytes]:
    """Samples with bytes changed, taken away, doubled, moved, put in and cut off."""
    chance = random.Random(seed)
    for _ in range(10_000 if WHOLE else few):
        content = bytearray(chance.choice(samples))
        for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 30))):
            at = chance.randrange(len(content) + 1)
            length = chance.choice((0, 1, 1, 2, 8, 40, 200))
            how = chance.randrange(5)
            if how == 0:
                content[at : at + length] = chance.randbytes(length)
            elif how == 1:
                del content[at : at + length]
            elif how == 2:
                content[at:at] = chance.choice(NOISE) * chance.choice((1, 1, 2, 50))
            elif how == 3:
                content[at:at] = content[at : at + length] * 3
            else:
                other = chance.choice(samples)
                there = chance.randrange(len(other))
                content[at:at] = other[there : there + length]
        yield bytes(content[: chance.randrange(len(content) + 1)] if chance.random() < 0.2 else content)


def ends_well(found: Iterable[Content]) -> int:
    """Reads what was found and looks at how each document ends; how many there were."""
    count = 0
    for content in found:
        count += 1
        document = read_content(content, gate=lambda text: True)
        assert document.coverage.state in ("complete", "partial", "failed")
        assert (document.coverage.reason is None) == (document.coverage.state == "complete")
        assert bool(document.text) == (document.coverage.state != "failed")
        assert "\0" not in document.text
        document.text.encode()
        json.dumps([document.path, document.coverage.reason, document.title, document.author])
    return count


SITE = (
    b"<!doctype html><html lang=en><head><meta charset=utf-8><title>Tanks lost at the river</title>"
    b'<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2023-01-02","author":[{"name":"A"}]}'
    b"</script><meta property='article:published_time' content='2023-12-13T08:00:00Z'></head><body><nav><a href=/>x</a>"
    b"</nav><article><h1>Tanks lost</h1><p>" + STORY.encode() + b"</p><table><tr><td>12<td>" + "Сорок".encode() +
    b"</table><ul><li>one<li>two</ul><svg><path d='M1'/></svg></article></body></html>"
)  # fmt: skip
FEW = {"HTML": 2_000, "Markdown": 200, "text": 200, "mail": 300, "mbox": 200, "Telegram": 300, "CSV": 300, "lines": 300,
       "item": 300}  # fmt: skip
SAMPLES: dict[str, tuple[str, list[bytes]]] = {
    "HTML": ("a.html", [SITE, page()]),
    "Markdown": ("a.md", [f"# Tanks lost\n\n*{STORY}* [x](y)\n\n- 12\n- `13`\n\n| a | b |\n|--|--|\n".encode()]),
    "text": ("a.txt", [STORY.encode(), "Потери: сорок танков за сутки.".encode("cp1251"), STORY.encode("utf-16")]),
    "mail": ("a.eml", [mail().as_bytes()]),
    "mbox": ("box", [mbox([mail(1), mail(2)])]),
    "Telegram": (
        "result.json", [export([post(1), post(2, ["a ", {"type": "bold", "text": "b"}]), post(3, photo="x")])]),
    "CSV": (
        "a.csv", [b'text,day\n"Forty, tanks\nlost",2023-12-13\nTwelve died,x\n', "text;day\nСто;1\n".encode("cp1251")]),
    "lines": (
        "a.jsonl", [b'{"text": "Forty tanks", "published": "2023-12-13"}\n{"text": "Twelve", "title": "x"}\n' * 2]),
}  # fmt: skip


@pytest.mark.timeout(3600 if WHOLE else 120)
@pytest.mark.parametrize("name", SAMPLES)
def test_mutated_files_end_well(name: str) -> None:
    path, samples = SAMPLES[name]
    columns = Columns({"text": "text"}) if name in ("CSV", "lines") else None
    for number, content in enumerate(mutations(samples, FEW[name], seed=len(name))):
        if content.strip() and not content.startswith((b"WARC/", b"\x1f\x8b")) and not _is_feed(content):
            assert ends_well(apart(Content(path, content), columns)) >= 0, number


def _is_feed(content: bytes) -> bool:  # these go through a process each, and are tested below without
    return any(mark in content[:2_000] for mark in (b"<rss", b"<feed", b"RDF"))


@pytest.mark.timeout(3600 if WHOLE else 120)
def test_mutated_items_end_well() -> None:
    samples = [
        item_bytes(html=f"<p>{STORY}</p>", title="Tanks lost", published="2023-12-13T08:00:00Z", url="https://a/")
    ]
    ends_well(Content("a#1", content, ITEM) for content in mutations(samples, FEW["item"], seed=5))


@pytest.mark.timeout(3600 if WHOLE else 120)
def test_mutated_feeds_end_well() -> None:
    samples = [rss([rss_item(1), rss_item(2)]), atom("Потери", STORY), atom("Потери", "сорок", "windows-1251")]
    failed = 0
    for content in mutations(samples, 300, seed=7):
        try:
            read: dict[str, Any] = json.loads(json.dumps(feed_child.entries_of(content, None)))
        except Exception:  # the library's own; the child says so, and the feed is read as one text
            failed += 1
            continue
        assert read["count"] >= len(read["entries"])
    assert failed * 50 < (10_000 if WHOLE else 300)


@pytest.mark.timeout(3600 if WHOLE else 120)
def test_mutated_archives_end_well(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[dict[str, Any], bytes]] = []
    monkeypatch.setattr(archive_child, "_say", lambda words, content=b"": said.append((words, content)))
    bare = b"".join(records(3))
    zipped = record("https://a.example/", b"x" * 200, headers={"Content-Encoding": "gzip"})
    for content in mutations([bare, packed(records(3)), bare + zipped], 300, seed=9):
        said.clear()
        stream = io.BytesIO(content)
        with suppress(archive_child.Stop):
            archive_child._warc(stream, "", archive_child.Limits(10**6, 10**7, 100, 200), stream)
        told = [words for words, _ in said]
        assert all(words.get("problem") or "type" in words for words in told)
        assert len(told) <= 2 * 100  # members of an archive, and a word on each loss
