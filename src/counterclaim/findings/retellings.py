"""What one text tells twice, and differently: its own words are held against each other, no record is asked.

a quotation and its paraphrase                      paraphrase-differs (CC404)
one figure, credited to two who fight each other    credited-to-both (CC211)
one figure, told of two months                      two-months (CC505)
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.parties import is_private, party_of
from counterclaim.findings.rule import Rule, day, number, said
from counterclaim.findings.terms import counts_meet, is_guessed, is_loss
from counterclaim.language import fold
from counterclaim.model import Claim, Finding, Link, Proof, Quantity
from counterclaim.vocabulary import OPPONENTS

PARAPHRASE_DIFFERS = Rule(
    "CC404", "paraphrase-differs", "warning", "A quotation and what the text makes of it tell different numbers."
)
CREDITED_TO_BOTH = Rule(
    "CC211", "credited-to-both", "warning", "One figure is credited to two bodies that fight each other."
)
TWO_MONTHS = Rule("CC505", "two-months", "warning", "One figure is told of two different months.")

AROUND = 3  # sentences around a claim in which it may be retold
LEAST = 10.0  # of whom a part is told
TELLING = 100.0  # smaller figures, and round ones, may be told of two things
OFTEN = 2  # times that the text below a headline names its month
ROUNDED = 1.3  # times the figure of a headline that says "more than" which the text may have
SMALL = 20.0  # … unless they are told again as known
_DEAD = frozenset({"killed", "losses", "casualties"})
_MARKS = '"«»„“”'


# ------------------------------------------------------------------------------------- quotation and paraphrase


def paraphrases(case: Case) -> Iterator[Finding]:
    """ "There were 90 of us, and 11 are left." The soldier said that 19 of the 90 were left."""
    near = case.about(AROUND, AROUND)
    pairs = [pair for index in near if (pair := _part_of_whole(case, index)) is not None]
    for (whole, part), (again, other) in combinations(pairs, 2):
        quoted = [
            is_quoted(case, whole) and is_quoted(case, part),
            is_quoted(case, again) and is_quoted(case, other),
        ]
        if sum(quoted) != 1 or whole.value != again.value or part.value == other.value:
            continue
        kind = _kind(case, part)
        if kind is None or kind != _kind(case, other) or part.value + other.value == whole.value:
            continue
        words, retold = (part, other) if quoted[0] else (other, part)
        yield PARAPHRASE_DIFFERS.finding(
            f"{said(retold.quantity)} of {number(whole.value)} are {said(words.quantity)} in the quotation",
            [one.claim for one in (words, retold, whole, again) if one.claim is not None],
            Proof(
                (
                    f"quoted: {said(words.quantity)} of {number(whole.value)}",
                    f"retold: {said(retold.quantity)} of {number(whole.value)}",
                )
            ),
            [case.quote(one.start, one.end) for one in (words, retold)],
        )
        return


def fates(case: Case) -> Iterator[Finding]:
    """ "Of ninety, thirty are on their feet." He said that his company had lost thirty men."""
    near = case.about(AROUND, AROUND)
    told = [one for index in near for one in case.told(index) if one.count and one.exact and one.value]
    for one, other in combinations(told, 2):
        if one.value != other.value or not 0 < other.index - one.index <= AROUND:
            continue
        words, retold = (one, other) if is_quoted(case, one) else (other, one)
        if not is_quoted(case, words) or is_quoted(case, retold) or not _is_of_voice(retold):
            continue
        pair = _part_of_whole(case, words.index)
        if pair is None or pair[1].start != words.start or pair[0].value == 2 * words.value or words.value < LEAST:
            continue
        if pair[0].claim is not None and is_loss(pair[0].claim):
            continue  # "forty died, and ten of us survived"
        fate, its = _kind(case, words), _kind(case, retold)
        if "left" not in (fate, its) or _DEAD.isdisjoint((fate, its)):
            continue
        meant, made = ("are left", "lost") if fate == "left" else ("are lost", "left")
        yield PARAPHRASE_DIFFERS.finding(
            f"{said(retold.quantity)}, told as {made}, {meant} in the quotation, of {number(pair[0].value)}",
            [each.claim for each in (words, retold, pair[0]) if each.claim is not None],
            Proof(
                (
                    f"quoted: {said(words.quantity)} of {number(pair[0].value)} {meant}",
                    f"retold: {said(retold.quantity)} {made}",
                )
            ),
            [case.quote(each.start, each.end) for each in (words, retold)],
        )
        return


def _is_of_voice(one: Told) -> bool:
    """Whether a number is told by a private voice, or by nobody who is named."""
    return one.claim is None or not one.claim.attribution or is_private(one.claim)


def _part_of_whole(case: Case, index: int) -> tuple[Told, Told] | None:
    """The two counts of a sentence that has no more, the larger one first, where both are exact."""
    told = [one for one in case.told(index) if one.count and one.value]
    if len(told) != 2 or not all(one.exact for one in told):
        return None
    part, whole = sorted(told, key=lambda one: one.value)
    return (whole, part) if whole.value >= LEAST and whole.value > part.value else None


def may_quote(case: Case) -> bool:
    """Whether the text has quotation marks at all."""
    return any(mark in case.document.text for mark in _MARKS)


def is_quoted(case: Case, one: Told) -> bool:
    """Whether quotation marks open before a number, in its sentence or the one before, and close behind it."""
    start, end, _ = case.reading.bounds[one.index]
    text = case.document.text
    first = text.rfind("\n", 0, start) + 1
    before, behind = text[first : one.start], text[one.end : end + 400]
    return sum(map(before.count, _MARKS)) % 2 == 1 and any(mark in behind for mark in _MARKS)


def _kind(case: Case, one: Told) -> str | None:
    """What happened to a part: its measure, or that it is left."""
    start, end, _ = case.reading.bounds[one.index]
    if one.claim is not None and is_loss(one.claim) and not is_guessed(one.claim):
        return one.claim.measure
    around = case.between(max(start, one.start - 60), min(end, one.end + 60))
    if (one.claim is not None and one.claim.measure == "remaining") or cue("left").search(around):
        return "left"
    return None


# --------------------------------------------------------------------------------------- one figure, two speakers


def credits_to_both(case: Case) -> Iterator[Finding]:
    """ "1,412 dead, the ministry in Sanaa said. … the 1,412 dead counted by the coalition"."""
    told = [claim for claim in case.claims if _tells(claim) and claim.stance == "asserts"]
    for one, other in combinations(told, 2):
        if not _same_figure(one, other) or case.sentence_of(one) == case.sentence_of(other):
            continue
        first, second = _named(case, one), _named(case, other)
        if first is None or second is None:
            continue
        mine, its = party_of(first.id) or "", party_of(second.id) or ""
        if its not in OPPONENTS.get(mine, ()) and mine not in OPPONENTS.get(its, ()):
            continue
        names = [" ".join(link.name.split()) for link in (first, second)]
        yield CREDITED_TO_BOTH.finding(
            f"{said(one.quantity)} is credited to “{names[0]}” and to “{names[1]}”",
            [one, other],
            Proof((f"{said(one.quantity)}: “{names[0]}”", f"{said(other.quantity)}: “{names[1]}”")),
            [case.quote(link.start, link.end) for link in (first, second)],
        )
        return


def _tells(claim: Claim) -> bool:
    """Whether a figure is so much its own that another body would hardly come to the same."""
    value = claim.quantity.figure or 0.0
    return claim.quantity.unit == "count" and claim.quantity.hedge == "exact" and value >= TELLING and value % 100 != 0


def is_told_again(case: Case, first: Quantity, again: Quantity) -> bool:
    """Whether a count that is not round is told a second time as one that is known: "the 87", "their 87"."""
    value = first.figure or 0.0
    if value < SMALL or value % 10 == 0 or (first.hedge, again.hedge) != ("exact", "exact"):
        return False
    before = case.between(max(0, again.start - 24), again.start)
    return bool(shape(r"(?<!\w)<the-known>\s+$").search(before))


def _same_figure(one: Claim, other: Claim) -> bool:
    return (
        one.quantity.figure == other.quantity.figure
        and counts_meet(one, other)
        and (one.side == other.side or None in (one.side, other.side))
    )


def _named(case: Case, claim: Claim) -> Link | None:
    """The one body of a party that carries a claim, told by its name."""
    links = [link for link in claim.attribution if party_of(link.id) is not None and link.end > link.start]
    if len({party_of(link.id) for link in links}) != 1 or cue("pronoun").fullmatch(fold(links[-1].name)):
        return None
    return links[-1] if case.sentence_at(links[-1].start) == case.sentence_of(claim) else None


# ---------------------------------------------------------------------------------------- one figure, two months


def months(case: Case) -> Iterator[Finding]:
    """ "955 civilians died in September. … the 955 civilians killed in August"."""
    told = [(claim, month) for claim in case.claims if (month := _month_of(case, claim)) is not None]
    for (one, first), (other, second) in combinations(told, 2):
        if first == second or not _same_figure(one, other) or case.sentence_of(one) == case.sentence_of(other):
            continue
        if not (_tells(one) and _tells(other)) and not is_told_again(case, one.quantity, other.quantity):
            continue
        yield TWO_MONTHS.finding(
            f"{said(one.quantity)} is told of {_named_month(first)} and of {_named_month(second)}",
            [one, other],
            Proof((f"{said(one.quantity)}: {_named_month(first)}", f"{said(other.quantity)}: {_named_month(second)}")),
        )
        return
    yield from _month_of_headline(case)


def _month_of_headline(case: Case) -> Iterator[Finding]:
    """ "More than 1,200 killed in March", over 1,246 in April and no March."""
    bold = next((claim for claim in case.claims if case.in_headline(claim) and is_loss(claim)), None)
    if bold is None or (bold.quantity.figure or 0.0) < TELLING:
        return
    head = case.sentence_of(bold)
    above = _calendar_months(case, head)
    below = [month for index in range(head + 1, len(case.reading)) for month in _calendar_months(case, index)]
    if len(above) != 1 or len(set(below)) != 1 or len(below) < OFTEN or above[0] in below:
        return
    same = [claim for claim in case.claims if claim is not bold and counts_meet(bold, claim) and _rounds(bold, claim)]
    same = [claim for claim in same if _calendar_months(case, case.sentence_of(claim)) == below[:1]]
    if same:
        told, meant = (month_name[month] for month in (above[0], below[0]))
        yield TWO_MONTHS.finding(
            f"the headline tells {said(bold.quantity)} of {told}; the text has {said(same[0].quantity)} of {meant}",
            [bold, same[0]],
            Proof((f"headline: {said(bold.quantity)}, {told}", f"text: {said(same[0].quantity)}, {meant}")),
        )


def _rounds(bold: Claim, claim: Claim) -> bool:
    """Whether a headline's figure is that of the text, or a rounder one a little below it."""
    one, other = bold.quantity.figure or 0.0, claim.quantity.figure or 0.0
    return one == other or (bold.quantity.hedge in ("over", "at least") and one <= other <= one * ROUNDED)


def _calendar_months(case: Case, index: int) -> list[int]:
    """The months that a sentence names, each time it does, but those of speaking and those a count began in."""
    named = (one for one in case.times_in(index) if one.kind == "month" and not one.reporting and not one.total)
    return [one.month for one in named if one.month is not None]


def _month_of(case: Case, claim: Claim) -> date | None:
    """The first day of the one month that the sentence of a loss names, or the one before where it tells a part."""
    if not is_loss(claim) or claim.stance != "asserts":
        return None
    index = case.sentence_of(claim)
    named = _months_named(case, index)
    opens = shape(r"^\W*(?:<some-parts>|<including>)(?!\w)").match(case.words(index))
    if not named and not case.times_in(index) and index and opens:
        named = _months_named(case, index - 1)
    return named.pop() if len(named) == 1 else None


def _months_named(case: Case, index: int) -> set[date]:
    return {
        one.start
        for one in case.times_in(index)
        if one.kind == "month" and one.start is not None and not one.reporting and not one.total
    }


def _named_month(first: date) -> str:
    return day(first).split(" ", 1)[1]
