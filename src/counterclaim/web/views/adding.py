"""Adding files to the ledger: the form, and the page of a job at work."""

from __future__ import annotations

from typing import Any

from counterclaim.model import CounterclaimError
from counterclaim.web.answers import Answer, Elsewhere
from counterclaim.web.asked import Asked, NoSuchPage
from counterclaim.web.jobs import Job


def ask(asked: Asked) -> Answer:
    """The form, and the jobs there are."""
    asked.site.book()
    return Answer("add.html", {"jobs": [_fields(job) for job in asked.site.jobs.every()]})


def begin(asked: Asked) -> Elsewhere:
    """Begins to add the files that came with the form."""
    if not asked.files:
        raise CounterclaimError(asked.words("adding.nothing"))
    job = asked.site.jobs.add(asked.site.book(), asked.files, asked.person.name)
    return Elsewhere(f"/jobs/{job.id}")


def shown(asked: Asked) -> Answer:
    """How far a job is; the page looks again by itself until it has ended."""
    job = asked.site.jobs.job(asked.parts["job"])
    if job is None:
        raise NoSuchPage("there is no such job, or the server was started anew since; what was added is in the ledger")
    return Answer("job.html", _fields(job))


def _fields(job: Job) -> dict[str, Any]:
    return {
        "id": job.id, "by": job.by, "total": job.total, "done": job.done, "at": job.at, "new": job.new,
        "seen": job.seen, "claims": job.claims, "findings": job.findings, "fault": job.fault,
        "failed": [{"file": place, "why": why} for place, why in job.failed], "ended": job.ended is not None,
        "began": f"{job.began:%Y-%m-%d %H:%M} UTC",
    }  # fmt: skip
