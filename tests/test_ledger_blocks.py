"""Many rows at once: what processes parse and pack comes into the ledger as it was written, or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
import pytest

from counterclaim.ledger import Ledger, blocks, rows, words
from counterclaim.ledger import verify as verifying
from counterclaim.ledger.chain import Tree, canonical, leaf_hash
from counterclaim.ledger.lines import from_lines, to_lines
from counterclaim.ledger.rows import Reading
from counterclaim.ledger.verify import verify
from counterclaim.model import Claim, CounterclaimError, Document, Evidence, Link, Period, Quantity, Refusal, Sighting
from ledgers import KINDS, Place, places

SOURCE = str(Path(blocks.__file__).parents[2])
LOADING = """
import sys
from counterclaim.ledger import Ledger, blocks
from counterclaim.ledger.lines import from_lines
if __name__ == "__main__":
    blocks._ALONE, blocks._BLOCK = 3, 17
    with Ledger(sys.argv[1]) as ledger, open(sys.argv[2], "rb") as stream:
        from_lines(ledger, stream, workers=2)
"""
HOSTILE = (
    "plain",
    "a\ttab",
    "line\nend\r",
    "back\\slash \\N",
    "\\N",
    "nul \0",
    '"quoted"',
    "ё ’ 𝄞",
    "",
    "\x01",
    "=1+1",
)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from places(request.param, tmp_path)


@pytest.fixture(autouse=True)
def in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows are parsed and verified in processes too, a few at a time."""
    monkeypatch.setattr(blocks, "_ALONE", 3)
    monkeypatch.setattr(blocks, "_BLOCK", 17)
    monkeypatch.setattr(verifying, "_ALONE", 0)


def written() -> list[bytes]:
    """A ledger's lines: a document for each hostile text, that text wherever a text can stand."""
    tree, lines = Tree(), []
    for number, text in enumerate(HOSTILE):
        name = f"d{number:016x}"
        document = Document(name, f"{text} 12 soldiers", f"{number}.txt", text, published=date(2023, 1, 1))
        claims = [
            Claim(
                f"c{number:08x}{at:08x}", name, "rules", Evidence(name, 0, len(text), text, text, text),
                Quantity(12 + at / 2, 12, 12, "count", "exact", text, 0, 2), "personnel", "killed", "UA", text or None,
                text, Period("open"), (Link(text, None, "military", text, 0, 4),), "asserts", "stated", (), (text,),
            )
            for at in range(3)
        ]  # fmt: skip
        refusals = (Refusal(name, text, 0, 2, "a date", "rules"), Refusal(name, text, 0, 2, text, "rules"))
        reading = Reading(f"r{number}", name, "counterclaim 0.1.0", claims=tuple(c.id for c in claims))
        reading = Reading(f"r{number}", name, reading.reader, claims=reading.claims, refusals=refusals)
        kept = [*rows.rows_of(document, claims, [], reading)]
        kept.append(rows.sighting_row(Sighting(name, f"{number}.txt", datetime(2026, 1, 1, tzinfo=UTC))))
        for row in kept:
            at_text = f"2026-01-01T00:00:{number:02}.000000Z"
            line = f'{{"at":"{at_text}","body":{row.body},"key":"{row.key}","kind":"{row.kind}"}}'.encode()
            tree.append(leaf_hash(line))
            lines.append(line + b"\n")
        lines.append(canonical({"at": at_text, "kind": "head", "root": tree.root().hex(), "size": tree.size}) + b"\n")
    return lines


def indexes(ledger: Ledger) -> list[tuple[str, ...]]:
    """The ledger's indexes and how they are made."""
    asked = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name"
    if ledger.database.dialect == "postgresql":
        asked = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname"
    with ledger.database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(asked)]


def test_what_processes_parsed_is_the_ledger_that_was_written(place: Place) -> None:
    lines = written()
    ledger = place.open()
    before = indexes(ledger)
    assert from_lines(ledger, lines, workers=2) == ledger.head().size > 0
    assert indexes(ledger) == before
    assert list(to_lines(ledger)) == lines
    with ledger.database.reading() as connection:
        assert [*words.faults(connection), *words.differing(connection)] == []
    assert len(list(ledger.claims(text="quoted"))) == 3
    found = verify(ledger, workers=2)
    assert found.whole, found.briefly()
    assert [path.name for path in place.folder.iterdir() if "loading" in path.name] == []
    if place.kind == "sqlite":
        with ledger.database.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_ledger_that_others_have_open_or_that_has_the_first_rows_is_filled_too(place: Place) -> None:
    lines = written()
    ends = [at for at, line in enumerate(lines, 1) if b'"kind":"head"' in line]
    with Ledger(place.address, originals=place.originals) as other:
        assert list(other.claims()) == []
        ledger = place.open()
        assert from_lines(ledger, lines[: ends[2]], workers=2) > 0
        assert from_lines(ledger, lines, workers=2) > 0
        assert list(to_lines(other)) == lines
        assert verify(other, workers=1).whole


