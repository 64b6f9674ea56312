"""The bundled samples and the test articles: what each shows, where its facts come from, and what `check` says of it.

`articles/clean` holds articles in which every number stands, `articles/planted` articles with exactly one error each.
Pinned floors: the share of planted errors that are named, and of those whose finding points at the words that carry it.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import counterclaim
from counterclaim.model import Document, Finding, Report

SAMPLES = Path(counterclaim.__file__).parent / "samples"
ARTICLES = Path(__file__).parent / "articles"
DOCS = Path(__file__).parent.parent / "docs"
ROUGH_RECALL = 0.92  # planted errors named by one of the rules that may name them
EXACT_RECALL = 0.92  # the same, with evidence that touches the words which carry the error
MOST_STRAY = 0.05  # findings at warning or above on planted articles that name something else, one a planted article
CLEAN_WARNINGS = 1 / 50  # findings at warning or above, one a clean article

_rules = find_spec("counterclaim.findings")
needs_findings = pytest.mark.skipif(_rules is None or _rules.origin is None, reason="the rules are not there yet")
FORBIDDEN = re.compile(r"/work\b|/root\b|\.\./shared")


def _entries(path: Path, key: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))[key]
    return entries


LISTED = _entries(SAMPLES / "samples.toml", "sample")
CLEAN = _entries(ARTICLES / "clean.toml", "article")
PLANTED = _entries(ARTICLES / "planted.toml", "article")


def _name(entry: dict[str, Any]) -> str:
    return str(entry["file"])


@cache
def report_of(path: Path, published: date | None) -> Report:
    """What `check` makes of one file."""
    from counterclaim.claims import extract
    from counterclaim.documents import read_document
    from counterclaim.findings import check

    document: Document = read_document(path.read_bytes(), path=str(path), published=published)
    claims, refusals = extract(document)
    return check(document, claims, refusals)


def loud(report: Report) -> list[Finding]:
    """The findings that make `check` exit with 1."""
    return [finding for finding in report.findings if finding.severity in ("warning", "error")]


def touches(report: Report, finding: Finding, quote: str) -> bool:
    """Whether a finding's evidence overlaps the words that carry the error, wherever they stand."""
    text = report.document.text
    starts = [found.start() for found in re.finditer(re.escape(quote), text)]
    return any(e.start < start + len(quote) and start < e.end for e in finding.evidence for start in starts)


def sample_report(entry: dict[str, Any]) -> Report:
    return report_of(SAMPLES / entry["file"], entry.get("published"))


# What is in the package


def test_every_sample_file_is_listed_and_every_listed_file_is_there() -> None:
    files = {path.name for path in SAMPLES.iterdir() if path.suffix in (".txt", ".md", ".html")}
    assert files == {_name(entry) for entry in LISTED}
    assert len({entry["name"] for entry in LISTED}) == len(LISTED) >= 8


def test_the_samples_show_each_kind_of_thing_and_come_from_several_wars() -> None:
    kinds = {entry["kind"] for entry in LISTED}
    assert kinds >= {
        "undated",
        "misattributed-window",
        "swapped-digits",
        "overreaching-headline",
        "arithmetic-slip",
        "clean",
        "no-claims",
        "bulletin",
        "html",
    }
    assert any(_name(entry).endswith(".md") for entry in LISTED)
    assert len({entry["war"] for entry in LISTED}) >= 5
    for entry in LISTED:
        assert len(entry["sides"]) == 2 or entry["kind"] == "no-claims", entry["name"]


@pytest.mark.parametrize("entry", LISTED, ids=_name)
def test_a_sample_names_sources_that_anyone_can_open(entry: dict[str, Any]) -> None:
    assert entry["shows"].endswith(".")
    assert len(entry["sources"]) >= 2
    for source in entry["sources"]:
        assert source["title"].strip()
        assert re.fullmatch(r"https?://[^\s/]+\.[a-z]+(/\S*)?", source["url"]), source["url"]


@pytest.mark.parametrize("entry", LISTED, ids=_name)
def test_a_sample_is_plain_utf8_and_of_readable_length(entry: dict[str, Any]) -> None:
    text = (SAMPLES / entry["file"]).read_bytes().decode("utf-8")
    assert "\ufffd" not in text
    assert "\r" not in text
    assert not FORBIDDEN.search(text)
    words = len(re.sub(r"<[^>]+>", " ", text).split())
    assert 200 <= words <= 450
    assert entry.get("quote", "") in text


def test_clean_and_planted_articles_are_listed_one_by_one() -> None:
    for folder, entries in (("clean", CLEAN), ("planted", PLANTED)):
        files = sorted(path.name for path in (ARTICLES / folder).iterdir())
        assert files == sorted(_name(entry) for entry in entries)
    assert len(CLEAN) >= 50
    assert len(PLANTED) >= 40
    for entry in PLANTED:
        text = (ARTICLES / "planted" / entry["file"]).read_text(encoding="utf-8")
        assert entry["quote"] in text, entry["file"]
        assert entry["rules"], entry["file"]
        assert entry["why"], entry["file"]


