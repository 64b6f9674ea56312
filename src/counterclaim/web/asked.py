"""What a view is given: who asks, for what, in which language of the interface, with which form and files.

NoSuchPage      there is nothing at that address (404)
NotAllowed      the person's role does not reach (403)
Person          who asks, and what role they have
Asked           one request, read before the view runs
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from counterclaim.model import CounterclaimError
from counterclaim.web.roles import Person

if TYPE_CHECKING:
    from counterclaim.web.site import Site
    from counterclaim.web.words import Words


class NoSuchPage(CounterclaimError):
    """There is nothing at that address."""


class NotAllowed(CounterclaimError):
    """The one who asks may not do this."""


class NotKnown(NotAllowed):
    """Nobody has signed in, and this takes somebody who has."""


def local(path: str) -> str:
    """A path of these pages to go on to; the front page for anything that could lead elsewhere."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() else "/"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form: its name as the browser said it, its type, and its bytes."""

    name: str
    media_type: str | None
    content: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: everything a view may look at."""

    site: Site
    person: Person
    words: Words
    method: str
    path: str  # without the suffix
    suffix: str  # "html" where none is given
    base: str  # scheme and host, as https://example.org
    parts: Mapping[str, str] = field(default_factory=dict)  # of the path
    query: Sequence[tuple[str, str]] = ()
    form: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[Upload] = ()
    cookies: Mapping[str, str] = field(default_factory=dict)
    client: str = ""  # the address that asks
    parameters: Any = None  # the query of a program, as the route's dataclass
    body: Any = None  # what a program sent, as the route's dataclass; a file as its path

    def one(self, name: str, default: str = "") -> str:
        """The last value of a parameter of the query, stripped."""
        return next((value.strip() for key, value in reversed(self.query) if key == name), default)

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a parameter that hold something."""
        return tuple(value.strip() for key, value in self.query if key == name and value.strip())

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number of the query within bounds; the default where it is none."""
        word = self.one(name)
        return min(max(int(word), least), most) if word.isascii() and word.isdigit() else default

    def typed(self, name: str) -> str:
        """A field of the form, stripped; empty where there is none."""
        return self.form.get(name, "").strip()

    def link(self, suffix: str = "", path: str | None = None, /, **changed: str | None) -> str:
        """This address with some parameters changed: each becomes the value given, or goes for ``None``."""
        kept = [(key, value) for key, value in self.query if key not in changed and value]
        kept += [(key, value) for key, value in changed.items() if value]
        where = (self.path if path is None else path) + (f".{suffix}" if suffix else "")
        return where + (f"?{urlencode(kept)}" if kept else "")
