"""CC2: whose figure it is, and whether it is told as that source published it.

group + match ── credited to the match's source, or to nobody    matches-record, slips, stale-figure
              ├─ credited to a rival of that source              misattributed-figure
              └─ credited to another body                        credited-elsewhere
group without a match, credited to a source with a daily table   no-such-figure
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from counterclaim.findings import retellings
from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.misses import (
    CATEGORY_SWAPPED,
    DIGIT_DOUBLED,
    DIGIT_DROPPED,
    DIGITS_SWAPPED,
    FACTOR_OF_TEN,
    LEAST,
    SLIPS,
    is_of_a_day,
    near_slips,
    rows_near,
)
from counterclaim.findings.origins import Group
from counterclaim.findings.parties import body_of, is_body, parties, party_of, says
from counterclaim.findings.rule import Rule, day, days, listed, number, said, source_name
from counterclaim.findings.terms import counts_meet, is_state, measures_meet, objects_meet, objects_nest
from counterclaim.language import fold
from counterclaim.model import Claim, Finding, Link, Proof, Statement
from counterclaim.tracing import Match, MatchedFigure
from counterclaim.vocabulary import OPPONENTS, label

MATCHES_RECORD = Rule("CC201", "matches-record", "note", "Figures equal what a source of the record published.")
MISATTRIBUTED = Rule(
    "CC202", "misattributed-figure", "error", "Figures credited to one source are those of another, on the other side."
)
STALE_FIGURE = Rule(
    "CC208", "stale-figure", "warning", "A figure told as the latest, or of a day, is its source's of another day."
)
NO_SUCH_FIGURE = Rule(
    "CC209", "no-such-figure", "note", "The source named published another figure on that day, and never this one."
)
CREDITED_ELSEWHERE = Rule(
    "CC210", "credited-elsewhere", "warning", "Figures credited to one body are those of another, which nobody names."
)
RULES = (
    MATCHES_RECORD, MISATTRIBUTED, DIGITS_SWAPPED, DIGIT_DROPPED, DIGIT_DOUBLED, FACTOR_OF_TEN, CATEGORY_SWAPPED,
    STALE_FIGURE, NO_SUCH_FIGURE, CREDITED_ELSEWHERE, retellings.CREDITED_TO_BOTH,
)  # fmt: skip

_FATE = re.compile("<(?:harmed|dead|died|deaths|lost|losses|casualties)>")  # rules that read what became of them
SINGLE = 1 / 1000  # the chance at which one figure alone names its source
SLIP_ALONE = 1 / 50  # the chance at which one figure alone is a slip of another, told by its own source at its time
STALE_ALONE = 1 / 40  # the chance at which one figure of its own source, told as the latest, is an old one
LATE = 2  # days that a window of at most SHORT days may not be told too late
SHORT = 5
SOON = timedelta(days=1)  # one that is told of a named day, after one
MONTH = 31  # days after the day that a figure is told of in which its source may have given it
STALE = timedelta(days=14)  # a daily figure is old after two weeks


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    for group in case.sourced:
        if group.match is None:
            near = list(near_slips(case, group))
            yield from near or _unknown(case, group)
        elif group.match.other_side:
            continue
        elif group.match.slips:
            yield from _slips(case, group, group.match)
        elif is_rival(case, group, group.match):
            yield from _misattributed(case, group, group.match)
        else:
            yield from _matches(case, group, group.match)
    yield from retellings.credits_to_both(case)


# ------------------------------------------------------------------------------------------------ whose figure


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


def _told(claims: tuple[Claim, ...]) -> str:
    return listed(" ".join(claim.quantity.text.split()) for claim in claims)


def _misattributed(case: Case, group: Group, match: Match) -> Iterator[Finding]:
    exact = sum(one.fit == "exact" for one in match.figures)
    added = _added_then(case, group, match)
    together = exact + len(added) >= 2 and exact == len(match.figures)
    if not (together or (exact == 1 == len(match.figures) and match.expected <= SINGLE)) or match.others:
        return
    if match.timing == "later" or any(_own_statement(case, claim) for claim in group.claims):
        return
    named = named_links(case, group)[0]
    if not _is_party_of(case, named) or any(_tells_of(case, claim, match.source) for claim in group.claims):
        return  # a bare "General Staff" is taken for that of the text's language; or the sentence names the source too
    extra = (f"credited in the text to “{' '.join(named.name.split())}”, whose record has no such figure",)
    yield MISATTRIBUTED.finding(
        f"credited to “{' '.join(named.name.split())}”; {listed(number(one.value) for one in match.figures)} "
        f"{'are figures' if len(match.figures) > 1 else 'is a figure'} of {source_name(match.source)}, {where(match)}",
        [*group.claims, *(claim for claim, _ in added)],
        proof_of(match, (*(step for _, step in added), *extra)),
        [case.quote(named.start, named.end)],
    )


def _tells_of(case: Case, claim: Claim, source: str) -> bool:
    """Whether the sentence of a claim names a source, or a body without a country that it may be."""
    sources, bodies = case.named_in(case.sentence_of(claim))
    return source in sources or any(is_body(source, body) for body in bodies)


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


def _own_statement(case: Case, claim: Claim) -> bool:
    """Whether one whom the claim names did publish this figure."""
    value, own = claim.quantity.figure, parties(claim)
    return any(
        party_of(statement.source) in own
        and value in (statement.low, statement.best, statement.high)
        and statement.side == claim.side
        and counts_meet(statement, claim)
        for statement in case.record.statements
    )


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
    for claim, one in _pairs(group, match):
        same_things = objects_nest(claim.object, one.object)
        if one.fit not in SLIPS or (one.fit == "category-swapped" and not _is_told(claim, one, same_things)):
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


def _is_told(claim: Claim, one: MatchedFigure, same_things: bool) -> bool:
    """Whether the words of a claim tell the category in which it differs from the record, and no weight guessed it."""
    rules = " ".join(claim.rules)
    if same_things:
        return not measures_meet(claim.measure, one.measure) and _FATE.search(rules) is not None
    return "object by weight" not in rules


def _pairs(group: Group, match: Match) -> Iterator[tuple[Claim, MatchedFigure]]:
    """Each claim of a group with its figure in the match."""
    left = list(group.claims)
    for one in match.figures:
        for claim in left:
            if claim.quantity == one.figure.quantity and claim.object == one.figure.object:
                left.remove(claim)
                yield claim, one
                break


# -------------------------------------------------------------------------------------------- as it was published


def _matches(case: Case, group: Group, match: Match) -> Iterator[Finding]:
    credited = is_credited(case, group, match)
    if credited:
        stale = _STALE[match.kind](case, group, match)
        if stale is not None:
            yield stale
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
        f"{_told(group.claims)}: as published by {source_name(match.source)}, {where(match)}",
        group.claims,
        proof_of(match),
    )


def _credited_elsewhere(case: Case, group: Group, match: Match) -> Finding | None:
    """Several figures of one source, credited to another body of no side in it, whose source the text does not name."""
    exact = sum(one.fit == "exact" for one in match.figures)
    links = [link for link in named_links(case, group) if link.role != "media"]
    if exact < 2 or exact < len(match.figures) or not links or any(_own_statement(case, c) for c in group.claims):
        return None
    paragraphs = {case.paragraph_of(claim) for claim in group.claims}
    if any(
        match.source in case.named_in(index)[0] or any(is_body(match.source, body) for body in case.named_in(index)[1])
        for index, (_, _, paragraph) in enumerate(case.reading.bounds)
        if paragraph in paragraphs
    ):
        return None
    name = " ".join(links[0].name.split())
    return CREDITED_ELSEWHERE.finding(
        f"credited to “{name}”; {listed(number(one.value) for one in match.figures)} are as published by "
        f"{source_name(match.source)}, {where(match)}",
        group.claims,
        proof_of(match, (f"credited in the text to “{name}”, who may have passed them on",)),
        [case.quote(links[0].start, links[0].end)],
    )


def is_newest(case: Case, claims: tuple[Claim, ...]) -> bool:
    """Whether the text tells figures as the latest ones: by a word, or by a date that is that of publication."""
    words = " ".join(case.words(index) for index in sorted({case.sentence_of(claim) for claim in claims}))
    if cue("earlier").search(words):
        return False
    return bool(cue("newest").search(words))


def _stale_row(case: Case, group: Group, match: Match) -> Finding | None:
    ends = [day_of for claim in group.claims if (day_of := _told_of(case, claim)) is not None]
    told = max(ends, default=case.day)
    named = [claim.period.end for claim in group.claims if _names_its_day(case, claim, any_kind=True)]
    old = SOON if named else STALE
    if told is not None and match.timing == "later":
        return _told_before(case, group, match)
    if told is None or match.until + old >= told or _is_named_day(case, group, match.end):
        return None
    if not (named or is_newest(case, group.claims) or (ends and match.until + STALE < min(ends))):
        return None
    if len(match.figures) < 2 and match.expected > STALE_ALONE:
        return None
    series = case.record.series[match.series]
    now = _row_at(series.dates, series.columns[match.figures[0].column], told)
    if now is None or now[0] <= match.until or now[1] == match.figures[0].value:
        return None
    steps = (f"{label('object', match.figures[0].object)} by {day(now[0])}: {number(now[1])}",)
    return STALE_FIGURE.finding(
        f"{_told(group.claims)}: {source_name(match.source)} gave this on {day(match.end)}, "
        f"{(told - match.until).days} days before the day it is told of",
        group.claims,
        proof_of(match, steps),
    )


def _is_named_day(case: Case, group: Group, when: date) -> bool:
    """Whether a sentence of figures names a day: where it tells of two days, a figure may be of either."""
    sentences = {case.sentence_of(claim) for claim in group.claims}
    return any(when in (m.start, m.end) for index in sentences for m in case.times_in(index))


def _told_before(case: Case, group: Group, match: Match) -> Finding | None:
    """A running total told of a named day, which its source gave only days later."""
    days_told = {claim.period.end for claim in group.claims if _names_its_day(case, claim, any_kind=True)}
    told = next(iter(days_told)) if len(days_told) == 1 else None
    if told is None or not LATE <= (match.end - told).days <= MONTH or match.others or match.expected > STALE_ALONE:
        return None
    if any(one.fit != "exact" for one in match.figures):
        return None
    if _is_named_day(case, group, match.end):
        return None
    series = case.record.series[match.series]
    then = _row_at(series.dates, series.columns[match.figures[0].column], told)
    if then is None or then[1] == match.figures[0].value:
        return None
    return STALE_FIGURE.finding(
        f"{_told(group.claims)}: {source_name(match.source)} gave this on {day(match.end)}, "
        f"{(match.end - told).days} days after the day it is told of",
        group.claims,
        proof_of(match, (f"{label('object', match.figures[0].object)} by {day(then[0])}: {number(then[1])}",)),
    )


def _stale_window(case: Case, group: Group, match: Match) -> Finding | None:
    """What a source gave for some days, told of later ones: a window that the text closes two days or more after it."""
    ends = {claim.period.end for claim in group.claims if claim.period.kind == "window"}
    end = next(iter(ends)) if len(ends) == 1 else None
    exact = all(one.fit == "exact" for one in match.figures)
    if end is None or len(match.figures) < 2 or not exact or match.timing == "later" or match.others:
        return None
    if cue("earlier").search(" ".join(case.words(case.sentence_of(claim)) for claim in group.claims)):
        return None
    length = (match.end - match.start).days
    late = (end - match.end).days
    series, column = case.record.series[match.series], match.figures[0].column
    rows = [_row_at(series.dates, series.columns[column], when) for when in (end - timedelta(days=length), end)]
    if late < (LATE if length <= SHORT else LATE + 1) or rows[0] is None or rows[1] is None:
        return None
    if rows[1][0] != end or rows[1][1] - rows[0][1] == match.figures[0].value:
        return None
    name = label("object", match.figures[0].object)
    return STALE_FIGURE.finding(
        f"{_told(group.claims)}: {source_name(match.source)} gave this for {where(match)}, {late} days before the ones "
        "it is told of",
        group.claims,
        proof_of(match, (f"{name}, {days(rows[0][0], end)}: {number(rows[1][1] - rows[0][1])}",)),
    )


def _told_of(case: Case, claim: Claim) -> date | None:
    """The first day that a total may be of: of a month named alone ("when June began") its first; none to come."""
    end = claim.period.end
    if end is None or (case.day is not None and end > case.day):
        return None
    months = [m.start for m in case.times_in(case.sentence_of(claim)) if m.kind == "month" and m.end == end and m.start]
    return months[0] if months else end


def _names_its_day(case: Case, claim: Claim, any_kind: bool = False) -> bool:
    """Whether the sentence of a running total names the very day it is of: "as of the morning of 20 September".

    ``any_kind`` takes any figure for such a total: that it is one, its match has to show.
    """
    day_of = claim.period.end
    if day_of is None or (claim.period.kind != "cumulative" and not any_kind):
        return False
    index = case.sentence_of(claim)
    return any(
        m.kind in ("day", "until") and m.end == day_of and not m.reporting and not _begins_there(case, index, m.first)
        for m in case.times_in(index)
    )


def _begins_there(case: Case, index: int, token: int) -> bool:
    """Whether a time begins on a day that a sentence names, and is not of it: "in the year from 7 October"."""
    start = case.reading.bounds[index][0]
    return bool(shape(r"(?<!\w)<from-day>\s*$").search(case.between(start, case.sentence(index).starts[token])))


def _row_at(dates: tuple[date, ...], cells: tuple[float | None, ...], told: date) -> tuple[date, float] | None:
    rows = [(when, value) for when, value in zip(dates, cells, strict=True) if value is not None and when <= told]
    return rows[-1] if rows else None


def _stale_statement(case: Case, group: Group, match: Match) -> Finding | None:
    """The latest official figure, said after its speaker gave a later one."""
    told = case.day
    if told is None or len(group.claims) != len(match.figures) or not is_newest(case, group.claims):
        return None
    for claim, one in _pairs(group, match):
        mine = one.statement
        if mine is None or is_state(claim):
            continue
        later = [other for other in case.record.statements if _supersedes(other, mine) and other.date < told]
        if later:
            newest = max(later, key=lambda other: other.date)
            steps = (f"{number(newest.best or newest.low or 0)} on {day(newest.date)}: {newest.title} ({newest.url})",)
            return STALE_FIGURE.finding(
                f"{_told(group.claims)}: {source_name(match.source)} said this on {day(mine.date)} and has since given "
                f"a later figure ({day(newest.date)})",
                group.claims,
                proof_of(match, steps),
            )
    return None


def _supersedes(other: Statement, mine: Statement) -> bool:
    return (
        other.source == mine.source
        and other.side == mine.side
        and other.unit == mine.unit
        and other.measure == mine.measure
        and objects_meet(other.object, mine.object)
        and other.date > mine.date
        and other.period.kind == mine.period.kind
        and (other.best or other.low or 0) > (mine.best or mine.low or 0)
    )


_STALE = {"row": _stale_row, "window": _stale_window, "statement": _stale_statement}


# ------------------------------------------------------------------------------------------------ never published


def _unknown(case: Case, group: Group) -> Iterator[Finding]:
    """A running total credited to a source that publishes one every day, and never published this one."""
    for claim in group.claims:
        told = claim.period.end or case.day
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
            cells = series.columns[claim.object]
            now = _row_at(series.dates, cells, told)
            if now is None or (told - now[0]).days > 3 or value in cells:
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
