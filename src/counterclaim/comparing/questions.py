"""The question that a claim answers, the time it holds for, and whose voice it is.

Question     side, object, measure, unit, force, place, kind of time: two claims of one question may be compared
moment_of    when a claim holds: a day for a running total or a state, first and last day for a window
voice_of     who says it: one id for one body; unnamed speakers are nobody in particular
allowed      the values that a told number allows, its hedge taken into account
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from counterclaim.findings.rule import number, percent, source_name
from counterclaim.findings.terms import part_of_a_force
from counterclaim.model import Claim, Kept, PeriodKind, Quantity, Unit
from counterclaim.sources import load_register
from counterclaim.vocabulary import label

ABOUT = 0.1  # how far "about" reaches either way, and "nearly" downwards; as in findings/tolerance.py


@dataclass(frozen=True, slots=True)
class Question:
    """What a claim answers: how many of what, of whom, where, over which kind of time.

    ``force`` is the regiment or division where one is named (an army is the whole); ``None`` is a value like any
    other: a claim that names no place answers another question than one of a town.
    """

    side: str | None
    object: str
    measure: str
    unit: Unit
    force: str | None
    place: str | None
    kind: PeriodKind

    @property
    def key(self) -> tuple[str, ...]:
        """For sorting."""
        return tuple(
            part or "" for part in (self.side, self.object, self.measure, self.unit, self.force, self.place, self.kind)
        )

    def __str__(self) -> str:
        parts = [label("object", self.object), label("measure", self.measure)]
        if self.unit == "share":
            parts.insert(0, "share of")
        parts += [f"of {self.side}"] if self.side else []
        parts += [self.force] if self.force else []
        parts += [f"at {self.place}"] if self.place else []
        return (
            ", ".join(parts)
            + {"cumulative": ", running total", "window": "", "point": ", a state", "open": ""}[self.kind]
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """When a claim holds: ``end`` alone for a running total or a state, both days for a window; ``None``: not told."""

    start: date | None
    end: date | None

    @property
    def known(self) -> bool:
        """Whether any day is known."""
        return self.end is not None

    def holds(self, other: Moment) -> bool:
        """Whether ``other`` lies inside this one; both windows, both days of each known."""
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return False
        return self.start <= other.start and other.end <= self.end


def question_of(claim: Claim) -> Question:
    """The question that a claim answers."""
    return question_from(
        claim.side, claim.object, claim.measure, claim.quantity.unit, claim.unit, claim.place, claim.period.kind
    )


@lru_cache(maxsize=4096)  # many claims ask few questions
def question_from(
    side: str | None,
    object: str,
    measure: str,
    unit: Unit,
    force: str | None,
    place: str | None,
    kind: PeriodKind,
) -> Question:
    """The question of these fields of a claim, ``force`` and ``place`` as in its text."""
    force = part_of_a_force(force)
    force = " ".join(force.casefold().split()) if force else None
    return Question(side, object, measure, unit, force, " ".join(place.split()) if place else None, kind)


def said_on(kept: Kept) -> date | None:
    """The day on which it was said: of publication, else when the document was first seen, else the claim's own."""
    if kept.document.published is not None:
        return kept.document.published
    return kept.first_seen.date() if kept.first_seen is not None else kept.claim.period.end


def moment_of(kept: Kept) -> Moment:
    """When a claim holds; a running total or a state without a day of its own is of the day it was said."""
    period = kept.claim.period
    if period.kind in ("cumulative", "point"):
        return Moment(None, period.end or said_on(kept))
    return Moment(period.start, period.end)


@lru_cache(maxsize=4096)
def _named(source: str | None, name: str) -> str | None:
    register = load_register()
    if source is not None:
        source = register.aliases.get(source, source)
        return None if source in register.speakers else source
    words = " ".join(name.split())
    return words.casefold() if any(word[:1].isupper() for word in words.split()[1:] or [words]) else None


