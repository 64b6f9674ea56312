"""The streams of a command: where it writes, in which encoding and colour, how it complains and shows progress."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import BinaryIO, TextIO

from counterclaim.model import CounterclaimError
from counterclaim.terminal import PLAIN, Style, one_line

NOTHING, FOUND, UNREAD, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141  # exit status

PATIENCE = 2.0  # seconds before progress is shown
MANY = 20  # documents from which it is shown at once


def complain(message: str) -> None:
    """One sentence on standard error."""
    print(f"counterclaim: {one_line(message, 1000)}", file=sys.stderr)


def style_of(stream: TextIO) -> Style:
    """Colour and wrapping only on a terminal; NO_COLOR and TERM=dumb take the colour away."""
    if not stream.isatty():
        return PLAIN
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Style(get_terminal_size().columns, colour)


@contextmanager
def writing(output: Path | None = None, targets: Iterable[str] = (), machine: bool = False) -> Iterator[TextIO]:
    """Where to write: standard output, or a file that is replaced only when everything is written.

    What machines read (``machine``) is UTF-8 with plain line ends wherever it goes. A pipe that is closed at the other
    end, as ``head`` does, ends the program quietly.
    """
    if output is None:
        if machine and hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
        try:
            yield sys.stdout
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(PIPE_CLOSED)
        return
    if output.exists() and any(os.path.exists(t) and os.path.samefile(t, output) for t in targets if t != "-"):
        raise CounterclaimError(f"{output} is one of the documents to be read; write to another file")
    new = output.with_name(f".{output.name}.{os.getpid()}.new")
    try:
        with new.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
            yield stream
        os.replace(new, output)
    except OSError as error:
        raise CounterclaimError(f"{output} could not be written: {error.strerror or error}") from error
    finally:
        new.unlink(missing_ok=True)


@contextmanager
def writing_bytes(output: Path | None = None) -> Iterator[BinaryIO]:
    """As ``writing``, for a picture."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    new = output.with_name(f".{output.name}.{os.getpid()}.new")
    try:
        with new.open("wb") as stream:
            yield stream
        os.replace(new, output)
    except OSError as error:
        raise CounterclaimError(f"{output} could not be written: {error.strerror or error}") from error
    finally:
        new.unlink(missing_ok=True)


class Progress:
    """A line on a terminal that says which document of how many is being read, once that takes a while."""

    def __init__(self, stream: TextIO, total: int) -> None:
        self._stream, self._total = stream, total
        self._began = self._shown_at = time.monotonic()
        self._shown = False

    def show(self, done: int, path: str) -> None:
        """Tells that ``done`` documents are read and ``path`` is next; at most ten times a second."""
        now = time.monotonic()
        if max(self._total, done) < 2 or (self._total < MANY and now - self._began < PATIENCE):
            return
        if self._shown and now - self._shown_at < 0.1:
            return
        room = max(get_terminal_size().columns - 1, 20)
        of = f"{done:,} of {self._total:,}" if done <= self._total else f"{done:,}"  # a bundle holds more than one
        words = f"{of} documents  "
        self._stream.write("\r\x1b[K" + (words + one_line(path, max(room - len(words), 8)))[:room])
        self._stream.flush()
        self._shown, self._shown_at = True, now

    def clear(self) -> None:
        """Takes the line away before anything else is written."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False
