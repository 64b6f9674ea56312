"""The entries of a log, at whose head stands who speaks.

behind the hour     14:50 Iraq's joint command: more than 70 killed     07.14 – Correction from the mayor: five are dead
in a list           Health ministry: 51 dead, 174 injured
"""

from __future__ import annotations

import re

from counterclaim.attribution.contents import Act
from counterclaim.attribution.inserts import Inserts

ENTRY = "<hour> <source>: <content>"

_HOUR = re.compile(r"[\[(]?\d{1,2}[.:]\d{2}")
_LONGEST_HOUR = 6  # tokens of "8.48 am –"
_LONGEST_HEAD = 14  # tokens before the colon
_NAMED = frozenset(["source", "body"])
_LABELS = frozenset(["officials", "sources", "media"])  # without an hour they are the labels of a conversation


def opens_entry(text: str, start: int) -> bool:
    """Whether a line of a text begins at an offset, and with an hour."""
    return (start == 0 or text[start - 1] == "\n") and _HOUR.match(text, start) is not None


class Entries(Inserts):
    """Reads the head of an entry."""

    def _entry(self) -> None:
        """Who stands at the head of an entry, before a colon; without an hour only a body, and a number behind it."""
        words = self.words
        if self.line.start and self.line.text[self.line.start - 1] != "\n":
            return
        begin = self._behind_hour()
        colon = next((k for k in range(begin + 1, min(begin + _LONGEST_HEAD, self.size - 2)) if words[k] == ":"), None)
        if colon is None or (self.line.start == 0 and not begin):
            return
        found = self.lexicon.names.find(self.line, begin, colon)
        named = any(m.kind in _NAMED and m.value not in _LABELS for m in found)
        sided = any(m.kind == "side" for m in found)
        organised = sided and any(words[k] in self.lexicon.names.organisations for k in range(begin, colon))
        if not (named or organised or (begin and any(m.kind == "speaker" for m in found))):
            return
        if not all(self._heads_entry(k) for k in range(begin, colon)):
            return
        if not begin and not self._before_number(colon + 1):
            return
        first = self._from_whom(begin, colon)
        content = [self.quote_from(colon + 1) or self.span(colon + 1, self._right_bound(colon + 1))]
        self.acts.append(Act(ENTRY, (first, colon), (colon, colon + 1), "", "say", content))

    def _behind_hour(self) -> int:
        """Past the hour with which the line begins: "14:50", "8.48 am –"; 0 where it begins with none."""
        if not opens_entry(self.line.text, self.line.start):
            return 0
        k = 0
        while k < min(_LONGEST_HOUR, self.size - 1) and not self.words[k][0].isalpha():
            k += 1
        while k < self.size - 1 and (self.words[k] in self.small.hour or not self.words[k][0].isalnum()):
            k += 1
        return k

    def _heads_entry(self, token: int) -> bool:
        """Whether a word may stand in the head of an entry, which has no verb of its own."""
        word, small = self.words[token], self.small
        if word in small.finite or word in self.lexicon.measures or word[0].isdigit() or word in (",", ";", '"'):
            return False
        verb = self.lexicon.verbs.get(word)
        return verb is None or not verb.forms & {"past", "third"} or self._is_noun(token, verb)

    def _from_whom(self, begin: int, colon: int) -> int:
        """Where whoever speaks begins: behind "correction from" and "update by"."""
        words, small = self.words, self.small
        for k in range(begin + 1, colon):
            if words[k] in small.made_by:
                return k + 1
        return begin
