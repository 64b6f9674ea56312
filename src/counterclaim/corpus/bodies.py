"""Claims of a corpus as the rest of the program knows them: for the rules over many documents, and for a ledger.

bodies      the claims, side by side of the war, each telling with its sightings on different sites
Copies      which documents are copies, as the rules ask it
pages_for   the original bytes of chosen documents, out of the archives again
"""

from __future__ import annotations

import os
from collections.abc import Collection, Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterclaim.corpus.folder import Folder
from counterclaim.corpus.querying import opened
from counterclaim.corpus.shards import Shard, contents, plan
from counterclaim.documents import Content
from counterclaim.model import Claim, Cue, Document, Evidence, Kept, Link, Period, Quantity

SITES = 50  # sightings of a telling that the rules see, each on another site; the others are counted
MOST = 200_000  # claims that are held in memory at once

_BODY = """
WITH shown AS (
    SELECT telling, claim, path,
        row_number() OVER (PARTITION BY telling, coalesce(nullif(site, ''), path) ORDER BY published, path) AS again,
    FROM sightings
), first AS (
    SELECT telling, claim, path, row_number() OVER (PARTITION BY telling ORDER BY claim <> telling, path) AS n
    FROM shown WHERE again = 1
)
SELECT c.*, e.* EXCLUDE (document, claim, published), d.path, d.title, d.outlet, d.url, d.language,
    d.published_basis, coalesce(o.origin, c.document) AS origin
FROM first AS f
JOIN claims AS c ON c.id = f.claim
JOIN evidence AS e ON e.claim = c.id
JOIN documents AS d ON d.id = c.document AND d.path = f.path
LEFT JOIN copies AS o ON o.document = c.document
WHERE f.n <= {sites} AND c.side IS NOT DISTINCT FROM ? AND {where}
ORDER BY c.published, c.id
LIMIT {most}
"""


@dataclass(frozen=True)
class Copies(Collection[frozenset[str]]):
    """Pairs of documents that are copies: those of one origin."""

    origins: dict[str, str]

    def __contains__(self, pair: object) -> bool:
        if not isinstance(pair, frozenset) or len(pair) != 2:
            return False
        one, other = pair
        known = self.origins.get(one)
        return known is not None and known == self.origins.get(other)

    def __iter__(self) -> Iterator[frozenset[str]]:
        ordered = sorted(self.origins.items())
        return (frozenset((a, b)) for a, x in ordered for b, y in ordered if a < b and x == y)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def bodies(folder: Folder, where: str = "TRUE") -> Iterator[tuple[list[Kept], Copies]]:
    """The claims of each side in turn, with the copies among their documents; ``where`` narrows them, over ``c``."""
    with opened(folder) as book:
        sides = [side for (side,) in book.execute("SELECT DISTINCT side FROM claims ORDER BY side").fetchall()]
        for side in sides:
            answer = book.execute(_BODY.format(sites=SITES, most=MOST, where=where), [side]).to_arrow_table()
            kepts: list[Kept] = []
            origins: dict[str, str] = {}
            documents: dict[tuple[str, str], Document] = {}
            for batch in answer.to_batches():
                for row in batch.to_pylist():
                    origins[row["document"]] = row["origin"]
                    key = row["document"], row["path"]
                    document = documents.setdefault(key, _document(row))
                    kepts.append(Kept(claim_of(row), document))
            if kepts:
                yield kepts, Copies(origins)


def _document(row: dict[str, Any]) -> Document:
    return Document(
        row["document"], "", row["path"], title=row["title"], outlet=row["outlet"], url=row["url"],
        published=row["published"], published_basis=row["published_basis"], language=row["language"],
    )  # fmt: skip


def claim_of(row: dict[str, Any]) -> Claim:
    """The claim in a row of ``claims`` joined with its ``evidence``: what was read, field for field."""
    return Claim(
        id=row["id"],
        document=row["document"],
        reader=row["reader"],
        evidence=Evidence(
            row["document"], row["start"], row["end"], row["exact"], row["prefix"] or "", row["suffix"] or ""
        ),
        quantity=Quantity(
            row["low"], row["best"], row["high"], row["quantity_unit"], row["hedge"], row["quantity"],
            row["quantity_start"], row["quantity_end"],
        ),
        object=row["object"],
        measure=row["measure"],
        side=row["side"],
        unit=row["unit"],
        place=row["place"],
        period=Period(row["period"], row["period_start"], row["period_end"]),
        attribution=tuple(Link(**link) for link in row["attribution"]),
        stance=row["stance"],
        certainty=row["certainty"],
        cues=tuple(Cue(**cue) for cue in row["cues"]),
        rules=tuple(row["rules"]),
    )  # fmt: skip


def pages_for(
    folder: Folder, wanted: Container[str], shards: Container[str], left_out: Container[str] = ()
) -> Iterator[Content]:
    """The pages of some shards whose path is ``wanted``, out of the inputs again; what is gone says so."""
    columns = folder.options.mapping
    for row in folder.rows():
        if row.shard not in shards:
            continue
        there = [path for path in row.paths if os.path.exists(path)]
        for path in row.paths:
            if path not in there:
                yield Content(path, None, problem="it was read into the corpus and is not there any more: put it back")
        kept = there and Path(there[0]).parent.name == "followed" and Path(there[0]).stem == row.shard
        planned = [Shard(row.shard, "kept", tuple(there))] if kept else plan(there, columns)
        for shard in planned:
            if len(row.paths) > 1 or shard.id == row.shard:
                yield from (f for f in contents(shard, columns) if f.path in wanted and f.path not in left_out)
