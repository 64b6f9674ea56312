"""``counterclaim review``: single keys on a real terminal, every verdict kept as a row."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import kept_claims

from counterclaim.ledger import Ledger
from counterclaim.model import Judgement
from counterclaim.reviewing import KEYS

ENVIRONMENT = {"PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "100"}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "war.db"
    done = subprocess.run(
        [*command("add", "--workers", "1", "--ledger", path), str(kept_claims.SAMPLES / "kharkiv-border.txt")],
        capture_output=True, text=True, check=False, env=os.environ | ENVIRONMENT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return path


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "counterclaim.cli", *map(str, words)]


class Terminal:
    """The program on a pseudo-terminal: what it shows, and keys pressed one at a time when it asks for one."""

    def __init__(self, *words: object) -> None:
        self.master, slave = pty.openpty()
        self.shown = ""
        self.program = subprocess.Popen(
            command(*words), stdin=slave, stdout=slave, stderr=slave, env=os.environ | ENVIRONMENT, close_fds=True
        )
        os.close(slave)

    def until(self, words: str) -> str:
        """Reads until the words are shown; what was shown since the last time."""
        at = len(self.shown)
        while words not in self.shown[at:]:
            ready, _, _ = select.select([self.master], [], [], 60)
            assert ready, f"“{words}” was not shown: {self.shown[at:]}"
            try:
                self.shown += os.read(self.master, 65536).decode()
            except OSError:
                raise AssertionError(f"it ended without “{words}”: {self.shown[at:]}") from None
        return self.shown[at:]

    def press(self, keys: str, then: str = "q] ") -> str:
        """Presses keys and reads what is shown."""
        os.write(self.master, keys.encode())
        return self.until(then)

    def end(self) -> int:
        status = self.program.wait(60)
        os.close(self.master)
        return status


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        if terminal.program.poll() is None:
            terminal.program.kill()
            terminal.program.wait()


def judgements(ledger: Path) -> list[Judgement]:
    with Ledger(ledger, read_only=True) as book:
        return list(book.judgements())


def test_each_key_does_what_it_says_and_is_kept_at_once(ledger: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal("review", "--ledger", ledger, "--by", "Ada", "--all")
    terminals.append(terminal)
    first = terminal.until("q] ")
    assert "1 of 3" in first
    helped = terminal.press("?")
    assert all(words in helped for words in KEYS.values())
    assert "2 of 3" in terminal.press("a")
    assert [(j.verdict, j.by) for j in judgements(ledger)] == [("accept", "Ada")]
    assert "1 of 3" in terminal.press("z")
    terminal.press("n", "note: ")
    terminal.press("the byline says so\n")
    assert "2 of 3" in terminal.press("x")
    terminal.press("c", "low=12: ")
    assert "“slain” is no measure" in terminal.press("measure=slain\n")
    terminal.press("c", "low=12: ")
    assert "3 of 3" in terminal.press("side=UA start=2024-05-01\n")
    assert "does nothing; ? shows the keys" in terminal.press("й")
    assert "2 judged, 0 left" in terminal.press("s", "left.")
    assert terminal.end() == 0
    kept = judgements(ledger)
    assert [j.verdict for j in kept] == ["accept", "undo", "reject", "correct"]
    assert kept[1].supersedes == kept[0].id
    assert kept[2].note == "the byline says so"
    assert dict(kept[3].fields) == {"side": "UA", "start": "2024-05-01"}


def test_quitting_keeps_what_was_judged_and_the_rest_waits(ledger: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal("review", "--ledger", ledger, "--by", "Ada", "--all")
    terminals.append(terminal)
    terminal.until("q] ")
    terminal.press("u")
    assert "1 judged, 2 left." in terminal.press("q", "left.")
    assert terminal.end() == 0
    again = Terminal("review", "--ledger", ledger, "--by", "Ada", "--all")
    terminals.append(again)
    assert "1 of 2" in again.until("q] ")
    again.press("\x04", "left.")
    assert again.end() == 0


def run(*words: object, keys: str = "") -> tuple[int, str]:
    done = subprocess.run(
        command(*words), input=keys, capture_output=True, text=True, check=False, env=os.environ | ENVIRONMENT
    )
    return done.returncode, done.stdout + done.stderr


def test_two_blind_coders_and_an_adjudicator(ledger: Path) -> None:
    review = ("review", "--ledger", ledger)
    status, shown = run(*review, "--blind", "--by", "Ada", keys="a\na\na\n")
    assert (status, "3 judged, 0 left." in shown) == (0, True)
    status, shown = run(*review, "--blind", "--by", "Ben", keys="a\nx\nc\nmeasure=wounded\n")
    assert (status, "3 judged, 0 left." in shown) == (0, True)
    assert "Ada" not in shown
    status, shown = run(*review, "--agreement")
    assert status == 0
    assert re.search(r"^claim +3 claims +67% alike", shown, re.M)
    status, shown = run(*review, "--list")
    assert "coders differ: verdict: Ada accept, Ben reject" in shown
    status, shown = run(*review, "--adjudicate", "Ada,Ben", "--by", "Cy", keys="a\na\n")
    assert (status, "2 judged, 0 left." in shown) == (0, True)
    assert "measure: killed or wounded" in shown
    status, shown = run(*review, "--adjudicate", "Ada,Ben", "--by", "Cy")
    assert (status, shown) == (0, "Nothing is waiting for you.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--adjudicate", "Ada"), "takes two names, as Ada,Ben, not “Ada”"),
        (("--adjudicate", "Ada,Ben"), "Ada has judged nothing here; those who have: nobody"),
        (("--agreement",), "agreement needs the verdicts of at least two people"),
        (("--measure", "slain"), ""),
    ],
)
def test_what_cannot_be_reviewed_is_told_in_a_sentence(ledger: Path, words: tuple[str, ...], said: str) -> None:
    status, shown = run("review", "--ledger", ledger, *words)
    assert status == (2 if said else 0)
    assert said in shown
    assert "Traceback" not in shown
