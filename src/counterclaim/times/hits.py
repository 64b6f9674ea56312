"""What a rule of times matched in a sentence: its words, by the names the rule gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from counterclaim.language import Sentence
from counterclaim.times.grammar import TimeGrammar
from counterclaim.times.moments import Clock, Mention, MentionKind
from counterclaim.times.occasions import Occasion


class Word:
    """One word of a sentence, or what an earlier stage joined into one; ``first`` and ``last`` are tokens.

    Made for every word of a sentence that may name a time, so that it is no dataclass: those are slow to make.
    """

    __slots__ = ("capital", "event", "first", "last", "letter", "mention", "occasion", "text")

    def __init__(
        self,
        letter: str,
        first: int,
        last: int,
        text: str,
        mention: Mention | None = None,
        occasion: Occasion | None = None,
        capital: bool = False,
        event: bool = False,
    ) -> None:
        self.letter, self.text = letter, text
        self.first, self.last = first, last
        self.mention, self.occasion = mention, occasion
        self.capital, self.event = capital, event


@dataclass(slots=True)
class Hit:
    """What a rule matched: the words by the rule's own names, and where they stand."""

    words: list[Word]
    begin: int
    end: int
    named: dict[str, int]
    rule: str
    sentence: Sentence
    clock: Clock
    grammar: TimeGrammar

    def value(self, name: str, kind: str) -> str | None:
        """What a named word means in a class."""
        at = self.named.get(name)
        return None if at is None else self.grammar.value(kind, self.words[at].text)

    def number(self, name: str, kind: str = "") -> int | None:
        """The number a named word stands for."""
        at = self.named.get(name)
        if at is None:
            return None
        text = self.words[at].text
        if text[0].isdecimal():
            return int(re.match(r"\d+", text)[0])  # type: ignore[index]
        value = self.grammar.value(kind, text)
        if value is not None and kind == "COUNT" and at >= 2 and self.words[at - 1].text == "-":
            return int(value) + int(self.grammar.value("TENS", self.words[at - 2].text) or 0)
        return None if value is None else int(value)

    def mention(self, name: str) -> Mention | None:
        """The time an earlier stage found at a named word."""
        at = self.named.get(name)
        return None if at is None else self.words[at].mention

    def occasion(self, name: str = "e") -> Occasion | None:
        """The event at a named word, where it could be told."""
        at = self.named.get(name)
        return None if at is None else self.words[at].occasion

    def scattered(self, name: str = "e") -> bool:
        """Whether an event is no time: a word for fighting without an article, or for a part of a war."""
        at = self.named.get(name)
        if at is None:
            return False
        if self.words[at].text in self.grammar.values.get("PASSING", ()):
            return True
        if self.words[at].text not in self.grammar.values.get("SCATTERED", ()):
            return False
        head = self.grammar.classes.get(self.grammar.letter(self.sentence.words[self.words[at].first]), frozenset())
        return "DETERMINER" not in head

    def made(
        self,
        kind: MentionKind,
        span: tuple[date | None, date | None] | None = None,
        *,
        month: int | None = None,
        day: int | None = None,
        days: int | None = None,
        event: str | None = None,
        total: bool = False,
    ) -> Mention:
        """A mention of the words matched."""
        start, end = span or (None, None)
        first, last = self.words[self.begin].first, self.words[self.end - 1].last
        return Mention(first, last, kind, start, end, self.rule, month, day, days, event, total)
