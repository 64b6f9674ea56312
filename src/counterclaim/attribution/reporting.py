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

from typing import NamedTuple

from counterclaim.attribution.actives import Actives
from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.contents import MARKS, SAYS, Act
from counterclaim.attribution.figures import TENDS
from counterclaim.attribution.lexicon import Verb

_COMMA, _COLON = frozenset([","]), frozenset([":"])
_SAYING = Verb("say", "say", frozenset(["say"]), frozenset(["past"]))


class Group(NamedTuple):
    """The words of a verb: where they begin, and what they tell of it."""

    start: int
    negated: bool
    passive: bool
    to: bool  # whether it is "to say"


class Parser(Actives):
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
        """The act of a verb that may tell of speech, by its form and the words of its group before it."""
        words, small, kind = self.words, self.small, verb.kind
        participle = "participle" in verb.forms
        if self._describes(i, participle):
            return
        by = participle and self.at(i + 1, small.agent) and not self._by_means(i, kind)
        told = i > 1 and words[i - 2] in small.agrees and self.line.capital(i - 1) and words[i] in small.said_noun
        if kind == "publish" or told or self._is_noun(i, verb) or self._in_name(i):
            if by and self.at(i - 1, small.role):
                self._by(i, verb, kind, i)
            return
        if verb.forms == {"gerund"}:
            self._gerund(i, verb, kind)
            return
        group = self._group(i)
        if group.to:
            if kind == "inform" and self.at(i + 1, small.told) and self.at(i + 2, small.complement):
                subject = self.main_subject()  # "The general came up to tell us that"
                if subject is not None and subject[1] < group.start:
                    self._active(i, verb, kind, group.start, subject, group.negated)
                return
            if "base" in verb.forms:
                if kind not in ("say", "inform") or words[group.start - 1] not in small.willing:
                    return
                group = group._replace(start=self._before_willing(group.start))
        if by and (group.passive or group.start == i):
            self._by(i, verb, kind, group.start)
        elif not self._in_passive(i, verb, group):
            self._finite_verb(i, verb, group)

    def _describes(self, i: int, participle: bool) -> bool:
        """Whether a word only describes: "a person understood to be a soldier said", "shot six suspected rebels"."""
        words, small = self.words, self.small
        if participle and words[i] in small.taken_for and self._is_taken_for(i):
            return True
        return i > 0 and words[i] in small.adjectival and (words[i - 1].isdigit() or words[i - 1] in small.number)

    def _group(self, i: int) -> Group:
        """The group of a verb: back over auxiliaries, adverbs and what is set in between."""
        words, small = self.words, self.small
        start, negated, passive, to = i, False, False, False
        while start > 0:
            before = words[start - 1]
            inserted = self.set_in(start)
            if inserted:
                start -= inserted
                continue
            if before in small.pronoun and before in small.between and (start < 2 or self.is_stop(start - 2)):
                break  # "to varying degrees, all agreed"
            if before in small.auxiliary and not (before in small.may and self.line.capital(start - 1)):
                negated |= before in small.negation
                passive |= before in small.be
                to |= before in small.infinitive
            elif before in small.ordinal and self.at(start - 2, small.placed_at):
                start -= 1
            elif not (before in small.between or (before.endswith("ly") and not self._is_thing(before))):
                break
            start -= 1
        return Group(start, negated, passive, to)

    def _before_willing(self, start: int) -> int:
        """Where the group begins that holds "willing to": "was ready to say"."""
        start -= 1
        while start > 0 and self.words[start - 1] in self.small.auxiliary:
            start -= 1
        return start

    def _in_passive(self, i: int, verb: Verb, group: Group) -> bool:
        """Read a passive without "by": "is said to have lost", "was quoted as saying"; whether it was one."""
        words, small, start = self.words, self.small, group.start
        if start == i and i and words[i] in small.taken_for and self._is_said_to(i):
            self._passive(i, verb, verb.kind, start)  # "Russia said to have lost 40": a headline, and nobody is named
            return True
        if not group.passive or "participle" not in verb.forms:
            return False
        if verb.base in small.quotes and self.at(i + 1, small.role) and i + 2 < self.size:
            subject = self.subject(start)
            if subject is not None:
                self._active(i + 2, _SAYING, "say", start, subject, group.negated)
            return True
        if "past" in verb.forms and words[i - 1] in small.have:
            return False
        self._passive(i, verb, verb.kind, start)
        return True

    def _finite_verb(self, i: int, verb: Verb, group: Group) -> None:
        """A verb in the active voice: "cited", "Said Ellis: “…”", "…, said the staff", "the staff said"."""
        if verb.kind == "cite":
            self._cites(i, verb, group)
            return
        start = group.start
        if self._said_first(i, verb):
            return
        named = self._leading_name(start - 1) if start else None
        if start == i and named is None and self._may_be_inverted(i, verb) and self._inverted(i, verb, verb.kind):
            return
        subject = self._who(i, start, named)
        if subject is None or self._is_noun_too(i, verb, start, subject):
            return
        if self.words[subject[0]] in self.small.they:
            subject = self._of_house(subject) or subject
        self._active(i, verb, verb.kind, start, subject, group.negated)

    def _cites(self, i: int, verb: Verb, group: Group) -> None:
        """ "The paper cited the general as saying": the general says it, to the paper."""
        subject, cited = self.subject(group.start), self.right(i + 1)
        saying = self._cited_as(cited[1]) if cited is not None else None
        if subject and cited and saying is not None:
            known = len(self.acts)
            self._active(saying + 1, _SAYING, "say", group.start, subject, group.negated)
            for act in self.acts[known:]:
                act.recipient, act.source, act.cue = act.source, cited, (i, i + 1)
        elif subject:
            self._active(i, verb, "speak", group.start, subject, group.negated)

    def _said_first(self, i: int, verb: Verb) -> bool:
        """ "Said Ellis: “…”"; whether it was one."""
        if i or verb.kind != "say" or not verb.forms & {"past", "third"}:
            return False
        source = self.right(1)
        behind = self.quote_from(source[1]) if source is not None and self.at(source[1], _COLON) else None
        if source is None or behind is None or not self.plausible(*source, strong=False):
            return False
        act = self._make("<source> said: “<content>”", source, (0, 1), verb, verb.kind, [behind])
        act.quoted = True
        self.acts.append(act)
        return True

    def _may_be_inverted(self, i: int, verb: Verb) -> bool:
        """Whether who says it may stand behind a verb: "…, said the staff"."""
        small = self.small
        if not i or self.words[i - 1] not in MARKS or verb.base in small.needs_of:
            return False
        if not verb.forms & {"past", "third"} and verb.base not in small.inverted_base:
            return False
        tells = verb.kind in ("say", "think", "know")
        return tells or (verb.base in small.reads and self.quote_to(i - 1) is not None)

    def _who(self, i: int, start: int, named: Tokens | None) -> Tokens | None:
        """The subject of a verb: the name at the head of its clause, that of the verb before, or what stands before."""
        again = self.at(start - 1, self.small.leading)
        subject = named or (self._shared(i, start) if again else None) or self.subject(start) or self._shared(i, start)
        if self.attitudes and (subject is None or not self.plausible(*subject, strong=True)):
            return self._with_clause(start) or subject
        return subject

    def _is_noun_too(self, i: int, verb: Verb, start: int, subject: Tokens) -> bool:
        """Whether a word that may be a noun is one behind an article: "a captured document shows"."""
        small, first = self.small, self.words[subject[0]]
        if verb.forms & {"past", "third"} or start != i or self.words[i] not in small.noun_too:
            return False
        return first in small.article and first in small.indefinite

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
