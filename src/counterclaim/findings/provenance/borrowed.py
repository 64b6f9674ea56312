"""CC2 and CC3: a figure credited to one who gave another that day, and which is somebody else's.

own         what those whom a claim names gave for its things and its side, about the day it is told of
elsewhere   whose very figure it is in those days: another source's (CC210), or that for the other side (CC306)

Where the named gave none at all, only a figure of an opponent is taken to be that one's: of those who are named (CC202)
or of the opponent itself (CC306), and there a round one too if the text tells another of the same report rightly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from counterclaim.findings.case import Case
from counterclaim.findings.credits import seats_in
from counterclaim.findings.cues import cue
from counterclaim.findings.origins import Group
from counterclaim.findings.parties import (
    are_opposed,
    is_body,
    is_called,
    is_private,
    last_name,
    parties,
    party_of,
    says,
    words_of,
)
from counterclaim.findings.rule import Rule, day, number, said, source_name
from counterclaim.findings.tables import BACK, columns_meeting, row_at, rows_near
from counterclaim.findings.terms import counts_meet, digits_told, is_loss, scope_of
from counterclaim.language import fold
from counterclaim.model import Claim, Finding, Proof, Series, Statement
from counterclaim.vocabulary import OPPONENTS

MANY = 1_000  # smaller figures are two sources' by chance
CLOSE = 0.03  # of a figure, by which the one that its source gave may be a rounder or a newer one
ROUND = 0.01  # of a figure, by which a round one may be off
SELDOM = timedelta(days=45)  # for which the last row of a table stands
FAR = 0.2  # by which the source's own must be off, then
_BY_PRONOUN = "its is <side>'s"  # "the staff put its losses at 900": its own, or those of whom the text speaks
_CARRIED = frozenset(
    {
        "side of the heading",
        "side of the one before",
        "side of the sentence before",
        "<part> of <whole>",
        "people of the land",
        "people of <place>",
        "held in <place>",
    }
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What is found: a figure of another source, of an opponent about the one named, and one of the other side."""

    elsewhere: Rule
    misattributed: Rule
    flipped: Rule


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that a source gave: the value, for which side, when and where; ``statement`` where it is no table's."""

    value: float
    source: str
    side: str
    when: date
    title: str
    url: str
    statement: Statement | None = None


def find(case: Case, wrong: Collection[str], rules: Rules) -> Iterator[Finding]:
    """Every figure that is not that of the one it is credited to.

    Claims that are known to be ``wrong``, or are several figures of the other side together, are told of already.
    """
    together = {c.id for group in case.sourced if _are_flipped(group) for c in group.claims}
    for claim in case.claims:
        if claim.id in wrong or claim.id in together or not _is_to_weigh(case, claim):
            continue
        given = list(_given_then(case, claim))
        own = [one for one in given if claim.side in (None, one.side) and _is_credited(case, claim, one)]
        theirs = [one for one in given if one not in own and _is_its(claim, one, own)]
        if len({(one.source, one.side) for one in theirs}) != 1 or any(_is_near(claim, one) for one in own):
            continue
        if claim.side is None and not (_stands_with(case, claim, own) or _stands_with(case, claim, theirs)):
            continue
        rule = _rule_for(case, claim, own, theirs[-1], rules)
        if rule is not None:
            yield rule.finding(_message(claim, theirs[-1], own), [claim], _proof(theirs[-1], own))


def _rule_for(case: Case, claim: Claim, own: list[Given], other: Given, rules: Rules) -> Rule | None:
    """What is wrong with a figure that is ``other``, where ``own`` is what the one it is credited to gave."""
    sides: set[str | None] = {one.side for one in own} or {claim.side}
    if other.side not in sides:
        if claim.side is not None and not are_opposed(claim.side, other.side):
            return None
        if _BY_PRONOUN in claim.rules and other.side in _sides_before(case, claim):
            return None
        if claim.side is None and sides.isdisjoint(_sides_named(case, claim)):
            return None  # "the country's minister": of which is not said
        if not own and _is_of_report(case, claim, other):
            return rules.flipped  # a round figure too: the text has another of the same report
        itself = _is_of_opponent(claim, other) and other.side == party_of(other.source)
        himself = other.statement is not None and _speaks(case, claim, other.statement)
        plain = own or itself or himself or (_is_plain(claim) and _is_credited(case, claim, other))
        return rules.flipped if plain and other.side not in _sides_named(case, claim, speakers=False) else None
    if _names_source(case, claim, other):
        return None
    if own:
        return rules.elsewhere
    return rules.misattributed if _is_of_opponent(claim, other) else None


