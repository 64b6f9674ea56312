"""Accounts: people with roles, invitations, sessions and programs' tokens, apart from the ledger's chained rows.

Beside a ledger in a file they are a file of their own (``war.db.accounts``, readable by its owner alone), so that a
copy of the ledger holds nobody's password; of a ledger on a PostgreSQL server they are tables of that server.

Passwords are kept as Argon2id hashes. Of sessions, invitations and tokens only the SHA-256 is kept: whoever reads the
tables cannot use them. Times are UTC texts with microseconds, as in the ledger.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from counterclaim.ledger.databases import LedgerError, is_server, told
from counterclaim.ledger.rows import moment_of, stamp
from counterclaim.ledger.sqlite import sqlite_module
from counterclaim.model import CounterclaimError
from counterclaim.web.passwords import check_password, must_be_good, password_hash
from counterclaim.web.roles import GIVEN, SCOPES, Role, Scope

IDLE = timedelta(hours=12)  # a session ends after this long without a request …
LONGEST = timedelta(days=14)  # … and after this long in any case
_NOTED = timedelta(minutes=1)  # how old the note of the last request may be
INVITED = timedelta(days=7)
SIGNING_IN = timedelta(minutes=10)  # the time a provider has to send somebody back
VERSION = 1
_ADVISORY = 0x6363_6163_636F_756E  # "ccaccoun": PostgreSQL's lock while the tables are made

metadata = MetaData()


def _text(
    name: str, *, needed: bool = True, key: bool = False, unique: bool = False, index: bool = False
) -> Column[str]:
    return Column(name, Text, nullable=not needed, primary_key=key, unique=unique or None, index=index or None)


versions = Table("accounts_version", metadata, Column("version", Integer, primary_key=True, autoincrement=False))
users = Table(
    "accounts_users",
    metadata,
    _text("id", key=True),
    _text("name"),
    _text("folded", unique=True),  # names differ by more than case
    _text("role"),
    _text("password", needed=False),
    _text("issuer", needed=False),
    _text("subject", needed=False),
    _text("made"),
    _text("ended", needed=False),
)
invitations = Table(
    "accounts_invitations",
    metadata,
    _text("id", key=True),
    _text("role"),
    _text("by"),
    _text("made"),
    _text("expires"),
    _text("used_by", needed=False),
)
sessions = Table(
    "accounts_sessions",
    metadata,
    _text("id", key=True),
    _text("user", index=True),
    _text("made"),
    _text("seen"),
)
tokens = Table(
    "accounts_tokens",
    metadata,
    _text("id", key=True),
    _text("user", index=True),
    _text("label"),
    _text("scopes"),
    _text("made"),
    _text("expires"),
)
arrivals = Table(  # people who are at a provider to sign in there
    "accounts_arrivals",
    metadata,
    _text("id", key=True),
    _text("nonce"),
    _text("verifier"),
    _text("onward"),
    _text("invitation", needed=False),
    _text("made"),
)


class AccountError(CounterclaimError):
    """Something about an account cannot be done."""


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account; ``ended`` is when it was taken away."""

    id: str
    name: str
    role: Role
    made: datetime
    ended: datetime | None
    provider: str | None  # who vouches for them; ``None`` for a password


@dataclass(frozen=True, slots=True)
class Invitation:
    """Leave to make one account with a role."""

    id: str
    role: Role
    by: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """What a program may do in a person's name, until when; the secret itself is shown once and not kept."""

    id: str
    label: str
    scopes: frozenset[Scope]
    made: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who was sent to a provider and has come back."""

    nonce: str
    verifier: str
    onward: str
    invitation: str | None


def beside(ledger: str) -> str:
    """Where the accounts of a ledger are kept unless said otherwise."""
    return ledger if is_server(ledger) else f"{ledger}.accounts"


def digest(secret: str) -> str:
    """What is kept of a secret of 256 random bits: its SHA-256, which needs no salt."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


