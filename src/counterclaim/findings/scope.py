"""CC3: who and what a number is of, and over which time."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case
from counterclaim.findings.rule import Rule
from counterclaim.model import Finding

HEADLINE_GENERALISES = Rule(
    "CC301", "headline-generalises", "warning", "The headline or lead tells of a whole force what a unit of it said."
)
CUMULATIVE_AS_DAILY = Rule("CC302", "cumulative-as-daily", "error", "A running total is told as the figure of a day.")
DAILY_AS_CUMULATIVE = Rule("CC303", "daily-as-cumulative", "error", "The figure of a day is told as a running total.")
CASUALTIES_AS_DEATHS = Rule(
    "CC304", "casualties-as-deaths", "warning", "Killed and wounded, or losses of every kind, are told as killed."
)
PART_AS_WHOLE = Rule("CC305", "part-as-whole", "warning", "The figure of a part is told as that of the whole.")
SIDE_FLIPPED = Rule("CC306", "side-flipped", "error", "The losses of one side are told as those of the other.")
RULES = (
    HEADLINE_GENERALISES, CUMULATIVE_AS_DAILY, DAILY_AS_CUMULATIVE, CASUALTIES_AS_DEATHS, PART_AS_WHOLE, SIDE_FLIPPED,
)  # fmt: skip


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    return iter(())
