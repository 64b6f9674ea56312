"""What a reader of plain text and Markdown sees: the words, the lines, the headline and the day."""

from __future__ import annotations

import io
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from counterclaim.documents import count_targets, open_documents, read_document
from counterclaim.documents.dates import read_date, stated_date
from counterclaim.model import Document, Span

RUSSIAN = (
    "Министерство обороны сообщило, что за сутки потери составили 120 человек убитыми и ранеными. "
    "По словам представителя ведомства, уничтожены также 4 танка и 7 боевых бронированных машин.\n"
)
UKRAINIAN = (
    "Генеральний штаб повідомив, що за добу втрати становили близько 120 осіб убитими й пораненими. "
    "За словами речника, знищено ще 4 танки, 7 бойових броньованих машин і її єдиний гелікоптер.\n"
)


def said(document: Document, span: Span | None) -> str:
    assert span is not None
    return document.text[span.start : span.end]


def test_a_line_of_the_file_is_the_same_line_of_the_text() -> None:
    document = read_document(b"First line here.\r\nSecond line.\rThird: 12 dead.\n", path="a.txt")
    assert document.text.split("\n")[2] == "Third: 12 dead."
    assert document.coverage.state == "complete"
    assert document.title is None


def test_reading_twice_gives_the_same_id_and_other_bytes_another() -> None:
    first = read_document(b"Forty soldiers died.", path="a.txt")
    assert first == read_document(b"Forty soldiers died.", path="a.txt")
    assert first.id == read_document(b"Forty soldiers died.", path="elsewhere/b.txt").id
    assert first.id != read_document(b"Fifty soldiers died.", path="a.txt").id
    assert first.id.startswith("d")
    assert len(first.id) == 17


def test_a_headline_is_the_opening_line_set_off_from_the_rest() -> None:
    document = read_document(b"Forty soldiers die in clash at border\n\nForty soldiers died on Monday.\n", path="a.txt")
    assert document.title == "Forty soldiers die in clash at border"
    assert said(document, document.headline) == document.title


@pytest.mark.parametrize(
    "text",
    [
        "Forty soldiers died on Monday, officials said.\n\nThe army denied it.\n",
        "Forty soldiers died on Monday and\nthe army denied it.\n",
        "Officials said the following:\n\nForty soldiers died.\n",
        "Only one line with no stop",
    ],
)
def test_a_sentence_is_not_taken_for_a_headline(text: str) -> None:
    assert read_document(text.encode(), path="a.txt").headline is None


def test_a_headline_said_again_as_first_paragraph_is_marked_as_a_repeat() -> None:
    text = (
        "Army lost 70% of its men, caller says\n\n  “Army lost 70% of its men”, caller says.\n\nHe gave no details.\n"
    )
    document = read_document(text.encode(), path="a.txt")
    assert [said(document, span) for span in document.repeats] == ["“Army lost 70% of its men”, caller says."]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published: 18 April 2022", date(2022, 4, 18)),
        ("18-Apr-2022", date(2022, 4, 18)),
        ("JANE DOE, Gulf Press Writer Monday, April 18, 2022", date(2022, 4, 18)),
        ("First published on Monday, 18 April 2022, 14:05 GMT", date(2022, 4, 18)),
        ("March 3, 2023", date(2023, 3, 3)),
        ("Friday, 3 March 2023", date(2023, 3, 3)),
        ("2023-03-03", date(2023, 3, 3)),
        ("By Jane Doe and Piet de Boer in Kyiv, 3 March 2023", date(2023, 3, 3)),
        ("KYIV, 18 April 2022 (Agency) - The army said it had lost 12 tanks.", date(2022, 4, 18)),
        ("18 April 2022 - The army said it had lost 12 tanks.", date(2022, 4, 18)),
        ("(Kyiv, 18 April 2022) – The army said it had lost 12 tanks.", date(2022, 4, 18)),
        ("Kyiv, 18 April 2022", date(2022, 4, 18)),
        ("By our special correspondent in Kyiv, 18 April 2022", date(2022, 4, 18)),
        ("Staff writers | 18 April 2022, 14:05 | World", date(2022, 4, 18)),
        ("18 April 2022 · 5 min read", date(2022, 4, 18)),
        ("Киев, 18 апреля 2022 г.", date(2022, 4, 18)),
        ("Опубликовано: 18 апреля 2022 года", date(2022, 4, 18)),
        ("18 квітня 2022 року, 10:00", date(2022, 4, 18)),
    ],
)
def test_an_explicit_publication_line_dates_the_text(line: str, day: date) -> None:
    document = read_document(f"Army loses twelve tanks in a day\n\n{line}\n\nMore was said.\n".encode(), path="a.txt")
    assert (document.published, document.published_basis) == (day, "text")


@pytest.mark.parametrize(
    "line",
    [
        "On 18 April 2022 the army lost 12 tanks.",
        "The army lost 12 tanks by 18 April 2022",
        "By Monday 18 April 2022 the army had lost 12 tanks.",
        "Updated: 18 April 2022",
        "Lost with all hands, 18 April 2022",
        "The retreat from the town, 18 April 2022",
        "By the army's count, 18 April 2022",
        "18 April 2022 was the worst day of the war",
        "17 April 2022 - The town falls.\n\n18 April 2022 - The army lost 12 tanks.",
        "31 February 2022",
        "KYIV, 18 April (Agency) - The army said so.",
        "03/04/2022",
    ],
)
def test_a_date_inside_the_story_does_not_date_the_text(line: str) -> None:
    document = read_document(f"Army loses twelve tanks in a day\n\n{line}\n\nMore was said.\n".encode(), path="a.txt")
    assert (document.published, document.published_basis) == (None, "none")


