"""A served ledger: how long its pages take, and many people at once; writes ``benchmarks/SERVING.md``.

    python -m benchmarks.serving [--claims 100000 1000000] [--seconds 60] [--readers 100] [--writers 4] [--workers 2]
                                 [--think 1] [--server] [--pages] [--no-page]

Pages: a ledger of made-up claims, each page asked for on a fresh server (nothing of it was made before, but the server
is ready) and again; see ``serving_pages``. With ``--pages`` these alone, and the rest of the page stays as it is.
People: a server of its own on loopback, everybody with a token of their own; a reader opens a page
and looks at it for ``--think`` seconds on average, a writer judges a claim and thinks for as long. With 0 everybody
asks again at once (a closed loop), which tells how many answers a second there are, and not how long a person waits.
``--server`` takes PostgreSQL too, on the server that the tests start. Client and server share the computer.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from benchmarks.__main__ import machine
from benchmarks.ledger import a_loop, addresses, made_up_lines
from benchmarks.serving_pages import furnished, pages, serving, table
from counterclaim.ledger import Ledger
from counterclaim.ledger.ingest import add
from counterclaim.ledger.lines import from_lines
from counterclaim.lookups import samples
from counterclaim.web.accounts import Accounts

PAGE = Path(__file__).with_name("SERVING.md")
PATHS = ("/claims.json?size=20", "/claims?measure=killed", "/rules", "/about", "/claims/{claim}", "/record.json")


def prepared(folder: Path, ledger: str, people: int) -> tuple[list[str], list[str]]:
    """A ledger of the samples with accounts; the tokens of that many people, and the ids of the claims."""
    texts = folder / "texts"
    texts.mkdir()
    for file, _ in samples().values():
        (texts / file.name).write_bytes(file.read_bytes())
    with Ledger(ledger, originals=folder / "originals") as book:
        add(book, [str(texts)], by="benchmark", workers=1)
        claims = [kept.claim.id for kept in book.claims()]
    held = Accounts(str(folder / "accounts"))
    tokens = []
    for number in range(people):
        user = held.add(f"Person {number}", "coder" if number else "admin", f"a long password of {number}")
        tokens.append(held.make_token(user, "benchmark", frozenset({"read", "judge"})))
    held.close()
    return tokens, claims


SETTLING = 8.0  # seconds in which the workers make their first pages for nobody; people come to a server that runs


def measured(claims: int, kind: str, folder: Path) -> str:
    """The section on the pages of a ledger of that many claims on that kind of database."""
    folder.mkdir()
    address = next(addresses(kind, folder))
    with Ledger(address, originals=folder / "originals") as book:
        from_lines(book, made_up_lines(claims))
        furnished(book, folder)
    return section(claims, kind, address, folder / "originals")


def section(claims: int, kind: str, address: str, originals: Path) -> str:
    """What is told of the pages of a ledger that is there."""
    loop, load = a_loop(), os.getloadavg()[0]
    lines = [f"## A ledger of {claims:,} made-up claims, {kind}", "", *table(claims, pages(address, originals))]
    about = dict(machine())
    lines[-1] += (
        f" Measured on {about['date']} at commit {about['commit']}; load before {load:.1f}; a million additions took "
        f"{loop:.2f} s."
    )
    return "\n".join(lines)


def joined(old: str, new: list[str]) -> str:
    """A page of sections with some of them new: each takes the place of the one with its heading, or is added."""
    begins, *sections = re.split(r"\n(?=## )", old.rstrip("\n"))
    held = {section.partition("\n")[0]: section.rstrip("\n") for section in sections}
    held |= {section.partition("\n")[0]: section for section in new}
    first = [heading for heading in held if heading.startswith("## A ledger")]
    rest = [heading for heading in held if not heading.startswith("## A ledger")]
    return "\n\n".join([begins.rstrip("\n"), *(held[heading] for heading in (*first, *rest))]) + "\n"


async def asked(address: str, tokens: list[str], claims: list[str], writers: int, seconds: float, think: float) -> str:
    """Lets everybody at it; how long they waited, as a line of a table."""
    waits: dict[str, list[float]] = {"read": [], "write": []}
    wrong: list[str] = []

    async def person(number: int, token: str) -> None:
        writes, luck = number < writers, random.Random(number)
        sent = {"authorization": f"Bearer {token}"}
        await asyncio.sleep(luck.random() * think)
        while time.monotonic() < ends:
            claim = luck.choice(claims)
            began = time.perf_counter()
            if writes:
                verdict = {"verdict": "accept"}
                got = await client.post(f"/api/claims/{claim}/judgements", json=verdict, headers=sent)
            else:
                got = await client.get(luck.choice(PATHS).format(claim=claim), headers=sent)
            waits["write" if writes else "read"].append(time.perf_counter() - began)
            if got.status_code == 429:  # the limit of one person, which a closed loop meets
                await asyncio.sleep(float(got.headers["retry-after"]))
            elif not got.is_success:
                wrong.append(f"{got.status_code} {got.text[:100]}")
            await asyncio.sleep(think * (0.5 + luck.random()))

    bounds = httpx.Limits(max_connections=len(tokens))
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=bounds) as client:
        for path in (*PATHS, *PATHS):
            await client.get(path.format(claim=claims[0]), headers={"authorization": f"Bearer {tokens[-1]}"})
        ends = time.monotonic() + seconds
        await asyncio.gather(*(person(number, token) for number, token in enumerate(tokens)))
    cells = []
    for found in waits.values():
        found.sort()
        half, most = found[len(found) // 2] * 1000, found[min(len(found) - 1, int(len(found) * 0.99))] * 1000
        cells += [f"{len(found) / seconds:,.0f}", f"{half:,.0f}", f"{most:,.0f}", f"{found[-1] * 1000:,.0f}"]
    print(*wrong[:3], file=sys.stderr)
    return " | ".join([*cells, str(len(wrong))])


def people(given: argparse.Namespace, kind: str, think: float, folder: Path) -> str:
    """One run, as a line of a table."""
    folder.mkdir()
    ledger = next(addresses(kind, folder))
    tokens, claims = prepared(folder, ledger, given.readers + given.writers)
    words = ["--ledger", ledger, "--originals", str(folder / "originals"), "--login"]
    words += ["--accounts", str(folder / "accounts"), "--workers", str(given.workers)]
    with serving(*words) as (address, _):
        time.sleep(SETTLING)
        told = asyncio.run(asked(address, tokens, claims, given.writers, given.seconds, think))
    return f"| {kind} | {f'{think:g} s' if think else 'none (closed loop)'} | {told} |"


def main() -> None:
    """Measures what was asked for and writes the page."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__.split("\n")[0])
    options.add_argument("--claims", type=int, nargs="*", default=[100_000, 1_000_000])
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--readers", type=int, default=100)
    options.add_argument("--writers", type=int, default=4)
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options.add_argument("--think", type=float, nargs="*", default=[5.0, 1.0, 0.0])
    options.add_argument("--server", action="store_true", help="take PostgreSQL too")
    options.add_argument("--no-page", action="store_true", help="print, and leave the page as it is")
    options.add_argument(
        "--pages", action="store_true", help="measure pages alone, and keep what the page says of people"
    )
    given = options.parse_args()
    kinds = ["sqlite", *(["postgresql"] if given.server else [])]
    load, before = os.getloadavg()[0], a_loop()
    lines = [
        "# Speed of the pages",
        "",
        "Written by `python -m benchmarks.serving`; no figure here is typed by hand. Client and server share the",
        "computer, so other work on it counts. Each section on pages says when it was measured and how fast the",
        "machine was then; the table here is of the run with many people.",
        "",
        "| | |",
        "|---|---|",
        *(f"| {name} | {value.split(', of which')[0]} |" for name, value in machine() if not name.startswith("load")),
        f"| load before the run | {load:.1f} |",
        f"| speed of the machine | a million additions took {before:.2f} s before |",
    ]
    with TemporaryDirectory(prefix="serving") as name:
        folder = Path(name)
        sections = [measured(claims, kind, folder / f"{kind}-{claims}") for claims in given.claims for kind in kinds]
        if not given.pages:
            found = [
                f"## {given.readers} readers and {given.writers} writers for {given.seconds:g} s, "
                f"{given.workers} workers",
                "",
                "| | each thinks | reads a second | half within, ms | 99% within | longest | writes a second "
                "| half within, ms | 99% within | longest | errors |",
                "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
            ]
            for kind in kinds:
                for think in given.think:
                    found.append(people(given, kind, think, folder / f"{kind}{think}"))
                    print(found[-1], file=sys.stderr)
            sections.append("\n".join([*found, "", f"Load after the run: {os.getloadavg()[0]:.1f}."]))
    old = PAGE.read_text(encoding="utf-8") if given.pages else "\n".join(lines)
    page = joined(old, sections)
    if given.no_page:
        print(page)
    else:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
