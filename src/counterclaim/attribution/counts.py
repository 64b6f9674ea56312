"""Counts with their owners: what somebody keeps, and the number it has come to.

a count that stands      <source>'s tally is 270      its total reached 50           its latest toll, 88 killed,
a count with its case    by <source>'s count, <content>
"""

from __future__ import annotations

from bisect import bisect_left

from counterclaim.attribution.asides import STOPS, Tokens
from counterclaim.attribution.contents import Act
from counterclaim.attribution.figures import _GIVES, Figures
from counterclaim.model import Span
from counterclaim.sources import Match

_SHORT = 4  # tokens that only name who is put right


class Counts(Figures):
    """Reads the counts of one line."""

    def _stands(self) -> None:
        """ "The army's tally is 270 dead", "Its total reached 50", "Oryx's count of 40": a count and its number."""
        words, small, line = self.words, self.small, self.line
        taken = [act.source for act in self.acts if act.source is not None]
        for found in self.lexicon.names.find(line, 0, self.size):
            if found.kind != "statement" or any(a <= found.first < b for a, b in taken):
                continue
            first = found.first
            while first > 0 and found.first - first < 9 and not self.is_stop(first - 1):
                before = words[first - 1]
                if before in small.barrier or before in small.case or before in small.leading or self._tells(first - 1):
                    break
                first -= 1
                if words[first] in small.possessive or words[first] in small.article:
                    break  # "for Peru | the list has 40 tanks"
            last, owned = self._owned_count(first, found)
            if not owned:
                continue
            after = last
            aside = words[after : after + 1] == [","] and not self.at(after + 1, self.small.belongs)
            if aside and not self._apposed(after):
                comma = next((k for k in range(after + 1, min(after + 10, self.size)) if words[k] == ","), None)
                after = comma + 1 if comma is not None else after
            number = self._number_of(self._to_stands(after, owned))
            if number is not None:
                cue = (found.first, found.last)
                self.acts.append(
                    Act("<source>'s count is <content>", (first, last), cue, found.value, "show", [number])
                )

    def _to_stands(self, after: int, owned: bool) -> int:
        """Past what a count is of, to the verb behind it: "its list of the fallen runs to 92"."""
        words = self.words
        if not owned or (words[after : after + 1] and words[after] not in self.small.count_of):
            return after
        for k in range(after + 1, min(after + 9, self.size)):
            if words[k] in self.small.stands:
                return k
            if self.is_stop(k):
                break
        return after

    def _tells(self, token: int) -> bool:
        verb = self.lexicon.verbs.get(self.words[token])
        return verb is not None and bool(verb.forms & {"past", "third"}) and not self.line.capital(token)

    def _owned_count(self, first: int, found: Match) -> tuple[int, bool]:
        """Where a count with its owner ends, and whether somebody owns it."""
        words, small, line = self.words, self.small, self.line
        before = self.lexicon.names.find(line, first, found.first)
        named = any(m.kind in ("source", "body") for m in before)
        counts = words[found.last - 1] in small.counted
        owner = next((k for k in range(found.first - 1, first, -1) if words[k] == "'s"), None)
        body = owner is not None and words[owner - 1] in self.lexicon.names.organisations
        owned = named or body or words[first] in small.possessive or (counts and any(m.kind == "side" for m in before))
        for match in self.lexicon.names.find(line, found.last, min(found.last + 3, self.size)):
            if match.kind == "author" and match.first == found.last:
                right = self.right(match.last)
                if right is not None and self.lexicon.names.find(line, *right) and self.plausible(*right, strong=False):
                    inside = self.lexicon.names.find(line, *right)
                    if any(m.kind in ("source", "body") for m in inside) or match.last - match.first > 1:
                        return right[1], True
                break
        return found.last, owned

    def _apposed(self, comma: int) -> bool:
        """Whether a number set between commas follows: "its latest toll, 498 killed,"."""
        words = self.words
        return (
            words[comma + 1 : comma + 2] != [] and words[comma + 1][0].isdigit() and "," in words[comma + 2 : comma + 9]
        )

    def _number_of(self, after: int) -> Span | None:
        """The number behind a count: "is 270 dead", ", of 1,350 killed,", "was far higher: 91 dead"."""
        words, small = self.words, self.small
        if after < self.size and (
            words[after] in self.small.belongs or (words[after] == "," and self.at(after + 1, self.small.belongs))
        ):
            begun = after + 1 + (words[after] == ",")
        elif after < self.size and words[after] == "," and self._apposed(after):
            begun = after + 1
        elif after < self.size and words[after] in small.stands:
            begun = after
        else:
            return None
        ahead = words[begun : begun + 7]
        if self._is_date(begun):
            return None  # "the summary of 3 May"
        if not any(w[0].isdigit() or w in small.number for w in ahead):
            return None
        stop = self._right_bound(begun, loose=True)
        if begun != after:
            stop = next((k for k in range(begun, stop) if words[k] in small.stands or words[k] in (",", ";")), stop)
        return self.span(begun, stop) if stop > begun else None

    def _counts(self) -> None:
        """ "By the SBU's count, …": a text with an owner behind a preposition, and no verb of its own."""
        words, small, line = self.words, self.small, self.line
        taken = [span for act in self.acts for span in (act.source, act.venue) if span is not None]
        for found in self.lexicon.names.find(line, 0, self.size):
            if found.kind != "statement" or any(a <= found.first < b for a, b in taken):
                continue
            first = found.first
            if self.at(first - 1, small.leading):
                continue  # "lost 40 in the east and claims 60"
            while first > 0 and found.first - first < 9 and not self.is_stop(first - 1):
                if words[first - 1] in small.barrier or words[first - 1] in small.case:
                    break
                first -= 1
            stop = found.last
            possessed = words[first] in small.possessive and not self.attitudes
            owned = possessed or "'s" in words[first : found.last]
            if words[first - 1] in small.by_count and words[found.last - 1] in small.counted:
                before = self.lexicon.names.find(line, first, found.first)
                owned = owned or any(m.kind in ("source", "side") for m in before)  # "by Israeli estimates"
            for match in self.lexicon.names.find(line, found.last, min(found.last + 3, self.size)):
                if (
                    match.kind == "author"
                    and match.first <= found.last + 1
                    and (
                        match.last - match.first > 1
                        or words[match.first] in small.made_by
                        or words[match.first] in self.small.belongs
                    )
                ):
                    right = self.right(match.last)
                    if right is not None and self._is_author(match.first, right):
                        stop, owned = right[1], True
                    break
            cases = small.by_count if self.attitudes else small.count_case
            if not owned or first == 0 or words[first - 1] not in cases:
                continue
            comma = next((k for k in range(stop, self.size) if words[k] in (",", ";")), None)
            content: Span | None
            if first <= 4 and comma is not None and words[comma] == ";" and words[first - 1] in small.by_count:
                content = self.span(stop, comma) if comma > stop else None
            elif first <= 4 and comma is None and stop < self.size - 3 and words[first - 1] in small.by_count:
                content = self.span(stop, self._right_bound(stop))
            elif first <= 4 and comma is not None:
                content = self.span(comma + 1, self._right_bound(comma + 1)) if comma + 1 < self.size else None
            elif first > 4 and stop >= self.size - 2:
                content = self.span(self._clause(first - 1), first - 1)
            elif words[first - 1] in small.by_count and first > 2:
                content = self._around(first - 1, stop)
            elif first > 2 and words[first - 2] == "," and self.at(stop, STOPS) and found.value == "estimate":
                content = self._around(first - 1, stop)  # "…, in the army's telling, …"
            else:
                continue
            if content is not None:
                cue = (found.first, found.last)
                act = Act("by <source>'s count, <content>", (first, stop), cue, found.value, "say", [content])
                if stop + 1 < self.size and words[stop] == ":":  # "by the tally of the union: 40 here, 20 there"
                    act.contents.append(self.span(stop + 1, self._right_bound(stop + 1)))
                self.acts.append(act)

    def _is_author(self, token: int, phrase: Tokens) -> bool:
        """Whether a phrase behind "by" or "of" is whose count it is; behind "of" only a body."""
        if self.words[token] in self.small.made_by or self.at(token + 1, self.small.agent):
            return self.plausible(*phrase, strong=False)
        found = self.lexicon.names.find(self.line, *phrase)
        if self.words[phrase[1] - 1] in self.lexicon.names.organisations and phrase[1] - phrase[0] <= 3:
            return True
        return any(m.kind in ("source", "body") or m.value in ("expert", "researcher") for m in found)

    def _around(self, first: int, stop: int) -> Span:
        """The clause in which "by its own account" stands: what goes on behind it, else what stands before."""
        words, small = self.words, self.small
        begun = self._clause(first)
        if words[first - 1] == "," and words[stop : stop + 1] == [","] and self._is_part(stop + 1):
            return self.span(begun, self._right_bound(stop + 1))  # "40 died, by its count, half of them children"
        apart = words[first - 1] == "," and stop < self.size and words[stop] not in (",", ";", ".", ":")
        if apart or (stop < self.size and (words[stop] in self.lexicon.measures or words[stop] == ",")):
            begin = stop + (words[stop] == ",")
            bare = not self._has_figure(begin, self.size) and self.lexicon.verbs.keys().isdisjoint(words[begin:])
            if self._has_figure(begun, first) and begin < self.size and bare:
                whole = words[first - 1] == ","  # "Two boats, by its account, were lost"
                return self.span(begun, self._right_bound(begin) if whole else first)
            if begin < self.size and words[begin] not in small.contrast_or_and:
                return self.span(begin, self._right_bound(begin))
        begin = next((k + 1 for k in range(first - 1, -1, -1) if words[k] == ";"), 0)
        if begin >= first and stop < self.size:  # "…; by the army's own account 40 died"
            return self.span(stop, self._right_bound(stop))
        return self.span(begin, first)

    def _has_figure(self, first: int, last: int) -> bool:
        return any(self.words[k][0].isdigit() or self.words[k] in self.small.number for k in range(first, last))

    def _gives_list(self) -> None:
        """ "The commander gave the numbers: 6,261 killed": a verb, a word for figures, and what follows the colon."""
        words, small, verbs = self.words, self.small, self.lexicon.verbs
        colon = next((k for k in range(3, self.size - 1) if words[k] == ":"), None)
        if colon is None:
            return
        numbered = any(w[0].isdigit() or w in small.number for w in words[colon + 1 : colon + 12])
        at = self.line.starts[colon + 1]
        if any(c.start <= at < c.end for act in self.acts for c in act.contents):
            return
        for i in range(1, colon):
            verb = verbs.get(words[i])
            if verb is None or not verb.forms & {"past", "third"} or self._is_noun(i, verb):
                continue
            if not verb.kinds & _GIVES and verb.base not in small.gainsays:
                continue
            behind = words[i + 1 : colon]
            told = numbered and any(
                w in self.lexicon.statements or w in small.told_number or w in small.priced for w in behind
            )
            told = told or not behind or not small.announcing.isdisjoint(behind) or behind[0] in small.demonstrative
            told = told or (numbered and verb.base in small.gainsays and len(behind) <= _SHORT)
            start = i
            while start > 1 and words[start - 1] in small.between:
                start -= 1
            subject = self.subject(start) if told else None
            if subject is not None and self.plausible(*subject, strong=False):
                content = [self.span(colon + 1, self._right_bound(colon + 1))]
                subject = self._whose_text(subject) or subject
                self.acts.append(Act("<source> gives: <content>", subject, (i, i + 1), verb.base, "say", content))
                return

    def _whose_text(self, subject: Tokens) -> Tokens | None:
        """The body behind a text with which a sentence begins: "In its summary of 3 May the staff gives"."""
        found = self.lexicon.names.find(self.line, *subject)
        body = next((m for m in found if m.kind in ("source", "body")), None)
        text = next((m for m in found if m.kind == "statement"), None)
        if (
            text is None
            or body is None
            or body.first < text.last
            or self.words[subject[0]] not in self.small.possessive
        ):
            return None
        first = body.first
        while first > text.last and (self.line.capital(first - 1) or self.words[first - 1] in self.small.article):
            first -= 1
        return first, subject[1]

    def _gaps(self) -> None:
        """ "Kyiv says 7,000, the alliance 15,000": the second source has the verb of the first."""
        words, small = self.words, self.small
        for act in list(self.acts):
            if act.source is None or act.quoted or act.kind not in ("say", "show") or len(act.contents) != 1:
                continue
            content = act.contents[0]
            first = bisect_left(self.line.starts, content.start)
            last = bisect_left(self.line.starts, content.end)
            if not (self._before_number(first) or words[first] in small.placed_at) or words[first] in small.opener:
                continue
            for k in range(first + 2, last):
                if words[k - 1] not in small.gap or not self._begins_source(k):
                    continue
                begin = k + (words[k] in small.article)
                match = next(
                    (
                        m
                        for m in self.lexicon.names.find(self.line, begin, last)
                        if m.first == begin and m.kind in ("source", "side", "body", "speaker")
                    ),
                    None,
                )
                if match is None or match.last >= last or not self._before_number(match.last):
                    continue
                mark = k - 1 if words[k - 2] != "," else k - 2
                act.contents[0] = Span(content.start, self.line.ends[mark - 1])
                rest = [self.span(match.last, last)]
                gapped = Act("<source> said <n>, <source> <n>", (k, match.last), act.cue, act.verb, act.kind, rest)
                gapped.certainty, gapped.stance = act.certainty, act.stance
                self.acts.append(gapped)
                break

    def _begins_source(self, token: int) -> bool:
        return self.line.capital(token) or self.words[token] in self.small.article
