"""CC1: a share with its part and its whole, wherever the two stand in the text.

part    the number that a share is put beside      "104 were left behind, or 65 per cent", "a third: 36 such cases"
        those counted by the nouns it is told of   "Most of the dead are women and children" … "9 women, 11 children"
        the part of a list that its words fit      "Few of them fell in the city" … "for 70 the city was named"
whole   the one the words join to it               "of the 160", "of those who set out", "opened 412 files"
        else the greatest of the sentences before

A share is silent where any whole that the part may be of makes it; a whole that the text has no number of is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, load_cues, shape
from counterclaim.findings.tolerance import follows, interval
from counterclaim.language import fold
from counterclaim.model import Hedge, Quantity

BEFORE, BEHIND = 3, 3  # sentences around a share in which its operands stand
AROUND = 4  # sentences around it in which another whole may explain it
LEAST = 3.0  # fewer are told of much else
FAR = 2.5  # times that a share in figures may miss the one computed; more, and it is of something else
NEAR = 110  # characters between a part and the share put behind it
STEM = 5  # letters that words of one stem begin with
NAME = 6  # words of the name of a whole

# What a share in words allows, as a figure and its hedge.
_WORDED: tuple[tuple[str, float, Hedge], ...] = (
    ("nearly-all", 0.85, "at least"),
    ("large-majority", 0.6, "at least"),
    ("majority", 0.5, "over"),
    ("small-minority", 0.4, "up to"),
    ("minority", 0.5, "under"),
    ("every-second", 1 / 2, "exact"),
    ("every-third", 1 / 3, "exact"),
    ("every-fourth", 1 / 4, "exact"),
    ("every-fifth", 1 / 5, "exact"),
    ("every-sixth", 1 / 6, "exact"),
    ("every-tenth", 1 / 10, "exact"),
)
_BOUNDS = frozenset({"over", "at least", "up to", "under"})
_FATES = frozenset({"killed", "wounded", "missing", "captured"})
_FATE_WORDS = (("the-dead", "killed"), ("dead", "killed"), ("hurt", "wounded"))
_OPENED = r"(?:(?:,|\(|\s--?)\s*(?:<or>\s+)?|(?<!\w)(?:<or>|<amounts-to>|<that-is>)\s+)(?:<before-share>\s+)*$"
_CLOSED = r"^\s*(?:[.,;:)\]]|--?\s|$|<and>(?!\w))"


@dataclass(frozen=True, slots=True)
class Operands:
    """A share with the numbers that together are its part, and with its whole; ``joined`` where words bind the two."""

    share: Told
    parts: tuple[Told, ...]
    whole: Told
    joined: bool = False

    @property
    def made(self) -> float:
        """The part as one number."""
        return sum(one.value for one in self.parts)

    @property
    def holds(self) -> bool:
        """Whether the share follows."""
        low, high = (sum(interval(one.quantity)[end] for one in self.parts) for end in (0, 1))
        return follows(self.share.quantity, (low, high), interval(self.whole.quantity))


@dataclass(frozen=True, slots=True)
class _Name:
    """The words that say what a share is of; ``said`` where there are any, ``end`` where they end in the text."""

    said: bool
    words: str
    start: int
    end: int


def operands_of(case: Case, share: Told) -> Operands | None:
    """What a share is of, where the text tells it; ``None`` also where other numbers than those may make the share."""
    return None if _is_change(case, share) else _put_beside(case, share) or _told_of(case, share)


# ------------------------------------------------------------------------------------------------------------ shares


def shares_in(case: Case, index: int) -> list[Told]:
    """The shares of a sentence: in figures, and in words that allow a range of them."""
    told = [one for one in case.told(index) if not one.count and 0 < one.value < 1]
    told = [one for one in told if one.quantity.hedge not in ("between", "vague")]
    start = case.reading.bounds[index][0]
    words, taken = case.words(index), [(one.start, one.end) for one in case.told(index)]
    for name, value, hedge in _WORDED:
        for found in cue(f"share-{name}").finditer(words):
            first, last = start + found.start(), start + found.end()
            if any(low < last and first < high for low, high in taken):
                continue
            taken.append((first, last))
            low = value if hedge in ("at least", "over", "exact") else None
            high = value if hedge in ("up to", "under", "exact") else None
            text = case.document.text[first:last]
            quantity = Quantity(low, value if hedge == "exact" else None, high, "share", hedge, text, first, last)
            told.append(Told(quantity, first, last, index, None))
    return sorted(told, key=lambda one: one.start)


def _is_change(case: Case, share: Told) -> bool:
    """Whether a share says by how much something rose or fell, or is told of another time."""
    start, end, _ = case.reading.bounds[share.index]
    before, behind = case.between(start, share.start), case.between(share.end, end)
    led = r"(?<!\w)(?:<rise-of>|<fall-of>|<gain-of>|<loss-of>|<gained>|<lessened>|<difference-of>)\s+"
    made_up = shape(r"(?<!\w)<make-up>\s+(?:<before-share>\s+)*$").search(before)
    if shape(led + r"(?:<before-share>\s+)*$").search(before) and not made_up:
        return True
    more = r"^(?:\s+[\w'-]+){0,2}?\s+(?:<more-by>|<fewer-by>|<gain-behind>|<loss-behind>)(?!\w)"
    return bool(shape(more).match(behind))


def _name_of(case: Case, share: Told) -> _Name:
    """What the words behind a share say it is of: "of those who set out", in Russian the genitive "раненых"."""
    end = case.reading.bounds[share.index][1]
    behind = case.between(share.end, end)
    of = shape(r"^\s*<of>\s+(?=\w)").match(behind)
    at = of.end() if of is not None else 0
    bare = shape(_CLOSED).match(behind)
    if of is None and (bare or (behind.isascii() and not share.quantity.text.rstrip().casefold().endswith(" of"))):
        return _Name(False, "", share.end, share.end)
    named = shape(r"^.*?(?=[.,;:()]|\s--?\s|$|(?<!\w)(?:<make-up>|<be>|<is-gone>|\w+<verb-ending>)(?!\w))").match(
        behind[at:]
    )
    words = named[0] if named is not None else ""
    if any(share.end + at < one.start < share.end + at + len(words) for one in case.told(share.index) if not one.count):
        words = shape(r"\s<and>\s.*$").sub("", words)  # "31 per cent of those killed and women 28 per cent"
    if of is None and not words.strip():
        return _Name(False, "", share.end, share.end)
    return _Name(True, words, share.end + at, share.end + at + len(words))


# -------------------------------------------------------------------------------------------------- put beside a part


def _put_beside(case: Case, share: Told) -> Operands | None:
    """A share put beside the number it is of: "104 were left behind, or 75 per cent"."""
    end = case.reading.bounds[share.index][1]
    name = _name_of(case, share)
    here = [one for one in case.told(share.index) if one.count and one.quantity.hedge not in ("between", "vague")]
    before = [one for one in here if one.end <= share.start]
    behind = [one for one in here if one.start >= name.end]
    part = _part_behind(case, share, name, behind)
    if part is None and before and shape(_CLOSED).match(case.between(name.end, end)):
        part = _part_before(case, share, name, before)
    if part is None or part.value < LEAST or part.quantity.hedge in _BOUNDS:
        return None
    found = _with_whole(case, share, (part,), name)
    if found is None or found.holds:
        return found
    made = [interval(part.quantity), *((value, value) for value in _sums(before))]
    bases = [interval(found.whole.quantity)] if found.joined else _bases(case, found, name)
    if any(follows(share.quantity, one, base) for one in made for base in bases):
        return None
    if found.joined:
        return found
    left = found.whole.value - part.value
    if share.quantity.hedge not in _BOUNDS and follows(share.quantity, (left, left), interval(found.whole.quantity)):
        return None
    return found if 1 / FAR < found.made / found.whole.value / share.value < FAR else None


def _part_before(case: Case, share: Told, name: _Name, before: Sequence[Told]) -> Told | None:
    """The number that a share is put behind, or the one before it that is told as a part of that: "120 of the 480"."""
    part = last = before[-1]
    if len(before) > 1 and is_part_of(case, before[-2], last):
        part = before[-2]
    gap = case.between(last.end, share.start)
    if part is not last or is_led(case, before[-2] if len(before) > 1 else last, part):
        gap = gap.replace(":", ",")
    if len(gap) > NEAR or any(mark in gap for mark in ".;:!?") or not shape(_OPENED).search(gap):
        return None
    between = [one for one in shares_in(case, share.index) if part.end <= one.start < share.start]
    if between or cue("sum-of-them").search(case.between(share.start, case.reading.bounds[share.index][1])):
        return None  # "96 were hurt, most were policemen, or a third", "one lost 120, the other 80, a fifth in all"
    if not _is_said_again(gap) and (cue("and").search(gap) or (name.said and cue("these").match(name.words))):
        return None  # "208 were soldiers and civilians, a third", "120 fell, a third of them"
    return part


def _is_said_again(before: str) -> bool:
    """Whether the words before a share say that it is the number before it in other words: "or", "that is"."""
    return bool(shape(r"(?<!\w)(?:<or>|<amounts-to>|<that-is>)\s+(?:<before-share>\s+)*$").search(before))


def _part_behind(case: Case, share: Told, name: _Name, behind: Sequence[Told]) -> Told | None:
    """The part in brackets, behind a colon or between commas: "a third (36)", "every third: 36 such cases"."""
    if not behind:
        return None
    gap = case.between(name.end, behind[0].start)
    start, end, _ = case.reading.bounds[share.index]
    last = behind[1] if len(behind) > 1 and is_part_of(case, behind[0], behind[1]) else behind[0]
    before, after = case.between(start, share.start), case.between(last.end, end)
    noun = r"(?:\s+(?!<of>\s|<and>\s)[^\W\d_][\w'-]*){0,2}?"
    closed = shape(rf"^{noun}\s*(?:[.,;)\]]|\s--?\s|$|<such>(?!\w))").match(after)
    if shape(r"^[^.;:!?(\d]{0,60}(?::\s*(?:<such>\s+)?|\()$").match(gap):
        return behind[0] if closed or shape(r":\s*<such>\s+$").search(gap) else None
    if not shape(r"^\s*(?:,|\)|--?)\s*(?:<the-others>\s+)?$").match(gap):
        return None
    apart = shape(r"(?:,|\(|--?)\s*(?:<before-share>\s+)*$").search(before)
    return behind[0] if apart or closed else None


def _sums(before: Sequence[Told]) -> Iterator[float]:
    """What the last numbers before a share make together: "12 women and 8 children, or a third"."""
    for count in range(2, len(before) + 1):
        yield sum(one.value for one in before[-count:])


# --------------------------------------------------------------------------------------------------- told of a part


def _told_of(case: Case, share: Told) -> Operands | None:
    """A share told of those that nouns name and numbers count: "most of the dead are women and children"."""
    name = _name_of(case, share)
    kinds = _kinds(case, share, name)
    if kinds is None:
        found = _fitting(case, share, name)
        return _judged(case, Operands(share, (found[1],), found[0]), name) if found is not None else None
    counted = [_counted(case, share, kind) for kind in kinds]
    parts = tuple(told[0] for told in counted if len({one.value for one in told}) == 1)
    if len({one.start for one in parts}) < len(kinds):
        return None
    listed = _listed_whole(case, parts, name)
    made = Operands(share, parts, listed) if listed is not None else _with_whole(case, share, parts, name)
    if made is None or (made.whole.index != share.index and _has_time(case, share.index)):
        return None  # "In June women accounted for 40 per cent of the dead"
    return _judged(case, made, name)


def _has_time(case: Case, index: int) -> bool:
    return any(not time.reporting for time in case.times_in(index))


def _judged(case: Case, found: Operands, name: _Name) -> Operands | None:
    if found.holds:
        return found
    made = found.made
    if made >= found.whole.value:
        return None
    return (
        None if any(follows(found.share.quantity, (made, made), base) for base in _bases(case, found, name)) else found
    )


def _kinds(case: Case, share: Told, name: _Name) -> list[str] | None:
    """The nouns that a share is told of, those joined by "and" apart: before what makes it up, or behind its whole."""
    start, end, _ = case.reading.bounds[share.index]
    before, behind = case.between(start, share.start), case.between(name.end, end)
    found = shape(
        r"(?:^|[,;:]\s*)((?:[^\W\d_][\w'-]*\s+){1,5}?)(?:<thus>\s+)?<make-up>\s+(?:<thus>\s+)?(?:<before-share>\s+)*(?:<article>\s+)?$"
    ).search(before) or shape(r"^\s*(?:<make-up>|<be>|--?)\s+((?:[^\W\d_][\w'-]*\s*){1,4}?)\s*(?:[.,;:)]|$)").match(
        behind
    )
    if found is None:
        return None
    conjuncts = shape(r"\s+<and>\s+").sub("|", found[1].strip()).split("|")
    return [words.split()[-1] for words in conjuncts if words.split()]


def _counted(case: Case, share: Told, kind: str) -> list[Told]:
    """The numbers around a share that count what a word names: "163 children" for "children", "40 of whom are hurt"."""
    around = [one for one in _around(case, share, BEFORE, BEHIND) if one.exact]
    counted = [one for one in around if any(_akin(word, kind, 3) for word in _noun(case, one))]
    return counted or [
        one for one in around if _is_told_again(case, one) and any(_akin(word, kind) for word in _clause(case, one))
    ]


def _noun(case: Case, one: Told) -> list[str]:
    """The two words behind a number, as far as nothing parts them from it."""
    end = case.reading.bounds[one.index][1]
    behind = shape(r"^(?:\s+[^\W\d_][\w'-]*){1,2}").match(case.between(one.end, end))
    return behind[0].split() if behind is not None else []


def _fitting(case: Case, share: Told, name: _Name) -> tuple[Told, Told] | None:
    """The one part of a list, of all parts a whole has, whose clause has the last words that a share is told of."""
    end = case.reading.bounds[share.index][1]
    clause = case.between(share.end, end)
    for mark in ",.;:(":
        clause = clause.partition(mark)[0]
    said = [word for word in shape(r"[^\W\d_]{4,}").findall(clause) if not _is_fate(word)][-4:]
    for whole, parts in _partitions(case, share):
        fits = [one for one in parts if any(_akin(word, other) for word in _clause(case, one) for other in said)]
        if len(fits) == 1 and (_fates_in(name) & {_fate(whole)} or _names_noun(case, whole, name)):
            return whole, fits[0]
    return None


def _fate(one: Told) -> str | None:
    return one.claim.measure if one.claim is not None else None


def _fates_in(name: _Name) -> set[str]:
    """The fates that the words of a whole tell: "of the dead"."""
    return {measure for names, measure in _FATE_WORDS if cue(names).search(name.words)}


def _names_noun(case: Case, whole: Told, name: _Name) -> bool:
    words = shape(r"[^\W\d_]{4,}").findall(name.words)
    return any(_akin(word, its) for word in words for its in _noun(case, whole))


def _partitions(case: Case, share: Told) -> Iterator[tuple[Told, tuple[Told, ...]]]:
    """Numbers that follow each other and together make one before them: all its parts."""
    around = _around(case, share, BEFORE, BEHIND)
    for at, whole in enumerate(around):
        for count in range(2, 6):
            for first in range(at + 1, len(around) - count + 1):
                parts = around[first : first + count]
                if sum(one.value for one in parts) == whole.value and all(one.value >= LEAST for one in parts):
                    yield whole, tuple(parts)


def _listed_whole(case: Case, parts: tuple[Told, ...], name: _Name) -> Told | None:
    """The whole of a list that the parts stand in with all others, unless it is of another fate than the one named."""
    for whole, told in _partitions(case, parts[0]):
        fates = _fates_in(name)
        if all(part in told for part in parts) and (whole.claim is None or not fates or _fate(whole) in fates):
            return whole
    return None


def _clause(case: Case, one: Told) -> list[str]:
    """The words of a number's own clause: as far as commas, and as the numbers beside it."""
    start, end, _ = case.reading.bounds[one.index]
    others = [other for other in case.told(one.index) if other is not one]
    start = max([start, *(other.end for other in others if other.end <= one.start)])
    end = min([end, *(other.start for other in others if other.start >= one.end)])
    before = case.between(start, one.start).rpartition(",")[2]
    return shape(r"[^\W\d_]{4,}").findall(before + " " + case.between(one.end, end).partition(",")[0])


