"""The ledger: rows that are only ever added, chained by hash, and asked by flat tables. Nothing else changes a row.

Ledger(address)             a path (SQLite) or postgresql://…; made on first use, brought to this version
  .record(prepared)         readings of documents       .judge / .grade / .log     what people say and do
  .claims(filter)           Kept, oldest row first      .documents .findings .readings .judgements .grades
  .as_of(moment)            the ledger as it stood      .head()                    size and root of the tree
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, Table, select

from counterclaim.ledger import bodies, rows, tables
from counterclaim.ledger.asking import Asking, Head
from counterclaim.ledger.databases import LedgerError, open_database
from counterclaim.ledger.filters import Filter
from counterclaim.ledger.rows import Comparison, Custody, Reading, Row
from counterclaim.ledger.writing import Writer
from counterclaim.model import Claim, Coded, CounterclaimError, Document, Finding, Grade, Judgement, Sighting, Verdict
from counterclaim.redaction import is_private

if TYPE_CHECKING:
    from counterclaim.ledger.ingest import Added, Options

BY_HAND = "by hand: "  # before a person's name: the reader of a claim that a person has added


@dataclass(frozen=True, slots=True)
class Prepared:
    """One reading of one document, ready to be kept: rows, where it was seen, and the options it was read with."""

    document: str
    rows: tuple[Row, ...]  # document, claims, findings, reading; empty for a mere sighting
    sightings: tuple[Sighting, ...] = ()
    failure: str = ""  # why it could not be read
    readable: bool = False  # whether personal data is kept as it is


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


class Ledger(Asking):
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

    # ------------------------------------------------------------------------------------------ adding and exporting

    def add(self, *targets: str | Path, by: str, options: Options | None = None, workers: int | None = None) -> Added:
        """Reads files, folders and addresses into the ledger; ``by`` is who does it, for the custody log.

        What was added before adds a sighting alone; ``workers`` is the number of processes, one a core unless said.
        """
        from counterclaim.ledger.ingest import add

        return add(self, list(map(str, targets)), by=by, options=options, workers=workers)

    def withholds(self, document: Document) -> bool:
        """Whether the original of a document is not handed out: it has none, or personal data in it is hidden."""
        return not document.sha256 or (not self._whole and is_private(document))

    def export(self, form: str, target: str | Path, wanted: Filter | None = None, **filters: Any) -> int:
        """Writes the claims that fit in a format of ``counterclaim.exports``, with the head and the filters named."""
        from counterclaim.exports import export
        from counterclaim.ledger.originals import load
        from counterclaim.ledger.parts import lines_of

        asked, head, folder = replace(wanted or Filter(), **filters), self.head(), self.originals
        hidden = {"personal": "hidden"} if form == "jsonl" and self.hides() else {}
        return export(
            form,
            self.claims(asked),
            Path(target),
            head=f"{head.size}:{head.root.hex()}",
            filters=asked.given() | hidden,
            originals=None if folder is None else lambda d: None if self.withholds(d) else load(folder, d.sha256),
            lines=lines_of(self, asked),
        )

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
            reading = bodies.reading_from(orjson.loads(each.rows[-1].body))
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
                if kind == "claim" and orjson.loads(body)["reader"].startswith(BY_HAND):
                    continue  # no reading takes away what a person has added
                standing[kind, key] = (seq, body)
        new = [row for row in each.rows[:-1] if standing.get((row.kind, row.key), (0, ""))[1] != row.body]
        kept = {(row.kind, row.key) for row in each.rows} - {(row.kind, row.key) for row in new}
        gone = [seq for key, (seq, _) in standing.items() if key not in kept]
        before = writer.connection.execute(select(log.c.body).where(log.c.seq == last[0])).scalar_one()
        if not new and not gone and each.rows[-1].body == before:
            return False
        for row in new:
            writer.add(row)
        seq = writer.add(each.rows[-1])
        for number in (*gone, last[0]):
            writer.supersede(number, seq)
        writer.flush()
        return True

    def add_claim(self, claim: Claim, document: Document) -> None:
        """Keeps one claim of a document that the ledger holds, besides those of its reading; see ``by_hand``.

        The claim was read from the document as it is shown; what is kept are the words that the ledger holds there.
        """
        with self._adding() as writer:
            self._must_have(writer.connection, document.id, (tables.documents,), "document")
            kept = self._documents(writer.connection, [document.id])[document.id][0]
            writer.add(rows.claim_row(recut(claim, kept.text), document.published, claim))

    def add_coding(self, document: str, theme: str, start: int, end: int, *, by: str) -> Coded:
        """Keeps a theme that a person codes a stretch of a call with; ``CounterclaimError`` where they did before."""
        if not by.strip():
            raise CounterclaimError("a coding needs the name of who gives it")
        coded = Coded(rows.coding_id(document, theme, start, end, by), document, theme, start, end, "by hand", 1, by)
        with self._adding() as writer:
            self._must_have(writer.connection, document, (tables.documents,), "document")
            there = select(tables.codings.c.seq).where(tables.codings.c.id == coded.id).limit(1)
            if writer.connection.execute(there).first():
                raise CounterclaimError(f"{by} has coded these words with {theme} already")
            writer.add(rows.coding_row(coded))
        return coded

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
            self._must_have(
                writer.connection, subject, (tables.claims, tables.findings, tables.codings), "claim, finding or coding"
            )
            if supersedes is not None:
                self._must_have(writer.connection, supersedes, (tables.judgements,), "judgement")
            writer.add(rows.judgement_row(judgement))
        return judgement

    def grade(self, subject: str, grade: str, *, by: str, note: str = "", at: datetime | None = None) -> Grade:
        """Keeps a person's Admiralty grade: a letter A–F for a source by id or name, a digit 1–6 for a claim by id."""
        from counterclaim.comparing.questions import voice_named

        if grade not in tuple("ABCDEF123456"):
            raise CounterclaimError(f"“{grade}” is no grade; a source has A to F, a claim 1 to 6")
        if not by.strip():
            raise CounterclaimError("a grade needs the name of who gives it")
        moment = at or datetime.now(UTC)
        if grade.isalpha():
            subject = voice_named(subject)
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

    def compare_anew(self) -> Comparison | None:
        """Compares what was touched since the last time across documents; ``None`` where nothing was."""
        from counterclaim.ledger.together import compare_anew

        return compare_anew(self)

    def keep_comparison(
        self, upto: int, new: Mapping[str, Finding], withdrawn: Mapping[str, int], *, after: int
    ) -> Comparison | None:
        """Keeps what the first ``upto`` rows show together: new findings by id, and those withdrawn with their rows.

        ``None``, and nothing is kept, where another comparison was kept after row ``after``.
        """
        from counterclaim import __version__

        reader = f"counterclaim {__version__}"
        name = rows.identity("b", reader, upto, *sorted(new), *sorted(withdrawn))
        kept = Comparison(name, reader, upto, tuple(new), tuple(sorted(withdrawn)))
        with self._adding() as writer:
            flat = tables.comparisons
            if writer.connection.execute(select(flat.c.seq).where(flat.c.seq > after).limit(1)).first():
                return None
            for finding in new.values():
                writer.add(rows.finding_row(finding, None))
            seq = writer.add(rows.comparison_row(kept))
            for number in withdrawn.values():
                writer.supersede(number, seq)
        return kept

    def restore(self, lines: Iterable[bytes], number: int = 1, workers: int | None = None) -> int:
        """Adds rows that a ledger had elsewhere, as they were: all, or none. See ``lines.from_lines``.

        The first of the lines is line ``number`` of its file.
        """
        from counterclaim.ledger.blocks import blocks
        from counterclaim.ledger.bulk import restore

        try:
            with self._database.filling(), self._adding() as writer:
                return restore(writer, lambda packing: blocks(lines, number, workers, packing))
        finally:
            self._database.close()  # what a load attached goes with its connection; another is opened when needed

    def merge(self, lines: Iterable[bytes], first: int, program: str) -> int:
        """Adds the rows of a part of another ledger: all, or none. See ``lines.from_lines``."""
        from counterclaim.ledger.parts import merge

        with self._adding() as writer:
            added = merge(writer, lines, first, program)
        self.compare_anew()
        return added

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


