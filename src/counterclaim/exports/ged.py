"""``export ged``: events in the columns of the UCDP Georeferenced Event Dataset (GED codebook, version 24.1).

It has GED's shape, not its judgement: no UCDP coder has seen it, running totals are not split into events, and there is
no threshold of 25 dead. What only UCDP can give (its ids, grid cells, coordinates) is empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from counterclaim.comparing.conventions import CONVENTIONS
from counterclaim.comparing.questions import outlet_of, said_on
from counterclaim.exports.basis import Basis
from counterclaim.exports.columns import Column, joined
from counterclaim.exports.events import Dead, Event, grouped, is_state, toll_of
from counterclaim.exports.packages import Sheet, write_package
from counterclaim.exports.whereabouts import country_name, whereabouts
from counterclaim.model import Kept


@dataclass(frozen=True, slots=True)
class Row:
    """An event with its toll."""

    event: Event
    toll: Dead


def side(row: Row, at: int) -> str | None:
    """The first or second side's name."""
    return row.event.sides[at] if at < len(row.event.sides) else None


def country(row: Row) -> str | None:
    """ISO code of the country the place lies in, where the gazetteer knows it."""
    return whereabouts(row.event.place).country if row.event.place else None


def _level(row: Row) -> int | None:
    if row.event.place is None:
        return None
    return {"town": 1, "region": 4, "country": 6}[whereabouts(row.event.place).level]


def _region(row: Row) -> str | None:
    return row.event.place if _level(row) == 4 else None


def _date_precision(row: Row) -> int:
    days = row.event.days
    return next(code for most, code in ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5)) if days <= most)


def _violence(row: Row) -> int | None:
    toll = row.toll
    if toll.civilians and toll.civilians == toll.best:
        return 3
    if len(row.event.sides) < 2:
        return None
    return 1 if any(is_state(name) for name in row.event.sides[:2]) else 2


def _dyad(row: Row) -> str | None:
    return " - ".join(row.event.sides[:2]) if len(row.event.sides) > 1 else None


def articles(event: Event) -> str:
    """The documents as GED cites them: outlet, day, headline; one each, sorted."""
    cited = {
        ",".join(part for part in (outlet_of(k), str(said_on(k) or ""), k.document.title or "") if part)
        for k in event.claims
    }
    return ";".join(f'"{article}"' for article in sorted(cited))


def _first(row: Row) -> Kept:
    return row.event.claims[0]


def _nothing(_: Row) -> None:
    return None


_IDS = "UCDP's own number; empty"