def _is_fate(word: str) -> bool:
    return bool(cue("slain").fullmatch(word) or cue("hurt").fullmatch(word))


# ---------------------------------------------------------------------------------------------------------- its whole


def _with_whole(case: Case, share: Told, parts: tuple[Told, ...], name: _Name) -> Operands | None:
    """The parts with the whole that the words join to them: by its number, by its name, else the greatest before."""
    made, part = sum(one.value for one in parts), parts[0]
    inside = [one for one in case.told(share.index) if one.count and name.start <= one.start < name.end]
    if name.said and inside:
        return Operands(share, parts, inside[0], joined=True) if inside[0].value > made else None
    own = [one for one in case.told(part.index) if one.count and one.value > made and one not in parts]
    joined = [one for one in own if is_part_of(case, part, one) or (one.end < part.start and is_led(case, one, part))]
    again = _is_told_again(case, part)
    if joined and (not name.said or _is_said_again(case.between(part.end, share.start))):
        return Operands(share, parts, joined[-1], joined=True)
    if name.said and again and own and own[-1].end < part.start and _names_noun(case, own[-1], name):
        return Operands(share, parts, own[-1])
    near = [one for one in _around(case, share, BEFORE, BEHIND) if one.value > made and one not in parts]
    near = [one for one in near if not _is_beside(case, one, parts)]
    if name.said:
        near = [one for one in near if _is_named(case, one, name, share)]
        if all(word in _any_whole() for word in shape(r"\w{3,}").findall(name.words)):
            near = [one for one in near if one.start < max(share.start, part.start)]
    else:
        near = [one for one in near if one.start < part.start and _may_hold(case, one, part)]
    if not near:
        return None
    last = max(near, key=lambda one: (one.index if again else 0, one.value))
    return Operands(share, parts, max((one for one in near if one.index == last.index), key=lambda one: one.value))


