"""Who says it, and how sure: chains of attribution, from a sentence's own words and from what the text carries on.

    "A soldier, in a call published by the SBU, told his wife"    [SBU (published), call, soldier (told)]
    "Reuters reported, citing the ministry"                       [Reuters (reported), ministry (citing)]
    "a report from US intelligence said"                          [US intelligence (said)]
    "The report added"                                            [report → the id of its author]

``Link.id`` comes from the register of sources (``naming``): a registered name, ``<iso>-<body>`` for a body of a
country, a plain word for somebody unnamed. A sentence without a source has none even where its neighbour has one,
unless the text carries the speaker on: a quotation still open, "he added", a list behind a colon, direct speech that
has lost its marks before ", said a soldier".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterclaim.attribution.actuality import REAL, Actuality, Reality, Told, lexis_of
from counterclaim.attribution.carrying import Carried
from counterclaim.attribution.certainty import (
    Caveat,
    Found,
    caveats_in,
    certainty_at,
    denial_at,
    find_cues,
    make_cue,
    surer,
)
from counterclaim.attribution.contents import Act
from counterclaim.attribution.participles import TOLD_BEHIND
from counterclaim.attribution.speakers import distinct
from counterclaim.language import Reading
from counterclaim.model import Certainty, Cue, Link, Span, Stance
from counterclaim.naming import identify
from counterclaim.sources import Line


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a stretch of text, outermost first and the ultimate speaker last; ``()`` when nobody is named."""

    links: tuple[Link, ...] = ()
    certainty: Certainty = "stated"
    stance: Stance = "asserts"
    cues: tuple[Cue, ...] = ()
    rules: tuple[str, ...] = ()
    content: Span | None = None
    reality: Reality = "real"


