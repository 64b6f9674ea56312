"""One number, as it is written: digits, words, scales, fractions, per cent, vague words.

    20,600   20 600   1.2m   3.5 thousand   twenty-five thousand   a hundred and fifty   half a million
    two-thirds   2/3   seventy per cent   nine out of ten   a few thousand   hundreds of thousands   dozens

``read_numeral`` starts at a token and takes as many as belong to the number. It knows nothing of ranges, hedges or of
what the number counts; ``quantities`` adds these.
"""

from __future__ import annotations

import re
from functools import lru_cache

from counterclaim.language import Sentence
from counterclaim.quantities.number_words import Grammar
from counterclaim.quantities.portions import DOZEN, SCORE, Numeral, fraction, plural_scale, vague_word

_BASES = frozenset({12.0, 20.0, 50.0, 100.0, 1000.0})  # of "two in <n>"; "one in <n>" may have any
OF_ONE = "of a <scale>"  # holds only together with the word before it that asks for "of"


_GROUPED = re.compile(r"\d{1,3}([ ',])\d{3}(?:\1\d{3})*(?:\.\d+)?")
_GROUPED_EUROPEAN = re.compile(r"\d{1,3}(?:([ '])\d{3}(?:\1\d{3})*,\d+|(?:\.\d{3}){2,}(?:,\d+)?)")
_GROUPED_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_GROUPS_BEHIND = re.compile(r"\d{3}(?:,\d{3})*")
_THREE_DECIMALS = re.compile(r"[1-9]\d{0,2},\d{3}")
_DATE = re.compile(r"\d{1,4}\.\d{1,2}\.\d{1,4}")


@lru_cache(maxsize=8192)
def read_digits(word: str) -> tuple[float, str]:
    """The value of a token of digits and what speaks against its being a count ("" when nothing does)."""
    if len(word) > 19:
        return 0.0, "designation"
    if word.isdecimal():
        return float(int(word)), ("leading zero" if word[0] == "0" and len(word) > 1 else "")
    if _GROUPED.fullmatch(word):
        value = float(re.sub("[ ',]", "", word))
        return value, ("leading zero" if word[0] == "0" else "" if value.is_integer() else "decimal")
    if _GROUPED_EUROPEAN.fullmatch(word):
        value = float(re.sub("[ '.]", "", word).replace(",", "."))
        return value, ("" if value.is_integer() else "decimal")
    if _GROUPED_INDIAN.fullmatch(word):
        return float(word.replace(",", "")), ""
    if _DECIMAL.fullmatch(word):
        whole, _, rest = word.replace(",", ".").partition(".")
        if len(rest) == 3 and whole.lstrip("0"):
            return float(f"{whole}.{rest}"), "ambiguous separator"
        return float(f"{whole}.{rest}"), "decimal"
    if _DATE.fullmatch(word):
        return 0.0, "date"
    return 0.0, "designation"


def read_numeral(s: Sentence, g: Grammar, i: int, alone: bool = False) -> Numeral | None:
    """The number that starts at token ``i`` ("a" before a scale included), or ``None``.

    ``alone``: the text is known to be nothing but a number, so "one twenty two" and "30 l" may be read too.
    """
    tag = s.tags[i]
    if tag not in "dnkvf":
        if tag == "." and i + 1 < len(s.tags) and s.tags[i + 1] == "d" and s.starts[i + 1] == s.ends[i]:
            return _after_point(s, g, i, i + 1)
        if s.words[i] in g.article and i + 1 < len(s.tags) and s.tags[i + 1] in "kf":
            made = read_numeral(s, g, i + 1, alone)
            return made._replace(first=i, rule="a " + made.rule) if made is not None else None
        if alone and s.words[i] in g.point and i + 1 < len(s.tags) and s.tags[i + 1] in "dn":
            return _after_point(s, g, i, i + 1)
        return None
    if tag == "d":
        made = _digits(s, g, i, alone)
    elif tag == "v":
        made = vague_word(s, g, i)
    elif tag == "f":
        made = fraction(s, g, i, i, 1.0)
    else:
        made = _words(s, g, i, alone)
    if made is None or made.share:
        return made
    return _share(s, g, made)


