"""Whose body is meant where its words do not say: "the army", "the ministry", "the office", by what the text told.

named before         "Iran's army … the army"                    the same body
behind a place       "in Kyiv, the General Staff"                of that country
the only state       one country in all the text                 of that country
whose forces act     "Israeli aircraft … the military"           of the side whose forces were told of
where it happened    "in Gaza … the health ministry"             of that country
part of a name       "the UN human rights office … the office"   whose name holds the word
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from counterclaim.attribution.asides import Tokens
from counterclaim.attribution.contents import Act
from counterclaim.attribution.recollection import LOOK_BACK, Recollection
from counterclaim.attribution.verbless import TITLED
from counterclaim.language import Reading
from counterclaim.model import Link
from counterclaim.naming import Named, identify
from counterclaim.sources import Line
from counterclaim.vocabulary import OPPONENTS

# Bodies that act for their state in the field; others act where the harm is done.
_IN_THE_FIELD = frozenset(["military", "mod", "air-force", "navy", "general-staff", "border-guard", "gur"])
# These count the dead where they fell; whose forces killed them, theirs are not.
_WHERE_HARMED = frozenset(["health", "emergency", "red-crescent", "red-cross"])
# In a war these speak of the other side's country as of their own.
_OF_PARTIES = frozenset(["general-staff", "sources", "officials", "media", "police", "prosecutor"])
_OF_ARMIES = frozenset(["general-staff"])  # which is one's own state's, but where a text is at home in a war
_OF_STATE = frozenset(
    ["president", "prime-minister", "foreign", "government", "officials"]
)  # speak of and in any country
_NO_ARMY = frozenset(["PS"])  # has no army of its own
NO_LAND = frozenset(["UN", "EU", "IS"])
_ORGANISED = frozenset(["armed-group", "international"])  # "the group", "the organisation"
_HELD_BY = {"FK": "GB"}  # a territory whose bodies are another state's
# Bodies that a region has too: without a country they are the plain word where a pack reads speech by patterns.
_PLAIN = frozenset(["police", "prosecutor", "officials"])
_DATELINE = 7  # tokens of "ЛОНДОН, 5 травня."
_TEXT_BACK = 24  # sentences that are searched for the country of a body


class Told(NamedTuple):
    """A state that a text names: whether as a place, and whether its forces are told of."""

    state: str
    placed: bool
    force: bool


class Lands(Recollection):
    """The bodies of one text by what it told before."""

    def __init__(self, reading: Reading, attitudes: bool = False) -> None:
        super().__init__(reading, attitudes)
        self._told: dict[int, list[Told]] = {}
        self._whole: dict[str, str] = {}

    def _is_topic(self, index: int, act: Act) -> bool:
        """ "Sudan: RSF drones kill 40": a country before a colon, where what follows is of its groups or places."""
        if act.rule != TITLED or act.source is None or act.source[1] - act.source[0] > 2:
            return False
        line = self.line(index)
        found = [m for m in self.names.find(line, *act.source) if m.kind == "side" and len(m.value) == 2]
        if len(found) != 1 or (found[0].first, found[0].last) != act.source or index:
            return False
        if line.words[found[0].first] in self.names.capitals:
            return False
        state, colon = found[0].value, line.starts[act.cue[0]]
        for match in self.names.find(line, act.cue[1], len(line.words)):
            if match.kind == "source" and self.register.side_of(match.value) == state:
                return True
            if match.kind == "side" and self._home_of(match.value) == state:
                return True
        sentence = self.reading.sentence(index)
        return any(
            phrase is not None and phrase.kinds.get("place") == state and start > colon and "side" not in phrase.kinds
            for start, phrase in zip(sentence.starts, sentence.phrases, strict=True)
        )

    def _home_of(self, group: str) -> str | None:
        """The state in which a group is at home: Sudan of the RSF."""
        forces = (
            one.side for one in self.register.sources.values() if one.force == group or one.id[3:] == group.lower()
        )
        return next(forces, None)

    def body_meant(self, index: int, line: Line, phrase: Tokens, named: Named, owned: bool) -> Named:
        """The body of a phrase; ``named`` itself where the text does not tell."""
        first, last = phrase
        known = named.body in self.register.bodies
        if self.grammar is not None and named.id in _PLAIN and named.id == named.body:
            return Named(named.id, named.role)
        if named.id == "un" or named.body in self.small.mission:
            return self._mission(index, line, first, last, named)
        back = self._placed(line, first, last, named) if known else None
        if back is None and known and line.words[last - 1] in self.small.there:
            back = self._speaks_there(index, named)
        if back is None and known and not owned and named.body not in _IN_THE_FIELD:
            back = self._opens_in(index, line, first, named)
        home = self.reading.language.home
        if back is None and known and not owned and home is not None and named.body in _IN_THE_FIELD:
            back = self._in_full(named)
        if back is None and known and not owned and home is not None and named.body in _OF_STATE:
            back = self._body_before(index, line.starts[first], named)
        if back is None and known and not owned and home is not None and self._is_at_home(home):
            return self.of_side(home, named)
        vague = known or named.role == "ministry" or line.words[last - 1] in self.small.stands_for
        if back is None and not (known and owned) and vague:
            back = self._body_before(index, line.starts[first], named)
        if back is None and known and owned:
            back = self._side_before(index, line.starts[first], named)
        of_state = named.body == "media" and not self.small.of_state.isdisjoint(line.words[first : first + 4])
        if back is None and named.body == "general-staff":
            back = self._speaks_from(index, line.starts[first], named)
        parties = _OF_PARTIES if home is not None else _OF_PARTIES - _OF_ARMIES
        if back is None and known and (named.body not in parties or of_state):
            back = self._of_the_text(index, line.starts[first], named)
        if back is None and not known and named.body is not None:
            back = self._called_before(index, line.starts[first], named.body)
        if back is None and known and home is not None:
            abroad = named.body not in _IN_THE_FIELD | _OF_STATE
            back = self.of_side(self._at_home_or(home, index, line.starts[first]) if abroad else home, named)
        return back or named

    def _in_full(self, named: Named) -> Named | None:
        """The only body of its kind that a text names with its state: "the staff", below it "the staff of Iran"."""
        body = named.body or ""
        if body not in self._whole:
            ids = set()
            for j in range(min(len(self.bounds), _TEXT_BACK)):
                line = self.line(j)
                for match in self.names.find(line, 0, len(line.words)):
                    if match.kind == "source" and match.value.endswith(f"-{body}"):
                        ids.add(match.value)
                    elif match.kind == "body" and match.value == body:
                        behind = min(len(line.words), match.last + 2)
                        made = identify(line, match.first, behind, self.names, self.register).id or ""
                        ids.update([made] if made[2:] == f"-{body}" else ())
            self._whole[body] = ids.pop() if len(ids) == 1 else ""
        made = self._whole[body]
        return Named(made, self.register.role_of(made) or named.role) if made else None

    def _at_home_or(self, home: str, index: int, offset: int) -> str:
        """The state at home where the text tells of it or of none; else the one told of last."""
        told = [one.state for j in range(index) for one in self.states(j)]
        told += [one.state for one in self.states(index, offset)]
        return home if home in told or not told else told[-1]

    def _is_at_home(self, home: str) -> bool:
        """Whether a text tells of no state but its own and those it has fought."""
        own = {home, *OPPONENTS.get(home, ())}
        return all(one.state in own for j in range(min(len(self.bounds), _TEXT_BACK)) for one in self.states(j))

    def _mission(self, index: int, line: Line, first: int, last: int, named: Named) -> Named:
        """The mission of the United Nations in the country of the text, where a phrase speaks of a mission."""
        if self.small.mission.isdisjoint(line.words[first:last]):
            return named
        told = [one for j in range(max(0, index - _TEXT_BACK), index + 1) for one in self.states(j)]
        told = told or [one for j in range(index, min(len(self.bounds), index + LOOK_BACK)) for one in self.states(j)]
        if named.id is None and not any(
            link.id == "un" or str(link.id).startswith("un-") for link in self._spoken_before(index, line.starts[first])
        ):
            return named
        states = {one.state for one in told if one.state in self.register.missions}
        if len(states) != 1:
            return named
        made = self.register.missions[states.pop()]
        return Named(made, self.register.role_of(made) or named.role)

    def _spoken_before(self, index: int, offset: int) -> list[Link]:
        return [link for _, _, chain in self._before(index, offset) for link in chain]

    def _body_before(self, index: int, offset: int, named: Named) -> Named | None:
        """The body meant by "the ministry", "the army": as a source before, else as a name before."""
        known = named.body in self.register.bodies
        for _, _, chain in self._before(index, offset):
            for link in reversed(chain):
                same = link.role == named.role or (named.role == "ngo" and link.role in _ORGANISED)
                same = same or (named.body in self.small.carrier and link.role == "agency")
                if link.id is None or not same or link.id in self.register.speakers:
                    continue
                if not known or link.id.endswith(f"-{named.body}") or self._may_be(link.id, named):
                    return Named(link.id, link.role)
        for j in range(index - 1, max(-1, index - LOOK_BACK), -1):
            line = self.line(j)
            for match in reversed(self.names.find(line, 0, len(line.words))):
                if match.kind == "source" and match.value.endswith(f"-{named.body}"):
                    return Named(match.value, named.role)
                role = self.register.role_of(match.value) if match.kind == "source" and not known else None
                if role is not None and (role == named.role or (named.role == "ngo" and role == "armed-group")):
                    return Named(match.value, role)  # "JNIM took the town … by the group's own account"
                if match.kind != "body" or self.register.bodies[match.value].role != named.role:
                    continue
                if known and match.value != named.body:
                    continue
                found = identify(line, max(0, match.first - 3), match.last, self.names, self.register)
                known_id = found.id is not None and (found.id in self.register.sources or found.id[2:3] == "-")
                if found.id and known_id and found.role == named.role:
                    return found
        return None

    def _may_be(self, source: str, named: Named) -> bool:
        """Whether a source of the register may be called by a kind of body; of ministries each has its own."""
        if source not in self.register.sources:
            return False
        if named.role != "ministry":
            return True
        return any(made == source and alias.endswith(f"-{named.body}") for alias, made in self.register.aliases.items())

    def _called_before(self, index: int, offset: int, noun: str) -> Named | None:
        """The source in whose name a noun stood before: "the UN human rights office", then "the office"."""
        for j, act, chain in self._before(index, offset):
            if act.source is not None and noun in self.line(j).words[act.source[0] : act.source[1]]:
                link: Link = chain[-1]
                if link.id is not None and link.id not in self.register.speakers:
                    return Named(link.id, link.role)
        for j in range(index, max(-1, index - LOOK_BACK), -1):
            line = self.line(j)
            for match in reversed(self.names.find(line, 0, len(line.words))):
                if match.kind != "source" or line.starts[match.first] >= offset:
                    continue
                around = line.words[match.first : match.last + 1]
                entry = self.register.sources.get(match.value)
                label = entry.label.casefold() if entry is not None else ""
                if noun in around or noun in label.split():
                    return Named(match.value, self.register.role_of(match.value) or "person")
        return None

    def _side_before(self, index: int, offset: int, named: Named) -> Named | None:
        """ "Its health ministry": of the state that is the subject of its sentence, else of that told of last."""
        line = self.line(index)
        begin = self.behind_dateline(line) if line.words else 0
        for match in self.names.find(line, begin, min(len(line.words) - 1, begin + 4)):
            stated = match.kind == "side" and match.first == begin and len(match.value) == 2
            acts = stated and (self._is_verbal(line.words[match.last]) or self._is_deed(index, line.starts[match.last]))
            if acts and line.starts[match.last] < offset:
                return self.of_side(match.value, named)
        for j in range(index, max(-1, index - 3), -1):
            line = self.line(j)
            for match in reversed(self.names.find(line, 0, len(line.words))):
                stated = match.kind == "side" and len(match.value) == 2 and line.starts[match.first] < offset
                if stated and line.words[match.first - 1] not in self.small.of_both:
                    return self.of_side(match.value, named)
        return None

    def _is_deed(self, index: int, offset: int) -> bool:
        """Whether a verb of harm stands at a document offset: "Norland | shot down two jets"."""
        sentence = self.reading.sentence(index)
        token = bisect_left(sentence.starts, offset)
        return (sentence.kind(token, "harm") or "").endswith((".done", ".lose"))

    def _is_verbal(self, word: str) -> bool:
        return word in self.lexicon.measures or word in self.small.finite or word in self.lexicon.verbs

    def _speaks_there(self, index: int, named: Named) -> Named | None:
        """ "Nonsense, says Addis Ababa. A government spokesman there …": of the state told of just before."""
        told = self.states(index - 1) if index else []
        return self.of_side(told[-1].state, named) if told else None

    def _speaks_from(self, index: int, offset: int, named: Named) -> Named | None:
        """The body of the state whose capital was named last, or stands in the dateline."""
        for j in range(index, max(-1, index - 3), -1):
            line = self.line(j)
            for match in reversed(self.names.find(line, 0, len(line.words))):
                if match.kind == "side" and line.words[match.first] in self.names.capitals:
                    if len(match.value) == 2 and line.starts[match.first] < offset:
                        return self.of_side(match.value, named)
        written = {state for state in self._written_in() if len(state) == 2}
        return self.of_side(written.pop(), named) if len(written) == 1 else None

    def _written_in(self) -> set[str]:
        """The sides named in the dateline of a text, where it has one: "LONDON, May 5 -", "ЛОНДОН, 5 травня."."""
        line = self.line(0)
        begin = self.behind_dateline(line) if line.words else 0
        if not begin and self.grammar is not None and 2 < len(line.words) <= _DATELINE and self._shouted(line.start):
            begin = len(line.words) if any(word[0].isdigit() for word in line.words) else 0
        return {m.value for m in self.names.find(line, 0, begin) if m.kind == "side"}

    def of_side(self, side: str, named: Named) -> Named:
        """The body of a country: ``named`` of "fr" is ``fr-mod``."""
        made = f"{side.lower().replace(' ', '-')}-{named.body}"
        made = self.register.aliases.get(made, made)
        return Named(made, self.register.role_of(made) or named.role)

    def _placed(self, line: Line, first: int, last: int, named: Named) -> Named | None:
        """ "In Kyiv, the General Staff", "the army said in Kyiv": a body beside the place where it speaks."""
        if (
            self.grammar is not None
            and named.body not in _OF_STATE
            and not self.small.within.isdisjoint(line.words[last : last + 1])
        ):
            for match in self.names.find(line, last + 1, min(len(line.words), last + 3)):
                if match.kind == "side" and match.first == last + 1 and len(match.value) == 2:
                    return self.of_side(match.value, named)  # "Минобороны в Баку"
        verb = self.lexicon.verbs.get(line.words[last]) if last < len(line.words) else None
        if verb is not None and verb.kind == "say":
            for match in self.names.find(line, last, min(len(line.words), last + 6)):
                if match.kind == "side" and line.words[match.first] in self.names.capitals:
                    if line.words[match.first - 1] in self.small.within:
                        return self.of_side(match.value, named)
        for match in self.names.find(line, 0, first):
            before = line.words[match.first - 1] if match.first else ""
            if match.kind == "side" and match.first <= 2 and before in self.small.inside:
                if match.last == first or (match.last == first - 1 and line.words[match.last] == ","):
                    return self.of_side(match.value, named)
        return None

    def _shouted(self, start: int) -> bool:
        """Whether a word is written in capitals in a text that is not."""
        return self.text[start : start + 3].isupper() and not self.text[:80].isupper()

    def _opens_in(self, index: int, line: Line, first: int, named: Named) -> Named | None:
        """ "In Gaza, health officials …": a body of the place with which its sentence opens."""
        if not 1 < first < 6 or line.words[first - 1] != "," or line.words[0] not in self.small.inside:
            return None
        placed = [one.state for one in self.states(index, line.starts[first]) if one.placed]
        return self.of_side(placed[-1], named) if placed else None

    def _of_the_text(self, index: int, offset: int, named: Named) -> Named | None:
        """The body of the state the text speaks of: the only one, whose forces it told of, or where it happened."""
        told = [one for j in range(max(0, index - _TEXT_BACK), index) for one in self.states(j)]
        told += self.states(index, offset)
        field = named.body in _IN_THE_FIELD
        landless = {one.state for one in told} & _NO_ARMY if field else set()
        if field:
            told = [one for one in told if one.state not in _NO_ARMY]
        elif named.body in _WHERE_HARMED:
            told = [one for one in told if not one.force]
        states = {one.state for one in told}
        if not states and named.body not in _OF_ARMIES:  # "The staff said that Russia had lost": not the Russian one
            behind = [one for j in range(index, min(len(self.bounds), index + LOOK_BACK)) for one in self.states(j)]
            behind = [one for one in behind if not (one.force and named.body in _WHERE_HARMED)]
            states = {one.state for one in behind if not (field and one.state in _NO_ARMY)}
        if not states and field:
            states = self._fighting_groups(index) or {
                enemy for state in landless for enemy in OPPONENTS.get(state, ()) if len(enemy) == 2
            }
        if len(states) > 1 and (field or named.body in _WHERE_HARMED):
            states = (self._written_in() & states) or states
        if len(states) > 1 and field:
            states = self._enemies_of_groups(index, states) or states
        if len(states) > 1:
            fitting = [one.state for one in told if one.state in states and (one.force if field else one.placed)]
            states = set(fitting[-1:])
        return self.of_side(states.pop(), named) if len(states) == 1 else None

    def _fighting_groups(self, index: int) -> set[str]:
        """The one state that fights the groups of which a text tells, where it names none."""
        last = min(len(self.bounds), index + LOOK_BACK)
        lines = [self.line(j) for j in range(max(0, index - _TEXT_BACK), last)]
        groups = {m.value for line in lines for m in self.names.find(line, 0, len(line.words)) if m.kind == "side"}
        states = {state for group in groups for state in OPPONENTS.get(group, ()) if len(state) == 2}
        return states if len(states) == 1 else set()

    def behind_dateline(self, line: Line) -> int:
        """The first token behind "BOGOTA –"; 0 where the line has no place before it."""
        words = line.words
        if line.starts and line.text[line.starts[0] : line.ends[0]].isupper():
            for k in range(1, min(8, len(words) - 1)):
                if words[k] == "-" and not line.glued(k):
                    return k + 1
        return 0

    def _enemies_of_groups(self, index: int, states: set[str]) -> set[str]:
        """Those of some states that fight a group of which a sentence tells: Israel of Hezbollah."""
        line = self.line(index)
        groups = [m.value for m in self.names.find(line, 0, len(line.words)) if m.kind == "side" and len(m.value) > 2]
        return {state for group in groups for state in OPPONENTS.get(group, ()) if state in states}

    def states(self, index: int, before: int | None = None) -> list[Told]:
        """The states a sentence names, as such or by their places, in order; ``before`` a document offset."""
        if before is None:
            made = self._told.get(index)
            if made is None:
                made = self._told[index] = self._find_states(index, self.bounds[index][1])
            return made
        return self._find_states(index, before)

    def _find_states(self, index: int, before: int) -> list[Told]:
        line, small = self.line(index), self.small
        found: list[tuple[int, Told]] = []
        for match in self.names.find(line, 0, len(line.words)):
            if line.starts[match.first] >= before:
                break
            if match.kind == "source":
                side = self.register.side_of(match.value)
                if side is not None and self.register.role_of(match.value) in ("military", "ministry"):
                    found.append((line.starts[match.first], Told(side, False, True)))
            elif match.kind == "side" and len(match.value) == 2 and match.value not in NO_LAND:
                placed = not small.inside.isdisjoint(line.words[max(0, match.first - 2) : match.first])
                behind = line.words[match.last : match.last + 3]
                force = not small.force.isdisjoint(behind) or not small.partisan.isdisjoint(behind[:1])
                force = force or line.words[match.first - 1] in small.of_both  # "the war between Israel and Hamas"
                found.append((line.starts[match.first], Told(match.value, placed, force)))
        sentence = self.reading.sentence(index)
        for token, phrase in enumerate(sentence.phrases):
            if phrase is None or not sentence.caps[token] or sentence.starts[token] >= before:
                continue
            if sentence.ends[token] - sentence.starts[token] < 5 and self._shouted(sentence.starts[token]):
                continue  # "NIS" is no town
            country = phrase.kinds.get("place")
            if country is not None and "side" not in phrase.kinds and country not in NO_LAND:
                found.append((sentence.starts[token], Told(_HELD_BY.get(country, country), True, False)))
        return [told for _, told in sorted(found)]
