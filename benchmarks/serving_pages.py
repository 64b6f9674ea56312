"""How long the pages of a large ledger take when nobody has asked for them before, and how much they load.

    furnished    what a ledger of made-up claims lacks beside claims: findings, judgements, calls
    pages        every page of a served ledger, first and again
    table        the same as Markdown

Time on a processor is the server's (and that of its database, where that is a server), so other work on the computer
counts little; time on the wall is the asker's. What a page loads is counted as it comes over the wire.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

from counterclaim.ledger import Ledger
from counterclaim.ledger.filters import Filter
from counterclaim.ledger.ingest import add
from counterclaim.ledger.rows import finding_id

BOUNDS = {100_000: 100, 1_000_000: 300}  # claims → ms of a page at most
LARGEST = 150  # kB of a page with all that it loads
FINDINGS, JUDGEMENTS, CALLS = 5_000, 200, 60
SETTLED = 5.0  # seconds without work after which a server is ready: it may wait for a chart that is drawn elsewhere
ONE = "/claims/{claim}"
PAGES = (
    "/",
    "/claims", "/claims?side=UA", "/claims?object=tank", "/claims?measure=killed", "/claims?source=ua-military",
    "/claims?certainty=stated", "/claims?period=window", "/claims?language=en", "/claims?verdict=accept",
    "/claims?finding=CC601", "/claims?side=UA&object=tank", "/claims?place=Kherson",
    "/claims?from=2023-01-01&to=2023-03-01",
    "/claims?q=soldiers", "/claims?q=1005", "/claims?q=military+1007&side=RU", "/claims?q=танк",
    "/claims?q=sold",  # the beginning of a word that nearly every claim holds
    "/claims?sort=-added", "/claims?sort=day", "/claims?sort=-day", "/claims?sort=figure", "/claims?sort=-figure",
    "/claims?sort=source", "/claims?sort=side", "/claims?page={last}", "/claims?sort=-day&page={last}",
    ONE, "/documents/{document}",
    "/compare", "/compare?measure=killed&side=UA&object=tank", "/compare?measure=losses&side=RU&object=helicopter",
    "/compare?measure=losses&side=RU&object=helicopter&estimate=1",
    "/incidents", "/incidents?side=UA", "/incidents?side=UA&to=2024-01-01",
    "/sources", "/source?name=ua-military", "/source?name=ua-general-staff",
    "/calls", "/calls/{call}", "/review", "/review?side=UA", "/review/agreement", "/trace", "/trace?q=3010+soldiers",
    "/rules", "/rules/CC202", "/record", "/record/ua-general-staff", "/about",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Took:
    """One page: ms on a processor and on the wall when first asked for, on a processor again, kB with all it loads."""

    page: str
    first: float
    wall: float
    again: float
    size: float


def furnished(book: Ledger, folder: Path) -> None:
    """Gives a ledger of made-up claims findings, verdicts of two coders, and calls; all of it made up too."""
    from counterclaim.findings.ledger import CONTRADICTED
    from counterclaim.model import Finding, Proof

    kepts = list(book.claims(Filter(side="UA", object="tank")))[: 2 * FINDINGS]
    found: dict[str, Finding] = {}
    for one, other in zip(kepts[::2], kepts[1::2], strict=False):
        finding = CONTRADICTED.finding("They cannot both hold.", [one.claim, other.claim], Proof(()))
        found[finding_id(finding, None)] = finding
    book.keep_comparison(book.size(), found, {}, after=0)
    for at, kept in enumerate(kepts[:JUDGEMENTS]):
        for by in ("Ada", "Ben"):
            book.judge(kept.claim.id, "accept" if by == "Ada" or at % 4 else "reject", by=by)
    calls = folder / "calls"
    calls.mkdir(exist_ok=True)
    draw = random.Random(0)
    for number in range(CALLS):
        lines = "".join(
            f"00:{at:02}:01.000 --> 00:{at:02}:09.000\n<v {'Ivan' if at % 2 else 'Olga'}>They took "
            f"{draw.randrange(2, 90)} men from our company to the hospital in Tokmak.\n\n"
            for at in range(12)
        )
        (calls / f"call-{number}.vtt").write_text(f"WEBVTT\n\n{lines}")
    add(book, [str(calls)], by="benchmark", workers=1)


# --------------------------------------------------------------------------------------------------------- a server


@contextmanager
def serving(*words: str) -> Iterator[tuple[str, int]]:
    """A server of its own, which is ready when it has answered once: its address and the number of its process."""
    command = [sys.executable, "-m", "counterclaim.cli", "serve", "--port", "0", *words]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        address = server.stderr.readline().split()[1].rstrip("/")
        httpx.get(f"{address}/about", timeout=600)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait()


class Processors:
    """Seconds that the server has had of processors, and its database's processes where that is a server."""

    def __init__(self, pid: int, ledger: str) -> None:
        self._pid, self._ledger = pid, ledger if "://" in ledger else ""
        self._before: dict[int, float] = {}

    def _clocks(self) -> dict[int, float]:
        found = {}
        for pid in (self._pid, *self._backends()):
            try:
                found[pid] = time.clock_gettime((~pid << 3) | 2)  # the clock of another process: <linux/posix-timers.h>
            except OSError:  # it has ended
                continue
        return found

    def _backends(self) -> list[int]:
        if not self._ledger:
            return []
        import psycopg

        asked = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
        with psycopg.connect(self._ledger) as connection:
            return [pid for (pid,) in connection.execute(asked).fetchall()]

    def start(self) -> None:
        """From here on it is counted."""
        self._before = self._clocks()

    def spent(self) -> float:
        """Seconds since ``start``."""
        return sum(now - self._before.get(pid, 0.0) for pid, now in self._clocks().items())

    def settle(self) -> None:
        """Waits until the server has made its first pages for nobody and rests."""
        while True:
            self.start()
            time.sleep(SETTLED)
            if self.spent() < 0.02:
                return


