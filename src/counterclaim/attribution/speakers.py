"""The links of an act of reporting: who is named, in what text, and who "he" and "the ministry" are.

a text with an author        "a report from US intelligence"           the author speaks
a call, a video, a paper     "a call published by the SBU"             its owner stands outside, the text inside
who was told                 "told Reuters"                            the agency stands outside
carried on                   "he", "the ministry", "the report"        the id of whom the text named before
"""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.attribution.contents import Act
from counterclaim.attribution.meanings import Meanings
from counterclaim.attribution.nominals import Nominals
from counterclaim.attribution.recollection import LOOK_BACK
from counterclaim.attribution.recordings import MEDIUM_BACK, OUTLETS, RECORDED
from counterclaim.model import Link
from counterclaim.naming import Named, identify
from counterclaim.sources import Line

_DEEPEST = 30  # "he" that is "he" that is "he"
_AGAIN = frozenset(["officials", "media"])  # "the health officials", "the web site": who bore the word before
_MINISTRIES = frozenset(["ministry"])
# What a bare noun of a language without articles may stand for, by the roles of those who spoke before.
_BARE = {
    "official": frozenset(["official", "government", "ministry"]),
    "commander": frozenset(["military", "ministry"]),
    "minister": frozenset(["ministry", "government"]),
    "spokesman": frozenset(["military", "ministry", "official", "government", "armed-group"]),
    "president": frozenset(["government"]),
}
# Whom a bare noun of a body may stand for, by the role of the noun: "the organisation's co-ordinator".
_HOUSES = {
    "ngo": frozenset(["ngo", "international", "research", "armed-group"]),
    "research": frozenset(["ngo", "research"]),
}
_OF_A_BODY = frozenset([None, "person", "spokesman", "official", "officials"])
_GROUPS_OF_AID = frozenset(["aid-worker", "monitor"])
_OFFICES = frozenset(["ministry", "military", "intelligence", "official"])  # of a state, who go by "the department"
_AUTHORS = frozenset(["research", "ngo", "international"])  # of a report
_ONE_OF = {"officials": "official"}  # of whom one speaks
_UNNAMED = frozenset(["spokesman", "official", "minister", "commander", "president"])


