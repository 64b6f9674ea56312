"""A table as its columns: a name, a kind, what it means, and where its value comes from.

    Column      one column; every format that is a table begins with a tuple of them
    CLAIMS      a claim a row          DOCUMENTS   a document a row          JUDGEMENTS  a person's verdict a row

Values are as in the model: counts whole numbers, shares fractions of one, days ``date``, times UTC. Texts are as read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from counterclaim.formats import number
from counterclaim.model import Document, Judgement, Kept, Sighting

Kind = Literal["string", "integer", "number", "date", "datetime"]
Value = str | int | float | date | datetime | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: ``words`` say what it holds, ``value`` takes it from a row's subject.

    ``needed`` columns are never empty; ``allowed`` are the only values there are, where they are few.
    """

    name: str
    kind: Kind
    words: str
    value: Callable[[T], Value]
    needed: bool = False
    allowed: tuple[str, ...] = ()


def joined(parts: Iterable[str], by: str = " › ") -> str | None:
    """Several texts in one cell; nothing where there are none."""
    return by.join(parts) or None


def line_of(kept: Kept) -> int | None:
    """The line of the document's text, from 1, that a quote begins on; ``None`` where the text is not at hand."""
    text, start = kept.document.text, kept.claim.evidence.start
    return text.count("\n", 0, start) + 1 if text else None


def plain_json(fields: Any) -> str:
    """JSON on one line with its keys sorted; days and times as ISO 8601."""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, default=_iso)