def _takes_over(new: Reading, last: Reading, again: bool) -> bool:
    """Whether a reading takes the place of the one that stands: by a newer reader, other options, or on demand."""
    if again or last.partial:
        return True
    if version_of(new.reader) < version_of(last.reader):
        return False
    return _options(new) != _options(last) or not last.claims


def _options(reading: Reading) -> tuple[object, ...]:
    given = reading.given_published, reading.given_language, reading.given_provenance
    return (reading.reader, reading.convention, reading.personal, *given)


def recut(claim: Claim, text: str) -> Claim:
    """A claim with its words cut anew from ``text``, in which every place is where it was."""
    evidence, quantity = claim.evidence, claim.quantity
    start, end = evidence.start, evidence.end
    return replace(
        claim,
        evidence=replace(
            evidence,
            exact=text[start:end],
            prefix=text[start - len(evidence.prefix) : start],
            suffix=text[end : end + len(evidence.suffix)],
        ),
        quantity=replace(quantity, text=text[quantity.start : quantity.end]),
        attribution=tuple(
            replace(link, name=text[link.start : link.end]) if link.end > link.start else link
            for link in claim.attribution
        ),
        cues=tuple(
            replace(cue, exact=text[cue.start : cue.end]) if len(cue.exact) == cue.end - cue.start else cue
            for cue in claim.cues
        ),
    )


def version_of(reader: str) -> tuple[int, ...]:
    """The numbers of a reader's version, to tell the newer of two."""
    return tuple(int(part) for part in reader.split()[-1].split(".") if part.isdigit())


__all__ = ["Head", "Ledger", "Prepared", "Tally"]
