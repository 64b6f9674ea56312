"""Who is interviewed: whom the words around a conversation without labels introduce.

before it     In a video released by the SBU, a prisoner answers      We talked to the mayor of …
behind it     said the driver, who would not be named
"""

from __future__ import annotations

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.nominals import Nominals
from counterclaim.attribution.recordings import HEARD
from counterclaim.attribution.speakers import Speakers
from counterclaim.model import Link
from counterclaim.naming import Named
from counterclaim.sources import Line

_INTRODUCTION = 4  # sentences before the first turn
_NO_SPEAKER = frozenset(["person", "source", "media", "journalist", "agency"])


class Interviews(Speakers):
    """Finds who answers in one text."""

    def _interviewed(self, before: int) -> tuple[Link, ...]:
        """Whom the words before document offset ``before`` introduce: the text, its owner, and the one who speaks."""
        last = self.sentence_at(max(0, before - 1))
        if self.bounds[last][0] >= before:
            last -= 1
        speaker: Link | None = None
        told = range(max(0, last - _INTRODUCTION), last + 1)
        media = next(filter(None, (self.medium_in(j) or self._held(j) for j in told)), [])
        if len(media) == 1:  # whose it is may stand behind: "the call … It was published by the service"
            media = next(filter(None, map(self.medium_in, told)), media)
        for j in told:
            speaker = speaker or self._introduced_in(j)
        if media and speaker is None:
            speaker = self._of_unit(self.sentence_at(media[-1].start))
        if speaker is None and len(media) > 1 and media[0].role == "intelligence":
            call = media[-1]  # what a secret service overhears are soldiers
            speaker = Link(call.name, "soldier", self.register.speakers["soldier"].role, None, call.start, call.end)
        return (*media, *([speaker] if speaker is not None else []))

    def _introduced_behind(self, after: int) -> tuple[Link, ...]:
        """Who spoke, told behind a conversation: "the speaker is a major of the brigade"."""
        last = self.sentence_at(after - 1)
        found = (self._introduced_in(j) for j in range(last + 1, min(last + 3, len(self.bounds))))
        speaker = next((link for link in found if link is not None), None)
        return (speaker,) if speaker is not None else ()

    def _introduced_in(self, index: int) -> Link | None:
        """The first speaker of a sentence who is neither asking nor somebody's relative; a person before a house."""
        line = self.line(index)
        found = self.names.find(line, 0, len(line.words))
        for match in sorted(found, key=lambda m: m.value in ("hospital", "police")):
            before = line.words[match.first - 1] if match.first else ""
            if match.kind == "speaker" and match.value not in _NO_SPEAKER and before not in self.small.possessive:
                phrases = Nominals(line, self.lexicon, self.quotes)
                first, last = self._phrase(line, match.first, match.last)
                right = phrases.right(first)
                last = right[1] if right is not None and right[1] > last else last
                if first and line.words[first - 1] in self.small.indefinite:
                    first -= 1
                return self._link(line, first, last, self._named(index, line, first, last), None)
            if match.kind == "body" and match.value not in ("sources", "media") and match.last - match.first > 1:
                if line.words[match.last - 1] in self.small.person_noun:
                    span = self._phrase(line, match.first, match.last)
                    return self._link(line, *span, self._named(index, line, *span), None)
        return self._introduced_by_deed(line)

    def _introduced_by_deed(self, line: Line) -> Link | None:
        """Somebody by name who is told to command or to serve: "Taras, call sign Lis, commands a company"."""
        small = self.small
        for k, word in enumerate(line.words):
            value = "commander" if word in small.commands else "soldier" if word in small.serves else None
            subject = Nominals(line, self.lexicon, self.quotes).subject(k) if value is not None and k else None
            if value is not None and subject is not None and line.capital(subject[0]):
                role = self.register.speakers[value].role
                return self._link(line, *subject, Named(value, role), None)
        return None

    def _of_unit(self, index: int) -> Link | None:
        """A soldier whom a sentence on a call names by a unit alone: "two stations of the Fourth Division"."""
        line = self.line(index)
        for k, word in enumerate(line.words):
            if self.names.organisations.get(word) == "military" and line.capital(k):
                role = self.register.speakers["soldier"].role
                return self._link(line, k, k + 1, Named("soldier", role), None)
        return None

    def _held(self, index: int) -> list[Link]:
        """A call or a video with the body named in the same sentence: "the service has published a call"."""
        line = self.line(index)
        found = self.names.find(line, 0, len(line.words))
        medium = next((m for m in found if m.kind == "medium" and m.value in HEARD), None)
        if medium is None:
            return []
        made = [self._link(line, medium.first, medium.last, Named(None, "document"), None)]
        owner = next((m for m in found if m.kind in ("source", "body") and m.last <= medium.first + 12), None)
        if owner is not None and owner.first > medium.last and line.words[owner.first - 1] in self.small.with_or_of:
            owner = None
        if owner is not None:
            span = self._phrase(line, owner.first, owner.last)
            named = self._named(index, line, *span)
            if named.id is not None:
                made.insert(0, self._link(line, *span, named, None))
        return made

    def _phrase(self, line: Line, first: int, last: int) -> Tokens:
        """The words of a name with the country before it: "the Sudanese army"."""
        while first > 0 and line.capital(first - 1) and line.words[first - 1][0].isalpha():
            first -= 1
        return first, last

    def _saying(self, index: int) -> Link | None:
        """Who speaks by an insertion behind a dash: "Six, – says the medic"."""
        words = self.line(index).words
        for act in self.acts(index):
            told = act.source is not None and act.kind in ("say", "inform") and act.cue[0] < act.source[0]
            if told and act.cue[0] and words[act.cue[0] - 1] == "-":
                links = self.links(index, act)
                return links[-1] if links and links[-1].id != "person" else None
        return None

    def _spoken_to(self, index: int) -> Link | None:
        """To whom a question is put: behind "we ask", or behind "comrade" with a rank."""
        line, small = self.line(index), self.small
        for k, word in enumerate(line.words):
            if word in small.asks or word in small.address:
                reach = len(line.words) if word in small.asks else min(k + 3, len(line.words))
                found = self.names.find(line, k + 1, reach)
                match = next((m for m in found if m.kind == "speaker" and m.value not in _NO_SPEAKER), None)
                if match is not None:
                    span = (match.first, match.last)
                    return self._link(line, *span, self._named(index, line, *span), None)
        return None
