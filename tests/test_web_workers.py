"""Several processes answer as one: a client's limit holds across them, and so does how far a job is."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the pages need the extra web")

import httpx
from tests.served import filled

from counterclaim.ledger import Ledger
from counterclaim.web.jobs import Job, Jobs
from counterclaim.web.limits import Buckets, Limit
from counterclaim.web.sharing import GROUP, SharedBuckets

SLOW = Limit(0.001, 30)


def take_as_much_as_there_is(path: str) -> int:
    """How many requests one process is allowed."""
    buckets = SharedBuckets(SLOW, Path(path))
    return sum(1 for _ in range(50) if not buckets.take("somebody"))


def test_two_processes_give_one_client_no_more_than_one_would(tmp_path: Path) -> None:
    with get_context("spawn").Pool(2) as pool:
        assert sum(pool.map(take_as_much_as_there_is, [str(tmp_path / "reading")] * 2, chunksize=1)) == 30


def test_a_shared_bucket_fills_again_as_one_of_a_single_process_does(tmp_path: Path) -> None:
    now = [1_000.0]
    shared, single = (SharedBuckets(Limit(2, 5), tmp_path / "b", lambda: now[0]), Buckets(Limit(2, 5), lambda: now[0]))
    for step in (0, 0, 0, 0, 0, 0, 0.4, 0.2, 3, 0, 0, 0, 0, 0, 0, 100):
        now[0] += step
        for client, cost in (("a", 1.0), ("b", 5.0)):
            assert shared.take(client, cost) == single.take(client, cost)


def test_more_clients_than_there_is_room_for_forget_only_the_fullest(tmp_path: Path) -> None:
    buckets = SharedBuckets(Limit(0.001, 10), tmp_path / "b", lambda: 5.0)
    for _ in range(10):
        assert not buckets.take("greedy")
    for number in range(GROUP * 4_000):
        buckets.take(f"client {number}")
    assert buckets.take("greedy")


def test_a_job_is_told_by_any_process_and_one_that_was_cut_short_says_so(tmp_path: Path) -> None:
    here = Job("w" + "0" * 16, "Olena", 3, datetime.now(UTC), done=2, failed=[("a.pdf", "empty")], process=os.getpid())
    Jobs(tmp_path / "jobs").keep(here)
    assert Jobs(tmp_path / "jobs").job(here.id) == here
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    gone = Job("w" + "1" * 16, "Olena", 3, datetime.now(UTC), process=ended.pid)
    Jobs(tmp_path / "jobs").keep(gone)
    told = Jobs(tmp_path / "jobs").job(gone.id)
    assert told is not None
    assert told.ended is not None
    assert "stopped" in told.fault
    assert Jobs(tmp_path / "jobs").job("../../etc/passwd") is None
    assert {job.id for job in Jobs(tmp_path / "jobs").every()} == {here.id, gone.id}


def test_two_workers_serve_one_ledger_and_see_each_others_changes(tmp_path: Path) -> None:
    with filled(tmp_path) as book:
        claim = next(book.claims()).claim.id
    words = ["serve", "--ledger", str(tmp_path / "samples.db"), "--port", "0", "--workers", "2"]
    command = [sys.executable, "-m", "counterclaim.cli", *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            address = server.stderr.readline().split()[1].rstrip("/")
            given = httpx.post(f"{address}/api/claims/{claim}/judgements", json={"verdict": "reject"}, timeout=120)
            assert given.status_code == 201
            for _ in range(12):  # each on a connection of its own, so that both workers are met
                told = httpx.get(f"{address}/claims/{claim}.json", timeout=120).json()
                assert told["verdict"] == "reject"
        finally:
            server.terminate()
            server.wait(60)


def test_an_upload_that_needs_too_much_memory_fails_alone_and_the_server_goes_on(tmp_path: Path) -> None:
    from counterclaim.documents import Content, apart
    from counterclaim.ledger.ingest import add

    page = b"<html><body><p>On 2 May 2024, 11 people were killed in Homs, the mayor said.</p></body></html>"
    deep = b"<div>" * 200_000 + b"7 people were killed." + b"x" * 30_000_000
    found = {"good.html": page, "deep.html": deep}
    with Ledger(tmp_path / "war.db") as book:
        added = add(
            book,
            list(found),
            by="tests",
            workers=1,
            contents=lambda name, _: apart(Content(name, found[name], "text/html"), None),
            memory=600 << 20,
        )
        assert added.tally.new == 2  # the one that failed is kept as such
        assert [place for place, _ in added.failed if place == "good.html"] == []
        assert book.count() >= 1
