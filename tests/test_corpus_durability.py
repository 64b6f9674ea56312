"""A corpus when things go wrong: workers and drivers that die, a page that kills, a full disk, two runs at once."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archives import items, story, write_lines
from counterclaim.corpus import engines
from counterclaim.corpus.engines import read_all
from counterclaim.corpus.folder import Folder
from counterclaim.corpus.reading import Options
from counterclaim.corpus.shards import plan
from counterclaim.model import CounterclaimError
from test_corpus import answer, bytes_of

FILES = 5


def start(*arguments: object, **more: Any) -> subprocess.Popen[str]:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "counterclaim.cli", "corpus", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def read(inputs: Path, out: Path, workers: int = 1, **more: Any) -> tuple[int, str, str]:
    process = start("read", inputs, "--out", out, "--workers", workers, **more)
    told, err = process.communicate()
    return process.returncode, told, err


def readers_of(driver: int) -> list[int]:
    """The processes that read for a run."""
    try:
        children = Path(f"/proc/{driver}/task/{driver}/children").read_text().split()
        return [
            int(pid) for pid in children if b"counterclaim.corpus.child" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
    except OSError:
        return []


def until(condition: Callable[[], Any], process: subprocess.Popen[str]) -> Any:
    """What a condition gives once it is true; fails where the run ends before."""
    while not (found := condition()):
        assert process.poll() is None, process.communicate()
    return found


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    for at in range(FILES):
        write_lines(folder / f"{at}.jsonl", [story(100 * at + n) if n % 2 else items(5)[4] for n in range(60)])
    return folder


@pytest.fixture(scope="module")
def whole(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a run that nothing disturbed, by one process."""
    out = tmp_path_factory.mktemp("whole") / "corpus"
    assert read(inputs, out)[0] == 0
    return bytes_of(out)


