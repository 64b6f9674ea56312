"""Lines of a ledger's file become blocks of rows, parsed and hashed in processes of their own when there are many.

    blocks     lines → Block, in order
    parse      some lines → their rows, heads and hashes
    Packing    how a process hands over what it parsed

What a process has parsed is costly to send on as Python's objects. So it is packed where it was parsed: for SQLite as
tables of a file beside the ledger, which SQLite copies page by page; for PostgreSQL as the text that COPY takes.
"""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import orjson

from counterclaim.ledger import aside, rows, tables
from counterclaim.ledger.asking import Head
from counterclaim.ledger.chain import canonical, fast_canonical, leaf_hash
from counterclaim.ledger.databases import LedgerError, told
from counterclaim.ledger.flat import CLAIM, flat_lines, line_of_groups, speakers_of_groups
from counterclaim.ledger.sqlite import sqlite_module
from counterclaim.ledger.words import words_lines, words_of_claim
from counterclaim.ledger.workers import Apart, follow_parent

Lines = dict[str, list[tuple[Any, ...]]]

_BLOCK = 1 << 14  # lines that are parsed at once
_ALONE = 40_000  # lines up to which starting a process takes longer than it saves


@dataclass(frozen=True, slots=True)
class Packing:
    """How rows leave the process that parsed them: as they are, as text for COPY, or in files of a folder.

    ``made_by`` has the SQL that made each table, for files; words, whose index is no plain table, have none.
    """

    kind: Literal["lines", "copy", "file"] = "lines"
    folder: Path | None = None
    page_size: int = 4096
    made_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """Parsed lines: the hashes of their rows, one after another, the heads that were met, and what goes into tables.

    ``lines`` by table; or ``text`` by table, for COPY; or ``tables``, by table its name in the SQLite ``file``.
    """

    size: int
    leaves: bytes
    heads: list[Head]
    lines: Lines = field(default_factory=dict)
    text: Mapping[str, bytes] = field(default_factory=dict)
    file: Path | None = None
    tables: Mapping[str, str] = field(default_factory=dict)


