"""A corpus is a folder: its settings, its lock, its manifest, and Parquet files by table and year.

    corpus.json                            the version of the schema, the reader, and how pages are read
    manifest/SHARD.json                    a row a shard: what was read, how it ended, which files hold it
    documents/year=2023/SHARD.parquet      rows of a shard whose documents were published that year
    claims/, evidence/, refusals/          the same
    grouped/                               copies and tellings across shards (grouping.py)
    .lock, .new/                           who is at work; files that are being written

A file counts when the manifest names it: its shard's row is written last, after every file is in its place.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from counterclaim.corpus.reading import Options, options_from
from counterclaim.corpus.schemas import SCHEMA, TABLES
from counterclaim.corpus.shards import Shard
from counterclaim.model import CounterclaimError

SETTINGS = "corpus.json"
NEW = ".new"


@dataclass(frozen=True, slots=True)
class Row:
    """A shard's row of the manifest. ``files`` have path below the folder, bytes, rows and SHA-256 of each.

    ``state`` is whole or failed, with its ``reason``; ``fates`` counts pages, ``reasons`` why pages were refused,
    failed or read in part, ``refusals`` why numbers were not kept.
    """

    shard: str
    name: str
    paths: tuple[str, ...]
    stamp: str
    state: str = "whole"
    reason: str = ""
    pages: int = 0
    fates: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    partial: int = 0
    claims: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    files: tuple[dict[str, Any], ...] = ()
    seconds: float = 0.0
    peak: int = 0

    def fields(self) -> dict[str, Any]:
        """As JSON."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def row_from(fields: dict[str, Any]) -> Row:
    """The row that ``fields`` wrote; raises ``TypeError`` or ``KeyError`` for what is none."""
    return Row(**{**fields, "paths": tuple(fields["paths"]), "files": tuple(fields["files"])})


def reader_name() -> str:
    """The reader as the settings name it."""
    from counterclaim import __version__

    return f"counterclaim {__version__}"


class Folder:
    """A corpus on disk; ``CounterclaimError`` where there is none, or one of another version."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.settings = self._settings()

    @classmethod
    def made(cls, path: Path, options: Options) -> Folder:
        """The corpus at ``path`` to read into, made where there is none; it must be read with the same options."""
        if not (path / SETTINGS).exists():
            if path.exists() and (not path.is_dir() or any(not each.name.startswith(".") for each in path.iterdir())):
                raise CounterclaimError(f"{path} is there and is no corpus: name an empty folder, or a new one")
            try:
                path.mkdir(parents=True, exist_ok=True)
                settings = {"schema": SCHEMA, "reader": reader_name(), "options": options.fields()}
                write_beside(path / SETTINGS, json.dumps(settings, indent=1, sort_keys=True).encode() + b"\n")
            except OSError as error:
                raise CounterclaimError(f"{path} could not be made: {error.strerror or error}") from error
        folder = cls(path)
        if folder.options != options:
            changed = [name for name, value in options.fields().items() if folder.options.fields()[name] != value]
            raise CounterclaimError(
                f"{path} was read with another {' and '.join(changed)}: give the same options, or name another folder"
            )
        if folder.settings["reader"] != reader_name():
            raise CounterclaimError(
                f"{path} was read by {folder.settings['reader']}, and this is {reader_name()}: what two "
                "versions read cannot be told apart in one corpus, so name another folder"
            )
        return folder

    def _settings(self) -> dict[str, Any]:
        try:
            found = json.loads((self.path / SETTINGS).read_bytes())
            version = found["schema"]
            options_from(found["options"])
        except FileNotFoundError:
            raise CounterclaimError(f"{self.path} is no corpus: counterclaim corpus read makes one") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CounterclaimError(f"{self.path / SETTINGS} is damaged ({error}): read into another folder") from None
        if version != SCHEMA:
            raise CounterclaimError(
                f"{self.path} has tables of version {version}, and this program knows version {SCHEMA}: use the "
                f"{found.get('reader', 'counterclaim')} that wrote it, or read into another folder"
            )
        return dict(found)

    @property
    def options(self) -> Options:
        """How its pages are read."""
        return options_from(self.settings["options"])

    # ------------------------------------------------------------------------------------------------ one at a time

    @contextmanager
    def locked(self, what: str) -> Iterator[None]:
        """Keeps other runs out of the folder; ``CounterclaimError`` where one is at work."""
        file: IO[str] = (self.path / ".lock").open("a+", encoding="utf-8")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.seek(0)
                told = file.read(200).strip() or "another process"
                raise CounterclaimError(
                    f"{self.path} is in use by {told}: wait for its end, or read into another folder"
                ) from None
            file.truncate(0)
            file.write(f"{what} (process {os.getpid()})\n")
            file.flush()
            shutil.rmtree(self.path / NEW, ignore_errors=True)  # of a run that was killed
            yield
            file.truncate(0)

    # ---------------------------------------------------------------------------------------------------- manifest

    def rows(self) -> list[Row]:
        """The manifest, by shard; a row that cannot be read, or is of another version, is an error that names it."""
        return [_row(file) for file in sorted((self.path / "manifest").glob("*.json"))]

    def row(self, shard: str) -> Row | None:
        """The row of one shard, where there is one."""
        file = self.path / "manifest" / f"{shard}.json"
        return _row(file) if file.exists() else None

    def is_whole(self, row: Row, shard: Shard | None = None) -> bool:
        """Whether a shard was read to its end, its files are there, and its input is as it was."""
        if row.state != "whole" or (shard is not None and row.stamp != shard.stamp):
            return False
        for file in row.files:
            try:
                if os.stat(self.path / file["path"]).st_size != file["bytes"]:
                    return False
            except OSError:
                return False
        return True

    def drop(self, rows: Iterable[Row]) -> None:
        """Takes shards out of the corpus: first their rows of the manifest, then their files."""
        for row in rows:
            (self.path / "manifest" / f"{row.shard}.json").unlink(missing_ok=True)
            for file in row.files:
                (self.path / file["path"]).unlink(missing_ok=True)

    def files(self, table: str, rows: Iterable[Row] | None = None) -> list[Path]:
        """The Parquet files of a table that the manifest names."""
        whole = (row for row in (self.rows() if rows is None else rows) if row.state == "whole")
        start = f"{table}/"
        return [self.path / file["path"] for row in whole for file in row.files if file["path"].startswith(start)]


def _row(file: Path) -> Row:
    try:
        fields = json.loads(file.read_bytes())
        if fields.pop("schema") != SCHEMA:
            raise ValueError("it is of another version of counterclaim")
        return row_from(fields)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CounterclaimError(
            f"{file} is no row of this manifest ({error}): move it away, and its shard is read again"
        ) from None


def write_row(folder: Path, row: Row) -> None:
    """Puts a shard's row into the manifest, whole or not at all."""
    fields = {"schema": SCHEMA, **row.fields()}
    write_beside(folder / "manifest" / f"{row.shard}.json", json.dumps(fields, sort_keys=True).encode() + b"\n")


def write_beside(path: Path, content: bytes) -> None:
    """Writes a file beside its place and renames it, so that there is all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with new.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def totals(rows: Iterable[Row]) -> dict[str, int]:
    """Bytes and rows of each table."""
    counted = {f"{table} {what}": 0 for table in TABLES for what in ("rows", "bytes")}
    for row in rows:
        for file in row.files:
            table = file["path"].split("/", 1)[0]
            counted[f"{table} rows"] += file["rows"]
            counted[f"{table} bytes"] += file["bytes"]
    return counted
