"""CC2: what a match with the record says of the figures that it was found for, by whom they are credited to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterclaim.findings.case import Case
from counterclaim.findings.credits import SINGLE, is_credited, is_named, is_rival, named_links, own_statement, tells_of
from counterclaim.findings.cues import cue
from counterclaim.findings.origins import Group
from counterclaim.findings.parties import is_body, party_of
from counterclaim.findings.proofs import pairs_of, proof_of, where, written
from counterclaim.findings.provenance.misses import CATEGORY_SWAPPED, SLIPS, is_of_a_day, names_object, near_slips
from counterclaim.findings.provenance.staleness import stale, unmatched
from counterclaim.findings.rule import Rule, day, listed, number, said, source_name
from counterclaim.findings.tables import BACK, LEAST, day_told, row_at, rows_near
from counterclaim.findings.terms import has_own_words, is_state, measures_meet, objects_nest
from counterclaim.language import fold
from counterclaim.model import Claim, Finding, Link, Proof
from counterclaim.tracing import Match, MatchedFigure
from counterclaim.vocabulary import label

MATCHES_RECORD = Rule("CC201", "matches-record", "note", "Figures equal what a source of the record published.")
MISATTRIBUTED = Rule(
    "CC202", "misattributed-figure", "error", "Figures credited to one source are those of another, on the other side."
)
NO_SUCH_FIGURE = Rule(
    "CC209", "no-such-figure", "note", "The source named published another figure on that day, and never this one."
)
CREDITED_ELSEWHERE = Rule(
    "CC210", "credited-elsewhere", "warning", "Figures credited to one body are those of another, which nobody names."
)
_FATE = re.compile("<(?:harmed|dead|died|deaths|lost|losses|casualties)>")  # rules that read what became of them
TOGETHER = 1 / 40  # the chance at which several figures name their source against the one they are credited to
SLIP_ALONE = 1 / 50  # the chance at which one figure alone is a slip of another, told by its own source at its time


def of_group(case: Case, group: Group) -> Iterator[Finding]:
    """What the figures of a text that stand together show, by their match or the want of one."""
    if group.match is None:
        near = list(near_slips(case, group)) or list(unmatched(case, group))
        yield from near or _unknown(case, group)
    elif group.match.other_side:
        return
    elif group.match.slips:
        yield from list(_slips(case, group, group.match)) or near_slips(case, group)
    elif is_rival(case, group, group.match):
        yield from _misattributed(case, group, group.match)
    else:
        yield from _matches(case, group, group.match)


# ------------------------------------------------------------------------------------------------ whose figure


def _misattributed(case: Case, group: Group, match: Match) -> Iterator[Finding]:
    exact = sum(one.fit == "exact" for one in match.figures)
    added = _added_then(case, group, match)
    together = exact + len(added) >= 2 and exact == len(match.figures) and (added or match.expected <= TOGETHER)
    if not (together or (exact == 1 == len(match.figures) and match.expected <= SINGLE)) or match.others:
        return
    if match.timing == "later" or any(own_statement(case, claim) for claim in group.claims):
        return
    named = named_links(case, group)[0]
    said_in = case.reading.bounds[case.sentence_at(named.start)][2]
    if all(case.paragraph_of(claim) != said_in for claim in group.claims):
        return  # who spoke in a paragraph before need not speak in this one
    if not _is_party_of(case, named) or any(tells_of(case, claim, match.source) for claim in group.claims):
        return  # a bare "General Staff" is taken for that of the text's language; or the sentence names the source too
    name = _called(named)
    extra = (f"credited in the text to {name}, whose record has no such figure",)
    yield MISATTRIBUTED.finding(
        f"credited to {name}; {listed(number(one.value) for one in match.figures)} "
        f"{'are figures' if len(match.figures) > 1 else 'is a figure'} of {source_name(match.source)}, {where(match)}",
        [*group.claims, *(claim for claim, _ in added)],
        proof_of(match, (*(step for _, step in added), *extra)),
        [case.quote(named.start, named.end)],
    )


def _called(link: Link) -> str:
    """Whom a text names, in its own words; by the register where these are a pronoun."""
    if link.id is not None and cue("pronoun").fullmatch(fold(link.name)):
        return source_name(link.id)
    return f"“{' '.join(link.name.split())}”"


def _is_party_of(case: Case, link: Link) -> bool:
    """Whether the state of a body is named in its name or anywhere in the text."""
    party = party_of(link.id)
    told = {value for index in range(len(case.reading)) for _, value in case.sentence(index).places("side")}
    return party is None or len(party) != 2 or not told or party in told


def _added_then(case: Case, group: Group, match: Match) -> list[tuple[Claim, str]]:
    """What the text tells beside a running total as added that day, and is so in the record: a second figure."""
    if match.kind != "row":
        return []
    series, sentences = case.record.series[match.series], {case.sentence_of(claim) for claim in group.claims}
    beside = [claim for claim in case.claims if claim not in group.claims and case.sentence_of(claim) in sentences]
    found = []
    for one in match.figures:
        for when, _, change in rows_near(series, one.column, match.end):
            if when == match.end and change is not None and change >= LEAST:
                step = f"{label('object', one.object)} added on {day(when)}: {number(change)}"
                found += [(c, step) for c in beside if c.quantity.figure == change and c.object == one.figure.object]
    return found


# --------------------------------------------------------------------------------------------------------- slips


def _slips(case: Case, group: Group, match: Match) -> Iterator[Finding]:
    held = len(match.figures) - len(match.slips)
    if is_named(group) and not is_credited(case, group, match):
        return
    if not is_credited(case, group, match) and held < 2 and (match.timing != "within" or match.expected > SINGLE):
        return
    if held == 0 and (match.timing != "within" or match.expected > SLIP_ALONE or is_of_a_day(group.claims[0])):
        return
    if held < 2 and match.timing == "later":
        return
    for claim, one in pairs_of(group, match):
        same_things = objects_nest(claim.object, one.object)
        if one.fit not in SLIPS or (one.fit == "category-swapped" and not _is_told(case, claim, one, same_things)):
            continue
        rule, how = SLIPS[one.fit]
        right = number(one.value)
        written = " ".join(claim.quantity.text.split())
        if one.fit == "factor-of-ten":
            how = "times ten" if (claim.quantity.figure or 0) > one.value else "divided by ten"
        message = f"{written} is {right} {how} ({source_name(match.source)}, {where(match)})"
        if rule is CATEGORY_SWAPPED:
            told, given = (
                (label("measure", claim.measure), label("measure", one.measure))
                if same_things
                else (label("object", claim.object), label("object", one.object))
            )
            message = f"{written} is told of {told}; {source_name(match.source)} gave it for {given} ({where(match)})"
        others = [other for other in group.claims if other.id != claim.id]
        yield rule.finding(message, [claim, *others], proof_of(match))


def _is_told(case: Case, claim: Claim, one: MatchedFigure, same_things: bool) -> bool:
    """Whether the words of a claim tell the category in which it differs from the record, and no weight guessed it."""
    if not has_own_words(claim):
        return False
    rules = " ".join(claim.rules)
    if same_things:
        return not measures_meet(claim.measure, one.measure) and _FATE.search(rules) is not None
    return "object by weight" not in rules and names_object(case, claim)


# -------------------------------------------------------------------------------------------- as it was published


def _matches(case: Case, group: Group, match: Match) -> Iterator[Finding]:
    credited = is_credited(case, group, match)
    if credited:
        old = stale(case, group, match)
        if old is not None:
            yield old
            return
    if match.others or not (credited or match.expected <= SINGLE):
        return
    if match.timing == "later" and match.kind != "statement":
        return
    elsewhere = None if credited else _credited_elsewhere(case, group, match)
    if elsewhere is not None:
        yield elsewhere
        return
    yield MATCHES_RECORD.finding(
        f"{written(group.claims)}: as published by {source_name(match.source)}, {where(match)}",
        group.claims,
        proof_of(match),
    )


def _credited_elsewhere(case: Case, group: Group, match: Match) -> Finding | None:
    """Several figures of one source, credited to another body of no side in it, whose source the text does not name."""
    exact = sum(one.fit == "exact" for one in match.figures)
    links = [link for link in named_links(case, group) if link.role != "media"]
    if exact < 2 or exact < len(match.figures) or not links or any(own_statement(case, c) for c in group.claims):
        return None
    paragraphs = {case.paragraph_of(claim) for claim in group.claims}
    if any(
        match.source in case.named_in(index)[0] or any(is_body(match.source, body) for body in case.named_in(index)[1])
        for index, (_, _, paragraph) in enumerate(case.reading.bounds)
        if paragraph in paragraphs
    ):
        return None
    name = _called(links[0])
    return CREDITED_ELSEWHERE.finding(
        f"credited to {name}; {listed(number(one.value) for one in match.figures)} are as published by "
        f"{source_name(match.source)}, {where(match)}",
        group.claims,
        proof_of(match, (f"credited in the text to {name}, who may have passed them on",)),
        [case.quote(links[0].start, links[0].end)],
    )


# ------------------------------------------------------------------------------------------------ never published


def _unknown(case: Case, group: Group) -> Iterator[Finding]:
    """A running total credited to a source that publishes one every day, and never published this one."""
    for claim in group.claims:
        told = day_told(case, claim)
        if told is None or case.kind_of(claim) != "cumulative" or claim.quantity.hedge != "exact" or is_state(claim):
            continue
        value = claim.quantity.figure or 0.0
        if value < 1000 or value % 100 == 0:
            continue
        for series in case.record.series.values():
            if (
                not case.may_credit(claim, series.source)
                or series.side != claim.side
                or claim.object not in series.columns
            ):
                continue
            if not measures_meet(series.measure, claim.measure) or not series.dates[0] <= told <= series.dates[-1]:
                continue
            now = row_at(series, claim.object, told)
            if now is None or (told - now[0]).days > BACK or value in series.columns[claim.object]:
                continue
            yield NO_SUCH_FIGURE.finding(
                f"{said(claim.quantity)}: {source_name(series.source)} gave {number(now[1])} on {day(now[0])}, and "
                "this figure on no day",
                [claim],
                Proof(
                    (f"{label('object', claim.object)} on {day(now[0])}: {number(now[1])}", f"source: {series.url}"),
                    series.id,
                    claim.object,
                    now[0],
                    now[0],
                    {claim.object: now[1]},
                ),
            )
