"""The log, its heads and the flat tables; nothing in them can be edited or deleted."""

from __future__ import annotations

from alembic import op

from counterclaim.ledger.tables import NEVER_EDITED, metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MESSAGE = "rows of a ledger are never edited: add one that supersedes"


def upgrade() -> None:
    """Makes every table, and the triggers that keep rows as they are."""
    connection = op.get_bind()
    metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        for table in NEVER_EDITED:
            for deed in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION counterclaim_never_edited() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$"
    )
    for table in NEVER_EDITED:
        op.execute(
            f"CREATE TRIGGER {table}_never_edited BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION counterclaim_never_edited()"
        )


def downgrade() -> None:
    """There is nothing before the first version."""
    raise NotImplementedError("a ledger never goes back to an older version")
