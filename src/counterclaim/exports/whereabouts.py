"""Where a named place lies, as far as the packs' gazetteer knows: its country, and whether it is a region or town.

The gazetteer has no coordinates. ``read_coordinates`` takes them from a table of the user's own.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from counterclaim.model import CounterclaimError

Level = Literal["country", "region", "town"]
_LEVELS: tuple[Level, ...] = ("country", "region", "town")
Coordinates = Mapping[str, tuple[float, float]]  # place, case folded → longitude, latitude, in degrees (WGS 84)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """``country`` is ISO 3166-1 alpha-2; a name that the gazetteer does not know is a ``town`` without a country."""

    country: str | None
    level: Level


@lru_cache(maxsize=8192)
def whereabouts(place: str, language: str = "en") -> Whereabouts:
    """The country and the level of a place as a text names it."""
    from counterclaim.language import load_language
    from counterclaim.places import find_places

    pack = load_language(language)
    sentence = pack.parse(f"It was in {place}.")
    found = find_places(sentence, pack)
    if not found:
        return Whereabouts(None, "town")
    known = max(found, key=lambda mention: (mention.rank, -mention.first))
    return Whereabouts(known.country, _LEVELS[known.rank])


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    from counterclaim.language import load_language

    names: dict[str, str] = {}
    for code, phrases in load_language("en").values.get("side", {}).items():
        if len(code) == 2 and phrases:
            names[code] = phrases[0].split("|")[0]
    return names


def country_name(code: str | None) -> str | None:
    """The English name of a country by its ISO code, or the code itself."""
    return None if code is None else _countries().get(code, code)


def read_coordinates(path: Path) -> Coordinates:
    """A CSV table with the columns place, longitude and latitude (degrees, WGS 84)."""
    found: dict[str, tuple[float, float]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            missing = {"place", "longitude", "latitude"} - set(rows.fieldnames or ())
            if missing:
                raise CounterclaimError(f"{path} has no column {', '.join(sorted(missing))}")
            for row in rows:
                found[_key(row["place"] or "")] = _point(row["longitude"], row["latitude"], path, rows.line_num)
    except OSError as error:
        raise CounterclaimError(f"{path} could not be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise CounterclaimError(f"{path} is no CSV table in UTF-8") from error
    return found


def _point(longitude: str | None, latitude: str | None, path: Path, line: int) -> tuple[float, float]:
    try:
        east, north = float(longitude or ""), float(latitude or "")
    except ValueError:
        raise CounterclaimError(
            f"{path}, line {line}: longitude and latitude must be degrees, as 37.8 and 48.6"
        ) from None
    if not (-180 <= east <= 180 and -90 <= north <= 90):
        raise CounterclaimError(f"{path}, line {line}: {east}, {north} is no longitude and latitude")
    return east, north


def _key(place: str) -> str:
    return " ".join(place.split()).casefold()


def point_of(place: str | None, coordinates: Coordinates) -> tuple[float, float] | None:
    """Longitude and latitude of a place by name, where the user's table has it."""
    return None if place is None else coordinates.get(_key(place))
