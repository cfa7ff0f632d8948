"""Investor sheets of parks: drafts, and frozen versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "investor_sheets",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_by_id", KEY, nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("checked_by_id", KEY, nullable=True),
        sa.Column("checked_at", Instant(), nullable=True),
        sa.Column("frozen_by_id", KEY, nullable=True),
        sa.Column("frozen_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('draft','checked','frozen')", name=op.f("ck_investor_sheets_state")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_investor_sheets_organisation_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{act}_by_id"], ["people.id"], name=op.f(f"fk_investor_sheets_{act}_by_id"), ondelete="SET NULL"
            )
            for act in ("made", "checked", "frozen")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investor_sheets")),
        sa.UniqueConstraint("organisation_id", "version", name=op.f("uq_investor_sheets_organisation_id_version")),
    )
    op.create_index(op.f("ix_investor_sheets_organisation_id"), "investor_sheets", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("investor_sheets")