def test_the_day_given_by_the_user_wins() -> None:
    document = read_document(b"Published: 18 April 2022\n\nText.", path="a.txt", published=date(2022, 4, 19))
    assert (document.published, document.published_basis) == (date(2022, 4, 19), "given")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-12-13T23:30:00-05:00", date(2023, 12, 13)),
        ("2023-12-13 08:00:00.123Z", date(2023, 12, 13)),
        ("20231213", date(2023, 12, 13)),
        ("Wed, 13 Dec 2023 08:00:00 GMT", date(2023, 12, 13)),
        ("December 13th, 2023 at 8:00 a.m. EST", date(2023, 12, 13)),
        ("13.12.2023", date(2023, 12, 13)),
        ("yesterday", None),
        ("2023-13-45", None),
        ("1702468800", None),
        ("", None),
    ],
)
def test_metadata_dates_are_read_as_the_page_writes_them(written: str, day: date | None) -> None:
    assert read_date(written) == day


def test_a_publication_line_counts_before_any_other_date_line() -> None:
    assert stated_date(["3 March 2023", "Published 4 March 2023"]) == date(2023, 3, 4)


MARKDOWN = """---
title: "Not the heading"
date: 2023-12-13
author: [Jane Doe]
outlet: Example News
lang: en
---
# Army *lost* 12 tanks

By **Jane Doe**

The [ministry](https://example.org/2022/04/18/1234) said **3,010 soldiers** and _32 tanks_ were lost.[^1]

1. One soldier died in
2022. The rest lived.

> `Quoted` &amp; ![alt words](https://example.org/99.jpg)

[ref]: https://example.org/777
<https://example.org/888>
"""


def test_markdown_is_read_without_its_marks_and_keeps_its_line_numbers() -> None:
    document = read_document(MARKDOWN.encode(), path="a.md")
    lines = document.text.split("\n")
    assert len(lines) == len(MARKDOWN.split("\n"))
    assert document.title == "Army lost 12 tanks"
    assert lines[7] == said(document, document.headline) == "Army lost 12 tanks"
    assert lines[11] == "The ministry said 3,010 soldiers and 32 tanks were lost."
    assert lines[13:15] == ["One soldier died in", "2022. The rest lived."]
    assert lines[16] == "`Quoted` & alt words"
    for number in ("1234", "777", "888", "99", "12-13"):
        assert number not in document.text
    assert (document.published, document.published_basis) == (date(2023, 12, 13), "metadata")
    assert (document.author, document.outlet, document.language) == ("Jane Doe", "Example News", "en")
    assert document.media_type == "text/markdown"


def test_a_title_told_only_in_front_matter_is_read_once_on_its_own_line() -> None:
    document = read_document(b"---\ntitle: Army lost 70% of men\nsource: Herald\n---\n\nHe said so.\n", path="a.md")
    assert document.text.count("Army lost 70% of men") == 1
    assert said(document, document.headline) == "Army lost 70% of men"
    assert document.text.split("\n")[1] == "Army lost 70% of men"
    assert document.outlet == "Herald"


def test_a_setext_title_and_an_undeclared_markdown_text_are_recognised() -> None:
    assert read_document(b"Army lost 12 tanks\n===\n\nHe said.", path="a.md").title == "Army lost 12 tanks"
    assert read_document(b"# Army lost 12 tanks\n\nHe said.", path="-").title == "Army lost 12 tanks"


def test_stars_in_plain_text_stay() -> None:
    text = "He said f**k it, 12 of us **are** left."
    assert read_document(text.encode(), path="a.txt").text == text


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-u", "iso8859-5", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_cyrillic_text_comes_right_in_every_encoding(text: str, encoding: str) -> None:
    document = read_document((text * 3).encode(encoding), path="a.txt")
    assert document.text == text * 3
    assert document.coverage.state == "complete"


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866", "mac-cyrillic"])
def test_russian_text_comes_right_in_older_encodings(encoding: str) -> None:
    assert read_document(RUSSIAN.encode(encoding), path="a.txt").text == RUSSIAN


def test_windows_quotation_marks_come_right() -> None:
    text = "“We lost 40 men” – a soldier’s words, the café owner said."
    assert read_document(text.encode("cp1252"), path="a.txt").text == text


def test_text_is_composed_once() -> None:
    text = unicodedata.normalize("NFD", "Zürich: 12 café-goers, Кий’їв, й")
    assert read_document(text.encode(), path="a.txt").text == unicodedata.normalize("NFC", text)


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Two died.")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "z.md").write_text("# One soldier died here\n")
    (tmp_path / ".hidden").write_text("hidden")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.txt").write_text("hidden")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    documents = list(open_documents(str(tmp_path)))
    assert [Path(document.path).name for document in documents] == ["z.md", "b.txt", "picture.png"]
    assert [document.coverage.state for document in documents] == ["complete", "complete", "failed"]
    assert "PNG" in str(documents[2].coverage.reason)
    assert count_targets([str(tmp_path), "-", "https://example.org/", "missing.txt"]) == 6


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Forty soldiers died.")))
    (document,) = open_documents("-", published=date(2023, 1, 2), language="en")
    assert (document.path, document.text, document.language) == ("-", "Forty soldiers died.", "en")
    assert document.published == date(2023, 1, 2)