def is_part_of(case: Case, part: Told, whole: Told) -> bool:
    """Whether a number stands as a part of the next: "120 of the 480"."""
    return bool(shape(r"^\s*<of>\s+(?:<before-whole>\s+)*$").match(case.between(part.end, whole.start)))


def is_led(case: Case, whole: Told, part: Told) -> bool:
    """Whether a whole leads its part: "of the 480 men, 120 were lost", "of the 480 dead 120 were men"."""
    gap = case.between(whole.end, part.start)
    beside = shape(r"^(?:\s+[\w'-]+){0,2}\s+$").match(gap) and not shape(r"(?<!\w)<and>(?!\w)").search(gap)
    return _is_of(case, whole) and ("," in gap or bool(beside))


def _is_of(case: Case, whole: Told) -> bool:
    """Whether "of" stands before a number: of the 480 men."""
    start = case.reading.bounds[whole.index][0]
    return bool(shape(r"(?:^|[\s,;])<of>\s+(?:<before-whole>\s+)*$").search(case.between(start, whole.start)))


def _is_told_again(case: Case, part: Told) -> bool:
    """Whether a part is told of some whom the text has spoken of: "of last month's patients 103", "103 of them"."""
    start, end, _ = case.reading.bounds[part.index]
    ahead = shape(r"^\W*(?:<of>|<of-the>|<some-parts>)\s[^.;:!?\d]{0,48}$").match(case.between(start, part.start))
    behind = shape(r"^[^.;:!?,\d]{0,24}\s*<part-behind>(?!\w)").match(case.between(part.end, end))
    return bool(ahead or behind)


