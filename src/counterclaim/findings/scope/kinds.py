"""CC307: a figure that opens a text and is told there of others, or of another fate, than in the text.

soldiers and civilians    by the words of the sentences that have the number, never by a weight
killed and wounded        likewise missing, captured, and of machines destroyed, damaged, captured
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case, Told
from counterclaim.findings.echoes import echoes
from counterclaim.findings.rule import Rule, said
from counterclaim.findings.terms import is_loss, objects_nest
from counterclaim.model import Claim, Finding, Proof
from counterclaim.vocabulary import label

KIND_DIFFERS = Rule(
    "CC307",
    "kind-differs",
    "warning",
    "The headline or lead, or a pair of figures further down, is told of others, or of another fate, than the text.",
)

_PLAIN = ("exact", "at least", "over")
LEAST = 100.0  # smaller numbers are told again of other people
FEW = 5.0  # and those below this of anybody, even where their own figure is told beside them
_CIVIL = frozenset({"civilian", "child", "medic", "journalist"})
_KINDS = {"personnel": frozenset({"personnel"}), **dict.fromkeys(_CIVIL, _CIVIL)}
_NAMES = {"personnel": "soldiers", **dict.fromkeys(_CIVIL, "civilians")}
# fates of which nothing can be two, and that no word takes for each other
_APART = (
    frozenset({"killed", "wounded", "missing", "captured", "deserted", "surrendered", "displaced", "detained"}),
    frozenset({"destroyed", "damaged", "captured"}),
)


def find(case: Case) -> Iterator[Finding]:
    """Each figure that opens a text and is of others, or of another fate, wherever the text has it."""
    for claim in case.claims:
        plain = claim.quantity.unit == "count" and claim.quantity.hedge in _PLAIN
        if not plain or (claim.quantity.figure or 0.0) < FEW or not case.in_opening(claim):
            continue
        told = echoes(case, claim)
        if (claim.quantity.figure or 0.0) < LEAST:
            if not case.in_headline(claim) or not all(_has_its_own(case, claim, one) for one in told):
                continue
        if not told or any(one.quantity.hedge not in _PLAIN or _is_of_another_side(case, one, claim) for one in told):
            continue
        finding = _of_others(case, claim, told) or _of_another_fate(claim, told)
        if finding is not None:
            yield finding


def _has_its_own(case: Case, claim: Claim, echo: Told) -> bool:
    """Whether the sentence that has a figure of another fate tells another one of its own: "11 killed and 17 hurt"."""
    return any(
        one.measure == claim.measure
        and one.object == claim.object
        and one.quantity.hedge == "exact"
        and one.quantity.figure != claim.quantity.figure
        for one in case.claims_in(echo.index)
    )


def _of_others(case: Case, claim: Claim, told: list[Told]) -> Finding | None:
    mine = _KINDS.get(claim.object)
    if mine is None or not is_loss(claim) or not mine >= _kinds_of(case, case.sentence_of(claim)) > frozenset():
        return None
    kinds = [_kinds_of(case, one.index) for one in told]
    if any(not its or not its.isdisjoint(mine) for its in kinds):
        return None
    others = "civilians" if claim.object == "personnel" else "soldiers"
    return _finding(claim, told, _NAMES[claim.object], others)


def _of_another_fate(claim: Claim, told: list[Told]) -> Finding | None:
    claims = [one.claim for one in told if one.claim is not None]
    if len(claims) < len(told) or any(map(_is_weighed, (claim, *claims))):
        return None
    for fates in _APART:
        measures = {one.measure for one in claims}
        if claim.measure in fates and measures <= fates - {claim.measure} and len(measures) == 1:
            if all(objects_nest(one.object, claim.object) for one in claims):
                return _finding(claim, told, label("measure", claim.measure), label("measure", measures.pop()))
    return None


def _finding(claim: Claim, told: list[Told], mine: str, others: str) -> Finding:
    return KIND_DIFFERS.finding(
        f"{said(claim.quantity)} {mine} are {others} in the text",
        [claim, *(one.claim for one in told if one.claim is not None)],
        Proof((f"here: {said(claim.quantity)}, {mine}", f"there: {said(told[0].quantity)}, {others}")),
    )


def _is_weighed(claim: Claim) -> bool:
    """Whether only weights told what happened to those of a claim, or a number beside it did."""
    return any(
        rule.startswith("fate by weight") or rule in ("<n> and <n>", "<lost> <n> and <n>") for rule in claim.rules
    )


def _is_of_another_side(case: Case, one: Told, claim: Claim) -> bool:
    """Whether the reader took a number for that of another side, be it by weight."""
    sides = {read.side for read, kept in zip(case.read, case.claims, strict=True) if kept in (one.claim, claim)}
    return len(sides - {None}) > 1


def _kinds_of(case: Case, index: int) -> frozenset[str]:
    """The soldiers and civilians that a sentence names by words of theirs."""
    sentence = case.sentence(index)
    named = {sentence.kind(token, "object") for token in range(len(sentence.words))}
    return frozenset(kind for kind in named if kind in _KINDS)
