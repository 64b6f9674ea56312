"""The compiled reader and rules tell what the pure ones tell; they are those that ``make bench`` builds."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from benchmarks import compiled, corpus

ROOT = Path(__file__).resolve().parents[1]

# Checks texts (a JSON list on standard input) and prints, as JSON, where the reader and the rules stand, and reports.
_CHECK = """
import json, sys
from dataclasses import asdict
from datetime import date
from counterclaim import check, claims
from counterclaim.findings import case
from counterclaim.model import Document
told = []
for number, text in enumerate(json.load(sys.stdin)):
    for report in check(Document(f"d{number}", text, "text", published=date(2024, 6, 1))):
        told.append([asdict(report)[part] for part in ("claims", "refusals", "findings")])
json.dump([[claims.__file__, case.__file__], told], sys.stdout, default=str)
"""


def _check(texts: list[str], home: Path) -> tuple[list[str], list[object]]:
    environment = {**os.environ, "PYTHONPATH": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", _CHECK], input=json.dumps(texts), capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    where, told = json.loads(done.stdout)
    return where, told


def test_what_is_compiled_reads_the_same_claims_refuses_the_same_numbers_and_finds_the_same() -> None:
    home = compiled.folder()
    if home is None:
        reason = "make bench builds it" if compiled.has_compiler() else "there is no C compiler to build it with"
        pytest.skip(f"no compiled reader of these sources: {reason}")
    texts = [text.whole for text in [*corpus.mixed(100, seed=5), *corpus.dense(40, seed=5)]]
    samples = ROOT / "src" / "counterclaim" / "samples"
    texts += [path.read_text("utf-8") for path in sorted(samples.glob("*.txt"))]
    fast, found = _check(texts, home)
    plain, expected = _check(texts, ROOT / "src")
    assert not any(file.endswith(".py") for file in fast)
    assert all(file.endswith(".py") for file in plain)
    for text, got, wanted in zip(texts, found, expected, strict=True):
        assert got == wanted, text[:200]


def test_nothing_stands_in_the_reader_that_mypyc_is_known_to_fail_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]["compiled"]
    modules = sorted(path for pattern in patterns for path in (ROOT / "src").glob(pattern))
    assert len(modules) > 60
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
                items = node.comparators[0].elts if isinstance(node.comparators[0], ast.Tuple | ast.List) else []
                starred = any(isinstance(item, ast.Starred) for item in items)
                assert not starred, f"{path.name}:{node.lineno}: a starred item in a tuple that is searched: use a set"
