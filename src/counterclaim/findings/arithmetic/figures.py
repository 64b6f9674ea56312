"""What the numbers of a passage are told of, by their claims and by the words around them.

"went in with 871 men"               before     a force as it was
"was relieved with 459"              left       the same force as it is
"200 newly trained replacements"     added      who came to it
"512 killed, wounded or captured"    lost, of these fates
"Killed and wounded reached 197"     lost, of two fates at once
"among them 14 children"             part       of another number: it makes no sum
"it stood at 29 on Monday"           other      no word tells what it counts; "apart": an unknown one does
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.parties import parties
from counterclaim.findings.terms import PERSONS, is_guessed, is_loss, is_part, objects_nest
from counterclaim.model import Claim
from counterclaim.vocabulary import broader

if TYPE_CHECKING:
    from counterclaim.findings.arithmetic.counts import Count

Role = Literal["before", "left", "state", "count", "added", "lost", "part", "other", "apart"]

CLAUSE = 70  # characters before or behind a number in which the words for it stand
BESIDE = 2  # sentences around one with a claim in which figures are read
SHORT = 16  # characters between a verb and the number of those who do it
NOUN = 28  # characters behind a number in which the word for what it counts stands
EVERY = frozenset({"killed", "wounded", "missing", "captured"})  # the fates of a loss of any kind
HARMED = frozenset({"killed", "wounded"})
_MARKS = ".;:!?()"
_ENDS = ".;!?("  # of what stands behind a number: a colon tells it further
_FATES = r"<a-fate>(?:(?:,|\s+<and>|\s+<or-else>)+\s+(?:[\w'-]+\s+){0,2}?<a-fate>)+(?!\w)"  # two or more, joined
_LEAVE = (
    "left-ahead", "the-remaining", "as-the-rest", "left-behind", "comes-out", "up-to-total", "newest",
)  # fmt: skip
_FATES_BEHIND = shape(rf"^(?:[,:]?\s+[^\W\d]+){{0,4}}?:?\s+{_FATES}")
FATES_AHEAD = shape(rf"(?<!\w){_FATES}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its role; ``fates`` are those of the lost, ``kind`` what it counts, where that is told."""

    told: Told
    role: Role
    fates: frozenset[str]
    kind: str | None
    ahead: str
    behind: str

    @property
    def value(self) -> float:
        """The number to compute with."""
        return self.told.value

    @property
    def of_which(self) -> bool:
        """Whether a number opens as that of which others are: "Of the hospital's 86 nurses"."""
        return bool(shape(r"(?:^|,)\W*<out-of>\s*(?:[\w'-]+\s+){0,3}$").search(self.ahead))

    @property
    def sure(self) -> bool:
        """Whether the number is told as it is."""
        return self.told.exact and (self.told.claim is None or self.told.claim.stance == "asserts")


