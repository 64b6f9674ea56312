"""CC1: what a text says of the difference of two figures, against the two figures.

"rose from 1,200 to 1,450, an increase of 250"            by how many they differ
"On Thursday it gave 1,200; on Friday 1,450, 250 more"    the same, the other figure in the sentence before
"180 in May, 50 per cent more than in April, when 120 …"  by what share
"In April 120 were killed. In May it was 360, three times as many"   how many times
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.growth import FACTOR_DOES_NOT_FOLLOW, FACTORS, TIMES, factor_allowed
from counterclaim.findings.rule import Rule, number, percent
from counterclaim.findings.terms import counts_meet, is_loss
from counterclaim.findings.tolerance import allowed, interval
from counterclaim.language import load_language
from counterclaim.model import Claim, Finding, Proof, Quantity
from counterclaim.quantities import read_quantity

DIFFERENCE_DOES_NOT_FOLLOW = Rule(
    "CC112", "difference-does-not-follow", "warning", "By how many two figures are told to differ is not what they do."
)

APART = 2  # sentences before a difference in which another pair of figures may explain it
APART_IN_SIZE = 10  # times that one of two figures in two sentences may be the other
LEAST = 5.0  # a smaller difference is told of much else
_CLOSED = r"^\s*(?:[.;:)]|,(?!\d)|--?\s|$|,?\s*<than>(?!\w))"  # behind "50 more"; but "50 more fell"
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Contrast:
    """What is told of two figures, from ``start`` to ``end``; ``against`` is where the words of the other one stand.

    One of ``count`` (by how many), ``share`` (by what share, risen where ``grown``) and ``factor`` (how many times, the
    least and the most it allows).
    """

    index: int
    start: int
    end: int
    against: tuple[int, int]
    count: Told | None = None
    share: Told | None = None
    grown: bool = True
    factor: tuple[float, float] | None = None

    def fits(self, low: Quantity, high: Quantity) -> bool:
        """Whether two figures, the lower one first, are so far apart."""
        (a, b), (c, d) = interval(low), interval(high)
        if a <= 0 or c <= 0:
            return True
        if self.count is not None:
            floor, roof = _spread(self.count.quantity)
            return c - b <= roof and floor <= d - a
        if self.factor is not None:
            return c / b <= self.factor[1] + _TINY and self.factor[0] <= d / a + _TINY
        assert self.share is not None
        floor, roof = allowed(self.share.quantity)
        least, most = (c / b - 1, d / a - 1) if self.grown else (1 - b / c, 1 - a / d)
        if self.share.quantity.hedge in ("over", "at least"):
            roof = max(roof, most)
        return least <= roof + _TINY and floor <= most + _TINY

    @property
    def told(self) -> Told | None:
        """The number that tells it, where it is one of the text's amounts."""
        return self.count or self.share


def find(case: Case, done: set[int]) -> Iterator[Finding]:
    """Each contrast that is not that of the only two figures it can be of; none that begins at one of ``done``."""
    spoken = {case.sentence_of(claim) for claim in case.claims}
    near = {index + step for index in spoken for step in (0, 1)}
    for index in sorted(index for index in near if index < len(case.reading)):
        contrasts = _contrasts(case, index)
        for contrast in contrasts if len(contrasts) == 1 else ():
            pair = _pair(case, contrast)
            if pair is None or contrast.start in done:
                continue
            low, high = sorted(pair, key=lambda one: one.value)
            if not contrast.fits(low.quantity, high.quantity) and not _explained(case, contrast):
                yield _finding(case, contrast, low, high)


# ------------------------------------------------------------------------------------------------ told as a contrast


def _contrasts(case: Case, index: int) -> list[Contrast]:
    told = [_by_number(case, one) for one in case.told(index)]
    return [one for one in told if one is not None] + _by_factor(case, index)


