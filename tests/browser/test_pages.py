"""The pages as people use them, in a real Chromium: from paste to ledger, keys, a phone, the dark, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")

from tests.oidc_provider import served
from tests.served import filled

from counterclaim.ledger import Ledger
from counterclaim.web.app import create_app
from counterclaim.web.checks import Checks
from counterclaim.web.site import Settings, Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
ARTICLE = """The bill of a week

14 May 2024

Russia's defence ministry said that its army had lost 4,320 soldiers and 51 tanks in three days up to 13 May 2024.
"""
PAGES = (
    "/", "/claims?side=RU", "/compare?measure=losses&side=RU&object=tank", "/incidents", "/sources",
    "/source?name=ua-general-staff", "/calls", "/review", "/trace?q=20,600+personnel,+790+tanks", "/rules/CC202",
    "/record/oryx-ru", "/about", "/add",
)  # fmt: skip
# Of axe's rules none is left out; it looks for WCAG 2.0, 2.1 and 2.2, levels A and AA.
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with filled(tmp_path_factory.mktemp("pages")) as kept:
        yield kept


@pytest.fixture(scope="module")
def base(book: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = Site(book, Checks(tmp_path_factory.mktemp("checks")), Settings())
    with served(create_app(site)) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, base: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=base, viewport={"width": 1280, "height": 900}, locale="en-GB")
    opened = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    context.close()
    assert not complaints
    assert not [url for url in asked if not url.startswith((base, "data:"))]


def test_an_article_is_checked_from_paste_to_ledger(page: Page, book: Ledger) -> None:
    page.goto("/")
    page.fill("#text", ARTICLE)
    page.click("button.primary")
    page.wait_for_url(re.compile("/checks/k"))
    assert "CC202" in page.locator(".finding.error").first.inner_text()
    assert page.locator(".finding.error svg.chart").count() >= 1
    card = page.locator("mark.claim").first.locator("xpath=..").locator(".peek")
    assert not card.is_visible()
    page.locator("mark.claim").first.hover()
    assert card.is_visible()
    assert "Russia" in card.inner_text()
    page.get_by_role("button", name="Add to the ledger").click()
    page.wait_for_url(re.compile("/documents/d"))
    assert "Seen 1 time" in page.locator("details.menu").first.text_content()  # type: ignore[operator]
    assert any("4,320" in kept.claim.evidence.exact for kept in book.claims(text="4,320"))


def test_a_search_is_narrowed_by_a_facet_and_the_address_holds_it(page: Page) -> None:
    page.goto("/claims")
    page.fill("#q", "killed")
    page.click("button.primary")
    before = int(re.match(r"\d+", page.locator("h1").inner_text())[0])  # type: ignore[index]
    facet = page.locator("#facet-object").locator("xpath=..").locator("a").first
    shown = int(facet.locator(".count").inner_text().replace(",", ""))
    facet.click()
    assert re.match(r"\d+", page.locator("h1").inner_text())[0] == str(shown)  # type: ignore[index]
    assert shown <= before
    address = page.url
    page.reload()
    assert page.url == address
    assert "q=killed" in address
    page.locator(".claims-table tbody th a").first.click()
    page.wait_for_url(re.compile("/claims/c"))


def test_a_point_of_a_comparison_leads_to_its_claim_and_a_toggle_takes_the_record_away(page: Page) -> None:
    page.goto("/compare?measure=losses&side=RU&object=tank")
    page.locator("svg.vega").wait_for()
    lines = page.locator("svg.vega g.mark-line path").count()
    page.get_by_role("link", name="the record behind").click()
    assert "record=0" in page.url
    page.locator("svg.vega").wait_for()
    assert page.locator("svg.vega g.mark-line path").count() < max(lines, 1)
    page.locator("svg.vega a").first.click(force=True)
    page.wait_for_url(re.compile("/claims/c"))


def test_claims_are_judged_by_keys_alone_and_the_last_is_taken_back(page: Page, book: Ledger) -> None:
    page.goto("/review")
    claim = page.locator('input[name="claim"]').get_attribute("value")
    page.keyboard.press("?")
    assert page.locator(".keys-help").get_attribute("open") is not None
    page.keyboard.press("n")
    page.keyboard.type("as printed, axz")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("a")
    assert "Accepted." in page.locator(".progress-line").inner_text()
    (judged,) = book.judgements(claim)
    assert (judged.verdict, judged.note) == ("accept", "as printed, axz")
    page.keyboard.press("c")
    page.keyboard.type("side=RU")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Corrected." in page.locator(".progress-line").inner_text()
    for _ in range(2):
        with page.expect_navigation():
            page.keyboard.press("z")
    assert page.locator('input[name="claim"]').get_attribute("value") == claim


def test_words_selected_in_a_text_go_into_the_form_for_what_was_missed(page: Page, book: Ledger) -> None:
    kept = next(book.claims(text="5,973"))
    page.goto(f"/documents/{kept.document.id}")
    page.evaluate(
        """() => { const every = [...document.querySelectorAll('article.text p')];
        const p = every.find(p => p.textContent.includes('90 per'));
        const range = document.createRange(); range.selectNodeContents(p); getSelection().removeAllRanges();
        getSelection().addRange(range); }"""
    )
    page.wait_for_function("document.getElementById('quote').value.includes('90 per cent')")
    assert "F1" not in page.input_value("#quote")


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_a_phone(chromium: Browser, base: str, address: str) -> None:
    context = chromium.new_context(base_url=base, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_without_javascript_every_page_works(chromium: Browser, base: str) -> None:
    context = chromium.new_context(base_url=base, java_script_enabled=False)
    page = context.new_page()
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
    page.goto("/review")
    page.get_by_role("button", name="Skip").click()
    assert "at=1" in page.url
    page.goto("/")
    page.fill("#text", ARTICLE)
    page.click("button.primary")
    page.wait_for_url(re.compile("/checks/k"))
    context.close()


def test_dark_is_dark_and_the_pages_speak_three_languages(chromium: Browser, base: str) -> None:
    context = chromium.new_context(base_url=base, color_scheme="dark", locale="uk-UA")
    page = context.new_page()
    page.goto("/claims")
    red, green, blue = map(
        int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))[:3]
    )
    assert max(red, green, blue) < 60
    assert page.locator("html").get_attribute("lang") == "uk"
    assert page.get_by_role("link", name="Реєстр").first.is_visible()
    page.get_by_role("link", name="Русский").click()
    assert page.get_by_role("link", name="Сравнение").first.is_visible()
    assert page.url.endswith("/claims")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier_on_any_page(chromium: Browser, base: str, book: Ledger, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    kept = next(book.claims(text="5,973"))
    context = chromium.new_context(base_url=base, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for address in (*PAGES, f"/claims/{kept.claim.id}", f"/documents/{kept.document.id}"):
        page.goto(address)
        result = axe.run(page, options=WCAG)
        for broken in result.response["violations"]:
            found.setdefault(broken["id"], []).append((address, broken["nodes"][0]["html"][:160]))
    context.close()
    assert not found
