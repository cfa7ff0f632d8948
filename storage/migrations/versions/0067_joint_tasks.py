"""Joint tasks: actions that several organisations take part in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("action_id", KEY, nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_tasks_action_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("code", name=op.f("uq_tasks_code")),
        sa.UniqueConstraint("action_id", name=op.f("uq_tasks_action_id")),
    )
    op.create_table(
        "task_partners",
        sa.Column("task_id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('asked','joined','declined')", name=op.f("ck_task_partners_state")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_task_partners_task_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_task_partners_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_task_partners_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("task_id", "organisation_id", name=op.f("pk_task_partners")),
    )
    op.create_index(op.f("ix_task_partners_organisation_id"), "task_partners", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("task_partners")
    op.drop_table("tasks")
