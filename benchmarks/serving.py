"""Many people at once on a served ledger: 100 readers and 4 writers for a minute, on SQLite and on PostgreSQL.

    python -m benchmarks.serving [--seconds 60] [--readers 100] [--writers 4] [--ledger postgresql://…]

A server of its own on loopback, every reader with an account's token of its own. A reader opens a page and looks at it
for about a second, a writer judges a claim and thinks for about a second. Told are the waits and what went wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from counterclaim.ledger import Ledger
from counterclaim.ledger.ingest import add
from counterclaim.lookups import samples
from counterclaim.web.accounts import Accounts

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


async def asked(address: str, tokens: list[str], claims: list[str], writers: int, seconds: float) -> None:
    """Lets everybody at it, and tells how long they waited."""
    waits: dict[str, list[float]] = {"read": [], "write": []}
    wrong: list[str] = []

    async def person(number: int, token: str) -> None:
        writes, luck = number < writers, random.Random(number)
        sent = {"authorization": f"Bearer {token}"}
        await asyncio.sleep(luck.random())
        while time.monotonic() < ends:
            claim = luck.choice(claims)
            began = time.perf_counter()
            if writes:
                verdict = {"verdict": "accept"}
                got = await client.post(f"/api/claims/{claim}/judgements", json=verdict, headers=sent)
            else:
                got = await client.get(luck.choice(PATHS).format(claim=claim), headers=sent)
            waits["write" if writes else "read"].append(time.perf_counter() - began)
            if not got.is_success:
                wrong.append(f"{got.status_code} {got.text[:100]}")
            await asyncio.sleep(0.5 + luck.random())

    bounds = httpx.Limits(max_connections=len(tokens))
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=bounds) as client:
        ends = time.monotonic() + seconds
        await asyncio.gather(*(person(number, token) for number, token in enumerate(tokens)))
    for kind, found in waits.items():
        found.sort()
        if found:
            half, most = found[len(found) // 2], found[min(len(found) - 1, int(len(found) * 0.99))]
            print(f"{kind}: {len(found):,} asked, half within {half * 1000:.0f} ms, 99% within {most * 1000:.0f} ms, "
                  f"longest {found[-1] * 1000:.0f} ms")  # fmt: skip
    print(f"wrong: {len(wrong)}", *wrong[:3])


def main() -> None:
    """Prepares, serves, asks and tells."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--readers", type=int, default=100)
    options.add_argument("--writers", type=int, default=4)
    options.add_argument("--ledger", help="an empty database on a PostgreSQL server; a file unless given")
    given = options.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        ledger = given.ledger or str(folder / "war.db")
        tokens, claims = prepared(folder, ledger, given.readers + given.writers)
        words = ["serve", "--ledger", ledger, "--originals", str(folder / "originals"), "--port", "0", "--login"]
        words += ["--accounts", str(folder / "accounts")]
        server = subprocess.Popen([sys.executable, "-m", "counterclaim.cli", *words], stderr=subprocess.PIPE, text=True)
        try:
            assert server.stderr is not None
            address = server.stderr.readline().split()[1].rstrip("/")
            asyncio.run(asked(address, tokens, claims, given.writers, given.seconds))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
