from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from counterclaim import charts, check, page
from counterclaim.model import Document, Report, Series
from counterclaim.page import claim_card
from counterclaim.page.marks import Mark, paragraphs
from counterclaim.series import load_record
from example_reports import article, clean, evidence, failed, hostile

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
DAY = date(2024, 6, 1)

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</mark></p></article><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "javascript:alert(1)",
    '" onmouseover="alert(1)" autofocus onfocus="alert(1)" x="',
    "<a href=javascript:alert(1)>x</a>",
    "{{ 7 * 7 }}{% include 'x' %}",
    "<!--<script>alert(1)//-->",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "]]><script>alert(1)</script>",
    "\u202e<script>alert(1)</script>\x00\x1b[2J",
)


def table(name: str) -> Series | None:
    return load_record().series.get(name)


def rendered(*reports: Report) -> str:
    return page.render(reports, table, DAY, "0.0.0")


def words_of(html: str) -> str:
    """The article's text as the page holds it: tags and references taken out."""
    body = html.split('<div lang="', 1)[1].split("</article>", 1)[0].split(">", 1)[1]
    body = re.sub(r'<a class="reference.*?</a>', "", body)
    lines = re.findall(r"<p [^>]*>(.*?)</p>", body, re.S)
    return "\n".join(unescape(re.sub(r"<[^>]+>", "", line)) for line in lines)


def test_the_page_holds_the_whole_text_unchanged() -> None:
    report = article()
    kept = [line for line in report.document.text.split("\n") if line.strip()]
    assert words_of(rendered(report)).split("\n") == kept


def test_every_card_and_its_words_lead_to_each_other() -> None:
    html = rendered(article(), clean(), failed())
    ids = re.findall(r'\bid="([^"]+)"', html)
    links = set(re.findall(r'href="#([^"]+)"', html))
    assert len(ids) == len(set(ids))
    assert links <= set(ids)
    for at in range(1, 6):
        assert f"d1c{at}" in links
        assert f"d1c{at}-text" in links
    for at in range(1, 4):
        assert f"d1f{at}" in links
        assert f"d1f{at}-text" in links


def test_a_side_that_no_word_tells_is_called_likely() -> None:
    cards = {}
    for language, text in (
        ("ru", "В роте осталось двадцать человек."),
        ("en", "Peru lost 40 tanks, the ministry said."),
    ):
        document = Document(id=language, text=text, path="d.txt", language=language)
        (report,) = check(document)
        cards[language] = claim_card(report.claims[0], document, "c1", "1").side
    assert cards["en"] == "Peru"
    assert cards["ru"].endswith(" (not said; likely by the words around it)")


def test_every_quote_leads_to_its_own_words() -> None:
    html = rendered(article())
    headline, body = html.index('id="d1f2-text"'), html.index('id="d1f2-text1"')
    assert html.index("half his tanks are gone</mark>") - headline < 300
    assert html.index("d1c3-text") - body < 300
    assert 'href="#d1f2-text1"' in html


def test_the_same_stretch_of_the_record_is_drawn_once() -> None:
    report = article()
    again = replace(report.findings[0], code="CC201", name="matches-record", severity="note")
    html = rendered(replace(report, findings=(report.findings[0], again)))
    assert html.count("<svg") == 2  # one a column
    assert "is drawn at" in html


def test_the_page_asks_nothing_of_anybody() -> None:
    html = rendered(article())
    assert not re.search(r"""(?:src|srcset|data|action|poster)\s*=|url\(|@import|<link|<script|<iframe|style=""", html)
    assert "http" not in html.replace("http-equiv", "")


def test_only_the_page_s_own_style_sheet_is_allowed() -> None:
    html = rendered(article())
    style = html.split("<style>", 1)[1].split("</style>", 1)[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;" in html or (
        f"default-src 'none'; style-src 'sha256-{digest}'" in html
    )


def test_a_finding_shows_its_sentence_its_steps_its_chance_and_the_record() -> None:
    html = unescape(rendered(article()))
    for words in (
        "Credited to Moscow; equals what Ukraine's General Staff claimed from 19 to 22 May 2024.",
        "496,370 − 492,290 = 4,080 personnel",
        "1 time in 312",
        "Military personnel, running total",
        "+4,080",
        "44th",
        "part of a unit's name",
        "dated by its figures",
    ):
        assert words in html


