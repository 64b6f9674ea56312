"""Names of private persons: given names, diminutives, patronymics and surnames, in small letters too.

A form that is nothing but a name is one. A form that is a common word as well ("надежда", "will"), that only looks like
a surname, or that no dictionary knows, needs words around it that say so: kin or rank before it, a greeting, an
introduction, another name beside it, or a capital where small letters are the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.redaction.bare import BareNames
from counterclaim.redaction.dictionary import Reading
from counterclaim.redaction.forms import WEAK
from counterclaim.redaction.mark import Found

# Lists whose words rules alone take for names.
_NOBODY = ("virtues", "kin", "ranks", "dated", "no_name", "no_surname", "capitals", "people", "blame", "only_places")


class Names(BareNames):
    """Names of one or more words, whose they are, and which are of nobody private."""

    def found(self) -> Iterator[Found]:
        """Names of private persons, one find a person and place, with the key that all forms of one name share."""
        spoken = self.spoken
        size = len(spoken.words)
        labels = [at for at in range(size) if self._labels(at)]
        named = [sure or self._by_words_around(at) or self._bare(at) for at, sure in enumerate(self.sure)]
        for at in labels if len(labels) > 1 else ():
            named[at] = True
        known = {key for at, key in enumerate(self._person) if key is not None and named[at]}
        known_words = {spoken.words[at] for at in range(size) if named[at]}
        surnames = {noun for at in range(size) if named[at] and self._is_surname(at) for noun in self.read[at].nouns}
        for at in range(size):
            if named[at]:
                continue
            in_case = self._is_surname(at) and not self.read[at].nouns.isdisjoint(surnames)
            named[at] = (in_case and not self.read[at].verb) or self._again(at, known, known_words)
        for at in range(size):  # who stands beside a name by "and" is named too
            if not named[at] and self.strength[at] == WEAK and not self.read[at].small:
                named[at] = self._beside_by_and(named, at)
        for first, last in self._runs():  # a roll that is read out
            if last - first > 1 and any(named[first : last + 1]):
                named[first : last + 1] = [True] * (last + 1 - first)
        at = 0
        while at < size:
            if not named[at]:
                at += 1
                continue
            last = at
            while (
                last + 1 < size
                and spoken.joined(last + 1)
                and last - at < 2
                and (named[last + 1] or self._goes_on(last + 1))
                and self._one_person(at, last + 1)
            ):
                last += 1
            if not self._is_public(at, last) and not self._is_thing(at, last):
                yield self.as_found(at, last)
            at = last + 1

    def _is_surname(self, at: int) -> bool:
        """Whether a word is a surname and a common word, not small where names have capitals: "дрозда"."""
        told = not self.spoken.cased or self.spoken.upper[at]
        return told and self.strength[at] == WEAK and not self.may_be_given(at) and not self._is(at, "virtues")

    def _labels(self, at: int) -> bool:
        """Whether a given name in a capital labels who writes a line: "Света: скинь номер"."""
        spoken = self.spoken
        begins = spoken.upper[at] and (at == 0 or "\n" in spoken.gaps[at])
        return begins and at + 1 < len(spoken.words) and spoken.gaps[at + 1] == ":" and self.may_be_given(at)

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Stretches of words that all may be surnames, with nothing between them: "амінов білий васін голуб"."""
        first = 0
        for at in range(len(self.spoken.words) + 1):
            going = at < len(self.spoken.words) and self._may_be_surname(at)
            if going and (at == first or self.spoken.joined(at) or self.spoken.gaps[at] == ","):
                continue
            if at > first:
                yield first, at - 1
            first = at if going else at + 1

    def _may_be_surname(self, at: int) -> bool:
        word, read = self.spoken.words[at], self.read[at]
        if self.strength[at] == 0 or read.small or len(word) < 4:
            return False
        return word in self.lexicon.surnames or read.surname or self.lexicon.deed_like(word)

    def _beside_by_and(self, named: list[bool], at: int) -> bool:
        """Whether "and" ties a form that may be a common word to a name: a given name to such, a surname to any."""
        spoken, given = self.spoken, self.may_be_given(at)
        if not (given or (self._ends_as_surname(at) and len(spoken.words[at]) > 3)):
            return False
        for join, other in ((at - 1, at - 2), (at + 1, at + 2)):
            if 0 <= other < len(named) and self._is(join, "joins") and spoken.turns[other] == spoken.turns[at]:
                listed = spoken.words[at] in self.lexicon.surnames
                if self._is(at, "virtues") and not (self.sure[other] and self._person[other]):
                    continue
                if named[other] and (not given or listed or self.may_be_given(other)):
                    return True
        return False

    def _again(self, at: int, known: set[str], words: set[str]) -> bool:
        """Whether a form that may be a common word is of a name that the same text has without doubt."""
        spoken = self.spoken
        word = spoken.words[at]
        if len(word) < 3 or self._blessed(at) or (spoken.cased and not spoken.upper[at]):
            return False
        if word.isascii() and self.strength[at] == WEAK and self._is(at - 1, "determiners"):
            return False  # "the art on the wall"
        surname = word in words and len(word) > 4 and self.lexicon.deed_like(word)
        if self.strength[at] != WEAK and not surname and not (self._unknown(at) and len(word) > 3):
            return False
        if self.read[at].small or self.read[at].verb:
            return False
        return (
            self.lexicon.given.get(word, "-") in known
            or surname
            or (word in words and (self._unknown(at) or len(word) > 4))
            or (word in words and self.may_be_given(at) and spoken.opens(at))
        )

    def _goes_on(self, at: int) -> bool:
        """Whether a word after a name is of the same name."""
        word = self.spoken.words[at]
        if self.spoken.cased and not self.spoken.upper[at]:
            return False
        return self.is_patronymic(at) or (word in self.lexicon.surnames and not self._is(at, "no_surname")
                                          and not self.read[at].verb)  # fmt: skip

    def _one_person(self, first: int, at: int) -> bool:
        """Whether word ``at`` goes on with the name that begins at ``first``: no second given name."""
        words, given = self.spoken.words, self.lexicon.given
        if self.is_patronymic(at) or words[at] in self.lexicon.surnames or self.read[at].surname:
            return True
        if self._person[at] or words[at] in given:
            return not any(self._person[k] or words[k] in given for k in range(first, at))
        return True

    def _is_public(self, first: int, last: int) -> bool:
        """Whether the name is a public figure's, or stands beside a public role."""
        words, figures = self.spoken.words, self.lexicon.figures
        own = words[first : last + 1]
        ranked = self._is(first - 1, "ranks") or self._is(first - 1, "kin")
        shared = self.lexicon.list("public.shared")
        if ranked and any(word in shared for word in own):
            return False
        if first == last and words[first] in shared and self._is_family(first):
            return False
        for word in own:
            if word in figures:
                others = [self.lexicon.given.get(w, w) for w in own if w != word and w in self.lexicon.given]
                if not others or any(other in figures[word] for other in others):
                    return True
        if last + 1 < len(words) and words[last + 1] in figures and self.spoken.joined(last + 1):
            if any(self.lexicon.given.get(word, word) in figures[words[last + 1]] for word in own):
                return True
        if first > 0 and words[first - 1] in figures and self.spoken.joined(first):
            if any(self.lexicon.given.get(word, word) in figures[words[first - 1]] for word in own):
                return True
        return self._in_office(first)

    def is_nobody(self, at: int) -> bool:
        """Whether a word is no private person's name whatever stands around it: a public figure's, kin, a thing."""
        word = self.spoken.words[at]
        if word in self.lexicon.figures or self.lexicon.thing(word) or any(self._is(at, key) for key in _NOBODY):
            return True
        if self._is_public(at, at) or self._blessed(at) or not (self.strength[at] or self._unknown(at)):
            return True
        read = self.read[at]
        given = self.spoken.joined(at) and self.sure[at - 1] and read.common and not read.being
        return given and word not in read.nouns  # "віддай петрові лопату"

    def _in_office(self, first: int) -> bool:
        """Whether a public role stands before the name, at most the name of what is governed between."""
        words = self.spoken.words
        for at in (first - 1, first - 2, first - 3):
            if at >= 0 and words[at] in self._roles and self.spoken.turns[at] == self.spoken.turns[first]:
                return at == first - 1 or all((len(w) > 3 or self._is(k, "between")) and not self.sure[k] for k, w in
                                              enumerate(words[at + 1 : first], at + 1))  # fmt: skip
        return False

    def _is_family(self, at: int) -> bool:
        """Whether a surname is told in the plural: "к кузнецовым", "the popovs"."""
        return self.lexicon.shapes["family"].fullmatch(self.spoken.words[at]) is not None

    def _is_thing(self, first: int, last: int) -> bool:
        """Whether the words are the name of a thing: a ship, a saint, a street."""
        if self._is(last + 1, "after_places") and self.spoken.joined(last + 1) and first == last:
            return True
        if not self._is(first - 1, "things") or self.spoken.turns[first - 1] != self.spoken.turns[first]:
            return False
        return self._person[first] is None or not self.sure[first] or self._is(first - 1, "sacred")

    def as_found(self, first: int, last: int) -> Found:
        """Words as one person's name."""
        spoken, given = self.spoken, self.lexicon.given
        own = spoken.words[first : last + 1]
        key = next(
            (key for at in range(first, last + 1) if (key := self._person[at] or given.get(spoken.words[at]))), None
        )
        if key is None:
            read: Reading = self.read[first]
            key = self.lexicon.surnames.get(own[0]) or (read.lemma if read.surname or read.given else "") or own[0]
        before = self._before(first)
        role = "Person"
        if before in self._lists["kin"] or self._is(first - 1, "kin"):
            role = "Relative"
        elif before in self._lists["greetings"] or (spoken.opens(first) and (first == 0 or "\n" in spoken.gaps[first])):
            role = "Speaker"
        return Found(spoken.starts[first], spoken.ends[last], "name", key, role)
