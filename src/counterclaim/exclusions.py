"""Numbers that count nothing: dates, times, ages, durations, distances, money, unit numbers, designations, idioms.

``stamped`` looks at what is joined to digits without a space (2022-04-18, 10:30, T-72, 331st, +380 44 …) before a number
is read; ``beside`` looks at the words around a number that was read ("in 2014", "three days", "aged 45").
"""

from __future__ import annotations

import re
from typing import NamedTuple

from counterclaim.language import Sentence
from counterclaim.numerals import Grammar, Numeral, read_digits


class Exclusion(NamedTuple):
    """Tokens ``first`` to ``last`` count nothing; a duration tells its value and unit."""

    first: int
    last: int
    reason: str
    value: float | None = None
    unit: str | None = None


_HYPHENS = "-‐‑−"
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


def stamped(s: Sentence, g: Grammar, i: int, before: tuple[int, str]) -> Exclusion | None:
    """What the characters joined to the digits of token ``i`` make of it; ``before`` is the last exclusion."""
    words, starts, ends, tags = s.words, s.starts, s.ends, s.tags
    n, word = len(words), words[i]
    left = i > 0 and ends[i - 1] == starts[i]
    right = i + 1 < n and starts[i + 1] == ends[i]
    if word[-1].isalpha():
        return _ordinal(s, g, i) if word[:-2].isdecimal() and not word[-3:].isalpha() else _letters(s, i)
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
            return _degrees(s, g, i, i + 1)
        elif mark == "]" and left and words[i - 1] == "[":
            return Exclusion(i - 1, i + 1, "reference")
    if not left:
        return None
    mark = words[i - 1]
    if mark[-1].isalpha():
        return Exclusion(i - 1, _run(s, i), "designation")
    if mark == "-":
        return _hyphenated(s, g, i, before)
    if mark == "+":
        found = _PHONE.match(s.text, offset)
        if found is not None and sum(c.isdecimal() for c in found[0]) >= 9:
            return Exclusion(i - 1, _until(s, i, found.end()), "phone")
    elif mark in g.number_sign:
        return Exclusion(i - 1, i, "designation")
    elif mark == "/" and i > 1 and ends[i - 2] == starts[i - 1]:
        return Exclusion(i, _run(s, i), "date" if before[1] == "date" else "designation")
    elif mark == "'" and (i < 2 or ends[i - 2] < starts[i - 1]) and len(word) == 2 and not right:
        return Exclusion(i - 1, i, "date")
    elif mark == "." and i > 1 and ends[i - 2] == starts[i - 1] and words[i - 2] not in g.abbreviated_hedge:
        if words[i - 2] in g.month:
            return None
        return Exclusion(i - 1, i, "designation")
    elif mark == ":" and i > 1 and tags[i - 2] == "d" and ends[i - 2] == starts[i - 1]:
        return Exclusion(i, i, "time")
    return None


def _run(s: Sentence, i: int) -> int:
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
    return Exclusion(i, _run(s, i), "designation")


def _ordinal(s: Sentence, g: Grammar, i: int) -> Exclusion:
    words, n = s.words, len(s.words)
    j = i + 1
    if (j < n and s.tags[j] == "u") or (j < n and words[j] in g.capital_label and s.caps[j]):
        return Exclusion(i, i, "unit number")
    if j < n and words[j] in g.of:
        j += 1
    if j < n and is_month(s, g, j):
        return Exclusion(i, _year_behind(s, j), "date")
    if i > 0 and is_month(s, g, i - 1):
        return Exclusion(i - 1, _year_behind(s, i), "date")
    if i > 1 and not words[i - 1][0].isdigit() and int(words[i][:-2]) <= 31 and words[i - 2] in ("on", "by", "until"):
        return Exclusion(i, i, "date")
    return Exclusion(i, i, "ordinal")


def _degrees(s: Sentence, g: Grammar, i: int, sign: int) -> Exclusion:
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
    if k < 0 or ends[k] != starts[i - 1] or s.text[starts[i - 1] - s.start] not in _HYPHENS:
        return None
    if words[k][-1].isalpha() and s.tags[k] not in "nk%":
        if words[k] in g.year_before and is_year(words[i]):
            return Exclusion(k, i, "date")
        return Exclusion(k, _run(s, i), "designation")
    if before[0] == k or s.tags[k] == "d":
        return Exclusion(i, _run(s, i), before[1] if before[0] == k else "score")
    return None


def _year_behind(s: Sentence, last: int) -> int:
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


