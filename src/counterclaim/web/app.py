"""The app: one table of routes (path, name, view, role needed, methods, suffixes), and what runs around a view.

    ROUTES        every address there is; nothing else is served
    create_app    a ledger and settings → an ASGI app

A view is a plain function ``Asked → Answer``; it runs in a thread, is asked only what its role allows, and an error a
user can act on becomes a page with its sentence.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from counterclaim.model import CounterclaimError
from counterclaim.web.answers import Answer, Elsewhere, File, rendered
from counterclaim.web.asked import Asked, NoSuchPage, NotAllowed, NotKnown, Upload
from counterclaim.web.guard import PERSON, Guard
from counterclaim.web.roles import NOBODY, Person, Role
from counterclaim.web.site import Settings, Site
from counterclaim.web.views import (
    about,
    account,
    check,
    claims,
    documents,
    files,
    judgements,
    people,
    record,
    rules,
    signing_in,
    trace,
)
from counterclaim.web.words import LANGUAGES, language_for, load_words

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

View = Callable[[Asked], Answer | Elsewhere | File]

FIELD = 8_000_000  # bytes of one field of a form: a pasted text
FILES = 600  # files in one form


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the table. ``suffixes`` are the renderings there are besides HTML, as ``.json`` behind the path.

    ``published``: served to the public too, where the operator serves a ledger with ``--public``. ``signed_in``: only
    for a person who has signed in, never for a program's token.
    """

    path: str
    name: str
    view: View
    role: Role = "reader"
    methods: tuple[str, ...] = ("GET",)
    suffixes: tuple[str, ...] = ()
    published: bool = False
    signed_in: bool = False


ROUTES: tuple[Route, ...] = (
    Route("/", "check", check.ask),
    Route("/", "check.read", check.read, methods=("POST",)),
    Route("/checks/{check}", "check.shown", check.shown, suffixes=("json", "csv", "html-file")),
    Route("/checks/{check}/add", "check.add", check.add, "editor", ("POST",)),
    Route("/claims", "claims", claims.listed, suffixes=("json", "csv", "jsonl", "parquet"), published=True),
    Route("/claims/{claim}", "claims.one", claims.one, suffixes=("json",), published=True),
    Route("/claims/{claim}/judge", "claims.judge", judgements.judge, "coder", ("POST",)),
    Route("/oembed", "oembed", claims.card, published=True),
    Route(
        "/documents/{document}", "documents.one", documents.one, suffixes=("json", "csv", "html-file"), published=True
    ),
    Route("/documents/{document}/missed", "documents.missed", documents.missed, "coder", ("POST",)),
    Route("/trace", "trace", trace.trace, suffixes=("json",), published=True),
    Route("/rules", "rules", rules.listed, suffixes=("json", "csv"), published=True),
    Route("/rules/{code}", "rules.one", rules.one, suffixes=("json", "md"), published=True),
    Route("/record", "record", record.listed, suffixes=("json", "csv"), published=True),
    Route("/record/{series}", "record.series", record.series, suffixes=("json", "csv", "svg"), published=True),
    Route("/about", "about", about.about, "anyone", suffixes=("json",), published=True),
    Route("/login", "login", signing_in.ask, "anyone"),
    Route("/login", "login.try", signing_in.enter, "anyone", ("POST",)),
    Route("/login/provider", "login.provider", signing_in.go, "anyone"),
    Route("/login/back", "login.back", signing_in.back, "anyone"),
    Route("/logout", "logout", signing_in.leave, "anyone", ("POST",)),
    Route("/join/{secret}", "join", signing_in.invited, "anyone"),
    Route("/join/{secret}", "join.do", signing_in.join, "anyone", ("POST",)),
    Route("/account", "account", account.own, "reader", signed_in=True),
    Route("/account/password", "account.password", account.change_password, "reader", ("POST",), signed_in=True),
    Route("/account/tokens", "account.token", account.make_token, "reader", ("POST",), signed_in=True),
    Route("/account/tokens/{token}/end", "account.token.end", account.end_token, "reader", ("POST",), signed_in=True),
    Route("/account/leave", "account.leave", account.leave_everywhere, "reader", ("POST",), signed_in=True),
    Route("/people", "people", people.listed, "admin", signed_in=True),
    Route("/people/invite", "people.invite", people.invite, "admin", ("POST",), signed_in=True),
    Route("/people/withdraw", "people.withdraw", people.withdraw, "admin", ("POST",), signed_in=True),
    Route("/people/{user}/role", "people.role", people.set_role, "admin", ("POST",), signed_in=True),
    Route("/people/{user}/end", "people.end", people.end, "admin", ("POST",), signed_in=True),
    Route("/language/{language}", "language", about.language, "anyone", published=True),
    Route("/static/{file}", "static", files.static, "anyone", published=True),
    Route("/favicon.ico", "favicon", files.favicon, "anyone", published=True),
)


