"""Other people's news: how often ``check`` warns of texts that nobody has planted an error in.

Nobody has proved their figures either, so a warning may be right: ``quiet`` says at least how many are left in peace.
Texts with fewer than two claims are left out, in which hardly anything can be held against anything.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from counterclaim import check
from counterclaim.model import Document
from evals.casualties import read_items
from evals.intervals import Counts, scored
from evals.messages import day_of

LEAST = 2  # claims


def score(path: Path, limit: int | None, errors: int) -> dict[str, dict[str, Any]]:
    """The share of texts with claims of which nothing is warned, a group for each source or split of the file."""
    rows: dict[str, list[Counts]] = defaultdict(list)
    for item in list(read_items(path))[:limit]:
        document = Document(id=item["id"], text=item["text"], path=item["id"])
        (report,) = check(document, published=day_of(item["text"]))
        if len(report.claims) < LEAST:
            continue
        alarms = [finding for finding in report.findings if finding.severity != "note"]
        rows[item.get("source") or f"{path.stem.partition('-')[0]} {item.get('split', '')}".rstrip()].append(
            (float(not alarms), 1.0, 1.0)
        )
        if alarms and errors > 0:
            errors -= 1
            print(f"\n{item['id']}: {item['text']}", file=sys.stderr)
            for finding in alarms:
                print(f"    {finding.code} {finding.message}", file=sys.stderr)
    return {
        group: {"n": len(counts), "quiet": scored(counts, "em") | {"n": len(counts)}}
        for group, counts in sorted(rows.items())
    }
