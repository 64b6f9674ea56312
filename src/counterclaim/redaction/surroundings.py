"""Whether the words around a form that may be a name say that it is one.

Kin or rank before it, a greeting, an introduction, an answer, a deed, another name beside it, or a capital where small
letters are the rule.
"""

from __future__ import annotations

from counterclaim.redaction.forms import SURE, WEAK, Forms


class Surroundings(Forms):
    """The words of one text, each with what stands around it."""

    def _by_words_around(self, at: int) -> bool:
        """Whether a word that may be a name is told as one."""
        spoken, word = self.spoken, self.spoken.words[at]
        if len(word) < 2 or word[0].isdigit() or self._is(at, "no_name"):
            return False
        if any(self._is(at, key) for key in ("greetings", "spoken_to", "names_next", "joins")):
            return False
        if self._blessed(at):
            return False
        small = spoken.cased and not spoken.upper[at]
        proper, before, read = self._proper(at), self._before(at), self.read[at]
        weak = self.strength[at] == WEAK
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
        return self._does_a_deed(at) or self._listed(at) or self._stranger(at)

    def _weak_told(self, at: int, before: str, proper: bool) -> bool:
        """Whether words around a form that may be a common word say that it is a name."""
        spoken, lists, word = self.spoken, self._lists, self.spoken.words[at]
        given, long = self.may_be_given(at), len(word) > 3
        own = word in self.lexicon.given or word in self.lexicon.surnames or self.lexicon.shortened(word)
        kin = before in lists["kin"] or before in lists["people"] or before in lists["names_next"]
        if kin and (own or (long and proper)) and not (self.read[at].small or self.read[at].verb):
            return True
        if (
            before in lists["ranks"]
            and spoken.joined(at)
            and (long or self.read[at].surname)
            and not (self.read[at].verb or self._is(at, "ranks"))
        ):
            return own or self.read[at].surname or proper
        if given and proper and not self.read[at].place and own:
            return not (self._placed(at) and word.isascii() and self._is(at, "dated"))
        if before in lists["greetings"] and long and own and self._called(at):
            return True
        if before in lists["verbs"] and given and own and long:
            return True
        if given and own and self._is_spoken_to(at):
            return True
        titled = any(self._is(at, key) for key in ("dated", "ranks", "people"))
        if given and own and long and not titled and self._acts(at):
            return True
        if self._surname_told(at, before, proper):
            return True
        if given and own and long and before in lists["near_names"]:
            return True
        if spoken.joined(at + 1) and given and at + 1 < len(spoken.words):
            if self.is_patronymic(at + 1):
                return True
            return self.strength[at + 1] == SURE and self._person[at + 1] is None and self._ends_as_surname(at + 1)
        return False

    def _acts(self, at: int) -> bool:
        """Whether a verb follows a word, as if it were somebody who does something: "вера мне звонит"."""
        after = at + 1
        while after < at + 3 and self.spoken.joined(after) and self._is(after, "objects"):
            after += 1
        if not (self.spoken.joined(after) and self._subject(at)):
            return False
        if self.spoken.words[at].isascii() and self.spoken.joined(at) and self._is(at - 1, "articles"):
            return False  # "the dean said"
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
        if read.place and self._is(at - 1, "only_places"):
            return False
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
        called = self._is(at + 1, "spoken_to") or (self._is(at + 1, "asked_of") and not self._is(at, "virtues"))
        if opening and not last and called:
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

    def _stranger(self, at: int) -> bool:
        """Whether a word of English speech is in no list of words, of war's things or of places: "fitzy stayed there".

        What is counted, what has an article and what somebody stands in or takes is a thing or a place, unless it owns
        somebody, is asked for ("which lapham") or is a family ("the kowalskis").
        """
        spoken, word = self.spoken, self.spoken.words[at]
        if not (word.isascii() and self._unknown(at)) or self.lexicon.thing(word):
            return False
        if self._unlike_places(at):
            return True
        if self._placed(at):
            return False
        if spoken.word(at + 1) == "s" and (self._is(at + 2, "kin") or self._is(at + 2, "people")):
            return True
        before = spoken.word(at - 1) if spoken.joined(at) else ""
        if before == "the":
            own = spoken.text[spoken.ends[at] : spoken.ends[at] + 1] in ("'", "’")  # "the khans' place"
            listed = word in self.lexicon.surnames
            return word.endswith("s") and (own or listed or self.lexicon.surname_like(word[:-1]) or self._proper(at))
        return not (before in self._lists["determiners"] or before in self.lexicon.numbers or self._is(at - 1, "taken"))

    def _unlike_places(self, at: int) -> bool:
        """Whether a strange word that somebody hears from, or that is hit, is written as no place of the war is."""
        near = [k for k in self.spoken.turn(self.spoken.turns[at]) if 1 < at - k < 5]
        told = any(self._is(k, "told_of") for k in near)
        if told and (self._is(at - 1, "out_of") or self.spoken.word(at - 1) == "to"):
            return True  # "a card from hettie", "what happened to hrytsak"
        unlike = self.lexicon.shapes["place"].fullmatch(self.spoken.words[at]) is None
        return unlike and (self._is(at - 1, "out_of") or self._is(at - 1, "taken")) and self.spoken.joined(at)

    def _does_a_deed(self, at: int) -> bool:
        """Whether an unknown word that ends as surnames do does something: "цыренов пришёл"."""
        word = self.spoken.words[at]
        if len(word) > 4 and not word.isascii() and self._unknown(at) and not self._placed(at):
            if self._is(at + 1, "verbs") and self.spoken.joined(at + 1):
                return True
        several = self.read[at].known and (word in self.read[at].nouns or self._many(at))
        if len(word) < 6 or several or self._is(at, "no_surname") or not self.lexicon.deed_like(word):
            return False
        return self._is(at + 1, "deeds") and self.spoken.joined(at + 1)

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

    def _blessed(self, at: int) -> bool:
        """ "слава богу", "glory to the fallen": a great word with what it is said to."""
        return self._is(at, "virtues") and self._is(at + 1, "blessings")

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
