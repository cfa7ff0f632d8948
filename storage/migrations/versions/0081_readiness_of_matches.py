"""How ready the two sides of a match are, and when it came to each of its later stages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "match_readiness",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("match_id", KEY, nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("colours", sa.JSON(), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("said_at", Instant(), nullable=False),
        sa.CheckConstraint("side IN ('offer','need')", name=op.f("ck_match_readiness_side")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_match_readiness_by_id")),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_match_readiness_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_match_readiness_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_readiness")),
        sa.UniqueConstraint("match_id", "side", "asked_on", name=op.f("uq_match_readiness_match_id_side_asked_on")),
    )
    for column in ("by_id", "match_id", "organisation_id"):
        op.create_index(op.f(f"ix_match_readiness_{column}"), "match_readiness", [column])
    for column in ("study_at", "pilot_at", "running_at"):
        op.add_column("matches", sa.Column(column, Instant(), nullable=True))
    for stage in ("study", "pilot", "running"):
        op.execute(f"UPDATE matches SET {stage}_at = stage_at WHERE stage = '{stage}'")


def downgrade() -> None:
    for column in ("running_at", "pilot_at", "study_at"):
        op.drop_column("matches", column)
    op.drop_table("match_readiness")
