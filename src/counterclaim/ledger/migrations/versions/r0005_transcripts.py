"""Which documents are speech written down stands in a table, so that nobody looks through the texts of all for them."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, Text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MESSAGE = "rows of a ledger are never edited: add one that supersedes"


def upgrade() -> None:
    """Makes the table with its triggers, and fills it from the rows that are there."""
    row = BigInteger().with_variant(Integer, "sqlite")
    op.create_table(
        "transcripts",
        Column("seq", row, primary_key=True, autoincrement=False),
        Column("document", Text, nullable=False),
    )
    op.execute(
        "INSERT INTO transcripts (seq, document) SELECT d.seq, d.id FROM documents d JOIN entries e ON e.seq = d.seq "
        """WHERE e.body LIKE '%"transcript":{%' ORDER BY d.seq"""
    )
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER transcripts_no_{deed.lower()} BEFORE {deed} ON transcripts "
                f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER transcripts_never_edited BEFORE UPDATE OR DELETE OR TRUNCATE ON transcripts "
            "FOR EACH STATEMENT EXECUTE FUNCTION counterclaim_never_edited()"
        )


def downgrade() -> None:
    """Rows are never given up."""
    raise NotImplementedError("a ledger never goes back to an older version")
