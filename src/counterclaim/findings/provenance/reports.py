"""CC210: what one body stated of both sides, or of several fates, credited together to another.

The figures of a statement stand in a paragraph that names somebody else for them, and neither the body nor who spoke
for it: each may be round and met by chance, all of them are not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from counterclaim.findings.case import Case
from counterclaim.findings.credits import is_of, seats_in
from counterclaim.findings.cues import cue
from counterclaim.findings.parties import is_body, party_of
from counterclaim.findings.rule import Rule, day, listed, said, source_name
from counterclaim.findings.terms import counts_meet, is_loss
from counterclaim.language import fold
from counterclaim.model import Claim, Finding, Link, Proof, Statement

SOON = timedelta(days=10)  # after a statement, in which a text tells it
FEWEST = 3  # figures that together are a statement's, however round
PLAIN = 2  # of which none is round


def find(case: Case, wrong: Collection[str], rule: Rule) -> Iterator[Finding]:
    """Each paragraph that credits the figures of a statement to another; ``wrong`` are claims told of already."""
    day_told = case.day
    if day_told is None:
        return
    paragraphs: dict[int, list[Claim]] = {}
    for claim in case.claims:
        if is_loss(claim) and claim.stance == "asserts" and claim.quantity.unit == "count":
            paragraphs.setdefault(case.paragraph_of(claim), []).append(claim)
    for report in _reports(case, day_told):
        for paragraph, claims in paragraphs.items():
            told = _told_of(claims, report)
            named = _credited_to(told)
            if not _is_telling(told) or named is None or any(claim.id in wrong for claim in told):
                continue
            if not _is_its_own(named, report[0]) and not _names(case, paragraph, report[0]):
                yield _finding(case, rule, told, named, report[0])


def _reports(case: Case, day_told: date) -> list[list[Statement]]:
    """The statements of the days before a text, those of one report together."""
    found: dict[str, list[Statement]] = {}
    for one in case.said_about(day_told, SOON):
        found.setdefault(case.record.group_of(one), []).append(one)
    return [report for report in found.values() if len(report) >= PLAIN]


def _told_of(claims: list[Claim], report: list[Statement]) -> list[Claim]:
    """The claims that are figures of a report, of its sides and fates."""
    return [
        claim
        for claim in claims
        if any(is_of(claim, one) and counts_meet(one, claim) and claim.side in (None, one.side) for one in report)
    ]


def _is_telling(told: list[Claim]) -> bool:
    values = {claim.quantity.figure or 0.0 for claim in told}
    return len(values) >= FEWEST or (len(values) >= PLAIN and all(value % 100 for value in values))


def _credited_to(told: list[Claim]) -> Link | None:
    """Who is named for the figures, where it is one body that publishes such."""
    links = [link for claim in told for link in claim.attribution if link.role != "media"]
    named = {party_of(link.id) for link in links}
    return links[0] if len(named) == 1 and None not in named else None


def _is_its_own(named: Link, one: Statement) -> bool:
    """Whether the one named is of the body's party, or may be: a pronoun stands for whom the text names before."""
    return party_of(named.id) == party_of(one.source) or cue("pronoun").fullmatch(fold(named.name)) is not None


def _names(case: Case, paragraph: int, one: Statement) -> bool:
    """Whether a paragraph names the body of a statement, its side by seat or leader, or who spoke."""
    party, speaker = party_of(one.source), fold(one.speaker).rpartition(" ")[2]
    for index, (_, _, at) in enumerate(case.reading.bounds):
        if at != paragraph:
            continue
        sources, bodies = case.named_in(index)
        if any(is_body(one.source, body) for body in bodies):
            return True
        if party is not None and party in {*map(party_of, sources), *seats_in(case, index)}:
            return True
        if speaker and re.search(rf"(?<!\w){re.escape(speaker)}", case.words(index)):
            return True
    return False


def _finding(case: Case, rule: Rule, told: list[Claim], named: Link, one: Statement) -> Finding:
    name = " ".join(named.name.split())
    return rule.finding(
        f"credited to “{name}”; {listed(said(claim.quantity) for claim in told)} are as published by "
        f"{source_name(one.source)}, {day(one.date)}",
        told,
        Proof((f"{one.title}, {day(one.date)}", f"source: {one.url}", f"credited in the text to “{name}”")),
        [case.quote(named.start, named.end)],
    )
