"""The ledger when things go wrong: power cut, flipped bits, full disk, many at once, bad files, a server that goes.

``COUNTERCLAIM_TEST_SIZES=whole`` runs the sizes whose figures are published (300 kills, 2,000 flips, a minute of load).
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from select import select as select_ready
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select

from counterclaim.ledger import Ledger, ingest, tables
from counterclaim.ledger.copies import copy_to, seal_fault, seal_of
from counterclaim.ledger.ingest import Options, add
from counterclaim.ledger.store import Prepared, Tally
from counterclaim.ledger.verify import verify
from counterclaim.model import CounterclaimError
from ledgers import FULL, KINDS, Place, places, server

SOURCE = Path(__file__).parents[1] / "src"
PLACES = ("Kherson", "Kupiansk", "Avdiivka", "Orikhiv", "Lyman", "Robotyne")
KILLS = 300 if FULL else 8
PAGE = 8192  # bytes of a page of a ledger's file
FLIPS = 2_000 if FULL else 60
DOCUMENTS = 120 if FULL else 48


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
        env=os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1"},  # no half-written modules
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
    print(f"\nkills: {place.kind}, {kills}, and {finished} runs between them that came to their end")


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
    print(f"\nflips: {FLIPS}; sealed, all found; plain, {found} found, {FLIPS - found} in bytes that hold nothing")
    assert found > FLIPS / 5


def faults_of(path: Path) -> list[str]:
    """What verify says of a file, or why it cannot be opened."""
    try:
        with Ledger(path, create=False) as ledger:
            return verify(ledger, workers=1).faults
    except CounterclaimError as error:
        return [str(error)]


def test_where_a_page_is_lost_its_rows_are_named_and_those_past_it_are_checked(tmp_path: Path, corpus: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        add(ledger, [str(corpus)], by="tests", workers=1)
    with sqlite3.connect(path) as connection:
        total, last = connection.execute("SELECT max(seq), (SELECT max(seq) FROM claims) FROM entries").fetchone()
        (body,) = connection.execute("SELECT body FROM entries WHERE seq = ?", (total // 2,)).fetchone()
        connection.execute("DROP TRIGGER claims_no_update")
        connection.execute("UPDATE claims SET best = 9999 WHERE seq = ?", (last,))
    connection.close()
    content = bytearray(path.read_bytes())
    page = content.index(body.encode()) // PAGE * PAGE
    content[page : page + PAGE] = random.Random(1).randbytes(PAGE)
    path.write_bytes(content)
    faults = faults_of(path)
    assert any(fault.startswith(f"the table entries cannot be read at row {total // 2}:") for fault in faults)
    assert f"the table claims shows row {last} other than it was added" in faults


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
        "the edge of a head": "UPDATE heads SET edge = zeroblob(length(edge)) WHERE size < 9",
        "the time of a head": "UPDATE heads SET at = '2020-01-01T00:00:00.000000Z' WHERE size < 9",
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


# ------------------------------------------------------------------------------------------------------ a full disk


@pytest.mark.parametrize("room", [20_000, 120_000] + ([n * 15_000 for n in range(1, 30)] if FULL else []))
def test_a_full_disk_is_told_and_the_ledger_opens_again(
    tmp_path: Path, corpus: Path, expected: set[str], room: int
) -> None:
    path = tmp_path / "ledger.db"
    adding = run_counterclaim(
        "add", corpus, "--ledger", path, "--workers", "1",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )  # fmt: skip
    _, err = adding.communicate()
    assert adding.returncode == 2, err
    assert "Traceback" not in err
    assert "counterclaim: " in err
    with Ledger(path) as ledger:
        assert verify(ledger).whole
        add(ledger, [str(corpus)], by="tests", workers=1)
        assert set(ids(ledger)) == expected
        assert_nothing_doubled(ledger)
        assert verify(ledger, deep=True).whole
    print(f"\ndisk: full after {room:,} bytes a file: told, opened again, filled")


# ----------------------------------------------------------------------------------------------------- many at once


def in_children(number: int, work: Callable[[int], None]) -> None:
    """Does some work in processes at once; each must come to its end."""
    children = []
    for which in range(number):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if not child:
            status = 1
            try:
                work(which)
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * number


def test_the_same_corpus_three_times_shuffled_by_two_processes_at_once_gives_the_same_claims(
    place: Place, corpus: Path, expected: set[str]
) -> None:
    paths = sorted(map(str, corpus.iterdir()))

    def work(which: int) -> None:
        draw = random.Random(which)
        ingest._FEW = 1_000_000
        with place.open() as ledger:
            for _ in range(3):
                add(ledger, draw.sample(paths, len(paths)), by=f"coder {which}", workers=1)

    in_children(2, work)
    with place.open() as ledger:
        assert set(ids(ledger)) == expected
        assert_nothing_doubled(ledger)
        assert sum(len(seen) for _, seen in ledger.documents()) == 6 * len(paths)
        assert verify(ledger, deep=True).whole
    print(f"\nshuffled: {place.kind}, {len(paths)} documents three times by two processes: the same claims")


def test_many_readers_and_four_writers_never_find_it_locked(place: Place, corpus: Path) -> None:
    readers, writers, lasting = (100, 4, 60.0) if FULL else (20, 4, 1.5)
    with place.open() as ledger:
        add(ledger, [str(corpus)], by="tests", workers=1)
        names = ids(ledger)
    read: list[float] = []
    written: list[float] = []
    faults: list[BaseException] = []
    end = time.monotonic() + lasting

    def reading() -> None:
        draw = random.Random()
        try:
            with Ledger(place.address, originals=place.originals) as ledger:
                while time.monotonic() < end:
                    began = time.monotonic()
                    found = list(islice(ledger.claims(place="Kherson"), 5))
                    read.append(time.monotonic() - began)
                    assert found
                    select_ready([], [], [], 0.3 * draw.random())
        except BaseException as error:
            faults.append(error)

    def writing() -> None:
        draw = random.Random()
        try:
            with Ledger(place.address, originals=place.originals) as ledger:
                while True:
                    began = time.monotonic()
                    ledger.judge(draw.choice(names), "accept", by="Ana")
                    written.append(time.monotonic() - began)
                    if time.monotonic() >= end:
                        break
        except BaseException as error:
            faults.append(error)

    threads = [Thread(target=reading) for _ in range(readers)] + [Thread(target=writing) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(written) >= writers
    with place.open() as ledger:
        assert sum(1 for _ in ledger.judgements()) == len(written)
        assert verify(ledger).whole
    read.sort()
    written.sort()
    slow, late = read[len(read) * 99 // 100] * 1e3, written[len(written) * 99 // 100] * 1e3
    times = f"{len(read)} reads, p99 {slow:.0f} ms; {len(written)} writes, p99 {late:.0f} ms"
    print(f"\nat once: {place.kind}, {readers} readers, {writers} writers, {lasting:.0f} s: {times}")


# -------------------------------------------------------------------------------------------- what cannot be opened


def sentence_of(address: str | Path, **options: Any) -> str:
    """The one sentence with which opening a ledger is refused."""
    with pytest.raises(CounterclaimError) as caught:
        Ledger(address, **options).close()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_ledger_of_a_newer_version_is_refused_and_left_as_it_is(place: Place) -> None:
    ledger = place.open()
    with ledger.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    ledger.close()
    assert "newer counterclaim" in sentence_of(place.address, originals=place.originals)
    status = run_counterclaim("claims", *place.arguments()[:2])
    _, err = status.communicate()
    assert status.returncode == 2
    assert "newer counterclaim" in err


def test_what_is_no_ledger_is_refused_with_a_sentence_that_names_it(tmp_path: Path, corpus: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("this is a letter\n" * 100)
    assert f"{text} is not a ledger" in sentence_of(text)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert "not a ledger of counterclaim" in sentence_of(other)
    assert "is a folder" in sentence_of(tmp_path)
    assert "no folder" in sentence_of(tmp_path / "none" / "ledger.db")
    assert "there is no ledger at" in sentence_of(tmp_path / "none.db", create=False)
    whole = tmp_path / "whole.db"
    with Ledger(whole) as ledger:
        add(ledger, [str(corpus / "0001.txt")], by="tests")
    content = whole.read_bytes()
    cut = tmp_path / "cut.db"
    cut.write_bytes(content[: len(content) // 2])
    assert faults_of(cut)


def test_in_a_folder_that_cannot_be_written_a_ledger_is_read_and_adding_is_refused(corpus: Path) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "ledger.db"
        with Ledger(path) as ledger:
            add(ledger, [str(corpus / "0001.txt")], by="tests")
        path.chmod(0o444)
        folder.chmod(0o555)

        def work(_: int) -> None:
            if os.geteuid() == 0:
                os.setresuid(65534, 65534, 65534)
            with Ledger(path, read_only=True) as ledger:
                assert len(ids(ledger)) == 2
                assert verify(ledger).whole
            with pytest.raises(CounterclaimError, match=r"cannot be written|readonly"), Ledger(path) as ledger:
                ledger.log("nothing", by="tests")
            with pytest.raises(CounterclaimError, match="cannot be written"):
                Ledger(folder / "new.db")

        in_children(1, work)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_server_that_goes_away_in_the_middle_is_told_and_the_run_goes_on_when_it_is_back(
    tmp_path: Path, corpus: Path, expected: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "_PART", 3)
    monkeypatch.setattr(ingest, "_FEW", 1_000_000)
    (place,) = list(places("postgresql", tmp_path))
    ledger = place.open()

    def told(done: int, _: str) -> None:
        if done >= 30:
            server().stop(signal.SIGQUIT)

    with pytest.raises(CounterclaimError, match="went away"):
        add(ledger, [str(corpus)], by="tests", workers=1, told=told)
    assert "cannot be reached" in sentence_of(place.address)
    server().start()
    found = add(ledger, [str(corpus)], by="tests", workers=1)
    assert found.resumed >= 30
    assert set(ids(ledger)) == expected
    assert verify(ledger, deep=True).whole
    ledger.close()
