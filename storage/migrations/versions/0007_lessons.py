"""What routing was taught from confirmed questions, and who it is that confirmed a question's topic."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("confirmed", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("accuracy", sa.Double(), nullable=False),
        sa.Column("loss", sa.Double(), nullable=False),
        sa.Column("accuracy_before", sa.Double(), nullable=False),
        sa.Column("loss_before", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("topic_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_questions_topic_by_id"), "people", ["topic_by_id"], ["id"], ondelete="SET NULL"
        )
        # SQLite's copy of the table would write the default of this one in another way
        batch_op.alter_column("resting", server_default="", existing_type=sa.String(8), existing_nullable=False)
    # until now nobody noted it: whoever asked had mostly chosen
    op.execute("UPDATE questions SET topic_by_id = asker_id WHERE topic_confirmed")


def downgrade() -> None:
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_questions_topic_by_id"), type_="foreignkey")
        batch_op.drop_column("topic_by_id")
        batch_op.alter_column("resting", server_default="", existing_type=sa.String(8), existing_nullable=False)
    op.drop_table("lessons")
