"""What a view gives back, once; HTML, JSON, CSV, pictures and files are renderings of it by the address's suffix.

Answer      fields (the JSON), a template with what only it needs, a table (the CSV), other renderings by suffix
Elsewhere   go to another address (after a change)
File        bytes or lines with their type and a name to keep them under
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from counterclaim.cells import cell, csv_row
from counterclaim.formats import json_line
from counterclaim.web.asked import Asked, NoSuchPage
from counterclaim.web.ranges import Ranged, ranged

if TYPE_CHECKING:
    from starlette.responses import Response

Cell = str | float | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table behind a page: names of columns and rows of plain values; cells are guarded when they are written."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]

    def lines(self) -> Iterable[str]:
        """The table as lines of CSV, line ends included."""
        yield csv_row(list(self.columns))
        for row in self.rows:
            yield csv_row([cell(value) for value in row])


@dataclass(frozen=True, slots=True)
class File:
    """Something to be kept or shown that is no page; ``name`` is offered for keeping, empty for showing.

    ``lasting``: what stands at its address never changes, so browsers need not ask again.
    """

    content: bytes | Iterable[str] | Iterable[bytes]
    media_type: str
    name: str = ""
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One page's data. ``fields`` are plain JSON; ``shown`` is what only the template needs.

    ``private``: no browser and nobody between may keep it.
    """

    template: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    shown: Mapping[str, Any] = field(default_factory=dict)
    table: Callable[[], Table] | None = None
    others: Mapping[str, Callable[[], File]] = field(default_factory=dict)
    status: int = 200
    private: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Look there; after a change with 303, so that a reload changes nothing."""

    to: str
    status: int = 303
    cookies: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)  # secrets for this browser alone; an empty one is taken away


def rendered(answer: Answer | Elsewhere | File | Ranged, asked: Asked) -> Response:
    """The response for one request."""
    from starlette.responses import RedirectResponse, Response

    from counterclaim.web.pages import page_of

    if isinstance(answer, Elsewhere):
        moved = RedirectResponse(answer.to, answer.status)
        for name, value in answer.cookies.items():
            moved.set_cookie(name, value, max_age=31_536_000, httponly=True, samesite="lax")
        for name, value in answer.kept.items():
            age = None if value else 0
            moved.set_cookie(name, value, max_age=age, httponly=True, samesite="lax", secure=asked.site.gate.secure)
        return moved
    if isinstance(answer, File):
        return _file(answer)
    if isinstance(answer, Ranged):
        return ranged(answer)
    if asked.suffix in answer.others:
        return _file(answer.others[asked.suffix]())
    if asked.suffix == "json":
        return Response(json_line(answer.fields) + "\n", answer.status, media_type="application/json")
    if asked.suffix == "csv" and answer.table is not None:
        name = asked.path.strip("/").replace("/", "-") or "check"
        return _file(File(answer.table().lines(), "text/csv; charset=utf-8", f"{name}.csv"))
    if asked.suffix != "html":
        raise NoSuchPage(f"{asked.path} cannot be had as .{asked.suffix}")
    headers = {"cache-control": "no-store"} if answer.private else {}
    return Response(page_of(answer, asked), answer.status, media_type="text/html", headers=headers)


def _file(file: File) -> Response:
    from starlette.responses import Response, StreamingResponse

    headers = {"cache-control": "public, max-age=31536000, immutable"} if file.lasting else {}
    if file.name:
        plain = "".join(letter if letter.isascii() and letter.isprintable() and letter not in '"\\' else "_"
                        for letter in file.name)  # fmt: skip
        headers["content-disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}"
    if isinstance(file.content, bytes):
        return Response(file.content, media_type=file.media_type, headers=headers)
    return StreamingResponse(file.content, media_type=file.media_type, headers=headers)
