"""What was searched is counted; solutions and solved questions have keywords."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "searches_missed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.CheckConstraint("state IN ('','taught','ignored')", name=op.f("ck_searches_missed_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searches_missed")),
        sa.UniqueConstraint("words", "topic_id", name=op.f("uq_searches_missed_words_topic_id")),
    )
    op.create_index(op.f("ix_searches_missed_last_day"), "searches_missed", ["last_day"], unique=False)

    op.create_table(
        "searches_chosen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("missing", sa.String(length=200), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.CheckConstraint("state IN ('','taught','ignored')", name=op.f("ck_searches_chosen_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searches_chosen")),
        sa.UniqueConstraint("words", "record_id", "kind", name=op.f("uq_searches_chosen_words_record_id_kind")),
    )
    op.create_index(op.f("ix_searches_chosen_last_day"), "searches_chosen", ["last_day"], unique=False)

    for table in ("solutions", "questions"):
        op.add_column(table, sa.Column("keywords", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    for table in ("questions", "solutions"):
        op.drop_column(table, "keywords")

    op.drop_index(op.f("ix_searches_chosen_last_day"), table_name="searches_chosen")
    op.drop_table("searches_chosen")
    op.drop_index(op.f("ix_searches_missed_last_day"), table_name="searches_missed")
    op.drop_table("searches_missed")
