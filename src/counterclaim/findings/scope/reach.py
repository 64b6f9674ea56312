"""CC301 where a text says itself how far a figure reaches: its speaker knows of one unit or one place, and no further.

a share or count of the headline   "a third of the army" over 90 and 30 of a brigade; "of the others he has no idea"
a larger unit further down         "the brigade's 52 dead" over 52 of a battalion; "the other battalions are not in it"
a country's figure of one place    "killed in the country" over a figure that is told "for the one city"
a country's dead of a day          those of one region, where the text has dead of another
a country's running total          that of one town, by the places that the text names
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.echoes import echoes
from counterclaim.findings.rule import Rule, listed, percent, said
from counterclaim.findings.scope.spans import unit_of
from counterclaim.findings.terms import WHOLE, is_guessed, objects_meet
from counterclaim.findings.tolerance import follows
from counterclaim.language import fold, load_language
from counterclaim.model import Claim, Finding, Proof
from counterclaim.places import is_wide, side_of
from counterclaim.vocabulary import load_vocabulary

HEADLINE_GENERALISES = Rule(
    "CC301",
    "headline-generalises",
    "warning",
    "What the text has of a unit, or of one place, is told of a whole force or country.",
)

NEAR = 4  # sentences between a figure and the words that limit it
BESIDE = 50  # characters behind a number in which its place is told
BEFORE = 3  # sentences before a figure in which its unit or place is named
LEAST, MOST = 10.0, 6_000.0  # men or machines of whom one speaker knows
MANY = 100.0  # from here on a number is hardly met by chance
FEW = 5.0  # smaller counts are told of many things


def find(case: Case) -> Iterator[Finding]:
    """Each figure told of more than the text says it is of."""
    limited = case.tells("own-only") or (case.tells("others") and case.tells("unknown"))
    limits = [index for index in range(len(case.reading)) if _is_limit(case, index)] if limited else []
    finding = (_of_the_headline(case, limits) or _of_a_larger_unit(case, limits)) if limits else None
    finding = finding or _of_one_place(case) or _of_one_region(case) or _of_one_town(case)
    if finding is not None:
        yield finding


def _is_limit(case: Case, index: int) -> bool:
    """Whether a sentence says that its speaker knows only of his own, or nothing of the others."""
    words, headline = case.words(index), case.document.headline
    if headline is not None and case.reading.bounds[index][0] < headline.end:
        return False
    return bool(cue("own-only").search(words) or (cue("others").search(words) and cue("unknown").search(words)))


# ---------------------------------------------------------------------------------------- a headline and its basis


def _of_the_headline(case: Case, limits: Sequence[int]) -> Finding | None:
    headline = case.document.headline
    if headline is None:
        return None
    index = case.sentence_at(headline.start)
    if not _is_of_a_whole(case, index):
        return None
    for bold in case.told(index):
        basis = _share_of_few(case, bold, limits) if not bold.count else _count_of_few(case, bold, limits)
        if basis:
            what = percent(bold.value) if not bold.count else said(bold.quantity)
            return HEADLINE_GENERALISES.finding(
                f"{what} is told of a whole force or country; the text has "
                f"{listed(said(one.quantity) for one in basis)} of a part of it, and nothing of the rest",
                [one.claim for one in (bold, *basis) if one.claim is not None] or list(case.claims[:1]),
                Proof((f"headline: {said(bold.quantity)}", f"text: {listed(said(one.quantity) for one in basis)}")),
                [case.quote(one.start, one.end) for one in (bold, *basis)],
            )
    return None


def _is_of_a_whole(case: Case, index: int) -> bool:
    """Whether a headline speaks of a force, a side or a country, of no unit, and not in the first person."""
    words, sentence = case.words(index), case.sentence(index)
    if ranks_in(case, index) or cue("my-own").search(words):
        return False
    wide = any(side_of(sentence, token) is not None for token in range(len(sentence.words)))
    return wide or bool(cue("whole-force").search(words)) or any(True for _ in sentence.places("region"))


def _share_of_few(case: Case, bold: Told, limits: Sequence[int]) -> list[Told]:
    """A part and its whole near the words that limit them, whose share is the headline's; no share wherever else."""
    if any(not one.count and abs(one.value - bold.value) < 0.02 for index in _below(case) for one in case.told(index)):
        return []
    for index in _near(case, limits):
        told = [
            one for at in (index - 1, index) if at >= 0 and at in _below(case) for one in case.told(at) if one.count
        ]
        for one, other in combinations(told, 2):
            part, whole = sorted((one, other), key=lambda each: each.value)
            if not LEAST <= whole.value <= MOST or not 0 < part.value < whole.value or not _is_of_few(case, whole):
                continue
            for value in (part.value, whole.value - part.value):
                if follows(bold.quantity, (value, value), (whole.value, whole.value)):
                    return [whole, part]
    return []


