"""``export csv``: claims, their documents and people's judgements as a Frictionless data package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from counterclaim.exports.basis import Basis
from counterclaim.exports.columns import CLAIMS, DOCUMENTS, JUDGEMENTS, documents_of, judgements_of
from counterclaim.exports.packages import Sheet, write_package
from counterclaim.model import Kept

COLUMNS = {"claims": CLAIMS, "documents": DOCUMENTS, "judgements": JUDGEMENTS}


def write(kepts: Iterable[Kept], folder: Path, basis: Basis) -> int:
    """Three tables in ``folder``, which is there and empty; returns the number of claims."""
    held = list(kepts)
    sheets = (
        Sheet("claims", "Claims", CLAIMS, held, "id", {"document": ("documents", "id")}),
        Sheet("documents", "Documents", DOCUMENTS, documents_of(held), "id"),
        Sheet("judgements", "Judgements", JUDGEMENTS, judgements_of(held), "id", {"claim": ("claims", "id")}),
    )
    return write_package(folder, "claims", "Claims about losses in war", sheets, basis)
