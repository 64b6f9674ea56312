"""Events in the shapes of UCDP GED, ACLED and Iraq Body Count, each under its own convention."""

from __future__ import annotations

import csv
import json
import random
import warnings
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests import example_reports, kept_claims
from tests.kept_claims import judged

from counterclaim.comparing.conventions import CONVENTIONS
from counterclaim.exports import export
from counterclaim.exports.events import grouped, toll_of
from counterclaim.model import Hedge, Kept, Link, Period, PeriodKind, Quantity

DAY = date(2024, 5, 1)
ARTICLE = example_reports.article()

# The columns of GED 24.1 as its codebook lists them, of ACLED's export since 20 March 2023, and of IBC's incidents.
COLUMNS = json.loads((Path(__file__).parent / "schemas" / "event_columns.json").read_text(encoding="utf-8"))


def told(
    low: float | None,
    best: float | None = None,
    high: float | None = None,
    *,
    by: str = "Mayor Ilves",
    outlet: str = "The Evening Example",
    object: str = "civilian",
    measure: str = "killed",
    side: str | None = "UA",
    place: str | None = "Bakhmut",
    hedge: Hedge = "exact",
    words: str = "some",
    kind: PeriodKind = "window",
    days: tuple[date | None, date | None] = (DAY, DAY),
    said: date = DAY,
    **more: Any,
) -> Kept:
    claim = ARTICLE.claims[0]
    number = Quantity(low, best, high, "count", hedge, words, 0, len(words))
    name = f"{by}-{outlet}-{object}-{low}-{best}-{high}-{said}-{place}"
    claim = replace(
        claim,
        id=name, document=f"{outlet}-{said}", quantity=number, object=object, measure=measure, side=side, place=place,
        period=Period(kind, *days), attribution=(Link(by, None, "official", "said", 0, 1),), stance="asserts",
    )  # fmt: skip
    document = replace(ARTICLE.document, id=f"{outlet}-{said}", outlet=outlet, published=said)
    return Kept(replace(claim, **more), document)


def rows(name: str, kepts: list[Kept], folder: Path) -> list[dict[str, str]]:
    target = folder / name
    export(name, kepts, target)
    [table] = target.glob("*.csv")
    with table.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def left(name: str, folder: Path) -> dict[str, int]:
    package = json.loads((folder / name / "datapackage.json").read_text(encoding="utf-8"))
    found: dict[str, int] = package["counterclaim"]["claims_in_no_event"]
    return found


# ---------------------------------------------------------------------------------------------------------- columns


@pytest.mark.parametrize(("name", "columns"), COLUMNS.items())
def test_the_columns_are_those_that_its_users_know_in_their_order(
    name: str, columns: list[str], tmp_path: Path
) -> None:
    [row] = rows(name, [told(12, 12, 12)], tmp_path)
    assert list(row)[: len(columns)] == columns


