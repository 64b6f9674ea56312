"""MUC messages: the counts of killed and of wounded groups that a message tells, against people's templates."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from counterclaim.claims import extract
from counterclaim.model import Claim, Document
from evals.casualties import PARTS, read_items

MEASURES = ("killed", "wounded")


def groups_of(claims: list[Claim], measure: str) -> list[int]:
    """The distinct counts of ``measure`` in a message, running totals and parts of totals left out."""
    found: set[int] = set()
    for claim in claims:
        if claim.measure != measure or claim.stance == "denies" or claim.quantity.unit != "count":
            continue
        if claim.period.kind == "cumulative" or any(rule in PARTS for rule in claim.rules):
            continue
        figure = claim.quantity.figure
        if figure:
            found.add(int(figure))
    return sorted(found)


def score(path: Path, limit: int | None, errors: int) -> dict[str, dict[str, Any]]:
    """Precision, recall and F1 of the counts, over all messages of a split."""
    tallies: dict[str, dict[str, list[int]]] = defaultdict(lambda: {m: [0, 0, 0] for m in MEASURES})
    counts: dict[str, int] = defaultdict(int)
    shown = 0
    for item in list(read_items(path))[:limit]:
        claims, _ = extract(Document(id=item["id"], text=item["text"], path=item["id"]))
        counts[item.get("split") or "all"] += 1
        for measure in MEASURES:
            gold = list(item["gold"].get(f"{measure}_groups") or [])
            read = groups_of(claims, measure)
            tally = tallies[item.get("split") or "all"][measure]
            hits = 0
            missed = list(gold)
            for figure in read:
                if figure in missed:
                    missed.remove(figure)
                    hits += 1
            tally[0] += hits
            tally[2] += len(missed)
            if not item["gold"].get(f"{measure}_unquantified"):
                tally[1] += len(read) - hits
            if shown < errors and (missed or len(read) > hits):
                shown += 1
                print(f"\n{item['id']} {measure}: gold {gold}, read {read}\n{item['text']}", file=sys.stderr)
                for claim in claims:
                    print(f"  {claim.quantity.figure} {claim.measure}: {claim.evidence.exact!r}", file=sys.stderr)
    return {
        split: {"n": counts[split], **{m: _f1(*tally[m]) for m in MEASURES}} for split, tally in sorted(tallies.items())
    }


def _f1(hits: int, extra: int, missed: int) -> dict[str, float]:
    precision = hits / max(1, hits + extra)
    recall = hits / max(1, hits + missed)
    return {
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
    }
