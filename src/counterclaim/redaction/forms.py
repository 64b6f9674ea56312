"""What a word is by itself: nothing but a name, a name and a common word, a surname by its look, or none.

Names of persons are told by the dictionaries of pymorphy3, by lists of names and by the endings of surnames.
"""

from __future__ import annotations

import re

from counterclaim.redaction.dictionary import languages_of, reading_of
from counterclaim.redaction.lexicon import Lexicon
from counterclaim.redaction.speech import Spoken

_KEYS = (
    "kin", "people", "between", "names_next", "greetings", "verbs", "joins", "no_surname", "things",
    "blessings", "spoken_to", "ranks", "it_is", "before_places", "openers", "asked", "no_name", "deeds",
    "dated", "after_places", "capitals", "sacred", "near_names", "out_of", "virtues", "personal_deeds",
    "articles", "more_deeds", "determiners", "taken",
    "objects", "partners", "endearing", "being", "only_places", "titles", "wanted", "is", "ours",
    "told", "called_out", "conjunctions", "asking", "whereabouts", "towards", "small_words",
    "with", "pairs", "there", "how", "blame", "units", "many", "asked_of",
    "which_one", "asked_where", "trades", "others", "well", "into_body", "told_of",
)  # fmt: skip
SURE, WEAK = 2, 1
_OF_A_TOWN = re.compile(r"[а-яіїєґ']{2,}(?:[сц]к|[сцз]ьк)(?:ий|ого|ому|им|ая|ой|ую|ою|ое|ом|ие|их|а|у|е|і|ій|ої)")
_OBLIQUE = re.compile(r"(?:ого|ому|им|ой|ої|ою|ом|их|ую)$")
_SYLLABLE = re.compile("[bcdfghjklmnprstvwz][aeiouy][a-z]")  # "bez", no "afv"


