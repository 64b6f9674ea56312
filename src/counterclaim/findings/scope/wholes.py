"""CC305: the figure of a part told as that of the whole.

a column of a table         children, women among all whom it counts
a statement of a report     civilians among all the dead
the text below a headline   "41 people, seven of them officers"
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from counterclaim.findings.case import Case
from counterclaim.findings.credits import is_of
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import Rule, day, number, said, source_name
from counterclaim.findings.tables import LEAST, day_told, is_borne_out, row_at, row_proof, tables_of
from counterclaim.findings.terms import PERSONS, is_loss, measures_meet
from counterclaim.model import Claim, Finding, Proof
from counterclaim.series import parse_column
from counterclaim.vocabulary import broader, label

PART_AS_WHOLE = Rule("CC305", "part-as-whole", "warning", "The figure of a part is told as that of the whole.")

SELDOM = timedelta(days=45)  # days for which what a table last had of a part stands
MANY = 1_000  # smaller figures of a report are those of others by chance


def find(case: Case) -> Iterator[Finding]:
    """Each figure of a part that is told as that of everybody."""
    for group in case.sourced:
        for claim in group.claims:
            finding = _column_of_part(case, claim) or _statement_of_part(case, claim)
            if finding is not None:
                yield finding
    yield from _part_in_headline(case)


def _column_of_part(case: Case, claim: Claim) -> Finding | None:
    """A total of everybody that is the source's figure of children, of women, of one kind."""
    value, told = claim.quantity.figure or 0.0, day_told(case, claim)
    if told is None or value < LEAST or claim.quantity.hedge != "exact" or not is_loss(claim):
        return None
    if claim.period.kind == "window" or is_borne_out(case, claim, told):
        return None
    for series, column in tables_of(case, claim):
        part = parse_column(column, series)
        if not part.label and (part.object == claim.object or claim.object not in broader(part.object)):
            continue
        if part.measure != claim.measure or not (part.label or claim.object in PERSONS):
            continue
        if _names_part(case, claim, part.object, part.label):
            continue
        whole = next(
            (
                name
                for name in series.columns
                if (kept := parse_column(name, series)).object == claim.object
                and kept.measure == part.measure
                and not kept.label
            ),
            None,
        )
        if whole is None:
            continue
        last = row_at(series, column, told)  # a table tells of parts now and then
        when, count = last if last is not None and told - last[0] <= SELDOM else (told, 0.0)
        all_told = row_at(series, whole, told)
        if count == value and all_told is not None and all_told[1] > value:
            name = part.label or label("object", part.object)
            return PART_AS_WHOLE.finding(
                f"{said(claim.quantity)} are {name} alone ({day(when)}); the whole on {day(all_told[0])} was "
                f"{number(all_told[1])} ({source_name(series.source)})",
                [claim],
                row_proof(series, whole, *all_told, f"{name} by {day(when)}: {number(value)}"),
            )
    return None


def _statement_of_part(case: Case, claim: Claim) -> Finding | None:
    """A total of everybody that its speaker gave for some of them, in a report that has everybody too."""
    value = claim.quantity.figure or 0.0
    if value < MANY or claim.quantity.hedge not in ("exact", "about") or not is_loss(claim):
        return None
    if not any(claim.object in broader(one.object) for one in case.record.stated(value)):
        return None  # asked first: who said what is dear to tell, and few figures are those of a part
    mine = [
        one
        for one in case.record.statements
        if claim.side in (None, one.side)
        and one.unit == "count"
        and measures_meet(one.measure, claim.measure)
        and (case.may_credit(claim, one.source) or case.may_say(claim, one))
    ]
    if any(is_of(claim, one) and one.object == claim.object for one in mine):
        return None
    for part in mine:
        if not is_of(claim, part) or claim.object not in broader(part.object):
            continue
        if _names_part(case, claim, part.object, ""):
            continue
        report = case.record.group_of(part)
        for whole in mine:
            same = case.record.group_of(whole) == report and (whole.measure, whole.side) == (part.measure, part.side)
            if same and whole.object == claim.object and (whole.best or 0.0) > value:
                return PART_AS_WHOLE.finding(
                    f"{said(claim.quantity)} are {label('object', part.object)} alone; the whole was "
                    f"{number(whole.best or 0.0)} ({source_name(part.source)}, {day(part.date)})",
                    [claim],
                    Proof(
                        (
                            f"{part.wording}: {number(value)}",
                            f"{whole.wording}: {number(whole.best or 0.0)}",
                            f"source: {part.title} ({part.url})",
                        )
                    ),
                )
    return None


def _names_part(case: Case, claim: Claim, kind: str, part: str) -> bool:
    """Whether the sentence of a claim says what part it is: children, women; of a label also the one before it does."""
    index = case.sentence_of(claim)
    sentence = case.sentence(index)
    if any(sentence.kind(token, "object") == kind for token in range(len(sentence.words))):
        return True
    if index and cue("such-as-before").search(case.words(index)):
        return True  # "340 such deaths": of those told of before
    near = {*sentence.words, *(case.sentence(index - 1).words if index else ())}  # "…, and 18,182 hurt in this way"
    return any(word in near for word in part.casefold().split())


def _part_in_headline(case: Case) -> Iterator[Finding]:
    """A headline's count of all that the text has as a part: "41 people, seven of them officers"."""
    for bold in case.claims:
        if not case.in_headline(bold) or bold.object not in ("people", "personnel") or not is_loss(bold):
            continue
        value = bold.quantity.figure
        body = [c for c in case.claims if not case.in_headline(c) and measures_meet(c.measure, bold.measure)]
        if value is None or bold.quantity.hedge != "exact" or not _is_bare(case, bold):
            continue
        for index in sorted({case.sentence_of(claim) for claim in body}):
            told = case.told(index)
            for at, part in enumerate(told):
                if part.value != value or not part.count or at == 0:
                    continue
                whole = told[at - 1]
                if whole.claim is None or whole.value <= value or whole.claim.measure != bold.measure:
                    continue
                behind = case.between(part.end, min(len(case.document.text), part.end + 12))
                before = case.between(whole.end, part.start)
                of = shape(r"^\s*<part-behind>(?!\w)").match(behind) or cue("including").search(before)
                again = [c for c in body if c.quantity.figure == value and c.quantity.start != part.start]
                if of and not again:
                    claims = [c for c in (bold, whole.claim, part.claim) if c is not None]
                    yield PART_AS_WHOLE.finding(
                        f"the headline's {said(bold.quantity)} are a part; the text has {number(whole.value)} in all",
                        claims,
                        Proof((f"{number(value)} of {number(whole.value)}",)),
                        [case.quote(part.start, part.end)],
                    )
                    return


def _is_bare(case: Case, claim: Claim) -> bool:
    """Whether a headline's number stands without a noun of its own, or with one for everybody."""
    behind = case.between(claim.quantity.end, claim.quantity.end + 12).split()
    return bool(behind) and (behind[0] in ("killed", "dead", "die", "people", "wounded", "lost", "feared", "perish"))
