"""Long jobs: files are added in a thread of the server, and a page shows how far it is; a reload shows it again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import TYPE_CHECKING

from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger
    from counterclaim.web.asked import Upload

KEPT = 50  # jobs that are remembered
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


class Jobs:
    """The jobs of one server."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = Lock()

    def job(self, name: str) -> Job | None:
        """A job by its id."""
        return self._jobs.get(name)

    def every(self) -> list[Job]:
        """All jobs, the newest first."""
        return list(reversed(self._jobs.values()))

    def add(self, ledger: Ledger, uploads: Sequence[Upload], by: str) -> Job:
        """Begins to add files to a ledger; what the browser called them is where they are from."""
        with self._lock:
            if sum(1 for job in self._jobs.values() if job.ended is None) >= AT_ONCE:
                raise CounterclaimError(f"{AT_ONCE} jobs are at work already: wait until one has ended")
            job = Job(f"w{token_hex(8)}", by, len(uploads), datetime.now(UTC))
            self._jobs[job.id] = job
            while len(self._jobs) > KEPT:
                self._jobs.popitem(last=False)
        Thread(target=_work, args=(job, ledger, list(uploads), by), daemon=True).start()
        return job


def _work(job: Job, ledger: Ledger, uploads: list[Upload], by: str) -> None:
    from counterclaim.ledger.ingest import add

    def told(done: int, place: str) -> None:
        job.done, job.at = done, place

    try:
        with TemporaryDirectory(prefix="counterclaim-") as folder:
            names = _written(Path(folder), uploads)
            from counterclaim.documents import open_contents

            def contents(target: str, left_out: object) -> object:
                for found in open_contents(target):
                    yield _renamed(found, folder, names)

            added = add(ledger, [str(Path(folder) / name) for name in names], by=by, contents=contents, told=told)  # type: ignore[arg-type]
        job.new, job.seen = added.tally.new, added.tally.seen + added.tally.reread
        job.claims, job.findings = added.tally.rows.get("claim", 0), added.tally.rows.get("finding", 0)
        job.failed = [(_named(place, folder, names), why) for place, why in added.failed]
        job.done = max(job.done, added.documents)
    except Exception as error:  # whatever it was, the page of the job says so
        job.fault = str(error) if isinstance(error, CounterclaimError) else f"{type(error).__name__}: {error}"
    job.ended = datetime.now(UTC)


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
