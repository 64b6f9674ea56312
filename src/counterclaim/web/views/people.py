"""Everybody's accounts, for admins: invitations by link, roles, ending."""

from __future__ import annotations

from typing import cast

from counterclaim.model import CounterclaimError
from counterclaim.web.answers import Answer, Elsewhere
from counterclaim.web.asked import Asked, NoSuchPage
from counterclaim.web.roles import GIVEN, MAY, Role
from counterclaim.web.views.signing_in import accounts_of


def listed(asked: Asked) -> Answer:
    """Everybody who has or had an account, and open invitations."""
    return _page(asked)


def _page(asked: Asked, *, link: str = "", wrong: str = "") -> Answer:
    held = accounts_of(asked)
    shown = {"people": held.users(), "invitations": held.invitations(), "roles": {role: MAY[role] for role in GIVEN}}
    return Answer("people.html", {}, {**shown, "link": link, "wrong": wrong}, status=400 if wrong else 200)


def invite(asked: Asked) -> Answer:
    """Makes an invitation and shows its link, once."""
    try:
        secret = accounts_of(asked).invite(cast(Role, asked.typed("role")), asked.person.name)
    except CounterclaimError as error:
        return _page(asked, wrong=str(error))
    return _page(asked, link=f"{asked.site.gate.url or asked.base}/join/{secret}")


def withdraw(asked: Asked) -> Elsewhere:
    """Takes an invitation back."""
    accounts_of(asked).withdraw(asked.typed("invitation"))
    return Elsewhere("/people")


def _name(asked: Asked) -> str:
    user = accounts_of(asked).by_id(asked.parts["user"])
    if user is None:
        raise NoSuchPage("there is no such person")
    return user.name


def set_role(asked: Asked) -> Answer | Elsewhere:
    """Gives a person another role."""
    name = _name(asked)
    try:
        accounts_of(asked).set_role(name, cast(Role, asked.typed("role")))
    except CounterclaimError as error:
        return _page(asked, wrong=str(error))
    return Elsewhere("/people")


def end(asked: Asked) -> Answer | Elsewhere:
    """Ends an account."""
    name = _name(asked)
    try:
        accounts_of(asked).revoke(name)
    except CounterclaimError as error:
        return _page(asked, wrong=str(error))
    return Elsewhere("/people")
