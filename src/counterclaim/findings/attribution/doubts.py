"""CC401, CC402 and CC403: doubt that a text forgets, voices that nobody has verified, totals without a source."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from counterclaim.findings.attribution.bounds import told_below
from counterclaim.findings.attribution.headlines import is_heard_of, is_in_doubt
from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.parties import is_private
from counterclaim.findings.retellings import is_quoted
from counterclaim.findings.rule import Rule, listed, number, said
from counterclaim.findings.terms import is_loss, objects_meet
from counterclaim.language import fold
from counterclaim.model import Claim, Finding, Proof

HEDGE_DROPPED = Rule(
    "CC401", "hedge-dropped", "warning", "What the text calls unconfirmed, a range or a bound is stated as a fact."
)
UNVERIFIED_SOURCE = Rule(
    "CC402", "unverified-source", "note", "A number rests on a recording, letter or report that nobody has verified."
)
NUMBER_WITHOUT_SOURCE = Rule("CC403", "number-without-source", "note", "A total is told without a source.")
LEAST = 10  # of whom a doubt may be forgotten
LARGE = 500  # losses from which a number without a source is worth a note; a smaller one is an incident
OPENING = 60  # sentences in which a headline's number is looked for
NAMED = 5  # claims named in a message


def find(case: Case) -> Iterator[Finding]:
    """Numbers told with less doubt than the text has, on a voice only, or on nobody's word."""
    yield from _hedge_dropped(case)
    yield from _range_dropped(case)
    yield from _only_a_voice(case)
    yield from _doubt_forgotten(case)
    yield from _unverified(case)
    yield from _sourceless(case)


def _hedge_dropped(case: Case) -> Iterator[Finding]:
    """A headline's plain number that the text has only as unconfirmed, or only as a bound from above."""
    for bold in case.claims:
        quantity = bold.quantity
        if (
            not case.in_headline(bold)
            or bold.certainty != "stated"
            or cue("doubts").search(case.words(case.sentence_of(bold)))
        ):
            continue
        if bold.attribution or bold.stance == "denies" or not is_loss(bold):
            continue
        same = [
            claim
            for claim in case.claims
            if not case.in_headline(claim)
            and claim.quantity.figure == quantity.figure
            and claim.quantity.unit == quantity.unit
            and objects_meet(claim.object, bold.object)
        ]
        if not same:
            yield from _doubted_words(case, bold)
            continue
        unsure = all(_is_doubted(case, claim) for claim in same)
        bound = quantity.hedge == "exact" and all(claim.quantity.hedge == "up to" for claim in same)
        if not (unsure or bound):
            continue
        why = "in doubt" if unsure else f"a bound, {said(same[0].quantity)}"
        cues = [case.quote(c.start, c.end) for claim in same for c in claim.cues]
        yield HEDGE_DROPPED.finding(
            f"the headline's {said(quantity)} is {why} in the text",
            [bold, *same],
            Proof((f"headline: {said(quantity)}, as a fact", f"text: {said(same[0].quantity)}, {why}")),
            cues,
        )


def _range_dropped(case: Case) -> Iterator[Finding]:
    """A headline's plain number that is the upper end of the only range the text gives."""
    for bold in case.claims:
        value = bold.quantity.figure
        if not case.in_headline(bold) or bold.quantity.hedge != "exact" or bold.stance != "asserts":
            continue
        ranges = [
            claim
            for claim in case.below(bold)
            if claim.quantity.unit == bold.quantity.unit
            and claim.quantity.hedge == "between"
            and claim.quantity.high == value != claim.quantity.low
        ]
        if len(ranges) != 1 or _stands_alone(case, bold, ranges[0]):
            continue
        yield HEDGE_DROPPED.finding(
            f"the headline's {said(bold.quantity)} is the upper end of a range in the text, {said(ranges[0].quantity)}",
            [bold, *ranges],
            Proof((f"headline: {said(bold.quantity)}", f"text: {said(ranges[0].quantity)}")),
        )


def _stands_alone(case: Case, bold: Claim, ranged: Claim) -> bool:
    """Whether a headline's number is told by itself too, somewhere in the text below."""
    return any(
        one.value == bold.quantity.figure and one.quantity.hedge != "between" and one.start != ranged.quantity.start
        for index in range(case.sentence_of(bold) + 1, len(case.reading))
        for one in case.told(index)
    )


def _doubted_words(case: Case, bold: Claim) -> Iterator[Finding]:
    """The headline's number where the text has it only in sentences of doubt and the reader made no claim of it."""
    told = [
        one
        for index in range(min(len(case.reading), OPENING))
        for one in case.told(index)
        if one.claim is None and one.quantity.unit == bold.quantity.unit and one.value == bold.quantity.figure
    ]
    if not told or not all(_is_unsure_of(case, bold, one) for one in told):
        return
    start, end, _ = case.reading.bounds[told[0].index]
    doubt = cue("doubts").search(case.words(told[0].index))
    word = doubt[0] if doubt else " ".join(told[0].quantity.text.split())
    yield HEDGE_DROPPED.finding(
        f"the headline's {said(bold.quantity)} is in doubt in the text (“{word}”)",
        [bold],
        Proof((f"headline: {said(bold.quantity)}, as a fact", f"text: {said(told[0].quantity)}, “{word}”")),
        [case.quote(start, end)],
    )


