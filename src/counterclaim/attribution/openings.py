"""The author of a whole text, by how it opens.

a bulletin's opening    The General Staff reports:            carries its author to all that follows
a heading               STATEMENT BY THE MINISTRY OF HEALTH   the same

A newspaper or an agency over its own text is no source.
"""

from __future__ import annotations

from typing import NamedTuple

from counterclaim.attribution.contents import Act
from counterclaim.attribution.nominals import Nominals
from counterclaim.attribution.turns import Turns
from counterclaim.language import Reading
from counterclaim.model import Link
from counterclaim.sources import Line, Match, identify

_OPENINGS = 3  # sentences at the head of a text in which its author may be named
_LONGEST_HEADING = 26  # tokens
_OUTLETS = frozenset(["agency", "media"])
_INTRODUCES = frozenset(["say", "inform", "show"])
_BODIES = frozenset(["source", "body"])


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
            reports = self._reports(j) if j == 0 else None
            if reports is not None:
                return self._by_author(j + 1, self.links(j, reports))
            heading = self._heading_author(j)
            if heading is not None and j + 1 < size:
                return self._by_author(j + 1, [heading])
            act = self._introduces(j)
            if act is not None:
                present = act.rule == "<source> said: <content>" and self._in_present(line, act)
                return self._by_author(j, self.links(j, act), within=not present)
            if j + 1 < size and self.bounds[j + 1][2] == self.bounds[j][2]:
                break
        return None

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
            if within or any(self._is_other(j, act) for act in self.acts(j)):
                last = next(k for k in range(first, size) if self.bounds[k][2] == paragraph)
                break
        return Opening(first, last, tuple(links))

    def _is_other(self, index: int, act: Act) -> bool:
        """Whether somebody is told to speak, as an author does not tell of himself."""
        if act.source is None or act.inner or act.silent or act.kind not in ("say", "inform", "deny", "think"):
            return False
        line = self.line(index)
        return line.words[act.source[0]] not in self.small.first_person

    def _reports(self, index: int) -> Act | None:
        """ "The General Staff reports.": a sentence that says no more than who speaks."""
        line = self.line(index)
        words = line.words
        verb = self.lexicon.verbs.get(words[-2]) if 2 < len(words) <= _LONGEST_HEADING and words[-1] in ".:" else None
        if verb is None or verb.kind not in _INTRODUCES or "past" in verb.forms:
            return None
        phrases = Nominals(line, self.lexicon, self.quotes)
        source = phrases.main_subject()
        if source is None or source[1] != len(words) - 2 or not phrases.plausible(*source, strong=True):
            return None
        return Act("<source> reports.", source, (len(words) - 2, len(words) - 1), verb.base, "say")

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
        first = self._behind_dateline(line)
        if not 2 <= len(words) - first <= _LONGEST_HEADING or words[first] in small.byline:
            return None
        found = self.names.find(line, first, len(words))
        bodies = [m for m in found if m.kind in _BODIES]
        stated = any(m.kind == "statement" for m in found) or not small.bulletin.isdisjoint(words[first:])
        if not bodies and not (stated and any(word in self.names.organisations for word in words[first:])):
            return None
        marks = [k for k in range(first, len(words)) if words[k] in (",", "-")]
        loose = first if stated else (marks[0] if marks else len(words))
        if not all(self._is_heading(line, k, found, k >= loose) for k in range(first, len(words))):
            return None
        named = identify(line, first, len(words), self.names, self.register)
        if named.body is not None:
            named = self._of_the_text(index, line.end, named) or named
        if named.role in _OUTLETS:
            return None
        return self._link(line, *self._named_words(line, first, bodies), named, None)

    def _behind_dateline(self, line: Line) -> int:
        """The first token behind "BOGOTA –"; 0 where the line has no place before it."""
        words = line.words
        if line.text[line.starts[0] : line.ends[0]].isupper():
            for k in range(1, min(8, len(words) - 1)):
                if words[k] == "-" and not line.glued(k):
                    return k + 1
        return 0

    def _is_heading(self, line: Line, token: int, found: list[Match], loose: bool) -> bool:
        """Whether a word may stand in a heading that tells nothing but who speaks, of what and when."""
        word, small = line.words[token], self.small
        if any(m.first <= token < m.last for m in found) or not word[0].isalpha():
            return True
        if word in small.bulletin or word in small.time or word in small.preposition or word in small.article:
            return True
        if word in self.names.organisations or word in ("and", "'s"):
            return True
        verb = self.lexicon.verbs.get(word)
        return loose and line.capital(token) and verb is None and word not in self.lexicon.measures

    def _named_words(self, line: Line, begin: int, bodies: list[Match]) -> tuple[int, int]:
        """The words that name the author: the body with the capitalised words around it."""
        words, small = line.words, self.small
        if bodies:
            first, last = bodies[0].first, bodies[0].last
        else:
            first = next(k for k in range(begin, len(words)) if words[k] in self.names.organisations)
            last = first + 1
        while first > begin and line.capital(first - 1) and words[first - 1] not in small.bulletin | small.article:
            if not words[first - 1][0].isalpha() or words[first - 1] in self.lexicon.statements:
                break
            first -= 1
        while last < len(words) and (line.capital(last) or words[last] == "of"):
            last += 1
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
            if verb is not None and verb.kinds & {"publish", "show", "say"} and phrases.plausible(0, i, strong=False):
                return [Act("<source> gives: <list>", (0, i), (i, i + 1), verb.base, "show")]
        return []
