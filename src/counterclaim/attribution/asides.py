"""What stands around the speaker in a sentence: marks, times and places, the text or event it was said in, quotations.

The words that decide stand in the language pack under ``[settings.reporting.word]``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from counterclaim.attribution.lexicon import Lexicon
from counterclaim.model import Span
from counterclaim.sources import Line

Tokens = tuple[int, int]  # half-open range of a line's tokens

NAME = 4  # words in quotation marks that may be a name
STOPS = frozenset(',;:".?!()')
_CLOSERS = frozenset(".,;!?:()\"'")


class Asides:
    """The marks and asides of one line; ``quotes`` are the quotations of the whole document."""

    def __init__(self, line: Line, lexicon: Lexicon, quotes: Sequence[Span]) -> None:
        self.line = line
        self.words = line.words
        self.size = len(line.words)
        self.lexicon = lexicon
        self.small = lexicon.words
        self.quotes = quotes
        self.attitudes = False  # whether attitudes and acts are read beside what is said ("praised")
        self.set_between: Tokens | None = None  # the text set between the last subject and its verb

    def at(self, token: int, known: frozenset[str]) -> bool:
        """Whether one of some words stands at a token that may lie outside the line."""
        return 0 <= token < self.size and self.words[token] in known

    def set_in(self, stop: int) -> int:
        """How many tokens before ``stop`` are a phrase set in between subject and verb: "so far", "for its part"."""
        if stop > 5 and self.words[stop - 1] == ",":
            length = self.set_in(stop - 1)
            return length + 2 if length and self.words[stop - length - 2] == "," else 0
        for length in (4, 3, 2):
            if stop > length and " ".join(self.words[stop - length : stop]) in self.small.set_in:
                return length
        return 0

    def is_stop(self, token: int) -> bool:
        """Whether a mark ends a phrase here; the point of "Lt." and "U.S." and the hyphen of "Hamas-run" do not."""
        word = self.words[token]
        if word == "." and self.line.glued(token) and self.words[token - 1][0].isalpha():
            return False  # "www.echo.org"
        if word == ".":
            short = token > 0 and len(self.words[token - 1]) <= 4
            return not (short and token + 1 < self.size and self.line.ends[token - 1] == self.line.starts[token])
        return word in STOPS or (word == "-" and not self.line.glued(token))

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
                if word in STOPS or word in small.barrier:
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
        if word in small.the and self.at(j + 1, small.time):
            return True  # "in the morning"
        if not word[0].isdigit():
            return False
        year = len(word) == 4 and word[:2] in ("18", "19", "20")
        return year or (j + 1 < self.size and self.words[j + 1] in small.time)

    def _dates(self, j: int) -> bool:
        """Whether a number in figures is part of a date: a day beside its month, a year, an hour."""
        words, months = self.words, self.small.month
        word = words[j]
        if not word.isdigit():
            return ":" in word or "." in word
        if len(word) == 4 and word[:2] in ("18", "19", "20"):
            return True
        return len(word) <= 2 and (words[j - 1] in months or self.at(j + 1, months))

    def _is_time(self, word: str, following: str) -> bool:
        small = self.small
        if word in small.early and (
            following in small.time or following in small.early or following in self.small.on_day
        ):
            return True
        return (word in small.time and word not in self.small.may) or word in small.when

    def _is_clock(self, token: int) -> bool:
        """Whether a time of day stands at a token: "17:30"."""
        told = self.words[token : token + 3]
        return len(told) == 3 and told[0].isdigit() and told[1] == ":" and told[2].isdigit()

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
                if self._is_clock(j):
                    after = j + 3
                elif self._is_date(j):
                    while j < self.size and (
                        words[j] in small.time
                        or (words[j][0].isdigit() and self._dates(j))
                        or words[j] in small.early
                        or words[j] in self.small.inner_date
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

    def quote_before(self) -> Span | None:
        """The quotation that ends right before the sentence: "“Who asked?” The colonel did not say"."""
        k = self._quote_index(self.line.start - 1)
        if k < 0 or self.quotes[k].end > self.line.start:
            return None
        between = self.line.text[self.quotes[k].end : self.line.start]
        return self.quotes[k] if not between.strip() and "\n" not in between else None

    def block_behind(self) -> Span | None:
        """The paragraph behind a sentence that ends in a colon: a quotation set apart without marks."""
        text, end = self.line.text, self.line.end
        begun = next((k for k in range(end, min(end + 8, len(text))) if not text[k].isspace()), None)
        if begun is None or "\n" not in text[end:begun] or not text[begun].isalpha():
            return None
        stop = text.find("\n", begun)
        return Span(begun, len(text) if stop < 0 else stop)

    def closes_quote(self, token: int, first: int) -> bool:
        """Whether the mark at ``token`` closes a quotation that opened before token ``first``."""
        at = self.line.starts[token]
        k = self._quote_index(at)
        return k >= 0 and self.quotes[k].end == self.line.ends[token] and self.quotes[k].start < self.line.starts[first]

    def _quote_index(self, offset: int) -> int:
        return bisect_right(self.quotes, offset, key=lambda quote: quote.start) - 1

    def _stands_alone(self, quote: Span) -> bool:
        """Whether a quotation is the whole of what is said, not a few words at the end of a clause."""
        first = bisect_right(self.line.starts, quote.start - 1)
        if not first or self.words[first - 1] in (",", ":", ".", "?", "!"):
            return True
        return first <= 2 and not self._is_a_name(quote)

    def _is_a_name(self, quote: Span) -> bool:
        """Whether a quotation is a few words without a mark, as names and borrowed words are: «special raid»."""
        words = self.line.text[quote.start + 1 : quote.end - 1].removesuffix(",")
        return len(words.split()) <= NAME and not any(mark in words for mark in ".,!?;:…")

    def span(self, first: int, last: int) -> Span:
        """Tokens ``first`` to ``last`` (exclusive, at least one) as a span of the document."""
        last = max(min(last, self.size), first + 1)
        return Span(self.line.starts[first], self.line.ends[last - 1])
