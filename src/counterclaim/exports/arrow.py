"""``to_arrow`` and ``export parquet``: claims as an Arrow table, without pandas; needs the extra ``corpus`` (pyarrow).

The columns are those of the CSV table, with the chain of speakers and the cues as lists instead of joined texts. Any
DataFrame library takes the table as it is: ``table.to_pandas()``, ``polars.from_arrow(table)``, DuckDB by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterclaim.exports.basis import Basis
from counterclaim.exports.columns import CLAIMS, Column, plain_json
from counterclaim.model import CounterclaimError, Kept

if TYPE_CHECKING:
    import pyarrow

_JOINED = ("sources", "source_ids", "source_roles", "cues", "rules")  # lists in Arrow, joined texts in CSV
COLUMNS: tuple[Column[Kept], ...] = tuple(column for column in CLAIMS if column.name not in _JOINED)
LISTS = {
    "attribution": "the chain of speakers, outermost first: name, id, role, cue",
    "cues": "the words that make the claim hedged, unconfirmed or denied: kind, exact",
    "rules": "the rules that read the claim",
}
BATCH = 20_000  # claims turned into columns at a time


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise CounterclaimError(
            "Arrow tables and Parquet need pyarrow: python -m pip install 'counterclaim[corpus]'"
        ) from error
    return pyarrow


def schema(basis: Basis | None = None) -> pyarrow.Schema:
    """The table's columns and types; the basis stands in the schema's own metadata."""
    pa = _pyarrow()
    kinds = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us", tz="UTC"),
    }
    link = pa.struct([(name, pa.string()) for name in ("name", "id", "role", "cue")])
    cue = pa.struct([(name, pa.string()) for name in ("kind", "exact")])
    lists = {"attribution": pa.list_(link), "cues": pa.list_(cue), "rules": pa.list_(pa.string())}
    fields = [
        pa.field(c.name, kinds[c.kind], nullable=not c.needed, metadata={"description": c.words}) for c in COLUMNS
    ]
    fields += [pa.field(n, lists[n], nullable=False, metadata={"description": words}) for n, words in LISTS.items()]
    return pa.schema(fields, metadata={"counterclaim": plain_json((basis or Basis()).fields())})


def _batches(kepts: Iterable[Kept], shape: Any) -> Iterator[Any]:
    pa = _pyarrow()
    rest = iter(kepts)
    while part := list(islice(rest, BATCH)):
        columns: list[list[Any]] = [[column.value(kept) for kept in part] for column in COLUMNS]
        columns.append(
            [[{"name": n.name, "id": n.id, "role": n.role, "cue": n.cue} for n in k.claim.attribution] for k in part]
        )
        columns.append([[{"kind": c.kind, "exact": c.exact} for c in k.claim.cues] for k in part])
        columns.append([list(k.claim.rules) for k in part])
        arrays = [pa.array(values, field.type) for values, field in zip(columns, shape, strict=True)]
        yield pa.record_batch(arrays, schema=shape)


def to_arrow(kepts: Iterable[Kept], *, head: str | None = None, filters: dict[str, str] | None = None) -> pyarrow.Table:
    """Claims as a ``pyarrow.Table``, a claim a row; ``head`` and ``filters`` go into its metadata."""
    pa = _pyarrow()
    shape = schema(Basis(head, filters or {}))
    table: pyarrow.Table = pa.Table.from_batches(_batches(kepts, shape), schema=shape)
    return table


def write(kepts: Iterable[Kept], path: Path, basis: Basis) -> int:
    """A Parquet file at ``path``, written batch by batch; returns the number of claims."""
    pa = _pyarrow()
    shape, count = schema(basis), 0
    with pa.parquet.ParquetWriter(path, shape, compression="zstd") as writer:
        for batch in _batches(kepts, shape):
            writer.write_batch(batch)
            count += batch.num_rows
    return count
