"""Rounds for consultations: what is asked may be for the answer to one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rounds") as rounds:
        rounds.add_column(sa.Column("consultation_id", sa.Integer(), nullable=True))
        rounds.create_foreign_key(
            op.f("fk_rounds_consultation_id"), "consultations", ["consultation_id"], ["id"], ondelete="SET NULL"
        )
        rounds.create_index(op.f("ix_rounds_consultation_id"), ["consultation_id"])


def downgrade() -> None:
    with op.batch_alter_table("rounds") as rounds:
        rounds.drop_index(op.f("ix_rounds_consultation_id"))
        rounds.drop_constraint(op.f("fk_rounds_consultation_id"), type_="foreignkey")
        rounds.drop_column("consultation_id")
