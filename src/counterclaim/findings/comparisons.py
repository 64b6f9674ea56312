"""CC1: how many times as many one side lost as the other, against what the text tells of each.

"The rebels' toll is three times as high as that of the army"    factor-does-not-follow
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case, Told
from counterclaim.findings.contrasts import FACTOR_DOES_NOT_FOLLOW, TIMES, factor_allowed
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import number, said
from counterclaim.findings.tolerance import interval
from counterclaim.model import Finding, Proof
from counterclaim.places import side_of

BEFORE = 6  # sentences before a comparison in which the figures of the two sides stand
LEAST = 10.0  # smaller numbers are told of much else
_TOLLS = frozenset({"killed", "losses", "casualties"})
_TINY = 1e-9


def find(case: Case) -> Iterator[Finding]:
    """Each comparison of two sides' tolls that no two of their figures bear out."""
    spoken = {case.sentence_of(claim) + step for claim in case.claims for step in range(BEFORE)}
    for index in sorted(at for at in spoken if at < len(case.reading)):
        if any(not time.reporting for time in case.times_in(index)):
            continue  # of that time, and not of what was told before
        words, start = case.words(index), case.reading.bounds[index][0]
        for name, factor in TIMES:
            match = shape(rf"(?<!\w)<{name}>\s+<as-many-as>(?!\w)").search(words)
            if (
                match is None
                or not cue("toll").search(words)
                or any(one.count and one.value >= LEAST for one in case.told(index))
            ):
                continue
            more = _sides_in(case, index, start, start + match.start())
            fewer = _sides_in(case, index, start + match.end(), start + len(words))
            if len(more) == len(fewer) == 1 and more != fewer:
                yield from _judge(case, index, (*more, *fewer), factor, words[: match.start()], match[0])
            break


def _judge(case: Case, index: int, sides: tuple[str, ...], factor: float, before: str, told: str) -> Iterator[Finding]:
    high, low = (_figures_of(case, index, side) for side in sides)
    least, most = factor_allowed(factor, before)
    ratios: list[tuple[float, Told, Told]] = []
    for one in high:
        for other in low:
            (a, b), (c, d) = interval(other.quantity), interval(one.quantity)
            if a <= 0 or (c / b <= most + _TINY and least <= d / a + _TINY):
                return
            ratios.append((one.value / other.value, one, other))
    if not ratios:
        return
    ratio, one, other = ratios[0]
    yield FACTOR_DOES_NOT_FOLLOW.finding(
        f"{said(one.quantity)} are {ratio:.1f} times {said(other.quantity)}, which is not “{told}”",
        [held.claim for held in (one, other) if held.claim is not None],
        Proof((f"{number(one.value)} ÷ {number(other.value)} = {ratio:.2f}",)),
        [case.quote(held.start, held.end) for held in (one, other)],
    )


def _figures_of(case: Case, index: int, side: str) -> list[Told]:
    """The tolls of a side before a comparison: by their claims, else by the one side that their sentences name."""
    found: list[Told] = []
    for at in range(max(0, index - BEFORE), index):
        named = _sides_in(case, at, *case.reading.bounds[at][:2])
        if not named and at:
            named = _sides_in(case, at - 1, *case.reading.bounds[at - 1][:2])
        for one in case.told(at):
            if not one.count or one.value < LEAST or (one.claim is not None and one.claim.measure not in _TOLLS):
                continue
            own = one.claim.side if one.claim is not None else None
            if own == side or (own is None and side in named):
                found.append(one)
    return found


def _sides_in(case: Case, index: int, start: int, end: int) -> frozenset[str]:
    """The sides that the words of a sentence name, from one position to another."""
    sentence = case.sentence(index)
    tokens = [token for token in range(len(sentence.words)) if start <= sentence.starts[token] < end]
    return frozenset(side for token in tokens if (side := side_of(sentence, token)) is not None)
