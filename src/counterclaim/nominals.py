"""Noun phrases of a sentence without a grammar of everything: who stands before a verb, who after, and in what text.

The words that decide (determiners, prepositions, what ends a name) stand in the language pack under
``[settings.reporting.word]``; here is only how they are walked through.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

from counterclaim.language import Language
from counterclaim.model import Span
from counterclaim.sources import Line, Names, names_of, reporting

Tokens = tuple[int, int]  # half-open range of a line's tokens


class Verb(NamedTuple):
    """A form of a reporting verb: its base, the kinds it stands in, and which forms this may be."""

    base: str
    kinds: frozenset[str]
    forms: frozenset[str]  # base, third, past, gerund, participle


@dataclass(frozen=True, slots=True)
class Words:
    """The small words of speech by what they do; each field is a list of the pack of the same name."""

    between: frozenset[str]
    auxiliary: frozenset[str]
    pronoun: frozenset[str]
    time: frozenset[str]
    venue: frozenset[str]
    opener: frozenset[str]
    barrier: frozenset[str]
    adverbial: frozenset[str]
    preposition: frozenset[str]
    determiner: frozenset[str]
    noun_before: frozenset[str]
    adjective_end: frozenset[str]
    demonym_end: frozenset[str]
    be: frozenset[str]
    have: frozenset[str]
    finite: frozenset[str]
    negation: frozenset[str]
    plural: frozenset[str]
    noun_too: frozenset[str]
    particle: frozenset[str]
    accuse: frozenset[str]
    needs_of: frozenset[str]
    quantity: frozenset[str]
    definite: frozenset[str]
    carried: frozenset[str]
    obtained: frozenset[str]
    loose_owner: frozenset[str]
    headline: frozenset[str]
    loose_end: frozenset[str]
    place_preposition: frozenset[str]
    first_person: frozenset[str]
    performative: frozenset[str]
    toll: frozenset[str]
    contrast: frozenset[str]
    contrast_or_and: frozenset[str]
    personal: frozenset[str]
    speaking_pronoun: frozenset[str]
    inverted_pronoun: frozenset[str]
    relative: frozenset[str]
    cut: frozenset[str]
    joined: frozenset[str]
    name_noun: frozenset[str]
    apposition: frozenset[str]
    aside: frozenset[str]
    by_means: frozenset[str]
    early: frozenset[str]
    time_preposition: frozenset[str]
    when: frozenset[str]
    told: frozenset[str]
    told_end: frozenset[str]
    told_before: frozenset[str]
    told_clause: frozenset[str]
    told_phrase: frozenset[str]
    closed_by: frozenset[str]
    case: frozenset[str]
    count_case: frozenset[str]
    possessive: frozenset[str]
    leading: frozenset[str]
    sourced: frozenset[str]
    month_too: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of reporting of one language, compiled."""

    verbs: Mapping[str, Verb]
    names: Names
    words: Words
    measures: frozenset[str]
    statements: frozenset[str]
    speakers: frozenset[str]


_FORMS = ("base", "third", "past", "gerund", "participle")
_LEXICONS: dict[int, Lexicon] = {}


def lexicon_of(language: Language) -> Lexicon:
    """Compile the reporting words of a language; cached by pack."""
    made = _LEXICONS.get(id(language))
    if made is None:
        tables = reporting(language)
        kinds: dict[str, tuple[str, set[str], set[str]]] = {}
        for kind, rows in tables.get("verb", {}).items():
            for row in rows:
                forms = row.split()
                for name, form in zip(_FORMS, forms, strict=True):
                    _, known, named = kinds.setdefault(form, (forms[0], set(), set()))
                    known.add(kind)
                    named.add(name)
        verbs = {form: Verb(base, frozenset(k), frozenset(f)) for form, (base, k, f) in kinds.items()}
        small = tables.get("word", {})
        names = names_of(language)
        measures = frozenset(
            form
            for phrases in language.values.get("measure", {}).values()
            for phrase in phrases
            for form in phrase.split("|")
            if " " not in form and form.endswith(("ed", "lost", "n", "t"))
        )
        statements = frozenset(p.split()[-1] for found in tables.get("statement", {}).values() for p in found)
        speakers = frozenset(
            word
            for word, rows in names.table.items()
            if any(kind == "body" or (kind == "speaker" and not rest) for rest, kind, _, _ in rows)
        )
        words = Words(**{f.name: frozenset(small.get(f.name, ())) for f in fields(Words)})
        made = _LEXICONS[id(language)] = Lexicon(verbs, names, words, measures, statements, speakers)
    return made


