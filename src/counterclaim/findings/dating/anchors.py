"""CC501 and CC503: numbers that nothing in an undated text dates, and relative dates that nothing anchors."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case
from counterclaim.findings.parties import party_of
from counterclaim.findings.rule import Rule, listed, said
from counterclaim.findings.terms import is_loss
from counterclaim.model import Finding, Proof

NUMBER_WITHOUT_DATE = Rule("CC501", "number-without-date", "note", "Nothing in the text says when a number was true.")
UNANCHORED_DATE = Rule("CC503", "unanchored-date", "note", "A relative date has nothing to anchor it.")
NAMED = 5  # claims named in a message
_CALENDAR = frozenset({"day", "month", "year"})
_YEARLESS = frozenset({"day", "since"})  # "7 October", "since fighting broke out on 7 October"
_RELATIVE = frozenset({"weekday", "relative-day", "relative"})


def floating(case: Case) -> Iterator[tuple[Finding, list[int]]]:
    """Relative dates beside claims that nothing in the text anchors."""
    spoken = sorted({case.sentence_of(claim) for claim in case.claims if claim.period.end is None and is_loss(claim)})
    words, evidence, indices = [], [], []
    years = 0
    for index in spoken:
        sentence = case.sentence(index)
        for mention in case.times_in(index):
            if mention.start is not None or mention.end is not None:
                continue
            told = sentence.exact(mention.first, mention.last).rstrip(" ,")
            yearless = mention.kind in _YEARLESS and any(sign.isdigit() for sign in told)
            if mention.kind in _RELATIVE or yearless:
                words.append(told)
                years += yearless
                evidence.append(case.quote(sentence.starts[mention.first], sentence.ends[mention.last]))
                indices.append(index)
    if not words:
        return
    claims = [c for c in case.claims if case.sentence_of(c) in indices and c.period.end is None and is_loss(c)]
    names = listed(f"“{word}”" for word in dict.fromkeys(words))
    yield (
        UNANCHORED_DATE.finding(
            f"{names}: nothing in the text says which" + (" year" if years == len(words) else ""),
            claims[:NAMED],
            Proof(("no date of publication is known, and no date in the text anchors it",)),
            evidence,
        ),
        indices,
    )


def dateless(case: Case, floating: set[int]) -> Iterator[Finding]:
    """Numbers of losses in a text that has no date of its own, nor any in it."""
    if any(claim.period.end is not None or claim.period.start is not None for claim in case.claims):
        return
    claims = [
        claim
        for claim in case.claims
        if is_loss(claim) and case.sentence_of(claim) not in floating and not case.in_headline(claim)
    ]
    if not claims or case.clock.dates or case.clock.dateline or case.clock.year or case.origins.reports:
        return
    if any(
        mention.kind in _CALENDAR and mention.end is not None
        for index in range(len(case.reading))
        for mention in case.times_in(index)
    ):
        return  # "December 2024" over the text
    if any(group.match is not None and party_of(group.match.source) for group in case.sourced):
        return
    more = f" and {len(claims) - NAMED} more" if len(claims) > NAMED else ""
    yield NUMBER_WITHOUT_DATE.finding(
        f"{listed(said(claim.quantity) for claim in claims[:NAMED])}{more}: nothing says when",
        claims[:NAMED],
        Proof(("no date of publication is known, and the text names no day, month or year",)),
    )
