"""Who may do what: four roles, each holding those before it, and the scopes that a program's token may be given.

MAY        role → what it adds, in words        SCOPES   scope → what it lets a program do
Person     who is asking: by name, role, and by what means it is known
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Role = Literal["anyone", "reader", "coder", "editor", "admin"]
Scope = Literal["read", "judge", "add"]
Means = Literal["nobody", "alone", "session", "token", "public"]

MAY: Mapping[Role, str] = {
    "anyone": "sees the page to sign in, and what an operator has published",
    "reader": "reads the ledger, checks a text, traces figures, exports",
    "coder": "judges claims: accepts, rejects, corrects, and takes back what they said",
    "editor": "adds documents, settles where coders differ, and sees personal details, with a reason that is kept",
    "admin": "invites people, changes roles, and ends accounts",
}
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may; "anyone" has no account
GIVEN: tuple[Role, ...] = ROLES[1:]  # what an account can have

# A token never lets a program into accounts, nor past the role of its owner.
SCOPES: Mapping[Scope, str] = {
    "read": "read the ledger, check a text, trace figures",
    "judge": "judge claims in your name",
    "add": "add documents in your name",
}
SCOPE_OF: Mapping[Role, Scope | None] = {"reader": "read", "coder": "judge", "editor": "add", "admin": None}


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. ``name`` is what rows are signed with; nobody in particular has the role ``anyone``.

    ``means``: nobody signed in, alone on this computer, a session, a program's token, or the public. ``scopes`` limit a
    token; ``user`` is the account's id.
    """

    name: str
    role: Role
    means: Means = "alone"
    scopes: frozenset[Scope] = field(default_factory=frozenset)
    user: str | None = None

    def may(self, needed: Role) -> bool:
        """Whether the person's role reaches that far, and a token's scopes too."""
        if ROLES.index(self.role) < ROLES.index(needed):
            return False
        return self.means != "token" or needed == "anyone" or SCOPE_OF[needed] in self.scopes


NOBODY = Person("", "anyone", "nobody")
PUBLIC = Person("", "reader", "public")  # may see what is published, and changes nothing
