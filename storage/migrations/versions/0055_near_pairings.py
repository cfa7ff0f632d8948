"""Which offers and needs almost fit, as found in the night."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "near_pairings",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("offer_id", KEY, nullable=False),
        sa.Column("need_id", KEY, nullable=False),
        sa.Column("lacking", sa.String(length=16), nullable=False),
        sa.Column("asked_side", sa.String(length=8), nullable=False),
        sa.Column("bridge", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("found_at", Instant(), nullable=False),
        sa.CheckConstraint("asked_side IN ('','offer','need')", name=op.f("ck_near_pairings_asked_side")),
        *(
            sa.ForeignKeyConstraint(
                [column], ["listings.id"], name=op.f(f"fk_near_pairings_{column}"), ondelete="CASCADE"
            )
            for column in ("offer_id", "need_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_near_pairings")),
    )
    for column in ("found_at", "need_id", "offer_id"):
        op.create_index(op.f(f"ix_near_pairings_{column}"), "near_pairings", [column])


def downgrade() -> None:
    op.drop_table("near_pairings")
