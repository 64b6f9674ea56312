"""A fence around a process that parses what others made: no more files or sockets, limited memory and time.

Run by path in the child processes, so that they import nothing of ours.
"""

from __future__ import annotations


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
