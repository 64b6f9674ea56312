"""What one text told before: its acts of reporting, sentence by sentence, and who was named last."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.contents import Act
from counterclaim.attribution.lexicon import lexicon_of
from counterclaim.attribution.nominals import Nominals
from counterclaim.attribution.patterns import PatternParser, load_speech
from counterclaim.attribution.quotations import find_quotations
from counterclaim.attribution.reporting import Parser
from counterclaim.language import Reading
from counterclaim.model import Link, Span
from counterclaim.naming import Named
from counterclaim.natures import names_nature
from counterclaim.sources import Line, Match, line_of, load_register

LONGEST = 6000  # characters of a sentence that are read; no sentence of a writer is longer
_PARAGRAPHS_BACK = 4  # how far back "he" and "it" reach
_TELLS = frozenset(["say", "show", "think", "inform"])
# What a pronoun may be, by its nature.
_FITTING = {
    "body": frozenset(["body"]),
    "person": frozenset(["person"]),
    "people": frozenset(["people", "body", "person"]),
    "one": frozenset(["person", "people"]),
}
_SEVERAL = frozenset(["body", "people"])
_OFFICES = frozenset(["source", "body"])  # a person who holds one is named with it: "Prime Minister Laval"
_INTRODUCED_BACK = 40  # sentences
_HEADLINES, _INTRODUCED_BEHIND = 3, 5  # sentences at the head of a text whose names are told in full behind them
LOOK_BACK = 10  # sentences in which "he" or "the ministry" was named
MENTIONED = frozenset(["soldier", "prisoner", "witness", "medic", "commander"])


class Recollection(ABC):
    """The sentences of one text as acts of reporting, made when they are asked for, and kept."""

    def __init__(self, reading: Reading, attitudes: bool = False) -> None:
        self.reading, self.attitudes = reading, attitudes
        self.text, self.folded, self.bounds = reading.text, reading.folded, reading.bounds
        self.begins = [start for start, _, _ in reading.bounds]
        self.lexicon = lexicon_of(reading.language)
        self.names, self.small = self.lexicon.names, self.lexicon.words
        self.register = load_register()
        self.grammar = load_speech(reading.language.code)
        self.quotes = find_quotations(reading.text)
        self._lines: dict[int, Line] = {}
        self._acts: dict[int, list[Act]] = {}
        self._links: dict[
            int, tuple[Act, list[Link]]
        ] = {}  # by ``id``, with the act: so that no other one takes its id
        self._media: dict[int, list[Link]] = {}
        self._depth = 0

    def line(self, index: int) -> Line:
        """Sentence ``index`` as plain tokens."""
        made = self._lines.get(index)
        if made is None:
            start, end, _ = self.bounds[index]
            if end - start > LONGEST:
                made = line_of(self.text, self.folded, start, start + LONGEST)
            else:
                made = line_of(self.text, self.folded, start, end, self.reading.tokens(index))
            self._lines[index] = made
        return made

    def acts(self, index: int) -> list[Act]:
        """The acts of reporting of sentence ``index``."""
        made = self._acts.get(index)
        if made is None:
            made = self._acts[index] = [
                act for act in self._read_acts(self.line(index)) if not self._is_topic(index, act)
            ]
        return made

    def _is_topic(self, index: int, act: Act) -> bool:
        """Whether a source is but what a text is about: "Sudan: drones kill 40 in Khartoum"."""
        return False

    def _read_acts(self, line: Line) -> list[Act]:
        if self.grammar is not None:
            return PatternParser(line, self.lexicon, self.quotes, self.grammar).parse()
        return Parser(line, self.lexicon, self.quotes).parse(self.attitudes)

    def sentence_at(self, offset: int) -> int:
        """The sentence that holds a document offset."""
        return max(0, bisect_right(self.begins, offset) - 1)

    def quote_at(self, offset: int) -> Span | None:
        """The quotation that holds a document offset."""
        k = bisect_right(self.quotes, offset, key=lambda quote: quote.start) - 1
        return self.quotes[k] if k >= 0 and self.quotes[k].end > offset else None

    def _before(self, index: int, offset: int) -> Iterator[tuple[int, Act, list[Link]]]:
        """Acts with their chains, nearest first, that stand before a document offset."""
        for j in range(index, max(-1, index - LOOK_BACK), -1):
            for act in reversed(self.acts(j)):
                if act.source is None or self.line(j).starts[act.source[0]] >= offset:
                    continue
                chain = self.links(j, act)
                if chain:
                    yield j, act, chain

    def _speaker_before(self, index: int, offset: int, roles: frozenset[str]) -> Link | None:
        for _, _, chain in self._before(index, offset):
            for link in reversed(chain):
                if link.role in roles:
                    return link
        return None

    def _same_word_before(self, index: int, offset: int, word: str) -> Link | None:
        """The speaker in whose name a word stood before: a surname, "the spokesman"."""
        for j, act, chain in self._before(index, offset):
            if act.source is not None and self._bears(self.line(j), *act.source, word):
                if chain[-1].id is None and chain[-1].name.casefold() == word:
                    continue  # "Ray's statement" tells no more of Ray
                return chain[-1]
        return None

    def _bears(self, line: Line, first: int, last: int, name: str) -> bool:
        """Whether a name stands among tokens; a surname in whatever case where the language inflects: "Громова"."""
        if any(line.words[k] == name and not self._is_office(line, k, first) for k in range(first, last)):
            return True
        return self.grammar is not None and any(self._is_surname(line, k, name) for k in range(first + 1, last))

    def _is_office(self, line: Line, token: int, first: int = 0) -> bool:
        """Whether a word for a rank is part of an office instead: "the secretary general" is no general."""
        return token > first and line.words[token - 1] in self.small.not_ranked

    def _is_surname(self, line: Line, token: int, name: str) -> bool:
        """Whether a word behind a first name or a title is a case of ``name``: "генерал Громов", "Громову"."""
        titled = line.capital(token - 1) or line.words[token - 1] in self.small.person_noun
        return titled and line.capital(token) and _same_stem(line.words[token], name)

    def meant(self, index: int, offset: int, nature: str) -> Link | None:
        """Who "he", "it" or "they" before a document offset is: the nearest that fits, of those who spoke first.

        "It" is never a person, "he" and "she" never an institution.
        """
        fitting = _FITTING[nature]
        own = self._proper_subject(index, offset, fitting) if "body" in fitting else None
        own = own or (self._clause_before(index, offset) if nature == "person" else None)
        if own is not None:
            return own
        for j in range(index, max(-1, index - LOOK_BACK), -1):
            if self.bounds[index][2] - self.bounds[j][2] > _PARAGRAPHS_BACK:
                break
            found = self._meant_in(j, index, offset, fitting)
            if found is not None:
                return found
        subject = self._subject(index) if fitting != _FITTING["body"] else None
        line = self.line(index)
        if (
            subject is not None
            and line.starts[subject[1] - 1] < offset
            and line.words[subject[0]] not in self.names.pronouns
            and line.words[subject[0]] not in self.small.number
        ):
            known = self.grammar is None or bool(self.names.find(line, *subject))
            known = known or any(line.capital(k) for k in range(subject[0] + 1, subject[1]))  # no adverb that opens
            if known and names_nature(line, *subject, self.names) in fitting:
                return self._link(line, *subject, self._named(index, line, *subject), None)
        return None

    def _clause_before(self, index: int, offset: int) -> Link | None:
        """The person with whom a sentence begins that goes on behind a colon: "A doctor is more sparing: he saw 12"."""
        line = self.line(index)
        subject = self._subject(index)
        token = bisect_left(line.starts, offset)
        if subject is None or not subject[1] < token <= len(line.words) or line.words[token - 1] not in (":", ";"):
            return None
        if not any(m.kind == "speaker" for m in self.names.find(line, *subject)) or subject[1] == token - 1:
            return None
        if names_nature(line, *subject, self.names) != "person":
            return None
        return self._link(line, *subject, self._named(index, line, *subject), None)

    def _proper_subject(self, index: int, offset: int, fitting: frozenset[str]) -> Link | None:
        """The body with which the sentence of a pronoun begins: "The Movement showed two men who, it said, …"."""
        line = self.line(index)
        subject = self._subject(index)
        if subject is None or line.starts[subject[1] - 1] >= offset or line.words[subject[0]] in self.names.pronouns:
            return None
        if line.words[subject[0]][0].isdigit() or line.words[subject[0]] in self.small.number:
            return None  # "Four Azeri drones were shot down, it posted"
        behind = line.words[subject[1] : subject[1] + 2]
        if behind[:1] and behind[0] in self.small.backshift and self._told_just_before(index):
            return None  # "The army spoke. The rebels had lost 40, it said": it is the one who spoke
        bare = all(line.capital(k) or line.words[k] in self.small.article for k in range(*subject))
        if bare and behind[:1] == [","] and behind[1:] and behind[1] in self.names.pronouns:
            return None  # "Boko Haram, it went on, left 40 dead": it is another
        cut = next((k for k in range(subject[0] + 1, subject[1]) if line.words[k] in self.small.agent), subject[1])
        found = [m for m in self.names.find(line, subject[0], cut) if m.kind in ("source", "body", "side")]
        found = [m for m in found if m.kind != "side" or m.last == subject[1]]
        hospital = any(m.value == "hospital" for m in self.names.find(line, *subject))
        proper = any(line.capital(k) and line.starts[k] != line.start for k in range(*subject))
        token = bisect_right(line.starts, offset) - 1
        behind_joint = token > 0 and line.words[token - 1] in self.small.subordinate
        whole = behind_joint and bool(found) and (found[0].first, found[0].last) == subject
        if not (found or hospital) or not (proper or hospital or whole or found[0].kind != "side"):
            return None  # "Russia has said nothing since it gave 498"; but "Russia lost 40, it said" is another's
        if names_nature(line, *subject, self.names) not in fitting & _SEVERAL:
            return None
        return self._link(line, *subject, self._named(index, line, *subject), None)

    def _told_just_before(self, index: int) -> bool:
        """Whether somebody is told to speak in the sentence before, within the paragraph."""
        if index == 0 or self.bounds[index][2] != self.bounds[index - 1][2]:
            return False
        return any(a.source is not None and a.kind in _TELLS and not a.inner for a in self.acts(index - 1))

    def _meant_in(self, j: int, index: int, offset: int, fitting: frozenset[str]) -> Link | None:
        line = self.line(j)
        subject = self._subject(j) if j < index and self.bounds[index][2] == self.bounds[j][2] else None
        nominal = "<source>'s claim that <content>"
        for act in sorted(self.acts(j), key=lambda act: (act.rule == nominal, -act.cue[0])):
            if act.source is None or act.inner or line.starts[act.source[0]] >= offset:
                continue
            quoted = self.quote_at(line.starts[act.source[0]])
            if quoted is not None and quoted != self.quote_at(offset) and quoted not in act.contents:
                continue  # of whom somebody speaks is not who speaks
            if subject is not None and act.source[0] > subject[1] and "body" in fitting:
                subject = None  # somebody else spoke in it
            accused = self._accused(j, act) if j < index and fitting == _FITTING["people"] else None
            if accused is not None:
                return accused
            for link in reversed(self.links(j, act)):
                if link.role != "document" and self._nature_of(link) in fitting:
                    return link
        if subject is not None and line.words[subject[0]] in self.names.pronouns:
            subject = None
        if subject is not None and names_nature(line, *subject, self.names) in fitting:
            named = self._named(j, line, *subject)
            proper = any(line.capital(k) and line.starts[k] != line.start for k in range(*subject))
            if named.id is not None or "body" not in fitting or proper:
                return self._link(line, *subject, named, None)
        if "body" in fitting or not index - 4 < j < index:
            return None
        for match in reversed(self.names.find(line, 0, len(line.words))):
            if match.kind == "speaker" and match.value in MENTIONED:
                if line.words[match.last - 1].endswith(tuple(self.small.plural_end)):
                    continue  # "він" is none of several
                if "person" in fitting and line.words[match.last - 1] in self.names.words["person_noun"]:
                    role = self.register.speakers[match.value].role
                    return self._link(line, match.first, match.last, Named(match.value, role), None)
            if match.kind in _OFFICES and "person" in fitting and self.grammar is None:
                last = match.last
                while last < len(line.words) and line.capital(last):
                    last += 1
                if last > match.last and names_nature(line, match.first, last, self.names) == "person":
                    named = self._named(j, line, match.first, last)
                    if named.id is not None:
                        return self._link(line, match.first, last, named, None)
        return None

    def _accused(self, index: int, act: Act) -> Link | None:
        """Whom a single body accuses, for "they" in the next sentence: "Kyiv blamed the rebels. They said"."""
        if act.verb not in self.small.accuse or act.source is None or not act.contents:
            return None
        line = self.line(index)
        first = bisect_left(line.starts, act.contents[0].start)
        found = Nominals(line, self.lexicon, self.quotes).right(first)
        if found is None or names_nature(line, *found, self.names) != "people":
            return None
        if names_nature(line, *act.source, self.names) == "people":
            return None
        return self._link(line, *found, self._named(index, line, *found), None)

    def introduced(self, index: int, word: str, ahead: bool = False) -> Link | None:
        """Who bears a name that stood before with more words: "General Park, who commands the corps" and "Park".

        ``ahead`` looks behind a headline as well, where its names are told in full.
        """
        heads = ahead and index < _HEADLINES
        behind = range(index + 1, min(len(self.bounds), _HEADLINES + _INTRODUCED_BEHIND)) if heads else ()
        for j in (*range(index - 1, max(-1, index - _INTRODUCED_BACK), -1), *behind):
            line = self.line(j)
            for k, other in enumerate(line.words):
                inflected = k > 0 and self.grammar is not None and self._is_surname(line, k, word)
                if not line.capital(k) or not (other == word or inflected):
                    continue
                first = k
                while first > 0 and (line.capital(first - 1) or line.words[first - 1] in self.small.person_noun):
                    if not line.words[first - 1][0].isalpha():
                        break
                    first -= 1
                if first > 2 and line.glued(first - 1) and line.words[first - 1] == "-" and line.capital(first - 3):
                    first -= 3  # "Turki al-Malki"
                    while first > 0 and line.capital(first - 1) and line.words[first - 1][0].isalpha():
                        first -= 1
                right = Nominals(line, self.lexicon, self.quotes).right(first)
                last = right[1] if right is not None and right[1] > k else k + 1
                if last - first > 1:
                    unlisted = self._spoken_for(line, first, last, None)
                    return unlisted or self._link(line, first, last, self._named(j, line, first, last), None)
        return None

    def _nature_of(self, link: Link) -> str:
        """What a link is by its words: person, people, body or text."""
        line = self.line(self.sentence_at(link.start))
        first = bisect_right(line.starts, link.start) - 1
        last = bisect_right(line.starts, link.end - 1)
        return names_nature(line, first, last, self.names)

    def _subject(self, index: int) -> Tokens | None:
        """The phrase with which a sentence begins, behind its times and places: "In Kyiv, the army published …"."""
        subject = Nominals(self.line(index), self.lexicon, self.quotes).main_subject()
        if subject is not None and subject[1] - subject[0] == 1:
            if self.line(index).words[subject[0]] in self.small.preposition:
                return None  # "По его словам, …"
        return subject

    def _author_before(self, index: int, line: Line, head: Match) -> Link | None:
        """The author of "the report": of a text of the same kind told of before, else who spoke just before."""
        fallback: Link | None = None
        other: Link | None = None
        for j, act, chain in self._before(index, line.starts[head.first]):
            for span in (act.source, act.venue):
                if span is not None:
                    texts = [m for m in self.names.find(self.line(j), *span) if m.kind == "statement"]
                    if any(m.value == head.value for m in texts):
                        return chain[-1]
                    if texts and other is None and chain[-1].id is not None:
                        other = chain[-1]
            near = fallback is None and index - j <= 2
            if near and act.kind in _TELLS and chain[-1].role != "document":
                fallback = chain[-1]
        if fallback is not None and other is not None and fallback.id in self.register.speakers:
            return other  # "a report …, a source said. The assessment said": the report
        return fallback or self._publisher(index, head)

    def _publisher(self, index: int, head: Match) -> Link | None:
        """Who published a text of the kind in a sentence just before: "the army published its tally"."""
        for j in range(index - 1, max(-1, index - 3), -1):
            line = self.line(j)
            if self.bounds[index][2] != self.bounds[j][2]:
                return None
            if any(m.kind == "statement" and m.value == head.value for m in self.names.find(line, 0, len(line.words))):
                subject = self._subject(j)
                if subject is None or names_nature(line, *subject, self.names) != "body":
                    continue
                named = self._named(j, line, *subject)
                if named.id is not None or any(line.capital(k) for k in range(subject[0] + 1, subject[1])):
                    return self._link(line, *subject, named, None)
        return None

    def author(self) -> Link | None:
        """The author whom the whole text names at its head, where it does."""
        return None

    @abstractmethod
    def links(self, index: int, act: Act) -> list[Link]:
        """The chain of one act, outermost first."""

    @abstractmethod
    def _link(self, line: Line, first: int, last: int, named: Named, cue: str | None) -> Link:
        """A link for the words of tokens ``first`` to ``last``."""

    @abstractmethod
    def _spoken_for(self, line: Line, first: int, last: int, cue: str | None) -> Link | None:
        """The body in no list for which a person of tokens ``first`` to ``last`` speaks."""

    @abstractmethod
    def _named(self, index: int, line: Line, first: int, last: int) -> Named:
        """Who a phrase names."""


_STEM, _ENDING = 4, 3  # letters that two cases of one name share at least, and those in which they may differ at most


def _same_stem(one: str, other: str) -> bool:
    """Whether two words may be cases of one name: "Ноздрачев" and "Ноздрачева", "Сирський" and "Сирського"."""
    shared = next((k for k, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    shared = min(len(one), len(other)) if shared is None else shared
    return shared >= _STEM and max(len(one), len(other)) - shared <= _ENDING