def test_two_processes_write_the_same_bytes_as_one(inputs: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    assert read(inputs, tmp_path / "out", 2)[0] == 0
    assert bytes_of(tmp_path / "out") == whole
    assert any(name.startswith("claims/") for name in whole)
    assert any(name.startswith("grouped/tellings") for name in whole)


def test_a_killed_worker_loses_nothing(inputs: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start("read", inputs, "--out", out, "--workers", "2")
    for reader in until(lambda: readers_of(process.pid), process):
        os.kill(reader, signal.SIGKILL)
    told, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert f"{60 * FILES} pages" in told
    assert bytes_of(out) == whole


@pytest.mark.parametrize("finished", [0, 1, 3])
def test_a_killed_run_goes_on_where_it_was(
    inputs: Path, whole: dict[str, bytes], tmp_path: Path, finished: int
) -> None:
    out = tmp_path / "out"
    process = start("read", inputs, "--out", out, "--workers", "1")
    until(lambda: len(list((out / "manifest").glob("*.json"))) >= finished and readers_of(process.pid), process)
    readers = readers_of(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    while any(Path(f"/proc/{pid}").exists() for pid in readers):  # they end with it
        os.sched_yield()
    kept = {path: path.stat().st_mtime_ns for path in (out / "manifest").glob("*.json")}
    status, told, err = read(inputs, out)
    assert (status, err) == (0, "")
    assert not kept or f"{len(kept)} shard" in told.splitlines()[-1]
    assert all(path.stat().st_mtime_ns == when for path, when in kept.items())
    assert bytes_of(out) == whole
    assert not list((out / ".new").glob("*"))


def test_a_page_that_kills_its_reader_has_failed_and_the_rest_is_read(tmp_path: Path) -> None:
    slow = {"text": " ".join(story(n)["text"] for n in range(12_000))}
    path = write_lines(tmp_path / "a.jsonl", [story(0), story(1), slow, story(2)])
    options = Options()
    out = Folder.made(tmp_path / "out", options).path
    begun = kills = 0

    def told(pages: int, name: str) -> None:
        nonlocal begun, kills
        begun += pages
        if begun == 3 and kills < 2:  # the long page has begun: kill who reads it
            begun, kills = 0, kills + 1
            for reader in readers_of(os.getpid()):
                os.kill(reader, signal.SIGKILL)

    (row,) = read_all(plan([str(path)]), options, out, 1, told)
    assert row.state == "whole"
    assert row.fates == {"read": 3, "failed": 1}
    (failed,) = answer(out, "SELECT path, reason, state FROM documents WHERE fate = 'failed'")
    assert failed["path"].endswith("#3")
    assert "its reader died on it" in failed["reason"]
    assert failed["state"] == "failed"


def test_a_page_that_takes_for_ever_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "PATIENCE", 4.0)
    slow = {"text": " ".join(story(n)["text"] for n in range(60_000))}
    path = write_lines(tmp_path / "a.jsonl", [story(0), slow, story(2)])
    out = Folder.made(tmp_path / "out", Options()).path
    (row,) = read_all(plan([str(path)]), Options(), out, 1)
    assert row.fates == {"read": 2, "failed": 1}


def test_two_runs_into_one_folder_do_not_mix(inputs: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    folder = Folder.made(out, Options())
    with folder.locked("counterclaim corpus read"):
        status, told, err = read(inputs, out)
    assert (status, told) == (2, "")
    assert f"{out} is in use by counterclaim corpus read (process {os.getpid()})" in err
    assert read(inputs, out)[0] == 0
    assert bytes_of(out) == whole


def test_a_full_disk_in_the_middle_of_a_shard_is_told_and_the_run_goes_on_later(
    inputs: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    largest = max(len(content) for name, content in whole.items() if not name.startswith("grouped"))

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest - 1, largest - 1))

    quiet = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}  # compiled modules would be cut short as well
    status, _, err = read(inputs, out, preexec_fn=limited, env=quiet)
    assert status == 2
    assert "the disk is full" in err
    assert ".jsonl was not written" in err
    assert "Traceback" not in err
    for path in out.rglob("*.parquet"):
        assert path.read_bytes() == whole[path.relative_to(out).as_posix()]
    assert read(inputs, out)[0] == 0
    assert bytes_of(out) == whole


def test_a_disk_without_room_is_told(inputs: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        status, _, err = read(inputs, disk / "out")
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
    assert status == 2
    assert "the disk is full" in err


def test_a_shard_that_cannot_be_read_is_set_aside_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lines(tmp_path / "a.jsonl", items(10))
    write_lines(tmp_path / "b.jsonl", items(20)[10:])
    out = tmp_path / "out"
    options = Options()
    folder = Folder.made(out, options)
    first, second = plan([str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")])
    monkeypatch.setattr(engines, "MEMORY", 60_000_000)  # too little for any reader
    (row,) = read_all([first], options, out, 1)
    assert row.state == "failed"
    assert row.reason
    assert not answer(out, "SELECT * FROM claims")
    monkeypatch.undo()
    rows = list(read_all([first, second], options, out, 1))
    assert [row.state for row in rows] == ["whole", "whole"]
    assert folder.is_whole(rows[0], first)


# ------------------------------------------------------------------------------------------------------- versions


def test_a_corpus_of_another_version_is_not_touched(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    settings = Folder.made(out, Options()).path / "corpus.json"
    settings.write_text(settings.read_text().replace('"schema": 1', '"schema": 2'))
    status, _, err = read(inputs, out)
    assert status == 2
    assert "has tables of version 2, and this program knows version 1" in err
    settings.write_text(settings.read_text().replace('"schema": 2', '"schema": 1').replace("0.1.0", "0.0.9"))
    status, _, err = read(inputs, out)
    assert status == 2
    assert "was read by counterclaim 0.0.9" in err
    settings.write_text("{")
    with pytest.raises(CounterclaimError, match="is damaged"):
        Folder(out)


@pytest.mark.parametrize("change", [("1", "7"), ('"claims"', '"clams"'), ("{", "")])
def test_a_row_of_another_version_in_the_manifest_is_named(tmp_path: Path, change: tuple[str, str]) -> None:
    path = write_lines(tmp_path / "a.jsonl", items(5))
    out = tmp_path / "out"
    assert read(path, out)[0] == 0
    (row,) = (out / "manifest").glob("*.json")
    old, new = ('"schema": 1', '"schema": 7') if change[0] == "1" else change
    row.write_text(row.read_text().replace(old, new, 1))
    status, _, err = read(path, out)
    assert status == 2
    assert str(row) in err
    assert "move it away" in err
    row.unlink()
    assert read(path, out)[0] == 0
