"""The tables of accounts, and what stands in them: days as UTC texts, of secrets only a digest."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Column, Integer, MetaData, Table, Text

from counterclaim.ledger.rows import stamp

metadata = MetaData()


def _text(
    name: str, *, needed: bool = True, key: bool = False, unique: bool = False, index: bool = False
) -> Column[str]:
    return Column(name, Text, nullable=not needed, primary_key=key, unique=unique or None, index=index or None)


versions = Table("accounts_version", metadata, Column("version", Integer, primary_key=True, autoincrement=False))
users = Table(
    "accounts_users",
    metadata,
    _text("id", key=True),
    _text("name"),
    _text("folded", unique=True),  # names differ by more than case
    _text("role"),
    _text("password", needed=False),
    _text("issuer", needed=False),
    _text("subject", needed=False),
    _text("made"),
    _text("ended", needed=False),
)
invitations = Table(
    "accounts_invitations",
    metadata,
    _text("id", key=True),
    _text("role"),
    _text("by"),
    _text("made"),
    _text("expires"),
    _text("used_by", needed=False),
)
sessions = Table(
    "accounts_sessions",
    metadata,
    _text("id", key=True),
    _text("user", index=True),
    _text("made"),
    _text("seen"),
)
tokens = Table(
    "accounts_tokens",
    metadata,
    _text("id", key=True),
    _text("user", index=True),
    _text("label"),
    _text("scopes"),
    _text("made"),
    _text("expires"),
)
arrivals = Table(  # people who are at a provider to sign in there
    "accounts_arrivals",
    metadata,
    _text("id", key=True),
    _text("nonce"),
    _text("verifier"),
    _text("onward"),
    _text("invitation", needed=False),
    _text("made"),
)


def digest(secret: str) -> str:
    """What is kept of a secret of 256 random bits: its SHA-256, which needs no salt."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def now() -> str:
    """The time as it is written."""
    return stamp(datetime.now(UTC))
