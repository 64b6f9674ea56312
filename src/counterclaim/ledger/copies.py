"""A sealed copy of a ledger in a file: one file, and beside it the SHA-256 of its bytes, so that any flipped bit shows.

    copy_to       makes one, also while others write
    seal_fault    what is wrong with a sealed copy, if anything

A sealed copy is only read. Taking the file with the hash away makes it a ledger like any other.
"""

from __future__ import annotations

import os
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.ledger.databases import Database


def seal_of(path: Path) -> Path:
    """Where the hash of a sealed copy stands, in the form that ``sha256sum --check`` reads."""
    return path.with_name(path.name + ".sha256")


def copy_to(database: Database, path: Path) -> str:
    """Makes a sealed copy of a SQLite ledger; its hash in hexadecimal. There must be nothing at ``path`` yet."""
    if database.file is None:
        raise CounterclaimError("a ledger on a server is not one file: copy it as JSON lines, to a file called .jsonl")
    if path.exists() or seal_of(path).exists():
        raise CounterclaimError(f"there is something at {path} already: name another file")
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        driver = database.engine.raw_connection()
        try:
            driver.cursor().execute("VACUUM INTO ?", (str(new),))
        finally:
            driver.close()
        digest = _digest(new)
        seal_of(path).write_text(f"{digest}  {path.name}\n", encoding="utf-8")
        os.replace(new, path)
    except database.engine.dialect.loaded_dbapi.Error as error:
        raise CounterclaimError(f"the copy {path} could not be made: {error}") from error
    except OSError as error:
        raise CounterclaimError(f"the copy {path} could not be made: {error.strerror or error}") from error
    finally:
        new.unlink(missing_ok=True)
    return digest


def seal_fault(path: Path) -> str | None:
    """What is wrong with a sealed copy: its bytes are not those that were sealed. Nothing for a file without a seal."""
    try:
        said = seal_of(path).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        return f"the seal {seal_of(path)} cannot be read: {error}"
    if said[:1] != [_digest(path)]:
        return f"{path} is not byte for byte the copy that {seal_of(path).name} was made for"
    return None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
