"""What the text carries on from one sentence to the next: who goes on speaking where no sentence says so.

a quotation behind the same speaker's words     “…,” the colonel said. “Another 90 are in hospital.”
a list behind a colon, or under "Source: …"     The army said it lost: 790 tanks; 167 aircraft
a part of what was told                         Of these, 136 were killed.
a speaker told behind what is said              Twelve were killed. Of this said the mayor.
direct speech that has lost its marks           We were 500 and now we are 60, said a soldier
"""

from __future__ import annotations

from counterclaim.attribution.certainty import cues_of
from counterclaim.attribution.contents import Act
from counterclaim.attribution.entries import ENTRY, opens_entry
from counterclaim.attribution.openings import Openings
from counterclaim.attribution.participles import TOLD_BEHIND
from counterclaim.attribution.recollection import LONGEST
from counterclaim.language import Reading
from counterclaim.model import Span
from counterclaim.natures import names_nature
from counterclaim.sources import Line

_BEHIND = 3  # sentences that one speaker told behind them has said
_NAME_ALONE = 5  # tokens of a sentence that only asks what somebody says
_HEAD = 4  # tokens of a sentence among which a word says that it counts on
_QUOTED_BACK = 8  # sentences over which a quotation goes on in paragraphs of its own
_FURTHEST = 6  # sentences over which reported speech runs on
_TELLING = frozenset(["say", "inform", "show", "think"])
_PARTIES = frozenset(["military", "ministry", "government", "armed-group"])
_TAILS = frozenset(["<content>, said <source>", "<content>, <source> said", "<content>, <source>, in <text>"])


