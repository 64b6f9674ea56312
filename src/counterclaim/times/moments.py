"""The two nouns of time in a text: a ``Mention`` and the ``Clock`` that anchors it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

MentionKind = Literal[
    "day",
    "days",
    "month",
    "season",
    "year",
    "decade",
    "weekday",
    "relative-day",
    "relative",
    "duration",
    "since",
    "until",
    "before",
    "after",
    "span",
    "event",
    "opening",
    "now",
    "so-far",
    "rate",
]


@dataclass(frozen=True, slots=True)
class Mention:
    """One time that a sentence names, from token ``first`` to token ``last``.

    ``start`` and ``end`` are both included and ``None`` where nothing anchors them; ``month`` and ``day`` keep what
    was said of a date without a year. ``days`` is a stated length. ``reporting`` tells a time of speaking ("said on
    Monday") from a time of what is spoken of. ``event`` is the id of the event that a time is told by, ``total`` says
    that a frame counts from a beginning: of an event, or of its own day.
    """

    first: int
    last: int
    kind: MentionKind
    start: date | None
    end: date | None
    rule: str
    month: int | None = None
    day: int | None = None
    days: int | None = None
    event: str | None = None
    total: bool = False
    reporting: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """What anchors relative times: the day of publication, else a dateline of the text.

    ``dates`` are the full dates of the text in order; ``year`` is theirs, where they have one year between them.
    """

    published: date | None = None
    year: int | None = None
    dates: tuple[date, ...] = ()
    dateline: date | None = None

    @property
    def anchor(self) -> date | None:
        """The day that "today" means, or ``None``."""
        return self.published or self.dateline
