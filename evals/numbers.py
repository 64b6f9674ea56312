"""Number words and their values, against Duckling's own corpus (BSD)."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from counterclaim.language import load_language
from counterclaim.quantities import read_quantity
from evals.casualties import read_items

READ = ("en",)


def score(path: Path, limit: int | None, errors: int) -> dict[str, dict[str, Any]]:
    """The share of items whose whole text reads to exactly the gold value; a group for each language we read."""
    hits: dict[str, list[float]] = defaultdict(list)
    shown = 0
    for item in list(read_items(path))[:limit]:
        if item["lang"] not in READ:
            continue
        quantity = read_quantity(item["text"], load_language(item["lang"]))
        values = (quantity.best, quantity.low, quantity.high) if quantity else ()
        right = item["gold"] in values
        hits[item["lang"]].append(float(right))
        if not right and shown < errors:
            shown += 1
            print(f"{item['id']}: {item['text']!r} is {item['gold']}, read {values}", file=sys.stderr)
    return {lang: {"n": len(h), "value": {"em": round(sum(h) / len(h), 4)}} for lang, h in hits.items()}
