"""CC1: shares, their parts and their wholes.

    "120 of the 480, or 30 per cent"        part, whole and share stand together
    "300 men, half of the brigade"          the whole is the number told of the same words elsewhere
    a share, a part and a strength apart    same side, same things, same speaker

How much a hedge allows is told in ``tolerance``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterclaim.findings.arithmetic.bases import Operands, is_part_of
from counterclaim.findings.arithmetic.operands import operands_of
from counterclaim.findings.arithmetic.portions import akin, joins_words, name_of, shares_in, stands_for_any
from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.parties import speaker_key
from counterclaim.findings.rule import Rule, day, number, said, source_name
from counterclaim.findings.terms import counts_meet, is_loss, is_state, measures_meet, objects_meet, scope_of
from counterclaim.findings.tolerance import allowed, computation, follows, interval
from counterclaim.model import Claim, Finding, Proof, Statement
from counterclaim.vocabulary import label

SHARE_DOES_NOT_FOLLOW = Rule(
    "CC101", "share-does-not-follow", "warning", "A share does not follow from the part and the whole it is given with."
)
SHARE_HOLDS = Rule("CC102", "share-holds", "note", "A share follows from its part and its whole.")
WRONG_BASE = Rule("CC105", "wrong-base", "warning", "A share is right of another whole than the one it is told of.")

AROUND = 4  # sentences around a claim in which a share may stand with its part and its whole
FAR = 5.0  # times that a share may miss the part and the whole it is joined to
APART = 4  # sentences between a share and the part it is computed from, when both have one speaker


def find(case: Case) -> Iterator[Finding]:
    """Shares that stand with their part, then shares apart from it."""
    done: set[int] = set()
    spoken = set(case.about(0, 0))
    for index in case.about(AROUND, AROUND):
        for share in shares_in(case, index):
            finding = _of(case, share, spoken)
            if finding is not None:
                done.add(share.start)
                yield finding
    for claim in case.claims:
        if claim.quantity.unit == "share" and claim.quantity.start not in done and (claim.side or claim.speaker):
            finding = _apart(case, claim)
            if finding is not None:
                yield finding


def _of(case: Case, share: Told, spoken: set[int]) -> Finding | None:
    """A share against what the words join it to, then against a whole of other words, then what is told around it."""
    found = operands_of(case, share)
    if found is not None and found.joined:
        return _judge(case, found)
    finding = _of_words(case, share) if share.index in spoken else None
    return _judge(case, found) if finding is None and found is not None else finding


# --------------------------------------------------------------------------------------------- of a whole by its words


def _of_words(case: Case, share: Told) -> Finding | None:
    """ "300 men, half of the brigade": the whole is the number told of the brigade elsewhere."""
    before = [one for one in case.told(share.index) if one.end <= share.start]
    if not before or not before[-1].count:
        return None
    part = before[-1]
    gap = case.between(part.end, share.start)
    if len(before) > 1 and before[-2].count and is_part_of(case, before[-2], part):
        part = before[-2]  # "it lost 300 of its 600 men, half of the brigade"
    if part.claim is None:
        return None
    if len(gap) > 80 or not gap.rstrip().endswith((",", "-", "(")) or any(mark in gap for mark in ".;:!?"):
        return None
    end = case.reading.bounds[share.index][1]
    behind = case.between(share.end, end)
    of = shape(r"^\s*<of>\s+").match(behind)
    if of is not None:
        behind = behind[of.end() :]
    elif not share.quantity.text.rstrip().casefold().endswith(" of"):
        return None
    phrase = behind
    for mark in ",.;:()":
        phrase = phrase.partition(mark)[0]
    if shape(r"^\s*<these>(?!\w)").match(phrase):
        return None  # "834 were hit, 80 per cent of them civilians"
    named, said_before = (shape(r"[^\W\d_]{4,}").findall(part) for part in (phrase, gap))
    words = [word for word in named[:6] if not stands_for_any(word) and not joins_words(word, case.language)]
    if any(akin(word, other) for word in named[:2] for other in said_before):
        return None  # "370,000 cases of help to the wounded, half of the wounded …": of these, and no part of them
    wholes = _wholes(case, words, part, share)
    if wholes:
        others = _all_wholes(case, part, share)
        return _judge(case, Operands(share, (part,), wholes[0]), others)
    return _of_record(case, share, part, phrase)


def _all_wholes(case: Case, part: Told, share: Told) -> list[Told]:
    found: list[Told] = []
    spoken = {case.sentence_of(claim) for claim in case.claims} | {share.index}
    near = {index + step for index in spoken for step in (-2, -1, 0, 1)}
    for index in sorted(index for index in near if 0 <= index < len(case.reading)):
        for one in case.told(index):
            mine, its = part.claim, one.claim
            if mine is not None and its is not None and not objects_meet(mine.object, its.object):
                continue
            if one.count and one.start not in (part.start, share.start) and one.value > part.value:
                found.append(one)
    return found


def _wholes(case: Case, words: list[str], part: Told, share: Told) -> list[Told]:
    """The numbers that the words of a whole are told with elsewhere: each word goes with the number nearest to it."""
    numbers = _all_wholes(case, part, share)
    for word in words:
        best: list[tuple[int, Told]] = []
        for index in sorted({one.index for one in numbers}):
            start = case.reading.bounds[index][0]
            for found in shape(rf"(?<!\w){word}(?!\w)").finditer(case.words(index)):
                position = start + found.start()
                if share.start <= position <= share.end + 80:
                    continue
                near = [
                    (min(abs(one.start - position), abs(position - one.end)), one)
                    for one in numbers
                    if one.index == index
                ]
                best += [min(near, key=lambda pair: pair[0])] if near else []
        nearest = [pair for pair in best if pair[0] <= 60]
        if nearest:
            return [min(nearest, key=lambda pair: pair[0])[1]]
    return []


def _of_record(case: Case, share: Told, part: Told, phrase: str) -> Finding | None:
    """The whole as the record has it, where the words name a side and a measure: "of Argentina's dead"."""
    claim = part.claim
    if claim is None or not part.exact:
        return None
    named = _side_in(case, share, phrase)
    if named is None or claim.side not in (None, named) or claim.measure != "killed":
        return None
    if not cue_of_dead(phrase):
        return None
    wholes = {
        (statement.best, statement.source): statement
        for statement in case.record.statements
        if statement.side == named
        and statement.measure == claim.measure
        and statement.unit == "count"
        and statement.best is not None
        and objects_meet(statement.object, claim.object)
        and statement.period.kind == "cumulative"
    }
    if len(wholes) != 1:
        return None
    statement = next(iter(wholes.values()))
    return _verdict_of_record(case, share, part, statement)


def cue_of_dead(phrase: str) -> bool:
    """Whether a phrase names the dead: a whole of killed."""
    return bool(cue("dead").search(phrase))


def _side_in(case: Case, share: Told, phrase: str) -> str | None:
    from counterclaim.places import side_of

    sentence = case.sentence(share.index)
    for token in range(len(sentence.words)):
        if share.start <= sentence.starts[token] <= share.end + len(phrase) + 6:
            side = side_of(sentence, token)
            if side is not None:
                return side
    return None


# -------------------------------------------------------------------------------------------------------- the verdict


def _judge(case: Case, found: Operands, others: Sequence[Told] = ()) -> Finding | None:
    """What is to say of a share with its operands; one of the other wholes may be the one that it is right of."""
    if found.made > found.whole.value:
        return None
    told = (*found.parts, found.whole, found.share)
    claims = [one.claim for one in (found.share, *found.parts, found.whole) if one.claim is not None]
    evidence = [case.quote(one.start, one.end) for one in told]
    computed = computation(found.made, found.whole.value)
    if found.holds:
        holds = f"{said(found.share.quantity)} holds"
        return SHARE_HOLDS.finding(f"{computed}: {holds}", claims, Proof((f"{computed}, {holds}",)), evidence)
    for base in others:
        right = Operands(found.share, found.parts, base)
        if base.start != found.whole.start and right.holds:
            return WRONG_BASE.finding(
                f"{computed}, not {said(found.share.quantity)}; "
                f"{number(found.made)} is that share of {number(base.value)}",
                claims,
                Proof((computed, computation(found.made, base.value), f"told: {said(found.share.quantity)}")),
                [*evidence, case.quote(base.start, base.end)],
            )
    low, high = allowed(found.share.quantity)
    if not low / FAR <= found.made / found.whole.value <= high * FAR:
        return None
    if len(found.parts) > 1:
        computed = f"{' + '.join(number(one.value) for one in found.parts)} = {number(found.made)}; {computed}"
    return SHARE_DOES_NOT_FOLLOW.finding(
        f"{computed}, not {said(found.share.quantity)}",
        claims,
        Proof((computed, f"told: {said(found.share.quantity)}")),
        evidence,
    )


def _verdict_of_record(case: Case, share: Told, part: Told, statement: Statement) -> Finding | None:
    whole = statement.best or 0.0
    if part.value > whole:
        return None
    computed = computation(part.value, whole)
    source = f"{number(whole)}: {source_name(statement.source)}, {day(statement.date)} ({statement.url})"
    claims = [one.claim for one in (share, part) if one.claim is not None]
    evidence = [case.quote(one.start, one.end) for one in (part, share)]
    held = follows(share.quantity, interval(part.quantity), (whole, whole))
    rule = SHARE_HOLDS if held else SHARE_DOES_NOT_FOLLOW
    message = f"{computed}: {said(share.quantity)} holds" if held else f"{computed}, not {said(share.quantity)}"
    return rule.finding(message, claims, Proof((computed, source), values={statement.id: whole}), evidence)


# ---------------------------------------------------------------------------------------- share and part apart


def _apart(case: Case, share: Claim) -> Finding | None:
    """A share of losses whose part and whole stand elsewhere in the text, or in the report that the text repeats."""
    if not is_loss(share) or _is_of_another(case, share):
        return None
    wholes = [
        claim
        for claim in case.claims
        if is_state(claim)
        and claim.measure != "remaining"
        and claim.quantity.unit == "count"
        and _of_same(case, claim, share)
        and scope_of(claim) == scope_of(share)
        and objects_meet(claim.object, share.object)
        and (claim.quantity.figure or 0) > 0
    ]
    if len({claim.quantity.figure for claim in wholes}) != 1:
        return None
    whole = wholes[0]
    parts = [
        claim
        for claim in case.claims
        if is_loss(claim)
        and claim.quantity.unit == "count"
        and _of_same(case, claim, share)
        and scope_of(claim) == scope_of(share)
        and claim.stance == "asserts"
        and counts_meet(claim, share)
        and (claim.period.kind in ("cumulative", "open") or case.sentence_of(claim) == case.sentence_of(share))
        and speaker_key(claim) is not None
        and speaker_key(claim) == speaker_key(share)
        and abs(case.sentence_of(claim) - case.sentence_of(share)) <= APART
    ]
    if len({claim.quantity.figure for claim in parts}) == 1:
        return _verdict_apart(case, share, parts[0], whole)
    return None if parts else _with_report(case, share, whole)


def _is_of_another(case: Case, share: Claim) -> bool:
    """Whether a share is told of a number right before it: "32 were buried; a third of them are women"."""
    told = [one for one in case.told(case.sentence_of(share)) if one.start <= share.quantity.start]
    of = name_of(case, told[-1]) if len(told) > 1 and told[-2].count else None
    return of is not None and of.said and cue("these").match(of.words.strip()) is not None


def _of_same(case: Case, claim: Claim, share: Claim) -> bool:
    """Whether a number is of the share's side, or of none and in its sentence; or the share is, one sentence off."""
    gap = abs(case.sentence_of(claim) - case.sentence_of(share))
    return claim.side == share.side or (claim.side is None and not gap) or (share.side is None and gap <= 1)


