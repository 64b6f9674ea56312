"""CC1: numbers of one text against each other: parts, wholes and rates (shares and changes have files of their own).

total ── parts behind it            parts-do-not-sum, part-exceeds-whole
rate × time ── the total it makes   rate-does-not-follow
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from counterclaim.findings import changes, conclusions, increments, listings, shares
from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.listings import is_near
from counterclaim.findings.rule import Rule, listed, number, said
from counterclaim.findings.terms import is_loss, is_state
from counterclaim.model import Finding, Proof

PARTS_DO_NOT_SUM = Rule("CC103", "parts-do-not-sum", "warning", "The parts of a total do not add up to it.")
RATE_DOES_NOT_FOLLOW = Rule(
    "CC104", "rate-does-not-follow", "warning", "A rate multiplied by its time does not give the total told."
)
PART_EXCEEDS_WHOLE = Rule("CC106", "part-exceeds-whole", "warning", "A part is greater than the whole it is a part of.")
RULES = (
    shares.SHARE_DOES_NOT_FOLLOW, shares.SHARE_HOLDS, PARTS_DO_NOT_SUM, RATE_DOES_NOT_FOLLOW, shares.WRONG_BASE,
    PART_EXCEEDS_WHOLE, *changes.RULES, increments.INCREMENT_DOES_NOT_FOLLOW,
)  # fmt: skip

LOOSE = 0.1  # a rate is an average and rounded: its product may miss the total by a tenth
JOINED = r"(?:,|(?<!\w)<and>)\s*(?:<further>\s+)?$"
NAMES = 90  # characters between two parts told behind their names
_BOUNDS = frozenset({"at least", "over", "up to", "under"})  # a part cannot be more than even these say
_ENDS = frozenset({"destroyed", "damaged", "abandoned", "captured"})  # every way in which equipment is lost


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    held = list(shares.find(case))
    yield from held
    yield from conclusions.find(case, {case.by_id[one].quantity.start for finding in held for one in finding.claims})
    yield from _sums(case)
    yield from _rates(case)
    yield from changes.find(case)
    yield from increments.find(case)


# ------------------------------------------------------------------------------------------------ parts and totals


def _sums(case: Case) -> Iterator[Finding]:
    spoken = {case.sentence_of(claim) for claim in case.claims}
    for index in sorted(spoken):
        told = case.told(index)
        totals = [
            one for one in told if one.claim is not None and one.count and (one.exact or one.quantity.hedge in _BOUNDS)
        ]
        if totals:
            yield from _parts_inside(case, totals, told)
    for index in sorted(spoken | {index + 1 for index in spoken}):
        before = case.told(index - 1) if 0 < index < len(case.reading) else []
        totals = [one for one in before if one.exact and one.count]
        if totals:
            yield from _parts_after(case, max(totals, key=lambda one: one.value), index)
    for index in sorted(spoken | {index + 1 for index in spoken if index + 1 < len(case.reading)}):
        yield from _parts_again(case, index)
    for total, lines in listings.find(case):
        yield _missed(case, total, lines)


def _parts_inside(case: Case, totals: list[Told], told: list[Told]) -> Iterator[Finding]:
    """Parts in the sentence of their total: "38 people: 21 soldiers, …", "18 people, including four …"."""
    for total in totals:
        parts = [one for one in told if one.start > total.end and one.count]
        if not parts:
            continue
        gap = case.between(total.end, parts[0].start)
        if len(gap) > 80 or any(mark in gap for mark in ";.!?"):
            continue
        if shape(r"(?<!\w)<including>\s*(?:at least\s*)?$").search(gap):
            part = parts[0]
            same = part.claim is None or total.claim is None or part.claim.measure == total.claim.measure
            if part.exact and part.value > total.value and same:
                yield _exceeds(total, part)
            return
        if not total.exact or total.value < parts[0].value or _is_other_story(total, parts[0]):
            continue
        coordinated = _coordinated(case, parts)
        if shape(r",\s*<some-parts>\s*$").search(gap):
            yield from _judge(case, total, coordinated, whole=False)
        elif shape(r"^[^,:(]{0,60}(?:,[^,:(]{0,40})?(?::|\(|--?)\s*$").search(gap.rstrip(" ") + " ") and ":" in gap:
            yield from _judge(case, total, coordinated, whole=True)
        elif shape(r"^[^,:(]{0,60}(?:,[^,:(]{0,40})?:[^,:(]{1,50}$").search(gap):
            labelled = _labelled(case, parts)
            if is_near(sum(part.value for part in labelled), total.value):
                yield from _judge(case, total, labelled, whole=True)


def _is_other_story(total: Told, part: Told) -> bool:
    """Whether a number tells who is left, and the one behind it who was lost: "18 are left: 20 fell, 12 were hurt"."""
    return total.claim is not None and part.claim is not None and is_state(total.claim) and is_loss(part.claim)


def _parts_after(case: Case, total: Told, index: int) -> Iterator[Finding]:
    """Parts in the next sentence: "Of these, …", "The dead are …"."""
    words = case.words(index)
    parts = [one for one in case.told(index) if one.count]
    if len(parts) < 2:
        return
    start = case.reading.bounds[index][0]
    opening = case.between(start, parts[0].start).strip(" ,:")
    if shape(r"^<all-parts>$").search(opening):
        yield from _judge(case, total, _coordinated(case, parts), whole=True)
    elif shape(r"^<some-parts>$").search(opening):
        whole = all(shape(rf"(?<!\w){word}(?!\w)").search(words) for word in sorted(_ENDS))
        yield from _judge(case, total, _coordinated(case, parts), whole=whole)
    elif shape(r"^<some-parts>(?!\w)[^,;:]{1,40}$").search(opening):
        yield from _judge(case, total, _labelled(case, parts), whole=False)


def _parts_again(case: Case, index: int) -> Iterator[Finding]:
    """Parts of a total that is said again: "Of the 90, the guard lost 41; the militia 52", "Among the 9 were six …"."""
    told = [one for one in case.told(index) if one.count]
    start, end, _ = case.reading.bounds[index]
    if len(told) < 3 or not told[0].exact or not shape(r"^\W*<of-the>\s*$").search(case.between(start, told[0].start)):
        return
    whole, parts = told[0], told[1:]
    before = [one for at in range(max(0, index - 3), index) for one in case.told(at) if one.value == whole.value]
    if not before:
        return
    marks = [at for at in range(whole.end, end) if case.between(at, at + 1) == ";"]
    if len(marks) > 1:
        edges = [whole.end, *marks, end]
        clauses = [[one for one in parts if low < one.start < high] for low, high in pairwise(edges)]
        if any(len(clause) != 1 for clause in clauses):
            return
        parts = [clause[0] for clause in clauses]
    else:
        parts = _coordinated(case, parts)
    if sum(part.value for part in parts) > whole.value:
        yield from _judge(case, whole if whole.claim is not None else before[-1], parts, whole=False)


def _coordinated(case: Case, parts: list[Told]) -> list[Told]:
    """The parts up to the first that is not joined to the one before by a comma or "and"."""
    kept = parts[:1]
    for one, other in pairwise(parts):
        gap = case.between(one.end, other.start)
        if len(gap) > 60 or not shape(JOINED).search(gap) or any(mark in gap for mark in ":;.("):
            break
        if shape(r"^\s*<part-behind>(?!\w)").match(
            case.between(other.end, min(len(case.document.text), other.end + 16))
        ):
            break  # "ten patients, three of them children"
        kept.append(other)
    return kept


def _labelled(case: Case, parts: list[Told]) -> list[Told]:
    """Parts told behind their names: "in the north 12, in the south, where it was worst, 31, at sea 4"."""
    kept = parts[:1]
    for one, other in pairwise(parts):
        gap = case.between(one.end, other.start)
        if (
            len(gap) > NAMES
            or not shape(r"[,;]|(?<!\w)<and>(?!\w)").search(gap)
            or any(mark in gap for mark in ":.!?(")
        ):
            break
        kept.append(other)
    return kept


def _judge(case: Case, total: Told, parts: list[Told], whole: bool) -> Iterator[Finding]:
    if len(parts) < 2 or not all(part.exact and part.count for part in parts):
        return
    behind = case.between(parts[0].start, case.reading.bounds[parts[-1].index][1])
    if cue("including").search(behind) or cue("unfinished").search(behind):
        return
    rest = case.between(parts[-1].end, case.reading.bounds[parts[-1].index][1])
    closing = cue("closes").search(rest)
    apart = closing is not None and bool(shape(r"(?:,|(?<!\w)<and>)\s*$").search(rest[: closing.start()]))
    if closing is not None and not apart:  # "and 12 in other ways"; but not "30 here, 25 there, the rest at sea"
        whole = True
    elif apart or (whole and cue("left-out").search(behind)):
        whole = False
    made = sum(part.value for part in parts)
    rest_told = [one for one in case.told(parts[-1].index) if one.start > parts[-1].end and one.count]
    if made < total.value and any(made + one.value == total.value for one in rest_told):
        return
    if made == total.value or (made < total.value and not whole and not _swapped(made, total.value, parts)):
        return
    yield _missed(case, total, parts)


def _missed(case: Case, total: Told, parts: list[Told]) -> Finding:
    made = sum(part.value for part in parts)
    sums = " + ".join(number(part.value) for part in parts)
    steps = (
        f"{sums} = {number(made)}",
        f"told as the parts of {number(total.value)}: {number(abs(made - total.value))} "
        + ("too many" if made > total.value else "missing"),
    )
    claims = [one.claim for one in (total, *parts) if one.claim is not None]
    return PARTS_DO_NOT_SUM.finding(
        f"the parts {listed(number(part.value) for part in parts)} make {number(made)}, not {number(total.value)}",
        claims,
        Proof(steps),
        [case.quote(parts[0].start, parts[-1].end)],
    )


def _swapped(made: float, total: float, parts: list[Told]) -> bool:
    """Whether three parts or more make a total with its digits in another order, which hardly comes by chance."""
    one, other = f"{made:.0f}", f"{total:.0f}"
    return len(parts) > 2 and len(one) > 2 and sorted(one) == sorted(other)


def _exceeds(total: Told, part: Told) -> Finding:
    claims = [one.claim for one in (part, total) if one.claim is not None]
    return PART_EXCEEDS_WHOLE.finding(
        f"{number(part.value)} are told as a part of {number(total.value)}",
        claims,
        Proof((f"{number(part.value)} > {number(total.value)}",)),
    )


# -------------------------------------------------------------------------------------------------------- rates


def _rates(case: Case) -> Iterator[Finding]:
    """A rate, how long it lasted, and the total that the text says it makes."""
    spoken = {case.sentence_of(claim) for claim in case.claims}
    rates: list[tuple[Told, str]] = []
    for index in sorted(spoken | {index + 1 for index in spoken if index + 1 < len(case.reading)}):
        told = case.told(index)
        here = [(one, unit) for one in told if one.count and (unit := _rate_unit(case, one))]
        lengths = case.lengths(index)
        for length in lengths:
            known = [(rate, unit) for rate, unit in here or rates[-2:] if _same_unit(unit, length.unit)]
            totals = [one for one in told if one.count and one.start > length.end and not _rate_unit(case, one)]
            several = len({rate.value for rate, _ in known if rate.index == known[-1][0].index}) > 1 if known else False
            if not known or several or len(lengths) > 1 or not totals or length.value < 2:
                continue
            rate, unit = known[-1]
            total = totals[0]
            gap = case.between(max(length.end, rate.end if rate.index == index else 0), total.start)
            if len(gap) > 60 or not cue("makes").search(gap) or rate.index < index - APART:
                continue
            finding = _judge_rate(case, rate, unit, length.value, total)
            if finding is not None:
                yield finding
        rates += here


APART = 2  # sentences between a rate and the total made of it


def _rate_unit(case: Case, one: Told) -> str:
    """The unit of time that a number is told for each of, by the words behind it or before it; empty for no rate."""
    behind = case.between(one.end, min(len(case.document.text), one.end + 60))
    before = case.between(case.reading.bounds[one.index][0], one.start)
    for unit in ("day", "night", "week", "month"):
        if shape(rf"^(?:\s+[\w'-]+){{0,3}}?\s+<per>\s+<{unit}>(?!\w)").match(behind):
            return unit
    return "day" if shape(r"(?<!\w)<daily-rate>(?:\s+[\w'-]+){0,4}\s*$").search(before) else ""


def _same_unit(one: str, other: str) -> bool:
    days = {"day", "night"}
    return one == other or (one in days and other in days)


def _judge_rate(case: Case, rate: Told, unit: str, times: float, total: Told) -> Finding | None:
    low, high = rate.quantity.interval
    low, high = low * times * (1 - LOOSE), high * times * (1 + LOOSE)
    least, most = total.quantity.interval
    if least <= high and low <= most:
        return None
    made = rate.value * times
    claims = [one.claim for one in (rate, total) if one.claim is not None]
    evidence = [case.quote(one.start, one.end) for one in (rate, total)]
    return RATE_DOES_NOT_FOLLOW.finding(
        f"{number(rate.value)} a {unit} over {number(times)} {unit}s is {number(made)}, not {said(total.quantity)}",
        claims,
        Proof((f"{number(rate.value)} × {number(times)} = {number(made)}", f"told: {said(total.quantity)}")),
        evidence,
    )
