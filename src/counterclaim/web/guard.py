"""What every request passes before a page is made, and every answer before it leaves.

    Guard       the middleware: host, size, range, origin, person, rate → the app → headers, ETag, caching
    Gate        what one server allows: its names, its accounts, whether it is for one person alone or for the public
    HEADERS     sent with every answer

A request that changes something must come from our own pages (Sec-Fetch-Site, Origin), or carry a token, which no
browser adds by itself. A host that we do not go by is refused, so that a foreign name which is made to point at this
computer gets nothing (DNS rebinding).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from counterclaim.web.limits import READING, SIGNING_IN, Buckets, client_of
from counterclaim.web.roles import NOBODY, PUBLIC, Person

if TYPE_CHECKING:
    from counterclaim.web.accounts import Accounts
    from counterclaim.web.provider import Provider

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PERSON = "counterclaim.person"  # where the person is found in a request's scope
LONGEST_TARGET = 8_192  # bytes of path and query
BODY = 256 << 20  # bytes of one request, files included
BODY_OF_NOBODY = 64 << 10  # … of somebody who is not signed in: a name and a password
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
CHANGE_COST = 5.0  # requests that a change counts for
TAGGED = 4 << 20  # bytes up to which an answer gets an ETag

HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; "
        "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with none at all a browser says of our own forms that they come from nowhere
    "permissions-policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), "
        "usb=(), browsing-topics=()"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Gate:
    """What one server allows.

    ``alone`` is the one person who needs no account (only on loopback); ``accounts`` are everybody's else; ``public``
    shows what is published to anybody. ``url`` is the address by which people reach it, where that is not the one it
    listens on; ``provider`` vouches for people by OpenID Connect. Nothing set means that nobody may do anything.
    """

    alone: Person | None = None
    accounts: Accounts | None = None
    public: bool = False
    url: str | None = None
    hosts: frozenset[str] = LOOPBACK
    buckets: Buckets = field(default_factory=lambda: Buckets(READING))
    tries: Buckets = field(default_factory=lambda: Buckets(SIGNING_IN))  # of passwords
    provider: Provider | None = None

    @property
    def secure(self) -> bool:
        """Whether people reach it by https."""
        return self.url is not None and self.url.startswith("https://")

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; the prefix makes a browser hold us to https and to this host."""
        return "__Host-counterclaim" if self.secure else "counterclaim-session"


def alone_here() -> Gate:
    """The gate of a server on loopback: whoever started it needs no login."""
    from counterclaim.keeping import who

    return Gate(alone=Person(who(), "admin", "alone"))


