"""What a text has said so far, sentence by sentence: sides named, the speaker's own, the heading of a list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.language import Language, Reading, Sentence, fold
from counterclaim.model import Link, Period
from counterclaim.namesakes import count_namesakes, is_namesake, namesakes
from counterclaim.parties import Parties
from counterclaim.places import side_of
from counterclaim.sources import load_register
from counterclaim.times import Clock, read_clock
from counterclaim.times.years import past_year, year_told
from counterclaim.vocabulary import (
    OPPONENTS,
    SHARED_NAMES,
    former_names,
    is_state,
    main_opponent,
    named_in,
    opponents_in,
)
from counterclaim.voices import count_lands, count_sides, takes_a_side, told_by_words, words_of_arms
from counterclaim.weighing import Scales

if TYPE_CHECKING:
    from counterclaim.topics import Told


@dataclass(slots=True)
class Sides:
    """The sides a sentence names, in order: (token, side)."""

    named: list[tuple[int, str]]

    @classmethod
    def of(cls, sentence: Sentence) -> Sides:
        """Collect the sides of a sentence."""
        named = []
        for token in sorted({token for kind in ("side", "acronym") for token, _ in sentence.places(kind)}):
            if sentence.kind(token, "metonym") == "capital" and _is_place(sentence, token):
                continue  # "clashes in Tripoli" names a town, "Tripoli said" a side, "TRIPOLI -" a dateline
            side = side_of(sentence, token)
            if side is not None:
                named.append((token, side))
        return cls(named)

    def between(self, first: int, last: int) -> list[tuple[int, str]]:
        """The sides named from token ``first`` to token ``last``, both included."""
        return [(t, s) for t, s in self.named if first <= t <= last]


def says_we(sentence: Sentence) -> bool:
    """Whether a sentence says "we" or "our"."""
    return not _WE.isdisjoint(sentence.values("form"))


_WE = frozenset({"our", "we"})


def _is_place(sentence: Sentence, token: int) -> bool:
    if token > 0:
        return sentence.kind(token - 1, "form") in ("in", "at")
    return sentence.exact(0, 0).isupper() and not sentence.text.isupper()


@dataclass(slots=True)
class Heading:
    """A sentence that says what the figures of a list count: its measure, and the word for it, where that stands.

    ``form`` is the kind of that word, ``heads`` whether it is a verb before a list; ``otherwise`` is the side where
    neither tells one. Whose losses they are is asked when a figure is listed below it (``bulletins.side_of_heading``).
    """

    measure: str
    sentence: int
    token: int
    form: str = ""
    heads: bool = False
    otherwise: str | None = None
    side: tuple[str | None] | None = None  # when it was asked


@dataclass(slots=True)
class Context:
    """What earlier sentences leave behind for later ones."""

    reading: Reading
    scales: Scales
    published: date | None = None
    last_side: str | None = None
    last_object: str | None = None
    last_unit: str | None = None
    unit_paragraph: int = -1
    heading: Heading | None = None
    listed: int = -9  # the last sentence that belonged to the heading's list
    phrases: list[tuple[int, int]] = field(default_factory=list)  # the noun phrases of this sentence's numbers
    sentence_side: tuple[int, str] | None = None  # sentence and side of the last number that had one
    first_person: str | None = None  # whose side has said "we" last
    open_side: int | None = None  # the last sentence with a claim whose side stayed open
    number_sides: dict[int, str] = field(default_factory=dict)  # of this sentence's numbers, by position; "open" too
    number_periods: dict[int, Period] = field(default_factory=dict)  # the period of each, by position
    whole: tuple[str, Period] | None = None  # side ("open" too) and period of the last claim that is no part
    told: dict[tuple[float, str], tuple[str | None, bool]] = field(
        default_factory=dict
    )  # each figure's side; if weighed
    number_acts: dict[int, str] = field(default_factory=dict)  # how each of them is told, by position
    weighed: dict[int, bool] = field(default_factory=dict)  # whether their sides were weighed, by position
    last_weighed: bool = False  # whether ``last_side`` was
    text_signs: dict[str, dict[str, list[str]]] = field(default_factory=dict)  # by what is lost: people, things …
    unit_sides: dict[str, str] = field(default_factory=dict)  # whose a unit is, by its name in the text
    period_kind: tuple[int, str] | None = None  # sentence and kind of the last claim's period
    sentence_object: tuple[int, str] | None = None  # sentence and object of the last number with a noun of its own
    losses_told: dict[int, list[Told]] = field(default_factory=dict)  # by sentence: see ``topics``
    leads: dict[str, tuple[int, str, str]] = field(default_factory=dict)  # by source: see ``note_lead``
    sides: dict[int, Sides] = field(default_factory=dict)
    counts: Counter[str] | None = None
    countries: Counter[str] | None = None
    armed: bool | None = None  # whether any word of the text is of arms
    _clock: Clock | None = None
    _year: tuple[int | None] | None = None
    _voice: tuple[str | None] | None = None
    _heard: dict[int, tuple[tuple[Link, ...], str | None]] = field(default_factory=dict)  # by ``id``: many rules ask
    _foes: dict[str, str | None] = field(default_factory=dict)  # the other side of each, once asked for
    _parties: Parties | None = None
    _namesakes: dict[str, str] | None = None
    last_total: Period | None = None  # the running total that was told last, and in which paragraph
    total_paragraph: int = -2

    @property
    def clock(self) -> Clock:
        """What anchors the times of the text; read when the first claim asks for it."""
        if self._clock is None:
            self._clock = read_clock(self.reading, self.published)
        return self._clock

    @property
    def year(self) -> int | None:
        """The year of the text: that of its publication, else the one that all its dates have, else the one told."""
        if self.published is not None:
            if self._year is None:
                self._year = (past_year(self.reading, self.published.year) or self.published.year,)
            return self._year[0]
        if self._year is None:
            self._year = (self.clock.year or year_told(self.reading),)
        return self._year[0]

    @property
    def parties(self) -> Parties:
        """Who fights whom in the text; made when the first claim asks for it."""
        if self._parties is None:
            self._parties = Parties.of(self)
        return self._parties

    def note_lead(self, links: tuple[Link, ...], sentence: int, measure: str, found: str) -> None:
        """Keeps the measure and object of the first loss that a sentence tells, for everybody who says it."""
        for name in {"", *(link.id for link in links if link.id is not None)}:
            if self.leads.get(name, (-1,))[0] != sentence:
                self.leads[name] = (sentence, measure, found)

    def lead_of(self, links: tuple[Link, ...], sentence: int) -> tuple[int, str, str] | None:
        """What the one who speaks told last; what the text did, where that is near and has no other speaker."""
        last = self.leads.get("")
        if last is None or not links or links[-1].id is None:
            return last
        own = self.leads.get(links[-1].id)
        others = any(lead == last for name, lead in self.leads.items() if name)
        return own if own is not None or others or sentence - last[0] > 2 else last

    def sides_of(self, index: int) -> Sides:
        """The sides of sentence ``index``, cached."""
        had = self.sides.get(index)
        if had is None:
            sentence = self.reading.sentence(index)
            had = self.sides[index] = Sides.of(sentence)
            had.named = [(token, self._named_here(side)) for token, side in had.named]
            if not self.namesakes.keys().isdisjoint(sentence.words):
                taken = {token for token, _ in had.named}
                more = [
                    (token, self.namesakes[word])
                    for token, word in enumerate(sentence.words)
                    if word in self.namesakes and token not in taken and is_namesake(sentence, token)
                ]
                had.named = sorted([*had.named, *more])
        return had

    def _named_here(self, side: str) -> str:
        """What a side is called in a text of this year; a name that fighters of many wars bear is their group's."""
        if side in SHARED_NAMES and (self.year is None or side not in opponents_in(self.year)):
            groups = (other for other in self.main_sides() if not is_state(other) and OPPONENTS.get(other))
            bearers = [other for other in groups if other not in {side, *OPPONENTS.get(side, ())}]
            return bearers[0] if len(bearers) == 1 else side
        return named_in(self.year, side)

    @property
    def namesakes(self) -> dict[str, str]:
        """The names that mean a side only in a text of this war, folded."""
        if self._namesakes is None:
            self.main_sides()
        return self._namesakes or {}

    def main_sides(self) -> Counter[str]:
        """How often the text names each side."""
        if self.counts is None:
            self.counts = count_sides(self.reading)
            then = Counter[str]()
            for side, times in list(self.counts.items()):
                then[self._named_here(side)] += times
            self.counts = then
            self._namesakes = namesakes(self.reading.language, {*self.counts, *self.main_countries()})
            if self._namesakes:
                self.counts.update(count_namesakes(self.reading, self._namesakes))
            home = self.reading.language.home
            if home is not None and any(side in OPPONENTS.get(home, ()) for side in self.counts):
                self.counts[home] += 1  # at home nobody names the country
        return self.counts

    def opponents(self, side: str) -> tuple[str, ...]:
        """Who is at war with a side in the year of the text; whoever ever was, where nobody is known to be."""
        return opponents_in(self.year).get(side) or OPPONENTS.get(side, ())

    def at_war(self, side: str) -> bool:
        """Whether a side is known to be at war in the year of the text, or ever."""
        return side in opponents_in(self.year)

    def looks_on(self, side: str) -> bool:
        """Whether a side is at war with nobody in the year of the text, while others of whom it tells are."""
        return (
            self.year is not None
            and not self.at_war(side)
            and any(self.at_war(other) for other in self.main_sides() if other != side)
        )

    def between_states(self, country: str) -> bool:
        """Whether a country is at war with another state or territory in this text, by its names or by its year."""
        named, placed = self.main_sides(), self.main_countries()
        known = self.opponents(country)
        if any((other in named or other in placed) and is_state(other) for other in known):
            return True
        if self.year is None:
            return False
        then = opponents_in(self.year).get(country, ())
        return bool(then) and is_state(then[0]) and not any(other in named for other in known)

    def enemy_of_source(self, index: int) -> str | None:
        """The enemy in sentence ``index``: the other side of the one whose source is named there or before."""
        from counterclaim.attribution import find_attribution

        start, end, _ = self.reading.bounds[index]
        return self.against(self.voice(find_attribution(self.reading, index, start, end).links))

    def voice(self, links: tuple[Link, ...]) -> str | None:
        """The side for which the ultimate speaker says "we"; that of the text where nobody with a side is named.

        Who is heard in a call that the other side has published is not of the publisher's side.
        """
        had = self._heard.get(id(links))
        if had is None:
            had = self._heard[id(links)] = links, self._hear(links)
        return had[1]

    def _hear(self, links: tuple[Link, ...]) -> str | None:
        language = self.reading.language
        if links and links[-1].id in HEARD and _is_foe(links[-1].name, language):
            return self.against(self.text_voice)
        if links and links[-1].id in _IN_CALLS and any(link.role == "document" for link in links[:-1]):
            publisher = speaker_side(links[:-1], language)
            own = _side_in(links[-1].name, language)
            if own is None and publisher is not None and publisher == language.home:
                return self.against(publisher)
            own = own or told_by_words(self.reading)
            return own or self.text_voice or self.against(publisher)
        side = speaker_side(links, language)
        if side is not None:
            side = named_in(self.year, side)
        if side is None and (not links or links[-1].id in HEARD or links[-1].id is None):
            side = self.text_voice
        if side is None and links:
            side = self.parties.spoken_for(links[-1].name, language)
        return side

    @property
    def home(self) -> str | None:
        """The state whose language the text is in, by its name in that year or in the text."""
        home = self.reading.language.home
        if home is None:
            return None
        counts = count_sides(self.reading)
        former = (was for was in former_names(home) if was != home and was in counts and home not in counts)
        return next(former, named_in(self.year, home))

    @property
    def text_voice(self) -> str | None:
        """Whose words the text itself uses: a name that one side has for the other, else the side at home in it."""
        if self._voice is None:
            home = self.home
            side = told_by_words(self.reading) or self._partisan() or (home if self._is_home(home) else None)
            if side is not None:
                side = named_in(self.year, side)
            self._voice = (side,)
        return self._voice[0]

    def _partisan(self) -> str | None:
        """The side that a text names first, where it speaks of the enemy or of "our troops" in its own words.

        In the language of one that fights the side named first it is the one at home that speaks.
        """
        if not takes_a_side(self.reading):
            return None
        named = (self.sides_of(index).named for index in range(min(3, len(self.reading.bounds))))
        first = next((sides[0][1] for sides in named if sides), None)
        return self.home if first is not None and self.home in self.opponents(first) else first

    def _is_home(self, home: str | None) -> bool:
        """Whether a text is of the state whose language it is in: it names it, its places or its enemy, or nobody."""
        sides = self.main_sides()
        if not sides or home in sides or not {home, self.reading.language.home}.isdisjoint(self.main_countries()):
            return True
        return home is not None and any(home in self.opponents(side) for side in sides)

    def against(self, side: str | None) -> str | None:
        """The other side of ``side`` in this text: the one named most, else its opponent in the vocabulary's table."""
        if side is None:
            return None
        if side not in self._foes:
            self._foes[side] = self._find_foe(side)
        return self._foes[side]

    def _find_foe(self, side: str) -> str | None:
        known = self.opponents(side)
        for other, _ in self.main_sides().most_common():
            if other != side and (other in known or not known):
                return other
        placed = (country for country, _ in self.main_countries().most_common() if country in known)
        first = next(placed, None)
        if first is not None:
            return first
        if self.looks_on(side):
            return None
        main = main_opponent(side)
        if len(known) == 1 or main in known or not known:
            return known[0] if len(known) == 1 else main
        states = [other for other in known if is_state(other)]
        return states[0] if len(states) == 1 else None

    @property
    def only_land(self) -> str | None:
        """The one country of which a text names places, or that is at home in it where it names none."""
        lands = [country for country, times in self.main_countries().items() if times]
        if not lands and self.text_voice is not None and self.text_voice == self.home:
            return self.home
        return lands[0] if len(lands) == 1 else None

    def of_war(self) -> bool:
        """Whether the text tells of parties or their forces at all: names one, or has named a unit."""
        return bool(self.main_sides()) or self.last_unit is not None

    def of_arms(self) -> bool:
        """Whether any word of the text is of arms, armies and violence; a pack that lists none does not ask."""
        if self.armed is None:
            pattern = words_of_arms(self.reading.language)
            self.armed = pattern is None or pattern.search(self.reading.folded) is not None
        return self.armed

    def main_countries(self) -> Counter[str]:
        """How often the text names places of each country."""
        if self.countries is None:
            self.countries = count_lands(self.reading)
        return self.countries


