"""Datasette opens a ledger as it is, shows its flat tables, and leaves every byte where it was."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from tests import kept_claims

from counterclaim.ledger import Ledger

DOCS = Path(__file__).parents[1] / "docs" / "ledger.md"

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("datasette") is None, reason="datasette is not installed: it is among the extra “test”"
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("datasette") / "war.db"
    with Ledger(path) as book:
        book.add(*(str(sample) for sample in sorted(kept_claims.SAMPLES.glob("*.txt"))), by="Ada", workers=1)
        claim = next(book.claims()).claim
        book.judge(claim.id, "accept", by="Ada")
    return path


def asked(ledger: Path, address: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "datasette", "serve", str(ledger), "--get", address],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_flat_tables_are_there_and_the_file_is_left_as_it_was(ledger: Path) -> None:
    before = sha256(ledger.read_bytes()).hexdigest()
    with Ledger(ledger, read_only=True) as book:
        expected = [kept.claim for kept in book.claims(measure="killed")]
    rows = asked(ledger, "/war/claims.json?measure=killed&_shape=array&_size=max")
    assert [row["id"] for row in rows] == [claim.id for claim in expected]
    assert [row["best"] for row in rows] == [claim.quantity.best for claim in expected]
    assert sha256(ledger.read_bytes()).hexdigest() == before


def test_every_table_is_documented(ledger: Path) -> None:
    if not DOCS.exists():
        pytest.skip("the documentation is not beside the tests")
    tables = {table["name"] for table in asked(ledger, "/war.json")["tables"] if not table["hidden"]}
    told = set(re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| (`.*?) \|", DOCS.read_text(encoding="utf-8"), re.M))))
    assert tables - {"alembic_version"} <= told


def test_the_documented_question_gives_what_stands(ledger: Path) -> None:
    if not DOCS.exists():
        pytest.skip("the documentation is not beside the tests")
    found = re.search(r"```sql\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    assert found is not None
    rows = asked(ledger, "/war.json?" + urlencode({"sql": found[1].strip(), "_shape": "array", "_size": "max"}))
    with Ledger(ledger, read_only=True) as book:
        assert sorted(row["quote"] for row in rows) == sorted(kept.claim.evidence.exact for kept in book.claims())
