"""Several processes that serve one ledger: how each is started, and the buckets of clients that they share.

    Serving          what a process needs to serve: plain values that travel to it
    made             Serving → the app, in a process of its own
    SharedBuckets    the limits of all clients, in one file that every process maps

Sessions, tokens and jobs are kept where every process sees them; a client's bucket is the same whichever answers.
"""

from __future__ import annotations

import hashlib
import math
import mmap
import os
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from counterclaim.web.limits import READING, SIGNING_IN, Buckets, Limit

if TYPE_CHECKING:
    from counterclaim.web.guard import Gate

SLOTS = 16_384  # clients that are remembered, in groups
GROUP = 8  # places of one client; the fullest bucket of the group makes room, as it has forgotten least
_SLOT = struct.Struct("=Qdd")  # who, how full, and when that was


class SharedBuckets(Buckets):
    """Buckets in a file of their own. The clock is the system's, which all processes of a computer share."""

    def __init__(self, limit: Limit, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(limit, clock)
        self._mine = Lock()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._file, SLOTS * _SLOT.size)
        self._slots = mmap.mmap(self._file, SLOTS * _SLOT.size)

    def take(self, client: str, cost: float = 1.0) -> int:
        """Takes from a client's bucket: 0 when there was enough, else the whole seconds until there will be."""
        limit, cost = self.limit, min(cost, self.limit.burst)
        who = int.from_bytes(hashlib.blake2b(client.encode("utf-8", "replace"), digest_size=8).digest(), "little") or 1
        first = who % (SLOTS // GROUP) * GROUP
        with self._alone():
            now = self._clock()
            at, level = self._place(first, who, now)
            enough = level >= cost
            _SLOT.pack_into(self._slots, at, who, level - cost if enough else level, now)
        return 0 if enough else max(1, math.ceil((cost - level) / limit.rate))

    def _place(self, first: int, who: int, now: float) -> tuple[int, float]:
        """Where a client's bucket stands, and how full it is by now."""
        fullest = (0, -1.0)
        for slot in range(first, first + GROUP):
            held, level, then = _SLOT.unpack_from(self._slots, slot * _SLOT.size)
            level = min(self.limit.burst, level + (now - then) * self.limit.rate) if held else self.limit.burst
            if held == who:
                return slot * _SLOT.size, level
            if level > fullest[1]:
                fullest = (slot * _SLOT.size, level)
        return fullest[0], self.limit.burst

    @contextmanager
    def _alone(self) -> Iterator[None]:
        import fcntl

        with self._mine:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


@dataclass(frozen=True, slots=True)
class Serving:
    """What was asked of ``serve``: where the ledger is, who may come, and where what is shared lies."""

    ledger: str | None
    originals: str | None
    host: str
    accounts: str | None
    url: str | None
    login: bool
    oidc: str | None
    oidc_client: str
    public: bool
    fetch: bool
    demo: bool
    shared: str  # a folder

    def gate(self) -> Gate:
        """Who may come."""
        from counterclaim.web.binding import gate_for, vouched_by

        gate = gate_for(
            self.host, ledger=self.ledger, accounts=self.accounts, url=self.url, public=self.public, login=self.login
        )
        gate = gate if self.oidc is None else vouched_by(gate, self.oidc, self.oidc_client)
        folder = Path(self.shared)
        return replace(
            gate, buckets=SharedBuckets(READING, folder / "reading"), tries=SharedBuckets(SIGNING_IN, folder / "tries")
        )


def made(serving: Serving) -> Any:
    """The app, as each process makes it for itself."""
    from threading import Thread

    from counterclaim.web.app import create_app
    from counterclaim.web.serving import made_ready, site_of

    site = site_of(serving.ledger, serving.originals, public=serving.public, fetch=serving.fetch, demo=serving.demo)
    site.gate = serving.gate()
    Thread(target=made_ready, args=(site,), daemon=True).start()
    return create_app(site)