def _may_hold(case: Case, whole: Told, part: Told) -> bool:
    """Whether a number before a part may be told as its whole: of the same words, or of no other fate."""
    if whole.quantity.hedge == "vague":
        return False
    one, other = whole.claim, part.claim
    if not _is_told_again(case, part) and one is not None and other is not None:
        if one.measure != other.measure and {one.measure, other.measure} <= _FATES:
            return False
    return one is not None or _counts_some(case, whole) or _are_akin(case, whole, part)


def _counts_some(case: Case, one: Told) -> bool:
    """Whether the pack knows the noun behind a number for people or things that wars take."""
    sentence = case.sentence(one.index)
    behind = [token for token in range(len(sentence.words)) if sentence.starts[token] >= one.end][:2]
    return any(sentence.kind(token, "object") is not None for token in behind)


def _are_akin(case: Case, one: Told, other: Told) -> bool:
    """Whether words of two numbers' clauses have a stem in common."""
    return any(_akin(word, its) for word in _clause(case, one) for its in _clause(case, other))


def _is_named(case: Case, whole: Told, name: _Name, share: Told) -> bool:
    """Whether all the words that a share is of are told with a whole, or stand for any."""
    words = shape(r"[^\W\d_]{3,}").findall(name.words)
    if not words or len(words) > NAME:
        return False
    fates = _fates_in(name)
    if fates and _fate(whole) not in fates:
        return False
    same = whole.index == share.index
    known = _clause(case, whole) if same else shape(r"[^\W\d_]{3,}").findall(case.words(whole.index))
    return all(
        word in _any_whole() or (fates and _is_of_fate(word)) or any(_akin(word, its) for its in known)
        for word in words
    )


