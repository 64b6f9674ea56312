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

from dataclasses import dataclass, field

from counterclaim.model import Certainty, Span, Stance
from counterclaim.nominals import Nominals, Tokens, Verb
from counterclaim.sources import Match


@dataclass(slots=True)
class Act:
    """One act of reporting. Token ranges are half-open; ``contents`` are spans of the document.

    ``source`` is ``None`` where nobody is named. ``venue`` is a text or an event in which it was said ("in a video
    released by …"), ``recipient`` who was told. A ``silent`` act reports nothing ("did not say how many").
    """

    rule: str
    source: Tokens | None
    cue: Tokens
    verb: str
    kind: str
    contents: list[Span] = field(default_factory=list)
    venue: Tokens | None = None
    recipient: Tokens | None = None
    certainty: Certainty = "stated"
    stance: Stance = "asserts"
    silent: bool = False
    quoted: bool = False
    inner: bool = False


# The kind that decides how a verb is read, where it stands in several.
_RANK = ("deny", "say", "inform", "think", "show", "cite", "know", "plan", "speak", "publish")
_SAYS = frozenset(["say", "inform", "deny", "think", "show"])
_MARKS = (",", '"', "?", "!", "'", "-")


class Parser(Nominals):
    """Reads the acts of reporting of one line."""

    def parse(self) -> list[Act]:
        """All acts of the line, in order of their cues."""
        self.acts: list[Act] = []
        words, verbs = self.words, self.lexicon.verbs
        for i, word in enumerate(words):
            if word == "according" and words[i + 1 : i + 2] == ["to"]:
                self._according(i, i + 2)
            else:
                verb = verbs.get(word)
                if verb is not None:
                    self._verb(i, verb)
        if not self.lexicon.statements.isdisjoint(words):
            self._counts()
        if "," in words and not any(act.kind in ("say", "inform") for act in self.acts):
            self._verbless()
        if len(words) > 3 and not any(act.kind in ("say", "inform") for act in self.acts):
            self._headline()
        return self.acts

    def _headline(self) -> None:
        """ "Two soldiers killed near Donetsk: officials": the source stands behind a colon or a dash."""
        words = self.words
        for i in range(max(2, self.size - 8), self.size - 1):
            if words[i] != ":" and not (words[i] == "-" and not self.line.glued(i)):
                continue
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

    def _in_headline(self, found: list[Match], token: int) -> bool:
        word, small = self.words[token], self.small
        if any(m.first <= token < m.last for m in found) or self.line.capital(token) or word in small.headline:
            return True
        return word in small.preposition or word == "'s" or word in self.lexicon.names.organisations

    # -- verbs --------------------------------------------------------------------------------------------------------

    def _verb(self, i: int, verb: Verb) -> None:
        words, small = self.words, self.small
        kind = next((k for k in _RANK if k in verb.kinds), "speak")
        participle = "participle" in verb.forms
        by = participle and words[i + 1 : i + 2] == ["by"]
        if kind == "publish" or self._is_noun(i, verb) or self._in_name(i):
            if by and words[i - 1 : i] == ["as"]:
                self._by(i, verb, kind, i)
            return
        if verb.forms == {"gerund"}:
            self._gerund(i, verb, kind)
            return
        start, negated, passive, to = i, False, False, False
        while start > 0:
            before = words[start - 1]
            if before in small.auxiliary:
                negated |= before in small.negation
                passive |= before in small.be
                to |= before == "to"
            elif not (before in small.between or (before.endswith("ly") and not self._is_thing(before))):
                break
            start -= 1
        if to and "base" in verb.forms:
            return
        if by:
            self._by(i, verb, kind, start)
            return
        if passive and participle:
            if verb.base == "quote" and words[i + 1 : i + 2] == ["as"] and i + 2 < self.size:
                subject = self.subject(start)
                if subject is not None:
                    said = Verb("say", frozenset(["say"]), frozenset(["past"]))
                    self._active(i + 2, said, "say", start, subject, negated)
                return
            if "past" not in verb.forms or words[i - 1] not in small.have:
                self._passive(i, verb, kind, start)
                return
        if kind == "cite":
            subject, cited = self.subject(start), self.right(i + 1)
            if subject and cited and self._is_source(*cited):
                self._cite(i, cited)
            elif subject:
                self._active(i, verb, "speak", start, subject, negated)
            return
        if (
            start == i
            and i
            and words[i - 1] in _MARKS
            and verb.forms & {"past", "third"}
            and kind in ("say", "think", "know")
        ):
            if self._inverted(i, verb, kind):
                return
        subject = self.subject(start) or self._shared(i, start)
        if subject is not None:
            self._active(i, verb, kind, start, subject, negated)

    def _shared(self, i: int, start: int) -> Tokens | None:
        """The subject of a second verb: "the ministry denied it and said"."""
        if not start or self.words[start - 1] not in self.small.leading:
            return None
        said = [act for act in self.acts if act.source is not None and act.cue[0] < i and act.kind != "cite"]
        if said:
            return said[-1].source
        leading = self.right(0)
        return (
            leading if leading is not None and leading[1] < start and self.plausible(*leading, strong=False) else None
        )

    def _is_noun(self, i: int, verb: Verb) -> bool:
        """Whether a form that is a noun too ("claims", "report", "states") is one here."""
        words, small = self.words, self.small
        previous = words[i - 1] if i else ""
        following = words[i + 1] if i + 1 < self.size else ""
        if verb.base == "claim" and not small.toll.isdisjoint(words[i + 1 : i + 5]):
            return True
        if verb.forms == {"gerund"}:
            return previous in small.noun_before and previous not in (
                "by",
                "in",
                "for",
                "of",
                "with",
                "on",
                "from",
                "no",
            )
        if previous == "'s" or (previous == "-" and self.line.glued(i - 1)):
            return True
        if previous in small.noun_before:
            return True
        if not verb.forms & {"base", "third"} or "past" in verb.forms:
            return False
        if (following in ("of", "by", "from") and verb.base not in small.needs_of) or previous[:1].isdigit():
            return True
        if verb.base in small.noun_too and i and not self._speaks(i - 1):
            return previous not in small.between or i < 2 or not self._speaks(i - 2)
        if previous[:1].isalpha():
            if self._is_demonym(i - 1) or (
                previous.endswith(tuple(small.adjective_end)) and not self.line.capital(i - 1)
            ):
                return following != "that" and i + 1 != self.size
            after = self.lexicon.verbs.get(following)
            if after is not None and "past" in after.forms and after.kinds & {"say", "show", "speak"}:
                return True
            if following in small.finite:
                return True
        if "base" in verb.forms:
            if i == 0:
                return True
            if previous[0].isalpha() and not (
                previous in small.pronoun
                or previous in small.between
                or self.line.capital(i - 1)
                or previous in small.auxiliary
                or previous in small.plural
                or previous in small.time
                or previous.endswith(("s", "ly"))
            ):
                return True
        return previous == "united"

    def _speaks(self, i: int) -> bool:
        """Whether the word at ``i`` may be the subject of a form that could be a noun: a name, a pronoun, a speaker."""
        word = self.words[i]
        if word in self.small.pronoun or word in self.small.auxiliary or word == ",":
            return True
        if self.line.capital(i) and not self._is_demonym(i) and (i or word in self.lexicon.names.table):
            return True
        return word in self.lexicon.speakers or word in self.lexicon.statements or word in self.small.plural

    def _is_thing(self, word: str) -> bool:
        """Whether a word in "-ly" is a noun all the same: "tally", "family", "Italy"."""
        return word in self.lexicon.statements or word in self.lexicon.names.table

    def _in_name(self, i: int) -> bool:
        """Whether a capitalised form is part of a known name: "Rapid Support Forces", "Washington Post"."""
        if not self.line.capital(i) or not i:
            return False
        found = self.lexicon.names.find(self.line, max(0, i - 4), min(self.size, i + 5))
        return any(m.kind in ("source", "body", "side") and m.first <= i < m.last for m in found)

    def _is_demonym(self, i: int) -> bool:
        return self.line.capital(i) and self.words[i].endswith(tuple(self.small.demonym_end))

    def _inverted(self, i: int, verb: Verb, kind: str) -> bool:
        """ "<content>, said <source>"; whether it was one."""
        source = self.right(i + 1)
        if source is None or not self.plausible(*source, strong=False) or not self.is_closed(source[1]):
            return False
        first = self.words[source[0]]
        if (
            first in self.small.pronoun
            and first not in self.small.inverted_pronoun
            and first not in self.small.determiner
        ):
            return False
        left = self._left(i - 1)
        if left is None:
            return False
        act = self._make("<content>, said <source>", source, (i, i + 1), verb, kind, [left])
        follow, act.venue = self.skip_tail(source[1])
        rest = self.quote_from(follow + 1) if follow < self.size and self.words[follow] in (",", ":", ".") else None
        if rest is not None and self.quote_to(i - 1) is not None:
            act.contents.append(rest)
        act.quoted = self.quote_to(i - 1) is not None
        self._extend(act, follow)
        self.acts.append(act)
        return True

    def _active(self, i: int, verb: Verb, kind: str, start: int, subject: Tokens, negated: bool) -> None:
        words, small = self.words, self.small
        if not self.plausible(*subject, strong=kind in ("say", "inform", "deny", "speak")):
            return
        if kind == "show" and not self.can_show(*subject):
            return
        after = i + 1
        recipient = None
        if kind == "inform" and after < self.size and words[after] not in ("that", ",", ":", '"', "."):
            recipient = self.recipient(after)
            if recipient is None:
                return
            after = recipient[1]
        after, venue = self.skip_tail(after)
        following = words[after] if after < self.size else ""
        if (kind == "plan" and following != "to") or (verb.base in small.needs_of and words[i + 1 : i + 2] != ["of"]):
            return
        venue = venue or self.set_between
        before = subject[0] - 1
        left = self._left(before) if before >= 0 and words[before] in _MARKS else None
        act = self._make("", subject, (start, i + 1), verb, kind, [])
        act.venue, act.recipient, act.silent = venue, recipient, negated and kind != "deny"
        if subject[1] - subject[0] == 1:
            # "I think", and "he hoped" within what he said, name nobody new
            act.inner = words[subject[0]] in small.first_person
            if words[subject[0]] in small.personal and kind in ("think", "plan", "know") and not act.inner:
                at = self.line.starts[i]
                act.inner = any(c.start <= at < c.end for a in self.acts for c in a.contents)
        quote = self.quote_from(after)
        if following in small.opener and kind != "plan":
            act.rule = "<source> said that <content>"
            act.contents = [self.span(after, self._right_bound(after + 1))]
        elif quote is not None:
            act.rule, act.contents, act.quoted = "<source> said: “<content>”", [quote], True
            if left is not None and self.quote_to(before) is not None:
                act.rule, act.contents = "<content>, <source> said, <content>", [left, quote]
        elif (found := self._behind_place(after, before, left, kind)) is not None:
            act.rule, act.contents = found
        elif following == ":":
            act.rule = "<source> said: <content>"
            if after + 1 < self.size:
                act.contents = [self.span(after + 1, self.size)]
            elif (behind := self.quote_behind(breaks=True)) is not None:
                act.contents, act.quoted = [behind], True
        elif after >= self.size or following in (",", ".", "?", "!", ";", ")", "-", "'"):
            if left is not None:
                act.rule, act.contents = "<content>, <source> said", [left]
                act.quoted = self.quote_to(before) is not None
                rest = self._resumed(after, before, venue) if following == "," else None
                if rest is not None:
                    act.rule = "<content>, <source> said, <content>"
                    act.contents.append(rest)
            elif following in (",", "-") and (not self._breaks(after) or self._is_cited(after + 1)):
                opener = next((k for k in range(after + 1, self.size) if words[k] in ("that", '"')), None)
                if opener is not None:
                    act.rule = "<source> said that <content>"
                    inner = self.quote_from(opener)
                    act.contents = [inner or self.span(opener, self._right_bound(opener + 1))]
        elif verb.base in small.performative and not self._is_clause(after):
            return
        else:
            bound = self._right_bound(after, loose=kind not in ("say", "inform", "deny"))
            if bound > after:
                act.rule, act.contents = "<source> said <content>", [self.span(after, bound)]
        if kind == "speak" and following in small.particle and act.contents and after == i + 1:
            act.cue, act.contents = (
                (start, after + 1),
                [Span(self.line.starts[min(after + 1, self.size - 1)], act.contents[0].end)],
            )
        if act.rule:
            self._extend(act, after)
            self.acts.append(act)

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

    def _behind_place(self, after: int, before: int, left: Span | None, kind: str) -> tuple[str, list[Span]] | None:
        """ "said at a rally that …", "…, said at a rally": a place or an occasion comes before what is said."""
        words, small = self.words, self.small
        if kind not in ("say", "inform") or after + 1 >= self.size or words[after] not in small.place_preposition:
            return None
        if words[after + 1] in small.quantity or words[after + 1][0].isdigit():
            return None
        if left is not None and self.is_adverbial(0) and self.quote_to(before) is None:
            left = None
        if left is not None and (self.quote_to(before) is not None or after - before <= 14):
            opener = next((k for k in range(after, min(after + 14, self.size)) if words[k] == "that"), None)
            if opener is None:
                return "<content>, <source> said", [left]
        for k in range(after + 1, min(after + 16, self.size)):
            if words[k] == "that" and left is None:
                return "<source> said that <content>", [self.span(k, self._right_bound(k + 1))]
            quote = self.quote_from(k) if words[k] in (",", ":", '"') else None
            if quote is not None:
                return "<source> said: “<content>”", [quote]
        return None

    def _is_cited(self, token: int) -> bool:
        verb = self.lexicon.verbs.get(self.words[token]) if token < self.size else None
        return verb is not None and "cite" in verb.kinds

    def _resumed(self, comma: int, before: int, venue: Tokens | None) -> Span | None:
        """What goes on behind ", X said,": the second half of what was said, or nothing."""
        words, small = self.words, self.small
        if comma + 1 >= self.size or self._breaks(comma):
            return None
        rest = self.quote_from(comma + 1)
        if rest is not None or self.quote_to(before) is not None:
            return rest
        word = words[comma + 1]
        short = words[0] in small.contrast_or_and or before <= 6
        if venue is not None and not short:
            return None
        if word in small.relative or word in self.lexicon.verbs or (not short and word in small.determiner):
            return None
        if word in small.adverbial:
            return None
        return None if word.endswith("ing") else self.span(comma + 1, self._right_bound(comma + 1))

    def _is_clause(self, after: int) -> bool:
        """Whether a clause follows rather than a thing: a finite verb we know stands in it before the next mark."""
        for word in self.words[after:]:
            if word in (",", ";", ":"):
                return False
            if word in self.small.finite or (word in self.lexicon.measures and word.endswith(("ed", "lost"))):
                return True
        return False

    def _make(self, rule: str, source: Tokens | None, cue: Tokens, verb: Verb, kind: str, contents: list[Span]) -> Act:
        act = Act(rule, source, cue, verb.base, kind, contents)
        if "think" in verb.kinds or kind == "plan":
            act.certainty = "hedged"
        if kind == "deny":
            act.stance = "denies"
        return act

    def _cite(self, i: int, source: Tokens) -> None:
        verb = self.words[i]
        self.acts.append(Act("<source>, citing <source>", source, (i, i + 1), verb, "cite", [self.span(0, self.size)]))

    def _is_source(self, first: int, last: int) -> bool:
        """Whether a cited phrase is somebody, or a text of somebody, rather than a reason."""
        found = self.lexicon.names.find(self.line, first, last)
        return any(m.kind in ("source", "body", "speaker", "statement", "medium") for m in found)

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
            words[start - 1] in small.between or words[start - 1] in small.be or words[start - 1] == "been"
        ):
            start -= 1
        if start < i and not small.be.isdisjoint(words[start:i]):
            while start > 0 and words[start - 1] in small.auxiliary:
                start -= 1
            subject = self.subject(start)
            if subject is not None:
                self._active(i, verb, kind, start, subject, not small.negation.isdisjoint(words[start:i]))
            return
        if (kind not in _SAYS and kind != "cite") or i + 1 >= self.size:
            return
        spoken = [a for a in self.acts if a.source is not None and a.kind != "cite"]
        leading = self.right(0)
        source = spoken[-1].source if spoken else leading
        if source is None or source[1] > i or not self.plausible(*source, strong=bool(spoken)):
            return
        after, recipient = i + 1, None
        if kind == "inform":
            recipient = self.recipient(after)
            if recipient is None:
                return
            after = recipient[1]
        after, venue = self.skip_tail(after)
        if after >= self.size or words[after] in (",", ".", ";"):
            return
        content = self.quote_from(after) or self.span(after, self._right_bound(after))
        act = self._make("<source> …, saying <content>", source, (i, i + 1), verb, kind, [content])
        act.venue, act.recipient = venue, recipient
        self.acts.append(act)

    def _by(self, i: int, verb: Verb, kind: str, start: int) -> None:
        """ "was reported by X", "as confirmed by X": what stands before is the content."""
        words = self.words
        source = self.right(i + 2)
        if (
            (kind in ("speak", "plan", "know") and words[start - 1 : start] != ["as"])
            or source is None
            or not self.plausible(*source, strong=False)
        ):
            return
        if start == i and i and words[i - 1] not in ("as", ",", "("):
            return
        first, end = self._clause(start), start
        while end > first and words[end - 1] in (",", "as", "("):
            end -= 1
        comma = source[1]
        if end <= first and comma + 1 < self.size and words[comma] == ",":
            first, end = comma + 1, self._right_bound(comma + 1)
        if end > first:
            content = [self.span(first, end)]
            self.acts.append(
                self._make("<content> was reported by <source>", source, (start, i + 2), verb, kind, content)
            )

    def _passive(self, i: int, verb: Verb, kind: str, start: int) -> None:
        """ "is believed to have lost": nobody is named, and it is not sure."""
        words = self.words
        if kind not in ("think", "say", "show") or i + 1 >= self.size:
            return
        following = words[i + 1]
        if following == "that":
            content = [self.span(i + 1, self._right_bound(i + 2))]
        elif following == "to":
            first = self._clause(start)
            if first >= start:
                return
            content = [self.span(first, start), self.span(i + 1, self._right_bound(i + 1))]
        else:
            return
        act = self._make("<content> is believed to <content>", None, (start, i + 1), verb, kind, content)
        act.certainty = "hedged"
        self.acts.append(act)

    # -- without a verb -----------------------------------------------------------------------------------------------

    def _according(self, i: int, first: int) -> None:
        words = self.words
        source = self.right(first, tail=True)
        if source is None:
            return
        after, venue = self.skip_tail(source[1])
        leading = i <= 2 and (i == 0 or words[i - 1] not in (",", '"'))
        leading = leading or (i > 0 and words[i - 1] == "," and self._clause(i) >= i - 1)
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
            while end > start and words[end - 1] in (",", "-", "("):
                end -= 1
            if end > start:
                quote = self.quote_to(end) or self.quote_to(end - 1)
                whole = quote is not None and quote.start < self.line.start
                act.contents = [quote if whole and quote is not None else self.span(start, end)]
                if after + 1 < self.size and words[after] == "," and end - start <= 6 and not self._breaks(after):
                    if words[after + 1] not in self.small.relative and not words[after + 1].endswith("ing"):
                        act.contents.append(self.span(after + 1, self._right_bound(after + 1)))
        if act.contents:
            self.acts.append(act)

    def _counts(self) -> None:
        """ "By the SBU's count, …": a text with an owner behind a preposition, and no verb of its own."""
        words, small, line = self.words, self.small, self.line
        taken = [span for act in self.acts for span in (act.source, act.venue) if span is not None]
        for found in self.lexicon.names.find(line, 0, self.size):
            if found.kind != "statement" or any(a <= found.first < b for a, b in taken):
                continue
            first = found.first
            while first > 0 and found.first - first < 9 and not self.is_stop(first - 1):
                if words[first - 1] in small.barrier or words[first - 1] in small.case:
                    break
                first -= 1
            stop, owned = found.last, "'s" in words[first : found.first]
            for match in self.lexicon.names.find(line, found.last, min(found.last + 3, self.size)):
                if (
                    match.kind == "author"
                    and match.first <= found.last + 1
                    and (match.last - match.first > 1 or words[match.first] in ("by", "from"))
                ):
                    right = self.right(match.last)
                    if right is not None and self.plausible(*right, strong=False):
                        stop, owned = right[1], True
                    break
            if not owned or first == 0 or words[first - 1] not in small.count_case:
                continue
            comma = next((k for k in range(stop, self.size) if words[k] in (",", ";")), None)
            if first <= 4 and comma is not None:
                content = self.span(comma + 1, self._right_bound(comma + 1)) if comma + 1 < self.size else None
            elif first > 4 and stop >= self.size - 2:
                content = self.span(self._clause(first - 1), first - 1)
            else:
                continue
            if content is not None:
                act = Act(
                    "by <source>'s count, <content>",
                    (first, stop),
                    (found.first, found.last),
                    found.value,
                    "say",
                    [content],
                )
                self.acts.append(act)

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
                or words[stop + 1 : stop + 2] != ["in"]
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

    # -- how far what is said reaches ---------------------------------------------------------------------------------

    def _breaks(self, comma: int) -> bool:
        """Whether a comma begins what is no more reported: ", according to", ", adding", ", citing"."""
        word = self.words[comma + 1] if comma + 1 < self.size else ""
        if not word or word in self.small.sourced:
            return True
        verb = self.lexicon.verbs.get(word)
        return verb is not None and verb.forms == {"gerund"} and not verb.kinds.isdisjoint(("say", "deny", "inform"))

    def _ends_content(self, j: int) -> bool:
        """Whether the next speaker or text begins at token ``j``: ", adding", "according to"."""
        if self.words[j] == ",":
            return self._breaks(j)
        return self.words[j] == "according" and self.words[j + 1 : j + 2] == ["to"]

    def _new_verb(self, token: int) -> bool:
        """Whether the same speaker goes on with a second verb: "and said", "but also warned"."""
        words = self.words
        while token < self.size and words[token] in self.small.between:
            token += 1
        verb = self.lexicon.verbs.get(words[token]) if token < self.size else None
        if verb is None or not verb.kinds & {"say", "deny", "inform"} or not verb.forms & {"past", "third"}:
            return False
        return not self._is_noun(token, verb) and words[token + 1 : token + 2] != ["by"]

    def _right_bound(self, first: int, loose: bool = False) -> int:
        """Where content that begins at token ``first`` ends: the sentence's end, or the next speaker's clause."""
        words = self.words
        depth = 0
        for j in range(first, self.size):
            word = words[j]
            if word == "(":
                depth += 1
            elif word == ")":
                depth -= 1
                if depth < 0:
                    return j
            elif word == ";" or (word == '"' and self.closes_quote(j, first)) or self._ends_content(j):
                return j
            elif (
                word in self.small.contrast_or_and and j > first and (self._new_speaker(j + 1) or self._new_verb(j + 1))
            ):
                return j - 1 if words[j - 1] == "," else j
            elif word == "," and loose and j + 1 < self.size and words[j + 1] in self.small.loose_end:
                return j
        end = self.size
        while end > first and words[end - 1] in (".", ",", "!", "?"):
            end -= 1
        return end

    def _new_speaker(self, first: int) -> bool:
        """Whether a clause with its own reporting verb begins: "but Kyiv said", "while the ministry put"."""
        words, small = self.words, self.small
        for j in range(first, min(first + 9, self.size)):
            word = words[j]
            if self.is_stop(j) or word == "that":
                return False
            if word == "according":
                return True
            verb = self.lexicon.verbs.get(word)
            if verb is None or j == first or not verb.kinds & {"say", "deny", "inform", "think"}:
                continue
            if not verb.forms & {"past", "third"} or words[j - 1] in small.be or self._is_noun(j, verb):
                continue
            if words[first] in small.personal and "think" in verb.kinds:
                return False
            return words[j + 1 : j + 2] != ["by"] and self.plausible(first, j, strong=True)
        return False

    def _left(self, end: int) -> Span | None:
        """What stands before the mark at token ``end``: a quotation, or the clause back to its beginning."""
        quote = self.quote_to(end)
        if quote is not None:
            return quote
        while end >= 0 and self.words[end] in _MARKS:
            end -= 1
        first = self._clause(end + 1)
        if end < first or (end + 1 - first <= 3 and self.is_adverbial(first)):
            return None
        return self.span(first, end + 1)

    def _clause(self, end: int) -> int:
        """Where the clause that ends before token ``end`` begins: behind ";", or behind "but" after another speaker."""
        for j in range(end - 1, -1, -1):
            word = self.words[j]
            if word == ";":
                return j + 1
            if word in self.small.contrast and any(a.cue[0] < j and a.kind in _SAYS and a.source for a in self.acts):
                return j + 1
        return 0