def voice_of(kept: Kept) -> str:
    """Who ultimately says it: a source's id or name; nobody in particular is told apart by document.

    "Officials" of two documents are two voices. A claim that names nobody is its outlet's own.
    """
    speaker = kept.claim.speaker
    if speaker is None:
        return outlet_of(kept)
    known = _named(speaker.id, speaker.name)
    return known or f"{speaker.id or speaker.name.casefold()}, {outlet_of(kept)}"


def voice_named(word: str) -> str:
    """The voice that a source's id, its name in the register or its name in a text stands for."""
    register = load_register()
    known = register.aliases.get(word, word)
    if register.role_of(known) is not None:
        return known
    folded = " ".join(word.split()).casefold()
    named = (entry.id for entry in register.sources.values() if entry.label.casefold() == folded)
    return next(named, folded)


def outlet_of(kept: Kept) -> str:
    """Where it was published: the outlet, else the host of its address, else the path."""
    document = kept.document
    if document.outlet:
        return document.outlet
    return _host_of(document.url or "") or _host_of(document.path) or document.path


@lru_cache(maxsize=4096)
def _host_of(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def voice_label(voice: str) -> str:
    """A voice as a reader knows it."""
    return source_name(voice)


def allowed(quantity: Quantity) -> tuple[float, float]:
    """The values a told number allows: "about" a tenth either way, "nearly" a tenth downwards, else its bounds."""
    value = quantity.best
    if value is not None and quantity.hedge == "about":
        return value * (1 - ABOUT), value * (1 + ABOUT)
    if value is not None and quantity.hedge == "nearly":
        return value * (1 - ABOUT), value
    return quantity.interval


def told(quantity: Quantity) -> str:
    """A told number in figures: ``about 500``, ``at least 40``, ``70 to 80``, ``12%``."""
    show = percent if quantity.unit == "share" else number
    low, best, high = quantity.low, quantity.best, quantity.high
    if low is not None and high is not None and low != high:
        return f"{show(low)} to {show(high)}"
    value = best if best is not None else low if low is not None else high
    if value is None:
        return "no figure"
    return show(value) if quantity.hedge in ("exact", "vague", "between") else f"{quantity.hedge} {show(value)}"


def in_order(kepts: Iterable[Kept]) -> list[Kept]:
    """Claims by the day they were said, then the day they hold for, then where they stand; whatever order they came in.

    A claim that came twice is there once.
    """
    once = {kept.claim.id: kept for kept in kepts}
    return sorted(once.values(), key=order_of)


def order_of(kept: Kept) -> tuple[date, str, date, str, int, str]:
    """What claims are sorted by; see ``in_order``."""
    claim = kept.claim
    seen = kept.first_seen.isoformat() if kept.sightings else ""  # type: ignore[union-attr]
    return (
        said_on(kept) or date.min,
        seen,
        moment_of(kept).end or date.min,
        claim.document,
        claim.evidence.start,
        claim.id,
    )


class Stated:
    """A claim with what every comparison asks of it, worked out once."""

    __slots__ = ("bounds", "kept", "moment", "order", "question", "said", "voice")

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self.question = question_of(kept.claim)
        self.moment = moment_of(kept)
        self.voice = voice_of(kept)
        self.bounds = allowed(kept.claim.quantity)
        self.said = said_on(kept)
        self.order = order_of(kept)


def group(kepts: Iterable[Kept]) -> Mapping[Question, tuple[Kept, ...]]:
    """Claims by the question they answer, each group in order; rejected claims are left out."""
    return {question: tuple(one.kept for one in own) for question, own in group_stated(kepts).items()}


def group_stated(kepts: Iterable[Kept]) -> Mapping[Question, tuple[Stated, ...]]:
    """As ``group``, each claim with what comparisons ask of it."""
    once = {kept.claim.id: kept for kept in kepts}
    stands = (kept for kept in once.values() if kept.verdict is None or kept.verdict.verdict != "reject")
    found: dict[Question, list[Stated]] = {}
    for stated in sorted(map(Stated, stands), key=lambda one: one.order):
        found.setdefault(stated.question, []).append(stated)
    return {question: tuple(found[question]) for question in sorted(found, key=lambda q: q.key)}