def _speaks(case: Case, claim: Claim, statement: Statement) -> bool:
    """Whether a claim names who made a statement, or a pronoun stands for him: he hardly gave both sides one figure."""
    name, links = last_name(statement.speaker), [link for link in claim.attribution if link.id == statement.source]
    pronoun = any(cue("pronoun").fullmatch(fold(link.name)) for link in links)
    told = (word for link in links for word in words_of(link.name))
    words = (word for at in range(len(case.reading)) for word in case.sentence(at).words) if pronoun else told
    return bool(name) and (says(claim, statement) or is_called(name, words))


def _are_flipped(group: Group) -> bool:
    """Whether several figures together are those of the other side."""
    return group.match is not None and group.match.other_side and len(group.match.figures) > 1


def _is_to_weigh(case: Case, claim: Claim) -> bool:
    """Whether a figure is of a whole side, and credited to one who publishes such figures."""
    value, quantity = claim.quantity.figure or 0.0, claim.quantity
    plain = quantity.unit == "count" and quantity.hedge in ("exact", "over", "about", "nearly") and value >= MANY
    if digits_told(value) < 2:
        return False
    if not plain or claim.stance == "denies" or not is_loss(claim) or scope_of(claim) is not None:
        return False
    return bool(parties(claim)) and not is_private(claim) and _CARRIED.isdisjoint(claim.rules)


def _given_then(case: Case, claim: Claim) -> Iterator[Given]:
    """What everybody gave for the things of a claim, in the days before the one it is told of or was published."""
    days = {when for when in (claim.period.end, case.day) if when is not None}
    if case.day is not None:
        days = {when for when in days if when <= case.day}
    for told in sorted(days):
        for series, name, column in columns_meeting(case.record, claim):
            if column.kind != "window":
                for when, value in _rows_of(series, name, told):
                    yield Given(value, series.source, series.side, when, series.title, series.url)
        for one in case.said_about(told, timedelta(days=BACK)):
            if counts_meet(one, claim):
                for given in dict.fromkeys((one.low, one.best, one.high)):
                    if given is not None:
                        yield Given(given, one.source, one.side, one.date, one.title, one.url, one)


def _rows_of(series: Series, column: str, told: date) -> list[tuple[date, float]]:
    """What a table had in the days before one; of a table that seldom has a row, the last."""
    near = [(when, value) for when, value, _ in rows_near(series, column, told)]
    last = None if near else row_at(series, column, told)
    return near if last is None or told - last[0] > SELDOM else [last]


def _is_credited(case: Case, claim: Claim, one: Given) -> bool:
    return case.may_credit(claim, one.source) or (one.statement is not None and says(claim, one.statement))


def _is_its(claim: Claim, one: Given, own: list[Given]) -> bool:
    """Whether a figure is another's, or rounds it where those of its own source are far from it."""
    value = claim.quantity.figure or 0.0
    if value == one.value:
        return True
    rounds = value % 100 == 0 and abs(value - one.value) <= ROUND * one.value
    return rounds and bool(own) and all(abs(value - other.value) > FAR * value for other in own)


def _is_near(claim: Claim, one: Given) -> bool:
    """Whether a figure is its source's own, rounded or of another day."""
    value = claim.quantity.figure or 0.0
    return abs(value - one.value) <= CLOSE * one.value


