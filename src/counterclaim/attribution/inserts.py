"""Sources set into a sentence that tells for itself.

so the committee          <content>, so <source>.
it was made known         <content>, it was made known by <source>
on somebody's word        <source>, on the word of <source>, …        to go by what <source> tell, <content>
a word before a colon     The truth, from <source>: <content>         <source> had it otherwise: <content>
a voice before a colon    <source>, reached by telephone: / “<content>”
"""

from __future__ import annotations

from counterclaim.attribution.contents import Act
from counterclaim.attribution.counts import Counts

_LONGEST_LEAD = 14  # tokens before a colon that only say who speaks
_LONGEST_LABEL = 24  # tokens before a colon that name whose figures follow
_SPEAK = frozenset(["spokesman", "official", "officials", "analyst", "diplomat", "minister", "hospital", "medic"])
_BEFORE = frozenset([",", "-", ";"])  # marks before "it was made known"
_NAMING = frozenset(["source", "body", "speaker", "statement"])


class Inserts(Counts):
    """Reads the sources of one line that are set in beside its own verb."""

    def _inserts(self) -> None:
        words, small, present = self.words, self.small, self.line.present
        if not small.so_source.isdisjoint(present):
            self._so()
        if not small.known_from.isdisjoint(present):
            self._made_known()
        if not small.judged.isdisjoint(present):
            self._on_word()
        if not small.if_right.isdisjoint(words):
            self._if_right()
        if ":" in words[:_LONGEST_LEAD]:
            self._lead()
        if ":" in words[:_LONGEST_LABEL]:
            self._before_figures()
        if words[-1:] == [":"]:
            self._voice()
        elif ":" in words and not self.acts:
            self._shown()

    def _so(self) -> None:
        """ "Forty died, so the Committee.": who says it behind "so", where no clause follows."""
        words = self.words
        for i in range(1, self.size - 1):
            if words[i] not in self.small.so_source or words[i - 1] not in (",", "-", ";"):
                continue
            verb = self.lexicon.verbs.get(words[i + 1])
            says = verb is not None and verb.kind == "say" and bool(verb.forms & {"past", "third"})
            source = self.right(i + 1 + says)  # "so | says | the priest"
            if source is None or not self.plausible(*source, strong=False):
                continue
            if not says and not self.line.capital(source[1] - 1):
                continue
            after, _ = self.skip_tail(source[1])
            if after < self.size and words[after] not in (".", ",", ";", ")"):
                continue
            first = self._clause(i - 1) if words[i - 1] != ";" else 0
            contents = [] if i - 1 - first <= 3 and self.is_adverbial(first) else [self.span(first, i - 1)]
            if (
                after + 1 < self.size
                and words[after] == ","
                and (not contents or self._is_clause(after + 1) or self._is_broken(i - 1))
            ):
                contents.append(self.span(after + 1, self._right_bound(after + 1)))
            if contents:
                self.acts.append(Act("<content>, so <source>", source, (i, i + 1), "so", "say", contents))
            return

    def _made_known(self) -> None:
        """ "…, it was made known by the ministry", "…, it was announced at a press conference by the staff"."""
        words, small, verbs = self.words, self.small, self.lexicon.verbs
        for i in range(2, self.size - 3):
            if words[i] not in small.it or words[i + 1] not in small.be or words[i - 1] not in _BEFORE:
                continue
            verb = verbs.get(words[i + 2])
            known = f"{words[i + 2]} {words[i + 3]}" in small.made_known
            if not known and (verb is None or verb.kind not in ("say", "inform") or "participle" not in verb.forms):
                continue
            by = next((k for k in range(i + 3, min(i + 18, self.size)) if words[k] in small.agent), None)
            if by is None or any(words[k] in (";", ":", '"') for k in range(i, by)) or self._is_cue(i + 2):
                continue
            source = self.right(by + 1)
            if source is None or not self.plausible(*source, strong=False):
                continue
            end = i - 1
            cue = (i + 1, i + 3)
            content = [self.span(self._clause(end), end)]
            self.acts.append(Act("<content>, it was made known by <source>", source, cue, words[i + 2], "say", content))
            return

    def _is_cue(self, token: int) -> bool:
        return any(act.cue[0] <= token < act.cue[1] and act.source is not None and act.contents for act in self.acts)

    def _on_word(self) -> None:
        """ "to go by what the surgeons tell, …", "Reuters, on the word of two officers, had three dead"."""
        words, small = self.words, self.small
        for i in range(self.size - 3):
            length = next((n for n in (5, 4, 3, 2) if " ".join(words[i : i + n]) in small.word_of), 0)
            if not length:
                continue
            source = self.right(i + length)
            if source is None or not self.plausible(*source, strong=False):
                continue
            after = source[1]
            after += after < self.size and words[after] in self.lexicon.verbs
            contents = []
            if i <= 1 and words[after : after + 1] == [","] and after + 1 < self.size:
                contents = [self.span(after + 1, self._right_bound(after + 1))]
            elif i > 2:
                contents = [self.span(0, self.size)]
            if contents:
                self.acts.append(Act("to go by <source>, <content>", source, (i, i + length), "", "cite", contents))
            return

    def _if_right(self) -> None:
        """ "40 died, if the monitor is right", "…, if the monitor in Lima has counted right": whose count it is."""
        words, small = self.words, self.small
        for i in range(self.size - 3):
            if words[i] not in small.if_right or (i and words[i - 1] not in (",", "-")):
                continue
            source = self.right(i + 1)
            if source is None or not self.plausible(*source, strong=False) or not self._is_source(*source):
                continue
            stop = next((k for k in range(source[1], self.size) if words[k] in (",", ";", ".")), self.size)
            said = " ".join(words[source[1] : stop])
            if not any(said == phrase or said.endswith(f" {phrase}") for phrase in small.is_right):
                continue
            if i:
                content = [self.span(self._clause(i - 1), i - 1)]
            else:
                content = [self.span(stop + 1, self._right_bound(stop + 1))] if stop + 1 < self.size else []
            if content:
                act = Act("<content>, if <source> is right", source, (i, stop), "", "say", content)
                act.certainty = "hedged"
                self.acts.append(act)
            return

    def _lead(self) -> None:
        """ "The truth, from the army: …", "Damascus had it otherwise: …": a clause that says no more than who tells."""
        words, small = self.words, self.small
        colon = words.index(":")
        if colon + 2 >= self.size or self.quote_from(colon) is not None or colon < 3:
            return
        at = self.line.starts[colon + 1]
        if any(c.start <= at < c.end for act in self.acts for c in act.contents if act.kind != "cite"):
            return
        content = [self.span(colon + 1, self._right_bound(colon + 1))]
        for k in range(1, colon):
            begun = k + 1 + (words[k + 1] in small.told)  # "gave | us | a different story"
            said = (" ".join(words[begun:n]) for n in range(begun + 1, colon + 1))
            if words[k] in small.gives_story and not small.otherwise.isdisjoint(said):
                source = self.subject(k)
                if source is not None and self.plausible(*source, strong=False):
                    act = Act("<source> had it otherwise: <content>", source, (k, colon), words[k], "say", content)
                    self.acts.append(act)
                return
            if words[k] in small.made_by and (words[k - 1] == "," or words[k - 1] in self.lexicon.statements):
                source = self.right(k + 1)
                if source is not None and source[1] == colon and self.plausible(*source, strong=False):
                    self.acts.append(Act("…, from <source>: <content>", source, (k, k + 1), words[k], "say", content))
                return

    def _before_figures(self) -> None:
        """ "The ministry's figures for today: 40 dead", "The spokesman, asked about losses: 40 dead"."""
        words, small = self.words, self.small
        colon = words.index(":")
        if colon < 2 or colon + 2 >= self.size or not self._before_number(colon + 1) or self._is_said(colon + 1):
            return
        if words[colon - 1] in small.whose_side:
            return
        stop = next((k for k in range(colon + 1, self.size) if words[k] in (";", ".")), self.size)
        if small.told_number.isdisjoint(words[colon + 1 : stop]):
            return
        found = self.lexicon.names.find(self.line, 0, colon)
        texts = [m for m in found if m.kind == "statement" and words[m.last - 1] not in small.toll]
        named = [m for m in found if m.kind in ("source", "body")]
        speaks = [m for m in found if m.value in _SPEAK]
        first = next((k for k in range(colon) if words[k] not in small.leading), 0)
        behind_who = speaks and not small.relative.isdisjoint(words[: speaks[0].first])
        if (
            speaks
            and speaks[0].first <= 8
            and not behind_who
            and not small.force.intersection(words[speaks[0].last : colon])
        ):
            source = self.main_subject()
        elif texts and named and not self._has_verb(first, colon):
            source = (first, colon)
        else:
            return
        if source is not None and source[1] <= colon and self.plausible(*source, strong=False):
            content = [self.span(colon + 1, self._right_bound(colon + 1))]
            self.acts.append(Act("<source>: <figures>", source, (colon, colon + 1), "", "say", content))

    def _shown(self) -> None:
        """ "State television ran a ticker all evening: “Seventeen tanks destroyed”": words behind a colon, in marks."""
        colon = self.words.index(":")
        quote = self.quote_from(colon + 1) if colon + 1 < self.size else None
        source = self.main_subject() if quote is not None else None
        if source is None or quote is None or source[1] > colon or not self.plausible(*source, strong=False):
            return
        if any(m.kind in _NAMING and m.kind != "statement" for m in self.lexicon.names.find(self.line, *source)):
            act = Act("<source> showed: “<content>”", source, (colon, colon + 1), "", "say", [quote])
            act.quoted = True
            self.acts.append(act)

    def _voice(self) -> None:
        """ "The spokesman of the rebels, reached by telephone:": a quotation follows, and no verb says so."""
        if any(act.contents for act in self.acts if act.kind in ("say", "inform")):
            return
        quote = self.quote_behind(breaks=True)
        source = self.main_subject() if quote is not None else None
        if source is None or quote is None or not self.plausible(*source, strong=False):
            return
        if not any(m.kind in _NAMING for m in self.lexicon.names.find(self.line, *source)):
            return
        cue = (self.size - 1, self.size)
        act = Act("<source>: “<content>”", source, cue, "", "say", [quote])
        act.quoted = True
        self.acts.append(act)
