"""What people say of what was read: verdicts, corrections, and who looks at what first.

    CORRECTABLE, corrections, corrected   what a person may correct, typed as field=value; a claim as corrected
    queue                                 what needs a person first, each with the reasons
    blind, of_coder, disputes             two coders who do not see each other, and what an adjudicator must settle

Everything here is pure: a verdict is kept as a new row by whoever holds the rows, and undoing one is a new row too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from counterclaim.model import (
    Certainty,
    Claim,
    CounterclaimError,
    Finding,
    Hedge,
    Judgement,
    Kept,
    PeriodKind,
    Refusal,
    Stance,
)
from counterclaim.vocabulary import load_vocabulary

Level = Literal["nominal", "ratio"]  # of measurement, as Krippendorff names them


# ------------------------------------------------------------------------------------------------------ corrections


@dataclass(frozen=True, slots=True)
class Correctable:
    """A field of a claim that a person may correct: what it holds, its value, and how a typed word becomes one.

    ``read`` raises ``ValueError`` for a word that is no value; an empty word means that nothing is told.
    """

    words: str
    value: Callable[[Claim], Any]
    read: Callable[[str], Any]
    level: Level = "nominal"
    period: bool = False
    quantity: bool = False


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(word: str) -> str:
        if word not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}")
        return word

    return read


def _term(table: str) -> Callable[[str], str]:
    def read(word: str) -> str:
        return _one_of(*load_vocabulary()[table])(word)

    return read


def _open(word: str) -> str | None:
    return word or None


def _number(word: str) -> float | None:
    if not word:
        return None
    try:
        value = float(word.replace(",", ""))
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e15:
        raise ValueError("a number that is not negative, as 1200 or 0.7 for a share of 70%")
    return value


def _day(word: str) -> date | None:
    if not word:
        return None
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise ValueError("a day, as 2023-12-09") from None


CORRECTABLE: Mapping[str, Correctable] = {
    "low": Correctable("lowest value said", lambda c: c.quantity.low, _number, "ratio", quantity=True),
    "best": Correctable("the value said", lambda c: c.quantity.best, _number, "ratio", quantity=True),
    "high": Correctable("highest value said", lambda c: c.quantity.high, _number, "ratio", quantity=True),
    "hedge": Correctable("how it is hedged", lambda c: c.quantity.hedge, _one_of(*get_args(Hedge)), quantity=True),
    "object": Correctable("what was lost or counted", lambda c: c.object, _term("object")),
    "measure": Correctable("how", lambda c: c.measure, _term("measure")),
    "side": Correctable("who suffered the loss or owns the force", lambda c: c.side, _open),
    "unit": Correctable("company … army", lambda c: c.unit, _open),
    "place": Correctable("where", lambda c: c.place, _open),
    "period": Correctable("the kind of time", lambda c: c.period.kind, _one_of(*get_args(PeriodKind)), period=True),
    "start": Correctable("first day", lambda c: c.period.start, _day, period=True),
    "end": Correctable("last day", lambda c: c.period.end, _day, period=True),
    "stance": Correctable("asserted or denied", lambda c: c.stance, _one_of(*get_args(Stance))),
    "certainty": Correctable("how sure", lambda c: c.certainty, _one_of(*get_args(Certainty))),
}

_PAIR = re.compile(r"""(\w+)=("[^"]*"|'[^']*'|\S*)""")


def corrections(typed: str) -> dict[str, Any]:
    """``side=UA low=12 place="Gaza City"`` as fields; the error names the field, and what may stand there."""
    fields: dict[str, Any] = {}
    rest = _PAIR.sub("", typed).strip()
    if rest or not typed.strip():
        raise CounterclaimError(f"write corrections as field=value, not “{(rest or typed).strip()}”; {_known()}")
    for name, word in _PAIR.findall(typed):
        fields[name] = checked(name, word.strip("\"'"))
    return fields


def checked(name: str, word: str) -> Any:
    """The value of a field that a person typed as a word; the error names what may stand there."""
    field = CORRECTABLE.get(name)
    if field is None:
        raise CounterclaimError(f"“{name}” cannot be corrected; {_known()}")
    try:
        return field.read(word)
    except ValueError as error:
        raise CounterclaimError(f"“{word}” is no {name}: {error}") from None


def _known() -> str:
    return f"there is {', '.join(CORRECTABLE)}"


def corrected(kept: Kept) -> Claim:
    """The claim with the corrections of the verdict that stands; as it was read where there are none."""
    verdict = kept.verdict
    return kept.claim if verdict is None or verdict.verdict != "correct" else applied(kept.claim, verdict.fields)


