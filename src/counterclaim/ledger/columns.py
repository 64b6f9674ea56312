"""The claims of a ledger as columns of small numbers, by which they are counted and sorted (about 50 bytes a claim).

    Columns      the columns; needs NumPy (extra ``web``)
    caught_up    columns → the same with all that was added to the ledger since, and the kinds of rows that was

The log only grows, so its size says whether columns still hold; what was added since is read alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, and_, func, select

from counterclaim.ledger import tables
from counterclaim.ledger.rows import KINDS
from counterclaim.ledger.store import Ledger
from counterclaim.model import Verdict

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

# What claims are counted by; of each claim one value, or none.
PLAIN = ("side", "object", "measure", "source", "certainty", "period", "language")
CODED = (*PLAIN, "place", "unit")  # and what else they are chosen by


class Columns:
    """The claims of a ledger as columns, in the order they were added; ``alive`` is false for what was replaced."""

    def __init__(self) -> None:
        self.size = 0  # rows of the log that are in here
        self.seqs: Numbers = np.empty(0, np.int64)
        self.alive: Mask = np.empty(0, np.bool_)
        self.day: Numbers = np.empty(0, np.int64)  # proleptic ordinal, 0 for none
        self.figure: npt.NDArray[np.float64] = np.empty(0, np.float64)
        self.codes: dict[str, npt.NDArray[np.int32]] = {name: np.empty(0, np.int32) for name in CODED}
        self.words: dict[str, list[str | None]] = {name: [] for name in CODED}
        self.known: dict[str, dict[str | None, int]] = {name: {} for name in CODED}
        self.sets: dict[str, dict[str, Numbers]] = {"finding": {}, "verdict": {}}  # value → positions
        self.said: npt.NDArray[np.int8] = np.empty(0, np.int8)  # what people said last of a claim, see _SAID
        self.judged: Numbers = np.empty(0, np.int64)  # positions of what anybody has said something of

    def add(self, rows: Sequence[Any]) -> None:
        """Appends rows: seq, day, figure, then CODED."""
        if not rows:
            return
        seqs, days, figures, *plain = zip(*rows, strict=True)
        self.seqs = np.concatenate([self.seqs, np.array(seqs, np.int64)])
        self.alive = np.concatenate([self.alive, np.ones(len(rows), np.bool_)])
        self.said = np.concatenate([self.said, np.zeros(len(rows), np.int8)])
        ordinals = [date.fromisoformat(day).toordinal() if day else 0 for day in days]
        self.day = np.concatenate([self.day, np.array(ordinals, np.int64)])
        self.figure = np.concatenate([self.figure, np.array([np.nan if f is None else f for f in figures], np.float64)])
        for name, values in zip(CODED, plain, strict=True):
            known, words = self.known[name], self.words[name]
            for value in dict.fromkeys(values):
                if value not in known:
                    known[value] = len(words)
                    words.append(value)
            codes = np.fromiter((known[value] for value in values), np.int32, len(values))
            self.codes[name] = np.concatenate([self.codes[name], codes])

    def positions(self, seqs: Sequence[int] | Numbers) -> Numbers:
        """Where the claims with these numbers stand; those that are not here are left out."""
        wanted = np.array(seqs, np.int64)
        if not len(wanted) or not len(self.seqs):
            return np.empty(0, np.int64)
        at = np.searchsorted(self.seqs, wanted).clip(max=len(self.seqs) - 1)
        return np.asarray(at[self.seqs[at] == wanted], np.int64)

    def of_rows(self, seqs: Numbers) -> Mask:
        """A mask of the claims with these numbers, however many they are."""
        if not len(self.seqs):
            return np.zeros(0, np.bool_)
        named = np.zeros(int(self.seqs[-1]) + 1, np.bool_)
        named[seqs[seqs < len(named)]] = True
        return named[self.seqs]

    def those(self, name: str, value: str) -> Mask:
        """A mask of the claims with a value in one of ``CODED``."""
        found: Mask = self.codes[name] == self.known[name].get(value, -1)
        return found

    def at(self, positions: Numbers) -> Mask:
        """A mask of these positions."""
        mask = np.zeros(len(self.seqs), np.bool_)
        mask[positions] = True
        return mask


def caught_up(columns: Columns, ledger: Ledger) -> tuple[Columns, set[str]]:
    """The columns with what was added to a ledger since they were read, and the kinds of the rows that was."""
    size = ledger.size()
    if columns.size == size:
        return columns, set()
    with ledger.database.reading() as connection:
        since, claims, gone = columns.size, tables.claims, tables.superseded
        added = _kinds_added(connection, since)
        if since and _read_anew(connection, since):
            columns, since = Columns(), 0
        fresh = _rows(connection, [claims.c.seq > since])
        columns.add(fresh)
        replaced = select(gone.c.seq).where(gone.c.by_seq > since)
        columns.alive[columns.positions(sorted(connection.execute(replaced).scalars()))] = False
        if fresh or {"finding", "reading", "comparison"} & added:
            _find(connection, ledger, columns, since)
        if fresh or "judgement" in added:
            _hear(connection, columns, since)
    columns.size = size
    return columns, added | ({"claim"} if fresh else set())


def _rows(connection: Connection, where: Sequence[Any]) -> list[Any]:
    """The claims as rows for ``Columns.add``; the language is that of the document as it was last read."""
    claims, documents = tables.claims, tables.documents
    last = select(documents.c.id, func.max(documents.c.seq).label("seq")).group_by(documents.c.id).subquery("last")
    spoken = select(documents.c.id, documents.c.language).join(last, last.c.seq == documents.c.seq).subquery("spoken")
    plain = [spoken.c.language if name == "language" else claims.c[name] for name in CODED]
    figure = func.coalesce(claims.c.best, claims.c.low, claims.c.high)
    asked = select(claims.c.seq, claims.c.day, figure, *plain).join(spoken, spoken.c.id == claims.c.document)
    return list(connection.execute(asked.where(and_(True, *where)).order_by(claims.c.seq)))


def _read_anew(connection: Connection, since: int) -> bool:
    """Whether a document was replaced, perhaps by one in another language: then everything is read again."""
    gone, documents = tables.superseded, tables.documents
    asked = select(gone.c.seq).join(documents, documents.c.seq == gone.c.seq).where(gone.c.by_seq > since)
    return connection.execute(asked.limit(1)).first() is not None


def _kinds_added(connection: Connection, since: int) -> set[str]:
    """The kinds of the rows that were added; all of them where nothing is known yet."""
    if not since:
        return set(KINDS)
    log = tables.entries
    return set(connection.execute(select(log.c.kind).where(log.c.seq > since).distinct()).scalars())


def _find(connection: Connection, ledger: Ledger, columns: Columns, since: int) -> None:
    """Notes by rule the claims that it found something about; of findings and claims added since, where none went."""
    named, findings, claims, gone = tables.finding_claims, tables.findings, tables.claims, tables.superseded
    asked = (
        select(findings.c.code, claims.c.seq)
        .join(named, named.c.seq == findings.c.seq)
        .join(claims, claims.c.id == named.c.claim)
        .where(and_(True, *ledger.standing(findings)))
    )
    went = select(gone.c.seq).join(findings, findings.c.seq == gone.c.seq).where(gone.c.by_seq > since).limit(1)
    told: list[Any] = []
    if not since or connection.execute(went).first() is not None:
        columns.sets["finding"] = {}
        told += connection.execute(asked).all()
    else:
        for fresh in (findings.c.seq > since, claims.c.seq > since):
            told += connection.execute(asked.where(fresh)).all()
    found: dict[str, list[int]] = {}
    for code, seq in told:
        found.setdefault(code, []).append(seq)
    before = columns.sets["finding"]
    for code, seqs in found.items():
        at = columns.positions(sorted(set(seqs)))
        before[code] = np.union1d(before[code], at) if code in before else at


_SAID: tuple[Verdict | None, ...] = (None, "accept", "reject", "unsure", "correct")  # None: all that was said is undone
_BATCH = 400  # claims in one question


def _hear(connection: Connection, columns: Columns, since: int) -> None:
    """Notes what people said last of the claims of which something was said since, or which came since."""
    given, claims = tables.judgements, tables.claims
    anew = select(given.c.subject).where(given.c.seq > since)
    come = select(given.c.subject).join(claims, claims.c.id == given.c.subject).where(claims.c.seq > since)
    subjects = list(connection.execute(anew.union(come)).scalars()) if since else None
    for part in [None] if subjects is None else [subjects[n : n + _BATCH] for n in range(0, len(subjects), _BATCH)]:
        asked = select(given.c.id, given.c.subject, given.c.verdict, given.c.supersedes)
        named = select(claims.c.id, claims.c.seq)
        if part is None:
            named = named.where(claims.c.id.in_(select(given.c.subject)))
        else:
            asked, named = asked.where(given.c.subject.in_(part)), named.where(claims.c.id.in_(part))
        rows = connection.execute(asked.order_by(given.c.given, given.c.seq)).all()
        gone = {row.supersedes for row in rows}
        last: dict[str, Verdict | None] = {row.subject: None for row in rows}
        last |= {row.subject: row.verdict for row in rows if row.verdict != "undo" and row.id not in gone}
        places = connection.execute(named).all()
        at = columns.positions(sorted(row.seq for row in places))
        by_seq = {row.seq: _SAID.index(last[row.id]) + 1 for row in places}
        columns.said[at] = np.array([by_seq[int(seq)] for seq in columns.seqs[at]], np.int8)
    columns.judged = np.flatnonzero(columns.said)
    columns.sets["verdict"] = {
        verdict: np.flatnonzero(columns.said == code) for code, verdict in enumerate(_SAID, 1) if verdict is not None
    }
