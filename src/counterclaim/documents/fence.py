"""A fence around a process that parses what others made.

    give_up_privileges    no more files or sockets, limited memory and time: for a process that only answers
    leave_network         no network, and no program but the named ones: for a process that also writes files

Run by path in the child processes, so that they import nothing of ours.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET of Linux
_STARTS = frozenset(["os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.startfile",
                     "pty.spawn"])  # fmt: skip


def give_up_privileges(memory: int, seconds: int) -> None:
    """Limits this process to ``memory`` bytes and ``seconds`` of processor time, and opens nothing from now on."""
    try:
        import resource
    except ImportError:  # not a POSIX system: the parent's time limit is what remains
        return
    for kind, limit in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, 0),
    ):
        try:
            resource.setrlimit(kind, (limit, limit + 1 if kind == resource.RLIMIT_CPU else limit))
        except (ValueError, OSError):
            continue


def leave_network(programs: Sequence[str] = ()) -> bool:
    """Refuses this process every socket, and every program but this Python with one of ``programs`` (paths).

    Where Linux allows it, the process also moves into a network of its own that has no way out, which holds for
    compiled code and for the programs it starts too; tells whether it did. The refusal by Python itself holds
    everywhere, but only for what asks through Python.
    """
    alone = _own_network()
    allowed = frozenset(map(os.path.abspath, programs))

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith("socket."):
            raise PermissionError(f"what reads a page may not use the network ({event})")
        if event in _STARTS or (event == "subprocess.Popen" and not _is_ours(arguments[1], allowed)):
            raise PermissionError(f"what reads a page may not start a program ({event})")

    sys.addaudithook(refuse)
    return alone


def _is_ours(words: Any, allowed: frozenset[str]) -> bool:
    if not isinstance(words, (list, tuple)) or len(words) < 3:
        return False
    return words[0] == sys.executable and words[1] == "-P" and os.path.abspath(words[2]) in allowed


def _own_network() -> bool:
    """Moves this process into an empty network namespace; must be called before it starts a thread."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    try:
        unshare = ctypes.CDLL(None).unshare
    except (OSError, AttributeError):
        return False
    kinds = [_NEW_NETWORK] if os.geteuid() == 0 else [_NEW_NETWORK, _NEW_USER | _NEW_NETWORK]
    return any(unshare(kind) == 0 for kind in kinds)
