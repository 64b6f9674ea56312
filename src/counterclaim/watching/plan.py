"""What to watch: a TOML file of feeds and folders."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.documents.columns import Columns

EVERY, LEAST = 900.0, 60.0  # seconds between two looks: usual, at least
DELAY = 5.0  # seconds between two requests to one host
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}


@dataclass(frozen=True, slots=True)
class Source:
    """One feed or folder to look at, every so many seconds; ``pages`` reads the page that an item links to."""

    kind: str
    place: str
    every: float = EVERY
    pages: bool = False
    columns: Columns | None = None

    @property
    def name(self) -> str:
        """What it is remembered by."""
        return f"{self.kind} {self.place}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to watch, where to remember it, and how many seconds to leave between two requests to a host."""

    sources: tuple[Source, ...]
    state: Path
    delay: float = DELAY


def read_plan(path: Path) -> Plan:
    """A plan from a TOML file; raises ``CounterclaimError`` that names what is wrong in it. Paths are beside it."""
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CounterclaimError(f"{path}: the plan cannot be read ({error})") from None
    _only(fields, ("feed", "folder", "every", "delay", "state"), f"{path}")
    every = _seconds(fields.get("every", EVERY), f"{path}, every")
    sources = []
    for kind, key in (("feed", "url"), ("folder", "path")):
        rows = fields.get(kind, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise CounterclaimError(f"{path}: write [[{kind}]] with two brackets, one for each")
        for number, row in enumerate(rows, 1):
            sources.append(_source(kind, key, row, f"{path}, {kind} {number}", every, path.parent))
    if not sources:
        raise CounterclaimError(f"{path} names nothing to watch: write [[feed]] with a url, or [[folder]] with a path")
    twice = next((s.place for at, s in enumerate(sources) if s.name in {o.name for o in sources[:at]}), None)
    if twice:
        raise CounterclaimError(f"{path}: {twice} is there twice")
    state = path.parent / str(fields.get("state", f"{path.stem}.state"))
    return Plan(tuple(sources), state, _seconds(fields.get("delay", DELAY), f"{path}, delay", least=0.0))


def _source(kind: str, key: str, row: dict[str, Any], where: str, every: float, folder: Path) -> Source:
    _only(row, (key, "every", "pages", "columns") if kind == "feed" else (key, "every", "columns"), where)
    place = row.get(key)
    if not isinstance(place, str) or not place:
        raise CounterclaimError(f"{where}: it needs a {key}")
    if kind == "feed" and not re.match(r"https?://", place):
        raise CounterclaimError(f"{where}: “{place}” is not an http or https address")
    columns = None
    if "columns" in row:
        from counterclaim.documents.columns import columns_of

        columns = columns_of(row["columns"], where)
    place = place if kind == "feed" else str(folder / place)
    return Source(kind, place, _seconds(row.get("every", every), f"{where}, every"), bool(row.get("pages")), columns)


def _only(fields: dict[str, Any], known: Sequence[str], where: str) -> None:
    for name in fields:
        if name not in known:
            raise CounterclaimError(f"{where}: there is no “{name}”; there is {', '.join(known)}")


def _seconds(told: object, where: str, least: float = LEAST) -> float:
    """Seconds as a number, or as 90s, 15m, 2h, 1d."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhd]?)\s*", str(told))
    if match is None or isinstance(told, bool):
        raise CounterclaimError(f"{where}: “{told}” is no time; write seconds, or 90s, 15m, 2h, 1d")
    seconds = float(match[1]) * _UNITS[match[2] or "s"]
    if seconds < least:
        raise CounterclaimError(f"{where}: {told} is too often; at least {least:g} seconds lie between two looks")
    return seconds
