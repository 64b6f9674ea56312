"""Texts and recordings in which somebody speaks, and whose they are.

a text with an author     "a report from US intelligence"       the author speaks
a call, a video           "a call published by the service"     its owner stands outside, the text inside
told of before            "the service released a call … the soldier said"
at the end                "A sailor says 30 are dead in an intercepted call"
"""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.contents import Act
from counterclaim.attribution.lands import Lands
from counterclaim.attribution.nominals import Nominals
from counterclaim.attribution.recollection import LOOK_BACK, MENTIONED
from counterclaim.model import Link
from counterclaim.naming import Named, identify
from counterclaim.natures import names_nature
from counterclaim.sources import Line, Match

MEDIUM_BACK = 16  # sentences in which the call was told of that a soldier speaks in
OUTLETS = frozenset(["agency", "media"])
HEARD = frozenset(["call", "recording", "video", "letter"])  # texts in which somebody else speaks
RECORDED = frozenset(["soldier", "prisoner", "relative"])  # speakers of whom a recording may have been told before


class Recordings(Lands):
    """The texts of one text, with their authors and owners."""

    def _same_medium(self, index: int, offset: int, speaker: Link) -> list[Link]:
        """The recording in which the same speaker was told to speak just before, where nobody is said to own it."""
        for j, _, chain in self._before(index, offset):
            if self.bounds[index][2] - self.bounds[j][2] > 1:
                return []
            if chain[-1].id == speaker.id and any(link.role == "document" for link in chain):
                return [link for link in chain[:-1] if link.id != speaker.id]
        return []

    def _is_heard(self, index: int, line: Line, source: Tokens, speaker: Link) -> bool:
        """Whether "man" or "voice", which a language without articles leaves bare, is the one of a recording just told.

        Soldiers are so only where it was told in the same paragraph or the one before.
        """
        words = line.words[source[0] : source[1]]
        if speaker.id not in RECORDED | {None, "person"} or any(map(line.capital, range(source[0] + 1, source[1]))):
            return False
        if line.words[source[1] : source[1] + 1] and line.words[source[1]] in self.small.belongs:
            return False  # "a man from the next house"
        near = next((j for j in range(index, max(-1, index - MEDIUM_BACK), -1) if self.medium_in(j)), None)
        if near is None or self.bounds[index][2] - self.bounds[near][2] > 1:
            return False
        return not self.small.heard.isdisjoint(words) or speaker.id in RECORDED

    def _medium_at_end(self, index: int, line: Line, act: Act) -> list[Link]:
        """The recording with which a sentence ends: "A soldier says 300 are dead in an intercepted call"."""
        words = line.words
        last = len(words) - (words[-1] in (".", "!"))
        for medium in self.names.find(line, act.cue[1], last):
            if medium.kind != "medium" or medium.value not in HEARD or medium.last != last:
                continue
            if self.quote_at(line.starts[medium.first]) is not None:
                continue
            k = medium.first
            while k > act.cue[1] and (words[k - 1] in self.small.article or words[k - 1] in self.small.makes_heard):
                k -= 1
            if words[k - 1] in self.small.within:
                return [self._link(line, k, medium.last, Named(None, "document"), None)]
        return []

    def _heard_before(self, index: int, line: Line, source: Tokens) -> Link | None:
        """Whom "the man" of a recording stands for: the soldier whom the text has told of, and no woman."""
        if self.small.heard.isdisjoint(line.words[source[0] : source[1]]):
            return None
        for j in range(index, max(-1, index - MEDIUM_BACK), -1):
            other = self.line(j)
            for match in self.names.find(other, 0, len(other.words)):
                before = (j, match.last) <= (index, source[0]) if j == index else True
                if before and match.kind == "speaker" and match.value in MENTIONED & RECORDED:
                    if other.words[match.last - 1] in self.small.person_noun:
                        role = self.register.speakers[match.value].role
                        return self._link(other, match.first, match.last, Named(match.value, role), None)
        return None

    def _words(self, line: Line, first: int, last: int) -> str:
        return line.text[line.starts[first] : line.ends[last - 1]]

    # -- texts --------------------------------------------------------------------------------------------------------

    def _outlet(self, line: Line, first: int, last: int) -> list[Link]:
        """The newspaper or agency of an interview: "in an interview with Meduza"."""
        for match in self.names.find(line, first, last):
            if match.kind == "source" and self.register.role_of(match.value) in OUTLETS:
                named = Named(match.value, self.register.role_of(match.value) or "media")
                return [self._link(line, match.first, match.last, named, None)]
        return []

    def _text(self, index: int, line: Line, first: int, last: int, cue: str | None, venue: bool) -> list[Link]:
        """The links of a phrase whose head is a text; none where it is headed by somebody who speaks."""
        words = line.words
        found = self.names.find(line, first, last)
        head = self._head(line, first, last, found)
        if head is None:
            return []
        held = head.kind == "medium"
        owner = self._owner_behind(index, line, last, head, found)
        if owner is not None:
            held |= words[owner[0].first] in self.small.obtained
            verb: str | None = (
                self._words(line, owner[0].first, owner[0].last - 1) if owner[0].last - owner[0].first > 1 else None
            )
            chain = [owner[1]]
            if head.kind == "statement" and held:  # "a UN report seen by the agency"
                author = self._owner_before(index, line, first, head, venue)
                if author is not None and author.id not in (None, owner[1].id):
                    return [_with_cue(owner[1], verb), _with_cue(author, cue)]
        else:
            before = self._owner_before(index, line, first, head, venue)
            verb, chain = None, [before] if before is not None else []
        if not held:
            if chain:
                cue = self._words(line, head.first, head.last) if venue else cue
                return [*self._carrier(index, line, last, owner, found), _with_cue(chain[0], cue)]
            if venue:
                return []
            bare = self.grammar is not None and last - first == 1 and head.kind == "statement"  # no article tells
            back = self._author_before(index, line, head) if bare or words[first] in self.small.definite else None
            if back is not None and back.id is None:
                return [Link(back.name, None, back.role, cue, back.start, back.end)]
            named = Named(back.id, back.role) if back is not None else Named(None, "document")
            return [self._link(line, first, head.last, named, cue)]
        if chain:
            chain = [_with_cue(chain[0], verb)]
        elif words[first] in self.small.definite and not venue:
            chain = [link for link in self._medium_before(index, LOOK_BACK) if link.role != "document"]
        chain.append(self._link(line, first, head.last, Named(None, "document"), None if venue else cue))
        return chain

    def _head(self, line: Line, first: int, last: int, found: Sequence[Match]) -> Match | None:
        """The text that heads the phrase: the last noun before its first preposition, participle or mark."""
        words = line.words
        texts = [m for m in found if m.kind in ("medium", "statement")]
        if not texts:
            return None
        cut = last
        for i in range(first, last):
            if (
                words[i] in (",", "(")
                or words[i] in self.small.opener
                or (i > first and words[i] in self.small.preposition)
            ):
                cut = i
                break
        cut = min([cut, *(m.first for m in found if m.kind in ("author", "holder") and m.first > first)])
        heads = [m for m in texts if m.last == cut]
        if not heads:  # "a report released last year", "a call intercepted in May"
            done = self.small.text_done  # "a letter found on him"
            heads = [m for m in texts if m.last < cut and (words[m.last].endswith("ed") or words[m.last] in done)]
        head = max(heads, key=lambda m: (m.last - m.first, m.kind == "statement"), default=None)
        if head is None or any(m.kind == "source" and m.first <= head.first < m.last for m in found):
            return None
        return head

    def _owner_behind(
        self, index: int, line: Line, last: int, head: Match, found: Sequence[Match]
    ) -> tuple[Match, Link] | None:
        """Who made, holds or published a text by the words behind it: "released by", "from", "seen by"."""
        behind = [m for m in found if m.kind in ("author", "holder") and m.first >= head.last]
        if not behind:
            return None
        if head.kind == "medium":  # "a call by one of them intercepted by the service": whoever holds it
            behind = [m for m in behind if m.last - m.first > 1] or behind
        match = min(behind, key=lambda m: (m.first, -m.last))
        bare = match.last - match.first == 1
        loose = line.words[match.first] in self.small.loose_owner
        if head.kind == "statement" and line.words[match.last - 1] in self.small.given_to:
            return None
        if (bare and match.first != head.last) or (loose and head.kind == "medium"):
            return None
        right = Nominals(line, self.lexicon, self.quotes).right(match.last)
        if right is None or right[0] >= last:
            return None
        last = min([last, *(m.first for m in found if m.kind == "holder" and m.first > right[0])])
        span: Tokens = (right[0], min(right[1], last))
        named = self._named(index, line, *span)
        if named.id is None and named.body is None and bare and (loose or named.role in ("person", "document")):
            return None
        return match, self._link(line, *span, named, None)

    def _carrier(
        self, index: int, line: Line, last: int, owner: tuple[Match, Link] | None, found: Sequence[Match]
    ) -> list[Link]:
        """Who carries another's figures: "figures of the health ministry cited by Reuters"."""
        for match in found:
            if owner is None or match.kind != "holder" or match.last - match.first < 2 or match.first < owner[0].last:
                continue
            right = Nominals(line, self.lexicon, self.quotes).right(match.last)
            if right is not None and right[0] < last:
                span = (right[0], min(right[1], last))
                cue = self._words(line, match.first, match.last - 1)
                return [self._link(line, *span, self._named(index, line, *span), cue)]
        return []

    def _owner_before(self, index: int, line: Line, first: int, head: Match, venue: bool) -> Link | None:
        """Whose text it is by the words before it: "Russia's official tally", "NATO estimates", "its report"."""
        words = line.words
        if words[first] in self.small.possessive:
            if venue:
                return None
            near = self._owner_in_clause(index, line, first)
            if near is not None:
                return near
            back = self.meant(index, line.starts[first], self.names.pronouns.get(words[first], "people"))
            if back is None:
                return None
            start, stop = line.starts[first], line.ends[first]
            return Link(line.text[start:stop], back.id, back.role, None, start, stop)
        for i in range(head.first - 1, first, -1):
            if words[i] == "'s" or (words[i] == "'" and words[i - 1].endswith("s")):
                return self._link(line, first, i, self._named(index, line, first, i), None)
        inside = [m for m in self.names.find(line, first, head.first) if m.kind in ("source", "body", "side")]
        if not inside or (head.kind == "medium" and all(m.kind == "side" for m in inside)):
            return None
        named = identify(line, first, head.first, self.names, self.register)
        if words[head.first] in self.small.communique and named.body is None and inside[-1].kind == "side":
            if words[inside[-1].first] not in self.names.capitals:  # of a country at war it is the army's
                named = self.of_side(inside[-1].value, Named(None, "military", "military"))
        if named.id in (None, "prisoner") or (named.id in self.register.speakers and head.kind == "medium"):
            return None  # "a captured German document" is no prisoner's
        return self._link(line, inside[0].first, max(m.last for m in inside), named, None)

    def _owner_in_clause(self, index: int, line: Line, first: int) -> Link | None:
        """The body whose "its own account" stands behind it in the clause: "the army has by its own count lost 60"."""
        words = line.words
        own = first + 1 < len(words) and words[first + 1] in self.small.own
        if first < 2 or not (
            own or words[first - 1] in self.small.by_count or words[first - 2] in self.small.according
        ):
            return None
        begin = next((k + 1 for k in range(first - 1, -1, -1) if words[k] in (";", ":")), 0)
        found = [
            m for m in self.names.find(line, begin, first) if m.kind in ("source", "body") or m.value == "hospital"
        ]
        match = found[-1] if found and words[first - 2] not in self.small.according else found[0] if found else None
        if match is None:
            return None
        span = (match.first, match.last)
        while span[0] > begin and (line.capital(span[0] - 1) or words[span[0] - 1] in self.small.article):
            span = (span[0] - 1, span[1])
        named = self._named(index, line, *span)
        return self._link(line, *span, named, None) if named.id is not None else None

    def medium_in(self, index: int) -> list[Link]:
        """A call, recording or video told of in a sentence, behind who published or holds it."""
        made = self._media.get(index)
        if made is not None:
            return made
        made = self._media[index] = []
        line = self.line(index)
        if self.names.media.isdisjoint(line.present):
            return made
        found = self.names.find(line, 0, len(line.words))
        holders = [m for m in found if m.kind in ("holder", "author") and m.last - m.first >= 2]
        for medium in found:
            if medium.kind != "medium" or medium.value not in HEARD:
                continue
            holder = next((m for m in holders if medium.last <= m.first <= medium.last + 8), None)
            right = Nominals(line, self.lexicon, self.quotes).right(holder.last) if holder is not None else None
            cue = self._words(line, holder.first, holder.last) if holder is not None else None
            if right is None or self._named(index, line, *right).id in RECORDED:  # "calls made by soldiers"
                right, cue = self._makes_heard(index, line, medium)
            if right is not None:
                made.append(self._link(line, *right, self._named(index, line, *right), cue))
                made.append(self._link(line, medium.first, medium.last, Named(None, "document"), None))
                break
        return made

    def _makes_heard(self, index: int, line: Line, medium: Match) -> tuple[Tokens | None, str | None]:
        """Who makes a call known by a verb of its own: "the service released a call", "a call was posted online by"."""
        words, small = line.words, self.small
        for k in range(medium.last, min(medium.last + 9, len(words) - 2)):
            if words[k] in small.makes_heard:
                for agent in range(k + 1, min(k + 4, len(words) - 1)):
                    if words[agent] in small.agent:
                        found = Nominals(line, self.lexicon, self.quotes).right(agent + 1)
                        return found, self._words(line, k, agent + 1)
        subject = self._subject(index)
        if subject is not None and self.grammar is not None:  # no ending tells where the phrase stops before the verb
            cut = (k for k in range(subject[0] + 1, subject[1]) if words[k] in small.makes_heard)
            subject = (subject[0], next(cut, subject[1]))
        if subject is None or subject[1] > medium.first:
            return None, None
        verb = next((k for k in range(subject[1], medium.first) if words[k] in small.makes_heard), None)
        if verb is None or verb - subject[1] > 6 or any(w in small.agent for w in words[verb : medium.first]):
            return None, None
        if names_nature(line, *subject, self.names) != "body":
            return None, None
        return subject, words[verb]

    def _medium_before(self, index: int, reach: int) -> list[Link]:
        for j in range(index - 1, max(-1, index - reach), -1):
            found = self.medium_in(j)
            if found:
                return found
        return []


def _with_cue(link: Link, cue: str | None) -> Link:
    return Link(link.name, link.id, link.role, cue, link.start, link.end)
