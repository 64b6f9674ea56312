"""Several headlines on one event, against UCDP's low, best and high."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from counterclaim.claims import extract
from counterclaim.model import Document
from evals.casualties import interval, read_items, tally


def estimate(headlines: list[dict[str, Any]]) -> tuple[int, int, int] | None:
    """Low, best and high of the dead of one event: the figures' range, and the one told by most days' headlines."""
    told: list[int] = []
    for at, headline in enumerate(headlines):
        day = date.fromisoformat(headline["date"]) if headline.get("date") else None
        document = Document(id=f"h{at}", text=headline["headline"], path="headline", published=day)
        killed = tally(extract(document)[0], "killed")
        if killed:
            told.append(killed)
    if not told:
        return None
    counted = Counter(told)
    best = max(counted, key=lambda figure: (counted[figure], -figure))
    return min(told), best, max(told)


def score(path: Path, limit: int | None, errors: int) -> dict[str, dict[str, Any]]:
    """How often UCDP's best lies inside our range, and how often it equals our best."""
    inside: list[float] = []
    exact: list[float] = []
    for item in list(read_items(path))[:limit]:
        read = estimate(item["claims"])
        best = item["gold"]["best"]
        inside.append(float(read is not None and read[0] <= best <= read[2]))
        exact.append(float(read is not None and read[1] == best))
        if not exact[-1] and errors > 0:
            errors -= 1
            lines = "\n".join(f"  {h['date']} {h['outlet']}: {h['headline']}" for h in item["claims"])
            print(f"\n{item['id']}: gold {item['gold']}, read {read}\n{lines}", file=sys.stderr)
    return {"dev": {"n": len(inside), "inside": interval(inside), "best": interval(exact)}}
