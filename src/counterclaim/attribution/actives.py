"""A verb in the active voice becomes an act: who says it, to whom and where, and which stretch is what is said.

Behind its verb a clause may tell by whose mouth, to whom, when and where something was said (``After``); what is said
lies behind that or before the subject, and the first form that fits tells which (``_content``).
"""

from __future__ import annotations

from abc import ABC
from bisect import bisect_left
from typing import NamedTuple

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.contents import MARKS, SAYS, Act
from counterclaim.attribution.inversions import Inversions
from counterclaim.attribution.lexicon import Verb
from counterclaim.model import Span

_BETWEEN = 12  # tokens from "spoke" to the "of" that a number stands behind
_COMMA = frozenset([","])
_ENDS = frozenset([",", ".", "?", "!", ";", ")", "-", "'"])  # marks behind which no content of the verb begins
_SAID, _AROUND = "<content>, <source> said", "<content>, <source> said, <content>"


class After(NamedTuple):
    """What stands behind a verb before what is said."""

    subject: Tokens  # who says it: another than the subject where that speaks through him
    kind: str
    particle: int  # the token behind the verb with its particle
    token: int  # where what is said may begin
    recipient: Tokens | None
    venue: Tokens | None


class Around(NamedTuple):
    """What stands on both sides of a clause that tells of speech."""

    after: int
    following: str  # the word there, "" at the end
    before: int  # the mark or the word before the subject
    left: Span | None  # what stands before that mark
    venue: Tokens | None


