"""``export geojson``: claims that name a place, as a GeoJSON FeatureCollection (RFC 7946).

The gazetteer has no coordinates: a feature's geometry is null ("unlocated", RFC 7946 section 3.2) unless the user's own
table knows the place. Claims that name no place are not in it; ``claims_without_place`` counts them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from counterclaim.exports.basis import Basis
from counterclaim.exports.columns import CLAIMS, Column
from counterclaim.exports.saying import sentence_of
from counterclaim.exports.whereabouts import Coordinates, country_name, point_of, whereabouts
from counterclaim.model import Kept

_TAKEN = (
    "id", "document", "path", "title", "published", "quote", "low", "best", "high", "quantity_unit", "hedge", "object",
    "measure", "side", "place", "period", "period_start", "period_end", "sources", "source_ids", "stance", "certainty",
    "verdict",
)  # fmt: skip


def _country(kept: Kept) -> str | None:
    return whereabouts(kept.claim.place).country if kept.claim.place else None


COLUMNS: tuple[Column[Kept], ...] = (
    *(column for name in _TAKEN for column in CLAIMS if column.name == name),
    Column("country", "string", "ISO 3166-1 alpha-2, where the gazetteer knows the place", _country),
    Column("country_name", "string", "the country's name", lambda k: country_name(_country(k))),
    Column(
        "level",
        "string",
        "whether the place is a country, a region or a town; town where it is not known",
        lambda k: whereabouts(k.claim.place).level if k.claim.place else None,
    ),
    Column("sentence", "string", "the claim in words", sentence_of),
)


def feature_of(kept: Kept, coordinates: Coordinates) -> dict[str, Any]:
    """One claim as a feature; longitude comes before latitude."""
    point = point_of(kept.claim.place, coordinates)
    properties = {}
    for column in COLUMNS:
        value = column.value(kept)
        properties[column.name] = value if value is None or isinstance(value, (str, int, float)) else value.isoformat()
    return {
        "type": "Feature",
        "id": kept.claim.id,
        "geometry": None if point is None else {"type": "Point", "coordinates": list(point)},
        "properties": properties,
    }


def write(kepts: Iterable[Kept], stream: TextIO, basis: Basis, coordinates: Coordinates | None = None) -> int:
    """A FeatureCollection; returns the number of features."""
    features, without = [], 0
    for kept in kepts:
        if kept.claim.place is None:
            without += 1
        else:
            features.append(feature_of(kept, coordinates or {}))
    located = sum(feature["geometry"] is not None for feature in features)
    counts = basis.fields(features=len(features), located=located, claims_without_place=without)
    collection = {"type": "FeatureCollection", "counterclaim": counts, "features": features}
    stream.write(json.dumps(collection, ensure_ascii=False, indent=1) + "\n")
    return len(features)
