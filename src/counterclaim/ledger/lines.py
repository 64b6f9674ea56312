"""A ledger as JSON lines and back, without loss: each row is a line, and the line's bytes are what its hash is of.

    {"at":"…","body":{…},"key":"c…","kind":"claim"}      a row, in the order of the log
    {"at":"…","kind":"head","root":"…","size":253}        after the rows of each transaction; the last line is one

A ledger made from such a file has the same rows, hashes and heads. Originals are files of their own.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import select

from counterclaim.ledger import tables
from counterclaim.ledger.asking import Asking
from counterclaim.ledger.chain import canonical
from counterclaim.ledger.databases import LedgerError
from counterclaim.ledger.store import Ledger

_BLOCK = 8_192  # rows in memory at once


def to_lines(ledger: Asking) -> Iterator[bytes]:
    """Every row and head of a ledger, each with its line end."""
    log, heads = tables.entries, tables.heads
    with ledger.database.reading() as connection:
        ends = {head.size: head for head in connection.execute(select(heads).order_by(heads.c.size))}
        asked = select(log.c.seq, log.c.at, log.c.kind, log.c.key, log.c.body).order_by(log.c.seq)
        last = ledger.head().size
        with connection.execute(asked.where(log.c.seq <= last).execution_options(yield_per=_BLOCK)) as answer:
            for seq, at, kind, key, body in answer:
                yield f'{{"at":"{at}","body":{body},"key":"{key}","kind":"{kind}"}}\n'.encode()
                if seq in ends:
                    head = ends[seq]
                    yield canonical({"at": head.at, "kind": "head", "root": head.root.hex(), "size": seq}) + b"\n"


@contextmanager
def without_collecting() -> Iterator[None]:
    """Keeps Python from looking for cycles among millions of fresh rows, which have none: a sixth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def from_lines(ledger: Ledger, lines: Iterable[bytes], *, workers: int | None = None) -> int:
    """Adds what ``to_lines`` wrote: all of it, or nothing. How many rows were added.

    The ledger must be empty or hold the first rows of the file already; the hashes of all heads must fit. A file that
    names filters is a part of a ledger: its rows are added to whatever is there (see ``parts``).
    ``LedgerError`` names the line that is not as it was written. ``workers`` is the number of processes.
    """
    every = iter(lines)
    first = next(every, b"")
    basis = _basis(first)
    if basis is not None and (basis["head"] is None or set(basis["filters"]) - {"as_of"}):
        return ledger.merge(every, 2, str(basis["program"]))
    with without_collecting():
        if basis is not None:
            return ledger.restore(every, 2, workers)
        return ledger.restore(chain([first] if first else [], every), 1, workers)


def _basis(line: bytes) -> Mapping[str, Any] | None:
    """What the first line of an export says of it; ``None`` where the first line is a row."""
    if not line.startswith(b'{"basis"'):
        return None
    try:
        basis: Mapping[str, Any] = orjson.loads(line)["basis"]
        if isinstance(basis["filters"], dict) and isinstance(basis["program"], str) and "head" in basis:
            return basis
    except (ValueError, KeyError, TypeError):
        pass
    raise LedgerError("line 1 does not tell the basis as counterclaim export jsonl writes it")
