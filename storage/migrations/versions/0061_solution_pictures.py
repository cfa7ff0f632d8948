"""Pictures of solutions: what messages hold, and the copies that their authors said yes to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "solution_pictures",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("solution_id", KEY, nullable=True),
        sa.Column("batch", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("workspace", sa.String(length=128), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("alt", sa.String(length=200), nullable=False),
        sa.Column("credit", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("state IN ('offered','wanted','kept','refused')", name=op.f("ck_solution_pictures_state")),
        sa.ForeignKeyConstraint(
            ["solution_id"], ["solutions.id"], name=op.f("fk_solution_pictures_solution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_solution_pictures_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solution_pictures")),
    )
    for column in ("solution_id", "batch", "author_id"):
        op.create_index(op.f(f"ix_solution_pictures_{column}"), "solution_pictures", [column])
    op.create_index("ix_solution_pictures_state", "solution_pictures", ["state", "tried_at"])
    op.create_table(
        "playground_files",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("author", sa.String(length=128), nullable=False),
        sa.Column("message_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["playground_messages.id"], name=op.f("fk_playground_files_message_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playground_files")),
    )
    op.create_index(op.f("ix_playground_files_message_id"), "playground_files", ["message_id"])


def downgrade() -> None:
    op.drop_table("playground_files")
    op.drop_table("solution_pictures")
