"""Several headlines on one event, against UCDP's low, best and high.

UCDP takes the most reliable of the figures that differ, and where none is more reliable the lower one; its low is what
is certain, its high what all parties' dead come to. From our claims that is, by convention:

    best    the figure told most often, without those that the same outlet raised later; of several told equally often
            the smallest, unless the toll rose from day to day: then that of the last day
    low     the smallest count of any one group in any headline: an event is one side's dead, or one place's
    high    the largest total, or the sum of the largest counts of soldiers and of civilians of each side; soldiers of
            whom nobody says whose they are belong to the party that tells of them

Headlines that tell of an increment ("two more died") or of months or a year are used where there are no
others.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from counterclaim.claims import extract
from counterclaim.context import speaker_side
from counterclaim.language import load_language
from counterclaim.model import Document
from evals.casualties import PARTS, interval, read_items, tally

_SLUG = re.compile(r"(?:UPDATE|WRAPUP|REFILE|CORRECTED)(?: \d+)? ?-")  # an agency's mark, no word of the headline
_MORE = re.compile(r"\b(?:more(?! than)|another|further|additional)\b", re.IGNORECASE)
_LONG = re.compile(r"\b(?:this year|since|so far|to date|months)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """What one headline tells of the dead."""

    outlet: str
    day: date | None
    total: int
    groups: tuple[int, ...]
    parties: dict[tuple[str, str | None], int]  # soldiers and civilians of each side
    incident: bool  # neither an increment nor the sum of a long time


def told_by(headline: dict[str, Any]) -> Told | None:
    """The dead of one headline, or ``None`` where it tells no number."""
    day = date.fromisoformat(headline["date"]) if headline.get("date") else None
    text = _SLUG.sub("", headline["headline"], count=1)
    claims, _ = extract(Document(id="headline", text=text, path="headline", published=day))
    total = tally(claims, "killed")
    killed = [c for c in claims if c.measure == "killed" and c.quantity.unit == "count" and c.quantity.figure]
    if not total or not killed:
        return None
    parties: Counter[tuple[str, str | None]] = Counter()
    for claim in killed:
        if claim.object != "people" and not any(rule in PARTS for rule in claim.rules):
            armed = "personnel" if claim.object == "personnel" else "civilian"
            side = claim.side or speaker_side(claim.attribution, load_language("en"))
            parties[armed, side] += int(claim.quantity.figure or 0)
    incident = not _LONG.search(text) and not all(_MORE.search(claim.evidence.exact) for claim in killed)
    groups = tuple(int(claim.quantity.figure or 0) for claim in killed)
    return Told(headline["outlet"], day, total, groups, dict(parties), incident)


def estimate(headlines: list[dict[str, Any]]) -> tuple[int, int, int] | None:
    """Low, best and high of the dead of one event, by the conventions above."""
    every = [told for told in map(told_by, headlines) if told is not None]
    told = [one for one in every if one.incident] or every
    if not told:
        return None
    told.sort(key=lambda one: one.day or date.min)
    standing = [
        one
        for at, one in enumerate(told)
        if not any(later.outlet == one.outlet and later.total > one.total for later in told[at + 1 :])
    ]
    counted = Counter(one.total for one in standing)
    often = max(counted.values())
    best = min(total for total, count in counted.items() if count == often)
    risen = max(one.total for one in told if one.day == told[-1].day)
    if often == 1 and all(one.total < risen for one in told if one.day != told[-1].day):
        best = best if told[0].day == told[-1].day else risen
    totals = [one.total for one in told]
    return min(best, *(min(one.groups) for one in told)), best, max(*totals, best, _of_all_parties(told))


def _of_all_parties(told: list[Told]) -> int:
    """The largest counts of each side's soldiers and civilians together; those of no side are of one that is named."""
    largest: Counter[tuple[str, str | None]] = Counter()
    for one in told:
        for party, count in one.parties.items():
            largest[party] = max(largest[party], count)
    named = {armed for armed, side in largest if side is not None}
    return sum(count for (armed, side), count in largest.items() if side is not None or armed not in named)


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