def create_app(site: Site, routes: tuple[Route, ...] = ROUTES) -> Guard:
    """The app that serves a site, behind its guard."""
    from starlette.applications import Starlette
    from starlette.convertors import register_url_convertor
    from starlette.routing import Route as Wired

    register_url_convertor("part", _part())
    register_url_convertor("suffix", _suffix())
    wired = []
    for route in routes:
        endpoint = _endpoint(site, route)
        methods = list(route.methods)
        path = route.path if route.path.startswith("/static") else route.path.replace("}", ":part}")
        wired.append(Wired(path, endpoint, methods=methods, name=route.name))
        if route.suffixes:
            wired.append(Wired(f"{path}.{{suffix:suffix}}", endpoint, methods=methods, name=f"{route.name}.suffix"))

    async def missing(request: Request, error: Exception) -> Response:
        return await _failed(site, request, error)

    app = Starlette(routes=wired, exception_handlers={404: missing, 405: missing, Exception: missing})
    app.state.site = site
    return Guard(app, site.gate)


def _part() -> Any:
    from starlette.convertors import StringConvertor

    class Part(StringConvertor):
        """A part of a path without a dot, so that a suffix may follow."""

        regex = "[^/.]+"

    return Part()


def _suffix() -> Any:
    from starlette.convertors import StringConvertor

    class Suffix(StringConvertor):
        """What stands behind the last dot."""

        regex = "[a-z0-9-]+"

    return Suffix()


def _endpoint(site: Site, route: Route) -> Callable[[Request], Awaitable[Response]]:
    from starlette.exceptions import HTTPException

    async def answer(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        try:
            person = _person(request)
            if not _may(person, route):
                raise (
                    NotKnown("sign in first") if person.means == "nobody" else NotAllowed(_why_not(person, route.role))
                )
            asked = await _asked(site, request, person)
            if asked.suffix != "html" and asked.suffix not in route.suffixes:
                raise NoSuchPage(f"{asked.path} cannot be had as .{asked.suffix}")
            return await run_in_threadpool(lambda: rendered(route.view(asked), asked))
        except (CounterclaimError, HTTPException) as error:
            return await _failed(site, request, error)

    return answer


def _person(request: Request) -> Person:
    """Who the guard says is asking."""
    person: Person = request.scope.get(PERSON, NOBODY)
    return person


def _may(person: Person, route: Route) -> bool:
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


async def _asked(site: Site, request: Request, person: Person) -> Asked:
    from starlette.datastructures import UploadFile

    parts = {name: str(value) for name, value in request.path_params.items()}
    suffix = parts.pop("suffix", "html")
    path = request.url.path
    if suffix != "html" and path.endswith(f".{suffix}"):
        path = path.removesuffix(f".{suffix}")
    typed: dict[str, str] = {}
    uploads: list[Upload] = []
    if request.method == "POST":
        async with request.form(max_files=FILES, max_part_size=FIELD) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    if value.filename:
                        uploads.append(Upload(value.filename, value.content_type, await value.read()))
                else:
                    typed[name] = value
    return Asked(
        site=site,
        person=person,
        words=load_words(language_for(request.cookies.get("language", ""), request.headers.get("accept-language", ""))),
        method=request.method,
        path=path,
        suffix=suffix,
        base=f"{request.url.scheme}://{request.url.netloc}",
        parts=parts,
        query=tuple(request.query_params.multi_items()),
        form=typed,
        files=tuple(uploads),
        cookies=request.cookies,
        client=request.client.host if request.client else "",
    )


async def _failed(site: Site, request: Request, error: Exception) -> Response:
    """The page of an error, or its JSON where JSON was asked for."""
    from starlette.concurrency import run_in_threadpool
    from starlette.exceptions import HTTPException

    person = _person(request)
    language = language_for(request.cookies.get("language", ""), request.headers.get("accept-language", ""))
    assert language in LANGUAGES
    path = request.url.path
    asked = Asked(
        site, person, load_words(language), "GET", path, "json" if path.endswith(".json") else "html",
        f"{request.url.scheme}://{request.url.netloc}",
    )  # fmt: skip
    status, sentence = 400, str(error)
    if isinstance(error, HTTPException):
        status, sentence = error.status_code, asked.words("error.no-page" if error.status_code == 404 else "error.how")
    elif not isinstance(error, CounterclaimError):
        status, sentence = 500, asked.words("error.ours", fault=type(error).__name__)
    elif isinstance(error, NoSuchPage):
        status = 404
    elif isinstance(error, NotAllowed):
        status = 401 if isinstance(error, NotKnown) else 403
    if status == 401 and asked.suffix == "html" and request.method == "GET":
        onward = f"{path}?{request.url.query}" if request.url.query else path
        return rendered(Elsewhere(f"/login?{urlencode({'onward': onward})}"), asked)
    answer = Answer("error.html", {"error": sentence, "status": status}, status=status)
    response = await run_in_threadpool(lambda: rendered(answer, asked))
    if status == 401:
        response.headers["www-authenticate"] = "Bearer"
    return response


__all__ = ["ROUTES", "Route", "Settings", "Site", "create_app"]
