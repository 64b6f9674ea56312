"""Who speaks where another word stands for the speaker, or none does.

nobody is the subject     By the ministry it is announced that …      It was said in the staff that …
they are of a house       In the ministry they said …
known without "said"      The staff lets it be known that …
by another's mouth        The movement said through its envoy that …
"""

from __future__ import annotations

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.contents import MARKS, Contents
from counterclaim.attribution.lexicon import Verb
from counterclaim.sources import load_register

_COMMA, _COLON = frozenset([","]), frozenset([":"])


class Impersonal(Contents):
    """Reads who speaks in one line where the verb has another subject or none."""

    def _told_at(self, i: int, start: int) -> tuple[Tokens, int] | None:
        """Who stands where nobody is the subject: "By the ministry it is announced that".

        The source, and the token at which what is said begins.
        """
        words, small = self.words, self.small
        after = i + 1
        it = self.at(start - 1, small.it)
        if it and words[after] in small.told_place:
            source = self.right(after + 1)
            if source is not None and self.at(source[1], small.complement) and self._may_tell(*source):
                return source, source[1]
        if words[after] not in small.complement and words[after] != ":":
            return None
        subject = start - 1 if it else start
        for first in (k for k in (0, 2) if k < subject and words[k] in small.told_place):
            source = self.right(first + 1)
            marks = subject - 1 if self.at(subject - 1, _COMMA) else subject
            if source is not None and source[1] == marks and self._may_tell(*source):
                return source, after + (words[after] == ":")
        return None

    def _may_tell(self, first: int, last: int) -> bool:
        """Whether a phrase is somebody who speaks, or the capital for which a government does: "in Moscow"."""
        return self._is_source(first, last) or (last - first == 1 and self.words[first] in self.lexicon.names.capitals)

    def _of_house(self, subject: Tokens) -> Tokens | None:
        """Who "they" are behind their house: "In the ministry they said"."""
        words, small = self.words, self.small
        first, last = subject
        if last - first != 1 or first < 2 or words[first] not in small.they or words[0] not in small.told_place:
            return None
        found = self.right(1)
        return found if found is not None and found[1] == first and self._is_source(*found) else None

    def _with_clause(self, stop: int) -> Tokens | None:
        """Somebody told of with a clause of their own: "all the experts I met", "firms that had insured the mine"."""
        words, small = self.words, self.small
        first = self._clause(stop)
        if not 3 < stop - first < 14 or any(self.is_stop(k) for k in range(first, stop)):
            return None
        joint = next((k for k in range(first + 1, stop - 1) if words[k] in small.clause), None)
        if joint is None or not self.plausible(first, joint, strong=True):
            return None
        opens = words[first] in small.determiner or self.line.capital(first)
        return (first, stop) if opens and words[first] not in small.adverbial else None

    def _put_it(self, i: int, verb: Verb, start: int, subject: Tokens) -> None:
        """ "As the envoy put it, …", "…, as a memo put it": the clause beside it is what was said."""
        mark = subject[0] - 2
        after, venue = self.skip_tail(i + 2)
        content = None
        if mark < 0 and self.at(after, _COMMA) and after + 1 < self.size:
            content = self.quote_from(after) or self.span(after + 1, self._right_bound(after + 1))
        elif mark > 0 and self.words[mark] in MARKS:
            content = self._left(mark)
        if content is not None:
            act = self._make("as <source> says, <content>", subject, (start, i + 2), verb, "say", [content])
            act.venue = venue
            self.acts.append(act)

    def _makes_known(self, i: int) -> bool:
        """ "The staff lets it be known that …", "brings to the notice that": as good as a verb of saying."""
        words, small = self.words, self.small
        length = next((n for n in (4, 3, 2) if " ".join(words[i : i + n]) in small.makes_known), 0)
        if not length:
            return False
        after = i + length
        if self.at(after, small.belongs) or self.at(after, small.given_to):
            told = self.right(after + 1)
            after = told[1] if told is not None else after
        start = i
        while start > 0 and (words[start - 1] in small.have or words[start - 1] in small.between):
            start -= 1
        subject = self.subject(start)
        opens = self.at(after, small.complement) or self.at(after, _COLON)
        if subject is None or not opens or not self.plausible(*subject, strong=True):
            return False
        said = Verb("say", "say", frozenset(["say"]), frozenset(["past"]))
        first = after + self.at(after, _COLON)
        content = [self.span(first, self._right_bound(first + 1))]
        self.acts.append(self._make("<source> said that <content>", subject, (start, i + length), said, "say", content))
        return True

    def _mouth(self, token: int) -> Tokens | None:
        """By whom somebody speaks: "said through its prosecutor general that", "boasted through the agency of 40"."""
        if not self.at(token, self.small.mouth):
            return None
        found = self.right(token + 1)
        if found is None or not self._is_source(*found):
            return None
        inside = self.lexicon.names.find(self.line, *found)
        if not any(m.kind in ("source", "body", "speaker") for m in inside):
            return None  # "said via email that"
        known = (m for m in inside if m.kind == "source")
        outlet = any(load_register().role_of(m.value) in ("agency", "media") for m in known)
        return None if outlet else found

    def _is_said(self, token: int) -> bool:
        """Whether somebody is known to say what stands at a token, or speaks before it."""
        at = self.line.starts[token] if token < self.size else self.line.end
        said = [act for act in self.acts if act.kind in ("say", "inform")]
        return any(act.cue[0] < token or any(c.start <= at < c.end for c in act.contents) for act in said)
