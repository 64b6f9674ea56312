"""The compiled reader: the wheel that ``COUNTERCLAIM_MYPYC=1`` makes, unpacked in ``.bench/reader``.

Built again only when a source of it has changed; it takes some minutes and a C compiler.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".bench" / "reader"
_STAMP = HOME / "built.json"


def has_compiler() -> bool:
    """Whether the C compiler is there that this Python would use."""
    command = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()
    return shutil.which(command[0]) is not None


def _state() -> dict[str, str]:
    """What the build depends on: the Python, and every source by one hash."""
    digest = hashlib.sha256()
    for path in [ROOT / "pyproject.toml", ROOT / "hatch_build.py", *sorted((ROOT / "src").rglob("*.py"))]:
        digest.update(f"{path.relative_to(ROOT)}\n".encode())
        digest.update(path.read_bytes())
    return {"python": sys.version, "sources": digest.hexdigest()}


def folder() -> Path | None:
    """Where the compiled reader of these very sources stands, to be put on the path; ``None`` where it is not built."""
    return HOME if _STAMP.is_file() and json.loads(_STAMP.read_text("utf-8")) == _state() else None


def build() -> str:
    """Build the compiled reader; why it could not be built, or ""."""
    if not has_compiler():
        return "there is no C compiler"
    state = _state()
    shutil.rmtree(HOME, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run(
        [*pip, "--target", str(HOME), str(ROOT)],
        capture_output=True,
        text=True,
        env={**os.environ, "COUNTERCLAIM_MYPYC": "1"},
    )
    if done.returncode:
        return f"the build failed:\n{done.stderr[-2000:]}"
    _STAMP.write_text(json.dumps(state), "utf-8")
    return ""
