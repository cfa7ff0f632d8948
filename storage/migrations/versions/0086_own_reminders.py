"""What people asked to be reminded of: seen by them alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "own_reminders",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("record_id", KEY, nullable=True),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("timed", sa.Boolean(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("set_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_own_reminders_account_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_own_reminders_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_reminders")),
    )
    for column in ("account_id", "person_id"):
        op.create_index(op.f(f"ix_own_reminders_{column}"), "own_reminders", [column])
    _create_partial_index("open", ["person_id", "at"], "done_at IS NULL")
    _create_partial_index("unsent", ["at"], "done_at IS NULL AND sent_at IS NULL")
    _create_partial_index("done", ["done_at"], "done_at IS NOT NULL")


def _create_partial_index(name: str, columns: list[str], where: str) -> None:
    which = sa.text(where)
    op.create_index(f"ix_own_reminders_{name}", "own_reminders", columns, sqlite_where=which, postgresql_where=which)


def downgrade() -> None:
    op.drop_table("own_reminders")
