"""Looking through a ledger page by page: how many claims there are of each kind, and the ones a page shows.

    Browser.counts     facets of a filter: every value of side, object, measure … with its number of claims
    Browser.page       a few claims in an order, with documents and judgements
    Browser.history    when a claim or a document was added, and what took its place

What claims are counted and sorted by stands in memory as columns of small numbers (about 50 bytes a claim; needs NumPy,
extra ``web``). The log only grows, so its size says whether the columns still hold; what was added since is read alone.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import RLock
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from counterclaim.ledger import tables
from counterclaim.ledger.columns import PLAIN, Columns, Mask, Numbers, caught_up
from counterclaim.ledger.filters import Filter
from counterclaim.ledger.shelf import Shelf
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.words import asked_words, rows_with, words_held
from counterclaim.model import CounterclaimError, Kept

FACETS = (*PLAIN, "verdict", "finding")
REMEMBERED = 100  # filters whose counts, and searches whose claims, are kept
_RARE = 200  # a word that fewer than one claim in so many holds is rare
_COMMON = 20  # … more than one in so many, common
_SAMPLE = 400  # claims by which it is told which words are common

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


class Browser:
    """A ledger to be looked through by many readers at once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = RLock()
        self._columns = Columns()
        self._shelf = Shelf(ledger)
        self._counted: OrderedDict[tuple[Filter, int], Counts] = OrderedDict()
        self._searched: OrderedDict[str, tuple[int, npt.NDArray[np.uint8]]] = OrderedDict()  # by word: size, a mask

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

    def _current(self) -> Columns:
        """The columns with all that was added since the last time."""
        columns, added = caught_up(self._columns, self._ledger)
        if columns is not self._columns:  # they were read anew: a document may have another title
            self._searched.clear()
        if added:
            self._shelf.forget(documents=bool({"claim", "document", "sighting"} & added), grades="grade" in added)
            self._columns = columns
        return columns

    def _fitting(self, columns: Columns, wanted: Filter) -> Mask:
        """The standing claims that fit a filter."""
        mask = self._rest(columns, wanted)
        for one in _choices(columns, wanted).values():
            mask = mask & one
        return mask

    def _rest(self, columns: Columns, wanted: Filter) -> Mask:
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
        for name in ("place", "unit"):
            value = getattr(wanted, name)
            if value is not None:
                mask = mask & columns.those(name, value)
        if wanted.document is not None:
            claims = tables.claims
            asked = select(claims.c.seq).where(claims.c.document == wanted.document)
            with self._ledger.database.reading() as connection:
                seqs = connection.execute(asked).scalars().all()
            mask = mask & columns.at(columns.positions(seqs))
        return mask

    def _with_word(self, columns: Columns, word: str) -> Mask:
        """The claims that hold a word or one that begins so.

        Of a word that was asked for before only what was added since is read, and of a beginning of such words only
        the claims without them.
        """
        since, bits = self._searched.pop(word, (0, np.empty(0, np.uint8)))
        longer = [known for known in self._searched if known.startswith(word)]
        mask = np.zeros(len(columns.seqs), np.bool_)
        known = np.unpackbits(bits)[: len(mask)]
        mask[: len(known)] = known
        if since < columns.size:
            for one in longer:
                mask |= self._with_word(columns, one)
            with self._ledger.database.reading() as connection:
                for told in rows_with(connection, word, since, longer):
                    mask |= columns.of_rows(np.fromstring(told, np.int64, sep=","))
        if np.count_nonzero(mask) * _RARE > len(mask):  # a rare word is found again as fast
            _remember(self._searched, word, (columns.size, np.packbits(mask)))
        return mask

    def expect(self) -> None:
        """Looks for the words that many claims hold before anybody asks for them: they take longest."""
        with self._lock:
            columns = self._current()
            there = np.flatnonzero(columns.alive)
            seqs = [int(seq) for seq in columns.seqs[there[:: len(there) // _SAMPLE + 1]]]
        with self._ledger.database.reading() as connection:
            counted = Counter(word for held in words_held(connection, seqs) for word in held)
        for word, count in counted.most_common(REMEMBERED // 2):
            if count * _COMMON > len(seqs):
                with self._lock:
                    self._with_word(self._current(), word)

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


def _remember(kept: OrderedDict[Any, Any], key: object, value: object) -> None:
    kept[key] = value
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)


# ---------------------------------------------------------------------------------------------------- in the columns


def _choices(columns: Columns, wanted: Filter) -> dict[str, Mask]:
    """For each facet that is chosen, the claims that fit the choice."""
    chosen: dict[str, Mask] = {}
    for name in FACETS:
        value = getattr(wanted, name)
        if value is None:
            continue
        if name in PLAIN:
            chosen[name] = columns.those(name, value)
        else:
            chosen[name] = columns.at(columns.sets[name].get(value, np.empty(0, np.int64)))
    return chosen


def _counted(columns: Columns, wanted: Filter, rest: Mask) -> Counts:
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


def _sorted(columns: Columns, positions: Numbers, order: str, most: int) -> Numbers:
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
