"""Where a private person lives: street, house and flat however they are told, and the town somebody comes from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from counterclaim.redaction.directions import directions
from counterclaim.redaction.ground import Ground
from counterclaim.redaction.hometowns import hometowns
from counterclaim.redaction.lexicon import load_lexicon
from counterclaim.redaction.mark import Found
from counterclaim.redaction.speech import Spoken

_STREET_END = re.compile(r"[^\W\d_]{3,}(?:ск(?:ая|ой|ую|ий|ом|ого)|[сц]ьк(?:а|ій|ої|у)|н(?:ая|ой|ую|ій|ої)|в(?:ая|"
                         r"ой|ую|ій|ої)|ого|его|"
                         r"[оеё]ва|ина|ей|ии|ая|ой|и|ы|а|у|і)")  # fmt: skip
_LETTER = re.compile("[абвгдежabcdef]")
_ADJECTIVE = re.compile(
    r"[^\W\d_a-z]{2,}(?:[иыоі]й|[ая]я|[ое]е|[ео]го|[ое]му|[ои]м|[оеую]й|ую|ім|ої|[кн]а|[кн]е|[кн]у)$"
)
_GROUND = frozenset(["hill", "view", "fields", "meadow", "meadows", "heights", "rise", "place", "green"])
_LONGEST_HOUSE = 8  # words of a village, a street and a house
_SMALL = frozenset(
    [
        "на",
        "в",
        "у",
        "по",
        "и",
        "з",
        "із",
        "из",
        "с",
        "со",
        "под",
        "около",
        "возле",
        "біля",
        "the",
        "at",
        "on",
        "of",
        "in",
        "to",
        "from",
        "a",
    ]
)


def dwellings(spoken: Spoken, call: bool) -> Iterator[Found]:
    """Addresses, and in calls the home towns of people as well."""
    finder = _Streets(spoken, load_lexicon(), call)
    streets = list(finder.streets())
    yield from streets
    if call:
        yield from finder.told_on({spoken.turns[bisect_left(spoken.starts, street.start)] for street in streets})
        yield from directions(spoken)
        yield from hometowns(spoken)


class _Streets(Ground):
    # ---------------------------------------------------------------------------------------------- streets

    def streets(self) -> Iterator[Found]:
        """Streets with houses, houses with flats, and in calls streets that somebody lives in."""
        size, done = len(self.spoken.words), -1
        for at in range(size):
            if at <= done:
                continue
            span = (
                self._loose(at)
                or self._street_named(at)
                or self._street_described(at)
                or self._street_known(at)
                or self._english(at)
                or self._house_and_flat(at)
                or self._street_bare(at)
                or self._street_written(at)
                or self._street_abroad(at)
                or self._village_and_house(at)
                or self._number_of_home(at)
                or self._flat_alone(at)
            )
            if span is not None:
                first, last = span
                if last + 2 < size and self._is(last + 1, "in") and self.call and len(self.spoken.words[last + 2]) > 3:
                    if not self._is(last + 2, "no_place") and self.spoken.joined(last + 2):
                        last += 2
                done = last
                yield Found(self.spoken.starts[first], self.spoken.ends[last], "address", self.spoken.words[first])

    def told_on(self, turns: set[int]) -> Iterator[Found]:
        """Numbers that answer a short question for the house or the flat, right behind a turn with a street."""
        spoken = self.spoken
        for turn in turns:
            asked, answer = spoken.turn(turn + 1), spoken.turn(turn + 2)
            if not 0 < len(asked) < 6 or not 0 < len(answer) < 8 or self.at_war(answer[0]):
                continue
            part = any(self._is(k, "house") or self._is(k, "flat") or self._is(k, "number") for k in asked)
            last = self._numbers_from(answer[0]) if self._number(answer[0]) or self._part(answer[0]) else None
            if last is None and self.ordinal(answer[0]):
                last = answer[0]
            while last is not None and last < answer[-1] and self.ordinal(last + 1):
                last += 1
            if part and last is not None and last <= answer[-1]:
                last += last < answer[-1] and len(spoken.words[last + 1]) < 3
                yield Found(spoken.starts[answer[0]], spoken.ends[last], "address", spoken.words[answer[0]])

    def _loose(self, at: int) -> tuple[int, int] | None:
        """Houses, entrances, floors and flats in a row: "третий подъезд пятый этаж квартира девять"."""

        def numbered(k: int) -> bool:
            return self._number(k) or self.ordinal(k)

        if not (numbered(at) or self._is(at, "flat") or self._is(at, "house")):
            return None
        last, numbers, flats = at, 0, 0
        for k in range(at, min(at + 14, len(self.spoken.words))):
            if k > at and not self._same_breath(k):
                break
            if numbered(k):
                numbers, last = numbers + 1, k
            elif self._is(k, "flat") or self._is(k, "house"):
                flats, last = flats + 1, k
            else:
                break
        return (at, last) if numbers > 1 and flats > 1 and self._counted(last) else None

    def _street_named(self, at: int) -> tuple[int, int] | None:
        """ "улица садовая дом пять квартира восемь"; the street's word may stand behind its name, or be left out."""
        if not self._is(at, "street") or self._is(at, "maybe_behind"):
            return None
        if self._is(at, "behind") and (not self._is(at, "in_front") or self._part(at + 1) or self._led_by_number(at)):
            return None  # its name stands before it
        if self.spoken.word(at) == "пер" and self.spoken.gaps[min(at + 1, len(self.spoken.words) - 1)] not in (".", ""):
            return None
        name = at + 1
        while (
            name < min(at + 4, len(self.spoken.words))
            and self._same_breath(name)
            and not (self._number(name) or self._is(name, "house") or self._is(name, "flat"))
            and not (self._reading(name).verb or (self._reading(name).small and not self._reading(name).surname))
        ):
            name += 1
        numbered = self._numbers_from(name)
        house = self._house_before(at)
        if house is not None and name > at + 1:
            return house, name - 1
        first = at
        if at > 0 and self._same_breath(at) and re.search(r"(?:ая|ой|ую|ская|ской|ій|ої|а)$", self.spoken.word(at - 1)):
            if name == at + 1 and _STREET_END.fullmatch(self.spoken.word(at - 1)) and not self._is(at - 1, "home"):
                first = at - 1
        first = self._town_before(first)
        if numbered is not None and (name > at + 1 or first < at):
            return first, numbered
        if self.call and self._at_home(first) and name > at + 1:
            return first, min(at + 1 + (1 if self._adjective(at + 1) and name > at + 2 else 0), name - 1)
        return None

    def _house_before(self, at: int) -> int | None:
        """The house of "дом 9 по улице Победы", where a number and "on" stand between it and the street's word."""
        house = at - 3
        if house < 0 or not self._is(house, "house") or not self._number(at - 2) or not self._is(at - 1, "on"):
            return None
        return house if all(map(self._same_breath, range(house + 1, at + 1))) else None

    def _led_by_number(self, at: int) -> bool:
        """Whether a number stands before the name that stands before a street's word: "18 Ushakova Avenue"."""
        name = at - 1
        while name > at - 3 and self._same_breath(name + 1) and not self._number(name):
            name -= 1
        return 0 <= name < at - 1 and self._number(name) and self._same_breath(name + 1)

    def _street_bare(self, at: int) -> tuple[int, int] | None:
        """ "на заводской семь": a street by its ending and a number, where somebody says that people live there."""
        spoken = self.spoken
        if self._is(at, "house") or self._is(at, "flat") or self._number(at) or self._is(at, "in"):
            return None
        read, before = self._reading(at), spoken.word(at - 1)
        led = (
            self.call and (before in ("на", "по", "с", "из", "з", "із") or self._is(at - 1, "on")) and self._of_home(at)
        )
        if not _STREET_END.fullmatch(spoken.words[at]) and not (led and len(spoken.words[at]) > 4):
            return None
        if read.verb or read.small or not (self._number(at + 1) or self._is(at + 1, "house")):
            return None
        if not self._same_breath(at + 1):
            return None
        last = self._numbers_from(at + 1)
        if last is None:
            return None
        flat = any(self._is(k, "flat") or (self._is(k, "house") and spoken.words[k] not in ("хата", "хату"))
                   for k in range(at + 1, last + 1))  # fmt: skip
        adjective = bool(re.search(r"(?:ая|ська|цька|зька)$", spoken.words[at])) and not self.ordinal(at)
        alone = adjective and (self._alone(at, last) or (len(spoken.words[at]) > 6 and self._closes(at, last)))
        if self.call and alone and self._counted(last) and not (self._reading(at).verb or self.at_war(at)):
            return self._turn_start(at), last
        on = before in ("на", "по", "адрес", "адресу", "адреса", "адресою") or led
        if (flat and self._counted(last)) or (self.call and on and (led or self._at_home(at)) and self._counted(last)):
            first = self._town_before(at - 1 if spoken.word(at - 1) == "на" else at)
            return (at if first == at - 1 else first), last
        return None

    def _street_described(self, at: int) -> tuple[int, int] | None:
        """ "комсомольский проспект четыре", "харківське шосе сім": an adjective, the street's own word and a number."""
        name = at + 1
        if not self._is(name, "street") or not _ADJECTIVE.search(self.spoken.words[at]) or not self._same_breath(name):
            return None
        if not self._same_breath(name + 1) or not (self._number(name + 1) or self._part(name + 1)):
            return None
        last = self._numbers_from(name + 1)
        if last is None or not self._counted(last) or self.ordinal(at):
            return None
        after = self._reading(last + 1) if self.spoken.joined(last + 1) else None
        counts = after is not None and after.common and not (after.small or after.verb)
        home = self._alone(at, last) or self._of_home(at) or self._part(name + 1) or self._closes(at, last)
        return (at, last) if home and not (counts or self.at_war(at)) else None

    def _street_known(self, at: int) -> tuple[int, int] | None:
        """ "на советской в тридцать первом", "kirov 16": a name that many streets have, with a house or a home."""
        spoken = self.spoken
        if not self.call or not self._is(at, "streets") or self.at_war(at):
            return None
        last = at
        while last - at < 2 and self._is(last + 1, "streets") and self._same_breath(last + 1):
            last += 1
        first = at
        while first > 0 and self._is(first - 1, "street") and self._same_breath(first):
            first -= 1
        led = self._is(at - 1, "on") or self._is(at - 1, "in") or self._is(at - 1, "from")
        numbered = self._numbers_from(last + 1, asked=True) if self._same_breath(last + 1) else None
        if numbered is None and spoken.words[at].isascii() and self._number(first - 1) and self._same_breath(first):
            numbered, first = last, first - 1
            while first > 0 and self._number(first - 1) and self._same_breath(first):
                first -= 1
        if numbered is not None and self._counted(numbered):
            parts = range(last + 1, numbered + 1)
            flat = any(self._is(k, "flat") or self._is(k, "house") for k in (*parts, numbered + 1))
            if led or flat or self._of_home(at) or self._alone(first, numbered) or self._closes(at, numbered):
                return self._town_before(first), numbered
            return None
        near = any(self._is(k, "home") for k in range(max(0, first - 3), last + 4)
                   if k < len(spoken.words) and spoken.turns[k] == spoken.turns[at])  # fmt: skip
        return (first, last) if led and near else None

    def _closes(self, at: int, last: int) -> bool:
        """Whether a street's name can be nothing else, and no noun that the number would count follows."""
        read = self._reading(at)
        if (
            read.small
            or read.verb
            or (read.common and not re.search(r"(?:ая|ой|ую|[сц]ька|[сц]ькій)$", self.spoken.words[at]))
        ):
            return False
        after = last + 1
        if after >= len(self.spoken.words) or not self.spoken.joined(after):
            return True
        follows = self._reading(after)
        return follows.verb or follows.small or self.lexicon.person(self.spoken.words[after]) is not None

    def _turn_start(self, at: int) -> int:
        """The first word of a turn up to ``at`` that is a place's name, else ``at``."""
        first = at
        while first > 0 and self.spoken.turns[first - 1] == self.spoken.turns[at] and self.town(first - 1):
            first -= 1
        return first

    def _alone(self, first: int, last: int) -> bool:
        """Whether words are all of a turn but for two words before and three behind."""
        turn = self.spoken.turn(self.spoken.turns[first])
        return first - turn[0] < 3 and turn[-1] - last < 4

    def _house_and_flat(self, at: int) -> tuple[int, int] | None:
        """ "дом пять квартира восемь", "flat nine"."""
        if not (self._is(at, "house") and self._number(at + 1) and self._same_breath(at + 1)):
            return None
        last = self._numbers_from(at)
        if last is None or not any(self._is(k, "flat") for k in range(at, last + 1)):
            return None
        return at, last

    def _street_written(self, at: int) -> tuple[int, int] | None:
        """ "на Казачьей, 31", "27 rue des Lilas": a street in capitals, its number behind a comma or before it."""
        spoken = self.spoken
        if not (spoken.upper[at] and self._is(at - 1, "on") and _STREET_END.fullmatch(spoken.words[at])):
            return None
        if at + 1 >= len(spoken.words) or spoken.gaps[at + 1] not in ("", ",") or not self._number(at + 1):
            return None
        bare = spoken.gaps[at + 1] == "" and (not self.call or not (self._closes(at, at + 1) and self._counted(at + 1)))
        if bare or not re.search(r"(?:ой|ей|[иі]й|ою|ая|а|ого)$", spoken.words[at]):
            return None
        return at, at + 1

    def _street_abroad(self, at: int) -> tuple[int, int] | None:
        """ "27 rue des Lilas", "via roma 4": a street by a foreign word for one, with its number."""
        spoken, last = self.spoken, at
        if not self._is(at, "abroad"):
            return None
        while last - at < 3 and self._same_breath(last + 1) and not self._number(last + 1):
            if not (spoken.upper[last + 1] or (spoken.words[last + 1].isascii() and len(spoken.words[last + 1]) < 4)):
                break
            last += 1
        if last > at and self._number(at - 1) and self._same_breath(at):
            return at - 1, last
        return (at, last + 1) if last > at and self._same_breath(last + 1) and self._number(last + 1) else None

    def _village_and_house(self, at: int) -> tuple[int, int] | None:
        """ "посёлок колобово восьмое марта шесть": a village and numbers that are all of a turn."""
        turn = self.spoken.turn(self.spoken.turns[at])
        if not (self.call and self._is(at, "village") and at - turn[0] < 2 and 2 < turn[-1] - at < _LONGEST_HOUSE):
            return None
        parts = range(at + 1, turn[-1] + 1)
        told = any(self._reading(k).verb or self._is(k, "war") or self._is(k, "in") for k in parts)
        return None if told or self._number(at + 1) or not self._number(turn[-1]) else (at, turn[-1])

    def _number_of_home(self, at: int) -> tuple[int, int] | None:
        """ "lives at six elm": a number and a name where English says that somebody lives."""
        spoken, name = self.spoken, at + 1
        if not (self.call and self._number(at) and self._is(at - 1, "number_led") and self._same_breath(name)):
            return None
        lives = any(self._is(k, "home") and spoken.turns[k] == spoken.turns[at] for k in (at - 2, at - 3))
        if (
            not lives
            or self._number(name)
            or not self._counted(at)
            or len(spoken.words[name]) < 3
            or self._is(name, "in")
        ):
            return None
        return at, name

    def _flat_alone(self, at: int) -> tuple[int, int] | None:
        """ "apartment six c", "в шестую квартиру": a flat by its number, told by those who are not at war there."""
        if not self.call or not self._is(at, "flats") or self.at_war(at):
            return None
        if at > 0 and self.ordinal(at - 1) and self._same_breath(at):
            return at - 1, at
        last = self._numbers_from(at)
        return (at, last) if last is not None and last > at and self._counted(last) else None

    def _english(self, at: int) -> tuple[int, int] | None:
        """ "14 Mill Lane, flat 5", "twelve mill lane"."""
        spoken = self.spoken
        maybe = self._is(at, "maybe_behind")
        if not (maybe or self._is(at, "behind")):
            return None
        name = at
        while name > max(0, at - 3) and self._same_breath(name) and not self._number(name - 1):
            if spoken.words[name - 1] in _SMALL or spoken.words[name - 1] in ("the", "main"):
                break
            name -= 1
        if name == at:
            return None
        first = name - 1 if spoken.words[name - 1] == "a" and name > 1 and self._number(name - 2) else name
        while first > 0 and self._number(first - 1) and self._same_breath(first) and name - first < 4:
            first -= 1
        after = self._numbers_from(at + 1) if self._same_breath(at + 1) else None
        told = first < name or (after is not None and self._part(at + 1))
        if maybe and not (told and self.call and self._named_so(name, at, name - 1 if first < name else after or at)):
            return None
        if first < name or (after is not None and (self._part(at + 1) or self._number(at + 1))):
            last = at if after is None else after
            while first > 1 and self._is(first - 2, "flat") and self._number(first - 1):
                first -= 2
            return first, last
        if self.call and self._at_home(name):
            return name, at
        flat = next((k for k in range(name - 2, max(-1, name - 6), -1) if self._is(k, "flats")), None)
        if self.call and flat is not None and spoken.turns[flat] == spoken.turns[at] and not self.at_war(at):
            return flat, at  # "a flat in bradford on manningham lane"
        return None

    def _named_so(self, name: int, at: int, number: int) -> bool:
        """Whether "orchard row" beside a number is a street: by its name, by a home that is told, or alone."""
        spoken = self.spoken
        if at - name > 2 or not self._counted(number):
            return False
        if spoken.upper[at] and spoken.upper[name]:
            return True
        if self.at_war(at):
            return False
        ends = not self._same_breath(at + 1) or spoken.turns[at + 1] != spoken.turns[at] or self._part(at + 1)
        alone = ends and self._is(at, "surely_behind")
        while number > 0 and self._number(number - 1):
            number -= 1
        owned = spoken.word(number - 1) == "s" and self._kin(number - 2)  # "my nan's two orchard close"
        led = (owned or spoken.word(number - 1) in ("at", "to")) and spoken.words[at] not in _GROUND
        return alone or led or self._of_home(at) or self.lexicon.unusual(spoken.words[name])

    def _numbers_from(self, at: int, asked: bool = False) -> int | None:
        """The last word of house, block and flat numbers that begin at a word; ``None`` where there is none.

        Small words and "we live" may stand before the first of them where a street is known to be ``asked`` for.
        """
        last, size, first = None, len(self.spoken.words), at
        while at < size and (at == first or self._same_breath(at)):
            if (
                self._number(at)
                or (self.ordinal(at) and self._of_house(at))
                or (last is not None and self._number(at - 1) and _LETTER.fullmatch(self.spoken.words[at]))
            ):
                last = at
            elif not (self._part(at) or (asked and (self._is(at, "home") or self._is(at, "in")))) or not any(
                self._number(k) or self.ordinal(k) for k in ((at + 1, at + 2, at + 3) if asked else (at + 1, at + 2))
            ):
                break
            at += 1
        return last

    def _part(self, at: int) -> bool:
        """Whether a word stands before a number of a house or a flat."""
        return (
            self._is(at, "house")
            or self._is(at, "flat")
            or self.spoken.word(at) in ("номер", "number", "the", "дробь", "дріб")
        )

    def _of_house(self, at: int) -> bool:
        """Whether an ordinal numbers a house or a flat: "тридцать первый дом", "flat second"."""
        return any(self._is(k, "house") or self._is(k, "flat") for k in (at - 1, at + 1) if k >= 0)

    def _town_before(self, first: int) -> int:
        """The first word with the town, where one is told in the same breath: "в полтаве на заводской"."""
        spoken = self.spoken
        if self._is(first - 2, "village") and self._same_breath(first - 1) and self._same_breath(first):
            return first - 2
        at = first - 1
        if at >= 0 and spoken.words[at] == "на":
            at -= 1
        if (
            at >= 1
            and spoken.words[at - 1] in ("в", "во", "у", "г", "город", "м", "місто")
            and self._same_breath(at + 1)
        ):
            if (
                len(spoken.words[at]) > 3
                and not self._is(at, "no_place")
                and not self._is(at, "home")
                and self._at_home(at - 1)
            ):
                return at
        return first
