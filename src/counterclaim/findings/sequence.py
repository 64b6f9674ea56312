"""CC5: what cannot have come before what: a recording is made before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import Rule, day
from counterclaim.model import Finding, Proof

PUBLISHED_BEFORE_MADE = Rule(
    "CC506", "published-before-made", "warning", "A recording is said to have been published before it was made."
)

BEHIND = 2  # sentences behind the publication of a recording in which its making is told
BETWEEN = 4  # words between a recording and the verb of its making
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
    """ "The service posted the call on Tuesday, 7 February. It was made on Thursday, 9 February"."""
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
