"""What calls are about: the themes of the codebook, coded turn by turn from cues that stand in the language packs.

    code(document)      codings: theme, the words that carry it, the rule, how sure
    prevalence(…)       in how many calls a theme is heard, by publisher and month, with intervals

A coding says what a speaker talks about, never that it is so. Published calls were chosen by whoever published them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from counterclaim.language import fold
from counterclaim.model import Document, VocabularyError
from counterclaim.tables import PACKAGE, read_tables

CAUTION = (
    "Published calls were chosen by whoever published them, often a party to the war: these shares describe what was "
    "published, not what soldiers say."
)
CONFIDENCE = {"sure": 0.9, "likely": 0.6}  # the share of such codings that our own gold bears out, in round figures
_NEAR = r"(?:\W+[\w'-]+)?\W+"  # what takes a cue back stands together
_GAP = r"(?:[^\w.!?]+[\w'-]+){0,4}[^\w.!?]+"  # the parts of a cue stand in one sentence
_ENDS = r"(?!\w|'(?!(?:s|ll|ve|re|d|m)?(?!\w)))"  # "platoon" stands in "platoon's", "won" not in "won't"
_WORD = re.compile(r"[\w']+")
_ANY = frozenset([""])
_CLASS = re.compile(r"<(\w+)>")
_GOES_ON = 6  # words: a shorter turn says too little to be more of the same
_PUT_IN = 6  # words: who says more than that changes the subject
_QUESTION = 8  # words: a longer turn that begins as a question tells more than it asks
_CYRILLIC = re.compile("[\u0400-\u052f]")


@dataclass(frozen=True, slots=True, order=True)
class Coding:
    """A theme of a turn: the words that carry it, as code points of the text, the cue that read it, and how sure."""

    start: int
    end: int
    theme: str
    rule: str
    confidence: float


@lru_cache(maxsize=1)
def themes() -> dict[str, str]:
    """The themes in the order of the codebook: id and title."""
    named: dict[str, str] = read_tables(PACKAGE / "testimony.toml")["theme"]
    return named


class _Cue(NamedTuple):
    theme: str
    rule: str
    confidence: float
    pattern: re.Pattern[str]
    negative: bool  # the cue itself holds a negation, so that one before it says nothing new


def _words(phrase: str) -> str:
    """A phrase as a pattern: its words with anything but letters between, a star for any ending."""
    words = [re.escape(word.rstrip("*")) + (r"[\w'-]*" if word.endswith("*") else "") for word in phrase.split()]
    return r"[\s'-]+".join(words)


def spelled_out(cue: str, classes: dict[str, str]) -> Iterator[str]:
    """A cue with its classes replaced by their words; one with ``~`` holds in either order of its two parts."""
    whole = _CLASS.sub(lambda match: classes[match[1]], cue)
    if " ~ " not in whole:
        yield whole
        return
    one, other = whole.split(" ~ ")
    yield f"{one} _ {other}"
    yield f"{other} _ {one}"


def pattern_of(cue: str, gap: str = _GAP) -> str:
    """A cue of a pack as a regular expression over folded text."""
    parts = ["(?:" + "|".join(_words(one) for one in part.split("|") if one.strip()) + ")" for part in cue.split(" _ ")]
    return r"(?<![\w'])" + gap.join(part + _ENDS for part in parts)


def _beginnings(cue: str) -> frozenset[str]:
    """What a turn must have for a cue to be worth looking for: first words of its first part, those cut short starred.

    The empty word where a phrase begins with other signs than letters: every turn has it.
    """
    first = [phrase.split()[0] for phrase in cue.split(" _ ")[0].split("|") if phrase.strip()]
    heads = [(word, head[0]) for word in first if (head := _WORD.match(word))]
    return frozenset(head + "*" * (word == head + "*") for word, head in heads) if len(heads) == len(first) else _ANY


@lru_cache(maxsize=4)
def _reactions(code: str) -> re.Pattern[str]:
    """Turns that are a greeting or an exclamation and no more."""
    words = read_tables(PACKAGE / "languages" / code / "themes.toml")["reactions"]["words"]
    return re.compile(rf"\W*(?:(?:{'|'.join(map(_words, sorted(words, key=len, reverse=True)))})(?![\w'])\W*)+")


@lru_cache(maxsize=4)
def _cues(
    code: str,
) -> tuple[
    tuple[_Cue, ...], dict[str, list[int]], tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str], re.Pattern[str]
]:
    """A pack's cues, which begin with a word, what takes cues back, its negations, and how its questions begin."""
    tables = read_tables(PACKAGE / "languages" / code / "themes.toml")
    denying, between = ("|".join(map(_words, tables["negation"][key])) for key in ("words", "between"))
    negations = re.compile(rf"(?<![\w'])(?:{denying})(?:\W+(?:{between}))?$")
    begun, ended, taken_up = ("|".join(map(_words, tables["questions"][key])) for key in ("words", "ends", "takes_up"))
    questions = re.compile(
        rf"[-\W]*(?:(?:{begun})(?![\w'])|(?:{taken_up})\W+[\w']+\W*$|(?:[\w']+\W+){{1,3}}(?:{ended})\W*$)"
    )
    classes: dict[str, str] = tables.get("classes", {})
    cues, against = [], []
    index: dict[str, list[int]] = {}
    for theme, lists in tables.items():
        if theme in ("negation", "questions", "classes", "reactions", "going_on"):
            continue
        if theme not in themes():
            raise VocabularyError(f"languages/{code}/themes.toml: there is no theme “{theme}”")
        for how, confidence in CONFIDENCE.items():
            for cue in lists[how]:
                for told in spelled_out(cue, classes):
                    negative = any(negations.search(fold(word)) for word in re.split(r"[\s|]+", told))
                    pattern = re.compile(pattern_of(fold(told)))
                    cues.append(_Cue(theme, f"{code} {theme}: {cue}", confidence, pattern, negative))
                    for begins in _beginnings(fold(told)):
                        index.setdefault(begins, []).append(len(cues) - 1)
        for cue in lists["not"]:
            against += [(theme, re.compile(pattern_of(fold(told), _NEAR))) for told in spelled_out(cue, classes)]
    return tuple(cues), index, tuple(against), negations, questions


