"""What a match with the record proves: when it was published, its computation line by line, the words it is of.

where       the day or the days that a match was published for
steps_of    a line a figure
proof_of    these, and the stretch of the table they rest on
pairs_of    each claim of a group with its figure in the match
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.origins import Group
from counterclaim.findings.rule import day, days, listed, number
from counterclaim.model import Claim, Proof
from counterclaim.tracing import Match, MatchedFigure
from counterclaim.vocabulary import label


def where(match: Match) -> str:
    """When a match was published: a day, a window, the day of a statement."""
    return days(match.start, match.end) if match.kind == "window" else day(match.end)


def steps_of(match: Match) -> list[str]:
    """One line a figure: what the record has, the subtraction for a window."""
    lines = []
    for one in match.figures:
        name = label("object", one.object)
        value = number(one.value) if one.figure.quantity.unit == "count" else f"{one.value:.0%}"
        if match.kind == "window" and one.before is not None and one.after is not None:
            lines.append(f"{name}: {number(one.after)} − {number(one.before)} = {value} ({where(match)})")
        elif match.kind == "statement":
            lines.append(f"{name}, {label('measure', one.measure)}: {value} ({day(match.end)})")
        else:
            lines.append(f"{name}: {value} on {day(match.end)}")
    lines.append(f"source: {match.title} ({match.url})")
    lines.append(match.odds)
    return lines


def proof_of(match: Match, extra: tuple[str, ...] = ()) -> Proof:
    """The computation behind a match, and the stretch of the series it rests on."""
    columns = {one.column: one.value for one in match.figures}
    first = match.figures[0].column
    series = match.series if match.kind != "statement" else None
    steps = (*steps_of(match), *extra)
    return Proof(steps, series, first if series else None, match.start, match.end, columns, match.expected)


def written(claims: tuple[Claim, ...]) -> str:
    """The figures of claims as the text has them, in one line."""
    return listed(" ".join(claim.quantity.text.split()) for claim in claims)


def pairs_of(group: Group, match: Match) -> Iterator[tuple[Claim, MatchedFigure]]:
    """Each claim of a group with its figure in the match."""
    left = list(group.claims)
    for one in match.figures:
        for claim in left:
            if claim.quantity == one.figure.quantity and claim.object == one.figure.object:
                left.remove(claim)
                yield claim, one
                break
