"""Tables of the package, parsed once: as Python keeps bytecode, what was built from a table is kept in ``__pycache__``.

TOML is for people; parsing it at every start would cost more than reading an article. ``built()`` keeps the result of
a build under the hash of everything it was built from, so a changed table or a changed builder is built anew. Where the
package cannot be written it is kept in the user's cache; where that cannot be written either, the table is built each
time, and nothing else changes.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

PACKAGE = Path(__file__).parent
T = TypeVar("T")


def fingerprint(sources: Iterable[Path], made_of: str = "") -> str:
    """A hash of files, of what else a table is made of, and of the Python that keeps it."""
    digest = hashlib.sha256(f"{sys.implementation.cache_tag} {made_of}".encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:24]


def built(name: str, sources: Iterable[Path], build: Callable[[], T], made_of: str = "") -> T:
    """What ``build`` makes of ``sources``: plain dicts, lists, tuples, sets, strings and numbers; kept between runs.

    ``sources`` are all files whose change must build anew, the builder's own module among them; ``made_of`` is the
    fingerprint of another table that it is made of.
    """
    file = f"{name}.{fingerprint(sources, made_of)}.table"
    for folder in _shelves():
        with suppress(OSError, ValueError, EOFError, TypeError):
            loaded: T = marshal.loads((folder / file).read_bytes())
            return loaded
    made = build()
    for folder in _shelves():
        with suppress(OSError):
            _keep(made, name, folder / file)
            break
    return made


def _shelves() -> Iterator[Path]:
    """Where tables are kept: beside the bytecode, or else in the user's cache."""
    yield PACKAGE / "__pycache__"
    with suppress(RuntimeError):  # a user without a home
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "counterclaim"


def _keep(made: Any, name: str, kept: Path) -> None:
    """Write a table whole or not at all, and take away what it was before."""
    import tempfile

    kept.parent.mkdir(parents=True, exist_ok=True)
    handle, path = tempfile.mkstemp(dir=kept.parent, prefix=f"{name}.")
    with os.fdopen(handle, "wb") as stream:
        stream.write(marshal.dumps(made))
    os.replace(path, kept)
    for old in kept.parent.glob(f"{name}.*.table"):
        if old != kept:
            old.unlink()


def read_tables(path: Path) -> dict[str, Any]:
    """A TOML file as tables; one of the package is kept between runs, any other is parsed."""

    def parsed() -> tuple[bool, dict[str, Any]]:
        import tomllib

        tables = tomllib.loads(path.read_text("utf-8"))
        plain: dict[str, Any] = _plain(tables)
        return plain != tables, plain

    if not path.is_relative_to(PACKAGE):
        tables: dict[str, Any] = _revived(parsed()[1])
        return tables
    name = "-".join(path.relative_to(PACKAGE).with_suffix("").parts)
    dated, tables = built(name, (path, Path(__file__)), parsed)
    revived: dict[str, Any] = _revived(tables) if dated else tables
    return revived


_DATE = "\0date "  # a date is kept as a string with this sign before it, which no table holds


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return f"{_DATE}{value.isoformat()}" if isinstance(value, date) else value


def _revived(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _revived(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_revived(inner) for inner in value]
    if isinstance(value, str) and value.startswith(_DATE):
        return date.fromisoformat(value[len(_DATE) :])
    return value
