"""Looking through a ledger page by page: how many claims there are of each kind, and the ones a page shows.

    Browser.counts     facets of a filter: every value of side, object, measure … with its number of claims
    Browser.page       a few claims in an order, with documents and judgements
    Browser.history    when a claim or a document was added, and what took its place

What claims are counted and sorted by stands in memory as columns of small numbers (about 50 bytes a claim; needs NumPy,
extra ``web``). The log only grows, so its size says whether the columns still hold; what was added since is read alone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import RLock
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, and_, func, select

from counterclaim.ledger import tables
from counterclaim.ledger.filters import Filter, conditions
from counterclaim.ledger.rows import KINDS
from counterclaim.ledger.shelf import Shelf
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.words import asked_words, rows_with
from counterclaim.model import CounterclaimError, Kept, Verdict

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

# What claims are counted by; of each claim one value, or none.
PLAIN = ("side", "object", "measure", "source", "certainty", "period", "language")
FACETS = (*PLAIN, "verdict", "finding")
REMEMBERED = 100  # filters whose counts, and searches whose claims, are kept

# How claims may be sorted: the name, and the words for it.
ORDERS: Mapping[str, str] = {
    "added": "when it was added, the newest first",
    "-added": "when it was added, the oldest first",
    "-day": "its day, the latest first",
    "day": "its day, the earliest first",
    "-figure": "how many, the largest first",
    "figure": "how many, the smallest first",
    "source": "who says it",
    "side": "whose loss it is",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many claims fit a filter, and by facet how many there are of each value, the most first.

    A facet's numbers leave its own choice out, so that another value can be chosen instead.
    """

    total: int
    facets: Mapping[str, tuple[tuple[str | None, int], ...]]


@dataclass(frozen=True, slots=True)
class Event:
    """A row that was added: its number, time (UTC, ISO 8601), kind and id, and the row that replaced it."""

    seq: int
    at: str
    kind: str
    key: str
    replaced_by: int | None


class _Columns:
    """The claims of a ledger as columns, in the order they were added; ``alive`` is false for what was replaced."""

    def __init__(self) -> None:
        self.size = 0  # rows of the log that are in here
        self.seqs: Numbers = np.empty(0, np.int64)
        self.alive: Mask = np.empty(0, np.bool_)
        self.day: Numbers = np.empty(0, np.int64)  # proleptic ordinal, 0 for none
        self.figure: npt.NDArray[np.float64] = np.empty(0, np.float64)
        self.codes: dict[str, npt.NDArray[np.int32]] = {name: np.empty(0, np.int32) for name in PLAIN}
        self.words: dict[str, list[str | None]] = {name: [] for name in PLAIN}
        self.known: dict[str, dict[str | None, int]] = {name: {} for name in PLAIN}
        self.sets: dict[str, dict[str, Numbers]] = {"finding": {}, "verdict": {}}  # value → positions
        self.said: npt.NDArray[np.int8] = np.empty(0, np.int8)  # what people said last of a claim, see _SAID
        self.judged: Numbers = np.empty(0, np.int64)  # positions of what anybody has said something of

    def add(self, rows: Sequence[Any]) -> None:
        """Appends rows: seq, day, figure, then PLAIN."""
        if not rows:
            return
        seqs, days, figures, *plain = zip(*rows, strict=True)
        self.seqs = np.concatenate([self.seqs, np.array(seqs, np.int64)])
        self.alive = np.concatenate([self.alive, np.ones(len(rows), np.bool_)])
        self.said = np.concatenate([self.said, np.zeros(len(rows), np.int8)])
        ordinals = [date.fromisoformat(day).toordinal() if day else 0 for day in days]
        self.day = np.concatenate([self.day, np.array(ordinals, np.int64)])
        self.figure = np.concatenate([self.figure, np.array([np.nan if f is None else f for f in figures], np.float64)])
        for name, values in zip(PLAIN, plain, strict=True):
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

    def at(self, positions: Numbers) -> Mask:
        """A mask of these positions."""
        mask = np.zeros(len(self.seqs), np.bool_)
        mask[positions] = True
        return mask


