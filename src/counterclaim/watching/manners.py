"""How servers are asked: one at a time, with pauses, and only for what their robots.txt allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from counterclaim.model import FetchError

if TYPE_CHECKING:
    from counterclaim.documents.addresses import AddressPolicy, Fetched

AGENT = "counterclaim"
_ROBOTS = 86_400.0  # seconds for which a robots.txt is believed


class Manners:
    """Asks servers one at a time, with a pause between two requests to a host, and only what robots.txt allows."""

    def __init__(
        self, delay: float, policy: AddressPolicy | None, now: Callable[[], float], wait: Callable[[float], None]
    ) -> None:
        self._delay, self._policy, self._now, self._wait = delay, policy, now, wait
        self._asked: dict[str, float] = {}
        self._rules: dict[str, tuple[float, Any]] = {}

    def fetch(self, url: str, etag: str | None = None, modified: str | None = None) -> Fetched:
        """The page at an address; raises ``FetchError``, for one that robots.txt forbids as well."""
        rules = self._robots(url)
        if rules is not None and not rules.can_fetch(url, AGENT):
            raise FetchError(f"the robots.txt of {urlsplit(url).netloc} forbids to read {url}")
        pause = float(rules.crawl_delay(AGENT) or 0.0) if rules is not None else 0.0
        return self._ask(url, min(max(self._delay, pause), 300.0), etag, modified)

    def _ask(self, url: str, pause: float, etag: str | None = None, modified: str | None = None) -> Fetched:
        from counterclaim.documents.addresses import fetch

        host = urlsplit(url).netloc.lower()
        left = self._asked.get(host, -pause) + pause - self._now()
        if left > 0:
            self._wait(left)
        try:
            return fetch(url, policy=self._policy, etag=etag, modified=modified)
        finally:
            self._asked[host] = self._now()

    def _robots(self, url: str) -> Any:
        """The rules of a host as RFC 9309 says: none where it has no file; nothing is read where it cannot answer."""
        from protego import Protego

        from counterclaim.documents.addresses import AnswerError

        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        read_at, rules = self._rules.get(host, (0.0, None))
        if host in self._rules and self._now() - read_at < _ROBOTS:
            return rules
        try:
            found = self._ask(f"{host}/robots.txt", self._delay)
            rules = Protego.parse(found.content[:512_000].decode("utf-8", "replace"))
        except AnswerError as error:
            if error.status >= 500 or error.status == 429:
                raise FetchError(
                    f"{parts.netloc} cannot say what may be read: its robots.txt answers {error.status}"
                ) from None
            rules = None
        self._rules[host] = self._now(), rules
        return rules
