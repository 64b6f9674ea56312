"""Compare, incidents, sources, calls, review and adding files, as a browser gets them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")

from tests.served import browsing, filled

from counterclaim.ledger import Ledger
from counterclaim.ledger.ingest import add
from counterclaim.model import CounterclaimError
from counterclaim.web.mapping import Point, drawn, outlines, place_of
from counterclaim.web.pictures import drawn_apart

if TYPE_CHECKING:
    from starlette.testclient import TestClient

REPORTS = {
    "one": "Ukraine's General Staff said that Russia had lost 1,200 tanks as of 3 May 2024.",
    "two": "Russia's defence ministry said that its army had lost 300 tanks as of 3 May 2024.",
    "three": "On 2 May 2024, 11 people were killed and 20 wounded in a strike on Kherson, the governor said.",
    "four": "On 2 May 2024, 13 people were killed in a strike on Kherson, the mayor said.",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder = tmp_path_factory.mktemp("reports")
    for name, words in REPORTS.items():
        (folder / f"{name}.txt").write_text(f"Report {name}\n\n4 May 2024\n\n{words}\n", encoding="utf-8")
    with Ledger(folder / "reports.db") as kept:
        add(kept, [str(folder / f"{name}.txt") for name in REPORTS], by="tests", workers=1)
        yield kept


@pytest.fixture
def browser(book: Ledger, tmp_path: Path) -> Iterator[TestClient]:
    with browsing(book, tmp_path) as client:
        yield client


def data(browser: TestClient, address: str) -> Any:
    got = browser.get(address)
    assert got.status_code == 200, got.text
    return got.json()


def test_what_two_sources_say_is_laid_side_by_side_with_the_record_behind(browser: TestClient) -> None:
    told = data(browser, "/compare.json?measure=losses&side=RU&object=tank")
    assert {row["claimed"] for row in told["rows"]} == {"1,200", "300"}
    assert "conflict" in {row["stands"] for row in told["rows"]}
    assert told["lines"] >= 1
    assert data(browser, "/compare.json?measure=losses&side=RU&object=tank&record=0")["lines"] == 0
    assert data(browser, "/compare.json?measure=losses&side=RU&object=tank&source=ru-mod")["claims"] == 1


def test_every_point_of_the_chart_leads_to_its_claim(browser: TestClient) -> None:
    address = "?measure=losses&side=RU&object=tank&from=2024-05-01&to=2024-05-05"
    page = browser.get(f"/compare{address}").text
    (chart,) = re.findall(r'data-inline="([^"]+)"', page)
    claims = {row["claim"] for row in data(browser, f"/compare.json{address}")["rows"]}
    drawing = browser.get(unescape(chart)).text
    assert 'class="marks vega"' in drawing
    assert set(re.findall(r'href="/claims/(c[0-9a-f]+)"', drawing[: drawing.index("</svg>")])) == claims
    assert ElementTree.fromstring(browser.get(f"/compare.svg{address}").text).tag.endswith("svg")
    assert browser.get(f"/compare.png{address}").content.startswith(b"\x89PNG")
    assert json.loads(browser.get(f"/compare.vl{address}").text)["datasets"]["claims"]
    assert browser.get(f"/compare.csv{address}").text.count("\n") == len(claims) + 1


def test_a_toggle_is_a_link_that_keeps_the_rest_of_the_question(browser: TestClient) -> None:
    page = browser.get("/compare?measure=losses&side=RU&object=tank").text
    link = unescape(re.search(r'href="([^"]*estimate=1[^"]*)"', page)[1])  # type: ignore[index]
    assert {"measure=losses", "side=RU", "object=tank"} <= set(link.partition("?")[2].split("&"))
    assert browser.get("/compare").status_code == 200  # what is told most, where nothing is asked
    assert browser.get("/compare?measure=joy").status_code == 400


@pytest.mark.parametrize(("convention", "best"), [("acled", 11), ("ucdp", 11)])
def test_reports_of_one_event_are_one_incident_with_a_range(browser: TestClient, convention: str, best: int) -> None:
    (one,) = data(browser, f"/incidents.json?convention={convention}")["incidents"]
    assert (one["place"], one["start"], len(one["documents"])) == ("Kherson", "2024-05-02", 2)
    killed = one["ranges"]["killed"]
    assert (killed["low"], killed["best"], killed["high"]) == (11, best, 13)
    assert 46 < one["latitude"] < 47
    assert browser.get("/incidents?convention=wish").status_code == 400


def test_the_map_shows_where_it_was_and_leads_to_the_incident(browser: TestClient) -> None:
    page = browser.get("/incidents").text
    assert 'href="#place-Kherson"' in page
    assert 'id="place-Kherson"' in page
    assert ElementTree.fromstring(browser.get("/incidents.svg").text).tag.endswith("svg")
    assert "unit" not in drawn([], "nothing")


def test_the_map_has_every_continent_and_cuts_away_what_is_far() -> None:
    names = {name for name, _ in outlines()}
    assert {"Ukraine", "Sudan", "Israel", "Colombia", "Myanmar", "Australia"} <= names
    assert place_of("kherson") is not None
    assert place_of("Nowhere at all") is None
    picture = drawn([Point(32.6, 46.6, 5, "Kherson", "#x")], "one")
    assert "Ukraine" in picture
    assert "Australia" not in picture


def test_a_source_is_shown_beside_the_record_and_graded_by_people(tmp_path: Path) -> None:
    with filled(tmp_path) as book, browsing(book, tmp_path) as client:
        listed = {row["id"]: row for row in data(client, "/sources.json")["sources"]}
        assert listed["ua-general-staff"]["claims"] > 0
        assert listed["oryx"]["series"] == 2
        told = data(client, "/sources/ua-general-staff.json")
        assert told["claims"] == listed["ua-general-staff"]["claims"]
        assert told["ratios"]
        sent = client.post("/sources/grade", data={"source": "ua-general-staff", "grade": "b", "note": "daily"})
        assert sent.status_code == 303
        assert [g["grade"] for g in data(client, sent.headers["location"].replace("?", ".json?"))["grades"]] == ["B"]
        assert {r["id"]: r["grade"] for r in data(client, "/sources.json")["sources"]}["ua-general-staff"] == "B"
        assert client.post("/sources/grade", data={"source": "oryx", "grade": "7"}).status_code == 400
        assert client.get("/sources/nobody-known").status_code == 404


def test_a_source_with_any_name_has_a_page(browser: TestClient) -> None:
    for row in data(browser, "/sources.json")["sources"]:
        assert browser.get("/source", params={"name": row["id"]}).status_code == 200, row


def test_a_queue_goes_on_claim_by_claim_skips_and_goes_back(tmp_path: Path) -> None:
    with filled(tmp_path) as book, browsing(book, tmp_path) as client:
        first = data(client, "/review.json")
        assert first["reasons"][0]["reason"] == "a finding: error"
        claim = first["claim"]["id"]
        sent = client.post("/review", data={"claim": claim, "verdict": "accept", "note": "checked"})
        assert sent.headers["location"] == "/review?done=accept"
        second = data(client, "/review.json")
        assert (second["waiting"], second["judged"]) == (first["waiting"] - 1, 1)
        assert second["claim"]["id"] != claim
        sent = client.post("/review", data={"claim": second["claim"]["id"], "verdict": "skip"})
        assert data(client, sent.headers["location"].replace("?", ".json?"))["claim"]["id"] != second["claim"]["id"]
        sent = client.post("/review", data={"claim": second["claim"]["id"], "verdict": "undo"})
        back = data(client, sent.headers["location"].replace("?", ".json?"))
        assert back["claim"]["id"] == claim
        sent = client.post("/review", data={"claim": claim, "verdict": "correct", "fields": "best=many"})
        assert sent.status_code == 400
        sent = client.post("/review", data={"claim": claim, "verdict": "correct", "fields": "side=UA"})
        assert sent.status_code == 303
        assert data(client, f"/claims/{claim}.json")["verdict"] == "correct"


def test_two_coders_are_settled_side_by_side_and_their_agreement_is_measured(tmp_path: Path) -> None:
    pytest.importorskip("numpy", reason="agreement needs NumPy")
    with filled(tmp_path) as book, browsing(book, tmp_path) as client:
        kepts = list(book.claims(measure="killed"))[:4]
        for kept in kepts:
            book.judge(kept.claim.id, "accept", by="Ada")
            book.judge(kept.claim.id, "accept", by="Ben")
        book.judge(kepts[0].claim.id, "correct", by="Ben", fields={"side": "SD"})
        found = data(client, "/review.json?adjudicate=Ada,Ben")
        assert found["waiting"] == 1
        assert found["claim"]["id"] == kepts[0].claim.id
        page = client.get("/review?adjudicate=Ada,Ben").text
        assert '<td dir="auto" class="differs"><span class="soft"><bdi>Ben</bdi></span> SD</td>' in page
        fields = {row["field"]: row for row in data(client, "/review/agreement.json")["fields"]}
        assert fields["claim"]["claims"] == 4
        assert fields["side"]["same"] == 0.75


def test_a_blind_coder_sees_nothing_of_others(tmp_path: Path) -> None:
    with filled(tmp_path) as book, browsing(book, tmp_path) as client:
        for kept in book.claims():
            book.judge(kept.claim.id, "reject", by="Zed", note="wrong in my eyes")
        page = client.get("/review?blind=1").text
        assert "Zed" not in page
        assert "wrong in my eyes" not in page
        assert data(client, "/review.json?blind=1")["coders"] == []


def test_files_are_added_by_a_job_whose_page_survives_a_reload(tmp_path: Path) -> None:
    with Ledger(tmp_path / "new.db") as book, browsing(book, tmp_path) as client:
        texts = [("files", (f"{name}.txt", words, "text/plain")) for name, words in REPORTS.items()]
        sent = client.post("/add", files=[*texts, ("files", ("empty.txt", "", "text/plain"))])
        assert sent.status_code == 303
        where = sent.headers["location"]
        while not data(client, f"{where}.json")["ended"]:
            assert client.get(where).status_code == 200
        told = data(client, f"{where}.json")
        assert (told["new"], told["fault"]) == (5, "")
        assert [row["file"] for row in told["failed"]] == ["empty.txt"]
        assert {document.path for document, _ in book.documents()} == {"empty.txt", *(f"{n}.txt" for n in REPORTS)}
        assert 'http-equiv="refresh"' not in client.get(where).text
        assert client.post("/add").status_code == 400
        assert client.get("/jobs/none").status_code == 404


CALL = """WEBVTT

