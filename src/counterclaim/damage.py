"""What scanning and setting do to a text, undone where it is plain: misread digits, broken words, "rn" read for "m".

    l,35l  6l0  3OO      1,351  610  300        in ``fold()``, one character for one
    sol-⏎diers           soldiers               in the tokens, whose offsets stay those of the text
    rninistry  arrny     ministry  army         in the tokens of a text that has a word no language has

The text itself is never changed: quotes stay verbatim, and re-read to the same value because they are folded alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Tokens = tuple[list[str], list[int], list[int]]  # words, where they begin and where they end

# Digits and the letters that look like them, with one digit at least; no part of a designation or a name ("F-16I").
_MISREAD = re.compile(r"(?<![\w.:-])(?=[lIO,]*\d)(?=[\d,]*[lIO])[\dlIO]+(?:,[\dlIO]{3})*(?![\w:-])")
_DIGITS = str.maketrans("lIO", "110")
_SORTED = bytes.maketrans(b"0123456789lIO", b"0000000000lll")  # each digit and each such letter as one
_BESIDE = (b"0l", b"l0", b"0,l", b"l,0")
_NO_WORD = re.compile(r'rn(?:(?<=[ \n"(r]rn)|(?=rn))')  # stands in no word of the language, or begins none
_SOFT = "\u00ad"


def with_digits(text: str) -> str:
    """The text with letters that stand for digits as digits: "l,35l", "3OO"; not "20l", a volume, nor "16I"."""
    signs = text.encode("ascii", "replace").translate(
        _SORTED
    )  # to look for four pairs of bytes is faster than a pattern
    return _MISREAD.sub(_as_digits, text) if any(pair in signs for pair in _BESIDE) else text


def _as_digits(match: re.Match[str]) -> str:
    word = match[0]
    digits = sum(map(str.isdigit, word))
    unit = word[-1] in "lI" and word[:-1].isdigit()  # "20l", "16I"
    short = word[0] == "O" or (len(word) == 2 and word[0] == "I")  # "O2", "I5": no number begins with nought
    return word if unit or short or 3 * digits < len(word) - word.count(",") else word.translate(_DIGITS)


def damaged(folded: str) -> tuple[bool, bool]:
    """Whether a folded text has words broken at line ends or by soft hyphens, and whether it has "rn" for "m"."""
    scanned = folded.startswith("rn") or _NO_WORD.search(folded) is not None
    return "-\n" in folded or _SOFT in folded, scanned


def mended(tokens: Tokens, folded: str, kinds: tuple[bool, bool], known: Callable[[str], bool]) -> Tokens:
    """The tokens with broken words joined and "rn" read as "m"; ``known`` says whether the language has a word.

    A word broken at the end of a line is joined where that makes a word we know, or where its second half is none.
    """
    broken, scanned = kinds
    words, starts, ends = tokens[0][:], tokens[1][:], tokens[2][:]
    if broken:
        for i in range(len(words) - 2, 0, -1):
            if words[i] not in ("-", _SOFT) or ends[i - 1] != starts[i]:
                continue
            before, after = words[i - 1], words[i + 1]
            if words[i] == "-" and "\n" not in folded[ends[i] : starts[i + 1]]:
                continue
            if (
                before[-1].isalpha()
                and after.isalpha()
                and (words[i] == _SOFT or known(before + after) or not known(after))
            ):
                words[i - 1 : i + 2] = [before + after]
                del starts[i : i + 2]
                ends[i - 1 : i + 1] = []
    if scanned:
        for i, word in enumerate(words):
            if "rn" in word and not known(word):
                mend = word.replace("rn", "m")
                if word.startswith("rn") or known(mend):
                    words[i] = mend
    return words, starts, ends
