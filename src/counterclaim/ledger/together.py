"""What only many documents show (family CC6), kept as rows: questions that were touched are compared anew.

    compare_anew   findings that hold now become rows; those that no longer hold, or say something else, are withdrawn

Touched are the claims that were added, superseded or judged since the last comparison. With each are compared the
claims of its question; for sums those of its side, day and kind of time; for denials those that may be what is denied.
Nothing else can change what the rules find, so the rest of a large ledger is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, and_, exists, func, or_, select

from counterclaim.comparing.questions import Question, question_from, question_of
from counterclaim.findings.ledger import COMBINED, DENIED, find
from counterclaim.ledger import rows, tables
from counterclaim.ledger.among import among
from counterclaim.ledger.rows import Comparison
from counterclaim.model import Finding, Kept
from counterclaim.vocabulary import includes, load_vocabulary

if TYPE_CHECKING:
    from counterclaim.ledger.store import Ledger

_PART = 400  # values in one question
_claims, _gone = tables.claims, tables.superseded
_COLUMNS = (
    _claims.c.seq, _claims.c.id, _claims.c.side, _claims.c.object, _claims.c.measure, _claims.c.quantity_unit,
    _claims.c.unit, _claims.c.place, _claims.c.period, _claims.c.day, _claims.c.stance,
)  # fmt: skip
_STANDS = ~exists().where(_gone.c.seq == _claims.c.seq)

Scene = tuple[str | None, str, str | None]  # side, kind of time, day


class Standing(NamedTuple):
    """A finding over many documents that stands: its row's number, its id, its rule and its claims."""

    seq: int
    id: str
    code: str
    claims: tuple[str, ...]


@dataclass
class _Touched:
    """What must be compared anew; ``everything`` where there was no comparison before."""

    everything: bool = False
    changed: set[str] = field(default_factory=set)
    questions: set[Question] = field(default_factory=set)
    scenes: set[Scene] = field(default_factory=set)
    denials: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)  # ids of claims that stand

    def holds(self, code: str, claims: tuple[str, ...], known: Mapping[str, Kept]) -> bool:
        """Whether a finding of these claims is one that is looked for anew."""
        if self.everything or not self.changed.isdisjoint(claims):
            return True
        if code == DENIED.code:
            return claims[-1] in self.denials
        if claims[0] not in known:
            return False
        first = known[claims[0]]
        return _scene(first) in self.scenes if code == COMBINED.code else question_of(first.claim) in self.questions


def _scene(kept: Kept) -> Scene:
    """The scene of a claim; its day as in the flat table."""
    period = kept.claim.period
    when = period.end or period.start or kept.document.published
    return kept.claim.side, period.kind, None if when is None else when.isoformat()


def compare_anew(ledger: Ledger) -> Comparison | None:
    """Compares what was touched and keeps the outcome; ``None`` where nothing was touched since the last time."""
    while True:
        with ledger.database.reading() as connection:
            since, number = _last(connection)
            touched = _touched(connection, since)
            upto = connection.execute(select(func.max(tables.entries.c.seq))).scalar() or 0
        if touched is None:
            return None
        kepts = list(ledger.claims() if touched.everything else ledger.claims_named(touched.needed))
        known = {kept.claim.id: kept for kept in kepts}
        found = {
            rows.finding_id(one, None): one for one in _find(kepts) if touched.holds(one.code, tuple(one.claims), known)
        }
        with ledger.database.reading() as connection:
            there = list(_standing(connection, touched.changed | touched.needed, touched.everything))
        before = {one.id: one for one in there if touched.holds(one.code, one.claims, known)}
        new = {name: one for name, one in found.items() if name not in before}
        withdrawn = {name: one.seq for name, one in before.items() if name not in found}
        kept = ledger.keep_comparison(upto, new, withdrawn, after=number)
        if kept is not None:
            return kept


def _find(kepts: list[Kept]) -> tuple[Finding, ...]:
    if len(kepts) < 2:
        return ()
    from counterclaim.series import load_record

    return find(kepts, load_record())


def _last(connection: Connection) -> tuple[int, int]:
    """How many rows the last comparison looked at, and the number of its own row; zeros where there was none."""
    flat = tables.comparisons
    found = connection.execute(select(flat.c.upto, flat.c.seq).order_by(flat.c.seq.desc()).limit(1)).first()
    return (0, 0) if found is None else (found.upto, found.seq)


