"""CC4: who carries a number, and how sure they were."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case
from counterclaim.findings.rule import Rule
from counterclaim.model import Finding

HEDGE_DROPPED = Rule(
    "CC401", "hedge-dropped", "warning", "The headline states as a fact what the text calls unconfirmed or a bound."
)
UNVERIFIED_SOURCE = Rule(
    "CC402", "unverified-source", "note", "A number rests on a recording, letter or report that nobody has verified."
)
NUMBER_WITHOUT_SOURCE = Rule("CC403", "number-without-source", "note", "A total is told without a source.")
RULES = (HEDGE_DROPPED, UNVERIFIED_SOURCE, NUMBER_WITHOUT_SOURCE)


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    return iter(())
