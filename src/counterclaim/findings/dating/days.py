"""CC502: what the figures of a text say of the day it was told.

A document without a date is dated by figures that stand together on one day only (two or more, all exact, in the
running totals of one source). A report of the record that the text repeats dates it roughly: from that day on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from counterclaim.findings.case import Case, Dating
from counterclaim.findings.credits import is_credited, is_rival, named_links
from counterclaim.findings.proofs import proof_of
from counterclaim.findings.rule import WEEKDAYS, Rule, day, days, listed, number, source_name
from counterclaim.model import Claim, Finding, Proof

DATED_BY_FIGURES = Rule("CC502", "dated-by-figures", "note", "The figures themselves say on which day they were told.")
SURE = 1e-4  # the chance at which figures date a document
ROUGH = 1 / 40  # the chance at which figures of some days date a document roughly


def date_by_figures(case: Case) -> Case:
    """The case with its document dated by its figures, where it has no date and they fix one day; else as it was."""
    if case.day is not None or not any(len(group) > 1 for group in case.origins.groups):
        return case
    found = [
        (group, group.match)
        for group in case.sourced
        if group.match is not None
        and group.match.kind == "row"
        and len(group.match.figures) > 1
        and all(one.fit == "exact" for one in group.match.figures)
        and not (group.match.others or group.match.other_side)
        and group.match.expected <= SURE
        and (
            is_credited(case, group, group.match) or not named_links(case, group) or is_rival(case, group, group.match)
        )
    ]
    if not found:
        return case
    group, match = max(found, key=lambda pair: pair[1].end)
    known = [claim.period.end for claim in case.claims if claim.period.end is not None]
    if known and max(known) > match.until:
        return case
    document = replace(case.document, published=match.end, published_basis="figures")
    dated = Case(document, _again(case, document), case.refusals, case.record, case.reading)
    dated.dating = Dating(match, tuple(claim.quantity.start for claim in group.claims))
    return dated


def _again(case: Case, document: object) -> tuple[Claim, ...]:
    """The claims read once more with the day of publication; as they were where that gives other numbers."""
    from counterclaim.claims import extract
    from counterclaim.model import Document

    assert isinstance(document, Document)
    if not all(claim.reader.startswith("rules-") for claim in case.read):
        return case.read
    claims = tuple(extract(document, language=case.language, reading=case.reading)[0])
    same = {(c.quantity.start, c.quantity.low, c.quantity.best, c.quantity.high) for c in claims} == {
        (c.quantity.start, c.quantity.low, c.quantity.best, c.quantity.high) for c in case.read
    }
    return claims if same else case.read


def dated(case: Case, dating: Dating) -> Finding:
    """The day that its figures gave the document, with their rows."""
    match = dating.match
    claims = [claim for claim in case.claims if claim.quantity.start in dating.starts]
    steps = []
    evidence = []
    for word, when, start, end in _weekdays(case):
        steps.append(f"“{word}” is {WEEKDAYS[when.weekday()]}, {day(when)}")
        evidence.append(case.quote(start, end))
    figures = listed(" ".join(claim.quantity.text.split()) for claim in claims)
    weekday = WEEKDAYS[match.end.weekday()]
    return DATED_BY_FIGURES.finding(
        f"{figures} stand together on one day only, {weekday}, {day(match.end)} ({source_name(match.source)}): "
        "the text is dated by them" + (f", and its “{evidence[0].exact}” with it" if evidence else ""),
        claims,
        proof_of(match, tuple(steps)),
        evidence,
    )


def _weekdays(case: Case) -> Iterator[tuple[str, date, int, int]]:
    """The weekdays that the text names, once each, with the day they now are."""
    seen: set[str] = set()
    for index in range(len(case.reading)):
        sentence = case.sentence(index)
        if "t" not in sentence.tags:
            continue
        for mention in case.times_in(index):
            word = sentence.exact(mention.first, mention.last)
            if mention.kind == "weekday" and mention.end is not None and word not in seen:
                seen.add(word)
                yield word, mention.end, sentence.starts[mention.first], sentence.ends[mention.last]


def dated_roughly(case: Case) -> Iterator[Finding]:
    """The newest report of the record that the text repeats: the text is of that day or later."""
    if not case.origins.reports:
        yield from _dated_by_window(case)
        return
    statements = max(case.origins.reports.values(), key=lambda told: told[0].date)
    first = statements[0]
    values = {value for one in statements for value in (one.low, one.best, one.high) if value is not None}
    claims = [
        claim
        for claim in case.claims
        if claim.quantity.figure in values and any(claim.object == one.object for one in statements)
    ]
    part = "early" if first.date.day <= 10 else "mid" if first.date.day <= 20 else "late"
    when = day(first.date).split(" ", 1)[1]
    later = [
        claim.period.end for claim in case.claims if claim.period.end is not None and claim.period.end > first.date
    ]
    if later:
        return
    told = [
        f"{number(v) if one.unit == 'count' else f'{v:.0%}'} {one.wording}"
        for one in statements
        for v in [one.best if one.best is not None else (one.low if one.low is not None else one.high)]
        if v is not None
    ]
    yield DATED_BY_FIGURES.finding(
        f"of {part}-{when} or soon after, by the report of {source_name(first.source)} that it repeats",
        claims,
        Proof(
            (f"{listed(told)}: {source_name(first.source)}, {day(first.date)}", f"source: {first.title} ({first.url})"),
            values={one.id: one.best for one in statements if one.best is not None},
        ),
    )


def _dated_by_window(case: Case) -> Iterator[Finding]:
    """Figures of some days that stand together: the text is of the last of these days or later."""
    found = [
        (group, group.match)
        for group in case.sourced
        if group.match is not None
        and group.match.kind == "window"
        and len(group.match.figures) > 1
        and all(one.fit == "exact" for one in group.match.figures)
        and not (group.match.others or group.match.other_side)
        and group.match.expected <= ROUGH
    ]
    if not found or any(claim.period.end is not None for claim in case.claims):
        return
    group, match = max(found, key=lambda pair: pair[1].end)
    yield DATED_BY_FIGURES.finding(
        f"of {day(match.end)} or soon after, by the figures of {days(match.start, match.end)} "
        f"({source_name(match.source)}) that it tells",
        group.claims,
        proof_of(match),
    )