@dataclass(frozen=True, slots=True)
class Attributed:
    """One act of reporting in a text: source (``None`` when unnamed), cue and content as spans, and its chain."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    links: tuple[Link, ...]
    rule: str
    sentence: int


_OWN_STAFF = frozenset(["journalist", "hospital", "person", "researcher", "activist", "monitor"])  # whom a writer sends
_CUE_KINDS: Mapping[Reality, str] = {"real": "real", "possible": "hedged", "meant": "meant", "unreal": "denied"}


class Speech(Carried):
    """Who says what in one text: acts and links, quotations that run on, and doubts about the whole."""

    def __init__(self, reading: Reading, attitudes: bool = False) -> None:
        super().__init__(reading, attitudes)
        self.language = reading.language
        self._found: dict[int, list[Found]] = {}
        self._cuts: dict[int, list[int]] = {}
        self._made: dict[object, tuple[list[tuple[int, Act]], Attribution]] = {}  # with the acts whose ids are its key
        self._events: dict[tuple[int, int], Actuality] = {}
        self._caveats: list[Caveat] | None = None
        self._stand_ins = self.small.first_person | self.small.own_pronoun

    def found(self, index: int) -> list[Found]:
        """The cues of certainty in sentence ``index``."""
        made = self._found.get(index)
        if made is None:
            made = self._found[index] = find_cues(self.line(index), self.cues)
        return made

    def told(self, index: int, offset: int, start: int, end: int) -> tuple[Actuality, Cue | None]:
        """How the event that the word at a document offset tells is told, with the words that say so.

        Words between ``start`` and ``end`` are the number's own and say nothing of it: "no civilian was hurt".
        """
        line = self.line(index)
        token = bisect_right(line.starts, offset) - 1
        if token < 0:
            return REAL, None
        found = self._events.get((index, token))
        if found is None:
            found = self._events[index, token] = Told(line, lexis_of(self.language)).at(token)
        if found.cue is None or (found.cue[0] != token and start <= line.starts[found.cue[0]] < end):
            return REAL, None
        return found, make_cue(line, _CUE_KINDS[found.reality], *found.cue)

    # -- whole chains -------------------------------------------------------------------------------------------------

    def is_quoted(self, index: int, act: Act) -> bool:
        """Whether an act stands within direct speech, or is told by another as no more than a thought or a wish."""
        at = self.line(index).starts[act.cue[0]]
        if self.quote_at(at) is not None:
            return True
        if act.kind in ("say", "deny"):
            return False
        return any(c.start <= at < c.end for other in self.acts(index) if other is not act for c in other.contents)

    def caveats(self) -> list[Caveat]:
        """The sentences that doubt what stands elsewhere."""
        if self._caveats is None:
            doubtful: set[int] = set()
            for hint in self.cues.hint:
                at = self.folded.find(hint)
                while at >= 0:
                    doubtful.add(self.sentence_at(at))
                    at = self.folded.find(hint, at + 1)
            found = (caveats_in(self.line(j), j, self.cues) for j in sorted(doubtful))
            self._caveats = [caveat for caveat in found if caveat is not None]
        return self._caveats

    def caveat_for(self, index: int, chain: Sequence[Link]) -> Caveat | None:
        """The doubt about the whole that reaches a claim of this sentence with this chain."""
        for caveat in self.caveats():
            if caveat.scope == "medium":
                if any(link.role == "document" for link in chain) or any(
                    link.id in ("soldier", "prisoner") for link in chain
                ):
                    return caveat
            elif (chain and caveat.scope == "all" and caveat.sentence != index) or (
                chain and caveat.scope == "before" and index < caveat.sentence
            ):
                return caveat
            elif (
                chain and caveat.scope == "figures" and -1 <= caveat.sentence - index <= 3 and caveat.sentence != index
            ):
                if caveat.sentence > index or self.bounds[index][2] == self.bounds[caveat.sentence][2]:
                    return caveat
        return None

    def _text_in_doubt(self, acts: Sequence[tuple[int, Act]]) -> Caveat | None:
        """The doubt on documents that reaches what is told by them: "according to leaked papers of the CIA"."""
        caveat = next((caveat for caveat in self.caveats() if caveat.scope == "medium"), None)
        if caveat is None:
            return None
        for j, act in acts:
            if act.source is not None and any(
                match.kind == "medium" for match in self.names.find(self.line(j), *act.source)
            ):
                return caveat
        return None

    def attribution(self, index: int, start: int, end: int, event: int | None = None) -> Attribution:
        """Who says the words ``start`` to ``end`` of sentence ``index``, and how sure.

        ``event`` is where the word stands that tells what happened, if one does.
        """
        line = self.line(index)
        if not line.words or start >= line.end:
            return Attribution()
        acts = self.covering(index, start, end)
        carried: str | None = None
        own = all(act.inner for _, act in acts)  # "“In our street I counted 30.”": who says "I"
        if own and (not acts or self.quote_at(start) is not None):
            found = self.carried(index, start)
            if found is not None:
                acts, carried = [(found[0], found[1]), *acts], found[2]
                if carried == TOLD_BEHIND:  # "Of this the agency said, citing the ministry"
                    acts += [(found[0], act) for act in self.acts(found[0]) if act.kind == "cite"]
        first = min(bisect_left(line.starts, start), len(line.starts) - 1)
        number = (first, max(first + 1, bisect_left(line.starts, end)))
        clause = self._clause(line, index, first, acts)
        denial = denial_at(line, self.cues, first, clause)
        content = next((c for _, act in reversed(acts) for c in act.contents if c.start <= start < c.end), None)
        # the numbers of one list share all of this
        told = None if event is None else self.told(index, event, start, end)
        hedged = any(kind.startswith("hedged") for kind, _, _ in self.found(index))
        key = (index, tuple(id(act) for _, act in acts), clause, denial, content, told, number if hedged else None)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = acts, self._judged(index, acts, carried, clause, denial, content, told, number)
        return made[1]

    def _judged(
        self,
        index: int,
        acts: Sequence[tuple[int, Act]],
        carried: str | None,
        clause: tuple[int, int],
        denial: Cue | None,
        content: Span | None,
        told: tuple[Actuality, Cue | None] | None,
        number: tuple[int, int],
    ) -> Attribution:
        """The chain of the acts with the certainty of their verbs, their sources, the clause and the whole."""
        line = self.line(index)
        chain: list[Link] = []
        certainty: Certainty = "stated"
        cues: list[Cue] = []
        phrases: list[tuple[int, int]] = []
        denied = denial is not None
        for j, act in acts:
            if not act.inner or len(acts) == 1:
                chain.extend(self.links(j, act))
            if act.certainty != "stated":
                certainty = surer(certainty, act.certainty)
                cues.append(make_cue(self.line(j), act.certainty, *act.cue))
            if act.stance == "denies":
                denied = True
                cues.append(make_cue(self.line(j), "denied", *act.cue))
            spans = [span for span in (act.source, act.venue, act.cue) if span is not None]
            if j == index:
                phrases.extend(spans)
            else:
                level, found = certainty_at(self.line(j), self.found(j), spans, (0, 0))
                certainty, cues = surer(certainty, level), cues + found
        chain = self._bracketed(line) + self._per(line, clause) + distinct(self._spoken(index, acts, chain))
        level, found = certainty_at(
            line, self.found(index), phrases, clause, told is not None, number, self.cues, self.small.number
        )
        certainty = surer(certainty, level)
        cues.extend(found)
        reality: Reality = "real"
        if told is not None and told[1] is not None:
            reality = told[0].reality
            if reality in ("possible", "meant"):
                certainty = surer(certainty, "hedged")
                cues.append(told[1])
        if denial is not None:
            cues.append(denial)
        caveat = self.caveat_for(index, chain) or self._text_in_doubt(acts)
        if caveat is not None:
            certainty = "unconfirmed"
            cues.append(caveat.cue)
        rules = [carried, *(act.rule for _, act in acts)]
        return Attribution(
            tuple(chain),
            certainty,
            "denies" if denied else "asserts",
            tuple(dict.fromkeys(cues)),
            tuple(dict.fromkeys(rule for rule in rules if rule)),
            content,
            reality,
        )

    def _spoken(self, index: int, acts: Sequence[tuple[int, Act]], chain: list[Link]) -> list[Link]:
        """The chain behind the one in whose text or turn it stands, unless that one is in it."""
        voice = self.voice(index)
        chain = [k for k in chain if all(phrase not in k.name.casefold() for phrase in self.small.this_paper)]
        if not voice:
            return [k for k in chain if not self._is_writer(k)]
        speaks = voice[-1]
        chain = [k for k in chain if not self._stands_in(k)]
        for link in chain:
            if link.id is not None and link.id == speaks.id:
                return chain
        return [*voice, *chain]

    def _is_writer(self, link: Link) -> bool:
        """Whether a link names nobody but who writes, or those sent by the writer: "our team", "our correspondent"."""
        words = link.name.casefold().split()
        ours = self.small.first_plural | self.small.first_person
        if link.id is None:
            return not ours.isdisjoint(words)
        return link.id in _OWN_STAFF and not ours.isdisjoint(words) and self.quote_at(link.start) is None

    def _stands_in(self, link: Link) -> bool:
        """Whether a link names nobody but the one who speaks: "it", "we", "our people"."""
        if link.id is not None and link.id != "person":
            return False
        name = link.name.casefold().replace("’", "'").split("'")[0]
        return name in self._stand_ins or name.split(" ", 1)[0] in self.small.first_plural

    def _clause(self, line: Line, index: int, first: int, acts: Sequence[tuple[int, Act]]) -> tuple[int, int]:
        """The clause of the number, cut at the contents of its own speaker in this sentence."""
        cuts = self._cuts.get(index)
        if cuts is None:
            cuts = self._cuts[index] = [k for k, word in enumerate(line.words) if word in self.cues.scope]
        at = bisect_left(cuts, first)
        begin = cuts[at - 1] + 1 if at else 0
        end = cuts[at] if at < len(cuts) else len(line.words)
        offset = line.starts[first]
        for j, act in acts:
            if j == index and act.kind != "cite":
                for content in act.contents:
                    if content.start <= offset < content.end:
                        begin = max(begin, bisect_left(line.starts, content.start))
                        end = min(end, bisect_left(line.starts, content.end))
        return begin, end

    def _per(self, line: Line, clause: tuple[int, int]) -> list[Link]:
        """The agency behind a claim: "…, per Reuters"."""
        words, last = line.words, len(line.words) - (line.words[-1] == ".")
        if self.small.per.isdisjoint(line.present):
            return []
        for k in range(max(1, clause[0]), min(last - 1, clause[1])):
            if words[k] in self.small.per and words[k - 1] == "," and last - k < 6:
                named = identify(line, k + 1, last, self.names, self.register)
                if named.id and named.role in ("agency", "media"):
                    return [self._link(line, k + 1, last, named, None)]
        return []

    def _bracketed(self, line: Line) -> list[Link]:
        """An agency in brackets: "(Reuters)"."""
        words = line.words
        found: list[Link] = []
        if "(" not in line.present:
            return found
        for i, word in enumerate(words):
            if word == "(" and ")" in words[i : i + 5]:
                close = words.index(")", i)
                if close > i + 1 and not (i < 10 and words[close + 1 : close + 2] == ["-"]):
                    named = identify(line, i + 1, close, self.names, self.register)
                    if named.id and named.role in ("agency", "media"):
                        found.append(self._link(line, i + 1, close, named, None))
        return found


def speech_of(reading: Reading) -> Speech:
    """What is reported in a text; kept with the reading."""
    if reading.speech is None:
        reading.speech = Speech(reading)
    return reading.speech


def find_attribution(reading: Reading, index: int, start: int, end: int, event: int | None = None) -> Attribution:
    """Who says the words at document offsets ``start`` to ``end`` in sentence ``index``, how sure, or denied.

    ``event`` is the offset of the word that tells what happened: whether it is told as a fact goes by that word.
    """
    return speech_of(reading).attribution(index, start, end, event)


def names_speaker(reading: Reading, index: int, start: int) -> bool:
    """Whether a document offset is in the name of whoever says a headline, behind its dash: "… – a prisoner"."""
    speech = speech_of(reading)
    line = speech.line(index)
    return any(
        act.rule == "<content> - <source>" and act.source is not None and line.starts[act.source[0]] <= start
        for act in speech.acts(index)
    )


def is_speaker(reading: Reading, index: int, start: int) -> bool:
    """Whether a document offset is in the words for whoever says something: "one of them said"."""
    speech = speech_of(reading)
    line = speech.line(index)
    sources = (act.source for act in speech.acts(index))
    return any(source and line.starts[source[0]] <= start < line.ends[source[1] - 1] for source in sources)


def counts_speaker(reading: Reading, index: int, start: int) -> bool:
    """Whether the "one" at a document offset stands before who says something: "один генерал оценил потери"."""
    speech = speech_of(reading)
    line = speech.line(index)
    ones = (act.source[0] - 1 for act in speech.acts(index) if act.source is not None and act.source[0])
    return any(line.starts[k] == start and line.words[k] in speech.small.indefinite for k in ones)


def find_attributions(reading: Reading) -> list[Attributed]:
    """The acts of reporting of a text: source, cue and content as spans of the document, and its chain of links.

    What a speaker reports within direct speech is the speaker's own and left out, as is what somebody told of thinks.
    """
    speech = Speech(reading, attitudes=True)
    found: list[Attributed] = []
    further = speech.carried_quotes()
    for j in range(len(reading)):
        line = speech.line(j)
        for act in speech.acts(j):
            own = act.source is not None and line.words[act.source[0]] in speech.small.first_person
            if act.kind == "source" or (act.inner and not own and act.kind not in ("say", "inform", "deny")):
                continue
            if speech.is_quoted(j, act):
                continue
            source = Span(line.starts[act.source[0]], line.ends[act.source[1] - 1]) if act.source else None
            cue = Span(line.starts[act.cue[0]], line.ends[act.cue[1] - 1])
            contents = (*act.contents, *further.get(id(act), ()))
            found.append(Attributed(source, cue, contents, tuple(speech.links(j, act)), act.rule, j))
    return found
