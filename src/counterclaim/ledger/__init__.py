"""The ledger: documents, claims, findings and judgements kept for years, on SQLite or PostgreSQL, chained by hash.

databases   opening, migrating, one writer        tables, migrations/   the tables
chain       RFC 8785 bytes, RFC 6962 tree         rows, flat            nouns as rows and back; rows as flat lines
store       Ledger: adding                        asking                what can be asked; filters: which claims
writing     rows, chained, into the tables        together              what only many documents show
ingest      add: many documents in parallel       originals             the bytes as they came
masking     personal data hidden in all it shows  sealing               … and encrypted in what it holds
verify      is every row as it was added          lines                 the ledger as JSON lines and back
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["Filter", "Ledger"]

if TYPE_CHECKING:
    from counterclaim.ledger.filters import Filter
    from counterclaim.ledger.store import Ledger


def __getattr__(name: str) -> object:
    """Load SQLAlchemy only when a ledger is used."""
    if name == "Ledger":
        from counterclaim.ledger.store import Ledger

        return Ledger
    if name == "Filter":
        from counterclaim.ledger.filters import Filter

        return Filter
    raise AttributeError(f"module 'counterclaim.ledger' has no attribute {name!r}")
