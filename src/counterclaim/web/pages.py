"""The templates: where they are, what every one of them knows, and how values are written into HTML.

Everything from a document is text: autoescaped, its unseen characters written out. There is no inline script and no
inline style; a page asks nothing of any other host.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from counterclaim.charts import spelled
from counterclaim.documents.cues import clock
from counterclaim.terminal import amount, count_severities, one_line, visible
from counterclaim.vocabulary import label
from counterclaim.web.answers import Answer
from counterclaim.web.asked import Asked
from counterclaim.web.words import LANGUAGES

if TYPE_CHECKING:
    from jinja2 import Environment

STATIC: Mapping[str, tuple[str, str, str]] = {  # name → package, file, media type
    "report.css": ("counterclaim.page", "report.css", "text/css"),
    "site.css": ("counterclaim.web", "static/site.css", "text/css"),
    "listening.js": ("counterclaim.page", "listening.js", "text/javascript"),
    "compare.js": ("counterclaim.web", "static/compare.js", "text/javascript"),
    "missed.js": ("counterclaim.web", "static/missed.js", "text/javascript"),
    "review.js": ("counterclaim.web", "static/review.js", "text/javascript"),
    "mark.svg": ("counterclaim.web", "static/mark.svg", "image/svg+xml"),
}
# The pages of the menu, in order: name of the route, path.
MENU: tuple[tuple[str, str], ...] = (
    ("check", "/"),
    ("claims", "/claims"),
    ("compare", "/compare"),
    ("incidents", "/incidents"),
    ("sources", "/sources"),
    ("calls", "/calls"),
    ("review", "/review"),
    ("trace", "/trace"),
    ("rules", "/rules"),
    ("record", "/record"),
    ("about", "/about"),
)


@cache
def static_file(name: str) -> bytes:
    """The bytes of one of the static files; ``KeyError`` for any other name."""
    package, file, _ = STATIC[name]
    return (files(package) / file).read_bytes()


@cache
def static_link(name: str) -> str:
    """The address of a static file, with a word that changes when the file does."""
    return f"/static/{name}?v={static_version(name)}"


@cache
def static_version(name: str) -> str:
    """A word that changes when a static file does."""
    return hashlib.sha256(static_file(name)).hexdigest()[:12]


def _written(value: Any) -> Any:
    from markupsafe import Markup

    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _moment(at: datetime) -> str:
    """A time in UTC, with the zone said."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _day(day: date | str | None) -> str:
    if not day:
        return ""
    return spelled(date.fromisoformat(day) if isinstance(day, str) else day)


@cache
def environment() -> Environment:
    """The templates' environment, made once."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder, shared = files("counterclaim.web") / "templates", files("counterclaim.page")
    made = Environment(
        loader=FunctionLoader(
            lambda name: ((shared if name.endswith(".jinja") else folder) / name).read_text(encoding="utf-8")
        ),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_written,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(amount=amount, spelled=_day, moment=_moment, label=lambda term, table: label(table, term),
                        line=one_line, clock=clock)  # fmt: skip
    made.globals.update(static=static_link, languages=LANGUAGES, severities=count_severities)
    return made


def compile_templates() -> None:
    """Makes every template ready, so that no page waits for its own."""
    for file in (files("counterclaim.web") / "templates").iterdir():
        if file.name.endswith(".html"):
            environment().get_template(file.name)


def menu_of(asked: Asked) -> list[tuple[str, str]]:
    """The pages of the menu that the person may open."""
    from counterclaim.web.answering import may
    from counterclaim.web.app import ROUTES

    if asked.person.means == "nobody":  # they are led to the form, and on from there
        return list(MENU)
    open_to = {route.name for route in ROUTES if may(asked.person, route)}
    open_to -= {"check"} if asked.person.means == "public" else set()  # which leads on to the claims
    return [(name, path) for name, path in MENU if name in open_to]


def page_of(answer: Answer, asked: Asked) -> str:
    """The HTML of an answer."""
    from counterclaim import __version__

    template = environment().get_template(answer.template)
    return template.render(
        **answer.fields,
        **answer.shown,
        asked=asked,
        t=asked.words,
        site=asked.site,
        program=__version__,
        menu=menu_of(asked),
    )