def _by_number(case: Case, one: Told) -> Contrast | None:
    """A number that the words around it make a difference; none that is but further ones ("50 more fell")."""
    if one.quantity.hedge in ("vague", "between") or (one.count and one.value < LEAST):
        return None
    start, end, _ = case.reading.bounds[one.index]
    before, behind = case.between(start, one.start), case.between(one.end, end)
    for grown, ahead, verb, after in (
        (True, "gain-of", "gained", "gain-behind"),
        (False, "loss-of", "lessened", "loss-behind"),
    ):
        led = ahead if one.count else f"{ahead}>|<{verb}"
        found = shape(rf"(?<!\w)(?:<{led}>)\s+(?:<before-share>\s+)*$").search(before)
        more = shape(rf"^(?:\s+[\w'-]+){{0,2}}?\s+<{after}>(?!\w)").match(behind)
        if more is not None and not shape(r"^\s*(?:[.;:)]|,(?!\d)|--?\s|$|,?\s*<than>(?!\w))").match(
            behind[more.end() :]
        ):
            more = None
        if found and shape(r"(?<!\w)<make-up>\s+(?:<before-share>\s+)*$").search(before):
            found = None  # "civilians made up 80 per cent"
        if found or more:
            against = (one.end + (more.end() if more else 0), end)
            made = Contrast(one.index, one.start, one.end, against, grown=grown)
            return replace(made, count=one) if one.count else replace(made, share=one)
    if one.count and shape(r"(?<!\w)<difference-of>\s+(?:<before-share>\s+)*$").search(before):
        return Contrast(one.index, one.start, one.end, (one.end, end), one)
    return None


def _by_factor(case: Case, index: int) -> list[Contrast]:
    """ "three times as many", "has doubled"."""
    start, end, _ = case.reading.bounds[index]
    words = case.words(index)
    found: list[tuple[int, int, float]] = []
    for name, factor in FACTORS:
        if match := cue(name).search(words):
            found.append((start + match.start(), start + match.end(), factor))
            break
    sentence = case.sentence(index)
    for other in case.numbers_in(index)[1]:
        first, last = sentence.starts[other.first], sentence.ends[other.last]
        times = _times(case, first, last) if other.reason == "multiplier" else None
        if times and shape(r"^\s*(?:<as-many>|<as-many-as>)(?!\w)").match(case.between(last, end)):
            found.append((first, last, times))
    return [
        Contrast(index, first, last, (last, end), factor=factor_allowed(factor, case.between(start, first)))
        for first, last, factor in found
    ]


def _times(case: Case, first: int, last: int) -> float | None:
    """How many times words tell: "twice", "five times", "2.5 times"."""
    words = case.between(first, last)
    for name, factor in TIMES:
        if cue(name).fullmatch(words):
            return factor
    read = read_quantity(words.rpartition(" ")[0], load_language(case.language))
    return read.best if read is not None and read.best is not None and 1 < read.best <= 100 else None


# -------------------------------------------------------------------------------------------- the two it can be of


def _pair(case: Case, contrast: Contrast) -> tuple[Told, Told] | None:
    """The only two figures that a contrast can be of: in its sentence, or the sentences before it."""
    one, told = contrast, contrast.told
    here = _figures(case, one.index, told)
    if len(here) == 1 and here[0].quantity.hedge == "between":
        return _ends(case, here[0], told.claim if told is not None else None)
    if any(figure.quantity.hedge in ("between", "vague") for figure in here):
        return None
    if len(here) == 2:
        return (here[0], here[1]) if _is_pair(case, contrast, *here) and not _is_against(case, contrast, here) else None
    if len(here) > 2 or not one.index or not _is_beside(case, one.index) or not (here or _opens(case, contrast)):
        return None
    before, wanted = _figures(case, one.index - 1, told), 2 - len(here)
    if len(before) == 1 < wanted and one.index > 1 and _is_beside(case, one.index - 1):
        before = [*_figures(case, one.index - 2, told), *before]
    if len(before) != wanted or any(figure.quantity.hedge in ("between", "vague") for figure in before):
        return None
    both = [*before, *here]
    if _has_own_time(case, contrast) or not _are_alike(*both):
        return None
    return (both[0], both[1]) if _is_pair(case, contrast, *both) and not _is_against(case, contrast, both) else None


