"""CC5: when a number was true, and what its figures say of the day it was told.

A document without a date is dated by figures that stand together on one day only (two or more, all exact, in the
running totals of one source). A report of the record that the text repeats dates it roughly: from that day on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from counterclaim.findings import lives, retellings, sequence
from counterclaim.findings.case import Case, Length
from counterclaim.findings.credits import is_credited, is_rival, named_links
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.parties import party_of
from counterclaim.findings.proofs import proof_of
from counterclaim.findings.rule import WEEKDAYS, Rule, day, days, listed, number, said, source_name
from counterclaim.findings.terms import is_loss
from counterclaim.model import Claim, Finding, Proof
from counterclaim.tracing import Match

NUMBER_WITHOUT_DATE = Rule("CC501", "number-without-date", "note", "Nothing in the text says when a number was true.")
DATED_BY_FIGURES = Rule("CC502", "dated-by-figures", "note", "The figures themselves say on which day they were told.")
UNANCHORED_DATE = Rule("CC503", "unanchored-date", "note", "A relative date has nothing to anchor it.")
LENGTH_DOES_NOT_FIT = Rule(
    "CC504", "length-does-not-fit", "warning", "A stated length of time is not that of the dates it is told with."
)
RULES = (
    NUMBER_WITHOUT_DATE, DATED_BY_FIGURES, UNANCHORED_DATE, LENGTH_DOES_NOT_FIT, retellings.TWO_MONTHS,
    *sequence.RULES, lives.OUT_OF_ORDER,
)  # fmt: skip

SURE = 1e-4  # the chance at which figures date a document
ROUGH = 1 / 40  # the chance at which figures of some days date a document roughly
NAMED = 5  # claims named in a message
# the days of a unit of time, and by how many a stated length may miss the span of its dates, one end counted or both
_UNITS = {"day": (1.0, 0.5), "night": (1.0, 1.5), "week": (7.0, 2.5), "month": (30.4, 6.0)}
_CALENDAR = frozenset({"day", "month", "year"})
_YEARLESS = frozenset({"day", "since"})  # "7 October", "since fighting broke out on 7 October"
_RELATIVE = frozenset({"weekday", "relative-day", "relative"})


@dataclass(frozen=True, slots=True)
class Dating:
    """The day that figures give: the match, and where their numbers stand."""

    match: Match
    starts: tuple[int, ...]


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


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    if case.dating is not None:
        yield _dated(case, case.dating)
    elif case.day is None:
        yield from _dated_roughly(case)
    if case.day is None:
        floating = list(_floating(case))
        yield from (finding for finding, _ in floating)
        yield from _dateless(case, {index for _, indices in floating for index in indices})
    yield from _lengths(case)
    yield from retellings.months(case)
    yield from sequence.find(case)
    yield from lives.find(case)


def _dated(case: Case, dating: Dating) -> Finding:
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


def _dated_roughly(case: Case) -> Iterator[Finding]:
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


def _floating(case: Case) -> Iterator[tuple[Finding, list[int]]]:
    """Relative dates beside claims that nothing in the text anchors."""
    spoken = sorted({case.sentence_of(claim) for claim in case.claims if claim.period.end is None and is_loss(claim)})
    words, evidence, indices = [], [], []
    years = 0
    for index in spoken:
        sentence = case.sentence(index)
        for mention in case.times_in(index):
            if mention.start is not None or mention.end is not None:
                continue
            told = sentence.exact(mention.first, mention.last).rstrip(" ,")
            yearless = mention.kind in _YEARLESS and any(sign.isdigit() for sign in told)
            if mention.kind in _RELATIVE or yearless:
                words.append(told)
                years += yearless
                evidence.append(case.quote(sentence.starts[mention.first], sentence.ends[mention.last]))
                indices.append(index)
    if not words:
        return
    claims = [c for c in case.claims if case.sentence_of(c) in indices and c.period.end is None and is_loss(c)]
    names = listed(f"“{word}”" for word in dict.fromkeys(words))
    yield (
        UNANCHORED_DATE.finding(
            f"{names}: nothing in the text says which" + (" year" if years == len(words) else ""),
            claims[:NAMED],
            Proof(("no date of publication is known, and no date in the text anchors it",)),
            evidence,
        ),
        indices,
    )


def _dateless(case: Case, floating: set[int]) -> Iterator[Finding]:
    """Numbers of losses in a text that has no date of its own, nor any in it."""
    if case.origins.reports or case.clock.dates or case.clock.dateline or case.clock.year:
        return
    if any(
        mention.kind in _CALENDAR and mention.end is not None
        for index in range(len(case.reading))
        for mention in case.times_in(index)
    ):
        return  # "December 2024" over the text
    if any(claim.period.end is not None or claim.period.start is not None for claim in case.claims):
        return
    claims = [
        claim
        for claim in case.claims
        if is_loss(claim) and case.sentence_of(claim) not in floating and not case.in_headline(claim)
    ]
    if any(group.match is not None and party_of(group.match.source) for group in case.sourced) or not claims:
        return
    more = f" and {len(claims) - NAMED} more" if len(claims) > NAMED else ""
    yield NUMBER_WITHOUT_DATE.finding(
        f"{listed(said(claim.quantity) for claim in claims[:NAMED])}{more}: nothing says when",
        claims[:NAMED],
        Proof(("no date of publication is known, and the text names no day, month or year",)),
    )


# ------------------------------------------------------------------------------------------------ stated lengths


def _lengths(case: Case) -> Iterator[Finding]:
    """ "In the ten days from 26 to 30 January"."""
    for index in range(len(case.reading)):
        for length in _stretches(case, index):
            unit, slack = _UNITS.get(length.unit, (0.0, 0.0))
            found = next((dates for find in _DATES if (dates := find(case, index, length)) is not None), None)
            found = found if unit else None
            if found is None:
                continue
            first, last, start, end = found
            span = (last - first).days
            if span < 2 or abs(length.value * unit - span - 0.5) <= slack:
                continue
            words = case.between(start, end)
            yield LENGTH_DOES_NOT_FIT.finding(
                f"{days(first, last)} are {span + 1} days, not {number(length.value)} {length.unit}s",
                [claim for claim in case.claims if abs(case.sentence_of(claim) - index) <= 1],
                Proof((f"{days(first, last)}: {span + 1} days, both ends counted", f"told: “{words}”")),
                [case.quote(start, end)],
            )


def _stretches(case: Case, index: int) -> list[Length]:
    """The lengths that a sentence states, those of one unit too: "in the week from 1 to 22 August"."""
    stated = case.lengths(index)
    start = case.reading.bounds[index][0]
    for unit in ("week", "month"):
        for found in shape(rf"(?<!\w)<over-time>\s+(?:the\s+)?<{unit}>(?!\w)").finditer(case.words(index)):
            stated.append(Length(1.0, unit, start + found.start(), start + found.end()))
    return stated if stated and case.times_in(index) else []


def _dates_before(case: Case, index: int, length: Length) -> tuple[date, date, int, int] | None:
    """The same of "from 3 to 10 May, that is three weeks": the dates right before a length that stands apart."""
    sentence = case.sentence(index)
    if not shape(r"^(?:\s*<a-total-of>)?\s*[,;:.)-]").match(case.between(length.end, length.end + 24)):
        return None
    for one in case.times_in(index):
        start, end = sentence.starts[one.first], sentence.ends[one.last]
        if one.kind not in ("days", "span") or one.total or one.start is None or one.end is None or end > length.start:
            continue
        if shape(r"^\s*(?:\(|-|,|(?:,\s*)?<or>)\s*(?:<over-time>\s*)?$").match(case.between(end, length.start)):
            return one.start, one.end, start, length.end
    return None


def _dates_told(case: Case, index: int, length: Length) -> tuple[date, date, int, int] | None:
    """The same of "It began on 2 June and ended on 12 June. In those ten days": the two days of the sentence before."""
    start = case.reading.bounds[index][0]
    opens = shape(r"^\W*<of-those>(?!\w)").match(case.between(start, length.end))
    if not index or opens is None or length.start - start > opens.end() + 1:
        return None
    if case.reading.bounds[index - 1][2] != case.reading.bounds[index][2]:
        return None
    sentence, times = case.sentence(index - 1), [one for one in case.times_in(index - 1) if not one.reporting]
    days_told = [one for one in times if one.kind == "day" and one.start is not None and one.start == one.end]
    if len(times) != 2 or len(days_told) != 2:
        return None
    first, last = (one.start for one in days_told)
    if first is None or last is None or first >= last:
        return None
    if not (cue("began").search(case.words(index - 1)) and cue("ended").search(case.words(index - 1))):
        return None
    return first, last, sentence.starts[days_told[0].first], length.end


def _dates_behind(case: Case, index: int, length: Length) -> tuple[date, date, int, int] | None:
    """The first and the last of the two dates right behind a stated length, and where both begin and end."""
    sentence, times = case.sentence(index), [one for one in case.times_in(index) if not one.total]
    for at, one in enumerate(times):
        start, end = sentence.starts[one.first], sentence.ends[one.last]
        if start < length.end or one.start is None or one.end is None:
            continue
        if not shape(r"^\s*(?:\(\s*|,\s*)?(?:<between-dates>\s*)?$").match(case.between(length.end, start)):
            continue
        if one.start != one.end:  # "the last ten days of May" are not all of it
            told = shape(r"\d+").findall(case.between(start, end))
            return (one.start, one.end, length.start, end) if len(told) > 1 else None
        other = times[at + 1] if at + 1 < len(times) else None
        if other is None or other.start is None or other.start != other.end:
            return None
        if not shape(r"^\s*(?:<to-date>|--?)\s*$").match(case.between(end, sentence.starts[other.first])):
            return None
        yearless = one.kind == "day" and one.start.day < 29 and not shape(r"\d{4}").search(case.between(start, end))
        first = one.start.replace(year=other.start.year) if yearless else one.start
        ends = sentence.ends[other.last]
        return (first, other.start, length.start, ends) if first < other.start else None
    return None


_DATES = (_dates_behind, _dates_before, _dates_told)
