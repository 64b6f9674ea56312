"""Who says it, and how sure: chains of attribution, from a sentence's own words and from what the text carries on.

    "A soldier, in a call published by the SBU, told his wife"    [SBU (published), call, soldier (told)]
    "Reuters reported, citing the ministry"                       [Reuters (reported), ministry (citing)]
    "a report from US intelligence said"                          [US intelligence (said)]
    "The report added"                                            [report → the id of its author]

``Link.id`` comes from the register of sources (``sources.py``): a registered name, ``<iso>-<body>`` for a body of a
country, a plain word for somebody unnamed. A sentence without a source has none even where its neighbour has one, unless
the text carries the speaker on: a quotation still open, "he added", a list behind a colon, direct speech that has
lost its marks before ", said a soldier".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from counterclaim.certainty import (
    Caveat,
    caveats_in,
    certainty_at,
    clause_of,
    cues_of,
    denial_at,
    find_cues,
    make_cue,
    surer,
)
from counterclaim.language import Reading
from counterclaim.model import Certainty, Cue, Link, Span, Stance
from counterclaim.quotations import find_quotations
from counterclaim.nominals import Nominals, lexicon_of
from counterclaim.reporting import Act, Parser
from counterclaim.sources import Line, Match, Named, identify, line_of, load_register


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


_PERSONS = frozenset(
    [
        "soldier",
        "government",
        "official",
        "military",
        "witness",
        "person",
        "research",
        "hospital",
        "ngo",
        "armed-group",
        "unnamed",
    ]
)
_BODIES = frozenset(
    [
        "ministry",
        "government",
        "military",
        "intelligence",
        "official",
        "ngo",
        "international",
        "research",
        "agency",
        "media",
        "armed-group",
        "document",
        "hospital",
    ]
)
_HE = frozenset(["he", "she", "i"])
_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "i",
        "we",
        "one",
        "who",
        "which",
        "another",
        "others",
        "both",
        "you",
        "some",
        "many",
        "all",
        "that",
        "most",
    ]
)
_LEADS = frozenset(["a", "an", "the"])
_BACK = 10  # sentences to look back for who "he" or "the ministry" is


class Speech:
    """What is reported in one text; made sentence by sentence, and kept."""

    def __init__(self, reading: Reading) -> None:
        self.text, self.folded, self.bounds = reading.text, reading.folded, reading.bounds
        self.starts = [start for start, _, _ in reading.bounds]
        self.lexicon = lexicon_of(reading.language)
        self.names = self.lexicon.names
        self.register = load_register()
        self.cues = cues_of(reading.language)
        self.quotes = find_quotations(reading.text)
        self._lines: dict[int, Line] = {}
        self._acts: dict[int, list[Act]] = {}
        self._links: dict[tuple[int, int], list[Link]] = {}
        self._media: dict[int, list[Link]] = {}
        self._caveats: list[Caveat] | None = None

    def line(self, index: int) -> Line:
        """Sentence ``index`` as plain tokens."""
        made = self._lines.get(index)
        if made is None:
            start, end, _ = self.bounds[index]
            made = self._lines[index] = line_of(self.text, self.folded, start, end)
        return made

    def acts(self, index: int) -> list[Act]:
        """The acts of reporting of sentence ``index``."""
        made = self._acts.get(index)
        if made is None:
            made = self._acts[index] = Parser(self.line(index), self.lexicon, self.quotes).parse()
        return made

    def sentence_at(self, offset: int) -> int:
        """The sentence that holds a document offset."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def quote_at(self, offset: int) -> Span | None:
        """The quotation that holds a document offset."""
        k = bisect_right(self.quotes, offset, key=lambda q: q.start) - 1
        return self.quotes[k] if k >= 0 and self.quotes[k].end > offset else None

    # -- links --------------------------------------------------------------------------------------------------------

    def links(self, index: int, act: Act) -> list[Link]:
        """The chain of one act: who was told, in what text, who speaks."""
        key = (index, self.acts(index).index(act)) if act in self.acts(index) else (index, -id(act))
        made = self._links.get(key)
        if made is not None:
            return made
        self._links[key] = []  # a chain that leads back to itself ends there
        line = self.line(index)
        cue = self._words(line, *act.cue)
        chain: list[Link] = []
        if act.recipient is not None:
            told = identify(line, *act.recipient, self.names, self.register)
            if told.id and told.role in ("agency", "media"):
                chain.append(self._link(line, *act.recipient, told, cue))
        if act.venue is not None:
            texts = self._of_text(index, line, *act.venue, cue, venue=True)
            chain.extend(texts or self._of_outlet(line, *act.venue))
        if act.source is not None:
            inner = self._of_source(index, line, *act.source, cue)
            chain.extend(
                link
                for link in inner
                if not any(link.id and link.id == known.id and link.role != "soldier" for known in chain)
                or link is inner[-1]
            )
        chain = _distinct(chain)
        if (
            chain
            and chain[-1].role in ("soldier", "person", "witness")
            and act.source is not None
            and not any(link.role == "document" for link in chain)
        ):
            chain = self._medium_of(index, act) + chain if self._takes_medium(index, act, chain[-1]) else chain
        self._links[key] = chain
        return chain

    def _takes_medium(self, index: int, act: Act, speaker: Link) -> bool:
        """Whether the speaker is somebody known from a recording told of before: "he", "the soldier", "one"."""
        if act.source is None or speaker.id not in ("soldier", "prisoner", "relative", None):
            return False
        if speaker.id is None and speaker.role != "soldier":
            return False
        first = self.line(index).words[act.source[0]]
        return first in ("the", "he", "she", "one", "another", "they", "his", "her")

    def _medium_of(self, index: int, act: Act) -> list[Link]:
        for j in range(index, max(-1, index - 16), -1):
            found = self._medium_in(j)
            if found:
                return found
        return []

    def _medium_in(self, index: int) -> list[Link]:
        """A call, recording or video in the sentence together with who published or holds it."""
        made = self._media.get(index)
        if made is None:
            made = self._media[index] = []
            line = self.line(index)
            found = self.names.find(line, 0, len(line.words))
            for medium in found:
                if medium.kind != "medium" or medium.value not in ("call", "recording", "video", "letter"):
                    continue
                holder = next(
                    (
                        m
                        for m in found
                        if m.kind in ("holder", "author")
                        and medium.last <= m.first <= medium.last + 8
                        and m.last - m.first >= 2
                    ),
                    None,
                )
                if holder is None:
                    continue
                right = Nominals(line, self.lexicon, self.quotes).right(holder.last)
                if right is None:
                    continue
                owner = identify(line, *right, self.names, self.register)
                cue = self._words(line, holder.first, holder.last)
                made.append(self._link(line, *right, owner, cue))
                made.append(self._link(line, medium.first, medium.last, Named(None, "document"), None))
                break
        return made

    def _words(self, line: Line, first: int, last: int) -> str:
        return line.text[line.starts[first] : line.ends[last - 1]]

    def _link(self, line: Line, first: int, last: int, named: Named, cue: str | None) -> Link:
        """A link whose name is the core of the phrase: no article before, no apposition behind."""
        words = line.words
        end = first
        while (
            end < last
            and words[end] not in (",", "(", ";", "who", "which", "whose")
            and not (words[end] == "-" and not line.glued(end))
        ):
            end += 1
        while first < end - 1 and words[first] in _LEADS:
            first += 1
        end = max(end, first + 1)
        if words[end - 1] == "'s" and end - 1 > first:
            end -= 1
        start, stop = line.starts[first], line.ends[end - 1]
        return Link(line.text[start:stop], named.id, named.role, cue, start, stop)

    def _of_source(self, index: int, line: Line, first: int, last: int, cue: str) -> list[Link]:
        """The links of a source phrase: a speaker, or a text with its author or holder."""
        words = line.words
        if last - first == 1 and words[first] in _PRONOUNS:
            return self._of_pronoun(index, line, first, cue)
        text = self._of_text(index, line, first, last, cue, venue=False)
        if text:
            return text
        named = identify(line, first, last, self.names, self.register)
        if words[first] in ("one", "another", "both", "they") and named.id is None:
            back = self._speaker_before(index, line.starts[first], _PERSONS)
            if back:
                named = Named(back.id, back.role)
        elif named.body is not None and words[first] in ("the", "its", "their"):
            back = self._body_before(index, line.starts[first], named)
            if back is not None:
                named = Named(back.id, back.role)
        elif named.id is None and last - first <= 3:
            back = self._name_before(index, line.starts[first], words[last - 1], line.capital(last - 1))
            if back is not None:
                named = Named(back.id, back.role)
        elif named.id in ("spokesman", "official", "minister", "commander", "president") and words[first] == "the":
            back = self._word_before(index, line.starts[first], words[last - 1])
            if back is not None and back.id:
                named = Named(back.id, back.role)
        return [self._link(line, first, last, named, cue)]

    def _of_outlet(self, line: Line, first: int, last: int) -> list[Link]:
        """The newspaper or agency of an interview: "in an interview with Meduza"."""
        for match in self.names.find(line, first, last):
            if match.kind == "source" and self.register.sources[match.value].role in ("agency", "media"):
                named = Named(match.value, self.register.sources[match.value].role)
                return [self._link(line, match.first, match.last, named, None)]
        return []

    def _of_text(self, index: int, line: Line, first: int, last: int, cue: str, venue: bool) -> list[Link]:
        """A report has its author for speaker; a call or a video has its holder outside and itself inside."""
        words = line.words
        found = self.names.find(line, first, last)
        texts = [m for m in found if m.kind in ("medium", "statement")]
        if not texts:
            return []
        owners = [m for m in found if m.kind in ("holder", "author")]
        prepositions = self.lexicon.words.preposition
        cut = next(
            (
                i
                for i in range(first, last)
                if (words[i] in prepositions and i > first)
                or words[i] in (",", "(", "that", "who", "which", "titled", "about")
            ),
            last,
        )
        for owner in owners:
            if owner.first < cut:
                cut = owner.first
        head = next(
            (m for m in sorted(texts, key=lambda m: (-m.last, m.kind)) if m.last == cut or (m.first < cut <= m.last)),
            None,
        )
        if head is None:
            participle = next((m for m in texts if m.last < cut and words[m.last].endswith("ed")), None)
            head = participle
        if head is None or any(m.kind == "source" and m.first <= head.first < m.last for m in found):
            return []
        both = {m.kind for m in texts if m.first == head.first}
        kind = "statement" if "statement" in both else "medium"
        chain: list[Link] = []
        behind = next((m for m in sorted(owners, key=lambda m: (m.first, -m.last)) if m.first >= head.last), None)
        if (
            behind is not None
            and (behind.last - behind.first >= 2 or behind.first == head.last)
            and not (words[behind.first] in ("in", "at", "of") and kind == "medium")
        ):
            right = Nominals(line, self.lexicon, self.quotes).right(behind.last)
            if right is not None and right[0] < last:
                right = (right[0], min(right[1], last))
                owner = identify(line, *right, self.names, self.register)
                if (
                    owner.id
                    or (owner.role != "person" and words[behind.first] not in ("in", "of", "at"))
                    or (behind.last - behind.first >= 2)
                ):
                    if (
                        behind.kind == "holder"
                        and behind.last - behind.first >= 2
                        and words[behind.first]
                        in (
                            "obtained",
                            "seen",
                            "reviewed",
                            "intercepted",
                            "captured",
                            "leaked",
                            "cited",
                            "quoted",
                            "examined",
                            "analysed",
                            "analyzed",
                        )
                    ):
                        kind = "medium"
                    verb = self._words(line, behind.first, behind.last - 1) if behind.last - behind.first >= 2 else None
                    if kind == "statement":
                        verb = cue if not venue else self._words(line, head.first, head.last)
                    chain.append(
                        self._link(line, *self._resolved(index, line, right), self._named(index, line, right), verb)
                    )
        if not chain:
            before = self._owner_before(index, line, first, head, kind, venue)
            if before is not None:
                chain.append(
                    before
                    if kind == "medium"
                    else Link(
                        before.name,
                        before.id,
                        before.role,
                        cue if not venue else self._words(line, head.first, head.last),
                        before.start,
                        before.end,
                    )
                )
        if kind == "statement":
            if chain or venue:
                return chain
            if words[first] in ("the", "these", "those", "this", "that"):
                back = self._text_before(index, head)
                if back is not None:
                    return [self._link(line, first, head.last, Named(back.id, back.role), cue)]
            return [self._link(line, first, head.last, Named(None, "document"), cue)]
        if not chain and words[first] in ("the", "this", "that") and not venue:
            chain.extend(link for link in self._medium_before(index) if link.role != "document")
        chain.append(self._link(line, first, head.last, Named(None, "document"), cue if not venue else None))
        return chain

    def _resolved(self, index: int, line: Line, span: tuple[int, int]) -> tuple[int, int]:
        return span

    def _named(self, index: int, line: Line, span: tuple[int, int]) -> Named:
        named = identify(line, *span, self.names, self.register)
        if named.body is not None:
            back = self._body_before(index, line.starts[span[0]], named)
            if back is not None:
                return Named(back.id, back.role)
        return named

    def _medium_before(self, index: int) -> list[Link]:
        for j in range(index - 1, max(-1, index - _BACK), -1):
            found = self._medium_in(j)
            if found:
                return found
        return []

    def _owner_before(self, index: int, line: Line, first: int, head: Match, kind: str, venue: bool) -> Link | None:
        """Whose text it is by the words before it: "Russia's official tally", "NATO estimates", "its report"."""
        words = line.words
        if words[first] in ("its", "his", "her", "their"):
            if venue:
                return None
            back = self._speaker_before(
                index, line.starts[first], _PERSONS if words[first] in ("his", "her") else _BODIES
            )
            if back is None:
                return None
            start, stop = line.starts[first], line.ends[first]
            return Link(line.text[start:stop], back.id, back.role, None, start, stop)
        possessive = next(
            (
                i
                for i in range(head.first - 1, first, -1)
                if words[i] == "'s" or (words[i] == "'" and words[i - 1].endswith("s"))
            ),
            None,
        )
        if possessive is not None:
            return self._link(line, first, possessive, self._named(index, line, (first, possessive)), None)
        inside = [m for m in self.names.find(line, first, head.first) if m.kind in ("source", "body", "side")]
        if not inside:
            return None
        named = identify(line, first, head.first, self.names, self.register)
        if kind == "medium" and all(m.kind == "side" for m in inside):
            return None
        if named.id is None or (named.id in self.register.speakers and kind == "medium"):
            return None
        a, b = inside[0].first, max(m.last for m in inside)
        return self._link(line, a, b, named, None)

    # -- who was named before -----------------------------------------------------------------------------------------

    def _before(self, index: int, offset: int) -> Iterator[tuple[int, Act, list[Link]]]:
        """Acts with their chains, nearest first, that stand before a document offset."""
        for j in range(index, max(-1, index - _BACK), -1):
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

    def _of_pronoun(self, index: int, line: Line, token: int, cue: str) -> list[Link]:
        word = line.words[token]
        start, end = line.starts[token], line.ends[token]
        if word in ("who", "which"):
            stop = token - 1 if token and line.words[token - 1] == "," else token
            subject = Nominals(line, self.lexicon, self.quotes).subject(stop)
            if subject is not None and stop > 0:
                return [self._link(line, *subject, identify(line, *subject, self.names, self.register), cue)]
        name = line.text[start:end]
        if word in ("it", "they", "he", "she", "one", "another", "both"):
            roles = _BODIES if word == "it" else _PERSONS if word != "they" else _PERSONS | _BODIES
            paragraph = self.bounds[index][2]
            mention = (
                self._mention_before(index, line.starts[token])
                if word in ("one", "another", "he", "she", "both")
                else None
            )
            for j, _, chain in self._before(index, start):
                if paragraph - self.bounds[j][2] > 4:
                    break
                link = next((k for k in reversed(chain) if k.role in roles), None)
                if mention is not None and mention[0] > j:
                    break
                if link is not None:
                    return [Link(name, link.id, link.role, cue, start, end)]
            if mention is not None:
                return [Link(name, mention[1].id, mention[1].role, cue, start, end)]
        return [Link(name, None, "person", cue, start, end)]

    def _mention_before(self, index: int, offset: int) -> tuple[int, Named] | None:
        """A soldier, witness or the like told of, though not quoted, in the sentences just before."""
        for j in range(index, max(-1, index - 4), -1):
            line = self.line(j)
            for match in reversed(self.names.find(line, 0, len(line.words))):
                if match.kind == "speaker" and line.starts[match.first] < offset:
                    if match.value in ("soldier", "prisoner", "witness", "medic", "commander"):
                        return j, Named(match.value, self.register.speakers[match.value].role)
        return None

    def _body_before(self, index: int, offset: int, named: Named) -> Link | Named | None:
        """The body meant by "the ministry", "the army": as a source before, else as a name before."""
        body = named.body
        for _, _, chain in self._before(index, offset):
            for link in reversed(chain):
                if link.id and link.role == named.role and link.id not in self.register.speakers:
                    if body in self.register.bodies and not (
                        link.id.endswith(f"-{body}")
                        or link.id in self.register.aliases.values()
                        or link.id in self.register.sources
                    ):
                        continue
                    return link
        for j in range(index - 1, max(-1, index - _BACK), -1):
            line = self.line(j)
            for match in reversed(self.names.find(line, 0, len(line.words))):
                if match.kind == "body" and (
                    match.value == body or self.register.bodies[match.value].role == named.role
                ):
                    first = max(0, match.first - 3)
                    found = identify(line, first, match.last, self.names, self.register)
                    if found.id and found.id not in self.register.speakers and found.role == named.role:
                        return found
        return None

    def _name_before(self, index: int, offset: int, surname: str, capital: bool) -> Link | None:
        if not capital:
            return None
        for j, act, chain in self._before(index, offset):
            line = self.line(j)
            if act.source is not None and surname in line.words[act.source[0] : act.source[1]]:
                return chain[-1]
        return None

    def _word_before(self, index: int, offset: int, word: str) -> Link | None:
        for j, act, chain in self._before(index, offset):
            if act.source is not None and word in self.line(j).words[act.source[0] : act.source[1]]:
                return chain[-1]
        return None

    def _text_before(self, index: int, head: Match) -> Link | None:
        """The author of "the report": a text of the same kind before, with its author."""
        offset = self.line(index).starts[head.first]
        fallback: Link | None = None
        for j, act, chain in self._before(index, offset):
            line = self.line(j)
            for span in (act.source, act.venue):
                if span is None:
                    continue
                if any(m.kind == "statement" and m.value == head.value for m in self.names.find(line, *span)):
                    return chain[-1]
            if (
                fallback is None
                and act.kind in ("say", "show")
                and chain[-1].role not in ("document",)
                and index - j <= 2
            ):
                if head.value in ("statement",) or act.verb in ("publish",):
                    fallback = chain[-1]
        return fallback

    # -- whole chains -------------------------------------------------------------------------------------------------

    def covering(self, index: int, start: int, end: int) -> list[tuple[int, Act]]:
        """The acts whose content holds the document offsets, outermost first."""
        found: list[tuple[int, int, int, Act]] = []
        for j in self._neighbours(index, start):
            for order, act in enumerate(self.acts(j)):
                if act.silent or self._inside_source(j, act, start):
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
        listed = self._listed(index)
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

    def _listed(self, index: int) -> tuple[int, Act, str] | None:
        """A line of a list that the source introduced with a colon."""
        j = index
        while j > 0 and index - j < 40:
            start = self.bounds[j][0]
            before = self.text[self.bounds[j - 1][1] - 1]
            if before == ":":
                acts = [a for a in self.acts(j - 1) if a.source is not None]
                return (j - 1, acts[-1], "<source> said: <list>") if acts else None
            if self.text[start] not in "-*•·▪●–—" and not (self.text[start].isdigit()):
                return None
            j -= 1
        return None

    def _unmarked(self, index: int, paragraph: int) -> tuple[int, Act, str] | None:
        """Direct speech without marks before ", said X": first-person sentences of one paragraph."""
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

    def caveats(self) -> list[Caveat]:
        """The sentences that doubt what stands elsewhere."""
        if self._caveats is None:
            self._caveats = []
            if any(hint in self.folded for hint in self.cues.hints):
                for j, (start, end, _) in enumerate(self.bounds):
                    if any(self.folded.find(hint, start, end) >= 0 for hint in self.cues.hints):
                        caveat = caveats_in(self.line(j), j, self.cues)
                        if caveat is not None:
                            self._caveats.append(caveat)
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
        acts = self.covering(index, start, end)
        rules: list[str] = []
        if not acts:
            carried = self.carried(index, start)
            if carried is not None:
                acts = [(carried[0], carried[1])]
                rules.append(carried[2])
        chain: list[Link] = []
        certainty: Certainty = "stated"
        stance: Stance = "asserts"
        cues: list[Cue] = []
        phrases: list[tuple[int, int]] = []
        content: Span | None = None
        for j, act in acts:
            if act.inner and len(acts) > 1:
                links = []
            else:
                links = self.links(j, act)
            chain.extend(links)
            rules.append(act.rule)
            content = next((c for c in act.contents if c.start <= start < c.end), content)
            if act.certainty != "stated":
                certainty = surer(certainty, act.certainty)
                cues.append(make_cue(self.line(j), act.certainty, *act.cue))
            if act.stance == "denies":
                stance = "denies"
                cues.append(make_cue(self.line(j), "denied", *act.cue))
            spans = [span for span in (act.source, act.venue) if span is not None]
            if j == index:
                phrases.extend(spans)
            else:
                level, found = certainty_at(self.line(j), self.cues, 0, 0, spans, (0, 0))
                certainty, cues = surer(certainty, level), cues + found
        chain = self._bracketed(line) + _distinct(chain)
        first = next((i for i, at in enumerate(line.starts) if at >= start), 0)
        last = next((i for i, at in enumerate(line.starts) if at >= end), len(line.words))
        clause = self._clause(line, index, first, last, acts)
        level, found = certainty_at(line, self.cues, first, last, phrases, clause)
        certainty = surer(certainty, level)
        cues.extend(cue for cue in found if cue not in cues)
        denial = denial_at(line, self.cues, first, clause)
        if denial is not None:
            stance = "denies"
            cues.append(denial)
        caveat = self.caveat_for(index, chain)
        if caveat is not None:
            certainty = "unconfirmed"
            if caveat.cue not in cues:
                cues.append(caveat.cue)
        return Attribution(
            tuple(chain), certainty, stance, tuple(cues), tuple(dict.fromkeys(r for r in rules if r)), content
        )

    def _clause(
        self, line: Line, index: int, first: int, last: int, acts: Sequence[tuple[int, Act]]
    ) -> tuple[int, int]:
        """The clause of the number, cut at the contents of its own speaker in this sentence."""
        begin, end = clause_of(line, self.cues, first, last)
        for j, act in acts:
            if j == index and act.kind != "cite":
                for content in act.contents:
                    if content.start <= line.starts[min(first, len(line.starts) - 1)] < content.end:
                        left = next((i for i, at in enumerate(line.starts) if at >= content.start), begin)
                        right = next((i for i, at in enumerate(line.starts) if at >= content.end), len(line.words))
                        begin, end = max(begin, left), min(end, right)
        return begin, end

    def _bracketed(self, line: Line) -> list[Link]:
        """An agency in brackets: "(Reuters)"."""
        words = line.words
        found: list[Link] = []
        for i, word in enumerate(words):
            if word == "(" and ")" in words[i : i + 5]:
                close = words.index(")", i)
                if close > i + 1:
                    named = identify(line, i + 1, close, self.names, self.register)
                    if named.id and named.role in ("agency", "media"):
                        found.append(self._link(line, i + 1, close, named, None))
        return found


