"""``corpus follow``: what is new is read once, held against what is known, and told in a digest a day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archives import items, story, write_lines
from counterclaim.corpus.digests import Entry, page
from counterclaim.documents.feeds import open_feed
from test_corpus import Run, answer, copied, report, run

__all__ = ["run"]


def told(corpus: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in (corpus / "digests").glob("*.jsonl") for line in path.read_text().splitlines()]


def test_each_new_page_is_read_once_and_held_against_what_is_known(run: Run, tmp_path: Path) -> None:
    incoming, out = tmp_path / "incoming", tmp_path / "out"
    incoming.mkdir()
    write_lines(incoming / "a.jsonl", [report(2, 205_000, "one.example"), *items(5)])
    status, _, err = run("corpus", "follow", "--once", incoming, "--out", out)
    assert status == 0
    assert "6 new, 0 findings" in err
    assert told(out) == []
    write_lines(incoming / "b.jsonl", [report(3, 204_000, "two.example"), report(4, 207_000, "two.example")])
    status, _, err = run("corpus", "follow", "--once", incoming, "--out", out)
    assert "2 new" in err
    assert [one["code"] for one in told(out)] == ["CC605"]
    status, _, err = run("corpus", "follow", "--once", incoming, "--out", out)
    assert "new, " not in err
    assert answer(out, "SELECT count(*) AS n FROM documents") == [{"n": 8}]
    assert len(told(out)) == 1


def test_a_copy_is_told_as_an_echo_and_a_digest_is_safe_to_open(run: Run, tmp_path: Path) -> None:
    incoming, out = tmp_path / "incoming", tmp_path / "out"
    incoming.mkdir()
    for day in range(4):
        item = report(1, 205_000, f"w{day}.example") | {"title": "<script>alert(1)</script>"}
        write_lines(incoming / f"{day}.jsonl", [item])
        run("corpus", "follow", "--once", incoming, "--out", out)
    assert "CC603" in {one["code"] for one in told(out)}
    (html,) = (out / "digests").glob("*.html")
    words = html.read_text()
    assert "One origin, many sites" in words
    assert "<script" not in words
    assert "default-src 'none'" in words
    (entry,) = open_feed((out / "digests" / "feed.atom").read_bytes(), "feed.atom")
    assert b"echoes" in (entry.content or b"")
    evil = Entry("CC601", "contradicted", "<img src=x>", (), ("<b>",), "p", "javascript:alert(1)", ("c",), "now")
    assert "<img" not in page("2026-11-22", [evil])
    assert 'href="javascript' not in page("2026-11-22", [evil])


def test_what_was_followed_is_a_corpus_like_any_other(run: Run, tmp_path: Path) -> None:
    incoming, out = tmp_path / "incoming", tmp_path / "out"
    incoming.mkdir()
    write_lines(incoming / "a.jsonl", [copied(5, host) for host in range(4)])
    run("corpus", "follow", "--once", incoming, "--out", out)
    write_lines(tmp_path / "b.jsonl", [copied(5, 9), story(1)])
    run("corpus", "read", tmp_path / "b.jsonl", "--out", out)
    assert answer(out, "SELECT max(sightings) AS n FROM tellings") == [{"n": 5}]
    status, words, err = run("corpus", "add", out, "--ledger", tmp_path / "ledger.db")
    assert (status, err) == (0, "")
    assert "6 new documents" in words


@pytest.mark.parametrize("words", ["", "ftp://example.org/feed", "not an address"])
def test_a_list_without_feeds_is_told(run: Run, tmp_path: Path, words: str) -> None:
    (tmp_path / "feeds.txt").write_text(words)
    status, _, err = run("corpus", "follow", "--once", tmp_path / "feeds.txt", "--out", tmp_path / "out")
    assert status == 2
    assert "write the address of a feed on each line" in err
