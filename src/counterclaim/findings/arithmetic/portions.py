"""Shares as a text tells them, in figures and in words, and what the words behind them say they are of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, load_cues, shape
from counterclaim.language import fold, load_language
from counterclaim.model import Hedge, Quantity

LEAST = 3.0  # fewer are told of much else
STEM = 5  # letters that words of one stem begin with
CLOSED = r"^\s*(?:[.,;:)\]]|--?\s|$|<and>(?!\w))"  # behind a share that says no more of what it is of

# What a share in words allows, as a figure and its hedge.
_WORDED: tuple[tuple[str, float, Hedge], ...] = (
    ("share-nearly-all", 0.85, "at least"),
    ("share-large-majority", 0.6, "at least"),
    ("share-majority", 0.5, "over"),
    ("share-small-minority", 0.4, "up to"),
    ("share-minority", 0.5, "under"),
    ("share-every-second", 1 / 2, "exact"),
    ("share-every-third", 1 / 3, "exact"),
    ("share-every-fourth", 1 / 4, "exact"),
    ("share-every-fifth", 1 / 5, "exact"),
    ("share-every-sixth", 1 / 6, "exact"),
    ("share-every-tenth", 1 / 10, "exact"),
)
_IN_WORDS = [name for name, _, _ in _WORDED]
_JOINTS = ("be", "modal", "article", "this", "of", "in", "at", "by", "to", "relative", "and", "not", "its", "it", "as")
_FATE_WORDS = (("the-dead", "killed"), ("dead", "killed"), ("hurt", "wounded"))


@dataclass(frozen=True, slots=True)
class Name:
    """The words that say what a share is of; ``said`` where there are any, ``end`` where they end in the text."""

    said: bool
    words: str
    start: int
    end: int


def shares_in(case: Case, index: int) -> list[Told]:
    """The shares of a sentence: in figures, and in words that allow a range of them."""
    told = [one for one in case.told(index) if not one.count and 0 < one.value < 1]
    told = [one for one in told if one.quantity.hedge not in ("between", "vague")]
    start = case.reading.bounds[index][0]
    words, taken = case.words(index), [(one.start, one.end) for one in case.told(index)]
    for name, value, hedge in _WORDED if case.tells_in(index, *_IN_WORDS) else ():
        for found in cue(name).finditer(words) if case.tells_in(index, name) else ():
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


def is_change(case: Case, share: Told) -> bool:
    """Whether a share says by how much something rose or fell, or is told of another time."""
    start, end, _ = case.reading.bounds[share.index]
    before, behind = case.between(start, share.start), case.between(share.end, end)
    led = r"(?<!\w)(?:<rise-of>|<fall-of>|<gain-of>|<loss-of>|<gained>|<lessened>|<difference-of>)\s+"
    made_up = shape(r"(?<!\w)<make-up>\s+(?:<before-share>\s+)*$").search(before)
    if shape(led + r"(?:<before-share>\s+)*$").search(before) and not made_up:
        return True
    more = r"^(?:\s+[\w'-]+){0,2}?\s+(?:<more-by>|<fewer-by>|<gain-behind>|<loss-behind>)(?!\w)"
    return bool(shape(more).match(behind))


def name_of(case: Case, share: Told) -> Name:
    """What the words behind a share say it is of: "of those who set out", in Russian the genitive "раненых"."""
    end = case.reading.bounds[share.index][1]
    behind = case.between(share.end, end)
    of = shape(r"^\s*<of>\s+(?=\w)").match(behind)
    at = of.end() if of is not None else 0
    bare = shape(CLOSED).match(behind)
    if of is None and (bare or (behind.isascii() and not share.quantity.text.rstrip().casefold().endswith(" of"))):
        return Name(False, "", share.end, share.end)
    named = shape(r"^.*?(?=[.,;:()]|\s--?\s|$|(?<!\w)(?:<make-up>|<be>|<is-gone>|\w+<verb-ending>)(?!\w))").match(
        behind[at:]
    )
    words = named[0] if named is not None else ""
    if any(share.end + at < one.start < share.end + at + len(words) for one in case.told(share.index) if not one.count):
        words = shape(r"\s<and>\s.*$").sub("", words)  # "31 per cent of those killed and women 28 per cent"
    if of is None and not words.strip():
        return Name(False, "", share.end, share.end)
    return Name(True, words, share.end + at, share.end + at + len(words))


def is_said_again(before: str) -> bool:
    """Whether the words before a share say that it is the number before it in other words: "or", "that is"."""
    return bool(shape(r"(?<!\w)(?:<or>|<amounts-to>|<that-is>),?\s+(?:<before-share>\s+)*$").search(before))


def noun_of(case: Case, one: Told) -> list[str]:
    """The two words behind a number, as far as nothing parts them from it."""
    end = case.reading.bounds[one.index][1]
    behind = shape(r"^(?:\s+<part-behind>)?((?:\s+[^\W\d_][\w'-]*){1,2})").match(case.between(one.end, end))
    return behind[1].split() if behind is not None else []


def clause_of(case: Case, one: Told) -> list[str]:
    """The words of a number's own clause: as far as commas, and as the numbers beside it."""
    start, end, _ = case.reading.bounds[one.index]
    others = [other for other in case.told(one.index) if other is not one]
    start = max([start, *(other.end for other in others if other.end <= one.start)])
    end = min([end, *(other.start for other in others if other.start >= one.end)])
    before = case.between(start, one.start).rpartition(",")[2]
    return shape(r"[^\W\d_]{4,}").findall(before + " " + case.between(one.end, end).partition(",")[0])


