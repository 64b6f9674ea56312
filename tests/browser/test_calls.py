"""A call's page in a real Chromium: the text follows the sound, a word is heard, and all but that without scripts."""

from __future__ import annotations

import math
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")

from tests.oidc_provider import served
from tests.test_page import CONTRAST, PAYLOADS

from counterclaim.calls.speaking import sample
from counterclaim.formats import json_line
from counterclaim.ledger import Ledger
from counterclaim.ledger.ingest import add
from counterclaim.web.app import create_app
from counterclaim.web.checks import Checks
from counterclaim.web.site import Settings, Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
RATE = 8_000
WORD = "осталось"  # stands once in the sample call
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
AT = "document.querySelector('audio, video').currentTime"


def until(page: Page, condition: str) -> None:
    """Waits for a condition without evaluating a string in the page, which its policy forbids."""
    page.evaluate(f"""() => new Promise((done, fail) => {{
        const end = Date.now() + 20000;
        const look = () => ({condition}) ? done() : Date.now() > end ? fail(new Error("never")) : setTimeout(look, 20);
        look(); }})""")


def second_of(word: str) -> float:
    return next(float(w["start"]) for turn in sample()["turns"] for w in turn["words"] if word in w["word"])


def recorded(folder: Path, told: dict[str, Any] | None = None, name: str = "sample-call") -> Path:
    """The sample call, or another transcript, beside a recording of one note that is as long."""
    told = told or sample()
    samples = array("h", (round(4000 * math.sin(2 * math.pi * 300 * k / RATE)) for k in range(RATE)))
    with wave.open(str(folder / f"{name}.wav"), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        for _ in range(math.ceil(told["turns"][-1]["end"]) + 1):
            file.writeframes(samples.tobytes())
    (folder / f"{name}.json").write_text(json_line(told), encoding="utf-8")
    return folder / f"{name}.json"


def hostile(words: str) -> dict[str, Any]:
    """A transcript with the same words in every place that a page shows."""
    said = [{"word": f" {words}", "start": 0.5, "end": 1.0, "confidence": 0.2, "other": words}]
    said += [{"word": " 40 soldiers were killed.", "start": 1.0, "end": 2.0, "confidence": 0.9}]
    turns = [
        {"speaker": words, "start": at, "end": at + 1.5, "language": words, "translation": f"{words} 41", "words": said}
        for at in (0.5,)
    ]
    return {
        "format": "counterclaim transcript", "version": 1, "maker": "machine", "tool": words, "turns": turns,
        "provenance": {"publisher": words, "address": words, "selection": words},
    }  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calls")


@pytest.fixture(scope="module")
def book(folder: Path) -> Iterator[Ledger]:
    calls = [recorded(folder)] + [recorded(folder, hostile(words), f"h{k}") for k, words in enumerate(PAYLOADS)]
    with Ledger(folder / "calls.db") as kept:
        assert not add(kept, [str(call) for call in calls], by="tests", workers=1).failed
        yield kept


@pytest.fixture(scope="module")
def base(book: Ledger, folder: Path) -> Iterator[str]:
    with served(create_app(Site(book, Checks(folder / "checks"), Settings()))) as address:
        yield address


@pytest.fixture(scope="module")
def address(book: Ledger) -> str:
    names = {document.path: document.id for document, _ in book.documents()}
    return f"/calls/{next(name for path, name in names.items() if 'sample-call' in path)}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    flags = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, base: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=base, viewport={"width": 1280, "height": 900}, locale="en-GB")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda one: None if one.url.startswith((base, "data:")) else complaints.append(one.url))
    yield opened
    context.close()
    assert not complaints


def test_a_word_is_heard_where_it_is_clicked_and_the_text_follows(page: Page, address: str) -> None:
    page.goto(address)
    player = page.locator("audio")
    assert page.evaluate("document.querySelector('audio').paused")
    page.locator(f"a.word:text-is('{WORD}')").click()
    until(page, f"{AT} > {second_of(WORD)} && !document.querySelector('audio').paused")
    assert page.url.endswith(address)
    assert page.locator("li.now").get_attribute("id") == "d1t2"
    first = page.locator(".word.now").inner_text()
    until(page, f"document.querySelector('.word.now')?.textContent !== {first!r}")
    player.evaluate("audio => { audio.pause(); audio.currentTime = 31; }")
    until(page, "document.querySelector('li.now')?.id === 'd1t6'")
    assert page.locator("li.now").count() == 1
    assert len(set(page.locator(".word.now").evaluate_all("all => all.map(word => word.dataset.from)"))) == 1


def test_a_claim_is_heard_from_its_card_and_the_turn_comes_into_view(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 900, "height": 500})
    page.goto(address)
    card = page.locator("#d1c2")
    card.locator("a.at").click()
    until(page, "document.querySelector('li.now')?.id === 'd1t6'")
    until(page, "(() => { const box = document.querySelector('#d1t6').getBoundingClientRect();"
                           " return box.top >= 0 && box.bottom <= innerHeight; })()")  # fmt: skip
    assert page.locator("audio").bounding_box()["y"] < 500  # type: ignore[index]


