"""The API: what it takes and gives, and that thousands of requests get the answers its own description promises."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from typing import Any

import httpx
import pytest
import requests

pytest.importorskip("starlette", reason="the pages need the extra web")
pytest.importorskip("schemathesis", reason="schemathesis is not installed")

import schemathesis
import schemathesis.core.failures
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient
from tests import served
from tests.oidc_provider import served as serving

from counterclaim.web.app import ROUTES, create_app
from counterclaim.web.checks import Checks
from counterclaim.web.site import Site

WHOLE = "whole" in os.environ.get("COUNTERCLAIM_TEST_SIZES", "")
BYTES = {"content-type": "application/octet-stream"}
CASES = 9_000 if WHOLE else 200  # asked for in all; of some addresses there is less to ask


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("served")
    book = served.filled(folder)
    with served.browsing(book, folder) as client:
        yield client
    book.close()


@pytest.fixture(scope="module")
def description(browser: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = browser.get("/openapi.json").json()
    return found


# ------------------------------------------------------------------------------------------------ what it does


def test_a_text_is_checked_and_nothing_is_kept(browser: TestClient) -> None:
    before = browser.get("/api/head").json()
    got = browser.post(
        "/api/check", json={"text": "The army lost 120 soldiers near Vovchansk.", "published": "2024-05-14"}
    )
    [document] = got.json()["documents"]
    assert [claim["quantity"]["best"] for claim in document["claims"]] == [120]
    assert document["published"] == "2024-05-14"
    assert browser.get("/api/head").json() == before


def test_a_text_and_a_file_are_added_once(browser: TestClient) -> None:
    sent = {"text": "The mayor said that 31 civilians were killed in Marivka.", "name": "note.txt"}
    first, again = (browser.post("/api/documents", json=sent) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert (first.json()["new"], first.json()["claims"]) == (1, 1)
    assert (again.json()["new"], again.json()["seen"]) == (0, 1)
    assert browser.get(f"/documents/{first.json()['document']}.json").status_code == 200
    page = b"<html><head><title>Toll</title></head><body><p>" + b"At least 40 people were killed in Homs. " * 3
    told = {"name": "story.html", "published": "2024-05-14", "url": "https://news.example/story"}
    added = browser.post("/api/files", params=told, content=page, headers=BYTES).json()
    kept = browser.get(f"/documents/{added['document']}.json").json()
    assert "Toll" in json.dumps(kept)


def test_what_cannot_be_read_is_said_and_the_rest_is_kept(browser: TestClient) -> None:
    got = browser.post(
        "/api/files",
        params={"name": "a.pdf"},
        content=b"%PDF-1.7 broken",
        headers={"content-type": "application/octet-stream"},
    )
    assert got.status_code == 201
    [failed] = got.json()["failed"]
    assert failed["place"] == "a.pdf"
    assert "PDF" in failed["reason"]


def first_claim(browser: TestClient) -> str:
    return str(browser.get("/claims.json", params={"sort": "-added"}).json()["claims"][0]["id"])


def test_a_claim_is_judged_corrected_and_the_verdict_taken_back(browser: TestClient) -> None:
    claim = first_claim(browser)
    accepted = browser.post(f"/api/claims/{claim}/judgements", json={"verdict": "accept", "note": "as printed"}).json()
    corrected = browser.post(
        f"/api/claims/{claim}/judgements", json={"verdict": "correct", "fields": {"side": "UA"}}
    ).json()
    assert corrected["supersedes"] == accepted["id"]
    undone = browser.post(f"/api/judgements/{corrected['id']}/undo")
    assert undone.status_code == 201
    assert undone.json()["supersedes"] == corrected["id"]
    assert browser.post(f"/api/judgements/{corrected['id']}/undo").status_code == 400
    given = browser.get(f"/claims/{claim}.json").json()
    assert accepted["id"] in json.dumps(given)


def test_claims_and_sources_are_graded(browser: TestClient) -> None:
    graded = browser.post(f"/api/claims/{first_claim(browser)}/grades", json={"grade": "2"})
    assert (graded.status_code, graded.json()["grade"]) == (201, "2")
    assert browser.post("/api/sources/ru-mod/grades", json={"grade": "D", "note": "own losses"}).status_code == 201


WRONG: list[tuple[str, Any, int, str]] = [
    ("/api/check", {}, 400, "needs “text”"),
    ("/api/check", {"text": 7}, 400, "text must be a text"),
    ("/api/check", {"text": ""}, 400, "at least 1 letters"),
    ("/api/check", {"text": "x", "when": "now"}, 400, "“when”, which is not known"),
    ("/api/check", {"text": "x", "published": "May"}, 400, "published must be a day"),
    ("/api/check", {"text": "x", "convention": "mine"}, 400, "one of ours, acled"),
    ("/api/check", [1], 400, "must be an object"),
    ("/api/claims/c0/judgements", {"verdict": "accept"}, 404, "no claim c0"),
    ("/api/judgements/j0/undo", {}, 404, "no judgement j0"),
]


@pytest.mark.parametrize(("path", "body", "status", "words"), WRONG)
def test_what_is_wrong_with_a_request_is_said_in_one_sentence(
    path: str, body: Any, status: int, words: str, browser: TestClient
) -> None:
    got = browser.post(path, json=body)
    assert got.status_code == status
    assert got.json()["status"] == status
    assert words in got.json()["error"]


def test_a_correction_that_no_claim_can_have_is_refused(browser: TestClient) -> None:
    path = f"/api/claims/{first_claim(browser)}/judgements"
    for fields in ({"object": "dragons"}, {"low": -1}, {"low": "many"}, {"shoe": 1}, {"start": "May"}, {"side": 7}):
        got = browser.post(path, json={"verdict": "correct", "fields": fields})
        assert got.status_code == 400, fields
    assert browser.post(path, json={"verdict": "correct"}).status_code == 400
    assert browser.post(path, json={"verdict": "accept", "fields": {"side": "UA"}}).status_code == 400


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"text": "\\ud800"}', b"[" * 100_000])
def test_a_body_that_is_no_json_is_refused(content: bytes, browser: TestClient) -> None:
    got = browser.post("/api/check", content=content, headers={"content-type": "application/json"})
    assert got.status_code == 400
    assert "JSON" in got.json()["error"]
    assert browser.post("/api/check", content=b"text=x").status_code == 415


# ------------------------------------------------------------------------------------------------ its description


def test_the_description_has_every_route_for_programs_and_every_page_s_data(description: dict[str, Any]) -> None:
    expected = {route.path for route in ROUTES if route.is_api}
    expected |= {f"{route.path}.{suffix}" for route in ROUTES if route.methods == ("GET",) for suffix in route.suffixes}
    assert set(description["paths"]) == expected
    names = [method["operationId"] for path in description["paths"].values() for method in path.values()]
    assert len(names) == len(set(names))
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_route_for_programs_says_what_it_gives() -> None:
    for route in ROUTES:
        if route.is_api:
            assert route.gives is not None, route.name
            assert route.takes is not None or route.methods == ("GET",) or route.name == "api.undo", route.name


MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
# A page's data is lenient where an API is strict: a page number that is none is the first page. And no login is asked
# of who is alone on this computer.
LENIENT = {"negative_data_rejection", "missing_required_header", "ignored_auth"}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server on loopback."""
    folder = tmp_path_factory.mktemp("asked")
    book = served.filled(folder)
    with serving(create_app(Site(book, Checks(folder / "checks")))) as address:
        yield address
    book.close()


