"""What two sides of a match ask each other without names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "match_questions",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("match_id", KEY, nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.CheckConstraint("side IN ('offer','need')", name=op.f("ck_match_questions_side")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_match_questions_by_id")),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_match_questions_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_match_questions_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_questions")),
    )
    for column in ("by_id", "match_id", "organisation_id"):
        op.create_index(op.f(f"ix_match_questions_{column}"), "match_questions", [column])


def downgrade() -> None:
    op.drop_table("match_questions")
