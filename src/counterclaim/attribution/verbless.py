"""Sources named without a verb of saying.

according to             according to <source>, <content>        <content>, according to <source>
a text without a verb    by <source>'s count, <content>
the verb is missing      <content>, a soldier, in a video released by <source>
a headline               <content>: <source>
"""

from __future__ import annotations

from counterclaim.attribution.contents import Act
from counterclaim.attribution.entries import Entries
from counterclaim.model import Span
from counterclaim.sources import Match

_COMMA = frozenset([","])
_SAID_BEHIND = frozenset(["<content>, <source> said", "<content>, <source> said, <content>"])
TITLED = "<source>: <content>"


class Verbless(Entries):
    """Reads the acts of reporting of one line that have no verb."""

    def _headline(self) -> None:
        """ "Two soldiers killed near Donetsk: officials": the source stands behind a colon or a dash."""
        words = self.words
        for i in range(max(2, self.size - 8), self.size - 1):
            if words[i] != ":" and not (words[i] == "-" and not self.line.glued(i)):
                continue
            quote = self._quote_index(self.line.starts[i])
            if quote >= 0 and self.quotes[quote].end > self.line.starts[i]:
                continue  # a dash within a title
            last = self.size - (words[-1] in (".", "!"))
            found = self.lexicon.names.find(self.line, i + 1, last)
            names = [m for m in found if m.kind in ("source", "body", "speaker")]
            names += [m for m in found if m.kind == "side" and m.first == i + 1 and m.last == last]
            plain = all(self._in_headline(found, k) for k in range(i + 1, last))
            organised = any(words[k] in self.lexicon.names.organisations for k in range(i + 1, last))
            if plain and (names or organised):
                content = [self.span(0, i)]
                self.acts.append(Act("<content>: <source>", (i + 1, last), (i, i + 1), "", "say", content))
            return

    def _heading(self) -> None:
        """ "CIA: some 15,000 killed", "Source: General Staff": the source stands before the colon of a heading."""
        words, small = self.words, self.small
        reach = 12 if words[0] in small.station_first else 8
        colon = next((k for k in range(1, min(reach, self.size - 1)) if words[k] == ":"), None)
        if colon is None:
            return
        quote = self.quote_from(colon + 1)
        if quote is None and colon == 1 and words[0] in small.source_line:
            last = self.right(2)
            if last is not None and self.plausible(*last, strong=False):
                self.acts.append(Act("Source: <source>", last, (0, 1), words[0], "source"))
            return
        found = self.lexicon.names.find(self.line, 0, colon)
        if not all(self._in_headline(found, k) for k in range(colon)):
            return
        station = words[0] in small.station_first and self.line.capital(0)  # "Voice of Vietnam, in English: …"
        if station and not all(self._in_headline(found, k) for k in range(colon)):
            return
        listed = (
            station
            or any(m.kind in ("source", "body", "statement") for m in found)
            or (colon <= 2 and any(m.kind == "side" and m.last - m.first == colon for m in found))
        )
        texts = [m for m in found if m.kind == "statement"]
        named = any(m.kind in ("source", "body") for m in found)
        if texts and not named and words[texts[-1].last - 1] not in small.counted:
            return  # "Lebanon's toll: 300 dead" is what was lost, not who says it
        if quote is not None:
            organised = any(words[k] in self.lexicon.names.organisations for k in range(colon))
            if self.line.start == 0 and (listed or organised):
                act = Act(TITLED, (0, colon), (colon, colon + 1), "", "say", [quote])
                act.quoted = True
                self.acts.append(act)
            return
        speakers = [m for m in found if m.kind in ("source", "body", "side", "statement")]
        if speakers and words[speakers[-1].last] == "'s":
            behind = words[speakers[-1].last + 1 : colon]
            if not any(word in self.lexicon.names.organisations for word in behind):
                return  # "Putin's blackest day: 300 dead" is nobody's word
        heads = self.line.start == 0 and any(m.kind in ("source", "body", "side") for m in found)
        heads = heads or station
        if listed and heads and self.size - colon > 2:
            content = [self.span(colon + 1, self._right_bound(colon + 1))]
            self.acts.append(Act(TITLED, (0, colon), (colon, colon + 1), "", "say", content))

    def _nouns(self) -> None:
        """ "The ministry's claim that …", "Kyiv's estimate of 40": a noun of saying with its owner."""
        words, small = self.words, self.small
        for i in range(1, self.size - 2):
            behind = small.said_noun.get(words[i])
            if behind is None or words[i + 1] not in behind or self._is_taken(i):
                continue
            number = any(w[0].isdigit() or w in small.number for w in words[i + 2 : i + 7])
            if words[i + 1] in self.small.belongs and not number:
                continue
            first = i
            while first > 0 and i - first < 3 and words[first - 1].isalpha() and words[first - 1] not in small.barrier:
                if words[first - 1] in small.determiner or words[first - 1] == "'s":
                    break
                first -= 1
            if words[first - 1] in small.possessive and first:
                source = (first - 1, first)
            elif words[first - 1] == "'s" or (words[first - 1] == "'" and words[first - 2].endswith("s")):
                found = self.subject(first - 1)
                if found is None or not self.plausible(*found, strong=True):
                    continue
                source = (found[0], first)
            else:
                continue
            after = i + 1 if words[i + 1] in self.small.complement else i + 2
            content = self.span(after, self._right_bound(after, loose=True))
            for act in self.acts:  # "the claim that … is false, X said": no further than what X said
                if any(c.start <= content.start < c.end < content.end for c in act.contents):
                    content = Span(content.start, min(c.end for c in act.contents if c.end > content.start))
            self.acts.append(Act("<source>'s claim that <content>", source, (first, i + 1), words[i], "say", [content]))

    def _following(self) -> None:
        """ "The minister made the following comment:": what comes is in the next paragraph or quotation."""
        found = self.lexicon.names.find(self.line, 0, self.size)
        noun = next((m for m in found if m.kind == "statement" and m.last == self.size - 1), None)
        source = self.main_subject()
        content = self.quote_behind(breaks=True) or self.block_behind()
        if noun is None or source is None or content is None or not self.plausible(*source, strong=True):
            return
        if source[1] <= noun.first and not any(act.contents for act in self.acts):
            rule = "<source> made the following statement: <content>"
            self.acts.append(Act(rule, source, (source[1], noun.last), noun.value, "say", [content]))

    def _is_taken(self, token: int) -> bool:
        return any(
            span is not None and span[0] <= token < span[1] for act in self.acts for span in (act.source, act.cue)
        )

    def _in_headline(self, found: list[Match], token: int) -> bool:
        word, small = self.words[token], self.small
        if any(m.first <= token < m.last for m in found) or self.line.capital(token) or word in small.headline:
            return True
        return (
            word in small.preposition
            or word in self.lexicon.statements
            or word == "'s"
            or word in self.lexicon.names.organisations
        )

    def _according(self, i: int, first: int) -> None:
        words = self.words
        source = self.right(first, tail=True)
        if source is None:
            return
        after, venue = self.skip_tail(source[1])
        leading = i <= 2 and (i == 0 or words[i - 1] not in (",", '"'))
        opened = i and words[i - 1] == "," and i <= 16 and self.is_adverbial(0) and "," not in words[: i - 1]
        leading = leading or (i > 0 and words[i - 1] in (",", ";") and self._clause(i) >= i - 1)
        act = Act("according to <source>, <content>", source, (i, first), "according to", "say")
        act.venue = venue
        if leading:
            while after < self.size and words[after] in (",", "-"):
                after += 1
            if after < self.size:
                act.contents = [self.quote_from(after) or self.span(after, self._right_bound(after))]
        else:
            act.rule = "<content>, according to <source>"
            start, end = self._clause(i), i
            start = self._behind_other(start, i)
            while end > start and words[end - 1] in (",", "-", "("):
                end -= 1
            if end > start:
                quote = self.quote_to(end) or self.quote_to(end - 1)
                whole = quote is not None and quote.start < self.line.start
                act.contents = [quote if whole and quote is not None else self.span(start, end)]
                running = self._quote_index(self.line.starts[start])
                if start == 0 and not whole and running >= 0 and self.quotes[running].start < self.line.start:
                    if self.quotes[running].end > self.line.start:  # a quotation of several sentences, and who said it
                        act.contents = [Span(self.quotes[running].start, act.contents[0].end)]
                joined = words[after : after + 1] == [","] and words[after + 1 : after + 2] != []
                joined = joined and words[after + 1] in self.small.contrast_or_and
                if joined and self._is_clause(after + 2) and not self._goes_on(after + 2):
                    act.contents.append(self.span(after + 1, self._right_bound(after + 1)))
                if words[after : after + 1] in ([";"], [","]) and after + 1 < self.size and self._is_part(after + 1):
                    act.contents.append(self.span(after + 1, self._right_bound(after + 1)))
                short = (
                    end - start <= 6
                    or words[end - 1] in self.small.preposition
                    or (opened and self._is_clause(after + 1) and not self._is_clause(start))
                )
                if after + 1 < self.size and words[after] == "," and short and not joined and not self._breaks(after):
                    if words[after + 1] not in self.small.relative and not words[after + 1].endswith("ing"):
                        act.contents.append(self.span(after + 1, self._right_bound(after + 1)))
        if act.contents:
            self.acts.append(act)

    def _behind_other(self, start: int, end: int) -> int:
        """Where what one says begins behind another: "12 died, the police said, and five were hurt, according to"."""
        for other in self.acts:
            after = other.cue[1]
            if other.rule in _SAID_BEHIND and after + 3 < end and self.at(after, _COMMA):
                start = max(start, after + 1)
                other.contents = [c for c in other.contents if c.start < self.line.starts[after]]
        return start

    def _verbless(self) -> None:
        """ "<content>, a soldier, in a video released by …": the verb itself is missing."""
        words, small = self.words, self.small
        for i in range(2, self.size - 3):
            if words[i] != "," or words[i + 1] not in small.determiner:
                continue
            stop = next((j for j in range(i + 2, min(i + 16, self.size)) if self.is_stop(j)), None)
            if (
                stop is None
                or words[stop] != ","
                or not self.at(stop + 1, self.small.within)
                or not self.is_aside(stop + 1)
            ):
                continue
            speaks = any(m.kind == "speaker" for m in self.lexicon.names.find(self.line, i + 1, stop))
            if not speaks or not self.lexicon.measures.isdisjoint(words[i + 1 : stop]):
                continue
            venue = (stop + 2, self.venue_end(stop + 2))
            if venue[1] < self.size - 1 and words[venue[1]] != ".":
                continue
            self.acts = [a for a in self.acts if not i < a.cue[0] < venue[1]]
            content = [self.span(self._clause(i), i)]
            act = Act("<content>, <source>, in <text>", (i + 1, stop), (stop + 1, stop + 2), "", "say", content)
            act.venue = venue
            self.acts.append(act)
            return