_STOPS = frozenset(',;:".?!()')
_CLOSERS = frozenset(".,;!?:)\"'")


class Nominals:
    """The noun phrases of one line; ``quotes`` are the quotations of the whole document."""

    def __init__(self, line: Line, lexicon: Lexicon, quotes: Sequence[Span]) -> None:
        self.line = line
        self.words = line.words
        self.size = len(line.words)
        self.lexicon = lexicon
        self.small = lexicon.words
        self.quotes = quotes
        self.set_between: Tokens | None = None  # the text set between the last subject and its verb

    def is_stop(self, token: int) -> bool:
        """Whether a mark ends a phrase here; the point of "Lt." and "U.S." and the hyphen of "Hamas-run" do not."""
        word = self.words[token]
        if word == ".":
            short = token > 0 and len(self.words[token - 1]) <= 4
            return not (short and token + 1 < self.size and self.line.ends[token - 1] == self.line.starts[token])
        return word in _STOPS or (word == "-" and not self.line.glued(token))

    def subject(self, stop: int) -> Tokens | None:
        """The noun phrase that ends right before token ``stop``, with what is set between commas behind it."""
        words, small = self.words, self.small
        p = stop - 1
        self.set_between = None
        if p < 0:
            return None
        q = p
        while q > 0 and (words[q] in small.time or words[q].isdigit()) and p - q < 4:
            q -= 1
        if q < p and words[q] in small.time_preposition:
            p = q - 1
        if p < 0:
            return None
        if words[p] in (",", ")") or (words[p] == "-" and not self.line.glued(p)):
            return self._parenthetical(p)
        begun = self._begin(p)
        first = self._trim(begun, p + 1)
        if first > p and begun and words[begun - 1] in small.relative:
            return (begun - 1, begun)
        if first > p or (words[first] in small.case and first < p) or words[first] == "according":
            return None
        return (first, p + 1)

    def antecedent(self, token: int) -> Tokens | None:
        """Who "who" or "which" at ``token`` is: the phrase before it, with its apposition."""
        if token and self.words[token - 1] == ",":
            return self._parenthetical(token - 1) or self.subject(token - 1)
        return self.subject(token) if token else None

    def _parenthetical(self, p: int) -> Tokens | None:
        """ "X, a spokesman for Y," before a verb: from the name to the second mark."""
        words = self.words
        opening = "(" if words[p] == ")" else words[p]
        tries = 0
        for k in range(p - 1, max(0, p - 45), -1):
            if words[k] == opening and not (opening == "-" and self.line.glued(k)):
                tries += 1
                first = self._trim(self._begin(k - 1), k)
                if first < k and self._is_nominal(first, k) and self._begins_clause(first):
                    if words[k + 1] in self.small.by_means and self.is_aside(k + 1):
                        if not self._is_date(k + 2):
                            self.set_between = (k + 2, p)
                        return (first, k)
                    return (first, p)
                if tries >= 3:
                    return None
            elif words[k] in (";", '"', ":"):
                return None
        return None

    def _begins_clause(self, first: int) -> bool:
        if first <= 4:
            return True
        before = self.words[first - 1]
        return (
            before in _STOPS
            or before in self.small.barrier
            or before in self.small.leading
            or before in self.small.adverbial
        )

    def _is_nominal(self, first: int, last: int) -> bool:
        """Whether the tokens look like a name or a speaker and hold no verb."""
        if last - first > 12:
            return False
        for i in range(first, last):
            word = self.words[i]
            if word in self.lexicon.measures or word.isdigit():
                return False
            verb = self.lexicon.verbs.get(word)
            if verb and "past" in verb.forms and verb.kinds & {"say", "deny"} and not self.line.capital(i):
                return False
        return self.plausible(first, last, strong=False)

    def _begin(self, p: int) -> int:
        """The first token of the noun phrase that ends with token ``p``."""
        words, line, small = self.words, self.line, self.small
        j = p
        while j >= 0 and p - j < 28:
            word = words[j]
            if word in small.pronoun and word not in small.determiner:
                return j if j == p else j + 1
            if self.is_stop(j) or (word == "-" and j and words[j - 1].isdigit() and line.capital(j + 1)):
                return j + 1
            if word in small.barrier and not (word in small.time and line.capital(j) and j):
                return j + 1
            if word == "and" and j > 0:
                before = words[j - 1]
                joins = line.capital(j - 1) or before in self.lexicon.speakers or before in small.time
                if not joins or j + 1 > p or before.isdigit():
                    return j + 1
            verb = self.lexicon.verbs.get(word)
            if (
                verb
                and j < p
                and "past" in verb.forms
                and verb.kinds & {"say", "deny", "think"}
                and not line.capital(j)
            ):
                if words[j + 1] not in ("by", "to"):
                    return j + 1
            j -= 1
        return j + 1

    def _trim(self, first: int, last: int) -> int:
        """Drop what leads in but is not the speaker: "and", "On Monday", "In Gaza"; ``last`` when nothing is left."""
        words, small = self.words, self.small
        while first < last:
            word = words[first]
            if word in small.leading or word == "'s":
                first += 1
            elif word in small.time_preposition and first + 1 < last:
                k = first + 1
                while k < last and (
                    words[k] in small.time or words[k].isdigit() or words[k] in small.early or words[k] == "the"
                ):
                    k += 1
                if words[k - 1] == "the":
                    k -= 1
                if first + 1 < k < last:
                    first = k
                    continue
                if word in small.early:
                    break
                k = first + 1
                while k < last and self.line.capital(k):
                    k += 1
                if not first + 1 < k < last:
                    k = next((d for d in range(first + 2, last) if words[d] in ("the", "a", "an")), last)
                first = k
            elif (
                word in small.time
                and self.line.capital(first)
                and last - first > 1
                and words[first + 1] in ("the", "a")
            ):
                first += 1
            else:
                break
        return first

    def right(self, first: int, tail: bool = False) -> Tokens | None:
        """The noun phrase that begins at token ``first``; ``tail`` allows a closing apposition anywhere."""
        words, line, small = self.words, self.line, self.small
        j = first
        if j < self.size and words[j] == "both":
            j += 1
        begun = j
        while j < self.size and j - begun < 30:
            word = words[j]
            if self.is_stop(j):
                break
            if j > begun:
                previous = words[j - 1]
                if (word in small.barrier or word in small.cut) and word not in small.when and word != "or":
                    break
                if word in small.personal and not (word == "it" and line.capital(j)):
                    break
                if word in small.aside and self.is_aside(j):
                    break
                if word in small.time and word not in small.month_too and j + 1 == self.size - (words[-1] in _STOPS):
                    break
                if word in self.lexicon.measures and previous != "the":
                    break
                named = line.capital(j - 1) and not line.capital(j) and word[0].isalpha() and previous != "the"
                if named and not (word in small.preposition or word in small.joined or self._belongs(j)):
                    if words[j + 1 : j + 2] != ["by"] and not self._runs_through(begun, j):
                        break
            if word == "and" and j + 1 < self.size:
                following = words[j + 1]
                if not (line.capital(j + 1) or following in self.lexicon.speakers or following in small.determiner):
                    break
            j += 1
        if j <= begun:
            return None
        while j > begun + 1 and (words[j - 1] in small.case or words[j - 1] in ("and", "the")):
            j -= 1
        return (begun, self._with_apposition(j, first, tail))

    def _runs_through(self, first: int, token: int) -> bool:
        """Whether a known name goes on at ``token``: "the UN human rights office"."""
        found = self.lexicon.names.find(self.line, first, min(token + 6, self.size))
        return any(m.kind in ("source", "body") and m.first < token < m.last for m in found)

    def _with_apposition(self, end: int, first: int, tail: bool) -> int:
        """The end of "X, a spokesman for Y" where the sentence, or a comma, closes it."""
        words, line, small = self.words, self.line, self.small
        k = end + 1
        if k >= self.size or words[end] != ",":
            return end
        opens = words[k] in small.apposition or (words[k] in self.lexicon.speakers and not line.capital(k))
        if not opens and not (line.capital(k) and self._owned(k)):
            return end
        stop = k
        while (
            stop < self.size
            and words[stop] not in (",", ";", '"', ":")
            and not (words[stop] == "." and stop >= self.size - 2)
        ):
            if (words[stop] in small.aside and self.is_aside(stop)) or words[stop] in small.sourced:
                break
            stop += 1
        if stop < self.size and words[stop] not in (".", ",", ";"):
            return end
        last = stop >= self.size - 1
        if stop - k > 20 or not (last or tail or words[stop] == ","):
            return end
        if tail and last and first <= 3:
            return end
        if words[k] not in small.relative and any(
            w in self.lexicon.measures or w in small.finite for w in words[k:stop]
        ):
            return end
        return stop

    def _owned(self, k: int) -> bool:
        """ "Andriy Yermak, Zelensky's chief of staff": a possessive before the next mark."""
        for j in range(k, min(k + 6, self.size)):
            if self.words[j] == "'s":
                return True
            if self.words[j] in _STOPS:
                return False
        return False

    def _belongs(self, j: int) -> bool:
        """Whether a small word after a name still belongs to it: "Reuters news agency", "NATO officials"."""
        word = self.words[j]
        return (
            word in self.lexicon.speakers
            or word in self.small.venue
            or word in self.small.name_noun
            or word in self.lexicon.names.organisations
        )

    def plausible(self, first: int, last: int, strong: bool) -> bool:
        """Whether a noun phrase can be somebody who speaks, or a text that says; ``strong`` verbs take more."""
        if last <= first or last - first > 45:
            return False
        words, line, small = self.words, self.line, self.small
        if last - first == 1:
            word = words[first]
            if word in small.speaking_pronoun:
                return True
            if not word[0].isalpha():
                return False
        for match in self.lexicon.names.find(line, first, last):
            if match.kind not in ("author", "holder"):
                return True
        for i in range(first, last):
            if line.capital(i) and words[i] not in small.time and words[i][0].isalpha():
                if line.starts[i] != line.start or words[i] not in small.determiner:
                    return True
        if not strong:
            return False
        shaped = words[first] in small.determiner and last - first <= 8
        return shaped and not any(w in self.lexicon.measures for w in words[first:last])

    def can_show(self, first: int, last: int) -> bool:
        """Whether the phrase is a text, a count, a body or a person: what "shows" or "finds" something."""
        if last - first == 1 and self.words[first] in self.small.speaking_pronoun:
            return True
        if any(self.line.capital(i) for i in range(first, last)):
            return True
        return any(m.kind not in ("author", "holder", "side") for m in self.lexicon.names.find(self.line, first, last))

    def recipient(self, first: int) -> Tokens | None:
        """Who was told: the noun phrase after "told"."""
        words, line, small = self.words, self.line, self.small
        j = first
        while j < self.size and j - first < 16:
            word = words[j]
            previous = words[j - 1] if j > first else ""
            if self.is_stop(j) or word in small.told_end or word[0].isdigit():
                break
            if word == "of" and previous in small.told:
                break
            if j > first:
                if word in small.told_before and self.is_aside(j):
                    break
                if word in small.time and word not in small.month_too:
                    break
                if words[first] in small.told and word not in small.preposition:
                    break
                if word in small.told_clause and previous not in small.preposition and previous != "and":
                    break
                if line.capital(j - 1) and not line.capital(j) and word[0].isalpha():
                    if not (self._belongs(j) or word in small.joined or word in small.preposition):
                        break
                if line.capital(j) and not line.capital(j - 1) and words[first] not in small.told_phrase:
                    if previous not in small.preposition:
                        break
            j += 1
        return (first, j) if j > first else None

    def is_aside(self, j: int) -> bool:
        """Whether a preposition opens a phrase of time, or a text in which something is said."""
        words, small = self.words, self.small
        following = words[j + 1 : j + 9]
        if not following:
            return False
        if words[j] in small.early:
            return following[0] in small.time
        if self._is_date(j + 1):
            return words[j] in small.time_preposition
        if words[j] in small.by_means:
            for word in following:
                if word in _STOPS or word in small.barrier:
                    return False
                if word in small.venue:
                    return True
        return False

    def is_adverbial(self, first: int) -> bool:
        """Whether a phrase of time or place begins at ``first``; "at least ten" is none."""
        if self.words[first] not in self.small.adverbial:
            return False
        following = self.words[first + 1] if first + 1 < self.size else ""
        return following not in self.small.quantity and not following[:1].isdigit()

    def _is_date(self, j: int) -> bool:
        """Whether a time begins at token ``j``: a weekday, "late March", a year, a day before its month."""
        if j >= self.size:
            return False
        word, small = self.words[j], self.small
        if word in small.time or word in small.early:
            return True
        if not word[0].isdigit():
            return False
        year = len(word) == 4 and word[:2] in ("18", "19", "20")
        return year or (j + 1 < self.size and self.words[j + 1] in small.time)

    def _is_time(self, word: str, following: str) -> bool:
        small = self.small
        if word in small.early and (following in small.time or following in small.early or following == "on"):
            return True
        return (word in small.time and word != "may") or word in small.when

    def skip_tail(self, after: int) -> tuple[int, Tokens | None]:
        """Skip times, places and texts after a verb or a name; a text comes back as the venue."""
        words, small = self.words, self.small
        venue: Tokens | None = None
        while after < self.size:
            word = words[after]
            following = words[after + 1] if after + 1 < self.size else ""
            if word == "," and venue is None and following in small.by_means and self.is_aside(after + 1):
                if words[after + 2] in small.time or words[after + 2].isdigit():
                    break
                last = self.venue_end(after + 2)
                if last < self.size and words[last] not in (",", ".", ";"):
                    break
                venue, after = (after + 2, last), last
            elif self._is_time(word, following):
                after += 1
            elif word in small.time_preposition or word in small.by_means:
                j = after + 1
                if self._is_date(j):
                    while j < self.size and (
                        words[j] in small.time
                        or words[j][0].isdigit()
                        or words[j] in small.early
                        or words[j] in ("of", "the")
                    ):
                        j += 1
                    after = j
                elif word in small.by_means and self.is_aside(after):
                    last = self.venue_end(j)
                    venue, after = (j, last), last
                else:
                    break
            else:
                break
        return after, venue

    def venue_end(self, first: int) -> int:
        """Where the text that begins at token ``first`` ends, with whose it is."""
        words, small = self.words, self.small
        j = first
        seen = False
        while j < self.size and j - first < 26:
            word = words[j]
            if self.is_stop(j):
                break
            if seen and (word in small.opener or word in small.personal or word in small.contrast):
                break
            if seen and words[j - 1] in small.venue and word not in small.venue and word not in small.time:
                if (
                    word in small.determiner
                    or word[0].isdigit()
                    or (self.line.capital(j) and word not in small.preposition)
                ):
                    break
            seen = seen or word in small.venue
            j += 1
        return j

    def is_closed(self, at: int) -> bool:
        """Whether the sentence, or a clause of it, ends at token ``at``."""
        after, _ = self.skip_tail(at)
        if after >= self.size:
            return True
        word = self.words[after]
        return word in _CLOSERS or (word == "-" and not self.line.glued(after)) or word in self.small.closed_by

    # -- quotations ---------------------------------------------------------------------------------------------------

    def quote_from(self, token: int) -> Span | None:
        """The quotation that opens at ``token``; a comma or colon may come first."""
        for j in range(token, min(token + 2, self.size)):
            if self.words[j] in (",", ":"):
                continue
            k = self._quote_index(self.line.starts[j])
            return self.quotes[k] if k >= 0 and self.quotes[k].start == self.line.starts[j] else None
        return None

    def quote_to(self, token: int) -> Span | None:
        """The quotation that closes at token ``token`` or right before it, where it is what is said."""
        for j in (token, token - 1):
            if 0 <= j < self.size:
                end = self.line.ends[j]
                k = self._quote_index(end - 1)
                if k >= 0 and self.quotes[k].end == end and self._stands_alone(self.quotes[k]):
                    return self.quotes[k]
        return None

    def quote_behind(self, breaks: bool) -> Span | None:
        """The quotation that opens right behind the sentence; ``breaks`` allows a new paragraph between."""
        k = self._quote_index(self.line.end) + 1
        for quote in self.quotes[max(0, k - 1) : k + 1]:
            if quote.start >= self.line.end:
                between = self.line.text[self.line.end : quote.start]
                if not between.strip() and (breaks or "\n" not in between):
                    return quote
        return None

    def closes_quote(self, token: int, first: int) -> bool:
        """Whether the mark at ``token`` closes a quotation that opened before token ``first``."""
        at = self.line.starts[token]
        k = self._quote_index(at)
        return k >= 0 and self.quotes[k].end == at + 1 and self.quotes[k].start < self.line.starts[first]

    def _quote_index(self, offset: int) -> int:
        return bisect_right(self.quotes, offset, key=lambda quote: quote.start) - 1

    def _stands_alone(self, quote: Span) -> bool:
        """Whether a quotation is the whole of what is said, not a few words at the end of a clause."""
        first = bisect_right(self.line.starts, quote.start - 1)
        return first <= 2 or self.words[first - 1] in (",", ":", ".", "?", "!")

    def span(self, first: int, last: int) -> Span:
        """Tokens ``first`` to ``last`` (exclusive, at least one) as a span of the document."""
        last = max(min(last, self.size), first + 1)
        return Span(self.line.starts[first], self.line.ends[last - 1])
