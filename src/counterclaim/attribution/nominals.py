"""Noun phrases of a sentence without a grammar of everything: who stands before a verb, who after, and who may speak.

The words that decide (determiners, prepositions, what ends a name) stand in the language pack under
``[settings.reporting.word]``; here is only how they are walked through.
"""

from __future__ import annotations

from counterclaim.attribution.asides import STOPS, Tokens
from counterclaim.attribution.wordforms import WordForms


class Nominals(WordForms):
    """The noun phrases of one line."""

    def subject(self, stop: int) -> Tokens | None:
        """The noun phrase that ends right before token ``stop``, with what is set between commas behind it."""
        words, small = self.words, self.small
        inserted = self.set_in(stop)
        if inserted:
            return self.subject(stop - inserted)
        p = stop - 1
        self.set_between = None
        if p < 0:
            return None
        q = p
        while q > 0 and p - q < 7:
            word = words[q]
            if not (
                word in small.time
                or word.isdigit()
                or (q < p and (word in small.early or word in self.small.inner_date))
            ):
                break
            q -= 1
        if q < p and words[q] in small.time_preposition:
            p = q - 1
        if p < 0:
            return None
        if words[p] in (",", ")") or (words[p] == "-" and not self.line.glued(p)):
            return self._parenthetical(p)
        begun = self._begin(p)
        met = next((k for k in (begun, begun - 1) if 0 < k < p and words[k] in small.personal), 0)
        if met and (words[met - 1] in small.person_noun or words[met - 1] in self.lexicon.speakers):
            found = self.subject(met)
            if found is not None and found[1] == met:
                return found  # "the doctors we spoke to said"
        first = self._trim(begun, p + 1)
        if 1 < begun <= p and words[begun - 1] in small.relative and words[begun - 2] not in STOPS:
            found = self._before_relative(stop)  # "a soldier who reached the town said"
            if found is not None:
                return found
        if first > p and begun and words[begun - 1] in small.relative:
            return (begun - 1, begun)
        if first > p or (words[first] in small.case and first < p) or words[first] in self.small.according:
            return self._before_relative(stop) or self._before_venue(first, stop)
        known = self.lexicon.names.find(self.line, first, p + 1) or any(map(self.line.capital, range(first, p + 1)))
        if not known:
            return self._before_relative(stop) or (first, p + 1)
        return (first, p + 1)

    def _before_venue(self, first: int, stop: int) -> Tokens | None:
        """The speaker before a text in which it is said: "Their envoy, in his last account wrote"."""
        if first < 2 or first >= stop or self.words[first] not in self.small.by_means or not self.is_aside(first):
            return None
        if self._is_date(first + 1) or self.venue_end(first + 1) < stop:
            return None
        found = self.subject(first - (self.words[first - 1] == ","))
        if found is not None and self.lexicon.names.find(self.line, *found):
            self.set_between = (first + 1, stop)
            return found
        return None

    def _before_relative(self, stop: int) -> Tokens | None:
        """The speaker whose relative clause ends before a verb: "a resident who got out says"."""
        words = self.words
        for k in range(stop - 3, max(0, stop - 12), -1):
            if self.is_stop(k):
                return None
            if words[k] in self.small.relative:
                found = self.subject(k)
                if found is None or found[1] != k:
                    return None
                kinds = {m.kind for m in self.lexicon.names.find(self.line, *found)}
                person = not self.small.person_noun.isdisjoint(self.words[found[0] : found[1]])
                return found if kinds & {"speaker", "source", "body"} or person else None
        return None

    def main_subject(self) -> Tokens | None:
        """The phrase with which the sentence begins, behind a dateline, times and places."""
        words, line, small, size = self.words, self.line, self.small, self.size
        start = 0
        if words and line.text[line.starts[0] : line.ends[0]].isupper():
            # "KYIV, 24 February - "
            dash = next((k for k in range(1, min(size - 1, 12)) if words[k] == "-" and not line.glued(k)), None)
            start = dash + 1 if dash is not None else 0
        right = None
        timed = self._behind_time(start)
        if timed > start:
            start, right = timed, self.right(timed)
        elif start < size - 2 and words[start] in small.adverbial:
            comma = next((k for k in range(start + 1, min(size, start + 14)) if words[k] == ","), None)
            if comma is not None:
                start = comma + 1
                if words[start : start + 1] and words[start].isdigit() and words[start + 1 : start + 2] == [","]:
                    start += 2  # "On July 6, 2015, the army"
                if (
                    words[start : start + 1]
                    and words[start] in small.adverbial
                    and words[start + 1 : start + 2] == [","]
                ):
                    start += 2  # "On Thursday, however, the army …"
                right = self.right(start)
        else:
            right = self.right(start)
        stop = right[1] if right is not None else min(size, 24)
        for k in range(start + 1, stop):
            verb = self.lexicon.verbs.get(words[k])
            if (
                verb is None
                or not verb.forms & {"past", "third"}
                or line.capital(k)
                or self.at(k + 1, self.small.agent)
            ):
                continue
            if right is None and self._is_noun(k, verb):
                continue
            return (start, k) if right is not None else self.subject(k)
        return right

    def _behind_time(self, start: int) -> int:
        """Past a time with no mark behind it: "By then the movement had said", "On Monday the army showed"."""
        words, small = self.words, self.small
        if start >= self.size - 3 or words[start] not in small.time_preposition:
            return start
        after = (
            start + 2 if words[start + 1] in small.when else self.skip_tail(start)[0] if self._is_date(start + 1) else 0
        )
        opens = start < after < self.size - 1 and (words[after] in small.article or self.line.capital(after))
        return after if opens else start

    def antecedent(self, token: int) -> Tokens | None:
        """Who "who" or "which" at ``token`` is: the phrase before it, with its apposition."""
        if token and self.words[token - 1] == ",":
            found = self._parenthetical(token - 1) or self._titled(token - 1) or self.subject(token - 1)
            found = found or self._cited_before(token - 1)
            if found is not None and not self.small.agent.isdisjoint(self.words[found[0] : found[1]]):
                # "the count given by General Petrov, head of …, who": the general
                behind = self.words.index("by", found[0]) + 1
                found = (behind, found[1]) if behind < found[1] else found
            elif found is not None and found[1] - found[0] > 6 and "," not in self.words[found[0] : found[1]]:
                # "it leans on the tally of the army, which": the tally
                shaped = [k for k in range(found[0], found[1]) if self.words[k] in self.small.article]
                found = (shaped[-1], found[1]) if shaped else found
            return found
        return self.subject(token) if token else None

    def _cited_before(self, mark: int) -> Tokens | None:
        """ "according to Israel, which": whom the words behind "according to" name, up to a mark."""
        first = next(
            (k + 2 for k in range(mark - 1, max(0, mark - 10), -1) if self.words[k] in self.small.according), None
        )
        return (first, mark) if first is not None and first < mark else None

    def _titled(self, mark: int) -> Tokens | None:
        """ "… by General Petrov, head of the army," before a mark: the name before what is said of its bearer."""
        words, line = self.words, self.line
        comma = next((k for k in range(mark - 1, max(0, mark - 14), -1) if words[k] == ","), None)
        if comma is None or not (
            words[comma + 1] in self.small.apposition or words[comma + 1] in self.small.person_noun
        ):
            return None
        first = comma
        while first > 0 and line.capital(first - 1) and words[first - 1][0].isalpha():
            first -= 1
        return (first, mark) if first < comma else None

    def _before_bracket(self, k: int) -> int:
        """The token where what ends before ``k`` is bare of a closing bracket: "Jim Jordan (R-Ohio)"."""
        if k > 3 and self.words[k - 1] == ")" and "(" in self.words[max(0, k - 8) : k]:
            return k - 1 - self.words[max(0, k - 8) : k][::-1].index("(")
        return k

    def _parenthetical(self, p: int) -> Tokens | None:
        """ "X, a spokesman for Y," before a verb: from the name to the second mark."""
        words = self.words
        opening = "(" if words[p] == ")" else words[p]
        tries = 0
        for k in range(p - 1, max(0, p - 45), -1):
            if words[k] == opening and not (opening == "-" and self.line.glued(k)):
                tries += 1
                bare = self._before_bracket(k)
                first = self._trim(self._begin(bare - 1), bare)
                if first < k and self._is_nominal(first, k) and self._begins_clause(first):
                    if words[k + 1] in self.small.by_means and self.is_aside(k + 1):
                        if not self._is_date(k + 2):
                            self.set_between = (k + 2, p)
                        return (first, k)
                    return (first, p)
                if tries >= 3:
                    return None
            elif words[k] in (";", '"', ":"):
                return None
        return None

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
            j -= 1
        return j + 1

    def _trim(self, first: int, last: int) -> int:
        """Drop what leads in but is not the speaker: "and", "On Monday", "In Gaza"; ``last`` when nothing is left."""
        words, small = self.words, self.small
        while first < last:
            word = words[first]
            if word in small.leading or word == "'s":
                first += 1
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
                if word in self.lexicon.measures and previous not in self.small.the:
                    break
                if word in self.small.the and line.capital(j - 1) and previous not in small.preposition:
                    break
                if word[0].isdigit() and j + 1 < self.size and words[j + 1] in self.lexicon.things:
                    break
                named = (
                    line.capital(j - 1) and not line.capital(j) and word[0].isalpha() and previous not in self.small.the
                )
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
        for i in range(first, last):
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

    def recipient(self, first: int) -> Tokens | None:
        """Who was told: the noun phrase after "told"."""
        words, line, small = self.words, self.line, self.small
        j = first
        while j < self.size and j - first < 16:
            word = words[j]
            previous = words[j - 1] if j > first else ""
            if self.is_stop(j) or word in small.told_end or word[0].isdigit():
                break
            if self.attitudes and j > first and word in small.infinitive:
                break  # "told his advisers to find out"
            if word in self.small.belongs and (previous in small.told or self._before_number(j + 1)):
                break
            if j > first:
                if word in small.told_before and self.is_aside(j):
                    break
                if (
                    word in small.time
                    and word not in small.month_too
                    and not (line.capital(j) and previous in self.small.the)
                ):
                    break  # but "told The Evening Post"
                if words[first] in small.told and word not in small.preposition:
                    break
                if (
                    word in small.told_clause
                    and previous not in small.preposition
                    and previous not in self.small.plain_and
                ):
                    break
                if line.capital(j - 1) and not line.capital(j) and word[0].isalpha():
                    if not (self._belongs(j) or word in small.joined or word in small.preposition):
                        break
                if line.capital(j) and not line.capital(j - 1) and words[first] not in small.told_phrase:
                    if previous not in small.preposition:
                        break
            j += 1
        return (first, j) if j > first else None