def _count_of_few(case: Case, bold: Told, limits: Sequence[int]) -> list[Told]:
    """The headline's count wherever the text has it: near the words that limit it, and of a unit or a place."""
    if bold.value < FEW:
        return []
    told = [one for index in _below(case) for one in case.told(index) if one.count and one.value == bold.value]
    near = set(_near(case, limits))
    return told[:1] if told and all(one.index in near and _is_of_few(case, one) for one in told) else []


def _below(case: Case) -> range:
    headline = case.document.headline
    first = sum(start < headline.end for start, _, _ in case.reading.bounds) if headline else 0
    return range(first, len(case.reading))


def _near(case: Case, limits: Sequence[int]) -> list[int]:
    return [index for index in _below(case) if any(-NEAR <= index - limit <= 1 for limit in limits)]


def _is_of_few(case: Case, one: Told) -> bool:
    """Whether a unit, or a village or town, is named at a number or in the sentences before it, and no whole force."""
    near = [index for index in range(max(0, one.index - BEFORE), one.index + 1) if index in _below(case)]
    if cue("whole-force").search(case.words(one.index)):
        return False
    return any(ranks_in(case, index) or cue("small-place").search(case.words(index)) for index in near)


def ranks_in(case: Case, index: int) -> list[int]:
    """The ranks of the units less than a whole force that a sentence names, in any language."""
    sentence, ranks = case.sentence(index), load_vocabulary()["unit"]
    named = [ranks[kind] for token in range(len(sentence.words)) if (kind := sentence.kind(token, "unit")) in ranks]
    return [rank for rank in named if rank < WHOLE]


# ------------------------------------------------------------------------------------------------- a larger unit


def _of_a_larger_unit(case: Case, limits: Sequence[int]) -> Finding | None:
    """A number that is told of a unit, and before of a smaller one of it, of whose like nothing is known."""
    for claim in case.claims:
        ranks = ranks_in(case, case.sentence_of(claim))
        if len(set(ranks)) != 1 or (claim.quantity.figure or 0.0) < FEW or is_guessed(claim):
            continue
        for one in echoes(case, claim):
            mine = _rank_before(case, one)
            near = any(abs(limit - one.index) <= 2 * NEAR for limit in limits)
            if one.claim is None or mine is None or mine >= ranks[0] or not near or one.start > claim.quantity.start:
                continue
            if one.claim.measure != claim.measure or not objects_meet(one.claim.object, claim.object):
                continue
            return HEADLINE_GENERALISES.finding(
                f"{said(claim.quantity)} is told of a larger unit than the one that the text has it of",
                [claim, one.claim],
                Proof((f"here: {said(claim.quantity)}", f"before: {said(one.quantity)}, of a smaller unit")),
            )
    return None


def _rank_before(case: Case, one: Told) -> int | None:
    """The rank of the unit named last at or before a number, within its paragraph and the one before."""
    paragraph = case.reading.bounds[one.index][2]
    for index in range(one.index, -1, -1):
        if case.reading.bounds[index][2] < paragraph - 1:
            break
        ranks = ranks_in(case, index)
        if ranks:
            return ranks[-1]
    return None


# --------------------------------------------------------------------------------------------------- one place


def _of_one_place(case: Case) -> Finding | None:
    """The one figure that opens a text, of a country, where the text says that "that figure" is of one city."""
    opening = [one for one in case.claims if case.in_opening(one) and one.quantity.unit == "count"]
    wide = [one for one in opening if one.place is not None and is_wide(one.place, case.language)]
    if not wide or len({one.quantity.figure for one in opening}) != 1:
        return None
    bold, first = wide[0], case.sentence_of(opening[-1]) + 1
    for index in range(first, len(case.reading)):
        words = case.words(index)
        match = shape(r"(?<!\w)<the-figure>(?!\w).*?(?<!\w)<one-place>(?!\w)").search(words)
        if match is None or any(one.count and one.value > 1 for one in case.told(index)):
            continue
        start = case.reading.bounds[index][0]
        return HEADLINE_GENERALISES.finding(
            f"{said(bold.quantity)} is told of {bold.place}; the text has it of one place of it",
            [bold],
            Proof((f"here: {said(bold.quantity)}, {bold.place}", f"there: “{match[0]}”")),
            [case.quote(start + match.start(), start + match.end())],
        )
    return None


