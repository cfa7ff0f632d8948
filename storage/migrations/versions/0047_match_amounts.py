"""How much two sides of a running match exchanged in a year."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "match_amounts",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("match_id", KEY, nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.String(length=40), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("said_at", Instant(), nullable=False),
        sa.CheckConstraint("side IN ('offer','need')", name=op.f("ck_match_amounts_side")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_match_amounts_by_id")),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_match_amounts_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_match_amounts_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_amounts")),
        sa.UniqueConstraint("match_id", "side", "year", name=op.f("uq_match_amounts_match_id_side_year")),
    )
    for column in ("by_id", "match_id", "organisation_id"):
        op.create_index(op.f(f"ix_match_amounts_{column}"), "match_amounts", [column])


def downgrade() -> None:
    op.drop_table("match_amounts")
