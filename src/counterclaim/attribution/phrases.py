"""Noun phrases of a sentence without a grammar of everything: where one begins and ends, and whether it may speak.

The words that decide (determiners, prepositions, what ends a name) stand in the language pack under
``[settings.reporting.word]``; here is only how they are walked through.
"""

from __future__ import annotations

from counterclaim.attribution.asides import STOPS, Tokens
from counterclaim.attribution.wordforms import WordForms


class Phrases(WordForms):
    """The noun phrases of one line."""

    def _before_bracket(self, k: int) -> int:
        """The token where what ends before ``k`` is bare of a closing bracket: "Jim Jordan (R-Ohio)"."""
        if k > 3 and self.words[k - 1] == ")" and "(" in self.words[max(0, k - 8) : k]:
            return k - 1 - self.words[max(0, k - 8) : k][::-1].index("(")
        return k

    def _begins_clause(self, first: int) -> bool:
        if first <= 4:
            return True
        before = self.words[first - 1]
        return (
            before in STOPS
            or before in self.small.barrier
            or before in self.small.leading
            or before in self.small.adverbial
        )

    def _is_nominal(self, first: int, last: int) -> bool:
        """Whether the tokens look like a name or a speaker and hold no verb."""
        if last - first > 12:
            return False
        for i in range(first, last):
            word = self.words[i]
            if word in self.lexicon.measures or word.isdigit():
                return False
            verb = self.lexicon.verbs.get(word)
            if verb and "past" in verb.forms and verb.kinds & {"say", "deny"} and not self.line.capital(i):
                return False
        return self.plausible(first, last, strong=False)

    def _begin(self, p: int) -> int:
        """The first token of the noun phrase that ends with token ``p``."""
        words, line, small = self.words, self.line, self.small
        j = p
        while j >= 0 and p - j < 28:
            word = words[j]
            if word in small.pronoun and word not in small.determiner:
                return j if j == p or words[j + 1] in small.inside_phrase else j + 1
            if self.is_stop(j) or (word == "-" and j and words[j - 1].isdigit() and line.capital(j + 1)):
                return j + 1
            if j > 1 and words[j - 1] == "-" and line.glued(j - 1):
                j -= 1  # "the Hamas-ruled strip": no verb
                continue
            if word in small.barrier and not (word in small.time and line.capital(j) and j):
                return j + 1
            if word in self.small.plain_and and j > 0:
                before = words[j - 1]
                joins = line.capital(j - 1) or before in self.lexicon.speakers or before in small.time
                if not joins or j + 1 > p or before.isdigit():
                    return j + 1
            verb = self.lexicon.verbs.get(word)
            if (
                verb
                and j < p
                and "past" in verb.forms
                and verb.kinds & {"say", "deny", "think"}
                and not line.capital(j)
            ):
                if words[j + 1] not in self.small.passive_to:
                    return j + 1
            elif verb and j < p and "third" in verb.forms and verb.base in self.small.verb_only and word != verb.base:
                if words[j + 1] in self.small.article:
                    return j + 1  # "the officer says the alliance estimates"
            j -= 1
        return j + 1

    def _trim(self, first: int, last: int) -> int:
        """Drop what leads in but is not the speaker: "and", "On Monday", "In Gaza"; ``last`` when nothing is left."""
        words, small = self.words, self.small
        while first < last:
            word = words[first]
            if word in small.leading or word == "'s":
                first += 1
            elif (labelled := self._behind_label(first)) > first:
                first = labelled
            elif word in small.time_preposition and first + 1 < last:
                k = first + 1
                while k < last and (
                    words[k] in small.time
                    or words[k].isdigit()
                    or words[k] in small.early
                    or words[k] in self.small.the
                ):
                    k += 1
                if words[k - 1] in self.small.the:
                    k -= 1
                if first + 1 < k < last:
                    first = k
                    continue
                if word in small.early:
                    break
                k = first + 1
                while k < last and self.line.capital(k):
                    k += 1
                if not first + 1 < k < last:
                    k = next((d for d in range(first + 2, last) if words[d] in small.article), last)
                if k == last:  # "In its monthly note Airwars"
                    found = self.lexicon.names.find(self.line, first + 2, last)
                    k = next((m.first for m in found if m.kind == "source" and m.last == last), last)
                first = k
            elif word.isdigit() and first + 2 < last and words[first + 1] in small.month:
                first += 2  # "26 March our office"
            elif (
                word in small.time
                and self.line.capital(first)
                and last - first > 1
                and words[first + 1] in small.article
            ):
                first += 1
            else:
                break
        return first

    def _behind_label(self, first: int) -> int:
        """Past the hour or the label at the head of a line: "16:12 Amaq", "12.45 A spokesman", "Q. The army"."""
        words = self.words
        following = words[first + 1 : first + 2]
        hour = words[first].isdigit() and first == 2 and words[1] == ":" and words[0].isdigit()
        hour = hour or (first == 0 and words[0].replace(".", "", 1).isdigit() and words[0].count(".") == 1)
        if hour and following and following[0][0].isalpha() and self.line.capital(first + 1):
            return first + 1
        asks = first == 0 and (self.at(0, self.small.asker) or self.at(0, self.small.answerer)) and len(words[0]) == 1
        labelled = asks and following == ["."] and self.at(2, self.small.determiner | self.small.pronoun)
        return 2 if labelled and self.line.capital(2) else first

    def right(self, first: int, tail: bool = False) -> Tokens | None:
        """The noun phrase that begins at token ``first``; ``tail`` allows a closing apposition anywhere."""
        words, line, small = self.words, self.line, self.small
        j = first
        if j < self.size and words[j] in self.small.both:
            j += 1
        begun = j
        while j < self.size and j - begun < 30:
            word = words[j]
            if word == "(" and j > begun and ")" in words[j + 1 : j + 7] and line.capital(j - 1):
                close = words.index(")", j)
                if words[close + 1 : close + 2] == [","]:
                    j = close + 1
                    break
            if self.is_stop(j):
                break
            if j > begun:
                previous = words[j - 1]
                if (word in small.barrier or word in small.cut) and word not in small.when and word != "or":
                    break
                if word in small.personal and not (word in self.small.it and line.capital(j)):
                    break
                if word in small.aside and self.is_aside(j):
                    break
                if word in small.time and word not in small.month_too and j + 1 == self.size - (words[-1] in STOPS):
                    break
                if word in self.lexicon.measures and previous not in self.small.the and not self._of_text(begun, j):
                    break
                if word in self.small.the and line.capital(j - 1) and previous not in small.preposition:
                    break
                if word in small.hedges_number and self._before_number(j) and previous not in small.preposition:
                    break  # "according to the army | about 40 died"
                apart = line.starts[j] > line.ends[j - 1]  # no "9/11 widow"
                if (
                    word[0].isdigit()
                    and word[-1].isdigit()
                    and apart
                    and j + 1 < self.size
                    and words[j + 1] in self.lexicon.things
                ):
                    break
                named = line.capital(j - 1) and not line.capital(j) and word[0].isalpha()
                named = named and previous not in (small.determiner if j == 1 else small.the)
                if named and not (word in small.preposition or word in small.joined or self._belongs(j)):
                    if not self.at(j + 1, self.small.agent) and not self._runs_through(begun, j):
                        break
            if word in self.small.plain_and and j + 1 < self.size:
                following = words[j + 1]
                if not (line.capital(j + 1) or following in self.lexicon.speakers or following in small.determiner):
                    break
            j += 1
        if j <= begun:
            return None
        while j > begun + 1 and (words[j - 1] in small.case or words[j - 1] in self.small.loose_tail):
            j -= 1
        return (begun, self._with_apposition(j, first, tail))

    def _of_text(self, first: int, token: int) -> bool:
        """Whether a participle of loss tells of a text instead: "intercepted calls", "a call intercepted by"."""
        found = self.lexicon.names.find(self.line, first, min(token + 5, self.size))
        texts = [m for m in found if m.kind in ("medium", "statement")]
        if any(token <= m.first <= token + 2 and not self._cut_off(token, m.first) for m in texts):
            return True
        held = any(m.kind == "holder" and m.first == token and m.last - m.first > 1 for m in found)
        return held and any(m.last <= token for m in texts)

    def _cut_off(self, first: int, last: int) -> bool:
        """Whether a mark, a small word or a number stands in tokens ``first`` to ``last``: no adjective does so."""
        small = self.small
        return any(
            not word[0].isalpha() or word in small.article or word in small.preposition or word in small.barrier
            for word in self.words[first:last]
        )

    def _runs_through(self, first: int, token: int) -> bool:
        """Whether a known name goes on at ``token``: "the UN human rights office"."""
        found = self.lexicon.names.find(self.line, first, min(token + 6, self.size))
        return any(m.kind in ("source", "body") and m.first < token < m.last for m in found)

    def _with_apposition(self, end: int, first: int, tail: bool) -> int:
        """The end of "X, a spokesman for Y" where the sentence, or a comma, closes it."""
        words, line, small = self.words, self.line, self.small
        k = end + 1
        if k >= self.size or words[end] != ",":
            return end
        if self._before_number(k):
            return end  # "according to the ministry, the last four of them"
        opens = words[k] in small.apposition or (words[k] in self.lexicon.speakers and not line.capital(k))
        if not opens and not (line.capital(k) and self._owned(k)):
            return end
        stop = k
        while (
            stop < self.size
            and words[stop] not in (",", ";", '"', ":")
            and not (words[stop] == "." and stop >= self.size - 2)
        ):
            if (words[stop] in small.aside and self.is_aside(stop)) or words[stop] in small.sourced:
                break
            stop += 1
        if stop < self.size and words[stop] not in (".", ",", ";"):
            return end
        last = stop >= self.size - 1
        if stop - k > 20 or not (last or tail or words[stop] == ","):
            return end
        if tail and last and first <= 3:
            return end
        if words[k] not in small.relative and any(
            w in self.lexicon.measures or w in small.finite or w in small.told_number for w in words[k:stop]
        ):
            return end
        return stop

    def _owned(self, k: int) -> bool:
        """ "Andriy Yermak, Zelensky's chief of staff": a possessive before the next mark."""
        for j in range(k, min(k + 6, self.size)):
            if self.words[j] == "'s":
                return True
            if self.words[j] in STOPS:
                return False
        return False

    def _belongs(self, j: int) -> bool:
        """Whether a small word after a name still belongs to it: "Reuters news agency", "NATO officials"."""
        word = self.words[j]
        return (
            word in self.lexicon.speakers
            or word in self.small.venue
            or word in self.small.name_noun
            or word in self.lexicon.names.organisations
        )

    def plausible(self, first: int, last: int, strong: bool) -> bool:
        """Whether a noun phrase can be somebody who speaks, or a text that says; ``strong`` verbs take more."""
        if last <= first or last - first > 45:
            return False
        words, line, small = self.words, self.line, self.small
        if last - first == 1:
            word = words[first]
            if word in small.speaking_pronoun:
                return True
            if not word[0].isalpha():
                return False
        for match in self.lexicon.names.find(line, first, last):
            if match.kind not in ("author", "holder"):
                return True
        if words[last - 1] in small.percent and strong:
            return True
        if words[last - 1] in self.lexicon.names.organisations and last - first <= 4:
            return True
        if words[first] in small.determiner and last - first <= 8:
            nouns, persons = self.lexicon.names.organisations, small.person_noun
            if any(word in nouns or word in persons for word in words[first:last]):
                return True
        placed = words[first] in small.preposition and line.starts[first] == line.start
        for i in range(first + placed, last):  # "Within an hour 90 of them"
            if line.capital(i) and words[i] not in small.time and words[i][0].isalpha():
                if line.starts[i] != line.start or words[i] not in small.determiner:
                    return True
        if not strong:
            return False
        shaped = words[first] in small.determiner and last - first <= 8
        return shaped and not any(w in self.lexicon.measures for w in words[first:last])

    def can_show(self, first: int, last: int) -> bool:
        """Whether the phrase is a text, a count, a body or a person: what "shows" or "finds" something."""
        if last - first == 1 and self.words[first] in self.small.speaking_pronoun:
            return True
        if any(self.line.capital(i) for i in range(first, last)):
            return True
        if any(m.kind not in ("author", "holder", "side") for m in self.lexicon.names.find(self.line, first, last)):
            return True
        return any(word in self.lexicon.names.organisations for word in self.words[first:last])
