"""What is kept so that pages are fast is never out of date, and what does not fit on a page is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")

from tests.served import browsing, filled

from counterclaim.findings.ledger import CONTRADICTED
from counterclaim.ledger import Ledger
from counterclaim.ledger.browsing import ORDERS, Browser
from counterclaim.ledger.filters import Filter
from counterclaim.ledger.rows import finding_id
from counterclaim.model import Proof
from counterclaim.web.app import ROUTES
from counterclaim.web.stretches import stretch_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Ledger]:
    with filled(tmp_path) as kept:
        yield kept


@pytest.fixture
def browser(book: Ledger, tmp_path: Path) -> Iterator[TestClient]:
    with browsing(book, tmp_path) as client:
        yield client


def test_a_page_that_was_asked_for_before_shows_what_was_judged_since(book: Ledger, browser: TestClient) -> None:
    claim = next(book.claims()).claim.id
    first = browser.get(f"/claims/{claim}.json")
    again = browser.get(f"/claims/{claim}.json")
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"]
    held = {"if-none-match": first.headers["etag"]}
    assert browser.get(f"/claims/{claim}.json", headers=held).status_code == 304
    book.judge(claim, "reject", by="somebody", note="seen since")
    since = browser.get(f"/claims/{claim}.json", headers=held)
    assert since.status_code == 200
    assert since.json()["judgements"][0]["note"] == "seen since"
    assert browser.get("/claims.json?verdict=reject").json()["total"] == 1


def test_a_page_in_one_language_is_not_shown_to_a_reader_of_another(browser: TestClient) -> None:
    pages = [browser.get("/rules", headers={"accept-language": code}).text for code in ("en", "uk", "ru", "en")]
    assert pages[0] == pages[3]
    assert len(set(pages)) == 3
    assert '<html lang="uk">' in pages[1]


def test_a_source_that_was_graded_shows_the_grade_at_once(book: Ledger, browser: TestClient) -> None:
    source = next(row["id"] for row in browser.get("/sources.json").json()["sources"] if row["claims"])
    book.grade(source, "C", by="somebody")
    graded = {row["id"]: row["grade"] for row in browser.get("/sources.json").json()["sources"]}
    assert graded[source] == "C"
    claims = browser.get("/claims.json", params={"source": source}).json()["claims"]
    assert claims


def test_only_what_changes_nothing_is_kept() -> None:
    for route in ROUTES:
        if route.rests_on:
            assert set(route.methods) == {"GET"}, route.name
            assert not route.signed_in, route.name


def test_a_style_sheet_is_asked_for_once(browser: TestClient) -> None:
    page = browser.get("/rules").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in browser.get(address).headers["cache-control"]
    assert "immutable" not in browser.get("/static/site.css?v=other").headers["cache-control"]


def test_where_not_all_fits_the_latest_whole_days_are_shown_and_said(book: Ledger) -> None:
    looked = Browser(book)
    everything = stretch_of(looked, Filter(), 10_000)
    assert everything.days is None
    assert everything.name("claims.csv") == "claims.csv"
    days = sorted(kept.claim.period.end or kept.document.published or date.min for kept in book.claims())
    part = stretch_of(looked, Filter(), 3)
    assert part.days is not None
    assert part.total == everything.total
    assert part.days[1] == days[-1]
    assert str(part.days[0]) in part.name("claims.csv")
    shown = looked.page(part.filter, "-day", 10_000)
    before = looked.page(Filter(end=part.days[0]), "-day", 10_000)
    assert 0 < len(shown) <= max(3, sum(1 for day in days if day == days[-1]))
    assert {kept.claim.id for kept in shown} & {kept.claim.id for kept in before}


def test_pages_of_an_order_join_without_a_gap(book: Ledger) -> None:
    looked = Browser(book)
    for order in ORDERS:
        whole = [kept.claim.id for kept in looked.page(Filter(), order, 10_000)]
        parts = [kept.claim.id for at in range(0, len(whole), 3) for kept in looked.page(Filter(), order, 3, at)]
        assert parts == whole, order


def test_of_a_large_ledger_all_that_was_judged_waits_for_a_person(book: Ledger) -> None:
    first = next(book.claims()).claim.id
    book.judge(first, "unsure", by="somebody")
    looked = Browser(book)
    few = looked.waiting(Filter(), 1)
    assert first in {kept.claim.id for kept in few}
    assert len(few) < book.count()
    assert [kept.claim.id for kept in looked.judged(Filter())] == [first]
    assert len(looked.waiting(Filter(), 10_000)) == book.count()


def test_a_page_comes_packed_to_who_can_unpack_it_and_is_the_same(browser: TestClient) -> None:
    plain = browser.get("/rules", headers={"accept-encoding": "identity"})
    packed = browser.get("/rules", headers={"accept-encoding": "br, gzip;q=0.5"})
    again = browser.get("/rules", headers={"accept-encoding": "gzip"})
    refused = browser.get("/rules", headers={"accept-encoding": "gzip;q=0, identity"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == again.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in refused.headers
    assert plain.content == packed.content == again.content == refused.content
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert packed.headers["etag"] == again.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in plain.headers["vary"]
    held = {"accept-encoding": "gzip", "if-none-match": packed.headers["etag"]}
    assert browser.get("/rules", headers=held).status_code == 304


def test_no_page_with_all_it_loads_is_larger_than_its_bound(browser: TestClient) -> None:
    from benchmarks.serving_pages import LARGEST, loaded

    for path in ("/", "/claims", "/compare", "/incidents", "/sources", "/record", "/rules", "/review", "/about"):
        page = browser.get(path)
        parts = [browser.get(address) for address in loaded(page.text)]
        assert len(parts) >= 3, path
        assert sum(int(one.headers["content-length"]) for one in (page, *parts)) < LARGEST * 1000, path


def test_pages_are_made_ready_for_any_ledger(book: Ledger, tmp_path: Path) -> None:
    from counterclaim.web.answering import made_for_nobody
    from counterclaim.web.checks import Checks
    from counterclaim.web.serving import made_ready
    from counterclaim.web.site import Site

    kept = next(book.claims())
    for ledger in (book, None):
        site = Site(ledger, Checks(tmp_path / "checks"))
        made_ready(site)
    made_for_nobody(Site(book, Checks(tmp_path / "checks")), f"/claims/{kept.claim.id}")


def test_what_was_found_since_is_counted_and_what_was_withdrawn_is_not(book: Ledger) -> None:
    looked = Browser(book)
    told = [kept.claim for kept in book.claims()]
    before = dict(looked.counts(Filter()).facets["finding"]).get(CONTRADICTED.code, 0)

    def counted() -> int:
        found = looked.counts(Filter()).facets["finding"]
        assert found == Browser(book).counts(Filter()).facets["finding"]
        return dict(found).get(CONTRADICTED.code, 0) - before

    seqs = []
    for at in (0, 2):
        finding = CONTRADICTED.finding("They cannot both hold.", told[at : at + 2], Proof(()))
        kept = book.keep_comparison(book.size(), {finding_id(finding, None): finding}, {}, after=book.size())
        assert kept is not None
        seqs.append(book.size() - 1)
        assert counted() == at + 2
    assert book.keep_comparison(book.size(), {}, {"withdrawn": seqs[0]}, after=book.size()) is not None
    assert counted() == 2


def test_a_common_word_is_found_in_claims_that_were_added_since_it_was_looked_for(book: Ledger, tmp_path: Path) -> None:
    looked = Browser(book)
    looked.expect()
    more = tmp_path / "more.txt"
    for number, (word, again) in enumerate((("killed", "the"), ("the", "killed"))):
        more.write_text(f"The army said that {90 + number} soldiers were killed in Lyman on 6 May 2023.\n")
        book.add(str(more), by="tests", workers=1)
        for asked in (word, again, f"{word} {again}", "soldiers", "sold", "s", "kil"):
            there = {kept.claim.id for kept in book.claims(text=asked)}
            assert {kept.claim.id for kept in looked.page(Filter(text=asked), limit=10_000)} == there
            assert there
