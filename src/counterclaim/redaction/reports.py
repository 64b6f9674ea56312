"""A report as it may be shown: the same report with every value under a mask of its own length, so no offset moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from counterclaim.model import Claim, Cue, Document, Evidence, Finding, Link, Refusal, Report, Span, Transcript
from counterclaim.redaction.mark import Mark
from counterclaim.redaction.showing import Redactor, numbered


def redacted_document(document: Document, redactor: Redactor) -> Document:
    """The document with its values masked in text, title and the names of speakers, and those of translations."""
    if not redactor and not _is_translated(document):
        return document
    transcript = document.transcript
    return replace(
        document,
        text=redactor.masked,
        title=redactor.hide(document.title) if document.title else document.title,
        author=redactor.hide(document.author) if document.author else document.author,
        transcript=None if transcript is None else _transcript(transcript, redactor),
        hidden=tuple(Span(mark.start, mark.end) for mark in redactor.marks),
        marks=tuple((mark.start, mark.end, mark.kind, mark.pseudonym) for mark in redactor.marks),
    )


def _is_translated(document: Document) -> bool:
    return document.transcript is not None and any(turn.translation for turn in document.transcript.turns)


def _transcript(transcript: Transcript, redactor: Redactor) -> Transcript:
    turns = []
    for turn, translation in zip(transcript.turns, _translations(transcript, redactor), strict=True):
        words = tuple(
            replace(word, other=None if word.other is None else redactor.hide(word.other)) for word in turn.words
        )
        speaker = turn.speaker
        if speaker is not None:
            speaker = redactor.hide(speaker)
        turns.append(replace(turn, speaker=speaker, translation=translation, words=words))
    return replace(transcript, turns=tuple(turns))


def _translations(transcript: Transcript, redactor: Redactor) -> list[str | None]:
    """The translation of each turn with stand-ins under bars: names are spelled otherwise there and marked anew.

    All are marked together, so that whoever is named in several turns is one throughout; and whoever is found in the
    original too has the stand-in of the original.
    """
    from counterclaim.redaction import marks

    said = [turn.translation for turn in transcript.turns]
    if not any(said):
        return said
    ends = list(accumulate(len(one or "") + 1 for one in said))
    spans = list(zip([0, *ends], [end - 1 for end in ends], strict=False))
    whole = "\n".join(one or "" for one in said)
    found = Redactor(whole, marks(whole, "en"))
    beside = [
        (redactor.within(turn.span.start, turn.span.end), found.within(*span))
        for turn, span in zip(transcript.turns, spans, strict=True)
    ]
    names = _same_stand_ins(beside, redactor)
    found = Redactor(whole, [replace(mark, pseudonym=names[mark.pseudonym]) for mark in found.marks])
    return [None if one is None else found.barred(*span) for one, span in zip(said, spans, strict=True)]


def _same_stand_ins(beside: Sequence[tuple[Sequence[Mark], Sequence[Mark]]], redactor: Redactor) -> dict[str, str]:
    """Stand-in of a translation → stand-in of the original, from turns that hide things of the same kinds in one order.

    Who cannot be told so, or is told in two ways, gets a stand-in that nobody in the original has.
    """
    told: dict[str, set[str]] = {}
    for original, translated in beside:
        alike = [mark.kind for mark in original] == [mark.kind for mark in translated]
        for at, mark in enumerate(translated):
            told.setdefault(mark.pseudonym, set()).update({original[at].pseudonym} if alike else ())
    taken = {mark.pseudonym for mark in redactor.marks}
    names: dict[str, str] = {}
    for own, meant in told.items():
        names[own] = meant.pop() if len(meant) == 1 else next(other for other in numbered(own) if other not in taken)
        taken.add(names[own])
    return names


def redacted_report(report: Report, redactor: Redactor) -> Report:
    """The report with every value masked, in the document and in all that was cut from it."""
    if not redactor and not _is_translated(report.document):
        return report
    return Report(
        redacted_document(report.document, redactor),
        tuple(redacted_claim(claim, redactor) for claim in report.claims),
        tuple(redacted_finding(finding, redactor) for finding in report.findings),
        tuple(redacted_refusal(refusal, redactor) for refusal in report.refusals),
    )


def _cut(words: str, start: int, end: int, redactor: Redactor) -> str:
    """Words that stand at a place are masked there; any others by what they say."""
    return redactor.mask(start, end) if redactor.text[start:end] == words else redactor.hide(words)


def _evidence(evidence: Evidence, redactor: Redactor) -> Evidence:
    start, end = evidence.start, evidence.end
    return replace(
        evidence,
        exact=_cut(evidence.exact, start, end, redactor),
        prefix=_cut(evidence.prefix, start - len(evidence.prefix), start, redactor),
        suffix=_cut(evidence.suffix, end, end + len(evidence.suffix), redactor),
    )


def redacted_claim(claim: Claim, redactor: Redactor) -> Claim:
    """A claim with the values of its document masked in its words."""
    quantity = claim.quantity

    def link(one: Link) -> Link:
        return replace(one, name=_cut(one.name, one.start, one.end, redactor))

    def cue(one: Cue) -> Cue:
        return replace(one, exact=_cut(one.exact, one.start, one.end, redactor))

    return replace(
        claim,
        evidence=_evidence(claim.evidence, redactor),
        quantity=replace(quantity, text=_cut(quantity.text, quantity.start, quantity.end, redactor)),
        attribution=tuple(map(link, claim.attribution)),
        cues=tuple(map(cue, claim.cues)),
        unit=redactor.hide(claim.unit) if claim.unit else claim.unit,
        place=redactor.hide(claim.place) if claim.place else claim.place,
    )


def redacted_finding(finding: Finding, redactor: Redactor) -> Finding:
    """A finding with the values of one document masked in its words, its evidence and the steps of its proof."""
    return replace(
        finding,
        message=redactor.hide(finding.message),
        evidence=tuple(_evidence(one, redactor) for one in finding.evidence),
        proof=replace(finding.proof, steps=tuple(map(redactor.hide, finding.proof.steps))),
    )


def redacted_refusal(refusal: Refusal, redactor: Redactor) -> Refusal:
    """A refused number with the values of its document masked."""
    return replace(
        refusal,
        text=_cut(refusal.text, refusal.start, refusal.end, redactor),
        reason=redactor.hide(refusal.reason),
    )
