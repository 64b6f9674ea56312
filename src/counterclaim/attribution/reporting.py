"""One sentence becomes its acts of reporting: who, by which words, and which stretch is reported.

    "that" clause            <source> said that <content>
    bare clause              <source> said <content>
    content first            <content>, <source> said        <content>, said <source>
    content around           <content>, <source> said, <content>
    participle               <source> …, saying <content>    <source>, citing <source>
    according to             according to <source>, <content>        <content>, according to <source>
    passive                  <content> was reported by <source>
    a text without a verb    by <source>'s count, <content>
    the verb is missing      <content>, a soldier, in a video released by <source>

A sentence is read by itself; who "he" and "the ministry" are, and what was carried on, is for ``attribution``.
"""

from __future__ import annotations

from bisect import bisect_left

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.contents import MARKS, SAYS, Act
from counterclaim.attribution.figures import TENDS
from counterclaim.attribution.inversions import Inversions
from counterclaim.attribution.lexicon import Verb
from counterclaim.model import Span

_BETWEEN = 12  # tokens from "spoke" to the "of" that a number stands behind
_COMMA, _COLON = frozenset([","]), frozenset([":"])


class Parser(Inversions):
    """Reads the acts of reporting of one line."""

    def parse(self, attitudes: bool = False) -> list[Act]:
        """All acts of the line, in order of their cues; ``attitudes`` with those that tell no number ("praised")."""
        self.acts: list[Act] = []
        self.attitudes = attitudes
        words, verbs = self.words, self.lexicon.verbs
        small, present = self.small, self.line.present
        counts = not (small.told_number.isdisjoint(present) and small.told_thing.isdisjoint(present))
        for i in [k for k, word in enumerate(words) if word in verbs or word in self.small.according]:
            verb = verbs.get(words[i])
            if verb is not None and words[i] in small.makes and self._makes_known(i):
                continue
            if verb is not None and self.at(i + 1, small.agent) and counts and self._put_by(i, verb):
                continue
            if verb is None:
                if self.at(i + 1, self.small.infinitive):
                    self._according(i, i + 2)
            elif verb.kind == "figure":
                if f"{verb.base} {''.join(words[i + 1 : i + 2])}" in small.with_particle:
                    self._verb(i, verb._replace(kind="say"))
                elif self.at(i + 1, self.small.agent):
                    self._verb(i, verb._replace(kind="publish"))
                elif counts:
                    self._figure(i, verb)
            elif verb.kind == "tend":
                if counts:
                    self._figure(i, verb)
            elif verb.kind == "speak" and not attitudes and verb.base not in self.small.accuse:
                if ("figure" in verb.kinds or "tend" in verb.kinds) and counts:
                    self._figure(i, verb)
                elif verb.base in small.tells_that and self.at(i + 1, small.complement):
                    self._verb(i, verb._replace(kind="say"))
            elif verb.kind != "publish" or self.at(i + 1, self.small.agent):
                self._verb(i, verb)
        if not self.lexicon.statements.isdisjoint(present):
            self._counts()
            self._stands()
        if counts and ":" in present:
            self._gives_list()
        if counts and "," in present:
            self._gaps()
        reach = 8 if small.station_first.isdisjoint(words[:1]) else 12
        if ":" in words[:reach] and not self._is_said(words.index(":") + 1):
            self._heading()
        if ":" in present and not any(act.kind in SAYS for act in self.acts):
            self._entry()
        if not self.lexicon.words.said_noun.keys().isdisjoint(present):
            self._nouns()
            self._claims_by()
            if not small.untrue.isdisjoint(present):
                self._called_untrue()
        self._inserts()
        if words[-1:] == [":"] and not small.announcing.isdisjoint(present):
            self._following()
        if "," in present and not any(act.kind in ("say", "inform") for act in self.acts):
            self._verbless()
        if len(words) > 3 and not any(act.kind in ("say", "inform") for act in self.acts):
            self._headline()
        if attitudes:
            self._attitudes()
        return [act for act in self.acts if act.rule != TENDS or not self._is_covered(act)]

    def _is_covered(self, act: Act) -> bool:
        """Whether another act holds the cue of one within what it says."""
        at = self.line.starts[act.cue[0]]
        return any(
            c.start <= at < c.end for other in self.acts if other is not act and other.source for c in other.contents
        )

    def _verb(self, i: int, verb: Verb) -> None:
        words, small = self.words, self.small
        kind = verb.kind
        participle = "participle" in verb.forms
        if participle and words[i] in small.taken_for and self._is_taken_for(i):
            return  # "a person understood to be a soldier said"
        if i and words[i] in small.adjectival and (words[i - 1].isdigit() or words[i - 1] in small.number):
            return  # "shot six suspected rebels"
        by = participle and self.at(i + 1, self.small.agent) and not self._by_means(i, kind)
        told = i > 1 and words[i - 2] in small.agrees and self.line.capital(i - 1) and words[i] in small.said_noun
        if kind == "publish" or told or self._is_noun(i, verb) or self._in_name(i):
            if by and self.at(i - 1, self.small.role):
                self._by(i, verb, kind, i)
            return
        if verb.forms == {"gerund"}:
            self._gerund(i, verb, kind)
            return
        start, negated, passive, to = i, False, False, False
        while start > 0:
            before = words[start - 1]
            inserted = self.set_in(start)
            if inserted:
                start -= inserted
                continue
            if before in small.pronoun and before in small.between and (start < 2 or self.is_stop(start - 2)):
                break  # "to varying degrees, all agreed"
            if before in small.auxiliary and not (before in self.small.may and self.line.capital(start - 1)):
                negated |= before in small.negation
                passive |= before in small.be
                to |= before in self.small.infinitive
            elif before in small.ordinal and self.at(start - 2, small.placed_at):
                start -= 1
            elif not (before in small.between or (before.endswith("ly") and not self._is_thing(before))):
                break
            start -= 1
        if to and kind == "inform" and self.at(i + 1, small.told) and self.at(i + 2, small.complement):
            subject = self.main_subject()  # "The general came up to tell us that"
            if subject is not None and subject[1] < start:
                self._active(i, verb, kind, start, subject, negated)
            return
        if to and "base" in verb.forms:
            if kind not in ("say", "inform") or words[start - 1] not in small.willing:
                return
            start -= 1
            while start > 0 and words[start - 1] in small.auxiliary:
                start -= 1
        if by and (passive or start == i):
            self._by(i, verb, kind, start)
            return
        if start == i and i and words[i] in small.taken_for and self._is_said_to(i):
            self._passive(i, verb, kind, start)  # "Russia said to have lost 40": a headline, and nobody is named
            return
        if passive and participle:
            if verb.base in small.quotes and self.at(i + 1, self.small.role) and i + 2 < self.size:
                subject = self.subject(start)
                if subject is not None:
                    said = Verb("say", "say", frozenset(["say"]), frozenset(["past"]))
                    self._active(i + 2, said, "say", start, subject, negated)
                return
            if "past" not in verb.forms or words[i - 1] not in small.have:
                self._passive(i, verb, kind, start)
                return
        if kind == "cite":
            subject, cited = self.subject(start), self.right(i + 1)
            saying = self._cited_as(cited[1]) if cited is not None else None
            if subject and cited and saying is not None:
                said = Verb("say", "say", frozenset(["say"]), frozenset(["past"]))
                known = len(self.acts)
                self._active(saying + 1, said, "say", start, subject, negated)
                for act in self.acts[known:]:
                    act.recipient, act.source, act.cue = act.source, cited, (i, i + 1)
            elif subject:
                self._active(i, verb, "speak", start, subject, negated)
            return
        if i == 0 and kind == "say" and verb.forms & {"past", "third"}:
            source = self.right(1)
            behind = self.quote_from(source[1]) if source is not None and self.at(source[1], _COLON) else None
            if source is not None and behind is not None and self.plausible(*source, strong=False):
                act = self._make("<source> said: “<content>”", source, (0, 1), verb, kind, [behind])
                act.quoted = True
                self.acts.append(act)  # "Said Ellis: “…”"
                return
        named = self._leading_name(start - 1) if start else None
        if (
            start == i
            and i
            and named is None
            and words[i - 1] in MARKS
            and (verb.forms & {"past", "third"} or verb.base in small.inverted_base)
            and (kind in ("say", "think", "know") or (verb.base in small.reads and self.quote_to(i - 1) is not None))
            and verb.base not in small.needs_of
        ):
            if self._inverted(i, verb, kind):
                return
        again = self.at(start - 1, small.leading)
        subject = named or (self._shared(i, start) if again else None) or self.subject(start) or self._shared(i, start)
        if self.attitudes and (subject is None or not self.plausible(*subject, strong=True)):
            subject = self._with_clause(start) or subject
        if subject is not None and not verb.forms & {"past", "third"} and start == i and words[i] in small.noun_too:
            if words[subject[0]] in small.article and words[subject[0]] in small.indefinite:
                return  # "a captured document shows"
        if subject is not None:
            if words[subject[0]] in small.they:
                subject = self._of_house(subject) or subject
            self._active(i, verb, kind, start, subject, negated)

    def _is_said_to(self, i: int) -> bool:
        """Whether "to have" or "to be" follows a participle without its "is"."""
        behind = self.words[i + 2 : i + 3]
        return (
            self.at(i + 1, self.small.infinitive)
            and behind != []
            and (behind[0] in self.small.be or behind[0] in self.small.have_base)
        )

    def _is_taken_for(self, i: int) -> bool:
        """Whether a participle only tells for whom somebody is taken who then speaks."""
        words, small = self.words, self.small
        as_one = self.at(i + 1, small.role)
        if not (as_one or (self.at(i + 1, small.infinitive) and i + 2 < self.size and words[i + 2] in small.be)):
            return False
        if not i or words[i - 1] in small.auxiliary or small.person_noun.isdisjoint(words[max(0, i - 3) : i]):
            return False
        right = self.right(i + (2 if as_one else 3))
        verb = self.lexicon.verbs.get(words[right[1]]) if right is not None and right[1] < self.size else None
        return verb is not None and not verb.kinds.isdisjoint(("say", "inform"))

    def _leading_name(self, mark: int) -> Tokens | None:
        """The name at the head of a clause, with what is set behind it: "Ivan Petrov, 59, who saw it, said"."""
        words, line = self.words, self.line
        if words[mark] not in (",", "-") or self.quote_to(mark) is not None:
            return None
        first = last = self._clause(mark)
        while last < mark and line.capital(last) and words[last] not in self.small.adverbial:
            last += 1
        if last in (first, mark) or words[last] not in (",", "-"):
            return None
        begin = last + 1
        for k in range(begin, mark + 1):
            if words[k] not in (",", "-") or line.glued(k):
                continue
            told = words[begin:k]
            if told and told[0] not in self.small.relative:
                if self._tells(begin) or self._finite(begin, k):
                    return None
                last = k
            begin = k + 1
        return (first, last)

    def _finite(self, first: int, last: int) -> bool:
        """Whether a finite verb stands in tokens ``first`` to ``last``: one we know, or any word in its past form."""
        words = self.words
        return self._has_verb(first, last) or any(words[k].endswith("ed") for k in range(first, last))

    def _by_means(self, i: int, kind: str) -> bool:
        """Whether "by" behind a verb tells how it was said: "he said by telephone", "…, answered by text message:"."""
        words = self.words
        if kind != "say" or not i or words[i + 1] not in self.small.by_means or not self.is_aside(i + 1):
            return False
        before = words[i - 1]
        set_off = before in self.small.have or before == ","  # "had reported by radio", "Juan Reda, said by telephone"
        if set_off or before in self.small.personal or before in self.lexicon.speakers or self.line.capital(i - 1):
            return True
        after, _ = self.skip_tail(i + 1)
        return words[after : after + 1] == [":"]

    def _quoted_as(self, token: int) -> bool:
        """Whether "as saying" stands at a token."""
        verb = self.lexicon.verbs.get(self.words[token + 1]) if token + 1 < self.size else None
        return self.words[token] in self.small.role and verb is not None and verb.forms == {"gerund"}

    def _cited_as(self, token: int) -> int | None:
        """Where "as saying" stands, at ``token`` or behind an apposition: "quoted Ray, its envoy, as saying"."""
        if token < self.size and self._quoted_as(token):
            return token
        if not self.at(token, _COMMA):
            return None
        return next((k for k in range(token + 1, min(token + 14, self.size)) if self._quoted_as(k)), None)

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

    def _active(self, i: int, verb: Verb, kind: str, start: int, subject: Tokens, negated: bool) -> None:
        words, small = self.words, self.small
        if self.attitudes and negated and kind in ("speak", "know", "show", "think"):
            return  # what is not done is no attitude
        strong = self.attitudes or kind in ("say", "inform", "deny", "speak")
        if not self.plausible(*subject, strong=strong):
            return
        if kind == "show" and not self.can_show(*subject):
            return
        if verb.base in small.put and self.at(i + 1, small.it) and self.at(subject[0] - 1, small.role):
            self._put_it(i, verb, start, subject)
            return
        if verb.base in small.put and words[i + 1 : i + 2] and words[i + 1] in small.put_away:
            told = self.quote_from(i + 2) if i + 2 < self.size and words[i + 2] != '"' else None
            if told is None:
                return  # "put out of action"
            verb = Verb("say", "say", frozenset(["say"]), verb.forms)
            self.acts.append(self._make("<source> said: “<content>”", subject, (start, i + 2), verb, "say", [told]))
            return
        if verb.base in small.needs_text and words[i + 1 : i + 2] and words[i + 1] in small.preposition:
            return  # "bodies found with marks"
        if verb.base in small.needs_mark and words[i + 1 : i + 2] and words[i + 1][0].isalnum():
            if words[i + 1] not in small.complement:
                return  # "he allowed the convoy through"
        if kind == "show" and verb.base in small.put_at and not self._puts_at(i):
            return  # "put 400 men on the border", "put 40 men out of action while they were at it"
        if kind in ("know", "think") and self.at(i + 1, small.known_as) and not self.at(i + 2, small.quantity):
            return  # "is known as", but "believe as many as 40 died"
        if (
            verb.base in small.needs_text
            and not self.at(i + 1, self.small.complement)
            and words[subject[0]] in small.possessive
        ):
            return
        of = self._of_thing(i, verb.base)
        if of is not None and not negated:
            subject = self._mouth(i + 1) or subject
            content = [self.span(of, self._right_bound(of + 1, loose=True))]
            self.acts.append(self._make("<source> spoke of <content>", subject, (start, i + 1), verb, "say", content))
            return
        after = i + 1
        mouth = self._mouth(after) if kind in ("say", "inform") else None
        if mouth is not None:
            subject, after = mouth, mouth[1]
        recipient = None
        if kind == "inform" and after < self.size and words[after] not in ("that", ",", ":", '"', "."):
            recipient = self.recipient(after)
            if recipient is None:
                return
            after = recipient[1]
        if after < self.size and f"{verb.base} {words[after]}" in small.with_particle:
            after += 1
        elif verb.base in small.needs_particle:
            return
        particle = after
        after, venue = self.skip_tail(after) if kind != "plan" else (after, None)  # "plans to call", not "in a call"
        following = words[after] if after < self.size else ""
        if following in small.given_to and kind == "say" and ":" in words[after : after + 6]:
            after = words.index(":", after)  # "communicates to the public: …"
            following = ":"
        if kind == "plan" and following not in self.small.infinitive and self.attitudes and verb.base in small.wants:
            kind = "speak"  # "wants lower taxes"
        if (kind == "plan" and following not in self.small.infinitive) or (
            verb.base in small.needs_of and not self.at(i + 1, self.small.belongs)
        ):
            return
        venue = venue or self.set_between or self._opening(subject[0])
        before = subject[0] - 1
        if before == 0 and words[0] in small.role and self.at(after, _COMMA) and kind == "say":
            content = [self.span(after + 1, self._right_bound(after + 1))] if after + 1 < self.size else []
            self.acts.append(self._make("as <source> says, <content>", subject, (start, after), verb, kind, content))
            return
        as_said = before > 0 and words[before] in small.role and words[before - 1] in MARKS and kind == "say"
        before -= as_said
        left = self._left(before) if before >= 0 and words[before] in MARKS else None
        told_before = self.quote_before() if before < 0 and kind in ("say", "speak", "inform") else None
        cue = (start, particle) if recipient is None else (start, i + 1)
        act = self._make("", subject, cue, verb, kind, [])
        act.venue, act.recipient, act.silent = venue, recipient, negated and kind != "deny"
        if subject[1] - subject[0] == 1:
            # "I think", and "he hoped" within what he said, name nobody new
            act.inner = words[subject[0]].partition("'")[0] in small.first_person  # "I'll tell you"
            if words[subject[0]] in small.personal and kind in ("think", "plan", "know") and not act.inner:
                at = self.line.starts[i]
                act.inner = any(c.start <= at < c.end for a in self.acts for c in a.contents)
        quote = self.quote_from(after)
        asked = following in small.when_asked and left is not None and self.quote_to(before) is not None
        if following in small.opener and kind != "plan" and not asked:
            act.rule = "<source> said that <content>"
            act.contents = [self.span(after, self._right_bound(after + 1))]
        elif quote is not None:
            act.rule, act.contents, act.quoted = "<source> said: “<content>”", [self._with_rest(after, quote)], True
            if left is not None and self.quote_to(before) is not None:
                act.rule, act.contents = "<content>, <source> said, <content>", [left, quote]
        elif left is not None and kind in ("say", "inform") and self.quote_to(before) is not None:
            act.rule, act.contents = "<content>, <source> said", [left]
            act.quoted = True
            rest = self._resumed(after, before, venue) if following == "," else None
            if rest is not None:
                act.rule = "<content>, <source> said, <content>"
                act.contents.append(rest)
        elif (found := self._behind_place(after, before, left, kind)) is not None:
            act.rule, act.contents = found
        elif following == ":":
            act.rule = "<source> said: <content>"
            if after + 1 < self.size:
                act.contents = [self.span(after + 1, self.size)]
            elif (behind := self.quote_behind(breaks=True)) is not None:
                act.contents, act.quoted = [behind], True
            elif kind in ("say", "speak") and (block := self.block_behind()) is not None:
                act.contents = [block]
        elif after >= self.size or following in (",", ".", "?", "!", ";", ")", "-", "'"):
            if told_before is not None and following != "-":
                act.rule, act.contents, act.quoted = "<content>, <source> said", [told_before], True
            elif left is not None:
                act.rule, act.contents = "<content>, <source> said", [left]
                act.quoted = self.quote_to(before) is not None
                rest = self._resumed(after, before, venue) if following == "," else None
                if rest is not None:
                    act.rule = "<content>, <source> said, <content>"
                    act.contents.append(rest)
            elif following == "," and words[before] == "," and self._resumes(after) and kind in SAYS:
                act.rule = "<adverbial>, <source> said, <content>"
                act.contents = [self.span(after + 1, self._right_bound(after + 1))]
            elif following in (",", "-") and (not self._breaks(after) or self._is_cited(after + 1)):
                opener = next(
                    (k for k in range(after + 1, self.size) if words[k] in self.small.complement or words[k] == '"'),
                    None,
                )
                if opener is not None:
                    act.rule = "<source> said that <content>"
                    inner = self.quote_from(opener)
                    act.contents = [inner or self.span(opener, self._right_bound(opener + 1))]
        elif (
            (not self.attitudes or verb.base in small.goes_on)
            and verb.base in small.performative
            and not self._is_clause(after)
            and words[i + 1] not in self.small.belongs
        ):
            return
        else:
            bound = self._right_bound(after, loose=kind not in ("say", "inform", "deny"))
            if bound > after:
                act.rule, act.contents = "<source> said <content>", [self.span(after, bound)]
                colon = next((k for k in range(after, bound) if words[k] == ":"), None)
                quote = self.quote_from(colon) if colon is not None and kind == "say" else None
                if quote is not None and quote.end > self.line.end:
                    act.contents.append(quote)  # "he answered a question: “…”"
        if kind == "speak" and following in small.particle and act.contents and after == i + 1:
            act.cue, act.contents = (
                (start, after + 1),
                [Span(self.line.starts[min(after + 1, self.size - 1)], act.contents[0].end)],
            )
        if act.rule:
            if act.recipient is None and words[0] in small.speaking_to:
                act.recipient = self._spoken_to(subject[0])
            if verb.base in small.meets and words[i + 1] in small.given_to:
                act.kind = "speak"  # "objected to the report" is no word on what the report says
            self._extend(act, after)
            if act.rule == "<content>, <source> said":
                self._behind_mark(act, after)
            self.acts.append(act)

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
