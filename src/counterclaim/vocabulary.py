"""The vocabulary's terms and what includes what, read from ``vocabulary.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from counterclaim.tables import PACKAGE, read_tables


@lru_cache(maxsize=1)
def load_vocabulary() -> Mapping[str, Any]:
    """The tables of ``vocabulary.toml``: object, measure, unit, role, hedge, vague, war."""
    return read_tables(PACKAGE / "vocabulary.toml")


@lru_cache(maxsize=256)
def broader(term: str) -> tuple[str, ...]:
    """The wider terms that include ``term``, nearest first: killed → casualties → losses; tank → equipment."""
    tables = load_vocabulary()
    found: list[str] = []
    for name in ("object", "measure"):
        row = tables[name].get(term)
        while row is not None:
            above = row.get("within") or (tables["also_within"].get(term) if name == "measure" else None)
            if above is None or above in found:
                break
            found.append(above)
            term, row = above, tables[name].get(above)
    return tuple(found)


def includes(wider: str | None, narrower: str | None) -> bool:
    """Whether ``wider`` is the same term as ``narrower`` or includes it; an open term includes nothing."""
    if wider is None or narrower is None:
        return False
    return wider == narrower or wider in broader(narrower)


def label(table: str, term: str) -> str:
    """The plain words for a term ("military personnel"), or the term itself."""
    row = load_vocabulary()[table].get(term)
    return str(row["label"]) if isinstance(row, dict) and "label" in row else term


def _opponents(*names: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        for one, other in load_vocabulary()["war"][name]:
            for side, enemy in ((one, other), (other, one)):
                if enemy not in found.get(side, ()):
                    found[side] = (*found.get(side, ()), enemy)
    return found


OPPONENTS: Mapping[str, tuple[str, ...]] = _opponents("main", "pairs")
_MAIN = _opponents("main")


def main_opponent(side: str) -> str | None:
    """Whom a side means by "the enemy" where a text names nobody: the one it ever fought, or that of its main war."""
    known = OPPONENTS.get(side, ())
    chosen = known if len(known) == 1 else _MAIN.get(side, ())
    return chosen[0] if len(chosen) == 1 else None


_AFTERWARDS = 2  # years for which a war that is over is still told as one's own


@lru_cache(maxsize=256)
def opponents_in(year: int | None) -> Mapping[str, tuple[str, ...]]:
    """Who fought whom in a year, or ever where the year is not known: each side with its enemies."""
    if year is None:
        return OPPONENTS
    found: dict[str, tuple[str, ...]] = {}
    for one, other, first, last in load_vocabulary()["war"]["dated"]:
        if first <= year <= last + _AFTERWARDS:
            for side, enemy in ((one, other), (other, one)):
                if enemy not in found.get(side, ()):
                    found[side] = (*found.get(side, ()), enemy)
    return found


@lru_cache(maxsize=1024)
def named_in(year: int | None, side: str) -> str:
    """The name of a side in a text of that year: Russia was the Soviet Union until 1991."""
    if year is None:
        return side
    return next((was for now, was, last in load_vocabulary()["war"]["former"] if now == side and year <= last), side)


def former_names(side: str) -> tuple[str, ...]:
    """The names by which a side went in earlier years."""
    return tuple(was for now, was, _ in load_vocabulary()["war"]["former"] if now == side)


# Names that the fighters of other wars give themselves too: in a text of another year or of none they are its group's.
SHARED_NAMES = frozenset(load_vocabulary()["war"]["shared"])


def is_state(side: str) -> bool:
    """Whether a side is a state or a territory by its ISO 3166-1 code, and no group."""
    return len(side) == 2 and side.isupper() and side not in ("IS", "UN", "EU")