class Accounts:
    """The accounts at an address: a path or ``postgresql://…``; made on first use unless ``create`` is false."""

    def __init__(self, address: str, *, create: bool = True) -> None:
        self._engine, self.name = _open(address, create)
        with self._writing() as connection:
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
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            raise told(error, self.name) from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._engine.connect().execution_options(writing=True) as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            raise told(error, self.name) from error

    # -------------------------------------------------------------------------------------------------- people

    def users(self) -> list[User]:
        """Everybody who ever had an account, in the order they came."""
        with self._reading() as connection:
            return [_user(row) for row in connection.execute(select(users).order_by(users.c.made, users.c.id))]

    def find(self, name: str) -> User:
        """The person of a name, ended accounts too."""
        with self._reading() as connection:
            return _user(self._row(connection, name))

    def by_id(self, user: str) -> User | None:
        """The person of an id, ended accounts too."""
        with self._reading() as connection:
            row = connection.execute(select(users).where(users.c.id == user)).first()
        return None if row is None else _user(row)

    def has_name(self, name: str) -> bool:
        """Whether somebody has or had a name."""
        with self._reading() as connection:
            return connection.execute(select(users.c.id).where(users.c.folded == _folded(name))).first() is not None

    def is_empty(self) -> bool:
        """Whether nobody can sign in."""
        with self._reading() as connection:
            return not connection.execute(select(func.count()).where(users.c.ended.is_(None))).scalar_one()

    def add(self, name: str, role: Role, password: str) -> User:
        """A new person, known by a password."""
        must_be_good(password, name)
        with self._writing() as connection:
            return _add(connection, name, role, password=password_hash(password))

    def set_password(self, name: str, password: str) -> None:
        """Another password; every session of the person ends."""
        must_be_good(password, name)
        hashed = password_hash(password)
        with self._writing() as connection:
            found = self._row(connection, name)
            connection.execute(users.update().where(users.c.id == found.id).values(password=hashed))
            connection.execute(sessions.delete().where(sessions.c.user == found.id))

    def set_role(self, name: str, role: Role) -> User:
        """Another role, from the person's next request on."""
        _must_be_role(role)
        with self._writing() as connection:
            found = self._row(connection, name)
            if found.ended is not None:
                raise AccountError(f"the account of {found.name} was ended: add another")
            self._must_keep_an_admin(connection, found, role)
            connection.execute(users.update().where(users.c.id == found.id).values(role=role))
        return self.find(name)

    def revoke(self, name: str) -> User:
        """Ends an account with its sessions and tokens; the name stays taken, as rows of the ledger bear it."""
        with self._writing() as connection:
            found = self._row(connection, name)
            self._must_keep_an_admin(connection, found, None)
            ended = found.ended or _now()
            connection.execute(users.update().where(users.c.id == found.id).values(ended=ended, password=None))
            connection.execute(sessions.delete().where(sessions.c.user == found.id))
            connection.execute(tokens.delete().where(tokens.c.user == found.id))
        return self.find(name)

    def by_password(self, name: str, password: str) -> User | None:
        """The person of a name and password; as slow for a name that nobody has."""
        with self._reading() as connection:
            row = connection.execute(select(users).where(users.c.folded == _folded(name))).first()
        there = row is not None and row.ended is None
        right = check_password(row.password if row is not None and there else None, password)
        return _user(row) if row is not None and right else None

    def by_provider(self, issuer: str, subject: str) -> User | None:
        """The person whom a provider vouches for."""
        with self._reading() as connection:
            asked = select(users).where(users.c.issuer == issuer, users.c.subject == subject, users.c.ended.is_(None))
            row = connection.execute(asked).first()
        return None if row is None else _user(row)

    def _row(self, connection: Connection, name: str) -> Row[Any]:
        row = connection.execute(select(users).where(users.c.folded == _folded(name))).first()
        if row is None:
            raise AccountError(f"nobody is named {name} in {self.name}; counterclaim accounts list names everybody")
        return row

    def _must_keep_an_admin(self, connection: Connection, row: Row[Any], role: Role | None) -> None:
        if row.role != "admin" or row.ended is not None or role == "admin":
            return
        asked = select(func.count()).where(users.c.role == "admin", users.c.ended.is_(None))
        if connection.execute(asked).scalar_one() < 2:
            raise AccountError(f"{row.name} is the only admin: make another one first")

    # --------------------------------------------------------------------------------------------- invitations

    def invite(self, role: Role, by: str, lasts: timedelta = INVITED) -> str:
        """A secret with which one person can make an account with this role."""
        _must_be_role(role)
        secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
        line = {"id": digest(secret), "role": role, "by": by, "made": stamp(now), "expires": stamp(now + lasts)}
        with self._writing() as connection:
            connection.execute(invitations.insert().values(**line))
        return secret

    def invitation(self, secret: str) -> Invitation | None:
        """What a secret invites to; ``None`` for one that is unknown, used or too old."""
        with self._reading() as connection:
            row = connection.execute(_open_invitation(secret)).first()
        return None if row is None else _invitation(row)

    def invitations(self) -> list[Invitation]:
        """The invitations that can still be taken up."""
        with self._reading() as connection:
            asked = select(invitations).where(invitations.c.used_by.is_(None), invitations.c.expires > _now())
            return [_invitation(row) for row in connection.execute(asked.order_by(invitations.c.made))]

    def withdraw(self, invitation: str) -> None:
        """Takes an invitation back, by its id."""
        with self._writing() as connection:
            connection.execute(invitations.delete().where(invitations.c.id == invitation))

    def accept(
        self, secret: str, name: str, *, password: str | None = None, provider: tuple[str, str] | None = None
    ) -> User:
        """Makes the account that was offered, once: by a password, or by issuer and subject of a provider."""
        hashed = None
        if provider is None:
            must_be_good(password or "", name)
            hashed = password_hash(password or "")
        with self._writing() as connection:
            offered = connection.execute(_open_invitation(secret)).first()
            if offered is None:
                raise AccountError("this invitation was used, taken back or is too old: ask for another")
            made = _add(connection, name, cast(Role, offered.role), password=hashed, provider=provider)
            taken = invitations.update().where(invitations.c.id == offered.id, invitations.c.used_by.is_(None))
            if connection.execute(taken.values(used_by=made.id)).rowcount != 1:
                raise AccountError("this invitation was used just now: ask for another")
            return made

    # ------------------------------------------------------------------------------------- sessions and tokens

    def begin_session(self, user: User) -> str:
        """A secret for the browser of a person who has just signed in."""
        secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
        with self._writing() as connection:
            connection.execute(sessions.delete().where(sessions.c.made < stamp(now - LONGEST)))
            line = {"id": digest(secret), "user": user.id, "made": stamp(now), "seen": stamp(now)}
            connection.execute(sessions.insert().values(**line))
        return secret

    def by_session(self, secret: str) -> User | None:
        """Whose session a secret is; ``None`` for one that is unknown, ended or too old."""
        name, now = digest(secret), datetime.now(UTC)
        with self._reading() as connection:
            asked = select(users, sessions.c.seen).join(sessions, sessions.c.user == users.c.id)
            alive = (sessions.c.seen > stamp(now - IDLE), sessions.c.made > stamp(now - LONGEST))
            row = connection.execute(asked.where(sessions.c.id == name, users.c.ended.is_(None), *alive)).first()
        if row is None:
            return None
        if moment_of(row.seen) < now - _NOTED:
            with self._writing() as connection:
                connection.execute(sessions.update().where(sessions.c.id == name).values(seen=stamp(now)))
        return _user(row)

    def end_session(self, secret: str) -> None:
        """Ends one session."""
        with self._writing() as connection:
            connection.execute(sessions.delete().where(sessions.c.id == digest(secret)))

    def end_sessions(self, user: str) -> None:
        """Ends every session of a person."""
        with self._writing() as connection:
            connection.execute(sessions.delete().where(sessions.c.user == user))

    def make_token(self, user: User, label: str, scopes: frozenset[Scope], days: int = 365) -> str:
        """A secret for a program; it may do what its scopes say, never more than the person may."""
        if not scopes or not scopes <= SCOPES.keys():
            raise AccountError(f"a token needs one scope or more of {', '.join(SCOPES)}")
        if not label.strip() or len(label) > 100:
            raise AccountError("a token needs a name that says what it is for, of at most 100 letters")
        if not 1 <= days <= 3_650:
            raise AccountError("a token lasts from 1 day to 3,650 days")
        secret, now = f"ccl_{secrets.token_urlsafe(32)}", datetime.now(UTC)
        line = {"id": digest(secret), "user": user.id, "label": label.strip(), "scopes": " ".join(sorted(scopes))}
        times = {"made": stamp(now), "expires": stamp(now + timedelta(days=days))}
        with self._writing() as connection:
            connection.execute(tokens.insert().values(**line, **times))
        return secret

    def by_token(self, secret: str) -> tuple[User, Token] | None:
        """Whose token a secret is, and what it may do."""
        with self._reading() as connection:
            asked = select(tokens).where(tokens.c.id == digest(secret), tokens.c.expires > _now())
            row = connection.execute(asked).first()
            if row is None:
                return None
            owner = connection.execute(select(users).where(users.c.id == row.user, users.c.ended.is_(None))).first()
        return None if owner is None else (_user(owner), _token(row))

    def tokens(self, user: str) -> list[Token]:
        """The tokens of a person that still hold."""
        with self._reading() as connection:
            asked = select(tokens).where(tokens.c.user == user, tokens.c.expires > _now()).order_by(tokens.c.made)
            return [_token(row) for row in connection.execute(asked)]

    def end_token(self, user: str, token: str) -> None:
        """Ends a person's token, by its id."""
        with self._writing() as connection:
            connection.execute(tokens.delete().where(tokens.c.id == token, tokens.c.user == user))

    # ---------------------------------------------------------------------------------------------- a provider

    def sent_away(self, arrival: Arrival) -> str:
        """Notes that somebody goes to a provider to sign in; the secret with which they must come back."""
        secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
        line = {"nonce": arrival.nonce, "verifier": arrival.verifier, "onward": arrival.onward}
        with self._writing() as connection:
            connection.execute(arrivals.delete().where(arrivals.c.made < stamp(now - SIGNING_IN)))
            line |= {"id": digest(secret), "made": stamp(now)}
            connection.execute(arrivals.insert().values(**line, invitation=arrival.invitation))
        return secret

    def come_back(self, secret: str) -> Arrival | None:
        """Who comes back with a secret: once, and not too late."""
        with self._writing() as connection:
            known = arrivals.c.id == digest(secret)
            row = connection.execute(select(arrivals).where(known)).first()
            if row is None or connection.execute(arrivals.delete().where(known)).rowcount != 1:
                return None
        if moment_of(row.made) < datetime.now(UTC) - SIGNING_IN:
            return None
        return Arrival(row.nonce, row.verifier, row.onward, row.invitation)


