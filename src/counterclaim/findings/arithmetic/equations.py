"""CC1: equations of a passage: its figures, wherever they stand in it, against what their roles make.

forces      who is left of one, who was lost
sums        totals of fates, places and times

An equation is held against the text where each of its roles has one figure there, or all that are of the role. It
speaks where no other reading of the roles makes it true, and the text itself says that nothing else is to be counted,
or where what is told is one slip of a digit away, which hardly comes by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from counterclaim.findings.arithmetic.elsewhere import is_made_elsewhere, is_part_beside
from counterclaim.findings.arithmetic.figures import Figure, Figures
from counterclaim.findings.arithmetic.listings import is_near
from counterclaim.findings.arithmetic.partitions import is_slip
from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue, shape

REACH = 4  # sentences to either side of a result in which what it is made of stands
LONG = 100.0  # a number of three digits: a slip of it hardly comes by chance
LEAST = 10.0  # of a result
MOST = 6  # figures of one role
FAR = 0.4  # of a number: what misses it by more is no slip of it
FREE = ("left", "state", "count", "other")  # roles that do not say more of a number than what it counts


@dataclass(frozen=True, slots=True)
class Broken:
    """An equation that fails: what is told, what it is made of, and what that makes."""

    kind: str
    told: Figure
    terms: tuple[tuple[int, Figure], ...]
    made: float

    @property
    def figures(self) -> list[Figure]:
        """All of its figures, the result first."""
        return [self.told, *(one for _, one in self.terms)]


Equation = Callable[[Case, Figures], Iterator[Broken]]


def find(case: Case, figures: Figures, done: Container[int], equations: Iterable[Equation]) -> Iterator[Broken]:
    """Every equation of a passage that fails, none with a number that begins at one of ``done``."""
    spent: set[int] = set()
    for equation in equations:
        for broken in equation(case, figures):
            starts = {one.told.start for one in broken.figures}
            if broken.kind != "spent" and is_made_elsewhere(case, broken.told.told, starts):
                continue
            if is_part_beside(case, broken.told.told):
                continue
            if not starts & spent and not any(start in done for start in starts):
                spent |= starts
                yield broken


def results(figures: Figures, *roles: str) -> Iterator[Figure]:
    """The figures with one of some roles that may be what an equation makes."""
    for index in figures.spoken:
        yield from (one for one in figures.of(index) if one.role in roles and one.sure and one.value >= LEAST)


def is_meant(made: float, told: float, closed: bool) -> bool:
    """Whether a sum is meant for a number: the text closes it and it is near, or it is one slip off."""
    if made <= 0 or abs(made - told) > FAR * max(told, made) or _is_rounded(made, told):
        return False
    slip = is_slip(made, told)
    return (closed and (slip or is_near(made, told))) or (slip and max(made, told) >= LONG)


def _is_rounded(made: float, told: float) -> bool:
    """Whether a number is a sum told in round figures: "two thousand" for 1,922."""
    unit = 1
    while told and told % (unit * 10) == 0:
        unit *= 10
    return abs(made - told) <= unit / 2


def sums_of(parts: Sequence[Figure]) -> set[float]:
    """What some of the parts make."""
    return {
        sum(one.value for one in some)
        for size in range(len(parts) + 1)
        for some in combinations(parts[: 2 * MOST], size)
    }


def is_closed(words: str) -> bool:
    """Whether a passage says that nothing else is to be counted: "no replacements", "all the others were unhurt"."""
    return bool(
        cue("no-others").search(words)
        or shape(r"(?<!\w)<nobody>(?!\w)[^.;]{0,40}(?<!\w)<comes>(?!\w)").search(words)
        or shape(r"(?<!\w)<comes>(?!\w)[^.;,]{0,20}(?<!\w)<nobody>\s*(?:[.;,]|$)").search(words)
    )


def has_rest(case: Case, figures: Sequence[Figure]) -> bool:
    """Whether a sentence of some figures speaks of others whom no number tells: "the rest died in hospitals"."""
    rest = any(cue("closes").search(case.words(one.told.index)) for one in figures)
    return rest and not is_closed(between(case, figures))


def between(case: Case, figures: Iterable[Figure]) -> str:
    """The words of the sentences from the first of some figures to the one behind the last."""
    indices = sorted({one.told.index for one in figures})
    last = min(indices[-1] + 1, len(case.reading) - 1)
    return case.between(case.reading.bounds[indices[0]][0], case.reading.bounds[last][1])
