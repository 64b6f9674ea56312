"""What one text told before: its acts of reporting, sentence by sentence, and who was named last."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from counterclaim.contents import Act
from counterclaim.language import Reading
from counterclaim.lexicon import lexicon_of
from counterclaim.model import Link, Span
from counterclaim.nominals import Nominals
from counterclaim.quotations import find_quotations
from counterclaim.reporting import Parser
from counterclaim.sources import Line, Match, Named, identify, line_of, load_register

LONGEST = 6000  # characters of a sentence that are read; no sentence of a writer is longer
LOOK_BACK = 10  # sentences in which "he" or "the ministry" was named
PERSONS = frozenset(
    ["soldier", "government", "official", "military", "witness", "person", "research", "hospital", "ngo"]
) | {"armed-group", "unnamed"}
BODIES = frozenset(
    ["ministry", "government", "military", "intelligence", "official", "ngo", "international", "research"]
) | {"agency", "media", "armed-group", "document", "hospital"}
MENTIONED = frozenset(["soldier", "prisoner", "witness", "medic", "commander"])


class Mention(NamedTuple):
    """Somebody told of before, though not quoted, with the sentence."""

    id: str | None
    role: str
    sentence: int


class Recollection(ABC):
    """The sentences of one text as acts of reporting, made when they are asked for, and kept."""

    def __init__(self, reading: Reading) -> None:
        self.text, self.folded, self.bounds = reading.text, reading.folded, reading.bounds
        self.begins = [start for start, _, _ in reading.bounds]
        self.lexicon = lexicon_of(reading.language)
        self.names, self.small = self.lexicon.names, self.lexicon.words
        self.register = load_register()
        self.quotes = find_quotations(reading.text)
        self._lines: dict[int, Line] = {}
        self._acts: dict[int, list[Act]] = {}
        self._links: dict[int, list[Link]] = {}
        self._media: dict[int, list[Link]] = {}
        self._depth = 0

    def line(self, index: int) -> Line:
        """Sentence ``index`` as plain tokens."""
        made = self._lines.get(index)
        if made is None:
            start, end, _ = self.bounds[index]
            end = min(end, start + LONGEST)
            made = self._lines[index] = line_of(self.text, self.folded, start, end)
        return made

    def acts(self, index: int) -> list[Act]:
        """The acts of reporting of sentence ``index``."""
        made = self._acts.get(index)
        if made is None:
            made = self._acts[index] = Parser(self.line(index), self.lexicon, self.quotes).parse()
        return made

    def sentence_at(self, offset: int) -> int:
        """The sentence that holds a document offset."""
        return max(0, bisect_right(self.begins, offset) - 1)

    def quote_at(self, offset: int) -> Span | None:
        """The quotation that holds a document offset."""
        k = bisect_right(self.quotes, offset, key=lambda quote: quote.start) - 1
        return self.quotes[k] if k >= 0 and self.quotes[k].end > offset else None

    def _before(self, index: int, offset: int) -> Iterator[tuple[int, Act, list[Link]]]:
        """Acts with their chains, nearest first, that stand before a document offset."""
        for j in range(index, max(-1, index - LOOK_BACK), -1):
            for act in reversed(self.acts(j)):
                if act.source is None or self.line(j).starts[act.source[0]] >= offset:
                    continue
                chain = self.links(j, act)
                if chain:
                    yield j, act, chain

    def _speaker_before(self, index: int, offset: int, roles: frozenset[str]) -> Link | None:
        for _, _, chain in self._before(index, offset):
            for link in reversed(chain):
                if link.role in roles:
                    return link
        return None

    def _same_word_before(self, index: int, offset: int, word: str) -> Link | None:
        """The speaker in whose name a word stood before: a surname, "the spokesman"."""
        for j, act, chain in self._before(index, offset):
            if act.source is not None and word in self.line(j).words[act.source[0] : act.source[1]]:
                return chain[-1]
        return None

    def _subject_before(self, index: int) -> Mention | None:
        """The body with which the sentence before began: "Ukraine's army published its tally. It put …"."""
        if not index or self.bounds[index - 1][2] != self.bounds[index][2]:
            return None
        line = self.line(index - 1)
        right = Nominals(line, self.lexicon, self.quotes).right(0)
        if right is None:
            return None
        if any(act.source is not None and act.source[0] > right[1] for act in self.acts(index - 1)):
            return None  # somebody else spoke in it
        named = self._named(index - 1, line, *right)
        return Mention(named.id, named.role, index - 1) if named.id and named.role in BODIES else None

    def _mention_before(self, index: int, offset: int) -> Mention | None:
        """A soldier, witness or the like told of, though not quoted, in the sentences just before."""
        for j in range(index - 1, max(-1, index - 4), -1):
            line = self.line(j)
            for match in reversed(self.names.find(line, 0, len(line.words))):
                if match.kind == "speaker" and match.value in MENTIONED and line.starts[match.first] < offset:
                    return Mention(match.value, self.register.speakers[match.value].role, j)
        return None

    def _body_before(self, index: int, offset: int, named: Named) -> Named | None:
        """The body meant by "the ministry", "the army": as a source before, else as a name before."""
        known = named.body in self.register.bodies
        for _, _, chain in self._before(index, offset):
            for link in reversed(chain):
                if link.id is None or link.role != named.role or link.id in self.register.speakers:
                    continue
                if not known or link.id.endswith(f"-{named.body}") or link.id in self.register.sources:
                    return Named(link.id, link.role)
        for j in range(index - 1, max(-1, index - LOOK_BACK), -1):
            line = self.line(j)
            for match in reversed(self.names.find(line, 0, len(line.words))):
                if match.kind == "source" and match.value.endswith(f"-{named.body}"):
                    return Named(match.value, named.role)
                if match.kind != "body" or self.register.bodies[match.value].role != named.role:
                    continue
                if known and match.value != named.body:
                    continue
                found = identify(line, max(0, match.first - 3), match.last, self.names, self.register)
                if found.id and found.id not in self.register.speakers and found.role == named.role:
                    return found
        return None

    def _author_before(self, index: int, line: Line, head: Match) -> Link | None:
        """The author of "the report": of a text of the same kind told of before."""
        fallback: Link | None = None
        for j, act, chain in self._before(index, line.starts[head.first]):
            for span in (act.source, act.venue):
                if span is not None:
                    found = self.names.find(self.line(j), *span)
                    if any(m.kind == "statement" and m.value == head.value for m in found):
                        return chain[-1]
            near = fallback is None and head.value == "statement" and index - j <= 2
            if near and act.kind in ("say", "show") and chain[-1].role != "document":
                fallback = chain[-1]
        return fallback

    def _side_before(self, index: int, offset: int, named: Named) -> Named | None:
        """ "Its health ministry": of the side told of last."""
        for j in range(index, max(-1, index - 3), -1):
            line = self.line(j)
            for match in reversed(self.names.find(line, 0, len(line.words))):
                if match.kind == "side" and line.starts[match.first] < offset:
                    made = f"{match.value.lower().replace(' ', '-')}-{named.body}"
                    return Named(self.register.aliases.get(made, made), named.role)
        return None

    @abstractmethod
    def links(self, index: int, act: Act) -> list[Link]:
        """The chain of one act, outermost first."""

    @abstractmethod
    def _named(self, index: int, line: Line, first: int, last: int) -> Named:
        """Who a phrase names."""
