"""Who stands over a text: a line that names who made it, and no more than of what and when.

a body               RUSSIAN MINISTRY OF DEFENCE
a statement of it    Statement by the Ministry of Health, 4 May
a name in no list    Situation report of the Ogaden Relief Consortium
"""

from __future__ import annotations

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.broadcasts import Broadcasts
from counterclaim.attribution.recordings import OUTLETS
from counterclaim.model import Link
from counterclaim.naming import identify
from counterclaim.sources import Line, Match

_LONGEST_HEADING = 34  # tokens
_SHOUTED = 7  # tokens of a line in capitals that may still be a title
_ZEAL = 8  # sentences in which a text shows that a party wrote it
_BODIES = frozenset(["source", "body"])
_SPOKEN_BY = frozenset(["official", "media"])  # a press office is of the body named beside it


class Headings(Broadcasts):
    """The headings of one text."""

    def _heading_author(self, index: int) -> Link | None:
        """Who stands over a text: a line that names a body, a statement of it, a place or a date, and no more."""
        return None if self._tells_harm(index) else self._author_in(index, self.line(index))

    def _author_in(self, index: int, line: Line) -> Link | None:
        words, small = line.words, self.small
        begin = self.behind_dateline(line)
        if not 1 <= len(words) - begin <= _LONGEST_HEADING or words[begin] in small.byline:
            return None
        if words[begin] in small.greeting and small.made_by.isdisjoint(words[begin:]):
            return None  # "Good evening, General", but "Good evening from the Ministry of Defence"
        found = self.names.find(line, begin, len(words))
        bodies = [m for m in found if m.kind in _BODIES and m.value not in ("media", "sources")]
        stated = any(m.kind == "statement" for m in found) or not small.bulletin.isdisjoint(words[begin:])
        stated = stated or self._is_broadcast(line, begin)
        nouns = [k for k in range(begin, len(words)) if words[k] in self.names.organisations and line.capital(k)]
        nouns.sort(key=lambda k: (self.names.organisations[words[k]] in _SPOKEN_BY, words[k] in small.house))
        run = self._unknown_name(index, line, begin, found) if stated and not bodies and not nouns else None
        if not bodies and not (stated and nouns) and run is None:
            return None
        if run is not None and self._is_told(line, begin, found):
            return None
        marks = [k for k in range(begin, len(words)) if words[k] in (",", "-")]
        loose = begin if stated else (marks[0] if marks else len(words))
        named_by = run[1] if run is not None else bodies[0].last if bodies else nouns[0] + 1
        if words[-1] == "." and self._is_told(line, begin, found):
            return None
        for token in range(begin, len(words)):
            if token > begin + 1 and stated and self._is_carried(line, token):
                break
            if not self._is_heading(line, token, found, token >= loose, stated and token >= named_by):
                return None
        first, last = run if run is not None else self._named_words(line, begin, bodies, nouns)
        end = next((k for k in range(last, len(words)) if words[k] == ":"), len(words))  # "The staff: enemy losses"
        named = identify(line, first, end, self.names, self.register)
        if named.body in self.register.bodies:
            home = self.reading.language.home
            meant = self._in_full(named) or self._of_the_text(index, line.end, named)
            named = meant or (self.of_side(home, named) if home else named)
        if named.role in OUTLETS and not self._is_zealous():
            return None
        return self._link(line, first, last, named, None)

    def _tells_harm(self, index: int) -> bool:
        """Whether a line is a headline on what somebody did: "RAF Raid Kills Dozens", "Flood Claims Lives"."""
        sentence = self.reading.sentence(index)
        harms = [phrase.kinds["harm"] for phrase in sentence.phrases if phrase is not None and "harm" in phrase.kinds]
        return any(harm.endswith((".done", ".lives")) for harm in harms)

    def _is_zealous(self) -> bool:
        """Whether a text speaks of martyrs and mercenaries outside quotation marks: its outlet is a party's."""
        for j in range(min(len(self.bounds), _ZEAL)):
            line = self.line(j)
            for k, word in enumerate(line.words):
                if word in self.small.zeal and self.quote_at(line.starts[k]) is None:
                    return not any(act.source is not None for act in self.acts(j))
        return False

    def _is_carried(self, line: Line, token: int) -> bool:
        """Whether a heading goes on with who carried a text: "statement of the staff, carried by the radio"."""
        verb = self.lexicon.verbs.get(line.words[token])
        carried = verb is not None and "participle" in verb.forms and line.words[token - 1] == ","
        return carried and not self.small.agent.isdisjoint(line.words[token + 1 : token + 2])

    def _is_broadcast(self, line: Line, begin: int) -> bool:
        """Whether a heading tells of what was broadcast: "Voice of the Gulf, in Arabic, 1900 gmt"."""
        words, small = line.words, self.small
        if not small.aired.isdisjoint(words[begin:]):
            return True
        return any(
            words[k] in small.within and k > begin and words[k - 1] == "," and line.capital(k + 1)
            for k in range(begin, len(words) - 1)
        )

    def _unknown_name(self, index: int, line: Line, begin: int, found: list[Match]) -> Tokens | None:
        """The name in no list of whoever made a text: "Situation report of the Ogaden Relief Consortium, 4 May"."""
        words, small = line.words, self.small
        if len(words) - begin > _SHOUTED and line.text[line.starts[begin] : line.end].isupper():
            return None  # a headline in capitals, where every word looks like a name
        sentence = self.reading.sentence(index)
        placed = {
            start
            for start, phrase, caps in zip(sentence.starts, sentence.phrases, sentence.caps, strict=True)
            if caps and phrase is not None and "place" in phrase.kinds
        }
        for k in range(begin, len(words)):
            opens = k == begin
            if not opens and words[k - 1] not in small.owned_by and words[k - 1] != ",":
                continue
            first = k + (words[k] in small.article)
            if first >= len(words) or words[first] in small.bulletin or words[first] in self.lexicon.statements:
                continue
            if words[first] in small.first_plural:
                continue  # "Our losses of the week" names nobody
            last = first
            while last < len(words) and (line.capital(last) or (last > first and words[last] in small.inner)):
                if opens and last > first and (words[last] in small.bulletin or words[last] in self.lexicon.statements):
                    break
                last += 1
            while last > first and words[last - 1] in small.inner:
                last -= 1
            capitals = [t for t in range(first, last) if line.capital(t) and words[t] not in small.time]
            entitled = (
                opens
                and last < len(words)
                and (words[last] in small.bulletin or words[last] in self.lexicon.statements)
            )
            entitled &= self.grammar is None or len(capitals) > 1  # "Доброе утро": a capital that only opens
            needed = 1 if entitled else 2 if opens or words[k - 1] in small.belongs else 3
            if max(len(capitals), last - first) < needed or any(
                m.first <= first < m.last and m.kind == "side" for m in found
            ):
                continue
            named = line.starts[first] not in placed or len(capitals) > 2  # "Ogaden Relief Consortium", not "Ogaden"
            if named and not small.bulletin.issuperset(words[first:last]):
                return first, last
        return None

    def _is_told(self, line: Line, begin: int, found: list[Match]) -> bool:
        """Whether a line with a full stop is a sentence: it holds more than one small word that no heading needs."""
        small = self.small
        plain = small.bulletin | small.time | small.preposition | small.article | small.leading
        loose = 0
        for k in range(begin, len(line.words)):
            word = line.words[k]
            if word[0].isalpha() and len(word) > 2 and not line.capital(k) and word not in plain:
                loose += not any(m.first <= k < m.last for m in found) and word not in self.names.organisations
        return loose > 1

    def _is_heading(self, line: Line, token: int, found: list[Match], loose: bool, behind: bool) -> bool:
        """Whether a word may stand in a heading that tells nothing but who speaks, of what and when.

        ``loose`` allows unknown names; ``behind`` the body of a statement anything but a verb may stand.
        """
        word, small = line.words[token], self.small
        if any(m.first <= token < m.last for m in found) or not word[0].isalpha():
            return True
        if word in small.bulletin or word in small.time or word in small.preposition or word in small.article:
            return True
        if word in self.names.organisations or word in small.plain_and or word == "'s":
            return True
        verb = self.lexicon.verbs.get(word)
        if verb is not None and verb.forms == {"gerund"} and line.capital(token) and token:
            verb = None  # "Centre for Reconciliation of Opposing Sides"
        if (
            verb is not None
            or word in small.told_number
            or word in self.lexicon.measures
            or word in small.finite
            or word in small.auxiliary
        ):
            return False
        return behind or (loose and line.capital(token))

    def _named_words(self, line: Line, begin: int, bodies: list[Match], nouns: list[int]) -> tuple[int, int]:
        """The words that name the author: the body with the capitalised words around it."""
        words, small = line.words, self.small
        first, last = (bodies[0].first, bodies[0].last) if bodies else (nouns[0], nouns[0] + 1)
        apart = small.bulletin | small.article
        while first > begin and (line.capital(first - 1) or words[first - 1] == "'s"):
            named = words[first - 1] in apart and not bodies and first - 1 > begin and line.capital(first - 2)
            if (words[first - 1] in apart and not named) or words[first - 1] in self.lexicon.statements:
                break
            if words[first - 1] == "," or "\n" in line.text[line.ends[first - 1] : line.starts[first]]:
                break
            first -= 1
        while last < len(words) and (line.capital(last) or words[last] in small.inner):
            if "\n" in line.text[line.ends[last - 1] : line.starts[last]]:
                break
            last += 1
        while last > first + 1 and words[last - 1] in small.inner:
            last -= 1
        return first, last