def counts_around(case: Case, share: Told, before: int, behind: int) -> list[Told]:
    """The counts of the sentences around a share, from left to right."""
    first, last = max(0, share.index - before), min(len(case.reading), share.index + behind + 1)
    return [one for index in range(first, last) for one in case.told(index) if one.count and one.value >= LEAST]


def fate_of(one: Told) -> str | None:
    """What a number's claim says happened to those it counts."""
    return one.claim.measure if one.claim is not None else None


def fates_in(name: Name) -> set[str]:
    """The fates that the words of a whole tell: "of the dead"."""
    return {measure for names, measure in _FATE_WORDS if cue(names).search(name.words)}


def is_fate(word: str) -> bool:
    """Whether a word tells of the dead or the wounded."""
    return bool(cue("slain").fullmatch(word) or cue("hurt").fullmatch(word))


def is_of_fate(word: str) -> bool:
    """Whether a word stands for those of one fate."""
    return any(cue(name).search(word) for name, _ in _FATE_WORDS)


def akin(one: str, other: str, least: int = STEM - 1) -> bool:
    """Whether two words begin alike, as those of one stem do: by ``least`` letters, more where both are longer."""
    letters = min(STEM, max(least, min(len(one), len(other)) - 1))
    if least < STEM - 1:
        letters = min(STEM, max(least, min(len(one), len(other)) - 2))
    return len(one) >= letters <= len(other) and one[:letters] == other[:letters]


@lru_cache(maxsize=1)
def any_whole() -> frozenset[str]:
    """The words that stand for any whole: "of its strength", "of them"."""
    phrases = (fold(phrase) for name in ("own-force", "these", "before-whole", "those") for phrase in load_cues()[name])
    return frozenset(word for phrase in phrases for word in phrase.split())


def stands_for_any(word: str) -> bool:
    """Whether a word tells no whole from another: "strength", "all", "killed"."""
    return word in any_whole() or is_fate(word)


@lru_cache(maxsize=8)
def _joints(language: str) -> frozenset[str]:
    forms = load_language(language).values["form"]
    return frozenset(phrase for form in _JOINTS for phrase in forms.get(form, ()))


def joins_words(word: str, language: str) -> bool:
    """Whether a word only holds others together: "that", "had", "with"."""
    return word in _joints(language)
