"""Adding documents: bytes → original kept → read in parallel processes → one writer; killed runs go on.

    add     targets become rows of a ledger; what a worker does with a document is in ``preparing``
    Added   what came of it

A run is known by its targets and options. One that did not come to its end is taken up by the same command: what it
had recorded is not opened again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from counterclaim.documents import Content, open_contents
from counterclaim.ledger import originals, rows
from counterclaim.ledger.databases import LedgerError
from counterclaim.ledger.preparing import Options, Task, failed, prepare_worker, read_parts, reader_name
from counterclaim.ledger.rows import Reading
from counterclaim.ledger.sealing import HOW, SealedError, key_given
from counterclaim.ledger.store import Ledger, Prepared, Tally, version_of
from counterclaim.ledger.workers import Apart
from counterclaim.model import Personal, Sighting

__all__ = ["ALREADY", "Added", "Options", "add", "reader_name"]

ALREADY = (
    "it is in this ledger already with its personal data readable, and a ledger forgets nothing: add it to a new ledger"
)
_FEW = 8  # documents that are read here rather than in processes, which take half a second to start
_PART, _PART_BYTES = 16, 4_000_000  # documents and bytes that go to a worker at once


@dataclass
class Added:
    """What an adding did. ``failed`` has the place of each document that could not be read, and why.

    ``partly`` has the same of those that were read as far as what held them is whole: a feed, an archive, a mailbox.
    ``readable`` is how many documents with personal data are kept as they are.
    """

    tally: Tally = field(default_factory=Tally)
    failed: list[tuple[str, str]] = field(default_factory=list)
    partly: list[tuple[str, str]] = field(default_factory=list)
    resumed: int = 0
    readable: int = 0
    stopped: bool = False

    @property
    def documents(self) -> int:
        """How many documents were met."""
        return self.tally.new + self.tally.reread + self.tally.seen


def add(
    ledger: Ledger,
    targets: Sequence[str],
    *,
    by: str,
    options: Options | None = None,
    workers: int | None = None,
    contents: Callable[[str, Container[str]], Iterator[Content]] | None = None,
    told: Callable[[int, str], None] | None = None,
    memory: int | None = None,
) -> Added:
    """Reads what is at the targets into the ledger; ``told`` hears how many documents are kept, and the last's place.

    With ``memory`` every document is read in a worker that has at most so many bytes, none in this process: what
    strangers sent to a server. One that brings its worker down has failed, and the others are read.

    ``contents`` opens a target, leaving out the places named: files, folders and addresses unless given. On Ctrl-C
    what was read by then is kept, and ``stopped`` is set.
    """
    options = options or Options()
    options = replace(options, key=options.key or key_given())
    if options.personal == "seal" and options.key is None:
        raise SealedError(f"sealing personal data needs a key: {HOW}")
    if ledger.originals is None:
        raise LedgerError(
            f"{ledger.name} is on a server: name the folder for the original documents with --originals or "
            "COUNTERCLAIM_ORIGINALS"
        )
    run, done = _begin(ledger, targets, by, options)
    added = Added(resumed=len(done))
    source = contents or (lambda target, left_out: open_contents(target, leave_out=left_out))
    desk = _Desk(ledger, options, run, added, workers or os.cpu_count() or 1, told, memory)
    try:
        for target in targets:
            for found in source(target, done):
                if found.content is None:
                    added.failed.append((found.path, found.problem))
                else:
                    desk.take(found, found.content)
        desk.finish()
    except KeyboardInterrupt:
        added.stopped = True
        desk.stop()
        return added
    except BaseException:
        desk.close()
        raise
    desk.close()
    if options.findings:
        compared = ledger.compare_anew()
        if compared is not None and compared.findings:
            added.tally.add(Tally(rows={"finding": len(compared.findings)}))
    summary = {"new": added.tally.new, "reread": added.tally.reread, "seen": added.tally.seen}
    ledger.log("add ended", by=by, run=run, with_what=summary | {"failed": len(added.failed)})
    return added


def _begin(ledger: Ledger, targets: Sequence[str], by: str, options: Options) -> tuple[str, frozenset[str]]:
    """The run's id, and the places that it has recorded already where it was cut short before."""
    named = [target if "://" in target or target == "-" else os.path.abspath(target) for target in targets]
    command = rows.identity(
        "u", *named, options.convention, options.published, options.language, options.again, reader_name(),
        *([options.provenance] if options.provenance else []), *([options.personal] if options.personal else []),
    )  # fmt: skip
    run = None
    if "-" not in targets:
        for line in ledger.custody():
            if line.did == "add began" and (line.with_what or {}).get("command") == command:
                run = line.id
            elif line.did == "add ended" and line.run == run:
                run = None
    if run is not None:
        ledger.log("add resumed", by=by, run=run)
        return run, ledger.places_of(run)
    shown: list[str] | int = [target.encode("utf-8", "backslashreplace").decode("utf-8") for target in targets]
    if (options.personal or ("seal" if options.key else "keep")) != "keep":
        shown = len(targets)  # a file's name may be that of a person
    return ledger.log("add began", by=by, with_what={"command": command, "targets": shown}).id, frozenset()


