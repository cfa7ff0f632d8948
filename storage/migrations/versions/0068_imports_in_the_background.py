"""Imports in the background: files of tables, how far they are checked, and what their person was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import_drafts") as drafts:
        drafts.add_column(sa.Column("file", sa.LargeBinary(), nullable=True))
        drafts.add_column(sa.Column("state", sa.String(length=8), server_default="shown", nullable=False))
        drafts.add_column(sa.Column("total", sa.Integer(), server_default="0", nullable=False))
        drafts.add_column(sa.Column("checked", sa.Integer(), server_default="0", nullable=False))
        drafts.add_column(sa.Column("card", sa.JSON(none_as_null=True), nullable=True))
        drafts.add_column(sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
        drafts.add_column(sa.Column("claimed_at", Instant(), nullable=True))
        drafts.create_check_constraint(op.f("ck_import_drafts_state"), "state IN ('reading','shown','storing','ended')")
    op.create_index(op.f("ix_import_drafts_state"), "import_drafts", ["state"])


def downgrade() -> None:
    op.drop_index(op.f("ix_import_drafts_state"), "import_drafts")
    with op.batch_alter_table("import_drafts") as drafts:
        drafts.drop_constraint(op.f("ck_import_drafts_state"), type_="check")
        for column in ("claimed_at", "tries", "card", "checked", "total", "state", "file"):
            drafts.drop_column(column)
