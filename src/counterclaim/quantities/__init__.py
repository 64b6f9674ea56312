"""Numbers of a sentence as quantities: ranges, bounds, hedges; and which numbers count nothing.

    numeral   20,600 | four hundred | a few thousand | two-thirds | 70%          (numerals)
    range     between <n> and <n> | from <n> to <n> | <n> to <n> | <n>-<n> | <n> or <n> | <n>, if not <n>
    hedge     more than <n> | at least <n> | as many as <n> | some <n> | <n> or more | <n>+ | <n> or so

A scale or a per cent said once carries to both ends ("70 to 80,000"). Where hedges meet, the bound wins ("more than
about 300"). Digits in dates, ages, distances, designations and the like are ``NotAmount`` (stamps, exclusions).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from counterclaim.language import Language, Reading, Sentence
from counterclaim.model import Hedge, Quantity
from counterclaim.quantities.exclusions import beside, opens_of
from counterclaim.quantities.number_words import Grammar, grammar_of
from counterclaim.quantities.numerals import OF_ONE, read_numeral
from counterclaim.quantities.portions import SCORE, Numeral, plural_scale, scales_behind
from counterclaim.quantities.stamps import Exclusion, is_month, is_year, stamped


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
_TIGHTNESS = {"over": 3, "at least": 3, "up to": 3, "under": 3, "nearly": 2, "about": 1, "exact": 0, "": -1}
_LOWER = ("over", "at least")


def numbers_in(reading: Reading, index: int, convention: str = "ours") -> tuple[list[Amount], list[NotAmount]]:
    """The amounts of sentence ``index`` of a text, and its numbers that count nothing; looked for once."""
    had = reading.numbers.get((index, convention))
    if had is None:
        had = reading.numbers[index, convention] = find_amounts(reading.sentence(index), reading.language, convention)
    return had


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
                hedge = reading.hedge if reading.hedge in _TIGHTNESS else ""
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
    a = (_scale_first(s, g, i) if g.scale_first else None) or read_numeral(s, g, i, alone)
    if a is None:
        return None
    words, tags = s.words, s.tags
    n, first = len(words), i
    if a.rule == "another" and _number_at(s, g, i + 1) and words[i + 1] not in g.one:
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
        k, _ = _hedges_before(s, g, first, done)
        opener = words[k] if k > done else ""
    else:
        opener = lead
    if not a.flaw or a.flaw in ("decimal", "leading zero"):
        made = _range(s, g, a, opener, k, done, alone)
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
        k, hedge = _hedges_before(s, g, first, done)
        if hedge:
            first = k + 1
            rules = ("<hedge> <n>", *rules)
    if a.rule == OF_ONE and first == a.first:
        a = b = plural_scale(s, g, i)
        last, low, high, vague, rules = a.last, a.low, a.high, True, (a.rule,)
    if last + 1 < n:
        end, after = _hedge_after(s, g, last, b)
        if after and a is b and a.scale == 1 and tags[end] == "w":
            behind, times = scales_behind(s, g, end)
            if times > 1:  # 20-odd thousand
                low = high = low * times
                end, a = behind, a._replace(last=behind, low=low, high=high, scale=times, flaw="")
                b = a
        if after:
            if not hedge or _TIGHTNESS[after] > _TIGHTNESS[hedge]:
                hedge = after
            last, rules = end, ("<n> <hedge>", *rules)
    about = _about_by_order(s, g, a, first, done) if not hedge and a is b and not vague else None
    if about is not None:
        rules = rules if a.rule == _SCALE_FIRST else ("<object> <n>" if about[1] else "<hedge> <n>", *rules)
        first, hedge = about[0], "about"
    if not hedge and (vague or a is not b):
        hedge_name = "vague" if vague else "between"
    elif vague and _TIGHTNESS[hedge] < 3:
        hedge_name = "vague"
    elif a is not b and _TIGHTNESS[hedge] < 3:
        hedge_name = "between"
    else:
        hedge_name = hedge
    of = a is b and a.rule == "a <fraction>" and not hedge and last + 1 < n and opens_of(words[last + 1], g)
    if alone and a is b and a.rule == "a <fraction>" and not hedge and not of and a.low != 0.25:
        return None
    return _Reading(first, last, a, b, low, high, hedge_name, rules, of)


_SCALE_FIRST = "<scale> <n>"


def _scale_first(s: Sentence, g: Grammar, i: int) -> Numeral | None:
    """ "тысяч двадцать", "десятка полтора", "сотні зо дві": a scale before its number is about so many."""
    j = i + 2 if s.words[i + 1 : i + 2] and s.words[i + 1] in g.about_inside else i + 1
    if s.tags[i] != "k" or s.tags[j : j + 1] != "n":
        return None
    if s.words[i] not in g.scale_first and not (s.words[i] in g.scale_of_few and s.words[j] in g.few):
        return None
    behind = read_numeral(s, g, j, False)
    if behind is None or behind.form != "words" or behind.scale != 1 or behind.flaw not in ("", "decimal"):
        if s.words[i] not in g.scale_of_few:
            return None
        few = g.number[s.kind(j, "number") or "0"]  # "сотни две, десятки": what follows is another number
        behind = Numeral(j, j, few, few, False, "words", "<words>")
    scale = g.scale[s.kind(i, "scale") or "1"]
    value = behind.low * scale
    return Numeral(i, behind.last, value, value, False, "words", _SCALE_FIRST, behind.low, scale)


def _about_by_order(s: Sentence, g: Grammar, a: Numeral, first: int, done: int) -> tuple[int, bool] | None:
    """Where a number begins that its order or a preposition makes about so many, and whether a noun stands first."""
    if a.rule == _SCALE_FIRST:
        return first, False
    if _noun_first(s, g, a, first, done):
        return first - 1, True
    before = s.words[first - 1] if first - 1 > done and a.form == "words" and a.first == first else ""
    if before in g.about_inside and _noun_first(s, g, a._replace(first=first - 1), first - 1, done):
        return first - 2, True  # "осіб із двадцять"
    rounded = before in g.about_before and s.words[first] in g.rounded
    return (first - 1, False) if rounded or before in g.about_always else None  # "с полсотни", "зо двадцять"


def _noun_first(s: Sentence, g: Grammar, a: Numeral, first: int, done: int) -> bool:
    """ "человек триста": a noun before its number in words, and none behind, is about so many."""
    if first - 1 <= done or s.words[first - 1] not in g.noun_first or a.share or a.first != first:
        return False
    if a.form == "digits":
        round_one = a.low >= 10 and a.low % 10 == 0 and s.words[first - 1] in g.noun_first_of_digits
        if not round_one:
            return False
    behind = a.last + 1
    counted = behind < len(s.words) and (s.kind(behind, "object") is not None or s.tags[behind] in "k%")
    told_before = first > 1 and s.tags[first - 2] in "dnk"
    return not counted and not told_before


def _hedges_before(s: Sentence, g: Grammar, first: int, done: int) -> tuple[int, str]:
    """(the token before the hedges that stand before token ``first``, the hedge that wins or "")."""
    words, tags = s.words, s.tags
    k, hedge = first - 1, ""
    while k > done:
        if tags[k] == "h":
            if (words[k] in g.until and _changes(s, g, k)) or (k - 1 > done and words[k - 1] in g.adds):
                break  # "rose to 12", "adds up to 16,000": no bound
            found = s.phrases[k].kinds["hedge"]  # type: ignore[union-attr]
            k -= 1
        elif words[k] in g.hedge_signs:
            found = "about"
            k -= 1
        elif words[k] in g.abbreviated_hedge or (
            words[k] == "." and k - 1 > done and words[k - 1] in g.abbreviated_hedge and s.ends[k - 1] == s.starts[k]
        ):
            if words[k] != "." and s.starts[k + 1] == s.ends[k]:
                break
            found = "about"
            k -= 2 if words[k] == "." else 1
        elif words[k] in g.estimated_at and k - 1 > done and words[k - 1] in g.estimated:
            found = "about"
            k -= 2
        elif words[k] in g.extra or words[k] == "." or s.kind(k, "vague") == "another":
            m = k - 1
            if m > done and words[m] in g.article:
                m -= 1
            if m > done and tags[m] == "h":
                k = m
                continue
            break
        elif k - 1 > done and words[k] in g.article and tags[k - 1] == "h" and tags[k + 1] == "h":
            k -= 1
            continue
        else:
            break
        if not hedge or _TIGHTNESS[found] >= _TIGHTNESS[hedge]:
            hedge = found
    return k, hedge


def _changes(s: Sentence, g: Grammar, k: int) -> bool:
    """Whether the "to" at token ``k``, which is "up to" elsewhere, tells what something came to: rose to 12."""
    for m in range(max(0, k - 6), k):
        if s.words[m] in g.change or (s.words[m] in g.change_from and s.tags[m + 1] in "dnkh"):
            return True
    return False


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


_CHANGED_BESIDE, _CHANGED_BEFORE = 4, 13  # tokens back to a verb of change; and past what is counted


def _hedge_after(s: Sentence, g: Grammar, last: int, b: Numeral) -> tuple[int, str]:
    """500 or more, 500+, 500 or so, 500 at least: (last token, hedge or "")."""
    j = last + 1
    tags, n = s.tags, len(s.tags)
    if tags[j] == "+":
        return (j, "at least") if s.starts[j] == s.ends[last] else (last, "")
    if tags[j] == "-" and j + 1 < n and s.starts[j] == s.ends[last] and (after := s.kind(j + 1, "hedge_after")):
        return j + 1, after
    phrase = s.phrases[j]
    if s.words[j] in g.and_more and tags[j + 1 : j + 2] == "h" and not _number_at(s, g, j + 2):
        more = _AND_MORE.get(s.kind(j + 1, "hedge") or "")  # "500 и более", but not "200 и более 490"
        return (j + 1, more) if more else (last, "")
    if phrase is None:
        return last, ""
    if "hedge_after" in phrase.kinds:
        return j, phrase.kinds["hedge_after"]
    if tags[j] == "h":
        hedge = phrase.kinds["hedge"]
        if hedge in ("at least", "up to") and s.words[j] in g.hedge_both and not _number_at(s, g, j + 1):
            return j, hedge
    return last, ""


_AND_MORE = {"over": "at least", "under": "up to"}


def _number_at(s: Sentence, g: Grammar, j: int) -> bool:
    return j < len(s.tags) and (s.tags[j] in "dnkvfh" or s.words[j] in g.article or s.words[j] in g.extra)


def _range(
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


def _is_dated(s: Sentence, g: Grammar, a: Numeral) -> bool:
    """Whether a number is the year behind a month or a word of time: "since October 2023"."""
    if not a.first or a.first != a.last or not is_year(s.words[a.first]):
        return False
    return is_month(s, g, a.first - 1) or s.words[a.first - 1] in g.year_before


_LAST_DAY = 31


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
