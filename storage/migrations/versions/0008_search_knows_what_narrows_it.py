"""The index knows what somebody vouches for, which questions nobody has answered, and their second topics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("search_documents", sa.Column("second_topic_id", sa.Integer(), nullable=True))
    op.add_column("search_documents", sa.Column("verified_until", sa.Date(), nullable=True))
    op.add_column("search_documents", sa.Column("unanswered", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE search_documents SET second_topic_id = (SELECT second_topic_id FROM questions"
        " WHERE questions.id = record_id) WHERE kind = 'question'"
    )
    # both engines take the text for a day
    op.execute(
        "UPDATE search_documents SET verified_until = (SELECT COALESCE(verify_by, '9999-12-31') FROM solutions"
        " WHERE solutions.id = record_id AND verified_at IS NOT NULL AND doubted_at IS NULL) WHERE kind = 'solution'"
    )


def downgrade() -> None:
    """Before, only solved questions were found."""
    unsolved = (
        "SELECT search_documents.id FROM search_documents JOIN questions ON questions.id = record_id"
        " WHERE kind = 'question' AND questions.state <> 'solved'"
    )
    for table in ("search_postings", "search_letters"):
        op.execute(f"DELETE FROM {table} WHERE document_id IN ({unsolved})")
    op.execute(f"DELETE FROM search_documents WHERE id IN ({unsolved})")
    with op.batch_alter_table("search_documents", schema=None) as batch_op:
        batch_op.drop_column("unanswered")
        batch_op.drop_column("verified_until")
        batch_op.drop_column("second_topic_id")
