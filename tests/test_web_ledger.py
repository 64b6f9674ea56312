"""The ledger's pages: the table with its facets, one claim, one document, and what people add and judge there."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")

from tests.served import BASE, browsing, filled

from counterclaim.ledger import Filter, Ledger
from counterclaim.ledger.browsing import FACETS, ORDERS, Browser
from counterclaim.ledger.by_hand import keep, missed
from counterclaim.ledger.columns import PLAIN
from counterclaim.ledger.ingest import Options, add
from counterclaim.ledger.verify import verify
from counterclaim.model import Claim
from counterclaim.web.sentences import sentence

if TYPE_CHECKING:
    from starlette.testclient import TestClient


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with filled(tmp_path_factory.mktemp("ledger")) as kept:
        yield kept


@pytest.fixture
def browser(book: Ledger, tmp_path: Path) -> Iterator[TestClient]:
    with browsing(book, tmp_path) as client:
        yield client


def data(browser: TestClient, address: str) -> Any:
    got = browser.get(address)
    assert got.status_code == 200, got.text
    return got.json()


# ------------------------------------------------------------------------------------------------------- the table


@pytest.mark.parametrize("name", PLAIN)
def test_a_facet_counts_what_the_table_shows_when_it_is_chosen(browser: TestClient, name: str) -> None:
    parameter = {"start": "from", "end": "to"}.get(name, name)
    for row in data(browser, "/claims.json")["facets"][name][:4]:
        assert data(browser, f"/claims.json?{parameter}={row['value']}")["total"] == row["count"]


def test_the_counts_are_those_of_counting_every_claim(book: Ledger) -> None:
    wanted = Filter(side="RU")
    counts = Browser(book).counts(wanted)
    every = list(book.claims())
    fitting = [kept.claim for kept in every if kept.claim.side == "RU"]
    assert counts.total == len(fitting)
    assert dict(counts.facets["measure"]) == Counter(claim.measure for claim in fitting)
    assert dict(counts.facets["side"]) == Counter(kept.claim.side for kept in every)


def test_a_facet_leaves_its_own_choice_out_so_that_another_can_be_chosen(browser: TestClient) -> None:
    everything = data(browser, "/claims.json")["facets"]
    chosen = data(browser, "/claims.json?side=UA")["facets"]
    assert [row["value"] for row in chosen["side"] if row["chosen"]] == ["UA"]
    assert {row["value"] for row in everything["side"]} == {row["value"] for row in chosen["side"]}
    assert len(chosen["object"]) < len(everything["object"])


def test_every_link_of_a_facet_leads_to_as_many_claims_as_it_says(browser: TestClient) -> None:
    page = browser.get("/claims?measure=killed").text
    links = re.findall(r'<li><a href="(/claims[^"]*)"[^>]*><span class="value"[^>]*>[^<]*</span> <span class="count">'
                       r"([\d,]+)", page)  # fmt: skip
    assert len(links) > 10
    for link, count in links[:12]:
        if "measure=killed" in link:
            shown = browser.get(unescape(link)).text
            assert re.search(rf"<h1[^>]*>{count} claim", shown), link


def test_the_state_of_a_view_is_in_its_address_and_its_data_are_that_very_view(browser: TestClient) -> None:
    asked = "?side=RU&measure=losses&q=tanks"
    told = data(browser, f"/claims.json{asked}")
    table = list(csv.DictReader(io.StringIO(browser.get(f"/claims.csv{asked}").text)))
    lines = [json.loads(line) for line in browser.get(f"/claims.jsonl{asked}").text.splitlines()]
    assert told["total"] == len(table) == len(lines) > 0
    assert {row["id"] for row in table} == {line["id"] for line in lines} == {c["id"] for c in told["claims"]}
    assert all("tanks" in line["evidence"]["exact"].lower() for line in lines)
    page = browser.get(f"/claims{asked}").text
    assert unescape(re.search(r'href="(/claims\.csv[^"]*)"', page)[1]).endswith(asked)  # type: ignore[index]


def test_the_view_as_parquet_holds_the_same_claims(browser: TestClient) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet needs pyarrow")
    table = parquet.read_table(io.BytesIO(browser.get("/claims.parquet?side=UA").content))
    assert sorted(table.column("id").to_pylist()) == sorted(
        c["id"] for c in data(browser, "/claims.json?side=UA&size=500")["claims"]
    )


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_shows_every_claim_once(browser: TestClient, order: str) -> None:
    seen: list[str] = []
    address = f"/claims.json?sort={order}&size=40"
    while address:
        page = data(browser, address)
        seen += [claim["id"] for claim in page["claims"]]
        address = page["next"] or ""
    assert len(seen) == len(set(seen)) == page["total"]


def test_the_largest_figures_come_first_and_what_has_no_day_comes_last(browser: TestClient) -> None:
    found = data(browser, "/claims.json?sort=-figure&size=500")["claims"]
    figures = [next(v for v in (c["quantity"][b] for b in ("best", "low", "high")) if v is not None) for c in found]
    assert figures == sorted(figures, reverse=True)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Filter(), "1,204 claims"),
        (Filter(side="RU", object="tank", measure="losses"), "1,204 claims that Russia lost tanks"),
        (
            Filter(side="RU", object="personnel", measure="losses", source="ua-general-staff",
                   start=date(2023, 1, 1), end=date(2023, 12, 31)),
            "1,204 claims that Russia lost military personnel, said by General Staff of the Armed Forces of Ukraine, "
            "2023",
        ),
        (Filter(measure="killed"), "1,204 claims that anything or anybody was killed"),
        (Filter(side="UA", object="civilian", measure="killed"), "1,204 claims that Ukraine had civilians killed"),
        (Filter(text="bridge", verdict="accept"), "1,204 claims, that people accepted, whose words hold “bridge”"),
    ],
)  # fmt: skip
def test_a_sentence_says_what_is_shown(wanted: Filter, words: str) -> None:
    assert sentence(1204, wanted) == words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/claims?sort=mood", "cannot be sorted"),
        ("/claims?verdict=maybe", "is no verdict"),
        ("/claims?from=May", "is not a day"),
        ("/claims?from=2024-02-01&to=2024-01-01", "is after the last day"),
        ("/claims?finding=CC999", "no rule"),
    ],
)
def test_a_wrong_address_is_told_in_a_sentence(browser: TestClient, address: str, words: str) -> None:
    got = browser.get(address)
    assert got.status_code == 400
    assert words in got.text


def test_an_empty_ledger_teaches_how_to_fill_it(tmp_path: Path) -> None:
    with Ledger(tmp_path / "empty.db") as book, browsing(book, tmp_path) as client:
        assert "This ledger is empty" in client.get("/claims").text
        assert client.get("/claims.json").json()["total"] == 0


def test_without_a_ledger_the_page_says_how_to_serve_one(tmp_path: Path) -> None:
    with browsing(None, tmp_path) as client:
        assert "serve --ledger" in client.get("/claims").text


# -------------------------------------------------------------------------------------------- a claim, a document


def test_a_claim_has_its_words_in_context_its_question_and_its_history(browser: TestClient) -> None:
    claim = data(browser, "/claims.json?q=5,973")["claims"][0]
    page = browser.get(f"/claims/{claim['id']}").text
    assert f'<mark class="claim strong">{claim["evidence"]["exact"]}</mark>' in page
    told = data(browser, f"/claims/{claim['id']}.json")
    assert told["question"] == "military personnel, killed, of RU, running total"
    assert "CC203" in {finding["code"] for finding in told["findings"]}
    assert len(told["history"]) == 1
    assert 'property="og:title"' in page


def test_a_claim_stands_beside_what_agrees_with_it(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, figure in (("one", "1,200"), ("two", "1,200"), ("three", "4,700")):
        text = f"1 May 2024\n\nUkraine's General Staff said that Russia had lost {figure} soldiers on 30 April 2024.\n"
        text = text.replace("Ukraine's General Staff", "Russia's defence ministry") if name == "three" else text
        (texts / f"{name}.txt").write_text(f"Report {name}\n\n{text}", encoding="utf-8")
    with Ledger(tmp_path / "pair.db") as book, browsing(book, tmp_path) as client:
        add(book, [str(texts)], by="tests", workers=1)
        first = next(c for c in data(client, "/claims.json")["claims"] if c["quantity"]["best"] == 1200)
        levels = {row["level"] for row in data(client, f"/claims/{first['id']}.json")["related"]}
        assert levels == {"conflict", "echo"}
        assert "Cannot hold as well" in client.get(f"/claims/{first['id']}").text


def test_a_card_of_a_claim_can_be_embedded_elsewhere(browser: TestClient) -> None:
    claim = data(browser, "/claims.json?q=5,973")["claims"][0]
    card = data(browser, f"/oembed?url={BASE}/claims/{claim['id']}")
    assert (card["version"], card["type"]) == ("1.0", "link")
    assert claim["evidence"]["exact"] in card["title"]
    assert browser.get(f"/oembed?url={BASE}/claims/none").status_code == 404


def test_a_document_shows_its_claims_and_where_it_comes_from(browser: TestClient, book: Ledger) -> None:
    claim = data(browser, "/claims.json?q=5,973")["claims"][0]
    told = data(browser, f"/documents/{claim['in']['id']}.json")
    assert len(told["sightings"]) == len(told["readings"]) == 1
    assert {c["id"] for c in told["documents"][0]["claims"]} == {
        kept.claim.id for kept in book.claims(document=claim["in"]["id"])
    }
    assert browser.get("/documents/none").status_code == 404


def test_a_verdict_is_kept_shown_counted_and_taken_back(tmp_path: Path) -> None:
    with filled(tmp_path) as book, browsing(book, tmp_path) as client:
        claim = data(client, "/claims.json?q=5,973")["claims"][0]["id"]
        assert client.post(f"/claims/{claim}/judge", data={"verdict": "accept", "note": "as said"}).status_code == 303
        assert "as said" in client.get(f"/claims/{claim}").text
        assert data(client, "/claims.json?verdict=accept")["total"] == 1
        assert data(client, "/claims.json")["facets"]["verdict"] == [{"value": "accept", "count": 1, "chosen": False}]
        client.post(f"/claims/{claim}/judge", data={"verdict": "correct", "fields": "side=UA"})
        assert data(client, "/claims.json?verdict=correct")["total"] == 1
        assert data(client, "/claims.json?verdict=accept")["total"] == 0
        client.post(f"/claims/{claim}/judge", data={"verdict": "undo"})
        assert data(client, "/claims.json?verdict=correct")["total"] == 0
        assert client.post(f"/claims/{claim}/judge", data={"verdict": "perhaps"}).status_code == 400
        assert len(data(client, f"/claims/{claim}.json")["judgements"]) == 3


TEXT = """3 May 2024

