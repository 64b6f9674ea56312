"""The author of a whole text, by how it opens.

a bulletin's opening    The General Staff reports:            carries its author to all that follows
a heading               STATEMENT BY THE MINISTRY OF HEALTH   the same

A newspaper or an agency over its own text is no source.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.contents import Act
from counterclaim.attribution.lands import NO_LAND
from counterclaim.attribution.nominals import Nominals
from counterclaim.attribution.turns import Turns
from counterclaim.language import Reading
from counterclaim.model import Link
from counterclaim.naming import identify
from counterclaim.sources import Line, Match
from counterclaim.vocabulary import OPPONENTS

_OPENINGS = 3  # sentences at the head of a text in which its author may be named
_DATELINE = 7  # tokens of "МОСКВА, 6 ноября."
_PLACE = 4  # tokens of a sentence that is but a place: "Asmara."
_LONGEST_HEADING = 34  # tokens
_OUTLETS = frozenset(["agency", "media"])
_INTRODUCES = frozenset(["say", "inform", "show"])
_PARTIES = frozenset(["military", "ministry", "government", "armed-group"])
_STAFFS = frozenset(["military", "ministry"])
_BULLETIN = 2  # sentences behind the first that make a bulletin
_PARTY_AHEAD = 5  # sentences in which a text betrays its author by "our" and "the enemy"
_PARTY_TEXT = 12  # sentences of a party's text in which its state is looked for
_BODIES = frozenset(["source", "body"])
REPORTS = "<source> reports."


def links_of_party(links: Sequence[Link]) -> bool:
    """Whether a party to the war speaks: an army, a ministry, a government, an armed group."""
    return bool(links) and links[-1].role in _PARTIES


class Opening(NamedTuple):
    """The author of the sentences ``first`` up to ``last`` (exclusive)."""

    first: int
    last: int
    links: tuple[Link, ...]


class Openings(Turns):
    """The author of one text."""

    def __init__(self, reading: Reading, attitudes: bool = False) -> None:
        super().__init__(reading, attitudes)
        self._listers: dict[int, list[Act]] = {}
        self._opening: Opening | None = None
        self._opened = False

    def voice(self, index: int) -> tuple[Link, ...]:
        """Who speaks in sentence ``index`` by how its turn or its text opens; ``()`` where the text itself does."""
        turn = self.turn_at(index)
        if turn is not None:
            return turn.links
        opening = self.opening()
        if opening is not None and opening.first <= index < opening.last:
            return opening.links
        return ()

    # -- the author of a text -----------------------------------------------------------------------------------------

    def opening(self) -> Opening | None:
        """The author whom a text names at its head, with the sentences that are the author's."""
        if not self._opened:
            self._opened = True
            self._opening = self._find_opening()
        return self._opening

    def _find_opening(self) -> Opening | None:
        size = len(self.bounds)
        for j in range(min(_OPENINGS, size)):
            line = self.line(j)
            if not line.words:
                continue
            if line.words[-1] == ":" and j + 1 < size:
                spoken = [a for a in self.acts(j) if a.source is not None and a.kind in _INTRODUCES]
                spoken = spoken or self.lister(j)
                if spoken and not self._quotes_behind(j):
                    return self._by_author(j + 1, self.links(j, spoken[-1]))
            reports = self._reports(j) if j == 0 or self._is_dateline(self.line(j - 1)) else None
            if reports is not None:
                return self._by_author(j + 1, self.links(j, reports))
            heading = self._heading_author(j)
            if heading is not None and j + 1 < size:
                return self._by_author(j + 1, [heading])
            party = self._party(j) if j == 0 else None
            if party is not None:
                return self._by_author(j + 1, party)
            act = self._introduces(j)
            if act is not None:
                present = act.rule == "<source> said: <content>" and self._in_present(line, act)
                present = present or (self.grammar is not None and links_of_party(self.links(j, act)))
                return self._by_author(j, self.links(j, act), within=not present)
            aside = line.words[0] in ("(", "[") or self._is_dateline(line)
            if j + 1 < size and self.bounds[j + 1][2] == self.bounds[j][2] and len(line.words) > _PLACE and not aside:
                break
        return None

    def _is_dateline(self, line: Line) -> bool:
        """Whether a sentence is but a place in capitals and a day, as packs with a grammar of speech part it off."""
        if self.grammar is None or not 0 < len(line.words) <= _DATELINE:
            return False
        return line.text[line.starts[0] : line.ends[0]].isupper()

    def _by_author(self, first: int, links: list[Link], within: bool = False) -> Opening | None:
        """What is the author's: all from sentence ``first`` to the paragraph in which somebody else begins to speak.

        In the author's own first paragraph others are quoted by the author; ``within`` ends with that paragraph.
        """
        if not links or first >= len(self.bounds) or links[-1].role in _OUTLETS:
            return None
        size, own = len(self.bounds), self.bounds[first][2]
        last = size
        for j in range(first, size):
            paragraph = self.bounds[j][2]
            if paragraph == own:
                continue
            if within or any(self._is_other(j, act, links[-1]) for act in self.acts(j)):
                last = next(k for k in range(first, size) if self.bounds[k][2] == paragraph)
                break
        if last < size and not within:
            own_words = [j for j in range(last, size) if self._speaks_of_us(j)]
            if own_words:
                behind = self.bounds[own_words[-1]][2]
                last = next((k for k in range(last, size) if self.bounds[k][2] > behind), size)
        return Opening(first, last, (*links[:-1], self._of_us(links[-1], first, last)))

    def _of_us(self, link: Link, first: int, last: int) -> Link:
        """The author as a body of the side that says "our" of itself, where the author's words name no country."""
        index = self.sentence_at(link.start)
        line = self.line(index)
        begin, end = bisect_left(line.starts, link.start), bisect_left(line.starts, link.end)
        named = identify(line, begin, end, self.names, self.register)
        if link.id is not None or named.body not in self.register.bodies:
            return link
        if not any(self.is_partisan(j) for j in range(first, last)):
            return link
        state = self._our_state(first, last)
        if state is None:
            return link
        own = self.of_side(state, named)
        return Link(link.name, own.id, own.role, link.cue, link.start, link.end)

    def _our_state(self, first: int, last: int) -> str | None:
        """The state of a party's text: the one whose forces it does not tell of as another's."""
        told = [one for j in range(max(0, first - 1), min(last, first + _PARTY_TEXT)) for one in self.states(j)]
        hostile = {one.state for one in told if one.force}
        ours = {one.state for one in told} - hostile
        if len(ours) == 1:
            return ours.pop()
        if len(hostile) == 1 and not ours:
            state = hostile.pop()
            against = [other for other in OPPONENTS.get(state, ()) if len(other) == 2 and other not in NO_LAND]
            return against[0] if against else state
        return None

    def _party(self, index: int) -> list[Link] | None:
        """Who is told to speak in the first sentence of a text that goes on to say "our" and "the enemy" itself."""
        spoken = [a for a in self.acts(index) if a.source is not None and a.kind in _INTRODUCES and not a.quoted]
        links = self.links(index, spoken[0]) if spoken else []
        if not links_of_party(links) or links[-1].id in self.register.speakers:
            return None
        line = self.line(index)
        if line.words[-1] != "." or self.behind_dateline(line) or index + 1 >= len(self.bounds):
            return None
        for j in range(index, min(len(self.bounds), index + _PARTY_AHEAD)):
            if self.is_partisan(j):
                return links
        if self.grammar is None or links[-1].role not in _STAFFS:
            return None
        # nobody else speaks in the whole text: a bulletin that says neither "our" nor "the enemy"
        behind = range(index + 1, len(self.bounds))
        alone = len(behind) >= _BULLETIN and not any(self._is_other(j, act) for j in behind for act in self.acts(j))
        return links if alone and not self.quotes else None

    def is_partisan(self, index: int) -> bool:
        """Whether a sentence says "our" or "the enemy" outside quotation marks."""
        line, small = self.line(index), self.small
        for k, word in enumerate(line.words):
            if word in small.partisan and self.quote_at(line.starts[k]) is None:
                behind = line.words[k + 1 : k + 4]
                if word in small.first_plural and not small.force.isdisjoint(behind):
                    return True
                articled = not small.article or (k > 0 and line.words[k - 1] in small.article)
                if word not in small.first_plural and articled:
                    return True
        return False

    def _speaks_of_us(self, index: int) -> bool:
        """Whether a sentence says "we" or "our" outside quotation marks."""
        line = self.line(index)
        return any(
            word in self.small.first_plural and self.quote_at(line.starts[k]) is None
            for k, word in enumerate(line.words)
        )

    def author(self) -> Link | None:
        """The author whom the whole text names at its head."""
        opening = self.opening()
        return opening.links[-1] if opening is not None else None

    def _is_other(self, index: int, act: Act, author: Link | None = None) -> bool:
        """Whether somebody is told to speak, as an author does not tell of himself, or by name or "the communiqué"."""
        if act.source is None or act.inner or act.silent or act.kind not in ("say", "inform", "deny", "think"):
            return False
        line = self.line(index)
        told = line.words[act.source[0] : act.source[1]]
        if not self.small.reads_on.isdisjoint(told[-1:]) and told[0] in self.small.the:
            return False
        name = author.name if author is not None else ""
        own = [word for word in name.casefold().split() if word not in self.small.article]
        if own and set(own) <= set(told):
            return False
        return told[0] not in self.small.first_person

    def _reports(self, index: int) -> Act | None:
        """ "The General Staff reports.": a sentence that says no more than who speaks."""
        if self.grammar is not None:
            return next((act for act in self.acts(index) if act.rule == REPORTS), None)
        line = self.line(index)
        words = line.words
        verb = self.lexicon.verbs.get(words[-2]) if 2 < len(words) <= _LONGEST_HEADING and words[-1] in ".:" else None
        if verb is None or verb.kind not in _INTRODUCES or "past" in verb.forms:
            return None
        phrases = Nominals(line, self.lexicon, self.quotes)
        source = phrases.main_subject()
        if source is None or source[1] != len(words) - 2 or not phrases.plausible(*source, strong=True):
            return None
        return Act(REPORTS, source, (len(words) - 2, len(words) - 1), verb.base, "say")

    def _quotes_behind(self, index: int) -> bool:
        """Whether a quotation follows a sentence: it is its speaker's, and no more is."""
        end = self.bounds[index][1]
        following = self.bounds[index + 1][0]
        return any(end <= quote.start <= following for quote in self.quotes)

    def _introduces(self, index: int) -> Act | None:
        """ "The ministry reports: near Svatove the enemy lost …": what follows behind a colon, without marks."""
        for act in self.acts(index):
            colon = act.rule in ("<source> said: <content>", "<source>: <content>")
            if colon and not act.quoted and act.source is not None and act.source[0] <= 3:
                return act
        return None

    def _in_present(self, line: Line, act: Act) -> bool:
        verb = self.lexicon.verbs.get(line.words[act.cue[1] - 1])
        return verb is not None and "past" not in verb.forms

    def _heading_author(self, index: int) -> Link | None:
        """Who stands over a text: a line that names a body, a statement of it, a place or a date, and no more."""
        line = self.line(index)
        words, small = line.words, self.small
        begin = self.behind_dateline(line)
        if not 1 <= len(words) - begin <= _LONGEST_HEADING or words[begin] in small.byline:
            return None
        found = self.names.find(line, begin, len(words))
        bodies = [m for m in found if m.kind in _BODIES and m.value not in ("media", "sources")]
        stated = any(m.kind == "statement" for m in found) or not small.bulletin.isdisjoint(words[begin:])
        stated = stated or self._is_broadcast(line, begin)
        nouns = [k for k in range(begin, len(words)) if words[k] in self.names.organisations and line.capital(k)]
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
            if not self._is_heading(line, token, found, token >= loose, stated and token >= named_by):
                return None
        first, last = run if run is not None else self._named_words(line, begin, bodies, nouns)
        named = identify(line, first, len(words), self.names, self.register)
        if named.body in self.register.bodies:
            named = self._of_the_text(index, line.end, named) or named
        if named.role in _OUTLETS:
            return None
        return self._link(line, first, last, named, None)

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
            if words[first - 1] in apart or words[first - 1] in self.lexicon.statements or words[first - 1] == ",":
                break
            first -= 1
        while last < len(words) and (line.capital(last) or words[last] in small.inner):
            last += 1
        while last > first + 1 and words[last - 1] in small.inner:
            last -= 1
        return first, last

    def lister(self, index: int) -> list[Act]:
        """Who gives a list without a verb of saying: "The paper gives the following list:"."""
        made = self._listers.get(index)
        if made is None:
            made = self._listers[index] = self._lister(index)
        return made

    def _lister(self, index: int) -> list[Act]:
        line = self.line(index)
        phrases = Nominals(line, self.lexicon, self.quotes)
        verbs = self.lexicon.verbs
        for i in range(1, min(len(line.words), 12)):
            verb = verbs.get(line.words[i])
            if (
                verb is not None
                and "participle" in verb.forms
                and not self.small.agent.isdisjoint(line.words[i + 1 : i + 2])
            ):
                source = phrases.right(i + 2)
                if source is not None and phrases.plausible(*source, strong=False):
                    return [Act("<list> given by <source>", source, (i, i + 2), verb.base, "show")]
            if verb is not None and verb.kinds & {"publish", "show", "say"} and phrases.plausible(0, i, strong=False):
                return [Act("<source> gives: <list>", (0, i), (i, i + 1), verb.base, "show")]
        return []
