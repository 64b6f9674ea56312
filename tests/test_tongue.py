"""In which language a document is read, and what is said where there are no rules for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from counterclaim import check, read
from counterclaim.cli import main
from counterclaim.documents import read_document
from counterclaim.model import Document
from counterclaim.tongue import by_letters, has_rules, language_of

RUSSIAN = "За сутки потери составили двадцать пять человек убитыми, ещё более ста ранены. Подбиты три танка."
UKRAINIAN = "За добу втрати становили двадцять п'ять осіб убитими, ще понад сто поранено. Підбито три танки."
ARABIC = "قُتل خمسة جنود وأصيب عشرة آخرون"
ENGLISH = "Twelve soldiers were killed near Bakhmut, officials said."


def document(text: str, language: str | None = None) -> Document:
    return Document("d1", text, "note.txt", language=language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (RUSSIAN, "ru"),
        (UKRAINIAN, "uk"),
        (RUSSIAN.upper(), "ru"),
        (ARABIC, ""),
        (ENGLISH, None),
        ("“Twelve” died – près de Бахмут, he said, and nobody knew why.", None),
        ("", None),
        ("12 ± 3 …", None),
    ],
)
def test_the_letters_tell_the_language_where_they_are_not_latin(text: str, language: str | None) -> None:
    assert by_letters(text) == language


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        (ENGLISH, None, "en"),
        (ENGLISH, "en-GB", "en"),
        (ENGLISH, "fr", "fr"),
        (RUSSIAN, "ru_RU", "ru"),
        (RUSSIAN, "en", "ru"),
        (UKRAINIAN, None, "uk"),
        (ARABIC, None, ""),
        (ARABIC, "ar", "ar"),
    ],
)
def test_the_language_given_counts_and_then_the_letters(text: str, said: str | None, language: str) -> None:
    assert language_of(document(text, said)) == language


def test_a_name_that_is_no_language_has_no_rules() -> None:
    assert all(map(has_rules, ("en", "ru", "uk")))
    assert not any(map(has_rules, ("xx", "", "../en", "EN", "en/")))


@pytest.mark.parametrize(("text", "said"), [(ENGLISH, None), (RUSSIAN, "ru"), (RUSSIAN, None), (UKRAINIAN, None)])
def test_a_text_is_read_by_the_rules_of_its_language(text: str, said: str | None) -> None:
    (report,) = read(document(text, said))
    told = [12] if text == ENGLISH else [25, None, 3]  # "more than a hundred" has no best value
    assert [claim.quantity.best for claim in report.claims] == told
    code = said or by_letters(text) or "en"
    assert {claim.reader for claim in report.claims} == {f"rules-{code}/1"}


@pytest.mark.parametrize(("text", "said"), [(ARABIC, "ar"), (ARABIC, None), (ENGLISH, "fr")])
def test_a_text_without_rules_for_its_language_has_no_claims_and_says_so(text: str, said: str | None) -> None:
    for verb in (read, check):
        (report,) = verb(document(text, said))
        assert (report.claims, report.refusals, report.findings) == ((), (), ())
        coverage = report.document.coverage
        assert (coverage.state, coverage.share) == ("partial", 0.0)
        assert "rules for 'en', 'mixed', 'ru', 'uk'" in (coverage.reason or "")


def test_an_english_page_that_declares_its_site_s_language_is_read() -> None:
    page = f"<html lang='ru'><body><article><p>{ENGLISH}</p></article></body></html>".encode()
    (report,) = read(read_document(page, path="page.html"))
    assert [claim.quantity.best for claim in report.claims] == [12]
    assert report.document.coverage.state == "complete"


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """The program in this process: exit status, standard output, standard error."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_the_command_says_that_a_language_has_no_rules(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str
) -> None:
    path = tmp_path / "сводка.txt"
    path.write_text(ARABIC, "utf-8")
    status, out, err = call(capsys, "read", "--language", "ar", "--format", form, path)
    assert status == 0
    assert "the language 'ar' has no rules for claims yet" in " ".join((out + err).split())


def test_the_json_of_a_check_carries_the_reason(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(ARABIC, "utf-8")
    status, out, _ = call(capsys, "check", "--language", "ar", "--format", "json", path)
    (told,) = json.loads(out)["documents"]
    assert status == 0
    assert (told["language"], told["coverage"]["state"]) == ("ar", "partial")
    assert "'ar' has no rules" in told["coverage"]["reason"]
