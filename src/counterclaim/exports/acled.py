"""``export acled``: events in the columns of ACLED's exports (since March 2023), under ACLED's rules for numbers.

One figure an event, the most conservative reported; "dozens" is 12, "hundreds" 100, "several" 3 (ACLED's codebook).
What a number alone does not tell (the type of event, codes of actors) is empty: this is ACLED's shape, not its coding.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from counterclaim.comparing.conventions import CONVENTIONS
from counterclaim.exports.basis import Basis
from counterclaim.exports.columns import Column, joined
from counterclaim.exports.events import grouped, toll_of
from counterclaim.exports.ged import Row, claim_ids, country, side
from counterclaim.exports.packages import Sheet, write_package
from counterclaim.exports.saying import speaker_words
from counterclaim.exports.whereabouts import country_name, whereabouts
from counterclaim.model import Kept

LONGEST = 31  # days: ACLED's coarsest precision of time is the month


def _nothing(_: Row) -> None:
    return None


def _level(row: Row) -> str | None:
    return whereabouts(row.event.place).level if row.event.place else None


def _civilians_alone(row: Row) -> bool:
    return bool(row.toll.civilians) and row.toll.civilians == row.toll.best


def _notes(row: Row) -> str:
    said = []
    for kept in row.event.claims:
        who = speaker_words(kept.claim.speaker)
        said.append(f"{who}: “{kept.claim.evidence.exact}”" if who else f"“{kept.claim.evidence.exact}”")
    return " ".join(dict.fromkeys(said))


COLUMNS: tuple[Column[Row], ...] = (
    Column("event_id_cnty", "string", "CC and a hash of the claims; not ACLED's", lambda r: f"CC{r.event.id}", True),
    Column("event_date", "date", "the first day", lambda r: r.event.start, True),
    Column("year", "integer", "its year", lambda r: r.event.start.year, True),
    Column(
        "time_precision",
        "integer",
        "1 the day is told, 2 a week or part of one, 3 a month or part of one",
        lambda r: 1 if r.event.days == 1 else 2 if r.event.days <= 7 else 3,
        True,
    ),
    Column("disorder_type", "string", "Political violence", lambda r: "Political violence", True),
    Column(
        "event_type",
        "string",
        "Violence against civilians where civilians alone were killed; else empty: a number does not tell it",
        lambda r: "Violence against civilians" if _civilians_alone(r) else None,
    ),
    Column("sub_event_type", "string", "empty", _nothing),
    Column("actor1", "string", "a side that is named", lambda r: side(r, 0)),
    Column("assoc_actor_1", "string", "empty", _nothing),
    Column("inter1", "string", "empty", _nothing),
    Column(
        "actor2",
        "string",
        "the other side; Civilians where civilians alone were killed",
        lambda r: "Civilians" if _civilians_alone(r) else side(r, 1),
    ),
    Column("assoc_actor_2", "string", "empty", _nothing),
    Column("inter2", "string", "empty", _nothing),
    Column("interaction", "string", "empty", _nothing),
    Column(
        "civilian_targeting",
        "string",
        "Civilian targeting where civilians alone were killed",
        lambda r: "Civilian targeting" if _civilians_alone(r) else None,
    ),
    Column("iso", "integer", "empty: the country's name is enough to find it", _nothing),
    Column("region", "string", "empty", _nothing),
    Column("country", "string", "where the gazetteer knows the place", lambda r: country_name(country(r))),
    Column(
        "admin1",
        "string",
        "the region, where the place is one",
        lambda r: r.event.place if _level(r) == "region" else None,
    ),
    Column("admin2", "string", "empty", _nothing),
    Column("admin3", "string", "empty", _nothing),
    Column("location", "string", "the place as named", lambda r: r.event.place),
    Column("latitude", "number", "empty: the gazetteer has no coordinates", _nothing),
    Column("longitude", "number", "empty", _nothing),
    Column(
        "geo_precision",
        "integer",
        "1 a town is named, 3 a region or a country",
        lambda r: None if r.event.place is None else 1 if _level(r) == "town" else 3,
    ),
    Column("source", "string", "the outlets, joined by '; '", lambda r: joined(r.event.outlets, "; "), True),
    Column("source_scale", "string", "empty", _nothing),
    Column("notes", "string", "who says it, in the documents' own words", _notes, True),
    Column("fatalities", "integer", "the most conservative figure", lambda r: r.toll.best, True),
    Column("tags", "string", "the claims it rests on, as claims=…", lambda r: f"claims={';'.join(claim_ids(r))}", True),
    Column("timestamp", "integer", "empty", _nothing),
)


def write(kepts: Iterable[Kept], folder: Path, basis: Basis) -> int:
    """Events and a data package in ``folder``; returns the number of events."""
    events, left = grouped(kepts)
    short = [event for event in events if event.days <= LONGEST]
    if len(short) < len(events):
        left["longer than a month"] = sum(len(e.claims) for e in events) - sum(len(e.claims) for e in short)
    rows = [Row(event, toll_of(event, CONVENTIONS["acled"])) for event in short]
    title = "Events in the shape of ACLED"
    sheet = Sheet("events", title, COLUMNS, rows, "event_id_cnty")
    about = {"convention": CONVENTIONS["acled"].words, "claims_in_no_event": left}
    return write_package(folder, "acled-shaped", title, [sheet], basis, **about)
