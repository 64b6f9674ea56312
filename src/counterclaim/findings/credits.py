"""To whom a text credits figures: the source of a match, its rival, another body, nobody.

is_credited     some claim names the source
is_rival        they are credited to the other side of it
own_statement   whom a claim names did publish its figure
tells_of        its sentence speaks of a source
"""

from __future__ import annotations

from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue
from counterclaim.findings.origins import Group
from counterclaim.findings.parties import body_of, is_body, parties, party_of, says
from counterclaim.findings.terms import counts_meet
from counterclaim.language import fold
from counterclaim.model import Claim, Link
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
    """Whether a name without a country ("the General Staff") may as well be that source's."""
    return is_body(source, body_of(link.name, case.language))


def named_links(case: Case, group: Group) -> list[Link]:
    """The speakers of a group who publish figures, told by a name, or by a pronoun with the name in its sentence."""
    links = [link for claim in group.claims for link in claim.attribution if party_of(link.id) is not None]
    return [link for link in links if not cue("pronoun").fullmatch(fold(link.name)) or _stands_with_name(case, link)]


def _stands_with_name(case: Case, link: Link) -> bool:
    sources, bodies = case.named_in(case.sentence_at(link.start))
    return link.id in sources or any(is_body(link.id or "", body) for body in bodies)


def own_statement(case: Case, claim: Claim) -> bool:
    """Whether one whom the claim names did publish this figure."""
    value, own = claim.quantity.figure, parties(claim)
    return any(
        party_of(statement.source) in own
        and value in (statement.low, statement.best, statement.high)
        and statement.side == claim.side
        and counts_meet(statement, claim)
        for statement in case.record.statements
    )


def tells_of(case: Case, claim: Claim, source: str) -> bool:
    """Whether the sentence of a claim names a source, or a body without a country that it may be."""
    sources, bodies = case.named_in(case.sentence_of(claim))
    return source in sources or any(is_body(source, body) for body in bodies)
