"""What stands around a word that may be of an address: the tests that streets, towns and directions share."""

from __future__ import annotations

import re

from counterclaim.redaction.dictionary import Reading, languages_of, reading_of
from counterclaim.redaction.lexicon import Lexicon, Words
from counterclaim.redaction.speech import Spoken

_KEYS = (
    "street", "house", "flat", "home", "born_in", "from", "in", "mine", "no_place", "moves", "village", "second_word",
    "asks_home", "flats", "own_town", "at_home", "on", "own_people", "at_ours", "streets", "towns", "box", "doors",
    "beside", "which", "code", "war", "folk", "district", "moved", "into", "stand", "nearby",
    "links", "in_turn", "behind", "in_front", "maybe_behind",
    "own_house", "number", "called", "abroad", "surely_behind", "number_led", "asks_birth", "rare_towns",
    "asks_way", "how_to", "in_ways", "no_landmark",
)  # fmt: skip
_OF_HOMES = (
    "home", "asks_home", "asks_birth", "born_in", "at_home", "moved", "own_people", "own_town", "folk", "village",
    "district", "street", "streets", "house", "flat", "flats", "doors",
)  # fmt: skip


class Ground:
    """A text with the packs' words of addresses."""

    def __init__(self, spoken: Spoken, lexicon: Lexicon, call: bool) -> None:
        self.spoken, self.lexicon, self.call = spoken, lexicon, call
        self._lists: dict[str, Words] = {key: lexicon.list(f"addresses.{key}") for key in _KEYS}
        self._ordinals = lexicon.list("around_dates.ordinals")
        self._languages = languages_of(spoken.folded)
        self._told_in: dict[tuple[int, str], bool] = {}

    def _tells(self, turn: int, key: str) -> bool:
        """Whether a turn has a word of a list; each is looked for once."""
        place = turn, key
        if place not in self._told_in:
            words, told = self._lists[key], self.spoken.words
            self._told_in[place] = turn >= 0 and any(told[at] in words for at in self.spoken.turn(turn))
        return self._told_in[place]

    def _is(self, at: int, key: str) -> bool:
        return 0 <= at < len(self.spoken.words) and self.spoken.words[at] in self._lists[key]

    def _number(self, at: int) -> bool:
        word = self.spoken.word(at)
        return bool(word) and ((word.isdigit() and len(word) < 4) or self.lexicon.numbers.get(word, 1000) < 1000)

    def ordinal(self, at: int) -> bool:
        """Whether a word is an ordinal: "third"."""
        return 0 <= at < len(self.spoken.words) and self.spoken.words[at] in self._ordinals

    def _reading(self, at: int) -> Reading:
        return reading_of(self.spoken.word(at), self._languages)

    def town(self, at: int) -> bool:
        """Whether a word is the name of a town by a list or a dictionary, and no common word by the latter."""
        read = self._reading(at)
        if read.place:
            return True
        listed = (
            self._is(at, "towns") or self._is(at, "rare_towns") or not read.nouns.isdisjoint(self._lists["towns"].whole)
        )
        return listed and not (read.small or read.verb)

    def _kin(self, at: int) -> bool:
        return self.spoken.word(at) in self.lexicon.list("around_names.kin")

    def _adjective(self, at: int) -> bool:
        return bool(re.search(r"(?:ого|его|ої|ой)$", self.spoken.word(at)))

    def _same_breath(self, at: int) -> bool:
        return (
            at < len(self.spoken.words)
            and "\n" not in self.spoken.gaps[at]
            and not re.search(r"[!?;]|\.$", self.spoken.gaps[at].replace(". ", ""))
        ) or (at < len(self.spoken.words) and self.spoken.gaps[at] == "." and len(self.spoken.word(at - 1)) < 4)

    def _counted(self, last: int) -> bool:
        """Whether the numbers do not count what follows: "семь человек" is no house."""
        return self.spoken.word(last + 1) not in self.lexicon.list("around_numbers.no_figures")

    def _at_home(self, at: int) -> bool:
        """Whether words shortly before say that somebody lives there."""
        turn = self.spoken.turns[max(at, 0)]
        for back in range(at - 1, max(-1, at - 8), -1):
            if self.spoken.turns[back] != turn:
                break
            if self._is(back, "home"):
                return True
        return False

    def _of_home(self, at: int) -> bool:
        """Whether the turn tells of somebody's home, or answers a turn that does."""
        turn = self.spoken.turns[at]
        if any(self._tells(turn, key) for key in ("home", "born_in", "at_home")):
            return True
        return turn > 0 and self._asked_home(turn - 1)

    def _asked_home(self, turn: int) -> bool:
        """Whether a turn asks for a home: "what's the address", "where do you live"; not "where are you"."""
        if turn < 0 or self._tells(turn, "moves"):
            return False
        if len(self.spoken.turn(turn)) < 3 and self._tells(turn, "village"):
            return True  # "– and the town"
        return any(self._tells(turn, key) for key in ("home", "asks_home", "asks_birth"))

    def speaks_of_homes(self, at: int) -> bool:
        """Whether a turn or one of the two before it has a word of homes, or the turn itself somebody's kin.

        A turn that tells of war or of a way somewhere speaks of the scene of it.
        """
        turn = self.spoken.turns[at]
        if self._tells(turn, "war") or self._tells(turn, "moves"):
            return False
        if any(self._tells(near, key) for near in range(max(0, turn - 2), turn + 1) for key in _OF_HOMES):
            return True
        return any(map(self._kin, self.spoken.turn(turn)))

    def at_war(self, at: int) -> bool:
        """Whether a turn tells of war, so that its streets and houses are the scene of it."""
        return self._tells(self.spoken.turns[at], "war")
