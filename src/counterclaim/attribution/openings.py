"""The author of a whole text, by how it opens.

a bulletin's opening    The General Staff reports:            carries its author to all that follows
a heading               STATEMENT BY THE MINISTRY OF HEALTH   the same

A newspaper or an agency over its own text is no source.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from counterclaim.attribution.contents import Act
from counterclaim.attribution.headings import Headings
from counterclaim.attribution.lands import NO_LAND
from counterclaim.attribution.nominals import Nominals
from counterclaim.attribution.recordings import OUTLETS
from counterclaim.attribution.verbless import TITLED
from counterclaim.language import Reading
from counterclaim.model import Link
from counterclaim.naming import identify
from counterclaim.sources import Line
from counterclaim.vocabulary import OPPONENTS

_OPENINGS = 3  # sentences at the head of a text in which its author may be named
_DATELINE = 7  # tokens of "МОСКВА, 6 ноября."
_TITLE = 10  # tokens of "Daily briefing, Brussels."
_PLACE = 4  # tokens of a sentence that is but a place: "Asmara."
_LONGEST_HEADING = 34  # tokens of a sentence that only says who reports
_LONGEST_LEAD = 22  # tokens before a colon that name who made a text
_INTRODUCES = frozenset(["say", "inform", "show"])
_PARTIES = frozenset(["military", "ministry", "government", "armed-group"])
_STAFFS = frozenset(["military", "ministry"])
_BULLETIN = 2  # sentences behind the first that make a bulletin
_PARTY_AHEAD = 5  # sentences in which a text betrays its author by "our" and "the enemy"
_PARTY_TEXT = 12  # sentences of a party's text in which its state is looked for
_FIELD = frozenset(["ngo", "research", "international", "person"])  # who sends people to ask and to count
_AID = frozenset(["ngo", "international"])
_BRACKETS = {"(": ")", "[": "]"}
REPORTS = "<source> reports."
_STANDS = "in <source> it stands: <content>"  # what one text says, and no more


def links_of_party(links: Sequence[Link]) -> bool:
    """Whether a party to the war speaks: an army, a ministry, a government, an armed group."""
    return bool(links) and links[-1].role in _PARTIES


class Opening(NamedTuple):
    """The author of the sentences ``first`` up to ``last`` (exclusive)."""

    first: int
    last: int
    links: tuple[Link, ...]


class Openings(Headings):
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
            party = self._party(j) if j == 0 or self._is_dateline(self.line(j - 1)) else None
            if party is not None:
                return self._by_author(j + 1, party)
            bracketed = self._in_bracket(j) if j == 0 else None
            if bracketed is not None:
                return self._by_author(j, [bracketed])
            before_colon = self._before_colon(j)
            if before_colon is not None:
                link, stated = before_colon
                return self._by_author(j, [link], within=not stated)
            act = self._introduces(j)
            if act is not None:
                present = act.rule != TITLED and self._in_present(line, act)
                present = present or (self.grammar is not None and links_of_party(self.links(j, act)))
                own = self.bounds[j][2]
                present = present or any(self.is_partisan(k) for k in range(j, size) if self.bounds[k][2] > own)
                return self._by_author(j, self.links(j, act), within=not present)
            aside = line.words[0] in ("(", "[") or self._is_dateline(line) or self._is_title(line)
            if j + 1 < size and self.bounds[j + 1][2] == self.bounds[j][2] and len(line.words) > _PLACE and not aside:
                break
        return self._field_work() or self._own_people()

    def _own_people(self) -> Opening | None:
        """A body of aid or of the United Nations that begins its own text, and speaks of its own people in it.

        "The Red Cross has collected 31 bodies. … Our delegates had seen them"; "The High Commissioner is appalled".
        """
        small, line = self.small, self.line(0)
        begin = self.behind_dateline(line)
        found = [
            m for m in self.names.find(line, begin, len(line.words)) if m.kind == "source" and m.first <= begin + 1
        ]
        if not found or self.register.role_of(found[0].value) not in _AID or self.turns():
            return None
        behind = line.words[found[0].last : found[0].last + 4]
        moved = bool(behind) and behind[0] in small.be and not small.moved.isdisjoint(behind)
        if not moved and not any(self._tells_of_own(j) for j in range(len(self.bounds))):
            return None
        named = identify(line, found[0].first, found[0].last, self.names, self.register)
        return self._by_author(0, [self._link(line, found[0].first, found[0].last, named, None)])

    def _tells_of_own(self, index: int) -> bool:
        """Whether a sentence says "our delegates" outside quotation marks."""
        line, small = self.line(index), self.small
        return not small.first_plural.isdisjoint(line.present) and any(
            word in small.first_plural
            and not small.own_people.isdisjoint(line.words[k + 1 : k + 3])
            and self.quote_at(line.starts[k]) is None
            for k, word in enumerate(line.words)
        )

    def _field_work(self) -> Opening | None:
        """Those whose own people went and asked: "Lantern Watch researchers visited … We spoke to 14 people"."""
        small, size = self.small, len(self.bounds)
        if all(small.field_worker.isdisjoint(self.line(j).present) for j in range(min(_OPENINGS, size))):
            return None
        own = [j for j in range(size) if self._speaks_of_us(j)]
        if not own or self.turns() or not any(not small.field_work.isdisjoint(self.line(j).present) for j in own):
            return None
        for j in range(min(_OPENINGS, size)):
            line = self.line(j)
            for k in range(1, len(line.words)):
                if line.words[k] not in small.field_worker or not line.capital(k - 1) or self.acts(j):
                    continue
                first = k
                while first and line.capital(first - 1) and line.words[first - 1] not in small.article:
                    first -= 1
                named = identify(line, first, k, self.names, self.register)
                body = named.id is not None and named.id not in self.register.speakers and named.role not in OUTLETS
                if named.role in _FIELD and (named.id is None or body):
                    return self._by_author(j, [self._link(line, first, k, named, None)])
        return None

    def _is_dateline(self, line: Line) -> bool:
        """Whether a sentence is but a place in capitals and a day, as packs with a grammar of speech part it off."""
        if not 0 < len(line.words) <= _DATELINE:
            return False
        dated = any(word[0].isdigit() or word in self.small.time for word in line.words[1:])
        return (dated or self.grammar is not None) and line.text[line.starts[0] : line.ends[0]].isupper()

    def _by_author(self, first: int, links: list[Link], within: bool = False) -> Opening | None:
        """What is the author's: all from sentence ``first`` to the paragraph in which somebody else begins to speak.

        In the author's own first paragraph others are quoted by the author; ``within`` ends with that paragraph.
        """
        if not links or first >= len(self.bounds) or (links[-1].role in OUTLETS and not self._is_zealous()):
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
            own_words = [j for j in range(last, size) if self._speaks_of_us(j) or self.is_partisan(j)]
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
        if line.words[-1] != "." or index + 1 >= len(self.bounds):
            return None
        if self.behind_dateline(line) or (index and self._is_dateline(self.line(index - 1))) or line.words[0] == "-":
            return links if self._is_own_force(index + 1) else None  # an agency that gives a bulletin word for word
        for j in range(index, min(len(self.bounds), index + _PARTY_AHEAD)):
            if self.is_partisan(j) and not self._is_anothers(j, links[-1]):
                return links
        if self.grammar is None or links[-1].role not in _STAFFS:
            return None
        # nobody else speaks in the whole text: a bulletin that says neither "our" nor "the enemy"
        behind = range(index + 1, len(self.bounds))
        alone = len(behind) >= _BULLETIN and not any(self._is_other(j, act) for j in behind for act in self.acts(j))
        return links if alone and not self.quotes else None

    def _is_anothers(self, index: int, author: Link) -> bool:
        """Whether another speaks in a sentence, as patterns tell it: "The ministry said that the enemy lost two"."""
        return self.grammar is not None and any(self._is_other(index, act, author) for act in self.acts(index))

    def _is_own_force(self, index: int) -> bool:
        """Whether a sentence says "our troops" outside quotation marks."""
        line, small = self.line(index), self.small
        return not self.acts(index) and any(
            word in small.first_plural
            and not small.force.isdisjoint(line.words[k + 1 : k + 4])
            and self.quote_at(line.starts[k]) is None
            for k, word in enumerate(line.words)
        )

    def is_partisan(self, index: int) -> bool:
        """Whether a sentence says "our" or "the enemy" outside quotation marks."""
        line, small = self.line(index), self.small
        if small.partisan.isdisjoint(line.present):
            return False
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
        return not self.small.first_plural.isdisjoint(line.present) and any(
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
        if not 2 < len(words) <= _LONGEST_HEADING:
            return None
        last = len(words) - (words[-1] in ".:")
        phrases = Nominals(line, self.lexicon, self.quotes)
        source = phrases.main_subject()
        if source is None or not phrases.plausible(*source, strong=True):
            return None
        told = source[1] < last and not self.small.announcing.isdisjoint(words[source[1] : last])
        at = source[1] if told else last - 1  # "makes the following known"
        verb = self.lexicon.verbs.get(words[at])
        present = verb is not None and "past" not in verb.forms and (told or verb.kind in _INTRODUCES)
        if verb is None or not present or source[1] != at or not self.small.number.isdisjoint(words):
            return None
        if last == len(words) and ("," in words or any(word[0].isdigit() for word in words)):
            return None  # a headline
        return Act(REPORTS, source, (at, last), verb.base, "say")

    def _quotes_behind(self, index: int) -> bool:
        """Whether a quotation follows a sentence: it is its speaker's, and no more is."""
        end = self.bounds[index][1]
        following = self.bounds[index + 1][0]
        return any(end <= quote.start <= following for quote in self.quotes)

    def _introduces(self, index: int) -> Act | None:
        """ "The ministry reports: near Svatove the enemy lost …": what follows behind a colon, without marks."""
        for act in self.acts(index):
            colon = act.rule in ("<source> said: <content>", TITLED, "<source> gives: <content>")
            colon = colon or (self.grammar is not None and self.line(index).words[act.cue[1] : act.cue[1] + 1] == [":"])
            first = 3 if act.rule != "<source> gives: <content>" else _LONGEST_LEAD
            if (
                act.rule == _STANDS
                or not colon
                or act.quoted
                or act.source is None
                or act.inner
                or act.source[0] > first
            ):
                continue
            if act.rule != TITLED or not self._is_land(index, act.source):
                return act
        return None

    def _is_land(self, index: int, source: tuple[int, int]) -> bool:
        """Whether words are but the name of a state, which over a text says where it is of: "Iraq: the slow fall"."""
        found = [m for m in self.names.find(self.line(index), *source) if m.first == source[0]]
        return bool(found) and all(m.kind == "side" for m in found)

    def _in_present(self, line: Line, act: Act) -> bool:
        verb = self.lexicon.verbs.get(line.words[act.cue[1] - 1])
        return verb is not None and "past" not in verb.forms

    def _is_title(self, line: Line) -> bool:
        """Whether a short sentence is but a title: "Daily briefing, Brussels."."""
        words, small = line.words, self.small
        if len(words) > _TITLE or words[-1] != "." or small.bulletin.isdisjoint(words):
            return False
        return all(
            word in small.bulletin
            or word in small.time
            or not word[0].isalpha()
            or line.capital(k)
            or word in small.inner
            for k, word in enumerate(words)
        )

    def _in_bracket(self, index: int) -> Link | None:
        """Who stands in brackets before a text: "[Press office of the front – 3 May:] Our units …"."""
        line = self.line(index)
        if self.grammar is not None or line.words[0] not in _BRACKETS or self.turns():
            return None
        closing = _BRACKETS[line.words[0]]
        close = next((k for k, word in enumerate(line.words[:_LONGEST_LEAD]) if word == closing), None)
        if close is None or close < 3:
            return None
        close -= line.words[close - 1] == ":"
        words, starts, ends = line.words[1:close], line.starts[1:close], line.ends[1:close]
        link = self._author_in(index, Line(line.text, starts[0], ends[-1], words, starts, ends))
        named = link is not None and (link.id is not None or " " in link.name)
        return link if named and self.small.first_plural.isdisjoint(words) else None

    def _before_colon(self, index: int) -> tuple[Link, bool] | None:
        """Who stands before a colon with which a text begins, and whether it names a bulletin: "The staff, 6 p.m.:"."""
        line = self.line(index)
        if self.grammar is not None or self.turns():
            return None
        colon = next(
            (k for k, word in enumerate(line.words[:_LONGEST_LEAD]) if word == ":" and not line.glued(k)), None
        )
        if colon is None or colon + 3 >= len(line.words) or self.quote_at(line.starts[colon + 1]) is not None:
            return None
        whole = line.ends[-1] >= len(self.text.rstrip())
        headline = (
            index == 0 and self.bounds[1:] and self.bounds[1][2] > self.bounds[0][2] and line.words[-1] not in ".!?"
        )
        if whole or headline or any(a.source is not None and a.cue[0] < colon for a in self.acts(index)):
            return None
        cut = Line(
            line.text, line.start, line.ends[colon - 1], line.words[:colon], line.starts[:colon], line.ends[:colon]
        )
        link = self._author_in(index, cut)
        if link is None:
            return None
        stated = not (self.small.bulletin | self.lexicon.statements).isdisjoint(cut.words)
        return link, stated or links_of_party([link])

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
