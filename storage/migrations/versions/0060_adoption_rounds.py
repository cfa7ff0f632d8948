"""Rounds that ask whether anybody has done something, and their topic."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
#: kinds of fields before
BEFORE = "'number','choice','text','scheme'"


def upgrade() -> None:
    with op.batch_alter_table("rounds") as rounds:
        rounds.add_column(sa.Column("form", sa.String(length=8), nullable=False, server_default="fields"))
        rounds.add_column(sa.Column("topic_id", KEY, nullable=True))
        rounds.create_check_constraint(op.f("ck_rounds_form"), "form IN ('fields','adoption')")
        rounds.create_foreign_key(op.f("fk_rounds_topic_id"), "topics", ["topic_id"], ["id"], ondelete="SET NULL")
        rounds.create_index(op.f("ix_rounds_topic_id"), ["topic_id"])
    _allow_kinds(f"{BEFORE},'adoption'")


def downgrade() -> None:
    """Remove what was asked about adoption: the version before cannot draw it."""
    op.execute("DELETE FROM rounds WHERE form = 'adoption'")
    op.execute("DELETE FROM round_fields WHERE kind = 'adoption'")
    _allow_kinds(BEFORE)
    with op.batch_alter_table("rounds") as rounds:
        rounds.drop_index(op.f("ix_rounds_topic_id"))
        rounds.drop_constraint(op.f("fk_rounds_topic_id"), type_="foreignkey")
        rounds.drop_constraint(op.f("ck_rounds_form"), type_="check")
        rounds.drop_column("topic_id")
        rounds.drop_column("form")


def _allow_kinds(kinds: str) -> None:
    with op.batch_alter_table("round_fields") as fields:
        fields.drop_constraint(op.f("ck_round_fields_kind"), type_="check")
        fields.create_check_constraint(op.f("ck_round_fields_kind"), f"kind IN ({kinds})")
