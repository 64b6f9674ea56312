"""Killed and wounded per text: what a reader's claims add up to, against people's counts."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from counterclaim.claims import extract
from counterclaim.comparing.incidents import tally
from counterclaim.model import Claim, Document

RESAMPLES = 1000  # bootstrap resamples behind every 95% interval


def interval(hits: Sequence[float]) -> dict[str, float]:
    """The mean of 0/1 scores with its bootstrap 95% interval (seed 0)."""
    n = len(hits)
    draw = random.Random(0)
    means = sorted(sum(draw.choices(hits, k=n)) / n for _ in range(RESAMPLES))
    return {"em": round(sum(hits) / n, 4), "low": round(means[25], 4), "high": round(means[974], 4)}


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
