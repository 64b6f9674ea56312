"""The pages as a browser gets them, without one: what they hold, what they refuse, and that each is data too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")

from starlette.testclient import TestClient

from counterclaim.web.app import ROUTES, create_app
from counterclaim.web.checks import Checks
from counterclaim.web.pages import STATIC
from counterclaim.web.site import Settings, Site
from counterclaim.web.words import FORMS, LANGUAGES, load_words

TEXT = """Losses grow

Russia's defence ministry said on Monday that its army had lost 120 soldiers and 7 tanks near Vovchansk.
The mayor said that 3 civilians were killed.
"""
ROOT = Path(__file__).parents[1]
WEB = ROOT / "src" / "counterclaim" / "web"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(None, Checks(tmp_path / "checks"), Settings())


@pytest.fixture
def browser(site: Site) -> Iterator[TestClient]:
    with TestClient(create_app(site), base_url="http://127.0.0.1:8765", follow_redirects=False) as client:
        yield client


def checked(browser: TestClient, text: str = TEXT, **more: str) -> str:
    sent = browser.post("/", data={"text": text, **more})
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


def test_a_pasted_text_gets_a_page_of_its_own_with_its_claims_marked(browser: TestClient) -> None:
    page = browser.get(checked(browser))
    assert page.status_code == 200
    assert page.text.count('<article class="card" id="d1c') == 3
    assert re.search(r'<mark class="[^"]*claim', page.text)


def test_the_same_text_has_the_same_address(browser: TestClient) -> None:
    assert checked(browser) == checked(browser)
    assert checked(browser) != checked(browser, published="2024-05-14")


def test_a_check_is_json_and_csv_and_a_page_to_keep_under_the_same_address(browser: TestClient) -> None:
    where = checked(browser)
    report = browser.get(f"{where}.json").json()["documents"][0]
    assert [claim["quantity"]["best"] for claim in report["claims"]] == [120, 7, 3]
    table = browser.get(f"{where}.csv")
    assert table.text.count("\n") == 4
    assert "attachment" in table.headers["content-disposition"]
    assert browser.get(f"{where}.html-file").text.startswith("<!doctype html>")
    assert browser.get(f"{where}.pdf").status_code == 404


def test_a_file_is_checked_as_the_file_it_is(browser: TestClient) -> None:
    page = b"<html><head><title>Toll</title></head><body><p>" + b"At least 40 people were killed in Homs. " * 3
    sent = browser.post("/", files={"file": ("story.html", page, "text/html")})
    report = browser.get(f"{sent.headers['location']}.json").json()["documents"][0]
    assert report["title"] == "Toll"
    assert report["path"] == "story.html"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"text": "  "}, "nothing to check"),
        ({"text": "x", "published": "May"}, "is not a day"),
        ({"address": "http://127.0.0.1/"}, "ddresses are not fetched here"),
        ({"sample": "none"}, "here is no sample"),
    ],
)
def test_what_cannot_be_checked_is_told_in_one_sentence(browser: TestClient, form: dict[str, str], words: str) -> None:
    sent = browser.post("/", data=form)
    assert sent.status_code == 400
    assert words in sent.text


def test_figures_are_traced_with_their_chance(browser: TestClient) -> None:
    asked = {"q": "4,320 soldiers and 51 tanks in three days", "near": "2024-05"}
    found = browser.get("/trace.json", params=asked).json()["matches"]
    assert found[0]["series"] == "ua-general-staff"
    assert "General Staff" in browser.get("/trace", params=asked).text
    assert browser.get("/trace", params={"q": "9 tanks", "near": "soon"}).status_code == 400


def test_every_rule_and_every_series_has_its_page(browser: TestClient) -> None:
    for rule in browser.get("/rules.json").json()["rules"]:
        assert rule["name"] in browser.get(f"/rules/{rule['code']}").text
    for series in browser.get("/record.json").json()["series"]:
        page = browser.get(f"/record/{series['id']}")
        assert page.status_code == 200
        assert "<svg" in page.text
    assert browser.get("/rules/CC999").status_code == 404
    assert browser.get("/record/none").status_code == 404


def test_an_unknown_address_says_so_as_a_page_and_as_json(browser: TestClient) -> None:
    assert browser.get("/nowhere").status_code == 404
    assert browser.get("/nowhere.json").json()["status"] == 404
    assert browser.get("/checks/k0000000000000000").status_code == 404
    assert browser.get("/static/..%2Fapp.py").status_code == 404
    assert browser.post("/rules").status_code == 405


def test_nothing_that_a_text_says_becomes_markup(browser: TestClient) -> None:
    hostile = '<script>alert(1)</script>" onmouseover=alert(1) {{ 7*7 }} 12 soldiers were killed in Kherson.'
    page = browser.get(checked(browser, hostile)).text
    assert "<script" not in page
    assert "{{ 7*7 }}" in page.replace("&#39;", "'")
    assert "script-src 'self'" in browser.get("/").headers["content-security-policy"]


def test_templates_have_no_inline_script_or_style() -> None:
    for template in (WEB / "templates").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text), template.name
        assert "|safe" not in text.replace(" ", ""), template.name


def test_every_static_file_is_there_and_nothing_is_asked_of_others(browser: TestClient) -> None:
    for name, (_, _, media_type) in STATIC.items():
        got = browser.get(f"/static/{name}")
        assert got.headers["content-type"].startswith(media_type)
        assert not re.search(r"@import|url\((?!data:)", got.text), name


def used_keys() -> set[str]:
    source = "".join(path.read_text(encoding="utf-8") for path in WEB.rglob("*.html"))
    source += "".join(path.read_text(encoding="utf-8") for path in WEB.rglob("*.py"))
    source += (WEB.parent / "page" / "call.html.jinja").read_text(encoding="utf-8")
    return set(re.findall(r"""(?:\bt|words)\(\s*"([a-z]+\.[a-z-]+)"[,)]""", source))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_interface_is_complete_in_every_language(language: str) -> None:
    table, english = load_words(language).table, load_words("en").table
    assert {n: set(part) for n, part in table.items()} == {n: set(part) for n, part in english.items()}
    for name, part in table.items():
        for key, words in part.items():
            first = english[name][key]
            assert isinstance(words, dict) == isinstance(first, dict), f"{name}.{key}"
            forms = list(words.values()) if isinstance(words, dict) else [words]
            assert set(words) == FORMS[language] if isinstance(words, dict) else True, f"{name}.{key}"
            places = {found for form in ([*first.values()] if isinstance(first, dict) else [first])
                      for found in re.findall(r"\{\w+\}", form)}  # fmt: skip
            assert all(form and set(re.findall(r"\{\w+\}", form)) == places for form in forms), f"{name}.{key}"


def test_every_word_a_page_asks_for_is_there_and_none_is_left_over() -> None:
    keys = {f"{table}.{key}" for table, part in load_words("en").table.items() for key in part}
    used = used_keys()
    assert used <= keys, used - keys
    built = {"menu", "value", "basis", "error", "role", "may", "scope"}  # their keys are put
    built |= {"facet", "order", "verdict", "level", "period", "review"}  # together from values
    built_keys = re.compile(r"sheet\.(n-)?(error|warning|note|claim)$|calls\.by-\w+$|incidents\.(ucdp|acled|median)$"
                            r"|call\.(no|missing)-\w+$")  # fmt: skip
    left = {key for key in keys - used if key.split(".")[0] not in built and not built_keys.match(key)}
    assert not left


def test_about_states_the_scores_that_the_evals_wrote_each_with_its_interval() -> None:
    from evals.about import ROWS, load

    floors = json.loads((ROOT / "evals" / "floors.json").read_text(encoding="utf-8"))
    told = load()
    assert set(told) == {row[:3] for row in ROWS}
    for (name, group, metric), row in told.items():
        assert row["high"] >= floors[name][group][metric], row  # a floor may have been raised since
        assert row["low"] <= row["score"] <= row["high"]
        assert row["n"] > 0


def test_every_route_has_its_own_name() -> None:
    assert len({route.name for route in ROUTES}) == len(ROUTES)