_TAILS = frozenset(["<content>, said <source>", "<content>, <source> said", "<content>, <source>, in <text>"])


def _distinct(chain: Sequence[Link]) -> list[Link]:
    """The chain without a link told twice: the same words, or the same body twice in a row."""
    kept: list[Link] = []
    for link in chain:
        if any(link.start == known.start and link.end == known.end for known in kept):
            continue
        if kept and link.id is not None and link.id == kept[-1].id:
            kept[-1] = link
            continue
        kept.append(link)
    return kept


_SPEECH: WeakKeyDictionary[Reading, Speech] = WeakKeyDictionary()


def speech_of(reading: Reading) -> Speech:
    """What is reported in a text; kept as long as the reading is."""
    made = _SPEECH.get(reading)
    if made is None:
        made = _SPEECH[reading] = Speech(reading)
    return made


def find_attribution(reading: Reading, index: int, start: int, end: int) -> Attribution:
    """Who says the words at document offsets ``start`` to ``end`` in sentence ``index``, how sure, and whether denied."""
    return speech_of(reading).attribution(index, start, end)


def find_attributions(reading: Reading) -> list[Attributed]:
    """Every act of reporting in a text: source, cue and content as spans of the document, and its chain of links."""
    speech = speech_of(reading)
    found: list[Attributed] = []
    for j in range(len(reading)):
        line = speech.line(j)
        for act in speech.acts(j):
            if act.inner and act.kind not in ("say", "inform", "deny"):
                continue
            source = Span(line.starts[act.source[0]], line.ends[act.source[1] - 1]) if act.source else None
            cue = Span(line.starts[act.cue[0]], line.ends[act.cue[1] - 1])
            found.append(Attributed(source, cue, tuple(act.contents), tuple(speech.links(j, act)), act.rule, j))
    return found


__all__ = ["Attributed", "Attribution", "find_attribution", "find_attributions", "find_cues"]
