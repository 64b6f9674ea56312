"""What a reader of web pages sees: the article once, with what the page says of itself, and what was left out."""

from __future__ import annotations

from datetime import date

import pytest

from counterclaim.documents import read_document
from counterclaim.model import Document

BODY = "".join(
    f"<p>In village number {word} the regional administration said that {n} soldiers had been killed near the bridge"
    f" during the night, and that repairs to the power lines would take several days.</p>"
    for word, n in (("one", 12), ("two", 15), ("three", 31), ("four", 47), ("five", 52))
)
LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "WebSite", "name": "Example"}, {"@type": ["NewsArticle"], "headline": "Officials count the dead of one night",
"datePublished": "2023-12-13T23:50:00+02:00", "dateModified": "2024-01-01", "inLanguage": "en",
"publisher": {"@type": "Organization", "name": "Example Herald"},
"author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "Jan Kowalski"}]}]}</script>"""


def page(body: str = BODY, head: str = "", heading: str = "Officials count the dead of one night") -> bytes:
    return (
        f"<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>{head}</head><body>"
        f"<header><nav><ul><li><a href='/1'>World 1</a></li><li><a href='/2'>Sport 2</a></li></ul></nav></header>"
        f"<main><article><h1>{heading}</h1>{body}</article>"
        f"<aside><h2>More</h2><a href='/x'>Forty dead elsewhere, read it all here in full</a></aside></main>"
        f"<footer><p>Copyright Example Herald, all rights reserved, tel. 555 1234.</p></footer></body></html>"
    ).encode()


def read(content: bytes, *, holds_claims: bool = True, url: str | None = None) -> Document:
    return read_document(content, path="a.html", url=url, gate=lambda text: holds_claims)


@pytest.mark.parametrize("holds_claims", [True, False])
def test_the_title_stands_in_the_text_exactly_once_before_the_body(holds_claims: bool) -> None:
    document = read(
        page(head="<title>Officials count the dead of one night | Example Herald</title>"), holds_claims=holds_claims
    )
    assert document.title == "Officials count the dead of one night"
    assert document.text.count("count the dead") == 1
    assert document.headline is not None
    assert document.text[document.headline.start : document.headline.end] == document.title
    assert "that 52 soldiers had been killed" in document.text
    assert document.coverage.state == "complete"
    if holds_claims:
        assert document.text.startswith("Officials count the dead of one night\n\nIn village number one")
        assert "555 1234" not in document.text


def test_the_page_tells_its_outlet_author_day_and_language() -> None:
    document = read(page(head=LINKED))
    assert (document.outlet, document.author) == ("Example Herald", "Jane Doe, Jan Kowalski")
    assert (document.published, document.published_basis) == (date(2023, 12, 13), "metadata")
    assert document.language == "en"
    assert document.media_type == "text/html"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2023-12-13T08:00:00Z">',
        '<meta name="pubdate" content="December 13, 2023">',
        '<meta itemprop="datePublished" content="20231213">',
        '<script type="application/ld+json">[{"@type":"NewsArticle","datePublished":"2023-12-13"}]</script>',
    ],
)
def test_a_day_the_page_declares_is_taken(head: str) -> None:
    document = read(page(head=head))
    assert (document.published, document.published_basis) == (date(2023, 12, 13), "metadata")


def test_the_one_time_of_an_article_is_its_day_and_two_are_not() -> None:
    one = "<time datetime='2023-12-13T08:00'>today</time>"
    assert read(page(one + BODY)).published == date(2023, 12, 13)
    assert read(page(one + "<time datetime='2021-01-01'>then</time>" + BODY)).published is None


@pytest.mark.parametrize(
    "head",
    ["", '<meta property="article:modified_time" content="2024-01-01">', '<meta name="date" content="soon">',
     '<link rel="canonical" href="https://example.org/2019/05/06/story">'],
)  # fmt: skip
def test_no_day_is_guessed_from_addresses_changes_or_the_story(head: str) -> None:
    document = read(page("<p>On 3 March 2023, the ministry said, 12 soldiers were killed.</p>" + BODY, head=head))
    assert (document.published, document.published_basis) == (None, "none")


