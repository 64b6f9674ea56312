"""Hedges around a number: the words before it, behind it, and an order of words that makes it about so many.

before    more than <n> | at least <n> | as many as <n> | some <n>
behind    <n> or more | <n>+ | <n> or so
by order  "человек триста", "тысяч двадцать", "с полсотни"
"""

from __future__ import annotations

from counterclaim.language import Sentence
from counterclaim.quantities.number_words import Grammar
from counterclaim.quantities.numerals import read_numeral
from counterclaim.quantities.portions import Numeral

# where hedges meet, the tighter one wins
TIGHTNESS = {
    "over": 3,
    "at least": 3,
    "up to": 3,
    "under": 3,
    "nearly": 2,
    "about": 1,
    "exact": 0,
    "": -1,
}
SCALE_FIRST = "<scale> <n>"
_AND_MORE = {"over": "at least", "under": "up to"}


def hedges_before(s: Sentence, g: Grammar, first: int, done: int) -> tuple[int, str]:
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
        if not hedge or TIGHTNESS[found] >= TIGHTNESS[hedge]:
            hedge = found
    return k, hedge


def _changes(s: Sentence, g: Grammar, k: int) -> bool:
    """Whether the "to" at token ``k``, which is "up to" elsewhere, tells what something came to: rose to 12."""
    for m in range(max(0, k - 6), k):
        if s.words[m] in g.change or (s.words[m] in g.change_from and s.tags[m + 1] in "dnkh"):
            return True
    number = k + 1
    while number < len(s.words) and s.tags[number] in "dnk":
        number += 1  # "До 1300 зросла кількість убитих"
    opens = k == 0 or s.words[k - 1] in (",", ";", ":", "-", '"')
    return opens and number > k + 1 and s.words[number : number + 1] != [] and s.words[number] in g.change


def hedge_after(s: Sentence, g: Grammar, last: int, b: Numeral) -> tuple[int, str]:
    """500 or more, 500+, 500 or so, 500 at least: (last token, hedge or "")."""
    j = last + 1
    tags, n = s.tags, len(s.tags)
    if tags[j] == "+":
        return (j, "at least") if s.starts[j] == s.ends[last] else (last, "")
    if tags[j] == "-" and j + 1 < n and s.starts[j] == s.ends[last] and (after := s.kind(j + 1, "hedge_after")):
        return j + 1, after
    phrase = s.phrases[j]
    if s.words[j] in g.and_more and tags[j + 1 : j + 2] == "h" and not number_at(s, g, j + 2):
        more = _AND_MORE.get(s.kind(j + 1, "hedge") or "")  # "500 и более", but not "200 и более 490"
        return (j + 1, more) if more else (last, "")
    if phrase is None:
        return last, ""
    if "hedge_after" in phrase.kinds:
        return j, phrase.kinds["hedge_after"]
    if tags[j] == "h":
        hedge = phrase.kinds["hedge"]
        if hedge in ("at least", "up to") and s.words[j] in g.hedge_both and not number_at(s, g, j + 1):
            return j, hedge
    return last, ""


def about_by_order(s: Sentence, g: Grammar, a: Numeral, first: int, done: int) -> tuple[int, bool] | None:
    """Where a number begins that its order or a preposition makes about so many, and whether a noun stands first."""
    if a.rule == SCALE_FIRST:
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


def scale_first(s: Sentence, g: Grammar, i: int) -> Numeral | None:
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
    return Numeral(i, behind.last, value, value, False, "words", SCALE_FIRST, behind.low, scale)


def number_at(s: Sentence, g: Grammar, j: int) -> bool:
    """Whether a number, or what may begin one, stands at token ``j``."""
    return j < len(s.tags) and (s.tags[j] in "dnkvfh" or s.words[j] in g.article or s.words[j] in g.extra)
