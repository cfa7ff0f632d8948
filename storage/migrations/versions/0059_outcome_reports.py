"""Outcome reports of the network: drafts, and frozen versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "outcome_reports",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("figures_hash", sa.String(length=64), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_by_id", KEY, nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("checked_by_id", KEY, nullable=True),
        sa.Column("checked_at", Instant(), nullable=True),
        sa.Column("frozen_by_id", KEY, nullable=True),
        sa.Column("frozen_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('draft','checked','frozen')", name=op.f("ck_outcome_reports_state")),
        *(
            sa.ForeignKeyConstraint(
                [f"{act}_by_id"], ["people.id"], name=op.f(f"fk_outcome_reports_{act}_by_id"), ondelete="SET NULL"
            )
            for act in ("made", "checked", "frozen")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_reports")),
        sa.UniqueConstraint("year", "version", name=op.f("uq_outcome_reports_year_version")),
    )


def downgrade() -> None:
    op.drop_table("outcome_reports")
