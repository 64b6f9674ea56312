"""The client, on a real server on loopback: with a token where accounts are needed, without one where not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")

from tests import served
from tests.oidc_provider import served as serving

from counterclaim.client import Client, ClientError
from counterclaim.web.accounts import Accounts
from counterclaim.web.app import create_app
from counterclaim.web.checks import Checks
from counterclaim.web.guard import Gate
from counterclaim.web.limits import Buckets, Limit
from counterclaim.web.site import Settings, Site


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("client")


@pytest.fixture(scope="module")
def accounts(place: Path) -> Iterator[Accounts]:
    held = Accounts(str(place / "accounts"))
    held.add("Edith", "editor", "four dull grey herons")
    yield held
    held.close()


@pytest.fixture(scope="module")
def address(place: Path, accounts: Accounts) -> Iterator[str]:
    book = served.filled(place)
    gate = Gate(accounts=accounts, buckets=Buckets(Limit(1e6, 1e6)))
    with serving(create_app(Site(book, Checks(place / "checks"), Settings(), gate))) as where:
        yield where
    book.close()


@pytest.fixture
def there(address: str, accounts: Accounts) -> Iterator[Client]:
    secret = accounts.make_token(accounts.find("Edith"), "tests", frozenset({"read", "judge", "add"}))
    with Client(address + "/", secret) as client:
        yield client


def test_the_client_is_who_its_token_says(there: Client) -> None:
    assert (there.me()["name"], there.me()["role"], there.me()["means"]) == ("Edith", "editor", "token")


def test_all_claims_come_page_after_page_and_filters_are_the_page_s(
    there: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterclaim.client._PAGE", 7)
    claims = list(there.claims())
    assert len(claims) > 20
    assert len({claim["id"] for claim in claims}) == len(claims)
    killed = list(there.claims(measure="killed", from_=date(2000, 1, 1)))
    assert killed
    assert {claim["measure"] for claim in killed} == {"killed"}
    assert killed[0]["id"] in str(there.claim(killed[0]["id"]))


def test_a_text_is_checked_and_figures_are_traced(there: Client) -> None:
    report = there.check("The army lost 120 soldiers near Vovchansk.", published=date(2024, 5, 14))
    assert report["claims"][0]["quantity"]["best"] == 120
    assert there.trace("4,320 soldiers and 51 tanks in three days", "2024-05")[0]["series"] == "ua-general-staff"


def test_a_file_is_added_judged_graded_and_the_verdict_taken_back(there: Client, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("The mayor said that 44 civilians were killed in Olenivka.", encoding="utf-8")
    before = there.head()["rows"]
    added = there.add(story, published=date(2024, 5, 14), url="https://news.example/story")
    assert (added["new"], added["claims"]) == (1, 1)
    assert there.head()["rows"] > before
    [claim] = there.claims(document=added["document"])
    assert claim["in"]["url"] == "https://news.example/story"
    verdict = there.judge(claim["id"], "correct", fields={"low": 40, "place": "Olenivka"}, note="as corrected later")
    assert (verdict["by"], verdict["fields"]) == ("Edith", {"low": 40, "place": "Olenivka"})
    assert there.undo(verdict["id"])["supersedes"] == verdict["id"]
    assert there.grade(claim["id"], "3")["by"] == there.grade("ru-mod", "C")["by"] == "Edith"
    assert there.add_text("At least 12 people were killed in Homs.", name="note.txt")["new"] == 1


def test_a_refusal_is_one_sentence_with_its_status(there: Client, address: str, tmp_path: Path) -> None:
    with pytest.raises(ClientError, match="404: there is no claim c0") as told:
        there.judge("c0", "accept")
    assert told.value.status == 404
    with pytest.raises(ClientError, match="cannot be read"):
        there.add(tmp_path / "nothing.txt")
    with Client(address) as stranger, pytest.raises(ClientError, match="401: sign in first"):
        stranger.head()
    with Client(address, "ccl_wrong") as stranger, pytest.raises(ClientError, match="401: that token is unknown"):
        stranger.head()
    with Client("http://127.0.0.1:9") as nobody, pytest.raises(ClientError, match="cannot be asked"):
        nobody.me()


def test_a_reading_token_cannot_judge(address: str, accounts: Accounts, there: Client) -> None:
    claim = next(there.claims())
    secret = accounts.make_token(accounts.find("Edith"), "reading", frozenset({"read"}))
    with Client(address, secret) as reader:
        assert reader.claim(claim["id"])
        with pytest.raises(ClientError, match="403: this takes a token"):
            reader.judge(claim["id"], "accept")
