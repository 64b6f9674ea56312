"""Broadcasts written down one after the other, each under the name of its station.

in brackets      [Radio of the coast, in Arabic, 10.30 gmt]
before a colon   Voice of the Delta, in English: Two boats were sunk.

The station speaks until the next one; who reads a bulletin out over it stands behind it in the chain.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.turns import LABEL, Turn, Turns
from counterclaim.model import Link
from counterclaim.naming import Named, identify
from counterclaim.sources import Line

_STATION = re.compile(r"^[ \t]*(?:\[([^\]\n]{4,80})\][ \t]*$|([^\W\d_][^:\n]{3,80}?):(?=\s))", re.MULTILINE)
_LONGEST = 14  # tokens of the name of a station with its place, language and hour


class Broadcasts(Turns):
    """The stations of one text."""

    def turns(self) -> list[Turn]:
        """The broadcasts of a text that was monitored, else the turns of a conversation."""
        if self._turns is None:
            self._turns = self._broadcasts() or super().turns()
        return self._turns

    def _broadcasts(self) -> list[Turn]:
        small = self.small
        if not any(word in self.folded for word in small.station):
            return []
        found: list[tuple[int, int, tuple[Link, ...]]] = []
        for match in _STATION.finditer(self.text):
            start, end = match.span(1) if match[1] else match.span(2)
            link = self._station(start, end, bracketed=match[1] is not None)
            if link is not None:
                found.append((match.start(), match.end(), self._over(link, match.end())))
        if not found:
            opens = self._opens()
            return [Turn(0, len(self.text), (opens,))] if opens is not None else []
        ends = [start for start, _, _ in found[1:]] + [len(self.text)]
        return [Turn(start, end, links) for (start, _, links), end in zip(found, ends, strict=True)]

    def _opens(self) -> Link | None:
        """The station with which a text begins: "Voice of the Delta, evening news."."""
        line = self.line(0)
        words, small = line.words, self.small
        if (
            len(self.bounds) < 2
            or not 2 < len(words) <= _LONGEST
            or words[-1] != "."
            or words[0] not in small.station_first
        ):
            return None
        if ":" in words or not (line.capital(1) or words[1] in small.belongs):
            return None
        told = (self.lexicon.verbs.get(word) for word in words)
        if any(v is not None and v.forms & {"past", "third"} for v in told) or not small.finite.isdisjoint(words):
            return None
        end = words.index(",") if "," in words else len(words) - 1
        return self._named_station(line, (0, end)) if end > 1 and self._is_name(line, 0, end) else None

    def _station(self, start: int, end: int, bracketed: bool) -> Link | None:
        """The station that a label names, with what stands behind a comma: a language, a place, an hour."""
        line = self.line(self.sentence_at(start))
        first, last = bisect_left(line.starts, start), bisect_left(line.starts, end)
        words, small = line.words[first:last], self.small
        if not 2 <= last - first <= _LONGEST or "," not in words or not line.capital(first):
            return None
        name = words.index(",")
        if small.station.isdisjoint(words[:name]) and words[0] not in small.station_first:
            return None
        if not self._is_name(line, first, first + name):
            return None
        told = (self.lexicon.verbs.get(word) for word in words[name:])
        if not self.lexicon.measures.isdisjoint(words) or any(v is not None and "past" in v.forms for v in told):
            return None
        if not bracketed and not (small.within | small.aired).intersection(words) and last - first > name + 3:
            return None
        return self._named_station(line, (first, first + name))

    def _is_name(self, line: Line, first: int, last: int) -> bool:
        """Whether words are the name of a station: in capitals but for "radio" and "of", and no "radio interview"."""
        small = self.small
        for k in range(first, last):
            word = line.words[k]
            if word not in small.station and (word in small.venue or not (line.capital(k) or word in small.inner)):
                return False
        return True

    def _named_station(self, line: Line, span: Tokens) -> Link:
        named = identify(line, *span, self.names, self.register)
        if named.role not in ("media", "agency") or named.id in self.register.speakers:
            named = Named(None, "media")
        return self._link(line, *span, named, None)

    def _over(self, station: Link, begin: int) -> tuple[Link, ...]:
        """The station, and who is heard over it, where a label says so: "A spokesman of the army: We have taken …"."""
        behind = next((k for k in range(begin, len(self.text)) if not self.text[k].isspace()), begin)
        match = (
            LABEL.match(self.text, self.text.rfind("\n", 0, behind) + 1) if "\n" in self.text[begin:behind] else None
        )
        if match is None or self.label(match) != "speaks":
            return (station,)
        return (station, *self.turn_speaker(match, begin))
