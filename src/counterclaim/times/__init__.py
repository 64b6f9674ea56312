"""When: the times a sentence names, resolved as far as its own words, the text and the day of publication allow.

``find_times()`` writes a sentence as one letter per word and runs the rules of the pack's ``grammar_times.toml`` over
the letters in stages: points in time, the openings of events, then the frames around them ("since", "between … and").
What no rule can place stays ``None``; nothing is guessed. Conventions, where words leave room:

- a weekday is the latest such day on or before publication; "last Monday" the latest before it;
- a day without a year is the latest such day not after publication (one day is allowed for time zones);
- early, mid and late are thirds of a month, and January-March, May-August and October-December of a year;
- spring is March to May; the winter of a year is read wide, from the December before to the February after;
- "the past three days" end on the day of publication and begin three days earlier: the difference of two totals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from counterclaim.language import TOKEN, Language, Reading, Sentence, load_language
from counterclaim.packs import kept
from counterclaim.patterns import Packed, packed, unpacked
from counterclaim.places import side_of
from counterclaim.sieves import Sieve
from counterclaim.times.calendars import full_year, safe_date
from counterclaim.times.clauses import since_clauses, times_for
from counterclaim.times.frames import FRAMES
from counterclaim.times.grammar import DATE, Rule, TimeGrammar, load_times
from counterclaim.times.hits import Hit, Word
from counterclaim.times.moments import Clock, Mention, MentionKind
from counterclaim.times.occasions import choose_occasion
from counterclaim.times.periods import When, resolve_period
from counterclaim.times.points import POINTS

__all__ = ["Clock", "Mention", "MentionKind", "When", "find_times", "read_clock", "resolve_period", "times_for"]

_MEANINGS = {**POINTS, **FRAMES}
_MEANT = frozenset(_MEANINGS)


def find_times(
    sentence: Sentence, language: Language, clock: Clock, sides: frozenset[str] = frozenset()
) -> list[Mention]:
    """The times a sentence names, in order; ``sides`` are those of the whole text and help to tell events apart."""
    grammar = load_times(language.code, _MEANT)
    found: list[Mention] = []
    if _may_hold(sentence, grammar):
        words = _words(sentence, grammar)
        words = _join_events(words, sentence, grammar, clock, sides)
        words = _run(grammar.stages["point"], words, sentence, clock, grammar)
        if any(word.occasion is not None or word.mention is not None or word.event for word in words):
            words = _run(grammar.stages["opening"], words, sentence, clock, grammar)
            words = _run(grammar.stages["frame"], words, sentence, clock, grammar)
        told = [word.mention for word in words if word.mention is not None and word.mention.kind != "opening"]
        found = [_mark_reporting(mention, sentence, grammar) for mention in told]
        found = since_clauses(found, sentence, grammar, clock)
    return found


def _may_hold(sentence: Sentence, grammar: TimeGrammar) -> bool:
    triggers = grammar.triggers
    if not triggers.isdisjoint(sentence.words):
        return True
    for word, tag in zip(sentence.words, sentence.tags, strict=True):
        if tag == "t" or (word[0] in "0123" and (word.isdecimal() or DATE.match(word)) and 4 <= len(word) <= 10):
            return True
        if " " in word and not triggers.isdisjoint(word.split()):
            return True
    return False


def _words(sentence: Sentence, grammar: TimeGrammar) -> list[Word]:
    """The sentence as letters; what another table of the pack joined is taken apart again, sides are not."""
    out: list[Word] = []
    side = grammar.letters["\0SIDE"]
    for token, (word, phrase) in enumerate(zip(sentence.words, sentence.phrases, strict=True)):
        kinds = phrase.kinds if phrase is not None else {}
        if "side" in kinds or "acronym" in kinds:
            out.append(Word(side if sentence.caps[token] else grammar.letter(word), token, token, word))
        elif " " in word or ("-" in word and len(word) > 1):
            begin = sentence.starts[token] - sentence.start
            for part in TOKEN.finditer(word):
                capital = sentence.text[begin + part.start()].isupper()
                out.append(Word(grammar.letter(part[0]), token, token, part[0], capital=capital))
        else:
            out.append(Word(grammar.letter(word), token, token, word, capital=sentence.caps[token]))
    _sift_months(out, sentence, grammar)
    return _spell_days(out, grammar)


def _spell_days(words: list[Word], grammar: TimeGrammar) -> list[Word]:
    """The words with each day of a month that is spelled out in figures: "the eighth of December", "двадцатого мая"."""
    spelled = grammar.values["SPELLED"]
    if not any(word.text in spelled for word in words):
        return words
    out: list[Word] = []
    for at, word in enumerate(words):
        day = spelled.get(word.text)
        if day is None or not _is_beside_month(words, at, grammar):
            out.append(word)
            continue
        number, first = int(day), word.first
        joint = len(out) > 1 and out[-1].text == "-"
        tens = grammar.value("TENS", out[-1 - joint].text) if out and number < 10 else None
        if tens is not None:  # "двадцать пятого", "twenty-fifth"
            number, first = number + int(tens), out[-1 - joint].first
            del out[-1 - joint :]
        out.append(Word(grammar.letter(str(number)), first, word.last, str(number)))
    return out


def _is_beside_month(words: list[Word], at: int, grammar: TimeGrammar) -> bool:
    """Whether a month stands behind a word; where the language joins the two, behind or before it with its joint."""
    joints = grammar.values.get("OF_MONTH", {})
    if not joints:
        return at + 1 < len(words) and grammar.has(words[at + 1].letter, "MONTH")
    for step, stands in ((1, "before"), (-1, "behind")):
        joint, month = at + step, at + 2 * step
        if 0 <= month < len(words) and joints.get(words[joint].text) == stands:
            if grammar.has(words[month].letter, "MONTH"):
                return True
    return False


def _sift_months(words: list[Word], sentence: Sentence, grammar: TimeGrammar) -> None:
    """Leave "may" and "march" a month only with a capital, and where that says little, only beside what dates it."""
    shouted = sentence.text.isupper()
    for at, word in enumerate(words):
        if word.text not in grammar.ambiguous or not grammar.has(word.letter, "MONTH"):
            continue
        before = grammar.classes.get(words[at - 1].letter, frozenset()) if at else frozenset()
        after = grammar.classes.get(words[at + 1].letter, frozenset()) if at + 1 < len(words) else frozenset()
        dated = bool(after & {"DAY", "YEAR", "MONTHLY"} or before & {"DAY", "YEARLY", "PART", "PAST"})
        inside = at > 0 and not shouted and words[at - 1].text not in {'"', ".", ":"}
        if not word.capital or not (dated or inside):
            word.letter = "."


def _join_events(
    words: list[Word], sentence: Sentence, grammar: TimeGrammar, clock: Clock, sides: frozenset[str]
) -> list[Word]:
    texts = [word.text for word in words]
    present = set(texts)
    if present.isdisjoint(grammar.occasions.by_first) and present.isdisjoint(grammar.values["STRIFE"]):
        return words
    beside = _sides_of(sentence, 0, len(sentence.words) - 1)
    out: list[Word] = []
    at = 0
    while at < len(words):
        match = grammar.occasions.match(texts, at)
        if match is None:
            if texts[at] not in grammar.values["STRIFE"]:
                out.append(words[at])
                at += 1
                continue
            match = 1, (), False
        length, candidates, proper = match
        if length == 1 and texts[at] in grammar.values.get("PASSING", ()):
            candidates = ()  # "since the operation began": of which, nothing says
        dated = all(grammar.has(word.letter, "MONTH") or word.text[0].isdecimal() for word in words[at : at + length])
        if dated and not _stands_for_event(words, at, length, grammar):
            out.append(words[at])
            at += 1
            continue
        first, end = words[at].first, at + length
        if out and out[-1].text == '"' and texts[end : end + 1] == ['"']:
            first, end = out.pop().first, end + 1  # the “special military operation”
        while not dated and out and grammar.classes.get(out[-1].letter, frozenset()) & {"DETERMINER", "SIDE"}:
            first = out.pop().first
        while end < len(words):
            step = 1 if grammar.has(words[end].letter, "TOWARD") else 0
            step += 1 if step and end + step < len(words) and texts[end + step] == "the" else 0
            if end + step >= len(words) or not grammar.has(words[end + step].letter, "SIDE"):
                break
            end += step + 1
        last = words[end - 1].last
        own = _sides_of(sentence, first, last)
        occasion = choose_occasion(candidates, proper and not dated, own, beside | sides, clock.anchor)
        if dated and occasion is None:
            out.append(words[at])
            at += 1
            continue
        text = " ".join(texts[at : at + length])
        out.append(Word(grammar.letters["\0E"], first, last, text, occasion=occasion, event=True))
        at = end
    return out


def _stands_for_event(words: list[Word], at: int, length: int, grammar: TimeGrammar) -> bool:
    """Whether a day that is the name of an event ("since October 7") is said as one, and not as a day of some year."""
    after = [grammar.classes.get(word.letter, frozenset()) for word in words[at + length : at + length + 2]]
    if any("YEAR" in classes for classes in after):
        return False
    before = words[at - 1].text if at else ""
    return before in grammar.values["FRAME"] or before in {"between", "from"}


def _sides_of(sentence: Sentence, first: int, last: int) -> frozenset[str]:
    """The sides named from token to token, and the states that the places named lie in."""
    found = (side_of(sentence, t) or sentence.kind(t, "place") for t in range(first, last + 1) if sentence.caps[t])
    return frozenset(side for side in found if side is not None)


def _run(stage: Sieve[Rule], words: list[Word], sentence: Sentence, clock: Clock, grammar: TimeGrammar) -> list[Word]:
    line = "".join([word.letter for word in words])
    hits: list[tuple[int, int, int, re.Match[str]]] = []
    rules = stage.fitting(line)
    for order, rule in enumerate(rules):
        for match in rule.pattern.finditer(line):
            hits.append((match.start() - match.end(), order, match.start(), match))
    if not hits:
        return words
    hits.sort(key=lambda hit: hit[:3])
    taken = bytearray(len(words))
    made: dict[int, tuple[int, Mention]] = {}
    for _, order, begin, match in hits:
        end = match.end()
        if any(taken[begin:end]):
            continue
        rule = rules[order]
        named = {name: match.start(name) for name, got in match.groupdict().items() if got is not None}
        mention = _MEANINGS[rule.means](Hit(words, begin, end, named, rule.name, sentence, clock, grammar))
        if mention is not None:
            made[begin] = (end, mention)
            taken[begin:end] = b"\1" * (end - begin)
    out: list[Word] = []
    at = 0
    letter = grammar.letters["\0T"]
    while at < len(words):
        if at in made:
            end, mention = made[at]
            out.append(Word(letter, mention.first, mention.last, "\0T", mention))
            at = end
        else:
            out.append(words[at])
            at += 1
    return out


def _mark_reporting(mention: Mention, sentence: Sentence, grammar: TimeGrammar) -> Mention:
    verbs = grammar.values["REPORTING"]
    words, tags = sentence.words, sentence.tags
    told = mention.last + 1 < len(words) and words[mention.last + 1] in verbs
    at = mention.first - 1
    while not told and at >= max(0, mention.first - 5) and tags[at] not in "dnvomk,;":
        told = words[at] in verbs
        at -= 1
    if not told:
        return mention
    return replace(mention, reporting=True)


_MAKERS = ("times/__init__.py", "times/grammar.py", "patterns.py")


@lru_cache(maxsize=4)
def _full_dates(code: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], dict[str, int]]:
    grammar = load_times(code, _MEANT)
    before, short = kept(load_language(code), "dates", _MAKERS, lambda: _of_months(grammar.months))
    return unpacked(before), re.compile(r"-(\d\d)-(\d\d)(?!\d)"), unpacked(short), dict(grammar.months)


def _of_months(months: Iterable[str]) -> tuple[Packed, Packed]:
    """What ends before a year in a full date, and an agency's dateline with two digits for the year."""
    names = "|".join(sorted((re.escape(name) for name in months), key=len, reverse=True))
    before = packed(
        rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{names})|(?P<m2>{names})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)"
        r",?\s+$|(?<!\d)(?P<d3>\d{1,2})[./](?P<m3>\d{1,2})[./]$"
    )
    short = packed(rf"(?P<d>\d{{1,2}}) (?P<m>{names}) (?P<y>\d\d)\s*(?:\([^)\n]{{2,60}}\)\s*)?-")
    return before, short


