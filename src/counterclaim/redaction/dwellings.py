"""Where a private person lives: street, house and flat however they are told, and the town somebody comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterclaim.redaction.dictionary import Reading, languages_of, reading_of
from counterclaim.redaction.lexicon import Lexicon, Words, load_lexicon
from counterclaim.redaction.mark import Found
from counterclaim.redaction.speech import Spoken

_STREET_END = re.compile(r"[^\W\d_]{3,}(?:ск(?:ая|ой|ую|ий|ом|ого)|[сц]ьк(?:а|ій|ої|у)|н(?:ая|ой|ую|ій|ої)|в(?:ая|"
                         r"ой|ую|ій|ої)|ого|его|"
                         r"[оеё]ва|ина|ей|ии|ая|ой|и|ы|а|у|і)")  # fmt: skip
_ORDINAL = re.compile(r"(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|перш|друг|п'ят|шост|сьом|"
                      r"дев'ят)\w{1,4}|"
                      r"\d+")  # fmt: skip
_LETTER = re.compile("[абвгдежabcdef]")
_ENGLISH_STREET = re.compile(
    r"(?:street|avenue|lane|road|drive|boulevard|prospekt|alley|crescent|terrace|st|ave|rd|blvd)"
)
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
    finder = _Finder(spoken, load_lexicon(), call)
    yield from finder.streets()
    if call:
        yield from finder.homes()


class _Finder:
    def __init__(self, spoken: Spoken, lexicon: Lexicon, call: bool) -> None:
        self.spoken, self.lexicon, self.call = spoken, lexicon, call
        self._lists: dict[str, Words] = {
            key: lexicon.list(f"addresses.{key}")
            for key in ("street", "house", "flat", "home", "born_in", "from", "in", "mine", "no_place", "moves",
                        "village", "second_word", "asks_home", "own_town", "at_home", "on", "own_people", "at_ours")
        }  # fmt: skip
        self._languages = languages_of(spoken.folded)

    def _is(self, at: int, key: str) -> bool:
        return 0 <= at < len(self.spoken.words) and self.spoken.words[at] in self._lists[key]

    def _number(self, at: int) -> bool:
        word = self.spoken.word(at)
        return bool(word) and ((word.isdigit() and len(word) < 4) or self.lexicon.numbers.get(word, 1000) < 1000)

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
                or self._english(at)
                or self._house_and_flat(at)
                or self._street_bare(at)
            )
            if span is not None:
                first, last = span
                if last + 2 < size and self._is(last + 1, "in") and self.call and len(self.spoken.words[last + 2]) > 3:
                    if not self._is(last + 2, "no_place") and self.spoken.joined(last + 2):
                        last += 2
                done = last
                yield Found(self.spoken.starts[first], self.spoken.ends[last], "address", self.spoken.words[first])

    def _loose(self, at: int) -> tuple[int, int] | None:
        """Houses, entrances, floors and flats in a row: "третий подъезд пятый этаж квартира девять"."""
        ordinals = self.lexicon.list("around_dates.ordinals")

        def numbered(k: int) -> bool:
            return self._number(k) or self.spoken.word(k) in ordinals

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
        if not self._is(at, "street") or self.spoken.words[at] in (
            "st",
            "street",
            "close",
            "court",
            "square",
            "drive",
            "road",
        ):
            return None
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

    def _adjective(self, at: int) -> bool:
        return bool(re.search(r"(?:ого|его|ої|ой)$", self.spoken.word(at)))

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
        alone = self._alone(at, last) and bool(re.search(r"(?:ая|ська|цька|зька)$", spoken.words[at]))
        if self.call and alone and self._counted(last) and not self._reading(at).verb:
            return self._turn_start(at), last
        on = before in ("на", "по", "адрес", "адресу", "адреса", "адресою") or led
        if (flat and self._counted(last)) or (self.call and on and (led or self._at_home(at)) and self._counted(last)):
            first = self._town_before(at - 1 if spoken.word(at - 1) == "на" else at)
            return (at if first == at - 1 else first), last
        return None

    def _of_home(self, at: int) -> bool:
        """ "с металлургов двадцать три": a street by its name alone, where a turn tells whose home it is."""
        turn = self.spoken.turns[at]
        near = [k for k in range(max(0, at - 9), at) if self.spoken.turns[k] == turn]
        return any(self._is(k, "home") or self._is(k, "born_in") or self._is(k, "at_home") for k in near)

    def _turn_start(self, at: int) -> int:
        """The first word of a turn up to ``at`` that is a place's name, else ``at``."""
        first = at
        while first > 0 and self.spoken.turns[first - 1] == self.spoken.turns[at] and self._placelike(first - 1):
            first -= 1
        return first

    def _alone(self, first: int, last: int) -> bool:
        """Whether words are all of a turn but for two words before and three behind."""
        turn = self.spoken.turn(self.spoken.turns[first])
        return first - turn[0] < 3 and turn[-1] - last < 4

    def _counted(self, last: int) -> bool:
        """Whether the numbers do not count what follows: "семь человек" is no house."""
        return self.spoken.word(last + 1) not in self.lexicon.list("around_numbers.no_figures")

    def _house_and_flat(self, at: int) -> tuple[int, int] | None:
        """ "дом пять квартира восемь", "flat nine"."""
        if not (self._is(at, "house") and self._number(at + 1) and self._same_breath(at + 1)):
            return None
        last = self._numbers_from(at)
        if last is None or not any(self._is(k, "flat") for k in range(at, last + 1)):
            return None
        return at, last

    def _english(self, at: int) -> tuple[int, int] | None:
        """ "14 Mill Lane, flat 5", "twelve mill lane"."""
        spoken = self.spoken
        if not _ENGLISH_STREET.fullmatch(spoken.words[at]) or not spoken.text[spoken.starts[at]].isascii():
            return None
        name = at
        while name > max(0, at - 3) and self._same_breath(name) and not self._number(name - 1):
            if spoken.words[name - 1] in _SMALL or spoken.words[name - 1] in ("the", "main"):
                break
            name -= 1
        if name == at:
            return None
        first = name
        while first > 0 and self._number(first - 1) and self._same_breath(first) and name - first < 4:
            first -= 1
        after = self._numbers_from(at + 1) if self._same_breath(at + 1) else None
        if first < name or (
            after is not None and (self._is(at + 1, "flat") or self._is(at + 1, "house") or self._number(at + 1))
        ):
            last = at if after is None else after
            while first > 1 and self._is(first - 2, "flat") and self._number(first - 1):
                first -= 2
            return first, last
        if self.call and self._at_home(name):
            return name, at
        return None

    def _numbers_from(self, at: int) -> int | None:
        """The last word of house, block and flat numbers that begin at a word; ``None`` where there is none."""
        last, size = None, len(self.spoken.words)
        while at < size and (last is None or self._same_breath(at)):
            if self._number(at) or (
                last is not None and self._number(at - 1) and _LETTER.fullmatch(self.spoken.words[at])
            ):
                last = at
            elif not (
                self._is(at, "house")
                or self._is(at, "flat")
                or self.spoken.words[at] in ("номер", "the", "дробь", "дріб")
            ) or not any(self._number(k) for k in (at + 1, at + 2)):
                break
            at += 1
        return last

    def _same_breath(self, at: int) -> bool:
        return (
            at < len(self.spoken.words)
            and "\n" not in self.spoken.gaps[at]
            and not re.search(r"[!?;]|\.$", self.spoken.gaps[at].replace(". ", ""))
        ) or (at < len(self.spoken.words) and self.spoken.gaps[at] == "." and len(self.spoken.word(at - 1)) < 4)

    def _town_before(self, first: int) -> int:
        """The first word with the town, where one is told in the same breath: "в полтаве на заводской"."""
        spoken = self.spoken
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

    def _at_home(self, at: int) -> bool:
        """Whether words shortly before say that somebody lives there."""
        turn = self.spoken.turns[max(at, 0)]
        for back in range(at - 1, max(-1, at - 8), -1):
            if self.spoken.turns[back] != turn:
                break
            if self._is(back, "home"):
                return True
        return False

    # ------------------------------------------------------------------------------------------------ homes

    def homes(self) -> Iterator[Found]:
        """The town or village where somebody lives or comes from."""
        spoken = self.spoken
        for at in range(1, len(spoken.words)):
            if not self._placelike(at):
                continue
            same = spoken.turns[at] == spoken.turns[at - 1]
            come = same and self._is(at - 1, "from") and self._comes(at)
            come = come or (same and spoken.words[at - 1] == "to" and spoken.word(at - 2) == "home")
            if not (come or (same and self._lives(at)) or self._answers(at) or self._of_somebody(at)):
                continue
            first = last = at
            if self._is(at, "village") or self._adjective(at) or self._is(at + 1, "second_word"):
                follows = at + 1
                if follows < len(spoken.words) and spoken.joined(follows) and len(spoken.words[follows]) > 3:
                    if (spoken.upper[follows] or not spoken.cased) and not self._verb(follows):
                        last = follows
            if self._is(last, "no_place") or (last == at and self._is(at, "village")):
                continue
            for more in (last + 2, last + 3):  # "in Odesa in Moldavanka", "из Орла с улицы …"
                if more < len(spoken.words) and more == last + 2 and self._is(more - 1, "in") and spoken.joined(more):
                    if self._reading(more).place and spoken.turns[more] == spoken.turns[at]:
                        last = more
            yield Found(spoken.starts[first], spoken.ends[last], "address", spoken.words[at][:5])

    def _reading(self, at: int) -> Reading:
        return reading_of(self.spoken.word(at), self._languages)

    def _placelike(self, at: int) -> bool:
        """Whether a word can be the name of a town or village."""
        spoken, word = self.spoken, self.spoken.words[at]
        if len(word) < 3 or word[0].isdigit() or word in self.lexicon.numbers:
            return False
        if word in self.lexicon.list("around_dates.ordinals") or word in self.lexicon.list("around_dates.months"):
            return False
        if any(self._is(at, key) for key in ("no_place", "from", "in", "street", "flat", "house", "home", "moves")):
            return False
        if self._kin(at) or (spoken.cased and not spoken.upper[at]):
            return False
        if self._is(at, "village"):
            return True
        read = self._reading(at)
        if read.place:
            return True
        if word.isascii():
            proper = spoken.upper[at] and not spoken.opens(at)
            return proper or (not spoken.cased and word not in self.lexicon.list("around_names.no_surname"))
        if read.given or (read.surname and not read.common) or read.small or read.verb or read.being:
            return spoken.upper[at] and not read.small and not read.verb and not self.lexicon.person(word)
        if not read.known:
            return True
        if spoken.upper[at] and not spoken.opens(at):
            return True
        if self._adjective(at):
            after = self._reading(at + 1)
            return spoken.joined(at + 1) and (after.place or not after.known) if at + 1 < len(spoken.words) else False
        return self._languages != ("ru",) and not self.lexicon.list("around_names.no_surname").__contains__(word)

    def _answers(self, at: int) -> bool:
        """Whether a short turn answers where somebody is from or lives."""
        spoken = self.spoken
        turn, first = spoken.turns[at], at
        while first > 0 and spoken.turns[first - 1] == turn:
            first -= 1
        if first == 0 or at - first > 4 or spoken.turns[first - 1] != turn - 1:
            return False
        asked = [k for k in range(max(0, first - 6), first) if spoken.turns[k] == turn - 1]
        if not any(self._is(k, "asks_home") for k in asked):
            return False
        read = self._reading(at)
        if spoken.words[at].isascii():
            return at == first and len(spoken.words[at]) > 3
        return read.place or spoken.upper[at] or self._is(at - 1, "from") or not read.known

    def _of_somebody(self, at: int) -> bool:
        """ "a lad of the same town, Kotlas", "земляк саратовский": a town right behind a word for one's own."""
        if not self._is(at - 1, "own_town") or self.spoken.gaps[at].strip() not in ("", "."):
            return False
        return self._reading(at).place or self.spoken.upper[at]

    def _verb(self, at: int) -> bool:
        return bool(re.search(r"(?:ть|ти|ет|ит|ут|ют|ал|ил|ла|ли|ем|им)$", self.spoken.word(at)))

    def _comes(self, at: int) -> bool:
        """ "я сам из энгельса", "i'm from …": somebody with "from", and no verb of motion between."""
        spoken = self.spoken
        if spoken.cased and not spoken.upper[at]:
            return False
        before = at - 2
        if spoken.word(before) in ("под", "під"):
            before -= 1
        if before < 0 or spoken.turns[before] != spoken.turns[at]:
            return False
        if self._is(before, "born_in"):
            return True
        if spoken.words[at - 1] in ("с", "со") and not (self._reading(at).place or spoken.upper[at]):
            return False
        for back in range(before, max(-1, before - 4), -1):
            if spoken.turns[back] != spoken.turns[at] or self._moves(back):
                break
            if self._is(back, "mine") or self._is(back, "born_in") or self._kin(back):
                return True
        mine = self._is(before, "mine") or spoken.words[before] in self.lexicon.list("around_names.kin")
        people = spoken.words[before] in self.lexicon.list("around_names.people")
        named = self.lexicon.person(spoken.words[before]) is not None
        return mine or people or named or (spoken.upper[at] and any(self._named(k) for k in range(max(0, at - 8), at)))

    def _moves(self, at: int) -> bool:
        """Whether a word tells of going or sending, so that "from" tells whence and not of whom."""
        return self.spoken.words[at] in self.lexicon.list("addresses.moves")

    def _kin(self, at: int) -> bool:
        return self.spoken.words[at] in self.lexicon.list("around_names.kin")

    def _named(self, at: int) -> bool:
        word = self.spoken.words[at]
        return self.spoken.turns[at] == self.spoken.turns[at + 1] and (
            self.lexicon.person(word) is not None
            or word in self.lexicon.list("around_dates.birth")
            or self._is(at, "born_in")
        )

    def _lives(self, at: int) -> bool:
        """ "живёт в саратове", "у полтаві живе", "back home in …"."""
        spoken = self.spoken
        if not self._is(at - 1, "in") or (spoken.cased and not spoken.upper[at]):
            return False
        if spoken.turns[max(at - 2, 0)] != spoken.turns[at]:
            return False
        moved = any(self._moves(k) for k in (at - 3, at + 1) if 0 <= k < len(spoken.words))
        if (
            self._is(at, "village")
            and not moved
            and any(self._kin(k) and spoken.turns[k] == spoken.turns[at] for k in range(max(0, at - 6), at))
        ):
            return True
        if self._is(at - 2, "own_people") and self._is(at - 3, "at_ours") and self._reading(at).place and not moved:
            return True
        if self._kin(at - 2) and spoken.words[at - 1] not in ("на", "near", "outside") and not moved:
            return True
        far = () if spoken.words[at - 1] == "на" else (*range(at - 5, at - 7, -1), at + 2, at + 3)
        for near in (at - 2, at - 3, at - 4, at + 1, *far):
            if 0 <= near < len(spoken.words) and spoken.turns[near] == spoken.turns[at]:
                if self._is(near, "home") or (near < at and self._is(near, "at_home")):
                    return True
        ends = at + 1 == len(spoken.words) or spoken.turns[at + 1] != spoken.turns[at]
        if self._is(at + 1, "at_home") and spoken.turns[at + 1] == spoken.turns[at] and spoken.words[at - 1] != "на":
            return self._reading(at).place or spoken.upper[at] or ends
        return False
