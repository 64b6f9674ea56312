"""CC4: what somebody is said to have said, against his own words beside it.

"His brigade lost 45", and he: "We buried sixty-one of ours"          paraphrase-differs (CC404)
"His side left 140 dead", and he: "140 of theirs, of ours eleven"      paraphrase-differs (CC404)
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue
from counterclaim.findings.retellings import PARAPHRASE_DIFFERS, is_quoted, may_quote
from counterclaim.findings.rule import number, said
from counterclaim.findings.terms import is_guessed, is_loss, objects_meet
from counterclaim.language import fold
from counterclaim.model import Claim, Finding, Proof

BEHIND = 2  # sentences behind a paraphrase in which the words stand that it is of
LEAST = 5.0  # of whom it is told
ABOUT = 0.1  # by how much a hedged number may miss the one that it stands for
NEAR = 40  # characters around a number that say whose it is
_DEAD = frozenset({"killed", "losses"})


def find(case: Case) -> Iterator[Finding]:
    """Each paraphrase that its quotation belies."""
    for index in range(len(case.reading)) if may_quote(case) else ():
        retold = [one for one in case.told(index) if one.count and one.value >= LEAST and not is_quoted(case, one)]
        if len(retold) != 1:
            continue
        last = min(len(case.reading), index + BEHIND + 1)
        quoted = [one for at in range(index, last) for one in case.told(at) if one.count and is_quoted(case, one)]
        if not quoted:
            continue
        yield from _sides(case, retold[0], quoted)
        yield from _numbers(case, retold[0], quoted)


def _meets(one: Told, other: Told) -> bool:
    """Whether two numbers may be one: equal, or about so where either is hedged."""
    slack = 0.0 if one.exact and other.exact else ABOUT
    return abs(one.value - other.value) <= slack * max(one.value, other.value)


# ------------------------------------------------------------------------------------------------- whose they are


def _sides(case: Case, retold: Told, quoted: list[Told]) -> Iterator[Finding]:
    """A number of the enemy's that the paraphrase makes the speaker's own, or the other way round."""
    whose = _whose(case, retold, "own-side", "their-side")
    same = [one for one in quoted if _meets(one, retold)]
    if whose is None or len(same) != 1:
        return
    told = {_whose(case, one, "of-ours", "of-theirs"): one for one in quoted if one is not same[0]}
    meant = _whose(case, same[0], "of-ours", "of-theirs")
    if meant is None or meant == whose or whose not in told:
        return
    names = {"ours": "the speaker's own", "theirs": "the enemy's"}
    yield PARAPHRASE_DIFFERS.finding(
        f"{said(retold.quantity)} are told as {names[whose]}; in the quotation they are {names[meant]}",
        [one.claim for one in (same[0], retold, told[whose]) if one.claim is not None] or case.claims[:1],
        Proof(
            (f"quoted: {said(same[0].quantity)}, {names[meant]}", f"retold: {said(retold.quantity)}, {names[whose]}")
        ),
        [case.quote(one.start, one.end) for one in (same[0], told[whose])]
        + [case.quote(*case.reading.bounds[retold.index][:2])],
    )


def _whose(case: Case, one: Told, ours: str, theirs: str) -> str | None:
    """Whose a number is by the words nearest to it, up to the numbers beside it."""
    start, end, _ = case.reading.bounds[one.index]
    beside = case.told(one.index)
    first = max([start, one.start - NEAR, *(other.end for other in beside if other.end <= one.start)])
    last = min([end, one.end + NEAR, *(other.start for other in beside if other.start >= one.end)])
    behind, before = case.between(one.end, last), case.between(first, one.start)
    for words in (behind, before):
        own, its = cue(ours).search(words), cue(theirs).search(words)
        if (own is None) != (its is None):
            return "ours" if own is not None else "theirs"
    return None


# --------------------------------------------------------------------------------------------------- how many


def _numbers(case: Case, retold: Told, quoted: list[Told]) -> Iterator[Finding]:
    """A loss that the speaker himself puts otherwise: of the same kind, in no part and at no other time."""
    mine = retold.claim
    if mine is None or not _may_differ(mine) or not mine.attribution:
        return
    its = [one for one in quoted if one.claim is not None and _is_of_same(mine, one.claim)]
    if len(its) != 1 or len(quoted) != 1 or its[0].claim is None:
        return
    words = its[0]
    low, high = retold.quantity.interval
    slack = 0.0 if retold.exact and words.exact else ABOUT
    if low * (1 - slack) <= words.value <= high * (1 + slack):
        return
    if words.index == retold.index or case.reading.bounds[words.index][2] != case.reading.bounds[retold.index][2]:
        return
    if any(_has_time(case, one.index) for one in (retold, words)) or _is_part(case, words):
        return
    if not cue("first-person").search(case.words(words.index)):
        return
    yield PARAPHRASE_DIFFERS.finding(
        f"{said(retold.quantity)} are {said(words.quantity)} in the quotation",
        [its[0].claim, mine],
        Proof((f"quoted: {number(words.value)}", f"retold: {number(retold.value)}")),
        [case.quote(one.start, one.end) for one in (words, retold)],
    )


def _may_differ(claim: Claim) -> bool:
    return is_loss(claim) and claim.stance == "asserts" and not is_guessed(claim)


def _is_of_same(one: Claim, other: Claim) -> bool:
    """Whether two claims are told by one voice, of one fate, and of nobody else's."""
    fates = one.measure == other.measure or {one.measure, other.measure} == _DEAD
    if not fates or not _may_differ(other) or not objects_meet(one.object, other.object):
        return False
    if (one.side and other.side and one.side != other.side) or (other.unit and other.unit != one.unit):
        return False
    speakers = [claim.speaker for claim in (one, other)]
    if speakers[0] is None or speakers[1] is None or speakers[0] == speakers[1]:
        return True
    pronouns = [cue("pronoun").fullmatch(fold(link.name)) for link in speakers if link is not None]
    return any(pronouns) or (speakers[0].id is not None and speakers[0].id == speakers[1].id)


def _has_time(case: Case, index: int) -> bool:
    return any(not one.reporting for one in case.times_in(index)) or bool(case.lengths(index))


def _is_part(case: Case, one: Told) -> bool:
    """Whether the words around a quoted number make it a part of another."""
    words = case.words(one.index)
    return any(cue(name).search(words) for name in ("some-parts", "part-behind", "including", "further", "partly"))
