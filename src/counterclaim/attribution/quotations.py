"""Where direct speech stands: quotation marks of any kind become spans of the document.

A quotation left open at the end of a paragraph runs on when the next paragraph opens one again; otherwise it
ends there.
Straight marks open after a space and close before one. An apostrophe is no quotation mark: single marks
count only where they open after a space, close after punctuation or before it, and hold at least three words.
"""

from __future__ import annotations

import re

from counterclaim.model import Span

_MARK = re.compile(r"""''|``|["“”„«»‟]|(?<![^\s(\["“])[‘'](?=[^\W_])|(?<=[.,!?…])[’'](?=[\s)\]"”]|$)|\n+""")
_DOUBLE = re.compile(r"""["“”„«»‟\n]""")
_SINGLE = ("‘", " '", "\n'", "('", "''", "``")
_SPACE = " \t\n\u00a0([—–-"


def find_quotations(text: str) -> list[Span]:
    """Every stretch of direct speech, marks included, in order and without overlap."""
    found: list[Span] = []
    opened: int | None = None
    mark = ""
    signs = _MARK if text[:1] == "'" or any(sign in text for sign in _SINGLE) else _DOUBLE
    for match in signs.finditer(text):
        sign, at = match[0], match.start()
        if sign[0] == "\n":
            if opened is not None and mark not in ("‘", "'"):
                found.append(Span(opened, at))
            opened = None
            continue
        if sign in ("''", "``"):
            if opened is None:
                opened, mark = at, sign
            elif mark in ("''", "``"):
                found.append(Span(opened, at + 2))
                opened = None
            continue
        if opened is None:
            if (
                sign in "“„«"
                or (sign == '"' and _opens(text, at))
                or (sign == "‟")
                or (sign in ("‘", "'") and _opens(text, at))
                or (sign == "”" and mark != "„" and _opens(text, at))
            ):
                opened, mark = at, sign
        elif _closes(mark, sign, text, at):
            if mark not in ("‘", "'") or text.count(" ", opened, at) >= 2:
                found.append(Span(opened, at + 1))
            opened = None
        elif mark in ("‘", "'") and sign in "“«„":
            opened, mark = at, sign
    if opened is not None and mark not in ("‘", "'"):
        found.append(Span(opened, len(text)))
    return found


def _opens(text: str, at: int) -> bool:
    return (at == 0 or text[at - 1] in _SPACE) and at + 1 < len(text) and not text[at + 1].isspace()


def _closes(mark: str, sign: str, text: str, at: int) -> bool:
    if mark == "“":
        return sign in "”‟" or (sign == '"' and not _opens(text, at))
    if mark == "„":
        return sign in "“”‟"
    if mark == "«":
        return sign == "»"
    if mark == '"':
        return sign == '"' or sign == "”"
    if mark == "”":
        return sign == "”"
    return sign in "’'" and not _opens(text, at)
