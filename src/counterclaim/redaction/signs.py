"""What stands at and around each word of a text, told by classes of words and the lists of the packs, never by words.

A sign is said of a place: the word itself, one to three words before and behind it, its turn, the turn before, the
text. ``weighing.py`` has a weight for each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

from counterclaim.redaction.dictionary import grammar_of
from counterclaim.redaction.forms import SURE, WEAK
from counterclaim.redaction.ground import Ground
from counterclaim.redaction.lexicon import load_lexicon
from counterclaim.redaction.mark import Found
from counterclaim.redaction.names import Names

Sign = tuple[str, str]  # the place, and what stands there

_EDGE = "the turn's end"
_NAME = "a name"
_FAR, _NEAR = 3, 2  # words to either side of which the class is told, and those of which the lists are told too
_LONG_TURN, _LONG_WORD, _LONG_NUMBER = 6, 6, 5
_SMALL = ("addresses.in", "around_names.articles", "around_names.determiners", "around_names.small_words")
_OF_PLACES = ("a town", "a number", "an ordinal", "strange", "unknown")  # classes
_UNTOLD = frozenset(["public.shared"])
_FLAGS = ("given", "surname", "place", "common", "being", "verb", "small")  # of a reading


@lru_cache(maxsize=50_000)
def _lists_of(word: str) -> tuple[str, ...]:
    """The lists of the packs that hold a word."""
    lists = load_lexicon().lists
    return tuple(name for name, words in lists.items() if word in words and name not in _UNTOLD)


class Signs:
    """The signs of a text's words, beside what the rules have ``found`` in it."""

    def __init__(self, names: Names, found: Iterable[Found]) -> None:
        self.names, self.spoken, self.lexicon = names, names.spoken, names.lexicon
        self._ground = Ground(self.spoken, self.lexicon, call=True)
        size = len(self.spoken.words)
        self.found: list[Found | None] = [None] * size
        for one in found:
            for at in range(*(bisect_left(self.spoken.starts, edge) for edge in (one.start, one.end))):
                self.found[at] = one
        self.hidden = ["" if one is None else one.kind for one in self.found]
        self._classes = [self._class(at) for at in range(size)]
        self._lists = [_lists_of(word) for word in self.spoken.words]
        self._hidden_in_text = sorted({kind for kind in self.hidden if kind})
        self._turn_lists: dict[int, list[str]] = {}
        self._turn_hidden: dict[int, list[str]] = {}

    def _class(self, at: int) -> str:
        word = self.spoken.words[at]
        if self.names.sure[at]:
            return _NAME
        if word.isdigit():
            return f"{min(len(word), _LONG_NUMBER)} figures"
        if word in self.lexicon.numbers:
            return "a number"
        if self._ground.ordinal(at):
            return "an ordinal"
        if self._ground.town(at):
            return "a town"
        if self.names.strength[at] == WEAK:
            return "a given name or a word" if self.names.may_be_given(at) else "a surname or a word"
        if not word.isascii():
            return grammar_of(word, self.names.languages)[0] or "unknown"
        if self.lexicon.unusual(word):
            return "strange"
        ending = word[-2:] if len(word) > 4 and word[-2:] in ("ed", "ly", "ng") else ""
        return f"english {ending or ('s' if len(word) > 3 and word.endswith('s') else '')}".rstrip()

    def _lists_in(self, turn: int) -> list[str]:
        if turn not in self._turn_lists:
            self._turn_lists[turn] = sorted({name for at in self.spoken.turn(turn) for name in self._lists[at]})
        return self._turn_lists[turn]

    def _hidden_in(self, turn: int) -> list[str]:
        if turn not in self._turn_hidden:
            self._turn_hidden[turn] = sorted({self.hidden[at] for at in self.spoken.turn(turn)} - {""})
        return self._turn_hidden[turn]

    def is_small(self, at: int) -> bool:
        """Whether a word tells nothing by itself: a preposition, "and", a letter."""
        word = self.spoken.words[at]
        small = self.names.read[at].small or any(word in self.lexicon.list(name) for name in _SMALL)
        return small or (len(word) < 3 and word not in self.lexicon.numbers and not word.isdigit())

    def only_leads(self, at: int) -> bool:
        """Whether a word is a number or the common noun of an address: "street", "district", "entrance"."""
        word = self.spoken.words[at]
        if word in self.lexicon.numbers or word.isdigit():
            return True
        return any(word in self.lexicon.list(f"addresses.{key}") for key in ("street", "house", "flat", "district"))

    def names_a_place(self, at: int) -> bool:
        """Whether a word can be of an address by itself, and is no common word such as stand around one."""
        word, read = self.spoken.words[at], self.names.read[at]
        in_small_letters = self.spoken.cased and not self.spoken.upper[at]  # "there is little time": no Mr Little
        named = self.names.strength[at] == SURE or (self.names.strength[at] and not in_small_letters)
        if self._classes[at] in _OF_PLACES or named or self.spoken.upper[at]:
            return True
        return word in self.lexicon.list("addresses.streets") or not (read.known or word.isascii())

    def is_no_birth(self, at: int) -> bool:
        """Whether a word is no part of a date, or stands in a turn of war, which has dates of its own."""
        dated = self._ground.ordinal(at) or any(
            self.spoken.words[at] in words for words in (self.lexicon.numbers, self.lexicon.list("around_dates.months"))
        )
        return not (dated or self.spoken.words[at].isdigit()) or self._ground.at_war(at)

    def is_no_home(self, at: int) -> bool:
        """Whether a word is of somebody's kin, or nothing that is said around it is of homes or of somebody."""
        word = self.spoken.words[at]
        if word in self.lexicon.list("around_names.kin"):
            return True
        if self.spoken.opens(at) and word.isascii() and not self.lexicon.unusual(word):
            if any(hidden == "address" for hidden in self.hidden[at + 1 : at + 2]):
                return True  # "buzz flat nine"
        named = any(self.names.sure[near] for near in self.spoken.turn(self.spoken.turns[at]))
        return not (named or self._ground.speaks_of_homes(at))

    def of(self, at: int) -> Iterator[Sign]:
        """All signs of a word."""
        yield from self._itself(at)
        yield from self._around(at)
        yield from self._in_turns(at)

    def _itself(self, at: int) -> Iterator[Sign]:
        """What the word is; of a name without doubt nothing but that, so that all else is told by what is around."""
        place, word, read = "itself", self.spoken.words[at], self.names.read[at]
        yield place, self._classes[at]
        if self.names.strength[at] == SURE:
            return
        script = "latin" if word.isascii() else "cyrillic"
        listed = ("given" if self.names.may_be_given(at) else "surname" if word in self.lexicon.surnames
                  else "by dictionary" if read.surname else "no name")  # fmt: skip
        yield place, f"{script} {listed} {self.names.strength[at]}"
        for flag in _FLAGS:
            if getattr(read, flag):
                yield place, f"may be {flag}"
        if self.lexicon.thing(word):
            yield place, "a thing"
        if self.spoken.upper[at]:
            yield place, f"a capital{', first' * self.spoken.opens(at)}{', as is the rule' * self.spoken.cased}"
        if self.lexicon.surname_like(word):
            yield place, "ends as a surname"
        if not word.isascii():
            if not read.known:
                yield place, "unheard of"
            if self.lexicon.deed_like(word):
                yield place, "ends as a surname alone"
            yield place, f"-{word[-2:]}"
            for case in grammar_of(word, self.names.languages)[1]:
                yield place, case
        yield place, f"{min(len(word), _LONG_WORD)} letters"
        for name in self._lists[at]:
            yield place, name

    def _around(self, at: int) -> Iterator[Sign]:
        """What stands before and behind the word in its turn."""
        spoken, own = self.spoken, self._classes[at]
        told = {0: own}
        for off in (*range(-_FAR, 0), *range(1, _FAR + 1)):
            near, place = at + off, f"{abs(off)} {'before' if off < 0 else 'behind'}"
            inside = 0 <= near < len(spoken.words) and spoken.turns[near] == spoken.turns[at]
            told[off] = self._classes[near] if inside else _EDGE
            yield place, told[off]
            if inside and abs(off) <= _NEAR:
                for name in self._lists[near]:
                    yield place, name
                if self.hidden[near]:
                    yield place, f"hidden {self.hidden[near]}"
            if inside and abs(off) == 1:
                yield place, f"{told[off]} at {own}"
        yield "both sides", f"{told[-1]}, {told[1]}"
        yield "2 before", f"{told[-2]}, {told[-1]}"
        yield "2 behind", f"{told[1]}, {told[2]}"
        if sign := spoken.gaps[at].strip("\n"):
            yield "1 before", sign[0]
        if told[1] != _EDGE and spoken.gaps[at + 1]:
            yield "1 behind", spoken.gaps[at + 1][0]

    def _in_turns(self, at: int) -> Iterator[Sign]:
        """What its turn, the turns before it and the text hold."""
        spoken, own, number = self.spoken, self._classes[at], self.spoken.turns[at]
        turn = spoken.turn(number)
        where = "first" if at == turn[0] else "last" if at == turn[-1] else "amid"
        yield "turn", f"{where} of {min(len(turn), _LONG_TURN)}"
        for name in self._lists_in(number):
            yield "turn", name
        for kind in self._hidden_in(number):
            yield "turn", f"{kind} at {own}"
        for name in self._lists_in(number - 1):
            yield "turn before", name
            yield "turn before", f"{name} at {own}"
        for back in (1, 2):
            before = spoken.turn(number - back)
            if any(self.names.sure[k] for k in before):
                yield f"{back} turns before", f"a name at {own}"
            for kind in self._hidden_in(number - back):
                yield f"{back} turns before", f"{kind} at {own}"
        for kind in self._hidden_in_text:
            yield "text", f"{kind} at {own}"
        if len(spoken.words[at]) > 3 and spoken.words.count(spoken.words[at]) > 1:
            yield "text", f"again at {own}"
