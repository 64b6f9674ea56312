"""What the public sees: claims that a person accepted or corrected, and nothing else, on any page or in any export."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")

from starlette.testclient import TestClient
from tests import served

from counterclaim.ledger import Ledger
from counterclaim.ledger.verify import verify
from counterclaim.web.app import ROUTES, create_app
from counterclaim.web.checks import Checks
from counterclaim.web.edition import Editions, published
from counterclaim.web.guard import Gate
from counterclaim.web.limits import Buckets, Limit
from counterclaim.web.site import Settings, Site


@dataclass
class Served:
    """A ledger, its public edition, and a browser on that."""

    source: Ledger
    edition: Ledger
    browser: TestClient
    accepted: str
    corrected: str
    rejected: str
    unsure: str


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("public")
    source = served.filled(folder)
    accepted, corrected, rejected, unsure, undone, *_ = [kept.claim.id for kept in source.claims()]
    source.judge(accepted, "accept", by="Olena Secret", note="a note for coders alone")
    source.judge(corrected, "correct", by="Olena Secret", fields={"side": "UA"})
    source.judge(rejected, "reject", by="Olena Secret")
    source.judge(unsure, "unsure", by="Olena Secret")
    taken_back = source.judge(undone, "accept", by="Olena Secret")
    source.judge(undone, "undo", by="Olena Secret", supersedes=taken_back.id)
    edition = published(source, folder / "published.db")
    site = Site(edition, Checks(folder / "checks"), Settings(public=True), Gate(public=True))
    with TestClient(create_app(site), base_url=served.BASE, follow_redirects=False) as browser:
        yield Served(source, edition, browser, accepted, corrected, rejected, unsure)
    edition.close()
    source.close()


def test_the_public_gets_what_a_person_accepted_or_corrected_and_nothing_else(public: Served) -> None:
    shown = {claim["id"]: claim["verdict"] for claim in public.browser.get("/claims.json?size=500").json()["claims"]}
    assert shown == {public.accepted: "accept", public.corrected: "correct"}
    for claim in (public.rejected, public.unsure):
        assert public.browser.get(f"/claims/{claim}").status_code == 404
    assert len(list(public.source.claims())) > 20


def test_no_export_of_the_public_pages_has_more(public: Served) -> None:
    for suffix in ("csv", "jsonl"):
        told = public.browser.get(f"/claims.{suffix}").text
        assert public.accepted in told
        assert not [claim for claim in (public.rejected, public.unsure) if claim in told], suffix
    hidden = [
        kept.claim.id for kept in public.source.claims() if kept.claim.id not in (public.accepted, public.corrected)
    ]
    for document in {kept.document.id for kept in public.edition.claims()}:
        for suffix in ("", ".json", ".csv"):
            told = public.browser.get(f"/documents/{document}{suffix}").text
            assert told
            assert not [claim for claim in hidden if claim in told], suffix


def test_the_public_is_not_told_who_judged_what_they_noted_or_where_files_lie(public: Served) -> None:
    paths = [route.path for route in ROUTES if route.published and "{" not in route.path and "GET" in route.methods]
    paths += [f"/claims/{public.accepted}", f"/claims/{public.corrected}.json"]
    paths += [f"/documents/{kept.document.id}" for kept in public.edition.claims()]
    private = ("Olena Secret", "a note for coders alone", str(Path(public.source.name).parent))
    for path in paths:
        got = public.browser.get(path)
        assert got.status_code in (200, 303, 400, 404), path
        assert not [words for words in private if words in got.text], path


def test_a_correction_is_published_with_the_claim(public: Served) -> None:
    [kept] = public.edition.claims_named([public.corrected])
    assert kept.verdict is not None
    assert (kept.verdict.verdict, kept.verdict.fields, kept.verdict.by) == ("correct", {"side": "UA"}, "the editors")


def test_a_public_edition_is_a_ledger_like_any_other(public: Served) -> None:
    found = verify(public.edition)
    assert found.whole
    assert list(public.edition.custody()) == []
    assert all(reading.refusals == () for reading in public.edition.readings().values())


def test_public_pages_may_be_kept_and_offer_nothing_that_cannot_be_done(public: Served) -> None:
    front = public.browser.get("/")
    assert (front.status_code, front.headers["location"]) == (303, "/claims")
    page = public.browser.get("/claims")
    assert page.headers["cache-control"] == "public, max-age=300"
    menu = set(re.findall(r'<a href="(/\w*)"', page.text.partition("<nav")[2].partition("</nav>")[0]))
    assert menu
    for path in menu:
        assert public.browser.get(path).status_code == 200, path
    assert public.browser.get("/review").status_code == 403
    assert public.browser.post("/", data={"text": "x"}, headers=served.OURS).status_code == 403
    assert json.loads(public.browser.get("/api/me").text)["means"] == "public"


def test_what_was_accepted_since_the_start_is_published_and_what_was_taken_back_goes(tmp_path: Path) -> None:
    source = served.filled(tmp_path)
    first, second, *_ = [kept.claim.id for kept in source.claims()]
    given = source.judge(first, "accept", by="Olena Secret")
    editions = Editions(source, tmp_path)
    gate = Gate(public=True, buckets=Buckets(Limit(1e6, 1e6)))  # it is asked until it shows what it should
    site = Site(editions.current(), Checks(tmp_path / "checks"), Settings(public=True), gate, editions=editions)

    def shown_when(wanted: set[str]) -> bool:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            told = {claim["id"] for claim in browser.get("/claims.json").json()["claims"]}
            if told == wanted:
                return True
        return False

    with TestClient(create_app(site), base_url=served.BASE, follow_redirects=False) as browser:
        assert shown_when({first})
        source.judge(second, "accept", by="Olena Secret")
        assert shown_when({first, second})
        source.judge(first, "undo", by="Olena Secret", supersedes=given.id)
        assert shown_when({second})
        assert browser.get(f"/claims/{first}").status_code == 404
    editions.close()
