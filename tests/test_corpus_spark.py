"""Corpora on Apache Spark, for real: ``local[2]``, and a standalone master with two workers that the test starts."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from archives import items, story, write_lines, write_warc
from ledgers import FULL
from test_corpus import answer, bytes_of
from test_corpus_durability import readers_of, start, until

pytestmark = [
    pytest.mark.skipif(find_spec("pyspark") is None, reason="PySpark is not installed: the extra “spark”"),
    pytest.mark.skipif(
        shutil.which("java") is None and not os.environ.get("JAVA_HOME"), reason="Java is not installed: Spark needs it"
    ),
]
minutes = pytest.mark.skipif(not FULL, reason="a cluster takes minutes: COUNTERCLAIM_TEST_SIZES=whole starts one")
GROUPED = ("copies", "sightings", "tellings")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    for at in range(3):
        write_lines(folder / f"{at}.jsonl", [story(n) if n % 2 else items(5)[4] for n in range(40)])
    write_warc(folder / "a.warc.gz", items(20))
    return folder


@pytest.fixture(scope="module")
def whole(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process reads and DuckDB groups."""
    out = tmp_path_factory.mktemp("whole") / "corpus"
    process = start("read", inputs, "--out", out, "--workers", "1")
    assert process.communicate()[1] == ""
    return out


def shards_of(corpus: Path) -> dict[str, bytes]:
    return {name: content for name, content in bytes_of(corpus).items() if not name.startswith("grouped")}


def rows_of(corpus: Path) -> dict[str, list[object]]:
    return {
        name: [tuple(row.values()) for row in answer(corpus, f"SELECT * FROM {name} ORDER BY ALL")] for name in GROUPED
    }


def test_spark_writes_the_same_bytes_as_one_process(inputs: Path, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start("read", inputs, "--out", out, "--engine", "spark", "--master", "local[2]")
    told, err = process.communicate()
    assert process.returncode == 0, err
    assert "140 pages" in told
    assert shards_of(out) == shards_of(whole)
    assert rows_of(out) == rows_of(whole)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a master, and its two workers, as processes."""
    import pyspark

    home = Path(pyspark.__file__).parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, "SPARK_HOME": str(home),
    }  # fmt: skip
    program = [str(home / "bin" / "spark-class")]
    address = f"spark://127.0.0.1:{port}"
    started: list[subprocess.Popen[bytes]] = []

    def run(*words: str) -> None:
        log = (tmp_path / f"spark{len(started)}.log").open("wb")
        with log:
            command = [*program, *words]
            started.append(
                subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=tmp_path, start_new_session=True)
            )

    try:
        run("org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        for at in range(2):
            run(
                "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "--cores", "1",
                "--memory", "1g", "--work-dir", str(tmp_path / f"work{at}"), address,
            )  # fmt: skip
        registered = tmp_path / "spark0.log"
        while registered.read_text(errors="replace").count("Registering worker") < 2:
            assert all(process.poll() is None for process in started), registered.read_text(errors="replace")
            os.sched_yield()
        yield address, started[1:]
    finally:
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def below(pid: int) -> list[int]:
    """The processes under one, all the way down."""
    try:
        children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        threads = Path(f"/proc/{pid}/task").iterdir()
        children += [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return []
    return [each for child in dict.fromkeys(children) for each in (child, *below(child))]


@minutes
def test_a_cluster_that_loses_a_worker_reads_everything_all_the_same(
    inputs: Path, whole: Path, tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    out = tmp_path / "out"
    environment = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1"}
    process = start("read", inputs, "--out", out, "--engine", "spark", "--master", address, env=environment)

    def reading() -> subprocess.Popen[bytes] | None:
        return next((w for w in workers if any(readers_of(pid) for pid in (w.pid, *below(w.pid)))), None)

    lost = until(reading, process)
    doomed = [lost.pid, *below(lost.pid)]
    for pid in doomed:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    told, err = process.communicate()
    assert process.returncode == 0, err
    assert "140 pages" in told
    assert shards_of(out) == shards_of(whole)
    assert rows_of(out) == rows_of(whole)


def test_a_cluster_that_is_not_there_is_told_in_a_sentence(inputs: Path, tmp_path: Path) -> None:
    process = start("read", inputs, "--out", tmp_path / "out", "--engine", "spark", "--master", "nonsense://x")
    _, err = process.communicate()
    assert process.returncode == 2
    assert "Traceback" not in err
    assert "Spark at nonsense://x could not be had" in err
