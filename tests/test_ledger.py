"""The ledger: what is added is kept once, never edited, and can be asked as it stood. On SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from counterclaim import check
from counterclaim.ledger import Filter, Ledger
from counterclaim.ledger.ingest import Added, Options, add
from counterclaim.ledger.verify import verify
from counterclaim.model import CounterclaimError
from ledgers import KINDS, Place, places

MORNING = "The army said on Monday that 14 soldiers were killed and two tanks were destroyed near Kherson.\n"
EVENING = "Officials in Kharkiv said 3 civilians were killed and 11 wounded on 5 March 2023.\n"


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from places(request.param, tmp_path)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "morning.txt").write_text(MORNING)
    (folder / "evening.txt").write_text(EVENING)
    return folder


def put(ledger: Ledger, *targets: Path, **options: object) -> Added:
    return add(ledger, [str(target) for target in targets], by="tests", options=Options(**options))  # type: ignore[arg-type]


def ids(ledger: Ledger, wanted: Filter | None = None) -> list[str]:
    return [kept.claim.id for kept in ledger.claims(wanted)]


def test_what_is_added_is_there_with_document_sightings_claims_findings_and_refusals(
    place: Place, articles: Path
) -> None:
    ledger = place.open()
    added = put(ledger, articles)
    assert (added.tally.new, added.failed) == (2, [])
    reports = {report.document.id: report for report in check(str(articles))}
    kept = list(ledger.claims())
    assert {one.claim for one in kept} == {claim for report in reports.values() for claim in report.claims}
    assert len(kept) == 4
    for one in kept:
        assert one.document == reports[one.document.id].document
        assert [sighting.place for sighting in one.sightings] == [one.document.path]
        assert one.first_seen is not None
        assert one.verdict is None
    for name, report in reports.items():
        assert [finding for _, _, finding in ledger.findings(name)] == list(report.findings)
    for name, reading in ledger.readings().items():
        assert reading.refusals == reports[name].refusals
    assert verify(ledger, deep=True).whole


def test_reading_twice_adds_nothing_but_a_sighting(place: Place, articles: Path) -> None:
    ledger = place.open()
    put(ledger, articles)
    before = ids(ledger)
    again = put(ledger, articles)
    assert (again.tally.new, again.tally.reread, again.tally.seen) == (0, 0, 2)
    assert again.tally.rows == {"sighting": 2}
    assert ids(ledger) == before
    assert all(len(kept.sightings) == 2 for kept in ledger.claims())


def test_claims_are_filtered_by_every_field(place: Place, articles: Path) -> None:
    ledger = place.open()
    put(ledger, articles)
    (three,) = ledger.claims(object="civilian", measure="killed")
    assert three.claim.quantity.best == 3
    assert three.claim.period.end == date(2023, 3, 5)
    fields = {
        "measure": "killed", "period": "window", "certainty": "stated", "text": "CIVILIANS", "start": date(2023, 3, 5),
        "end": date(2023, 3, 5), "language": three.document.language, "document": three.document.id,
        "place": three.claim.place, "side": three.claim.side,
    }  # fmt: skip
    assert three.claim.speaker is not None
    fields["source"] = three.claim.speaker.id or three.claim.speaker.name
    for name, value in fields.items():
        if value is not None:
            assert three.claim.id in ids(ledger, Filter(**{name: value})), name
    assert ids(ledger, Filter(start=date(2024, 1, 1))) == []
    assert ledger.count(measure="killed") == 2
    with pytest.raises(CounterclaimError, match="after the last day"):
        Filter(start=date(2024, 1, 2), end=date(2024, 1, 1))


def test_other_options_supersede_and_the_ledger_can_be_asked_as_it_stood(place: Place, articles: Path) -> None:
    ledger = place.open()
    put(ledger, articles / "morning.txt")
    then = datetime.now(UTC)
    before = list(ledger.claims())
    assert all(kept.document.published is None for kept in before)
    changed = put(ledger, articles / "morning.txt", published=date(2023, 5, 2))
    assert changed.tally.reread == 1
    after = list(ledger.claims())
    assert {kept.document.published for kept in after} == {date(2023, 5, 2)}
    assert len(after) == len(before)
    stood = ledger.as_of(then)
    assert list(stood.claims()) == before
    assert stood.head().size < ledger.head().size
    assert list(ledger.as_of(then - timedelta(days=1)).claims()) == []
    assert put(ledger, articles / "morning.txt").tally.seen == 1  # what was given still holds
    assert next(ledger.as_of(date(2999, 1, 1)).claims()).document.published == date(2023, 5, 2)
    assert verify(ledger).whole
    with pytest.raises(CounterclaimError, match="cannot be added to"):
        stood.log("nothing", by="tests")
