"""Accounts: people with roles, invitations, sessions and programs' tokens, apart from the ledger's chained rows.

Beside a ledger in a file they are a file of their own (``war.db.accounts``, readable by its owner alone), so that a
copy of the ledger holds nobody's password; of a ledger on a PostgreSQL server they are tables of that server.

Passwords are kept as Argon2id hashes. Of sessions, invitations and tokens only the SHA-256 is kept: whoever reads the
tables cannot use them. Times are UTC texts with microseconds, as in the ledger.

    opening     the tables at a path or on a server
    people      names, roles, passwords        inviting     links by which accounts are made
    sessions    what browsers and programs come with
"""

from __future__ import annotations

from counterclaim.web.accounts.inviting import Invitation, Invitations
from counterclaim.web.accounts.opening import AccountError, beside
from counterclaim.web.accounts.people import People, User
from counterclaim.web.accounts.sessions import Arrival, Sessions, Token


class Accounts(People, Invitations, Sessions):
    """The accounts at an address: a path or ``postgresql://…``; made on first use unless ``create`` is false."""


__all__ = ["AccountError", "Accounts", "Arrival", "Invitation", "Token", "User", "beside"]
