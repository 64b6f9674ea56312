"""The ledger when things go wrong: power cut, flipped bits, full disk, many at once, bad files, a server that goes.

``COUNTERCLAIM_FULL_TESTS=1`` runs the sizes whose figures are published (300 kills, 2,000 flips, a minute of load).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from select import select as select_ready
from typing import Any

import pytest
from sqlalchemy import select

from counterclaim.ledger import Ledger, ingest, tables
from counterclaim.ledger.copies import copy_to, seal_fault, seal_of
from counterclaim.ledger.ingest import Options, add
from counterclaim.ledger.store import Prepared, Tally
from counterclaim.ledger.verify import verify
from counterclaim.model import CounterclaimError
from ledgers import FULL, KINDS, Place, places

SOURCE = Path(__file__).parents[1] / "src"
PLACES = ("Kherson", "Kupiansk", "Avdiivka", "Orikhiv", "Lyman", "Robotyne")
KILLS = 300 if FULL else 24
FLIPS = 2_000 if FULL else 200
DOCUMENTS = 120


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from places(request.param, tmp_path)


def article(number: int) -> str:
    where = PLACES[number % len(PLACES)]
    return (
        f"Report {number}. The army said that {number + 3} soldiers were killed near {where} on "
        f"{number % 27 + 1} March 2023. Officials said {number % 9 + 2} civilians were wounded.\n"
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for number in range(DOCUMENTS):
        (folder / f"{number:04}.txt").write_text(article(number))
    return folder


@pytest.fixture(scope="module")
def expected(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The ids of all claims of the corpus."""
    with Ledger(tmp_path_factory.mktemp("whole") / "ledger.db") as ledger:
        add(ledger, [str(corpus)], by="tests", workers=1)
        return {kept.claim.id for kept in ledger.claims()}


