"""Where a server listens, and what that demands: anything but this computer alone needs accounts.

gate_for     host, public address, accounts → the Gate, or a sentence that says what is missing
"""

from __future__ import annotations

import os
from dataclasses import replace
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from counterclaim.model import CounterclaimError
from counterclaim.web.guard import LOOPBACK, Gate, alone_here

if TYPE_CHECKING:
    from counterclaim.web.accounts import Accounts


def is_loopback(host: str) -> bool:
    """Whether a name or address is this computer's own, which no other can reach."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def gate_for(
    host: str,
    *,
    ledger: str | None = None,
    accounts: str | None = None,
    url: str | None = None,
    public: bool = False,
    login: bool = False,
) -> Gate:
    """What a server at ``host`` allows, which people reach at ``url``; raises when that would let strangers in.

    On loopback the one who started it needs no login, unless ``login`` asks for accounts. A ``url`` of another name
    says that somebody else can reach it, by way of a proxy. ``public`` needs no accounts: nobody can change anything.
    """
    hosts, address = _names(host, url)
    if public:
        return Gate(public=True, url=address, hosts=hosts)
    outside = not is_loopback(host) or any(not is_loopback(name) for name in hosts)
    if not outside and not login:
        return alone_here()
    return Gate(accounts=_accounts(ledger, accounts, address or host), url=address, hosts=hosts)


def vouched_by(gate: Gate, issuer: str, client: str) -> Gate:
    """The gate with a provider that vouches for people; its secret comes from COUNTERCLAIM_OIDC_SECRET."""
    from counterclaim.web.provider import Provider

    if gate.accounts is None:
        raise CounterclaimError(
            "a provider vouches for accounts, and there are none here: add --login, or leave out --oidc"
        )
    parts = urlsplit(issuer)
    if not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))):
        raise CounterclaimError(f"“{issuer}” is no issuer; write its https:// address as its discovery document has it")
    secret = os.environ.get("COUNTERCLAIM_OIDC_SECRET", "")
    if not secret:
        raise CounterclaimError(f"{issuer} knows us by a secret: set it in COUNTERCLAIM_OIDC_SECRET")
    return replace(gate, provider=Provider(issuer, client, secret, parts.hostname or issuer))


def _names(host: str, url: str | None) -> tuple[frozenset[str], str | None]:
    """The names by which a server goes, and its public address without a path."""
    names = LOOPBACK if is_loopback(host) else frozenset({host.strip("[]").lower()})
    if url is None:
        if host.strip("[]") in ("0.0.0.0", "::"):
            raise CounterclaimError(
                f"{host} is every address of this computer; say by which one people reach it, as "
                "--url https://claims.example.org"
            )
        return names, None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise CounterclaimError(f"“{url}” is no address of a server; write it as https://claims.example.org")
    return names | {parts.hostname.lower()}, f"{parts.scheme}://{parts.netloc.lower()}"


def _accounts(ledger: str | None, accounts: str | None, where: str) -> Accounts:
    from counterclaim.web.accounts import AccountError
    from counterclaim.web.accounts_command import open_accounts

    option = f"--accounts {accounts}" if accounts else f"--ledger {ledger}"
    how = f"make one with: counterclaim accounts add NAME --role admin {option}"
    if not accounts and not ledger:
        raise CounterclaimError(
            f"{where} can be reached by others, so people must sign in: name the ledger, then {how}"
        )
    try:
        held = open_accounts(ledger, accounts, create=False)
    except AccountError:
        held = None
    if held is None or held.is_empty():
        raise CounterclaimError(
            f"{where} can be reached by others, so people must sign in, and nobody has an account yet; {how}"
        )
    return held