def _has_own_time(case: Case, contrast: Contrast) -> bool:
    """Whether the words behind a contrast tell the time of its own: "a rise of 770 in a day"."""
    start, end = contrast.against
    if shape(r"(?<!\w)<than>(?!\w)").search(case.between(start, end)):
        return False
    here = case.sentence(contrast.index)
    times = (here.starts[time.first] for time in case.times_in(contrast.index) if not time.reporting)
    lengths = (length.start for length in case.lengths(contrast.index))
    return any(start <= at < end for at in (*times, *lengths))


def _are_alike(one: Told, other: Told) -> bool:
    """Whether two figures of two sentences may be of one thing: of one side and one order of size."""
    sides = {told.claim.side for told in (one, other) if told.claim is not None} - {None}
    low, high = sorted((one.value, other.value))
    return len(sides) < 2 and high <= low * APART_IN_SIZE


def _opens(case: Case, contrast: Contrast) -> bool:
    """Whether a contrast opens its sentence: "The difference is 250", "That is 250 more"."""
    before = case.between(case.reading.bounds[contrast.index][0], contrast.start)
    return bool(
        shape(
            r"^\W*(?:<that-is>|<difference-of>)\s*(?:<before-share>\s+)*(?:\w{1,3}\s+)?(?:<gain-of>\s+|<loss-of>\s+)?$"
        ).match(before)
    )


def _figures(case: Case, index: int, apart: Told | None) -> list[Told]:
    """The counts of a sentence, but for the one that tells their difference."""
    return [
        one for one in case.told(index) if one.count and one.value != 1 and (apart is None or one.start != apart.start)
    ]


def _is_beside(case: Case, index: int) -> bool:
    """Whether a sentence and the one before stand in one paragraph or in two that follow each other."""
    return case.reading.bounds[index][2] - case.reading.bounds[index - 1][2] <= 1


def _ends(case: Case, span: Told, claim: Claim | None) -> tuple[Told, Told] | None:
    """The two of "from 1,200 to 1,450", which the reader takes for a range."""
    low, high, claim = span.quantity.low, span.quantity.high, span.claim or claim
    if low is None or high is None or claim is None or not is_loss(claim):
        return None
    if not shape(r"^<from-number>(?!\w)").match(case.between(span.start, span.end)):
        return None
    return _exactly(span, low), _exactly(span, high)


def _exactly(span: Told, value: float) -> Told:
    return replace(span, quantity=replace(span.quantity, low=value, best=value, high=value, hedge="exact"))


def _is_pair(case: Case, contrast: Contrast, one: Told, other: Told) -> bool:
    """Whether two figures are of one thing: by what both are told of, or by no noun of their own."""
    if any(
        shape(r"^[^.;:!?,]{0,24},?\s*<part-behind>(?!\w)").match(case.between(a.end, a.end + 40)) for a in (one, other)
    ):
        return False  # "43 tanks, nine of which"
    if one.claim is not None and other.claim is not None:
        alike = counts_meet(one.claim, other.claim) and one.claim.measure == other.claim.measure
        return alike and is_loss(one.claim)
    told = [each.claim for each in (one, other, contrast.told) if each is not None and each.claim is not None]
    if not told or not all(map(is_loss, told)):
        return False
    return all(_is_bare(case, each) for each in (one, other) if each.claim is None)


def _is_bare(case: Case, one: Told) -> bool:
    """Whether a number stands without a noun of its own."""
    end = case.reading.bounds[one.index][1]
    return bool(shape(r"^\s*(?:[^\w\s]|$|<behind-bare>(?!\w))").match(case.between(one.end, end)))