class Asker:
    """Asks a server what the description allows, and what it does not, and holds the answers against it."""

    def __init__(self, address: str) -> None:
        self.claims = [claim["id"] for claim in httpx.get(f"{address}/claims.json").json()["claims"]]
        described = schemathesis.openapi.from_url(f"{address}/openapi.json")
        self.operations = [one.ok() for one in described.get_all_operations()]
        self.seen: Counter[int] = Counter()
        self.broken: dict[str, str] = {}  # what was promised and not kept, once each
        self.session = requests.Session()

    def ask(self, operation: Any, mode: schemathesis.GenerationMode, cases: int) -> None:
        left_out = {"ignored_auth"} if operation.path.startswith("/api/") else set(LENIENT)
        if operation.path.endswith("/judgements"):  # what a correction may hold depends on the field
            left_out.add("positive_data_acceptance")
        checks = [check for check in schemathesis.checks.CHECKS.get_all() if check.__name__ not in left_out]
        valid = mode is schemathesis.GenerationMode.POSITIVE

        @settings(
            max_examples=cases, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode), number=st.integers(0, 10_000))
        def one(case: Any, number: int) -> None:
            if valid and number % 2 and "claim" in (case.path_parameters or {}):
                case.path_parameters["claim"] = self.claims[number % len(self.claims)]  # one that is there
            answer = case.call(session=self.session, timeout=300)  # a file is read in a process of its own
            self.seen[answer.status_code] += 1
            try:
                case.validate_response(answer, checks=checks)
            except schemathesis.core.failures.FailureGroup as broken:
                for each in broken.exceptions:
                    self.broken.setdefault(
                        f"{operation.label}: {each.title}", f"{each.message} {case.as_curl_command()}"
                    )

        with suppress(Unsatisfiable):  # of an address without parameters nothing is wrong that could be asked
            one()


def test_thousands_of_requests_made_from_the_description_get_the_answers_it_promises(asked: str) -> None:
    asker = Asker(asked)
    each = max(CASES // (len(asker.operations) * len(MODES)), 2)
    with asker.session:
        for operation, mode in product(asker.operations, MODES):
            asker.ask(operation, mode, each)
    print("answers by status:", sorted(asker.seen.items()))
    assert asker.broken == {}
    assert not [status for status in asker.seen if status >= 500]
    assert sum(asker.seen.values()) >= (5_000 if WHOLE else CASES / 2)
