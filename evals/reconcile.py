"""Several headlines on one event, against UCDP's low, best and high.

From our claims by the convention ``ucdp`` of ``counterclaim.comparing.incidents``, where it is described: soldiers of
whom nobody says whose they are belong to the party that tells of them.

Headlines that tell of an increment ("two more died") or of months or a year are used where there are no
others.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from counterclaim.claims import extract
from counterclaim.comparing.conventions import Toll
from counterclaim.comparing.incidents import range_of, toll_of
from counterclaim.context import speaker_side
from counterclaim.language import load_language
from counterclaim.model import Document
from evals.casualties import interval, read_items

_SLUG = re.compile(r"(?:UPDATE|WRAPUP|REFILE|CORRECTED)(?: \d+)? ?-")  # an agency's mark, no word of the headline
_MORE = re.compile(r"\b(?:more(?! than)|another|further|additional)\b", re.IGNORECASE)
_LONG = re.compile(r"\b(?:this year|since|so far|to date|months)\b", re.IGNORECASE)


def told_by(headline: dict[str, Any]) -> Toll | None:
    """The dead of one headline, or ``None`` where it tells no number."""
    day = date.fromisoformat(headline["date"]) if headline.get("date") else None
    text = _SLUG.sub("", headline["headline"], count=1)
    claims, _ = extract(Document(id="headline", text=text, path="headline", published=day))
    long = bool(_LONG.search(text))
    return toll_of(
        claims,
        "killed",
        outlet=headline["outlet"],
        day=day,
        side_of=lambda claim: claim.side or speaker_side(claim.attribution, load_language("en")),
        increment=lambda claim: long or bool(_MORE.search(claim.evidence.exact)),
    )


def estimate(headlines: list[dict[str, Any]]) -> tuple[int, int, int] | None:
    """Low, best and high of the dead of one event, by UCDP's convention."""
    found = range_of((told for told in map(told_by, headlines) if told is not None), "ucdp")
    return None if found is None else (found.low, found.best, found.high)


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
