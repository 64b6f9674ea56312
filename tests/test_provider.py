"""Signing in by a provider's word: a real OpenID provider on loopback, a browser's way there and back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")
pytest.importorskip("authlib", reason="a provider needs the extra web")

import httpx
from tests.oidc_provider import CLIENT, SECRET, OpenIdProvider, served

from counterclaim.model import CounterclaimError
from counterclaim.web.accounts import Accounts
from counterclaim.web.app import create_app
from counterclaim.web.binding import vouched_by
from counterclaim.web.checks import Checks
from counterclaim.web.guard import Gate, alone_here
from counterclaim.web.provider import Provider
from counterclaim.web.site import Settings, Site


@pytest.fixture(scope="module")
def there() -> Iterator[OpenIdProvider]:
    provider = OpenIdProvider()
    with served(provider.app()) as address:
        provider.issuer = address
        yield provider


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    held = Accounts(str(tmp_path / "a"))
    yield held
    held.close()


@pytest.fixture
def browser(there: OpenIdProvider, accounts: Accounts, tmp_path: Path) -> Iterator[httpx.Client]:
    there.stranger, there.twist, there.algorithm = False, (lambda claims: claims), "RS256"
    there.person = {"sub": "person-7", "preferred_username": "Mira"}
    provider = Provider(there.issuer, CLIENT, SECRET, "Our club")
    gate = Gate(accounts=accounts, provider=provider)
    with (
        served(create_app(Site(None, Checks(tmp_path), Settings(), gate))) as address,
        httpx.Client(base_url=address, follow_redirects=True, headers={"origin": address}) as client,
    ):
        yield client


def test_who_is_invited_comes_in_by_the_provider_and_is_known_the_next_time(
    browser: httpx.Client, accounts: Accounts
) -> None:
    page = browser.get(f"/join/{accounts.invite('coder', 'Ada')}").text
    link = page.partition('href="/login/provider?')[2].partition('"')[0]
    browser.get(f"/login/provider?{link}")
    [mira] = accounts.users()
    assert (mira.name, mira.role, mira.provider is not None) == ("Mira", "coder", True)
    assert "Mira" in browser.get("/account").text
    browser.post("/logout")
    assert "Our club" in browser.get("/account").text  # the form again
    came = browser.get("/login/provider", params={"onward": "/trace"})
    assert came.url.path == "/trace"
    assert accounts.users() == [mira]


def test_who_is_vouched_for_and_not_invited_stays_outside(browser: httpx.Client, accounts: Accounts) -> None:
    came = browser.get("/login/provider")
    assert came.status_code == 403
    assert "nobody here has invited you" in came.text
    assert accounts.users() == []


def test_a_name_that_is_taken_gets_a_number(browser: httpx.Client, accounts: Accounts) -> None:
    accounts.add("mira", "admin", "four dull grey herons")
    browser.get("/login/provider", params={"invitation": accounts.invite("reader", "mira")})
    assert [user.name for user in accounts.users()] == ["mira", "Mira 2"]


def test_an_account_that_was_ended_is_not_opened_again_by_the_provider(
    browser: httpx.Client, accounts: Accounts
) -> None:
    browser.get("/login/provider", params={"invitation": accounts.invite("reader", "Ada")})
    accounts.revoke("Mira")
    assert browser.get("/login/provider").status_code == 403


WRONG: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "another issuer": lambda claims: claims | {"iss": "https://evil.example"},
    "for somebody else": lambda claims: claims | {"aud": "another-client"},
    "too old": lambda claims: claims | {"exp": int(time.time()) - 3_600},
    "of another signing in": lambda claims: claims | {"nonce": "another"},
    "without a nonce": lambda claims: {name: value for name, value in claims.items() if name != "nonce"},
    "of nobody": lambda claims: {name: value for name, value in claims.items() if name != "sub"},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_word_that_is_not_good_lets_nobody_in(
    wrong: str, browser: httpx.Client, accounts: Accounts, there: OpenIdProvider
) -> None:
    there.twist = WRONG[wrong]
    came = browser.get("/login/provider", params={"invitation": accounts.invite("admin", "Ada")})
    assert came.status_code == 400
    assert "is not good" in came.text
    assert accounts.users() == []


@pytest.mark.parametrize("how", ["stranger", "shared secret"])
def test_a_word_signed_by_another_key_lets_nobody_in(
    how: str, browser: httpx.Client, accounts: Accounts, there: OpenIdProvider
) -> None:
    there.stranger, there.algorithm = how == "stranger", "HS256" if how == "shared secret" else "RS256"
    came = browser.get("/login/provider", params={"invitation": accounts.invite("admin", "Ada")})
    assert came.status_code == 400
    assert accounts.users() == []


def test_an_answer_that_belongs_to_another_browser_lets_nobody_in(browser: httpx.Client, accounts: Accounts) -> None:
    invitation = accounts.invite("admin", "Ada")
    browser.follow_redirects = False
    gone = browser.get("/login/provider", params={"invitation": invitation})
    sent_back = httpx.get(gone.headers["location"], follow_redirects=False).headers["location"]
    with httpx.Client() as another:
        assert another.get(sent_back, follow_redirects=False).status_code == 403
    twisted = sent_back.replace("state=", "state=x")
    assert browser.get(twisted).status_code == 400
    assert accounts.users() == []
    assert browser.get(sent_back).status_code == 403  # what it had to bring back was used up
    assert accounts.users() == []


def test_a_provider_that_cannot_be_reached_is_told_in_a_sentence(accounts: Accounts, tmp_path: Path) -> None:
    gate = Gate(accounts=accounts, provider=Provider("http://127.0.0.1:9", CLIENT, SECRET, "Our club"))
    with served(create_app(Site(None, Checks(tmp_path), Settings(), gate))) as address:
        came = httpx.get(f"{address}/login/provider", follow_redirects=False)
    assert came.status_code == 400
    assert "Our club cannot be asked" in came.text


def test_a_provider_is_named_with_its_secret_or_the_server_does_not_start(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COUNTERCLAIM_OIDC_SECRET", raising=False)
    gate = Gate(accounts=accounts)
    with pytest.raises(CounterclaimError, match="COUNTERCLAIM_OIDC_SECRET"):
        vouched_by(gate, "https://id.example.org", "counterclaim")
    monkeypatch.setenv("COUNTERCLAIM_OIDC_SECRET", SECRET)
    with pytest.raises(CounterclaimError, match="no issuer"):
        vouched_by(gate, "http://id.example.org", "counterclaim")
    with pytest.raises(CounterclaimError, match="--login"):
        vouched_by(alone_here(), "https://id.example.org", "counterclaim")
    made = vouched_by(gate, "https://id.example.org", "counterclaim")
    assert made.provider == Provider("https://id.example.org", "counterclaim", SECRET, "id.example.org")