def _iso(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _judged(name: str) -> Callable[[Kept], Value]:
    def value(kept: Kept) -> Value:
        verdict = kept.verdict
        found: Value = None if verdict is None else getattr(verdict, name) or None
        return found

    return value


def _corrected(kept: Kept) -> Value:
    verdict = kept.verdict
    return None if verdict is None or not verdict.fields else plain_json(dict(verdict.fields))


HEDGES = ("exact", "about", "nearly", "over", "at least", "up to", "under", "between", "vague")


def _graded(kept: Kept, scale: str) -> str | None:
    return joined((f"{one.grade} ({one.by})" for one in kept.grades if one.grade in scale), " | ") or None


CLAIMS: tuple[Column[Kept], ...] = (
    Column("id", "string", "the claim's id: a hash of what it says and where", lambda k: k.claim.id, True),
    Column("document", "string", "the document's id", lambda k: k.claim.document, True),
    Column("path", "string", "the document's path or address as given", lambda k: k.document.path, True),
    Column("title", "string", "the document's title", lambda k: k.document.title),
    Column("published", "date", "the day the document was published", lambda k: k.document.published),
    Column("first_seen", "datetime", "when the ledger first saw the document, UTC", lambda k: k.first_seen),
    Column("line", "integer", "line of the document's text, from 1", line_of),
    Column(
        "start",
        "integer",
        "where the quote starts, in code points of the document's text",
        lambda k: k.claim.evidence.start,
        True,
    ),
    Column("end", "integer", "where it ends, not included", lambda k: k.claim.evidence.end, True),
    Column("quote", "string", "the exact words", lambda k: k.claim.evidence.exact, True),
    Column("quantity", "string", "the number's own words, hedge included", lambda k: k.claim.quantity.text, True),
    Column(
        "low",
        "number",
        "lowest value said; empty when none was",
        lambda k: number(k.claim.quantity.low, k.claim.quantity.unit),
    ),
    Column(
        "best",
        "number",
        "the value said; empty when none was",
        lambda k: number(k.claim.quantity.best, k.claim.quantity.unit),
    ),
    Column(
        "high",
        "number",
        "highest value said; empty when none was",
        lambda k: number(k.claim.quantity.high, k.claim.quantity.unit),
    ),
    Column(
        "quantity_unit",
        "string",
        "count, or share (a fraction of one)",
        lambda k: k.claim.quantity.unit,
        True,
        ("count", "share"),
    ),
    Column("hedge", "string", "how the number is hedged", lambda k: k.claim.quantity.hedge, True, HEDGES),
    Column("object", "string", "what was lost or counted", lambda k: k.claim.object, True),
    Column("measure", "string", "how", lambda k: k.claim.measure, True),
    Column("side", "string", "who suffered the loss or owns the force", lambda k: k.claim.side),
    Column("unit", "string", "company … army, where one is named", lambda k: k.claim.unit),
    Column("place", "string", "where, where it is told", lambda k: k.claim.place),
    Column(
        "period",
        "string",
        "the kind of time",
        lambda k: k.claim.period.kind,
        True,
        ("cumulative", "window", "point", "open"),
    ),
    Column("period_start", "date", "first day", lambda k: k.claim.period.start),
    Column("period_end", "date", "last day", lambda k: k.claim.period.end),
    Column(
        "sources",
        "string",
        "the chain of speakers as named, outermost first, joined by ' › '",
        lambda k: joined(link.name for link in k.claim.attribution),
    ),
    Column(
        "source_ids",
        "string",
        "their ids, joined by ' › '; ? for one in no register",
        lambda k: joined(link.id or "?" for link in k.claim.attribution),
    ),
    Column(
        "source_roles",
        "string",
        "their roles, joined by ' › '",
        lambda k: joined(link.role for link in k.claim.attribution),
    ),
    Column("stance", "string", "asserted or denied", lambda k: k.claim.stance, True, ("asserts", "denies")),
    Column(
        "certainty",
        "string",
        "how sure it is said to be",
        lambda k: k.claim.certainty,
        True,
        ("stated", "hedged", "unconfirmed"),
    ),
    Column(
        "cues",
        "string",
        "the words that say so, joined by ' | '",
        lambda k: joined((cue.exact for cue in k.claim.cues), " | "),
    ),
    Column("rules", "string", "the rules that read the claim, joined by ' | '", lambda k: joined(k.claim.rules, " | ")),
    Column("reader", "string", "what read it", lambda k: k.claim.reader, True),
    Column(
        "verdict",
        "string",
        "what a person said of the reading; empty where nobody has",
        _judged("verdict"),
        False,
        ("accept", "reject", "unsure", "correct"),
    ),
    Column("verdict_by", "string", "who said so", _judged("by")),
    Column("verdict_at", "datetime", "when, UTC", _judged("at")),
    Column("verdict_note", "string", "the person's note", _judged("note")),
    Column("corrected", "string", "the corrected fields as JSON, where the verdict is correct", _corrected),
    Column(
        "claim_grade",
        "string",
        "people's Admiralty grades of the claim, 1 to 6, with who gave each, joined by ' | '",
        lambda k: _graded(k, "123456"),
    ),
    Column(
        "source_grade",
        "string",
        "people's Admiralty grades of its source, A to F, with who gave each, joined by ' | '",
        lambda k: _graded(k, "ABCDEF"),
    ),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A document with where it was seen."""

    document: Document
    sightings: tuple[Sighting, ...] = ()


DOCUMENTS: tuple[Column[Seen], ...] = (
    Column("id", "string", "the document's id", lambda s: s.document.id, True),
    Column("path", "string", "its path or address as given", lambda s: s.document.path, True),
    Column("title", "string", "its title", lambda s: s.document.title),
    Column("outlet", "string", "who published it", lambda s: s.document.outlet),
    Column("author", "string", "who wrote it", lambda s: s.document.author),
    Column("url", "string", "its address", lambda s: s.document.url),
    Column("published", "date", "the day it was published", lambda s: s.document.published),
    Column(
        "published_basis",
        "string",
        "how that day is known",
        lambda s: s.document.published_basis,
        True,
        ("given", "metadata", "text", "figures", "none"),
    ),
    Column("language", "string", "its language", lambda s: s.document.language),
    Column("media_type", "string", "what kind of file it was", lambda s: s.document.media_type, True),
    Column("sha256", "string", "of the original bytes", lambda s: s.document.sha256),
    Column("characters", "integer", "length of the text that was read", lambda s: len(s.document.text), True),
    Column(
        "coverage",
        "string",
        "how much of it was read",
        lambda s: s.document.coverage.state,
        True,
        ("complete", "partial", "failed"),
    ),
    Column(
        "first_seen",
        "datetime",
        "when the ledger first saw it, UTC",
        lambda s: min((sighting.at for sighting in s.sightings), default=None),
    ),
    Column(
        "places",
        "string",
        "every place it was seen at, joined by ' | '",
        lambda s: joined(sorted({sighting.place for sighting in s.sightings}), " | "),
    ),
)

JUDGEMENTS: tuple[Column[Judgement], ...] = (
    Column("id", "string", "the judgement's id", lambda j: j.id, True),
    Column("claim", "string", "the claim that was judged", lambda j: j.subject, True),
    Column(
        "verdict",
        "string",
        "what was said",
        lambda j: j.verdict,
        True,
        ("accept", "reject", "unsure", "correct", "undo"),
    ),
    Column("by", "string", "who said so", lambda j: j.by, True),
    Column("at", "datetime", "when, UTC", lambda j: j.at, True),
    Column(
        "fields", "string", "the corrected fields as JSON", lambda j: plain_json(dict(j.fields)) if j.fields else None
    ),
    Column("note", "string", "the person's note", lambda j: j.note),
    Column("supersedes", "string", "the judgement that this one takes the place of or undoes", lambda j: j.supersedes),
)


def documents_of(kepts: Iterable[Kept]) -> Iterator[Seen]:
    """The documents of claims, once each, in the order in which they come."""
    seen: set[str] = set()
    for kept in kepts:
        if kept.document.id not in seen:
            seen.add(kept.document.id)
            yield Seen(kept.document, kept.sightings)


def judgements_of(kepts: Iterable[Kept]) -> Iterator[Judgement]:
    """Every judgement of claims, undone ones too, by claim and then by time."""
    for kept in kepts:
        yield from sorted(kept.judgements, key=lambda judgement: (judgement.at, judgement.id))
