"""What is joined to digits without a space and makes them no count: 2022-04-18, 10:30, T-72, 331st, +380 44 …

``stamped`` runs before a number is read; what the words around a number make of it is told by ``exclusions``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from counterclaim.language import Sentence
from counterclaim.quantities.number_words import Grammar
from counterclaim.quantities.numerals import read_digits


class Exclusion(NamedTuple):
    """Tokens ``first`` to ``last`` count nothing; a duration tells its value and unit."""

    first: int
    last: int
    reason: str
    value: float | None = None
    unit: str | None = None


HYPHENS = "-‐‑−"
_STAMPS = re.compile(
    r"""(?P<date>\d{4}[-/.‐‑–]\d{1,2}[-/.‐‑–]\d{1,2}(?:T[\d:.+Z-]+)?|\d{1,2}[-/.‐‑–]\d{1,2}[-/.‐‑–]\d{2,4})(?!\d|,\d)
      | (?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?!\d)
      | (?P<phone>\d{3}[-‐‑]\d{3}[-‐‑]\d{4}|\d{3}[-‐‑]0\d{3}|\d{2,4}(?:[-‐‑]\d{2,4}){2,})(?!\d)
      | (?P<page>\d+(?::\d+)+)""",
    re.VERBOSE,
)
_PHONE = re.compile(r"\d{1,4}(?:[ \-(). ]{1,2}\d{2,5}){2,}")


def _until(s: Sentence, first: int, end: int) -> int:
    """The last token that starts before ``end``, an offset into the sentence's own text."""
    last, n, stop = first, len(s.starts), end + s.start
    while last + 1 < n and s.starts[last + 1] < stop:
        last += 1
    return last


def is_year(word: str) -> bool:
    """Whether a token of digits can be a year of our time: 1900 to 2099, without separators."""
    return len(word) == 4 and word[:2] in ("19", "20") and word.isdecimal()


def is_month(s: Sentence, g: Grammar, i: int) -> bool:
    """Whether token ``i`` names a month; "may" and "march" need their capital."""
    word = s.words[i]
    return word in g.month and (s.caps[i] or word not in g.month_needs_capital)


_PARAGRAPHS = 20  # a figure alone up to so many numbers what follows


def stamped(s: Sentence, g: Grammar, i: int, before: tuple[int, str]) -> Exclusion | None:
    """What the characters joined to the digits of token ``i`` make of it; ``before`` is the last exclusion."""
    words, starts, ends, tags = s.words, s.starts, s.ends, s.tags
    n, word = len(words), words[i]
    left = i > 0 and ends[i - 1] == starts[i]
    right = i + 1 < n and starts[i + 1] == ends[i]
    if word[-1].isalpha():
        return _ordinal(s, g, i) if word[:-2].isdecimal() and not word[-3:].isalpha() else _letters(s, i)
    if n == 2 and words[1] == "." and word.isdecimal() and int(word) <= _PARAGRAPHS:
        return Exclusion(0, 1, "bullet")  # "2." before its own sentence
    if i < 2 and n > 2 and len(word) <= 2:
        if i == 0 and right and words[1] in ".)" and n > 2:
            return Exclusion(0, 1, "bullet")
        if i == 1 and words[0] == "(" and words[2] == ")":
            return Exclusion(0, 2, "bullet")
    if not left and not right:
        return None
    offset = starts[i] - s.start
    if right:
        mark = words[i + 1]
        if mark in "-/.:" and i + 2 < n and starts[i + 2] == ends[i + 1]:
            if word + mark + words[i + 2] in g.idioms:
                return Exclusion(i, i + 2, "idiom")
            found = _STAMPS.match(s.text, offset)
            if found is not None and not left:
                reason = {"page": "reference"}.get(found.lastgroup or "", found.lastgroup or "")
                return Exclusion(i, _until(s, i, found.end()), reason)
            if mark == "-" and tags[i + 2] == "d":
                value, flaw = read_digits(word)
                other, other_flaw = read_digits(words[i + 2])
                if not flaw and not other_flaw and other <= value and not (tags[i + 3 : i + 4] == "k" and value < 100):
                    return Exclusion(i, i + 2, "date" if len(word) == 4 and len(words[i + 2]) == 2 else "score")
        elif mark in g.degree:
            return degrees(s, g, i, i + 1)
        elif mark == "]" and left and words[i - 1] == "[":
            return Exclusion(i - 1, i + 1, "reference")
    if not left:
        return None
    mark = words[i - 1]
    if mark[-1].isalpha():
        return Exclusion(i - 1, run(s, i), "designation")
    if mark == "-":
        return _hyphenated(s, g, i, before)
    if mark == "+":
        found = _PHONE.match(s.text, offset)
        if found is not None and sum(c.isdecimal() for c in found[0]) >= 9:
            return Exclusion(i - 1, _until(s, i, found.end()), "phone")
    elif mark in g.number_sign:
        return Exclusion(i - 1, i, "designation")
    elif mark == "/" and i > 1 and ends[i - 2] == starts[i - 1]:
        return Exclusion(i, run(s, i), "date" if before[1] == "date" else "designation")
    elif mark == "'" and (i < 2 or ends[i - 2] < starts[i - 1]) and len(word) == 2 and not right:
        return Exclusion(i - 1, i, "date")
    elif mark == "." and i > 1 and ends[i - 2] == starts[i - 1] and words[i - 2] not in g.abbreviated_hedge:
        if words[i - 2] in g.month:
            return None
        return Exclusion(i - 1, i, "designation")
    elif mark == ":" and i > 1 and tags[i - 2] == "d" and ends[i - 2] == starts[i - 1]:
        return Exclusion(i, i, "time")
    return None


