"""Rows of the claims corpus and claims as read, brought to one form that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from counterclaim.claims import extract
from counterclaim.model import Claim, Document
from counterclaim.weighing import Scales

Fields = dict[str, Any]

_NOT_FIELDS = frozenset({"phrasings", "not", "claims", "published", "exact"})


def document(text: str, published: str | None = None) -> Document:
    return Document("d", text, "d.txt", published=date.fromisoformat(published) if published else None)


def read(text: str, published: str | None = None, scales: Scales | None = None) -> list[Claim]:
    """The claims of a text, in the order in which their numbers stand."""
    return sorted(extract(document(text, published), scales=scales)[0], key=lambda claim: claim.quantity.start)


def expected(row: Mapping[str, Any]) -> list[Fields]:
    """One table of fields a claim, with the values that a row leaves to all of its claims."""
    return [_filled({**row, **own}) for own in row.get("claims", [{}])]


def _filled(row: Mapping[str, Any]) -> Fields:
    fields = {key: value for key, value in row.items() if key not in _NOT_FIELDS}
    fields["share"] = row.get("share", False)
    if "exact" in row:
        fields |= {"low": row["exact"], "best": row["exact"], "high": row["exact"], "hedge": "exact"}
    elif "hedge" in row:
        fields |= {bound: row.get(bound) for bound in ("low", "best", "high")}
    for bound in ("low", "best", "high"):
        if fields.get(bound) is not None:
            fields[bound] = round(float(fields[bound]), 9)
    return fields


def fields_of(claim: Claim) -> Fields:
    """Every field of a claim that can be compared, open ones as ""."""
    quantity, period = claim.quantity, claim.period
    rounded = [None if v is None else round(v, 9) for v in (quantity.low, quantity.best, quantity.high)]
    return {
        "low": rounded[0],
        "best": rounded[1],
        "high": rounded[2],
        "hedge": quantity.hedge,
        "share": quantity.unit == "share",
        "object": claim.object,
        "measure": claim.measure,
        "side": claim.side or "",
        "unit": claim.unit or "",
        "place": claim.place or "",
        "period": period.kind,
        "start": str(period.start or ""),
        "end": str(period.end or ""),
        "source": ">".join(link.id or link.name for link in claim.attribution),
        "stance": claim.stance,
        "certainty": claim.certainty,
    }


def named(claims: Iterable[Claim], rows: list[Fields]) -> list[Fields]:
    """Of each claim the fields that its row names; claims beyond the last row are compared by that one's fields."""
    found = []
    for index, claim in enumerate(claims):
        every = fields_of(claim)
        found.append({key: every[key] for key in rows[min(index, len(rows) - 1)]})
    return found
