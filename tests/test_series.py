"""The record: what is bundled, that its sources are named, and what a user may add."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from counterclaim.additions import SeriesMapping, add_series, add_statements, read_mapping
from counterclaim.model import Figure, Quantity, RecordError
from counterclaim.series import FOLDER, Record, load_record, parse_column, read_series, record_folder, trace
from counterclaim.vocabulary import load_vocabulary


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return load_record(tmp_path)


def test_each_series_names_its_source_licence_and_day_of_retrieval(record: Record) -> None:
    assert len(record.series) == 6
    for series in record.series.values():
        assert series.licence in ("MIT", "CC BY 4.0", "public domain")
        assert series.url.startswith("https://")
        assert series.origin
        assert series.notes
        assert series.retrieved >= series.dates[-1]
        assert all(a < b for a, b in pairwise(series.dates))


def test_columns_speak_the_vocabulary(record: Record) -> None:
    objects, measures = load_vocabulary()["object"], load_vocabulary()["measure"]
    for series in record.series.values():
        for key, values in series.columns.items():
            column = parse_column(key, series)
            assert column.object in objects
            assert column.measure in measures
            assert len(values) == len(series.dates)


def test_the_general_staff_is_whole_from_the_second_day_of_the_war(record: Record) -> None:
    series = record.series["ua-general-staff"]
    assert (series.dates[0], series.dates[-1]) == (date(2022, 2, 25), date(2026, 8, 22))
    assert len(series.dates) == (series.dates[-1] - series.dates[0]).days + 1
    assert None not in series.columns["personnel"]
    assert record.value(series.id, "tank", date(2022, 4, 18)) == 790
    assert record.value(series.id, "tank", date(2020, 1, 1)) is None
    assert record.address(series.id, date(2022, 4, 18)).startswith("https://www.mil.gov.ua/news/2022/04/18/")


def test_both_values_are_kept_where_the_transcriptions_differ(record: Record) -> None:
    told = record.disagreements["ua-general-staff"]
    assert len(told) > 100
    for row in told:
        assert row.first != row.second
        assert row.kept in (row.first, row.second)
        assert record.value("ua-general-staff", row.column, row.date) == row.kept
    assert any(row.column == "personnel" and (row.first, row.second) == (113390, 113990) for row in told)


def test_restatements_and_merged_categories_are_kept(record: Record) -> None:
    told = {(row.date, row.column): row.by for row in record.restatements["ua-general-staff"]}
    assert told[date(2022, 10, 13), "artillery"] == 32
    assert told[date(2023, 5, 27), "missile"] == 31
    merged, last = date(2022, 5, 1), date(2022, 4, 30)
    assert record.value("ua-general-staff", "vehicle", last) is None
    assert record.value("ua-general-staff", "vehicle:motor vehicles", last) == 1701
    assert record.value("ua-general-staff", "vehicle", merged) == 1796


def test_lebanon_restarts_with_its_second_phase(record: Record) -> None:
    series = record.series["lb-health-ministry"]
    assert series.resets == (date(2026, 3, 5),)
    assert record.value(series.id, "people/killed", date(2026, 3, 5)) == 123
    assert record.value(series.id, "people/killed:all phases together", date(2026, 3, 5)) == 4170


def test_days_without_a_report_are_not_filled(record: Record) -> None:
    assert record.value("gaza-health-ministry", "people/killed", date(2023, 11, 16)) is None
    west_bank = record.series["un-ocha-west-bank"]
    assert record.value(west_bank.id, "people/killed", date(2024, 11, 12)) is None
    assert record.value(west_bank.id, "people/killed", date(2024, 11, 11)) == 751


def test_oryx_counts_both_sides_by_state(record: Record) -> None:
    for id, side, total in (("oryx-ru", "RU", 4074), ("oryx-ua", "UA", 1220)):
        assert record.series[id].side == side
        day = date(2025, 7, 19)
        states = [record.value(id, f"tank/{state}", day) for state in ("destroyed", "damaged", "abandoned", "captured")]
        assert record.value(id, "tank", day) == total == sum(value or 0 for value in states)


def test_statements_are_dated_worded_and_cited(record: Record) -> None:
    objects, measures = load_vocabulary()["object"], load_vocabulary()["measure"]
    assert len(record.statements) >= 40
    assert len({statement.side for statement in record.statements}) >= 10
    for statement in record.statements:
        assert statement.object in objects
        assert statement.measure in measures
        assert statement.wording
        assert statement.title
        assert re.match(r"https?://\S+$", statement.url)
        values = [value for value in (statement.low, statement.best, statement.high) if value is not None]
        assert values == sorted(values)
        assert values
        assert statement.unit == "count" or max(values) <= 1
    assert len({statement.id for statement in record.statements}) == len(record.statements)


def test_figures_of_one_report_stand_together(record: Record) -> None:
    told = [one for one in record.statements if record.group_of(one) == "ru-mod-2022-03-25" and one.side == "RU"]
    assert {(one.measure, one.best) for one in told} == {("killed", 1351), ("wounded", 3825)}


def test_events_have_names_dates_and_places() -> None:
    events = tomllib.loads((FOLDER / "events.toml").read_text(encoding="utf-8"))["event"]
    assert len(events) >= 40
    assert len({event["id"] for event in events}) == len(events)
    for event in events:
        assert event["start"] <= event.get("end", date.max)
        assert event["names"]["en"]
        assert all(name == name.lower() for names in event["names"].values() for name in names)
        assert all(re.fullmatch("[A-Z]{2}|Soviet Union", place) for place in event["places"])


# ------------------------------------------------------------------------------------------------ a user's own

MAPPING = SeriesMapping(
    id="town-council",
    source="town-council",
    title="The town council's count",
    side="UA",
    measure="killed",
    licence="CC0",
    url="https://example.org/count",
    columns={"Dead": "civilian", "Hurt": "civilian/wounded"},
)


def written(folder: Path, text: str, name: str = "count.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_series_is_found_and_traced(tmp_path: Path) -> None:
    file = written(tmp_path, 'date,Dead,Hurt\n2024-01-02,"1,017",\n2024-01-01,1003,2411\n')
    own = tmp_path / "record"
    added = add_series(file, MAPPING, own)
    assert added.dates == (date(2024, 1, 1), date(2024, 1, 2))
    record = load_record(own)
    assert record.series["town-council"] == replace(added, retrieved=record.series["town-council"].retrieved)
    assert record.value("town-council", "civilian/wounded", date(2024, 1, 2)) is None
    figures = [
        Figure(Quantity(v, v, v, "count", "exact", str(v), 0, 1), "civilian", m, "UA", "cumulative")
        for v, m in ((1003, "killed"), (2411, "wounded"))
    ]
    assert trace(figures, record)[0].series == "town-council"


def test_a_users_count_of_each_day_is_traced_as_a_window(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-{day:02},{dead}\n" for day, dead in enumerate((17, 23, 41, 8), 1))
    file = written(tmp_path, "date,Dead\n" + rows)
    own = tmp_path / "record"
    add_series(file, replace(MAPPING, columns={"Dead": "civilian@window"}), own)
    quantity = Quantity(64, 64, 64, "count", "exact", "64", 0, 1)
    figures = [Figure(quantity, "civilian", "killed", "UA", "window", 2)]
    match = trace(figures, load_record(own))[0]
    assert (match.series, match.start, match.end) == ("town-council", date(2024, 1, 1), date(2024, 1, 3))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date,Dead,Hurt\n2024-01-01,ten,3\n", "count.csv, row 2, column 'Dead': 'ten' is not a whole number"),
        ("date,Dead,Hurt\n2024-01-01,1,2\n01.02.2024,3,4\n", "row 3, column 'date': '01.02.2024' is not a date"),
        (
            "date,Dead,Hurt\n2024-01-01,1,2\n2024-01-01,3,4\n",
            "row 3, column 'date': 2024-01-01 is given already in row 2",
        ),
        ("date,Dead,Hurt\n2024-01-01,-5,2\n", "column 'Dead': '-5' is not a whole number"),
        ("date,Dead,Hurt\n2024-01-01,5\n", "row 2: 2 cells where the heading has 3"),
        ("date,Dead\n2024-01-01,5\n", "row 1: no column 'Hurt'; the columns are date, Dead"),
        ("date,Dead,Hurt\n", "no rows under the heading"),
        ("", "row 1: no column 'date'"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RecordError, match=re.escape(message)):
        add_series(written(tmp_path, text), MAPPING, tmp_path / "record")
    assert not (tmp_path / "record").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"measure": "slain"}, "'slain' is no measure of the vocabulary"),
        ({"columns": {"Dead": "elephants"}}, "'elephants' is no object of the vocabulary"),
        ({"columns": {"Dead": "civilian", "Hurt": "civilian"}}, "sends two headings to one column"),
        ({"columns": {"Dead": "civilian killed!"}}, "is not a column name"),
        ({"id": "Town Council"}, "use small Latin letters"),
        ({"id": "ua-general-staff"}, "already in the record"),
        ({"url": "example"}, "is not a web address"),
        ({"licence": ""}, "licence is empty"),
    ],
)
def test_an_unusable_mapping_says_why(tmp_path: Path, change: dict[str, object], message: str) -> None:
    file = written(tmp_path, "date,Dead,Hurt\n2024-01-01,5,6\n")
    with pytest.raises(RecordError, match=re.escape(message)):
        add_series(file, replace(MAPPING, **change), tmp_path / "record")  # type: ignore[arg-type]


def test_a_mapping_is_read_from_a_file(tmp_path: Path) -> None:
    text = """
