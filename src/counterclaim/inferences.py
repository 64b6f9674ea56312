"""Whose loss a text lets one infer where no words of the sentence say it (the codebook's conventions).

infer_side   what is counted, where and on whose word → a side and the name of the rule, "" where it stays open
"""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.context import Context, Sides, speaker_side
from counterclaim.doers import find_doer, launcher_of, without_speakers
from counterclaim.language import Sentence
from counterclaim.model import Link
from counterclaim.parties import NOBODY, Whose, called, is_called
from counterclaim.shapes import Number
from counterclaim.topics import topic_before

_CIVIL = frozenset({"civilian", "child", "medic", "journalist"})
_LIVING = _CIVIL | {"people"}
_FLOWN_IN = frozenset({"uav", "missile"})
_OWN_FORCES = frozenset({"military"})  # roles of those who count their own soldiers


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number with what was counted and where, and the sides that its sentence names beside who speaks."""

    sentence: Sentence
    number: Number
    object: str
    country: str | None
    context: Context
    links: tuple[Link, ...]
    sides: Sides


def infer_side(
    sentence: Sentence, number: Number, found: str, country: str | None, context: Context, links: tuple[Link, ...]
) -> Whose:
    """The side that the words around leave no doubt about, where grammar has named none.

    Civilians have the side of the place in a war between states; soldiers and equipment that one side's forces
    destroyed are the other's; soldiers of whom an army speaks without more are its own; else the side spoken of in
    the sentence before goes on.
    """
    sides = without_speakers(sentence, context.sides_of(sentence.index), links)
    counted = _Counted(sentence, number, found, country, context, links, sides)
    if found in _LIVING:
        return _of_captives(counted) if _are_held(sentence, number, context) else _of_people(counted)
    enemy = _of_enemy(counted)
    if enemy is None:
        enemy = _flown_in(counted)
    if enemy is not None:
        return enemy
    if number.form in ("done", "doing") and number.by == "left":
        return NOBODY
    own = _own_soldiers(counted)
    return own if own is not None else _going_on(counted)


def _of_captives(counted: _Counted) -> Whose:
    """Captives: they are of the enemy of those who live where they are."""
    context = counted.context
    land = counted.country or next((c for c, _ in context.main_countries().most_common(1)), None)
    enemy = context.against(land) if land is not None and context.between_states(land) else None
    return enemy, "held in <place>" if enemy else ""


def _of_people(counted: _Counted) -> Whose:
    """People: they are of the land where they were, if it is at war with another state."""
    country, context = counted.country, counted.context
    if country is None:
        land = context.only_land
        told = land is not None and context.between_states(land) and not counted.sides.named
        return (land, "people of the land") if told else NOBODY
    if country != (_counted_by(counted.sentence, country, context, counted.links) or country):
        return NOBODY  # the place was told before, of others
    if not context.between_states(country):
        return NOBODY
    civilians = counted.object in _CIVIL or "event" in counted.sentence.values("form")
    return country, "civilians of <place>" if civilians else "people of <place>"


def _of_enemy(counted: _Counted) -> Whose | None:
    """What a side has destroyed, taken or killed is its enemy's; nothing where nobody is told to have done it."""
    doer = find_doer(counted.sentence, counted.number, counted.context, counted.links)
    if doer is None:
        return None
    enemy = counted.context.against(doer)
    return enemy, "the enemy of who did it" if enemy else ""


def _flown_in(counted: _Counted) -> Whose | None:
    """Drones and missiles: of who launched them, or else the enemy's of who tells that they were shot down."""
    context, links = counted.context, counted.links
    if not _shot_down(counted.number, counted.object) or counted.sides.named:
        return None
    launcher = launcher_of(counted.sentence, context)
    if launcher is not None:
        return launcher, "<side> launched <object>"
    if context.reading.language.has_articles:
        return None
    country = counted.country
    own = context.voice(links) or (country if country is not None and context.between_states(country) else None)
    before = context.sentence_side[1] if context.sentence_side is not None and not links else None
    if before is not None and before == own and context.last_object not in _LIVING:
        return None  # a list of what its own side lost goes on
    enemy = context.against(own)
    return (enemy, "shot down by the speaker's side") if enemy is not None else None


def _own_soldiers(counted: _Counted) -> Whose | None:
    """Soldiers of whom an army speaks without more: its own, or those of whom it was speaking."""
    sentence, number, links = counted.sentence, counted.number, counted.links
    if counted.object != "personnel" or not links or links[-1].role not in _OWN_FORCES or counted.sides.named:
        return None
    side = speaker_side(links[-1:], counted.context.reading.language)
    if side is None or number.noun is None or sentence.kind(number.noun, "own") is None:
        return None
    topic = topic_before(sentence, counted.context)
    return (side, "the speaker's own soldiers") if topic in (None, side) else (topic, "losses told just before")


def _going_on(counted: _Counted) -> Whose:
    """The side of the sentence before, where its paragraph goes on and nobody else is named or speaks."""
    sentence, context = counted.sentence, counted.context
    before = context.sentence_side
    if before is None or before[0] != sentence.index - 1 or counted.sides.named:
        return NOBODY
    speaks = speaker_side(counted.links, context.reading.language) if counted.links else None
    if speaks is not None and speaks != before[1]:
        return NOBODY  # another side speaks now
    goes_on = context.reading.bounds[before[0]][2] == sentence.paragraph
    fits = goes_on and is_called(before[1], called(sentence, counted.number, context))
    return (before[1], "side of the sentence before") if fits else NOBODY


def _counted_by(sentence: Sentence, country: str, context: Context, links: tuple[Link, ...]) -> str | None:
    """Whose people a ministry of health counts where it names no other place: those of its own land at war."""
    if not links or not (links[-1].id or "").endswith("-health"):
        return None
    own = speaker_side(links[-1:], context.reading.language)
    if own is None or not context.between_states(own):
        return None
    lands = [*sentence.places("place"), *context.sides_of(sentence.index).named]
    return None if any(land == country for _, land in lands) else own


def _shot_down(number: Number, found: str) -> bool:
    """Whether drones or missiles were shot down or put off their way: whoever tells it without more has done it."""
    return found in _FLOWN_IN and number.measure in ("destroyed", "losses") and number.form in ("done", "doing")


def _are_held(sentence: Sentence, number: Number, context: Context) -> bool:
    """Whether those counted are called hostages or captives: they are of the enemy of those who live where they are."""
    if "held" not in context.parties.roles_in(sentence):
        return False
    last = max(number.noun_end, number.last, number.harm if number.harm is not None else -1)
    words = context.parties.words
    return any("held" in words.get(sentence.words[t], ()) for t in range(number.first, last + 1))
