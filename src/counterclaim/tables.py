"""Tables of the package, parsed once: as Python keeps bytecode, what was built from a table is kept in ``__pycache__``.

TOML is for people; parsing it at every start would cost more than reading an article. ``built()`` keeps the result of
a build under the hash of everything it was built from, so a changed table or a changed builder is built anew. Where
nothing can be written the table is built each time, and nothing else changes.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

PACKAGE = Path(__file__).parent
T = TypeVar("T")


def built(name: str, sources: Iterable[Path], build: Callable[[], T]) -> T:
    """What ``build`` makes of ``sources``: plain dicts, lists, tuples, strings and numbers; kept between runs.

    ``sources`` are all files whose change must build anew, the builder's own module among them.
    """
    digest = hashlib.sha256(sys.implementation.cache_tag.encode())
    for source in sources:
        digest.update(source.read_bytes())
    kept = PACKAGE / "__pycache__" / f"{name}.{digest.hexdigest()[:24]}.table"
    with suppress(OSError, ValueError, EOFError, TypeError):
        loaded: T = marshal.loads(kept.read_bytes())
        return loaded
    made = build()
    with suppress(OSError):
        kept.parent.mkdir(exist_ok=True)
        handle, path = tempfile.mkstemp(dir=kept.parent, prefix=f"{name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(marshal.dumps(made))  # type: ignore[arg-type]  # plain tables, by the contract above
        os.replace(path, kept)
        for old in kept.parent.glob(f"{name}.*.table"):
            if old != kept:
                old.unlink()
    return made


def read_tables(path: Path) -> dict[str, Any]:
    """A TOML file as tables; one of the package is kept between runs, any other is parsed."""
    if not path.is_relative_to(PACKAGE):
        return tomllib.loads(path.read_text("utf-8"))
    name = "-".join(path.relative_to(PACKAGE).with_suffix("").parts)
    kept = built(name, (path,), lambda: _plain(tomllib.loads(path.read_text("utf-8"))))
    revived: dict[str, Any] = _revived(kept)
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