@pytest.mark.parametrize("name", ["ged", "acled", "ibc"])
def test_frictionless_finds_nothing_wrong_with_events(name: str, tmp_path: Path) -> None:
    kepts = [*kept_claims.samples(), told(12, 12, 12), told(None, 40, None, hedge="about", by="Ben")]
    assert rows(name, kepts, tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package

        report = Package(str(tmp_path / name / "datapackage.json")).validate()
    assert [error.message for task in report.tasks for error in task.errors] == []


def test_in_every_event_the_sums_of_ged_hold(tmp_path: Path) -> None:
    for row in rows("ged", list(kept_claims.samples()), tmp_path):
        number = {name: int(row[name]) for name in row if name.startswith("deaths_") or name in ("low", "best", "high")}
        parts = sum(number[f"deaths_{who}"] for who in ("a", "b", "civilians", "unknown"))
        assert number["best"] == parts
        assert 0 <= number["low"] <= number["best"] <= number["high"]
        assert row["year"] == row["date_start"][:4]
        assert row["date_start"] <= row["date_end"]


# ------------------------------------------------------------------------------------------------------ conventions


def test_voices_that_differ_give_low_best_high_and_one_conservative_figure(tmp_path: Path) -> None:
    kepts = [told(12, 12, 12, by="Ann"), told(15, 15, 15, by="Ben"), told(20, None, None, by="Cy", hedge="at least")]
    [ged] = rows("ged", kepts, tmp_path)
    assert [ged[name] for name in ("low", "best", "high", "deaths_civilians")] == ["12", "12", "20", "12"]
    [acled] = rows("acled", kepts, tmp_path)
    assert acled["fatalities"] == "12"
    [ibc] = rows("ibc", kepts, tmp_path)
    assert (ibc["Reported Minimum"], ibc["Reported Maximum"], ibc["Provisional"]) == ("12", "20", "no")


@pytest.mark.parametrize(
    ("words", "ours", "acled"),
    [("dozens", (24, 99), 12), ("hundreds", (200, 999), 100), ("several", (3, 9), 3), ("a few", (2, 9), 3)],
)
def test_vague_words_are_numbers_by_each_ones_own_convention(
    words: str, ours: tuple[int, int], acled: int, tmp_path: Path
) -> None:
    kepts = [told(ours[0], None, ours[1], hedge="vague", words=words)]
    [row] = rows("ged", kepts, tmp_path)
    assert (int(row["low"]), int(row["high"])) == ours
    [row] = rows("acled", kepts, tmp_path)
    assert int(row["fatalities"]) == acled


def test_one_voice_quoted_by_two_outlets_is_one_voice_and_its_last_word_counts(tmp_path: Path) -> None:
    kepts = [
        told(10, 10, 10, outlet="First"),
        told(14, 14, 14, outlet="Second", said=date(2024, 5, 2)),
    ]
    [row] = rows("ged", kepts, tmp_path)
    assert (row["low"], row["best"], row["number_of_sources"]) == ("14", "14", "2")
    [row] = rows("ibc", kepts, tmp_path)
    assert row["Provisional"] == "yes"


def test_a_part_is_not_added_to_its_whole(tmp_path: Path) -> None:
    kepts = [
        told(18, 18, 18, object="people"),
        told(14, 14, 14, object="civilian"),
        told(3, 3, 3, object="child"),
        told(2, 2, 2, object="personnel", side="RU"),
    ]
    [row] = rows("ged", kepts, tmp_path)
    assert (row["side_a"], row["side_b"]) == ("RU", "UA")
    dead = [row[f"deaths_{who}"] for who in ("a", "b", "civilians", "unknown")]
    assert dead == ["2", "0", "14", "2"]
    assert row["best"] == "18"


def test_soldiers_of_each_side_are_told_apart_and_are_none_of_ibcs(tmp_path: Path) -> None:
    kepts = [told(5, 5, 5, object="personnel", side="UA"), told(9, 9, 9, object="personnel", side="RU")]
    [row] = rows("ged", kepts, tmp_path)
    assert (row["deaths_a"], row["deaths_b"], row["type_of_violence"]) == ("9", "5", "1")
    assert rows("ibc", kepts, tmp_path) == []
    assert left("ibc", tmp_path) == {"of soldiers": 2}


def test_civilians_alone_are_one_sided_violence(tmp_path: Path) -> None:
    [ged] = rows("ged", [told(4, 4, 4)], tmp_path)
    assert ged["type_of_violence"] == "3"
    [acled] = rows("acled", [told(4, 4, 4)], tmp_path)
    assert acled["event_type"] == "Violence against civilians"
    assert acled["actor2"] == "Civilians"


# --------------------------------------------------------------------------------------------------- what is an event


def test_what_is_no_event_is_counted_with_the_reason(tmp_path: Path) -> None:
    kepts = [
        told(1, 1, 1, measure="wounded"),
        told(2, 2, 2, object="tank"),
        told(3, 3, 3, kind="cumulative"),
        told(4, 4, 4, stance="denies"),
        told(0, 0, 0),
        told(5, 5, 5, kind="open", days=(None, None)),
        told(6, 6, 6, days=(date(2022, 1, 1), DAY)),
    ]
    rejected = told(7, 7, 7)
    rejected = replace(rejected, judgements=(judged(rejected.claim.id, "reject"),))
    assert rows("ged", [*kepts, rejected], tmp_path) == []
    assert left("ged", tmp_path) == {
        "a running total": 1,
        "denied": 1,
        "longer than a year": 1,
        "not of people killed": 2,
        "of no known day": 1,
        "of nobody dead": 1,
        "rejected by a person": 1,
    }


def test_a_corrected_claim_counts_as_corrected(tmp_path: Path) -> None:
    kept = told(70, 70, 70)
    kept = replace(kept, judgements=(judged(kept.claim.id, "correct", fields={"low": 7, "best": 7, "high": 7}),))
    [row] = rows("ged", [kept], tmp_path)
    assert row["best"] == "7"


def test_claims_meet_where_place_and_days_are_the_same() -> None:
    same = [told(1, 1, 1, by="A"), told(2, 2, 2, by="B", place="bakhmut ")]
    apart = [
        told(3, 3, 3, place="Gaza City"),
        told(4, 4, 4, days=(DAY, date(2024, 5, 3))),
        told(5, 5, 5, place=None, outlet="First"),
        told(6, 6, 6, place=None, outlet="Second"),
    ]
    events, _ = grouped([*same, *apart])
    assert sorted(len(event.claims) for event in events) == [1, 1, 1, 1, 2]


def test_events_are_the_same_whatever_order_the_claims_come_in() -> None:
    kepts = [*kept_claims.samples(), *(told(n, n, n, by=str(n)) for n in range(1, 9))]
    expected, _ = grouped(kepts)
    for seed in range(5):
        events, _ = grouped(random.Random(seed).sample(kepts, len(kepts)))
        assert events == expected
        for convention in CONVENTIONS.values():
            assert [toll_of(e, convention) for e in events] == [toll_of(e, convention) for e in expected]


def test_a_place_and_a_day_are_as_exact_as_they_are_told(tmp_path: Path) -> None:
    kepts = [
        told(1, 1, 1),
        told(2, 2, 2, place="Donetsk Oblast", days=(DAY, date(2024, 5, 7))),
        told(3, 3, 3, place=None, days=(DAY, date(2024, 5, 31))),
    ]
    found = rows("ged", kepts, tmp_path)
    assert [(r["where_prec"], r["date_prec"], r["event_clarity"], r["country"]) for r in found] == [
        ("1", "1", "1", "Ukraine"),
        ("4", "3", "2", "Ukraine"),
        ("", "4", "2", ""),
    ]
    assert [row["time_precision"] for row in rows("acled", kepts, tmp_path)] == ["1", "2", "3"]


def test_what_is_longer_than_a_month_is_no_event_of_acleds(tmp_path: Path) -> None:
    kepts = [told(1, 1, 1, days=(DAY, date(2024, 6, 30)))]
    assert len(rows("ged", kepts, tmp_path)) == 1
    assert rows("acled", kepts, tmp_path) == []
    assert left("acled", tmp_path) == {"longer than a month": 1}
