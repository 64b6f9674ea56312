"""CC1: how many of one group there are for each of another, against the figures told of both.

"900 dead and 1,500 wounded, nearly three wounded for each of the dead"      the wounded and the dead
"29 were killed. 87 went down on stretchers; four hurt for each man dead"    … the one other number is of the other
"over the whole war five were wounded for each who died"                     … by the running totals told before
"The rebels' toll is three times as high as that of the army"                one side and the other
"Government losses outnumbered the rebels' two to one. … 60 … and 15"        … told behind it
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from counterclaim.findings.arithmetic.contrasts import Contrast, factors_in, finding
from counterclaim.findings.arithmetic.pairs import Pair
from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.model import Finding
from counterclaim.places import side_of

NEAR = 40  # characters from a number to "for each", and from there to the dead
APART = 2  # sentences between a ratio and the figures it is of
BEFORE = 6  # sentences before a ratio in which the figures of two sides stand
LEAST = 5.0  # smaller numbers are told of much else
MOST = 60.0  # wounded for each of the dead; more is no ratio
# what a told ratio allows by its hedge, as parts of itself; "up to" and "under" leave the lower end open
_SLACK = {
    "exact": (0.9, 1.17), "between": (0.9, 1.17), "nearly": (0.8, 1.02), "about": (0.8, 1.25), "over": (0.99, 1.6),
    "at least": (0.99, 1.6),
}  # fmt: skip
_HURT = ("wounded", "killed")
_TOLLS = frozenset({"killed", "losses", "casualties"})


def find(case: Case) -> Iterator[Finding]:
    """Each ratio of two groups that no two figures of theirs near it bear out."""
    for index in case.about(APART, BEFORE):
        if cue("usually").search(case.words(index)):
            continue
        for ratio in ratios_in(case, index):
            fates = _names_fates(case, ratio)
            pairs = _of_fates(case, ratio) if fates else _of_sides(case, ratio)
            others = [*pairs, *_explaining(case, ratio, fates)]
            pairs = [pair for pair in pairs if ratio.is_near(pair.low.value, pair.high.value)]
            if pairs and not any(ratio.fits(pair.low.quantity, pair.high.quantity) for pair in others):
                yield finding(case, ratio, pairs[-1])


def _explaining(case: Case, ratio: Contrast, fates: bool) -> Iterator[Pair]:
    """The figures of a text that a ratio may be of but for its time: of the wounded and the dead, or of two sides."""
    start, words = case.reading.bounds[ratio.index][0], case.words(ratio.index)
    if not fates:
        return _tolls(case)
    timed = _has_time(case, ratio) or cue("whole-time").search(words[: ratio.start - start])
    return iter(()) if timed else _hurt(case)


def _hurt(case: Case) -> Iterator[Pair]:
    """Every two figures of a text of which one is of the wounded and one of the dead."""
    told = [one for index in case.about(0, 0) for one in case.told(index) if one.count and one.value >= LEAST]
    wounded, killed = ([one for one in told if _measure(one) == measure] for measure in _HURT)
    return (_pair(w, k) for w in wounded for k in killed if _may_go_together(w, k))


def _tolls(case: Case) -> Iterator[Pair]:
    """Every two tolls of a text that may be of two sides."""
    told = [one for index in case.about(0, 0) for one in case.told(index) if one.count and one.value >= LEAST]
    told = [one for one in told if one.claim is not None and one.claim.measure in _TOLLS]
    for one, other in combinations(told, 2):
        if (
            one.claim is not None
            and other.claim is not None
            and (one.claim.side is None or one.claim.side != other.claim.side)
        ):
            yield _pair(one, other)


# -------------------------------------------------------------------------------------------------- told as a ratio


def ratios_in(case: Case, index: int) -> list[Contrast]:
    """What a sentence tells of two groups: "three for each", "three to one", "three times as many"."""
    told = case.told(index)
    numbers = [ratio for at in range(len(told)) if (ratio := _by_number(case, told, at)) is not None]
    return numbers or factors_in(case, index)


def _by_number(case: Case, told: list[Told], at: int) -> Contrast | None:
    """A number that is one of a group for each of another: "three for each", "three to one", "one to three"."""
    one = told[at]
    if not one.count or not 1 < one.value <= MOST:
        return None
    start, end, _ = case.reading.bounds[one.index]
    before = case.between(max(start, one.start - 2 * NEAR), one.start)
    behind = case.between(one.end, min(one.end + 2 * NEAR, end))
    each = r"(?<!\w)<for-each>(?!\w)"
    of_one = at > 0 and told[at - 1].value == 1 and case.between(told[at - 1].end, one.start)
    to_it = of_one and shape(r"^\s*<to-number>\s*$").match(of_one)
    said = shape(rf"^[^,;:.]*?{each}").search(behind)
    if not (to_it or said or shape(rf"{each}[^,;:.]*$").search(before)):
        return None
    low, high = _SLACK.get(one.quantity.hedge, (0.5, 1.01))
    return Contrast(
        one.index, one.start, one.end + (said.end() if said else 0), one.value * low, one.value * high, of_one=True
    )


def _names_fates(case: Case, ratio: Contrast) -> bool:
    """Whether a sentence tells how many wounded there are for the dead, and not how many there are of either."""
    words, (_, end, _) = case.words(ratio.index), case.reading.bounds[ratio.index]
    if not (cue("hurt").search(words) and cue("the-dead").search(words)):
        return False
    behind, fate = case.between(ratio.end, end), r"(?:<the-dead>|<hurt>)(?!\w)"
    against = shape(rf"^[^.;:!?,\d]{{0,30}}(?<!\w)<as-other>\s+(?:[\w'-]+\s+){{0,2}}?{fate}").match(behind)
    after = shape(r"<as-many-as>$").search(case.between(ratio.start, ratio.end)) and shape(rf"^\s+{fate}").match(behind)
    return ratio.of_one or bool(against or after)


def _has_time(case: Case, ratio: Contrast) -> bool:
    """Whether the sentence of a ratio names a time, of which no figure before it need be told."""
    return any(not time.reporting and time.kind != "rate" for time in case.times_in(ratio.index))


# --------------------------------------------------------------------------------------------- the wounded and the dead


def _of_fates(case: Case, ratio: Contrast) -> list[Pair]:
    """The wounded and the dead that a ratio may be of: of one sentence, else the only ones near it."""
    index, start = ratio.index, case.reading.bounds[ratio.index][0]
    whole = bool(cue("whole-time").search(case.between(start, ratio.start)))
    first = 0 if whole else max(0, index - APART)
    last = min(len(case.reading) - 1, index + (0 if whole else APART))
    near = [one for at in range(first, last + 1) for one in case.told(at) if _counts(one, ratio)]
    if whole:
        near = [one for one in near if one.claim is not None and one.claim.period.kind == "cumulative"]
    elif _has_time(case, ratio):
        near = [one for one in near if one.index >= index]
    of = _sides_in(case, index, ratio.end, ratio.end + NEAR)  # "four to one among the Russians"
    near = [one for one in near if len(of) != 1 or one.claim is None or one.claim.side in (None, of[0])]
    wounded, killed = ([one for one in near if _measure(one) == measure] for measure in _HURT)
    both = [(w, k) for w in wounded for k in killed if _may_go_together(w, k)]
    if both:
        beside = [(w, k) for w, k in both if w.index == k.index]
        return [_pair(w, k) for w, k in beside or both]
    other = [one for one in near if one.claim is None and one.index <= index]
    if (
        whole
        or (wounded and killed)
        or len({one.value for one in wounded + killed}) != 1
        or len({one.value for one in other}) != 1
    ):
        return []
    return [_pair((wounded or killed)[0], other[0])]


def _counts(one: Told, ratio: Contrast) -> bool:
    return (
        one.count and one.value >= LEAST and one.quantity.hedge not in ("vague", "between") and one.start != ratio.start
    )


def _measure(one: Told) -> str | None:
    return one.claim.measure if one.claim is not None and one.claim.stance == "asserts" else None


def _may_go_together(wounded: Told, killed: Told) -> bool:
    sides = {one.claim.side for one in (wounded, killed) if one.claim is not None} - {None}
    return len(sides) < 2


def _pair(one: Told, other: Told) -> Pair:
    low, high = sorted((one, other), key=lambda each: each.value)
    return Pair(low, high)


# ------------------------------------------------------------------------------------------------------- two sides


def _of_sides(case: Case, ratio: Contrast) -> list[Pair]:
    """The tolls of the two sides that the words before and behind a ratio name, in the order they are told."""
    index, (start, end, _) = ratio.index, case.reading.bounds[ratio.index]
    words = case.words(index)
    if not cue("toll").search(words) or any(_counts(one, ratio) for one in case.told(index)):
        return []
    more, fewer = _sides_in(case, index, start, ratio.start), _sides_in(case, index, ratio.end, end)
    if not fewer and len(more) == 2:
        more, fewer = more[:1], more[1:]  # "the army's losses outnumber the rebels' two to one"
    if len(more) != 1 or len(fewer) != 1 or more == fewer:
        return []
    near = [] if _has_time(case, ratio) else [*range(max(0, index - BEFORE), index)]
    near += [at for at in range(index + 1, index + 1 + APART) if at < len(case.reading)]
    high, low = (_figures_of(case, near, side[0]) for side in (more, fewer))
    return [Pair(few, many) for many in high for few in low if many.start != few.start]


def _figures_of(case: Case, near: list[int], side: str) -> list[Told]:
    """The tolls of a side: by their claims, else by the side named with them, or the one that their sentence names."""
    found: list[Told] = []
    for at in near:
        named = _sides_in(case, at, *case.reading.bounds[at][:2])
        if not named and at:
            named = _sides_in(case, at - 1, *case.reading.bounds[at - 1][:2])
        for one in case.told(at):
            if not one.count or one.value < LEAST or (one.claim is not None and one.claim.measure not in _TOLLS):
                continue
            beside = _sides_in(case, at, one.end, one.end + NEAR // 2)
            own = beside[0] if beside else one.claim.side if one.claim is not None else None
            if own == side or (own is None and named == [side]):
                found.append(one)
    return found


def _sides_in(case: Case, index: int, start: int, end: int) -> list[str]:
    """The sides that the words of a sentence name, from one position to another, each once, in their order."""
    sentence = case.sentence(index)
    tokens = [token for token in range(len(sentence.words)) if start <= sentence.starts[token] < end]
    return list(dict.fromkeys(side for token in tokens if (side := side_of(sentence, token)) is not None))
