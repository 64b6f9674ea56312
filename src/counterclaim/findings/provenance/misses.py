"""CC2: near misses: what a source published on the day a figure is told of, and the figure with a slip in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import comb

from counterclaim.findings.arithmetic.figures import FATES_AHEAD
from counterclaim.findings.case import Case
from counterclaim.findings.credits import all_statements, is_of, own_statements
from counterclaim.findings.origins import Group
from counterclaim.findings.rule import Rule, day, number, odds, source_name
from counterclaim.findings.tables import LEAST, columns_of, day_told, is_borne_out, rows_near, tables_of
from counterclaim.findings.terms import counts_meet, has_own_words, is_state, measures_meet, objects_meet, objects_nest
from counterclaim.model import Claim, Finding, Proof, Statement
from counterclaim.series import parse_column
from counterclaim.tracing.slips import slips
from counterclaim.vocabulary import label

DIGITS_SWAPPED = Rule("CC203", "digits-swapped", "warning", "Two digits of a published figure have changed places.")
DIGIT_DROPPED = Rule("CC204", "digit-dropped", "warning", "A published figure has lost a digit.")
DIGIT_DOUBLED = Rule("CC205", "digit-doubled", "warning", "A published figure has a digit too many.")
FACTOR_OF_TEN = Rule("CC206", "factor-of-ten", "warning", "A published figure is ten times too large or too small.")
DIGIT_CHANGED = Rule("CC212", "digit-changed", "warning", "One digit of a published figure is another.")
CATEGORY_SWAPPED = Rule("CC207", "category-swapped", "warning", "A published figure is told of another category.")

MANY = 1_000  # smaller figures of a table are those of its other columns by chance
DIGITS = 3  # digits before its last noughts from which a figure is a slip of one that was said long ago
RECENT = timedelta(days=1100)  # before a text, in which a statement that it tells without a date was made
SOON = timedelta(days=7)
OF_NO_DAY = 10_000  # more than a day costs in the wars of the record
LONG = 14  # days of a window that may be all that a war lasted
_FATES = frozenset({"killed", "wounded"})
_BARE = frozenset({"<total> is <n>", "<n> and <n>"})  # what a number without its noun is taken by
AHEAD = 24  # characters before the words of a claim in which another fate may be joined to its own
APART = 0.005  # of a total, by which a figure with one digit changed is no count of other hours
NEAR = 1 / 60  # the chance up to which a slip is named where the source itself had another figure on that day
SLIPS: Mapping[str, tuple[Rule, str]] = {
    "digits-swapped": (DIGITS_SWAPPED, "with two digits swapped"),
    "digit-dropped": (DIGIT_DROPPED, "with a digit lost"),
    "digit-doubled": (DIGIT_DOUBLED, "with a digit doubled"),
    "factor-of-ten": (FACTOR_OF_TEN, "times or divided by ten"),
    "category-swapped": (CATEGORY_SWAPPED, "of another category"),
}


def near_slips(case: Case, group: Group) -> Iterator[Finding]:
    """A figure that its own source has with a slip, on the day it is told of; no search, so chance has little room."""
    for claim in group.claims:
        if claim.stance == "denies":
            continue
        told = day_told(case, claim)
        if told is not None and claim.quantity.hedge == "between":
            yield from _slip_of_range(case, claim, told)
        value = claim.quantity.figure or 0.0
        if told is None or value < LEAST or not float(value).is_integer() or is_state(claim):
            continue
        if is_borne_out(case, claim, told):
            continue
        swapped = list(_of_other_kind(case, claim, told))
        if swapped:
            yield from swapped
            continue
        if claim.quantity.hedge not in ("exact", "about"):
            continue
        of_days = is_of_a_day(claim) or case.kind_of(claim) == "window"
        rows = list(_told_since(case, claim) if of_days else _own_rows(case, claim, told))
        rows = rows or _ever_said(case, claim)
        if not rows or any(right == value or rounds(claim, right) for right, *_ in rows):
            continue
        finding = slip_of(claim, int(value), rows) or changed_digit(case, claim, int(value), rows, APART)
        if finding is None and not of_days:
            finding = _exchanged(case, group, claim, told)
        if finding is not None:
            yield finding


def _slip_of_range(case: Case, claim: Claim, told: date) -> Iterator[Finding]:
    """A range of which both ends are a slip of the same kind of those that its speaker gave: "100,000 to 130,000"."""
    low, high = claim.quantity.low or 0.0, claim.quantity.high or 0.0
    for one in _own_statements(case, claim, told):
        if not one.low or not one.high or one.low == one.high or min(low, high) < LEAST or high != int(high):
            continue
        fit = slips(int(low)).get(int(one.low))
        if fit is None or fit not in SLIPS or slips(int(high)).get(int(one.high)) != fit:
            continue
        rule, how = SLIPS[fit]
        right = f"{number(one.low)} to {number(one.high)}"
        if fit == "factor-of-ten":
            how = "times ten" if low > one.low else "divided by ten"
        yield rule.finding(
            f"{' '.join(claim.quantity.text.split())} is {right} {how} ({source_name(one.source)}, {day(one.date)})",
            [claim],
            Proof((f"{one.wording}: {right} on {day(one.date)}", f"source: {one.title} ({one.url})")),
        )
        return


def is_of_a_day(claim: Claim) -> bool:
    """Whether a claim is told of one day or another window, and so is no running total."""
    span = claim.period
    if span.start is not None and span.start == span.end and (claim.quantity.figure or 0.0) >= OF_NO_DAY:
        return False  # the day is that on which it was told
    return span.kind == "window" and span.start is not None


def rounds(claim: Claim, right: float) -> bool:
    """Whether a figure may be a rounded one: within 3% of the right one, and round or hedged."""
    value = claim.quantity.figure or 0.0
    round_or_hedged = claim.quantity.hedge != "exact" or value % 100 == 0
    return round_or_hedged and abs(value - right) <= 0.03 * right


Row = tuple[float, str, date, str, str, str]  # value, source, day, title, address, series and column or statement


def _own_rows(case: Case, claim: Claim, told: date) -> Iterator[Row]:
    """What the sources that a claim names had for the same things in the days before it was told."""
    for series, name, _ in columns_of(case, claim):
        for when, value, _ in rows_near(series, name, told):
            yield value, series.source, when, series.title, series.url, f"{series.id} {name}"
    yield from _rows_of(_own_statements(case, claim, told))


def _told_since(case: Case, claim: Claim) -> Iterator[Row]:
    """What those whom a claim of a war that is over names said of it in the days before the text was published."""
    start, end = claim.period.start, claim.period.end
    if start is None or end is None or case.day is None or (end - start).days < LONG:
        return
    said_since = _own_statements(case, claim, case.day)
    yield from _rows_of(one for one in said_since if one.period.start is not None and start <= one.period.start <= end)


def _ever_said(case: Case, claim: Claim) -> list[Row]:
    """All that those whom a claim names ever stated of its things, where a figure of several digits is one of these."""
    value, span = claim.quantity.figure or 0.0, claim.period
    if value < MANY or len(str(int(value)).rstrip("0")) < DIGITS or case.day is None:
        return []
    first, last = case.day - RECENT, case.day
    if span.kind == "window" and span.start is not None and span.end is not None:
        first, last = span.start - SOON, span.end + SOON  # "in September he put the dead at 5,397"
    return list(
        _rows_of(
            one
            for one in case.said_about(last, last - first)
            if claim.side in (None, one.side)
            and counts_meet(one, claim)
            and (case.may_credit(claim, one.source) or case.may_say(claim, one))
        )
    )


def _rows_of(statements: Iterable[Statement]) -> Iterator[Row]:
    for one in statements:
        if one.best is not None:
            yield one.best, one.source, one.date, one.title, one.url, one.id


def _own_statements(case: Case, claim: Claim, told: date) -> Iterator[Statement]:
    """The statements on the same things and their fate, in the days before a figure was told, of those it names."""
    return (one for one in own_statements(case, claim, told) if one.measure == claim.measure)


def _of_other_kind(case: Case, claim: Claim, told: date) -> Iterator[Finding]:
    """What its speaker gave for another fate or other things: the wounded told of the killed, civilians of children."""
    value = claim.quantity.figure or 0.0
    if claim.measure not in _FATES and value < MANY:
        return
    if not has_own_words(claim) or FATES_AHEAD.search(case.between(claim.evidence.start - AHEAD, claim.quantity.start)):
        return  # "97,207 killed and missing: 57,523 soldiers and …"
    if not _BARE.isdisjoint(claim.rules):
        return  # "the totals are 445,900, 7,033 and 661", "28 dead and 300 in hospital": of what is only carried on
    guessed = any(rule.startswith("object by weight") for rule in claim.rules)
    given = [one for one in _kinds_given(case, claim, told) if not guessed or objects_nest(one.object, claim.object)]
    same = [one for one in given if (one.object, one.measure) == (claim.object, claim.measure)]
    same = same or [one for one in given if one.measure == claim.measure and objects_meet(one.object, claim.object)]
    if not same or any(one.held and counts_meet(one, claim) for one in given):
        return
    others = [one for one in given if one.held and not _is_within(one, claim)]
    other = next((one for one in others if one.object == claim.object or one.measure == claim.measure), None)
    if other is None or any(rounds(claim, one.row[0]) for one in same):
        return
    if not objects_meet(other.object, claim.object) and not names_object(case, claim):
        return
    right, source, when, title, url, _ = same[-1].row
    table = "measure" if other.object == claim.object or objects_meet(other.object, claim.object) else "object"
    names = label(table, getattr(claim, table)), label(table, getattr(other, table))
    wrong = " ".join(claim.quantity.text.split())
    yield CATEGORY_SWAPPED.finding(
        f"{wrong} is told of {names[0]}; {source_name(source)} gave it for {names[1]} ({day(other.row[2])})",
        [claim],
        Proof(
            (
                f"{names[0]} on {day(when)}: {number(right)}",
                f"{names[1]} on {day(other.row[2])}: {wrong}",
                f"source: {title} ({url})",
            )
        ),
    )


def names_object(case: Case, claim: Claim) -> bool:
    """Whether the words that a claim is read from name what it counts, and it is not only carried on or weighed."""
    sentence, span = case.sentence(case.sentence_of(claim)), range(claim.evidence.start, claim.evidence.end)
    named = {sentence.kind(token, "object") for token, at in enumerate(sentence.starts) if at in span}
    return any(one is not None and objects_nest(one, claim.object) for one in named)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a source gave: of which things, of which fate, whether it is the figure that is weighed, and where."""

    object: str
    measure: str
    held: bool
    row: Row


