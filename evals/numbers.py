"""Number words and their values, against Duckling's own corpus (BSD).

A vague word has one value there (a few is 3), so it is read under the convention ``duckling`` of the vocabulary. An
item is right when its whole text reads to the gold value and to no other: no bound, no range.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from counterclaim.language import load_language
from counterclaim.model import Quantity
from counterclaim.quantities import read_quantity
from evals.casualties import interval, read_items

READ = ("en", "ru", "uk")
CONVENTION = "duckling"


def is_value(quantity: Quantity | None, value: float) -> bool:
    """Whether a quantity says ``value`` and nothing else."""
    if quantity is None:
        return False
    said = {v for v in (quantity.low, quantity.best, quantity.high) if v is not None}
    return quantity.hedge in ("exact", "vague") and all(math.isclose(v, value, rel_tol=1e-9) for v in said)


def score(path: Path, limit: int | None, errors: int) -> dict[str, dict[str, Any]]:
    """The share of items whose whole text reads to exactly the gold value; a group for each language we read."""
    hits: dict[str, list[float]] = defaultdict(list)
    shown = 0
    for item in list(read_items(path))[:limit]:
        if item["lang"] not in READ:
            continue
        quantity = read_quantity(item["text"], load_language(item["lang"]), CONVENTION)
        right = is_value(quantity, item["gold"])
        hits[item["lang"]].append(float(right))
        if not right and shown < errors:
            shown += 1
            read = (quantity.low, quantity.best, quantity.high) if quantity else None
            print(f"{item['id']}: {item['text']!r} is {item['gold']}, read {read}", file=sys.stderr)
    return {lang: {"n": len(h), "value": interval(h)} for lang, h in hits.items()}