class Forms:
    """The words of one text, each with what the dictionaries and lists say of it as a name."""

    def __init__(self, spoken: Spoken, lexicon: Lexicon) -> None:
        self.spoken, self.lexicon = spoken, lexicon
        self._lists = {key: lexicon.list(f"around_names.{key}") for key in _KEYS}
        self._roles = lexicon.list("public.roles")
        self.languages = languages_of(spoken.folded)
        self.read = [reading_of(word, self.languages) for word in spoken.words]
        self._person = [self._given_key(at) for at in range(len(spoken.words))]
        self.strength = [self._strength(at) for at in range(len(spoken.words))]
        self.sure = [strength == SURE for strength in self.strength]

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
        if len(word) < 2 or word[0].isdigit() or self._is(at, "no_name") or self._dotted(at) or self._of_a_date(at):
            return 0
        if not self.spoken.upper[at] and (self._is(at, "kin") or self._describes(at)):
            return 0
        if read.small and (not self._proper(at) or self.spoken.gaps[at].endswith(":")):
            return 0  # "Вас выведут?", "B: Вас выведут?": you, though Vasya may be called so
        weak = word in lexicon.weak and not self._surname_alone(at)
        if not weak and (self._person[at] is not None or self.is_patronymic(at)):
            return SURE
        listed = word in lexicon.surnames and not self._placed(at)  # towns are called so too
        if not weak and not self._is(at, "no_surname") and (listed or not read.place):
            if word in lexicon.surnames and not (read.small or read.verb):
                return SURE
            if read.surname and not read.common and not read.given and len(word) > 3:
                return SURE
            if (read.surname or not read.known) and lexicon.sure_surname(word) and not word.isascii():
                return SURE
            if word.isascii() and lexicon.sure_surname(word) and word not in lexicon.given:
                return SURE
        foreign = self.languages == ("uk",) and self._unknown(at) and lexicon.deed_like(word)
        russian = foreign and reading_of(word, ("ru",))  # a word of the other language, in mixed speech
        if russian and not (
            weak or self._many(at) or self._is(at, "no_surname") or (russian.known and not russian.surname)
        ):
            return SURE  # in Ukrainian "-ов" is no case of a noun
        if (weak and (word in lexicon.given or word in lexicon.surnames)) or self._is(at, "trades"):
            return WEAK
        if word.isascii() and len(word) > 3 and not self._is(at, "no_surname") and lexicon.shortened(word):
            return WEAK
        if read.given or ((word in lexicon.surnames or read.surname) and not self._is(at, "no_surname")):
            return WEAK
        return 0

    def _describes(self, at: int) -> bool:
        """Whether an adjective stands before the noun of a thing: "берёзовский район", not "березовский пришёл"."""
        if not self.spoken.joined(at + 1) or _OF_A_TOWN.fullmatch(self.spoken.words[at]) is None:
            return False
        after = self.read[at + 1]
        if not after.common or after.small or after.verb or after.being or after.given or after.patronymic:
            return False
        oblique = _OBLIQUE.search(self.spoken.words[at]) is not None  # "у березовского нога болит"
        return oblique != (self.spoken.words[at + 1] in after.nouns)

    def _of_a_date(self, at: int) -> bool:
        """Whether a word is a month behind its day: "3 марта", "fifth of june"."""
        lexicon, day = self.lexicon, at - 2 if self.spoken.word(at - 1) == "of" else at - 1
        if self.spoken.words[at] not in lexicon.list("around_dates.months"):
            return False
        word = self.spoken.word(day)
        return word.isdigit() or (word in lexicon.list("around_dates.ordinals") and word not in lexicon.numbers)

    def _dotted(self, at: int) -> bool:
        """Whether a word stands beside a spoken dot: a part of an address on the web."""
        dots = self.lexicon.list("spelled.dot")
        return any(self.spoken.word(k) in dots and self.spoken.turns[k] == self.spoken.turns[at]
                   for k in (at - 1, at + 1) if 0 <= k < len(self.spoken.words))  # fmt: skip

    def _surname_alone(self, at: int) -> bool:
        """Whether a case of a surname is no common word, though its base form is one: "соколову"."""
        word, read = self.spoken.words[at], self.read[at]
        return word in self.lexicon.surnames and read.surname and not (read.common or read.given or read.place)

    def is_patronymic(self, at: int) -> bool:
        """Whether a word is a father's name: "сергеевич", "петрівна", "михалыч"."""
        read, word = self.read[at], self.spoken.words[at]
        return read.patronymic and not read.being if read.known else self.lexicon.patronymic(word)

    def may_be_given(self, at: int) -> bool:
        """Whether a word is a given name, whatever else it is."""
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
        if spoken.gaps[at].endswith(":") and "\n" not in spoken.gaps[at - 1] and at > 1:
            return True  # "recipient: Petrov", where it is no speaker's label
        return not spoken.opens(at) or not (spoken.cased or spoken.sentences(at))

    def _unknown(self, at: int) -> bool:
        """Whether neither a dictionary nor the lexicon knows a word."""
        word = self.spoken.words[at]
        read = self.read[at]
        if word.isascii():
            short = len(word) == 3 and _SYLLABLE.fullmatch(word) is None
            return not short and self.lexicon.unusual(word) and word not in self.lexicon.list("addresses.towns")
        return len(word) > 2 and not read.known and not read.verb and word not in self.lexicon.numbers

    def _ends_as_surname(self, at: int) -> bool:
        word, read = self.spoken.words[at], self.read[at]
        if word in self.lexicon.surnames or self.lexicon.surname_like(word):
            return True
        return read.surname and (read.being or not read.common)

    def _plain_surname(self, at: int) -> bool:
        """Whether an English word in small letters behind a rank can be a surname: none of deeds, none inflected."""
        word = self.spoken.words[at]
        return len(word) > 3 and not self._is(at, "no_surname") and not word.endswith(("s", "ed", "ing", "ly"))

    def _introduced(self, at: int) -> bool:
        """Whether an unknown word after "my name is" can be a name: no word of one or two letters."""
        word, read = self.spoken.words[at], self.read[at]
        if len(word) < 4 or read.small or read.verb or word in self.lexicon.numbers:
            return False
        return not self._is(at, "no_surname")

    def _many(self, at: int) -> bool:
        """Whether a word is told as several of a thing: "десять мавиков", "без птуров"."""
        before = self.spoken.word(at - 1)
        return before in self.lexicon.numbers or before.isdigit() or self._is(at - 1, "many") or self._placed(at)

    def _placed(self, at: int) -> bool:
        """Whether what stands before a word says that it is a place or the name of a thing."""
        return self._is(at - 1, "before_places") or self._is(at - 1, "things")
