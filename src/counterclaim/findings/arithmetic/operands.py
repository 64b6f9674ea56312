"""CC1: a share with its part and its whole, wherever the two stand in the text.

part    the number that a share is put beside      "104 were left behind, or 65 per cent", "a third: 36 such cases"
        those counted by the nouns it is told of   "Most of the dead are women and children" … "9 women, 11 children"
        the part of a list that its words fit      "Few of them fell in the city" … "for 70 the city was named"
whole   the one the words join to it               "of the 160", "of those who set out", "opened 412 files"
        else the greatest of the sentences before

A share is silent where any whole that the part may be of makes it; a whole that the text has no number of is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from counterclaim.findings.arithmetic.bases import (
    BEFORE,
    BEHIND,
    BOUNDS,
    Operands,
    bases_of,
    is_led,
    is_part_of,
    is_told_again,
    listed_whole,
    names_noun,
    partitions,
    with_whole,
)
from counterclaim.findings.arithmetic.portions import (
    CLOSED,
    LEAST,
    Name,
    akin,
    clause_of,
    counts_around,
    fate_of,
    fates_in,
    is_change,
    is_fate,
    is_said_again,
    name_of,
    noun_of,
    shares_in,
)
from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.tolerance import SLIP, follows, interval, may_be_slip

_WORDS = re.compile(r"[^\W\d_]{5,}").findall
NEAR = 110  # characters between a part and the share put behind it
_OPENED = r"(?:(?:,|\(|\s--?)\s*(?:<or>\s+)?|(?<!\w)(?:<or>|<amounts-to>|<that-is>),?\s+)(?:<before-share>\s+)*$"


def operands_of(case: Case, share: Told) -> Operands | None:
    """What a share is of, where the text tells it; ``None`` also where other numbers than those may make the share."""
    if is_change(case, share):
        return None
    return _put_beside(case, share) or _told_of(case, share) or _of_sentence_before(case, share)


def _put_beside(case: Case, share: Told) -> Operands | None:
    """A share put beside the number it is of: "104 were left behind, or 75 per cent"."""
    end = case.reading.bounds[share.index][1]
    name = name_of(case, share)
    here = [one for one in case.told(share.index) if one.count and one.quantity.hedge not in ("between", "vague")]
    before = [one for one in here if one.end <= share.start]
    behind = [one for one in here if one.start >= name.end]
    part = _part_behind(case, share, name, behind)
    if part is None and before and shape(CLOSED).match(case.between(name.end, end)):
        part = _part_before(case, share, name, before)
    if part is None or part.value < LEAST or part.quantity.hedge in BOUNDS:
        return None
    found = with_whole(case, share, (part,), name)
    if found is None or found.holds:
        return found
    made = [interval(part.quantity), *((value, value) for value in _sums(before))]
    bases = [interval(found.whole.quantity)] if found.joined else bases_of(case, found, name)
    if any(follows(share.quantity, one, base) for one in made for base in bases):
        return None
    if found.joined:
        return found
    left = found.whole.value - part.value
    if share.quantity.hedge not in BOUNDS and follows(share.quantity, (left, left), interval(found.whole.quantity)):
        return None
    far = SLIP if not is_told_again(case, part) else 2 * SLIP
    return found if may_be_slip(share.value, found.made / found.whole.value, far) else None


def _part_before(case: Case, share: Told, name: Name, before: Sequence[Told]) -> Told | None:
    """The number that a share is put behind, or the one before it that is told as a part of that: "120 of the 480"."""
    part = last = before[-1]
    if len(before) > 1 and is_part_of(case, before[-2], last):
        part = before[-2]
    gap = case.between(last.end, share.start)
    if part is not last or is_led(case, before[-2] if len(before) > 1 else last, part):
        gap = gap.replace(":", ",")
    if len(gap) > NEAR or any(mark in gap for mark in ".;:!?") or not shape(_OPENED).search(gap):
        return None
    if name.said and any(akin(word, other, 5) for word in _WORDS(name.words) for other in _WORDS(gap)):
        return None  # "370,000 cases of help to the wounded, half of the wounded": of these, and no part of them
    between = [one for one in shares_in(case, share.index) if part.end <= one.start < share.start]
    if between or cue("a-total-of").search(case.between(share.start, case.reading.bounds[share.index][1])):
        return None  # "96 were hurt, most were policemen, or a third", "one lost 120, the other 80, a fifth in all"
    if not is_said_again(gap) and (cue("and").search(gap) or (name.said and cue("these").match(name.words))):
        return None  # "208 were soldiers and civilians, a third", "120 fell, a third of them"
    return part


def _part_behind(case: Case, share: Told, name: Name, behind: Sequence[Told]) -> Told | None:
    """The part in brackets, behind a colon or between commas: "a third (36)", "every third: 36 such cases"."""
    if not behind:
        return None
    gap = case.between(name.end, behind[0].start)
    if any(name.end <= one.start < behind[0].start for one in shares_in(case, share.index)):
        return None  # "a quarter by mines, more than half by drones: 259 of 486"
    start, end, _ = case.reading.bounds[share.index]
    last = behind[1] if len(behind) > 1 and is_part_of(case, behind[0], behind[1]) else behind[0]
    before, after = case.between(start, share.start), case.between(last.end, end)
    noun = r"(?:\s+(?!<of>\s|<and>\s)[^\W\d_][\w'-]*){0,2}?"
    closed = shape(rf"^{noun}\s*(?:[.,;)\]]|\s--?\s|$|<such>(?!\w))").match(after)
    if shape(r"^[^.;:!?(\d]{0,60}(?::\s*(?:<such>\s+)?|\()$").match(gap):
        if len(behind) > 2 and all("," in case.between(one.end, two.start) for one, two in pairwise(behind[:3])):
            return None  # "more than half of them in autumn: 83 in September, 91 in October, 104 in November"
        return behind[0] if closed or shape(r":\s*<such>\s+$").search(gap) else None
    if not shape(r"^\s*(?:,|\)|--?)\s*(?:<the-others>\s+)?$").match(gap):
        return None
    apart = shape(r"(?:,|\(|--?)\s*(?:<before-share>\s+)*$").search(before)
    return behind[0] if apart or closed else None


def _sums(before: Sequence[Told]) -> Iterator[float]:
    """What the last numbers before a share make together: "12 women and 8 children, or a third"."""
    for count in range(2, len(before) + 1):
        yield sum(one.value for one in before[-count:])


def _of_sentence_before(case: Case, share: Told) -> Operands | None:
    """ "Of the 480 men, 120 were lost. That is 30 per cent.": a share that says it of the sentence before."""
    before = case.between(case.reading.bounds[share.index][0], share.start)
    if not share.index or any(one.end <= share.start for one in case.told(share.index)):
        return None
    dead = shape(
        r"(?:^|[\s,;:\"«“])<mortality>(?:\s+(?!<of>\s|<up-to>\s)[\w'-]+){0,4}?[\s,-]+(?:<before-share>\s+)*$"
    ).search(before)
    if not dead and not shape(r"^\s*<that-is>\s+(?:<before-share>\s+)*$").match(before):
        return None
    pairs = _parts_of_wholes(case, share.index - 1)
    if not pairs and dead and share.index > 1:
        pairs = _parts_of_wholes(case, share.index - 2)
    if pairs or dead:
        return Operands(share, pairs[0][:1], pairs[0][1], joined=True) if len(pairs) == 1 else None
    name, told = name_of(case, share), [one for one in case.told(share.index - 1) if one.count]
    found = with_whole(case, share, (told[0],), name) if len(told) == 1 and told[0].value >= LEAST else None
    return found if found is None or found.joined else _judged(case, found, name)


def _parts_of_wholes(case: Case, index: int) -> list[tuple[Told, Told]]:
    """Each part of a sentence with the whole that it is told to be of."""
    told = [one for one in case.told(index) if one.count]
    pairs = [(part, whole) for part, whole in pairwise(told) if is_part_of(case, part, whole)]
    return pairs + [(part, whole) for whole, part in pairwise(told) if is_led(case, whole, part)]


def _told_of(case: Case, share: Told) -> Operands | None:
    """A share told of those that nouns name and numbers count: "most of the dead are women and children"."""
    name = name_of(case, share)
    kinds = _kinds(case, share, name)
    if kinds is None:
        found = _fitting(case, share, name)
        return _judged(case, Operands(share, (found[1],), found[0], joined=True), name) if found is not None else None
    counted = [_counted(case, share, kind) for kind in kinds]
    parts = tuple(told[0] for told in counted if len({one.value for one in told}) == 1)
    if len({one.start for one in parts}) < len(kinds):
        return None
    listed = listed_whole(case, parts, name)
    made = Operands(share, parts, listed, joined=True) if listed is not None else with_whole(case, share, parts, name)
    if made is None or (not made.joined and made.whole.index != share.index and _has_time(case, share.index)):
        return None  # "In June women accounted for 40 per cent of the dead"
    return _judged(case, made, name)


def _has_time(case: Case, index: int) -> bool:
    return any(not time.reporting for time in case.times_in(index))


def _judged(case: Case, found: Operands, name: Name) -> Operands | None:
    if found.holds:
        return found
    made = found.made
    if made >= found.whole.value:
        return None
    bases = [] if found.joined else bases_of(case, found, name)
    return None if any(follows(found.share.quantity, (made, made), base) for base in bases) else found


def _kinds(case: Case, share: Told, name: Name) -> list[list[str]] | None:
    """The nouns that a share is told of, those joined by "and" apart: before what makes it up, or behind its whole."""
    start, end, _ = case.reading.bounds[share.index]
    words = r"(?:[^\W\d_][\w'-]*\s+)"
    made_up = r"(?:,?\s*<thus>,?\s+)?<make-up>\s*(?:,?\s*<thus>,?\s+)?\s*(?:<before-share>\s+)*(?:<article>\s+)?$"
    found = shape(rf"(?:^|[,;:]\s*)({words}{{1,5}}?){made_up}").search(case.between(start, share.start)) or shape(
        r"^\s*(?:<make-up>|<be>|--?)\s+((?:[^\W\d_][\w'-]*\s*){1,4}?)\s*(?:[.,;:)]|$)"
    ).match(case.between(name.end, end))
    if found is None:
        return None
    conjuncts = shape(r"\s+<and>\s+").sub("|", found[1].strip()).split("|")
    return [words.split() for words in conjuncts if words.split()]


def _counted(case: Case, share: Told, kind: list[str]) -> list[Told]:
    """The numbers around a share that count what words name: "163 children" for "children", "40 of whom are hurt"."""
    around = [one for one in counts_around(case, share, BEFORE, BEHIND) if one.exact]
    for word in reversed(kind):
        counted = [one for one in around if any(akin(other, word, 3) for other in noun_of(case, one))]
        counted = counted or [
            one
            for one in around
            if is_told_again(case, one) and any(akin(other, word) for other in clause_of(case, one))
        ]
        if counted:
            return counted
    return []


def _fitting(case: Case, share: Told, name: Name) -> tuple[Told, Told] | None:
    """The one part of a list, of all parts a whole has, whose clause has the last words that a share is told of."""
    start, end, _ = case.reading.bounds[share.index]
    if not shape(r"^\W*(?:<before-share>\s+)*$").match(case.between(start, share.start)):
        return None
    clause = case.between(share.end, end)
    for mark in ",.;:(":
        clause = clause.partition(mark)[0]
    said = [word for word in shape(r"[^\W\d_]{4,}").findall(clause) if not is_fate(word)][1:][-4:]
    for whole, parts in partitions(case, share):
        fits = [one for one in parts if any(akin(word, other) for word in clause_of(case, one) for other in said)]
        if len(fits) == 1 and (fates_in(name) & {fate_of(whole)} or names_noun(case, whole, name)):
            return whole, fits[0]
    return None