class Browser:
    """A ledger to be looked through by many readers at once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = RLock()
        self._columns = _Columns()
        self._shelf = Shelf(ledger)
        self._transcripts: tuple[int, list[str]] = (-1, [])
        self._counted: OrderedDict[tuple[Filter, int], Counts] = OrderedDict()
        self._searched: OrderedDict[tuple[Filter, int], Mask] = OrderedDict()

    def counts(self, wanted: Filter) -> Counts:
        """The facets of a filter."""
        with self._lock:
            columns = self._current()
            key = (wanted, columns.size)
            if key not in self._counted:
                _remember(self._counted, key, _counted(columns, wanted, self._rest(columns, wanted)))
            return self._counted[key]

    def page(self, wanted: Filter, order: str = "added", limit: int = 50, offset: int = 0) -> list[Kept]:
        """Some of the claims that fit, in an order of ``ORDERS``."""
        if order not in ORDERS:
            raise CounterclaimError(f"claims cannot be sorted by “{order}”; there is {', '.join(ORDERS)}")
        with self._lock:
            columns = self._current()
            mask = self._fitting(columns, wanted)
            chosen = _sorted(columns, np.flatnonzero(mask), order, offset + limit)[offset:]
            seqs = [int(columns.seqs[at]) for at in chosen]
        return self._shelf.kepts(seqs)

    def named(self, claim: str) -> Kept | None:
        """The claim that stands with an id."""
        claims = tables.claims
        asked = select(claims.c.seq).where(claims.c.id == claim, *self._ledger.standing(claims))
        with self._lock:
            self._current()  # so that nothing is shown that was changed since
        with self._ledger.database.reading() as connection:
            seqs = list(connection.execute(asked).scalars())
        return next(reversed(self._shelf.kepts(seqs)), None)

    def judged(self, wanted: Filter) -> list[Kept]:
        """The claims that fit and of which somebody has said something, undone or not, oldest first."""
        with self._lock:
            columns = self._current()
            mask = self._fitting(columns, wanted) & columns.at(columns.judged)
            seqs = [int(seq) for seq in columns.seqs[mask]]
        return self._shelf.kepts(seqs)

    def waiting(self, wanted: Filter, newest: int) -> list[Kept]:
        """Of the claims that fit all that were judged, the newest with findings, and the newest besides; oldest first.

        All that fit where there are not many.
        """
        with self._lock:
            columns = self._current()
            mask = self._fitting(columns, wanted)
            positions = np.flatnonzero(mask)
            if len(positions) > 4 * newest:
                judged = columns.judged[mask[columns.judged]]
                found = [at[mask[at]] for at in columns.sets["finding"].values()]
                told = np.unique(np.concatenate([np.empty(0, np.int64), *found]))
                positions = np.unique(np.concatenate([judged, told[-newest:], positions[-newest:]]))
            seqs = [int(seq) for seq in columns.seqs[positions]]
        return self._shelf.kepts(seqs)

    def days(self, wanted: Filter, most: int) -> tuple[date, date] | None:
        """The latest stretch of whole days that has at most ``most`` of the claims that fit (one day at least)."""
        with self._lock:
            columns = self._current()
            mask = self._fitting(columns, wanted)
            days = np.sort(columns.day[mask & (columns.day > 0)])
        if not len(days):
            return None
        first = days[-1]
        if len(days) <= most:
            first = days[0]
        elif days[-most - 1] != days[-1]:
            later = days[np.searchsorted(days, days[-most - 1], side="right") :]
            first = later[0]
        return date.fromordinal(int(first)), date.fromordinal(int(days[-1]))

    def _current(self) -> _Columns:
        """The columns with all that was added since the last time."""
        size = self._ledger.size()
        columns = self._columns
        if columns.size == size:
            return columns
        with self._ledger.database.reading() as connection:
            since, claims, gone = columns.size, tables.claims, tables.superseded
            if since and _read_anew(connection, since):
                columns, since = _Columns(), 0
            fresh = _rows(connection, [claims.c.seq > since])
            columns.add(fresh)
            replaced = select(gone.c.seq).where(gone.c.by_seq > since)
            columns.alive[columns.positions(sorted(connection.execute(replaced).scalars()))] = False
            added = _kinds_added(connection, since)
            if fresh or {"finding", "reading", "comparison"} & added:
                columns.sets["finding"] = _findings(connection, self._ledger, columns)
            if fresh or "judgement" in added:
                _hear(connection, columns, since)
            self._shelf.forget(documents=bool(fresh) or bool({"document", "sighting"} & added), grades="grade" in added)
        columns.size = size
        self._columns = columns
        return columns

    def _fitting(self, columns: _Columns, wanted: Filter) -> Mask:
        """The standing claims that fit a filter."""
        mask = self._rest(columns, wanted)
        for one in _choices(columns, wanted).values():
            mask = mask & one
        return mask

    def _rest(self, columns: _Columns, wanted: Filter) -> Mask:
        """The standing claims that fit what is asked besides facets: days in memory, words by the database."""
        mask = columns.alive
        if wanted.start is not None:
            mask = mask & (columns.day >= wanted.start.toordinal())
        if wanted.end is not None:
            mask = mask & (columns.day <= wanted.end.toordinal()) & (columns.day > 0)
        if wanted.text is not None:
            asked_for = asked_words(wanted.text)
            mask = mask & bool(asked_for)
            for word in asked_for:
                mask = mask & self._with_word(columns, word)
        asked = Filter(place=wanted.place, unit=wanted.unit, document=wanted.document)
        if asked.given():
            key = (asked, columns.size)
            if key not in self._searched:
                claims = tables.claims
                with self._ledger.database.reading() as connection:
                    seqs = connection.execute(select(claims.c.seq).where(and_(True, *conditions(asked)))).scalars()
                    _remember(self._searched, key, columns.at(columns.positions(list(seqs))))
            mask = mask & self._searched[key]
        return mask

    def _with_word(self, columns: _Columns, word: str) -> Mask:
        """The claims that hold a word."""
        key = (Filter(text=word), columns.size)
        if key not in self._searched:
            with self._ledger.database.reading() as connection:
                told = rows_with(connection, word)
            seqs = np.array(told.split(), np.int64)
            _remember(self._searched, key, columns.at(columns.positions(seqs)))
        return self._searched[key]

    # --------------------------------------------------------------------------------------------------- history

    def history(self, table: str, key: str) -> list[Event]:
        """Every row of a claim (``claims``) or a document (``documents``) by its id, oldest first."""
        flat, log, gone = tables.metadata.tables[table], tables.entries, tables.superseded
        asked = (
            select(log.c.seq, log.c.at, log.c.kind, log.c.key, gone.c.by_seq)
            .join(flat, log.c.seq == flat.c.seq)
            .outerjoin(gone, gone.c.seq == flat.c.seq)
            .where(flat.c.id == key)
            .order_by(log.c.seq)
        )
        with self._ledger.database.reading() as connection:
            return [Event(*row) for row in connection.execute(asked)]

    def transcripts(self) -> list[str]:
        """The ids of the documents that are speech written down, the newest first; kept until a row is added."""
        size = self._ledger.size()
        if self._transcripts[0] != size:
            documents, log = tables.documents, tables.entries
            asked = (
                select(documents.c.id)
                .join(log, log.c.seq == documents.c.seq)
                .where(log.c.body.like('%"transcript":{%'), *self._ledger.standing(documents))
                .order_by(documents.c.seq.desc())
            )
            with self._ledger.database.reading() as connection:
                self._transcripts = (size, list(connection.execute(asked).scalars()))
        return self._transcripts[1]

    def readings(self, document: str) -> list[Mapping[str, Any]]:
        """Every reading of a document, oldest first: when, by what, and how many claims and findings it gave."""
        flat, log, gone = tables.readings, tables.entries, tables.superseded
        columns = (flat.c.reader, flat.c.convention, flat.c.claims, flat.c.findings, flat.c.refusals)
        asked = (
            select(log.c.at, *columns, gone.c.by_seq.label("replaced_by"))
            .join(log, log.c.seq == flat.c.seq)
            .outerjoin(gone, gone.c.seq == flat.c.seq)
            .where(flat.c.document == document)
            .order_by(flat.c.seq)
        )
        with self._ledger.database.reading() as connection:
            return [dict(row._mapping) for row in connection.execute(asked)]


def _remember(kept: OrderedDict[tuple[Filter, int], Any], key: tuple[Filter, int], value: Any) -> None:
    kept[key] = value
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)


# ------------------------------------------------------------------------------------------------ out of the tables


def _rows(connection: Connection, where: Sequence[Any]) -> list[Any]:
    """The claims as rows for ``_Columns.add``; the language is that of the document as it was last read."""
    claims, documents = tables.claims, tables.documents
    last = select(documents.c.id, func.max(documents.c.seq).label("seq")).group_by(documents.c.id).subquery("last")
    spoken = select(documents.c.id, documents.c.language).join(last, last.c.seq == documents.c.seq).subquery("spoken")
    plain = [spoken.c.language if name == "language" else claims.c[name] for name in PLAIN]
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


def _findings(connection: Connection, ledger: Ledger, columns: _Columns) -> dict[str, Numbers]:
    """By rule the claims that it found something about."""
    named, findings, claims = tables.finding_claims, tables.findings, tables.claims
    asked = (
        select(findings.c.code, claims.c.seq)
        .join(named, named.c.seq == findings.c.seq)
        .join(claims, claims.c.id == named.c.claim)
        .where(and_(True, *ledger.standing(findings)))
    )
    found: dict[str, list[int]] = {}
    for code, seq in connection.execute(asked):
        found.setdefault(code, []).append(seq)
    return {code: columns.positions(sorted(set(seqs))) for code, seqs in found.items()}


_SAID: tuple[Verdict | None, ...] = (None, "accept", "reject", "unsure", "correct")  # None: all that was said is undone
_BATCH = 400  # claims in one question


def _hear(connection: Connection, columns: _Columns, since: int) -> None:
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


# ---------------------------------------------------------------------------------------------------- in the columns


def _choices(columns: _Columns, wanted: Filter) -> dict[str, Mask]:
    """For each facet that is chosen, the claims that fit the choice."""
    chosen: dict[str, Mask] = {}
    for name in FACETS:
        value = getattr(wanted, name)
        if value is None:
            continue
        if name in PLAIN:
            chosen[name] = columns.codes[name] == columns.known[name].get(value, -1)
        else:
            chosen[name] = columns.at(columns.sets[name].get(value, np.empty(0, np.int64)))
    return chosen


def _counted(columns: _Columns, wanted: Filter, rest: Mask) -> Counts:
    chosen = _choices(columns, wanted)
    everything = rest
    for mask in chosen.values():
        everything = everything & mask
    facets: dict[str, tuple[tuple[str | None, int], ...]] = {}
    for name in FACETS:
        mask = everything
        if name in chosen:
            mask = rest
            for other, one in chosen.items():
                mask = mask if other == name else mask & one
        found: list[tuple[str | None, int]]
        if name in PLAIN:
            numbers = np.bincount(columns.codes[name][mask], minlength=len(columns.words[name]))
            found = [(word, int(n)) for word, n in zip(columns.words[name], numbers, strict=True) if n]
        else:
            found = [(word, int(mask[at].sum())) for word, at in columns.sets[name].items()]
        facets[name] = tuple(sorted((pair for pair in found if pair[1]), key=lambda pair: (-pair[1], pair[0] or "")))
    return Counts(int(everything.sum()), facets)


def _sorted(columns: _Columns, positions: Numbers, order: str, most: int) -> Numbers:
    """The first ``most`` positions in an order; what has no value stands last."""
    name = order.removeprefix("-")
    if name == "added":
        return (positions if order.startswith("-") else positions[::-1])[:most]
    if name == "day":
        keys = columns.day[positions].astype(np.float64)
        keys[keys == 0] = np.nan
    elif name == "figure":
        keys = columns.figure[positions]
    else:
        words = columns.words[name]
        ranks = {word: at for at, word in enumerate(sorted(word for word in words if word is not None))}
        rank = np.array([np.nan if word is None else ranks[word] for word in words] or [0.0], np.float64)
        keys = rank[columns.codes[name][positions]]
    keys = -keys if order.startswith("-") else keys
    if most < len(keys):  # only what comes before the last one asked for, or equals it, need be put in order
        last = np.partition(keys, most - 1)[most - 1]
        if not np.isnan(last):
            near = keys <= last
            positions, keys = positions[near], keys[near]
    return positions[np.argsort(keys, kind="stable")][:most]
