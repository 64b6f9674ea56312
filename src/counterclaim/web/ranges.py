"""A file as a browser that plays it asks for it: whole, or one range of its bytes (RFC 9110, 14).

A range of another unit, one that is not well formed, one of a copy that is not this one (If-Range) and several at once
are passed over, as the RFC allows: the answer is the whole. The guard refuses several before they come here.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.responses import Response

BLOCK = 1 << 16  # bytes sent at once
_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ranged:
    """A file to be sent in ranges; ``tag`` changes whenever its bytes do."""

    path: Path
    media_type: str
    tag: str


class Unsatisfiable(Exception):
    """A range that begins behind the end (416)."""


def part_of(asked: str, size: int) -> tuple[int, int] | None:
    """First and one behind the last byte of the range that a Range header asks for; ``None`` for the whole.

    Raises ``Unsatisfiable`` where no byte of it is there.
    """
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = int(found[2])
        if not length or not size:
            raise Unsatisfiable
        return max(0, size - length), size
    first, last = int(found[1]), int(found[2]) if found[2] else size - 1
    if found[2] and last < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return first, min(last + 1, size)


def ranged(file: Ranged) -> Response:
    """The response that sends a file as it is asked for."""
    from starlette.datastructures import Headers
    from starlette.responses import Response

    class Sent(Response):
        async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
            asked = Headers(scope=scope)
            size, tag = file.path.stat().st_size, f'"{file.tag}"'
            told = {"accept-ranges": "bytes", "etag": tag, "content-type": file.media_type}
            status, first, last = 200, 0, size
            known = {one.strip().removeprefix("W/") for one in asked.get("if-none-match", "").split(",")}
            if tag in known or "*" in known:
                status, last = 304, 0
            elif scope["method"] == "GET" and "range" in asked and asked.get("if-range", tag) == tag:
                try:
                    part = part_of(asked["range"], size)
                    if part is not None:
                        status, (first, last) = 206, part
                        told["content-range"] = f"bytes {first}-{last - 1}/{size}"
                except Unsatisfiable:
                    status, last = 416, 0
                    told["content-range"] = f"bytes */{size}"
            if status != 304:
                told["content-length"] = str(last - first)
            pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in told.items()]
            await send({"type": "http.response.start", "status": status, "headers": pairs})
            await _send(file.path, first, first if scope["method"] == "HEAD" else last, send)

    return Sent()


async def _send(path: Path, first: int, last: int, send: Any) -> None:
    import anyio

    if first < last:
        async with await anyio.open_file(path, "rb") as opened:
            await opened.seek(first)
            while first < last and (block := await opened.read(min(BLOCK, last - first))):
                first += len(block)
                await send({"type": "http.response.body", "body": block, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
