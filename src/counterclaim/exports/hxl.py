"""``export hxl``: claims as a table with HXL's row of hashtags under the header (HXL standard 1.1).

Figures are ``#value`` with what they are of in their own columns, since one table holds the killed, the wounded and
tanks alike; the attributes +low, +best, +high tell the bounds apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from counterclaim.exports.basis import Basis
from counterclaim.exports.columns import CLAIMS, Column
from counterclaim.exports.packages import Sheet, write_package
from counterclaim.exports.whereabouts import country_name, whereabouts
from counterclaim.model import Kept

# column of the claims' table → hashtag and attributes
TAGS = {
    "id": "#meta+id+claim",
    "published": "#date+published",
    "period_start": "#date+start",
    "period_end": "#date+end",
    "period": "#meta+period",
    "country": "#country+name",
    "place": "#loc+name",
    "side": "#group+affected",
    "object": "#item+name",
    "measure": "#indicator+name",
    "low": "#value+low",
    "best": "#value+best",
    "high": "#value+high",
    "quantity_unit": "#meta+unit",
    "hedge": "#meta+hedge",
    "sources": "#meta+source+chain",
    "stance": "#meta+stance",
    "certainty": "#meta+certainty",
    "verdict": "#meta+verdict",
    "path": "#meta+url+document",
    "quote": "#description+quote",
}

_COUNTRY: Column[Kept] = Column(
    "country",
    "string",
    "the country, where the gazetteer knows the place",
    lambda k: country_name(whereabouts(k.claim.place).country) if k.claim.place else None,
)
_KNOWN = {column.name: column for column in (*CLAIMS, _COUNTRY)}
COLUMNS: tuple[Column[Kept], ...] = tuple(_KNOWN[name] for name in TAGS)


def write(kepts: Iterable[Kept], folder: Path, basis: Basis) -> int:
    """The table and a data package in ``folder``; returns the number of claims."""
    sheet = Sheet("claims", "Claims with HXL hashtags", COLUMNS, kepts, "id", tags=tuple(TAGS.values()))
    return write_package(folder, "claims-hxl", "Claims about losses in war, with HXL hashtags", [sheet], basis)