def run_counterclaim(*arguments: str | Path, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "counterclaim.cli", *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def ids(ledger: Ledger) -> list[str]:
    return [kept.claim.id for kept in ledger.claims()]


def assert_nothing_doubled(ledger: Ledger) -> None:
    found = ids(ledger)
    assert len(found) == len(set(found))
    with ledger.database.reading() as connection:
        names = list(connection.execute(select(tables.documents.c.id)).scalars())
    assert len(names) == len(set(names))


# -------------------------------------------------------------------------------------------------------- kill -9


def adding_in_a_child(place: Place, corpus: Path, tell: int, few: int) -> int:
    """Starts a process that adds the corpus, three documents a transaction; writes what is acknowledged to ``tell``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # what is forked here has no threads that matter
        child = os.fork()
    if child:
        return child
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        ingest._PART, ingest._FEW = 3, few
        ledger = place.open()
        kept = ledger.record

        def record(ready: Sequence[Prepared], *rest: Any) -> Tally:
            done = kept(ready, *rest)
            os.write(tell, "".join(f"{each.document}\n" for each in ready).encode())
            return done

        ledger.record = record  # type: ignore[method-assign]
        os.write(tell, b"open\n")
        add(ledger, [str(corpus)], by="tests", workers=1)
        os.write(tell, b"end\n")
    finally:
        os._exit(0)


def test_a_run_killed_at_any_moment_loses_nothing_acknowledged_doubles_nothing_and_goes_on(
    place: Place, corpus: Path, expected: set[str], tmp_path: Path
) -> None:
    chance = random.Random(6)
    acknowledged: set[str] = set()
    kills = finished = 0
    while kills < KILLS:
        listen, tell = os.pipe()
        few = 0 if kills % 8 == 0 else 1_000_000  # every eighth with readers in processes of their own
        child = adding_in_a_child(place, corpus, tell, few)
        os.close(tell)
        with os.fdopen(listen, encoding="utf-8") as told:
            wanted = chance.randint(1, 24)  # after so many lines, and a moment more, the power fails
            lines = [line.rstrip("\n") for line in islice(told, wanted)]
            select_ready([], [], [], chance.uniform(0, 0.03))
            os.kill(child, signal.SIGKILL)
            lines += told.read().split("\n")[:-1]
        os.waitpid(child, 0)
        ended = "end" in lines
        kills, finished = kills + (not ended), finished + ended
        acknowledged |= {line for line in lines if line.startswith("d")}
        ledger = place.open()
        found = verify(ledger)
        assert found.whole, found.briefly()
        assert acknowledged <= set(ledger.readings())
        assert_nothing_doubled(ledger)
        if ended:
            assert set(ids(ledger)) == expected
            place.address, acknowledged = place.new(), set()
        ledger.close()
    with place.open() as ledger:
        add(ledger, [str(corpus)], by="tests", workers=1)
        assert set(ids(ledger)) == expected
        assert_nothing_doubled(ledger)
        assert verify(ledger, deep=True).whole
    print(f"{kills} kills, {finished} runs that came to their end between them")


def test_ctrl_c_keeps_what_was_read_and_the_same_command_goes_on(
    place: Place, corpus: Path, expected: set[str]
) -> None:
    adding = run_counterclaim("add", corpus, *place.arguments(), "--workers", "2")
    while not place.originals.is_dir():
        assert adding.poll() is None
    adding.send_signal(signal.SIGINT)
    _, err = adding.communicate()
    assert adding.returncode == 130, err
    assert "goes on from there" in err
    assert "Traceback" not in err
    with place.open() as ledger:
        assert verify(ledger).whole
    status = run_counterclaim("add", corpus, *place.arguments())
    _, err = status.communicate()
    assert status.returncode == 0, err
    with place.open() as ledger:
        assert set(ids(ledger)) == expected
        assert all(len(kept.sightings) == 1 for kept in ledger.claims())


# ------------------------------------------------------------------------------------------------------ bit flips


def content_of(path: Path) -> list[object]:
    """All that can be read from a ledger's file by any program."""
    with sqlite3.connect(path) as connection:
        names = connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
        found: list[object] = [names]
        for name in (*tables.metadata.tables, "alembic_version"):
            found.append(connection.execute(f"SELECT rowid, * FROM {name} ORDER BY rowid").fetchall())
    connection.close()
    return found


def test_every_flipped_bit_is_found_in_a_sealed_copy_and_in_a_plain_one_wherever_something_is_kept(
    tmp_path: Path, corpus: Path
) -> None:
    path, packed, copy = tmp_path / "ledger.db", tmp_path / "packed.db", tmp_path / "copy.db"
    with Ledger(path) as ledger:
        add(ledger, [str(corpus)], by="tests", workers=1)
        add(ledger, [str(corpus / "0001.txt")], by="tests", options=Options(convention="acled"))
        copy_to(ledger.database, packed)
    with Ledger(packed, read_only=True) as ledger:
        assert verify(ledger).whole
    seal = seal_of(packed).read_text()
    content = bytearray(packed.read_bytes())
    whole = content_of(packed)
    chance = random.Random(2)
    found = 0
    for _ in range(FLIPS):
        at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        content[at] ^= bit
        copy.write_bytes(content)
        seal_of(copy).write_text(seal)
        assert seal_fault(copy) is not None
        seal_of(copy).unlink()
        if faults_of(copy):
            found += 1
        else:
            copy.write_bytes(content)
            assert content_of(copy) == whole, f"bit {bit} of byte {at} changed what is kept and was not found"
        content[at] ^= bit
        for left in tmp_path.glob("copy.db*"):
            left.unlink()
    print(f"{FLIPS} flips: sealed, all found; plain, {found} found, {FLIPS - found} in bytes that hold nothing")
    assert found > FLIPS / 2


def faults_of(path: Path) -> list[str]:
    """What verify says of a file, or why it cannot be opened."""
    try:
        with Ledger(path, create=False) as ledger:
            return verify(ledger, workers=1).faults
    except CounterclaimError as error:
        return [str(error)]


def test_rows_taken_out_put_in_or_changed_by_other_programs_are_found(tmp_path: Path, corpus: Path) -> None:
    path, copy = tmp_path / "ledger.db", tmp_path / "copy.db"
    with Ledger(path) as ledger:
        add(ledger, [str(corpus / f"{number:04}.txt") for number in range(6)], by="tests")
        kept = ledger.head()
        add(ledger, [str(corpus / "0007.txt")], by="tests")
    deeds = {
        "a figure": "UPDATE claims SET best = 9999 WHERE seq = (SELECT max(seq) FROM claims)",
        "a body": "UPDATE entries SET body = replace(body, 'stated', 'hedged') WHERE kind = 'claim'",
        "a time": "UPDATE entries SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 3",
        "a row out of the middle": "DELETE FROM entries WHERE seq = 5",
        "a flat line out": "DELETE FROM claims WHERE seq = (SELECT min(seq) FROM claims)",
        "a flat line in": "INSERT INTO superseded VALUES (4, 9)",
        "a row in": "INSERT INTO entries SELECT seq + 1000, at, kind, key, body, leaf FROM entries WHERE seq = 4",
        "two rows exchanged": "UPDATE entries SET seq = CASE seq WHEN 4 THEN -5 ELSE -4 END WHERE seq IN (4, 5); "
        "UPDATE entries SET seq = -seq WHERE seq < 0",
        "the tail cut off": "DELETE FROM entries WHERE seq > 20; DELETE FROM heads WHERE size > 20",
        "a head": "UPDATE heads SET root = zeroblob(32)",
        "a trigger gone": "DROP TRIGGER entries_no_update",
        "an index gone": "DROP INDEX claims_by_question",
    }
    for name, deed in deeds.items():
        shutil.copy(path, copy)
        with sqlite3.connect(copy) as connection:
            for (trigger,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                kept_sql = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (trigger,)).fetchone()[0]
                if "trigger" in name:
                    continue
                connection.execute(f"DROP TRIGGER {trigger}")
                deed += f";{kept_sql}"
            connection.executescript(deed)
        connection.close()
        assert faults_of(copy), name
        for left in tmp_path.glob("copy.db*"):
            left.unlink()
    # whoever makes the whole ledger anew is found by a head kept elsewhere
    with Ledger(copy) as ledger:
        add(ledger, [str(corpus / f"{number:04}.txt") for number in range(1, 8)], by="tests")
        assert verify(ledger).whole
        assert not verify(ledger, head=kept).whole
    with Ledger(path) as ledger:
        assert verify(ledger, head=kept).whole
        assert not verify(ledger, head=kept._replace(size=10_000)).whole


def test_rows_cannot_be_edited_or_deleted(place: Place, corpus: Path) -> None:
    ledger = place.open()
    add(ledger, [str(corpus / "0001.txt")], by="tests")
    for deed in ("UPDATE claims SET best = 1", "DELETE FROM entries", "UPDATE heads SET at = ''"):
        with pytest.raises(CounterclaimError, match="never edited"), ledger.database.writing() as connection:
            connection.exec_driver_sql(deed)
    assert verify(ledger).whole