def beside(
    s: Sentence,
    g: Grammar,
    a: Numeral,
    b: Numeral,
    hedged_from: int,
    hedge: str,
    before: tuple[int, str],
) -> Exclusion | None:
    """What the words around the number from ``a`` to ``b`` (the same where it is no range) make of it.

    ``hedged_from`` is its first token, hedge included; ``before`` the last exclusion's last token and reason.
    """
    words, tags, starts, ends = s.words, s.tags, s.starts, s.ends
    n, i, j = len(words), a.first, b.last
    flaw = a.flaw or b.flaw
    if flaw and flaw != "decimal":
        if flaw == "leading zero":
            flaw = "time" if len(words[i]) == 4 and words[i] < "2460" else "designation"
        elif flaw == "date" and a is b:
            return Exclusion(i, j + 2 if j + 2 < n and words[j + 1] == "/" else j, "date")
        return Exclusion(i, j, flaw)
    q = j + 1
    word = words[q] if q < n else ""
    tag = tags[q] if q < n else ""
    previous = words[i - 1] if i else ""
    if a.share:
        return _no_share(s, g, a, j, previous, word, hedge)
    digits = a.form == "digits"
    plain = digits and a.scale == 1 and not flaw
    # --- before the number
    if previous in g.currency:
        return Exclusion(i - 1, j, "money")
    label = g.label.get(previous) if i else None
    if label is None and previous == "." and i > 1 and words[i - 2] in g.number_label and ends[i - 2] == starts[i - 1]:
        return Exclusion(i - 2, j, "designation")
    if label is not None and digits:
        return Exclusion(i - 1, j, label)
    if (
        previous in g.age_before
        or (hedged_from and words[hedged_from - 1] in g.age_before)
        or (previous in g.of and i > 1 and words[i - 2] in g.age_before)
    ):
        return Exclusion(hedged_from, j, "age")
    if i and s.caps[i - 1] and (not s.text.isupper() or tag in ("", ",", ".", ")", ";", ":")):
        label = "unit number" if tags[i - 1] == "u" else g.capital_label.get(previous)
        if label is not None and (plain or (a is b and not a.vague and tag not in ("o", "m"))):
            return Exclusion(i - 1, j, label)
        if plain and len(previous) == 1 and previous.isalpha() and previous not in g.article and previous != "i":
            return Exclusion(i - 1, j, "coordinate" if previous in g.compass else "designation")
    if plain:
        out = _calendar(s, g, a, b, hedged_from, hedge, before)
        if out is not None:
            return out
        if previous in g.phone_before and word == "-" and tags[q + 1 : q + 2] == "d":
            return Exclusion(i, q + 1, "phone")
        if before[1] == "coordinate" and before[0] == i - 1:
            return Exclusion(i, j, "coordinate")
        if before[1] == "age" and before[0] == i - 2 and tag not in ("o", "m", "x", "k", "%") and tags[i - 1] in ",xw-":
            return Exclusion(i, j, "age")
        if tag == "u" and s.caps[q] and not s.text.isupper() and (p := s.phrases[q]) is not None and p.number != "pl":
            return Exclusion(i, j, "unit number")
    # --- behind it
    if q < n:
        out = _unit(s, g, a, b, q, hedged_from, hedge, digits)
        if out is not None:
            return out[0]
    if a.form == "words" and a is b:
        out_one = _one(s, g, a, previous, word, q)
        if out_one is not None:
            return out_one
    if a.form == "none" and words[i] in g.no and not (tag and tag in "omuxwcsg" and word not in g.not_after_no):
        return Exclusion(i, j, "idiom")
    if flaw == "decimal" and tag != "o":
        return Exclusion(i, j, "decimal")
    return None


def _no_share(s: Sentence, g: Grammar, a: Numeral, j: int, previous: str, word: str, hedge: str) -> Exclusion | None:
    """Ordinals and idioms that look like shares: the third soldier, the second half, half-destroyed, 4/18."""
    if a.form != "fraction":
        return None
    q = j + 1
    joined = q < len(s.words) and s.starts[q] == s.ends[j]
    if word in g.duration:
        return Exclusion(a.first, q, "duration", a.low, g.duration[word])
    if a.rule == "<n>/<n>":
        return None if a.scale <= 5 or word in g.of else Exclusion(a.first, j, "date")
    if a.rule in ("half", "a half"):
        if word in g.article and s.words[q + 1 : q + 2] and s.words[q + 1] in g.duration:
            unit = g.duration[s.words[q + 1]]
            return Exclusion(a.first, q + 1, "duration", 0.5, unit)
        if (word == "-" and joined) or previous in g.half_before or word in g.half_after:
            return Exclusion(a.first, j, "idiom")
        return None
    if a.rule in ("<fraction>", "a <fraction>"):
        quarter = a.low == 0.25
        if a.rule == "<fraction>" and a.first == a.last and not s.words[j].isascii():
            return None
        if a.rule == "<fraction>":
            return Exclusion(a.first, j, "ordinal")
        if hedge or word in g.of or (quarter and word in g.fraction_next):
            return None
        return Exclusion(a.first, j, "ordinal")
    return None


