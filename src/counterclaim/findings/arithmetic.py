"""CC1: numbers of one text against each other."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case
from counterclaim.findings.rule import Rule
from counterclaim.model import Finding

SHARE_DOES_NOT_FOLLOW = Rule(
    "CC101", "share-does-not-follow", "warning", "A share does not follow from the part and the whole it is given with."
)
SHARE_HOLDS = Rule("CC102", "share-holds", "note", "A share follows from its part and its whole.")
PARTS_DO_NOT_SUM = Rule("CC103", "parts-do-not-sum", "warning", "The parts of a total do not add up to it.")
RATE_DOES_NOT_FOLLOW = Rule(
    "CC104", "rate-does-not-follow", "warning", "A rate multiplied by its time does not give the total told."
)
WRONG_BASE = Rule("CC105", "wrong-base", "warning", "A share is right of another whole than the one it is told of.")
PART_EXCEEDS_WHOLE = Rule("CC106", "part-exceeds-whole", "warning", "A part is greater than the whole it is a part of.")
RULES = (SHARE_DOES_NOT_FOLLOW, SHARE_HOLDS, PARTS_DO_NOT_SUM, RATE_DOES_NOT_FOLLOW, WRONG_BASE, PART_EXCEEDS_WHOLE)


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    return iter(())