def turns_of(document: Document) -> Iterator[tuple[int, int]]:
    """Where turns stand: those of the transcript, else the lines of the text."""
    if document.transcript is not None:
        for turn in document.transcript.turns:
            yield turn.span.start, turn.span.end
        return
    at = 0
    for line in document.text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def code(document: Document) -> tuple[Coding, ...]:
    """The codings of a document, in the order of its text; of each turn and theme the surest, else the first.

    Russian and Ukrainian speech is mixed, so Cyrillic turns are read with both packs. A turn that is a greeting, an
    exclamation or a mere question in either of them tells of nothing.
    """
    folded = fold(document.text)
    spans = tuple(turns_of(document))
    told = [_told(folded[start:end], start) for start, end in spans]
    speakers = [turn.speaker for turn in document.transcript.turns] if document.transcript is not None else []
    more = [
        _goes_on(folded, spans, told, at)
        for at in range(2, len(spans))
        if not speakers or speakers[at] == speakers[at - 2]
    ]
    return tuple(sorted([*chain.from_iterable(told), *filter(None, more)]))


def _told(turn: str, start: int) -> list[Coding]:
    """What a turn tells of by its own words."""
    packs = _packs_of(turn)
    if any(_reactions(pack).fullmatch(turn) or _asks(turn, pack) for pack in packs):
        return []
    taken_back = {theme for pack in packs for theme, pattern in _cues(pack)[2] if pattern.search(turn)}
    best: dict[str, Coding] = {}
    for pack in packs:
        for coding in _coded(turn, start, pack, taken_back):
            had = best.get(coding.theme)
            if had is None or (-coding.confidence, coding.start) < (-had.confidence, had.start):
                best[coding.theme] = coding
    return _stronger(best)


def _packs_of(turn: str) -> tuple[str, ...]:
    return ("ru", "uk") if _CYRILLIC.search(turn) else ("en",)


def _goes_on(folded: str, spans: Sequence[tuple[int, int]], told: Sequence[Sequence[Coding]], at: int) -> Coding | None:
    """A turn without a theme of its own goes on with what its speaker told before the other put in a word."""
    if told[at] or told[at - 1] or not told[at - 2]:
        return None
    start, end = spans[at]
    turn, between = folded[start:end], folded[slice(*spans[at - 1])]
    if len(_WORD.findall(turn)) < _GOES_ON or len(_WORD.findall(between)) > _PUT_IN:
        return None
    if turn.rstrip().endswith("?") or any(_turns_away(pack).search(turn) for pack in _packs_of(turn)):
        return None
    before = min(told[at - 2], key=lambda coding: (-coding.confidence, coding.start))
    first = _WORD.search(turn)
    begins = start + (first.start() if first else 0)
    return Coding(begins, end, before.theme, f"{before.rule}, gone on with", CONFIDENCE["likely"])