def _calendar(
    s: Sentence, g: Grammar, a: Numeral, b: Numeral, hedged_from: int, hedge: str, before: tuple[int, str]
) -> Exclusion | None:
    """Days of a month, years, and an age between commas or in brackets."""
    words, tags, n, i, j = s.words, s.tags, len(s.words), a.first, b.last
    q = j + 1
    word, tag = (words[q], tags[q]) if q < n else ("", "")
    previous = words[i - 1] if i else ""
    bare = words[i].isdecimal() and words[j].isdecimal()
    if bare and b.low <= 31:
        m = q
        if m < n and words[m] in g.of:
            m += 1
        if m < n and is_month(s, g, m):
            return Exclusion(hedged_from, _year_behind(s, m), "date")
        if tag and (tag in ",-" or word in g.and_ or word in g.or_) and tags[q + 1 : q + 2] == "d" and q + 2 < n:
            if is_month(s, g, q + 2) and words[q + 1].isdecimal() and int(words[q + 1]) <= 31:
                return Exclusion(hedged_from, _year_behind(s, q + 2), "date")
    if bare and i:
        m = i - 2 if previous == "." and i > 1 else i - 1
        if previous == "," and is_year(words[i]) and i > 1 and is_month(s, g, i - 2):
            m = i - 2
        if is_month(s, g, m) and (b.low <= 31 or is_year(words[i])) and tag not in ("k", "%"):
            return Exclusion(m, _year_behind(s, j), "date")
        if before[1] == "date" and before[0] == i - 2 and b.low <= 31 and tag in ("", ",", ".", ")", ";"):
            return Exclusion(i, _year_behind(s, j), "date")
    if a is not b and bare and len(words[i]) == len(words[j]) == 4 and tags[i + 1] == "-" and not hedge:
        if words[i][:2] in ("17", "18", "19", "20") and tag not in ("o", "m", "x"):
            return Exclusion(i, j, "date")
    if bare and is_year(words[i]) and is_year(words[j]):
        counted = tag == "o" or (hedge != "" and (tag in ("x", "m", "w", "u") or a.low % 50 == 0))
        ranged = a is not b
        if words[q : q + 1] and word in g.era:
            return Exclusion(i, q, "date")
        if previous in g.year_before and not (tag == "o" and a.low % 100 == 0):
            return Exclusion(hedged_from, j, "date")
        if not counted and (ranged or previous in g.year_maybe_before):
            return Exclusion(hedged_from, j, "date")
        if not counted and i and s.caps[i - 1] and not s.text.isupper() and tag not in ("x", "m", "u") and i > 1:
            return Exclusion(i, j, "date")
        if not counted and hedge and tag not in ("x", "m", "w", "u"):
            return Exclusion(hedged_from, j, "date")
    if bare and a is b and 1 <= a.low <= 110 and i > 1 and not hedge and not s.text.isupper():
        name = s.caps[i - 2] and tags[i - 2] in "xwgs" and words[i - 2][0].isalpha() and words[i - 2] not in g.month
        if name and previous == "," and word in (",", ")", ";"):
            return Exclusion(i, j, "age")
        if name and previous == "(" and word == ")" and a.low >= 10 and i > 2 and s.caps[i - 3] and tags[i - 3] == "x":
            return Exclusion(i, j, "age")
    return None