def _is_within(one: _Kind, claim: Claim) -> bool:
    """Whether a figure may be meant by a claim: of such things or of more, of such a fate or a wider one."""
    return objects_nest(one.object, claim.object) and measures_meet(one.measure, claim.measure)


def _kinds_given(case: Case, claim: Claim, told: date) -> Iterator[_Kind]:
    """What those whom a claim names gave about that day, of whatever kind."""
    for series, name in tables_of(case, claim):
        column = parse_column(name, series)
        if not column.label and column.kind != "window":
            for when, value, _ in rows_near(series, name, told):
                row = (value, series.source, when, series.title, series.url, f"{series.id} {name}")
                yield _Kind(column.object, column.measure, value == claim.quantity.figure, row)
    for one in all_statements(case, claim, told):
        value = one.best or one.low or one.high or 0.0
        row = (value, one.source, one.date, one.title, one.url, one.id)
        yield _Kind(one.object, one.measure, is_of(claim, one), row)


def slip_of(claim: Claim, value: int, rows: list[Row]) -> Finding | None:
    """The finding that a figure is a slip of one of some rows, where that comes hardly by chance."""
    kinds, digits = slips(value), _digits(claim, value)
    for row in reversed(rows):
        apart = _have_changed_places(value, row[0])
        fit = kinds.get(int(row[0])) or ("digits-swapped" if apart else None)
        if fit is None or fit not in SLIPS:
            continue
        ways = 1 if fit == "factor-of-ten" else comb(digits, 2) if apart else digits
        chance = _chance(rows, ways, digits)
        if chance <= NEAR:
            rule, how = SLIPS[fit]
            if fit == "factor-of-ten":
                how = "times ten" if value > row[0] else "divided by ten"
            return _told_as(rule, claim, how, row, len(rows), chance)
    return None


