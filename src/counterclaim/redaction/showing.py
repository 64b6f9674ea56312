"""One text and all that is cut from it, shown through the same pseudonyms."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import count

from counterclaim.redaction.mark import BAR, STAND_INS, Found, Mark

_NAME = re.compile(r"[^\W\d_]{3,}")  # a name, of those that a mark joins


def with_pseudonyms(found: Iterable[Found]) -> tuple[Mark, ...]:
    """Marks in the order of the text: overlapping finds joined, each person, number and place under one pseudonym."""
    joined = _joined(found)
    roles: dict[str, str] = {}
    for one in joined:
        if one.kind == "name" and (one.role != "Person" or one.who not in roles):
            if roles.get(one.who, "Person") == "Person":
                roles[one.who] = one.role
    told: dict[tuple[str, str], str] = {}
    counted: dict[str, int] = {}
    marks = []
    for one in joined:
        stand_in = roles[one.who] if one.kind == "name" else STAND_INS[one.kind]
        key = (stand_in, one.who or f"{one.start}")
        if key not in told:
            number = counted[stand_in] = counted.get(stand_in, 0) + 1
            if one.kind == "name":
                told[key] = _named(stand_in, number)
            else:
                told[key] = f"[{stand_in} {number}]"
        marks.append(Mark(one.start, one.end, one.kind, told[key]))
    return tuple(marks)


def numbered(pseudonym: str) -> Iterator[str]:
    """All pseudonyms of the same kind, in order: "Person 1", "Person 2" …; "[phone 1]" …"""
    stand_in = pseudonym.strip("[]").rpartition(" ")[0]
    return (f"[{stand_in} {n}]" if pseudonym.startswith("[") else _named(stand_in, n) for n in count(1))


def _named(stand_in: str, number: int) -> str:
    return f"{stand_in} {_letter(number) if stand_in == 'Speaker' else number}"


def _letter(number: int) -> str:
    return chr(64 + number) if number <= 26 else str(number)


def _joined(found: Iterable[Found]) -> list[Found]:
    """Finds that overlap become one, of the kind that covers more."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        last = kept[-1] if kept else None
        if last is not None and one.start < last.end:
            longer = one if one.end - one.start > last.end - last.start else last
            kept[-1] = longer._replace(start=last.start, end=max(last.end, one.end))
        else:
            kept.append(one)
    return kept


class Redactor:
    """A text with its marks: shows the text, any stretch of it, and any words that repeat what it hides."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self.text = text
        self.marks = tuple(sorted(marks))
        self._starts = [mark.start for mark in self.marks]

    def __bool__(self) -> bool:
        return bool(self.marks)

    @cached_property
    def masked(self) -> str:
        """The text with each value under a mask of its own length: no offset moves."""
        parts, at = [], 0
        for mark in self.marks:
            parts += [self.text[at : mark.start], mark.mask]
            at = mark.end
        return "".join([*parts, self.text[at:]])

    @property
    def shown(self) -> str:
        """The text with pseudonyms in place of the values."""
        return self.show(0, len(self.text))

    def show(self, start: int, end: int) -> str:
        """``text[start:end]`` with pseudonyms; of a value that is cut in two nothing is shown but its pseudonym."""
        return self._with(start, end, lambda mark: mark.pseudonym)

    def barred(self, start: int, end: int) -> str:
        """As ``show``, each pseudonym whole and with a bar behind it, so that it is told from what was said."""
        return self._with(start, end, lambda mark: mark.pseudonym.strip("[]") + BAR)

    def _with(self, start: int, end: int, told: Callable[[Mark], str]) -> str:
        parts, at = [], start
        for mark in self.within(start, end):
            parts += [self.text[at : mark.start], told(mark)]
            at = mark.end
        return "".join([*parts, self.text[at:end]])

    def mask(self, start: int, end: int) -> str:
        """``text[start:end]`` with masks, as long as it was."""
        return self.masked[start:end]

    def within(self, start: int, end: int) -> tuple[Mark, ...]:
        """The marks that stand in, or reach into, code points ``start`` to ``end``."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        return tuple(mark for mark in self.marks[first:] if mark.start < end and mark.end > start)

    def hide(self, words: str) -> str:
        """Any other words, such as a message or a title, with the values that the text hides replaced in them too."""
        if self._values is None:
            return words
        return self._values.sub(lambda match: self._told[match[0].casefold()], words)

    @cached_property
    def _told(self) -> dict[str, str]:
        told: dict[str, str] = {}
        for mark in self.marks:
            told.setdefault(self.text[mark.start : mark.end].casefold(), mark.pseudonym)
        for mark in self.marks:  # of a person who is named in full, the surname alone tells as much
            words = self.text[mark.start : mark.end]
            if mark.kind == "name" and BAR not in words:
                for word in _NAME.findall(words):
                    told.setdefault(word.casefold(), mark.pseudonym)
        return told

    @cached_property
    def _values(self) -> re.Pattern[str] | None:
        values = sorted((value for value in self._told if value.strip()), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, values))})(?!\w)", re.IGNORECASE) if values else None
