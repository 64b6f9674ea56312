"""Looking at what is due, and handing on what is new.

A server is asked only what has changed (ETag, If-Modified-Since), not more often than the plan says, and later when it
says so (Retry-After) or fails. What was handed on is remembered after that: a watch that is killed in between hands it
on once more.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Event
from typing import TYPE_CHECKING

from counterclaim.documents import Content, apart, files_of, open_contents
from counterclaim.documents.content import ITEM
from counterclaim.model import FetchError
from counterclaim.watching.manners import Manners
from counterclaim.watching.memory import Memory
from counterclaim.watching.plan import Plan, Source

if TYPE_CHECKING:
    from counterclaim.documents.addresses import AddressPolicy, Fetched

LONGEST = 86_400.0  # seconds between two looks at a source that keeps failing
_PART = 100  # documents handed on at once

Take = Callable[[Sequence[Content]], None]
Tell = Callable[[str], None]
_Met = tuple[str, Content | None]  # what to remember, and what to hand on before


@dataclass
class Pass:
    """What a look at everything that was due gave."""

    looked: int = 0
    new: int = 0
    failed: list[str] = field(default_factory=list)


def watch(
    plan: Plan,
    take: Take,
    *,
    once: bool = False,
    tell: Tell = lambda sentence: None,
    policy: AddressPolicy | None = None,
    now: Callable[[], float] = time.time,
    wait: Callable[[float], None] | None = None,
) -> Pass:
    """Looks at what is due, hands what is new to ``take`` in parts, and goes on so; with ``once``, at all, one time.

    ``tell`` hears a sentence a look. What cannot be read is told and tried again later. Ctrl-C ends it where it waits
    or works; ``KeyboardInterrupt`` goes on to the caller, and all that ``take`` returned from is remembered.
    """
    pause = wait or _pause
    manners = Manners(plan.delay, policy, now, pause)
    done = Pass()
    with closing(Memory(plan.state)) as memory:
        while True:
            for source in plan.sources:
                if once or memory.look(source)[0] <= now():
                    _look(source, memory, manners, take, tell, done, now)
            if once:
                return done
            due = min(memory.look(source)[0] for source in plan.sources)
            pause(max(due - now(), 0.0))


def _look(
    source: Source, memory: Memory, manners: Manners, take: Take, tell: Tell, done: Pass, now: Callable[[], float]
) -> None:
    _, etag, modified, failures = memory.look(source)
    done.looked += 1
    before = done.new, len(done.failed)
    found: Iterator[_Met]
    try:
        if source.kind == "feed":
            answer = manners.fetch(source.place, etag, modified)
            etag, modified = answer.etag or etag, answer.modified or modified
            found = iter(()) if answer.unchanged else _items(source, answer, memory, manners)
        else:
            found = _files(source, memory)
        _hand_on(source, found, memory, take, done)
    except FetchError as error:
        failures += 1
        again = getattr(error, "again", None) or 0.0
        later = min(max(source.every * 2 ** min(failures - 1, 10), again), max(LONGEST, source.every))
        memory.plan(source, now() + later, etag, modified, failures)
        done.failed.append(f"{source.place}: {error}")
        tell(f"{source.place} could not be read: {error}; next look in {_span(later)}")
        return
    if len(done.failed) > before[1]:
        etag = modified = None  # so that what could not be read is met again
    memory.plan(source, now() + source.every, etag, modified, 0)
    for problem in done.failed[before[1] :]:
        tell(problem)
    tell(f"{source.place}: {done.new - before[0]:,} new")


def _hand_on(source: Source, found: Iterator[_Met], memory: Memory, take: Take, done: Pass) -> None:
    part: list[Content] = []
    seen: list[str] = []
    for what, content in found:
        if content is None:
            pass
        elif content.problem:
            done.failed.append(f"{content.path} could not be read: {content.problem}")
        else:
            part.append(content)
        if what:
            seen.append(what)
        if len(part) >= _PART:
            take(part)
            memory.remember(source, seen)
            done.new += len(part)
            part, seen = [], []
    if part:
        take(part)
    memory.remember(source, seen)
    done.new += len(part)


def _items(source: Source, answer: Fetched, memory: Memory, manners: Manners) -> Iterator[_Met]:
    """The items of a feed not met before, by what is in them; with ``pages``, the pages they link to."""
    whole = Content(source.place, answer.content, answer.media_type, answer.final_url)
    for found in apart(whole, source.columns):
        what = _mark(found)
        if memory.knows(source, what):
            continue
        if not source.pages or not found.url or found.media_type != ITEM:
            yield what, found
            continue
        try:
            page = manners.fetch(found.url)
        except FetchError as error:
            yield what, found
            yield "", Content(found.url, None, url=found.url, problem=f"{error}; the feed's own words were taken")
            continue
        yield what, Content(found.url, page.content, page.media_type, page.final_url)


def _files(source: Source, memory: Memory) -> Iterator[_Met]:
    """The documents of a folder's files that are new or were changed, by their size, their time and what is in them."""
    for path, problem in files_of(source.place):
        if problem is not None:
            yield "", Content(path, None, problem=problem)
            continue
        try:
            status = os.stat(path)
            stamp = f"{path} {status.st_size} {status.st_mtime_ns}"
        except (OSError, ValueError):
            stamp = ""
        if stamp and memory.knows(source, stamp):
            continue
        for found in open_contents(path, columns=source.columns):
            what = _mark(found)
            if not what or not memory.knows(source, what):
                yield what, found
        yield stamp, None


def _mark(found: Content) -> str:
    return sha256(found.content).hexdigest()[:32] if found.content is not None else ""


def _pause(seconds: float) -> None:
    Event().wait(seconds)


def _span(seconds: float) -> str:
    for unit, size in (("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
