"""The numbers of a text that count things, whether or not they make a claim: names on a list, coffins, patients.

"87 names"                    a count of its noun
"in the first village four"   of the noun of the one before
"fifteen of them"             a part of another
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from counterclaim.findings.arithmetic.figures import Figure, Figures, same_kind
from counterclaim.findings.arithmetic.portions import akin
from counterclaim.findings.case import Case
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.tolerance import may_be_slip

MANY = 10  # numbers of which every sum is tried
# what stands behind a number that tells no noun: "nineteen were burned"
_VERBS = r"<bare-behind>|<left-behind>|<a-fate>|<of-them>|<said-of-them>|\w+<verb-ending>|\w+<past-ending>"
BESIDE = 12  # characters between such a word and the number that it goes with: "another 51"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things told in a text, the words behind that may name them, and its paragraph."""

    figure: Figure
    nouns: tuple[str, ...]
    paragraph: int
    itemised: bool = (
        False  # behind a colon that tells who those before it are: "four people: a driver and three others"
    )

    @property
    def value(self) -> float:
        """The number to compute with."""
        return self.figure.value

    @property
    def start(self) -> int:
        """Where it stands."""
        return self.figure.told.start

    @property
    def index(self) -> int:
        """Its sentence."""
        return self.figure.told.index

    @property
    def sure(self) -> bool:
        """Whether it is told as it is."""
        return self.figure.sure

    @property
    def inside(self) -> bool:
        """Whether it is told as a part of another: "of them", "among them"."""
        behind = shape(r"^\s*(?:<part-behind>|<of-such>)(?!\w)").match(self.figure.behind)
        return self.figure.role == "part" or self.itemised or bool(behind)


def counts_before(figures: Figures, last: Figure, reach: int) -> list[Count]:
    """The counts before a number, of the sentences up to ``reach`` before its own, below the headline."""
    first = max(0, last.told.index - reach)
    told = (one for at in range(first, last.told.index + 1) for one in _counts_in(figures, at))
    return [one for one in told if one.start < last.told.start]


def _counts_in(figures: Figures, index: int) -> list[Count]:
    """The counts of a sentence, each beside the others."""
    found = figures.counts.get(index)
    if found is None:
        here = figures.of(index)
        found = figures.counts[index] = [count_of(figures.case, one, here) for one in here]
    return found


def counts_behind(figures: Figures, first: Figure) -> list[Count]:
    """The counts behind a number in its sentence, and those of the next."""
    index, last = first.told.index, len(figures.case.reading) - 1
    told = [*figures.of(index), *(figures.of(index + 1) if index < last else ())]
    return [count_of(figures.case, one) for one in told if one.told.start > first.told.start]


def count_of(case: Case, one: Figure, beside: Sequence[Figure] = ()) -> Count:
    """A number with the words behind it that may name what it counts."""
    noun = rf"(?!(?:{_VERBS})(?!\w))([^\W\d_][\w'-]{{2,}})"
    found = shape(rf"^\s+{noun}(?:\s+{noun})?")
    words = found.match(one.behind)
    nouns = tuple(word for word in words.groups() if word) if words is not None else ()
    itemised = any(_is_itemised(case, other, one) for other in beside)
    return Count(one, nouns, case.reading.bounds[one.told.index][2], itemised)


def _is_itemised(case: Case, whole: Figure, one: Figure) -> bool:
    """Whether a number stands behind the colon that follows a greater one: "four people: a driver and three others"."""
    if whole.told.index != one.told.index or not whole.told.start < one.told.start or one.value > whole.value:
        return False
    return bool(shape(r"^[^:,;.]{0,40}:[^:;.]*$").match(case.between(whole.told.end, one.told.start)))


def may_join(one: Count, other: Count, bound: bool = False) -> bool:
    """Whether two numbers may count the same things: by their kinds, by their nouns, or one tells of none.

    Where the words have ``bound`` them, only their kinds can part them.
    """
    if one.figure.kind is not None and other.figure.kind is not None:
        return same_kind(one.figure, other.figure)
    if bound or not one.nouns or not other.nouns or one.inside or other.inside:
        return True
    return any(akin(a, b) for a in one.nouns for b in other.nouns)


def is_each(one: Count) -> bool:
    """Whether a number is told for each of several: "1,200 each", in Russian "по 1200"."""
    return bool(
        shape(r"(?<!\w)<each-ahead>\s*$").search(one.figure.ahead) or cue("each-behind").search(one.figure.behind)
    )


def is_near(made: float, told: float) -> bool:
    """Whether a number is not another that it may be meant for: it is near, or ten times as much."""
    return made != told and (may_be_slip(told, made) or max(made, told) == 10 * min(made, told) > 0)


def sums_of(counts: Iterable[Count]) -> set[float]:
    """What any of some counts make."""
    values = [one.value for one in counts][-MANY:]
    return {sum(some) for size in range(len(values) + 1) for some in combinations(values, size)}


def tells_more(case: Case, start: int, end: int) -> bool:
    """Whether words from one place to another speak of some whom no number tells: "several", "a sixth", "more"."""
    told = [(one.start, one.end) for index in _sentences(case, start, end) for one in case.told(index)]
    for found in cue("uncounted").finditer(case.between(start, end)):
        first, last = start + found.start(), start + found.end()
        if shape(r"^\s+\d").match(case.between(last, last + 3)):
            continue  # "some 25 km away"
        if not any(low < last + BESIDE and first < high for low, high in told):
            return True
    return False


def _sentences(case: Case, start: int, end: int) -> Sequence[int]:
    return range(case.sentence_at(start), case.sentence_at(max(start, end - 1)) + 1)