def _have_changed_places(value: int, right: float) -> bool:
    """Whether two digits of a figure, wherever they stand, have changed places: 17,253 for 13,257."""
    one, other = str(value), str(int(right))
    apart = [at for at in range(len(one)) if one[at] != other[at]] if len(one) == len(other) else []
    return len(apart) == 2 and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]


def changed_digit(case: Case, claim: Claim, value: int, rows: list[Row], least: float) -> Finding | None:
    """The finding that a figure is one of some rows but for one digit, where no row of the source has it at all.

    None of the rows may be nearer to it than ``least`` of the row: that may be a count of other hours.
    """
    if any(value in series.columns[name] for series, name, _ in columns_of(case, claim)):
        return None
    if any(abs(row[0] - value) < least * row[0] for row in rows):
        return None
    digits = min(_digits(claim, value), sum(letter.isdigit() for letter in claim.quantity.text))  # two of "15 thousand"
    if not digits:
        return None
    chance = _chance(rows, 9 * digits, digits)
    near = [row for row in rows if _differ_by_one(value, row[0])]
    if chance > NEAR or len({row[0] for row in near}) != 1:
        return None
    return _told_as(DIGIT_CHANGED, claim, "with one digit changed", near[-1], len(rows), chance)


def _digits(claim: Claim, value: int) -> int:
    """How many digits a figure tells: all of a plain one, those before its last noughts of "about 1,300"."""
    plain = claim.quantity.hedge == "exact" and any(letter.isdigit() for letter in claim.quantity.text)
    return len(str(value)) if plain else len(str(value).rstrip("0"))