def _is_against(case: Case, contrast: Contrast, told: list[Told]) -> bool:
    """Whether a contrast is told against a time or a body of which the text has no figure: "250 more than in March"."""
    start, end = contrast.against
    if any(start <= one.start < end for one in told):
        return False
    here, own = case.sentence(contrast.index), case.times_in(contrast.index)
    if not shape(r"(?<!\w)<than>(?!\w)").search(case.between(start, end)):
        return False
    against = [time for time in own if start <= here.starts[time.first] < end and not time.reporting]
    elsewhere = [time for time in own if here.starts[time.first] < start]
    elsewhere += case.times_in(contrast.index - 1) if contrast.index else []
    known = {(time.start, time.end) for time in elsewhere}
    return not any((time.start, time.end) in known for time in against)  # also "250 more than the rebels admit"


# --------------------------------------------------------------------------------------------------- the verdict


def _spread(told: Quantity) -> tuple[float, float]:
    """The differences that a told one allows, by its hedge and by what it may have been rounded to."""
    value, grain = told.figure or 0.0, _grain(told.figure or 0.0)
    spreads = {
        "about": (value * 0.8, value * 1.25),
        "nearly": (value * 0.85, value * 1.02),
        "over": (value * 0.98, value * 1.6),
        "at least": (value * 0.98, value * 1.6),
        "under": (value * 0.5, value * 1.02),
        "up to": (value * 0.5, value * 1.02),
    }
    return spreads.get(told.hedge, (value - grain, value + grain))


def _grain(value: float) -> float:
    """Half of what a number may have been rounded to: 50 of 1,200, and none of 1,234."""
    grain = 1
    while value and value % (grain * 10) == 0:
        grain *= 10
    return grain / 2 if grain > 1 and value >= grain * 10 else 0.0


def _explained(case: Case, contrast: Contrast) -> bool:
    """Whether any two counts around a contrast are so far apart."""
    first, last = max(0, contrast.index - APART), min(len(case.reading), contrast.index + 2)
    around = [one for index in range(first, last) for one in _figures(case, index, contrast.told)]
    pairs = (sorted(pair, key=lambda one: one.value) for pair in combinations(around, 2))
    if any(contrast.fits(low.quantity, high.quantity) for low, high in pairs if low.value > 0):
        return True
    return contrast.count is not None and any(one.value == contrast.count.value for one in around)


def _finding(case: Case, contrast: Contrast, low: Told, high: Told) -> Finding:
    x, y = low.value, high.value
    words = " ".join(case.document.text[contrast.start : contrast.end].split())
    if contrast.count is not None:
        rule, made = DIFFERENCE_DOES_NOT_FOLLOW, number(y - x)
        message, step = (
            f"{number(y)} and {number(x)} differ by {made}, not “{words}”",
            f"{number(y)} − {number(x)} = {made}",
        )
    elif contrast.share is not None:
        base = x if contrast.grown else y
        rule, made = FACTOR_DOES_NOT_FOLLOW, percent((y - x) / base)
        ends = f"{number(x)} to {number(y)}" if contrast.grown else f"{number(y)} to {number(x)}"
        message = f"from {ends} is a {'rise' if contrast.grown else 'fall'} of {made}, not “{words}”"
        step = f"({number(y)} − {number(x)}) ÷ {number(base)} = {made}"
    else:
        rule, made = FACTOR_DOES_NOT_FOLLOW, f"{y / x:.1f}"
        message, step = (
            f"{number(y)} are {made} times {number(x)}, not “{words}”",
            f"{number(y)} ÷ {number(x)} = {y / x:.2f}",
        )
    claims = [one.claim for one in (low, high, contrast.told) if one is not None and one.claim is not None]
    spans = [case.quote(one.start, one.end) for one in (low, high, contrast)]
    return rule.finding(message, dict.fromkeys(claims), Proof((step, f"told: “{words}”")), spans)