class _Desk:
    """Hands documents to workers, takes back what they read and keeps it, a few parts at a time."""

    def __init__(
        self,
        ledger: Ledger,
        options: Options,
        run: str,
        added: Added,
        workers: int,
        told: Callable[[int, str], None] | None,
        memory: int | None = None,
    ) -> None:
        self._ledger, self._options, self._run, self._added = ledger, options, run, added
        self._workers, self._told, self._memory = workers, told, memory
        assert ledger.originals is not None
        self._originals: Path = ledger.originals
        self._pool: ProcessPoolExecutor | None = None
        self._running: dict[Future[list[Prepared]], list[Task]] = {}
        self._waiting: list[tuple[Content, bytes, str]] = []
        self._bytes = 0
        self._met = 0

    def take(self, found: Content, content: bytes) -> None:
        """Takes one document in."""
        if found.loss:
            self._added.partly.append((found.path, found.loss))
        self._waiting.append((found, content, sha256(content).hexdigest()))
        self._bytes += len(content)
        self._met += 1
        if len(self._waiting) >= _PART or self._bytes >= _PART_BYTES:
            self._send()

    def finish(self) -> None:
        """Reads and keeps all that was taken."""
        self._send()
        while self._running:
            self._collect(block=True)

    def stop(self) -> None:
        """Keeps what is read by now and lets the rest go."""
        finished = [future for future in self._running if future.done() and not future.exception()]
        for future in finished:
            self._keep(future.result())
        self.close()

    def close(self) -> None:
        """Ends the workers at once."""
        if self._pool is not None:
            processes = list((self._pool._processes or {}).values())
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()
            for process in processes:
                process.join()
            self._pool = None

    def _send(self) -> None:
        if not self._waiting:
            return
        known = self._ledger.whole().readings(["d" + digest[:16] for _, _, digest in self._waiting])
        tasks, seen = [], []
        for found, content, digest in self._waiting:
            last = known.get("d" + digest[:16])
            personal = self._personal(last)
            if last is not None and personal != "keep" and last.personal == "keep" and self._options.personal:
                self._added.failed.append((found.path, ALREADY))
                continue
            if last is not None and self._has(last):
                seen.append(_seen(found, last.document))
                if personal == "keep":
                    originals.keep(self._originals, content, digest)
                continue
            published, language = self._options.published, self._options.language
            provenance = self._options.provenance
            if last is not None:  # what was given of it before still holds
                published = published or last.given_published
                language = language or last.given_language
                provenance = provenance or last.given_provenance
            tasks.append(Task(found, content, published, language, provenance, personal))
        self._waiting, self._bytes = [], 0
        self._keep(seen)
        if not tasks:
            return
        if self._pool is None and self._met < _FEW and self._memory is None:
            self._keep(read_parts(tasks, self._options, self._originals))
            return
        self._submit(tasks)
        while len(self._running) >= self._workers * 3:
            self._collect(block=True)
        self._collect(block=False)

    def _has(self, last: Reading) -> bool:
        """Whether a document need not be read again: what stands was read by this version, the same way."""
        if self._options.again or last.partial or (not last.claims and not last.refusals):
            return False
        given = self._options.published, self._options.language
        return (
            version_of(last.reader) >= version_of(reader_name())
            and last.convention == self._options.convention
            and given[0] in (None, last.given_published)
            and given[1] in (None, last.given_language)
            and self._options.provenance in (None, last.given_provenance)
            and self._options.personal in (None, last.personal)
        )

    def _personal(self, last: Reading | None) -> Personal:
        """What is done with a document's personal data: as given, as before, or sealed where there is a key."""
        if self._options.personal is not None:
            return self._options.personal
        return last.personal if last is not None else "seal" if self._options.key is not None else "keep"

    def _submit(self, tasks: list[Task]) -> None:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._workers, Apart(), prepare_worker, (self._memory,))
        self._running[self._pool.submit(read_parts, tasks, self._options, self._originals)] = tasks

    def _collect(self, block: bool) -> None:
        done, _ = wait(self._running, None if block else 0, FIRST_COMPLETED)
        ready: list[Prepared] = []
        broken: list[Task] = []
        for future in done:
            tasks = self._running.pop(future)
            try:
                ready += future.result()
            except BrokenProcessPool:
                broken += tasks
        self._keep(ready)
        if broken:
            self._recover(broken)

    def _recover(self, broken: list[Task]) -> None:
        """A worker died: what it and the others had in hand is read one by one, and what kills a worker has failed."""
        for tasks in self._running.values():
            broken += tasks
        self._running.clear()
        self.close()
        for task in broken:
            self._submit([task])
            (future,) = self._running
            del self._running[future]
            try:
                self._keep(future.result())
            except BrokenProcessPool:
                self.close()
                self._keep([failed(task, self._options, self._originals, "its reader died on it")])

    def _keep(self, ready: Sequence[Prepared]) -> None:
        if not ready:
            return
        self._added.tally.add(self._ledger.record(ready, self._run, self._options.again))
        for each in ready:
            self._added.readable += each.readable
            if each.failure:
                self._added.failed.append((each.sightings[0].place, each.failure))
        if self._told is not None:
            self._told(self._added.documents, ready[-1].sightings[0].place)


def _seen(found: Content, document: str) -> Prepared:
    return Prepared(document, (), (Sighting(document, found.path, datetime.now(UTC)),))
