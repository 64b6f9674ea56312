"""Whether a word that is a name and a common word is told as a name by the grammar of its clause.

English puts an article, a number or another word before a noun that is counted; who stands bare between "tell" and a
verb is somebody. Russian and Ukrainian have no articles: there a verb of the other gender, a rank before, kin behind or
"we with" say it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from counterclaim.redaction.clauses import OF_A_MAN, Clauses
from counterclaim.redaction.dictionary import reading_of
from counterclaim.redaction.forms import WEAK

_LIKE_A_WOMAN = re.compile(r"[а-яіїєґ']+[ая]$")
_ADJECTIVE = re.compile(r"(?:[ыио]й|[ії]й|ая|а[яє])$")
_OF_NOBODY = re.compile(  # adjectives, verbs and what has no vowel
    r"(?:[ыио]й|[ії]й|ая|а[яє]|ые|ие|ого|его|ому|ему|ых|их|ть|ти|ся|сь|ка[мх]|[сцз]ьк[іа])$|^[^аеиоуыэюяіїє]+$"
)
_UNIT = 4  # words from somebody to the company that they are of


@lru_cache(maxsize=4)
def _frames(told: frozenset[str]) -> tuple[tuple[tuple[str, ...], tuple[str, ...], bool, bool], ...]:
    """Frames as the words before and behind somebody, and whether a turn begins and a clause ends with the frame."""
    parts = [(frame.strip("^$").partition("@"), frame) for frame in sorted(told)]
    return tuple(
        (tuple(left.split("_")[:-1]), tuple(right.split("_")[1:]), frame[0] == "^", frame[-1] == "$")
        for (left, _, right), frame in parts
    )


class BareNames(Clauses):
    """The words of one text, those that may be common words told from names by what stands on both sides."""

    def _bare(self, at: int) -> bool:
        """Whether a word that may be a common word stands where only somebody can."""
        spoken, word = self.spoken, self.spoken.words[at]
        if len(word) < 3 or (spoken.cased and not spoken.upper[at]) or self._blessed(at):
            return False
        if any(self._is(at, key) for key in ("no_name", "kin", "people", "ranks", "dated", "greetings", "openers")):
            return False
        if spoken.cased and self._proper(at) and not spoken.sentences(at) and self._capital(at):
            return True
        if self._unheard(at) or (self.strength[at] == WEAK and self._framed(at)):
            return True
        if word.isascii():
            says = self.spoken.opens(at) and self._is(at + 1, "personal_deeds")
            says = says or (self._ends(at) and self._is(at - 1, "towards") and not self._is(at, "virtues"))
            named = word in self.lexicon.bases or self._is(at, "trades") or (word in self.lexicon.surnames and says)
            return self.strength[at] == WEAK and named and (self._english_bare(at) or self._somebody_english(at))
        return self._ranked(at) or self._left_by_clause(at) or (self.strength[at] == WEAK and self._slavic_bare(at))

    def _framed(self, at: int) -> bool:
        """ "дай морозу трубку", "baker's wife": words on both sides that only somebody stands between."""
        keys = ("only_somebody",) if self._is(at, "virtues") else ("only_somebody", "frames")
        return any(
            self._fits(at, *frame) for key in keys for frame in _frames(self.lexicon.list(f"around_names.{key}").whole)
        )

    def _fits(self, at: int, left: tuple[str, ...], right: tuple[str, ...], begins: bool, ends: bool) -> bool:
        words, turns = self.spoken.words, self.spoken.turns
        first, last = at - len(left), at + len(right)
        if words[at + 1 : last + 1] != right or first < 0 or words[first:at] != left:
            return False
        if turns[first] != turns[last] or (begins and first > 0 and turns[first - 1] == turns[first]):
            return False
        return not ends or self._ends(last)

    def _unheard(self, at: int) -> bool:
        """Whether neither dictionary nor any list of the packs knows a Cyrillic word that can be somebody: "стешке"."""
        word = self.spoken.words[at]
        if word.isascii() or len(word) < 4 or not self._unknown(at) or self.lexicon.thing(word):
            return False
        if reading_of(word).known or reading_of(word).verb or _OF_NOBODY.search(word) or self.lexicon.named(word):
            return False
        before = self.spoken.word(at - 1)
        several = before in self.lexicon.numbers or before.isdigit() or self._is(at - 1, "many")
        return not (several or self._is(at - 1, "only_places") or self._is(at - 1, "things"))

    def _capital(self, at: int) -> bool:
        """Whether a capital inside a sentence is somebody's: no town's, no thing's, no part of a longer title."""
        spoken, word, read = self.spoken, self.spoken.words[at], self.read[at]
        if (
            any(self._is(at, key) for key in ("capitals", "no_surname", "only_places"))
            or read.place
            or word in self._roles
        ):
            return False
        if (
            spoken.text[spoken.starts[at] : spoken.ends[at]].isupper()
            or self.lexicon.thing(word)
            or self._dated_thing(at)
        ):
            return False
        described = any(_ADJECTIVE.search(noun) for noun in read.nouns)  # "пил с Рябым"
        person = read.being or read.surname or read.given or described
        if not (self.strength[at] == WEAK or self._unknown(at) or person):
            return False
        if (
            self._is(at - 1, "only_places")
            or self._is(at - 1, "things")
            or any(sign in spoken.gaps[at] for sign in '«"“„')
        ):
            return False
        titled = [k for k in (at - 1, at + 1) if self._inside(k, at) and spoken.upper[k] and spoken.joined(max(k, at))]
        if any(self._common_title(k) for k in titled) or (titled and _ADJECTIVE.search(word)):
            return False
        follows = self._inside(at + 1, at) and spoken.joined(at + 1) and not spoken.upper[at + 1]
        after = self.read[at + 1] if follows else None
        return not (described and after is not None and after.common and not (after.small or after.verb or after.being))

    def _dated_thing(self, at: int) -> bool:
        """Whether a number follows, as behind the name of a hill or a weapon: "Hill 214", "Град 1"."""
        after = self.spoken.word(at + 1)
        return bool(after) and after[0].isdigit() and self.spoken.joined(at + 1)

    def _common_title(self, at: int) -> bool:
        """Whether a word in a capital beside another is of a title: "Збройні Сили", "Новая Почта"."""
        return self.read[at].common and not (self.sure[at] or self.read[at].surname or self.spoken.opens(at))

    def _inside(self, at: int, other: int) -> bool:
        """Whether word ``at`` stands in the turn of another."""
        return 0 <= at < len(self.spoken.words) and self.spoken.turns[at] == self.spoken.turns[other]

    def _ends(self, at: int) -> bool:
        """Whether a clause ends with a word: the turn does, or a mark follows."""
        return not self._inside(at + 1, at) or bool(self.spoken.gaps[at + 1])

    def _english_bare(self, at: int) -> bool:
        """ "tell will the keys", "penny cried", "is grace still there", "miss you faith"; not "mark the map"."""
        left = at - 1
        while self._inside(left, at) and self._is(left, "endearing"):
            left -= 1
        short = self._inside(left - 1, at) and self.spoken.words[left] == "s"  # "where's", "that's"
        left -= short
        opens = not self._inside(left, at) or self.spoken.opens(at)
        if not (opens or short) and (self._is(left, "articles") or self._is(left, "determiners")):
            return False
        right = at + 1
        follows = not self._ends(at)
        great = self._is(at, "virtues")
        if not opens and self._is(left, "wanted" if short else "told"):
            return not (follows and self.spoken.words[right] == "of")
        if not (opens or great) and self._ends(at) and self._is(left, "called_out"):
            return True
        deed = follows and (self._is(right, "personal_deeds") or (not great and self._is(right, "deeds")))
        if (opens or self._is(left, "conjunctions")) and (deed or self._with_me(at)):
            return True
        if (
            opens
            and not great
            and self._inside(right + 1, at)
            and self._is(right, "is")
            and self._is(right + 1, "ours")
        ):
            return True  # "max is our sniper"
        if self._is(left, "asking") and follows and self._is(right, "whereabouts"):
            return True
        if great or opens:
            return False
        if self._inside(right, at) and self.spoken.words[right] == "s":
            return (
                not follows or self._is(right + 1, "kin") or self._is(right + 1, "people") or self._is(left, "towards")
            )
        return self._is(left, "being" if short else "towards") and (not follows or self._is(right, "small_words"))

    def _somebody_english(self, at: int) -> bool:
        """ "hit mark in the leg", "where is will now", "bill and the others", "rose you there": clauses of a body."""
        left, right = at - 1, at + 1
        opens = not self._inside(left, at) or self.spoken.opens(at)
        if not opens and (self._is(left, "articles") or self._is(left, "determiners")):
            return False
        if self._hurt(at):
            return True
        if opens and self._inside(right, at):
            company = self._is(right, "joins") and self._is(right + 1, "articles") and self._is(right + 2, "others")
            called = self.spoken.words[right] == "you" and self._is(right + 1, "well")
            well = self._is(right, "is") and self._is(right + 1, "whereabouts") and not self._is(at, "virtues")
            if company or called or well:
                return True
        sought = self._is(left, "is") and self._is(left - 1, "wanted") and self._inside(left - 1, at)
        return sought and (self._ends(at) or (self._is(right, "whereabouts") and self._ends(right)))

    def _hurt(self, at: int) -> bool:
        """ "they hit carter in the leg": who is hit in a part of the body."""
        parts = self.lexicon.list("medical.parts")
        hit = self._is(at - 1, "taken") and self._inside(at - 1, at)
        where = self._is(at + 1, "into_body") and any(self.spoken.word(k) in parts for k in (at + 2, at + 3))
        return hit and where and self._inside(at + 2, at)

    def _with_me(self, at: int) -> bool:
        """ "rose and me", "роза и я"."""
        return any(
            self._inside(other, at) and self._is(join, "joins") and self._is(other, "partners")
            for join, other in ((at + 1, at + 2), (at - 1, at - 2))
        )

    def _slavic_bare(self, at: int) -> bool:
        """ "слава меня вынес", "мы с романом", "веры сын", "как там света"."""
        if not (self.may_be_given(at) or self.spoken.words[at] in self.lexicon.surnames or self.read[at].surname):
            return False
        if self._clashes(at) or self._with_me(at):
            return True
        if not self.may_be_given(at):
            return False
        if self._is(at - 1, "with") and self._is(at - 2, "pairs") and self._inside(at - 2, at):
            return True
        if self._is(at + 1, "kin") and self._inside(at + 1, at) and self.spoken.joined(at + 1):
            return not self._is(at + 2, "kin")
        return self._ends(at) and self._inside(at - 2, at) and self._is(at - 1, "there") and self._is(at - 2, "how")

    def _clashes(self, at: int) -> bool:
        """Whether a noun of women's form does what a man does: "слава вынес", "сорока прийшов"."""
        after = at + 1
        while after < at + 3 and self._inside(after, at) and self._is(after, "objects"):
            after += 1
        if not (self._inside(after, at) and self.spoken.joined(after)) or not self._subject(at):
            return False
        word, verb = self.spoken.words[at], self.spoken.words[after]
        told = self.read[after].verb and not self.read[after].small and OF_A_MAN.fullmatch(verb) is not None
        return told and _LIKE_A_WOMAN.fullmatch(word) is not None

    def _ranked(self, at: int) -> bool:
        """ "сержант волк сказав", "голубь с моей роты": a noun in its own form, behind a rank or before a unit."""
        word, read = self.spoken.words[at], self.read[at]
        if word not in read.nouns or read.small or (read.verb and not read.being) or read.place:
            return False
        if self._is(at, "no_surname") or self._is(at, "blame") or _ADJECTIVE.search(word):
            return False
        if self._is(at - 1, "ranks") and not self._is(at - 1, "titles") and self.spoken.joined(at):
            return True
        unit = any(self._is(k, "units") for k in range(at + 2, at + _UNIT + 1) if self._inside(k, at))
        opens = self.spoken.opens(at) or self._is(at - 1, "openers")
        return read.being and opens and self._is(at + 1, "out_of") and self._inside(at + 1, at) and unit
