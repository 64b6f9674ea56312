"""Which house or office is meant by words that do not name it, by who spoke or was named before.

the organisation's co-ordinator   the body in a fitting role that spoke last
the department                    the body of a state that spoke, or else was named last
the publication                   the paper that spoke last
the soldiers                      of the army that spoke last
there                             where somebody was told to speak, or who just spoke
"""

from __future__ import annotations

from counterclaim.attribution.meanings import Meanings
from counterclaim.attribution.recollection import LOOK_BACK
from counterclaim.model import Link
from counterclaim.naming import identify
from counterclaim.sources import Line

# Whom a bare noun of a body may stand for, by the role of the noun: "the organisation's co-ordinator".
_HOUSES = {
    "ngo": frozenset(["ngo", "international", "research", "armed-group"]),
    "research": frozenset(["ngo", "research"]),
}
_OFFICES = frozenset(["ministry", "military", "intelligence", "official"])  # of a state, who go by "the department"
_AUTHORS = frozenset(["research", "ngo", "international"])  # of a report


class Houses(Meanings):
    """Which house or office is meant in one text."""

    def _force_before(self, index: int, offset: int) -> Link | None:
        """Who "the soldiers" are behind the press office of a brigade: the body of an army that spoke last."""
        for j, act, chain in self._before(index, offset):
            if self.bounds[index][2] - self.bounds[j][2] > 1:
                return None
            if act.source is not None and chain[-1].role != "document":
                words = self.line(j).words[act.source[0] : act.source[1]]
                body = any(self.names.organisations.get(word) == "military" for word in words)
                return chain[-1] if body or chain[-1].role == "military" else None
        return None

    def _house_in(self, line: Line, first: int, last: int) -> str | None:
        """The role of a body that a phrase tells of by its bare noun alone: "координатор организации"."""
        role = self.names.organisations.get(line.words[last - 1])
        if role not in _HOUSES or (line.capital(last - 1) and line.starts[last - 1] != line.start):
            return None
        found = self.names.find(line, first, last)
        headed = any(m.kind == "speaker" and m.first == first and m.last == last - 1 for m in found)
        return role if headed or last - first == 1 else None

    def _house_told(self, index: int, line: Line, first: int, last: int) -> Link | None:
        """Who spoke last in a role that fits the noun of a body: "координатор организации"."""
        house = self._house_in(line, first, last)
        return self._speaker_before(index, line.starts[first], _HOUSES[house]) if house is not None else None

    def _house_meant(self, index: int, line: Line, first: int, last: int) -> Link | None:
        """Whose house a bare noun stands for: "ведомство", "издание" are the body, the paper that spoke last."""
        word = line.words[last - 1]
        if last - first > 2 or (last - first == 2 and line.words[first] not in self.small.leads_in):
            return None
        if word in self.small.authors:
            return self._speaker_before(index, line.starts[first], _AUTHORS)
        if word in self.small.outlet:
            return self._counted_before(index, line.starts[first])
        return self._office_before(index, line.starts[first]) if word in self.small.office else None

    def _office_before(self, index: int, offset: int) -> Link | None:
        """The body of a state that spoke last, or else was named last."""
        for j in range(index, max(-1, index - LOOK_BACK), -1):
            line = self.line(j)
            for act in reversed(self.acts(j)):
                if act.source is not None and line.starts[act.source[0]] < offset:
                    for link in reversed(self.links(j, act)):
                        if link.role in _OFFICES and link.id is not None and link.id not in self.register.speakers:
                            return link
            for match in reversed(self.names.find(line, 0, len(line.words))):
                if match.kind in ("source", "body") and line.starts[match.first] < offset:
                    named = identify(line, match.first, match.last, self.names, self.register)
                    plain = named.id in self.register.bodies or named.id in self.register.speakers
                    if named.role in _OFFICES and named.id is not None and not plain:
                        return self._link(line, match.first, match.last, named, None)
        return None

    def _house_before(self, index: int, offset: int) -> Link | None:
        """Whose house "there" is: the last in which somebody was told to speak, else of the body that just spoke."""
        body: Link | None = None
        for j, act, chain in self._before(index, offset):
            if act.source is None or self.bounds[index][2] - self.bounds[j][2] > 1:
                break
            if act.source[0] and self.line(j).words[act.source[0] - 1] in self.small.within:
                return chain[-1]
            known = chain[-1].id is not None and chain[-1].id not in self.register.speakers
            body = chain[-1] if body is None and known and index - j <= 1 else body
        return body