class Carried(Openings):
    """The speakers that one text carries on."""

    def __init__(self, reading: Reading, attitudes: bool = False) -> None:
        super().__init__(reading, attitudes)
        self.cues = cues_of(reading.language)
        self._sources: list[int] | None = None
        self._aside_acts: dict[int, Act] = {}
        self._first_person: dict[int, bool] = {}

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
            ends = [quote.start - 1, quote.start, quote.end - 1, quote.end + 1]
            if self.grammar is not None:  # "«…, — the mayor said. — …»": who speaks may break it off anywhere
                last = self.sentence_at(quote.end - 1)
                ends += [self.bounds[j][0] for j in range(self.sentence_at(quote.start), last)][:_QUOTED_BACK]
            for at in ends:
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
        told = (
            self._entered(index)
            or self._own_losses(index)
            or self._own_people_tell(index)
            or self._run_on(index)
            or self._in_all(index)
            or self._own_words(index)
        )
        told = told or self._unmarked(index, paragraph)
        return told or self._told_behind(index)

    def _entered(self, index: int) -> tuple[int, Act, str] | None:
        """ "14:50 The command: 70 were killed. Also 12 boats": the rest of an entry at whose head stands who speaks."""
        first = index
        while first > 0 and self.bounds[first - 1][2] == self.bounds[index][2]:
            if opens_entry(self.text, self.bounds[first][0]):
                break
            first -= 1
            if any(act.source is not None and act.rule != ENTRY for act in self.acts(first)):
                return None
        if first == index or any(act.source is not None for act in self.acts(index)):
            return None
        return next(((first, act, ENTRY) for act in self.acts(first) if act.rule == ENTRY), None)

    def _own_people_tell(self, index: int) -> tuple[int, Act, str] | None:
        """ "…, the Red Cross said. Its volunteers had buried 40": what those of who spoke just before had done."""
        words, small = self.line(index).words, self.small
        if index == 0 or self.bounds[index][2] != self.bounds[index - 1][2] or len(words) < 4:
            return None
        if words[0] not in small.possessive or words[1] not in small.own_people or words[2] not in small.backshift:
            return None
        told = [a for a in self.acts(index - 1) if a.source is not None and a.kind in _TELLING and not a.silent]
        if not told or any(a.source for a in self.acts(index)):
            return None
        return index - 1, told[-1], "<source> said <content>. Its <people> had <content>"

    def _own_losses(self, index: int) -> tuple[int, Act, str] | None:
        """ "The colonel said 90 rebels were dead. His own losses were nine": the losses of who spoke just before."""
        words, small = self.line(index).words, self.small
        if index == 0 or self.bounds[index][2] != self.bounds[index - 1][2] or len(words) < 4:
            return None
        if words[0] not in small.possessive or words[1] not in small.own or any(a.source for a in self.acts(index)):
            return None
        if words[2] not in small.lost_noun and words[2] not in small.told_number:
            return None
        told = [a for a in self.acts(index - 1) if a.source is not None and a.kind in _TELLING and not a.silent]
        return (index - 1, told[-1], "<source> said <content>. Its own losses are <content>") if told else None

    def _told_behind(self, index: int) -> tuple[int, Act, str] | None:
        """ "Twelve were killed. The mayor said so.": the speaker of the sentences that have none of their own."""
        if any(a.source is not None for a in self.acts(index)) or self._is_headline(index):
            return None
        if self.grammar is None and not self._may_tell_behind(index + 1):
            return None
        last = min(len(self.bounds), index + 1 + (_BEHIND if self.grammar is not None else 1))
        for j in range(index + 1, last):
            if self.bounds[j][2] - self.bounds[index][2] > 1:
                return None
            for act in self.acts(j):
                if act.rule == TOLD_BEHIND:
                    return j, act, TOLD_BEHIND
                if act.source is not None:
                    return None
        return None

    def _may_tell_behind(self, index: int) -> bool:
        """Whether there is a sentence ``index`` with words for it: "This was said by the mayor"."""
        small = self.small
        words = self.line(index).present if index < len(self.bounds) else frozenset()
        return not (small.demonstrative.isdisjoint(words) or small.agent.isdisjoint(words))

    def _is_headline(self, index: int) -> bool:
        """Whether a sentence is the headline, which names who says it itself."""
        headline = self.reading.headline
        return headline is not None and headline[0] <= self.bounds[index][0] < headline[1]

    def _in_all(self, index: int) -> tuple[int, Act, str] | None:
        """ "…, the bulletin said. In all, 40 tanks have burnt": the sum of what a text told just before."""
        words = self.line(index).words
        opens = any(" ".join(words[:n]) in self.small.altogether for n in (1, 2, 3, 4))
        if index == 0 or not opens or self.bounds[index][2] != self.bounds[index - 1][2] or self.acts(index):
            return None
        told = [a for a in self.acts(index - 1) if a.source is not None and a.kind in ("say", "inform", "show")]
        line = self.line(index - 1)
        texts = [a for a in told if not self.small.reads_on.isdisjoint(line.words[a.source[0] : a.source[1]])]  # type: ignore[index]
        if not texts or texts[-1] is not told[-1]:
            return None
        return index - 1, texts[-1], "the <text> said <content>. In all, <content>"

    def _run_on(self, index: int, depth: int = 0) -> tuple[int, Act, str] | None:
        """Reported speech that runs on in its tense: "The colonel said 40 had died. Another 12 had deserted." """
        if index == 0 or depth > _FURTHEST or self.bounds[index][2] != self.bounds[index - 1][2]:
            return None
        if not self._backshifted(self.line(index)) or any(a.source is not None for a in self.acts(index)):
            return None
        before = self.line(index - 1)
        told = [a for a in self.acts(index - 1) if a.source is not None and a.kind in ("say", "inform") and a.contents]
        if not told:
            briefed = self._briefs(index - 1)
            if briefed is not None:
                return index - 1, briefed, briefed.rule
            return self._run_on(index - 1, depth + 1)
        act = told[-1]
        verb = self.lexicon.verbs.get(before.words[act.cue[1] - 1])
        past = verb is not None and "past" in verb.forms and not act.silent
        opened = act.rule == "<source> said that <content>"
        if not past or (self.small.backshift.isdisjoint(before.present) and not opened):
            return None
        return index - 1, act, "<source> said <content>. <content> in the same tense"

    def _briefs(self, index: int) -> Act | None:
        """ "The spokesman opened his briefing with the losses.": somebody is told to speak, and not what he said."""
        line, small = self.line(index), self.small
        if small.briefs.isdisjoint(line.present) or not small.finite.isdisjoint(line.present):
            return None
        made = self._aside_acts.get(line.start)
        if made is None:
            subject = self._subject(index)
            if subject is None or subject[1] >= len(line.words) or line.words[subject[0]] in small.first_person:
                return None
            found = self.names.find(line, *subject)
            pronoun = subject[1] - subject[0] == 1 and line.words[subject[0]] in small.he
            if not pronoun and not any(m.kind in ("speaker", "source", "body") for m in found):
                return None
            cue = (subject[1], subject[1] + 1)
            made = Act("<source> briefed. <content> in the same tense", subject, cue, "", "say", [])
            self._aside_acts[line.start] = made
        return made

    def _backshifted(self, line: Line) -> bool:
        """Whether the first finite verb of a sentence is "had" or "would"."""
        for word in line.words:
            if word in self.small.backshift:
                return True
            if word in self.small.finite or word in self.lexicon.measures or word in ";:":
                return False
        return False

    def _own_words(self, index: int) -> tuple[int, Act, str] | None:
        """ "The enemy lost two guns" outside quotation marks: a party speaks, the one that spoke last."""
        if not self.is_partisan(index):
            return None
        for j in range(index - 1, max(-1, index - _FURTHEST), -1):
            for act in reversed(self.acts(j)):
                if act.source is None or act.kind not in ("say", "inform", "show") or act.silent:
                    continue
                links = self.links(j, act)
                if links and links[-1].role in _PARTIES:
                    return j, act, "the <enemy> of <source>"
                return None
        return None

    def _carried_quote(self, index: int, quote: Span) -> tuple[int, Act, str] | None:
        first = self.sentence_at(quote.start)
        if self.line(first).starts[0] < quote.start - 1:
            return None
        # a quotation that begins its sentence: the speaker of the quotation right before it
        for j in range(first - 1, max(-1, first - _QUOTED_BACK), -1):
            spoken = [a for a in self.acts(j) if a.source is not None and a.kind in ("say", "inform", "think")]
            if spoken:
                act = spoken[-1]
                # every paragraph between them is a quotation of its own
                near = self.bounds[first][2] - self.bounds[j][2] <= 1 or self._quoted_between(j, first)
                introduces = act.rule == "<source> said:"
                same = self.bounds[first][2] == self.bounds[j][2] and first - j == 1 and not act.silent
                if near and (
                    introduces or same or any(self.quote_at(c.start) or self.quote_at(c.end - 1) for c in act.contents)
                ):
                    return j, act, "“<content>” behind the same speaker's words"
                return None
            if self.quote_at(self.line(j).starts[0]) is None:
                return self._beside(first, quote) if j == first - 1 else None
        return None

    def _quoted_between(self, index: int, first: int) -> bool:
        """Whether each paragraph between two sentences begins with a quotation mark, and none is closed before it."""
        paragraphs = {self.bounds[k][2] for k in range(index + 1, first)} - {self.bounds[index][2]}
        opening = [k for k in range(index + 1, first + 1) if self.bounds[k][2] != self.bounds[k - 1][2]]
        return bool(paragraphs) and all(
            (quote := self.quote_at(self.line(k).starts[0])) is not None
            and quote.start == self.line(k).starts[0]
            and self.text[max(0, quote.start - 3) : quote.start].strip()[-1:] not in ('"', "”", "»", "'", "’")
            for k in opening
            if self.line(k).starts
        )

    def _beside(self, first: int, quote: Span) -> tuple[int, Act, str] | None:
        """ "The colonel laughed. “We lost 12.”": the one person of the sentence right before."""
        before = self.line(first - 1)
        if self.bounds[first][2] != self.bounds[first - 1][2] or self.line(first).starts[:1] != [quote.start]:
            return None
        made = self._aside_acts.get(quote.start)
        if made is None:
            subject = self._subject(first - 1)
            if subject is None or (before.words[-1] == "?" and len(before.words) > _NAME_ALONE):
                return None
            alone = before.words[-1] == "?" and subject[1] == len(before.words) - 1  # "The rebels? “More than 100.”"
            if not alone and (before.words[-1] == "?" or names_nature(before, *subject, self.names) != "person"):
                return None
            known = before.words[subject[0]] in self.small.he or any(
                m.kind in ("speaker", "source", "body") for m in self.names.find(before, *subject)
            )
            named = before.capital(subject[1] - 1) and subject[1] - subject[0] > 1
            if not (known or named):
                return None
            made = Act("<source> laughed. “<content>”", subject, (subject[1] - 1, subject[1]), "", "say", [quote])
            self._aside_acts[quote.start] = made
        return first - 1, made, made.rule

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
        if self.grammar is not None:
            return self._counts_on(index)
        if index == 0 or len(words) < 2 or words[0] not in self.small.belongs or words[1] not in self.cues.part:
            return None
        end = self.line(index - 1).ends[-1]
        for act in self.acts(index - 1):
            told = act.source is not None and act.kind in ("say", "inform", "show", "think") and not act.silent
            if told and any(end - 2 <= content.end for content in act.contents):
                return index - 1, act, "<source> said <content>. Of these, <content>"
        return None

    def _counts_on(self, index: int, depth: int = 0) -> tuple[int, Act, str] | None:
        """ "Среди них трое детей.", "Каждый пятый из них …": a part or the sum of what a source told just before."""
        if index == 0 or depth > _BEHIND or self.bounds[index][2] != self.bounds[index - 1][2]:
            return None
        if not self._tells_on(self.line(index)) or any(a.source is not None for a in self.acts(index)):
            return None
        told = [a for a in self.acts(index - 1) if a.source is not None and not a.silent and a.kind != "cite"]
        if told:
            return index - 1, told[-1], "<source> said <content>. Of these, <content>"
        return self._counts_on(index - 1, depth + 1)

    def _tells_on(self, line: Line) -> bool:
        """Whether a sentence opens with a part or the sum of what was told, or tells of the names on a list."""
        words, small = line.words, self.small
        if not small.counts_on.isdisjoint(words[:_HEAD]) or any(
            " ".join(words[:n]) in small.altogether for n in (1, 2)
        ):
            return True
        return not small.names_listed.isdisjoint(words) and not small.names_list.isdisjoint(words)

    def _unmarked(self, index: int, paragraph: int) -> tuple[int, Act, str] | None:
        """Direct speech without marks before ", said X": first-person sentences of one paragraph."""
        if not self._says_we(index, paragraph):
            return None
        j = index
        spoken = False
        while j < len(self.bounds) and self.bounds[j][2] == paragraph and j - index < 12:
            line = self.line(j)
            tail = next((a for a in self.acts(j) if a.rule in _TAILS and a.contents), None)
            told = tail.contents if tail is not None else [Span(line.start, line.end)]
            words = [
                w for w, at in zip(line.words, line.starts, strict=True) if any(c.start <= at < c.end for c in told)
            ]
            spoken = spoken or not self.cues.first_person.isdisjoint(words)
            if tail is not None:
                if j == index:
                    return None
                k = index
                while not spoken and k > 0 and self.bounds[k - 1][2] == paragraph and not self.acts(k - 1):
                    k -= 1
                    spoken = not self.cues.first_person.isdisjoint(self.line(k).present)
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