def test_the_page_about_the_samples_tells_of_each_of_them() -> None:
    page = DOCS / "samples.md"
    if not page.is_file():
        pytest.skip("installed without the documentation")
    text = page.read_text(encoding="utf-8")
    for entry in LISTED:
        assert f"### {entry['name']}\n" in text, entry["name"]
        assert entry["shows"] in text, entry["name"]
        for source in entry["sources"]:
            assert source["url"] in text, source["url"]


# What `check` says of it


@needs_findings
@pytest.mark.parametrize("entry", [entry for entry in LISTED if entry["rules"]], ids=_name)
def test_check_names_what_a_sample_is_there_to_show(entry: dict[str, Any]) -> None:
    report = sample_report(entry)
    named = {finding.name for finding in report.findings}
    assert set(entry["rules"]) <= named, sorted(named)
    assert set(entry["families"]) <= {finding.code[:3] for finding in report.findings}


@needs_findings
@pytest.mark.parametrize("entry", LISTED, ids=_name)
def test_check_says_nothing_else_of_a_sample_at_warning_or_above(entry: dict[str, Any]) -> None:
    stray = [(f.name, f.message) for f in loud(sample_report(entry)) if f.name not in entry["rules"]]
    assert stray == []


@needs_findings
def test_the_undated_sample_is_dated_by_its_figures() -> None:
    dated = [entry for entry in LISTED if "dated" in entry]
    assert dated
    for entry in dated:
        report = sample_report(entry)
        assert report.document.published is None or report.document.published_basis == "figures"
        proofs = [f.proof for f in report.findings if f.name in entry["rules"]]
        assert any(entry["dated"] in (proof.start, proof.end) for proof in proofs)


@needs_findings
def test_the_sample_without_claims_has_none_and_keeps_its_refusals() -> None:
    for entry in LISTED:
        if entry["kind"] == "no-claims":
            report = sample_report(entry)
            assert [claim.evidence.exact for claim in report.claims] == []
            assert report.refusals


@needs_findings
@pytest.mark.parametrize("entry", [entry for entry in LISTED if entry["kind"] == "clean"], ids=_name)
def test_the_clean_samples_are_rich_in_claims(entry: dict[str, Any]) -> None:
    assert len(sample_report(entry).claims) >= 8


@needs_findings
@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: str(entry["file"]))
def test_a_report_has_the_claims_as_they_were_read(entry: dict[str, Any]) -> None:
    from counterclaim.claims import extract

    report = sample_report(entry)
    assert list(report.claims) == sorted(
        extract(report.document)[0], key=lambda claim: (claim.quantity.start, claim.evidence.start)
    )


@needs_findings
def test_a_text_that_its_figures_date_is_read_once_more_with_that_day() -> None:
    report = report_of(SAMPLES / "kherson-winter.txt", None)
    assert (report.document.published, report.document.published_basis) == (date(2022, 12, 25), "figures")
    told = {claim.object: claim.period.end for claim in report.claims if claim.side == "RU"}
    assert told["tank"] == told["helicopter"] == date(2022, 12, 25)


@needs_findings
def test_check_is_silent_on_clean_articles() -> None:
    warned = [
        (entry["file"], finding.name, finding.message)
        for entry in CLEAN
        for finding in loud(report_of(ARTICLES / "clean" / entry["file"], entry.get("published")))
    ]
    assert len(warned) <= CLEAN_WARNINGS * len(CLEAN), warned


@needs_findings
def test_clean_articles_do_hold_claims() -> None:
    empty = [
        entry["file"]
        for entry in CLEAN
        if not report_of(ARTICLES / "clean" / entry["file"], entry.get("published")).claims
    ]
    assert len(empty) <= len(CLEAN) // 20, empty


@needs_findings
def test_check_names_the_planted_errors_and_little_else() -> None:
    rough: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    missed: list[str] = []
    stray: list[tuple[str, str]] = []
    for entry in PLANTED:
        report = report_of(ARTICLES / "planted" / entry["file"], entry.get("published"))
        hits = [finding for finding in report.findings if finding.name in entry["rules"]]
        rough[entry["rules"][0]] += bool(hits)
        exact[entry["rules"][0]] += any(touches(report, finding, entry["quote"]) for finding in hits)
        if not hits:
            missed.append(entry["file"])
        stray += [(entry["file"], finding.name) for finding in loud(report) if finding.name not in entry["rules"]]
    total = len(PLANTED)
    print(
        f"planted errors named: {rough.total()}/{total}, at their words: {exact.total()}/{total}, stray: {len(stray)}"
    )
    assert rough.total() >= ROUGH_RECALL * total, missed
    assert exact.total() >= EXACT_RECALL * total, missed
    assert len(stray) <= MOST_STRAY * total, stray