def _after_point(s: Sentence, g: Grammar, first: int, i: int) -> Numeral:
    """.77, point 77; .0012G."""
    value = float("0." + s.words[i]) if s.tags[i] == "d" and s.words[i].isdecimal() else 0.0
    last, scale = i, 1.0
    if i + 1 < len(s.tags) and s.starts[i + 1] == s.ends[i] and s.words[i + 1] in g.alone:
        last, scale = i + 1, g.alone[s.words[i + 1]]
    value_scaled = round(value * scale, 6)
    made = Numeral(first, last, value_scaled, value_scaled, False, "digits", ".<digits>", value, scale, "decimal")
    return _share(s, g, made)


def _share(s: Sentence, g: Grammar, made: Numeral) -> Numeral:
    """Per cent, and "nine out of ten", behind a number."""
    j, tags = made.last + 1, s.tags
    if j >= len(tags):
        return made
    tag = tags[j]
    if tag == "-" and j + 1 < len(tags) and tags[j + 1] == "%":
        j, tag = j + 1, "%"
    if tag == "%":
        if s.kind(j, "percent") == "points":
            return made._replace(last=j, flaw="percentage points", rule=made.rule + " points")
        low, high = round(made.low / 100, 10), round(made.high / 100, 10)
        form = "vague" if made.vague else "share"
        return made._replace(last=j, low=low, high=high, share=True, form=form, rule="<n> %", flaw="")
    if made.vague or made.low < 1 or made.low > 999 or made.scale != 1 or not made.low.is_integer():
        return made
    j, between = _past_those(s, g, made, j)
    word = s.words[j]
    if word in g.in_:
        k, of_all = j + 1, False
        if k < len(tags) and s.words[k] in g.every:
            k, of_all = k + 1, True
    elif (
        out := next((row for row in g.out if word == row[0] and tuple(s.words[j : j + len(row)]) == row), None)
    ) is not None:
        k, of_all = j + len(out), True
        if k < len(tags) and s.words[k] in g.every:
            k += 1
    else:
        return made
    if k < len(tags) and s.words[k] in g.article:
        k += 1
    if k >= len(tags) or tags[k] not in "dnk":
        return made
    base = _digits(s, g, k, False) if tags[k] == "d" else _words(s, g, k, False)
    if base is None or base.flaw or base.low <= made.low or not base.low.is_integer():
        return made
    if not (base.low <= 10 or base.low in _BASES or (made.low == 1 and base.low < 100)):
        return made
    if g.out_base and base.low not in g.out_base:
        return made
    after = base.last + 1
    if between and not (after >= len(tags) or tags[after] in ".," or s.words[after] in g.behind_share):
        return made  # "killed one man in two villages"
    if after < len(tags) and (s.words[after] in g.duration or tags[after] in "-%km/" or s.words[after] in g.behind):
        return made
    if not of_all:
        if after < len(tags) and s.words[after] in g.not_in:
            return made
        if (
            made.low != 1
            and base.low not in (10, 100)
            and (made.low, base.low) not in {(2, 3), (2, 5), (3, 4), (3, 5), (4, 5), (5, 6)}
        ):
            return made
    value = made.low / base.low
    rule = "<n> in <n>" if word in g.in_ else "<n> out of <n>"
    return Numeral(made.first, base.last, value, value, True, "fraction", rule)


def _past_those(s: Sentence, g: Grammar, made: Numeral, j: int) -> tuple[int, bool]:
    """The token behind those who are counted, where "in" follows them: "one man in three"; whether any stood there."""
    for k in range(j + 1, min(j + 3, len(s.tags) - 1)):
        if (
            s.words[k] in g.in_
            and s.kind(k - 1, "object") is not None
            and all(s.tags[i] not in "dnkvf.,-" for i in range(j, k))
        ):
            return k, True
    return j, False


