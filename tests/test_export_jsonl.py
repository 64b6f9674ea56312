"""``export jsonl`` and ``import``: what leaves a ledger as lines comes back the same, whole or in part."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from counterclaim.cli import main
from counterclaim.ledger import Filter, Ledger
from counterclaim.ledger.ingest import Options
from counterclaim.ledger.lines import from_lines
from counterclaim.ledger.verify import verify
from ledgers import KINDS, Place, places

ONE = "The Ukrainian General Staff said on 4 March 2023 that 14 soldiers were killed near Kherson and 9 in Lyman.\n"
TWO = "Officials in Kharkiv said 3 civilians were killed and 11 wounded on 5 March 2023; 7 vehicles burnt out.\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    for place in places(request.param, tmp_path):
        texts = tmp_path / "texts"
        texts.mkdir()
        (texts / "one.txt").write_text(ONE)
        (texts / "two.txt").write_text(TWO)
        ledger = place.open()
        ledger.add(str(texts), by="tests", workers=1)
        ledger.add(str(texts / "one.txt"), by="tests", workers=1, options=Options(published=date(2023, 3, 6)))
        (first, *_) = ledger.claims(measure="killed")
        verdict = ledger.judge(first.claim.id, "reject", by="Ada", note="not so")
        ledger.judge(first.claim.id, "correct", by="Ada", fields={"low": 2.5}, supersedes=verdict.id)
        ledger.grade(first.claim.id, "3", by="Ada")
        ledger.grade("ua-general-staff", "B", by="Ada")
        yield place


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([*map(str, words)])
        told = capsys.readouterr()
        return int(left.value.code or 0), told.out, told.err

    return command


def content(ledger: Ledger, wanted: Filter | None = None) -> list[object]:
    """All that is said of the claims that fit, apart from the numbers of rows."""
    return sorted(ledger.claims(wanted), key=lambda kept: kept.claim.id)


def test_a_whole_ledger_comes_back_hash_by_hash(place: Place, run: Run, tmp_path: Path) -> None:
    lines, again = tmp_path / "war.jsonl", place.new()
    assert run("export", "jsonl", "--ledger", place.address, "-o", lines)[0] == 0
    ledger = place.open()
    head = ledger.head()
    first = json.loads(lines.read_text().splitlines()[0])
    assert first["basis"]["head"] == f"{head.size}:{head.root.hex()}"
    assert first["basis"]["filters"] == {}
    status, out, err = run("import", lines, "--ledger", again, "--originals", place.originals)
    assert (status, err) == (0, "")
    assert f"{head.size} rows added" in out
    copy = place.open(again)
    assert copy.head() == head
    assert content(copy) == content(ledger)
    assert list(copy.findings()) == list(ledger.findings())
    assert list(copy.custody()) == list(ledger.custody())
    assert verify(copy, deep=True).whole
    assert "0 rows added" in run("import", lines, "--ledger", again, "--originals", place.originals)[1]


def test_a_part_comes_back_into_a_new_ledger_with_verdicts_grades_and_sightings(
    place: Place, run: Run, tmp_path: Path
) -> None:
    lines, again = tmp_path / "part.jsonl", place.new()
    wanted = ("--measure", "killed", "--place", "Kherson")
    assert run("export", "jsonl", "--ledger", place.address, *wanted, "-o", lines)[0] == 0
    ledger = place.open()
    first = json.loads(lines.read_text().splitlines()[0])
    assert first["basis"]["filters"] == {"measure": "killed", "place": "Kherson"}
    assert first["basis"]["head"].startswith(f"{ledger.head().size}:")
    assert run("import", lines, "--ledger", again, "--originals", place.originals)[0] == 0
    copy = place.open(again)
    expected = content(ledger, Filter(measure="killed", place="Kherson"))
    assert expected
    assert content(copy) == expected
    assert run("import", lines, "--ledger", again)[1].startswith(f"{copy.name}: 0 rows added")
    assert verify(copy, deep=True).whole
    # when the document itself is added, the rest of it is read
    copy.add(str(tmp_path / "texts"), by="tests", workers=1)
    copy.add(str(tmp_path / "texts" / "one.txt"), by="tests", workers=1, options=Options(published=date(2023, 3, 6)))
    assert {kept.claim.id for kept in copy.claims()} == {kept.claim.id for kept in ledger.claims()}
    assert verify(copy, deep=True).whole


def test_a_part_is_added_to_a_ledger_that_has_other_documents_and_keeps_its_own(
    place: Place, run: Run, tmp_path: Path
) -> None:
    lines = tmp_path / "part.jsonl"
    assert run("export", "jsonl", "--ledger", place.address, "--measure", "wounded", "-o", lines)[0] == 0
    other = place.open(place.new())
    other.add(str(tmp_path / "texts" / "one.txt"), by="tests", workers=1)
    before = content(other)
    with lines.open("rb") as stream:
        assert from_lines(other, stream) > 0
    found = {kept.claim.id: kept for kept in other.claims()}
    assert [found[kept.claim.id] for kept in before] == before
    assert {kept.claim.id for kept in place.open().claims(measure="wounded")} <= found.keys()
    assert verify(other).whole


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda text: text.replace("14 soldiers", "15 soldiers", 1), "does not stand in its document"),
        (lambda text: text.replace('"measure":"killed"', '"measure": "killed"', 1), "not canonical JSON"),
        (lambda text: text.replace('"kind":"claim"', '"kind":"clam"', 1), "no row of kind clam"),
        (lambda text: text.replace('"filters"', '"filter"', 1), "does not tell the basis"),
    ],
)
def test_a_part_that_was_changed_is_refused_whole(
    place: Place, run: Run, tmp_path: Path, harm: Callable[[str], str], said: str
) -> None:
    lines, again = tmp_path / "part.jsonl", place.new()
    run("export", "jsonl", "--ledger", place.address, "--place", "Kherson", "-o", lines)
    lines.write_text(harm(lines.read_text()))
    status, _, err = run("import", lines, "--ledger", again, "--originals", place.originals)
    assert status == 2
    assert said in err
    assert place.open(again).head().size == 0


def test_documents_that_are_in_no_ledger_leave_as_lines_and_become_rows(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(ONE)
    lines = tmp_path / "read.jsonl"
    assert run("export", "jsonl", "--read", tmp_path / "one.txt", "-o", lines)[0] == 0
    assert run("import", lines, "--ledger", tmp_path / "war.db")[0] == 0
    with Ledger(tmp_path / "war.db") as ledger:
        assert sorted(kept.claim.quantity.text for kept in ledger.claims()) == ["14", "9"]
        ledger.add(str(tmp_path / "one.txt"), by="tests", workers=1)
        assert ledger.count() == 2
        assert verify(ledger, deep=True).whole
