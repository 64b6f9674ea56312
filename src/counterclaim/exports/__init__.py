"""What leaves a ledger: one module a format, each beginning with the table of its columns.

    basis, columns, saying, whereabouts   what an export rests on; columns of claims; a claim in words; places
    packages, tables                      CSV with a Frictionless data package
    arrow                                 Arrow tables and Parquet
    webannotations, claimreview, geojson  JSON for the web
    jsonl                                 a ledger's own rows, without loss
    ftm, hxl, bags                        FollowTheMoney, HXL, BagIt
    events, ged, acled, ibc               reports of killings grouped and shaped as the field's own tables
    command                               the verb

Every format takes claims as ``Kept`` from anywhere and writes the same bytes for the same input.
"""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from counterclaim.exports.basis import Basis
from counterclaim.model import CounterclaimError, Kept

if TYPE_CHECKING:
    import pyarrow

    from counterclaim.exports.bags import Originals
    from counterclaim.exports.whereabouts import Coordinates

__all__ = ["FORMATS", "Basis", "Format", "export", "to_arrow"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its module, whether it is a text, a file or a folder, what it is, and what checks it in the tests."""

    name: str
    module: str
    made: Literal["text", "file", "folder"]
    title: str
    checked_by: str


FORMATS: Mapping[str, Format] = {
    format.name: format
    for format in (
        Format("jsonl", "jsonl", "text", "JSON lines without loss, for counterclaim import", "import itself"),
        Format("csv", "tables", "folder", "CSV tables with a Frictionless data package", "frictionless"),
        Format("parquet", "arrow", "file", "one Parquet file, a claim a row", "pyarrow"),
        Format("annotations", "webannotations", "text", "W3C Web Annotations (JSON-LD)", "a JSON Schema and pyld"),
        Format("claimreview", "claimreview", "text", "schema.org ClaimReview, of judged claims only", "a JSON Schema"),
        Format("geojson", "geojson", "text", "GeoJSON features of claims that name a place", "geojson-pydantic"),
        Format("ftm", "ftm", "text", "FollowTheMoney entities, one a line", "followthemoney"),
        Format("hxl", "hxl", "folder", "CSV with HXL's row of hashtags and a data package", "libhxl"),
        Format("ged", "ged", "folder", "events in the columns of UCDP GED", "frictionless and UCDP's own sums"),
        Format("acled", "acled", "folder", "events in the columns of ACLED", "frictionless"),
        Format("ibc", "ibc", "folder", "incidents in the columns of Iraq Body Count", "frictionless"),
        Format("bag", "bags", "folder", "a BagIt bag with the claims and their evidence", "bagit"),
    )
}


def format_of(name: str) -> Format:
    """The format by its name; ``CounterclaimError`` lists those there are."""
    if name not in FORMATS:
        raise CounterclaimError(f"there is no format “{name}”; there is {', '.join(FORMATS)}")
    return FORMATS[name]


def columns_of(name: str) -> Any:
    """The table that a format's module begins with."""
    return importlib.import_module(f"counterclaim.exports.{format_of(name).module}").COLUMNS


def export(
    name: str,
    kepts: Iterable[Kept],
    target: Path,
    *,
    head: str | None = None,
    filters: Mapping[str, str] | None = None,
    originals: Originals | None = None,
    coordinates: Coordinates | None = None,
    lines: Iterable[bytes] | None = None,
) -> int:
    """Write claims to ``target`` in a format; returns how many claims, events or reviews are in it.

    ``head`` and ``filters`` say what the claims are and are named in the export. A file is replaced only when all is
    written; a folder must not be there yet, or be empty. ``originals`` gives a bag the documents' bytes,
    ``coordinates`` gives GeoJSON its points, ``lines`` gives JSON lines the ledger's rows for these claims.
    """
    format = format_of(name)
    module = importlib.import_module(f"counterclaim.exports.{format.module}")
    more: dict[str, Any] = {}
    if name == "bag":
        more["originals"] = originals
    if name == "geojson":
        more["coordinates"] = coordinates
    if name == "jsonl":
        more["lines"] = lines
    basis = Basis(head, filters or {})
    with _made_whole(target, format.made == "folder") as place:
        if format.made != "text":
            return int(module.write(kepts, place, basis, **more))
        with place.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
            return int(module.write(kepts, stream, basis, **more))


def to_arrow(kepts: Iterable[Kept], *, head: str | None = None, filters: dict[str, str] | None = None) -> pyarrow.Table:
    """Claims as an Arrow table, for any DataFrame library; needs the extra ``corpus``."""
    from counterclaim.exports import arrow

    return arrow.to_arrow(kepts, head=head, filters=filters)


@contextmanager
def _made_whole(target: Path, folder: bool) -> Iterator[Path]:
    """A place beside the target that takes its name only when everything is written."""
    if folder and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CounterclaimError(f"{target} is there already and not an empty folder; name another")
    if not folder and target.is_dir():
        raise CounterclaimError(f"{target} is a folder; name a file in it")
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        if folder:
            new.mkdir()
        yield new
        if folder and target.exists():
            target.rmdir()
        os.replace(new, target)
    except OSError as error:
        raise CounterclaimError(f"{target} could not be written: {error.strerror or error}") from error
    finally:
        if new.is_dir():
            shutil.rmtree(new, ignore_errors=True)
        else:
            new.unlink(missing_ok=True)