@pytest.mark.parametrize(
    ("harm", "said"),
    [((b"stated", b"hedged"), "are not those of the head"), ((b'":', b'": '), "line 31 is not a row")],
)
def test_a_file_that_is_not_as_it_was_written_adds_nothing(
    tmp_path: Path, harm: tuple[bytes, bytes], said: str
) -> None:
    lines = written()
    lines[30] = lines[30].replace(*harm, 1)
    with Ledger(tmp_path / "ledger.db") as ledger:
        with pytest.raises(CounterclaimError, match=said):
            from_lines(ledger, lines, workers=2)
        assert ledger.head().size == 0
        assert [path.name for path in tmp_path.iterdir() if "loading" in path.name] == []
        assert from_lines(ledger, written(), workers=1) > 0
        assert verify(ledger, workers=1).whole


@pytest.mark.parametrize(
    "harm",
    [{"more": 1}, {"key": 'r"1'}, {"key": "r\n"}, {"at": "2024\\"}],
    ids=["more than a row has", "a quote in a key", "a line's end in a key", "a backslash in a time"],
)
def test_a_row_that_verify_could_not_hash_again_is_not_let_in(tmp_path: Path, harm: dict[str, object]) -> None:
    def changed(lines: list[bytes], harm: dict[str, object]) -> Iterator[bytes]:
        """The lines with one reading harmed, in heads that fit it: as another program may have written them."""
        tree = Tree()
        for line in map(orjson.loads, lines):
            if line["kind"] == "reading" and tree.size < 5:
                line |= harm
            if line["kind"] == "head":
                line["root"] = tree.root().hex()
            else:
                tree.append(leaf_hash(canonical(line)))
            yield canonical(line) + b"\n"

    with Ledger(tmp_path / "ledger.db") as ledger:
        with pytest.raises(CounterclaimError, match="is not a row of a ledger as counterclaim wrote it"):
            from_lines(ledger, changed(written(), harm), workers=1)
        assert ledger.head().size == 0
        from_lines(ledger, changed(written(), {}), workers=1)
        assert verify(ledger, workers=1).whole


def test_a_changed_row_is_found_by_processes_too(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        from_lines(ledger, written())
        with ledger.database.writing() as connection:
            connection.exec_driver_sql("DROP TRIGGER claims_no_update")
            connection.exec_driver_sql("UPDATE claims SET best = 13 WHERE seq = (SELECT max(seq) FROM claims)")
        told = "\n".join(verify(ledger, workers=2).faults)
        assert "the table claims shows row" in told
        assert "claims_no_update is missing" in told


def test_processes_that_end_before_they_have_checked_are_told_of(tmp_path: Path) -> None:
    path, away = tmp_path / "ledger.db", tmp_path / "away.db"
    with Ledger(path) as ledger:
        from_lines(ledger, written(), workers=1)
        assert verify(ledger, workers=1).whole
        path.rename(away)  # open here; processes that would open it end at their start
        assert any("a process that checked rows was ended" in fault for fault in verify(ledger, workers=2).faults)
        away.rename(path)
        assert verify(ledger, workers=2).whole


def is_running(number: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
def test_a_load_that_is_killed_leaves_the_ledger_as_it_was_and_no_process_behind(tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_bytes(b"".join(written()[:-1]))  # without its end: the load waits for no more, but for the pipe
    pipe, path = tmp_path / "pipe", tmp_path / "ledger.db"
    Ledger(path).close()
    os.mkfifo(pipe)
    loading = subprocess.Popen([sys.executable, "-c", LOADING, path, pipe], env=os.environ | {"PYTHONPATH": SOURCE})
    with pipe.open("wb") as stream:
        stream.write(lines.read_bytes())
        stream.flush()
        while not (folders := [one for one in tmp_path.iterdir() if "loading" in one.name and any(one.iterdir())]):
            assert loading.poll() is None
        workers = {int(one.stem) for one in folders[0].glob("*.db")}
        loading.send_signal(signal.SIGKILL)
        loading.wait()
    while any(is_running(worker) for worker in workers):
        pass
    with Ledger(path) as ledger:
        assert ledger.head().size == 0
        assert from_lines(ledger, written(), workers=1) > 0
        assert verify(ledger, workers=1).whole
    assert [one.name for one in tmp_path.iterdir() if "loading" in one.name] == []
