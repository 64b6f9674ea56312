"""CC1: how a figure changed, against the two figures of it.

"has doubled", two figures                 factor-does-not-follow
"three times as many as in May"            factor-does-not-follow
"a fall of 19 per cent", two figures       factor-does-not-follow

The two are claims of one thing at two times, else two numbers that the words tell as such (``counterparts``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from counterclaim.findings.case import Case, Told
from counterclaim.findings.counterparts import counterparts, explains, is_count
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import Rule, number, percent, said
from counterclaim.findings.terms import scope_of
from counterclaim.findings.tolerance import allowed, interval
from counterclaim.model import Claim, Finding, Proof, Quantity

FACTOR_DOES_NOT_FOLLOW = Rule(
    "CC107", "factor-does-not-follow", "warning", "How many times as many is told does not follow from the figures."
)

# What a change is called, and how many times as many that is; a phrase of a later row may stand in one before it.
FACTORS = (("halved", 2.0), ("quadrupled", 4.0), ("tripled", 3.0), ("doubled", 2.0))
# "twice as many as in May": the words of a factor that is told with the time it is against
TIMES = (("twice", 2.0), ("thrice", 3.0), ("four-times", 4.0), ("half-again", 1.5))
NEAR = 40  # characters from "three times as many as" to the other time
APART = 2  # sentences between a change and the figures it is of
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it is told: from ``start`` to ``end``, and how many times the lower figure the higher may be.

    ``share`` is the part it rose or fell by, where it is told by one, and ``grown`` tells which.
    """

    index: int
    start: int
    end: int
    least: float
    most: float
    share: Quantity | None = None
    grown: bool = True

    def allows(self, low: Quantity, high: Quantity) -> bool:
        """Whether two figures, the lower one first, may have changed so."""
        (a, b), (c, d) = interval(low), interval(high)
        return a <= 0 or c <= 0 or (c / b <= self.most + _TINY and self.least <= d / a + _TINY)


def factor_allowed(factor: float, before: str) -> tuple[float, float]:
    """The ratios that a factor allows, by the words before it: nearly, more than, about."""
    if shape(r"(?<!\w)<nearly>\s*$").search(before):
        return factor * 0.75, factor * 1.02
    if shape(r"(?<!\w)<more-than>\s*$").search(before):
        return factor * 0.98, factor * 1.6
    if shape(r"(?<!\w)<roughly>\s*$").search(before):
        return factor * 0.8, factor * 1.25
    return factor * 0.9, factor * 1.17


def find(case: Case) -> Iterator[Finding]:
    """Each change that the two figures it is of do not bear out."""
    counted = [
        c for c in case.claims if c.quantity.unit == "count" and c.quantity.hedge != "vague" and c.quantity.figure
    ]
    counted = [claim for claim in counted if claim.stance == "asserts" and not case.in_headline(claim)]
    spoken = {case.sentence_of(claim) for claim in case.claims}
    reach = {index + step for index in spoken for step in range(-1, APART + 2)}
    for index in sorted(at for at in reach if 0 <= at < len(case.reading)):
        factor = _factor_told(case, index)
        changes = [(factor, _pair_told(case, counted, index))] if factor is not None else []
        changes += [(change, _pair_beside(case, counted, index)) for change in _shares_told(case, index)]
        for change, pair in changes:
            if pair is None:
                yield from _of_counterparts(case, change)
            elif not change.allows(pair[0].quantity, pair[1].quantity):
                yield _finding(case, change, pair[0].quantity, pair[1].quantity, list(pair))


# ------------------------------------------------------------------------------------------- changes as they are told


def _factor_told(case: Case, index: int) -> Change | None:
    """How many times as many a sentence tells: of a change, or against another time."""
    words, start = case.words(index), case.reading.bounds[index][0]
    for name, factor in FACTORS:
        if match := cue(name).search(words):
            return Change(
                index, start + match.start(), start + match.end(), *factor_allowed(factor, words[: match.start()])
            )
    for name, factor in TIMES:
        for pattern in (rf"(?<!\w)<{name}>\s+<as-many-as>(?!\w)", rf"(?<!\w)<{name}>\s+<more-or-fewer>(?!\w)"):
            match = shape(pattern).search(words)
            if match and _names_time(case, index, start + match.end()):
                return Change(
                    index, start + match.start(), start + match.end(), *factor_allowed(factor, words[: match.start()])
                )
        changed = rf"(?<!\w)(?:<grew>|<shrank>)\w*\s+(?:[\w'-]+\s+){{0,3}}?(<{name}>)(?!\w)"
        if match := shape(changed).search(words):
            told = match.start(1)
            return Change(index, start + match.start(), start + match.end(), *factor_allowed(factor, words[:told]))
    return None


def _names_time(case: Case, index: int, position: int) -> bool:
    """Whether the words behind a position name the time that something is told against."""
    sentence = case.sentence(index)
    if any(0 <= sentence.starts[one.first] - position < NEAR for one in case.times_in(index)):
        return True
    return bool(shape(r"^[^.;:!?]{0,24}?(?<!\w)<other-time>(?!\w)").match(case.between(position, position + NEAR)))


def _shares_told(case: Case, index: int) -> Iterator[Change]:
    """ "a rise of 12 per cent", "19 per cent fewer"."""
    for one in case.told(index):
        grown = None if one.count or not one.value else _grown(case, one)
        if grown is None:
            continue
        floor, roof = allowed(one.quantity)
        if one.quantity.hedge in ("over", "at least"):
            roof = float("inf") if grown else 1.0
        span = (1 + floor, 1 + roof) if grown else tuple(1 / (1 - s) if s < 1 else float("inf") for s in (floor, roof))
        yield Change(index, one.start, one.end, span[0], span[1], one.quantity, grown)


