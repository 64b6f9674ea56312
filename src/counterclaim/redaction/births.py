"""Birth dates, in figures and in words: told as somebody's birth, or beside a name with a year to be born in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from counterclaim.redaction.dictionary import languages_of, reading_of
from counterclaim.redaction.lexicon import load_lexicon
from counterclaim.redaction.mark import Found
from counterclaim.redaction.speech import Spoken

_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2})(?!\d)")
_OF_BIRTH = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-])?(?:19|20)?\d\d\s?(?=(?:г\.?\s?р|р\.?\s?н|года? рожд|року народж)\b)",
    re.IGNORECASE,
)
_BORN_IN = re.compile(r"(?<=\bb\. )(?:19|20)\d\d(?!\d)")  # "(b. 1989)"
_YEAR = re.compile(r"(?:19[2-9]|20[01])\d")
_KEYS = (
    "birth",
    "months",
    "ordinals",
    "joins",
    "year",
    "begins",
    "turns",
    "who",
    "which",
    "year_of",
    "like",
    "will_be",
    "of_year",
    "no_birth",
    "still_to_come",
)
_BACK, _AHEAD = 14, 9  # words between a date and what says that it is of birth
_TURNS = 3  # from one birth to another that is told beside it
_EVEN = ("же", "ж", "таки")
_SINCE = ("с", "со", "з", "із")
_REST = 4  # words beside a date that goes on with a birth
_BORN = range(1925, 2013)
_LONG_AGO = range(1946, 2000)


class _Date(NamedTuple):
    first: int
    last: int
    month: bool
    day: bool
    year: int | None  # the year told in figures or in full; 0 one that is told in part


def birth_dates(spoken: Spoken) -> Iterator[Found]:
    """Dates told as somebody's birth."""
    for pattern in (_OF_BIRTH, _BORN_IN):
        for match in pattern.finditer(spoken.text):
            yield Found(match.start(), match.end(), "birth")
    finder = _Finder(spoken)
    told = -9  # the turn of the birth told last
    for date in finder.dates():
        turn = spoken.turns[date.first]
        if finder.of_birth(date) or (turn - told <= _TURNS - 1 and finder.goes_on(date)):
            told = turn
            yield Found(spoken.starts[date.first], spoken.ends[date.last], "birth")