def _is_of_fate(word: str) -> bool:
    return any(cue(name).search(word) for name, _ in _FATE_WORDS)


def _is_beside(case: Case, one: Told, parts: tuple[Told, ...]) -> bool:
    """Whether a number is another part of the same list, which makes a whole with the parts."""
    if one.index not in {part.index for part in parts}:
        return False
    return any(one in told and any(part in told for part in parts) for _, told in _partitions(case, parts[0]))


def _bases(case: Case, found: Operands, name: _Name) -> list[tuple[float, float]]:
    """Every whole that the part of a share may be of: a greater number around, or two told together."""
    around = _around(case, found.share, AROUND, AROUND)
    fates = _fates_in(name)
    others = [
        one
        for one in around
        if one.value > found.made
        and not _is_beside(case, one, found.parts)
        and not (fates and one.claim is not None and one.claim.measure not in fates)
    ]
    if found.share.claim is None and not any(letter.isdigit() for letter in found.share.quantity.text):
        return [interval(found.whole.quantity), *(interval(one.quantity) for one in others if one.claim is not None)]
    both = [
        one.value + other.value
        for one, other in pairwise(around)
        if one.claim is not None and other.claim is not None and _are_listed(case, one, other)
    ]
    return [interval(one.quantity) for one in (found.whole, *others)] + [(value, value) for value in both]


