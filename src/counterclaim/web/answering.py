"""What runs around a view: who may, what was sent, the view in a thread, and an error as a page or as JSON.

endpoint    a row of the table of routes → what Starlette calls
failed      an error → its page, or JSON where JSON was asked for
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from counterclaim.model import CounterclaimError
from counterclaim.web.answers import Answer, Elsewhere, rendered
from counterclaim.web.asked import Asked, NoSuchPage, NotAllowed, NotKnown, Upload
from counterclaim.web.contract import ContractError, read_json, read_query
from counterclaim.web.guard import PERSON
from counterclaim.web.roles import NOBODY, Person, Role
from counterclaim.web.words import language_for, load_words

if TYPE_CHECKING:
    from anyio import CapacityLimiter
    from starlette.requests import Request
    from starlette.responses import Response

    from counterclaim.web.app import Route
    from counterclaim.web.site import Site

FIELD = 8_000_000  # bytes of one field of a form: a pasted text
FILES = 600  # files in one form
BODY = 16 << 20  # bytes of JSON in one request


@dataclass(frozen=True, slots=True)
class Threads:
    """How many answers are made at once. Those that only read come in turn: each takes a few ms of one processor,
    and many at once would all wait for the last. What may take seconds (a check, a file) has threads of its own.
    """

    reading: CapacityLimiter
    working: CapacityLimiter

    @classmethod
    def made(cls) -> Threads:
        """Few enough that nobody waits for a crowd, enough to wait for a database meanwhile."""
        from anyio import CapacityLimiter

        return cls(CapacityLimiter(4), CapacityLimiter(8))


def endpoint(served: Site, route: Route, threads: Threads) -> Callable[[Request], Awaitable[Response]]:
    """The function that answers a route's requests."""
    from anyio.to_thread import run_sync
    from starlette.exceptions import HTTPException

    limiter = threads.reading if route.rests_on else threads.working

    async def answer(request: Request) -> Response:
        site = served.current()
        try:
            person = person_of(request)
            if not may(person, route):
                raise _why_not(person, route.role)
            asked = await _asked(site, route, request, person)
            try:
                if asked.suffix != "html" and asked.suffix not in route.suffixes and not route.is_api:
                    raise NoSuchPage(f"{asked.path} cannot be had as .{asked.suffix}")
                packed = _takes_gzip(request.headers.get("accept-encoding", ""))
                return await run_sync(
                    lambda: site.finished.answer(
                        route.rests_on, asked, lambda: rendered(route.view(asked), asked), packed
                    ),
                    limiter=limiter,
                )
            finally:
                if isinstance(asked.body, Path):
                    asked.body.unlink(missing_ok=True)
        except (CounterclaimError, HTTPException) as error:
            return await failed(site, request, error)

    return answer


def _takes_gzip(accepted: str) -> bool:
    """Whether a header ``Accept-Encoding`` names gzip (RFC 9110, 12.5.3); a weight of nothing refuses it."""
    for told in accepted.lower().split(","):
        name, _, weight = told.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "").rstrip("0") not in ("q=", "q=0.")
    return False


def made_for_nobody(site: Site, address: str) -> None:
    """Makes a page as a reader would see it, and hands it to nobody."""
    from counterclaim.web.app import ROUTES

    address, _, query = address.partition("?")
    path, _, suffix = address.partition(".")
    found = ((route, _parts_of(route.path, path)) for route in ROUTES if "GET" in route.methods)
    route, parts = next((route, parts) for route, parts in found if parts is not None)
    reader, asked_for = Person("", "reader", "session"), tuple(parse_qsl(query))
    asked = Asked(
        site, reader, load_words("en"), "GET", path, suffix or "html", "", parts=parts, query=asked_for
    )  # fmt: skip
    rendered(route.view(asked), asked)


def _parts_of(pattern: str, path: str) -> dict[str, str] | None:
    """What stands in a path for the names of a route's, ``None`` where it is not of that route."""
    names, words = pattern.split("/"), path.split("/")
    pairs = list(zip(names, words, strict=False))
    if len(names) != len(words) or any(name != word for name, word in pairs if not name.startswith("{")):
        return None
    return {name.strip("{}"): word for name, word in pairs if name.startswith("{")}


def person_of(request: Request) -> Person:
    """Who the guard says is asking."""
    person: Person = request.scope.get(PERSON, NOBODY)
    return person


def may(person: Person, route: Route) -> bool:
    """Whether a person may use a route: by role, a token by its scopes too, the public only what is published."""
    if person.means == "public" and not route.published:
        return False
    return person.may(route.role) and (not route.signed_in or person.means == "session")


def _why_not(person: Person, needed: Role) -> NotAllowed:
    if person.means == "nobody":
        return NotKnown("sign in first")
    if person.means == "public":
        return NotAllowed("this is not published")
    if person.means == "alone":
        return NotAllowed("there are no accounts here: you are alone on this computer")
    if person.means == "token":
        return NotAllowed(f"this takes a token with the scope for what needs the role {needed}, and that role")
    return NotAllowed(f"this takes the role {needed}; yours is {person.role}")