def _verdict_apart(case: Case, share: Claim, part: Claim, whole: Claim) -> Finding | None:
    p, w = part.quantity.figure or 0.0, whole.quantity.figure or 0.0
    if p > w:
        return None
    computed = computation(p, w)
    held = follows(share.quantity, interval(part.quantity), interval(whole.quantity))
    rule = SHARE_HOLDS if held else SHARE_DOES_NOT_FOLLOW
    outcome = "holds" if held else "does not"
    return rule.finding(
        f"{computed}: {said(share.quantity)} {outcome}" if held else f"{computed}, not {said(share.quantity)}",
        [share, part, whole],
        Proof((f"{computed}, {said(share.quantity)} {outcome}",)),
    )


def _with_report(case: Case, share: Claim, whole: Claim) -> Finding | None:
    """The part as the record has it in the very report that the text repeats."""
    reports = case.origins.reports
    if share.speaker is None:
        return None
    found = [
        statement
        for statement in case.record.statements
        if case.record.group_of(statement) in reports
        and statement.source in {link.id for link in share.attribution}
        and share.side in (None, statement.side)
        and statement.object == share.object
        and statement.unit == "count"
        and statement.best is not None
        and measures_meet(statement.measure, share.measure)
    ]
    if len(found) != 1:
        return None
    part = found[0]
    p, w = part.best or 0.0, whole.quantity.figure or 0.0
    if not 0 < p <= w:
        return None
    computed = computation(p, w)
    held = follows(share.quantity, (p, p), interval(whole.quantity))
    rule = SHARE_HOLDS if held else SHARE_DOES_NOT_FOLLOW
    return rule.finding(
        f"{computed} by the record: {said(share.quantity)} holds"
        if held
        else f"{computed}, not {said(share.quantity)}",
        [share, whole],
        Proof(
            (
                f"{number(p)} {label('object', part.object)}: {source_name(part.source)}, {day(part.date)}",
                f"source: {part.title} ({part.url})",
                f"{computed}, {said(share.quantity)} {'holds' if held else 'does not'}",
            ),
            values={part.id: p},
        ),
    )
