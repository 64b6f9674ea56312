"""Killed and wounded per text: what a reader's claims add up to, against people's counts."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from counterclaim.claims import extract
from counterclaim.model import Claim, Document

RESAMPLES = 1000  # bootstrap resamples behind every 95% interval


def interval(hits: Sequence[float]) -> dict[str, float]:
    """The mean of 0/1 scores with its bootstrap 95% interval (seed 0)."""
    n = len(hits)
    draw = random.Random(0)
    means = sorted(sum(draw.choices(hits, k=n)) / n for _ in range(RESAMPLES))
    return {"em": round(sum(hits) / n, 4), "low": round(means[25], 4), "high": round(means[974], 4)}


PARTS = ("<n>, including <n>", "<n>: <n> and <n>", "<n> of them")


def tally(claims: list[Claim], measure: str) -> int:
    """The count of ``measure`` in one short report: its numbers added, parts of a total left out, repeats once."""
    seen: set[tuple[float, str, str | None]] = set()
    known: set[str] = set()
    total = 0.0
    incident = any(claim.measure == measure and claim.period.kind != "cumulative" for claim in claims)
    for claim in claims:
        if incident and claim.period.kind == "cumulative":
            continue
        if claim.measure != measure or claim.quantity.unit != "count" or claim.object in ("tank", "vehicle"):
            continue
        if claim.stance == "denies" or any(rule in PARTS for rule in claim.rules):
            continue
        figure = claim.quantity.figure or 0.0
        key = (figure, claim.object, claim.side)
        if key in seen and figure > 1:
            continue
        seen.add(key)
        if figure == 1 and "implied one" in claim.rules:
            noun = claim.evidence.exact[claim.quantity.end - claim.evidence.start :].split(" ")[-1]
            if claim.quantity.text.lower() == "the" and noun in known:
                continue
            known.add(noun)
        total += figure
    return int(total)


def read_items(path: Path) -> Iterator[dict[str, Any]]:
    """The items of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def predict(item: dict[str, Any]) -> tuple[dict[str, int], list[Claim]]:
    """The counts read from one item's text, and the claims they rest on."""
    claims, _ = extract(Document(id=item["id"], text=item["text"], path=item["id"]))
    return {measure: tally(claims, measure) for measure in ("killed", "wounded")}, claims