def _digits(s: Sentence, g: Grammar, i: int, alone: bool) -> Numeral | None:
    words, tags, starts, ends = s.words, s.tags, s.starts, s.ends
    value, flaw = read_digits(words[i])
    if g.decimal_comma and _THREE_DECIMALS.fullmatch(words[i]):
        value, flaw = value / 1000, "ambiguous separator"  # 1,351: a decimal only with a scale or per cent behind it
    n, last, scale, rule, j = len(tags), i, 1.0, "<digits>", i + 1
    if j >= n:
        return Numeral(i, i, value, value, False, "digits", rule, value, 1.0, flaw)
    word, joined = words[j], starts[j] == ends[i]
    if word == "," and joined and j + 1 < n and tags[j + 1] == "d" and _is_cut(s, g, i):
        value, flaw = read_digits(f"{words[i]},{words[j + 1]}")
        last, j = j + 1, j + 2
        if j >= n or flaw:
            return Numeral(i, last, value, value, False, "digits", rule, value, 1.0, flaw)
        word, joined = words[j], starts[j] == ends[last]
    if joined:
        if word == "/" and j + 1 < n and tags[j + 1] == "d" and starts[j + 1] == ends[j]:
            below, below_flaw = read_digits(words[j + 1])
            if below > value > 0 and not flaw and not below_flaw:
                share = value / below
                return Numeral(i, j + 1, share, share, True, "fraction", "<n>/<n>", value, below)
            return Numeral(i, j + 1, value, value, False, "digits", rule, value, 1.0, "date")
        suffix = g.suffix.get(word) or (g.alone.get(word) if alone else None)
        if suffix is not None:
            last, scale, rule, flaw, j = j, suffix, "<n><scale>", "", j + 1
        elif tags[j] == "f" and s.phrases[j] is not None and word.isnumeric():
            value, last, flaw = value + g.fraction[s.kind(j, "fraction") or "1/2"], j, "decimal"
            j += 1
        elif word == "-" and j + 1 < n and starts[j + 1] == ends[j]:
            if tags[j + 1] == "k":
                j += 1
            elif words[j + 1] in g.count_ending or (words[j + 1] in g.small_count_ending and value % 10 in (2, 3, 4)):
                last, j = j + 1, j + 2
                word = words[j] if j < n else ""
    elif alone and word in g.alone:
        last, scale, rule, flaw = j, g.alone[word], "<n> <scale>", ""
    half = _and_half(s, g, last)
    if half:
        last, value, flaw, j = half[0], value + half[1], "decimal", half[0] + 1
    elif word in g.point and j + 1 < n and tags[j + 1] == "d" and not flaw:
        last, value, flaw, j = j + 1, float(f"{words[i]}.{words[j + 1]}"), "decimal", j + 2
    while j < n and tags[j] == "k":
        if j > i + 1 and s.caps[j] and words[j - 1].endswith("."):
            break  # "… 14 млн. Миллионы людей": a new sentence
        value_of = g.scale[s.kind(j, "scale") or "1"]
        last, scale, rule, flaw = j, scale * value_of, "<n> <scale>", ""
        j += 1
        if value_of in (DOZEN, SCORE):
            break
    total = round(value * scale, 6)
    if scale > 1e3 and last + 2 < n and tags[last + 1] == "d" and tags[last + 2] == "k":  # 1 million 200 thousand
        rest = _digits(s, g, last + 1, False)
        if rest is not None and not rest.flaw and rest.low < scale:
            return Numeral(i, rest.last, total + rest.low, total + rest.low, False, "digits", rule)
    if scale == 1e3 and words[last] in g.thousand_and and last + 1 < n:
        behind = words[last + 2] if last + 2 < n else "x"
        if words[last + 1].isdecimal() and len(words[last + 1]) < 4 and behind.isalpha() and behind not in g.month:
            total += float(words[last + 1])  # "15 тысяч 51 человек"
            return Numeral(i, last + 1, total, total, False, "digits", rule)
    return Numeral(i, last, total, total, False, "digits", rule, value, scale, flaw)


def _is_cut(s: Sentence, g: Grammar, i: int) -> bool:
    """Whether a line ends inside the number at token ``i``, behind its thousands' comma; not in dates and lists."""
    words, tags, behind = s.words, s.tags, i + 3
    gap = s.text[s.ends[i + 1] - s.start : s.starts[i + 2] - s.start]
    if "\n" not in gap or gap.count("\n") > 1 or not _GROUPS_BEHIND.fullmatch(words[i + 2]):
        return False
    if not words[i].isdecimal() or len(words[i]) > 3 or words[i][0] == "0":
        return False
    if i and (words[i - 1] in g.month or tags[i - 1] == ","):
        return False
    return tags[behind : behind + 2] != ",d"


