"""The rules on articles with one planted error each, on clean articles, and on bulletins made from the record."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from counterclaim.claims import extract
from counterclaim.documents import read_document
from counterclaim.findings import RULES, check
from counterclaim.model import Report
from counterclaim.series import load_record

ARTICLES = Path(__file__).parent / "articles"
FOUND = 0.85  # share of the planted errors that must be found; raise it, never lower it
DRAWS = 40
WORDS = {
    "personnel": "personnel",
    "tank": "tanks",
    "afv": "armoured combat vehicles",
    "artillery": "artillery systems",
    "aircraft": "aircraft",
    "helicopter": "helicopters",
    "uav": "drones",
}


def listed(kind: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((ARTICLES / f"{kind}.toml").read_text(encoding="utf-8"))["article"]
    return rows


def report_of(content: bytes, published: date | None) -> Report:
    document = read_document(content, path="article.txt", published=published)
    claims, refusals = extract(document)
    return check(document, claims, refusals)


def loud(report: Report) -> list[str]:
    return [f"{finding.name}: {finding.message}" for finding in report.findings if finding.severity != "note"]


def test_the_planted_errors_are_found() -> None:
    rows = listed("planted")
    names = {rule.name for rule in RULES.values()}
    missed: Counter[str] = Counter()
    for row in rows:
        assert set(row["rules"]) <= names, row["file"]
        report = report_of((ARTICLES / "planted" / row["file"]).read_bytes(), row.get("published"))
        if not set(row["rules"]) & {finding.name for finding in report.findings}:
            missed[row["file"]] += 1
    assert 1 - sum(missed.values()) / len(rows) >= FOUND, sorted(missed)


def test_clean_articles_are_left_in_peace() -> None:
    rows = listed("clean")
    alarms = {
        row["file"]: found
        for row in rows
        if (found := loud(report_of((ARTICLES / "clean" / row["file"]).read_bytes(), row.get("published"))))
    }
    assert sum(len(found) for found in alarms.values()) <= len(rows) / 50, alarms


def bulletin(values: dict[str, float], day: date, opening: str, closing: str) -> str:
    parts = [f"{value:,.0f} {WORDS[name]}" for name, value in values.items()]
    body = ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0]
    return f"{opening} {body} {closing} {day.day} {day:%B %Y}.\n"


@pytest.mark.parametrize("seed", range(DRAWS))
def test_a_true_bulletin_of_any_day_is_left_in_peace_and_one_with_swapped_digits_is_not(seed: int) -> None:
    draw = random.Random(seed)
    table = load_record().series["ua-general-staff"]
    row = draw.randrange(60, len(table.dates))
    day = table.dates[row]
    cells = {name: table.columns[name][row] for name in draw.sample(sorted(WORDS), 3)}
    values = {name: value for name, value in cells.items() if value is not None}
    told = ("Ukraine's General Staff said that Russia had lost", "since the start of the full-scale invasion as of")
    after = day + timedelta(days=1)
    assert loud(report_of(bulletin(values, day, *told).encode(), after)) == []
    name = max(values, key=lambda one: values[one])
    digits = f"{values[name]:.0f}"
    places = [
        at
        for at in range(len(digits) - 1)
        if digits[at] != digits[at + 1] and digits[at + 1 :].strip("0") and not (at == 0 and digits[1] == "0")
    ]
    if not places:
        return
    at = draw.choice(places)
    swapped = int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
    found = report_of(bulletin({**values, name: swapped}, day, *told).encode(), after)
    assert any(finding.name == "digits-swapped" for finding in found.findings), (digits, swapped, loud(found))


@pytest.mark.parametrize("seed", range(DRAWS))
def test_a_ministrys_own_invented_numbers_are_not_credited_to_its_opponent(seed: int) -> None:
    draw = random.Random(seed)
    day = date(2022, 6, 1) + timedelta(days=draw.randrange(1200))
    values = {"personnel": float(draw.randrange(100, 6000)), "tank": float(draw.randrange(2, 120))}
    closing = f"in {draw.randrange(2, 10)} days up to"
    text = bulletin(values, day, "Russia's defence ministry said that its army had lost", closing)
    assert loud(report_of(text.encode(), day + timedelta(days=1))) == []


@pytest.mark.parametrize("seed", range(DRAWS))
def test_a_window_credited_to_the_side_that_suffered_it_is_misattributed(seed: int) -> None:
    draw = random.Random(seed)
    table = load_record().series["ua-general-staff"]
    row = draw.randrange(300, len(table.dates))
    length = draw.randrange(3, 7)
    day = table.dates[row]
    values = {}
    for name in ("personnel", "tank", "artillery"):
        last, first = table.columns[name][row], table.columns[name][row - length]
        if last is not None and first is not None and last - first > 1:
            values[name] = last - first
    if len(values) < 3 or table.dates[row - length] != day - timedelta(days=length):
        return
    closing = f"in {length} days up to"
    text = bulletin(values, day, "Russia's defence ministry said that its army had lost", closing)
    report = report_of(text.encode(), day + timedelta(days=1))
    (finding,) = [one for one in report.findings if one.severity != "note"]
    assert finding.name == "misattributed-figure"
    assert (finding.proof.start, finding.proof.end) == (day - timedelta(days=length), day)
