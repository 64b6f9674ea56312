"""The stretch of days that one page can show, where there are more claims than it can lay beside each other.

    stretch_of   a filter → the filter of the latest whole days with not too many claims, and how many there are in all
    cut_of       what a page says about it, with the address of the days before

Nothing is left out in silence: the page, its JSON and the name of a file say which days are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from counterclaim.charts import spelled
from counterclaim.ledger.filters import Filter

if TYPE_CHECKING:
    from counterclaim.ledger.browsing import Browser
    from counterclaim.web.asked import Asked


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is shown: the filter, narrowed to ``days`` where all claims (``total``) would be too many."""

    filter: Filter
    total: int
    days: tuple[date, date] | None

    def name(self, file: str) -> str:
        """The name of a file with these claims: it says the days where it has not all."""
        stem, _, suffix = file.rpartition(".")
        return file if self.days is None else f"{stem} {self.days[0]} to {self.days[1]}.{suffix}"


@dataclass(frozen=True, slots=True)
class Cut:
    """That not all is shown: the sentence, and the address of the days before these."""

    words: str
    earlier: str


def stretch_of(browser: Browser, wanted: Filter, most: int) -> Stretch:
    """All that is wanted, or of it the latest whole days that have at most ``most`` claims."""
    total = browser.counts(wanted).total
    days = browser.days(wanted, most) if total > most else None
    if days is None:
        return Stretch(wanted, total, None)
    return Stretch(replace(wanted, start=days[0], end=days[1]), total, days)


def cut_of(asked: Asked, stretch: Stretch, shown: int) -> Cut | None:
    """What a page says of claims that it does not show; ``None`` where it shows all."""
    if stretch.days is None:
        return None
    first, last = stretch.days
    words = asked.words("claims.stretch", shown=shown, total=stretch.total, first=spelled(first), last=spelled(last))
    return Cut(words, asked.link(to=(first - timedelta(days=1)).isoformat(), **{"from": None}))
