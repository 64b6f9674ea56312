"""Long jobs: files are added in a thread of a server, and a page shows how far it is; a reload shows it again.

How far a job is lies in a file, so that it is told whichever process answers, and after a server was started anew.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import TYPE_CHECKING

import orjson

from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger
    from counterclaim.web.asked import Upload

KEPT = 50  # jobs that are remembered
MEMORY = 2 << 30  # bytes that a process may take that reads what people sent
OFTEN = 0.3  # seconds between two notes of how far a job is
_IDENT = re.compile("w[0-9a-f]{16}")
AT_ONCE = 2  # jobs at work; more are refused


@dataclass(slots=True)
class Job:
    """Adding files: how many of how many, what came of it, what failed and why. ``ended`` is UTC, or ``None``."""

    id: str
    by: str
    total: int
    began: datetime
    done: int = 0
    at: str = ""
    new: int = 0
    seen: int = 0
    claims: int = 0
    findings: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    ended: datetime | None = None
    fault: str = ""
    process: int = 0  # who is at it


class Jobs:
    """The jobs of one ledger; ``folder`` is made when the first begins."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()

    def job(self, name: str) -> Job | None:
        """A job by its id."""
        if not _IDENT.fullmatch(name):
            return None
        try:
            told = orjson.loads((self.folder / f"{name}.json").read_bytes())
        except (OSError, orjson.JSONDecodeError):
            return None
        began, ended = datetime.fromisoformat(told.pop("began")), told.pop("ended")
        failed = [(place, why) for place, why in told.pop("failed")]
        job = Job(**told, failed=failed, began=began, ended=datetime.fromisoformat(ended) if ended else None)
        if job.ended is None and not _is_there(job.process):
            job.ended, job.fault = job.began, "the server was stopped before the end; what was added is in the ledger"
        return job

    def every(self) -> list[Job]:
        """All jobs, the newest first."""
        found = [self.job(path.stem) for path in self.folder.glob("w*.json")]
        return sorted((job for job in found if job is not None), key=lambda job: job.began, reverse=True)

    def add(self, ledger: Ledger, uploads: Sequence[Upload], by: str) -> Job:
        """Begins to add files to a ledger; what the browser called them is where they are from."""
        with self._lock:
            before = self.every()
            if sum(1 for job in before if job.ended is None) >= AT_ONCE:
                raise CounterclaimError(f"{AT_ONCE} jobs are at work already: wait until one has ended")
            for old in before[KEPT - 1 :]:
                (self.folder / f"{old.id}.json").unlink(missing_ok=True)
            job = Job(f"w{token_hex(8)}", by, len(uploads), datetime.now(UTC), process=os.getpid())
            self.keep(job)
        Thread(target=_work, args=(self, job, ledger, list(uploads), by), daemon=True).start()
        return job

    def keep(self, job: Job) -> None:
        """Writes down how far a job is."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            new = self.folder / f".{job.id}.new"
            new.write_bytes(orjson.dumps(asdict(job)))
            new.replace(self.folder / f"{job.id}.json")
        except OSError as error:
            raise CounterclaimError(f"{self.folder} cannot be written: {error.strerror or error}") from error


def _is_there(process: int) -> bool:
    """Whether a process is at work on this computer."""
    if process == os.getpid():
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process > 0


def _work(jobs: Jobs, job: Job, ledger: Ledger, uploads: list[Upload], by: str) -> None:
    from counterclaim.ledger.ingest import add

    last = 0.0

    def told(done: int, place: str) -> None:
        nonlocal last
        job.done, job.at = done, place
        if time.monotonic() - last > OFTEN:
            jobs.keep(job)
            last = time.monotonic()

    try:
        with TemporaryDirectory(prefix="counterclaim-") as folder:
            names = _written(Path(folder), uploads)
            from counterclaim.documents import open_contents

            def contents(target: str, left_out: object) -> object:
                for found in open_contents(target):
                    yield _renamed(found, folder, names)

            names_there = [str(Path(folder) / name) for name in names]
            added = add(ledger, names_there, by=by, contents=contents, told=told, memory=MEMORY)  # type: ignore[arg-type]
        job.new, job.seen = added.tally.new, added.tally.seen + added.tally.reread
        job.claims, job.findings = added.tally.rows.get("claim", 0), added.tally.rows.get("finding", 0)
        job.failed = [(_named(place, folder, names), why) for place, why in added.failed]
        job.done = max(job.done, added.documents)
    except Exception as error:  # whatever it was, the page of the job says so
        job.fault = str(error) if isinstance(error, CounterclaimError) else f"{type(error).__name__}: {error}"
    job.ended = datetime.now(UTC)
    jobs.keep(job)


def _written(folder: Path, uploads: Sequence[Upload]) -> dict[str, str]:
    """The files under names of our own, their endings kept: name on disk → name as the browser said it."""
    names = {}
    for number, upload in enumerate(uploads, 1):
        ending = Path(upload.name).suffix.lower()
        safe = ending if ending[1:].isalnum() and len(ending) <= 8 else ""
        name = f"{number:04}{safe}"
        (folder / name).write_bytes(upload.content)
        names[name] = upload.name
    return names


def _named(place: str, folder: str, names: dict[str, str]) -> str:
    """A place on disk as the browser called it."""
    inside = place.removeprefix(f"{folder}/")
    name, mark, rest = inside.partition("#")
    return names.get(name, name) + mark + rest


def _renamed(found: object, folder: str, names: dict[str, str]) -> object:
    from dataclasses import replace

    from counterclaim.documents import Content

    assert isinstance(found, Content)
    return replace(found, path=_named(found.path, folder, names))
