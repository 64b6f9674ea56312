"""``export ibc``: incidents in the columns of Iraq Body Count's incidents table, under its rules.

Civilians, and people whose status is not told, since a report of "12 people" is of civilians unless it says otherwise;
soldiers are left out. Minimum and maximum are the lowest and highest figure told. An incident that fewer than two
independent voices tell is provisional (Iraq Body Count, Methods): it is in the table and marked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from counterclaim.comparing.conventions import CONVENTIONS
from counterclaim.exports.basis import Basis
from counterclaim.exports.columns import Column, joined
from counterclaim.exports.events import Event, grouped, toll_of, victims_of
from counterclaim.exports.ged import Row, claim_ids
from counterclaim.exports.packages import Sheet, write_package
from counterclaim.model import Kept

ENOUGH = 2  # independent voices


def _nothing(_: Row) -> None:
    return None


def _targets(row: Row) -> str | None:
    return joined(sorted({kept.claim.object for kept in row.event.claims}), ", ")


COLUMNS: tuple[Column[Row], ...] = (
    Column("IBC code", "string", "CC and a hash of the claims; not IBC's", lambda r: f"CC{r.event.id}", True),
    Column("Start Date", "date", "first day", lambda r: r.event.start, True),
    Column("End Date", "date", "last day", lambda r: r.event.end, True),
    Column("Time", "string", "empty", _nothing),
    Column("Location", "string", "the place as named", lambda r: r.event.place),
    Column("Target", "string", "who was killed, as far as it is told", _targets),
    Column("Weapons", "string", "empty", _nothing),
    Column("Reported Minimum", "integer", "lowest figure told", lambda r: r.toll.low, True),
    Column("Reported Maximum", "integer", "highest figure told", lambda r: r.toll.high, True),
    Column("Sources", "string", "the outlets, joined by ', '", lambda r: joined(r.event.outlets, ", "), True),
    Column(
        "Provisional",
        "string",
        "not IBC's column: yes where fewer than two independent voices tell of it",
        lambda r: "no" if len(r.event.voices) >= ENOUGH else "yes",
        True,
        ("yes", "no"),
    ),
    Column(
        "Claims",
        "string",
        "not IBC's column: the claims it rests on, joined by ';'",
        lambda r: joined(claim_ids(r), ";"),
    ),
)


def civilians_of(event: Event) -> Event | None:
    """The event with its civilians and people alone; ``None`` where none were told of."""
    kept = tuple(k for k in event.claims if victims_of(k, event) in ("civilians", "all"))
    return replace(event, claims=kept) if kept else None


def write(kepts: Iterable[Kept], folder: Path, basis: Basis) -> int:
    """Incidents and a data package in ``folder``; returns the number of incidents."""
    events, left = grouped(kepts)
    incidents = [own for own in map(civilians_of, events) if own is not None]
    soldiers = sum(len(event.claims) for event in events) - sum(len(event.claims) for event in incidents)
    if soldiers:
        left["of soldiers"] = soldiers
    rows = [Row(event, toll_of(event, CONVENTIONS["ibc"])) for event in incidents]
    title = "Incidents in the shape of Iraq Body Count"
    sheet = Sheet("incidents", title, COLUMNS, rows, "IBC code")
    about = {"convention": CONVENTIONS["ibc"].words, "claims_in_no_event": left}
    return write_package(folder, "ibc-shaped", title, [sheet], basis, **about)
