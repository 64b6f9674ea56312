"""What can be proved about claims from spans, numbers and the record; a rule that cannot prove its point is silent.

CC1 arithmetic   shares, parts, rates            CC4 attribution   hedges, unverified and missing sources
CC2 provenance   whose figure it is, slips       CC5 dating        numbers without a date, dates from figures
CC3 scope        who and what a number is of     CC6 ledger        what only many documents together show
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from counterclaim.findings import arithmetic, attribution, dating, ledger, provenance, scope
from counterclaim.findings.case import Case
from counterclaim.findings.rule import Rule
from counterclaim.model import Claim, Document, Finding, Kept, Refusal, Report

if TYPE_CHECKING:
    from counterclaim.language import Reading
    from counterclaim.series import Record

__all__ = ["FAMILIES", "RULES", "Rule", "check", "check_body"]

FAMILIES: Mapping[str, str] = {
    "CC1": "arithmetic",
    "CC2": "provenance",
    "CC3": "scope",
    "CC4": "attribution",
    "CC5": "dating",
    "CC6": "ledger",
}
_MODULES = (arithmetic, provenance, scope, attribution, dating)
RULES: Mapping[str, Rule] = {rule.code: rule for module in (*_MODULES, ledger) for rule in module.RULES}
_FIND: tuple[Callable[[Case], Iterator[Finding]], ...] = tuple(module.find for module in _MODULES)


def check(
    document: Document,
    claims: Sequence[Claim],
    refusals: Sequence[Refusal] = (),
    record: Record | None = None,
    reading: Reading | None = None,
) -> Report:
    """Everything the rules find in a document; a document without a date may be dated by its figures.

    ``record`` is the bundled one and the user's own where none is given; it is not loaded for a document without
    claims. ``reading`` is the text as the reader left it, where it is at hand: nothing is cut and counted twice.
    """
    if not claims:
        return Report(document, (), (), tuple(refusals))
    case = dating.days.date_by_figures(Case(document, claims, refusals, record, reading))
    findings = {(f.code, f.message, f.claims): f for find in _FIND for f in find(case)}
    ordered = sorted(findings.values(), key=lambda f: (f.evidence[0].start if f.evidence else 0, f.code))
    return Report(case.document, case.read, tuple(ordered), case.refusals)


def check_body(
    kepts: Iterable[Kept], record: Record | None = None, twins: Container[frozenset[str]] | None = None
) -> tuple[Finding, ...]:
    """What only many documents together show (CC6), of claims as a ledger holds them; their order changes nothing.

    ``twins`` are the pairs of documents that are copies; told by their texts where none are given.
    """
    return ledger.find(kepts, record, twins)
