"""Hostile words in every field of a ledger and every box of the pages, in a real browser that would run them.

The browser's own defence, the content security policy, is switched off for most of this: the pages must not need it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")

from tests.hostile_markup import ELSEWHERE, payloads
from tests.oidc_provider import served

from counterclaim import verbs
from counterclaim.ledger import Ledger
from counterclaim.ledger.ingest import reader_name
from counterclaim.ledger.rows import Reading, rows_of
from counterclaim.ledger.store import Prepared
from counterclaim.model import Document, Sighting
from counterclaim.web.app import create_app
from counterclaim.web.checks import Checks
from counterclaim.web.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
COUNT = 8_000 if "whole" in os.environ.get("COUNTERCLAIM_TEST_SIZES", "") else 200
TOGETHER = 20  # payloads in one field
# What must not be on a page, whoever put it there: handlers, addresses that run, elements that load or run something.
LOOK = """() => {
  const found = [];
  if (window.hits && window.hits.length) found.push('ran: ' + window.hits.join());
  for (const e of document.querySelectorAll('*')) {
    for (const a of e.attributes) {
      if (/^on/i.test(a.name)) found.push('handler ' + a.name + ' on ' + e.tagName);
      if (/^(href|src|action|formaction|data|xlink:href|poster|background)$/i.test(a.name)
          && !/^(\\/|#|\\?|https?:\\/\\/|data:image\\/)/.test(a.value.trim()) && !(e.closest('.bookmarklet')))
        found.push('address ' + a.name + '=' + a.value.slice(0, 60));
      if (a.name === 'style') found.push('style on ' + e.tagName);
    }
    if (/^(iframe|object|embed|base|frame|applet|math|marquee|portal)$/i.test(e.tagName)) found.push(e.tagName);
    if (e.tagName === 'SCRIPT' && !(e.getAttribute('src') || '').startsWith('/static/')) found.push('script');
    if (e.tagName === 'META' && e.httpEquiv) found.push('meta ' + e.httpEquiv);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def chunks() -> list[str]:
    made = payloads(COUNT)
    assert len(set(made)) == COUNT
    return [" ".join(made[at : at + TOGETHER]) for at in range(0, COUNT, TOGETHER)]


def hostile_document(words: str, number: int) -> Prepared:
    """A document whose every field holds the words, and whose text has a claim among them."""
    pieces = words.split(" ")
    lines = [" ".join(pieces[at : at + 12]) for at in range(0, len(pieces), 12)]
    claim = f"The mayor {lines[0]} said that {number + 10} civilians were killed in Homs {lines[-1]}."
    text = "\n\n".join([claim, *lines])
    document = Document(
        id=f"d{number:016x}",
        text=text,
        path=words,
        title=words,
        outlet=words,
        author=words,
        url=f"https://news.example/{words}",
        language="en",
        media_type="text/plain",
        sha256=f"{number:064x}",
    )
    report = next(verbs.check(document))
    claims = {claim.id: claim for claim in report.claims}
    reading = Reading("r" + document.id, document.id, reader_name(), "ours", claims=tuple(claims))
    rows = tuple(rows_of(report.document, list(claims.values()), [], reading))
    assert replace(report.document, text="").title == words
    return Prepared(document.id, rows, (Sighting(document.id, words, datetime.now(UTC)),))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, chunks: list[str]) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    book = Ledger(folder / "hostile.db")
    book.record([hostile_document(words, number) for number, words in enumerate(chunks)])
    with served(create_app(Site(book, Checks(folder / "checks")))) as where:
        yield where
    book.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        yield opened
        opened.close()


class Watched:
    """A tab that notes every dialog, every request elsewhere, and what stands on a page that should not."""

    def __init__(self, browser: Browser, address: str, *, defended: bool = False) -> None:
        self.address, self.seen = address, list[str]()
        self.context = browser.new_context(bypass_csp=not defended)
        self.context.add_init_script("window.hits = []; window.hit = n => { window.hits.push(String(n)); };")
        self.page: Page = self.context.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)
        self.pages = 0

    def _dialog(self, dialog: Any) -> None:
        self.seen.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if not request.url.startswith(self.address) and not request.url.startswith("data:image/"):
            self.seen.append(f"request {request.url[:100]}")

    def look(self) -> None:
        """Looks at the page that is open."""
        self.pages += 1
        self.page.mouse.move(200, 300)
        self.seen += [f"{self.page.url[:120]}: {found}" for found in self.page.evaluate(LOOK)]

    def open(self, path: str) -> None:
        """Opens a page and looks at it."""
        self.page.goto(self.address + path, wait_until="load")
        self.look()


@pytest.fixture
def tab(chromium: Browser, address: str) -> Iterator[Watched]:
    watched = Watched(chromium, address)
    yield watched
    watched.context.close()


def test_the_watch_sees_what_it_is_to_see(tab: Watched) -> None:
    tab.open("/about")
    assert tab.seen == []
    tab.page.evaluate(
        "document.body.innerHTML += '<img src=x onerror=hit(7)><a href=javascript:hit(1)>x</a><iframe></iframe>'"
        f"+ '<img src={ELSEWHERE}/1>'; alert(3)"
    )
    tab.page.wait_for_function("window.hits.length > 0")
    tab.look()
    told = " ".join(tab.seen)
    for words in ("dialog 3", "ran: 7", "handler onerror", "address href=javascript", "IFRAME", f"request {ELSEWHERE}"):
        assert words in told


def test_hostile_titles_authors_addresses_texts_quotes_and_file_names_stay_words(
    tab: Watched, chunks: list[str]
) -> None:
    claims: list[str] = []
    for page in range(1, len(chunks) // 50 + 2):
        tab.open(f"/claims?size=50&page={page}&sort=-added")
        got = tab.context.request.get(f"{tab.address}/claims.json?size=50&page={page}&sort=-added").json()
        claims += [claim["id"] for claim in got["claims"]]
    assert len(claims) >= len(chunks)
    for number in range(len(chunks)):
        tab.open(f"/documents/d{number:016x}")
    for claim in claims:
        tab.open(f"/claims/{claim}")
    assert tab.seen == []
    assert tab.pages >= 2 * len(chunks)


def test_hostile_words_in_the_search_box_and_in_errors_stay_words(tab: Watched, chunks: list[str]) -> None:
    for words in chunks:
        asked = quote(words[:2_000])
        tab.open(f"/claims?q={asked}")
        tab.open(f"/trace?q=9%20tanks&near={asked}")  # an error that tells what was typed
    for words in chunks[:: max(len(chunks) // 40, 1)]:
        asked = quote(words[:600], safe="")
        for path in ("/claims/", "/language/", "/rules/", "/claims?certainty=", "/"):
            tab.open(path + asked)
    assert tab.seen == []


def test_hostile_words_stay_words_where_claims_stand_side_by_side(tab: Watched, chunks: list[str]) -> None:
    tab.open("/compare.svg?measure=killed")  # the chart as a page of its own
    for path in ("/sources", "/calls", "/review", "/review?all=1", "/review/agreement", "/record", "/add"):
        tab.open(path)
    for number, words in enumerate(chunks):
        asked = quote(words[:1_500], safe="")
        tab.open(f"/source?name={asked}")
        tab.open(f"/incidents?place={asked}")
        tab.open(f"/review?document=d{number:016x}")
        tab.open(f"/compare?measure=killed&place={asked}")
    for at in range(0, len(chunks), 10):  # with what the claims themselves hold
        tab.open(f"/compare?measure=killed&at={at}")
        tab.open(f"/incidents?at={at}")
    assert tab.seen == []


def test_hostile_files_and_pasted_texts_stay_words(tab: Watched, chunks: list[str]) -> None:
    for words in chunks[:: max(len(chunks) // 40, 1)]:
        tab.open("/")
        tab.page.fill("textarea[name=text]", f"The mayor {words} said that 12 civilians were killed in Homs.")
        tab.page.locator("form[action='/'] button.primary").first.click()
        tab.page.wait_for_load_state("load")
        assert "/checks/" in tab.page.url, tab.page.inner_text("main")[:300]
        tab.look()
        tab.open("/")
        told = f"<p>12 civilians were killed in Homs. {words}</p>"
        content = f"<html><head><title>{words}</title></head><body>{told}</body></html>"
        file: Any = {"name": words[:100], "mimeType": "text/html", "buffer": content.encode("utf-8", "replace")}
        tab.page.set_input_files("input[type=file]", file)
        tab.page.locator("form[action='/'] button.primary").first.click()
        tab.page.wait_for_load_state("load")
        tab.look()
    assert tab.seen == []


def test_the_policy_alone_stops_what_would_get_onto_a_page(chromium: Browser, address: str, chunks: list[str]) -> None:
    tab = Watched(chromium, address, defended=True)
    tab.open("/about")
    for words in chunks[:20]:
        tab.page.evaluate("words => { document.getElementById('main').innerHTML = words; }", words)
    assert tab.page.evaluate("window.hits.length") == 0
    assert not [seen for seen in tab.seen if seen.startswith("dialog")]
    tab.context.close()
