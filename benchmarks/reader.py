"""Our own side of a run, in a process of its own: ``python -m benchmarks.reader WORK TEXTS``, one JSON line out.

    read     plain text → claims
    check    plain text → claims → findings, as the verb does it for one document after the other
    pages    bytes of an HTML page → ``Document`` → claims

The language pack and the record are loaded before the clock starts, as they are once for any number of documents; what
is kept of a document is dropped before the next one is read, and the peak of memory is that of the whole process.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

WARM_UP = 3  # documents read before the clock starts
PUBLISHED = date(2024, 6, 1)


def _read() -> Callable[[str], int]:
    from counterclaim.claims import extract
    from counterclaim.model import Document

    return lambda text: len(extract(Document("d0", text, "text", published=PUBLISHED, published_basis="given"))[0])


def _check() -> Callable[[str], int]:
    from counterclaim import check
    from counterclaim.model import Document

    def count(text: str) -> int:
        document = Document("d0", text, "text", published=PUBLISHED, published_basis="given")
        return sum(len(report.claims) for report in check(document))

    return count


def _pages() -> Callable[[str], int]:
    from counterclaim.claims import extract
    from counterclaim.documents import read_document

    return lambda text: len(extract(read_document(text.encode(), path="page.html"))[0])


WORK: dict[str, Callable[[], Callable[[str], int]]] = {"read": _read, "check": _check, "pages": _pages}


def peak_memory() -> int:
    """Bytes of this process at its largest; ``VmHWM`` where there is one, as ``ru_maxrss`` can be the parent's."""
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(work: str, path: str) -> None:
    """Read the texts (one JSON string a line, so that they do not count in the peak), and print the figures."""
    run = WORK[work]()
    with Path(path).open("rb") as file:
        warm = [json.loads(line) for line, _ in zip(file, range(WARM_UP), strict=False)]
    for text in warm:
        run(text)
    seconds, found, documents, size = 0.0, 0, 0, 0
    with Path(path).open("rb") as file:
        for line in file:
            text = json.loads(line)
            start = time.process_time()
            found += run(text)
            seconds += time.process_time() - start
            documents += 1
            size += len(text.encode())
    print(
        json.dumps({"documents": documents, "bytes": size, "seconds": seconds, "found": found, "peak": peak_memory()})
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