def applied(claim: Claim, fields: Mapping[str, Any]) -> Claim:
    """A claim with corrected fields; days may be ISO 8601 texts, as rows have them. Evidence is never changed."""
    values: dict[str, Any] = {}
    for name, given in fields.items():
        value = checked(name, "" if given is None else given) if given is None or isinstance(given, str) else given
        values[name] = value
    quantity = {name: value for name, value in values.items() if CORRECTABLE[name].quantity}
    period = {"kind" if n == "period" else n: value for n, value in values.items() if CORRECTABLE[n].period}
    own = {n: value for n, value in values.items() if not CORRECTABLE[n].period and not CORRECTABLE[n].quantity}
    return replace(claim, quantity=replace(claim.quantity, **quantity), period=replace(claim.period, **period), **own)


# ------------------------------------------------------------------------------------------------------ the queue

NEAR = 200  # characters from a quote within which a refusal may have to do with it
# what brings a claim before a person, the most pressing first
REASONS = (
    "readers differ",
    "coders differ",
    "a finding: error",
    "a finding: warning",
    "unsure",
    "a refused draft near it",
    "a number left out beside it",
    "unconfirmed",
)
# How the gate's refusals begin: what was proposed does not stand in the text as it was proposed; see ``anchoring``.
GATE = ("the quote ", "the number does not ")
# How the refusals begin that say what the rules missed, not what the number counts instead; see ``fitness``.
MISSED = (
    "no word tells",
    "things outside the vocabulary",
    "a figure of a list without a heading",
    "a share of nothing that is named",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim that needs a person, and why: (reason of REASONS, the case in words), the most pressing first."""

    kept: Kept
    reasons: tuple[tuple[str, str], ...]


def queue(kepts: Iterable[Kept], findings: Iterable[Finding] = (), refusals: Iterable[Refusal] = ()) -> list[Waiting]:
    """The claims that need a person, in the order in which they do.

    Settled claims (accepted, rejected or corrected, and no coder says otherwise) are not in it. Claims with the same
    most pressing reason go by how many reasons they have, then by document and place in it; nothing else is weighed.

    Most refusals are no reason: a date, an age or a name of a tank beside a claim says nothing against it. Two kinds
    are: what the gate refused of a draft within 200 characters of the claim, and a number in the same sentence that
    counts something, but no word told the rules what happened to it: a claim may have been missed.
    """
    held = list(kepts)
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        for name in dict.fromkeys(finding.claims):
            found.setdefault(name, []).append(finding)
    refused: dict[str, list[Refusal]] = {}
    for refusal in refusals:
        refused.setdefault(refusal.document, []).append(refusal)
    readings = _by_place(held)
    waiting = []
    for kept in held:
        claim = kept.claim
        reasons = _reasons(kept, readings, found.get(claim.id, ()), refused.get(claim.document, ()))
        if reasons:
            waiting.append(Waiting(kept, tuple(reasons)))
    waiting.sort(
        key=lambda w: (
            REASONS.index(w.reasons[0][0]), -len(w.reasons), w.kept.document.path, w.kept.claim.quantity.start,
            w.kept.claim.id,
        )
    )  # fmt: skip
    return waiting


def _by_place(held: Sequence[Kept]) -> Mapping[str, list[Kept]]:
    places: dict[str, list[Kept]] = {}
    for kept in held:
        places.setdefault(kept.claim.document, []).append(kept)
    return places


def _reasons(
    kept: Kept, places: Mapping[str, list[Kept]], findings: Sequence[Finding], refusals: Sequence[Refusal]
) -> list[tuple[str, str]]:
    claim, verdict = kept.claim, kept.verdict
    found = [("coders differ", words) for words in _dispute_words(kept)]
    if verdict is not None and verdict.verdict != "unsure":
        return found
    found += [("readers differ", words) for words in _readers_differ(claim, places[claim.document])]
    for finding in findings:
        if finding.severity in ("error", "warning"):
            found.append((f"a finding: {finding.severity}", f"{finding.code} {finding.message}"))
    if verdict is not None:
        found.append(("unsure", f"{verdict.by} could not decide" + (f": {verdict.note}" if verdict.note else "")))
    for refusal in refusals:
        reason = _refusal_reason(kept, refusal)
        if reason:
            found.append((reason, f"“{refusal.text}”: {refusal.reason}"))
    if claim.certainty == "unconfirmed" and found:
        found.append(("unconfirmed", "the text says that it is not confirmed"))
    return sorted(found, key=lambda reason: (REASONS.index(reason[0]), reason[1]))


_SENTENCE_ENDS = re.compile(r"[.!?…][\"'”’»)]*\s|\n\s*\n")


def _refusal_reason(kept: Kept, refusal: Refusal) -> str:
    """Why a refusal of the same document brings a claim before a person; "" where it does not."""
    evidence = kept.claim.evidence
    if max(refusal.start - evidence.end, evidence.start - refusal.end) > NEAR:
        return ""
    if refusal.reader != "rules" or refusal.reason.startswith(GATE):
        return "a refused draft near it"
    between = kept.document.text[min(evidence.end, refusal.end) : max(evidence.start, refusal.start)]
    same = not _SENTENCE_ENDS.search(between)
    return "a number left out beside it" if same and refusal.reason.startswith(MISSED) else ""


def _readers_differ(claim: Claim, others: Iterable[Kept]) -> list[str]:
    """What another reader made of the same number, where it made something else of it."""
    differ = []
    mine = claim.quantity
    same_words = [
        other.claim
        for other in others
        if other.claim.reader != claim.reader
        and other.claim.quantity.start < mine.end
        and mine.start < other.claim.quantity.end
    ]
    if any(not _fields_that_differ(claim, other) for other in same_words):
        return []
    for other in same_words:
        names = _fields_that_differ(claim, other)
        told = ", ".join(f"{name} {CORRECTABLE[name].value(other)}" for name in names)
        differ.append(f"{other.reader} reads {told}")
    return differ


def _fields_that_differ(one: Claim, other: Claim) -> list[str]:
    return [name for name, field in CORRECTABLE.items() if field.value(one) != field.value(other)]


# ------------------------------------------------------------------------------------------- coders and adjudicator


def of_coder(judgements: Iterable[Judgement], by: str) -> Judgement | None:
    """The last verdict of one person that stands."""
    own = [judgement for judgement in judgements if judgement.by == by]
    gone = {judgement.supersedes for judgement in own}
    standing = [j for j in own if j.verdict != "undo" and j.id not in gone]
    return max(standing, key=lambda j: (j.at, j.id), default=None)


def blind(kept: Kept, by: str) -> Kept:
    """A claim as one coder may see it: without what anybody else has said of it or of its source."""
    judgements = tuple(j for j in kept.judgements if j.by == by)
    return replace(kept, judgements=judgements, grades=tuple(g for g in kept.grades if g.by == by))


def coders_of(kepts: Iterable[Kept]) -> tuple[str, ...]:
    """Everybody who has judged anything, sorted."""
    return tuple(sorted({judgement.by for kept in kepts for judgement in kept.judgements}))


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim on which two coders differ: field → the two values; ``verdict`` is a field too."""

    kept: Kept
    differing: Mapping[str, tuple[Any, Any]]


def disputes(kepts: Iterable[Kept], coders: tuple[str, str]) -> list[Dispute]:
    """What an adjudicator must settle: claims that both have judged, and not alike. Unsure is unlike any decision."""
    found = []
    for kept in kepts:
        one, other = (of_coder(kept.judgements, by) for by in coders)
        if one is None or other is None:
            continue
        differing = _differing(kept.claim, one, other)
        if differing:
            found.append(Dispute(kept, differing))
    return found


def _differing(claim: Claim, one: Judgement, other: Judgement) -> dict[str, tuple[Any, Any]]:
    kinds = tuple({"correct": "accept"}.get(j.verdict, j.verdict) for j in (one, other))
    if kinds[0] != kinds[1]:
        return {"verdict": (one.verdict, other.verdict)}
    if kinds[0] != "accept":
        return {}
    coded = [applied(claim, j.fields) for j in (one, other)]
    values = {name: (field.value(coded[0]), field.value(coded[1])) for name, field in CORRECTABLE.items()}
    return {name: pair for name, pair in values.items() if pair[0] != pair[1]}


def _dispute_words(kept: Kept) -> list[str]:
    """How those who judged a claim differ, unless the last word came from somebody who had seen two others' verdicts.

    The third person is the adjudicator: a verdict given after those of two others settles it.
    """
    given: dict[str, Judgement] = {}
    for by in coders_of([kept]):
        judgement = of_coder(kept.judgements, by)
        if judgement is not None:
            given[by] = judgement
    if len(given) != 2:
        return []
    (one, first), (other, second) = given.items()
    differing = _differing(kept.claim, first, second)
    return [f"{name}: {one} {pair[0]}, {other} {pair[1]}" for name, pair in differing.items()]