COLUMNS: tuple[Column[Row], ...] = (
    Column("id", "integer", "a number made of the claims' ids", lambda r: int(r.event.id[:13], 16), True),
    Column("relid", "string", "the same as text, with our prefix", lambda r: f"CC-{r.event.id}", True),
    Column("year", "integer", "of the first day", lambda r: r.event.start.year, True),
    Column("active_year", "integer", "whether UCDP counts the conflict as active; empty", _nothing),
    Column("code_status", "string", "never Clear: the dyad is not checked by a coder", lambda r: "Check dyad", True),
    Column(
        "type_of_violence",
        "integer",
        "1 a state is a side, 2 no state is, 3 civilians alone were killed; empty where the sides are not known",
        _violence,
    ),
    Column("conflict_dset_id", "string", _IDS, _nothing),
    Column("conflict_new_id", "integer", _IDS, _nothing),
    Column("conflict_name", "string", "the two sides", _dyad),
    Column("dyad_dset_id", "string", _IDS, _nothing),
    Column("dyad_new_id", "integer", _IDS, _nothing),
    Column("dyad_name", "string", "the two sides", _dyad),
    Column("side_a_dset_id", "string", _IDS, _nothing),
    Column("side_a_new_id", "integer", _IDS, _nothing),
    Column("side_a", "string", "a side that is named; a state before others, else by name", lambda r: side(r, 0)),
    Column("side_b_dset_id", "string", _IDS, _nothing),
    Column("side_b_new_id", "integer", _IDS, _nothing),
    Column("side_b", "string", "the other side, or the one known to have fought it", lambda r: side(r, 1)),
    Column(
        "number_of_sources", "integer", "how many documents", lambda r: len({k.document.id for k in r.event.claims})
    ),
    Column("source_article", "string", "outlet, day and headline of each document", lambda r: articles(r.event)),
    Column("source_office", "string", "the first document's outlet", lambda r: outlet_of(_first(r))),
    Column("source_date", "date", "its day", lambda r: said_on(_first(r))),
    Column("source_headline", "string", "its headline", lambda r: _first(r).document.title),
    Column("source_original", "string", "who says it, joined by ';'", lambda r: joined(r.event.voices, ";")),
    Column("where_prec", "integer", "how exact the place is as named: 1 town, 4 region, 6 country", _level),
    Column("where_coordinates", "string", "the place as named", lambda r: r.event.place),
    Column("where_description", "string", "the place as named", lambda r: r.event.place),
    Column("adm_1", "string", "the region, where the place is one", _region),
    Column("adm_2", "string", "empty", _nothing),
    Column("latitude", "number", "empty: the gazetteer has no coordinates", _nothing),
    Column("longitude", "number", "empty", _nothing),
    Column("geom_wkt", "string", "empty", _nothing),
    Column("priogrid_gid", "integer", "empty", _nothing),
    Column("country", "string", "the country, where the gazetteer knows the place", lambda r: country_name(country(r))),
    Column("country_id", "integer", "Gleditsch and Ward's number; empty", _nothing),
    Column("region", "string", "empty", _nothing),
    Column(
        "event_clarity",
        "integer",
        "1 one day and a named place; 2 anything less",
        lambda r: 1 if r.event.days == 1 and r.event.place else 2,
        True,
    ),
    Column(
        "date_prec", "integer", "1 a day, 2 up to six, 3 a week, 4 up to a month, 5 up to a year", _date_precision, True
    ),
    Column("date_start", "date", "first day", lambda r: r.event.start, True),
    Column("date_end", "date", "last day", lambda r: r.event.end, True),
    Column("deaths_a", "integer", "best figure for soldiers of side a", lambda r: r.toll.a, True),
    Column("deaths_b", "integer", "best figure for soldiers of side b", lambda r: r.toll.b, True),
    Column("deaths_civilians", "integer", "best figure for civilians", lambda r: r.toll.civilians, True),
    Column(
        "deaths_unknown", "integer", "best figure for those whose status is not told", lambda r: r.toll.unknown, True
    ),
    Column("best", "integer", "the sum of the four", lambda r: r.toll.best, True),
    Column("high", "integer", "highest figure", lambda r: r.toll.high, True),
    Column("low", "integer", "lowest figure", lambda r: r.toll.low, True),
    Column("gwnoa", "integer", "empty", _nothing),
    Column("gwnob", "integer", "empty", _nothing),
    Column("claims", "string", "not GED's: the claims it rests on, joined by ';'", lambda r: joined(claim_ids(r), ";")),
)


def claim_ids(row: Row) -> list[str]:
    """The ids of an event's claims."""
    return [kept.claim.id for kept in row.event.claims]


def write(kepts: Iterable[Kept], folder: Path, basis: Basis) -> int:
    """Events and a data package in ``folder``; returns the number of events."""
    events, left = grouped(kepts)
    rows = [Row(event, toll_of(event, CONVENTIONS["ucdp"])) for event in events]
    title = "Events in the shape of UCDP GED"
    sheet = Sheet("events", title, COLUMNS, rows, "id")
    about = {"convention": CONVENTIONS["ucdp"].words, "claims_in_no_event": left}
    return write_package(folder, "ucdp-ged-shaped", title, [sheet], basis, **about)