def _is_unsure_of(case: Case, bold: Claim, one: Told) -> bool:
    """Whether a sentence has a headline's plain number with a doubt, or as a bound from above."""
    bound = bold.quantity.hedge == "exact" and one.quantity.hedge == "up to"
    return bound or cue("doubts").search(case.words(one.index)) is not None


def _only_a_voice(case: Case) -> Iterator[Finding]:
    """A headline's plain number that in the text only a recording tells, which nobody could verify."""
    for bold in case.claims:
        value, words = bold.quantity.figure or 0.0, case.words(case.sentence_of(bold))
        if not case.in_headline(bold) or bold.attribution or bold.certainty != "stated" or bold.stance != "asserts":
            continue
        if value < LEAST or bold.quantity.unit != "count" or not is_loss(bold):
            continue
        if any(cue(list_).search(words) for list_ in ("recording", "doubts", "unverified")) or "?" in words:
            continue
        told = [one for one in told_below(case) if one.value == value] or _made_of(case, value)
        if not told or not all(is_heard_of(case, one) for one in told):
            continue
        if not is_in_doubt(case) and not all(_is_doubted_behind(case, one) for one in told):
            continue
        yield HEDGE_DROPPED.finding(
            f"the headline's {said(bold.quantity)} is told in the text only by a recording that nobody has verified",
            [bold, *(one.claim for one in told if one.claim is not None)],
            Proof((f"headline: {said(bold.quantity)}, as a fact", f"text: {said(told[0].quantity)}, in a recording")),
            [case.quote(one.start, one.end) for one in told],
        )


def _is_doubted_behind(case: Case, one: Told) -> bool:
    """Whether the sentence behind a number, in its paragraph, says that nobody could verify it."""
    index = one.index + 1
    if index >= len(case.reading) or case.reading.bounds[index][2] != case.reading.bounds[one.index][2]:
        return False
    return bool(cue("verify").search(case.words(index)) and cue("cannot").search(case.words(index)))


def _made_of(case: Case, value: float) -> list[Told]:
    """The two numbers of one quotation that make a headline's, taken from each other: "104 went, 18 came back"."""
    for index in {one.index for one in told_below(case)}:
        quoted = [one for one in case.told(index) if one.count and is_quoted(case, one)]
        for one, other in combinations(quoted, 2):
            if abs(one.value - other.value) == value and other.value:
                return [one, other]
    return []


def _doubt_forgotten(case: Case) -> Iterator[Finding]:
    """What only a voice that nobody could check has told, stated further down by the text itself."""
    for plain in case.claims:
        value = plain.quantity.figure or 0.0
        if plain.certainty != "stated" or plain.stance != "asserts" or case.in_headline(plain):
            continue
        if value < LEAST or plain.quantity.unit != "count" or not is_loss(plain):
            continue
        if cue("unproven").search(case.words(case.sentence_of(plain))):
            continue
        proved = _is_proved(case, plain)
        if not proved and (plain.attribution or _is_reported(case, plain)):
            continue
        same = [
            claim
            for claim in case.claims
            if claim.quantity.figure == value
            and claim.quantity.start < plain.quantity.start
            and case.paragraph_of(claim) != case.paragraph_of(plain)
            and objects_meet(claim.object, plain.object)
            and not case.in_headline(claim)
        ]
        if not same and _only_heard(case, plain, proved):
            yield HEDGE_DROPPED.finding(
                f"{said(plain.quantity)} is stated as a fact; before, it is only quoted from what nobody has verified",
                [plain],
                Proof((f"first: {number(value)}, quoted and unverified", f"then: {said(plain.quantity)}, as a fact")),
            )
            continue
        if not same or not all(_is_a_voices(case, claim, proved) for claim in same):
            continue
        yield HEDGE_DROPPED.finding(
            f"{said(plain.quantity)} is stated as a fact; before, it is told only by a source that nobody has verified",
            [plain, *same],
            Proof((f"first: {said(same[0].quantity)}, unverified", f"then: {said(plain.quantity)}, as a fact")),
        )


def _is_a_voices(case: Case, claim: Claim, proved: bool) -> bool:
    """Whether a claim is that of a voice that nobody could verify; of any that is quoted, where the text has doubts."""
    if claim.attribution and is_private(claim) and _is_unsure(case, claim):
        return True
    if not proved or not is_in_doubt(case):
        return False
    quoted = [is_quoted(case, one) for one in case.told(case.sentence_of(claim)) if one.claim is claim]
    return is_private(claim) if claim.attribution else any(quoted)


def _is_proved(case: Case, claim: Claim) -> bool:
    """Whether a claim is told as what a recording, and nobody else of its sentence, proves."""
    first = case.reading.bounds[case.sentence_of(claim)][0]
    links = [link for link in claim.attribution if first <= link.start < claim.quantity.start]
    if len(links) != 1 or links[0].role != "document" or claim.speaker != links[0]:
        return False
    return bool(shape(r"^\W*(?:\w+\W+)?<proves>(?!\w)").match(case.between(links[0].end, claim.quantity.start)))


