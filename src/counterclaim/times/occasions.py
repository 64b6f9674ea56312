"""The beginnings and ends of wars, by the names that texts give them: ``record/events.toml``, read on first use.

An event named by a common noun alone ("the invasion", "the war") is many events. It is chosen by the sides that the
text names and by the day it was published, and it is not chosen where these leave two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from counterclaim.language import TOKEN, fold
from counterclaim.model import RecordError
from counterclaim.packs import joined
from counterclaim.tables import PACKAGE, read_tables

# id, first and last day as ISO 8601 writes them, places, allies
Row = tuple[str, str, str, frozenset[str], frozenset[str]]
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class Occasion:
    """One event: when it began and ended (``end`` is ``None`` while it lasts) and the states and groups it concerns.

    ``places`` are those that a text of it names; ``allies`` went along, and a text may name one, some or none of them.
    """

    id: str
    start: date
    end: date | None
    places: frozenset[str]
    allies: frozenset[str] = frozenset()

    def told_by(self, named: frozenset[str]) -> int:
        """How many of those it concerns are named, where no place of it is missing; else none."""
        return len(self.places) + len(self.allies & named) if self.places <= named else 0


@dataclass(frozen=True, slots=True)
class Occasions:
    """All events of the record, by the folded words of their names in one language, longest name first."""

    by_first: dict[str, tuple[tuple[tuple[str, ...], tuple[Occasion, ...], bool], ...]]
    starts: frozenset[date]

    def match(self, words: Sequence[str], at: int) -> tuple[int, tuple[Occasion, ...], bool] | None:
        """How many words from ``at`` on name an event, which events, and whether the name is a proper one."""
        for name, occasions, proper in self.by_first.get(words[at], ()):
            if tuple(words[at : at + len(name)]) == name:
                return len(name), occasions, proper
        return None


def choose_occasion(
    candidates: Iterable[Occasion],
    proper: bool,
    near: frozenset[str],
    sides: frozenset[str],
    anchor: date | None,
) -> Occasion | None:
    """The one event that a name means, or ``None`` where the text leaves it open.

    ``near`` are the sides named beside the event, ``sides`` those of the whole text, ``anchor`` the day of publication.
    """
    left = [c for c in candidates if anchor is None or c.start <= anchor]
    if not proper:
        told = near | sides
        left = [c for c in left if (c.places | c.allies) & told]
        if anchor is not None:
            # "the war" of a day on which one goes on among the parties of the text is that one, and no old one
            going = [c for c in left if c.end is None or c.end >= anchor]
            of_all = [c for c in going if c.told_by(told)]
            left = of_all or [c for c in going if told <= c.places | c.allies] or left  # of one party: its own war
        # Among several, those of which the words nearby, else the text, name every party, and of these the most.
        for named in (near, told):
            most = max((c.told_by(named) for c in left), default=0)
            if most:
                left = [c for c in left if c.told_by(named) == most]
                break
        else:
            left = [c for c in left if c.places & near] or left
    if len(left) > 1 and anchor is not None:
        going = [c for c in left if c.end is None or c.end >= anchor]
        left = going or left
        latest = max(c.start for c in left)
        left = [c for c in left if c.start == latest]
    if len({c.start for c in left}) == 1:
        return left[0]
    return None


def read_occasions(
    source: Path, language: str, strife: Mapping[str, str], common: frozenset[str] = frozenset()
) -> Occasions:
    """Compile a table of events; ``RecordError`` names the entry that cannot be used. ``named_events`` has the rest."""
    return occasions_of(*named_events(source, language, strife, common))


def occasions_of(
    rows: Sequence[Row], named: Mapping[str, Sequence[tuple[tuple[str, ...], list[int], bool]]]
) -> Occasions:
    """Events from the plain tables of ``named_events``."""
    made = [
        Occasion(name, date.fromisoformat(start), date.fromisoformat(end) if end else None, places, allies)
        for name, start, end, places, allies in rows
    ]
    by_first = {
        first: tuple((words, tuple(made[at] for at in those), proper) for words, those, proper in names)
        for first, names in named.items()
    }
    return Occasions(by_first, frozenset(occasion.start for occasion in made))


def named_events(
    source: Path, language: str, strife: Mapping[str, str], common: frozenset[str] = frozenset()
) -> tuple[list[Row], dict[str, list[tuple[tuple[str, ...], list[int], bool]]]]:
    """The events of a table, and by the first word of their names the names, longest first, with the events' places.

    ``strife`` are the common nouns of war with the noun each belongs to, ``common`` other words that make no name
    ("full-scale"). An event whose name has such a noun also goes by the noun alone.
    """
    try:
        rows: Sequence[Mapping[str, Any]] = read_tables(source).get("event", [])
    except ValueError as error:
        raise RecordError(f"{source.name}: {error}") from error
    named: dict[tuple[str, ...], tuple[list[int], list[bool]]] = {}
    events: list[Row] = []
    for row in rows:
        try:
            last = _day(row["end"]) if row.get("end") else ""
            places, allies = frozenset(row["places"]), frozenset(row.get("allies", ()))
            events.append((row["id"], _day(row["start"]), last, places, allies))
            names: Sequence[str] = [name for code in joined(language) for name in row["names"].get(code, ())]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise RecordError(f"{source.name}: event {row.get('id', '?')!r} has no usable {error}") from error
        number = len(events) - 1
        for name in names:
            words = tuple(TOKEN.findall(fold(name)))
            while words and words[0] in _ARTICLES:
                words = words[1:]
            proper = any(word not in strife and word not in common for word in words)
            nouns = {strife[word] for word in words if word in strife}
            generic = [(word,) for word, noun in strife.items() if noun in nouns]
            for known, own in ((words, proper), *((noun, False) for noun in generic)):
                if known:
                    occasions, propers = named.setdefault(known, ([], []))
                    if number not in occasions:
                        occasions.append(number)
                        propers.append(own)
    by_first: dict[str, list[tuple[tuple[str, ...], list[int], bool]]] = {}
    for words, (occasions, propers) in named.items():
        by_first.setdefault(words[0], []).append((words, occasions, all(propers)))
    for table in by_first.values():
        table.sort(key=lambda item: -len(item[0]))
    return events, by_first


def occasions_source() -> Path:
    """Where the package's own table of events stands."""
    return PACKAGE / "record" / "events.toml"


def _day(value: object) -> str:
    """A day as ISO 8601 writes it."""
    return value.isoformat() if isinstance(value, date) else date.fromisoformat(str(value)).isoformat()