_YEAR = re.compile(r"[12](?:(?<=1)9|(?<=2)0)(?<!\d\d\d)\d\d(?!\d)")  # its first sign is plain, so that it is found fast
_DATELINE = re.compile(r"\s*(?:\([^)\n]{2,30}\)\s*)?[-:|]|\s*$")


def read_clock(reading: Reading, published: date | None = None) -> Clock:
    """What anchors the times of a text: the day given, a dateline, and the full dates it tells.

    A dateline is a full date in the first 300 characters that stands on a short line, or before a dash. Days on which
    an event of the record began are history and date nothing.
    """
    folded = reading.folded
    found: list[date] = []
    dateline: date | None = None
    for match in _YEAR.finditer(folded):
        before, after, _, months = _full_dates(reading.language.code)
        head = folded[max(0, match.start() - 30) : match.start()]
        told = before.search(head)
        end = match.end()
        if told is not None:
            name = told["m"] or told["m2"]
            number = int(told["d"] or told["d2"] or told["d3"])
            month = months[name] if name else int(told["m3"])
            begin = match.start() - (len(head) - told.start())
        else:
            iso = after.match(folded, end)
            if iso is None:
                continue
            month, number, begin, end = int(iso[1]), int(iso[2]), match.start(), iso.end()
        day = safe_date(int(match[0]), month, number)
        if day is None:
            continue
        if dateline is None and begin < 300 and not found:
            line_start, line_end = folded.rfind("\n", 0, begin) + 1, folded.find("\n", end)
            line_end = len(folded) if line_end < 0 else line_end
            short = line_end - line_start <= 60 and line_end < len(folded) and folded[line_end - 1] not in ".!?"
            if short or (begin - line_start <= 40 and _DATELINE.match(folded[end : min(line_end, end + 40)])):
                dateline = day
        found.append(day)
    if dateline is None and "-" in folded[:160]:
        dateline = _short_dateline(folded[:160], reading.language.code)
    if not found:
        return Clock(published, dateline=dateline)
    starts = load_times(reading.language.code, _MEANT).occasions.starts
    dates = tuple(found)
    years = {day.year for day in dates if day not in starts}
    return Clock(published, years.pop() if len(years) == 1 else None, dates, dateline)


def _short_dateline(head: str, code: str) -> date | None:
    """The day of an agency's dateline with two digits for the year: "LIMA, 15 JAN 90 (EFE) --"."""
    *_, short, months = _full_dates(code)
    told = short.search(head)
    return None if told is None else safe_date(full_year(int(told["y"])), months[told["m"]], int(told["d"]))
