"""Names of private persons: given names, diminutives, patronymics and surnames, in small letters too.

A form that is nothing but a name is one. A form that is a common word as well ("надежда", "will"), that only looks like
a surname, or that no dictionary knows, needs words around it that say so: kin or rank before it, a greeting, an
introduction, another name beside it, or a capital where small letters are the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.redaction.dictionary import Reading, languages_of, reading_of
from counterclaim.redaction.lexicon import Lexicon, load_lexicon
from counterclaim.redaction.mark import Found
from counterclaim.redaction.speech import Spoken

_KEYS = (
    "kin", "people", "between", "names_next", "greetings", "verbs", "joins", "no_surname", "things",
    "blessings", "spoken_to", "ranks", "it_is", "before_places", "openers", "asked", "no_name", "deeds",
    "dated", "after_places", "capitals", "sacred", "near_names", "out_of", "virtues", "personal_deeds",
    "which", "articles", "more_deeds", "partners",
)  # fmt: skip
_SURE, _WEAK = 2, 1


def names(spoken: Spoken) -> Iterator[Found]:
    """Names of private persons, one find a person and place, with the key that all forms of one name share."""
    finder = _Finder(spoken, load_lexicon())
    yield from finder.found()


class _Finder:
    def __init__(self, spoken: Spoken, lexicon: Lexicon) -> None:
        self.spoken, self.lexicon = spoken, lexicon
        self._lists = {key: lexicon.list(f"around_names.{key}") for key in _KEYS}
        self._roles = lexicon.list("public.roles")
        languages = languages_of(spoken.folded)
        self.read = [reading_of(word, languages) for word in spoken.words]
        self._person = [self._given_key(at) for at in range(len(spoken.words))]
        self.strength = [self._strength(at) for at in range(len(spoken.words))]
        self.sure = [strength == _SURE for strength in self.strength]

    def found(self) -> Iterator[Found]:
        spoken = self.spoken
        size = len(spoken.words)
        named = [sure or self._by_words_around(at) for at, sure in enumerate(self.sure)]
        known = {key for at, key in enumerate(self._person) if key is not None and named[at]}
        known_words = {spoken.words[at] for at in range(size) if named[at]}
        for at in range(size):
            if not named[at] and self._again(at, known, known_words):
                named[at] = True
        for at in range(size):  # who stands beside a name by "and" is named too
            if not named[at] and self.strength[at] == _WEAK and not self.read[at].small:
                named[at] = self._beside_by_and(named, at)
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
                yield self._as_found(at, last)
            at = last + 1

    def _beside_by_and(self, named: list[bool], at: int) -> bool:
        """Whether "and" ties a form that may be a common word to a name: a given name to such, a surname to any."""
        spoken, given = self.spoken, self._may_be_given(at)
        if self._is(at, "virtues") or not (given or (self._ends_as_surname(at) and len(spoken.words[at]) > 3)):
            return False
        for join, other in ((at - 1, at - 2), (at + 1, at + 2)):
            if 0 <= other < len(named) and self._is(join, "joins") and spoken.turns[other] == spoken.turns[at]:
                if named[other] and (not given or self._may_be_given(other)):
                    return True
        return False

    # ------------------------------------------------------------------------------------------- single words

    def _is(self, at: int, key: str) -> bool:
        """Whether word ``at`` stands in a list."""
        return 0 <= at < len(self.spoken.words) and self.spoken.words[at] in self._lists[key]

    def _given_key(self, at: int) -> str | None:
        """The person whose given or pet name a word is, as far as it names nothing else."""
        word, read = self.spoken.words[at], self.read[at]
        key = self.lexicon.person(word)
        if key is not None and (word in self.lexicon.given or not read.common):
            return key
        if read.given and not (read.common or read.place or read.surname) and len(word) > 2:
            return self.lexicon.given.get(read.lemma, read.lemma)
        return None

    def _strength(self, at: int) -> int:
        """Whether a word is a name whatever stands around it (2), only where words around say so (1), or none."""
        word, read, lexicon = self.spoken.words[at], self.read[at], self.lexicon
        if len(word) < 2 or word[0].isdigit() or self._is(at, "no_name"):
            return 0
        if read.small and (not self._proper(at) or self.spoken.gaps[at].endswith(":")):
            return 0  # "Вас выведут?", "B: Вас выведут?": you, though Vasya may be called so
        weak = word in lexicon.weak and not self._surname_alone(at)
        if not weak and (self._person[at] is not None or self.is_patronymic(at)):
            return _SURE
        listed = word in lexicon.surnames and not self._placed(at)  # towns are called so too
        if not weak and not self._is(at, "no_surname") and (listed or not read.place):
            if word in lexicon.surnames and not (read.small or read.verb):
                return _SURE
            if read.surname and not read.common and not read.given and len(word) > 3:
                return _SURE
            if (read.surname or not read.known) and lexicon.sure_surname(word) and not word.isascii():
                return _SURE
            if word.isascii() and lexicon.sure_surname(word) and word not in lexicon.given:
                return _SURE
        if weak and (word in lexicon.given or word in lexicon.surnames):
            return _WEAK
        if word.isascii() and len(word) > 3 and not self._is(at, "no_surname") and lexicon.shortened(word):
            return _WEAK
        if read.given or ((word in lexicon.surnames or read.surname) and not self._is(at, "no_surname")):
            return _WEAK
        return 0

    def _surname_alone(self, at: int) -> bool:
        """Whether a case of a surname is no common word, though its base form is one: "соколову"."""
        word, read = self.spoken.words[at], self.read[at]
        return word in self.lexicon.surnames and read.surname and not (read.common or read.given or read.place)

    def is_patronymic(self, at: int) -> bool:
        """Whether a word is a father's name: "сергеевич", "петрівна", "михалыч"."""
        read, word = self.read[at], self.spoken.words[at]
        return read.patronymic and not read.being if read.known else self.lexicon.patronymic(word)

    def _may_be_given(self, at: int) -> bool:
        word = self.spoken.words[at]
        return word in self.lexicon.given or self.read[at].given or (word.isascii() and self.lexicon.shortened(word))

    def _shaped(self, at: int) -> bool:
        """Whether a word ends as surnames do, and is no common word."""
        word, read = self.spoken.words[at], self.read[at]
        if len(word) < 4 or self._is(at, "no_surname") or read.small or read.verb:
            return False
        return word in self.lexicon.surnames or read.surname or (not read.common and self.lexicon.surname_like(word))

    def _proper(self, at: int) -> bool:
        """Whether a capital says something: none does where a sentence begins, unless small letters are the rule."""
        spoken = self.spoken
        if not spoken.upper[at]:
            return False
        return not spoken.opens(at) or spoken.gaps[at].endswith(":") or not (spoken.cased or spoken.sentences(at))

    def _unknown(self, at: int) -> bool:
        """Whether neither a dictionary nor the lexicon knows a word."""
        word = self.spoken.words[at]
        read = self.read[at]
        if word.isascii():
            return len(word) > 3 and self.lexicon.unusual(word) and word not in self.lexicon.list("addresses.towns")
        return len(word) > 2 and not read.known and not read.verb and word not in self.lexicon.numbers

    def _by_words_around(self, at: int) -> bool:
        """Whether a word that may be a name is told as one."""
        spoken, word = self.spoken, self.spoken.words[at]
        if len(word) < 2 or word[0].isdigit() or self._is(at, "no_name"):
            return False
        if any(self._is(at, key) for key in ("greetings", "spoken_to", "names_next", "joins")):
            return False
        if self._is(at + 1, "blessings"):
            return False
        small = spoken.cased and not spoken.upper[at]
        proper, before, read = self._proper(at), self._before(at), self.read[at]
        weak = self.strength[at] == _WEAK
        if weak and not small and self._weak_told(at, before, proper):
            return True
        if any(self._is(at, key) for key in ("kin", "people", "between")) or read.small or small:
            return False
        told = self._shaped(at) or proper or self._unknown(at)
        if before in self._lists["names_next"] and (told or weak or self._introduced(at)):
            return True
        if self._answers(at) and (told or weak or (word.isascii() and self._plain_surname(at))):
            return True
        joined = spoken.joined(at)
        if before in self._lists["ranks"] and joined and len(word) > 3 and not read.verb:
            if word.isascii() and not proper:
                return self._plain_surname(at) or word in self.lexicon.surnames
            if told:
                return True
        if before in self._lists["people"] and joined and told and not read.verb and len(word) > 3:
            return not self._placed(at) and (proper or not self.read[at].common)
        if before in self._lists["kin"] and joined and (proper or self._unknown(at)) and not self._placed(at):
            return len(word) > 3
        if (before in self._lists["greetings"] or before in self._lists["verbs"]) and joined and proper:
            return not read.common and not read.place and not self._placed(at)
        if self._beside_given(at, proper):
            return True
        if proper and not spoken.cased and not self._placed(at) and not read.place and not self._is(at, "capitals"):
            return len(word) > 2 and (word.isascii() or self._unknown(at) or weak or read.being or read.common)
        return self._does_a_deed(at) or self._listed(at) or self._stranger_told(at)

    def _weak_told(self, at: int, before: str, proper: bool) -> bool:
        """Whether words around a form that may be a common word say that it is a name."""
        spoken, lists, word = self.spoken, self._lists, self.spoken.words[at]
        given, long = self._may_be_given(at), len(word) > 3
        own = word in self.lexicon.given or word in self.lexicon.surnames or self.lexicon.shortened(word)
        kin = before in lists["kin"] or before in lists["people"] or before in lists["names_next"]
        if kin and (own or (long and proper)) and not (self.read[at].small or self.read[at].verb):
            return True
        if before in lists["ranks"] and spoken.joined(at) and long and not self.read[at].verb:
            return own or self.read[at].surname or proper
        if given and proper and not self.read[at].place and own:
            return not (self._placed(at) and word.isascii() and self._is(at, "dated"))
        if before in lists["greetings"] and long and own and self._called(at):
            return True
        if before in lists["verbs"] and given and own and long:
            return True
        if given and own and self._is_spoken_to(at):
            return True
        if given and own and long and self._acts(at):
            return True
        if self._surname_told(at, before, proper):
            return True
        if given and own and long and before in lists["near_names"]:
            return True
        if spoken.joined(at + 1) and given and at + 1 < len(spoken.words):
            if self.is_patronymic(at + 1):
                return True
            return self.strength[at + 1] == _SURE and self._person[at + 1] is None and self._ends_as_surname(at + 1)
        return False

    def _acts(self, at: int) -> bool:
        """Whether a verb follows a word, as if it were somebody who does something."""
        after = at + 1
        if after >= len(self.spoken.words) or not self.spoken.joined(after):
            return False
        if not self._subject(at):
            return False
        if self._is(at, "virtues"):
            return self._is(after, "personal_deeds")
        if self._is(after, "more_deeds"):  # a thing would have an article: "the bill was", but "bill was"
            return not self._is(at - 1, "articles")
        return self._is(after, "deeds") or (self.read[after].verb and not self.read[after].small)

    def _subject(self, at: int) -> bool:
        """Whether a form can be the subject of a clause: a name as it is listed, not one of its other cases."""
        word = self.spoken.words[at]
        return word in self.lexicon.bases or word not in self.lexicon.given

    def _surname_told(self, at: int, before: str, proper: bool) -> bool:
        """Whether a surname that is a common word too is told as somebody's: "коваль каже", "сорока з першої роти"."""
        word, read, lists = self.spoken.words[at], self.read[at], self._lists
        if len(word) < 4 or read.small or read.verb or any(self._is(at, key) for key in ("kin", "people", "ranks")):
            return False
        listed = word in self.lexicon.surnames
        if not (listed or (read.surname and (read.being or not read.common))):
            return False
        if proper and not self._placed(at):
            return True
        if not self.spoken.words[at].isascii() and (self._acts(at) or self._is(at + 1, "out_of")):
            return True
        return before in lists["verbs"] or before in lists["near_names"] or (listed and before in lists["people"])

    def _called(self, at: int) -> bool:
        """Whether a form after a greeting can be called out: a feminine or masculine base form, or a clause's end."""
        spoken = self.spoken
        ends = at + 1 == len(spoken.words) or spoken.turns[at + 1] != spoken.turns[at] or bool(spoken.gaps[at + 1])
        return ends or self._is(at + 1, "spoken_to") or not self.read[at].common or self._is(at + 1, "it_is")

    def _is_spoken_to(self, at: int) -> bool:
        """Whether a form that may be a common word is called out: "вер ты где", "это вера" at the end of a turn."""
        spoken, word = self.spoken, self.spoken.words[at]
        last = at + 1 == len(spoken.words) or spoken.turns[at + 1] != spoken.turns[at]
        if last and self._is(at - 1, "it_is") and spoken.turns[at - 1] == spoken.turns[at]:
            return True
        opening = spoken.opens(at) or self._is(at - 1, "openers")
        if opening and not last and self._is(at + 1, "spoken_to"):
            return True
        if opening and not last and "," in spoken.gaps[at + 1] and spoken.upper[at]:
            return True
        if opening and last and spoken.opens(at):
            return True
        turn = [spoken.words[k] for k in spoken.turn(spoken.turns[at])]
        return turn.count(word) > 1 and len(turn) < 12 and spoken.opens(at)

    def _beside_given(self, at: int, proper: bool) -> bool:
        """Whether a word that looks like a surname stands beside a given name."""
        spoken = self.spoken
        if len(spoken.words[at]) < 3 or self._is(at, "no_surname"):
            return False
        shaped = self._shaped(at) or (self.lexicon.deed_like(spoken.words[at]) and not self.read[at].small)
        unknown = proper and (self._unknown(at) or spoken.words[at].isascii())
        if not (shaped or unknown):
            return False
        if spoken.joined(at) and ((self.sure[at - 1] and self._person[at - 1]) or self.is_patronymic(at - 1)):
            if self.lexicon.deed_like(spoken.words[at]) and not self.read[at].small:
                return True
            if proper:
                return not self.read[at].place or shaped
            return shaped and self._ends_as_surname(at) and spoken.words[at] not in self._roles
        if at + 1 < len(spoken.words) and spoken.joined(at + 1) and self.sure[at + 1] and self._person[at + 1]:
            if at + 2 < len(spoken.words) and spoken.joined(at + 2) and self.is_patronymic(at + 2):
                return True
            ends = at + 2 >= len(spoken.words) or spoken.turns[at + 2] != spoken.turns[at]
            if spoken.opens(at) and ends and not self.read[at].common:
                return True
            return proper and not self._placed(at) and not (self.read[at].common and not self.read[at].surname)
        return False

    def _listed(self, at: int) -> bool:
        """Whether an unknown word stands beside a name by "and"."""
        if not self._unknown(at) or len(self.spoken.words[at]) < 4:
            return False
        sure, last = self.sure, len(self.spoken.words) - 2
        return bool((at > 1 and self._is(at - 1, "joins") and sure[at - 2])
                    or (at < last and self._is(at + 1, "joins") and sure[at + 2]))  # fmt: skip

    def _stranger_told(self, at: int) -> bool:
        """Whether a word that no list of English has owns, does or is asked for: "lapham's wife", "which lapham"."""
        spoken, word = self.spoken, self.spoken.words[at]
        if not (word.isascii() and self._unknown(at)) or self._placed(at) or word in self.lexicon.jargon:
            return False
        owns = spoken.word(at + 1) == "s" and (self._is(at + 2, "kin") or self._is(at + 2, "people"))
        if self._is(at - 1, "which") or owns:
            return not self._is(at - 1, "articles")
        if self._is(at - 1, "joins") and self._is(at - 2, "partners") and spoken.turns[at - 2] == spoken.turns[at]:
            return True  # "me and honza"
        if spoken.word(at - 1) == "the" and word.endswith("s") and self.lexicon.surname_like(word[:-1]):
            return True  # "the kowalskis"
        begins = spoken.opens(at) or self._is(at - 1, "openers") or self._is(at - 1, "joins")
        acts = [self._is(k, "deeds") or self._is(k, "more_deeds") for k in (at + 1, at + 3)]
        return begins and (acts[0] or (acts[1] and self._is(at + 1, "joins")))

    def _does_a_deed(self, at: int) -> bool:
        """Whether an unknown word that ends as surnames do does something: "цыренов пришёл"."""
        word = self.spoken.words[at]
        if len(word) > 4 and not word.isascii() and self._unknown(at) and not self._placed(at):
            if self._is(at + 1, "verbs") and self.spoken.joined(at + 1):
                return True
        if len(word) < 6 or self.read[at].known or self._is(at, "no_surname") or not self.lexicon.deed_like(word):
            return False
        return self._is(at + 1, "deeds") and self.spoken.joined(at + 1)

    def _ends_as_surname(self, at: int) -> bool:
        word, read = self.spoken.words[at], self.read[at]
        if word in self.lexicon.surnames or self.lexicon.surname_like(word):
            return True
        return read.surname and (read.being or not read.common)

    def _introduced(self, at: int) -> bool:
        """Whether an unknown word after "my name is" can be a name: no word of one or two letters."""
        word, read = self.spoken.words[at], self.read[at]
        if len(word) < 4 or read.small or read.verb or word in self.lexicon.numbers:
            return False
        return not self._is(at, "no_surname")

    def _answers(self, at: int) -> bool:
        """Whether a short turn answers a question for a name."""
        spoken = self.spoken
        turn = spoken.turns[at]
        first = at
        while first > 0 and spoken.turns[first - 1] == turn:
            first -= 1
        last = at
        while last + 1 < len(spoken.words) and spoken.turns[last + 1] == turn:
            last += 1
        if first == 0 or last - first > 3 or spoken.turns[first - 1] != turn - 1:
            return False
        if any(self._is(k, "asked") for k in (first - 1, first - 2) if k >= 0 and spoken.turns[k] == turn - 1):
            return True
        return at == first and self._is(first - 1, "ranks")

    def _plain_surname(self, at: int) -> bool:
        """Whether an English word in small letters behind a rank can be a surname: none of deeds, none inflected."""
        word = self.spoken.words[at]
        return len(word) > 3 and not self._is(at, "no_surname") and not word.endswith(("s", "ed", "ing", "ly"))

    def _placed(self, at: int) -> bool:
        """Whether what stands before a word says that it is a place or the name of a thing."""
        return self._is(at - 1, "before_places") or self._is(at - 1, "things")

    def _again(self, at: int, known: set[str], words: set[str]) -> bool:
        """Whether a form that may be a common word is of a name that the same text has without doubt."""
        spoken = self.spoken
        word = spoken.words[at]
        if len(word) < 3 or self._is(at + 1, "blessings") or (spoken.cased and not spoken.upper[at]):
            return False
        surname = word in words and len(word) > 4 and self.lexicon.deed_like(word)
        if self.strength[at] != _WEAK and not surname and not (self._unknown(at) and len(word) > 3):
            return False
        if self.read[at].small or self.read[at].verb:
            return False
        return (
            self.lexicon.given.get(word, "-") in known
            or surname
            or (word in words and (self._unknown(at) or len(word) > 4))
        )

    def _before(self, at: int) -> str:
        """The word before, past such words as "our" and "of the company"."""
        back = at - 1
        while back > at - 4 and back >= 0 and self._is(back, "between"):
            if self._is(back, "names_next"):
                break
            back -= 1
        if back < 0 or self.spoken.turns[back] != self.spoken.turns[at]:
            return ""
        return self.spoken.words[back]

    # ------------------------------------------------------------------------------------------- whole names

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
        if ranked and any(word in self.lexicon.list("public.shared") for word in own):
            return False
        for word in own:
            if word in figures:
                others = [self.lexicon.given.get(w, w) for w in own if w != word and w in self.lexicon.given]
                if not others or any(other in figures[word] for other in others):
                    return True
        if last + 1 < len(words) and words[last + 1] in figures and self.spoken.joined(last + 1):
            if any(self.lexicon.given.get(word) in figures[words[last + 1]] for word in own):
                return True
        if first > 0 and words[first - 1] in figures and self.spoken.joined(first):
            if any(self.lexicon.given.get(word) in figures[words[first - 1]] for word in own):
                return True
        for at in (first - 1, first - 2, first - 3):
            if at >= 0 and words[at] in self._roles and self.spoken.turns[at] == self.spoken.turns[first]:
                # the role must reach the name: only small words or the name of what is governed stand between
                return at == first - 1 or all(len(w) > 3 and not self.sure[k] for k, w in
                                              enumerate(words[at + 1 : first], at + 1))  # fmt: skip
        return False

    def _is_thing(self, first: int, last: int) -> bool:
        """Whether the words are the name of a thing: a ship, a saint, a street."""
        if self._is(last + 1, "after_places") and self.spoken.joined(last + 1) and first == last:
            return True
        if not self._is(first - 1, "things") or self.spoken.turns[first - 1] != self.spoken.turns[first]:
            return False
        return self._person[first] is None or not self.sure[first] or self._is(first - 1, "sacred")

    def _as_found(self, first: int, last: int) -> Found:
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