def test_following_can_be_turned_off(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 900, "height": 400})
    page.goto(address)
    page.get_by_label("Follow the sound").uncheck()
    before = page.evaluate("scrollY")
    page.locator("audio").evaluate("audio => { audio.currentTime = 45; return audio.play(); }")
    until(page, "document.querySelector('li.now')?.id === 'd1t9'")
    assert page.evaluate("scrollY") == before


def test_without_javascript_every_word_leads_to_its_second_of_the_sound(
    chromium: Browser, base: str, address: str
) -> None:
    context = chromium.new_context(base_url=base, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("audio[controls]").is_visible()
    assert not page.get_by_text("Follow the sound").is_visible()
    page.locator("a.reference.claim").first.click()
    assert page.url.endswith("#d1c1")
    page.locator(f"a.word:text-is('{WORD}')").click()
    page.wait_for_url("**/sound#t=*")
    assert page.locator("video, audio").count() == 1
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_runs_over_the_edge_and_all_can_be_read(
    chromium: Browser, base: str, address: str, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 800}
    context = chromium.new_context(base_url=base, viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.locator("audio").evaluate("audio => { audio.currentTime = 9; }")
    until(page, "document.querySelector('.word.now')")
    assert page.evaluate(CONTRAST) == []
    context.close()


def test_axe_finds_no_barrier_on_a_call(chromium: Browser, base: str, address: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    context = chromium.new_context(base_url=base, bypass_csp=True)
    page = context.new_page()
    for where in (address, "/calls"):
        page.goto(where)
        found = [
            (broken["id"], broken["nodes"][0]["html"][:160])
            for broken in axe.run(page, options=WCAG).response["violations"]
        ]
        assert not found
    context.close()


def test_what_is_printed_has_no_player_and_every_word(page: Page, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")
    assert not page.locator(".player").is_visible()
    assert page.locator(".turns .words").count() == 9
    assert page.locator(".bar").first.is_visible()


def test_hostile_words_of_a_call_do_nothing(page: Page, book: Ledger, base: str) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    for document, _ in list(book.documents()):
        page.goto(f"/calls/{document.id}")
        assert page.evaluate("document.scripts.length") == 1
        assert page.evaluate("document.querySelectorAll('img,iframe,object,embed,svg').length") == 0
        handlers = (
            "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))"
        )
        assert page.evaluate(handlers) == []
        page.locator("a.at").first.click()
        until(page, "!document.querySelector('audio').paused")


# ---------------------------------------------------------------------------------- the report that stands in a file


def written(folder: Path, *calls: Path) -> Path:
    from counterclaim.cli import main

    target = folder / "page.html"
    with pytest.raises(SystemExit) as ended:
        main(["check", "--format", "html", "-o", str(target), *(str(call) for call in calls)])
    assert not ended.value.code
    return target


@pytest.mark.parametrize("embedded", [2_000_000, 1000])
def test_a_report_is_heard_from_itself_or_from_the_file_beside_it(
    chromium: Browser, tmp_path: Path, embedded: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterclaim.page.sounds.EMBEDDED", embedded)
    file = written(tmp_path, recorded(tmp_path))
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    page.locator(f"a.word:text-is('{WORD}')").click()
    until(page, f"{AT} > {second_of(WORD)} && !document.querySelector('audio').paused")
    assert page.locator("li.now").get_attribute("id") == "d1t2"
    assert complaints == []
    page.close()


def test_a_report_without_javascript_leads_to_the_file_beside_it(chromium: Browser, tmp_path: Path) -> None:
    file = written(tmp_path, recorded(tmp_path))
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    page.locator(f"a.word:text-is('{WORD}')").click()
    page.wait_for_url("**/page.call1.wav#t=*")
    context.close()


def test_hostile_words_do_nothing_in_a_report_with_a_script(chromium: Browser, tmp_path: Path) -> None:
    file = written(tmp_path, *(recorded(tmp_path, hostile(words), f"h{k}") for k, words in enumerate(PAYLOADS)))
    page = chromium.new_page()
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append("dialog"), dialog.dismiss()))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("console", lambda message: seen.append(message.text))
    page.on("request", lambda one: None if one.url.startswith(("data:", tmp_path.as_uri())) else seen.append(one.url))
    page.goto(file.as_uri())
    assert page.evaluate("document.scripts.length") == 1
    assert page.evaluate("document.querySelectorAll('img,iframe,object,embed,link').length") == 0
    assert page.evaluate("document.querySelectorAll('audio').length") == len(PAYLOADS)
    for link in page.query_selector_all("a[data-from]")[:40]:
        link.evaluate("a => a.click()")
    assert seen == []
    page.close()
