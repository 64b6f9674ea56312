"""Fetching one web page without being sent anywhere else: public addresses only, checked where the connection is made.

Each name is resolved once, every address it resolves to must be public, and the connection goes to that very address;
a name cannot answer differently between the check and the connection. Each redirect is a new request and is checked
the same way. Proxies of the environment are not used, because behind a proxy the address could not be checked.
"""

from __future__ import annotations

import queue
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any

from counterclaim.model import FetchError

if TYPE_CHECKING:
    import httpcore
    import httpx

Address = IPv4Address | IPv6Address

MAX_BYTES = 20_000_000
MAX_SECONDS = 30.0
MAX_HOPS = 5
_PORTS = frozenset({80, 443, 8080, 8443})
_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_REFUSED = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # protocol assignments
            "192.88.99.0/24",  # 6to4 relays
            "168.63.129.16/32",  # a cloud's own services behind a public number
            "2001::/23",  # Teredo, ORCHID and other protocol assignments
            "2002::/16",  # 6to4: an IPv4 address inside
            "2001:db8::/32",
            "3fff::/20",  # documentation
        ),
    )
)
_SENDABLE = re.compile(r"[\x20-\x7e\x80-\xff]{1,1000}")
_HEADERS = (
    (b"User-Agent", b"counterclaim (reads one page for a person)"),
    (
        b"Accept",
        b"text/html, application/xhtml+xml, text/plain, text/markdown, application/rss+xml, application/atom+xml, "
        b"application/pdf;q=0.9, */*;q=0.1",
    ),
    (b"Accept-Language", b"en, *;q=0.5"),
    (b"Accept-Encoding", b"gzip, deflate"),
    (b"Connection", b"close"),
)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet; one with another address inside is judged by that."""
    if isinstance(address, IPv6Address):
        if address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address.scope_id is not None or address not in _UNICAST:
            return False  # mapped, compatible, translated, local, multicast and reserved addresses
    if address.is_multicast or address.is_reserved or address.is_private or not address.is_global:
        return False
    return not any(address.version == block.version and address in block for block in _REFUSED)


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Where a request may go. The default is the public internet on the usual ports."""

    allows: Callable[[Address], bool] = is_public
    ports: frozenset[int] = _PORTS


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent: bytes, its Content-Type with parameters, and the address that answered in the end.

    ``etag`` and ``modified`` are what to ask with the next time; ``unchanged`` is its answer to such a question (304).
    """

    content: bytes
    media_type: str | None
    final_url: str
    etag: str | None = None
    modified: str | None = None
    unchanged: bool = False


class AnswerError(FetchError):
    """A server answered with something else than the page: its status, and after how many seconds to come again."""

    def __init__(self, message: str, status: int, again: float | None = None) -> None:
        super().__init__(message)
        self.status, self.again = status, again


def fetch(
    url: str,
    *,
    policy: AddressPolicy | None = None,
    max_bytes: int = MAX_BYTES,
    max_seconds: float = MAX_SECONDS,
    etag: str | None = None,
    modified: str | None = None,
) -> Fetched:
    """The page at an http(s) address, following at most five redirects.

    With the ``etag`` and ``modified`` of an earlier answer, the page is sent only where it has changed since. Raises
    ``FetchError`` for an address that must not be asked, an error the server answers (``AnswerError``), more than
    ``max_bytes`` (after decompression), or more than ``max_seconds`` from start to end.
    """
    import httpcore

    policy = policy or AddressPolicy()
    deadline = time.monotonic() + max_seconds
    at = _checked(url, policy)
    earlier = [(b"If-None-Match", etag), (b"If-Modified-Since", modified)]
    asked = [(name, value.encode("latin-1")) for name, value in earlier if value and _SENDABLE.fullmatch(value)]
    for _ in range(MAX_HOPS + 1):
        try:
            with httpcore.ConnectionPool(
                ssl_context=_certificates(), network_backend=_backend(policy, deadline), retries=0, max_connections=1
            ) as pool:
                headers = [(b"Host", at.netloc), *_HEADERS, *asked]
                limits = dict.fromkeys(("connect", "read", "write", "pool"), max_seconds)
                target = httpcore.URL(
                    scheme=at.raw_scheme, host=at.raw_host, port=at.port or _port(at), target=at.raw_path
                )
                with pool.stream("GET", target, headers=headers, extensions={"timeout": limits}) as answer:
                    moved = _redirect(answer, at, policy)
                    if moved is None:
                        return _read(answer, at, max_bytes, deadline, max_seconds)
                    at = moved
        except httpcore.TimeoutException:
            raise FetchError(f"{at.host} did not answer within {max_seconds:g} seconds: try again later") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
            raise FetchError(f"{at.host} could not be reached: {error or type(error).__name__}") from None
    raise FetchError(f"{url} redirects more than {MAX_HOPS} times: open it in a browser and use the final address")


@cache
def _certificates() -> ssl.SSLContext:
    """Whom to trust, read once: it takes longer than most requests."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _checked(url: str, policy: AddressPolicy) -> httpx.URL:
    import httpx

    try:
        at = httpx.URL(url)
        host = at.host  # decodes it, which can fail on its own
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise FetchError(f"{url[:200]!r} is not an address: {error}") from None
    if at.scheme not in ("http", "https"):
        raise FetchError(f"only http and https addresses are read, not {at.scheme or 'an address without a scheme'}")
    if not host:
        raise FetchError(f"{url[:200]!r} names no server")
    if at.userinfo:
        raise FetchError("an address with a user name or password in it is not fetched")
    port = at.port or _port(at)
    if port not in policy.ports:
        raise FetchError(f"port {port} is not one that web pages are served from; it is not fetched")
    return at


