"""Who says it, and how sure: chains of attribution, from a sentence's own words and from what the text carries on.

    "A soldier, in a call published by the SBU, told his wife"    [SBU (published), call, soldier (told)]
    "Reuters reported, citing the ministry"                       [Reuters (reported), ministry (citing)]
    "a report from US intelligence said"                          [US intelligence (said)]
    "The report added"                                            [report → the id of its author]

``Link.id`` comes from the register of sources (``sources.py``): a registered name, ``<iso>-<body>`` for a body of a
country, a plain word for somebody unnamed. A sentence without a source has none even where its neighbour has one,
unless the text carries the speaker on: a quotation still open, "he added", a list behind a colon, direct speech that
has lost its marks before ", said a soldier".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from counterclaim.certainty import (
    Caveat,
    Found,
    caveats_in,
    certainty_at,
    cues_of,
    denial_at,
    find_cues,
    make_cue,
    surer,
)
from counterclaim.contents import Act
from counterclaim.language import Reading
from counterclaim.model import Certainty, Cue, Link, Span, Stance
from counterclaim.nominals import Nominals
from counterclaim.recollection import LONGEST
from counterclaim.sources import Line, identify
from counterclaim.speakers import Speakers, distinct


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a stretch of text, outermost first and the ultimate speaker last; ``()`` when nobody is named."""

    links: tuple[Link, ...] = ()
    certainty: Certainty = "stated"
    stance: Stance = "asserts"
    cues: tuple[Cue, ...] = ()
    rules: tuple[str, ...] = ()
    content: Span | None = None


