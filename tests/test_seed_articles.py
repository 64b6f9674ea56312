"""Two articles kept beside the repository: every claim in them, field by field. Skipped where they are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from claim_rows import expected, named
from counterclaim.claims import extract
from counterclaim.documents import open_documents
from counterclaim.model import Claim, Document

FOLDER = Path(__file__).parents[2] / "shared/seeds"
HERE = FOLDER.is_dir()
pytestmark = pytest.mark.skipif(not HERE, reason="the articles are not kept in this repository")

SOLDIERS: dict[str, Any] = {"object": "personnel", "side": "RU", "stance": "asserts", "certainty": "stated"}
TANKS = {**SOLDIERS, "object": "tank"}
INTELLIGENCE = {"stance": "asserts", "source": "us-intelligence"}
SINCE = {"period": "cumulative", "start": "2022-02-24"}
FIRST: list[dict[str, Any]] = [
    {
        "low": 500,
        "hedge": "over",
        "object": "people",
        "measure": "wounded",
        "period": "point",
        "source": "ua-gur>call>soldier",
        "certainty": "unconfirmed",
    },
    {**SOLDIERS, "exact": 3010, "measure": "losses", "period": "window", "source": "ru-government"},
    {**TANKS, "exact": 32, "measure": "losses", "period": "window", "source": "ru-government"},
    {**SOLDIERS, **SINCE, **INTELLIGENCE, "best": 0.9, "hedge": "nearly", "share": True, "measure": "casualties"},
    {**TANKS, **INTELLIGENCE, "best": 2 / 3, "hedge": "about", "share": True, "measure": "losses"},
    {**SOLDIERS, **INTELLIGENCE, "best": 315_000, "hedge": "about", "measure": "casualties", "period": "cumulative"},
    {**SOLDIERS, "exact": 360_000, "measure": "strength", "period": "point", "end": "2022-02-23", "source": ""},
    {**TANKS, "exact": 3_500, "measure": "strength", "period": "point", "end": "2022-02-23", "source": ""},
    {**SOLDIERS, **INTELLIGENCE, "exact": 300_000, "measure": "mobilised", "period": "window", "end": "2022-12-31"},
]
HEDGED = {**SOLDIERS, "certainty": "hedged"}
CALL = {**HEDGED, "unit": "regiment", "period": "point", "source": "ua-sbu>video>soldier"}
BULLETIN = {**SOLDIERS, **SINCE, "measure": "losses", "source": "ua-mod"}
SECOND: list[dict[str, Any]] = [
    {**SOLDIERS, "exact": 0.7, "share": True, "measure": "losses"},
    {**HEDGED, "exact": 0.7, "share": True, "measure": "losses", "period": "cumulative"},
    {**CALL, "low": 2_000, "high": 9_999, "hedge": "vague", "measure": "strength"},
    {**CALL, "best": 400, "hedge": "about", "measure": "remaining"},
    {**BULLETIN, "best": 20_600, "hedge": "about"},
    {**BULLETIN, "exact": 790, "object": "tank"},
    {**BULLETIN, "exact": 2_041, "object": "afv"},
    {**BULLETIN, "exact": 167, "object": "aircraft"},
    {**BULLETIN, "exact": 147, "object": "helicopter"},
    {**SOLDIERS, **SINCE, "exact": 1_351, "measure": "losses", "source": "ru-government"},
    {**SOLDIERS, **SINCE, "exact": 3_285, "measure": "wounded", "source": "ru-government"},
    {**HEDGED, "source": "nato", "high": 40_000, "hedge": "up to", "measure": "casualties"},
]
PREFIXES = {"000": FIRST, "003": SECOND}


def article(prefix: str) -> tuple[Document, list[Claim]]:
    (path,) = FOLDER.glob(f"{prefix}_*")
    (document,) = open_documents(str(path))
    return document, sorted(extract(document)[0], key=lambda claim: claim.quantity.start)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_an_article_holds_exactly_these_claims(prefix: str) -> None:
    rows = [fields for row in PREFIXES[prefix] for fields in expected(row)]
    _, claims = article(prefix)
    assert len(claims) == len(rows)
    for claim, fields in zip(claims, rows, strict=True):
        assert named([claim], [fields]) == [fields], claim.evidence.exact


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_claim_of_an_article_is_its_own_words(prefix: str) -> None:
    document, claims = article(prefix)
    for claim in claims:
        assert claim.evidence.exact == document.text[claim.evidence.start : claim.evidence.end]
        for link in claim.attribution:
            assert link.name == document.text[link.start : link.end]


def test_a_headline_repeated_as_first_paragraph_is_read_once() -> None:
    document, claims = article("003")
    assert document.repeats
    shares = [claim for claim in claims if claim.quantity.unit == "share"]
    assert len(shares) == 2  # the headline and the lead, not the headline twice


def test_the_number_from_the_call_is_not_sure_because_the_call_is_not() -> None:
    _, claims = article("000")
    (cue,) = [cue for cue in claims[0].cues if cue.kind == "unconfirmed"]
    assert cue.start > claims[0].evidence.end