def _is_reported(case: Case, claim: Claim) -> bool:
    """Whether a source is named in a claim's sentence, or a word of reporting stands in it or those beside it."""
    index = case.sentence_of(claim)
    near = range(max(0, index - 1), min(len(case.reading), index + 2))
    return bool(case.named_in(index)[0]) or any(cue("reporting").search(case.words(at)) for at in near)


def _only_heard(case: Case, plain: Claim, proved: bool) -> bool:
    """Whether a number stands before only within quotations of a recording that nobody has verified."""
    before = [
        one
        for index in range(case.sentence_of(plain))
        for one in case.told(index)
        if one.count
        and one.value == plain.quantity.figure
        and case.reading.bounds[index][2] != case.paragraph_of(plain)
    ]
    return bool(before) and all(
        is_quoted(case, one) and (_is_heard(case, one.index) or (proved and is_in_doubt(case))) for one in before
    )


def _is_heard(case: Case, index: int) -> bool:
    """Whether the words about a sentence speak of a recording, and of doubts about it."""
    near = range(max(0, index - 2), min(len(case.reading), index + 4))
    around = " ".join(case.words(at) for at in near)
    return bool(cue("recording").search(around) and cue("unverified").search(around))


def _is_doubted(case: Case, claim: Claim) -> bool:
    if claim.certainty == "unconfirmed":
        return True
    doubt = cue("doubts").search(case.words(case.sentence_of(claim)))
    revised = cue("revised").search(case.words(case.sentence_of(claim)))
    return claim.certainty == "hedged" and doubt is not None and revised is None


def _unverified(case: Case) -> Iterator[Finding]:
    """Numbers carried by a call, a letter or a private voice that the text says, or lets see, nobody has verified."""
    claims = [claim for claim in case.claims if claim.attribution and is_private(claim) and _is_unsure(case, claim)]
    if not claims:
        return
    first = max(claims, key=lambda claim: len(claim.attribution))
    link = next((one for one in first.attribution if one.role == "document"), first.attribution[-1])
    cues = [case.quote(c.start, c.end) for claim in claims for c in claim.cues if c.kind != "denial"]
    yield UNVERIFIED_SOURCE.finding(
        f"{listed(said(claim.quantity) for claim in claims[:NAMED])} "
        f"{'rests' if len(claims) == 1 else 'rest'} on an unverified source: “{' '.join(link.name.split())}”",
        claims[:NAMED],
        Proof(
            (
                "chain: " + " → ".join(" ".join(one.name.split()) for one in first.attribution),
                *dict.fromkeys(f"the text says “{' '.join(one.exact.split())}”" for one in cues),
            )
        ),
        [*([case.quote(link.start, link.end)] if link.end > link.start else []), *cues],
    )


def _is_unsure(case: Case, claim: Claim) -> bool:
    if claim.certainty == "unconfirmed":
        return True
    names = " ".join(fold(one.name) for one in claim.attribution)
    if cue("unverified").search(names):
        return True
    index = case.sentence_of(claim)
    around = " ".join(case.words(i) for i in range(max(0, index - 2), min(len(case.reading), index + 4)))
    speaker = claim.speaker  # what a source told nobody has recorded, whatever footage stands beside it
    told = case.words(index) if speaker is not None and speaker.role == "unnamed" else around
    heard = any(one.role == "document" for one in claim.attribution) or cue("recording").search(told)
    return bool(heard and cue("unverified").search(around))


def _sourceless(case: Case) -> Iterator[Finding]:
    """Large losses that nobody is named for, here or where the same number is told again."""
    named = {claim.quantity.figure for claim in case.claims if claim.attribution}
    claims = [
        claim
        for claim in case.claims
        if not claim.attribution
        and is_loss(claim)
        and claim.stance == "asserts"
        and claim.quantity.unit == "count"
        and claim.quantity.hedge != "vague"
        and (claim.quantity.figure or 0) >= LARGE
        and claim.quantity.figure not in named
        and not case.in_headline(claim)
    ]
    claims = [claim for claim in claims if not _may_have_source(case, claim)]
    carried = {claim.id for group in case.sourced if group.match is not None for claim in group.claims}
    claims = [claim for claim in claims if claim.id not in carried]
    if claims:
        more = f" and {len(claims) - NAMED} more" if len(claims) > NAMED else ""
        yield NUMBER_WITHOUT_SOURCE.finding(
            f"{listed(said(claim.quantity) for claim in claims[:NAMED])}{more}: the text names no source",
            claims[:NAMED],
            Proof(("no speaker, report or document is named for it, nor where the number is told again",)),
        )


def _may_have_source(case: Case, claim: Claim) -> bool:
    """Whether a source or a word of reporting stands in the sentence or beside it, so that somebody may be meant."""
    index = case.sentence_of(claim)
    for near in range(max(0, index - 1), min(len(case.reading), index + 2)):
        sources, bodies = case.named_in(near)
        if sources or bodies or cue("reporting").search(case.words(near)):
            return True
    return False