class Refused(Exception):
    """A request that goes no further: status, sentence, further headers."""

    def __init__(self, status: int, sentence: str, **headers: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Guard:
    """The middleware. It tells the app who asks, under ``PERSON`` in the scope."""

    def __init__(self, app: App, gate: Gate) -> None:
        self.app, self.gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # no page of ours holds a line open
            await send({"type": "websocket.close", "code": 1008})
            return
        answer = _Answer(self.gate, scope, send)
        try:
            headers = _headers(scope)
            self._look(scope, headers)
            client = client_of((scope.get("client") or ("",))[0])
            person = await self._person(headers, client)
            scope[PERSON] = answer.person = person
            if person.means != "alone":  # one who is alone may ask as much as they like
                self._count(person.user or client, 1.0 if scope["method"] in SAFE else CHANGE_COST)
            await self.app(scope, _capped(receive, _cap(person), answer), answer.send)
        except Refused as refused:
            answer.refusal = refused
        if answer.refusal is not None and not answer.started:
            await answer.refuse(answer.refusal)

    def _look(self, scope: Scope, headers: Mapping[str, str]) -> None:
        """What can be told from the head of a request alone."""
        host = _host(headers.get("host", ""))
        if host not in self.gate.hosts:
            raise Refused(
                421, "this server does not go by that name; whoever runs it can add the name with serve --url"
            )
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_TARGET:
            raise Refused(414, f"the address is longer than {LONGEST_TARGET:,} bytes")
        if "," in headers.get("range", ""):
            raise Refused(416, "one range at a time can be had")
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > BODY:
            raise Refused(413, f"more than {BODY >> 20:,} MB at once is not taken")
        if scope["method"] not in SAFE:
            if self.gate.public:
                raise Refused(403, "these pages are for reading: nothing can be changed here")
            self._must_be_ours(headers)

    def _must_be_ours(self, headers: Mapping[str, str]) -> None:
        """Refuses a change that another site makes a browser ask for."""
        if headers.get("authorization", "")[:7].lower() == "bearer ":
            return
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        ours = origin is not None and self._is_ours(origin, headers.get("host", ""))
        if (site is not None and site != "same-origin") or (origin is not None and not ours):
            raise Refused(403, "that came from another site; open the page here and do it there")
        if site is None and origin is None and (self.gate.alone is None or "cookie" in headers):
            raise Refused(403, "a program needs a token for changes: send it as Authorization: Bearer …")

    def _is_ours(self, origin: str, host: str) -> bool:
        if self.gate.url is not None and origin == self.gate.url:
            return True
        parts = urlsplit(origin)
        return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()

    async def _person(self, headers: Mapping[str, str], client: str) -> Person:
        """Who asks: by token, by session, alone on this computer, or nobody in particular."""
        gate = self.gate
        if gate.public:
            return PUBLIC
        if gate.accounts is None:
            return gate.alone or NOBODY
        from anyio.to_thread import run_sync

        given = headers.get("authorization")
        if given is not None:
            scheme, _, secret = given.partition(" ")
            found = await run_sync(gate.accounts.by_token, secret.strip()) if scheme.lower() == "bearer" else None
            if found is None:
                self._count(client, CHANGE_COST)
                raise Refused(401, "that token is unknown, was ended or is too old", www_authenticate="Bearer")
            user, token = found
            return Person(user.name, user.role, "token", token.scopes, user.id)
        session = cookies(headers.get("cookie", "")).get(gate.cookie)
        user_of = None if session is None else await run_sync(gate.accounts.by_session, session)
        return NOBODY if user_of is None else Person(user_of.name, user_of.role, "session", user=user_of.id)

    def _count(self, client: str, cost: float) -> None:
        """Takes from the client's bucket."""
        wait = self.gate.buckets.take(client, cost)
        if wait:
            raise Refused(429, f"that is too much at once: try again in {wait:,} s", retry_after=str(wait))


class _Answer:
    """The way back: headers on every answer, an ETag on a whole one, 304 for what the asker has already."""

    def __init__(self, gate: Gate, scope: Scope, send: Send) -> None:
        self._gate, self._scope, self._send = gate, scope, send
        self.person = NOBODY
        self.started = False
        self.refusal: Refused | None = None  # once set, nothing that the app still says is sent
        self._held: Message | None = None

    async def send(self, message: Message) -> None:
        """Passes a message on; the first is held back until it is known whether the body is whole."""
        if self.refusal is not None and not self.started:
            return
        if message["type"] == "http.response.start":
            self.started = True
            self._held = message
            return
        if self._held is not None:
            start, self._held = self._held, None
            whole = not message.get("more_body", False)
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]}
            if start["status"] == 200 and whole and self._scope["method"] in ("GET", "HEAD"):
                body = message.get("body", b"")
                if "etag" not in headers and len(body) <= TAGGED and "set-cookie" not in headers:
                    headers["etag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            self._add(headers, start)
            if start["status"] == 200 and _matches(_headers(self._scope).get("if-none-match"), headers.get("etag")):
                kept = ("content-length", "content-type", "content-disposition", "content-encoding")
                start = {**start, "status": 304, "headers": [h for h in start["headers"] if h[0].decode() not in kept]}
                message = {"type": "http.response.body", "body": b""}
            await self._send(start)
        await self._send(message)

    async def refuse(self, refused: Refused) -> None:
        """Answers with a sentence: as JSON where a program asks, else as plain text."""
        path = self._scope["path"]
        as_json = path.startswith("/api/") or path.endswith(".json")
        self.refusal = None
        body = json.dumps({"error": refused.sentence, "status": refused.status}) if as_json else refused.sentence + "\n"
        kind = "application/json" if as_json else "text/plain; charset=utf-8"
        headers = {"content-type": kind, "content-length": str(len(body.encode())), **refused.headers}
        pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await self.send({"type": "http.response.start", "status": refused.status, "headers": pairs})
        await self.send({"type": "http.response.body", "body": body.encode()})

    def _add(self, headers: dict[str, str], start: Message) -> None:
        """Puts our headers to those of the app, which may say more but not less."""
        before = {name.decode("latin-1").lower() for name, _ in start["headers"]}
        added = {
            **HEADERS,
            "cache-control": self._caching(start["status"]),
            "vary": "Accept-Encoding, Accept-Language, Cookie",
        }
        if "etag" in headers:
            added["etag"] = headers["etag"]
        if self._gate.secure:
            added["strict-transport-security"] = "max-age=31536000"
        pairs = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in added.items() if n not in before]
        start["headers"] = [*start["headers"], *pairs]

    def _caching(self, status: int) -> str:
        if self.person.means == "public" and status == 200:
            return "public, max-age=300"
        return "private, no-cache" if status in (200, 206, 304) else "no-store"


# ---------------------------------------------------------------------------------------------------- reading heads


def _headers(scope: Scope) -> dict[str, str]:
    """A request's headers by name; one that is said twice is joined, as RFC 9110 reads it."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        joint = "; " if key == "cookie" else ", "
        found[key] = found[key] + joint + text if key in found else text
    return found


def _host(host: str) -> str:
    """The name in a Host header, without the port."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if host.count(":") == 1 else host


def cookies(header: str) -> dict[str, str]:
    """Cookies by name; the first of a name counts."""
    found: dict[str, str] = {}
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        found.setdefault(name, value)
    return found


def _matches(wanted: str | None, tag: str | None) -> bool:
    if not wanted or tag is None:
        return False
    tags = {part.strip().removeprefix("W/") for part in wanted.split(",")}
    return "*" in tags or tag.removeprefix("W/") in tags


def _cap(person: Person) -> int:
    return BODY if person.may("reader") else BODY_OF_NOBODY


def _capped(receive: Receive, most: int, answer: _Answer) -> Receive:
    """Receives a body up to ``most`` bytes, whatever its head said."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            answer.refusal = Refused(413, f"more than {most >> 10:,} kB at once is not taken from you")
            raise answer.refusal
        return message

    return counted
