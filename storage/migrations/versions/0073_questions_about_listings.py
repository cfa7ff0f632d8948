"""Questions to owners about what their listings do not say."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OUTCOMES = "answer IN ('','said','unknown','help','never','refused','off')"


def upgrade() -> None:
    op.create_table(
        "listing_questions",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("listing_id", KEY, nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("counterparts", sa.Integer(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("proposed", sa.String(length=40), nullable=False),
        sa.Column("proposed_by_id", KEY, nullable=True),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("said", sa.String(length=40), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("fits", sa.Integer(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.CheckConstraint("field IN ('amount','months','temperature')", name=op.f("ck_listing_questions_field")),
        sa.CheckConstraint(OUTCOMES, name=op.f("ck_listing_questions_answer")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_listing_questions_by_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people.id"], name=op.f("fk_listing_questions_proposed_by_id")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_listing_questions_listing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_questions")),
    )
    for column in ("by_id", "listing_id", "proposed_by_id"):
        op.create_index(op.f(f"ix_listing_questions_{column}"), "listing_questions", [column])
    op.add_column("listings", sa.Column("asked_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("listings", "asked_on")
    op.drop_table("listing_questions")
