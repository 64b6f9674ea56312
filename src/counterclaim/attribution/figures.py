"""Numbers that are given and not said, by a verb that hands them over.

<source> gives 40 dead       <source> has a list of 90      <source> had losses at 70      <source> treats 12
"""

from __future__ import annotations

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.contents import Act
from counterclaim.attribution.impersonal import Impersonal
from counterclaim.attribution.lexicon import Verb
from counterclaim.sources import load_register

TENDS = "<source> treats <n>"  # what another says of them is the other's
_GIVES = frozenset(["figure", "publish", "say", "show"])
_COUNTING = frozenset(["ngo", "research", "media", "agency", "international"])
_KEEPS_COUNT = frozenset(["media", "monitor", "health", "hospital", "agency", "activist", "researcher"])
_SEE = frozenset(["journalist", "witness", "resident", "aid-worker", "diplomat"])
_TEND = frozenset(
    ["medic", "hospital", "rescuer", "aid-worker", "emergency", "civil-defence", "red-crescent", "red-cross"]
)
_TENDING = frozenset(["ngo", "international", "hospital"])


class Figures(Impersonal):
    """Reads the numbers of one line that somebody gives."""

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
        behind, _ = self.skip_tail(i + 1)  # "arrived last night at 40"
        near = (k for k in (i + 1, i + 2, behind) if k < self.size)
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
        if "tend" in verb.kinds and not (small.told_number | small.tended).isdisjoint(behind[first + 1 : first + 5]):
            if self._is_tending(start):
                return True
        if base in small.moves:
            numbers = (k for k, w in enumerate(behind) if w[0].isdigit() or w in small.number)
            return told and any(not small.infinitive.isdisjoint(behind[max(0, k - 4) : k]) for k in numbers)
        if verb.kind == "tend":
            return False
        if base in small.sees:
            return not small.told_number.isdisjoint(behind) and self._is_witness(start)
        if base in small.have_base and (self._is_tally(i) or self._has_names(i + 1 + first)):
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

    def _has_names(self, number: int) -> bool:
        """Whether names are what is counted, which only a list has: "local monitors have 1,300 names"."""
        return any(self.words[k] in self.small.name_list for k in range(number + 1, min(number + 3, self.size)))

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
