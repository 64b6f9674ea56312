"""``counterclaim export``: from a ledger, from claims in a file, from documents."""

from __future__ import annotations

import csv
import json
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import kept_claims

from counterclaim import cli

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("COUNTERCLAIM_LEDGER", raising=False)

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return int(left.value.code or 0), shown.out, shown.err

    return call


@pytest.fixture
def ledger(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "war.db"
    assert run("add", "--workers", "1", "--ledger", path, kept_claims.SAMPLES / "kharkiv-border.txt")[0] == 0
    return path


def test_the_claims_of_a_ledger_that_fit_are_written_with_its_head_and_the_filters(
    run: Run, ledger: Path, tmp_path: Path
) -> None:
    from counterclaim.ledger import Ledger

    status, out, _ = run("export", "csv", "--ledger", ledger, "--measure", "killed", "-o", tmp_path / "killed")
    assert (status, out) == (0, "")
    with (tmp_path / "killed" / "claims.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with Ledger(ledger, read_only=True) as book:
        assert [row["id"] for row in rows] == [kept.claim.id for kept in book.claims(measure="killed")]
        head = f"{book.head().size}:{book.head().root.hex()}"
    basis = json.loads((tmp_path / "killed" / "datapackage.json").read_text(encoding="utf-8"))["counterclaim"]
    assert basis["head"] == head
    assert basis["filters"] == {"measure": "killed"}
    assert basis["rows"] == len(rows) > 0


def test_a_bag_of_a_ledger_holds_the_original_bytes(run: Run, ledger: Path, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bagit

    assert run("export", "bag", "--ledger", ledger, "-o", tmp_path / "bag")[0] == 0
    bagit.Bag(str(tmp_path / "bag")).validate()
    [original] = (tmp_path / "bag" / "data" / "originals").iterdir()
    assert original.read_bytes() == (kept_claims.SAMPLES / "kharkiv-border.txt").read_bytes()


def test_a_text_goes_to_the_screen_when_no_file_is_named(run: Run, ledger: Path) -> None:
    status, out, err = run("export", "geojson", "--ledger", ledger)
    assert (status, err) == (0, "")
    assert json.loads(out)["type"] == "FeatureCollection"


def test_claims_in_a_file_and_documents_are_exported_whole(run: Run, tmp_path: Path) -> None:
    article = kept_claims.SAMPLES / "kharkiv-border.txt"
    assert run("read", "--format", "jsonl", "-o", tmp_path / "claims.jsonl", article)[0] == 0
    _, from_file, _ = run("export", "annotations", "--claims", tmp_path / "claims.jsonl")
    _, from_text, _ = run("export", "annotations", "--read", article)
    ids = [[item["id"] for item in json.loads(out)["first"]["items"]] for out in (from_file, from_text)]
    assert ids[0] == ids[1]
    assert ids[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("csv", "--read", "x.txt"), "csv is a folder: say where with --output"),
        (("parquet", "--read", "x.txt"), "parquet is a file: say where with --output"),
        (("ftm",), "which ledger? Name it with --ledger"),
        (("ftm", "--read", "x.txt", "--from", "2024-01-01"), "exported whole; --from needs --ledger"),
        (("ftm", "--read", "x.txt", "--places", "p.csv"), "--places is for geojson"),
        (("geojson", "--read", "x.txt", "--places", "p.csv"), "p.csv could not be read"),
        (("geojson", "--claims", "gone.jsonl"), "gone.jsonl could not be read"),
    ],
)
def test_what_cannot_be_exported_is_told_in_a_sentence(
    run: Run, words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run("export", *words)
    assert (status, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
