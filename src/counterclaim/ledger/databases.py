"""Opening the database a ledger is kept in: a SQLite file or a PostgreSQL server, migrated to this version.

open_database    an address becomes a Database: engine, folder of originals, how to write
sqlite_module    the newest SQLite there is; releases before 3.51.3 can lose what was written (see ``doctor``)
told             a database's own error becomes one sentence
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from counterclaim.ledger import tables
from counterclaim.ledger.copies import seal_of
from counterclaim.ledger.sqlite import SAFE_SQLITE, sqlite_module
from counterclaim.model import CounterclaimError

APPLICATION = 0x63636C31  # "ccl1", at byte 68 of a SQLite file: this file is a ledger
PATIENCE_MS = 600_000  # a writer waits for the one before it, however long that takes
_ADVISORY = 0x6363_6C65_6467_6572  # "ccledger": PostgreSQL's lock of the one writer


class LedgerError(CounterclaimError):
    """A ledger could not be opened, read or written."""


def is_server(address: str) -> bool:
    """Whether an address names a PostgreSQL server, not a file."""
    return bool(re.match(r"postgres(?:ql)?(?:\+\w+)?://", address))


@dataclass
class Database:
    """An open database: where it is, what holds the original documents, and how one writes to it alone."""

    name: str
    engine: Engine
    originals: Path | None
    file: Path | None = None
    reading_only: bool = False

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the ledger as it stands now, whatever is written meanwhile."""
        with self._told(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction of the one writer; others wait for it in the order they came. All of it is kept, or nothing."""
        if self.reading_only:
            raise LedgerError(f"{self.name} was opened to be read: it cannot be written")
        with (
            self._told(),
            self.engine.connect().execution_options(writing=True) as connection,
            _turn(self.file),
            connection.begin(),
        ):
            if self.dialect == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY})")
            yield connection

    @contextmanager
    def filling(self) -> Iterator[None]:
        """While an empty SQLite ledger is filled: new pages are written once, not to a log and then to the file.

        A rollback journal keeps all or nothing too; who opens the ledger meanwhile waits. Where somebody has it open
        already, everything stays as it was.
        """
        if self.file is None or self.reading_only:
            yield
            return
        self.close()
        driver = self.engine.raw_connection()
        try:
            cursor = driver.cursor()
            if not cursor.execute("SELECT EXISTS (SELECT 1 FROM entries)").fetchone()[0]:
                with suppress(self.engine.dialect.loaded_dbapi.OperationalError), _turn(self.file):
                    cursor.execute("PRAGMA busy_timeout=0")
                    cursor.execute("PRAGMA journal_mode=DELETE")
                cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
            cursor.close()
        finally:
            driver.close()  # into the pool, from which it is taken again
        yield

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, self.engine.dialect.loaded_dbapi.Error, UnicodeDecodeError) as error:
            raise told(error, self.name) from error


@contextmanager
def _turn(file: Path | None) -> Iterator[None]:
    """Holds the lock file beside a SQLite ledger: the system's lock wakes waiters, where SQLite makes them poll."""
    if file is None:
        yield
        return
    try:
        import fcntl
    except ImportError:  # not on Windows, where SQLite's own waiting must do
        yield
        return
    with _opened(file.with_name(file.name + ".lock")) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("ab")
    except OSError as error:
        raise LedgerError(f"{path.parent} cannot be written: {error.strerror or error}") from error


def told(error: Exception, name: str) -> LedgerError:
    """A database's error as a sentence that says what to do."""
    cause: BaseException = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    words = " ".join(str(cause).split())
    lower = words.lower()
    if "disk is full" in lower or "disk i/o error" in lower or "no space left" in lower:
        return LedgerError(
            f"{name}: the disk is full or failing ({words}); what was acknowledged is kept, free some room and go on"
        )
    unreadable = isinstance(cause, UnicodeDecodeError)  # texts of a ledger are UTF-8, the names of its tables too
    if unreadable or any(said in lower for said in ("not a database", "malformed", "corrupt")):
        return LedgerError(
            f"{name} is damaged or not a ledger ({words}); go on with a copy of it; verify tells where, if it opens"
        )
    if "readonly" in lower or "read-only" in lower or "unable to open" in lower:
        return LedgerError(f"{name} cannot be written here ({words}): check the permissions of the file and its folder")
    if "connection" in lower or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return LedgerError(
            f"{name}: the server cannot be reached or went away ({words}); nothing acknowledged is lost, start it and "
            "run the same command again"
        )
    return LedgerError(f"{name}: {words}")


# ---------------------------------------------------------------------------------------------------- opening


def open_database(
    address: str, *, originals: Path | None = None, create: bool = True, read: bool = False, memory: bool = False
) -> Database:
    """The database at a path or a ``postgresql://`` address, at this program's version.

    ``create`` makes a SQLite file that is not there yet; ``read`` opens one in a place that cannot be written;
    ``memory`` makes an empty one that is kept nowhere.
    """
    if memory:
        database = _in_memory()
    else:
        database = _server(address, originals) if is_server(address) else _file(address, originals, create, read)
    try:
        with database._told():
            _migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def _server(address: str, originals: Path | None) -> Database:
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise LedgerError(
            "a ledger on PostgreSQL needs one more package; run: python -m pip install 'counterclaim[postgres]'"
        ) from None
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
    except ArgumentError:
        raise LedgerError("that is not an address of a server; write postgresql://user@host:5432/name") from None
    engine = create_engine(url, isolation_level="REPEATABLE READ", pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        with connection.cursor() as cursor:
            # compiling a question takes longer than answering it; what is asked for are few rows, found by an index
            cursor.execute("SET jit = off; SET random_page_cost = 1.1")
        connection.commit()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            # what the writer before committed must be seen, though the lock is waited for inside the transaction
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")

    return Database(url.render_as_string(hide_password=True).replace("+psycopg", ""), engine, originals)


def _in_memory() -> Database:
    from sqlalchemy.pool import StaticPool

    return Database("", create_engine("sqlite://", module=sqlite_module()[0], poolclass=StaticPool), None)


def writers_wait(engine: Engine) -> None:
    """Have a transaction marked ``writing`` take SQLite's lock as it begins, where it waits, not at its first row."""

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _file(address: str, originals: Path | None, create: bool, read: bool) -> Database:
    module, version = sqlite_module()
    if version < SAFE_SQLITE:
        raise LedgerError(
            f"SQLite {'.'.join(map(str, version))} can lose what was written; a ledger needs 3.51.3: run "
            "python -m pip install 'pysqlite3>=0.6.1'"
        )
    path = Path(address)
    name = _look_at(path, create)
    folder = path.parent
    sealed = seal_of(path).exists()
    if sealed and not read:
        raise LedgerError(f"{name} is a sealed copy: it can be read; to go on with it take {seal_of(path)} away first")
    frozen = sealed or (read and not (os.access(path, os.W_OK) and os.access(folder, os.W_OK)))
    left_over = path.with_name(path.name + "-wal")
    target = f"file:{_quoted(path)}"
    if frozen:
        if left_over.exists() and left_over.stat().st_size:
            target += "?mode=ro"
        else:
            target += "?immutable=1"

    def connect() -> Any:
        # one connection is used by one thread at a time, but not always by the same
        return module.connect(target, uri=True, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", module=module, creator=connect, poolclass=_pool(), max_overflow=-1)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        if not frozen:
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                with _turn(path):  # two programs may be making the same ledger
                    if not cursor.execute("PRAGMA schema_version").fetchone()[0]:
                        cursor.execute("PRAGMA page_size=8192")
                        cursor.execute(f"PRAGMA application_id={APPLICATION}")
                    cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA cache_size=-65536")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.close()

    writers_wait(engine)
    return Database(name, engine, originals or path.with_name(path.name + ".originals"), path, frozen)


def _pool() -> type[Any]:
    from sqlalchemy.pool import QueuePool

    return QueuePool


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(os.fsencode(path.absolute()))


def _look_at(path: Path, create: bool) -> str:
    """The ledger's name, after a look at the file: that it is one, or that one can be made there."""
    name = os.fsencode(path).decode("utf-8", "backslashreplace")
    if path.is_dir():
        raise LedgerError(f"{name} is a folder; a ledger is a file, such as {name.rstrip('/')}/ledger.db")
    if not path.exists():
        if not create:
            raise LedgerError(f"there is no ledger at {name}; counterclaim add makes one")
        if not path.parent.is_dir():
            raise LedgerError(f"there is no folder {path.parent} to keep a ledger in: make it first")
        if not os.access(path.parent, os.W_OK):
            raise LedgerError(f"{path.parent} cannot be written: check its permissions, or keep the ledger elsewhere")
        return name
    try:
        with path.open("rb") as file:
            start = file.read(100)
    except OSError as error:
        raise LedgerError(f"{name} cannot be opened: {error.strerror or error}") from error
    if start and not start.startswith(b"SQLite format 3\0"):
        raise LedgerError(f"{name} is not a ledger: it does not begin as a SQLite file does")
    if start and int.from_bytes(start[68:72], "big") != APPLICATION:
        raise LedgerError(f"{name} is a SQLite file, but not a ledger of counterclaim (or its first bytes are damaged)")
    return name


# ------------------------------------------------------------------------------------------------- migrations


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


def _migrate(database: Database) -> None:
    """Brings an older ledger to this version; refuses a newer one."""
    with database.engine.connect() as connection, connection.begin():
        version = _version(connection)
    if version == tables.VERSION:
        return
    if version is not None and not version < tables.VERSION:
        from counterclaim import __version__

        raise LedgerError(
            f"{database.name} was made by a newer counterclaim (its tables are at {version}, those of {__version__} at "
            f"{tables.VERSION}): install a newer one; the ledger was left as it is"
        )
    if database.reading_only:
        raise LedgerError(
            f"{database.name} is of an older version and cannot be written: copy the file, without its .sha256, to "
            "where it can be"
        )
    with database.writing() as connection:
        if _version(connection) != tables.VERSION:
            upgrade(connection)


def upgrade(connection: Connection, version: str = "head") -> None:
    """Runs the migrations up to ``version`` that the database has not had, in the transaction of ``connection``."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, version)
