"""Claims and reports as JSON and JSON lines: the public contract, in its order (``cells`` has the CSV).

    claim_fields / claim_line   one claim, one object, one line            claim_from   and back, without loss
    report_fields / report_line one document with its findings and refusals

Dates are ISO 8601, shares fractions of one, counts whole numbers, offsets code points. JSON is UTF-8; the few
characters that some readers take for the end of a line, and lone surrogates (bytes of a file name that are no text),
are escaped.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from counterclaim.model import (
    Claim,
    CounterclaimError,
    Coverage,
    Cue,
    Evidence,
    Finding,
    Link,
    Period,
    Proof,
    Provenance,
    Quantity,
    Recording,
    Refusal,
    Report,
    Span,
    Transcript,
    Turn,
    Unit,
    Word,
)

if TYPE_CHECKING:
    from counterclaim.tracing.matches import Match, MatchedFigure

SCHEMA_VERSION = 1
SCHEMAS = ("check", "claim")

# Line and paragraph separators and NEL end a line for str.splitlines() and for some editors; surrogates are not UTF-8.
_JSON_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def number(value: float | None, unit: Unit = "count") -> int | float | None:
    """A count as a whole number where it is one, a share as a fraction of one, nothing as nothing."""
    if value is None:
        return None
    return int(value) if unit == "count" and float(value).is_integer() else float(value)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None


def evidence_fields(evidence: Evidence) -> dict[str, Any]:
    """The exact words and where they stand; ``seconds`` is [start, end] for speech, else null.

    What was spoken also says who wrote it down; what was written has no such key.
    """
    fields: dict[str, Any] = {
        "exact": evidence.exact,
        "start": evidence.start,
        "end": evidence.end,
        "prefix": evidence.prefix,
        "suffix": evidence.suffix,
        "seconds": list(evidence.seconds) if evidence.seconds is not None else None,
    }
    if evidence.transcribed is not None:
        fields["transcribed"] = evidence.transcribed
    return fields


def claim_fields(claim: Claim) -> dict[str, Any]:
    """One claim as the contract has it, keys in the contract's order."""
    quantity = claim.quantity
    return {
        "id": claim.id,
        "document": claim.document,
        "reader": claim.reader,
        "evidence": evidence_fields(claim.evidence),
        "quantity": {
            "low": number(quantity.low, quantity.unit),
            "best": number(quantity.best, quantity.unit),
            "high": number(quantity.high, quantity.unit),
            "unit": quantity.unit,
            "hedge": quantity.hedge,
            "text": quantity.text,
            "start": quantity.start,
            "end": quantity.end,
        },
        "object": claim.object,
        "measure": claim.measure,
        "side": claim.side,
        "unit": claim.unit,
        "place": claim.place,
        "period": {"kind": claim.period.kind, "start": _day(claim.period.start), "end": _day(claim.period.end)},
        "attribution": [
            {"name": n.name, "id": n.id, "role": n.role, "cue": n.cue, "start": n.start, "end": n.end}
            for n in claim.attribution
        ],
        "stance": claim.stance,
        "certainty": claim.certainty,
        "cues": [{"kind": cue.kind, "exact": cue.exact, "start": cue.start, "end": cue.end} for cue in claim.cues],
        "rules": list(claim.rules),
    }


