"""CC3: the killed and the wounded together, or losses of every kind, told as the killed."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case, Told
from counterclaim.findings.credits import SINGLE, is_credited, is_of, own_statements
from counterclaim.findings.cues import cue
from counterclaim.findings.proofs import proof_of, where
from counterclaim.findings.rule import day, said, source_name
from counterclaim.findings.scope.fates import CASUALTIES_AS_DEATHS, may_be_victims
from counterclaim.findings.scope.fates import find as find_fates
from counterclaim.findings.tables import LEAST
from counterclaim.findings.terms import PERSONS, objects_meet, tells_own_fate
from counterclaim.model import Claim, Finding, Proof, Statement
from counterclaim.tracing import MatchedFigure
from counterclaim.vocabulary import label

_WIDE = frozenset({"casualties", "losses"})


def find(case: Case) -> Iterator[Finding]:
    """Killed, where the source counts killed and wounded together: by the record, or by the text under a headline."""
    by_record = list(_of_record(case))
    yield from by_record
    told = {claim for finding in by_record for claim in finding.claims}
    yield from (found for claim in case.claims if claim.id not in told for found in _of_statement(case, claim))
    yield from find_fates(case)
    yield from _retold(case)
    yield from _in_headline(case)


def _of_record(case: Case) -> Iterator[Finding]:
    for group in case.sourced:
        match = group.match
        if match is None or match.slips or match.others or match.other_side or not is_credited(case, group, match):
            continue
        wide = [
            (claim, one)
            for claim, one in zip(group.claims, match.figures, strict=False)
            if claim.measure == "killed"
            and tells_own_fate(claim)
            and not may_be_victims(case, claim)
            and one.measure in _WIDE
            and claim.object in PERSONS
            and _is_close(claim, one)
        ]
        said_so = any(one.statement is not None and case.may_say(claim, one.statement) for claim, one in wide)
        if wide and (len(match.figures) > 1 or match.expected <= SINGLE * 10 or said_so):
            claim, one = wide[0]
            yield CASUALTIES_AS_DEATHS.finding(
                f"{said(claim.quantity)} killed: {source_name(match.source)} counts {label('measure', one.measure)} "
                f"({where(match)}), not the killed alone",
                [claim],
                proof_of(match),
            )


def _of_statement(case: Case, claim: Claim) -> Iterator[Finding]:
    """Killed whom a speaker gave, in a statement of those days, as killed and wounded together."""
    if claim.measure != "killed" or claim.object not in PERSONS or (claim.quantity.figure or 0.0) < LEAST:
        return
    if claim.stance == "denies" or may_be_victims(case, claim) or not tells_own_fate(claim):
        return
    given = _given_then(case, claim)
    wide = next((one for one in given if one.measure in _WIDE), None)
    if wide is None or any(one.measure == "killed" for one in given):
        return
    yield CASUALTIES_AS_DEATHS.finding(
        f"{said(claim.quantity)} killed: {source_name(wide.source)} counts {label('measure', wide.measure)} "
        f"({day(wide.date)}), not the killed alone",
        [claim],
        Proof((f"{wide.wording}: {said(claim.quantity)} on {day(wide.date)}", f"source: {wide.title} ({wide.url})")),
    )


def _given_then(case: Case, claim: Claim) -> list[Statement]:
    """The statements of those whom a claim names, about its day or that of the text, that have its figure."""
    days = {when for when in (claim.period.end, case.day) if when is not None}
    return [one for when in sorted(days) for one in own_statements(case, claim, when) if is_of(claim, one)]


def _in_headline(case: Case) -> Iterator[Finding]:
    """A headline's killed who are the killed and wounded of the text below it."""
    for bold in case.claims:
        if bold.measure != "killed" or not case.in_headline(bold) or (bold.quantity.figure or 0) < LEAST:
            continue
        if may_be_victims(case, bold) or not tells_own_fate(bold):
            continue
        spoken = _spoken_of_both(case, bold)
        if spoken is not None:
            yield CASUALTIES_AS_DEATHS.finding(
                f"the headline's {said(bold.quantity)} killed are killed and wounded in the text",
                [bold],
                Proof(
                    (f"headline: {said(bold.quantity)}, killed", f"text: {said(spoken.quantity)}, killed and wounded")
                ),
                [case.quote(*case.reading.bounds[spoken.index][:2])],
            )
            continue
        same = [claim for claim in case.claims if claim is not bold and _rounds(bold, claim)]
        wide_claims = [
            claim
            for claim in same
            if (claim.measure == "casualties" or any("<losses>" in rule for rule in claim.rules))
            and claim.measure in _WIDE  # "lost 4,700 men", "700 did not return" may be the dead
            and claim.object in PERSONS
            and (claim.side == bold.side or claim.side is None or bold.side is None)
        ]
        told = any(claim.measure == "killed" for claim in same if not case.in_headline(claim))
        if wide_claims and not told and all(one.measure != "killed" for one in _given_then(case, bold)):
            other = wide_claims[0]
            yield CASUALTIES_AS_DEATHS.finding(
                f"the headline's {said(bold.quantity)} killed are {label('measure', other.measure)} in the text",
                [bold, other],
                Proof(
                    (
                        f"headline: {said(bold.quantity)}, killed",
                        f"text: {said(other.quantity)}, {label('measure', other.measure)}",
                    )
                ),
            )