def _port(at: httpx.URL) -> int:
    return 443 if at.scheme == "https" else 80


def _redirect(answer: httpcore.Response, at: httpx.URL, policy: AddressPolicy) -> httpx.URL | None:
    if answer.status not in (301, 302, 303, 307, 308):
        return None
    location = _header(answer, b"location")
    if location is None:
        raise FetchError(f"{at.host} redirects ({answer.status}) without saying where")
    import httpx

    try:
        return _checked(str(at.join(location)).split("#")[0], policy)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{at.host} redirects to something that is not an address: {error}") from None


def _header(answer: httpcore.Response, name: bytes) -> str | None:
    return next((value.decode("latin-1") for key, value in answer.headers if key.lower() == name), None)


def _read(answer: httpcore.Response, at: httpx.URL, max_bytes: int, deadline: float, max_seconds: float) -> Fetched:
    etag, modified = _header(answer, b"etag"), _header(answer, b"last-modified")
    if answer.status == 304:
        return Fetched(b"", None, str(at), etag, modified, unchanged=True)
    if answer.status != 200:
        said = f"{at.host} answered {answer.status} instead of the page"
        raise AnswerError(said, answer.status, _seconds(_header(answer, b"retry-after")))
    media_type = _header(answer, b"content-type")
    if (media_type or "").split("/")[0].strip().lower() in ("image", "audio", "video", "font"):
        raise FetchError(f"{at.host} sends {media_type}, not text, HTML or PDF")
    length = _header(answer, b"content-length") or ""
    too_large = FetchError(f"the page is larger than {max_bytes // 1_000_000} MB: save it and give the file instead")
    if length.isdigit() and int(length[:18]) > max_bytes:
        raise too_large
    packed = (_header(answer, b"content-encoding") or "identity").strip().lower()
    if packed not in ("identity", "gzip", "x-gzip", "deflate", ""):
        raise FetchError(f"{at.host} packs its pages as {packed}, which was not asked for")
    unpack = zlib.decompressobj(47) if packed in ("gzip", "x-gzip", "deflate") else None
    parts: list[bytes] = []
    size = received = 0
    assert not isinstance(answer.stream, bytes)
    for part in answer.iter_stream():
        if time.monotonic() > deadline:
            raise FetchError(f"{at.host} took longer than {max_seconds:g} seconds: try again later")
        received += len(part)
        if unpack is not None:
            try:
                part = unpack.decompress(part, max_bytes + 1 - size)
            except zlib.error:
                raise FetchError(f"{at.host} sent a page whose compression is damaged") from None
        size += len(part)
        if size > max_bytes or received > max_bytes:
            raise too_large
        parts.append(part)
    return Fetched(b"".join(parts), media_type, str(at), etag, modified)


def _seconds(told: str | None) -> float | None:
    """A server's Retry-After, which is seconds or a time."""
    if told is None:
        return None
    if re.fullmatch(r"\d{1,9}", told.strip()):
        return float(told)
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None


def _backend(policy: AddressPolicy, deadline: float) -> httpcore.NetworkBackend:
    import httpcore

    class Stream(httpcore.NetworkStream):
        """A connection whose every read and write ends with the deadline of the whole request."""

        def __init__(self, stream: httpcore.NetworkStream) -> None:
            self._stream = stream

        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            return self._stream.read(max_bytes, _left(deadline))

        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            self._stream.write(buffer, _left(deadline))

        def close(self) -> None:
            self._stream.close()

        def start_tls(
            self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
        ) -> httpcore.NetworkStream:
            return Stream(self._stream.start_tls(ssl_context, server_hostname, _left(deadline)))

        def get_extra_info(self, info: str) -> Any:
            return self._stream.get_extra_info(info)

    class Backend(httpcore.SyncBackend):
        """Connects to addresses that were checked, never to names."""

        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[Any] | None = None,
        ) -> httpcore.NetworkStream:
            addresses = _resolve(host, port, deadline)
            for address in addresses:
                if not policy.allows(address):
                    raise FetchError(
                        f"{host} leads to {address}, which is not on the public internet; it is not fetched"
                    )
            failure: Exception | None = None
            for address in addresses[:4]:
                try:
                    return Stream(super().connect_tcp(str(address), port, _left(deadline), None, socket_options))
                except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                    failure = error
            raise failure or httpcore.ConnectError(f"{host} has no address")

        def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
            raise FetchError("only http and https addresses are read")

    return Backend()


def _left(deadline: float) -> float:
    import httpcore

    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("out of time")
    return left


def _resolve(host: str, port: int, deadline: float) -> list[Address]:
    """Every address of a name. The system's resolver knows no time limit, so it is waited for from outside."""
    host = host.strip("[]")
    try:
        return [ip_address(host)]
    except ValueError:
        pass
    answers: queue.SimpleQueue[list[Address] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(ip_address(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError, ValueError) as error:
            answers.put(OSError(str(error)))

    threading.Thread(target=ask, daemon=True, name=f"resolve {host[:60]}").start()
    try:
        answer = answers.get(timeout=_left(deadline))
    except queue.Empty:
        raise FetchError(f"the name {host} could not be looked up in time: try again later") from None
    if isinstance(answer, OSError) or not answer:
        raise FetchError(f"the name {host} is not known: check the address")
    return answer
