"""An index of the words of quotes, sources and titles: FTS5 in a file, ``tsvector`` and GIN on a server."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from counterclaim.ledger import words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MESSAGE = "rows of a ledger are never edited: add one that supersedes"
_BATCH = 2_000  # rows that are indexed at once


def upgrade() -> None:
    """Makes the tables, and indexes the claims and documents that are there."""
    connection = op.get_bind()
    for table in ("claim_words", "document_words"):
        if connection.dialect.name == "sqlite":
            op.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(words, detail='none', columnsize=0, "
                "tokenize='unicode61 remove_diacritics 0')"
            )
            continue
        op.execute(f"CREATE TABLE {table} (rowid BIGINT PRIMARY KEY, words TEXT NOT NULL)")
        op.execute(f"CREATE INDEX {table}_found ON {table} USING gin (to_tsvector('simple', words))")
        op.execute(
            f"CREATE TRIGGER {table}_never_edited BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION counterclaim_never_edited()"
        )
    asked = text(
        "SELECT seq, at, kind, key, body FROM entries WHERE seq > :last AND kind IN ('claim', 'document') "
        "ORDER BY seq LIMIT :most"
    )
    last = 0
    while rows := connection.execute(asked, {"last": last, "most": _BATCH}).all():
        words.index(connection, [tuple(row) for row in rows])
        last = rows[-1].seq


def downgrade() -> None:
    """Rows are never given up."""
    raise NotImplementedError("a ledger never goes back to an older version")
