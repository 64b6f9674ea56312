"""One sentence becomes its acts of reporting: who, by which words, and which stretch is reported.

    "that" clause            <source> said that <content>
    bare clause              <source> said <content>
    content first            <content>, <source> said        <content>, said <source>
    content around           <content>, <source> said, <content>
    participle               …, saying <content>             …, citing <source>
    according to             according to <source>, <content>        <content>, according to <source>
    passive                  <content> was reported by <source>
    text without a verb      by <source>'s count, <content>          in its latest report <source> …

A sentence is read by itself; who "he" and "the ministry" are, and what was carried on, is for ``attribution``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from counterclaim.language import Language
from counterclaim.model import Certainty, Span, Stance
from counterclaim.sources import Line, Names, names_of, reporting


class Verb(NamedTuple):
    """A form of a reporting verb: its base, the kinds it stands in, and which forms this may be."""

    base: str
    kinds: frozenset[str]
    forms: frozenset[str]  # base, third, past, gerund, participle


@dataclass(slots=True)
class Lexicon:
    """The words of reporting of one language, compiled."""

    verbs: Mapping[str, Verb]
    names: Names
    words: Mapping[str, frozenset[str]]
    measures: frozenset[str]


@dataclass(slots=True)
class Act:
    """One act of reporting. Token ranges are half-open; ``contents`` are spans of the document.

    ``source`` is ``None`` where nobody is named ("is believed to"). ``venue`` is a text or an event in which it was
    said ("in a video released by …"), ``recipient`` who was told. A ``silent`` act reports nothing ("did not say how
    many").
    """

    rule: str
    source: tuple[int, int] | None
    cue: tuple[int, int]
    verb: str
    kind: str
    contents: list[Span] = field(default_factory=list)
    venue: tuple[int, int] | None = None
    recipient: tuple[int, int] | None = None
    certainty: Certainty = "stated"
    stance: Stance = "asserts"
    silent: bool = False
    quoted: bool = False


_LEXICONS: dict[int, Lexicon] = {}
_FORMS = ("base", "third", "past", "gerund", "participle")
# The kind that decides how a verb is read, where it stands in several.
_RANK = ("deny", "say", "inform", "think", "show", "cite", "know", "plan", "speak", "publish")


def lexicon_of(language: Language) -> Lexicon:
    """Compile the reporting verbs of a language; cached by pack."""
    made = _LEXICONS.get(id(language))
    if made is None:
        kinds: dict[str, tuple[str, set[str], set[str]]] = {}
        for kind, rows in reporting(language).get("verb", {}).items():
            for row in rows:
                for name, form in zip(_FORMS, row.split(), strict=True):
                    _, known, forms = kinds.setdefault(form, (row.split()[0], set(), set()))
                    known.add(kind)
                    forms.add(name)
        verbs = {form: Verb(base, frozenset(k), frozenset(f)) for form, (base, k, f) in kinds.items()}
        names = names_of(language)
        measures = frozenset(
            phrase
            for phrases in language.values.get("measure", {}).values()
            for joined in phrases
            for phrase in joined.split("|")
            if phrase.endswith(("ed", "lost", "ing", "n", "t")) and " " not in phrase
        )
        made = _LEXICONS[id(language)] = Lexicon(verbs, names, names.words, measures)
    return made


_STOPS = frozenset(',;:".?!()')
_DETERMINERS = frozenset(
    ["the", "a", "an", "his", "her", "its", "their", "our", "my", "this", "that", "these", "those", "some", "several", "many", "two", "three", "four", "five", "one", "another", "other", "no", "all", "both", "each", "every", "most", "various", "numerous", "few", "more"]
)
_NOUN_BEFORE = _DETERMINERS | frozenset(["'s", "of", "in", "by", "from", "for", "with", "on", "to", "and", "as", "their"])
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "'s", "'re"])
_NEGATIONS = frozenset(["not", "n't", "never", "neither"])
_TITLES = frozenset(["ukraine", "russia"])


class Parser:
    """Reads the acts of reporting of one line; ``quotes`` are the quotations of the whole document."""

    def __init__(self, line: Line, lexicon: Lexicon, quotes: Sequence[Span]) -> None:
        self.line = line
        self.words = line.words
        self.lexicon = lexicon
        self.quotes = quotes
        self.size = len(line.words)
        self.acts: list[Act] = []
        between, auxiliary = lexicon.words.get("between", frozenset()), lexicon.words.get("auxiliary", frozenset())
        self.between, self.auxiliary = between, auxiliary
        self.time = lexicon.words.get("time", frozenset())
        self.barrier = lexicon.words.get("barrier", frozenset())
        self.pronouns = lexicon.words.get("pronoun", frozenset())
        self.prepositions = lexicon.words.get("preposition", frozenset())
        self.adverbial = lexicon.words.get("adverbial", frozenset())
        self.venue_nouns = lexicon.words.get("venue", frozenset())

    # -- reading ------------------------------------------------------------------------------------------------------

    def parse(self) -> list[Act]:
        """All acts of the line, in order of their cues."""
        words, verbs = self.words, self.lexicon.verbs
        i = 0
        while i < self.size:
            word = words[i]
            if word == "according" and i + 1 < self.size and words[i + 1] == "to":
                self._according(i, i + 2)
                i += 2
                continue
            verb = verbs.get(word)
            if verb is not None:
                self._verb(i, verb)
            i += 1
        self._nominal()
        return self.acts

    def _verb(self, i: int, verb: Verb) -> None:
        words = self.words
        kind = next((k for k in _RANK if k in verb.kinds), "speak")
        if kind == "publish":
            if "participle" in verb.forms and i + 1 < self.size and words[i + 1] == "by":
                self._by(i, verb, kind)
            return
        previous = words[i - 1] if i else ""
        if self._is_noun(i, verb):
            return
        if verb.forms == {"gerund"}:
            self._gerund(i, verb, kind)
            return
        start = i
        negated = passive = False
        while start > 0:
            before = words[start - 1]
            if before in self.auxiliary:
                negated |= before in _NEGATIONS
                passive |= before in _BE and start - 1 >= i - 2
            elif not (before in self.between or (before.endswith("ly") and before not in ("family", "only"))):
                break
            start -= 1
        if words[start:i].count("to") and "base" in verb.forms:
            return
        while start < i and words[start] in self.between and words[start] not in ("also", "then", "now", "later"):
            start += 1
        participle = "participle" in verb.forms
        if participle and i + 1 < self.size and words[i + 1] == "by":
            self._by(i, verb, kind)
            return
        if passive and participle:
            if words[i] == "quoted" and words[i + 1 : i + 2] == ["as"] and i + 2 < self.size:
                subject = self._subject(start)
                if subject:
                    self._active(i + 2, Verb("say", frozenset(["say"]), frozenset(["past"])), "say", start, subject, False)
            return
        if kind == "cite" and i + 1 < self.size:
            subject = self._subject(start)
            source = self._right(i + 1)
            if subject and source and self._plausible(*source, strong=False):
                self.acts.append(Act("<source>, citing <source>", source, (i, i + 1), verb.base, "cite", [self._span(0, self.size)]))
            return
        # ", said X"
        opened = start - 1
        if previous in (",", '"', "?", "!", "'", "-", "’") and verb.forms & {"past", "third"} and kind in ("say", "think", "know"):
            source = self._right(i + 1)
            if source and self._plausible(*source, strong=False) and self._closed(source[1]) and words[source[0]] not in self.pronouns - {"he", "she", "one", "they"}:
                left = self._left_content(i - 1)
                if left is not None:
                    self._add("<content>, said <source>", source, (i, i + 1), verb, kind, [left], after=source[1])
                    return
        subject = self._subject(start)
        if subject is None:
            return
        if words[opened] == "," and subject[1] > opened:
            pass
        self._active(i, verb, kind, start, subject, negated)

    def _is_noun(self, i: int, verb: Verb) -> bool:
        """Whether a form that is a noun too ("claims", "report", "states") is one here."""
        words = self.words
        previous = words[i - 1] if i else ""
        following = words[i + 1] if i + 1 < self.size else ""
        if verb.base == "claim" and any(w in ("life", "lives", "victims", "responsibility") for w in words[i + 1 : i + 4]):
            return "responsibility" not in words[i + 1 : i + 4]
        if previous in ("-", "'s") and verb.forms & {"base", "third", "past"}:
            return previous == "'s" or self.line.glued(i - 1)
        if previous in _NOUN_BEFORE and previous not in ("to", "and", "that", "one", "some", "all", "both", "many", "most", "several", "few", "as"):
            return True
        if not verb.forms & {"base", "third"} or "past" in verb.forms:
            return previous in ("a", "an", "the")
        if following in ("of", "by", "from"):
            return True
        if i and previous[0].isalpha():
            if previous == "united":
                return True
            if self._is_demonym(i - 1) or (previous.endswith(("ed", "al", "ent", "ial", "ary", "ive", "ous")) and not self.line.capital(i - 1)):
                return following != "that" and not (self.size == i + 1)
            following_verb = self.lexicon.verbs.get(following)
            if following_verb and "past" in following_verb.forms and following_verb.kinds & {"say", "show", "speak"}:
                return True
            if following in _BE or following in ("were", "was", "had", "have", "has"):
                return True
        if i == 0 and "base" in verb.forms:
            return True
        return False

    def _is_demonym(self, i: int) -> bool:
        word = self.words[i]
        return self.line.capital(i) and word.endswith(("ian", "ish", "ese", "ean", "aeli", "qi", "can", "ench", "erman"))

    def _active(
        self, i: int, verb: Verb, kind: str, start: int, subject: tuple[int, int], negated: bool
    ) -> None:
        strong = kind in ("say", "inform", "deny") or (kind == "speak")
        if not self._plausible(*subject, strong=strong) or (kind == "show" and not self._can_show(*subject)):
            return
        words = self.words
        after = i + 1
        recipient = None
        if kind == "inform":
            if after < self.size and words[after] not in ("that", ",", ":", '"'):
                recipient = self._recipient(after)
                if recipient is None:
                    return
                after = recipient[1]
        after, venue = self._tail(after)
        following = words[after] if after < self.size else ""
        at_end = after >= self.size or following in (",", ".", "?", "!", ";", ")", "-", "'") or (after == self.size - 1 and following in ".")
        left = self._left_content(subject[0] - 1) if subject[0] > 0 and words[subject[0] - 1] in (",", '"', "?", "!", "-", "'", "’") else None
        contents: list[Span] = []
        rule = ""
        quoted = False
        cue = (start, i + 1)
        quote = self._quote_at(after)
        if kind == "plan" and following != "to":
            return
        if following == "that" or (following in ("whether", "how", "why", "what", "if") and kind != "plan"):
            contents = [self._span(after, self._right_bound(after + 1))]
            rule = "<source> said that <content>"
        elif quote is not None:
            contents = [quote]
            quoted = True
            rule = "<source> said: “<content>”"
            if left is not None and self._quote_before(subject[0] - 1) is not None:
                contents.insert(0, left)
                rule = "<content>, <source> said, <content>"
        elif at_end and left is not None:
            contents = [left]
            rule = "<content>, <source> said"
            if following == "," and after + 1 < self.size and not self._breaks(after):
                rest = self._quote_at(after + 1)
                if rest is not None:
                    contents.append(rest)
                    rule = "<content>, <source> said, <content>"
                elif not self._quote_before(subject[0] - 1) and words[after + 1] not in self.adverbial and self.lexicon.verbs.get(words[after + 1]) is None and not words[after + 1].endswith("ing") and venue is None and words[after + 1] not in ("who", "which", "a", "an"):
                    contents.append(self._span(after + 1, self._right_bound(after + 1)))
                    rule = "<content>, <source> said, <content>"
        elif at_end:
            if following in (",", "-") and after + 1 < self.size and not self._breaks(after):
                nxt = next((k for k in range(after + 1, self.size) if words[k] in ("that", '"')), None)
                if nxt is not None and words[nxt] == "that":
                    contents = [self._span(nxt, self._right_bound(nxt + 1))]
                elif nxt is not None and (inner := self._quote_at(nxt)) is not None:
                    contents = [inner]
                    quoted = True
                rule = "<source> said that <content>"
        elif following == ":" and after + 1 < self.size:
            contents = [self._quote_at(after + 1) or self._span(after + 1, self.size)]
            rule = "<source> said: “<content>”"
        elif kind in ("say", "inform", "think", "know", "show", "deny", "plan", "speak"):
            bound = self._right_bound(after)
            if bound > after:
                contents = [self._span(after, bound)]
                rule = "<source> said <content>"
        if not contents and following == ":" and kind in ("say", "inform"):
            rule = "<source> said:"
        if contents or rule:
            act = self._make(rule, subject, cue, verb, kind, contents)
            act.venue, act.recipient, act.quoted = venue, recipient, quoted
            act.silent = negated and kind not in ("deny",)
            self.acts.append(act)

    def _make(
        self, rule: str, source: tuple[int, int] | None, cue: tuple[int, int], verb: Verb, kind: str, contents: list[Span]
    ) -> Act:
        act = Act(rule, source, cue, verb.base, kind, contents)
        if ("think" in verb.kinds and verb.base not in ("project",)) or kind == "plan":
            act.certainty = "hedged"
        if kind == "deny":
            act.stance = "denies"
        return act

    def _add(
        self,
        rule: str,
        source: tuple[int, int],
        cue: tuple[int, int],
        verb: Verb,
        kind: str,
        contents: list[Span],
        after: int,
    ) -> None:
        act = self._make(rule, source, cue, verb, kind, contents)
        follow, act.venue = self._tail(after)
        words = self.words
        if follow < self.size and words[follow] in (",", ":", "."):
            rest = self._quote_at(follow + 1)
            if rest is not None and self._quote_before(source[0] - 2) is not None:
                act.contents.append(rest)
        self.acts.append(act)

    def _gerund(self, i: int, verb: Verb, kind: str) -> None:
        """", saying that …", ", citing …": the speaker is the one before."""
        words = self.words
        previous = words[i - 1] if i else ""
        if kind == "cite":
            source = self._right(i + 1)
            if source and self._plausible(*source, strong=False):
                content = self._span(0, self.size)
                self.acts.append(Act("<source>, citing <source>", source, (i, i + 1), verb.base, "cite", [content]))
            return
        if kind not in ("say", "think", "deny", "inform", "show") or i + 1 >= self.size:
            return
        if previous in _BE or (previous in self.between and i > 1 and words[i - 2] in _BE):
            start = i - 1 if previous in _BE else i - 2
            subject = self._subject(start)
            if subject:
                self._active(i, verb, kind, start, subject, False)
            return
        last = self.acts[-1] if self.acts else None
        source = last.source if last is not None and last.source is not None and last.kind != "cite" else self._leading(i)
        if source is None or not self._plausible(*source, strong=True):
            return
        after = i + 1
        recipient = None
        if kind == "inform":
            recipient = self._recipient(after)
            if recipient is None:
                return
            after = recipient[1]
        after, venue = self._tail(after)
        if after >= self.size or words[after] in (",", ".", ";"):
            return
        content = self._quote_at(after) or self._span(after, self._right_bound(after))
        act = self._make("<source> …, saying <content>", source, (i, i + 1), verb, kind, [content])
        act.venue, act.recipient = venue, recipient
        self.acts.append(act)

    def _by(self, i: int, verb: Verb, kind: str) -> None:
        """"was reported by X", "as confirmed by X", and ", published by X": what stands before is the content."""
        words = self.words
        source = self._right(i + 2)
        if source is None or not self._plausible(*source, strong=False):
            return
        start = i
        while start > 0 and (words[start - 1] in self.auxiliary or words[start - 1] in self.between):
            start -= 1
        if kind in ("publish", "show", "plan", "know", "speak") and start == i:
            return
        if kind in ("publish", "speak", "plan"):
            return
        first = self._clause(start)
        if words[start - 1 : start] == ["as"]:
            start -= 1
        end = start
        while end > first and words[end - 1] == ",":
            end -= 1
        if end <= first:
            return
        act = self._make("<content> was reported by <source>", source, (start, i + 2), verb, kind, [self._span(first, end)])
        self.acts.append(act)

    def _according(self, i: int, first: int) -> None:
        words = self.words
        source = self._right(first, apposition=True)
        if source is None:
            return
        after, venue = self._tail(source[1])
        leading = i == 0 or (words[i - 1] not in (",", '"') and i <= 2) or (words[i - 1] == "," and self._clause(i) >= i - 1)
        contents: list[Span] = []
        if i > 0 and not leading:
            start = self._clause(i)
            end = i
            while end > start and words[end - 1] in (",", "-"):
                end -= 1
            if end > start:
                quote = self._quote_before(end - 1) or self._quote_before(end)
                contents = [quote] if quote is not None and quote.start < self.line.starts[start] else [self._span(start, end)]
                if after < self.size and words[after] == "," and not self._breaks(after) and end - start <= 6:
                    following = words[after + 1 : after + 2]
                    if following and following[0] not in ("who", "which", "citing") and not following[0].endswith("ing"):
                        contents.append(self._span(after + 1, self._right_bound(after + 1)))
        else:
            while after < self.size and words[after] in (",", "-"):
                after += 1
            if after < self.size:
                contents = [self._quote_at(after) or self._span(after, self._right_bound(after))]
        if contents:
            rule = "according to <source>, <content>" if leading else "<content>, according to <source>"
            act = Act(rule, source, (i, first), "according to", "say", contents)
            act.venue = venue
            self.acts.append(act)

    def _nominal(self) -> None:
        """"by the SBU's count", "an estimate by …", "figures from …": a text with an owner and no verb of its own."""
        line, words = self.line, self.words
        if not any(w in _STATEMENT_HINTS for w in words):
            return
        taken = [a.source for a in self.acts if a.source] + [a.venue for a in self.acts if a.venue]
        for found in self.lexicon.names.find(line, 0, self.size):
            if found.kind != "statement":
                continue
            if any(a <= found.first < b for a, b in taken):
                continue
            first = found.first
            while first > 0 and words[first - 1] not in _STOPS and words[first - 1] not in self.barrier and words[first - 1] not in _CASES and found.first - first < 9:
                first -= 1
            case = words[first - 1] if first > 0 else ""
            owned = "'s" in words[first : found.first] or words[first] in ("its", "his", "their", "her")
            stop = found.last
            owner = False
            for match in self.lexicon.names.find(line, found.last, min(found.last + 3, self.size)):
                if match.kind == "author" and match.first <= found.last + 1 and words[match.first] not in ("of", "in", "at"):
                    right = self._right(match.last)
                    if right is not None and self._plausible(*right, strong=False):
                        stop, owner = right[1], True
                    break
            if not owned and not owner:
                continue
            if not owner and words[first] in ("its", "his", "their", "her"):
                continue
            if case in ("by", "per", "on", "in", "to", "from", "with", "using", "at"):
                after = stop
                while after < self.size and words[after] not in (",", ";"):
                    after += 1
                if first <= 4 and after < self.size and words[after] == ",":
                    content = self._span(after + 1, self._right_bound(after + 1))
                elif first > 4 and stop >= self.size - 2:
                    content = self._span(self._clause(first - 1), first - 1)
                else:
                    continue
                cue = (found.first, found.last)
                act = Act("by <source>'s count, <content>", (first, stop), cue, found.value, "say", [content])
                if found.value == "estimate":
                    act.certainty = "hedged"
                self.acts.append(act)

    # -- noun phrases -------------------------------------------------------------------------------------------------

    def _subject(self, stop: int) -> tuple[int, int] | None:
        """The noun phrase that ends right before token ``stop``, appositions included."""
        words = self.words
        p = stop - 1
        if p < 0:
            return None
        # a time before the verb: "officials on Monday said"
        q = p
        while q > 0 and (words[q] in self.time or words[q].isdigit()) and p - q < 4:
            q -= 1
        if q < p and words[q] in ("on", "in", "late", "early", "last", "this"):
            p = q - 1
        if p < 0:
            return None
        if words[p] in (",", ")") or (words[p] == "-" and not self.line.glued(p)):
            return self._parenthetical(p, stop)
        first = self._np_start(p)
        first = self._trim(first, p + 1)
        return (first, p + 1) if first <= p else None

    def _parenthetical(self, p: int, stop: int) -> tuple[int, int] | None:
        """"X, a spokesman for Y, said": the phrase before the first of the two marks, with what stands between."""
        words = self.words
        closing = words[p]
        opening = "(" if closing == ")" else closing
        k = p - 1
        tries = 0
        while k > 0 and p - k < 45:
            if words[k] == opening and not (words[k] == "-" and self.line.glued(k)):
                tries += 1
                first = self._np_start(k - 1)
                first = self._trim(first, k)
                if first < k and self._nominal_phrase(first, k):
                    lead = first == 0 or words[first - 1] in _STOPS or words[first - 1] in self.barrier or words[first - 1] in ("and", "but")
                    if lead or words[first - 1] in self.adverbial or first <= 4:
                        return (first, p)
                if tries >= 3:
                    return None
            elif words[k] in (";", '"', ":"):
                return None
            k -= 1
        return None

    def _nominal_phrase(self, first: int, last: int) -> bool:
        """Whether the tokens look like a name or a speaker and hold no verb."""
        if last - first > 12:
            return False
        for i in range(first, last):
            word = self.words[i]
            if word in self.lexicon.measures or word.isdigit():
                return False
            verb = self.lexicon.verbs.get(word)
            if verb is not None and "past" in verb.forms and not self.line.capital(i) and verb.kinds & {"say", "deny"}:
                return False
        return self._plausible(first, last, strong=False)

    def _np_start(self, p: int) -> int:
        """The first token of the noun phrase that ends with token ``p``."""
        words, line = self.words, self.line
        j = p
        while j >= 0 and p - j < 28:
            word = words[j]
            if word in self.pronouns and word not in _DETERMINERS:
                return j if j == p else j + 1
            if word in _STOPS:
                if word == "." and j > 0 and len(words[j - 1]) <= 4 and line.ends[j - 1] == line.starts[j]:
                    j -= 1
                    continue
                return j + 1
            if word == "-" and not line.glued(j):
                return j + 1
            if word in self.barrier and not (word in ("earlier", "later", "now", "may") and line.capital(j) and j):
                return j + 1
            if word == "and" and j > 0:
                before = words[j - 1]
                joins = line.capital(j - 1) or self._speaks(j - 1) or before in self.time
                if not joins or j + 1 > p or before.isdigit():
                    return j + 1
            verb = self.lexicon.verbs.get(word)
            if verb is not None and j < p and verb.kinds & {"say", "deny", "think"} and not line.capital(j):
                if ("past" in verb.forms and words[j + 1 : j + 2] != ["by"]) and not (words[j + 1 : j + 2] and words[j + 1] in ("to",)):
                    return j + 1
            j -= 1
        return j + 1

    def _trim(self, first: int, last: int) -> int:
        """Drop what leads in but does not belong to the speaker: "and", "On Monday", "In Gaza,"."""
        words = self.words
        while first < last:
            word = words[first]
            if word in ("and", "or", "but", "then", "also", "so"):
                first += 1
                continue
            if word in ("in", "on", "at", "by", "during", "late", "early", "last", "this", "from", "for", "since") and first + 1 < last:
                k = first + 1
                while k < last and (words[k] in self.time or words[k].isdigit() or words[k] in ("the", "last", "this", "early", "late")) :
                    k += 1
                if k > first + 1 and words[k - 1] == "the":
                    k -= 1
                if k > first + 1 and k < last:
                    first = k
                    continue
                if word in ("last", "this"):
                    break
                # "in Gaza officials": what follows the place
                k = first + 1
                while k < last and self.line.capital(k):
                    k += 1
                if first + 1 < k < last:
                    first = k
                    continue
                det = next((d for d in range(first + 1, last) if words[d] in ("the", "a", "an") and d > first + 1), None)
                if det is not None:
                    first = det
                    continue
                return last
            if word in self.time and self.line.capital(first) and last - first > 1 and words[first + 1] in ("the", "a"):
                first += 1
                continue
            if word == "'s":
                first += 1
                continue
            break
        return first

    def _right(self, first: int, apposition: bool = False) -> tuple[int, int] | None:
        """The noun phrase that begins at token ``first``."""
        words, line = self.words, self.line
        j = first
        while j < self.size and words[j] in ("both",):
            j += 1
        begun = j
        while j < self.size and j - begun < 30:
            word = words[j]
            if word in _STOPS:
                if word == "." and j > begun and j + 1 < self.size and len(words[j - 1]) <= 4 and line.ends[j - 1] == line.starts[j]:
                    j += 1
                    continue
                break
            if word == "-" and not line.glued(j):
                break
            if j > begun and (word in self.barrier or word in ("who", "which", "whose", "whom", "citing", "quoting", "saying", "adding", "told", "said", "says", "say")) and word not in ("earlier", "later", "or"):
                break
            if j > begun and word in ("he", "she", "they", "we", "i", "it") and not (word == "it" and line.capital(j)):
                break
            if j > begun and word in ("on", "in", "at", "during", "late", "early", "this", "last", "since") and self._is_aside(j):
                break
            if j > begun and word in self.time and word not in ("may", "march", "fall", "night", "day", "year") and j + 1 == self.size - (words[-1] in _STOPS):
                break
            if word == "and" and j + 1 < self.size and not (line.capital(j + 1) or self._speaks(j + 1) or words[j + 1] in ("the", "other", "a")):
                break
            if (
                j > begun
                and line.capital(j - 1)
                and not line.capital(j)
                and word[0].isalpha()
                and word not in self.prepositions
                and word not in ("and", "the", "al", "de", "von", "van", "der", "el", "bin", "ibn", "abu", "'s", "released", "published", "posted")
                and not self._noun_after_name(j)
                and words[j - 1] != "the"
            ):
                break
            if word in self.lexicon.measures and j > begun and not words[j - 1] == "the":
                break
            j += 1
        if j <= begun:
            return None
        while j > begun + 1 and words[j - 1] in ("and", "of", "in", "on", "at", "the", "by", "for"):
            j -= 1
        end = j
        if j < self.size and words[j] == "," and j + 1 < self.size:
            k = j + 1
            if words[k] in ("a", "an", "the", "one", "who", "which", "whose", "head", "chief", "director", "spokesman", "spokeswoman", "spokesperson", "chairman", "president", "deputy", "founder", "co", "commander", "executive", "senior", "professor", "former", "author") or (self._speaks(k) and not line.capital(k)) or (line.capital(k) and self._owner_apposition(k)):
                stop = k
                while stop < self.size and words[stop] not in (",", ";", '"', ":") and not (words[stop] == "." and stop >= self.size - 2) and not (words[stop] in ("in", "on", "at") and self._is_aside(stop)) and words[stop] not in ("citing", "adding", "saying"):
                    stop += 1
                closing = stop >= self.size or words[stop] in ".,;"
                if closing and stop - k <= 20 and (stop >= self.size - 1 or apposition or words[stop] == ","):
                    content_after = stop < self.size - 1 and words[stop] == ","
                    alone = apposition and not content_after and first <= 3 and stop >= self.size - 1
                    verbal = words[k] not in ("who", "which", "whose") and any(w in self.lexicon.measures or w in _BE or w in ("has", "had", "have") for w in words[k:stop])
                    if not alone and not verbal:
                        end = stop
        return (begun, end)

    def _owner_apposition(self, k: int) -> bool:
        """"Andriy Yermak, Zelensky's chief of staff": a possessive before the next mark."""
        for j in range(k, min(k + 6, self.size)):
            if self.words[j] == "'s":
                return True
            if self.words[j] in _STOPS:
                return False
        return False

    def _noun_after_name(self, j: int) -> bool:
        """Whether a small word after a name still belongs to it: "Reuters news agency", "NATO officials"."""
        word = self.words[j]
        return self._speaks(j) or word in self.venue_nouns or word in self.lexicon.names.organisations or word in _NAME_NOUNS

    def _speaks(self, j: int) -> bool:
        rows = self.lexicon.names.table.get(self.words[j], ())
        return any(kind in ("speaker", "body") and not rest for rest, kind, _, _ in rows) or any(
            kind == "body" for _, kind, _, _ in rows
        )

    def _plausible(self, first: int, last: int, strong: bool) -> bool:
        """Whether a noun phrase can be somebody who speaks, or a text that says."""
        if last <= first or last - first > 45:
            return False
        words, line = self.words, self.line
        if last - first == 1:
            word = words[first]
            if word in ("he", "she", "they", "we", "i", "you", "it", "who", "one", "which", "others", "some", "many", "most", "nobody", "everyone", "another", "all"):
                return strong or word != "it"
            if not word[0].isalpha():
                return False
        for match in self.lexicon.names.find(line, first, last):
            if match.kind in ("source", "body", "speaker", "side") or (match.kind in ("statement", "medium")):
                return True
        for i in range(first, last):
            if line.capital(i) and words[i] not in self.time and words[i][0].isalpha() and (line.starts[i] != line.start or words[i] not in _DETERMINERS):
                return True
        if not strong:
            return False
        word = words[first]
        return word in _DETERMINERS and last - first <= 8 and not any(w in self.lexicon.measures for w in words[first:last])

    def _can_show(self, first: int, last: int) -> bool:
        """Whether the phrase is a text, a count, a body or a person: what "shows" or "finds" something."""
        if self.words[first] in ("it", "which", "he", "she", "they", "we", "i") and last - first == 1:
            return True
        return any(
            m.kind in ("statement", "medium", "source", "body", "speaker") for m in self.lexicon.names.find(self.line, first, last)
        ) or any(self.line.capital(i) for i in range(first + 1, last)) or self.line.capital(first)

    def _recipient(self, first: int) -> tuple[int, int] | None:
        """Who was told: the noun phrase after "told"."""
        words, line = self.words, self.line
        j = first
        while j < self.size and j - first < 16:
            word = words[j]
            if word in _STOPS or word in ("that", "how", "whether", "why", "what", "when", "where", "about", "of", "if"):
                if word == "of" and j > first and words[j - 1] not in ("him", "her", "them", "us", "me"):
                    j += 1
                    continue
                break
            if j > first and word in ("in", "on", "at", "during", "by", "via", "after", "last", "earlier", "this", "over") and self._is_aside(j):
                break
            if j > first and word in self.time and word not in ("may", "march"):
                break
            if j > first and words[first] in ("him", "her", "them", "us", "me", "it", "you", "reporters", "journalists", "lawmakers") and word not in ("in", "at", "from", "on"):
                break
            if j > first and word in ("he", "she", "they", "it", "we", "i", "there", "his", "her", "its") and j - first >= 1 and words[j - 1] not in self.prepositions:
                break
            if j > first and words[j] in ("the", "a", "an", "no", "more", "some", "at", "about", "around") and words[j - 1] not in self.prepositions and words[j - 1] not in ("and",):
                break
            if j > first and word[0].isdigit():
                break
            if j > first and line.capital(j - 1) and not line.capital(j) and word[0].isalpha() and not self._noun_after_name(j) and word not in ("and", "'s", "of", "for"):
                break
            if j > first and not line.capital(j - 1) and line.capital(j) and words[first] not in ("the", "a", "an", "his", "her", "their") and words[j - 1] not in self.prepositions:
                break
            j += 1
        return (first, j) if j > first else None

    # -- what stands around -------------------------------------------------------------------------------------------

    def _is_aside(self, j: int) -> bool:
        """Whether a preposition opens a phrase of time or a text in which something is said."""
        words = self.words
        following = words[j + 1 : j + 9]
        if not following:
            return False
        if following[0] in self.time or following[0] in ("late", "early") or (following[0].isdigit() and words[j] in ("on", "in", "since", "at")):
            return True
        if words[j] in ("late", "early", "this", "last"):
            return following[0] in self.time
        if words[j] in ("in", "on", "at", "via", "through", "during", "to", "by", "with", "over"):
            for w in following:
                if w in _STOPS or w in self.barrier:
                    return False
                if w in self.venue_nouns:
                    return True
        return False

    def _tail(self, after: int) -> tuple[int, tuple[int, int] | None]:
        """Skip times, places and texts after a verb or a name; the text is returned as the venue."""
        words = self.words
        venue: tuple[int, int] | None = None
        while after < self.size:
            word = words[after]
            if word == "," and after + 1 < self.size and words[after + 1] in ("in", "on", "at") and self._is_aside(after + 1) and venue is None:
                j = after + 1
                if words[j + 1] in self.time or words[j + 1].isdigit():
                    break
                last = self._venue_end(j + 1)
                if last < self.size and words[last] not in (",", ".", ";"):
                    break
                venue = (j + 1, last)
                after = last
                continue
            if (word in self.time and word != "may") or word in ("earlier", "later", "recently", "again", "also", "then", "here", "there", "yesterday", "today", "too", "afterwards", "publicly", "repeatedly") or (word in ("last", "this", "early", "late", "earlier") and after + 1 < self.size and (words[after + 1] in self.time or words[after + 1] in ("on", "this"))):
                after += 1
            elif word in ("on", "in", "at", "during", "via", "through", "by", "to", "late", "over", "since", "with") and after + 1 < self.size:
                j = after + 1
                if words[j] in self.time or words[j].isdigit() or words[j] in ("late", "early"):
                    while j < self.size and (words[j] in self.time or words[j].isdigit() or words[j] in ("late", "early", "of", "the") or words[j].endswith(("th", "st", "nd", "rd"))):
                        j += 1
                    after = j
                elif word in ("on", "in", "at", "via", "through", "during", "to", "by", "over", "with") and self._is_aside(after):
                    last = self._venue_end(j)
                    venue = (j, last)
                    after = last
                else:
                    break
            elif word == "in" or word == "after":
                break
            else:
                break
        return after, venue

    def _venue_end(self, first: int) -> int:
        """Where the text that begins at token ``first`` ends, with whose it is."""
        words = self.words
        j = first
        seen = False
        while j < self.size and j - first < 26:
            word = words[j]
            if word in _STOPS and not (word == "." and len(words[j - 1]) <= 2 and j + 1 < self.size):
                break
            if seen and (word in ("that", "how", "whether", "why", "what", "he", "she", "they", "it", "we", "there", "but", "while", "as")):
                break
            if seen and word not in self.prepositions and words[j - 1] in self.venue_nouns and word not in self.venue_nouns and not word.endswith("ed") and word not in ("seen", "given", "put", "made", "and", "sent", "with", "on"):
                if word in ("the", "a", "an", "no", "at", "some", "more") or word[0].isdigit() or self.line.capital(j):
                    if word not in self.time:
                        break
            seen = seen or word in self.venue_nouns
            j += 1
        return j

    def _closed(self, at: int) -> bool:
        """Whether the sentence, or a clause of it, ends at token ``at``."""
        after, _ = self._tail(at)
        if after >= self.size:
            return True
        word = self.words[after]
        return word in (".", ",", ";", "!", "?", ":", ")", '"', "'") or (word == "-" and not self.line.glued(after)) or word in ("who", "which", "as", "while", "after", "in", "on", "at", "during", "when", "and", "of", "from", "to", "by", "with", "citing")

    def _breaks(self, comma: int) -> bool:
        """Whether a comma begins what is no more reported: ", but", ", according to", ", adding"."""
        words = self.words
        if comma + 1 >= self.size:
            return True
        word = words[comma + 1]
        if word in ("according", "citing", "quoting"):
            return True
        verb = self.lexicon.verbs.get(word)
        return verb is not None and verb.forms == {"gerund"} and bool(verb.kinds & {"say", "deny", "inform"})

    def _right_bound(self, first: int) -> int:
        """Where content that begins at token ``first`` ends: the sentence's end, or the next speaker's clause."""
        words = self.words
        j = first
        depth = 0
        while j < self.size:
            word = words[j]
            if word == "(":
                depth += 1
            elif word == ")":
                depth -= 1
                if depth < 0:
                    return j
            elif word == ";"  or (word == "," and self._breaks(j)):
                return j
            elif word in ("but", "while", "whereas", "although", "though", "and", "whilst", "with") and j > first and self._new_speaker(j + 1):
                return j - 1 if words[j - 1] == "," else j
            elif word == "according" and words[j + 1 : j + 2] == ["to"]:
                return j
            j += 1
        while j > first and words[j - 1] in (".", ",", "!", "?") :
            j -= 1
        return j

    def _new_speaker(self, first: int) -> bool:
        """Whether a clause with its own reporting verb begins: "but Kyiv said", "while the ministry put"."""
        words = self.words
        for j in range(first, min(first + 9, self.size)):
            word = words[j]
            if word in _STOPS or word == "that":
                return False
            if word == "according":
                return True
            verb = self.lexicon.verbs.get(word)
            if verb is not None and j > first and verb.kinds & {"say", "deny", "inform", "think"} and verb.forms & {"past", "third"} and words[j - 1] not in _BE and not self._is_noun(j, verb):
                if words[first] in ("he", "she", "they", "it") and verb.kinds & {"think"}:
                    return False
                return self._plausible(first, j, strong=True) and words[j + 1 : j + 2] != ["by"]
        return False

    def _left_content(self, end: int) -> Span | None:
        """What stands before the mark at token ``end``: a quotation, or the clause back to its beginning."""
        quote = self._quote_before(end)
        if quote is not None:
            return quote
        words = self.words
        while end >= 0 and words[end] in (",", "-", '"', "'", "’"):
            end -= 1
        if end < 0:
            return None
        first = self._clause(end + 1)
        if end + 1 - first < 1 or (end + 1 - first <= 3 and words[first] in self.adverbial):
            return None
        return self._span(first, end + 1)

    def _clause(self, end: int) -> int:
        """Where the clause that ends before token ``end`` begins: behind ";" or behind ", but" after another speaker."""
        words = self.words
        for j in range(end - 1, -1, -1):
            word = words[j]
            if word == ";":
                return j + 1
            if word in ("but", "while", "whereas", "and", "although") and any(a.cue[0] < j for a in self.acts):
                return j + 1
        return 0

    def _quote_at(self, token: int) -> Span | None:
        """The quotation that opens at ``token`` (a colon or comma may come first), or shortly behind."""
        words = self.words
        for j in range(token, min(token + 2, self.size)):
            if words[j] in (",", ":"):
                continue
            at = self.line.starts[j]
            k = bisect_right(self.quotes, at, key=lambda q: q.start) - 1
            if k >= 0 and self.quotes[k].start == at and self._long(self.quotes[k]):
                return self.quotes[k]
            return None
        return None

    def _quote_before(self, token: int) -> Span | None:
        """The quotation that closes at or right before ``token``."""
        if token < 0:
            return None
        for j in (token, token - 1):
            if j < 0:
                break
            end = self.line.ends[j]
            k = bisect_right(self.quotes, end - 1, key=lambda q: q.start) - 1
            if k >= 0 and self.quotes[k].end in (end, end - 1) and self._sentence_like(self.quotes[k], j):
                return self.quotes[k]
        return None

    def _long(self, quote: Span) -> bool:
        return True

    def _sentence_like(self, quote: Span, token: int) -> bool:
        """Whether the quotation is what is said, not a few words at the end of it."""
        if quote.start <= self.line.start:
            return True
        first = next((i for i in range(self.size) if self.line.starts[i] >= quote.start), 0)
        return first == 0 or self.words[first - 1] in (",", ":", ".", "?", "!") or first <= 2

    def _span(self, first: int, last: int) -> Span:
        last = max(min(last, self.size), first + 1)
        return Span(self.line.starts[first], self.line.ends[last - 1])

    def _leading(self, before: int) -> tuple[int, int] | None:
        """The subject at the beginning of the sentence."""
        right = self._right(0)
        return right if right is not None and right[1] <= before and self._plausible(*right, strong=False) else None


_CASES = frozenset(["by", "per", "on", "in", "to", "from", "with", "using", "of", "at", "for", "than"])
_NAME_NOUNS = frozenset(["news", "agency", "service", "group", "newspaper", "website", "channel", "television", "tv", "radio", "spokesman", "spokeswoman", "ministry", "movement", "report", "staff", "command", "office", "press"])
_STATEMENT_HINTS = frozenset(
    ["report", "reports", "figures", "figure", "stats", "statistics", "data", "numbers", "tally", "tallies", "count", "counts", "records", "estimate", "estimates", "assessment", "assessments", "calculations", "analysis", "statement", "bulletin", "update", "survey", "study", "database", "toll", "investigation", "list"]
)
