"""What every process that works for another does first: it leaves Ctrl-C to its parent, and ends when that has died."""

from __future__ import annotations

import os


def follow_parent() -> None:
    """Makes this process end with its parent, however that ends."""
    import signal
    from multiprocessing import parent_process
    from multiprocessing.connection import wait
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def follow() -> None:
            wait([sentinel])
            os._exit(1)

        Thread(target=follow, daemon=True).start()
