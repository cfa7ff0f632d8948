"""Words of somebody else: a question quotes a message, and its author is asked first."""

from __future__ import annotations

from contextlib import AbstractContextManager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with _changing() as questions:
        questions.add_column(sa.Column("words_by_id", KEY, nullable=True))
        questions.add_column(sa.Column("words_state", sa.String(length=12), server_default="", nullable=False))
        questions.create_foreign_key(
            questions.f("fk_questions_words_by_id"), "people", ["words_by_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    """What waits for its author is nobody's question any more."""
    op.execute("UPDATE questions SET state = 'withdrawn' WHERE words_state NOT IN ('', 'agreed')")
    with _changing() as questions:
        questions.drop_constraint(questions.f("fk_questions_words_by_id"), type_="foreignkey")
        questions.drop_column("words_state")
        questions.drop_column("words_by_id")


def _changing() -> AbstractContextManager[BatchOperations]:
    """SQLite would write this default anew, in brackets, if it were not named here."""
    resting = sa.Column("resting", sa.String(8), nullable=False, server_default="")
    return op.batch_alter_table("questions", reflect_args=(resting,))
