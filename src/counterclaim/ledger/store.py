"""The ledger: rows that are only ever added, chained by hash, and asked by flat tables. Nothing else changes a row.

Ledger(address)             a path (SQLite) or postgresql://…; made on first use, brought to this version
  .record(prepared)         readings of documents       .judge / .grade / .log     what people say and do
  .claims(filter)           Kept, oldest row first      .documents .findings .readings .judgements .grades
  .as_of(moment)            the ledger as it stood      .head()                    size and root of the tree
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, select

from counterclaim.ledger import rows, tables
from counterclaim.ledger.chain import Tree, leaf_hash
from counterclaim.ledger.databases import Database, LedgerError, open_database
from counterclaim.ledger.filters import Filter, conditions
from counterclaim.ledger.rows import Custody, Grade, Reading, Row
from counterclaim.model import CounterclaimError, Document, Finding, Judgement, Kept, Sighting, Verdict

if TYPE_CHECKING:
    from counterclaim.ledger.ingest import Added, Options
    from counterclaim.ledger.lines import Block

_BATCH = 400  # ids in one question


class Head(NamedTuple):
    """The tree's head: how many rows, the root of their tree, and when the last of them were added."""

    size: int
    root: bytes
    at: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """One reading of one document, ready to be kept: rows, where it was seen, and the options it was read with."""

    document: str
    rows: tuple[Row, ...]  # document, claims, findings, reading; empty for a mere sighting
    sightings: tuple[Sighting, ...] = ()
    failure: str = ""  # why it could not be read


