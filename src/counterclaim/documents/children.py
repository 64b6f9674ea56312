"""Parsing in a process of its own: what it is given, what it may use, and what is said when it falls."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from counterclaim.model import UnreadableError

_OUT_OF_TIME = 24  # SIGXCPU


def collect_seldom() -> None:
    """In a process that only reads: the collector looks after 50,000 new objects instead of 700, for most soon go."""
    gc.set_threshold(50_000, 20, 20)


def ask_child(child: Path, content: bytes, *, what: str, memory: int, seconds: int, words: tuple[str, ...] = ()) -> Any:
    """The JSON that a program of ours prints for ``content``, which it reads from standard input.

    ``what`` names the document in the reason (the PDF, the feed); ``words`` are further arguments. Raises
    ``UnreadableError`` for a child that needs more than ``memory`` bytes or ``seconds``, or that dies.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(child), str(memory), str(seconds), *words],
            input=content,
            capture_output=True,
            timeout=seconds + 5,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError(f"{what} took longer than {seconds} seconds to open and was given up") from None
    except OSError as error:
        raise UnreadableError(f"the reader of {what} could not be started: {error}") from None
    try:
        return json.loads(done.stdout)
    except ValueError:
        pass
    if done.returncode == -_OUT_OF_TIME:
        raise UnreadableError(f"{what} took longer than {seconds} seconds to open and was given up")
    if b"MemoryError" in done.stderr or b"bad_alloc" in done.stderr:
        raise UnreadableError(f"{what} needs more than {memory >> 20:,} MB of memory and was given up")
    raise UnreadableError(f"{what} brought its reader down ({fate(done.returncode)}): it is damaged or made to do so")


def fate(status: int) -> str:
    """How a process ended, in two words."""
    return f"signal {-status}" if status < 0 else f"status {status}"