def test_a_headline_repeated_as_first_paragraph_is_marked() -> None:
    document = read(page("<p>Officials count the dead of one night</p>" + BODY))
    assert document.text.count("Officials count the dead of one night") == 2
    assert [document.text[span.start : span.end] for span in document.repeats] == [
        "Officials count the dead of one night"
    ]


def test_the_outlet_is_cut_from_a_window_title() -> None:
    content = (
        f"<html><head><title>Ten soldiers die at border - Herald</title></head><body>{BODY}</body></html>".encode()
    )
    assert read(content, url="https://www.herald.example/story").title == "Ten soldiers die at border"
    assert read(content).title == "Ten soldiers die at border - Herald"


def test_text_below_255_elements_is_read_all_the_same() -> None:
    document = read(
        page("<div>" * 300 + BODY + "</div>" * 300 + "<p>After that 99 tanks were counted, the army said.</p>")
    )
    assert "12 soldiers" in document.text
    assert "52 soldiers" in document.text
    assert "99 tanks" in document.text
    assert document.coverage.state == "complete"


def test_text_beside_the_article_is_reported_or_read() -> None:
    beside = "".join(
        f"<div class='sidebar'><p>Report {n}: officials there said that {n} tanks were lost in a day.</p></div>"
        for n in range(100, 140)
    )
    document = read(page(BODY + beside))
    lost = sum(f"that {n} tanks" not in document.text for n in range(100, 140))
    assert lost == 0 or (document.coverage.state == "partial" and (document.coverage.share or 0) < 0.9)


def test_a_page_built_by_scripts_is_not_mistaken_for_one_without_claims() -> None:
    script = b"<div id=root></div><script>render('12 soldiers')</script>"
    document = read(b"<!doctype html><html><title>Twelve die</title><body>" + script + b"</body></html>")
    assert document.coverage.state == "failed"
    assert "script" in str(document.coverage.reason)
    assert document.text == ""


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-8", "utf-16"])
def test_a_declared_encoding_is_followed(encoding: str) -> None:
    sentence = "Потери составили 120 человек убитыми и ранеными за одни сутки, сообщило министерство."
    content = f"<html><head><meta charset='{encoding}'></head><body><p>{sentence}</p></body></html>".encode(encoding)
    assert sentence in read(content).text


def test_the_servers_charset_is_followed() -> None:
    content = "<html><body><p>Потери: 120 чел.</p></body></html>".encode("cp1251")
    document = read_document(content, path="x", media_type="text/html; charset=windows-1251", gate=lambda text: True)
    assert "Потери: 120 чел." in document.text


def test_a_wrong_declaration_does_not_spoil_utf8() -> None:
    story = "<body><p>Потери: 120 человек, и не больше того.</p></body>"
    content = f"<html><head><meta charset='iso-8859-1'></head>{story}</html>"
    assert "Потери: 120 человек" in read(content.encode()).text


def test_numbers_of_lists_and_words_of_pictures_are_not_added() -> None:
    document = read(
        page("<ol><li>Alpha company lost men</li><li>Bravo company lost tanks</li></ol><img alt='77 dead'>" + BODY)
    )
    assert "77" not in document.text
    assert "1." not in document.text


def test_character_references_come_out_composed() -> None:
    document = read(
        page("<p>Cafe&#769; owner: 12 dead &amp; 3 hurt, the city&rsquo;s mayor said on the radio.</p>" + BODY)
    )
    assert "Café owner: 12 dead & 3 hurt, the city’s mayor" in document.text


def test_a_whole_page_inside_a_form_is_read() -> None:
    content = f"<html><body><form action='/'><div>{BODY}</div></form></body></html>".encode()
    assert "47 soldiers" in read(content).text


def test_the_readers_own_gate_is_used_by_default() -> None:
    assert "52 soldiers" in read_document(page(), path="a.html").text
