"""What stands behind the pages: the ledger, the record, the checks that were kept, the jobs at work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.model import CounterclaimError
from counterclaim.web.finished import Finished
from counterclaim.web.guard import Gate, alone_here
from counterclaim.web.jobs import Jobs

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger
    from counterclaim.ledger.browsing import Browser
    from counterclaim.series import Record
    from counterclaim.web.checks import Checks
    from counterclaim.web.edition import Editions


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator allows. ``fetch``: people may give web addresses, which this computer then asks for."""

    fetch: bool = False
    public: bool = False
    demo: bool = False


@dataclass(slots=True)
class Site:
    """One served ledger; ``ledger`` is ``None`` where the pages are served without one."""

    ledger: Ledger | None
    checks: Checks
    settings: Settings = field(default_factory=Settings)
    gate: Gate = field(default_factory=alone_here)
    record: Callable[[], Record] = field(default_factory=lambda: _record)
    jobs: Jobs = field(init=False)
    finished: Finished = field(default_factory=Finished)
    editions: Editions | None = None  # where the public sees what is published, which changes
    number: int = 0  # of the edition
    _browser: Browser | None = None
    _shown: Site | None = None

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.checks.folder / "jobs")

    def current(self) -> Site:
        """The site as one request sees it from its beginning to its end: of the edition that is shown now."""
        if self.editions is None:
            return self
        ledger, shown = self.editions.current(), self._shown
        if shown is None or shown.ledger is not ledger:
            number = 1 if shown is None else shown.number + 1
            shown = replace(self, ledger=ledger, editions=None, number=number, _browser=None, _shown=None)
            self._shown = shown
        return shown

    def browser(self) -> Browser:
        """The ledger's claims as they are counted and sorted."""
        from counterclaim.ledger.browsing import Browser

        if self._browser is None:
            self._browser = Browser(self.book())
        return self._browser

    def stands_at(self) -> tuple[int, int]:
        """Which ledger is served, and how many rows it has: what is shown of it cannot change while these do not."""
        return (self.number, 0 if self.ledger is None else self.ledger.size())

    def book(self) -> Ledger:
        """The ledger; the error says how to serve one."""
        if self.ledger is None:
            raise CounterclaimError(
                "there is no ledger behind these pages: start them with counterclaim serve --ledger ledger.db"
            )
        return self.ledger


def _record() -> Record:
    from counterclaim.series import load_record

    return load_record()


def checks_folder(ledger: str | None) -> Path:
    """Where checks are kept: beside a ledger in a file, else in the user's cache folder."""
    import os

    if ledger and "://" not in ledger:
        path = Path(ledger)
        return path.with_name(path.name + ".checks")
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "counterclaim" / "checks"
