"""CC208: figures of one day told as the latest, or as those of another day.

row         a running total that its source gave weeks before, or days after, the day it is told of
window      what some days added, told of later ones
statement   an official figure whose speaker has since given a later one
foretold    one that is told of a time long before its speaker said it
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from counterclaim.findings.case import Case
from counterclaim.findings.credits import is_credited
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.origins import Group
from counterclaim.findings.proofs import pairs_of, proof_of, where, written
from counterclaim.findings.rule import Rule, day, days, number, source_name
from counterclaim.findings.tables import columns_of, row_at, row_proof
from counterclaim.findings.terms import counts_meet, digits_told, is_loss, is_state, objects_meet
from counterclaim.model import Claim, Finding, Proof, Series, Statement
from counterclaim.tracing import Match
from counterclaim.vocabulary import label

STALE_FIGURE = Rule(
    "CC208", "stale-figure", "warning", "A figure told as the latest, or of a day, is its source's of another day."
)

STALE_ALONE = 1 / 40  # the chance at which one figure of its own source, told as the latest, is an old one
LATE = 2  # days that a window of at most SHORT days may not be told too late
SHORT = 5
SOON = timedelta(days=1)  # one that is told of a named day, after one
MONTH = 31  # days after the day that a figure is told of in which its source may have given it
LONG = 60  # days before one within which a figure is an old one of its table, and no other by chance
DIGITS = 2  # of a figure that tell something: two of 31,000
MANY = 1_000  # smaller figures are those of some day by chance
FORETOLD = timedelta(days=60)  # before a statement, at which its figure cannot have been given
SAME_WAR = timedelta(days=1_000)  # and before which it is one of another war
DATED = frozenset({"day", "month", "year"})  # kinds of times that say when somebody spoke
STALE = timedelta(days=14)  # a daily figure is old after two weeks


def stale(case: Case, group: Group, match: Match) -> Finding | None:
    """That a match its own source is credited with is told of another day than it was published for."""
    return _KINDS[match.kind](case, group, match)


def is_newest(case: Case, claims: tuple[Claim, ...]) -> bool:
    """Whether the text tells figures as the latest ones: by a word, or by a date that is that of publication."""
    words = " ".join(case.words(index) for index in sorted({case.sentence_of(claim) for claim in claims}))
    return bool(cue("newest").search(words)) and not _is_earlier(words, claims)


def _is_earlier(words: str, claims: tuple[Claim, ...]) -> bool:
    """Whether words tell figures as those of an earlier time; in what somebody is told to have said, "had" does not."""
    reported = any(claim.attribution for claim in claims)
    return any(not (reported and cue("pluperfect").fullmatch(one[0])) for one in cue("earlier").finditer(words))


def _stale_row(case: Case, group: Group, match: Match) -> Finding | None:
    ends = [day_of for claim in group.claims if (day_of := _told_of(case, claim)) is not None]
    told = max(ends, default=case.day)
    named = [claim.period.end for claim in group.claims if _names_its_day(case, claim, any_kind=True)]
    beside = _beside(case, group, match)
    if beside is not None and told is not None and not named and told - STALE <= beside <= told:
        told, named = beside, [beside]
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
    now = row_at(series, match.figures[0].column, told)
    if now is None or now[0] <= match.until or now[1] == match.figures[0].value:
        return None
    if _tells_newer(case, group, series, match.figures[0].column, match.until):
        return None
    steps = (f"{label('object', match.figures[0].object)} by {day(now[0])}: {number(now[1])}",)
    return STALE_FIGURE.finding(
        f"{written(group.claims)}: {source_name(match.source)} gave this on {day(match.end)}, "
        f"{(told - match.until).days} days before the day it is told of",
        group.claims,
        proof_of(match, steps),
    )


def _tells_newer(case: Case, group: Group, series: Series, column: str, when: date) -> bool:
    """Whether a sentence has a newer figure of its table too: it tells how a total rose, "612 now, from 598"."""
    sentences = {case.sentence_of(claim) for claim in group.claims}
    values = {one.value for index in sentences for one in case.told(index)}
    own = {claim.quantity.figure for claim in group.claims}
    rows = zip(series.dates, series.columns[column], strict=True)
    return any(value in values and value not in own for after, value in rows if after > when)


def unmatched(case: Case, group: Group) -> Iterator[Finding]:
    """A total that its source gave weeks before, told with others of the day: alone, any search would find it."""
    claim, beside = group.claims[0], _beside(case, group, None)
    value = claim.quantity.figure or 0.0
    if len(group.claims) > 1 or beside is None or value < MANY or claim.period.kind != "cumulative":
        return
    if _is_earlier(case.words(case.sentence_of(claim)), group.claims):
        return
    for series, column, _ in columns_of(case, claim):
        first, last = beside - timedelta(days=LONG), beside - SOON
        now = row_at(series, column, beside)
        rows = [(when, cell) for when, cell in zip(series.dates, series.columns[column], strict=True) if cell == value]
        when = next((when for when, _ in rows if first <= when < last), None)
        if now is None or when is None or _tells_newer(case, group, series, column, when):
            continue
        if now[1] > value and now[0] > when:
            yield STALE_FIGURE.finding(
                f"{written(group.claims)}: {source_name(series.source)} gave this on {day(when)}, "
                f"{(beside - when).days} days before the day it is told of",
                group.claims,
                row_proof(series, column, when, value, f"{day(now[0])}: {number(now[1])}"),
            )
            return


def _beside(case: Case, group: Group, match: Match | None) -> date | None:
    """The later day of which the same source gave the other figures of a sentence, where these are told as one."""
    sentences = {case.sentence_of(claim) for claim in group.claims}
    counted = {(claim.object, claim.measure) for claim in group.claims}  # of which a sentence may tell two days
    later = [
        other.match.end
        for other in case.sourced
        if other is not group
        and other.match is not None
        and other.match.kind == "row"
        and (match is None or other.match.series == match.series)
        and is_credited(case, group, other.match)
        and not any((one.object, one.measure) in counted for one in other.claims)
        and all(one.fit == "exact" for one in other.match.figures)
        and other.match.timing == "within"
        and not other.match.slips
        and {case.sentence_of(claim) for claim in other.claims} == sentences
    ]
    return max((when for when in later if match is None or when > match.until), default=None)


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
    then = row_at(series, match.figures[0].column, told)
    if then is None or then[1] == match.figures[0].value:
        return None
    return STALE_FIGURE.finding(
        f"{written(group.claims)}: {source_name(match.source)} gave this on {day(match.end)}, "
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
    rows = [row_at(series, column, when) for when in (end - timedelta(days=length), end)]
    if late < (LATE if length <= SHORT else LATE + 1) or rows[0] is None or rows[1] is None:
        return None
    if rows[1][0] != end or rows[1][1] - rows[0][1] == match.figures[0].value:
        return None
    name = label("object", match.figures[0].object)
    return STALE_FIGURE.finding(
        f"{written(group.claims)}: {source_name(match.source)} gave this for {where(match)}, {late} days before "
        "the ones it is told of",
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


def _is_told(case: Case, statements: Sequence[Statement]) -> bool:
    """Whether a text has one of some statements itself: it tells how a figure changed."""
    told = {claim.quantity.figure for claim in case.claims}
    return any(one.best in told for one in statements)


def _stale_statement(case: Case, group: Group, match: Match) -> Finding | None:
    """The latest official figure, said after its speaker gave a later one."""
    told = case.day
    if told is None or len(group.claims) != len(match.figures) or not is_newest(case, group.claims):
        return None
    for claim, one in pairs_of(group, match):
        mine = one.statement
        if mine is None or is_state(claim):
            continue
        later = [other for other in case.record.statements if _supersedes(other, mine) and other.date < told]
        if later and not _is_told(case, later):
            newest = max(later, key=lambda other: other.date)
            steps = (f"{number(newest.best or newest.low or 0)} on {day(newest.date)}: {newest.title} ({newest.url})",)
            return STALE_FIGURE.finding(
                f"{written(group.claims)}: {source_name(match.source)} said this on {day(mine.date)} and has since "
                f"given a later figure ({day(newest.date)})",
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


def foretold(case: Case) -> Iterator[Finding]:
    """ "The 31,000 dead of whom the president spoke in February 2023": he did so a year later."""
    for claim in case.claims:
        told = _said_by_those_named(case, claim)
        if not told:
            continue
        index, first = case.sentence_of(claim), min(told, key=lambda one: one.date)
        times = [one for one in case.times_in(index) if one.kind in DATED or one.kind in ("since", "until", "span")]
        if len(times) != 1 or times[0].kind not in DATED or times[0].end is None:
            continue
        sentence = case.sentence(index)
        words = case.quote(sentence.starts[times[0].first], sentence.ends[times[0].last])
        if str(times[0].end.year) in words.exact and FORETOLD <= first.date - times[0].end <= SAME_WAR:
            yield STALE_FIGURE.finding(
                f"{written((claim,))}: {source_name(first.source)} said this on {day(first.date)}, after the time it "
                f"is told of, “{words.exact}”",
                [claim],
                Proof((f"{number(claim.quantity.figure or 0.0)} on {day(first.date)}: {first.title} ({first.url})",)),
                [words],
            )


def _said_by_those_named(case: Case, claim: Claim) -> list[Statement]:
    """The statements that gave a large figure of losses, of those whom its sentence names as who said it."""
    value = claim.quantity.figure or 0.0
    counted = claim.quantity.unit == "count" and claim.stance == "asserts" and value >= MANY
    if not counted or not is_loss(claim) or digits_told(value) < DIGITS:
        return []
    return [
        one
        for one in case.record.stated(value)
        if counts_meet(one, claim)
        and claim.side in (None, one.side)
        and (case.may_credit(claim, one.source) or case.may_say(claim, one))
    ]


_KINDS = {"row": _stale_row, "window": _stale_window, "statement": _stale_statement}
