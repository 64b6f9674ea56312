"""Searching a ledger: words of quotes, sources and titles, in any case and script, the same on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterclaim.comparing.laying import is_asked
from counterclaim.ledger import Ledger
from counterclaim.ledger.filters import Filter
from counterclaim.ledger.ingest import add
from counterclaim.ledger.verify import verify
from counterclaim.ledger.words import asked_words, folded, holds
from ledgers import KINDS, Place, places

TEXTS = {
    "en": ("Losses on the bridge", "On 2 May 2024, 3,010 soldiers were killed near the town, the General Staff said."),
    "ru": ("Сводка дня", "Потери: уничтожено 12 танков за сутки, сообщил Генштаб ВСУ 3 мая 2024 года."),
    "uk": ("Зведення", "За добу знищено п’ятдесят гармат і 14 танків, повідомив Генштаб ЗСУ 3 травня 2024 року."),
    "phone": ("A letter", "On 4 May 2024 the mayor said that 7 people were killed; call +380 44 123 45 67 to help."),
}


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from places(request.param, tmp_path)


@pytest.fixture
def book(place: Place, tmp_path: Path) -> Ledger:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, (title, text) in TEXTS.items():
        (folder / f"{name}.txt").write_text(f"{title}\n\n{text}\n", encoding="utf-8")
    kept = place.open()
    add(kept, [str(folder)], by="tests", workers=1)
    return kept


def files(book: Ledger, text: str) -> set[str]:
    """The files whose claims a search finds."""
    return {Path(kept.document.path).stem for kept in book.claims(text=text)}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("soldiers", {"en"}),
        ("SOLDIERS killed", {"en"}),
        ("soldiers танк", set()),
        ("3,010", {"en"}),
        ("3010", {"en"}),
        ("3 010 soldiers", {"en"}),
        ("танк", {"ru", "uk"}),
        ("ТАНКОВ", {"ru"}),
        ("танків", {"uk"}),
        ("п'ятдесят", {"uk"}),
        ("уничтож", {"ru"}),
        ("oldiers", set()),
        ("!?", set()),
        ("' OR 1 --", set()),
        ('") MATCH *', set()),
        ("%", set()),
        ("_", set()),
    ],
)
def test_a_word_is_found_by_its_beginning_in_any_case(book: Ledger, asked: str, found: set[str]) -> None:
    assert files(book, asked) == found


def test_titles_and_the_names_of_sources_are_searched_too(book: Ledger) -> None:
    assert files(book, "bridge") == {"en"}
    for document, _ in book.documents():
        assert not document.title or Path(document.path).stem in files(book, document.title)
    assert files(book, "bridge soldiers") == {"en"}
    known = {kept.claim.attribution[-1].id for kept in book.claims() if kept.claim.attribution}
    assert "ua-general-staff" in known
    assert {"ru", "uk"} <= files(book, "general staff")
    assert {"ru", "uk"} <= files(book, "ua-general-staff")


def test_what_a_page_masks_is_not_found(book: Ledger) -> None:
    assert files(book, "people killed") == {"phone"} | {"en"} & files(book, "people killed")
    assert not files(book, "123")
    assert not files(book, "380")


def test_the_index_follows_what_is_read_anew_and_what_stood_once_is_found_as_it_stood(
    book: Ledger, tmp_path: Path
) -> None:
    from counterclaim.ledger.ingest import Options

    before = files(book, "soldiers")
    head = book.head().size
    add(book, [str(tmp_path / "texts")], by="tests", options=Options(convention="acled"), workers=1)
    assert book.head().size > head
    assert files(book, "soldiers") == before
    assert files(book, "bridge") == {"en"}
    assert verify(book, deep=True).whole


def test_pages_find_what_the_ledger_finds_before_and_after_more_was_added(book: Ledger, tmp_path: Path) -> None:
    pytest.importorskip("numpy", reason="looking through a ledger needs the extra web")
    from counterclaim.ledger.browsing import Browser

    looked = Browser(book)

    def alike() -> list[int]:
        counts = []
        for wanted in (
            *(
                Filter(text=text)
                for text in ("soldiers", "sold", "s", "танк", "losses", "general staff", "3,010 killed", "nothing")
            ),
            *(Filter(place=place) for place in ("Lyman", "Kherson", "nowhere")),
            Filter(text="killed", side="UA"),
        ):
            there = {kept.claim.id for kept in book.claims(wanted)}
            assert {kept.claim.id for kept in looked.page(wanted, limit=100)} == there, wanted
            assert looked.counts(wanted).total == len(there), wanted
            counts.append(len(there))
        return counts

    before = alike()
    more = tmp_path / "more.txt"
    more.write_text("The Interior Ministry of Ukraine said that 90 soldiers were killed in Lyman on 6 May 2023.\n")
    book.add(str(more), by="tests", workers=1)
    after = alike()
    assert after[0] == before[0] + 1
    more.write_text("Losses\n\nThe Interior Ministry said that 9 soldiers were killed in Kherson on 7 May 2023.\n")
    book.add(str(more), by="tests", workers=1)
    assert alike()[0] == after[0] + 1


def test_comparing_asks_as_the_ledger_does(book: Ledger) -> None:
    for asked in ("soldiers", "танк", "bridge", "general staff", "3010", "!?"):
        fits = {kept.claim.id for kept in book.claims() if is_asked(kept, Filter(text=asked))}
        assert fits == {kept.claim.id for kept in book.claims(text=asked)}, asked


def test_an_index_that_lost_a_row_or_has_other_words_is_found_out(book: Ledger, place: Place) -> None:
    if place.kind != "sqlite":
        pytest.skip("a server forbids it by a trigger, which is tested with the others")
    with book.database.writing() as connection:
        seq = connection.exec_driver_sql("SELECT max(rowid) FROM claim_words").scalar_one()
        connection.exec_driver_sql(f"UPDATE claim_words SET words = 'nothing of it' WHERE rowid = {seq}")
    assert verify(book).whole
    assert any(f"other words for row {seq}" in fault for fault in verify(book, deep=True).faults)
    with book.database.writing() as connection:
        connection.exec_driver_sql(f"DELETE FROM claim_words WHERE rowid = {seq}")
    assert any(f"lacks row {seq}" in fault for fault in verify(book).faults)


def test_words_are_folded_alike_where_they_are_kept_and_asked_for() -> None:
    assert asked_words("Ещё  3 010 П’ЯТЬ") == ["3010", "еще", "пять"]
    assert folded("за́мок") == ["замок"]
    assert not folded("… — !")
    assert holds("The army's 1,200 tanks", "armys 1200 tank")
    assert not holds("The army", "")
    for word in folded("x" * 500 + " a_b ½ İstanbul ǅ"):
        assert re.fullmatch(r"[^\W_]{1,80}", word)
