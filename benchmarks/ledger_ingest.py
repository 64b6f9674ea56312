"""How fast a folder of texts is added: ``python -m benchmarks.ledger_ingest TEXTS FOLDER ADDRESS ADDRESS ADDRESS``.

A process of its own, for it is of the build that stands on its path, pure or compiled, as are the processes that it
starts. One JSON line: each figure by its name, with the load of the machine when it was taken.

    rate          documents a second, read, checked and kept, in as many processes as there are cores
    rate, read    the same without findings
    processor     seconds of processor for a document, in all our processes, their start included
    first         seconds until the first of them is kept: processes start, words and record are loaded
    reader        seconds for a document in one process that has loaded all of it: read and checked
    around        seconds for all around that: the original, rows, chain, index, commit
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from counterclaim import verbs
from counterclaim.documents import Content, read_document
from counterclaim.ledger import Ledger
from counterclaim.ledger.ingest import Options, add
from counterclaim.ledger.originals import keep_all
from counterclaim.ledger.preparing import Task, prepared

ALONE = 200  # documents that are read in one process, to part the reader from what is around it
WARM = 50  # documents, of the last, that are read before: what is loaded once is loaded
PART = 16  # documents that are recorded at once, as a worker hands them over

Figure = tuple[str, float]


def rates(texts: Path, folder: Path, addresses: list[str]) -> Iterator[Figure]:
    """Rates of adding the folder with and without findings, each into a new ledger."""
    for address, findings in zip(addresses, (True, False), strict=True):
        with Ledger(address, originals=folder / str(findings)) as ledger:
            kept: list[float] = []
            began, used = time.perf_counter(), processor()
            options = Options(findings=findings)
            added = add(ledger, [str(texts)], by="benchmarks", options=options, told=partial(_stamp, kept))
            yield ("rate" if findings else "rate, read"), added.documents / (time.perf_counter() - began)
            if findings:
                yield "processor", (processor() - used) / added.documents
                yield "first", kept[0] - began


def processor() -> float:
    """Seconds of processor that this process has had, and those that it started and that have ended."""
    return sum(os.times()[:4])


def _stamp(kept: list[float], *_: object) -> None:
    kept.append(time.perf_counter())


def alone(texts: Path, folder: Path, address: str) -> Iterator[Figure]:
    """What of a document's time in one process is the reader's and the rules', and what that of all around them."""
    files = sorted(texts.iterdir())
    contents = [(str(file), file.read_bytes()) for file in files[:ALONE]]
    for file in files[-WARM:]:
        next(verbs.check(read_document(file.read_bytes(), path=str(file))))
    began = time.perf_counter()
    reports = [next(verbs.check(read_document(content, path=path))) for path, content in contents]
    yield "reader", (time.perf_counter() - began) / len(contents)
    pairs = [
        (Task(Content(path, b""), content, None, None), report)
        for (path, content), report in zip(contents, reports, strict=True)
    ]
    with Ledger(address, originals=folder) as ledger:
        ledger.count()
        began = time.perf_counter()
        for at in range(0, len(pairs), PART):
            part = pairs[at : at + PART]
            keep_all(folder, [task.content for task, _ in part])
            ledger.record([prepared(t, Options(), r.document, r.claims, r.findings, r.refusals) for t, r in part])
        yield "around", (time.perf_counter() - began) / len(contents)


def main(texts: Path, folder: Path, addresses: list[str]) -> None:
    """Take and print every figure."""
    told = {}
    for name, value in (*rates(texts, folder, addresses[:2]), *alone(texts, folder / "alone", addresses[2])):
        told[name] = (value, os.getloadavg()[0])
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