id = "town-council"
source = "town-council"
title = "The town council's count"
side = "UA"
measure = "killed"
licence = "CC0"
url = "https://example.org/count"
columns = { Dead = "civilian", Hurt = "civilian/wounded" }
"""
    assert read_mapping(written(tmp_path, text, "mapping.toml")) == MAPPING
    with pytest.raises(RecordError, match="it needs id, source, title"):
        read_mapping(written(tmp_path, 'id = "x"\n', "short.toml"))
    with pytest.raises(RecordError, match="cannot be read"):
        read_mapping(tmp_path / "missing.toml")


HEADING = "source,date,side,object,measure,low,best,high,wording,title,url\n"


def test_a_users_statement_is_kept(tmp_path: Path) -> None:
    row = "mayor,2024-05-06,UA,civilian,killed,,117,,killed,The mayor's address,https://example.org/address\n"
    own = tmp_path / "record"
    (added,) = add_statements(written(tmp_path, HEADING + row), own)
    assert (added.low, added.best, added.high) == (117, 117, 117)
    assert added in load_record(own).statements
    with pytest.raises(RecordError, match=r"row 2: a statement .* is already in the record"):
        add_statements(written(tmp_path, HEADING + row, "again.csv"), own)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("mayor,2024-05-06,UA,civilian,killed,,,,killed,T,https://example.org/a", "no figure; fill at least one"),
        ("mayor,6 May,UA,civilian,killed,,1,,killed,T,https://example.org/a", "column 'date': '6 May' is not a date"),
        ("mayor,2024-05-06,UA,cat,killed,,1,,killed,T,https://example.org/a", "column 'object': 'cat' is no object"),
        (
            "mayor,2024-05-06,UA,civilian,killed,9,,3,killed,T,https://example.org/a",
            "column 'low': 9 is more than high",
        ),
        ("mayor,2024-05-06,UA,civilian,killed,,1,,killed,T,nowhere", "column 'url': 'nowhere' is not a web address"),
        ("mayor,2024-05-06,UA,civilian,killed,,1,,,T,https://example.org/a", "column 'wording': empty"),
    ],
)
def test_a_bad_statement_is_named_by_its_row(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(RecordError, match=re.escape(message)):
        add_statements(written(tmp_path, HEADING + row + "\n"), tmp_path / "record")


def test_a_broken_table_in_the_users_folder_is_named(tmp_path: Path) -> None:
    written(tmp_path, "# id: mine\ndate\ttank\n2024-01-01\t5\n", "mine.tsv")
    with pytest.raises(RecordError, match=r"mine.tsv: the header has no source, title"):
        load_record(tmp_path)


def test_the_users_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERCLAIM_RECORD", str(tmp_path / "own"))
    assert record_folder() == tmp_path / "own"
    monkeypatch.delenv("COUNTERCLAIM_RECORD")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert record_folder() == tmp_path / "counterclaim" / "record"


def test_bundled_tables_read_back_as_written() -> None:
    for path in FOLDER.glob("*.tsv"):
        if path.stem.count(".") == 0:
            assert read_series(path).id == path.stem


def test_the_page_on_the_record_names_every_table_and_source(record: Record) -> None:
    page = (Path(__file__).parents[1] / "docs" / "record.md").read_text(encoding="utf-8")
    for series in record.series.values():
        for told in (series.id, series.source, series.licence, series.url, series.dates[0].isoformat()):
            assert told in page, (series.id, told)
    for source in {statement.source for statement in record.statements}:
        assert f"`{source}`" in page, source


def test_every_source_of_the_record_is_one_that_a_text_can_name(record: Record) -> None:
    """Ids are those of the register of sources, or a country with a kind of body, so that speakers can be compared."""
    register = tomllib.loads((FOLDER.parent / "sources.toml").read_text(encoding="utf-8"))
    told = {one.source for one in record.statements} | {one.source for one in record.series.values()}
    for source in told - set(register["source"]):
        country, _, body = source.partition("-")
        assert re.fullmatch("[a-z]{2}", country), source
        assert body in register["body"], source
