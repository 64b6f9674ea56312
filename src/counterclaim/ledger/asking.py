"""What can be asked of a ledger, as it stands or as it stood: claims, documents, findings, judgements, custody.

Asking     the questions; ``store.Ledger`` adds what changes rows
Head       size and root of the tree
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple, Self, TypeVar

import orjson
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, select

from counterclaim.ledger import bodies, rows, tables
from counterclaim.ledger.among import among
from counterclaim.ledger.chain import Tree
from counterclaim.ledger.databases import Database
from counterclaim.ledger.filters import Filter, conditions
from counterclaim.ledger.masking import (
    Shown,
    document_shown,
    finding_shown,
    holds_readable,
    kept_shown,
    redactors,
    refusals_shown,
    still_fits,
)
from counterclaim.ledger.rows import Custody, Reading
from counterclaim.ledger.writing import last_head
from counterclaim.model import Coded, Document, Finding, Grade, Judgement, Kept, Personal, Sighting, Verdict
from counterclaim.redaction import Redactor

_BATCH = 400  # ids in one question
_Id = TypeVar("_Id", str, int)


class Head(NamedTuple):
    """The tree's head: how many rows, the root of their tree, and when the last of them were added."""

    size: int
    root: bytes
    at: str


class Asking:
    """A ledger as it stands, or stood after its first ``_until`` rows; personal data is hidden unless ``_whole``."""

    _address: str
    _database: Database
    _until: int | None
    _whole: bool = False

    @property
    def database(self) -> Database:
        """The open database, for reading; what changes rows is in ``store``."""
        return self._database

    # --------------------------------------------------------------------------------------------- as it stood

    def as_of(self, moment: date | datetime) -> Self:
        """The ledger as it stood at a moment, or at the end of a day (UTC): to be asked, not to be added to."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time.min, UTC) + timedelta(days=1, microseconds=-1)
        with self._database.reading() as connection:
            heads = tables.heads
            asked = select(func.max(heads.c.size)).where(heads.c.at <= rows.stamp(moment))
            size = connection.execute(asked).scalar()
        then = self._alike()
        then._until = min(size or 0, self._until) if self._until is not None else size or 0
        return then

    def whole(self) -> Self:
        """The ledger with personal data in sight, as far as its rows hold any: for verifying and revealing alone."""
        found = self._alike()
        found._whole = True
        return found

    def hides(self) -> bool:
        """Whether rows hold personal data that is not shown, so that the rows themselves must not be handed on."""
        if self._whole:
            return False
        with self._database.reading() as connection:
            return holds_readable(connection, self._there(tables.documents))

    def _alike(self) -> Self:
        found = object.__new__(type(self))
        found._address, found._database = self._address, self._database
        found._until, found._whole = self._until, self._whole
        return found

    def _stands(self, table: Table) -> list[ColumnElement[bool]]:
        """The conditions for rows of a flat table that nothing has superseded."""
        gone = tables.superseded
        if self._until is None:
            return [~exists().where(gone.c.seq == table.c.seq)]
        return [table.c.seq <= self._until, ~exists().where(gone.c.seq == table.c.seq, gone.c.by_seq <= self._until)]

    def standing(self, table: Table) -> list[ColumnElement[bool]]:
        """The conditions for rows of a flat table that nothing has superseded, for questions asked elsewhere."""
        return self._stands(table)

    def _there(self, table: Table) -> list[ColumnElement[bool]]:
        return [] if self._until is None else [table.c.seq <= self._until]

    def head(self) -> Head:
        """Size, root and time of the tree; an empty ledger has no rows and the hash of nothing."""
        with self._database.reading() as connection:
            found = last_head(connection, self._until)
        return Head(0, Tree().root(), "") if found is None else Head(found[0], found[1], found[3])

    def size(self) -> int:
        """How many rows there are; asked of every request that is served, so without more than it takes."""
        if self._until is not None:
            return self.head().size
        with self._database.reading() as connection:
            return connection.exec_driver_sql("SELECT max(size) FROM heads").scalar() or 0

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
        with self._database.reading() as connection:
            if wanted.verdict is not None:
                asked = asked.where(among(connection, flat.c.id, self._judged(connection, wanted.verdict)))
            yield from self._kept(connection, asked, wanted)

    def claims_named(self, ids: Iterable[str]) -> Iterator[Kept]:
        """The claims that stand with these ids."""
        flat = tables.claims
        asked = select(flat.c.seq, flat.c.id, flat.c.document, tables.entries.c.body)
        asked = asked.join(tables.entries, tables.entries.c.seq == flat.c.seq)
        with self._database.reading() as connection:
            for part in _parts(sorted(ids)):
                yield from self._kept(connection, asked.where(among(connection, flat.c.id, part), *self._stands(flat)))

    def _kept(self, connection: Connection, asked: Select[Any], wanted: Filter | None = None) -> Iterator[Kept]:
        """Rows of claims (number, id, document, body) as ``Kept``, shown as they may be."""
        from counterclaim.comparing.questions import voice_of  # with the rules, which the writer has no use for

        known: dict[str, Shown] = {}
        graded = self._graded(connection)
        for part in _streamed(connection, asked):
            missing = sorted({row.document for row in part} - known.keys())
            if len(known) > 5_000:
                known.clear()
                missing = sorted({row.document for row in part})
            known |= self._shown(connection, missing)
            said = self._judgements(connection, [row.id for row in part])
            for row in part:
                document, sightings, redactor = known[row.document]
                claim = bodies.claim_from(orjson.loads(row.body))
                kept = Kept(claim, document, sightings, tuple(said.get(row.id, ())))
                if graded:
                    grades = graded.get(claim.id, ()) + graded.get(voice_of(kept), ())
                    kept = replace(kept, grades=grades) if grades else kept
                if redactor:
                    kept = kept_shown(kept, redactor)
                    if wanted is not None and not still_fits(kept, wanted):
                        continue
                yield kept

    def count(self, wanted: Filter | None = None, **filters: Any) -> int:
        """How many claims stand that fit."""
        wanted = replace(wanted or Filter(), **filters)
        flat = tables.claims
        with self._database.reading() as connection:
            asked = select(func.count()).select_from(flat).where(and_(True, *conditions(wanted), *self._stands(flat)))
            if wanted.verdict is not None:
                asked = asked.where(among(connection, flat.c.id, self._judged(connection, wanted.verdict)))
            return connection.execute(asked).scalar_one()

    def documents(self, ids: Sequence[str] | None = None) -> Iterator[tuple[Document, tuple[Sighting, ...]]]:
        """The documents that stand, text included, each with where it was seen; all, or those with these ids."""
        flat = tables.documents
        with self._database.reading() as connection:
            if ids is None:
                asked = select(flat.c.id).where(and_(True, *self._stands(flat))).order_by(flat.c.seq)
                ids = list(connection.execute(asked).scalars())
            for part in _parts(ids):
                found = self._shown(connection, part)
                yield from (found[name][:2] for name in part if name in found)

    def transcripts(self) -> list[str]:
        """The ids of the documents that stand and are speech written down, the newest first."""
        flat = tables.transcripts
        asked = select(flat.c.document).where(and_(True, *self._stands(flat))).order_by(flat.c.seq.desc())
        with self._database.reading() as connection:
            return list(connection.execute(asked).scalars())

    def claims_in(self, documents: Sequence[str]) -> Mapping[str, int]:
        """How many claims stand of each of some documents; those without any are left out."""
        flat, found = tables.claims, dict[str, int]()
        asked = select(flat.c.document, func.count()).group_by(flat.c.document)
        with self._database.reading() as connection:
            for part in _parts(documents):
                here = asked.where(among(connection, flat.c.document, part), *self._stands(flat))
                found |= {row[0]: row[1] for row in connection.execute(here)}
        return found

    def findings(
        self, document: str | None = None, claim: str | None = None
    ) -> Iterator[tuple[str, str | None, Finding]]:
        """The findings that stand: id, document (``None`` where it rests on several), and what was found.

        Of one document, or about one claim, where these are given.
        """
        flat, log = tables.findings, tables.entries
        asked = select(flat.c.id, flat.c.document, log.c.body).join(log, log.c.seq == flat.c.seq)
        asked = asked.where(and_(True, *self._stands(flat))).order_by(flat.c.seq)
        if document is not None:
            asked = asked.where(flat.c.document == document)
        if claim is not None:
            named = tables.finding_claims
            asked = asked.where(flat.c.seq.in_(select(named.c.seq).where(named.c.claim == claim)))
        with self._database.reading() as connection:
            for part in _streamed(connection, asked):
                found = [bodies.finding_from(orjson.loads(row.body)) for row in part]
                homes = sorted({evidence.document for one in found for evidence in one.evidence})
                hiding = self._redactors(connection, homes)
                for row, one in zip(part, found, strict=True):
                    yield row.id, row.document, finding_shown(one, hiding) if hiding else one

    def findings_about(self, claims: Sequence[str]) -> list[Finding]:
        """The findings that stand and rest on any of these claims."""
        flat, named, log = tables.findings, tables.finding_claims, tables.entries
        numbers: set[int] = set()
        found: list[Finding] = []
        with self._database.reading() as connection:
            for part in _parts(claims):
                asked = select(named.c.seq).join(flat, flat.c.seq == named.c.seq)
                here = asked.where(among(connection, named.c.claim, part), *self._stands(flat))
                numbers |= set(connection.execute(here).scalars())
            for rest in _parts(sorted(numbers)):
                where = among(connection, log.c.seq, rest)
                answer = connection.execute(select(log.c.body).where(where).order_by(log.c.seq))
                found += [bodies.finding_from(orjson.loads(body)) for body in answer.scalars()]
            homes = sorted({evidence.document for one in found for evidence in one.evidence})
            hiding = self._redactors(connection, homes)
        return [finding_shown(one, hiding) for one in found] if hiding else found

    def readings(self, documents: Sequence[str] | None = None) -> dict[str, Reading]:
        """The last reading of documents by id; of all, or of those named."""
        flat = tables.readings
        with self._database.reading() as connection:
            if documents is None:
                asked = select(flat.c.document).where(and_(True, *self._stands(flat)))
                documents = list(connection.execute(asked).scalars())
            told = {name: found for name, (_, found) in self._readings(connection, documents).items()}
            for name, redactor in self._redactors(connection, [n for n, one in told.items() if one.refusals]).items():
                told[name] = replace(told[name], refusals=refusals_shown(told[name].refusals, redactor))
            return told

    def guarding(self, document: str) -> tuple[Personal, Mapping[str, str] | None]:
        """What was done with the personal data of a document, and the data where it is sealed."""
        flat, log = tables.documents, tables.entries
        asked = select(log.c.body).join(flat, log.c.seq == flat.c.seq).where(flat.c.id == document, *self._stands(flat))
        with self._database.reading() as connection:
            body = orjson.loads(connection.execute(asked).scalars().one())
        return body.get("personal", "keep"), body.get("sealed")

    def hiding(self, documents: Sequence[str]) -> dict[str, Redactor]:
        """How personal data is hidden of those documents among some whose rows hold it as it was read."""
        with self._database.reading() as connection:
            return self._redactors(connection, documents, True)

    def _redactors(
        self, connection: Connection, documents: Sequence[str], readable: bool = False
    ) -> dict[str, Redactor]:
        """The redactors of the documents among these that have personal data; none where all is in sight."""
        found: dict[str, Redactor] = {}
        for part in _parts(documents) if not self._whole else ():
            found |= redactors(connection, part, self._stands(tables.documents), readable)
        return found

    def codings(self, documents: Sequence[str] | None = None) -> Iterator[Coded]:
        """The themes that calls are coded with and that stand, by document and place; of all calls, or of those named.

        A verdict does not take one away: ``judgements`` tells what people said of it.
        """
        flat = tables.codings
        columns = (flat.c.id, flat.c.document, flat.c.theme, flat.c.start, flat.c.end, flat.c.rule, flat.c.confidence,
                   flat.c.by)  # fmt: skip
        asked = select(*columns).where(and_(True, *self._stands(flat)))
        asked = asked.order_by(flat.c.document, flat.c.start, flat.c.end, flat.c.theme, flat.c.seq)
        with self._database.reading() as connection:
            parts: list[Sequence[str]] = [()] if documents is None else list(_parts(documents))
            for part in parts:
                here = asked if documents is None else asked.where(among(connection, flat.c.document, part))
                for row in connection.execute(here):
                    yield Coded(*row)

    def judgements(self, subject: str | None = None) -> Iterator[Judgement]:
        """Every judgement ever given, undone ones too, oldest first."""
        for body in self._bodies(tables.judgements, tables.judgements.c.subject, subject):
            yield bodies.judgement_from(body)

    def grades(self, subject: str | None = None) -> Iterator[Grade]:
        """Every grade ever given, oldest first; the last of a subject that none supersedes stands."""
        for body in self._bodies(tables.grades, tables.grades.c.subject, subject):
            yield bodies.grade_from(body)

    def graded(self) -> Mapping[str, tuple[Grade, ...]]:
        """The grades that stand, by claim or source."""
        with self._database.reading() as connection:
            return self._graded(connection)

    def custody(self) -> Iterator[Custody]:
        """Who did what to the ledger, with which version, oldest first."""
        for body in self._bodies(tables.custody, tables.custody.c.id, None):
            yield bodies.custody_from(body)

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
            asked = asked.where(among(connection, seen.c.document, part), *self._there(seen)).order_by(seen.c.seq)
            for body in connection.execute(asked).scalars().all():
                sighting = bodies.sighting_from(orjson.loads(body))
                sightings.setdefault(sighting.document, []).append(sighting)
            asked = select(log.c.body).join(flat, log.c.seq == flat.c.seq)
            asked = asked.where(among(connection, flat.c.id, part), *self._stands(flat))
            for body in connection.execute(asked).scalars().all():
                fields = orjson.loads(body)
                places = sightings.get(fields["id"], [])
                document = bodies.document_from(fields, places[0].place if places else "")
                found[document.id] = (document, tuple(places))
        return found

    def _shown(self, connection: Connection, ids: Sequence[str]) -> dict[str, Shown]:
        """The documents with these ids as they may be shown."""
        found = self._documents(connection, ids)
        return {name: (*one, None) if self._whole else document_shown(*one) for name, one in found.items()}

    def _judgements(self, connection: Connection, subjects: Sequence[str]) -> dict[str, list[Judgement]]:
        found: dict[str, list[Judgement]] = {}
        flat, log = tables.judgements, tables.entries
        asked = select(log.c.body).join(flat, log.c.seq == flat.c.seq)
        for body in connection.execute(
            asked.where(among(connection, flat.c.subject, subjects), *self._there(flat)).order_by(flat.c.seq)
        ).scalars():
            judgement = bodies.judgement_from(orjson.loads(body))
            found.setdefault(judgement.subject, []).append(judgement)
        return found

    def _graded(self, connection: Connection) -> Mapping[str, tuple[Grade, ...]]:
        flat, log = tables.grades, tables.entries
        asked = select(log.c.body).join(flat, log.c.seq == flat.c.seq).where(and_(True, *self._there(flat)))
        every = [
            bodies.grade_from(orjson.loads(body)) for body in connection.execute(asked.order_by(flat.c.seq)).scalars()
        ]
        gone = {grade.supersedes for grade in every}
        found: dict[str, tuple[Grade, ...]] = {}
        for grade in every:
            if grade.id not in gone:
                found[grade.subject] = (*found.get(grade.subject, ()), grade)
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
            for row in connection.execute(asked.where(among(connection, flat.c.document, part), *self._stands(flat))):
                reading = bodies.reading_from(orjson.loads(row.body))
                found[reading.document] = (row.seq, reading)
        return found


def _streamed(connection: Connection, asked: Select[Any]) -> Iterator[Sequence[Any]]:
    """The answer a few hundred lines at a time; nothing stays open when the asker stops early."""
    with connection.execute(asked.execution_options(yield_per=_BATCH)) as answer:
        yield from answer.partitions()


def _parts(ids: Sequence[_Id]) -> Iterator[Sequence[_Id]]:
    for at in range(0, len(ids), _BATCH):
        yield ids[at : at + _BATCH]