@lru_cache(maxsize=4)
def _turns_away(code: str) -> re.Pattern[str]:
    """Turns that do not go on with a theme: they ask, or say that all is well or something else."""
    tables = read_tables(PACKAGE / "languages" / code / "themes.toml")["going_on"]
    asks, away = ("|".join(map(_words, tables[key])) for key in ("asks", "away"))
    return re.compile(rf"^\W*(?:{asks})(?![\w'])|(?<![\w'])(?:{away})(?![\w'])")


# Where two themes are read from the same words, the first is what they are of.
_OVER = (
    ("civilians", "losses"),
    ("prisoners", "refusal"),
    ("command", "refusal"),
    ("command", "losses"),
    ("victory", "losses"),
    ("refusal", "despair"),
    ("mutiny", "command"),
    ("looting", "command"),
    ("mobilisation", "despair"),
)


# What a turn says of the first is told by the words of the second too: a mother who weeps, a man who is killed, money
# for a wound, leave to go home, a whole company that will not go.
_ABOVE = (
    ("civilians", "losses"),
    ("civilians", "home"),
    ("civilians", "despair"),
    ("civilians", "supply"),
    ("civilians", "command"),
    ("looting", "losses"),
    ("mobilisation", "refusal"),
    ("pay", "losses"),
    ("refusal", "home"),
    ("refusal", "mutiny"),
    ("rotation", "home"),
    ("rotation", "refusal"),
)


def _stronger(codings: dict[str, Coding]) -> list[Coding]:
    dropped = set()
    for over, under in _OVER:
        one, other = codings.get(over), codings.get(under)
        if one is not None and other is not None and one.start < other.end and other.start < one.end:
            dropped.add(under)
    dropped |= {under for over, under in _ABOVE if over in codings}
    return [coding for theme, coding in codings.items() if theme not in dropped]


def _asks(turn: str, pack: str) -> bool:
    """Whether a turn merely asks: it is short, begins as a question, denies nothing and goes on with nothing."""
    _, _, _, negations, questions = _cues(pack)
    return (
        len(turn.split()) < _QUESTION
        and questions.match(turn) is not None
        and negations.search(turn.rstrip(" ?")) is None
        and "?" not in turn[:-2]
    )


def _coded(turn: str, start: int, pack: str, taken_back: Collection[str]) -> Iterator[Coding]:
    cues, index, _, negations, _ = _cues(pack)
    words = {part for word in _WORD.findall(turn) for part in (word, word.partition("'")[0]) if part}
    begun = {"", *words, *(word[:size] + "*" for word in words for size in range(1, len(word) + 1))}
    for cue in (cues[at] for at in sorted({at for begins in begun for at in index.get(begins, ())})):
        if cue.theme in taken_back:
            continue
        for match in cue.pattern.finditer(turn):
            before = turn[max(0, match.start() - 24) : match.start()].rstrip()
            if not cue.negative and negations.search(before):
                continue
            yield Coding(start + match.start(), start + match.end(), cue.theme, cue.rule, cue.confidence)
            break


# ------------------------------------------------------------------------------------------------------ prevalence


@dataclass(frozen=True, slots=True)
class Share:
    """In how many of ``calls`` calls of one publisher and month (as "2023-04") a theme is heard; 95% interval."""

    publisher: str
    month: str
    theme: str
    heard: int
    calls: int
    low: float
    high: float


def wilson(hits: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """The Wilson score interval of a share (E. B. Wilson, 1927): never outside 0 and 1, sound for few calls."""
    if not n:
        return 0.0, 1.0
    share = hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def prevalence(documents: Iterable[Document]) -> tuple[Share, ...]:
    """The share of calls in which each theme is heard, by publisher and month of publication ("" where unknown)."""
    return shares((document, {coding.theme for coding in code(document)}) for document in documents)


def shares(calls: Iterable[tuple[Document, Collection[str]]]) -> tuple[Share, ...]:
    """The same of calls whose themes are known, as a ledger has them with what people said of each coding."""
    counted: dict[tuple[str, str], int] = {}
    heard: dict[tuple[str, str], dict[str, int]] = {}
    for document, told in calls:
        if document.transcript is None:
            continue
        origin = document.transcript.provenance
        day = document.published or origin.published
        key = (origin.publisher or "", day.strftime("%Y-%m") if day else "")
        counted[key] = counted.get(key, 0) + 1
        counts = heard.setdefault(key, {})
        for theme in told:
            counts[theme] = counts.get(theme, 0) + 1
    return tuple(
        Share(*key, theme, hits, n, *wilson(hits, n))
        for key, n in sorted(counted.items())
        for theme in themes()
        if (hits := heard[key].get(theme, 0))
    )
