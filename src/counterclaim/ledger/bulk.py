"""Putting many rows back at once: their hashes are checked as they come, and indexes are made when all are there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from counterclaim.ledger import tables
from counterclaim.ledger.databases import LedgerError

if TYPE_CHECKING:
    from counterclaim.ledger.lines import Block
    from counterclaim.ledger.writing import Writer


def restore(writer: Writer, blocks: Iterable[Block]) -> int:
    """Adds the rows of blocks to a ledger that is empty or holds the first of them; how many were added."""
    tree, began = writer.tree, writer.size
    indexes = [index for table in tables.metadata.sorted_tables for index in table.indexes] if not began else []
    for index in indexes:
        index.drop(writer.connection)
    here = {seq: bytes(leaf) for seq, leaf in writer.connection.execute(select(_log.c.seq, _log.c.leaf))}
    ended = 0
    for block in blocks:
        log = block.lines["entries"]
        at = 0  # rows of the block that are chained
        for head in block.heads:
            rest = log[at : at + max(head.size - ended, 0)]
            _append(writer, rest, began, here)
            at, ended = at + len(rest), ended + len(rest)
            if head.size != ended:
                raise LedgerError(f"the file has a head of {head.size:,} rows after row {ended:,}: a line is missing")
            if ended > began:
                if tree.root() != head.root:
                    raise LedgerError(f"the first {ended:,} rows of the file are not those of the head after them")
                writer.keep_head(head.at)
        _append(writer, log[at:], began, here)
        ended += len(log) - at
        for name, lines in block.lines.items():
            writer.put(name, [line for line in lines if line[0] > began] if began else lines)
    if ended > began and not writer.is_ended:
        raise LedgerError(f"the file is cut short: no head follows its last row, {ended:,}")
    for index in indexes:
        index.create(writer.connection)
    _supersede(writer)
    return max(ended - began, 0)


_log = tables.entries


def _append(writer: Writer, lines: list[tuple[Any, ...]], began: int, here: dict[int, bytes]) -> None:
    for line in lines:
        if line[0] > began:
            writer.tree.append(line[5])
        elif here[line[0]] != line[5]:
            raise LedgerError(f"row {line[0]} of the file is not row {line[0]} of the ledger: import into a new one")


def _supersede(writer: Writer) -> None:
    from counterclaim.ledger.verify import superseded_rows

    gone = tables.superseded
    there = set(writer.connection.execute(select(gone.c.seq)).scalars())
    missing = [pair for pair in sorted(superseded_rows(writer.connection).items()) if pair[0] not in there]
    if missing:
        writer.put("superseded", missing)
