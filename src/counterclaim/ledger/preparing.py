"""One document on its way into a ledger, in a process that does nothing else: its bytes become rows, ready to be kept.

read_parts   what a worker does: originals kept, documents read, rows made
prepared     the rows of one reading, with personal data as was chosen
failed       the same of a document that could not be read
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from counterclaim.documents import Content, read_document
from counterclaim.documents.children import collect_seldom
from counterclaim.ledger import originals, rows
from counterclaim.ledger.masking import Guard, guarded
from counterclaim.ledger.rows import Reading
from counterclaim.ledger.sealing import Key
from counterclaim.ledger.store import Prepared
from counterclaim.ledger.workers import follow_parent
from counterclaim.model import (
    Claim,
    Coded,
    CounterclaimError,
    Coverage,
    Document,
    Finding,
    Personal,
    Provenance,
    Refusal,
    Report,
    Sighting,
)

_PATIENCE = 1_200  # seconds of processor time of a worker with limited memory


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are read: the convention of vague words, what is given of all of them, and whether to read anew.

    ``personal`` is what is done with personal data: what was done before unless given; for a new document sealed where
    there is a ``key``, here or in the environment, else kept.
    """

    convention: str = "ours"
    published: date | None = None
    language: str | None = None
    again: bool = False
    findings: bool = True
    provenance: Provenance | None = None
    personal: Personal | None = None
    key: Key | None = None


class Task(NamedTuple):
    """One document for a worker: its bytes and what is given of it."""

    found: Content
    content: bytes
    published: date | None
    language: str | None
    provenance: Provenance | None = None
    personal: Personal = "keep"


def reader_name() -> str:
    """The reader as readings name it."""
    from counterclaim import __version__

    return f"counterclaim {__version__}"


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system
        return
    for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, _PATIENCE), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (limit, limit))


def prepare_worker(memory: int | None) -> None:
    """A worker leaves Ctrl-C to its parent, ends when that has died, and takes no more than ``memory`` bytes."""
    if memory is not None:
        _limit(memory)
    follow_parent()
    collect_seldom()


def read_parts(tasks: Sequence[Task], options: Options, folder: Path) -> list[Prepared]:
    """Keeps each original, reads it, and makes its rows."""
    originals.keep_all(folder, [task.content for task in tasks if task.personal == "keep"])
    return [_read(task, options, folder) for task in tasks]


def _read(task: Task, options: Options, folder: Path) -> Prepared:
    from counterclaim import verbs

    document = read_document(
        task.content,
        path=task.found.path,
        media_type=task.found.media_type,
        url=task.found.url,
        published=task.published,
        language=task.language,
        loss=task.found.loss,
        provenance=task.provenance,
    )
    if document.coverage.state == "failed":
        return prepared(task, options, document, folder=folder)
    if document.transcript is not None:
        document = _heard(document, task, options.key, folder)
    try:
        read = verbs.check if options.findings else verbs.read
        report = next(read(document, convention=options.convention))
        return prepared(task, options, report.document, report.claims, report.findings, report.refusals, folder)
    except Exception as error:  # one document must not take the others with it
        if os.environ.get("COUNTERCLAIM_DEBUG"):
            raise
        reason = str(error) if isinstance(error, CounterclaimError) else f"{type(error).__name__}: {error}"
        return failed(task, options, folder, f"the reader failed on it ({reason})", replace(document, text=""))


def _heard(document: Document, task: Task, key: Key | None, folder: Path) -> Document:
    """A transcript with the recording that lies beside it, which is kept among the originals as the transcript is."""
    from counterclaim.calls.beside import recording_beside, with_recording

    recording = recording_beside(document, task.found.path)
    if recording is None:
        return document
    if task.personal != "drop":
        originals.keep_file(folder, recording, key if task.personal == "seal" else None)
    return with_recording(document, recording)


def failed(task: Task, options: Options, folder: Path, reason: str, document: Document | None = None) -> Prepared:
    """The rows of a document that could not be read, with the reason; its original is kept."""
    if document is None:
        digest = sha256(task.content).hexdigest()
        document = Document(id="d" + digest[:16], text="", path=task.found.path, url=task.found.url, sha256=digest)
    document = replace(document, text="", coverage=Coverage("failed", reason))
    return prepared(task, options, document, folder=folder)


def prepared(
    task: Task,
    options: Options,
    document: Document,
    claims: Sequence[Claim] = (),
    findings: Sequence[Finding] = (),
    refusals: Sequence[Refusal] = (),
    folder: Path | None = None,
) -> Prepared:
    """The rows of a reading, with what is personal in it as was chosen; the original goes into ``folder``."""
    found = {rows.finding_id(finding, document.id): finding for finding in findings}
    once = tuple({claim.id: claim for claim in claims}.values())
    guard = guarded(Report(document, once, tuple(found.values()), tuple(refusals)), task.personal, options.key)
    if folder is not None:
        _keep_original(task, guard, options.key, folder)
    kept, document = guard.kept, guard.kept.document
    reading = Reading(
        id="",
        document=document.id,
        reader=reader_name(),
        convention=options.convention,
        given_published=task.published,
        given_language=task.language,
        given_provenance=task.provenance,
        claims=tuple(claim.id for claim in kept.claims),
        findings=tuple(rows.finding_id(finding, document.id) for finding in kept.findings),
        refusals=kept.refusals,
        personal=task.personal,
        codings=_themes(document),
    )
    reading = replace(reading, id=rows.identity("r", *rows.reading_row(reading).body.split("\x1f")))
    made = rows.rows_of(document, kept.claims, kept.findings, reading, guard.shown, guard.sealed)
    place = guard.place(task.found.path) if task.personal != "keep" else task.found.path
    seen = Sighting(document.id, place, datetime.now(UTC))
    failure = document.coverage.reason or "" if document.coverage.state == "failed" else ""
    return Prepared(document.id, tuple(made), (seen,), failure, guard.hides and task.personal == "keep")


def _themes(document: Document) -> tuple[Coded, ...]:
    """The codings of a call."""
    if document.transcript is None or document.coverage.state == "failed":
        return ()
    from counterclaim.testimony import code

    name = reader_name()
    return tuple(
        Coded(
            rows.coding_id(document.id, coding.theme, coding.start, coding.end, name),
            document.id, coding.theme, coding.start, coding.end, coding.rule, coding.confidence, name,
        )
        for coding in code(document)
    )  # fmt: skip


def _keep_original(task: Task, guard: Guard, key: Key | None, folder: Path) -> None:
    """Keeps the bytes as they came, encrypted, or not at all; nobody knows what is in a document that failed."""
    private = guard.private or guard.kept.document.coverage.state == "failed"
    if task.personal == "seal" and private:
        originals.keep(folder, task.content, key=key)
    elif not (task.personal == "drop" and private):
        originals.keep(folder, task.content)
