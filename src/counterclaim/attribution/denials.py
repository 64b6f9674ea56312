"""Whose claim is told of by another, and who calls it untrue, in one sentence.

whose stands behind      claims by the rebels that 40 had died       claims from the capital that it lost 12
called untrue            The army called “fictitious” the rebels' claim of killing 40
"""

from __future__ import annotations

from counterclaim.attribution.contents import Act
from counterclaim.attribution.verbless import Verbless


class Denials(Verbless):
    """Reads claims told with their owner behind them, and what is called untrue."""

    def _claims_by(self) -> None:
        """ "Claims by the rebels that 40 had died": a noun of saying with its owner behind it."""
        words, small = self.words, self.small
        for i in range(self.size - 3):
            behind = small.said_noun.get(words[i])
            if behind is None or words[i + 1] not in small.made_by or self._is_taken(i):
                continue
            source = self.right(i + 2)
            if source is None or not (self._is_source(*source) or self._is_country(*source)):
                continue
            after = source[1]
            opens = self.at(after, small.complement)
            number = self.at(after, small.belongs) and self._before_number(after + 1)
            if not (opens or number):
                continue
            act = Act("<source>'s claim that <content>", source, (i, i + 2), words[i], "say")
            act.contents = [self.span(after, self._right_bound(after + 1, loose=True))]
            self.acts.append(act)

    def _is_country(self, first: int, last: int) -> bool:
        found = self.lexicon.names.find(self.line, first, last)
        return any(m.kind == "side" and m.first == first and m.last == last for m in found)

    def _called_untrue(self) -> None:
        """ "The army called “fictitious” the rebels' claim of 40 dead": a denial of what follows."""
        words, small = self.words, self.small
        for k in [k for k, word in enumerate(words) if word in small.untrue and k > 1]:
            before = k - 1 - (words[k - 1] == '"')
            calls = before - (before > 0 and words[before] in small.role)
            if calls < 1 or words[calls] not in small.calls:
                continue
            after = k + 1
            while after < self.size and words[after] in ('"', ","):
                after += 1
            if not any(words[j] in small.said_noun for j in range(after, min(after + 8, self.size))):
                continue
            subject = self.subject(calls)
            if subject is None or not self.plausible(*subject, strong=True):
                continue
            act = Act("<source> called untrue <content>", subject, (calls, k + 1), words[calls], "deny")
            act.contents, act.stance = [self.span(after, self._right_bound(after))], "denies"
            self.acts.append(act)
