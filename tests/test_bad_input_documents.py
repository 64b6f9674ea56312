"""Bad input: whatever is thrown at it, a document ends complete, partial or failed, with a reason in words."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from counterclaim import documents
from counterclaim.documents import open_documents, read_document
from counterclaim.documents.encoding import compose
from counterclaim.model import Document

SENTENCE = "Forty tanks were lost in one night near the river, the army said on Monday in a statement."


def read(content: bytes, path: str = "a.txt") -> Document:
    document = read_document(content, path=path, gate=lambda text: True)
    assert document.coverage.state in ("complete", "partial", "failed")
    assert (document.coverage.reason is None) == (document.coverage.state == "complete")
    assert bool(document.text) == (document.coverage.state != "failed")
    assert "\r" not in document.text
    assert "\0" not in document.text
    return document


@pytest.mark.parametrize("path", ["a.txt", "a.html", "a.pdf", "a.md", "-"])
@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_says_that_it_is_empty(path: str, content: bytes) -> None:
    document = read(content, path)
    assert document.coverage.state == "failed"
    if path != "a.pdf" and not content.strip():
        assert "empty" in str(document.coverage.reason)


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8,
        b"PK\x03\x04" + bytes(range(256)) * 8,
        b"\x7fELF" + bytes(4000),
        b"\x1f\x8b\x08" + bytes(range(256)) * 8,
        b"{\\rtf1 Forty tanks}",
        bytes(5000),
        random.Random(1).randbytes(50_000),
    ],
)
@pytest.mark.parametrize("path", ["a.txt", "a.html", "a.docx"])
def test_a_binary_file_is_refused_in_words(content: bytes, path: str) -> None:
    document = read(content, path)
    assert document.coverage.state == "failed"
    assert "not text, HTML or PDF" in str(document.coverage.reason)


def test_a_recording_is_refused_with_the_command_that_hears_it() -> None:
    document = read(b"\0\0\0\x20ftypisom" + bytes(range(256)) * 8, "a.txt")
    assert document.coverage.state == "failed"
    assert "counterclaim transcribe" in str(document.coverage.reason)


def test_a_file_called_pdf_that_is_none_is_refused() -> None:
    assert "not one" in str(read(SENTENCE.encode(), "a.pdf").coverage.reason)


@pytest.mark.parametrize("mutation", range(40))
@pytest.mark.parametrize("kind", ["a.txt", "a.html", "a.md"])
def test_mutated_files_are_read_or_refused(kind: str, mutation: int) -> None:
    chance = random.Random(mutation)
    page = (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Tanks «lost»</title>"
        f'<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"2023-01-02"}}</script></head>'
        f"<body><article><h1>Tanks lost</h1><p>{SENTENCE}</p><table><tr><td>12<td>Сорок</table></article></body></html>"
    )
    content = bytearray(page.encode())
    for _ in range(chance.randrange(1, 60)):
        at = chance.randrange(len(content))
        content[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
    read(bytes(content[: chance.randrange(1, len(content) + 1)]), kind)


def test_a_truncated_character_and_a_wrong_byte_are_said() -> None:
    cut = read("Потери: сорок танков".encode()[:-1])
    assert cut.text == "Потери: сорок танко"
    assert "middle of a character" in str(cut.coverage.reason)
    wrong = read(("Потери: сорок танков. " * 40).encode() + b"\xff and 12 more, " + "сорок".encode())
    assert "could not be decoded" in str(wrong.coverage.reason)
    assert "\ufffd and 12 more" in wrong.text


def test_odd_utf16_is_read_in_part() -> None:
    document = read(SENTENCE.encode("utf-16") + b"x")
    assert document.text.startswith(SENTENCE)
    assert document.coverage.state == "partial"


def test_control_and_bidi_characters_are_kept_where_they_are() -> None:
    text = "\u202eForty\u202c \x01\x02\x1b[31m12\u2066\u2069 tanks\u200b were\x7f lost\ufeff."
    document = read(text.encode())
    assert document.text == text
    assert document.coverage.state == "complete"


def test_a_stray_nul_is_shown_and_said() -> None:
    document = read(f"{SENTENCE}\0 {SENTENCE} {SENTENCE}".encode())
    assert document.text.count("\ufffd") == 1
    assert "NUL" in str(document.coverage.reason)


@pytest.mark.timeout(60)
def test_stacked_combining_marks_do_not_hang() -> None:
    text, dropped = compose("12 tanks a" + "\u0301\u0323" * 200_000 + " lost, e\u0301")
    assert text.endswith(" lost, é")
    assert dropped == 400_000 - 64
    document = read(("Z\u0301\u0316" * 30_000 + "\u0301\u0323" * 100_000).encode())
    assert "combining marks" in str(document.coverage.reason)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("path", ["a.txt", "a.md", "a.html"])
def test_ten_million_characters_in_one_line_do_not_hang(path: str) -> None:
    document = read(b"1,234 " * 1_700_000, path)
    assert len(document.text) >= 10_000_000


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "mark", ["[", "](", "![", "*a ", "**a", "_a ", "<a", "<!--", "`", "#", "[a](b", "\n---\n", "&amp", "\\*"]
)
def test_markdown_made_of_marks_does_not_hang(mark: str) -> None:
    read((mark * (1_000_000 // len(mark)) + SENTENCE).encode(), "a.md")


@pytest.mark.timeout(120)
@pytest.mark.parametrize("depth", [256, 1_000, 3_000, 100_000])
def test_deeply_nested_pages_lose_no_word(depth: int) -> None:
    nested = f"{'<div>' * depth}<p>{SENTENCE}</p>{'</div>' * depth}"
    page = f"<html><head><title>Forty tanks lost</title></head><body>{nested}</body>"
    document = read(page.encode(), "a.html")
    assert SENTENCE in document.text
    assert document.title == "Forty tanks lost"
    if depth == 100_000:
        assert "nests its elements" in str(document.coverage.reason)


HOSTILE = {
    "formatting": "<b><a><i>" * 30_000,
    "fonts": "".join(f"<font color={n}>" for n in range(30_000)),
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
    "hidden attributes": "<p x='>' " + " ".join(f"a{n}" for n in range(100_000)) + ">",
    "comments": "<!--" * 200_000 + "-->",
    "angles": "<" * 500_000,
    "open tags": "<a " * 200_000 + ">",
    "quotes": "<a x=\"'" * 100_000 + "'\">",
    "tables": "<table><tr><td>" * 50_000,
    "scripts": "<script>" * 100_000 + "</script>",
    "closed scripts": "<script></script>" * 60_000,
    "entities": "&amp;&#x110000;&#0;&notin" * 50_000,
    "paragraphs": "<p>12 " * 100_000,
    "closers": "</p></div></b>" * 50_000,
    "many tags": "<i>1</i>" * 400_000,
    "vector graphics": "<svg><path d='" + "M 1 2 " * 100_000 + "'></svg>",
    "json": "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
    "time": "<time datetime='" + "2023-" * 50_000 + "'></time>" * 2_000,
    "headings": "<h1>Forty tanks lost again</h1>" * 20_000,
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", HOSTILE)
def test_pages_made_to_hang_a_parser_do_not(name: str) -> None:
    page = f"<!doctype html><html><body><p>{SENTENCE}</p>{HOSTILE[name]}<p>And twelve more.</p></body></html>"
    document = read(page.encode(), "a.html")
    assert SENTENCE in document.text


def test_xml_is_read_without_its_tags_and_says_so() -> None:
    item = f"<item n='77'><title>{SENTENCE}</title></item>"
    feed = f"<?xml version='1.0'?><rss version='2.0'><channel>{item}</channel></rss>"
    document = read(feed.encode(), "feed.xml")
    assert SENTENCE in document.text
    assert "77" not in document.text
    assert document.coverage.state == "partial"


def test_a_missing_path_is_a_failed_document(tmp_path: Path) -> None:
    for target in (str(tmp_path / "missing.txt"), "\0", ""):
        (document,) = open_documents(target)
        assert document.coverage.state == "failed"
        assert document.path == target
        assert document.coverage.reason


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(documents.MAX_BYTES + 1)  # sparse: takes no room
    (tmp_path / "small.txt").write_text(SENTENCE)
    first, second = open_documents(str(tmp_path))
    assert "larger than 200 MB" in str(first.coverage.reason)
    assert first.sha256 == ""
    assert second.text == SENTENCE


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no device files on this system")
def test_a_device_is_not_read() -> None:
    (document,) = open_documents("/dev/zero")
    assert "neither a file nor a folder" in str(document.coverage.reason)


@pytest.mark.skipif(not hasattr(os, "mkfifo") or os.geteuid() == 0, reason="the superuser may open anything")
def test_a_file_that_may_not_be_opened_says_so(tmp_path: Path) -> None:
    locked = tmp_path / "locked.txt"
    locked.write_text(SENTENCE)
    locked.chmod(stat.S_IWUSR)
    (document,) = open_documents(str(locked))
    assert "permissions" in str(document.coverage.reason)


def test_a_circle_of_links_is_not_walked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    states = {Path(document.path).name: document.coverage.state for document in open_documents(str(tmp_path))}
    assert states == {"a.txt": "complete", "dangling": "failed"}


def test_reading_a_text_loads_no_parser() -> None:
    code = (
        "import sys; from counterclaim.documents import read_document; read_document(b'Forty died.', path='a.txt');"
        "heavy = {'lxml', 'trafilatura', 'selectolax', 'resiliparse', 'httpx', 'httpcore', 'pypdfium2', 'subprocess',"
        " 'charset_normalizer'}; print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