def _of_one_region(case: Case) -> Finding | None:
    """The dead of a day in a country that are those of one region, where the text has dead of another."""
    for bold in case.claims:
        index = case.sentence_of(bold)
        if not case.in_headline(bold) or bold.measure != "killed" or (bold.quantity.figure or 0.0) < 2:
            continue
        wide = bold.place is not None and is_wide(bold.place, case.language)
        if not wide or unit_of(case, bold.quantity.start, bold.quantity.end, index) is None:
            continue
        dead = [one for one in case.claims if not case.in_headline(one) and one.measure == "killed"]
        dead = [one for one in dead if objects_meet(one.object, bold.object) and one.quantity.unit == "count"]
        same = [one for one in dead if one.quantity.figure == bold.quantity.figure]
        if not same or any(one.place in (None, bold.place) for one in same):
            continue
        if any((one.quantity.figure or 0.0) > (bold.quantity.figure or 0.0) for one in dead):
            continue
        paragraphs = {case.paragraph_of(one) for one in same}
        others = [one for one in dead if _is_elsewhere(case, one, same, paragraphs)]
        if others:
            return HEADLINE_GENERALISES.finding(
                f"{said(bold.quantity)} killed in {bold.place} are those of {same[0].place}; the text has more in "
                f"{listed(dict.fromkeys(str(one.place) for one in others))}",
                [bold, *same, *others],
                Proof(
                    (
                        f"headline: {said(bold.quantity)}, {bold.place}",
                        f"text: {said(same[0].quantity)}, {same[0].place}",
                    )
                ),
            )
    return None


def _of_one_town(case: Case) -> Finding | None:
    """A country's running total that the text has only of a place in it, named where the number stands."""
    for bold in case.claims:
        total = bold.period.kind == "cumulative" or cue("since-the-war").search(case.words(case.sentence_of(bold)))
        if not case.in_opening(bold) or not total or (bold.quantity.figure or 0.0) < MANY or bold.place is None:
            continue
        told = echoes(case, bold)
        claims = [one.claim for one in told if one.claim is not None]
        if not told or len(claims) < len(told) or not _is_country(case, bold.place):
            continue
        if all(_is_of_town(case, one) and one.measure == bold.measure for one in claims):
            return HEADLINE_GENERALISES.finding(
                f"{said(bold.quantity)} is told of {bold.place}; the text has it of {claims[0].place}",
                [bold, *claims],
                Proof(
                    (
                        f"here: {said(bold.quantity)}, {bold.place}",
                        f"there: {said(told[0].quantity)}, {claims[0].place}",
                    )
                ),
            )
    return None


def _is_of_town(case: Case, claim: Claim) -> bool:
    """Whether a claim's place stands in its sentence and is no country, and no country is named there."""
    if claim.place is None:
        return False
    index = case.sentence_of(claim)
    sentence = case.sentence(index)
    place = re.escape(fold(claim.place))
    behind = case.between(claim.quantity.end, case.reading.bounds[index][1])
    before = case.between(case.reading.bounds[index][0], claim.quantity.start)
    if not re.match(rf"[^,;:.]{{0,{BESIDE}}}(?<!\w){place}(?!\w)", behind) and not re.search(place, before):
        return False  # "1,200 killed, most of them in Benghazi"
    return not any(side_of(sentence, token) is not None for token in range(len(sentence.words)))


def _is_country(case: Case, place: str) -> bool:
    named = load_language(case.language).parse(place)
    tokens = range(len(named.words))
    return bool(tokens) and all(
        side_of(named, token) is not None and named.kind(token, "metonym") != "capital" for token in tokens
    )


def _is_elsewhere(case: Case, one: Claim, same: Sequence[Claim], paragraphs: set[int]) -> bool:
    """Whether a claim tells of dead in another place, in another paragraph, and of no other time."""
    if one.place is None or one.place in {each.place for each in same} or case.paragraph_of(one) in paragraphs:
        return False
    return not case.times_in(case.sentence_of(one))
