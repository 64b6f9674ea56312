"""Which SQLite there is: releases before 3.51.3 can lose what was written to a ledger by several programs at once."""

from __future__ import annotations

from functools import cache
from types import ModuleType

SAFE_SQLITE = (3, 51, 3)


@cache
def sqlite_module() -> tuple[ModuleType, tuple[int, int, int]]:
    """The newest SQLite at hand and its version: Python's own, or that of the pysqlite3 package."""
    found, version = _newest()
    # Before it binds None or bytes, the module looks each time for a way to adapt them, and makes an error for nobody
    # where it finds none. With one that gives them as they are it binds them in a quarter of the time.
    found.register_adapter(type(None), {}.get)
    found.register_adapter(bytes, bytes)
    return found, version


def _newest() -> tuple[ModuleType, tuple[int, int, int]]:
    import sqlite3

    found: ModuleType = sqlite3
    version: tuple[int, int, int] = sqlite3.sqlite_version_info
    if version < SAFE_SQLITE:
        try:
            from pysqlite3 import dbapi2
        except ImportError:
            return found, version
        if dbapi2.sqlite_version_info > version:
            return dbapi2, dbapi2.sqlite_version_info
    return found, version


def sqlite_verdict() -> tuple[str, bool]:
    """One sentence on the SQLite that a ledger would use, and whether it is new enough."""
    module, version = sqlite_module()
    name = ".".join(map(str, version))
    whose = "Python's own" if module.__name__ == "sqlite3" else "from the pysqlite3 package"
    if version >= SAFE_SQLITE:
        return f"{name}, {whose}", True
    return f"{name}, {whose}: releases before 3.51.3 can lose what was written", False