def _touched(connection: Connection, since: int) -> _Touched | None:
    judged = select(tables.judgements.c.subject).where(tables.judgements.c.seq > since)
    superseded = select(_gone.c.seq).where(_gone.c.by_seq > since)
    every: dict[int, Any] = {}
    for why in (_claims.c.seq > since, _claims.c.seq.in_(superseded), _claims.c.id.in_(judged)):
        every |= {one.seq: one for one in connection.execute(select(*_COLUMNS).where(why))}
    changed = list(every.values())
    if not changed:
        return None
    if not since:
        return _Touched(everything=True, changed={one.id for one in changed})
    touched = _Touched(changed={one.id for one in changed})
    touched.questions = {_question(one) for one in changed}
    touched.scenes = {(one.side, one.period, one.day) for one in changed if one.quantity_unit == "count"}
    for question, ids in _by_question(connection, touched.questions).items():
        if question in touched.questions:
            touched.needed |= ids
    touched.needed |= _of_scenes(connection, changed)
    _add_denials(connection, changed, touched)
    return touched


def _question(one: Any) -> Question:
    return question_from(one.side, one.object, one.measure, one.quantity_unit, one.unit, one.place, one.period)


def _by_question(connection: Connection, questions: Iterable[Question]) -> Mapping[Question, set[str]]:
    """The ids of the claims that stand of some questions, and of others of the same side, object and measure."""
    found: dict[Question, set[str]] = {}
    terms = {(one.side, one.object): set[str]() for one in questions}
    for one in questions:
        terms[one.side, one.object].add(one.measure)
    for (side, counted), measures in sorted(terms.items(), key=str):
        same = and_(_claims.c.side == side, _claims.c.object == counted, _claims.c.measure.in_(measures), _STANDS)
        for row in connection.execute(select(*_COLUMNS).where(same)):
            found.setdefault(_question(row), set()).add(row.id)
    return found


def _of_scenes(connection: Connection, changed: Iterable[Any]) -> set[str]:
    """The ids of claims that a sum with one of those changed may be of: its side, its day, its kind of time."""
    objects = list(load_vocabulary()["object"])
    days: dict[tuple[str | None, str, tuple[str, ...]], set[str | None]] = {}
    for one in changed:
        if one.quantity_unit == "count":
            near = tuple(o for o in objects if includes(o, one.object) or includes(one.object, o))
            days.setdefault((one.side, one.period, near), set()).add(one.day)
    found: set[str] = set()
    for (side, kind, near), when in days.items():
        same = [_claims.c.side == side, _claims.c.object.in_(near), _claims.c.period == kind, _STANDS]
        told = sorted(day for day in when if day is not None)
        parts = [among(connection, _claims.c.day, told[at : at + _PART]) for at in range(0, len(told), _PART)]
        for part in [*parts, *([_claims.c.day.is_(None)] if None in when else [])]:
            found |= set(connection.execute(select(_claims.c.id).where(*same, part)).scalars())
    return found


def _add_denials(connection: Connection, changed: Iterable[Any], touched: _Touched) -> None:
    """The denials that a changed claim is, or may be meant by, and the claims that each of them may deny."""
    terms = {(one.measure, one.object) for one in changed}
    asked = select(*_COLUMNS).where(_claims.c.stance == "denies", _STANDS)
    asked = asked.where(_claims.c.measure.in_({measure for measure, _ in terms}))
    for denial in connection.execute(asked).all():
        if (denial.measure, denial.object) not in terms:
            continue
        touched.denials.add(denial.id)
        touched.needed.add(denial.id)
        same = [_claims.c.measure == denial.measure, _claims.c.object == denial.object, _STANDS]
        if denial.side is not None:
            same.append(or_(_claims.c.side == denial.side, _claims.c.side.is_(None)))
        touched.needed |= set(connection.execute(select(_claims.c.id).where(*same)).scalars())


def _standing(connection: Connection, claims: set[str], everything: bool) -> Iterator[Standing]:
    """The findings over many documents that stand and rest on one of some claims; or all there are."""
    flat, of = tables.findings, tables.finding_claims
    asked = select(flat.c.seq, flat.c.id, flat.c.code, of.c.claim).join(of, of.c.seq == flat.c.seq)
    asked = asked.where(flat.c.document.is_(None), ~exists().where(_gone.c.seq == flat.c.seq))
    asked = asked.order_by(flat.c.seq, of.c.position)
    if everything:
        found = connection.execute(asked).all()
    else:
        names = sorted(claims)
        numbers: set[int] = set()
        for at in range(0, len(names), _PART):
            rests = select(of.c.seq).join(flat, flat.c.seq == of.c.seq)
            rests = rests.where(among(connection, of.c.claim, names[at : at + _PART]), flat.c.document.is_(None))
            numbers |= set(connection.execute(rests).scalars())
        wanted = sorted(numbers)
        found = []
        for at in range(0, len(wanted), _PART):
            found += connection.execute(asked.where(among(connection, flat.c.seq, wanted[at : at + _PART]))).all()
    told: dict[tuple[int, str, str], list[str]] = {}
    for row in found:
        told.setdefault((row.seq, row.id, row.code), []).append(row.claim)
    for (seq, name, code), own in told.items():
        yield Standing(seq, name, code, tuple(own))
