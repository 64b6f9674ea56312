"""Themes of calls are kept: a table of codings, whether a reading or a person gave them."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Float, Integer, Text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MESSAGE = "rows of a ledger are never edited: add one that supersedes"


def upgrade() -> None:
    """Makes the table with its triggers and indexes."""
    row = BigInteger().with_variant(Integer, "sqlite")
    op.create_table(
        "codings",
        Column("seq", row, primary_key=True, autoincrement=False),
        Column("position", Integer, primary_key=True, autoincrement=False),
        Column("id", Text, nullable=False),
        Column("document", Text, nullable=False),
        Column("theme", Text, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("rule", Text, nullable=False),
        Column("confidence", Float, nullable=False),
        Column("by", Text, nullable=False),
    )
    op.create_index("codings_by_id", "codings", ["id"])
    op.create_index("codings_by_document", "codings", ["document"])
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER codings_no_{deed.lower()} BEFORE {deed} ON codings "
                f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER codings_never_edited BEFORE UPDATE OR DELETE OR TRUNCATE ON codings "
            "FOR EACH STATEMENT EXECUTE FUNCTION counterclaim_never_edited()"
        )


def downgrade() -> None:
    """Rows are never given up."""
    raise NotImplementedError("a ledger never goes back to an older version")
