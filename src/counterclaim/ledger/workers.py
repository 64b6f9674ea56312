"""Processes that work for another: they know nothing of the script that asked, leave Ctrl-C to it, and end with it.

Apart            how they are started: anew, and without a look at the script
follow_parent    what each does first
"""

from __future__ import annotations

import os
import sys
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import Lock
from types import ModuleType
from typing import Any

_STARTING = Lock()


class _Process(SpawnProcess):
    @staticmethod
    def _Popen(process_obj: Any) -> Any:
        with _STARTING:
            script, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
            try:
                return SpawnProcess._Popen(process_obj)
            finally:
                sys.modules["__main__"] = script


class Apart(SpawnContext):
    """A context of multiprocessing whose processes begin anew and do not run the script that started them once more.

    So a script of three lines may add to a ledger: it needs no ``if __name__ == "__main__"``. What is sent to them must
    stand in a module.
    """

    Process = _Process


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
