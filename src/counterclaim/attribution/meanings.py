"""Whom the words for somebody without a name mean, by who spoke or was told of before.

the group, the charity       the armed group, the body of aid told of last
the same group               in whose name the word stood
the officials                whom the text told of with these words and more
a rebel spokesman            of the one group told of
a spokesman, the spokesman   of the body that spoke just before, or whose spokesman was named
"""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.attribution.nominals import Nominals
from counterclaim.attribution.recollection import LOOK_BACK
from counterclaim.attribution.recordings import OUTLETS, Recordings
from counterclaim.model import Link
from counterclaim.naming import Named, identify
from counterclaim.sources import Line

_COUNTING = frozenset(["media", "research", "agency"])  # whose journalists count


class Meanings(Recordings):
    """Who is meant in one text by words that name nobody."""

    def _same_words_before(self, index: int, offset: int, told: Sequence[str]) -> Link | None:
        """Who was told before with these words and more: "officials at the clinic", then "the officials"."""
        for j, act, chain in self._before(index, offset):
            if act.source is not None and set(told) <= set(self.line(j).words[act.source[0] : act.source[1]]):
                return chain[-1] if chain[-1].role != "document" else None
        return None

    def _outlet_before(self, index: int, offset: int) -> Link | None:
        """The agency or newspaper by name to which somebody spoke last."""
        for j, _, chain in self._before(index, offset):
            if self.bounds[index][2] - self.bounds[j][2] > 2:
                return None
            for link in chain:
                if link.role in OUTLETS and link.id is not None and link.id not in self.register.speakers:
                    return link
        return None

    def _counted_before(self, index: int, offset: int) -> Link | None:
        """The outlet or project by name that spoke last, whose people "the journalists" are."""
        for _, _, chain in self._before(index, offset):
            for link in reversed(chain):
                if link.role in _COUNTING and link.id is not None and link.id not in self.register.speakers:
                    return link
        return None

    def _group_meant(self, index: int, offset: int, one: bool) -> Link | None:
        """The armed group told of last, for "the militant group"; for "the rebels" only where the text tells of one."""
        found: list[Link] = []
        for j in range(index, max(-1, index - LOOK_BACK), -1):
            line = self.line(j)
            for match in reversed(self.names.find(line, 0, len(line.words))):
                if match.kind not in ("source", "side") or line.starts[match.first] >= offset:
                    continue
                named = identify(line, match.first, match.last, self.names, self.register)
                if named.role == "armed-group" and named.id in self.register.sources:
                    found.append(self._link(line, match.first, match.last, named, None))
        return found[0] if found and (one or len({link.id for link in found}) == 1) else None

    def _of_rebels(self, line: Line, first: int, last: int) -> bool:
        """Whether a spokesman is of rebels without a name: "a rebel spokesman"."""
        return any(m.value == "militant" for m in self.names.find(line, first, last))

    def _body_of_aid(self, index: int, offset: int) -> Link | None:
        """The body of aid or of monitors told of last, for "the charity"."""
        for j in range(index, max(-1, index - LOOK_BACK), -1):
            line = self.line(j)
            for match in reversed(self.names.find(line, 0, len(line.words))):
                if match.kind == "source" and line.starts[match.first] < offset:
                    role = self.register.role_of(match.value)
                    if role == "ngo":
                        return self._link(line, match.first, match.last, Named(match.value, role), None)
        return None

    def _same_before(self, index: int, offset: int, noun: str, named: Named) -> Link | None:
        """Who "the same group" is: in whose name the word stood, else who spoke last in a role that fits."""
        found = self._same_word_before(index, offset, noun)
        if found is not None:
            return found
        role = named.role if named.id != "source" and named.role not in ("person", "ngo") else None
        for _, _, chain in self._before(index, offset):
            if chain[-1].role != "document" and role in (None, chain[-1].role):
                return chain[-1]
        return None

    def _bare_before(self, index: int, offset: int, roles: frozenset[str]) -> Link | None:
        """Who "the official" is where nothing says "the": the person who spoke last, in a role that fits."""
        back = self.meant(index, offset, "person")
        if back is None or back.role not in roles:
            return None
        return back if self.bounds[index][2] - self.bounds[self.sentence_at(back.start)][2] <= 1 else None

    def _body_just_before(self, index: int, offset: int) -> Link | None:
        """The body that spoke or acted last, for which "a spokesman" speaks who has no other."""
        for j, _, chain in self._before(index, offset):
            if self.bounds[index][2] - self.bounds[j][2] > 1:
                return None
            link = chain[-1]
            if link.id is not None and link.id not in self.register.speakers and link.role not in OUTLETS:
                return link
        return None

    def _spoke_for(self, index: int, word: str) -> Link | None:
        """The body whose spokesman was named before: "ISAF's spokesman", then "the spokesman"."""
        for j in range(index - 1, max(-1, index - LOOK_BACK), -1):
            line = self.line(j)
            for k in [k for k, other in enumerate(line.words) if other == word and not self._is_office(line, k)]:
                first = k
                while first > 0 and (line.capital(first - 1) or "'s" in line.words[first - 1 : first + 1]):
                    first -= 1
                right = Nominals(line, self.lexicon, self.quotes).right(first)
                last = right[1] if right is not None and right[1] > k else k + 1
                named = self._named(j, line, first, last)
                if named.id is not None and named.id not in self.register.speakers:
                    return self._link(line, first, last, named, None)
        return None