class _Finder:
    def __init__(self, spoken: Spoken) -> None:
        self.spoken = spoken
        self.lexicon = load_lexicon()
        self._lists = {key: self.lexicon.list(f"around_dates.{key}") for key in _KEYS}
        self._languages = languages_of(spoken.folded)
        self._figured = self.lexicon.list("around_numbers.no_figures")

    def _is(self, at: int, key: str) -> bool:
        return 0 <= at < len(self.spoken.words) and self.spoken.words[at] in self._lists[key]

    def _month(self, at: int) -> bool:
        return len(self.spoken.word(at)) > 2 and self._is(at, "months")

    def _number(self, at: int) -> bool:
        word = self.spoken.word(at)
        return bool(word) and (word.isdigit() or word in self.lexicon.numbers or self._is(at, "ordinals"))

    def _plain(self, at: int) -> bool:
        """Whether a word counts, "thirty two", and is no ordinal."""
        return self.spoken.word(at) in self.lexicon.numbers

    def _part(self, at: int) -> bool:
        return self._number(at) or self._month(at) or self._is(at, "joins") or self._is(at, "year")

    def dates(self) -> Iterator[_Date]:
        """The stretches of words that are dates or years."""
        spoken, at, size = self.spoken, 0, len(self.spoken.words)
        while at < size:
            if not (self._number(at) or self._month(at) or self._is(at, "begins")):
                at += 1
                continue
            first = last = at
            while last + 1 < size and spoken.turns[last + 1] == spoken.turns[first] and self._part(last + 1):
                if any(sign in spoken.gaps[last + 1] for sign in "!?;:") or last - first > 9:
                    break
                last += 1
            at = last + 1
            while last > first and self._is(last, "joins") and not self._is(last, "year"):
                last -= 1
            yield self._date(first, last)

    def _date(self, first: int, last: int) -> _Date:
        words = self.spoken.words[first : last + 1]
        text = self.spoken.text[self.spoken.starts[first] : self.spoken.ends[last]]
        month = any(self._month(at) for at in range(first, last + 1))
        year: int | None = None
        in_figures = _DATE.search(text)
        for word in words:
            if _YEAR.fullmatch(word):
                year = int(word)
        if year is None and last > first and any(self._is(at, "year") for at in range(first, last + 1)):
            year = 0
        if year is None and in_figures:
            year = 0
        numbers = [at for at in range(first, last + 1) if self._number(at)]
        if year is None and month and len(numbers) > 2:
            year = 0
        return _Date(first, last, month or in_figures is not None, bool(numbers), year)

    def of_birth(self, date: _Date) -> bool:
        """Whether what stands around a date says that somebody was born then."""
        whole = (date.month and date.day) or date.year is not None or self._answers(date) or self._right_after(date)
        if self._cued(date, whole) or (self._answers(date) and self._asked_year(self.spoken.turns[date.first] - 1)):
            return True
        others = (
            self._by_numbers,
            self._answers_since,
            self._beside_name,
            self._long_ago,
            self._year_of_somebody,
            self._corrects,
        )
        return any(tells(date) for tells in others)

    def goes_on(self, date: _Date) -> bool:
        """Whether a date is most of a turn behind a birth, which it tells more of: "а месяц", "тридцатое октября"."""
        turn = self.spoken.turn(self.spoken.turns[date.first])
        rest = len(turn) - (date.last - date.first + 1)
        corrects = rest < _REST - 1 and self._is(date.last, "ordinals") and not self._plain(date.last)
        told = (date.month and date.day) or self._a_year(date) or corrects
        return told and rest < _REST and self.spoken.word(date.last + 1) not in self._figured

    def _cued(self, date: _Date, whole: bool) -> bool:
        spoken = self.spoken
        if not whole and not (date.day and self._near_birthday(date)):
            return False
        turn = spoken.turns[date.first]
        for at in range(date.first - 1, max(-1, date.first - _BACK), -1):
            if turn - spoken.turns[at] > 2 or (spoken.sentences(at + 1) and turn != spoken.turns[at]):
                break
            if self._is(at, "birth") and not self._is(at + 1, "no_birth"):
                return True
            if self._part(at) and at < date.first - 4 and self._month(at) and not self._of_another(date):
                break
        for at in range(date.last + 1, min(len(spoken.words), date.last + _AHEAD)):
            if spoken.turns[at] - spoken.turns[date.last] > 1:
                break
            if self._is(at, "birth") and (spoken.turns[at] == spoken.turns[date.last] or at - date.last < 4):
                return True
            if self._is(at, "turns") and at - date.last < 5 and date.month:
                return True
        if date.month and self._is(date.last + 1, "will_be") and self._number(date.last + 2):
            return True  # "ему двадцать второго июня будет сорок"
        return date.month and any(self._is(at, "turns") for at in range(max(0, date.first - 5), date.first))

    def _answers(self, date: _Date) -> bool:
        """Whether a date that is told in part is all of a turn that answers a question for a birth."""
        spoken = self.spoken
        turn = spoken.turns[date.first]
        if not date.day or (date.first > 0 and spoken.turns[date.first - 1] == turn and date.first > 1
                            and spoken.turns[date.first - 2] == turn):  # fmt: skip
            return False
        asked = [at for at in range(max(0, date.first - 6), date.first) if spoken.turns[at] == turn - 1]
        return any(self._is(at, "birth") for at in asked) or self._asked_year(turn - 1)

    def _asked_year(self, turn: int) -> bool:
        """ "what year is your lad", "какого он года": a short turn that asks for nothing but a year of birth."""
        own = self.spoken.turn(turn) if turn >= 0 else range(0)
        told = range(self.spoken.turn(max(0, turn - _TURNS), turn).start, own.start if own else 0)
        bare = len(own) < 4 and any(self._is(at, "birth") for at in told)
        which = any(self._is(at, "which") for at in own) and any(self._is(at, "year_of") for at in own)
        somebody = any(self._is(at, "who") or self.lexicon.person(self.spoken.words[at]) for at in own)
        return which and len(own) < 8 and (bare or somebody)

    def _answers_since(self, date: _Date) -> bool:
        """ "– с какого года – с девяносто четвёртого": a year of the last century, answered to nothing but that."""
        turn = self.spoken.turns[date.first]
        asked, own = self.spoken.turn(max(0, turn - 1), turn), self.spoken.turn(turn)
        words = self.spoken.words
        since = len(asked) == 3 and words[asked[0]] in _SINCE and self._is(asked[1], "which")
        return since and self._is(asked[2], "year_of") and words[own[0]] in _SINCE and self._a_year(date)

    def _corrects(self, date: _Date) -> bool:
        """ "no, ninety five", "а мой девяносто второго": another year, shortly behind a turn that tells a birth."""
        spoken, turn = self.spoken, self.spoken.turns[date.first]
        before = [at for at in range(max(0, date.first - 5), date.first) if spoken.turns[at] == turn]
        if len(before) > 4 or not before or not self._a_year(date):
            return False
        if spoken.word(date.last + 1) in self._figured:
            return False
        told = any(self._is(at, "birth") for at in spoken.turn(max(0, turn - _TURNS), turn))
        return told or any(self._asked_year(one) for one in range(max(0, turn - _TURNS), turn))

    def _a_year(self, date: _Date) -> bool:
        """Whether a date is a year told by its tens: "ninety five", "девяносто втором"."""
        words = self.spoken.words[date.first : date.last + 1]
        if date.year is not None and not date.month and self._is(date.first, "begins"):
            return True
        if len(words) != 2 or date.month:
            return False
        tens, ones = (self.lexicon.numbers.get(word, 0) for word in words)
        return 40 <= tens <= 90 and tens % 10 == 0 and (0 < ones < 10 or self._is(date.last, "ordinals"))

    def _of_another(self, date: _Date) -> bool:
        """Whether a date stands right behind who else it is told of: "а она в две тысячи первом"."""
        before = date.first - 1
        while before > date.first - 3 and before >= 0 and len(self.spoken.words[before]) < 3:
            if self._is(before, "who"):
                return True
            before -= 1
        if before < 0 or self.spoken.turns[before] != self.spoken.turns[date.first]:
            return False
        return self._is(before, "who") or self.lexicon.person(self.spoken.words[before]) is not None

    def _right_after(self, date: _Date) -> bool:
        """ "born in eighty four": a year told in part, right behind the word."""
        words = self.spoken.words
        told = [at for at in range(max(0, date.first - 3), date.first) if self._is(at, "birth")]
        return (
            date.day
            and bool(told)
            and all(len(word) > 2 or not word.isdigit() for word in words[date.first : date.last + 1])
        )

    def _near_birthday(self, date: _Date) -> bool:
        """ "его день рождения тридцатого", "her birthday is on the ninth": a day alone, close to the word."""
        near = [*range(date.first - 4, date.first), *range(date.last + 1, date.last + 4)]
        ordinal = any(self._is(at, "ordinals") for at in range(date.first, date.last + 1))
        return ordinal and any(self._is(at, "birth") for at in near if 0 <= at < len(self.spoken.words)
                               and self.spoken.turns[at] == self.spoken.turns[date.first])  # fmt: skip

    def _beside_name(self, date: _Date) -> bool:
        """A whole date with a year to be born in, right behind a name and a patronymic or a surname."""
        spoken = self.spoken
        if not (date.month and date.day and date.year is not None):
            return False
        if date.year and date.year not in _BORN:
            return False
        if date.year == 0 and not self._old(date):
            return False
        for at in range(date.first - 1, max(-1, date.first - 4), -1):
            if spoken.turns[date.first] - spoken.turns[at] > 1:
                return False
            read = reading_of(spoken.words[at], self._languages)
            if read.patronymic or self.lexicon.patronymic(spoken.words[at]) or self.lexicon.person(spoken.words[at]):
                return True
            if spoken.words[at] in self.lexicon.surnames:
                return True
        return False

    def _by_numbers(self, date: _Date) -> bool:
        """ "одиннадцатое ноль второе восемьдесят пятый": a day and a month by their numbers and a year long ago."""
        words = self.spoken.words[date.first : date.last + 1]
        ordinals = [at for at, word in enumerate(words) if self._is(date.first + at, "ordinals")]
        told = [self.lexicon.numbers.get(word, 0) for word in words]
        year = any(50 <= number <= 90 and number % 10 == 0 for number in told[-2:])
        return len(ordinals) > 1 and 3 < len(words) < 9 and year and ordinals[0] < 2 and ordinals[1] < len(words) - 1

    def _long_ago(self, date: _Date) -> bool:
        """ "он у нас июньский, двадцать второго июня семьдесят девятого": a whole date before any war of these calls,
        in a turn that tells of somebody."""
        words = self.spoken.words[date.first : date.last + 1]
        told = [self.lexicon.numbers.get(word, 0) for word in words]
        tens = any(50 <= number <= 90 and number % 10 == 0 for number in told[-2:])
        if not (date.month and date.day and (tens or (date.year or 0) in _LONG_AGO)):
            return False
        turn = self.spoken.turn(self.spoken.turns[date.first])
        kin = self.lexicon.list("around_names.kin")
        return any(
            self._is(at, "who") or self.spoken.words[at] in kin or self.lexicon.person(self.spoken.words[at])
            for at in turn
        )

    def _old(self, date: _Date) -> bool:
        """Whether a year told in words is long past: any but those of the war."""
        words = self.spoken.words[date.first : date.last + 1]
        return (
            not any(self._is(at, "still_to_come") for at in range(max(date.first, date.last - 2), date.last + 1))
            or len(words) < 3
        )

    def _year_of_somebody(self, date: _Date) -> bool:
        """ "он девяносто пятого года": the year alone, right behind who is meant, and nothing done in it."""
        told = date.year is not None and self._is(date.last, "year")
        if date.month or not (told or (self._a_year(date) and self.spoken.words[date.last].endswith("го"))):
            return False
        before = date.first - 1
        since = self.spoken.word(before) in _SINCE
        if since and self._is(date.last + 1, "who") and self.spoken.turns[date.last] == self.spoken.turns[before]:
            return self._a_year(date) or self._is(date.last, "year")  # "с девяносто второго я"
        if self._is(before, "joins") or since or self.spoken.word(before) in _EVEN:
            before -= 1
        if before < 0 or self.spoken.turns[before] != self.spoken.turns[date.first]:
            return False
        after = date.last + 1
        last = after >= len(self.spoken.words) or self.spoken.turns[after] != self.spoken.turns[date.last]
        word = self.spoken.words[before]
        kin = word in self.lexicon.list("around_names.kin")
        somebody = self._is(before, "who") or kin or self.lexicon.person(word) is not None
        return somebody and (
            (kin and self._is(date.last, "of_year") and not date.year)
            or last
            or (kin and reading_of(self.spoken.words[after], self._languages).verb)
            or self._is(after, "like")
            or bool(self.spoken.gaps[after])
            or self._is(after, "who")
        )
