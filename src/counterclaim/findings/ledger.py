"""CC6: what only many documents together can show. These rules run over a body of claims, never over one document.

CC601 contradicted            another origin's figure for the same question and time cannot hold as well
CC602 denied                  a claim that another denies
CC603 echo                    many documents, one origin
CC604 revised                 the same speaker later changed the figure
CC605 total-fell              a running total is lower than before, and then again as high
CC606 total-rebased           a running total is lower than before and stays so
CC607 extrapolated-figure     a straight line through the figures before it gives it exactly
CC608 combined-scope          a total that is the sum of a whole and its own part
CC609 told-differently        one speaker's figure for one time, in different numbers
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from counterclaim.findings.rule import Rule, day, listed, number, odds
from counterclaim.findings.terms import as_told
from counterclaim.model import Finding, Kept, Proof

if TYPE_CHECKING:
    from counterclaim.comparing.questions import Question
    from counterclaim.comparing.totals import Line
    from counterclaim.series import Record

CONTRADICTED = Rule("CC601", "contradicted", "warning", "Another origin's figure cannot hold as well.")
DENIED = Rule("CC602", "denied", "note", "One side denies what another says.")
ECHO = Rule("CC603", "echo", "note", "Many documents tell it, but they have one origin.")
REVISED = Rule("CC604", "revised", "note", "The same speaker later changed the figure.")
FELL = Rule("CC605", "total-fell", "warning", "A running total is lower than before, and then again as high.")
REBASED = Rule("CC606", "total-rebased", "note", "A running total is lower than before and stays so.")
EXTRAPOLATED = Rule(
    "CC607", "extrapolated-figure", "note", "A straight line through the figures before it gives it exactly."
)
COMBINED = Rule("CC608", "combined-scope", "warning", "The total is the sum of a whole and its own part.")
TOLD_DIFFERENTLY = Rule(
    "CC609", "told-differently", "warning", "One speaker's figure for one time is told in different numbers."
)
RULES = (CONTRADICTED, DENIED, ECHO, REVISED, FELL, REBASED, EXTRAPOLATED, COMBINED, TOLD_DIFFERENTLY)

RATIO = 1.1  # figures that differ by less may be rounded, or of different hours
COPIES = 3  # documents from which one origin is an echo worth telling
SLIP = 10.5  # a total that falls by more than a lost digit was read wrongly, by us or by the writer, and is no fall
POINTS = 4  # figures of one speaker on a line, at least: two make it, the others are given by it
UNLIKELY = 1 / 40  # how rare a coincidence must be, as in dating by figures
NAMED = 4


def find(
    kepts: Iterable[Kept], record: Record | None = None, twins: Container[frozenset[str]] | None = None
) -> tuple[Finding, ...]:
    """Everything that the rules of this family find in a body of claims, in the order of the rules.

    Claims of which a side or a fate was only weighed are left out: a finding rests on what the words tell.
    ``twins`` are the pairs of documents that are copies; told by their texts where none are given.
    """
    from counterclaim.comparing.echoes import twins_of
    from counterclaim.comparing.questions import group
    from counterclaim.comparing.totals import running_totals

    body = [kept for kept in kepts if as_told(kept.claim) is kept.claim]
    twins = twins_of(body) if twins is None else twins
    grouped = group(body)
    resets = {(table.side, when) for table in record.series.values() for when in table.resets} if record else set()
    found: list[Finding] = []
    for rule in (_contradicted, _echoes, _combined):
        found += rule(grouped, twins)
    found += _denied(grouped)
    found += _told_differently(body)
    for question, kepts_of in grouped.items():
        if question.kind == "cumulative":
            days = {when for side, when in resets if side == question.side}
            for line in running_totals(kepts_of).values():
                found += _falls(line, days)
                found += _extrapolated(question, line)
    return tuple(sorted(found, key=lambda one: (one.code, one.proof.end or date.min, one.message)))


def _voice(kept: Kept) -> str:
    from counterclaim.comparing.questions import voice_label, voice_of

    return voice_label(voice_of(kept))


def _told(kept: Kept) -> str:
    from counterclaim.comparing.questions import told

    return f"{_voice(kept)} ({told(kept.claim.quantity)})"


def _finding(rule: Rule, message: str, kepts: Iterable[Kept], proof: Proof) -> Finding:
    return rule.finding(message, [kept.claim for kept in kepts], proof)


def _steps(kepts: Sequence[Kept]) -> tuple[str, ...]:
    from counterclaim.comparing.questions import said_on, told

    return tuple(f"{kept.document.path}, {said_on(kept) or 'no date'}: {told(kept.claim.quantity)}" for kept in kepts)


# ------------------------------------------------------------------------------------- what cannot hold together

Grouped = Mapping["Question", tuple[Kept, ...]]


def _comparable(question: Question, kept: Kept) -> bool:
    """Whether a claim is of one thing: a place's or a whole war's, never some incident of the day."""
    from counterclaim.comparing.questions import moment_of

    if question.unit != "count" or not moment_of(kept).known or kept.claim.stance == "denies":
        return False
    return question.place is not None or (question.kind == "cumulative" and question.side is not None)


def _contradicted(grouped: Grouped, twins: Container[frozenset[str]]) -> Iterator[Finding]:
    from counterclaim.comparing.echoes import origins
    from counterclaim.comparing.ladder import stand
    from counterclaim.comparing.questions import allowed

    for question, kepts in grouped.items():
        known = [kept for kept in kepts if _comparable(question, kept)]
        by_moment: dict[object, list[Kept]] = {}
        for origin in origins(known, twins):
            by_moment.setdefault(origin.moment, []).append(origin.first)
        for firsts in by_moment.values():
            if len(firsts) < 2:
                continue
            least = min(firsts, key=lambda kept: (allowed(kept.claim.quantity)[1], kept.claim.id))
            most = max(firsts, key=lambda kept: (allowed(kept.claim.quantity)[0], kept.claim.id))
            standing = stand(least, most, twins)
            if standing.level != "conflict" or (standing.ratio or 0) < RATIO or _voice(least) == _voice(most):
                continue
            end = most.claim.period.end
            yield _finding(
                CONTRADICTED,
                f"{question}: {_told(least)} and {_told(most)} cannot both hold; {len(firsts)} independent origins",
                (least, most),
                Proof((standing.sentence, *_steps((least, most))), end=end, values=_values((least, most))),
            )


def _values(kepts: Sequence[Kept]) -> dict[str, float]:
    return {kept.claim.id: kept.claim.quantity.figure or 0.0 for kept in kepts}


def _denied(grouped: Grouped) -> Iterator[Finding]:
    from counterclaim.comparing.ladder import stand
    from counterclaim.comparing.questions import Stated

    every = [kept for kepts in grouped.values() for kept in kepts]
    denials = [kept for kept in every if kept.claim.stance == "denies"]
    if not denials:
        return
    asserting: dict[str, list[Stated]] = {}
    for kept in every:
        if kept.claim.stance == "asserts":
            asserting.setdefault(kept.claim.measure, []).append(Stated(kept))
    for denial in denials:
        told = Stated(denial)
        standings = ((one.kept, stand(one, told)) for one in asserting.get(denial.claim.measure, ()))
        denied = [(kept, standing) for kept, standing in standings if standing.level == "denial"]
        if denied:
            first, standing = denied[0]
            yield _finding(
                DENIED,
                f"{_told(first)} is denied by {_voice(denial)}",
                (first, denial),
                Proof((standing.sentence, *_steps((first, denial)))),
            )


def _told_differently(body: Sequence[Kept]) -> Iterator[Finding]:
    from counterclaim.comparing.laying import disagreements
    from counterclaim.comparing.questions import voice_label

    for one in disagreements(body):
        if one.question.kind != "cumulative" and one.question.place is None:
            continue
        ordered = [kepts[0] for kepts in one.figures.values()]
        counts = listed(f"{number(figure)} ({len(kepts)})" for figure, kepts in one.figures.items())
        rule = REVISED if one.levels == {"revision"} else TOLD_DIFFERENTLY
        words = "was changed later" if rule is REVISED else "is told in different numbers"
        yield _finding(
            rule,
            f"{one.question}: the figure of {voice_label(one.voice)} for {day(one.moment.end or date.min)} {words}: "
            f"{counts}",
            ordered,
            Proof(_steps(ordered), end=one.moment.end, values=_values(ordered)),
        )


# ----------------------------------------------------------------------------------------------------- one origin


def _echoes(grouped: Grouped, twins: Container[frozenset[str]]) -> Iterator[Finding]:
    from counterclaim.comparing.echoes import origins
    from counterclaim.comparing.questions import outlet_of

    for question, kepts in grouped.items():
        for origin in origins([kept for kept in kepts if kept.claim.period.end is not None], twins):
            outlets = dict.fromkeys(outlet_of(kept) for kept in origin.claims)
            if len(outlets) < COPIES or len(origin.documents) < COPIES:
                continue
            names = list(outlets)
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            yield _finding(
                ECHO,
                f"{question}: {len(names)} outlets, one origin, {_told(origin.first)}: "
                f"{', '.join(names[:NAMED])}{more}",
                origin.claims,
                Proof(
                    (*_steps((origin.first,)), *(f"{copy.kept.document.path}: {copy.why}" for copy in origin.copies)),
                    end=origin.moment.end,
                ),
            )


# ------------------------------------------------------------------------------------------------- running totals


def _falls(line: Line, resets: Collection[date]) -> Iterator[Finding]:
    from counterclaim.comparing.totals import falls

    points = [(when, value) for when, value, _ in line]
    for fall in falls(points, resets):
        (before, high, one), (when, low, other) = line[fall.at - 1], line[fall.at]
        rule = REBASED if fall.stays else FELL
        if high > SLIP * low and rule is FELL:
            continue
        yield _finding(
            rule,
            f"{_voice(other)}: the running total fell from {number(high)} ({day(before)}) to {number(low)} "
            f"({day(when)}), {fall.why}",
            (one, other),
            Proof(
                (
                    *_steps((one, other)),
                    *(f"then {number(value)} on {day(later)}" for later, value in points[fall.at + 1 :][:2]),
                ),
                start=before,
                end=when,
                values=_values((one, other)),
            ),
        )


def _extrapolated(question: Question, line: Line) -> Iterator[Finding]:
    from counterclaim.comparing.totals import straight_runs

    for run in straight_runs([(when, value) for when, value, _ in line]):
        if run.end - run.start < POINTS or run.chance > UNLIKELY:
            continue
        points = line[run.start : run.end]
        kepts = [kept for _, _, kept in points]
        (first, least, _), (last, most, _) = points[0], points[-1]
        yield _finding(
            EXTRAPOLATED,
            f"{question}: {len(points)} figures of {_voice(kepts[0])} lie on one straight line, "
            f"{number((most - least) / (last - first).days)} a day, up to {number(most)} on {day(last)}; "
            f"{odds(run.chance)}",
            kepts,
            Proof(
                tuple(f"{number(value)} on {day(when)}" for when, value, _ in points),
                start=first,
                end=last,
                chance=run.chance,
            ),
        )


# -------------------------------------------------------------------------------------------- a whole and its part


def _combined(grouped: Grouped, twins: Container[frozenset[str]]) -> Iterator[Finding]:
    from counterclaim.comparing.questions import moment_of, said_on
    from counterclaim.comparing.totals import grain_of
    from counterclaim.vocabulary import includes, label

    exact: dict[tuple[object, ...], list[Kept]] = {}
    for question, kepts in grouped.items():
        for kept in kepts:
            quantity, moment = kept.claim.quantity, moment_of(kept)
            if quantity.hedge == "exact" and quantity.best and moment.known and kept.claim.stance == "asserts":
                scene = (question.side, question.force, question.place, question.kind, question.unit, moment)
                exact.setdefault(scene, []).append(kept)
    for asked, there in exact.items():
        if asked[4] != "count":
            continue
        pairs = [
            (whole, part)
            for whole in there
            for part in there
            if whole.claim.document == part.claim.document
            and (whole.claim.object, whole.claim.measure) != (part.claim.object, part.claim.measure)
            and includes(whole.claim.object, part.claim.object)
            and includes(whole.claim.measure, part.claim.measure)
            and (part.claim.quantity.best or 0) < (whole.claim.quantity.best or 0)
        ]
        told: set[tuple[str, float]] = set()
        for whole, part in pairs:
            a, b = whole.claim.quantity.best or 0.0, part.claim.quantity.best or 0.0
            chance = len({(w.claim.quantity.best, p.claim.quantity.best) for w, p in pairs}) * grain_of([a, b]) / a
            for total in there:
                same = (total.claim.object, total.claim.measure) == (whole.claim.object, whole.claim.measure)
                if total.claim.quantity.best != a + b or not same or total.claim.document == whole.claim.document:
                    continue
                later = (said_on(whole) or date.max) <= (said_on(total) or date.min)
                if not later or chance > UNLIKELY or (total.claim.id, b) in told:
                    continue
                told.add((total.claim.id, b))
                names = [
                    label(table, getattr(part.claim, table))
                    for table in ("object", "measure")
                    if getattr(part.claim, table) != getattr(whole.claim, table)
                ]
                yield _finding(
                    COMBINED,
                    f"{number(a + b)} ({_voice(total)}) is {number(a)} and {number(b)} added up, but the {number(b)} "
                    f"{listed(names)} are among the {number(a)} ({_voice(whole)}); {odds(chance)}",
                    (total, whole, part),
                    Proof(
                        (f"{number(a)} + {number(b)} = {number(a + b)}", *_steps((total, whole, part))),
                        end=moment_of(total).end,
                        chance=chance,
                    ),
                )
