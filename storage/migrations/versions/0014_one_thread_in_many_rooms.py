"""One thread in many rooms: what is in a message beside its text, reactions, changes that come before their message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WITH_FILES = ("questions", "answers")


def upgrade() -> None:
    for table in WITH_FILES:
        op.add_column(table, sa.Column("files", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "early_changes",
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=True),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_early_changes")),
    )
    op.create_index(op.f("ix_early_changes_seen_at"), "early_changes", ["seen_at"], unique=False)
    op.create_table(
        "reactions",
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("emoji", sa.String(length=64), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reactions_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_reactions_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_reactions_answer_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source", "person_id", "emoji", name=op.f("pk_reactions")),
    )
    op.create_index(op.f("ix_reactions_person_id"), "reactions", ["person_id"], unique=False)
    op.create_index(op.f("ix_reactions_question_id"), "reactions", ["question_id"], unique=False)


def downgrade() -> None:
    op.drop_table("reactions")
    op.drop_table("early_changes")
    for table in WITH_FILES:
        op.drop_column(table, "files")