@dataclass
class Tally:
    """What an adding has done: documents kept for the first time, read anew, merely seen again; rows by kind."""

    new: int = 0
    reread: int = 0
    seen: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Adds another count to this one."""
        self.new += other.new
        self.reread += other.reread
        self.seen += other.seen
        for kind, count in other.rows.items():
            self.rows[kind] = self.rows.get(kind, 0) + count


class Ledger:
    """A record that loses nothing. ``address`` is a path or ``postgresql://user@host/name``.

    ``originals`` is the folder of the original documents: for a file it lies beside it unless named, for a server it
    must be named to add documents. Raises ``LedgerError`` with a sentence for anything that cannot be done.
    """

    def __init__(
        self,
        address: str | Path,
        *,
        originals: str | Path | None = None,
        create: bool = True,
        read_only: bool = False,
    ) -> None:
        folder = None if originals is None else Path(originals)
        self._address = str(address)
        self._database = open_database(str(address), originals=folder, create=create, read=read_only)
        self._until: int | None = None
        self._inserts: dict[str, str] = {}

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the connections back."""
        self._database.close()

    @property
    def name(self) -> str:
        """The address, without a password."""
        return self._database.name

    @property
    def address(self) -> str:
        """The address as given, to open the same ledger elsewhere."""
        return self._address

    @property
    def originals(self) -> Path | None:
        """The folder of the original documents."""
        return self._database.originals

    @property
    def database(self) -> Database:
        """The open database, for reading; what changes rows is here."""
        return self._database

    # ------------------------------------------------------------------------------------------ adding and exporting

    def add(self, *targets: str, by: str, options: Options | None = None, workers: int | None = None) -> Added:
        """Reads files, folders and addresses into the ledger; ``by`` is who does it, for the custody log.

        What was added before adds a sighting alone; ``workers`` is the number of processes, one a core unless said.
        """
        from counterclaim.ledger.ingest import add

        return add(self, targets, by=by, options=options, workers=workers)

    def export(self, form: str, target: str | Path, wanted: Filter | None = None, **filters: Any) -> int:
        """Writes the claims that fit in a format of ``counterclaim.exports``, with the head and the filters named."""
        from counterclaim.exports import export
        from counterclaim.ledger.originals import load

        asked, head, folder = replace(wanted or Filter(), **filters), self.head(), self.originals
        return export(
            form,
            self.claims(asked),
            Path(target),
            head=f"{head.size}:{head.root.hex()}",
            filters=asked.given(),
            originals=None if folder is None else lambda d: load(folder, d.sha256) if d.sha256 else None,
        )

    # --------------------------------------------------------------------------------------------- as it stood

    def as_of(self, moment: date | datetime) -> Ledger:
        """The ledger as it stood at a moment, or at the end of a day (UTC): to be asked, not to be added to."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time.min, UTC) + timedelta(days=1, microseconds=-1)
        with self._database.reading() as connection:
            heads = tables.heads
            asked = select(func.max(heads.c.size)).where(heads.c.at <= rows.stamp(moment))
            size = connection.execute(asked).scalar()
        then = object.__new__(Ledger)
        then._address, then._database, then._inserts = self._address, self._database, {}
        then._until = min(size or 0, self._until) if self._until is not None else size or 0
        return then

    def _stands(self, table: Table) -> list[ColumnElement[bool]]:
        """The conditions for rows of a flat table that nothing has superseded."""
        gone = tables.superseded
        if self._until is None:
            return [~exists().where(gone.c.seq == table.c.seq)]
        return [table.c.seq <= self._until, ~exists().where(gone.c.seq == table.c.seq, gone.c.by_seq <= self._until)]

    def _there(self, table: Table) -> list[ColumnElement[bool]]:
        return [] if self._until is None else [table.c.seq <= self._until]

    def head(self) -> Head:
        """Size, root and time of the tree; an empty ledger has no rows and the hash of nothing."""
        with self._database.reading() as connection:
            found = _last_head(connection, self._until)
        return Head(0, Tree().root(), "") if found is None else Head(found[0], found[1], found[3])

    # ------------------------------------------------------------------------------------------------- asking

    def claims(self, wanted: Filter | None = None, **filters: Any) -> Iterator[Kept]:
        """The claims that stand, in the order they were added, with document, sightings and judgements."""
        wanted = replace(wanted or Filter(), **filters)
        flat = tables.claims
        asked = (
            select(flat.c.seq, flat.c.id, flat.c.document, tables.entries.c.body)
            .join(tables.entries, tables.entries.c.seq == flat.c.seq)
            .where(and_(True, *conditions(wanted), *self._stands(flat)))
            .order_by(flat.c.seq)
        )
        known: dict[str, tuple[Document, tuple[Sighting, ...]]] = {}
        with self._database.reading() as connection:
            if wanted.verdict is not None:
                judged = self._judged(connection, wanted.verdict)
                asked = asked.where(flat.c.id.in_(judged))
            for part in _streamed(connection, asked):
                missing = sorted({row.document for row in part} - known.keys())
                if len(known) > 5_000:
                    known.clear()
                    missing = sorted({row.document for row in part})
                known |= self._documents(connection, missing)
                said = self._judgements(connection, [row.id for row in part])
                for row in part:
                    document, sightings = known[row.document]
                    claim = rows.claim_from(orjson.loads(row.body))
                    yield Kept(claim, document, sightings, tuple(said.get(row.id, ())))

    def count(self, wanted: Filter | None = None, **filters: Any) -> int:
        """How many claims stand that fit."""
        wanted = replace(wanted or Filter(), **filters)
        flat = tables.claims
        with self._database.reading() as connection:
            asked = select(func.count()).select_from(flat).where(and_(True, *conditions(wanted), *self._stands(flat)))
            if wanted.verdict is not None:
                asked = asked.where(flat.c.id.in_(self._judged(connection, wanted.verdict)))
            return connection.execute(asked).scalar_one()

    def documents(self, ids: Sequence[str] | None = None) -> Iterator[tuple[Document, tuple[Sighting, ...]]]:
        """The documents that stand, text included, each with where it was seen; all, or those with these ids."""
        flat = tables.documents
        with self._database.reading() as connection:
            if ids is None:
                asked = select(flat.c.id).where(and_(True, *self._stands(flat))).order_by(flat.c.seq)
                ids = list(connection.execute(asked).scalars())
            for part in _parts(ids):
                found = self._documents(connection, part)
                yield from (found[name] for name in part if name in found)

    def findings(self, document: str | None = None) -> Iterator[tuple[str, str | None, Finding]]:
        """The findings that stand: id, document (``None`` where it rests on several), and what was found."""
        flat, log = tables.findings, tables.entries
        asked = select(flat.c.id, flat.c.document, log.c.body).join(log, log.c.seq == flat.c.seq)
        asked = asked.where(and_(True, *self._stands(flat))).order_by(flat.c.seq)
        if document is not None:
            asked = asked.where(flat.c.document == document)
        with self._database.reading() as connection:
            for part in _streamed(connection, asked):
                for row in part:
                    yield row.id, row.document, rows.finding_from(orjson.loads(row.body))

    def readings(self, documents: Sequence[str] | None = None) -> dict[str, Reading]:
        """The last reading of documents by id; of all, or of those named."""
        flat = tables.readings
        with self._database.reading() as connection:
            if documents is None:
                asked = select(flat.c.document).where(and_(True, *self._stands(flat)))
                documents = list(connection.execute(asked).scalars())
            return {name: found for name, (_, found) in self._readings(connection, documents).items()}

    def judgements(self, subject: str | None = None) -> Iterator[Judgement]:
        """Every judgement ever given, undone ones too, oldest first."""
        for body in self._bodies(tables.judgements, tables.judgements.c.subject, subject):
            yield rows.judgement_from(body)

    def grades(self, subject: str | None = None) -> Iterator[Grade]:
        """Every grade ever given, oldest first; the last of a subject that none supersedes stands."""
        for body in self._bodies(tables.grades, tables.grades.c.subject, subject):
            yield rows.grade_from(body)

    def custody(self) -> Iterator[Custody]:
        """Who did what to the ledger, with which version, oldest first."""
        for body in self._bodies(tables.custody, tables.custody.c.id, None):
            yield rows.custody_from(body)

    def places_of(self, run: str) -> frozenset[str]:
        """The places that a run of adding has recorded."""
        flat = tables.sightings
        with self._database.reading() as connection:
            return frozenset(connection.execute(select(flat.c.place).where(flat.c.run == run)).scalars())

    def _bodies(self, flat: Table, column: ColumnElement[str], value: str | None) -> Iterator[dict[str, Any]]:
        log = tables.entries
        asked = select(log.c.body).join(flat, log.c.seq == flat.c.seq).where(and_(True, *self._there(flat)))
        if value is not None:
            asked = asked.where(column == value)
        with self._database.reading() as connection:
            for part in _streamed(connection, asked.order_by(flat.c.seq)):
                for (body,) in part:
                    yield orjson.loads(body)

    def _documents(
        self, connection: Connection, ids: Sequence[str]
    ) -> dict[str, tuple[Document, tuple[Sighting, ...]]]:
        found: dict[str, tuple[Document, tuple[Sighting, ...]]] = {}
        log, flat, seen = tables.entries, tables.documents, tables.sightings
        for part in _parts(ids):
            sightings: dict[str, list[Sighting]] = {}
            asked = select(log.c.body).join(seen, log.c.seq == seen.c.seq)
            asked = asked.where(seen.c.document.in_(part), *self._there(seen)).order_by(seen.c.seq)
            for body in connection.execute(asked).scalars():
                sighting = rows.sighting_from(orjson.loads(body))
                sightings.setdefault(sighting.document, []).append(sighting)
            asked = select(log.c.body).join(flat, log.c.seq == flat.c.seq)
            for body in connection.execute(asked.where(flat.c.id.in_(part), *self._stands(flat))).scalars():
                fields = orjson.loads(body)
                places = sightings.get(fields["id"], [])
                document = rows.document_from(fields, places[0].place if places else "")
                found[document.id] = (document, tuple(places))
        return found

    def _judgements(self, connection: Connection, subjects: Sequence[str]) -> dict[str, list[Judgement]]:
        found: dict[str, list[Judgement]] = {}
        flat, log = tables.judgements, tables.entries
        asked = select(log.c.body).join(flat, log.c.seq == flat.c.seq)
        for body in connection.execute(
            asked.where(flat.c.subject.in_(subjects), *self._there(flat)).order_by(flat.c.seq)
        ).scalars():
            judgement = rows.judgement_from(orjson.loads(body))
            found.setdefault(judgement.subject, []).append(judgement)
        return found

    def _judged(self, connection: Connection, verdict: Verdict) -> list[str]:
        """The subjects whose standing verdict is this one."""
        flat = tables.judgements
        asked = select(flat.c.id, flat.c.subject, flat.c.verdict, flat.c.supersedes)
        given = connection.execute(asked.where(and_(True, *self._there(flat))).order_by(flat.c.given, flat.c.seq)).all()
        gone = {row.supersedes for row in given}
        standing = {row.subject: row.verdict for row in given if row.verdict != "undo" and row.id not in gone}
        return sorted(subject for subject, said in standing.items() if said == verdict)

    def _readings(self, connection: Connection, documents: Iterable[str]) -> dict[str, tuple[int, Reading]]:
        flat, log = tables.readings, tables.entries
        found: dict[str, tuple[int, Reading]] = {}
        for part in _parts(list(documents)):
            asked = select(flat.c.seq, log.c.body).join(log, log.c.seq == flat.c.seq)
            for row in connection.execute(asked.where(flat.c.document.in_(part), *self._stands(flat))):
                reading = rows.reading_from(orjson.loads(row.body))
                found[reading.document] = (row.seq, reading)
        return found

    # ------------------------------------------------------------------------------------------------- adding

    def record(self, prepared: Sequence[Prepared], run: str | None = None, again: bool = False) -> Tally:
        """Keeps readings and sightings in one transaction. What is there already adds only a sighting."""
        tally = Tally()
        with self._adding() as writer:
            readings = self._readings(writer.connection, {each.document for each in prepared})
            for each in prepared:
                self._record(writer, each, readings, run, again, tally)
            tally.rows = writer.counts
        return tally

    def _record(
        self,
        writer: Writer,
        each: Prepared,
        readings: dict[str, tuple[int, Reading]],
        run: str | None,
        again: bool,
        tally: Tally,
    ) -> None:
        last = readings.get(each.document)
        if each.rows:
            reading = rows.reading_from(orjson.loads(each.rows[-1].body))
            if last is None:
                for row in each.rows:
                    seq = writer.add(row)
                readings[each.document] = (seq, reading)
                tally.new += 1
            elif _takes_over(reading, last[1], again) and self._supersede(writer, each, last):
                readings[each.document] = (writer.size, reading)
                tally.reread += 1
            else:
                tally.seen += 1
        elif last is None:
            raise LedgerError(f"document {each.document} was never read: it cannot be seen again")
        else:
            tally.seen += 1
        for sighting in each.sightings:
            writer.add(rows.sighting_row(sighting, run))

    def _supersede(self, writer: Writer, each: Prepared, last: tuple[int, Reading]) -> bool:
        """Adds the rows of a new reading that differ from those that stand; these stand no longer since the reading.

        Nothing is added, and the answer is no, where every row is there already.
        """
        writer.flush()
        standing: dict[tuple[str, str], tuple[int, str]] = {}
        log = tables.entries
        for kind, flat, column in (
            ("document", tables.documents, tables.documents.c.id),
            ("claim", tables.claims, tables.claims.c.document),
            ("finding", tables.findings, tables.findings.c.document),
        ):
            asked = select(log.c.seq, log.c.key, log.c.body).join(flat, log.c.seq == flat.c.seq)
            for seq, key, body in writer.connection.execute(asked.where(column == each.document, *self._stands(flat))):
                standing[kind, key] = (seq, body)
        new = [row for row in each.rows[:-1] if standing.get((row.kind, row.key), (0, ""))[1] != row.body]
        kept = {(row.kind, row.key) for row in each.rows} - {(row.kind, row.key) for row in new}
        gone = [seq for key, (seq, _) in standing.items() if key not in kept]
        if not new and not gone and each.rows[-1].body == rows.reading_row(last[1]).body:
            return False
        for row in new:
            writer.add(row)
        seq = writer.add(each.rows[-1])
        for before in (*gone, last[0]):
            writer.supersede(before, seq)
        writer.flush()
        return True

    def judge(
        self,
        subject: str,
        verdict: Verdict,
        *,
        by: str,
        fields: dict[str, Any] | None = None,
        note: str = "",
        supersedes: str | None = None,
        at: datetime | None = None,
    ) -> Judgement:
        """Keeps a person's verdict on a claim or a finding; an ``undo`` names the judgement it takes back."""
        if verdict not in ("accept", "reject", "unsure", "correct", "undo"):
            raise CounterclaimError(f"“{verdict}” is no verdict; there is accept, reject, unsure, correct and undo")
        if verdict == "undo" and supersedes is None:
            raise CounterclaimError("an undo must name the judgement it takes back")
        if not by.strip():
            raise CounterclaimError("a judgement needs the name of who gives it")
        moment = at or datetime.now(UTC)
        name = rows.identity("j", subject, verdict, by, rows.stamp(moment), json.dumps(fields, default=str), note)
        judgement = Judgement(name, subject, verdict, by, moment.astimezone(UTC), fields or {}, note, supersedes)
        with self._adding() as writer:
            self._must_have(writer.connection, subject, (tables.claims, tables.findings), "claim or finding")
            if supersedes is not None:
                self._must_have(writer.connection, supersedes, (tables.judgements,), "judgement")
            writer.add(rows.judgement_row(judgement))
        return judgement

    def grade(self, subject: str, grade: str, *, by: str, note: str = "", at: datetime | None = None) -> Grade:
        """Keeps a person's Admiralty grade: a letter A–F for a source, a digit 1–6 for a claim."""
        if grade not in tuple("ABCDEF123456"):
            raise CounterclaimError(f"“{grade}” is no grade; a source has A to F, a claim 1 to 6")
        if not by.strip():
            raise CounterclaimError("a grade needs the name of who gives it")
        moment = at or datetime.now(UTC)
        with self._adding() as writer:
            if grade.isdigit():
                self._must_have(writer.connection, subject, (tables.claims,), "claim")
            flat = tables.grades
            asked = select(flat.c.id).where(flat.c.subject == subject, flat.c.by == by).order_by(flat.c.seq.desc())
            before = writer.connection.execute(asked.limit(1)).scalar()
            name = rows.identity("g", subject, grade, by, rows.stamp(moment), note)
            kept = Grade(name, subject, grade, by, moment.astimezone(UTC), note, before)
            writer.add(rows.grade_row(kept))
        return kept

    def log(self, did: str, *, by: str, run: str | None = None, with_what: dict[str, Any] | None = None) -> Custody:
        """Keeps who did what, with this version of the program."""
        from counterclaim import __version__

        moment = datetime.now(UTC)
        name = rows.identity("o", did, by, rows.stamp(moment), run)
        kept = Custody(name, did, by, f"counterclaim {__version__}", moment, run, with_what)
        with self._adding() as writer:
            writer.add(rows.custody_row(kept))
        return kept

    def restore(self, blocks: Iterable[Block]) -> int:
        """Adds rows that a ledger had elsewhere, as they were: all, or none. See ``lines.from_lines``."""
        from counterclaim.ledger.bulk import restore

        with self._adding() as writer:
            return restore(writer, blocks)

    def _must_have(self, connection: Connection, name: str, flats: Iterable[Table], what: str) -> None:
        if not any(connection.execute(select(flat.c.seq).where(flat.c.id == name).limit(1)).first() for flat in flats):
            raise CounterclaimError(f"there is no {what} {name} in {self.name}")

    @contextmanager
    def _adding(self) -> Iterator[Writer]:
        if self._until is not None:
            raise LedgerError("a ledger as it stood cannot be added to: open it anew")
        with self._database.writing() as connection:
            writer = Writer(connection, self._inserts)
            yield writer
            writer.finish()