class Figures:
    """The figures of a text, sentence by sentence, read when they are asked for."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.spoken = case.about(BESIDE, BESIDE)  # the sentences with a claim, and those around them
        self._read: dict[int, list[Figure]] = {}
        self._around: dict[tuple[int, int], list[Figure]] = {}
        self.counts: dict[int, list[Count]] = {}  # by sentence, for ``counts``

    def around(self, index: int, reach: int) -> list[Figure]:
        """The figures of the sentences up to ``reach`` before and behind one, of the text below the headline."""
        found = self._around.get((index, reach))
        if found is None:
            found = [one for at in self.spoken if abs(at - index) <= reach for one in self.of(at)]
            self._around[index, reach] = found
        return found

    def of(self, index: int) -> list[Figure]:
        """The figures of a sentence from left to right."""
        if index not in self._read:
            self._read[index] = self._figures(index)
        return self._read[index]

    def _figures(self, index: int) -> list[Figure]:
        case = self.case
        start, end, _ = case.reading.bounds[index]
        told = [one for one in case.told(index) if one.count and one.value]
        headline = case.document.headline
        if headline is not None and headline.start <= start < headline.end:
            return []
        found: list[Figure] = []
        low = start
        for at, one in enumerate(told):
            high = told[at + 1].start if at + 1 < len(told) else end
            ahead = _last_clause(case.between(low, one.start))
            behind = _first_clause(case.between(one.end, high))
            joined = _FATES_BEHIND.match(behind)
            low = one.end + (joined.end() if joined else 0)  # "180 dead or missing and 350 hurt"
            found.append(self._figure(one, ahead, behind, case.between(start, one.start), found))
        return found

    def _is_of_force(self, index: int, before: list[Figure]) -> bool:
        """Whether the number before is that of a force: "31 of them" are of it, and no part of its losses."""
        told = before or (self.of(index - 1) if index else [])
        return bool(told) and told[-1].role in ("before", "state")

    def _figure(self, one: Told, ahead: str, behind: str, opening: str, before: list[Figure]) -> Figure:
        kind = _kind(self.case, one, behind)
        fates = _fates(one, ahead, behind, kind)
        role = _role(self.case, one, ahead, behind, fates, kind)
        if role in ("lost", "other") and _is_part(one, ahead, behind, opening, fates):
            role = "lost" if fates and self._is_of_force(one.index, before) else "part"
        return Figure(one, role, fates if role in ("lost", "part") else frozenset(), kind, ahead, behind)


def _last_clause(text: str) -> str:
    return text[max((text.rfind(mark) for mark in _MARKS), default=-1) + 1 :][-CLAUSE:]


def _first_clause(text: str) -> str:
    cut = min((at for mark in _ENDS if (at := text.find(mark)) >= 0), default=len(text))
    return text[:cut][:CLAUSE]


def _kind(case: Case, one: Told, behind: str) -> str | None:
    """What a number counts, by its claim or by the word behind it; who is left may be told without one."""
    sentence, end = case.sentence(one.index), one.end + min(NOUN, len(behind.partition(",")[0]))
    place = shape(r"\s<in-place>\s").search(case.between(one.end, end))
    end = one.end + place.start() if place else end  # "214 breaches in which people were hurt"
    near = [token for token in range(len(sentence.words)) if one.end <= sentence.starts[token] < end]
    found = next((kind for token in near if (kind := sentence.kind(token, "object"))), None)
    claim = one.claim
    if claim is None or (found is None and claim.measure in ("strength", "deployed", "remaining")):
        return found
    weighed = any(rule.startswith("object by weight") for rule in claim.rules)
    return found or (claim.object if near else None) if weighed else claim.object


def _role(case: Case, one: Told, ahead: str, behind: str, fates: frozenset[str], kind: str | None) -> Role:
    claim = one.claim
    if shape(rf"^\s+(?:[\w'-]+\s+){{0,{int(kind is None)}}}<sites>(?!\w)").match(behind):
        return "apart"
    told = fates <= EVERY and bool(fates)  # by words or by a claim: not merely "losses"
    if shape(r"^(?:\s+[\w'-]+){0,3}?\s+<new-men>(?!\w)").match(behind):
        return "added"
    if not told and shape(r"(?<!\w)<joined-by>\s+(?:<to-it>\s+)?$").search(ahead):
        return "added"
    if claim is not None and claim.measure == "remaining":
        return "left"
    if told or (fates and not _is_open(claim)):
        return "lost"
    bare = kind is not None or bool(shape(r"^\s*(?:[^\w\s]|$|<bare-behind>(?!\w))").match(behind))
    moved = [_moves(name, ahead, behind, kind is not None) for name in ("set-out", "comes-out")]
    if bare and (
        shape(r"(?<!\w)(?:<left-ahead>|<the-remaining>|<as-the-rest>)(?:,[^,]{1,50},(?:\s+<be>)?)?\s*$").search(ahead)
        or shape(r"^(?:\s+[\w'-]+){0,2}?\s+<left-behind>(?!\w)").match(behind)
        or moved[1] > moved[0]
    ):
        return "left"
    if bare and (moved[0] > 0 or _is_whole(ahead, behind)):
        return "before"
    if is_force(claim) and shape(r"(?<!\w)<from-number>\s*$").search(ahead):
        return "before"
    if is_force(claim) and shape(r"^\s*<up-to-total>\s*$").match(ahead):
        return "left"
    if is_force(claim) or shape(r"(?<!\w)<numbered>\s*$").search(ahead):
        if cue("set-out").search(ahead) or shape(r"^(?:\s+[\w'-]+){0,1}?\s+<set-out>(?!\w)").match(behind):
            return "before"
        return "left" if cue("newest").search(ahead + " " + behind) else "state"
    if bare and shape(r"(?<!\w)(?:<with>|<counted-as>)\s*$").search(ahead):
        return "count"
    return "lost" if fates else "other" if bare else "apart"


def is_force(claim: Claim | None) -> bool:
    """Whether a claim counts a force as it stands or stood."""
    return claim is not None and claim.measure in ("strength", "deployed")


def _moves(name: str, ahead: str, behind: str, noun: bool) -> int:
    """Whether a number moves as a list of verbs says, "went up with 90", "90 men went up", and how near they stand."""
    verbs = list(shape(rf"(?<!\w)<{name}>(?!\w)").finditer(ahead))
    if verbs and "," not in ahead[verbs[-1].end() :]:
        gap = ahead[verbs[-1].end() :]
        if shape(r"(?:^|\s)<with>\s*$").search(gap) or (noun and len(gap) <= SHORT):
            return verbs[-1].end() + 1
    return 1 if noun and shape(rf"^(?:\s+[\w'-]+){{1,3}}?\s+<{name}>(?!\w)").match(behind) else 0


def may_be_left(case: Case, index: int) -> bool:
    """Whether a number of a sentence may have the role of those who are left, by its words or by a claim."""
    return case.tells_in(index, *_LEAVE) or any(one.measure == "remaining" for one in case.claims_in(index))


def _is_whole(ahead: str, behind: str) -> bool:
    """Whether a number is that of which the ones behind it are parts: "Of the 24 guns with which it began …"."""
    of = shape(r"(?:^|,)\W*<out-of>\s*(?:[\w'-]+\s+)?$").search(ahead)
    return bool(of and cue("set-out").search(behind))


def _is_open(claim: Claim | None) -> bool:
    """Whether only weights told the fate of a claim: other words may tell it."""
    return claim is None or is_guessed(claim)


def _fates(one: Told, ahead: str, behind: str, kind: str | None) -> frozenset[str]:
    """The fates of those whom a number counts as lost: by the words that join two of them, else by its claim."""
    joined = _FATES_BEHIND.match(behind) or FATES_AHEAD.search(ahead)
    if joined and not cue("nobody").search(joined[0]):
        return frozenset(fate for fate in sorted(EVERY) if cue(f"fate-{fate}").search(joined[0])) or EVERY
    claim = one.claim
    if claim is not None and not is_guessed(claim):
        if claim.measure == "casualties":
            return HARMED
        if claim.measure not in ("displaced", "abducted"):
            return frozenset({claim.measure}) if is_loss(claim) else frozenset()
    if cue("sent-away").search(behind) or (claim is not None and cue("sent-away").search(ahead)):
        return frozenset({"gone"})
    words = 2 if kind is not None else 0
    told = shape(rf"^\s+(?:[\w'-]+\s+){{0,{words}}}?<a-fate>(?!\w)").match(behind) or shape(
        r"(?<!\w)<a-fate>(?:,[^,]{1,30},|(?:\s+(?!(?:<and>|<in-place>)(?!\w))[\w'-]+){0,2})\s*(?:-\s*)?$"
    ).search(ahead)
    if told and one.exact and cue("fate-both").search(told[0]):
        return HARMED
    if told and one.exact:
        return frozenset(fate for fate in sorted(EVERY) if cue(f"fate-{fate}").search(told[0]))
    return frozenset({"losses"}) if claim is not None and is_loss(claim) else frozenset()


def _is_part(one: Told, ahead: str, behind: str, opening: str, fates: frozenset[str]) -> bool:
    """Whether a number is told as a part of another one."""
    if one.claim is not None and is_part(one.claim):
        return True
    if shape(r"(?<!\w)(?:<of-its>|<of-such>)\s*$").search(ahead):
        return True
    if shape(r"^\s*(?:<part-behind>(?!\w)|<of-such>(?!\w)|<of-its>\s*$)").match(behind):
        return True
    including = list(cue("including").finditer(opening))
    if including and not any(mark in opening[including[-1].end() :] for mark in _MARKS):
        return True
    return not (len(fates) == 1 and fates <= EVERY) and bool(shape(r"^\W*<some-parts>(?!\w)").match(opening))


# --------------------------------------------------------------------------------------------- which go together


def same_kind(one: Figure, other: Figure) -> bool:
    """Whether two figures may count the same kind of thing; one may tell none."""
    a, b = one.kind, other.kind
    if a is None or b is None or objects_nest(a, b) or (a in PERSONS and b in PERSONS):
        return True
    return not {"vehicle", "equipment"}.isdisjoint((a, b)) and "people" not in {*broader(a), *broader(b), a, b}


def may_meet(one: Figure, other: Figure) -> bool:
    """Whether nothing said sets two figures apart: kind, side, time, or whose figures they are."""
    a, b = one.told.claim, other.told.claim
    if not same_kind(one, other):
        return False
    if a is None or b is None:
        return True
    return not _are_told_apart(a, b) and (a.side == b.side or None in (a.side, b.side))


def _are_told_apart(one: Claim, other: Claim) -> bool:
    """Whether two claims have not the same teller: two bodies, or one that is named behind what nobody is named for."""
    mine, its = parties(one), parties(other)
    if mine and its:
        return mine.isdisjoint(its)
    first, last = sorted((one, other), key=lambda claim: claim.quantity.start)
    return (
        not parties(first)
        and bool(parties(last))
        and first.quantity.end < last.attribution[-1].start < last.quantity.start
    )


def days_meet(one: Figure, other: Figure, apart: int = 0) -> bool:
    """Whether the days that two figures are told of, where both are, are no more than ``apart`` from each other."""
    a, b = one.told.claim, other.told.claim
    if a is None or b is None or None in (a.period.start, a.period.end, b.period.start, b.period.end):
        return True
    slack = timedelta(days=apart)
    return a.period.start - slack <= b.period.end and b.period.start - slack <= a.period.end  # type: ignore[operator]
