"""Every rule has a page that says what it does, and whose examples do what the page says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counterclaim.claims import extract
from counterclaim.documents import read_document
from counterclaim.findings import FAMILIES, RULES, check, check_body
from counterclaim.findings.pages import Example, examples, page_text
from counterclaim.findings.pages.index import index_text
from counterclaim.model import Finding, Kept, Report, VocabularyError

DOCS = Path(__file__).parent.parent / "docs" / "rules"
SECTIONS = ("## What it means", "## Why it matters", "## How it is computed", "## Fires", "## Must not fire")


def report_of(text: str, published: date | None) -> Report:
    document = read_document(text.encode(), path="example.txt", published=published)
    claims, refusals = extract(document)
    return check(document, claims, refusals)


def body_of(example: Example) -> tuple[dict[str, str], tuple[Finding, ...]]:
    documents, kepts = [], []
    for at, (text, day, outlet) in enumerate(example.body):
        document = read_document(text.encode(), path=f"{at}.txt", published=day)
        documents.append(replace(document, outlet=outlet))
        kepts += [Kept(claim, documents[-1]) for claim in extract(documents[-1])[0]]
    return {document.id: document.text for document in documents}, check_body(kepts)


def every_example() -> list[tuple[str, Example]]:
    return [(code, example) for code, rule in RULES.items() for example in examples(rule.page())]


def ident(pair: tuple[str, Example]) -> str:
    return f"{pair[0]}-{'fires' if pair[1].fires else 'silent'}"


@pytest.mark.parametrize("pair", every_example(), ids=ident)
def test_an_example_does_what_its_page_says(pair: tuple[str, Example]) -> None:
    code, example = pair
    if code.startswith("CC6"):
        texts, found_in_body = body_of(example)
        codes = [finding.code for finding in found_in_body]
        assert (code in codes) is example.fires, codes
        for finding in found_in_body:
            assert finding.evidence
            assert finding.proof.steps
            assert all(texts[e.document][e.start : e.end] == e.exact for e in finding.evidence)
        return
    report = report_of(example.text, example.published)
    found = [finding for finding in report.findings if finding.code == code]
    assert bool(found) is example.fires, [f"{f.code} {f.message}" for f in report.findings]
    for finding in found:
        assert finding.evidence
        assert finding.proof.steps
        assert all(report.document.text[e.start : e.end] == e.exact for e in finding.evidence)


@pytest.mark.parametrize("code", RULES)
def test_a_page_has_every_section_one_example_that_fires_and_two_that_must_not(code: str) -> None:
    rule, page = RULES[code], RULES[code].page()
    assert page.startswith(f"# {code} {rule.name}\n")
    assert f"**{rule.severity}**" in page
    assert rule.summary in page
    assert [page.index(section) for section in SECTIONS] == sorted(page.index(section) for section in SECTIONS)
    assert [example.fires for example in examples(page)] == [True, False, False]


def test_codes_belong_to_a_family_and_names_are_those_of_a_linter() -> None:
    assert len(RULES) >= 20
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    for code, rule in RULES.items():
        assert code == rule.code
        assert code[:3] in FAMILIES
        assert rule.name == rule.name.lower()
        assert " " not in rule.name


def test_the_documentation_has_the_pages_of_the_package_word_for_word() -> None:
    again = "python -m counterclaim.findings.pages docs/rules"
    for code in RULES:
        assert (DOCS / f"{code}.md").read_text(encoding="utf-8") == page_text(code), f"run {again}"
    assert (DOCS / "index.md").read_text(encoding="utf-8") == index_text(), f"run {again}"
    assert {path.stem for path in DOCS.glob("CC*.md")} == set(RULES)


def test_a_code_without_a_page_is_an_error_that_says_so() -> None:
    with pytest.raises(VocabularyError, match="no page for the rule CC999"):
        page_text("CC999")