def claim_from(fields: Mapping[str, Any]) -> Claim:
    """The claim that ``claim_fields`` wrote; ``CounterclaimError`` where a field is missing or of the wrong kind."""
    try:
        evidence, quantity, period = fields["evidence"], fields["quantity"], fields["period"]
        seconds = evidence["seconds"]
        return Claim(
            id=fields["id"],
            document=fields["document"],
            reader=fields["reader"],
            evidence=Evidence(
                document=fields["document"],
                start=evidence["start"],
                end=evidence["end"],
                exact=evidence["exact"],
                prefix=evidence["prefix"],
                suffix=evidence["suffix"],
                seconds=None if seconds is None else (seconds[0], seconds[1]),
                transcribed=evidence.get("transcribed"),
            ),
            quantity=Quantity(**quantity),
            object=fields["object"],
            measure=fields["measure"],
            side=fields["side"],
            unit=fields["unit"],
            place=fields["place"],
            period=Period(
                kind=period["kind"],
                start=date.fromisoformat(period["start"]) if period["start"] else None,
                end=date.fromisoformat(period["end"]) if period["end"] else None,
            ),
            attribution=tuple(Link(**link) for link in fields["attribution"]),
            stance=fields["stance"],
            certainty=fields["certainty"],
            cues=tuple(Cue(**cue) for cue in fields["cues"]),
            rules=tuple(fields["rules"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CounterclaimError(f"This is not a claim as the contract has it: {error!r}.") from error


def proof_fields(proof: Proof) -> dict[str, Any]:
    """The computation behind a finding; ``chance`` is the expected number of such matches by chance alone."""
    return {
        "steps": list(proof.steps),
        "series": proof.series,
        "column": proof.column,
        "start": _day(proof.start),
        "end": _day(proof.end),
        "values": {name: number(value) for name, value in proof.values.items()},
        "chance": proof.chance,
    }


def finding_fields(finding: Finding) -> dict[str, Any]:
    """One finding; ``claims`` are the ids of the claims it is about."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "claims": list(finding.claims),
        "evidence": [evidence_fields(evidence) for evidence in finding.evidence],
        "proof": proof_fields(finding.proof),
    }


def refusal_fields(refusal: Refusal) -> dict[str, Any]:
    """A number that was looked at and not kept, and why."""
    return {"text": refusal.text, "start": refusal.start, "end": refusal.end, "reason": refusal.reason}


def coverage_fields(coverage: Coverage) -> dict[str, Any]:
    """How much was read: ``share`` is a fraction of one where it can be told."""
    return {"state": coverage.state, "reason": coverage.reason, "share": coverage.share}


def report_fields(report: Report) -> dict[str, Any]:
    """One document of ``check --format json``."""
    document = report.document
    speech = {} if document.transcript is None else {"transcript": transcript_fields(document.transcript)}
    return {
        "id": document.id,
        "path": document.path,
        "title": document.title,
        "published": _day(document.published),
        "published_basis": document.published_basis,
        "language": document.language,
        "coverage": coverage_fields(document.coverage),
        "claims": [claim_fields(claim) for claim in report.claims],
        "findings": [finding_fields(finding) for finding in report.findings],
        "refusals": [refusal_fields(refusal) for refusal in report.refusals],
        **speech,
    }


def recording_fields(recording: Recording | None) -> dict[str, Any] | None:
    """The sound a transcript is of: its file, hash, length in seconds, rate in Hz, and what is wrong with it."""
    if recording is None:
        return None
    return {
        "path": recording.path,
        "sha256": recording.sha256,
        "seconds": recording.seconds,
        "rate": recording.rate,
        "channels": recording.channels,
        "media_type": recording.media_type,
        "faults": list(recording.faults),
    }


def transcript_fields(transcript: Transcript) -> dict[str, Any]:
    """Who speaks when in a document that is speech, where it comes from, and who wrote it down."""
    provenance, recording = transcript.provenance, transcript.recording

    def seconds(pair: tuple[float, float] | None) -> list[float] | None:
        return None if pair is None else list(pair)

    return {
        "maker": transcript.maker,
        "tool": transcript.tool,
        "provenance": {
            "publisher": provenance.publisher,
            "address": provenance.address,
            "published": _day(provenance.published),
            "selection": provenance.selection,
            "missing": list(provenance.missing),
        },
        "recording": recording_fields(recording),
        "turns": [
            {
                "speaker": turn.speaker,
                "start": turn.span.start,
                "end": turn.span.end,
                "label": None if turn.label is None else [turn.label.start, turn.label.end],
                "seconds": seconds(turn.seconds),
                "language": turn.language,
                "translation": turn.translation,
                "words": [
                    {
                        "start": word.span.start,
                        "end": word.span.end,
                        "seconds": seconds(word.seconds),
                        "confidence": word.confidence,
                        "other": word.other,
                    }
                    for word in turn.words
                ],
            }
            for turn in transcript.turns
        ],
    }


def transcript_from(fields: Mapping[str, Any]) -> Transcript:
    """The transcript that ``transcript_fields`` wrote; ``CounterclaimError`` where a field is missing or wrong."""

    def seconds(pair: list[float] | None) -> tuple[float, float] | None:
        return None if pair is None else (float(pair[0]), float(pair[1]))

    def turn_from(told: Mapping[str, Any]) -> Turn:
        words = tuple(
            Word(Span(w["start"], w["end"]), seconds(w["seconds"]), w["confidence"], w["other"]) for w in told["words"]
        )
        label = told["label"]
        return Turn(
            told["speaker"],
            Span(told["start"], told["end"]),
            seconds(told["seconds"]),
            words,
            None if label is None else Span(*label),
            told["language"],
            told["translation"],
        )

    try:
        known, recording = fields["provenance"], fields["recording"]
        day = known["published"]
        return Transcript(
            tuple(turn_from(turn) for turn in fields["turns"]),
            Provenance(
                known["publisher"],
                known["address"],
                None if day is None else date.fromisoformat(day),
                known["selection"],
            ),
            fields["maker"],
            fields["tool"],
            None if recording is None else Recording(**{**recording, "faults": tuple(recording["faults"])}),
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise CounterclaimError(f"This is not a transcript as the contract has it: {error!r}.") from error


def match_fields(match: Match) -> dict[str, Any]:
    """One match of ``trace --format json``; ``expected`` is how many such matches chance gives in all searched."""

    def figure_fields(matched: MatchedFigure) -> dict[str, Any]:
        unit = matched.figure.quantity.unit
        return {
            "text": matched.figure.quantity.text,
            "object": matched.object,
            "measure": matched.measure,
            "column": matched.column,
            "fit": matched.fit,
            "relation": matched.relation,
            "value": number(matched.value, unit),
            "before": number(matched.before, unit),
            "after": number(matched.after, unit),
            "other": number(matched.other, unit),
        }

    return {
        "kind": match.kind,
        "series": match.series,
        "source": match.source,
        "title": match.title,
        "url": match.url,
        "side": match.side,
        "start": _day(match.start),
        "end": _day(match.end),
        "until": _day(match.until),
        "figures": [figure_fields(matched) for matched in match.figures],
        "unmatched": [figure.quantity.text for figure in match.unmatched],
        "expected": match.expected,
        "searched": match.searched,
        "others": match.others,
        "timing": match.timing,
    }


def json_line(fields: Mapping[str, Any]) -> str:
    """``fields`` as JSON on one line that every reader takes for one line and UTF-8 can carry."""
    line = json.dumps(fields, ensure_ascii=False, allow_nan=False)
    return _JSON_ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def claim_line(claim: Claim) -> str:
    """One line of ``read --format jsonl``."""
    return json_line(claim_fields(claim))


def report_line(report: Report) -> str:
    """One document of ``check --format json``, on one line."""
    return json_line(report_fields(report))


def check_opening() -> str:
    """What stands before the first document of ``check --format json``."""
    return f'{{"schema_version": {SCHEMA_VERSION}, "documents": ['


def schema_text(name: str) -> str:
    """The published JSON Schema ``claim`` (a line of ``read``) or ``check``, as text."""
    from importlib.resources import files

    if name not in SCHEMAS:
        raise CounterclaimError(f"There is no schema “{name}”; there is: {', '.join(SCHEMAS)}.")
    return (files("counterclaim") / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")


class Lines:
    """Which line of a text an offset stands in, from 1, as a text editor counts."""

    def __init__(self, text: str) -> None:
        self._ends = [found.start() for found in re.finditer("\n", text)]

    def __call__(self, offset: int) -> int:
        """The number of the line that holds code point ``offset``."""
        return bisect_right(self._ends, offset - 1) + 1