def run(s: Sentence, i: int) -> int:
    """The last token joined to token ``i`` by letters, digits and hyphens: 72 b 3 of T-72B3."""
    last, n = i, len(s.words)
    while last + 1 < n and s.starts[last + 1] == s.ends[last]:
        nxt = s.words[last + 1]
        if nxt[0].isalnum():
            last += 1
        elif nxt == "-" and last + 2 < n and s.starts[last + 2] == s.ends[last + 1] and s.words[last + 2][0].isalnum():
            last += 2
        else:
            break
    return last


def _letters(s: Sentence, i: int) -> Exclusion:
    return Exclusion(i, run(s, i), "designation")


def _ordinal(s: Sentence, g: Grammar, i: int) -> Exclusion:
    words, n = s.words, len(s.words)
    j = i + 1
    if (j < n and s.tags[j] == "u") or (j < n and words[j] in g.capital_label and s.caps[j]):
        return Exclusion(i, i, "unit number")
    if j < n and words[j] in g.of:
        j += 1
    if j < n and is_month(s, g, j):
        return Exclusion(i, year_behind(s, j), "date")
    if i > 0 and is_month(s, g, i - 1):
        return Exclusion(i - 1, year_behind(s, i), "date")
    if i > 1 and not words[i - 1][0].isdigit() and len(words[i]) <= 4 and words[i - 2] in g.day_before:
        return Exclusion(i, i, "date")
    return Exclusion(i, i, "ordinal")


def degrees(s: Sentence, g: Grammar, i: int, sign: int) -> Exclusion:
    """Degrees behind the number at token ``i``: a temperature with C or F, else a coordinate to its compass point."""
    j, n = sign + 1, len(s.words)
    if j < n and s.words[j] in g.celsius:
        return Exclusion(i, j, "temperature")
    last = sign
    while last + 1 < n and (s.tags[last + 1] in "d'\".," or s.words[last + 1] in g.degree):
        last += 1
    while s.tags[last] in ".,":
        last -= 1
    if last + 1 < n and s.words[last + 1] in g.compass:
        last += 1
    return Exclusion(i, last, "coordinate")


def _hyphenated(s: Sentence, g: Grammar, i: int, before: tuple[int, str]) -> Exclusion | None:
    """Digits behind a joined hyphen: T-72, mid-2014, COVID-19; but not a dash between clauses, nor "-504"."""
    words, starts, ends = s.words, s.starts, s.ends
    k = i - 2
    if k < 0 or ends[k] != starts[i - 1] or s.text[starts[i - 1] - s.start] not in HYPHENS:
        return None
    if words[k][-1].isalpha() and s.tags[k] not in "nk%":
        if words[k] in g.year_before and is_year(words[i]):
            return Exclusion(k, i, "date")
        return Exclusion(k, run(s, i), "designation")
    if before[0] == k or s.tags[k] == "d":
        return Exclusion(i, run(s, i), before[1] if before[0] == k else "score")
    return None


def year_behind(s: Sentence, last: int) -> int:
    """Take in a year behind token ``last``: 18 April 2022; April 18, 2022; 3 Jan 90."""
    words, tags, n = s.words, s.tags, len(s.words)
    j = last + 1
    if j < n and words[j] == "." and s.starts[j] == s.ends[last] and j + 1 < n and tags[j + 1] == "d":
        j += 1
    if j < n and words[j] == ",":
        return j + 1 if j + 1 < n and is_year(words[j + 1]) and tags[j + 2 : j + 3] not in ("o", "k", "%") else last
    if j < n and tags[j] == "d" and words[j].isdecimal():
        if is_year(words[j]):
            return j
        if len(words[j]) == 2 and int(words[j]) > 31 and tags[j + 1 : j + 2] not in ("o", "x", "k", "%", "m"):
            return j
    if j + 1 < n and words[j] == "'" and tags[j + 1] == "d" and len(words[j + 1]) == 2:
        return j + 1
    return last
