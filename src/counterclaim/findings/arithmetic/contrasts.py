"""CC1: what a text says of two figures, how far apart they are, against the two figures (``pairs``).

"rose from 1,200 to 1,450, an increase of 250"                       by how many
"On Thursday it gave 1,200; on Friday 1,450, 250 more"               by how many
"180 in May, 50 per cent more than in April, when 120 were"          by what share
"The number doubled in June. … It was 90, after 30 in May"           how many times as many
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counterclaim.findings.arithmetic.pairs import REACH, Pair, explaining, pair_of
from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import Rule, number, percent
from counterclaim.findings.tolerance import SLIP, allowed, interval
from counterclaim.language import load_language
from counterclaim.model import Finding, Proof, Quantity
from counterclaim.quantities import read_quantity

FACTOR_DOES_NOT_FOLLOW = Rule(
    "CC107", "factor-does-not-follow", "warning", "How many times as many is told does not follow from the figures."
)
DIFFERENCE_DOES_NOT_FOLLOW = Rule(
    "CC112", "difference-does-not-follow", "warning", "By how many two figures are told to differ is not what they do."
)

# What a change is called, and how many times as many that is; a phrase of a later row may stand in one before it.
CHANGES = (("halved", 2.0), ("quadrupled", 4.0), ("tripled", 3.0), ("doubled", 2.0), ("half-more", 1.5))
# the words of a factor that is told of one figure against another
TIMES = (
    ("twice", 2.0), ("thrice", 3.0), ("four-times", 4.0), ("five-times", 5.0), ("six-times", 6.0), ("seven-times", 7.0),
    ("eight-times", 8.0), ("ten-times", 10.0), ("half-again", 1.5),
)  # fmt: skip
_AS_MANY = r"(?:<as-many-as>|<more-or-fewer>|<as-many>)(?!\w)"
_OF_FACTORS = [name for name, _ in (*CHANGES, *TIMES)]
_ANY_FACTOR = r"(?<!\w)(?:" + "|".join(f"<{name}>" for name in _OF_FACTORS) + ")"
_OF_CHANGE = (
    "difference-of", "growth", "decline", "gain-of", "gained", "gain-behind", "loss-of", "lessened", "loss-behind",
)  # fmt: skip
_ANY_CHANGE = r"(?<!\w)(?:" + "|".join(f"<{name}>" for name in _OF_CHANGE) + ")"
MEASURED = frozenset({"money", "distance"})
NEAR = 40  # characters before a contrast in which "would have been" is of it
FAR = 6.0  # times that it may miss what two figures of its own sentence make
LEAST = 5.0  # a smaller difference is told of much else
_CLOSED = r"^\s*(?:[.;:)]|,(?!\d)|--?\s|$|,?\s*<than>(?!\w)|<in-time>(?!\w))"  # behind "50 more"; but "50 more fell"
_TINY = 1e-9
_INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Contrast:
    """What is told of two figures, in sentence ``index`` from ``start`` to ``end``.

    ``least`` and ``most`` are what it allows: of their difference where ``by_count``, else of how many times the lower
    one the higher is. ``told`` is the number that tells it, if one does; ``grown`` whether of a rise or a fall;
    ``of_one`` whether it is of so many for each other ("three to one").
    """

    index: int
    start: int
    end: int
    least: float
    most: float
    by_count: bool = False
    told: Told | None = None
    grown: bool = True
    of_one: bool = False

    def is_near(self, low: float, high: float, far: float = SLIP) -> bool:
        """Whether two figures are not ``far`` times further or less far apart, so that it must be told of others."""
        if self.told is None or self.of_one:
            return self.least / far <= high / low <= self.most * far
        one = 0 if self.by_count else 1
        least, most, made = self.least - one, self.most - one, high - low if self.by_count else high / low - one
        return max(0.0, least) / far <= made <= most * far

    def fits(self, low: Quantity, high: Quantity) -> bool:
        """Whether two figures, the lower one first, are so far apart."""
        (a, b), (c, d) = interval(low), interval(high)
        if a <= 0 or c <= 0:
            return True
        if self.by_count:
            return c - b <= self.most + _TINY and self.least <= d - a + _TINY
        return c / b <= self.most + _TINY and self.least <= d / a + _TINY


def find(case: Case, done: set[int]) -> Iterator[Finding]:
    """Each contrast that is not that of the figures it is told of; none that begins at one of ``done``."""
    for index in case.about(REACH, REACH):
        contrasts = contrasts_in(case, index)
        if contrasts and _is_of_money(case, index):
            continue  # "28 shekels, up from 20, an increase of 40 per cent"
        for contrast in contrasts if len(contrasts) == 1 else ():
            if contrast.start in done or _is_unreal(case, contrast):
                continue
            pair = pair_of(case, contrast)
            if pair is None or _is_of_money(case, pair.low.index) or _is_of_money(case, pair.high.index):
                continue
            here = pair.low.index == contrast.index == pair.high.index
            if not contrast.is_near(pair.low.value, pair.high.value, FAR if here else SLIP):
                continue
            if not contrast.fits(pair.low.quantity, pair.high.quantity):
                others = explaining(case, contrast)
                if not any(contrast.fits(low.quantity, high.quantity) for low, high in others):
                    yield finding(case, contrast, pair)


def _is_unreal(case: Case, contrast: Contrast) -> bool:
    """Whether a contrast is of what did not come to pass: "it would have been half as many"."""
    start = max(case.reading.bounds[contrast.index][0], contrast.start - NEAR)
    return bool(cue("would-be").search(case.between(start, contrast.start)))


def _is_of_money(case: Case, index: int) -> bool:
    """Whether a sentence tells of money or of distances, of which a contrast may be instead."""
    return any(one.reason in MEASURED for one in case.numbers_in(index)[1])


# ------------------------------------------------------------------------------------------------ told as a contrast


def contrasts_in(case: Case, index: int) -> list[Contrast]:
    """The contrasts that a sentence tells."""
    words = case.words(index)
    told_so = case.tells_in(index, *_OF_CHANGE) and shape(_ANY_CHANGE).search(words)  # one question before the many
    may_differ = told_so or "+" in words
    told = [_by_number(case, one) for one in case.told(index)] if may_differ else []
    return [one for one in told if one is not None] + factors_in(case, index)


def _by_number(case: Case, one: Told) -> Contrast | None:
    """A number that the words around it make a difference; none that is but further ones ("50 more fell")."""
    if one.quantity.hedge in ("vague", "between") or (one.count and one.value < LEAST):
        return None
    start, end, _ = case.reading.bounds[one.index]
    before, behind = case.between(start, one.start), case.between(one.end, end)
    if one.count and shape(r"^\s*<of>(?!\w)").match(behind):
        return None  # "brought down 8 of 11"
    if one.count and shape(r"(?<!\w)<difference-of>\s+(?:<before-share>\s+)*$").search(before):
        return Contrast(one.index, one.start, one.end, *_spread(one.quantity), by_count=True, told=one)
    grown = _grown(one, before, behind)
    if grown is None:
        return None
    if one.count:
        return Contrast(one.index, one.start, one.end, *_spread(one.quantity), by_count=True, told=one, grown=grown)
    floor, roof = allowed(one.quantity)
    if one.quantity.hedge in ("over", "at least"):
        roof = _INFINITE if grown else 1.0
    span = (1 + floor, 1 + roof) if grown else (1 / (1 - floor), 1 / (1 - roof) if roof < 1 else _INFINITE)
    return Contrast(one.index, one.start, one.end, *span, told=one, grown=grown)


def _grown(one: Told, before: str, behind: str) -> bool | None:
    """Whether the words around a number tell a rise (true) or a fall (false); ``None`` where neither."""
    for grown, noun in ((True, "growth"), (False, "decline")):
        called = rf"(?<!\w)<{noun}>(?:\s+(?!<of>\s|<up-to>\s)[\w'-]+){{0,5}}?[\s,-]+(?:<before-share>\s+)*$"
        if not one.count and shape(called).search(before):
            return grown
    if shape(r"(?<!\w)<make-up>\s+(?:<before-share>\s+)*$").search(before):
        return None  # "civilians made up 80 per cent"
    for grown, ahead, verb, after in (
        (True, "gain-of", "gained", "gain-behind"),
        (False, "loss-of", "lessened", "loss-behind"),
    ):
        led = ahead if one.count else f"{ahead}>|<{verb}"
        if shape(rf"(?<!\w)(?:<{led}>)\s+(?:<before-share>\s+)*$").search(before):
            return grown
        more = shape(rf"^(?:\s+[\w'-]+){{0,2}}?\s+<{after}>(?!\w)").match(behind)
        if one.count and more and cue("knocked").search(more[0]):
            continue  # "34 were shot down"
        if one.count and shape(r"(?<!\w)<with>\s*$").search(before):
            continue  # "22 drones, with 20 down"
        if more is not None and (not one.count or shape(_CLOSED).match(behind[more.end() :])):
            return grown
    return True if not one.count and (before.endswith("+") or one.quantity.text.startswith("+")) else None


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


def factors_in(case: Case, index: int) -> list[Contrast]:
    """ "three times as many", "has doubled", "has risen fivefold"."""
    start, words = case.reading.bounds[index][0], case.words(index)
    if case.tells_in(index, *_OF_FACTORS) and shape(_ANY_FACTOR).search(words):  # one question before the many
        for name, factor in CHANGES:
            if match := cue(name).search(words):
                return [_factor(index, start, words, match.start(), match.end(), factor, name != "halved")]
        for name, factor in TIMES:
            if match := shape(rf"(?<!\w)<{name}>\s+{_AS_MANY}").search(words):
                return [_factor(index, start, words, match.start(), match.end(), factor)]
            if match := shape(rf"(?<!\w)(?:<grew>|<shrank>)\w*\s+(?:[\w'-]+\s+){{0,3}}?(<{name}>)(?!\w)").search(words):
                return [_factor(index, start, words, match.start(1), match.end(1), factor)]
    found, sentence = [], case.sentence(index)
    for other in case.numbers_in(index)[1]:
        if other.reason != "multiplier":
            continue
        first, last = sentence.starts[other.first] - start, sentence.ends[other.last] - start
        times = _times(case, words[first:last])
        more = shape(rf"^\s*{_AS_MANY}").match(words[last:])
        if times and more is not None:
            found.append(_factor(index, start, words, first, last + more.end(), times))
    return found


def _factor(index: int, at: int, words: str, first: int, last: int, factor: float, grown: bool = True) -> Contrast:
    return Contrast(index, at + first, at + last, *factor_allowed(factor, words[:first]), grown=grown)


def _times(case: Case, words: str) -> float | None:
    """How many times words tell: "twice", "five times", "2.5 times"."""
    for name, factor in TIMES:
        if cue(name).fullmatch(words):
            return factor
    read = read_quantity(words.rpartition(" ")[0], load_language(case.language))
    return read.best if read is not None and read.best is not None and 1 < read.best <= 100 else None


def factor_allowed(factor: float, before: str) -> tuple[float, float]:
    """The ratios that a factor allows, by the words before it: nearly, more than, about."""
    if shape(r"(?<!\w)<nearly>\s*$").search(before):
        return factor * 0.75, factor * 1.02
    if shape(r"(?<!\w)<more-than>\s*$").search(before):
        return factor * 0.98, factor * 1.6
    if shape(r"(?<!\w)<roughly>\s*$").search(before):
        return factor * 0.8, factor * 1.25
    return max(factor * 0.9, factor - (factor - 1) * 0.2), min(factor * 1.17, factor + (factor - 1) * 0.34)


# --------------------------------------------------------------------------------------------------- the verdict


def finding(case: Case, contrast: Contrast, pair: Pair) -> Finding:
    """What two figures make, against what is told of them."""
    x, y = pair.low.value, pair.high.value
    words = " ".join(case.document.text[contrast.start : contrast.end].split())
    rule = DIFFERENCE_DOES_NOT_FOLLOW if contrast.by_count else FACTOR_DOES_NOT_FOLLOW
    if contrast.by_count:
        made = number(y - x)
        message, step = (
            f"{number(y)} and {number(x)} differ by {made}, not “{words}”",
            f"{number(y)} − {number(x)} = {made}",
        )
    elif contrast.told is not None:
        base = x if contrast.grown else y
        made = percent((y - x) / base)
        ends = f"{number(x)} to {number(y)}" if contrast.grown else f"{number(y)} to {number(x)}"
        message = f"from {ends} is a {'rise' if contrast.grown else 'fall'} of {made}, not “{words}”"
        step = f"({number(y)} − {number(x)}) ÷ {number(base)} = {made}"
    else:
        message = f"{number(y)} are {y / x:.1f} times {number(x)}, which is not “{words}”"
        step = f"{number(y)} ÷ {number(x)} = {y / x:.2f}"
    claims = [one.claim for one in (pair.low, pair.high, contrast.told) if one is not None and one.claim is not None]
    spans = [case.quote(one.start, one.end) for one in (pair.low, pair.high, contrast)]
    return rule.finding(message, dict.fromkeys(claims), Proof((step, f"told: “{words}”")), spans)
