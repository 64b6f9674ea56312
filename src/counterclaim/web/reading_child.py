"""The process that opens one uploaded file: bytes on standard input, the document as a row's JSON on standard output.

Run by path. Arguments: bytes of memory, seconds of processor time, and what is given: name, media type, address, day.
PDFs, feeds and archives are opened in children of their own below it, with less in their reach still.
"""

from __future__ import annotations

import json
import sys
from datetime import date


def main() -> None:
    """Reads one document and prints its row, or how many there were."""
    content = sys.stdin.buffer.read()
    memory, seconds, name, media_type, url, published = sys.argv[1:7]
    _limit(int(memory), int(seconds))
    from counterclaim.documents import Content, apart, read_content
    from counterclaim.ledger.rows import document_row

    found = list(apart(Content(name, content, media_type or None, url or None), None))
    if len(found) != 1:
        print(json.dumps({"many": len(found)}))
        return
    document = read_content(found[0], published=date.fromisoformat(published) if published else None)
    print(json.dumps({"document": json.loads(document_row(document).body), "path": document.path}))


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the parent's time limit is what remains
        return
    for kind, limit in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 256 << 20),
    ):
        resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    main()
