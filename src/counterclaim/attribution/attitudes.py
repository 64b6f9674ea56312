"""Attitudes and acts that tell no number: who wants, fears, supports or refuses what. No claim has its source here.

a noun of attitude       <source>'s support for <content>        its refusal to <content>
an adjective             <source> is willing to <content>        <source> is worried about <content>
a passive                <content> was accused of <content>      <content> was praised by <source>
a verb behind another    <source> appeared to blame <content>    <source> tries to defend <content>
"""

from __future__ import annotations

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.contents import Act
from counterclaim.attribution.denials import Denials
from counterclaim.attribution.lexicon import Verb

_SPOKEN = frozenset(["say", "inform", "speak", "deny", "think", "show"])


class Attitudes(Denials):
    """Reads the attitudes of one line."""

    def _attitudes(self) -> None:
        """Every attitude that stands outside what is already known to be said of somebody."""
        words, lexicon = self.words, self.lexicon
        for i in range(1, self.size - 1):
            word = words[i]
            behind = lexicon.attitude_nouns.get(word)
            if behind is not None and words[i + 1] in behind:
                self._noun_of(i)
            behind = lexicon.attitude_adjectives.get(word)
            if behind is not None and words[i + 1] in behind:
                self._adjective(i)
            if word == "to":
                verb = lexicon.verbs.get(words[i + 1])
                if verb is not None and "base" in verb.forms and verb.kinds & _SPOKEN:
                    self._infinitive(i)
            verb = lexicon.verbs.get(word)
            if verb is not None and "participle" in verb.forms and words[i + 1] in self.small.passive_end:
                self._undergone(i, verb)
        if words[0] == "in" and "," in words:
            self._poll(words.index(","))
        self.acts.sort(key=lambda act: act.cue)

    def _poll(self, comma: int) -> None:
        """ "In this poll, …": a survey that says what follows."""
        found = self.lexicon.names.find(self.line, 1, comma)
        if any(m.kind == "statement" and m.value == "study" and m.last == comma for m in found):
            bound = self._right_bound(comma + 1)
            if bound > comma + 1:
                content = [self.span(comma + 1, bound)]
                self.acts.append(Act("in <survey>, <content>", (1, comma), (0, 1), "in", "speak", content))

    def _is_read(self, token: int) -> bool:
        return any(act.cue[0] <= token < act.cue[1] for act in self.acts)

    def _noun_of(self, i: int) -> None:
        """ "Moscow's support for the plan", "his long refusal to answer"."""
        words, small = self.words, self.small
        if self._is_read(i):
            return
        first = i
        while first > 0 and i - first < 4 and words[first - 1][0].isalpha() and words[first - 1] not in small.barrier:
            if words[first - 1] in small.possessive or words[first - 1] == "'s":
                break
            first -= 1
        source: Tokens | None
        if words[first - 1] in small.possessive:
            source = (first - 1, first)
        elif words[first - 1] == "'s" or (words[first - 1] == "'" and words[first - 2].endswith("s")):
            found = self.subject(first - 1)
            if found is None or not self.plausible(*found, strong=True):
                return
            source = (found[0], first)
        else:
            return
        after = i + 1 if words[i + 1] in ("to", "that") else i + 2
        self._add("<source>'s wish for <content>", source, (first, i + 1), after)

    def _adjective(self, i: int) -> None:
        """ "is willing to", "were worried about", "grew weary of"."""
        words, small = self.words, self.small
        start = i
        while start > 0 and (
            words[start - 1] in small.between or words[start - 1] in small.degree or words[start - 1].endswith("ly")
        ):
            start -= 1
        if start == 0 or (words[start - 1] not in small.be and words[start - 1] not in small.becomes):
            return
        start -= 1
        while start > 0 and (words[start - 1] in small.auxiliary or words[start - 1] in small.between):
            start -= 1
        source = self.subject(start)
        if source is None or not self.plausible(*source, strong=True) or self._is_read(i):
            return
        after = i + 1 if words[i + 1] in ("to", "that") else i + 2
        self._add("<source> is willing to <content>", source, (start, i + 1 + (after == i + 2)), after)

    def _undergone(self, i: int, verb: Verb) -> None:
        """ "was accused of fraud", "has been praised by doctors": by whom, or by nobody named."""
        words, small = self.words, self.small
        if not verb.kinds & {"speak", "know"} or self._is_read(i):
            return
        start = i
        while start > 0 and (
            words[start - 1] in small.auxiliary or words[start - 1] in small.between or words[start - 1].endswith("ly")
        ):
            start -= 1
        if start == i or small.be.isdisjoint(words[start:i]):
            return
        subject = self.subject(start)
        if subject is None:
            return
        by = words[i + 1] == "by"
        source = self.right(i + 2) if by else None
        if by and (source is None or not self.plausible(*source, strong=True)):
            return
        contents = [self.span(*subject)]
        if not by:
            bound = self._right_bound(i + 2, loose=True)
            contents.append(self.span(i + 1, bound))
        self.acts.append(
            Act("<content> was accused of <content>", source, (start, i + 1 + by), verb.base, "speak", contents)
        )

    def _infinitive(self, i: int) -> None:
        """ "appeared to blame", "tries to defend"."""
        words, small = self.words, self.small
        if self._is_read(i + 1) or i + 2 >= self.size:
            return
        start = i
        if words[i - 1] not in small.governs:
            return
        start = i - 1
        while start > 0 and (words[start - 1] in small.auxiliary or words[start - 1] in small.between):
            start -= 1
        source = self.subject(start)
        if source is None or source[1] > start or not self.plausible(*source, strong=True):
            return
        self._add("<source> appeared to blame <content>", source, (start, i + 2), i + 2)

    def _add(self, rule: str, source: Tokens, cue: Tokens, after: int) -> None:
        bound = self._right_bound(after, loose=True)
        if bound > after:
            act = Act(rule, source, cue, self.words[cue[1] - 1], "speak", [self.span(after, bound)])
            self.acts.append(act)