# Who is heard without a side of his own: whose words a text uses tells it.
HEARD = frozenset(
    ["soldier", "relative", "commander", "prisoner", "medic", "resident", "witness", "official", "spokesman"]
)
_IN_CALLS = HEARD | {"person"}  # behind a call or a tape, "the first man" is one of its voices


@lru_cache(maxsize=2048)
def _side_in(name: str, language: Language) -> str | None:
    sentence = language.parse(name)
    veterans = {fold(form) for form in language.settings.get("settings", {}).get("parties", {}).get("veteran", ())}
    named = Sides.of(sentence).named
    if named and not veterans.isdisjoint(sentence.words[: named[0][0]]):
        return None  # "ветеран Вьетнама" fought there
    return named[0][1] if named else None


@lru_cache(maxsize=2048)
def _is_foe(name: str, language: Language) -> bool:
    """Whether a speaker is named as a text names those whom its own side fights: "an occupier"."""
    return any(form == "enemy" for _, form in language.parse(name).places("form"))


def speaker_side(links: tuple[Link, ...], language: Language) -> str | None:
    """The side for which the ultimate speaker says "we": told by the name, else by the register of sources."""
    register = load_register()
    for link in reversed(links):
        side = (register.force_of(link.id) if link.id else None) or _side_in(link.name, language)
        if side is not None:
            return side
    return None
