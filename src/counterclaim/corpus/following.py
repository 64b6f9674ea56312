"""A stream: what is new is read once, held against what is known, and told in a digest a day.

Each look's pages are kept as a shard of the corpus (``followed/``), so that they can be read and added again like any
other. Claims that are known stay in memory by side and place, copies by the bands of their signatures; a new page is
held against its like alone.
"""

from __future__ import annotations

import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.comparing.echoes import ALIKE, BANDS, PERMUTATIONS
from counterclaim.corpus.bodies import Copies, bodies
from counterclaim.corpus.digests import Entry, tell
from counterclaim.corpus.folder import Folder
from counterclaim.corpus.grouping import NEAR
from counterclaim.corpus.querying import opened
from counterclaim.corpus.reading import Seen, as_rows, batches, read_page, signature
from counterclaim.corpus.shards import Shard, parquet
from counterclaim.corpus.writing import write_shard
from counterclaim.documents import Content
from counterclaim.model import Claim, CounterclaimError, Document, Finding, Kept, Refusal, Report

if TYPE_CHECKING:
    from counterclaim.watching.plan import Plan

LIKE = 400  # known claims of one side and place that a new one is held against, the latest
_ROWS = PERMUTATIONS // BANDS


class Known:
    """What a corpus knows already, as far as a new page is held against it."""

    def __init__(self, folder: Folder) -> None:
        self._claims: dict[tuple[str | None, str | None, str], list[Kept]] = defaultdict(list)
        self._bands: dict[tuple[int, bytes], list[str]] = {}
        self._signatures: dict[str, array[int]] = {}
        self._origins: dict[str, str] = {}
        with opened(folder) as book:
            asked = "SELECT DISTINCT id, signature FROM documents WHERE signature IS NOT NULL ORDER BY id"
            cursor = book.execute(asked)
            while rows := cursor.fetchmany(1_000):
                for document, numbers in rows:
                    self.sign(document, numbers)
        for kepts, _ in bodies(folder):
            self.add(kepts)

    def sign(self, document: str, numbers: Iterable[int]) -> None:
        """Takes in a document's signature, and finds whose copy it is."""
        own = array("L", numbers)
        near: dict[str, None] = {}
        for band in range(BANDS):
            there = self._bands.setdefault((band, own[band * _ROWS : (band + 1) * _ROWS].tobytes()), [])
            near.update(dict.fromkeys(there))
            if len(there) < NEAR:
                there.append(document)
        for other in near:
            alike = sum(x == y for x, y in zip(own, self._signatures[other], strict=True))
            if other != document and alike >= ALIKE * PERMUTATIONS:
                self._origins[document] = self._origins.setdefault(other, other)
                break
        self._signatures[document] = own

    def add(self, kepts: Iterable[Kept]) -> None:
        """Takes claims in."""
        for kept in kepts:
            there = self._claims[kept.claim.side, kept.claim.place, kept.claim.measure]
            there.append(kept)
            if len(there) > LIKE:
                there.pop(0)

    def like(self, claims: Sequence[Claim]) -> list[Kept]:
        """The known claims that some new ones may be held against."""
        keys = {(claim.side, claim.place, claim.measure) for claim in claims}
        found = {kept.claim.id: kept for key in keys for kept in self._claims.get(key, ())}
        return [found[name] for name in sorted(found)]

    @property
    def copies(self) -> Copies:
        """Which documents are copies of each other."""
        return Copies(self._origins)


