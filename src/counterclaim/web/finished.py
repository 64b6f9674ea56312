"""Answers that were made before and still hold: no page is made twice of the same rows.

    Finished.answer     the answer of a route: one that was kept, or a new one

What an answer rests on is said by its route: the program alone, or the ledger too. The log of a ledger only grows, so
its size says whether an answer still holds; none is ever out of date. An answer is kept by everything else that it
may depend on: address, language, and who asks as far as a page shows it.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from starlette.responses import Response

    from counterclaim.web.asked import Asked

RestsOn = Literal["", "program", "ledger"]
KEPT = 48 << 20  # bytes of answers in memory
LARGEST = 2 << 20  # … and of one of them
WORTH = 1_400  # bytes that are one packet on the way, packed or not
PACKED = ("text/html", "text/css", "text/javascript", "text/plain", "application/json", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class _Made:
    body: bytes
    headers: dict[str, str]
    packed: bytes = b""  # the same body in gzip, once somebody has asked for that

    def response(self, packed: bool) -> Response:
        """The answer; ``packed`` where there is such a body and the asker can unpack it."""
        from starlette.responses import Response

        if not (packed and self.packed):
            return Response(self.body, headers=self.headers)
        tag = self.headers["etag"].rstrip('"') + '-gzip"'
        return Response(self.packed, headers={**self.headers, "etag": tag, "content-encoding": "gzip"})


class Finished:
    """The answers of one server that were asked for last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[object, ...], _Made] = OrderedDict()
        self._bytes = 0

    def answer(self, rests_on: RestsOn, asked: Asked, make: Callable[[], Response], packed: bool = False) -> Response:
        """The answer to what is asked; ``make`` makes it where none is kept that holds. ``packed``: gzip is taken."""
        from starlette.responses import Response

        if not rests_on or asked.method not in ("GET", "HEAD"):
            return make()
        key = (rests_on, asked.site.stands_at() if rests_on == "ledger" else None, *_key(asked))
        with self._lock:
            made = self._kept.get(key)
            if made is not None:
                self._kept.move_to_end(key)
        if made is None:
            response = make()
            body = response.body if type(response) is Response else None
            if not isinstance(body, bytes) or response.status_code != 200 or len(body) > LARGEST:
                return response
            response.headers["etag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            made = _Made(body, {k: v for k, v in response.headers.items() if k != "content-length"})
        elif made.packed or not packed:
            return made.response(packed)
        if packed and len(made.body) >= WORTH and made.headers.get("content-type", "").split(";")[0] in PACKED:
            made = replace(made, packed=gzip.compress(made.body, 6, mtime=0))
        self._keep(key, made)
        return made.response(packed)

    def _keep(self, key: tuple[object, ...], made: _Made) -> None:
        with self._lock:
            before = self._kept.pop(key, None)
            self._kept[key] = made
            self._bytes += _size(made) - (_size(before) if before else 0)
            while self._bytes > KEPT:
                self._bytes -= _size(self._kept.popitem(last=False)[1])


def _size(made: _Made) -> int:
    return len(made.body) + len(made.packed)


def _key(asked: Asked) -> tuple[object, ...]:
    person = asked.person
    name = person.name if person.means == "session" else ""
    who = (person.role, person.means, person.scopes, name)
    return (asked.base, asked.path, asked.suffix, tuple(asked.query), asked.words.language, *who)
