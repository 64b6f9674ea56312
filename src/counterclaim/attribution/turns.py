"""Who speaks in the turns of a conversation.

labels            Colonel Reyes: We were 120.        Q. How many died? / A. Four.
dashes, marks     – How many are left? / – Eighteen.       “And your unit?” / “Ninety.”
question lines    What did they lose? / Two lorries.

One who only asks is no source. Whoever answers without a label is the one whom the words before the first turn
introduce: "In a video released by the SBU, a prisoner answers".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from counterclaim.attribution.interviews import Interviews
from counterclaim.attribution.recordings import HEARD
from counterclaim.language import Reading
from counterclaim.model import Link
from counterclaim.naming import Named, identify
from counterclaim.sources import Line

LABEL = re.compile(
    r"^[ \t*>–—-]{0,4}([^\W\d_][^:\n]{0,70}?)(?:\*\*)?:(?:\*\*)?[ \t]+(?=\S)|^([^\W\d_])\.[ \t]+(?=\S)", re.MULTILINE
)
_DASHES = ("– ", "— ", "- ")
_OPEN, _CLOSE = '“"„«', '”"“»'
_ASKED = re.compile(r"\?[”\"»]?(?: [–—-] [^?\n]{1,60})?$")  # "How many? – we ask the captain."
_LONGEST_LABEL = 12  # tokens
_LONGEST_QUESTION = 220  # characters
_OWN_WORDS = 20  # sentences in which somebody without a name tells who speaks
_INTRODUCTION = 4  # sentences before the first turn
_RANKED = frozenset(["commander", "soldier"])  # who speak for their body in its briefings


class Turn(NamedTuple):
    """What one person says in a conversation: document offsets, and the speaker; ``()`` for one who asks."""

    start: int
    end: int
    links: tuple[Link, ...]


class Turns(Interviews):
    """The turns of one text."""

    def __init__(self, reading: Reading, attitudes: bool = False) -> None:
        super().__init__(reading, attitudes)
        self._turns: list[Turn] | None = None

    def turns(self) -> list[Turn]:
        """The turns of a conversation, in order; none where the text is no conversation."""
        if self._turns is None:
            talks = "?" in self.text or any(f"\n{mark}" in self.text for mark in (*_OPEN, *_DASHES))
            self._turns = (self._labelled() or (self._dialogue() if talks else [])) if "\n" in self.text else []
        return self._turns

    def turn_at(self, index: int) -> Turn | None:
        """The turn in which sentence ``index`` stands; the label belongs to the first sentence of its turn."""
        turns = self.turns()
        if not turns:
            return None
        start, end, _ = self.bounds[index]
        k = bisect_right(turns, start, key=lambda turn: turn.start) - 1
        if k + 1 < len(turns) and start <= turns[k + 1].start < end:
            k += 1
        return turns[k] if k >= 0 and start < turns[k].end else None

    def answerer(self, index: int) -> Sequence[Link]:
        """Who answers behind the turn of one who asks, in which sentence ``index`` stands."""
        turn = self.turn_at(index)
        if turn is None or turn.links:
            return ()
        return next((t.links for t in self.turns() if t.start > turn.start and t.links), ())

    # -- labels -------------------------------------------------------------------------------------------------------

    def _labelled(self) -> list[Turn]:
        found = (LABEL.match(self.text, start) for start, _ in _lines_of(self.text))
        labels = [label for label in found if label is not None]
        if not labels:
            return []
        told = [self.label(match) for match in labels]
        kept = [(match, kind) for match, kind in zip(labels, told, strict=True) if kind is not None]
        # a list of figures ("Army: 40", "Bakhmut: 3 killed") is no conversation
        figures = sum(self.text[match.end()].isdigit() for match in labels)
        named = [_written(match) for match, _ in kept]
        sure = any(kind != "name" for _, kind in kept) or len(set(named)) < len(named)
        if not kept or 2 * figures > len(labels) or not sure or (len(kept) == 1 and kept[0][1] != "speaks"):
            return []
        several = any("\n\n" in self.text[a.end() : b.start()].strip() for (a, _), (b, _) in pairwise(kept))
        ends = [match.start() for match, _ in kept[1:]]
        stop = -1 if several else self.text.find("\n", kept[-1][0].end())
        ends.append(len(self.text) if stop < 0 else stop)
        opener = named[0]
        asked = [bool(_ASKED.search(self.text[m.end() : e].strip())) for (m, _), e in zip(kept, ends, strict=True)]
        asks = [a for a, name in zip(asked, named, strict=True) if name == opener]
        turns: list[Turn] = []
        known: dict[str, tuple[Link, ...]] = {}
        for (match, kind), name, end in zip(kept, named, ends, strict=True):
            if kind == "asks" or (name == opener and 2 * sum(asks) >= len(asks) and len(kept) > 2):
                turns.append(Turn(match.start(), end, ()))
                continue
            links = next((had for told_as, had in known.items() if told_as.startswith(name)), ())
            links = links or next((had for told_as, had in known.items() if told_as.endswith(name)), ())
            links = links or next((had for told_as, had in known.items() if _same_surname(name, told_as)), ())
            known.setdefault(name, links or self.turn_speaker(match, kept[0][0].start()))
            turns.append(Turn(match.start(), end, known[name]))
        return turns

    def _span_of(self, match: re.Match[str]) -> tuple[int, Line, int, int]:
        """The sentence of a label, and its tokens."""
        index = self.sentence_at(match.start() + 1)
        line = self.line(index)
        start, end = match.span(1) if match[1] else match.span(2)
        return index, line, bisect_right(line.starts, start - 1), bisect_right(line.starts, end - 1)

    def label(self, match: re.Match[str]) -> str | None:
        """What the label of a line is: of one who "asks", of one who "speaks", a "name", or none."""
        _, line, first, last = self._span_of(match)
        start = match.start(1) if match[1] else match.start(2)
        if line.start > start or not 0 < last - first <= _LONGEST_LABEL:
            return None
        words, small = line.words[first:last], self.small
        if not small.asker.isdisjoint(words):
            return "asks"
        if not small.first_plural.isdisjoint(words):
            return None  # "What we know: 40 are dead"
        if match[2] is not None or (len(words) == 1 and len(words[0]) == 1):
            return "speaks" if words[0] in small.answerer else None
        if not small.answerer.isdisjoint(words):
            return "speaks"
        if (
            len(words) == 1
            and words[0] in self.lexicon.things
            and words[0].endswith(("s", "n"))
            and words[0] not in small.person_noun
        ):
            return None  # "Civilians: 40 were hurt" tells of whom, not who speaks
        if any(self._reports_speech(line, k) for k in range(first + 1, last - 1)):
            return None  # "Sir Paul told the broadcaster:" is no label
        found = self.names.find(line, first, last)
        said_by = any(m.kind in ("speaker", "source", "body") for m in found)
        if len(words) > 1 and words[0] in small.article & small.indefinite and not said_by:
            return None  # "A note for new readers: …"
        one = any(m.kind == "speaker" and not words[m.last - 1 - first].endswith(("s", "men")) for m in found)
        person = one or any(word in small.person_noun for word in words)
        if not self.lexicon.things.isdisjoint(words) and not person:
            return None
        if any(m.kind == "statement" for m in found) or any(word in self.lexicon.measures for word in words):
            return None
        if person or any(m.kind == "speaker" for m in found):
            return "speaks"
        named = all(
            line.capital(k) or not line.words[k][0].isalpha() or line.words[k] in small.preposition
            for k in range(first, last)
        )
        listed = self.text[match.end()].isdigit() or any(m.kind == "side" for m in found)
        return "name" if named and not listed else None

    def _reports_speech(self, line: Line, token: int) -> bool:
        verb = self.lexicon.verbs.get(line.words[token])
        said = verb is not None and not verb.kinds.isdisjoint(("say", "inform")) and "past" in verb.forms
        return said and not line.capital(token)

    def turn_speaker(self, match: re.Match[str], begin: int) -> tuple[Link, ...]:
        """Who speaks by a label, in a conversation that begins at document offset ``begin``."""
        index, line, first, last = self._span_of(match)
        if last - first == 1 and line.words[first] in self.small.answerer:
            author = self.author()
            if author is not None and author.end <= begin:
                return (author,)
            heard = self._interviewed(begin)
            return heard or (self._link(line, first, last, self._by_own_unit(index), None),)
        if line.words[first] in self.small.he and last - first == 1:
            heard = self._interviewed(begin) or self._heard_of(begin)
            if heard:
                return heard
        named = identify(line, first, last, self.names, self.register)
        if named.id is None and line.words[first] in self.small.doctor:
            named = Named("medic", self.register.speakers["medic"].role)
        if named.body is not None and named.id is None:
            state = self._of_the_text(index, line.starts[first], named) if named.role == "ministry" else None
            named = state or Named(None, named.role)
        link = self._link(line, first, last, named, None)
        if link.id is None:
            known = self.introduced(index, line.words[last - 1])
            if known is not None and known.id is not None:
                link = Link(link.name, known.id, known.role, None, link.start, link.end)
        if link.id in (None, "person") and link.role != "document":
            heard = self._interviewed(begin) if self._is_call(begin) else ()
            if heard and heard[-1].id == "soldier":
                return heard  # who speaks in a soldiers' call, and is nobody's mother or wife
        ranked = last - first > 1 and link.id in _RANKED and not self.small.rank.isdisjoint(line.words[first:last])
        if link.id is None or link.id in self.small.speaks_for or ranked:
            told = self._briefed(match.start(), link)
            author = self.author() if told is link and link.role in ("military", "soldier", "person") else None
            ranked = not self.small.rank.isdisjoint(line.words[first:last])
            if author is not None and ranked and author.id is not None and author.end <= begin:
                return (Link(link.name, author.id, author.role, None, link.start, link.end),)
            return (told,)
        return (link,)

    def _by_own_unit(self, index: int) -> Named:
        """Who answers without a name, by what they say: one who has a company is a soldier."""
        for j in range(index, min(len(self.bounds), index + _OWN_WORDS)):
            sentence = self.reading.sentence(j)
            for token, _ in sentence.places("unit"):
                if token and sentence.kind(token - 1, "form") == "our":
                    return Named("soldier", self.register.speakers["soldier"].role)
        return Named(None, "person")

    def _heard_of(self, before: int) -> tuple[Link, ...]:
        """A soldier of whom the words before a conversation tell: "a soldier's phone"."""
        last = self.sentence_at(max(0, before - 1))
        for j in range(max(0, last - _INTRODUCTION), last + 1):
            line = self.line(j)
            for match in self.names.find(line, 0, len(line.words)):
                if match.kind == "speaker" and match.value in ("soldier", "prisoner") and line.start < before:
                    role = self.register.speakers[match.value].role
                    return (self._link(line, match.first, match.last, Named(match.value, role), None),)
        return ()

    def _briefed(self, before: int, link: Link) -> Link:
        """The body in whose briefing one speaks who has a name or a rank alone, where the words before tell it."""
        last = self.sentence_at(max(0, before - 1))
        for j in range(max(0, last - _INTRODUCTION), last + 1):
            line = self.line(j)
            known = link.id in ("spokesman", "official") or not self.small.bulletin.isdisjoint(line.words)
            if line.start >= before or not known:
                continue
            found = self.names.find(line, 0, len(line.words))
            body = next((m for m in found if m.kind in ("source", "body")), None)
            if body is None:
                over = self._over_briefing(j)
                if over is not None and link.role in ("military", "soldier", "person"):
                    return over
                continue
            named = identify(line, *self._phrase(line, body.first, body.last), self.names, self.register)
            if named.id is None or named.id in self.register.speakers:
                named = identify(line, 0, len(line.words), self.names, self.register)
            if (
                named.id is not None
                and named.id not in self.register.speakers
                and named.role not in ("agency", "media")
            ):
                return Link(link.name, named.id, named.role, None, link.start, link.end)
        return link

    def _over_briefing(self, index: int) -> Link | None:
        """The body in no list that stands over its briefing: "KARFOR daily press conference, Lima"."""
        line, last = self.line(index), 0
        while last < len(line.words) and self._names_body(line, last):
            last += 1
        if not last or not any(word in self.small.briefing for word in line.words[last : last + 4]):
            return None
        sentence = self.reading.sentence(index)
        if any(phrase is not None and "place" in phrase.kinds for phrase in sentence.phrases[:last]):
            return None
        return self._link(line, 0, last, Named(None, "military"), None)

    def _names_body(self, line: Line, token: int) -> bool:
        """Whether a word belongs to the name of a body at the head of a line; a short one in capitals does so alone."""
        word = line.text[line.starts[token] : line.ends[token]]
        return word.isupper() and len(word) > 2 and line.words[token] not in self.small.bulletin

    # -- conversations without labels ---------------------------------------------------------------------------------

    def _dialogue(self) -> list[Turn]:
        """Lines that speak in turn, behind dashes, in quotation marks, or each behind a question."""
        lines = []
        for start, line in _lines_of(self.text):
            bare = line.strip(" \t")
            if bare and not bare[0].isspace():
                first = start + line.index(bare)
                lines.append((first, first + len(bare)))
        answers = self._alternating(lines, self._dashed) or self._alternating(lines, self._quoted)
        answers = answers or self._behind_questions(lines) or self._set_apart(lines)
        if not answers:
            return []
        links = self._told_within(answers) or self._interviewed(min(start for start, _, _ in answers))
        links = links or self._introduced_behind(max(end for _, end, _ in answers))
        if not links:
            return []
        return [Turn(start, end, links if speaks else ()) for start, end, speaks in answers]

    def _told_within(self, answers: list[tuple[int, int, bool]]) -> tuple[Link, ...]:
        """Who answers, told within the turns: "– Six, – says the medic", "– we ask the captain", "Comrade major, …"."""
        if self.grammar is None:
            return ()
        for start, end, speaks in answers:
            for j in range(self.sentence_at(start), self.sentence_at(end - 1) + 1):
                link = self._saying(j) if speaks else self._spoken_to(j)
                if link is not None:
                    return (link,)
        return ()

    def _dashed(self, start: int, end: int) -> bool:
        return self.text.startswith(_DASHES, start, end)

    def _quoted(self, start: int, end: int) -> bool:
        return self.text[start] in _OPEN and self.text[end - 1] in _CLOSE and end - start > 2

    def _alternating(self, lines: list[tuple[int, int]], shaped: object) -> list[tuple[int, int, bool]]:
        """The lines of one shape that stand together; every second one answers, the others ask."""
        assert callable(shaped)
        runs: list[list[tuple[int, int]]] = [[]]
        for span in lines:
            if shaped(*span):
                runs[-1].append(span)
            elif runs[-1]:
                runs.append([])
        run = max(runs, key=len)
        asked = [k for k, (start, end) in enumerate(run) if _ASKED.search(self.text[start:end])]
        if len(run) < 3:
            whole = len(run) == 2 and asked == [0] and shaped == self._dashed and self.grammar is not None
            return [(*run[0], False), (*run[1], True)] if whole else []
        if not asked:
            return self._by_numbers(run) if shaped == self._dashed and self._is_call(run[0][0]) else []
        even = sum(k % 2 == 0 for k in asked)
        asks = 0 if 2 * even >= len(asked) else 1
        return [(start, end, k % 2 != asks) for k, (start, end) in enumerate(run)]

    def _is_call(self, before: int) -> bool:
        """Whether the words before a conversation tell of a call or a recording."""
        last = self.sentence_at(max(0, before - 1))
        return any(self.medium_in(j) or self._held(j) for j in range(max(0, last - _INTRODUCTION), last + 1))

    def _by_numbers(self, run: list[tuple[int, int]]) -> list[tuple[int, int, bool]]:
        """The lines of a call written down without question marks: who tells more numbers was asked."""
        told = [0, 0]
        numbers = self.language_numbers()
        for k, (start, end) in enumerate(run):
            words = self.folded[start:end].split()
            told[k % 2] += sum(word.strip(",.!?…") in numbers or word[0].isdigit() for word in words)
        asks = 0 if told[1] >= told[0] else 1
        return [(start, end, k % 2 != asks) for k, (start, end) in enumerate(run)]

    def language_numbers(self) -> frozenset[str]:
        """The single words for numbers of the language."""
        table = self.reading.language.values.get("number", {})
        return frozenset(word for words in table.values() for word in words)

    def _behind_questions(self, lines: list[tuple[int, int]]) -> list[tuple[int, int, bool]]:
        """The lines that follow a line which is a question; at least two of them make a conversation."""
        asked = [
            end - start <= _LONGEST_QUESTION and self.text[end - 1] == "?" and self.text[start] not in _OPEN
            for start, end in lines
        ]
        pairs = [k + 1 for k in range(len(lines) - 1) if asked[k] and not asked[k + 1]]
        if len(pairs) < 2:
            return []
        answers = set(pairs)
        for k in range(pairs[0] + 1, len(lines)):
            # two lines that stand together: what was put to the speaker, and the answer
            before = self.text[lines[k - 1][1] : lines[k][0]]
            lead = "\n\n" in self.text[lines[k - 2][1] : lines[k - 1][0]] if k > 1 else True
            if before.count("\n") == 1 and lead and k - 1 not in answers:
                answers.add(k)
        return [(*lines[k], True) for k in sorted(answers)]

    def _set_apart(self, lines: list[tuple[int, int]]) -> list[tuple[int, int, bool]]:
        """A paragraph that is one quotation, behind one that tells of a call or a video and of who is heard in it."""
        for (begin, _), (start, end) in pairwise(lines):
            if self._quoted(start, end) and not self.acts(self.sentence_at(end - 1)):
                index = self.sentence_at(begin)
                heard = [
                    m for m in self.names.find(self.line(index), 0, len(self.line(index).words)) if m.value in HEARD
                ]
                if heard:
                    return [(start, end, True)]
        return []


def _lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Where each line of a text begins, and the line."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _same_surname(name: str, told_as: str) -> bool:
    """Whether a label of a title and a name means one told before with more words: "Mr. Head" of "Mr. Antony Head"."""
    words = re.findall(r"\w+", name)
    return 1 < len(words) <= 3 and words[-1] in re.findall(r"\w+", told_as) and words[0] in re.findall(r"\w+", told_as)


def _written(match: re.Match[str]) -> str:
    return (match[1] or match[2]).strip(" *").casefold().removeprefix("the ")
