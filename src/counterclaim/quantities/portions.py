"""Numbers without a figure of their own: vague words, plural scales, fractions; and what every number becomes.

dozens   hundreds of thousands   a few thousand   several   half   a third   two-thirds   half a million
"""

from __future__ import annotations

from typing import NamedTuple

from counterclaim.language import Sentence
from counterclaim.quantities.number_words import Grammar

DOZEN, SCORE = 12.0, 20.0
_SCALE_NAMES = {10.0: "ten", 12.0: "dozen", 20.0: "score", 100.0: "hundred", 1e3: "thousand", 1e6: "million"}


class Numeral(NamedTuple):
    """A number from token ``first`` to token ``last``: its value or, where vague, its range.

    ``bare`` × ``scale`` is the value where it was said that way ("3.5 thousand"), so that a range can carry the scale
    to its other end. ``form`` is digits, words, vague, share, fraction or none; ``flaw`` says why digits are no count.
    """

    first: int
    last: int
    low: float
    high: float
    share: bool
    form: str
    rule: str
    bare: float = 0.0
    scale: float = 1.0
    flaw: str = ""

    @property
    def vague(self) -> bool:
        """Whether the value is a range that the convention chose."""
        return self.form == "vague"


def plural_scale(s: Sentence, g: Grammar, i: int) -> Numeral:
    """Hundreds; hundreds of thousands; dozens."""
    value = g.scale[s.kind(i, "scale") or "1"]
    name = _SCALE_NAMES.get(value)
    if name is None:
        return Numeral(i, i, 2 * value, 10 * value - 1, False, "vague", "<scale>s")
    low, high = g.vague[name]
    last, times = scales_behind(s, g, i)
    return _scaled(g, i, last, low, high, times, "<scale>s" if times == 1 else "<scale>s of <scale>")


def scales_behind(s: Sentence, g: Grammar, i: int) -> tuple[int, float]:
    """The scales behind token ``i``, "of" between them allowed: (last token, their product)."""
    j, n, last, times = i + 1, len(s.tags), i, 1.0
    while j < n:
        if s.words[j] in g.of and j + 1 < n:
            j += 1
            if s.tags[j] == "-":
                break
        if s.tags[j] != "k":
            break
        times *= g.scale[s.kind(j, "scale") or "1"]
        last, j = j, j + 1
    return last, times


def _scaled(g: Grammar, first: int, last: int, low: float, high: float, times: float, rule: str) -> Numeral:
    """A vague range times a scale; a top that ends in nine fills its decade (a few thousand: up to 9,999)."""
    if times > 1:
        low = low * times
        high = (high + 1) * times - 1 if high % 10 == 9 else high * times
        if times in (DOZEN, SCORE):
            high = max(low, min(high, g.vague[_SCALE_NAMES[times]][1]))
    return Numeral(first, last, low, high, False, "vague", rule)


def vague_word(s: Sentence, g: Grammar, i: int) -> Numeral | None:
    """Several; a few thousand; both; nobody: the vague word at token ``i`` with the scales behind it."""
    name = s.kind(i, "vague") or ""
    if name in g.vague:
        low, high = g.vague[name]
        last, times = scales_behind(s, g, i)
        rule = name if times == 1 else f"{name} <scale>"
        if name == "several":  # several hundred are three to nine hundred
            return Numeral(i, last, low * times, high * times, False, "vague", rule)
        return _scaled(g, i, last, low, high, times, rule)
    if name == "none":
        if s.words[i] in g.without and not _without(s, i):
            return None
        return Numeral(i, i, 0.0, 0.0, False, "none", "none")
    fixed = {"single": 1.0, "another": 1.0, "pair": 2.0, "both": 2.0, "trio": 3.0}.get(name)
    if fixed is not None:
        return Numeral(i, i, fixed, fixed, False, "words", name)
    return Numeral(i, i, 0.0, 0.0, False, "words", name, flaw="multiplier")


def _without(s: Sentence, i: int) -> bool:
    """Whether "without" at ``i`` says that nobody was lost: "without loss"; not "without light", "not without loss"."""
    if i + 1 == len(s.words):
        return True  # the quote of a claim, read again
    _, _, form = (s.kind(i + 1, "harm") or "").partition(".")
    return form in ("noun", "state") and not any(s.kind(t, "form") == "not" for t in range(max(0, i - 3), i))


def fraction(s: Sentence, g: Grammar, first: int, i: int, above: float) -> Numeral | None:
    """Half, a third, two-thirds, half a million, half a dozen; ``i`` is the denominator, ``above`` the numerator."""
    phrase = s.phrases[i]
    if phrase is None:
        return None
    words, tags, n = s.words, s.tags, len(s.tags)
    name = phrase.kinds.get("fraction")
    whole = phrase.kinds.get("share") if name is None else None  # a share without an article: "треть"
    value = g.fraction[name or whole or "1/2"]
    numbered = first != i
    if numbered and " " in words[i]:
        return None  # "two, every fifth": a share of several words is no denominator
    fits = (above == 1) == (phrase.number != "pl") or (whole is not None and not phrase.number)
    if numbered and (not fits or above * value >= 1 or not above.is_integer()):
        if phrase.number == "pl" or above % 10 or above < 20:
            return None
        return Numeral(first, i, above, above, False, "words", "<ordinal>", flaw="ordinal")
    share = above * value
    j = i + 1
    if j < n and words[j] == "-":
        j += 1
    if j < n and words[j] in g.of:
        j += 1
    if j < n and words[j] in g.article:
        j += 1
        if j < n and words[j] == "-":
            j += 1
    elif j < n and j > i + 1 and words[j - 1] in g.of:
        j = n  # a third of thousands: no
    if (
        j < n
        and tags[j] == "k"
        and ((scale := s.phrases[j]) is None or scale.number != "pl")
        and value in (0.5, 0.25, 0.75)
    ):
        times, last = 1.0, i
        while j < n and tags[j] == "k":
            times *= g.scale[s.kind(j, "scale") or "1"]
            last, j = j, j + 1
        total = round(share * times, 6)
        return Numeral(first, last, total, total, False, "words", "<fraction> <scale>", share, times)
    if not numbered and phrase.number == "pl":
        return None
    rule = "<n> <fraction>" if numbered else ("half" if value == 0.5 else "<share>" if whole else "<fraction>")
    return Numeral(first, i, share, share, True, "fraction", rule)