class Actives(Inversions, ABC):
    """Reads the acts that a verb in the active voice tells of."""

    def _active(self, i: int, verb: Verb, kind: str, start: int, subject: Tokens, negated: bool) -> None:
        """What a verb at token ``i`` says, whose group begins at ``start``."""
        if not self._may_be_source(kind, subject, negated) or self._puts(i, verb, start, subject):
            return
        if self._tells_no_speech(i, verb, kind, subject):
            return
        of = self._of_thing(i, verb.base)
        if of is not None and not negated:
            content = [self.span(of, self._right_bound(of + 1, loose=True))]
            source = self._mouth(i + 1) or subject
            self.acts.append(self._make("<source> spoke of <content>", source, (start, i + 1), verb, "say", content))
            return
        behind = self._behind_verb(i, verb, kind, subject)
        if behind is not None:
            self._act(i, verb, start, behind, negated)

    def _may_be_source(self, kind: str, subject: Tokens, negated: bool) -> bool:
        """Whether a subject may be the source of what a verb tells."""
        if self.attitudes and negated and kind in ("speak", "know", "show", "think"):
            return False  # what is not done is no attitude
        strong = self.attitudes or kind in ("say", "inform", "deny", "speak")
        return self.plausible(*subject, strong=strong) and (kind != "show" or self.can_show(*subject))

    def _puts(self, i: int, verb: Verb, start: int, subject: Tokens) -> bool:
        """ "As the envoy put it, …", "he put out: “…”"; whether it was one, or "put out of action"."""
        small = self.small
        if verb.base not in small.put:
            return False
        if self.at(i + 1, small.it) and self.at(subject[0] - 1, small.role):
            self._put_it(i, verb, start, subject)
            return True
        if not self.at(i + 1, small.put_away):
            return False
        told = self.quote_from(i + 2) if i + 2 < self.size and self.words[i + 2] != '"' else None
        if told is not None:
            said = Verb("say", "say", frozenset(["say"]), verb.forms)
            self.acts.append(self._make("<source> said: “<content>”", subject, (start, i + 2), said, "say", [told]))
        return True

    def _tells_no_speech(self, i: int, verb: Verb, kind: str, subject: Tokens) -> bool:
        """Whether what stands behind a verb makes it one of a deed: "bodies found with marks"."""
        words, small, base = self.words, self.small, verb.base
        if base in small.needs_text and self.at(i + 1, small.preposition):
            return True
        if base in small.needs_mark and i + 1 < self.size and words[i + 1][0].isalnum():
            if words[i + 1] not in small.complement:
                return True  # "he allowed the convoy through"
        if kind == "show" and base in small.put_at and not self._puts_at(i):
            return True  # "put 400 men on the border", "put 40 men out of action while they were at it"
        if kind in ("know", "think") and self.at(i + 1, small.known_as) and not self.at(i + 2, small.quantity):
            return True  # "is known as", but "believe as many as 40 died"
        owned = words[subject[0]] in small.possessive
        return base in small.needs_text and owned and not self.at(i + 1, small.complement)

    def _behind_verb(self, i: int, verb: Verb, kind: str, subject: Tokens) -> After | None:
        """What stands behind a verb before what is said; nothing where the verb then tells of no speech."""
        words, small, after = self.words, self.small, i + 1
        mouth = self._mouth(after) if kind in ("say", "inform") else None
        if mouth is not None:
            subject, after = mouth, mouth[1]
        recipient = None
        if kind == "inform" and after < self.size and words[after] not in ("that", ",", ":", '"', "."):
            recipient = self.recipient(after)
            if recipient is None:
                return None
            after = recipient[1]
        if after < self.size and f"{verb.base} {words[after]}" in small.with_particle:
            after += 1
        elif verb.base in small.needs_particle:
            return None
        particle = after
        after, venue = self.skip_tail(after) if kind != "plan" else (after, None)  # "plans to call", not "in a call"
        if kind == "say" and self.at(after, small.given_to) and ":" in words[after : after + 6]:
            after = words.index(":", after)  # "communicates to the public: …"
        if kind == "plan" and not self.at(after, small.infinitive):
            if not self.attitudes or verb.base not in small.wants:
                return None
            kind = "speak"  # "wants lower taxes"
        if verb.base in small.needs_of and not self.at(i + 1, small.belongs):
            return None
        return After(subject, kind, particle, after, recipient, venue)

    def _act(self, i: int, verb: Verb, start: int, behind: After, negated: bool) -> None:
        """The act of a clause, where a form tells what is said in it."""
        words, small = self.words, self.small
        subject, kind, after = behind.subject, behind.kind, behind.token
        venue = behind.venue or self.set_between or self._opening(subject[0])
        before = subject[0] - 1
        if before == 0 and words[0] in small.role and self.at(after, _COMMA) and kind == "say":
            content = [self.span(after + 1, self._right_bound(after + 1))] if after + 1 < self.size else []
            self.acts.append(self._make("as <source> says, <content>", subject, (start, after), verb, kind, content))
            return
        before -= before > 0 and words[before] in small.role and words[before - 1] in MARKS and kind == "say"
        left = self._left(before) if before >= 0 and words[before] in MARKS else None
        cue = (start, behind.particle) if behind.recipient is None else (start, i + 1)
        act = self._make("", subject, cue, verb, kind, [])
        act.venue, act.recipient, act.silent = venue, behind.recipient, negated and kind != "deny"
        act.inner = self._is_inner(i, kind, subject)
        following = words[after] if after < self.size else ""
        if not self._content(act, i, verb, kind, Around(after, following, before, left, venue)):
            return
        if kind == "speak" and following in small.particle and act.contents and after == i + 1:
            act.cue = (start, after + 1)
            act.contents = [Span(self.line.starts[min(after + 1, self.size - 1)], act.contents[0].end)]
        if act.recipient is None and words[0] in small.speaking_to:
            act.recipient = self._spoken_to(subject[0])
        if verb.base in small.meets and words[i + 1] in small.given_to:
            act.kind = "speak"  # "objected to the report" is no word on what the report says
        self._extend(act, after)
        if act.rule == _SAID:
            self._behind_mark(act, after)
        self.acts.append(act)

    def _is_inner(self, i: int, kind: str, subject: Tokens) -> bool:
        """Whether "I think", or "he hoped" within what he said, names nobody new."""
        if subject[1] - subject[0] != 1:
            return False
        word = self.words[subject[0]]
        if word.partition("'")[0] in self.small.first_person:  # "I'll tell you"
            return True
        at = self.line.starts[i]
        meant = word in self.small.personal and kind in ("think", "plan", "know")
        return meant and any(c.start <= at < c.end for act in self.acts for c in act.contents)

    # -- the forms in which something is said -------------------------------------------------------------------------

    def _content(self, act: Act, i: int, verb: Verb, kind: str, around: Around) -> bool:
        """Read what is said by the first form that fits; whether there was any."""
        after, following, before, left = around.after, around.following, around.before, around.left
        told_before = self.quote_before() if before < 0 and kind in ("say", "speak", "inform") else None
        quote = self.quote_from(after)
        quoted_left = left is not None and self.quote_to(before) is not None
        asked = following in self.small.when_asked and quoted_left
        if following in self.small.opener and kind != "plan" and not asked:
            act.rule = "<source> said that <content>"
            act.contents = [self.span(after, self._right_bound(after + 1))]
        elif quote is not None:
            act.rule, act.contents, act.quoted = "<source> said: “<content>”", [self._with_rest(after, quote)], True
            if left is not None and quoted_left:
                act.rule, act.contents = _AROUND, [left, quote]
        elif left is not None and kind in ("say", "inform") and quoted_left:
            self._content_first(act, around, left)
        elif (found := self._behind_place(after, before, left, kind)) is not None:
            act.rule, act.contents = found
        elif following == ":":
            self._behind_colon(act, kind, after)
        elif after >= self.size or following in _ENDS:
            if told_before is not None and following != "-":
                act.rule, act.contents, act.quoted = _SAID, [told_before], True
            elif left is not None:
                self._content_first(act, around, left)
            else:
                self._behind_mark_or_insert(act, kind, around)
        elif not self._is_performed(i, verb, after):
            self._bare_clause(act, kind, after)
        return bool(act.rule)

    def _content_first(self, act: Act, around: Around, left: Span) -> None:
        """ "<content>, he said", and what goes on behind it."""
        act.rule, act.contents = _SAID, [left]
        act.quoted = self.quote_to(around.before) is not None
        rest = self._resumed(around.after, around.before, around.venue) if around.following == "," else None
        if rest is not None:
            act.rule = _AROUND
            act.contents.append(rest)

    def _behind_colon(self, act: Act, kind: str, after: int) -> None:
        """ "He said: <content>", in the sentence or behind it."""
        act.rule = "<source> said: <content>"
        if after + 1 < self.size:
            act.contents = [self.span(after + 1, self.size)]
        elif (behind := self.quote_behind(breaks=True)) is not None:
            act.contents, act.quoted = [behind], True
        elif kind in ("say", "speak") and (block := self.block_behind()) is not None:
            act.contents = [block]

    def _behind_mark_or_insert(self, act: Act, kind: str, around: Around) -> None:
        """ "In May, he said, <content>", "he said – to nobody's surprise – that <content>"."""
        words, after, following = self.words, around.after, around.following
        if following == "," and words[around.before] == "," and self._resumes(after) and kind in SAYS:
            act.rule = "<adverbial>, <source> said, <content>"
            act.contents = [self.span(after + 1, self._right_bound(after + 1))]
        elif following in (",", "-") and (not self._breaks(after) or self._is_cited(after + 1)):
            opens = (k for k in range(after + 1, self.size) if words[k] in self.small.complement or words[k] == '"')
            opener = next(opens, None)
            if opener is not None:
                act.rule = "<source> said that <content>"
                inner = self.quote_from(opener)
                act.contents = [inner or self.span(opener, self._right_bound(opener + 1))]

    def _is_performed(self, i: int, verb: Verb, after: int) -> bool:
        """Whether a verb does by its word what it tells, and says nothing: "denounced the attack"."""
        if self.attitudes and verb.base not in self.small.goes_on:
            return False
        performs = verb.base in self.small.performative and not self._is_clause(after)
        return performs and self.words[i + 1] not in self.small.belongs

    def _bare_clause(self, act: Act, kind: str, after: int) -> None:
        """ "He said <content>"."""
        bound = self._right_bound(after, loose=kind not in ("say", "inform", "deny"))
        if bound <= after:
            return
        act.rule, act.contents = "<source> said <content>", [self.span(after, bound)]
        colon = next((k for k in range(after, bound) if self.words[k] == ":"), None)
        quote = self.quote_from(colon) if colon is not None and kind == "say" else None
        if quote is not None and quote.end > self.line.end:
            act.contents.append(quote)  # "he answered a question: “…”"

    # -- what stands around it ----------------------------------------------------------------------------------------

    def _of_thing(self, i: int, base: str) -> int | None:
        """The token of "of" in "tells of 40 dead", "spoke at first of six"."""
        if base not in self.small.of_thing:
            return None
        words = self.words
        mouth = self._mouth(i + 1)
        k = mouth[1] if mouth is not None else i + 1
        k += next((n for n in (4, 3, 2) if " ".join(words[k : k + n]) in self.small.set_in), 0)
        while k < min(i + 4, self.size) and words[k] in self.small.of_number:
            k += 1
        if self.is_aside(k):  # "spoke in the morning of 82 dead"
            k, _ = self.skip_tail(k)
            k -= self.at(k - 1, self.small.belongs)
        if not self.at(k, self.small.belongs) and not self.at(k, self.small.about):
            return self._of_number(i + 1)
        return k if k + 1 < self.size else None

    def _of_number(self, after: int) -> int | None:
        """The token of "of" right before a number, past what stands between: "spoke, on the eve of the talks, of 6"."""
        commas = 0
        for k in range(after, min(after + _BETWEEN, self.size - 1)):
            if commas % 2 == 0 and self.at(k, self.small.belongs) and self._before_number(k + 1):
                return k
            if self.is_stop(k) and not self.at(k, _COMMA):
                return None
            if commas % 2 == 0 and self.at(k, self.small.finite):
                return None
            commas += self.at(k, _COMMA)
        return None

    def _spoken_to(self, first: int) -> Tokens | None:
        """Who was told, where a sentence opens with it: "Speaking to the agency, a general said"."""
        if not 3 <= first <= 14 or not self.at(1, self.small.given_to) or not self.at(first - 1, _COMMA):
            return None
        found = self.right(2)
        return found if found is not None and found[1] <= first - 1 else None

    def _opening(self, first: int) -> Tokens | None:
        """The text with which the sentence opens: "In a call published by the SBU, a soldier said"."""
        words = self.words
        if first < 4 or words[first - 1] != "," or words[0] not in self.small.by_means or not self.is_aside(0):
            return None
        return None if self._is_date(1) else (1, first - 1)

    def _with_rest(self, after: int, quote: Span) -> Span:
        """A quotation with the words that go on behind it: "reported “40 dead” in the town since May"."""
        starts = self.line.starts
        if self.words[after] in (",", ":") or quote.end > self.line.end:
            return quote
        behind = bisect_left(starts, quote.end)
        if behind >= self.size or self.is_stop(behind) or self.words[behind] in self.small.contrast_or_and:
            return quote
        return Span(quote.start, self.span(after, self._right_bound(behind, loose=True)).end)
