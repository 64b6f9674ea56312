"""Signing in and out, taking up an invitation, and coming back from a provider."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from counterclaim.model import CounterclaimError
from counterclaim.web.answers import Answer, Elsewhere
from counterclaim.web.asked import Asked, NoSuchPage, NotAllowed, local
from counterclaim.web.limits import client_of

if TYPE_CHECKING:
    from counterclaim.web.accounts import Accounts, User
    from counterclaim.web.provider import Provider, Vouched

ARRIVAL = "counterclaim-arrival"  # the cookie of somebody who is at a provider


def accounts_of(asked: Asked) -> Accounts:
    """The accounts behind these pages; there is no such page where nobody needs one."""
    held = asked.site.gate.accounts
    if held is None:
        raise NoSuchPage("nobody signs in here: these pages have no accounts")
    return held


def ask(asked: Asked) -> Answer:
    """The form."""
    accounts_of(asked)
    return _form(asked, local(asked.one("onward", "/")))


def _form(asked: Asked, onward: str, wrong: str = "", status: int = 200) -> Answer:
    provider = asked.site.gate.provider
    shown = {"onward": onward, "provider": provider.title if provider else "", "wrong": wrong}
    return Answer("login.html", {}, {**shown, "typed": asked.typed("name")}, status=status)


def enter(asked: Asked) -> Answer | Elsewhere:
    """Lets in who has the password; says no more than that a name and a password do not belong together."""
    held, name, onward = accounts_of(asked), asked.typed("name"), local(asked.typed("onward") or "/")
    tries = asked.site.gate.tries
    wait = max(tries.take(f"name {name.casefold()[:200]}"), tries.take(f"from {client_of(asked.client)}"))
    if wait:
        return _form(asked, onward, asked.words("account.too-often", n=wait), 429)
    user = held.by_password(name, asked.form.get("password", ""))
    if user is None:
        return _form(asked, onward, asked.words("account.wrong"), 403)
    return _in(asked, user, onward)


def _in(asked: Asked, user: User, onward: str) -> Elsewhere:
    """Begins a session; the one before, if there was one, ends."""
    held, cookie = accounts_of(asked), asked.site.gate.cookie
    if asked.cookies.get(cookie):
        held.end_session(asked.cookies[cookie])
    return Elsewhere(onward, kept={cookie: held.begin_session(user), ARRIVAL: ""})


def leave(asked: Asked) -> Elsewhere:
    """Ends the session."""
    cookie = asked.site.gate.cookie
    if asked.cookies.get(cookie):
        accounts_of(asked).end_session(asked.cookies[cookie])
    return Elsewhere("/login", kept={cookie: ""})


# ------------------------------------------------------------------------------------------------- invitations


def invited(asked: Asked) -> Answer:
    """What an invitation offers, and the form to take it up."""
    return _offer(asked)


def _offer(asked: Asked, wrong: str = "") -> Answer:
    secret, provider = asked.parts["secret"], asked.site.gate.provider
    offered = accounts_of(asked).invitation(secret)
    if offered is None:
        raise NoSuchPage(asked.words("account.no-invitation"))
    shown = {"secret": secret, "offered": offered, "wrong": wrong, "typed": asked.typed("name")}
    title = provider.title if provider else ""
    return Answer("join.html", {}, {**shown, "provider": title}, status=400 if wrong else 200)


def join(asked: Asked) -> Answer | Elsewhere:
    """Makes the account, and lets its owner in."""
    held, password = accounts_of(asked), asked.form.get("password", "")
    if held.invitation(asked.parts["secret"]) is None:
        raise NoSuchPage(asked.words("account.no-invitation"))
    if password != asked.form.get("again", ""):
        return _offer(asked, asked.words("account.differ"))
    try:
        user = held.accept(asked.parts["secret"], asked.typed("name"), password=password)
    except CounterclaimError as error:
        return _offer(asked, str(error))
    return _in(asked, user, "/")


# -------------------------------------------------------------------------------------------------- a provider


def _provider(asked: Asked) -> Provider:
    provider = asked.site.gate.provider
    if provider is None:
        raise NoSuchPage("nobody else vouches for people here")
    return provider


def _back_address(asked: Asked) -> str:
    return f"{asked.site.gate.url or asked.base}/login/back"


def go(asked: Asked) -> Elsewhere:
    """Sends a person to the provider, and remembers what they must bring back."""
    from counterclaim.web.accounts import Arrival

    held, provider = accounts_of(asked), _provider(asked)
    arrival = Arrival(
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        onward=local(asked.one("onward", "/")),
        invitation=asked.one("invitation") or None,
    )
    state = held.sent_away(arrival)
    return Elsewhere(provider.way(_back_address(asked), state, arrival), kept={ARRIVAL: state})


def back(asked: Asked) -> Elsewhere:
    """Lets in whom the provider vouches for, where an account or an invitation waits for them."""
    held, provider = accounts_of(asked), _provider(asked)
    state = asked.cookies.get(ARRIVAL, "")
    arrival = held.come_back(state) if state else None
    if arrival is None:
        raise NotAllowed(asked.words("account.lost"))
    answer = dict(asked.query)
    found = provider.vouched(_back_address(asked), answer, state, arrival)
    user = held.by_provider(found.issuer, found.subject)
    if user is None:
        if arrival.invitation is None:
            raise NotAllowed(asked.words("account.stranger", title=provider.title))
        user = _accepted(held, arrival.invitation, found)
    return _in(asked, user, arrival.onward)


def _accepted(held: Accounts, invitation: str, found: Vouched) -> User:
    """The account of an invitation, under the name the provider gives or, where it is taken, one like it."""
    for number in range(1, 10):
        name = found.name if number == 1 else f"{found.name} {number}"
        if not held.has_name(name):
            return held.accept(invitation, name, provider=(found.issuer, found.subject))
    raise NotAllowed(f"the name {found.name} is taken")