def _are_listed(case: Case, one: Told, other: Told) -> bool:
    """Whether two numbers stand side by side, neither a part of the other: "35 soldiers and 70 policemen"."""
    gap = case.between(one.end, other.start)
    beside = one.index == other.index and shape(r"^[^.;:!?()]{0,60}?(?:,|(?<!\w)<and>)[^.;:!?(),]{0,24}$").match(gap)
    return bool(beside) and not cue("part-behind").search(gap) and not cue("including").search(gap)


def _around(case: Case, share: Told, before: int, behind: int) -> list[Told]:
    first, last = max(0, share.index - before), min(len(case.reading), share.index + behind + 1)
    return [one for index in range(first, last) for one in case.told(index) if one.count and one.value >= LEAST]


# -------------------------------------------------------------------------------------------------------------- words


def _akin(one: str, other: str, least: int = STEM - 1) -> bool:
    """Whether two words begin alike, as those of one stem do: by ``least`` letters, more where both are longer."""
    letters = min(STEM, max(least, min(len(one), len(other)) - 1))
    if least < STEM - 1:
        letters = min(STEM, max(least, min(len(one), len(other)) - 2))
    return len(one) >= letters <= len(other) and one[:letters] == other[:letters]


@lru_cache(maxsize=1)
def _any_whole() -> frozenset[str]:
    """The words that stand for any whole: "of its strength", "of them"."""
    phrases = (fold(phrase) for name in ("own-force", "these", "before-whole", "those") for phrase in load_cues()[name])
    return frozenset(word for phrase in phrases for word in phrase.split())