def test_several_documents_have_an_index_that_says_which_could_not_be_read() -> None:
    html = rendered(article(), clean(), failed())
    assert "3 documents" in html
    assert html.count("<h1") == 1
    assert "could not be read" in html
    assert "No claims of losses or strength were found" in html


@pytest.mark.parametrize("words", PAYLOADS)
def test_hostile_words_are_only_words(words: str) -> None:
    html = rendered(hostile(words))
    assert "<script" not in html
    assert "<img" not in html
    assert "<iframe" not in html
    assert "javascript:" not in re.findall(r'href="([^"]*)"', html)
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', html))
    assert not set(html) & set("\u202e\x00\x1b")


def test_marks_that_overlap_are_cut_and_none_is_lost() -> None:
    marks = [
        Mark(0, 9, "f1", "F1", "error", "f1"),
        Mark(4, 14, "f2", "F2", "note", "f2"),
        Mark(6, 8, "c1", "c1", "claim", "c1"),
        Mark(2, 5, "c2", "c2", "claim", "c2"),
    ]
    (first, second), left = paragraphs("abcdefghi\njklmnop", marks, None)
    assert left == 0
    assert "".join(piece.text for piece in first.pieces) == "abcdefghi"
    assert "".join(piece.text for piece in second.pieces) == "jklmnop"
    both = next(piece for piece in first.pieces if piece.text == "gh")
    assert both.classes.split() == ["error", "claim", "m-f1", "m-f2", "m-c1"]
    begun = [name for line in (first, second) for piece in line.pieces for name in piece.anchors]
    ended = [mark.ident for line in (first, second) for piece in line.pieces for mark in piece.references]
    assert sorted(begun) == sorted(ended) == ["c1", "c2", "f1", "f2"]


def test_a_text_with_too_many_numbers_is_shown_and_says_so() -> None:
    text = "7 " * 5000
    marks = [Mark(at, at + 1, f"c{at}", f"c{at}", "claim", f"c{at}") for at in range(0, 10000, 2)]
    (line,), left = paragraphs(text, marks, None)
    assert left == 2000
    assert "".join(piece.text for piece in line.pieces) == text


def test_the_chart_shows_the_two_days_and_their_difference() -> None:
    series = load_record().series["ua-general-staff"]
    drawn = charts.stretch(series, "tank", date(2024, 5, 19), date(2024, 5, 22), "Tanks")
    assert drawn is not None
    picture = charts.svg(drawn, "x")
    for words in ("7,576", "7,611", "+35", "19 May", "22 May 2024", "Tanks: 7,576 on 19 May 2024"):
        assert words in picture
    assert charts.stretch(series, "tank", date(1999, 1, 1), date(1999, 1, 2)) is None
    assert charts.stretch(series, "<script>", date(2024, 5, 19), date(2024, 5, 22)) is None


@pytest.mark.parametrize(("low", "high"), [(0, 0), (5, 5), (0, 1), (480_000, 510_000), (7_400, 7_702), (0.1, 0.2)])
def test_the_axis_has_round_steps_that_hold_the_values(low: float, high: float) -> None:
    steps = charts.ticks(low, high)
    assert steps[0] <= low <= high <= steps[-1] + 1e-9
    assert 2 <= len(steps) <= 7


# ----------------------------------------------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        yield opened
        opened.close()


def opened(browser: Browser, path: Path, html: str, **context: Any) -> tuple[Any, list[str]]:
    """The page in a new tab, and a list that fills with every dialog, request elsewhere, error and script."""
    path.write_text(html, encoding="utf-8")
    seen: list[str] = []
    tab = browser.new_context(**context).new_page()
    tab.on("dialog", lambda dialog: (seen.append("dialog"), dialog.dismiss()))
    tab.on("request", lambda request: None if request.url == path.as_uri() else seen.append(request.url))
    tab.on("pageerror", lambda error: seen.append(str(error)))
    tab.on("console", lambda message: seen.append(message.text))
    tab.goto(path.as_uri())
    return tab, seen