def _and_half(s: Sentence, g: Grammar, last: int) -> tuple[int, float] | None:
    """(last token, ½ or ¼) of "… and a half" behind token ``last``, with or without hyphens."""
    words, tags = s.words, s.tags
    j, n = last + 1, len(tags)
    if g.added and j < n and (added := s.kind(j, "added")) is not None:
        return j, g.added[added]
    if j < n and words[j] == "-":
        j += 1
    if j + 2 >= n or words[j] not in g.and_within:
        return None
    j += 2 if words[j + 1] == "-" else 1
    if words[j] not in g.article or j + 1 >= n:
        return None
    j += 2 if words[j + 1] == "-" else 1
    if j < n and tags[j] == "f":
        value = g.fraction[s.kind(j, "fraction") or "1/2"]
        if value in (0.5, 0.25):
            return j, value
    return None


def _words(s: Sentence, g: Grammar, i: int, alone: bool) -> Numeral | None:
    """Numbers in words, from "one" or "hundred" on: units add, hundred multiplies, a larger scale closes its part."""
    words, tags, starts, ends, phrases = s.words, s.tags, s.starts, s.ends, s.phrases
    n, j, last = len(tags), i, i
    total, part, filled = 0.0, 0.0, False  # closed parts; the part being built; whether it has a word yet
    bare, scale, ceiling = 0.0, 1.0, 1e18
    used_scale = of_one = False
    room = 100.0  # what may still be added to the part: less than this
    while j < n:
        tag = tags[j]
        if tag == "n":
            value = g.number[phrases[j].kinds["number"]]  # type: ignore[union-attr]
            if not filled:
                part, filled = value, True
            elif 0 < value < room:
                if part >= 100 and tags[j + 1 : j + 2] == "k" and g.scale[s.kind(j + 1, "scale") or "1"] <= 100:
                    break  # "a hundred, two dozen" without its comma
                if (
                    words[last] in g.oblique
                    and words[j] in g.nominative
                    and not g.of.isdisjoint(words[max(0, i - 2) : i])
                ):
                    break  # "из пятидесяти восемь": of fifty, eight
                part += value
            elif alone and g.hundred_unsaid and last == j - 1 and 0 < part < 10 <= value < 100:
                part = part * 100 + value
            else:
                break
            room = (100.0 if value >= 100 and value % 100 == 0 else 10.0) if value >= 20 and value % 10 == 0 else 0.0
            bare, scale = (part if not total else 0.0), 1.0
            last = j
        elif tag == "k" or (alone and filled and words[j] in g.alone):
            phrase = phrases[j]
            value = g.scale[phrase.kinds["scale"]] if phrase is not None and tag == "k" else g.alone[words[j]]
            if not filled and not total:
                if phrase is not None and phrase.number == "pl":
                    if not _governed(s, g, j):
                        return plural_scale(s, g, j)
                    of_one = not _goes_on(s, g, j)
                part, bare = 1.0, 1.0
            if value in (DOZEN, SCORE):
                if total and not filled and value == SCORE:
                    break
                total, part, last, used_scale = (total + part) * value, 0.0, j, True
                bare, scale = total / value, value
                break
            used_scale = True
            if value <= 100:
                if part >= 100 or (total and not filled):
                    break
                part *= value
                room, filled, last = value, True, j
                bare, scale = (part / value if not total else 0.0), value
            else:
                if not filled and total:  # three thousand million
                    total *= value
                    scale *= value
                elif value >= ceiling:
                    if total + part and bare == 0:
                        break
                    total, scale = (total + part) * value, scale * value
                else:
                    bare = part if not total else 0.0
                    total, scale = total + part * value, value
                ceiling, part, filled, room, last = value, 0.0, False, 1000.0, j
        elif tag == "-" and starts[j] == ends[last] and j + 1 < n and starts[j + 1] == ends[j] and tags[j + 1] in "nkf":
            if tags[j + 1] == "f":
                break
        elif words[j] in g.and_within and used_scale and room >= 100 and j + 1 < n and tags[j + 1] == "n":
            if _is_next_number(s, g, i, j + 1, ceiling, room):
                break  # between one hundred and two hundred: two numbers
        elif words[j] in g.point and filled and j + 1 < n and tags[j + 1] in "nd":
            j, part = _decimals(s, g, j + 1, part)
            bare, scale, room, last = part, 1.0, 0.0, j
        else:
            break
        j += 1
    if last == i and not of_one and tags[i] == "k" and phrases[i].number == "pl":  # type: ignore[union-attr]
        of_one = i > 0 and words[i - 1] in g.governs_genitive
        if not of_one:
            return plural_scale(s, g, i)  # "сотні п'ять сотень": the number behind does not join it
    value = total + part
    half = _and_half(s, g, last)
    if half is not None:
        last, share = half
        if used_scale and scale > 1:
            return Numeral(i, last, value + share * scale, value + share * scale, False, "words", "<n> and a half")
        value += share
        scale = 1.0
        after = last + 1
        if after < n and words[after] == "-":
            after += 1
        while after < n and tags[after] == "k":
            scale *= g.scale[s.kind(after, "scale") or "1"]
            last, after = after, after + 1
        flaw = "decimal" if scale == 1 else ""
        total = value * scale
        return Numeral(i, last, total, total, False, "words", "<n> and a half", value, scale, flaw)
    after = last + 1
    if g.ordinals and value >= 20 and value % 10 == 0 and after < n and s.kind(after, "ordinal") is not None:
        return Numeral(i, after, value, value, False, "words", "<ordinal>", flaw="ordinal")
    if after < n and tags[after] == "f":
        made = fraction(s, g, i, after, value)
    elif after + 1 < n and tags[after] == "-" and tags[after + 1] == "f" and starts[after + 1] == ends[after]:
        made = fraction(s, g, i, after + 1, value)
    else:
        made = None
    if made is not None:
        return made
    rule = OF_ONE if of_one else "<n> <scale>" if used_scale else "<words>"
    flaw = "" if value.is_integer() else "decimal"
    if bare and scale > 1 and bare * scale != value:
        bare, scale = value, 1.0
    return Numeral(i, last, value, value, False, "words", rule, bare or value, scale if bare else 1.0, flaw)


