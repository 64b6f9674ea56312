"""The process that reads shards: ``python -m counterclaim.corpus.child MEMORY``, run by ``engines.py``.

On standard input a JSON object a line, ``{"shard", "options", "out", "skip", "one"}``. On standard output ``p N``
before each page, and at the end of a shard a JSON object: its row of the manifest, or ``{"problem", "full"}``. It ends
with its parent. Before it reads anything it gives up the network (``documents/fence.py``).
"""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path
from threading import Thread
from typing import Any

from counterclaim.documents.children import collect_seldom
from counterclaim.documents.fence import leave_network

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


def main() -> None:
    """Read what is asked for, one shard after the other."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is its parent's
    if hasattr(signal, "SIGXFSZ"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _limit(int(sys.argv[1]))
    collect_seldom()
    leave_network(_programs())
    answers = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    parent = os.getppid()
    jobs: list[bytes] = []
    from threading import Condition

    more = Condition()

    def listen() -> None:
        for line in sys.stdin.buffer:
            with more:
                jobs.append(line)
                more.notify()
        os._exit(0 if os.getppid() == parent else 1)

    Thread(target=listen, daemon=True).start()
    while True:
        with more:
            while not jobs:
                more.wait()
            line = jobs.pop(0)
        answer = json.dumps(_read(json.loads(line), answers)).encode() + b"\n"
        _say(answers, answer)


def _say(answers: int, words: bytes) -> None:
    try:
        while words:
            words = words[os.write(answers, words) :]
    except OSError:  # nobody listens any more
        os._exit(1)


def _read(job: dict[str, Any], answers: int) -> dict[str, Any]:
    from counterclaim.corpus.reading import options_from
    from counterclaim.corpus.shards import shard_from
    from counterclaim.corpus.writing import read_shard

    try:
        row = read_shard(
            shard_from(job["shard"]),
            options_from(job["options"]),
            Path(job["out"]),
            skip=frozenset(job["skip"]),
            one_by_one=job["one"],
            met=lambda page: _say(answers, b"p %d\n" % page),
        )
    except OSError as error:
        return {"problem": f"its files could not be written: {error.strerror or error}", "full": error.errno in _FULL}
    except MemoryError:
        return {"problem": "it asks for more memory than a reader may have", "full": False}
    except Exception as error:
        if os.environ.get("COUNTERCLAIM_DEBUG"):
            raise
        return {"problem": f"{type(error).__name__}: {error}"[:300], "full": False}
    return {"row": row.fields()}


def _programs() -> list[str]:
    """The programs that may be started here: our own readers of archives, PDFs and feeds, each fenced more closely."""
    import counterclaim.documents

    return [str(path) for path in Path(counterclaim.documents.__file__).parent.glob("*_child.py")]


def _limit(memory: int) -> None:
    """Limits this process to ``memory`` bytes of address space, and leaves no image of it behind when it dies."""
    try:
        import resource
    except ImportError:  # not a POSIX system
        return
    for kind, limit in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, memory)):
        try:
            resource.setrlimit(kind, (limit, limit))
        except (ValueError, OSError):
            continue


if __name__ == "__main__":
    main()