async def _asked(site: Site, route: Route, request: Request, person: Person) -> Asked:
    from starlette.datastructures import UploadFile

    parts = {name: str(value) for name, value in request.path_params.items()}
    suffix = "json" if route.is_api else parts.pop("suffix", "html")
    path = request.url.path
    if suffix != "html" and path.endswith(f".{suffix}"):
        path = path.removesuffix(f".{suffix}")
    typed: dict[str, str] = {}
    uploads: list[Upload] = []
    if request.method == "POST" and not route.is_api:
        async with request.form(max_files=FILES, max_part_size=FIELD) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    if value.filename:
                        uploads.append(Upload(value.filename, value.content_type, await value.read()))
                else:
                    typed[name] = value
    query = tuple(request.query_params.multi_items())
    return Asked(
        site=site,
        person=person,
        words=load_words(language_for(request.cookies.get("language", ""), request.headers.get("accept-language", ""))),
        method=request.method,
        path=path,
        suffix=suffix,
        base=f"{request.url.scheme}://{request.url.netloc}",
        parts=parts,
        query=query,
        form=typed,
        files=tuple(uploads),
        cookies=request.cookies,
        client=request.client.host if request.client else "",
        parameters=None if route.asks is None or not route.is_api else read_query(route.asks, query),
        body=None if route.takes is None else await _body(route.takes, request),
    )


async def _body(kind: Any, request: Request) -> Any:
    """What a program sent: JSON as the dataclass that the route takes, bytes as a file that lies on the disk."""
    import orjson

    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    wanted = "application/octet-stream" if kind is bytes else "application/json"
    if sent != wanted:
        raise WrongKind(f"send {wanted}, not {sent or 'something that is not said'}")
    if kind is bytes:
        return await _received(request)
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > BODY:
            raise TooLarge(f"more than {BODY >> 20:,} MB of JSON at once is not taken; send it as a file")
    try:
        given = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise ContractError(f"the body is not JSON in UTF-8: {error}") from None
    return read_json(kind, given)


async def _received(request: Request) -> Path:
    """The body, written to a file as it comes; the guard caps its size."""
    descriptor, name = tempfile.mkstemp(prefix="counterclaim-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            async for part in request.stream():
                file.write(part)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


class WrongKind(ContractError):
    """A body of another media type than the route takes (415)."""


class TooLarge(ContractError):
    """A body that is too large for what it is (413)."""


async def failed(site: Site, request: Request, error: Exception) -> Response:
    """The page of an error, or its JSON where JSON was asked for; no more is told than the person may know."""
    from starlette.concurrency import run_in_threadpool

    person, path = person_of(request), request.url.path
    language = language_for(request.cookies.get("language", ""), request.headers.get("accept-language", ""))
    as_json = path.endswith(".json") or path.startswith("/api/")
    asked = Asked(
        site, person, load_words(language), "GET", path, "json" if as_json else "html",
        f"{request.url.scheme}://{request.url.netloc}",
    )  # fmt: skip
    status, sentence = _told(error, asked)
    if status == 401 and asked.suffix == "html" and request.method == "GET":
        onward = f"{path}?{request.url.query}" if request.url.query else path
        return rendered(Elsewhere(f"/login?{urlencode({'onward': onward})}"), asked)
    answer = Answer("error.html", {"error": sentence, "status": status}, status=status)
    response = await run_in_threadpool(lambda: rendered(answer, asked))
    if status == 401:
        response.headers["www-authenticate"] = "Bearer"
    if status == 405:
        response.headers["allow"] = ", ".join(_allowed(request))
    return response


def _told(error: Exception, asked: Asked) -> tuple[int, str]:
    """The status and the sentence of an error."""
    from starlette.exceptions import HTTPException

    from counterclaim.ledger.databases import LedgerError

    if isinstance(error, HTTPException):
        return error.status_code, asked.words("error.no-page" if error.status_code == 404 else "error.how")
    if not isinstance(error, CounterclaimError):
        return 500, asked.words("error.ours", fault=type(error).__name__)
    if isinstance(error, LedgerError):  # which names files and servers
        return 503, str(error) if asked.person.means == "alone" else asked.words("error.ledger")
    statuses: tuple[tuple[type[Exception], int], ...] = (
        (NoSuchPage, 404),
        (NotKnown, 401),
        (NotAllowed, 403),
        (WrongKind, 415),
        (TooLarge, 413),
    )
    return next((status for kind, status in statuses if isinstance(error, kind)), 400), str(error)


def _allowed(request: Request) -> list[str]:
    """The methods that an address takes."""
    from starlette.routing import Match, Route

    found: set[str] = set()
    for route in request.app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return sorted(found)
