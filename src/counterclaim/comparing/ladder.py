"""How two claims stand: named levels, tried in order; the first that holds wins, and its sentence is kept.

    gap        there is nothing on one side
    mismatch   another side, object, measure, unit, force or place: not comparable, or only as part and whole
    echo       the same figure in the same words, or by the same speaker for the same time
    revision   the same speaker later gave another figure for the same time
    agreement  the values they allow meet
    denial     one denies what the other says; if it leaves open when, the very figure, of the same side or place
    reset      a running total begins anew on a day on which the record says so
    fell       a running total of one speaker is lower than before
    conflict   the values they allow do not meet, or a part is larger than its whole; with the ratio
    apart      they are of different times, or nothing says of when

Broader terms (killed, casualties, losses) are compared by inequality alone: a part cannot be larger than its whole.
A claim comes before another by the day it was said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from counterclaim.comparing.questions import (
    Stated,
    told,
    voice_label,
    voice_of,
)
from counterclaim.findings.rule import day, days
from counterclaim.model import Kept
from counterclaim.vocabulary import includes, label

WORDS = 6  # words from which two equal quotes are the same words and no coincidence

TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Standing:
    """How two claims stand: the level's name, the sentence, and the ratio of larger to smaller in a conflict."""

    level: str
    sentence: str
    ratio: float | None = None


class Pair:
    """Two claims in the order they were said, and what the levels ask of them.

    ``same_moment``: both hold for the same days, and these are known. ``same_figure``: both tell one number, under the
    same hedge an equal one, under different ones the same or one that both allow.
    """

    __slots__ = (
        "_broken", "bounds", "first", "moments", "questions", "resets", "said", "same_figure", "same_moment", "second",
        "twins", "voices",
    )  # fmt: skip

    def __init__(
        self,
        one: Kept | Stated,
        other: Kept | Stated,
        twins: Container[frozenset[str]] = (),
        resets: Collection[date] = (),
    ) -> None:
        first = one if isinstance(one, Stated) else Stated(one)
        second = other if isinstance(other, Stated) else Stated(other)
        if second.order < first.order:
            first, second = second, first
        self.first, self.second = first.kept, second.kept
        self.questions = first.question, second.question
        self.moments = first.moment, second.moment
        self.voices = first.voice, second.voice
        self.bounds = first.bounds, second.bounds
        self.said = first.said, second.said
        self.twins, self.resets = twins, resets
        self._broken: tuple[int, str] | Literal[False] | None = False  # not looked at yet
        when = self.moments[0]
        kinds = self.questions[0].kind, self.questions[1].kind
        self.same_moment: bool = kinds[0] == kinds[1] and when.known and when == self.moments[1]
        number, another = self.first.claim.quantity, self.second.claim.quantity
        if number.hedge == another.hedge:
            same = number.best == another.best and number.low == another.low and number.high == another.high
        else:
            same = number.figure == another.figure or self.meets
        self.same_figure: bool = same

    @property
    def same_voice(self) -> bool:
        """Whether one speaker says both."""
        return self.voices[0] == self.voices[1]

    @property
    def later(self) -> bool:
        """Whether the second was said on a later day."""
        first, second = self.said
        return first is not None and second is not None and first < second

    @property
    def same_stance(self) -> bool:
        """Whether both assert or both deny."""
        return self.first.claim.stance == self.second.claim.stance

    @property
    def meets(self) -> bool:
        """Whether some value is allowed by both."""
        (a, b), (c, d) = self.bounds
        return a <= d + TINY and c <= b + TINY

    @property
    def equal(self) -> bool:
        """Whether both name the same number, whatever their hedges."""
        return self.first.claim.quantity.figure == self.second.claim.quantity.figure

    @property
    def same_words(self) -> bool:
        """Whether the quotes are word for word the same and long enough, or the documents copies of each other."""
        one, other = (" ".join(k.claim.evidence.exact.casefold().split()) for k in (self.first, self.second))
        if one == other and one.count(" ") + 1 >= WORDS:
            return True
        return frozenset((self.first.claim.document, self.second.claim.document)) in self.twins

    @property
    def broken(self) -> tuple[int, str] | None:
        """Where a part is larger than its whole; see ``part_exceeds``."""
        if self._broken is False:
            self._broken = part_exceeds(self)
        return self._broken

    def words(self, at: int) -> str:
        """``General Staff …: 5,000, 9 May 2024``."""
        kept, moment = (self.first, self.second)[at], self.moments[at]
        when = ""
        if moment.end is not None:
            when = ", " + (days(moment.start, moment.end) if moment.start else day(moment.end))
        verb = " denies" if kept.claim.stance == "denies" else ""
        return f"{voice_label(self.voices[at])}{verb}: {told(kept.claim.quantity)}{when}"

    @property
    def both(self) -> str:
        """Both claims in words, in the order they were said."""
        return f"{self.words(0)}; {self.words(1)}"


