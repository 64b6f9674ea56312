"""The links of an act of reporting: who is named, in what text, and who "he" and "the ministry" are.

a text with an author        "a report from US intelligence"           the author speaks
a call, a video, a paper     "a call published by the SBU"             its owner stands outside, the text inside
who was told                 "told Reuters"                            the agency stands outside
carried on                   "he", "the ministry", "the report"        the id of whom the text named before

Whom "the spokesman" and other words without a name mean is told in ``unnamed``.
"""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.contents import Act
from counterclaim.attribution.nominals import Nominals
from counterclaim.attribution.recordings import MEDIUM_BACK, OUTLETS, RECORDED
from counterclaim.attribution.unnamed import UNNAMED, Unnamed
from counterclaim.model import Link
from counterclaim.naming import Named, identify
from counterclaim.sources import Line

_DEEPEST = 30  # "he" that is "he" that is "he"
_ONE_OF = {"officials": "official"}  # of whom one speaks


class Speakers(Unnamed):
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
        chain = self._told_whom(index, line, act, cue) if act.recipient is not None else []
        if act.venue is not None and line.words[act.venue[0] - 1] not in self.small.through:
            told = self._text(index, line, *act.venue, cue, venue=True) or self._outlet(line, *act.venue)
            # "in a briefing at the alliance's headquarters": where, and no speaker that is known
            chain.extend(link for link in told if link.id is not None or link.role in ("document", "media", "agency"))
        if act.source is None or self._names_nobody(line, act, act.source, chain):
            return chain
        chain.extend(self._source(index, line, *act.source, cue))
        return self._with_medium(index, line, act, act.source, distinct(chain))

    def _told_whom(self, index: int, line: Line, act: Act, cue: str | None) -> list[Link]:
        """The agency or paper to which somebody speaks: "told Reuters", "told the broadcaster"."""
        assert act.recipient is not None
        first, last = act.recipient
        listener = identify(line, first, last, self.names, self.register)
        unnamed = listener.id in self.register.speakers and listener.id not in self.register.bodies
        the = line.words[first] in self.small.the
        again = listener.role in OUTLETS and the
        outlet = self._outlet_before(index, line.starts[first]) if again and not line.capital(last - 1) else None
        if outlet is not None:  # "told the broadcaster": the one told before
            return [Link(outlet.name, outlet.id, outlet.role, cue, outlet.start, outlet.end)]
        if listener.id and listener.role in OUTLETS and not unnamed:
            return [self._link(line, first, last, listener, cue)]
        if act.source is None or last > act.cue[0] or act.cue[1] > act.source[0]:
            return []
        told = self._source(index, line, first, last, cue) if the and listener.id is None else None
        return told or [self._link(line, first, last, listener, cue)]  # "the Echo quoted him as"

    def _names_nobody(self, line: Line, act: Act, source: Tokens, chain: list[Link]) -> bool:
        """Whether the words of a source name nobody: "reports say", "it says in the bulletin of the staff"."""
        plain = self.small.indefinite | self.small.loose_kind
        bare = [word for word in line.words[slice(*source)] if word not in plain]
        if len(bare) == 1 and bare[0] in self.small.loose_reports:
            return True
        impersonal = source[1] - source[0] == 1 and line.words[source[0]] in self.small.it
        return bool(impersonal and act.venue is not None and chain and chain[-1].id is not None)

    def _with_medium(self, index: int, line: Line, act: Act, source: Tokens, chain: list[Link]) -> list[Link]:
        """The chain with the recording outside in which its speaker is heard, where the text told of one before."""
        speaker = chain[-1]
        recorded = speaker.id in RECORDED or (speaker.id is None and speaker.role == "soldier")
        definite = self._is_definite(index, line, source, speaker)
        somebody = not recorded and definite and speaker.id == "person"
        if not (recorded or somebody) or any(link.role == "document" for link in chain):
            return chain
        if not definite:
            return self._medium_at_end(index, line, act) + chain
        medium = self._medium_before(index + 1, MEDIUM_BACK)
        medium = medium or self._same_medium(index, line.starts[source[0]], speaker)
        if somebody and medium:
            heard = self._heard_before(index, line, source)
            if heard is None:
                return chain if self.grammar is None else medium + chain
            chain[-1] = Link(speaker.name, heard.id, heard.role, speaker.cue, speaker.start, speaker.end)
        return medium + chain

    def _is_definite(self, index: int, line: Line, source: Tokens, speaker: Link) -> bool:
        """Whether a source is one of whom the text has spoken: "he", "the soldier"; "who" is as its noun is."""
        first = line.words[source[0]]
        if first in self.small.relative:
            meant = Nominals(line, self.lexicon, self.quotes).antecedent(source[0])
            first = line.words[meant[0]] if meant is not None else first
        if first in self.small.personal or first in self.small.definite:
            return True
        return self.grammar is not None and self._is_heard(index, line, source, speaker)

    def _source(self, index: int, line: Line, first: int, last: int, cue: str | None) -> list[Link]:
        """The links of a source phrase: a pronoun, a text with its author or owner, or a speaker."""
        while last - first > 1 and line.words[last - 1] in self.small.herself:
            last -= 1  # "the mission itself"
        found = self._stood_for(index, line, first, last, cue)
        found = found or self._text(index, line, first, last, cue, venue=False)
        found = found or self._one_taken(index, line, first, last, cue)
        if found:
            return found
        unlisted = self._spoken_for(line, first, last, cue)
        if unlisted is not None:
            return [unlisted]
        named = self._named(index, line, first, last)
        owner = self._owner(index, line, first, last, named, cue)
        if owner is not None:
            return [self._link(line, first, last, owner, cue)]
        told = self._told_before(index, line, first, last, named)
        if isinstance(told, Link):
            return [Link(told.name, told.id, told.role, cue, told.start, told.end)]
        named = told or named
        if named.id is None and named.role == "person":
            named = self._apposed_role(index, line, first, last) or named
        return [self._link(line, first, last, named, cue)]

    def _stood_for(self, index: int, line: Line, first: int, last: int, cue: str | None) -> list[Link]:
        """Whom a pronoun stands for: "you", "he", "one of them"; nobody where a phrase is none."""
        words, small = line.words, self.small
        if last - first == 1 and words[first] in small.you:
            answerer = self.answerer(index)
            if answerer:
                return list(answerer)
        if last - first == 1 and words[first] in small.speaking_pronoun:
            return [self._pronoun(index, line, first, cue)]
        if last - first == 3 and words[first] in self.names.pronouns and words[first + 2] in small.part:
            many = self.meant(index, line.starts[first], "people")
            if many is not None and many.id is not None and many.id in self.register.speakers:
                one = _ONE_OF.get(many.id, many.id)
                return [self._link(line, first, last, Named(one, self.register.speakers[one].role), cue)]
        return []

    def _one_taken(self, index: int, line: Line, first: int, last: int, cue: str | None) -> list[Link]:
        """One of those who were taken, where nothing but "one" is said of who speaks."""
        alone = self.grammar is not None and last - first == 1 and line.words[first] in self.small.indefinite
        if not alone or not self._taken(index):
            return []
        prisoner = Named("prisoner", self.register.role_of("prisoner") or "soldier")
        return [self._link(line, first, last, prisoner, cue)]

    def _owner(self, index: int, line: Line, first: int, last: int, named: Named, cue: str | None) -> Named | None:
        """For whom one speaks who is named by the word that stands for them: "the movement's spokesman"."""
        words, small = line.words, self.small
        owned = last - first > 3 and words[first] in small.the and words[first + 2] == "'s"
        if not owned or words[first + 1] not in small.stands_for:
            return None
        of_whom = self._source(index, line, first, first + 2, cue)[-1]
        if of_whom.id is None or (named.id is not None and named.id not in UNNAMED):
            return None
        return Named(of_whom.id, of_whom.role)

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
            and named.id not in UNNAMED
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
