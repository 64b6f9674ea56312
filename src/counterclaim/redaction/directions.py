"""Homes told by the way to them: the third gate behind the well, a post box, the code of a door."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.redaction.ground import Ground
from counterclaim.redaction.lexicon import load_lexicon
from counterclaim.redaction.mark import Found
from counterclaim.redaction.speech import Spoken

_POST_CODE = 4  # letters and figures that a post code has more than
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
            way = self._box(at) or self._post_code(at) or self._door_code(at) or self._door(at)
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
