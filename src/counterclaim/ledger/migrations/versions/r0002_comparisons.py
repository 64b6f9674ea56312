"""What only many documents show is kept too: the table of comparisons, and an index of the claims that deny."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, Text, text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MESSAGE = "rows of a ledger are never edited: add one that supersedes"
_DENYING = text("stance = 'denies'")


def upgrade() -> None:
    """Makes the table with its triggers, and the index."""
    row = BigInteger().with_variant(Integer, "sqlite")
    op.create_table(
        "comparisons",
        Column("seq", row, primary_key=True, autoincrement=False),
        Column("id", Text, nullable=False),
        Column("reader", Text, nullable=False),
        Column("upto", row, nullable=False),
        Column("findings", Integer, nullable=False),
        Column("withdrawn", Integer, nullable=False),
    )
    op.create_index("claims_denying", "claims", ["measure", "object"], sqlite_where=_DENYING, postgresql_where=_DENYING)
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER comparisons_no_{deed.lower()} BEFORE {deed} ON comparisons "
                f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER comparisons_never_edited BEFORE UPDATE OR DELETE OR TRUNCATE ON comparisons "
            "FOR EACH STATEMENT EXECUTE FUNCTION counterclaim_never_edited()"
        )


def downgrade() -> None:
    """Rows are never given up."""
    raise NotImplementedError("a ledger never goes back to an older version")