NOTE publisher: The Archive
NOTE selection: every tenth call of the day

1
00:00:01.000 --> 00:00:04.000
<v First>How many of you are left there?

2
00:00:04.500 --> 00:00:09.000
<v Second>Of my company 30 soldiers were killed yesterday, I counted them.
"""


def test_a_call_is_listed_with_its_provenance_and_shown_turn_by_turn(tmp_path: Path) -> None:
    file = tmp_path / "call.vtt"
    file.write_text(CALL, encoding="utf-8")
    with Ledger(tmp_path / "calls.db") as book, browsing(book, tmp_path) as client:
        assert "There are no transcripts" in client.get("/calls").text
        add(book, [str(file)], by="tests", workers=1)
        (row,) = data(client, "/calls.json")["calls"]
        assert (row["turns"], row["speakers"]) == (2, 2)
        told = data(client, f"/calls/{row['id']}.json")
        assert told["lines"][0]["start"] == 1.0
        assert "How many of you are left there?" in client.get(f"/calls/{row['id']}").text
        (document, _), *_ = book.documents()
        assert client.get(f"/calls/{document.id}x").status_code == 404


CHART: dict[str, Any] = {
    "data": {"values": [{"who": "the \x01 mayor\ufffe of \x1b Homs", "killed": 12}]},
    "mark": "point",
    "encoding": {"x": {"field": "killed", "type": "quantitative"}, "y": {"field": "who", "type": "nominal"}},
}


def test_a_chart_of_names_that_no_picture_can_hold_writes_them_out() -> None:
    drawn = drawn_apart(CHART, "svg")
    assert "the ⟨U+0001⟩ mayor⟨U+FFFE⟩ of ⟨U+001B⟩ Homs" in unescape(str(drawn))


def test_where_the_renderer_dies_a_sentence_says_so_and_the_next_chart_is_drawn() -> None:
    drawn_apart(CHART, "svg")
    renderer = drawn_apart.__globals__["_drawing"]
    for process in list(renderer._processes.values()):
        process.kill()
        process.join()
    with pytest.raises(CounterclaimError, match="cannot be drawn"):
        drawn_apart(CHART, "svg")
    assert "<svg" in str(drawn_apart(CHART, "svg"))
