"""The town or village where a private person lives or comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterclaim.redaction.dictionary import grammar_of
from counterclaim.redaction.ground import Ground
from counterclaim.redaction.lexicon import load_lexicon
from counterclaim.redaction.mark import Found
from counterclaim.redaction.speech import Spoken


def hometowns(spoken: Spoken) -> Iterator[Found]:
    """Home towns told in a call."""
    yield from _Homes(spoken, load_lexicon(), call=True).homes()


_VOWEL = re.compile("[аеиоуыэюяіїє]")
_DESCRIBES = re.compile(r"(?:[ыиі]й|ой|ая|ої|ій|ое|[еє]|ого|его|ому|ему|[ыи]х|[ыиі]е|і)$")  # before the noun of a name
_NO_NOUNS = ("ADVB", "VERB", "CONJ", "PREP", "NPRO")  # what an adjective does not stand before
_LOCALS = re.compile(r"(?:[сц]к|[сцз]ьк)(?:ий|ая|ие|а|і)$")  # people of a town by the adjective of it


class _Homes(Ground):
    def homes(self) -> Iterator[Found]:
        """The town or village where somebody lives or comes from."""
        spoken = self.spoken
        for at in range(1, len(spoken.words)):
            local = self._local(at)
            if not (local or self._placelike(at) or self._sole_answer(at) or self._of_a_person(at)):
                continue
            same = spoken.turns[at] == spoken.turns[at - 1]
            come = same and self._is(at - 1, "from") and self._comes(at)
            linked = self._linked_from(at) if same else None
            come = come or (same and spoken.words[at - 1] == "to" and spoken.word(at - 2) == "home")
            come = come or self._sole_answer(at) or self._of_a_person(at)
            if not (local or come or linked or (same and self._lives(at)) or self._answers(at) or self._of_somebody(at)
                    or self._moved(at)):  # fmt: skip
                continue
            first, last = linked or at, at
            if self._is(at, "village"):
                last = self._village(at)
            elif self._adjective(at) or self._is(at + 1, "second_word"):
                follows = at + 1
                if follows < len(spoken.words) and spoken.joined(follows) and len(spoken.words[follows]) > 3:
                    if (spoken.upper[follows] or not spoken.cased) and not self._verb(follows):
                        last = follows
            named = not self._is(last, "no_place") or (last > at and self._is(last, "district"))
            if not named or (last == at and self._is(at, "village")):
                continue
            last = self._further(last)
            last = self._with_district(last)
            yield Found(spoken.starts[first], spoken.ends[last], "address", spoken.words[at][:5])

    def _village(self, at: int) -> int:
        """The last word of a name behind the word for a village: "деревне крутой лог"; ``at`` where none follows."""
        spoken, last = self.spoken, at
        if spoken.words[at].isascii() and spoken.word(at + 1) == "of":
            last = at + 1
        while last - at < 2 and spoken.joined(last + 1) and spoken.turns[last + 1] == spoken.turns[at]:
            read = self._reading(last + 1)
            named = (spoken.upper[last + 1] or not spoken.cased) and len(spoken.words[last + 1]) > 2 - (last > at)
            other = any(self._is(last + 1, key) for key in ("no_place", "home", "in", "from", "stand", "at_home"))
            if not named or other or read.verb or read.small or self._number(last + 1) or self._kin(last + 1):
                break
            last += 1
            if not _DESCRIBES.search(spoken.words[last]):
                break
        return at if spoken.words[last] == "of" else last

    def _further(self, last: int) -> int:
        """The last word of a place that is told more closely: "Odesa in Moldavanka", "козятина село махаринці"."""
        spoken = self.spoken
        while True:
            more = last + 1
            while spoken.joined(more) and spoken.turns[more] == spoken.turns[last] and more - last < 3 and (
                self._is(more, "in") or self._is(more, "from") or self._is(more, "village")
            ):  # fmt: skip
                more += 1
            if self._street_behind(more):
                return more + 1
            if not (spoken.joined(more) and spoken.turns[more] == spoken.turns[last]) or self._is(more, "no_place"):
                return last
            read, told = self._reading(more), self._is(more - 1, "village")
            if (
                self.town(more)
                or (spoken.cased and spoken.upper[more] and more == last + 1)
                or (told and not (read.verb or read.small))
                or (more > last + 1 and (self._strange(more) or self._is(more, "streets")))
            ):
                last = more
            else:
                return last

    def _street_behind(self, at: int) -> bool:
        """Whether a street and its number follow a comma behind a town: "Bila Tserkva, Haharina 5"."""
        spoken = self.spoken
        if at + 1 >= len(spoken.words) or spoken.gaps[at] != "," or not spoken.upper[at]:
            return False
        return self._number(at + 1) and spoken.joined(at + 1)

    def _strange(self, at: int) -> bool:
        """Whether no dictionary knows a word."""
        word = self.spoken.words[at]
        if word.isascii():
            return self.lexicon.unusual(word)
        said = len(word) > 3 and _VOWEL.search(word) is not None
        return said and not self._reading(at).known and self.lexicon.person(word) is None

    def _with_district(self, last: int) -> int:
        """The last word of a place with its district or region: "села дмитрівка знам'янського району"."""
        spoken, size = self.spoken, len(self.spoken.words)
        for more in (last + 1, last + 2):
            if more < size and spoken.joined(more) and self._is(more, "district"):
                return more
        if last + 2 < size and spoken.joined(last + 1) and spoken.joined(last + 2):
            if self._is(last + 1, "nearby") and (self.town(last + 2) or self.lexicon.unusual(spoken.words[last + 2])):
                return last + 2
            numbered = last + 2 if self._is(last + 1, "in") or spoken.words[last + 1] == "the" else last + 1
            if (self.ordinal(numbered) or self._number(numbered)) and self._is(numbered + 1, "street"):
                return numbered + 1
        return last

    def _moved(self, at: int) -> bool:
        """ "переїхала до дрогобича", "перебрались в тулу": a town behind a word of moving house."""
        spoken = self.spoken
        if not (self._is(at - 1, "in") or self._is(at - 1, "into")) or spoken.turns[at - 1] != spoken.turns[at]:
            return False
        near = range(max(0, at - 4), at - 1)
        moved = any(self._is(k, "moved") and spoken.turns[k] == spoken.turns[at] for k in near)
        return moved and (self.town(at) or self._strange(at))

    def _kin_before(self, at: int) -> bool:
        """Whether kin stand before a word, past "my", "is" and "now"."""
        back = at
        while back > at - 3 and back > 0 and self._is(back, "stand"):
            back -= 1
        return back >= 0 and self._kin(back) and self.spoken.turns[back] == self.spoken.turns[at]

    def _placelike(self, at: int) -> bool:
        """Whether a word can be the name of a town or village."""
        spoken, word = self.spoken, self.spoken.words[at]
        if len(word) < 3 or word[0].isdigit() or word in self.lexicon.numbers:
            return False
        if self._is(at, "village") and self._village(at) > at:
            return True
        if word in self.lexicon.list("around_dates.ordinals") or word in self.lexicon.list("around_dates.months"):
            return False
        if any(self._is(at, key) for key in ("no_place", "from", "in", "street", "flat", "house", "home", "moves")):
            return False
        if self._kin(at) or (spoken.cased and not spoken.upper[at]):
            return False
        if self._is(at, "village") or (self.town(at) and not self._describes_a_thing(at)):
            return True
        if self._is(at + 1, "second_word") or (self._adjective(at) and self._is(at + 1, "district")):
            return True
        read = self._reading(at)
        if word.isascii():
            proper = spoken.upper[at] and not spoken.opens(at)
            return proper or (not spoken.cased and self.lexicon.unusual(word))
        if read.given or (read.surname and not read.common) or read.small or read.verb or read.being:
            return spoken.upper[at] and not read.small and not read.verb and not self.lexicon.person(word)
        if not read.known:
            return True
        if spoken.upper[at] and not spoken.opens(at):
            return True
        if self._adjective(at):
            after = self._reading(at + 1)
            return spoken.joined(at + 1) and (after.place or not after.known) if at + 1 < len(spoken.words) else False
        return False

    def _describes_a_thing(self, at: int) -> bool:
        """Whether an adjective stands before a common noun that is no part of a name: "с красным крестом"."""
        if self._is(at + 1, "second_word") or self._is(at + 1, "district") or not self.spoken.joined(at + 1):
            return False
        after = self._reading(at + 1)
        plain = after.common and not (after.place or after.verb or after.small or after.given)
        return plain and not self.spoken.upper[at] and grammar_of(self.spoken.words[at], self._languages)[0] == "ADJF"

    def _answers(self, at: int) -> bool:
        """Whether a short turn answers where somebody is from or lives."""
        spoken = self.spoken
        turn, first = spoken.turns[at], at
        while first > 0 and spoken.turns[first - 1] == turn:
            first -= 1
        if first == 0 or at - first > 4 or spoken.turns[first - 1] != turn - 1:
            return False
        told = any(self._is(k, "from") for k in spoken.turn(turn - 1))
        back = self._is(first - 1, "in_turn") and (told or self._asked_home(turn - 2))  # "samara, and you"
        if not (back or self._asked_home(turn - 1)):
            return False
        read = self._reading(at)
        if spoken.words[at].isascii():
            return at == first and len(spoken.words[at]) > 3
        strange = not read.known and _VOWEL.search(spoken.words[at]) is not None
        return self.town(at) or spoken.upper[at] or self._is(at - 1, "from") or strange or self._is(at, "village")

    def _sole_answer(self, at: int) -> bool:
        """ "– звідки – із сколе": any word but a small one right behind "from" that opens an answer."""
        if not (self._is(at - 1, "from") and self._asked_home(self.spoken.turns[at] - 1)):
            return False
        opens = at == 1 or self.spoken.turns[at - 2] != self.spoken.turns[at]
        read = self._reading(at)
        return (
            opens and len(self.spoken.words[at]) > 3 and not (read.small or self._is(at, "no_place") or self._kin(at))
        )

    def _of_a_person(self, at: int) -> bool:
        """ "сват кирило з березного": a town with an adjective's form, behind a person, last of a turn."""
        if not (self._adjective(at) and self._is(at - 1, "from") and self._last(at)) or self._is(at, "no_place"):
            return False
        told = self.lexicon.person(self.spoken.word(at - 2)) is not None or self._kin(at - 2)
        return told and self.spoken.turns[at - 2] == self.spoken.turns[at]

    def _of_somebody(self, at: int) -> bool:
        """ "a lad of the same town, Kotlas", "a chita boy", "мы сами псковские": a town beside words for one's own."""
        if _LOCALS.search(self.spoken.words[at]) and self._is(at - 1, "born_in") and self._is(at - 2, "mine"):
            return not self._is(at, "no_place")
        if self._is(at + 1, "folk") and self._is(at, "towns") and self.spoken.joined(at + 1):
            return True
        if not self._is(at - 1, "own_town") or self.spoken.gaps[at].strip() not in ("", "."):
            return False
        return self._reading(at).place or self.spoken.upper[at]

    def _local(self, at: int) -> bool:
        """ "да я вологодский", "а ми косівські": who says that a town is theirs, and no more."""
        spoken = self.spoken
        if not _LOCALS.search(spoken.words[at]) or spoken.turns[at - 1] != spoken.turns[at]:
            return False
        closed = self._last(at) or self._is(at + 1, "from")
        if not (closed or grammar_of(spoken.words[at + 1], self._languages)[0] in _NO_NOUNS):
            return False
        whose = at - 2 if self._is(at - 1, "born_in") and spoken.turns[at - 2] == spoken.turns[at] else at - 1
        own = spoken.word(whose) in self.lexicon.list("around_names.partners") or self._is(whose, "in_turn")
        return own and not self._is(at, "no_place") and not self.at_war(at)

    def _with_somebody(self, at: int) -> bool:
        """ "у зинаиды в балашихе": a town behind those who are at home there."""
        host = at - 2
        if not self._is(host - 1, "at_ours") or self.spoken.turns[max(host, 0)] != self.spoken.turns[at]:
            return False
        return self._kin(host) or self.lexicon.person(self.spoken.word(host)) is not None

    def _clause_of_home(self, at: int) -> bool:
        """Whether the same clause says, some words on, that people live there: "в туле на зелёной мы живём"."""
        for ahead in range(at + 1, min(at + 7, len(self.spoken.words))):
            if not self._same_breath(ahead) or self._is(ahead, "war"):
                return False
            if self._is(ahead, "home"):
                return True
        return False

    def _verb(self, at: int) -> bool:
        return bool(re.search(r"(?:ть|ти|ет|ит|ут|ют|ал|ил|ла|ли|ем|им)$", self.spoken.word(at)))

    def _comes(self, at: int) -> bool:
        """ "я сам из энгельса", "i'm from …": somebody with "from", and no verb of motion between."""
        spoken = self.spoken
        if spoken.cased and not spoken.upper[at]:
            return False
        if (self._is(at + 1, "born_in") or (self._is(at + 1, "mine") and self._last(at + 1))) and self.town(at):
            return not self.at_war(at) and spoken.turns[at + 1] == spoken.turns[at]
        before = at - 2
        if before < 0 or spoken.turns[before] != spoken.turns[at]:
            return False
        if self._is(before, "born_in"):
            return True
        told = self._is(at + 1, "second_word") or (self._adjective(at) and self._is(at + 1, "district"))
        if self._is(before, "folk") and (self.town(at) or told or self.lexicon.unusual(spoken.words[at])):
            return True
        if self.town(at) and not self.at_war(at) and not any(self._moves(k) for k in spoken.turn(spoken.turns[at])):
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

    def _linked_from(self, at: int) -> int | None:
        """The first word behind "from" of what leads to a place: "з-під броварів", "from a village near tambov"."""
        spoken, first = self.spoken, at
        while first > at - 6 and spoken.joined(first) and (
            self._is(first - 1, "nearby") or self._is(first - 1, "links") or self._is(first - 1, "village")
        ):  # fmt: skip
            first -= 1
        home = self._is(first - 1, "in") and any(self._is(k, "home") for k in (first - 2, first - 3))
        if first == at or not (home or self._is(first - 1, "from")) or not (self.town(at) or self._strange(at)):
            return None
        goes = any(self._moves(k) for k in range(spoken.turn(spoken.turns[at])[0], first - 1))
        if goes or self.at_war(at):
            return None
        while first < at and (self._is(first, "nearby") or spoken.words[first] in ("a", "the")):
            first += 1
        return next((k + 1 for k in range(at - 1, first - 1, -1) if self._is(k, "called")), first)

    def _last(self, at: int) -> bool:
        """Whether a turn ends with a word."""
        return at + 1 >= len(self.spoken.words) or self.spoken.turns[at + 1] != self.spoken.turns[at]

    def _moves(self, at: int) -> bool:
        """Whether a word tells of going or sending, so that "from" tells whence and not of whom."""
        return self.spoken.words[at] in self.lexicon.list("addresses.moves")

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
        if self._is(at - 2, "born_in") and not self._is(at - 2, "from") and (self.town(at) or self._strange(at)):
            return True  # "born in grozny"
        if self._is(at, "village") and self._is(at - 2, "own_house") and not (moved or self.at_war(at)):
            return True
        if spoken.word(at - 2) in ("is", "was") and self._is(at - 3, "own_house") and not (moved or self.at_war(at)):
            return self.town(at) or self._strange(at)  # "our house is in boise"
        if self._is(at - 2, "own_people") and self._is(at - 3, "at_ours") and self._reading(at).place and not moved:
            return True
        if self._kin_before(at - 2) and spoken.words[at - 1] not in ("на", "near", "outside") and not moved:
            return True
        if (self.town(at) or self._strange(at)) and (self._clause_of_home(at) or self._with_somebody(at)):
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