def _unit(
    s: Sentence, g: Grammar, a: Numeral, b: Numeral, q: int, hedged_from: int, hedge: str, digits: bool
) -> tuple[Exclusion | None] | None:
    """What the word behind the number says it measures; ``(None,)`` settles that it counts."""
    words, tags, starts, ends = s.words, s.tags, s.starts, s.ends
    n, i, j = len(words), a.first, b.last
    if a.form == "vague" and words[q] in g.of and q + 1 < n and words[q + 1] in g.duration:
        q += 1
    word = words[q]
    joined = starts[q] == ends[j]
    hyphen = False
    if word == "-" and joined and q + 1 < n and starts[q + 1] == ends[q] and words[q + 1][0].isalpha():
        if s.text[starts[q] - s.start] not in _HYPHENS:
            return None
        hyphen, q = True, q + 1
        word = words[q]
    elif word in g.currency:
        return (Exclusion(hedged_from, q, "money"),)
    elif word in g.degree:
        return (_degrees(s, g, i, q),)
    elif not word[0].isalpha():
        if word == "'s" and digits and joined and a.low % 10 == 0:
            return (Exclusion(i, q, "date" if a.low >= 1000 else "age"),)
        return None
    unit_at = q
    if word in g.between_unit and not hyphen and q + 1 < n:
        unit_at = q + 1
        if words[unit_at] not in g.duration and words[unit_at] not in g.behind:
            unit_at = q
    unit = words[unit_at]
    duration = g.duration.get(unit)
    if duration is not None and a.form != "none":
        m = unit_at + 1
        if m < n and words[m] == "-":
            m += 1
        if m < n and (words[m] in g.old or any(tuple(words[m : m + len(row)]) == row for row in g.of_age)):
            return (Exclusion(hedged_from, m if words[m] in g.old else m + 1, "age"),)
        if digits and unit in g.clock and ((words[i].isdecimal() and len(words[i]) == 4) or _is_clock(words[i])):
            return (Exclusion(hedged_from, unit_at, "time"),)
        if tags[unit_at] == "f" or (unit_at + 1 < n and tags[unit_at] == "u"):
            return None
        value = a.low if a is b else b.high
        return (Exclusion(hedged_from, unit_at, "duration", value, duration),)
    if (
        digits
        and word in g.clock
        and ((words[i].isdecimal() and len(words[i]) == 4 and a.low < 2460) or _is_clock(words[i]))
    ):
        return (Exclusion(hedged_from, q, "time"),)
    if a.scale == 1e6 and words[j] == "m" and word in g.distance_after:
        return (Exclusion(hedged_from, j, "distance"),)
    if digits and word in g.half_day:
        return (Exclusion(hedged_from, q, "time"),)
    if digits and any(tuple(words[q : q + len(row)]) == row for row in g.half_day_letters):
        return (Exclusion(hedged_from, q + 2, "time"),)
    reason = g.behind.get(unit)
    if (
        reason is not None
        and a.form != "none"
        and not (unit in g.adjective_unit and tags[unit_at + 1 : unit_at + 2] == "o")
    ):
        if digits or joined or hyphen or len(unit) > 2:
            if unit_at + 2 < n and tags[unit_at + 1] == "/" and starts[unit_at + 1] == ends[unit_at]:
                return (Exclusion(hedged_from, unit_at + 2, "speed"),)
            return (Exclusion(hedged_from, unit_at, reason),)
        return None
    if hedge == "under" and hedged_from and words[hedged_from - 1] in g.under_age_of and a.low <= 21:
        return (Exclusion(hedged_from, j, "age"),)
    if joined and not hyphen:
        if word == "s" and digits:
            return (Exclusion(hedged_from if hedge else i, q, "date" if a.low >= 1000 else "age"),)
        if digits and word[0].isalpha():
            return (Exclusion(i, _joined_run(s, q), "designation"),)
    if hyphen and word not in g.strong and tags[q] not in "ok%":
        return (Exclusion(hedged_from, q, "compound"),)
    return None


def _joined_run(s: Sentence, q: int) -> int:
    return _run(s, q)


def _is_clock(word: str) -> bool:
    """17.00: two decimals, hours under 25."""
    head, dot, tail = word.partition(".")
    return bool(dot) and len(tail) == 2 and head.isdecimal() and int(head) < 25


def _one(s: Sentence, g: Grammar, a: Numeral, previous: str, word: str, q: int) -> Exclusion | None:
    """Idioms with "one", "another" and "both"."""
    words, i, j = s.words, a.first, a.last
    if a.rule == "another":
        return Exclusion(i, j, "idiom") if previous in g.one else None
    if a.rule == "both":
        for k in range(q + 1, min(q + 4, len(words))):
            if words[k] in g.and_:
                return Exclusion(i, j, "idiom")
        return None
    if a.low != 1 or words[i] not in g.one:
        return None
    if word in g.one_after or previous in g.one_before or word == "'s":
        return Exclusion(i, j, "idiom")
    if word in g.of and q + 2 < len(words):
        target = words[q + 2]
        if target in g.one_of_the or (len(target) > 4 and target.endswith(g.superlative_ending)):
            return Exclusion(i, j, "idiom")
    return None