# --------------------------------------------------------------------------------------------------------- measuring


def pages(ledger: str, originals: Path) -> list[Took]:
    """Every page of ``PAGES`` on a server that has just become ready, in that order."""
    found = []
    words = ["--ledger", ledger, "--originals", str(originals)]
    with serving(*words) as (address, pid), httpx.Client(base_url=address, timeout=600) as client:
        used = Processors(pid, ledger)
        used.settle()
        told = client.get("/claims.json?size=1&page=30").json()
        calls = client.get("/calls.json").json()["calls"]
        values = {
            "claim": told["claims"][0]["id"],
            "document": told["claims"][0]["in"]["id"],
            "call": calls[0]["id"] if calls else "",
            "last": str(max(told["total"] // 50 - 1, 1)),
        }
        for template in PAGES:
            page = quote(template.format(**values), safe="/?=&+")
            if "{call}" in template and not calls:
                continue
            spent, waited = [], []
            for _ in range(4):
                used.start()
                began = time.perf_counter()
                got = client.get(page)
                waited.append(time.perf_counter() - began)
                spent.append(used.spent())
                assert got.status_code == 200, (page, got.status_code)
            size = got.num_bytes_downloaded + sum(
                client.get(one).num_bytes_downloaded for one in sorted(loaded(got.text))
            )
            found.append(Took(template, spent[0] * 1000, waited[0] * 1000, min(spent[1:]) * 1000, size / 1000))
            print(f"  {template}: {found[-1].first:.0f} ms, {found[-1].size:.0f} kB", file=sys.stderr)
    return found


def loaded(page: str) -> set[str]:
    """What a browser loads with a page: style sheets, scripts, pictures, and the chart that takes a picture's place."""
    from html import unescape

    found = re.findall(r'<link rel="(?:stylesheet|icon)"[^>]* href="([^"]+)"', page)
    found += re.findall(r'<(?:script|img)[^>]* src="([^"]+)"', page) + re.findall(r' data-inline="([^"]+)"', page)
    return {unescape(one) for one in found if one.startswith(("/", "?"))}


def table(claims: int, found: list[Took]) -> list[str]:
    """The pages as lines of Markdown; what is over its bound is set in bold."""
    bound = BOUNDS.get(claims, BOUNDS[1_000_000])
    lines = [
        "| page | first, ms of a processor | on the wall | again, ms of a processor | kB with all it loads |",
        "|---|--:|--:|--:|--:|",
    ]
    for one in found:
        first = f"**{one.first:,.0f}**" if one.first > bound else f"{one.first:,.0f}"
        size = f"**{one.size:,.0f}**" if one.size > LARGEST else f"{one.size:,.0f}"
        lines.append(f"| `{one.page}` | {first} | {one.wall:,.0f} | {one.again:,.0f} | {size} |")
    over = sum(one.first > bound for one in found)
    return [*lines, "", f"The bound is {bound} ms and {LARGEST} kB: {over} of {len(found)} pages are over it in time."]
