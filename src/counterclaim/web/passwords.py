"""Passwords: Argon2id hashes, checked two at a time, and as slowly for a name that nobody has.

Argon2id with 19 MiB, two passes and one lane, as the OWASP Password Storage Cheat Sheet has it.
"""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 1_000  # letters
_AT_ONCE = BoundedSemaphore(2)  # a check takes memory and a processor core


class PasswordError(CounterclaimError):
    """A password that cannot be taken."""


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ImportError:
        raise CounterclaimError(
            "accounts need some more packages; run: python -m pip install 'counterclaim[web]'"
        ) from None
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _nobodys() -> str:
    return _hasher().hash("the password of a name that nobody has")


def must_be_good(password: str, name: str) -> None:
    """Refuses a password that is too short or too long, is one letter again and again, or is the name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordError(f"a password needs from {SHORTEST} to {LONGEST:,} letters; several words are a good one")
    if len(set(password)) < 5 or password.casefold().strip() == name.casefold().strip():
        raise PasswordError("this password is too easy to guess; several words are a good one")


def password_hash(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _hasher().hash(password.encode("utf-8", "replace"))


def check_password(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was kept; without one the answer is no, and takes as long."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with _AT_ONCE:
        try:
            right = _hasher().verify(kept or _nobodys(), password[:LONGEST].encode("utf-8", "replace"))
        except (VerificationError, InvalidHashError):
            return False
    return right and kept is not None
