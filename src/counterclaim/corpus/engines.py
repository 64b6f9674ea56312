"""Who reads which shard: processes on this machine, each fenced, watched, and replaced when it dies.

A page on which a reader dies twice is told as failed and the rest of its shard is read; a shard that cannot be read
at all is set aside with its reason, and the run goes on. ``spark.py`` runs the same on a cluster, a shard a task.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterclaim.corpus.folder import Row, row_from, write_row
from counterclaim.corpus.reading import Options
from counterclaim.corpus.shards import Shard
from counterclaim.documents.children import fate
from counterclaim.model import CounterclaimError

MEMORY = 4 << 30  # bytes of address space of a reader; what it really uses is far less
PATIENCE = 120.0  # seconds that one page may take, and one more for each megabyte of its shard
DEATHS = 20  # times a shard's reader may die before it is set aside
FULL = "the disk is full"

Told = Callable[[int, str], None]


class DiskFullError(CounterclaimError):
    """There is no room for the files of a shard; all that was finished before is kept."""


@dataclass
class _Attempt:
    """A shard that is being read: pages to skip, and where its reader died."""

    shard: Shard
    skip: set[int] = field(default_factory=set)
    deaths: int = 0
    died_at: int | None = None


class _Reader:
    """A child process, with what it has in hand."""

    def __init__(self) -> None:
        import counterclaim

        ours = str(Path(counterclaim.__file__).parents[1])
        paths = os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH"))))
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "counterclaim.corpus.child", str(MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )
        assert self._child.stdout is not None
        self.out = self._child.stdout
        self._rest = b""
        self.attempt: _Attempt | None = None
        self.page: int | None = None
        self.late = False
        self._heard = 0.0

    def give(self, attempt: _Attempt, options: Options, out: Path) -> None:
        """Sends it a shard to read."""
        job = {"shard": attempt.shard.fields(), "options": options.fields(), "out": os.path.abspath(out),
               "skip": sorted(attempt.skip), "one": attempt.deaths > 0}  # fmt: skip
        self.attempt, self.page, self._heard = attempt, None, time.monotonic()
        assert self._child.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it is dead already: its end is met where its answers are read
            self._child.stdin.write(json.dumps(job).encode() + b"\n")
            self._child.stdin.flush()

    def answer(self) -> dict[str, Any] | None:
        """What it says of its shard, once it does; ``EOFError`` when it has ended."""
        block = os.read(self.out.fileno(), 1 << 16)
        if not block:
            raise EOFError
        self._heard = time.monotonic()
        *lines, self._rest = (self._rest + block).split(b"\n")
        found = None
        for line in lines:
            if line.startswith(b"p "):
                self.page = int(line[2:])
            elif line:
                found = json.loads(line)
        return found

    def is_late(self) -> bool:
        """Whether nothing was heard for too long."""
        assert self.attempt is not None
        return time.monotonic() - self._heard > PATIENCE + self.attempt.shard.size / 1e6

    def end(self) -> int:
        """Ends it at once; how it ended."""
        self._child.kill()
        for stream in (self._child.stdin, self.out):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return self._child.wait()


def read_all(
    shards: Iterable[Shard], options: Options, out: Path, workers: int, told: Told = lambda pages, name: None
) -> Iterator[Row]:
    """Reads shards into the corpus at ``out`` with so many processes; yields each one's row of the manifest.

    ``told`` hears how many pages were begun since it was last told, and of which shard. ``DiskFullError`` where there
    is no room left.
    """
    waiting = deque(_Attempt(shard) for shard in shards)
    readers: list[_Reader] = []
    selector = selectors.DefaultSelector()
    try:
        for _ in range(min(workers, len(waiting))):
            reader = _Reader()
            readers.append(reader)
            selector.register(reader.out, selectors.EVENT_READ, reader)
            reader.give(waiting.popleft(), options, out)
        while readers:
            for key, _ in selector.select(timeout=1.0):
                reader = key.data
                before = reader.page
                try:
                    answer = reader.answer()
                except EOFError:
                    answer = None
                    selector.unregister(reader.out)
                    readers.remove(reader)
                    status = reader.end()
                    row = _after_death(reader, status, waiting, out)
                    if row is not None:
                        yield row
                    if waiting:
                        reader = _Reader()
                        readers.append(reader)
                        selector.register(reader.out, selectors.EVENT_READ, reader)
                        reader.give(waiting.popleft(), options, out)
                    continue
                assert reader.attempt is not None
                if reader.page is not None:
                    told(reader.page - (-1 if before is None else before), reader.attempt.shard.name)
                if answer is None:
                    continue
                shard = reader.attempt.shard
                if waiting:
                    reader.give(waiting.popleft(), options, out)
                else:
                    selector.unregister(reader.out)
                    readers.remove(reader)
                    reader.end()
                if "row" in answer:
                    yield row_from(answer["row"])
                elif answer["full"]:
                    raise DiskFullError(
                        f"{FULL}: {shard.name} was not written. What was finished before is kept; make room and give "
                        "the same command again"
                    )
                else:
                    yield set_aside(shard, answer["problem"], out)
            for reader in readers:
                if reader.is_late():
                    reader.late = True
                    reader._child.kill()
    finally:
        selector.close()
        for reader in readers:
            reader.end()


def _after_death(reader: _Reader, status: int, waiting: deque[_Attempt], out: Path) -> Row | None:
    """What follows when a reader died: its shard again, without the page that killed it twice; or the shard's row."""
    attempt = reader.attempt
    assert attempt is not None
    attempt.deaths += 1
    page = reader.page
    how = "took too long" if reader.late else f"died ({fate(status)})"
    if attempt.deaths >= DEATHS or (page is not None and page in attempt.skip):
        return set_aside(attempt.shard, f"its reader {how}, after page {page or 0:,}, again and again", out)
    if page is None and attempt.deaths > 2:
        return set_aside(attempt.shard, f"its reader {how} before its first page", out)
    if page is not None and (page == attempt.died_at or reader.late):
        attempt.skip.add(page)
    attempt.died_at = page
    waiting.appendleft(attempt)
    return None


def set_aside(shard: Shard, reason: str, out: Path) -> Row:
    """The row of a shard that could not be read, put into the manifest; the next run tries it again."""
    row = Row(shard.id, shard.name, shard.paths, shard.stamp, "failed", reason)
    write_row(out, row)
    return row