class Writer:
    """Numbers rows, chains them and puts them into the log and the flat tables, within one transaction."""

    def __init__(self, connection: Connection, inserts: dict[str, str]) -> None:
        self.connection = connection
        self.counts: dict[str, int] = {}
        self._inserts = inserts
        self._lines: dict[str, list[tuple[Any, ...]]] = {}
        found = _last_head(connection, None)
        self._began = 0 if found is None else found[0]
        edge = b"" if found is None else found[2]
        self.tree = Tree(self._began, [edge[at : at + 32] for at in range(0, len(edge), 32)])
        now = rows.stamp(datetime.now(UTC))
        # a clock set back must not put a row before the one it follows
        self.at = now if found is None else max(now, found[3])

    @property
    def size(self) -> int:
        """The number of the row added last."""
        return self.tree.size

    def add(self, row: Row, at: str | None = None) -> int:
        """Adds a row; its number."""
        at = at or self.at
        leaf = leaf_hash(f'{{"at":"{at}","body":{row.body},"key":"{row.key}","kind":"{row.kind}"}}'.encode())
        self.tree.append(leaf)
        seq = self.tree.size
        lines = self._lines
        lines.setdefault("entries", []).append((seq, at, row.kind, row.key, row.body, leaf))
        for name, cells in row.lines:
            lines.setdefault(name, []).append((seq, *cells))
        self.counts[row.kind] = self.counts.get(row.kind, 0) + 1
        if len(lines["entries"]) >= 5_000:
            self.flush()
        return seq

    def supersede(self, seq: int, by: int) -> None:
        """Notes that row ``seq`` no longer stands since row ``by``; the rows themselves say so too."""
        self._lines.setdefault("superseded", []).append((seq, by))

    def flush(self) -> None:
        """Sends what was added to the database, still in the transaction."""
        for name, lines in self._lines.items():
            self.put(name, lines)
        self._lines.clear()

    def put(self, name: str, lines: list[tuple[Any, ...]]) -> None:
        """Sends lines of one table to the database."""
        if self.connection.dialect.name == "postgresql" and len(lines) > 50:
            driver = self.connection.connection.driver_connection
            assert driver is not None
            table = tables.metadata.tables[name]
            columns = ", ".join(self.connection.dialect.identifier_preparer.quote(column.name) for column in table.c)
            with driver.cursor() as cursor, cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(line)
        elif lines:
            self.connection.exec_driver_sql(self._insert(name), lines)

    def finish(self) -> None:
        """Writes the new head of the tree."""
        self.flush()
        if self.tree.size > self._began:
            self.keep_head(self.at)

    @property
    def is_ended(self) -> bool:
        """Whether a head was kept for the last row."""
        return self.tree.size == self._began

    def keep_head(self, at: str) -> None:
        """Writes the head of the tree as it is now."""
        self._began = self.tree.size
        self.put("heads", [(self.tree.size, at, self.tree.root(), b"".join(self.tree.edge))])

    def _insert(self, name: str) -> str:
        if name not in self._inserts:
            table = tables.metadata.tables[name]
            columns = ", ".join(self.connection.dialect.identifier_preparer.quote(column.name) for column in table.c)
            mark = "?" if self.connection.dialect.name == "sqlite" else "%s"
            self._inserts[name] = f"INSERT INTO {name} ({columns}) VALUES ({', '.join([mark] * len(table.c))})"
        return self._inserts[name]


