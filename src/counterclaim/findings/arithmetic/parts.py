"""CC1: parts against their total, where a list, a sentence or the sentences beside it tell both.

total ── parts behind it            parts-do-not-sum, part-exceeds-whole
parts ── the total behind them      parts-do-not-sum
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise, takewhile

from counterclaim.findings.arithmetic.changes import REMAINDER_DOES_NOT_FOLLOW
from counterclaim.findings.arithmetic.elsewhere import is_made_elsewhere
from counterclaim.findings.arithmetic.equations import Broken
from counterclaim.findings.arithmetic.increments import INCREMENT_DOES_NOT_FOLLOW
from counterclaim.findings.arithmetic.listings import across, is_near
from counterclaim.findings.arithmetic.listings import find as find_listed
from counterclaim.findings.arithmetic.partitions import is_slip
from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.rule import Rule, listed, number, said
from counterclaim.findings.terms import is_loss, is_state, objects_nest
from counterclaim.model import Finding, Proof
from counterclaim.tracing.slips import slips

PARTS_DO_NOT_SUM = Rule("CC103", "parts-do-not-sum", "warning", "The parts of a total do not add up to it.")
PART_EXCEEDS_WHOLE = Rule("CC106", "part-exceeds-whole", "warning", "A part is greater than the whole it is a part of.")
JOINED = r"(?:,|(?<!\w)<and>)\s*(?:<further>\s+)?$"
FAR = 0.4  # of a total, what its parts may miss: more, and they are of something else
NAMES = 90  # characters between two parts told behind their names
_BOUNDS = frozenset({"at least", "over", "up to", "under"})  # a part cannot be more than even these say
_ENDS = frozenset({"destroyed", "damaged", "abandoned", "captured"})  # every way in which equipment is lost


def find(case: Case) -> Iterator[Finding]:
    """Totals with parts that do not add up to them, or of which one is greater."""
    spoken = {case.sentence_of(claim) for claim in case.claims}
    for index in sorted(spoken):
        told = case.told(index)
        totals = [
            one
            for one in told
            if one.count
            and (one.exact or one.quantity.hedge in _BOUNDS)
            and (one.claim is not None or _is_accounted_for(case, one, told))
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
        yield from _total_behind(case, index)
    for total, parts in (*find_listed(case), *across(case)):
        yield missed(case, total, parts)


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
            within = list(takewhile(partial(_is_within, total), coordinated))
            yield from _judge(case, total, within, whole=False)
        elif _opens_all(gap):
            behind = case.between(parts[0].end, case.reading.bounds[total.index][1])
            some = shape(r"^\s*<part-behind>(?!\w)").match(behind)  # "21 drones: 12 of them over the sea, …"
            yield from _judge(case, total, coordinated, whole=not some)
        elif shape(r"^[^,:(]{0,60}(?:,[^,:(]{0,40})?:[^,:(]{1,50}$").search(gap):
            labelled = _labelled(case, parts)
            if is_near(sum(part.value for part in labelled), total.value):
                yield from _judge(case, total, labelled, whole=True)


def _is_accounted_for(case: Case, total: Told, told: list[Told]) -> bool:
    """Whether a number that makes no claim heads all that can become of things: "90 guns: 61 destroyed, …"."""
    parts = [one for one in told if one.start > total.end]
    fates = [one.claim.measure for one in parts if one.claim is not None]
    if len(fates) != len(parts) or set(fates) != _ENDS or len(fates) != len(_ENDS):
        return False
    return bool(shape(r"^(?:\s+[\w'-]+){1,3}\s*:").match(case.between(total.end, parts[0].start)))


def _opens_all(gap: str) -> bool:
    """Whether the words behind a total open all of its parts: a colon, or "the 61 dead comprise"."""
    opens = shape(r"^[^,:(]{0,60}(?:,[^,:(]{0,40})?(?::|\(|--?)\s*$").search(gap.rstrip(" ") + " ") and ":" in gap
    return bool(opens or shape(r"^[^,:;(]{0,40}(?<!\w)<comprise>\s*$").search(gap))


def _is_within(total: Told, part: Told) -> bool:
    return part.value <= total.value


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
    opening = case.between(start, parts[0].start).strip(' ,:"')
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
    bare = not before and whole.claim is None  # nothing but its noun tells what it counts
    marks = [at for at in range(whole.end, end) if case.between(at, at + 1) == ";"]
    if len(marks) > 1:
        edges = [whole.end, *marks, end]
        clauses = [[one for one in parts if low < one.start < high] for low, high in pairwise(edges)]
        if any(len(clause) != 1 for clause in clauses):
            return
        parts = [clause[0] for clause in clauses]
    else:
        parts = _coordinated(case, parts)
    made = sum(part.value for part in parts)
    if made > whole.value and (not bare or is_slip(made, whole.value)):
        yield from _judge(case, before[-1] if before and whole.claim is None else whole, parts, whole=False)


def _total_behind(case: Case, index: int) -> Iterator[Finding]:
    """A total behind its parts: "12 soldiers and 30 civilians, 43 in all", "… Total casualties came to 43"."""
    told = [one for one in case.told(index) if one.count]
    for at, total in enumerate(told):
        if not total.exact or not _is_called_total(case, total, opening=not at):
            continue
        parts = _coordinated_before(case, told[:at], total) if at else _all_before(case, index, total)
        made = sum(part.value for part in parts)
        if not parts or made == total.value or _has_time(case, total):
            continue
        if not at and made < total.value and len({part.claim.measure for part in parts if part.claim is not None}) < 2:
            continue  # "12 soldiers and 3 policemen fell. In all 17 died": two were neither
        if all(_counts_in(part, total) for part in parts) and _is_meant(parts, total, opening=not at):
            yield from _judge(case, total, parts, whole=True, far=1.0)


def _is_called_total(case: Case, one: Told, opening: bool) -> bool:
    """Whether a number is told as the sum of those before it, or ``opening`` as that of the sentence before."""
    start, end, _ = case.reading.bounds[one.index]
    before, behind = case.between(start, one.start), case.between(one.end, end)
    if lead := shape(r"^<a-total-of>\s").match(case.between(one.start, one.end)):
        before += lead[0]  # a hedge to the reader
    if opening:
        return bool(shape(r"(?:^|;)\W*(?:<a-total-of>,?|<sum-of-them>(?!\w)[^,;:.]{0,60})\s*$").search(before))
    if shape(r"^(?:\s+[\w'-]+){0,3}?,?\s+<total>\s*(?:[.,;:)!]|$)").match(behind):
        return bool(shape(r"(?:[,;:(]|--?|(?<!\w)<or>|(?<!\w)<sum-of-them>)\s*$").search(before))
    return bool(
        shape(r"(?:[,;:(]|--?|(?<!\w)<or>\s)\s*(?:<a-total-of>|<sum-of-them>(?!\w)[^,;:.]{0,60})\s*$").search(before)
    )


def _coordinated_before(case: Case, before: list[Told], total: Told) -> list[Told]:
    """The parts that run up to a total, each joined to the next, in its clause."""
    gap = case.between(before[-1].end, total.start)
    if len(gap) > 80 or any(mark in gap for mark in ".!?"):
        return []
    runs = (before[at:] for at in range(len(before)))
    return next((parts for parts in runs if _coordinated(case, parts) == parts), [])


def _all_before(case: Case, index: int, total: Told) -> list[Told]:
    """The numbers of the sentence before, of one paragraph with this one, where they are all joined."""
    if not index or case.reading.bounds[index - 1][2] != case.reading.bounds[index][2]:
        return []
    before = [one for one in case.told(index - 1) if one.count]
    if before == _coordinated(case, before):
        return before
    fates = {one.claim.measure for one in (total, *before) if one.claim is not None}
    bare = all(
        one.claim is not None
        or shape(r"^\s*(?:[^\w\s]|$|<and>(?!\w))").match(case.between(one.end, case.reading.bounds[index][0]))
        for one in before
    )
    return before if len(fates) == 1 and bare and before == _labelled(case, before) else []


def _has_time(case: Case, total: Told) -> bool:
    """Whether the clause of a total names a time: it is then of more than its parts."""
    start = case.reading.bounds[total.index][0]
    before = case.between(start, total.start)
    clause = start + max(before.rfind(mark) for mark in ",;:(") + 1
    starts = case.sentence(total.index).starts
    return any(starts[time.first] >= clause for time in case.times_in(total.index) if not time.reporting)


def _counts_in(part: Told, total: Told) -> bool:
    """Whether a part may count in a total by what both are said of: people of any kind, but no tank among the dead."""
    one, other = part.claim, total.claim
    if one is None or other is None or objects_nest(one.object, other.object):
        return True
    return objects_nest(one.object, "people") and objects_nest(other.object, "people")


def _is_meant(parts: list[Told], total: Told, opening: bool) -> bool:
    """Whether a sum is so near to a total, or off it by one slip of a digit, that it must be meant for it."""
    made = sum(part.value for part in parts)
    if is_near(made, total.value) or is_slip(made, total.value, another=not opening):
        return True
    return any(int(total.value - (made - part.value)) in slips(int(part.value)) for part in parts)


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


def _judge(case: Case, total: Told, parts: list[Told], whole: bool, far: float = FAR) -> Iterator[Finding]:
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
    if any(sum(part.value for part in parts[:upto]) == total.value for upto in range(2, len(parts))):
        return  # "295 dead. Of them 186 were soldiers and 109 were not, and 14 are missing"
    if made == total.value or (made < total.value and not whole and not _swapped(made, total.value, parts)):
        return
    if abs(made - total.value) > far * max(made, total.value):
        return
    if is_made_elsewhere(case, total, {part.start for part in parts}):
        return
    yield missed(case, total, parts)


_RULES = {
    "left": REMAINDER_DOES_NOT_FOLLOW,
    "grown": INCREMENT_DOES_NOT_FOLLOW,
    "spent": PART_EXCEEDS_WHOLE,
}  # by the kind of sum


def broken(case: Case, one: Broken) -> Finding:
    """An equation of a passage that fails, told as the kind of sum it is."""
    rule = _RULES.get(one.kind, PARTS_DO_NOT_SUM)
    untrue = "more than" if one.kind == "spent" else "not"
    sums = "".join(
        f"{(' + ' if sign > 0 else ' − ') if at else ''}{number(term.value)}"
        for at, (sign, term) in enumerate(one.terms)
    )
    claims = [figure.told.claim for figure in one.figures if figure.told.claim is not None]
    return rule.finding(
        f"{sums} = {number(one.made)}, {untrue} {said(one.told.told.quantity)}",
        claims,
        Proof((f"{sums} = {number(one.made)}", f"told: {said(one.told.told.quantity)}")),
        [case.quote(figure.told.start, figure.told.end) for figure in one.figures],
    )


def missed(case: Case, total: Told, parts: list[Told]) -> Finding:
    """A total that its parts do not add up to."""
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
        [case.quote(parts[0].start, parts[-1].end), case.quote(total.start, total.end)],
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
