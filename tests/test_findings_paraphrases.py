"""The same errors in other words: what each short text must be found to hold, and nothing else at warning or above."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from evals.claims import document_of
from evals.gold import read_gold

from counterclaim.claims import extract
from counterclaim.documents import read_document
from counterclaim.findings import check
from counterclaim.model import Report
from counterclaim.tongue import language_of

ROWS = tomllib.loads((Path(__file__).parent / "findings_paraphrases.toml").read_text(encoding="utf-8"))
TEXTS: list[dict[str, Any]] = ROWS["text"]
CLEAN: list[dict[str, Any]] = ROWS["clean"]
FOUND = 0.95  # share of the texts whose error must be found; raise it, never lower it


def report_of(row: dict[str, Any]) -> Report:
    document = read_document(row["words"].encode(), path="example.txt", published=row.get("published"))
    claims, refusals = extract(document, language=language_of(document))
    return check(document, claims, refusals)


def test_errors_are_found_in_other_words() -> None:
    missed = [row["words"] for row in TEXTS if row["finds"] not in {one.name for one in report_of(row).findings}]
    assert 1 - len(missed) / len(TEXTS) >= FOUND, missed


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: str(row["finds"]))
def test_nothing_else_is_said_of_them(row: dict[str, Any]) -> None:
    loud = {one.name: one.message for one in report_of(row).findings if one.severity != "note"}
    assert set(loud) <= {row["finds"]}, loud


@pytest.mark.parametrize("row", CLEAN, ids=lambda row: " ".join(row["words"].split()[:6]))
def test_what_only_looks_wrong_is_left_in_peace(row: dict[str, Any]) -> None:
    assert [f"{one.name}: {one.message}" for one in report_of(row).findings if one.severity != "note"] == []


def test_passages_that_coders_wrote_raise_hardly_an_alarm() -> None:
    passages = [
        one for path in sorted((Path(__file__).parent / "gold" / "seen").rglob("*.txt")) for one in read_gold(path)
    ]
    loud = []
    for passage in passages:
        document = document_of(passage)
        claims, refusals = extract(document, language=language_of(document))
        found = [one for one in check(document, claims, refusals).findings if one.severity != "note"]
        loud += [(passage.id, one.code, one.message) for one in found]
    assert len(passages) > 400
    assert len({name for name, *_ in loud}) * 50 <= len(passages), loud
