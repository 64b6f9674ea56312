"""Whether the grammar of a clause leaves a Cyrillic word that is a surname and a common word nothing but somebody.

An adjective with no noun behind it, a case that cannot stand where the word does, who is asked for ("а пасечник где").
"""

from __future__ import annotations

import re

from counterclaim.redaction.forms import WEAK
from counterclaim.redaction.surroundings import Surroundings

OF_A_MAN = re.compile(r"[а-яіїєґ']+(?:л|в|вся|лся)$")  # a verb of the past
_OF_A_TOWN = re.compile(r"[а-яіїєґ']{2,}(?:[сц]к|[сцз]ьк)(?:ий|ого|ому|им)")  # surnames by origin of a place
_OF_A_FAMILY = re.compile(r"(?:[оеє]в|[иії]н)(?:[иы]х|[иы]м|[иы]ми)$")  # what no adjective that speech has ends in


class Clauses(Surroundings):
    """The words of one text, with what their clauses leave them to be."""

    def _left_by_clause(self, at: int) -> bool:
        """Whether a word can only be somebody's surname where it stands."""
        word, read = self.spoken.words[at], self.read[at]
        if word.isascii() or len(word) < 5 or read.small or read.verb or self._only_a_thing(at):
            return False
        family = not read.known and self.lexicon.shapes["family"].fullmatch(word) is not None
        if family and _OF_A_FAMILY.search(word) and not self.lexicon.thing(word):
            return True
        opens = self.spoken.opens(at) or self._is(at - 1, "openers")
        if self._is(at, "trades") and opens and self._subject(at):
            return True  # "пасечник в плену"
        named = read.surname or self.lexicon.deed_like(word)
        if named and opens and self._is(at + 1, "blame") and self._closed(at + 1):
            return True  # "дронов дурак"
        return self._adjective_alone(at) or self._of_no_case(at) or self._asked_for(at)

    def _only_a_thing(self, at: int) -> bool:
        listed = any(self._is(at, key) for key in ("no_surname", "no_name", "kin", "people", "ranks", "blame"))
        return listed or self._many(at) or self._is(at - 1, "only_places") or self.read[at].place

    def _adjective_alone(self, at: int) -> bool:
        """ "а березанський де", "солдат лозинский слушает": an adjective with no noun that it could describe."""
        if not self.read[at].surname or _OF_A_TOWN.fullmatch(self.spoken.words[at]) is None:
            return False
        before = self.read[at - 1] if self.spoken.joined(at) else None
        described = before is not None and before.common and not (before.small or before.verb or before.being)
        return not (described or self._describes(at))

    def _closed(self, at: int) -> bool:
        """Whether no noun and no adjective follows a word in its clause."""
        after = at + 1
        if after >= len(self.spoken.words) or self.spoken.turns[after] != self.spoken.turns[at]:
            return True
        follows = self.read[after]
        return bool(self.spoken.gaps[after]) or follows.verb or follows.small

    def _of_no_case(self, at: int) -> bool:
        """ "это который рогожин", "дронов уехал": a genitive of several where only the subject can stand."""
        word, read = self.spoken.words[at], self.read[at]
        if not self.lexicon.deed_like(word) or word in read.nouns or self.lexicon.thing(word):
            return False
        if self._is(at - 1, "which_one") and self.spoken.joined(at):
            return self._closed(at)
        if self._before(at) in self._lists["ranks"] and self.spoken.joined(at) and not self._is(at - 1, "ranks"):
            return self._closed(at)  # "прапор у нас бубенцов ворует"
        after = at + 1
        while after < at + 3 and self.spoken.joined(after) and self._is(after, "objects"):
            after += 1
        if not (self.spoken.opens(at) or self._is(at - 1, "openers")) or not self.spoken.joined(after):
            return False
        return self.read[after].verb and OF_A_MAN.fullmatch(self.spoken.words[after]) is not None

    def _asked_for(self, at: int) -> bool:
        """ "а пасечник где", "який деркач": somebody whom a question is about."""
        named = self.read[at].surname or self._is(at, "trades")
        if self.strength[at] != WEAK or not named or self.lexicon.thing(self.spoken.words[at]):
            return False
        turn = self.spoken.turn(self.spoken.turns[at])
        if self._is(at - 1, "which_one") and self.spoken.joined(at) and at == turn[-1]:
            return at - turn[0] < 3
        return at - turn[0] < 2 and self._is(at + 1, "asked_where") and turn[-1] - at < 3
