"""A part of a ledger as lines and back: the claims that fit with their documents, readings, findings and verdicts.

    lines_of     the rows of a ledger for a filter; of a whole ledger with the heads of its tree, unless personal data
                 must be hidden in its rows: then a part too
    merge        rows of a part become rows of a ledger, chained there; documents that it has already stay as they are

A part has no tree of its own: its rows are added as new rows, in the order in which they were. A reading of which only
some claims are there says so, so that the document is read anew when it is added itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, Table, select

from counterclaim.ledger import bodies, rows, tables
from counterclaim.ledger.among import among
from counterclaim.ledger.chain import canonical
from counterclaim.ledger.databases import LedgerError
from counterclaim.ledger.filters import Filter
from counterclaim.ledger.flat import flat_lines
from counterclaim.ledger.lines import to_lines
from counterclaim.ledger.masking import row_shown
from counterclaim.ledger.rows import Reading, Row
from counterclaim.ledger.words import words_lines

if TYPE_CHECKING:
    from counterclaim.ledger.asking import Asking
    from counterclaim.ledger.writing import Writer
    from counterclaim.redaction import Redactor

_PART = 400  # values in one question
_KINDS = frozenset({"document", "sighting", "claim", "finding", "reading", "coding", "judgement", "grade"})


def lines_of(ledger: Asking, wanted: Filter) -> Iterator[bytes]:
    """The rows that an export of these claims holds, each with its line end, in the order of the log."""
    hides = ledger.hides()
    if wanted == Filter() and not hides:
        yield from to_lines(ledger)
        return
    claims: set[str] = set()
    documents: set[str] = set()
    grades: dict[str, str] = {}
    for kept in ledger.claims(wanted):
        claims.add(kept.claim.id)
        documents.add(kept.document.id)
        grades |= {grade.id: kept.document.id for grade in kept.grades}
    if wanted == Filter():
        documents = {document.id for document, _ in ledger.documents()}
    homes = ledger.hiding(sorted(documents)) if hides else {}
    findings = {
        name: home
        for name, home, one in ledger.findings()
        if home is not None and home in documents and claims.issuperset(one.claims)
    }
    codings = {coding.id: coding.document for coding in ledger.codings(sorted(documents))}
    owners: dict[str, str] = findings | codings | grades  # what a verdict or a grade is of → the document
    wanted_rows: tuple[tuple[Table, str, set[str], bool], ...] = (
        (tables.documents, "id", documents, True),
        (tables.sightings, "document", documents, False),
        (tables.readings, "document", documents, True),
        (tables.claims, "id", claims, True),
        (tables.findings, "id", set(findings), True),
        (tables.codings, "document", documents, True),
        (tables.judgements, "subject", claims | findings.keys() | codings.keys(), False),
        (tables.grades, "id", set(grades), False),
    )
    with ledger.database.reading() as connection:
        numbers: set[int] = set()
        for flat, column, values, standing in wanted_rows:
            held = ledger.standing(flat) if standing else []
            for part in _parts(sorted(values)):
                asked = select(flat.c.seq).where(among(connection, flat.c[column], part), *held)
                numbers |= set(connection.execute(asked).scalars())
        log = tables.entries
        for part in _parts(sorted(numbers)):
            asked = select(log.c.at, log.c.kind, log.c.key, log.c.body).order_by(log.c.seq)
            asked = asked.where(among(connection, log.c.seq, part))
            for at, kind, key, body in connection.execute(asked):
                if homes:
                    body = _shown(kind, body, homes, owners)
                yield f'{{"at":"{at}","body":{body},"key":"{key}","kind":"{kind}"}}\n'.encode()


def _shown(kind: str, body: str, homes: Mapping[str, Redactor], owners: dict[str, str]) -> str:
    """A row's body with the personal data of its document hidden; ``owners`` learns whose the claims are."""
    if kind == "coding":  # which holds places, no words
        return body
    told = orjson.loads(body)
    if kind == "claim":
        owners[told["id"]] = told["document"]
    home: str = told["id"] if kind == "document" else told.get("document") or owners.get(told.get("subject"), "")
    if kind == "grade":
        home = owners.get(told["id"], "")
    return row_shown(kind, told, homes[home]).body if home in homes else body


def _parts(values: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(values), _PART):
        yield values[at : at + _PART]


# ---------------------------------------------------------------------------------------------------------- merging


