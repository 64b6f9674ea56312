"""Uploaded files are opened in a process of their own: what brings that down is told, and the server goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")

from counterclaim.model import CounterclaimError
from counterclaim.web import checks
from counterclaim.web.checks import Given, read

STORY = b"<html><head><title>Toll</title></head><body><p>" + b"At least 40 people were killed in Homs. " * 3


def test_a_page_is_read_there_as_it_is_here() -> None:
    from counterclaim import verbs
    from counterclaim.documents import read_document

    there = read(STORY, Given("story.html", "text/html", "https://news.example/story", "2024-05-14"))
    told = {"path": "story.html", "media_type": "text/html", "url": "https://news.example/story"}
    document = read_document(STORY, **told, published=there.document.published)
    here = next(verbs.check(document))
    assert there == here
    assert there.claims


def test_what_takes_too_much_memory_fails_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MEMORY", 64 << 20)
    report = read(STORY, Given("story.html", "text/html"))
    assert report.document.coverage.state == "failed"
    assert report.document.coverage.reason
    assert report.claims == ()


def test_a_process_that_dies_fails_the_document_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child = tmp_path / "child.py"
    child.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n", encoding="utf-8")
    monkeypatch.setattr(checks, "_CHILD", child)
    report = read(STORY, Given("story.html", "text/html"))
    assert "brought its reader down (signal 11)" in (report.document.coverage.reason or "")
    assert read(b"12 soldiers were killed in Homs.", Given("text", "text/plain; charset=utf-8")).claims


def test_a_bundle_is_not_one_document() -> None:
    rows = b"text,published\nAt least 40 people were killed in Homs.,2024-05-14\nAt least 9 were killed.,2024-05-15\n"
    with pytest.raises(CounterclaimError, match="holds 2 documents"):
        read(rows, Given("two.csv", "text/csv"))