# ---------------------------------------------------------------------------------------------------- rows


def _now() -> str:
    return stamp(datetime.now(UTC))


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _must_be_role(role: str) -> None:
    if role not in GIVEN:
        raise AccountError(f"“{role}” is no role; there is {', '.join(GIVEN)}")


def _add(
    connection: Connection,
    name: str,
    role: Role,
    *,
    password: str | None = None,
    provider: tuple[str, str] | None = None,
) -> User:
    _must_be_role(role)
    name = " ".join(name.split())
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise AccountError("a name has from 1 to 100 letters, all of which can be seen")
    if connection.execute(select(users.c.id).where(users.c.folded == _folded(name))).first():
        raise AccountError(f"the name {name} is taken: choose another")
    issuer, subject = provider or (None, None)
    line = {"id": "u" + secrets.token_hex(8), "name": name, "folded": _folded(name), "role": role, "made": _now()}
    connection.execute(users.insert().values(**line, password=password, issuer=issuer, subject=subject))
    return _user(connection.execute(select(users).where(users.c.id == line["id"])).one())


def _user(row: Row[Any]) -> User:
    ended = None if row.ended is None else moment_of(row.ended)
    return User(row.id, row.name, cast(Role, row.role), moment_of(row.made), ended, row.issuer)


def _open_invitation(secret: str) -> Any:
    known = invitations.c.id == digest(secret)
    return select(invitations).where(known, invitations.c.used_by.is_(None), invitations.c.expires > _now())


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(row.id, cast(Role, row.role), row.by, moment_of(row.expires))


def _token(row: Row[Any]) -> Token:
    scopes = frozenset(cast(list[Scope], row.scopes.split()))
    return Token(row.id, row.label, scopes, moment_of(row.made), moment_of(row.expires))


# ------------------------------------------------------------------------------------------------- opening


def _open(address: str, create: bool) -> tuple[Engine, str]:
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

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine, str(path)