def test_in_a_browser_hostile_words_do_nothing(browser: Browser, tmp_path: Path) -> None:
    html = rendered(*(hostile(words) for words in PAYLOADS))
    tab, seen = opened(browser, tmp_path / "hostile.html", html)
    for link in tab.query_selector_all("a[href]")[:60]:
        link.evaluate("a => a.click()")
    tab.mouse.move(200, 300)
    assert tab.evaluate("document.scripts.length") == 0
    assert tab.evaluate("document.querySelectorAll('img,iframe,object,embed,form,link').length") == 0
    handlers = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))"
    assert tab.evaluate(handlers) == []
    assert seen == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_in_a_browser_nothing_runs_over_the_edge(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    html = rendered(article(), clean(), failed())
    tab, seen = opened(
        browser, tmp_path / "p.html", html, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert seen == []


CONTRAST = """() => {
  const linear = x => x / 255 <= 0.03928 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4;
  const light = c => { const v = c.map(linear);
    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const parse = s => s.match(/[\\d.]+/g).map(Number);
  const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
  const low = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || e.closest('.skip') || e.closest('svg')) continue;
    const a = light(parse(getComputedStyle(e).color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(e.className + ' ' + ratio.toFixed(2) + ' ' + e.textContent.slice(0, 30));
  }
  return low; }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser_every_word_has_enough_contrast(browser: Browser, tmp_path: Path, scheme: str) -> None:
    html = rendered(article(), clean(), failed())
    tab, _ = opened(browser, tmp_path / "p.html", html, color_scheme=scheme)
    assert tab.evaluate(CONTRAST) == []
    tab.goto(tab.url + "#d1f1")
    assert tab.evaluate(CONTRAST) == []


def test_in_a_browser_links_work_without_javascript_and_light_up_the_words(browser: Browser, tmp_path: Path) -> None:
    tab, _ = opened(
        browser, tmp_path / "p.html", rendered(article()), java_script_enabled=False, reduced_motion="reduce"
    )
    tab.click("a.reference.error >> nth=0")
    assert tab.url.endswith("#d1f1")
    assert tab.locator("#d1f1").evaluate("e => e.matches(':target')")
    washed = tab.locator("mark.m-d1f1").first.evaluate("e => getComputedStyle(e).backgroundColor")
    plain = tab.locator("mark.m-d1f2").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert washed != plain
    tab.click("#d1f1 blockquote a >> nth=0")
    assert tab.url.endswith("#d1f1-text")
    tab.click("details summary")
    assert tab.locator("details li").first.is_visible()


def test_in_a_browser_right_to_left_text_reads_from_the_right(browser: Browser, tmp_path: Path) -> None:
    report = clean()
    document = replace(report.document, text="قُتل 5 جنود\nSaid in English\n", language="ar")
    tab, _ = opened(browser, tmp_path / "p.html", rendered(Report(document)))
    assert tab.locator("p[data-line='1']").evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert tab.locator("p[data-line='2']").evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_in_a_browser_headings_do_not_skip_a_level(browser: Browser, tmp_path: Path) -> None:
    for reports in ((article(),), (article(), clean(), failed())):
        tab, _ = opened(browser, tmp_path / "p.html", rendered(*reports))
        levels = tab.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5')].map(h => +h.tagName[1])")
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_in_a_browser_it_prints_on_pages(browser: Browser, tmp_path: Path) -> None:
    tab, _ = opened(browser, tmp_path / "p.html", rendered(article()))
    printed = tab.pdf(format="A4", prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert 2 <= printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") <= 5


def test_words_of_a_finding_in_another_document_are_not_marked_in_this_one() -> None:
    report = article()
    other = replace(evidence(report.document, "4,080"), document="elsewhere")
    found = replace(report.findings[0], evidence=(other,))
    html = rendered(replace(report, findings=(found,)))
    assert 'id="d1f1"' in html
    assert 'm-d1f1"' not in html.split("</article>")[0].split('<article class="text"')[1]
