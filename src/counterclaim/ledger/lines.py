"""A ledger as JSON lines and back, without loss: each row is a line, and the line's bytes are what its hash is of.

    {"at":"…","body":{…},"key":"c…","kind":"claim"}      a row, in the order of the log
    {"at":"…","kind":"head","root":"…","size":253}        after the rows of each transaction; the last line is one

A ledger made from such a file has the same rows, hashes and heads. Originals are files of their own.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any, NamedTuple

import orjson
from sqlalchemy import select

from counterclaim.ledger import rows, tables
from counterclaim.ledger.asking import Asking, Head
from counterclaim.ledger.chain import canonical, fast_canonical, leaf_hash
from counterclaim.ledger.databases import LedgerError
from counterclaim.ledger.flat import flat_lines
from counterclaim.ledger.store import Ledger

_BLOCK = 8_192  # lines that are parsed at once
_ALONE = 40_000  # lines up to which starting a process takes longer than it saves


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


class Block(NamedTuple):
    """Parsed lines: of each table what goes into it, and the heads that were met."""

    lines: dict[str, list[tuple[Any, ...]]]
    heads: list[Head]
    counts: dict[str, int]


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
    ``LedgerError`` names the line that is not as it was written.
    """
    every = iter(lines)
    first = next(every, b"")
    basis = _basis(first)
    if basis is not None and (basis["head"] is None or set(basis["filters"]) - {"as_of"}):
        return ledger.merge(every, 2, str(basis["program"]))
    with without_collecting():
        if basis is not None:
            return ledger.restore(_blocks(every, workers or os.cpu_count() or 1, 2))
        return ledger.restore(_blocks(chain([first] if first else [], every), workers or os.cpu_count() or 1, 1))


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


def _blocks(lines: Iterable[bytes], workers: int, number: int) -> Iterator[Block]:
    every = iter(lines)
    start = list(islice(every, _ALONE))
    first = 1
    parts = _parted(start, every)
    if len(start) < _ALONE or workers < 2:
        for part in parts:
            block = parse(part, first, number)
            first, number = first + len(block.lines["entries"]), number + len(part)
            yield block
        return
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    # the process that calls this writes, one other parses: more only wait for the writer
    with ProcessPoolExecutor(min(workers - 1, 2), get_context("spawn"), gc.disable) as pool:
        waiting: deque[Future[Block]] = deque()
        for part in parts:
            waiting.append(pool.submit(parse, part, first, number))
            first += sum(b'"kind":"head"' not in line[:60] for line in part)
            number += len(part)
            while len(waiting) > 4 or (waiting and waiting[0].done()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _parted(start: list[bytes], rest: Iterator[bytes]) -> Iterator[list[bytes]]:
    for at in range(0, len(start), _BLOCK):
        yield start[at : at + _BLOCK]
    while part := list(islice(rest, _BLOCK)):
        yield part


def parse(lines: list[bytes], first: int, number: int) -> Block:
    """The rows of some lines; ``first`` is the number of the first row, ``number`` that of the first line."""
    block = Block({"entries": []}, [], {})
    log, seq = block.lines["entries"], first
    for at, line in enumerate(lines):
        line = line.rstrip(b"\r\n")
        try:
            row = orjson.loads(line)
            kind = row["kind"]
            if kind == "head":
                block.heads.append(Head(row["size"], bytes.fromhex(row["root"]), row["at"]))
                continue
            body, key = row["body"], row["key"]
            text = fast_canonical(body)
            if line != b'{"at":"%b","body":%b,"key":"%b","kind":"%b"}' % (
                row["at"].encode(), text, key.encode(), kind.encode(),
            ):  # fmt: skip
                text = canonical(body)
                if line != canonical(row):
                    raise ValueError("it is not canonical JSON")
            if kind not in rows.KINDS:
                raise ValueError(f"there is no row of kind {kind}")
            log.append((seq, row["at"], kind, key, text.decode(), leaf_hash(line)))
            for name, cells in flat_lines(kind, body):
                block.lines.setdefault(name, []).append((seq, *cells))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LedgerError(
                f"line {number + at:,} is not a row of a ledger as counterclaim wrote it: {error}"
            ) from None
        block.counts[kind] = block.counts.get(kind, 0) + 1
        seq += 1
    return block
