"""The app: one table of routes (path, name, view, role needed, methods, suffixes), and the app that serves them.

    ROUTES        every address there is; nothing else is served
    create_app    a ledger and settings → an ASGI app

A view is a plain function ``Asked → Answer``; it runs in a thread, is asked only what its role allows, and an error a
user can act on becomes a page with its sentence (see ``answering``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterclaim.web.answering import Threads, failed
from counterclaim.web.answering import endpoint as endpoint_of
from counterclaim.web.answers import Answer, Elsewhere, File
from counterclaim.web.asked import Asked
from counterclaim.web.finished import RestsOn
from counterclaim.web.guard import Guard
from counterclaim.web.ranges import Ranged
from counterclaim.web.roles import Role
from counterclaim.web.site import Settings, Site
from counterclaim.web.views import (
    about,
    account,
    adding,
    api,
    calls,
    check,
    claims,
    codings,
    compare,
    documents,
    files,
    incidents,
    judgements,
    people,
    record,
    revealing,
    review,
    rules,
    signing_in,
    sources,
    trace,
)

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

View = Callable[[Asked], Answer | Elsewhere | File | Ranged]


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the table. ``suffixes`` are the renderings there are besides HTML, as ``.json`` behind the path.

    ``published``: served to the public too, where the operator serves a ledger with ``--public``. ``signed_in``: only
    for a person who has signed in, never for a program's token. ``rests_on``: what its answer is made of, where that is
    the program or the ledger and nothing else; such answers are kept (see ``finished``). ``asks``, ``takes`` and
    ``gives`` are what programs may ask, send and get (see ``contract``), and ``status`` that of success.
    """

    path: str
    name: str
    view: View
    role: Role = "reader"
    methods: tuple[str, ...] = ("GET",)
    suffixes: tuple[str, ...] = ()
    published: bool = False
    signed_in: bool = False
    rests_on: RestsOn = ""
    asks: type | None = None
    takes: type | None = None
    gives: Any = None
    status: int = 200

    @property
    def is_api(self) -> bool:
        """Whether it is for programs alone: JSON in, JSON out."""
        return self.path.startswith("/api/") or self.path == "/openapi.json"


