"""``counterclaim accounts``: who may sign in to a served ledger, and with which role."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim.console import writing
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.web.accounts import Accounts

accounts_app = typer.Typer(
    help="Who may sign in to a served ledger: people with roles.", rich_markup_mode=None, no_args_is_help=True
)


class GivenRole(StrEnum):
    """The roles an account can have; each may do what those before it may."""

    reader = "reader"
    coder = "coder"
    editor = "editor"
    admin = "admin"


LedgerOf = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="FILE|postgresql://…",
        envvar="COUNTERCLAIM_LEDGER",
        help="The ledger whose accounts are meant.",
    ),
]
AccountsAt = Annotated[
    str | None,
    typer.Option(
        "--accounts",
        metavar="FILE|postgresql://…",
        envvar="COUNTERCLAIM_ACCOUNTS",
        help="Where accounts are kept; beside the ledger unless named.",
    ),
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name under which a person signs in and signs rows.")]
FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, not from the keyboard.")
]


def open_accounts(ledger: str | None, accounts: str | None, *, create: bool = True) -> Accounts:
    """The accounts named, or those beside the ledger named."""
    if not (accounts or ledger):
        raise CounterclaimError("which accounts? Name the ledger with --ledger ledger.db, or in COUNTERCLAIM_LEDGER")
    from counterclaim.web.accounts import Accounts, beside

    return Accounts(accounts or beside(ledger or ""), create=create)


@contextmanager
def _opened(ledger: str | None, accounts: str | None, create: bool = False) -> Iterator[Accounts]:
    held = open_accounts(ledger, accounts, create=create)
    try:
        yield held
    finally:
        held.close()


@accounts_app.command("add")
def add(
    name: Name,
    role: Annotated[GivenRole, typer.Option(help="What they may do.")] = GivenRole.reader,
    password_stdin: FromInput = False,
    ledger: LedgerOf = None,
    accounts: AccountsAt = None,
) -> None:
    """Add a person with a password. Given the name of a person who is there, set another password.

    \b
    Examples:
      counterclaim accounts add Olena --role admin --ledger war.db
      pwgen 24 1 | counterclaim accounts add Olena --role admin --ledger war.db --password-stdin
    """
    from counterclaim.web.accounts import AccountError

    with _opened(ledger, accounts, create=True) as held:
        password = _password(password_stdin)
        try:
            known = held.find(name)
        except AccountError:
            known = None
        if known is None:
            made = held.add(name, role.value, password)
            _say(f"{made.name} may sign in as {made.role}.")
        elif known.ended is not None:
            raise AccountError(f"the account of {known.name} was ended, and the name stays taken: choose another")
        else:
            held.set_password(known.name, password)
            _say(f"{known.name} has another password and is still {known.role}; open sessions have ended.")


@accounts_app.command("list")
def list_accounts(ledger: LedgerOf = None, accounts: AccountsAt = None) -> None:
    """List everybody who has or had an account, and the invitations that are open."""
    with _opened(ledger, accounts) as held:
        lines = [("name", "role", "since", "signs in with", "ended")]
        for user in held.users():
            ended = "" if user.ended is None else f"{user.ended:%Y-%m-%d}"
            lines.append((user.name, user.role, f"{user.made:%Y-%m-%d}", user.provider or "a password", ended))
        invited = held.invitations()
    widths = [max(len(line[at]) for line in lines) for at in range(5)]
    with writing() as stream:
        for line in lines:
            stream.write("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n")
        for each in invited:
            stream.write(
                f"An invitation as {each.role}, by {each.by}, is open until {each.expires:%Y-%m-%d %H:%M} UTC.\n"
            )


@accounts_app.command("role")
def role(
    name: Name,
    role: Annotated[GivenRole, typer.Argument(metavar="ROLE", help="reader, coder, editor or admin.")],
    ledger: LedgerOf = None,
    accounts: AccountsAt = None,
) -> None:
    """Give a person another role, from their next click on."""
    with _opened(ledger, accounts) as held:
        user = held.set_role(name, role.value)
    _say(f"{user.name} is {user.role} now.")


@accounts_app.command("revoke")
def revoke(name: Name, ledger: LedgerOf = None, accounts: AccountsAt = None) -> None:
    """End an account at once, with its sessions and tokens. What the person did stays in the ledger under the name."""
    with _opened(ledger, accounts) as held:
        user = held.revoke(name)
    _say(f"{user.name} can no longer sign in.")


@accounts_app.command("invite")
def invite(
    role: Annotated[GivenRole, typer.Option(help="What they will be able to do.")] = GivenRole.reader,
    url: Annotated[
        str, typer.Option(metavar="URL", help="The address by which people reach the server.")
    ] = "http://127.0.0.1:8123",
    days: Annotated[int, typer.Option(min=1, max=90, help="How long the invitation holds.")] = 7,
    ledger: LedgerOf = None,
    accounts: AccountsAt = None,
) -> None:
    """Print a link with which one person can make an account, once. Send it to that person alone."""
    from counterclaim.keeping import who

    with _opened(ledger, accounts, create=True) as held:
        secret = held.invite(role.value, who(), timedelta(days=days))
    _say(f"{url.rstrip('/')}/join/{secret}")


def _say(sentence: str) -> None:
    with writing() as stream:
        stream.write(sentence + "\n")


def _password(from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise CounterclaimError("a password is typed at the keyboard; from a program, give it with --password-stdin")
    import getpass

    first = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != first:
        raise CounterclaimError("the two passwords differ; nothing was changed")
    return first
