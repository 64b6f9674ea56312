"""Where a call comes from, as somebody says it: options, a TOML file, or lines of a transcript's own head.

    publisher: Press office of the Northern Command
    address: https://example.org/calls/17
    published: 2023-04-02
    selection: one of 40 calls; the others were not published

Of several that speak, the first that says something is believed: what is given beats what the file says of itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from counterclaim.documents.dates import read_date
from counterclaim.model import CounterclaimError, Provenance

FIELDS = ("publisher", "address", "published", "selection")
_ALSO = {"url": "address", "source": "address", "link": "address", "date": "published", "selected": "selection"}
_LONGEST = 500  # code points of a value
_HEAD = re.compile(r"^[ \t]*([A-Za-z][A-Za-z -]{1,30}?)[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
ASKED = {
    "publisher": "who published it",
    "address": "where",
    "published": "when",
    "selection": "how it was selected",
}


def head_fields(text: str) -> dict[str, str]:
    """The lines ``key: value`` of a head, keys in small letters; the first of a key holds."""
    found: dict[str, str] = {}
    for match in _HEAD.finditer(text[:20_000]):
        found.setdefault(match[1].lower(), match[2][:_LONGEST])
    return found


def provenance_from(fields: Mapping[str, object]) -> Provenance:
    """The provenance that fields tell, under their own names or others in use; a day that is none is left out."""
    told: dict[str, str] = {}
    for key, value in fields.items():
        name = _ALSO.get(key.lower(), key.lower())
        words = value.isoformat() if isinstance(value, date) else " ".join(str(value or "").split())
        if name in FIELDS and words and name not in told:
            told[name] = words[:_LONGEST]
    day = read_date(told["published"]) if "published" in told else None
    return Provenance(told.get("publisher"), told.get("address"), day, told.get("selection"))


def joined(*provenances: Provenance | None) -> Provenance:
    """Several in one: of each field, the first that is told."""
    known = [one for one in provenances if one is not None]

    def first(name: str) -> object:
        return next((getattr(one, name) for one in known if getattr(one, name) is not None), None)

    return provenance_from({name: first(name) for name in FIELDS})


def provenance_given(
    publisher: str | None = None, file: Path | None = None, published: date | None = None
) -> Provenance | None:
    """What the command line gives; ``None`` where it gives nothing. Raises ``CounterclaimError`` for a bad file."""
    told: dict[str, object] = {}
    if file is not None:
        try:
            told = tomllib.loads(file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise CounterclaimError(f"{file} could not be read: {reason}") from None
        except tomllib.TOMLDecodeError as error:
            raise CounterclaimError(
                f'{file} is not TOML ({error}): write lines such as publisher = "…", address = "…"'
            ) from None
        unknown = [key for key in told if _ALSO.get(key.lower(), key.lower()) not in FIELDS]
        if unknown:
            raise CounterclaimError(f"{file} has “{unknown[0]}”; provenance knows {', '.join(FIELDS)}")
        day = told.get("published", told.get("date"))
        if day is not None and provenance_from({"published": day}).published is None:
            raise CounterclaimError(f"{file}: published is “{day}”, which is no day; write 2023-04-02")
    if publisher is not None:
        told["publisher"] = publisher
    if not told:
        return None
    return joined(provenance_from(told), Provenance(published=published))


def asked_for(provenance: Provenance) -> str:
    """What of a provenance nobody says, as words to ask for it; empty where all is told."""
    return ", ".join(ASKED[name] for name in provenance.missing)
