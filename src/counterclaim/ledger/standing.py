"""Which rows of the log no longer stand, and what says so: by the log alone, without the table that keeps it.

a reading         takes the place of the one before of its document, with all that it does not name again
a comparison      withdraws findings over many documents

A load fills the table of superseded rows by it, and verifying holds that table against it.
"""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from counterclaim.ledger import tables
from counterclaim.ledger.store import BY_HAND


def superseded_rows(connection: Connection) -> dict[int, int]:
    """By the log alone: each row that no longer stands, and the reading or comparison that says so."""
    log, readings = tables.entries, tables.readings
    repeated = select(readings.c.document).group_by(readings.c.document).having(func.count() > 1)
    found: dict[int, int] = {}
    standing: dict[str, dict[tuple[str, str], list[int]]] = {}
    own = (
        ("document", tables.documents.c.seq, tables.documents.c.id, tables.documents.c.id),
        ("claim", tables.claims.c.seq, tables.claims.c.id, tables.claims.c.document),
        ("finding", tables.findings.c.seq, tables.findings.c.id, tables.findings.c.document),
    )
    lines: list[tuple[int, str, str, str]] = []
    for kind, seq, key, document in own:
        told = select(seq, key, document).where(document.in_(repeated))
        if kind == "claim":  # no reading takes away what a person has added
            told = told.join(log, log.c.seq == seq).where(log.c.body.not_like(f'%"reader":"{BY_HAND}%'))
        lines += [(row[0], kind, row[1], row[2]) for row in connection.execute(told)]
    bodies: dict[int, dict[str, Any]] = {}
    asked = select(log.c.seq, log.c.body).join(readings, readings.c.seq == log.c.seq)
    for row in connection.execute(asked.where(readings.c.document.in_(repeated))):
        bodies[row.seq] = orjson.loads(row.body)
        lines.append((row.seq, "reading", bodies[row.seq]["id"], bodies[row.seq]["document"]))
    for number, kind, name, whose in sorted(lines):
        mine = standing.setdefault(whose, {})
        mine.setdefault((kind, name), []).append(number)
        if kind != "reading":
            continue
        body = bodies[number]
        names = {("document", whose), ("reading", name)}
        names |= {("claim", one) for one in body["claims"]} | {("finding", one) for one in body["findings"]}
        for each, numbers in list(mine.items()):
            kept: list[int] = numbers[-1:] if each in names else []
            for old in numbers[: len(numbers) - len(kept)]:
                found[old] = number
            if kept:
                mine[each] = kept
            else:
                del mine[each]
    found |= _withdrawn(connection)
    return found


def _withdrawn(connection: Connection) -> dict[int, int]:
    """Findings over many documents that no longer stand, and the comparison that withdrew each."""
    log, comparisons, findings = tables.entries, tables.comparisons, tables.findings
    asked = select(log.c.seq, log.c.body).join(comparisons, comparisons.c.seq == log.c.seq)
    told = connection.execute(asked.where(comparisons.c.withdrawn > 0).order_by(comparisons.c.seq)).all()
    if not told:
        return {}
    kept: dict[str, list[int]] = {}
    asked = select(findings.c.seq, findings.c.id).where(findings.c.document.is_(None)).order_by(findings.c.seq)
    for seq, name in connection.execute(asked):
        kept.setdefault(name, []).append(seq)
    found: dict[int, int] = {}
    for number, body in told:
        for name in orjson.loads(body)["withdrawn"]:
            found |= {seq: number for seq in kept.get(name, ()) if seq < number and seq not in found}
    return found
