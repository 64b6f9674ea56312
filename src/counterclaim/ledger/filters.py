"""Which claims are meant: one ``Filter`` for the command line, exports and pages, and its SQL.

FILTERS    what each field asks, in words
conditions the same as SQL conditions on the flat table of claims
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from counterclaim.model import Certainty, CounterclaimError, PeriodKind, Verdict

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

FILTERS: Mapping[str, str] = {
    "side": "who suffered the loss or owns the force, as UA",
    "object": "what was lost or counted, as personnel",
    "measure": "how, as killed",
    "source": "who ultimately says it: an id, as ua-general-staff, or a name as in the text",
    "place": "where, as it is told",
    "unit": "the army, regiment or company",
    "period": "cumulative, window, point or open",
    "certainty": "stated, hedged or unconfirmed",
    "start": "first day: of the claim's period, or of publication where it has none",
    "end": "last day",
    "language": "language of the document, as en",
    "verdict": "what people have said of it: accept, reject, unsure or correct",
    "text": "words in the quote, in who says it or in the title, whatever their case; a word is found by its beginning",
    "document": "id of the document",
    "finding": "code of a rule that found something about it, as CC202",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims are meant; a field that is ``None`` asks nothing. ``FILTERS`` has the meaning of each."""

    side: str | None = None
    object: str | None = None
    measure: str | None = None
    source: str | None = None
    place: str | None = None
    unit: str | None = None
    period: PeriodKind | None = None
    certainty: Certainty | None = None
    start: date | None = None
    end: date | None = None
    language: str | None = None
    verdict: Verdict | None = None
    text: str | None = None
    document: str | None = None
    finding: str | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise CounterclaimError(f"the first day {self.start} is after the last day {self.end}")

    def within(self, when: date | None) -> bool:
        """Whether a day lies in the days asked for; an unknown day does where no days are."""
        if when is None:
            return self.start is None and self.end is None
        return (self.start is None or self.start <= when) and (self.end is None or when <= self.end)

    def given(self) -> dict[str, str]:
        """The fields that ask something, as text: what an export names."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in found.items() if value is not None}


def conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    """The conditions on the table of claims; ``verdict`` needs its own join and is not among them."""
    from sqlalchemy import exists, select

    from counterclaim.ledger.tables import claims, documents, finding_claims, findings, superseded
    from counterclaim.ledger.words import holding

    columns = claims.c
    found: list[ColumnElement[bool]] = []
    for name in ("side", "object", "measure", "source", "place", "unit", "period", "certainty", "document"):
        value = getattr(wanted, name)
        if value is not None:
            found.append(columns[name] == value)
    if wanted.start is not None:
        found.append(columns.day >= wanted.start.isoformat())
    if wanted.end is not None:
        found.append(columns.day <= wanted.end.isoformat())
    if wanted.text is not None:
        found += holding(wanted.text)
    if wanted.finding is not None:
        named = select(finding_claims.c.claim).join(findings, findings.c.seq == finding_claims.c.seq)
        stands = ~exists().where(superseded.c.seq == findings.c.seq)
        found.append(columns.id.in_(named.where(findings.c.code == wanted.finding, stands)))
    if wanted.language is not None:
        last = select(documents.c.seq).where(
            documents.c.id == columns.document,
            documents.c.language == wanted.language,
            ~exists().where(superseded.c.seq == documents.c.seq),
        )
        found.append(last.exists())
    return found
