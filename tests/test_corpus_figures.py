"""The benchmark of corpora: each second is counted in one stage, and the page says what was and was not reached."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from benchmarks import archive, corpora_page, stages

from counterclaim import claims, gate
from counterclaim.documents import pages

SECONDS = dict.fromkeys(stages.STAGES, 1.0)
FIGURES: dict[str, Any] = {
    "machine": [("date", "2026-11-22")],
    "stages": {"pages": 2_000, "fates": {"read": 200, "passed": 1_700, "failed": 100}, "looked": 1_900, "sought": 200,
               "seconds": SECONDS, "core": 150.0},
    "large": {"pages": 1_000, "seconds": SECONDS, "core": 50.0, "bulk": 95_000},
    "whole": {"pages": 8_000, "claims": 9_000, "core": 110.0, "one": 100.0, "two": 170.0, "spent": 1.1,
              "peaks": [200e6, 210e6, 220e6], "bytes": 700.0, "rounds": 1},
    "ceiling": 1.9,
    "plain": {"texts": 4_000, "read": 900, "rate": 1_200.0, "core": 700.0},
    "gate": {"claim": [0.9982, 4_584], "kept": [1.0, 2_035]},
    "peers": {"spacy": 15.0, "quantulum3": 10.0},
}  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "PER_FILE", 40)
        return archive.write(tmp_path_factory.mktemp("archive"), 80)


def test_each_second_of_a_run_is_counted_in_one_stage(files: list[Path], tmp_path: Path) -> None:
    before = claims.extract, gate.Gate.hits, pages.read_page
    found = stages.measure(files, tmp_path / "out")
    assert found["pages"] == sum(found["fates"].values()) >= 80
    assert found["sought"] < found["looked"] < found["pages"]
    assert all(spent > 0 for spent in found["seconds"].values())
    assert sum(found["seconds"].values()) == pytest.approx(found["pages"] / found["core"], rel=0.05)
    assert (claims.extract, gate.Gate.hits, pages.read_page) == before


def test_an_archive_is_the_same_each_time_and_its_large_pages_hold_the_same_claims(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "PER_FILE", 40)
    again = archive.write(tmp_path / "again", 80)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in files]
    large = archive.write(tmp_path / "large", 40, bulk=30_000)
    plain = stages.measure(files[:1], tmp_path / "plain")
    found = stages.measure(large, tmp_path / "found")
    assert (found["fates"], found["claims"]) == (plain["fates"], plain["claims"])


def test_the_page_of_figures_says_what_was_reached() -> None:
    page = corpora_page.render(FIGURES)
    assert "| pages a second a core, archive to Parquet | ≥ 120 | 150 | reached |" in page
    assert "| two processes to one, by the clock | ≥ 1.8 | 1.70 | not reached |" in page
    assert "Spark was not measured" in page
    measured = FIGURES | {"spark": {"pages": 200_000, "bytes": 300, "one": 100.0, "spark": 150.0, "machine": [
        ("date", "2026-11-22"), ("commit", "abc"), ("load before the run", "0.1"), ("load after", "2.0")]}}  # fmt: skip
    assert "| ≥ 1.4 | 1.50 | reached |" in corpora_page.render(measured)


def test_the_cost_of_a_crawl_follows_from_the_stages() -> None:
    table = corpora_page.costs(FIGURES)
    assert "| core-hours for 3 billion pages | 5,556 | 16,667 |" in table
    assert "| … reader | 417 | 833 |" in table
    assert "| computing, at $0.04 a core-hour | $222 | $667 |" in table
