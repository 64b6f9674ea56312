"""One's own account: what one may do, another password, tokens for programs, leaving everywhere."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from counterclaim.model import CounterclaimError
from counterclaim.web.answers import Answer, Elsewhere
from counterclaim.web.asked import Asked
from counterclaim.web.limits import client_of
from counterclaim.web.roles import MAY, ROLES, SCOPE_OF, SCOPES, Scope
from counterclaim.web.views.signing_in import accounts_of


def own(asked: Asked) -> Answer:
    """The page."""
    return _page(asked)


def _page(asked: Asked, *, wrong: str = "", secret: str = "", done: str = "", status: int = 200) -> Answer:
    held, person = accounts_of(asked), asked.person
    user = held.by_id(person.user or "")
    tokens = held.tokens(person.user or "")
    reached = ROLES[: ROLES.index(person.role) + 1]
    offered = {scope: SCOPES[scope] for role in reached if (scope := SCOPE_OF.get(role)) is not None}
    return Answer(
        "account.html",
        {"name": person.name, "role": person.role, "may": [MAY[role] for role in reached[1:]]},
        {
            "tokens": [asdict(token) for token in tokens],
            "scopes": offered,
            "by_password": user is not None and user.provider is None,
            "wrong": wrong,
            "secret": secret,
            "done": done,
        },
        status=status,
    )


def change_password(asked: Asked) -> Answer | Elsewhere:
    """Takes another password from who knows the one before; other sessions end."""
    held, person = accounts_of(asked), asked.person
    tries = asked.site.gate.tries
    wait = max(tries.take(f"name {person.name.casefold()}"), tries.take(f"from {client_of(asked.client)}"))
    if wait:
        return _page(asked, wrong=asked.words("account.too-often", n=wait), status=429)
    user = held.by_password(person.name, asked.form.get("before", ""))
    if user is None:
        return _page(asked, wrong=asked.words("account.not-yours"), status=403)
    if asked.form.get("password", "") != asked.form.get("again", ""):
        return _page(asked, wrong=asked.words("account.differ"), status=400)
    try:
        held.set_password(person.name, asked.form.get("password", ""))
    except CounterclaimError as error:
        return _page(asked, wrong=str(error), status=400)
    return Elsewhere("/account", kept={asked.site.gate.cookie: held.begin_session(user)})


def make_token(asked: Asked) -> Answer:
    """Makes a token and shows it, once."""
    held, person = accounts_of(asked), asked.person
    user = held.by_id(person.user or "")
    days = asked.typed("days")
    scopes = frozenset(scope for scope in SCOPES if asked.form.get(f"scope-{scope}"))
    try:
        if user is None or not all(_reaches(asked, scope) for scope in scopes):
            raise CounterclaimError("a token cannot do more than you may")
        if not days.isascii() or not days.isdigit() or len(days) > 5:
            raise CounterclaimError("say for how many days the token holds")
        secret = held.make_token(user, asked.typed("label"), scopes, int(days))
    except CounterclaimError as error:
        return _page(asked, wrong=str(error), status=400)
    return _page(asked, secret=secret)


def _reaches(asked: Asked, scope: Scope) -> bool:
    return any(SCOPE_OF.get(role) == scope and asked.person.may(role) for role in ROLES)


def end_token(asked: Asked) -> Elsewhere:
    """Ends one's own token."""
    accounts_of(asked).end_token(cast(str, asked.person.user), asked.parts["token"])
    return Elsewhere("/account")


def leave_everywhere(asked: Asked) -> Elsewhere:
    """Ends every session of one's own."""
    accounts_of(asked).end_sessions(cast(str, asked.person.user))
    return Elsewhere("/login", kept={asked.site.gate.cookie: ""})
