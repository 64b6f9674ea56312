"""What the public sees: a ledger of its own that holds nothing unpublished, made of the one behind it.

    published    the claims that a person accepted or corrected, with their documents → a new ledger
    Editions     one after the other: a new one is made when the ledger behind them has grown

Pages for the public are served from that ledger alone, so no page, search, count or export can show more than is in it.
Left out are claims that nobody judged or somebody rejected, refusals, custody, who judged and what they noted, the
places where documents lie, and calls with everything said in them.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Lock, Thread

from counterclaim.ledger import Ledger
from counterclaim.ledger.ingest import reader_name
from counterclaim.ledger.rows import Reading, finding_id, identity, reading_row, rows_of
from counterclaim.ledger.store import Prepared
from counterclaim.model import Kept, Sighting

PUBLISHED = frozenset({"accept", "correct"})  # the verdicts that publish a claim
WE = "the editors"  # who judged, as the public is told
_AT_ONCE = 200  # documents that go into the new ledger together


class Editions:
    """The editions of one ledger. What is shown is the newest that is ready; the next is made beside it.

    Making one takes its time on a large ledger, so it is begun at most every ten times as long as the last one took.
    """

    def __init__(self, source: Ledger, folder: Path) -> None:
        self._source, self._folder = source, folder
        self._lock = Lock()
        self._number = 0
        self._took = self._ended = 0.0
        self._at_work = False
        self._held: list[Ledger] = []
        self._made_of = -1
        self._make()

    def current(self) -> Ledger:
        """The edition to show; begins to make the next where the ledger has grown since this one."""
        with self._lock:
            rested = time.monotonic() - self._ended > 10 * self._took
            if not self._at_work and rested and self._source.size() != self._made_of:
                self._at_work = True
                Thread(target=self._again, daemon=True).start()
            return self._held[-1]

    def close(self) -> None:
        """Gives everything back."""
        for one in (*self._held, self._source):
            one.close()

    def _again(self) -> None:
        try:
            self._make()
        finally:
            self._at_work = False

    def _make(self) -> None:
        began, size = time.monotonic(), self._source.size()
        self._number += 1
        made = published(self._source, self._folder / f"published-{self._number}.db")
        with self._lock:
            self._held.append(made)
            self._made_of, self._ended = size, time.monotonic()
            self._took = self._ended - began
            old = self._held.pop(0) if len(self._held) > 3 else None  # nobody reads it any more
        if old is not None:
            old.close()
            for left in self._folder.glob(f"published-{self._number - 3}.db*"):
                left.unlink() if left.is_file() else shutil.rmtree(left)


def published(source: Ledger, target: Path) -> Ledger:
    """A new ledger at ``target`` with what is published of ``source``, as it stands now."""
    made = Ledger(target)
    ready: list[Prepared] = []
    verdicts: list[Kept] = []

    def keep() -> None:
        made.record(ready)
        for kept in verdicts:
            verdict = kept.verdict
            assert verdict is not None
            made.judge(kept.claim.id, verdict.verdict, by=WE, fields=dict(verdict.fields), at=verdict.at)
        ready.clear()
        verdicts.clear()

    for kepts in _by_document(source):
        ready.append(_prepared(source, kepts))
        verdicts += kepts
        if len(ready) >= _AT_ONCE:
            keep()
    keep()
    return made


def _by_document(source: Ledger) -> Iterator[list[Kept]]:
    """The published claims of each document that has some."""
    homes = dict.fromkeys(kept.document.id for kept in source.claims() if _is_published(kept))
    for home in homes:
        yield [kept for kept in source.claims(document=home) if _is_published(kept)]


def _is_published(kept: Kept) -> bool:
    verdict = kept.verdict
    return verdict is not None and verdict.verdict in PUBLISHED and kept.document.transcript is None


def _prepared(source: Ledger, kepts: list[Kept]) -> Prepared:
    """A document's rows without what is not published."""
    place = kepts[0].document.url or kepts[0].document.title or kepts[0].document.outlet or "a document"
    document = replace(kepts[0].document, path=place)
    shown = {kept.claim.id: kept.claim for kept in kepts}
    findings = {
        finding_id(finding, home): finding
        for _, home, finding in source.findings(document.id)
        if home == document.id and shown.keys() >= set(finding.claims)
    }
    bare = Reading("", document.id, reader_name(), claims=tuple(shown), findings=tuple(findings), partial=True)
    reading = replace(bare, id=identity("r", reading_row(bare).body))
    rows = tuple(rows_of(document, list(shown.values()), list(findings.values()), reading))
    seen = kepts[0].first_seen
    sightings = (Sighting(document.id, place, seen),) if seen else ()
    return Prepared(document.id, rows, sightings)