def ratio_of(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How many times the lower interval's top the higher interval's bottom is; infinity above nothing."""
    low, high = sorted((one, other))
    return high[0] / low[1] if low[1] > 0 else float("inf")


def _ratio(pair: Pair) -> float:
    """That of the values allowed, or of the figures themselves where these meet."""
    if not pair.meets:
        return ratio_of(*pair.bounds)
    one, other = (kept.claim.quantity.figure or 0.0 for kept in (pair.first, pair.second))
    return ratio_of((one, one), (other, other))


def _times(ratio: float) -> str:
    if ratio == float("inf"):
        return "something against nothing"
    return f"{ratio:.3g} times as many" if ratio >= 1.01 else f"{(ratio - 1) * 100:.2g}% more"


# ---------------------------------------------------------------------------------------------- part and whole


def _wider(pair: Pair) -> int | None:
    """Which of two claims counts the wider thing where one includes the other: 0 or 1; ``None`` where neither does."""
    one, other = pair.questions
    for at, (wide, narrow) in enumerate(((one, other), (other, one))):
        if includes(wide.object, narrow.object) and includes(wide.measure, narrow.measure):
            return at
    return None


def _rest_equal(pair: Pair) -> bool:
    one, other = pair.questions
    return (one.side, one.unit, one.force, one.place, one.kind) == (
        other.side, other.unit, other.force, other.place, other.kind
    )  # fmt: skip


def part_exceeds(pair: Pair) -> tuple[int, str] | None:
    """Where a part is larger than its whole: which claim is the whole, and why the other is a part of it.

    By term (the killed are among the casualties), by time (a week inside a month), or by growth (an earlier running
    total is inside a later one). Both must be counts that are asserted, of the same side, force and place.
    """
    one, other = pair.questions
    if not _rest_equal(pair) or one.unit != "count" or one.side is None or not pair.same_stance:
        return None
    if pair.first.claim.stance == "denies":
        return None
    first, second = pair.moments
    same_terms = (one.object, one.measure) == (other.object, other.measure)
    whole: int | None = None
    why = ""
    if not same_terms and pair.same_moment:
        whole = _wider(pair)
        if whole is not None:
            part_of, all_of = pair.questions[1 - whole], pair.questions[whole]
            names = [
                f"{label(table, getattr(part_of, table))} are among {label(table, getattr(all_of, table))}"
                for table in ("measure", "object")
                if getattr(part_of, table) != getattr(all_of, table)
            ]
            why = " and ".join(names)
    elif same_terms and one.kind == "window" and first != second:
        whole = 0 if first.holds(second) else 1 if second.holds(first) else None
        why = "the shorter time lies inside the longer"
    elif same_terms and one.kind == "cumulative" and first.end and second.end and first.end != second.end:
        whole = 0 if first.end > second.end else 1
        why = "a running total does not fall"
    if whole is None or pair.bounds[1 - whole][0] <= pair.bounds[whole][1] + TINY:
        return None
    return whole, why


# ----------------------------------------------------------------------------------------------------- the levels


def _mismatch(pair: Pair) -> str | None:
    one, other = pair.questions
    if one == other:
        return None
    names = ("side", "unit", "force", "place", "object", "measure")
    differ = [name for name in names if getattr(one, name) != getattr(other, name)]
    if not differ or pair.broken or _denial(pair):
        return None
    told_apart = ", ".join(
        f"{name} {getattr(one, name) or 'open'} and {getattr(other, name) or 'open'}" for name in differ
    )
    wider = _wider(pair) if set(differ) <= {"object", "measure"} else None
    bounded = "; one is part of the other, which it fits" if wider is not None and pair.same_moment else ""
    return f"not the same question: {told_apart}{bounded}"


def _echo(pair: Pair) -> str | None:
    if not (pair.same_figure and pair.same_stance) or pair.questions[0].kind != pair.questions[1].kind:
        return None
    if pair.same_words:
        return f"the same words: {pair.both}"
    if pair.same_voice and (pair.same_moment or pair.first.claim.document == pair.second.claim.document):
        return f"the same speaker and figure: {pair.both}"
    return None


def _revision(pair: Pair) -> str | None:
    if not (pair.same_voice and pair.same_moment and pair.later and pair.same_stance) or pair.same_figure:
        return None
    return f"the same speaker changed the figure: {pair.both}"


def _agreement(pair: Pair) -> str | None:
    if not (pair.same_moment and pair.same_stance and pair.meets):
        return None
    if pair.same_voice and not pair.same_figure:
        return None
    return f"they agree: {pair.both}"


def _denial(pair: Pair) -> str | None:
    if pair.same_stance or not pair.meets:
        return None
    (one, other), names = pair.questions, ("side", "force", "place")
    if (one.object, one.measure, one.unit) != (other.object, other.measure, other.unit):
        return None
    if any(None not in (a, b) and a != b for a, b in ((getattr(one, n), getattr(other, n)) for n in names)):
        return None  # a denial may leave open whose loss it was, and where
    if not pair.same_moment:
        first, second = pair.moments
        named = any(getattr(one, n) is not None and getattr(one, n) == getattr(other, n) for n in ("side", "place"))
        if (first.known and second.known) or not named or not pair.equal:
            return None  # nothing says of when: then it must be the very figure, of a side or place that both name
    return f"one denies what the other says: {pair.both}"


def _falls(pair: Pair) -> tuple[date, date] | None:
    found = pair.broken
    if found is None or not pair.same_voice or pair.questions[0].kind != "cumulative":
        return None
    earlier, later = pair.moments[1 - found[0]].end, pair.moments[found[0]].end
    return (earlier, later) if earlier is not None and later is not None and earlier < later else None


def _reset(pair: Pair) -> str | None:
    fall = _falls(pair)
    known = [when for when in pair.resets if fall is not None and fall[0] < when <= fall[1]]
    return f"the count began anew on {day(min(known))}: {pair.both}" if known else None


def _fell(pair: Pair) -> str | None:
    return f"the running total fell: {pair.both}" if _falls(pair) else None


def _conflict(pair: Pair) -> str | None:
    broken = pair.broken
    if broken is not None:
        return f"{broken[1]}: {pair.both}"
    if not (pair.same_moment and pair.same_stance) or pair.first.claim.stance == "denies":
        return None
    if pair.same_voice and not pair.same_figure:
        return f"one speaker, one time, two figures: {pair.both}"
    return None if pair.meets else f"they cannot both hold: {pair.both}"


def _apart(pair: Pair) -> str | None:
    one, other = pair.moments
    if pair.questions[0].kind != pair.questions[1].kind:
        return f"not of the same kind of time: {pair.both}"
    return f"of different times: {pair.both}" if one.known and other.known else f"nothing says of when: {pair.both}"


LEVELS: Mapping[str, Callable[[Pair], str | None]] = {
    "mismatch": _mismatch,
    "echo": _echo,
    "revision": _revision,
    "agreement": _agreement,
    "denial": _denial,
    "reset": _reset,
    "fell": _fell,
    "conflict": _conflict,
    "apart": _apart,
}


def stand(
    one: Kept | Stated | None,
    other: Kept | Stated | None,
    twins: Container[frozenset[str]] = (),
    resets: Collection[date] = (),
) -> Standing:
    """How two claims stand, the order of the two changing nothing.

    ``twins`` are pairs of ids of documents that are copies of each other (``echoes.twins``); ``resets`` the days on
    which the record says that a count began anew.
    """
    if one is None or other is None:
        there = one or other
        if there is None:
            return Standing("gap", "nothing on either side")
        voice = there.voice if isinstance(there, Stated) else voice_of(there)
        return Standing("gap", f"nothing to compare with: {voice_label(voice)} alone")
    pair = Pair(one, other, twins, resets)
    for name, holds in LEVELS.items():
        sentence = holds(pair)
        if sentence is not None:
            ratio = None
            if name in ("conflict", "reset", "fell"):
                ratio = _ratio(pair)
                if name == "conflict" and ratio > 1:
                    sentence += f"; {_times(ratio)}"
            return Standing(name, sentence, ratio)
    return Standing("apart", f"nothing to compare: {pair.both}")
