"""Corpora of damaged, hostile and odd input: told clearly, counted, and nothing else is lost with it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from archives import html, items, story, write_lines, write_parquet
from example_inputs import packed, record
from test_corpus import Run, answer, run

__all__ = ["run"]

ENCODINGS = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "ascii", "latin-1", "koi8-r", "koi8-u"),
    *("mac-roman", "mac-cyrillic", "cp437", "cp850", "cp866", "gb2312", "gbk", "gb18030", "big5"),
    *("shift_jis", "euc-jp", "euc-kr"),
    *(f"cp{number}" for number in range(1250, 1259)),
    *(f"iso8859-{number}" for number in (2, 3, 4, 5, 7, 9, 10, 13, 14, 15, 16)),
)


def fates(out: Path) -> dict[str, int]:
    return {row["fate"]: row["n"] for row in answer(out, "SELECT fate, count(*) AS n FROM documents GROUP BY fate")}


def records(count: int) -> list[bytes]:
    return [record(f"https://w.example/{n}", html(story(n))) for n in range(count)]


def test_a_truncated_archive_gives_what_is_whole_and_tells_the_rest(run: Run, tmp_path: Path) -> None:
    whole = packed(records(6))
    (tmp_path / "a.warc.gz").write_bytes(whole[: len(whole) - 200])
    status, out, _ = run("corpus", "read", tmp_path / "a.warc.gz", "--out", tmp_path / "out")
    assert status == 0
    assert "cut short" in out
    assert fates(tmp_path / "out")["read"] >= 5
    assert fates(tmp_path / "out")["failed"] >= 1


def test_interleaved_and_wrongly_measured_records_take_no_other_with_them(run: Run, tmp_path: Path) -> None:
    pages = records(6)
    wrong = record("https://w.example/wrong", html(story(7)), length=50_000)
    cut = records(1)[0][:300]
    (tmp_path / "a.warc").write_bytes(b"".join([pages[0], cut, pages[1], wrong, pages[2], b"\0" * 500, *pages[3:]]))
    status, out, _ = run("corpus", "read", tmp_path / "a.warc", "--out", tmp_path / "out")
    assert status == 0
    assert "damaged" in out
    found = answer(tmp_path / "out", "SELECT DISTINCT url FROM documents WHERE fate = 'read' ORDER BY url")
    assert {f"https://w.example/{n}" for n in (0, 2, 4, 5)} <= {row["url"] for row in found}


def test_every_broken_record_costs_only_itself(run: Run, tmp_path: Path) -> None:
    pages = [packed([page]) for page in records(40)]
    for at in (5, 15, 25, 26):
        pages[at] = pages[at][: len(pages[at]) // 2]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(pages))
    status, out, _ = run("corpus", "read", tmp_path / "a.warc.gz", "--out", tmp_path / "out")
    assert status == 0
    assert "damaged" in out
    urls = {row["url"] for row in answer(tmp_path / "out", "SELECT url FROM documents WHERE fate = 'read'")}
    assert urls == {f"https://w.example/{n}" for n in range(40) if n not in (5, 15, 25, 26)}


@pytest.mark.parametrize("kind", ["jsonl.gz", "warc.gz"])
def test_a_gzip_bomb_is_given_up_and_the_next_file_is_read(run: Run, tmp_path: Path, kind: str) -> None:
    blank = gzip.compress(b" " * 100_000_000, 9)
    bomb = blank * 10 if kind == "jsonl.gz" else packed([record("https://w.example/bomb", b" " * 300_000_000)])
    assert len(bomb) < 1_100_000
    (tmp_path / f"a.{kind}").write_bytes(bomb)
    write_lines(tmp_path / "b.jsonl", items(10))
    status, out, _ = run("corpus", "read", tmp_path / f"a.{kind}", tmp_path / "b.jsonl", "--out", tmp_path / "out")
    assert status == 0
    assert "times its size" in out
    assert fates(tmp_path / "out") == {"read": 2, "passed": 8, "failed": 1}


def test_a_line_of_ten_megabytes_is_a_page_like_any_other(run: Run, tmp_path: Path) -> None:
    long = {"text": "The choir sang at the fair in the evening. " * 240_000 + story(0)["text"]}
    assert len(json.dumps(long)) > 10_000_000
    write_lines(tmp_path / "a.jsonl", [story(1), long, story(2)])
    status, _, err = run("corpus", "read", tmp_path / "a.jsonl", "--out", tmp_path / "out")
    assert (status, err) == (0, "")
    assert fates(tmp_path / "out") == {"read": 3}
    assert answer(tmp_path / "out", "SELECT count(*) AS n FROM claims WHERE object = 'tank'") == [{"n": 3}]


def test_pages_in_forty_encodings_give_the_same_claims(run: Run, tmp_path: Path) -> None:
    assert len(ENCODINGS) >= 40
    pages = []
    for at, name in enumerate(ENCODINGS):
        page = html(story(5)).decode().replace("charset=utf-8", f"charset={name}").encode(name)
        pages.append(record(f"https://w.example/{at}", page, media_type=f"text/html; charset={name}"))
    (tmp_path / "a.warc.gz").write_bytes(packed(pages))
    status, out, _ = run("corpus", "read", tmp_path / "a.warc.gz", "--out", tmp_path / "out")
    assert status == 0
    assert fates(tmp_path / "out") == {"read": len(ENCODINGS)}, out
    found = answer(tmp_path / "out", "SELECT object, best, count(*) AS n FROM claims GROUP BY ALL ORDER BY object")
    assert [(row["object"], row["best"]) for row in found] == [("personnel", 16.0), ("tank", 8.0)]


def test_a_hundred_thousand_nested_tags_are_read_in_part(run: Run, tmp_path: Path) -> None:
    nested = b"<div>" * 100_000 + story(0)["text"].encode() + b"</div>" * 100_000
    page = b"<!doctype html><html lang=en><body>" + nested + b"</body></html>"
    (tmp_path / "a.html").write_bytes(page)
    status, _, err = run("corpus", "read", tmp_path / "a.html", "--out", tmp_path / "out")
    assert (status, err) == (0, "")
    (row,) = answer(tmp_path / "out", "SELECT fate, state, reason, claims FROM documents")
    assert (row["fate"], row["state"], row["claims"]) == ("read", "partial", 2)
    assert "deep" in row["reason"]


def test_a_damaged_table_gives_its_whole_groups_or_a_reason(run: Run, tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "a.parquet", items(30))
    content = bytearray(path.read_bytes())
    content[60:90] = b"\xff" * 30
    (tmp_path / "b.parquet").write_bytes(content)
    (tmp_path / "c.parquet").write_bytes(path.read_bytes()[:-100])
    for name in ("b", "c"):
        status, out, _ = run("corpus", "read", tmp_path / f"{name}.parquet", "--out", tmp_path / name)
        assert status == 0
        assert fates(tmp_path / name)["failed"] == 1
        assert "damaged" in out or "cannot be opened" in out


def test_paths_of_a_list_stay_below_its_folder(run: Run, tmp_path: Path) -> None:
    for line in ("../outside.warc.gz", "a/../../b", "/etc/hostname", "x" * 10_000):
        (tmp_path / "warc.paths").write_text(line + "\n")
        status, _, err = run("corpus", "read", tmp_path / "warc.paths", "--out", tmp_path / "out")
        assert status == 2
        assert "line 1: this is no path below a folder" in err