def blocks(
    lines: Iterable[bytes], number: int, workers: int | None = None, packing: Packing | None = None
) -> Iterator[Block]:
    """The rows of lines, the first of which is line ``number`` of its file; few lines are parsed here, as they are."""
    every = iter(lines)
    workers = workers or os.cpu_count() or 1
    start = list(islice(every, _ALONE))
    first = 1
    if len(start) < _ALONE or workers < 2:
        for part in _parted(start, every):
            block = parse(part, first, number)
            first, number = first + block.size, number + len(part)
            yield block
        return
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor

    with ProcessPoolExecutor(min(workers, 8), Apart(), _begin) as pool:
        waiting: deque[Future[Block]] = deque()
        for part in _parted(start, every):
            waiting.append(pool.submit(_packed, part, first, number, packing or Packing()))
            first += sum(b'"kind":"head"' not in line[:60] for line in part)
            number += len(part)
            while len(waiting) > 2 * workers or (waiting and waiting[0].done()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _parted(start: list[bytes], rest: Iterator[bytes]) -> Iterator[list[bytes]]:
    for at in range(0, len(start), _BLOCK):
        yield start[at : at + _BLOCK]
    while part := list(islice(rest, _BLOCK)):
        yield part


# ---------------------------------------------------------------------------------------------------------- parsing

_text = r'"([^"\\\x00-\x1f]*+)"'
_ROW = b'{"at":"%b","body":%b,"key":"%b","kind":"%b"}'  # the bytes that are hashed: nothing more, nothing escaped
_plain_claim = re.compile(rf'\{{"at":{_text},"body":({CLAIM}),"key":{_text},"kind":"claim"\}}').fullmatch


def parse(lines: Iterable[bytes], first: int, number: int) -> Block:
    """The rows of some lines; ``first`` is the number of the first row, ``number`` that of the first line."""
    log: list[tuple[Any, ...]] = []
    claims: list[tuple[Any, ...]] = []
    words: list[tuple[Any, ...]] = []
    found: Lines = {"entries": log, "claims": claims, "claim_words": words}
    heads: list[Head] = []
    seq = first
    for at, line in enumerate(lines, number):
        line = line.rstrip(b"\r\n")
        try:
            plain = _plain_claim(line.decode())
            if plain is not None:
                groups = plain.groups()
                log.append((seq, groups[0], "claim", groups[-1], groups[1], leaf_hash(line)))
                own = groups[2:-1]
                cells = line_of_groups(own)
                claims.append((seq, *cells))
                words.append((seq, words_of_claim(str(cells[-1]), speakers_of_groups(own))))
                seq += 1
                continue
            row = orjson.loads(line)
            kind = row["kind"]
            if kind == "head":
                heads.append(Head(row["size"], bytes.fromhex(row["root"]), row["at"]))
                continue
            body, key = row["body"], row["key"]
            text, others = fast_canonical(body), (key.encode(), kind.encode())
            if line != _ROW % (row["at"].encode(), text, *others):
                text = canonical(body)
                if line != _ROW % (row["at"].encode(), text, *others):
                    raise ValueError("it is not the canonical JSON of such a row")
            if kind not in rows.KINDS:
                raise ValueError(f"there is no row of kind {kind}")
            log.append((seq, row["at"], kind, key, text.decode(), leaf_hash(line)))
            for name, line_of_table in (*flat_lines(kind, body), *words_lines(kind, body)):
                found.setdefault(name, []).append((seq, *line_of_table))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LedgerError(f"line {at:,} is not a row of a ledger as counterclaim wrote it: {error}") from None
        seq += 1
    return Block(
        seq - first, b"".join([line[5] for line in log]), heads, {name: own for name, own in found.items() if own}
    )


# ---------------------------------------------------------------------------------------------------------- packing


def _begin() -> None:
    follow_parent()
    gc.disable()  # what is parsed has no cycles


def _packed(lines: Sequence[bytes], first: int, number: int, packing: Packing) -> Block:
    """What a process does: parses lines and packs their rows."""
    block = parse(lines, first, number)
    if packing.kind == "copy":
        return replace(block, lines={}, text={name: copy_text(lines) for name, lines in block.lines.items()})
    if packing.kind == "file":
        try:
            return _put_aside(block, first, packing)
        except sqlite_module()[0].Error as error:
            raise told(error, str(packing.folder)) from None
    return block


_connection: Any = None  # to this process's file


def _put_aside(block: Block, first: int, packing: Packing) -> Block:
    """The block's rows as tables of this process's own SQLite file."""
    global _connection
    assert packing.folder is not None
    file = packing.folder / f"{os.getpid()}.db"
    if _connection is None:
        _connection = aside.opened(file, packing.page_size)
    named = {name: f"{name}_{first}" for name in block.lines}
    _connection.execute("BEGIN")
    for name, lines in block.lines.items():
        if name in packing.made_by:
            made_by = re.sub(rf'^CREATE TABLE "?{name}"?', f"CREATE TABLE {named[name]}", packing.made_by[name])
            columns = ", ".join(f'"{column.name}"' for column in tables.metadata.tables[name].c)
        else:
            made_by, columns = f"CREATE TABLE {named[name]} (number INTEGER PRIMARY KEY, words TEXT)", "number, words"
        _connection.execute(made_by)
        marks = ", ".join("?" * len(lines[0]))
        _connection.executemany(f"INSERT INTO {named[name]} ({columns}) VALUES ({marks})", lines)
    _connection.execute("COMMIT")
    return replace(block, lines={}, file=file, tables=named)


_ESCAPED: Mapping[str, str] = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_escaped = partial(re.compile(r"[\\\t\n\r]").sub, lambda found: _ESCAPED[found[0]])


def copy_text(lines: Iterable[tuple[Any, ...]]) -> bytes:
    """Lines of a table as the text that PostgreSQL's COPY takes."""
    return "".join(map(_copied, lines)).encode()


def _copied(line: tuple[Any, ...]) -> str:
    text = "\t".join(["\\N" if cell is None else cell if isinstance(cell, str) else _no_text(cell) for cell in line])
    marks = line.count(None) + 2 * isinstance(line[-1], bytes)  # backslashes that no cell has itself
    if text.count("\\") == marks and text.count("\t") == len(line) - 1 and "\n" not in text and "\r" not in text:
        return text + "\n"
    cells = (_escaped(cell) if isinstance(cell, str) else "\\N" if cell is None else _no_text(cell) for cell in line)
    return "\t".join(cells) + "\n"


def _no_text(cell: float | bytes) -> str:
    return f"\\\\x{cell.hex()}" if isinstance(cell, bytes) else repr(cell)