def _retold(case: Case) -> Iterator[Finding]:
    """The killed of a later sentence who are, to the man, the killed and wounded of one before."""
    body = [c for c in case.claims if c.object in PERSONS and c.quantity.unit == "count" and not case.in_headline(c)]
    for both in body:
        value = both.quantity.figure or 0.0
        if both.measure != "casualties" or value < LEAST:
            continue
        if not cue("killed-and-wounded").search(case.words(case.sentence_of(both))):
            continue
        again = [c for c in body if c.quantity.figure == value and c.measure == "killed" and _is_of(c, both)]
        again = [one for one in again if not (may_be_victims(case, one) or _is_of_other_times(case, one, both))]
        dead = next((c for c in again if case.sentence_of(c) > case.sentence_of(both)), None)
        if dead is None or any(case.sentence_of(c) <= case.sentence_of(both) for c in again):
            continue
        yield CASUALTIES_AS_DEATHS.finding(
            f"{said(dead.quantity)} killed are the killed and wounded of the text together",
            [dead, both],
            Proof((f"first: {said(both.quantity)}, killed and wounded", f"then: {said(dead.quantity)}, killed")),
        )
        return


def _is_of_other_times(case: Case, claim: Claim, other: Claim) -> bool:
    """Whether the sentence of a claim names a time that is not that of the other."""
    mine, its = (
        {(time.start, time.end) for time in case.times_in(case.sentence_of(one)) if not time.reporting}
        for one in (claim, other)
    )
    return bool(mine) and mine != its


def _is_of(claim: Claim, other: Claim) -> bool:
    """Whether two figures may be of the same people."""
    same_side = claim.side == other.side or None in (claim.side, other.side)
    return same_side and objects_meet(claim.object, other.object)


def _is_close(claim: Claim, one: MatchedFigure) -> bool:
    """Whether a figure is the record's own, or rounds it: "more than 105,000" of 105,250."""
    value = claim.quantity.figure or 0.0
    return one.fit == "exact" or (one.fit == "rounded" and abs(value - one.value) <= 0.01 * one.value)


def _rounds(bold: Claim, claim: Claim) -> bool:
    """Whether a headline's figure is a claim's, or rounds it: "nearly 15,000" of 14,700."""
    told, figure = bold.quantity.figure or 0.0, claim.quantity.figure or 0.0
    if told == figure:
        return True
    rounder = told % 100 == 0 and (bold.quantity.hedge != "exact" or told % 1000 == 0)
    return rounder and claim.quantity.unit == bold.quantity.unit and abs(told - figure) <= 0.03 * figure


def _spoken_of_both(case: Case, bold: Claim) -> Told | None:
    """The headline's number in a sentence of the killed and wounded together, where the reader made no claim of it."""
    headline = case.document.headline
    found: list[Told] = []
    for index, (start, _, _) in enumerate(case.reading.bounds[:60]):
        if headline is None or start < headline.end or not cue("killed-and-wounded").search(case.words(index)):
            continue
        found += [one for one in case.told(index) if one.count and one.value == bold.quantity.figure]
    return found[0] if found and all(one.claim is None for one in found) else None
