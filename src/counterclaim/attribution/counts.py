"""Numbers that are given and not said: by a verb that hands them over, or by a count with its owner.

a verb with a number     <source> gives 40 dead       <source> has a list of 90      <source> had losses at 70
a count that stands      <source>'s tally is 270      its total reached 50           its latest toll, 88 killed,
a count with its case    by <source>'s count, <content>
"""

from __future__ import annotations

from bisect import bisect_left

from counterclaim.attribution.asides import STOPS, Tokens
from counterclaim.attribution.contents import Act
from counterclaim.attribution.impersonal import Impersonal
from counterclaim.attribution.lexicon import Verb
from counterclaim.model import Span
from counterclaim.sources import Match, load_register

TENDS = "<source> treats <n>"  # what another says of them is the other's
_GIVES = frozenset(["figure", "publish", "say", "show"])
_COUNTING = frozenset(["ngo", "research", "media", "agency", "international"])
_KEEPS_COUNT = frozenset(["media", "monitor", "health", "hospital", "agency", "activist", "researcher"])
_SEE = frozenset(["journalist", "witness", "resident", "aid-worker", "diplomat"])
_TEND = frozenset(["medic", "hospital", "rescuer", "aid-worker", "emergency", "red-crescent", "red-cross"])
_TENDING = frozenset(["ngo", "international", "hospital"])


