"""Claims of a ledger at hand: what was read once is not parsed again, and what may have changed is asked for again.

    Shelf.kepts      claims by the numbers of their rows → Kept, in that order

A claim's row never changes, so a parsed claim stays. Documents stay until a document or a sighting was added, grades
until a grade was; judgements are asked for every time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Lock

import orjson
from sqlalchemy import Connection, select

from counterclaim.comparing.questions import voice_of
from counterclaim.ledger import bodies, tables
from counterclaim.ledger.among import among
from counterclaim.ledger.masking import Shown, kept_shown
from counterclaim.ledger.store import Ledger
from counterclaim.model import Claim, Grade, Judgement, Kept

CLAIMS = 20_000  # parsed claims that are kept; about 3 kB each
LETTERS = 40_000_000  # … and documents, up to as many letters of text
_BATCH = 400  # numbers in one question


class Shelf:
    """The claims, documents and grades of one ledger that were read last."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        self._claims: OrderedDict[int, Claim] = OrderedDict()
        self._documents: OrderedDict[str, Shown] = OrderedDict()
        self._letters = 0
        self._graded: Mapping[str, tuple[Grade, ...]] | None = None

    def forget(self, documents: bool, grades: bool) -> None:
        """Drops what rows that were added may have changed."""
        with self._lock:
            if documents:
                self._documents.clear()
                self._letters = 0
            if grades:
                self._graded = None

    def kepts(self, seqs: Sequence[int]) -> list[Kept]:
        """The claims of these rows with document, sightings, judgements and grades."""
        with self._ledger.database.reading() as connection, self._lock:
            claims = self._claims_of(connection, seqs)
            documents = self._documents_of(connection, {claim.document for claim in claims})
            said = self._said(connection, [claim.id for claim in claims])
            if self._graded is None:
                self._graded = self._ledger._graded(connection)
            graded = self._graded
        found = []
        for claim in claims:
            document, sightings, redactor = documents[claim.document]
            kept = Kept(claim, document, sightings, tuple(said.get(claim.id, ())))
            if graded:
                grades = graded.get(claim.id, ()) + graded.get(voice_of(kept), ())
                kept = replace(kept, grades=grades) if grades else kept
            found.append(kept_shown(kept, redactor) if redactor else kept)
        return found

    def _claims_of(self, connection: Connection, seqs: Sequence[int]) -> list[Claim]:
        log, held = tables.entries, self._claims
        missing = [seq for seq in seqs if seq not in held]
        fresh: dict[int, Claim] = {}
        for at in range(0, len(missing), _BATCH):
            asked = select(log.c.seq, log.c.body).where(among(connection, log.c.seq, missing[at : at + _BATCH]))
            fresh |= {seq: bodies.claim_from(orjson.loads(body)) for seq, body in connection.execute(asked)}
        found = [fresh[seq] if seq in fresh else held[seq] for seq in seqs if seq in fresh or seq in held]
        held.update(fresh)
        while len(held) > CLAIMS:
            held.popitem(last=False)
        return found

    def _documents_of(self, connection: Connection, names: set[str]) -> Mapping[str, Shown]:
        held = self._documents
        fresh = self._ledger._shown(connection, sorted(names - held.keys()))
        found = {name: fresh[name] if name in fresh else held[name] for name in names}
        held.update(fresh)
        self._letters += sum(len(document.text) for document, _, _ in fresh.values())
        while self._letters > LETTERS and len(held) > 1:
            self._letters -= len(held.popitem(last=False)[1][0].text)
        return found

    def _said(self, connection: Connection, claims: Sequence[str]) -> dict[str, list[Judgement]]:
        said: dict[str, list[Judgement]] = {}
        for at in range(0, len(claims), _BATCH):
            said |= self._ledger._judgements(connection, claims[at : at + _BATCH])
        return said
