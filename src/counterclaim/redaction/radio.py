"""Call signs: what is told as one, who is called by radio and who answers; and the same where they stand again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterclaim.redaction.dictionary import Reading, languages_of, reading_of
from counterclaim.redaction.lexicon import load_lexicon
from counterclaim.redaction.mark import Found
from counterclaim.redaction.speech import Spoken

_KEYS = (
    "announce",
    "small",
    "over",
    "radio",
    "me",
    "answers",
    "calling",
    "link",
    "never",
    "speaker",
    "signs_off",
    "again",
    "goes",
    "by",
    "dubs",
    "whom",
    "reports",
    "passes",
    "not_over",
)
_TAIL = 3  # letters by which two cases of one call sign differ


def radio_names(spoken: Spoken) -> Iterator[Found]:
    """The call signs of a text, each with its own key."""
    finder = _Finder(spoken)
    told = finder.told()
    for first, last in sorted(told | finder.again(told)):
        yield Found(spoken.starts[first], spoken.ends[last], "callsign", spoken.words[first])


class _Finder:
    def __init__(self, spoken: Spoken) -> None:
        self.spoken = spoken
        self.lexicon = load_lexicon()
        self._lists = {key: self.lexicon.list(f"call_signs.{key}") for key in _KEYS}
        self._ordinals = self.lexicon.list("around_dates.ordinals")
        self._languages = languages_of(spoken.folded)
        words = " ".join(spoken.words)
        cued = any(re.search(rf"(?<!\w){re.escape(cue)}(?!\w)", words) for cue in self.phrases("radio"))
        answered = any(self._answer_asked(at) for at in range(len(spoken.words)))
        self.radio = cued or answered or any(self._signed_off(at) for at in range(len(spoken.words)))

    def phrases(self, key: str) -> list[str]:
        """Cues of more than one word stand in the packs with low lines between their words."""
        return [one.replace("_", " ") for one in self._lists[key].whole]

    def _is(self, at: int, key: str) -> bool:
        return 0 <= at < len(self.spoken.words) and self.spoken.words[at] in self._lists[key]

    def _reading(self, at: int) -> Reading:
        return reading_of(self.spoken.words[at], self._languages)

    def _same_turn(self, at: int, other: int) -> bool:
        turns = self.spoken.turns
        return 0 <= at < len(turns) and 0 <= other < len(turns) and turns[at] == turns[other]

    def _number(self, at: int) -> bool:
        word = self.spoken.word(at)
        return word.isdigit() or word in self.lexicon.numbers

    def _answer_asked(self, at: int) -> bool:
        """Whether a turn is two or three words and "answer": "гюрза гюрзе два ответь"."""
        turn = self.spoken.turn(self.spoken.turns[at])
        if not self._asks_answer(at) or not 1 < at - turn[0] < 4 or turn[-1] - at > 1:
            return False
        return not any(self._is(k, "never") or self._reading(k).small for k in turn if k < at)

    def _asks_answer(self, at: int) -> bool:
        """Whether a word asks for an answer: "ответь", not "to"."""
        return self._is(at, "link") and not self.spoken.words[at].isascii()

    def _signed_off(self, at: int) -> bool:
        """Whether a turn ends with "over", and not with "it's over"."""
        return self._is(at, "signs_off") and not self._same_turn(at + 1, at) and not self._is(at - 1, "not_over")

    def _sign(self, at: int, anything: bool = False) -> tuple[int, int] | None:
        """The call sign that begins with word ``at``, with the number behind it; ``None`` where no word can be one."""
        if not 0 <= at < len(self.spoken.words):
            return None
        word = self.spoken.words[at]
        if len(word) < 2 or self._is(at, "small") or self._is(at, "never") or self._is(at, "over"):
            return None
        read = self._reading(at)
        if not self.spoken.upper[at] and (read.small or (read.known and read.verb and not (read.nouns or anything))):
            return None
        if self._number(at) and not self._ordinal_end(at) and not self._called_twice(at):
            return None
        last = at
        while self._same_turn(last + 1, at) and self.spoken.joined(last + 1) and last - at < 2:
            if not (
                self._number(last + 1) or self.spoken.words[last + 1] in self.lexicon.list("around_dates.ordinals")
            ):
                break
            last += 1
        return at, last

    def _called_twice(self, at: int) -> bool:
        """ "сорока сорока я сойка": a word that counts too, said twice before who calls."""
        words = self.spoken.words
        first = at - 1 if at > 0 and words[at - 1] == words[at] else at
        return words[first] == self.spoken.word(first + 1) and self._is(first + 2, "me") and self.spoken.opens(first)

    def _ordinal_end(self, at: int) -> bool:
        """Whether a number is a sign: one that ends as ordinals do, as "twenty-first"."""
        return any(self._same_turn(k, at) and self.spoken.words[k] in self._ordinals for k in (at, at + 1))

    def told(self) -> set[tuple[int, int]]:
        """Signs that their own words around them tell."""
        spoken, found = self.spoken, set[tuple[int, int]]()
        for at, word in enumerate(spoken.words):
            announced = word in self._lists["announce"] or (word == "sign" and spoken.word(at - 1) == "call")
            if announced:
                found |= self._announced(at)
            if self._is(at, "calling") and self.radio:
                found |= {sign for sign in (self._sign(at + 1), self._before(at)) if sign}
            if self._dubbed(at) and (sign := self._sign(at + 2)) and self._same_turn(at + 2, at):
                found.add(sign)
            if spoken.opens(at):
                found |= self._opening(at) | self._reporting(at) | self._with_somebody(at)
        found |= self._copied()
        signs = {spoken.words[first] for first, _ in found}
        return found | {one for at in range(len(spoken.words)) if (one := self._called_by(at, signs))}

    def _copied(self) -> set[tuple[int, int]]:
        """ "osprey this is tinker two vehicles moving", answered by "copy tinker": who calls, and who is called."""
        words, found = self.spoken.words, set[tuple[int, int]]()
        for at in range(1, len(words) - 1):
            if words[at : at + 2] != ("this", "is") or at + 2 >= len(words) or not self._same_turn(at + 2, at - 1):
                continue
            answered = any(
                words[k] == "copy" and self.spoken.opens(k) and self.spoken.word(k + 1) == words[at + 2]
                for k in range(at + 2, len(words))
            )
            called = self._sign(at - 1) if self.spoken.opens(at - 1) else None
            if answered and called and self._sign(at + 2):
                found |= {called, (at + 2, at + 2)}
        return found

    def _called_by(self, at: int, signs: set[str]) -> tuple[int, int] | None:
        """Who is called in the dative behind a known sign that opens a turn: "клён бизону нас прижали"."""
        if not self._same_turn(at + 1, at) or self.spoken.words[at] not in signs or not self.spoken.opens(at):
            return None
        read = self._reading(at + 1)
        dative = read.being and self.spoken.words[at + 1] not in read.nouns and self.spoken.words[at + 1][-1] in "уюі"
        return self._sign(at + 1) if dative and not read.small else None

    def _dubbed(self, at: int) -> bool:
        """ "goes by auntie", and over a radio "everybody calls him spaniel"."""
        if not self._same_turn(at + 1, at):
            return False
        goes_by = self._is(at, "goes") and self._is(at + 1, "by") and not self._is(at - 1, "passes")
        return goes_by or (self.radio and self._is(at, "dubs") and self._is(at + 1, "whom"))

    def _reporting(self, at: int) -> set[tuple[int, int]]:
        """ "magpie to fortress we are in position": who calls and who is called, before what is reported."""
        caller = self._sign(at)
        link = caller[1] + 1 if caller else 0
        if not (caller and self._same_turn(link, at) and self._is(link, "link")):
            return set()
        called = self._sign(link + 1) if self._same_turn(link + 1, at) else None
        reports = called is not None and self._same_turn(called[1] + 1, at) and self._is(called[1] + 1, "reports")
        return {caller, called} if called and reports else set()

    def _with_somebody(self, at: int) -> set[tuple[int, int]]:
        """ "у седого двое трёхсотых" over a radio: with whom something is counted."""
        sign = self._sign(at + 1) if self.radio and self._same_turn(at + 1, at) else None
        led = self.spoken.words[at] in self.lexicon.list("addresses.at_ours")
        counted = sign is not None and self._same_turn(sign[1] + 1, at) and self._number(sign[1] + 1)
        return {sign} if sign is not None and led and counted else set()

    def _before(self, at: int) -> tuple[int, int] | None:
        return self._sign(at - 1) if self._same_turn(at - 1, at) else None

    def _announced(self, at: int) -> set[tuple[int, int]]:
        """What follows "call sign", past small words; in the next turn where the turn ends with it."""
        spoken, first = self.spoken, at + 1
        while first < len(spoken.words) and first - at < 7 and self._same_turn(first, at) and self._is(first, "small"):
            first += 1
        if not self._same_turn(first, at):
            if first >= len(spoken.words) or first - at > 7:
                return set()
            while first < len(spoken.words) and self._is(first, "small"):
                first += 1
        elif spoken.sentences(first):
            return set()
        found = set[tuple[int, int]]()
        sign = self._sign(first, anything=True)
        while sign is not None:
            found.add(sign)
            follows = sign[1] + 1
            several = self._same_turn(follows, at) and spoken.word(at).endswith(("е", "і", "s"))
            if several and spoken.words[follows] in ("и", "і", "та", "й", "and"):
                follows += 1
            elif not (several and spoken.upper[follows]):
                break
            sign = self._sign(follows) if self._same_turn(follows, at) else None
        if not found and self._same_turn(at - 2, at) and (sign := self._sign(at - 1)):
            found.add(sign)
        return found

    def _opening(self, at: int) -> set[tuple[int, int]]:
        """Who is called, and who calls, at the beginning of a turn."""
        spoken = self.spoken
        if self._is(at, "never") and self._same_turn(at + 1, at) and self._is(at + 2, "me"):
            at += 1  # "hey coach it's beaver"
        found = set[tuple[int, int]]()
        if self._is(at, "me") and (self.radio or self._repeated(at)):  # "я гром слышу", "this is nest"
            own = at + 1
            while self._is(own, "me") and self._same_turn(own, at):
                own += 1
            sign = self._sign(own) if self._same_turn(own, at) else None
            follows = own + 1
            last = spoken.turn(spoken.turns[at])[-1]
            ends = not self._same_turn(follows, at) or spoken.upper[own] or self._signed_off(last)
            answers = sign is not None and (self._is(sign[1] + 1, "answers") or self._is(sign[1] + 1, "over"))
            if sign and (ends or answers or not self.radio):
                found.add(sign)
            return found
        sign = self._sign(at, anything=self.radio and self._is(at + 1, "me") and self._signs_off(at + 2))
        if sign is None:
            return found
        follows = sign[1] + 1
        called = {sign}
        while self._same_turn(follows, at) and spoken.words[follows] == spoken.words[at] and len(called) < 3:
            again = self._sign(follows)
            if again is None:
                break
            called.add(again)
            follows = again[1] + 1
        inside = self._same_turn(follows, at)
        twice = len(called) > 1
        alone = self._is(follows, "speaker") and (sign[1] > sign[0] or self._said_again(sign[0]) or self._two(at))
        if inside and self._is(follows, "me") and (self.radio or twice or alone):
            own = follows
            while self._is(own, "me") and self._same_turn(own, at):
                own += 1
            other = self._sign(own) if self._same_turn(own, at) else None
            if other is not None:
                return called | {other}
            return called if self.radio else found
        caller = self._is(follows, "link") or (twice and self._ends_turn(follows + 1))
        if inside and (self.radio or twice) and (self._is(follows, "answers") or self._is(follows, "over")):
            other = self._sign(follows + 1) if self._same_turn(follows + 1, at) and caller else None
            return called | {other} if other else called
        if twice and self.radio:
            return called
        other = self._sign(follows) if self.radio and inside else None
        if other is not None and (self._is(other[1] + 1, "over") or self._asks_answer(other[1] + 1)):
            return called | {other}
        return found

    def _ends_turn(self, at: int) -> bool:
        """Whether a turn ends with a word."""
        return not self._same_turn(at + 1, at)

    def _two(self, at: int) -> bool:
        """ "сосна я гранит": a turn of nothing but two nouns of nobody's kin with "I" between."""
        turn = self.spoken.turn(self.spoken.turns[at])
        nouns = [self._reading(k) for k in (turn[0], turn[-1])]
        if len(turn) != 3 or self.spoken.words[at].isascii():
            return False
        plain = all(
            self.spoken.words[k] in read.nouns and not (read.small or read.verb or self._is(k, "never"))
            for k, read in zip((turn[0], turn[-1]), nouns, strict=True)
        )
        called = self.spoken.words[turn[0]]
        others = ("around_names.kin", "around_names.people", "around_names.spoken_to")
        return plain and not self.lexicon.person(called) and not any(called in self.lexicon.list(k) for k in others)

    def _said_again(self, at: int) -> bool:
        """Whether a word stands once more in the text, so that it calls somebody."""
        return self.spoken.words.count(self.spoken.words[at]) > 1

    def _repeated(self, at: int) -> bool:
        """ "тут тур повторяю тур": who speaks tells the sign twice in the turn."""
        own = at
        while self._is(own, "me") and self._same_turn(own, at):
            own += 1
        sign = self._sign(own) if self._same_turn(own, at) else None
        turn = self.spoken.turn(self.spoken.turns[at])
        return sign is not None and any(
            self.spoken.words[k] == self.spoken.words[own] and self._is(k - 1, "again") for k in turn if k > own + 1
        )

    def _signs_off(self, at: int) -> bool:
        """Whether a sign stands at a word and the turn ends with it, or with "over"."""
        sign = self._sign(at)
        if sign is None:
            return False
        after = sign[1] + 1
        return not self._same_turn(after, at) or self._is(after, "over") or self._is(after, "answers")

    def again(self, told: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """The same signs elsewhere, in other cases too."""
        spoken = self.spoken
        signs = {spoken.words[first] for first, _ in told}
        taken = {at for first, last in told for at in range(first, last + 1)}
        found = set[tuple[int, int]]()
        for at, word in enumerate(spoken.words):
            if at in taken or len(word) < 3:
                continue
            if any(word == sign or (len(sign) > 3 and _case_of(word, sign)) for sign in signs):
                found.add((at, at))
        return found


def _case_of(word: str, sign: str) -> bool:
    """Whether two words differ in their endings only."""
    stem = 0
    while stem < min(len(word), len(sign)) and word[stem] == sign[stem]:
        stem += 1
    return stem >= 3 and len(word) - stem <= _TAIL and len(sign) - stem <= 1 and not word.isascii()
