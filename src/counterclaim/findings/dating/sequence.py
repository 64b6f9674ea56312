"""CC5: dates that contradict each other, or themselves.

a recording is made before it is published     published-before-made (CC506)
a date falls on one weekday                    weekday-does-not-fit (CC507)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import WEEKDAYS, Rule, day
from counterclaim.language import fold, load_language
from counterclaim.model import Finding, Proof

PUBLISHED_BEFORE_MADE = Rule(
    "CC506", "published-before-made", "warning", "A recording is said to have been published before it was made."
)
WEEKDAY_DOES_NOT_FIT = Rule(
    "CC507", "weekday-does-not-fit", "warning", "A date is told with a weekday that it was not."
)
RULES = (PUBLISHED_BEFORE_MADE, WEEKDAY_DOES_NOT_FIT)

BEHIND = 2  # sentences behind the publication of a recording in which its making is told
BETWEEN = 4  # words between a recording and the verb of its making
RECENT = 120  # days before publication from which a date without a year is of that year
FRESH = 21  # days before publication from which a date is news: it is of that year, whatever weekday the others had
REFORM = 1919  # the first year in which one calendar was kept everywhere that wars are told of here
_PUBLIC, _MADE = _STEPS = ("made-public", "made")


@dataclass(frozen=True, slots=True)
class _Step:
    """The day on which a recording was made or made public, with the words that say so."""

    kind: str
    when: date
    index: int
    start: int
    end: int


def find(case: Case) -> Iterator[Finding]:
    """Dates that cannot stand together."""
    yield from _made_later(case)
    yield from _weekdays(case)


def _made_later(case: Case) -> Iterator[Finding]:
    """ "The service posted the call on Tuesday, 7 February. It was made on Thursday, 9 February"."""
    if not case.tells("recording") or not all(case.tells(kind) for kind in _STEPS):
        return
    steps = [step for index in range(len(case.reading)) for step in _steps(case, index)]
    for public in steps:
        for made in steps:
            if (public.kind, made.kind) != (_PUBLIC, _MADE) or made.when <= public.when:
                continue
            if abs(made.index - public.index) > BEHIND or _is_of_another(case, public, made):
                continue
            yield PUBLISHED_BEFORE_MADE.finding(
                f"made on {day(made.when)}, and published on {day(public.when)}",
                [claim for claim in case.claims if case.sentence_of(claim) in (public.index, made.index)],
                Proof((f"published: {day(public.when)}", f"made: {day(made.when)}, later")),
                [case.quote(step.start, step.end) for step in (public, made)],
            )
            return


def _steps(case: Case, index: int) -> Iterator[_Step]:
    """The days of a sentence that a word of making or publishing stands before, near a word for a recording."""
    words, first = case.words(index), case.reading.bounds[index][0]
    if not any(cue(kind).search(words) for kind in _STEPS):
        return
    near = " ".join(case.words(at) for at in (index - 1, index) if at >= 0)
    if not cue("recording").search(near):
        return
    sentence, behind = case.sentence(index), first
    for mention in case.times_in(index):
        start, end = sentence.starts[mention.first], sentence.ends[mention.last]
        if mention.kind != "day" or mention.start is None or mention.start != mention.end:
            continue
        before = case.between(behind, start)
        verbs = [(found.end(), kind, found.start()) for kind in _STEPS for found in cue(kind).finditer(before)]
        if verbs and not shape(r"[;:]").search(before[max(verbs)[0] :]):
            at, kind, verb = max(verbs)
            if kind == _PUBLIC or _is_its(before[:verb], behind > first):
                yield _Step(kind, mention.start, index, behind + at, end)
        behind = end


def _is_its(words: str, again: bool) -> bool:
    """Whether the words before a verb end with a recording as its subject, or with nothing but what goes on."""
    named = [found.end() for found in cue("recording").finditer(words)]
    if not named and not again and not shape(r"^\W*<pronoun>(?!\w)").match(words):
        return False
    return len(words[max(named, default=0) :].split()) <= BETWEEN


def _is_of_another(case: Case, one: _Step, other: _Step) -> bool:
    """Whether the sentences from one step to the other speak of more than one recording."""
    first, last = sorted((one.index, other.index))
    return any(cue("another").search(case.words(index)) for index in range(first, last + 1))


# ----------------------------------------------------------------------------------------------------- weekdays


def _weekdays(case: Case) -> Iterator[Finding]:
    """ "On Monday, 9 February 2023", which was a Thursday."""
    names, known = weekdays(case.language), _any_weekday(case.language)
    for index in range(len(case.reading)) if known.search(case.reading.folded) else ():
        if not known.search(case.words(index)):
            continue
        sentence = case.sentence(index)
        for mention in case.times_in(index):
            start, end = sentence.starts[mention.first], sentence.ends[mention.last]
            told = known.findall(case.between(start, end))
            if not told:  # "6 June, a Thursday,"
                apart = re.match(
                    rf"\s*[,(]\s*(?:\w{{1,2}}\s+)?({known.pattern})\s*[,;:.)]", case.between(end, end + 32)
                )
                told, end = ([apart[1]], end + apart.end(1)) if apart else (told, end)
            when = mention.start
            if mention.kind != "day" or when is None or when != mention.end or len(told) != 1:
                continue
            if names[told[0]] == when.weekday() or not _is_sure(case, when, names[told[0]], start, end):
                continue
            yield WEEKDAY_DOES_NOT_FIT.finding(
                f"{day(when)} was a {WEEKDAYS[when.weekday()]}, not a {WEEKDAYS[names[told[0]]]}",
                [claim for claim in case.claims if case.sentence_of(claim) == index],
                Proof((f"{day(when)}: {WEEKDAYS[when.weekday()]}",)),
                [case.quote(start, end)],
            )


def _is_sure(case: Case, when: date, weekday: int, start: int, end: int) -> bool:
    """Whether the year of a date is told, or that of publication and not the one before."""
    if when.year < REFORM:
        return False
    if shape(r"\d{4}").search(case.between(start, end)):
        return True
    if case.day is None or case.dating is not None or not 0 <= (case.day - when).days <= RECENT:
        return False
    if (when.month, when.day) == (2, 29):
        return False
    if when.replace(year=when.year - 1).weekday() != weekday:
        return True
    return (case.day - when).days <= FRESH and not _looks_back(case, when.year - 1)


def _looks_back(case: Case, year: int) -> bool:
    """Whether a text tells of the year before its own: by its number, or as the year that passed."""
    folded = case.reading.folded
    return bool(re.search(rf"(?<!\d){year}(?!\d)", folded) or cue("year-before").search(folded))


@lru_cache(maxsize=8)
def _any_weekday(language: str) -> re.Pattern[str]:
    names = sorted(weekdays(language), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


@lru_cache(maxsize=8)
def weekdays(language: str) -> Mapping[str, int]:
    """The names of the weekdays in a language, folded, each with the number that ``date.weekday`` gives it."""
    named = load_language(language).values["weekday"]
    return {fold(phrase): int(value) for value, phrases in named.items() for phrase in phrases}
