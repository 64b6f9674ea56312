"""No line of the table of claims that differs from the log is called plainly the same; plain ones are not doubted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from counterclaim.ledger import Ledger, tables
from counterclaim.ledger.alike import doubted
from counterclaim.ledger.rows import Reading, claim_row, document_row, reading_row
from counterclaim.ledger.verify import verify
from counterclaim.model import Claim, Document, Evidence, Link, Period, Quantity
from ledgers import KINDS, Place, places

DAY = date(2023, 5, 1)
PLAIN = Claim(
    "c0000000000000001", "d0000000000000001", "rules", Evidence("d0000000000000001", 0, 9, "12 tanks", "", ""),
    Quantity(12, 13, 14, "count", "about", "12", 0, 2), "tank", "losses", "UA", "the 3rd brigade", "Bakhmut",
    Period("window", DAY, DAY), (Link("a spokesman", None, "military", "said", 0, 4),
    Link("The army", "ua-military", "military", "said", 0, 4)), "asserts", "stated", (), (),
)  # fmt: skip
BARE = replace(
    PLAIN, side=None, unit=None, place=None, period=Period("open"), attribution=(),
    quantity=replace(PLAIN.quantity, low=None, best=None, high=None),
)  # fmt: skip
# claims whose lines are called plainly the same
ALIKE = (
    PLAIN,
    BARE,
    replace(PLAIN, attribution=(Link("The army", None, "military", "said", 0, 4),)),
    replace(PLAIN, attribution=(Link("The army", "", "military", "said", 0, 4),)),
    replace(PLAIN, place='ё ’ 𝄞 "quoted" back\\slash', unit=""),
    replace(PLAIN, quantity=replace(PLAIN.quantity, low=0, high=2.0**52)),
    replace(PLAIN, place="null", unit="12", period=Period("cumulative", None, DAY)),
)
_COLUMNS = [column.name for column in tables.claims.c]
CHANGES: tuple[tuple[str, Any], ...] = (
    *((name, "other") for name in _COLUMNS if name not in ("seq", "low", "best", "high")),
    *((name, None) for name in ("side", "unit", "place", "period_start", "period_end", "published", "day", "source")),
    *((name, value) for name in ("low", "best", "high") for value in (12.5, None, 1e300, 15, 12.000000000000002)),
    ("place", "Bakhmut "),
    ("place", "bakhmut"),
    ("place", "Bakhmut\\u0000"),
    ("place", "null"),
    ("source", "a spokesman"),
    ("source", "The army"),
)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from places(request.param, tmp_path)


def filled(place: Place, *claims: Claim, shown: Claim | None = None) -> Ledger:
    """A ledger with a document, its claims and a reading."""
    ledger = place.open()
    claims = tuple(replace(claim, id=f"c{number:016x}") for number, claim in enumerate(claims))
    home = claims[0].document
    document = Document(home, "12 tanks", "1.txt", sha256="0" * 64, published=DAY)
    with ledger._adding() as writer:
        writer.add(document_row(document))
        for claim in claims:
            writer.add(claim_row(claim, DAY, None if shown is None else replace(shown, id=claim.id)))
        writer.add(reading_row(Reading("r1", home, "counterclaim 0.1.0", claims=tuple(c.id for c in claims))))
    assert verify(ledger).whole
    return ledger


def change(connection: Connection, deed: str, *values: object) -> None:
    """Does to the table of claims what its triggers refuse."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS claims_no_update")
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS claims_no_delete")
    else:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        deed = deed.replace("?", "%s")
    connection.exec_driver_sql(deed, values)


def doubts(ledger: Ledger, claims: int) -> list[int] | None:
    """What is doubted among all rows."""
    with ledger.database.reading() as connection:
        return doubted(connection, range(1, ledger.head().size + 1), claims)


def said(place: Place, found: list[int]) -> list[int] | None:
    """What SQLite doubts; a server is not asked."""
    return found if place.kind == "sqlite" else None


def test_plain_lines_are_not_doubted(place: Place) -> None:
    assert doubts(filled(place, *ALIKE), len(ALIKE)) == said(place, [])


def test_what_is_shown_instead_of_a_text_is_doubted_and_compared(place: Place) -> None:
    ledger = filled(place, PLAIN, shown=replace(PLAIN, place="[hidden]"))
    assert doubts(ledger, 1) == said(place, [2])
    with ledger.database.writing() as connection:
        change(connection, "UPDATE claims SET place = ?", PLAIN.place)
    assert "the table claims shows row 2 other than it was added" in verify(ledger).faults


def test_a_text_with_a_nul_and_a_fraction_are_doubted_and_are_right(place: Place) -> None:
    share = replace(PLAIN, quantity=replace(PLAIN.quantity, low=0.1, best=0.3, unit="share"))
    assert doubts(filled(place, replace(PLAIN, place="a\0b"), PLAIN, share), 3) == said(place, [2, 4])


@pytest.mark.parametrize("claim", [PLAIN, BARE])
def test_every_cell_that_was_changed_is_found(place: Place, claim: Claim) -> None:
    ledger = filled(place, claim)
    columns = ", ".join(_COLUMNS)
    with ledger.database.reading() as connection:
        asked = f"SELECT {columns} FROM claims"
        before = dict(zip(_COLUMNS, connection.exec_driver_sql(asked).one(), strict=True))
    for name, value in CHANGES:
        if value == before[name]:
            continue
        with ledger.database.writing() as connection:
            change(connection, f"UPDATE claims SET {name} = ?", value)
        assert "the table claims shows row 2 other than it was added" in verify(ledger).faults, (name, value)
        with ledger.database.writing() as connection:
            change(connection, f"UPDATE claims SET {name} = ?", before[name])
    assert doubts(ledger, 1) == said(place, [])


@pytest.mark.parametrize("deed", ["DELETE FROM claims WHERE seq = 2", "UPDATE claims SET seq = 5 WHERE seq = 2"])
def test_a_line_that_is_gone_or_elsewhere_is_found(place: Place, deed: str) -> None:
    ledger = filled(place, PLAIN, BARE)
    with ledger.database.writing() as connection:
        change(connection, deed)
    assert "the table claims lacks row 2" in verify(ledger).faults


@pytest.mark.parametrize("value", [b"Bakhmut", "Bakhmut\0", "Bakhmut\0more"])
def test_a_text_as_only_sqlite_can_hold_it_is_found(tmp_path: Path, value: str | bytes) -> None:
    ledger = filled(Place("sqlite", tmp_path), PLAIN)
    with ledger.database.writing() as connection:
        change(connection, "UPDATE claims SET place = ?", value)
    assert "the table claims shows row 2 other than it was added" in verify(ledger).faults
    ledger.close()


def test_of_a_text_that_is_no_json_nothing_is_said(place: Place) -> None:
    ledger = filled(place, PLAIN, BARE)
    with ledger.database.writing() as connection:
        if place.kind == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER entries_no_update")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("UPDATE entries SET body = substr(body, 2) WHERE seq = 2")
    assert doubts(ledger, 2) is None
    told = verify(ledger).faults
    assert "row 2 (claim c0000000000000000) cannot be read" in told
    assert [one for one in told if "row 3" in one] == []
