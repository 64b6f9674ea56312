"""Where a page's time goes: processor seconds by stage over whole shards, read as ``corpus read`` reads them.

The functions that are a stage are wrapped for the run, so that what is measured is the program itself. Time is counted
once: a stage that calls another one does not hold its seconds. Opening an archive is done by a child process, and its
own seconds are counted with what the reader spends on taking its answers.
"""

from __future__ import annotations

import importlib
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Stage → the functions that are it, as module:name or module:class.name.
STAGES: dict[str, tuple[str, ...]] = {
    "opening the archive, HTTP": ("counterclaim.corpus.writing:contents",),
    "address, declared language": ("counterclaim.corpus.reading:_unwanted",),
    "bytes to characters": ("counterclaim.documents:decode", "counterclaim.documents:declared_charset"),
    "plain text (resiliparse)": (
        "resiliparse.extract.html2text:extract_plain_text",
        "counterclaim.documents.pages:_shape",
    ),
    "metadata (lexbor)": (
        "counterclaim.documents.metadata:read_metadata",
        "counterclaim.documents.pages:read_metadata",
    ),
    "gate": ("counterclaim.gate:Gate.hits", "counterclaim.corpus.sifting:fold"),
    "second look": ("counterclaim.corpus.sifting:may_come_to_claims",),
    "article (trafilatura)": ("counterclaim.documents.pages:_article",),
    "title, dates, article against page": ("counterclaim.documents.pages:read_page",),
    "reader": ("counterclaim.claims:extract",),
    "signature for copies (rensa)": ("counterclaim.corpus.reading:signature",),
    "rows, Parquet, manifest": ("counterclaim.corpus.writing:read_shard",),
}


class Watch:
    """Seconds by stage, each second in one; and how often each was entered."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = dict.fromkeys(STAGES, 0.0)
        self.calls: Counter[str] = Counter()
        self._open: list[str] = []
        self._since = time.process_time()

    def _turn(self) -> None:
        now = time.process_time()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """What is done meanwhile belongs to a stage."""
        self._turn()
        self._open.append(stage)
        self.calls[stage] += 1
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def around(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The function with its time counted; where it gives things one by one, that of each."""

        def timed(*arguments: Any, **named: Any) -> Any:
            with self.of(stage):
                found = work(*arguments, **named)
            return self._each(stage, found) if isinstance(found, Iterator) else found

        return timed

    def _each(self, stage: str, found: Iterator[Any]) -> Iterator[Any]:
        while True:
            with self.of(stage):
                try:
                    one = next(found)
                except StopIteration:
                    return
            yield one


@contextmanager
def watched() -> Iterator[Watch]:
    """A watch on every stage for as long as it lasts."""
    watch = Watch()
    before: list[tuple[Any, str, Any]] = []
    try:
        for stage, places in STAGES.items():
            for place in places:
                module, _, name = place.partition(":")
                owner: Any = importlib.import_module(module)
                *classes, name = name.split(".")
                for one in classes:
                    owner = getattr(owner, one)
                before.append((owner, name, getattr(owner, name)))
                setattr(owner, name, watch.around(stage, before[-1][2]))
        yield watch
    finally:
        for owner, name, work in reversed(before):
            setattr(owner, name, work)


def measure(files: Iterable[Path], out: Path) -> dict[str, Any]:
    """Seconds by stage over some archives, read into ``out`` in this process; pages by fate; the whole of it."""
    from counterclaim.corpus import writing
    from counterclaim.corpus.folder import Folder
    from counterclaim.corpus.reading import Options
    from counterclaim.corpus.shards import plan

    shards = plan([str(path) for path in files])
    options = Options()
    place = Folder.made(out, options).path
    writing.read_shard(shards[0], options, place)  # words are made, modules loaded
    began, opened = time.process_time(), _of_children()
    with watched() as watch:
        rows = [writing.read_shard(shard, options, place) for shard in shards]
    spent, children = time.process_time() - began, _of_children() - opened
    watch.seconds["opening the archive, HTTP"] += children
    fates: Counter[str] = Counter()
    for row in rows:
        fates.update(row.fates)
    pages = sum(fates.values())
    return {
        "pages": pages,
        "fates": dict(fates),
        "looked": watch.calls["second look"],
        "sought": watch.calls["article (trafilatura)"],
        "claims": sum(row.claims for row in rows),
        "seconds": {stage: watch.seconds[stage] for stage in STAGES},
        "core": pages / (spent + children),
    }


def _of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
