"""Invitations: leave to make one account with a role, by a secret that works once and for a week."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Row, select

from counterclaim.ledger.rows import moment_of, stamp
from counterclaim.web.accounts.opening import AccountError, Opened
from counterclaim.web.accounts.people import User, add_user, must_be_role
from counterclaim.web.accounts.tables import digest, invitations, now
from counterclaim.web.passwords import must_be_good, password_hash
from counterclaim.web.roles import Role

INVITED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Leave to make one account with a role."""

    id: str
    role: Role
    by: str
    expires: datetime


class Invitations(Opened):
    """The invitations to make accounts."""

    def invite(self, role: Role, by: str, lasts: timedelta = INVITED) -> str:
        """A secret with which one person can make an account with this role."""
        must_be_role(role)
        secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
        line = {"id": digest(secret), "role": role, "by": by, "made": stamp(now), "expires": stamp(now + lasts)}
        with self.writing() as connection:
            connection.execute(invitations.insert().values(**line))
        return secret

    def invitation(self, secret: str) -> Invitation | None:
        """What a secret invites to; ``None`` for one that is unknown, used or too old."""
        with self.reading() as connection:
            row = connection.execute(_open_invitation(secret)).first()
        return None if row is None else _invitation(row)

    def invitations(self) -> list[Invitation]:
        """The invitations that can still be taken up."""
        with self.reading() as connection:
            asked = select(invitations).where(invitations.c.used_by.is_(None), invitations.c.expires > now())
            return [_invitation(row) for row in connection.execute(asked.order_by(invitations.c.made))]

    def withdraw(self, invitation: str) -> None:
        """Takes an invitation back, by its id."""
        with self.writing() as connection:
            connection.execute(invitations.delete().where(invitations.c.id == invitation))

    def accept(
        self, secret: str, name: str, *, password: str | None = None, provider: tuple[str, str] | None = None
    ) -> User:
        """Makes the account that was offered, once: by a password, or by issuer and subject of a provider."""
        hashed = None
        if provider is None:
            must_be_good(password or "", name)
            hashed = password_hash(password or "")
        with self.writing() as connection:
            offered = connection.execute(_open_invitation(secret)).first()
            if offered is None:
                raise AccountError("this invitation was used, taken back or is too old: ask for another")
            made = add_user(connection, name, cast(Role, offered.role), password=hashed, provider=provider)
            taken = invitations.update().where(invitations.c.id == offered.id, invitations.c.used_by.is_(None))
            if connection.execute(taken.values(used_by=made.id)).rowcount != 1:
                raise AccountError("this invitation was used just now: ask for another")
            return made


def _open_invitation(secret: str) -> Any:
    known = invitations.c.id == digest(secret)
    return select(invitations).where(known, invitations.c.used_by.is_(None), invitations.c.expires > now())


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(row.id, cast(Role, row.role), row.by, moment_of(row.expires))
