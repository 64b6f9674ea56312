"""People with accounts: names, roles, passwords, and who vouches for them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, func, select

from counterclaim.ledger.rows import moment_of
from counterclaim.web.accounts.opening import AccountError, Opened
from counterclaim.web.accounts.tables import now, sessions, tokens, users
from counterclaim.web.passwords import check_password, must_be_good, password_hash
from counterclaim.web.roles import GIVEN, Role


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account; ``ended`` is when it was taken away."""

    id: str
    name: str
    role: Role
    made: datetime
    ended: datetime | None
    provider: str | None  # who vouches for them; ``None`` for a password


class People(Opened):
    """The people with accounts."""

    def users(self) -> list[User]:
        """Everybody who ever had an account, in the order they came."""
        with self.reading() as connection:
            return [user_of(row) for row in connection.execute(select(users).order_by(users.c.made, users.c.id))]

    def find(self, name: str) -> User:
        """The person of a name, ended accounts too."""
        with self.reading() as connection:
            return user_of(self._row(connection, name))

    def by_id(self, user: str) -> User | None:
        """The person of an id, ended accounts too."""
        with self.reading() as connection:
            row = connection.execute(select(users).where(users.c.id == user)).first()
        return None if row is None else user_of(row)

    def has_name(self, name: str) -> bool:
        """Whether somebody has or had a name."""
        with self.reading() as connection:
            return connection.execute(select(users.c.id).where(users.c.folded == folded(name))).first() is not None

    def is_empty(self) -> bool:
        """Whether nobody can sign in."""
        with self.reading() as connection:
            return not connection.execute(select(func.count()).where(users.c.ended.is_(None))).scalar_one()

    def add(self, name: str, role: Role, password: str) -> User:
        """A new person, known by a password."""
        must_be_good(password, name)
        with self.writing() as connection:
            return add_user(connection, name, role, password=password_hash(password))

    def set_password(self, name: str, password: str) -> None:
        """Another password; every session of the person ends."""
        must_be_good(password, name)
        hashed = password_hash(password)
        with self.writing() as connection:
            found = self._row(connection, name)
            connection.execute(users.update().where(users.c.id == found.id).values(password=hashed))
            connection.execute(sessions.delete().where(sessions.c.user == found.id))

    def set_role(self, name: str, role: Role) -> User:
        """Another role, from the person's next request on."""
        must_be_role(role)
        with self.writing() as connection:
            found = self._row(connection, name)
            if found.ended is not None:
                raise AccountError(f"the account of {found.name} was ended: add another")
            self._must_keep_an_admin(connection, found, role)
            connection.execute(users.update().where(users.c.id == found.id).values(role=role))
        return self.find(name)

    def revoke(self, name: str) -> User:
        """Ends an account with its sessions and tokens; the name stays taken, as rows of the ledger bear it."""
        with self.writing() as connection:
            found = self._row(connection, name)
            self._must_keep_an_admin(connection, found, None)
            ended = found.ended or now()
            connection.execute(users.update().where(users.c.id == found.id).values(ended=ended, password=None))
            connection.execute(sessions.delete().where(sessions.c.user == found.id))
            connection.execute(tokens.delete().where(tokens.c.user == found.id))
        return self.find(name)

    def by_password(self, name: str, password: str) -> User | None:
        """The person of a name and password; as slow for a name that nobody has."""
        with self.reading() as connection:
            row = connection.execute(select(users).where(users.c.folded == folded(name))).first()
        there = row is not None and row.ended is None
        right = check_password(row.password if row is not None and there else None, password)
        return user_of(row) if row is not None and right else None

    def by_provider(self, issuer: str, subject: str) -> User | None:
        """The person whom a provider vouches for."""
        with self.reading() as connection:
            asked = select(users).where(users.c.issuer == issuer, users.c.subject == subject, users.c.ended.is_(None))
            row = connection.execute(asked).first()
        return None if row is None else user_of(row)

    def _row(self, connection: Connection, name: str) -> Row[Any]:
        row = connection.execute(select(users).where(users.c.folded == folded(name))).first()
        if row is None:
            raise AccountError(f"nobody is named {name} in {self.name}; counterclaim accounts list names everybody")
        return row

    def _must_keep_an_admin(self, connection: Connection, row: Row[Any], role: Role | None) -> None:
        if row.role != "admin" or row.ended is not None or role == "admin":
            return
        asked = select(func.count()).where(users.c.role == "admin", users.c.ended.is_(None))
        if connection.execute(asked).scalar_one() < 2:
            raise AccountError(f"{row.name} is the only admin: make another one first")


def folded(name: str) -> str:
    """A name as it is compared: names differ by more than case."""
    return " ".join(name.split()).casefold()


def must_be_role(role: str) -> None:
    """Refuses what is no role."""
    if role not in GIVEN:
        raise AccountError(f"“{role}” is no role; there is {', '.join(GIVEN)}")


def add_user(
    connection: Connection,
    name: str,
    role: Role,
    *,
    password: str | None = None,
    provider: tuple[str, str] | None = None,
) -> User:
    """Adds a person in a transaction that is under way."""
    must_be_role(role)
    name = " ".join(name.split())
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise AccountError("a name has from 1 to 100 letters, all of which can be seen")
    if connection.execute(select(users.c.id).where(users.c.folded == folded(name))).first():
        raise AccountError(f"the name {name} is taken: choose another")
    issuer, subject = provider or (None, None)
    line = {"id": "u" + secrets.token_hex(8), "name": name, "folded": folded(name), "role": role, "made": now()}
    connection.execute(users.insert().values(**line, password=password, issuer=issuer, subject=subject))
    return user_of(connection.execute(select(users).where(users.c.id == line["id"])).one())


def user_of(row: Row[Any]) -> User:
    """The person of a row."""
    ended = None if row.ended is None else moment_of(row.ended)
    return User(row.id, row.name, cast(Role, row.role), moment_of(row.made), ended, row.issuer)