ROUTES: tuple[Route, ...] = (
    Route("/", "check", check.ask, published=True),
    Route("/", "check.read", check.read, methods=("POST",)),
    Route("/checks/{check}", "check.shown", check.shown, suffixes=("json", "csv", "html-file")),
    Route("/checks/{check}/add", "check.add", check.add, "editor", ("POST",)),
    Route(
        "/claims",
        "claims",
        claims.listed,
        suffixes=("json", "csv", "jsonl", "parquet"),
        published=True,
        rests_on="ledger",
    ),
    Route("/claims/{claim}", "claims.one", claims.one, suffixes=("json",), published=True, rests_on="ledger"),
    Route("/claims/{claim}/judge", "claims.judge", judgements.judge, "coder", ("POST",)),
    Route("/oembed", "oembed", claims.card, published=True, rests_on="ledger"),
    Route(
        "/documents/{document}",
        "documents.one",
        documents.one,
        suffixes=("json", "csv", "html-file"),
        published=True,
        rests_on="ledger",
    ),
    Route("/documents/{document}/missed", "documents.missed", documents.missed, "coder", ("POST",)),
    Route("/documents/{document}/reveal", "documents.reveal", revealing.revealed, "editor", ("POST",)),
    Route(
        "/compare",
        "compare",
        compare.compared,
        suffixes=("json", "csv", "svg", "png", "vl"),
        published=True,
        rests_on="ledger",
    ),
    Route(
        "/incidents", "incidents", incidents.grouped, suffixes=("json", "csv", "svg"), published=True, rests_on="ledger"
    ),
    Route("/sources", "sources", sources.listed, suffixes=("json", "csv"), published=True, rests_on="ledger"),
    Route("/sources/grade", "sources.grade", sources.grade, "editor", ("POST",)),
    Route("/sources/{source}", "sources.one", sources.one, suffixes=("json",), published=True, rests_on="ledger"),
    Route("/source", "sources.named", sources.one, suffixes=("json",), published=True, rests_on="ledger"),
    Route("/calls", "calls", calls.listed, suffixes=("json", "csv"), published=True),
    Route("/calls/{document}", "calls.one", calls.one, suffixes=("json",), published=True),
    Route("/calls/{document}/sound", "calls.sound", calls.sound),
    Route("/calls/{document}/codings", "calls.code", codings.added, "coder", ("POST",)),
    Route("/codings", "codings", codings.listed, suffixes=("json", "csv")),
    Route("/codings", "codings.judge", codings.judged, "coder", ("POST",)),
    Route("/review", "review", review.ask, "coder", suffixes=("json",)),
    Route("/review", "review.judge", review.judge, "coder", ("POST",)),
    Route("/review/agreement", "review.agreement", review.agreed, "coder", suffixes=("json", "csv"), rests_on="ledger"),
    Route("/add", "add", adding.ask, "editor", suffixes=("json",)),
    Route("/add", "add.begin", adding.begin, "editor", ("POST",)),
    Route("/jobs/{job}", "jobs.one", adding.shown, "editor", suffixes=("json",)),
    Route("/trace", "trace", trace.trace, suffixes=("json",), published=True, rests_on="program"),
    Route("/rules", "rules", rules.listed, suffixes=("json", "csv"), published=True, rests_on="program"),
    Route("/rules/{code}", "rules.one", rules.one, suffixes=("json", "md"), published=True, rests_on="program"),
    Route("/record", "record", record.listed, suffixes=("json", "csv"), published=True, rests_on="program"),
    Route(
        "/record/{series}",
        "record.series",
        record.series,
        suffixes=("json", "csv", "svg"),
        published=True,
        rests_on="program",
    ),
    Route("/about", "about", about.about, "anyone", suffixes=("json",), published=True, rests_on="program"),
    Route("/openapi.json", "openapi", api.openapi, "anyone", published=True, gives=dict[str, Any], rests_on="program"),
    Route("/api/me", "api.me", api.me, "anyone", published=True, gives=api.Me),
    Route("/api/head", "api.head", api.head, published=True, gives=api.HeadShown),
    Route("/api/check", "api.check", api.check, methods=("POST",), takes=api.TextToCheck, gives=api.CHECKED),
    Route(
        "/api/documents",
        "api.documents",
        api.add_text,
        "editor",
        ("POST",),
        takes=api.TextToAdd,
        gives=api.AddedShown,
        status=201,
    ),
    Route(
        "/api/files",
        "api.files",
        api.add_file,
        "editor",
        ("POST",),
        asks=api.FileToAdd,
        takes=bytes,
        gives=api.AddedShown,
        status=201,
    ),
    Route(
        "/api/claims/{claim}/judgements",
        "api.judge",
        api.judge,
        "coder",
        ("POST",),
        takes=api.VerdictToGive,
        gives=api.JudgementShown,
        status=201,
    ),
    Route(
        "/api/judgements/{judgement}/undo",
        "api.undo",
        api.undo,
        "coder",
        ("POST",),
        gives=api.JudgementShown,
        status=201,
    ),
    Route(
        "/api/claims/{claim}/grades",
        "api.grade-claim",
        api.grade_claim,
        "coder",
        ("POST",),
        takes=api.ClaimGradeToGive,
        gives=api.GradeShown,
        status=201,
    ),
    Route(
        "/api/sources/{source}/grades",
        "api.grade-source",
        api.grade_source,
        "editor",
        ("POST",),
        takes=api.SourceGradeToGive,
        gives=api.GradeShown,
        status=201,
    ),
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
    Route("/static/{file}", "static", files.static, "anyone", published=True, rests_on="program"),
    Route("/favicon.ico", "favicon", files.favicon, "anyone", published=True),
)


def create_app(site: Site, routes: tuple[Route, ...] = ROUTES) -> Guard:
    """The app that serves a site, behind its guard."""
    from starlette.applications import Starlette
    from starlette.convertors import register_url_convertor
    from starlette.routing import Route as Wired

    register_url_convertor("part", _part())
    register_url_convertor("suffix", _suffix())
    wired, threads = [], Threads.made()
    for route in routes:
        endpoint = endpoint_of(site, route, threads)
        methods = list(route.methods)
        path = route.path if route.path.startswith("/static") else route.path.replace("}", ":part}")
        wired.append(Wired(path, endpoint, methods=methods, name=route.name))
        if route.suffixes:
            wired.append(Wired(f"{path}.{{suffix:suffix}}", endpoint, methods=methods, name=f"{route.name}.suffix"))

    async def missing(request: Request, error: Exception) -> Response:
        return await failed(site, request, error)

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


__all__ = ["ROUTES", "Route", "Settings", "Site", "create_app"]
