"""What every request must pass, and what every answer carries; of the real app, and of a bare one behind the guard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from counterclaim.model import CounterclaimError
from counterclaim.web import guard
from counterclaim.web.accounts import Accounts
from counterclaim.web.app import create_app
from counterclaim.web.binding import gate_for
from counterclaim.web.checks import Checks
from counterclaim.web.guard import HEADERS, PERSON, Gate, Guard, alone_here
from counterclaim.web.limits import Buckets, Limit, client_of
from counterclaim.web.roles import Person
from counterclaim.web.site import Site

HERE = "http://127.0.0.1:8765"
PASSWORD = "four dull grey herons"


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Accounts]:
    held = Accounts(str(tmp_path_factory.mktemp("accounts") / "war.db.accounts"))
    held.add("Olena", "admin", PASSWORD)
    yield held
    held.close()


def bare(gate: Gate) -> TestClient:
    """A small app behind the guard: it says who asks, and how long the body was."""

    async def told(request: Request) -> Response:
        body = await request.body()
        return PlainTextResponse(f"{request.scope[PERSON].name or 'nobody'} {len(body)}")

    async def streamed(_: Request) -> Response:
        return StreamingResponse(iter(["one ", "two"]))

    async def broken(_: Request) -> Response:
        raise RuntimeError("a fault")

    routes = [
        Route("/", told, methods=["GET", "POST"]),
        Route("/streamed", streamed),
        Route("/broken", broken),
    ]
    return TestClient(Guard(Starlette(routes=routes), gate), base_url=HERE, raise_server_exceptions=False)


# --------------------------------------------------------------------------------------------------- the way in


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:9", "localhost:8765", "[::1]:8765", "LOCALHOST"])
def test_this_computer_is_known_by_its_own_names(host: str) -> None:
    assert bare(alone_here()).get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:8765", "localhost.evil.example", "", "10.0.0.1"]
)
def test_a_foreign_name_that_points_here_gets_nothing(host: str) -> None:
    got = bare(alone_here()).get("/", headers={"host": host})
    assert got.status_code == 421
    assert "does not go by that name" in got.text


FOREIGN: list[dict[str, str]] = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:9999"},
    {"origin": "http://127.0.0.1:8765.evil.example"},
    {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
    {"origin": HERE, "sec-fetch-site": "cross-site"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_change_that_another_site_asks_for_is_refused(headers: dict[str, str]) -> None:
    browser = bare(alone_here())
    assert browser.post("/", headers=headers).status_code == 403
    assert browser.get("/", headers=headers).status_code == 200  # a link from elsewhere may lead here


@pytest.mark.parametrize("headers", [{"origin": HERE}, {"sec-fetch-site": "same-origin"}, {}])
def test_a_change_from_our_own_page_or_from_a_program_of_this_computer_is_taken(headers: dict[str, str]) -> None:
    assert bare(alone_here()).post("/", headers=headers).status_code == 200


def test_a_session_alone_does_not_change_anything_without_the_word_of_the_browser(accounts: Accounts) -> None:
    gate = Gate(accounts=accounts)
    cookie = {"cookie": f"{gate.cookie}={accounts.begin_session(accounts.find('Olena'))}"}
    browser = bare(gate)
    assert browser.get("/", headers=cookie).text == "Olena 0"
    assert browser.post("/", headers=cookie).status_code == 403
    assert browser.post("/", headers=cookie | {"origin": HERE}).text == "Olena 0"


def test_a_token_needs_no_browser_and_an_unknown_one_is_nobody_s(accounts: Accounts) -> None:
    secret = accounts.make_token(accounts.find("Olena"), "nightly", frozenset({"read"}))
    browser = bare(Gate(accounts=accounts))
    assert browser.post("/", headers={"authorization": f"Bearer {secret}"}).text == "Olena 0"
    for given in (f"Bearer {secret}x", f"Basic {secret}", "Bearer ", "Bearer"):
        got = browser.get("/", headers={"authorization": given})
        assert (got.status_code, got.headers["www-authenticate"]) == (401, "Bearer"), given
    assert browser.get("/").text == "nobody 0"


def test_a_body_over_the_cap_is_refused_whether_it_says_so_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY", 1_000)
    browser = bare(alone_here())
    assert browser.post("/", content=b"x" * 1_000).status_code == 200
    assert browser.post("/", content=b"x" * 1_001).status_code == 413
    assert browser.post("/", content=(b"x" * 600 for _ in range(2))).status_code == 413


def test_somebody_who_is_not_signed_in_may_send_a_password_and_no_more(accounts: Accounts) -> None:
    browser = bare(Gate(accounts=accounts))
    assert browser.post("/", content=b"x" * 1_000, headers={"origin": HERE}).status_code == 200
    assert browser.post("/", content=b"x" * 100_000, headers={"origin": HERE}).status_code == 413


def test_an_address_without_end_and_many_ranges_are_refused() -> None:
    browser = bare(alone_here())
    assert browser.get("/", params={"q": "x" * 9_000}).status_code == 414
    assert browser.get("/", headers={"range": "bytes=0-1,3-4"}).status_code == 416
    assert browser.get("/", headers={"range": "bytes=0-1"}).status_code == 200


def test_nothing_can_be_changed_where_pages_are_for_the_public() -> None:
    browser = bare(Gate(public=True))
    assert browser.get("/").text == "nobody 0"
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert browser.request(method, "/", headers={"origin": HERE}).status_code == 403


def test_who_asks_too_often_is_told_when_to_come_back(accounts: Accounts) -> None:
    now = [0.0]
    gate = Gate(accounts=accounts, buckets=Buckets(Limit(0.5, 3), clock=lambda: now[0]))
    browser = bare(gate)
    assert [browser.get("/").status_code for _ in range(4)] == [200, 200, 200, 429]
    got = browser.get("/")
    assert (got.status_code, got.headers["retry-after"]) == (429, "2")
    secret = accounts.make_token(accounts.find("Olena"), "nightly", frozenset({"read"}))
    assert browser.get("/", headers={"authorization": f"Bearer {secret}"}).status_code == 200  # another client
    now[0] = 2.0
    assert browser.get("/").status_code == 200


def test_guessing_tokens_empties_the_bucket_of_the_address(accounts: Accounts) -> None:
    browser = bare(Gate(accounts=accounts, buckets=Buckets(Limit(0.1, 10), clock=lambda: 0.0)))
    tries = [browser.get("/", headers={"authorization": f"Bearer x{n}"}).status_code for n in range(4)]
    assert tries == [401, 401, 429, 429]


def test_one_household_has_one_bucket_and_buckets_do_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert client_of("2001:db8:1:2:3:4:5:6") == client_of("2001:db8:1:2::9") != client_of("2001:db8:1:3::9")
    assert client_of("::ffff:192.0.2.7") == client_of("192.0.2.7") != client_of("192.0.2.8")
    assert client_of("testclient") == "testclient"
    monkeypatch.setattr("counterclaim.web.limits.CLIENTS", 10)
    buckets = Buckets(Limit(1, 1), clock=lambda: 0.0)
    for number in range(100):
        assert buckets.take(str(number)) == 0
    assert len(buckets._held) == 10


# -------------------------------------------------------------------------------------------------- the way out


@pytest.mark.parametrize(
    "path", ["/", "/about", "/nowhere", "/nowhere.json", "/static/site.css", "/rules.csv", "/?q=%00"]
)
def test_every_answer_of_the_app_carries_the_headers(path: str, tmp_path: Path) -> None:
    with TestClient(create_app(Site(None, Checks(tmp_path))), base_url=HERE) as browser:
        got = browser.get(path)
        for name, value in HEADERS.items():
            assert got.headers[name] == value, name
    assert "unsafe" not in HEADERS["content-security-policy"]


def test_refusals_and_faults_carry_the_headers_too() -> None:
    browser = bare(alone_here())
    for got in (browser.get("/", headers={"host": "evil.example"}), browser.get("/broken"), browser.get("/streamed")):
        assert set(HEADERS) <= set(got.headers)
    assert browser.get("/broken").status_code == 500


def test_a_page_that_is_still_the_same_is_not_sent_again() -> None:
    browser = bare(alone_here())
    first = browser.get("/")
    tag = first.headers["etag"]
    for wanted in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = browser.get("/", headers={"if-none-match": wanted})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert set(HEADERS) <= set(again.headers)
    assert browser.get("/", headers={"if-none-match": '"other"'}).status_code == 200
    assert "etag" not in browser.get("/streamed").headers


def test_pages_are_kept_by_nobody_else_unless_they_are_public() -> None:
    assert bare(alone_here()).get("/").headers["cache-control"] == "private, no-cache"
    assert bare(Gate(public=True)).get("/").headers["cache-control"] == "public, max-age=300"
    assert bare(alone_here()).get("/nowhere").headers["cache-control"] == "no-store"


def test_https_is_kept_to_and_the_session_is_bound_to_the_host() -> None:
    gate = Gate(url="https://claims.example.org", hosts=frozenset({"claims.example.org"}))
    got = bare(gate).get("/", headers={"host": "claims.example.org"})
    assert got.headers["strict-transport-security"] == "max-age=31536000"
    assert gate.cookie.startswith("__Host-")


# --------------------------------------------------------------------------------------------- where it listens


def refusal(*given: Any, **options: Any) -> str:
    with pytest.raises(CounterclaimError) as refused:
        gate_for(*given, **options)
    return str(refused.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_alone_on_this_computer_nobody_needs_an_account(host: str) -> None:
    gate = gate_for(host)
    assert gate.alone is not None
    assert gate.alone.role == "admin"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("192.0.2.7", None),
        ("0.0.0.0", "https://claims.example.org"),
        ("::", "https://claims.example.org"),
        ("2001:db8::7", None),
        ("claims.example.org", None),
        ("127.0.0.1", "https://claims.example.org"),
    ],
)
def test_any_other_address_takes_accounts_and_says_how_to_make_one(host: str, url: str | None, tmp_path: Path) -> None:
    ledger = str(tmp_path / "war.db")
    how = f"counterclaim accounts add NAME --role admin --ledger {ledger}"
    assert how in refusal(host, url=url, ledger=ledger)
    assert "name the ledger" in refusal(host, url=url)
    held = Accounts(f"{ledger}.accounts")
    assert how in refusal(host, url=url, ledger=ledger)  # there, and nobody in it
    held.add("Olena", "admin", PASSWORD)
    gate = gate_for(host, url=url, ledger=ledger)
    assert gate.alone is None
    assert gate.accounts is not None
    gate.accounts.close()
    held.close()


def test_every_address_at_once_needs_the_name_by_which_people_come() -> None:
    assert "--url" in refusal("0.0.0.0")
    for url in ("claims.example.org", "ftp://claims.example.org", "https://claims.example.org/below", "https://"):
        assert "write it as https://claims.example.org" in refusal("127.0.0.1", url=url)


def test_a_proxied_address_is_known_by_its_own_name_and_this_computer_s(tmp_path: Path) -> None:
    held = Accounts(str(tmp_path / "a"))
    held.add("Olena", "admin", PASSWORD)
    gate = gate_for("127.0.0.1", url="https://Claims.example.org/", accounts=str(tmp_path / "a"))
    assert gate.hosts == {"claims.example.org", "127.0.0.1", "localhost", "::1"}
    assert gate.url == "https://claims.example.org"
    assert gate.accounts is not None
    gate.accounts.close()
    held.close()


def test_a_person_of_a_token_may_what_both_the_role_and_the_scopes_allow() -> None:
    token = Person("Olena", "admin", "token", frozenset({"read", "add"}))
    assert [token.may(role) for role in ("anyone", "reader", "coder", "editor", "admin")] == [
        True, True, False, True, False,
    ]  # fmt: skip
    assert not Person("Ben", "reader", "token", frozenset({"add"})).may("editor")
