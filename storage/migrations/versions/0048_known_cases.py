"""Documented exchanges elsewhere, and listings whose owners were told that nothing fits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        *(sa.Column(f"what_{language}", sa.String(length=80), nullable=False) for language in ("nb", "nn", "en")),
        *(sa.Column(f"text_{language}", sa.Text(), nullable=False) for language in ("nb", "nn", "en")),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("since", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("code", name=op.f("uq_cases_code")),
    )
    op.create_index(op.f("ix_cases_type"), "cases", ["type"])
    op.create_table(
        "unmatched_listings",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("listing_id", KEY, nullable=False),
        sa.Column("facts_key", sa.String(length=32), nullable=False),
        sa.Column("told_at", Instant(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.CheckConstraint("answer IN ('','help','leave')", name=op.f("ck_unmatched_listings_answer")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_unmatched_listings_by_id")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_unmatched_listings_listing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmatched_listings")),
        sa.UniqueConstraint("listing_id", "facts_key", name=op.f("uq_unmatched_listings_listing_id_facts_key")),
    )
    for column in ("by_id", "told_at"):
        op.create_index(op.f(f"ix_unmatched_listings_{column}"), "unmatched_listings", [column])


def downgrade() -> None:
    op.drop_table("unmatched_listings")
    op.drop_table("cases")
