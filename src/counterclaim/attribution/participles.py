"""Participles and passives of reporting, in one sentence.

participle               <source> …, saying <content>    <source>, citing <source>
passive                  <content> was reported by <source>      as confirmed by <source>, <content>
nobody named             <content> is believed to <content>
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.attitudes import Attitudes
from counterclaim.attribution.contents import SAYS, Act
from counterclaim.attribution.lexicon import Verb

COUNTED = 5  # words between a count and the participle of who counted
_COMMA = frozenset([","])
TOLD_BEHIND = "<content>. Of this said <source>"


class Participles(Attitudes, ABC):
    """Reads the participles and passives of one line."""

    @abstractmethod
    def _active(self, i: int, verb: Verb, kind: str, start: int, subject: Tokens, negated: bool) -> None:
        """What a finite verb at token ``i`` says, whose group begins at ``start``."""

    def _cite(self, i: int, source: Tokens) -> None:
        verb = self.words[i]
        first = next((k + 1 for k in range(i, 0, -1) if self.words[k] == ";"), 0)
        told = first and any(act.source is not None and act.cue[0] < first for act in self.acts)
        content = [self.span(first if told else 0, self.size)]  # "Lima admits 30; a deputy, quoting a nurse, says 40"
        self.acts.append(Act("<source>, citing <source>", source, (i, i + 1), verb, "cite", content))

    def _gerund(self, i: int, verb: Verb, kind: str) -> None:
        """ ", saying that …", ", citing …": the speaker is the one before."""
        words, small = self.words, self.small
        if kind == "cite":
            source = self.right(i + 1)
            if source is not None and self._is_source(*source):
                self._cite(i, source)
                return
        start = i
        while start > 0 and (
            words[start - 1] in small.between or words[start - 1] in small.be or words[start - 1] in self.small.been
        ):
            start -= 1
        if start < i and not small.be.isdisjoint(words[start:i]):
            while start > 0 and words[start - 1] in small.auxiliary:
                start -= 1
            subject = self.subject(start)
            if subject is not None:
                self._active(i, verb, kind, start, subject, not small.negation.isdisjoint(words[start:i]))
            return
        if i + 1 >= self.size:
            return
        if i and words[i - 1] in small.no_gerund:
            told = words[i + 1] in small.complement or (kind == "inform" and words[i + 1] in small.told)
            if not self.attitudes or not told:  # "blamed for saying that", "began by telling them that"
                return
        if verb.base in small.needs_mark and words[i + 1][0].isalnum() and words[i + 1] not in small.complement:
            return
        if verb.base in small.put_at and small.placed_at.isdisjoint(words[i + 1 : i + 25]):
            return  # "putting money into the town"
        urges = (
            self.attitudes
            and kind == "speak"
            and words[i] not in small.preposition
            and i > 0
            and (words[i - 1] == "," or words[i - 1] in small.plain_and)
        )
        urges |= self.attitudes and kind == "speak" and words[i + 1] == "," and self.quote_from(i + 1) is not None
        if kind not in SAYS and kind != "cite" and not urges:
            return
        if words[i + 1] in self.small.belongs or (
            verb.base in small.needs_particle and not self._has_particle(i, verb)
        ):
            return
        spoken = self._outermost([a for a in self.acts if a.source is not None and a.kind != "cite"])
        source = spoken[-1].source if spoken else self.main_subject()
        if i and self.line.capital(i - 1) and words[i - 1][0].isalpha():
            source = self.subject(i) or self._name_to(i) or source  # "footage of Petrov saying"
        shown = self._shown_speaking(i)
        source = shown or source
        if source is None or source[1] > i or not self.plausible(*source, strong=bool(spoken)):
            return
        after, recipient = i + 1, None
        if kind == "inform":
            recipient = self.recipient(after)
            if recipient is None:
                return
            after = recipient[1]
        after, venue = self.skip_tail(after)
        if shown is not None:
            texts = self.lexicon.names.find(self.line, 0, shown[0] - 1)
            venue = next(((m.first, m.last) for m in texts if m.kind == "medium" and m.last == shown[0] - 1), venue)
        quote = self.quote_from(after) if after < self.size else None
        if quote is None and (after >= self.size or words[after] in (",", ".", ";")):
            return
        content = quote or self.span(after, self._right_bound(after))
        act = self._make("<source> …, saying <content>", source, (i, i + 1), verb, kind, [content])
        act.venue, act.recipient = venue, recipient
        self.acts.append(act)

    def _shown_speaking(self, i: int) -> Tokens | None:
        """Who is shown or heard to speak: "the call has a soldier admitting", "with the caller saying"."""
        words, small = self.words, self.small
        shows = next((k for k in range(i - 1, max(-1, i - 8), -1) if words[k] in small.shows_speaking), i)
        first = shows + 1
        if first >= i or not (words[first] in small.article or self.line.capital(first)):
            return None
        if any(self.is_stop(k) for k in range(first, i)):
            return None
        if self.words[i - 1] in self.lexicon.names.organisations:
            return (first, i)
        person = any(m.kind in ("speaker", "body") for m in self.lexicon.names.find(self.line, first, i))
        return (first, i) if person else None

    def _name_to(self, stop: int) -> Tokens | None:
        """The name in capitals that ends before token ``stop``: "with Petrov adding"."""
        first = stop
        while first and self.line.capital(first - 1) and self.words[first - 1][0].isalpha():
            first -= 1
        return (first, stop) if 0 < first < stop else None

    def _has_particle(self, i: int, verb: Verb) -> bool:
        return f"{verb.base} {self.words[i + 1]}" in self.small.with_particle

    def _outermost(self, acts: list[Act]) -> list[Act]:
        """The acts that stand in no other's content: "Kyiv said it believed …, adding" is what Kyiv adds."""
        at = self.line.starts
        return [
            act
            for act in acts
            if not any(c.start <= at[act.cue[0]] < c.end for other in acts if other is not act for c in other.contents)
        ]

    def _by(self, i: int, verb: Verb, kind: str, start: int) -> None:
        """ "was reported by X", "as confirmed by X": what stands before is the content."""
        words = self.words
        source = self.right(i + 2)
        if (
            (kind in ("speak", "plan", "know") and words[start - 1 : start] not in (["as"], ["made"]))
            or source is None
            or not self.plausible(*source, strong=False)
        ):
            return
        if kind == "inform" and source[1] < self.size and words[source[1]] in self.small.complement:
            told = [self.span(source[1], self._right_bound(source[1] + 1))]  # "we were told by the hospital that …"
            self.acts.append(
                self._make("was told by <source> that <content>", source, (start, i + 2), verb, kind, told)
            )
            return
        if start == i and i and words[i - 1] not in self.small.role and words[i - 1] not in (",", "("):
            first = self._counted_before(i)
            if first is not None:
                told = [self.span(first, i)]
                self.acts.append(self._make("<n> reported by <source>", source, (i, i + 2), verb, kind, told))
            return
        first, end = self._clause(start), start
        while end > first and words[end - 1] in (",", "as", "("):
            end -= 1
        comma = source[1]
        if end <= first and comma + 1 < self.size and words[comma] == ",":
            first, end = comma + 1, self._right_bound(comma + 1)
        if end - first == 1 and words[first] in self.small.demonstrative:
            told = [self.span(self._clause(first - 1), first - 1)] if first > 1 else []
            rule = "<content>; this was said by <source>" if told else TOLD_BEHIND
            self.acts.append(self._make(rule, source, (start, i + 2), verb, kind, told))
            return
        set_off = self.at(start - 1, _COMMA) and self.at(
            source[1], _COMMA
        )  # "The ministry, quoted by the agency, said"
        if kind == "cite" and (set_off or any(act.kind in SAYS and act.source is not None for act in self.acts)):
            first, end, kind = 0, self.size, "say"  # "the ministry said, quoted by the agency": the agency carries it
        if end > first:
            content = [self.span(first, end)]
            self.acts.append(
                self._make("<content> was reported by <source>", source, (start, i + 2), verb, kind, content)
            )

    def _put_by(self, i: int, verb: Verb) -> bool:
        """ "The losses were put by the army at 70", "given by its staff as 70": who gives it stands before a number."""
        words, small, start = self.words, self.small, i
        while start and (
            words[start - 1] in small.be or words[start - 1] in small.have or words[start - 1] in small.between
        ):
            start -= 1
        source = self.right(i + 2)
        if start == i or source is None or not self.plausible(*source, strong=False):
            return False
        after = source[1]
        if not (self.at(after, small.placed_at) or self.at(after, small.role)) or not self._before_number(after + 1):
            return False
        told = [self.span(self._clause(start), start), self.span(after + 1, self._right_bound(after + 1))]
        self.acts.append(self._make("<content> was put by <source> at <n>", source, (start, i + 2), verb, "say", told))
        return True

    def _counted_before(self, i: int) -> int | None:
        """Where the count begins that a participle stands right behind: "the 1,412 dead counted by the army"."""
        for token in range(i - 1, max(-1, i - COUNTED), -1):
            if self.words[token][0].isdigit():
                while token > 1 and self.words[token - 1] == "," and self.words[token - 2][0].isdigit():
                    token -= 2
                return token
            if not self.words[token].isalpha():
                return None
        return None

    def _said_to_say(self, i: int, start: int) -> bool:
        """ "The chief is reported to confirm that", "is said to have gone on: “…”": who speaks is named, by hearsay."""
        words, k = self.words, i + 2
        while k < self.size and (words[k] in self.small.have_base or words[k] in self.small.between):
            k += 1
        verb = self.lexicon.verbs.get(words[k]) if k < self.size else None
        subject = self.subject(start)
        if verb is None or subject is None or verb.kinds.isdisjoint(("say", "inform")):
            return False
        known = len(self.acts)
        self._active(k, verb, "inform" if "inform" in verb.kinds else "say", start, subject, False)
        for act in self.acts[known:]:
            act.certainty = "hedged"
        return len(self.acts) > known

    def _passive(self, i: int, verb: Verb, kind: str, start: int) -> None:
        """ "is believed to have lost": nobody is named, and it is not sure."""
        words = self.words
        if kind not in ("think", "say", "show") or i + 1 >= self.size:
            return
        after, venue = self.skip_tail(i + 1)
        source = self.right(after + 1) if kind == "say" and self.at(after, self.small.agent) else None
        if source is not None and self.at(start - 1, self.small.it) and self.plausible(*source, strong=False):
            end = start - 1  # "…, it was said at a briefing by the army"
            while end > 0 and words[end - 1] == ",":
                end -= 1
            if end > 0:
                content = [self.span(self._clause(end), end)]
                act = self._make("<content> was reported by <source>", source, (start, i + 1), verb, kind, content)
                act.venue = venue
                self.acts.append(act)
            return
        following = words[i + 1]
        placed = self._told_at(i, start) if kind == "say" else None
        if placed is not None:
            source, first = placed
            content = [self.span(first, self._right_bound(first + 1))]
            self.acts.append(
                self._make("it was said by <source> that <content>", source, (start, i + 1), verb, kind, content)
            )
            return
        if following in self.small.complement:
            content = [self.span(i + 1, self._right_bound(i + 2))]
        elif following in self.small.infinitive:
            if verb.base in self.small.owed:
                return  # "was supposed to keep the mine open"
            if self._said_to_say(i, start):
                return
            first = self._clause(start)
            if first >= start:
                return
            content = [self.span(first, start), self.span(i + 1, self._right_bound(i + 1))]
        else:
            return
        act = self._make("<content> is believed to <content>", None, (start, i + 1), verb, kind, content)
        act.certainty = "hedged"
        self.acts.append(act)
