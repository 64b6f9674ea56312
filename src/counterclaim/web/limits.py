"""How often one client may ask: a token bucket each, of bounded number.

A bucket holds ``burst`` requests and gains ``rate`` a second; what costs more takes more. A client is an account, a
token, or an address (of IPv6 its first 64 bits, which one household has).
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from threading import Lock

CLIENTS = 20_000  # buckets that are remembered; the one unused longest goes first


@dataclass(frozen=True, slots=True)
class Limit:
    """``rate`` requests a second in the long run, ``burst`` at once."""

    rate: float
    burst: float


READING = Limit(20.0, 200.0)  # one person's clicks, with the style and pictures of each page
SIGNING_IN = Limit(1 / 12, 10.0)  # tries of a password, by the name that is tried and by who tries


class Buckets:
    """The buckets of all clients under one limit. ``clock`` counts seconds and never goes back."""

    def __init__(self, limit: Limit, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self._clock = clock
        self._lock = Lock()
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()  # how full, and when that was

    def take(self, client: str, cost: float = 1.0) -> int:
        """Takes from a client's bucket: 0 when there was enough, else the whole seconds until there will be."""
        limit = self.limit
        cost = min(cost, limit.burst)
        with self._lock:
            now = self._clock()
            level, at = self._held.pop(client, (limit.burst, now))
            level = min(limit.burst, level + (now - at) * limit.rate)
            enough = level >= cost
            self._held[client] = (level - cost if enough else level, now)
            if len(self._held) > CLIENTS:
                self._held.popitem(last=False)
        return 0 if enough else max(1, math.ceil((cost - level) / limit.rate))


def client_of(address: str) -> str:
    """The name of a client by its address."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped) if ip.ipv4_mapped else f"{IPv6Address(int(ip) >> 64 << 64)}/64"
    return str(ip)
