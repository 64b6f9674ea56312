"""CC5: when a number was true, and what its figures say of the day it was told."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case
from counterclaim.findings.rule import Rule
from counterclaim.model import Finding

NUMBER_WITHOUT_DATE = Rule("CC501", "number-without-date", "note", "Nothing in the text says when a number was true.")
DATED_BY_FIGURES = Rule("CC502", "dated-by-figures", "note", "The figures themselves say on which day they were told.")
UNANCHORED_DATE = Rule("CC503", "unanchored-date", "note", "A relative date has nothing to anchor it.")
RULES = (NUMBER_WITHOUT_DATE, DATED_BY_FIGURES, UNANCHORED_DATE)


def date_by_figures(case: Case) -> Case:
    """The case with its document dated by its figures, where it has no date and they fix one day."""
    return case


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    return iter(())
