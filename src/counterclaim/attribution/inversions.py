"""Speakers behind their verb.

    <content>, said <source>        Since May, says the army, 40 have died.        “40 died,” read a note of the navy.

Much that stands behind a verb of saying is what is said: "conceded the loss of nine men", "claims 46 prisoners".
"""

from __future__ import annotations

from counterclaim.attribution.contents import Act
from counterclaim.attribution.lexicon import Verb
from counterclaim.attribution.participles import Participles

_COMMA, _COLON = frozenset([","]), frozenset([":"])


class Inversions(Participles):
    """Reads the acts of one line whose source stands behind the verb."""

    def _inverted(self, i: int, verb: Verb, kind: str) -> bool:
        """ "<content>, said <source>"; whether it was one."""
        source = self.right(i + 1)
        quoted = self.quote_to(i - 1) is not None  # "“…,” said a lumberjack"
        if source is None or not self.plausible(*source, strong=quoted) or not self.is_closed(source[1]):
            return False
        counted = (self.words[k - 1] in self.small.belongs and self.words[k].isdigit() for k in range(*source))
        if any(counted) and not self._is_source(*source):
            return False  # "the officer, in a briefing, said the estimate of 40 was his"
        if self.words[source[0]] in self.small.possessive and self._goes_on_behind(source[1]):
            return False  # "the major said his battalion – one of three – had found 40"
        if self._before_number(i + 1) and (self._is_figure(i + 1) or not self._is_source(*source)):
            return False  # "the army, taken by surprise, admits eleven B-52 lost", "claims 46 Peshmerga"
        if (
            self.words[i + 1] in self.small.case
            or self.words[i + 1] in self.small.place_preposition
            or self.words[i + 1] in self.small.complement
            or self.words[i + 1] in self.small.nothing_said
            or self._is_loss(*source)
        ):
            return False
        first = self.words[source[0]]
        if (
            first in self.small.pronoun
            and first not in self.small.inverted_pronoun
            and first not in self.small.determiner
        ):
            return False
        left = self._left(i - 1)
        titled = self._quote_index(self.line.starts[i])
        if titled >= 0 and left is not None and left.start < self.quotes[titled].start < self.line.starts[i]:
            if self.quotes[titled].end > self.line.starts[i]:
                return False  # within a title: "the paper “Losses – assessed strength”"
        follow, venue = self.skip_tail(source[1])
        if left is None:
            if not (self.at(follow, _COMMA) and self._resumes(follow)):
                return False
            left = self.span(follow + 1, self._right_bound(follow + 1))  # "Since May, says the army, 40 have died"
        act = self._make("<content>, said <source>", source, (i, i + 1), verb, kind, [left])
        act.venue = venue
        if self.at(follow, _COLON) and follow + 1 < self.size and self.quote_from(follow) is None:
            act.contents.append(self.span(follow + 1, self._right_bound(follow + 1)))  # "Rubbish, say the generals: …"
        waits = self._is_broken(i - 1) or (
            self.is_adverbial(self._clause(i - 1)) and not self._is_clause(self._clause(i - 1))
        )
        if self.at(follow, _COMMA) and waits and self._resumes(follow) and self.quote_from(follow) is None:
            act.contents.append(self.span(follow + 1, self._right_bound(follow + 1)))
        rest = self.quote_from(follow + 1) if follow < self.size and self.words[follow] in (",", ":", ".") else None
        if rest is not None and self.quote_to(i - 1) is not None:
            act.contents.append(rest)
        act.quoted = self.quote_to(i - 1) is not None
        self._extend(act, follow)
        self._behind_mark(act, follow)
        self.acts.append(act)
        return True

    def _is_loss(self, first: int, last: int) -> bool:
        """Whether a phrase is headed by what was lost and not by who speaks: "conceded the loss of nine men"."""
        head = next((k for k in range(first + 1, last) if self.words[k] in self.small.belongs), last) - 1
        return self.words[head] in self.small.lost_noun

    def _is_figure(self, token: int) -> bool:
        """Whether a number in digits stands by itself, and not as "9/11" does."""
        starts = self.line.starts
        return self.words[token].isdigit() and starts[token + 1 : token + 2] != [self.line.ends[token]]

    def _goes_on_behind(self, dash: int) -> bool:
        """Whether a finite verb stands behind what is set between two dashes."""
        words = self.words
        if not self.at(dash, frozenset("-")) or self.line.glued(dash):
            return False
        other = next((k for k in range(dash + 1, min(dash + 14, self.size - 1)) if words[k] == "-"), None)
        return other is not None and (words[other + 1] in self.small.finite or words[other + 1] in self.small.backshift)

    def _behind_mark(self, act: Act, after: int) -> None:
        """ "…, said the staff; two boats had been lost": reported speech that goes on behind a mark, in its tense."""
        words = self.words
        if act.quoted or after + 2 >= self.size or words[after] != ";" or self._goes_on(after + 1):
            return
        told = self.small.backshift | self.small.told_number
        if not self._adds_speaker(after + 1) and not told.isdisjoint(words[after + 1 :]):
            act.contents.append(self.span(after + 1, self._right_bound(after + 1)))

    def _resumes(self, comma: int) -> bool:
        """Whether a clause goes on behind ", it said," that an adverbial before it had begun: "At Kyiv, it said, …"."""
        if comma + 1 >= self.size or self._breaks(comma):
            return False
        word = self.words[comma + 1]
        return not word.endswith("ing") and word not in self.small.relative and not self._is_verb(word)

    def _extend(self, act: Act, after: int) -> None:
        """Add the quotation that follows ``"…," X said.``"""
        if (
            act.quoted
            and len(act.contents) == 1
            and act.rule != "<source> said: “<content>”"
            and after >= self.size - 1
        ):
            behind = self.quote_behind(breaks=False)
            if behind is not None:
                act.contents.append(behind)
