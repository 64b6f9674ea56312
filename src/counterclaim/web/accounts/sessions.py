"""What people and programs come with: sessions of browsers, tokens of programs, and those who are at a provider."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Row, select

from counterclaim.ledger.rows import moment_of, stamp
from counterclaim.web.accounts.opening import AccountError, Opened
from counterclaim.web.accounts.people import User, user_of
from counterclaim.web.accounts.tables import arrivals, digest, now, sessions, tokens, users
from counterclaim.web.roles import SCOPES, Scope

IDLE = timedelta(hours=12)  # a session ends after this long without a request …
LONGEST = timedelta(days=14)  # … and after this long in any case
_NOTED = timedelta(minutes=1)  # how old the note of the last request may be
SIGNING_IN = timedelta(minutes=10)  # the time a provider has to send somebody back


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


class Sessions(Opened):
    """Sessions, tokens and arrivals."""

    def begin_session(self, user: User) -> str:
        """A secret for the browser of a person who has just signed in."""
        secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
        with self.writing() as connection:
            connection.execute(sessions.delete().where(sessions.c.made < stamp(now - LONGEST)))
            line = {"id": digest(secret), "user": user.id, "made": stamp(now), "seen": stamp(now)}
            connection.execute(sessions.insert().values(**line))
        return secret

    def by_session(self, secret: str) -> User | None:
        """Whose session a secret is; ``None`` for one that is unknown, ended or too old."""
        name, now = digest(secret), datetime.now(UTC)
        with self.reading() as connection:
            asked = select(users, sessions.c.seen).join(sessions, sessions.c.user == users.c.id)
            alive = (sessions.c.seen > stamp(now - IDLE), sessions.c.made > stamp(now - LONGEST))
            row = connection.execute(asked.where(sessions.c.id == name, users.c.ended.is_(None), *alive)).first()
        if row is None:
            return None
        if moment_of(row.seen) < now - _NOTED:
            with self.writing() as connection:
                connection.execute(sessions.update().where(sessions.c.id == name).values(seen=stamp(now)))
        return user_of(row)

    def end_session(self, secret: str) -> None:
        """Ends one session."""
        with self.writing() as connection:
            connection.execute(sessions.delete().where(sessions.c.id == digest(secret)))

    def end_sessions(self, user: str) -> None:
        """Ends every session of a person."""
        with self.writing() as connection:
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
        with self.writing() as connection:
            connection.execute(tokens.insert().values(**line, **times))
        return secret

    def by_token(self, secret: str) -> tuple[User, Token] | None:
        """Whose token a secret is, and what it may do."""
        with self.reading() as connection:
            asked = select(tokens, *(column.label(f"owner_{column.name}") for column in users.c))
            known = (tokens.c.id == digest(secret), tokens.c.expires > now(), users.c.ended.is_(None))
            row = connection.execute(asked.join(users, users.c.id == tokens.c.user).where(*known)).first()
        if row is None:
            return None
        owner = User(row.user, row.owner_name, row.owner_role, moment_of(row.owner_made), None, row.owner_issuer)
        return owner, _token(row)

    def tokens(self, user: str) -> list[Token]:
        """The tokens of a person that still hold."""
        with self.reading() as connection:
            asked = select(tokens).where(tokens.c.user == user, tokens.c.expires > now()).order_by(tokens.c.made)
            return [_token(row) for row in connection.execute(asked)]

    def end_token(self, user: str, token: str) -> None:
        """Ends a person's token, by its id."""
        with self.writing() as connection:
            connection.execute(tokens.delete().where(tokens.c.id == token, tokens.c.user == user))

    def sent_away(self, arrival: Arrival) -> str:
        """Notes that somebody goes to a provider to sign in; the secret with which they must come back."""
        secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
        line = {"nonce": arrival.nonce, "verifier": arrival.verifier, "onward": arrival.onward}
        with self.writing() as connection:
            connection.execute(arrivals.delete().where(arrivals.c.made < stamp(now - SIGNING_IN)))
            line |= {"id": digest(secret), "made": stamp(now)}
            connection.execute(arrivals.insert().values(**line, invitation=arrival.invitation))
        return secret

    def come_back(self, secret: str) -> Arrival | None:
        """Who comes back with a secret: once, and not too late."""
        with self.writing() as connection:
            known = arrivals.c.id == digest(secret)
            row = connection.execute(select(arrivals).where(known)).first()
            if row is None or connection.execute(arrivals.delete().where(known)).rowcount != 1:
                return None
        if moment_of(row.made) < datetime.now(UTC) - SIGNING_IN:
            return None
        return Arrival(row.nonce, row.verifier, row.onward, row.invitation)


def _token(row: Row[Any]) -> Token:
    scopes = frozenset(cast(list[Scope], row.scopes.split()))
    return Token(row.id, row.label, scopes, moment_of(row.made), moment_of(row.expires))
