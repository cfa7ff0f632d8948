"""Indexes for what is looked up with each question, answer and edit: otherwise their tables are read whole."""

from __future__ import annotations

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None
#: name -> table and columns
INDEXES = {
    "ix_questions_state": ("questions", ["state", "id"]),
    "ix_questions_duplicate_of_id": ("questions", ["duplicate_of_id"]),
    "ix_answers_author": ("answers", ["author_id", "created_at"]),
    "ix_answers_room_id": ("answers", ["room_id"]),
}


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
