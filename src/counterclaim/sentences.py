"""Where a text is cut into sentences and paragraphs: full stops that end one, wrapped lines, items of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A full stop, with what closes behind it; or a line end. Whether it ends a sentence depends on what stands around it.
_BOUNDARY = re.compile(r"""[.!?\n](?:(?<=\n)\n*|(?<!\n)[.!?]*["')\]]*(?=\s))""")
_BULLET = re.compile(r"\s*(?:[-*•·▪●]|\d{1,2}[.)])\s")
_INITIAL = re.compile(r"(?:^|[\s.(\"'])([^\W\d_])$")

_NUMBER_CUT = re.compile(r"\d,\n ?\d{3}(?!\d)")  # a line that ends inside a number: 1,351
_CLOSING = frozenset({".", "!", "?", ":", '"', ""})

# An item of a list of figures: "armoured combat vehicles – 1,850 (+9)".
_ITEM = re.compile(r"[^\n]{1,60}[-:] ?[^\d\n]{0,12}\d[\d ,.']*(?:\([^)\n]*\))?[ ;,.]*(?:\n|$)")


def _listed(folded: str, end: int) -> bool:
    """Whether the line that ends at ``end`` and the one after it are items of a list, each a name and a figure."""
    begin = folded.rfind("\n", 0, end) + 1
    return _ITEM.match(folded, begin) is not None and _ITEM.match(folded, end + 1) is not None


def is_wrapped(text: str) -> bool:
    """Whether the text is set in lines of one width, so that a single line end is a space and not an end."""
    lines = [len(line) for line in text.split("\n") if line.strip()]
    if len(lines) < 4:
        return False
    return max(lines) <= 110 and sum(n >= 50 for n in lines) >= 0.5 * len(lines)


def split(
    text: str, folded: str, abbreviations: frozenset[str], counted: frozenset[str] = frozenset()
) -> Iterator[tuple[int, int, int]]:
    """Where the sentences of a text and its folding stand: (start, end, paragraph), no white space around them.

    Behind an abbreviation a full stop ends no sentence; behind a ``counted`` one ("тыс.") it does before a capital.
    """
    wrapped = is_wrapped(text)
    size = len(text)
    begin, paragraph = 0, 0
    for match in _BOUNDARY.finditer(folded):
        cut, after = match.span()
        ends_paragraph = folded[cut] == "\n"
        if ends_paragraph:
            if after - cut == 1:
                if wrapped and not _BULLET.match(folded, after):
                    continue
                goes_on = after < size and text[after].islower() and folded[cut - 1 : cut] not in _CLOSING
                if folded[cut - 1 : cut] == "," and _NUMBER_CUT.match(folded, cut - 2):
                    continue
                if goes_on and not _listed(folded, cut):
                    continue
        else:
            rest = after
            while rest < size and folded[rest] == " ":
                rest += 1
            if rest < size and folded[rest] != "\n":
                if text[rest].islower():
                    continue
                if after - cut == 1 and folded[cut] == ".":
                    head = folded[max(begin, cut - 12) : cut]
                    last = head[head.rfind(" ") + 1 :].lstrip("(\"'[\n")
                    follows = text[rest + 1 : rest + 2]  # a word, of one letter too: no initials, no "ВСУ"
                    if last in counted and text[rest].isupper() and (follows.islower() or follows == " "):
                        last = ""
                    if last in abbreviations or (
                        len(last) < 3 and _INITIAL.search(head) and not (wrapped and last in {"i", "a"})
                    ):
                        continue
            cut = after
        piece = folded[begin:cut]
        bare = piece.strip()
        if bare:
            first = begin + len(piece) - len(piece.lstrip())
            yield first, first + len(bare), paragraph
        begin = after
        if ends_paragraph:
            paragraph += 1
    piece = folded[begin:]
    bare = piece.strip()
    if bare:
        first = begin + len(piece) - len(piece.lstrip())
        yield first, first + len(bare), paragraph