The headquarters reported that 12 drones were shot down.
In the yard the witness counted, she said, four burnt lorries
and walked away.
"""


def test_a_claim_the_reader_missed_is_added_by_hand_and_stays_when_the_text_is_read_anew(tmp_path: Path) -> None:
    place = tmp_path / "text.txt"
    place.write_text(TEXT, encoding="utf-8")
    with Ledger(tmp_path / "hand.db") as book, browsing(book, tmp_path) as client:
        add(book, [str(place)], by="tests", workers=1)
        (document, _), *_ = book.documents()
        told = {"object": "vehicle", "measure": "destroyed", "quote": "she said, four  burnt lorries and walked",
                "number": "four", "speaker": "the witness"}  # fmt: skip
        sent = client.post(f"/documents/{document.id}/missed", data=told)
        assert sent.status_code == 303, sent.text
        claim = next(book.claims_named([sent.headers["location"].rsplit("/")[-1]])).claim
        assert claim.evidence.exact == "she said, four burnt lorries\nand walked"
        assert claim.reader.startswith("by hand: ")
        assert document.text[claim.quantity.start : claim.quantity.end] == "four"
        assert client.get(f"/claims/{claim.id}").status_code == 200
        assert client.post(f"/documents/{document.id}/missed", data=told).status_code == 400
        add(book, [str(place)], by="tests", workers=1, options=Options(again=True, convention="acled"))
        assert claim.id in {kept.claim.id for kept in book.claims()}
        assert verify(book).whole


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"quote": "five burnt lorries"}, "the quote does not stand in the text"),
        ({"number": "forty"}, "the number does not stand in the quote"),
        ({"number": "burnt"}, "the words do not read as a number"),
        ({"speaker": "the mayor"}, "does not stand in the text"),
        ({"object": "unicorn"}, "here is no object"),
    ],
)
def test_the_gate_refuses_what_the_text_does_not_say(tmp_path: Path, changed: dict[str, str], why: str) -> None:
    place = tmp_path / "text.txt"
    place.write_text(TEXT, encoding="utf-8")
    with Ledger(tmp_path / "hand.db") as book, browsing(book, tmp_path) as client:
        add(book, [str(place)], by="tests", workers=1)
        (document, _), *_ = book.documents()
        told = {"object": "vehicle", "measure": "destroyed", "quote": "four burnt lorries", "number": "four"} | changed
        sent = client.post(f"/documents/{document.id}/missed", data=told)
        assert sent.status_code == 400
        assert why in unescape(sent.text)


def test_what_is_added_judged_and_replaced_is_counted_without_starting_anew(tmp_path: Path) -> None:
    with filled(tmp_path) as book:
        looking = Browser(book)
        looking.counts(Filter())
        more = tmp_path / "more.txt"
        more.write_text(TEXT, encoding="utf-8")
        add(book, [str(more)], by="tests", workers=1)
        add(book, [str(tmp_path / "texts")], by="tests", workers=1, options=Options(again=True, convention="acled"))
        claim = next(iter(book.claims(text="5,973")))
        book.judge(claim.claim.id, "unsure", by="Ada")
        for wanted in (Filter(), Filter(side="RU"), Filter(verdict="unsure"), Filter(text="soldiers", side="RU")):
            fresh = Browser(book).counts(wanted)
            again = looking.counts(wanted)
            assert again.total == fresh.total == book.count(wanted)
            assert {name: dict(again.facets[name]) for name in FACETS} == {
                name: dict(fresh.facets[name]) for name in FACETS
            }


def test_a_search_finds_cyrillic_words_whatever_their_case(tmp_path: Path) -> None:
    place = tmp_path / "text.txt"
    place.write_text("The army said that 12 soldiers were killed at АВДІЇВКА that day.\n", encoding="utf-8")
    with Ledger(tmp_path / "words.db") as book:
        add(book, [str(place)], by="tests", workers=1)
        (document, _), *_ = book.documents()
        claim = missed(document, document.text.strip(), "12", by="Ada", object="personnel", measure="wounded")
        assert isinstance(claim, Claim)
        keep(book, claim, document, by="Ada")
        assert book.count(text="авдіївка") == book.count(text="Авдіївка DAY") == 1
        assert book.count(text="Бахмут") == 0


def test_personal_data_is_masked_on_pages_and_in_every_file(tmp_path: Path) -> None:
    place = tmp_path / "text.txt"
    words = "The clerk said that 12 soldiers were killed at Bakhmut; his telephone is +380 44 123 45 67.\n"
    place.write_text(words, encoding="utf-8")
    with Ledger(tmp_path / "personal.db") as book, browsing(book, tmp_path) as client:
        add(book, [str(place)], by="tests", workers=1)
        (kept,) = book.claims()
        (raw,) = book.whole().claims()
        assert "123 45 67" in raw.document.text
        document, claim = f"/documents/{kept.document.id}", f"/claims/{kept.claim.id}"
        files = ("/claims.json", "/claims.csv", "/claims.jsonl", f"{claim}.json", f"{document}.json", f"{document}.csv")
        for address in ("/claims", claim, document, "/review?all=1", *files):
            got = client.get(address)
            assert got.status_code == 200, address
            assert "123 45 67" not in got.text, address
        sent = client.post("/", data={"text": words})
        assert "123 45 67" not in client.get(sent.headers["location"]).text
