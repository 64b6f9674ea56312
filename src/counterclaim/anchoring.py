"""The one place where a draft becomes a claim: quotes are found verbatim, numbers are read again from their own words.

Every reader, ours or another, and every person who adds a claim by hand, brings a ``Draft`` to ``anchor()``; what does
not stand in the text as it says, or does not re-read to the same value, is refused with the reason.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache

from counterclaim.language import Language, load_language
from counterclaim.model import (
    Certainty,
    Claim,
    Cue,
    Document,
    Evidence,
    Link,
    Period,
    Quantity,
    Refusal,
    Stance,
)
from counterclaim.quantities import read_quantity

READER = "rules-en/1"  # that of the language pack "en"; every pack has its own
CONTEXT_LENGTH = 32  # code points of prefix and suffix around a quote, as Hypothesis does for W3C TextQuote selectors

NO_PERIOD = Period()


@dataclass(frozen=True, slots=True)
class Draft:
    """A reader's proposal, made of quoted strings; ``start`` hints where the evidence stands, if the reader knows."""

    evidence: str
    number: str  # the number's own words, hedge included; they stand inside the evidence
    low: float | None
    best: float | None
    high: float | None
    object: str
    measure: str
    side: str | None = None
    unit: str | None = None
    place: str | None = None
    period: Period = NO_PERIOD
    attribution: tuple[Link, ...] = ()
    stance: Stance = "asserts"
    certainty: Certainty = "stated"
    cues: tuple[Cue, ...] = ()
    rules: tuple[str, ...] = ()
    start: int | None = None
    number_start: int | None = None
    reader: str = READER


@lru_cache(maxsize=65536)
def _reread(text: str, code: str, convention: str) -> Quantity | None:
    return read_quantity(text, load_language(code), convention)


def anchor(document: Document, draft: Draft, language: Language, convention: str = "ours") -> Claim | Refusal:
    """Find a draft's quote verbatim, read its number again from the quote's own words, and make the claim.

    The quote must stand in the text (at ``draft.start`` when given, else exactly once), the number must stand in the
    quote, and must re-read to the values the draft gives; otherwise a ``Refusal`` says which of these failed.
    """
    text = document.text
    start = draft.start
    if start is None or text[start : start + len(draft.evidence)] != draft.evidence:
        start = text.find(draft.evidence)
        if not draft.evidence or start < 0:
            return Refusal(
                document.id, draft.evidence[:200], 0, 0, "the quote does not stand in the text", draft.reader
            )
        if text.find(draft.evidence, start + 1) >= 0:
            return Refusal(document.id, draft.evidence, start, start, "the quote stands more than once", draft.reader)
    end = start + len(draft.evidence)
    number_start = draft.number_start
    if number_start is None or text[number_start : number_start + len(draft.number)] != draft.number:
        inside = draft.evidence.find(draft.number)
        if not draft.number or inside < 0:
            return Refusal(
                document.id, draft.number, start, end, "the number does not stand in the quote", draft.reader
            )
        number_start = start + inside
    number_end = number_start + len(draft.number)
    again = _reread(draft.number, language.code, convention)
    if again is None and draft.low == draft.best == draft.high == 1.0:
        again = Quantity(1.0, 1.0, 1.0, "count", "exact", draft.number, 0, 0)  # an unspoken one has no digits to read
    if again is None or (again.low, again.best, again.high) != (draft.low, draft.best, draft.high):
        return Refusal(
            document.id,
            draft.number,
            number_start,
            number_end,
            "the number does not re-read to this value",
            draft.reader,
        )
    quantity = Quantity(
        again.low, again.best, again.high, again.unit, again.hedge, draft.number, number_start, number_end
    )
    prefix, suffix = text[max(0, start - CONTEXT_LENGTH) : start], text[end : end + CONTEXT_LENGTH]
    evidence = Evidence(document.id, start, end, draft.evidence, prefix, suffix)
    cues = draft.cues
    if document.transcript is not None:
        from counterclaim.calls import citing

        otherwise = citing.heard_otherwise(document.transcript, number_start, number_end)
        if otherwise:
            return Refusal(document.id, draft.number, number_start, number_end, otherwise, draft.reader)
        seconds = citing.seconds_of(document.transcript, start, end)
        evidence = replace(evidence, seconds=seconds, transcribed=document.transcript.maker)
        cues = (*cues, *citing.doubts(document, start, end))
    claim_id = _claim_id(document.id, draft, start, end, number_start)
    return Claim(
        claim_id,
        document.id,
        draft.reader,
        evidence,
        quantity,
        draft.object,
        draft.measure,
        draft.side,
        draft.unit,
        draft.place,
        draft.period,
        draft.attribution,
        draft.stance,
        draft.certainty,
        cues,
        draft.rules,
    )


def _claim_id(document_id: str, draft: Draft, start: int, end: int, number_start: int) -> str:
    """A content hash: what is claimed and where it stands, so that reading twice gives the same id."""
    chain = "|".join(f"{link.start}:{link.end}:{link.id or link.name}" for link in draft.attribution)
    parts = (
        document_id, start, end, number_start, *map(_written, (draft.low, draft.best, draft.high)),
        draft.object, draft.measure, draft.side, draft.unit, draft.place,
        draft.period.kind, draft.period.start, draft.period.end, chain,
        draft.stance, draft.certainty, draft.reader,
    )  # fmt: skip
    return "c" + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


_LARGE = 1e12  # from here on a value is written with an exponent


def _written(value: float | None) -> str:
    """A value as it goes into an id: 4 and 4.0 are one."""
    if value is None:
        return "None"
    return str(int(value)) if 0 < value < _LARGE and value == int(value) else f"{value:.12g}"