def merge(writer: Writer, lines: Iterable[bytes], first: int, program: str) -> int:
    """Adds the rows of a part; ``first`` is the number of the first line, ``program`` what wrote the file.

    ``LedgerError`` names the line that is not a row, or whose claim does not stand in its document.
    """
    began = writer.size
    found: dict[str, list[Mapping[str, Any]]] = {kind: [] for kind in _KINDS}
    texts: dict[str, str] = {}
    for number, line in enumerate(lines, first):
        kind, body = _row_of(line, number)
        if kind == "document":
            texts[body["id"]] = body["text"]
        elif kind == "claim" and not _stands(body, texts):
            raise LedgerError(f"line {number:,}: the quote of claim {body['id']} does not stand in its document")
        found[kind].append(body)
    known = _known(writer.connection, tables.documents, "id", list(texts))
    new = texts.keys() - known
    readings = {body["document"]: bodies.reading_from(body) for body in found["reading"]}
    for body in found["document"]:
        if body["id"] in new:
            writer.add(_row("document", body))
    ids: tuple[rows.Kind, ...] = ("claim", "finding")
    for kind in ids:
        for body in found[kind]:
            if body["document"] in new:
                writer.add(_row(kind, body))
    held: dict[tuple[str, str], list[str]] = {}
    for kind in ("claim", "finding"):
        for body in found[kind]:
            held.setdefault((kind, body["document"]), []).append(body["id"])
    for name in (body["id"] for body in found["document"] if body["id"] in new):
        writer.add(_narrowed(readings.get(name) or Reading("", name, program), held))
    writer.flush()
    for body in found["sighting"]:
        _add_new(writer, _row("sighting", body), tables.sightings, "document")
    for body in found["coding"]:
        if not _known(writer.connection, tables.codings, "id", [body["id"]]):
            writer.add(_row("coding", body))
            writer.flush()
    for body in found["judgement"]:
        _add_new(writer, _row("judgement", body), tables.judgements, "id")
    for body in found["grade"]:
        _add_new(writer, _row("grade", body), tables.grades, "id")
    return writer.size - began


def _row(kind: rows.Kind, body: Mapping[str, Any]) -> Row:
    key = body["document"] if kind == "sighting" else body["id"]
    return Row(kind, key, canonical(body).decode(), (*flat_lines(kind, body), *words_lines(kind, body)))


def _row_of(line: bytes, number: int) -> tuple[str, Mapping[str, Any]]:
    try:
        row = orjson.loads(line)
        kind, body = row["kind"], row["body"]
        if kind not in _KINDS or canonical(row) != line.rstrip(b"\r\n"):
            raise ValueError(f"there is no row of kind {kind}" if kind not in _KINDS else "it is not canonical JSON")
        for _ in flat_lines(kind, body):
            pass
        return kind, body
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LedgerError(f"line {number:,} is not a row as counterclaim export jsonl wrote it: {error}") from None


def _stands(claim: Mapping[str, Any], texts: Mapping[str, str]) -> bool:
    evidence = claim["evidence"]
    exact: str = evidence["exact"]
    return texts.get(claim["document"], "")[evidence["start"] : evidence["end"]] == exact


def _known(connection: Connection, flat: Table, column: str, values: list[str]) -> set[str]:
    found: set[str] = set()
    for part in _parts(values):
        where = among(connection, flat.c[column], part)
        found |= set(connection.execute(select(flat.c[column]).where(where)).scalars())
    return found


def _narrowed(reading: Reading, held: Mapping[tuple[str, str], list[str]]) -> Row:
    """The reading with the claims and findings that are there; ``partial`` where it had more."""
    claims, findings = (tuple(held.get((kind, reading.document), ())) for kind in ("claim", "finding"))
    if reading.id and set(claims) == set(reading.claims) and set(findings) == set(reading.findings):
        return rows.reading_row(reading)
    part = replace(reading, id="", claims=claims, findings=findings, partial=True)
    return rows.reading_row(replace(part, id=rows.identity("r", rows.reading_row(part).body)))


def _add_new(writer: Writer, row: Row, flat: Table, column: str) -> None:
    """Adds a row unless the very same is there."""
    log, value = tables.entries, row.lines[0][1][0]
    asked = select(log.c.seq).join(flat, flat.c.seq == log.c.seq).where(flat.c[column] == value, log.c.body == row.body)
    if writer.connection.execute(asked.limit(1)).first() is None:
        writer.add(row)
        writer.flush()
