"""MUC messages: the counts of killed and of wounded groups that a message tells, against people's templates."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from counterclaim.claims import extract
from counterclaim.model import Claim, Document
from evals.casualties import read_items
from evals.intervals import Counts, scored

MEASURES = ("killed", "wounded")


_TARGET = re.compile(r"\b(?:(?:body)?guards?|escorts?|(?:murder|assassinat)\w*)\b", re.IGNORECASE)
_DAY = re.compile(r"\b(\d{1,2}) (JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]* (\d{2})\b")
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
OLD = timedelta(days=61)  # "more than two months"
WAR = 500  # more dead than in one attack: the toll of a war


def day_of(text: str) -> date | None:
    """The day in a message's dateline ("LIMA, 5 JUL 89 --"), the day it is published."""
    match = _DAY.search(text[:120])
    return date(1900 + int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1])) if match else None


def in_task(claim: Claim, day: date | None) -> bool:
    """Whether a claim is of what the MUC task asks for; our own definition of a claim is wider.

    By the task's definition a template is filled for an attack on people who do not fight, no more than two months
    old, told as an incident of its own, with a count where the text gives one. So these are left out: those whom the
    text's own word makes combatants, and those who attacked (but not the guards of those attacked, nor an officer who
    was murdered or assassinated), what is more than two months older than the message, tolls of a war, of a campaign
    or of a time longer than two months, and words for vague counts.
    """
    if claim.stance == "denies" or claim.quantity.unit != "count" or claim.quantity.hedge == "vague":
        return False
    by_word = not any(rule.startswith("object by weight") for rule in claim.rules)
    if claim.object == "personnel" and by_word and not _TARGET.search(claim.evidence.exact):
        return False
    figure, period = claim.quantity.figure or 0, claim.period
    if figure >= WAR and claim.measure == "killed":
        return False
    if period.kind == "cumulative" and figure > 1:
        return False
    return period.start is None or day is None or day - period.start <= OLD


def groups_of(claims: list[Claim], measure: str, day: date | None = None) -> list[int]:
    """The distinct counts of ``measure`` that a message dated ``day`` tells of incidents of the task."""
    found = {int(claim.quantity.figure or 0) for claim in claims if claim.measure == measure and in_task(claim, day)}
    return sorted(found - {0})


def counts_of(item: dict[str, Any], measure: str, read: Sequence[int]) -> Counts:
    """Right, read and gold of one message; where the gold knows of more without a count, nothing read is too many."""
    missed = list(item["gold"].get(f"{measure}_groups") or [])
    gold, hits = len(missed), 0
    for figure in read:
        if figure in missed:
            missed.remove(figure)
            hits += 1
    return hits, hits if item["gold"].get(f"{measure}_unquantified") else len(read), gold


def score(path: Path, limit: int | None, errors: int) -> dict[str, dict[str, Any]]:
    """Precision, recall and F1 of the counts, over all messages of a split, drawn anew for the interval."""
    rows: dict[str, dict[str, list[Counts]]] = defaultdict(lambda: {measure: [] for measure in MEASURES})
    shown = 0
    for item in list(read_items(path))[:limit]:
        claims, _ = extract(Document(id=item["id"], text=item["text"], path=item["id"]))
        day = day_of(item["text"])
        for measure in MEASURES:
            read = groups_of(claims, measure, day)
            counts = counts_of(item, measure, read)
            rows[item.get("split") or "all"][measure].append(counts)
            if shown < errors and (counts[0] < counts[2] or counts[0] < len(read)):
                shown += 1
                gold = item["gold"].get(f"{measure}_groups")
                print(f"\n{item['id']} {measure}: gold {gold}, read {read}\n{item['text']}", file=sys.stderr)
                for claim in claims:
                    print(f"  {claim.quantity.figure} {claim.measure}: {claim.evidence.exact!r}", file=sys.stderr)
    return {
        split: {"n": len(group[MEASURES[0]])}
        | {measure: {k: v for k, v in scored(group[measure], "f1").items() if k != "n"} for measure in MEASURES}
        for split, group in sorted(rows.items())
    }