class Follower:
    """Reads what is new into a corpus and its digests; one at a time for a corpus."""

    def __init__(self, folder: Folder, tell_of: Callable[[str], None] = lambda sentence: None) -> None:
        self._folder, self._tell = folder, tell_of
        self._known = Known(folder)

    def take(self, part: Sequence[Content]) -> None:
        """Reads some pages, keeps them, and tells what they show."""
        began = time.monotonic()
        shard = _kept(self._folder, part)
        done = self._folder.row(shard.id)
        if done is not None and self._folder.is_whole(done, shard):
            return
        seen: list[Seen] = []
        slowest, told = 0.0, 0
        try:
            for content in part:
                met = time.monotonic()
                read = read_page(content, self._folder.options)
                seen.append(read)
                now = datetime.now(UTC).replace(microsecond=0)
                found = [Entry.of(one, document, now) for one, document in self._findings(read)]
                told += len(found)
                if found or content is part[-1]:  # a day on which nothing was found has its digest, too
                    tell(self._folder.path / "digests", found, now)
                slowest = max(slowest, time.monotonic() - met)
            write_shard(shard, as_rows(seen), self._folder.path)
        except OSError as error:
            raise CounterclaimError(f"{self._folder.path} cannot be written: {error.strerror or error}") from error
        seconds = time.monotonic() - began
        longest = f"{slowest:.2f} for the page that took longest"
        self._tell(f"{len(part):,} new, {told:,} findings in {seconds:.2f} seconds, {longest}")

    def _findings(self, read: Seen) -> Iterator[tuple[Finding, Document]]:
        """What a new page shows by itself, and held against what is known."""
        document, fate, claims, refusals = read
        if fate == "failed":
            self._tell(f"{document.path} could not be read: {document.coverage.reason}")
        if not claims:
            return
        report = self._checked(document, claims, refusals)
        for one in report.findings:
            if one.code.startswith("CC2") and one.severity != "note":
                yield one, report.document
        new = [Kept(claim, replace(report.document, text="")) for claim in report.claims]
        for one in self._together(new):
            yield one, report.document

    def _checked(self, document: Document, claims: Sequence[Claim], refusals: Sequence[Refusal]) -> Report:
        """A new page with what it shows by itself; its signature is taken in."""
        from counterclaim.findings import check
        from counterclaim.series import load_record

        numbers = signature(document.text)
        if numbers is not None:
            self._known.sign(document.id, numbers)
        return check(document, claims, refusals, load_record())

    def _together(self, new: Sequence[Kept]) -> Iterator[Finding]:
        """What is found now and was not before the new claims came."""
        from counterclaim.findings import check_body
        from counterclaim.series import load_record

        record, copies = load_record(), self._known.copies
        own = {kept.claim.id for kept in new}
        known = [kept for kept in self._known.like([kept.claim for kept in new]) if kept.claim.id not in own]
        before = {(one.code, one.claims) for one in check_body(known, record, copies)}
        yield from (one for one in check_body([*known, *new], record, copies) if (one.code, one.claims) not in before)
        self._known.add(new)


def _kept(folder: Folder, part: Sequence[Content]) -> Shard:
    """The shard that some pages become: their bytes in a Parquet file of the corpus."""
    name = "f" + sha256(b"\0".join(content.content or b"" for content in part)).hexdigest()[:15]
    path = folder.path.absolute() / "followed" / f"{name}.parquet"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        pages = list(batches(part, pages=len(part), size=1 << 40))
        writer = parquet().ParquetWriter(new, pages[0].schema, compression="zstd")
        with writer:
            for batch in pages:
                writer.write_batch(batch)
        new.replace(path)
    return Shard(name, "kept", (str(path),), stamp=name)


def plan_of(source: Path, state: Path, every: float) -> Plan:
    """What to watch: a plan in TOML, a folder that grows, or a list of feeds with an address a line."""
    from counterclaim.watching.plan import Plan, Source, read_plan

    if source.is_dir():
        return Plan((Source("folder", str(source.absolute()), every),), state)
    if source.suffix == ".toml":
        return replace(read_plan(source), state=state)
    try:
        lines = [line.strip() for line in source.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise CounterclaimError(f"{source} is no folder, no plan in TOML and no list of feeds: {error}") from None
    feeds = dict.fromkeys(line for line in lines if line and not line.startswith("#"))
    wrong = next((line for line in feeds if not line.startswith(("http://", "https://"))), None)
    if wrong is not None or not feeds:
        raise CounterclaimError(f"{source}: {wrong or 'it is empty'}: write the address of a feed on each line")
    return Plan(tuple(Source("feed", line, every) for line in feeds), state)
