"""Whether a form that is a verb and a noun too ("claims", "report", "states") is a verb where it stands."""

from __future__ import annotations

from counterclaim.attribution.asides import STOPS, Asides
from counterclaim.attribution.lexicon import Verb


class WordForms(Asides):
    """Verbs and nouns of one form in one line."""

    def _is_noun(self, i: int, verb: Verb) -> bool:
        """Whether a form that is a noun too ("claims", "report", "states") is one here."""
        words, small = self.words, self.small
        previous = words[i - 1] if i else ""
        following = words[i + 1] if i + 1 < self.size else ""
        if previous == "'s" and i > 1 and words[i - 2] in small.personal:
            return False  # "he's claiming"
        if self.attitudes and i and self.line.capital(i) and self.line.capital(i - 1) and "base" in verb.forms:
            return True  # "Jim Crow"
        if verb.base == "claim" and not small.toll.isdisjoint(words[i + 1 : i + 5]):
            return True
        if verb.forms == {"gerund"}:
            return previous in small.noun_before and previous not in small.before_gerund
        if previous == "'s" or (previous == "-" and self.line.glued(i - 1)):
            return True
        if previous in small.noun_before:
            told = "past" in verb.forms and previous in small.speaking_pronoun and (i < 2 or self.is_stop(i - 2))
            return not told  # "Another told of forty"
        if not verb.forms & {"base", "third"} or "past" in verb.forms:
            return False
        if (
            verb.base in small.states_that
            and following[:1].isalpha()
            and not (
                following in small.complement
                or following in small.determiner
                or following in small.pronoun
                or following in small.time_preposition
                or self._before_number(i + 1)
                or self.line.capital(i + 1)
            )
        ):
            return True  # "state officials", "the rules permit"
        if "third" in verb.forms and previous in small.time and following in small.complement:
            return False  # "the bulletin issued this evening states that"
        if verb.base in small.put_at and verb.base in small.put and self._puts_at(i):
            return False  # "the document puts the dead at 40"
        if verb.base in small.counting and self._before_number(i + 1) and self._counts_behind(i):
            return False
        if "base" in verb.forms and self._texts_before(i):
            return False
        if verb.base in small.noun_too and verb.forms == {"base"} and following == ":" and i:
            return True
        apart = (
            f"{verb.base} {following}" in small.with_particle
            or verb.base in small.needs_of
            or verb.base in small.of_thing
            or (following in self.small.belongs and verb.base in small.verb_only)
        )
        numbered = i > 1 and (
            words[i - 2] in small.numbering or (words[i - 2] == "." and words[i - 3] in small.numbering)
        )
        if (following in self.small.of_noun and not apart) or (previous[:1].isdigit() and not numbered):
            return True
        if verb.base in small.put and i == 1 and previous in self.lexicon.speakers and not previous.endswith("s"):
            return previous not in small.personal  # "Prisoner lists leave …", but "He puts the dead at"
        if self.attitudes and following in self.small.infinitive and "plan" in verb.kinds and "third" in verb.forms:
            return previous in small.noun_before
        if verb.base in small.noun_too and i and not self._speaks(i - 1):
            return previous not in small.between or i < 2 or not self._speaks(i - 2, i)
        if previous[:1].isalpha() and verb.base in small.noun_too:
            if self._is_demonym(i - 1) or (
                previous.endswith(tuple(small.adjective_end))
                and not self.line.capital(i - 1)
                and previous not in self.lexicon.speakers
            ):
                return following not in self.small.complement and i + 1 != self.size
            after = self.lexicon.verbs.get(following)
            if after is not None and "past" in after.forms and after.kinds & {"say", "show", "speak", "publish"}:
                return True
            if following in small.finite:
                return True
        if "base" in verb.forms:
            if i == 0:
                return True
            if verb.base in small.verb_only:
                return False
            if (
                i > 1
                and words[i - 2] in small.article
                and previous in small.plural
                and words[i - 2] not in self.small.the
            ):
                return True  # "a media request"
            if previous[0].isalpha() and not (
                previous in small.pronoun
                or previous in small.between
                or self.line.capital(i - 1)
                or previous in small.auxiliary
                or previous in small.plural
                or previous in small.time
                or previous.endswith(("s", "ly"))
            ):
                return True
        return previous in small.name_first

    def _counts_behind(self, i: int) -> bool:
        """Whether a form of counting before a number is a verb by what stands before it: a relative clause, a day."""
        words, small = self.words, self.small
        previous = words[i - 1] if i else ""
        if previous in small.time or previous in small.leading:
            return True
        behind = range(i - 1, max(0, i - 9), -1)
        who = next((k for k in behind if words[k] in small.relative or self.is_stop(k)), None)
        return who is not None and words[who] in small.relative and previous not in self.lexicon.things

    def _texts_before(self, i: int) -> bool:
        """Whether figures with an owner stand before a bare form: "data issued by the ministry show"."""
        words, small = self.words, self.small
        for j in range(i - 1, max(-1, i - 14), -1):
            word = words[j]
            if word in STOPS or word in small.finite:
                return False
            if word in self.lexicon.statements and (word.endswith("s") or word in small.plural):
                owner = self.lexicon.names.find(self.line, j + 1, min(j + 3, i))
                return any(m.kind == "author" and m.first == j + 1 for m in owner)
        return False

    def _speaks(self, i: int, verb: int = 0) -> bool:
        """Whether the word at ``i`` may be the subject of a form that could be a noun: a name, a pronoun, a speaker.

        The form stands at ``verb``, right behind it unless told otherwise.
        """
        word, behind = self.words[i], (verb or i + 1) + 1
        if word in self.small.pronoun or word in self.small.auxiliary or word == ",":
            return True
        if self.line.capital(i) and not self._is_demonym(i) and (i or word in self.lexicon.names.table):
            return True
        if word in self.lexicon.names.organisations:
            figure = self.at(behind, self.small.article) and self.at(behind + 1, self.lexicon.statements)
            if figure or self._before_number(behind) or self.at(behind, self.small.complement | self.small.infinitive):
                return True
            if self._puts_at(behind - 1):
                return True  # "headquarters puts the enemy's dead at 40"
        if word.endswith("s") and self.at(behind, self.small.complement):
            return True  # "intelligence agencies estimate that"
        return word in self.lexicon.speakers or word in self.lexicon.statements or word in self.small.plural

    def _puts_at(self, i: int) -> bool:
        """Whether something is put at a number behind a verb: "puts the enemy's dead, it says, at 40"."""
        words, small = self.words, self.small
        if self.at(i + 1, small.it):
            return True
        for k in range(i + 1, min(i + 25, self.size - 1)):
            near = words[k + 1 : k + 7]
            if words[k] in small.placed_at and any(w[0].isdigit() or w in small.number for w in near):
                return True
        return False

    def _before_number(self, token: int) -> bool:
        """Whether a number begins at a token: "the command lists thirteen deaths"."""
        for word in self.words[token : token + 3]:
            if word[0].isdigit() or word in self.small.number:
                return True
            if word not in self.small.hedging:
                return False
        return False

    def _is_thing(self, word: str) -> bool:
        """Whether a word in "-ly" is a noun all the same: "tally", "family", "Italy"."""
        return word in self.lexicon.statements or word in self.lexicon.names.table

    def _in_name(self, i: int) -> bool:
        """Whether a capitalised form is part of a known name: "Rapid Support Forces", "Washington Post"."""
        if not self.line.capital(i) or not i:
            return False
        found = self.lexicon.names.find(self.line, max(0, i - 4), min(self.size, i + 5))
        return any(m.kind in ("source", "body", "side") and m.first <= i < m.last for m in found)

    def _is_demonym(self, i: int) -> bool:
        return self.line.capital(i) and self.words[i].endswith(tuple(self.small.demonym_end))
