"""Homes told by the way to them: the third gate behind the well, a post box, the code of a door."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterclaim.redaction.dictionary import grammar_of
from counterclaim.redaction.ground import Ground
from counterclaim.redaction.lexicon import load_lexicon
from counterclaim.redaction.mark import Found
from counterclaim.redaction.speech import Spoken

_POST_CODE = 4  # letters and figures that a post code has more than
_BEHIND = re.compile(r"(?:[оеєі]м|[оеє]ю|[оеі]й|ами|ями)$")  # the case behind "за" of what is lived behind
_REACH = 5  # words from a door to what it lies beside


def directions(spoken: Spoken) -> Iterator[Found]:
    """Directions by which a stranger would find a home."""
    finder = _Directions(spoken, load_lexicon(), call=True)
    for first, last in finder.ways():
        yield Found(spoken.starts[first], spoken.ends[last], "address", spoken.words[first])


class _Directions(Ground):
    def ways(self) -> Iterator[tuple[int, int]]:
        """Stretches of words that lead to a door."""
        done = -1
        for at in range(len(self.spoken.words)):
            if at <= done:
                continue
            way = self._box(at) or self._post_code(at) or self._door_code(at) or self._way_there(at) or self._door(at)
            if way is not None:
                done = way[1]
                yield way

    def _box(self, at: int) -> tuple[int, int] | None:
        """ "абонентский ящик сорок", "p o box 41"."""
        if not self._is(at, "box"):
            return None
        last = at
        while self._same_breath(last + 1) and (
            self._number(last + 1)
            or (last == at and (self._is(last + 1, "box") or self.spoken.word(last + 1) == "номер"))
        ):
            last += 1
        if not self._number(last):
            return None
        first = at
        while (
            first > 0
            and self._same_breath(first)
            and self.spoken.words[first - 1] in ("p", "o", "po", "post", "office")
        ):
            first -= 1
        return first, last

    def _post_code(self, at: int) -> tuple[int, int] | None:
        """ "postcode s t four six j q": letters and figures of the post, spelled behind its word or in answer to it."""
        last, letters, numbers = at - 1, 0, 0
        while last + 1 < len(self.spoken.words) and (last < at or self._same_breath(last + 1)):
            letter = len(self.spoken.words[last + 1]) == 1 and self.spoken.words[last + 1].isalpha()
            if not (letter or self._number(last + 1)):
                break
            letters, numbers, last = letters + letter, numbers + (not letter), last + 1
        turn = self.spoken.turns[at]
        asked = (k for number in (turn - 1, turn) if number >= 0 for k in self.spoken.turn(number) if k < at)
        post = self.lexicon.list("around_numbers.post")
        whole = letters > 1 and numbers and letters + numbers > _POST_CODE
        return (at, last) if whole and any(self.spoken.words[k] in post for k in asked) else None

    def _door_code(self, at: int) -> tuple[int, int] | None:
        """ "код подъезда сорок восемь": the code itself."""
        if not self._is(at, "code") or not self._same_breath(at + 1):
            return None
        first = at + 1
        while first - at < 3 and self._same_breath(first) and (self._is(first, "flat") or self._is(first, "doors")):
            first += 1
        last = first - 1
        while last + 1 < len(self.spoken.words) and self._same_breath(last + 1) and self._number(last + 1):
            last += 1
        turn = self.spoken.turn(self.spoken.turns[at])
        home = first > at + 1 or any(
            self._is(k, "flat") or self._is(k, "house") or self._is(k, "streets") for k in turn
        )
        return (first, last) if last >= first and home else None

    def _door(self, at: int) -> tuple[int, int] | None:
        """ "третья калитка слева", "the last house before the bridge", "хата за магазином"."""
        if not self._is(at, "doors") or self.at_war(at):
            return None
        first = last = at
        counted = False
        for near in (at - 1, at + 1):
            if 0 <= near < len(self.spoken.words) and self._is(near, "which") and self._same_breath(max(near, at)):
                first, last, counted = min(first, near), max(last, near), True
        beside = next(
            (k for k in range(last + 1, min(last + 3, len(self.spoken.words)))
             if self._is(k, "beside") and all(self._same_breath(j) for j in range(last + 1, k + 1))),
            None,
        )  # fmt: skip
        if beside is not None:
            last = self._landmark(beside)
        before = at - 3
        if beside is None and counted and self._is(before, "beside") and self._same_breath(first):
            first = before
        if not counted and beside is None:
            return None
        if not (self._somebodys(at) and (counted or last - beside > 0 if beside is not None else counted)):
            return None
        return first, last

    def _way_there(self, at: int) -> tuple[int, int] | None:
        """ "за магазином второй дом с синим забором" in answer to who asks the way; "lives over the bakery"."""
        asked = self._asks_way(self.spoken.turns[at] - 1)
        if not (asked or self._tells(self.spoken.turns[at], "home")) or self.at_war(at):
            return None
        if not (self._leads(at) or self._is(at, "doors")):
            return None
        last = self._along(at)
        if asked and any(self._is(k, "doors") for k in range(at, last + 1)):
            return (at, last) if last > at + 1 else None
        return (at, last) if last > at and self._is(at, "beside") and self._lives_there(at) else None

    def _leads(self, at: int) -> bool:
        """Whether a word tells where something lies, or which of several it is."""
        return self._is(at, "beside") or self._is(at, "which") or self.ordinal(at)

    def _along(self, at: int) -> int:
        """The last word of landmarks that begin at a word, each led to by a small word or by which of several it is."""
        last, plain, most = at, 0, 1 if self.spoken.words[at].isascii() else 2
        for k in range(at, len(self.spoken.words)):
            if k > at and not self._same_breath(k):
                break
            word = self.spoken.words[k]
            if self._leads(k) or self._is(k, "doors") or self._number(k):
                last, plain = k, 0
            elif word in self.lexicon.list("around_names.there"):
                break
            elif self._small_word(k):
                plain = 0
            elif self._acts(k) or self._kin(k) or plain == most or self.lexicon.person(word):
                break
            else:
                last, plain = k, plain + 1
        return last

    def _acts(self, at: int) -> bool:
        """Whether a word is a verb and nothing likelier: "синим" is blue, though one could turn things blue."""
        return self._reading(at).verb and grammar_of(self.spoken.words[at], self._languages)[0] in ("VERB", "INFN")

    def _small_word(self, at: int) -> bool:
        word = self.spoken.words[at]
        return self._reading(at).small or word in self.lexicon.list("around_names.articles") or self._is(at, "in_ways")

    def _asks_way(self, turn: int) -> bool:
        """ "как к вам пройти", "how do i find you": a turn that asks how to get to somebody, or for a home."""
        return self._asked_home(turn) or (self._tells(turn, "how_to") and self._tells(turn, "asks_way"))

    def _lives_there(self, at: int) -> bool:
        """Whether it is said right before a word that somebody lives there, and what it leads to is a thing."""
        lives = any(self._is(k, "home") and not self._is(k, "in") and self.spoken.turns[k] == self.spoken.turns[at]
                    for k in (at - 1, at - 2) if k >= 0)  # fmt: skip
        thing = at + 1
        while self._same_breath(thing) and (self._is(thing, "which") or self._is(thing, "in_ways")):
            thing += 1
        if not lives or not self._same_breath(thing) or self._is(thing, "no_landmark") or self._kin(thing):
            return False
        read = self._reading(thing)
        if self.spoken.words[thing].isascii():
            return thing > at + 1 and self.lexicon.person(self.spoken.words[thing]) is None
        lies = self.spoken.words[at] != "за" or _BEHIND.search(self.spoken.words[thing]) is not None
        return lies and read.common and not (read.small or read.being or read.given or read.surname or read.verb)

    def _landmark(self, at: int) -> int:
        """The last word of what a door lies beside."""
        last = at
        while last - at < _REACH - 2 and last + 1 < len(self.spoken.words) and self._same_breath(last + 1):
            read = self._reading(last + 1)
            if read.verb or self._is(last + 1, "home"):
                break
            last += 1
            if not (read.small or self._is(last, "beside") or self.spoken.words[last] in ("the", "of", "on", "our")):
                break
        return last

    def _somebodys(self, at: int) -> bool:
        """Whether the turn, or the one before, tells of somebody's home or of kin."""
        spoken = self.spoken
        turn = spoken.turns[at]
        if self._of_home(at):
            return True
        own = [k for number in (turn - 1, turn) if number >= 0 for k in spoken.turn(number)]
        return any(self._kin(k) or self._is(k, "streets") for k in own)