class Counts(Impersonal):
    """Reads the counts of one line and the numbers that somebody gives."""

    def _figure(self, i: int, verb: Verb) -> None:
        """ "The ministry gives 40 dead", "has a list of 90", "had losses at 70": a number is given, and not said."""
        words, small = self.words, self.small
        if verb.forms == {"gerund"} or self.at(i + 1, self.small.agent):
            return
        start = i
        while start and (words[start - 1] in small.have or words[start - 1] in small.between or self.set_in(start)):
            start -= self.set_in(start) or 1
        at = self.line.starts[i]
        if not self._gives_number(i, verb, start) or self._is_noun(i, verb) or self._is_helper(i):
            return
        if any(c.start <= at < c.end for act in self.acts for c in act.contents):
            return
        start = self._needed(start)
        if self.at(start - 1, small.could):
            start -= 1
        if start and (words[start - 1] in small.auxiliary):
            return
        subject = self.subject(start) or self._shared(i, start)
        if subject is None or not self.plausible(*subject, strong=False) or not self.can_show(*subject):
            return
        if verb.base in small.texts_do:
            found = self.lexicon.names.find(self.line, *subject)
            if not any(m.kind == "statement" and m.last == subject[1] for m in found):
                return
        bound = self._right_bound(i + 1, loose=True)
        if bound > i + 1:
            content = [self.span(i + 1, bound)]
            rule = TENDS if "tend" in verb.kinds else "<source> gives <content>"
            self.acts.append(Act(rule, subject, (start, i + 1), verb.base, "show", content))

    def _needed(self, start: int) -> int:
        """Past "needed a week to" before a verb: who needed it gives the number all the same."""
        words, small = self.words, self.small
        if start > 2 and words[start - 1] in small.infinitive:
            for k in range(start - 2, max(0, start - 8), -1):
                if words[k] in small.took_time:
                    return k
                if self.is_stop(k):
                    break
        return start

    def _particle_number(self, i: int, base: str) -> bool:
        """ "arrives at 40 dead", "sticks to 256": a verb that gives a number by its preposition."""
        words, small = self.words, self.small
        near = (k for k in (i + 1, i + 2) if k < self.size)
        k = next((k for k in near if f"{base} {words[k]}" in small.figure_particle), None)
        if k is None or not self._before_number(k + 1):
            return False
        first = next(j for j in range(k + 1, self.size) if words[j][0].isdigit() or words[j] in small.number)
        if not small.told_number.isdisjoint(words[first + 1 : first + 7]):
            return True
        return self.is_closed(first + 1) and not self._is_date(first)

    def _gives_number(self, i: int, verb: Verb, start: int) -> bool:
        """Whether a number that counts losses stands close behind the verb at ``i``, which begins at ``start``."""
        words, small, base = self.words, self.small, verb.base
        if base in small.by_particle:
            return self._particle_number(i, base)
        stop = next((j for j in range(i + 1, min(i + 10, self.size)) if words[j] in (",", ";", ".", ":")), i + 10)
        behind = words[i + 1 : stop]
        first = next((k for k, w in enumerate(behind) if w[0].isdigit() or w in small.number), None)
        if (
            first is None
            or not small.negation.isdisjoint(behind[:first])
            or not self.small.no_amount.isdisjoint(behind[:first])
        ):
            return False
        if base not in small.have_base and not small.finite.isdisjoint(behind[:first]):
            return False
        told = not small.told_number.isdisjoint(behind[:first])
        if base in small.moves:
            numbers = (k for k, w in enumerate(behind) if w[0].isdigit() or w in small.number)
            return told and any(not small.infinitive.isdisjoint(behind[max(0, k - 4) : k]) for k in numbers)
        if "tend" in verb.kinds and not (small.told_number | small.tended).isdisjoint(behind[first + 1 : first + 5]):
            if self._is_tending(start):
                return True
        if verb.kind == "tend":
            return False
        if base in small.sees:
            return not small.told_number.isdisjoint(behind) and self._is_witness(start)
        if base in small.have_base and self._is_tally(i):
            return True
        if base in small.have_base and self._before_number(i + 1) and not small.told_number.isdisjoint(behind):
            return self._counts_others(i) or self._on_list(i)
        if base in small.have_base:
            at = any(w in small.placed_at for w in behind[max(0, first - 3) : first])
            return told and (at or (first > 0 and not self.small.belongs.isdisjoint(behind[:first])))
        if base in small.number_behind:
            return told or not small.names.isdisjoint(behind[first + 1 : first + 2])
        if base in small.gives_bare and self._is_source_before(i) and self.is_closed(i + 2 + first):
            return True
        listed = base in small.listing and not small.told_thing.isdisjoint(behind)
        return told or listed or not small.told_number.isdisjoint(behind)

    def _is_tally(self, i: int) -> bool:
        """Whether who stands before "has" does nothing but count losses: "Oryx has 280 of its tanks"."""
        subject = self.subject(i)
        found = self.lexicon.names.find(self.line, *subject) if subject is not None else ()
        return any(m.kind == "source" and load_register().role_of(m.value) == "research" for m in found)

    def _on_list(self, i: int) -> bool:
        """Whether what somebody "has" stands on a list of theirs: "has 117 names on its list"."""
        words, small = self.words, self.small
        return any(
            words[k] in small.possessive and words[k + 1] in self.lexicon.statements
            for k in range(i + 2, min(i + 12, self.size - 1))
        )

    def _counts_others(self, i: int) -> bool:
        """Whether who stands before "has" keeps count and does not fight: a monitor, a broadcaster, a site."""
        subject = self.subject(i)
        if subject is None:
            return False
        if subject[1] - subject[0] == 1 and self.words[subject[0]] in self.small.he:
            return any(act.source is not None and act.cue[0] < i and act.kind in _GIVES for act in self.acts)
        for match in self.lexicon.names.find(self.line, *subject):
            if match.value in _KEEPS_COUNT:
                return True
            if match.kind == "source" and load_register().role_of(match.value) in _COUNTING:
                return True
        roles = (self.lexicon.names.organisations.get(word) for word in self.words[subject[0] : subject[1]])
        return any(role in _COUNTING and role != "research" for role in roles)

    def _is_source_before(self, i: int) -> bool:
        """Whether somebody who speaks stands before a verb."""
        subject = self.subject(i)
        return subject is not None and self._is_source(*subject)

    def _is_witness(self, start: int) -> bool:
        """Whether somebody unnamed stands before a verb of seeing: "one resident saw nine bodies", "reporters saw"."""
        subject = self.subject(start)
        if subject is None or self.at(subject[0], self.small.the):
            return False
        found = [m for m in self.lexicon.names.find(self.line, *subject) if m.kind == "speaker"]
        several = any(m.value in _SEE and self.words[m.last - 1].endswith("s") for m in found)
        return several or (bool(found) and self.words[subject[0]] in self.small.determiner)

    def _is_tending(self, start: int) -> bool:
        """Whether those who tend the wounded and bury the dead stand before a verb: "the clinic", "civil defence"."""
        subject = self.subject(start)
        if subject is None or self.words[subject[0]] in self.small.relative:
            return False
        for match in self.lexicon.names.find(self.line, *subject):
            if match.value in _TEND or (match.kind == "source" and load_register().role_of(match.value) in _TENDING):
                return True
        return False

    def _is_helper(self, i: int) -> bool:
        """Whether "has" stands before the participle it belongs to: "has put", "had also killed"."""
        words, small = self.words, self.small
        if words[i] not in small.have:
            return False
        j = i + 1
        while j < self.size and words[j] in small.between:
            j += 1
        word = words[j] if j < self.size else ""
        verb = self.lexicon.verbs.get(word)
        return (
            word.endswith("ed")
            or word in self.lexicon.measures
            or word in self.small.been
            or (verb is not None and "participle" in verb.forms)
        )

    def _shared(self, i: int, start: int) -> Tokens | None:
        """The subject of a second verb: "the ministry denied it and said"."""
        if not start or self.words[start - 1] not in self.small.leading:
            return None
        said = [act for act in self.acts if act.source is not None and act.cue[0] < i and act.kind != "cite"]
        if said:
            return said[-1].source
        leading = self.main_subject()
        return (
            leading if leading is not None and leading[1] < start and self.plausible(*leading, strong=False) else None
        )

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
            if begin < self.size and words[begin] not in small.contrast_or_and:
                return self.span(begin, self._right_bound(begin))
        begin = next((k + 1 for k in range(first - 1, -1, -1) if words[k] == ";"), 0)
        if begin >= first and stop < self.size:  # "…; by the army's own account 40 died"
            return self.span(stop, self._right_bound(stop))
        return self.span(begin, first)

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
            if verb is None or not verb.forms & {"past", "third"} or not verb.kinds & _GIVES or self._is_noun(i, verb):
                continue
            behind = words[i + 1 : colon]
            told = numbered and any(
                w in self.lexicon.statements or w in small.told_number or w in small.priced for w in behind
            )
            told = told or not behind or not small.announcing.isdisjoint(behind) or behind[0] in small.demonstrative
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
