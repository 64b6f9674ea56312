"""The ledger's tables: one log of rows that is the truth, and flat tables of the same rows for asking.

    entries      every row ever added, in order: when, of what kind, canonical JSON, hash; never edited
    heads        the tree's root and right edge after every transaction
    the rest     the same rows, one column a field; ``seq`` is the entry's number, from 1
    superseded   which rows a later one took the place of

Texts are as read; days are ISO 8601 texts, which sort as days do; times are UTC texts with microseconds.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text, text

VERSION = "0005"  # the newest migration: what a ledger must be at to be used by this program

_Row = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()


def _flat(name: str, *columns: Column[str] | Column[int] | Column[float], more: Column[int] | None = None) -> Table:
    """A flat table, keyed by the number of the entry that it shows (and ``more`` where one entry shows as many)."""
    keys = [Column("seq", _Row, primary_key=True, autoincrement=False)] + ([more] if more is not None else [])
    return Table(name, metadata, *keys, *columns)


def _text(name: str, needed: bool = True) -> Column[str]:
    return Column(name, Text, nullable=not needed)


entries = Table(
    "entries",
    metadata,
    Column("seq", _Row, primary_key=True, autoincrement=False),
    _text("at"),
    _text("kind"),
    _text("key"),
    _text("body"),
    Column("leaf", LargeBinary(32), nullable=False),
)

heads = Table(
    "heads",
    metadata,
    Column("size", _Row, primary_key=True, autoincrement=False),
    _text("at"),
    Column("root", LargeBinary(32), nullable=False),
    Column("edge", LargeBinary, nullable=False),
)

superseded = _flat("superseded", Column("by_seq", _Row, nullable=False, index=True))

documents = _flat(
    "documents",
    _text("id"),
    _text("sha256"),
    _text("title", False),
    _text("outlet", False),
    _text("author", False),
    _text("url", False),
    _text("published", False),
    _text("published_basis"),
    _text("language", False),
    _text("media_type"),
    _text("coverage"),
    _text("coverage_reason", False),
    Column("coverage_share", Float),
    Column("characters", Integer, nullable=False),
)
Index("documents_by_id", documents.c.id)

transcripts = _flat("transcripts", _text("document"))  # the rows of documents that are speech written down

sightings = _flat("sightings", _text("document"), _text("place"), _text("seen"), _text("run", False))
Index("sightings_by_document", sightings.c.document)
Index("sightings_by_place", sightings.c.place)

readings = _flat(
    "readings",
    _text("id"),
    _text("document"),
    _text("reader"),
    _text("convention"),
    _text("given_published", False),
    _text("given_language", False),
    Column("claims", Integer, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("refusals", Integer, nullable=False),
)
Index("readings_by_document", readings.c.document)

claims = _flat(
    "claims",
    _text("id"),
    _text("document"),
    _text("side", False),
    _text("object"),
    _text("measure"),
    Column("low", Float),
    Column("best", Float),
    Column("high", Float),
    _text("quantity_unit"),
    _text("hedge"),
    _text("stance"),
    _text("certainty"),
    _text("unit", False),
    _text("place", False),
    _text("period"),
    _text("period_start", False),
    _text("period_end", False),
    _text("published", False),
    _text("day", False),
    _text("source", False),
    _text("quote"),
)
Index("claims_by_question", claims.c.side, claims.c.object, claims.c.day)
Index("claims_by_measure", claims.c.measure, claims.c.day)
Index("claims_by_id", claims.c.id)
Index("claims_by_document", claims.c.document)
_DENYING = text("stance = 'denies'")
Index("claims_denying", claims.c.measure, claims.c.object, sqlite_where=_DENYING, postgresql_where=_DENYING)

refusals = _flat(
    "refusals",
    _text("document"),
    _text("quote"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _text("reason"),
    _text("reader"),
    more=Column("position", Integer, primary_key=True, autoincrement=False),
)

findings = _flat(
    "findings",
    _text("id"),
    _text("document", False),
    _text("code"),
    _text("name"),
    _text("severity"),
    _text("message"),
)
Index("findings_by_id", findings.c.id)
Index("findings_by_document", findings.c.document)

finding_claims = _flat(
    "finding_claims", _text("claim"), more=Column("position", Integer, primary_key=True, autoincrement=False)
)
Index("finding_claims_by_claim", finding_claims.c.claim)

codings = _flat(
    "codings",
    _text("id"),
    _text("document"),
    _text("theme"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _text("rule"),
    Column("confidence", Float, nullable=False),
    _text("by"),
    more=Column("position", Integer, primary_key=True, autoincrement=False),
)
Index("codings_by_id", codings.c.id)
Index("codings_by_document", codings.c.document)

comparisons = _flat(
    "comparisons",
    _text("id"),
    _text("reader"),
    Column("upto", _Row, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
)

judgements = _flat(
    "judgements",
    _text("id"),
    _text("subject"),
    _text("verdict"),
    _text("by"),
    _text("given"),
    _text("note"),
    _text("supersedes", False),
)
Index("judgements_by_subject", judgements.c.subject)

grades = _flat(
    "grades",
    _text("id"),
    _text("subject"),
    _text("grade"),
    _text("by"),
    _text("given"),
    _text("note"),
    _text("supersedes", False),
)
Index("grades_by_subject", grades.c.subject)

custody = _flat(
    "custody", _text("id"), _text("did"), _text("by"), _text("version"), _text("given"), _text("run", False)
)
