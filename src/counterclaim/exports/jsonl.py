"""``export jsonl``: claims with all that belongs to them as JSON lines, without loss, for ``counterclaim import``.

The first line tells the basis. Each other line is a row as the ledger holds it; of a whole ledger also the heads of its
tree, so that the ledger made of it is the same, hash by hash. Of a part the rows of the claims that fit: their
documents, where these were seen, readings, findings, judgements, grades.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from counterclaim.exports.basis import Basis
from counterclaim.exports.columns import Column
from counterclaim.formats import json_line
from counterclaim.model import Kept

COLUMNS: tuple[Column[object], ...] = (
    Column("basis", "string", "of the first line alone: program, head and filters, as an object", str),
    Column(
        "kind", "string", "basis, or the kind of row: document, sighting, claim, finding, reading … head", str, True
    ),
    Column("key", "string", "the id of what the row is about", str),
    Column("at", "datetime", "when the ledger added it, UTC; not there for claims that are in no ledger", str),
    Column("body", "string", "the row as an object, canonical JSON (RFC 8785)", str),
)


def write(kepts: Iterable[Kept], stream: TextIO, basis: Basis, lines: Iterable[bytes] | None = None) -> int:
    """The basis and ``lines``, or without these what the claims themselves hold; returns the number of claims."""
    stream.write(f'{{"basis":{json_line(basis.fields())},"kind":"basis"}}\n')
    count = 0
    for line in _rows(kepts) if lines is None else lines:
        stream.write(line.decode("utf-8"))
        count += line.endswith(b'"kind":"claim"}\n')
    return count


def _rows(kepts: Iterable[Kept]) -> Iterator[bytes]:
    from counterclaim.ledger import rows

    told: set[str] = set()
    for kept in kepts:
        found = [] if kept.document.id in told else [rows.document_row(kept.document)]
        if found:
            found += [rows.sighting_row(sighting) for sighting in kept.sightings]
        found.append(rows.claim_row(kept.claim, kept.document.published))
        found += [rows.judgement_row(judgement) for judgement in kept.judgements]
        found += [rows.grade_row(grade) for grade in kept.grades if grade.id not in told]
        told |= {kept.document.id, *(grade.id for grade in kept.grades)}
        for row in found:
            yield f'{{"body":{row.body},"key":"{row.key}","kind":"{row.kind}"}}\n'.encode()
