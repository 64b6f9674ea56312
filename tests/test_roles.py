"""Who may do what: every route of the app, in every role, and what happens at the door."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")

from starlette.testclient import TestClient

from counterclaim.ledger import Ledger
from counterclaim.web.accounts import Accounts
from counterclaim.web.app import ROUTES, Route, create_app
from counterclaim.web.checks import Checks
from counterclaim.web.guard import Gate
from counterclaim.web.limits import Buckets, Limit
from counterclaim.web.roles import GIVEN, ROLES, SCOPE_OF, SCOPES, Role, Scope
from counterclaim.web.site import Settings, Site

HERE = "http://127.0.0.1:8765"
OURS = {"origin": HERE, "sec-fetch-site": "same-origin"}
PASSWORD = "four dull grey herons"
PEOPLE: dict[Role, str] = {"reader": "Rada", "coder": "Cem", "editor": "Edith", "admin": "Ada"}
FREE = Buckets(Limit(1e9, 1e9))
VISITORS = ("anyone", *GIVEN, "public", *(f"token {scope} of {role}" for role in GIVEN for scope in SCOPES))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def accounts(folder: Path) -> Iterator[Accounts]:
    held = Accounts(str(folder / "war.db.accounts"))
    for role, name in PEOPLE.items():
        held.add(name, role, PASSWORD)
    yield held
    held.close()


@pytest.fixture(scope="module")
def site(folder: Path, accounts: Accounts) -> Iterator[Site]:
    ledger = Ledger(folder / "war.db")
    yield Site(ledger, Checks(folder / "checks"), Settings(), Gate(accounts=accounts, buckets=FREE, tries=FREE))
    ledger.close()


@pytest.fixture(scope="module")
def browsers(site: Site, accounts: Accounts) -> dict[str, TestClient]:
    """A browser or a program of every kind of visitor."""
    made: dict[str, TestClient] = {}
    app = create_app(site)
    public = create_app(replace(site, settings=replace(site.settings, public=True), gate=Gate(public=True)))
    for visitor in VISITORS:
        served = public if visitor == "public" else app
        headers = {}
        if visitor in PEOPLE:
            user = accounts.find(PEOPLE[visitor])
            headers["cookie"] = f"{site.gate.cookie}={accounts.begin_session(user)}"
        elif visitor.startswith("token"):
            _, scope, _, role = visitor.split()
            secret = accounts.make_token(accounts.find(PEOPLE[role]), "for a test", frozenset({scope}))  # type: ignore[index,arg-type]
            headers["authorization"] = f"Bearer {secret}"
        made[visitor] = TestClient(served, base_url=HERE, headers=headers, follow_redirects=False)
    return made


def should(visitor: str, route: Route) -> bool:
    """Whether a visitor ought to be let in, said once more and apart from the program."""
    if visitor == "public":
        return route.published and route.methods == ("GET",)
    if route.role == "anyone":
        return not route.signed_in
    if visitor == "anyone":
        return False
    if visitor.startswith("token"):
        _, scope, _, role = visitor.split()
        return SCOPE_OF[route.role] == scope and ROLES.index(role) >= ROLES.index(route.role) and not route.signed_in  # type: ignore[arg-type]
    return ROLES.index(visitor) >= ROLES.index(route.role)  # type: ignore[arg-type]


DRAWN = (".svg", ".png", ".parquet")  # take a while to make: one of those who may is let in, all others refused
LEAVING = {"logout", "account.leave", "account.password", "people.end", "people.role"}  # would end the visit itself


def addresses() -> list[Any]:
    found = []
    for route in ROUTES:
        path = re.sub(r"\{\w+\}", "k0000000000000000", route.path)
        for suffix in ("", *(f".{suffix}" for suffix in route.suffixes)):
            found += [pytest.param(route, m, path + suffix, id=f"{m} {path}{suffix}") for m in route.methods]
    return found


@pytest.mark.parametrize(("route", "method", "path"), addresses())
def test_every_address_lets_in_exactly_who_may(
    route: Route, method: str, path: str, browsers: dict[str, TestClient]
) -> None:
    for visitor, browser in browsers.items():
        if should(visitor, route) and (route.name in LEAVING or (path.endswith(DRAWN) and visitor != "admin")):
            continue
        got = browser.request(method, path, headers=OURS)
        let_in = got.status_code not in (401, 403) and not got.headers.get("location", "").startswith("/login?onward=")
        if route.name == "login.try" or route.name == "login.back":
            continue  # refuses a wrong password, and who was never sent away, with the same number
        assert let_in == should(visitor, route), f"{visitor}: {got.status_code} {got.text[:200]}"


def test_the_table_is_all_there_is(site: Site) -> None:
    wired: Any = create_app(site).app
    paths = {(route.path, method) for route in ROUTES for method in route.methods}
    for route in wired.routes:
        bare = re.sub(r":part\}", "}", route.path.removesuffix(".{suffix:suffix}"))
        for method in route.methods - {"HEAD"}:
            assert (bare, method) in paths


def test_only_signing_in_and_what_is_static_takes_no_account() -> None:
    open_to_all = {route.name for route in ROUTES if route.role == "anyone"}
    assert open_to_all == {
        "login", "login.try", "login.provider", "login.back", "logout", "join", "join.do",
        "about", "language", "static", "favicon", "openapi", "api.me",
    }  # fmt: skip


def test_nothing_that_changes_anything_is_open_to_the_public_or_to_a_reading_scope() -> None:
    for route in ROUTES:
        if set(route.methods) & {"POST", "PUT", "PATCH", "DELETE"}:
            assert not route.published, route.name


def test_every_role_holds_the_ones_before_it(browsers: dict[str, TestClient]) -> None:
    for route in ROUTES:
        allowed = [should(visitor, route) for visitor in ("anyone", *GIVEN)]
        assert allowed == sorted(allowed), route.name
    scopes: list[Scope | None] = [SCOPE_OF[role] for role in GIVEN]
    assert scopes == ["read", "judge", "add", None]


# --------------------------------------------------------------------------------------------------- at the door


@pytest.fixture
def browser(site: Site) -> TestClient:
    return TestClient(create_app(site), base_url=HERE, headers=OURS, follow_redirects=False)


def test_who_is_not_signed_in_is_led_to_the_form_and_on_to_where_they_wanted(browser: TestClient) -> None:
    sent = browser.get("/trace?q=9+tanks")
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?onward=%2Ftrace%3Fq%3D9%2Btanks")
    form = browser.get(sent.headers["location"])
    onward = re.search(r'name="onward" value="([^"]+)"', form.text)
    assert onward is not None
    entered = browser.post("/login", data={"name": "rada", "password": PASSWORD, "onward": onward[1]})
    assert (entered.status_code, entered.headers["location"]) == (303, "/trace?q=9+tanks")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert browser.get("/trace?q=9+tanks").status_code == 200
    assert "Rada" in browser.get("/account").text
    left = browser.post("/logout")
    assert left.headers["location"] == "/login"
    assert browser.get("/trace").status_code == 303


def test_a_program_that_is_not_let_in_is_told_how_in_json(browser: TestClient) -> None:
    got = browser.get("/rules.json")
    assert (got.status_code, got.headers["www-authenticate"]) == (401, "Bearer")
    assert got.json()["status"] == 401


def test_a_wrong_name_and_a_wrong_password_are_told_alike(browser: TestClient) -> None:
    tries = [browser.post("/login", data={"name": name, "password": "not the password"}) for name in ("Rada", "Nobody")]
    assert [got.status_code for got in tries] == [403, 403]
    assert tries[0].text.replace("Rada", "Nobody") == tries[1].text
    assert "set-cookie" not in tries[0].headers


def test_guessing_one_persons_password_is_stopped(site: Site) -> None:
    gate = replace(site.gate, tries=Buckets(Limit(0.1, 3), clock=lambda: 0.0))
    browser = TestClient(create_app(replace(site, gate=gate)), base_url=HERE, headers=OURS, follow_redirects=False)
    tries = [browser.post("/login", data={"name": "Rada", "password": f"guess {n}"}).status_code for n in range(5)]
    assert tries == [403, 403, 403, 429, 429]
    assert browser.post("/login", data={"name": "Rada", "password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.x", "x"])
def test_signing_in_leads_to_our_own_pages_only(browser: TestClient, onward: str) -> None:
    entered = browser.post("/login", data={"name": "Rada", "password": PASSWORD, "onward": onward})
    assert entered.headers["location"] == "/"


def test_an_invitation_makes_an_account_and_lets_its_owner_in(browser: TestClient, accounts: Accounts) -> None:
    path = f"/join/{accounts.invite('coder', 'Ada')}"
    assert "Ada" in browser.get(path).text
    form = {"name": "Nina", "password": PASSWORD, "again": PASSWORD}
    assert browser.post(path, data=form | {"again": "another one"}).status_code == 400
    assert browser.post(path, data=form | {"name": "ADA"}).status_code == 400
    joined = browser.post(path, data=form)
    assert (joined.status_code, joined.headers["location"]) == (303, "/")
    assert "Nina" in browser.get("/account").text
    assert browser.get(path).status_code == 404
    assert browser.post(path, data=form).status_code == 404


def test_a_token_is_shown_once_and_cannot_do_more_than_its_owner(browser: TestClient) -> None:
    browser.post("/login", data={"name": "Rada", "password": PASSWORD})
    asked = {"label": "nightly", "days": "30", "scope-read": "1"}
    assert browser.post("/account/tokens", data=asked | {"scope-add": "1"}).status_code == 400
    assert browser.post("/account/tokens", data=asked | {"days": "a year"}).status_code == 400
    made = browser.post("/account/tokens", data=asked)
    found = re.search(r'<code id="token">([^<]+)</code>', made.text)
    assert found is not None
    assert found[1] not in browser.get("/account").text
    program = TestClient(browser.app, base_url=HERE, headers={"authorization": f"Bearer {found[1]}"})
    assert program.get("/rules.json").status_code == 200
    assert program.get("/account").status_code == 403  # a program is not a person
    ended = re.search(r'>nightly<.*?action="([^"]+/end)"', browser.get("/account").text, re.S)
    assert ended is not None
    browser.post(ended[1])
    assert program.get("/rules.json").status_code == 401


def test_another_password_is_taken_from_who_knows_the_one_before(browser: TestClient, accounts: Accounts) -> None:
    accounts.add("Vera", "reader", PASSWORD)
    elsewhere = accounts.begin_session(accounts.find("Vera"))
    browser.post("/login", data={"name": "Vera", "password": PASSWORD})
    new = {"password": "seven bright brass kettles", "again": "seven bright brass kettles"}
    assert browser.post("/account/password", data={"before": "wrong", **new}).status_code == 403
    assert browser.post("/account/password", data={"before": PASSWORD, **new}).status_code == 303
    assert browser.get("/account").status_code == 200
    assert accounts.by_session(elsewhere) is None


def test_an_admin_invites_changes_roles_and_ends_accounts(browser: TestClient, accounts: Accounts) -> None:
    accounts.add("Zoe", "reader", PASSWORD)
    zoe = accounts.find("Zoe")
    browser.post("/login", data={"name": "Ada", "password": PASSWORD})
    made = browser.post("/people/invite", data={"role": "coder"})
    link = re.search(r'<code id="link">http://127.0.0.1:8765/join/([^<]+)</code>', made.text)
    assert link is not None
    offered = accounts.invitation(link[1])
    assert offered is not None
    assert (offered.role, offered.by) == ("coder", "Ada")
    assert browser.post("/people/invite", data={"role": "owner"}).status_code == 400
    browser.post("/people/withdraw", data={"invitation": offered.id})
    assert accounts.invitation(link[1]) is None
    browser.post(f"/people/{zoe.id}/role", data={"role": "editor"})
    assert accounts.find("Zoe").role == "editor"
    browser.post(f"/people/{zoe.id}/end")
    assert accounts.find("Zoe").ended is not None
    ada = accounts.find("Ada")
    refused = browser.post(f"/people/{ada.id}/end")
    assert refused.status_code == 400
    assert "only admin" in refused.text


def test_alone_on_this_computer_there_is_nothing_to_sign_in_to(tmp_path: Path) -> None:
    browser = TestClient(create_app(Site(None, Checks(tmp_path))), base_url=HERE, follow_redirects=False)
    assert browser.get("/").status_code == 200
    for path in ("/login", "/join/x", "/people", "/account"):
        assert browser.get(path).status_code in (403, 404)
