"""Ranges: between <n> and <n> | from <n> to <n> | <n> to <n> | <n>-<n> | <n> or <n> | <n>, if not <n>.

A scale or a per cent said once carries to both ends ("70 to 80,000"). The ends of a change ("rose from 1,200
to 1,450"), and a day or a year before "to", are none.
"""

from __future__ import annotations

from counterclaim.language import Sentence
from counterclaim.quantities.number_words import Grammar
from counterclaim.quantities.numerals import read_numeral
from counterclaim.quantities.portions import Numeral
from counterclaim.quantities.stamps import is_month, is_year

_LAST_DAY = 31  # of a month
_CHANGED_BESIDE, _CHANGED_BEFORE = 4, 13  # tokens back to a verb of change; and past what is counted


def range_from(
    s: Sentence, g: Grammar, a: Numeral, opener: str, k: int, done: int, alone: bool
) -> tuple[Numeral, str, Numeral] | None:
    """(other end, shape, first end with the carried scale) of the range that starts with ``a``, or ``None``."""
    words, tags, starts, ends = s.words, s.tags, s.starts, s.ends
    n, j = len(words), a.last + 1
    if j + 1 >= n:
        return None
    word = words[j]
    skip = False
    if word == "-":
        left, right = starts[j] == ends[a.last], starts[j + 1] == ends[j]
        if left != right or tags[j + 1] not in "dnk" or (not left and tags[j + 1] != "d"):
            return None
        shape, j = "<n>-<n>", j + 1
    elif word in g.to or (opener, word) in g.from_to:
        if (opener, word) in g.from_to:
            if _is_change(s, g, k):
                return None
            shape = "from <n> to <n>"
        elif opener in s.small["changed_by"] and _is_change(s, g, k):
            return None  # "rose by 250 to 1,450"
        else:
            shape = "<n> to <n>"
        j, skip = j + 1, True
    elif word in g.and_ and opener in g.between:
        shape, j, skip = "between <n> and <n>", j + 1, True
    else:
        comma = word == ","
        if comma:
            j += 1
            word = words[j]
        if word in g.or_:
            j += 1
            if comma and (j >= n or words[j] not in g.maybe):
                return None
            shape = "<n> or <n>"
        elif g.unless and word == g.unless[0][0] and tuple(words[j : j + len(g.unless[0])]) == g.unless[0]:
            j += len(g.unless[0])
            shape = "<n> if not <n>"
        elif word in g.maybe or (word in g.and_ and j + 1 < n and words[j + 1] in g.maybe):
            shape = "<n> or <n>"
        else:
            return None
        while j < n and (words[j] in g.maybe or words[j] in g.and_):
            j += 1
    if skip:
        while j < n and tags[j] == "h":
            j += 1
    if j >= n:
        return None
    b = read_numeral(s, g, j, alone)
    if b is None or b.form == "none" or a.form == "none" or b.flaw not in ("", "decimal"):
        return None
    if shape == "<n> to <n>" and (
        (_is_dated(s, g, a) and not is_year(words[b.last])) or (_is_day(s, g, a) and b.low > _LAST_DAY)
    ):
        return None  # "the dead since October 2023 to 3,287", "since Oct. 7 to 3,287"
    if a.flaw == "leading zero" or (b.flaw and not a.flaw and a.scale == 1 and b.scale == 1 and not b.share):
        return None
    if b.share and not a.share and a.form in ("digits", "words") and b.form == "share" and a.scale == 1:
        a = a._replace(low=round(a.low / 100, 10), high=round(a.high / 100, 10), share=True, form="share", flaw="")
    if a.share != b.share:
        return None
    if not a.share and a.form != "vague" and b.form != "vague":
        a = _carried(a, b)
    if b.high <= a.high or b.low < a.low:
        return None
    return b, shape, a


def _is_change(s: Sentence, g: Grammar, k: int) -> bool:
    """Whether the preposition at token ``k`` opens a change and no range: "raised its count of the dead from"."""
    counted = False
    for m in range(k - 1, max(-1, k - _CHANGED_BEFORE), -1):
        if s.words[m] in (";", ":"):
            return False
        if s.words[m] in g.change:
            return counted or k - m <= _CHANGED_BESIDE
        told = s.kind(m, "harm") or ""
        counted = counted or s.kind(m, "form") == "number" or told.endswith((".noun", ".captives", ".state"))
    return False


def _is_dated(s: Sentence, g: Grammar, a: Numeral) -> bool:
    """Whether a number is the year behind a month or a word of time: "since October 2023"."""
    if not a.first or a.first != a.last or not is_year(s.words[a.first]):
        return False
    return is_month(s, g, a.first - 1) or s.words[a.first - 1] in g.year_before


def _is_day(s: Sentence, g: Grammar, a: Numeral) -> bool:
    """Whether a number is the day behind a month: "since Oct. 7"."""
    if not a.first or a.first != a.last or a.high > _LAST_DAY:
        return False
    return is_month(s, g, a.first - (2 if s.words[a.first - 1] == "." else 1))


def _carried(a: Numeral, b: Numeral) -> Numeral:
    """``a`` times the scale that only ``b`` says: 7 to 10 thousand; 70 to 80,000; one to two hundred thousand."""
    if a.scale != 1 or a.low >= 1000:
        return a
    scale = 1.0
    if b.scale > 1:
        if b.form == "words" and b.bare >= 100 and b.bare % 100 == 0 and a.low < b.bare / 100:
            scale = b.scale * 100
        elif a.low < b.bare:
            scale = b.scale
    elif b.form == "digits" and b.low >= 1000 and b.low % 1000 == 0 and a.form == "digits" and a.low < b.low / 1000:
        scale = 1000.0
    if scale == 1:
        return a
    value = round(a.low * scale, 6)
    return a._replace(low=value, high=value, scale=scale, flaw="")
