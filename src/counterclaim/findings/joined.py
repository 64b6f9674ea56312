"""CC1: shares told in one breath with a part and a whole, whatever their order.

"The battalion lost 400 of its 800 men, nine tenths of its strength"     all three in a sentence
"It has lost 400 tanks, nine tenths of the 800 it had"                   the whole behind its share
"It had 800 men. By July 400 of them were dead, nine tenths"             the whole in the sentence before

What ``shares`` reads by the order of its words is not read again here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import load_cues, shape
from counterclaim.findings.terms import is_state
from counterclaim.findings.tolerance import follows, interval
from counterclaim.language import fold

AROUND = 2  # sentences around a share in which another part and whole may explain it
WORDS = 4  # of the name of a whole


def find(case: Case, done: set[int]) -> Iterator[tuple[Told, Told, Told]]:
    """Each share with its part and its whole, where it is none of ``done`` and no other two numbers explain it."""
    spoken = {case.sentence_of(claim) for claim in case.claims}
    near = {index + step for index in spoken for step in (0, 1)}
    for index in sorted(index for index in near if index < len(case.reading)):
        told = case.told(index)
        shares = [one for one in told if not one.count and 0 < one.value < 1]
        if len(shares) != 1 or shares[0].start in done or shares[0].quantity.hedge in ("between", "vague"):
            continue
        pair = _pair(case, shares[0], [one for one in told if one.count])
        if pair is None or not _is_said_of(case, shares[0], *pair):
            continue
        part, whole = pair
        left = (interval(whole.quantity)[0] - interval(part.quantity)[1], whole.value - part.value)
        if not follows(shares[0].quantity, left, interval(whole.quantity)) and not _explained(case, shares[0], pair):
            yield shares[0], part, whole


# ------------------------------------------------------------------------------------------------- part and whole


def _pair(case: Case, share: Told, here: list[Told]) -> tuple[Told, Told] | None:
    """The part and the whole that the words join: both of the sentence, or the whole of the sentence before."""
    if any(one.quantity.hedge in ("between", "vague") for one in here):
        return None
    if len(here) == 2:
        part, whole = sorted(here, key=lambda one: one.value)
        return (part, whole) if part.value < whole.value and _are_joined(case, part, whole, share) else None
    if (
        len(here) != 1
        or not share.index
        or case.reading.bounds[share.index][2] != case.reading.bounds[share.index - 1][2]
    ):
        return None
    before = [one for one in case.told(share.index - 1) if one.count]
    if len(before) != 1 or before[0].quantity.hedge in ("between", "vague") or before[0].value <= here[0].value:
        return None
    return (here[0], before[0]) if _is_again(case, here[0]) or _is_of_these(case, share) else None


def _are_joined(case: Case, part: Told, whole: Told, share: Told) -> bool:
    """Whether the words of a sentence tell one number as a part of the other."""
    start = case.reading.bounds[share.index][0]
    if shape(r"(?<!\w)<a-share-of>\s+$").search(case.between(start, share.start)):
        return True
    if part.start < whole.start:
        gap = case.between(part.end, whole.start)
        if shape(r"^[^.;:!?,(]{0,24}?\s*<of>\s+(?:<before-whole>\s+)*$").match(gap):
            return True  # "400 of its 800 men"
        if part.end < share.start < whole.start:
            return _is_of(case, share, whole)  # "400 tanks, nine tenths of the 800", "of the fleet of 800"
        return bool(shape(r"<force-of>\s+(?:<before-whole>\s+)*$").search(gap))
    if _is_again(case, part):
        return True  # "had 800 tanks and has lost 400 of them"
    if shape(r"(?<!\w)<and>(?!\w)").search(case.between(whole.end, part.start)):
        return False  # "of the 346 dead and 96 wounded"
    return bool(shape(r"(?:^|[\s,;])<of>\s+(?:<before-whole>\s+)*$").search(case.between(start, whole.start)))


def _is_of(case: Case, share: Told, whole: Told) -> bool:
    """Whether a whole stands right behind its share: "half of the 800", "half of the fleet of 800"."""
    led = shape(r"^\s*(?:<of>\s+)?(?:[^.;:!?,(]{1,24}\s<of>\s+)?(?:<before-whole>\s+)*$")
    return bool(led.match(case.between(share.end, whole.start)))


def _is_again(case: Case, part: Told) -> bool:
    """Whether a part is told of those before it: "400 of them", "400 tanks, of which"."""
    return bool(shape(r"^[^.;:!?,]{0,16}\s*<part-behind>(?!\w)").match(_behind(case, part)))


def _behind(case: Case, one: Told) -> str:
    return case.between(one.end, case.reading.bounds[one.index][1])


# ------------------------------------------------------------------------------------------------- the share of them


def _is_said_of(case: Case, share: Told, part: Told, whole: Told) -> bool:
    """Whether a share is told of the part and the whole, and not of others: "400 of 800, half of them officers"."""
    told = [one.claim.measure if one.claim is not None else None for one in (share, part)]
    if told[0] is not None and told[1] is not None and told[0] != told[1]:
        return False
    if part.claim is not None and is_state(part.claim):
        return False
    if share.end < part.start:
        between = case.between(share.end, part.start)
        if not shape(r"^\s*(?:<of>(?!\w)|[^\w\s])").match(between):
            return False
        opens = bool(shape(r"(?::|\()\s*$").search(between))  # "more than half of them civilians: 120"
        return opens or (told[0] == told[1] and _names_whole(case, share, whole))
    opened = r"(?:,|:|\(|--?|(?<!\w)<or>|(?<!\w)<amounts-to>|(?<!\w)<a-share-of>)"
    before = case.between(case.reading.bounds[share.index][0], share.start)
    if not shape(opened + r"\s*(?:<or>\s*)?(?:<before-share>\s+)*$").search(before):
        return False
    return (whole.start > share.end and _is_of(case, share, whole)) or _names_whole(case, share, whole)


def _names_whole(case: Case, share: Told, whole: Told) -> bool:
    """Whether a share stands alone, or is told of the words that a whole was told with, or of "them", "the force"."""
    behind = _behind(case, share)
    of = shape(r"^\s*<of>\s+").match(behind)
    phrase = behind[of.end() :] if of is not None else behind if share.quantity.text.rstrip().endswith(" of") else ""
    if not phrase:
        return bool(shape(r"^\s*(?:[.,;:)\]]|--?\s|$)").match(behind))
    named = shape(r"^([^.,;:()]{0,48}?)\s*(?:[.,;:()]|--?\s|$|(?<!\w)(?:<is-gone>|<be>)(?!\w))").match(phrase)
    if named is None or len(named[1].split()) > WORDS:
        return False
    words = set(shape(r"[^\W\d_]{3,}").findall(named[1]))
    known = set(shape(r"[^\W\d_]{3,}").findall(case.between(case.reading.bounds[whole.index][0], share.start)))
    return words <= known | _any_whole()


def _is_of_these(case: Case, share: Told) -> bool:
    return bool(shape(r"^\s*<of>\s+<these>(?!\w)").match(_behind(case, share)))


@lru_cache(maxsize=1)
def _any_whole() -> frozenset[str]:
    """The words that stand for any whole: "of its strength", "of them"."""
    phrases = (fold(phrase) for name in ("own-force", "these", "before-whole") for phrase in load_cues()[name])
    return frozenset(word for phrase in phrases for word in phrase.split())


def _explained(case: Case, share: Told, pair: tuple[Told, Told]) -> bool:
    """Whether any other two numbers around a share make it."""
    first, last = max(0, share.index - AROUND), min(len(case.reading), share.index + AROUND + 1)
    around = [one for index in range(first, last) for one in case.told(index) if one.count and one.value]
    return any(
        follows(share.quantity, interval(part.quantity), interval(whole.quantity))
        for part, whole in permutations(around, 2)
        if (part, whole) != pair and part.value <= whole.value
    )
