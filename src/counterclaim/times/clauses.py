"""Times told by a clause behind "since": "since its troops entered the port on Monday", "since the ring closed".

since_clauses   the times of a sentence, and for each such clause one more: from when something is counted
says_then       whether what stands behind a time says that it is one of speaking: "since May, when it admitted 300"
times_for       those of them that are of the number at a token: it stands in such a clause, or outside
"""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.language import Sentence
from counterclaim.times.grammar import TimeGrammar
from counterclaim.times.moments import Clock, Mention

_RULE = "since …"
_LONGEST = 14  # tokens of a clause behind "since"
_COMPARED = 12  # tokens before "since" in which a superlative says what is compared
_SPEAKER = 6  # tokens within which, behind "when", somebody speaks
_DATED = frozenset({"day", "month", "season", "year", "weekday", "relative-day", "relative"})


def since_clauses(mentions: Sequence[Mention], sentence: Sentence, grammar: TimeGrammar, clock: Clock) -> list[Mention]:
    """The times of a sentence, with one more for each clause that tells since when.

    It begins on the day the clause names; where it names none, and tells what happened, on one that nobody dates.
    """
    told = list(mentions)
    for token, word in enumerate(sentence.words):
        if word not in grammar.values.get("SINCE", ()) or any(m.first <= token <= m.last for m in mentions):
            continue
        if _is_no_clause(sentence, token, mentions):
            continue
        last = _end_of_clause(sentence, token)
        inside = [m for m in mentions if token < m.first <= last]
        dated = next((m for m in inside if m.kind in _DATED), None)
        anchor = clock.anchor
        if dated is not None:
            end = anchor if dated.start is None or anchor is None or anchor >= dated.start else None
            told.append(Mention(token, dated.last, "since", dated.start, end, _RULE, dated.month, dated.day))
        elif not inside and _tells_of_past(sentence, token, last, grammar):
            told.append(Mention(token, last, "since", None, anchor, _RULE, total=True))
    return sorted(told, key=lambda m: m.first)


def times_for(mentions: Sequence[Mention], sentence: Sentence, at: int) -> list[Mention]:
    """The times that may be of the number at a token: those in a clause behind "since" are of that clause alone.

    What only bounds a comparison is of no number, nor is what a semicolon parts from one that has a time on its side.
    """
    mentions = [m for m in mentions if m.kind != "since" or not _only_compares(sentence, m.first)]
    if ";" in sentence.words and len(mentions) > 1:
        mentions = [m for m in mentions if ";" not in _between(sentence, m, at)] or mentions
    mentions = _of_its_part(mentions, sentence, at)
    clauses = [m for m in mentions if m.rule == _RULE]
    if not clauses:
        return mentions
    own = [m for m in clauses if not m.first < at <= m.last and ";" not in _between(sentence, m, at)]
    others = [m for m in clauses if not m.first < at <= m.last]
    inner = [m for m in mentions if any(c is not m and c.first <= m.first and m.last <= c.last for c in others)]
    return [m for m in mentions if m in own or (m not in clauses and m not in inner)]


_PARTS = frozenset({";", ":"})  # what parts a sentence into clauses that may each have a time of their own
_PASSED = frozenset({"duration", "relative-day", "day", "weekday", "overnight"})


def _of_its_part(mentions: list[Mention], sentence: Sentence, at: int) -> list[Mention]:
    """The times without those of another part of the sentence, where one tells since when something is counted.

    "In a day 40 fell; since the war began, 2,640": behind a semicolon it is of what follows. Before one it is of all,
    unless the part has a time of its own: "1,100 have died since May; in the past day 12 did".
    """
    if not any(m.kind == "since" for m in mentions) or _PARTS.isdisjoint(sentence.words):
        return mentions
    marks = [token for token, word in enumerate(sentence.words) if word in _PARTS]
    begin = max((token for token in marks if token < at), default=-1)
    end = min((token for token in marks if token > at and sentence.words[token] == ";"), default=len(sentence.words))
    inside = [m.kind for m in mentions if begin < m.first < end and not m.reporting]
    passed, counted = not _PASSED.isdisjoint(inside), "since" in inside

    def is_of_another(mention: Mention) -> bool:
        if mention.kind == "since":
            return mention.first > end or (passed and mention.first < begin)
        return counted and mention.kind in _PASSED and not begin < mention.first < end

    return [m for m in mentions if not is_of_another(m)]


def _between(sentence: Sentence, mention: Mention, at: int) -> list[str]:
    return sentence.words[mention.last + 1 : at] if mention.last < at else sentence.words[at : mention.first]


def _is_no_clause(sentence: Sentence, since: int, mentions: Sequence[Mention]) -> bool:
    """Whether "since" is an adverb or bounds a length of time: "has since shown", "in the five days since"."""
    if since and sentence.words[since - 1] in sentence.small["auxiliary"]:
        return True
    return any(m.kind == "duration" and m.last == since - 1 for m in mentions)


def _only_compares(sentence: Sentence, since: int) -> bool:
    """Whether "since" only bounds what is compared: "the worst raid since the war began"."""
    for token in range(since - 1, max(-1, since - _COMPARED), -1):
        if not sentence.words[token][0].isalnum():
            return False
        if sentence.words[token] in sentence.small["surpassing"]:
            return True
    return False


def _end_of_clause(sentence: Sentence, since: int) -> int:
    """The last token of the clause that "since" opens."""
    for token in range(since + 1, min(since + _LONGEST, len(sentence.words))):
        if not sentence.words[token][0].isalnum() and sentence.words[token] not in ("'", "'s", "-"):
            return token - 1
    return min(since + _LONGEST, len(sentence.words)) - 1


def _tells_of_past(sentence: Sentence, since: int, last: int, grammar: TimeGrammar) -> bool:
    """Whether a clause without a time tells what happened, and is no reason: ", since it has none up there"."""
    if last <= since + 1 or (since and not sentence.words[since - 1][0].isalnum()):
        return False
    return any(word in grammar.values["OPENED"] for word in sentence.words[since + 1 : last + 1])


def says_then(at: int, sentence: Sentence, grammar: TimeGrammar) -> bool:
    """Whether behind a time a clause tells what somebody said then: "not since May, when the army admitted 300"."""
    words = sentence.words
    at += words[at : at + 1] == [","]
    if at >= len(words) or words[at] not in grammar.values["WHEN"]:
        return False
    return any(word in grammar.values["REPORTING"] for word in words[at + 1 : at + _SPEAKER])