def _grown(case: Case, share: Told) -> bool | None:
    """Whether a share is told as a rise (true) or a fall (false) by the words about it; ``None`` where as neither."""
    start, end, _ = case.reading.bounds[share.index]
    before, behind = case.between(start, share.start), case.between(share.end, end)
    by = r"(?<!\w)<{}>\s*(?:<before-share>\s+)*$"
    noun = r"(?<!\w)<{}>(?:\s+(?!<of>\s|<up-to>\s)[\w'-]+){{0,5}}?[\s,-]+(?:<before-share>\s+)*$"
    told = ((True, "rise-of", "more-by", "growth"), (False, "fall-of", "fewer-by", "decline"))
    for grown, ahead, after, called in told:
        if shape(by.format(ahead)).search(before) or shape(rf"^\s*<{after}>(?!\w)").match(behind):
            return grown
        if shape(noun.format(called)).search(before):
            return grown
    return True if before.endswith("+") or share.quantity.text.startswith("+") else None


# --------------------------------------------------------------------------------------------- the two that it is of


def _pair_told(case: Case, counted: list[Claim], index: int) -> tuple[Claim, Claim] | None:
    """The lower and the higher figure that a change is of: in its sentence or before it, else both in the next one."""
    before = [claim for claim in counted if 0 <= index - case.sentence_of(claim) <= APART]
    here = {case.reading.bounds[index][2]}
    near = [claim for claim in before if case.paragraph_of(claim) in here]
    for told in (near, before):
        found = _pairs(case, told)
        if found:
            return _only(found)
    if any(case.sentence_of(claim) == index for claim in counted):
        return None
    behind = _pairs(case, [claim for claim in counted if case.sentence_of(claim) == index + 1])
    return _only([pair for pair in behind if pair[0].place == pair[1].place])


def _pair_beside(case: Case, counted: list[Claim], index: int) -> tuple[Claim, Claim] | None:
    """The two figures of a sentence that tells by what share they changed, else the only two before it."""
    if any(one.count for one in case.told(index)):
        near = [claim for claim in counted if case.sentence_of(claim) == index]
    else:
        near = [claim for claim in counted if 0 < index - case.sentence_of(claim) <= APART]
        near = near if len(near) == 2 else []
    return _only(_pairs(case, near))


def _pairs(case: Case, near: list[Claim]) -> list[tuple[Claim, Claim]]:
    """Two figures of one thing at two times, in each way that claims give them."""
    return [
        (one, other)
        for one, other in combinations(near, 2)
        if (one.object, one.measure, one.side) == (other.object, other.measure, other.side)
        and one.quantity.figure != other.quantity.figure
        and scope_of(one) == scope_of(other)
        and _at_two_times(case, one, other)
    ]


def _only(pairs: list[tuple[Claim, Claim]]) -> tuple[Claim, Claim] | None:
    """The pair of figures, the lower one first, where all the pairs are of the same two."""
    if len({frozenset((one.quantity.figure, other.quantity.figure)) for one, other in pairs}) != 1:
        return None
    low, high = sorted(pairs[0], key=lambda claim: claim.quantity.figure or 0.0)
    return low, high


def _at_two_times(case: Case, one: Claim, other: Claim) -> bool:
    """Whether two figures are of two times: by their days, or by a word for an earlier one."""
    ends = {one.period.end, other.period.end}
    if len(ends) == 2 or one.period.start != other.period.start:
        return True
    return any(cue("earlier").search(case.words(case.sentence_of(claim))) for claim in (one, other))


def _of_counterparts(case: Case, change: Change) -> Iterator[Finding]:
    """A change against the only two numbers of one thing at two times, where no other two bear it out."""
    pairs = [sorted(pair, key=lambda one: one.value) for pair in counterparts(case, change.index)]
    if len({(low.value, high.value) for low, high in pairs}) != 1:
        return
    low, high = pairs[0]
    first = min(low.index, high.index)
    near = [one for at in range(first, change.index + 1) for one in case.told(at) if is_count(one)]
    if change.allows(low.quantity, high.quantity) or explains(near, change.least, change.most):
        return
    claims = [one.claim for one in (low, high) if one.claim is not None]
    yield _finding(case, change, low.quantity, high.quantity, claims)


# -------------------------------------------------------------------------------------------------------- the verdict


def _finding(case: Case, change: Change, low: Quantity, high: Quantity, claims: list[Claim]) -> Finding:
    x, y = low.figure or 1.0, high.figure or 0.0
    told = case.document.text[change.start : change.end]
    if change.share is None:
        message = f"{said(high)} are {y / x:.1f} times {said(low)}, which is not “{' '.join(told.split())}”"
        steps: tuple[str, ...] = (f"{number(y)} ÷ {number(x)} = {y / x:.2f}",)
    else:
        base = x if change.grown else y
        made = percent((y - x) / base)
        ends = f"{number(x)} to {number(y)}" if change.grown else f"{number(y)} to {number(x)}"
        message = f"from {ends} is a {'rise' if change.grown else 'fall'} of {made}, not {said(change.share)}"
        steps = (f"({number(y)} − {number(x)}) ÷ {number(base)} = {made}", f"told: {said(change.share)}")
    return FACTOR_DOES_NOT_FOLLOW.finding(
        message, claims, Proof(steps), [case.quote(one.start, one.end) for one in (low, high, change)]
    )