class Speakers(Meanings):
    """What is reported in one text and by whom; made sentence by sentence, and kept."""

    def links(self, index: int, act: Act) -> list[Link]:
        """The chain of one act, outermost first: who was told, in what text, who speaks."""
        made = self._links.get(id(act))
        if made is None:
            if self._depth > _DEEPEST:
                return []
            self._links[id(act)] = act, []  # a chain that leads back to itself ends there
            self._depth += 1
            made = self._links[id(act)] = act, self._chain(index, act)
            self._depth -= 1
        return made[1]

    def _chain(self, index: int, act: Act) -> list[Link]:
        line = self.line(index)
        cue = self._words(line, *act.cue) if act.verb else None
        chain: list[Link] = []
        if act.recipient is not None:
            listener = identify(line, *act.recipient, self.names, self.register)
            unnamed = listener.id in self.register.speakers and listener.id not in self.register.bodies
            again = listener.role in OUTLETS and line.words[act.recipient[0]] in self.small.the
            outlet = (
                self._outlet_before(index, line.starts[act.recipient[0]])
                if again and not line.capital(act.recipient[1] - 1)
                else None
            )
            if outlet is not None:  # "told the broadcaster": the one told before
                chain.append(Link(outlet.name, outlet.id, outlet.role, cue, outlet.start, outlet.end))
            elif listener.id and listener.role in OUTLETS and not unnamed:
                chain.append(self._link(line, *act.recipient, listener, cue))
            elif act.source is not None and act.recipient[1] <= act.cue[0] and act.cue[1] <= act.source[0]:
                again = again or line.words[act.recipient[0]] in self.small.the
                told = self._source(index, line, *act.recipient, cue) if again and listener.id is None else None
                chain.extend(told or [self._link(line, *act.recipient, listener, cue)])  # "the Echo quoted him as"
        if act.venue is not None and line.words[act.venue[0] - 1] not in self.small.through:
            told = self._text(index, line, *act.venue, cue, venue=True) or self._outlet(line, *act.venue)
            # "in a briefing at the alliance's headquarters": where, and no speaker that is known
            chain.extend(link for link in told if link.id is not None or link.role in ("document", "media", "agency"))
        if act.source is None:
            return chain
        plain = self.small.indefinite | self.small.loose_kind
        bare = [word for word in line.words[slice(*act.source)] if word not in plain]
        if len(bare) == 1 and bare[0] in self.small.loose_reports:
            return chain  # "reports say": nobody is named
        impersonal = act.source[1] - act.source[0] == 1 and line.words[act.source[0]] in self.small.it
        if impersonal and act.venue is not None and chain and chain[-1].id is not None:
            return chain  # "it says in the bulletin of the staff"
        chain.extend(self._source(index, line, *act.source, cue))
        chain = distinct(chain)
        speaker = chain[-1]
        first = line.words[act.source[0]]
        if first in self.small.relative:
            meant = Nominals(line, self.lexicon, self.quotes).antecedent(act.source[0])
            first = line.words[meant[0]] if meant is not None else first
        definite = first in self.small.personal or first in self.small.definite
        definite = definite or (self.grammar is not None and self._is_heard(index, line, act.source, speaker))
        recorded = speaker.id in RECORDED or (speaker.id is None and speaker.role == "soldier")
        somebody = not recorded and definite and speaker.id == "person"
        if definite and (recorded or somebody) and not any(link.role == "document" for link in chain):
            medium = self._medium_before(index + 1, MEDIUM_BACK)
            medium = medium or self._same_medium(index, line.starts[act.source[0]], speaker)
            if somebody and medium:
                heard = self._heard_before(index, line, act.source)
                if heard is None:
                    return chain if self.grammar is None else medium + chain
                chain[-1] = Link(speaker.name, heard.id, heard.role, speaker.cue, speaker.start, speaker.end)
            chain = medium + chain
        elif recorded and not any(link.role == "document" for link in chain):
            chain = self._medium_at_end(index, line, act) + chain
        return chain

    def _source(self, index: int, line: Line, first: int, last: int, cue: str | None) -> list[Link]:
        """The links of a source phrase: a pronoun, a text with its author or owner, or a speaker."""
        words, small = line.words, self.small
        while last - first > 1 and words[last - 1] in small.herself:
            last -= 1  # "the mission itself"
        if last - first == 1 and words[first] in small.you:
            answerer = self.answerer(index)
            if answerer:
                return list(answerer)
        if last - first == 1 and words[first] in small.speaking_pronoun:
            return [self._pronoun(index, line, first, cue)]
        if last - first == 3 and words[first] in self.names.pronouns and words[first + 2] in small.part:
            many = self.meant(index, line.starts[first], "people")  # "one of them"
            if many is not None and many.id is not None and many.id in self.register.speakers:
                one = _ONE_OF.get(many.id, many.id)
                return [self._link(line, first, last, Named(one, self.register.speakers[one].role), cue)]
        text = self._text(index, line, first, last, cue, venue=False)
        if text:
            return text
        if self.grammar is not None and last - first == 1 and words[first] in small.indefinite and self._taken(index):
            return [
                self._link(line, first, last, Named("prisoner", self.register.role_of("prisoner") or "soldier"), cue)
            ]
        unlisted = self._spoken_for(line, first, last, cue)
        if unlisted is not None:
            return [unlisted]
        named = self._named(index, line, first, last)
        offset = line.starts[first]
        owner = last - first > 3 and words[first] in small.the and words[first + 2] == "'s"
        if owner and words[first + 1] in small.stands_for:
            of_whom = self._source(index, line, first, first + 2, cue)[-1]  # "the movement's spokesman"
            if of_whom.id is not None and (named.id is None or named.id in _UNNAMED):
                return [self._link(line, first, last, Named(of_whom.id, of_whom.role), cue)]
        back: Link | None = None
        speaks_for = named.id in _UNNAMED or (named.id is not None and named.id in small.speaks_for)
        if (
            words[first] in small.possessive
            and named.body is None
            and (named.id is None or named.id in self.register.speakers)
            and (speaks_for or words[last - 1] in small.speaks_for)
        ):
            back = self.meant(index, offset, self.names.pronouns.get(words[first], "people"))
            if back is not None and back.id is None and named.id != "commander":
                return [Link(back.name, None, back.role, cue, back.start, back.end)]
        elif last - first > 2 and words[first] in small.the and words[first + 1] in small.same:
            back = self._same_before(index, offset, words[last - 1], named)
            if back is not None and back.id is None:
                return [Link(back.name, None, back.role, cue, back.start, back.end)]
        elif named.id == "spokesman" and self._of_rebels(line, first, last):
            back = self._group_meant(index, offset, False)
        elif named.id in _GROUPS_OF_AID and words[first] in small.the and not words[last - 1].endswith("s"):
            back = self._body_of_aid(index, offset)
        elif named.id == "spokesman" and (
            (words[first] in small.indefinite and last - first <= 2) or self._is_titled(line, first, last)
        ):
            back = self._body_just_before(index, offset)
        elif words[first] in small.the and (
            named.id in _AGAIN
            or self._shortened(line, first, last, named)
            or (last - first == 3 and self._are_officials(line, first, last))
        ):
            back = self._same_words_before(index, offset, words[first + 1 : last])
            if back is not None and back.id is None:
                return [Link(back.name, None, back.role, cue, back.start, back.end)]
        elif named.id == "militant" and words[last - 1].endswith("s") and self._is_of_people(line, first, last):
            named = Named(None, named.role)  # "Tuareg rebels" are called so, and are no others
        elif named.id == "militant" and (words[first] in small.the or self._speaks_for_them(line, first, last)):
            alone = words[last - 1] in self.names.organisations
            back = self._group_meant(index, offset, alone) if alone or not self._is_named(line, first, last) else None
        elif named.id == "journalist" and words[first] in small.the and words[last - 1].endswith("s"):
            back = self._counted_before(index, offset)
        elif named.id is None and words[first] in small.definite and words[first] not in small.the:
            back = self.meant(index, offset, "one")
        elif named.id == "minister" and words[first] in small.the and last - first <= 2:
            back = self._speaker_before(index, offset, _MINISTRIES) or self.author()
        elif (named.id in _UNNAMED and words[first] in small.the) or (
            named.id is None and last - first <= 3 and line.capital(last - 1)
        ):
            back = self._same_word_before(index, offset, words[last - 1])
            back = back or self.introduced(index, words[last - 1], ahead=named.role == "person")
            if back is not None and back.id is None and (back.role == named.role or named.role == "person"):
                return [Link(back.name, None, back.role, cue, back.start, back.end)]
            if back is None and named.id in _UNNAMED:
                back = self.author() or self._spoke_for(index, words[last - 1])
        elif self.grammar is not None and last - first == 1 and named.id in _BARE and not line.capital(first):
            back = self._bare_before(index, offset, _BARE[named.id])
            if back is not None and (back.id is None or back.id in self.register.speakers):
                return [Link(back.name, back.id, back.role, cue, back.start, back.end)]
        elif self.grammar is not None and named.id == "soldier" and words[first] in small.force and last - first == 1:
            back = self._force_before(index, offset)
            if back is not None and (back.id is None or back.id in self.register.speakers):
                return [Link(back.name, back.id, back.role, cue, back.start, back.end)]
        elif self.grammar is not None and named.id in _OF_A_BODY and self._house_in(line, first, last) is not None:
            back = self._speaker_before(index, offset, _HOUSES[self._house_in(line, first, last) or "ngo"])
            if back is not None and back.id is None:
                return [Link(back.name, None, back.role, cue, back.start, back.end)]
        elif named.id is None and words[first] in small.the and last - first <= 3:
            back = self._same_word_before(index, offset, words[last - 1])
            if back is not None and back.id is None and back.role != "document":
                return [Link(back.name, None, back.role, cue, back.start, back.end)]
        if back is not None and back.id:
            named = Named(back.id, back.role)
        if named.id is None and named.role == "person":
            named = self._apposed_role(index, line, first, last) or named
        return [self._link(line, first, last, named, cue)]

    def _taken(self, index: int) -> bool:
        """Whether a sentence or the one before tells of some who were taken, one of whom speaks: "Один рассказал"."""
        for j in (index, index - 1):
            if j >= 0 and self.bounds[j][2] == self.bounds[index][2]:
                harms = self.reading.sentence(j).places("harm")
                if any(harm.startswith(("captured", "surrendered")) for _, harm in harms):
                    return True
        return False

    def _spoken_for(self, line: Line, first: int, last: int, cue: str | None) -> Link | None:
        """The body in no list for which somebody by name speaks: "Ali Ray, a spokesman for the Gulf-led coalition"."""
        words = line.words
        for match in self.names.find(line, first, last):
            noun = match.first - 1
            if match.value == "spokesman" and noun >= first and words[noun] in self.names.organisations:
                back = self._same_word_before(self.sentence_at(line.start), line.starts[first], words[noun])
                if back is not None and back.id is None and back.role not in ("person", "document"):
                    return Link(back.name, None, back.role, cue, back.start, back.end)
            if match.value != "spokesman" or match.last + 1 >= last or words[match.last] not in self.small.speaks_of:
                continue
            right = Nominals(line, self.lexicon, self.quotes).right(match.last + 1)
            if right is None:
                return None
            begin, end = right[0], min(right[1], last)
            nouns = [k for k in range(begin, end) if words[k] in self.names.organisations]
            if not nouns or not any(line.capital(k) for k in range(begin, nouns[0])):
                return None
            end = nouns[-1] + 1
            named = identify(line, begin, end, self.names, self.register)
            if named.id is not None or named.body in self.register.bodies:
                return None
            return self._link(line, begin, end, named, cue)
        return None

    def _apposed_role(self, index: int, line: Line, first: int, last: int) -> Named | None:
        """The role told behind a name: "Ivan Hnat, 34, a surgeon", "Mon, who fled the town"."""
        words, small = line.words, self.small
        k = next((t for t in range(first + 1, last) if words[t] == ","), last)
        if (
            words[k : k + 1] == [","]
            and words[k + 1 : k + 2]
            and words[k + 1].isdigit()
            and words[k + 2 : k + 3] == [","]
        ):
            k += 2
        if (
            words[k : k + 1] != [","]
            or k + 3 >= len(words)
            or not line.capital(k - 1 if words[k - 1] != "," else first)
        ):
            return None
        if words[k + 1] in small.relative:
            value = "resident" if words[k + 2] in small.newly else "witness" if words[k + 2] in small.saw else None
            return Named(value, self.register.speakers[value].role) if value is not None else None
        phrases = Nominals(line, self.lexicon, self.quotes)
        stop = next(
            (t for t in range(k + 1, len(words)) if phrases.is_stop(t) or words[t] in small.relative), len(words)
        )
        head = self.names.find(line, k + 1, stop)
        if words[k + 1] not in small.article and not any(m.kind == "speaker" and m.first == k + 1 for m in head):
            return None
        told = self._named(index, line, k + 1, stop)
        unnamed = told.id in self.register.speakers and told.id not in ("person", "source", "media", "agency")
        return told if unnamed else None

    def _is_named(self, line: Line, first: int, last: int) -> bool:
        """Whether a phrase tells by name who is meant: "the Tuareg rebels", and not "the rebels"."""
        return any(line.capital(k) for k in range(first + 1, last))

    def _is_of_people(self, line: Line, first: int, last: int) -> bool:
        """Whether fighters are told by the name of their people: "Tuareg rebels"; a faith or a creed is none."""
        token = last - 2
        return (
            token >= first
            and line.capital(token)
            and (line.starts[token] != line.start or token == first)
            and line.words[token] not in self.small.the
            and line.words[token] not in self.small.creed
        )

    def _is_titled(self, line: Line, first: int, last: int) -> bool:
        """Whether a phrase is a title and a name: "spokesperson Ana Reis"."""
        return last - first > 1 and line.words[first] not in self.small.article and line.capital(last - 1)

    def _speaks_for_them(self, line: Line, first: int, last: int) -> bool:
        """Whether somebody speaks for those whom the text has told of: "a spokesman for the rebels"."""
        words, of = line.words, self.names.words["speaks_of"]
        return any(words[k] in of and words[k + 1] in self.small.the for k in range(first + 1, last - 1))

    def _shortened(self, line: Line, first: int, last: int, named: Named) -> bool:
        """Whether a name is told by its last words, which look like somebody unnamed: "the Doctors Network"."""
        capital = all(line.capital(k) for k in range(first + 1, last))
        return named.id in self.register.speakers and last - first > 2 and capital

    def _are_officials(self, line: Line, first: int, last: int) -> bool:
        return any(m.value == "officials" and m.last == last for m in self.names.find(line, first, last))

    def _force_before(self, index: int, offset: int) -> Link | None:
        """Who "the soldiers" are behind the press office of a brigade: the body of an army that spoke last."""
        for j, act, chain in self._before(index, offset):
            if self.bounds[index][2] - self.bounds[j][2] > 1:
                return None
            if act.source is not None and chain[-1].role != "document":
                words = self.line(j).words[act.source[0] : act.source[1]]
                body = any(self.names.organisations.get(word) == "military" for word in words)
                return chain[-1] if body or chain[-1].role == "military" else None
        return None

    def _house_in(self, line: Line, first: int, last: int) -> str | None:
        """The role of a body that a phrase tells of by its bare noun alone: "координатор организации"."""
        role = self.names.organisations.get(line.words[last - 1])
        if role not in _HOUSES or (line.capital(last - 1) and line.starts[last - 1] != line.start):
            return None
        found = self.names.find(line, first, last)
        headed = any(m.kind == "speaker" and m.first == first and m.last == last - 1 for m in found)
        return role if headed or last - first == 1 else None

    def _house_meant(self, index: int, line: Line, first: int, last: int) -> Link | None:
        """Whose house a bare noun stands for: "ведомство", "издание" are the body, the paper that spoke last."""
        word = line.words[last - 1]
        if last - first > 2 or (last - first == 2 and line.words[first] not in self.small.leads_in):
            return None
        if word in self.small.authors:
            return self._speaker_before(index, line.starts[first], _AUTHORS)
        if word in self.small.outlet:
            return self._counted_before(index, line.starts[first])
        return self._office_before(index, line.starts[first]) if word in self.small.office else None

    def _office_before(self, index: int, offset: int) -> Link | None:
        """The body of a state that spoke last, or else was named last."""
        for j in range(index, max(-1, index - LOOK_BACK), -1):
            line = self.line(j)
            for act in reversed(self.acts(j)):
                if act.source is not None and line.starts[act.source[0]] < offset:
                    for link in reversed(self.links(j, act)):
                        if link.role in _OFFICES and link.id is not None and link.id not in self.register.speakers:
                            return link
            for match in reversed(self.names.find(line, 0, len(line.words))):
                if match.kind in ("source", "body") and line.starts[match.first] < offset:
                    named = identify(line, match.first, match.last, self.names, self.register)
                    plain = named.id in self.register.bodies or named.id in self.register.speakers
                    if named.role in _OFFICES and named.id is not None and not plain:
                        return self._link(line, match.first, match.last, named, None)
        return None

    def _house_before(self, index: int, offset: int) -> Link | None:
        """Whose house "there" is: the last in which somebody was told to speak, else of the body that just spoke."""
        body: Link | None = None
        for j, act, chain in self._before(index, offset):
            if act.source is None or self.bounds[index][2] - self.bounds[j][2] > 1:
                break
            if act.source[0] and self.line(j).words[act.source[0] - 1] in self.small.within:
                return chain[-1]
            known = chain[-1].id is not None and chain[-1].id not in self.register.speakers
            body = chain[-1] if body is None and known and index - j <= 1 else body
        return body

    def _named(self, index: int, line: Line, first: int, last: int) -> Named:
        """Who a phrase names; "the ministry" without its country is looked up in the text before."""
        words, small = line.words, self.small
        # "the ministry, which counts the fighters too" is the ministry
        core = next((k for k in range(first + 1, last) if words[k] in small.relative), last)
        led = (
            small.obtained if self.names.head_first else self.names.words["led"] | small.obtained
        )  # "the ministry, run by the rebels", ", quoted by Reuters"
        core = next((k for k in range(first + 1, core - 1) if words[k] == "," and words[k + 1] in led), core)
        named = identify(line, first, core, self.names, self.register)
        meant = self._house_meant(index, line, first, core)
        if meant is not None:
            return Named(meant.id, meant.role)
        if named.id == "un":
            return self.body_meant(index, line, (first, core), named, False)
        if named.id is None and named.role == "person" and words[first] in small.doctor:
            return Named("medic", self.register.speakers["medic"].role)  # "Dr Ilves"
        if named.body is None:
            return named
        owned = words[first] in small.relative or not small.possessive.isdisjoint(words[first:core])
        owned = owned or not small.country.isdisjoint(words[first:core])
        if (
            not owned
            and small.the.isdisjoint(words[first:core])
            and (words[first] in small.indefinite or words[first].isdigit())
            and named.id not in _UNNAMED
            and not (named.body in self.register.bodies and words[core - 1] in small.speaks_for | small.there)
        ):
            return named
        return self.body_meant(index, line, (first, core), named, owned)

    def _link(self, line: Line, first: int, last: int, named: Named, cue: str | None) -> Link:
        """A link whose name is the core of the phrase: no article before, no apposition behind."""
        words = line.words
        end = first
        while end < last and words[end] not in (",", "(", ";") and words[end] not in self.small.relative:
            if words[end] == "-" and not line.glued(end):
                break
            end += 1
        while first < end - 1 and words[first] in self.small.article:
            first += 1
        end = max(end, first + 1)
        if words[end - 1] == "'s" and end - 1 > first:
            end -= 1
        start, stop = line.starts[first], line.ends[end - 1]
        return Link(line.text[start:stop], named.id, named.role, cue, start, stop)

    def answerer(self, index: int) -> Sequence[Link]:
        """Whom one who asks in sentence ``index`` calls "you"; nobody where the text is no conversation."""
        return ()

    # -- who was named before -----------------------------------------------------------------------------------------

    def _pronoun(self, index: int, line: Line, token: int, cue: str | None) -> Link:
        """Who "he", "it" or "who" is; without an id where the text does not tell."""
        word = line.words[token]
        start, end = line.starts[token], line.ends[token]
        if word in self.small.relative:
            subject = Nominals(line, self.lexicon, self.quotes).antecedent(token)
            if subject is not None:
                return self._link(line, *subject, self._named(index, line, *subject), cue)
        found = self._house_before(index, start) if word in self.small.there else None
        if found is None and word in self.small.carried:
            found = self.meant(index, start, self.names.pronouns.get(word, "people"))
        name = line.text[start:end]
        if found is None:
            return Link(name, None, "person", cue, start, end)
        if found.id is None or found.id in self.register.speakers:  # the words of whom it stands for
            return Link(found.name, found.id, found.role, cue, found.start, found.end)
        return Link(name, found.id, found.role, cue, start, end)


def distinct(chain: Sequence[Link]) -> list[Link]:
    """The chain without a link told twice: the same words, or the same known source again."""
    kept: list[Link] = []
    for link in chain:
        same = [known for known in kept if link.start == known.start and link.end == known.end]
        if any(link.id is None or link.id == known.id or known.role != "document" for known in same):
            continue
        if kept and link.id is not None and link.id == kept[-1].id:
            kept[-1] = link
            continue
        kept.append(link)
    return kept