def _last_head(connection: Connection, until: int | None) -> tuple[int, bytes, bytes, str] | None:
    heads = tables.heads
    asked = select(heads.c.size, heads.c.root, heads.c.edge, heads.c.at).order_by(heads.c.size.desc()).limit(1)
    found = connection.execute(asked if until is None else asked.where(heads.c.size <= until)).first()
    return None if found is None else (found.size, bytes(found.root), bytes(found.edge), found.at)


def _streamed(connection: Connection, asked: Select[Any]) -> Iterator[Sequence[Any]]:
    """The answer a few hundred lines at a time; nothing stays open when the asker stops early."""
    with connection.execute(asked.execution_options(yield_per=_BATCH)) as answer:
        yield from answer.partitions()


def _takes_over(new: Reading, last: Reading, again: bool) -> bool:
    """Whether a reading takes the place of the one that stands: by a newer reader, other options, or on demand."""
    if again:
        return True
    if version_of(new.reader) < version_of(last.reader):
        return False
    options = (new.reader, new.convention, new.given_published, new.given_language)
    return options != (last.reader, last.convention, last.given_published, last.given_language) or not last.claims


def version_of(reader: str) -> tuple[int, ...]:
    """The numbers of a reader's version, to tell the newer of two."""
    return tuple(int(part) for part in reader.split()[-1].split(".") if part.isdigit())


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), _BATCH):
        yield ids[at : at + _BATCH]


__all__ = ["Head", "Ledger", "Prepared", "Tally"]
