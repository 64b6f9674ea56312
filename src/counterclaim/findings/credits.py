"""To whom a text credits figures: the source of a match, its rival, another body, nobody.

is_credited     some claim names the source
is_rival        they are credited to the other side of it
own_statement   whom a claim names did publish its figure
tells_of        its sentence speaks of a source
all_statements  what those whom a claim names said about that day; own_statements: of its things; is_of: its figure
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue
from counterclaim.findings.origins import Group
from counterclaim.findings.parties import body_of, is_body, parties, party_of, says
from counterclaim.findings.tables import BACK
from counterclaim.findings.terms import counts_meet, is_state, objects_meet
from counterclaim.language import fold
from counterclaim.model import Claim, Link, Statement
from counterclaim.tracing import Match
from counterclaim.vocabulary import OPPONENTS

SINGLE = 1 / 1000  # the chance at which one figure alone names its source


def is_credited(case: Case, group: Group, match: Match) -> bool:
    """Whether some claim of a group names the source of a match, or nobody where its sentence speaks of that source."""
    told = [one.statement for one in match.figures if one.statement is not None]
    return any(
        case.may_credit(claim, match.source) or any(says(claim, statement) for statement in told)
        for claim in group.claims
    )


def is_named(group: Group) -> bool:
    """Whether some claim of a group names anyone who publishes figures."""
    return any(parties(claim) for claim in group.claims)


def is_rival(case: Case, group: Group, match: Match) -> bool:
    """Whether a group is credited to the side whose losses it tells, or to another opponent of the match's source."""
    party = party_of(match.source)
    links = [link for link in named_links(case, group) if not _may_be(case, link, match.source)]
    named = frozenset(party_of(link.id) for link in links) - {None}
    if party is None or not named or is_credited(case, group, match):
        return False
    opponents = {*OPPONENTS.get(party, ()), match.side}
    if party.islower():  # an independent count: its rivals are those whose war it counts
        opponents |= {*OPPONENTS.get(match.side or "", ())}
    return any(one in opponents for one in named)


def _may_be(case: Case, link: Link, source: str) -> bool:
    """Whether a name without a country ("the General Staff", "the ministry") may as well be that source's."""
    if is_body(source, body_of(link.name, case.language)):
        return True
    meant = (link.id or "").partition("-")[2]
    return bool(meant) and is_body(source, meant) and not _names_land(case, link)


def _names_land(case: Case, link: Link) -> bool:
    """Whether the words of a name hold a side or a place: of which state a body is, then, it says itself."""
    sentence = case.sentence(case.sentence_at(link.start))
    named = (at for kind in ("side", "metonym", "place") for at, _ in sentence.places(kind))
    return any(link.start <= sentence.starts[at] < link.end for at in named)


def named_links(case: Case, group: Group) -> list[Link]:
    """The speakers of a group who publish figures, told by a name, or by a pronoun with the name in its sentence."""
    links = [link for claim in group.claims for link in claim.attribution if party_of(link.id) is not None]
    return [link for link in links if not cue("pronoun").fullmatch(fold(link.name)) or _stands_with_name(case, link)]


def _stands_with_name(case: Case, link: Link) -> bool:
    """Whether the name that a pronoun stands for is in its sentence, or alone in the one before in its paragraph."""
    index = case.sentence_at(link.start)
    if _is_named_in(case, link, index):
        return True
    others = {*map(party_of, case.named_in(index)[0]), *seats_in(case, index)} - {None, party_of(link.id)}
    beside = index and case.reading.bounds[index - 1][2] == case.reading.bounds[index][2]
    return bool(beside) and not others and _is_named_in(case, link, index - 1)


def seats_in(case: Case, index: int) -> set[str | None]:
    """The sides that a sentence names by their seat or their leader: "Moscow", "the Kremlin"."""
    sentence = case.sentence(index)
    return {sentence.kind(token, "side") for token, _ in sentence.places("metonym")}


def _is_named_in(case: Case, link: Link, index: int) -> bool:
    sources, bodies = case.named_in(index)
    return link.id in sources or any(is_body(link.id or "", body) for body in bodies)


def own_statement(case: Case, claim: Claim) -> bool:
    """Whether one whom the claim names did publish this figure."""
    value, own = claim.quantity.figure, parties(claim)
    return any(
        party_of(statement.source) in own and statement.side == claim.side and counts_meet(statement, claim)
        for statement in case.record.stated(value)
    )


def tells_of(case: Case, claim: Claim, source: str) -> bool:
    """Whether the sentence of a claim names a source, or a body without a country that it may be."""
    sources, bodies = case.named_in(case.sentence_of(claim))
    return source in sources or any(is_body(source, body) for body in bodies)


def all_statements(case: Case, claim: Claim, told: date) -> Iterator[Statement]:
    """Every statement about a claim's side, in the days before it was told, of those that it names."""
    if is_state(claim):
        return
    for one in case.said_about(told, timedelta(days=BACK)):
        if claim.side in (None, one.side):
            if case.may_credit(claim, one.source) or case.may_say(claim, one):
                yield one


def own_statements(case: Case, claim: Claim, told: date) -> Iterator[Statement]:
    """Those of these statements that are of the same things."""
    return (one for one in all_statements(case, claim, told) if objects_meet(one.object, claim.object))


def is_of(claim: Claim, one: Statement) -> bool:
    """Whether a claim has the figure of a statement: one of its ends, or both where it tells both."""
    if claim.quantity.hedge == "between":
        return (claim.quantity.low, claim.quantity.high) == (one.low, one.high)
    return claim.quantity.figure in (one.low, one.best, one.high)
