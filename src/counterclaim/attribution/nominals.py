"""Who stands before a verb and who after: the noun phrase that speaks, the one that is told, the one "who" means.

The words that decide stand in the language pack under ``[settings.reporting.word]``; here is only how they are walked
through.
"""

from __future__ import annotations

from counterclaim.attribution.asides import STOPS, Tokens
from counterclaim.attribution.phrases import Phrases


class Nominals(Phrases):
    """The speakers of one line, by their place in it."""

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
        text = next((k for k in range(p, max(0, p - 6), -1) if self.is_stop(k)), 0)
        if text and words[text] == "," and words[text + 1] in small.by_means and self.is_aside(text + 1):
            if not self._is_date(text + 2):
                return self.subject(text + 1) or self.subject(text)  # "Rahimi, in his latest message | wrote"
        begun = self._begin(p)
        met = next((k for k in (begun, begun - 1) if 0 < k < p and words[k] in small.personal), 0)
        if met and (words[met - 1] in small.person_noun or words[met - 1] in self.lexicon.speakers):
            found = self.subject(met)
            if found is not None and found[1] == met:
                return found  # "the doctors we spoke to said"
        first = self._trim(begun, p + 1)
        taken = self._taken_for(first)
        if taken is not None:
            return (taken, p + 1)
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

    def _taken_for(self, first: int) -> int | None:
        """Where somebody begins who is taken for what stands at ``first``: "a person understood to be a soldier"."""
        words, small = self.words, self.small
        if first > 2 and words[first - 1] in small.be and words[first - 2] in small.infinitive:
            k = first - 3
        elif first > 1 and words[first - 1] in small.role:
            k = first - 2
        else:
            return None
        if k < 1 or words[k] not in small.taken_for or words[k - 1] in small.auxiliary:
            return None
        found = self.subject(k)
        person = found is not None and not small.person_noun.isdisjoint(words[found[0] : found[1]])
        return found[0] if found is not None and found[1] == k and person else None

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
        for k in range(stop - 2, max(0, stop - 12), -1):
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
        start = self._behind_place_label(start)
        right = None
        timed = self._behind_time(start) if start < size else start
        timed = self._behind_town(start) if timed == start else timed
        if timed > start:
            start, right = timed, self.right(timed)
        elif start < size - 2 and words[start] in small.adverbial:
            comma = next((k for k in range(start + 1, min(size, start + 14)) if words[k] == ","), None)
            if comma is not None:
                start = comma + 1
                if words[start : start + 1] and words[start].isdigit() and words[start + 1 : start + 2] == [","]:
                    start += 2  # "On July 6, 2015, the army"
                while start < size - 2 and words[start] in small.adverbial and "," in words[start + 1 : start + 10]:
                    start = words.index(",", start) + 1  # "On Thursday, in the north, however, the army …"
                right = self.right(start)
        else:
            right = self.right(start)
        stop = right[1] if right is not None else min(size, 24)
        for k in range(start + 1, stop):
            if right is None and words[start] in small.adverbial and words[k] in small.finite:
                return self.subject(k)
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
        return (right[0], self._before_unknown(*right)) if right is not None else None

    def _behind_place_label(self, start: int) -> int:
        """Past the hour and the place at the head of an entry: "13.30 From Karsa: the navy holds the town"."""
        if start >= self.size:
            return start
        begin = self._behind_label(start)
        if begin + 2 < self.size and self.words[begin] in self.small.from_place:
            colon = next((k for k in range(begin + 1, min(begin + 5, self.size - 1)) if self.words[k] == ":"), None)
            if colon is not None and all(self.line.capital(k) for k in range(begin + 1, colon)):
                return colon + 1
        return begin

    def _before_unknown(self, first: int, last: int) -> int:
        """Where somebody who speaks ends before a small word that no name holds: "the army's spokesman | came"."""
        small, words = self.small, self.words
        for match in self.lexicon.names.find(self.line, first, last):
            k = match.last
            if match.kind != "speaker" or k >= last or not words[k][0].isalpha():
                continue
            joins = small.preposition | small.relative | small.inner | small.plain_and | small.article
            if self.line.capital(k) or words[k] in joins or self._belongs(k):
                continue
            return k
        return last

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

    def _behind_town(self, start: int) -> int:
        """Past a place in one name with no mark behind it: "In Buenos Aires a communiqué said"."""
        words, small = self.words, self.small
        if start >= self.size - 3 or words[start] not in small.within:
            return start
        k = start + 1
        while k < self.size - 2 and self.line.capital(k):
            k += 1
        return k if start + 1 < k and words[k] in small.article else start

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
            verb = self.lexicon.verbs.get(self.words[found[0]]) if found is not None else None
            if found is not None and verb is not None and verb.kind == "say" and "third" in verb.forms:
                found = (found[0] + 1, found[1]) if found[0] + 1 < found[1] else found  # "so says | Reda, who"
            return found
        if token > 2 and self.words[token - 1] in self.small.plain_and:  # "Reda, who buried them, and who gives"
            other = next((k for k in range(token - 2, 0, -1) if self.words[k] in self.small.relative), None)
            if other is not None:
                return self.antecedent(other)
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
                    named = self._apposed_name(first)
                    if named is not None:
                        return (named, p)
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

    def _apposed_name(self, first: int) -> int | None:
        """Where the name begins to which a phrase is set in apposition: "Airwars, a British monitor, with others,"."""
        words, line = self.words, self.line
        if first < 2 or words[first] not in self.small.article or words[first - 1] != ",":
            return None
        name = first - 1
        while name > 0 and line.capital(name - 1) and words[name - 1][0].isalpha():
            name -= 1
        opens = name < first - 1 and self._begins_clause(name) and words[name] not in self.small.time
        known = any(m.kind == "source" for m in self.lexicon.names.find(line, name, first - 1))
        return name if opens and known else None

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
