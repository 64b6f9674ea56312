"""Numbers of a sentence as quantities: ranges, bounds, hedges; and which numbers count nothing.

    numeral   20,600 | four hundred | a few thousand | two-thirds | 70%          (numerals)
    range     between <n> and <n> | <n> to <n> | <n> or <n>                      (ranges)
    hedge     more than <n> | some <n> | <n> or more                             (hedges)

Where hedges meet, the bound wins ("more than about 300"). Digits in dates, ages, distances, designations and the like
are ``NotAmount`` (stamps, exclusions).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.language import Language, Reading, Sentence
from counterclaim.model import Hedge, Quantity
from counterclaim.quantities.exclusions import beside, opens_of
from counterclaim.quantities.hedges import (
    SCALE_FIRST,
    TIGHTNESS,
    about_by_order,
    hedge_after,
    hedges_before,
    number_at,
    scale_first,
)
from counterclaim.quantities.number_words import Grammar, grammar_of
from counterclaim.quantities.numerals import OF_ONE, read_numeral
from counterclaim.quantities.portions import SCORE, Numeral, plural_scale, scales_behind
from counterclaim.quantities.ranges import range_from
from counterclaim.quantities.stamps import Exclusion, stamped

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


@dataclass(frozen=True, slots=True)
class Amount:
    """One number of a sentence, hedge included: tokens ``first`` to ``last``, both included.

    ``numeral`` are the tokens of the number proper. ``rules`` name the shapes that were read. The words of the quantity
    take in the "of" of "a third of" (without it "a third" is one more of a kind); ``last`` does not.
    """

    first: int
    last: int
    quantity: Quantity
    rules: tuple[str, ...]
    numeral: tuple[int, int]


@dataclass(frozen=True, slots=True)
class NotAmount:
    """A number that counts nothing, and why; a duration also tells its ``value`` and ``unit`` (day, year …)."""

    first: int
    last: int
    reason: str
    value: float | None = None
    unit: str | None = None


class _Reading(NamedTuple):
    """A number or a range with its hedge, on its way to an ``Amount``."""

    first: int
    last: int
    a: Numeral
    b: Numeral
    low: float
    high: float
    hedge: str
    rules: tuple[str, ...]
    of: bool = False


_ANCHOR = re.compile("[dnkvf]")
_LOWER = ("over", "at least")


def numbers_in(reading: Reading, index: int, convention: str = "ours") -> tuple[list[Amount], list[NotAmount]]:
    """The amounts of sentence ``index`` of a text, and its numbers that count nothing; looked for once."""
    had = reading.numbers.get((index, convention))
    if had is None:
        may = reading.may_count(index)
        had = find_amounts(reading.sentence(index), reading.language, convention) if may else ([], [])
        reading.numbers[index, convention] = had
    return had


def timed_sentences(reading: Reading) -> frozenset[int]:
    """The sentences with a word for a unit of time: no other can state how long something took."""
    if any(reading.damaged):
        return frozenset(range(len(reading)))  # such a word may be broken
    folded, size = reading.folded, len(reading.folded)
    opens = [start for start, _, _ in reading.bounds]
    return frozenset(
        bisect_right(opens, start) - 1
        for _, start, end in _units_of_time(reading.language).find_matches_as_indexes(folded)
        if not (start and folded[start - 1].isalpha()) and not (end < size and folded[end].isalpha())
    )


@lru_cache(maxsize=8)
def _units_of_time(language: Language) -> AhoCorasick:
    from ahocorasick_rs import AhoCorasick, MatchKind

    return AhoCorasick(list(grammar_of(language, "ours").duration), matchkind=MatchKind.LeftmostLongest)


def find_amounts(
    sentence: Sentence, language: Language, convention: str = "ours"
) -> tuple[list[Amount], list[NotAmount]]:
    """The numbers of a sentence that count something, and those that do not, each from left to right."""
    tags = sentence.tags
    found = _ANCHOR.search(tags)
    amounts: list[Amount] = []
    others: list[NotAmount] = []
    if found is None:
        return amounts, others
    g = grammar_of(language, convention)
    done, before = -1, (-9, "")  # the last token taken; the last exclusion
    while found is not None:
        i, free = found.start(), done + 1
        out: Exclusion | None = stamped(sentence, g, i, before) if tags[i] == "d" else None
        if out is None:
            reading = _read(sentence, g, i, done, False)
            if reading is not None:
                hedge = reading.hedge if reading.hedge in TIGHTNESS else ""
                out = beside(sentence, g, reading.a, reading.b, reading.first, hedge, before)
                if out is None and not _is_bare(sentence, g, reading):
                    amounts.append(_amount(sentence, g, reading))
                done = reading.last
        if out is not None:
            others.append(NotAmount(max(out.first, free), out.last, *out[2:]))
            done, before = out.last, (out.last, out.reason)
        found = _ANCHOR.search(tags, max(i, done) + 1)
    return amounts, others


def read_quantity(text: str, language: Language, convention: str = "ours") -> Quantity | None:
    """The quantity that the whole of ``text`` says, or ``None``; offsets count from the start of ``text``.

    "a", "his", "another", "a third" are one of a kind; "a third of" and "about a third" are shares.
    """
    s = language.parse(text)
    n = len(s.words)
    if not n:
        return None
    g = grammar_of(language, convention)
    if " ".join(s.words) in g.stands_for_one:
        return Quantity(1, 1, 1, "count", "exact", text, 0, len(text))
    first, last, sign = 0, n - 1, 1
    if n > 1 and (s.words[0] in g.minus or s.words[0] == "-"):
        first, sign = 1, -1
    if n > 1 and s.words[last] in g.of:
        last -= 1
    start = first
    while start < n and not _ANCHOR.match(s.tags[start]):
        if s.tags[start : start + 2] == ".d" and s.starts[start + 1] == s.ends[start]:
            break
        if s.words[start] in g.point:
            break
        start += 1
    if start + 1 < n and s.kind(start, "vague") == "another" and start > first:
        start += 1  # at least another 20
    if start >= n:
        return None
    reading = _read(s, g, start, first - 1, True)
    if reading is None or reading.first != first:
        return None
    if reading.last != last and not _is_gloss(s, g, reading, last):
        return None
    if reading.a.flaw not in ("", "decimal", "leading zero") or reading.b.flaw not in ("", "decimal", "leading zero"):
        return None
    made = _quantity(reading, text, 0, len(text))
    if sign < 0:
        low, best, high = (None if v is None else -v for v in (made.high, made.best, made.low))
        return Quantity(low, best, high, made.unit, made.hedge, text, 0, len(text))
    return made


def _is_gloss(s: Sentence, g: Grammar, reading: _Reading, last: int) -> bool:
    """Forty-five (45): the same number again in brackets."""
    j = reading.last + 1
    if s.words[j] != "(" or s.words[last] != ")" or j + 1 >= last:
        return False
    again = _read(s, g, j + 1, j, True)
    return again is not None and again.last == last - 1 and (again.low, again.high) == (reading.low, reading.high)


def _is_bare(s: Sentence, g: Grammar, reading: _Reading) -> bool:
    """Words that are numbers only in company: "many", "few" without "a", "single" without "a", "tens" without "of"."""
    a = reading.a
    if a is not reading.b or a.first != a.last or reading.first != a.first or reading.last != a.last:
        return False
    if a.rule == "many":
        return True
    if a.rule == "ten":
        return not (a.last + 1 < len(s.words) and s.words[a.last + 1] in g.of)
    if a.rule == "<n> <scale>":
        return a.low == SCORE
    return bool(g.article) and a.rule in ("few", "single", "handful") and " " not in s.words[a.first]


def _read(s: Sentence, g: Grammar, i: int, done: int, alone: bool) -> _Reading | None:
    """The number around anchor ``i``: numeral, range, hedges; only tokens after ``done`` are free."""
    a = (scale_first(s, g, i) if g.scale_first else None) or read_numeral(s, g, i, alone)
    if a is None:
        return None
    words, tags = s.words, s.tags
    n, first = len(words), i
    if a.rule == "another" and number_at(s, g, i + 1) and words[i + 1] not in g.one:
        return None
    if a.form == "none" and words[i] in g.number_label and tags[i + 1 : i + 3] == ".d":
        return None
    if tags[i] in "kf" and i - 1 > done and words[i - 1] in g.article and a.rule != "<scale>s":
        first = i - 1
        a = a._replace(first=first, rule="a " + a.rule)
    elif (
        tags[i] == "d"
        and i - 1 > done
        and tags[i - 1] == "."
        and s.ends[i - 1] == s.starts[i]
        and (alone or i < 2 or s.ends[i - 2] < s.starts[i - 1])
        and (pointed := read_numeral(s, g, i - 1, alone)) is not None
    ):
        a, first = pointed, i - 1
    last, low, high, b = a.last, a.low, a.high, a
    rules: tuple[str, ...] = (a.rule,)
    vague = a.form == "vague"
    lead = words[first - 1] if first - 1 > done else ""
    k = first - 1
    if lead and (tags[k] == "h" or lead in g.hedge_signs):
        k, _ = hedges_before(s, g, first, done)
        opener = words[k] if k > done else ""
    else:
        opener = lead
    if not a.flaw or a.flaw in ("decimal", "leading zero"):
        made = range_from(s, g, a, opener, k, done, alone)
        if made is not None:
            b, shape, carried = made
            a, last = carried, b.last
            low, high = a.low, b.high
            vague = a.form == "vague" or b.form == "vague"
            rules = (shape, b.rule)
            if opener in g.between or shape.startswith("from"):
                first = k
                if k - 1 > done and words[k - 1] in g.range_lead:
                    first = k - 1
    hedge = ""
    if first - 1 > done:
        k, hedge = hedges_before(s, g, first, done)
        if hedge:
            first = k + 1
            rules = ("<hedge> <n>", *rules)
    if a.rule == OF_ONE and first == a.first:
        a = b = plural_scale(s, g, i)
        last, low, high, vague, rules = a.last, a.low, a.high, True, (a.rule,)
    if last + 1 < n:
        end, after = hedge_after(s, g, last, b)
        if after and a is b and a.scale == 1 and tags[end] == "w":
            behind, times = scales_behind(s, g, end)
            if times > 1:  # 20-odd thousand
                low = high = low * times
                end, a = behind, a._replace(last=behind, low=low, high=high, scale=times, flaw="")
                b = a
        if after:
            if not hedge or TIGHTNESS[after] > TIGHTNESS[hedge]:
                hedge = after
            last, rules = end, ("<n> <hedge>", *rules)
    about = about_by_order(s, g, a, first, done) if not hedge and a is b and not vague else None
    if about is not None:
        rules = rules if a.rule == SCALE_FIRST else ("<object> <n>" if about[1] else "<hedge> <n>", *rules)
        first, hedge = about[0], "about"
    if not hedge and (vague or a is not b):
        hedge_name = "vague" if vague else "between"
    elif vague and TIGHTNESS[hedge] < 3:
        hedge_name = "vague"
    elif a is not b and TIGHTNESS[hedge] < 3:
        hedge_name = "between"
    else:
        hedge_name = hedge
    of = a is b and a.rule == "a <fraction>" and not hedge and last + 1 < n and opens_of(words[last + 1], g)
    if alone and a is b and a.rule == "a <fraction>" and not hedge and not of and a.low != 0.25:
        return None
    return _Reading(first, last, a, b, low, high, hedge_name, rules, of)


def _amount(s: Sentence, g: Grammar, reading: _Reading) -> Amount:
    start = s.starts[reading.first]
    end = s.ends[reading.last]
    if reading.of:  # of "of them", which is one word of the pack, only the first
        end = s.starts[reading.last + 1] + len(s.words[reading.last + 1].partition(" ")[0])
    text = s.text[start - s.start : end - s.start]
    quantity = _quantity(reading, text, start, end)
    numeral = (reading.a.first, reading.b.last)
    rules = reading.rules
    for j in range(reading.last + 1, min(reading.last + 4, len(s.words) - 1)):
        if s.words[j] in g.per and s.words[j + 1] in g.duration:
            rules = (*rules, "<n> per <time>")
            break
    return Amount(reading.first, reading.last, quantity, rules, numeral)


def _quantity(reading: _Reading, text: str, start: int, end: int) -> Quantity:
    """Fill low, best and high by the hedge, as model.Quantity says."""
    low, high, hedge = _whole(reading.low), _whole(reading.high), reading.hedge
    unit = "share" if reading.a.share else "count"
    hedged: Hedge
    if hedge in ("", "exact"):
        return Quantity(low, low, low, unit, "exact", text, start, end)  # type: ignore[arg-type]
    if hedge in ("about", "nearly"):
        return Quantity(None, low, None, unit, hedge, text, start, end)  # type: ignore[arg-type]
    if hedge in _LOWER:
        return Quantity(low, None, None, unit, hedge, text, start, end)  # type: ignore[arg-type]
    if hedge in ("up to", "under"):
        return Quantity(None, None, high, unit, hedge, text, start, end)  # type: ignore[arg-type]
    hedged = "vague" if hedge == "vague" else "between"
    return Quantity(low, None, high, unit, hedged, text, start, end)  # type: ignore[arg-type]


def _whole(value: float) -> float:
    """An int where the value is whole, so that 4,320 is written 4320 and not 4320.0."""
    return int(value) if value == int(value) else value