def _names_source(case: Case, claim: Claim, other: Given) -> bool:
    """Whether the sentence of a figure, or the one before, names the other source, and may credit it rightly."""
    index, party = case.sentence_of(claim), party_of(other.source)
    before = [index - 1] if index and case.reading.bounds[index - 1][2] == case.reading.bounds[index][2] else []
    for at in (index, *before):
        sources, bodies = case.named_in(at)
        if party is not None and party in {*map(party_of, sources), *seats_in(case, at)}:
            return True
        if any(is_body(other.source, body) for body in bodies):
            return True
    return False


def _stands_with(case: Case, claim: Claim, own: list[Given]) -> bool:
    """Whether the sentence of a claim has another figure of the report that its source gave: of its side, then."""
    reports = {case.record.group_of(one.statement) for one in own if one.statement is not None}
    values = {
        value
        for one in case.record.statements
        if case.record.group_of(one) in reports
        for value in (one.low, one.best, one.high)
    }
    index = case.sentence_of(claim)
    return any(c is not claim and case.sentence_of(c) == index and c.quantity.figure in values for c in case.claims)


def _sides_named(case: Case, claim: Claim, speakers: bool = True) -> set[str]:
    """The sides that the clause of a claim names; without ``speakers``, not those in the names of who speaks."""
    index = case.sentence_of(claim)
    sentence, (start, end, _) = case.sentence(index), case.reading.bounds[index]
    first = max(case.document.text.rfind(mark, start, claim.quantity.start) for mark in ";:") + 1 or start
    last = min((at for mark in ";:" if (at := case.document.text.find(mark, claim.quantity.end, end)) > 0), default=end)
    names = [] if speakers else [(link.start, link.end) for link in claim.attribution]  # "Ukraine's president"
    return {
        value
        for token, value in sentence.places("side")
        if first <= (at := sentence.starts[token]) < last and not any(begin <= at < close for begin, close in names)
    }


def _sides_before(case: Case, claim: Claim) -> set[str]:
    """The sides that the sentence before that of a claim names."""
    index = case.sentence_of(claim)
    return {value for _, value in case.sentence(index - 1).places("side")} if index else set()


def _is_of_opponent(claim: Claim, other: Given) -> bool:
    """Whether an opponent of the one named, who is told to speak of himself, gave the very figure."""
    its = party_of(other.source)
    if claim.side not in parties(claim) or its not in OPPONENTS.get(claim.side or "", ()):
        return False
    return _is_plain(claim)


def _is_plain(claim: Claim) -> bool:
    """Whether a figure is told without a hedge, and is no round one."""
    return claim.quantity.hedge == "exact" and bool((claim.quantity.figure or 0.0) % 100)


def _is_of_report(case: Case, claim: Claim, other: Given) -> bool:
    """Whether an opponent told the figure of itself, in a report of which the text tells another by its right name."""
    its = party_of(other.source)
    if other.statement is None or its != other.side or its not in OPPONENTS.get(claim.side or "", ()):
        return False
    if claim.side not in parties(claim):
        return False
    report = case.record.group_of(other.statement)
    return any(
        told.quantity.figure in (one.low, one.best, one.high) and told.side == one.side and its in parties(told)
        for one in case.record.statements
        if one.side != other.side and case.record.group_of(one) == report
        for told in case.claims
    )


def _widest(own: list[Given]) -> Given:
    """The latest of the figures that one gave, and of these the one of most kinds."""
    return max(own, key=lambda one: (one.when, one.value))


def _message(claim: Claim, other: Given, own: list[Given]) -> str:
    rounds = "" if claim.quantity.figure == other.value else f", {number(other.value)},"
    told = (
        f"{said(claim.quantity)}{rounds} is what {source_name(other.source)} gave for {other.side} ({day(other.when)})"
    )
    if not own:
        return f"{told}, told here of {claim.side}"
    last = _widest(own)
    return f"{told}; {source_name(last.source)} gave {number(last.value)} for {last.side} ({day(last.when)})"


def _proof(other: Given, own: list[Given]) -> Proof:
    shown = (other, _widest(own)) if own else (other,)
    steps = [f"{source_name(one.source)}, of {one.side}, {day(one.when)}: {number(one.value)}" for one in shown]
    return Proof((*steps, f"source: {other.title} ({other.url})"), start=other.when, end=other.when)
