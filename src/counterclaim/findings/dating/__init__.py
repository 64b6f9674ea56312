"""CC5: when a number was true, and what its figures say of the day it was told."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case
from counterclaim.findings.dating import anchors, days, lengths, lives, sequence
from counterclaim.findings.dating.anchors import NUMBER_WITHOUT_DATE, UNANCHORED_DATE
from counterclaim.findings.dating.days import DATED_BY_FIGURES
from counterclaim.findings.dating.lengths import LENGTH_DOES_NOT_FIT
from counterclaim.findings.dating.lives import OUT_OF_ORDER
from counterclaim.findings.retellings import TWO_MONTHS, months
from counterclaim.model import Finding

RULES = (
    NUMBER_WITHOUT_DATE, DATED_BY_FIGURES, UNANCHORED_DATE, LENGTH_DOES_NOT_FIT,
    TWO_MONTHS, *sequence.RULES, OUT_OF_ORDER,
)  # fmt: skip


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    if case.dating is not None:
        yield days.dated(case, case.dating)
    elif case.day is None:
        yield from days.dated_roughly(case)
    if case.day is None:
        floating = list(anchors.floating(case))
        yield from (finding for finding, _ in floating)
        yield from anchors.dateless(case, {index for _, indices in floating for index in indices})
    yield from lengths.find(case)
    yield from months(case)
    yield from sequence.find(case)
    yield from lives.find(case)