def _chance(rows: list[Row], ways: int, digits: int) -> float:
    """The chance that a number of so many digits is one of so many ways to slip of one of some rows."""
    return len({row[0] for row in rows}) * ways / (9 * float(10 ** (digits - 1)))


def _differ_by_one(value: int, right: float) -> bool:
    one, other = str(value), str(int(right))
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _told_as(rule: Rule, claim: Claim, how: str, row: Row, many: int, chance: float) -> Finding:
    right, source, when, title, url, place = row
    series, _, column = place.partition(" ")
    return rule.finding(
        f"{' '.join(claim.quantity.text.split())} is {number(right)} {how} ({source_name(source)}, {day(when)})",
        [claim],
        Proof(
            (
                f"{label('object', claim.object)} on {day(when)}: {number(right)}",
                f"source: {title} ({url})",
                f"{many} of its own source's figures about that day compared: {odds(chance)}",
            ),
            series if column else None,
            column or None,
            when,
            when,
            {column or series: right},
            chance,
        ),
    )


def _exchanged(case: Case, group: Group, claim: Claim, told: date) -> Finding | None:
    """Two figures of one sentence that stand in each other's column."""
    value = claim.quantity.figure or 0.0
    index = case.sentence_of(claim)
    others = [c for c in case.claims if c is not claim and case.sentence_of(c) == index and c.object != claim.object]
    for series in case.record.series.values():
        if claim.side not in (None, series.side) or not case.may_credit(claim, series.source):
            continue
        if claim.object not in series.columns:
            continue
        for other in others:
            if other.object not in series.columns or other.quantity.start < claim.quantity.start:
                continue
            mine = {when: v for when, v, _ in rows_near(series, claim.object, told)}
            theirs = {when: v for when, v, _ in rows_near(series, other.object, told)}
            for when in sorted(mine.keys() & theirs.keys(), reverse=True):
                if mine[when] == other.quantity.figure and theirs[when] == value and mine[when] != value:
                    names = label("object", claim.object), label("object", other.object)
                    return CATEGORY_SWAPPED.finding(
                        f"{number(value)} and {number(mine[when])} are exchanged: {source_name(series.source)} gave "
                        f"{number(mine[when])} {names[0]} and {number(value)} {names[1]} ({day(when)})",
                        [claim, other],
                        Proof(
                            (
                                f"{names[0]} on {day(when)}: {number(mine[when])}",
                                f"{names[1]} on {day(when)}: {number(theirs[when])}",
                                f"source: {series.title} ({series.url})",
                            ),
                            series.id,
                            claim.object,
                            when,
                            when,
                            {claim.object: mine[when], other.object: theirs[when]},
                        ),
                    )
    return None
