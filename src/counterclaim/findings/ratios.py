"""CC1: how many wounded there are for each of the dead, against the figures told of both.

"900 dead and 1,500 wounded, nearly three wounded for each of the dead"      factor-does-not-follow
"29 were killed. 87 went down on stretchers; four hurt for each man dead"    … the one other number is of the other
"over the whole war five were wounded for each who died"                     … by the running totals told before
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case, Told
from counterclaim.findings.contrasts import FACTOR_DOES_NOT_FOLLOW
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import number, said
from counterclaim.findings.tolerance import interval
from counterclaim.model import Finding, Proof

NEAR = 40  # characters from a number to "for each", and from there to the dead
APART = 2  # sentences between a ratio and the figures it is of
LEAST = 10.0  # of whom a ratio is told
MOST = 60.0  # wounded for each of the dead; more is no ratio
# what a told ratio allows by its hedge, as parts of itself; "up to" and "under" leave the lower end open
_SLACK = {
    "exact": (0.9, 1.17), "between": (0.9, 1.17), "nearly": (0.8, 1.02), "about": (0.8, 1.25), "over": (0.99, 1.6),
    "at least": (0.99, 1.6),
}  # fmt: skip
_HURT = ("wounded", "killed")
_TINY = 1e-9


def find(case: Case) -> Iterator[Finding]:
    """Each ratio of wounded to dead, or of dead to wounded, that no two figures near it bear out."""
    spoken = {case.sentence_of(claim) + step for claim in case.claims for step in range(APART)}
    for index in sorted(at for at in spoken if at < len(case.reading)):
        for ratio in case.told(index):
            hurt = _hurt_by(case, ratio)
            if hurt is None or cue("usually").search(case.words(index)):
                continue
            pairs = _pairs(case, ratio)
            if pairs and not any(_bears_out(ratio, wounded, killed) for wounded, killed in pairs):
                yield _finding(case, ratio, hurt, *pairs[-1])


def _hurt_by(case: Case, ratio: Told) -> str | None:
    """Whether a number is one of wounded, or of dead, for each of the others; ``None`` where it is no ratio."""
    if not ratio.count or not 1 < ratio.value <= MOST:
        return None
    start, end, _ = case.reading.bounds[ratio.index]
    before = case.between(max(start, ratio.start - NEAR), ratio.start)
    behind = case.between(ratio.end, min(ratio.end + 2 * NEAR, end))
    ahead = shape(r"(?<!\w)<for-each>(?!\w)[^,;:.]*$").search(before)
    if not (ahead or shape(r"^[^,;:.]*?(?<!\w)<for-each>(?!\w)").search(behind)):
        return None
    if ratio.claim is not None and ratio.claim.measure in _HURT:
        return ratio.claim.measure
    both = cue("hurt").search(before[ahead.start() :] + behind if ahead else behind)
    return "wounded" if both and cue("the-dead").search(before + behind) else None


def _pairs(case: Case, ratio: Told) -> list[tuple[Told, Told]]:
    """The wounded and the dead that a ratio may be of: of one sentence, else the only ones near it."""
    index, start = ratio.index, case.reading.bounds[ratio.index][0]
    whole = cue("whole-time").search(case.between(start, ratio.start))
    first = 0 if whole else max(0, index - APART)
    near = [one for at in range(first, index + 1) for one in case.told(at) if _counts(one) and one is not ratio]
    if whole:
        near = [one for one in near if one.claim is not None and one.claim.period.kind == "cumulative"]
    wounded, killed = ([one for one in near if _measure(one) == measure] for measure in _HURT)
    both = [(w, k) for w in wounded for k in killed if _may_go_together(w, k)]
    if both:
        return [(w, k) for w, k in both if w.index == k.index] or both
    other = [one for one in near if one.claim is None]
    if (
        whole
        or (wounded and killed)
        or len({one.value for one in wounded + killed}) != 1
        or len({one.value for one in other}) != 1
    ):
        return []
    return [(wounded[0], other[0]) if wounded else (other[0], killed[0])]


def _counts(one: Told) -> bool:
    return one.count and one.value >= LEAST and one.quantity.hedge != "vague"


def _measure(one: Told) -> str | None:
    return one.claim.measure if one.claim is not None and one.claim.stance == "asserts" else None


def _may_go_together(wounded: Told, killed: Told) -> bool:
    sides = {one.claim.side for one in (wounded, killed) if one.claim is not None} - {None}
    return len(sides) < 2


def _bears_out(ratio: Told, wounded: Told, killed: Told) -> bool:
    """Whether two figures stand to each other as a ratio says, whichever of them is told for each of the other."""
    low, high = _SLACK.get(ratio.quantity.hedge, (0.5, 1.01))
    least, most = ratio.value * low, ratio.value * high
    (a, b), (c, d) = interval(killed.quantity), interval(wounded.quantity)
    if a <= 0 or c <= 0 or (c / b <= most + _TINY and least <= d / a + _TINY):
        return True
    return a / d <= most + _TINY and least <= b / c + _TINY


def _finding(case: Case, ratio: Told, hurt: str, wounded: Told, killed: Told) -> Finding:
    over, under = (wounded, killed) if hurt == "wounded" else (killed, wounded)
    named = ("wounded", "killed") if hurt == "wounded" else ("killed", "wounded")
    return FACTOR_DOES_NOT_FOLLOW.finding(
        f"{said(over.quantity)} {named[0]} and {said(under.quantity)} {named[1]} are {over.value / under.value:.1f} "
        f"for each, not {said(ratio.quantity)}",
        [one.claim for one in (ratio, over, under) if one.claim is not None],
        Proof((f"{number(over.value)} ÷ {number(under.value)} = {over.value / under.value:.2f}",)),
        [case.quote(one.start, one.end) for one in (ratio, over, under)],
    )
