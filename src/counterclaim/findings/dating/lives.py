"""CC5: what befell one person, dated in an order that cannot be.

wounded on a day, dead on an earlier one          out-of-order (CC508)
killed on a day, buried on an earlier one         out-of-order (CC508)
buried on a day, and wrote a letter on a later    out-of-order (CC508)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import Rule, day
from counterclaim.model import Finding, Proof

OUT_OF_ORDER = Rule("CC508", "out-of-order", "warning", "What befell one person is dated in an order that cannot be.")

APART = 3  # sentences between two things that befell one person
NEAR = 70  # characters between a verb and its date
STEM = 5  # letters of a name that its cases share
LONG = 400  # days between two dates of which one may be of another year
_STAGES = ("was-wounded", "has-died", "was-buried", "has-written")
# what comes first, and what cannot come before it
_ORDER = (
    ("was-wounded", "has-died"), ("has-died", "was-buried"), ("has-written", "has-died"), ("has-written", "was-buried"),
)  # fmt: skip
_TOLD = {
    "was-wounded": "wounded", "has-died": "dead", "was-buried": "buried", "has-written": "wrote",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Step:
    """What befell somebody: which stage, on which day, whether its year is told, whom it names, and where it stands."""

    stage: str
    when: date
    dated: bool
    names: frozenset[str]
    index: int
    start: int
    end: int


def find(case: Case) -> Iterator[Finding]:
    """Two steps of one life that cannot follow each other."""
    order = [pair for pair in _ORDER if all(case.tells(stage) for stage in pair)]
    steps = [step for index in range(len(case.reading)) for step in _steps(case, index)] if order else []
    for first, second in order:
        for one in steps:
            for other in steps:
                if (one.stage, other.stage) != (first, second) or not _is_one_person(case, one, other):
                    continue
                before, after = _days(one, other)
                if before <= after or (before - after).days > LONG:
                    continue
                yield OUT_OF_ORDER.finding(
                    f"{_TOLD[first]} on {day(before)}, and {_TOLD[second]} on {day(after)}",
                    [claim for claim in case.claims if case.sentence_of(claim) in (one.index, other.index)]
                    or case.claims[:1],
                    Proof((f"{_TOLD[first]}: {day(before)}", f"{_TOLD[second]}: {day(after)}, earlier")),
                    [case.quote(step.start, step.end) for step in sorted((one, other), key=lambda step: step.start)],
                )
                return


def _steps(case: Case, index: int) -> Iterator[_Step]:
    """The days of a sentence, each with the verb of a stage that stands nearest to it."""
    words, start = case.words(index), case.reading.bounds[index][0]
    verbs = [
        (start + found.start(), start + found.end(), stage) for stage in _STAGES for found in cue(stage).finditer(words)
    ]
    if not verbs or any(one.count and one.value > 1 for one in case.told(index) if one.claim is not None):
        return
    sentence = case.sentence(index)
    dates = [
        (sentence.starts[one.first], sentence.ends[one.last], one.start)
        for one in case.times_in(index)
        if one.kind in ("day", "until") and one.start is not None and one.start == one.end and not one.total
    ]
    for first, last, when in dates:
        near = [
            (max(first - end, begin - last), begin, end, stage)
            for begin, end, stage in verbs
            if max(first - end, begin - last) <= NEAR
            and not any(min(last, end) <= at < max(first, begin) for at, _, _ in dates if at != first)
        ]
        if near:
            _, begin, end, stage = min(near)
            dated = shape(r"\d{4}").search(case.between(first, last)) is not None
            yield _Step(stage, when, dated, _names(case, index), index, min(begin, first), max(end, last))


def _names(case: Case, index: int) -> frozenset[str]:
    """Whom a sentence names: words in capitals that open no sentence; with a pronoun those of the one before too."""
    start, end, _ = case.reading.bounds[index]
    text = case.document.text[start:end]
    found = {word for word in re.findall(r"(?<=[\w,] )[^\W\d_]{4,}", text) if word[0].isupper()}
    opening = re.match(r"\W*([^\W\d_]{4,})", text)
    if opening is not None and opening[1][0].isupper() and not cue("pronoun").fullmatch(opening[1].casefold()):
        found.add(opening[1])
    if index and cue("of-one").search(case.words(index)):
        found |= _names(case, index - 1)
    return frozenset(word[:STEM] for word in found)


def _is_one_person(case: Case, one: _Step, other: _Step) -> bool:
    """Whether two steps are of one person: they share a name, or stand in one sentence; and speak of nobody else."""
    first, last = sorted((one.index, other.index))
    if last - first > APART or any(cue("kin").search(case.words(at)) for at in (first, last)):
        return False
    return one.index == other.index or not one.names.isdisjoint(other.names)


def _days(one: _Step, other: _Step) -> tuple[date, date]:
    """The days of two steps, in one year where only one tells its year."""
    if one.dated == other.dated:
        return one.when, other.when
    year = one.when.year if one.dated else other.when.year
    moved = [step.when if step.dated or step.when.day > 28 else step.when.replace(year=year) for step in (one, other)]
    return moved[0], moved[1]