@dataclass(frozen=True, slots=True)
class Attributed:
    """One act of reporting in a text: source (``None`` when unnamed), cue and content as spans, and its chain."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    links: tuple[Link, ...]
    rule: str
    sentence: int


class Speech(Speakers):
    """Who says what in one text: acts and links, quotations that run on, and doubts about the whole."""

    def __init__(self, reading: Reading, attitudes: bool = False) -> None:
        super().__init__(reading, attitudes)
        self.cues = cues_of(reading.language)
        self._found: dict[int, list[Found]] = {}
        self._cuts: dict[int, list[int]] = {}
        self._listers: dict[int, list[Act]] = {}
        self._made: dict[object, Attribution] = {}
        self._caveats: list[Caveat] | None = None
        self._sources: list[int] | None = None
        self._first_person: dict[int, bool] = {}

    def found(self, index: int) -> list[Found]:
        """The cues of certainty in sentence ``index``."""
        made = self._found.get(index)
        if made is None:
            made = self._found[index] = find_cues(self.line(index), self.cues)
        return made

    # -- whole chains -------------------------------------------------------------------------------------------------

    def covering(self, index: int, start: int, end: int) -> list[tuple[int, Act]]:
        """The acts whose content holds the document offsets, outermost first."""
        found: list[tuple[int, int, int, Act]] = []
        for j in self._neighbours(index, start):
            for order, act in enumerate(self.acts(j)):
                if act.silent or self._inside_source(j, act, start):
                    continue
                if act.kind == "speak" and act.verb not in self.small.accuse:
                    continue
                for content in act.contents:
                    if content.start <= start and end <= content.end:
                        size = max(c.end for c in act.contents) - min(c.start for c in act.contents)
                        found.append((-size - (0 if act.kind != "cite" else -1), order, j, act))
                        break
        found.sort(key=lambda row: (row[3].kind == "cite", row[0], row[1]))
        return [(j, act) for _, _, j, act in found]

    def _inside_source(self, index: int, act: Act, offset: int) -> bool:
        if act.source is None:
            return False
        line = self.line(index)
        return line.starts[act.source[0]] <= offset < line.ends[act.source[1] - 1]

    def _neighbours(self, index: int, offset: int) -> list[int]:
        """The sentence itself, and those at either end of a quotation that runs through it."""
        around = [index]
        quote = self.quote_at(offset)
        if quote is not None:
            for at in (quote.start - 1, quote.start, quote.end - 1, quote.end + 1):
                if 0 <= at < len(self.text):
                    j = self.sentence_at(at)
                    if j not in around:
                        around.append(j)
        return around

    def carried(self, index: int, start: int) -> tuple[int, Act, str] | None:
        """The act of another sentence that the text carries on to this one."""
        quote = self.quote_at(start)
        paragraph = self.bounds[index][2]
        if quote is not None:
            return self._carried_quote(index, quote)
        listed = self._listed(index) or self._part(index)
        if listed is not None:
            return listed
        return self._unmarked(index, paragraph)

    def _carried_quote(self, index: int, quote: Span) -> tuple[int, Act, str] | None:
        first = self.sentence_at(quote.start)
        if self.line(first).starts[0] < quote.start - 1 and self.acts(first):
            return None
        # a quotation that begins its sentence: the speaker of the quotation right before it
        for j in range(first - 1, max(-1, first - 4), -1):
            spoken = [a for a in self.acts(j) if a.source is not None and a.kind in ("say", "inform", "think")]
            if spoken:
                act = spoken[-1]
                near = self.bounds[first][2] - self.bounds[j][2] <= 1
                introduces = act.rule == "<source> said:"
                if near and (
                    introduces or any(self.quote_at(c.start) or self.quote_at(c.end - 1) for c in act.contents)
                ):
                    return j, act, "“<content>” behind the same speaker's words"
                return None
            if self.quote_at(self.line(j).starts[0]) is None:
                return None
        return None

    def is_quoted(self, index: int, act: Act) -> bool:
        """Whether an act stands within direct speech, or is told by another as no more than a thought or a wish."""
        at = self.line(index).starts[act.cue[0]]
        if self.quote_at(at) is not None:
            return True
        if act.kind in ("say", "deny"):
            return False
        return any(c.start <= at < c.end for other in self.acts(index) if other is not act for c in other.contents)

    def carried_quotes(self) -> dict[int, list[Span]]:
        """Quotations without a speaker of their own, by the act (its ``id()``) whose speaker goes on."""
        covered = {c.start for j in range(len(self.bounds)) for act in self.acts(j) for c in act.contents}
        further: dict[int, list[Span]] = {}
        for quote in self.quotes:
            inside = any(start <= quote.start < start + 2 for start in covered)
            index = self.sentence_at(quote.start)
            if (
                inside
                or self.line(index).starts[:1] != [quote.start]
                or self.covering(index, quote.start + 1, quote.start + 2)
            ):
                continue
            carried = self._carried_quote(index, quote)
            if carried is not None:
                further.setdefault(id(carried[1]), []).append(quote)
        return further

    def _listed(self, index: int) -> tuple[int, Act, str] | None:
        """A line of a list that the source introduced with a colon."""
        j = index
        while j > 0 and index - j < 40:
            before = self.text[self.bounds[j - 1][1] - 1]
            if before == ":":
                acts = [a for a in self.acts(j - 1) if a.source is not None] or self.lister(j - 1)
                if acts:
                    return j - 1, acts[-1], "<source> said: <list>"
                break
            if not self._is_item(j):
                break
            j -= 1
        return self._sourced(index) if self._is_item(index) else None

    def _is_item(self, index: int) -> bool:
        """Whether a sentence is an item of a list: behind a bullet or a number, or "tanks: 40"."""
        start = self.bounds[index][0]
        if self.text[start] in "-*•·▪●–—" or self.text[start].isdigit():
            return True
        words = self.line(index).words
        colon = words.index(":") if ":" in words[:7] else -1
        return colon > 0 and any(word[0].isdigit() for word in words[colon + 1 : colon + 4])

    def _sourced(self, index: int) -> tuple[int, Act, str] | None:
        """The line "Source: …" that stands over a list, or under it."""
        if self._sources is None:
            self._sources = []
            for word in self.small.source_line:
                at = self.folded.find(f"{word}:")
                while at >= 0:
                    j = self.sentence_at(at)
                    if self.bounds[j][0] == at:
                        self._sources.append(j)
                    at = self.folded.find(f"{word}:", at + 1)
            self._sources.sort()
        near = sorted(self._sources, key=lambda j: (j > index, abs(j - index)))
        for j in near:
            act = next((a for a in self.acts(j) if a.kind == "source"), None)
            if act is not None:
                return j, act, "Source: <source>. <list>"
        return None

    def _part(self, index: int) -> tuple[int, Act, str] | None:
        """ "Of these, 136 were killed": a part of what was told in the sentence before."""
        words = self.line(index).words
        if index == 0 or words[:1] != ["of"] or words[1:2] == [] or words[1] not in self.cues.part:
            return None
        end = self.line(index - 1).ends[-1]
        for act in self.acts(index - 1):
            told = act.source is not None and act.kind in ("say", "inform", "show", "think") and not act.silent
            if told and any(end - 2 <= content.end for content in act.contents):
                return index - 1, act, "<source> said <content>. Of these, <content>"
        return None

    def lister(self, index: int) -> list[Act]:
        """Who gives a list without a verb of saying: "The paper gives the following list:"."""
        made = self._listers.get(index)
        if made is None:
            made = self._listers[index] = self._lister(index)
        return made

    def _lister(self, index: int) -> list[Act]:
        line = self.line(index)
        phrases = Nominals(line, self.lexicon, self.quotes)
        verbs = self.lexicon.verbs
        for i in range(1, min(len(line.words), 12)):
            verb = verbs.get(line.words[i])
            if verb is not None and verb.kinds & {"publish", "show", "say"} and phrases.plausible(0, i, strong=False):
                return [Act("<source> gives: <list>", (0, i), (i, i + 1), verb.base, "show")]
        return []

    def _unmarked(self, index: int, paragraph: int) -> tuple[int, Act, str] | None:
        """Direct speech without marks before ", said X": first-person sentences of one paragraph."""
        if not self._says_we(index, paragraph):
            return None
        j = index
        spoken = False
        while j < len(self.bounds) and self.bounds[j][2] == paragraph and j - index < 12:
            words = self.line(j).words
            spoken = spoken or not self.cues.first_person.isdisjoint(words)
            tail = next((a for a in self.acts(j) if a.rule in _TAILS and a.contents), None)
            if tail is not None:
                if j == index:
                    return None
                k = index
                while not spoken and k > 0 and self.bounds[k - 1][2] == paragraph and not self.acts(k - 1):
                    k -= 1
                    spoken = not self.cues.first_person.isdisjoint(self.line(k).words)
                return (
                    (j, tail, "<content> without marks. <content>, said <source>")
                    if spoken and not tail.quoted
                    else None
                )
            if self.acts(j) or '"' in words:
                return None
            j += 1
        return None

    def _says_we(self, index: int, paragraph: int) -> bool:
        """Whether somebody says "we" or "I" in the paragraph of sentence ``index``."""
        made = self._first_person.get(paragraph)
        if made is None:
            first = last = index
            while first > 0 and self.bounds[first - 1][2] == paragraph:
                first -= 1
            while last + 1 < len(self.bounds) and self.bounds[last + 1][2] == paragraph:
                last += 1
            end = min(self.bounds[last][1], self.bounds[first][0] + LONGEST)
            made = self._first_person[paragraph] = bool(
                self.cues.spoken.search(self.folded, self.bounds[first][0], end)
            )
        return made

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
            elif chain and caveat.scope == "all" and caveat.sentence != index:
                return caveat
            elif (
                chain and caveat.scope == "figures" and -1 <= caveat.sentence - index <= 3 and caveat.sentence != index
            ):
                if caveat.sentence > index or self.bounds[index][2] == self.bounds[caveat.sentence][2]:
                    return caveat
        return None

    def attribution(self, index: int, start: int, end: int) -> Attribution:
        """Who says the words ``start`` to ``end`` of sentence ``index``, and how sure."""
        line = self.line(index)
        if not line.words or start >= line.end:
            return Attribution()
        acts = self.covering(index, start, end)
        carried: str | None = None
        if not acts:
            found = self.carried(index, start)
            if found is not None:
                acts, carried = [(found[0], found[1])], found[2]
        first = min(bisect_left(line.starts, start), len(line.starts) - 1)
        clause = self._clause(line, index, first, acts)
        denial = denial_at(line, self.cues, first, clause)
        content = next((c for _, act in reversed(acts) for c in act.contents if c.start <= start < c.end), None)
        # the numbers of one list share all of this
        key = (index, tuple(id(act) for _, act in acts), clause, denial, content)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._judged(index, acts, carried, clause, denial, content)
        return made

    def _judged(
        self,
        index: int,
        acts: Sequence[tuple[int, Act]],
        carried: str | None,
        clause: tuple[int, int],
        denial: Cue | None,
        content: Span | None,
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
        chain = self._bracketed(line) + distinct(chain)
        level, found = certainty_at(line, self.found(index), phrases, clause)
        certainty = surer(certainty, level)
        cues.extend(found)
        if denial is not None:
            cues.append(denial)
        caveat = self.caveat_for(index, chain)
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
        )

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

    def _bracketed(self, line: Line) -> list[Link]:
        """An agency in brackets: "(Reuters)"."""
        words = line.words
        found: list[Link] = []
        if "(" not in words:
            return found
        for i, word in enumerate(words):
            if word == "(" and ")" in words[i : i + 5]:
                close = words.index(")", i)
                if close > i + 1:
                    named = identify(line, i + 1, close, self.names, self.register)
                    if named.id and named.role in ("agency", "media"):
                        found.append(self._link(line, i + 1, close, named, None))
        return found


_TAILS = frozenset(["<content>, said <source>", "<content>, <source> said", "<content>, <source>, in <text>"])


_SPEECH: WeakKeyDictionary[Reading, Speech] = WeakKeyDictionary()


def speech_of(reading: Reading) -> Speech:
    """What is reported in a text; kept as long as the reading is."""
    made = _SPEECH.get(reading)
    if made is None:
        made = _SPEECH[reading] = Speech(reading)
    return made


def find_attribution(reading: Reading, index: int, start: int, end: int) -> Attribution:
    """Who says the words at document offsets ``start`` to ``end`` in sentence ``index``, how sure, or denied."""
    return speech_of(reading).attribution(index, start, end)


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
            if act.kind == "source" or (act.inner and act.kind not in ("say", "inform", "deny")):
                continue
            if speech.is_quoted(j, act):
                continue
            source = Span(line.starts[act.source[0]], line.ends[act.source[1] - 1]) if act.source else None
            cue = Span(line.starts[act.cue[0]], line.ends[act.cue[1] - 1])
            contents = (*act.contents, *further.get(id(act), ()))
            found.append(Attributed(source, cue, contents, tuple(speech.links(j, act)), act.rule, j))
    return found
