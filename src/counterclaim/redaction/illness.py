"""Medical details that identify: a hospital that can be told apart, and what ails somebody, where a text has both."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterclaim.redaction.dictionary import Reading, languages_of, reading_of
from counterclaim.redaction.lexicon import load_lexicon
from counterclaim.redaction.mark import Found
from counterclaim.redaction.speech import Spoken

_KEYS = (
    "hospital",
    "own_name",
    "illness",
    "parts",
    "harm",
    "missing",
    "between",
    "kinds",
    "no_illness",
    "no_town",
    "towns",
    "body",
    "qualities",
    "lies",
    "shares",
    "articles",
    "saints",
    "houses",
)
_LOCATIVE = re.compile(r"(?:[оеі]м|ому|[оі]й)$")
_GENITIVE = re.compile(r"(?:[оеё]ва|ина|[сцз]ь?кого|енка|вича|шт?ейна|гольца)$")
_WINDOW = 600  # code points between a hospital and what ails somebody
_BEFORE, _AFTER = 5, 6  # words around a hospital that tell it apart
_BESIDE = 2  # turns between a hospital and a part of the body that is told without what happened to it
_NEAR = 4  # words between a part of the body and what happened to it


def medical(spoken: Spoken) -> Iterator[Found]:
    """Hospitals with what tells them apart, and illnesses and wounds near them; nothing where either is missing."""
    finder = _Finder(spoken)
    hospitals = finder.hospitals()
    if not hospitals:
        return
    taken = {at for first, last in hospitals for at in range(first, last + 1)}
    near = set()
    for first, last in finder.ills(taken, {spoken.turns[first] for first, _ in hospitals}):
        for place in hospitals:
            if abs(spoken.starts[first] - spoken.starts[place[0]]) < _WINDOW:
                near.add(place)
                yield Found(spoken.starts[first], spoken.ends[last], "medical")
                break
    for first, last in near:
        yield Found(spoken.starts[first], spoken.ends[last], "medical")


class _Finder:
    def __init__(self, spoken: Spoken) -> None:
        self.spoken = spoken
        self.lexicon = load_lexicon()
        self._lists = {key: self.lexicon.list(f"medical.{key}") for key in _KEYS}
        self._thousand = self.lexicon.list("around_dates.begins")
        self._cities = self.lexicon.list("addresses.towns")
        self._in = self.lexicon.list("addresses.in")
        self._counted = self.lexicon.list("around_numbers.no_figures")
        self._into = self.lexicon.list("addresses.into")
        self._streets = self.lexicon.list("addresses.streets")
        self._street = self.lexicon.list("addresses.street")
        self._no_place = self.lexicon.list("addresses.no_place")
        self._ordinals = self.lexicon.list("around_dates.ordinals")
        self._languages = languages_of(spoken.folded)

    def _is(self, at: int, key: str) -> bool:
        return 0 <= at < len(self.spoken.words) and self.spoken.words[at] in self._lists[key]

    def _reading(self, at: int) -> Reading:
        return reading_of(self.spoken.words[at], self._languages)

    def _city(self, at: int) -> bool:
        """Whether a word is a town of the packs in any case."""
        return self.spoken.words[at] in self._cities or not self._reading(at).nouns.isdisjoint(self._cities.whole)

    def _numbered(self, at: int) -> bool:
        word = self.spoken.word(at)
        return bool(word) and (word.isdigit() or word in self.lexicon.numbers or word in self._ordinals)

    def _together(self, at: int, other: int) -> bool:
        """Whether no sentence ends and no line begins between two words."""
        low, high = sorted((at, other))
        if low < 0 or high >= len(self.spoken.words):
            return False
        return not any(
            "\n" in gap or any(sign in gap for sign in ".!?") for gap in self.spoken.gaps[low + 1 : high + 1]
        )

    def _town(self, at: int) -> bool:
        """Whether a word after "in" can be the name of a town."""
        word, read = self.spoken.words[at], self._reading(at)
        if len(word) < 3 or word in self._no_place or self._is(at, "no_town") or self._numbered(at):
            return False
        if (
            read.place
            or self._is(at, "towns")
            or self._city(at)
            or (self.lexicon.surname_like(word) and not read.common)
        ):
            return True
        if self.spoken.upper[at] and (not self.spoken.opens(at) or not self.spoken.cased):
            return True
        if word.isascii():
            return self.lexicon.unusual(word) and not self.lexicon.thing(word) and self.lexicon.person(word) is None
        if not read.known:
            return True
        common = read.common and not (read.small or read.verb or read.being)
        return self._languages != ("ru",) and common and not self._is(at, "hospital") and not self._is(at, "parts")

    def hospitals(self) -> list[tuple[int, int]]:
        """Hospitals that can be told apart, by number, by name or by town."""
        spoken = self.spoken
        found: list[tuple[int, int]] = []
        for at in range(len(spoken.words)):
            left_out = self._kind_alone(at)
            if not (left_out or self._is(at, "hospital") or self._is(at, "own_name") or self._is(at, "saints")):
                continue
            span = self._hospital(at) if not self._is(at, "saints") else self._saint(at)
            if span is None:
                continue
            if found and span[0] <= found[-1][1] + 1 and self._together(found[-1][1], span[0]):
                found[-1] = (min(found[-1][0], span[0]), max(found[-1][1], span[1]))
            else:
                found.append(span)
        for span in (*self.answered(), *self._where_somebody_lies(), *self._houses_by_name()):
            if not any(first <= span[1] and span[0] <= last for first, last in found):
                found.append(span)
        return found

    def _kind_alone(self, at: int) -> bool:
        """ "в ірпіні у військовому": a hospital by its kind alone, where somebody is said or asked to be treated."""
        spoken = self.spoken
        if not (self._is(at, "kinds") and spoken.word(at - 1) in self._in and _LOCATIVE.search(spoken.words[at])):
            return False
        if self._together(at, at + 1) and self._reading(at + 1).common and not self._reading(at + 1).small:
            return False
        turns = spoken.turn(max(0, spoken.turns[at] - 1), spoken.turns[at] + 1)
        return any(self._is(k, "lies") for k in turns)

    def _where_somebody_lies(self) -> Iterator[tuple[int, int]]:
        """ "лежит в чите", "увезли в тысяча шестьсот второй": a town or a number alone where somebody is treated."""
        spoken = self.spoken
        for at in range(1, len(spoken.words)):
            if spoken.words[at - 1] not in self._in or not self._together(at - 1, at):
                continue
            turn = spoken.turn(spoken.turns[at])
            lies = any(self._is(k, "lies") and abs(k - at) < _AFTER and self._together(k, at) for k in turn)
            if (lies and self._sure_town(at)) or self._of_its_namesake(at):
                yield at, at
                continue
            last = at
            while last + 1 < len(spoken.words) and spoken.joined(last + 1) and self._numbered(last + 1):
                last += 1
            ordinal = spoken.words[last] in self._ordinals or (spoken.words[last].isdigit() and last == at)
            numbered = (self._numbered(at) or spoken.words[at] in self._thousand) and ordinal
            if numbered and (last > at or (lies and len(spoken.words[at]) > 2)) and not self._counts(last + 1):
                yield at, last

    def _houses_by_name(self) -> Iterator[tuple[int, int]]:
        """ "at leeds general", "in the royal stoke", "the queen alexandra in portsmouth" in answer: English hospitals
        that are told by a name alone."""
        spoken = self.spoken
        for at in range(1, len(spoken.words) - 1):
            place = at + 1 if spoken.words[at] == "the" else at
            answers = place > at and spoken.turns[at - 1] == spoken.turns[at] - 1
            led = spoken.words[at - 1] in ("at", "in", "to", "into") and self._together(at - 1, at)
            if not (led or answers) or not self._together(at, place + 1):
                continue
            crowned = spoken.words[place] == "royal" or self._is(place, "saints")
            named = self._city(place) or self.lexicon.unusual(spoken.words[place])
            housed = named and self._is(place + 1, "houses") and not self._is(place + 1, "hospital")
            capital = spoken.upper[place] and spoken.upper[place + 1]  # "in Royal Gwent"
            if not (housed or (crowned and (spoken.words[at] == "the" or capital))):
                continue
            last = place + 1
            if spoken.word(last + 1) in self._in and self._together(last, last + 2) and self._town(last + 2):
                last += 2
            yield place, last

    def _of_its_namesake(self, at: int) -> bool:
        """ "лежит в гельмгольца": a surname in the genitive behind "in", which nothing but an institution has."""
        word, read = self.spoken.words[at], self._reading(at)
        if self.spoken.words[at - 1] not in ("в", "во") or read.place or read.small or read.verb:
            return False
        named = read.surname or not read.known or word in self.lexicon.surnames
        return named and _GENITIVE.search(word) is not None

    def _counts(self, at: int) -> bool:
        """Whether a noun that a number counts stands at a word: "в третьем батальоне", "in two days"."""
        if at >= len(self.spoken.words) or not self.spoken.joined(at):
            return False
        read = self._reading(at)
        named = self._is(at, "hospital") or self._is(at, "parts") or self._is(at, "illness") or self._is(at, "harm")
        return not (named or read.verb or read.small or read.given)

    def _hospital(self, at: int) -> tuple[int, int] | None:
        spoken = self.spoken
        first = last = at
        apart = self._is(at, "own_name")
        for place in range(at + 1, min(at + _AFTER, len(spoken.words))):
            if not self._together(last, place):
                break
            word = spoken.words[place]
            number = self._numbered(place) and spoken.word(place + 1) not in self._counted
            if self._is(place, "own_name") or (number and place - last <= 2):
                apart, last = True, place
            elif (
                (word in self._in or word == "of")
                and place + 1 < len(spoken.words)
                and self._together(place, place + 1)
            ):
                strange = word == "on" and self.lexicon.unusual(spoken.words[place + 1])
                on_street = spoken.word(place + 2) in self._street and self._together(place, place + 2)
                if on_street:  # "в ожоговом на заречном шоссе"
                    apart, last = True, place + 2
                elif strange or self._town(place + 1) or spoken.words[place + 1] in self._streets:
                    apart, last = True, place + 1
                elif not self._is(place + 1, "kinds") and not self._is(place + 1, "hospital"):
                    break
            elif place == last + 1 and self._is(place, "saints") and self._together(place, place + 1):
                apart, last = True, place + 1
            elif place == last + 1 and (self._is(place, "between") or self._is(place, "hospital")):
                continue
            elif place == last + 1 and (self._named(place) or (self._is(place, "kinds") and self._local(place))):
                apart, last = apart or not self._is(place, "kinds"), place
            elif self._is(place, "kinds") and place - last <= 2:
                last = place
            elif place - last > 1 or not self._is(place, "between"):
                if place != last + 1 or not self._is(place, "kinds"):
                    break
        for place in range(at - 1, max(-1, at - _BEFORE), -1):
            if not self._together(place, first):
                break
            word = spoken.words[place]
            if self._is(place, "own_name"):
                apart, first = True, place
            elif self._is(place, "kinds"):
                first = place
            elif place + 1 == first and self._bears(place):
                apart, first = True, place - 1 if self._is(place - 1, "saints") else place
            elif self._numbered(place) or self._local(place) or (spoken.upper[place] and not spoken.opens(place)):
                apart, first = True, place
            elif place + 1 == first and word in self._in and place > 0 and self._together(place - 1, place):
                before = spoken.word(place - 2)
                if self._town(place - 1) and (before in self._in or self._reading(place - 1).place):
                    apart, first = True, place - 1
                elif self._town(place - 1) and spoken.word(place - 3) in self._in and self._together(place - 3, place):
                    apart, first = True, place - 2
                break
            elif word in ("the", "of", "a") or self._is(place, "between"):
                continue
            elif word.isascii() and place > 0 and place == first - 1 and self._is(place - 1, "towns"):
                apart, first = True, place - 1
            else:
                break
        if not apart:
            return self._with_town(first, last)
        return first, last

    def _saint(self, at: int) -> tuple[int, int] | None:
        """A hospital told by its saint alone: "saint vincent's", "saint george's in tooting"."""
        last = at + 2
        if self.spoken.word(last) != "s" or not self._together(at, last):
            return None
        if self.spoken.word(last + 1) in self._in and self._together(last, last + 2) and self._town(last + 2):
            last += 2
        return at, last

    def _with_town(self, first: int, last: int) -> tuple[int, int] | None:
        """The hospital with a town that is told some words before or behind it, in the same sentence."""
        for place in range(last + 2, min(last + 7, len(self.spoken.words))):
            if self._together(last, place) and self.spoken.words[place - 1] in self._in and self._sure_town(place):
                return first, place
        for place in range(first - 1, max(0, first - 7), -1):
            if self._together(place, first) and self.spoken.words[place - 1] in self._in and self._sure_town(place):
                return place, last
        return None

    def _sure_town(self, at: int) -> bool:
        if not self._town(at):
            return False
        proper = self.spoken.upper[at] and not self.spoken.opens(at)
        listed = self._is(at, "towns") or self._city(at)
        return proper or self._reading(at).place or listed

    def answered(self) -> Iterator[tuple[int, int]]:
        """A town or a name that a short turn gives right after one that speaks of a hospital."""
        spoken = self.spoken
        for at in range(len(spoken.words)):
            if not (self._sure_town(at) or self._is(at, "own_name") or self._local(at)) or self._is(at, "hospital"):
                continue
            turn = spoken.turn(spoken.turns[at])
            before = spoken.turn(spoken.turns[at] - 2, spoken.turns[at])
            if len(turn) < 6 and any(self._is(k, "hospital") for k in before):
                yield at, at

    def _named(self, at: int) -> bool:
        """Whether a word right behind "hospital" is its name: a surname in the genitive, a capital."""
        word, read = self.spoken.words[at], self._reading(at)
        if self.spoken.upper[at] and not self.spoken.opens(at):
            return True
        return len(word) > 4 and not word.isascii() and read.surname and not read.common

    def _bears(self, at: int) -> bool:
        """Whether a word right before an English "hospital" is its name: "mariinska hospital", "queen elizabeth"."""
        word = self.spoken.words[at]
        if (
            not (word.isascii() and self._is(at + 1, "houses"))
            or self._is(at, "illness")
            or self._is(at, "no_town")
            or self._is(at, "kinds")
        ):
            return False
        strange = self.lexicon.unusual(word) and not self.lexicon.thing(word)
        return strange or word in self.lexicon.given or word in self.lexicon.surnames

    def _local(self, at: int) -> bool:
        """Whether a word is an adjective made of a town's name: "ростовский", "луганской"."""
        word = self.spoken.words[at]
        if word.isascii():
            return self._is(at, "towns") or self._city(at)
        return (
            not self._is(at, "kinds")
            and re.search(r"(?:[сцз]ь?к)(?:ий|ого|ому|им|ом|ая|ой|ую|ій|а|у|ої|ою)$", word) is not None
        )

    # --------------------------------------------------------------------------------------------- what ails

    def ills(self, taken: set[int], turns: set[int]) -> Iterator[tuple[int, int]]:
        """Illnesses by name, and parts of the body: with what happened to them, or beside a hospital's turn."""
        spoken, at = self.spoken, 0
        while at < len(spoken.words):
            span = None if at in taken else self._ill(at) or self._share(at, turns)
            if span is None and at not in taken and self._is(at, "body"):
                if any(abs(spoken.turns[at] - turn) <= _BESIDE for turn in turns):
                    span = at, at
            if span is None:
                at += 1
                continue
            first, last = span
            while first - 1 not in taken and first > 0 and self._together(first - 1, first) and self._joins(first - 1):
                first -= 1
            while last + 1 not in taken and self._together(last, last + 1) and self._joins(last + 1):
                last += 1
            while last > at and (spoken.words[last] in self._in or self._is(last, "qualities")):
                last -= 1
            while first < at and spoken.words[first] in self._in:
                first += 1
            yield first, last
            at = last + 1

    def _share(self, at: int, turns: set[int]) -> tuple[int, int] | None:
        """ "– в ожоговом на заречной – сильно – шестьдесят процентов": how much of somebody, near a hospital's turn."""
        spoken, first = self.spoken, at
        if not self._is(at, "shares") or not any(0 < spoken.turns[at] - turn <= _BESIDE for turn in turns):
            return None
        while first > 0 and self._numbered(first - 1) and self._together(first - 1, at):
            first -= 1
        return (first, at) if first < at else None

    def _joins(self, at: int) -> bool:
        if self._is(at, "parts") or self._is(at, "illness") or self._is(at, "harm") or self._is(at, "qualities"):
            return True
        return self._is(at, "shares") or (
            self._numbered(at) and (self._is(at + 1, "shares") or self._is(at - 1, "illness"))
        )

    def _ill(self, at: int) -> tuple[int, int] | None:
        spoken = self.spoken
        if self._is(at, "no_illness"):
            return None
        if self._is(at, "illness") or self._disease(at):
            return at, at
        if self._is(at, "parts"):
            return self._harmed(at, at)
        if self._is(at, "articles") and self._together(at, at + 1):  # "removed the gallbladder"
            led = spoken.word(at - 1) in self._in or spoken.word(at - 1) in self._into
            return None if led or self._is(at + 1, "hospital") else self._harmed(at, at + 1)
        return None

    def _harmed(self, first: int, last: int) -> tuple[int, int] | None:
        """A part of the body with what happened to it shortly before or behind; ``None`` where nothing did."""
        for at, step in ((last, 1), (first, -1)):
            for near in range(1, _NEAR + 1):
                place = at + step * near
                if not 0 <= place < len(self.spoken.words) or not self._together(at, place):
                    break
                if self._is(place, "harm") or (self._is(place, "missing") and near < 3):
                    return min(first, place), max(last, place)
        return None

    def _disease(self, at: int) -> bool:
        """Whether a word is shaped as the names of diseases are: "-itis", "-оз", "-ома"."""
        word, read = self.spoken.words[at], self._reading(at)
        return len(word) > 5 and not read.verb and self.lexicon.disease(word)
