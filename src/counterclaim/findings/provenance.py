"""CC2: whose figure it is, and whether it is told as that source published it."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case
from counterclaim.findings.rule import Rule
from counterclaim.model import Finding

MATCHES_RECORD = Rule("CC201", "matches-record", "note", "Figures equal what a source of the record published.")
MISATTRIBUTED = Rule(
    "CC202", "misattributed-figure", "error", "Figures credited to one source are those of another, on the other side."
)
DIGITS_SWAPPED = Rule("CC203", "digits-swapped", "warning", "Two digits of a published figure have changed places.")
DIGIT_DROPPED = Rule("CC204", "digit-dropped", "warning", "A published figure has lost a digit.")
DIGIT_DOUBLED = Rule("CC205", "digit-doubled", "warning", "A published figure has a digit too many.")
FACTOR_OF_TEN = Rule("CC206", "factor-of-ten", "warning", "A published figure is ten times too large or too small.")
CATEGORY_SWAPPED = Rule("CC207", "category-swapped", "warning", "A published figure is told of another category.")
STALE_FIGURE = Rule("CC208", "stale-figure", "warning", "A figure told as the latest is an older one of its source.")
NO_SUCH_FIGURE = Rule(
    "CC209", "no-such-figure", "note", "The source named published another figure on that day, and never this one."
)
RULES = (
    MATCHES_RECORD, MISATTRIBUTED, DIGITS_SWAPPED, DIGIT_DROPPED, DIGIT_DOUBLED, FACTOR_OF_TEN, CATEGORY_SWAPPED,
    STALE_FIGURE, NO_SUCH_FIGURE,
)  # fmt: skip


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    return iter(())
