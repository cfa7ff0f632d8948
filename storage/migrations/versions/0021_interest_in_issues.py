"""Interest in issues: who follows one, and which row of a file it was last brought in line with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issue_followers",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_issue_followers_issue_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_issue_followers_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issue_id", "person_id", name=op.f("pk_issue_followers")),
    )
    op.create_index(op.f("ix_issue_followers_person_id"), "issue_followers", ["person_id"])
    op.add_column("issues", sa.Column("seeded", sa.String(length=64), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("issues") as issues:
        issues.drop_column("seeded")
    op.drop_table("issue_followers")
