"""Opening the accounts at a path or on a server, and reading and writing them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from counterclaim.ledger.databases import LedgerError, is_server, told, writers_wait
from counterclaim.ledger.sqlite import sqlite_module
from counterclaim.model import CounterclaimError
from counterclaim.web.accounts.tables import metadata, versions

VERSION = 1
_ADVISORY = 0x6363_6163_636F_756E  # "ccaccoun": PostgreSQL's lock while the tables are made


class AccountError(CounterclaimError):
    """Something about an account cannot be done."""


def beside(ledger: str) -> str:
    """Where the accounts of a ledger are kept unless said otherwise."""
    return ledger if is_server(ledger) else f"{ledger}.accounts"


class Opened:
    """The tables of accounts at a path or on a server; made on first use unless ``create`` is false."""

    def __init__(self, address: str, *, create: bool = True) -> None:
        self._engine, self.name = open_engine(address, create)
        with self.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY})")
            metadata.create_all(connection)
            version = connection.execute(select(versions.c.version)).scalar()
            if version is None:
                connection.execute(versions.insert().values(version=VERSION))
            elif version != VERSION:
                raise AccountError(f"{self.name} was made by another version of counterclaim: use that one")

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the accounts as they are now."""
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            raise told(error, self.name) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it is kept, or nothing."""
        try:
            with self._engine.connect().execution_options(writing=True) as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            raise told(error, self.name) from error


def open_engine(address: str, create: bool) -> tuple[Engine, str]:
    """The engine of an address, and its name without a password."""
    if is_server(address):
        url = make_url(address).set(drivername="postgresql+psycopg")
        name = url.render_as_string(hide_password=True).replace("+psycopg", "")
        return create_engine(url, pool_pre_ping=True), name
    path = Path(address)
    if not path.exists():
        if not create:
            raise AccountError(f"there are no accounts at {path}; counterclaim accounts add makes the first one")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        except OSError as error:
            raise LedgerError(f"{path} cannot be made: {error.strerror or error}") from error
    module, _ = sqlite_module()

    def connect() -> Any:
        # one connection is used by one thread at a time, but not always by the same
        return module.connect(str(path), isolation_level=None, check_same_thread=False)

    from sqlalchemy.pool import QueuePool

    engine = create_engine("sqlite://", module=module, creator=connect, poolclass=QueuePool, max_overflow=-1)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=60000")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    writers_wait(engine)
    return engine, str(path)