def _is_next_number(s: Sentence, g: Grammar, first: int, j: int, ceiling: float, room: float) -> bool:
    """Whether the words from token ``j``, behind "and", are a number of their own and no part of the one before."""
    tags = s.tags
    k = j + 1
    if tags[k : k + 2] == "-n":
        k += 2
    elif tags[k : k + 1] == "n":
        k += 1
    if tags[k : k + 1] != "k":
        return False
    scale = g.scale[s.kind(k, "scale") or "1"]
    if scale >= ceiling or (scale <= 100 and room <= 100):
        return True
    return any(word in g.between for word in s.words[max(0, first - 3) : first])


def _decimals(s: Sentence, g: Grammar, j: int, part: float) -> tuple[int, float]:
    """The digits behind "point", in words or figures: (last token, value)."""
    text, n = "", len(s.tags)
    while j < n:
        if s.tags[j] == "d" and s.words[j].isdecimal() and not text:
            text += s.words[j]
            j += 1
            break
        if s.tags[j] != "n" or g.number[s.kind(j, "number") or "0"] > 9:
            break
        text += s.kind(j, "number") or ""
        j += 1
    return j - 1, float(f"{int(part)}.{text or '0'}")


def _governed(s: Sentence, g: Grammar, j: int) -> bool:
    """Whether the scale at token ``j``, whose form is "of a thousand" and "thousands" alike, stands behind a word that
    takes the first of these ("more than" in the Slavic languages), or before the rest of its number."""
    if s.words[j] not in g.genitive_scale:
        return False
    return _goes_on(s, g, j) or (j > 0 and s.words[j - 1] in g.governs_genitive)


def _goes_on(s: Sentence, g: Grammar, j: int) -> bool:
    """Whether the word behind the scale at token ``j`` is a number that is added to it."""
    if s.tags[j + 1 : j + 2] != "n":
        return False
    return 0 < g.number[s.kind(j + 1, "number") or "0"] < g.scale[s.kind(j, "scale") or "1"]
